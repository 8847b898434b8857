"""Chapter 7's exercises: what learners hand in, and what they are told."""

from __future__ import annotations

import numpy as np
import pytest
from exercises import assert_told

from shrinkage import L1, L2, LinearRegression, lasso_path, soft_threshold
from shrinkage.check import check
from shrinkage.check.chapter_07 import EXERCISES, MEASUREMENTS, share_left
from shrinkage.datasets import load_diabetes, load_prostate

# 7.1


def weights(X, y, lam, penalty=L1):
    return LinearRegression(penalty=penalty(lam)).fit(X, y).coef_


def free(X, y):
    A = np.column_stack([X, np.ones(len(y))])
    return np.linalg.lstsq(A, y, rcond=None)[0]


BUDGETS = {
    "These are the weights": weights,
    "Take the absolute values first": lambda X, y, lam: weights(X, y, lam).sum(),
    "the length √(Σw²)": lambda X, y, lam: np.sqrt((weights(X, y, lam) ** 2).sum()),
    "This is Σw²": lambda X, y, lam: (weights(X, y, lam) ** 2).sum(),
    "the largest |w|": lambda X, y, lam: max(abs(weights(X, y, lam))),
    "counts the weights": lambda X, y, lam: sum(weights(X, y, lam) != 0),
    "This is λ · t": lambda X, y, lam: lam * sum(abs(weights(X, y, lam))),
    "what least squares uses": lambda X, y, lam: sum(abs(free(X, y)[:-1])),
    "These are the weights of L2": lambda X, y, lam: sum(abs(weights(X, y, lam, L2))),
    "soft threshold of the least-squares": lambda X, y, lam: sum(
        abs(soft_threshold(free(X, y)[:-1], lam))
    ),
    "too large by the factor n": lambda X, y, lam: sum(abs(weights(X, y, len(X) * lam))),
    "too large by the factor 2": lambda X, y, lam: sum(abs(weights(X, y, 2 * lam))),
    "too small by the factor 2": lambda X, y, lam: sum(abs(weights(X, y, lam / 2))),
    "The features were standardized": lambda X, y, lam: sum(
        abs(weights((X - X.mean(axis=0)) / X.std(axis=0), y, lam))
    ),
    "The bias is in your sum": lambda X, y, lam: (
        sum(abs(weights(X, y, lam))) + abs(np.mean(y - X @ weights(X, y, lam)))
    ),
    "Is a return missing": lambda X, y, lam: None,
    "raised": lambda X, y, lam: LinearRegression(penalty=L1(lam)).coef_,
}


@pytest.mark.parametrize("said", BUDGETS)
def test_a_wrong_budget_is_told_what_is_wrong(said):
    assert_told("7.1", BUDGETS[said], said)


def test_a_budget_from_the_path_is_right():
    assert check("7.1", lambda X, y, lam: np.abs(lasso_path(X, y, [lam]).coefs).sum()).right


# 7.2


def by_the_path(z1, z2, r):
    """The second knot of a lasso whose rows have just this z and this correlation."""
    root = np.linalg.cholesky([[1.0, r], [r, 1.0]]).T * np.sqrt(2)
    knots = lasso_path(
        root, 2 * np.linalg.solve(root.T, [z1, z2]), [1e-9], knots=True, fit_intercept=False
    ).knots
    return knots[1].lam


def test_the_second_knot_of_the_path_is_right():
    assert check("7.2", by_the_path).right


def only_least_squares(z1, z2, r):
    return abs(np.linalg.solve([[1, r], [r, 1]], [z1, z2])[1])


SECONDS = {
    "This is |z2|": lambda z1, z2, r: abs(z2),
    "where the first comes in": lambda z1, z2, r: z1,
    "the first has its full weight z1": lambda z1, z2, r: abs(z2 - r * z1),
    "comes in with a positive weight": lambda z1, z2, r: (z2 - r * z1) / (1 - r),
    "comes in with a negative weight": lambda z1, z2, r: (r * z1 - z2) / (1 + r),
    "its sign decides between 1 − r and": lambda z1, z2, r: abs(z2 - r * z1) / (1 - r),
    "its sign decides between 1 + r and": lambda z1, z2, r: abs(z2 - r * z1) / (1 + r),
    "The two cases are swapped": lambda z1, z2, r: min(
        one for one in ((z2 - r * z1) / (1 + r), -(z2 - r * z1) / (1 - r)) if one > 0
    ),
    "least-squares weight, in size": only_least_squares,
    "λ is never negative": lambda z1, z2, r: (z2 - r * z1) / (1 - r * np.sign(z2 - r * z1)),
    "should be": lambda z1, z2, r: 0.5,
}


@pytest.mark.parametrize("said", SECONDS)
def test_a_wrong_second_is_told_what_is_wrong(said):
    assert_told("7.2", SECONDS[said], said)


