"""Grade a class: run each submission in the sandbox, score what came out, keep what is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coursework.assignment import Assignment
from coursework.gradebook import Gradebook, Report, Student
from coursework.sandbox import Sandbox

__all__ = ["Outcome", "grade_assignment"]


@dataclass(frozen=True)
class Outcome:
    """What became of one student's submission in a run of `grade_assignment`.

    Parameters
    ----------
    student : Student
    report : Report
    kept : bool
        Whether an earlier run's report was kept, because nothing had changed.
    """

    student: Student
    report: Report
    kept: bool = False


def grade_assignment(
    assignment: Assignment,
    submissions: Path,
    roster: Sequence[Student],
    gradebook: Gradebook,
    *,
    salt: str,
    sandbox: Sandbox,
    jobs: int = 1,
    again: bool = False,
    progress: Callable[[Outcome, int, int], None] | None = None,
) -> list[Outcome]:
    """Grade every student on the roster, and every submission of somebody who is not on it.

    Parameters
    ----------
    assignment : Assignment
    submissions : Path
        A folder with one folder for each student, named by `coursework.folders.folder_of`.
    roster : sequence of Student
    gradebook : Gradebook
        Each report is written as soon as it is there, so that a run that is killed goes on where
        it stopped. The roster is written first.
    salt : str
        What the students' data were drawn with.
    sandbox : Sandbox
        From `coursework.sandbox.find_sandbox`.
    jobs : int
        How many submissions to run at once.
    again : bool
        Grade also what has not changed since it was graded.
    progress : callable, optional
        Called in this thread with each outcome, how many there are so far, and how many there
        will be.

    Returns
    -------
    list of Outcome
        In the roster's order; then those who are not on it, by id.
    """
    raise NotImplementedError
