"""Sliders over evenly spaced numbers, over listed numbers, and over sizes."""

from __future__ import annotations

import itertools
import math
import numbers
from collections.abc import Callable, Iterable
from typing import Any

import ipywidgets

from shrinkage.explore.controls import UNSET, Control, number_in_words, plain

__all__ = ["LogSlider", "Slider"]


class Slider(Control):
    """A slider over numbers: evenly spaced from `first` to `last`, or any list in order.

    Parameters
    ----------
    first : float or sequence of float
        The lowest number, or all numbers (a list, range or array) in rising order.
    last, step : float
        The highest number, drawn as well, and the distance between neighbors. Without a step
        it is 1 between whole numbers and otherwise a tenth of the way.
    value : float
        The start; if not given, the function's default for this argument, or the middle.
    label : str
        The text beside it; if not given, the argument's name.
    unit : str
        Put behind each number, as in "3 cm" or "45°".
    format : str or callable
        A format such as ".2f", or a function from a number to its words.
    continuous_update : bool
        In a notebook: redraw while it is being dragged (False: only when it is let go).

    Notes
    -----
    The published page draws exactly the numbers named here. In a notebook the evenly spaced
    slider over floats stops ten times as often, and any number in its range can be typed.

    Raises
    ------
    TypeError, ValueError
        If the numbers are not finite, not rising, or do not meet `last`.

    Examples
    --------
    >>> Slider(0, 1, 0.25).values
    (0.0, 0.25, 0.5, 0.75, 1.0)
    >>> Slider([0, 0.01, 0.1, 1], label="λ").words(0.01)
    '0.01'
    >>> Slider(range(1, 12, 5), unit="features").words(6)
    '6 features'
    """

    kind = "slider"

    def __init__(
        self,
        first: Any,
        last: Any = None,
        step: Any = None,
        *,
        value: Any = UNSET,
        label: str | None = None,
        unit: str = "",
        format: str | Callable[[Any], str] | None = None,
        continuous_update: bool = True,
    ) -> None:
        self.unit = unit
        self.format = format
        self.continuous_update = continuous_update
        self.spaced = last is not None
        if self.spaced:
            values = _evenly_spaced(first, last, step)
        elif step is not None:
            raise TypeError(
                "Slider got a step but no last number: write Slider(first, last, step)."
            )
        else:
            values = _rising(first)
        super().__init__(values, value, label)
        self._check_words()

    def words(self, value: Any) -> str:
        """Return the number as it is written beside the slider."""
        if callable(self.format):
            text = self.format(value)
        elif self.format is not None:
            text = format(value, self.format).replace("-", "−")
        else:
            text = number_in_words(value)
        space = "" if self.unit[:1] in ("", "°", "%") else " "
        return f"{text}{space}{self.unit}"

    def ends(self) -> tuple[Any, ...]:
        """Return the lowest and the highest number."""
        return self.values[0], self.values[-1]

    def _middle(self) -> Any:
        return self.values[(len(self.values) - 1) // 2]

    def widget(self) -> ipywidgets.Widget:
        """Return an ipywidgets slider."""
        common = {"continuous_update": self.continuous_update}
        if not self.spaced:
            return ipywidgets.SelectionSlider(
                options=[(self.words(value), value) for value in self.values],
                index=self.position(self.start),
                **common,
            )
        low, high = self.ends()
        step = self.values[1] - low
        if isinstance(low, int):
            return ipywidgets.IntSlider(min=low, max=high, step=step, value=self.start, **common)
        # Fine enough to feel continuous, and still one of the page's settings every tenth stop.
        spec = self.format if isinstance(self.format, str) else ".4"
        return ipywidgets.FloatSlider(
            min=low, max=high, step=step / 10, value=self.start, readout_format=spec, **common
        )


class LogSlider(Slider):
    """A slider over round numbers of every size: 0.01, 0.03, 0.1, 0.3, 1 and so on.

    Parameters
    ----------
    first, last : float
        The lowest and the highest number, both above 0. (For 0 as well, list the numbers:
        `Slider([0, 0.01, 0.1, 1])`.)
    per_decade : {1, 2, 3}
        How many numbers the page draws between a power of ten and the next: 1; 1 and 3; or
        1, 2 and 5.
    value, label, unit, format, continuous_update
        As in `Slider`.

    Examples
    --------
    >>> LogSlider(0.01, 1).values
    (0.01, 0.03, 0.1, 0.3, 1.0)
    """

    def __init__(self, first: float, last: float, per_decade: int = 2, **options: Any) -> None:
        leading = {1: (1,), 2: (1, 3), 3: (1, 2, 5)}.get(per_decade)
        if leading is None:
            raise ValueError(f"per_decade must be 1, 2 or 3, got {per_decade!r}.")
        low, high = _finite("first", first), _finite("last", last)
        if not 0 < low < high:
            raise ValueError(f"LogSlider needs 0 < first < last, got {first!r} and {last!r}.")
        decades = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)
        # Through text, so that the number is the very one a reader would type.
        between = [float(f"{digit}e{power}") for power in decades for digit in leading]
        inner = [number for number in between if low * (1 + 1e-9) < number < high * (1 - 1e-9)]
        super().__init__([float(low), *inner, float(high)], **options)

    def widget(self) -> ipywidgets.Widget:
        """Return a slider that is even in the logarithm and takes any number in its range."""
        low, high = self.ends()
        return ipywidgets.FloatLogSlider(
            base=10,
            min=math.log10(low),
            max=math.log10(high),
            step=0.05,
            value=self.start,
            readout_format=self.format if isinstance(self.format, str) else ".3",
            continuous_update=self.continuous_update,
        )


def _finite(name: str, value: Any) -> float | int:
    """Return a finite number as int or float; refuse everything else."""
    value = plain(value)
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"A slider's {name} must be a number, got {value!r}.")
    if not math.isfinite(value):
        raise ValueError(f"A slider's {name} must be finite, got {value!r}.")
    return int(value) if isinstance(value, numbers.Integral) else float(value)


def _evenly_spaced(first: Any, last: Any, step: Any) -> list[float] | list[int]:
    low, high = _finite("first number", first), _finite("last number", last)
    if not low < high:
        raise ValueError(f"A slider must rise, got first {low!r} and last {high!r}.")
    whole = isinstance(low, int) and isinstance(high, int)
    if step is None:
        gap: float | int = 1 if whole else (high - low) / 10
    else:
        gap = _finite("step", step)
    if gap <= 0:
        raise ValueError(f"A slider's step must be above 0, got {gap!r}.")
    count = (high - low) / gap
    if abs(count - round(count)) > 1e-6:
        raise ValueError(
            f"Steps of {gap!r} from {low!r} do not meet {high!r}; choose a step that does."
        )
    places = range(round(count) + 1)
    if whole and isinstance(gap, int):
        return [low + gap * place for place in places]
    # Rounded to twelve digits of the largest: 0.1 * 3 is to be the 0.3 that a reader would type.
    digits = 12 - math.ceil(math.log10(max(abs(low), abs(high))))
    return [round(low + gap * place, digits) + 0.0 for place in places]


def _rising(given: Any) -> list[float | int]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise TypeError(
            f"Slider got {given!r}; write Slider(first, last, step) or Slider([several numbers])."
        )
    values = [_finite("numbers", value) for value in given]
    if len(values) < 2:
        raise ValueError(f"A slider needs at least two numbers, got {len(values)}.")
    if any(left >= right for left, right in itertools.pairwise(values)):
        raise ValueError(f"A slider's numbers must rise, got {values!r}.")
    whole = all(isinstance(value, int) for value in values)
    return values if whole else [float(value) for value in values]
