"""Checks of what a caller gives: each error names the argument, what it was, what is accepted."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np

__all__ = [
    "check_choice",
    "check_count",
    "check_features",
    "check_flag",
    "check_matrix",
    "check_number",
    "check_same_length",
    "check_vector",
]


def check_number(
    name: str,
    value: Any,
    *,
    minimum: float = -np.inf,
    maximum: float = np.inf,
    exclusive: bool = False,
    below: float = np.inf,
) -> float:
    """Return `value` as a float if it is one finite real number within its limits.

    Parameters
    ----------
    name : str
        What the caller calls the argument.
    value : object
        What was given.
    minimum, maximum : float
        The limits, both allowed.
    exclusive : bool
        Whether `minimum` itself is refused.
    below : float
        What it must stay below.

    Raises
    ------
    TypeError
        If it is no real number (a bool is none).
    ValueError
        If it is not finite or outside the limits.
    """
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be a real number, got {value!r} ({type(value).__name__}).")
    low_sign, high_sign = (">" if exclusive else ">="), "<="
    limits = [f"{low_sign} {minimum:g}"] if minimum > -np.inf else []
    limits += [f"{high_sign} {maximum:g}"] if maximum < np.inf else []
    limits += [f"< {below:g}"] if below < np.inf else []
    accepted = " and ".join(["finite", *limits])
    try:
        number = float(value)
    except OverflowError:  # an int of more than 308 digits
        number = np.inf
    too_low = number <= minimum if exclusive else number < minimum
    if not np.isfinite(number) or too_low or number > maximum or number >= below:
        raise ValueError(f"{name} must be {accepted}, got {value!r}.")
    return number


def check_count(name: str, value: Any, *, minimum: int = 1) -> int:
    """Return `value` as an int if it is a whole number of at least `minimum`.

    Raises
    ------
    TypeError, ValueError
        If it is no whole number, or too small.
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name} must be a whole number, got {value!r} ({type(value).__name__}).")
    if value < minimum:
        raise ValueError(f"{name} must be at least {minimum}, got {value!r}.")
    return int(value)


def check_flag(name: str, value: Any) -> bool:
    """Return `value` as a bool if it is True or False; `TypeError` otherwise."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False, got {value!r}.")
    return bool(value)


def check_choice(name: str, value: Any, choices: tuple[str, ...]) -> str:
    """Return `value` if it is one of `choices`; `ValueError` with the list otherwise."""
    if not isinstance(value, str) or value not in choices:
        listed = ", ".join(repr(choice) for choice in choices)
        raise ValueError(f"{name} must be one of {listed}; got {value!r}.")
    return value


def _check_finite(name: str, array: np.ndarray) -> None:
    bad = ~np.isfinite(array)
    if bad.any():
        at = tuple(int(i) for i in np.argwhere(bad)[0])
        kind = "NaN" if np.isnan(array[at]) else "infinity (inf)"
        place = f"row {at[0]}, column {at[1]}" if array.ndim == 2 else f"row {at[0]}"
        raise ValueError(
            f"{name} holds {kind} at {place} ({int(bad.sum())} of {array.size} values are not "
            "finite). Remove or fill such values first: every value must be a finite number."
        )


def _as_numbers(name: str, values: Any) -> np.ndarray:
    if hasattr(values, "toarray") and hasattr(values, "nnz"):
        raise TypeError(
            f"{name} is a sparse matrix ({type(values).__name__}); dense input is needed. "
            f"Use {name}.toarray()."
        )
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise ValueError(f"{name} is ragged: its rows differ in length ({error}).") from None
    if array.dtype.kind == "c":
        raise ValueError(
            f"Complex data not supported: {name} holds complex numbers, but must hold real ones."
        )
    if array.dtype.kind in "SUmMV":
        raise ValueError(
            f"{name} must hold numbers, got values such as {array.ravel()[0].item()!r} "
            f"(dtype {array.dtype})."
            if array.size
            else f"{name} must hold numbers, got dtype {array.dtype}."
        )
    if array.dtype.kind == "O":
        for value in array.ravel():
            if isinstance(value, (dict, list, tuple, set)):
                raise TypeError(
                    f"{name} must hold numbers: each argument must be a string or a real number "
                    f"to be read as one, and {value!r} is neither."
                )
        try:
            return array.astype(float)
        except (TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"{name} must hold numbers only ({error}).") from None
    return array.astype(float)


def check_matrix(name: str, values: Any) -> np.ndarray:
    """Return `values` as a finite float array of shape (rows, columns).

    Parameters
    ----------
    name : str
        What the caller calls the argument.
    values : array_like
        Numbers in two dimensions; a data frame will do.

    Raises
    ------
    TypeError
        If the matrix is sparse or holds something that is no number.
    ValueError
        If it is empty, has not two dimensions, or holds text, NaN, infinity or complex numbers.
    """
    array = _as_numbers(name, values)
    if array.ndim != 2:
        raise ValueError(
            f"Expected 2D array for {name} (rows are examples, columns are features), got "
            f"{array.ndim}D array of shape {array.shape}. Reshape your data: use "
            f"{name}.reshape(-1, 1) for one feature, {name}.reshape(1, -1) for one example."
        )
    rows, columns = array.shape
    if rows == 0:
        raise ValueError(
            f"{name} is empty. Found array with 0 sample(s) (shape={array.shape}) while a minimum "
            "of 1 is required."
        )
    if columns == 0:
        raise ValueError(
            f"{name} has no columns. Found array with 0 feature(s) (shape={array.shape}) while a "
            "minimum of 1 is required."
        )
    _check_finite(name, array)
    return array


def check_features(values: Any, n_features: int, owner: str) -> np.ndarray:
    """Return features X as a finite float array of shape (rows, n_features).

    Parameters
    ----------
    values : array_like
        As in `check_matrix`.
    n_features : int
        How many features there must be.
    owner : str
        The name of what was made from so many features.

    Raises
    ------
    TypeError, ValueError
        As `check_matrix`, and if there are more features, or fewer.
    """
    X = check_matrix("X", values)
    if X.shape[1] != n_features:
        raise ValueError(
            f"X has {X.shape[1]} features, but {owner} is expecting {n_features} features as input."
        )
    return X


def check_vector(name: str, values: Any) -> np.ndarray:
    """Return `values` as a finite float array of shape (rows,).

    Raises
    ------
    TypeError, ValueError
        As `check_matrix`, where one dimension takes the place of two.
    """
    array = _as_numbers(name, values)
    if array.ndim != 1:
        raise ValueError(
            f"{name} should be a 1d array, got an array of shape {array.shape} instead."
        )
    if array.size == 0:
        raise ValueError(f"{name} is empty: at least one value is required.")
    _check_finite(name, array)
    return array


def check_same_length(**arrays: np.ndarray) -> None:
    """Raise a `ValueError` that gives each length unless all arrays have as many rows."""
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} has {length} rows" for name, length in lengths.items())
        raise ValueError(
            f"{' and '.join(lengths)} must have as many rows as each other (found input variables "
            f"with inconsistent numbers of samples): {told}."
        )
