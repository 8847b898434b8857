r"""Proofs of how good logistic weights are: duality gaps, written so that no digits cancel.

**What is bounded.** In the terms of `LogisticProblem`, with ν = λα and μ = λ(1 − α),

    P(w, b) = mean log(1 + e^−m) + Σ Ω(wⱼ),     Ω(w) = ν|w| + ½μw².

For any number q̃ from 0 to 1, log(1 + e^−m) ≥ h(q̃) − q̃m with the entropy
h(q̃) = −q̃ log q̃ − (1 − q̃) log(1 − q̃). So if all q̃ᵢ are from 0 to 1, Σσᵢq̃ᵢ = 0 (the bias is
free), and g = Sq̃/n,

    D(q̃) = mean h(q̃ᵢ) − Σ Ω*(gⱼ)    is at most    P(w, b)    for all w and b,

where Ω* is the conjugate of Ω. P − D bounds how far weights are from the minimum, whatever
computed them.

**Which q̃.** The doubts q of the weights themselves, made to fulfill the conditions by scaling
down, so that they stay from 0 to 1: those of one class, so that both classes doubt as much in sum;
and for L1 alone all of them, by s = min(1, ν/max|gⱼ|), as Ω* is then infinite where |gⱼ| > ν.

**How it is computed.** P and D are nearly equal, and their difference would lose the digits that
matter. On paper it is

    P − D = mean KL(q̃ᵢ‖qᵢ)  +  Σⱼ [Ω(wⱼ) + Ω*(gⱼ) − gⱼwⱼ],

with KL the Kullback–Leibler divergence of two coins. No term is negative, so sums of rounded terms
stay accurate. The divergence for a doubt scaled by a is of second order, and a bound of it that
needs no logarithm is used: as a function of a it is 0 with slope 0 at 1, and its second derivative
q/(a(1 − aq)) is nowhere larger on the way than q/(a(1 − q)), so that

    KL(aq‖q) ≤ (1 − a)²/(2a) · q/(1 − q),    q/(1 − q) = e^−m.

From log x ≤ x − 1 comes the same with 1 for 1/(2a), which is smaller if a < ½.

**What floating point adds.** Any q̃ are good, rounded ones too. But a sum of d rounded terms is
off by at most u·d times the sum of their sizes, u = 1.1e-16 (Higham 2002, "Accuracy and Stability
of Numerical Algorithms", 2nd edition, section 3.1), and so is gⱼ by at most δⱼ = 3·u·d·sⱼ·√(mean q̃)
with sⱼ the size of the feature: once for the sum itself, twice because the two classes' sums of
doubts are made equal only up to rounding. The formulas take the worst g within ±δ. So a gap is not
too small because of rounding, and the price is that exact weights are not reported as 0, but with
L1 as about 2·Σδⱼ|wⱼ|: 1e-12 of the null objective on ordinary data, 1e-11 for Tecator's hundred
nearly equal channels. (Rounded margins, or a rounded bias, change KL by their square: nothing.)

References
----------
Koh, Kim and Boyd (2007), "An interior-point method for large-scale l1-regularized logistic
regression", Journal of Machine Learning Research 8, for the dual and the scaled point.
"""

from __future__ import annotations

import numpy as np

from shrinkage.paths.certificates import penalty_gaps
from shrinkage.paths.logistic_problem import LogisticProblem

__all__ = ["gradients_and_gaps"]

# Numbers that are worked on at a time: they should fit the processor's own memory.
_AT_A_TIME = 200_000
# Longest sum that is taken at once: rounding errors of long sums add up.
_BLOCK = 1024
# Covers the few roundings that are not counted one by one.
_SPARE = 16
# Stands for 0 in a denominator, so that 0/0 counts as 0.
_TINY = 1e-300


