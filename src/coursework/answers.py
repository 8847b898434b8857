"""Answers as plain JSON: written inside the sandbox, read outside it with distrust.

Each value is an object with its kind under `t`. Reading builds numbers, text, lists, tuples,
dictionaries, and arrays of numbers, and nothing else: no class is looked up, nothing is unpickled
or evaluated, and sizes are bounded before anything is built. This module runs on both sides, so
it needs NumPy only.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from typing import Any

import numpy as np

__all__ = ["BadAnswers", "FunctionGiven", "OtherValue", "decode", "encode", "read_json"]

DEPTH = 8  # of lists within lists
ITEMS = 100_000  # in all lists, tuples and dictionaries of one value together
NUMBERS = 1_000_000  # in one array
TEXT = 20_000  # characters
DIGITS = 400  # of an integer

# Kinds of arrays, each with the one form in which it travels.
DTYPES = {"b": "|b1", "i": "<i8", "u": "<u8", "f": "<f8", "c": "<c16"}


class BadAnswers(ValueError):
    """What came out of the sandbox is not in the form that the runner writes."""


class OtherValue:
    """Stands for a value of a kind that no question asks for.

    Parameters
    ----------
    kind : str
        The name of its type.
    text : str
        How it prints.
    """

    def __init__(self, kind: str, text: str) -> None:
        self.kind = kind
        self.text = text

    def __repr__(self) -> str:
        return self.text or f"<{self.kind}>"


class FunctionGiven:
    """Stands for a function where a value was asked for; calling it does nothing.

    Parameters
    ----------
    name : str
    """

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __call__(self, *_: Any, **__: Any) -> None:
        """Return nothing."""

    def __repr__(self) -> str:
        return f"<function {self.__name__}>"


# --- Writing -------------------------------------------------------------------------------------


def encode(value: Any) -> Any:
    """Return a value as plain JSON.

    Never raises for what a student may hand in: what cannot be written becomes its type's name
    and how it prints.

    Examples
    --------
    >>> encode((1, 2.5))
    {'t': 'tuple', 'v': [{'t': 'int', 'v': '1'}, {'t': 'float', 'v': '2.5'}]}
    """
    try:
        return _encode(value, DEPTH, [ITEMS])
    except BaseException as error:  # whatever a student's __array__ or __len__ does
        return _other(value, f"cannot be read: {type(error).__name__}")


def _encode(value: Any, depth: int, left: list[int]) -> Any:
    kind = type(value)
    if value is None or value is Ellipsis:
        return {"t": "none" if value is None else "blank"}
    if kind is bool:
        return {"t": "bool", "v": value}
    if kind is int:
        return {"t": "int", "v": str(value)} if abs(value) < 10**DIGITS else _other(value, "")
    if kind is float:
        return {"t": "float", "v": repr(value)}
    if kind is complex:
        return {"t": "complex", "v": [repr(value.real), repr(value.imag)]}
    if kind is str:
        return {"t": "str", "v": value[:TEXT]}
    if kind in (list, tuple):
        return {"t": kind.__name__, "v": _each(value, depth, left)}
    if kind is dict:
        keys, values = list(value), list(value.values())
        pairs = zip(_each(keys, depth, left), _each(values, depth, left), strict=True)
        return {"t": "dict", "v": [list(pair) for pair in pairs]}
    if callable(value) and not hasattr(value, "__array__"):
        return {"t": "function", "v": str(getattr(value, "__name__", kind.__name__))[:100]}
    return _array(value, depth, left) if hasattr(value, "__array__") else _other(value)


def _each(values: Any, depth: int, left: list[int]) -> list[Any]:
    left[0] -= len(values)
    if depth <= 0 or left[0] < 0:
        raise ValueError("too deep" if depth <= 0 else "too long")
    return [_encode(one, depth - 1, left) for one in values]


def _array(value: Any, depth: int, left: list[int]) -> Any:
    """Write an array, or what NumPy reads as one: a Series, a tensor, a NumPy scalar."""
    if isinstance(value, np.ma.MaskedArray):
        # What is masked is no number. np.asarray would uncover it.
        value = np.ma.filled(value.astype(float), np.nan)
    array = np.asarray(value)
    if array.dtype.kind == "O" and array.size <= ITEMS:
        return _encode(array.tolist(), depth, left)
    if array.dtype.kind not in DTYPES or array.size > NUMBERS:
        return _other(value)
    data = array.astype(DTYPES[array.dtype.kind]).tobytes()
    return {
        "t": "array",
        "kind": array.dtype.kind,
        "shape": list(array.shape),
        "v": base64.b64encode(data).decode("ascii"),
    }


def _other(value: Any, text: str | None = None) -> Any:
    try:
        shown = repr(value) if text is None else text
    except BaseException:  # a student's __repr__
        shown = ""
    return {"t": "other", "kind": type(value).__name__[:100], "v": str(shown)[:200]}


# --- Reading -------------------------------------------------------------------------------------


def read_json(data: bytes) -> Any:
    """Return the JSON in `data`.

    Raises
    ------
    BadAnswers
        If it is not JSON, or nested too deeply.
    """
    try:
        return json.loads(data)
    except (ValueError, RecursionError, MemoryError) as error:
        raise BadAnswers(f"not the runner's JSON: {type(error).__name__}") from None


def decode(data: Any) -> Any:
    """Return the value that `encode` wrote.

    Parameters
    ----------
    data : object
        From `read_json`.

    Raises
    ------
    BadAnswers
        If `encode` cannot have written it.

    Examples
    --------
    >>> decode(encode([1.5, (None, "a")]))
    [1.5, (None, 'a')]
    """
    try:
        return _decode(data, DEPTH, [ITEMS])
    except BadAnswers:
        raise
    except (KeyError, TypeError, ValueError, OverflowError, binascii.Error) as error:
        raise BadAnswers(f"a value that cannot be read: {type(error).__name__}") from None


def _decode(data: Any, depth: int, left: list[int]) -> Any:
    if type(data) is not dict or type(data.get("t")) is not str:
        raise BadAnswers("a value without a kind")
    kind, value = data["t"], data.get("v")
    if kind in ("none", "blank"):
        return None if kind == "none" else ...
    if kind == "bool":
        return _of(bool, value)
    if kind == "int":
        return int(_text(value, DIGITS + 1))
    if kind == "float":
        return float(_text(value, 40))
    if kind == "complex":
        real, imaginary = _of(list, value)
        return complex(float(_text(real, 40)), float(_text(imaginary, 40)))
    if kind == "str":
        return _text(value, TEXT)
    if kind in ("list", "tuple", "dict"):
        return _decode_many(kind, _of(list, value), depth, left)
    if kind == "array":
        return _decode_array(data)
    if kind == "function":
        return FunctionGiven(_text(value, 100))
    if kind == "other":
        return OtherValue(_text(data["kind"], 100), _text(value, 200))
    raise BadAnswers(f"a value of the unknown kind {kind[:40]!r}")


def _decode_many(kind: str, values: list[Any], depth: int, left: list[int]) -> Any:
    left[0] -= len(values) * (2 if kind == "dict" else 1)
    if depth <= 0 or left[0] < 0:
        raise BadAnswers("a list that is nested too deeply or too long")
    if kind == "dict":
        return {
            _decode(key, 1, left): _decode(value, depth - 1, left)
            for key, value in (_of(list, pair) for pair in values)
        }
    parts = [_decode(one, depth - 1, left) for one in values]
    return parts if kind == "list" else tuple(parts)


def _decode_array(data: dict[str, Any]) -> np.ndarray:
    dtype = np.dtype(DTYPES[_text(data["kind"], 1)])
    shape = [_of(int, length) for length in _of(list, data["shape"])]
    size = math.prod(shape)
    if len(shape) > DEPTH or min(shape, default=0) < 0 or size > NUMBERS:
        raise BadAnswers("an array that is too large")
    numbers = base64.b64decode(_text(data["v"], 30 * NUMBERS), validate=True)
    if len(numbers) != size * dtype.itemsize:
        raise BadAnswers("an array whose numbers do not fill its shape")
    return np.frombuffer(numbers, dtype).reshape(shape).copy()


def _of(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise BadAnswers(f"a {type(value).__name__} where a {kind.__name__} belongs")
    return value


def _text(value: Any, longest: int) -> str:
    text: str = _of(str, value)
    if len(text) > longest:
        raise BadAnswers("a text that is too long")
    return text
