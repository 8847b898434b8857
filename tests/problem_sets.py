"""The course's assignments, and a few students who hand them in."""

from __future__ import annotations

from pathlib import Path

import nbformat

from coursework.assignment import Assignment, load_assignment
from coursework.folders import folder_of
from coursework.grade import grade_assignment
from coursework.gradebook import Gradebook, Report, Student
from coursework.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[1] / "assignments"
NAMES = sorted(path.parent.name for path in ROOT.glob("*/key.py"))
SALT = "of the tests"
STUDENTS = [f"student{n}@uni.edu" for n in range(12)]


def assignment(name: str) -> Assignment:
    """Return an assignment of the course."""
    return load_assignment(name, ROOT)


def source(name: str) -> nbformat.NotebookNode:
    """Return its notebook with the solutions."""
    return nbformat.read(ROOT / name / f"{name}.ipynb", as_version=4)


def graded(
    name: str, folder: Path, submissions: dict[str, nbformat.NotebookNode], sandbox: Sandbox
) -> dict[str, Report]:
    """Hand in notebooks and return what grading them finds out."""
    for student, notebook in submissions.items():
        place = folder / "submissions" / folder_of(student)
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{name}.ipynb")
    with Gradebook(folder / "gradebook.sqlite") as book:
        grade_assignment(
            assignment(name),
            folder / "submissions",
            [Student(one) for one in submissions],
            book,
            salt=SALT,
            sandbox=sandbox,
            jobs=2,
        )
        return {one: book.report(name, one) for one in submissions}
