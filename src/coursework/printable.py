"""Text from outside, without the characters that do harm where it is shown or written."""

from __future__ import annotations

import re

__all__ = ["printable", "without_controls"]


def printable(text: str, also: str = "") -> str:
    """Return a text with "�" for each character that cannot be printed.

    A terminal takes some of them for commands, and half of a surrogate pair no file takes.

    Parameters
    ----------
    text : str
        What a student, or an archive, has brought.
    also : str
        Characters to keep besides, such as those that end lines.

    Examples
    --------
    >>> printable("Ada\\x1b[2J\\n", also="\\n")
    'Ada�[2J\\n'
    """
    return "".join(one if one.isprintable() or one in also else "\ufffd" for one in text)


def without_controls(text: str) -> str:
    """Return a text with "�" for each character that no page or sheet may hold.

    Less is lost than with `printable`: what joins emojis, and spaces that do not break, remain.
    """
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "�", text)
