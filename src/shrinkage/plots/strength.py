"""Axes along which the strength λ of a penalty runs."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from shrinkage.validation import check_number

__all__ = ["scale_lams"]


def scale_lams(axes: Axes, first: float, last: float) -> None:
    """Let λ run along the x axis on a logarithmic scale, its powers of ten in plain numbers.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What is drawn on it already, or later, keeps its data.
    first, last : float
        The ends of the range, both above 0; the axis goes a little beyond.

    Raises
    ------
    ValueError
        If the range is empty, or not above 0.

    Examples
    --------
    >>> from shrinkage.plots import new_figure
    >>> figure, axes = new_figure()
    >>> scale_lams(axes, 0.01, 10)
    >>> [label.get_text() for label in axes.get_xticklabels()]
    ['0.01', '0.1', '1', '10']
    """
    low = check_number("first", first, minimum=0.0, exclusive=True)
    high = check_number("last", last, minimum=0.0, exclusive=True)
    if low >= high:
        raise ValueError(f"last must be above first, got first {low:g} and last {high:g}.")
    # A little more than the range, so that what is drawn at its ends stays clear of the frame.
    beyond = (high / low) ** 0.03
    axes.set(xscale="log", xlim=(low / beyond, high * beyond), xlabel="strength λ")
    powers = np.arange(np.ceil(np.log10(low) - 1e-9), np.floor(np.log10(high) + 1e-9) + 1)
    axes.set_xticks(10.0**powers, [f"{10.0**power:.10g}" for power in powers])
    axes.minorticks_off()
