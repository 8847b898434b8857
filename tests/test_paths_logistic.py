"""Logistic paths: right at every λ, proven so, and honest where they are not."""

import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression as SklearnLogisticRegression

import shrinkage.paths.logistic as entrance
import shrinkage.paths.logistic_between as between
import shrinkage.paths.logistic_stations as stations
from shrinkage import L1, L2, ConvergenceWarning, ElasticNet, LogisticRegression
from shrinkage.active_set import minimize_quadratic
from shrinkage.datasets import (
    load_breast_cancer,
    load_diabetes,
    load_prostate,
    load_tecator,
    make_regression,
)
from shrinkage.paths.logistic import logistic_path
from shrinkage.paths.logistic_certificates import gradients_and_gaps
from shrinkage.paths.logistic_model import LocalModel
from shrinkage.paths.logistic_newton import solve_damped
from shrinkage.paths.logistic_problem import LogisticProblem

REFERENCE = Path(__file__).parent / "reference" / "solutions.json"


def standardized(X):
    return (X - X.mean(axis=0)) / X.std(axis=0)


def above_median(y):
    return (y > np.median(y)).astype(int)


def breast_cancer():
    data = load_breast_cancer()
    return standardized(data.X), np.asarray(data.y)


def real(load):
    data = load()
    return standardized(data.X), above_median(data.y)


def synthetic(n, p):
    data = make_regression(n, p, seed=0)
    return data.X, above_median(data.y)


DATA = {
    "diabetes": lambda: real(load_diabetes),
    "prostate": lambda: real(load_prostate),
    "breast_cancer": breast_cancer,
    "tecator": lambda: real(load_tecator),
    "1000 x 12": lambda: synthetic(1000, 12),
    "2000 x 200": lambda: synthetic(2000, 200),
}


def random_data(seed, n=40, p=6, shift=0.0):
    generator = np.random.default_rng(seed)
    X = generator.standard_normal((n, p)) + shift
    y = X[:, 0] - X[:, 1] + generator.standard_normal(n) > np.sum(shift * 0)
    y[:2] = [False, True]
    return X, y


def loss(X, y, w, b):
    z = X @ w + b
    return np.mean(np.logaddexp(0.0, z) - y * z)


def objective(X, y, w, b, lam, alpha):
    penalty = alpha * np.abs(w).sum() + (1 - alpha) / 2 * np.sum(w**2)
    return loss(X, y, w, b) + lam * penalty


def worst_violation(X, y, path, alpha, intercept=True):
    """By how much the optimality conditions are missed, relative to λ (L2: to the slope at 0)."""
    worst = 0.0
    for lam, w, b in zip(path.lams, path.coefs, path.intercepts, strict=True):
        error = 1 / (1 + np.exp(-(X @ w + b))) - y
        g = X.T @ error / len(y) + lam * (1 - alpha) * w
        misses = np.where(
            w != 0, np.abs(g + lam * alpha * np.sign(w)), np.maximum(np.abs(g) - lam * alpha, 0)
        )
        size = lam if alpha > 0 else np.abs(X.T @ (y - y.mean())).max() / len(y)
        worst = max(worst, misses.max() / size)
        if intercept:
            worst = max(worst, abs(error.mean()))
    return worst


def tight(alpha):
    """A tolerance that makes weights right to 6 digits: with L2 the gap is a square."""
    return 1e-11 if alpha == 1 else 1e-14


def penalty_of(lam, alpha):
    return L1(lam) if alpha == 1 else L2(lam) if alpha == 0 else ElasticNet(lam, alpha)


@pytest.mark.parametrize("name", DATA)
def test_gap_is_within_tolerance_at_every_lam_of_the_default_grid(name):
    X, y = DATA[name]()
    path = logistic_path(X, y)
    assert path.coefs.shape == (100, X.shape[1])
    assert path.converged
    assert path.gaps.max() <= 1e-8


@pytest.mark.parametrize("alpha", [0.5, 0.0])
@pytest.mark.parametrize("name", ["diabetes", "breast_cancer", "tecator", "1000 x 12"])
def test_gap_is_within_tolerance_with_l2_in_the_penalty(name, alpha):
    X, y = DATA[name]()
    assert logistic_path(X, y, alpha=alpha).gaps.max() <= 1e-8


