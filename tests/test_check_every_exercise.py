"""What holds for the checks of all exercises of all chapters, found without a list of them."""

from __future__ import annotations

import re

import numpy as np
import pytest
from exercises import assert_diagnosed, every_exercise, known_mistakes
from notebooks import CHAPTERS, read_cells

from shrinkage.check import FunctionExercise, Status, check

EXERCISES = every_exercise()

ODD = [
    "text",
    1j,
    {"a": 1},
    [],
    [[1.0], [2.0, 3.0]],
    object(),
    np.nan,
    np.array(["a"]),
    lambda: 1,
    [None, 2],
]


def functions_asked_for() -> list[str]:
    """Return the exercises that hand in one function, by the cells of the chapters."""
    return [
        name
        for chapter in CHAPTERS
        for cell in read_cells(chapter)
        for defined, name, given in re.findall(
            r'^def (\w+)\(.*\n    return \.\.\.\n+check\("([\d.]+)", (\w+)\)', cell.source, re.M
        )
        if defined == given
    ]


def test_the_exercises_of_every_chapter_are_here():
    assert {name.split(".")[0] for name in EXERCISES} == {str(int(c.name[:2])) for c in CHAPTERS}
    wanted = {name for name, one in EXERCISES.items() if isinstance(one, FunctionExercise)}
    assert wanted <= set(functions_asked_for())


@pytest.mark.parametrize(("exercise", "mistake"), known_mistakes(EXERCISES))
def test_each_known_mistake_gets_its_own_diagnosis(exercise, mistake):
    assert_diagnosed(exercise, mistake)


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("blank", [..., None, [..., 1.0], [..., 1.0, 2.0]], ids=repr)
def test_blank_answers_are_not_attempts(name, blank):
    verdict = check(name, blank)
    assert verdict.status is Status.NOT_ATTEMPTED
    assert not verdict.attempted


@pytest.mark.parametrize("name", functions_asked_for())
def test_a_function_that_returns_the_dots_is_no_attempt(name):
    assert check(name, lambda *given: ...).status is Status.NOT_ATTEMPTED


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("odd", ODD)
def test_odd_answers_get_a_sentence_and_never_an_exception(name, odd):
    verdict = check(name, odd)
    assert not verdict.right
    assert len(verdict.message) > 10
