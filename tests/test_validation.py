"""The checks of what a caller gives, each with its message."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from shrinkage.validation import (
    check_choice,
    check_count,
    check_flag,
    check_matrix,
    check_number,
    check_same_length,
    check_vector,
)


@pytest.mark.parametrize("value", [2, 2.0, np.int32(2), np.float32(2), Fraction(4, 2), np.array(2)])
def test_any_finite_real_number_comes_back_as_a_float(value):
    number = check_number("lam", value)
    assert number == 2.0
    assert type(number) is float


@pytest.mark.parametrize("value", ["2", None, True, np.False_, 2j, [2], np.array([2]), float])
def test_what_is_no_number_is_named(value):
    with pytest.raises(TypeError, match="lam must be a real number, got ") as caught:
        check_number("lam", value)
    assert type(value).__name__ in str(caught.value)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, np.array(np.nan), 10**400, -(10**400)])
def test_a_number_must_be_finite(value):
    with pytest.raises(ValueError, match=r"lam must be finite, got "):
        check_number("lam", value)


@pytest.mark.parametrize(
    ("limits", "inside", "outside", "accepted"),
    [
        ({"minimum": 0.0}, [0.0, 3], [-1e-300, -1], "finite and >= 0"),
        ({"minimum": 0.0, "exclusive": True}, [1e-300], [0.0, -1], "finite and > 0"),
        ({"maximum": 1.0}, [1.0, -9], [1.0000001], "finite and <= 1"),
        ({"below": 1.0}, [0.9999999, -9], [1.0, 2], "finite and < 1"),
        ({"minimum": 0.0, "maximum": 1.0}, [0, 0.5, 1], [-0.1, 1.1], "finite and >= 0 and <= 1"),
        ({"minimum": 0.0, "below": 1.0}, [0.0, 0.5], [-0.1, 1.0], "finite and >= 0 and < 1"),
    ],
)
def test_a_number_must_be_within_its_limits(limits, inside, outside, accepted):
    for value in inside:
        assert check_number("lam", value, **limits) == value
    for value in outside:
        with pytest.raises(ValueError, match=f"^lam must be {accepted}, got {value!r}\\.$"):
            check_number("lam", value, **limits)


def test_a_count_is_a_whole_number():
    assert check_count("max_iter", np.int64(3)) == 3
    assert type(check_count("max_iter", np.int64(3))) is int
    assert check_count("seed", 0, minimum=0) == 0
    for value in (3.0, "3", None, True, np.True_, [3]):
        with pytest.raises(TypeError, match="max_iter must be a whole number, got ") as caught:
            check_count("max_iter", value)
        assert type(value).__name__ in str(caught.value)
    with pytest.raises(ValueError, match="max_iter must be at least 1, got 0"):
        check_count("max_iter", 0)
    with pytest.raises(ValueError, match="seed must be at least 0, got -1"):
        check_count("seed", -1, minimum=0)


def test_a_flag_is_true_or_false():
    assert check_flag("accelerated", True) is True
    assert check_flag("accelerated", np.False_) is False
    for value in (1, 0, "yes", None):
        with pytest.raises(TypeError, match=f"accelerated must be True or False, got {value!r}"):
            check_flag("accelerated", value)


def test_a_choice_is_one_of_the_list():
    assert check_choice("activation", "relu", ("tanh", "relu")) == "relu"
    for value in ("Relu", None, 1, ["relu"], np.array(["relu", "tanh"])):
        with pytest.raises(
            ValueError, match="activation must be one of 'tanh', 'relu'; got "
        ) as bad:
            check_choice("activation", value, ("tanh", "relu"))
        assert repr(value) in str(bad.value)


@pytest.mark.parametrize(
    "values",
    [
        [[1, 2], [3, 4]],
        np.array([[1, 2], [3, 4]], dtype=np.uint8),
        np.array([[1, 2], [3, 4]], dtype=object),
        pd.DataFrame({"a": [1, 3], "b": [2.0, 4.0]}),
    ],
)
def test_a_matrix_comes_back_as_floats(values):
    matrix = check_matrix("X", values)
    assert matrix.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert matrix.dtype == float


def test_checked_arrays_are_copies():
    given = np.array([[1.0, 2.0]])
    check_matrix("X", given)[0, 0] = 99.0
    check_vector("y", given[0])[0] = 99.0
    assert given.tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        (
            [1.0, 2.0],
            ValueError,
            r"Expected 2D array for X .* 1D array .*\(2,\).*X.reshape\(-1, 1\)",
        ),
        (3.0, ValueError, "Expected 2D array for X .* 0D array"),
        (np.zeros((2, 2, 2)), ValueError, "Expected 2D array for X .* 3D array"),
        (np.zeros((0, 3)), ValueError, r"X is empty. Found array with 0 sample\(s\)"),
        (np.zeros((3, 0)), ValueError, r"X has no columns. Found array with 0 feature\(s\)"),
        ([[1.0, np.nan], [np.nan, 0.0]], ValueError, "X holds NaN at row 0, column 1 .2 of 4"),
        ([[1.0, 0.0], [-np.inf, 0.0]], ValueError, r"X holds infinity \(inf\) at row 1, column 0"),
        ([["a", "b"]], ValueError, r"X must hold numbers, got values such as 'a' \(dtype <U1\)"),
        ([[b"a"]], ValueError, "X must hold numbers, got values such as b'a'"),
        (np.zeros((1, 0), dtype=str), ValueError, "X must hold numbers, got dtype"),
        ([[1.0, None]], ValueError, "X holds NaN at row 0, column 1"),
        ([[1.0, "a"]], ValueError, "X must hold numbers"),
        (np.array([[1.0, "a"]], dtype=object), ValueError, "X must hold numbers only .*'a'"),
        ([[1.0, {}]], TypeError, "X must hold numbers: .* {} is neither"),
        ([[1.0, 2j]], ValueError, "Complex data not supported: X"),
        ([[1.0], [2.0, 3.0]], ValueError, "X is ragged: its rows differ in length"),
        (np.array([["2020-01-01"]], "M8[D]"), ValueError, "X must hold numbers, .*datetime"),
        (sparse.eye(2, format="csr"), TypeError, "X is a sparse matrix .*Use X.toarray()"),
    ],
)
def test_a_bad_matrix_is_refused_in_words(values, error, message):
    with pytest.raises(error, match=message):
        check_matrix("X", values)


def test_a_vector_comes_back_as_floats():
    for values in ([1, 2], (True, 2), np.array([1, 2]), pd.Series([1.0, 2.0])):
        vector = check_vector("y", values)
        assert vector.tolist() == [1.0, 2.0]
        assert vector.dtype == float


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (3.0, r"y should be a 1d array, got an array of shape \(\) instead"),
        ([[1.0], [2.0]], r"y should be a 1d array, got an array of shape \(2, 1\) instead"),
        ([], "y is empty: at least one value is required"),
        ([0.0, np.nan], r"y holds NaN at row 1 \(1 of 2 values"),
        ([np.inf, np.nan], r"y holds infinity \(inf\) at row 0 \(2 of 2 values"),
        (["a", "b"], "y must hold numbers, got values such as 'a'"),
        ([1j], "Complex data not supported: y"),
    ],
)
def test_a_bad_vector_is_refused_in_words(values, message):
    with pytest.raises(ValueError, match=message):
        check_vector("y", values)


def test_lengths_must_agree():
    check_same_length(X=np.zeros((3, 2)), y=np.zeros(3))
    with pytest.raises(ValueError, match=r"X and y must .*: X has 3 rows, y has 4 rows"):
        check_same_length(X=np.zeros((3, 2)), y=np.zeros(4))
