"""Fill in the sheet that a learning platform exported; everything else in it stays as it was.

The columns are those of a Canvas gradebook's export (Student, ID, SIS User ID, SIS Login ID,
Section, one column "Title (12345)" for each assignment, a row with "Points Possible") and of a
Moodle assignment's grading worksheet (Identifier, Full name, Email address, Status, Grade,
Maximum Grade, …, Feedback comments). For Gradescope there is no sheet to fill: each submission
has a results.json, as its autograders write them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coursework.assignment import Assignment
from coursework.feedback import remark
from coursework.folders import Folders, written_whole
from coursework.gradebook import Flag, Gradebook, Report, comparable
from coursework.mark import everyone, unmarked
from coursework.printable import without_controls
from coursework.refusal import RefusedError
from coursework.roster import PLATFORM_COLUMNS, Enrolled
from coursework.sheet import Row, Sheet, value

__all__ = ["Filled", "fill", "platform_of", "write_gradescope"]

TEST_STUDENT = ("student, test", "test student")
# Nobody's grade: the platform has its own way to treat what was not handed in.
LEFT = (Flag.MISSING, Flag.ABANDONED)


@dataclass
class Filled:
    """What was filled in.

    Parameters
    ----------
    rows : int
        How many rows were.
    remarks : list of str
        What a teacher has to look at, a sentence each.
    """

    rows: int = 0
    remarks: list[str] = field(default_factory=list)


def platform_of(sheet: Sheet) -> str:
    """Tell by its columns whether a sheet is Canvas's or Moodle's.

    Raises
    ------
    RefusedError
        If it is neither.
    """
    if sheet.column("Identifier") is not None and sheet.column("Grade") is not None:
        return "moodle"
    if sheet.column("Student") is not None and sheet.column("ID") is not None:
        return "canvas"
    raise RefusedError(
        f"{sheet.path} is neither a gradebook that Canvas exported (with the columns Student and "
        "ID) nor a grading worksheet of Moodle (with the columns Identifier and Grade). Its "
        f"columns: {', '.join(sheet.columns)}."
    )


def _points_column(sheet: Sheet, platform: str, assignment: Assignment, column: str | None) -> int:
    """Return where the points go."""
    if column is not None:
        return sheet.needed(column)
    if platform == "moodle":
        return sheet.needed("Grade")
    titled = {
        place: found[1].casefold()
        for place, name in enumerate(sheet.columns)
        if (found := re.fullmatch(r"(.*\S)\s*\(\d+\)", name))
    }
    for wanted in (assignment.title.casefold(), assignment.name.casefold()):
        found_at = [place for place, title in titled.items() if title == wanted]
        if len(found_at) == 1:
            return found_at[0]
    names = [sheet.columns[place] for place in titled]
    raise RefusedError(
        f"{sheet.path} has no column, or more than one, called “{assignment.title} (number)” or "
        f"“{assignment.name} (number)”. Name the column to fill with --column; there are: "
        f"{', '.join(names) or 'none'}."
    )


def _names(sheet: Sheet, row: Row, platform: str) -> Mapping[str, str]:
    """Return what a row says of whose it is: which of a student's keys has which value."""
    read = {name: value(row, sheet.column(name)) for name in _ID_COLUMNS[platform]}
    if platform == "moodle":
        number = re.search(r"\d+$", read.pop("Identifier"))
        read["Identifier"] = number[0] if number else ""
    return read


_ID_COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "canvas": {
        "ID": ("canvas_id",),
        "SIS User ID": ("id",),
        "SIS Login ID": ("id", "email"),
    },
    "moodle": {
        "Identifier": ("moodle_id",),
        "ID number": ("id",),
        "Username": ("id",),
        "Email address": ("id", "email"),
    },
}


