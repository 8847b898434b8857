"""Training with second derivatives: Newton's method."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shrinkage.objective import Objective
from shrinkage.trainers.base import Step, Trainer

__all__ = ["Newton"]


class Newton(Trainer):
    """Step to the minimum of the parabola that fits the objective best where we stand.

    Each step is shortened until the objective falls enough (without that, Newton's method diverges
    on separable data). It needs second derivatives, which L1 does not have at 0, and solves a
    linear system with as many unknowns as there are weights.

    Parameters
    ----------
    max_iter, max_evaluations, tol, record_every
        As in `Trainer`. A gradient with its Hessian counts as one evaluation, although the
        Hessian is more work.

    References
    ----------
    Nocedal and Wright (2006), "Numerical Optimization", algorithms 3.1 and 3.2 and section 3.4.

    Examples
    --------
    >>> from shrinkage import L2, LinearEquation, LogLoss, Objective
    >>> X, y = [[-2.0], [-1.0], [1.0], [2.0]], [0, 0, 1, 1]
    >>> objective = Objective(X, y, LinearEquation(1), LogLoss(), L2(0.1))
    >>> result = Newton().minimize(objective)
    >>> result.weights.round(4).tolist(), result.n_iter
    ([1.4578, 0.0], 4)
    """

    def __init__(
        self,
        max_iter: int = 100,
        max_evaluations: float | None = None,
        tol: float | None = 1e-6,
        record_every: int = 1,
    ) -> None:
        self.max_iter = max_iter
        self.max_evaluations = max_evaluations
        self.tol = tol
        self.record_every = record_every

    def check(self, objective: Objective) -> None:
        """Raise a `ValueError` for a network, or for a penalty without second derivatives."""
        objective.linear_equation("Newton")
        if not objective.penalty.smooth or objective.penalty.l2 is None:
            raise ValueError(
                f"Newton's method needs second derivatives, which {objective.penalty!r} does not "
                "have (L1 has a corner at 0). Use ProximalGradient or CoordinateDescent, or "
                "trainer=None for an exact solver."
            )

    def steps(self, objective: Objective, theta: np.ndarray) -> Iterator[Step]:
        """Yield the start, then where each shortened Newton step leads."""
        penalty_curvature = np.where(objective.penalized, float(objective.penalty.l2 or 0.0), 0.0)
        n_outputs = objective.linear_equation("Newton").n_outputs
        cost = 1.0
        while True:
            loss, gradient = objective.loss_and_gradient(theta)
            yield Step(theta, cost, loss, objective.stationarity(theta, gradient))
            gradient = gradient + objective.penalty_gradient(theta)
            hessian = objective.hessian(theta) + np.diag(penalty_curvature)
            if n_outputs > 1:
                hessian += _along_shifts(hessian, penalty_curvature == 0, n_outputs)
            direction = _descent_direction(hessian, gradient)
            value = loss + objective.penalty_value(theta)
            # Close to the minimum, the fall that is asked for is smaller than rounding errors.
            forgiven = 1e-15 * abs(value)
            enough = 1e-4 * (gradient @ direction)
            length, trials = 1.0, 1.0
            while objective.value(theta + length * direction) > value + length * enough + forgiven:
                if length < 1e-10:
                    yield Step(theta, trials, loss)  # no length helps, but the trials were made
                    return
                length *= 0.5
                trials += 1.0
            theta = theta + length * direction
            cost = trials + 1.0


def _along_shifts(hessian: np.ndarray, free: np.ndarray, n_outputs: int) -> np.ndarray:
    """Return curvature in the directions in which the softmax loss has none, and no slope either.

    One number added to the scores of all classes changes no probability, so a row of weights that
    no penalty holds (the biases above all) could be shifted at will. This keeps it where it is.
    """
    rows = np.diag(hessian).reshape(-1, n_outputs).mean(axis=1)
    rows = np.where(free.reshape(-1, n_outputs).all(axis=1), rows, 0.0)
    return np.kron(np.diag(rows), np.full((n_outputs, n_outputs), 1.0 / n_outputs))


def _descent_direction(hessian: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Solve Hessian · direction = −gradient, lifting the diagonal until it is positive definite."""
    sizes = np.abs(np.diag(hessian))
    sizes = np.maximum(sizes, 1e-12 * (sizes.max() or 1.0))
    lift = 0.0
    while True:
        lifted = hessian + np.diag(lift * sizes)
        try:
            pivots = np.diag(np.linalg.cholesky(lifted)) ** 2
        except np.linalg.LinAlgError:
            pivots = np.zeros(1)
        # Smaller pivots could be rounding errors, and the direction would be one as well.
        if (pivots > 1e-10 * sizes).all():
            return np.linalg.solve(lifted, -gradient)
        lift = max(10.0 * lift, 1e-8)
