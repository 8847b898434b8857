"""Two weights on a budget: where the contours of a loss touch a diamond, and a circle."""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.explorables.explorable import Explorable
from shrinkage.explorables.traits import Choice, Number
from shrinkage.explore.controls import number_in_words
from shrinkage.models import LinearRegression
from shrinkage.penalties import L1, L2
from shrinkage.plots import BLUE, GRAY, ORANGE, DescribedFigure, describe, new_figure

__all__ = ["ConstraintGeometry"]

EDGE = 2.0  # of the centers that can be chosen
MOST = 2.2  # budget
STRONGEST = 1000.0
FAR = 1000.0
KINDS = {"l1": L1, "l2": L2}
NORMS = {"l1": 1, "l2": 2}


class ConstraintGeometry(Explorable):
    """The loss ½(w − c)ᵀA(w − c) of two weights, within a budget or under a penalty.

    L1 keeps |w₁| + |w₂| ≤ t, a diamond; L2 keeps √(w₁² + w₂²) ≤ t, a circle. Each budget t leads to
    the same weights as some strength λ of the penalty, and the other way round.

    Parameters
    ----------
    c1, c2 : float
        c, the least-squares weights and center of the contours, from −2 to 2.
    angle : float
        Of the contours' long axis with the w₁ axis, in degrees from −90 to 90.
    stretch : float
        The long axis over the short one, from 1 to 6; contours keep their area.
    given : str
        "budget" or "penalty": which of both is held fixed.
    budget_l1, budget_l2 : float
        t, from 0 to 2.2; they count where `given` is "budget".
    lam_l1, lam_l2 : float
        λ, from 0 to 1000; they count where `given` is "penalty".

    References
    ----------
    Tibshirani (1996), "Regression Shrinkage and Selection via the Lasso", Journal of the Royal
    Statistical Society B 58(1), section 2.

    Examples
    --------
    >>> w = ConstraintGeometry()
    >>> [round(one, 2) for one in w.l1]
    [1.0, 0.0]
    >>> [round(one, 2) for one in w.l2]
    [0.83, 0.56]
    """

    name = "constraint-geometry"
    title = "Constraint geometry"
    heights = {"wide": 796, "narrow": 1206, "narrowest": 1300}  # noqa: RUF012
    caption = (
        "L1 gives a zero where the contours touch the diamond at a corner. That happens for whole "
        "regions of centers (hatched), and not for the others. A circle has no corners: at any λ, "
        "L2 gives a zero only for centers that lie exactly on one of two lines."
    )
    parts = (
        (
            "What to try",
            "Drag c slowly out of the hatched region: the solution leaves the corner, and L1 gives "
            "no zero any more. Drag ↻ toward c until the contours are circles, then far away from "
            "it, and around it: when does L1 give a zero although c is far from both axes? Choose "
            "penalty λ and raise that of L2 as far as you can: its weights get small, and neither "
            "is 0.",
        ),
        (
            "What it shows",
            "The solution is where the smallest contour that reaches the diamond or the circle "
            "touches it. At a corner of the diamond many contours can touch it first, each with "
            "another slope; at a place of the circle only those with the slope that the circle "
            "has there. A larger λ moves L2’s solution toward 0 along a curve, which may cross an "
            "axis at one λ but does not stay on it.",
        ),
        (
            "What it does not show",
            "How often real data have their center in a hatched region: the percentage counts all "
            "centers from −2 to 2 as equally likely. With more than two weights a diamond has "
            "edges and corners of every lower dimension, on which several weights are 0. And a "
            "zero does not prove that a feature is useless: at the start both least-squares "
            "weights are above 1.",
        ),
    )
    guesses = ("corner", "edge", "inside")

    c1 = Number(1.2, -EDGE, EDGE, help="the first least-squares weight")
    c2 = Number(1.1, -EDGE, EDGE, help="the second least-squares weight")
    angle = Number(-60.0, -90.0, 90.0, help="of the contours' long axis, in degrees")
    stretch = Number(2.5, 1.0, 6.0, help="the contours' long axis over the short one")
    given = Choice(["budget", "penalty"], start="budget", help="what is held fixed")
    budget_l1 = Number(1.0, 0.0, MOST, help="the most that |w1| + |w2| may be")
    budget_l2 = Number(1.0, 0.0, MOST, help="the most that the length of w may be")
    lam_l1 = Number(0.5, 0.0, STRONGEST, help="the strength of the L1 penalty")
    lam_l2 = Number(0.5, 0.0, STRONGEST, help="the strength of the L2 penalty")

    @property
    def curvature(self) -> np.ndarray:
        """A, shape (2, 2), with determinant 1."""
        turn = np.deg2rad(self.angle)
        axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        return axes.T @ np.diag([1.0 / self.stretch, self.stretch]) @ axes

    @property
    def l1(self) -> tuple[float, float]:
        """The weights that are best under L1."""
        return tuple(self._solution("l1")["w"])

    @property
    def l2(self) -> tuple[float, float]:
        """The weights that are best under L2."""
        return tuple(self._solution("l2")["w"])

    def results(self) -> dict[str, Any]:
        """Return both solutions, and for which share of the centers a weight is exactly 0."""
        regions = _regions(self.curvature, self._strength("l1"))
        nothing = self.given == "budget" and self.budget_l2 == 0
        return {
            "l1": self._solution("l1"),
            "l2": self._solution("l2"),
            "share_l1": sum(_area(points) for points in regions) / (2 * EDGE) ** 2,
            "share_l2": 1 if nothing else 0,
        }

    def still(self) -> DescribedFigure:
        """Draw the contours with the diamond and the circle, and where they touch."""
        figure, panels = new_figure(1, 2, height=3.1)
        center = np.array([self.c1, self.c2])
        found = self.results()
        round_ = np.linspace(0, 2 * np.pi, 97)
        circle = np.array([np.cos(round_), np.sin(round_)])
        turn = np.deg2rad(self.angle)
        axes_ = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        lengths = np.array([[np.sqrt(self.stretch)], [1 / np.sqrt(self.stretch)]])
        ellipse = axes_ @ (lengths * circle)
        for axes, kind, color, marker in zip(panels, KINDS, (BLUE, ORANGE), "os", strict=True):
            one = found[kind]
            if kind == "l1":
                for points in _regions(self.curvature, self._strength("l1")):
                    if len(points) > 2:
                        axes.fill(*points.T, facecolor="none", edgecolor=BLUE, hatch="///",
                                  alpha=0.7, linewidth=0)  # fmt: skip
            corners = np.array([[1, 0, -1, 0, 1], [0, 1, 0, -1, 0]])
            edge = one["budget"] * (corners if kind == "l1" else circle)
            axes.fill(*edge, color=color, alpha=0.2)
            axes.plot(*edge, color=color, linewidth=1.8)
            for radius in (0.3, 0.6, 0.9, 1.2):
                axes.plot(*(center[:, np.newaxis] + radius * ellipse), color=GRAY, linewidth=0.8)
            touching = np.sqrt(2 * one["loss"]) * ellipse
            axes.plot(*(center[:, np.newaxis] + touching), color="black", linewidth=1.4)
            axes.plot(*center, "+", color="black", markersize=9)
            axes.plot(*one["w"], marker, color=color, markersize=8)
            axes.axhline(0, color="black", linewidth=0.8)
            axes.axvline(0, color="black", linewidth=0.8)
            axes.set(xlim=(-2.3, 2.3), ylim=(-2.3, 2.3), xlabel="w₁", aspect="equal")
            axes.grid(False)
            axes.set_title(f"{kind.upper()}: w = {_pair(one['w'])}", fontsize=11)
        panels[0].set_ylabel("w₂")
        return describe(
            figure,
            f"Contours of a loss around {_pair(center)} touch a diamond at "
            f"{_pair(found['l1']['w'])} and a circle at {_pair(found['l2']['w'])}. Hatched: the "
            "centers for which L1 sets a weight to exactly 0, "
            f"{100 * found['share_l1']:.0f}% of those from −2 to 2.",
        )

    def _strength(self, kind: str) -> dict[str, float]:
        if self.given == "budget":
            return {"budget": getattr(self, f"budget_{kind}")}
        return {"lam": getattr(self, f"lam_{kind}")}

    def _solution(self, kind: str) -> dict[str, Any]:
        A, center = self.curvature, np.array([self.c1, self.c2])
        strength = self._strength(kind)
        lam: float | None
        if "lam" in strength:
            lam = strength["lam"]
            w = _penalised(A, center, kind, lam)
            budget = float(np.linalg.norm(w, NORMS[kind]))
        else:
            budget = strength["budget"]
            w, lam = _within(A, center, kind, budget)
        away = w - center
        return {
            "w": w.tolist(),
            "budget": budget,
            "lam": lam,
            "loss": float(0.5 * away @ A @ away),
            "zeros": int(w[0] == 0) + 2 * int(w[1] == 0),
        }


