"""Standard errors, naive and corrected, and the one-standard-error rule."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shrinkage.selection import corrected_standard_error, one_standard_error, standard_error


def test_the_standard_error_is_the_textbook_formula():
    # Mean 3, squared distances 4 + 1 + 0 + 9 = 14, s² = 14/3.
    assert standard_error([1.0, 2.0, 3.0, 6.0]) == pytest.approx(np.sqrt(14 / 3 / 4), rel=1e-14)


def test_the_corrected_error_is_nadeau_and_bengios_formula():
    error = corrected_standard_error([1.0, 2.0, 3.0, 6.0], n_train=60, n_test=15)
    assert error == pytest.approx(np.sqrt((1 / 4 + 15 / 60) * 14 / 3), rel=1e-14)


def test_more_splits_do_not_make_the_corrected_error_vanish():
    pattern = [0.0, 1.0]
    errors = [corrected_standard_error(pattern * k, n_train=80, n_test=20) for k in (5, 50, 5000)]
    deviation = 0.5
    assert errors[0] > errors[1] > errors[2] > deviation * np.sqrt(20 / 80)
    assert errors[2] == pytest.approx(deviation * np.sqrt(20 / 80), rel=1e-3)
    assert standard_error(pattern * 5000) < 0.006


def test_the_corrected_error_covers_as_promised_where_the_naive_one_does_not():
    # The mean of y as a model, its squared error on split after split of 40 rows: how often is
    # the expected error within two standard errors of what the splits say?
    from shrinkage.selection import random_splits

    generator = np.random.default_rng(0)
    covered = {"naive": 0, "corrected": 0}
    for _ in range(150):
        y = generator.standard_normal(40)
        losses = []
        for train, test in random_splits(40, 15, seed=int(generator.integers(10**6))):
            losses.append(np.mean((y[test] - y[train].mean()) ** 2))
        off = abs(np.mean(losses) - (1 + 1 / 30))
        covered["naive"] += off < 2 * standard_error(losses)
        covered["corrected"] += off < 2 * corrected_standard_error(losses, 30, 10)
    assert covered["naive"] < 0.75 * 150
    assert covered["corrected"] > 0.9 * 150


@pytest.mark.parametrize(
    ("lams", "losses", "errors", "expected"),
    [
        # The best is λ = 1 with 5.0 ± 0.5: 5.4 is within it, 5.6 not.
        ([4, 2, 1, 0.5], [5.6, 5.4, 5.0, 5.2], [9, 9, 0.5, 9], 2),
        # Exactly one standard error above the lowest still counts.
        ([4, 2, 1], [5.5, 5.25, 5.0], [1, 1, 0.25], 2),
        # The order of λ does not matter.
        ([1, 4, 0.5, 2], [5.0, 5.6, 5.2, 5.4], [0.5, 9, 9, 9], 2),
        # The error of the best counts, not that of the candidate.
        ([4, 2, 1], [7.0, 6.0, 5.0], [3, 3, 0.1], 1),
        # The largest λ within reach, even beyond one that is out of reach.
        ([8, 4, 2, 1], [5.3, 6.0, 5.3, 5.0], [1, 1, 1, 0.5], 8),
        # Equal lowest losses: the larger λ is the best, and its error counts.
        ([8, 4, 2, 1], [5.4, 5.0, 5.0, 5.0], [1, 0.1, 0.9, 0.9], 4),
        ([8, 4, 2, 1], [5.4, 5.0, 5.0, 5.0], [1, 0.5, 0.1, 0.1], 8),
        # No spread: the best itself.
        ([4, 2, 1], [6.0, 5.0, 5.5], [0, 0, 0], 2),
        # The best at either end.
        ([4, 2, 1], [5.0, 6.0, 7.0], [0.5, 0.5, 0.5], 4),
        ([4, 2, 1], [7.0, 6.0, 5.0], [0.5, 0.5, 0.5], 1),
        # All within one error, a single λ, and λ = 0.
        ([4, 2, 1], [5.2, 5.1, 5.0], [1, 1, 1], 4),
        ([3], [5.0], [1.0], 3),
        ([1, 0], [9.0, 5.0], [1.0, 1.0], 0),
        # Losses may be negative (minus a score).
        ([4, 2, 1], [-0.80, -0.88, -0.90], [0.05, 0.05, 0.03], 2),
    ],
)
def test_the_one_standard_error_rule_takes_the_largest_lam_within_reach(
    lams, losses, errors, expected
):
    assert one_standard_error(lams, losses, errors) == expected


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.floats(0, 10), st.integers(0, 8), st.integers(0, 3)),
        min_size=1,
        max_size=10,
        unique_by=lambda point: point[0],
    )
)
def test_no_larger_lam_is_within_reach_and_the_chosen_one_is(points):
    lams, losses, errors = np.array(points, dtype=float).T
    chosen = one_standard_error(lams, losses, errors)
    best = max(np.flatnonzero(losses == losses.min()), key=lambda i: lams[i])
    limit = losses[best] + errors[best]
    assert losses[lams == chosen][0] <= limit
    assert (losses[lams > chosen] > limit).all()
    assert chosen >= lams[best]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: standard_error([1.0]), ValueError, "values must hold at least 2 .* got 1"),
        (lambda: standard_error([1.0, np.nan]), ValueError, "values holds NaN"),
        (lambda: standard_error([[1.0, 2.0]]), ValueError, "values should be a 1d array"),
        (
            lambda: corrected_standard_error([1.0], 3, 1),
            ValueError,
            "differences must hold at least 2",
        ),
        (
            lambda: corrected_standard_error([1.0, 2.0], 0, 1),
            ValueError,
            "n_train must be at least 1",
        ),
        (
            lambda: corrected_standard_error([1.0, 2.0], 3, 0.25),
            TypeError,
            "n_test must be a whole number",
        ),
        (
            lambda: one_standard_error([1.0, 2.0], [1.0], [1.0]),
            ValueError,
            "lams has 2 rows, losses has 1 rows",
        ),
        (
            lambda: one_standard_error([-1.0], [1.0], [1.0]),
            ValueError,
            "lams must be at least 0, got -1",
        ),
        (
            lambda: one_standard_error([1.0], [1.0], [-0.5]),
            ValueError,
            "errors must be at least 0, got -0.5",
        ),
        (lambda: one_standard_error([1.0], [np.nan], [0.5]), ValueError, "losses holds NaN"),
        (lambda: one_standard_error([], [], []), ValueError, "lams is empty"),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
