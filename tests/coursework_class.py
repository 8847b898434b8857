"""A class of four that was graded, without running a notebook."""

from __future__ import annotations

from pathlib import Path

import nbformat

from coursework.assignment import load_assignment
from coursework.folders import Folders
from coursework.gradebook import Flag, Gradebook, Mark, Report, Student

ASSIGNMENTS = Path(__file__).parent / "assignments"
EVIL = "<script>alert('evil')</script>"
FORMULA = "=cmd|' /C calc'!A0"

ROSTER = f"""id,name,canvas_id,moodle_id,email
ada@uni.edu,Ada Lovelace,101,501,ada@uni.edu
grace,"Hopper, Grace",102,502,grace@uni.edu
{FORMULA},Bobby {EVIL} Tables,103,503,bobby@uni.edu
emmy,Emmy Noether,104,504,emmy@uni.edu
"""
STUDENTS = [
    Student("ada@uni.edu", "Ada Lovelace"),
    Student("grace", "Hopper, Grace"),
    Student(FORMULA, f"Bobby {EVIL} Tables"),
    Student("emmy", "Emmy Noether"),
]


def ps0():
    """Return the sample assignment."""
    return load_assignment("ps0", ASSIGNMENTS)


def source():
    """Return the sample assignment's notebook with its solutions."""
    return nbformat.read(ASSIGNMENTS / "ps0" / "ps0.ipynb", as_version=4)


def marks(first: float, second: float, message: str = "Right.") -> tuple[Mark, ...]:
    """Return the marks of the two computed questions."""
    return (Mark("mean-result", first, 2, message), Mark("soft-threshold", second, 4, message))


def graded_class(work: Path) -> Folders:
    """Fill a gradebook: Ada is right, Grace partly, Bobby's was stopped, Emmy's is missing."""
    folders = Folders(work)
    work.mkdir(exist_ok=True)
    reports = [
        Report(Flag.GRADED, marks=marks(2, 4), written={"why-zero": "Its slope never fades."}),
        Report(
            Flag.GRADED,
            marks=marks(1, 2.5, f"Not yet. {EVIL}"),
            written={"why-zero": f"=HYPERLINK(1)\n{EVIL} & \x00\x1b[31m"},
        ),
        Report(Flag.TIMED_OUT, "after 8 s", marks=marks(0, 0), written={"why-zero": "=1+1"}),
        Report(Flag.MISSING, marks=marks(0, 0)),
    ]
    with Gradebook(folders.gradebook) as gradebook:
        gradebook.enroll("ps0", STUDENTS)
        for student, report in zip(STUDENTS, reports, strict=True):
            gradebook.record("ps0", student.id, report)
    return folders


def mark_all_written(folders: Folders, points: float = 3, comment: str = "Good.") -> None:
    """Give every written answer the same points."""
    with Gradebook(folders.gradebook) as gradebook:
        gradebook.mark_by_hand(
            "ps0",
            [(one.id, 2, Mark("why-zero", points, 3, comment)) for one in STUDENTS[:3]],
        )
