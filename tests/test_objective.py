"""The objective: loss + penalty, what is penalised, its derivatives, and its conditions."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage import (
    L1,
    L2,
    BrierScore,
    ElasticNet,
    LinearEquation,
    LogLoss,
    NetworkEquation,
    Objective,
    SoftmaxCrossEntropy,
    SquaredError,
)
from shrinkage.solvers import solve

CASES = {
    "squared error": (SquaredError(), LinearEquation(3)),
    "squared error, no bias": (SquaredError(), LinearEquation(3, intercept=False)),
    "log-loss": (LogLoss(), LinearEquation(3)),
    "log-loss, no bias": (LogLoss(), LinearEquation(3, intercept=False)),
    "Brier score": (BrierScore(), LinearEquation(3)),
    "softmax": (SoftmaxCrossEntropy(), LinearEquation(3, 4)),
    "softmax, no bias": (SoftmaxCrossEntropy(), LinearEquation(3, 4, intercept=False)),
    "tanh network": (LogLoss(), NetworkEquation(3, (4,))),
    "relu network": (SquaredError(), NetworkEquation(3, (5, 4), 1, "relu")),
    "softmax network": (SoftmaxCrossEntropy(), NetworkEquation(3, (4, 3), 4)),
}
each_case = pytest.mark.parametrize("case", CASES)
each_linear_case = pytest.mark.parametrize(
    "case", [name for name, (_, equation) in CASES.items() if isinstance(equation, LinearEquation)]
)


def objective_of(case, penalty=None, penalize_bias=False, rows=30):
    loss, equation = CASES[case]
    random = np.random.default_rng(0)
    X = random.normal(size=(rows, equation.n_features)) * [1.0, 3.0, 0.3]
    if isinstance(loss, SquaredError):
        y = random.normal(2.0, 1.0, rows)
    else:
        y = random.integers(max(equation.n_outputs, 2), size=rows)
    return Objective(X, y, equation, loss, penalty, penalize_bias)


def some_weights(objective, seed=1):
    return np.random.default_rng(seed).normal(size=objective.size)


def slopes(f, theta, h=1e-5):
    return np.array([(f(theta + s) - f(theta - s)) / (2 * h) for s in h * np.eye(theta.size)])


@each_case
def test_value_is_loss_plus_penalty(case):
    objective = objective_of(case, ElasticNet(0.3, alpha=0.4))
    theta = some_weights(objective)
    loss, equation = CASES[case]
    mean_loss = loss.value(equation.outputs(theta, objective.X), objective.y)
    w = theta[~equation.is_bias]
    penalty = 0.3 * (0.4 * np.abs(w).sum() + 0.6 * 0.5 * np.sum(w**2))
    assert objective.loss_value(theta) == mean_loss
    assert objective.penalty_value(theta) == pytest.approx(penalty, rel=1e-14)
    assert objective.value(theta) == pytest.approx(mean_loss + penalty, rel=1e-14)
    assert objective_of(case).value(theta) == mean_loss


@each_case
def test_no_bias_is_penalised_unless_asked_for(case):
    equation = CASES[case][1]
    biases = equation.is_bias.astype(float) * 5.0
    free = objective_of(case, L1(0.2) + L2(0.1))
    assert free.penalty_value(biases) == 0.0
    assert (free.penalty_gradient(biases) == 0.0).all()
    assert (free.prox(biases, 100.0) == biases).all()
    asked = objective_of(case, L1(0.2) + L2(0.1), penalize_bias=True)
    count = equation.is_bias.sum()
    assert asked.penalty_value(biases) == pytest.approx(count * (0.2 * 5 + 0.1 * 12.5), abs=1e-15)
    expected = np.where(equation.is_bias, 0.2 + 0.1 * 5.0, 0.0)
    np.testing.assert_allclose(asked.penalty_gradient(biases), expected, rtol=1e-15)
    assert (asked.prox(biases, 100.0) == 0.0).all()


@each_case
def test_every_weight_is_penalised(case):
    objective = objective_of(case, L1(0.2))
    weights = ~CASES[case][1].is_bias
    assert (objective.penalty_gradient(np.ones(objective.size))[weights] == 0.2).all()
    assert (objective.prox(np.ones(objective.size), 0.5)[weights] == 0.9).all()


@each_case
@pytest.mark.parametrize("penalize_bias", [False, True])
def test_gradient_is_the_slope_of_the_value(case, penalize_bias):
    objective = objective_of(case, L2(0.4) + L1(0.1), penalize_bias)
    theta = some_weights(objective)
    expected = slopes(objective.value, theta)
    np.testing.assert_allclose(objective.gradient(theta), expected, rtol=1e-6, atol=1e-8)
    loss_slopes = slopes(objective.loss_value, theta)
    np.testing.assert_allclose(objective.loss_gradient(theta), loss_slopes, rtol=1e-6, atol=1e-8)
    loss, gradient = objective.loss_and_gradient(theta)
    assert loss == objective.loss_value(theta)
    assert (gradient == objective.loss_gradient(theta)).all()


@each_linear_case
def test_hessian_is_the_slope_of_the_loss_gradient(case):
    objective = objective_of(case, L2(0.4))
    theta = 0.3 * some_weights(objective)
    hessian = objective.hessian(theta)
    assert hessian.shape == (objective.size, objective.size)
    expected = slopes(objective.loss_gradient, theta)
    np.testing.assert_allclose(hessian, expected, rtol=1e-5, atol=1e-8)


@each_linear_case
def test_lipschitz_bounds_every_eigenvalue_of_the_hessian(case):
    objective = objective_of(case)
    bound = objective.lipschitz()
    for seed in range(20):
        theta = some_weights(objective, seed) * 0.1 * seed
        assert np.abs(np.linalg.eigvalsh(objective.hessian(theta))).max() <= bound * (1 + 1e-12)


def test_lipschitz_is_the_largest_eigenvalue_for_squared_error():
    objective = objective_of("squared error")
    largest = np.linalg.eigvalsh(objective.hessian(objective.start()))[-1]
    assert objective.lipschitz() == pytest.approx(largest, rel=1e-12)
    wide = objective_of("squared error", rows=2)  # fewer rows than columns
    largest = np.linalg.eigvalsh(wide.hessian(wide.start()))[-1]
    assert wide.lipschitz() == pytest.approx(largest, rel=1e-12)


def test_networks_have_no_hessian_and_no_simple_bound():
    objective = objective_of("tanh network")
    assert objective.lipschitz() is None
    with pytest.raises(ValueError, match=r"The Hessian needs a linear equation.*NetworkEquation"):
        objective.hessian(objective.start())


@pytest.mark.parametrize("penalty", [None, L1(0.1), L2(0.1), ElasticNet(0.2, 0.5), L1(50.0)])
@pytest.mark.parametrize("case", ["squared error", "log-loss", "softmax, no bias"])
def test_stationarity_is_zero_at_the_minimum_and_only_there(case, penalty):
    objective = objective_of(case, penalty)
    best = solve(objective).weights
    assert objective.stationarity(best) < 1e-12
    lowest = objective.value(best)
    for seed in range(10):
        theta = best + 1e-2 * some_weights(objective, seed)
        assert objective.value(theta) > lowest
        assert objective.stationarity(theta) > 1e-5


@each_case
def test_stationarity_is_the_largest_change_by_one_proximal_step(case):
    objective = objective_of(case, ElasticNet(0.2, 0.5))
    theta = some_weights(objective)
    gradient = objective.loss_gradient(theta)
    change = theta - objective.prox(theta - gradient, 1.0)
    assert objective.stationarity(theta) == np.abs(change).max()
    assert objective.stationarity(theta, gradient) == objective.stationarity(theta)
    smooth = objective_of(case, L2(0.2))
    assert smooth.stationarity(theta) == np.abs(smooth.gradient(theta)).max()


def test_stationarity_understands_corners():
    # Of two features, the second has a loss gradient of 0.3 at w = 0.
    objective = Objective(
        np.eye(2), [2.0, 0.6], LinearEquation(2, intercept=False), SquaredError(), L1(0.5)
    )
    corner = np.array([1.0, 0.0])
    assert objective.loss_gradient(corner).tolist() == [-0.5, -0.3]
    assert objective.stationarity(corner) == 0.0
    assert objective.stationarity(np.array([1.0, 1e-3])) > 1e-4
    assert objective.stationarity(np.array([0.0, 0.0])) == pytest.approx(0.5)


@each_case
def test_a_batch_is_the_same_objective_on_fewer_rows(case):
    objective = objective_of(case, L1(0.1), penalize_bias=True)
    loss, equation = CASES[case]
    theta = some_weights(objective)
    if isinstance(equation, LinearEquation):
        objective.hessian(theta)  # must not leave the large design behind in the batch
    rows = np.array([4, 0, 7])
    mask = np.isin(np.arange(30), rows)
    batch = objective.batch(rows)
    alone = Objective(objective.X[rows], objective.y[rows], equation, loss, L1(0.1), True)
    assert batch.value(theta) == alone.value(theta)
    assert (batch.gradient(theta) == alone.gradient(theta)).all()
    assert objective.batch(mask).value(theta) == pytest.approx(alone.value(theta), rel=1e-14)
    assert batch.lipschitz() == alone.lipschitz()
    parts = [objective.batch(slice(0, 10)), objective.batch(slice(10, 30))]
    gradients = [part.loss_gradient(theta) for part in parts]
    np.testing.assert_allclose(
        (10 * gradients[0] + 20 * gradients[1]) / 30, objective.loss_gradient(theta), atol=1e-13
    )


@each_case
def test_nothing_changes_the_weights_it_is_given(case):
    objective = objective_of(case, L1(0.1))
    theta = some_weights(objective)
    before = theta.copy()
    objective.value(theta)
    objective.gradient(theta)[...] = 9.0
    objective.prox(theta, 1.0)[...] = 9.0
    objective.stationarity(theta)
    assert (theta == before).all()


def test_weights_may_be_whole_numbers():
    objective = objective_of("squared error", L2(0.3))
    whole = np.array([1, -2, 0, 3])
    np.testing.assert_allclose(objective.penalty_gradient(whole), [0.3, -0.6, 0.0, 0.0])
    assert (objective.gradient(whole) == objective.gradient(whole.astype(float))).all()
    assert (objective.prox(whole, 0.5) == objective.prox(whole.astype(float), 0.5)).all()


def test_training_starts_where_the_equation_says():
    objective = objective_of("tanh network")
    assert objective.size == objective.equation.size
    assert (objective.start(3) == objective.equation.start(3)).all()


X, y = [[0.0, 1.0], [1.0, 0.0], [2.0, 2.0]], [0.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            (X, y, "linear", LogLoss()),
            TypeError,
            "equation must be a Equation object, got 'linear'",
        ),
        ((X, y, LinearEquation(2), "log"), TypeError, "loss must be a Loss object, got 'log'"),
        ((X, y, LinearEquation(2), LogLoss), TypeError, "loss must be a Loss object, got <class"),
        ((X, y, LinearEquation(2), LogLoss(), 0.1), TypeError, "penalty must be a Penalty object"),
        (
            (X, y, LinearEquation(2), LogLoss(), L1(1), "no"),
            TypeError,
            "penalize_bias must be True",
        ),
        ((X, y, LinearEquation(3), LogLoss()), ValueError, "X has 2 columns, .* n_features=3"),
        ((X, y, NetworkEquation(1), LogLoss()), ValueError, "X has 2 columns, .* n_features=1"),
        ((X, y[:2], LinearEquation(2), LogLoss()), ValueError, "X has 3 rows, y has 2 rows"),
        ((y, y, LinearEquation(2), LogLoss()), ValueError, "Expected 2D array for X"),
        (([[np.nan, 0]], [0], LinearEquation(2), LogLoss()), ValueError, "X holds NaN at row 0"),
        ((X, [0, np.inf, 1], LinearEquation(2), SquaredError()), ValueError, "y holds infinity"),
        ((X, ["a", "b", "a"], LinearEquation(2), LogLoss()), ValueError, "y must hold numbers"),
        ((X, 5, LinearEquation(2), LogLoss()), ValueError, "y should be a 1d array"),
        (
            (X, [-1, 1, 1], LinearEquation(2), LogLoss()),
            ValueError,
            "y must hold 0 or 1 for LogLoss",
        ),
        (
            (X, [0, 1, 2], LinearEquation(2), BrierScore()),
            ValueError,
            "0 or 1 for BrierScore, got 2",
        ),
        (
            (X, y, LinearEquation(2, 2), SquaredError()),
            ValueError,
            "needs an equation with 1 output",
        ),
        ((X, y, LinearEquation(2), SoftmaxCrossEntropy()), ValueError, "output for each class"),
        (
            (X, [0, 1, 2], LinearEquation(2, 2), SoftmaxCrossEntropy()),
            ValueError,
            "y must hold whole numbers from 0 to 1 for SoftmaxCrossEntropy, got 2 in row 2",
        ),
    ],
)
def test_bad_arguments_are_named(arguments, error, message):
    with pytest.raises(error, match=message):
        Objective(*arguments)


def test_labels_may_be_of_any_kind_that_means_the_same():
    theta = np.array([0.3, -0.2, 0.1])
    values = {
        Objective(X, labels, LinearEquation(2), LogLoss()).value(theta)
        for labels in ([0, 1, 1], y, np.array([False, True, True]), np.array([0, 1, 1], np.uint8))
    }
    assert len(values) == 1
    theta = np.arange(6.0)
    values = {
        Objective(X, labels, LinearEquation(2, 2), SoftmaxCrossEntropy()).value(theta)
        for labels in ([0, 1, 1], y, np.array([False, True, True]))
    }
    assert len(values) == 1