@pytest.mark.parametrize("name", ["diabetes", "breast_cancer", "tecator"])
def test_optimality_conditions_hold_on_real_data(name):
    X, y = DATA[name]()
    assert worst_violation(X, y, logistic_path(X, y, tol=1e-10), 1.0) < 1e-5


@pytest.mark.parametrize("alpha", [1.0, 0.25])
def test_grid_starts_where_the_first_weight_appears(alpha):
    X, y = DATA["diabetes"]()
    path = logistic_path(X, y, alpha=alpha, n_lams=50)
    lam_max = np.abs(X.T @ (y - y.mean())).max() / len(y) / alpha
    np.testing.assert_allclose(path.lams, lam_max * np.logspace(0, -3, 50), rtol=1e-10)
    assert path.n_active[0] == 0
    assert path.n_active[1] >= 1
    assert not logistic_path(X, y, lams=[2 * lam_max, lam_max], alpha=alpha).active.any()
    assert logistic_path(X, y, lams=[0.999 * lam_max], alpha=alpha).n_active[0] == 1


def test_grid_is_shorter_where_there_are_more_columns_than_rows():
    X, y = random_data(0, n=20, p=50)
    path = logistic_path(X, y)
    assert path.lams[-1] / path.lams[0] == pytest.approx(1e-2)
    assert logistic_path(X, y, ratio=0.3).lams[-1] / path.lams[0] == pytest.approx(0.3)


def test_grid_of_l2_goes_from_hardly_fitted_to_hardly_shrunk():
    X, y = DATA["1000 x 12"]()
    path = logistic_path(X, y, alpha=0.0)
    unpenalized = LogisticRegression().fit(X, y).coef_[0]
    shares = np.linalg.norm(path.coefs, axis=1) / np.linalg.norm(unpenalized)
    assert shares[0] < 0.01
    assert 0.97 < shares[-1] < 1


def test_weights_without_features_are_the_log_odds():
    X, y = random_data(3)
    path = logistic_path(X, y, lams=[100.0])
    assert path.intercepts[0] == pytest.approx(np.log(y.mean() / (1 - y.mean())), abs=1e-12)
    assert path.gaps[0] <= 1e-15


@pytest.mark.parametrize("entry", range(15))
def test_weights_match_the_reference_solutions(entry):
    X, y = breast_cancer()
    solution = json.loads(REFERENCE.read_text())["datasets"]["breast_cancer"]["solutions"][entry]
    lam, alpha = solution["lam"], solution["alpha"]
    best = np.array(solution["coef"])
    path = logistic_path(X, y, [lam], alpha=alpha, tol=tight(alpha))
    np.testing.assert_allclose(path.coefs[0], best, atol=1e-6)
    np.testing.assert_array_equal(path.active[0], best != 0)
    assert path.intercepts[0] == pytest.approx(solution["intercept"], abs=1e-6)
    # What the weights of a loose path are worse by is no more than its gap says.
    path = logistic_path(X, y, [lam], alpha=alpha, tol=1e-3)
    worse = objective(X, y, path.coefs[0], path.intercepts[0], lam, alpha) - solution["objective"]
    assert -1e-14 <= worse <= path.gaps[0] * path.null_objective + 1e-14


@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("alpha", [1.0, 0.5, 0.0])
def test_weights_match_the_exact_solver(alpha, fit_intercept):
    X, y = DATA["prostate"]()
    X = X + 0.3
    path = logistic_path(
        X, y, alpha=alpha, fit_intercept=fit_intercept, n_lams=20, tol=tight(alpha)
    )
    for i in (3, 10, 19):
        model = LogisticRegression(
            penalty=penalty_of(path.lams[i], alpha), fit_intercept=fit_intercept
        ).fit(X, y)
        np.testing.assert_allclose(path.coefs[i], model.coef_[0], atol=1e-6)
        np.testing.assert_allclose(path.intercepts[i], model.intercept_, atol=1e-6)
    if not fit_intercept:
        assert not path.intercepts.any()


