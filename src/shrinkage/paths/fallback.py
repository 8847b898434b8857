"""From weights to a path with proof: what falls short is solved again, and refined."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shrinkage.active_set import minimize_quadratic
from shrinkage.paths.certificates import linear_gaps
from shrinkage.paths.problem import LinearProblem
from shrinkage.paths.result import Knot, RegularizationPath
from shrinkage.paths.spectrum import ridge_by_singular_values

__all__ = ["certified_path", "mend"]


def certified_path(
    problem: LinearProblem,
    lams: np.ndarray,
    coefs: np.ndarray,
    alpha: float,
    tol: float,
    knots: tuple[Knot, ...] | None = None,
) -> RegularizationPath:
    """Return the path with these weights, or better ones where their gap exceeds `tol`.

    Parameters
    ----------
    problem : LinearProblem
        The data.
    lams : ndarray of shape (m,)
        λ.
    coefs : ndarray of shape (m, p)
        Weights, changed in place where they fall short.
    alpha : float
        The share of L1.
    tol : float
        The relative gap that is wanted.
    knots : tuple of Knot, optional
        To go with the path.
    """
    gaps = linear_gaps(problem, coefs, lams, alpha, tol)
    mend(problem, coefs, gaps, lams, alpha, tol)
    return RegularizationPath(
        lams=lams,
        coefs=coefs,
        intercepts=problem.intercepts(coefs),
        gaps=gaps,
        tol=tol,
        null_objective=problem.null_objective,
        knots=knots,
    )


def mend(
    problem: LinearProblem,
    coefs: np.ndarray,
    gaps: np.ndarray,
    lams: np.ndarray,
    alpha: float,
    tol: float,
) -> None:
    """Solve again, in place, each λ whose gap exceeds `tol`; keep what has the smaller gap.

    A path that adds and drops features one at a time carries rounding errors along. Here each λ
    starts afresh, no matrix is factored that was not built anew, and what rounding did to the
    solution is corrected by slopes in extended precision.

    Parameters
    ----------
    problem : LinearProblem
        The data.
    coefs : ndarray of shape (m, p)
        Weights, changed in place.
    gaps : ndarray of shape (m,)
        Their gaps, changed in place.
    lams : ndarray of shape (m,)
        λ.
    alpha : float
        The share of L1.
    tol : float
        The relative gap that is wanted.

    References
    ----------
    For the correction: Wilkinson (1963), "Rounding Errors in Algebraic Processes", chapter 3
    (iterative refinement). For the active set: `shrinkage.active_set`.
    """
    if (gaps <= tol).all():
        return
    before = None
    for i in np.argsort(-lams, kind="stable"):
        # Not "gap > tol": a gap that is not a number needs mending too.
        if not gaps[i] <= tol:
            starts = [coefs[i]] if before is None else [coefs[i], coefs[before]]
            for weights in _attempts(problem, starts, float(lams[i]), alpha):
                gap = linear_gaps(problem, weights[None], lams[i : i + 1], alpha, tol)[0]
                if not gap >= gaps[i]:
                    coefs[i], gaps[i] = weights, gap
                if gaps[i] <= tol:
                    break
        before = i


def _attempts(
    problem: LinearProblem, starts: list[np.ndarray], lam: float, alpha: float
) -> Iterator[np.ndarray]:
    """Yield weights to try, the cheapest first."""
    starts = [start.copy() for start in starts if np.isfinite(start).all()]
    if lam * alpha == 0.0:
        weights = ridge_by_singular_values(problem, np.array([lam]))[0]
        yield weights
        yield refined(problem, weights, lam, alpha)
        return
    if starts:
        yield refined(problem, starts[0], lam, alpha)
    # Features of one size: the solver's own limits for rounding are the same for all features.
    scale = np.where(problem.sizes > 0, problem.sizes, 1.0)
    Q = problem.Q / np.multiply.outer(scale, scale)
    Q += np.diag(lam * (1.0 - alpha) / scale**2)
    for start in [*starts, np.zeros(len(scale))]:
        weights = minimize_quadratic(Q, problem.c / scale, lam * alpha / scale, start * scale)
        weights /= scale
        yield weights
        yield refined(problem, weights, lam, alpha)


def refined(problem: LinearProblem, weights: np.ndarray, lam: float, alpha: float) -> np.ndarray:
    """Return weights of the same signs that fulfill the optimality conditions more closely."""
    nu, mu = lam * alpha, lam * (1.0 - alpha)
    at = np.flatnonzero(weights)
    scale = np.where(problem.sizes[at] > 0, problem.sizes[at], 1.0)
    features = problem.X[:, at]
    H = features.T @ features / len(features) + mu * np.eye(len(at))
    H /= np.multiply.outer(scale, scale)
    signs = np.sign(weights[at])
    for _ in range(3):
        slopes = problem.fine_slopes(weights[None]).g[0, at]
        missing = np.asarray((slopes - nu * signs - mu * weights[at]) / scale, dtype=float)
        moved = weights[at] + np.linalg.lstsq(H, missing, rcond=None)[0] / scale
        if nu > 0 and (moved * signs <= 0).any():
            break
        weights = weights.copy()
        weights[at] = moved
    return weights
