"""The lasso's regularization path: linear regression with L1."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from shrinkage.messages import ConvergenceWarning
from shrinkage.paths.fallback import certified_path
from shrinkage.paths.grid import choose_lams
from shrinkage.paths.homotopy import LassoLines, follow_lasso
from shrinkage.paths.problem import LinearProblem
from shrinkage.paths.result import RegularizationPath, warn_of_gaps
from shrinkage.validation import check_flag, check_number

__all__ = ["lasso_path"]


def lasso_path(
    X: Any,
    y: Any,
    lams: Any = None,
    *,
    n_lams: int = 100,
    ratio: float | None = None,
    fit_intercept: bool = True,
    knots: bool = False,
    tol: float = 1e-10,
) -> RegularizationPath:
    """Return the weights that minimize 1/(2n)‖y − Xw − b‖² + λ‖w‖₁ for each λ, with proof.

    The homotopy walks from one exact knot to the next and reads the weights for all λ off the
    lines between them. A λ whose duality gap then exceeds `tol` is solved again by an active set
    with fresh solves. Features are taken as they are: standardize them first if the penalty shall
    treat them alike.

    Parameters
    ----------
    X : array_like of shape (n, p)
        Features, one row an example. More columns than rows, constant and repeated columns are
        welcome. (Where the best weights are not unique, one set of them is returned.)
    y : array_like of shape (n,)
        Targets.
    lams : array_like of shape (m,), optional
        Strengths λ, at least 0, in any order; in units of y times units of a feature. By default
        a logarithmic grid of `n_lams` from λ_max = max|xⱼᵀ(y − ȳ)|/n, where all weights are 0,
        down to λ_max/1000 (λ_max/100 where n < p, as glmnet's).
    n_lams : int
        How many λ the default grid has.
    ratio : float, optional
        The default grid's last λ over its first.
    fit_intercept : bool
        Whether there is a bias b. It is not penalised.
    knots : bool
        Whether to return the exact λ where features enter and leave, from λ_max to the smallest
        λ. Rounding reaches their 13th digit or so, on nearly collinear features the 9th.
    tol : float
        The relative duality gap that is wanted at each λ.

    Returns
    -------
    RegularizationPath
        `.lams`, `.coefs`, `.intercepts`, `.gaps`, `.active`, `.knots`.

    Raises
    ------
    TypeError, ValueError
        If X or y are not finite numbers of matching lengths, or an argument is out of range.

    Warns
    -----
    ConvergenceWarning
        With the λ, where the gap stays above `tol`, or below which `knots` are in doubt.

    References
    ----------
    Osborne, Presnell and Turlach (2000), "A new approach to variable selection in least squares
    problems", IMA Journal of Numerical Analysis 20(3). The gap: `shrinkage.paths.certificates`.

    Examples
    --------
    >>> X = [[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]]
    >>> path = lasso_path(X, [4.0, 2.0, -2.0, -4.0], lams=[4.0, 2.0, 0.5], knots=True)
    >>> path.coefs.tolist()
    [[0.0, 0.0], [1.0, 0.0], [2.5, 0.5]]
    >>> [(knot.lam, knot.feature) for knot in path.knots]
    [(3.0, 0), (1.0, 1)]
    """
    check_flag("knots", knots)
    tol = check_number("tol", tol, minimum=0.0, exclusive=True)
    problem = LinearProblem.of(X, y, fit_intercept)
    lams = choose_lams(
        lams,
        lam_max=problem.lam_max,
        shape=problem.X.shape,
        n_lams=n_lams,
        ratio=ratio,
    )
    lines = follow_lasso(problem.row_of_Q, problem.c, float(lams.min()))
    followed = lines.weights(lams)
    coefs = followed.copy() if knots else followed
    path = certified_path(problem, lams, coefs, 1.0, tol, lines.knots if knots else None)
    warn_of_gaps(path)
    if knots:
        _warn_of_knots(lines, lams[(path.coefs != followed).any(axis=1)])
    return path


def _warn_of_knots(lines: LassoLines, elsewhere: np.ndarray) -> None:
    """Warn where knots may be wrong: at λ whose weights had to be found elsewhere."""
    if lines.finished and not len(elsewhere):
        return
    where = f"λ = {elsewhere.max():.6g}" if len(elsewhere) else f"λ = {lines.knots[-1].lam:.6g}"
    warnings.warn(
        f"The knots may be incomplete or inexact from {where} downwards: features are so nearly "
        "linearly dependent that the homotopy lost its way. (The weights were solved again.)",
        ConvergenceWarning,
        stacklevel=3,
    )
