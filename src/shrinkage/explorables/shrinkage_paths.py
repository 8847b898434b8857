"""The paths of ridge and lasso side by side: what λ does to many weights at once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from shrinkage.explorables.datasets import make_regression
from shrinkage.explorables.explorable import Explorable
from shrinkage.explorables.traits import Choice, Integer, Number
from shrinkage.explore.controls import number_in_words
from shrinkage.paths import lasso_path, ridge_path
from shrinkage.plots import BLUE, GRAY, ORANGE, DescribedFigure, describe, new_figure

__all__ = ["ShrinkagePaths"]

NAMES = ("A", "B", "C", "D", "E", "F")
WEIGHTS = (3.0, 2.4, 1.8, 1.2, -1.5, 0.7)
ROWS = 40
CORRELATION = 0.5
LAMS = np.geomspace(100.0, 0.01, 61)
# Down to here it is asked where a feature leaves: at smaller λ the lasso is least squares.
LOWEST = 1e-6
# A weight nearer to 0 than this is 0 but for rounding errors.
NOTHING = 1e-9


class Problem(NamedTuple):
    """Rows to train on, and what they were drawn from."""

    X: np.ndarray
    y: np.ndarray
    weights: np.ndarray
    correlation: float


class Leaves(NamedTuple):
    """What a penalty leaves at some λ."""

    weights: np.ndarray
    """Shape (m, p)."""
    training: np.ndarray
    """Mean squared error on the rows trained on, shape (m,)."""
    fresh: np.ndarray
    """The like, on average over all rows that could be drawn, shape (m,)."""


class ShrinkagePaths(Explorable):
    """The weights of ridge and of lasso for every λ, with the errors of both.

    40 rows with 6 useful features, A to F, and some useless ones.

    Parameters
    ----------
    lam : float
        λ, from 0.01 to 100.
    noise : float
        Standard deviation of the noise in y, from 0 to 6.
    useless : int
        Features whose true weight is 0, up to 24.
    features : {"correlated", "orthogonal"}
        "correlated": each two have a correlation of 0.5, in the population. "orthogonal": each two
        have none, in the rows trained on.
    seed : int
        Of the rows, from 0 to 9999.

    References
    ----------
    Tibshirani (1996), "Regression shrinkage and selection via the lasso", Journal of the Royal
    Statistical Society B 58(1).

    Examples
    --------
    >>> w = ShrinkagePaths(lam=1.0, features="orthogonal")
    >>> (w.coef_l2 / w.least_squares).round(6)[:3].tolist()
    [0.5, 0.5, 0.5]
    >>> w.alive
    5
    """

    name = "shrinkage-paths"
    title = "Shrinkage paths"
    heights = {"wide": 893, "narrow": 1246, "narrowest": 1346}  # noqa: RUF012
    caption = (
        "λ does not scale all weights alike. L1 drops one after another. L2 shrinks all of them "
        "smoothly and drops none; by the same factor it does so only if features are orthogonal."
    )
    parts = (
        (
            "What to try",
            "Move λ from left to right and watch the letters. Then take the useless features away: "
            "which penalty predicts better now? At last choose orthogonal features, and compare "
            "what L2 leaves of each weight.",
        ),
        (
            "What it shows",
            "At the left both penalties start from least squares. Under L2 the weights go to 0 "
            "together, but not in step: correlated features share a part of the target, so while "
            "one weight shrinks another may grow, or turn its sign on the way. Under L1 one weight "
            "after another comes to exactly 0. Its letter in the lane stands where it is gone for "
            "good (it may have been 0 before, and come back). With orthogonal features L2 divides "
            "every weight by 1 + λ, and L1 takes λ off every one.",
        ),
        (
            "What it does not show",
            "The λ of L1 and the λ of L2 are not on one scale, although they share an axis: "
            "compare what happens, not where. Nor are the best λ found as they would have to be: "
            "the error on new rows is known here only because we made the problem. What L1 drops "
            "is not always useless, and what it keeps is not always useful.",
        ),
    )
    guesses = NAMES

    lam = Number(0.2, 0.01, 100.0, help="the strength of either penalty")
    noise = Number(2.0, 0.0, 6.0, help="the standard deviation of the noise")
    useless = Integer(14, 0, 24, help="features that have nothing to do with y")
    features = Choice(
        ["correlated", "orthogonal"], start="correlated", help="how the features go together"
    )
    seed = Integer(4, 0, 9999, help="the seed of the rows")

    @property
    def coef_l1(self) -> np.ndarray:
        """The weights under L1, shape (p,)."""
        return _leaves("l1", self._problem, self.noise, [self.lam]).weights[0]

    @property
    def coef_l2(self) -> np.ndarray:
        """The weights under L2, shape (p,)."""
        return _leaves("l2", self._problem, self.noise, [self.lam]).weights[0]

    @property
    def least_squares(self) -> np.ndarray:
        """The weights without a penalty, shape (p,)."""
        return _leaves("l2", self._problem, self.noise, [0.0]).weights[0]

    @property
    def alive(self) -> int:
        """How many weights L1 has not set to 0."""
        return int(np.count_nonzero(self.coef_l1))

    @property
    def exits(self) -> np.ndarray:
        """The λ from which on L1's weight of each useful feature is 0, shape (6,)."""
        X, y, *_ = self._problem
        found = np.zeros(X.shape[1])
        for knot in lasso_path(X, y, [LOWEST], knots=True).knots or ():
            found[knot.feature] = max(found[knot.feature], knot.lam)
        return found[: len(NAMES)]

    @property
    def _problem(self) -> Problem:
        return _problem(self.noise, self.useless, self.features, self.seed)

    def results(self) -> dict[str, Any]:
        """Return the weights and errors under both, where features leave, and which is first."""
        exits = self.exits
        return {
            "least_squares": self.least_squares.tolist(),
            "l1": self._summary("l1"),
            "l2": self._summary("l2"),
            "exits": exits.tolist(),
            "first": NAMES[int(exits.argmin())],
        }

    def _summary(self, kind: str) -> dict[str, Any]:
        here = _leaves(kind, self._problem, self.noise, [self.lam])
        path = _leaves(kind, self._problem, self.noise, LAMS)
        best = int(path.fresh.argmin())
        return {
            "weights": here.weights[0].tolist(),
            "alive": int((np.abs(here.weights[0]) > NOTHING).sum()),
            "training": float(here.training[0]),
            "fresh": float(here.fresh[0]),
            "best_lam": float(LAMS[best]),
            "best_fresh": float(path.fresh[best]),
        }

    def still(self) -> DescribedFigure:
        """Draw both paths and the errors, with a line at λ."""
        figure, panels = new_figure(3, 1, height=6.6, sharex=True)
        found = {"l2": ("L2 (ridge)", ORANGE), "l1": ("L1 (lasso)", BLUE)}
        known = self.results()
        total = len(NAMES) + self.useless
        for axes, (kind, (title, color)) in zip(panels, found.items(), strict=False):
            path = _leaves(kind, self._problem, self.noise, LAMS)
            axes.plot(LAMS, path.weights[:, len(NAMES) :], color=GRAY, linewidth=0.7)
            axes.plot(LAMS, path.weights[:, : len(NAMES)], color=color, linewidth=1.8)
            axes.axhline(0, color="black", linewidth=0.8)
            axes.axvline(self.lam, color="black", linewidth=0.8, linestyle=":")
            axes.set_ylabel("weight")
            axes.set_title(f"{title}: {known[kind]['alive']} of {total} alive")
            for name, height in zip(NAMES, _apart(path.weights[-1], axes), strict=True):
                axes.annotate(
                    name,
                    (LAMS[-1], height),
                    xytext=(-4, 0),
                    textcoords="offset points",
                    color=color,
                    ha="right",
                    va="center",
                )
            style = {"color": color, "label": f"{title[:2]}, new rows"}
            panels[2].plot(LAMS, path.fresh, **style)
            panels[2].plot(LAMS, path.training, "--", color=color, label=f"{title[:2]}, training")
        panels[0].sharey(panels[1])
        lasso = _leaves("l1", self._problem, self.noise, LAMS).fresh
        ridge = _leaves("l2", self._problem, self.noise, LAMS).fresh
        top = 1.3 * max(lasso[-1], ridge[-1]) + 0.12 * lasso.max()
        panels[2].set(xscale="log", xlim=(0.006, 100), ylim=(0, top), ylabel="mean squared error")
        panels[2].set_xlabel("λ")
        panels[2].axvline(self.lam, color="black", linewidth=0.8, linestyle=":")
        panels[2].legend(loc="lower right", fontsize=8)
        return describe(
            figure,
            f"The weights of {total} features for each λ. At λ = {number_in_words(self.lam)}, L2 "
            f"keeps {known['l2']['alive']} of them and L1 {known['l1']['alive']}. Under L1, "
            f"{known['first']} is the first of the useful features A to F to leave, at λ = "
            f"{min(known['exits']):.3g}. The error on new rows is "
            f"{known['l2']['fresh']:.3g} with L2 and {known['l1']['fresh']:.3g} with L1.",
        )