def _penalised(A: np.ndarray, center: np.ndarray, kind: str, lam: float) -> np.ndarray:
    """Return the weights with the smallest loss + penalty."""
    if lam == 0:
        return center.copy()
    # Two rows whose ½·mean squared error is the loss.
    X = np.sqrt(2.0) * np.linalg.cholesky(A).T
    model = LinearRegression(penalty=KINDS[kind](lam), fit_intercept=False).fit(X, X @ center)
    return model.coef_ + 0.0


def _within(
    A: np.ndarray, center: np.ndarray, kind: str, budget: float
) -> tuple[np.ndarray, float | None]:
    """Return the weights with the smallest loss within a budget, and the λ that leads there."""
    size = NORMS[kind]
    if np.linalg.norm(center, size) <= budget:
        return center.copy(), 0.0
    pull = float(np.abs(A @ center).max())
    if budget == 0:
        return np.zeros(2), pull if kind == "l1" else None
    # The size falls as λ grows, from above the budget to below it: regula falsi, with the end that
    # stays counting half (Illinois).
    ends = [0.0, pull if kind == "l1" else 2.0 * pull / budget]
    over = [float(np.linalg.norm(_penalised(A, center, kind, lam), size)) - budget for lam in ends]
    w, lam, kept = center, 0.0, -1
    for _ in range(100):
        lam = (ends[0] * over[1] - ends[1] * over[0]) / (over[1] - over[0])
        w = _penalised(A, center, kind, lam)
        now = float(np.linalg.norm(w, size)) - budget
        if abs(now) <= 1e-15 * budget or not ends[0] < lam < ends[1]:
            break
        place = 0 if now > 0 else 1
        ends[place], over[place] = lam, now
        if kept == 1 - place:
            over[kept] *= 0.5
        kept = 1 - place
    return w, lam


