"""What the logistic path needs to know of the data: signed features, one a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from shrinkage.models.targets import check_labels, encode_labels
from shrinkage.paths.problem import center_columns
from shrinkage.validation import check_flag, check_matrix

__all__ = ["LogisticProblem"]

# From here on BLAS's way to multiply a matrix by its own transpose, half the work, pays.
_LARGE = 64


@dataclass(frozen=True)
class LogisticProblem:
    r"""Mean log-loss as a function of u: the weights and, last, the bias, if there is one.

    With σᵢ = +1 for class 1 and −1 for class 0, the margin of example i is mᵢ = σᵢ(xᵢᵀw + b), and
    its loss log(1 + e^−m). Its doubt q = 1/(1 + e^m) is the probability that the model gives to
    the other class. In these terms no digits are lost where the model is almost certain:

        gradient = −Sq/n,    Hessian = S·diag(q − q²)·Sᵀ/n,    S the matrix of all σᵢxᵢⱼ and σᵢ.

    Attributes
    ----------
    S : ndarray of shape (k, n)
        σᵢxᵢⱼ of the centered features, one feature a row; last the σᵢ, if there is a bias. The
        examples of class 0 come first.
    n_first : int
        How many examples are of class 0.
    penalized : ndarray of shape (k,)
        1, and 0 for the bias.
    sizes : ndarray of shape (k,)
        √(mean square) of each row of S.
    start : ndarray of shape (k,)
        u of the intercept-only model (0 without a bias).
    null_objective : float
        Its mean loss.
    x_mean : ndarray of shape (p,)
        What was subtracted from the features; 0 without a bias.
    basis : ndarray of shape (p, r) or None
        If given, u holds weights of principal components, and those of features are `basis @ u`.
    """

    S: np.ndarray
    n_first: int
    penalized: np.ndarray
    sizes: np.ndarray
    start: np.ndarray
    null_objective: float
    x_mean: np.ndarray
    basis: np.ndarray | None

    @classmethod
    def of(cls, X: Any, y: Any, fit_intercept: bool, rotate: bool = False) -> LogisticProblem:
        """Check the data, raising TypeError or ValueError, and prepare them.

        With `rotate`, more features than examples are replaced by their n principal components. A
        penalty of squares alone does not notice: it leaves no weight in other directions.
        """
        X = check_matrix("X", X)
        classes, numbers = encode_labels(check_labels(y, X))
        if len(classes) > 2:
            raise ValueError(
                f"y must hold two classes, got {len(classes)}: a logistic path is made for two. "
                "Use SoftmaxRegression for more."
            )
        n, p = X.shape
        x_mean, basis = np.zeros(p), None
        has_bias = check_flag("fit_intercept", fit_intercept)
        largest = np.abs(X).max()
        if largest > 1e140:
            raise ValueError(
                f"X holds numbers so large (up to {largest:.1e}) that their squares overflow. Use "
                "another unit: sizes up to 1e140 are accepted."
            )
        if has_bias:
            X, x_mean = center_columns(X)
        if rotate and p > n:
            left, size, right = np.linalg.svd(X, full_matrices=False)
            X, basis = left * size, right.T
        k = X.shape[1]
        n_first = n - int(np.count_nonzero(numbers))
        sigma = np.where(np.arange(n) < n_first, -1.0, 1.0)
        S = np.empty((k + has_bias, n))
        np.multiply(X[np.argsort(numbers, kind="stable")].T, sigma, out=S[:k])
        penalized, start, null_objective = np.ones(len(S)), np.zeros(len(S)), float(np.log(2.0))
        if has_bias:
            S[k], penalized[k] = sigma, 0.0
            start[k] = np.log((n - n_first) / n_first)
            shares = np.array([n_first, n - n_first]) / n
            null_objective = -float(shares @ np.log(shares))
        sizes = np.sqrt(np.einsum("ij,ij->i", S, S) / n)
        return cls(S, n_first, penalized, sizes, start, null_objective, x_mean, basis)

    @property
    def has_bias(self) -> bool:
        """Whether the last entry of u is a bias."""
        return bool(self.penalized[-1] == 0.0)

    def doubts(self, u: np.ndarray) -> np.ndarray:
        """Return the doubt of each example, shape (n,)."""
        q = u @ self.S
        np.exp(q, out=q)
        q += 1.0
        return np.reciprocal(q, out=q)

    def gradient(self, q: np.ndarray) -> np.ndarray:
        """Return the gradient of the mean loss, shape (k,), from the doubts."""
        g = self.S @ q
        g /= -len(q)
        return g

    def hessian(self, q: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Return the Hessian of the mean loss for the entries `at` of u, from the doubts."""
        rows = self.S[at]
        curvature = q - q * q
        if len(at) > _LARGE:
            rows *= np.sqrt(curvature)
            H = rows @ rows.T
        else:
            H = (rows * curvature) @ rows.T
        H /= len(q)
        return H

    def objective(self, u: np.ndarray, lam: float, alpha: float) -> float:
        """Return mean loss + penalty."""
        w = u * self.penalized
        penalty = alpha * np.abs(w).sum() + 0.5 * (1.0 - alpha) * (w @ w)
        return float(np.logaddexp(0.0, -(u @ self.S)).mean() + lam * penalty)

    def unpack(self, U: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the weights (m, p) and biases (m,) for the features as they were given."""
        weights, biases = (U[:, :-1], U[:, -1]) if self.has_bias else (U, np.zeros(len(U)))
        weights = weights.copy() if self.basis is None else weights @ self.basis.T
        return weights, biases - weights @ self.x_mean
