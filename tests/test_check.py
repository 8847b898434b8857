"""The exercise checks: what they accept, and that each diagnosis can be reached."""

from __future__ import annotations

import math
import sys

import numpy as np
import pytest

from shrinkage.check import (
    FunctionExercise,
    Mistake,
    OpenExercise,
    Status,
    ValueExercise,
    check,
    compare_prediction,
    find_exercise,
)
from shrinkage.check.chapter_01 import EXERCISES as CHAPTER_1

EXERCISES = {**CHAPTER_1}

square = FunctionExercise(
    to_do="Write it.",
    praise="Good.",
    solution=lambda x: x**2,
    cases=[(np.array([1.0, 2.0, -3.0]),), (np.array([0.5]),)],
    mistakes=[Mistake("That is the double.", lambda x: 2 * x)],
)
three = ValueExercise(
    to_do="Set it.",
    praise="Good.",
    solution=lambda: [1.0, 2.0, 3.0],
    mistakes=[Mistake("Turned around.", lambda: [3.0, 2.0, 1.0])],
)


@pytest.mark.parametrize("name", [n for n, e in EXERCISES.items() if hasattr(e, "solution")])
def test_its_own_solution_is_right(name):
    exercise = EXERCISES[name]
    answer = exercise.solution
    verdict = exercise.check(answer if isinstance(exercise, FunctionExercise) else answer())
    assert verdict.right
    assert verdict.message == exercise.praise


def test_functions_that_return_nothing_or_raise_are_told_so():
    assert square.check(lambda x: ...).status is Status.NOT_ATTEMPTED
    assert "raised ZeroDivisionError" in square.check(lambda x: 1 // 0).message
    assert "return missing" in square.check(lambda x: x**2 if x.size > 1 else None).message
    printed = square.check(lambda x: print(x**2))
    assert printed.status is Status.NOT_YET
    assert "return missing" in printed.message
    assert "raised SystemExit" in square.check(lambda x: sys.exit()).message
    assert "math take one number" in square.check(lambda x: math.sqrt(x)).message
    assert "list(…)" in square.check(lambda x: (one**2 for one in x)).message
    assert "A function is asked for" in square.check(4.0).message
    assert "vector of 3 numbers" in square.check(lambda x: x[:2] ** 2).message
    assert "NaN" in square.check(lambda x: x * np.nan).message


def test_a_call_is_shown_with_the_names_of_its_arguments():
    message = square.check(lambda numbers: np.abs(numbers) ** 3).message
    assert message.startswith("<lambda>(x=[1, 2, -3]) should be [1, 4, 9], and yours gives [1, 8,")
    assert "<lambda>(x=[1, 2, -3]) raised" in square.check(lambda x: 1 // 0).message


def test_a_function_that_changes_its_argument_does_not_change_the_next_case():
    def greedy(x):
        x **= 2
        return x

    assert square.check(greedy).right
    assert square.check(greedy).right


def test_simple_relations_are_named():
    assert "sign" in square.check(lambda x: -(x**2)).message
    assert "0.5 times" in square.check(lambda x: x**2 / 2).message
    assert "off by the same 1" in square.check(lambda x: x**2 + 1).message
    assert "should be" in square.check(lambda x: np.abs(x) ** 3).message
    assert "10 times" in three.check([10, 20, 30]).message


@pytest.mark.parametrize(
    "answer",
    [[1, 2, 3], (1, 2, 3), np.float32([1, 2, 3]), [[1], [2], [3]], np.array([[1.0, 2, 3]])],
)
def test_what_is_meant_is_accepted_in_any_container(answer):
    assert three.check(answer).right


def test_functions_may_compute_in_float32():
    tenth = np.float32(0.1)  # which float32 holds to 1e-8 only
    assert square.check(lambda x: (x.astype(np.float32) * tenth) ** 2 / np.float32(0.01)).right


def test_a_function_may_return_any_container():
    for convert in (list, tuple, np.float32, lambda x: x[:, np.newaxis], lambda x: x[np.newaxis]):
        assert square.check(lambda x, convert=convert: convert(x**2)).right


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (["1", "2", "3"], "holds something else: ['1', '2', '3']"),
        ("1, 2, 3", "this is text: '1, 2, 3'"),
        ([1, (0, 5), 3], "holds something else: [1, (0, 5), 3]"),
        ([1, 2j, 3], "holds something else"),
        ([10**400, 1, 1], "holds something else"),
        (iter([1, 2, 3]), "put list(…) around it"),
        (lambda: [1, 2, 3], "is a function (was it called?)."),
    ],
)
def test_what_is_no_number_is_described(answer, part):
    assert part in three.check(answer).message


