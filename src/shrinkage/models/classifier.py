"""What the classifiers share: predicted classes and their accuracy."""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.models.estimator import Estimator
from shrinkage.models.targets import check_labels

__all__ = ["Classifier"]


class Classifier(Estimator):
    """Base of the models that predict a class."""

    _estimator_type = "classifier"
    classes_: np.ndarray

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probability of each class for the rows of X (n, p): shape (n, K)."""
        raise TypeError(f"{type(self).__name__} does not say how probable its classes are.")

    def predict(self, X: Any) -> np.ndarray:
        """Return the most probable class for each row of X (n, p): labels of shape (n,)."""
        self._check_fitted()
        return self.classes_[self._most_probable(X)]

    def _most_probable(self, X: Any) -> np.ndarray:
        return self.predict_proba(X).argmax(axis=1)

    def score(self, X: Any, y: Any) -> float:
        """Return the accuracy: the share of the rows of X (n, p) whose class is that in y (n,).

        Raises
        ------
        TypeError, ValueError
            If X or y is not as in `fit`, or their lengths differ.
        """
        predicted = self.predict(X)
        labels = check_labels(y, predicted)
        known, given = self.classes_.tolist()[0], labels.tolist()[0]
        if isinstance(known, str) != isinstance(given, str):
            raise ValueError(
                f"y must hold labels of the kind that the model was fitted to, such as {known!r}; "
                f"got {given!r}."
            )
        return float(np.mean(predicted == labels))
