"""Polynomials of many terms with and without a penalty: the size of weights is what counts."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from shrinkage.explorables.datasets import make_polynomial
from shrinkage.explorables.explorable import Explorable
from shrinkage.explorables.random import Random
from shrinkage.explorables.traits import Integer, Number, NumberList
from shrinkage.explore.controls import number_in_words
from shrinkage.models import LinearRegression
from shrinkage.penalties import L2, NoPenalty
from shrinkage.plots import GRAY, ORANGE, DescribedFigure, describe, new_figure

__all__ = ["PolynomialDegree"]

# Scattered, and nowhere so close together that a fit would be lost in rounding errors.
PLACES = np.array(
    [-0.98, -0.71, -0.51, -0.19, -0.06, 0.06, 0.14, 0.26, 0.41, 0.51, 0.66, 0.94],
)
NOISE = 0.3
NOISE_STREAM = 3  # as in explorables.datasets
LIMIT = 2.2
MOST = 11
TAME = 1e-3
TEST_SEED = 10000  # none that a reader can set


class PolynomialDegree(Explorable):
    """Ridge regression on the powers of x, for 12 points of a sine wave with noise.

    Each fit minimizes ½·mean squared error + λ·½Σw² over the weights of x, x², … and a bias, which
    is not penalised.

    Parameters
    ----------
    degree : int
        The highest power, and the number of terms beside the bias, from 1 to 11.
    lam : float
        λ, the strength of the penalty, from 0 (none) to 10.
    moves : list of 12 floats
        How far each point is moved up from where it was drawn, from −4.4 to 4.4; points stay
        between −2.2 and 2.2.
    seed : int
        Of the points' noise, from 0 to 9999.

    References
    ----------
    Hoerl and Kennard (1970), "Ridge Regression: Biased Estimation for Nonorthogonal Problems",
    Technometrics 12(1).

    Examples
    --------
    >>> w = PolynomialDegree(degree=11, lam=0.0)
    >>> f"{max(abs(w.coef)):.0e}"
    '8e+04'
    >>> w.lam = 0.001
    >>> f"{max(abs(w.coef)):.1f}"
    '2.1'
    """

    name = "polynomial-degree"
    title = "Degree and weight size"
    heights = {"wide": 770, "narrow": 1307, "narrowest": 1318}  # noqa: RUF012
    caption = (
        "Complexity is not the number of terms. Both curves have the same 11 terms and the same 12 "
        "points: without a penalty the weights grow to 84,000 and the curve runs wild between the "
        "points; with λ = 0.001 no weight is above 2.1, and the curve follows the truth."
    )
    parts = (
        (
            "What to try",
            "Drag a point near x = 0.1 up by 1 and watch both sets of weights: some gray ones "
            "change by 90,000 and more, no other by more than 1. Then lower λ step by step: at "
            "which λ does a weight pass 10, and what has happened to the test error by then? Set "
            "λ to none and lower the degree instead: what do the weights do?",
        ),
        (
            "What it shows",
            "A polynomial of degree 11 can pass through all 12 points, so without a penalty its "
            "training error is 0. To do so it needs huge weights of both signs, which cancel at "
            "the points and nowhere else. The penalty removes no term: every weight stays "
            "other than 0. It makes large weights expensive, and a curve with small weights "
            "cannot turn sharply.",
        ),
        (
            "What it does not show",
            "That a penalty beats the right degree: here degree 3 without a penalty does better on "
            "the test points than degree 11 with λ = 0.001. The size of the weights measures "
            "complexity only for features on one scale: with x from −10 to 10 the same curves "
            "would have other weights. The 201 test points come from the same sine wave and span "
            "−1 to 1, also beyond the outermost points; a curve that is dragged away from the "
            "sine wave is measured against it all the same.",
        ),
    )
    guesses = ("terms", "penalty", "points")

    degree = Integer(MOST, 1, MOST, help="the highest power")
    lam = Number(TAME, 0.0, 10.0, help="the strength of the penalty")
    moves = NumberList([0.0] * 12, -4.4, 4.4, help="how far each point is moved up")
    seed = Integer(4, 0, 9999, help="of the points' noise")

    @property
    def x(self) -> np.ndarray:
        """Where the points are, shape (12,)."""
        return PLACES.copy()

    @property
    def y(self) -> np.ndarray:
        """The heights of the points, shape (12,)."""
        drawn = np.sin(np.pi * PLACES) + NOISE * Random(self.seed, NOISE_STREAM).normal(12)
        return np.clip(drawn + self.moves, -LIMIT, LIMIT)

    @property
    def coef(self) -> np.ndarray:
        """The weights of x, x², …, shape (degree,)."""
        return _model(self.y, self.degree, self.lam).coef_

    @property
    def intercept(self) -> float:
        """The bias."""
        return float(_model(self.y, self.degree, self.lam).intercept_)

    def results(self) -> dict[str, Any]:
        """Return the fit, the fit without a penalty, and what the question is about."""
        y = self.y
        plain, tame = _fitted(y, MOST, 0.0), _fitted(y, MOST, TAME)
        fewer = [_fitted(y, degree, 0.0)["test_error"] for degree in range(1, MOST)]
        return {
            "y": y.tolist(),
            "fit": _fitted(y, self.degree, self.lam),
            "plain": _fitted(y, self.degree, 0.0),
            "all_largest": plain["largest"],
            "all_error": plain["test_error"],
            "tame_largest": tame["largest"],
            "tame_error": tame["test_error"],
            "fewer_error": min(fewer),
        }

    def still(self) -> DescribedFigure:
        """Draw both fits, the size of each weight, and both errors."""
        y, found = self.y, self.results()
        figure, grid = new_figure(2, 2, height=4.6, gridspec_kw={"height_ratios": [1.5, 1]})
        for one in grid[0]:
            one.remove()
        top = figure.add_subplot(grid[0, 0].get_gridspec()[0, :])
        top.spines[["top", "right"]].set_visible(False)
        top.grid(alpha=0.25)
        places = np.linspace(-1, 1, 301)
        top.plot(places, np.sin(np.pi * places), ":", color="black", label="truth")
        strength = f"λ = {number_in_words(self.lam)}" if self.lam else "no penalty"
        for lam, color, label in ((0.0, GRAY, "no penalty"), (self.lam, ORANGE, strength)):
            values = _model(y, self.degree, lam).predict(monomials(places, self.degree))
            shown = np.where(np.abs(values) < 60, values, np.sign(values) * 60)
            top.plot(places, shown, color=color, linewidth=1.4 if color == GRAY else 2.2,
                     label=label if lam or color == GRAY else None)  # fmt: skip
        top.plot(PLACES, y, "o", color="black", markersize=5)
        top.set(ylim=(-2.4, 2.4), xlabel="x")
        top.legend(loc="upper left", ncols=3, fontsize=9, frameon=False)
        sizes, errors = grid[1]
        powers = np.arange(1, self.degree + 1)
        rows = []
        for name, color, marker in (("plain", GRAY, "s"), ("fit", ORANGE, "o")):
            one = found[name]
            heights = np.maximum(np.abs(one["weights"]), 1e-2)
            sizes.plot(powers, heights, marker, color=color, markersize=5)
            two = np.maximum([one["train_error"], one["test_error"]], 1e-3)
            rows.append(errors.plot(two, [1, 0], marker, color=color, markersize=6))
        sizes.set(yscale="log", ylim=(5e-3, 2e6), xlim=(0.4, 11.6), xlabel="power of x")
        sizes.set_xticks(range(1, MOST + 1, 2))
        sizes.set_title("Size of each weight", fontsize=11)
        errors.set(xscale="log", xlim=(5e-4, 2e6), ylim=(-0.6, 1.6), xlabel="mean squared error")
        errors.set_yticks([1, 0], ["training", "test"])
        errors.set_title("Errors", fontsize=11)
        plain, fit = found["plain"], found["fit"]
        return describe(
            figure,
            f"Polynomials of degree {self.degree} through 12 points. Without a penalty the largest "
            f"weight is {_few(plain['largest'])} and the test error {_few(plain['test_error'])}; "
            f"with λ = {number_in_words(self.lam)} they are {_few(fit['largest'])} and "
            f"{_few(fit['test_error'])}.",
        )


def monomials(x: np.ndarray, degree: int) -> np.ndarray:
    """Return x, x², … as columns, shape (len(x), degree)."""
    return np.asarray(x)[:, np.newaxis] ** np.arange(1, degree + 1)


@cache
def _test() -> tuple[np.ndarray, np.ndarray]:
    return make_polynomial(201, noise=NOISE, seed=TEST_SEED)


def _model(y: np.ndarray, degree: int, lam: float) -> LinearRegression:
    penalty = L2(lam) if lam else NoPenalty()
    return LinearRegression(penalty=penalty).fit(monomials(PLACES, degree), y)


def _fitted(y: np.ndarray, degree: int, lam: float) -> dict[str, Any]:
    model = _model(y, degree, lam)
    errors = []
    for places, heights in ((PLACES, y), _test()):
        errors.append(float(np.mean((model.predict(monomials(places, degree)) - heights) ** 2)))
    return {
        "weights": model.coef_.tolist(),
        "bias": float(model.intercept_),
        "largest": float(np.abs(model.coef_).max()),
        "train_error": errors[0],
        "test_error": errors[1],
    }


def _few(value: float) -> str:
    short = float(f"{value:.2g}")
    return f"{short:,.0f}" if 1000 <= short < 1e6 else number_in_words(short)
