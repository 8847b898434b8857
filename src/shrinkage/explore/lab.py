"""`explore`, and the lab it returns."""

from __future__ import annotations

import copy
import inspect
import os
import re
import traceback
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import ipywidgets

from shrinkage.explore.abbreviations import as_control
from shrinkage.explore.controls import UNSET, Control
from shrinkage.explore.picture import Picture, take_picture
from shrinkage.explore.publishing import placeholder, published

__all__ = ["Lab", "explore"]

BUILD_VARIABLE = "SHRINKAGE_BUILD_LABS"


def explore(
    function: Callable[..., Any],
    *,
    name: str | None = None,
    caption: str | None = None,
    alt: str | Callable[..., str] | None = None,
    **controls: Any,
) -> Lab:
    """Draw a function's figure, with controls for its arguments: `interact` that can be published.

    Show the lab by making it the last expression of a cell. In a notebook it redraws for any
    value. On the published page the same controls choose among pictures drawn beforehand, one
    for every combination of their `values`.

    Parameters
    ----------
    function : callable
        Draws from its arguments and nothing else, and returns a Matplotlib figure (several
        stand side by side where there is room, and else one below the other), or draws with
        pyplot. What it prints is shown below the picture.
    name : str
        The lab's name on the page, in small letters, digits and hyphens; if not given, the
        function's name.
    caption : str
        A sentence below the picture, the same for all settings.
    alt : str or callable
        What the picture shows, in words, for readers who do not see it: a function from the
        same arguments to a sentence, or one sentence. If not given, the figure's attribute
        `alt_text`, set by `shrinkage.plots.describe`. The site's build asks for one of them.
    **controls
        For every argument that the reader moves, a `Slider`, `LogSlider`, `Menu` or `Checkbox`,
        or short: (first, last, step), a list or dict, True or False. An argument with a default
        needs no control, and a control starts at the argument's default.

    Returns
    -------
    Lab

    Raises
    ------
    TypeError, ValueError
        If a control does not fit; and whatever `function` raises when drawing the start.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> def shrunk_weight(lam=1.0):
    ...     figure = Figure(figsize=(3, 1))
    ...     figure.subplots().barh(["w"], [1 / (1 + lam)])
    ...     figure.alt_text = f"The weight is {1 / (1 + lam):.2f}."
    ...     return figure
    >>> lab = explore(shrunk_weight, lam=(0.0, 3.0, 0.5))
    >>> lab
    Lab(shrunk-weight)
    >>> lab.drive(lam=3.0).alt
    'The weight is 0.25.'
    """
    return Lab(function, controls, name=name, caption=caption, alt=alt)


