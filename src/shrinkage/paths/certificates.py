r"""Proofs of how good weights are: duality gaps, written so that no digits cancel.

**What is bounded.** With columns xⱼ, residuals r = y − Xw − b and strengths ν = λα, μ = λ(1 − α),

    P(w) = 1/(2n)‖r‖² + ν‖w‖₁ + ½μ‖w‖².

For every θ with Σθᵢ = 0 (the bias is free) and g = Xᵀθ/n,

    D(θ) = 1/(2n)(‖y‖² − ‖y − θ‖²) − Σⱼ Ω*(gⱼ)   is at most   P(w') for every w',

where Ω* is the conjugate of Ω(w) = ν|w| + ½μw². So P(w) − D(θ) bounds how far w is from the
minimum, whatever computed it. It vanishes at the minimum with θ = r.

**How it is computed.** P and D are large and nearly equal, and their difference would lose all the
digits that matter. Putting y = r + Xw + b and θ = s·r in, they cancel on paper:

    P − D = (1 − s)²/(2n)·‖r‖²  +  Σⱼ [Ω(wⱼ) + Ω*(s·gⱼ) − s·gⱼwⱼ],     g = Xᵀr/n.

No term is negative (Fenchel and Young's inequality), so sums of rounded terms stay accurate.

* L1 alone (μ = 0): Ω* is 0 where |s·gⱼ| ≤ ν and infinite elsewhere, so s = min(1, ν/max|gⱼ|), and
  a term is ν|wⱼ| − s·gⱼwⱼ.
* With L2 (μ > 0) s = 1 will do. With k = min(max(g, −ν), ν), a term is
  (g − k − μw)²/(2μ) + ν|w| − kw. For L2 alone (ν = 0) their sum is ‖∇P‖²/(2μ).
* No penalty (λ = 0): θ = r − Xv, where v solves the least squares of r on X. If e = Xᵀθ/n were 0,
  the gap would be ½‖Xv‖²/n. In floating point e is tiny, and then only a bound is to be had for
  weights w' no further away than R: Σ sⱼ|w'ⱼ − wⱼ| ≤ R = s_y + Σ sⱼ|wⱼ|, sⱼ and s_y being the
  sizes of the columns and of y. It is R·max(|eⱼ|/sⱼ) more. (P being convex, weights t times as
  far away cannot gain more than t times as much.)

**What floating point adds.** g is known up to δⱼ, a bound of its rounding error (see
`LinearProblem.slopes`). Each formula takes the worst g within ±δ, and ½·(mean residual)² is added
for the rounding of the bias. So a gap is never too small because of rounding. The price is a
resolution: exact weights are not reported as 0, but, for an L1 penalty, as about

    4·u·d·q·(1 + q)    with u = 1.1e-16, q = Σⱼ sⱼ|wⱼ| over the standard deviation of y,

and d the number of terms in a sum: p, and n up to 500, beyond which blocks of rows are summed. That
is 1e-13 to 1e-11 on ordinary data (q from 1 to 6) and 5e-11 for Tecator's hundred nearly equal
channels (q ≈ 18). For L2 and the elastic net it is of second order, and far smaller. Where it is
too much for the tolerance, the slopes are computed again from the data in extended precision,
which makes it about a thousand times smaller.

References
----------
Boyd and Vandenberghe (2004), "Convex Optimization", chapter 5; for the scaled residual as a dual
point: Kim, Koh, Lustig, Boyd and Gorinevsky (2007), "An interior-point method for large-scale
l1-regularized least squares", IEEE Journal of Selected Topics in Signal Processing 1(4).
"""

from __future__ import annotations

import numpy as np

from shrinkage.paths.problem import LinearProblem, Slopes

__all__ = ["linear_gaps", "penalty_gaps"]


def linear_gaps(
    problem: LinearProblem,
    coefs: np.ndarray,
    lams: np.ndarray,
    alpha: float,
    tol: float = np.inf,
) -> np.ndarray:
    """Return the relative duality gap of each row of weights for its λ.

    Parameters
    ----------
    problem : LinearProblem
        The data.
    coefs : ndarray of shape (m, p)
        Weights; nothing is assumed of them.
    lams : ndarray of shape (m,)
        λ, at least 0.
    alpha : float
        The share of L1, from 0 to 1.
    tol : float
        Gaps above this are computed again in extended precision, and the smaller bound holds.

    Returns
    -------
    ndarray of shape (m,)
        P − D over P(0), at least 0. It is 0 where P(0) is (a constant y and weights of 0).

    Examples
    --------
    >>> problem = LinearProblem.of([[-1.0], [1.0]], [-3.0, 3.0], fit_intercept=True)
    >>> gaps = linear_gaps(problem, np.array([[2.0], [2.5]]), np.array([1.0, 1.0]), 1.0)
    >>> gaps.round(4).tolist()  # the second is wrong by 0.5, which costs 1/8 and more
    [0.0, 0.2778]
    """
    gaps = _relative_gaps(problem, coefs, lams, alpha, problem.slopes(coefs))
    # Not "gaps > tol": a gap that is not a number needs a second look too.
    again = ~(gaps <= tol) if tol < np.inf else np.zeros(len(gaps), bool)
    if again.any():
        slopes = problem.fine_slopes(coefs[again])
        fine = _relative_gaps(problem, coefs[again], lams[again], alpha, slopes)
        gaps[again] = np.fmin(gaps[again], fine)
    return gaps


