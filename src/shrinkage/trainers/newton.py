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
        cost = 1.0
        while True:
            loss, gradient = objective.loss_and_gradient(theta)
            yield Step(theta, cost, loss, objective.stationarity(theta, gradient))
            gradient = gradient + objective.penalty_gradient(theta)
            hessian = objective.hessian(theta) + np.diag(penalty_curvature)
            direction = _descent_direction(hessian, gradient)
            value = loss + objective.penalty_value(theta)
            length, cost = 1.0, 2.0
            while objective.value(theta + length * direction) > value + 1e-4 * length * (
                gradient @ direction
            ):
                length *= 0.5
                cost += 1.0
                if length < 1e-10:
                    return
            theta = theta + length * direction


def _descent_direction(hessian: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Solve Hessian · direction = −gradient, lifting the Hessian until it is positive definite."""
    scale = float(np.abs(np.diag(hessian)).max()) or 1.0
    lift = 0.0
    while True:
        lifted = hessian + lift * scale * np.eye(len(gradient))
        try:
            np.linalg.cholesky(lifted)
        except np.linalg.LinAlgError:
            lift = max(10.0 * lift, 1e-12)
            continue
        return np.linalg.solve(lifted, -gradient)
