"""Chapter 3's exercises: what learners hand in, and what they are told."""

from __future__ import annotations

import numpy as np
import pytest
from exercises import assert_told

from shrinkage.check import check
from shrinkage.check.chapter_03_penguins import MEASUREMENTS

# 3.1


def drawn(y, n_train, seed):
    order = np.random.default_rng(seed).permutation(len(y))
    return order[:n_train], order[n_train:]


def scaled(X, rows, ddof=0):
    return (X - X[rows].mean(axis=0)) / X[rows].std(axis=0, ddof=ddof)


def with_rows(X, y, train, test):
    Z = scaled(X, train)
    return Z[train], Z[test], y[train], y[test]


def right_split(X, y, n_train, seed):
    return with_rows(X, y, *drawn(y, n_train, seed))


def with_ddof_1(X, y, n_train, seed):
    train, test = drawn(y, n_train, seed)
    Z = scaled(X, train, ddof=1)
    return Z[train], Z[test], y[train], y[test]


def sorted_rows(X, y, n_train, seed):
    train, test = drawn(y, n_train, seed)
    return with_rows(X, y, np.sort(train), np.sort(test))


def by_a_mask(X, y, n_train, seed):
    trains = np.zeros(len(y), dtype=bool)
    trains[np.random.default_rng(seed).choice(len(y), n_train, replace=False)] = True
    return with_rows(X, y, np.flatnonzero(trains), np.flatnonzero(~trains))


def as_lists(X, y, n_train, seed):
    return [part.tolist() for part in right_split(X, y, n_train, seed)]


@pytest.mark.parametrize("right", [right_split, with_ddof_1, sorted_rows, by_a_mask, as_lists])
def test_a_split_that_does_not_leak_is_right_however_it_is_drawn(right):
    assert check("3.1", right).right


def as_the_colleague(X, y, n_train, seed):
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    return X[:n_train], X[-20:], y[:n_train], y[-20:]


def not_shuffled(X, y, n_train, seed):
    return with_rows(X, y, np.arange(n_train), np.arange(n_train, len(y)))


def last_rows_train(X, y, n_train, seed):
    rows = np.arange(len(y))
    return with_rows(X, y, rows[-n_train:], rows[:-n_train])


def all_rows_scale(X, y, n_train, seed):
    train, test = drawn(y, n_train, seed)
    Z = scaled(X, np.arange(len(y)))
    return Z[train], Z[test], y[train], y[test]


def own_scale(X, y, n_train, seed):
    train, test = drawn(y, n_train, seed)
    return scaled(X, train)[train], scaled(X, test)[test], y[train], y[test]


def no_scale(X, y, n_train, seed):
    train, test = drawn(y, n_train, seed)
    return X[train], X[test], y[train], y[test]


def held_back_not_scaled(X, y, n_train, seed):
    train, test = drawn(y, n_train, seed)
    return scaled(X, train)[train], X[test], y[train], y[test]


def centered_only(X, y, n_train, seed):
    train, test = drawn(y, n_train, seed)
    Z = X - X[train].mean(axis=0)
    return Z[train], Z[test], y[train], y[test]


def one_scale_for_all_columns(X, y, n_train, seed):
    train, test = drawn(y, n_train, seed)
    Z = (X - X[train].mean()) / X[train].std()
    return Z[train], Z[test], y[train], y[test]


def held_back_from_all(X, y, n_train, seed):
    rng = np.random.default_rng(seed)
    order, again = rng.permutation(len(y)), rng.permutation(len(y))
    return with_rows(X, y, order[:n_train], again[n_train:])


def all_rows_test(X, y, n_train, seed):
    return with_rows(X, y, drawn(y, n_train, seed)[0], np.arange(len(y)))


def with_replacement(X, y, n_train, seed):
    train = np.random.default_rng(seed).integers(len(y), size=n_train)
    return with_rows(X, y, train, np.setdiff1d(np.arange(len(y)), train))


