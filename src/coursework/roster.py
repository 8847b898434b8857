"""The class: who has the assignment to do, and what the learning platform calls each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coursework.folders import LONGEST, folder_of
from coursework.gradebook import Student, comparable
from coursework.refusal import RefusedError
from coursework.sheet import Sheet, value

__all__ = ["COLUMNS", "PLATFORM_COLUMNS", "Enrolled", "read_roster"]

COLUMNS = """\
id          what you know the student by; the data set is drawn from it, so it must not change
name        as in the learning platform, "Ada Lovelace" or "Lovelace, Ada"
canvas_id   the number in the column ID of a Canvas gradebook (may be left out)
moodle_id   the number in Participant 12345 of a Moodle grading worksheet (may be left out)
email       the address in the learning platform (may be left out)"""
# What a learning platform may call a student.
PLATFORM_COLUMNS = ("canvas_id", "moodle_id", "email")


@dataclass(frozen=True)
class Enrolled(Student):
    """One line of the roster, with what a learning platform calls the student.

    Parameters
    ----------
    canvas_id, moodle_id, email : str
        "" where it is not known.
    line : int
        Of the file.
    """

    canvas_id: str = ""
    moodle_id: str = ""
    email: str = ""
    line: int = 0


def read_roster(path: Path) -> list[Enrolled]:
    """Return the students that a roster lists.

    Parameters
    ----------
    path : Path
        A CSV file with the columns id and name, and perhaps canvas_id, moodle_id and email.

    Raises
    ------
    RefusedError
        If it cannot be read, or one line is wrong; the message names every such line.
    """
    sheet = Sheet.read(path)
    id_column, name_column = sheet.needed("id"), sheet.needed("name")
    others = {name: sheet.column(name) for name in PLATFORM_COLUMNS}
    students = [
        Enrolled(
            value(row, id_column),
            value(row, name_column),
            **{name: value(row, place) for name, place in others.items()},
            line=row.line,
        )
        for row in sheet.students()
    ]
    problems = [*_ids_wrong(students), *_doubled(students)]
    if problems:
        raise RefusedError(f"{path} is not a roster; nothing was done:", problems)
    if not students:
        raise RefusedError(f"{path} lists nobody: below its first line there is no row.")
    return students


def _ids_wrong(students: Sequence[Enrolled]) -> list[str]:
    problems = []
    for one in students:
        if not one.id:
            problems.append(f"line {one.line}: the id is missing ({one.name or 'no name'}).")
        elif not one.id.isprintable():
            problems.append(f"line {one.line}: the id holds a character that cannot be printed.")
        elif len(folder_of(one.id)) > LONGEST:
            problems.append(f"line {one.line}: the id {one.id[:20]}… is too long.")
    return problems


def _doubled(students: Sequence[Enrolled]) -> list[str]:
    problems = []
    for column in ("id", *PLATFORM_COLUMNS):
        first: dict[str, int] = {}
        for one in students:
            known = comparable(getattr(one, column))
            if known and known in first:
                problems.append(
                    f"line {one.line}: the {column} {getattr(one, column)} is that of line "
                    f"{first[known]}, too."
                )
            first.setdefault(known, one.line)
    return problems
