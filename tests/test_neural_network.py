"""The neural network: what it computes, what it learns, and what penalties do to it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from shrinkage import (
    L1,
    L2,
    ConvergenceWarning,
    GradientDescent,
    LogisticRegression,
    NeuralNetwork,
    PenaltyMismatchWarning,
    ProximalGradient,
    SeparableDataWarning,
    SoftmaxRegression,
)
from shrinkage.datasets import load_iris

pytestmark = pytest.mark.filterwarnings("error")
BRIEF = ProximalGradient(accelerated=True, max_iter=300, tol=None)  # asks for no convergence


def moons():
    """Return two half circles that hook into each other, blurred."""
    random = np.random.default_rng(0)
    angle = random.uniform(0, np.pi, 80)
    y = np.arange(80) % 2
    X = np.column_stack([np.cos(angle), np.sin(angle)])
    X[y == 1] = [1.0, 0.5] - X[y == 1]
    return X + 0.25 * random.normal(size=X.shape), y


def iris():
    data = load_iris()
    return (data.X - data.X.mean(axis=0)) / data.X.std(axis=0), data.y


def forward(model, X, bend):
    """Return the outputs of the last layer, computed from `weights_` alone."""
    out = np.asarray(X)
    for number, (weights, biases) in enumerate(model.weights_):
        out = out @ weights + biases
        if number < len(model.weights_) - 1:
            out = bend(out)
    return out


# --- Predictions --------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden", [(), (3,), (5, 4), (4, 3, 2)])
@pytest.mark.parametrize(
    ("activation", "bend"), [("tanh", np.tanh), ("relu", lambda a: np.maximum(a, 0))]
)
def test_two_classes_get_one_output_and_its_logistic_function(hidden, activation, bend):
    X, y = moons()
    model = NeuralNetwork(hidden, activation, L2(1e-3), BRIEF).fit(X, y)
    shapes = [(w.shape, b.shape) for w, b in model.weights_]
    sizes = [2, *hidden, 1]
    assert shapes == [((i, o), (o,)) for i, o in pairwise(sizes)]
    z = forward(model, X, bend)[:, 0]
    np.testing.assert_allclose(model.decision_function(X), z, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(model.predict_proba(X)[:, 1], 1 / (1 + np.exp(-z)), rtol=1e-10)
    np.testing.assert_allclose(model.predict_proba(X).sum(axis=1), 1.0, rtol=1e-14)
    np.testing.assert_array_equal(model.predict(X), (z > 0).astype(int))


@pytest.mark.parametrize(
    ("activation", "bend"), [("tanh", np.tanh), ("relu", lambda a: np.maximum(a, 0))]
)
def test_more_classes_get_an_output_each_and_their_softmax(activation, bend):
    X, y = iris()
    model = NeuralNetwork((6,), activation, L2(1e-3), BRIEF).fit(X, y)
    assert [(w.shape, b.shape) for w, b in model.weights_] == [((4, 6), (6,)), ((6, 3), (3,))]
    z = forward(model, X, bend)
    np.testing.assert_allclose(model.decision_function(X), z, rtol=1e-10, atol=1e-12)
    expected = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.predict_proba(X), expected, rtol=1e-9)
    np.testing.assert_array_equal(model.predict(X), z.argmax(axis=1))
    assert model.score(X, y) >= 0.96


def test_hidden_units_draw_a_boundary_that_no_line_can():
    X, y = moons()
    line = LogisticRegression(L2(1e-3)).fit(X, y).score(X, y)
    for activation in ("tanh", "relu"):
        curve = NeuralNetwork((8,), activation, L2(1e-3), BRIEF).fit(X, y).score(X, y)
        assert curve > line + 0.03


def test_labels_come_back_as_they_were_given():
    X, y = iris()
    names = np.array(["virginica", "setosa", "versicolor"])[y]
    model = NeuralNetwork((4,), penalty=L2(1e-3), trainer=BRIEF).fit(X, names)
    assert model.classes_.tolist() == ["setosa", "versicolor", "virginica"]
    assert model.score(X, names) >= 0.95
    two = NeuralNetwork((4,), penalty=L2(1e-2), trainer=BRIEF).fit(X, y == 1)
    assert two.predict(X).dtype == bool


@pytest.mark.parametrize("penalty", [L1(0.01), L2(0.01)], ids=repr)
def test_without_hidden_units_it_is_the_linear_model(penalty):
    exactly = ProximalGradient(accelerated=True, max_iter=20_000, tol=1e-8)
    X, y = iris()
    network = NeuralNetwork((), penalty=penalty, trainer=exactly).fit(X, y)
    linear = SoftmaxRegression(penalty).fit(X, y)
    np.testing.assert_allclose(network.weights_[0][0], linear.coef_.T, rtol=0, atol=1e-5)
    np.testing.assert_array_equal(network.weights_[0][0] == 0, linear.coef_.T == 0)
    np.testing.assert_allclose(network.predict_proba(X), linear.predict_proba(X), atol=1e-5)


# --- Training -----------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_network_and_another_seed_another():
    X, y = moons()
    one, same, other = (
        NeuralNetwork((4,), penalty=L2(1e-3), trainer=BRIEF, seed=seed).fit(X, y)
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one.training_.weights, same.training_.weights)
    assert np.abs(one.training_.weights - other.training_.weights).max() > 0.01


def test_fitting_again_starts_from_the_seed_and_not_from_the_last_weights():
    X, y = moons()
    once = NeuralNetwork((4,), penalty=L2(1e-3), trainer=BRIEF).fit(X, y)
    again = NeuralNetwork((4,), penalty=L2(1e-3), trainer=BRIEF).fit(X[::-1], y).fit(X, y)
    np.testing.assert_array_equal(again.training_.weights, once.training_.weights)
    start = once.training_.history.weights[0]
    np.testing.assert_array_equal(start, again.training_.history.weights[0])
    assert np.abs(start).max() > 0.1


def test_the_default_trainer_is_the_one_that_the_docstring_names():
    X, y = moons()
    named = ProximalGradient(accelerated=True, max_iter=1000, tol=1e-4)
    default, explicit = (
        NeuralNetwork((3,), penalty=L2(0.01), trainer=trainer).fit(X, y)
        for trainer in (None, named)
    )
    np.testing.assert_array_equal(default.training_.weights, explicit.training_.weights)
    assert default.converged_
    assert default.training_.stationarity <= 1e-4


def test_training_lowers_the_objective_and_keeps_its_history():
    X, y = moons()
    model = NeuralNetwork((5,), penalty=L2(1e-3), trainer=BRIEF).fit(X, y)
    objective = model.training_.history.objective
    assert len(objective) == model.n_iter_ + 1 == 301
    assert objective[-1] < 0.5 * objective[0]


def test_a_training_that_was_cut_short_says_so():
    X, y = moons()
    with pytest.warns(ConvergenceWarning, match=r"max_iter=5\b"):
        model = NeuralNetwork((3,), trainer=ProximalGradient(max_iter=5)).fit(X, y)
    assert (model.converged_, model.n_iter_) == (False, 5)


def test_rows_that_it_separates_are_told_of():
    with pytest.warns(SeparableDataWarning, match="can be separated"):
        model = NeuralNetwork((4,), seed=1).fit([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    assert not model.converged_
    assert model.predict([[0, 0], [0, 1], [1, 0], [1, 1]]).tolist() == [0, 1, 1, 0]


def test_gradient_descent_trains_it_too():
    X, y = moons()
    trainer = GradientDescent(learning_rate=0.5, momentum=0.9, max_iter=500, tol=None)
    assert NeuralNetwork((6,), penalty=L2(1e-3), trainer=trainer).fit(X, y).score(X, y) > 0.9


# --- Penalties ----------------------------------------------------------------------------------


@pytest.mark.parametrize("penalty", [L1(5.0), L2(50.0)], ids=repr)
def test_a_strong_penalty_leaves_the_biases_which_tell_the_share_of_each_class(penalty):
    X, y = iris()
    rows = np.r_[0:50, 50:70, 100:130]  # shares 0.5, 0.2 and 0.3
    exactly = ProximalGradient(accelerated=True, max_iter=5000, tol=1e-7)
    model = NeuralNetwork((3,), penalty=penalty, trainer=exactly).fit(X[rows], y[rows])
    assert max(np.abs(weights).max() for weights, _ in model.weights_) < 1e-3
    np.testing.assert_allclose(model.predict_proba(X), [[0.5, 0.2, 0.3]] * 150, atol=1e-3)


def test_a_strong_penalty_on_the_biases_too_leaves_no_opinion():
    X, y = moons()
    model = NeuralNetwork((3,), penalty=L1(5.0), penalize_bias=True).fit(X[:50], y[:50])
    np.testing.assert_array_equal(model.training_.weights, 0.0)
    np.testing.assert_array_equal(model.predict_proba(X), 0.5)


@pytest.mark.parametrize("penalize_bias", [False, True])
def test_the_penalty_counts_the_weights_of_all_layers_and_biases_only_if_asked_to(penalize_bias):
    X, y = moons()
    model = NeuralNetwork((4, 3), penalty=L1(0.01), trainer=BRIEF, penalize_bias=penalize_bias).fit(
        X, y
    )
    weights = sum(np.abs(w).sum() for w, _ in model.weights_)
    biases = sum(np.abs(b).sum() for _, b in model.weights_)
    assert biases > 0.1
    expected = 0.01 * (weights + penalize_bias * biases)
    assert model.training_.history.penalty[-1] == pytest.approx(expected, rel=1e-12)


def zeros(model):
    return sum(int(np.sum(w == 0)) for w, _ in model.weights_)


def test_l1_with_proximal_gradient_sets_weights_to_exactly_zero_more_of_them_the_stronger():
    X, y = moons()
    X = np.column_stack([X, np.random.default_rng(0).normal(size=(len(X), 3))])
    found = [
        zeros(NeuralNetwork((6,), penalty=L1(lam), trainer=BRIEF).fit(X, y))
        for lam in (1e-4, 3e-3, 1e-2, 1e-1)
    ]
    assert found[0] < found[1] < found[2] < found[3] == 36


def test_l2_shrinks_weights_and_sets_none_to_zero():
    X, y = moons()
    weak, strong = (
        NeuralNetwork((6,), penalty=L2(lam), trainer=BRIEF).fit(X, y) for lam in (1e-4, 1e-2)
    )
    assert zeros(weak) == zeros(strong) == 0
    squares = [sum(np.sum(w**2) for w, _ in model.weights_) for model in (weak, strong)]
    assert squares[1] < 0.5 * squares[0]


def test_l1_with_gradient_descent_warns_and_sets_none_to_zero():
    X, y = moons()
    with pytest.warns(PenaltyMismatchWarning, match="without becoming exactly 0"):
        model = NeuralNetwork(
            (6,), penalty=L1(1e-2), trainer=GradientDescent(max_iter=200, tol=None)
        ).fit(X, y)
    assert zeros(model) == 0


# --- The interface ------------------------------------------------------------------------------


def test_defaults_are_as_documented():
    assert NeuralNetwork().get_params() == {
        "hidden": (8,),
        "activation": "tanh",
        "penalty": None,
        "trainer": None,
        "penalize_bias": False,
        "seed": 0,
    }
    assert repr(NeuralNetwork((3,), penalty=L1(0.1))) == (
        "NeuralNetwork(hidden=(3,), penalty=L1(lam=0.1))"
    )


def test_a_fit_that_fails_leaves_an_unfitted_model():
    X, y = moons()
    model = NeuralNetwork((3,), penalty=L2(0.1), trainer=BRIEF).fit(X, y)
    with pytest.raises(ValueError, match="one class"):
        model.fit(X, y * 0)
    with pytest.raises(AttributeError, match="is not fitted yet"):
        model.predict(X)
