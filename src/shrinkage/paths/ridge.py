"""The ridge path: linear regression with L2, from one decomposition."""

from __future__ import annotations

from typing import Any

from shrinkage.paths.fallback import certified_path
from shrinkage.paths.grid import choose_ridge_lams
from shrinkage.paths.problem import LinearProblem
from shrinkage.paths.result import RegularizationPath, warn_of_gaps
from shrinkage.paths.spectrum import RidgeSpectrum
from shrinkage.validation import check_number

__all__ = ["ridge_path"]


def ridge_path(
    X: Any,
    y: Any,
    lams: Any = None,
    *,
    n_lams: int = 100,
    ratio: float | None = None,
    fit_intercept: bool = True,
    tol: float = 1e-10,
) -> RegularizationPath:
    """Return the weights that minimize 1/(2n)‖y − Xw − b‖² + ½λ‖w‖² for each λ, with proof.

    One eigendecomposition, of XᵀX or of XXᵀ, whichever is smaller, serves all λ. A λ whose duality
    gap then exceeds `tol` is solved again from the singular values of X.

    Parameters
    ----------
    X : array_like of shape (n, p)
        Features, one row an example. More columns than rows, constant and repeated columns are
        welcome.
    y : array_like of shape (n,)
        Targets.
    lams : array_like of shape (m,), optional
        Strengths λ, at least 0, in any order; in units of a feature squared. (At λ = 0, where the
        best weights may not be unique, the smallest are returned.) By default a logarithmic grid
        of `n_lams` over all λ where things happen, which the eigenvalues d of XᵀX/n tell (X
        centered): from 100 times the largest, where along every direction of the features less
        than 1% of the least-squares fit is left, down to a hundredth of the smallest, where 99%
        is; but at most 12 powers of ten. (There is no λ beyond which all ridge weights are 0.
        glmnet goes from 1000·max|xⱼᵀ(y − ȳ)|/(n·s_y) to a ten-thousandth of it. Where features
        are nearly collinear that ends far above the best λ, which for Tecator is near 1e-9 of the
        largest d.)
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
    Hoerl and Kennard (1970), "Ridge regression: biased estimation for nonorthogonal problems",
    Technometrics 12(1). The decomposition: Hastie, Tibshirani and Friedman (2009), "The Elements
    of Statistical Learning", 2nd edition, section 3.4.1. The gap: `shrinkage.paths.certificates`.

    Examples
    --------
    >>> X = [[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]]
    >>> path = ridge_path(X, [4.0, 2.0, -2.0, -4.0], lams=[3.0, 1.0, 0.0])
    >>> path.coefs.round(12).tolist()
    [[0.75, 0.25], [1.5, 0.5], [3.0, 1.0]]
    """
    tol = check_number("tol", tol, minimum=0.0, exclusive=True)
    problem = LinearProblem.of(X, y, fit_intercept)
    spectrum = RidgeSpectrum(problem)
    lams = choose_ridge_lams(lams, span=spectrum.span(), n_lams=n_lams, ratio=ratio)
    path = certified_path(problem, lams, spectrum.weights(lams), 0.0, tol)
    warn_of_gaps(path)
    return path
