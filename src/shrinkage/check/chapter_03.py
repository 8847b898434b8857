"""The exercises of chapter 3, Over-fitting."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from shrinkage.check.answers import in_words, read_numbers
from shrinkage.check.exercise import (
    Exercise,
    FunctionExercise,
    Mistake,
    OpenExercise,
)
from shrinkage.check.verdict import Status, Verdict
from shrinkage.datasets import Dataset, load_penguins, squares_and_products
from shrinkage.messages import SeparableDataWarning
from shrinkage.models import LogisticRegression
from shrinkage.selection import Standardizer, train_test_split

__all__ = ["EXERCISES", "MEASUREMENTS", "penguin_shares"]


# 3.1: a split that does not leak. Many splits are right, so what is checked is what each must have.

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
        return (
            f"{len(_Y) - _N_TRAIN - len(y_test)} rows are in neither part. All that do not train "
            "can test."
        )
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
    for X, y in ((X_train, y_train), (X_test, y_test)):
        # The second column rises from row to row, as y does, and on any scale it still would.
        if not np.array_equal(np.argsort(X[:, 1]), np.argsort(y)):
            return "Features and targets no longer belong together: draw rows, and take both."
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


_SPLIT = _SplitExercise(
    to_do="Complete the function: draw the training rows by chance, then put both parts on their "
    "scale.",
    praise="No row is in both parts, chance decides, and the test rows had no say in the scale.",
    objection=_split_objection,
)


# 3.2: the gap between test and training error.


def _typical(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> float:
    return float(np.sqrt(np.mean((X @ w + b - y) ** 2)))


def _gap(
    X_train: np.ndarray,
    X_test: np.ndarray,
    y_train: np.ndarray,
    y_test: np.ndarray,
    w: np.ndarray,
    b: float,
) -> float:
    return _typical(X_test, y_test, w, b) - _typical(X_train, y_train, w, b)


def _made_parts(seed: int, rows: int, more: int, p: int) -> tuple[Any, ...]:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(rows + more, p)).round(1)
    y = (20 + X @ rng.normal(size=p) * 4 + rng.normal(size=rows + more) * 3).round(0)
    w, b = (rng.normal(size=p) * 5).round(1), 17.0
    return X[:rows], X[rows:], y[:rows], y[rows:], w, b


def _mean_squares(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> float:
    return float(np.mean((X @ w + b - y) ** 2))


def _mean_absolute(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> float:
    return float(np.mean(np.abs(X @ w + b - y)))


def _refitted(X_train: Any, X_test: Any, y_train: Any, y_test: Any, w: Any, b: Any) -> float:
    A = np.column_stack([X_test, np.ones(len(X_test))])
    again = np.linalg.lstsq(A, y_test, rcond=None)[0]
    return _typical(X_test, y_test, again[:-1], again[-1]) - _typical(X_train, y_train, w, b)


_GAP = FunctionExercise(
    to_do="Complete the function: the typical error on the test rows, minus that on the training "
    "rows.",
    praise="The same weights, measured twice. Only the rows differ.",
    solution=_gap,
    cases=[_made_parts(0, 8, 5, 2), _made_parts(1, 6, 9, 3), _made_parts(2, 10, 4, 2)],
    mistakes=[
        Mistake(
            "The sign is turned around: test minus training, so that harm is positive.",
            lambda *parts: -_gap(*parts),
        ),
        Mistake(
            "This is the error on the test rows alone. Subtract that on the training rows.",
            lambda a, b, c, d, w, bias: _typical(b, d, w, bias),
        ),
        Mistake(
            "This is the error on the training rows alone.",
            lambda a, b, c, d, w, bias: _typical(a, c, w, bias),
        ),
        Mistake(
            "This is the difference of the mean squares. The typical error is the root of each.",
            lambda a, b, c, d, w, bias: _mean_squares(b, d, w, bias) - _mean_squares(a, c, w, bias),
        ),
        Mistake(
            "This is the difference of the losses, ½ · mean square. The typical error is the root "
            "of the mean square.",
            lambda a, b, c, d, w, bias: (
                (_mean_squares(b, d, w, bias) - _mean_squares(a, c, w, bias)) / 2
            ),
        ),
        Mistake(
            "The root is taken of the difference. Take it of each mean square first.",
            lambda a, b, c, d, w, bias: np.sqrt(
                abs(_mean_squares(b, d, w, bias) - _mean_squares(a, c, w, bias))
            ),
        ),
        Mistake(
            "These are mean absolute errors. The typical error is the root of the mean square.",
            lambda a, b, c, d, w, bias: (
                _mean_absolute(b, d, w, bias) - _mean_absolute(a, c, w, bias)
            ),
        ),
        Mistake(
            "The bias b is missing from the predictions.",
            lambda a, b, c, d, w, bias: _gap(a, b, c, d, w, 0.0),
        ),
        Mistake(
            "The model was fitted again, to the test rows. They may only be predicted.",
            _refitted,
        ),
        Mistake(
            "This is the ratio of the two errors; the difference is asked for.",
            lambda a, b, c, d, w, bias: _typical(b, d, w, bias) / _typical(a, c, w, bias),
        ),
        Mistake(
            "These are sums of squares; without the mean, more rows alone would make an error "
            "larger.",
            lambda a, b, c, d, w, bias: (
                np.sqrt(len(d)) * _typical(b, d, w, bias)
                - np.sqrt(len(c)) * _typical(a, c, w, bias)
            ),
        ),
    ],
)


# 3.3: the step after which the model over-fits.


def _best_step(steps: np.ndarray, training: np.ndarray, held_back: np.ndarray) -> float:
    return float(steps[np.argmin(held_back)])


_STEPS = np.array([0, 1, 2, 5, 10, 20, 50, 100, 200])
_CURVES = [
    (
        _STEPS,
        np.array([79.0, 70, 62, 55, 50, 44, 35, 22, 10]),
        np.array([80.0, 74, 70, 68, 66, 67, 71, 69, 90]),
    ),
    (
        _STEPS,
        np.array([79.0, 71, 64, 58, 55, 54, 53.5, 53.2, 53.1]),
        np.array([78.0, 72, 66, 61, 58, 59, 57, 56.5, 56]),
    ),
    (
        _STEPS[1:],
        np.array([60.0, 50, 41, 33, 24, 15, 8, 2]),
        np.array([70.0, 66, 69, 64, 72, 85, 99, 140]),
    ),
]


def _first_rise(steps: np.ndarray, training: np.ndarray, held_back: np.ndarray) -> float:
    rises = np.flatnonzero(np.diff(held_back) > 0)
    return float(steps[rises[0]] if rises.size else steps[-1])


_BEST_STEP = FunctionExercise(
    to_do="Complete the function: return the step at which the error on the held-back rows is "
    "least.",
    praise="And in the second case it is the last one: there, training longer did no harm.",
    solution=_best_step,
    cases=_CURVES,
    mistakes=[
        Mistake(
            "This is the step with the least training error. That error rewards what is special "
            "in the training rows.",
            lambda steps, training, held_back: steps[np.argmin(training)],
        ),
        Mistake(
            "This is a place in the list, counted from 0. Which step stands there?",
            lambda steps, training, held_back: np.argmin(held_back),
        ),
        Mistake(
            "This is the least error on the held-back rows. At which step is it reached?",
            lambda steps, training, held_back: held_back.min(),
        ),
        Mistake(
            "This is the last step before the first rise. A curve can rise a little, and then go "
            "on falling: look at all of it.",
            _first_rise,
        ),
        Mistake(
            "This is where the two errors are closest. They are close at the start, too, when "
            "nothing has been learned.",
            lambda steps, training, held_back: steps[np.argmin(np.abs(held_back - training))],
        ),
        Mistake(
            "This is where the sum of both errors is least. The training error has no say.",
            lambda steps, training, held_back: steps[np.argmin(held_back + training)],
        ),
        Mistake(
            "This is the step with the largest error on the held-back rows.",
            lambda steps, training, held_back: steps[np.argmax(held_back)],
        ),
    ],
)


# 3.4 (open): make it happen on the penguins, and make it go away with more rows.

MEASUREMENTS = ("bill length", "bill depth", "flipper length", "body mass")
N_SPLITS = 20
OVER, TOGETHER = 0.15, 0.03


@lru_cache(maxsize=64)
def penguin_shares(features: tuple[str, ...], products: bool, rows: int) -> tuple[float, float]:
    """Return the mean shares of training and of test birds whose sex is told rightly.

    Parameters
    ----------
    features : tuple of str
        Names of measurements.
    products : bool
        Whether their squares and products are added.
    rows : int
        How many birds to train on; all others test. Over 20 stratified splits, seeds 0 to 19.
    """
    penguins: Dataset = load_penguins().select(list(features))
    if products:
        penguins = squares_and_products(penguins)
    shares = []
    for seed in range(N_SPLITS):
        X_train, X_test, y_train, y_test = train_test_split(
            penguins.X, penguins.y, test_size=len(penguins.y) - rows, stratify=True, seed=seed
        )
        scale = Standardizer().fit(X_train)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SeparableDataWarning)
            model = LogisticRegression().fit(scale.transform(X_train), y_train)
        shares.append(
            (
                model.score(scale.transform(X_train), y_train),
                model.score(scale.transform(X_test), y_test),
            )
        )
    training, test = np.mean(shares, axis=0)
    return float(training), float(test)


def _penguin_objection(answer: Any) -> str | None:
    try:
        features, products, few, many = answer
    except (TypeError, ValueError):
        return "Hand in four things: [features, products, few, many]."
    if isinstance(features, str):
        features = [features]
    if not isinstance(features, (list, tuple)) or not features:
        return "features is a list of names, such as ['bill depth', 'body mass']."
    unknown = [name for name in features if name not in MEASUREMENTS]
    if unknown or len(set(features)) < len(features):
        return f"features holds some of these names, each once: {', '.join(MEASUREMENTS)}."
    if not isinstance(products, (bool, np.bool_)):
        return f"products is True or False, and this is {in_words(products)}."
    counts = []
    for name, count in (("few", few), ("many", many)):
        number = float(read_numbers(count, ()))
        if number != round(number) or not 10 <= number <= 313:
            return f"{name} is a whole number of birds from 10 to 313; this is {in_words(count)}."
        counts.append(int(number))
    told = []
    for name, rows in zip(("few", "many"), counts, strict=True):
        training, test = penguin_shares(tuple(features), bool(products), rows)
        told.append((name, rows, training, test, training - test))
    for name, rows, training, test, gap in told:
        said = (
            f"With {rows} birds ({name}), {training:.1%} of the training birds are right and "
            f"{test:.1%} of the others: a gap of {100 * gap:.1f} points."
        )
        if name == "few" and gap < OVER:
            return f"{said} At least 15 are asked for: take fewer birds, or more features."
        if name == "many" and abs(gap) > TOGETHER:
            return f"{said} At most 3 are asked for: take more birds, or other features."
    return None


_PENGUINS = OpenExercise(
    to_do="Choose features and two numbers of birds, then run this cell again.",
    praise="The same equation, the same features. What changed is the number of rows for each "
    "weight.",
    objection=_penguin_objection,
)


EXERCISES: dict[str, Exercise] = {
    "3.1": _SPLIT,
    "3.2": _GAP,
    "3.3": _BEST_STEP,
    "3.4": _PENGUINS,
}
