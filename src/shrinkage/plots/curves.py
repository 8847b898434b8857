"""Two errors along a training: on the rows that train, and on rows that were held back."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from shrinkage.plots.palette import BLUE, GRAY, ORANGE
from shrinkage.validation import check_number, check_same_length, check_vector

__all__ = ["draw_curves"]


def draw_curves(
    axes: Axes,
    steps: ArrayLike,
    training: ArrayLike,
    test: ArrayLike,
    *,
    plain: float | None = None,
) -> None:
    """Draw both errors against the training step, with a dot where the test error is least.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw; its x axis becomes logarithmic.
    steps : array_like of shape (k,)
        Numbers of the steps, from 1 on, rising.
    training, test : array_like of shape (k,)
        The error at each step, on the training rows and on the test rows.
    plain : float, optional
        The test error of a model that predicts the mean, drawn as a level line.

    Raises
    ------
    ValueError
        If the three do not match, or a step is below 1.

    Examples
    --------
    >>> from shrinkage.plots import new_figure
    >>> figure, axes = new_figure()
    >>> draw_curves(axes, [1, 10, 100], [9.0, 4.0, 1.0], [9.5, 7.0, 8.0], plain=10)
    """
    steps = check_vector("steps", steps)
    training, test = check_vector("training", training), check_vector("test", test)
    check_same_length(steps=steps, training=training, test=test)
    if steps.min() < 1:
        raise ValueError(f"steps must start at 1 for a logarithmic axis, got {steps.min():g}.")
    if plain is not None:
        level = check_number("plain", plain)
        axes.axhline(level, color=GRAY, linestyle=":", linewidth=1.6, label="plain mean, test rows")
    axes.plot(steps, test, color=ORANGE, label="test rows")
    axes.plot(steps, training, "--", color=BLUE, label="training rows")
    lowest = int(np.argmin(test))
    axes.plot(steps[lowest], test[lowest], "o", color=ORANGE, markersize=7)
    axes.set(xscale="log", xlabel="training steps")
    powers = 10 ** np.arange(np.floor(np.log10(steps.max()) + 1e-9) + 1)
    axes.set_xticks(powers, [f"{power:,.0f}" for power in powers])
    axes.minorticks_off()
