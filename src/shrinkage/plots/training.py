"""Drawing training: a loss over two weights as a map, what was tried on it, and what it cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from shrinkage.plots.palette import BLUE, GRAY, ORANGE
from shrinkage.validation import check_matrix, check_number

__all__ = ["draw_loss_map", "draw_path", "draw_spread", "draw_tries"]

LABELED = 2  # every which line of a map carries its level
SMALL = 10.5  # points: smaller text would make a figure too wide for a phone


def draw_loss_map(
    axes: Axes,
    loss: Callable[[np.ndarray], np.ndarray],
    levels: Sequence[float],
    *,
    across: tuple[float, float] = (-10.0, 10.0),
    up: tuple[float, float] = (-10.0, 10.0),
    lowest: ArrayLike | None = None,
    tinted: Sequence[float] = (),
    points: int = 101,
) -> None:
    """Draw a loss over two weights as a map: lines of equal loss, and a cross at its minimum.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw; its limits are set.
    loss : callable
        From weight vectors, shape (k, 2), to their losses, shape (k,).
    levels : sequence of float
        The losses that get a line, rising. Every other one is labeled, from the first on.
    across, up : tuple of float
        The range of the first and of the second weight.
    lowest : array_like of shape (2,), optional
        Where the minimum is.
    tinted : sequence of float
        Where the loss is below one of these, rising, the map is tinted; the lower, the deeper.
    points : int
        Of the grid, along each side.

    Raises
    ------
    ValueError
        If the levels do not rise.

    Examples
    --------
    >>> from shrinkage.plots import new_figure
    >>> figure, axes = new_figure()
    >>> draw_loss_map(axes, lambda W: np.sum(W**2, axis=-1), [1, 4], lowest=[0, 0])
    """
    heights = np.asarray(levels, dtype=float)
    if heights.ndim != 1 or not (np.diff(heights) > 0).all():
        raise ValueError(f"levels must rise, got {levels!r}.")
    first, second = np.linspace(*across, points), np.linspace(*up, points)
    grid = np.stack(np.meshgrid(first, second), axis=-1).reshape(-1, 2)
    values = np.asarray(loss(grid)).reshape(points, points)
    if len(tinted):
        tints = [(BLUE, alpha) for alpha in np.linspace(0.4, 0.15, len(tinted))]
        axes.contourf(first, second, values, [-np.inf, *tinted], colors=tints, zorder=0)
    lines = axes.contour(first, second, values, heights, colors=GRAY, linewidths=0.8, zorder=1)
    axes.clabel(lines, heights[::LABELED], fmt="%g", fontsize=SMALL)
    if lowest is not None:
        axes.plot(*np.asarray(lowest, dtype=float), "+", color="black", markersize=12, zorder=4)
    axes.set(xlim=across, ylim=up)
    axes.grid(False)


def draw_tries(axes: Axes, tries: ArrayLike, *, latest: int = 0, best: int | None = None) -> None:
    """Draw weights that were tried: the latest in orange, all before them small and gray.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    tries : array_like of shape (k, 2)
        The weights, in the order in which they were tried.
    latest : int
        How many, at the end, are the latest.
    best : int, optional
        Which one to mark in blue as the best.
    """
    tries = _pairs("tries", tries)
    before, now = tries[: len(tries) - latest], tries[len(tries) - latest :]
    axes.plot(before[:, 0], before[:, 1], ".", color=GRAY, markersize=3.5, zorder=2)
    axes.plot(now[:, 0], now[:, 1], "^", color=ORANGE, markersize=5, zorder=3)
    if best is not None:
        axes.plot(*tries[best], "o", color=BLUE, markersize=7, zorder=5)


def draw_path(axes: Axes, path: ArrayLike, *, color: str = BLUE, dots: bool = True) -> None:
    """Draw weights that follow one another as a line with a dot at each, and a larger one last.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    path : array_like of shape (k, 2)
        The weights, in order.
    color : str
        Of line and dots.
    dots : bool
        Whether each place has its dot, or only the last.
    """
    path = _pairs("path", path)
    axes.plot(
        path[:, 0],
        path[:, 1],
        ".-" if dots else "-",
        color=color,
        linewidth=1.2,
        markersize=5,
        zorder=3,
    )
    axes.plot(*path[-1], "o", color=color, markersize=7, zorder=5)


def draw_spread(
    axes: Axes,
    place: float,
    numbers: ArrayLike,
    *,
    color: str,
    marker: str = "o",
    beyond: float | None = None,
    label: str | None = None,
) -> None:
    """Draw numbers side by side along a row, with a bar at their median.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw; the numbers go along the x axis.
    place : float
        The height of the row.
    numbers : array_like of shape (k,)
        What to draw. An infinite one is drawn hollow, at `beyond`.
    color, marker : str
        Of the marks.
    beyond : float, optional
        Where infinite numbers are drawn.
    label : str, optional
        For the legend.

    Raises
    ------
    ValueError
        If a number is infinite and `beyond` is not given.
    """
    numbers = np.asarray(numbers, dtype=float)
    finite = np.isfinite(numbers)
    if not finite.all() and beyond is None:
        raise ValueError("beyond must say where to draw infinite numbers, and it is not given.")
    edge = 0.0 if beyond is None else check_number("beyond", beyond)
    # A fixed pattern of three heights, so that equal numbers do not hide one another.
    heights = place + 0.12 * (np.arange(len(numbers)) % 3 - 1)
    options: Any = {"color": color, "markersize": 4.5, "alpha": 0.7}
    axes.plot(numbers[finite], heights[finite], marker, label=label, **options)
    axes.plot(np.full(np.sum(~finite), edge), heights[~finite], marker, fillstyle="none", **options)
    middle = np.median(np.where(finite, numbers, np.inf))
    at = middle if np.isfinite(middle) else edge
    axes.plot([at, at], [place - 0.32, place + 0.32], color="black", linewidth=2)


def _pairs(name: str, values: ArrayLike) -> np.ndarray:
    pairs = check_matrix(name, values)
    if pairs.shape[1] != 2:
        raise ValueError(
            f"{name} must have 2 columns to be drawn in a plane, got {pairs.shape[1]}."
        )
    return pairs
