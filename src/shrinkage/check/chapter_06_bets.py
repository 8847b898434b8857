"""Exercise 6.4 (open): data on which L1 predicts better, and data on which L2 does."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from shrinkage.check.answers import in_words, read_numbers
from shrinkage.check.exercise import OpenExercise
from shrinkage.datasets import make_regression
from shrinkage.paths import lasso_path, ridge_path
from shrinkage.selection import Standardizer

__all__ = ["BETS", "bet_errors"]

N_SETS, N_NEW, MARGIN = 10, 500, 0.10
LIMITS = {"rows": (10, 200), "features": (2, 100)}
L1_LAMS, L2_LAMS = np.geomspace(10, 0.003, 40), np.geomspace(100, 0.001, 40)


@lru_cache(maxsize=128)
def bet_errors(rows: int, features: int, useful: int) -> tuple[float, float]:
    """Return the typical error of L1 and of L2 on new rows: means over made data sets.

    Parameters
    ----------
    rows : int
        How many rows train; as many more choose λ, and 500 new ones judge.
    features, useful : int
        How many features there are, and how many of them have a true weight.
    """
    errors = []
    for seed in range(N_SETS):
        data = make_regression(2 * rows + N_NEW, features, useful=useful, noise=1.0, seed=seed)
        train, judge, new = np.split(np.arange(len(data.y)), [rows, 2 * rows])
        Z = Standardizer().fit(data.X[train]).transform(data.X)
        both = []
        for path_of, lams in ((lasso_path, L1_LAMS), (ridge_path, L2_LAMS)):
            path = path_of(Z[train], data.y[train], lams)
            off = path.coefs @ Z.T + path.intercepts[:, np.newaxis] - data.y
            chosen = np.mean(off[:, judge] ** 2, axis=1).argmin()
            both.append(np.sqrt(np.mean(off[chosen, new] ** 2)))
        errors.append(both)
    of_l1, of_l2 = np.mean(errors, axis=0)
    return float(of_l1), float(of_l2)


def _read(name: str, kind: Any) -> tuple[int, int, int] | str:
    """Return the three numbers of a kind of data, or what is wrong with them."""
    try:
        parts = list(kind)
    except TypeError:
        parts = []
    if len(parts) != 3:
        return f"{name} is three numbers, (rows, features, useful); this is {in_words(kind)}."
    whole = []
    for part, given in zip(("rows", "features", "useful"), parts, strict=True):
        number = float(read_numbers(given, ()))
        least, most = LIMITS.get(part, (1, int(parts[1]) if part == "useful" else 0))
        if number != round(number) or not least <= number <= most:
            return (
                f"In {name}, {part} is a whole number from {least} to {most}; this is "
                f"{in_words(given)}."
            )
        whole.append(int(number))
    return whole[0], whole[1], whole[2]


def _bets_objection(answer: Any) -> str | None:
    try:
        first, second = answer
    except (TypeError, ValueError):
        return "Hand in two kinds of data: [l1_wins, l2_wins]."
    for name, kind in (("l1_wins", first), ("l2_wins", second)):
        numbers = _read(name, kind)
        if isinstance(numbers, str):
            return numbers
        of_l1, of_l2 = bet_errors(*numbers)
        winner, loser = (of_l1, of_l2) if name == "l1_wins" else (of_l2, of_l1)
        if winner > (1 - MARGIN) * loser:
            names = ("L1", "L2") if name == "l1_wins" else ("L2", "L1")
            change = winner / loser - 1
            hint = (
                "Should few features matter there, or many?"
                if winner > loser
                else "The right one is ahead, but not by enough: are there so many rows that "
                "either does well?"
            )
            return (
                f"With {name} = {numbers}, the typical error is {of_l1:.3f} with L1 and "
                f"{of_l2:.3f} with L2: that of {names[0]} is {abs(change):.1%} "
                f"{'above' if change > 0 else 'below'} that of {names[1]}. At least "
                f"{MARGIN:.0%} below is asked for. {hint}"
            )
    return None


BETS = OpenExercise(
    to_do="Choose two kinds of data, then run this cell again.",
    praise="The same two penalties, the same care with λ. What differs is how many features "
    "matter: each penalty bets on an answer to that.",
    objection=_bets_objection,
)
