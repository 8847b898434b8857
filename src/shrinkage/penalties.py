"""Penalties: functions of the weights that are added to the loss.

Each penalty knows three things: its `value`, its `gradient`, and its proximal operator `prox`.
The proximal operator is what most trainers that can handle L1 are made of:

    prox(z, step) = the w that minimizes  ½‖w − z‖² + step · penalty(w)

It trades staying near z against a small penalty, one weight at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from shrinkage.parameters import Parameters
from shrinkage.validation import check_number

__all__ = ["L1", "L2", "ElasticNet", "NoPenalty", "Penalty", "SumOfPenalties", "soft_threshold"]


def soft_threshold(z: ArrayLike, threshold: ArrayLike) -> np.ndarray:
    """Move each value toward 0 by `threshold`, and stop at exactly 0.

    Parameters
    ----------
    z : array_like
        Any shape.
    threshold : float, or array_like shaped as `z`
        How far to move, at least 0.

    Returns
    -------
    ndarray
        As `z`; exactly 0 wherever |z| ≤ threshold.

    Raises
    ------
    ValueError
        If a threshold is below 0.

    References
    ----------
    Donoho and Johnstone (1994), "Ideal spatial adaptation by wavelet shrinkage",
    Biometrika 81(3), section 2.

    Examples
    --------
    >>> soft_threshold([-3.0, 0.5, 2.0], 1.0).tolist()
    [-2.0, 0.0, 1.0]
    """
    z = np.asarray(z, dtype=float)
    if np.any(np.less(threshold, 0.0)):
        raise ValueError(f"threshold must be >= 0, got {threshold!r}.")
    # Adding 0.0 turns the -0.0 that the sign leaves behind into a plain 0.0.
    return np.sign(z) * np.maximum(np.abs(z) - threshold, 0.0) + 0.0


class Penalty(Parameters):
    """Base of all penalties. To write your own, give it `value`, `gradient` and `prox`.

    Attributes
    ----------
    l1 : float or None
        Strength of Σ|w| in it; None where a penalty is not made of Σ|w| and ½Σw² alone.
        The exact solvers need these two numbers; the trainers do not.
    l2 : float or None
        Strength of ½Σw² in it; None likewise.
    smooth : bool
        Whether it has a gradient everywhere.

    Examples
    --------
    >>> L1(0.1) + L2(0.2)
    SumOfPenalties(terms=(L1(lam=0.1), L2(lam=0.2)))
    """

    @property
    def l1(self) -> float | None:
        """Strength of Σ|w|, None unless a subclass tells."""
        return None

    @property
    def l2(self) -> float | None:
        """Strength of ½Σw², None unless a subclass tells."""
        return None

    @property
    def smooth(self) -> bool:
        """Whether there is a gradient everywhere: not, unless a subclass tells."""
        return False

    def value(self, w: ArrayLike) -> float:
        """Return the penalty of the weights `w` (any shape)."""
        raise TypeError(f"{type(self).__name__} does not say what its value is.")

    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return the gradient, shaped as `w`; where there is none, the subgradient nearest to 0."""
        raise TypeError(f"{type(self).__name__} does not say what its gradient is.")

    def prox(self, z: ArrayLike, step: float = 1.0) -> np.ndarray:
        """Return the w that minimizes ½‖w − z‖² + step · penalty(w), shaped as `z`."""
        raise TypeError(f"{type(self).__name__} does not say what its proximal operator is.")

    def __add__(self, other: Any) -> SumOfPenalties:
        """Return the sum of two penalties, itself a penalty."""
        if not isinstance(other, Penalty):
            return NotImplemented
        mine = self.terms if isinstance(self, SumOfPenalties) else (self,)
        theirs = other.terms if isinstance(other, SumOfPenalties) else (other,)
        return SumOfPenalties((*mine, *theirs))

    def __eq__(self, other: object) -> bool:
        """Two penalties are equal if they are of one class with equal arguments."""
        if type(self) is not type(other) or not isinstance(other, Penalty):
            return NotImplemented
        mine, theirs = self.get_params(deep=False), other.get_params(deep=False)
        # Arguments may be arrays, in a penalty of one's own: `==` between dicts would fail then.
        return all(np.array_equal(mine[name], theirs[name]) for name in mine)

    # Equality by value of something that can be changed: no hash.
    __hash__ = None  # type: ignore[assignment]


