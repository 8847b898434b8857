"""A class with submissions of the tiny assignment, for the tests of grading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat

from coursework.assignment import Assignment, load_assignment
from coursework.folders import folder_of
from coursework.grade import grade_assignment
from coursework.gradebook import Gradebook, Report, Student
from coursework.sandbox import Sandbox

ASSIGNMENTS = Path(__file__).parent / "assignments"
SALT = "of the tests"

DATA = """\
import csv
import numpy as np
with open("ps0_data.csv") as file:
    rows = list(csv.DictReader(file))
result = np.array([float(row["result"]) for row in rows])
hours = np.array([float(row["hours"]) for row in rows])"""
MEAN = "mean_result = result.mean()"
SUM = "mean_result = result.sum()"  # a known mistake: half the points
THRESHOLD = """\
def soft_threshold(w, strength):
    return np.sign(w) * np.maximum(np.abs(w) - strength, 0)"""
SOLVED = (DATA, MEAN, THRESHOLD)
WHY = "Because the slope does not fade."


def assignment() -> Assignment:
    """Return the tiny assignment: 2 points for a value, 4 for a function, 3 for a text."""
    return load_assignment("ps0", ASSIGNMENTS)


def notebook(*code: str, written: str = WHY) -> bytes:
    """Return a notebook with these code cells, and a written answer unless it is empty."""
    cells = [nbformat.v4.new_code_cell(source) for source in code]
    if written:
        marked = {"nbgrader": {"grade_id": "why-zero", "solution": True, "grade": True}}
        cells.append(nbformat.v4.new_markdown_cell(written, metadata=marked))
    made: str = nbformat.writes(nbformat.v4.new_notebook(cells=cells))
    return made.encode("utf-8")


def hand_in(folder: Path, submissions: Mapping[str, bytes]) -> Path:
    """Put each student's notebook where it belongs; return the folder of submissions."""
    for student, data in submissions.items():
        place = folder / "submissions" / folder_of(student)
        place.mkdir(parents=True)
        (place / "ps0.ipynb").write_bytes(data)
    return folder / "submissions"


def grade(
    folder: Path,
    submissions: Mapping[str, bytes],
    sandbox: Sandbox,
    *,
    given: Assignment | None = None,
    roster: Sequence[str] | None = None,
    jobs: int = 1,
) -> dict[str, Report]:
    """Hand in and grade; return each student's report as the gradebook has it."""
    given = given or assignment()
    handed_in = hand_in(folder, submissions)
    listed = [Student(one) for one in (submissions if roster is None else roster)]
    with Gradebook(folder / "gradebook.sqlite") as book:
        outcomes = grade_assignment(
            given, handed_in, listed, book, salt=SALT, sandbox=sandbox, jobs=jobs
        )
        kept = {one.student.id: book.report("ps0", one.student.id) for one in outcomes}
    assert all(kept.values())
    return {student: report for student, report in kept.items() if report is not None}


def points(report: Report) -> dict[str, float]:
    """Return the points of each question that has a mark."""
    return {mark.question: mark.points for mark in report.marks}


def survivors(token: str) -> list[str]:
    """Return the commands of what a sandbox with this token started and what still runs."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                command = (process / "cmdline").read_bytes()
                if token.encode() in command + (process / "environ").read_bytes():
                    found.append(command.decode())
            except OSError:  # it has ended since
                continue
    return found
