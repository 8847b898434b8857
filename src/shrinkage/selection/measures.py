"""What counts as good: how predictions for rows that did not train are measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from shrinkage.models import LinearRegression, LogisticRegression

__all__ = ["MEASURES", "Measure", "measures_of"]


class Measure(NamedTuple):
    """A measure of m sets of outputs, shape (m, n), against targets of shape (n,)."""

    higher_is_better: bool
    of: Callable[[np.ndarray, np.ndarray], np.ndarray]
    """Return shape (m,)."""


def _mean_squared_error(outputs: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.mean((outputs - y) ** 2, axis=1)


def _explained_share(outputs: np.ndarray, y: np.ndarray) -> np.ndarray:
    # Where all targets are alike there is nothing to explain, and R² is not defined.
    total = np.mean((y - y.mean()) ** 2)
    errors = _mean_squared_error(outputs, y)
    return 1.0 - errors / total if total > 0 else np.full_like(errors, np.nan)


def _log_loss(outputs: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.mean(np.logaddexp(0.0, outputs) - y * outputs, axis=1)


def _accuracy(outputs: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.mean((outputs > 0) == (y == 1), axis=1)


MEASURES = {
    "mean squared error": Measure(False, _mean_squared_error),
    "R2": Measure(True, _explained_share),
    "log-loss": Measure(False, _log_loss),
    "accuracy": Measure(True, _accuracy),
}


def measures_of(model: LinearRegression | LogisticRegression) -> tuple[str, str]:
    """Return the names of the measures for this kind of model, first its loss."""
    if isinstance(model, LinearRegression):
        return ("mean squared error", "R2")
    return ("log-loss", "accuracy")
