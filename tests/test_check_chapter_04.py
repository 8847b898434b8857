"""Chapter 4's exercises: what learners hand in, and what they are told."""

from __future__ import annotations

import numpy as np
import pytest
from exercises import assert_told

from shrinkage.check import Status, check
from shrinkage.check.chapter_04 import EXERCISES
from shrinkage.check.chapter_04_alarms import measure


def test_one_function_of_two_that_returns_the_dots_is_no_attempt():
    for pair in ([lambda X, rng: ..., doubled], [doubled, lambda X, rng: ...]):
        assert check("4.4", pair).status is Status.NOT_ATTEMPTED


# 4.1


def for_what_happened(X, y, w, b):
    return (2 * y - 1) * (X @ w + b)


def norm(w):
    return np.sqrt(np.sum(w**2))


RIGHT_MARGINS = [
    lambda X, y, w, b: for_what_happened(X, y, w, b).min() / norm(w),
    lambda X, y, w, b: np.min(for_what_happened(X, y, w / norm(w), b / norm(w))),
    lambda X, y, w, b: min(np.where(y == 1, X @ w + b, -X @ w - b)) / np.linalg.norm(w),
    lambda X, y, w, b: [for_what_happened(X, y, w, b).min() / norm(w)],
]


@pytest.mark.parametrize("margin", RIGHT_MARGINS)
def test_the_margin_is_right_however_it_is_computed(margin):
    assert check("4.1", margin).right


MARGINS = {
    "its sign is to be turned first": lambda X, y, w, b: min(X @ w + b) / norm(w),
    "turned for the wrong class": lambda X, y, w, b: -max(for_what_happened(X, y, w, b)) / norm(w),
    "whatever the side": lambda X, y, w, b: min(abs(X @ w + b)) / norm(w),
    "division by the size of w is missing": lambda X, y, w, b: min(for_what_happened(X, y, w, b)),
    "a root is missing": lambda X, y, w, b: min(for_what_happened(X, y, w, b)) / np.sum(w**2),
    "sum of absolute weights": lambda X, y, w, b: min(for_what_happened(X, y, w, b)) / sum(abs(w)),
    "has the bias in it": lambda X, y, w, b: (
        min(for_what_happened(X, y, w, b)) / norm(np.append(w, b))
    ),
    "bias b is missing": lambda X, y, w, b: min(for_what_happened(X, y, w, 0)) / norm(w),
    "the mean over the rows": lambda X, y, w, b: for_what_happened(X, y, w, b).mean() / norm(w),
    "the most, not the least": lambda X, y, w, b: max(for_what_happened(X, y, w, b)) / norm(w),
    "one number for each row": lambda X, y, w, b: for_what_happened(X, y, w, b) / norm(w),
    "always gives 0": lambda X, y, w, b: min(y * (X @ w + b)) / norm(w),
    "Only the rows with y = 1": lambda X, y, w, b: min(X[y == 1] @ w + b) / norm(w),
    "Only the rows with y = 0": lambda X, y, w, b: min(-X[y == 0] @ w - b) / norm(w),
    "the gap between the two classes": lambda X, y, w, b: (
        (min(X[y == 1] @ w) - max(X[y == 0] @ w)) / norm(w)
    ),
    "This says whether": lambda X, y, w, b: bool(min(for_what_happened(X, y, w, b)) > 0),
    "This is the share of rows": lambda X, y, w, b: np.mean((X @ w + b > 0) == y),
    "bias is not divided": lambda X, y, w, b: min(for_what_happened(X, y, w / norm(w), b)),
    "not for b": lambda X, y, w, b: min((2 * y - 1) * (X @ w) + b) / norm(w),
    "least probability": lambda X, y, w, b: min(
        abs(1 - y - 1 / (1 + np.exp(-(X @ w + b))))  # p for y = 1, else 1 − p
    ),
    "raised": lambda X, y, w, b: min(for_what_happened(X, y, w.T @ X, b)) / norm(w),
    "Is a return missing?": lambda X, y, w, b: None,
}


@pytest.mark.parametrize("said", MARGINS)
def test_a_wrong_margin_is_told_what_is_wrong(said):
    assert_told("4.1", MARGINS[said], said)


# 4.2


