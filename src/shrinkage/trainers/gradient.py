"""Training by following the gradient: gradient descent, and proximal gradient descent."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import numpy as np

from shrinkage.messages import PenaltyMismatchWarning
from shrinkage.objective import Objective
from shrinkage.trainers.base import Step, Trainer
from shrinkage.validation import check_count, check_flag, check_number

__all__ = ["GradientDescent", "ProximalGradient"]

_RATE_WHERE_NO_BOUND_IS_KNOWN = 0.1


class GradientDescent(Trainer):
    """Step against the gradient of loss + penalty, again and again.

    For L1, which has no gradient at 0, it takes the subgradient: such weights come near 0 and
    hover around it, without landing on it. It warns of that.

    Parameters
    ----------
    learning_rate : float, optional
        Length of a step per unit of gradient. By default one over a bound on the curvature, for a
        linear equation; 0.1 for a network.
    momentum : float
        Share of the previous step that is added to the next, from 0 to below 1.
    batch_size : int, optional
        Rows used for each step, drawn without replacement until all had their turn; by default
        all. The stopping rule is then tried once per pass over the rows.
    decay : float
        The learning rate of iteration t is learning_rate / (1 + decay · t).
    max_iter, max_evaluations, tol, record_every
        As in `Trainer`.
    seed : int
        Of the order in which mini-batches are drawn.

    References
    ----------
    Boyd and Vandenberghe (2004), "Convex Optimization", section 9.3; momentum: Polyak (1964),
    USSR Computational Mathematics and Mathematical Physics 4(5); mini-batches: Robbins and Monro
    (1951), Annals of Mathematical Statistics 22(3).

    Examples
    --------
    >>> from shrinkage import L2, LinearEquation, Objective, SquaredError
    >>> X, y = [[-1.0], [1.0]], [-3.0, 3.0]
    >>> objective = Objective(X, y, LinearEquation(1), SquaredError(), L2(1))
    >>> result = GradientDescent().minimize(objective)
    >>> result.weights.round(4).tolist(), result.converged
    ([1.5, 0.0], True)
    """

    def __init__(
        self,
        learning_rate: float | None = None,
        momentum: float = 0.0,
        batch_size: int | None = None,
        decay: float = 0.0,
        max_iter: int = 10_000,
        max_evaluations: float | None = None,
        tol: float | None = 1e-6,
        record_every: int = 1,
        seed: int = 0,
    ) -> None:
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.batch_size = batch_size
        self.decay = decay
        self.max_iter = max_iter
        self.max_evaluations = max_evaluations
        self.tol = tol
        self.record_every = record_every
        self.seed = seed

    def check(self, objective: Objective) -> None:
        """Check the arguments, and warn where the penalty has no gradient."""
        _check_learning_rate(self.learning_rate)
        check_number("momentum", self.momentum, minimum=0.0, below=1.0)
        check_number("decay", self.decay, minimum=0.0)
        if self.batch_size is not None:
            check_count("batch_size", self.batch_size)
        check_count("seed", self.seed, minimum=0)
        if not objective.penalty.smooth:
            warnings.warn(
                f"{objective.penalty!r} has no gradient at 0, so gradient descent uses a "
                "subgradient: weights will hover around 0 without becoming exactly 0, and a "
                "fixed learning rate does not converge. Use ProximalGradient or "
                "CoordinateDescent for exact zeros.",
                PenaltyMismatchWarning,
                stacklevel=3,
            )

    def steps(self, objective: Objective, theta: np.ndarray) -> Iterator[Step]:
        """Yield the start, then where each step against the gradient leads."""
        rate = self.learning_rate or _default_rate(objective)
        batches = self._batches(objective)
        velocity = np.zeros_like(theta)
        iteration = 0
        loss, gradient = objective.loss_and_gradient(theta)
        yield Step(theta, 1.0, loss, objective.stationarity(theta, gradient))
        while True:
            batch, cost, end_of_pass = next(batches)
            if batch is not objective:
                gradient = batch.loss_gradient(theta)
            gradient = gradient + objective.penalty_gradient(theta)
            velocity = self.momentum * velocity - rate / (1.0 + self.decay * iteration) * gradient
            theta = theta + velocity
            iteration += 1
            if end_of_pass:
                loss, gradient = objective.loss_and_gradient(theta)
                stationarity = objective.stationarity(theta, gradient)
                full_pass = 1.0 if batch is objective else cost + 1.0
                yield Step(theta, full_pass, loss, stationarity)
            else:
                yield Step(theta, cost)

    def _batches(self, objective: Objective) -> Iterator[tuple[Objective, float, bool]]:
        """Yield for ever: a batch, its share of the rows, and whether it ends a pass over them."""
        n = len(objective.y)
        if self.batch_size is None or self.batch_size >= n:
            while True:
                yield objective, 1.0, True
        random = np.random.default_rng(self.seed)
        while True:
            order = random.permutation(n)
            for start in range(0, n, self.batch_size):
                rows = order[start : start + self.batch_size]
                yield objective.batch(rows), len(rows) / n, start + self.batch_size >= n


class ProximalGradient(Trainer):
    """Step against the gradient of the loss alone, then let the penalty's `prox` act.

    Under L1 the second half is a soft threshold, which lands on exactly 0.

    Parameters
    ----------
    accelerated : bool
        Take each step from a point a little ahead, in the direction of the last move (FISTA),
        and start the acceleration afresh when it leads uphill.
    learning_rate : float, optional
        Length of a step per unit of gradient. By default one over a bound on the curvature, for a
        linear equation; for a network it is searched for in each step (backtracking).
    max_iter, max_evaluations, tol, record_every
        As in `Trainer`.

    References
    ----------
    Beck and Teboulle (2009), "A fast iterative shrinkage-thresholding algorithm for linear inverse
    problems", SIAM Journal on Imaging Sciences 2(1); restarts: O'Donoghue and Candès (2015),
    "Adaptive restart for accelerated gradient schemes", section 3.2.

    Examples
    --------
    >>> from shrinkage import L1, LinearEquation, Objective, SquaredError
    >>> X = [[-1.0, 1.0], [1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]]
    >>> y = [-3.0, 3.0, -3.2, 3.2]
    >>> objective = Objective(X, y, LinearEquation(2), SquaredError(), L1(0.5))
    >>> ProximalGradient().minimize(objective).weights.round(4).tolist()
    [2.6, 0.0, 0.0]
    """

    def __init__(
        self,
        accelerated: bool = False,
        learning_rate: float | None = None,
        max_iter: int = 10_000,
        max_evaluations: float | None = None,
        tol: float | None = 1e-6,
        record_every: int = 1,
    ) -> None:
        self.accelerated = accelerated
        self.learning_rate = learning_rate
        self.max_iter = max_iter
        self.max_evaluations = max_evaluations
        self.tol = tol
        self.record_every = record_every

    def check(self, objective: Objective) -> None:
        """Check the arguments; every penalty with a `prox` is served."""
        check_flag("accelerated", self.accelerated)
        _check_learning_rate(self.learning_rate)
        objective.prox(objective.start(), 1.0)  # a penalty without a prox says so here

    def steps(self, objective: Objective, theta: np.ndarray) -> Iterator[Step]:
        """Yield the start, then where each proximal step leads."""
        bound = objective.lipschitz()
        backtrack = self.learning_rate is None and bound is None
        step = self.learning_rate or (1.0 / bound if bound else 1.0)
        ahead, pace = theta, 1.0
        loss, gradient = objective.loss_and_gradient(theta)
        yield Step(theta, 1.0, loss, objective.stationarity(theta, gradient))
        while True:
            cost = 1.0
            if backtrack:
                step, trials = _backtrack(objective, ahead, loss, gradient, 1.25 * step)
                cost += trials
            new = objective.prox(ahead - step * gradient, step)
            if not self.accelerated:
                ahead = new
            elif (ahead - new) @ (new - theta) > 0:
                ahead, pace = new, 1.0
            else:
                next_pace = 0.5 * (1.0 + np.sqrt(1.0 + 4.0 * pace**2))
                ahead = new + (pace - 1.0) / next_pace * (new - theta)
                pace = next_pace
            theta = new
            loss, gradient = objective.loss_and_gradient(ahead)
            known = None if self.accelerated else loss
            yield Step(theta, cost, known, objective.stationarity(ahead, gradient))


def _backtrack(
    objective: Objective, theta: np.ndarray, loss: float, gradient: np.ndarray, step: float
) -> tuple[float, int]:
    """Halve the step until the loss lies below its quadratic bound; return it and the trials."""
    trials = 0
    while True:
        move = objective.prox(theta - step * gradient, step) - theta
        trials += 1
        bound = loss + gradient @ move + move @ move / (2.0 * step)
        # The last term forgives rounding errors of the loss itself.
        if objective.loss_value(theta + move) <= bound + 1e-14 * abs(loss) or step < 1e-12:
            return step, trials
        step *= 0.5


def _default_rate(objective: Objective) -> float:
    bound = objective.lipschitz()
    if bound is None:
        return _RATE_WHERE_NO_BOUND_IS_KNOWN
    return 1.0 / (bound + (objective.penalty.l2 or 0.0) or 1.0)


def _check_learning_rate(rate: float | None) -> None:
    if rate is not None:
        check_number("learning_rate", rate, minimum=0.0, exclusive=True)
