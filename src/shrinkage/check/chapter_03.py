"""The exercises of chapter 3, Over-fitting."""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.check.chapter_03_penguins import PENGUINS
from shrinkage.check.chapter_03_split import SPLIT
from shrinkage.check.exercise import (
    Exercise,
    FunctionExercise,
    Mistake,
)

__all__ = ["EXERCISES"]


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
        Mistake(
            "The sign of the gap is lost. It can be negative, when the test rows happen to be the "
            "easier ones, and that should show.",
            lambda *parts: abs(_gap(*parts)),
        ),
        Mistake(
            "The gap is divided by the error on the training rows. In points, it is the plain "
            "difference.",
            lambda a, b, c, d, w, bias: _gap(a, b, c, d, w, bias) / _typical(a, c, w, bias),
        ),
        Mistake(
            "These are standard deviations of the errors. They leave out the mean error, so a "
            "model that is always 50 points too high would look perfect. Take the root of the mean"
            " square.",
            lambda a, b, c, d, w, bias: np.std(b @ w + bias - d) - np.std(a @ w + bias - c),
        ),
        Mistake(
            "These are mean errors with their signs, and those above and below cancel. Square "
            "first.",
            lambda a, b, c, d, w, bias: np.mean(b @ w + bias - d) - np.mean(a @ w + bias - c),
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


def _after_first_rise(steps: np.ndarray, training: np.ndarray, held_back: np.ndarray) -> float:
    rises = np.flatnonzero(np.diff(held_back) > 0)
    return float(steps[rises[0] + 1] if rises.size else steps[-1])


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
        Mistake(
            "This is where the gap is largest. A gap grows as the training rows are learned by "
            "heart; it has no say. Where is the held-back error least?",
            lambda steps, training, held_back: steps[np.argmax(held_back - training)],
        ),
        Mistake(
            "This is a place in the list, counted from 1. Which step stands there?",
            lambda steps, training, held_back: np.argmin(held_back) + 1,
        ),
        Mistake(
            "This is the step after the first rise: one too late to stop before it, and too early "
            "where the curve falls again. Look at all of it.",
            _after_first_rise,
        ),
        Mistake(
            "This is the step before the best one. The best is where the error is least itself.",
            lambda steps, training, held_back: steps[max(np.argmin(held_back) - 1, 0)],
        ),
        Mistake(
            "This is the step with its error. The step alone is asked for.",
            lambda steps, training, held_back: (steps[np.argmin(held_back)], held_back.min()),
        ),
        Mistake(
            "This is where the held-back error falls the most. It falls on from there.",
            lambda steps, training, held_back: steps[np.argmin(np.diff(held_back)) + 1],
        ),
    ],
)


EXERCISES: dict[str, Exercise] = {
    "3.1": SPLIT,
    "3.2": _GAP,
    "3.3": _BEST_STEP,
    "3.4": PENGUINS,
}
