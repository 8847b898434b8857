"""What the linear paths need to know of the data: means, products of columns, and slopes.

A proof is only as good as the numbers it is made from, so every slope comes with a bound of its
rounding error. A sum of k products, taken in any order, is off by at most k·u times the sum of
their sizes, up to terms in u²; u = 2⁻⁵³ (Higham 2002, "Accuracy and Stability of Numerical
Algorithms", 2nd edition, section 3.1). By the inequality of Cauchy and Schwarz the sizes of the
columns bound all the sums that occur here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import isqrt
from typing import Any, NamedTuple

import numpy as np

from shrinkage.models.targets import check_numeric_target
from shrinkage.validation import check_flag, check_matrix

__all__ = ["LinearProblem", "Slopes", "center_columns"]

# Covers the few roundings that are not counted one by one, and the terms in u².
_SPARE = 16
# Centering leaves means below this share of a column's size; products of two of them are nothing.
_MEAN_LEFT = 1e-9


class Slopes(NamedTuple):
    """What the data say of some rows of weights, with bounds of the rounding errors."""

    g: np.ndarray
    """Xᵀr/n for the residuals r, shape (m, p): minus the gradient."""
    slack: np.ndarray
    """Shape (m,): entry j of g is off by at most `slack` times the size of column j."""
    squares: np.ndarray
    """At least ‖r‖²/n, shape (m,)."""
    offset: np.ndarray
    """At least the size of the mean of r, shape (m,): what is left by rounding the bias."""


@dataclass(frozen=True)
class LinearProblem:
    """½·mean squared error as a quadratic of the weights: P₀ − cᵀw + ½wᵀQw.

    The best bias for given weights is ȳ − x̄ᵀw. Put in, it centers X and y.

    Attributes
    ----------
    X, y : ndarray of shape (n, p) and (n,)
        Centered features and targets.
    c : ndarray of shape (p,)
        Xᵀy/n: minus the gradient at w = 0.
    sizes : ndarray of shape (p,)
        √(‖xⱼ‖²/n) of the centered features.
    null_objective : float
        P₀ = yᵀy/2n of the centered y, the objective of the intercept-only model.
    x_mean, y_mean : ndarray of shape (p,), float
        What was subtracted; 0 without an intercept.
    given : tuple of ndarray
        X and y before centering.
    fit_intercept : bool
        Whether there is a bias.
    """

    X: np.ndarray
    y: np.ndarray
    c: np.ndarray
    sizes: np.ndarray
    null_objective: float
    x_mean: np.ndarray
    y_mean: float
    given: tuple[np.ndarray, np.ndarray]
    fit_intercept: bool

    @classmethod
    def of(cls, X: Any, y: Any, fit_intercept: bool) -> LinearProblem:
        """Check the data, raising TypeError or ValueError, and prepare them."""
        X = check_matrix("X", X)
        y = check_numeric_target(y, X)
        given = X, y
        n, p = X.shape
        x_mean, y_mean = np.zeros(p), 0.0
        if check_flag("fit_intercept", fit_intercept):
            X, x_mean = center_columns(X)
            column, mean = center_columns(y[:, None])
            y, y_mean = column[:, 0], float(mean[0])
        with np.errstate(over="ignore", invalid="ignore"):
            squares = np.einsum("ij,ij->j", X, X) / n
            null_objective = 0.5 * float(y @ y) / n
        for name, total in (("X", float(squares.sum())), ("y", null_objective)):
            if not np.isfinite(total):
                largest = np.abs(given[0] if name == "X" else given[1]).max()
                raise ValueError(
                    f"{name} holds numbers so large (up to {largest:.1e}) that their squares "
                    "overflow. Use another unit: sizes up to 1e140 are accepted."
                )
        c = _products(y, X) / n
        sizes = np.sqrt(squares)
        return cls(X, y, c, sizes, null_objective, x_mean, y_mean, given, bool(fit_intercept))

    @cached_property
    def Q(self) -> np.ndarray:
        """XᵀX/n of the centered features, shape (p, p)."""
        Q = _products(self.X, self.X)
        Q /= len(self.X)
        return Q

    @cached_property
    def singular_values(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The singular values of X that are no rounding error, S; V with X = USVᵀ; and Uᵀy."""
        U, S, Vt = np.linalg.svd(self.X, full_matrices=False)
        real = 2.0**-52 * max(self.X.shape) * S[0] < S
        return S[real], Vt[real].T, self.y @ U[:, real]

    @property
    def lam_max(self) -> float:
        """The smallest λ at which L1 alone holds all weights at 0: max|cⱼ|.

        It is 0 where all cⱼ are mere rounding errors: y has nothing to do with any feature.
        """
        rounding = self._unit(len(self.X)) * self.sizes * self._y_size
        return float(np.abs(self.c).max()) if (np.abs(self.c) > rounding).any() else 0.0

    def row_of_Q(self, feature: int) -> np.ndarray:
        """Return one row of Q, shape (p,), without making the others if there are many."""
        if self._wide:
            return (self.X[:, feature] @ self.X) / len(self.X)
        return self.Q[feature]

    @property
    def _wide(self) -> bool:
        """Whether two products with X are cheaper than one with Q."""
        n, p = self.X.shape
        return 2 * n <= p

    def intercepts(self, coefs: np.ndarray) -> np.ndarray:
        """Return the best bias for each row of weights, shape (m,)."""
        # Large means nearly cancel here, and what is lost the certificate would have to add.
        products = coefs.astype(np.longdouble) * self.x_mean
        return np.asarray(self.y_mean - products.sum(axis=1), dtype=float)

    def slopes(self, coefs: np.ndarray) -> Slopes:
        """Return the slopes at each row of weights, shape (m, p)."""
        n, p = self.X.shape
        if self._wide:
            residuals = self.y - coefs @ self.X.T
            g = (residuals @ self.X) / n
            squares = np.einsum("ij,ij->i", residuals, residuals) / n
            terms = n + p
        else:
            g = self.c - coefs @ self.Q
            # Where this cancels ‖r‖² is small, and what it is needed for much smaller.
            squares = 2.0 * self.null_objective - np.einsum("ij,ij->i", coefs, self.c + g)
            terms = min(_block(n), n) + n // _block(n) + p
        unit = self._unit(terms)
        reach = self.reach(coefs)
        squares = np.maximum(squares, 0.0) + unit * reach**2
        offset = np.zeros(len(coefs))
        if self.fit_intercept:
            means = abs(self.y_mean) + np.abs(coefs) @ np.abs(self.x_mean)
            # The bias is rounded once, the means were, and the sum was made in longdouble.
            long = (p + _SPARE) * float(np.finfo(np.longdouble).eps)
            offset = 1.01 * _MEAN_LEFT * reach + (3 * 2.0**-53 + long) * means
        return Slopes(g, unit * reach, squares, offset)

    def fine_slopes(self, coefs: np.ndarray) -> Slopes:
        """Return the slopes from the data as given, in extended precision.

        That is `numpy.longdouble`: 64 bits or more on most machines. (Where it has 53, nothing is
        gained, and the bounds tell.) A row takes some milliseconds on 2000 × 200.
        """
        n, p = self.X.shape
        long = np.longdouble
        X, y = self.given[0].astype(long), self.given[1].astype(long)
        offset = np.zeros(len(coefs), long)
        if self.fit_intercept:
            # The difference first: its rounding error is small against itself, not the mean.
            X -= self.x_mean
            y -= self.y_mean
            x_left, y_left = X.mean(axis=0), y.mean()
            X -= x_left
            y -= y_left
            offset += self.y_mean + y_left - self.intercepts(coefs)
            offset -= coefs @ (self.x_mean + x_left)
        X[:, self.sizes == 0] = 0.0  # columns that count as constant
        residuals = y - coefs @ X.T
        g = (residuals @ X) / n
        squares = np.einsum("ij,ij->i", residuals, residuals) / n
        unit = (n + p + _SPARE) * float(np.finfo(long).eps)
        reach = self.reach(coefs)
        means = abs(self.y_mean) + np.abs(coefs) @ np.abs(self.x_mean)
        return Slopes(
            g, unit * reach, squares + unit * reach**2, np.abs(offset) + unit * (reach + means)
        )

    def reach(self, coefs: np.ndarray) -> np.ndarray:
        """Return what no intermediate sum exceeds: the size of y plus those of all wⱼxⱼ."""
        return self._y_size + np.abs(coefs) @ self.sizes

    @property
    def _y_size(self) -> float:
        return (2.0 * self.null_objective) ** 0.5

    @staticmethod
    def _unit(terms: int) -> float:
        """Return what the rounding error of a sum is bounded by, relative to its terms."""
        return (terms + _SPARE) * 2.0**-53


