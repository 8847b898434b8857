"""Exercise 8.3: one proximal step of the elastic net."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from shrinkage.check.chapter_06_exact import ExactZeros
from shrinkage.check.exercise import Mistake
from shrinkage.penalties import soft_threshold

__all__ = ["STEP"]


def _slopes(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    return np.asarray(X.T @ (X @ w + b - y) / len(y))


def _after(make: Callable[[np.ndarray, float, float, float], np.ndarray]) -> Callable[..., Any]:
    """Return a step down the loss, followed by what `make` does with it, λ, α and the rate."""

    def step(
        X: np.ndarray,
        y: np.ndarray,
        w: np.ndarray,
        b: float,
        lam: float,
        alpha: float,
        rate: float,
    ) -> np.ndarray:
        return make(w - rate * _slopes(X, y, w, b), lam, alpha, rate)

    return step


def _end(v: np.ndarray, lam: float, alpha: float, rate: float) -> np.ndarray:
    """Return what both penalties make of the end of a step down the loss."""
    kept: np.ndarray = soft_threshold(v, rate * lam * alpha)
    return kept / (1 + rate * lam * (1 - alpha))


_step = _after(_end)


def _from(start: Callable[..., np.ndarray]) -> Callable[..., Any]:
    """Return the right end of a step, from another start."""
    return lambda *given: _end(start(*given), *given[4:])


Case = tuple[np.ndarray, np.ndarray, np.ndarray, float, float, float, float]


def _case(seed: int, n: int, w: list[float], lam: float, alpha: float, rate: float) -> Case:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, len(w))).round(1)
    y = (2 * X[:, 0] + rng.normal(size=n) + 3).round(1)
    return X, y, np.array(w), 2.5, lam, alpha, rate


STEP = ExactZeros(
    to_do="Complete the function: a step down the loss, then the threshold of L1's share, then the "
    "division of L2's share.",
    praise="With alpha = 1 it is the step of chapter 6, with alpha = 0 it only divides. Repeat it, "
    "and you have a training for the elastic net.",
    solution=_step,
    cases=[
        _case(0, 9, [1.0, 0.3, -0.2, -1.5], 0.8, 0.7, 0.4),
        _case(1, 7, [0.0, 0.0, 0.0, 0.0], 0.5, 0.2, 0.3),
        _case(2, 12, [-0.4, 2.0, 0.05], 1.5, 0.6, 0.25),
    ],
    mistakes=[
        Mistake("alpha weights the wrong part: it is the share of L1. The threshold is rate · λ · "
                "α, and the divisor has 1 − α.", _after(lambda v, lam, alpha, rate: (
                    soft_threshold(v, rate * lam * (1 - alpha)) / (1 + rate * lam * alpha)))),
        Mistake("lam and alpha are swapped: λ is the strength of the whole, α the share of L1 in "
                "it.", _after(lambda v, lam, alpha, rate: (
                    np.sign(v) * np.maximum(np.abs(v) - rate * alpha * lam, 0)
                    / (1 + rate * alpha * (1 - lam))))),
        Mistake("This is both penalties at full strength, L1(lam) + L2(lam). α says how λ is "
                "shared between them.", _after(lambda v, lam, alpha, rate: (
                    soft_threshold(v, rate * lam) / (1 + rate * lam)))),
        Mistake("The threshold is rate · λ here; L1 has only the share α of it.",
                _after(lambda v, lam, alpha, rate: (
                    soft_threshold(v, rate * lam) / (1 + rate * lam * (1 - alpha))))),
        Mistake("The divisor is 1 + rate · λ here; L2 has only the share 1 − α of it.",
                _after(lambda v, lam, alpha, rate: (
                    soft_threshold(v, rate * lam * alpha) / (1 + rate * lam)))),
        Mistake("Both parts have the share α. What L1 has, L2 has not: its share is 1 − α.",
                _after(lambda v, lam, alpha, rate: (
                    soft_threshold(v, rate * lam * alpha) / (1 + rate * lam * alpha)))),
        Mistake("A ½ is missing: L2 is λ(1 − α) · ½Σw², and its slope is λ(1 − α)w. Your divisor "
                "has twice that.", _after(lambda v, lam, alpha, rate: (
                    soft_threshold(v, rate * lam * alpha) / (1 + 2 * rate * lam * (1 - alpha))))),
        Mistake("The ½ is in the divisor. It belongs to ½Σw², and is gone in the slope.",
                _after(lambda v, lam, alpha, rate: (
                    soft_threshold(v, rate * lam * alpha) / (1 + rate * lam * (1 - alpha) / 2)))),
        Mistake("The division comes before the threshold. First L1's threshold, then L2's "
                "division.", _after(lambda v, lam, alpha, rate: (
                    soft_threshold(v / (1 + rate * lam * (1 - alpha)), rate * lam * alpha)))),
        Mistake("This is the soft threshold alone. L2's share is missing: the division.",
                _after(lambda v, lam, alpha, rate: soft_threshold(v, rate * lam * alpha))),
        Mistake("This is the division alone. L1's share is missing: the threshold.",
                _after(lambda v, lam, alpha, rate: v / (1 + rate * lam * (1 - alpha)))),
        Mistake("This is the step down the loss alone. Threshold and division are missing.",
                _after(lambda v, lam, alpha, rate: v)),
        Mistake("You multiplied by 1 − rate · λ(1 − α), which is a gradient step of L2. Its "
                "proximal step divides by 1 + rate · λ(1 − α).", _after(
                    lambda v, lam, alpha, rate: (
                        soft_threshold(v, rate * lam * alpha) * (1 - rate * lam * (1 - alpha))))),
        Mistake("You multiplied by 1 + rate · λ(1 − α), which makes weights larger. Divide by it.",
                _after(lambda v, lam, alpha, rate: (
                    soft_threshold(v, rate * lam * alpha) * (1 + rate * lam * (1 - alpha))))),
        Mistake("The rate is missing from the threshold: it is rate · λ · α.",
                _after(lambda v, lam, alpha, rate: (
                    soft_threshold(v, lam * alpha) / (1 + rate * lam * (1 - alpha))))),
        Mistake("The rate is missing from the divisor: it is 1 + rate · λ(1 − α).",
                _after(lambda v, lam, alpha, rate: (
                    soft_threshold(v, rate * lam * alpha) / (1 + lam * (1 - alpha))))),
        Mistake("The rate is missing from threshold and divisor: a short step of the loss allows "
                "only a short pull of the penalty.", _after(lambda v, lam, alpha, rate: (
                    soft_threshold(v, lam * alpha) / (1 + lam * (1 - alpha))))),
        Mistake("L2's slope went into the step, and the threshold came after. That is a proximal "
                "step as well, and ends in the same place. Here L2 is to be part of the penalty: "
                "leave it out of the slopes, and divide.",
                lambda X, y, w, b, lam, alpha, rate: soft_threshold(
                    w - rate * (_slopes(X, y, w, b) + lam * (1 - alpha) * w), rate * lam * alpha)),
        Mistake("This is the subgradient step: it never lands on 0. Leave the penalty's slopes "
                "out, and apply the threshold and the division afterwards.",
                lambda X, y, w, b, lam, alpha, rate: w - rate * (
                    _slopes(X, y, w, b) + lam * alpha * np.sign(w) + lam * (1 - alpha) * w)),
        Mistake("The rate is missing from the step down the loss.",
                _from(lambda X, y, w, b, lam, alpha, rate: w - _slopes(X, y, w, b))),
        Mistake("A factor n is missing: the loss is a mean over the rows, so its slopes are "
                "divided by their number.",
                _from(lambda X, y, w, b, lam, alpha, rate: (
                    w - rate * len(y) * _slopes(X, y, w, b)))),
        Mistake("The slopes are doubled. The ½ of the loss cancels the 2 of the square.",
                _from(lambda X, y, w, b, lam, alpha, rate: w - 2 * rate * _slopes(X, y, w, b))),
        Mistake("This step goes *up* the loss. Subtract rate times the slopes, or mind the order "
                "in X @ w + b − y.",
                _from(lambda X, y, w, b, lam, alpha, rate: w + rate * _slopes(X, y, w, b))),
        Mistake("The bias is missing from the prediction: the error is X @ w + b − y.",
                _from(lambda X, y, w, b, lam, alpha, rate: w - rate * _slopes(X, y, w, 0.0))),
        Mistake("λ is divided by n. Only the loss is a mean over the rows; the penalty is not.",
                lambda X, y, w, b, lam, alpha, rate: _step(X, y, w, b, lam / len(y), alpha, rate)),
        Mistake("This is the change, and not yet the new weights: it lacks the old ones.",
                lambda X, y, w, b, lam, alpha, rate: _step(X, y, w, b, lam, alpha, rate) - w),
    ],
)  # fmt: skip
