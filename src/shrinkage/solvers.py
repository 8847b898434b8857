"""The exact solvers behind `trainer=None`: as close to the minimum as rounding allows.

Squared error needs one linear solve (L2 or no penalty) or an active set (L1, elastic net). The
log-loss and the softmax cross-entropy take proximal Newton steps: each replaces the loss by its
second-order expansion, minimizes that plus the penalty exactly, and goes there as far as the
objective falls. See Lee, Sun and Saunders (2014), "Proximal Newton-type methods for minimizing
composite functions", SIAM Journal on Optimization 24(3).

Inside, features are centered and scaled, and the penalty's strengths with them, so that units do
not cost accuracy; the problem that is solved stays the one that was asked.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from shrinkage.active_set import minimize_quadratic
from shrinkage.losses import SquaredError
from shrinkage.messages import ConvergenceWarning, SeparableDataWarning
from shrinkage.objective import Objective
from shrinkage.penalties import soft_threshold
from shrinkage.separation import loss_can_fall_forever
from shrinkage.trainers.base import History, TrainingResult

__all__ = ["solve"]

_MAX_NEWTON_STEPS = 200
_FALLS_FOREVER_BELOW = 1e-6


def solve(objective: Objective) -> TrainingResult:
    """Return the minimum of an objective with a linear equation and a convex loss.

    Parameters
    ----------
    objective : Objective
        Its penalty must be made of Σ|w| and ½Σw² (all that this package names are).

    Returns
    -------
    TrainingResult
        Where the minimum is not unique (no penalty, dependent features), one with small weights.

    Raises
    ------
    ValueError
        If there is no exact solver for the equation, the loss or the penalty.

    Warns
    -----
    SeparableDataWarning
        If no minimum exists. It then stops once the loss or every entry of its gradient is below
        1e-6.
    ConvergenceWarning
        If rounding errors kept it from the minimum.

    Examples
    --------
    >>> from shrinkage import L1, LinearEquation, Objective, SquaredError
    >>> X, y = [[-1.0], [1.0]], [-3.0, 3.0]
    >>> objective = Objective(X, y, LinearEquation(1), SquaredError(), L1(1))
    >>> solve(objective).weights.tolist()
    [2.0, 0.0]
    """
    equation = objective.linear_equation("The exact solver")
    if objective.penalty.l1 is None or objective.penalty.l2 is None:
        raise ValueError(
            f"The exact solver knows penalties made of Σ|w| and ½Σw² only, not "
            f"{objective.penalty!r}. Give a trainer, such as ProximalGradient()."
        )
    if not objective.loss.convex:
        raise ValueError(
            f"{type(objective.loss).__name__} is not convex, so there is no exact solver for it. "
            "Give a trainer, such as GradientDescent() or ParticleSwarm()."
        )
    scaled = _Scaled.of(objective)
    if isinstance(objective.loss, SquaredError):
        points = [equation.start(), scaled.back(_least_squares(scaled))]
        falls_forever = False
    else:
        inner_points, falls_forever = _proximal_newton(scaled)
        points = [scaled.back(u) for u in inner_points]
    return _report(objective, points, falls_forever)


@dataclass
class _Scaled:
    """The same problem in centered and scaled features, with a penalty strength for each entry."""

    loss_only: Objective
    l1: np.ndarray
    l2: np.ndarray
    center: np.ndarray
    scale: np.ndarray

    @classmethod
    def of(cls, objective: Objective) -> _Scaled:
        equation = objective.linear_equation("It")
        X = objective.X
        # Centering only moves the bias, and may be done if the bias is there and is free.
        may_center = equation.intercept and not objective.penalize_bias
        center = X.mean(axis=0) if may_center else np.zeros(X.shape[1])
        scale = np.sqrt(np.mean((X - center) ** 2, axis=0))
        # What is left of a constant column is rounding error: it counts as 0, at scale 1.
        constant = scale <= 1e-12 * np.abs(X).max(axis=0)
        scale = np.where(constant, 1.0, scale)
        Z = np.where(constant & may_center, 0.0, (X - center) / scale)
        per_entry = np.repeat(scale, equation.n_outputs)
        if equation.intercept:
            per_entry = np.concatenate([per_entry, np.ones(equation.n_outputs)])
        penalized = objective.penalized
        return cls(
            loss_only=Objective(Z, objective.y, equation, objective.loss),
            l1=np.where(penalized, float(objective.penalty.l1 or 0.0), 0.0) / per_entry,
            l2=np.where(penalized, float(objective.penalty.l2 or 0.0), 0.0) / per_entry**2,
            center=center,
            scale=scale,
        )

    def back(self, u: np.ndarray) -> np.ndarray:
        """Return the weights for the features as they were given."""
        equation = self.loss_only.linear_equation("It")
        weights, biases = equation.unpack(u)
        weights = weights / (self.scale if equation.n_outputs == 1 else self.scale[:, None])
        if not equation.intercept:
            return weights.ravel()
        return np.concatenate([weights.ravel(), biases - self.center @ weights])

    def value(self, u: np.ndarray) -> float:
        penalty = self.l1 @ np.abs(u) + 0.5 * self.l2 @ u**2
        return self.loss_only.loss_value(u) + float(penalty)


def _least_squares(scaled: _Scaled) -> np.ndarray:
    problem = scaled.loss_only
    A = problem.linear_equation("It").design(problem.X)
    n = len(A)
    if not scaled.l1.any():
        # Rows that stand for the penalty keep the condition number from being squared.
        rows = np.vstack([A / np.sqrt(n), np.diag(np.sqrt(scaled.l2))])
        right = np.concatenate([problem.y / np.sqrt(n), np.zeros(A.shape[1])])
        return np.linalg.lstsq(rows, right, rcond=None)[0]
    Q = A.T @ A / n + np.diag(scaled.l2)
    return minimize_quadratic(Q, A.T @ problem.y / n, scaled.l1)


def _proximal_newton(scaled: _Scaled) -> tuple[list[np.ndarray], bool]:
    """Return the points passed through, and whether the loss was seen to fall for ever."""
    problem = scaled.loss_only
    equation = problem.linear_equation("It")
    no_penalty = not scaled.l1.any() and not scaled.l2.any()
    anchor = _shift_anchor(scaled) if equation.n_outputs > 1 else 0.0
    u = equation.start()
    points, best = [u], np.inf
    idle = 0
    for _ in range(_MAX_NEWTON_STEPS):
        loss, gradient = problem.loss_and_gradient(u)
        gradient = gradient + scaled.l2 * u
        error = np.abs(u - soft_threshold(u - gradient, scaled.l1)).max()
        # Close to the minimum the error stops falling: what is left is rounding.
        best, idle = (error, 0) if error < 0.5 * best else (best, idle + 1)
        if error == 0 or idle >= 3:
            break
        nearly_flat = min(loss, np.abs(gradient).max()) <= _FALLS_FOREVER_BELOW
        if no_penalty and nearly_flat and loss_can_fall_forever(problem, u):
            return points, True
        Q = problem.hessian(u) + np.diag(scaled.l2) + anchor
        step = minimize_quadratic(Q, Q @ u - gradient, scaled.l1, start=u) - u
        u = _shortened(scaled, u, step, gradient)
        points.append(u)
    return points, False


def _shortened(
    scaled: _Scaled, u: np.ndarray, step: np.ndarray, gradient: np.ndarray
) -> np.ndarray:
    """Return u + length · step with the first length of 1, ½, ¼ … that lowers the objective."""
    value = scaled.value(u)
    expected = gradient @ step + scaled.l1 @ (np.abs(u + step) - np.abs(u))
    length = 1.0
    while length > 1e-10:
        forgiven = 1e-15 * abs(value)
        if scaled.value(u + length * step) <= value + 1e-4 * length * expected + forgiven:
            return u + length * step
        length *= 0.5
    return u


def _shift_anchor(scaled: _Scaled) -> np.ndarray:
    """Return what makes the softmax Hessian regular and leaves the solution where it is.

    Adding one number to the scores of all classes changes no probability. So an unpenalised row
    of weights (the biases above all) may be shifted freely, and the Hessian is singular in that
    direction; the gradient has no part in it. Curvature along the shift keeps the sum over the
    classes at 0, where it starts.
    """
    classes = scaled.loss_only.linear_equation("It").n_outputs
    rows = scaled.loss_only.size // classes
    free_rows = ((scaled.l1 == 0) & (scaled.l2 == 0)).reshape(rows, classes).all(axis=1)
    return np.kron(np.diag(free_rows.astype(float)), np.full((classes, classes), 1.0 / classes))


def _report(objective: Objective, points: list[np.ndarray], falls_forever: bool) -> TrainingResult:
    weights = points[-1]
    at_zero = np.abs(objective.loss_gradient(np.zeros(objective.size))).max()
    tol = 1e-8 * max(1.0, float(at_zero))
    stationarity = objective.stationarity(weights)
    converged = stationarity <= tol and not falls_forever
    if falls_forever:
        message = (
            "The training rows can be separated: there are weights that classify all of them "
            "rightly, and larger ones always have a smaller loss, so no best weights exist. "
            f"Newton's steps were stopped at a loss of {objective.loss_value(weights):.1e}. "
            "Add a penalty, such as L2(0.001), to have a minimum."
        )
        warnings.warn(message, SeparableDataWarning, stacklevel=3)
    elif converged:
        message = "The exact solver reached the minimum."
    else:
        message = (
            f"The exact solver ended with a stationarity of {stationarity:.1e}, above {tol:.1e}: "
            "the features may be almost linearly dependent, or of very different sizes. "
            "Standardize them."
        )
        warnings.warn(message, ConvergenceWarning, stacklevel=3)
    records = np.arange(len(points))
    history = History(
        iterations=records,
        evaluations=records + 1.0,
        loss=np.array([objective.loss_value(theta) for theta in points]),
        penalty=np.array([objective.penalty_value(theta) for theta in points]),
        weights=np.array(points),
    )
    return TrainingResult(
        weights=weights,
        converged=converged,
        message=message,
        n_iter=max(len(points) - 1, 1),
        n_evaluations=float(len(points)),
        stationarity=stationarity,
        history=history,
    )
