"""One λ at a time, slowly and surely: Newton's method with an active set and a line search.

Undamped Newton steps diverge where the loss is far from a quadratic, above all on separable data.
Here no step raises the objective: each is towards the minimum of a quadratic, and as long as the
objective falls in proportion. Lee, Sun and Saunders (2014), "Proximal Newton-type methods for
minimizing composite functions", SIAM Journal on Optimization 24(3).
"""

from __future__ import annotations

import numpy as np

from shrinkage.active_set import minimize_quadratic
from shrinkage.paths.logistic_certificates import gradients_and_gaps
from shrinkage.paths.logistic_problem import LogisticProblem

__all__ = ["solve_damped"]

_MAX_STEPS = 100
_SHORTEST = 1e-10
# What the objective may change by because of rounding.
_ROUNDING = 1e-15
# So many steps that gain no more than that are taken: the gap can fall on.
_PATIENCE = 3


def solve_damped(
    problem: LogisticProblem, starts: list[np.ndarray], lam: float, alpha: float, tol: float
) -> tuple[np.ndarray, float]:
    """Return the weights for one λ, and their relative duality gap.

    Parameters
    ----------
    problem : LogisticProblem
        The data.
    starts : list of ndarray of shape (k,)
        Points to start from; the best of them, or of the intercept-only model, is taken.
    lam, alpha : float
        λ, and the share of L1.
    tol : float
        The gap that is wanted.

    Returns
    -------
    u : ndarray of shape (k,)
        The point with the smallest gap that was met.
    gap : float
        Above `tol` where rounding errors, or 100 steps, were in the way.
    """
    u, value = problem.start, problem.objective(problem.start, lam, alpha)
    for start in starts:
        # Not true of a start that is not a number.
        if (at_start := problem.objective(start, lam, alpha)) < value:
            u, value = start, at_start
    best, best_gap, idle = u, np.inf, 0
    for _ in range(_MAX_STEPS):
        gradients, gaps = gradients_and_gaps(problem, u[None], np.array([lam]), alpha)
        if gaps[0] < best_gap:
            best, best_gap = u, float(gaps[0])
        if best_gap <= tol or idle == _PATIENCE:
            break
        step, expected = _step(problem, u, gradients[0], lam, alpha)
        length = 1.0
        while length > _SHORTEST:
            trial = problem.objective(u + length * step, lam, alpha)
            if trial <= value + 1e-4 * length * expected + _ROUNDING * value:
                break
            length *= 0.5
        else:
            break
        idle = idle + 1 if value - trial <= _ROUNDING * value else 0
        u, value = u + length * step, trial
    return best, best_gap


def _step(
    problem: LogisticProblem, u: np.ndarray, gradient: np.ndarray, lam: float, alpha: float
) -> tuple[np.ndarray, float]:
    """Return the step to the quadratic's minimum, and how fast the objective falls along it."""
    nu, mu = lam * alpha * problem.penalized, lam * (1.0 - alpha) * problem.penalized
    slopes = gradient + mu * u
    at = ((u != 0.0) | (np.abs(slopes) > nu) | (nu == 0.0)).nonzero()[0]
    # Features of one size: the solver's own limits for rounding are the same for all features.
    scale = np.where(problem.sizes[at] > 0.0, problem.sizes[at], 1.0)
    Q = problem.hessian(problem.doubts(u), at)
    Q.flat[:: len(at) + 1] += mu[at]
    Q /= np.multiply.outer(scale, scale)
    here = u[at] * scale
    target = minimize_quadratic(Q, Q @ here - slopes[at] / scale, nu[at] / scale, start=here)
    step = np.zeros(len(u))
    step[at] = target / scale - u[at]
    return step, float(slopes @ step + nu @ (np.abs(u + step) - np.abs(u)))