@pytest.mark.parametrize(
    ("alpha", "options"),
    [
        (1.0, {"solver": "saga", "l1_ratio": 1.0}),
        (0.5, {"solver": "saga", "l1_ratio": 0.5}),
        (0.0, {"solver": "newton-cholesky"}),
    ],
)
def test_weights_match_scikit_learn(alpha, options):
    X, y = DATA["diabetes"]()
    lam = 0.02
    path = logistic_path(X, y, [lam], alpha=alpha, tol=tight(alpha))
    model = SklearnLogisticRegression(
        C=1 / (len(y) * lam), tol=1e-9, max_iter=20_000, random_state=0, **options
    ).fit(X, y)
    np.testing.assert_allclose(path.coefs[0], model.coef_[0], atol=1e-6)
    np.testing.assert_allclose(path.intercepts[0], model.intercept_[0], atol=1e-6)


# The certificate


def primal_minus_dual(X, y, w, b, lam, alpha):
    """P − D written as it is defined, for the doubts of the weights, scaled as documented."""
    n = len(y)
    error = y - 1 / (1 + np.exp(-(X @ w + b)))
    doubt1, doubt0 = error[y == 1].sum(), -error[y == 0].sum()
    error = np.where(y == 1, error * min(doubt0 / doubt1, 1), error * min(doubt1 / doubt0, 1))
    g = X.T @ error / n
    if alpha == 1:
        error = error * min(1, lam / np.abs(g).max())
        conjugate = 0.0
    else:
        over = np.maximum(np.abs(g) - lam * alpha, 0)
        conjugate = np.sum(over**2) / (2 * lam * (1 - alpha))
    q = np.abs(error)
    entropy = -q * np.log(q) - (1 - q) * np.log1p(-q)
    return objective(X, y, w, b, lam, alpha) - (entropy.mean() - conjugate)


def null_objective(y):
    share = np.mean(y)
    return -share * np.log(share) - (1 - share) * np.log(1 - share)


def gap_of(X, y, w, b, lam, alpha, fit_intercept=True):
    problem = LogisticProblem.of(X, y, fit_intercept)
    u = np.append(w, b + X.mean(axis=0) @ w) if fit_intercept else w
    return gradients_and_gaps(problem, u[None], np.array([lam]), alpha)[1][0]


@pytest.mark.parametrize("alpha", [1.0, 0.5, 0.0])
def test_gap_is_primal_minus_dual_over_the_null_objective(alpha):
    X, y = random_data(5, shift=2.0)
    generator = np.random.default_rng(5)
    best = logistic_path(X, y, [0.05], alpha=alpha)
    for distance in (0.03, 0.01, 0.003):
        w = best.coefs[0] + distance * generator.standard_normal(X.shape[1])
        b = best.intercepts[0] + distance * generator.standard_normal()
        expected = primal_minus_dual(X, y, w, b, 0.05, alpha) / null_objective(y)
        gap = gap_of(X, y, w, b, 0.05, alpha)
        assert expected <= gap * (1 + 1e-9)
        # More only by what the bound of the divergence, of second order, is larger.
        assert gap <= expected * 1.1


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 10_000),
    alpha=st.sampled_from([1.0, 0.7, 0.1, 0.0]),
    lam=st.sampled_from([0.3, 0.03, 0.003]),
    distance=st.sampled_from([3.0, 0.3, 1e-2, 1e-4]),
    fit_intercept=st.booleans(),
)
def test_no_weights_are_better_than_the_gap_allows(seed, alpha, lam, distance, fit_intercept):
    X, y = random_data(seed)
    best = logistic_path(X, y, [lam], alpha=alpha, fit_intercept=fit_intercept, tol=tight(alpha))
    lowest = objective(X, y, best.coefs[0], best.intercepts[0], lam, alpha)
    generator = np.random.default_rng(seed)
    w = best.coefs[0] + distance * generator.standard_normal(X.shape[1])
    b = best.intercepts[0] + fit_intercept * distance * generator.standard_normal()
    worse = objective(X, y, w, b, lam, alpha) - lowest
    null = null_objective(y) if fit_intercept else np.log(2)
    assert worse <= gap_of(X, y, w, b, lam, alpha, fit_intercept) * null * (1 + 1e-9) + 1e-15


