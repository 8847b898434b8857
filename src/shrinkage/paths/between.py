"""The elastic net for many λ at once, between λ where it is known.

On large supports, going from λ to λ costs a factorization each. Where features are nearly
uncorrelated and of one size, it can be had more cheaply: solve for every eighth λ, guess the
weights between them by straight lines, and improve all guesses together by conjugate gradients,
whose steps are products of whole matrices. A dozen steps then reach the last digits.

A guess tells the support and the signs. After a few steps weights of the wrong sign are set to 0,
features whose slope is beyond ±ν come in, and the steps go on with the new support. What does not
settle is left to `follow_elastic_net`.

The method of conjugate gradients: Hestenes and Stiefel (1952), "Methods of conjugate gradients for
solving linear systems", Journal of Research of the National Bureau of Standards 49(6).
"""

from __future__ import annotations

import numpy as np

from shrinkage.paths.supports import follow_elastic_net

__all__ = ["solve_elastic_net"]

# Every so many λ are solved for first.
_EVERY = 8
# Up to this many features factorizations are cheaper.
_SMALL = 40
# The mean of the squares of Q's eigenvalues over the square of their mean: 1 for uncorrelated
# features of one size, 1 + p/n for random ones.
_EVEN = 1.25
# Steps for each support, and how often the support may change.
_STEPS, _ROUNDS = 5, 8
# How far slopes may be from where they belong, as a share of ν. The gap feels its square.
_CLOSE = 1e-10


def solve_elastic_net(Q: np.ndarray, c: np.ndarray, lams: np.ndarray, alpha: float) -> np.ndarray:
    """Return the elastic net's weights for each λ, shape (len(lams), p), the faster way.

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
    """
    m, p = len(lams), len(c)
    if m < 3 * _EVERY or p <= _SMALL or not _nearly_uncorrelated(Q):
        return follow_elastic_net(Q, c, lams, alpha)
    known = np.unique(np.append(np.arange(0, m, _EVERY), m - 1))
    between = np.setdiff1d(np.arange(m), known)
    w = np.empty((m, p))
    w[known] = follow_elastic_net(Q, c, lams[known], alpha)
    after = np.searchsorted(known, between)
    low, high = known[after - 1], known[after]
    share = (lams[between] - lams[low]) / (lams[high] - lams[low])
    guess = w[low] + share[:, None] * (w[high] - w[low])
    w[between], left = _improve(Q, c, lams[between], alpha, guess)
    if len(left):
        w[between[left]] = follow_elastic_net(Q, c, lams[between[left]], alpha)
    return w


def _nearly_uncorrelated(Q: np.ndarray) -> bool:
    trace = float(np.trace(Q))
    return trace > 0 and len(Q) * float(np.sum((Q / trace) ** 2)) <= _EVEN


def _improve(
    Q: np.ndarray, c: np.ndarray, lams: np.ndarray, alpha: float, w: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Improve weights near the solution; return them, and which rows have not got there."""
    nu, mu = (lams * alpha)[:, None], (lams * (1.0 - alpha))[:, None]
    left = np.arange(len(lams))
    for _ in range(_ROUNDS):
        x = w[left]
        slopes = c - x @ Q - mu[left] * x
        signs = np.sign(x)
        entering = (signs == 0) & (np.abs(slopes) > nu[left] * (1.0 + _CLOSE))
        signs += np.where(entering, np.sign(slopes), 0.0)
        active = np.abs(signs)
        missing = (slopes - nu[left] * signs) * active
        off = entering.any(axis=1) | (np.abs(missing) > nu[left] * _CLOSE).any(axis=1)
        left = left[off]
        if not len(left):
            break
        x, signs, active, missing = x[off], signs[off], active[off], missing[off]
        _conjugate_gradients(Q, mu[left], active, missing, x)
        x[x * signs <= 0] = 0.0
        w[left] = x
    return w, left


def _conjugate_gradients(
    Q: np.ndarray, mu: np.ndarray, active: np.ndarray, missing: np.ndarray, x: np.ndarray
) -> None:
    """Go a few steps, in place, towards (Q + μI)x = right where active, row by row."""
    direction = missing.copy()
    length = np.einsum("ij,ij->i", missing, missing)
    for step in range(_STEPS):
        bend = direction @ Q
        bend += mu * direction
        curvature = np.einsum("ij,ij->i", direction, bend)
        # Nothing is missing where there is no direction: 0/0 is 0.
        stride = (length / np.maximum(curvature, 1e-300))[:, None]
        x += stride * direction
        if step == _STEPS - 1:
            return
        bend *= active
        bend *= stride
        missing -= bend
        before, length = length, np.einsum("ij,ij->i", missing, missing)
        direction *= (length / np.maximum(before, 1e-300))[:, None]
        direction += missing
