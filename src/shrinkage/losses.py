"""Losses: how far the outputs of a model are from the known targets, on average over the rows.

Every loss is a mean over rows, written as a function of z, the output of the model's equation
(before the logistic function or softmax). `gradient` and `curvature` are derivatives of that
mean with respect to z, so they carry the factor 1/n.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from shrinkage.parameters import Parameters
from shrinkage.validation import check_vector

__all__ = [
    "BrierScore",
    "LogLoss",
    "Loss",
    "SoftmaxCrossEntropy",
    "SquaredError",
    "sigmoid",
    "softmax",
]


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + e^−z), the logistic function, without overflow.

    Parameters
    ----------
    z : array_like
        Any shape.

    Returns
    -------
    ndarray
        As `z`, each value from 0 to 1.

    Examples
    --------
    >>> sigmoid([-1000.0, 0.0, 1000.0]).tolist()
    [0.0, 0.5, 1.0]
    """
    z = np.asarray(z, dtype=float)
    e = np.exp(-np.abs(z))  # at most 1, so that nothing overflows
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def softmax(z: np.ndarray) -> np.ndarray:
    """Turn each row of scores into probabilities e^z_k / Σ e^z_j, without overflow.

    Parameters
    ----------
    z : array_like of shape (n, K)
        Scores of K classes.

    Returns
    -------
    ndarray of shape (n, K)
        Rows that add up to 1.

    Examples
    --------
    >>> softmax([[0.0, 0.0], [1000.0, 0.0]]).tolist()
    [[0.5, 0.5], [1.0, 0.0]]
    """
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


