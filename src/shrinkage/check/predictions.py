"""A guess that is committed before the result is seen, and compared with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shrinkage.check.answers import in_words, is_blank
from shrinkage.check.verdict import Status, Verdict

__all__ = ["compare_prediction"]


def compare_prediction(guess: Any, outcome: str, options: Sequence[str]) -> Verdict:
    """Return how a guess compares with what happened.

    A wrong guess is as useful as a right one, so it is never scolded.

    Parameters
    ----------
    guess : str
        What was predicted; `...` while there is no guess.
    outcome : str
        What happened, computed from the experiment.
    options : sequence of str
        All that could be guessed; case and spaces around do not matter.

    Raises
    ------
    ValueError
        If `outcome` is none of the options: a mistake in the chapter, not in the guess.

    Examples
    --------
    >>> compare_prediction("falls", "stays the same", ["rises", "falls", "stays the same"])
    ✗ A surprise. You predicted “falls”; the answer is “stays the same”.
    >>> compare_prediction(..., "rises", ["rises", "falls"])
    ○ What did you predict? The answer is “rises”.
    """
    if outcome not in options:
        raise ValueError(f"outcome must be one of {list(options)}, got {outcome!r}.")
    if is_blank(guess):
        return Verdict(Status.NOT_ATTEMPTED, f"The answer is “{outcome}”.", "What did you predict?")
    choices = {option.strip().casefold(): option for option in options}
    chosen = choices.get(guess.strip().casefold()) if isinstance(guess, str) else None
    if chosen is None:
        listed = ", ".join(f"“{option}”" for option in options)
        message = f"{in_words(guess)} is none of the options: {listed}."
        return Verdict(Status.NOT_ATTEMPTED, message, "Which one?")
    if chosen == outcome:
        return Verdict(Status.RIGHT, f"The answer is “{outcome}”.", "As you predicted.")
    message = f"You predicted “{chosen}”; the answer is “{outcome}”."
    return Verdict(Status.NOT_YET, message, "A surprise.")