def _shrink(z: ArrayLike, step: float, l1: float, l2: float) -> np.ndarray:
    """Return the w that minimizes ½‖w − z‖² + step · (l1·Σ|w| + l2·½Σw²)."""
    step = check_number("step", step, minimum=0.0, exclusive=True)
    return soft_threshold(z, step * l1) / (1.0 + step * l2)


class _AbsolutesAndSquares(Penalty):
    """A penalty l1·Σ|w| + l2·½Σw²: all that the course names, in one place."""

    @property
    def l1(self) -> float:
        """Strength of Σ|w|: none, unless a subclass tells."""
        return 0.0

    @property
    def l2(self) -> float:
        """Strength of ½Σw²: none, unless a subclass tells."""
        return 0.0

    @property
    def smooth(self) -> bool:
        """Whether it has a gradient everywhere: it does unless Σ|w| is in it."""
        return self.l1 == 0.0

    def value(self, w: ArrayLike) -> float:
        """Return l1·Σ|w| + l2·½Σw² (a float, 0 or more) for weights of any shape."""
        w = np.asarray(w, dtype=float)
        # A part without strength is left out: 0 times the square of a huge weight would be NaN.
        absolutes = self.l1 * np.abs(w).sum() if self.l1 else 0.0
        squares = self.l2 * 0.5 * np.square(w).sum() if self.l2 else 0.0
        return float(absolutes + squares)

    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return l1·sign(w) + l2·w, shaped as `w`; at w = 0 the sign counts as 0."""
        w = np.asarray(w, dtype=float)
        return self.l1 * np.sign(w) + self.l2 * w

    def prox(self, z: ArrayLike, step: float = 1.0) -> np.ndarray:
        """Return the w that minimizes ½‖w − z‖² + step · penalty(w), shaped as `z`.

        It is a soft threshold at step·l1 (the work of L1), then a division by 1 + step·l2
        (the work of L2).

        Parameters
        ----------
        z : array_like
            Where to stay near.
        step : float
            How much the penalty counts, more than 0.

        References
        ----------
        Parikh and Boyd (2014), "Proximal algorithms", section 6.5.2.
        """
        return _shrink(z, step, self.l1, self.l2)


class NoPenalty(_AbsolutesAndSquares):
    """No penalty: 0 for all weights.

    Examples
    --------
    >>> NoPenalty().value([3.0, -4.0])
    0.0
    """


class L1(_AbsolutesAndSquares):
    """λ·Σ|w|, the sum of absolute weights. Its proximal operator sets small weights to exactly 0.

    Parameters
    ----------
    lam : float
        λ, the strength, at least 0.

    References
    ----------
    Tibshirani (1996), "Regression shrinkage and selection via the lasso", JRSS B 58(1).

    Examples
    --------
    >>> L1(0.5).value([3.0, -4.0])
    3.5
    >>> L1(0.5).prox([3.0, -0.2]).tolist()
    [2.5, 0.0]
    """

    def __init__(self, lam: float) -> None:
        check_number("lam", lam, minimum=0.0)
        self.lam = lam

    @property
    def l1(self) -> float:
        """Strength of Σ|w|: λ."""
        return float(self.lam)


class L2(_AbsolutesAndSquares):
    """λ·½Σw², half the sum of squared weights. Its proximal operator divides by 1 + λ.

    Parameters
    ----------
    lam : float
        λ, the strength, at least 0.

    References
    ----------
    Hoerl and Kennard (1970), "Ridge regression", Technometrics 12(1).

    Examples
    --------
    >>> L2(0.5).value([3.0, -4.0])
    6.25
    >>> L2(1.0).prox([3.0, -0.5]).tolist()
    [1.5, -0.25]
    """

    def __init__(self, lam: float) -> None:
        check_number("lam", lam, minimum=0.0)
        self.lam = lam

    @property
    def l2(self) -> float:
        """Strength of ½Σw²: λ."""
        return float(self.lam)


class ElasticNet(_AbsolutesAndSquares):
    """λ(α·Σ|w| + (1 − α)·½Σw²): both penalties at once, mixed by α.

    Parameters
    ----------
    lam : float
        λ, the strength, at least 0.
    alpha : float
        α, the share of L1, from 0 (L2 alone) to 1 (L1 alone).

    References
    ----------
    Zou and Hastie (2005), "Regularization and variable selection via the elastic net",
    JRSS B 67(2); this parametrization is that of Friedman, Hastie and Tibshirani (2010),
    Journal of Statistical Software 33(1), equation (2).

    Examples
    --------
    >>> ElasticNet(1.0, alpha=0.5).value([3.0, -4.0])
    9.75
    """

    def __init__(self, lam: float, alpha: float = 0.5) -> None:
        check_number("lam", lam, minimum=0.0)
        check_number("alpha", alpha, minimum=0.0, maximum=1.0)
        self.lam = lam
        self.alpha = alpha

    @property
    def l1(self) -> float:
        """Strength of Σ|w|: λα."""
        return float(self.lam * self.alpha)

    @property
    def l2(self) -> float:
        """Strength of ½Σw²: λ(1 − α)."""
        return float(self.lam * (1.0 - self.alpha))


class SumOfPenalties(Penalty):
    """Several penalties added up; `L1(0.1) + L2(0.2)` makes one.

    Parameters
    ----------
    terms : iterable of Penalty
        What is added. The sum has a proximal operator (and so can be used with every trainer)
        if each term is made of Σ|w| and ½Σw².

    Raises
    ------
    TypeError
        If `terms` can't be gone through, or a term is not a penalty.

    Examples
    --------
    >>> both = L1(0.1) + L2(0.2)
    >>> both.l1, both.l2
    (0.1, 0.2)
    """

    def __init__(self, terms: Iterable[Penalty]) -> None:
        if not isinstance(terms, Iterable):
            raise TypeError(f"terms must be a list or tuple of penalties, got {terms!r}.")
        self.terms = terms if isinstance(terms, tuple) else tuple(terms)
        for term in self.terms:
            if not isinstance(term, Penalty):
                raise TypeError(f"Each term must be a penalty such as L1(0.1), got {term!r}.")

    def _total(self, name: str) -> float | None:
        parts = [getattr(term, name) for term in self.terms]
        return None if None in parts else float(sum(parts))

    @property
    def l1(self) -> float | None:
        """Strength of Σ|w| in the sum, None if a term has none to tell."""
        return self._total("l1")

    @property
    def l2(self) -> float | None:
        """Strength of ½Σw² in the sum, None if a term has none to tell."""
        return self._total("l2")

    @property
    def smooth(self) -> bool:
        """Whether every term has a gradient everywhere."""
        return all(term.smooth for term in self.terms)

    def value(self, w: ArrayLike) -> float:
        """Return the sum of the terms' values."""
        return float(sum(term.value(w) for term in self.terms))

    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return the sum of the terms' gradients (subgradients), shaped as `w`."""
        w = np.asarray(w, dtype=float)
        return sum((term.gradient(w) for term in self.terms), np.zeros_like(w))

    def prox(self, z: ArrayLike, step: float = 1.0) -> np.ndarray:
        """Return the w that minimizes ½‖w − z‖² + step · penalty(w), shaped as `z`.

        Raises
        ------
        TypeError
            If a term is not made of Σ|w| and ½Σw².
        """
        l1, l2 = self.l1, self.l2
        if l1 is None or l2 is None:
            unknown = next(term for term in self.terms if term.l1 is None or term.l2 is None)
            raise TypeError(
                f"A sum with {unknown!r} in it has no proximal operator in closed form. Use it "
                "alone, or write one penalty with a prox of its own, or train with "
                "GradientDescent."
            )
        return _shrink(z, step, l1, l2)
