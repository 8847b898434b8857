"""The exercises of chapter 8, Correlated features. Each of the larger ones has its own module."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from shrinkage.check.chapter_08_shares import SHARES
from shrinkage.check.chapter_08_step import STEP
from shrinkage.check.chapter_08_tecator import TWO_AIMS
from shrinkage.check.exercise import Exercise, FunctionExercise, Mistake

__all__ = ["EXERCISES"]


# 8.1: weights that say the same, at the same price.


def _with(w: np.ndarray, i: int, j: int, first: float, second: float) -> np.ndarray:
    """Return a copy of the weights with two of them replaced."""
    changed = np.array(w, dtype=float)
    changed[i], changed[j] = first, second
    return changed


def _pair(rule: Callable[..., tuple[float, float]]) -> Callable[..., Any]:
    """Make a rule for the two weights, from what they are, into one for all weights."""

    def answer(w: np.ndarray, i: int, j: int, sign: int, part: float) -> np.ndarray:
        return _with(w, i, j, *rule(float(w[i]), float(w[j]), sign, part))

    return answer


_share_out = _pair(lambda a, c, sign, part: (
    part * (a + sign * c), sign * (1 - part) * (a + sign * c)))  # fmt: skip


def _only_the_pair(w: np.ndarray, i: int, j: int, sign: int, part: float) -> np.ndarray:
    return np.asarray(_share_out(w, i, j, sign, part))[[i, j]]


def _all_others_lost(w: np.ndarray, i: int, j: int, sign: int, part: float) -> np.ndarray:
    pair = _only_the_pair(w, i, j, sign, part)
    return _with(np.zeros_like(w), i, j, pair[0], pair[1])


_SHARE_OUT = FunctionExercise(
    to_do="Complete the function: what do the two weights add up to, in terms of column i? Share "
    "that out.",
    praise="The same scores, the same Σ|w|: no number that L1 looks at can tell these from the "
    "weights you were given.",
    solution=_share_out,
    cases=[
        (np.array([2.0, 0.5, -1.0, 3.0]), 1, 3, 1, 0.25),
        (np.array([-4.0, 0.0, 1.5]), 0, 1, 1, 0.7),
        (np.array([1.0, 2.0, -0.4]), 1, 2, -1, 0.5),
        (np.array([0.3, -3.0, 0.0, 1.0]), 2, 1, -1, 0.1),
    ],
    mistakes=[
        Mistake("The sign is missing. If column j is minus column i, a weight of −2 on j does what "
                "2 does on i: the two add up to w[i] + sign · w[j], and j gets its share times "
                "the sign.",
                _pair(lambda a, c, sign, part: (part * (a + c), (1 - part) * (a + c)))),
        Mistake("Column j's new weight lacks the sign. On a column that is turned around, the "
                "weight is turned around, too.",
                _pair(lambda a, c, sign, part: (
                    part * (a + sign * c), (1 - part) * (a + sign * c)))),
        Mistake("The two weights were added without the sign: in terms of column i, the weight of "
                "j counts sign · w[j].",
                _pair(lambda a, c, sign, part: (part * (a + c), sign * (1 - part) * (a + c)))),
        Mistake("What is shared out has to be what both add up to, not the old weight of i alone.",
                _pair(lambda a, c, sign, part: (part * a, sign * (1 - part) * a))),
        Mistake("Each weight was multiplied by its share. First add them up, then share the sum.",
                _pair(lambda a, c, sign, part: (part * a, (1 - part) * c))),
        Mistake("The shares are swapped: `part` of the sum goes to column i.",
                _pair(lambda a, c, sign, part: (
                    (1 - part) * (a + sign * c), sign * part * (a + sign * c)))),
        Mistake("Column i has its part, but column j kept its old weight. It gets the rest of the "
                "sum.", _pair(lambda a, c, sign, part: (part * (a + sign * c), c))),
        Mistake("Both got `part` of the sum. One gets it, the other the rest.",
                _pair(lambda a, c, sign, part: (
                    part * (a + sign * c), sign * part * (a + sign * c)))),
        Mistake("That shares equally, as L2 would. Here `part` says who gets how much.",
                _pair(lambda a, c, sign, part: (
                    (a + sign * c) / 2, sign * (a + sign * c) / 2))),
        Mistake("You shared out |w[i]| + |w[j]|: a sum that was negative became positive, so the "
                "scores have turned around.",
                _pair(lambda a, c, sign, part: (
                    part * (abs(a) + abs(c)), sign * (1 - part) * (abs(a) + abs(c))))),
        Mistake("You shared out the mean of the two. Their sum is what the scores depend on.",
                _pair(lambda a, c, sign, part: (
                    part * (a + sign * c) / 2, sign * (1 - part) * (a + sign * c) / 2))),
        Mistake("The squares of the two shares add up to the square of the sum. L1 counts "
                "absolute values: the shares themselves have to add up.",
                _pair(lambda a, c, sign, part: (
                    np.sqrt(part) * (a + sign * c), sign * np.sqrt(1 - part) * (a + sign * c)))),
        Mistake("These are the two new weights. Return all weights, the others as they were.",
                _only_the_pair),
        Mistake("The other weights became 0. They stay as they are.", _all_others_lost),
        Mistake("These are the weights as they were given.",
                lambda w, i, j, sign, part: np.array(w)),
    ],
)  # fmt: skip


EXERCISES: dict[str, Exercise] = {
    "8.1": _SHARE_OUT,
    "8.2": SHARES,
    "8.3": STEP,
    "8.4": TWO_AIMS,
}
