"""Grade one submission: run it in the sandbox, read what comes out, score it."""

from __future__ import annotations

import builtins
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from coursework.answers import BadAnswers, decode, encode, read_json
from coursework.assignment import Assignment, AssignmentError, Columns, Question, Score
from coursework.gradebook import Flag, Mark, Report, Student
from coursework.printable import printable
from coursework.sandbox import Ended, Limits, Sandbox
from coursework.submission import Submission, UnreadableError, find_notebook, read_submission

__all__ = ["Plan", "abandoned", "grade_submission"]

ERRORS_TOLD = 3  # of the cells that failed, to the teacher
SAID = 200  # characters of an error's message


class Plan:
    """What is to be done for one student: the submission as read, and the student's own data.

    Its `fingerprint` changes with the submission, the key and the data.

    Parameters
    ----------
    assignment : Assignment
    student : Student
    salt : str
    folders : sequence of Path
        The student's folders among the submissions; there should be one at most.
    on_roster : bool
    """

    def __init__(
        self,
        assignment: Assignment,
        student: Student,
        salt: str,
        folders: Sequence[Path],
        on_roster: bool,
    ) -> None:
        self.assignment = assignment
        self.student = student
        self.on_roster = on_roster
        self.text, self.columns = assignment.data_for(salt, student.id)
        self.submission: Submission | None = None
        self.flag, self.detail = Flag.GRADED, ""
        try:
            if len(folders) > 1:
                several = ", ".join(folder.name for folder in folders)
                raise UnreadableError(f"there are several folders for this student: {several}")
            path = find_notebook(folders[0], assignment.name) if folders else None
            if path is None:
                self.flag = Flag.MISSING
            else:
                self.submission = read_submission(path)
        except UnreadableError as error:
            self.flag, self.detail = Flag.UNREADABLE, str(error)
        parts = [
            self.flag.name,
            self.detail,
            assignment.fingerprint,
            self.text,
            str(on_roster),
            hashlib.sha256(self.submission.data if self.submission else b"").hexdigest(),
        ]
        self.fingerprint = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def abandoned(assignment: Assignment, why: str) -> Report:
    """Return the report of a submission that the grader itself failed at."""
    said = "Your work has not been graded yet."
    return _storable(Report(Flag.ABANDONED, why, "", _nothing(assignment, said)))


def grade_submission(to_do: Plan, sandbox: Sandbox) -> Report:
    """Return all that is found out about one submission.

    Parameters
    ----------
    to_do : Plan
    sandbox : Sandbox
    """
    assignment, submission = to_do.assignment, to_do.submission
    if submission is None:
        said = "Nothing was handed in."
        if to_do.flag is Flag.UNREADABLE:
            said = f"Your file could not be read: {to_do.detail}."
        marks = _nothing(assignment, said, written=to_do.flag is Flag.MISSING)
        flag, detail, written = to_do.flag, to_do.detail, {}
    else:
        written = {one.id: submission.written(one) for one in assignment.written}
        flag, detail, marks = _computed(to_do, submission, sandbox)
    if not to_do.on_roster:
        detail = "; ".join(part for part in (flag.name.lower(), detail) if part)
        flag = Flag.NOT_ON_ROSTER
    return _storable(Report(flag, detail, to_do.fingerprint, marks, written))


def _computed(
    to_do: Plan, submission: Submission, sandbox: Sandbox
) -> tuple[Flag, str, list[Mark]]:
    assignment, columns = to_do.assignment, to_do.columns
    calls = {one.id: one.calls(columns) for one in assignment.computed}
    request = {
        "cells": submission.code,
        "files": {assignment.data_file: to_do.text},
        "questions": [
            {
                "name": one.name,
                "calls": _sent(one, calls[one.id]),
            }
            for one in assignment.computed
        ],
    }
    ended = sandbox.run(request, Limits(assignment.seconds, assignment.megabytes))
    if ended.flag is not Flag.GRADED:
        return _stopped(assignment, ended)
    try:
        answers, errors = _opened(ended.answers, len(assignment.computed))
    except BadAnswers as error:
        return _stopped(assignment, Ended(Flag.BAD_ANSWERS, detail=str(error)))
    if any(error[1] == "MemoryError" for error in errors):
        return _stopped(assignment, Ended(Flag.OUT_OF_MEMORY, detail=_failed(errors)))
    flag, marks, notes = Flag.GRADED, [], [_failed(errors)]
    for question, answer in zip(assignment.computed, answers, strict=True):
        try:
            score = _score(question, answer, calls[question.id], columns, errors)
        except Exception as error:
            # Whatever it is that an exercise cannot judge, it is no right answer.
            flag = Flag.BAD_ANSWERS
            why = str(error) if isinstance(error, BadAnswers) else type(error).__name__
            notes.append(f"{question.name}: {why}")
            score = Score(0.0, "What your notebook answers here could not be read.")
        if isinstance(answer, dict) and _mutates(answer):
            notes.append(f"{question.name} changes its arguments")
        marks.append(Mark(question.id, score.points, question.points, score.message))
    return flag, "; ".join(note for note in notes if note), marks


