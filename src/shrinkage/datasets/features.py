"""New features from old ones: powers, squares and products, and shuffled copies."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from shrinkage.datasets.dataset import Dataset
from shrinkage.validation import check_count, check_vector

__all__ = ["add_shuffled_copies", "polynomial_features", "squares_and_products"]


def polynomial_features(x: ArrayLike, degree: int) -> np.ndarray:
    """Return the powers x, x², ..., x^degree, one column each.

    Parameters
    ----------
    x : array_like of shape (rows,)
        One feature.
    degree : int
        The highest power, at least 1.

    Returns
    -------
    ndarray of shape (rows, degree)
        There is no column of ones: the bias does its work.

    Raises
    ------
    TypeError, ValueError
        If x is no vector of finite numbers or degree no whole number above 0.

    Examples
    --------
    >>> polynomial_features([1.0, 2.0, 3.0], 2).tolist()
    [[1.0, 1.0], [2.0, 4.0], [3.0, 9.0]]
    """
    x = check_vector("x", x)
    degree = check_count("degree", degree, minimum=1)
    return x[:, np.newaxis] ** np.arange(1, degree + 1)


def squares_and_products(dataset: Dataset) -> Dataset:
    """Return the data with the square of each feature and the product of each two added.

    A feature with two values only has no square added: it would be a copy of it, stretched.

    Parameters
    ----------
    dataset : Dataset
        Any data; p features of which q have more than two values.

    Returns
    -------
    Dataset
        p + q + p(p − 1)/2 features, squares named "a²" and products "a × b", with units to match.
        Without true weights.

    Raises
    ------
    TypeError
        If `dataset` is no Dataset.

    Examples
    --------
    >>> from shrinkage.datasets import load_diabetes
    >>> squares_and_products(load_diabetes()).X.shape
    (442, 64)
    """
    _check_dataset(dataset)
    columns, names, units = list(dataset.X.T), list(dataset.feature_names), list(dataset.units)
    for column, name, unit in zip(dataset.X.T, dataset.feature_names, dataset.units, strict=True):
        if len(np.unique(column)) > 2:
            columns.append(column**2)
            names.append(f"{name}²")
            units.append(f"({unit})²" if unit else "")
    for first in range(dataset.X.shape[1]):
        for second in range(first + 1, dataset.X.shape[1]):
            columns.append(dataset.X[:, first] * dataset.X[:, second])
            names.append(f"{dataset.feature_names[first]} × {dataset.feature_names[second]}")
            both = [u for u in (dataset.units[first], dataset.units[second]) if u]
            units.append(" × ".join(both))
    return dataset.with_features(np.column_stack(columns), names, units)


def add_shuffled_copies(dataset: Dataset, copies: int = 1, *, seed: int = 0) -> Dataset:
    """Return the data with shuffled copies of its features added, which are useless for sure.

    Each copy has the values of a real feature in another order, so it looks like one but has
    nothing to do with the target, except by chance.

    Parameters
    ----------
    dataset : Dataset
        Any data with p features.
    copies : int
        How many copies of each feature, at least 1.
    seed : int
        Of the shuffling. Each copy is shuffled by itself.

    Returns
    -------
    Dataset
        p·(1 + copies) features; the copies are named "a (shuffled 1)" and so on. True weights, if
        known, are 0 for the copies.

    Raises
    ------
    TypeError, ValueError
        If `dataset` is no Dataset, or another argument is outside what is stated.

    Examples
    --------
    >>> from shrinkage.datasets import load_diabetes
    >>> wide = add_shuffled_copies(load_diabetes(), 3, seed=1)
    >>> wide.X.shape, wide.feature_names[10]
    ((442, 40), 'age (shuffled 1)')
    """
    _check_dataset(dataset)
    copies = check_count("copies", copies, minimum=1)
    generator = np.random.default_rng(check_count("seed", seed, minimum=0))
    blocks = [dataset.X]
    names, units = list(dataset.feature_names), list(dataset.units)
    for copy in range(1, copies + 1):
        blocks.append(generator.permuted(dataset.X, axis=0))
        names += [f"{name} (shuffled {copy})" for name in dataset.feature_names]
        units += dataset.units
    truth = dataset.true_weights
    if truth is not None:
        truth = np.concatenate([truth, np.zeros(copies * len(truth))])
    return dataset.with_features(np.column_stack(blocks), names, units, truth)


def _check_dataset(dataset: Any) -> None:
    if not isinstance(dataset, Dataset):
        raise TypeError(
            "dataset must be a Dataset, as load_diabetes() and the other loaders return, "
            f"got {type(dataset).__name__}."
        )
