"""Linear regression: a number predicted as a weighted sum."""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from shrinkage.losses import SquaredError
from shrinkage.models.estimator import LinearEstimator
from shrinkage.models.targets import check_numeric_target, check_score_target

__all__ = ["LinearRegression"]


class LinearRegression(LinearEstimator):
    """Predict a number: ŷ = Xw + b, with the least ½·mean squared error + penalty.

    Without a penalty this is least squares; with `L2` ridge regression; with `L1` the lasso.

    Parameters
    ----------
    penalty : Penalty, optional
        What is added to the mean loss.
    trainer : Trainer, optional
        How the weights are found; by default an exact solver.
    fit_intercept : bool
        Whether the equation has a bias b.
    penalize_bias : bool
        Whether the penalty counts the bias too.

    Attributes
    ----------
    coef_ : ndarray of shape (p,)
        Weights, in units of the target per unit of the feature.
    intercept_ : float
        Bias, in units of the target.
    training_ : TrainingResult
        How training went; `converged_` and `n_iter_` are taken from it.
    n_features_in_ : int
        Number of features, p.
    feature_names_in_ : ndarray of str
        Their names, if X was a data frame.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), "The Elements of Statistical Learning", 2nd edition,
    sections 3.2 to 3.4.

    Examples
    --------
    >>> from shrinkage import L1, LinearRegression
    >>> X, y = [[-1.0, 1.0], [1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]], [-3.0, 3.0, -3.2, 3.2]
    >>> model = LinearRegression(penalty=L1(0.5)).fit(X, y)
    >>> model.coef_.round(4).tolist()
    [2.6, 0.0]
    >>> model.predict([[2.0, 5.0]]).round(4).tolist()
    [5.2]
    """

    _estimator_type = "regressor"
    loss = SquaredError()

    def fit(self, X: Any, y: Any) -> Self:
        """Find the weights.

        Parameters
        ----------
        X : array_like of shape (n, p)
            Features.
        y : array_like of shape (n,)
            Targets: numbers.

        Returns
        -------
        self

        Raises
        ------
        TypeError, ValueError
            If the data are not finite numbers of matching shapes, or an argument is wrong.
        """
        matrix = self._learn_features(X)
        self._fit_equation(matrix, check_numeric_target(y, matrix))
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Return the predictions for the rows of X (n, p): shape (n,), in units of the target."""
        return self._outputs(X)

    def score(self, X: Any, y: Any) -> float:
        """Return R², the share of the variance of y that the predictions explain.

        1 is perfect, 0 is as good as predicting the mean of y, and less than 0 is worse than that.
        Where y is constant, it is 1 if the predictions are exact and 0 otherwise.
        """
        predictions = self.predict(X)
        target = check_score_target(y, predictions)
        unexplained = float(np.sum((target - predictions) ** 2))
        total = float(np.sum((target - target.mean()) ** 2))
        if total == 0.0:
            return 1.0 if unexplained == 0.0 else 0.0
        return 1.0 - unexplained / total
