"""How far a mean over folds or splits may be off, and the rule that one such error makes.

Folds and splits share training rows, so scores on them are not independent, and the textbook
standard error of a mean is too small. Nadeau and Bengio's correction makes up for most of that.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.validation import check_count, check_same_length, check_vector

__all__ = ["corrected_standard_error", "one_standard_error", "standard_error"]


def standard_error(values: Any) -> float:
    """Return the standard error of the mean of these values, as if they were independent.

    Parameters
    ----------
    values : array_like of shape (k,)
        One score a fold or split, at least 2.

    Returns
    -------
    float
        s/√k, with s the standard deviation (ddof 1), in the units of the values.

    Raises
    ------
    TypeError, ValueError
        If there are fewer than 2 values, or they are not finite numbers.

    Examples
    --------
    >>> round(standard_error([1.0, 2.0, 3.0, 6.0]), 4)
    1.0801
    """
    values = _two_or_more("values", values)
    return float(values.std(ddof=1) / np.sqrt(len(values)))


def corrected_standard_error(differences: Any, n_train: int, n_test: int) -> float:
    """Return the standard error of a mean over splits that share rows (Nadeau and Bengio).

    Parameters
    ----------
    differences : array_like of shape (k,)
        Score of one method minus that of another on the same split, for k splits of the same
        rows.
    n_train, n_test : int
        How many rows train and how many test in each split.

    Returns
    -------
    float
        s·√(1/k + n_test/n_train), with s the standard deviation (ddof 1). However many splits are
        drawn, it does not fall below s·√(n_test/n_train): they are splits of the same rows.

    Raises
    ------
    TypeError, ValueError
        If there are fewer than 2 differences, they are not finite numbers, or a count is no whole
        number above 0.

    References
    ----------
    Nadeau and Bengio (2003), "Inference for the generalization error", Machine Learning 52,
    239-281.

    Examples
    --------
    >>> round(corrected_standard_error([1.0, 2.0, 3.0, 6.0], n_train=60, n_test=15), 4)
    1.5275
    """
    differences = _two_or_more("differences", differences)
    ratio = check_count("n_test", n_test) / check_count("n_train", n_train)
    return float(differences.std(ddof=1) * np.sqrt(1.0 / len(differences) + ratio))


def one_standard_error(lams: Any, losses: Any, errors: Any) -> float:
    """Return the largest λ whose loss is within one standard error of the lowest.

    The simplest model that the data cannot tell from the best one.

    Parameters
    ----------
    lams : array_like of shape (m,)
        λ, in any order.
    losses : array_like of shape (m,)
        The mean loss for each, the lower the better.
    errors : array_like of shape (m,)
        The standard error of each mean. The one that counts is that of the lowest loss; among
        equal ones, that with the largest λ.

    Returns
    -------
    float
        One of `lams`, at least as large as the one with the lowest loss.

    Raises
    ------
    TypeError, ValueError
        If the three are not of one length, not finite, or an error or a λ is negative.

    References
    ----------
    Breiman, Friedman, Olshen and Stone (1984), "Classification and Regression Trees", section
    3.4.3; Hastie, Tibshirani and Friedman (2009), "The Elements of Statistical Learning", 2nd
    edition, section 7.10.

    Examples
    --------
    >>> one_standard_error([4.0, 2.0, 1.0, 0.5], [9.0, 5.4, 5.0, 5.2], [1.0, 0.6, 0.5, 0.5])
    2.0
    """
    lams, losses = check_vector("lams", lams), check_vector("losses", losses)
    errors = check_vector("errors", errors)
    check_same_length(lams=lams, losses=losses, errors=errors)
    for name, values in (("lams", lams), ("errors", errors)):
        if values.min() < 0:
            raise ValueError(f"{name} must be at least 0, got {values.min():g}.")
    best = lowest(lams, losses)
    return float(lams[losses <= losses[best] + errors[best]].max())


def lowest(lams: np.ndarray, losses: np.ndarray) -> int:
    """Return the place of the lowest loss; among equal ones, that with the largest λ."""
    at_lowest = np.flatnonzero(losses == losses.min())
    return int(at_lowest[lams[at_lowest].argmax()])


def _two_or_more(name: str, values: Any) -> np.ndarray:
    values = check_vector(name, values)
    if len(values) < 2:
        raise ValueError(f"{name} must hold at least 2 values to have a spread, got {len(values)}.")
    return values