def _regions(A: np.ndarray, strength: dict[str, float]) -> list[np.ndarray]:
    """Return the centers for which L1 sets a weight to 0, as convex polygons cut to the map.

    Within a budget t that is so where the pull A(c − w) at a corner points between the normals of
    the two sides that meet there; under a penalty λ, where the pull on a weight is at most λ.
    """
    turned = np.linalg.inv(A)
    found = []
    for along, across in (np.eye(2), np.eye(2)[::-1]):
        for sign in (1.0, -1.0):
            one, other = (sign * turned @ (along + r * across) for r in (1.0, -1.0))
            if "budget" in strength:
                corner = sign * strength["budget"] * along
                wedge = [0.0 * one, one, one + other, other]
                points = [corner + FAR * step for step in wedge]
            else:
                lam, far = strength["lam"], sign * FAR * along
                points = [lam * one, lam * one + far, lam * other + far, lam * other]
            found.append(points)
    if "lam" in strength:
        signs = [(1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (-1.0, 1.0)]
        found.append([strength["lam"] * turned @ np.array(pair) for pair in signs])
    return [_cut(points) for points in found]


def _cut(points: list[np.ndarray]) -> np.ndarray:
    """Cut a convex polygon to the map: Sutherland and Hodgman (1974)."""
    for axis in (0, 1):
        for sign in (1.0, -1.0):
            kept = []
            for before, point in zip([*points[-1:], *points[:-1]], points, strict=True):
                a, b = sign * before[axis] - EDGE, sign * point[axis] - EDGE
                if (a > 0) != (b > 0):
                    kept.append(before + (point - before) * a / (a - b))
                if b <= 0:
                    kept.append(point)
            points = kept
    return np.array(points).reshape(-1, 2)


def _area(points: np.ndarray) -> float:
    x, y = points.T
    return float(0.5 * abs(np.sum(np.roll(x, 1) * y - x * np.roll(y, 1))))


def _pair(w: Any) -> str:
    return f"({', '.join(number_in_words(round(float(one), 2)) for one in w)})"
