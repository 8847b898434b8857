"""Unpenalised classifiers on separable data: there are no best weights, and they say so."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from shrinkage import (
    L1,
    L2,
    GradientDescent,
    LogisticRegression,
    Newton,
    NoPenalty,
    SeparableDataWarning,
    SoftmaxRegression,
)
from shrinkage.datasets import load_breast_cancer, load_iris

pytestmark = pytest.mark.filterwarnings("error")
CLASSIFIERS = [LogisticRegression, SoftmaxRegression]
EACH_CLASSIFIER = pytest.mark.parametrize("model", CLASSIFIERS)

COMPLETELY = {
    "a gap": ([[-2.0], [-1.0], [1.0], [3.0]], [0, 0, 1, 1]),
    "a narrow gap": ([[0.0], [1.0], [1.001], [2.0]], [0, 0, 1, 1]),
    "more columns than rows": (np.eye(4), [0, 1, 0, 1]),
    "two rows": ([[5.0], [6.0]], [0, 1]),
}
QUASI = {
    "rows on the boundary": ([[-1.0], [0.0], [0.0], [1.0]], [0, 0, 1, 1]),
    # The first column is 1 in rows of class 1 alone; in the second the classes overlap.
    "a mark that only one class has": (
        [[0, 1.0], [0, 2.0], [0, 3.0], [0, 2.5], [1, 1.5], [1, 0.5], [0, 1.2], [0, 2.2]],
        [0, 1, 0, 1, 1, 1, 0, 0],
    ),
    "a group of one class": (
        [[0, 0], [0, 0], [0, 1], [0, 1], [1, 0], [1, 1]],
        [0, 1, 0, 1, 1, 1],
    ),
}
OVERLAPPING = {
    "a row on the wrong side": ([[-2.0], [-1.0], [1.0], [3.0], [-1.5]], [0, 0, 1, 1, 1]),
    "exclusive or": ([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]),
    "equal rows of both classes": ([[1.0], [1.0], [1.0]], [0, 1, 1]),
}
EACH_SEPARABLE = pytest.mark.parametrize(
    ("X", "y"), [*COMPLETELY.values(), *QUASI.values()], ids=[*COMPLETELY, *QUASI]
)


def standardized(data):
    return (data.X - data.X.mean(axis=0)) / data.X.std(axis=0), data.y


def fit_with_warning(model, X, y):
    with pytest.warns(SeparableDataWarning, match="training rows can be separated") as caught:
        model.fit(X, y)
    assert len(caught) == 1
    return model


@EACH_CLASSIFIER
@EACH_SEPARABLE
@pytest.mark.parametrize("penalty", [None, NoPenalty(), L2(0.0)], ids=repr)
def test_separable_data_are_told_of_and_do_not_count_as_converged(model, X, y, penalty):
    fit = fit_with_warning(model(penalty), X, y)
    assert not fit.converged_
    assert np.isfinite(fit.training_.weights).all()
    assert np.isfinite(fit.coef_).all()
    assert "no best weights exist" in fit.training_.message
    assert "Add a penalty" in fit.training_.message


@EACH_CLASSIFIER
@pytest.mark.parametrize(("X", "y"), COMPLETELY.values(), ids=COMPLETELY)
def test_completely_separable_rows_are_all_predicted_rightly(model, X, y):
    fit = fit_with_warning(model(), X, y)
    assert fit.predict(X).tolist() == list(y)
    assert fit.score(X, y) == 1.0
    assert fit.predict_proba(X)[np.arange(len(y)), y].min() > 0.99


@EACH_CLASSIFIER
def test_rows_on_the_boundary_keep_their_shares(model):
    X, y = QUASI["a group of one class"]
    fit = fit_with_warning(model(), X, y)
    p = fit.predict_proba(X)[:, 1]
    np.testing.assert_allclose(p[:4], 0.5, atol=1e-4)
    assert p[4:].min() > 0.9999


@EACH_CLASSIFIER
@EACH_SEPARABLE
def test_it_stops_at_the_first_point_where_the_loss_or_its_gradient_is_below_a_millionth(
    model, X, y
):
    X = np.asarray(X, dtype=float)
    spread = X.std(axis=0)
    X = (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1)
    fit = fit_with_warning(model(), X, y)
    small = []
    for theta, loss in zip(fit.training_.history.weights, fit.training_.history.loss, strict=True):
        if model is LogisticRegression:
            margin, outputs = X @ theta[:-1] + theta[-1], 1
        else:
            scores = X @ theta[:-2].reshape(-1, 2) + theta[-2:]
            margin, outputs = scores[:, 1] - scores[:, 0], 2
        p = 0.5 * (1 + np.tanh(margin / 2))
        error = np.column_stack([y - p, p - y])[:, -outputs:]
        gradient = np.column_stack([X, np.ones(len(X))]).T @ error / len(X)
        small.append(min(loss, np.abs(gradient).max()) <= 1e-6)
    assert small[-1]
    assert not any(small[:-1])
    assert 5 < fit.n_iter_ < 40


@EACH_CLASSIFIER
@EACH_SEPARABLE
@pytest.mark.parametrize("penalty", [L1(1e-3), L2(1e-3), L2(1e-8)], ids=repr)
def test_with_a_penalty_there_is_a_minimum_and_no_warning(model, X, y, penalty):
    fit = model(penalty).fit(X, y)
    assert fit.converged_
    assert "minimum" in fit.training_.message


@EACH_CLASSIFIER
@pytest.mark.parametrize(("X", "y"), OVERLAPPING.values(), ids=OVERLAPPING)
def test_overlapping_data_have_a_minimum_and_no_warning(model, X, y):
    fit = model().fit(X, y)
    assert fit.converged_
    assert np.abs(fit.coef_).max() < 10


@EACH_CLASSIFIER
def test_a_bias_can_make_the_difference(model):
    X, y = [[1.0], [2.0], [3.0]], [0, 1, 1]
    assert not fit_with_warning(model(), X, y).converged_
    assert model(fit_intercept=False).fit(X, y).converged_


def test_breast_cancer_is_separable_and_a_little_l2_is_enough():
    X, y = standardized(load_breast_cancer())
    fit = fit_with_warning(LogisticRegression(), X, y)
    assert not fit.converged_
    assert fit.score(X, y) == 1.0
    assert np.abs(fit.coef_).max() > 50
    penalised = LogisticRegression(L2(1e-3)).fit(X, y)
    assert penalised.converged_
    assert np.abs(penalised.coef_).max() < 3
    softmax = fit_with_warning(SoftmaxRegression(), X, y)
    assert softmax.score(X, y) == 1.0
    assert SoftmaxRegression(L2(1e-3)).fit(X, y).converged_


def test_one_class_of_iris_is_apart_from_two_that_overlap():
    X, y = standardized(load_iris())
    fit = fit_with_warning(SoftmaxRegression(), X, y)
    probability = fit.predict_proba(X)
    assert probability[y == 0, 0].min() > 0.999
    assert 0 < np.sum(fit.predict(X) != y) < 5
    overlapping = LogisticRegression().fit(X[y > 0], y[y > 0])
    assert overlapping.converged_
    np.testing.assert_allclose(
        probability[y > 0][:, 2], overlapping.predict_proba(X[y > 0])[:, 1], atol=1e-4
    )


@pytest.mark.parametrize("trainer", [GradientDescent(max_iter=200), Newton()], ids=repr)
def test_trainers_tell_of_separable_data_too(trainer):
    X, y = COMPLETELY["a gap"]
    fit = fit_with_warning(LogisticRegression(trainer=trainer), X, y)
    assert not fit.converged_
    assert fit.predict(X).tolist() == y


def is_separable(X, y):
    """Look for a direction that moves no row to the wrong side and some to the right one.

    That is the definition of complete or quasi-complete separation, as a linear program.
    """
    Z = X - X.mean(axis=0)
    Z = np.column_stack([Z / np.sqrt((Z**2).mean(axis=0) + 1e-300), np.ones(len(X))])
    towards_own = np.where(y == 1, 1.0, -1.0)[:, None] * Z
    best = linprog(
        -towards_own.sum(axis=0),
        A_ub=-towards_own,
        b_ub=np.zeros(len(y)),
        bounds=[(-1, 1)] * Z.shape[1],
    )
    return -best.fun > 1e-7


@given(
    n=st.integers(4, 40),
    p=st.integers(1, 6),
    kind=st.sampled_from(["normal", "whole", "marks", "units"]),
    noise=st.sampled_from([0.01, 0.1, 0.3, 1.0]),
    seed=st.integers(0, 2**32 - 1),
)
@settings(deadline=None, max_examples=150)
def test_the_warning_comes_if_and_only_if_a_linear_program_finds_a_separation(
    n, p, kind, noise, seed
):
    random = np.random.default_rng(seed)
    X = random.normal(size=(n, p))
    if kind == "whole":
        X = random.integers(-2, 3, size=(n, p)).astype(float)
    elif kind == "marks":
        X = (random.random((n, p)) < 0.3).astype(float)
    elif kind == "units":
        X = X * 10.0 ** random.uniform(-4, 4, p) + random.choice([0.0, 1000.0])
    scores = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-9) @ random.normal(size=p)
    y = (scores + noise * random.logistic(size=n) > 0).astype(int)
    y[:2] = [0, 1]
    expected = is_separable(X, y)
    for model in (LogisticRegression(), SoftmaxRegression()):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            model.fit(X, y)
        assert [w.category for w in caught] == [SeparableDataWarning] * expected
        assert model.converged_ is not expected