def _match(
    sheet: Sheet, platform: str, rows: Sequence[Row], students: Sequence[Enrolled]
) -> tuple[dict[str, list[Row]], list[Row], list[str]]:
    """Return the rows of each student, the rows of nobody, and what is contradictory."""
    known: dict[tuple[str, str], set[str]] = {}
    for one in students:
        values = {"id": one.id, **{k: getattr(one, k) for k in PLATFORM_COLUMNS}}
        for key, text in values.items():
            if text:
                known.setdefault((key, comparable(text)), set()).add(one.id)
    matched: dict[str, list[Row]] = {}
    strangers, problems = [], []
    for row in rows:
        meant: set[str] = set()
        for column, text in _names(sheet, row, platform).items():
            for key in _ID_COLUMNS[platform][column] if text else ():
                meant |= known.get((key, comparable(text)), set())
        if len(meant) > 1:
            problems.append(
                f"line {row.line}: its columns name different students: {', '.join(sorted(meant))}"
            )
        elif meant:
            matched.setdefault(meant.pop(), []).append(row)
        else:
            strangers.append(row)
    return matched, strangers, problems


def _maximum(sheet: Sheet, row: Row, platform: str, column: int, canvas: Row | None) -> str:
    if platform == "moodle":
        return value(row, sheet.column("Maximum Grade"))
    return value(canvas, column) if canvas is not None else ""


def _number(text: str) -> float | None:
    """Return a number; None for none, and for one such as 1,000, which is read in two ways."""
    try:
        return None if re.search(r"[.,]\d{3}\b", text) else float(text.replace(",", "."))
    except ValueError:
        return None