def exact_gap(X, y, w, b, lam):
    """The L1 gap of the scaled point, in extended precision from the data."""
    X, y, w = (np.asarray(values, dtype=np.longdouble) for values in (X, y, w))
    m = np.where(y == 1, 1, -1) * (X @ w + np.longdouble(b))
    q = 1 / (1 + np.exp(m))
    doubt = [q[y == label].sum() for label in (0, 1)]
    scale = np.where(y == 1, min(1, doubt[0] / doubt[1]), min(1, doubt[1] / doubt[0]))
    g = (X * (np.where(y == 1, 1, -1) * scale * q)[:, None]).sum(axis=0) / len(y)
    scale *= min(1, lam / np.abs(g).max())
    g *= min(1, lam / np.abs(g).max())
    apart = scale * q * np.log(scale) + (1 - scale * q) * np.log1p((1 - scale) * q / (1 - q))
    return (apart.mean() + np.sum(lam * np.abs(w) - g * w)) / null_objective(y)


@pytest.mark.parametrize("seed", range(4))
def test_rounding_makes_no_gap_too_small(seed):
    X, y = random_data(seed, n=700)
    X -= X.mean(axis=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        path = logistic_path(X, y, n_lams=30, tol=1e-18)
    for lam, w, b, gap in zip(path.lams, path.coefs, path.intercepts, path.gaps, strict=True):
        assert gap >= exact_gap(X, y, w, b, lam) * (1 - 1e-9)
        assert gap < 1e-11


def test_gap_of_a_biased_bias_counts():
    X, y = random_data(8)
    best = logistic_path(X, y, [0.05])
    right = gap_of(X, y, best.coefs[0], best.intercepts[0], 0.05, 1.0)
    wrong = gap_of(X, y, best.coefs[0], best.intercepts[0] + 0.1, 0.05, 1.0)
    assert right < 1e-8
    moved = objective(X, y, best.coefs[0], best.intercepts[0] + 0.1, 0.05, 1.0)
    lost = moved - objective(X, y, best.coefs[0], best.intercepts[0], 0.05, 1.0)
    assert wrong >= lost / null_objective(y) > 1e-4


def test_gap_of_long_sums_is_the_same_as_of_short_ones():
    X, y = random_data(2, n=300)
    many, labels = np.tile(X, (10, 1)), np.tile(y, 10)
    w = np.full(X.shape[1], 0.1)
    once, tenfold = (gap_of(*data, w, 0.2, 0.05, 1.0) for data in ((X, y), (many, labels)))
    assert tenfold == pytest.approx(once, rel=1e-10)


def test_gaps_of_a_path_are_those_of_its_weights():
    X, y = random_data(4, shift=1.0)
    path = logistic_path(X, y, n_lams=12)
    for lam, w, b, gap in zip(path.lams, path.coefs, path.intercepts, path.gaps, strict=True):
        again = primal_minus_dual(X, y, w, b, lam, 1.0) / null_objective(y)
        assert gap == pytest.approx(again, abs=1e-12)


# Honesty


def test_warning_names_the_lam_whose_gap_is_too_large():
    X, y = DATA["prostate"]()
    with pytest.warns(ConvergenceWarning, match=r"above tol=1e-18 at λ = 0\.01"):
        path = logistic_path(X, y, lams=[10.0, 0.01], tol=1e-18)
    assert not path.converged
    assert path.gaps[0] < 1e-18
    assert 1e-18 < path.gaps[1] < 1e-12


def test_rounding_leaves_a_gap_that_is_told_and_not_hidden():
    X, y = DATA["tecator"]()
    with pytest.warns(ConvergenceWarning):
        path = logistic_path(X, y, n_lams=10, tol=1e-17)
    assert (path.gaps[1:] > 0).all()
    assert path.gaps.max() < 1e-10


@pytest.mark.parametrize("alpha", [1.0, 0.5, 0.0])
def test_separable_data_are_followed_far_down(alpha):
    X, _ = random_data(1, n=50, p=3)
    y = X[:, 0] > 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        path = logistic_path(X, y, alpha=alpha, ratio=1e-9)
    assert path.converged
    assert loss(X, y, path.coefs[-1], path.intercepts[-1]) < 1e-4
    assert np.isfinite(path.coefs).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"lams": [0.1, 0.0]}, r"lams must be more than 0, got 0 at position 1"),
        ({"lams": [-1.0]}, r"lams must be more than 0"),
        ({"lams": [np.nan]}, r"lams holds NaN"),
        ({"alpha": 1.5}, r"alpha must be finite and >= 0 and <= 1, got 1\.5"),
        ({"tol": 0.0}, r"tol must be finite and > 0"),
        ({"ratio": 0.0}, r"ratio must be"),
        ({"n_lams": 0}, r"n_lams must be at least 1"),
        ({"y": ["a"] * 40}, r"y holds only one class"),
        ({"y": [0, 1, 2, 1] * 10}, r"y must hold two classes, got 3.*SoftmaxRegression"),
        ({"y": [0, 1]}, r"X has 40 rows, y has 2 rows"),
        ({"y": np.linspace(0, 1, 40)}, r"continuous"),
        ({"X": np.full((40, 2), np.nan)}, r"X holds NaN"),
        ({"X": np.full((40, 2), 1e200)}, r"X holds numbers so large \(up to 1\.0e\+200\)"),
    ],
)
def test_bad_input_is_refused_by_name(arguments, message):
    X, y = random_data(0)
    with pytest.raises(ValueError, match=message):
        logistic_path(**{"X": X, "y": y, **arguments})


