"""Drawing two-feature classification: the classes, the boundary, the field of probabilities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from shrinkage.plots.palette import BLUE, COLORS, MARKERS, ORANGE
from shrinkage.validation import check_matrix, check_number, check_same_length, check_vector

__all__ = ["draw_boundary", "draw_classes", "draw_probability"]


def draw_classes(
    axes: Axes, X: ArrayLike, y: ArrayLike, names: Sequence[str], *, size: float = 14.0
) -> None:
    """Draw each row as a mark, one color and shape for each class.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    X : array_like of shape (rows, 2)
        The two features: across and up.
    y : array_like of shape (rows,)
        The classes, 0, 1, ...
    names : sequence of str
        What the classes are called, for the legend.
    size : float
        The marks' area, in points squared.

    Raises
    ------
    ValueError
        If X has other than two columns, or X and y differ in length.
    """
    X = _two_columns(X)
    y = check_vector("y", y)
    check_same_length(X=X, y=y)
    for number, name in enumerate(names):
        rows = y == number
        axes.scatter(
            X[rows, 0],
            X[rows, 1],
            s=size,
            marker=MARKERS[number],
            color=COLORS[number],
            alpha=0.75,
            linewidths=0,
            label=name,
        )


def draw_boundary(axes: Axes, w: ArrayLike, b: float, *, label: str | None = None) -> None:
    """Draw the line where the score w·x + b is 0, across what the axes show.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        With its limits set.
    w : array_like of shape (2,)
        The weights; at least one is not 0.
    b : float
        The bias.
    label : str, optional
        For the legend.

    Raises
    ------
    ValueError
        If both weights are 0: then there is no boundary.
    """
    w, b = _weights(w), check_number("b", b)
    if not w.any():
        raise ValueError("Both weights are 0, so every score is b and there is no boundary.")
    # The point of the line nearest to the middle of the view, and a step far along the line.
    middle = np.array([np.mean(axes.get_xlim()), np.mean(axes.get_ylim())])
    foot = middle - (w @ middle + b) / (w @ w) * w
    along = np.array([-w[1], w[0]]) / np.hypot(*w)
    far = 2 * (np.ptp(axes.get_xlim()) + np.ptp(axes.get_ylim())) + np.hypot(*(foot - middle))
    limits = axes.get_xlim(), axes.get_ylim()
    ends = np.array([foot - far * along, foot + far * along])
    # Black becomes white on dark pages.
    axes.plot(ends[:, 0], ends[:, 1], color="black", linewidth=1.8, label=label)
    axes.set(xlim=limits[0], ylim=limits[1])


def draw_probability(
    axes: Axes, w: ArrayLike, b: float, *, levels: Sequence[float] = (0.1, 0.3, 0.7, 0.9)
) -> None:
    """Shade where a logistic model is sure of a class: the stronger the color, the surer.

    The borders between shades are straight lines where sigmoid(w·x + b) equals a level, drawn
    exactly (two triangles of the score), so the picture stays small.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        With its limits set.
    w : array_like of shape (2,)
        The weights.
    b : float
        The bias.
    levels : sequence of float
        The probabilities at which the shade changes, rising, between 0 and 1, even in number.

    Raises
    ------
    ValueError
        If the levels are not rising probabilities, or odd in number.
    """
    w, b = _weights(w), check_number("b", b)
    cuts = np.asarray(levels, dtype=float)
    if len(cuts) % 2 or not ((cuts > 0) & (cuts < 1)).all() or not (np.diff(cuts) > 0).all():
        raise ValueError(
            f"levels must be an even number of rising probabilities in (0, 1), got {levels!r}."
        )
    xs, ys = np.array(axes.get_xlim()), np.array(axes.get_ylim())
    scores = w[0] * xs[np.newaxis, :] + w[1] * ys[:, np.newaxis] + b
    edges = np.log(cuts / (1 - cuts))
    beyond = np.abs(scores).max() + np.abs(edges).max() + 1
    half = len(cuts) // 2
    alphas = np.linspace(0.34, 0.0, half + 1)
    shades = [(BLUE, alpha) for alpha in alphas] + [(ORANGE, alpha) for alpha in alphas[-2::-1]]
    axes.contourf(
        xs, ys, scores, levels=[-beyond, *edges, beyond], colors=shades, zorder=0, antialiased=True
    )


def _two_columns(X: ArrayLike) -> np.ndarray:
    X = check_matrix("X", X)
    if X.shape[1] != 2:
        raise ValueError(f"X must have 2 columns to be drawn in a plane, got {X.shape[1]}.")
    return X


def _weights(w: ArrayLike) -> np.ndarray:
    w = check_vector("w", w)
    if w.shape != (2,):
        raise ValueError(f"w must hold 2 weights, got {w.size}.")
    return w