def _relative_gaps(
    problem: LinearProblem, coefs: np.ndarray, lams: np.ndarray, alpha: float, slopes: Slopes
) -> np.ndarray:
    # All in the precision of the slopes: what cancels must have been rounded alike.
    coefs, lams = coefs.astype(slopes.g.dtype), lams.astype(slopes.g.dtype)
    if alpha == 1.0:
        gaps = _l1_gaps(problem, coefs, lams, slopes)
    else:
        slack = np.multiply.outer(slopes.slack, problem.sizes)
        gaps = penalty_gaps(slopes.g, coefs, lams * alpha, lams * (1.0 - alpha), slack)
    unpenalized = lams == 0
    if unpenalized.any():
        part = Slopes(*(values[unpenalized] for values in slopes))
        gaps[unpenalized] = _least_squares_gaps(problem, coefs[unpenalized], part)
    gaps = np.asarray(gaps + 0.5 * slopes.offset**2, dtype=float)
    if problem.null_objective == 0.0:
        # y is constant: weights of 0 are right, and nothing else is.
        return np.where((coefs == 0).all(axis=1), 0.0, np.inf)
    return gaps / problem.null_objective


def _l1_gaps(
    problem: LinearProblem, coefs: np.ndarray, lams: np.ndarray, slopes: Slopes
) -> np.ndarray:
    sizes = np.abs(coefs)
    top = (np.abs(slopes.g) + np.multiply.outer(slopes.slack, problem.sizes)).max(axis=1)
    s = lams / np.maximum(top, lams + (lams == 0))
    gaps = 0.5 * (1.0 - s) ** 2 * slopes.squares
    gaps += s * slopes.slack * (sizes @ problem.sizes)
    terms = lams[:, None] * sizes - s[:, None] * slopes.g * coefs
    # Each is at least 0, but for rounding.
    gaps += np.maximum(terms.sum(axis=1), 0.0)
    return gaps


def penalty_gaps(
    g: np.ndarray,
    coefs: np.ndarray,
    nu: np.ndarray,
    mu: np.ndarray,
    slack: np.ndarray | float = 0.0,
) -> np.ndarray:
    """Return Σⱼ Ω(wⱼ) + Ω*(gⱼ) − gⱼwⱼ for Ω(w) = ν|w| + ½μw² with μ > 0, row by row.

    Parameters
    ----------
    g, coefs : ndarray of shape (m, p)
        Xᵀθ/n for a dual point θ, and weights.
    nu, mu : ndarray of shape (m,) or (m, p)
        Strengths; rows with μ = 0 come out as NaN or infinity.
    slack : ndarray of shape (m, p), optional
        How far each gⱼ may be off; the largest sum for such g is returned.

    Returns
    -------
    ndarray of shape (m,)
        At least 0.
    """
    if nu.ndim == 1:
        nu, mu = nu[:, None], mu[:, None]
    within = np.clip(g, -nu, nu)
    misses = np.abs(g - within - mu * coefs) + slack
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        terms = misses**2 / (2.0 * mu)
    terms += nu * np.abs(coefs) - within * coefs
    return terms.sum(axis=1)


def _least_squares_gaps(problem: LinearProblem, coefs: np.ndarray, slopes: Slopes) -> np.ndarray:
    """Return the gaps of rows with λ = 0; see above for what they say."""
    n, p = problem.X.shape
    S, V, _ = problem.singular_values
    along = slopes.g @ V
    v = (along / (S**2 / n)) @ V.T
    Qv = ((v @ problem.X.T) @ problem.X) / n
    moved = problem.sizes > 0
    left = np.abs(slopes.g - Qv)[:, moved] / problem.sizes[moved]
    most = left.max(axis=1, initial=0.0) + slopes.slack
    most += (n + p) * 2.0**-52 * (np.abs(v) @ problem.sizes)
    return 0.5 * np.einsum("ij,ij->i", v, Qv) + most * problem.reach(coefs)
