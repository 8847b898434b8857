"""Figures that carry their alt text with them."""

from __future__ import annotations

import hashlib
import io
import os
from typing import Any
from xml.sax.saxutils import quoteattr

import matplotlib
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text

from shrinkage.explore.lab import BUILD_VARIABLE
from shrinkage.explore.svg import svg_lines
from shrinkage.plots.palette import COLORS

__all__ = ["DescribedFigure", "describe", "new_figure"]

WIDTH = 5.2  # inches: the widest whose text stays legible at the width of a phone
STYLE: Any = {
    "axes.grid": True,
    "axes.prop_cycle": cycler(color=COLORS),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 11,
    "grid.alpha": 0.25,
}


class CourseAxes(Axes):
    """Axes whose title stands at the left and whose legend has no frame."""

    def set_title(self, label: str, *args: Any, **options: Any) -> Text:
        """Set the title: one message, in a few words."""
        return super().set_title(label, *args, **{"loc": "left", **options})

    def legend(self, *args: Any, **options: Any) -> Legend:
        """Draw the legend."""
        return super().legend(*args, **{"frameon": False, **options})


class DescribedFigure(Figure):
    """A Matplotlib figure with alt text, which notebooks and pages show with it.

    It is not kept by pyplot, so a notebook shows it once, where it is returned, and it leaves no
    memory behind. When the site is built it becomes an inline SVG, like a lab's pictures, whose
    text and lines follow the page's dark or light theme; the build stops if it has no alt text.
    """

    alt_text: str | None = None

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        if os.environ.get(BUILD_VARIABLE) == "1":
            return {
                "text/html": f'<figure class="drawing">{self.drawing()}</figure>',
                "text/plain": "Figure",
            }
        buffer = io.BytesIO()
        FigureCanvasAgg(self)
        self.savefig(buffer, format="png")
        text = f"Figure: {self.alt_text}" if self.alt_text else repr(self)
        return {"image/png": buffer.getvalue(), "text/plain": text}

    def drawing(self, name: str = "") -> str:
        """Return the figure as HTML: an inline SVG with its alt text.

        Parameters
        ----------
        name : str
            Tells this drawing's ids from those of one with the same alt text on the same page.

        Raises
        ------
        ValueError
            If it has none.
        """
        if not self.alt_text:
            raise ValueError(
                "This figure has no alt text. End the cell in describe(figure, '...'), with a "
                "sentence that states the figure's conclusion."
            )
        salt = hashlib.sha256((name + self.alt_text).encode()).hexdigest()[:8]
        svg = "\n".join(svg_lines(self, f"drawing-{salt}"))
        label = quoteattr(self.alt_text)
        return f'<div class="lab-frame" role="img" aria-label={label}>\n{svg}\n</div>'


def new_figure(
    rows: int = 1,
    columns: int = 1,
    *,
    width: float = WIDTH,
    height: float = 3.2,
    **options: Any,
) -> tuple[DescribedFigure, Any]:
    """Return an empty figure in the course's style, and its axes.

    Parameters
    ----------
    rows, columns : int
        How many panels.
    width, height : float
        Of the whole figure, in inches.
    **options
        Handed to `Figure.subplots`, such as `sharey=True`.

    Returns
    -------
    figure : DescribedFigure
        Draw on its axes, then `describe` it.
    axes : matplotlib.axes.Axes, or array of them
        One panel's axes by itself; several as `Figure.subplots` returns them.

    Examples
    --------
    >>> figure, axes = new_figure(height=2)
    >>> _ = axes.plot([0, 1], [0, 1])
    >>> describe(figure, "A line rises from the origin to one.").alt_text
    'A line rises from the origin to one.'
    """
    with matplotlib.rc_context(STYLE):
        figure = DescribedFigure(figsize=(width, height), layout="constrained")
        subplot_kw = {"axes_class": CourseAxes, **options.pop("subplot_kw", {})}
        axes = figure.subplots(rows, columns, subplot_kw=subplot_kw, **options)
    return figure, axes


def describe(figure: DescribedFigure, alt_text: str) -> DescribedFigure:
    """Give a figure its alt text: what someone who can't see it should know.

    Parameters
    ----------
    figure : DescribedFigure
        Made by `new_figure`.
    alt_text : str
        One or two sentences that state the figure's conclusion.

    Returns
    -------
    DescribedFigure
        The same figure, so that a cell can end in `describe(figure, "...")`.

    Raises
    ------
    ValueError
        If the text is empty.
    """
    if not isinstance(alt_text, str) or not alt_text.strip():
        raise ValueError(f"alt_text must be a sentence or two, got {alt_text!r}.")
    figure.alt_text = " ".join(alt_text.split())
    return figure
