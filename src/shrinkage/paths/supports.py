"""The elastic net from support to support, downwards in λ.

    minimize over w:   ½ wᵀ(Q + μI)w − cᵀw + ν‖w‖₁        with ν = λα, μ = λ(1 − α).

As long as the support A (the features with weights other than 0) and the signs s stay the same,
the weights solve

    (Q_AA + μI) w_A = c_A − ν s,

whose matrix changes with λ, so that, unlike the lasso's, they are no straight lines. But a support
mostly holds for many λ of a grid, and small systems are solved many at a time. So: solve for the
next few λ with the support that is at hand, keep those that fulfill the optimality conditions, and
where they fail change the support as they say: a weight of the wrong sign leaves, a slope beyond
±ν enters. (That is Newton's method on the optimality conditions: Hintermüller, Ito and Kunisch
2002, "The primal-dual active set strategy as a semismooth Newton method", SIAM Journal on
Optimization 13(3).) It may fail to settle; then `minimize_quadratic`, which cannot, finds the
support.

Large supports change at almost every λ. There the next one is foretold by continuing the last two
solutions in a straight line.
"""

from __future__ import annotations

import numpy as np

from shrinkage.active_set import minimize_quadratic

__all__ = ["follow_elastic_net"]

# A slope within this share of ν counts as fulfilling its condition. The gap feels its square.
_CLOSE = 1.0 + 1e-10
# Supports of up to so many features are solved by their eigenvalues, for many λ at little cost.
_TINY, _MANY = 16, 40
# Larger ones for so many λ that their supports together have this many features, and, up to the
# second size, for twice as many λ as the support before has held.
_AT_ONCE, _SMALL = 120, 40
# How often a support is changed for one λ before the safer solver takes over.
_TRIES = 10


def follow_elastic_net(Q: np.ndarray, c: np.ndarray, lams: np.ndarray, alpha: float) -> np.ndarray:
    """Return the elastic net's weights for each λ, shape (len(lams), p).

    Parameters
    ----------
    Q : ndarray of shape (p, p)
        Symmetric, positive semidefinite.
    c : ndarray of shape (p,)
        Linear part.
    lams : ndarray of shape (m,)
        λ, from large to small, no two alike, all above 0.
    alpha : float
        The share of L1, above 0 and below 1.

    Examples
    --------
    >>> lams = np.array([4.0, 2.0, 1.0])
    >>> follow_elastic_net(np.eye(2), np.array([2.0, -1.5]), lams, 0.5).tolist()
    [[0.0, 0.0], [0.5, -0.25], [1.0, -0.6666666666666666]]
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return _follow(Q, c, lams, alpha)


def _follow(Q: np.ndarray, c: np.ndarray, lams: np.ndarray, alpha: float) -> np.ndarray:
    m, p = len(lams), len(c)
    nu, mu = lams * alpha, lams * (1.0 - alpha)
    limit = nu * _CLOSE
    w, g = np.zeros((m, p)), np.tile(c, (m, 1))
    i = int(np.count_nonzero(limit >= np.abs(c).max()))
    if i == m:
        return w
    signs = np.where(np.abs(c) > nu[i], np.sign(c), 0.0)
    held, tries = 1, 0
    while i < m:
        at = signs.nonzero()[0]
        least = _MANY if len(at) <= _TINY else _AT_ONCE // len(at)
        end = min(m, i + max(least, 2 * held if len(at) <= _SMALL else 1))
        active, g[i:end] = _solve(Q, c, nu[i:end], mu[i:end], at, signs[at])
        # What is not a number is wrong.
        wrong = ~(np.abs(g[i:end]) <= limit[i:end, None])
        wrong[:, at] = ~(active * signs[at] > 0)
        fails = wrong.any(axis=1)
        solved = int(fails.argmax())
        if not fails[solved]:
            solved = end - i
        w[i : i + solved, at] = active[:solved]
        i += solved
        held, tries = max(solved, 1), 0 if solved else tries + 1
        if i < end and tries <= _TRIES and np.isfinite(g[i]).all():
            entering = np.where(wrong[solved], np.sign(g[i]), 0.0)
            signs = np.where(signs == 0, entering, np.where(wrong[solved], 0.0, signs))
        elif i < end:
            start = w[i - 1] if i else None
            w[i] = minimize_quadratic(Q + mu[i] * np.eye(p), c, np.full(p, nu[i]), start)
            g[i] = c - w[i] @ Q
            signs = np.sign(w[i])
            i, tries = i + 1, 0
        elif 2 <= i < m:
            step = (lams[i] - lams[i - 1]) / (lams[i - 1] - lams[i - 2])
            w_next = w[i - 1] + step * (w[i - 1] - w[i - 2])
            g_next = g[i - 1] + step * (g[i - 1] - g[i - 2])
            entering = np.where(np.abs(g_next) > nu[i], np.sign(g_next), 0.0)
            signs = np.where(signs == 0, entering, np.where(w_next * signs > 0, signs, 0.0))
    return w


def _solve(
    Q: np.ndarray, c: np.ndarray, nu: np.ndarray, mu: np.ndarray, at: np.ndarray, s: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return, for a few λ, the weights of the support `at` with signs s, and all slopes."""
    rows = Q[at]
    H = rows.take(at, axis=1)
    try:
        if len(at) <= _TINY:
            d, V = np.linalg.eigh(H)
            right = c[at] @ V - nu[:, None] * (s @ V)
            active = (right / (d + mu[:, None])) @ V.T
        else:
            H = H[None].repeat(len(nu), axis=0)
            H.reshape(len(nu), -1)[:, :: len(at) + 1] += mu[:, None]
            right = c[at] - nu[:, None] * s
            active = np.linalg.solve(H, right[:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:
        active = np.full((len(nu), len(at)), np.nan)
    return active, c - active @ rows
