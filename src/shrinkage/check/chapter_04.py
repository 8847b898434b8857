"""The exercises of chapter 4, Large weights. Two have modules of their own."""

from __future__ import annotations

import numpy as np

from shrinkage.check.chapter_04_alarms import ALARMS
from shrinkage.check.chapter_04_size import RELATIVE
from shrinkage.check.exercise import Exercise, FunctionExercise, Mistake, ValueExercise

__all__ = ["EXERCISES"]


# 4.1: the margin, by which some weights separate the rows.


def _for_what_happened(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    return np.where(y == 1, 1, -1) * (X @ w + b)


def _margin(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> float:
    return float(_for_what_happened(X, y, w, b).min() / np.linalg.norm(w))


def _smallest_and_largest(
    X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float
) -> tuple[float, float]:
    """Return the scores of class 1 that are least, and of class 0 that are most, per size of w."""
    z = (X @ w + b) / np.linalg.norm(w)
    return float(z[y == 1].min()), float(z[y == 0].max())


_MARGIN = FunctionExercise(
    to_do="Complete the function: the least score for what happened, divided by the size of w.",
    praise="One number that says whether these weights separate the rows, and by how much.",
    solution=_margin,
    cases=[
        (
            np.array([[2.0, 1.0], [0.5, 2.5], [-1.0, 0.5], [-2.0, -1.5], [0.25, -1.0]]),
            np.array([1, 1, 0, 0, 0]),
            np.array([3.0, 4.0]),
            -1.0,
        ),
        (
            np.array([[1.0, 0.0, 2.0], [0.0, 1.5, -1.0], [2.0, -1.0, 0.5], [-0.5, 1.0, 1.0]]),
            np.array([1, 0, 1, 0]),
            np.array([0.2, -0.4, 0.4]),
            0.3,
        ),
        (
            np.array([[1.0, -1.0], [0.5, 0.5], [-3.0, 0.0]]),
            np.array([0, 1, 1]),
            np.array([-6.0, 8.0]),
            2.0,
        ),
    ],
    mistakes=[
        Mistake(
            "This is the least score. A row with y = 0 wants a negative score, so its sign is to "
            "be turned first.",
            lambda X, y, w, b: np.min(X @ w + b) / np.linalg.norm(w),
        ),
        Mistake(
            "The signs are turned for the wrong class: a row with y = 1 counts as it is, one with "
            "y = 0 with its sign turned.",
            lambda X, y, w, b: np.min(-_for_what_happened(X, y, w, b)) / np.linalg.norm(w),
        ),
        Mistake(
            "This is the least distance, whatever the side. With abs, a row on its wrong side "
            "looks as good as one on its right side.",
            lambda X, y, w, b: np.min(np.abs(X @ w + b)) / np.linalg.norm(w),
        ),
        Mistake(
            "The division by the size of w is missing, so ten times the weights would look ten "
            "times as good.",
            lambda X, y, w, b: _for_what_happened(X, y, w, b).min(),
        ),
        Mistake(
            "This divides by the square of the size of w: a root is missing.",
            lambda X, y, w, b: _for_what_happened(X, y, w, b).min() / (w @ w),
        ),
        Mistake(
            "This divides by the sum of absolute weights. The size of w is the root of the sum of "
            "squares.",
            lambda X, y, w, b: _for_what_happened(X, y, w, b).min() / np.abs(w).sum(),
        ),
        Mistake(
            "The size has the bias in it. Only the weights count, since b turns nothing steeper.",
            lambda X, y, w, b: (
                _for_what_happened(X, y, w, b).min() / np.linalg.norm(np.append(w, b))
            ),
        ),
        Mistake(
            "The bias b is missing from the scores.",
            lambda X, y, w, b: _margin(X, y, w, 0.0),
        ),
        Mistake(
            "The bias is not divided by the size of w. It is a part of the score, and the whole "
            "score is to be divided.",
            lambda X, y, w, b: _for_what_happened(X, y, w / np.linalg.norm(w), b).min(),
        ),
        Mistake(
            "The sign is turned for X @ w and not for b. It is the whole score whose sign is "
            "turned: put it in parentheses.",
            lambda X, y, w, b: np.min(_for_what_happened(X, y, w, 0.0) + b) / np.linalg.norm(w),
        ),
        Mistake(
            "This is the least probability given to what happened. The score is asked for, before "
            "the logistic function.",
            lambda X, y, w, b: np.min(1 / (1 + np.exp(-_for_what_happened(X, y, w, b)))),
        ),
        Mistake(
            "This is the mean over the rows. A single row on its wrong side can hide in a mean; "
            "the least is asked for.",
            lambda X, y, w, b: _for_what_happened(X, y, w, b).mean() / np.linalg.norm(w),
        ),
        Mistake(
            "This is the most, not the least: the row that is told most easily.",
            lambda X, y, w, b: _for_what_happened(X, y, w, b).max() / np.linalg.norm(w),
        ),
        Mistake(
            "This is one number for each row. The least of them is asked for.",
            lambda X, y, w, b: _for_what_happened(X, y, w, b) / np.linalg.norm(w),
        ),
        Mistake(
            "With y·z, a row with y = 0 always gives 0. Its score is to count with its sign "
            "turned.",
            lambda X, y, w, b: np.min(y * (X @ w + b)) / np.linalg.norm(w),
        ),
        Mistake(
            "Only the rows with y = 1 are looked at. Those with y = 0 can be on their wrong side "
            "as well.",
            lambda X, y, w, b: _smallest_and_largest(X, y, w, b)[0],
        ),
        Mistake(
            "Only the rows with y = 0 are looked at. Those with y = 1 can be on their wrong side "
            "as well.",
            lambda X, y, w, b: -_smallest_and_largest(X, y, w, b)[1],
        ),
        Mistake(
            "This is the gap between the two classes, from the last of one to the first of the "
            "other. The least distance of a row from score 0 is asked for.",
            lambda X, y, w, b: np.subtract(*_smallest_and_largest(X, y, w, b)),
        ),
        Mistake(
            "This says whether w and b separate the rows, 1 or 0. By how much is asked for.",
            lambda X, y, w, b: float(_for_what_happened(X, y, w, b).min() > 0),
        ),
        Mistake(
            "This is the share of rows on their right side. By how much is asked for.",
            lambda X, y, w, b: np.mean(_for_what_happened(X, y, w, b) > 0),
        ),
        Mistake(
            "Below 0 it is cut off at 0. A negative number tells by how much a row is on its wrong"
            " side: leave it.",
            lambda X, y, w, b: max(_margin(X, y, w, b), 0.0),
        ),
    ],
)


# 4.2: on separable rows, sizes grow by as much with each factor of ten in the steps.

_EARLY, _LATE = 1e3, 1e4  # steps
_SIZE_EARLY, _SIZE_LATE = 8.0, 14.0
_ASKED, _TARGET = 1e7, 50.0
_GAIN = _SIZE_LATE - _SIZE_EARLY  # for each factor of ten
_SIZE_THEN = _SIZE_LATE + _GAIN * np.log10(_ASKED / _LATE)
_STEPS_THEN = _LATE * 10 ** ((_TARGET - _SIZE_LATE) / _GAIN)
_EACH_STEP = _GAIN / (_LATE - _EARLY)
_FACTOR = _SIZE_LATE / _SIZE_EARLY

_GROWTH = ValueExercise(
    to_do="Set three numbers: a size, a number of steps, and a log-loss.",
    praise="A million times the steps for the last 36. Nobody waits for infinity; everybody stops "
    "somewhere.",
    solution=lambda: [_SIZE_THEN, _STEPS_THEN, 0.0],
    parts=[
        (
            "size_then",
            "from 10,000 steps to 10,000,000 it is three factors of ten, and each adds 14 − 8",
        ),
        (
            "steps_for_50",
            "from 14 to 50, how many times 14 − 8 is that? So many factors of ten come on top of "
            "10,000 steps",
        ),
        (
            "loss_in_the_end",
            "on separable rows larger weights always have a smaller loss, and every row's part of "
            "it becomes as small as you like",
        ),
    ],
    tolerance=1e-3,
    mistakes=[
        Mistake(
            "Both numbers come from a straight line over the steps: as much for each step. It is "
            "as much for each factor of ten.",
            lambda: [
                _SIZE_LATE + _EACH_STEP * (_ASKED - _LATE),
                _LATE + (_TARGET - _SIZE_LATE) / _EACH_STEP,
                0.0,
            ],
        ),
        Mistake(
            "size_then comes from a straight line over the steps. Each factor of ten adds 6, not "
            "each 9,000 steps.",
            lambda: [_SIZE_LATE + _EACH_STEP * (_ASKED - _LATE), _STEPS_THEN, 0.0],
        ),
        Mistake(
            "steps_for_50 comes from a straight line over the steps: as much for each 9,000. It is "
            "as much for each factor of ten.",
            lambda: [_SIZE_THEN, _LATE + (_TARGET - _SIZE_LATE) / _EACH_STEP, 0.0],
        ),
        Mistake(
            "size_then multiplies by 14/8 for each factor of ten. It is what is added that stays.",
            lambda: [_SIZE_LATE * _FACTOR**3, _STEPS_THEN, 0.0],
        ),
        Mistake(
            "Both numbers multiply by 14/8 for each factor of ten. It is what is added that stays.",
            lambda: [
                _SIZE_LATE * _FACTOR**3,
                _LATE * 10 ** (np.log(_TARGET / _SIZE_LATE) / np.log(_FACTOR)),
                0.0,
            ],
        ),
        Mistake(
            "size_then counts one factor of ten too many: at 10,000 steps, the size is 14 already.",
            lambda: [_SIZE_THEN + _GAIN, _STEPS_THEN, 0.0],
        ),
        Mistake(
            "size_then counts one factor of ten too few: ten million is 1000 times 10,000.",
            lambda: [_SIZE_THEN - _GAIN, _STEPS_THEN, 0.0],
        ),
        Mistake(
            "steps_for_50 is the number of factors of ten. How many steps does that make, from "
            "10,000 on?",
            lambda: [_SIZE_THEN, (_TARGET - _SIZE_LATE) / _GAIN, 0.0],
        ),
        Mistake(
            "steps_for_50 is the exponent. The steps are ten to that power.",
            lambda: [_SIZE_THEN, np.log10(_STEPS_THEN), 0.0],
        ),
        Mistake(
            "steps_for_50 starts from 1 step. At 10,000 steps the size is 14, and six factors of "
            "ten come on top.",
            lambda: [_SIZE_THEN, 10 ** ((_TARGET - _SIZE_LATE) / _GAIN), 0.0],
        ),
        Mistake(
            "steps_for_50 multiplies 10,000 by six. Each of these six is a factor of ten.",
            lambda: [_SIZE_THEN, _LATE * (_TARGET - _SIZE_LATE) / _GAIN, 0.0],
        ),
        Mistake(
            "A log-loss is not a probability. The probability given to what happened approaches 1; "
            "what is minus its logarithm?",
            lambda: [_SIZE_THEN, _STEPS_THEN, 1.0],
        ),
        Mistake(
            "A log-loss of 0.69 is that of a model without an opinion. This one gets ever surer "
            "of training rows that it tells rightly.",
            lambda: [_SIZE_THEN, _STEPS_THEN, np.log(2)],
        ),
        Mistake(
            "The loss does not fall below 0: the probability given to what happened is at most 1, "
            "and minus its logarithm at least 0.",
            lambda: [_SIZE_THEN, _STEPS_THEN, -1.0],
        ),
    ],
)


EXERCISES: dict[str, Exercise] = {
    "4.1": _MARGIN,
    "4.2": _GROWTH,
    "4.3": RELATIVE,
    "4.4": ALARMS,
}
