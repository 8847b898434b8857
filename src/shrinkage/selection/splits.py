"""Which rows train and which rows test: one split, many splits, folds, and resampling.

Every function returns row numbers in ascending order, or rows in the order they came, and is
repeated exactly by its seed. Stratified means that each part has about the same share of each
class as the whole: the rows are put in order by class (shuffled inside a class), and dealt out
evenly along that order.
"""

from __future__ import annotations

import numbers
from typing import Any, NamedTuple

import numpy as np

from shrinkage.models.targets import check_labels
from shrinkage.validation import (
    check_count,
    check_flag,
    check_matrix,
    check_same_length,
    check_vector,
)

__all__ = [
    "Resample",
    "Split",
    "TrainTestSplit",
    "bootstrap",
    "check_splits",
    "k_folds",
    "random_splits",
    "train_test_split",
]


class Split(NamedTuple):
    """The numbers of the rows, from 0, that train and that test."""

    train: np.ndarray
    test: np.ndarray


class TrainTestSplit(NamedTuple):
    """Data in two parts: one to train on, and one that training never sees."""

    X_train: np.ndarray
    X_test: np.ndarray
    y_train: np.ndarray
    y_test: np.ndarray


class Resample(NamedTuple):
    """Rows drawn with replacement: some come more than once, others (`left_out`) not at all."""

    X: np.ndarray
    y: np.ndarray
    rows: np.ndarray
    left_out: np.ndarray


def train_test_split(
    X: Any, y: Any, *, test_size: float = 0.25, stratify: bool = False, seed: int = 0
) -> TrainTestSplit:
    """Hold some rows back: return the data as a training part and a test part.

    Parameters
    ----------
    X : array_like of shape (n, p)
        Features.
    y : array_like of shape (n,)
        Targets or labels.
    test_size : float or int
        A float between 0 and 1 is the share of the rows that test (rounded to whole rows), an
        int their number.
    stratify : bool
        Whether both parts keep the shares of the classes in y.
    seed : int
        Of the draw.

    Returns
    -------
    TrainTestSplit
        `X_train, X_test, y_train, y_test`, rows in the order they came.

    Raises
    ------
    TypeError, ValueError
        If the data are not finite or do not match, if a part would be empty, or (stratified) a
        class would be missing from a part.

    Examples
    --------
    >>> X, y = [[0.0], [1.0], [2.0], [3.0]], [5.0, 6.0, 7.0, 8.0]
    >>> X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=1, seed=1)
    >>> y_train.tolist(), y_test.tolist()
    ([6.0, 7.0, 8.0], [5.0])
    """
    X, y = _check_rows(X, y)
    labels = y if check_flag("stratify", stratify) else None
    train, test = random_splits(len(y), 1, test_size=test_size, labels=labels, seed=seed)[0]
    return TrainTestSplit(X[train], X[test], y[train], y[test])


def random_splits(
    n_rows: int,
    n_splits: int = 20,
    *,
    test_size: float = 0.25,
    labels: Any = None,
    seed: int = 0,
) -> list[Split]:
    """Return several random splits of the same rows, each drawn anew from all of them.

    Parameters
    ----------
    n_rows : int
        How many rows there are.
    n_splits : int
        How many splits to draw.
    test_size : float or int
        As in `train_test_split`.
    labels : array_like of shape (n_rows,), optional
        Classes: each part then has its share of each.
    seed : int
        Of all draws.

    Returns
    -------
    list of Split
        Row numbers `(train, test)`. Splits overlap: results on them are not independent.

    Raises
    ------
    TypeError, ValueError
        If an argument is out of range, a part would be empty, or a class missing from a part.

    Examples
    --------
    >>> [split.test.tolist() for split in random_splits(6, 3, test_size=2, seed=4)]
    [[1, 2], [0, 1], [3, 5]]
    """
    n_rows = check_count("n_rows", n_rows, minimum=2)
    n_splits = check_count("n_splits", n_splits)
    n_test = _count_test_rows(test_size, n_rows)
    classes = None if labels is None else _number_classes(labels, n_rows)
    generator = np.random.default_rng(check_count("seed", seed, minimum=0))
    splits = []
    for _ in range(n_splits):
        order = generator.permutation(n_rows)
        if classes is None:
            test = order[:n_test]
        else:
            # A running count of n_test/n_rows a row, with a start by chance so that each row is as
            # likely as any other: where it reaches a new whole number is a test row.
            count = (np.arange(n_rows + 1) * n_test + generator.integers(n_rows)) // n_rows
            test = order[np.argsort(classes[order], kind="stable")][np.diff(count) > 0]
        is_test = np.zeros(n_rows, dtype=bool)
        is_test[test] = True
        splits.append(Split(np.flatnonzero(~is_test), np.flatnonzero(is_test)))
    if classes is not None:
        _require_each_class(labels, classes, splits, n_test)
    return splits


