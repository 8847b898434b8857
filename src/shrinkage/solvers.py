"""The exact solvers behind `trainer=None`: as close to the minimum as rounding allows.

Squared error needs one linear solve (L2 or no penalty) or an active set (L1, elastic net). The
log-loss and the softmax cross-entropy take proximal Newton steps: each replaces the loss by its
second-order expansion, minimizes that plus the penalty exactly, and goes there as far as the
objective falls. See Lee, Sun and Saunders (2014), "Proximal Newton-type methods for minimizing
composite functions", SIAM Journal on Optimization 24(3).

Inside, features are centered and scaled, and the penalty's strengths with them, so that units do
not cost accuracy; the problem that is solved stays the one that was asked. Whether the minimum was
reached is judged there too: the bias that makes up for a feature far from 0 is rounded, and the
gradient as the features were given would show that rounding and little else.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from shrinkage.active_set import minimize_quadratic
from shrinkage.equations import LinearEquation
from shrinkage.losses import SquaredError
from shrinkage.messages import ConvergenceWarning, SeparableDataWarning
from shrinkage.objective import Objective
from shrinkage.penalties import soft_threshold
from shrinkage.separation import loss_can_fall_forever
from shrinkage.trainers.base import History, TrainingResult

__all__ = ["solve"]

_MAX_NEWTON_STEPS = 200
_FALLS_FOREVER_BELOW = 1e-6
_CONVERGED_BELOW = 1e-8  # times the mean error of predicting 0
_ROUNDING = 1e-13


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
        `converged` is judged in centered and scaled features; `stationarity` is that of
        `Objective`, for the features as they were given.

    Raises
    ------
    ValueError
        If there is no exact solver for the equation, the loss or the penalty.

    Warns
    -----
    SeparableDataWarning
        If no minimum exists. It then stops once the loss, or every entry of its gradient in
        centered and scaled features, is below 1e-6.
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
        inner, falls_forever = [_least_squares(scaled)], False
        points = [equation.start(), scaled.back(inner[0])]
    else:
        inner, falls_forever = _proximal_newton(scaled)
        points = [scaled.back(u) for u in inner]
    return _report(objective, points, scaled.stationarity(inner[-1]), scaled.tol, falls_forever)


@dataclass
class _Scaled:
    """The same problem in centered and scaled features, with a penalty strength for each entry.

    For squared error the target is centered and scaled as well.
    """

    loss_only: Objective
    l1: np.ndarray
    l2: np.ndarray
    center: np.ndarray
    scale: np.ndarray
    level: float
    unit: float

    @classmethod
    def of(cls, objective: Objective) -> _Scaled:
        equation = objective.linear_equation("It")
        X, y = objective.X, objective.y
        l1, l2 = float(objective.penalty.l1 or 0.0), float(objective.penalty.l2 or 0.0)
        has_free_bias = equation.intercept and not objective.penalize_bias
        if objective.penalize_bias and equation.intercept:
            # A penalised bias is the weight of a feature that is 1 in every row.
            X = np.column_stack([X, np.ones(len(X))])
        # Centering only moves the bias, and may be done if the bias is there and is free.
        center = X.mean(axis=0) if has_free_bias else np.zeros(X.shape[1])
        Z = X - center
        spread = _root_mean_square(Z)
        # What centering leaves of a constant column is rounding error: it counts as 0. (Of a
        # column of even smaller numbers, no weight that makes a difference can be written down.)
        is_zero = (spread <= 1e-12 * np.abs(X).max(axis=0)) | (spread < 1e-300)
        Z[:, is_zero] = spread[is_zero] = 0.0
        # The curvature of loss and L2 penalty together is then at most 1 along each weight.
        column_scale = np.hypot(spread, np.sqrt(l2))
        column_scale[column_scale == 0] = 1.0
        scale = np.repeat(column_scale, equation.n_outputs)
        if has_free_bias:
            scale = np.concatenate([scale, np.ones(equation.n_outputs)])
        level, unit = 0.0, 1.0
        if isinstance(objective.loss, SquaredError):
            y, level, unit = _scaled_target(y, has_free_bias)
        inner_equation = LinearEquation(X.shape[1], equation.n_outputs, has_free_bias)
        penalized = objective.penalized
        return cls(
            loss_only=Objective(Z / column_scale, y, inner_equation, objective.loss),
            l1=np.where(penalized, l1, 0.0) / scale / unit,
            l2=(np.where(penalized, np.sqrt(l2), 0.0) / scale) ** 2,
            center=center,
            scale=scale,
            level=level,
            unit=unit,
        )

    def back(self, u: np.ndarray) -> np.ndarray:
        """Return the weights for the features as they were given."""
        theta = u * self.unit / self.scale
        equation = self.loss_only.linear_equation("It")
        if equation.intercept:
            weights, biases = equation.unpack(theta)  # biases are a part of theta
            biases += self.level - self.center @ weights
        return theta

    def value(self, u: np.ndarray) -> float:
        penalty = self.l1 @ np.abs(u) + 0.5 * self.l2 @ u**2
        return self.loss_only.loss_value(u) + float(penalty)

    def stationarity(self, u: np.ndarray, loss_gradient: np.ndarray | None = None) -> float:
        """Return how far u is from the conditions of a minimum, as `Objective.stationarity`."""
        gradient = self.loss_only.loss_gradient(u) if loss_gradient is None else loss_gradient
        return float(np.abs(u - soft_threshold(u - gradient - self.l2 * u, self.l1)).max())

    @property
    def tol(self) -> float:
        """The stationarity up to which the minimum counts as reached, in units of the loss."""
        problem = self.loss_only
        nothing = problem.equation.outputs(np.zeros(problem.size), problem.X)
        return _CONVERGED_BELOW * float(np.abs(problem.loss.gradient(nothing, problem.y)).sum())


def _scaled_target(y: np.ndarray, may_center: bool) -> tuple[np.ndarray, float, float]:
    """Return y centered (if it may be) and of size 1, and the level and unit that undo it."""
    level = float(y.mean()) if may_center else 0.0
    unit = float(_root_mean_square((y - level)[:, None])[0])
    if unit <= 1e-15 * np.abs(y).max():  # constant: what is left is rounding error
        return np.zeros(len(y)), float(y[0]), 1.0
    return (y - level) / unit, level, unit


def _root_mean_square(columns: np.ndarray) -> np.ndarray:
    largest = np.abs(columns).max(axis=0)
    largest[largest == 0] = 1.0
    # Divided first, as the squares of huge or tiny numbers would leave the range of floats.
    return largest * np.sqrt(np.mean((columns / largest) ** 2, axis=0))


def _least_squares(scaled: _Scaled) -> np.ndarray:
    problem = scaled.loss_only
    A = problem.linear_equation("It").design(problem.X)
    n = len(A)
    if not scaled.l1.any():
        # Rows that stand for the penalty keep the condition number from being squared.
        rows = np.vstack([A / np.sqrt(n), np.diag(np.sqrt(scaled.l2))])
        right = np.concatenate([problem.y / np.sqrt(n), np.zeros(A.shape[1])])
        found = np.linalg.lstsq(rows, right, rcond=None)[0]
        # A column of zeros has no weight. On some processors LAPACK leaves a rounding error there.
        found[~rows.any(axis=0)] = 0.0
        return found
    Q = A.T @ A / n + np.diag(scaled.l2)
    return minimize_quadratic(Q, A.T @ problem.y / n, scaled.l1)


def _proximal_newton(scaled: _Scaled) -> tuple[list[np.ndarray], bool]:
    """Return the points passed through, and whether the loss was seen to fall for ever."""
    problem = scaled.loss_only
    equation = problem.linear_equation("It")
    no_penalty = not scaled.l1.any() and not scaled.l2.any()
    anchor = _shift_anchor(scaled) if equation.n_outputs > 1 else 0.0
    u = equation.start()
    points = [u]
    best, best_at = np.inf, 0
    for _ in range(_MAX_NEWTON_STEPS):
        loss, loss_gradient = problem.loss_and_gradient(u)
        error = scaled.stationarity(u, loss_gradient)
        if error == 0:
            break
        nearly_flat = min(loss, np.abs(loss_gradient).max()) <= _FALLS_FOREVER_BELOW
        if no_penalty and nearly_flat and loss_can_fall_forever(problem, u):
            return points, True
        gradient = loss_gradient + scaled.l2 * u
        hessian = problem.hessian(u)
        Q = hessian + np.diag(scaled.l2) + anchor * np.diag(hessian).max()
        step = minimize_quadratic(Q, Q @ u - gradient, scaled.l1, start=u) - u
        value = scaled.value(u)
        fall = -float(gradient @ step + scaled.l1 @ (np.abs(u + step) - np.abs(u)))
        if fall > _ROUNDING * value:
            length = _step_length(scaled, u, step, value, fall)
            if length == 0.0:
                break
            best = np.inf
        else:
            # The objective can't tell the points apart any more. The error can, until it is
            # rounding too and stops falling.
            if error >= 0.5 * best:
                return points[: best_at + 1], False
            best, best_at = error, len(points) - 1
            length = 1.0
        u = u + length * step
        points.append(u)
    return points, False


def _step_length(
    scaled: _Scaled, u: np.ndarray, step: np.ndarray, value: float, fall: float
) -> float:
    """Return the first of 1, ½, ¼ … whose step keeps a part of the promised fall, 0 if none."""
    length = 1.0
    while scaled.value(u + length * step) > value - 1e-4 * length * fall:
        length *= 0.5
        if length < 1e-10:
            return 0.0
    return length


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


def _report(
    objective: Objective,
    points: list[np.ndarray],
    stationarity: float,
    tol: float,
    falls_forever: bool,
) -> TrainingResult:
    weights = points[-1]
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
            f"The exact solver ended with a stationarity of {stationarity:.1e} in scaled features, "
            f"above {tol:.1e}: rounding errors kept it from the minimum. Some features may be "
            "almost the same, or almost constant: leave them out, or add a penalty."
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
        stationarity=objective.stationarity(weights),
        history=history,
    )
