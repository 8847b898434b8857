"""Chapter 6's exercises: what learners hand in, and what they are told."""

from __future__ import annotations

import numpy as np
import pytest
from exercises import assert_told
from sklearn.linear_model import Lasso, Ridge

from shrinkage import L1, LinearRegression
from shrinkage.check import check
from shrinkage.check.chapter_06_bets import bet_errors
from shrinkage.datasets import make_regression

# 6.1


def one_by_one(z, lam):
    result = []
    for one in z:
        if one > lam:
            result.append(one - lam)
        elif one < -lam:
            result.append(one + lam)
        else:
            result.append(0.0)
    return result


def where_and_where(z, lam):
    return np.where(z > lam, z - lam, np.where(z < -lam, z + lam, 0))


@pytest.mark.parametrize(
    "right",
    [
        one_by_one,
        where_and_where,
        lambda z, lam: z - np.clip(z, -lam, lam),
        lambda z, lam: np.maximum(z - lam, 0) - np.maximum(-z - lam, 0),
        lambda z, lam: L1(lam).prox(z),
        lambda z, lam: (np.sign(z) * np.clip(abs(z) - lam, 0, None)).astype(np.float32),
    ],
)
def test_the_soft_threshold_is_right_however_it_is_written(right):
    assert check("6.1", right).right


def changes_its_argument(z, lam):
    z[abs(z) <= lam] = 0
    return z


def smooth(z, lam):
    return where_and_where(z, lam) + 1e-9


THRESHOLDS = {
    "You thresholded hard": lambda z, lam: z * (abs(z) > lam),
    "smaller than λ stay as they are": lambda z, lam: np.where(
        abs(z) > lam, z - lam * np.sign(z), z
    ),
    "You forgot the sign": lambda z, lam: np.clip(abs(z) - lam, 0, None),
    "Negative weights all become 0": lambda z, lam: np.clip(z - lam, 0, None),
    "Nothing stops at 0": lambda z, lam: np.sign(z) * (abs(z) - lam),
    "moves them away from 0": lambda z, lam: (z - lam) * (abs(z) > lam),
    "whatever their sign": lambda z, lam: z - lam,
    "λ is added to their size": lambda z, lam: z + lam * np.sign(z),
    "lost its minus": lambda z, lam: np.select([z > lam, z < lam], [z - lam, z + lam]),
    "what the threshold takes off": lambda z, lam: np.sign(z) * np.minimum(abs(z), lam),
    "what L2 makes of a weight": lambda z, lam: z / (lam + 1),
    "λ is halved": lambda z, lam: where_and_where(z, lam / 2),
    "λ is doubled": lambda z, lam: where_and_where(z, 2 * lam),
    "Small is not zero": smooth,
    "the sign is turned around": lambda z, lam: -where_and_where(z, lam),
    "A vector of 6 numbers is asked for": lambda z, lam: where_and_where(z, lam)[0],
    "raised ValueError": lambda z, lam: z - lam if z > lam else z + lam,
    "returned nothing": lambda z, lam: print(end=""),
}


@pytest.mark.parametrize("said", THRESHOLDS)
def test_a_wrong_threshold_is_told_what_is_wrong(said):
    assert_told("6.1", THRESHOLDS[said], said)


def test_a_hard_threshold_that_changes_its_argument_is_still_a_hard_threshold():
    assert_told("6.1", changes_its_argument, "You thresholded hard")


# 6.2


def by_bisection(X, y):
    """Ask for which λ all weights are 0."""
    low, high = 0.0, 1e4
    for _ in range(60):
        middle = (low + high) / 2
        zero = not LinearRegression(penalty=L1(middle)).fit(X, y).coef_.any()
        low, high = (low, middle) if zero else (middle, high)
    return high


@pytest.mark.parametrize(
    "right",
    [
        lambda X, y: max(abs(np.mean(X * (y - y.mean())[:, None], axis=0))),
        lambda X, y: np.max(np.abs((X - X.mean(axis=0)).T @ (y - y.mean()) / len(y))),
        lambda X, y: np.max(np.abs((X - X.mean(axis=0)).T @ y)) / len(y),
        lambda X, y: np.linalg.norm(X.T @ (y - y.mean()), np.inf) / X.shape[0],
        by_bisection,
    ],
)
def test_the_largest_lambda_is_right_however_it_is_found(right):
    assert check("6.2", right).right


def slopes_at_0(X, y):
    return X.T @ (y - y.mean()) / len(y)


