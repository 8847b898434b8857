"""Two weights in their plane: contours of a squared-error loss, and budgets of every shape."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from shrinkage.plots.palette import BLUE, GRAY
from shrinkage.validation import check_matrix, check_number, check_vector

__all__ = ["budget_border", "draw_budget", "draw_contours"]


def budget_border(t: float, q: float, points: int = 361) -> np.ndarray:
    """Return the weights with (|w₁|^q + |w₂|^q)^(1/q) = t, once around from (t, 0).

    Parameters
    ----------
    t : float
        The budget, at least 0, in the unit of the weights.
    q : float
        The shape, above 0: 1 is a diamond, 2 a circle.
    points : int
        How many, the last one being the first again.

    Returns
    -------
    ndarray of shape (points, 2)

    Raises
    ------
    ValueError
        If t is negative or q is not above 0.

    Examples
    --------
    >>> budget_border(2.0, 1.0, points=5).round(12).tolist()
    [[2.0, 0.0], [0.0, 2.0], [-2.0, 0.0], [0.0, -2.0], [2.0, 0.0]]
    """
    t = check_number("t", t, minimum=0.0)
    q = check_number("q", q, minimum=0.0, exclusive=True)
    angles = np.linspace(0, 2 * np.pi, points)
    around = np.column_stack([np.cos(angles), np.sin(angles)])
    # cos 90° is 6e-17 in floating point, and for q below 1 that would show.
    around[np.abs(around) < 1e-12] = 0.0
    size = (np.abs(around) ** q).sum(axis=1) ** (1 / q)
    border: np.ndarray = t * around / size[:, np.newaxis]
    return border


def draw_budget(axes: Axes, t: float, q: float = 1.0, *, color: str = BLUE) -> None:
    """Draw all weights that a budget allows, (|w₁|^q + |w₂|^q)^(1/q) ≤ t, with their border.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    t : float
        The budget, at least 0, in the unit of the weights.
    q : float
        The shape, above 0: 1 is L1's diamond, 2 is L2's circle.
    color : str
        Of the border, and of the tint within.

    Raises
    ------
    ValueError
        If t is negative or q is not above 0.

    Examples
    --------
    >>> from shrinkage.plots import new_figure
    >>> figure, axes = new_figure()
    >>> draw_budget(axes, 0.5, q=2)
    """
    border = budget_border(t, q)
    axes.fill(*border.T, color=color, alpha=0.2, linewidth=0)
    axes.plot(*border.T, color=color, linewidth=1.8)


def draw_contours(
    axes: Axes, A: ArrayLike, center: ArrayLike, losses: Sequence[float], through: float = -1.0
) -> None:
    """Draw where ½(w − c)ᵀA(w − c) has given values: ellipses around c, which gets a cross.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw; both axes get one scale, and lines through 0.
    A : array_like of shape (2, 2)
        The curvature of the loss, XᵀX/n: symmetric, positive definite.
    center : array_like of shape (2,)
        c, the least-squares weights.
    losses : sequence of float
        The values, each above 0: by how much the loss is above its least.
    through : float
        One more value, drawn in black: that of the contour through a solution. None if it is
        not above 0.

    Raises
    ------
    ValueError
        If A is not symmetric and positive definite, or a shape does not fit.

    Examples
    --------
    >>> from shrinkage.plots import new_figure
    >>> figure, axes = new_figure()
    >>> draw_contours(axes, [[1, 0.5], [0.5, 1]], [0.7, 0.3], [0.01, 0.05], through=0.1)
    """
    curvature, c = check_matrix("A", A), check_vector("center", center)
    if curvature.shape != (2, 2) or c.shape != (2,):
        raise ValueError(
            f"A must be 2 × 2 and center hold 2 numbers, got {curvature.shape} and {c.shape}."
        )
    if not np.allclose(curvature, curvature.T) or np.linalg.eigvalsh(curvature)[0] <= 0:
        raise ValueError("A must be symmetric and positive definite, as XᵀX/n is.")
    angles = np.linspace(0, 2 * np.pi, 181)
    # With A = LLᵀ, a step s costs ½ where Lᵀs has length 1.
    ellipse = np.linalg.solve(
        np.linalg.cholesky(curvature).T, np.array([np.cos(angles), np.sin(angles)])
    )
    drawn = [(value, GRAY, 0.8) for value in losses]
    if through > 0:
        drawn.append((through, "black", 1.4))
    for value, color, width in drawn:
        points = c[:, np.newaxis] + np.sqrt(2 * value) * ellipse
        axes.plot(*points, color=color, linewidth=width)
    axes.plot(*c, "+", color="black", markersize=10)
    axes.axhline(0, color="black", linewidth=0.8)
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_aspect("equal")
    axes.grid(False)
