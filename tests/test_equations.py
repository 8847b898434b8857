"""The equations: shapes, the way forward, the way back, and where training starts."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage import LinearEquation, NetworkEquation
from shrinkage.equations import Equation

EQUATIONS = {
    "linear, 1 output": LinearEquation(3),
    "linear, 1 output, no bias": LinearEquation(3, intercept=False),
    "linear, 4 outputs": LinearEquation(3, 4),
    "linear, 4 outputs, no bias": LinearEquation(3, 4, intercept=False),
    "linear, 1 feature": LinearEquation(1),
    "tanh, 1 layer": NetworkEquation(3, (5,)),
    "tanh, 2 layers, 2 outputs": NetworkEquation(3, (5, 4), 2),
    "relu, 1 layer, 3 outputs": NetworkEquation(3, (5,), 3, "relu"),
    "relu, 2 layers": NetworkEquation(3, (6, 4), 1, "relu"),
    "no hidden layer": NetworkEquation(3, (), 2),
}
each_equation = pytest.mark.parametrize("equation", EQUATIONS.values(), ids=EQUATIONS)


def some_weights(equation, seed=1):
    return np.random.default_rng(seed).normal(size=equation.size)


def some_rows(equation, rows=7, seed=2):
    return np.random.default_rng(seed).normal(size=(rows, equation.n_features))


@each_equation
def test_shapes(equation):
    X, theta = some_rows(equation), some_weights(equation)
    z = equation.outputs(theta, X)
    assert z.shape == ((7,) if equation.n_outputs == 1 else (7, equation.n_outputs))
    assert equation.pull_back(theta, X, np.ones_like(z)).shape == (equation.size,)
    assert equation.is_bias.shape == equation.start().shape == theta.shape
    assert equation.outputs(theta, X[:1]).shape == z[:1].shape


@each_equation
def test_pull_back_is_the_derivative_of_the_outputs(equation):
    X, theta = some_rows(equation), some_weights(equation)
    dz = np.random.default_rng(3).normal(size=equation.outputs(theta, X).shape)
    h = 1e-6
    slopes = [
        np.sum(dz * (equation.outputs(theta + step, X) - equation.outputs(theta - step, X)))
        / (2 * h)
        for step in h * np.eye(equation.size)
    ]
    np.testing.assert_allclose(equation.pull_back(theta, X, dz), slopes, rtol=1e-6, atol=1e-7)


@each_equation
def test_pull_back_adds_up_over_the_rows(equation):
    X, theta = some_rows(equation), some_weights(equation)
    dz = np.random.default_rng(3).normal(size=equation.outputs(theta, X).shape)
    first = equation.pull_back(theta, X[:3], dz[:3])
    rest = equation.pull_back(theta, X[3:], dz[3:])
    np.testing.assert_allclose(equation.pull_back(theta, X, dz), first + rest, atol=1e-13)


@each_equation
def test_biases_are_the_entries_that_matter_where_all_features_are_zero(equation):
    theta = np.abs(some_weights(equation)) + 0.1  # positive, so that no ReLU unit is off
    nowhere = np.zeros((1, equation.n_features))
    matters = np.zeros(equation.size, dtype=bool)
    for entry in range(equation.size):
        moved = theta.copy()
        moved[entry] += 0.1
        matters[entry] = np.any(
            equation.outputs(moved, nowhere) != equation.outputs(theta, nowhere)
        )
    if isinstance(equation, LinearEquation):
        assert (matters == equation.is_bias).all()
    else:
        first = equation.n_features * equation.sizes[1]
        assert not equation.is_bias[:first].any()
        assert not matters[:first].any()
        assert matters[equation.is_bias].all()


def test_linear_outputs_are_the_formula():
    X = np.array([[1.0, 2.0], [3.0, -1.0]])
    assert LinearEquation(2).outputs(np.array([2.0, 3.0, 10.0]), X).tolist() == [18.0, 13.0]
    without = LinearEquation(2, intercept=False)
    assert without.outputs(np.array([2.0, 3.0]), X).tolist() == [8.0, 3.0]
    several = LinearEquation(2, 3)
    theta = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 0.1, 0.2, 0.3])
    W, b = several.unpack(theta)
    assert W.tolist() == [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    assert b.tolist() == [0.1, 0.2, 0.3]
    np.testing.assert_allclose(several.outputs(theta, X), X @ W + b, rtol=1e-15)
    np.testing.assert_allclose(several.outputs(theta, X)[0], [9.1, 12.2, 15.3], rtol=1e-15)


def test_linear_counts_weights_and_biases():
    assert LinearEquation(3).size == 4
    assert LinearEquation(3).is_bias.tolist() == [False, False, False, True]
    assert LinearEquation(3, intercept=False).size == 3
    assert not LinearEquation(3, intercept=False).is_bias.any()
    assert LinearEquation(2, 3).is_bias.tolist() == [False] * 6 + [True] * 3


def test_the_design_has_a_column_of_ones_for_the_bias():
    X = np.array([[1.0, 2.0], [3.0, -1.0]])
    assert LinearEquation(2).design(X).tolist() == [[1.0, 2.0, 1.0], [3.0, -1.0, 1.0]]
    assert LinearEquation(2, intercept=False).design(X).tolist() == X.tolist()
    theta = np.array([2.0, 3.0, 10.0])
    np.testing.assert_allclose(
        LinearEquation(2).design(X) @ theta, LinearEquation(2).outputs(theta, X)
    )


@pytest.mark.parametrize(
    ("activation", "bend"), [("tanh", np.tanh), ("relu", lambda a: a * (a > 0))]
)
def test_network_outputs_are_the_formula(activation, bend):
    equation = NetworkEquation(2, (3, 2), 1, activation)
    theta, X = some_weights(equation), some_rows(equation)
    (A, a), (B, b), (C, c) = equation.unpack(theta)
    assert (A.shape, B.shape, C.shape) == ((2, 3), (3, 2), (2, 1))
    expected = (bend(bend(X @ A + a) @ B + b) @ C + c)[:, 0]
    np.testing.assert_allclose(equation.outputs(theta, X), expected, rtol=1e-14)


def test_network_counts_and_marks_the_biases_of_every_layer():
    equation = NetworkEquation(2, (3,), 2)
    assert equation.size == 2 * 3 + 3 + 3 * 2 + 2
    assert np.flatnonzero(equation.is_bias).tolist() == [6, 7, 8, 15, 16]
    for weights, biases in equation.unpack(equation.is_bias.astype(float)):
        assert (weights == 0).all()
        assert (biases == 1).all()


def test_a_network_without_hidden_layers_is_linear():
    network, linear = NetworkEquation(3, (), 2), LinearEquation(3, 2)
    theta, X = some_weights(linear), some_rows(linear)
    np.testing.assert_allclose(network.outputs(theta, X), linear.outputs(theta, X), rtol=1e-15)


def test_linear_models_start_from_zero():
    assert LinearEquation(2, 3).start(7).tolist() == [0.0] * 9


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_networks_start_where_the_seed_says(activation):
    equation = NetworkEquation(3, (4, 4), 2, activation)
    first = equation.start(5)
    assert (first == equation.start(5)).all()
    assert (first != equation.start(6))[~equation.is_bias].all()
    assert (first[equation.is_bias] == 0).all()
    assert len(np.unique(first[~equation.is_bias])) == (~equation.is_bias).sum()
    assert (equation.start() == equation.start(0)).all()


@pytest.mark.parametrize(("activation", "variance"), [("tanh", 2 / 130), ("relu", 2 / 100)])
def test_networks_start_with_weights_of_the_published_spread(activation, variance):
    weights = NetworkEquation(100, (30,), 1, activation).start(0)[:3000]
    assert np.var(weights) == pytest.approx(variance, rel=0.1)
    assert abs(weights.mean()) < 0.1 * np.sqrt(variance)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: LinearEquation(0), ValueError, "n_features must be at least 1, got 0"),
        (lambda: LinearEquation(2.0), TypeError, "n_features must be a whole number, got 2.0"),
        (lambda: LinearEquation(2, 0), ValueError, "n_outputs must be at least 1"),
        (lambda: LinearEquation(2, intercept="no"), TypeError, "intercept must be True or False"),
        (lambda: NetworkEquation(0), ValueError, "n_features must be at least 1"),
        (lambda: NetworkEquation(2, 8), TypeError, r"hidden must list .* such as \(8,\), got 8"),
        (
            lambda: NetworkEquation(2, (3, 0)),
            ValueError,
            "number of hidden units must be at least 1",
        ),
        (lambda: NetworkEquation(2, (1.5,)), TypeError, "hidden units must be a whole number"),
        (lambda: NetworkEquation(2, (3,), True), TypeError, "n_outputs must be a whole number"),
        (
            lambda: NetworkEquation(2, activation="sigmoid"),
            ValueError,
            "activation must be one of 'tanh', 'relu'; got 'sigmoid'",
        ),
    ],
)
def test_bad_arguments_are_named(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_what_an_equation_of_ones_own_lacks_is_named():
    class Mine(Equation):
        pass

    nothing = np.zeros(1)
    with pytest.raises(TypeError, match="Mine does not say what its outputs are"):
        Mine().outputs(nothing, nothing)
    with pytest.raises(TypeError, match="Mine does not say how to pull a derivative back"):
        Mine().pull_back(nothing, nothing, nothing)
    with pytest.raises(TypeError, match="Mine does not say where to start"):
        Mine().start()
