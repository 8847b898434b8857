"""What the paths are compared with: scikit-learn's solvers, and R's glmnet where it is installed.

A peer is a function of a problem, its λ and a tolerance. It returns weights (m, p) for the
objective of this course; how λ translates is in `book/notation.md`.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from problems import Problem
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, Ridge, enet_path, lars_path
from sklearn.linear_model import lasso_path as sklearn_lasso_path

__all__ = ["GLMNET", "Peer", "glmnet_seconds", "has_glmnet", "peers_of"]

GLMNET = Path(__file__).with_name("glmnet.R")
# Ten times the default and more; liblinear would go on for ever at a tolerance it can't reach.
MOST_ITERATIONS = {"liblinear": 1_000, "saga": 5_000, "newton-cholesky": 1_000, "lbfgs": 100_000}


@dataclass(frozen=True)
class Peer:
    """One way of solving for a whole path.

    Attributes
    ----------
    name : str
        What it is called in tables.
    solve : callable
        From (problem, lams, tol) to weights (m, p); None for glmnet, which is timed inside R.
    tolerances : tuple of float
        Its default first, then ever tighter ones. One alone: it has no tolerance to set.
    """

    name: str
    solve: Callable[[Problem, np.ndarray, float], np.ndarray] | None
    tolerances: tuple[float, ...]


def peers_of(kind: str, alpha: float) -> list[Peer]:
    """Return the peers that solve a kind of problem ("linear" or "logistic") for a share α."""
    tight = (1e-4, 1e-6, 1e-8, 1e-10, 1e-12, 1e-14)
    found: list[Peer] = []
    if kind == "linear":
        if alpha == 1.0:
            found += [
                Peer("scikit-learn lars_path", _lars, (0.0,)),
                Peer("scikit-learn lasso_path", _lasso, tight),
            ]
        elif alpha > 0.0:
            found += [Peer("scikit-learn enet_path", partial(_enet, alpha=alpha), tight)]
        else:
            found += [Peer("scikit-learn Ridge fits", _ridge, (0.0,))]
    else:
        solvers = {1.0: ("liblinear", "saga"), 0.0: ("newton-cholesky", "lbfgs")}
        for solver in solvers.get(alpha, ("saga",)):
            found.append(
                Peer(
                    f"scikit-learn {solver}",
                    partial(_logistic, alpha=alpha, solver=solver),
                    (1e-4, 1e-6, 1e-8, 1e-10, 1e-12),
                )
            )
    if has_glmnet():
        found.append(Peer("R glmnet", None, (1e-7, 1e-10, 1e-12, 1e-14, 1e-16, 1e-18, 1e-20)))
    return found


def has_glmnet() -> bool:
    """Tell whether R with glmnet is installed."""
    if shutil.which("Rscript") is None:
        return False
    asked = ["Rscript", "-e", "library(glmnet)"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


def _lars(problem: Problem, lams: np.ndarray, tol: float) -> np.ndarray:
    knots, _, weights = lars_path(problem.X, problem.y, method="lasso", alpha_min=lams[-1])
    # Between two knots the weights are straight lines in λ; np.interp wants rising places.
    return np.array([np.interp(lams, knots[::-1], row[::-1]) for row in weights]).T


def _lasso(problem: Problem, lams: np.ndarray, tol: float) -> np.ndarray:
    return sklearn_lasso_path(problem.X, problem.y, alphas=lams, tol=tol, max_iter=1_000_000)[1].T


def _enet(problem: Problem, lams: np.ndarray, tol: float, alpha: float) -> np.ndarray:
    return enet_path(
        problem.X, problem.y, l1_ratio=alpha, alphas=lams, tol=tol, max_iter=1_000_000
    )[1].T


def _ridge(problem: Problem, lams: np.ndarray, tol: float) -> np.ndarray:
    n = len(problem.y)
    return np.array([Ridge(alpha=n * lam).fit(problem.X, problem.y).coef_ for lam in lams])


def _logistic(
    problem: Problem, lams: np.ndarray, tol: float, alpha: float, solver: str
) -> np.ndarray:
    # liblinear penalises the bias; a large scale of the constant column makes that negligible.
    options = {"intercept_scaling": 100.0} if solver == "liblinear" else {}
    model = LogisticRegression(
        l1_ratio=alpha,
        solver=solver,
        tol=tol,
        max_iter=MOST_ITERATIONS[solver],
        warm_start=solver != "liblinear",
        **options,
    )
    weights = []
    with warnings.catch_warnings():
        # Where it stops early, the gap tells.
        warnings.simplefilter("ignore", ConvergenceWarning)
        for lam in lams:
            model.set_params(C=1 / (len(problem.labels) * lam))
            weights.append(model.fit(problem.X, problem.labels).coef_[0].copy())
    return np.array(weights)


def glmnet_seconds(
    problem: Problem, kind: str, alpha: float, lams: np.ndarray, tol: float, rounds: int
) -> tuple[list[float], np.ndarray]:
    """Return the seconds of each round of glmnet, timed inside R, and its weights."""
    target = problem.y if kind == "linear" else problem.labels
    family = "gaussian" if kind == "linear" else "binomial"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        n, p = problem.X.shape
        problem.X.T.astype(float).tofile(folder / "X.bin")
        target.astype(float).tofile(folder / "y.bin")
        lams.astype(float).tofile(folder / "lams.bin")
        (folder / "size.txt").write_text(f"{n} {p} {len(lams)}", encoding="utf-8")
        command = ["Rscript", GLMNET, folder, family, str(alpha), str(tol), str(rounds)]
        done = subprocess.run(
            [str(part) for part in command], check=True, capture_output=True, text=True
        )
        coefs = np.fromfile(folder / "coefs.bin").reshape(len(lams), p)
    return [float(word) for word in done.stdout.split()], coefs