def _sent(question: Question, cases: Sequence[tuple[Any, ...]] | None) -> list[Any] | None:
    """Return the arguments of each call as they travel into the sandbox."""
    if cases is None:
        return None
    sent = [encode(tuple(case)) for case in cases]
    text = json.dumps(sent)
    if any(f'"t": "{kind}"' in text for kind in ("other", "function")):
        raise AssignmentError(
            f"{question.id}: arguments of a case must be numbers, arrays, text, or lists, tuples "
            "and dictionaries of them."
        )
    return sent


def _stopped(assignment: Assignment, ended: Ended) -> tuple[Flag, str, list[Mark]]:
    said = f"Your notebook could not be marked. {_sentence(ended.flag)}"
    return ended.flag, ended.detail, _nothing(assignment, said, written=False)


def _sentence(flag: Flag) -> str:
    text = flag.value
    return f"{text[0].upper()}{text[1:]}."


def _nothing(assignment: Assignment, said: str, written: bool = False) -> list[Mark]:
    """Return no points for each question; a written one that is to be read by hand is left out."""
    questions = assignment.questions if written else assignment.computed
    return [Mark(one.id, 0.0, one.points, said) for one in questions]


# --- Reading what came out -----------------------------------------------------------------------


def _opened(data: bytes, questions: int) -> tuple[list[Any], list[tuple[int, str, str]]]:
    """Return each question's answer, still closed, and the cells that failed."""
    whole = read_json(data)
    if not isinstance(whole, dict):
        raise BadAnswers("not an object")
    answers, errors = whole.get("answers"), whole.get("errors")
    if not isinstance(answers, list) or len(answers) != questions or not isinstance(errors, list):
        raise BadAnswers("not one answer for each question")
    return answers, [_error(one, one.get("cell")) for one in errors[:50] if isinstance(one, dict)]


def _error(found: Any, cell: Any = 0) -> tuple[int, str, str]:
    if not isinstance(found, dict):
        raise BadAnswers("an error that is none")
    kind, text = found.get("kind"), found.get("text")
    if not isinstance(kind, str) or not isinstance(text, str):
        raise BadAnswers("an error that is none")
    return cell if isinstance(cell, int) else 0, kind[:100], text[:500]


def _failed(errors: Sequence[tuple[int, str, str]]) -> str:
    told = [f"code cell {cell}: {_said(kind, text)}" for cell, kind, text in errors[:ERRORS_TOLD]]
    more = len(errors) - len(told)
    return "; ".join([*told, f"and {more} more"] if more > 0 else told)


def _said(kind: str, text: str) -> str:
    return " ".join(f"{kind}: {text}".split())[:SAID].rstrip(": ")


def _mutates(answer: Mapping[str, Any]) -> bool:
    calls = answer.get("calls")
    return isinstance(calls, list) and any(
        isinstance(call, dict) and call.get("mutated") is True for call in calls
    )


class _Replay:
    """A student's function as an exercise sees it: what it gave for each case, in their order."""

    def __init__(self, name: str, results: Iterator[Any]) -> None:
        self.__name__ = name
        self._results = results

    def __call__(self, *_: Any) -> Any:
        result = next(self._results)
        if isinstance(result, BaseException):
            raise result
        return result


def _score(
    question: Question,
    answer: Any,
    cases: Sequence[tuple[Any, ...]] | None,
    columns: Columns,
    errors: Sequence[tuple[int, str, str]],
) -> Score:
    if not isinstance(answer, dict):
        raise BadAnswers("an answer that is none")
    if answer.get("missing") is True:
        score = question.score(None, columns)
        why = f" A cell failed: {_said(*errors[0][1:])}." if errors else ""
        return replace(
            score, message=f"{score.message} Your notebook defines no {question.name}.{why}"
        )
    if "calls" not in answer:
        return question.score(decode(answer.get("value")), columns)
    results = answer["calls"]
    if cases is None or not isinstance(results, list) or len(results) != len(cases):
        raise BadAnswers("not one result for each case")
    replay = _Replay(question.name, iter([_result(one) for one in results]))
    return question.score(replay, columns)


def _result(result: Any) -> Any:
    if not isinstance(result, dict):
        raise BadAnswers("a result that is none")
    return (
        _raised(*_error(result["error"])[1:]) if "error" in result else decode(result.get("value"))
    )


def _raised(kind: str, text: str) -> BaseException:
    """Return an error of a kind, which is one of Python's own or stands for one."""
    known = getattr(builtins, kind, None)
    if isinstance(known, type) and issubclass(known, Exception):
        try:
            return known(text)
        except TypeError:  # one that takes more than a text
            pass
    return type(kind if kind.isidentifier() else "Error", (Exception,), {})(text)


def _storable(report: Report) -> Report:
    """Return a report whose texts hold nothing that a database or a page cannot: a student chose
    parts of them."""
    return replace(
        report,
        detail=_clean(report.detail),
        marks=[replace(mark, message=_clean(mark.message)) for mark in report.marks],
        written={key: _clean(text) for key, text in report.written.items()},
    )


def _clean(text: str) -> str:
    return printable(text, also="\n\t")
