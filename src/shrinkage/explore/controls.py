"""What a reader can move in a lab: the base of all controls, menus and checkboxes.

A control knows the settings that the published page draws (`values`), the one it starts at
(`start`), how each is written (`words`), and how to become a live widget in a notebook.
"""

from __future__ import annotations

import math
import numbers
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ipywidgets
import numpy as np

__all__ = ["UNSET", "Checkbox", "Control", "Menu", "number_in_words", "plain"]


class _Unset:
    """The mark of an argument that was not given, where None is a value like any other."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Any = _Unset()


def number_in_words(value: Any) -> str:
    """Write a number as a reader expects it: four digits, and a minus sign, not a hyphen.

    Examples
    --------
    >>> number_in_words(-0.30000000000000004)
    '−0.3'
    """
    text = str(int(value)) if isinstance(value, numbers.Integral) else f"{float(value):.4g}"
    return text.replace("-", "−")


def plain(value: Any) -> Any:
    """Return NumPy's scalars as Python's own, so that `True`, `3` and `0.1` print as such."""
    return value.item() if isinstance(value, np.generic) else value


def same_setting(first: Any, second: Any) -> bool:
    """Tell whether two settings are one and the same, numbers up to rounding.

    `True` is not `1`, and an object whose `==` gives no yes or no is compared by identity.
    """
    if first is second:
        return True
    if isinstance(first, bool) or isinstance(second, bool):
        return False
    if isinstance(first, numbers.Real) and isinstance(second, numbers.Real):
        return math.isclose(first, second, rel_tol=1e-9, abs_tol=1e-12)
    try:
        return bool(first == second)
    except (TypeError, ValueError):
        return False


class Control(ABC):
    """Base of all controls; use `Slider`, `LogSlider`, `Menu` or `Checkbox`.

    Attributes
    ----------
    kind : str
        "slider", "menu" or "checkbox": the input the page shows.
    values : tuple
        The settings that are drawn for the published page, in order.
    start : object
        The setting it starts at; `UNSET` until the lab has settled it.
    label : str
        What the reader sees beside it.
    """

    kind = ""

    def __init__(self, values: Sequence[Any], start: Any, label: str | None) -> None:
        self.values = tuple(values)
        self.start = start
        self.label = label

    @abstractmethod
    def words(self, value: Any) -> str:
        """Return the setting in words, as shown beside the control and read aloud."""

    @abstractmethod
    def widget(self) -> ipywidgets.Widget:
        """Return a new live widget that starts at `start`."""

    def read(self, widget: ipywidgets.Widget) -> Any:
        """Return the setting a live widget stands at; a drawn one exactly, as it was named."""
        value = plain(widget.value)
        place = self.position(value)
        return value if place is None else self.values[place]

    def write(self, widget: ipywidgets.Widget, value: Any) -> None:
        """Move a live widget to a setting."""
        widget.value = value

    def ends(self) -> tuple[Any, ...]:
        """Return the settings at which a lab must be tried: both ends, or every option."""
        return self.values

    def position(self, value: Any) -> int | None:
        """Return the place of a setting among `values`, or None."""
        for place, known in enumerate(self.values):
            if same_setting(known, value):
                return place
        return None

    @property
    def start_place(self) -> int:
        """The place of the start among `values`."""
        return self.position(self.start) or 0

    def begin(self, name: str, default: Any) -> None:
        """Settle label and start once the name of the argument and its default are known.

        The start is, in this order: the control's own `value`, the function's default for
        that argument, and else what the kind of control starts at.
        """
        if self.label is None:
            self.label = {"lam": "λ", "alpha": "α"}.get(name, name.replace("_", " "))
        if self.start is not UNSET:
            wanted, whose = self.start, "value"
        elif default is not UNSET:
            wanted, whose = default, "the function's default"
        else:
            self.start = self._middle()
            return
        place = self.position(wanted)
        if place is None:
            known = ", ".join(self.words(value) for value in self.values[:12])
            more = ", …" if len(self.values) > 12 else ""
            raise ValueError(
                f"{name} cannot start at {wanted!r} ({whose}): it is none of the control's "
                f"settings, which are {known}{more}. Give the control a `value` among them."
            )
        self.start = self.values[place]

    def _middle(self) -> Any:
        return self.values[0]

    def _check_words(self) -> None:
        seen: dict[str, Any] = {}
        for value in self.values:
            words = self.words(value)
            if not words.strip():
                raise ValueError(f"The setting {value!r} has no words; give a `format` or label.")
            if words in seen:
                raise ValueError(
                    f"Two settings read {words!r} ({seen[words]!r} and {value!r}); "
                    "a reader could not tell them apart. Give another `format` or label."
                )
            seen[words] = value


class Menu(Control):
    """A menu of any objects: names, data sets, penalties, functions.

    Parameters
    ----------
    options : sequence or mapping
        The objects, or (words, object) pairs, or a dict from words to objects. An object
        without words of its own shows its name.
    value : object
        The start; if not given, the function's default, or the first option.
    label : str
        The text beside it; if not given, the argument's name.

    Examples
    --------
    >>> Menu({"no penalty": 0.0, "L1": 0.1}).words(0.1)
    'L1'
    """

    kind = "menu"

    def __init__(
        self,
        options: Mapping[str, Any] | Iterable[Any],
        *,
        value: Any = UNSET,
        label: str | None = None,
    ) -> None:
        if isinstance(options, str):
            raise TypeError(f"A menu needs several options, got the text {options!r}.")
        pairs = (
            [_worded(option) for option in options]
            if not isinstance(options, Mapping)
            else [(str(words), option) for words, option in options.items()]
        )
        if len(pairs) < 2:
            raise ValueError(f"A menu needs at least two options, got {len(pairs)}.")
        super().__init__([option for _, option in pairs], value, label)
        self.names = tuple(words for words, _ in pairs)
        self._check_words()

    def words(self, value: Any) -> str:
        """Return the option's words."""
        place = self.position(value)
        return self.names[place] if place is not None else _worded(value)[0]

    def _check_words(self) -> None:
        # By place, not by value: two options may be equal objects under different names.
        for place, name in enumerate(self.names):
            if not name.strip():
                raise ValueError(f"The option {self.values[place]!r} has no words.")
            if name in self.names[:place]:
                raise ValueError(f"Two options of a menu read {name!r}; give them other words.")

    def widget(self) -> ipywidgets.Widget:
        """Return a drop-down list; it holds places, as options may have any `==`."""
        return ipywidgets.Dropdown(
            options=[(name, place) for place, name in enumerate(self.names)],
            value=self.position(self.start),
        )

    def read(self, widget: ipywidgets.Widget) -> Any:
        """Return the option chosen."""
        return self.values[widget.value]

    def write(self, widget: ipywidgets.Widget, value: Any) -> None:
        """Choose an option."""
        place = self.position(value)
        if place is None:
            raise ValueError(f"{value!r} is none of the options {', '.join(self.names)}.")
        widget.value = place