def gradients_and_gaps(
    problem: LogisticProblem, U: np.ndarray, lams: np.ndarray, alpha: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradient of the mean loss, and the relative duality gap, for rows of weights.

    Parameters
    ----------
    problem : LogisticProblem
        The data.
    U : ndarray of shape (m, k)
        Weights, and last the bias, if there is one; nothing is assumed of them.
    lams : ndarray of shape (m,)
        λ, above 0.
    alpha : float
        The share of L1, from 0 to 1.

    Returns
    -------
    gradients : ndarray of shape (m, k)
    gaps : ndarray of shape (m,)
        P − D over the objective of the intercept-only model, at least 0; NaN or infinite for
        weights so bad that floating point cannot say anything.

    Examples
    --------
    >>> problem = LogisticProblem.of([[-1.0], [1.0]], [0, 1], fit_intercept=True)
    >>> U = np.array([[np.log(3.0), 0.0], [1.0, 0.0]])
    >>> _, gaps = gradients_and_gaps(problem, U, np.array([0.25, 0.25]), 1.0)
    >>> gaps.round(4).tolist()
    [0.0, 0.0014]
    """
    gradients, gaps = np.empty_like(U), np.empty(len(U))
    step = max(1, _AT_A_TIME // problem.S.shape[1])
    for start in range(0, len(U), step):
        part = slice(start, start + step)
        gradients[part], gaps[part] = _some(problem, U[part], lams[part], alpha)
    return gradients, gaps


def _some(
    problem: LogisticProblem, U: np.ndarray, lams: np.ndarray, alpha: float
) -> tuple[np.ndarray, np.ndarray]:
    n, first = problem.S.shape[1], problem.n_first
    E = U @ problem.S
    np.exp(E, out=E)
    odds = np.reciprocal(E)
    odds0, odds1 = odds[:, :first].sum(axis=1), odds[:, first:].sum(axis=1)
    E += 1.0
    Q = np.reciprocal(E, out=E)
    g0, g1 = _sums(Q, problem.S, 0, first), _sums(Q, problem.S, first, n)
    g0 /= n
    g1 /= n
    gradients = -(g0 + g1)
    w, sizes = U, problem.sizes
    scale0 = scale1 = np.ones(len(U))
    if problem.has_bias:
        doubt0, doubt1 = -g0[:, -1], g1[:, -1]
        both = np.minimum(doubt0, doubt1)
        scale0, scale1 = both / np.maximum(doubt0, _TINY), both / np.maximum(doubt1, _TINY)
        g0, g1, w, sizes = g0[:, :-1], g1[:, :-1], w[:, :-1], sizes[:-1]
        doubt = 2.0 * both
    else:
        doubt = Q.mean(axis=1)
    g = scale0[:, None] * g0 + scale1[:, None] * g1
    unit = 3.0 * (min(n, _BLOCK) + n // _BLOCK + _SPARE) * 2.0**-53
    slack = np.multiply.outer(unit * np.sqrt(doubt), sizes)
    if alpha == 1.0:
        s = lams / np.maximum((np.abs(g) + slack).max(axis=1), lams)
        scale0, scale1 = scale0 * s, scale1 * s
        magnitudes = np.abs(w)
        terms = lams[:, None] * magnitudes - s[:, None] * (g * w - slack * magnitudes)
        penalties = np.maximum(terms.sum(axis=1), 0.0)
    else:
        penalties = penalty_gaps(g, w, lams * alpha, lams * (1.0 - alpha), slack)
    divergences = (_divergence(scale0) * odds0 + _divergence(scale1) * odds1) / n
    return gradients, (penalties + divergences) / problem.null_objective


def _divergence(scale: np.ndarray) -> np.ndarray:
    return (1.0 - scale) ** 2 * (0.5 / np.maximum(scale, 0.5))


def _sums(Q: np.ndarray, S: np.ndarray, start: int, stop: int) -> np.ndarray:
    """Return the products of Q's rows with S's, over some of the examples."""
    total = Q[:, start : min(start + _BLOCK, stop)] @ S[:, start : min(start + _BLOCK, stop)].T
    for low in range(start + _BLOCK, stop, _BLOCK):
        part = slice(low, min(low + _BLOCK, stop))
        total += Q[:, part] @ S[:, part].T
    return total