STRONGEST = {
    "A factor n is missing": lambda X, y: abs(X.T @ (y - y.mean())).max(),
    "divided by 2n": lambda X, y: abs(X.T @ (y - y.mean())).max() / (2 * len(y)),
    "twice too large": lambda X, y: 2 * abs(slopes_at_0(X, y)).max(),
    "The mean of y is still in it": lambda X, y: abs(X.T @ y).max() / len(y),
    "still in it, and a factor n": lambda X, y: abs(X.T @ y).max(),
    "with its sign": lambda X, y: slopes_at_0(X, y).max(),
    "Swap the two": lambda X, y: abs(slopes_at_0(X, y).max()),
    "Sum over the rows first": lambda X, y: np.mean(abs(X * (y - y.mean())[:, None]), axis=0).max(),
    "the smallest of them": lambda X, y: abs(slopes_at_0(X, y)).min(),
    "the mean over the columns": lambda X, y: abs(slopes_at_0(X, y)).mean(),
    "the sum over the columns": lambda X, y: abs(slopes_at_0(X, y)).sum(),
    "the place of the column": lambda X, y: np.argmax(abs(slopes_at_0(X, y))),
    "one number": lambda X, y: abs(slopes_at_0(X, y)),
    "in standard deviations": lambda X, y: abs(
        slopes_at_0((X - X.mean(axis=0)) / X.std(axis=0), y)
    ).max(),
    "This is a correlation": lambda X, y: max(abs(np.corrcoef(column, y)[0, 1]) for column in X.T),
    "a column has alone": lambda X, y: max(abs(np.polyfit(column, y, 1)[0]) for column in X.T),
    "the largest least-squares weight": lambda X, y: abs(LinearRegression().fit(X, y).coef_).max(),
    "should be": lambda X, y: 1.0 + len(y),
}


@pytest.mark.parametrize("said", STRONGEST)
def test_a_wrong_largest_lambda_is_told_what_is_wrong(said):
    assert_told("6.2", STRONGEST[said], said)


# 6.3


def slopes(X, y, w, b):
    return X.T @ (X @ w + b - y) / len(y)


def soft(z, t):
    return np.sign(z) * np.maximum(abs(z) - t, 0)


def by_the_package(X, y, w, b, lam, rate):
    return L1(lam).prox(w - rate * slopes(X, y, w, b), step=rate)


def with_the_error_turned_around(X, y, w, b, lam, rate):
    return soft(w + rate * X.T @ (y - X @ w - b) / len(y), lam * rate)


def by_a_loop(X, y, w, b, lam, rate):
    new = []
    for j in range(len(w)):
        slope = np.mean((X @ w + b - y) * X[:, j])
        z = w[j] - rate * slope
        new.append(np.sign(z) * max(abs(z) - rate * lam, 0))
    return new


@pytest.mark.parametrize("right", [by_the_package, with_the_error_turned_around, by_a_loop])
def test_a_step_is_right_however_it_is_taken(right):
    assert check("6.3", right).right


def rounded_to_zero(X, y, w, b, lam, rate):
    """The subgradient step, and small weights set to 0 afterwards."""
    new = w - rate * (slopes(X, y, w, b) + lam * np.sign(w))
    return np.where(abs(new) < 0.3, 0, new)


STEPS = {
    "never lands on 0": lambda X, y, w, b, lam, rate: (
        w - rate * slopes(X, y, w, b) - rate * lam * np.sign(w)
    ),
    "in it twice": lambda X, y, w, b, lam, rate: soft(
        w - rate * (slopes(X, y, w, b) + lam * np.sign(w)), rate * lam
    ),
    "The soft threshold is missing": lambda X, y, w, b, lam, rate: w - rate * slopes(X, y, w, b),
    "should be rate · λ": lambda X, y, w, b, lam, rate: soft(w - rate * slopes(X, y, w, b), lam),
    "The rate is missing from the step": lambda X, y, w, b, lam, rate: soft(
        w - slopes(X, y, w, b), rate * lam
    ),
    "from the step and from the threshold": lambda X, y, w, b, lam, rate: soft(
        w - slopes(X, y, w, b), lam
    ),
    "A factor n is missing": lambda X, y, w, b, lam, rate: soft(
        w - rate * X.T @ (X @ w + b - y), rate * lam
    ),
    "λ is divided by n": lambda X, y, w, b, lam, rate: soft(
        w - rate * slopes(X, y, w, b), rate * lam / len(X)
    ),
    "The slopes are doubled": lambda X, y, w, b, lam, rate: soft(
        w - rate * 2 * slopes(X, y, w, b), rate * lam
    ),
    "*up* the loss": lambda X, y, w, b, lam, rate: soft(
        w - rate * X.T @ (y - X @ w - b) / len(y), rate * lam
    ),
    "The bias is missing": lambda X, y, w, b, lam, rate: soft(
        w - rate * X.T @ (X @ w - y) / len(y), rate * lam
    ),
    "The threshold comes too early": lambda X, y, w, b, lam, rate: (
        soft(w, rate * lam) - rate * slopes(X, y, w, b)
    ),
    "the slopes are taken after it": lambda X, y, w, b, lam, rate: (
        soft(w, rate * lam) - rate * slopes(X, y, soft(w, rate * lam), b)
    ),
    "You thresholded hard": lambda X, y, w, b, lam, rate: (
        (w - rate * slopes(X, y, w, b)) * (abs(w - rate * slopes(X, y, w, b)) > rate * lam)
    ),
    "You forgot the sign": lambda X, y, w, b, lam, rate: abs(
        soft(w - rate * slopes(X, y, w, b), rate * lam)
    ),
    "Negative weights all become 0": lambda X, y, w, b, lam, rate: np.clip(
        w - rate * (slopes(X, y, w, b) + lam), 0, None
    ),
    "the proximal step of L2": lambda X, y, w, b, lam, rate: (
        (w - rate * slopes(X, y, w, b)) / (1 + rate * lam)
    ),
    "not yet the new weights": lambda X, y, w, b, lam, rate: (
        soft(w - rate * slopes(X, y, w, b), rate * lam) - w
    ),
    "Only the slopes went through": lambda X, y, w, b, lam, rate: (
        w - soft(rate * slopes(X, y, w, b), rate * lam)
    ),
    "Small is not zero": lambda X, y, w, b, lam, rate: (
        soft(w - rate * slopes(X, y, w, b), rate * lam) - 1e-8
    ),
    "should be": rounded_to_zero,
    "A vector of 4 numbers is asked for": lambda X, y, w, b, lam, rate: float(
        np.sum(soft(w - rate * slopes(X, y, w, b), rate * lam))
    ),
    "raised ValueError": lambda X, y, w, b, lam, rate: w - rate * X @ (X @ w + b - y),
}


