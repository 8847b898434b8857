"""What all explorables have in common: state that is kept in step, a still, and words."""

from __future__ import annotations

import copy
import json
import os
import re
from importlib.resources import files
from typing import Any, ClassVar
from xml.sax.saxutils import escape, quoteattr

import anywidget
import traitlets

from shrinkage.explorables.traits import Kind
from shrinkage.explore.lab import BUILD_VARIABLE
from shrinkage.plots import DescribedFigure

__all__ = ["Explorable"]

STATIC = files("shrinkage.explorables") / "static"
NO_BUNDLE = (
    "This is a still: the interactive figures are not built. Run `npm ci` and `npm run build` in "
    "the course's folder, and restart the kernel."
)
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _module() -> str:
    """Return the script that anywidget loads, or nothing where it has not been built."""
    path = STATIC / "jupyter.js"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


class _Prediction(Kind):
    """The guess that a reader has committed, "" for none; each figure knows its own."""

    def validate(self, obj: Any, value: Any) -> str:
        """Return it if the figure asks a question that it can answer."""
        return obj.checked_prediction(value)


class Explorable(anywidget.AnyWidget):
    """Base of the interactive figures; use one of the classes in `shrinkage.explorables`.

    Shown in a notebook it is a live figure, whose state can be read and set from Python and from
    the picture. Written into a page it is the same figure without a kernel.

    A subclass states `name`, `title`, `heights`, `caption`, `parts` and perhaps `guesses`, declares
    what can be set as traits of `shrinkage.explorables.traits`, and defines `results` and `still`.
    The script `js/figures/NAME.js` states the same names, heights, bounds, starts and guesses.

    Parameters
    ----------
    id : str
        What the figure is called on a page, and in the address that leads to it; if not given,
        its name. Two figures of one kind on one page need different ones.
    **state
        Values that differ from the start.

    Raises
    ------
    TypeError, ValueError
        If there is no such value, or it cannot be set.

    Attributes
    ----------
    prediction : str
        What the reader has guessed; "" for nothing yet.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    # Pixels that the mounted figure takes: from 600 pixels of width on, on phones, and below 320.
    heights: ClassVar[dict[str, int]] = {"wide": 0, "narrow": 0, "narrowest": 0}
    # One sentence that states the conclusion.
    caption: ClassVar[str] = ""
    # What to try, what it shows, what it does not show: (heading, text) each.
    parts: ClassVar[tuple[tuple[str, str], ...]] = ()
    # What a reader may guess; None where the guess is made in the picture, as text.
    guesses: ClassVar[tuple[str, ...] | None] = ()

    _esm = _module()

    prediction = _Prediction("", help="the guess that the reader has committed")
    _figure = traitlets.Unicode().tag(sync=True)
    _id = traitlets.Unicode().tag(sync=True)
    _texts = traitlets.Dict().tag(sync=True)

    def __init__(self, *, id: str | None = None, **state: Any) -> None:
        known = [*self.spec(), "prediction"]
        for key in state:
            if key not in known:
                raise TypeError(
                    f"{type(self).__name__} has no value {key!r}; it has {', '.join(known)}."
                )
        super().__init__(
            _figure=self.name,
            _id=_checked_id(self.name if id is None else id),
            _texts={
                "title": self.title,
                "caption": self.caption,
                "parts": [list(part) for part in self.parts],
            },
            **state,
        )

    @classmethod
    def spec(cls) -> dict[str, dict[str, Any]]:
        """Return what can be set: for each trait its kind, start and bounds."""
        return {
            key: trait.spec
            for key, trait in cls.class_traits().items()
            if isinstance(trait, Kind) and not isinstance(trait, _Prediction)
        }

    @property
    def state(self) -> dict[str, Any]:
        """What is set now, without the prediction."""
        return {key: copy.copy(getattr(self, key)) for key in self.spec()}

    def results(self) -> dict[str, Any]:
        """Return what follows from the state, under the names that the script gives it."""
        raise NotImplementedError(f"{type(self).__name__} does not say what its results are.")

    def still(self) -> DescribedFigure:
        """Return a drawing of the present state, for paper and for pages without scripts."""
        raise NotImplementedError(f"{type(self).__name__} has no still.")

    def reset(self) -> None:
        """Bring the start back; the prediction stays."""
        with self.hold_sync():
            for key, one in self.spec().items():
                setattr(self, key, copy.copy(one["start"]))

    def checked_prediction(self, value: Any) -> str:
        """Return a guess that can be made.

        Raises
        ------
        ValueError
            If it cannot.
        """
        if isinstance(value, str) and (
            value == "" or value in (self.guesses or ()) or self.guesses is None
        ):
            return value
        options = ", ".join(repr(guess) for guess in self.guesses or ()) or "a text"
        raise ValueError(f"prediction must be {options}, or '' for none; got {value!r}.")

    def html(self) -> str:
        """Return the figure as a page shows it: a still, and words, which a script brings to life.

        The room that it will take is reserved, and what differs from the start is written down.
        """
        start = {key: one["start"] for key, one in self.spec().items()}
        changed = {key: value for key, value in self.state.items() if value != start[key]}
        state = json.dumps(changed, ensure_ascii=False, allow_nan=False)
        room = "; ".join(f"--{width}: {height}px" for width, height in self.heights.items())
        parts = "".join(
            f"<dt>{escape(heading)}</dt><dd>{escape(text)}</dd>" for heading, text in self.parts
        )
        return "\n".join(
            [
                f'<figure class="explorable" id="{self._id}" data-explorable="{self.name}" '
                f"data-title={quoteattr(self.title)} data-state={quoteattr(state)} "
                f'style="{room}">',
                '<div class="explorable-room"><div class="explorable-still">',
                self.still().drawing(self._id),
                "</div></div>",
                f"<figcaption>{escape(self.caption)}</figcaption>",
                '<details class="explorable-texts"><summary>What to try, and what it shows'
                f"</summary><dl>{parts}</dl></details>",
                "</figure>",
            ]
        )

    def _placeholder(self) -> str:
        """Return the fixed text that is committed with notebooks, and compared."""
        return (
            f"<p>Interactive figure <em>{escape(self.title)}</em>. Run the cell to use it here, "
            "or open the chapter on the course's site.</p>"
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.state.items())})"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        building = os.environ.get(BUILD_VARIABLE) == "1"
        if not self._esm and not building:
            note = f"<p><em>{escape(NO_BUNDLE)}</em></p>"
            return {"text/plain": repr(self), "text/html": self.html() + note}, {}
        data, metadata = super()._repr_mimebundle_(**options) or ({}, {})
        html = self.html() if building else self._placeholder()
        return {**data, "text/plain": repr(self), "text/html": html}, metadata


def _checked_id(given: Any) -> str:
    if not isinstance(given, str) or not NAME.fullmatch(given):
        raise ValueError(
            f"id must be made of small letters, digits and hyphens, got {given!r}: "
            'write id="my-figure".'
        )
    return given
