"""The λ that are tried when none are given: from where nothing is left down to next to none."""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.models import LogisticRegression
from shrinkage.paths.grid import check_lams, falling_grid
from shrinkage.selection.fits import LinearModel, with_lam
from shrinkage.selection.standardizer import Standardizer
from shrinkage.validation import check_count

__all__ = ["lams_to_try"]


def lams_to_try(
    model: LinearModel,
    X: np.ndarray,
    y: np.ndarray,
    lams: Any,
    n_lams: int,
    standardize: bool,
) -> np.ndarray:
    """Return the λ that were asked for, or a logarithmic grid for these rows.

    With L1 in the penalty, the grid starts at the λ where all weights are 0. With L2 alone there
    is none: it starts where every weight is shrunk to about 1 % or less.

    Parameters
    ----------
    model : LinearRegression or LogisticRegression
        With a penalty that has a λ.
    X : ndarray of shape (n, p)
        Features.
    y : ndarray of shape (n,)
        Targets, or class numbers 0 and 1.
    lams : array_like of shape (m,) or None
        The λ asked for.
    n_lams : int
        Length of the grid.
    standardize : bool
        Whether the features will be standardized.

    Raises
    ------
    TypeError, ValueError
        If a λ is negative or not finite, or no grid is known for the penalty.
    """
    n_lams = check_count("n_lams", n_lams)
    if lams is not None:
        return check_lams(lams)
    penalty = with_lam(model, 1.0).penalty
    if penalty is None or penalty.l1 is None or penalty.l2 is None or not penalty.l1 + penalty.l2:
        raise ValueError(f"No grid of λ is known for {model.penalty!r}: give lams.")
    Z = Standardizer().fit_transform(X) if standardize else X
    n = len(Z)
    logistic = isinstance(model, LogisticRegression)
    free_bias = model.fit_intercept and not model.penalize_bias
    start_output = y.mean() if free_bias else 0.5 if logistic else 0.0
    # Strongly correlated features, such as spectra, are predicted best with a very small λ: a grid
    # that ends too soon would make a penalty look worse than it is.
    if penalty.l1 > 0:
        start = float(np.abs(Z.T @ (y - start_output)).max()) / n / penalty.l1
        # With L2 in it, the small λ is that of the L2.
        ratio = 1e-4 if logistic else 1e-8 if penalty.l2 > 0 else 1e-6
    else:
        curvature = float(np.linalg.norm(Z - Z.mean(axis=0) if free_bias else Z, ord=2)) ** 2 / n
        start = 100.0 * (curvature / 4.0 if logistic else curvature) / penalty.l2
        ratio = 1e-8 if logistic else 1e-12
    return falling_grid(start, ratio, n_lams)