def test_the_sizes_of_a_long_training_are_right_as_powers_or_as_loops():
    size, steps = 14, 10**4
    while steps < 10**7:
        size, steps = size + 6, steps * 10
    later, many = size, steps
    while later < 50:
        later, many = later + 6, many * 10
    assert check("4.2", [size, many, 0]).right
    assert check("4.2", [32.0, 1e10, 0.0]).right


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([6674, 64_000, 0], "Both numbers come from a straight line"),
        ([6674, 1e10, 0], "size_then comes from a straight line"),
        ([32, 64_000, 0], "steps_for_50 comes from a straight line"),
        ([75.03, 1e10, 0], "size_then multiplies by 14/8"),
        (
            [75.03, 1e4 * 10 ** (np.log(50 / 14) / np.log(14 / 8)), 0],
            "Both numbers multiply by 14/8",
        ),
        ([38, 1e10, 0], "one factor of ten too many"),
        ([26, 1e10, 0], "one factor of ten too few"),
        ([32, 6, 0], "is the number of factors of ten"),
        ([32, 10, 0], "is the exponent"),
        ([32, 1e6, 0], "starts from 1 step"),
        ([32, 1e10, 0.6931], "a model without an opinion"),
        ([32, 1e10, -1], "does not fall below 0"),
        ([32, 60_000, 0], "multiplies 10,000 by six"),
        ([32, 1e10, 1], "is not a probability"),
        ([32, 1e10, 0.01], "size_then and steps_for_50 are right. loss_in_the_end is not"),
        ([20, 1e10, 0], "steps_for_50 and loss_in_the_end are right. size_then is not"),
        ([32, 1e9, 0], "size_then and loss_in_the_end are right. steps_for_50 is not"),
        ([32, 1e10], "is asked for, and this is"),
        ([32, np.inf, 0], "Finite numbers are asked for"),
    ],
)
def test_a_wrong_size_or_number_of_steps_is_told_what_is_wrong(wrong, said):
    assert_told("4.2", wrong, said)


# 4.3

RIGHT_SIZES = [
    lambda X, y, w: norm(w * X.std(axis=0)) / y.std(),
    lambda X, y, w: norm(w * np.std(X, axis=0) / np.std(y)),
    lambda X, y, w: np.sqrt(np.sum(w**2 * X.var(axis=0)) / y.var()),
    lambda X, y, w: norm(w * X.std(axis=0, ddof=1)) / y.std(ddof=1),
]


@pytest.mark.parametrize("relative", RIGHT_SIZES)
def test_the_relative_size_is_right_however_it_is_computed(relative):
    assert check("4.3", relative).right


SIZES = {
    "It goes the other way": lambda X, y, w: norm(w / X.std(axis=0)) / y.std(),
    "in their old units": lambda X, y, w: norm(w) / y.std(),
    "still has the target's unit": lambda X, y, w: norm(w * X.std(axis=0)),
    "plain size of w": lambda X, y, w: norm(w),
    "over all numbers of X": lambda X, y, w: norm(w * X.std()) / y.std(),
    "These are variances": lambda X, y, w: norm(w * X.var(axis=0)) / y.std(),
    "the variance of the target": lambda X, y, w: norm(w * X.std(axis=0)) / y.var(),
    "the means of the features": lambda X, y, w: norm(w * X.mean(axis=0)) / y.std(),
    "the mean of the target": lambda X, y, w: norm(w * X.std(axis=0)) / y.mean(),
    "the square of the size": lambda X, y, w: norm(w * X.std(axis=0)) ** 2 / y.std(),
    "sum of absolute weights": lambda X, y, w: sum(abs(w * X.std(axis=0))) / y.std(),
    "the largest weight": lambda X, y, w: max(abs(w * X.std(axis=0))) / y.std(),
    "the spread of the predictions": lambda X, y, w: np.std(X @ w + 3) / y.std(),
    "These are single weights": lambda X, y, w: w * X.std(axis=0) / y.std(),
    "goes the wrong way": lambda X, y, w: y.std() / norm(w * X.std(axis=0)),
    "multiplies by the spread of the target": lambda X, y, w: norm(w * X.std(axis=0)) * y.std(),
    "whole range of the target": lambda X, y, w: norm(w * X.std(axis=0)) / (max(y) - min(y)),
    "a mean over the weights": lambda X, y, w: (
        norm(w * X.std(axis=0)) / np.sqrt(len(w)) / np.std(y)
    ),
    "so this measures terms": lambda X, y, w: (
        norm((X - X.mean(axis=0)) / X.std(axis=0) @ np.diag(w)) / y.std()
    ),
    "take the size last": lambda X, y, w: norm(w) * np.sqrt(sum(X.var(axis=0))) / y.std(),
    "raised": lambda X, y, w: norm(w * X.std(axis=1)) / y.std(),
}


