"""Weights as dials: what the direction of a weight vector changes, and what its size."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from shrinkage.datasets import load_penguins
from shrinkage.explorables.explorable import Explorable
from shrinkage.explorables.traits import Number
from shrinkage.explore.controls import number_in_words
from shrinkage.losses import LogLoss, sigmoid
from shrinkage.models import LogisticRegression
from shrinkage.plots import (
    GRAY,
    PURPLE,
    DescribedFigure,
    describe,
    draw_boundary,
    draw_classes,
    draw_probability,
    new_figure,
)

__all__ = ["WeightsAsDials"]

TYPICAL = (17.0, 4.2)
SURE = 0.99
BINS = 10


class WeightsAsDials(Explorable):
    """A logistic model that tells male from female penguins, by constants that the reader sets.

    The score is size · (w₁ · bill depth + w₂ · body mass + b), both counted from a typical bird of
    17 mm and 4.2 kg.

    Parameters
    ----------
    size : float
        The factor of all three constants, from 0.01 to 100.
    w1, w2 : float
        The weights, per mm and per kg, from −8 to 8.
    b : float
        The bias, from −8 to 8.

    References
    ----------
    Gorman, Williams and Fraser (2014), PLoS ONE 9(3), e90081: the measurements.

    Examples
    --------
    >>> w = WeightsAsDials(size=1.0)
    >>> round(w.accuracy, 3), round(w.claims, 3)
    (0.892, 0.892)
    >>> w.size = 10.0
    >>> round(w.accuracy, 3), round(w.claims, 3)
    (0.892, 0.989)
    """

    name = "weights-as-dials"
    title = "Weights as dials"
    heights = {"wide": 742, "narrow": 1249, "narrowest": 1249}  # noqa: RUF012
    caption = (
        "Direction decides, size boasts. Multiply both weights and the bias by 10, and the model "
        "is right for the same birds as before; it only claims to be surer, also where it is wrong."
    )
    parts = (
        (
            "What to try",
            "Move × size from one end to the other and watch the boundary, the rings and the two "
            "bars. Then leave the size, and turn the arrow w by its tip. Press Fit: which size "
            "does training choose, and how do the two bars compare there? Last, make the log-loss "
            "as large as you can without moving the boundary.",
        ),
        (
            "What it shows",
            "An answer depends on the sign of the score alone, and no positive factor changes a "
            "sign. The factor changes the certainty of every answer. Accuracy cannot see that; the "
            "log-loss can, because it charges most for being sure and wrong. So training, which "
            "lowers the log-loss, finds a size as well as a direction.",
        ),
        (
            "What it does not show",
            "New birds: the fit and the counts are on the same 333. It does not show that small "
            "weights are better either: at a tenth of the fitted size the log-loss is higher "
            "again. And scaling the weights without the bias does move the boundary, unless the "
            "bias is 0; drag the arrow straight outwards with b far from 0 to see it.",
        ),
    )
    guesses = ("rises", "falls", "stays")

    size = Number(10.0, 0.01, 100.0, help="the factor of weights and bias")
    w1 = Number(2.0, -8.0, 8.0, help="the weight of bill depth, per mm")
    w2 = Number(5.0, -8.0, 8.0, help="the weight of body mass, per kg")
    b = Number(-0.2, -8.0, 8.0, help="the bias")

    @property
    def scores(self) -> np.ndarray:
        """The score of each bird, shape (333,): above 0 it says male."""
        X, _ = _birds()
        # The size is multiplied in last: no rounding can move a score across 0.
        scores: np.ndarray = self.size * (self.w1 * X[:, 0] + self.w2 * X[:, 1] + self.b)
        return scores

    @property
    def accuracy(self) -> float:
        """The share of birds that it is right for."""
        _, y = _birds()
        return float(np.mean((self.scores > 0) == y))

    @property
    def claims(self) -> float:
        """The mean probability that it gives to its own answers."""
        return float(np.mean(sigmoid(np.abs(self.scores))))

    @property
    def loss(self) -> float:
        """The mean log-loss."""
        _, y = _birds()
        return float(LogLoss().value(self.scores, y))

    def results(self) -> dict[str, Any]:
        """Return accuracy, claims and loss, right and wrong answers by certainty, and the fit."""
        _, y = _birds()
        certainty = sigmoid(np.abs(self.scores))
        right = (self.scores > 0) == y
        bins = np.minimum(BINS - 1, ((certainty - 0.5) * 2 * BINS).astype(int))
        fit, least = _fit()
        return {
            "accuracy": self.accuracy,
            "claims": self.claims,
            "loss": self.loss,
            "norm": self.size * float(np.hypot(self.w1, self.w2)),
            "right": np.bincount(bins[right], minlength=BINS).tolist(),
            "wrong": np.bincount(bins[~right], minlength=BINS).tolist(),
            "sure_and_wrong": int(np.sum(~right & (certainty > SURE))),
            "fit": list(fit),
            "least_loss": least,
        }

    def still(self) -> DescribedFigure:
        """Draw the birds with boundary and shades, and what the model claims and is right for."""
        X, y = _birds()
        figure, (plane, bars) = new_figure(2, 1, height=5.0, height_ratios=[4, 1])
        plane.set(xlim=(-4.6, 5.2), ylim=(-1.8, 2.4))
        w = self.size * np.array([self.w1, self.w2])
        if w.any():
            draw_probability(plane, w, self.size * self.b, levels=(0.1, 0.25, 0.75, 0.9))
        draw_classes(plane, X, y, ("female", "male"))
        if w.any():
            draw_boundary(plane, w, self.size * self.b)
        plane.set_xlabel("bill depth, mm from 17")
        plane.set_ylabel("body mass, kg from 4.2")
        plane.set_title(
            f"score = {number_in_words(self.size)} · ({number_in_words(self.w1)}·depth "
            f"{_signed(self.w2)}·mass {_signed(self.b)})",
            fontsize=11,
        )
        plane.legend(loc="upper right", fontsize=9)
        shares = [self.accuracy, self.claims]
        bars.barh(["is right", "claims"], shares, color=[GRAY, PURPLE])
        for place, share in enumerate(shares):
            bars.annotate(f"{share:.1%}", (share, place), (4, -4), textcoords="offset points")
        bars.set(xlim=(0, 1.15), xlabel="share of birds")
        bars.grid(False)
        return describe(
            figure,
            f"Penguins by bill depth and body mass, and the boundary of a logistic model. With "
            f"weights and bias multiplied by {number_in_words(self.size)}, it claims "
            f"{self.claims:.1%} and is right for {self.accuracy:.1%} of the birds.",
        )


@cache
def _birds() -> tuple[np.ndarray, np.ndarray]:
    """Return bill depth and body mass from typical, shape (333, 2), and 1 for males."""
    data = load_penguins().select(["bill depth", "body mass"])
    return data.X - np.array(TYPICAL), data.y


@cache
def _fit() -> tuple[tuple[float, ...], float]:
    """Return the fitted w1, w2 and b, and their mean log-loss: the least there is."""
    X, y = _birds()
    model = LogisticRegression().fit(X, y)
    scores = model.decision_function(X)
    fit = (*model.coef_.ravel().tolist(), *model.intercept_.ravel().tolist())
    return fit, float(LogLoss().value(scores, y))


def _signed(value: float) -> str:
    return f"{'−' if value < 0 else '+'} {number_in_words(abs(value))}"
