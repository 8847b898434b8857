"""Newton's method: few steps, always downhill, also where the Hessian is no help."""

from __future__ import annotations

import numpy as np
import pytest
from training import quietly, regression, three_classes, two_classes

from shrinkage import (
    L2,
    BrierScore,
    LinearEquation,
    LogLoss,
    Newton,
    Objective,
    SoftmaxCrossEntropy,
    SquaredError,
)
from shrinkage.solvers import solve


@pytest.mark.parametrize("penalty", [None, L2(0.5)])
@pytest.mark.parametrize("penalize_bias", [False, True])
def test_a_parabola_takes_one_step(penalty, penalize_bias):
    objective = regression(penalty, penalize_bias)
    result = Newton(tol=1e-10).minimize(objective, np.linspace(-5.0, 5.0, 6))
    assert result.converged
    assert result.n_iter == 1


@pytest.mark.parametrize("problem", [two_classes, three_classes])
def test_near_the_minimum_the_right_digits_double(problem):
    objective = problem(L2(0.05))
    result = Newton(tol=1e-14).minimize(objective)
    errors = [objective.stationarity(theta) for theta in result.history.weights]
    assert result.n_iter <= 7
    assert errors[-3] < 1e-2
    assert errors[-2] < 20 * errors[-3] ** 2
    assert errors[-1] < max(20 * errors[-2] ** 2, 1e-15)


def test_steps_that_are_too_long_are_shortened():
    # From here a full Newton step would land at a far higher log-loss.
    objective = Objective([[1.0], [-1.0], [0.5]], [1, 0, 0], LinearEquation(1), LogLoss(), L2(0.01))
    start = np.array([-12.0, 3.0])
    full = start - np.linalg.solve(
        objective.hessian(start) + np.diag([0.01, 0.0]), objective.gradient(start)
    )
    assert objective.value(full) > objective.value(start)
    result = Newton().minimize(objective, start)
    assert result.converged
    assert (np.diff(result.history.objective) < 0).all()
    assert result.n_evaluations > 2 * result.n_iter + 2


def test_it_goes_downhill_where_the_loss_curves_downwards():
    objective = two_classes(L2(0.001), loss=BrierScore())
    start = np.array([-6.0, 2.0, 4.0, 0.0, 2.0])
    assert np.linalg.eigvalsh(objective.hessian(start))[0] < -1e-3
    result = Newton().minimize(objective, start)
    assert result.converged
    assert (np.diff(result.history.objective) < 0).all()


@pytest.mark.parametrize("columns", [[0, 0], [0, 1, 0, 1, 1]])
def test_repeated_features_do_no_harm(columns):
    linear = two_classes()
    X = linear.X[:, columns]
    objective = Objective(X, linear.y, LinearEquation(len(columns)), LogLoss())
    result = Newton().minimize(objective)
    assert result.converged
    assert objective.value(result.weights) == pytest.approx(
        objective.value(solve(objective).weights), rel=1e-12
    )
    assert np.abs(result.weights).max() < 10


def test_features_of_very_different_sizes_do_no_harm():
    random = np.random.default_rng(0)
    X = random.normal(size=(80, 3)) * [1e-3, 1.0, 1e3]
    y = random.random(80) < 1 / (1 + np.exp(-X @ [1e3, 1.0, -1e-3]))
    result = Newton().minimize(Objective(X, y, LinearEquation(3), LogLoss()))
    assert result.converged
    assert result.n_iter < 10


@pytest.mark.parametrize("penalty", [None, L2(0.1)])
def test_softmax_rows_that_nothing_holds_are_not_shifted(penalty):
    objective = three_classes(penalty)
    start = np.zeros((4, 3))
    start[3] = 2.0  # the biases; the weights start with sums of 0
    result = Newton(tol=1e-10).minimize(objective, start.ravel())
    assert result.converged
    sums = result.weights.reshape(4, 3).sum(axis=1)
    np.testing.assert_allclose(sums, [0.0, 0.0, 0.0, 6.0], atol=1e-10)


@pytest.mark.parametrize("loss", [SquaredError(), LogLoss(), SoftmaxCrossEntropy()])
def test_a_feature_that_is_zero_everywhere_keeps_its_weight(loss):
    several = isinstance(loss, SoftmaxCrossEntropy)
    X = np.array([[1.0, 0.0], [2.0, 0.0], [0.5, 0.0], [3.0, 0.0]])
    objective = Objective(X, [0, 1, 1, 0], LinearEquation(2, 2 if several else 1), loss)
    result = Newton().minimize(objective)
    assert result.converged
    assert (result.weights.reshape(3, -1)[1] == 0.0).all()


def test_a_history_of_each_step_is_kept():
    history = quietly(Newton(max_iter=3, tol=None), two_classes(L2(0.1))).history
    assert history.iterations.tolist() == [0, 1, 2, 3]
    assert history.evaluations.tolist() == [1.0, 3.0, 5.0, 7.0]
