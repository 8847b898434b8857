"""The walk down the logistic path, from station to station.

Between the λ where features come and go, the path is smooth in log λ. From one station, the
tangent points to the next. There one Newton step, with a Hessian of its own, brings the weights
close to the path. How far it moves them tells how straight the path is, and so how far away the
station after that may be.

Following a path by prediction and correction: Allgower and Georg (1990), "Numerical Continuation
Methods", chapters 2 and 6; for L1: Park and Hastie (2007), "L1-regularization path algorithm for
generalized linear models", Journal of the Royal Statistical Society B 69(4). Leaving features out
of sight until their slopes come near the limit: Tibshirani et al. (2012), "Strong rules for
discarding predictors in lasso-type problems", Journal of the Royal Statistical Society B 74(2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from shrinkage.paths.logistic_model import LocalModel, Minimum, NoRoadError
from shrinkage.paths.logistic_newton import solve_damped
from shrinkage.paths.logistic_problem import LogisticProblem

__all__ = ["Station", "follow", "settle", "spread", "walk"]

# By how much log λ falls from one station to the next: at first, at least, at most.
_FIRST, _LEAST, _MOST = 0.2, 0.05, 0.42
# A model shall see what may become active within this share of the stride: half is its own.
_SIGHT = 0.6
# How far the Newton step of a station shall move the margins (root mean square).
_AIM = 0.02
# A Newton step that moves them further than this is followed by another one.
_FAR = 0.15
_MAX_STEPS = 5
# A station that all else failed to reach is solved to this gap.
_GAP = 1e-8


@dataclass(frozen=True)
class Station:
    """A point close to the path.

    Attributes
    ----------
    log_lam : float
        log λ.
    u, tangent, signs : ndarray of shape (k,)
        Weights; by how much they grow as log λ falls by 1; the signs of the active ones.
    minimum : Minimum or None
        The model around the point, at its minimum; None where Newton's steps don't settle.
    """

    log_lam: float
    u: np.ndarray
    tangent: np.ndarray
    signs: np.ndarray
    minimum: Minimum | None


def walk(
    problem: LogisticProblem, lam_max: float, lam_min: float, alpha: float
) -> Iterator[Station]:
    """Yield stations from λ_max down to λ_min.

    Parameters
    ----------
    problem : LogisticProblem
        The data.
    lam_max, lam_min : float
        Where to start, best where all weights are 0, and where to end, not above it.
    alpha : float
        The share of L1.
    """
    k = len(problem.start)
    u, signs = problem.start, np.zeros(k)
    log_lam, end, stride = float(np.log(lam_max)), float(np.log(lam_min)), _FIRST
    while True:
        lam = float(np.exp(log_lam))
        minimum, moved = settle(problem, u, signs, lam, alpha, _SIGHT * stride)
        if minimum is None:
            u, _ = solve_damped(problem, [u], lam, alpha, _GAP)
            signs = np.where(problem.penalized * alpha > 0.0, np.sign(u), 0.0)
            minimum, _ = settle(problem, u, signs, lam, alpha, _SIGHT * stride)
        tangent = np.zeros(k)
        if minimum is not None:
            u, signs = spread(minimum, k)
            model = minimum.model
            tangent[model.at] = lam * model.tangent(minimum.weights, alpha)
        station = Station(log_lam, u, tangent, signs, minimum)
        yield station
        if log_lam <= end:
            return
        # What a tangent misses grows with the square of the stride.
        longer = (_AIM / max(moved, 1e-9)) ** 0.5
        stride = min(max(stride * min(longer, 1.5), _LEAST), _MOST)
        log_lam = max(log_lam - stride, end)
        u, signs, _ = follow(station, float(np.exp(log_lam)), alpha)


def settle(
    problem: LogisticProblem,
    u: np.ndarray,
    signs: np.ndarray,
    lam: float,
    alpha: float,
    reach: float,
) -> tuple[Minimum | None, float]:
    """Take Newton steps from a point near the path.

    Parameters
    ----------
    problem : LogisticProblem
        The data.
    u, signs : ndarray of shape (k,)
        The point, and the signs of the active weights.
    lam, alpha : float
        λ, and the share of L1.
    reach : float
        The model shall see what may become active before log λ falls by this.

    Returns
    -------
    minimum : Minimum or None
        Of the last model; None if the steps don't become small.
    moved : float
        How far the first step moved the margins (root mean square).
    """
    nu, mu = lam * alpha, lam * (1.0 - alpha)
    free = problem.penalized * alpha == 0.0
    first = np.inf
    for _ in range(_MAX_STEPS):
        q = problem.doubts(u)
        slopes = problem.gradient(q)
        if mu:
            slopes += mu * (problem.penalized * u)
        # The strong rule: slopes are expected to change by no more than the limit does.
        in_sight = np.abs(slopes) > nu * (2.0 * np.exp(-reach) - 1.0)
        try:
            model = LocalModel.around(problem, q, mu, free | (signs != 0.0), signs, in_sight)
            minimum = model.minimize(u[model.at], slopes[model.at], nu)
        except (NoRoadError, np.linalg.LinAlgError):
            return None, first
        curvature = float(q.sum() - q @ q) / len(q)
        moved = (max(minimum.decrement, 0.0) / curvature) ** 0.5 if curvature else np.inf
        first = min(first, moved)
        if moved <= _FAR:
            return minimum, first
        u, signs = spread(minimum, len(u))
    return None, first


def follow(
    station: Station, lam: float, alpha: float
) -> tuple[np.ndarray, np.ndarray, LocalModel | None]:
    """Return weights and signs near the path for another λ, as a station sees them, and a model.

    Weights follow their tangents. Where that would change the sign of one, others would have to
    make up for it, and the road of the station's model leads around.
    """
    if station.minimum is None:
        return station.u, station.signs, None
    model, weights, slopes, _ = station.minimum
    u = station.u + (station.log_lam - np.log(lam)) * station.tangent
    if not np.count_nonzero(u * station.signs < 0.0):
        return u, station.signs, model
    if alpha < 1.0:
        more = (1.0 - alpha) * (lam - np.exp(station.log_lam))
        slopes = slopes + more * (model.penalized * weights)
    try:
        minimum = model.minimize(weights, slopes, lam * alpha)
    except NoRoadError:
        return station.u, station.signs, None
    return *spread(minimum, len(u)), minimum.model


def spread(minimum: Minimum, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return all k weights and signs at a minimum: 0 where its model doesn't see."""
    u, signs = np.zeros(k), np.zeros(k)
    u[minimum.model.at] = minimum.weights
    signs[minimum.model.at] = minimum.model.signs
    return u, signs
