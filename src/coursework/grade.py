"""Grade a class: run each submission in the sandbox, score what came out, keep what is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from coursework.assignment import Assignment
from coursework.folders import folder_of, student_of
from coursework.grade_submission import Plan, abandoned, grade_submission
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
    gradebook.enroll(assignment.name, roster)
    to_do = _everyone(assignment, submissions, roster, salt)
    outcomes: list[Outcome] = []
    total = len(to_do)

    def done(outcome: Outcome) -> None:
        outcomes.append(outcome)
        if progress is not None:
            progress(outcome, len(outcomes), total)

    # Threads are enough: the work is done by the processes in the sandbox. The threads live as
    # long as the pool, so the sandbox's processes, which end with the thread that started them,
    # don't end before their time.
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        running: dict[Future[tuple[Report, bool]], Student] = {}
        try:
            for student, make in to_do:
                known = None if again else gradebook.report(assignment.name, student.id)
                running[pool.submit(_graded, make, known, sandbox)] = student
            for future in as_completed(running):
                student = running[future]
                try:
                    report, kept = future.result()
                except Exception as error:
                    report = abandoned(assignment, f"{type(error).__name__}: {error}")
                    kept = False
                if not kept:
                    gradebook.record(assignment.name, student.id, report)
                done(Outcome(student, report, kept))
        finally:
            # After an interruption, what has not been started is not.
            pool.shutdown(wait=True, cancel_futures=True)
    order = {student.id: place for place, (student, _) in enumerate(to_do)}
    return sorted(outcomes, key=lambda outcome: order[outcome.student.id])


def _graded(
    make: Callable[[], Plan], known: Report | None, sandbox: Sandbox
) -> tuple[Report, bool]:
    plan = make()
    if known is not None and known.fingerprint == plan.fingerprint:
        return known, True
    return grade_submission(plan, sandbox), False


def _everyone(
    assignment: Assignment, submissions: Path, roster: Sequence[Student], salt: str
) -> list[tuple[Student, Callable[[], Plan]]]:
    """Return every student with what makes the plan for that student."""
    found: dict[str, list[Path]] = {}
    for folder in sorted(submissions.iterdir()) if submissions.is_dir() else ():
        if folder.is_dir() and not folder.name.startswith("."):
            # A folder that a teacher made by hand may be called by the id itself.
            found.setdefault(folder_of(student_of(folder.name)), []).append(folder)
    enrolled = [(student, True) for student in roster]
    listed = {folder_of(student.id) for student in roster}
    others = [(Student(student_of(name)), False) for name in sorted(set(found) - listed)]
    return [
        (
            student,
            partial(
                Plan, assignment, student, salt, found.get(folder_of(student.id), []), on_roster
            ),
        )
        for student, on_roster in [*enrolled, *others]
    ]