def test_a_flag_that_is_none_is_refused():
    X, y = random_data(0)
    with pytest.raises(TypeError, match="fit_intercept must be True or False"):
        logistic_path(X, y, fit_intercept=1)


# Labels, order and units


@pytest.mark.parametrize("labels", [("no", "yes"), (False, True), (-1, 1), (3, 7)])
def test_the_second_label_in_order_is_class_1(labels):
    X, y = random_data(0)
    expected = logistic_path(X, y, n_lams=5)
    path = logistic_path(X, np.array(labels)[y.astype(int)], n_lams=5)
    np.testing.assert_array_equal(path.coefs, expected.coefs)
    z = path.outputs(X)[-1]
    assert z[y].mean() > z[~y].mean()


def test_lams_come_back_in_their_order():
    X, y = random_data(0)
    lams = [0.02, 0.2, 5.0, 0.02, 0.002]
    path = logistic_path(X, y, lams, tol=1e-10)
    np.testing.assert_array_equal(path.lams, lams)
    np.testing.assert_array_equal(path.coefs[0], path.coefs[3])
    for i in range(5):
        alone = logistic_path(X, y, lams[i : i + 1], tol=1e-10)
        np.testing.assert_allclose(path.coefs[i], alone.coefs[0], atol=1e-6)


@settings(deadline=None, max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    alpha=st.sampled_from([1.0, 0.8, 0.3, 0.0]),
    shape=st.sampled_from([(40, 6), (30, 1), (15, 40), (60, 20)]),
    fit_intercept=st.booleans(),
)
def test_optimality_conditions_hold(seed, alpha, shape, fit_intercept):
    X, y = random_data(seed, n=shape[0], p=max(shape[1], 2))
    X = X[:, : shape[1]].copy()
    if X.shape[1] > 4:
        X[:, 2] = X[:, 0]  # a copy
        X[:, 3] = 1.5  # a constant
    path = logistic_path(
        X, y, alpha=alpha, fit_intercept=fit_intercept, n_lams=30, tol=tight(alpha)
    )
    assert path.converged
    assert worst_violation(X, y, path, alpha, fit_intercept) < 1e-4


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10_000), alpha=st.sampled_from([1.0, 0.5, 0.0]))
def test_loss_falls_along_the_path(seed, alpha):
    X, y = random_data(seed)
    path = logistic_path(X, y, alpha=alpha, n_lams=40, tol=tight(alpha))
    losses = [loss(X, y, w, b) for w, b in zip(path.coefs, path.intercepts, strict=True)]
    assert (np.diff(losses) <= 1e-9).all()
    penalties = alpha * np.abs(path.coefs).sum(axis=1) + (1 - alpha) / 2 * np.sum(
        path.coefs**2, axis=1
    )
    assert (np.diff(penalties) >= -1e-6).all()


@settings(deadline=None, max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    alpha=st.sampled_from([1.0, 0.0]),
    factor=st.sampled_from([1e-6, 0.5, 3.0, 1e5]),
)
def test_units_of_features_only_rescale(seed, alpha, factor):
    X, y = random_data(seed)
    path = logistic_path(X, y, alpha=alpha, n_lams=15, ratio=1e-2, tol=tight(alpha))
    of_lam = factor if alpha == 1 else factor**2
    scaled = logistic_path(factor * X, y, path.lams * of_lam, alpha=alpha, tol=tight(alpha))
    np.testing.assert_allclose(scaled.coefs * factor, path.coefs, atol=1e-5)
    np.testing.assert_allclose(scaled.intercepts, path.intercepts, atol=1e-5)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10_000), alpha=st.sampled_from([1.0, 0.5, 0.0]))
