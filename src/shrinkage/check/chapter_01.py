"""The exercises of chapter 1, Weights."""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.check.answers import read_numbers
from shrinkage.check.exercise import (
    Exercise,
    FunctionExercise,
    Mistake,
    OpenExercise,
    ValueExercise,
)
from shrinkage.datasets import load_penguins
from shrinkage.losses import sigmoid

__all__ = ["EXERCISES"]

TYPICAL = np.array([17.0, 4.2])  # the bill depth (mm) and body mass (kg) the chapter counts from


def _birds() -> tuple[np.ndarray, np.ndarray]:
    penguins = load_penguins().select(["bill depth", "body mass"])
    return penguins.X - TYPICAL, penguins.y


# 1.1: the probability of the logistic model.


def _probability(X: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    return sigmoid(X @ w + b)


_PROBABILITY = FunctionExercise(
    to_do="Complete the function, then run this cell again.",
    praise="Two lines, and it is the whole of logistic regression's prediction.",
    solution=_probability,
    cases=[
        (np.array([[1.7, -0.45], [-1.6, 0.85], [0.0, 0.0]]), np.array([2.0, 5.0]), 0.5),
        (np.array([[0.3, 0.1]]), np.array([-1.0, 4.0]), -2.0),
        (np.array([[1.0, 2.0, -1.0], [0.5, 0.0, 0.25]]), np.array([0.2, -0.4, 1.0]), 0.1),
    ],
    mistakes=[
        Mistake(
            "These are the scores z. The logistic function that turns a score into a "
            "probability is missing.",
            lambda X, w, b: X @ w + b,
        ),
        Mistake("The bias b is missing from the score.", lambda X, w, b: sigmoid(X @ w)),
        Mistake(
            "These are the probabilities of female, 1 − p. The exponent is −z, the numerator 1.",
            lambda X, w, b: sigmoid(-(X @ w + b)),
        ),
        Mistake(
            "The bias is subtracted. Mind the brackets: the minus in e⁻ᶻ stands before the "
            "whole score.",
            lambda X, w, b: sigmoid(X @ w - b),
        ),
        Mistake(
            "This is 1 + e⁻ᶻ: the division is missing, or the brackets in 1 / (1 + e⁻ᶻ) are.",
            lambda X, w, b: 1 + np.exp(-(X @ w + b)),
        ),
        Mistake(
            "This is eᶻ, the odds. In 1 / (1 + e⁻ᶻ) the 1 + is missing.",
            lambda X, w, b: np.exp(X @ w + b),
        ),
        Mistake(
            "The denominator is 1 + e⁻ᶻ, and this has 1 − e⁻ᶻ.",
            lambda X, w, b: 1 / (1 - np.exp(-(X @ w + b))),
        ),
        Mistake(
            "The bias stands outside the exponent. Mind the brackets: e⁻ᶻ has the whole score in "
            "it.",
            lambda X, w, b: 1 / (1 + np.exp(-(X @ w)) + b),
        ),
        Mistake(
            "These are the classes, 0 or 1. The probability itself is asked for.",
            lambda X, w, b: (X @ w + b > 0).astype(float),
        ),
        Mistake(
            "The bias is added after the logistic function; it belongs to the score, before.",
            lambda X, w, b: sigmoid(X @ w) + b,
        ),
        Mistake(
            "Each weight times its measurement is still by itself here. Add them up for each bird "
            "before the logistic function: X @ w.",
            lambda X, w, b: sigmoid(X * w + b),
        ),
        Mistake(
            "This adds up the scores of all birds, and is one probability for the crowd. X @ w "
            "adds up within each row.",
            lambda X, w, b: sigmoid(np.sum(X * w) + b),
        ),
        Mistake(
            "This is the first bird alone. X @ w does all rows at once.",
            lambda X, w, b: sigmoid(X[0] @ w + b),
        ),
        Mistake(
            "The numerator is eᶻ, and should be 1. (With eᶻ above, 1 + eᶻ would stand below.)",
            lambda X, w, b: np.exp(X @ w + b) / (1 + np.exp(-(X @ w + b))),
        ),
        Mistake(
            "This is tanh, which goes from −1 to 1. A probability goes from 0 to 1: 1 / (1 + e⁻ᶻ).",
            lambda X, w, b: np.tanh(X @ w + b),
        ),
    ],
)


# 1.2: the same model in other units. Millimeters become centimeters, kilograms grams.

_WEIGHTS = np.array([2.0, 5.0])
_BIAS = -0.2

_UNITS = ValueExercise(
    to_do="Set three numbers: w₁ for a depth in cm, w₂ for a mass in g, and b.",
    praise="Now w₁ is the larger one, by a factor of 4000, and each prediction is the same.",
    solution=lambda: [20.0, 0.005, _BIAS],
    parts=[
        (
            "w₁",
            "a number in cm is ten times smaller than in mm, so its weight must be ten times "
            "larger for the same score",
        ),
        (
            "w₂",
            "a number in g is a thousand times larger than in kg, so its weight must be a thousand "
            "times smaller for the same score",
        ),
        ("b", "it is added as it is, whatever the units of the features"),
    ],
    mistakes=[
        Mistake(
            "The factors go the wrong way: a number in cm is ten times smaller than in mm, so "
            "its weight must be ten times larger for the same score.",
            lambda: [0.2, 5000.0, _BIAS],
        ),
        Mistake("w₂ is still the weight for kilograms.", lambda: [20.0, 5.0, _BIAS]),
        Mistake("w₁ is still the weight for millimeters.", lambda: [2.0, 0.005, _BIAS]),
        Mistake("These are the weights for mm and kg.", lambda: [2.0, 5.0, _BIAS]),
        Mistake(
            "The two weights are swapped: w₁ is the bill depth's, w₂ the body mass's.",
            lambda: [0.005, 20.0, _BIAS],
        ),
    ],
)


# 1.3: the boundary, as the bill depth at which a bird of a given mass has p = 1/2.


def _boundary(mass: float, w: np.ndarray, b: float) -> float:
    return -(w[1] * mass + b) / w[0]


_BOUNDARY = FunctionExercise(
    to_do="Complete the function: solve w₁·depth + w₂·mass + b = 0 for the depth.",
    praise="And look: multiply w and b by any number, and it cancels. Size does not move it.",
    solution=_boundary,
    cases=[
        (0.5, np.array([2.0, 5.0]), -0.2),
        (-1.0, np.array([2.0, 5.0]), 0.7),
        (0.8, np.array([-1.5, 0.5]), 0.3),
        (0.0, np.array([20.0, 50.0]), 4.0),
    ],
    mistakes=[
        Mistake(
            "The sign is turned around: what stands on the other side of the equals sign "
            "changes its sign.",
            lambda mass, w, b: (w[1] * mass + b) / w[0],
        ),
        Mistake("The bias is missing.", lambda mass, w, b: -w[1] * mass / w[0]),
        Mistake(
            "The sign of b is turned around. Mind the brackets: −(w₂·mass + b).",
            lambda mass, w, b: (-w[1] * mass + b) / w[0],
        ),
        Mistake(
            "The sign of w₂·mass is turned around: on the other side of the equals sign it is "
            "minus, as b is.",
            lambda mass, w, b: (w[1] * mass - b) / w[0],
        ),
        Mistake(
            "At this depth the score is ½. It is the probability that is ½ on the line; the score "
            "is 0 there.",
            lambda mass, w, b: (0.5 - w[1] * mass - b) / w[0],
        ),
        Mistake(
            "Mind the brackets: only b is divided by w₁; w₂·mass must be as well.",
            lambda mass, w, b: -(w[1] * mass + b / w[0]),
        ),
        Mistake(
            "Mind the brackets: only w₂·mass is divided by w₁; b must be as well.",
            lambda mass, w, b: -w[1] * mass / w[0] - b,
        ),
        Mistake(
            "The two weights are swapped: w[0] is the depth's, w[1] the mass's.",
            lambda mass, w, b: -(w[0] * mass + b) / w[1],
        ),
        Mistake(
            "This is the score of a bird with bill depth 0, which is only w₂·mass + b. Which "
            "depth makes the score 0?",
            lambda mass, w, b: w[1] * mass + b,
        ),
        Mistake(
            "Almost: the division by w₁ is missing.",
            lambda mass, w, b: -(w[1] * mass + b),
        ),
        Mistake(
            "This is the depth for a bird of typical mass. The mass has its part in the score: "
            "w₂·mass.",
            lambda mass, w, b: -b / w[0],
        ),
        Mistake(
            "The mass is multiplied by w[0], the weight of the depth. Its own is w[1].",
            lambda mass, w, b: -(w[0] * mass + b) / w[0],
        ),
        Mistake(
            "This divides by the size of w, as for a distance from the line. The score changes by "
            "w₁ for each mm of depth: divide by w₁.",
            lambda mass, w, b: -(w[1] * mass + b) / np.linalg.norm(w),
        ),
        Mistake(
            "17 mm are added. The depth is asked for as everywhere here, counted from typical.",
            lambda mass, w, b: TYPICAL[0] + _boundary(mass, w, b),
        ),
        Mistake(
            "4.2 kg are subtracted from the mass. It is counted from typical already.",
            lambda mass, w, b: _boundary(mass - TYPICAL[1], w, b),
        ),
    ],
)


# 1.4 (open): small and accurate, large and poor.


def _small_and_large(answer: Any) -> str | None:
    try:
        (small_w, small_b), (large_w, large_b) = answer
    except (TypeError, ValueError):
        return "Hand in two pairs: ((w, b) of the small model, (w, b) of the large one)."
    X, y = _birds()
    measured = []
    for name, w, b in (("small", small_w, small_b), ("large", large_w, large_b)):
        part = "w"
        try:
            w, part = read_numbers(w, (2,)), "b"
            b = float(read_numbers(b, ()))
        except ValueError as error:
            return f"The {name} model's {part}: {error}"
        measured.append((w, float(np.hypot(*w)), float(np.mean((X @ w + b > 0) == y))))
    (small_w, small_size, small_share), (_, large_size, large_share) = measured
    slack = 1e-9  # what rounding may add to a size of exactly 0.5 or take from one of 50
    if small_size > 0.5 + slack:
        return f"The small model's weights have size {small_size:.3g}; at most 0.5 is asked for."
    if small_share < 0.88:
        sums = X @ small_w
        best = max(np.mean((sums > cut) == y) for cut in sums)
        change = (
            "Its size and its direction are fine, so change its bias: that has to shrink with the "
            "weights."
            if best >= 0.88
            else "Its size is fine, so change its direction."
        )
        return (
            f"The small model is right for {small_share:.2%} of the birds; at least 88% is asked "
            f"for. {change}"
        )
    if large_size < 50 - slack:
        return f"The large model's weights have size {large_size:.3g}; at least 50 is asked for."
    if large_share > 0.6:
        return (
            f"The large model is right for {large_share:.2%} of the birds; at most 60% is asked "
            "for. Turn it away from the good direction."
        )
    return None


_SIZES = OpenExercise(
    to_do="Find both models, then run this cell again.",
    praise="A hundred times the size or more, and far fewer birds right. Size is not accuracy.",
    objection=_small_and_large,
)

EXERCISES: dict[str, Exercise] = {
    "1.1": _PROBABILITY,
    "1.2": _UNITS,
    "1.3": _BOUNDARY,
    "1.4": _SIZES,
}
