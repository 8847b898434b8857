"""Exercise 4.4 (open): large weights that do no harm, and small ones that do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from shrinkage.check.answers import in_words
from shrinkage.check.exercise import OpenExercise
from shrinkage.check.verdict import Status, Verdict
from shrinkage.datasets import load_diabetes
from shrinkage.models import LinearRegression
from shrinkage.selection import Standardizer, train_test_split

__all__ = ["ALARMS", "Measured", "measure"]

N_TRAIN = 342
SEEDS = (0, 1, 2)
MOST_COLUMNS = 2000
LARGE = 1000.0  # points per standard deviation
HARMLESS, HARMFUL = 1.0, 10.0  # points of test error above that of the ten measurements

Widen = Callable[[np.ndarray, np.random.Generator], Any]


class Measured(NamedTuple):
    """Means over three splits: the size of the weights, and both typical errors in points."""

    size: float
    training: float
    test: float


def measure(widen: Widen) -> Measured:
    """Train on features that a function makes of the patients' measurements.

    Parameters
    ----------
    widen : callable
        From ten measurements in standard deviations, shape (rows, 10), and a random generator to
        features, shape (rows, k). It is called for the training rows and then for the others.

    Raises
    ------
    ValueError
        If it raises, or what it returns can't be used; the message is a sentence to a learner.
    """
    diabetes = load_diabetes()
    found = []
    for seed in SEEDS:
        X_train, X_test, y_train, y_test = train_test_split(
            diabetes.X, diabetes.y, test_size=len(diabetes.y) - N_TRAIN, seed=seed
        )
        scale, rng = Standardizer().fit(X_train), np.random.default_rng(seed)
        train = _features(widen, scale.transform(X_train), rng)
        test = _features(widen, scale.transform(X_test), rng)
        if train.shape[1] != test.shape[1]:
            raise ValueError(
                f"it makes {train.shape[1]} columns of {len(train)} patients and {test.shape[1]} "
                f"of {len(test)}; the features must be the same for all."
            )
        if (train.std(axis=0) == 0).any():
            raise ValueError(
                f"column {int(np.argmin(train.std(axis=0)))} has the same value for all training "
                "patients, so it can't be put on a scale."
            )
        scale = Standardizer().fit(train)
        model = LinearRegression().fit(scale.transform(train), y_train)
        errors = [
            np.sqrt(np.mean((model.predict(scale.transform(part)) - y) ** 2))
            for part, y in ((train, y_train), (test, y_test))
        ]
        found.append((np.linalg.norm(model.coef_), *errors))
    return Measured(*(float(mean) for mean in np.mean(found, axis=0)))


def _features(widen: Widen, X: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    try:
        made = widen(X.copy(), rng)
    except (Exception, SystemExit) as error:
        raise ValueError(f"it raised {type(error).__name__}: {error}") from None
    if made is None:
        raise ValueError("it returned nothing. Is a return missing?")
    try:
        features = np.asarray(made, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"numbers are asked for, and it returned {in_words(made)}.") from None
    if features.ndim != 2 or len(features) != len(X):
        raise ValueError(
            f"it was given {len(X)} rows and must return as many, with the features as columns; "
            f"it returned an array of shape {features.shape}."
        )
    if not 1 <= features.shape[1] <= MOST_COLUMNS:
        raise ValueError(f"it made {features.shape[1]} columns; 1 to {MOST_COLUMNS} are allowed.")
    if not np.isfinite(features).all():
        raise ValueError("it returned numbers that are not finite.")
    return features


def _objection(answer: Any) -> str | None:
    try:
        false_alarm, missed = answer
    except (TypeError, ValueError):
        return "Hand in two functions: [false_alarm, missed]."
    ten = measure(lambda X, rng: X)
    for name, widen, judge in (
        ("false_alarm", false_alarm, _false_alarm_objection),
        ("missed", missed, _missed_objection),
    ):
        if not callable(widen):
            return f"{name} is to be a function, and this is {in_words(widen)}. Do not call it."
        try:
            objection = judge(measure(widen), ten)
        except ValueError as error:
            return f"{name}: {error}"
        if objection:
            return objection
    return None


def _said(name: str, one: Measured) -> str:
    return (
        f"{name}: size {one.size:.0f}, error {one.training:.1f} on training and {one.test:.1f} on "
        "test rows."
    )


def _false_alarm_objection(one: Measured, ten: Measured) -> str | None:
    said = _said("false_alarm", one)
    if one.size < LARGE:
        return (
            f"{said} A size of {LARGE:.0f} is asked for. Other units do not help, since the check "
            "takes them out. What makes two features get large weights of opposite signs?"
        )
    if one.test > ten.test + HARMLESS:
        return (
            f"{said} The size is large enough. But the ten measurements alone have a test error of "
            f"{ten.test:.1f}, and at most {HARMLESS:.0f} more is asked for: this alarm is a true "
            "one."
        )
    return None


def _missed_objection(one: Measured, ten: Measured) -> str | None:
    said = _said("missed", one)
    if one.size >= ten.size:
        return (
            f"{said} The ten measurements alone have size {ten.size:.0f}, and less is asked for. "
            "What can many features share that few can't?"
        )
    if one.training >= ten.training:
        return (
            f"{said} The ten measurements alone have {ten.training:.1f} on training rows, and less "
            "is asked for: to over-fit, it must fit the training rows better."
        )
    if one.test < ten.test + HARMFUL:
        return (
            f"{said} The ten measurements alone have {ten.test:.1f} on test rows, and at least "
            f"{HARMFUL:.0f} more is asked for: this does not do enough harm."
        )
    return None


class _AlarmExercise(OpenExercise):
    def _judge(self, answer: Any) -> Verdict:
        if isinstance(answer, (list, tuple)) and any(_returns_dots(one) for one in answer):
            return Verdict(Status.NOT_ATTEMPTED, self.to_do)
        return super()._judge(answer)


def _returns_dots(widen: Any) -> bool:
    try:
        return callable(widen) and widen(np.zeros((2, 10)), np.random.default_rng(0)) is Ellipsis
    except (Exception, SystemExit):
        return False  # told later, with what it was


ALARMS = _AlarmExercise(
    to_do="Complete both functions, then run this cell again.",
    praise="Large and harmless, small and harmful. From now on, no size will impress you without "
    "its test error.",
    objection=_objection,
)
