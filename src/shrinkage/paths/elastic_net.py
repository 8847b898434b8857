"""The elastic net's regularization path: linear regression with L1 and L2."""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.paths.between import solve_elastic_net
from shrinkage.paths.fallback import certified_path
from shrinkage.paths.grid import choose_lams, choose_ridge_lams
from shrinkage.paths.homotopy import follow_lasso
from shrinkage.paths.problem import LinearProblem
from shrinkage.paths.result import RegularizationPath, warn_of_gaps
from shrinkage.paths.spectrum import RidgeSpectrum
from shrinkage.validation import check_number

__all__ = ["elastic_net_path"]


def elastic_net_path(
    X: Any,
    y: Any,
    lams: Any = None,
    *,
    alpha: float = 0.5,
    n_lams: int = 100,
    ratio: float | None = None,
    fit_intercept: bool = True,
    tol: float = 1e-10,
) -> RegularizationPath:
    """Return the weights that minimize 1/(2n)‖y − Xw − b‖² + λ(α‖w‖₁ + (1−α)/2·‖w‖²), with proof.

    The support of one λ is tried for the next few at once, and changed where the optimality
    conditions fail. A λ whose duality gap then exceeds `tol` is solved again by an active set.
    With α = 1 this is `lasso_path`, with α = 0 `ridge_path`, their default grids included.

    Parameters
    ----------
    X : array_like of shape (n, p)
        Features, one row an example. More columns than rows, constant and repeated columns are
        welcome. Memory for p² numbers is needed.
    y : array_like of shape (n,)
        Targets.
    lams : array_like of shape (m,), optional
        Strengths λ, at least 0, in any order. By default a logarithmic grid of `n_lams` from
        λ_max = max|xⱼᵀ(y − ȳ)|/(nα), where all weights are 0, down to λ_max/1000 (λ_max/100 where
        n < p).
    alpha : float
        α, the share of L1, from 0 to 1; the same for all λ.
    n_lams : int
        How many λ the default grid has.
    ratio : float, optional
        The default grid's last λ over its first.
    fit_intercept : bool
        Whether there is a bias b. It is not penalised.
    tol : float
        The relative duality gap that is wanted at each λ.

    Returns
    -------
    RegularizationPath
        `.lams`, `.coefs`, `.intercepts`, `.gaps`, `.active`.

    Raises
    ------
    TypeError, ValueError
        If X or y are not finite numbers of matching lengths, or an argument is out of range.

    Warns
    -----
    ConvergenceWarning
        With the λ, where the gap stays above `tol`.

    References
    ----------
    Zou and Hastie (2005), "Regularization and variable selection via the elastic net", JRSS B
    67(2). The method: `shrinkage.paths.supports`. The gap: `shrinkage.paths.certificates`.

    Examples
    --------
    >>> X = [[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]]
    >>> path = elastic_net_path(X, [4.0, 2.0, -2.0, -4.0], lams=[4.0, 2.0, 1.0], alpha=0.5)
    >>> path.coefs.round(12).tolist()
    [[0.333333333333, 0.0], [1.0, 0.0], [1.666666666667, 0.333333333333]]
    """
    alpha = check_number("alpha", alpha, minimum=0.0, maximum=1.0)
    tol = check_number("tol", tol, minimum=0.0, exclusive=True)
    problem = LinearProblem.of(X, y, fit_intercept)
    if alpha == 0.0:
        spectrum = RidgeSpectrum(problem)
        lams = choose_ridge_lams(lams, span=spectrum.span(), n_lams=n_lams, ratio=ratio)
        coefs = spectrum.weights(lams)
    else:
        lams = choose_lams(
            lams,
            lam_max=problem.lam_max / alpha,
            shape=problem.X.shape,
            n_lams=n_lams,
            ratio=ratio,
        )
        if alpha == 1.0:
            lines = follow_lasso(problem.row_of_Q, problem.c, float(lams.min()))
            coefs = lines.weights(lams)
        else:
            coefs = _elastic_nets(problem, lams, alpha)
    path = certified_path(problem, lams, coefs, alpha, tol)
    warn_of_gaps(path)
    return path


def _elastic_nets(problem: LinearProblem, lams: np.ndarray, alpha: float) -> np.ndarray:
    """Return the weights for λ in any order; where λ is 0 they are 0, for the fallback to mend."""
    if lams[-1] > 0 and (lams[1:] < lams[:-1]).all():
        return solve_elastic_net(problem.Q, problem.c, lams, alpha)
    coefs = np.zeros((len(lams), len(problem.c)))
    above, which = np.unique(-lams[lams > 0], return_inverse=True)
    if len(above):
        coefs[lams > 0] = solve_elastic_net(problem.Q, problem.c, -above, alpha)[which]
    return coefs