def fill(
    sheet: Sheet,
    assignment: Assignment,
    gradebook: Gradebook,
    students: Sequence[Enrolled],
    *,
    column: str | None = None,
    scale: bool = False,
    anyway: bool = False,
    partial: bool = False,
    comments: bool = False,
) -> Filled:
    """Fill in a sheet, which is not written yet.

    Parameters
    ----------
    sheet : Sheet
    assignment : Assignment
    gradebook : Gradebook
    students : sequence of Enrolled
        The class.
    column : str, optional
        The name of the column to fill.
    scale : bool
        Turn the points into the sheet's own maximum.
    anyway : bool
        Fill in what there is although a student has no row, or several.
    partial : bool
        Fill in although written answers are not marked yet.
    comments : bool
        Write the points of each question into Moodle's column Feedback comments.

    Raises
    ------
    RefusedError
        If a student's row is missing or doubled, or is not clear, or answers are not marked.
    """
    platform = platform_of(sheet)
    place = _points_column(sheet, platform, assignment, column)
    rows = sheet.students()
    head = None
    if platform == "canvas":
        name = sheet.needed("Student")
        ids = [sheet.column(one) for one in _ID_COLUMNS["canvas"]]
        # Rows of nobody stand above: how grades are posted, and the points possible, the first
        # column of which is in the course's language.
        nobodys = [row for row in rows if not any(value(row, one) for one in ids)]
        head = next((row for row in nobodys if re.search(r"\d", value(row, place))), None)
        rows = [
            row
            for row in rows
            if any(value(row, one) for one in ids)
            and value(row, name).casefold() not in TEST_STUDENT
        ]
    matched, strangers, problems = _match(sheet, platform, rows, students)
    if problems:
        raise RefusedError(f"{sheet.path} is not clear; nothing was filled in:", problems)
    graded = {
        one.id: report
        for one in students
        if (report := gradebook.report(assignment.name, one.id)) is not None
    }
    problems = [f"{one.id} has no row" for one in students if one.id not in matched]
    problems += [
        f"{student} has several rows: lines {', '.join(str(row.line) for row in several)}"
        for student, several in matched.items()
        if len(several) > 1
    ]
    if problems and not anyway:
        raise RefusedError(
            f"Rows of {sheet.path} are missing or doubled; nothing was filled in. Does the sheet "
            "know students by another column than the id? Then give --roster with that column. "
            "With --anyway, what there is will be filled in:",
            problems,
        )
    filled = Filled(remarks=list(problems))
    waiting = [
        f"{one.id}: {', '.join(q.title for q in left)}"
        for one in students
        if (left := unmarked(gradebook, assignment, one.id))
    ]
    if waiting and not partial:
        raise RefusedError(
            "Written answers are not marked yet; nothing was filled in. Mark them (see mark), or "
            "fill in the points so far with --partial:",
            waiting,
        )
    filled.remarks += [f"{one}: not marked yet" for one in waiting]
    other_maximum: set[str] = set()
    unread: set[str] = set()
    for student, mine in matched.items():
        report = graded.get(student)
        said = remark(report)
        if said:
            left_out = report is None or report.flag in LEFT
            filled.remarks.append(f"{student}: {said}{'; cell left' if left_out else ''}")
        if report is None or report.flag in LEFT:
            continue
        for row in mine:
            if value(row, sheet.column("Grade can be changed")).casefold() == "no":
                filled.remarks.append(f"{student}: Moodle says that the grade can't be changed")
                continue
            maximum = _maximum(sheet, row, platform, place, head)
            points = report.points
            limit = _number(maximum)
            if limit is None:
                if maximum or scale:
                    unread.add(maximum or "there is none")
            elif abs(limit - assignment.points) > 1e-9:
                other_maximum.add(maximum)
                if scale:
                    points = points / assignment.points * limit
            text = f"{round(points, 2):g}"
            # Moodle reads numbers in the site's language.
            sheet.set(
                row, place, text.replace(".", ",") if limit is not None and "," in maximum else text
            )
            comment = sheet.column("Feedback comments")
            if comments and comment is not None:
                sheet.set(row, comment, _comment(assignment, report))
            filled.rows += 1
    if unread:
        filled.remarks.append(
            f"the sheet's maximum cannot be read ({', '.join(sorted(unread))}): the points "
            "were written as they are"
        )
    if other_maximum and not scale:
        filled.remarks.append(
            f"the sheet's maximum is {', '.join(sorted(other_maximum))}, and the assignment has "
            f"{assignment.points:g} points: the points were written as they are (--scale turns "
            "them into the sheet's)"
        )
    name_column = sheet.column("Student", "Full name")
    filled.remarks += [
        f"line {row.line} ({without_controls(value(row, name_column))}) is of nobody on the "
        "roster; left"
        for row in strangers
    ]
    return filled


def _comment(assignment: Assignment, report: Report) -> str:
    marks = {mark.question: mark for mark in report.marks}
    return "; ".join(
        f"{one.title}: {marks[one.id].points:g} of {one.points:g}"
        for one in assignment.questions
        if one.id in marks
    )


def write_gradescope(assignment: Assignment, gradebook: Gradebook, folders: Folders) -> Filled:
    """Write a results.json for each student, in the form of Gradescope's autograders."""
    filled = Filled()
    for student in everyone(gradebook, assignment.name):
        report = gradebook.report(assignment.name, student.id)
        said = remark(report)
        if said:
            filled.remarks.append(f"{student.id}: {said}")
        if report is None or report.flag in LEFT:
            continue
        left = unmarked(gradebook, assignment, student.id)
        filled.remarks += [f"{student.id}: {one.title} is not marked yet" for one in left]
        marks = {mark.question: mark for mark in report.marks}
        results = {
            "score": round(report.points, 4),
            "visibility": "after_published",
            "tests": [
                {
                    "name": one.title,
                    "score": round(marks[one.id].points, 4),
                    "max_score": one.points,
                    "output": without_controls(marks[one.id].message),
                    "output_format": "text",
                }
                for one in assignment.questions
                if one.id in marks
            ],
        }
        with written_whole(folders.gradescope(assignment.name, student.id)) as draft:
            draft.write_text(json.dumps(results, indent=1), encoding="utf-8")
        filled.rows += 1
    return filled