def _block(n: int) -> int:
    return max(500, isqrt(n))


def _products(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return AᵀX, summed in blocks of rows: the rounding errors of long sums add up."""
    n = len(X)
    block = _block(n)
    total = A[:block].T @ X[:block]
    for start in range(block, n, block):
        total += A[start : start + block].T @ X[start : start + block]
    return total


def center_columns(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return X minus the means of its columns, and the means. Constant columns become 0.

    A column whose spread is below 1e-12 of its mean counts as constant: what varies in it are the
    last digits.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        mean = X.mean(axis=0)
        centered = X - mean
        # The mean of large numbers is rounded: subtract what is left of it, where that matters.
        left = np.full(len(X), 1.0 / len(X)) @ centered
        spread = np.sqrt(np.einsum("ij,ij->j", centered, centered) / len(X))
    doubtful = (np.abs(left) > _MEAN_LEFT * spread) | (spread <= 1e-11 * np.abs(mean))
    if doubtful.any():
        part = centered[:, doubtful] - left[doubtful]
        mean[doubtful] += left[doubtful]
        spread = np.sqrt(np.mean(part**2, axis=0))
        part[:, spread <= 1e-12 * np.abs(mean[doubtful])] = 0.0
        centered[:, doubtful] = part
    return centered, mean