def test_order_of_columns_and_rows_does_not_matter(seed, alpha):
    X, y = random_data(seed)
    generator = np.random.default_rng(seed)
    columns, rows = generator.permutation(X.shape[1]), generator.permutation(len(y))
    path = logistic_path(X, y, alpha=alpha, n_lams=15, tol=tight(alpha))
    other = logistic_path(X[rows][:, columns], y[rows], alpha=alpha, n_lams=15, tol=tight(alpha))
    np.testing.assert_allclose(other.lams, path.lams, rtol=1e-10)
    np.testing.assert_allclose(other.coefs, path.coefs[:, columns], atol=1e-5)


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10_000), alpha=st.sampled_from([1.0, 0.5, 0.0]))
def test_swapping_labels_turns_signs(seed, alpha):
    X, y = random_data(seed)
    path = logistic_path(X, y, alpha=alpha, n_lams=15, tol=tight(alpha))
    swapped = logistic_path(X, ~y, alpha=alpha, n_lams=15, tol=tight(alpha))
    np.testing.assert_allclose(swapped.coefs, -path.coefs, atol=1e-5)
    np.testing.assert_allclose(swapped.intercepts, -path.intercepts, atol=1e-5)


def test_shifting_features_moves_only_the_bias():
    X, y = random_data(0)
    path = logistic_path(X, y, n_lams=15, tol=1e-10)
    moved = logistic_path(X + 1e6, y, path.lams, tol=1e-10)
    np.testing.assert_allclose(moved.coefs, path.coefs, atol=1e-6)
    np.testing.assert_allclose(moved.outputs(X + 1e6), path.outputs(X), atol=1e-5)


# Awkward columns


@pytest.mark.parametrize("alpha", [1.0, 0.5, 0.0])
def test_copies_and_constants_change_no_output(alpha):
    X, y = random_data(7)
    lams = [0.1, 0.03, 0.01, 0.001]
    plain = logistic_path(X, y, lams, tol=1e-10)
    wide = np.column_stack([X, np.full(len(y), 3.0), X[:, 0], -X[:, 1]])
    path = logistic_path(wide, y, lams, alpha=alpha, tol=tight(alpha))
    assert path.converged
    assert not path.coefs[:, 6].any()
    if alpha == 1:
        np.testing.assert_allclose(path.outputs(wide), plain.outputs(X), atol=1e-5)
    else:
        np.testing.assert_allclose(path.coefs[:, 7], path.coefs[:, 0], atol=1e-5)
        np.testing.assert_allclose(path.coefs[:, 8], -path.coefs[:, 1], atol=1e-5)


def test_constant_columns_alone_leave_the_intercept():
    path = logistic_path(np.ones((4, 2)), [0, 1, 1, 1])
    assert path.converged
    assert not path.active.any()
    np.testing.assert_allclose(path.intercepts, np.log(3))


@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("alpha", [1.0, 0.3, 0.0])
def test_more_columns_than_rows(alpha, fit_intercept):
    X, y = random_data(11, n=25, p=60, shift=0.5)
    path = logistic_path(
        X, y, alpha=alpha, fit_intercept=fit_intercept, n_lams=30, tol=tight(alpha)
    )
    assert path.converged
    assert worst_violation(X, y, path, alpha, fit_intercept) < 1e-5
    if alpha == 0:
        model = LogisticRegression(penalty=L2(path.lams[20]), fit_intercept=fit_intercept).fit(X, y)
        np.testing.assert_allclose(path.coefs[20], model.coef_[0], atol=1e-6)


@pytest.mark.parametrize("load", [load_breast_cancer, load_diabetes, load_tecator])
def test_features_in_their_own_units(load):
    data = load()
    y = np.asarray(data.y)
    labels = y if set(y.tolist()) == {0, 1} else above_median(y)
    for alpha in (1.0, 0.0):
        assert logistic_path(data.X, labels, alpha=alpha).converged


