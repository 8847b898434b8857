"""The searches: within their bound, reproducible, and never worse than where they began."""

from __future__ import annotations

import numpy as np
import pytest
from training import SEARCHES, CountedObjective, changed, network, one_weight, quietly, two_classes

from shrinkage import (
    L1,
    L2,
    Evolution,
    LinearEquation,
    Objective,
    ParticleSwarm,
    RandomSearch,
    SquaredError,
)
from shrinkage.solvers import solve

each_search = pytest.mark.parametrize("name", SEARCHES)
with_deaths = ParticleSwarm(particles=8, death=0.3, bound=5.0, max_iter=30, tol=None)
THOROUGH = {
    "particle swarm": ParticleSwarm(bound=5.0, max_iter=400, tol=1e-4),
    "evolution": Evolution(bound=5.0, max_iter=400, tol=1e-4),
}


@pytest.mark.parametrize("trainer", [*SEARCHES.values(), with_deaths], ids=repr)
@pytest.mark.parametrize("bound", [0.5, 3.0])
def test_it_tries_nothing_outside_its_bound(trainer, bound):
    objective = one_weight(L2(0.1), kind=CountedObjective)
    changed(trainer, bound=bound).minimize(objective)
    tried = np.array(objective.tried)
    assert np.abs(tried).max() <= bound
    assert (np.ptp(tried, axis=0) > 0.8 * bound).all()  # and it makes use of the room


@pytest.mark.parametrize("trainer", [*SEARCHES.values(), with_deaths], ids=repr)
def test_it_ends_with_the_best_that_it_tried(trainer):
    objective = two_classes(L1(0.1), kind=CountedObjective)
    result = trainer.minimize(objective)
    tried = np.array(objective.tried)
    plain = two_classes(L1(0.1))
    lowest = min(plain.value(theta) for theta in tried)
    assert plain.value(result.weights) == lowest
    assert (np.diff(result.history.objective) <= 0).all()


@pytest.mark.parametrize("trainer", [*SEARCHES.values(), with_deaths], ids=repr)
@pytest.mark.parametrize("shift", [0.0, 0.01, 1.0])
def test_it_is_never_worse_than_its_start(trainer, shift):
    objective = two_classes(L2(0.1))
    start = solve(objective).weights + shift
    result = trainer.minimize(objective, start)
    assert objective.value(result.weights) <= objective.value(start)
    assert result.history.objective[0] <= objective.value(start)
    if shift == 0.0:  # nothing can be better, so the start itself must have been kept
        np.testing.assert_allclose(result.weights, start, atol=1e-6)


@each_search
def test_it_is_reproducible_and_differs_by_seed(name):
    def run(seed):
        trainer = changed(SEARCHES[name], seed=seed)
        return trainer.minimize(two_classes(L2(0.1)), np.full(5, 4.0)).history.weights

    assert (run(3) == run(3)).all()
    assert (run(3)[-1] != run(4)[-1]).any()


@each_search
def test_more_iterations_go_on_where_fewer_ended(name):
    fewer = changed(SEARCHES[name], max_iter=10).minimize(two_classes(L2(0.1))).history
    more = changed(SEARCHES[name], max_iter=20).minimize(two_classes(L2(0.1))).history
    assert (more.weights[:11] == fewer.weights).all()


@pytest.mark.parametrize("penalize_bias", [False, True])
@pytest.mark.parametrize("penalty", [None, L1(0.5), L2(1.0)], ids=repr)
@pytest.mark.parametrize("name", THOROUGH)
def test_swarm_and_evolution_find_the_minimum(name, penalty, penalize_bias):
    objective = one_weight(penalty, penalize_bias)
    result = quietly(THOROUGH[name], objective)
    np.testing.assert_allclose(result.weights, solve(objective).weights, atol=1e-3)
    assert result.converged == (objective.stationarity(result.weights) <= 1e-4)


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("name", THOROUGH)
def test_swarm_and_evolution_come_close_in_five_dimensions(name, seed):
    objective = two_classes(L2(0.1))
    result = quietly(changed(THOROUGH[name], seed=seed), objective)
    assert objective.value(result.weights) - objective.value(solve(objective).weights) < 1e-4


def test_random_search_comes_closer_the_longer_it_draws():
    objective = one_weight()
    lowest = [
        np.mean([
            objective.value(quietly(RandomSearch(5.0, n, tol=None, seed=s), objective).weights)
            for s in range(10)
        ])
        for n in (10, 100, 1000)
    ]  # fmt: skip
    assert lowest[0] > 3 * lowest[1] > 9 * lowest[2]


@each_search
def test_it_never_lands_on_an_exact_zero(name):
    result = quietly(SEARCHES[name], two_classes(L1(0.5)), np.full(5, 1.0))
    assert (result.weights != 0).all()


