"""What the tests of all chapters' exercises share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from shrinkage.check import FunctionExercise, Status


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