@pytest.mark.parametrize("said", SIZES)
def test_a_wrong_relative_size_is_told_what_is_wrong(said):
    assert_told("4.3", SIZES[said], said)


def test_the_relative_size_of_the_solution_does_not_depend_on_units():
    X, y, w = EXERCISES["4.3"].cases[1]
    solution = EXERCISES["4.3"].solution
    other = np.array([1000.0, 0.01, 3.0])
    assert solution(X * other + 7, 60 * y - 5, 60 * w / other) == pytest.approx(solution(X, y, w))


# 4.4


def doubled(X, rng):
    """Two measurements twice, the second time with a tiny error."""
    return np.hstack([X, X[:, [3, 9]] + 0.0005 * rng.normal(size=(len(X), 2))])


def twin(X, rng):
    return np.column_stack([X, X[:, 8] + 0.001 * rng.normal(size=len(X))])


def noisy(X, rng):
    return np.hstack([X, rng.normal(size=(len(X), 900))])


def shuffled(X, rng):
    return np.hstack([X, rng.permuted(np.tile(X, 120), axis=0)])


@pytest.mark.parametrize("pair", [[twin, noisy], (doubled, shuffled)])
def test_alarms_that_are_false_and_missed_are_right_however_they_are_made(pair):
    assert check("4.4", pair).right


def as_they_are(X, rng):
    return X


def other_units(X, rng):
    return X / 1000


def over_fitted(X, rng):
    more = rng.normal(size=(len(X), 331))
    return np.hstack([X, more])


def two_of_ten(X, rng):
    return X[:, [2, 8]]


def one_row_less(X, rng):
    return X[1:]


def square(X, rng):
    return np.eye(len(X))


def flat(X, rng):
    return np.column_stack([X, np.ones(len(X))])


def too_many(X, rng):
    return np.zeros((len(X), 2001))


def not_finite(X, rng):
    return np.log(X - 100 + 0j).real * np.inf


def raises(X, rng):
    return X[:, 10]


def no_return(X, rng):
    X**2


def words(X, rng):
    return ["large"] * len(X)


PAIRS = [
    ([as_they_are, noisy], "false_alarm: size 70,"),
    ([other_units, noisy], "Other units do not help"),
    ([over_fitted, noisy], "this alarm is a true one"),
    ([twin, as_they_are], "and less is asked for. What can many features share"),
    ([twin, twin], "and less is asked for. What can many features share"),
    ([twin, two_of_ten], "to over-fit, it must fit the training rows better"),
    ([noisy, twin], "false_alarm: size 4"),
    ([one_row_less, noisy], "must return as many"),
    ([twin, square], "missed: it makes 342 columns of 342 patients and 100 of 100"),
    ([flat, noisy], "column 10 has the same value for all training patients"),
    ([twin, too_many], "it made 2001 columns; 1 to 2000 are allowed"),
    ([not_finite, noisy], "not finite"),
    ([raises, noisy], "raised IndexError"),
    ([no_return, noisy], "Is a return missing?"),
    ([words, noisy], "numbers are asked for"),
    ([twin, 3], "missed is to be a function"),
    ([np.zeros((5, 5)), noisy], "Do not call it"),
    ([twin], "Hand in two functions"),
    (twin, "Hand in two functions"),
]


@pytest.mark.parametrize(("pair", "said"), PAIRS)
def test_what_is_no_false_or_missed_alarm_is_told_why(pair, said):
    assert_told("4.4", pair, said)


def test_what_does_too_little_harm_is_told_the_errors():
    def half(X, rng):
        return np.hstack([X, 0.3 * X[:, :1] + rng.normal(size=(len(X), 1))])

    fewer = measure(half)
    verdict = check("4.4", [twin, half])
    assert fewer.training < measure(as_they_are).training
    assert verdict.status is Status.NOT_YET
    assert f"size {fewer.size:.0f}, error {fewer.training:.1f} on training" in verdict.message


def test_the_check_measures_the_ten_measurements_as_the_chapter_does():
    """The first of its three splits is the chapter's: size 71, errors 53.3 and 54.3."""
    ten = measure(as_they_are)
    assert 68 < ten.size < 73
    assert 52 < ten.training < 54 < ten.test < 57
    assert measure(other_units).size == pytest.approx(ten.size)
