"""Trained too long: more steps lower the training loss, and not the loss on new rows."""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from shrinkage.equations import LinearEquation
from shrinkage.explorables.datasets import make_classification
from shrinkage.explorables.explorable import Explorable
from shrinkage.explorables.traits import Choice, Integer, Number
from shrinkage.explore.controls import number_in_words
from shrinkage.losses import LogLoss
from shrinkage.messages import SeparableDataWarning
from shrinkage.objective import Objective
from shrinkage.penalties import NoPenalty
from shrinkage.plots import BLUE, GRAY, ORANGE, PURPLE, DescribedFigure, describe, new_figure
from shrinkage.trainers import GradientDescent

__all__ = ["TrainedTooLong"]

LAST = 1000
TRUTH = (2.0, -1.5, 1.0)
FEATURES = 20
NEW_ROWS = 1000
LEARNING_RATE = 1.0


class TrainedTooLong(Explorable):
    """Gradient descent on a logistic model of 20 features, stopped at some step.

    The rows come from `shrinkage.explorables.datasets.make_classification`: labels follow the
    first three features, by true weights 2, −1.5 and 1. Training starts from zeros with a learning
    rate of 1 and no penalty; 1000 new rows tell how well it does.

    Parameters
    ----------
    step : int
        When training stops, from 0 to 1000.
    shrink : float
        What all weights and the bias are multiplied by after the training, from 0.01 to 1.
    rows : str
        How many rows to train on, "40" or "400".
    seed : int
        Of all rows, from 0 to 9999.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), "Deep Learning", section 7.8.

    Examples
    --------
    >>> w = TrainedTooLong()
    >>> w.best_step, round(w.validation, 2)
    (9, 1.7)
    >>> w.step = 9
    >>> round(w.validation, 2)
    0.54
    """

    name = "trained-too-long"
    title = "Trained too long"
    heights = {"wide": 770, "narrow": 1166, "narrowest": 1186}  # noqa: RUF012
    caption = (
        "More steps always lower the training loss. With 40 rows for 20 features, new rows fare "
        "best within about ten steps; by step 1000 the weights are far too large, and the loss on "
        "new rows is several times what it was."
    )
    parts = (
        (
            "What to try",
            "Move the time from step 0 to 1000 and watch all weights grow, those that do not "
            "matter as well. At step 1000, multiply w and b by 0.1: how much of the harm is left? "
            "Then train on 400 rows: does it still pay to stop? And take new draws: how far does "
            "the best step move?",
        ),
        (
            "What it shows",
            "Labels are drawn from a logistic model with weights 2, −1.5 and 1 (the ticks) and 17 "
            "times 0; training is gradient descent from zeros with a learning rate of 1. After the "
            "first steps the direction of the weights changes little. Their size does: 20 weights "
            "often separate 40 rows, and then larger ones always lower the training loss. So the "
            "share of right answers hardly falls on the way; the certainty of the wrong ones "
            "rises, and the log-loss charges for it. Where new rows fare best, the weights are "
            "smaller even than the true ones. Stopping early holds them small, as a penalty would.",
        ),
        (
            "What it does not show",
            "That training should always stop early: with 400 rows the loss on new rows turns by a "
            "few percent in most draws, or not at all. That size is always the harm: here it "
            "nearly is, in a larger model the direction can suffer as well. The best step hangs on "
            "the draw and on the learning rate; half of that takes about twice the steps. And who "
            "picks the step by these 1000 new rows needs others to say how good it is; with fewer, "
            "the curve itself is rough.",
        ),
    )
    guesses = None

    step = Integer(LAST, 0, LAST, help="when training stops")
    shrink = Number(1.0, 0.01, 1.0, help="what the weights are multiplied by after it")
    rows = Choice(["40", "400"], start="40", help="how many rows to train on")
    seed = Integer(0, 0, 9999, help="of all rows")

    @property
    def training(self) -> float:
        """The mean log-loss on the rows that it is trained on."""
        return self._loss_on(self._training.known)

    @property
    def validation(self) -> float:
        """The mean log-loss on 1000 new rows."""
        return self._loss_on(self._training.unseen)

    @property
    def weights(self) -> np.ndarray:
        """The 20 weights at this step, shape (20,); the first three have a true one."""
        weights: np.ndarray = self.shrink * self._training.weights[self.step, :FEATURES]
        return weights

    @property
    def best_step(self) -> int:
        """The step at which the loss on the new rows is least.

        Where training has come to rest, rounding alone would choose one; so it is the first step
        that is at most a billionth above the least.
        """
        losses = self._training.new_losses
        return int(np.argmax(losses <= (1.0 + 1e-9) * losses.min()))

    def results(self) -> dict[str, Any]:
        """Return the losses, weights and size at this step, and what the best step gives."""
        training, best = self._training, self.best_step
        least = float(training.new_losses[best])
        return {
            "training": self.training,
            "validation": self.validation,
            "accuracy": float(training.accuracies[self.step]),
            "norm": float(np.linalg.norm(self.weights)),
            "weights": self.weights.tolist(),
            "best_step": best,
            "best_validation": least,
            "best_accuracy": float(training.accuracies[best]),
            "last_ratio": float(training.new_losses[LAST]) / least,
        }

    def checked_prediction(self, value: Any) -> str:
        """Return a guess that can be made: a step from 0 to 1000, as text, or "" for none.

        Raises
        ------
        ValueError
            If it is not.
        """
        if isinstance(value, str) and (
            value == "" or (value.isascii() and value.isdigit() and int(value) <= LAST)
        ):
            return value
        raise ValueError(
            f"prediction must be a step from 0 to {LAST} as text, such as '30', or '' for none; "
            f"got {value!r}."
        )

    def still(self) -> DescribedFigure:
        """Draw both losses along the training, and the weights at this step."""
        training, best = self._training, self.best_step
        figure, (losses, bars) = new_figure(2, 1, height=4.6, height_ratios=[3, 2])
        steps = np.arange(LAST + 1)
        losses.plot(1 + steps, training.losses, "--", color=BLUE, label="training rows")
        losses.plot(1 + steps, training.new_losses, color=ORANGE, label="new rows")
        losses.axvline(1 + best, color="black", linewidth=1)
        losses.plot(1 + self.step, self.validation, "s", color=ORANGE)
        losses.plot(1 + self.step, self.training, "o", color=BLUE)
        marks = [0, 1, 3, 10, 30, 100, 300, 1000]
        losses.set_xscale("log")
        losses.set_xticks([1 + mark for mark in marks], [str(mark) for mark in marks])
        losses.minorticks_off()
        losses.set(xlabel="training step", ylim=(0, None))
        losses.set_title(f"Mean log-loss: new rows fare best at step {best}")
        losses.legend(loc="upper left", fontsize=9)
        places = np.arange(FEATURES)
        colors = [PURPLE if place < len(TRUTH) else GRAY for place in places]
        bars.bar(places + 1, self.weights, color=colors)
        bars.plot(places[:3] + 1, TRUTH, "_", color="black", markersize=12, markeredgewidth=2)
        bars.axhline(0, color="black", linewidth=0.8)
        bars.set_xticks([1, 2, 3, 20])
        bars.set(xlabel="feature (1 to 3 matter; a dash is the true weight)")
        bars.set_title(f"Weights at step {self.step}")
        found = self.results()
        return describe(
            figure,
            f"Loss along 1000 steps of gradient descent on {self.rows} rows. On the training rows "
            f"it only falls. On new rows it is least at step {best}, "
            f"{number_in_words(found['best_validation'])}, and "
            f"{found['last_ratio']:.1f} times that at step 1000. "
            f"At step {self.step} the weights have size {number_in_words(found['norm'])}.",
        )

    @property
    def _training(self) -> _Training:
        return _train(int(self.rows), self.seed)

    def _loss_on(self, rows: Objective) -> float:
        return rows.loss_value(self.shrink * self._training.weights[self.step])


