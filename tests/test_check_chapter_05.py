"""Chapter 5's exercises: what learners hand in, and what they are told."""

from __future__ import annotations

import numpy as np
import pytest
from exercises import assert_told
from sklearn.linear_model import Ridge

from shrinkage import L2, LinearRegression
from shrinkage.check import check
from shrinkage.check.chapter_05_prostate import prostate_errors
from shrinkage.datasets import load_prostate
from shrinkage.selection import random_splits

# 5.1


def with_rows_appended(x, y, lam):
    """The penalty as one more row: a feature of √(nλ) with target 0."""
    extra = np.sqrt(len(x) * lam)
    X, t = np.append(x, extra)[:, np.newaxis], np.append(y, 0.0)
    return np.linalg.lstsq(X, t, rcond=None)[0]


def by_the_package(x, y, lam):
    model = LinearRegression(penalty=L2(lam), fit_intercept=False)
    return model.fit(x[:, np.newaxis], y).coef_


@pytest.mark.parametrize(
    "right",
    [
        lambda x, y, lam: np.sum(x * y) / (np.sum(x**2) + len(x) * lam),
        lambda x, y, lam: (x @ y / len(x)) / (np.var(x) + lam),
        with_rows_appended,
        by_the_package,
    ],
)
def test_one_weight_is_right_however_it_is_found(right):
    assert check("5.1", right).right


WEIGHTS = {
    "A factor n is missing": lambda x, y, lam: x @ y / (x @ x + lam),
    "λ is multiplied by n": lambda x, y, lam: np.mean(x * y) / (np.mean(x * x) + lam * len(x)),
    "Take the mean of both": lambda x, y, lam: x @ y / (np.mean(x**2) + lam),
    "λ is doubled": lambda x, y, lam: np.mean(x * y) / (np.mean(x**2) + 2 * lam),
    "λ is halved": lambda x, y, lam: np.mean(2 * x * y) / (np.mean(2 * x**2) + lam),
    "That is z/(1 + λ)": lambda x, y, lam: (x @ y) / (x @ x) / (1 + lam),
    "takes the mean of x² for 1": lambda x, y, lam: np.mean(x * y) / (1 + lam),
    "without a penalty": lambda x, y, lam: np.polyfit(x, y, 1)[0],
    "subtracted below": lambda x, y, lam: np.mean(x * y) / (np.mean(x**2) - lam),
    "subtracted above": lambda x, y, lam: (np.mean(x * y) - lam) / np.mean(x**2),
    "it is what L1 does": lambda x, y, lam: (
        np.sign(x @ y) * (abs(np.mean(x * y)) - lam) / np.mean(x**2)
    ),
    "subtracted from the least-squares": lambda x, y, lam: np.polyfit(x, y, 1)[0] - lam,
    "to the standard deviation of x": lambda x, y, lam: x @ y / len(x) / (x.std() + lam),
    "Above stands a mean and below a sum": lambda x, y, lam: np.mean(x * y) / (x @ x + lam),
    "λ is squared": lambda x, y, lam: x @ y / (x @ x + len(x) * lam**2),
    "a ratio for each row": lambda x, y, lam: sum(x * y / (lam + x * x)) / len(x),
    "the sign is turned around": lambda x, y, lam: -np.mean(x * y) / (np.mean(x**2) + lam),
    "is asked for, and this is": lambda x, y, lam: x * y / (x**2 + lam),
    "returned nothing": lambda x, y, lam: print(end=""),
    "raised": lambda x, y, lam: x @ y / (X_of_nobody @ x),  # noqa: F821
}


@pytest.mark.parametrize("said", WEIGHTS)
def test_a_wrong_weight_is_told_what_is_wrong(said):
    assert_told("5.1", WEIGHTS[said], said)


# 5.2


def error_of(X, y, w, b):
    return X @ w + b - y


def slopes(X, y, w, b, lam):
    error = error_of(X, y, w, b)
    return np.append(X.T @ error / len(y) + lam * w, error.mean())


def with_ones(X, y, w, b, lam):
    A, v = np.column_stack([X, np.ones(len(y))]), np.append(w, b)
    return A.T @ (A @ v - y) / len(y) + lam * np.append(w, 0)


def by_differences(X, y, w, b, lam):
    def objective(v):
        return np.mean(error_of(X, y, v[:-1], v[-1]) ** 2) / 2 + lam * v[:-1] @ v[:-1] / 2

    v, steps = np.append(w, b), 1e-3 * np.eye(len(w) + 1)
    return [(objective(v + h) - objective(v - h)) / 2e-3 for h in steps]


