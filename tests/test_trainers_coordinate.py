"""Coordinate descent: what one round does."""

from __future__ import annotations

import numpy as np
import pytest
from training import quietly, regression, three_classes, two_classes

from shrinkage import L1, L2, CoordinateDescent, LinearEquation, Objective, SquaredError


def test_each_update_of_squared_error_finds_the_best_value_of_its_weight():
    objective = regression(L1(0.1) + L2(0.2))
    theta = np.linspace(-1.0, 1.0, 6)
    expected = theta.copy()
    for j in range(6):  # by trying: the best of many values for weight j, the others held
        values = np.linspace(-5.0, 5.0, 20_001)
        rivals = np.tile(expected, (len(values), 1))
        rivals[:, j] = values
        residuals = objective.y - rivals[:, :5] @ objective.X.T - rivals[:, 5:]
        costs = 0.5 * np.mean(residuals**2, axis=1)
        if j < 5:
            costs += 0.1 * np.abs(values) + 0.2 * 0.5 * values**2
        expected[j] = values[costs.argmin()]
    round_one = CoordinateDescent(max_iter=1, tol=None).minimize(objective, theta).weights
    np.testing.assert_allclose(round_one, expected, atol=1e-3)


@pytest.mark.parametrize("penalty", [None, L1(0.05), L2(1.0)])
@pytest.mark.parametrize("problem", [regression, two_classes, three_classes])
def test_no_round_leads_uphill(problem, penalty):
    history = quietly(CoordinateDescent(max_iter=60), problem(penalty)).history
    assert (np.diff(history.objective) <= 1e-14).all()


def test_the_loss_it_carries_along_is_the_loss():
    for problem in (regression, two_classes, three_classes):
        objective = problem(L1(0.02))
        history = quietly(CoordinateDescent(max_iter=100, tol=None), objective).history
        losses = [objective.loss_value(theta) for theta in history.weights]
        np.testing.assert_allclose(history.loss, losses, rtol=1e-12)


def test_orthogonal_features_need_one_round():
    X = np.array([[-1.0, 1.0], [1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])
    objective = Objective(X, X @ [3.0, 0.2] + 5.0, LinearEquation(2), SquaredError(), L1(0.5))
    result = CoordinateDescent(max_iter=1, tol=None).minimize(objective)
    np.testing.assert_allclose(result.weights, [2.5, 0.0, 5.0], rtol=1e-14)


def test_a_feature_that_is_zero_everywhere_gets_weight_zero():
    X = np.array([[1.0, 0.0], [2.0, 0.0], [4.0, 0.0]])
    for penalty in (None, L1(0.1)):
        objective = Objective(X, [1.0, 2.0, 4.0], LinearEquation(2), SquaredError(), penalty)
        result = CoordinateDescent().minimize(objective, [0.0, 7.0, 0.0])
        assert result.converged
        assert result.weights[1] == 0.0


def test_it_does_not_claim_to_have_converged_because_its_last_moves_were_small():
    # Many features that are almost the same: each move is small, but the others undo it.
    random = np.random.default_rng(0)
    X = random.normal(size=(50, 1)) + 0.5 * random.normal(size=(50, 20))
    objective = Objective(X, random.normal(size=50), LinearEquation(20), SquaredError(), L2(1e-3))
    result = CoordinateDescent(tol=1e-5).minimize(objective)
    assert result.converged
    assert objective.stationarity(result.weights) <= 1e-5
    assert result.n_evaluations > result.n_iter + 2  # the first small moves were not the end
