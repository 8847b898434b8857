r"""The logistic objective near a point: a quadratic, whose minimum is found by pivoting.

Around a point u₀ with slopes g (the gradient of loss + L2) and their derivative H, the slopes are
close to g + H(u − u₀), and the conditions for a minimum are linear while signs stay what they are:

    active entries (a weight that is not 0, or the bias):   slope = −ν·sign,
    the others (their weight is 0):                         |slope| ≤ ν.

**The tableau.** With A the active entries and I the others, the matrix

    M = [ −H_AA⁻¹         H_AA⁻¹·H_AI             ]
        [ H_IA·H_AA⁻¹     H_II − H_IA·H_AA⁻¹·H_AI ]

answers two questions: by how much the weights in A must change to change their slopes, and what
that does to the slopes in I. To move an entry from one side to the other takes one step of
Gauss–Jordan elimination, the "sweep".

**The road to the minimum.** At u₀ the active slopes are not what they should be, and some of the
others are too large. A limit as high as the largest of these falls down to ν, while what the
active slopes are off by is taken away at the same rate. On this road, weights and slopes move
along straight lines. Where a weight meets 0 or a slope meets the limit, its entry changes sides,
and a new line begins. One entry at a time changes, in the order of the lasso's path, so features
that are nearly alike don't push each other in and out.

References
----------
Beaton (1964), "The use of special matrix operators in statistical calculus", for the sweep. Best
(1996), "An algorithm for the solution of the parametric quadratic programming problem", in
"Applied Mathematics and Parallel Computing", for the road.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from shrinkage.paths.logistic_problem import LogisticProblem

__all__ = ["LocalModel", "Minimum", "NoRoadError"]

# A feature whose part that is new is smaller than this share of its square length adds nothing.
_DEPENDENT = 1e-12


class NoRoadError(ArithmeticError):
    """Rounding errors lead in a circle."""


class Minimum(NamedTuple):
    """Where a model's road ends."""

    model: LocalModel
    """With the active set of the minimum."""
    weights: np.ndarray
    """Shape (c,), exactly 0 where not active."""
    slopes: np.ndarray
    """Of the loss + L2 there, shape (c,)."""
    decrement: float
    """dᵀHd for the step d, if no entry changed sides: twice what the loss falls by."""


