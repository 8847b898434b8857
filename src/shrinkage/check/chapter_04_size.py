"""Exercise 4.3: a size without the units of the features and of the target."""

from __future__ import annotations

import numpy as np

from shrinkage.check.exercise import FunctionExercise, Mistake

__all__ = ["RELATIVE"]


def _relative_size(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> float:
    return float(np.linalg.norm(w * X.std(axis=0)) / y.std())


def _made(seed: int, rows: int, spreads: list[float], zeros: list[float]) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    X = (np.array(zeros) + rng.normal(size=(rows, len(spreads))) * spreads).round(3)
    w = (rng.normal(size=len(spreads)) * 4 / np.array(spreads)).round(4)
    y = (150 + X @ w + rng.normal(size=rows) * 5).round(1)
    return X, y, w


def _trained_again(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> float:
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    return float(np.linalg.norm(np.linalg.lstsq(Z, y - y.mean(), rcond=None)[0]) / y.std())


RELATIVE = FunctionExercise(
    to_do="Complete the function: the size with features in standard deviations, divided by the "
    "spread of the target.",
    praise="Millimeters or meters, points or hundredths: this number stays.",
    solution=_relative_size,
    cases=[
        _made(40, 7, [14.0, 0.05], [95.0, 0.1]),
        _made(41, 9, [0.5, 200.0, 3.0], [4.0, -20.0, 30.0]),
        _made(42, 12, [1.0, 1.0], [0.0, 5.0]),
    ],
    mistakes=[
        Mistake(
            "The weights are divided by the standard deviations. It goes the other way: a feature "
            "with a larger spread becomes smaller on the new scale, so its weight becomes larger.",
            lambda X, y, w: np.linalg.norm(w / X.std(axis=0)) / y.std(),
        ),
        Mistake(
            "These are the weights in their old units. What becomes of each one when its feature "
            "is counted in standard deviations?",
            lambda X, y, w: np.linalg.norm(w) / y.std(),
        ),
        Mistake(
            "The division by the spread of the target is missing, so the number still has the "
            "target's unit.",
            lambda X, y, w: np.linalg.norm(w * X.std(axis=0)),
        ),
        Mistake(
            "This is the plain size of w: neither the features' units nor the target's are taken "
            "out.",
            lambda X, y, w: np.linalg.norm(w),
        ),
        Mistake(
            "This takes one standard deviation over all numbers of X. Each feature has its own: "
            "std(axis=0).",
            lambda X, y, w: np.linalg.norm(w * X.std()) / y.std(),
        ),
        Mistake(
            "These are variances. The scale of a feature is its standard deviation, the root.",
            lambda X, y, w: np.linalg.norm(w * X.var(axis=0)) / y.std(),
        ),
        Mistake(
            "This divides by the variance of the target. Its spread is the standard deviation, the "
            "root.",
            lambda X, y, w: np.linalg.norm(w * X.std(axis=0)) / y.var(),
        ),
        Mistake(
            "This multiplies by the means of the features. Where a feature has its zero does not "
            "matter to its weight; how far it spreads does.",
            lambda X, y, w: np.linalg.norm(w * X.mean(axis=0)) / y.std(),
        ),
        Mistake(
            "This divides by the mean of the target. Its spread is meant, the standard deviation.",
            lambda X, y, w: np.linalg.norm(w * X.std(axis=0)) / y.mean(),
        ),
        Mistake(
            "This is the square of the size: a root is missing.",
            lambda X, y, w: np.sum((w * X.std(axis=0)) ** 2) / y.std(),
        ),
        Mistake(
            "This is the sum of absolute weights. The size is the root of the sum of squares.",
            lambda X, y, w: np.abs(w * X.std(axis=0)).sum() / y.std(),
        ),
        Mistake(
            "This is the largest weight. The size takes all of them.",
            lambda X, y, w: np.abs(w * X.std(axis=0)).max() / y.std(),
        ),
        Mistake(
            "This is the spread of the predictions divided by that of the target. Terms that "
            "cancel do not show in it; in the size of the weights they do.",
            lambda X, y, w: (X @ w).std() / y.std(),
        ),
        Mistake(
            "These are single weights. Their size is one number: the root of the sum of squares.",
            lambda X, y, w: w * X.std(axis=0) / y.std(),
        ),
        Mistake(
            "The division goes the wrong way: the size of the weights stands above, the spread of "
            "the target below.",
            lambda X, y, w: y.std() / np.linalg.norm(w * X.std(axis=0)),
        ),
        Mistake(
            "This multiplies by the spread of the target. With a target in hundredths the weights "
            "are a hundred times larger, and so is its spread: divide.",
            lambda X, y, w: np.linalg.norm(w * X.std(axis=0)) * y.std(),
        ),
        Mistake(
            "This divides by the whole range of the target. Its spread is the standard deviation.",
            lambda X, y, w: np.linalg.norm(w * X.std(axis=0)) / np.ptp(y),
        ),
        Mistake(
            "There is a mean over the weights in it. The size is the root of the sum of squares.",
            lambda X, y, w: np.sqrt(np.mean((w * X.std(axis=0)) ** 2)) / y.std(),
        ),
        Mistake(
            "The weights are multiplied by the features themselves, so this measures terms. Each "
            "weight is to be multiplied by one number, the spread of its feature.",
            lambda X, y, w: np.linalg.norm(w * (X - X.mean(axis=0)) / X.std(axis=0)) / y.std(),
        ),
        Mistake(
            "The size of w is taken before each weight is put on its scale. Multiply weight by "
            "weight, and take the size last.",
            lambda X, y, w: np.linalg.norm(w) * np.linalg.norm(X.std(axis=0)) / y.std(),
        ),
        Mistake(
            "The features' standard deviations are taken with n − 1, and the target's with n. Take"
            " both the same way: np.std as it is.",
            lambda X, y, w: np.linalg.norm(w * X.std(axis=0, ddof=1)) / y.std(),
        ),
        Mistake(
            "The target's standard deviation is taken with n − 1, and the features' with n. Take "
            "both the same way: np.std as it is.",
            lambda X, y, w: np.linalg.norm(w * X.std(axis=0)) / y.std(ddof=1),
        ),
        Mistake(
            "The model was trained again, and then these are other weights. Those that are given "
            "only change their units.",
            _trained_again,
        ),
        Mistake(
            "This multiplies by the whole range of each feature. Its spread is the standard "
            "deviation.",
            lambda X, y, w: np.linalg.norm(w * np.ptp(X, axis=0)) / y.std(),
        ),
        Mistake(
            "This multiplies the size by the mean of the standard deviations. Each weight has a "
            "feature of its own: multiply weight by weight, and take the size last.",
            lambda X, y, w: np.linalg.norm(w) * X.std(axis=0).mean() / y.std(),
        ),
    ],
)
