"""Exercise 8.4 (open): a list of channels that is short, and weights that are steady."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from shrinkage.check.answers import in_words, read_numbers
from shrinkage.check.exercise import OpenExercise
from shrinkage.datasets import load_tecator
from shrinkage.paths import elastic_net_path
from shrinkage.selection import Standardizer, train_test_split

__all__ = ["TWO_AIMS", "SpectrumFit", "judge_spectrum"]

N_SPLITS, N_JUDGE = 5, 65
SHORT, CLOSE = 12, 3.3
STEADY, DROPPED, CLOSER = 0.95, 10, 3.25
LEAST_LAM = 1e-6


class SpectrumFit(NamedTuple):
    """How one penalty did on meat spectra: means over five splits."""

    error: float
    """Typical error on rows that did not train, in percent of fat."""
    kept: float
    """How many of the 100 channels have a weight that is not 0."""
    alike: float
    """Correlation of the weights of two splits, mean over all pairs; 0 if a fit keeps nothing."""


@lru_cache(maxsize=128)
def judge_spectrum(lam: float, alpha: float) -> SpectrumFit:
    """Return how an elastic net does on Tecator: 150 rows train, 65 judge, five splits.

    Parameters
    ----------
    lam : float
        λ, at least 1e-6.
    alpha : float
        α, the share of L1, from 0 to 1.
    """
    data = load_tecator()
    weights, errors = [], []
    for seed in range(N_SPLITS):
        train, judge, y_train, y_judge = train_test_split(
            data.X, data.y, test_size=N_JUDGE, seed=seed
        )
        scale = Standardizer().fit(train)
        path = elastic_net_path(scale.transform(train), y_train, [lam], alpha=alpha, tol=1e-6)
        weights.append(path.coefs[0])
        off = path.outputs(scale.transform(judge))[0] - y_judge
        errors.append(np.sqrt(np.mean(off**2)))
    W = np.array(weights)
    alike = [
        np.corrcoef(one, other)[0, 1] if one.any() and other.any() else 0.0
        for one, other in combinations(W, 2)
    ]
    return SpectrumFit(
        float(np.mean(errors)), float(np.mean(np.sum(W != 0, axis=1))), float(np.mean(alike))
    )


def _read(name: str, penalty: Any) -> tuple[float, float] | str:
    """Return λ and α, or what is wrong with them."""
    try:
        parts = list(penalty)
    except TypeError:
        parts = []
    if len(parts) != 2:
        return f"{name} is two numbers, (lam, alpha); this is {in_words(penalty)}."
    lam, alpha = (float(read_numbers(part, ())) for part in parts)
    if not 0 <= alpha <= 1:
        swapped = " Are the two swapped? λ comes first." if 0 <= lam <= 1 else ""
        return (
            f"In {name}, alpha is L1's share, from 0 to 1; this is {in_words(parts[1])}.{swapped}"
        )
    if lam < LEAST_LAM:
        return f"In {name}, lam is {in_words(parts[0])}. Take one of {LEAST_LAM:g} or more here."
    return lam, alpha


def _objection(answer: Any) -> str | None:
    try:
        first, second = answer
    except (TypeError, ValueError):
        return "Hand in two penalties: [short, steady]."
    for name, penalty in (("short", first), ("steady", second)):
        numbers = _read(name, penalty)
        if isinstance(numbers, str):
            return numbers
        fit = judge_spectrum(*numbers)
        said = (
            f"{name}: with λ = {numbers[0]:.4g} and α = {numbers[1]:.4g}, the typical error is "
            f"{fit.error:.2f}, {fit.kept:.1f} channels are kept, and the weights of two splits "
            f"have a correlation of {fit.alike:.2f}."
        )
        hint = _short(fit) if name == "short" else _steady(fit)
        if hint:
            return f"{said} {hint}"
    return None


def _short(fit: SpectrumFit) -> str | None:
    if fit.kept > SHORT:
        return f"At most {SHORT} channels are asked for: take more of L1, a larger α or a larger λ."
    if fit.error > CLOSE:
        return f"The error may be at most {CLOSE}: the penalty is too strong."
    return None


def _steady(fit: SpectrumFit) -> str | None:
    if fit.alike < STEADY:
        return (
            f"A correlation of {STEADY} or more is asked for: take more of L2, a smaller α or a "
            "larger λ."
        )
    if fit.kept > 100 - DROPPED:
        return (
            f"At least {DROPPED} channels are to be dropped: without some of L1 none is, so take a "
            "larger α."
        )
    if fit.error > CLOSER:
        return f"The error may be at most {CLOSER}: the penalty is too strong."
    return None


TWO_AIMS = OpenExercise(
    to_do="Choose λ and α for each of the two aims, then run this cell again.",
    praise="Nearly the same error, two different models: a list that is short, or weights that "
    "another sample would give again. The data do not say which you should want.",
    objection=_objection,
)
