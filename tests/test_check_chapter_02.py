"""Chapter 2's exercises: what learners hand in, and what they are told."""

from __future__ import annotations

import numpy as np
import pytest
from exercises import assert_told

from shrinkage.check import Status, check
from shrinkage.check.chapter_02_budget import BUDGET


def what_happened(p, y):
    return np.where(y == 1, p, 1 - p)


def logistic(z):
    return 1 / (1 + np.exp(-z))


LOG_LOSSES = {
    "one loss for each bird": lambda p, y: -np.log(what_happened(p, y)),
    "This is the sum over the birds": lambda p, y: -np.sum(np.log(what_happened(p, y))),
    "The minus is missing": lambda p, y: np.mean(np.log(what_happened(p, y))),
    "for the wrong class": lambda p, y: -np.mean(np.log(np.where(y == 1, 1 - p, p))),
    "This takes p for every bird": lambda p, y: -np.mean(np.log(p)),
    "Only the males count": lambda p, y: -np.mean(y * np.log(p)),
    "Only the females count": lambda p, y: -np.mean((1 - y) * np.log(1 - p)),
    "Mind the brackets": lambda p, y: np.mean(-y * np.log(p) + (1 - y) * np.log(1 - p)),
    "to base 2": lambda p, y: -np.mean(np.log2(what_happened(p, y))),
    "to base 10": lambda p, y: -np.mean(np.log10(what_happened(p, y))),
    "the logarithm of the mean": lambda p, y: -np.log(np.mean(what_happened(p, y))),
    "The logarithm is missing": lambda p, y: np.mean(1 - what_happened(p, y)),
    "mean squared error": lambda p, y: np.mean((p - y) ** 2),
    "the share of wrong answers": lambda p, y: np.mean((p > 0.5) != y),
    "cut off at 0.01": lambda p, y: -np.mean(np.log(what_happened(np.clip(p, 0.01, 0.99), y))),
    "0.5 times": lambda p, y: -np.mean(np.log(what_happened(p, y))) / 2,
    "Is a return missing?": lambda p, y: print(end=""),
    "raised ValueError": lambda p, y: -np.mean(np.log(p if y == 1 else 1 - p)),
}


@pytest.mark.parametrize("said", LOG_LOSSES)
def test_a_wrong_log_loss_is_told_what_is_wrong(said):
    assert_told("2.1", LOG_LOSSES[said], said)


@pytest.mark.parametrize(
    "right",
    [
        lambda p, y: -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)),
        lambda p, y: sum(-np.log(a) if b else -np.log(1 - a) for a, b in zip(p, y)) / len(y),  # noqa: B905
        lambda p, y: -np.log(np.abs(p - (1 - y))).mean(),
        lambda p, y: -np.mean(np.log(what_happened(np.clip(p, 1e-15, 1 - 1e-15), y))),
    ],
)
def test_a_right_log_loss_is_right_however_it_is_written(right):
    assert check("2.1", right).right


GRADIENTS = {
    "The sign is turned around": lambda X, y, e: np.append(X.T @ -e, -e.sum()) / len(y),
    "The factor 1/n is missing": lambda X, y, e: np.append(X.T @ e, e.sum()),
    "The bias is forgotten: these": lambda X, y, e: X.T @ e / len(y),
    "The bias is forgotten, and": lambda X, y, e: X.T @ e,
    "for the bias is not 0": lambda X, y, e: np.append(X.T @ e / len(y), 0),
    "should be a mean": lambda X, y, e: np.append(X.T @ e / len(y), e.sum()),
    "Those of the weights lack": lambda X, y, e: np.append(X.T @ e, e.mean()),
    "stands first": lambda X, y, e: np.append(e.sum(), X.T @ e) / len(y),
    "number of constants": lambda X, y, e: np.append(X.T @ e, e.sum()) / (X.shape[1] + 1),
    "number of features": lambda X, y, e: np.append(X.T @ e, e.sum()) / X.shape[1],
    "The features are missing": lambda X, y, e: np.full(X.shape[1] + 1, e.mean()),
    "2 times": lambda X, y, e: 2 * np.append(X.T @ e, e.sum()) / len(y),
}


@pytest.mark.parametrize("said", GRADIENTS)
def test_a_wrong_gradient_is_told_what_is_wrong(said):
    wrong = GRADIENTS[said]
    assert_told("2.2", lambda X, y, w, b: wrong(X, y, logistic(X @ w + b) - y), said)


ERRORS = {
    "The bias is missing from the score": lambda X, y, w, b: logistic(X @ w) - y,
    "in place of the probability p": lambda X, y, w, b: X @ w + b - y,
    "uses the answer, 0 or 1": lambda X, y, w, b: (X @ w + b > 0) - y,
}


