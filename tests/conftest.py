"""Random cases are the same on every run: a failure can be repeated."""

from hypothesis import settings

# No deadline: how long a case takes says little on a busy machine.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