@pytest.mark.parametrize("right", [slopes, with_ones, by_differences])
def test_slopes_are_right_however_they_are_found(right):
    assert check("5.2", right).right


def bias_penalized(X, y, w, b, lam):
    A, v = np.column_stack([X, np.ones(len(y))]), np.append(w, b)
    return A.T @ (A @ v - y) / len(y) + lam * v


def bias_penalized_and_doubled(X, y, w, b, lam):
    return bias_penalized(X, y, w, b, 2 * lam)


def added_to(term, last=0.0):
    def answer(X, y, w, b, lam):
        return slopes(X, y, w, b, 0) + np.append(term(w, lam), last)

    return answer


SLOPES = [
    (bias_penalized, "You penalized the bias. Its slope"),
    (bias_penalized_and_doubled, "You penalized the bias, and doubled"),
    (lambda X, y, w, b, lam: slopes(X, y, w, b, 0), "penalty are missing"),
    (added_to(lambda w, lam: 2 * lam * w), "slope of the penalty is doubled"),
    (added_to(lambda w, lam: np.full(len(w), lam)), "λ alone is added"),
    (added_to(lambda w, lam: lam * np.sign(w)), "the penalty of the next chapter"),
    (added_to(lambda w, lam: lam * abs(w)), "absolute weights"),
    (added_to(lambda w, lam: lam * w * w / 2), "The value of the penalty"),
    (added_to(lambda w, lam: -lam * w), "The penalty is subtracted"),
    (lambda X, y, w, b, lam: slopes(X, y, w, b, lam / len(y)), "not a mean over the rows"),
    (
        lambda X, y, w, b, lam: 2 * slopes(X, y, w, b, lam / 2),
        "slopes of the loss are doubled",
    ),
    (lambda X, y, w, b, lam: 2 * slopes(X, y, w, b, lam), "Everything is doubled"),
    (
        lambda X, y, w, b, lam: len(y) * slopes(X, y, w, b, lam / len(y)),
        "A factor n is missing",
    ),
    (lambda X, y, w, b, lam: len(y) * slopes(X, y, w, b, lam), "n times the gradient"),
    (
        lambda X, y, w, b, lam: np.append(slopes(X, y, w, b, lam)[:-1], error_of(X, y, w, b).sum()),
        "is a sum of errors",
    ),
    (
        lambda X, y, w, b, lam: -slopes(X, y, w, b, -lam),
        "The error is turned around",
    ),
    (lambda X, y, w, b, lam: slopes(X, y, w, 0, lam), "The bias is missing from the pred"),
    (
        lambda X, y, w, b, lam: np.append(
            error_of(X, y, w, b).mean(), slopes(X, y, w, b, lam)[:-1]
        ),
        "weights first, then the bias",
    ),
    (lambda X, y, w, b, lam: slopes(X, y, w, b, lam)[:-1], "slope for the bias is missing"),
    (
        lambda X, y, w, b, lam: np.append(slopes(X, y, w, b, lam)[:-1], 0),
        "not out of the loss",
    ),
    (added_to(lambda w, lam: lam / 2 * w), "penalty is halved"),
    (added_to(lambda w, lam: w), "λ is missing"),
    (added_to(lambda w, lam: np.full(len(w), lam / 2 * w @ w)), "value of the whole penalty"),
    (added_to(lambda w, lam: np.full(len(w), lam * sum(w))), "sum of all weights"),
    (
        lambda X, y, w, b, lam: slopes(X, y, w, b, 2 * lam) / 2,
        "slopes of the loss are halved",
    ),
    (
        lambda X, y, w, b, lam: slopes(X, y, w, b, lam) + np.append(np.zeros(len(w)), lam),
        "for the bias has λ in it",
    ),
    (lambda X, y, w, b, lam: -slopes(X, y, w, b, lam), "the sign is turned around"),
    (lambda X, y, w, b, lam: X @ error_of(X, y, w, b), "raised ValueError"),
]


@pytest.mark.parametrize(("wrong", "said"), SLOPES, ids=[said for _, said in SLOPES])
def test_wrong_slopes_are_told_what_is_wrong(wrong, said):
    assert_told("5.2", wrong, said)


# 5.3


def ridge(X, y, lam):
    n, p = X.shape
    Z = X - X.mean(axis=0)
    w = np.linalg.solve(Z.T @ Z / n + lam * np.eye(p), Z.T @ (y - y.mean()) / n)
    return np.append(w, y.mean() - X.mean(axis=0) @ w)