@pytest.mark.parametrize("said", ERRORS)
def test_a_gradient_of_another_error_is_told_which(said):
    error = ERRORS[said]
    verdict = check(
        "2.2",
        lambda X, y, w, b: np.append(X.T @ error(X, y, w, b), error(X, y, w, b).sum()) / len(y),
    )
    assert verdict.status is Status.NOT_YET
    assert said in verdict.message


def test_the_gradient_that_is_called_right_is_that_of_the_loss():
    def by_small_steps(X, y, w, b):
        def loss(theta):
            z = X @ theta[:-1] + theta[-1]
            return np.mean(np.logaddexp(0, z) - y * z)

        theta, nudge = np.append(w, b), 1e-5
        return [
            (loss(theta + nudge * one) - loss(theta - nudge * one)) / (2 * nudge)
            for one in np.eye(len(theta))
        ]

    assert check("2.2", by_small_steps).right


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ([0.5, 0.25, 1 - 0.9975**100], "is what is gone"),
        ([0.5, 0.25, 0.9975], "after one step"),
        ([0.5, 0.25, 0.99**100], "forgets the rate"),
        ([0.5, 0.25, 0.995**100], "with largest_rate"),
        ([0.5, 0.25, 0.0], "the steep weight's"),
        ([0.5, 0.25, 0.75], "subtracts the same"),
        ([200, 100, 0], "for the flat weight"),
        ([1.0, 0.5, 0.995**100], "curvature of ½·4·u² is 4"),
        ([0.25, 0.5, 0.9975**100], "swapped"),
        ([0.25, 0.25, 0.9975**100], "largest_rate is not"),
        ([0.5, 0.3, 0.9975**100], "one_step_rate is not"),
        ([0.5, 0.25, 0.9], "share_left is not"),
        ([1, 2, 3], "is not it"),
    ],
)
def test_a_wrong_step_size_is_told_what_is_wrong(answer, said):
    assert_told("2.3", answer, said)


def test_the_step_sizes_that_are_called_right_do_what_is_said_of_them():
    def walk(rate, steps):
        u, v = 1.0, 1.0
        for _ in range(steps):
            u, v = u - rate * 4 * u, v - rate * 0.01 * v
        return abs(u), v

    assert walk(0.499, 2000)[0] < 0.1
    assert walk(0.501, 2000)[0] > 10
    assert walk(0.25, 1)[0] == 0
    assert check("2.3", [0.5, 0.25, walk(0.25, 100)[1]]).right
    assert check("2.3", [0.5, 0.25, 0.779]).right


def plain(rate, steps):
    def mine(loss, gradient, start):
        w = start
        for _ in range(steps):
            w = w - rate * gradient(w)
        return w

    return mine


def endless(loss, gradient, start):
    while True:
        loss(start)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (plain(1.0, 5), "above the minimum, after 15 evaluations"),
        (plain(1.0, 100), f"more than {BUDGET} evaluations"),
        (endless, f"more than {BUDGET} evaluations"),
        (lambda loss, gradient, start: None, "returned nothing"),
        (lambda loss, gradient, start: start[:2], "A vector of 5 numbers is asked for"),
        (lambda loss, gradient, start: start * np.nan, "holds NaN"),
        (lambda loss, gradient, start: loss("here"), "raised ValueError: Numbers"),
        (lambda loss, gradient: 0, "raised TypeError"),
        (lambda loss, gradient, start: 1 / 0, "raised ZeroDivisionError"),
        (lambda loss, gradient, start: np.array([1.0, -1.0, 0.5, 0.2, 0.1]), "above the minimum"),
        ("mine", "A function is asked for"),
    ],
)
def test_exercise_2_4_names_what_fails(answer, said):
    assert_told("2.4", answer, said)


def test_exercise_2_4_is_not_attempted_while_its_function_returns_dots():
    assert check("2.4", lambda loss, gradient, start: ...).status is Status.NOT_ATTEMPTED


def momentum(rate, keep, steps):
    def mine(loss, gradient, start):
        w, speed = start, 0
        for _ in range(steps):
            speed = keep * speed - rate * gradient(w)
            w = w + speed
        return w

    return mine


def last_two_slopes(loss, gradient, start):
    w, slope, rate = start, gradient(start), 1.0
    for _ in range(13):
        new = w - rate * slope
        new_slope = gradient(new)
        move, change = new - w, new_slope - slope
        rate = move @ move / (move @ change)
        w, slope = new, new_slope
    return w


def test_exercise_2_4_has_several_right_answers():
    assert check("2.4", momentum(2.0, 0.5, 14)).right
    assert check("2.4", momentum(3.0, 0.4, 15)).right
    assert check("2.4", last_two_slopes).right


def test_no_fixed_rate_of_gradient_descent_beats_the_budget_of_exercise_2_4():
    for steps in (13, 14, 15):
        for rate in np.linspace(0.5, 12, 47):
            assert not check("2.4", plain(rate, steps)).right, (rate, steps)
