"""Exercise 5.4 (open): where a penalty helps, and where the same one makes no difference."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from shrinkage.check.answers import in_words, read_numbers
from shrinkage.check.exercise import OpenExercise
from shrinkage.datasets import load_prostate
from shrinkage.models import LinearRegression
from shrinkage.penalties import L2
from shrinkage.selection import Standardizer, random_splits

__all__ = ["PROSTATE", "prostate_errors"]

FEWEST, MOST, N_SPLITS = 12, 87, 20
HELPS, SAME = 0.10, 0.01


@lru_cache(maxsize=128)
def prostate_errors(rows: int, lam: float) -> tuple[float, float]:
    """Return the typical error on the men that do not train: without a penalty, and with L2.

    Parameters
    ----------
    rows : int
        How many of the 97 men train, on features in their standard deviations.
    lam : float
        λ, above 0. Both errors are means over 20 random splits of one seed.
    """
    prostate = load_prostate()
    errors = []
    for train, test in random_splits(97, N_SPLITS, test_size=97 - rows, seed=0):
        scale = Standardizer().fit(prostate.X[train])
        known, new = scale.transform(prostate.X[train]), scale.transform(prostate.X[test])
        both = []
        for penalty in (None, L2(lam)):
            model = LinearRegression(penalty=penalty).fit(known, prostate.y[train])
            off = model.predict(new) - prostate.y[test]
            both.append(np.sqrt(np.mean(off**2)))
        errors.append(both)
    without, with_penalty = np.mean(errors, axis=0)
    return float(without), float(with_penalty)


def _prostate_objection(answer: Any) -> str | None:
    try:
        few, many, lam = answer
    except (TypeError, ValueError):
        return "Hand in three things: [few, many, lam]."
    counts = []
    for name, count in (("few", few), ("many", many)):
        number = float(read_numbers(count, ()))
        if number != round(number) or not FEWEST <= number <= MOST:
            return (
                f"{name} is a whole number of men from {FEWEST} to {MOST}; this is "
                f"{in_words(count)}."
            )
        counts.append(int(number))
    strength = float(read_numbers(lam, ()))
    if strength <= 0:
        return f"lam is a number above 0; this is {in_words(lam)}."
    if counts[0] >= counts[1]:
        return f"few is to be the smaller number, and {counts[0]} is not below {counts[1]}."
    said, changes = [], []
    for name, rows in zip(("few", "many"), counts, strict=True):
        without, with_penalty = prostate_errors(rows, strength)
        changes.append(with_penalty / without - 1)
        change = f"{changes[-1]:+.1%}".replace("-", "−")
        said.append(
            f"With {rows} men ({name}), the typical error is {without:.3f} without a penalty and "
            f"{with_penalty:.3f} with λ = {strength:g}: {change}."
        )
    if changes[0] > -HELPS:
        asked = "With few, −10% or more is asked for: take fewer men, or another λ."
    elif abs(changes[1]) >= SAME:
        asked = "With many, less than 1% is asked for: take another number of men, or another λ."
    else:
        return None
    return " ".join([*said, asked])


PROSTATE = OpenExercise(
    to_do="Choose two numbers of men and a strength, then run this cell again.",
    praise="The same penalty, the same features. What differs is how much variance there was to "
    "lose.",
    objection=_prostate_objection,
)