class Checkbox(Control):
    """Something that is on or off.

    Parameters
    ----------
    value : bool
        The start; if not given, the function's default, or off.
    label : str
        The text beside it; if not given, the argument's name.

    Examples
    --------
    >>> Checkbox(True, label="show the test rows").values
    (False, True)
    """

    kind = "checkbox"

    def __init__(self, value: Any = UNSET, *, label: str | None = None) -> None:
        value = plain(value)
        if value is not UNSET and not isinstance(value, bool):
            raise TypeError(f"A checkbox starts at True or False, got {value!r}.")
        super().__init__((False, True), value, label)

    def words(self, value: Any) -> str:
        """Return "on" or "off"."""
        return "on" if value else "off"

    def widget(self) -> ipywidgets.Widget:
        """Return a checkbox."""
        return ipywidgets.Checkbox(value=self.start, indent=False)


def _worded(option: Any) -> tuple[str, Any]:
    """Return (words, object) of a menu's option that may be such a pair or a bare object."""
    if isinstance(option, tuple) and len(option) == 2 and isinstance(option[0], str):
        return option
    option = plain(option)
    if isinstance(option, str):
        return option, option
    if isinstance(option, numbers.Real) and not isinstance(option, bool):
        return number_in_words(option), option
    return str(getattr(option, "__name__", None) or repr(option)), option
