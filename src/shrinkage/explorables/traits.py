"""What can be set on an explorable: traits with bounds, which refuse bad values in words.

Each is synced with the browser, and `spec` says what the figure's own script has to agree with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets

from shrinkage.validation import check_choice, check_count, check_flag, check_number

__all__ = ["Choice", "Flag", "Integer", "Kind", "Number", "NumberList"]


class Kind(traitlets.TraitType):
    """Base of the traits of explorables.

    Parameters
    ----------
    start : object
        The value of a new explorable.
    help : str
        What it is, in a few words.
    """

    kind = ""

    def __init__(self, start: Any, *, help: str) -> None:
        super().__init__(default_value=start, help=help)
        self.start = start
        self.tag(sync=True)

    @property
    def spec(self) -> dict[str, Any]:
        """The kind, start and bounds, as the figure's script states them."""
        return {"kind": self.kind, "start": self.start}

    def validate(self, obj: Any, value: Any) -> Any:
        """Return the value if it can be set.

        Raises
        ------
        TypeError, ValueError
            If it cannot; the message names the trait, what was given and what is accepted.
        """
        return self.checked(self.name or "value", value)

    def checked(self, name: str, value: Any) -> Any:
        """Return a value that can be set, called `name`; else raise."""
        raise NotImplementedError(f"{type(self).__name__} does not say what can be set.")


class Number(Kind):
    """A finite number between two bounds, both allowed."""

    kind = "number"

    def __init__(self, start: float, minimum: float, maximum: float, *, help: str) -> None:
        super().__init__(start, help=help)
        self.minimum = minimum
        self.maximum = maximum

    @property
    def spec(self) -> dict[str, Any]:
        """The kind, start and bounds."""
        return {**super().spec, "min": self.minimum, "max": self.maximum}

    def checked(self, name: str, value: Any) -> float:
        """Return it as a float."""
        return check_number(name, value, minimum=self.minimum, maximum=self.maximum)


class Integer(Number):
    """A whole number between two bounds, both allowed."""

    kind = "integer"

    def checked(self, name: str, value: Any) -> int:
        """Return it as an int."""
        value = value.item() if isinstance(value, np.generic) else value
        whole = check_count(name, value, minimum=int(self.minimum))
        check_number(name, whole, maximum=self.maximum)
        return whole


class Choice(Kind):
    """One of a few words."""

    kind = "choice"

    def __init__(self, options: Sequence[str], *, start: str, help: str) -> None:
        super().__init__(start, help=help)
        self.options = tuple(options)

    @property
    def spec(self) -> dict[str, Any]:
        """The kind, start and options."""
        return {**super().spec, "options": list(self.options)}

    def checked(self, name: str, value: Any) -> str:
        """Return it if it is one of them."""
        return check_choice(name, value, self.options)


class Flag(Kind):
    """True or False."""

    kind = "flag"

    def checked(self, name: str, value: Any) -> bool:
        """Return it as a bool."""
        return check_flag(name, value)


class NumberList(Kind):
    """As many finite numbers as at the start, each between two bounds."""

    kind = "list"

    def __init__(
        self, start: Sequence[float], minimum: float, maximum: float, *, help: str
    ) -> None:
        super().__init__([float(one) for one in start], help=help)
        self.minimum = minimum
        self.maximum = maximum

    def make_dynamic_default(self) -> list[float]:
        """Return a list of its own for each explorable."""
        return list(self.start)

    @property
    def spec(self) -> dict[str, Any]:
        """The kind, start and bounds."""
        return {**super().spec, "min": self.minimum, "max": self.maximum}

    def checked(self, name: str, value: Any) -> list[float]:
        """Return it as a list of floats."""
        length = len(self.start)
        if isinstance(value, (str, bytes)) or not hasattr(value, "__len__"):
            raise TypeError(f"{name} must be a list of {length} numbers, got {value!r}.")
        if len(value) != length:
            raise ValueError(f"{name} must hold {length} numbers, got {len(value)}.")
        return [
            check_number(f"{name}[{place}]", one, minimum=self.minimum, maximum=self.maximum)
            for place, one in enumerate(value)
        ]
