"""Text from outside, without the characters that do harm where it is shown or written."""

from __future__ import annotations

__all__ = ["printable"]


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
