"""The exact solvers on problems of all kinds: the conditions of a minimum, and scikit-learn."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import ElasticNet as SklearnElasticNet
from sklearn.linear_model import Lasso, Ridge
from sklearn.linear_model import LinearRegression as SklearnLinear
from sklearn.linear_model import LogisticRegression as SklearnLogistic

import shrinkage.solvers
from shrinkage import (
    L1,
    L2,
    BrierScore,
    ConvergenceWarning,
    ElasticNet,
    LinearEquation,
    LinearRegression,
    LogisticRegression,
    LogLoss,
    NetworkEquation,
    Objective,
    Penalty,
    SoftmaxRegression,
    SquaredError,
)
from shrinkage.solvers import solve

pytestmark = pytest.mark.filterwarnings("error")
SEEDS = range(6)
MODELS = {"linear": LinearRegression, "logistic": LogisticRegression, "softmax": SoftmaxRegression}
EACH_MODEL = pytest.mark.parametrize("kind", MODELS)
PENALTIES = [L1(0.03), L2(0.03), ElasticNet(0.05, 0.4), L1(0.01) + L2(0.02)]
EACH_PENALTY = pytest.mark.parametrize("penalty", PENALTIES, ids=repr)


def problem(kind, seed=0, n=60, p=5, classes=3):
    """Return features that are correlated, and targets that overlap."""
    random = np.random.default_rng(seed)
    X = random.normal(size=(n, p)) @ (np.eye(p) + 0.4 * random.normal(size=(p, p)))
    scores = X @ random.normal(size=(p, classes))
    if kind == "linear":
        return X, scores[:, 0] + random.normal(size=n)
    if kind == "logistic":
        scores = scores[:, :2]
    y = (scores + 2.0 * random.gumbel(size=scores.shape)).argmax(axis=1)
    y[: scores.shape[1]] = np.arange(scores.shape[1])
    return X, y


def violation(kind, X, y, model):
    """Return how far a fitted model is from the conditions of a minimum, 0 if it satisfies them.

    Written down anew from the conditions, in extended precision. Each weight's derivative is told
    as a share of what it would be if all rows were wrong by the mean error of predicting 0. Where
    the bias is free its own derivative is 0, so that features may be centered for the others:
    otherwise the rounding of the bias would be all that is seen of a feature far from 0.
    """
    long = np.longdouble
    coef = np.atleast_2d(model.coef_).astype(long).T
    bias = np.atleast_1d(model.intercept_).astype(long)
    X = np.asarray(X).astype(long)
    z = X @ coef + bias
    if model.fit_intercept and not model.penalize_bias:
        X = X - X.mean(axis=0)
    if kind == "linear":
        residual, at_zero = (z[:, 0] - y)[:, None], np.abs(y)
    elif kind == "logistic":
        residual, at_zero = (1 / (1 + np.exp(-z)) - y[:, None]), np.full(len(y), 0.5)
    else:
        e = np.exp(z - z.max(axis=1, keepdims=True))
        residual = e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]
        at_zero = np.full(len(y), 0.5)
    gradient = X.T @ residual / len(y)
    l1 = model.penalty.l1 if model.penalty else 0.0
    l2 = model.penalty.l2 if model.penalty else 0.0
    worst = np.where(
        coef == 0,
        np.maximum(np.abs(gradient) - l1, 0),
        np.abs(gradient + l2 * coef + l1 * np.sign(coef)),
    )
    size = np.hypot(np.sqrt((X**2).mean(axis=0)), np.sqrt(long(l2)))
    share = worst / np.where(size > 0, size, 1)[:, None]
    if model.fit_intercept:
        penalized = 1.0 if model.penalize_bias else 0.0
        bias_gradient = residual.mean(axis=0) + penalized * (l2 * bias + l1 * np.sign(bias))
        if penalized and l1:
            at_corner = np.maximum(np.abs(residual.mean(axis=0)) - l1, 0)
            bias_gradient = np.where(bias == 0, at_corner, bias_gradient)
        share = np.vstack([share, np.abs(bias_gradient)[None]])
    return float(share.max() / max(float(at_zero.mean()), 1e-300))


def objective_value(kind, X, y, coef, bias, penalty):
    """Return mean loss + penalty of given weights, rows of `coef` for classes."""
    coef, bias = np.atleast_2d(coef), np.atleast_1d(bias)
    z = X @ coef.T + bias
    if kind == "linear":
        loss = 0.5 * np.mean((y - z[:, 0]) ** 2)
    elif kind == "logistic":
        loss = np.mean(np.logaddexp(0, z[:, 0]) - y * z[:, 0])
    else:
        loss = np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y])
    return loss + penalty.l1 * np.abs(coef).sum() + 0.5 * penalty.l2 * np.sum(coef**2)


# --- The conditions of a minimum ----------------------------------------------------------------


@st.composite
def hard_problems(draw):
    """Draw features with equal, constant and far-off columns, few rows, and units far apart."""
    kind = draw(st.sampled_from(list(MODELS)))
    n, p = draw(st.integers(2, 30)), draw(st.integers(1, 40))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    X = random.normal(size=(n, p))
    if draw(st.booleans()):
        X = np.round(X)
    if draw(st.booleans()):
        X[:, 0] = draw(st.sampled_from([0.0, 1.0, -3.7, 1e6]))
    if draw(st.booleans()):
        X[:, -1] = X[:, p // 2]
    if draw(st.booleans()):
        X = X * 10.0 ** random.uniform(-6, 6, size=p)
    lam = 10.0 ** draw(st.floats(-6, 1))
    penalty = draw(st.sampled_from([L1(lam), L2(lam), ElasticNet(lam, 0.5), L1(lam) + L2(lam)]))
    model = MODELS[kind](penalty, fit_intercept=draw(st.booleans()),
                         penalize_bias=draw(st.booleans()))  # fmt: skip
    if kind == "linear":
        y = X[:, 0] / max(np.abs(X[:, 0]).max(), 1.0) + random.normal(size=n)
        y = y * 10.0 ** draw(st.integers(-8, 8))
    else:
        classes = 2 if kind == "logistic" else min(n, draw(st.integers(2, 4)))
        y = random.integers(classes, size=n)
        y[:classes] = np.arange(classes)
    return kind, X, y, model


@given(hard_problems())
@settings(deadline=None, max_examples=150)
def test_every_fit_satisfies_the_conditions_of_a_minimum(given_problem):
    kind, X, y, model = given_problem
    model.fit(X, y)
    assert model.converged_
    assert violation(kind, X, y, model) < 1e-8


@EACH_MODEL
@pytest.mark.parametrize("seed", SEEDS)
def test_fits_without_a_penalty_satisfy_the_conditions_of_a_minimum(kind, seed):
    X, y = problem(kind, seed)
    model = MODELS[kind]().fit(X, y)
    assert model.converged_
    assert violation(kind, X, y, model) < 1e-12


@EACH_MODEL
@EACH_PENALTY
def test_an_ordinary_fit_is_exact_to_rounding(kind, penalty):
    X, y = problem(kind)
    assert violation(kind, X, y, MODELS[kind](penalty).fit(X, y)) < 1e-14


@EACH_MODEL
def test_from_the_largest_useful_strength_on_l1_leaves_no_weight(kind):
    X, y = problem(kind)
    one_hot = np.eye(3)[y] if kind == "softmax" else np.asarray(y, dtype=float)[:, None]
    largest = np.abs((X - X.mean(axis=0)).T @ (one_hot - one_hot.mean(axis=0)) / len(y)).max()
    above = MODELS[kind](L1(largest * (1 + 1e-9))).fit(X, y)
    below = MODELS[kind](L1(largest * (1 - 1e-6))).fit(X, y)
    assert np.count_nonzero(above.coef_) == 0
    assert 1 <= np.count_nonzero(below.coef_) <= 2
    assert np.abs(below.coef_).max() < 1e-4


# --- scikit-learn -------------------------------------------------------------------------------


def sklearn_linear(penalty, n):
    l1, l2 = (penalty.l1, penalty.l2) if penalty else (0.0, 0.0)
    if not l1:
        return Ridge(alpha=n * l2, solver="svd") if l2 else SklearnLinear()
    exactly = {"tol": 1e-14, "max_iter": 1_000_000}
    if not l2:
        return Lasso(alpha=l1, **exactly)
    return SklearnElasticNet(alpha=l1 + l2, l1_ratio=l1 / (l1 + l2), **exactly)


def sklearn_logistic(penalty, n):
    if penalty is None:
        return SklearnLogistic(C=np.inf, solver="newton-cholesky", tol=1e-12)
    strength, share = penalty.l1 + penalty.l2, penalty.l1 / (penalty.l1 + penalty.l2)
    inverse = 1.0 / (n * strength)
    if share == 0:
        return SklearnLogistic(C=inverse, solver="newton-cholesky", tol=1e-12)
    return SklearnLogistic(
        C=inverse, l1_ratio=share, solver="saga", tol=1e-13, max_iter=100_000, random_state=0
    )


@pytest.mark.parametrize("penalty", [None, *PENALTIES], ids=repr)
@pytest.mark.parametrize("seed", SEEDS)
def test_linear_regression_agrees_with_scikit_learn(penalty, seed):
    X, y = problem("linear", seed)
    ours, theirs = LinearRegression(penalty).fit(X, y), sklearn_linear(penalty, len(y)).fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=0, atol=1e-8)
    assert ours.intercept_ == pytest.approx(theirs.intercept_, abs=1e-8)


@pytest.mark.parametrize("kind", ["logistic", "softmax"])
@pytest.mark.parametrize("penalty", [None, *PENALTIES], ids=repr)
@pytest.mark.parametrize("seed", [0, 1])
def test_classifiers_agree_with_scikit_learn(kind, penalty, seed):
    X, y = problem(kind, seed)
    ours, theirs = MODELS[kind](penalty).fit(X, y), sklearn_logistic(penalty, len(y)).fit(X, y)
    shift = 0.0
    if penalty is None and kind == "softmax":
        # Without a penalty the weights of all classes may be shifted together: ours have sum 0.
        shift = theirs.coef_.mean(axis=0)
    np.testing.assert_allclose(ours.coef_, theirs.coef_ - shift, rtol=0, atol=1e-6)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-7)
    assert kind == "logistic" or abs(ours.intercept_.sum()) < 1e-12


@EACH_MODEL
@EACH_PENALTY
def test_nothing_that_scikit_learn_finds_is_better(kind, penalty):
    X, y = problem(kind, seed=7, n=15, p=30)
    ours = MODELS[kind](penalty).fit(X, y)
    maker = sklearn_linear if kind == "linear" else sklearn_logistic
    with warnings.catch_warnings():
        # With more columns than rows its search may end at max_iter: it warns of that.
        warnings.simplefilter("ignore")
        theirs = maker(penalty, len(y)).fit(X, y)
    best = objective_value(kind, X, y, ours.coef_, ours.intercept_, penalty)
    found = objective_value(kind, X, y, theirs.coef_, theirs.intercept_, penalty)
    assert best <= found + 1e-13
    assert found - best < 1e-4


# --- What must not matter, and what must --------------------------------------------------------


@EACH_MODEL
@EACH_PENALTY
def test_an_offset_of_a_million_moves_the_bias_alone(kind, penalty):
    X, y = problem(kind)
    X = np.round(X * 1024) / 1024
    far = X + 2.0**20  # no rounding: the columns differ by this number exactly
    near_fit, far_fit = (MODELS[kind](penalty).fit(features, y) for features in (X, far))
    np.testing.assert_allclose(far_fit.coef_, near_fit.coef_, rtol=0, atol=1e-9)
    np.testing.assert_array_equal(far_fit.coef_ == 0, near_fit.coef_ == 0)
    moved = near_fit.intercept_ - 2.0**20 * near_fit.coef_.sum(axis=-1)
    if kind == "softmax":
        moved = moved - moved.mean()
    np.testing.assert_allclose(far_fit.intercept_, moved, rtol=1e-9, atol=1e-3)
    assert far_fit.converged_
    if kind == "linear":
        np.testing.assert_allclose(far_fit.predict(far), near_fit.predict(X), rtol=0, atol=1e-7)
    else:
        np.testing.assert_array_equal(far_fit.predict(far), near_fit.predict(X))


@EACH_MODEL
def test_without_a_penalty_units_change_the_weights_and_nothing_else(kind):
    X, y = problem(kind)
    units = 10.0 ** np.array([-9, -3, 0, 4, 12])
    plain, scaled = MODELS[kind]().fit(X, y), MODELS[kind]().fit(X * units, y)
    np.testing.assert_allclose(scaled.coef_ * units, plain.coef_, rtol=1e-9)
    np.testing.assert_allclose(scaled.intercept_, plain.intercept_, rtol=1e-9)


@EACH_MODEL
@EACH_PENALTY
def test_with_a_penalty_units_matter_as_the_objective_says(kind, penalty):
    X, y = problem(kind)
    units = np.array([1e-7, 1e-3, 1.0, 1e3, 1e7])
    model = MODELS[kind](penalty).fit(X * units, y)
    assert violation(kind, X * units, y, model) < 1e-10
    # In tiny units a weight would have to be huge, which costs more than it gives.
    assert np.abs(model.coef_[..., 0] * units[0]).max() < 1e-4
    # In huge units a weight costs nothing: the penalty does not touch it.
    assert np.abs(model.coef_[..., 4] * units[4]).max() > 0.01


@EACH_MODEL
@pytest.mark.parametrize("unit", [1e-250, 1e-20, 1e20, 1e250])
def test_features_of_any_size_are_fitted(kind, unit):
    X, y = problem(kind)
    plain, scaled = MODELS[kind]().fit(X, y), MODELS[kind]().fit(X * unit, y)
    np.testing.assert_allclose(scaled.coef_ * unit, plain.coef_, rtol=1e-9)
    assert scaled.converged_


@EACH_MODEL
@pytest.mark.parametrize("penalty", [None, *PENALTIES], ids=repr)
def test_a_column_of_numbers_next_to_zero_gets_no_weight(kind, penalty):
    X, y = problem(kind)
    wide = np.column_stack([X, 1e-310 * X[:, 0]])
    for intercept in (True, False):
        model = MODELS[kind](penalty, fit_intercept=intercept).fit(wide, y)
        np.testing.assert_array_equal(model.coef_[..., -1], 0.0)
        assert model.converged_


@EACH_MODEL
@pytest.mark.parametrize("lam", [1e-300, 1e-30, 1e30, 1e300])
@pytest.mark.parametrize("penalty", [L1, L2])
def test_any_strength_is_served(kind, lam, penalty):
    X, y = problem(kind)
    for penalize_bias in (False, True):
        model = MODELS[kind](penalty(lam), penalize_bias=penalize_bias).fit(X, y)
        assert model.converged_
        if lam > 1:
            assert np.abs(model.coef_).max() < 1e-25
            assert not penalize_bias or np.abs(model.intercept_).max() < 1e-25
        else:
            plain = MODELS[kind]().fit(X, y)
            np.testing.assert_allclose(model.predict(X), plain.predict(X), rtol=1e-9)


@pytest.mark.parametrize("unit", [1e-30, 1e-9, 1e9, 1e30])
@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0])
def test_the_unit_of_the_target_scales_the_weights(unit, alpha):
    X, y = problem("linear")
    # The absolute weights grow as y does, the loss and the squares as y²: l1 must grow as y.
    plain = LinearRegression(L1(0.1 * alpha) + L2(0.1 * (1 - alpha))).fit(X, y)
    scaled = LinearRegression(L1(0.1 * alpha * unit) + L2(0.1 * (1 - alpha))).fit(X, y * unit)
    np.testing.assert_allclose(scaled.coef_, plain.coef_ * unit, rtol=1e-9)
    assert scaled.intercept_ == pytest.approx(plain.intercept_ * unit, rel=1e-9)
    assert scaled.converged_


def test_a_target_far_from_zero_costs_no_accuracy():
    X, y = problem("linear")
    y = np.round(y * 1024) / 1024
    for penalty in (None, *PENALTIES):
        near, far = LinearRegression(penalty).fit(X, y), LinearRegression(penalty).fit(X, y + 2**33)
        np.testing.assert_allclose(far.coef_, near.coef_, rtol=0, atol=1e-10)
        assert far.intercept_ - 2**33 == pytest.approx(near.intercept_, abs=1e-5)


@EACH_MODEL
@pytest.mark.parametrize("penalty", [None, *PENALTIES], ids=repr)
def test_a_constant_column_gets_a_weight_of_zero(kind, penalty):
    X, y = problem(kind)
    for constant in (0.0, 1.0, 0.1, -1e6 / 3):
        wide = np.column_stack([X, np.full(len(X), constant)])
        model = MODELS[kind](penalty).fit(wide, y)
        np.testing.assert_array_equal(model.coef_[..., -1], 0.0)
        np.testing.assert_allclose(
            model.coef_[..., :-1], MODELS[kind](penalty).fit(X, y).coef_, rtol=0, atol=1e-12
        )


@EACH_MODEL
@pytest.mark.parametrize("penalty", [L2(0.03), ElasticNet(0.05, 0.4)], ids=repr)
def test_equal_columns_share_their_weight_equally(kind, penalty):
    X, y = problem(kind)
    twice = np.column_stack([X, X[:, 1]])
    model = MODELS[kind](penalty).fit(twice, y)
    np.testing.assert_allclose(model.coef_[..., 1], model.coef_[..., -1], rtol=0, atol=1e-9)
    assert model.converged_


@EACH_MODEL
def test_without_a_penalty_the_weights_of_equal_columns_stay_small(kind):
    X, y = problem(kind)
    once, twice = MODELS[kind]().fit(X, y), MODELS[kind]().fit(np.column_stack([X, X[:, 1]]), y)
    pair, together = twice.coef_[..., [1, -1]], once.coef_[..., 1]
    np.testing.assert_allclose(pair.sum(axis=-1), together, rtol=0, atol=1e-9)
    # The smallest that give this sum are half of it each: no pair of large opposite ones.
    np.testing.assert_allclose(pair, np.stack([together / 2] * 2, axis=-1), rtol=0, atol=0.01)
    assert twice.converged_


@EACH_MODEL
def test_l1_cares_only_for_the_sum_of_equal_columns(kind):
    X, y = problem(kind)
    once = MODELS[kind](L1(0.02)).fit(X, y)
    twice = MODELS[kind](L1(0.02)).fit(np.column_stack([X, X[:, 1]]), y)
    together = twice.coef_[..., 1] + twice.coef_[..., -1]
    np.testing.assert_allclose(together, once.coef_[..., 1], rtol=0, atol=1e-9)
    np.testing.assert_allclose(
        np.abs(twice.coef_[..., [1, -1]]).sum(axis=-1), np.abs(together), rtol=0, atol=1e-9
    )


def test_a_column_with_the_opposite_sign_gets_the_opposite_weight():
    for kind, model in MODELS.items():
        X, y = problem(kind)
        signs = np.array([1, -1, 1, -1, 1])
        for penalty in PENALTIES:
            np.testing.assert_allclose(
                model(penalty).fit(X * signs, y).coef_ * signs,
                model(penalty).fit(X, y).coef_,
                rtol=0,
                atol=1e-10,
            )


def test_with_more_columns_than_rows_least_squares_fits_exactly_with_the_least_weights():
    X, y = problem("linear", n=8, p=20)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    model = LinearRegression().fit(X, y)
    np.testing.assert_allclose(model.predict(X), y, rtol=0, atol=1e-12)
    np.testing.assert_allclose(model.coef_, np.linalg.pinv(X) @ (y - y.mean()), atol=1e-12)


def test_with_more_columns_than_rows_the_lasso_keeps_no_more_weights_than_rows():
    for seed in SEEDS:
        X, y = problem("linear", seed=seed, n=8, p=30)
        for lam in (1e-1, 1e-3, 1e-6):
            model = LinearRegression(L1(lam)).fit(X, y)
            assert model.converged_
            assert 1 <= np.count_nonzero(model.coef_) <= 8


def test_columns_that_are_almost_equal_cost_least_squares_few_digits():
    random = np.random.default_rng(0)
    first = random.normal(size=40)
    X = np.column_stack([first, first + 1e-6 * random.normal(size=40)])
    for intercept in (True, False):
        model = LinearRegression(fit_intercept=intercept).fit(X, X @ [3.0, -2.0])
        np.testing.assert_allclose(model.coef_, [3.0, -2.0], rtol=0, atol=1e-8)
        ridge = LinearRegression(L2(1e-16), fit_intercept=intercept).fit(X, X @ [3.0, -2.0])
        assert np.abs(ridge.coef_ - [3.0, -2.0]).max() < 1e-2


@pytest.mark.parametrize("apart", [1e-3, 1e-4, 1e-5])
def test_columns_that_are_almost_equal_cost_the_lasso_few_digits(apart):
    X, y = problem("linear")
    X = np.column_stack([X, X[:, 1] + apart * np.random.default_rng(1).normal(size=len(X))])
    for penalty in (L1(1e-3), L1(1e-6), L1(1e-10), ElasticNet(1e-8)):
        model = LinearRegression(penalty).fit(X, y)
        assert model.converged_
        assert violation("linear", X, y, model) < 1e-10


def test_one_row_is_predicted_by_the_bias():
    for penalty in (None, *PENALTIES):
        model = LinearRegression(penalty).fit([[3.0, -1.0]], [7.0])
        assert model.coef_.tolist() == [0.0, 0.0]
        assert model.intercept_ == 7.0
        assert model.converged_


def test_a_constant_target_needs_no_weights():
    X, _ = problem("linear")
    for penalty in (None, *PENALTIES):
        model = LinearRegression(penalty).fit(X, np.full(len(X), 0.1))
        np.testing.assert_allclose(model.coef_, 0.0, atol=1e-15)
        assert model.intercept_ == pytest.approx(0.1, rel=1e-14)
        assert model.converged_


def test_without_a_bias_the_prediction_at_the_origin_is_zero():
    for kind, model in MODELS.items():
        X, y = problem(kind)
        fit = model(L2(0.1), fit_intercept=False).fit(X, y)
        np.testing.assert_array_equal(fit.intercept_, 0.0)
        assert violation(kind, X, y, fit) < 1e-13


def test_two_classes_of_softmax_are_logistic_regression_with_the_weight_shared():
    X, y = problem("logistic")
    for logistic, softmax in (
        (None, None),
        (L1(0.02), L1(0.02)),
        # w = v − (−v): half of w² is twice the sum of half the squares of v and −v.
        (L2(0.02), L2(0.04)),
        (L1(0.01) + L2(0.02), L1(0.01) + L2(0.04)),
    ):
        one, two = LogisticRegression(logistic).fit(X, y), SoftmaxRegression(softmax).fit(X, y)
        np.testing.assert_allclose(two.coef_[1] - two.coef_[0], one.coef_[0], atol=1e-10)
        np.testing.assert_allclose(two.predict_proba(X), one.predict_proba(X), atol=1e-11)


# --- What the solver tells ----------------------------------------------------------------------


@EACH_MODEL
def test_the_history_leads_from_zero_weights_down_to_the_solution(kind):
    X, y = problem(kind)
    model = MODELS[kind](L1(0.02)).fit(X, y)
    training = model.training_
    history = training.history
    np.testing.assert_array_equal(history.weights[0], 0.0)
    np.testing.assert_array_equal(history.weights[-1], training.weights)
    assert history.iterations.tolist() == list(range(len(history)))
    assert training.n_iter == len(history) - 1 >= 1
    assert (np.diff(history.objective) <= 1e-15).all()
    assert history.penalty[-1] == pytest.approx(0.02 * np.abs(model.coef_).sum())
    assert training.message == "The exact solver reached the minimum."
    assert training.stationarity < 1e-12


@EACH_MODEL
@pytest.mark.parametrize("error", [1e-1, 1e-3, 1e-6])
def test_a_solver_that_misses_the_minimum_says_so(kind, error, monkeypatch):
    X, y = problem(kind)
    exact = shrinkage.solvers.minimize_quadratic
    monkeypatch.setattr(
        shrinkage.solvers,
        "minimize_quadratic",
        lambda *arguments, **options: (1 + error) * exact(*arguments, **options),
    )
    with pytest.warns(ConvergenceWarning, match=r"ended with a stationarity of .*, above"):
        model = MODELS[kind](L1(0.02)).fit(X, y)
    assert not model.converged_
    assert "rounding errors kept it from the minimum" in model.training_.message


@pytest.mark.parametrize("seed", [77, 107, 180, 203, 255, 283, 317])
@pytest.mark.parametrize("penalty", [L1(1e-3), L1(1e-6), L2(1e-9)], ids=repr)
def test_the_objective_never_rises_where_full_newton_steps_overshoot(seed, penalty):
    # Few rows, some of them far away: from zero weights a full step often goes much too far.
    random = np.random.default_rng(seed)
    X = np.round(3 * random.normal(size=(10, 4)) * np.exp(2 * random.normal(size=(10, 4))))
    y = np.arange(10) % 3
    model = SoftmaxRegression(penalty).fit(X, y)
    assert (np.diff(model.training_.history.objective) <= 1e-14).all()
    assert model.converged_
    assert violation("softmax", X, y, model) < 1e-9


class Cubic(Penalty):
    """A penalty that is not made of Σ|w| and ½Σw²."""

    def value(self, w):
        return float(np.sum(np.abs(w) ** 3))

    def gradient(self, w):
        return 3 * np.sign(w) * np.square(w)


def test_a_penalty_of_another_kind_is_sent_to_a_trainer():
    for penalty in (Cubic(), L1(0.1) + Cubic()):
        with pytest.raises(ValueError, match=r"Σ\|w\| and ½Σw² only, not .*Cubic\(\).*Give a trai"):
            LinearRegression(penalty).fit([[1.0], [2.0]], [1.0, 2.0])


def test_a_loss_that_is_not_convex_is_sent_to_a_trainer():
    objective = Objective([[1.0], [2.0]], [0, 1], LinearEquation(1), BrierScore())
    with pytest.raises(ValueError, match=r"BrierScore is not convex.*Give a trainer"):
        solve(objective)


def test_a_network_is_sent_to_a_trainer():
    objective = Objective([[1.0], [2.0]], [0, 1], NetworkEquation(1, (2,)), LogLoss())
    with pytest.raises(
        ValueError, match=r"The exact solver needs a linear equation.*got a Network"
    ):
        solve(objective)


def test_solve_takes_an_objective_and_returns_its_weights_and_biases():
    X, y = problem("linear")
    result = solve(Objective(X, y, LinearEquation(5), SquaredError(), L2(0.1)))
    model = LinearRegression(L2(0.1)).fit(X, y)
    np.testing.assert_array_equal(result.weights, [*model.coef_, model.intercept_])
