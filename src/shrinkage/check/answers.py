"""Reading what a learner hands in, and comparing it with what it should be."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["agree", "in_words", "is_blank", "read_numbers", "relation"]


def is_blank(answer: Any) -> bool:
    """Tell whether an answer, or a part of it, is still the `...` that an exercise starts with."""
    if isinstance(answer, list | tuple):
        return any(is_blank(part) for part in answer)
    return answer is None or answer is Ellipsis


def read_numbers(answer: Any, shape: tuple[int, ...]) -> np.ndarray:
    """Return an answer as float64 numbers of the shape asked for.

    Lists, float32, booleans, and a column or row where a plain vector is meant are taken as
    they are meant. Text is not, even where it spells a number.

    Raises
    ------
    ValueError
        If it does not hold finite numbers, or not as many as asked for; the message is a
        sentence to a learner.
    """
    try:
        given = np.asarray(answer)
        if given.dtype.kind not in "biufO":
            raise ValueError
        numbers = given.astype(float)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(
            f"Numbers are asked for, and this {_is_or_holds(answer)}.{_joined(answer)}"
        ) from None
    if numbers.shape != shape:
        without_ones = tuple(length for length in numbers.shape if length != 1)
        if without_ones != tuple(length for length in shape if length != 1):
            raise ValueError(
                f"{_shape_in_words(shape)} is asked for, and this is "
                f"{_shape_in_words(numbers.shape, 'a')}."
            )
        numbers = numbers.reshape(shape)
    if not np.isfinite(numbers).all():
        found = "NaN" if np.isnan(numbers).any() else "infinity"
        raise ValueError(f"Finite numbers are asked for, and this holds {found}.")
    return numbers


def agree(one: np.ndarray, other: np.ndarray, tolerance: float) -> bool:
    """Tell whether two arrays are equal up to `tolerance`, relative to the larger of their sizes.

    Entries that should be exactly 0 may be off by `tolerance` times the largest entry.
    """
    if one.shape != other.shape:
        return False
    size = max(float(np.abs(other).max(initial=0.0)), 1e-300)
    return bool((np.abs(one - other) <= tolerance * size).all())


def relation(given: np.ndarray, wanted: np.ndarray, tolerance: float) -> str | None:
    """Name a simple relation that turns the right numbers into those given, or return None."""
    if agree(given, -wanted, tolerance):
        return "the sign is turned around"
    if given.size >= 2:
        shift = float(given.flat[0] - wanted.flat[0])
        if agree(given - shift, wanted, tolerance):
            return (
                f"each number is off by the same {abs(shift):.4g}: something is added or left out"
            )
    largest = np.abs(wanted).argmax()
    if wanted.size >= 2 and wanted.flat[largest] != 0:
        factor = float(given.flat[largest] / wanted.flat[largest])
        named = f"{factor:.4g}"
        if factor > 0 and named != "1" and agree(given, factor * wanted, tolerance):
            return f"each number is {named} times what it should be: a factor is amiss"
    if agree(given, wanted, 0.01):
        return "each number is nearly right, as if something were rounded on the way"
    return None


def in_words(value: Any, digits: int = 6) -> str:
    """Return a value in a few characters, numbers with at most `digits` digits."""
    if isinstance(value, np.ndarray | list | tuple):
        try:
            numbers = np.asarray(value)
            if numbers.dtype.kind in "fiub":
                text = np.array2string(
                    numbers,
                    separator=", ",
                    threshold=8,
                    edgeitems=3,
                    formatter={"float_kind": lambda x: f"{x:.{digits}g}"},
                )
                return " ".join(text.split())
        except ValueError:
            pass
    if isinstance(value, float | np.floating):
        return f"{float(value):.{digits}g}"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _is_or_holds(answer: Any) -> str:
    if callable(answer):
        return "is a function (was it called?)"
    kind = type(answer).__name__
    if hasattr(answer, "__next__"):
        return f"is a {kind}, which has yet to run: put list(…) around it"
    if isinstance(answer, np.ndarray | list | tuple):
        return f"holds something else: {in_words(answer)}"
    named = {"str": "text", "dict": "a dictionary"}.get(kind, f"of type {kind}")
    return f"is {named}: {in_words(answer)}"


def _joined(answer: Any) -> str:
    """Return a hint to those who return two things, such as weights and a bias, and not one."""
    if not isinstance(answer, list | tuple):
        return ""
    vectors = [isinstance(part, np.ndarray) and part.ndim == 1 for part in answer]
    numbers = [np.isscalar(part) and not isinstance(part, str) for part in answer]
    if any(vectors) and all(map(any, zip(vectors, numbers, strict=True))):
        return " Make one vector of its parts, with np.append or np.concatenate."
    return ""


def _shape_in_words(shape: tuple[int, ...], article: str = "A") -> str:
    if not shape or all(length == 1 for length in shape):
        return f"{article} single number"
    if len(shape) == 1:
        return f"{article} vector of {shape[0]} numbers"
    return f"{article}n array of shape {shape}" if article == "a" else f"An array of shape {shape}"
