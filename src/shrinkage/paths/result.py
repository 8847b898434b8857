"""What every path returns: weights and biases for a row of λ, each with its certificate."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from shrinkage.messages import ConvergenceWarning
from shrinkage.validation import check_features

__all__ = ["Knot", "RegularizationPath", "warn_of_gaps"]


class Knot(NamedTuple):
    """A λ where a feature comes into the lasso, or drops out of it, on the way down from λ_max."""

    lam: float
    """The exact λ, in the units of `lams`."""
    feature: int
    """The column of X."""
    enters: bool
    """True if its weight is not 0 just below `lam`, False if its weight is 0 there."""


@dataclass(frozen=True)
class RegularizationPath:
    """The best weights for each of a row of λ, and the proof that they are.

    Attributes
    ----------
    lams : ndarray of shape (m,)
        The λ, in the order they were asked for (from large to small by default).
    coefs : ndarray of shape (m, p)
        The weights for each λ, per unit of the features as they were given. Zeros are exact.
    intercepts : ndarray of shape (m,)
        The bias for each λ, in units of the target (logistic: in log-odds).
    gaps : ndarray of shape (m,)
        Relative duality gap: the objective at these weights minus a lower bound of every
        objective (the dual objective), over the objective of the intercept-only model. No weights
        can have an objective lower than these by more than this fraction. Rounding errors are
        bounded and counted in, so that a gap is rather too large than too small.
    tol : float
        The gap that was asked for.
    null_objective : float
        The objective of the intercept-only model, which the gaps are measured by.
    knots : tuple of Knot or None
        Where features enter and leave, for a lasso that was asked for them.

    Examples
    --------
    >>> from shrinkage.paths import lasso_path
    >>> path = lasso_path([[-1.0], [1.0]], [-3.0, 3.0], lams=[3.0, 1.0])
    >>> path.coefs.tolist(), path.intercepts.tolist()
    ([[0.0], [2.0]], [0.0, 0.0])
    >>> path.converged, path.active.tolist()
    (True, [[False], [True]])
    """

    lams: np.ndarray
    coefs: np.ndarray = field(repr=False)
    intercepts: np.ndarray = field(repr=False)
    gaps: np.ndarray = field(repr=False)
    tol: float
    null_objective: float
    knots: tuple[Knot, ...] | None = field(default=None, repr=False)

    @cached_property
    def active(self) -> np.ndarray:
        """Which weights are not 0: bool, shape (m, p)."""
        return self.coefs != 0

    @property
    def n_active(self) -> np.ndarray:
        """How many weights are not 0 at each λ: int, shape (m,)."""
        return np.count_nonzero(self.coefs, axis=1)

    @property
    def converged(self) -> bool:
        """Whether the gap is at most `tol` at every λ."""
        return bool((self.gaps <= self.tol).all())

    def outputs(self, X: np.ndarray) -> np.ndarray:
        """Return Xw + b for every λ: predictions (linear) or log-odds (logistic).

        Parameters
        ----------
        X : array_like of shape (n, p)
            Features, in the units of those the path was made from.

        Returns
        -------
        ndarray of shape (m, n)
            One row for each λ.

        Raises
        ------
        TypeError, ValueError
            If X is no matrix of finite numbers with p columns.
        """
        X = check_features(X, self.coefs.shape[1], type(self).__name__)
        outputs = self.coefs @ X.T
        outputs += self.intercepts[:, None]
        return outputs


def warn_of_gaps(path: RegularizationPath) -> None:
    """Warn with the λ where the gap is larger than was asked for, if there are any."""
    above = path.gaps > path.tol
    # A gap that is not a number proves nothing either.
    above |= np.isnan(path.gaps)
    if not above.any():
        return
    lams, gaps = path.lams[above], path.gaps[above]
    named = ", ".join(f"{lam:.6g}" for lam in lams[:5])
    more = f" and {len(lams) - 5} more" if len(lams) > 5 else ""
    warnings.warn(
        f"The relative duality gap stays above tol={path.tol:g} at λ = {named}{more}: it is up "
        f"to {gaps.max():.1e}. These weights may be off by more than was asked for. The features "
        "may be almost linearly dependent, of very different sizes, or λ very small.",
        ConvergenceWarning,
        stacklevel=3,
    )
