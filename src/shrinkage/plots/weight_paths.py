"""Paths of weights: each weight against the strength λ, or against the share that is left."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from shrinkage.paths import RegularizationPath
from shrinkage.plots.palette import COLORS
from shrinkage.validation import check_choice, check_same_length, check_vector

__all__ = ["draw_weight_path"]

LABELS = {
    "lam": "strength λ",
    "log": "strength λ, logarithmic scale",
    "share": "Σ|w| as a share of least squares",
}
STYLES = ("-", "--", "-.")


def draw_weight_path(
    axes: Axes,
    path: RegularizationPath,
    names: Sequence[str],
    *,
    against: str = "log",
    least_squares: ArrayLike | None = None,
) -> None:
    """Draw each weight of a path, and label the x axis with what it holds.

    The path's knots, if it has them, become dots on the line of 0. The legend, wherever it is
    put, names the weights from top to bottom as they stand at the weakest λ.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    path : RegularizationPath
        Of ridge or lasso.
    names : sequence of str
        One for each weight.
    against : {"lam", "log", "share"}
        What the x axis holds: λ on an even scale, λ on a logarithmic one, or Σ|w| over its value
        for least squares (without dots).
    least_squares : array_like of shape (p,), optional
        The weights without a penalty; "share" needs them.

    Raises
    ------
    ValueError
        If names do not match the weights, `against` is unknown, or "share" lacks the weights
        without a penalty.

    Examples
    --------
    >>> from shrinkage.paths import lasso_path
    >>> from shrinkage.plots import new_figure
    >>> path = lasso_path([[1, 1], [1, -1], [-1, 1], [-1, -1]], [4, 2, -2, -4])
    >>> figure, axes = new_figure()
    >>> draw_weight_path(axes, path, ["A", "B"], against="lam")
    >>> axes.get_xlabel()
    'strength λ'
    """
    check_choice("against", against, tuple(LABELS))
    check_same_length(names=np.asarray(names), weights=path.coefs[0])
    places = path.lams
    if against == "share":
        if least_squares is None:
            raise ValueError("against='share' needs least_squares, the weights without a penalty.")
        whole = np.abs(check_vector("least_squares", least_squares)).sum()
        places = np.abs(path.coefs).sum(axis=1) / whole
    for j in np.argsort(-path.coefs[path.lams.argmin()], kind="stable"):
        axes.plot(
            places,
            path.coefs[:, j],
            color=COLORS[j % len(COLORS)],
            linestyle=STYLES[j // len(COLORS) % len(STYLES)],
            linewidth=1.6,
            label=names[j],
        )
        if path.knots and against != "share":
            turns = [knot.lam for knot in path.knots if knot.feature == j]
            axes.plot(turns, [0.0] * len(turns), "o", color=COLORS[j % len(COLORS)], markersize=4)
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set(xlabel=LABELS[against], ylabel="weight")
    if against == "log":
        axes.set_xscale("log")
    axes.margins(x=0.0)
