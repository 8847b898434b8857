"""Quadratics with absolute values, minimized exactly: the active-set method.

    minimize over x:   ½ xᵀQx − cᵀx + Σ aⱼ|xⱼ|

with Q symmetric and positive semidefinite, and aⱼ ≥ 0. The lasso and the elastic net are problems
of this form, and each Newton step of an L1-penalised logistic regression is one.

While the signs of x are known, |x| is linear, and the minimum solves a linear system. So: guess
which weights are not 0 and their signs (the active set), solve, drop weights that would change
their sign, add weights whose 0 is not optimal, and repeat. Each round lowers the function, so no
active set comes back, and the last one gives the minimum up to rounding: zeros are exact.
"""

from __future__ import annotations

import numpy as np

__all__ = ["minimize_quadratic"]


def minimize_quadratic(
    Q: np.ndarray, c: np.ndarray, a: np.ndarray, start: np.ndarray | None = None
) -> np.ndarray:
    """Return the x that minimizes ½ xᵀQx − cᵀx + Σ aⱼ|xⱼ|.

    Parameters
    ----------
    Q : ndarray of shape (p, p)
        Symmetric, positive semidefinite.
    c : ndarray of shape (p,)
        Linear part.
    a : ndarray of shape (p,)
        Strength of |xⱼ|, at least 0. Entries with aⱼ = 0 (a bias) are never held at 0.
    start : ndarray of shape (p,), optional
        A point near the solution saves rounds.

    Returns
    -------
    ndarray of shape (p,)
        Exactly 0 where 0 is optimal.

    Raises
    ------
    ValueError
        If Q, c or a holds NaN or infinity.

    References
    ----------
    Lee, Battle, Raina and Ng (2007), "Efficient sparse coding algorithms", NIPS 19, algorithm 1
    (feature-sign search); here the step ends where the first weight reaches 0.

    Examples
    --------
    >>> Q = np.array([[1.0, 0.5], [0.5, 1.0]])
    >>> minimize_quadratic(Q, np.array([2.0, 1.2]), np.array([0.5, 0.5])).tolist()
    [1.5, 0.0]
    """
    for name, values in (("Q", Q), ("c", c), ("a", a)):
        if not np.isfinite(values).all():
            raise ValueError(f"{name} must hold finite numbers only: it has NaN or infinity in it.")
    x = np.zeros(len(c)) if start is None else np.array(start, dtype=float)
    free = a == 0
    active = free | (x != 0)
    signs = np.where(free, 0.0, np.sign(x))
    # Below this a gradient is rounding error.
    tiny = 1e-13 * max(float(np.abs(c).max()), float(np.abs(Q).max()), 1e-200)
    _settle(Q, c, a, x, active, signs, tiny)
    one_at_a_time = False
    for _ in range(20 * len(c) + 100):
        slope = Q @ x - c
        excess = np.where(active, -np.inf, np.abs(slope) - a)
        entering = excess > tiny
        if not entering.any():
            break
        if one_at_a_time:
            entering = np.arange(len(c)) == excess.argmax()
        before = _value(Q, c, a, x)
        active = active | entering
        signs[entering] = -np.sign(slope[entering])
        _settle(Q, c, a, x, active, signs, tiny)
        if _value(Q, c, a, x) >= before:
            if one_at_a_time:
                break  # what is left to gain is below rounding error
            one_at_a_time = True
        else:
            one_at_a_time = False
    return x


def _value(Q: np.ndarray, c: np.ndarray, a: np.ndarray, x: np.ndarray) -> float:
    return float(x @ (0.5 * (Q @ x) - c) + a @ np.abs(x))


def _settle(
    Q: np.ndarray,
    c: np.ndarray,
    a: np.ndarray,
    x: np.ndarray,
    active: np.ndarray,
    signs: np.ndarray,
    tiny: float,
) -> None:
    """Move x (in place) to the minimum over the active entries, dropping those that reach 0."""
    while active.any():
        at = np.flatnonzero(active)
        target = _solve(Q[np.ix_(at, at)], c[at] - a[at] * signs[at], x[at], tiny)
        crossing = (signs[at] != 0) & (target * signs[at] <= 0)
        if not crossing.any():
            x[at] = target
            return
        # Go towards the target until the first weight reaches 0, and drop it (or those) there.
        here = x[at]
        lengths = np.full(len(at), np.inf)
        way = here[crossing] - target[crossing]
        # A weight that is at 0 and whose target is 0 as well has no way to go (0/0): it drops out.
        lengths[crossing] = np.divide(here[crossing], way, out=np.zeros_like(way), where=way != 0)
        length = lengths.min()
        x[at] = here + length * (target - here)
        gone = at[lengths <= length]
        x[gone] = 0.0
        active[gone] = False
        signs[gone] = 0.0


def _solve(Q: np.ndarray, right: np.ndarray, here: np.ndarray, tiny: float) -> np.ndarray:
    """Solve Qx = right, or where Q is (almost) singular, go from `here` to near a solution.

    If there is none, because `right` has a slope in a direction in which Q is flat, the x returned
    lies far away down that slope. On the way there a weight reaches 0.
    """
    diagonal = np.maximum(np.diag(Q), tiny)
    try:
        pivots = np.diag(np.linalg.cholesky(Q)) ** 2
    except np.linalg.LinAlgError:
        pivots = np.zeros(1)
    if (pivots > 1e-8 * diagonal).all():
        x = np.linalg.solve(Q, right)
        return x + np.linalg.solve(Q, right - Q @ x)
    # Lifting the diagonal far above rounding error keeps the sign of every slope; repeating takes
    # the lift's own error away in all directions that are not flat.
    lifted = Q + np.diag(1e-12 * diagonal)
    x, missing = here, np.inf
    for _ in range(20):
        residual = right - Q @ x
        size = float(np.abs(residual).max())
        if size >= 0.5 * missing:
            break
        missing = size
        x = x + np.linalg.solve(lifted, residual)
    return x
