"""Regularization paths of logistic regression: L1, L2 and the elastic net."""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.paths.grid import choose_lams
from shrinkage.paths.logistic_between import solve_between
from shrinkage.paths.logistic_certificates import gradients_and_gaps
from shrinkage.paths.logistic_problem import LogisticProblem
from shrinkage.paths.logistic_stations import Station, walk
from shrinkage.paths.result import RegularizationPath, warn_of_gaps
from shrinkage.validation import check_number

__all__ = ["logistic_path"]

# Curvatures below this share of the largest are not looked for by the default grid of L2.
_FAINT = 1e-6
# λ this close to λ_max count as λ_max.
_ROUNDING = 1e-14
# Numbers that the models of stations may hold together: 32 MB.
_MEMORY = 4_000_000


def logistic_path(
    X: Any,
    y: Any,
    lams: Any = None,
    *,
    alpha: float = 1.0,
    n_lams: int = 100,
    ratio: float | None = None,
    fit_intercept: bool = True,
    tol: float = 1e-8,
) -> RegularizationPath:
    """Return the weights that minimize mean log-loss + λ(α‖w‖₁ + (1−α)/2·‖w‖²) for each λ.

    With proof: each λ has its duality gap. A walk down the path takes Newton steps at a few
    stations; the λ between them are interpolated and corrected all together; and what then still
    has a gap above `tol` is solved by Newton's method with a line search. Features are taken as
    they are: standardize them first if the penalty shall treat them alike.

    Parameters
    ----------
    X : array_like of shape (n, p)
        Features, one row an example. More columns than rows, constant and repeated columns are
        welcome. (Where the best weights are not unique, one set of them is returned.)
    y : array_like of shape (n,)
        Labels of two classes: whole numbers, text or booleans. As in `LogisticRegression`, the
        second in sorted order is class 1, whose log-odds are Xw + b.
    lams : array_like of shape (m,), optional
        Strengths λ, above 0, in any order. (λ = 0 is refused: on data that can be separated there
        are no best weights then. `LogisticRegression()` tells which case it is.) By default a
        logarithmic grid of `n_lams` from λ_max = max|xⱼᵀ(y − ȳ)|/(nα), where all weights are 0,
        down to λ_max/1000 (λ_max/100 where n < p). For L2 alone there is no such λ_max, and the
        grid covers all λ where things happen, which the curvatures d of the loss at w = 0 tell:
        from 100 times the largest, where hardly anything is fitted, down to a hundredth of the
        smallest, where hardly anything is shrunk, but at most 8 powers of ten.
    alpha : float
        α, the share of L1: 1 for L1, 0 for L2, between them for the elastic net.
    n_lams : int
        How many λ the default grid has.
    ratio : float, optional
        The default grid's last λ over its first.
    fit_intercept : bool
        Whether there is a bias b. It is not penalised.
    tol : float
        The relative duality gap that is wanted at each λ. (With L2 in the penalty, no weights are
        further from the best than √(2·gap·P₀/(λ(1−α))), P₀ being `.null_objective`.)

    Returns
    -------
    RegularizationPath
        `.lams`, `.coefs`, `.intercepts`, `.gaps`, `.active`; `.outputs(X)` are log-odds.

    Raises
    ------
    TypeError, ValueError
        If X is no matrix of finite numbers, y does not hold one of two labels for each row, λ = 0
        is asked for, or an argument is out of range.

    Warns
    -----
    ConvergenceWarning
        With the λ, where the gap stays above `tol`.

    References
    ----------
    Park and Hastie (2007), "L1-regularization path algorithm for generalized linear models",
    Journal of the Royal Statistical Society B 69(4). The steps: `shrinkage.paths.logistic_model`.
    The gap: `shrinkage.paths.logistic_certificates`.

    Examples
    --------
    >>> X = [[2.0], [1.0], [0.5], [-0.5], [-1.0], [-2.0]]
    >>> y = ["yes", "yes", "no", "yes", "no", "no"]
    >>> path = logistic_path(X, y, lams=[0.6, 0.3, 0.1])
    >>> path.coefs.round(3).tolist()
    [[0.0], [0.272], [0.858]]
    >>> path.outputs([[3.0]]).round(2).tolist()  # the log-odds of "yes"
    [[0.0], [0.82], [2.57]]
    """
    alpha = check_number("alpha", alpha, minimum=0.0, maximum=1.0)
    tol = check_number("tol", tol, minimum=0.0, exclusive=True)
    problem = LogisticProblem.of(X, y, fit_intercept, rotate=alpha == 0.0)
    if alpha > 0.0:
        slopes = problem.gradient(problem.doubts(problem.start)) * problem.penalized
        lam_max = float(np.abs(slopes).max()) / alpha
    elif lams is None:
        lam_max, least = _span(problem)
        ratio = least / lam_max if ratio is None and lam_max else ratio
    else:
        lam_max = np.inf
    lams = choose_lams(
        lams,
        lam_max=lam_max,
        shape=(problem.S.shape[1], len(problem.x_mean)),
        n_lams=n_lams,
        ratio=ratio,
        positive=True,
    )
    # From large to small, each once: what is asked for twice gets the same weights to the last bit.
    distinct, asked = np.unique(-lams, return_inverse=True)
    # Where numbers overflow or are none, the gaps tell.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        U, gaps = _solve(problem, -distinct, lam_max, alpha, tol)
    coefs, intercepts = problem.unpack(U[asked])
    path = RegularizationPath(
        lams=lams,
        coefs=coefs,
        intercepts=intercepts,
        gaps=gaps[asked],
        tol=tol,
        null_objective=problem.null_objective,
    )
    warn_of_gaps(path)
    return path


def _span(problem: LogisticProblem) -> tuple[float, float]:
    """Return the λ between which things happen with L2 alone, the larger first."""
    q = problem.doubts(problem.start)
    d = np.linalg.eigvalsh(problem.hessian(q, problem.penalized.nonzero()[0]))
    return 100.0 * float(d[-1]), float(max(d[d > _FAINT * d[-1]].min(initial=d[-1]), 0.0)) / 100.0


def _solve(
    problem: LogisticProblem, lams: np.ndarray, lam_max: float, alpha: float, tol: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return weights and gaps for λ that fall, part by part, as memory is limited."""
    U, gaps = np.tile(problem.start, (len(lams), 1)), np.empty(len(lams))
    # Without L1 there are no λ for which all weights are 0.
    done = int(np.count_nonzero(lams >= lam_max * (1.0 - _ROUNDING))) if alpha > 0.0 else 0
    _, gaps[:done] = gradients_and_gaps(problem, U[:done], lams[:done], alpha)
    if done == len(lams):
        return U, gaps
    highest, lowest = lam_max if alpha > 0.0 else float(lams[0]), float(lams[-1])
    held = 0
    stations: list[Station] = []
    for station in walk(problem, highest, lowest, alpha):
        stations.append(station)
        held += 0 if station.minimum is None else station.minimum.model.M.size
        at_end = station.log_lam <= np.log(lowest)
        if held > _MEMORY or at_end:
            reached = int(np.count_nonzero(np.log(lams) >= station.log_lam))
            part = slice(done, len(lams) if at_end else max(reached, done))
            U[part], gaps[part] = solve_between(problem, stations, lams[part], alpha, tol)
            done, held, stations = part.stop, 0, stations[-1:]
    return U, gaps
