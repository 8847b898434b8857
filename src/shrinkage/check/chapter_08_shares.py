"""Exercise 8.2: in which share of resamples the lasso keeps each feature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from shrinkage.check.exercise import FunctionExercise, Mistake
from shrinkage.paths import lasso_path, ridge_path
from shrinkage.selection import Standardizer, bootstrap

__all__ = ["SHARES"]

Data = tuple[np.ndarray, np.ndarray]
Draw = Callable[[np.ndarray, np.ndarray, int], Data]


def _resample(X: np.ndarray, y: np.ndarray, k: int) -> Data:
    """Return what is right: drawn with replacement, then standardized by what was drawn."""
    drawn = bootstrap(X, y, seed=k)
    return Standardizer().fit_transform(drawn.X), drawn.y


def _shares(
    draw: Draw = _resample,
    count: Callable[[np.ndarray], np.ndarray] = lambda W: np.mean(W != 0, axis=0),
    path: Any = lasso_path,
    scale: float = 1.0,
) -> Callable[..., np.ndarray]:
    """Make a function like the one asked for, with a draw, a count or a path of its own."""

    def kept_shares(X: np.ndarray, y: np.ndarray, lam: float, times: int) -> np.ndarray:
        W = [path(*draw(X, y, k), [scale * lam]).coefs[0] for k in range(times)]
        return np.asarray(count(np.array(W)))

    return kept_shares


def _from_rows(choose: Callable[..., np.ndarray]) -> Draw:
    """Return a draw of the rows that `choose` makes of a resample."""

    def draw(X: np.ndarray, y: np.ndarray, k: int) -> Data:
        rows = choose(bootstrap(X, y, seed=k), len(y))
        return Standardizer().fit_transform(X[rows]), y[rows]

    return draw


def _scaled_before(X: np.ndarray, y: np.ndarray, k: int) -> Data:
    drawn = bootstrap(Standardizer().fit_transform(X), y, seed=k)
    return drawn.X, drawn.y


def _as_drawn(X: np.ndarray, y: np.ndarray, k: int) -> Data:
    drawn = bootstrap(X, y, seed=k)
    return drawn.X, drawn.y


def _case(seed: int, rows: int, lam: float, times: int) -> tuple[Any, ...]:
    """Return twins on different scales, a feature that helps a little, and one that does not."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(rows, 4))
    X[:, 1] = 0.95 * X[:, 0] + 0.3 * X[:, 1]
    y = 2 * X[:, 0] - 0.8 * X[:, 2] + rng.normal(size=rows)
    return (X * [1.0, 4.0, 0.3, 2.0] + [0, 5, 1, -3]).round(2), y.round(2), lam, times


SHARES = FunctionExercise(
    to_do="Complete the function: for each resample, standardize what was drawn, fit the lasso, "
    "note which weights are not 0; then the share of resamples.",
    praise="Resampled, scaled and selected from scratch each time: all that chance could have "
    "changed had its chance.",
    solution=_shares(),
    cases=[_case(0, 25, 0.4, 12), _case(1, 18, 0.25, 15)],
    mistakes=[
        Mistake("The columns were standardized on all rows, before resampling. Each resample is "
                "to be treated as new data: standardize what was drawn.", _shares(_scaled_before)),
        Mistake("The resampled columns were not standardized. Their weights are on different "
                "scales then, and one λ does not treat them alike.", _shares(_as_drawn)),
        Mistake("All resamples gave the same, that of all rows. Were the rows drawn without "
                "replacement, or not drawn at all? A shuffled table is the same table.",
                _shares(_from_rows(lambda drawn, n: np.arange(n)))),
        Mistake("All resamples are the same one: the seed has to change. Resample k is "
                "bootstrap(X, y, seed=k).",
                _shares(lambda X, y, k: _resample(X, y, 0))),
        Mistake("The seeds run from 1 here. Let k run from 0 to times − 1.",
                _shares(lambda X, y, k: _resample(X, y, k + 1))),
        Mistake("Rows that were drawn twice count once in yours. A resample keeps its repeats: "
                "that is what drawing with replacement means.",
                _shares(_from_rows(lambda drawn, n: np.unique(drawn.rows)))),
        Mistake("You trained on the rows that were left out. Train on those that were drawn.",
                _shares(_from_rows(lambda drawn, n: drawn.left_out))),
        Mistake("These are counts. Divide by the number of resamples.",
                _shares(count=lambda W: np.sum(W != 0, axis=0))),
        Mistake("You divided by the number of features. Divide by the number of resamples.",
                _shares(count=lambda W: np.sum(W != 0, axis=0) / W.shape[1])),
        Mistake("This is how often each feature is *dropped*. Kept means: its weight is not 0.",
                _shares(count=lambda W: np.mean(W == 0, axis=0))),
        Mistake("These are percentages. A share is a number from 0 to 1.",
                _shares(count=lambda W: 100 * np.mean(W != 0, axis=0))),
        Mistake("Only positive weights are counted. A feature with a negative weight is kept, too.",
                _shares(count=lambda W: np.mean(W > 0, axis=0))),
        Mistake("Weights below 0.1 do not count in yours. The lasso's zeros are exact, so no "
                "tolerance is needed: ask for != 0.",
                _shares(count=lambda W: np.mean(np.abs(W) > 0.1, axis=0))),
        Mistake("Weights below 0.01 do not count in yours. The lasso's zeros are exact, so no "
                "tolerance is needed: ask for != 0.",
                _shares(count=lambda W: np.mean(np.abs(W) > 0.01, axis=0))),
        Mistake("Rounded weights were counted. A weight of 0.04 is small, and not 0.",
                _shares(count=lambda W: np.mean(W.round(1) != 0, axis=0))),
        Mistake("These are mean weights. Count how often a weight is not 0.",
                _shares(count=lambda W: W.mean(axis=0))),
        Mistake("These are mean sizes of the weights. Count how often a weight is not 0.",
                _shares(count=lambda W: np.abs(W).mean(axis=0))),
        Mistake("This is one number for all features. Take the mean over the resamples only: "
                "axis=0.", _shares(count=lambda W: np.mean(W != 0))),
        Mistake("This is one number for each resample. Take the mean over the resamples: axis=0.",
                _shares(count=lambda W: np.mean(W != 0, axis=1))),
        Mistake("This is a row of True and False for each resample. Take their mean over the "
                "resamples: axis=0.", _shares(count=lambda W: W != 0)),
        Mistake("All weights are kept always: that is L2. The lasso has an L1 penalty.",
                _shares(path=ridge_path)),
        Mistake("The λ is too large by the factor n. Our loss is a mean over the rows, so the "
                "penalty is not multiplied by their number.",
                lambda X, y, lam, times: _shares(scale=len(y))(X, y, lam, times)),
        Mistake("The λ is too small by the factor n. The penalty is not a mean over the rows.",
                lambda X, y, lam, times: _shares(scale=1 / len(y))(X, y, lam, times)),
        Mistake("The λ is too large by the factor 2. Our loss has a ½ in it.", _shares(scale=2.0)),
        Mistake("The λ is too small by the factor 2. L1 = Σ|w| has no ½ in front.",
                _shares(scale=0.5)),
    ],
)  # fmt: skip