class Lab:
    """A figure with controls, live in a notebook and on the published page.

    Attributes
    ----------
    name : str
        The lab's name on the page.
    controls : dict
        From the argument's name to its `Control`.
    widget : ipywidgets.VBox
        The live lab.
    error : Exception or None
        What the function raised when it last drew, if it did.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        controls: dict[str, Any],
        *,
        name: str | None = None,
        caption: str | None = None,
        alt: str | Callable[..., str] | None = None,
    ) -> None:
        if not callable(function):
            raise TypeError(f"explore needs a function that draws, got {function!r}.")
        self._function = function
        self._alt = alt
        self.name = _checked_name(function, name)
        self.controls = _checked_controls(function, controls)
        self.error: Exception | None = None
        # Here and not when shown: IPython turns an error while showing into a mere message.
        self._picture = self.draw(**self._start())
        self._html = placeholder(self.name, self.controls)
        if os.environ.get(BUILD_VARIABLE) == "1":
            self._html = published(self.name, self.controls, self.draw, caption)
        self._make_widget(caption)

    def __repr__(self) -> str:
        return f"Lab({self.name})"

    def draw(self, **settings: Any) -> Picture:
        """Return the picture at some settings, and let through what the function raises."""
        return take_picture(self._function, settings, f"shrinkage-{self.name}", self._alt)

    def drive(self, **settings: Any) -> Picture:
        """Move live controls as a learner would, and return the picture they give.

        Raises
        ------
        TypeError
            If there is no such control.
        Exception
            What the function raised, which the lab itself shows in place of the picture.
        """
        for key in settings:
            if key not in self.controls:
                raise TypeError(f"Lab {self.name} has no control {key}; it has {self._known()}.")
        self._paused = True
        try:
            for key, value in settings.items():
                self.controls[key].write(self._inputs[key], value)
        finally:
            self._paused = False
        self._redraw()
        if self.error is not None:
            raise self.error
        return self._picture

    def settings(self) -> dict[str, Any]:
        """Return where the live controls stand."""
        return {key: control.read(self._inputs[key]) for key, control in self.controls.items()}

    def _known(self) -> str:
        return ", ".join(self.controls)

    def _start(self) -> dict[str, Any]:
        return {key: control.start for key, control in self.controls.items()}

    def _make_widget(self, caption: str | None) -> None:
        self._paused = False
        self._inputs: dict[str, ipywidgets.Widget] = {}
        for key, control in self.controls.items():
            widget = control.widget()
            widget.description = control.label
            widget.style.description_width = "initial"
            widget.observe(self._redraw, names="value")
            self._inputs[key] = widget
        # An HTML widget, never an Output: what an Output holds is not part of the notebook's
        # own outputs under nbclient, and is under nbval, so that the two would never agree.
        self._screen = ipywidgets.HTML(_live(self._picture.html))
        below = [ipywidgets.HTML(f"<p>{escape(caption)}</p>")] if caption else []
        self.widget = ipywidgets.VBox([*self._inputs.values(), self._screen, *below])

    def _redraw(self, _change: Any = None) -> None:
        if self._paused:
            return
        try:
            self._picture = self.draw(**self.settings())
        except Exception as error:  # shown in the picture's place, where the learner looks
            self.error = error
            self._screen.value = _report(error)
        else:
            self.error = None
            self._screen.value = _live(self._picture.html)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        bundle = dict(self.widget._repr_mimebundle_() or {})
        return {**bundle, "text/plain": repr(self), "text/html": self._html}


def _checked_name(function: Callable[..., Any], name: str | None) -> str:
    if name is None:
        name = getattr(function, "__name__", "").strip("_").replace("_", "-").lower()
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(
            f"A lab's name is made of small letters, digits and hyphens, got {name!r}: "
            'write explore(…, name="two-weights").'
        )
    return name


def _checked_controls(function: Callable[..., Any], given: dict[str, Any]) -> dict[str, Control]:
    """Return the controls of a function's arguments, each settled on a start."""
    if not given:
        raise TypeError("explore needs at least one control, such as lam=LogSlider(0.01, 1).")
    parameters = inspect.signature(function).parameters
    title = getattr(function, "__name__", "the function")
    open_ended = any(one.kind is one.VAR_KEYWORD for one in parameters.values())
    controls = {}
    for key, one in given.items():
        if key not in parameters and not open_ended:
            known = ", ".join(parameters) or "none"
            raise TypeError(f"{title} has no argument {key!r}; its arguments are {known}.")
        default = parameters[key].default if key in parameters else inspect.Parameter.empty
        # A copy, as a control may be handed to several labs, and each settles its own start.
        controls[key] = copy.copy(as_control(key, one))
        controls[key].begin(key, UNSET if default is inspect.Parameter.empty else default)
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    missing = [
        key
        for key, one in parameters.items()
        if one.kind in named and one.default is one.empty and key not in controls
    ]
    if missing:
        raise TypeError(f"{title} needs {', '.join(missing)}: give a control or a default.")
    return controls


def _live(html: str) -> str:
    """Return a picture with the little of `static/lab.css` that it needs in a notebook."""
    return html.replace(
        '<div class="lab-frame"',
        '<div class="lab-frame" style="display: flex; flex-wrap: wrap; overflow-x: auto; '
        'line-height: normal; --lab-paper: var(--jp-layout-color0, #fff)"',
        1,
    )


def _report(error: Exception) -> str:
    """Return an error as HTML: its message, and where in the learner's code it arose."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [
        frame for frame in frames if "shrinkage/explore/" not in frame.filename.replace("\\", "/")
    ]
    where = "".join(traceback.format_list(own))
    what = "".join(traceback.format_exception_only(error))
    return (
        '<div role="alert"><strong>The function raised an error at this setting.</strong>'
        f'<pre style="white-space: pre-wrap">{escape(where + what)}</pre></div>'
    )
