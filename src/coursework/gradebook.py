"""The gradebook: a SQLite file with every student's marks, written in transactions.

A run that is killed loses at most the submission it was at, and no row is half written. What a
person has marked by hand is never overwritten by a computed mark.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["Flag", "Gradebook", "Mark", "Report", "Student"]


class Flag(Enum):
    """How a submission's grading ended, with words for the teacher."""

    GRADED = "graded"
    MISSING = "missing: nothing was handed in"
    UNREADABLE = "unreadable: not a notebook"
    STOPPED_EARLY = "stopped early: the notebook ended the program that runs it"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    TOO_MANY_PROCESSES = "too many processes"
    TOO_MUCH_OUTPUT = "too much output"
    BAD_ANSWERS = "bad answers: what came out of the sandbox cannot be read"
    NOT_ON_ROSTER = "not on the roster"
    ABANDONED = "not graded: the grader failed"


@dataclass(frozen=True)
class Student:
    """One line of the roster.

    Parameters
    ----------
    id : str
        What the student is known by; compared stripped and case-folded.
    name : str
    """

    id: str
    name: str = ""


@dataclass(frozen=True)
class Mark:
    """The mark of one question.

    Parameters
    ----------
    question : str
    points, possible : float
    message : str
        What the student is told.
    by_hand : bool
        Whether a person gave it.
    """

    question: str
    points: float
    possible: float
    message: str = ""
    by_hand: bool = False


@dataclass(frozen=True)
class Report:
    """All that grading found out about one student's submission.

    Parameters
    ----------
    flag : Flag
    detail : str
        What the teacher may want to know beyond the flag.
    fingerprint : str
        Of the submission and the key: grading with the same two need not be repeated.
    marks : sequence of Mark
        One for each question, in the assignment's order; a written question not yet marked by
        hand has none.
    written : mapping of str to str
        The student's text for each written question.
    """

    flag: Flag
    detail: str = ""
    fingerprint: str = ""
    marks: Sequence[Mark] = ()
    written: Mapping[str, str] = field(default_factory=dict)

    @property
    def points(self) -> float:
        """The sum of the marks there are."""
        return sum(mark.points for mark in self.marks)


SCHEMA = """
CREATE TABLE IF NOT EXISTS student (
    assignment TEXT, id TEXT, name TEXT NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (assignment, id));
CREATE TABLE IF NOT EXISTS submission (
    assignment TEXT, student TEXT, flag TEXT NOT NULL, detail TEXT NOT NULL,
    fingerprint TEXT NOT NULL, graded TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (assignment, student));
CREATE TABLE IF NOT EXISTS mark (
    assignment TEXT, student TEXT, question TEXT, place INTEGER NOT NULL, points REAL NOT NULL,
    possible REAL NOT NULL, message TEXT NOT NULL, by_hand INTEGER NOT NULL,
    PRIMARY KEY (assignment, student, question));
CREATE TABLE IF NOT EXISTS written (
    assignment TEXT, student TEXT, question TEXT, answer TEXT NOT NULL,
    PRIMARY KEY (assignment, student, question));
"""


def comparable(student: str) -> str:
    """Return the form in which ids are compared.

    Examples
    --------
    >>> comparable(" Ada@Uni.edu ")
    'ada@uni.edu'
    """
    return student.strip().casefold()


class Gradebook:
    """The gradebook of a course; use it in a `with` statement.

    Parameters
    ----------
    path : Path
        The file, which is made if there is none.
    """

    def __init__(self, path: Path) -> None:
        # Every write below is one transaction of its own.
        self._file = sqlite3.connect(path, timeout=60)
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.executescript(SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def enroll(self, assignment: str, students: Iterable[Student]) -> None:
        """Set who has the assignment to do; nobody's marks are lost by being left out.

        Parameters
        ----------
        assignment : str
        students : iterable of Student
            In the roster's order.
        """
        with self._file:
            self._file.execute("DELETE FROM student WHERE assignment = ?", (assignment,))
            self._file.executemany(
                "INSERT INTO student VALUES (?, ?, ?, ?)",
                [
                    (assignment, one.id.strip(), one.name, place)
                    for place, one in enumerate(students)
                ],
            )

    def students(self, assignment: str) -> list[Student]:
        """Return who has the assignment to do, in the roster's order."""
        rows = self._file.execute(
            "SELECT id, name FROM student WHERE assignment = ? ORDER BY place", (assignment,)
        )
        return [Student(*row) for row in rows]

    def record(self, assignment: str, student: str, report: Report) -> None:
        """Write what grading found out; marks given by hand stay.

        Parameters
        ----------
        assignment, student : str
        report : Report
            Its marks take the place of all earlier computed ones.
        """
        key = (assignment, comparable(student))
        with self._file:
            self._file.execute(
                "INSERT OR REPLACE INTO submission (assignment, student, flag, detail, "
                "fingerprint) VALUES (?, ?, ?, ?, ?)",
                (*key, report.flag.name, report.detail, report.fingerprint),
            )
            self._file.execute(
                "DELETE FROM mark WHERE assignment = ? AND student = ? AND NOT by_hand", key
            )
            self._file.executemany(
                "INSERT OR IGNORE INTO mark VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
                [
                    (*key, mark.question, place, mark.points, mark.possible, mark.message)
                    for place, mark in enumerate(report.marks)
                ],
            )
            self._file.execute("DELETE FROM written WHERE assignment = ? AND student = ?", key)
            self._file.executemany(
                "INSERT INTO written VALUES (?, ?, ?, ?)",
                [(*key, question, answer) for question, answer in report.written.items()],
            )

    def mark_by_hand(self, assignment: str, marks: Iterable[tuple[str, int, Mark]]) -> None:
        """Write marks that a person gave, all or none of them.

        Parameters
        ----------
        assignment : str
        marks : iterable of (str, int, Mark)
            The student, the question's place in the assignment, and the mark.
        """
        with self._file:
            self._file.executemany(
                "INSERT OR REPLACE INTO mark VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
                [
                    (
                        assignment,
                        comparable(student),
                        mark.question,
                        place,
                        mark.points,
                        mark.possible,
                        mark.message,
                    )
                    for student, place, mark in marks
                ],
            )

    def report(self, assignment: str, student: str) -> Report | None:
        """Return what is known of a student's submission; None before it was graded."""
        key = (assignment, comparable(student))
        where = "WHERE assignment = ? AND student = ?"
        row = self._file.execute(
            f"SELECT flag, detail, fingerprint FROM submission {where}", key
        ).fetchone()
        if row is None:
            return None
        marks = self._file.execute(
            f"SELECT question, points, possible, message, by_hand FROM mark {where} ORDER BY place",
            key,
        )
        written = self._file.execute(f"SELECT question, answer FROM written {where}", key)
        return Report(
            Flag[row[0]],
            row[1],
            row[2],
            tuple(
                Mark(question, points, possible, message, bool(by_hand))
                for question, points, possible, message, by_hand in marks
            ),
            dict(written.fetchall()),
        )

    def graded(self, assignment: str) -> list[str]:
        """Return whose submissions have a row, on the roster or not."""
        rows = self._file.execute(
            "SELECT student FROM submission WHERE assignment = ? ORDER BY student", (assignment,)
        )
        return [student for (student,) in rows]
