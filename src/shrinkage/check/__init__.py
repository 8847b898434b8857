"""Exercise checks: not attempted, right, or what is wrong.

Each chapter's exercises live in a module of their own, with their solutions and the wrong answers
that learners usually give. They are for learning: nothing is counted or kept.
"""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from shrinkage.check.exercise import (
    Exercise,
    FunctionExercise,
    Mistake,
    OpenExercise,
    ValueExercise,
)
from shrinkage.check.predictions import compare_prediction
from shrinkage.check.verdict import Status, Verdict

__all__ = [
    "Exercise",
    "FunctionExercise",
    "Mistake",
    "OpenExercise",
    "Status",
    "ValueExercise",
    "Verdict",
    "check",
    "compare_prediction",
    "find_exercise",
]


def find_exercise(name: str) -> Exercise:
    """Return an exercise by its name.

    Parameters
    ----------
    name : str
        Chapter and number, such as "1.2".

    Raises
    ------
    ValueError
        If there is no such exercise; the message lists the chapter's.
    """
    numbers = re.fullmatch(r"(\d+)\.(\d+)", name) if isinstance(name, str) else None
    if numbers is None:
        raise ValueError(
            f"An exercise is named by its chapter and number, such as '1.2'; got {name!r}."
        )
    module = f"shrinkage.check.chapter_{int(numbers[1]):02d}"
    if find_spec(module) is None:
        raise ValueError(f"Exercise {name}: chapter {numbers[1]} has no exercises.")
    exercises: dict[str, Exercise] = import_module(module).EXERCISES
    if name not in exercises:
        raise ValueError(
            f"There is no exercise {name}; chapter {numbers[1]} has {', '.join(exercises)}."
        )
    return exercises[name]


def check(name: str, answer: Any) -> Verdict:
    """Check the answer to an exercise.

    Parameters
    ----------
    name : str
        Chapter and number, such as "1.2".
    answer : object
        What the exercise asks for: numbers, or a function (its name, without calling it).

    Returns
    -------
    Verdict
        Not attempted, right, or what is wrong. A notebook shows it as a line.

    Raises
    ------
    ValueError
        If there is no such exercise. Nothing is raised for a wrong answer.

    Examples
    --------
    >>> check("1.1", ...)
    ○ Not attempted yet. Complete the function, then run this cell again.
    """
    return find_exercise(name).check(answer)