def with_a_zero_on_the_diagonal(X, y, lam):
    n, p = X.shape
    A = np.column_stack([X, np.ones(n)])
    return np.linalg.solve(A.T @ A / n + lam * np.diag([1] * p + [0]), A.T @ y / n)


def with_sums(X, y, lam):
    n, p = X.shape
    Z = X - X.mean(axis=0)
    w = np.linalg.solve(Z.T @ Z + n * lam * np.eye(p), Z.T @ y)  # y need not be centered
    return np.append(w, np.mean(y - X @ w))


def by_linear_regression(X, y, lam):
    model = LinearRegression(penalty=L2(lam)).fit(X, y)
    return np.append(model.coef_, model.intercept_)


@pytest.mark.parametrize(
    "right", [ridge, with_a_zero_on_the_diagonal, with_sums, by_linear_regression]
)
def test_ridge_is_right_however_it_is_found(right):
    assert check("5.3", right).right


def solve(A, c):
    return np.linalg.lstsq(A, c, rcond=None)[0]


def one_column_more(X, y, lam):
    n, p = X.shape
    A = np.column_stack([X, np.ones(n)])
    return solve(A.T @ A / n + lam * np.eye(p + 1), A.T @ y / n)


def as_in_the_chapter(X, y, lam):
    n, p = X.shape
    return np.append(solve(X.T @ X / n + lam * np.eye(p), X.T @ (y - y.mean()) / n), y.mean())


def centered_too_late(X, y, lam):
    w = as_in_the_chapter(X, y, lam)[:-1]
    return np.append(w, y.mean() - X.mean(axis=0) @ w)


def nothing_centered(X, y, lam):
    n, p = X.shape
    w = solve(X.T @ X / n + lam * np.eye(p), X.T @ y / n)
    return np.append(w, y.mean() - X.mean(axis=0) @ w)


def no_bias(X, y, lam):
    return np.append(nothing_centered(X, y, lam)[:-1], 0)


def with_matrix(add):
    def answer(X, y, lam):
        Z, n = X - X.mean(axis=0), len(y)
        w = solve(Z.T @ Z / n + add(lam, X.shape[1], n), Z.T @ y / n)
        return np.append(w, y.mean() - X.mean(axis=0) @ w)

    return answer


def in_deviations(X, y, lam):
    return ridge((X - X.mean(axis=0)) / X.std(axis=0), y, lam)


def turned_back(X, y, lam):
    w = in_deviations(X, y, lam)[:-1] / X.std(axis=0)
    return np.append(w, y.mean() - X.mean(axis=0) @ w)


def degrees_of_freedom(X, y, lam):
    n, p = X.shape
    w = solve(np.cov(X.T) + lam * np.eye(p), (X - X.mean(axis=0)).T @ y / (n - 1))
    return np.append(w, y.mean() - X.mean(axis=0) @ w)


def bias_of(bias):
    def answer(X, y, lam):
        w = ridge(X, y, lam)[:-1]
        return np.append(w, bias(X.mean(axis=0) @ w, y.mean()))

    return answer


def one_mean(X, y, lam):
    n, p = X.shape
    Z = X - X.mean()
    w = solve(Z.T @ Z / n + lam * np.eye(p), Z.T @ (y - y.mean()) / n)
    return np.append(w, y.mean() - X.mean(axis=0) @ w)


def only_one_divided(X, y, lam):
    Z = X - X.mean(axis=0)
    w = solve(Z.T @ Z / len(y) + lam * np.eye(X.shape[1]), Z.T @ y)
    return np.append(w, y.mean() - X.mean(axis=0) @ w)


def shrunk_least_squares(X, y, lam):
    w = solve(X - X.mean(axis=0), y - y.mean()) / (1 + lam)
    return np.append(w, y.mean() - X.mean(axis=0) @ w)


def one_column_in_front(X, y, lam):
    A = np.column_stack([np.ones(len(y)), X])
    return solve(A.T @ A / len(y) + lam * np.eye(A.shape[1]), A.T @ y / len(y))