def test_one_label_in_a_thousand():
    X, _ = random_data(0, n=1000)
    y = np.arange(1000) == 17
    assert logistic_path(X, y).gaps.max() <= 1e-8


# The parts


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 10_000),
    nu=st.sampled_from([0.2, 0.02, 0.002]),
    mu=st.sampled_from([0.0, 0.1]),
    near_copies=st.booleans(),
)
def test_the_road_ends_at_the_minimum_of_the_quadratic(seed, nu, mu, near_copies):
    generator = np.random.default_rng(seed)
    X, y = random_data(seed, n=30, p=8)
    if near_copies:
        X[:, 4:] = X[:, :4] + 0.03 * generator.standard_normal((30, 4))
    problem = LogisticProblem.of(X, y, True)
    u = np.where(generator.random(9) < 0.5, generator.standard_normal(9), 0.0)
    u[-1] = 0.3
    free = problem.penalized == 0
    q = problem.doubts(u)
    g = problem.gradient(q) + mu * problem.penalized * u
    everything = np.ones(9, dtype=bool)
    model = LocalModel.around(
        problem, q, mu, free | (u != 0), np.where(free, 0.0, np.sign(u)), everything
    )
    found = model.minimize(u[model.at], g[model.at], nu)
    H = problem.hessian(q, np.arange(9)) + mu * np.diag(problem.penalized)
    best = minimize_quadratic(H, H @ u - g, nu * problem.penalized)
    end = np.zeros(9)
    end[found.model.at] = found.weights

    def value(x):
        return g @ (x - u) + 0.5 * (x - u) @ H @ (x - u) + nu * np.abs(x[:-1]).sum()

    assert value(end) <= value(best) + 1e-12
    slopes = g + H @ (end - u)
    np.testing.assert_allclose(found.slopes, slopes[found.model.at], atol=1e-9)
    signs = np.where(found.model.at < 8, np.sign(found.weights), 0.0)
    np.testing.assert_array_equal(found.model.signs, signs)


def test_an_exact_copy_is_let_be():
    X, y = random_data(2, n=30, p=3)
    problem = LogisticProblem.of(np.column_stack([X, X]), y, True)
    u = problem.start
    q = problem.doubts(u)
    model = LocalModel.around(
        problem, q, 0.0, problem.penalized == 0, np.zeros(7), np.ones(7, dtype=bool)
    )
    found = model.minimize(u[model.at], problem.gradient(q)[model.at], 0.001)
    assert np.isfinite(found.weights).all()
    assert np.count_nonzero(found.model.active) <= 4


@pytest.mark.parametrize("alpha", [1.0, 0.5, 0.0])
def test_damped_newton_solves_alone(alpha):
    X, y = random_data(6, n=40, p=60)
    problem = LogisticProblem.of(X, y, True)
    far = 50.0 * np.random.default_rng(0).standard_normal(61)
    for starts in ([], [far], [np.full(61, np.nan), far]):
        with np.errstate(invalid="ignore"):
            u, gap = solve_damped(problem, starts, 1e-4, alpha, 1e-9)
        assert gap <= 1e-9
        assert np.isfinite(u).all()


# One row against six: undamped Newton steps jump to and fro, further each time.
LOPSIDED = (
    [[-0.4, 1.3], [-0.6, 1.4], [0.9, -0.1], [0.0, -0.3], [0.7, 0.2], [0.4, 6.6], [0.9, -0.9]],
    [1, 0, 1, 1, 1, 1, 1],
)


@pytest.mark.parametrize("alpha", [0.5, 0.0])
@pytest.mark.parametrize("lam", [1e-4, 1e-5])
def test_damped_newton_arrives_where_undamped_newton_diverges(alpha, lam):
    problem = LogisticProblem.of(*LOPSIDED, True)
    u, gap = solve_damped(problem, [], lam, alpha, 1e-9)
    assert gap <= 1e-9
    assert logistic_path(*LOPSIDED, [lam], alpha=alpha).converged
    # Undamped, from the same start: no nearer after 30 steps.
    entries, free = np.arange(3), problem.penalized == 0
    strength, undamped = lam * problem.penalized, problem.start
    with np.errstate(over="ignore"):
        for _ in range(30):
            q = problem.doubts(undamped)
            H = problem.hessian(q, entries) + (1 - alpha) * np.diag(strength) + 1e-12 * free
            slopes = problem.gradient(q) + (1 - alpha) * strength * undamped
            undamped = minimize_quadratic(H, H @ undamped - slopes, alpha * strength)
    assert problem.objective(undamped, lam, alpha) > 2 * problem.objective(u, lam, alpha)