def k_folds(
    n_rows: int,
    n_folds: int = 5,
    *,
    labels: Any = None,
    shuffle: bool = True,
    seed: int = 0,
) -> list[Split]:
    """Cut the rows into folds, each of which tests once while the others train.

    Parameters
    ----------
    n_rows : int
        How many rows there are.
    n_folds : int
        How many folds, from 2 to `n_rows`. Their sizes differ by one row at most.
    labels : array_like of shape (n_rows,), optional
        Classes: each fold then has its share of each, up to one row.
    shuffle : bool
        Whether rows are put into folds by chance. If not, folds are runs of consecutive rows;
        with labels, the rows of each class are dealt out in turn.
    seed : int
        Of the shuffling.

    Returns
    -------
    list of Split
        Row numbers `(train, test)`, one pair a fold.

    Raises
    ------
    TypeError, ValueError
        If an argument is out of range, there are more folds than rows, or more folds than rows of
        a class.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), "The Elements of Statistical Learning", 2nd edition,
    section 7.10.

    Examples
    --------
    >>> [fold.test.tolist() for fold in k_folds(7, 3, shuffle=False)]
    [[0, 1, 2], [3, 4], [5, 6]]
    """
    n_rows = check_count("n_rows", n_rows, minimum=2)
    n_folds = check_count("n_folds", n_folds, minimum=2)
    if n_folds > n_rows:
        raise ValueError(f"n_folds must be at most the number of rows, {n_rows}; got {n_folds}.")
    check_flag("shuffle", shuffle)
    generator = np.random.default_rng(check_count("seed", seed, minimum=0))
    order = generator.permutation(n_rows) if shuffle else np.arange(n_rows)
    if labels is None:
        sizes = np.full(n_folds, n_rows // n_folds)
        sizes[: n_rows % n_folds] += 1
        fold_of = np.empty(n_rows, dtype=int)
        fold_of[order] = np.repeat(np.arange(n_folds), sizes)
    else:
        classes = _number_classes(labels, n_rows)
        counts = np.bincount(classes)
        if counts.min() < n_folds:
            rarest = np.asarray(labels).ravel()[int(np.argmax(classes == counts.argmin()))]
            raise ValueError(
                f"n_folds must be at most the number of rows of each class: class {rarest!s} has "
                f"{counts.min()}, got {n_folds} folds, so one of them would have none of it."
            )
        # Dealt out in turn, from class to class: no fold gets two rows of one more than another.
        fold_of = np.empty(n_rows, dtype=int)
        fold_of[order[np.argsort(classes[order], kind="stable")]] = np.arange(n_rows) % n_folds
    return [
        Split(np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold))
        for fold in range(n_folds)
    ]


def bootstrap(X: Any, y: Any, *, n_rows: int | None = None, seed: int = 0) -> Resample:
    """Draw rows with replacement: a training set that chance could have given just as well.

    Parameters
    ----------
    X : array_like of shape (n, p)
        Features.
    y : array_like of shape (n,)
        Targets or labels.
    n_rows : int, optional
        How many to draw, by default n. (Then some 63 % of the rows come at least once.)
    seed : int
        Of the draw.

    Returns
    -------
    Resample
        `X` and `y` as drawn; `rows`, their numbers; and `left_out`, the numbers of the rows that
        were not drawn, on which a model of these can be tested.

    Raises
    ------
    TypeError, ValueError
        If the data are not finite or do not match, or `n_rows` is no whole number above 0.

    References
    ----------
    Efron (1979), "Bootstrap methods: another look at the jackknife", Annals of Statistics 7(1).

    Examples
    --------
    >>> draw = bootstrap([[0.0], [1.0], [2.0], [3.0]], [5.0, 6.0, 7.0, 8.0], seed=2)
    >>> draw.y.tolist(), draw.left_out.tolist()
    ([8.0, 6.0, 5.0, 6.0], [2])
    """
    X, y = _check_rows(X, y)
    size = len(y) if n_rows is None else check_count("n_rows", n_rows)
    generator = np.random.default_rng(check_count("seed", seed, minimum=0))
    rows = generator.integers(len(y), size=size)
    return Resample(X[rows], y[rows], rows, np.setdiff1d(np.arange(len(y)), rows))


