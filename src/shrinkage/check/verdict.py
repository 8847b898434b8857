"""What a check answers: not attempted, right, or what is wrong."""

from __future__ import annotations

import html
from dataclasses import dataclass
from enum import Enum

__all__ = ["Status", "Verdict"]


class Status(Enum):
    """The three things a check can say, each with its words and the color of its mark."""

    NOT_ATTEMPTED = ("Not attempted yet.", "○", "#6e7781")
    RIGHT = ("Right.", "✓", "#1a7f5a")
    NOT_YET = ("Not yet.", "✗", "#b35900")

    @property
    def words(self) -> str:
        """The first words of the answer."""
        return self.value[0]

    @property
    def mark(self) -> str:
        """A sign that says the same without color."""
        return self.value[1]

    @property
    def color(self) -> str:
        """The color of the bar beside the answer, 3:1 on white and on near black."""
        return self.value[2]


@dataclass(frozen=True)
class Verdict:
    """The answer of a check, shown by a notebook as a line with a mark.

    Parameters
    ----------
    status : Status
        Not attempted, right, or not yet.
    message : str
        What to do, what was understood, or what is wrong.
    heading : str, optional
        The first words; if not given, the status's own.

    Examples
    --------
    >>> Verdict(Status.NOT_YET, "The bias is missing.")
    ✗ Not yet. The bias is missing.
    """

    status: Status
    message: str
    heading: str = ""

    def __post_init__(self) -> None:
        # A frozen dataclass: the one place where a default that depends on a field is set.
        object.__setattr__(self, "heading", self.heading or self.status.words)

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.status is Status.RIGHT

    @property
    def attempted(self) -> bool:
        """Whether there is an answer at all."""
        return self.status is not Status.NOT_ATTEMPTED

    def __repr__(self) -> str:
        return f"{self.status.mark} {self.heading} {self.message}".rstrip()

    def _repr_html_(self) -> str:
        kind = self.status.name.lower().replace("_", "-")
        bar = f"border-left: 4px solid {self.status.color}; padding: 0.3em 0.8em"
        mark = f'<span aria-hidden="true">{self.status.mark} </span>'
        return (
            f'<div class="check check-{kind}" role="status" style="{bar}">'
            f"<strong>{mark}{html.escape(self.heading)}</strong> {html.escape(self.message)}</div>"
        )
