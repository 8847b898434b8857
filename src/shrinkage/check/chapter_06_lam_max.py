"""Exercise 6.2: the λ from which on all weights of the lasso are 0."""

from __future__ import annotations

import numpy as np

from shrinkage.check.exercise import FunctionExercise, Mistake

__all__ = ["LAM_MAX"]


def _slopes(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the mean of x·(y − ȳ) for each column."""
    return np.asarray(X.T @ (y - y.mean()) / len(y))


def _lam_max(X: np.ndarray, y: np.ndarray) -> float:
    return float(np.abs(_slopes(X, y)).max())


def _least_squares(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    centered = X - X.mean(axis=0)
    return np.asarray(np.linalg.lstsq(centered, y - y.mean(), rcond=None)[0])


def _data(seed: int, n: int, p: int, largest_negative: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return columns of any mean and spread, and a target whose mean is not 0."""
    rng = np.random.default_rng(seed)
    X = (rng.normal(size=(n, p)) * rng.uniform(0.5, 3, size=p) + rng.normal(size=p)).round(1)
    y = (X @ rng.normal(size=p) + rng.normal(size=n) + 5).round(1)
    slopes = _slopes(X, y)
    if (slopes[np.abs(slopes).argmax()] < 0) != largest_negative:
        y = 10 - y
    return X, y


LAM_MAX = FunctionExercise(
    to_do="Complete the function: the largest |slope| of the loss where all weights are 0.",
    praise="From there on L1 keeps nothing. Every grid of λ for the lasso starts at this number.",
    solution=_lam_max,
    cases=[_data(0, 8, 3, True), _data(1, 12, 4, False), _data(2, 6, 2, True)],
    mistakes=[
        Mistake(
            "A factor n is missing: the loss is a mean over the rows, so its slope is one too. "
            "Divide by the number of rows.",
            lambda X, y: len(y) * _lam_max(X, y),
        ),
        Mistake(
            "This is divided by 2n. The 2 of the square and the ½ of the loss cancel.",
            lambda X, y: _lam_max(X, y) / 2,
        ),
        Mistake(
            "This is twice too large. The 2 of the square and the ½ of the loss cancel.",
            lambda X, y: 2 * _lam_max(X, y),
        ),
        Mistake(
            "The mean of y is still in it. The bias explains that part and is not penalized: "
            "subtract ȳ first.",
            lambda X, y: float(np.abs(X.T @ y).max() / len(y)),
        ),
        Mistake(
            "The mean of y is still in it, and a factor n is missing: subtract ȳ, and divide by "
            "the number of rows.",
            lambda X, y: float(np.abs(X.T @ y).max()),
        ),
        Mistake(
            "This is the largest slope with its sign. A weight can leave 0 to either side: take "
            "absolute values first.",
            lambda X, y: float(_slopes(X, y).max()),
        ),
        Mistake(
            "The largest one is taken first and its absolute value then. Swap the two.",
            lambda X, y: float(np.abs(_slopes(X, y).max())),
        ),
        Mistake(
            "The absolute value is taken of each row's product. Sum over the rows first: what "
            "cancels there cancels in the slope.",
            lambda X, y: float((np.abs(X).T @ np.abs(y - y.mean())).max() / len(y)),
        ),
        Mistake(
            "This is the smallest of them: the λ at which the *first* weight could be 0, not all.",
            lambda X, y: float(np.abs(_slopes(X, y)).min()),
        ),
        Mistake(
            "This is the mean over the columns. All weights are 0 once the last one is: take the "
            "largest.",
            lambda X, y: float(np.abs(_slopes(X, y)).mean()),
        ),
        Mistake(
            "This is the sum over the columns. Each weight has a threshold of its own: take the "
            "largest.",
            lambda X, y: float(np.abs(_slopes(X, y)).sum()),
        ),
        Mistake(
            "This is the place of the column. Its |slope| is asked for.",
            lambda X, y: float(np.abs(_slopes(X, y)).argmax()),
        ),
        Mistake(
            "These are the |slopes| of all columns. The largest is asked for: one number.",
            lambda X, y: np.abs(_slopes(X, y)),
        ),
        Mistake(
            "The columns are put in standard deviations. Here they stay as they are, and λ_max "
            "depends on their spread.",
            lambda X, y: float(np.abs(_slopes(X / X.std(axis=0), y)).max()),
        ),
        Mistake(
            "This is a correlation. Neither the columns nor y are divided by their standard "
            "deviations here.",
            lambda X, y: float(np.abs(_slopes(X / X.std(axis=0), y / y.std())).max()),
        ),
        Mistake(
            "This is the largest weight that a column has alone. λ is compared with the slope at "
            "0, the mean of x·(y − ȳ), which is not divided by the mean square.",
            lambda X, y: float(np.abs(_slopes(X, y) / X.var(axis=0)).max()),
        ),
        Mistake(
            "This is the largest least-squares weight. λ is compared with slopes of the loss, "
            "where all weights are 0.",
            lambda X, y: float(np.abs(_least_squares(X, y)).max()),
        ),
        Mistake(
            "This divides by n − 1. The loss is a mean over n rows.",
            lambda X, y: len(y) * _lam_max(X, y) / (len(y) - 1),
        ),
        Mistake(
            "This divides by the number of columns. The mean goes over the rows.",
            lambda X, y: len(y) * _lam_max(X, y) / X.shape[1],
        ),
        Mistake(
            "This is the length of all slopes together. Each weight has a threshold of its own: "
            "take the largest.",
            lambda X, y: float(np.linalg.norm(_slopes(X, y))),
        ),
        Mistake(
            "This is the largest slope with its sign turned. A weight can leave 0 to either side: "
            "take absolute values first.",
            lambda X, y: float((-_slopes(X, y)).max()),
        ),
        Mistake(
            "This is the largest product of a single row. The slope is the mean over the rows.",
            lambda X, y: float(np.abs(X * (y - y.mean())[:, np.newaxis]).max()),
        ),
        Mistake(
            "y is divided by its standard deviation here. It stays as it is, apart from its mean.",
            lambda X, y: _lam_max(X, y) / float(y.std()),
        ),
    ],
)
