"""Checks of the targets y, for regression and for classification."""

from __future__ import annotations

import sys
import warnings
from typing import Any

import numpy as np

from shrinkage.validation import check_same_length, check_vector

__all__ = ["check_labels", "check_numeric_target", "check_score_target", "encode_labels"]


def check_numeric_target(y: Any, X: np.ndarray) -> np.ndarray:
    """Return y as finite floats of shape (n,); a column vector is taken, with a warning."""
    target = check_vector("y", _flatten_column(_require(y)))
    check_same_length(X=X, y=target)
    return target


def check_score_target(y: Any, predictions: np.ndarray) -> np.ndarray:
    """Return y as finite floats of shape (n,), as many as there are predictions (n,)."""
    target = check_vector("y", _flatten_column(_require(y)))
    check_same_length(X=predictions, y=target)
    return target


def check_labels(y: Any, X: np.ndarray) -> np.ndarray:
    """Return y as labels of shape (n,): whole numbers, text or booleans, none missing.

    Raises
    ------
    ValueError
        If labels are missing or continuous, or not as many as rows of X.
    """
    labels = _flatten_column(_require(y))
    if labels.ndim != 1:
        raise ValueError(f"y should be a 1d array of labels, got shape {labels.shape} instead.")
    check_same_length(X=X, y=labels)
    if labels.dtype.kind == "c":
        raise ValueError(
            "Complex data not supported: y holds complex numbers. Labels must be whole numbers, "
            "text or booleans."
        )
    if labels.dtype.kind == "f":
        if not np.isfinite(labels).all():
            raise ValueError("y holds NaN or infinity (inf): every row needs a label.")
        between = labels != np.round(labels)
        if between.any():
            raise ValueError(
                f"Unknown label type: continuous. y holds {labels[between][0]:g}, but a classifier "
                "needs labels (whole numbers, text or booleans); for numbers use LinearRegression."
            )
    if labels.dtype.kind == "O" and any(_is_missing(one) for one in labels):
        raise ValueError("y holds None or NaN: every row needs a label.")
    return labels


def encode_labels(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the classes (K,) in order, and for each label (n,) the number of its class.

    Raises
    ------
    ValueError
        If there is only one class, or labels of different kinds that can't be put in order.
    """
    try:
        classes, numbers = np.unique(labels, return_inverse=True)
    except TypeError:
        raise ValueError(
            "y mixes labels of different kinds, such as text and numbers: all must be of one kind."
        ) from None
    if len(classes) < 2:
        raise ValueError(
            f"y holds only one class ({classes.tolist()[0]!r}): a classifier needs rows of at "
            "least two."
        )
    return classes, numbers


def _require(y: Any) -> Any:
    if y is None:
        raise ValueError(
            "This requires y to be passed, but the target y is None: give a value for each row."
        )
    return y


def _is_missing(label: Any) -> bool:
    try:
        return label is None or bool(label != label)
    except TypeError:  # pandas' NA: neither equal nor unequal to anything
        return True


def _flatten_column(y: Any) -> np.ndarray:
    if hasattr(y, "toarray") and hasattr(y, "nnz"):
        raise TypeError(f"y is a sparse matrix ({type(y).__name__}); use y.toarray().ravel().")
    try:
        array = np.asarray(y)
    except ValueError as error:
        raise ValueError(f"y is ragged: its rows differ in length ({error}).") from None
    if array.ndim == 2 and array.shape[1] == 1:
        category: type[Warning] = UserWarning
        # scikit-learn's own tools look for its kind of warning.
        if "sklearn" in sys.modules:
            from sklearn.exceptions import DataConversionWarning

            category = DataConversionWarning
        warnings.warn(
            "A column-vector y was passed when a 1d array was expected. Its shape "
            f"{array.shape} was changed to (n_samples,); use y.ravel() to do so yourself.",
            category,
            stacklevel=4,
        )
        return array.ravel()
    return array
