"""Seeded synthetic data of the explorables, number for number those of `js/core/datasets.js`.

They are drawn with `shrinkage.explorables.random`, not with NumPy as `shrinkage.datasets`.

Features, truth and noise have streams of random numbers of their own, and features are drawn column
by column. So more noise is the same noise, enlarged, and one more feature leaves the noise and the
features before it as they are: the data follow a slider smoothly.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from shrinkage.datasets.arguments import check_design, check_useful, check_wave
from shrinkage.explorables.random import Random
from shrinkage.losses import sigmoid
from shrinkage.validation import check_number, check_vector

__all__ = ["Rows", "make_classification", "make_polynomial", "make_regression"]

_FEATURES, _TRUTH, _NOISE, _SHARED = 1, 2, 3, 4


class Rows(NamedTuple):
    """Data with known truth."""

    X: np.ndarray
    """Features, shape (n, p), of mean 0 and variance 1 in the population."""
    y: np.ndarray
    """Targets, or labels 0 and 1, shape (n,)."""
    weights: np.ndarray
    """The true weights, shape (p,)."""


def make_regression(
    n: int,
    p: int,
    *,
    weights: Any = None,
    useful: int | None = None,
    noise: float = 1.0,
    correlation: float = 0.0,
    seed: int = 0,
) -> Rows:
    """Return a linear problem: y = Xw + noise, with w zero but for some features.

    Parameters
    ----------
    n, p : int
        Rows and features.
    weights : array_like, optional
        True weights of the first features.
    useful : int, optional
        Without `weights`: how many of the first features have a true weight other than 0 (standard
        normal). By default a fifth of them, at least one.
    noise : float
        Standard deviation of the noise, at least 0.
    correlation : float
        Between each two features, from 0 to 0.999999.
    seed : int
        Of all that is random.

    Returns
    -------
    Rows

    Raises
    ------
    TypeError, ValueError
        If an argument is outside what is stated.

    Examples
    --------
    >>> make_regression(40, 20, weights=[3.0, -2.0], seed=3).weights[:3].tolist()
    [3.0, -2.0, 0.0]
    """
    noise = check_number("noise", noise, minimum=0.0)
    X = _features(n, p, correlation, seed)
    w = _truth(p, weights, useful, seed)
    return Rows(X, X @ w + noise * Random(seed, _NOISE).normal(n), w)


def make_classification(
    n: int,
    p: int,
    *,
    weights: Any = None,
    useful: int | None = None,
    steepness: float = 2.0,
    correlation: float = 0.0,
    seed: int = 0,
) -> Rows:
    """Return a two-class problem: y is 1 with probability sigmoid(Xw), else 0.

    Parameters
    ----------
    n, p, weights, useful, correlation, seed
        As in `make_regression`.
    steepness : float
        Without `weights`: length of the true weight vector, above 0.

    Returns
    -------
    Rows
        Labels are all alike if chance will have it so.

    Raises
    ------
    TypeError, ValueError
        If an argument is outside what is stated.

    Examples
    --------
    >>> sorted(set(make_classification(60, 2, useful=2, seed=1).y.tolist()))
    [0.0, 1.0]
    """
    steepness = check_number("steepness", steepness, minimum=0.0, exclusive=True)
    X = _features(n, p, correlation, seed)
    w = _truth(p, weights, useful, seed)
    if weights is None:
        w = steepness * w / np.linalg.norm(w)
    return Rows(X, (Random(seed, _NOISE).uniform(n) < sigmoid(X @ w)).astype(float), w)


def make_polynomial(
    n: int = 12, *, noise: float = 0.3, equally_spaced: bool = True, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y of points of a sine wave with noise, from −1 to 1.

    Parameters
    ----------
    n : int
        Points, at least 2.
    noise : float
        Standard deviation of the noise, at least 0.
    equally_spaced : bool
        Whether x runs evenly from −1 to 1, or is drawn uniformly between them and sorted.
    seed : int
        Of the noise, and of places that are drawn.

    Returns
    -------
    x, y : ndarray of shape (n,)
        y = sin(πx) + noise.

    Raises
    ------
    TypeError, ValueError
        If an argument is outside what is stated.

    Examples
    --------
    >>> make_polynomial(5, noise=0.0)[1].round(6).tolist()
    [-0.0, -1.0, 0.0, 1.0, 0.0]
    """
    n, noise, equally_spaced = check_wave(n, noise, equally_spaced)
    if equally_spaced:
        x = 2.0 * np.arange(n) / (n - 1) - 1.0
    else:
        x = np.sort(2.0 * Random(seed, _FEATURES).uniform(n) - 1.0)
    return x, np.sin(np.pi * x) + noise * Random(seed, _NOISE).normal(n)


def _features(n: int, p: int, correlation: float, seed: int) -> np.ndarray:
    n, p, correlation = check_design(n, p, correlation, fewest=1)
    own = Random(seed, _FEATURES).normal(n * p).reshape(p, n).T
    shared = Random(seed, _SHARED).normal(n)[:, np.newaxis]
    return np.sqrt(1.0 - correlation) * own + np.sqrt(correlation) * shared


def _truth(p: int, weights: Any, useful: int | None, seed: int) -> np.ndarray:
    w = np.zeros(p)
    if weights is not None:
        given = check_vector("weights", weights)
        if len(given) > p:
            raise ValueError(f"weights must hold at most p = {p} numbers, got {len(given)}.")
        w[: len(given)] = given
        return w
    useful = check_useful(useful, p)
    w[:useful] = Random(seed, _TRUTH).normal(useful)
    return w
