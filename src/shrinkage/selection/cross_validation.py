"""Cross-validation: how well each λ predicts rows that were not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from shrinkage.models import LogisticRegression
from shrinkage.models.targets import check_labels, check_numeric_target, encode_labels
from shrinkage.selection.fits import FittedPath, LinearModel, check_model, fit_rows
from shrinkage.selection.grid import lams_to_try
from shrinkage.selection.measures import MEASURES, measures_of
from shrinkage.selection.splits import Split, check_splits, k_folds
from shrinkage.selection.standard_errors import lowest, one_standard_error
from shrinkage.validation import check_choice, check_flag, check_matrix

__all__ = ["CrossValidation", "check_data", "check_fold_classes", "cross_validate"]


@dataclass(frozen=True, repr=False)
class CrossValidation:
    """What each fold said about each λ, and the λ that follow from it.

    Attributes
    ----------
    lams : ndarray of shape (m,)
        The λ that were tried, the same in all folds.
    values_of : dict of str to ndarray of shape (m, n_folds)
        Each measure, for each λ, on the rows of each fold, by a model trained on the others.
    measure : str
        The one that `values`, `mean`, `best_lam` and so on are about: "mean squared error" or
        "R2" for linear, "log-loss" or "accuracy" for logistic regression.
    folds : tuple of Split
        Row numbers `(train, test)`, one pair a fold.
    fold_coefs : ndarray of shape (n_folds, m, p)
        The weights that each fold's training rows gave, per standard deviation of each feature in
        these rows (per unit, where features were not standardized).
    fitted : FittedPath
        The model fitted to all rows given, for each λ: `fitted.outputs(X)` predicts.
    model : LinearRegression or LogisticRegression
        The model as it was given.
    """

    lams: np.ndarray
    values_of: dict[str, np.ndarray]
    measure: str
    folds: tuple[Split, ...] = field(repr=False)
    fold_coefs: np.ndarray
    fitted: FittedPath
    model: LinearModel

    @property
    def values(self) -> np.ndarray:
        """The measure for each λ and fold: shape (m, n_folds)."""
        return self.values_of[self.measure]

    @property
    def mean(self) -> np.ndarray:
        """Mean over the folds, each counted alike: shape (m,)."""
        return self.values.mean(axis=1)

    @property
    def standard_error(self) -> np.ndarray:
        """Standard error of that mean, as if folds were independent: shape (m,)."""
        return self.values.std(axis=1, ddof=1) / np.sqrt(self.values.shape[1])

    @property
    def best_lam(self) -> float:
        """The λ with the best mean; among equal ones the largest."""
        return float(self.lams[self.best_index])

    @property
    def best_index(self) -> int:
        """The place of `best_lam` in `lams`."""
        return lowest(self.lams, self._losses)

    @property
    def one_se_lam(self) -> float:
        """The largest λ whose mean is within one standard error of the best."""
        return one_standard_error(self.lams, self._losses, self.standard_error)

    @property
    def one_se_index(self) -> int:
        """The place of `one_se_lam` in `lams`."""
        return int(np.flatnonzero(self.lams == self.one_se_lam)[0])

    @property
    def search_ended_too_soon(self) -> bool:
        """Whether the best λ is the largest or smallest tried, and going on might pay.

        It might if the last step there still gained more than a hundredth of a standard error, and
        (at the largest λ) there are weights left to shrink.
        """
        order = np.argsort(self.lams, kind="stable")
        best = self.best_index
        if best == order[-1] and self.n_nonzero[best] > 0:
            before = order[-2:][0]
        elif best == order[0] and self.lams[best] > 0:
            before = order[:2][-1]
        else:
            return False
        gain = self._losses[before] - self._losses[best]
        return bool(gain > 0.01 * self.standard_error[best])

    @property
    def coefs(self) -> np.ndarray:
        """Weights of the fit to all rows given, for each λ: shape (m, p). See `fitted`."""
        return self.fitted.coefs

    @property
    def intercepts(self) -> np.ndarray:
        """Biases of the fit to all rows given: shape (m,)."""
        return self.fitted.intercepts

    @property
    def n_nonzero(self) -> np.ndarray:
        """How many weights are not 0 in the fit to all rows given, for each λ: shape (m,)."""
        return np.count_nonzero(self.coefs, axis=1)

    def by(self, measure: str) -> CrossValidation:
        """Return the same cross-validation, judged by another measure.

        Raises
        ------
        ValueError
            If there is no such measure for this model, or (R2) it is not defined because all
            targets of a fold are alike.
        """
        check_choice("measure", measure, tuple(self.values_of))
        if np.isnan(self.values_of[measure]).any():
            raise ValueError(
                f"{measure} is not defined for a fold whose targets are all alike: use fewer folds "
                f"or another measure, {' or '.join(repr(m) for m in self.values_of)}."
            )
        return replace(self, measure=measure)

    @property
    def _losses(self) -> np.ndarray:
        return -self.mean if MEASURES[self.measure].higher_is_better else self.mean

    def __repr__(self) -> str:
        p = self.coefs.shape[1]
        lines = [
            f"{len(self.folds)}-fold cross-validation of {len(self.lams)} λ from "
            f"{self.lams.max():.3g} to {self.lams.min():.3g}, by {self.measure}",
            f"  model: {self.model!r}, its λ replaced by each of these",
        ]
        for name, at in (("best", self.best_index), ("one standard error", self.one_se_index)):
            lines.append(
                f"  {name + ':':<20}λ = {self.lams[at]:.3g}: {self.mean[at]:.4g} ± "
                f"{self.standard_error[at]:.2g}, {self.n_nonzero[at]} of {p} weights are not 0"
            )
        if self.search_ended_too_soon:
            lines.append("  The best λ is at the end of those tried: one further on may be better.")
        return "\n".join(lines)


def cross_validate(
    model: Any,
    X: Any,
    y: Any,
    lams: Any = None,
    *,
    n_folds: int = 5,
    folds: Sequence[tuple[Any, Any]] | None = None,
    n_lams: int = 50,
    standardize: bool = True,
    measure: str | None = None,
    seed: int = 0,
) -> CrossValidation:
    """Train on all folds but one and test on that one, for each fold and each λ.

    Give it training rows only: what it says of the λ that it chose is a little too good, since
    the λ was chosen by it. Rows that are to judge the final model must not come in here.

    Parameters
    ----------
    model : LinearRegression or LogisticRegression
        With a penalty that has a λ, such as `LinearRegression(penalty=L1(1))`; the λ is replaced
        by each of `lams`.
    X : array_like of shape (n, p)
        Features.
    y : array_like of shape (n,)
        Targets, or labels of two classes.
    lams : array_like of shape (m,), optional
        The λ to try, in any order. By default a logarithmic grid that suits these rows; the same
        for all folds.
    n_folds : int
        How many folds. For logistic regression they are stratified.
    folds : sequence of (train, test), optional
        Your own, as row numbers, instead of `n_folds`.
    n_lams : int
        How many λ the default grid has.
    standardize : bool
        Whether features are standardized, in each fold by its training rows alone.
    measure : str, optional
        What decides: "mean squared error" (the default) or "R2" for linear regression, "log-loss"
        (the default) or "accuracy" for logistic. All are computed; see `CrossValidation.by`.
    seed : int
        Of the folds.

    Returns
    -------
    CrossValidation
        All measures per fold, the best λ, that of the one-standard-error rule, and the fits.

    Raises
    ------
    TypeError, ValueError
        If the data or an argument are not as stated, there are more folds than rows (or than rows
        of a class), or a fold's training part holds one class only.

    References
    ----------
    Stone (1974), "Cross-validatory choice and assessment of statistical predictions", JRSS B
    36(2).

    Examples
    --------
    >>> from shrinkage import L1, LinearRegression
    >>> from shrinkage.datasets import load_prostate
    >>> prostate = load_prostate()
    >>> model = LinearRegression(penalty=L1(1))
    >>> cross_validate(model, prostate.X, prostate.y, [0.01, 0.1, 0.2, 0.4], n_folds=10)
    10-fold cross-validation of 4 λ from 0.4 to 0.01, by mean squared error
      model: LinearRegression(penalty=L1(lam=1)), its λ replaced by each of these
      best:               λ = 0.1: 0.5802 ± 0.078, 5 of 8 weights are not 0
      one standard error: λ = 0.2: 0.6161 ± 0.088, 3 of 8 weights are not 0
    """
    model = check_model(model, needs_lam=True)
    X, y = check_data(model, X, y)
    check_flag("standardize", standardize)
    names = measures_of(model)
    measure = check_choice("measure", names[0] if measure is None else measure, names)
    if folds is None:
        labels = y if isinstance(model, LogisticRegression) else None
        pairs = k_folds(len(y), n_folds, labels=labels, seed=seed)
    else:
        pairs = check_splits("folds", folds, len(y))
    check_fold_classes("folds", model, y, pairs)
    lams = lams_to_try(model, X, y, lams, n_lams, standardize)
    values_of = {name: np.empty((len(lams), len(pairs))) for name in names}
    fold_coefs = np.empty((len(pairs), len(lams), X.shape[1]))
    for number, (train, test) in enumerate(pairs):
        path = fit_rows(model, X[train], y[train], lams, standardize)
        outputs = path.outputs(X[test])
        fold_coefs[number] = path.coefs
        for name in names:
            values_of[name][:, number] = MEASURES[name].of(outputs, y[test])
    result = CrossValidation(
        lams=lams,
        values_of=values_of,
        measure=names[0],
        folds=tuple(pairs),
        fold_coefs=fold_coefs,
        fitted=fit_rows(model, X, y, lams, standardize),
        model=model,
    )
    return result.by(measure)


def check_data(model: LinearModel, X: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the features, and the targets as numbers: for a classifier 0 and 1.

    Raises
    ------
    TypeError, ValueError
        If they are not finite or do not match, or there are not two classes.
    """
    X = check_matrix("X", X)
    if not isinstance(model, LogisticRegression):
        return X, check_numeric_target(y, X)
    classes, numbers = encode_labels(check_labels(y, X))
    if len(classes) > 2:
        raise ValueError(f"y must hold two classes for LogisticRegression, got {len(classes)}.")
    return X, numbers


def check_fold_classes(
    name: str, model: LinearModel, y: np.ndarray, splits: Sequence[Split]
) -> None:
    """Raise a `ValueError` if a classifier would have to learn from rows of one class."""
    if not isinstance(model, LogisticRegression):
        return
    for number, split in enumerate(splits):
        if len(np.unique(y[split.train])) < 2:
            raise ValueError(
                f"The training part of pair {number} of {name} holds only one class: a classifier "
                "needs rows of both. Stratify, with labels=y."
            )
