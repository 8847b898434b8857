"""Exercise 5.3: ridge regression for features of any mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from shrinkage.check.exercise import FunctionExercise, Mistake
from shrinkage.models import LinearRegression
from shrinkage.penalties import L1

__all__ = ["RIDGE"]


def _solved(
    X: np.ndarray,
    y: np.ndarray,
    lam: float,
    where: Callable[[int], np.ndarray] = np.eye,
    ddof: int = 0,
) -> np.ndarray:
    """Return the weights of the formula for some features and target, λ standing at `where`."""
    n, p = X.shape
    A = X.T @ X / (n - ddof) + lam * where(p)
    # The pseudoinverse, as a mistake's matrix may be singular.
    return np.asarray(np.linalg.pinv(A) @ (X.T @ y / (n - ddof)))


def _finish(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    return np.append(w, y.mean() - X.mean(axis=0) @ w)


def _ridge(X: np.ndarray, y: np.ndarray, lam: float, **options: Any) -> np.ndarray:
    return _finish(X, y, _solved(X - X.mean(axis=0), y - y.mean(), lam, **options))


def _bias_penalized(X: np.ndarray, y: np.ndarray, lam: float) -> np.ndarray:
    return _solved(np.column_stack([X, np.ones(len(y))]), y, lam)


def _in_deviations(X: np.ndarray, y: np.ndarray, lam: float) -> np.ndarray:
    return _ridge((X - X.mean(axis=0)) / X.std(axis=0), y, lam)


def _scaled_first(X: np.ndarray, y: np.ndarray, lam: float) -> np.ndarray:
    return _finish(X, y, _in_deviations(X, y, lam)[:-1] / X.std(axis=0))


def _other_bias(change: Callable[[float, float], float]) -> Callable[..., np.ndarray]:
    """Return ridge with a bias made of the mean target and what the mean features predict."""

    def answer(X: Any, y: Any, lam: Any) -> np.ndarray:
        w = _ridge(X, y, lam)[:-1]
        return np.append(w, change(y.mean(), X.mean(axis=0) @ w))

    return answer


def _lasso(X: np.ndarray, y: np.ndarray, lam: float) -> np.ndarray:
    return _finish(X, y, LinearRegression(penalty=L1(lam)).fit(X, y).coef_)


def _table(seed: int, n: int, p: int, lam: float) -> tuple[np.ndarray, np.ndarray, float]:
    rng = np.random.default_rng(seed)
    X = (rng.normal(size=(n, p)) * [2.0, 0.5, 1.2][:p] + [3.0, -1.0, 4.0][:p]).round(1)
    y = (X @ [2.0, -3.0, 1.0][:p] + 12 + rng.normal(size=n)).round(1)
    return X, y, lam


RIDGE = FunctionExercise(
    to_do="Complete the function: subtract the means, find the weights by the formula, then the "
    "bias that fits them.",
    praise="That is ridge regression as the package does it, bias left alone.",
    solution=_ridge,
    cases=[_table(0, 7, 2, 0.5), _table(1, 10, 3, 0.1), _table(2, 6, 3, 2.0)],
    mistakes=[
        Mistake(
            "You penalized the bias: a column of ones was added, and λ stands on its place of the "
            "diagonal too. Subtract the means, or put a 0 there.",
            _bias_penalized,
        ),
        Mistake(
            "The features were not centered. Then the mean of y is not the best bias, and the "
            "weights try to make up for it.",
            lambda X, y, lam: np.append(_solved(X, y - y.mean(), lam), y.mean()),
        ),
        Mistake(
            "The features were not centered before the weights were found.",
            lambda X, y, lam: _finish(X, y, _solved(X, y - y.mean(), lam)),
        ),
        Mistake(
            "Neither features nor target were centered before the weights were found.",
            lambda X, y, lam: _finish(X, y, _solved(X, y, lam)),
        ),
        Mistake(
            "There is no bias in this model: the weights were found without, and 0 put in its "
            "place.",
            lambda X, y, lam: np.append(_solved(X, y, lam), 0.0),
        ),
        Mistake(
            "The weights are right. The bias is the mean of y only where the features have mean "
            "0: subtract what the weights make of the mean features.",
            _other_bias(lambda mean, predicted: mean),
        ),
        Mistake(
            "The weights are right. In the bias, what they make of the mean features is to be "
            "subtracted from the mean of y.",
            _other_bias(lambda mean, predicted: mean + predicted),
        ),
        Mistake(
            "The weights are right. The sign of the bias is turned around.",
            _other_bias(lambda mean, predicted: predicted - mean),
        ),
        Mistake(
            "The weights are right. The bias is 0 for centered features and a centered target. "
            "For these it has to bring the means back.",
            _other_bias(lambda mean, predicted: 0.0),
        ),
        Mistake(
            "The weights are right. In the bias, the mean of y is missing.",
            _other_bias(lambda mean, predicted: -predicted),
        ),
        Mistake(
            "The weights are right. The bias is divided by 1 + λ, as if it were penalized.",
            lambda X, y, lam: _ridge(X, y, lam) / np.append(np.ones(X.shape[1]), 1 + lam),
        ),
        Mistake(
            "One mean over all of X is subtracted. Each feature has its own: mean(axis=0).",
            lambda X, y, lam: _finish(X, y, _solved(X - X.mean(), y - y.mean(), lam)),
        ),
        Mistake(
            "XᵀX is divided by n, and Xᵀy is not. Divide both.",
            lambda X, y, lam: _finish(X, y, _ridge(X, y, lam)[:-1] * len(y)),
        ),
        Mistake(
            "That is least squares, divided by 1 + λ. It is right for one standardized feature, "
            "not for several: put λ on the diagonal, then solve.",
            lambda X, y, lam: _finish(X, y, _ridge(X, y, 0.0)[:-1] / (1 + lam)),
        ),
        Mistake(
            "You penalized the bias: a column of ones was added, and λ stands on its place of the "
            "diagonal too. Besides, the order is weights first, then the bias.",
            lambda X, y, lam: np.roll(_bias_penalized(X, y, lam), 1),
        ),
        Mistake(
            "A factor n is missing: XᵀX is a sum over the rows, so λ has to be n·λ beside it. Or "
            "divide XᵀX and Xᵀy by n.",
            lambda X, y, lam: _ridge(X, y, lam / len(y)),
        ),
        Mistake(
            "λ is multiplied by n, and XᵀX is divided by it. One of the two.",
            lambda X, y, lam: _ridge(X, y, lam * len(y)),
        ),
        Mistake(
            "λ is doubled: a ½ was forgotten. The slope of λ · ½w² is λw.",
            lambda X, y, lam: _ridge(X, y, 2 * lam),
        ),
        Mistake(
            "λ is halved. Loss and penalty both have a ½ in front, and both lose it in the slope.",
            lambda X, y, lam: _ridge(X, y, lam / 2),
        ),
        Mistake(
            "λ was added to every entry of the matrix. It belongs on the diagonal: "
            "lam * np.eye(p).",
            lambda X, y, lam: _ridge(X, y, lam, where=lambda p: np.ones((p, p))),
        ),
        Mistake(
            "λ was added beside the diagonal, and not on it: lam * np.eye(p).",
            lambda X, y, lam: _ridge(X, y, lam, where=lambda p: 1 - np.eye(p)),
        ),
        Mistake(
            "λ is subtracted on the diagonal. It is added: the penalty makes the bowl steeper.",
            lambda X, y, lam: _ridge(X, y, -lam),
        ),
        Mistake(
            "That is least squares. λ is missing.",
            lambda X, y, lam: _ridge(X, y, 0.0),
        ),
        Mistake(
            "The means over the rows were taken with n − 1. The loss has n.",
            lambda X, y, lam: _ridge(X, y, lam, ddof=1),
        ),
        Mistake(
            "These weights are per standard deviation: the features were divided by their spread. "
            "Here it is to stay as it is.",
            _in_deviations,
        ),
        Mistake(
            "The features were put in standard deviations before they were penalized, and the "
            "weights turned back. That is another penalty; here the spread is to stay as it is.",
            _scaled_first,
        ),
        Mistake(
            "The order is weights first, then the bias.",
            lambda X, y, lam: np.roll(_ridge(X, y, lam), 1),
        ),
        Mistake(
            "The bias is missing at the end.",
            lambda X, y, lam: _ridge(X, y, lam)[:-1],
        ),
        Mistake(
            "The weights are right. The bias is fitted to the first row alone; take the means of "
            "all rows.",
            lambda X, y, lam: np.append(
                _ridge(X, y, lam)[:-1], y[0] - X[0] @ _ridge(X, y, lam)[:-1]
            ),
        ),
        Mistake(
            "The weights are right. The bias takes the median of y; the loss squares its errors, "
            "so it is the mean.",
            lambda X, y, lam: _ridge(X, y, lam) + np.append(0 * X[0], np.median(y) - y.mean()),
        ),
        Mistake(
            "These are the weights of L1. Ridge is L2.",
            _lasso,
        ),
        Mistake(
            "λ is multiplied by the number of features. On the diagonal it stands as it is.",
            lambda X, y, lam: _ridge(X, y, lam * X.shape[1]),
        ),
    ],
)
