"""The λ of a path: those that are asked for, or a grid from λ_max down."""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.validation import check_count, check_number, check_vector

__all__ = ["check_lams", "choose_lams", "choose_ridge_lams", "falling_grid"]


def choose_lams(
    lams: Any,
    *,
    lam_max: float,
    shape: tuple[int, int],
    n_lams: int,
    ratio: float | None,
    positive: bool = False,
) -> np.ndarray:
    """Return the λ to solve for.

    Parameters
    ----------
    lams : array_like of shape (m,) or None
        The λ that were asked for, in any order; None for a grid.
    lam_max : float
        Where the grid starts.
    shape : tuple of int
        Rows and columns of X.
    n_lams : int
        Length of the grid.
    ratio : float, optional
        The grid's last λ over its first, by default 1/1000, or 1/100 where X has fewer rows than
        columns. (glmnet takes 1/10,000 and 1/100. Below 1/1000 the least squares of course-size
        data is reached; with more columns than rows small λ reach a perfect fit.)
    positive : bool
        Whether λ = 0 is refused.

    Raises
    ------
    TypeError, ValueError
        If a λ is negative or not finite, or the grid's arguments are out of range.
    """
    n_lams = check_count("n_lams", n_lams)
    if ratio is not None:
        ratio = check_number("ratio", ratio, minimum=0.0, maximum=1.0, exclusive=True)
    if lams is None:
        last = ratio if ratio is not None else (1e-3 if shape[0] >= shape[1] else 1e-2)
        return falling_grid(lam_max, last, n_lams)
    return check_lams(lams, positive=positive)


def falling_grid(start: float, ratio: float, n_lams: int) -> np.ndarray:
    """Return λ that fall from `start` to `start` · `ratio` by one factor: shape (n_lams,).

    From 1, if `start` is 0: y (or the labels) have nothing to do with any feature then, and each λ
    is as good.
    """
    return (start if start > 0 else 1.0) * np.logspace(0.0, np.log10(ratio), n_lams)


def check_lams(lams: Any, *, positive: bool = False) -> np.ndarray:
    """Return the λ that were asked for as floats of shape (m,), if all are at least 0.

    Parameters
    ----------
    lams : array_like of shape (m,)
        In any order.
    positive : bool
        Whether λ = 0 is refused.

    Raises
    ------
    TypeError, ValueError
        If a λ is no finite number, or negative.
    """
    chosen = check_vector("lams", lams)
    low = chosen <= 0 if positive else chosen < 0
    if low.any():
        accepted = "more than 0" if positive else "at least 0"
        raise ValueError(
            f"lams must be {accepted}, got {chosen[low][0]:g} at position {int(low.argmax())}."
        )
    return chosen


def choose_ridge_lams(
    lams: Any, *, span: tuple[float, float], n_lams: int, ratio: float | None
) -> np.ndarray:
    """Return the λ to solve for without L1, by default between those of `span`, large to small."""
    high, low = span
    if ratio is None and high > 0:
        ratio = low / high
    return choose_lams(lams, lam_max=high, shape=(1, 1), n_lams=n_lams, ratio=ratio)
