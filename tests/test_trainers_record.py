"""What trainers tell: the history, the evaluations, why they stopped, and whether to trust it."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from training import (
    ALL,
    EXACT,
    MINI_BATCH,
    PROBLEMS,
    SEARCHES,
    CountedObjective,
    changed,
    network,
    one_weight,
    quietly,
    regression,
    two_classes,
)

from shrinkage import (
    L1,
    L2,
    ConvergenceWarning,
    CoordinateDescent,
    GradientDescent,
    Newton,
    ProximalGradient,
)
from shrinkage.solvers import solve
from shrinkage.trainers import Step, Trainer

each_trainer = pytest.mark.parametrize("name", ALL)


@each_trainer
@pytest.mark.parametrize("record_every", [1, 7, 1000])
def test_the_history_tells_what_it_passed_through(name, record_every):
    objective = two_classes(L2(0.1))
    result = quietly(ALL[name], objective, max_iter=17, tol=None, record_every=record_every)
    history = result.history
    expected = [i for i in range(17) if i % record_every == 0] + [17]
    assert history.iterations.tolist() == expected
    assert len(history) == len(expected)
    assert result.n_iter == 17
    assert history.weights.shape == (len(expected), objective.size)
    assert (history.weights[-1] == result.weights).all()
    assert (np.diff(history.evaluations) > 0).all()
    assert history.evaluations[-1] == result.n_evaluations
    for i, theta in enumerate(history.weights):
        assert history.loss[i] == pytest.approx(objective.loss_value(theta), rel=1e-13)
        assert history.penalty[i] == pytest.approx(objective.penalty_value(theta), rel=1e-13)
        assert history.objective[i] == history.loss[i] + history.penalty[i]


@pytest.mark.parametrize("name", [*EXACT, *MINI_BATCH])
def test_training_begins_where_it_is_told(name):
    objective = two_classes(L2(0.1))
    start = np.linspace(-1.0, 1.0, objective.size)
    before = start.copy()
    history = quietly(ALL[name], objective, start, max_iter=3).history
    assert (history.weights[0] == before).all()
    assert (history.weights[1] != before).any()
    assert (start == before).all()
    assert (quietly(ALL[name], objective, max_iter=3).history.weights[0] == 0).all()
    if ALL[name] is not EXACT["Newton"] and ALL[name] is not EXACT["coordinate descent"]:
        net = network()
        first = quietly(ALL[name], net, max_iter=3).history.weights[0]
        assert (first == net.start()).all()


def test_a_trainer_of_ones_own_may_change_its_weights_in_place():
    class Walk(Trainer):
        max_iter, max_evaluations, tol, record_every = 3, None, None, 1

        def steps(self, objective, theta):
            while True:
                yield Step(theta)
                theta += 1.0

    start = np.zeros(2)
    result = Walk().minimize(one_weight(), start)
    assert result.history.weights.tolist() == [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]
    assert result.weights.tolist() == [3.0, 3.0]
    assert start.tolist() == [0.0, 0.0]


@each_trainer
def test_a_history_is_not_changed_by_later_steps(name):
    objective = two_classes(L2(0.1))
    short = quietly(ALL[name], objective, max_iter=5, tol=None).history
    long = quietly(ALL[name], objective, max_iter=10, tol=None).history
    assert (short.weights == long.weights[:6]).all()
    assert (short.evaluations == long.evaluations[:6]).all()


# How many passes only the record of the end needs, where the trainer does not know the loss there.
RECORD_ONLY = {"accelerated": 1, "mini-batches": 1, **dict.fromkeys(SEARCHES, 2)}
VERDICT = 1


@pytest.mark.parametrize("name", [one for one in ALL if one != "coordinate descent"])
def test_evaluations_are_the_passes_over_the_rows(name):
    objective = two_classes(L2(0.1), kind=CountedObjective)
    result = quietly(ALL[name], objective, max_iter=15, tol=None, record_every=10_000)
    uncounted = VERDICT + RECORD_ONLY.get(name, 0)
    assert result.n_evaluations == pytest.approx(objective.passes - uncounted, rel=1e-12)


@pytest.mark.parametrize("name", [one for one in EXACT if one != "coordinate descent"])
def test_evaluations_include_the_check_that_it_has_converged(name):
    objective = two_classes(L2(0.1), kind=CountedObjective)
    result = EXACT[name].minimize(objective)
    assert result.converged
    records = len(result.history) - 1 if name == "accelerated" else 0
    assert result.n_evaluations == objective.passes - VERDICT - records
    assert result.history.evaluations[-1] == result.n_evaluations


@pytest.mark.parametrize("accelerated", [False, True])
def test_evaluations_include_the_trials_of_backtracking(accelerated):
    objective = network(L1(0.01), kind=CountedObjective)
    trainer = ProximalGradient(accelerated, max_iter=15, tol=None, record_every=10_000)
    result = trainer.minimize(objective)
    assert result.n_evaluations == objective.passes - VERDICT - (1 if accelerated else 0)
    assert result.n_evaluations >= 1 + 2 * 15


def test_evaluations_include_the_trials_that_led_nowhere():
    class Rising(CountedObjective):
        def value(self, theta):
            return super().value(theta) + self.passes

    objective = two_classes(L2(0.1), kind=Rising)
    result = quietly(Newton(), objective)
    assert result.message == "It can get no further: rounding errors hide any decrease."
    assert not result.converged
    assert (result.weights == 0).all()
    assert result.n_evaluations == objective.passes - VERDICT > 30
    assert result.history.evaluations[-1] == result.n_evaluations


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_round_of_coordinate_descent_is_one_evaluation(problem):
    objective = PROBLEMS[problem](L1(0.05), kind=CountedObjective)
    result = CoordinateDescent(tol=1e-9).minimize(objective)
    checks = objective.passes - VERDICT  # all that goes through the objective itself
    assert 1 <= checks < result.n_iter / 2  # it looks only where the last moves were small
    assert result.n_evaluations == 1 + result.n_iter + checks


@pytest.mark.parametrize(
    ("name", "per_iteration", "at_start"),
    [
        ("gradient descent", 1, 1),
        ("proximal gradient", 1, 1),
        ("accelerated", 1, 1),
        ("coordinate descent", 1, 1),
        ("random search", 1, 1),
        ("particle swarm", 8, 8),
        ("evolution", 6, 4),
    ],
)
def test_what_an_iteration_costs(name, per_iteration, at_start):
    history = quietly(ALL[name], two_classes(L2(0.1)), max_iter=5, tol=None).history
    assert history.evaluations.tolist() == [at_start + per_iteration * t for t in range(6)]


def test_what_mini_batches_cost():
    # 60 rows in batches of 25 take three steps; a pass ends with a look at all rows.
    trainer = GradientDescent(batch_size=25, max_iter=6, tol=1e-12)
    costs = np.diff(quietly(trainer, two_classes(L2(0.1))).history.evaluations) * 60
    np.testing.assert_allclose(costs, [25, 25, 10 + 60] * 2, rtol=1e-12)


@each_trainer
def test_it_stops_after_max_iter_and_says_so(name):
    trainer = changed(ALL[name], max_iter=4, tol=1e-14)
    with pytest.warns(ConvergenceWarning) as told:
        result = trainer.minimize(two_classes(L2(0.01)))
    assert len(told) == 1
    assert told[0].filename == __file__
    assert not result.converged
    assert result.n_iter == 4
    assert result.message == "It stopped after max_iter=4 iterations."
    text = str(told[0].message)
    assert text.startswith(f"{type(trainer).__name__} did not converge (stationarity ")
    assert "asked for tol=1e-14" in text
    assert result.message in text


@each_trainer
def test_it_stops_once_its_evaluations_are_used_and_says_so(name):
    trainer = changed(ALL[name], max_evaluations=25.5, tol=1e-14, max_iter=1000)
    if name == "Newton":
        trainer = changed(trainer, max_evaluations=2)
    result = quietly(trainer, two_classes(L2(0.01)))
    limit = trainer.max_evaluations
    assert result.message == f"It used its max_evaluations={limit:g} evaluations."
    assert not result.converged
    history = result.history
    assert history.evaluations[-1] == result.n_evaluations >= limit
    assert history.evaluations[-2] < limit


@pytest.mark.parametrize("name", EXACT)
def test_it_stops_as_soon_as_it_has_converged_and_says_so(name):
    objective = two_classes(L2(0.1))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = changed(EXACT[name], tol=1e-4).minimize(objective)
    assert result.converged
    assert result.message == "It converged: stationarity is at most tol=0.0001."
    assert result.stationarity == objective.stationarity(result.weights) <= 1e-4
    assert objective.stationarity(result.history.weights[0]) > 1e-4
    if name not in ("accelerated", "coordinate descent"):  # these measure it in their own way
        measured = [objective.stationarity(theta) for theta in result.history.weights]
        assert min(measured[:-1]) > 1e-4


@pytest.mark.parametrize("name", EXACT)
def test_a_start_at_the_minimum_needs_no_iteration(name):
    objective = two_classes(L2(0.1))
    best = solve(objective).weights
    result = EXACT[name].minimize(objective, best)
    assert result.converged
    assert result.n_iter == (1 if name == "coordinate descent" else 0)
    np.testing.assert_allclose(result.weights, best, atol=1e-12)


@each_trainer
def test_without_a_tolerance_all_iterations_are_done_in_silence(name):
    objective = two_classes(L2(0.1))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = changed(ALL[name], tol=None, max_iter=3).minimize(objective)
    assert result.n_iter == 3
    assert not result.converged
    best = solve(objective).weights
    if name in EXACT:
        result = quietly(ALL[name], objective, best, tol=None, max_iter=3)
        assert result.n_iter == 3 or "no further" in result.message
        assert not result.converged


@pytest.mark.parametrize("name", SEARCHES)
def test_a_search_is_judged_at_its_end(name):
    objective = one_weight(L2(0.1))
    at_end = quietly(SEARCHES[name], objective, tol=100.0)
    assert at_end.converged
    assert at_end.n_iter == SEARCHES[name].max_iter
    assert not quietly(SEARCHES[name], objective, tol=1e-15).converged


@pytest.mark.parametrize(
    "trainer",
    [
        GradientDescent(learning_rate=50.0),
        GradientDescent(learning_rate=50.0, momentum=0.9),
        GradientDescent(learning_rate=50.0, batch_size=5),
        ProximalGradient(learning_rate=50.0),
        ProximalGradient(accelerated=True, learning_rate=50.0),
    ],
    ids=repr,
)
@pytest.mark.parametrize("penalty", [None, L2(0.1)])
@pytest.mark.parametrize("record_every", [1, 1000])
def test_divergence_is_told_in_words(trainer, penalty, record_every):
    trainer = changed(trainer, record_every=record_every)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        result = trainer.minimize(regression(penalty))
    assert [one.category for one in told] == [ConvergenceWarning]
    assert not result.converged
    assert result.message.startswith("It diverged: in iteration ")
    assert "Use a smaller learning_rate" in result.message
    history = result.history
    for array in (result.weights, history.weights, history.loss, history.objective):
        assert np.isfinite(array).all()
    assert history.iterations[-1] == result.n_iter < trainer.max_iter
    assert (history.weights[-1] == result.weights).all()
