"""Logistic and softmax regression: the probability of a class from a weighted sum."""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from shrinkage.losses import LogLoss, SoftmaxCrossEntropy, sigmoid, softmax
from shrinkage.models.classifier import Classifier
from shrinkage.models.estimator import LinearEstimator
from shrinkage.models.targets import check_labels, encode_labels

__all__ = ["LogisticRegression", "SoftmaxRegression"]


class LogisticRegression(LinearEstimator, Classifier):
    """Predict one of two classes: P(class 1) = 1 / (1 + e^−z), z = Xw + b.

    The weights have the least mean log-loss + penalty.

    Parameters
    ----------
    penalty : Penalty, optional
        What is added to the mean loss. Without one there is no minimum if a line (a plane …)
        separates the two classes: training then stops, warns, and has not converged.
    trainer : Trainer, optional
        How the weights are found; by default an exact solver.
    fit_intercept : bool
        Whether the equation has a bias b.
    penalize_bias : bool
        Whether the penalty counts the bias too.

    Attributes
    ----------
    classes_ : ndarray of shape (2,)
        The two labels, in order; "class 1" is the second.
    coef_ : ndarray of shape (1, p)
        Weights, in log-odds per unit of the feature. (The leading 1 is scikit-learn's custom.)
    intercept_ : ndarray of shape (1,)
        Bias, in log-odds.
    training_ : TrainingResult
        How training went; `converged_` and `n_iter_` are taken from it.
    n_features_in_ : int
        Number of features, p.
    feature_names_in_ : ndarray of str
        Their names, if X was a data frame.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), "The Elements of Statistical Learning", 2nd edition,
    section 4.4.

    Examples
    --------
    >>> from shrinkage import L2, LogisticRegression
    >>> model = LogisticRegression(penalty=L2(0.1))
    >>> model = model.fit([[-2.0], [-1.0], [1.0], [2.0]], [0, 0, 1, 1])
    >>> model.coef_.round(4).tolist()
    [[1.4578]]
    >>> model.predict([[0.3]]).tolist()
    [1]
    """

    loss = LogLoss()
    _multi_class = False

    def fit(self, X: Any, y: Any) -> Self:
        """Find the weights.

        Parameters
        ----------
        X : array_like of shape (n, p)
            Features.
        y : array_like of shape (n,)
            Labels of two classes: whole numbers, text or booleans.

        Returns
        -------
        self

        Raises
        ------
        TypeError, ValueError
            If the data are not of matching shapes and finite, y does not hold exactly two classes,
            or an argument is wrong.

        Warns
        -----
        SeparableDataWarning
            If there is no penalty and no minimum.
        """
        matrix = self._learn_features(X)
        classes, numbers = encode_labels(check_labels(y, matrix))
        if len(classes) > 2:
            raise ValueError(
                "Only binary classification is supported. The type of the target is multiclass: "
                f"y holds {len(classes)} classes. Use SoftmaxRegression."
            )
        self.classes_ = classes
        self._fit_equation(matrix, numbers)
        return self

    def _keep(self, weights: np.ndarray, biases: np.ndarray) -> None:
        self.coef_ = weights[None, :]
        self.intercept_ = np.array(biases)

    def decision_function(self, X: Any) -> np.ndarray:
        """Return z = Xw + b, the log-odds of class 1, for the rows of X (n, p): shape (n,)."""
        return self._outputs(X)[:, 0]

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probabilities of class 0 and class 1 for the rows of X: shape (n, 2)."""
        z = self.decision_function(X)
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def _most_probable(self, X: Any) -> np.ndarray:
        return (self.decision_function(X) > 0).astype(int)


class SoftmaxRegression(LinearEstimator, Classifier):
    """Predict one of K classes: P(class k) = e^z_k / Σ e^z_j, z = XW + b.

    The weights have the least mean cross-entropy + penalty, summed over all weights of all
    classes. Adding one number to all biases changes nothing, so biases add up to 0.

    Parameters
    ----------
    penalty : Penalty, optional
        What is added to the mean loss. Without one there is no minimum on separable data.
    trainer : Trainer, optional
        How the weights are found; by default an exact solver.
    fit_intercept : bool
        Whether the equation has biases b.
    penalize_bias : bool
        Whether the penalty counts the biases too.

    Attributes
    ----------
    classes_ : ndarray of shape (K,)
        The labels, in order.
    coef_ : ndarray of shape (K, p)
        Weights, one row a class, in log-odds per unit of the feature.
    intercept_ : ndarray of shape (K,)
        Biases.
    training_ : TrainingResult
        How training went; `converged_` and `n_iter_` are taken from it.
    n_features_in_ : int
        Number of features, p.
    feature_names_in_ : ndarray of str
        Their names, if X was a data frame.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), "The Elements of Statistical Learning", 2nd edition,
    section 18.3.2 (the symmetric form).

    Examples
    --------
    >>> from shrinkage import L2, SoftmaxRegression
    >>> X, y = [[-2.0], [-1.9], [0.0], [0.1], [2.0], [2.1]], ["a", "a", "b", "b", "c", "c"]
    >>> SoftmaxRegression(penalty=L2(0.01)).fit(X, y).predict([[-3.0], [0.2], [5.0]]).tolist()
    ['a', 'b', 'c']
    """

    loss = SoftmaxCrossEntropy()

    def fit(self, X: Any, y: Any) -> Self:
        """Find the weights.

        Parameters
        ----------
        X : array_like of shape (n, p)
            Features.
        y : array_like of shape (n,)
            Labels of two classes or more: whole numbers, text or booleans.

        Returns
        -------
        self

        Raises
        ------
        TypeError, ValueError
            If the data are not of matching shapes and finite, y holds only one class, or an
            argument is wrong.

        Warns
        -----
        SeparableDataWarning
            If there is no penalty and no minimum.
        """
        matrix = self._learn_features(X)
        self.classes_, numbers = encode_labels(check_labels(y, matrix))
        self._fit_equation(matrix, numbers, n_outputs=len(self.classes_))
        return self

    def _keep(self, weights: np.ndarray, biases: np.ndarray) -> None:
        self.coef_ = weights.T
        # With penalised biases their sum is not free, and is left as training found it.
        self.intercept_ = biases if self.penalize_bias else biases - biases.mean()

    def decision_function(self, X: Any) -> np.ndarray:
        """Return the scores of the classes for the rows of X (n, p): shape (n, K).

        For two classes: the score of the second minus that of the first, shape (n,), as
        scikit-learn expects.
        """
        z = self._outputs(X)
        return z[:, 1] - z[:, 0] if len(self.classes_) == 2 else z

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probability of each class for the rows of X: shape (n, K)."""
        return softmax(self._outputs(X))

    def _most_probable(self, X: Any) -> np.ndarray:
        return self._outputs(X).argmax(axis=1)
