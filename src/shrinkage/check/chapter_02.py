"""The exercises of chapter 2, Training."""

from __future__ import annotations

import numpy as np

from shrinkage.check.chapter_02_budget import WITHIN_BUDGET
from shrinkage.check.exercise import (
    Exercise,
    FunctionExercise,
    Mistake,
    ValueExercise,
)
from shrinkage.losses import sigmoid

__all__ = ["EXERCISES"]


# 2.1: mean log-loss, from probabilities.


def _given_to_what_happened(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.where(y == 1, p, 1 - p)


def _log_loss(p: np.ndarray, y: np.ndarray) -> float:
    return float(-np.mean(np.log(_given_to_what_happened(p, y))))


def _clipped_at(smallest: float) -> Mistake:
    return Mistake(
        f"Probabilities are cut off at {smallest:g}. That hides what log-loss is there to show: "
        "an error that the model was sure of. Here no probability is 0 or 1, so nothing has to "
        "be cut.",
        lambda p, y: _log_loss(np.clip(p, smallest, 1 - smallest), y),
    )


_LOG_LOSS = FunctionExercise(
    to_do="Complete the function, then run this cell again.",
    praise="One number for all birds, and every weight can make it a little better or worse.",
    solution=_log_loss,
    cases=[
        (np.array([0.9, 0.2, 0.6]), np.array([1, 0, 0])),
        (np.array([0.999, 0.7, 0.05, 0.4, 0.85]), np.array([1, 1, 0, 1, 0])),
        (np.array([1e-9, 0.3]), np.array([1, 1])),
    ],
    mistakes=[
        Mistake(
            "This is one loss for each bird. Their mean is asked for.",
            lambda p, y: -np.log(_given_to_what_happened(p, y)),
        ),
        Mistake(
            "This is the sum over the birds. Take the mean, or the loss grows with the number of "
            "birds and can't be compared.",
            lambda p, y: len(y) * _log_loss(p, y),
        ),
        Mistake(
            "The minus is missing: the logarithm of a probability is never above 0, and an error "
            "should be never below.",
            lambda p, y: -_log_loss(p, y),
        ),
        Mistake(
            "This is the logarithm for the wrong class: where y is 1, what happened has "
            "probability p, and where y is 0, 1 − p.",
            lambda p, y: _log_loss(1 - p, y),
        ),
        Mistake(
            "This takes p for every bird. For a female (y = 0), what happened has probability "
            "1 − p.",
            lambda p, y: -np.mean(np.log(p)),
        ),
        Mistake(
            "Only the males count here: y·log(p) is 0 for a female. Her term is "
            "(1 − y)·log(1 − p).",
            lambda p, y: -np.mean(y * np.log(p)),
        ),
        Mistake(
            "Only the females count here: (1 − y)·log(1 − p) is 0 for a male. His term is "
            "y·log(p).",
            lambda p, y: -np.mean((1 - y) * np.log(1 - p)),
        ),
        Mistake(
            "Mind the brackets: the minus must stand before both terms, the males' and the "
            "females'.",
            lambda p, y: np.mean(-y * np.log(p) + (1 - y) * np.log(1 - p)),
        ),
        Mistake(
            "This is the logarithm to base 2. The natural logarithm, np.log, is meant.",
            lambda p, y: _log_loss(p, y) / np.log(2),
        ),
        Mistake(
            "This is the logarithm to base 10. The natural logarithm, np.log, is meant.",
            lambda p, y: _log_loss(p, y) / np.log(10),
        ),
        Mistake(
            "This is the logarithm of the mean probability. Take the logarithm for each bird "
            "first, then the mean.",
            lambda p, y: -np.log(np.mean(_given_to_what_happened(p, y))),
        ),
        Mistake(
            "The logarithm is missing: this is the mean of 1 − the probability of what happened.",
            lambda p, y: np.mean(1 - _given_to_what_happened(p, y)),
        ),
        Mistake(
            "This is the mean squared error of the probabilities. It has no logarithm, so a sure "
            "error costs hardly more than an unsure one.",
            lambda p, y: np.mean((p - y) ** 2),
        ),
        Mistake(
            "This is the share of wrong answers, the staircase that training can't descend.",
            lambda p, y: np.mean((p > 0.5) != y),
        ),
        *(_clipped_at(smallest) for smallest in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8)),
        Mistake(
            "The mean goes over the males alone. A female counts too: what happened to her has "
            "probability 1 − p.",
            lambda p, y: -np.mean(np.log(p[y == 1])),
        ),
        Mistake(
            "1 − log(p) is not log(1 − p): the logarithm is taken of 1 − p.",
            lambda p, y: -np.mean(y * np.log(p) + (1 - y) * (1 - np.log(p))),
        ),
        Mistake(
            "This is the median over the birds. A sure error would not show in it: take the mean.",
            lambda p, y: -np.median(np.log(np.where(y == 1, p, 1 - p))),
        ),
    ],
)


