"""Random cases are the same on every run: a failure can be repeated. And the sandbox, if any."""

import pytest
from hypothesis import settings

from coursework.sandbox_bubblewrap import Bubblewrap

# No deadline: how long a case takes says little on a busy machine.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def bubblewrap() -> Bubblewrap:
    """The sandbox in which students' code is graded on Linux."""
    sandbox = Bubblewrap()
    wrong = sandbox.try_out()
    if wrong:
        pytest.skip(
            f"NO GRADING IS TESTED: bubblewrap does not work here ({wrong}). Install it (Debian: "
            "apt install bubblewrap)."
        )
    return sandbox
