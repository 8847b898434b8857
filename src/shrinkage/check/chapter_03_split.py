"""Exercise 3.1: a split that does not leak.

Many splits are right, so what is checked is what each must have.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from shrinkage.check.answers import in_words
from shrinkage.check.exercise import OpenExercise
from shrinkage.check.verdict import Status, Verdict

__all__ = ["SPLIT"]

_N_TRAIN = 12
_RNG = np.random.default_rng(31)
_X = np.column_stack([_RNG.normal(50, 9, 30), np.sort(_RNG.normal(-3, 0.5, 30))])
_Y = np.arange(100.0, 130.0)  # a number of its own for each row, by which it is recognized


def _split_objection(split: Any) -> str | None:
    """Return what is wrong with a learner's function, or None."""
    first = _parts(split, seed=3)
    objection = _shape_objection(*first) or _rows_objection(*first)
    if objection:
        return objection
    again, other = _parts(split, seed=3), _parts(split, seed=4)
    if not np.array_equal(np.sort(first[2]), np.sort(again[2])):
        return "The same seed gave two different splits, so nobody can repeat your result."
    if np.array_equal(np.sort(first[2]), np.sort(other[2])):
        return "Seeds 3 and 4 gave the same training rows. Draw with np.random.default_rng(seed)."
    return _scale_objection(*first)


def _parts(split: Any, seed: int) -> list[np.ndarray]:
    call = f"Called with 30 rows, n_train={_N_TRAIN} and seed={seed}, your function"
    try:
        result = split(_X.copy(), _Y.copy(), _N_TRAIN, seed)
    except (Exception, SystemExit) as error:
        raise ValueError(f"{call} raised {type(error).__name__}: {error}.") from None
    if result is None:
        raise ValueError(f"{call} returned nothing. Is a return missing?")
    try:
        parts = [np.asarray(part, dtype=float) for part in result]
    except (TypeError, ValueError):
        parts = []
    if len(parts) != 4:
        raise ValueError(f"{call} should return four arrays: X_train, X_test, y_train, y_test.")
    if not all(np.isfinite(part).all() for part in parts):
        raise ValueError(f"{call} returned numbers that are not finite.")
    return parts


def _shape_objection(
    X_train: np.ndarray, X_test: np.ndarray, y_train: np.ndarray, y_test: np.ndarray
) -> str | None:
    if (X_train.ndim, X_test.ndim, y_train.ndim, y_test.ndim) != (2, 2, 1, 1):
        return "The order of the four arrays is X_train, X_test, y_train, y_test."
    if X_train.shape[1] != 2 or X_test.shape[1] != 2:
        return "X had 2 columns, and both parts should have 2 as well."
    if len(X_train) != len(y_train) or len(X_test) != len(y_test):
        return (
            f"X_train has {len(X_train)} rows and y_train {len(y_train)}, X_test {len(X_test)} and "
            f"y_test {len(y_test)}. Each row needs its target."
        )
    return None


def _rows_objection(
    X_train: np.ndarray, X_test: np.ndarray, y_train: np.ndarray, y_test: np.ndarray
) -> str | None:
    if not np.isin(np.concatenate([y_train, y_test]), _Y).all():
        return "The targets have changed. Only the features are put on a scale here."
    for name, part in (("training", y_train), ("test", y_test)):
        if len(np.unique(part)) < len(part):
            return f"A row is in the {name} part twice. Draw without replacement."
    both = np.intersect1d(y_train, y_test)
    if both.size:
        return (
            f"{both.size} of the test rows are training rows as well. What is tested on must not "
            "be trained on: the model has seen the answers."
        )
    if len(y_train) != _N_TRAIN:
        if len(y_train) == len(_Y) - _N_TRAIN:
            return "The two parts are swapped: n_train rows are to train, the others to test."
        return f"n_train was {_N_TRAIN}, and {len(y_train)} rows train."
    if len(y_test) != len(_Y) - _N_TRAIN:
        lost = len(_Y) - _N_TRAIN - len(y_test)
        rows = "1 row is" if lost == 1 else f"{lost} rows are"
        return f"{rows} in neither part. All that do not train can test."
    # The second column rises from row to row, as y does, and on any scale it still would.
    if any(
        not np.array_equal(np.argsort(X[:, 1]), np.argsort(y))
        for X, y in ((X_train, y_train), (X_test, y_test))
    ):
        return "Features and targets no longer belong together: draw rows, and take both."
    trained = np.sort(y_train)
    if np.array_equal(trained, _Y[:_N_TRAIN]) or np.array_equal(trained, _Y[-_N_TRAIN:]):
        return (
            "The rows are not shuffled: one end of the table trains, the other tests. If the table "
            "has an order, as the penguins have (one species after the other), the two parts are "
            "of different kinds."
        )
    return None


def _scale_objection(
    X_train: np.ndarray, X_test: np.ndarray, y_train: np.ndarray, y_test: np.ndarray
) -> str | None:
    train, test = (np.searchsorted(_Y, part) for part in (y_train, y_test))
    right, ddof_1 = _scaled(train), _scaled(train, ddof=1)
    for scale in (right, ddof_1):
        if np.allclose(X_train, scale(_X[train])) and np.allclose(X_test, scale(_X[test])):
            return None
    if np.allclose(X_train, _X[train]) and np.allclose(X_test, _X[test]):
        return "The split is sound. The features are not yet on the scale of the training rows."
    everything = np.arange(len(_Y))
    for ddof in (0, 1):
        scale = _scaled(everything, ddof)
        if np.allclose(X_train, scale(_X[train])) and np.allclose(X_test, scale(_X[test])):
            return (
                "The mean and the standard deviation were computed with all rows, so the test rows "
                "have had a say in the training. Split first; take both from the training rows."
            )
        own = _scaled(test, ddof)
        if np.allclose(X_train, _scaled(train, ddof)(_X[train])) and np.allclose(
            X_test, own(_X[test])
        ):
            return (
                "The test rows are on a scale of their own. The same patient would then count "
                "differently in other company, and a single new one could not be scaled at all. "
                "Use the mean and the standard deviation of the training rows for both parts."
            )
    if np.allclose(X_test, _X[test]):
        return "The test rows are not on the scale of the training rows: transform them as well."
    means = _X[train].mean(axis=0)
    if np.allclose(X_train, _X[train] - means) and np.allclose(X_test, _X[test] - means):
        return "The mean is subtracted; the division by the standard deviation is missing."
    return (
        "The split is sound, but the features are not on the scale of the training rows: subtract "
        "the mean of each column and divide by its standard deviation, both of the training rows."
    )


def _scaled(rows: np.ndarray, ddof: int = 0) -> Callable[[np.ndarray], np.ndarray]:
    mean, deviation = _X[rows].mean(axis=0), _X[rows].std(axis=0, ddof=ddof)
    return lambda X: (X - mean) / deviation


class _SplitExercise(OpenExercise):
    def _judge(self, answer: Any) -> Verdict:
        if not callable(answer):
            return self._not_yet(
                f"A function is asked for, and this is {in_words(answer)}. Hand in its name, "
                "without calling it."
            )
        try:
            if answer(_X.copy(), _Y.copy(), _N_TRAIN, 3) is Ellipsis:
                return Verdict(Status.NOT_ATTEMPTED, self.to_do)
        except (Exception, SystemExit):
            pass  # told below, with the call
        return super()._judge(answer)


SPLIT = _SplitExercise(
    to_do="Complete the function: draw the training rows by chance, then put both parts on their "
    "scale.",
    praise="No row is in both parts, chance decides, and the test rows had no say in the scale.",
    objection=_split_objection,
)
