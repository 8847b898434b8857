"""The short ways of naming a control that `ipywidgets.interact` knows."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from typing import Any

import numpy as np

from shrinkage.explore.controls import Checkbox, Control, Menu
from shrinkage.explore.sliders import Slider

__all__ = ["as_control"]


def as_control(name: str, given: Any) -> Control:
    """Return the control that an argument of `explore` stands for.

    A control stands for itself, True or False for a checkbox, a list or dict for a menu, a
    tuple (first, last) or (first, last, step) for a slider, a range or a one-dimensional array
    for a slider over its numbers.

    Raises
    ------
    TypeError
        If it is none of these.

    Examples
    --------
    >>> as_control("lam", (0, 2, 1)).values
    (0, 1, 2)
    """
    if isinstance(given, Control):
        return given
    if isinstance(given, (bool, np.bool_)):
        return Checkbox(bool(given))
    if isinstance(given, (list, Mapping)):
        return Menu(given)
    if isinstance(given, range) or (isinstance(given, np.ndarray) and given.ndim == 1):
        return Slider(given)
    if isinstance(given, tuple) and len(given) in (2, 3) and all(map(_is_number, given)):
        return Slider(*given)
    raise TypeError(
        f"explore cannot make a control for {name} of {given!r}. Accepted are Slider, LogSlider, "
        "Menu, Checkbox, True or False (checkbox), a list or dict (menu), a tuple "
        "(first, last, step), a range or an array (slider)."
    )


def _is_number(given: Any) -> bool:
    return isinstance(given, numbers.Real) and not isinstance(given, bool)
