"""Exercise 5.2: the slopes of loss + penalty, the bias included and not penalized."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from shrinkage.check.exercise import FunctionExercise, Mistake

__all__ = ["SLOPES"]


def _slopes(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float, lam: float) -> np.ndarray:
    error = X @ w + b - y
    return np.append(X.T @ error / len(y) + lam * w, error.mean())


def _loss_slopes(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    return _slopes(X, y, w, b, 0.0)


def _with_penalty(slope: Callable[[np.ndarray, float], Any], bias: float = 0.0) -> Any:
    """Return the slopes with another slope of the penalty, and `bias` times λb for the bias."""

    def slopes(X: Any, y: Any, w: Any, b: Any, lam: Any) -> np.ndarray:
        return _loss_slopes(X, y, w, b) + np.append(slope(w, lam), bias * lam * b)

    return slopes


def _point(seed: int, n: int, p: int, lam: float) -> tuple[Any, ...]:
    rng = np.random.default_rng(seed)
    X = (1 + rng.normal(size=(n, p))).round(1)
    y = (20 + 3 * rng.normal(size=n)).round(0)
    return X, y, (3 * rng.normal(size=p)).round(1), 7.0, lam


SLOPES = FunctionExercise(
    to_do="Complete the function: the slopes of the loss, with those of the penalty added where "
    "they belong.",
    praise="One term more for each weight, and none for the bias.",
    solution=_slopes,
    cases=[_point(0, 6, 2, 0.5), _point(1, 9, 3, 2.0), _point(2, 5, 2, 0.1)],
    mistakes=[
        Mistake(
            "You penalized the bias. Its slope is the mean error, and nothing else.",
            _with_penalty(lambda w, lam: lam * w, bias=1.0),
        ),
        Mistake(
            "You penalized the bias, and doubled the slope of the penalty: that of λ · ½w² is λw.",
            _with_penalty(lambda w, lam: 2 * lam * w, bias=2.0),
        ),
        Mistake(
            "These are the slopes of the loss. Those of the penalty are missing.",
            _with_penalty(lambda w, lam: 0 * w),
        ),
        Mistake(
            "The slope of the penalty is doubled. The derivative of ½w² is w.",
            _with_penalty(lambda w, lam: 2 * lam * w),
        ),
        Mistake(
            "λ alone is added to the slopes. The slope of λ · ½w² is λ times w.",
            _with_penalty(lambda w, lam: lam + 0 * w),
        ),
        Mistake(
            "That is the slope of λ·Σ|w|, the penalty of the next chapter. That of λ · ½w² is λw.",
            _with_penalty(lambda w, lam: lam * np.sign(w)),
        ),
        Mistake(
            "The absolute weights are in it. The slope of the penalty has the sign of the weight.",
            _with_penalty(lambda w, lam: lam * np.abs(w)),
        ),
        Mistake(
            "The value of the penalty is added. Its slope for weight j is λ times that weight.",
            _with_penalty(lambda w, lam: lam * w**2 / 2),
        ),
        Mistake(
            "The penalty is subtracted. It is a part of what is made small, so its slope is added.",
            _with_penalty(lambda w, lam: -lam * w),
        ),
        Mistake(
            "The penalty is divided by n. It is not a mean over the rows: λw as it is.",
            lambda X, y, w, b, lam: _slopes(X, y, w, b, lam / len(y)),
        ),
        Mistake(
            "The slopes of the loss are doubled. The loss has a ½ in front, for this very reason.",
            lambda X, y, w, b, lam: 2 * _loss_slopes(X, y, w, b) + np.append(lam * w, 0.0),
        ),
        Mistake(
            "Everything is doubled. Both the loss and the penalty have a ½ in front.",
            lambda X, y, w, b, lam: 2 * _slopes(X, y, w, b, lam),
        ),
        Mistake(
            "A factor n is missing: the loss is a mean over the rows, and this is the sum.",
            lambda X, y, w, b, lam: len(y) * _loss_slopes(X, y, w, b) + np.append(lam * w, 0.0),
        ),
        Mistake(
            "This is n times the gradient. The loss is a mean over the rows.",
            lambda X, y, w, b, lam: len(y) * _slopes(X, y, w, b, lam),
        ),
        Mistake(
            "The slopes for the weights are right. That for the bias is a sum of errors: take the "
            "mean.",
            lambda X, y, w, b, lam: _slopes(X, y, w, b, lam) * np.append(np.ones(len(w)), len(y)),
        ),
        Mistake(
            "The slopes for the weights are right. That for the bias is not 0: it is left out of "
            "the penalty, not out of the loss.",
            lambda X, y, w, b, lam: _slopes(X, y, w, b, lam) * np.append(np.ones(len(w)), 0.0),
        ),
        Mistake(
            "The slope of the penalty is halved. The derivative of ½w² is w: the ½ is used up.",
            _with_penalty(lambda w, lam: lam * w / 2),
        ),
        Mistake(
            "λ is missing from the slope of the penalty: that of λ · ½w² is λ times w.",
            _with_penalty(lambda w, lam: w),
        ),
        Mistake(
            "The value of the whole penalty is added to each slope. For weight j, it is λ times "
            "that weight.",
            _with_penalty(lambda w, lam: lam * np.sum(w**2) / 2 + 0 * w),
        ),
        Mistake(
            "The sum of all weights is added to each slope. For weight j, it is λ times that "
            "weight alone.",
            _with_penalty(lambda w, lam: lam * w.sum() + 0 * w),
        ),
        Mistake(
            "The slopes of the loss are halved. The derivative of ½(ŷ − y)² is ŷ − y times that of "
            "ŷ: the ½ is used up.",
            lambda X, y, w, b, lam: _loss_slopes(X, y, w, b) / 2 + np.append(lam * w, 0.0),
        ),
        Mistake(
            "The penalty is right, and so are the slopes for the weights. That for the bias has λ "
            "in it; the bias is not penalized.",
            lambda X, y, w, b, lam: _slopes(X, y, w, b, lam) + np.append(0 * w, lam),
        ),
        Mistake(
            "The error is turned around: prediction minus target.",
            lambda X, y, w, b, lam: np.append(lam * w, 0.0) - _loss_slopes(X, y, w, b),
        ),
        Mistake(
            "The bias is missing from the predictions: X @ w + b.",
            lambda X, y, w, b, lam: _slopes(X, y, w, 0.0, lam),
        ),
        Mistake(
            "The order is weights first, then the bias.",
            lambda X, y, w, b, lam: np.roll(_slopes(X, y, w, b, lam), 1),
        ),
        Mistake(
            "The slope for the bias is missing at the end: the mean error.",
            lambda X, y, w, b, lam: _slopes(X, y, w, b, lam)[:-1],
        ),
        Mistake(
            "The slopes of the loss are multiplied by 1 + λ. The penalty has slopes of its own, "
            "which are added: λw.",
            lambda X, y, w, b, lam: (
                _loss_slopes(X, y, w, b) * np.append(np.full(len(w), 1 + lam), 1)
            ),
        ),
        Mistake(
            "λ times the size of w is added to each slope. For weight j, it is λ times that "
            "weight.",
            _with_penalty(lambda w, lam: lam * np.linalg.norm(w) + 0 * w),
        ),
    ],
)
