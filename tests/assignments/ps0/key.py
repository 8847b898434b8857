"""The key of a tiny assignment that the tests of the coursework tool use."""

from __future__ import annotations

from typing import Any

import numpy as np

from coursework.assignment import Assignment, Columns, PartlyRight, Question, WrittenQuestion
from shrinkage.check.exercise import Exercise, FunctionExercise, Mistake, ValueExercise


def draw(rng: np.random.Generator) -> dict[str, Any]:
    """Return the hours that 24 people studied, and their results."""
    hours = rng.uniform(1, 9, size=24)
    return {"hours": hours, "result": 40 + 5 * hours + rng.normal(0, 3, size=24)}


def mean_result(columns: Columns) -> Exercise:
    """Return question 1: the mean of the results."""
    return ValueExercise(
        to_do="Set mean_result to the mean of the column result.",
        praise="The mean balances what lies above it with what lies below.",
        solution=lambda: columns["result"].mean(),
        mistakes=[
            PartlyRight(
                "This is the sum of the results: divide it by how many there are.",
                lambda: columns["result"].sum(),
                share=0.5,
            ),
            Mistake(
                "This is the mean of the hours, not of the results.",
                lambda: columns["hours"].mean(),
            ),
        ],
    )


def soft_threshold(w: np.ndarray, strength: float) -> np.ndarray:
    """Move each weight toward 0 by `strength`, and no further than 0."""
    return np.sign(w) * np.maximum(np.abs(w) - strength, 0)


def thresholded(columns: Columns) -> Exercise:
    """Return question 2: the function soft_threshold."""
    weights = columns["result"] - columns["result"].mean()
    return FunctionExercise(
        to_do="Write soft_threshold(w, strength).",
        praise="Small weights become exactly 0, large ones shrink by the same amount.",
        solution=soft_threshold,
        cases=[
            (np.array([-3.0, -0.5, 0.0, 0.2, 2.0]), 1.0),
            (np.array([0.3, -0.7]), 0.0),
            (weights, 2.5),
        ],
        mistakes=[
            PartlyRight(
                "This sets small weights to 0 but leaves the large ones as they are: that is hard "
                "thresholding.",
                lambda w, strength: np.where(np.abs(w) > strength, w, 0.0),
                share=0.5,
            ),
            Mistake(
                "Weights nearer to 0 than strength change their sign: stop at 0.",
                lambda w, strength: w - strength * np.sign(w),
            ),
        ],
    )


ASSIGNMENT = Assignment(
    name="ps0",
    title="A very short assignment",
    data_file="ps0_data.csv",
    draw=draw,
    questions=[
        Question("mean-result", "Question 1. The mean", 2, "mean_result", mean_result),
        Question("soft-threshold", "Question 2. A threshold", 4, "soft_threshold", thresholded),
        WrittenQuestion(
            "why-zero",
            "Question 3. Why zero?",
            3,
            [
                (1, "Says that small weights become exactly 0."),
                (2, "Gives the reason: the penalty's slope does not fade near 0."),
            ],
        ),
    ],
    seconds=8,
    megabytes=512,
)
