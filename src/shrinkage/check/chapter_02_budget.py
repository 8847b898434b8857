"""Exercise 2.4 (open): within a distance of the minimum, for less than descent needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from shrinkage.check.answers import read_numbers
from shrinkage.check.exercise import OpenExercise
from shrinkage.check.verdict import Status, Verdict
from shrinkage.datasets import make_classification
from shrinkage.equations import LinearEquation
from shrinkage.losses import LogLoss
from shrinkage.objective import Objective
from shrinkage.trainers import Newton

__all__ = ["BUDGET", "WITHIN_BUDGET"]

PRICE = 3  # evaluations that a gradient is charged
DISTANCE = 1e-4
BUDGET = 45
SEEDS = (1, 2, 3)


class _Spent(Exception):
    """A run asked for more than its budget."""


class _NotWritten(Exception):
    """A function still returns the `...` that the exercise starts with."""


class _TrainerExercise(OpenExercise):
    def _judge(self, answer: Any) -> Verdict:
        try:
            return super()._judge(answer)
        except _NotWritten:
            return Verdict(Status.NOT_ATTEMPTED, self.to_do)


class _Meter:
    """Counts what a trainer asks for, and stops it where the budget ends."""

    def __init__(self, objective: Objective) -> None:
        self.objective = objective
        self.spent = 0

    def _pay(self, price: int) -> None:
        self.spent += price
        if self.spent > BUDGET:
            raise _Spent

    def _weights(self, w: Any) -> np.ndarray:
        return read_numbers(w, (self.objective.size,))

    def loss(self, w: Any) -> float:
        """Return the loss, for one evaluation."""
        self._pay(1)
        return self.objective.value(self._weights(w))

    def gradient(self, w: Any) -> np.ndarray:
        """Return the gradient, for as many evaluations as it costs."""
        self._pay(PRICE)
        return self.objective.gradient(self._weights(w))


def _problem(seed: int) -> tuple[Objective, float]:
    """Return one of the exercise's problems, and its minimum."""
    data = make_classification(300, 5, useful=5, correlation=0.5, seed=seed)
    objective = Objective(data.X, data.y, LinearEquation(5, intercept=False), LogLoss())
    return objective, objective.value(Newton(tol=1e-10).minimize(objective).weights)


def _within_the_budget(answer: Callable[..., Any]) -> str | None:
    if not callable(answer):
        return "A function is asked for: mine(loss, gradient, start). Hand in its name."
    for seed in SEEDS:
        objective, lowest = _problem(seed)
        meter = _Meter(objective)
        try:
            given = answer(meter.loss, meter.gradient, objective.start())
        except _Spent:
            return (
                f"On problem {seed} it asks for more than {BUDGET} evaluations (a gradient counts "
                f"{PRICE}). Stop earlier, or make more of each."
            )
        except (Exception, SystemExit) as error:
            return f"On problem {seed} it raised {type(error).__name__}: {error}"
        if given is Ellipsis:
            raise _NotWritten
        if given is None:
            return "It returned nothing. Return the weights that it ends with."
        w = read_numbers(given, (objective.size,))
        above = objective.value(w) - lowest
        if above > DISTANCE:
            return (
                f"On problem {seed} it ends {above:.2g} above the minimum, after {meter.spent} "
                f"evaluations; at most {DISTANCE:.4f} is asked for."
            )
    return None


WITHIN_BUDGET = _TrainerExercise(
    to_do="Complete the function, then run this cell again.",
    praise="Within the budget on all three problems. With a fixed rate, gradient descent is not.",
    objection=_within_the_budget,
)
