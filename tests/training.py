"""What the tests of the trainers share: small problems, the trainers, and a count of their work."""

from __future__ import annotations

import warnings

import numpy as np

from shrinkage import (
    CoordinateDescent,
    Evolution,
    GradientDescent,
    LinearEquation,
    LogLoss,
    NetworkEquation,
    Newton,
    Objective,
    ParticleSwarm,
    ProximalGradient,
    RandomSearch,
    SoftmaxCrossEntropy,
    SquaredError,
)


def _features(rows: int, columns: int) -> np.ndarray:
    random = np.random.default_rng(0)
    X = random.normal(size=(rows, columns))
    X[:, 1] += 0.7 * X[:, 0]  # correlated, so that coordinates are not independent
    return X


def regression(penalty=None, penalize_bias=False, kind=Objective):
    """Return 40 rows of 5 features, two of which matter, with y around 3."""
    X = _features(40, 5)
    noise = np.random.default_rng(1).normal(size=40)
    y = 3.0 + 2.0 * X[:, 0] - X[:, 2] + 0.5 * noise
    return kind(X, y, LinearEquation(5), SquaredError(), penalty, penalize_bias)


def two_classes(penalty=None, penalize_bias=False, kind=Objective, loss=None):
    """Return 60 rows of 4 features in two classes that overlap."""
    X = _features(60, 4)
    z = 1.0 + 1.5 * X[:, 0] - X[:, 2]
    y = np.random.default_rng(2).random(60) < 1.0 / (1.0 + np.exp(-z))
    return kind(X, y, LinearEquation(4), loss or LogLoss(), penalty, penalize_bias)


def three_classes(penalty=None, penalize_bias=False, kind=Objective):
    """Return 60 rows of 3 features in three classes that overlap."""
    X = _features(60, 3)
    scores = X @ [[1.0, -1.0, 0.0], [0.0, 0.5, -1.0], [0.0, 0.0, 0.0]] + [0.5, 0.0, -0.5]
    y = (scores + np.random.default_rng(3).gumbel(size=(60, 3))).argmax(axis=1)
    return kind(X, y, LinearEquation(3, 3), SoftmaxCrossEntropy(), penalty, penalize_bias)


def network(penalty=None, penalize_bias=False, kind=Objective):
    """Return a tanh network with 3 hidden units for the two classes."""
    linear = two_classes()
    return kind(linear.X, linear.y, NetworkEquation(4, (3,)), LogLoss(), penalty, penalize_bias)


def one_weight(penalty=None, penalize_bias=False, kind=Objective):
    """Return a regression of two rows whose minimum without penalty is at w = 3, b = 1."""
    X, y = [[-1.0], [1.0]], [-2.0, 4.0]
    return kind(X, y, LinearEquation(1), SquaredError(), penalty, penalize_bias)


def separable(penalty=None, classes=2):
    """Return rows that a line separates without an error."""
    X = np.array([[-2.0, 0.3], [-1.0, -0.5], [1.0, 0.2], [2.5, -0.1], [6.0, 0.4], [7.0, -0.3]])
    if classes == 2:
        return Objective(X, [0, 0, 1, 1, 1, 1], LinearEquation(2), LogLoss(), penalty)
    loss = SoftmaxCrossEntropy()
    return Objective(X, [0, 0, 1, 1, 2, 2], LinearEquation(2, 3), loss, penalty)


class CountedObjective(Objective):
    """An objective that counts how often its rows were passed over, and keeps what was tried.

    A pass is a loss, a gradient, or both together; a batch counts by its share of the rows.
    """

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.passes = 0.0
        self.tried = []
        self.batches = []

    def value(self, theta):
        self.tried.append(np.array(theta))
        return super().value(theta)

    def loss_value(self, theta):
        self.passes += 1.0
        return super().loss_value(theta)

    def loss_and_gradient(self, theta):
        self.passes += 1.0
        return super().loss_and_gradient(theta)

    def batch(self, rows):
        whole, share = self, len(rows) / len(self.y)
        self.batches.append(np.array(rows))

        class Part(Objective):
            def loss_and_gradient(self, theta):
                whole.passes += share
                return super().loss_and_gradient(theta)

        part = super().batch(rows)
        part.__class__ = Part
        return part


PROBLEMS = {"regression": regression, "two classes": two_classes, "three classes": three_classes}

EXACT = {
    "gradient descent": GradientDescent(max_iter=20_000, tol=1e-9),
    "with momentum": GradientDescent(momentum=0.8, max_iter=20_000, tol=1e-9),
    "proximal gradient": ProximalGradient(max_iter=20_000, tol=1e-9),
    "accelerated": ProximalGradient(accelerated=True, max_iter=20_000, tol=1e-9),
    "coordinate descent": CoordinateDescent(max_iter=5_000, tol=1e-9),
    "Newton": Newton(tol=1e-9),
}
SEARCHES = {
    "random search": RandomSearch(bound=5.0, max_iter=300, tol=None),
    "particle swarm": ParticleSwarm(particles=8, bound=5.0, max_iter=30, tol=None),
    "evolution": Evolution(parents=4, children=6, bound=5.0, max_iter=30, tol=None),
}
MINI_BATCH = {"mini-batches": GradientDescent(batch_size=7, max_iter=60, tol=1e-9)}
ALL = {**EXACT, **SEARCHES, **MINI_BATCH}
SHRINKING = ["proximal gradient", "accelerated", "coordinate descent"]


def quietly(trainer, objective, start=None, **changes):
    """Train with some arguments changed, whatever it warns of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return changed(trainer, **changes).minimize(objective, start)


def changed(trainer, **changes):
    return type(trainer)(**{**trainer.get_params(), **changes})
