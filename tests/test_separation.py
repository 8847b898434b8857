"""Recognizing data without best weights, against linear programming."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from training import network, separable, three_classes, two_classes

from shrinkage import (
    L1,
    L2,
    BrierScore,
    LinearEquation,
    LogLoss,
    Newton,
    Objective,
    SeparableDataWarning,
    SoftmaxCrossEntropy,
    SquaredError,
)
from shrinkage.separation import loss_can_fall_forever
from shrinkage.solvers import solve

ORDERED = [[-2.0], [-1.0], [1.0], [3.0]]
# The third row and the fourth are alike, but of different classes: they lie on the boundary.
TOUCHING, TOUCHING_LABELS = [[-2.0], [-1.0], [0.0], [0.0], [1.0], [2.0]], [0, 0, 0, 1, 1, 1]


def logistic(X, y, penalty=None):
    return Objective(X, y, LinearEquation(len(X[0])), LogLoss(), penalty)


def some_weights_are_wrong_on_no_row(X, y):
    """Tell by linear programming whether data are separated, completely or quasi-completely.

    Albert and Anderson: they are if some weights leave no row on the wrong side, and at least one
    row strictly on its own.
    """
    margins = np.column_stack([X, np.ones(len(X))]) * np.where(y == 1, 1.0, -1.0)[:, None]
    best = linprog(-margins.sum(axis=0), A_ub=-margins, b_ub=np.zeros(len(y)), bounds=(-1, 1))
    return -best.fun > 1e-7


def test_weights_that_put_every_row_on_its_side_are_a_proof():
    objective = logistic(ORDERED, [0, 0, 1, 1])
    assert loss_can_fall_forever(objective, np.array([1.0, 0.0]))
    assert loss_can_fall_forever(objective, np.array([1e-3, 0.0]))
    assert not loss_can_fall_forever(logistic(ORDERED, [0, 1, 0, 1]), np.array([1.0, 0.0]))
    three = separable(classes=3)
    assert loss_can_fall_forever(three, solve_quietly(three))
    assert not loss_can_fall_forever(three_classes(), solve_quietly(three_classes()))


def test_a_row_on_the_boundary_is_not_on_its_side():
    for objective in (two_classes(), three_classes()):  # at 0, where every margin is 0
        assert not loss_can_fall_forever(objective, objective.start())


def test_quasi_complete_separation_is_proved_from_far_along():
    objective = logistic(TOUCHING, TOUCHING_LABELS)
    assert loss_can_fall_forever(objective, np.array([10.0, 0.0]))
    mixed = [0, 0, 0, 1, 0, 1]
    assert not loss_can_fall_forever(logistic(TOUCHING, mixed), np.array([10.0, 0.0]))


def test_at_a_minimum_nothing_is_claimed():
    for objective in (two_classes(), three_classes()):
        assert not loss_can_fall_forever(objective, solve_quietly(objective))


@pytest.mark.parametrize("penalty", [L1(1e-9), L2(1e-9), L1(1e-9) + L2(1e-9)])
def test_with_a_penalty_there_is_a_minimum(penalty):
    assert not loss_can_fall_forever(logistic(ORDERED, [0, 0, 1, 1], penalty), np.array([9.0, 0.0]))


@pytest.mark.parametrize("penalty", [L1(0.0), L2(0.0), L1(0.0) + L2(0.0)])
def test_a_penalty_without_strength_is_none(penalty):
    assert loss_can_fall_forever(logistic(ORDERED, [0, 0, 1, 1], penalty), np.array([9.0, 0.0]))


@pytest.mark.parametrize("loss", [SquaredError(), BrierScore()])
def test_other_losses_are_not_spoken_of(loss):
    objective = Objective(ORDERED, [0, 0, 1, 1], LinearEquation(1), loss)
    assert not loss_can_fall_forever(objective, np.array([9.0, 0.0]))


def test_networks_can_separate_too():
    objective = network()
    assert not loss_can_fall_forever(objective, objective.start())
    equation = objective.equation
    weights = [0.0] * equation.size
    with_all_of_class_1 = Objective(objective.X, np.ones(60), equation, LogLoss())
    weights[-1] = 1.0  # the last bias alone
    assert loss_can_fall_forever(with_all_of_class_1, np.array(weights))


def solve_quietly(objective):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return solve(objective).weights


@st.composite
def labelled_rows(draw):
    n, p = draw(st.integers(4, 10)), draw(st.integers(1, 3))
    entries = st.lists(st.integers(-3, 3), min_size=n * p, max_size=n * p)
    X = np.array(draw(entries), dtype=float).reshape(n, p)
    labels = st.lists(st.integers(0, 1), min_size=n, max_size=n)
    return X, np.array(draw(labels.filter(lambda y: 0 < sum(y) < n)))


@settings(deadline=None, max_examples=80)
@given(data=labelled_rows(), as_softmax=st.booleans())
def test_training_warns_where_linear_programming_says_so_and_only_there(data, as_softmax):
    X, y = data
    expected = some_weights_are_wrong_on_no_row(X, y)
    loss = SoftmaxCrossEntropy() if as_softmax else LogLoss()
    equation = LinearEquation(X.shape[1], 2 if as_softmax else 1)
    objective = Objective(X, y, equation, loss)
    for train in (solve, Newton(max_iter=60).minimize):
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            result = train(objective)
        assert any(one.category is SeparableDataWarning for one in told) == expected
        assert result.converged == (not expected)