RIDGES = [
    (one_column_more, "You penalized the bias"),
    (as_in_the_chapter, "features were not centered. Then the mean of y"),
    (centered_too_late, "features were not centered before"),
    (nothing_centered, "Neither features nor target"),
    (no_bias, "There is no bias in this model"),
    (bias_of(lambda predicted, mean: mean), "only where the features have mean 0"),
    (bias_of(lambda predicted, mean: mean + predicted), "is to be subtracted"),
    (bias_of(lambda predicted, mean: predicted - mean), "sign of the bias"),
    (with_matrix(lambda lam, p, n: lam / n * np.eye(p)), "A factor n is missing"),
    (with_matrix(lambda lam, p, n: lam * n * np.eye(p)), "One of the two"),
    (with_matrix(lambda lam, p, n: 2 * lam * np.eye(p)), "a ½ was forgotten"),
    (with_matrix(lambda lam, p, n: lam / 2 * np.eye(p)), "λ is halved"),
    (with_matrix(lambda lam, p, n: lam), "every entry of the matrix"),
    (with_matrix(lambda lam, p, n: lam * (1 - np.eye(p))), "beside the diagonal"),
    (with_matrix(lambda lam, p, n: -lam * np.eye(p)), "subtracted on the diagonal"),
    (with_matrix(lambda lam, p, n: 0), "That is least squares"),
    (degrees_of_freedom, "with n − 1"),
    (in_deviations, "per standard deviation"),
    (turned_back, "turned back"),
    (lambda X, y, lam: np.roll(ridge(X, y, lam), 1), "weights first, then the bias"),
    (lambda X, y, lam: ridge(X, y, lam)[:-1], "The bias is missing at the end"),
    (bias_of(lambda predicted, mean: 0), "bring the means back"),
    (bias_of(lambda predicted, mean: -predicted), "the mean of y is missing"),
    (
        lambda X, y, lam: [*ridge(X, y, lam)[:-1], ridge(X, y, lam)[-1] / (1 + lam)],
        "as if it were penalized",
    ),
    (one_mean, "One mean over all of X"),
    (only_one_divided, "Xᵀy is not"),
    (shrunk_least_squares, "divided by 1 + λ. It is right for one"),
    (one_column_in_front, "You penalized the bias: a column of ones"),
    (lambda X, y, lam: (ridge(X, y, lam)[:-1], 1.0), "holds something else"),
]


@pytest.mark.parametrize(("wrong", "said"), RIDGES, ids=[said for _, said in RIDGES])
def test_a_wrong_ridge_is_told_what_is_wrong(wrong, said):
    assert_told("5.3", wrong, said)


# 5.4


@pytest.mark.parametrize("right", [(20, 80, 0.2), [15, 87, 0.1], (20, 77, 0.3), (12, 85, 0.05)])
def test_a_strength_that_helps_few_and_leaves_many_alone_is_right(right):
    assert check("5.4", right).right


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ((30, 80, 0.2), "With few, −10% or more is asked for"),
        ((20, 80, 1e-6), "With few, −10% or more is asked for"),
        ((20, 30, 0.2), "With many, less than 1% is asked for"),
        ((12, 87, 1e9), "With many, less than 1% is asked for"),
        ((20.5, 80, 0.2), "few is a whole number of men"),
        ((5, 80, 0.2), "few is a whole number of men"),
        ((20, 97, 0.2), "many is a whole number of men"),
        ((80, 20, 0.2), "few is to be the smaller number"),
        ((20, 80, 0), "lam is a number above 0"),
        ((20, 80, -1), "lam is a number above 0"),
        ((20, 80, "strong"), "Numbers are asked for"),
        ((20, 80), "Hand in three things"),
        (0.2, "Hand in three things"),
    ],
)
def test_what_does_not_is_told_both_changes_or_what_is_asked_for(wrong, said):
    assert_told("5.4", wrong, said)


def test_the_changes_told_are_those_of_the_two_errors():
    without, with_penalty = prostate_errors(12, 1e9)
    change = f"{abs(with_penalty / without - 1):.1%}"
    assert f": −{change}." in check("5.4", (12, 87, 1e9)).message


def test_the_errors_are_those_of_ridge_on_the_scale_of_the_training_men():
    data, errors = load_prostate(), []
    for train, test in random_splits(97, 20, test_size=77, seed=0):
        X = (data.X - data.X[train].mean(axis=0)) / data.X[train].std(axis=0)
        for alpha in (1e-9, 20 * 0.3):
            model = Ridge(alpha=alpha).fit(X[train], data.y[train])
            errors.append(np.sqrt(np.mean((model.predict(X[test]) - data.y[test]) ** 2)))
    expected = np.reshape(errors, (20, 2)).mean(axis=0)
    assert prostate_errors(20, 0.3) == pytest.approx(tuple(expected), abs=1e-6)