@pytest.mark.parametrize("alpha", [1.0, 0.5, 0.0])
def test_paths_are_right_where_stations_fail(alpha, monkeypatch):
    X, y = random_data(9)
    expected = logistic_path(X, y, alpha=alpha, n_lams=20, tol=tight(alpha))

    def fail(*_):
        raise np.linalg.LinAlgError

    monkeypatch.setattr(LocalModel, "around", fail)
    path = logistic_path(X, y, alpha=alpha, n_lams=20, tol=tight(alpha))
    assert path.converged
    np.testing.assert_allclose(path.coefs, expected.coefs, atol=1e-5)


def test_paths_are_right_where_features_come_out_of_sight(monkeypatch):
    X, y = random_data(10, n=60, p=30)
    expected = logistic_path(X, y, tol=1e-10)
    monkeypatch.setattr(stations, "_SIGHT", -1.0)
    path = logistic_path(X, y, tol=1e-10)
    assert path.converged
    np.testing.assert_allclose(path.coefs, expected.coefs, atol=1e-5)


@pytest.mark.parametrize("alpha", [1.0, 0.5, 0.0])
def test_stations_are_close_to_the_path(alpha):
    X, y = DATA["diabetes"]()
    problem = LogisticProblem.of(X, y, True)
    # L2 starts from weights of 0, far away, where one Newton step is not enough.
    high = 0.2371246 / alpha if alpha else 0.01
    found = list(stations.walk(problem, high, 0.003, alpha))
    assert found[0].log_lam == pytest.approx(np.log(high))
    assert found[-1].log_lam == pytest.approx(np.log(0.003))
    U, lams = np.array([one.u for one in found]), np.exp([one.log_lam for one in found])
    assert gradients_and_gaps(problem, U, lams, alpha)[1].max() < 5e-4


def test_weights_between_stations_are_close_before_any_correction():
    X, y = DATA["diabetes"]()
    problem = LogisticProblem.of(X, y, True)
    found = list(stations.walk(problem, 0.03, 0.003, 0.0))
    lams = np.geomspace(0.03, 0.003, 50)
    U, signs, _ = between._guess(found, lams, 0.0)
    assert not signs.any()
    # It would be 3e-6 with straight lines, and 4e-5 with wrong tangents.
    assert gradients_and_gaps(problem, U, lams, 0.0)[1].max() < 2e-6


def test_most_lams_need_no_solve_of_their_own(monkeypatch):
    solved = []

    def count(*arguments):
        solved.append(arguments)
        return solve_damped(*arguments)

    monkeypatch.setattr(between, "solve_damped", count)
    monkeypatch.setattr(stations, "solve_damped", count)
    for name in DATA:
        X, y = DATA[name]()
        logistic_path(X, y)
    assert len(solved) <= 3


def test_parts_of_a_path_are_the_same_as_the_whole(monkeypatch):
    X, y = random_data(12, n=60, p=20)
    lams = np.append(0.2 * np.logspace(0, -3, 40), [0.01, 0.01, 5.0])
    expected = logistic_path(X, y, lams, tol=1e-10)
    monkeypatch.setattr(entrance, "_MEMORY", 1)
    path = logistic_path(X, y, lams, tol=1e-10)
    assert path.converged
    np.testing.assert_allclose(path.coefs, expected.coefs, atol=1e-5)


@pytest.mark.parametrize("alpha", [0.5, 0.0])
def test_weights_are_as_close_as_the_gap_says(alpha):
    X, y = DATA["diabetes"]()
    path = logistic_path(X, y, alpha=alpha, n_lams=20, tol=1e-4)
    best = logistic_path(X, y, path.lams, alpha=alpha, tol=1e-14)
    away = np.linalg.norm(path.coefs - best.coefs, axis=1)
    bound = np.sqrt(2 * path.gaps * path.null_objective / (path.lams * (1 - alpha)))
    assert (away <= bound + 1e-6).all()
    assert away.max() > 1e-5
