"""The problems that paths are timed on, and how far a solution is from the best one.

The gaps here are computed from the data and the weights alone, by formulas written down a second
time, so that they judge the package's paths and its peers alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shrinkage.datasets import load_breast_cancer, load_diabetes

__all__ = ["Problem", "course_problems", "relative_gaps", "synthetic"]


@dataclass(frozen=True)
class Problem:
    """Standardized features, a target of mean 0 and variance 1, and two classes.

    Attributes
    ----------
    name : str
        What it is called in tables.
    X : ndarray of shape (n, p)
        Columns of mean 0 and variance 1 (ddof 0).
    y : ndarray of shape (n,)
        A number for each row. Of variance 1, so that glmnet's rescaling of y changes nothing.
    labels : ndarray of shape (n,)
        0 or 1 for each row.
    """

    name: str
    X: np.ndarray
    y: np.ndarray
    labels: np.ndarray

    @property
    def title(self) -> str:
        """Name and size."""
        n, p = self.X.shape
        return f"{self.name} {n}×{p}"


def standardized(name: str, X: np.ndarray, y: np.ndarray, labels: np.ndarray) -> Problem:
    """Return a problem with features and target standardized."""
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    return Problem(name, X, (y - y.mean()) / y.std(), labels.astype(int))


def synthetic(n: int, p: int, seed: int = 0) -> Problem:
    """Return independent normal features, a fifth of the true weights not 0, and unit noise."""
    generator = np.random.default_rng(seed)
    X = generator.standard_normal((n, p))
    w = np.where(np.arange(p) < max(1, p // 5), generator.standard_normal(p), 0.0)
    y = X @ w + generator.standard_normal(n)
    return standardized("synthetic", X, y, y > np.median(y))


def course_problems() -> list[Problem]:
    """Return the four sizes that the course meets."""
    diabetes, cancer = load_diabetes(), load_breast_cancer()
    y = diabetes.y.astype(float)
    return [
        standardized("diabetes", diabetes.X, y, y > np.median(y)),
        standardized("breast_cancer", cancer.X, cancer.y.astype(float), cancer.y),
        synthetic(1000, 12),
        synthetic(2000, 200),
    ]


def relative_gaps(
    problem: Problem, kind: str, alpha: float, lams: np.ndarray, coefs: np.ndarray
) -> np.ndarray:
    """Return (primal − dual objective) / objective of the intercept-only model for each λ.

    Parameters
    ----------
    problem : Problem
        The data. The best bias for the weights is found here, so a peer's own does not matter.
    kind : {"linear", "logistic"}
        The loss.
    alpha : float
        Share of L1.
    lams : ndarray of shape (m,)
        Strengths λ, above 0.
    coefs : ndarray of shape (m, p)
        Weights.
    """
    gap = _linear_gap if kind == "linear" else _logistic_gap
    return np.array([gap(problem, alpha, lam, w) for lam, w in zip(lams, coefs, strict=True)])


def _penalty(alpha: float, lam: float, w: np.ndarray) -> float:
    return float(lam * (alpha * np.abs(w).sum() + 0.5 * (1 - alpha) * w @ w))


def _conjugate(alpha: float, lam: float, slopes: np.ndarray) -> float:
    """Return the penalty's convex conjugate at `slopes`, which must be feasible where α = 1."""
    if alpha == 1.0:
        return 0.0
    over = np.maximum(np.abs(slopes) - lam * alpha, 0.0)
    return float(over @ over / (2 * lam * (1 - alpha)))


def _shrink(alpha: float, lam: float, slopes: np.ndarray) -> float:
    """Return the factor that makes a dual point feasible; without L2 it must be."""
    steepest = float(np.abs(slopes).max())
    return min(1.0, lam / steepest) if alpha == 1.0 and steepest > 0 else 1.0


def _linear_gap(problem: Problem, alpha: float, lam: float, w: np.ndarray) -> float:
    n = len(problem.y)
    residual = problem.y - problem.X @ w
    residual = residual - residual.mean()
    primal = 0.5 * residual @ residual / n + _penalty(alpha, lam, w)
    slopes = problem.X.T @ residual / n
    s = _shrink(alpha, lam, slopes)
    dual = s * residual @ problem.y / n - 0.5 * s**2 * residual @ residual / n
    dual -= _conjugate(alpha, lam, s * slopes)
    return float(primal - dual) / (0.5 * float(problem.y @ problem.y) / n)


def _logistic_gap(problem: Problem, alpha: float, lam: float, w: np.ndarray) -> float:
    n, labels = len(problem.labels), problem.labels
    z = problem.X @ w
    bias = 0.0
    for _ in range(100):  # Newton's method for the one bias, kept from overshooting
        p = 1 / (1 + np.exp(-np.clip(z + bias, -700, 700)))
        step = float(np.sum(labels - p) / max(float(p @ (1 - p)), 1e-12))
        bias += float(np.clip(step, -3.0, 3.0))
        if abs(step) < 1e-14 * max(1.0, abs(bias)):
            break
    z = z + bias
    primal = float(np.mean(np.logaddexp(0.0, z) - labels * z)) + _penalty(alpha, lam, w)
    p = 1 / (1 + np.exp(-np.clip(z, -700, 700)))
    doubts = (labels - p) / n
    doubts = doubts - doubts.mean()
    slopes = problem.X.T @ doubts
    s = _shrink(alpha, lam, slopes)
    q = np.clip(labels - n * s * doubts, 0.0, 1.0)
    entropy = -_xlogx(q) - _xlogx(1 - q)
    dual = float(entropy.mean()) - _conjugate(alpha, lam, s * slopes)
    share = labels.mean()
    null = float(-_xlogx(share) - _xlogx(1 - share))
    return (primal - dual) / null


def _xlogx(q: np.ndarray | float) -> np.ndarray:
    q = np.asarray(q, dtype=float)
    return np.where(q > 0, q * np.log(np.where(q > 0, q, 1.0)), 0.0)
