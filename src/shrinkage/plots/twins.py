"""Pairs of weights of twins: features that nearly say the same."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from shrinkage.plots.palette import BLUE, GRAY, ORANGE
from shrinkage.validation import check_matrix, check_number

__all__ = ["draw_twins"]


def draw_twins(axes: Axes, weights: ArrayLike, *, total: float, size: float = 5.0) -> None:
    """Draw the two weights of twins, one point for each data set.

    A pair of which one weight is exactly 0 is a triangle on an axis, any other a dot. A dashed
    line holds all pairs that are equal, a dotted one all that add up to `total`.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw; its limits become a square that ends a little beyond `total`.
    weights : array_like of shape (m, 2)
        The pairs. Those beyond the limits are drawn on the border.
    total : float
        What the true weights add up to, above 0.
    size : float
        Of the marks, in points.

    Raises
    ------
    TypeError, ValueError
        If `weights` is no matrix of two columns, or `total` is not above 0.

    Examples
    --------
    >>> from shrinkage.plots import new_figure
    >>> figure, axes = new_figure()
    >>> draw_twins(axes, [[2.0, 0.0], [1.1, 0.9]], total=2)
    >>> axes.get_xlabel(), axes.get_ylabel()
    ('weight of twin 1', 'weight of twin 2')
    """
    weights = check_matrix("weights", weights)
    if weights.shape[1] != 2:
        raise ValueError(f"weights must have two columns, one a twin; got {weights.shape[1]}.")
    total = check_number("total", total, minimum=0.0, exclusive=True)
    low, high = -0.15 * total, 1.25 * total
    axes.plot([0, high], [0, high], "--", color=GRAY, linewidth=1)
    axes.plot([low, high], [total - low, total - high], ":", color=GRAY, linewidth=1.2)
    for value in (axes.axhline, axes.axvline):
        value(0, color="black", linewidth=0.8)
    dropped = (weights == 0).any(axis=1)
    shown = np.clip(weights, low, high)
    for which, mark, color in ((~dropped, "o", BLUE), (dropped, "^", ORANGE)):
        # Nothing drawn and not clipped has no place, and would take the layout's with it.
        if which.any():
            axes.plot(*shown[which].T, mark, color=color, markersize=size, clip_on=False)
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal")
    axes.set(xlabel="weight of twin 1", ylabel="weight of twin 2")
