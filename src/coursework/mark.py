"""Marks that a person gives: write the sheet to fill in, read it when it is filled in."""

from __future__ import annotations

import re
from pathlib import Path

from coursework.assignment import Assignment, WrittenQuestion
from coursework.gradebook import Gradebook, Mark, Student, comparable
from coursework.refusal import RefusedError
from coursework.sheet import Sheet, unguarded, value

__all__ = ["everyone", "read_marks", "unmarked", "write_sheet"]


def everyone(gradebook: Gradebook, assignment: str) -> list[Student]:
    """Return who is on the roster, then who is not but handed something in."""
    roster = gradebook.students(assignment)
    known = {comparable(one.id) for one in roster}
    return [*roster, *(Student(id) for id in gradebook.graded(assignment) if id not in known)]


def unmarked(gradebook: Gradebook, assignment: Assignment, student: str) -> list[WrittenQuestion]:
    """Return the written questions that a student answered and nobody has marked yet."""
    report = gradebook.report(assignment.name, student)
    if report is None:
        return []
    marked = {mark.question for mark in report.marks}
    return [
        one
        for one in assignment.written
        if one.id not in marked and report.written.get(one.id, "").strip()
    ]


def write_sheet(assignment: Assignment, gradebook: Gradebook, path: Path) -> tuple[int, int]:
    """Write a sheet with every written answer, and the marks given so far.

    Returns
    -------
    tuple of (int, int)
        How many answers it holds, and how many of them have no mark yet.
    """
    rows = [["student", "name", "question", "answer", "rubric", "points", "of", "comment"]]
    left = 0
    for question in assignment.written:
        rubric = "\n".join(f"{points:g}: {what}" for points, what in question.rubric)
        for student in everyone(gradebook, assignment.name):
            report = gradebook.report(assignment.name, student.id)
            answer = report.written.get(question.id, "").strip() if report else ""
            if report is None or not answer:
                continue
            given = next((mark for mark in report.marks if mark.question == question.id), None)
            left += given is None
            rows.append(
                [
                    student.id,
                    student.name,
                    question.id,
                    answer,
                    rubric,
                    "" if given is None else f"{given.points:g}",
                    f"{question.points:g}",
                    "" if given is None else given.message,
                ]
            )
    Sheet.write_new(path, rows)
    return len(rows) - 1, left


def read_marks(
    assignment: Assignment, gradebook: Gradebook, path: Path
) -> tuple[list[tuple[str, int, Mark]], int]:
    """Return the marks in a sheet, and in how many rows the points are still empty.

    Parameters
    ----------
    assignment : Assignment
    gradebook : Gradebook
    path : Path
        A CSV file with the columns student, question, points and perhaps comment.

    Raises
    ------
    RefusedError
        If any row is wrong; the message names every such line, and nothing may be written.
    """
    sheet = Sheet.read(path)
    columns = [sheet.needed(name) for name in ("student", "question", "points")]
    comment = sheet.column("comment")
    known = {comparable(one.id): one.id for one in everyone(gradebook, assignment.name)}
    first: dict[tuple[str, str], int] = {}
    marks, problems, empty = [], [], 0
    for row in sheet.students():
        student, question, points = (unguarded(value(row, place)) for place in columns)
        if not points:
            empty += 1
            continue
        try:
            mark = _mark(assignment, known, student, question, points)
        except ValueError as error:
            problems.append(f"line {row.line}: {error}")
            continue
        key = (comparable(student), question)
        if key in first:
            problems.append(
                f"line {row.line}: {student} has points for {question} in line {first[key]}, too."
            )
        first.setdefault(key, row.line)
        place, points_given, possible = mark
        said = unguarded(value(row, comment))
        marks.append((known[key[0]], place, Mark(question, points_given, possible, said, True)))
    if problems:
        raise RefusedError(f"{path} has mistakes; no mark was taken from it:", problems)
    return marks, empty


def _mark(
    assignment: Assignment, known: dict[str, str], student: str, question: str, points: str
) -> tuple[int, float, float]:
    if comparable(student) not in known:
        raise ValueError(f"there is no student {student!r}.")
    ids = [one.id for one in assignment.questions]
    if question not in ids:
        raise ValueError(f"there is no question {question!r}; there are {', '.join(ids)}.")
    most = assignment.questions[ids.index(question)].points
    # 1,5 is how a spreadsheet writes 1.5 in half of the world.
    try:
        number = float(re.sub(r"^(\d+),(\d+)$", r"\1.\2", points))
    except ValueError:
        raise ValueError(f"points must be a number, and this is {points!r}.") from None
    # Not a number is not in between, either.
    if not 0 <= number <= most:
        raise ValueError(f"points must be from 0 to {most:g}, and this is {points}.")
    return ids.index(question), number, most