def swapped_sizes(X, y, n_train, seed):
    return with_rows(X, y, *drawn(y, n_train, seed)[::-1])


def half_and_half(X, y, n_train, seed):
    return with_rows(X, y, *drawn(y, len(y) // 2, seed))


def too_few_test(X, y, n_train, seed):
    train, test = drawn(y, n_train, seed)
    return with_rows(X, y, train, test[:n_train])


def other_order(X, y, n_train, seed):
    X_train, X_test, y_train, y_test = right_split(X, y, n_train, seed)
    return X_train, y_train, X_test, y_test


def targets_scaled(X, y, n_train, seed):
    return right_split(X, (y - y.mean()) / y.std(), n_train, seed)


def seed_not_used(X, y, n_train, seed):
    return right_split(X, y, n_train, 0)


def not_repeatable():
    rng = np.random.default_rng(0)

    def split(X, y, n_train, seed):
        return right_split(X, y, n_train, int(rng.integers(1 << 30)))

    return split


def torn_apart(X, y, n_train, seed):
    rng = np.random.default_rng(seed)
    X, y = rng.permutation(X), rng.permutation(y)
    mean, deviation = X[:n_train].mean(axis=0), X[:n_train].std(axis=0)
    Z = (X - mean) / deviation
    return Z[:n_train], Z[n_train:], y[:n_train], y[n_train:]


def targets_of_the_other_part(X, y, n_train, seed):
    X_train, X_test, y_train, y_test = right_split(X, y, n_train, seed)
    return X_train, X_test, y_test, y_train


def three_parts(X, y, n_train, seed):
    return right_split(X, y, n_train, seed)[:3]


def no_return(X, y, n_train, seed):
    right_split(X, y, n_train, seed)


def raises(X, y, n_train, seed):
    return X[n_train, :, :]


def not_finite(X, y, n_train, seed):
    X_train, *rest = right_split(X, y, n_train, seed)
    return X_train * np.nan, *rest


SPLITS = [
    (as_the_colleague, "test rows are training rows as well"),
    (not_shuffled, "The rows are not shuffled"),
    (last_rows_train, "The rows are not shuffled"),
    (all_rows_scale, "computed with all rows"),
    (own_scale, "a scale of their own"),
    (no_scale, "not yet on the scale of the training rows"),
    (held_back_not_scaled, "transform them as well"),
    (centered_only, "the division by the standard deviation is missing"),
    (one_scale_for_all_columns, "the mean of each column"),
    (held_back_from_all, "must not be trained on"),
    (all_rows_test, "must not be trained on"),
    (with_replacement, "Draw without replacement"),
    (swapped_sizes, "The two parts are swapped"),
    (half_and_half, "n_train was 12, and 15 rows train"),
    (too_few_test, "6 rows are in neither part"),
    (other_order, "The order of the four arrays"),
    (targets_scaled, "The targets have changed"),
    (seed_not_used, "Seeds 3 and 4 gave the same"),
    (not_repeatable(), "nobody can repeat"),
    (torn_apart, "no longer belong together"),
    (targets_of_the_other_part, "Each row needs its target"),
    (three_parts, "should return four arrays"),
    (no_return, "Is a return missing?"),
    (raises, "raised IndexError"),
    (not_finite, "not finite"),
]


@pytest.mark.parametrize(
    ("split", "said"), SPLITS, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_split_that_leaks_or_fails_is_told_how(split, said):
    assert_told("3.1", split, said)


# 3.2


def root(X, y, w, b):
    return np.sqrt(np.mean((X @ w + b - y) ** 2))


GAPS = {
    "The sign is turned around": lambda A, B, c, d, w, b: root(A, c, w, b) - root(B, d, w, b),
    "on the test rows alone": lambda A, B, c, d, w, b: root(B, d, w, b),
    "on the training rows alone": lambda A, B, c, d, w, b: root(A, c, w, b),
    "difference of the mean squares": lambda A, B, c, d, w, b: (
        root(B, d, w, b) ** 2 - root(A, c, w, b) ** 2
    ),
    "difference of the losses": lambda A, B, c, d, w, b: (
        (root(B, d, w, b) ** 2 - root(A, c, w, b) ** 2) / 2
    ),
    "mean absolute errors": lambda A, B, c, d, w, b: (
        np.mean(abs(B @ w + b - d)) - np.mean(abs(A @ w + b - c))
    ),
    "The bias b is missing": lambda A, B, c, d, w, b: root(B, d, w, 0) - root(A, c, w, 0),
    "This is the ratio": lambda A, B, c, d, w, b: root(B, d, w, b) / root(A, c, w, b),
    "is asked for, and this is": lambda A, B, c, d, w, b: (root(B, d, w, b), root(A, c, w, b)),
    "raised": lambda A, B, c, d, w, b: root(A, d, w, b),
}


@pytest.mark.parametrize("said", GAPS)
def test_a_wrong_gap_is_told_what_is_wrong(said):
    assert_told("3.2", GAPS[said], said)


def test_the_gap_is_right_as_a_difference_of_norms_too():
    def gap(A, B, c, d, w, b):
        new, known = B @ w + b - d, A @ w + b - c
        return np.linalg.norm(new) / len(new) ** 0.5 - np.linalg.norm(known) / len(known) ** 0.5

    assert check("3.2", gap).right


# 3.3


def first_rise(steps, training, held_back):
    for k in range(1, len(steps)):
        if held_back[k] > held_back[k - 1]:
            return steps[k - 1]
    return steps[-1]


BEST = {
    "least training error": lambda s, t, h: s[t.argmin()],
    "a place in the list": lambda s, t, h: h.argmin(),
    "This is the least error": lambda s, t, h: h.min(),
    "before the first rise": first_rise,
    "where the two errors are closest": lambda s, t, h: s[abs(h - t).argmin()],
    "sum of both errors": lambda s, t, h: s[(h + t).argmin()],
    "largest error": lambda s, t, h: s[h.argmax()],
    "should be 10": lambda s, t, h: s[3],
}


@pytest.mark.parametrize("said", BEST)
def test_a_wrong_step_is_told_what_is_wrong(said):
    assert_told("3.3", BEST[said], said)


def test_the_last_of_the_steps_can_be_best_and_a_loop_finds_it_too():
    def by_a_loop(steps, training, held_back):
        best = 0
        for k in range(len(steps)):
            if held_back[k] < held_back[best]:
                best = k
        return steps[best]

    assert check("3.3", by_a_loop).right


# 3.4

ALL = list(MEASUREMENTS)


@pytest.mark.parametrize(
    "right",
    [(ALL, True, 20, 300), (ALL, True, 15, 250), (["bill depth", "body mass"], True, 10, 200)],
)
def test_what_over_fits_with_few_birds_and_not_with_many_is_right(right):
    assert check("3.4", right).right


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ((["body mass"], False, 10, 100), "At least 15 are asked for"),
        ((ALL, True, 20, 50), "At most 3 are asked for"),
        ((ALL, True, 300, 300), "At least 15 are asked for"),
        ((ALL, True, 20.5, 300), "few is a whole number of birds"),
        ((ALL, True, 20, 330), "many is a whole number of birds"),
        ((ALL, True, 5, 300), "few is a whole number of birds"),
        ((["wingspan"], True, 20, 300), "holds some of these names"),
        (("wingspan", True, 20, 300), "holds some of these names"),
        ((ALL + ALL, True, 20, 300), "each once"),
        (([], True, 20, 300), "a list of names"),
        ((3, True, 20, 300), "a list of names"),
        ((ALL, "yes", 20, 300), "products is True or False"),
        ((ALL, True, 20), "Hand in four things"),
        ((ALL, True, "few", 300), "Numbers are asked for"),
    ],
)
def test_what_does_not_is_told_both_shares_or_what_is_asked_for(wrong, said):
    assert_told("3.4", wrong, said)
