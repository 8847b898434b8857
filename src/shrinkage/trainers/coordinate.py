"""Training one weight at a time: coordinate descent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shrinkage.objective import Objective
from shrinkage.trainers.base import Step, Trainer

__all__ = ["CoordinateDescent"]


class CoordinateDescent(Trainer):
    """Improve one weight at a time while the others wait, and go round until nothing changes.

    For squared error each update finds the best value of its weight; for the other losses it
    minimizes a quadratic that lies above the loss. Either way the penalty acts through its `prox`,
    so that L1 gives exact zeros. It is written to be read: one iteration is one round over all
    weights.

    Parameters
    ----------
    max_iter, max_evaluations, tol, record_every
        As in `Trainer`.

    References
    ----------
    Friedman, Hastie and Tibshirani (2010), "Regularization paths for generalized linear models via
    coordinate descent", Journal of Statistical Software 33(1).

    Examples
    --------
    >>> from shrinkage import L1, LinearEquation, Objective, SquaredError
    >>> X = [[-1.0, 1.0], [1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]]
    >>> y = [-3.0, 3.0, -3.2, 3.2]
    >>> objective = Objective(X, y, LinearEquation(2), SquaredError(), L1(0.5))
    >>> CoordinateDescent().minimize(objective).weights.round(4).tolist()
    [2.6, 0.0, 0.0]
    """

    def __init__(
        self,
        max_iter: int = 1_000,
        max_evaluations: float | None = None,
        tol: float | None = 1e-6,
        record_every: int = 1,
    ) -> None:
        self.max_iter = max_iter
        self.max_evaluations = max_evaluations
        self.tol = tol
        self.record_every = record_every

    def check(self, objective: Objective) -> None:
        """Raise a `ValueError` for a network, `TypeError` for a penalty without a `prox`."""
        objective.linear_equation("CoordinateDescent")
        objective.prox(objective.start(), 1.0)

    def steps(self, objective: Objective, theta: np.ndarray) -> Iterator[Step]:
        """Yield the start, then the weights after each round."""
        equation, loss, y = objective.linear_equation("It"), objective.loss, objective.y
        A = equation.design(objective.X)
        outputs = equation.n_outputs
        curvatures = loss.curvature_bound * np.mean(A**2, axis=0)
        z = equation.outputs(theta, objective.X)
        yield Step(theta, 1.0, loss.value(z, y))
        while True:
            theta = theta.copy()
            largest = 0.0
            for j in range(objective.size):
                column, output = divmod(j, outputs)
                if curvatures[column] == 0:  # a feature that is 0 in every row
                    theta[j] = 0.0
                    continue
                dz = loss.gradient(z, y)
                slope = A[:, column] @ (dz if outputs == 1 else dz[:, output])
                new = theta[j] - slope / curvatures[column]
                if objective.penalized[j]:
                    new = objective.penalty.prox(np.array([new]), 1.0 / curvatures[column])[0]
                change = new - theta[j]
                if change != 0:
                    theta[j] = new
                    if outputs == 1:
                        z = z + change * A[:, column]
                    else:
                        z[:, output] += change * A[:, column]
                    largest = max(largest, abs(change) * curvatures[column])
            yield Step(theta, 1.0, loss.value(z, y), largest)
