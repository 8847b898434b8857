"""Fits of reference problems, and how far they stay from figures computed outside this project.

`tests/reference/solutions.json` holds minimisers found in 50-digit arithmetic;
`tests/reference/esl_table_3_3.json` four columns of Table 3.3 of Hastie, Tibshirani and Friedman
(2009), "The Elements of Statistical Learning", with the recipe that gives each of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from shrinkage import L1, L2, ElasticNet, LinearRegression, LogisticRegression, SoftmaxRegression
from shrinkage.datasets import load_breast_cancer, load_iris, load_prostate

REFERENCE = Path(__file__).parent / "reference"
MODELS = {
    "prostate": (load_prostate, LinearRegression),
    "breast_cancer": (load_breast_cancer, LogisticRegression),
    "iris": (load_iris, SoftmaxRegression),
}


@cache
def read_reference(name: str) -> dict[str, Any]:
    """Return the content of a file of the reference folder."""
    return json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))


@cache
def standardized(data_set: str) -> tuple[np.ndarray, np.ndarray]:
    """Return X, each column with mean 0 and standard deviation 1 (ddof 0), and y as it is."""
    data = MODELS[data_set][0]()
    return (data.X - data.X.mean(axis=0)) / data.X.std(axis=0), data.y


@dataclass(frozen=True, eq=False)
class Solution:
    """One minimiser of the reference."""

    data_set: str
    lam: float
    alpha: float
    objective: float
    intercept: np.ndarray
    coef: np.ndarray

    @property
    def penalty(self) -> L1 | L2 | ElasticNet | None:
        """The penalty, by its simplest name."""
        if self.lam == 0:
            return None
        if self.alpha in (0.0, 1.0):
            return L1(self.lam) if self.alpha else L2(self.lam)
        return ElasticNet(self.lam, self.alpha)

    def __str__(self) -> str:
        return f"{self.data_set}-{self.penalty!r}"


@cache
def solutions() -> list[Solution]:
    """Return every minimiser of the reference, that of least squares included."""
    content = read_reference("solutions")
    rows = [(name, one) for name, held in content["datasets"].items() for one in held["solutions"]]
    for name, one in content["unpenalised_linear"].items():
        z = standardized(name)[0] @ one["coef"] + one["intercept"]
        objective = one.get("objective", mean_loss(name, z))
        rows.append((name, {"lam": 0.0, "alpha": 0.0, "objective": objective, **one}))
    return [
        Solution(
            data_set=name,
            lam=one["lam"],
            alpha=one["alpha"],
            objective=one["objective"],
            intercept=np.atleast_1d(one["intercept"]),
            coef=np.atleast_2d(one["coef"]),
        )
        for name, one in rows
    ]


def mean_loss(data_set: str, z: np.ndarray) -> float:
    """Return the mean loss of outputs z, written down anew from the schema of the reference."""
    y = standardized(data_set)[1]
    if data_set == "prostate":
        return float(np.sum((y - z) ** 2) / (2 * len(y)))
    if data_set == "breast_cancer":
        return float(np.mean(np.logaddexp(0.0, z) - y * z))
    top = z.max(axis=1, keepdims=True)
    logsumexp = top[:, 0] + np.log(np.exp(z - top).sum(axis=1))
    return float(np.mean(logsumexp - z[np.arange(len(y)), y]))


@dataclass(frozen=True)
class Deviation:
    """How far a fit stays from the reference: the largest difference of each kind."""

    coef: float
    intercept: float
    objective: float
    zeros_differ: int


def deviation_of(solution: Solution) -> Deviation:
    """Fit the model with its default solver and compare."""
    X, _ = standardized(solution.data_set)
    model = fitted(solution)
    coef = np.atleast_2d(model.coef_)
    intercept = np.atleast_1d(model.intercept_)
    z = X @ coef.T + intercept
    penalty = solution.lam * (
        solution.alpha * np.abs(coef).sum() + (1 - solution.alpha) / 2 * np.sum(coef**2)
    )
    objective = mean_loss(solution.data_set, z if len(coef) > 1 else z[:, 0]) + penalty
    return Deviation(
        coef=float(np.abs(coef - solution.coef).max()),
        intercept=float(np.abs(intercept - solution.intercept).max()),
        objective=float(abs(objective - solution.objective)),
        zeros_differ=int(np.sum((coef == 0) != (solution.coef == 0))),
    )


@cache
def fitted(solution: Solution) -> Any:
    """Return the model of a reference solution, fitted with the default solver."""
    X, y = standardized(solution.data_set)
    return MODELS[solution.data_set][1](penalty=solution.penalty).fit(X, y)


@dataclass(frozen=True)
class Column:
    """One column of Table 3.3."""

    intercept: float
    coef: np.ndarray
    test_error: float
    test_std_error: float

    @property
    def figures(self) -> np.ndarray:
        """The column from top to bottom: intercept, weights, test error, its standard error."""
        return np.array([self.intercept, *self.coef, self.test_error, self.test_std_error])


def published_column(name: str) -> np.ndarray:
    """Return a column of Table 3.3 as it is printed in the book."""
    printed = read_reference("esl_table_3_3")["columns"][name]["published"]
    return np.array(
        [printed["intercept"], *printed["coef"], printed["test_error"], printed["std_error"]]
    )


def table_3_3(name: str) -> Column:
    """Return a column of Table 3.3 from this project's own models."""
    prostate = load_prostate()
    Z = (prostate.X - prostate.X.mean(axis=0)) / prostate.X.std(axis=0, ddof=1)
    train = prostate.column("train").astype(bool)
    y = prostate.y
    intercept, coef = RECIPES[name](Z[train], y[train])
    squared_errors = (y[~train] - Z[~train] @ coef - intercept) ** 2
    return Column(
        intercept=float(intercept),
        coef=coef,
        test_error=float(squared_errors.mean()),
        test_std_error=float(squared_errors.std(ddof=1) / np.sqrt(len(squared_errors))),
    )


def _least_squares(Z: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    model = LinearRegression().fit(Z, y)
    return model.intercept_, model.coef_


def _best_subset(Z: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Of all pairs of predictors, take that with the least sum of squared residuals."""
    fits = {
        pair: LinearRegression().fit(Z[:, pair], y) for pair in combinations(range(Z.shape[1]), 2)
    }
    residual_sums = {pair: np.sum((y - m.predict(Z[:, pair])) ** 2) for pair, m in fits.items()}
    best = min(residual_sums, key=residual_sums.__getitem__)
    coef = np.zeros(Z.shape[1])
    coef[list(best)] = fits[best].coef_
    return fits[best].intercept_, coef


def _ridge(Z: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """The predictors are not centered anew on the training rows, and the mean of y is the bias."""
    lam = read_reference("esl_table_3_3")["columns"]["ridge"]["lambda_course"]
    model = LinearRegression(penalty=L2(lam), fit_intercept=False).fit(Z, y - y.mean())
    return float(y.mean()), model.coef_


def _lasso(Z: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """The predictors are standardized anew on the training rows; weights are told for Z."""
    lam = read_reference("esl_table_3_3")["columns"]["lasso"]["lambda_course"]
    center, scale = Z.mean(axis=0), Z.std(axis=0, ddof=1)
    model = LinearRegression(penalty=L1(lam)).fit((Z - center) / scale, y)
    coef = model.coef_ / scale
    return model.intercept_ - center @ coef, coef


RECIPES: dict[str, Callable[[np.ndarray, np.ndarray], tuple[float, np.ndarray]]] = {
    "ls": _least_squares,
    "best_subset": _best_subset,
    "ridge": _ridge,
    "lasso": _lasso,
}
