"""Exercise 6.3: one proximal step of the lasso."""

from __future__ import annotations

import numpy as np

from shrinkage.check.chapter_06_exact import ExactZeros
from shrinkage.check.exercise import Mistake
from shrinkage.penalties import soft_threshold

__all__ = ["STEP"]


def _slopes(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    return np.asarray(X.T @ (X @ w + b - y) / len(y))


def _step(
    X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float, lam: float, rate: float
) -> np.ndarray:
    return soft_threshold(w - rate * _slopes(X, y, w, b), rate * lam)


def _hard(z: np.ndarray, threshold: float) -> np.ndarray:
    return np.where(np.abs(z) > threshold, z, 0.0)


def _without_a_stop(
    X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float, lam: float, rate: float
) -> np.ndarray:
    after = w - rate * _slopes(X, y, w, b)
    return np.asarray(after - rate * lam * np.sign(after))


Case = tuple[np.ndarray, np.ndarray, np.ndarray, float, float, float]


def _case(seed: int, n: int, w: list[float], lam: float, rate: float) -> Case:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, len(w))).round(1)
    y = (2 * X[:, 0] + rng.normal(size=n) + 3).round(1)
    return X, y, np.array(w), 2.5, lam, rate


STEP = ExactZeros(
    to_do="Complete the function: a step down the loss, then the threshold.",
    praise="This step lands. Repeat it, and you have a training that finds the lasso's zeros.",
    solution=_step,
    cases=[
        _case(0, 9, [1.0, 0.3, -0.2, -1.5], 0.8, 0.4),
        _case(1, 7, [0.0, 0.0, 0.0, 0.0], 0.5, 0.3),
        _case(2, 12, [-0.4, 2.0, 0.05], 1.5, 0.25),
    ],
    mistakes=[
        Mistake(
            "This is the subgradient step: it never lands on 0. Leave λ·sign(w) out of the slopes "
            "and apply the soft threshold afterwards.",
            lambda X, y, w, b, lam, rate: w - rate * (_slopes(X, y, w, b) + lam * np.sign(w)),
        ),
        Mistake(
            "The penalty is in it twice: as λ·sign(w) among the slopes, and as the threshold. The "
            "threshold alone does.",
            lambda X, y, w, b, lam, rate: soft_threshold(
                w - rate * (_slopes(X, y, w, b) + lam * np.sign(w)), rate * lam
            ),
        ),
        Mistake(
            "This is the step down the loss alone. The soft threshold is missing.",
            lambda X, y, w, b, lam, rate: w - rate * _slopes(X, y, w, b),
        ),
        Mistake(
            "The threshold is λ here, and should be rate · λ: a short step of the loss allows "
            "only a short pull of the penalty.",
            lambda X, y, w, b, lam, rate: soft_threshold(w - rate * _slopes(X, y, w, b), lam),
        ),
        Mistake(
            "The rate is missing from the step down the loss.",
            lambda X, y, w, b, lam, rate: soft_threshold(w - _slopes(X, y, w, b), rate * lam),
        ),
        Mistake(
            "The rate is missing, from the step and from the threshold.",
            lambda X, y, w, b, lam, rate: soft_threshold(w - _slopes(X, y, w, b), lam),
        ),
        Mistake(
            "A factor n is missing: the loss is a mean over the rows, so its slopes are divided "
            "by their number.",
            lambda X, y, w, b, lam, rate: soft_threshold(
                w - rate * len(y) * _slopes(X, y, w, b), rate * lam
            ),
        ),
        Mistake(
            "λ is divided by n. Only the loss is a mean over the rows; the penalty is not.",
            lambda X, y, w, b, lam, rate: soft_threshold(
                w - rate * _slopes(X, y, w, b), rate * lam / len(y)
            ),
        ),
        Mistake(
            "The slopes are doubled. The ½ of the loss cancels the 2 of the square.",
            lambda X, y, w, b, lam, rate: soft_threshold(
                w - 2 * rate * _slopes(X, y, w, b), rate * lam
            ),
        ),
        Mistake(
            "This step goes *up* the loss. Subtract rate times the slopes, or mind the order in "
            "X @ w + b − y.",
            lambda X, y, w, b, lam, rate: soft_threshold(
                w + rate * _slopes(X, y, w, b), rate * lam
            ),
        ),
        Mistake(
            "The bias is missing from the prediction: the error is X @ w + b − y.",
            lambda X, y, w, b, lam, rate: soft_threshold(
                w - rate * _slopes(X, y, w, 0.0), rate * lam
            ),
        ),
        Mistake(
            "The threshold comes too early: after it, the step down the loss moves the zeros away "
            "again. First the step, then the threshold.",
            lambda X, y, w, b, lam, rate: (
                soft_threshold(w, rate * lam) - rate * _slopes(X, y, w, b)
            ),
        ),
        Mistake(
            "The threshold comes first, and the slopes are taken after it. First the step, then "
            "the threshold.",
            lambda X, y, w, b, lam, rate: (
                soft_threshold(w, rate * lam)
                - rate * _slopes(X, y, soft_threshold(w, rate * lam), b)
            ),
        ),
        Mistake(
            "You thresholded hard: what is above the threshold stays as it is. The soft threshold "
            "takes rate · λ off it.",
            lambda X, y, w, b, lam, rate: _hard(w - rate * _slopes(X, y, w, b), rate * lam),
        ),
        Mistake(
            "You forgot the sign: a weight that is negative after the step stays negative.",
            lambda X, y, w, b, lam, rate: np.maximum(
                np.abs(w - rate * _slopes(X, y, w, b)) - rate * lam, 0.0
            ),
        ),
        Mistake(
            "Negative weights all become 0. They move toward 0 too, by rate · λ.",
            lambda X, y, w, b, lam, rate: np.maximum(
                w - rate * _slopes(X, y, w, b) - rate * lam, 0.0
            ),
        ),
        Mistake(
            "That divides by 1 + rate · λ: it is the proximal step of L2, which has no zeros.",
            lambda X, y, w, b, lam, rate: (w - rate * _slopes(X, y, w, b)) / (1 + rate * lam),
        ),
        Mistake(
            "This is the change, and not yet the new weights: it lacks the old ones.",
            lambda X, y, w, b, lam, rate: _step(X, y, w, b, lam, rate) - w,
        ),
        Mistake(
            "Only the slopes went through the threshold. It belongs around the whole, the old "
            "weights and the step.",
            lambda X, y, w, b, lam, rate: (
                w - soft_threshold(rate * _slopes(X, y, w, b), rate * lam)
            ),
        ),
        Mistake(
            "The threshold is the rate alone. It is rate · λ.",
            lambda X, y, w, b, lam, rate: soft_threshold(w - rate * _slopes(X, y, w, b), rate),
        ),
        Mistake(
            "The threshold is λ divided by the rate. A short step goes with a short pull: rate · "
            "λ.",
            lambda X, y, w, b, lam, rate: soft_threshold(
                w - rate * _slopes(X, y, w, b), lam / rate
            ),
        ),
        Mistake(
            "The mean of y is taken for the bias. Here b is given, and stays as it is.",
            lambda X, y, w, b, lam, rate: soft_threshold(
                w - rate * _slopes(X, y, w, y.mean()), rate * lam
            ),
        ),
        Mistake(
            "The slopes are divided by n twice.",
            lambda X, y, w, b, lam, rate: soft_threshold(
                w - rate * _slopes(X, y, w, b) / len(y), rate * lam
            ),
        ),
        Mistake(
            "Slopes and threshold are both n times too large: the loss is a mean over the rows, "
            "not a sum.",
            lambda X, y, w, b, lam, rate: soft_threshold(
                w - rate * len(y) * _slopes(X, y, w, b), rate * lam * len(y)
            ),
        ),
        Mistake(
            "The step starts from 0. It starts from w.",
            lambda X, y, w, b, lam, rate: soft_threshold(-rate * _slopes(X, y, w, b), rate * lam),
        ),
        Mistake(
            "Nothing stops at 0: what is nearer than rate · λ comes out on the other side. The "
            "soft threshold makes it 0.",
            _without_a_stop,
        ),
    ],
)
