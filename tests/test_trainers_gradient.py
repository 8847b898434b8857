"""Gradient descent and proximal gradient: each step by its formula, batches, and the misfit L1."""

from __future__ import annotations

import warnings
from itertools import pairwise

import numpy as np
import pytest
from training import (
    CountedObjective,
    changed,
    network,
    one_weight,
    quietly,
    regression,
    two_classes,
)

from shrinkage import (
    L1,
    L2,
    ConvergenceWarning,
    ElasticNet,
    GradientDescent,
    LinearEquation,
    NoPenalty,
    Objective,
    PenaltyMismatchWarning,
    ProximalGradient,
    SquaredError,
)
from shrinkage.solvers import solve


def ill_conditioned(penalty=None):
    """Return a regression in which one feature varies 30 times as much as another."""
    X = np.random.default_rng(0).normal(size=(50, 3)) * [30.0, 5.0, 1.0]
    return Objective(X, X @ [0.1, -0.5, 2.0], LinearEquation(3), SquaredError(), penalty)


def test_gradient_descent_steps_against_the_gradient_with_momentum_and_decay():
    objective = two_classes(L2(0.3))
    trainer = GradientDescent(learning_rate=0.5, momentum=0.6, decay=0.25, max_iter=6, tol=None)
    start = np.linspace(-1.0, 1.0, objective.size)
    theta, before = start, start
    expected = [theta]
    for t in range(6):
        rate = 0.5 / (1.0 + 0.25 * t)
        theta, before = theta - rate * objective.gradient(theta) + 0.6 * (theta - before), theta
        expected.append(theta)
    weights = trainer.minimize(objective, start).history.weights
    np.testing.assert_allclose(weights, expected, rtol=1e-12)


def test_a_default_gradient_step_is_one_over_the_curvature():
    # In one dimension that is the whole way.
    objective = Objective(
        [[3.0], [-1.0]], [6.0, 1.0], LinearEquation(1, intercept=False), SquaredError(), L2(2.0)
    )
    result = GradientDescent(max_iter=1).minimize(objective)
    assert result.converged
    assert result.weights[0] == pytest.approx(17 / 14, rel=1e-14)
    proximal = ProximalGradient(max_iter=1, tol=None)
    first = proximal.minimize(objective).weights[0]
    assert first == pytest.approx((17 / 2) / 5 / (1 + 2 / 5), rel=1e-14)


def test_a_default_rate_never_leads_uphill():
    for objective in (regression(L2(0.5)), two_classes(), two_classes(L2(3.0))):
        history = quietly(GradientDescent(max_iter=200), objective).history
        assert (np.diff(history.objective) <= 1e-14).all()


def test_momentum_helps_where_curvatures_differ():
    plain = quietly(GradientDescent(max_iter=20_000, tol=1e-6), ill_conditioned())
    heavy = quietly(GradientDescent(momentum=0.9, max_iter=20_000, tol=1e-6), ill_conditioned())
    assert heavy.converged
    assert heavy.n_iter < plain.n_iter / 4


@pytest.mark.parametrize("penalty", [L1(0.12), ElasticNet(0.15, 0.8), L1(0.1) + L2(0.1)], ids=repr)
def test_gradient_descent_with_l1_warns_once_and_gives_no_zeros(penalty):
    objective = regression(penalty)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        result = GradientDescent(max_iter=2000).minimize(objective)
    mismatch, unconverged = told
    assert mismatch.category is PenaltyMismatchWarning
    assert repr(penalty) in str(mismatch.message)
    assert "without becoming exactly 0" in str(mismatch.message)
    assert "Use ProximalGradient or CoordinateDescent" in str(mismatch.message)
    assert unconverged.category is ConvergenceWarning
    assert mismatch.filename == unconverged.filename == __file__
    assert not result.converged
    exact = solve(objective).weights
    zeros = exact == 0
    assert zeros.any()
    assert (result.weights != 0).all()
    assert np.abs(result.weights[zeros]).max() < 0.2  # near 0 all the same


@pytest.mark.parametrize("penalty", [None, NoPenalty(), L2(0.1), L1(0.0), ElasticNet(0.5, 0.0)])
def test_gradient_descent_does_not_warn_of_penalties_with_a_gradient(penalty):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert GradientDescent().minimize(two_classes(penalty)).converged


