"""What every loader and generator returns: rows, names, units, and where the data come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from textwrap import fill
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from shrinkage.validation import check_matrix, check_same_length, check_vector

__all__ = ["Dataset"]


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Examples to learn from: a table of features, a target, and what both mean.

    The arrays cannot be written to, so that no cell of a notebook changes the data of another;
    copy one (`X.copy()`) to change it.

    Parameters
    ----------
    name : str
        What the data are called, such as "prostate".
    X : array_like of shape (rows, features)
        The features, each column in its unit; kept as float64.
    y : array_like of shape (rows,)
        The target: float64 numbers, or the integers 0, 1, ... where there are classes.
    feature_names : sequence of str
        One name for each column of X.
    target_name : str
        What y is called.
    target_names : sequence of str or None
        The classes in words, in the order of their numbers in y; None for a numeric target.
    units : sequence of str, optional
        One unit for each feature; "" where it has none or the source does not state it.
    target_unit : str
        The unit of y, or "".
    description : str
        What was measured, in a few sentences.
    source, license : str
        Where the data come from, and the terms under which they are shared.
    columns : mapping of str to array of shape (rows,), optional
        Further columns that are no features, such as `train` in prostate.
    true_weights : array_like of shape (features,) or None
        The weights the data were generated with; None for real data.
    true_bias : float or None
        The bias they were generated with.

    Raises
    ------
    TypeError, ValueError
        If the parts do not fit each other.

    Examples
    --------
    >>> from shrinkage.datasets import load_prostate
    >>> prostate = load_prostate()
    >>> prostate.X.shape, prostate.target_name
    ((97, 8), 'lpsa')
    >>> prostate.select(["lcavol", "age"]).X.shape
    (97, 2)
    >>> prostate.rows(prostate.column("train")).X.shape
    (67, 8)
    """

    name: str
    X: np.ndarray
    y: np.ndarray
    feature_names: tuple[str, ...]
    target_name: str
    target_names: tuple[str, ...] | None = None
    units: tuple[str, ...] = ()
    target_unit: str = ""
    description: str = ""
    source: str = ""
    license: str = ""
    columns: Mapping[str, np.ndarray] = field(default_factory=dict)
    true_weights: np.ndarray | None = None
    true_bias: float | None = None

    def __post_init__(self) -> None:
        X = check_matrix("X", self.X)
        y = check_vector("y", self.y)
        check_same_length(X=X, y=y)
        names = _texts("feature_names", self.feature_names, X.shape[1])
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(f"feature_names must differ from each other; {twice!r} comes twice.")
        units = _texts("units", self.units or ("",) * X.shape[1], X.shape[1])
        classes = self.target_names
        if classes is not None:
            classes = _texts("target_names", classes, len(classes))
            if not np.isin(y, np.arange(len(classes))).all():
                raise ValueError(
                    f"y must hold the numbers of its classes, 0 to {len(classes) - 1}, as "
                    f"target_names has {len(classes)} entries; got {np.unique(y)[:10]}."
                )
            y = y.astype(int)
        columns = {key: np.array(values) for key, values in self.columns.items()}
        for key, values in columns.items():
            if values.shape != y.shape:
                raise ValueError(
                    f"columns[{key!r}] must have shape {y.shape}, one value for each row, "
                    f"got {values.shape}."
                )
        weights = self.true_weights
        if weights is not None:
            weights = check_vector("true_weights", weights)
            if len(weights) != X.shape[1]:
                raise ValueError(
                    f"true_weights must have one entry for each of the {X.shape[1]} features, "
                    f"got {len(weights)}."
                )
        frozen = {"X": X, "y": y, "true_weights": weights}
        for array in [*frozen.values(), *columns.values()]:
            if array is not None:
                array.flags.writeable = False
        rest = {
            "feature_names": names,
            "units": units,
            "target_names": classes,
            "columns": columns,
        }
        for key, value in {**frozen, **rest}.items():
            object.__setattr__(self, key, value)

    def column(self, name: str) -> np.ndarray:
        """Return one column by name: a feature, the target, or one of `columns`.

        Parameters
        ----------
        name : str
            Which one.

        Returns
        -------
        ndarray of shape (rows,)
            Its values, not to be written to.

        Raises
        ------
        ValueError
            If there is no such column; the message lists what there is.

        Examples
        --------
        >>> from shrinkage.datasets import load_iris
        >>> float(load_iris().column("petal width").max())
        2.5
        """
        if isinstance(name, str):
            if name in self.feature_names:
                return self.X[:, self.feature_names.index(name)]
            if name == self.target_name:
                return self.y
            if name in self.columns:
                return self.columns[name]
        known = [*self.feature_names, self.target_name, *self.columns]
        raise ValueError(f"{self.name} has no column {name!r}. It has: {', '.join(known)}.")

    def label(self, name: str) -> str:
        """Return a feature's or the target's name with its unit, as an axis wants it.

        Raises
        ------
        ValueError
            If there is no such feature or target.

        Examples
        --------
        >>> from shrinkage.datasets import load_penguins
        >>> load_penguins().label("body mass")
        'body mass (kg)'
        """
        units = {self.target_name: self.target_unit}
        units.update(zip(self.feature_names, self.units, strict=True))
        if name not in units:
            raise ValueError(f"{self.name} has no unit for {name!r}. It has: {', '.join(units)}.")
        return f"{name} ({units[name]})" if units[name] else name

    def select(self, features: Sequence[str]) -> Dataset:
        """Return the data with these features only, in the order given.

        Parameters
        ----------
        features : sequence of str
            Names of features, each once.

        Returns
        -------
        Dataset
            All rows, fewer columns. The true weights of the kept features stay as they were, so
            they are the truth no longer if a useful feature was left out.

        Raises
        ------
        TypeError, ValueError
            If it is no list of names, empty, holds a name twice or one that is not there.

        Examples
        --------
        >>> from shrinkage.datasets import load_breast_cancer
        >>> load_breast_cancer().select(["mean texture", "mean radius"]).feature_names
        ('mean texture', 'mean radius')
        """
        if isinstance(features, str) or not isinstance(features, Sequence):
            raise TypeError(
                f"features must be a list of names such as {[self.feature_names[0]]}, "
                f"got {features!r}."
            )
        if not features:
            raise ValueError("features is empty: give at least one name.")
        unknown = [name for name in features if name not in self.feature_names]
        if unknown:
            raise ValueError(
                f"{self.name} has no feature {unknown[0]!r}. "
                f"It has: {', '.join(self.feature_names)}."
            )
        kept = [self.feature_names.index(name) for name in features]
        return replace(
            self,
            X=self.X[:, kept],
            feature_names=tuple(features),
            units=tuple(self.units[j] for j in kept),
            true_weights=None if self.true_weights is None else self.true_weights[kept],
        )

    def with_features(
        self,
        X: ArrayLike,
        names: Sequence[str],
        units: Sequence[str] = (),
        true_weights: ArrayLike | None = None,
    ) -> Dataset:
        """Return the data with other features for the same rows.

        Parameters
        ----------
        X : array_like of shape (rows, features)
            The new features.
        names, units : sequence of str
            As in the constructor.
        true_weights : array_like of shape (features,), optional
            If they are known.

        Raises
        ------
        TypeError, ValueError
            If the parts do not fit each other.
        """
        return replace(
            self,
            X=np.asarray(X),
            feature_names=tuple(names),
            units=tuple(units),
            true_weights=None if true_weights is None else np.asarray(true_weights),
        )

    def rows(self, which: ArrayLike | slice) -> Dataset:
        """Return the data with these rows only.

        Parameters
        ----------
        which : array of bool, array of int, or slice
            True for each row to keep; or the rows' numbers, from 0; or a slice of them.

        Returns
        -------
        Dataset
            All columns, fewer rows; y keeps its class numbers.

        Raises
        ------
        TypeError, ValueError
            If it is none of these, has the wrong length, keeps no row or asks for one beyond
            the end.

        Examples
        --------
        >>> from shrinkage.datasets import load_diabetes
        >>> load_diabetes().rows(slice(0, 50)).X.shape
        (50, 10)
        """
        n = len(self.y)
        chosen = np.arange(n)[which] if isinstance(which, slice) else np.asarray(which)
        if chosen.dtype.kind == "b" and chosen.shape == (n,):
            chosen = np.flatnonzero(chosen)
        elif chosen.dtype.kind == "b":
            raise ValueError(
                f"which must have one True or False for each of the {n} rows, "
                f"got shape {chosen.shape}."
            )
        if chosen.size == 0:
            raise ValueError("which keeps no row: at least one is needed.")
        if chosen.dtype.kind not in "iu" or chosen.ndim != 1:
            raise TypeError(
                "which must be a mask of True and False, a list of row numbers, or a slice, "
                f"got {which!r}."
            )
        if chosen.min() < 0 or chosen.max() >= n:
            raise ValueError(
                f"which must hold row numbers from 0 to {n - 1}, "
                f"got {chosen.min()} to {chosen.max()}."
            )
        return replace(
            self,
            X=self.X[chosen],
            y=self.y[chosen],
            columns={key: values[chosen] for key, values in self.columns.items()},
        )

    def __repr__(self) -> str:
        rows, p = self.X.shape
        lines = [f"{self.name}: {rows} rows, {p} feature{'s' if p > 1 else ''}"]
        labels = [self.label(name) for name in self.feature_names]
        if p > 12:
            labels = [*labels[:6], "...", *labels[-2:]]
        lines.append(f"  features: {', '.join(labels)}")
        target = self.label(self.target_name)
        if self.target_names is not None:
            counts = np.bincount(self.y, minlength=len(self.target_names))
            told = zip(range(len(counts)), self.target_names, counts, strict=True)
            target += ": " + ", ".join(f"{k} = {word} ({count})" for k, word, count in told)
        lines.append(f"  target: {target}")
        if self.columns:
            lines.append(f"  also: {', '.join(self.columns)}")
        return "\n".join(
            fill(line, 80, subsequent_indent=" " * 4, break_long_words=False) for line in lines
        )


def _texts(name: str, values: Any, count: int) -> tuple[str, ...]:
    """Return `values` as a tuple of `count` strings, or say what is wrong with them."""
    if isinstance(values, str) or not isinstance(values, (Sequence, np.ndarray)):
        raise TypeError(f"{name} must be a list of strings, got {values!r}.")
    if not all(isinstance(value, str) for value in values):
        raise TypeError(f"{name} must hold strings only, got {list(values)!r}.")
    if len(values) != count:
        raise ValueError(f"{name} must have {count} entries, got {len(values)}.")
    return tuple(str(value) for value in values)