# 2.2: the gradient of the mean log-loss, for the weights and then for the bias.


def _error(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    return sigmoid(X @ w + b) - y


def _slopes(X: np.ndarray, error: np.ndarray) -> np.ndarray:
    return np.append(X.T @ error, error.sum()) / len(error)


def _times_logistic_slope(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    p = sigmoid(X @ w + b)
    return _slopes(X, (p - y) * p * (1 - p))


_GRADIENT = FunctionExercise(
    to_do="Complete the function, then run this cell again.",
    praise="Each bird pulls by its error, p − y. All of training by gradient is in these lines.",
    solution=lambda X, y, w, b: _slopes(X, _error(X, y, w, b)),
    cases=[
        (
            np.array([[1.7, -0.45], [-1.6, 0.85], [0.4, 0.3], [0.9, -1.2]]),
            np.array([1, 0, 0, 1]),
            np.array([0.5, 1.5]),
            -0.4,
        ),
        (
            np.array(
                [
                    [0.3, 0.1, 2.0],
                    [-1.0, 0.5, 0.2],
                    [0.7, -0.6, 1.1],
                    [1.5, 0.4, -0.9],
                    [-0.2, -1.3, 0.8],
                ]
            ),
            np.array([0, 1, 1, 0, 1]),
            np.array([-1.0, 0.6, 0.3]),
            0.8,
        ),
    ],
    mistakes=[
        Mistake(
            "The sign is turned around: the error is p − y. With y − p, each step would go uphill.",
            lambda X, y, w, b: -_slopes(X, _error(X, y, w, b)),
        ),
        Mistake(
            "The factor 1/n is missing: the loss is a mean over the birds, so its slope is one "
            "too.",
            lambda X, y, w, b: len(y) * _slopes(X, _error(X, y, w, b)),
        ),
        Mistake(
            "The bias is forgotten: these are the slopes for the weights alone. Append the mean "
            "of the errors.",
            lambda X, y, w, b: X.T @ _error(X, y, w, b) / len(y),
        ),
        Mistake(
            "The bias is forgotten, and so is the factor 1/n.",
            lambda X, y, w, b: X.T @ _error(X, y, w, b),
        ),
        Mistake(
            "The slope for the bias is not 0: it is the mean of the errors.",
            lambda X, y, w, b: np.append(X.T @ _error(X, y, w, b) / len(y), 0.0),
        ),
        Mistake(
            "The bias is missing from the score, so the probabilities are others.",
            lambda X, y, w, b: _slopes(X, sigmoid(X @ w) - y),
        ),
        Mistake(
            "The weights' slopes are right. The bias's is a sum and should be a mean: its factor "
            "1/n is missing.",
            lambda X, y, w, b: np.append(
                X.T @ _error(X, y, w, b) / len(y), _error(X, y, w, b).sum()
            ),
        ),
        Mistake(
            "The bias's slope is right. Those of the weights lack the factor 1/n.",
            lambda X, y, w, b: np.append(X.T @ _error(X, y, w, b), _error(X, y, w, b).mean()),
        ),
        Mistake(
            "The bias's slope stands first. It is asked for last, after the weights'.",
            lambda X, y, w, b: np.roll(_slopes(X, _error(X, y, w, b)), 1),
        ),
        Mistake(
            "This uses the score z in place of the probability p.",
            lambda X, y, w, b: _slopes(X, X @ w + b - y),
        ),
        Mistake(
            "This uses the answer, 0 or 1, in place of the probability p, and so it hardly ever "
            "changes: it belongs to a staircase.",
            lambda X, y, w, b: _slopes(X, (X @ w + b > 0) - y),
        ),
        Mistake(
            "The factor p(1 − p) is too much: the logistic function's own slope has canceled "
            "against that of the logarithm.",
            _times_logistic_slope,
        ),
        Mistake(
            "This is the gradient of the mean squared error of the probabilities. The log-loss's "
            "is simpler: p − y for each bird.",
            lambda *case: 2 * _times_logistic_slope(*case),
        ),
        Mistake(
            "This divides by the number of constants. The mean goes over the birds.",
            lambda X, y, w, b: len(y) / (len(w) + 1) * _slopes(X, _error(X, y, w, b)),
        ),
        Mistake(
            "This divides by the number of features. The mean goes over the birds.",
            lambda X, y, w, b: len(y) / len(w) * _slopes(X, _error(X, y, w, b)),
        ),
        Mistake(
            "The features are missing: each bird's error is multiplied by its measurements.",
            lambda X, y, w, b: np.full(len(w) + 1, _error(X, y, w, b).mean()),
        ),
        Mistake(
            "The bias's slope is multiplied by b. In the score, b is multiplied by 1: its slope is"
            " the mean error.",
            lambda X, y, w, b: _slopes(X, _error(X, y, w, b)) * np.append(np.ones(len(w)), b),
        ),
        Mistake(
            "The weights' slopes are divided by the number of features. The mean goes over the "
            "birds.",
            lambda X, y, w, b: (
                _slopes(X, _error(X, y, w, b)) * np.append(np.full(len(w), len(y) / len(w)), 1)
            ),
        ),
        Mistake(
            "The means are taken too early. Multiply error and measurement bird by bird, and take "
            "the mean of the products: errors and measurements go together.",
            lambda X, y, w, b: np.append(X.mean(axis=0), 1) * _error(X, y, w, b).mean(),
        ),
        Mistake(
            "The slopes are multiplied by the weights. The score changes by x, not by w·x, for "
            "each unit of w.",
            lambda X, y, w, b: _slopes(X, _error(X, y, w, b)) * np.append(w, 1),
        ),
        Mistake(
            "The errors have lost their sign. It says which way each bird pulls: p − y as it is.",
            lambda X, y, w, b: _slopes(X, np.abs(_error(X, y, w, b))),
        ),
    ],
)


# 2.3: step sizes on a bowl of curvature 4 along one weight and 0.01 along the other.

STEEP, FLAT = 4.0, 0.01
STEPS = 100


def _left(rate: float, steps: int = STEPS) -> float:
    return float((1 - rate * FLAT) ** steps)


_STEP_SIZE = ValueExercise(
    to_do="Set three numbers: the two rates, and the share that is left.",
    praise="The steep weight sets the pace, and the flat one pays for it.",
    solution=lambda: [2 / STEEP, 1 / STEEP, _left(1 / STEEP)],
    parts=[
        (
            "largest_rate",
            "a step multiplies the distance by 1 − rate · curvature; when is that −1? The steep "
            "weight gets there first",
        ),
        (
            "one_step_rate",
            "a step multiplies the distance by 1 − rate · curvature; when is that 0, for the steep "
            "weight?",
        ),
        (
            "share_left",
            f"each of {STEPS} steps at one_step_rate multiplies it by 1 − rate · curvature, with "
            "the flat weight's curvature",
        ),
    ],
    tolerance=2e-3,
    mistakes=[
        Mistake(
            "share_left is what is gone. What is left is 1 minus that.",
            lambda: [2 / STEEP, 1 / STEEP, 1 - _left(1 / STEEP)],
        ),
        Mistake(
            f"share_left is what is left after one step. There are {STEPS}.",
            lambda: [2 / STEEP, 1 / STEEP, _left(1 / STEEP, 1)],
        ),
        Mistake(
            "share_left forgets the rate: a step multiplies by 1 − rate · curvature.",
            lambda: [2 / STEEP, 1 / STEEP, _left(1.0)],
        ),
        Mistake(
            "share_left was computed with largest_rate; one_step_rate is asked for.",
            lambda: [2 / STEEP, 1 / STEEP, _left(2 / STEEP)],
        ),
        Mistake(
            "share_left is the steep weight's, which is there after one step. The flat one's is "
            "asked for.",
            lambda: [2 / STEEP, 1 / STEEP, 0.0],
        ),
        Mistake(
            f"share_left subtracts the same {STEPS} times. Each step multiplies what is left, so "
            "it is a power.",
            lambda: [2 / STEEP, 1 / STEEP, 1 - STEPS * FLAT / STEEP],
        ),
        Mistake(
            "These rates are for the flat weight. The steep one would be flung away.",
            lambda: [2 / FLAT, 1 / FLAT, 0.0],
        ),
        Mistake(
            "The curvature of ½·4·u² is 4, not 2: the square brings a factor 2 that cancels the ½.",
            lambda: [4 / STEEP, 2 / STEEP, _left(2 / STEEP)],
        ),
        Mistake(
            "The two rates are swapped.",
            lambda: [1 / STEEP, 2 / STEEP, _left(1 / STEEP)],
        ),
        Mistake(
            "Both rates are halved. The slope of ½·4·u² is 4u, so the curvature is 4, and the ½ is"
            " used up.",
            lambda: [1 / STEEP, 1 / (2 * STEEP), _left(1 / (2 * STEEP))],
        ),
        Mistake(
            "share_left is in percent. A share is a number from 0 to 1.",
            lambda: [2 / STEEP, 1 / STEEP, 100 * _left(1 / STEEP)],
        ),
    ],
)


EXERCISES: dict[str, Exercise] = {
    "2.1": _LOG_LOSS,
    "2.2": _GRADIENT,
    "2.3": _STEP_SIZE,
    "2.4": WITHIN_BUDGET,
}