@each_search
def test_it_trains_networks(name):
    objective = network(L1(0.01))
    result = quietly(SEARCHES[name], objective)
    assert objective.value(result.weights) <= objective.value(objective.start())


def test_a_swarm_without_attraction_keeps_its_course():
    # Speeds below 1 with nothing to pull and no friction: each particle flies straight on.
    objective = one_weight(kind=CountedObjective)
    trainer = ParticleSwarm(
        particles=4, inertia=1.0, attraction=0.0, bound=1e6, max_iter=3, tol=None
    )
    trainer.minimize(objective)
    flights = np.array(objective.tried).reshape(4, 4, 2)
    moves = np.diff(flights, axis=0)
    assert (np.abs(moves) <= 1.0).all()
    np.testing.assert_allclose(moves[1], moves[0], atol=1e-9)
    np.testing.assert_allclose(moves[2], moves[0], atol=1e-9)


def test_a_swarm_without_inertia_or_attraction_stands_still():
    objective = one_weight(kind=CountedObjective)
    trainer = ParticleSwarm(4, inertia=0.0, attraction=0.0, max_iter=3, tol=None)
    trainer.minimize(objective)
    flights = np.array(objective.tried).reshape(4, 4, 2)
    assert (flights == flights[0]).all()


def test_particles_that_die_are_drawn_anew_but_for_the_best():
    objective = one_weight(kind=CountedObjective)
    trainer = ParticleSwarm(6, inertia=0.0, attraction=0.0, death=1.0, max_iter=4, tol=None)
    trainer.minimize(objective)
    flights = np.array(objective.tried).reshape(5, 6, 2)
    values = np.array([[one_weight().value(place) for place in swarm] for swarm in flights])
    for before, after, value in zip(flights[:-1], flights[1:], values[:-1], strict=True):
        stayed = (before == after).all(axis=1)
        assert stayed.sum() == 1
        assert stayed[value.argmin()]


def test_evolution_is_exact_about_who_survives():
    objective = one_weight(kind=CountedObjective)
    trainer = Evolution(parents=3, children=5, max_iter=1, tol=None)
    history = trainer.minimize(objective).history
    tried = np.array(objective.tried)
    best = tried[np.argmin([one_weight().value(theta) for theta in tried])]
    assert (history.weights[-1] == best).all()


def test_mutations_of_evolution_have_the_size_that_was_asked_for():
    flat = Objective(np.zeros((2, 50)), [0.0, 0.0], LinearEquation(50), SquaredError())
    objective = CountedObjective(flat.X, flat.y, flat.equation, flat.loss)
    trainer = Evolution(parents=2, children=200, mutation=0.1, bound=1e3, max_iter=1, tol=None)
    trainer.minimize(objective, np.zeros(51))
    tried = np.array(objective.tried)
    parents, children = tried[:2], tried[2:]
    to_nearest = np.abs(children[:, None, :] - parents[None]).min(axis=1)
    assert np.sqrt(np.mean(to_nearest**2)) == pytest.approx(0.1, rel=0.05)
    from_each = np.mean(np.abs(children - parents[0]) < np.abs(children - parents[1]))
    assert 0.4 < from_each < 0.6


@each_search
@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"bound": 0.0}, ValueError, "bound must be finite and > 0, got 0.0"),
        ({"bound": np.inf}, ValueError, "bound must be finite and > 0"),
        ({"bound": None}, TypeError, "bound must be a real number, got None"),
        ({"seed": -1}, ValueError, "seed must be at least 0"),
        ({"seed": "a"}, TypeError, "seed must be a whole number, got 'a'"),
    ],
)
def test_bad_arguments_of_all_are_named(name, arguments, error, message):
    with pytest.raises(error, match=message):
        changed(SEARCHES[name], **arguments).minimize(one_weight())


@pytest.mark.parametrize(
    ("trainer", "error", "message"),
    [
        (ParticleSwarm(particles=1), ValueError, "particles must be at least 2, got 1"),
        (ParticleSwarm(inertia=-0.1), ValueError, "inertia must be finite and >= 0"),
        (ParticleSwarm(attraction="strong"), TypeError, "attraction must be a real number"),
        (ParticleSwarm(death=1.5), ValueError, "death must be finite and >= 0 and <= 1"),
        (Evolution(parents=1), ValueError, "parents must be at least 2"),
        (Evolution(children=0), ValueError, "children must be at least 1"),
        (Evolution(mutation=0.0), ValueError, "mutation must be finite and > 0"),
    ],
    ids=repr,
)
def test_bad_arguments_of_one_are_named(trainer, error, message):
    with pytest.raises(error, match=message):
        trainer.minimize(one_weight())