def test_rounded_answers_are_told_so():
    assert "as if something were rounded" in square.check(lambda x: x**2 + 0.01 * x).message
    assert "as if something were rounded" in three.check([1, 2, 3.001]).message
    assert "1.005 times" in three.check(1.005 * np.array([1, 2, 3])).message


def test_numbers_with_names_are_compared_each_on_its_own_scale():
    small_and_large = ValueExercise(
        to_do="Set them.",
        praise="Good.",
        solution=lambda: [1000.0, 0.005, -0.2],
        parts=[("a", "a counts rows"), ("b", "b is a share"), ("c", "c is a shift")],
    )
    assert small_and_large.check(np.float32([1000, 0.005, -0.2])).right
    assert not small_and_large.check([1000, 0.0051, -0.2]).right
    partly = small_and_large.check([1000, 0.0051, 3])
    assert partly.message == "a is right. b is not: b is a share."
    assert small_and_large.check([1, 0.005, -0.2]).message.startswith("b and c are right. a is not")
    assert "is not it" in small_and_large.check([1, 2, 3]).message


def test_tolerance_is_relative_to_the_largest_number():
    assert three.check([1, 2, 3 + 1e-6]).right
    assert not three.check([1, 2, 3.001]).right


def test_open_exercises_say_what_is_wrong_or_nothing():
    even = OpenExercise(
        to_do="Find one.", praise="Even.", objection=lambda n: None if n % 2 == 0 else "Odd."
    )
    assert even.check(4).right
    assert even.check(3).message == "Odd."
    assert even.check("three").status is Status.NOT_YET


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (([0.1, 0.25], 0.0), "two pairs"),
        ((([0.1, 0.25], 0.0), ([30.0, -3.0], 0.0)), "large model's weights have size 30.1"),
        ((([1.0, 0.25], 0.0), ([60.0, -3.0], 0.0)), "small model's weights have size 1.03"),
        ((([0.1, 0.0], 0.0), ([60.0, -3.0], 0.0)), "right for 59.46% of the birds; at least 88%"),
        ((([0.1, 0.0], 0.0), ([60.0, -3.0], 0.0)), "so change its direction"),
        ((([0.1, 0.25], -0.2), ([60.0, -3.0], 0.0)), "so change its bias"),
        ((([0.1, 0.25], 0.0), ([20.0, 50.0], 0.0)), "large model is right for 89.19%"),
        ((([0.1, 0.25, 1.0], 0.0), ([20.0, 50.0], 0.0)), "The small model's w: A vector of 2"),
        ((([0.1, 0.25], [0, 0]), ([20.0, 50.0], 0.0)), "The small model's b: A single number"),
    ],
)
def test_exercise_1_4_names_the_condition_that_fails(answer, part):
    verdict = check("1.4", answer)
    assert verdict.status is Status.NOT_YET
    assert part in verdict.message


def test_exercise_1_4_accepts_other_answers_than_the_printed_one():
    assert check("1.4", ((np.array([0.02, 0.05]), 0), ([-50.0, 20.0], 1.0))).right


def test_exercise_1_4_takes_sizes_that_rounding_moves_off_their_limits():
    small, large = np.array([0.18642417, 0.46394731]), np.array([48.29629131, -12.94095226])
    small, large = 0.5 * small / np.hypot(*small), 50 * large / np.hypot(*large)
    for factor in (1 - 1e-12, 1 + 1e-12):
        assert check("1.4", ((factor * small, 0.0), (factor * large, 0.0))).right


def test_unknown_exercises_are_named():
    with pytest.raises(ValueError, match=r"chapter 1 has 1\.1, 1\.2"):
        find_exercise("1.99")
    with pytest.raises(ValueError, match="chapter 99 has no exercises"):
        check("99.1", 1)
    with pytest.raises(ValueError, match="named by its chapter and number"):
        check(1.1, 1)


def test_predictions_are_compared_and_never_scolded():
    options = ["rises", "falls"]
    assert compare_prediction(" Rises ", "rises", options).right
    wrong = compare_prediction("falls", "rises", options)
    assert wrong.attempted
    assert wrong.heading == "A surprise."
    assert not compare_prediction(..., "rises", options).attempted
    assert "none of the options" in compare_prediction("up", "rises", options).message
    with pytest.raises(ValueError, match="outcome must be one of"):
        compare_prediction("rises", "sideways", options)


def test_verdicts_are_escaped_in_html_and_marked_without_color():
    verdict = three.check("<script>alert(1)</script>")
    assert "<script>" not in verdict._repr_html_()
    assert "&lt;script&gt;" in verdict._repr_html_()
    assert repr(verdict).startswith("✗ Not yet.")


def test_a_single_wrong_number_is_judged():
    exercise = ValueExercise(to_do="Say it.", praise="Yes.", solution=lambda: 1.0)
    assert exercise.check(0.25).message == "0.25 is not it. Say it."
