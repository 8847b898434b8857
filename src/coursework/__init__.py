"""Release, collect, grade, mark and return the course's assignments.

The command is `python -m coursework`; `python -m coursework --help` says what it can do. Nothing
in this package ever runs a student's code in its own process: see `coursework.sandbox`.
"""
