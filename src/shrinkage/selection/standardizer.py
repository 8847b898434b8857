"""Features put on one scale, with what the training rows say and nothing else."""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from shrinkage.parameters import Parameters
from shrinkage.validation import check_features, check_matrix

__all__ = ["Standardizer"]


class Standardizer(Parameters):
    """Subtract each feature's mean and divide by its standard deviation (ddof 0).

    A penalty compares weights, so features must be on one scale before it is fair. Means and
    deviations are part of what is learned: fit on the training rows, then transform training and
    test rows alike.

    Attributes
    ----------
    mean_ : ndarray of shape (p,)
        Means of the training rows, in the units of the features.
    scale_ : ndarray of shape (p,)
        Their standard deviations, in the same units; 1 for a feature that is constant. Such a
        feature becomes 0 in every row.

    Examples
    --------
    >>> scaler = Standardizer().fit([[1.0, 7.0], [3.0, 7.0]])
    >>> scaler.transform([[1.0, 7.0], [5.0, 7.0]]).tolist()
    [[-1.0, 0.0], [3.0, 0.0]]
    """

    mean_: np.ndarray
    scale_: np.ndarray

    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn the mean and the standard deviation of each column.

        Parameters
        ----------
        X : array_like of shape (n, p)
            Features of the training rows.
        y : object, optional
            Not used; scikit-learn's pipelines give it.

        Returns
        -------
        self

        Raises
        ------
        TypeError, ValueError
            If X is no matrix of finite numbers.
        """
        X = check_matrix("X", X)
        self.mean_ = X.mean(axis=0)
        deviation = np.sqrt(np.mean((X - self.mean_) ** 2, axis=0))
        # What is left of a constant column is rounding error.
        self._constant = deviation <= 1e-12 * np.abs(X).max(axis=0)
        self.scale_ = np.where(self._constant, 1.0, deviation)
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return the features on the scale of the training rows.

        Parameters
        ----------
        X : array_like of shape (n, p)
            Features in the units of those in `fit`.

        Returns
        -------
        ndarray of shape (n, p)
            How many standard deviations above the mean each value is.

        Raises
        ------
        AttributeError
            If `fit` has not been called.
        TypeError, ValueError
            If X is no matrix of finite numbers with p columns.
        """
        if not hasattr(self, "mean_"):
            raise AttributeError(
                "This Standardizer instance is not fitted yet. Call 'fit' with the training rows "
                "first."
            )
        X = check_features(X, len(self.mean_), type(self).__name__)
        return np.where(self._constant, 0.0, (X - self.mean_) / self.scale_)

    def fit_transform(self, X: Any, y: Any = None) -> np.ndarray:
        """Fit on these rows, and return them transformed: shape (n, p)."""
        return self.fit(X).transform(X)
