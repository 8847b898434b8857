"""Reading the data files that ship in `data/`."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from importlib.resources import files

import numpy as np

__all__ = ["as_numbers", "class_numbers", "read_table", "read_text"]


def read_text(file_name: str) -> str:
    """Return the content of a file in `data/`."""
    return (files("shrinkage.datasets") / "data" / file_name).read_text(encoding="utf-8")


def read_table(name: str) -> dict[str, np.ndarray]:
    """Return the columns of `data/<name>.csv` by their header, as text."""
    header, *rows = csv.reader(read_text(f"{name}.csv").splitlines())
    return dict(zip(header, np.array(rows).T, strict=True))


def as_numbers(table: dict[str, np.ndarray], names: Sequence[str]) -> np.ndarray:
    """Return these columns of a table as a float64 matrix of shape (rows, len(names))."""
    return np.array([table[name] for name in names]).T.astype(float)


def class_numbers(words: np.ndarray, classes: Sequence[str]) -> np.ndarray:
    """Return for each word its place in `classes`; each word must be one of them."""
    matches = words[:, np.newaxis] == np.array(classes)
    if not matches.any(axis=1).all():
        unknown = words[~matches.any(axis=1)][0]
        raise ValueError(f"{unknown!s} is none of the classes {', '.join(classes)}.")
    return np.argmax(matches, axis=1)
