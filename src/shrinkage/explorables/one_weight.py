"""One weight under L1 and L2: why one is set to exactly 0, and the other never."""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.explorables.explorable import Explorable
from shrinkage.explorables.traits import Number
from shrinkage.explore.controls import number_in_words
from shrinkage.penalties import L1, L2, Penalty
from shrinkage.plots import BLUE, GRAY, ORANGE, DescribedFigure, describe, new_figure

__all__ = ["OneWeight"]

EDGE = 3.4


class OneWeight(Explorable):
    """The objective ½(w − z)² + penalty of a single weight, under L1 and under L2.

    Parameters
    ----------
    z : float
        The least-squares weight, from −3 to 3.
    lam : float
        λ, the strength of either penalty, from 0 to 4.

    References
    ----------
    Parikh and Boyd (2014), "Proximal algorithms", section 6.5.2.

    Examples
    --------
    >>> w = OneWeight(z=1.0, lam=1.5)
    >>> w.l1, w.l2
    (0.0, 0.4)
    """

    name = "one-weight"
    title = "One weight under L1 and L2"
    heights = {"wide": 702, "narrow": 1133, "narrowest": 1190}  # noqa: RUF012
    caption = (
        "L1 is not a stronger L2. L1 takes λ off the weight and stops at exactly 0; L2 divides "
        "the weight by 1 + λ, which makes it small and never 0."
    )
    parts = (
        (
            "What to try",
            "Raise λ from 0 and watch both minima. Then drag z far out, to 3, with λ = 0.5: which "
            "penalty takes more off a large weight? Find the z at which both leave the same.",
        ),
        (
            "What it shows",
            "The L1 objective has a kink at 0. Once λ is at least |z|, the loss is not steep "
            "enough at 0 to pull the weight out of the kink. The L2 penalty is flat at 0, so "
            "any loss that slopes there moves the weight away from it. Above |z| = 1 + λ, L2 "
            "takes off more than L1.",
        ),
        (
            "What it does not show",
            "Several weights at once. With correlated features the weights depend on each other, "
            "and this picture holds for each one only with the others held fixed. The curve of "
            "the loss is taken as 1; a feature on another scale has another.",
        ),
    )
    guesses = ("l1-then-l2", "l2-first", "both", "l1-only")

    z = Number(1.0, -3.0, 3.0, help="the least-squares weight")
    lam = Number(1.2, 0.0, 4.0, help="the strength of either penalty")

    @property
    def l1(self) -> float:
        """The weight that is best under L1."""
        return _best(self.z, L1(self.lam))

    @property
    def l2(self) -> float:
        """The weight that is best under L2."""
        return _best(self.z, L2(self.lam))

    def results(self) -> dict[str, Any]:
        """Return both weights, their objectives, and the λ from which on each is exactly 0."""
        return {
            "l1": self.l1,
            "l2": self.l2,
            "l1_objective": _objective(self.l1, self.z, L1(self.lam)),
            "l2_objective": _objective(self.l2, self.z, L2(self.lam)),
            "l1_zero_from": abs(self.z),
            "l2_zero_from": 0.0 if self.z == 0 else None,
        }

    def still(self) -> DescribedFigure:
        """Draw both objectives, and the weight at each minimum."""
        figure, panels = new_figure(2, 1, height=3.6, sharex=True, sharey=True)
        weights = np.linspace(-EDGE, EDGE, 137)
        loss = 0.5 * (weights - self.z) ** 2
        found = {"L1": (L1(self.lam), self.l1, BLUE), "L2": (L2(self.lam), self.l2, ORANGE)}
        for axes, (name, (penalty, best, color)) in zip(panels, found.items(), strict=True):
            sizes = np.array([penalty.value([w]) for w in weights])
            axes.plot(weights, loss, color=GRAY, label="loss")
            axes.plot(weights, sizes, "--", color=color, label="penalty")
            axes.plot(weights, loss + sizes, color=color, linewidth=2.2, label="sum")
            axes.plot(best, _objective(best, self.z, penalty), "o", color=color, markersize=7)
            axes.axvline(0, color="black", linewidth=0.8)
            axes.set(xlim=(-EDGE, EDGE), ylim=(0, 5))
            axes.set_title(f"{name}: w = {_in_words(best)}")
        # Between the branches of the sum, where nothing is drawn at the start.
        panels[0].legend(loc="upper left", bbox_to_anchor=(0.51, 1.03), fontsize=9)
        panels[1].set_xlabel("weight w")
        return describe(
            figure,
            f"Loss, penalty and their sum for one weight, with z = {number_in_words(self.z)} and "
            f"λ = {number_in_words(self.lam)}. The sum is least at w = {_in_words(self.l1)} under "
            f"L1 and at w = {_in_words(self.l2)} under L2.",
        )


def _best(z: float, penalty: Penalty) -> float:
    return float(penalty.prox([z])[0])


def _objective(w: float, z: float, penalty: Penalty) -> float:
    return 0.5 * (w - z) ** 2 + penalty.value([w])


def _in_words(w: float) -> str:
    return "exactly 0" if w == 0 else number_in_words(w)
