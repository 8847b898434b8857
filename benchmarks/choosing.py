"""Times cross-validation over whole paths, and the comparison of penalties.

    python benchmarks/choosing.py

Ten folds of 100 λ for L1, L2 and the elastic net, beside scikit-learn's own searches over the same
folds and λ at its default tolerances (which are looser), and `choose_penalty`. Medians of one run.
The table goes to the screen and to `_build/bench/choosing.md`.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from problems import Problem, course_problems
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import ElasticNetCV, LassoCV, LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV

from shrinkage import L1, L2, ElasticNet, LinearRegression
from shrinkage import LogisticRegression as OurLogisticRegression
from shrinkage.selection import choose_penalty, cross_validate, k_folds

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "_build" / "bench"
FOLDS = 10


def seconds(work: Callable[[], object]) -> float:
    """Return the median of five rounds, or of one where a round takes long."""
    taken: list[float] = []
    while len(taken) < 5 and sum(taken) < 10.0:
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)


def linear_searches(problem: Problem) -> list[tuple[str, Callable[[], object], Callable]]:
    """Return name, our search and scikit-learn's, for each penalty on a numeric target."""
    n = len(problem.y)
    lams = np.geomspace(1.0, 1e-3, 100)
    folds = [(fold.train, fold.test) for fold in k_folds(n, FOLDS)]

    def ours(penalty: L1 | L2 | ElasticNet) -> object:
        model = LinearRegression(penalty)
        return cross_validate(model, problem.X, problem.y, lams, n_folds=FOLDS)

    def theirs(search: object) -> object:
        return search.fit(problem.X, problem.y)

    grid = {"alpha": list(n * (1 - 1 / FOLDS) * lams)}
    return [
        ("L1", partial(ours, L1(1)), partial(theirs, LassoCV(alphas=lams, cv=folds))),
        ("L2", partial(ours, L2(1)), partial(theirs, GridSearchCV(Ridge(), grid, cv=folds))),
        (
            "elastic net",
            partial(ours, ElasticNet(1, 0.5)),
            partial(theirs, ElasticNetCV(alphas=lams, l1_ratio=0.5, cv=folds)),
        ),
    ]


def logistic_searches(problem: Problem) -> list[tuple[str, Callable[[], object], Callable]]:
    """Return the same for two classes; liblinear and newton-cholesky are the fastest peers."""
    n = len(problem.labels)
    lams = np.geomspace(0.3, 3e-4, 100)
    folds = [(fold.train, fold.test) for fold in k_folds(n, FOLDS, labels=problem.labels)]
    grid = {"C": list(1 / (n * (1 - 1 / FOLDS) * lams))}

    def ours(penalty: L1 | L2 | ElasticNet) -> object:
        model = OurLogisticRegression(penalty)
        return cross_validate(model, problem.X, problem.labels, lams, n_folds=FOLDS)

    def theirs(model: LogisticRegression) -> object:
        with warnings.catch_warnings():
            # Stopping at its default limit of steps only makes a peer look faster.
            warnings.simplefilter("ignore", ConvergenceWarning)
            return GridSearchCV(model, grid, cv=folds).fit(problem.X, problem.labels)

    sparse = LogisticRegression(solver="liblinear", l1_ratio=1.0)
    small = LogisticRegression(solver="newton-cholesky")
    return [
        ("L1", partial(ours, L1(1)), partial(theirs, sparse)),
        ("L2", partial(ours, L2(1)), partial(theirs, small)),
    ]


def main() -> None:
    """Time all searches and write the table."""
    OUT.mkdir(parents=True, exist_ok=True)
    diabetes, cancer = course_problems()[:2]
    lines = [
        "# Choosing λ and a penalty",
        "",
        "| problem | work | ours, s | scikit-learn, s | times ours |",
        "|---|---|---|---|---|",
    ]
    for problem, searches in (
        (diabetes, linear_searches(diabetes)),
        (cancer, logistic_searches(cancer)),
    ):
        for name, ours, theirs in searches:
            us, them = seconds(ours), seconds(theirs)
            work = f"{FOLDS} folds × 100 λ, {name}"
            lines.append(f"| {problem.title} | {work} | {us:.3f} | {them:.2f} | {them / us:.2g} |")
            print(lines[-1], flush=True)
    for problem, model, target in (
        (diabetes, LinearRegression(), diabetes.y),
        (cancer, OurLogisticRegression(), cancer.labels),
    ):
        us = seconds(partial(choose_penalty, model, problem.X, target))
        lines.append(f"| {problem.title} | choose_penalty, its defaults | {us:.2f} | | |")
        print(lines[-1], flush=True)
    (OUT / "choosing.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
