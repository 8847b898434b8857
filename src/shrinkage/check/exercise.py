"""Exercises that know their solution and the usual wrong answers, and name which one they see.

A check compares an answer with the solution, then with what each known mistake would give; so a
diagnosis is never a guess from the code's text, but a mistake that gives these very numbers.
"""

from __future__ import annotations

import copy
import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from shrinkage.check.answers import agree, in_words, is_blank, read_numbers, relation
from shrinkage.check.verdict import Status, Verdict

__all__ = ["Exercise", "FunctionExercise", "Mistake", "OpenExercise", "ValueExercise"]


@dataclass(frozen=True)
class Mistake:
    """A usual wrong answer, and what to say to someone who gives it.

    Parameters
    ----------
    diagnosis : str
        What is wrong, said to the learner.
    answer : callable
        The mistake made on purpose: takes what the exercise's solution takes.
    """

    diagnosis: str
    answer: Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Exercise(ABC):
    """One exercise.

    Parameters
    ----------
    to_do : str
        What to say while there is no answer.
    praise : str
        What the right answer shows.
    """

    to_do: str
    praise: str

    def check(self, answer: Any) -> Verdict:
        """Return the verdict on an answer; never raises for anything a learner hands in."""
        if is_blank(answer):
            return Verdict(Status.NOT_ATTEMPTED, self.to_do)
        return self._judge(answer)

    @abstractmethod
    def _judge(self, answer: Any) -> Verdict: ...

    def _not_yet(self, message: str) -> Verdict:
        return Verdict(Status.NOT_YET, message)

    def _right(self) -> Verdict:
        return Verdict(Status.RIGHT, self.praise)


@dataclass(frozen=True, kw_only=True)
class ValueExercise(Exercise):
    """An exercise whose answer is one or several numbers.

    Parameters
    ----------
    solution : callable
        Takes nothing, returns the right numbers.
    mistakes : sequence of Mistake
        Their answers take nothing as well.
    parts : sequence of tuple of str
        Each number's name, and why it is what it is: said of the first that is wrong when
        another is right. Numbers that have names are compared each on its own scale.
    tolerance : float
        How far, relative to the largest number or on its own scale, an answer may be off.
    """

    solution: Callable[[], Any]
    mistakes: Sequence[Mistake] = ()
    parts: Sequence[tuple[str, str]] = ()
    tolerance: float = 1e-6

    def _judge(self, answer: Any) -> Verdict:
        wanted = np.asarray(self.solution(), dtype=float)
        try:
            given = read_numbers(answer, wanted.shape)
        except ValueError as error:
            return self._not_yet(str(error))
        if self._equal(given, wanted):
            return self._right()
        for mistake in self.mistakes:
            if self._equal(given, np.asarray(mistake.answer(), dtype=float)):
                return self._not_yet(mistake.diagnosis)
        partly = self._partly_right(given, wanted)
        if partly:
            return self._not_yet(partly)
        related = relation(given, wanted, self.tolerance)
        if related:
            return self._not_yet(f"Close: {related}.")
        return self._not_yet(f"{in_words(answer)} is not it. {self.to_do}")

    def _equal(self, one: np.ndarray, other: np.ndarray) -> bool:
        if not self.parts:
            return agree(one, other, self.tolerance)
        return all(
            agree(given, wanted, self.tolerance) for given, wanted in zip(one, other, strict=True)
        )

    def _partly_right(self, given: np.ndarray, wanted: np.ndarray) -> str | None:
        if not self.parts:
            return None
        right = [agree(*pair, self.tolerance) for pair in zip(given, wanted, strict=True)]
        if not any(right):
            return None
        named = [name for (name, _), fits in zip(self.parts, right, strict=True) if fits]
        verb = "is" if len(named) == 1 else "are"
        wrong, why = self.parts[right.index(False)]
        return f"{' and '.join(named)} {verb} right. {wrong} is not: {why}."


