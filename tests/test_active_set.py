"""The active-set method, against the conditions of a minimum and against hand-made cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shrinkage.active_set import minimize_quadratic


def violation(Q, c, a, x):
    """Return by how much x misses the conditions of a minimum, next to the terms in them."""
    slope = Q @ x - c
    misses = np.where(x != 0, np.abs(slope + a * np.sign(x)), np.abs(slope) - a)
    terms = np.abs(c).max() + np.abs(Q).max() * np.abs(x).sum() + a.max() + 1e-300
    return max(misses.max(), 0.0) / terms


def value(Q, c, a, x):
    return 0.5 * x @ Q @ x - c @ x + a @ np.abs(x)


whole = st.integers(-3, 3).map(float)
real = st.floats(-3.0, 3.0, allow_subnormal=False).map(lambda number: round(number, 6))


@st.composite
def problems(draw, entries=None):
    """Draw Q = AᵀA and c = Aᵀy, often singular: few rows, repeated or opposite columns, zeros."""
    n, p = draw(st.integers(1, 6)), draw(st.integers(1, 8))
    entries = draw(st.sampled_from([whole, real])) if entries is None else entries
    A = np.array(draw(st.lists(entries, min_size=n * p, max_size=n * p))).reshape(n, p)
    if draw(st.booleans()):
        columns = draw(st.lists(st.integers(0, p - 1), min_size=p, max_size=p))
        signs = draw(st.lists(st.sampled_from([-1.0, 1.0]), min_size=p, max_size=p))
        A = A[:, columns] * signs
    y = np.array(draw(st.lists(entries, min_size=n, max_size=n)))
    strengths = st.sampled_from([0.0, 0.25, 0.5, 1.0, 2.0, 10.0])
    a = np.array(draw(st.lists(strengths, min_size=p, max_size=p)))
    if draw(st.booleans()):
        a[:] = draw(st.sampled_from([0.01, 0.5, 1.0, 3.0]))
    start = draw(st.none() | st.lists(whole, min_size=p, max_size=p).map(np.array))
    return A.T @ A, A.T @ y, a, start


@settings(deadline=None, max_examples=400)
@given(problem=problems())
def test_the_conditions_of_a_minimum_hold(problem):
    Q, c, a, start = problem
    x = minimize_quadratic(Q, c, a, start)
    assert violation(Q, c, a, x) < 1e-9
    assert not np.signbit(x[(x == 0) & (a > 0)]).any()


@settings(deadline=None, max_examples=100)
@given(problem=problems(), seed=st.integers(0, 99))
def test_no_other_point_is_lower(problem, seed):
    Q, c, a, start = problem
    x = minimize_quadratic(Q, c, a, start)
    lowest = value(Q, c, a, x)
    random = np.random.default_rng(seed)
    for scale in (1e-3, 1.0):
        other = x + scale * random.normal(size=len(x)) * random.integers(0, 2, len(x))
        assert value(Q, c, a, other) >= lowest - 1e-9 * (1 + abs(lowest))


@settings(deadline=None, max_examples=60)
@given(problem=problems())
def test_the_start_does_not_change_the_minimum(problem):
    Q, c, a, start = problem
    cold, warm = minimize_quadratic(Q, c, a), minimize_quadratic(Q, c, a, start)
    lowest = value(Q, c, a, cold)
    assert value(Q, c, a, warm) == pytest.approx(lowest, rel=1e-9, abs=1e-9)
    regular = Q + np.eye(len(c))
    np.testing.assert_allclose(
        minimize_quadratic(regular, c, a, start), minimize_quadratic(regular, c, a), atol=1e-12
    )


def test_independent_weights_are_soft_thresholds():
    d, c, a = np.array([1.0, 2.0, 0.5, 4.0]), np.array([3.0, -3.0, 0.2, -0.5]), np.full(4, 0.5)
    expected = [2.5, -1.25, 0.0, 0.0]
    assert minimize_quadratic(np.diag(d), c, a).tolist() == expected


def test_entries_of_strength_zero_are_free():
    Q = np.array([[2.0, 1.0], [1.0, 3.0]])
    c = np.array([1.0, 1.0])
    np.testing.assert_allclose(
        minimize_quadratic(Q, c, np.zeros(2)), np.linalg.solve(Q, c), rtol=1e-14
    )
    x = minimize_quadratic(Q, c, np.array([0.0, 100.0]))
    assert x.tolist() == [0.5, 0.0]


def test_strong_enough_penalties_leave_nothing():
    Q, c = np.array([[1.0, 0.9], [0.9, 1.0]]), np.array([2.0, -2.0])
    assert minimize_quadratic(Q, c, np.array([2.0, 2.0])).tolist() == [0.0, 0.0]
    assert minimize_quadratic(Q, c, np.array([2.0, 2.0]), np.array([5.0, 5.0])).tolist() == [0, 0]
    assert (minimize_quadratic(Q, c, np.array([1.99, 1.99])) != 0).any()


def test_a_weight_whose_best_value_is_exactly_zero_stays_out():
    # Both weights enter at once, and the solution puts the second at 0 to the last bit.
    Q = np.array([[1.0, 0.5], [0.5, 1.0]])
    x = minimize_quadratic(Q, np.array([2.0, 1.25]), np.array([0.5, 0.5]))
    assert x.tolist() == [1.5, 0.0]


def test_equal_columns_share_what_one_would_have():
    Q, c = np.full((3, 3), 2.0), np.full(3, 3.0)
    x = minimize_quadratic(Q, c, np.full(3, 1.0))
    assert x.sum() == pytest.approx(1.0, rel=1e-12)
    assert (x >= 0).all()


def test_of_opposite_columns_the_sum_is_not_wasted():
    Q = np.array([[1.0, -1.0], [-1.0, 1.0]])
    x = minimize_quadratic(Q, np.array([2.0, -2.0]), np.array([0.5, 0.5]), np.array([3.0, 3.0]))
    assert x[0] - x[1] == pytest.approx(1.5, rel=1e-12)
    assert np.abs(x).sum() == pytest.approx(1.5, rel=1e-9)


@pytest.mark.parametrize("lam", [0.3, 0.01, 1e-4])
def test_more_columns_than_rows(lam):
    random = np.random.default_rng(0)
    A, y = random.normal(size=(15, 60)), random.normal(size=15)
    Q, c = A.T @ A / 15, A.T @ y / 15
    x = minimize_quadratic(Q, c, np.full(60, lam))
    assert violation(Q, c, np.full(60, lam), x) < 1e-13
    assert 0 < (x != 0).sum() <= 15


def test_almost_equal_columns():
    random = np.random.default_rng(0)
    A = random.normal(size=(20, 1)) + 1e-5 * random.normal(size=(20, 6))
    Q, c, a = A.T @ A / 20, A.T @ random.normal(size=20) / 20, np.full(6, 1e-4)
    assert violation(Q, c, a, minimize_quadratic(Q, c, a)) < 1e-11


def test_nothing_to_do():
    zero = np.zeros((2, 2))
    x = minimize_quadratic(zero, np.zeros(2), np.array([1.0, 0.0]), np.array([-1.0, 0.0]))
    assert x.tolist() == [0.0, 0.0]


def test_arguments_are_left_as_they_are():
    Q, c, a, start = np.eye(2), np.array([3.0, 0.1]), np.full(2, 0.5), np.array([1.0, 1.0])
    before = [array.copy() for array in (Q, c, a, start)]
    minimize_quadratic(Q, c, a, start)
    for array, copy in zip((Q, c, a, start), before, strict=True):
        assert (array == copy).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("name", ["Q", "c", "a"])
def test_numbers_that_are_not_finite_are_refused(name, bad):
    arguments = {"Q": np.eye(2), "c": np.ones(2), "a": np.ones(2)}
    arguments[name][-1] = bad
    with pytest.raises(ValueError, match=f"{name} must hold finite numbers only"):
        minimize_quadratic(**arguments)
