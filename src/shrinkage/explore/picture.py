"""One picture of a lab: what the learner's function draws, and prints, for one setting."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from shrinkage.explore.svg import SETTINGS, svg_lines

__all__ = ["Picture", "take_picture"]

# In inches: a phone shows all of it, with text of ten points still legible.
FIGURE_SIZE = [4.8, 3.4]


@dataclass(frozen=True)
class Picture:
    """The lines of a picture's HTML, and its text alternative (empty if none was given)."""

    lines: tuple[str, ...]
    alt: str

    @property
    def html(self) -> str:
        """The picture as one text."""
        return "\n".join(self.lines)


def take_picture(
    function: Callable[..., Any],
    settings: Mapping[str, Any],
    salt: str,
    alt: str | Callable[..., str] | None = None,
) -> Picture:
    """Call a function that draws, and return what it drew and printed.

    Parameters
    ----------
    function : callable
        Returns one Matplotlib figure or several, or draws with pyplot.
    settings : mapping
        The arguments it is called with.
    salt : str
        What tells the ids of this lab's pictures from those of others.
    alt : str or callable
        The text alternative, or a function from the settings to it. Without one, the figures'
        attribute `alt_text` is read, where `shrinkage.plots` puts it.

    Raises
    ------
    Exception
        Whatever the function raises, and a `TypeError` if it neither draws nor prints.

    Examples
    --------
    >>> take_picture(lambda lam: print("shrunk by", 1 / (1 + lam)), {"lam": 1}, "example").alt
    'shrunk by 0.5'
    """
    figures, text = _call(function, settings)
    if not figures and not text.strip():
        raise TypeError(
            f"{getattr(function, '__name__', 'The function')} drew nothing and printed nothing. "
            "A lab's function returns a Matplotlib figure, or draws with pyplot."
        )
    if callable(alt):
        alt = alt(**settings)
    elif alt is None:
        alt = " ".join(getattr(figure, "alt_text", None) or "" for figure in figures).strip()
    lines: list[str] = []
    if figures:
        lines.append(f'<div class="lab-frame" role="img" aria-label={quoteattr(alt)}>')
        for number, figure in enumerate(figures):
            lines += svg_lines(figure, f"{salt}-{number}")
        lines.append("</div>")
    if text.strip():
        lines += [f'<pre class="lab-text">{escape(line)}</pre>' for line in text.splitlines()]
        alt = f"{alt} {text}".strip()
    return Picture(tuple(lines), alt)


def _call(function: Callable[..., Any], settings: Mapping[str, Any]) -> tuple[list[Figure], str]:
    """Return the figures that a call gave or left open, now closed, and what it printed."""
    printed = io.StringIO()
    changes: Any = dict(SETTINGS)
    if list(mpl.rcParams["figure.figsize"]) == list(mpl.rcParamsDefault["figure.figsize"]):
        changes["figure.figsize"] = FIGURE_SIZE
    if not mpl.rcParams["figure.autolayout"]:
        changes["figure.constrained_layout.use"] = True
    with mpl.rc_context(changes), contextlib.redirect_stdout(printed):
        others = set(plt.get_fignums())
        if others:
            # Else a function that draws with pyplot would draw into a figure of the notebook.
            plt.figure()
        try:
            given = function(**settings)
            opened = [plt.figure(number) for number in plt.get_fignums() if number not in others]
        finally:
            for number in set(plt.get_fignums()) - others:
                plt.close(number)
    if isinstance(given, str):
        printed.write(given)
    returned = _returned_figures(given)
    drawn = returned or [figure for figure in opened if figure.get_children()[1:]]
    return drawn, printed.getvalue().strip("\n")


def _returned_figures(given: Any) -> list[Figure]:
    several = given if isinstance(given, (list, tuple)) else [given]
    figures = [one.get_figure() if isinstance(one, Axes) else one for one in several]
    return list(dict.fromkeys(figure for figure in figures if isinstance(figure, Figure)))
