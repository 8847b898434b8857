"""The fits that selection is made of: one model, fitted to the same rows for many λ.

All fitting in this package goes through `fit_path`.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from shrinkage.messages import SeparableDataWarning
from shrinkage.models import LinearRegression, LogisticRegression
from shrinkage.paths.elastic_net import elastic_net_path
from shrinkage.paths.logistic import logistic_path
from shrinkage.penalties import L1, L2, ElasticNet, Penalty
from shrinkage.selection.standardizer import Standardizer
from shrinkage.validation import check_features

__all__ = [
    "NEXT_TO_NONE",
    "FittedPath",
    "LinearModel",
    "PathFits",
    "check_model",
    "check_penalty",
    "fit_path",
    "fit_rows",
    "fit_rows_without_penalty",
    "with_lam",
    "with_penalty",
]

LinearModel = LinearRegression | LogisticRegression

NEXT_TO_NONE = 1e-6
"""The λ of the L2 that stands for no penalty where no unpenalised minimum exists."""

# Linear paths are exact up to rounding wherever they can be. On nearly collinear features, at the
# smallest λ tried, they can't: there this much is asked for, thousands of times less than folds
# differ by. Logistic paths stop where they are asked to.
_LINEAR_GAP, _LOGISTIC_GAP = 1e-6, 1e-10


class PathFits(NamedTuple):
    """Weights and biases for each λ."""

    coefs: np.ndarray
    """Shape (m, p)."""
    intercepts: np.ndarray
    """Shape (m,)."""


def fit_path(model: LinearModel, X: np.ndarray, y: np.ndarray, lams: np.ndarray) -> PathFits:
    """Fit the model to the same rows for each λ.

    Parameters
    ----------
    model : LinearRegression or LogisticRegression
        With a penalty that has a λ, whatever its value.
    X : ndarray of shape (n, p)
        Features, as they are.
    y : ndarray of shape (n,)
        Targets, or class numbers 0 and 1.
    lams : ndarray of shape (m,)
        In any order.

    Returns
    -------
    PathFits
        `coefs` (m, p) and `intercepts` (m,), in the order of `lams`.
    """
    alpha = _path_alpha(model, lams)
    if alpha is None:
        coefs, intercepts = np.empty((len(lams), X.shape[1])), np.empty(len(lams))
        for i, lam in enumerate(lams):
            fitted = with_lam(model, float(lam)).fit(X, y)
            coefs[i], intercepts[i] = np.ravel(fitted.coef_), np.ravel(fitted.intercept_)[0]
        return PathFits(coefs, intercepts)
    options: dict[str, Any] = {"alpha": alpha, "fit_intercept": model.fit_intercept}
    if isinstance(model, LinearRegression):
        path = elastic_net_path(X, y, lams, tol=_LINEAR_GAP, **options)
    else:
        path = logistic_path(X, y, lams, tol=_LOGISTIC_GAP, **options)
    return PathFits(path.coefs, path.intercepts)


def _path_alpha(model: LinearModel, lams: np.ndarray) -> float | None:
    """Return the share α of L1 if `shrinkage.paths` has the model's whole path, else None."""
    if model.trainer is not None or model.penalize_bias:
        return None
    if isinstance(model, LogisticRegression) and not (lams > 0).all():
        return None  # without a penalty there may be no minimum, which the solver tells
    # These classes themselves: in one derived from them, λ may mean something else.
    kind = type(model.penalty)
    if kind is ElasticNet:
        return float(model.get_params()["penalty__alpha"])
    return 1.0 if kind is L1 else 0.0 if kind is L2 else None


@dataclass(frozen=True)
class FittedPath:
    """A model fitted to some rows for each λ, with the scale those rows gave the features.

    Attributes
    ----------
    lams : ndarray of shape (m,)
        The λ.
    coefs : ndarray of shape (m, p)
        Weights, per standard deviation of each feature in the fitted rows (per unit of the
        feature without a `standardizer`).
    intercepts : ndarray of shape (m,)
        Biases.
    standardizer : Standardizer or None
        Fitted to the same rows.
    """

    lams: np.ndarray
    coefs: np.ndarray
    intercepts: np.ndarray
    standardizer: Standardizer | None

    def outputs(self, X: Any) -> np.ndarray:
        """Return Xw + b for each λ: predictions (linear) or log-odds (logistic).

        Parameters
        ----------
        X : array_like of shape (n, p)
            Features in their own units: they are put on the scale of the fitted rows here.

        Returns
        -------
        ndarray of shape (m, n)
            One row for each λ.

        Raises
        ------
        TypeError, ValueError
            If X is no matrix of finite numbers with p columns.
        """
        Z = check_features(X, self.coefs.shape[1], type(self).__name__)
        if self.standardizer is not None:
            Z = self.standardizer.transform(Z)
        return self.coefs @ Z.T + self.intercepts[:, np.newaxis]


def fit_rows(
    model: LinearModel, X: np.ndarray, y: np.ndarray, lams: np.ndarray, standardize: bool
) -> FittedPath:
    """Put the features of these rows on one scale (if asked to), and fit the model for each λ."""
    standardizer = Standardizer().fit(X) if standardize else None
    Z = X if standardizer is None else standardizer.transform(X)
    return FittedPath(lams, *fit_path(model, Z, y, lams), standardizer)


def fit_rows_without_penalty(
    model: LinearModel, X: np.ndarray, y: np.ndarray, standardize: bool
) -> FittedPath:
    """Fit the model to these rows without its penalty: a path of one λ, 0.

    Where the classes are separable, no unpenalised minimum exists; L2 with a very small λ stands
    for it, and the path has that λ.
    """
    standardizer = Standardizer().fit(X) if standardize else None
    Z = X if standardizer is None else standardizer.transform(X)
    lam = 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("error", SeparableDataWarning)
        try:
            fits = fit_path(with_penalty(model, L2(lam)), Z, y, np.array([lam]))
        except SeparableDataWarning:
            lam = NEXT_TO_NONE
            fits = fit_path(with_penalty(model, L2(lam)), Z, y, np.array([lam]))
    return FittedPath(np.array([lam]), *fits, standardizer)


def with_penalty(model: LinearModel, penalty: Penalty) -> LinearModel:
    """Return a new model like this one, with another penalty."""
    return type(model)(**{**model.get_params(deep=False), "penalty": penalty})


def with_lam(model: LinearModel, lam: float) -> LinearModel:
    """Return a new model like this one, with another λ in its penalty."""
    penalty = check_penalty("The penalty of the model", model.penalty)
    parameters = {**penalty.get_params(deep=False), "lam": lam}
    return with_penalty(model, type(penalty)(**parameters))


def check_model(model: Any, *, needs_lam: bool) -> LinearModel:
    """Return the model if selection can work with it.

    Raises
    ------
    TypeError
        If it is no linear or logistic regression, or no penalty in it has a λ that it needs.
    """
    if not isinstance(model, (LinearRegression, LogisticRegression)):
        raise TypeError(
            f"model must be a LinearRegression(...) or a LogisticRegression(...), got {model!r}."
        )
    if needs_lam:
        check_penalty("The penalty of the model", model.penalty)
    return model


def check_penalty(name: str, penalty: Any) -> Penalty:
    """Return the penalty if it has a λ to choose; `TypeError` otherwise."""
    if not isinstance(penalty, Penalty) or "lam" not in penalty.get_params(deep=False):
        raise TypeError(
            f"{name} must be one with a λ to choose, such as L1(1), L2(1) or ElasticNet(1, 0.5) "
            f"(the 1 is replaced by each λ in turn); got {penalty!r}."
        )
    return penalty
