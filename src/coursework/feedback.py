"""One page for each student, and one for the teacher: whole in one file, everything escaped.

A page holds what its student wrote and what grading found out about it. It is made from the
gradebook and the key's titles and rubrics; no test, hidden or not, and nobody else is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from coursework.assignment import Assignment, WrittenQuestion
from coursework.folders import Folders, written_whole
from coursework.gradebook import Flag, Gradebook, Report, Student
from coursework.mark import everyone, unmarked
from coursework.printable import without_controls

__all__ = ["Overview", "remark", "write_feedback"]

PAGES = resources.files("coursework") / "pages"

# What a student is told where a flag kept an answer from being judged.
NOTICES = {
    Flag.MISSING: "Nothing was handed in.",
    Flag.UNREADABLE: "What you handed in could not be read as a notebook. Write to your teacher.",
    Flag.STOPPED_EARLY: "Your notebook ended the program that runs it before its last cell, so "
    "nothing that it computes could be judged. Does a cell call exit or kill the kernel?",
    Flag.TIMED_OUT: "Your notebook was stopped because it took too long, so nothing that it "
    "computes could be judged. Does it run from top to bottom after Restart and Run All?",
    Flag.OUT_OF_MEMORY: "Your notebook was stopped because it took too much memory, so nothing "
    "that it computes could be judged.",
    Flag.TOO_MANY_PROCESSES: "Your notebook was stopped because it started too many processes, "
    "so nothing that it computes could be judged.",
    Flag.TOO_MUCH_OUTPUT: "Your notebook was stopped because it printed too much, so nothing "
    "that it computes could be judged.",
    Flag.BAD_ANSWERS: "Some of what your notebook computed could not be read.",
    Flag.ABANDONED: "Your notebook is not graded yet: the grader failed, which is no fault of "
    "yours.",
}


@dataclass(frozen=True)
class Part:
    """One question on a page.

    Parameters
    ----------
    title : str
    possible : float
    earned : float or None
        None where it is not marked yet.
    message : str
    answer : str or None
        None where the question is not one of writing.
    rubric : sequence of tuple of (float, str)
    by_hand : bool
    """

    title: str
    possible: float
    earned: float | None
    message: str = ""
    answer: str | None = None
    rubric: Sequence[tuple[float, str]] = ()
    by_hand: bool = False

    @property
    def kind(self) -> str:
        """How its bar looks."""
        if self.earned is None:
            return "open"
        if self.earned >= self.possible:
            return "full"
        return "part" if self.earned > 0 else "none"


@dataclass(frozen=True)
class Overview:
    """One student's line on the teacher's page.

    Parameters
    ----------
    student : Student
    total : float
    waiting : sequence of str
        The titles of the answers that nobody has marked.
    remark : str
        What to look at.
    page : str
        The address of the student's page.
    """

    student: Student
    total: float
    waiting: Sequence[str]
    remark: str
    page: str


def remark(report: Report | None) -> str:
    """Return what a teacher has to look at; "" where grading went as it should."""
    if report is None:
        return "not graded yet"
    if report.flag is Flag.GRADED:
        return ""
    detail = without_controls(report.detail)
    return f"{report.flag.value} ({detail})" if detail else report.flag.value


def _points(number: float) -> str:
    return f"{round(number, 2):g}"


def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: (PAGES / name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        # Every text loses its control characters on its way into a page.
        finalize=lambda text: without_controls(text) if type(text) is str else text,
    )
    made.filters["points"] = _points
    made.globals["style"] = Markup((PAGES / "style.css").read_text(encoding="utf-8"))
    return made


def _parts(assignment: Assignment, report: Report) -> list[Part]:
    marks = {mark.question: mark for mark in report.marks}
    parts = []
    for question in assignment.questions:
        mark = marks.get(question.id)
        written = isinstance(question, WrittenQuestion)
        answer = report.written.get(question.id, "").strip() if written else None
        # A question that was left out has no mark and needs none.
        left_out = written and mark is None and not answer
        parts.append(
            Part(
                question.title,
                question.points,
                mark.points if mark else 0.0 if left_out else None,
                mark.message if mark else "",
                answer,
                question.rubric if isinstance(question, WrittenQuestion) else (),
                bool(mark and mark.by_hand),
            )
        )
    return parts


def write_feedback(
    assignment: Assignment, gradebook: Gradebook, folders: Folders
) -> list[Overview]:
    """Write a page for each student who was graded, and the teacher's page.

    Returns
    -------
    list of Overview
        The teacher's page's lines.
    """
    environment = _environment()
    template = environment.get_template("feedback.html.jinja")
    rows = []
    for student in everyone(gradebook, assignment.name):
        report = gradebook.report(assignment.name, student.id)
        waiting = unmarked(gradebook, assignment, student.id)
        page = folders.feedback(assignment.name, student.id)
        total = report.points if report else 0.0
        if report is not None:
            text = template.render(
                assignment=assignment,
                student=student,
                total=total,
                waiting=sum(one.points for one in waiting),
                notice=NOTICES.get(report.flag, ""),
                parts=_parts(assignment, report),
            )
            _write(page, text)
        rows.append(
            Overview(
                student,
                total,
                [one.title for one in waiting],
                remark(report),
                f"{quote(page.parent.name)}/{quote(page.name)}" if report else "",
            )
        )
    text = environment.get_template("overview.html.jinja").render(
        assignment=assignment,
        rows=rows,
        flagged=sum(bool(row.remark) for row in rows),
        waiting=sum(bool(row.waiting) for row in rows),
    )
    _write(folders.overview(assignment.name), text)
    return rows


def _write(path: Path, text: str) -> None:
    with written_whole(path) as draft:
        draft.write_text(text, encoding="utf-8")
