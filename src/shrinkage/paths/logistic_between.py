"""All λ between the stations of a logistic path, at once.

Where the same weights are active at the stations on both sides, those in between are interpolated;
elsewhere they are what the nearest station sees. Then all are corrected together, in rounds: one
matrix product gives the slopes for all λ, and each takes a step with the Hessian of its station.
This is the chord method, Newton's with a Hessian that is not quite that of the point, so that the
error does not square but falls by a factor, here about 10. From the second round on, what the last
step did to the slopes is used too. λ that resist are solved one by one.

References
----------
Anderson (1965), "Iterative procedures for nonlinear integral equations", Journal of the ACM 12(4),
for the use of the last step.
"""

from __future__ import annotations

import numpy as np

from shrinkage.paths.logistic_certificates import gradients_and_gaps
from shrinkage.paths.logistic_model import LocalModel, Minimum, NoRoadError
from shrinkage.paths.logistic_newton import solve_damped
from shrinkage.paths.logistic_problem import LogisticProblem
from shrinkage.paths.logistic_stations import Station, follow, settle, spread

__all__ = ["solve_between"]

_MAX_ROUNDS = 12


def solve_between(
    problem: LogisticProblem,
    stations: list[Station],
    lams: np.ndarray,
    alpha: float,
    tol: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Return weights for the λ between stations, and their relative duality gaps.

    Parameters
    ----------
    problem : LogisticProblem
        The data.
    stations : list of Station
        Downwards. λ above the first, or below the last, get what that one sees.
    lams : ndarray of shape (m,)
        λ, falling.
    alpha : float
        The share of L1.
    tol : float
        The gap that is wanted.

    Returns
    -------
    U : ndarray of shape (m, k)
    gaps : ndarray of shape (m,)
    """
    U, signs, models = _guess(stations, lams, alpha)
    gaps = _correct(problem, U, signs, models, lams, alpha, tol)
    # Not "gaps > tol": a gap that is not a number needs mending too.
    for i in (~(gaps <= tol)).nonzero()[0]:
        starts = [U[i], U[max(int(i) - 1, 0)]]
        U[i], gaps[i] = solve_damped(problem, starts, float(lams[i]), alpha, tol)
    return U, gaps


def _guess(
    stations: list[Station], lams: np.ndarray, alpha: float
) -> tuple[np.ndarray, np.ndarray, list[LocalModel | None]]:
    """Return for each λ weights, their signs, and the model to correct them with."""
    t, at = -np.log(lams), -np.array([station.log_lam for station in stations])
    U = np.array([station.u for station in stations])
    tangents = np.array([station.tangent for station in stations])
    all_signs = np.array([station.signs for station in stations])
    right = np.minimum(np.searchsorted(at, t), len(at) - 1)
    left = np.maximum(right - 1, 0)
    width = at[right] - at[left]
    f = ((t - at[left]) / np.where(width > 0.0, width, 1.0)).clip(0.0, 1.0)
    nearest = np.where(f < 0.5, left, right)
    # Hermite's cubic: through both stations, along both tangents.
    f, width = f[:, None], width[:, None]
    rise = U[right] - U[left]
    bend = (1.0 - f) * (width * tangents[left] - rise) - f * (width * tangents[right] - rise)
    weights = U[left] + f * (rise + (1.0 - f) * bend)
    signs = all_signs[nearest]
    minima = [stations[i].minimum for i in nearest]
    models = [None if minimum is None else minimum.model for minimum in minima]
    for i in (all_signs[left] != all_signs[right]).any(axis=1).nonzero()[0]:
        weights[i], signs[i], models[i] = follow(stations[nearest[i]], float(lams[i]), alpha)
    return weights, signs, models


def _correct(
    problem: LogisticProblem,
    U: np.ndarray,
    signs: np.ndarray,
    models: list[LocalModel | None],
    lams: np.ndarray,
    alpha: float,
    tol: float,
) -> np.ndarray:
    """Correct weights, signs and models, in place, for all λ together; return their gaps."""
    gaps = np.full(len(lams), np.inf)
    free = problem.penalized * alpha == 0.0
    before = np.zeros((3, *U.shape))
    todo = np.arange(len(lams))
    for _ in range(_MAX_ROUNDS):
        slopes, gaps[todo] = gradients_and_gaps(problem, U[todo], lams[todo], alpha)
        go_on = ~(gaps[todo] <= tol) & np.array([models[i] is not None for i in todo], dtype=bool)
        todo, slopes = todo[go_on], slopes[go_on]
        if not len(todo):
            break
        u, sign, lam = U[todo], signs[todo], lams[todo, None]
        limits = lam * (alpha * problem.penalized)
        if alpha < 1.0:
            slopes += lam * ((1.0 - alpha) * problem.penalized) * u
        # The same as in LocalModel.minimize, as far as no entry changes sides.
        active = free | (sign != 0.0)
        pull = np.where(active, slopes + limits * sign, 0.0)
        moved = _products([models[i] for i in todo], pull)
        wrong = np.where(
            active, (u + moved) * sign < 0.0, np.abs(slopes - moved) > limits * (1.0 + 1e-9)
        ).any(axis=1)
        moved = np.where(active & ~wrong[:, None], moved, 0.0)
        step = _accelerated(pull, moved, *before[:, todo])
        step = np.where(((u + step) * sign < 0.0).any(axis=1, keepdims=True), moved, step)
        before[:, todo] = pull, moved, step
        U[todo] = u + step
        for row in wrong.nonzero()[0]:
            i = todo[row]
            minimum = _alone(
                problem, models[i], u[row], sign[row], slopes[row], float(lams[i]), alpha
            )
            models[i] = None if minimum is None else minimum.model
            if minimum is not None:
                U[i], signs[i] = spread(minimum, len(free))
    return gaps


def _products(models: list[LocalModel | None], pull: np.ndarray) -> np.ndarray:
    """Return M·pull for each row; neighbors often have the same model."""
    moved = np.zeros_like(pull)
    start = 0
    for stop in range(1, len(models) + 1):
        if stop == len(models) or models[stop] is not models[start]:
            model = models[start]
            assert model is not None
            moved[start:stop, model.at] = pull[start:stop, model.at] @ model.M
            start = stop
    return moved


def _accelerated(
    pull: np.ndarray,
    moved: np.ndarray,
    pull_before: np.ndarray,
    moved_before: np.ndarray,
    step_before: np.ndarray,
) -> np.ndarray:
    """Return the step that would end at the minimum if it were on a line with the last two points.

    Lengths are those of the model's own quadratic, in which `moved` has the square −pullᵀmoved.
    """
    change = moved - moved_before
    square = np.einsum("ij,ij->i", pull - pull_before, change)
    share = np.einsum("ij,ij->i", pull - pull_before, moved) / np.where(square, square, 1.0)
    # Not in the first round, nor after a change of the active set.
    known = moved.any(axis=1) & moved_before.any(axis=1)
    share = np.where(known, share.clip(-1.0, 1.0), 0.0)
    return moved - share[:, None] * (step_before + change)


def _alone(
    problem: LogisticProblem,
    model: LocalModel | None,
    u: np.ndarray,
    signs: np.ndarray,
    slopes: np.ndarray,
    lam: float,
    alpha: float,
) -> Minimum | None:
    """Return the minimum for a λ where the active set changes."""
    assert model is not None
    above = np.abs(slopes) > lam * alpha * problem.penalized
    above[model.at] = False
    if above.any():
        # Something that the model does not see: make another.
        return settle(problem, u, signs, lam, alpha, 0.0)[0]
    try:
        return model.minimize(u[model.at], slopes[model.at], lam * alpha)
    except NoRoadError:
        return None
