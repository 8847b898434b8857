"""Ridge regression for all λ at once: one decomposition, then a division for each λ.

With XᵀX/n = Q = V·diag(d)·Vᵀ the ridge weights are (Q + λI)⁻¹c = V·(Vᵀc / (d + λ)): along each
direction of V what least squares has found is multiplied by d/(d + λ).
"""

from __future__ import annotations

import numpy as np

from shrinkage.paths.problem import LinearProblem

__all__ = ["RidgeSpectrum", "ridge_by_singular_values"]

# Eigenvalues below this share of the largest are not looked for by the default grid.
_FAINT = 1e-10


class RidgeSpectrum:
    """The ridge weights by the eigenvalues of Q, or of XXᵀ/n where that is smaller.

    Parameters
    ----------
    problem : LinearProblem
        The data.
    """

    def __init__(self, problem: LinearProblem) -> None:
        X, y = problem.X, problem.y
        n, p = X.shape
        if n >= p:
            d, self._V = np.linalg.eigh(problem.Q)
            self._z = problem.c @ self._V
        else:
            # (XᵀX + nλI)⁻¹Xᵀ = Xᵀ(XXᵀ + nλI)⁻¹
            d, U = np.linalg.eigh(X @ X.T / n)
            self._V = X.T @ U
            self._z = (y @ U) / n
        self._d = np.maximum(d, 0.0)  # the smallest may be rounded below 0

    def weights(self, lams: np.ndarray) -> np.ndarray:
        """Return the weights for each λ, shape (m, p); 0 where λ and an eigenvalue are 0."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            weights = (self._z / (self._d + lams[:, None])) @ self._V.T
        # Zeros are no solution there, but finite: their gap shows it, and they are solved again.
        return np.where(np.isfinite(weights).all(axis=1, keepdims=True), weights, 0.0)

    def span(self) -> tuple[float, float]:
        """Return the λ between which things happen, the larger first.

        At the upper one, 100 times the largest eigenvalue d, each d/(d + λ) is below 1/100: hardly
        anything is fitted. At the lower one, a hundredth of the smallest d, each is above 99/100:
        hardly anything is shrunk. (Eigenvalues below 1e-10 of the largest do not count.)
        """
        top = float(self._d[-1])
        if top == 0.0:
            return 0.0, 0.0
        least = float(self._d[self._d > _FAINT * top].min())
        return 100.0 * top, max(least / 100.0, _FAINT * top)


def ridge_by_singular_values(problem: LinearProblem, lams: np.ndarray) -> np.ndarray:
    """Return the ridge weights for each λ, shape (m, p), from the singular values of X.

    Eigenvalues of Q are squares, and those below 1e-16 of the largest are rounding errors;
    singular values reach as far as 1e-16 themselves. For λ = 0 these are, of all weights with the
    least squares, the smallest.
    """
    singular, V, z = problem.singular_values
    factors = singular / (singular**2 + len(problem.X) * lams[:, None])
    return (z * factors) @ V.T
