"""What goes into the sandbox and comes out of it: written as plain JSON, read with distrust."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from coursework.answers import BadAnswers, FunctionGiven, OtherValue, decode, encode, read_json

NUMBERS = st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers()
PLAIN = st.recursive(
    NUMBERS | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=4)
    ),
    max_leaves=12,
)


def there_and_back(value: Any) -> Any:
    return decode(read_json(json.dumps(encode(value)).encode("utf-8")))


@settings(max_examples=100)
@given(PLAIN)
def test_plain_values_come_back_as_they_were(value: Any) -> None:
    assert repr(there_and_back(value)) == repr(value)


@settings(max_examples=100)
@given(
    arrays.arrays(
        st.sampled_from(["f4", "f8", ">f8", "i2", "i8", "u1", "?", "c8", "c16"]),
        arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
    )
)
def test_arrays_of_numbers_come_back_as_they_were(value: np.ndarray) -> None:
    back = there_and_back(value)
    assert back.shape == value.shape
    assert back.dtype.kind == value.dtype.kind
    np.testing.assert_array_equal(back, value)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (object(), "object"),
        (np.array(["text"]), "ndarray"),
        ({1, 2}, "set"),
        (iter([1]), "list_iterator"),
        (b"bytes", "bytes"),
        (np.zeros(1_000_001), "ndarray"),
        (10**500, "int"),
    ],
)
def test_what_no_question_asks_for_is_only_named(value: Any, kind: str) -> None:
    back = there_and_back(value)
    assert isinstance(back, OtherValue)
    assert back.kind == kind


def test_an_array_of_objects_is_the_list_of_them() -> None:
    assert there_and_back(np.array([1.5, None], dtype=object)) == [1.5, None]
    assert isinstance(there_and_back(np.array([object()]))[0], OtherValue)


def test_blank_function_and_masked_numbers() -> None:
    assert there_and_back(...) is ...
    back = there_and_back(np.mean)
    assert isinstance(back, FunctionGiven)
    assert back.__name__ == "mean"
    masked = np.ma.masked_greater(np.array([1, 2, 9]), 5)
    np.testing.assert_array_equal(there_and_back(masked), [1.0, 2.0, np.nan])


def test_lists_too_deep_or_too_long_are_not_written_out() -> None:
    deep: list[Any] = []
    for _ in range(100):
        deep = [deep]
    for value in (deep, [0] * 100_001, [[0] * 1000] * 101):
        assert isinstance(there_and_back(value), OtherValue)


def test_writing_survives_what_a_value_does() -> None:
    class Hostile:
        def __getattr__(self, name: str) -> Any:
            raise SystemExit

        def __repr__(self) -> str:
            raise KeyboardInterrupt

    assert isinstance(there_and_back(Hostile()), OtherValue)
    assert isinstance(there_and_back([1, Hostile()]), OtherValue)


ARRAY = encode(np.zeros(2))
FORGED: list[Any] = [
    None,
    7,
    [],
    {},
    {"t": 1},
    {"t": "no such kind"},
    {"t": []},
    {"t": "bool", "v": 1},
    {"t": "int", "v": 5},
    {"t": "int", "v": "9" * 5000},
    {"t": "int", "v": "0x10"},
    {"t": "float", "v": 1.0},
    {"t": "float", "v": "1" * 100},
    {"t": "float", "v": "__import__('os')"},
    {"t": "complex", "v": ["1"]},
    {"t": "complex", "v": ["1", None]},
    {"t": "str", "v": "x" * 20_001},
    {"t": "list", "v": {"0": 1}},
    {"t": "list", "v": [1]},
    {"t": "list", "v": [{"t": "none"}] * 100_001},
    {"t": "dict", "v": [[1, 2, 3]]},
    {"t": "dict", "v": [[encode([]), encode(1)]]},
    {**ARRAY, "kind": "O"},
    {**ARRAY, "kind": "V"},
    {**ARRAY, "kind": ["f"]},
    {**ARRAY, "shape": [3]},
    {**ARRAY, "shape": [-2, -1]},
    {**ARRAY, "shape": [True, 2]},
    {**ARRAY, "shape": [2.0]},
    {**ARRAY, "shape": "2"},
    {**ARRAY, "shape": [10**9, 10**9]},
    {**ARRAY, "shape": [2] + [1] * 40},
    {**ARRAY, "v": "not base64 at all"},
    {**ARRAY, "v": "AAAA"},
    {"t": "array"},
    {"t": "other"},
    {"t": "function", "v": 3},
]


@pytest.mark.parametrize("forged", FORGED, ids=lambda forged: str(forged)[:40])
def test_what_the_runner_cannot_have_written_is_refused(forged: Any) -> None:
    with pytest.raises(BadAnswers):
        decode(forged)


def test_nesting_is_refused_before_it_is_followed() -> None:
    deep: Any = {"t": "none"}
    for _ in range(500):
        deep = {"t": "list", "v": [deep]}
    with pytest.raises(BadAnswers, match="nested too deeply"):
        decode(deep)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 10**6, b"\x80\x04."])
def test_what_is_not_json_is_refused(data: bytes) -> None:
    with pytest.raises(BadAnswers):
        read_json(data)
