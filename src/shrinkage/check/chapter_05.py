"""The exercises of chapter 5, L2. Each of the larger ones has a module of its own."""

from __future__ import annotations

import numpy as np

from shrinkage.check.chapter_05_gradient import SLOPES
from shrinkage.check.chapter_05_prostate import PROSTATE
from shrinkage.check.chapter_05_ridge import RIDGE
from shrinkage.check.exercise import Exercise, FunctionExercise, Mistake

__all__ = ["EXERCISES"]


# 5.1: one weight, for a feature whose mean square is not 1.


def _one_weight(x: np.ndarray, y: np.ndarray, lam: float) -> float:
    return float(np.mean(x * y) / (np.mean(x**2) + lam))


def _least_squares_weight(x: np.ndarray, y: np.ndarray) -> float:
    return float(np.sum(x * y) / np.sum(x**2))


def _subtracted(x: np.ndarray, y: np.ndarray, lam: float) -> float:
    slope = np.mean(x * y)
    return float(np.sign(slope) * max(abs(slope) - lam, 0.0) / np.mean(x**2))


def _centered_pair(seed: int, n: int, spread: float, slope: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = (spread * rng.normal(size=n)).round(1)
    y = (slope * x + 2 * rng.normal(size=n)).round(1)
    return x - x.mean(), y - y.mean()


_ONE_WEIGHT = FunctionExercise(
    to_do="Complete the function: where is the slope of loss + penalty equal to 0?",
    praise="λ is added to the mean of x²: that is what it has to be compared with.",
    solution=_one_weight,
    cases=[
        (*_centered_pair(0, 6, 2.0, 3.0), 1.0),
        (*_centered_pair(1, 9, 0.7, -3.0), 0.2),
        (*_centered_pair(2, 5, 3.0, 2.0), 4.0),
    ],
    mistakes=[
        Mistake(
            "A factor n is missing: in the sums, λ would have to be n·λ. Take the means of x·y "
            "and of x² instead, and add λ to the latter.",
            lambda x, y, lam: np.sum(x * y) / (np.sum(x**2) + lam),
        ),
        Mistake(
            "λ is multiplied by n. Beside a mean of x², it is λ alone.",
            lambda x, y, lam: np.mean(x * y) / (np.mean(x**2) + len(x) * lam),
        ),
        Mistake(
            "Above stands a sum and below a mean. Take the mean of both.",
            lambda x, y, lam: np.sum(x * y) / (np.mean(x**2) + lam),
        ),
        Mistake(
            "λ is doubled. The penalty is λ · ½w², and its slope is λw, not 2λw.",
            lambda x, y, lam: np.mean(x * y) / (np.mean(x**2) + 2 * lam),
        ),
        Mistake(
            "λ is halved. The loss has a ½ too, so the slopes of both come without a 2.",
            lambda x, y, lam: np.mean(x * y) / (np.mean(x**2) + lam / 2),
        ),
        Mistake(
            "That is z/(1 + λ), with the least-squares weight z. It is right where the mean of x² "
            "is 1; here it need not be.",
            lambda x, y, lam: _least_squares_weight(x, y) / (1 + lam),
        ),
        Mistake(
            "That takes the mean of x² for 1. Here it need not be: put it in the place of the 1.",
            lambda x, y, lam: np.mean(x * y) / (1 + lam),
        ),
        Mistake(
            "That is the least-squares weight, without a penalty.",
            lambda x, y, lam: _least_squares_weight(x, y),
        ),
        Mistake(
            "λ is subtracted below. The slope of the penalty has the sign of w: it adds.",
            lambda x, y, lam: np.mean(x * y) / (np.mean(x**2) - lam),
        ),
        Mistake(
            "λ is subtracted above. The slope of λ · ½w² is λ times w, so λ ends up below.",
            lambda x, y, lam: (np.mean(x * y) - lam) / np.mean(x**2),
        ),
        Mistake(
            "That moves by λ toward 0 and stops there: it is what L1 does, in the next chapter. "
            "L2 divides.",
            _subtracted,
        ),
        Mistake(
            "λ is subtracted from the least-squares weight. The slope of λ · ½w² is λ times w, so "
            "λ ends up below, beside the mean of x².",
            lambda x, y, lam: _least_squares_weight(x, y) - lam,
        ),
        Mistake(
            "λ is added to the standard deviation of x. It belongs beside the mean of x², which is "
            "its square.",
            lambda x, y, lam: np.mean(x * y) / (np.std(x) + lam),
        ),
        Mistake(
            "Above stands a mean and below a sum. Take the mean of both.",
            lambda x, y, lam: np.mean(x * y) / (np.sum(x**2) + lam),
        ),
        Mistake(
            "λ is squared. The slope of λ · ½w² is λw.",
            lambda x, y, lam: np.mean(x * y) / (np.mean(x**2) + lam**2),
        ),
        Mistake(
            "This takes a ratio for each row, and then their mean. Take the means first: one of "
            "x·y, one of x².",
            lambda x, y, lam: np.mean(x * y / (x**2 + lam)),
        ),
        Mistake(
            "The means are taken with n − 1. The loss has 1/(2n) in front, so it is n.",
            lambda x, y, lam: np.sum(x * y) / (len(x) - 1) / (np.sum(x**2) / (len(x) - 1) + lam),
        ),
        Mistake(
            "This multiplies the two means, and both are 0. Multiply row by row, then take the "
            "mean.",
            lambda x, y, lam: np.mean(x) * np.mean(y) / (np.mean(x**2) + lam),
        ),
        Mistake(
            "λ is added to the weight, in the end. It belongs below, beside the mean of x².",
            lambda x, y, lam: _least_squares_weight(x, y) + lam,
        ),
        Mistake(
            "λ is multiplied with the mean of x². The two slopes add: it is the sum of both.",
            lambda x, y, lam: np.mean(x * y) / (np.mean(x**2) * lam),
        ),
        Mistake(
            "Below stands the length of x. It is the mean of x² that λ is added to.",
            lambda x, y, lam: np.sum(x * y) / (np.linalg.norm(x) + lam),
        ),
        Mistake(
            "The feature was put in standard deviations, and this is the weight of that feature. "
            "Here x stays as it is.",
            lambda x, y, lam: np.mean(x * y) / np.std(x) / (1 + lam),
        ),
    ],
)


EXERCISES: dict[str, Exercise] = {
    "5.1": _ONE_WEIGHT,
    "5.2": SLOPES,
    "5.3": RIDGE,
    "5.4": PROSTATE,
}