@dataclass(frozen=True, kw_only=True)
class FunctionExercise(Exercise):
    """An exercise whose answer is a function, tried on several arguments.

    Parameters
    ----------
    solution : callable
        The right function.
    cases : sequence of tuple
        The arguments of each call. Each mistake must differ from the solution on one of them.
    mistakes : sequence of Mistake
        Wrong functions.
    tolerance : float
        How far, relative to the largest number of a result, a result may be off; float32 is
        exact enough.
    """

    solution: Callable[..., Any]
    cases: Sequence[tuple[Any, ...]]
    mistakes: Sequence[Mistake] = ()
    tolerance: float = 1e-6

    def _judge(self, answer: Any) -> Verdict:
        if not callable(answer):
            return self._not_yet(
                f"A function is asked for, and this is {in_words(answer)}. Hand in its name, "
                "without calling it."
            )
        name = getattr(answer, "__name__", "your function")
        wanted = [np.asarray(self.solution(*case), dtype=float) for case in self.cases]
        given: list[np.ndarray] = []
        for case, right in zip(self.cases, wanted, strict=True):
            call = self._call(name, case)
            try:
                # A copy: a function that changes its arguments must not change the next case.
                result = answer(*copy.deepcopy(case))
            except (Exception, SystemExit) as error:
                said = f"{call} raised {type(error).__name__}: {error}"
                return self._not_yet(f"{said.rstrip(': .')}.{_hint(error)}")
            if result is None:
                return self._not_yet(
                    f"{call} returned nothing. Is a return missing? To print a result is not to "
                    "return it."
                )
            if is_blank(result):
                return Verdict(Status.NOT_ATTEMPTED, self.to_do)
            try:
                given.append(read_numbers(result, right.shape))
            except ValueError as error:
                known = self._mistake_of_another_shape(result, case)
                return self._not_yet(known or f"{call}: {error}")
        if self._all_agree(given, wanted):
            return self._right()
        return self._not_yet(self._diagnosis(given, wanted, name))

    def _call(self, name: str, case: Sequence[Any]) -> str:
        """Return a call as a learner would write it, each argument with its name."""
        named = zip(inspect.signature(self.solution).parameters, case, strict=False)
        return f"{name}({', '.join(f'{one}={in_words(value)}' for one, value in named)})"

    def _all_agree(self, given: Sequence[np.ndarray], wanted: Sequence[np.ndarray]) -> bool:
        return all(
            agree(one, other, self.tolerance) for one, other in zip(given, wanted, strict=True)
        )

    def _mistake_of_another_shape(self, result: Any, case: Sequence[Any]) -> str | None:
        """Return what to say to a known mistake that gives more or fewer numbers than asked for."""
        for mistake in self.mistakes:
            wrong = np.asarray(mistake.answer(*case), dtype=float)
            try:
                given = read_numbers(result, wrong.shape)
            except ValueError:
                continue
            if agree(given, wrong, self.tolerance):
                return mistake.diagnosis
        return None

    def _diagnosis(self, given: list[np.ndarray], wanted: list[np.ndarray], name: str) -> str:
        for mistake in self.mistakes:
            wrong = [np.asarray(mistake.answer(*case), dtype=float) for case in self.cases]
            if self._all_agree(given, wrong):
                return mistake.diagnosis
        related = relation(
            np.concatenate([numbers.ravel() for numbers in given]),
            np.concatenate([numbers.ravel() for numbers in wanted]),
            self.tolerance,
        )
        if related:
            return f"Close: {related}."
        case, got, right = next(
            row
            for row in zip(self.cases, given, wanted, strict=True)
            if not agree(row[1], row[2], self.tolerance)
        )
        call = self._call(name, case)
        return f"{call} should be {in_words(right)}, and yours gives {in_words(got)}."


def _hint(error: BaseException) -> str:
    """Return what an error message of NumPy means, where beginners meet it."""
    if isinstance(error, TypeError) and "converted to Python scalar" in str(error):
        return " The functions of math take one number; those of NumPy, such as np.exp, an array."
    if isinstance(error, ValueError) and "truth value of an array" in str(error):
        return " An if asks about one number; np.where chooses for each number of an array."
    if isinstance(error, ValueError) and ("matmul" in str(error) or "broadcast" in str(error)):
        return (
            " These shapes don't go together: X has n rows and p columns, so X @ w takes p numbers "
            "and gives n, and X.T @ error takes n and gives p."
        )
    return ""


@dataclass(frozen=True, kw_only=True)
class OpenExercise(Exercise):
    """An exercise with many right answers: a condition is checked, not a value.

    Parameters
    ----------
    objection : callable
        Takes the answer; returns what is wrong with it, or None if nothing is.
    """

    objection: Callable[[Any], str | None]

    def _judge(self, answer: Any) -> Verdict:
        try:
            objection = self.objection(answer)
        except (TypeError, ValueError) as error:
            return self._not_yet(str(error))
        return self._right() if objection is None else self._not_yet(objection)
