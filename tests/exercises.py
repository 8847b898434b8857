"""What the tests of all chapters' exercises share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import shrinkage.check
from shrinkage.check import FunctionExercise, Status, check


def every_exercise() -> dict[str, Any]:
    """Return the exercises of all chapters by their names, such as "3.1"."""
    modules = sorted(
        path.stem
        for path in Path(shrinkage.check.__file__).parent.glob("chapter_*.py")
        if re.fullmatch(r"chapter_\d\d", path.stem)
    )
    found: dict[str, Any] = {}
    for module in modules:
        found |= import_module(f"shrinkage.check.{module}").EXERCISES
    return found


def known_mistakes(exercises: Mapping[str, Any]) -> list[Any]:
    """Return each mistake that some exercises know, with its exercise, as a test's parameters."""
    return [
        pytest.param(exercise, mistake, id=f"{name}: {mistake.diagnosis[:50]}")
        for name, exercise in exercises.items()
        for mistake in getattr(exercise, "mistakes", ())
    ]


def assert_diagnosed(exercise: Any, mistake: Any) -> None:
    """See that a learner who makes a mistake is told of this one."""
    wrong = mistake.answer if isinstance(exercise, FunctionExercise) else mistake.answer()
    verdict = exercise.check(wrong)
    assert verdict.status is Status.NOT_YET
    assert verdict.message == mistake.diagnosis


def assert_told(name: str, wrong: Any, said: str) -> None:
    """See that a wrong answer is told what is wrong with it."""
    verdict = check(name, wrong)
    assert verdict.status is Status.NOT_YET
    assert said in verdict.message
