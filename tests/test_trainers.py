"""What all trainers promise: the minimum, zeros, biases left alone, and what they refuse."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from training import (
    ALL,
    EXACT,
    PROBLEMS,
    SEARCHES,
    SHRINKING,
    changed,
    network,
    one_weight,
    quietly,
    regression,
    separable,
    two_classes,
)

from shrinkage import (
    L1,
    L2,
    BrierScore,
    CoordinateDescent,
    ElasticNet,
    GradientDescent,
    Newton,
    NoPenalty,
    Penalty,
    ProximalGradient,
    SeparableDataWarning,
)
from shrinkage.solvers import solve
from shrinkage.trainers import Trainer

each_trainer = pytest.mark.parametrize("name", ALL)
SMOOTH = [None, L2(0.1), L2(0.02) + L2(0.03)]
WITH_L1 = [L1(0.12), ElasticNet(0.15, 0.8), L1(0.1) + L2(0.05)]
ANY = [*SMOOTH, *WITH_L1]


def without_shifts(objective, theta):
    """Return the weights with what softmax leaves open settled: a free row may be shifted."""
    classes = objective.equation.n_outputs
    if classes == 1:
        return theta
    rows = theta.reshape(-1, classes)
    free = ~objective.penalized.reshape(rows.shape).any(axis=1) | (objective.penalty == NoPenalty())
    return rows - free[:, None] * rows.mean(axis=1, keepdims=True)


def reaches(name):
    return [(name, penalty) for penalty in (ANY if name in SHRINKING else SMOOTH)]


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize(
    ("name", "penalty"), [pair for name in EXACT for pair in reaches(name)], ids=str
)
def test_it_reaches_the_minimum_of_the_exact_solver(name, penalty, problem):
    objective = PROBLEMS[problem](penalty)
    exact = solve(objective)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = EXACT[name].minimize(objective)
    assert result.converged
    assert result.stationarity <= 1e-9
    assert objective.value(result.weights) - objective.value(exact.weights) < 1e-12
    np.testing.assert_allclose(
        without_shifts(objective, result.weights),
        without_shifts(objective, exact.weights),
        atol=1e-6,
    )
    if problem == "three classes" and name == "Newton":
        np.testing.assert_allclose(result.weights, exact.weights, atol=1e-6)


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("penalty", WITH_L1, ids=str)
@pytest.mark.parametrize("name", SHRINKING)
def test_zeros_are_exact_and_where_the_exact_solver_has_them(name, penalty, problem):
    objective = PROBLEMS[problem](penalty)
    weights = EXACT[name].minimize(objective).weights
    exact = solve(objective).weights
    slopes = objective.penalized
    assert ((weights == 0) == (exact == 0)).all()
    assert 0 < (weights[slopes] == 0).sum() < slopes.sum()
    assert not np.signbit(weights[weights == 0]).any()


@pytest.mark.parametrize("penalize_bias", [False, True])
@pytest.mark.parametrize("name", [*EXACT, *SEARCHES])
def test_it_penalises_the_bias_only_if_asked(name, penalize_bias):
    # Without its penalty the bias is 1 and w is 3; L2(1) halves what it penalises.
    objective = one_weight(L2(1.0), penalize_bias)
    result = quietly({**EXACT, **SEARCHES}[name], objective, max_iter=3000)
    expected = [1.5, 0.5 if penalize_bias else 1.0]
    np.testing.assert_allclose(result.weights, expected, atol=0.15 if name in SEARCHES else 1e-8)


@pytest.mark.parametrize("name", SHRINKING)
def test_a_strong_l1_leaves_the_mean_in_the_bias(name):
    objective = regression(L1(100.0))
    weights = EXACT[name].minimize(objective).weights
    assert weights[:5].tolist() == [0.0] * 5
    assert weights[5] == pytest.approx(objective.y.mean(), abs=1e-8)
    assert EXACT[name].minimize(regression(L1(100.0), True)).weights.tolist() == [0.0] * 6


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("tol", [1e-6, None])
@pytest.mark.parametrize("name", EXACT)
def test_separable_data_are_recognized(name, tol, classes):
    trainer = changed(EXACT[name], tol=tol, max_iter=300)
    with pytest.warns(SeparableDataWarning) as told:
        result = trainer.minimize(separable(classes=classes))
    assert len(told) == 1
    assert told[0].filename == __file__
    assert not result.converged
    assert "can be separated" in result.message
    assert "Add a penalty, such as L2(0.001)" in result.message
    assert str(told[0].message) == f"{type(trainer).__name__}: {result.message}"


@pytest.mark.parametrize("name", EXACT)
def test_separable_data_with_a_penalty_are_data_like_any(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert EXACT[name].minimize(separable(L2(0.1))).converged


@pytest.mark.parametrize("trainer", [CoordinateDescent(), Newton()], ids=repr)
def test_what_a_network_can_not_be_trained_with_names_what_it_can(trainer):
    message = f"^{type(trainer).__name__} needs a linear equation .* got a NetworkEquation"
    with pytest.raises(ValueError, match=message) as caught:
        trainer.minimize(network(L2(0.1)))
    for name in ("GradientDescent", "ProximalGradient", "ParticleSwarm", "Evolution"):
        assert name in str(caught.value)


@pytest.mark.parametrize("penalty", [L1(0.1), ElasticNet(0.1, 0.5), L2(0.1) + L1(0.1)], ids=repr)
def test_newton_with_l1_names_what_serves(penalty):
    message = "needs second derivatives, which .* does not have .*ProximalGradient or Coordinate"
    with pytest.raises(ValueError, match=message) as caught:
        Newton().minimize(two_classes(penalty))
    assert repr(penalty) in str(caught.value)


class Fourths(Penalty):
    """A penalty without a prox."""

    smooth = True

    def value(self, w):
        return float(np.sum(np.asarray(w) ** 4) / 4)

    def gradient(self, w):
        return np.asarray(w) ** 3


def test_a_penalty_of_ones_own_is_served_where_it_can_be():
    objective = one_weight(Fourths())  # the minimum is where w − 3 + w³ = 0
    root = np.roots([1.0, 0.0, 1.0, -3.0])
    root = root[np.isreal(root)].real[0]
    result = GradientDescent(learning_rate=0.05).minimize(objective)
    assert result.converged
    np.testing.assert_allclose(result.weights, [root, 1.0], atol=1e-5)
    for trainer in (ProximalGradient(), CoordinateDescent()):
        with pytest.raises(TypeError, match="Fourths does not say what its proximal operator is"):
            trainer.minimize(objective)
    with pytest.raises(ValueError, match=r"second derivatives, which Fourths\(\) does not have"):
        Newton().minimize(objective)


@pytest.mark.parametrize("name", [*SHRINKING, "gradient descent", "Newton"])
def test_losses_that_are_not_convex_are_lowered_too(name):
    objective = two_classes(L2(0.001), loss=BrierScore())
    start = np.array([-3.0, 1.0, 2.0, 0.0, 2.0])
    result = quietly(EXACT[name], objective, start)
    assert result.converged
    assert objective.value(result.weights) < 0.5 * objective.value(start)
    if name != "accelerated":
        assert (np.diff(result.history.objective) <= 1e-15).all()


@each_trainer
@pytest.mark.parametrize(
    ("start", "message"),
    [
        ([0.0, 0.0], "start must hold 5 values, one for each weight and bias, got 2"),
        ([0.0] * 4 + [np.nan], "start holds NaN at row 4"),
        (np.zeros((5, 1)), "start should be a 1d array"),
        (["a"] * 5, "start must hold numbers"),
    ],
)
def test_a_bad_start_is_refused(name, start, message):
    with pytest.raises(ValueError, match=message):
        ALL[name].minimize(two_classes(L2(0.1)), start)


@each_trainer
@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"max_iter": 0}, ValueError, "max_iter must be at least 1, got 0"),
        ({"max_iter": 10.0}, TypeError, "max_iter must be a whole number, got 10.0"),
        ({"record_every": 0}, ValueError, "record_every must be at least 1"),
        ({"tol": -1e-6}, ValueError, "tol must be finite and >= 0, got"),
        ({"tol": "small"}, TypeError, "tol must be a real number"),
        ({"max_evaluations": 0}, ValueError, "max_evaluations must be finite and > 0"),
    ],
)
def test_bad_arguments_are_named(name, arguments, error, message):
    with pytest.raises(error, match=message):
        changed(ALL[name], **arguments).minimize(two_classes(L2(0.1)))


@each_trainer
@pytest.mark.parametrize("thing", [None, np.eye(2), L1(0.1)], ids=["None", "array", "penalty"])
def test_only_an_objective_can_be_minimized(name, thing):
    with pytest.raises(TypeError, match="objective must be an Objective, got"):
        ALL[name].minimize(thing)


def test_a_trainer_of_ones_own_needs_steps():
    class Mine(Trainer):
        max_iter, max_evaluations, tol, record_every = 5, None, None, 1

    with pytest.raises(TypeError, match="Mine does not say what its steps are"):
        Mine().minimize(one_weight())
