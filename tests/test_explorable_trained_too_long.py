"""Trained too long: that it trains as the package does, and that its words are true."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from shrinkage import (
    GradientDescent,
    LinearEquation,
    LogLoss,
    NoPenalty,
    Objective,
    SeparableDataWarning,
    sigmoid,
)
from shrinkage.explorables import TrainedTooLong
from shrinkage.explorables.datasets import make_classification

SEEDS = range(12)


def test_the_weights_are_those_of_so_many_steps_of_gradient_descent():
    data = make_classification(1040, 20, weights=[2.0, -1.5, 1.0], seed=3)
    X, y = data.X[:40], data.y[:40]
    w, b = np.zeros(20), 0.0
    for _ in range(25):
        error = sigmoid(X @ w + b) - y
        w, b = w - X.T @ error / 40, b - error.mean()
    figure = TrainedTooLong(step=25, seed=3)
    np.testing.assert_allclose(figure.weights, w, rtol=1e-12, atol=1e-14)
    p = sigmoid(data.X[40:] @ w + b)
    own = np.where(data.y[40:] == 1, p, 1 - p)
    assert figure.validation == pytest.approx(-np.log(own).mean(), rel=1e-12)
    assert figure.results()["accuracy"] == pytest.approx(np.mean((p > 0.5) == data.y[40:]))


def test_the_start_shows_a_best_step_below_ten_and_three_times_its_loss_at_the_end():
    figure = TrainedTooLong()
    found = figure.results()
    assert (figure.step, figure.best_step) == (1000, 9)
    assert round(found["last_ratio"], 1) == 3.2
    assert found["norm"] > 4 * np.linalg.norm([2.0, -1.5, 1.0])


def test_with_40_rows_the_best_step_is_early_and_the_last_several_times_worse():
    draws = [TrainedTooLong(seed=seed) for seed in SEEDS]
    best = [one.best_step for one in draws]
    assert np.median(best) <= 10
    assert max(best) <= 20
    ratios = [one.results()["last_ratio"] for one in draws]
    assert np.median(ratios) > 3
    assert min(ratios) > 2


def test_with_400_rows_it_turns_by_a_few_percent_or_not_at_all():
    ratios = [TrainedTooLong(rows="400", seed=seed).results()["last_ratio"] for seed in SEEDS]
    assert np.median(ratios) < 1.03
    assert max(ratios) < 1.15
    assert min(ratios) == pytest.approx(1.0, abs=1e-8)  # some draws do not turn


def test_right_answers_fall_little_while_the_loss_multiplies():
    found = [TrainedTooLong(seed=seed).results() for seed in SEEDS]
    last = [TrainedTooLong(seed=seed).results()["accuracy"] for seed in SEEDS]
    fall = np.array([one["best_accuracy"] for one in found]) - np.array(last)
    assert 0 < np.median(fall) < 0.05
    assert fall.max() < 0.1


def test_every_step_lowers_the_training_loss_and_enlarges_the_weights():
    for rows in ("40", "400"):
        for seed in (0, 5):
            found = [
                TrainedTooLong(step=step, rows=rows, seed=seed).results()
                for step in (0, 1, 2, 5, 10, 100, 500, 1000)
            ]
            assert (np.diff([one["training"] for one in found]) < 0).all()
            assert (np.diff([one["norm"] for one in found]) > 0).all()


def test_shrunk_to_the_right_size_the_last_weights_are_nearly_as_good_as_the_best():
    shrinks = np.geomspace(0.01, 1.0, 41)
    left, sizes = [], []
    for seed in SEEDS:
        figure = TrainedTooLong(seed=seed)
        answers = figure.results()["accuracy"]
        losses = []
        for shrink in shrinks:
            figure.shrink = shrink
            losses.append(figure.validation)
        assert figure.results()["accuracy"] == answers
        left.append(min(losses) / figure.results()["best_validation"])
        sizes.append(shrinks[np.argmin(losses)])
    assert np.median(left) < 1.05
    assert max(left) < 1.15
    assert 0.05 < np.median(sizes) < 0.15
    figure = TrainedTooLong(shrink=0.1)
    assert figure.validation < 1.05 * figure.results()["best_validation"]


def test_after_the_first_steps_the_direction_changes_little():
    truth = np.array([2.0, -1.5, 1.0] + 17 * [0.0])

    def agreement(w):
        return w @ truth / np.linalg.norm(w) / np.linalg.norm(truth)

    early = [agreement(TrainedTooLong(step=3, seed=seed).weights) for seed in SEEDS]
    late = [agreement(TrainedTooLong(step=1000, seed=seed).weights) for seed in SEEDS]
    assert abs(np.median(early) - np.median(late)) < 0.1


def test_where_new_rows_fare_best_the_weights_are_smaller_than_the_true_ones():
    for seed in SEEDS:
        figure = TrainedTooLong(seed=seed)
        figure.step = figure.best_step
        assert figure.results()["norm"] < np.linalg.norm([2.0, -1.5, 1.0])


def test_shrinking_multiplies_weights_and_bias():
    whole, part = TrainedTooLong(step=40), TrainedTooLong(step=40, shrink=0.25)
    np.testing.assert_allclose(part.weights, 0.25 * whole.weights, rtol=1e-12)
    assert part.results()["norm"] == pytest.approx(0.25 * whole.results()["norm"], rel=1e-12)
    assert part.training > whole.training


def trained(seed, learning_rate, max_iter):
    """Return the data, and the history of weights, without asking the figure."""
    data = make_classification(1040, 20, weights=[2.0, -1.5, 1.0], seed=seed)
    known = Objective(data.X[:40], data.y[:40], LinearEquation(20), LogLoss(), NoPenalty())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SeparableDataWarning)
        result = GradientDescent(learning_rate, max_iter=max_iter, tol=None).minimize(known)
    return data, result.history.weights


def test_40_rows_can_often_be_separated():
    separated = []
    for seed in SEEDS:
        data, weights = trained(seed, 1.0, 3000)
        scores = data.X[:40] @ weights[-1, :20] + weights[-1, 20]
        separated.append(((scores > 0) == data.y[:40]).all())
    assert np.mean(separated) > 0.5


def test_half_the_learning_rate_takes_about_twice_the_steps():
    def best(seed, learning_rate):
        data, weights = trained(seed, learning_rate, 80)
        scores = weights[:, :20] @ data.X[40:].T + weights[:, 20:]
        return int(np.argmin([LogLoss().value(one, data.y[40:]) for one in scores]))

    ratios = [best(seed, 0.5) / best(seed, 1.0) for seed in SEEDS]
    assert 1.6 < np.median(ratios) < 2.4


@pytest.mark.parametrize("guess", ["0", "17", "1000", ""])
def test_a_step_is_a_guess(guess):
    assert TrainedTooLong(prediction=guess).prediction == guess


@pytest.mark.parametrize("guess", ["1001", "-1", "1.5", "late", "²", 9])
def test_anything_else_is_none(guess):
    with pytest.raises(ValueError, match="prediction must be a step from 0 to 1000 as text"):
        TrainedTooLong(prediction=guess)
