"""What the tool refuses to do."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["RefusedError"]


class RefusedError(Exception):
    """Nothing was changed; the message says why, and what is accepted.

    Parameters
    ----------
    message : str
        One sentence to the teacher.
    problems : sequence of str
        What is wrong in detail, a line each.
    """

    SHOWN = 20

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        more = len(problems) - self.SHOWN
        lines = [message, *(f"  {one}" for one in problems[: self.SHOWN])]
        super().__init__("\n".join([*lines, f"  and {more} more"] if more > 0 else lines))
        self.problems = tuple(problems)