@pytest.mark.parametrize("said", STEPS)
def test_a_wrong_step_is_told_what_is_wrong(said):
    assert_told("6.3", STEPS[said], said)


# 6.4


@pytest.mark.parametrize(
    "right",
    [
        [(60, 100, 3), (40, 100, 100)],
        ([30, 60, 2], np.array([20, 40, 40])),
        [(60.0, 100.0, 3.0), (40, 100, 100)],
    ],
)
def test_data_on_which_each_penalty_wins_are_right(right):
    assert check("6.4", right).right


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([(200, 10, 2), (40, 100, 100)], "The right one is ahead, but not by enough"),
        ([(40, 100, 100), (60, 100, 3)], "Should few features matter there, or many?"),
        ([(60, 100, 3), (60, 100, 3)], "With l2_wins = (60, 100, 3)"),
        ([(60, 100, 3), (200, 10, 10)], "At least 10% below is asked for"),
        ([(5, 100, 3), (40, 100, 100)], "In l1_wins, rows is a whole number from 10 to 200"),
        ([(60, 100, 3), (40, 101, 50)], "In l2_wins, features is a whole number from 2 to 100"),
        ([(60, 20, 30), (40, 100, 100)], "In l1_wins, useful is a whole number from 1 to 20"),
        ([(60, 100, 0), (40, 100, 100)], "useful is a whole number from 1 to 100"),
        ([(60.5, 100, 3), (40, 100, 100)], "rows is a whole number"),
        ([(60, 100), (40, 100, 100)], "three numbers, (rows, features, useful)"),
        ([60, 100], "three numbers, (rows, features, useful)"),
        ((60, 100, 3), "Hand in two kinds of data"),
        ([("many", 100, 3), (40, 100, 100)], "Numbers are asked for"),
    ],
)
def test_data_that_do_not_do_are_told_both_errors_or_what_is_asked_for(wrong, said):
    assert_told("6.4", wrong, said)


def test_what_it_says_of_both_penalties_is_what_others_programs_find():
    rows, features, useful = 40, 30, 3
    errors = []
    for seed in range(10):
        data = make_regression(2 * rows + 500, features, useful=useful, noise=1.0, seed=seed)
        first, judge, new = slice(rows), slice(rows, 2 * rows), slice(2 * rows, None)
        Z = (data.X - data.X[first].mean(axis=0)) / data.X[first].std(axis=0)
        best = []
        for models in (
            [Lasso(alpha=lam, tol=1e-8, max_iter=100_000) for lam in np.geomspace(10, 0.003, 40)],
            [Ridge(alpha=rows * lam) for lam in np.geomspace(100, 0.001, 40)],
        ):
            fitted = [model.fit(Z[first], data.y[first]) for model in models]
            judged = [np.mean((m.predict(Z[judge]) - data.y[judge]) ** 2) for m in fitted]
            chosen = fitted[int(np.argmin(judged))]
            best.append(np.sqrt(np.mean((chosen.predict(Z[new]) - data.y[new]) ** 2)))
        errors.append(best)
    np.testing.assert_allclose(bet_errors(rows, features, useful), np.mean(errors, axis=0), 1e-4)
