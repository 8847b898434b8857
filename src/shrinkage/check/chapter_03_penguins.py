"""Exercise 3.4 (open): over-fit the penguins, and end it with more rows."""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import Any

import numpy as np

from shrinkage.check.answers import in_words, read_numbers
from shrinkage.check.exercise import OpenExercise
from shrinkage.datasets import Dataset, load_penguins, squares_and_products
from shrinkage.messages import SeparableDataWarning
from shrinkage.models import LogisticRegression
from shrinkage.selection import Standardizer, train_test_split

__all__ = ["MEASUREMENTS", "PENGUINS", "penguin_shares"]

MEASUREMENTS = ("bill length", "bill depth", "flipper length", "body mass")
N_SPLITS = 20
OVER, TOGETHER = 0.15, 0.03


@lru_cache(maxsize=64)
def penguin_shares(features: tuple[str, ...], products: bool, rows: int) -> tuple[float, float]:
    """Return the mean shares of training and of test birds whose sex is told rightly.

    Parameters
    ----------
    features : tuple of str
        Names of measurements.
    products : bool
        Whether their squares and products are added.
    rows : int
        How many birds to train on; all others test. Over 20 stratified splits, seeds 0 to 19.
    """
    penguins: Dataset = load_penguins().select(list(features))
    if products:
        penguins = squares_and_products(penguins)
    shares = []
    for seed in range(N_SPLITS):
        X_train, X_test, y_train, y_test = train_test_split(
            penguins.X, penguins.y, test_size=len(penguins.y) - rows, stratify=True, seed=seed
        )
        scale = Standardizer().fit(X_train)
        with warnings.catch_warnings():
            # Few rows can be separated: the exercise is about that, and only shares are compared.
            warnings.simplefilter("ignore", SeparableDataWarning)
            model = LogisticRegression().fit(scale.transform(X_train), y_train)
        shares.append(
            (
                model.score(scale.transform(X_train), y_train),
                model.score(scale.transform(X_test), y_test),
            )
        )
    training, test = np.mean(shares, axis=0)
    return float(training), float(test)


def _penguin_objection(answer: Any) -> str | None:
    try:
        features, products, few, many = answer
    except (TypeError, ValueError):
        return "Hand in four things: [features, products, few, many]."
    if isinstance(features, str):
        features = [features]
    if not isinstance(features, (list, tuple)) or not features:
        return "features is a list of names, such as ['bill depth', 'body mass']."
    unknown = [name for name in features if name not in MEASUREMENTS]
    if unknown or len(set(features)) < len(features):
        return f"features holds some of these names, each once: {', '.join(MEASUREMENTS)}."
    if not isinstance(products, (bool, np.bool_)):
        return f"products is True or False, and this is {in_words(products)}."
    counts = []
    for name, count in (("few", few), ("many", many)):
        number = float(read_numbers(count, ()))
        if number != round(number) or not 10 <= number <= 313:
            return f"{name} is a whole number of birds from 10 to 313; this is {in_words(count)}."
        counts.append(int(number))
    told = []
    for name, rows in zip(("few", "many"), counts, strict=True):
        training, test = penguin_shares(tuple(features), bool(products), rows)
        told.append((name, rows, training, test, training - test))
    for name, rows, training, test, gap in told:
        said = (
            f"With {rows} birds ({name}), {training:.1%} of the training birds are right and "
            f"{test:.1%} of the others: a gap of {100 * gap:.1f} points."
        )
        if name == "few" and gap < OVER:
            return f"{said} At least 15 are asked for: take fewer birds, or more features."
        if name == "many" and abs(gap) > TOGETHER:
            return f"{said} At most 3 are asked for: take more birds, or other features."
    return None


PENGUINS = OpenExercise(
    to_do="Choose features and two numbers of birds, then run this cell again.",
    praise="The same equation, the same features. What changed is the number of rows for each "
    "weight.",
    objection=_penguin_objection,
)
