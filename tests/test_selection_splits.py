"""Splits, folds and resampling: each row is where it should be, and chance follows the seed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shrinkage.selection import bootstrap, k_folds, random_splits, train_test_split
from shrinkage.selection.splits import check_splits

rows_and_folds = st.integers(2, 60).flatmap(
    lambda n: st.tuples(st.just(n), st.integers(2, n), st.integers(0, 10_000))
)
class_counts = st.lists(st.integers(4, 15), min_size=2, max_size=4)


def shuffled_labels(counts, seed):
    labels = np.repeat(np.arange(len(counts)), counts)
    return np.random.default_rng(seed).permutation(labels)


def numbered(n):
    """Return features and targets from which the number of each row can be read."""
    rows = np.arange(n)
    return np.column_stack([rows, -rows]).astype(float), 10 * rows


@settings(deadline=None, max_examples=60)
@given(rows_and_folds)
def test_folds_are_a_partition_of_sizes_that_differ_by_one_at_most(case):
    n, n_folds, seed = case
    folds = k_folds(n, n_folds, seed=seed)
    tested = np.concatenate([fold.test for fold in folds])
    assert sorted(tested) == list(range(n))
    sizes = [len(fold.test) for fold in folds]
    assert len(folds) == n_folds
    assert max(sizes) - min(sizes) <= 1
    for train, test in folds:
        assert sorted([*train, *test]) == list(range(n))
        assert (np.diff(train) > 0).all()
        assert (np.diff(test) > 0).all()


@settings(deadline=None, max_examples=60)
@given(class_counts, st.integers(2, 4), st.integers(0, 10_000))
def test_stratified_folds_share_out_each_class_and_all_rows_evenly(counts, n_folds, seed):
    labels = shuffled_labels(counts, seed)
    folds = k_folds(len(labels), n_folds, labels=labels, seed=seed)
    tested = np.concatenate([fold.test for fold in folds])
    assert sorted(tested) == list(range(len(labels)))
    parts = np.array([np.bincount(labels[fold.test], minlength=len(counts)) for fold in folds])
    assert (np.ptp(parts, axis=0) <= 1).all()
    assert np.ptp(parts.sum(axis=1)) <= 1


def test_folds_without_shuffling_are_runs_of_rows():
    tests = [fold.test.tolist() for fold in k_folds(10, 4, shuffle=False)]
    assert tests == [[0, 1, 2], [3, 4, 5], [6, 7], [8, 9]]


def test_stratified_folds_without_shuffling_deal_each_class_out_in_turn():
    labels = ["a", "a", "b", "a", "b", "a", "b"]
    tests = [fold.test.tolist() for fold in k_folds(7, 2, labels=labels, shuffle=False)]
    assert tests == [[0, 2, 3, 6], [1, 4, 5]]


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 50), st.floats(0.05, 0.95), st.integers(0, 10_000))
def test_a_random_split_puts_each_row_in_one_part(n, share, seed):
    wanted = int(np.floor(share * n + 0.5))
    if not 0 < wanted < n:
        with pytest.raises(ValueError, match="both parts have rows"):
            random_splits(n, 1, test_size=share, seed=seed)
        return
    for train, test in random_splits(n, 3, test_size=share, seed=seed):
        assert len(test) == wanted
        assert sorted([*train, *test]) == list(range(n))


@settings(deadline=None, max_examples=60)
@given(class_counts, st.floats(0.3, 0.7), st.integers(0, 10_000))
def test_a_stratified_split_keeps_the_shares_of_the_classes(counts, share, seed):
    labels = shuffled_labels(counts, seed)
    n = len(labels)
    for train, test in random_splits(n, 2, test_size=share, labels=labels, seed=seed):
        assert sorted([*train, *test]) == list(range(n))
        assert len(test) == int(np.floor(share * n + 0.5))
        in_test = np.bincount(labels[test], minlength=len(counts))
        assert (np.abs(in_test - np.array(counts) * len(test) / n) < 1).all()


def test_each_row_is_as_likely_to_test_as_any_other():
    labels = shuffled_labels([30, 10], seed=0)
    for stratify_by in (None, labels):
        tested = np.zeros(40)
        for _, test in random_splits(40, 2000, test_size=0.25, labels=stratify_by, seed=3):
            tested[test] += 1
        # 2000 draws of probability 1/4: a standard deviation of 19, and 40 rows to be within 4.5.
        assert np.abs(tested - 500).max() < 90


@pytest.mark.parametrize(
    "draw",
    [
        lambda seed: np.concatenate([fold.test for fold in k_folds(30, 3, seed=seed)]),
        lambda seed: np.concatenate([s.test for s in random_splits(30, 2, seed=seed)]),
        lambda seed: train_test_split(*numbered(30), seed=seed).y_test,
        lambda seed: bootstrap(*numbered(30), seed=seed).rows,
    ],
)
def test_the_seed_decides_what_is_drawn(draw):
    assert (draw(5) == draw(5)).all()
    assert (draw(5) != draw(6)).any()


def test_several_random_splits_differ_from_each_other():
    first, second, _ = random_splits(30, 3)
    assert (first.test != second.test).any()


def test_train_and_test_parts_keep_features_beside_their_targets():
    X, y = numbered(20)
    split = train_test_split(X, y, test_size=0.3, seed=4)
    assert split._fields == ("X_train", "X_test", "y_train", "y_test")
    assert len(split.y_test) == 6
    assert (split.X_test[:, 0] * 10 == split.y_test).all()
    assert (split.X_train[:, 1] * -10 == split.y_train).all()
    assert sorted([*split.y_train, *split.y_test]) == y.tolist()


def test_a_whole_number_is_a_count_of_test_rows_and_a_fraction_a_share():
    assert len(train_test_split(*numbered(10), test_size=1).y_test) == 1
    assert len(train_test_split(*numbered(10), test_size=np.int64(7)).y_test) == 7
    assert len(train_test_split(*numbered(10), test_size=0.25).y_test) == 3
    assert len(train_test_split(*numbered(442)).y_test) == 111


def test_the_split_keeps_text_labels_and_whole_numbers():
    X, _ = numbered(6)
    words = ["a", "b"] * 3
    split = train_test_split(X, words, test_size=2, stratify=True)
    assert sorted(split.y_test) == ["a", "b"]
    assert train_test_split(X, [0, 1] * 3).y_train.dtype.kind == "i"


def test_the_split_leaves_the_data_as_they_were():
    X, y = numbered(12)
    split = train_test_split(X, y)
    split.X_train[:] = 99.0
    split.y_test[:] = 99
    assert (numbered(12)[0] == X).all()
    assert (y == numbered(12)[1]).all()


def test_stratifying_holds_back_the_rare_class_too():
    y = np.array([0] * 36 + [1] * 4)
    X = np.arange(40.0)[:, None]
    for seed in range(20):
        split = train_test_split(X, y, test_size=10, stratify=True, seed=seed)
        assert split.y_test.sum() == 1


def test_bootstrap_draws_whole_rows_with_replacement():
    X, y = numbered(50)
    draw = bootstrap(X, y, seed=1)
    assert len(draw.y) == 50
    assert (draw.X[:, 0] == draw.rows).all()
    assert (draw.y == 10 * draw.rows).all()
    assert len(set(draw.rows)) < 50
    assert sorted([*set(draw.rows), *draw.left_out]) == list(range(50))


def test_bootstrap_leaves_out_the_share_of_rows_that_it_should():
    X, y = numbered(200)
    shares = [len(bootstrap(X, y, seed=seed).left_out) / 200 for seed in range(100)]
    # (1 − 1/n)ⁿ; the share has a standard deviation of 0.022, and its mean over 100 one of 0.0022.
    assert abs(np.mean(shares) - (1 - 1 / 200) ** 200) < 0.009


def test_bootstrap_draws_as_many_rows_as_asked():
    assert len(bootstrap(*numbered(5), n_rows=40).y) == 40
    assert len(bootstrap(*numbered(5), n_rows=1).left_out) == 4


@pytest.mark.parametrize(
    ("test_size", "error"),
    [
        (0, ValueError),
        (8, ValueError),
        (-1, ValueError),
        (0.0, ValueError),
        (1.0, ValueError),
        (1.5, ValueError),
        (0.01, ValueError),
        (0.99, ValueError),
        (float("nan"), ValueError),
        (True, TypeError),
        ("half", TypeError),
        (None, TypeError),
    ],
)
def test_test_sizes_that_leave_a_part_empty_are_refused(test_size, error):
    with pytest.raises(error, match="test_size must be a share between 0 and 1") as caught:
        train_test_split(*numbered(8), test_size=test_size)
    assert "from 1 to 7" in str(caught.value)
    assert repr(test_size) in str(caught.value)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: k_folds(5, 6), ValueError, "n_folds must be at most the number of rows, 5; got 6"),
        (lambda: k_folds(5, 1), ValueError, "n_folds must be at least 2"),
        (lambda: k_folds(1, 2), ValueError, "n_rows must be at least 2"),
        (lambda: k_folds(5, 2.0), TypeError, "n_folds must be a whole number"),
        (lambda: k_folds(5, 2, seed=-1), ValueError, "seed must be at least 0"),
        (lambda: k_folds(5, 2, shuffle="yes"), TypeError, "shuffle must be True or False"),
        (lambda: k_folds(5, 2, labels=[0, 1]), ValueError, "each of the 5 rows, got 2"),
        (
            lambda: k_folds(6, 3, labels=["b", "a", "b", "a", "b", "b"]),
            ValueError,
            "class a has 2, got 3 folds",
        ),
        (lambda: random_splits(4, 0), ValueError, "n_splits must be at least 1"),
        (
            lambda: random_splits(40, labels=[0] * 39 + [1]),
            ValueError,
            "class 1 is missing from the (training|test) part",
        ),
        (lambda: random_splits(3, labels=[0.5, 1.0, 1.0]), ValueError, "labels"),
        (lambda: train_test_split([[1.0]], [1.0]), ValueError, "n_rows must be at least 2"),
        (lambda: train_test_split([[1.0], [2.0]], [1.0]), ValueError, "X has 2 rows, y has 1 rows"),
        (lambda: train_test_split([[1.0], [np.nan]], [1, 2]), ValueError, "X holds NaN at row 1"),
        (lambda: train_test_split([[1.0], [2.0]], [1.0, np.inf]), ValueError, "y holds infinity"),
        (lambda: train_test_split([[1.0], [2.0]], [[1.0], [2.0]]), ValueError, "y should be a 1d"),
        (lambda: train_test_split([1.0, 2.0], [1.0, 2.0]), ValueError, "Expected 2D array for X"),
        (
            lambda: train_test_split([[1.0], [2.0]], [1, 2], stratify=1),
            TypeError,
            "stratify must be True or False",
        ),
        (lambda: train_test_split([[1.0], [2.0]], ["a", None]), ValueError, "y holds None or NaN"),
        (
            lambda: bootstrap([[1.0], [2.0]], [1, 2], n_rows=0),
            ValueError,
            "n_rows must be at least",
        ),
        (lambda: bootstrap([[1.0], [2.0]], [1, 2], seed=1.5), TypeError, "seed must be a whole"),
        (lambda: check_splits("folds", 3, 9), TypeError, "folds must be a list of pairs"),
        (lambda: check_splits("folds", [[0, 1, 2]] * 2, 9), TypeError, "folds must be a list"),
        (lambda: check_splits("folds", [([0], [1])], 9), ValueError, "at least 2 pairs, got 1"),
        (lambda: check_splits("folds", [([0], [])] * 2, 9), ValueError, "test part of pair 0"),
        (lambda: check_splits("folds", [([0.5], [1])] * 2, 9), ValueError, "train part of pair 0"),
        (lambda: check_splits("folds", [([0], [9])] * 2, 9), ValueError, "numbers from 0 to 8"),
        (lambda: check_splits("folds", [([-1], [2])] * 2, 9), ValueError, "numbers from 0 to 8"),
        (
            lambda: check_splits("folds", [([0, 1], [2]), ([0, 3], [3, 4])], 9),
            ValueError,
            "row 3 is in both parts of pair 1",
        ),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