def check_splits(name: str, splits: Any, n_rows: int) -> list[Split]:
    """Return the caller's own splits as row numbers, if a test row never trains.

    Parameters
    ----------
    name : str
        What the caller calls the argument.
    splits : list of (train, test)
        Row numbers, from 0; two pairs or more.
    n_rows : int
        How many rows there are.

    Raises
    ------
    TypeError, ValueError
        If it is no such list, a part is empty, a number is out of range, or a row is in both
        parts of a pair.
    """
    accepted = f"{name} must be a list of pairs (train, test) of row numbers, such as k_folds gives"
    try:
        pairs = [(np.asarray(train), np.asarray(test)) for train, test in splits]
    except (TypeError, ValueError):
        raise TypeError(f"{accepted}; got {type(splits).__name__}.") from None
    if len(pairs) < 2:
        raise ValueError(f"{name} must hold at least 2 pairs, got {len(pairs)}.")
    for number, pair in enumerate(pairs):
        for part, rows in zip(("train", "test"), pair, strict=True):
            if rows.ndim != 1 or rows.size == 0 or rows.dtype.kind not in "iu":
                raise ValueError(
                    f"{accepted}; the {part} part of pair {number} is no list of row numbers, or "
                    "is empty."
                )
            if rows.min() < 0 or rows.max() >= n_rows:
                raise ValueError(
                    f"{name} must hold row numbers from 0 to {n_rows - 1}; the {part} part of "
                    f"pair {number} has {rows.min()} to {rows.max()}."
                )
        both = np.intersect1d(*pair)
        if both.size:
            raise ValueError(
                f"{name} lets a row train and test: row {both[0]} is in both parts of pair "
                f"{number}. What is tested on must never be trained on."
            )
    return [Split(train, test) for train, test in pairs]


def _check_rows(X: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return X as a matrix and y as it is, labels or finite numbers, with a value a row."""
    X = check_matrix("X", X)
    y = np.asarray(y)
    if y.ndim != 1:
        raise ValueError(f"y should be a 1d array, got an array of shape {y.shape} instead.")
    check_same_length(X=X, y=y)
    return X, check_vector("y", y) if y.dtype.kind == "f" else check_labels(y, X)


def _count_test_rows(test_size: Any, n_rows: int) -> int:
    accepted = (
        f"test_size must be a share between 0 and 1, or a number of rows from 1 to {n_rows - 1}, "
        "so that both parts have rows"
    )
    if isinstance(test_size, (bool, np.bool_)) or not isinstance(test_size, numbers.Real):
        raise TypeError(f"{accepted}; got {test_size!r}.")
    if isinstance(test_size, numbers.Integral):
        n_test = int(test_size)
    elif 0 < float(test_size) < 1:
        n_test = int(np.floor(float(test_size) * n_rows + 0.5))
    else:
        raise ValueError(f"{accepted}; got {test_size!r}.")
    if not 1 <= n_test <= n_rows - 1:
        raise ValueError(f"{accepted}; got {test_size!r} for {n_rows} rows.")
    return n_test


def _number_classes(labels: Any, n_rows: int) -> np.ndarray:
    """Return for each row the number of its class."""
    checked = check_labels(labels, np.empty((np.size(labels), 0)))
    if len(checked) != n_rows:
        raise ValueError(
            f"labels must have one value for each of the {n_rows} rows, got {len(checked)}."
        )
    return np.unique(checked, return_inverse=True)[1]


def _require_each_class(labels: Any, classes: np.ndarray, splits: list[Split], n_test: int) -> None:
    for split in splits:
        for part, rows in zip(("training", "test"), split, strict=True):
            present = np.bincount(classes[rows], minlength=classes.max() + 1) > 0
            if not present.all():
                missing = np.asarray(labels).ravel()[int(np.argmax(classes == present.argmin()))]
                raise ValueError(
                    f"With {n_test} of {len(classes)} rows to test, class {missing!s} is missing "
                    f"from the {part} part: it has too few rows. Change test_size, or do without "
                    "stratifying."
                )
