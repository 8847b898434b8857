"""Exercises that know their solution and the usual wrong answers, and name which one they see.

A check compares an answer with the solution, then with what each known mistake would give; so a
diagnosis is never a guess from the code's text, but a mistake that gives these very numbers.
"""

from __future__ import annotations

import copy
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
    tolerance : float
        How far, relative to the largest number, an answer may be off.
    """

    solution: Callable[[], Any]
    mistakes: Sequence[Mistake] = ()
    tolerance: float = 1e-6

    def _judge(self, answer: Any) -> Verdict:
        wanted = np.asarray(self.solution(), dtype=float)
        try:
            given = read_numbers(answer, wanted.shape)
        except ValueError as error:
            return self._not_yet(str(error))
        if agree(given, wanted, self.tolerance):
            return self._right()
        for mistake in self.mistakes:
            if agree(given, np.asarray(mistake.answer(), dtype=float), self.tolerance):
                return self._not_yet(mistake.diagnosis)
        related = relation(given, wanted, self.tolerance)
        if related:
            return self._not_yet(f"Close: {related}.")
        return self._not_yet(f"{in_words(answer)} is not it. {self.to_do}")


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
        How far, relative to the largest number of a result, a result may be off.
    """

    solution: Callable[..., Any]
    cases: Sequence[tuple[Any, ...]]
    mistakes: Sequence[Mistake] = ()
    tolerance: float = 1e-9

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
            call = f"{name}({', '.join(in_words(argument) for argument in case)})"
            try:
                # A copy: a function that changes its arguments must not change the next case.
                result = answer(*copy.deepcopy(case))
            except Exception as error:
                return self._not_yet(f"{call} raised {type(error).__name__}: {error}")
            if is_blank(result):
                if not given:
                    return Verdict(Status.NOT_ATTEMPTED, self.to_do)
                return self._not_yet(f"{call} returned nothing. Is a `return` missing?")
            try:
                given.append(read_numbers(result, right.shape))
            except ValueError as error:
                return self._not_yet(f"{call}: {error}")
        if self._all_agree(given, wanted):
            return self._right()
        return self._not_yet(self._diagnosis(given, wanted, name))

    def _all_agree(self, given: Sequence[np.ndarray], wanted: Sequence[np.ndarray]) -> bool:
        return all(
            agree(one, other, self.tolerance) for one, other in zip(given, wanted, strict=True)
        )

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
        arguments = ", ".join(in_words(argument) for argument in case)
        return f"{name}({arguments}) should be {in_words(right)}, and yours gives {in_words(got)}."


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