class _Training(NamedTuple):
    weights: np.ndarray  # (1001, 21): one row a step, the bias last
    losses: np.ndarray  # (1001,): on the rows that it is trained on
    new_losses: np.ndarray  # (1001,): on the new rows
    accuracies: np.ndarray  # (1001,): likewise
    known: Objective  # the rows that it is trained on
    unseen: Objective  # the new rows


@lru_cache(maxsize=32)
def _train(rows: int, seed: int) -> _Training:
    """Return all that happens in 1000 steps."""
    data = make_classification(rows + NEW_ROWS, FEATURES, weights=list(TRUTH), seed=seed)
    known, unseen = (
        Objective(X, y, LinearEquation(FEATURES), LogLoss(), NoPenalty())
        for X, y in ((data.X[:rows], data.y[:rows]), (data.X[rows:], data.y[rows:]))
    )
    trainer = GradientDescent(learning_rate=LEARNING_RATE, max_iter=LAST, tol=None)
    with warnings.catch_warnings():
        # That the rows can be separated, and the weights grow for ever, is what it is to show.
        warnings.simplefilter("ignore", SeparableDataWarning)
        history = trainer.minimize(known).history
    weights = history.weights
    scores = weights[:, :FEATURES] @ unseen.X.T + weights[:, FEATURES:]
    return _Training(
        weights,
        history.loss,
        np.array([LogLoss().value(one, unseen.y) for one in scores]),
        np.mean((scores > 0) == unseen.y, axis=1),
        known,
        unseen,
    )