def test_the_larger_of_both_candidates_is_right_too():
    assert check(
        "7.2", lambda z1, z2, r: max((z2 - r * z1) / (1 - r), (r * z1 - z2) / (1 + r))
    ).right


# 7.3


def first_leave(knots):
    order = []
    for _, feature, _ in knots[::-1]:
        if feature not in order:
            order.append(feature)
    return order


ORDERS = {
    "in which they come in": lambda knots: list(dict.fromkeys(f for _, f, _ in knots)),
    "the first time that each leaves. A": first_leave,
    "the first time that each leaves, and": lambda knots: first_leave(knots)[::-1],
    "more than once": lambda knots: [f for _, f, _ in reversed(knots)],
    "the feature of every knot": lambda knots: [f for _, f, _ in knots],
    "each row with enters=True": lambda knots: [f for _, f, e in reversed(knots) if e],
    "They came back": lambda knots: [f for _, f, e in knots if not e],
    "These are the λ": lambda knots: sorted(
        max(lam for lam, f, _ in knots if f == g) for g in {f for _, f, _ in knots}
    ),
    "sorted by the features' numbers": lambda knots: sorted({f for _, f, _ in knots}),
}


@pytest.mark.parametrize("said", ORDERS)
def test_a_wrong_order_is_told_what_is_wrong(said):
    assert_told("7.3", ORDERS[said], said)


def test_an_order_by_a_dictionary_of_last_leaves_is_right():
    def leaving(knots):
        last = {}
        for lam, feature, _ in sorted(knots):
            last[feature] = lam
        return sorted(last, key=last.get)

    assert check("7.3", leaving).right


def test_the_knots_that_are_asked_about_are_those_of_the_data_and_one_leaves_twice():
    case = EXERCISES["7.3"].cases[0][0]
    data = load_diabetes()
    X = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0)
    for lam, feature, enters in case:
        above, below = lasso_path(X, data.y, [lam * 1.001, lam * 0.999]).coefs[:, feature]
        assert (above == 0, below == 0) == ((True, False) if enters else (False, True))
    features = [feature for _, feature, _ in case]
    assert features.count(data.feature_names.index("hdl")) == 3


# 7.4


@pytest.mark.parametrize(
    "right",
    [
        (["svi", "lcp"], 0.55, ["lcavol", "age"], 0.1),
        (("lweight", "pgg45"), np.float64(0.48), ("lbph", "lweight"), 0.02),
    ],
)
def test_two_pairs_that_do_what_is_asked_are_right(right):
    assert check("7.4", right).right


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ((["svi", "lcp"], 0.3, ["lcavol", "age"], 0.1), "At most 20% is asked for"),
        ((["lcavol", "svi"], 0.5, ["lcavol", "age"], 0.1), "Keep both"),
        ((["svi", "lcp"], 5, ["lcavol", "age"], 0.1), "both weights are 0"),
        ((["svi", "lcp"], 0.55, ["lcavol", "age"], 0.4), "At least 80% is asked for"),
        ((["svi", "lcp"], 0.55, ["lcavol", "age"], 0.001), "Exactly one is to be 0: take a larger"),
        ((["svi", "lcp"], 0.55, ["lcavol", "age"], 3), "Exactly one is to be 0: take a smaller"),
        ((["svi", "lcp"], -0.55, ["lcavol", "age"], 0.1), "lam_both is a strength, 0 or more"),
        ((["svi", "lcp"], "0.5", ["lcavol", "age"], 0.1), "Numbers are asked for"),
        ((["svi", "bmi"], 0.55, ["lcavol", "age"], 0.1), "'bmi' is none of the measurements"),
        ((["svi", "svi"], 0.55, ["lcavol", "age"], 0.1), "they must differ"),
        ((["svi"], 0.55, ["lcavol", "age"], 0.1), "holds two measurements"),
        (("svi", 0.55, "age", 0.1), "both is a list of two names"),
        ((["svi", 5], 0.55, ["lcavol", "age"], 0.1), "both is a list of two names"),
        ((["svi", "lcp"], 0.55), "Hand in four things"),
    ],
)
def test_two_pairs_that_do_not_are_told_what_is_left_or_what_is_asked_for(wrong, said):
    assert_told("7.4", wrong, said)


def test_what_is_said_to_be_left_is_what_l1_leaves():
    data = load_prostate()
    columns = [MEASUREMENTS.index(name) for name in ("lcavol", "age")]
    X = ((data.X - data.X.mean(axis=0)) / data.X.std(axis=0))[:, columns]
    left, zeros = share_left(["lcavol", "age"], 0.1)
    w = weights(X, data.y, 0.1)
    assert left == pytest.approx(np.abs(w).sum() / np.abs(free(X, data.y)[:-1]).sum())
    assert zeros == np.sum(w == 0) == 1