def test_with_a_falling_rate_gradient_descent_closes_in_on_the_l1_minimum():
    objective = regression(L1(0.12))
    lowest = objective.value(solve(objective).weights)
    fixed = quietly(GradientDescent(max_iter=5000), objective)
    falling = quietly(GradientDescent(decay=0.05, max_iter=5000), objective)
    excess = [objective.value(result.weights) - lowest for result in (fixed, falling)]
    assert excess[1] < 0.1 * excess[0]


def test_mini_batches_are_reproducible_and_differ_by_seed():
    def run(seed):
        trainer = GradientDescent(batch_size=7, max_iter=30, tol=None, seed=seed)
        return trainer.minimize(two_classes(L2(0.1))).history.weights

    assert (run(3) == run(3)).all()
    assert (run(3)[1:] != run(4)[1:]).any(axis=1).all()


def test_every_row_has_its_turn_once_in_a_pass_in_a_new_order():
    objective = two_classes(L2(0.1), kind=CountedObjective)
    GradientDescent(batch_size=25, max_iter=9, tol=None).minimize(objective)
    assert [len(rows) for rows in objective.batches] == [25, 25, 10] * 3
    passes = [np.concatenate(objective.batches[i : i + 3]) for i in (0, 3, 6)]
    for rows in passes:
        assert np.sort(rows).tolist() == list(range(60))
    assert (passes[0] != passes[1]).any()
    assert (passes[1] != passes[2]).any()


def test_a_mini_batch_step_follows_the_gradient_of_its_rows():
    objective = two_classes(L2(0.3), kind=CountedObjective)
    trainer = GradientDescent(learning_rate=0.2, batch_size=8, max_iter=12, tol=None)
    weights = trainer.minimize(objective).history.weights
    plain = two_classes(L2(0.3))
    for rows, here, there in zip(objective.batches, weights[:-1], weights[1:], strict=True):
        np.testing.assert_allclose(there, here - 0.2 * plain.batch(rows).gradient(here), rtol=1e-12)


@pytest.mark.parametrize("batch_size", [60, 61, 1000])
def test_a_batch_of_all_rows_is_full_gradient_descent(batch_size):
    full = GradientDescent(max_iter=9, tol=None).minimize(two_classes(L2(0.1)))
    batch = GradientDescent(batch_size=batch_size, max_iter=9, tol=None, seed=5)
    assert (batch.minimize(two_classes(L2(0.1))).history.weights == full.history.weights).all()


def test_mini_batches_with_a_falling_rate_reach_the_minimum():
    objective = two_classes(L2(0.5))
    trainer = GradientDescent(batch_size=10, decay=0.02, max_iter=20_000, tol=1e-3)
    result = trainer.minimize(objective)
    assert result.converged
    assert result.n_iter % 6 == 0  # the rule is tried at the end of a pass
    np.testing.assert_allclose(result.weights, solve(objective).weights, atol=5e-3)


@pytest.mark.parametrize("problem", [regression, two_classes])
def test_a_proximal_step_is_a_gradient_step_of_the_loss_and_then_the_prox(problem):
    objective = problem(ElasticNet(0.3, 0.5))
    start = np.linspace(-1.0, 1.0, objective.size)
    trainer = ProximalGradient(learning_rate=0.4, max_iter=5, tol=None)
    weights = trainer.minimize(objective, start).history.weights
    for here, there in pairwise(weights):
        moved = here - 0.4 * objective.loss_gradient(here)
        np.testing.assert_allclose(there, objective.prox(moved, 0.4), atol=1e-14)
    by_default = changed(trainer, learning_rate=None, max_iter=1).minimize(objective, start).weights
    step = 1.0 / objective.lipschitz()
    moved = objective.prox(start - step * objective.loss_gradient(start), step)
    np.testing.assert_allclose(by_default, moved, atol=1e-14)


