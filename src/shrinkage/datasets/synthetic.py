"""Seeded synthetic data whose truth is known."""

from __future__ import annotations

import numpy as np

from shrinkage.datasets.arguments import check_design, check_useful, check_wave
from shrinkage.datasets.dataset import Dataset
from shrinkage.losses import sigmoid
from shrinkage.validation import check_count, check_number

__all__ = ["make_classification", "make_polynomial", "make_regression", "make_twins"]


def make_regression(
    n: int = 100,
    p: int = 20,
    *,
    useful: int | None = None,
    noise: float = 1.0,
    correlation: float = 0.0,
    seed: int = 0,
) -> Dataset:
    """Return a linear problem: y = Xw + noise, with w zero but for some features.

    Parameters
    ----------
    n, p : int
        Rows and features.
    useful : int, optional
        How many features have a true weight other than 0 (drawn from a standard normal
        distribution); they come first. If not given, a fifth of them, at least one.
    noise : float
        Standard deviation of the noise, at least 0.
    correlation : float
        Between each two features, in [0, 1).
    seed : int
        Of all that is random.

    Returns
    -------
    Dataset
        Features of mean 0 and variance 1 (in the population), `true_weights`, `true_bias` 0.

    Raises
    ------
    TypeError, ValueError
        If an argument is outside what is stated.

    Examples
    --------
    >>> data = make_regression(40, 20, useful=5, seed=3)
    >>> data.X.shape, int((data.true_weights != 0).sum())
    ((40, 20), 5)
    """
    X, w, generator = _features_and_truth(n, p, useful, correlation, seed)
    noise = check_number("noise", noise, minimum=0.0)
    return _synthetic(
        "synthetic regression",
        X,
        X @ w + noise * generator.standard_normal(len(X)),
        w,
        f"y = Xw + noise of standard deviation {noise:g}; seed {seed}.",
    )


def make_classification(
    n: int = 100,
    p: int = 20,
    *,
    useful: int | None = None,
    steepness: float = 2.0,
    correlation: float = 0.0,
    seed: int = 0,
) -> Dataset:
    """Return a two-class problem whose classes are drawn from a logistic model.

    Parameters
    ----------
    n, p, useful, correlation, seed
        As in `make_regression`.
    steepness : float
        Size of the true weight vector, above 0. The larger, the fewer labels go against their
        probability.

    Returns
    -------
    Dataset
        y is 1 with probability sigmoid(Xw), else 0. Both classes are present.

    Raises
    ------
    TypeError, ValueError
        If an argument is outside what is stated, or all labels come out alike.

    Examples
    --------
    >>> data = make_classification(200, 5, useful=2, seed=1)
    >>> sorted(set(data.y.tolist()))
    [0, 1]
    """
    steepness = check_number("steepness", steepness, minimum=0.0, exclusive=True)
    X, w, generator = _features_and_truth(n, p, useful, correlation, seed)
    w = steepness * w / np.linalg.norm(w)
    y = (generator.random(len(X)) < sigmoid(X @ w)).astype(int)
    if len(set(y.tolist())) < 2:
        raise ValueError(
            f"All {len(y)} labels came out as {y[0]}; take more rows (n), or another seed."
        )
    return _synthetic(
        "synthetic classification",
        X,
        y,
        w,
        f"y is 1 with probability sigmoid(Xw), |w| = {steepness:g}; seed {seed}.",
        classes=("0", "1"),
    )


def make_polynomial(
    n: int = 12, *, noise: float = 0.3, seed: int = 0, equally_spaced: bool = True
) -> Dataset:
    """Return points of a sine wave with noise, on which polynomials of any degree can be tried.

    Parameters
    ----------
    n : int
        Rows.
    noise : float
        Standard deviation of the noise, at least 0.
    seed : int
        Of the noise, and of the places where they are not equally spaced.
    equally_spaced : bool
        Whether x runs evenly from −1 to 1, or is drawn uniformly between them.

    Returns
    -------
    Dataset
        One feature, x, in [−1, 1]; y = sin(πx) + noise.

    Raises
    ------
    TypeError, ValueError
        If an argument is outside what is stated.

    Examples
    --------
    >>> make_polynomial(12).X.ravel()[[0, -1]].tolist()
    [-1.0, 1.0]
    """
    n, noise, equally_spaced = check_wave(n, noise, equally_spaced)
    generator = np.random.default_rng(check_count("seed", seed, minimum=0))
    x = np.linspace(-1, 1, n) if equally_spaced else np.sort(generator.uniform(-1, 1, n))
    return Dataset(
        name="sine wave",
        X=x[:, np.newaxis],
        y=np.sin(np.pi * x) + noise * generator.standard_normal(n),
        feature_names=("x",),
        target_name="y",
        description=f"y = sin(πx) + noise of standard deviation {noise:g}; seed {seed}.",
        source="generated",
        license="CC0",
    )


def make_twins(
    n: int = 100, *, correlation: float = 0.95, others: int = 0, noise: float = 1.0, seed: int = 0
) -> Dataset:
    """Return two features that nearly say the same, both with a true weight of 1.

    Parameters
    ----------
    n : int
        Rows.
    correlation : float
        Between the twins, in [0, 1].
    others : int
        Useless independent features beside them.
    noise : float
        Standard deviation of the noise, at least 0.
    seed : int
        Of all that is random.

    Returns
    -------
    Dataset
        Features "twin 1", "twin 2", "other 1" and so on; y = twin 1 + twin 2 + noise.

    Raises
    ------
    TypeError, ValueError
        If an argument is outside what is stated.

    Examples
    --------
    >>> make_twins(others=2).feature_names
    ('twin 1', 'twin 2', 'other 1', 'other 2')
    """
    n = check_count("n", n, minimum=2)
    others = check_count("others", others, minimum=0)
    correlation = check_number("correlation", correlation, minimum=0.0, maximum=1.0)
    noise = check_number("noise", noise, minimum=0.0)
    generator = np.random.default_rng(check_count("seed", seed, minimum=0))
    X = generator.standard_normal((n, 2 + others))
    X[:, 1] = correlation * X[:, 0] + np.sqrt(1 - correlation**2) * X[:, 1]
    w = np.zeros(2 + others)
    w[:2] = 1.0
    names = ("twin 1", "twin 2", *(f"other {number}" for number in range(1, others + 1)))
    return _synthetic(
        "twins",
        X,
        X @ w + noise * generator.standard_normal(n),
        w,
        f"Two features of correlation {correlation:g}; seed {seed}.",
        names=names,
    )


def _features_and_truth(
    n: int, p: int, useful: int | None, correlation: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.random.Generator]:
    n, p, correlation = check_design(n, p, correlation, fewest=2)
    useful = check_useful(useful, p)
    generator = np.random.default_rng(check_count("seed", seed, minimum=0))
    X = generator.standard_normal((n, p))
    if correlation:
        shared = generator.standard_normal((n, 1))
        X = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * X
    w = np.zeros(p)
    w[:useful] = generator.standard_normal(useful)
    return X, w, generator


def _synthetic(
    name: str,
    X: np.ndarray,
    y: np.ndarray,
    w: np.ndarray,
    description: str,
    *,
    names: tuple[str, ...] | None = None,
    classes: tuple[str, ...] | None = None,
) -> Dataset:
    return Dataset(
        name=name,
        X=X,
        y=y,
        feature_names=names or tuple(f"x{number}" for number in range(1, X.shape[1] + 1)),
        target_name="y",
        target_names=classes,
        description=description,
        source="generated",
        license="CC0",
        true_weights=w,
        true_bias=0.0,
    )