def _apart(weights: np.ndarray, axes: Any) -> np.ndarray:
    """Return heights for the letters, as near to their weights as they can stand apart."""
    low, high = axes.get_ylim()
    gap = 0.1 * (high - low)
    wanted = weights[: len(NAMES)]
    found = wanted.astype(float).copy()
    order = np.argsort(wanted)
    edge = -np.inf
    for j in order:
        found[j] = max(found[j], edge)
        edge = found[j] + gap
    # What is pushed beyond the upper edge would not be drawn: it pushes the others down.
    edge = high
    for j in order[::-1]:
        found[j] = min(found[j], edge)
        edge = found[j] - gap
    return found


@lru_cache(maxsize=4)
def _problem(noise: float, useless: int, features: str, seed: int) -> Problem:
    p = len(WEIGHTS) + useless
    correlation = 0.0 if features == "orthogonal" else CORRELATION
    drawn = make_regression(ROWS, p, weights=WEIGHTS, noise=1.0, correlation=correlation, seed=seed)
    X = drawn.X
    if features == "orthogonal":
        # Each column as near as can be to what the columns before it leave of the given one.
        Q, R = np.linalg.qr(X - X.mean(axis=0))
        X = Q * np.sign(np.diag(R)) * np.sqrt(ROWS)
    y = X @ drawn.weights + noise * (drawn.y - drawn.X @ drawn.weights)
    return Problem(X, y, drawn.weights, correlation)


def _leaves(kind: str, problem: Problem, noise: float, lams: Any) -> Leaves:
    X, y, weights, correlation = problem
    path = {"l1": lasso_path, "l2": ridge_path}[kind](X, y, lams)
    off = path.coefs - weights
    residuals = X @ path.coefs.T + path.intercepts - y[:, np.newaxis]
    # New rows have mean 0, variance 1 and this correlation: what is off adds its variance.
    spread = (1 - correlation) * (off**2).sum(axis=1) + correlation * off.sum(axis=1) ** 2
    return Leaves(path.coefs, (residuals**2).mean(axis=0), noise**2 + path.intercepts**2 + spread)