def test_accelerated_steps_are_those_of_fista_with_restarts():
    objective = regression(L1(0.12))
    step = 1.0 / objective.lipschitz()
    theta = ahead = objective.start()
    t, expected, restarts = 1.0, [theta], 0
    for _ in range(40):
        new = objective.prox(ahead - step * objective.loss_gradient(ahead), step)
        if (ahead - new) @ (new - theta) > 0:
            t, ahead, restarts = 1.0, new, restarts + 1
        else:
            t_next = (1.0 + np.sqrt(1.0 + 4.0 * t**2)) / 2.0
            ahead, t = new + (t - 1.0) / t_next * (new - theta), t_next
        theta = new
        expected.append(theta)
    assert restarts > 2
    weights = ProximalGradient(True, max_iter=40, tol=None).minimize(objective).history.weights
    np.testing.assert_allclose(weights, expected, atol=1e-10)


def test_acceleration_helps_where_curvatures_differ():
    objective = ill_conditioned(L1(0.01))
    plain = ProximalGradient(max_iter=50_000, tol=1e-5).minimize(objective)
    fast = ProximalGradient(accelerated=True, max_iter=50_000, tol=1e-5).minimize(objective)
    assert plain.converged
    assert fast.converged
    assert fast.n_iter < plain.n_iter / 5
    np.testing.assert_allclose(fast.weights, plain.weights, atol=1e-3)


@pytest.mark.parametrize("penalty", [None, L1(0.05), L2(1.0)])
@pytest.mark.parametrize("problem", [regression, two_classes, network])
def test_plain_proximal_steps_never_lead_uphill(problem, penalty):
    history = quietly(ProximalGradient(max_iter=150), problem(penalty)).history
    assert (np.diff(history.objective) <= 1e-14).all()
    assert history.objective[-1] < history.objective[0]


@pytest.mark.parametrize("accelerated", [False, True])
def test_proximal_gradient_trains_networks_to_a_stationary_point_with_zeros(accelerated):
    objective = network(L1(0.02))
    result = ProximalGradient(accelerated, max_iter=20_000, tol=1e-6).minimize(objective)
    assert result.converged
    zeros = result.weights == 0
    assert 0 < zeros.sum() < objective.size
    assert not zeros[objective.equation.is_bias].all()
    assert objective.value(result.weights) < objective.value(objective.start())


def test_gradient_descent_trains_networks():
    objective = network(L2(0.01))
    result = GradientDescent(momentum=0.9, max_iter=20_000, tol=1e-5).minimize(objective)
    assert result.converged
    history = GradientDescent(max_iter=1, tol=None).minimize(objective).history
    start = objective.start()
    np.testing.assert_allclose(history.weights[1], start - 0.1 * objective.gradient(start))


@pytest.mark.parametrize("trainer", [GradientDescent(), ProximalGradient()], ids=repr)
def test_features_that_are_zero_everywhere_do_no_harm(trainer):
    nothing = Objective(
        np.zeros((3, 2)), [1.0, 2.0, 3.0], LinearEquation(2, intercept=False), SquaredError()
    )
    result = trainer.minimize(nothing, [1.0, -1.0])
    assert result.converged
    assert result.weights.tolist() == [1.0, -1.0]


@pytest.mark.parametrize(
    ("trainer", "error", "message"),
    [
        (GradientDescent(learning_rate=0.0), ValueError, "learning_rate must be finite and > 0"),
        (GradientDescent(learning_rate="fast"), TypeError, "learning_rate must be a real number"),
        (GradientDescent(momentum=1.0), ValueError, "momentum must be .* >= 0 and < 1, got 1.0"),
        (GradientDescent(momentum=-0.1), ValueError, "momentum must be finite and >= 0 and < 1"),
        (GradientDescent(decay=-1.0), ValueError, "decay must be finite and >= 0"),
        (GradientDescent(batch_size=0), ValueError, "batch_size must be at least 1"),
        (GradientDescent(batch_size=2.5), TypeError, "batch_size must be a whole number"),
        (GradientDescent(seed=-1), ValueError, "seed must be at least 0, got -1"),
        (GradientDescent(seed=None), TypeError, "seed must be a whole number, got None"),
        (ProximalGradient(learning_rate=-1), ValueError, "learning_rate must be finite and > 0"),
        (ProximalGradient(accelerated="yes"), TypeError, "accelerated must be True or False"),
    ],
    ids=repr,
)
def test_bad_arguments_are_named(trainer, error, message):
    with pytest.raises(error, match=message):
        trainer.minimize(one_weight())