class Loss(Parameters):
    """Base of all losses.

    Attributes
    ----------
    curvature_bound : float
        No row's second derivative along one output exceeds it (before the factor 1/n).
    spectral_bound : float
        No row's matrix of second derivatives has a larger eigenvalue (before the factor 1/n).
    convex : bool
        Whether the loss is a convex function of z.
    """

    curvature_bound: ClassVar[float]
    spectral_bound: ClassVar[float]
    convex: ClassVar[bool] = True

    def value(self, z: np.ndarray, y: np.ndarray) -> float:
        """Return the mean loss of outputs `z`, (n,) or (n, K), for targets `y` (n,)."""
        raise TypeError(f"{type(self).__name__} does not say what its value is.")

    def gradient(self, z: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return the derivative of `value` with respect to `z`, shaped as `z`."""
        raise TypeError(f"{type(self).__name__} does not say what its gradient is.")

    def curvature(self, z: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return the second derivative of `value`: shape (n,), or (n, K, K) for K outputs."""
        raise TypeError(f"{type(self).__name__} does not say what its curvature is.")

    def margins(self, z: np.ndarray, y: np.ndarray) -> np.ndarray | None:
        """Return by how much each row's own class leads, shape (n,).

        None (the default) for a loss that does not fall towards 0 as the margins grow.
        """
        return None

    def check_targets(self, y: Any, n_outputs: int = 1) -> np.ndarray:
        """Return the targets as this loss reads them, shape (n,), if it can.

        Parameters
        ----------
        y : array_like of shape (n,)
            The targets.
        n_outputs : int
            Outputs of the equation that they will be compared with.

        Raises
        ------
        TypeError, ValueError
            If they are not finite numbers in one dimension, or not what this loss is for.
        """
        return check_vector("y", y)


def _check_one_output(loss: Loss, n_outputs: int) -> None:
    if n_outputs != 1:
        raise ValueError(
            f"{type(loss).__name__} needs an equation with 1 output, got one with {n_outputs}."
        )


def _check_allowed(loss: Loss, y: np.ndarray, allowed: np.ndarray, accepted: str) -> None:
    if not allowed.all():
        row = int(np.argmin(allowed))
        raise ValueError(
            f"y must hold {accepted} for {type(loss).__name__}, got {y[row]:g} in row {row}."
        )


def _check_zeros_and_ones(loss: Loss, y: Any, n_outputs: int) -> np.ndarray:
    _check_one_output(loss, n_outputs)
    labels = check_vector("y", y)
    _check_allowed(loss, labels, (labels == 0) | (labels == 1), "0 or 1")
    return labels


class SquaredError(Loss):
    """½·mean of (z − y)², the loss of linear regression.

    The ½ makes its gradient (z − y)/n, without a 2.

    Examples
    --------
    >>> SquaredError().value(np.array([1.0, 3.0]), np.array([0.0, 0.0]))
    2.5
    """

    curvature_bound = 1.0
    spectral_bound = 1.0

    def value(self, z: np.ndarray, y: np.ndarray) -> float:
        """Return ½·mean (z − y)² for outputs and targets of shape (n,)."""
        return float(0.5 * np.mean(np.square(z - y)))

    def gradient(self, z: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return (z − y)/n, shape (n,)."""
        return (z - y) / len(y)

    def curvature(self, z: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return 1/n for every row, shape (n,)."""
        return np.full(len(y), 1.0 / len(y))

    def check_targets(self, y: Any, n_outputs: int = 1) -> np.ndarray:
        """Return `y` as finite floats of shape (n,), for an equation with one output."""
        _check_one_output(self, n_outputs)
        return check_vector("y", y)


class LogLoss(Loss):
    """Mean of log(1 + e^z) − y·z, the loss of logistic regression, for y of 0 or 1.

    It is −log of the probability that the model gives to what happened (cross-entropy).

    Examples
    --------
    >>> round(LogLoss().value(np.array([0.0]), np.array([1.0])), 4)
    0.6931
    """

    curvature_bound = 0.25
    spectral_bound = 0.25

    def value(self, z: np.ndarray, y: np.ndarray) -> float:
        """Return the mean log-loss of scores `z` for labels `y`, both of shape (n,)."""
        # log(1 + e^−m) with the margin m = ±z: no digits are lost where z is large.
        return float(np.mean(np.logaddexp(0.0, np.where(y == 1, -z, z))))

    def gradient(self, z: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return (p − y)/n with p the probability of class 1, shape (n,)."""
        # 1 − p is computed as the sigmoid of −z: p − 1 would lose digits near 1.
        return np.where(y == 1, -sigmoid(-z), sigmoid(z)) / len(y)

    def curvature(self, z: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return p(1 − p)/n, shape (n,)."""
        return sigmoid(z) * sigmoid(-z) / len(y)

    def margins(self, z: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return z for rows of class 1 and −z for rows of class 0, shape (n,)."""
        return np.where(y == 1, z, -z)

    def check_targets(self, y: Any, n_outputs: int = 1) -> np.ndarray:
        """Return `y` (n,) if it holds only 0 and 1, for an equation with one output."""
        return _check_zeros_and_ones(self, y, n_outputs)


class SoftmaxCrossEntropy(Loss):
    """Mean of log Σ e^z_k − z_y, the loss of softmax regression, for y of 0 to K − 1.

    Examples
    --------
    >>> round(SoftmaxCrossEntropy().value(np.zeros((1, 4)), np.array([2])), 4)
    1.3863
    """

    curvature_bound = 0.25
    spectral_bound = 0.5

    def value(self, z: np.ndarray, y: np.ndarray) -> float:
        """Return the mean cross-entropy of scores `z` (n, K) for classes `y` (n,)."""
        shifted = z - z[np.arange(len(y)), y][:, None]
        top = shifted.max(axis=1)
        return float(np.mean(top + np.log(np.exp(shifted - top[:, None]).sum(axis=1))))

    def gradient(self, z: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return (p − one-hot y)/n, shape (n, K)."""
        p = softmax(z)
        rows = np.arange(len(y))
        # p_y − 1 as minus the sum of the others: no digits are lost where p_y is near 1.
        p[rows, y] = 0.0
        p[rows, y] = -p.sum(axis=1)
        return p / len(y)

    def curvature(self, z: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return (diag(p) − p pᵀ)/n for every row, shape (n, K, K)."""
        p = softmax(z)
        outer = -p[:, :, None] * p[:, None, :]
        diagonal = np.arange(z.shape[1])
        # p(1 − p) with 1 − p as the sum of the others, for the digits again.
        outer[:, diagonal, diagonal] = 0.0
        outer[:, diagonal, diagonal] = -outer.sum(axis=2)
        return outer / len(y)

    def margins(self, z: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return the score of each row's class minus the best score of another, shape (n,)."""
        rows = np.arange(len(y))
        others = np.array(z, dtype=float)
        others[rows, y] = -np.inf
        return z[rows, y] - others.max(axis=1)

    def check_targets(self, y: Any, n_outputs: int = 1) -> np.ndarray:
        """Return `y` (n,) as ints if it holds only classes from 0 to `n_outputs` − 1.

        Raises
        ------
        TypeError, ValueError
            If it does not, or there is no output for each class.
        """
        if n_outputs < 2:
            raise ValueError(
                f"{type(self).__name__} needs an equation with an output for each class, 2 or "
                f"more, got one with {n_outputs}. For two classes and one output use LogLoss."
            )
        classes = check_vector("y", y)
        known = (classes == np.floor(classes)) & (classes >= 0) & (classes < n_outputs)
        _check_allowed(self, classes, known, f"whole numbers from 0 to {n_outputs - 1}")
        return classes.astype(int)


class BrierScore(Loss):
    """Mean of (p − y)² with p the logistic function of z: squared error on probabilities.

    It is not convex in z: far on the wrong side it is flat, and training can stall there.

    References
    ----------
    Brier (1950), "Verification of forecasts expressed in terms of probability",
    Monthly Weather Review 78(1).

    Examples
    --------
    >>> BrierScore().value(np.array([0.0]), np.array([1.0]))
    0.25
    """

    # The maximum over z of |d²(p − y)²/dz²| is 0.154058…, at |p − y| = 0.3856….
    curvature_bound = 0.1541
    spectral_bound = 0.1541
    convex = False

    def value(self, z: np.ndarray, y: np.ndarray) -> float:
        """Return the mean of (p − y)² for scores `z` and labels `y`, both of shape (n,)."""
        return float(np.mean(np.square(np.where(y == 1, sigmoid(-z), sigmoid(z)))))

    def gradient(self, z: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return 2(p − y)·p(1 − p)/n, shape (n,)."""
        error = np.where(y == 1, -sigmoid(-z), sigmoid(z))
        return 2.0 * error * sigmoid(z) * sigmoid(-z) / len(y)

    def curvature(self, z: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return the second derivative, shape (n,); negative where a row is badly wrong."""
        p, q = sigmoid(z), sigmoid(-z)
        error = np.where(y == 1, -q, p)
        return 2.0 * p * q * (p * q + error * (q - p)) / len(y)

    def check_targets(self, y: Any, n_outputs: int = 1) -> np.ndarray:
        """Return `y` (n,) if it holds only 0 and 1, for an equation with one output."""
        return _check_zeros_and_ones(self, y, n_outputs)