class LocalModel:
    """The quadratic at one state of the active set. Objects are never changed.

    Attributes
    ----------
    at : ndarray of int, shape (c,)
        Which entries of u it covers: the active ones and those that may become so.
    penalized : ndarray of shape (c,)
        1, and 0 for the bias.
    squares : ndarray of shape (c,)
        The diagonal of H.
    M : ndarray of shape (c, c)
        The tableau.
    active : ndarray of bool, shape (c,)
        Whether an entry is in A.
    signs : ndarray of shape (c,)
        Signs of the active weights; 0 for the others, the bias, and all if there is no L1.
    """

    __slots__ = ("M", "active", "at", "idle", "on", "penalized", "signs", "squares")

    def __init__(
        self,
        at: np.ndarray,
        penalized: np.ndarray,
        squares: np.ndarray,
        M: np.ndarray,
        active: np.ndarray,
        signs: np.ndarray,
    ) -> None:
        self.at, self.penalized, self.squares = at, penalized, squares
        self.M, self.active, self.signs = M, active, signs
        # As numbers: a product is the fastest way to choose.
        self.on = active.astype(float)
        self.idle = 1.0 - self.on

    @classmethod
    def around(
        cls,
        problem: LogisticProblem,
        q: np.ndarray,
        mu: float,
        active: np.ndarray,
        signs: np.ndarray,
        in_sight: np.ndarray,
    ) -> LocalModel:
        """Return the model at the point with the doubts `q`.

        Parameters
        ----------
        problem : LogisticProblem
            The data.
        q : ndarray of shape (n,)
            Doubts.
        mu : float
            Strength of L2.
        active, signs, in_sight : ndarray of shape (k,)
            Which entries of u are active, their signs, and which others may become so.

        Raises
        ------
        numpy.linalg.LinAlgError
            If H is singular on the active entries.
        """
        first = active.nonzero()[0]
        a = len(first)
        at = np.concatenate([first, (in_sight & ~active).nonzero()[0]])
        penalized = problem.penalized[at]
        M = problem.hessian(q, at)
        if mu:
            M.flat[:: len(at) + 1] += mu * penalized
        squares = M.diagonal().copy()
        if a:
            inverse = np.linalg.inv(M[:a, :a])
            M[:a, :a] = -inverse
            if a < len(at):
                across = M[:a, a:].copy()
                M[:a, a:] = inverse @ across
                M[a:, a:] -= across.T @ M[:a, a:]
                M[a:, :a] = M[:a, a:].T
        return cls(at, penalized, squares, M, np.arange(len(at)) < a, signs[at])

    def minimize(self, weights: np.ndarray, slopes: np.ndarray, nu: float) -> Minimum:
        """Follow the road to the minimum.

        Parameters
        ----------
        weights, slopes : ndarray of shape (c,)
            u₀ and g. Weights that are not active are 0; none has a sign other than `signs`.
        nu : float
            Strength of L1.

        Raises
        ------
        NoRoadError
            If more entries change sides than is possible without rounding errors.
        """
        # An active entry is told by its weight, another one by its slope.
        now = weights + self.idle * slopes
        pull, change, end, wrong = self._line(now, self.on * slopes, -nu, nu)
        decrement = -float(pull @ change)
        model = self
        if np.count_nonzero(wrong):
            model, end = self._road(now, slopes, nu)
        settled = model.idle * end - nu * model.signs
        return Minimum(model, model.on * end, settled, decrement)

    def _road(
        self, now: np.ndarray, slopes: np.ndarray, nu: float
    ) -> tuple[LocalModel, np.ndarray]:
        """Return where the road ends if there are changes on it."""
        model = self
        limit = max(nu, float(np.abs(self.idle * slopes).max()))
        fall = limit - nu
        off = self.on * (slopes + limit * self.signs)
        barred: list[int] = []
        for _ in range(4 * len(now) + 20):
            _, change, end, wrong = model._line(now, off, fall, nu)
            wrong[barred] = False
            entries = wrong.nonzero()[0]
            if not len(entries):
                return model, end
            active = model.active[entries]
            here, ahead, side = now[entries], change[entries], np.sign(end[entries])
            # A weight meets 0; a slope meets the limit, which falls towards it.
            to_go = np.where(active, np.abs(here), nu + fall - side * here)
            speed = np.where(active, np.abs(ahead), side * ahead + fall)
            length = np.divide(to_go, speed, out=np.zeros(len(speed)), where=speed > 0.0)
            nearest = int(length.argmin())
            j, part = int(entries[nearest]), min(max(float(length[nearest]), 0.0), 1.0)
            if not active[nearest] and model.M[j, j] <= _DEPENDENT * self.squares[j]:
                # Its slope moves with those of the active: let it be.
                barred.append(j)
                continue
            now = now + part * change
            off, fall = (1.0 - part) * off, (1.0 - part) * fall
            now[j] = -(nu + fall) * model.signs[j] if active[nearest] else 0.0
            model = model._with_change(j, 0.0 if active[nearest] else -float(side[nearest]))
        raise NoRoadError

    def _line(
        self, now: np.ndarray, off: np.ndarray, fall: float, nu: float
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return what pulls on a line to the road's end, the change, the end, what's wrong there.

        The active slopes shall change by `fall` times their sign, less what they are off by.
        """
        pull = off - fall * self.signs
        pull *= self.on
        moved = self.M @ pull
        change = self.on * moved + self.idle * (off - moved)
        end = now + change
        # Active: has the weight the other sign? Others: is the slope above ν?
        wrong = self.idle * np.abs(end) - end * self.signs > self.idle * nu
        return pull, change, end, wrong

    def _with_change(self, j: int, sign: float) -> LocalModel:
        """Return the model with entry j on the other side, and with this sign."""
        column = self.M[j]
        pivot = column[j]
        M = np.multiply.outer(column / -pivot, column)
        M += self.M
        enters = not self.active[j]
        M[j] = column / (pivot if enters else -pivot)
        M[j, j] = -1.0 / pivot
        M[:, j] = M[j]
        active, signs = self.active.copy(), self.signs.copy()
        active[j], signs[j] = enters, sign
        return LocalModel(self.at, self.penalized, self.squares, M, active, signs)

    def tangent(self, weights: np.ndarray, alpha: float) -> np.ndarray:
        """Return by how much weights at a minimum grow for each 1 that λ falls, shape (c,)."""
        pull = self.penalized * (alpha * self.signs + (1.0 - alpha) * weights)
        return np.where(self.active, -(self.M @ np.where(self.active, pull, 0.0)), 0.0)
