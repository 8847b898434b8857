"""A neural network that predicts a class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np

from shrinkage.equations import NetworkEquation
from shrinkage.losses import LogLoss, SoftmaxCrossEntropy, sigmoid, softmax
from shrinkage.models.classifier import Classifier
from shrinkage.models.targets import check_labels, encode_labels
from shrinkage.objective import Objective
from shrinkage.penalties import Penalty
from shrinkage.trainers import ProximalGradient, Trainer
from shrinkage.validation import check_count

__all__ = ["NeuralNetwork"]


class NeuralNetwork(Classifier):
    """Predict a class with a feed-forward network: hidden layers of tanh or ReLU units.

    For two classes it has one output and the log-loss, for more a softmax. Its objective has many
    local minima; training finds one of them, and which one depends on the seed.

    Parameters
    ----------
    hidden : sequence of int
        Units of each hidden layer.
    activation : {"tanh", "relu"}
        What each hidden unit does with its weighted sum.
    penalty : Penalty, optional
        What is added to the mean loss.
    trainer : Trainer, optional
        How the weights are found; by default `ProximalGradient(accelerated=True, max_iter=1000,
        tol=1e-4)`. There is no exact solver for a network.
    penalize_bias : bool
        Whether the penalty counts the biases too.
    seed : int
        Of the weights that training starts from.

    Attributes
    ----------
    classes_ : ndarray of shape (K,)
        The labels, in order.
    weights_ : list of (ndarray of shape (inputs, units), ndarray of shape (units,))
        Weights and biases of each layer, from the first.
    training_ : TrainingResult
        How training went; `converged_` and `n_iter_` are taken from it.
    n_features_in_ : int
        Number of features, p.
    feature_names_in_ : ndarray of str
        Their names, if X was a data frame.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), "The Elements of Statistical Learning", 2nd edition,
    chapter 11.

    Examples
    --------
    >>> from shrinkage import L2, NeuralNetwork
    >>> X, y = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 1, 0]
    >>> model = NeuralNetwork(hidden=(4,), penalty=L2(1e-3), seed=1).fit(X, y)
    >>> model.predict(X).tolist()
    [0, 1, 1, 0]
    """

    def __init__(
        self,
        hidden: Sequence[int] = (8,),
        activation: str = "tanh",
        penalty: Penalty | None = None,
        trainer: Trainer | None = None,
        penalize_bias: bool = False,
        seed: int = 0,
    ) -> None:
        self.hidden = hidden
        self.activation = activation
        self.penalty = penalty
        self.trainer = trainer
        self.penalize_bias = penalize_bias
        self.seed = seed

    def fit(self, X: Any, y: Any) -> Self:
        """Find weights.

        Parameters
        ----------
        X : array_like of shape (n, p)
            Features; standardized ones train better.
        y : array_like of shape (n,)
            Labels of two classes or more: whole numbers, text or booleans.

        Returns
        -------
        self

        Raises
        ------
        TypeError, ValueError
            If the data are not of matching shapes and finite, y holds only one class, an argument
            is wrong, or the trainer can't train a network.

        Warns
        -----
        ConvergenceWarning
            If training stopped before its tolerance was reached.
        """
        matrix = self._learn_features(X)
        self._check_configuration()
        check_count("seed", self.seed, minimum=0)
        self.classes_, numbers = encode_labels(check_labels(y, matrix))
        two = len(self.classes_) == 2
        equation = NetworkEquation(
            matrix.shape[1], self.hidden, 1 if two else len(self.classes_), self.activation
        )
        loss = LogLoss() if two else SoftmaxCrossEntropy()
        objective = Objective(matrix, numbers, equation, loss, self.penalty, self.penalize_bias)
        default = ProximalGradient(accelerated=True, max_iter=1000, tol=1e-4)
        self._train(objective, self.trainer or default, equation.start(self.seed))
        self._equation = equation
        self.weights_ = equation.unpack(self.training_.weights)
        return self

    def _outputs(self, X: Any) -> np.ndarray:
        matrix = self._check_features(X)
        return self._equation.outputs(self.training_.weights, matrix)

    def decision_function(self, X: Any) -> np.ndarray:
        """Return the outputs before the last step: shape (n,) for two classes, else (n, K)."""
        return self._outputs(X)

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probability of each class for the rows of X (n, p): shape (n, K)."""
        z = self._outputs(X)
        return np.column_stack([sigmoid(-z), sigmoid(z)]) if z.ndim == 1 else softmax(z)
