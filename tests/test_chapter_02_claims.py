"""What chapter 2 says is so: its code is the package's, its sentences match what it computes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from notebooks import run_chapter

from shrinkage import (
    Evolution,
    GradientDescent,
    LinearEquation,
    LogLoss,
    Newton,
    Objective,
    ParticleSwarm,
    RandomSearch,
)
from shrinkage.datasets import make_classification

CHAPTER = Path(__file__).parents[1] / "chapters" / "02-training.ipynb"


@pytest.fixture(scope="module")
def chapter():
    return run_chapter(CHAPTER)


@pytest.fixture(scope="module")
def penguins(chapter):
    return Objective(chapter.X, chapter.y, LinearEquation(2, intercept=False), LogLoss())


@pytest.fixture(scope="module")
def five(chapter):
    """Five features, to see that the trainers agree beyond the map."""
    data = make_classification(120, 5, useful=5, seed=4)
    objective = Objective(data.X, data.y, LinearEquation(5, intercept=False), LogLoss())
    return objective, *chapter.loss_and_gradient(data.X, data.y)


SEARCHES = {
    "random_search": (RandomSearch, 1, 1),
    "swarm": (ParticleSwarm, 20, 20),
    "evolution": (Evolution, 10, 20),
}


@pytest.mark.parametrize("name", SEARCHES)
@pytest.mark.parametrize("seed", [0, 5])
def test_each_search_is_the_packages_evaluation_for_evaluation(chapter, five, name, seed):
    objective, loss, _ = five
    trainer, first, each = SEARCHES[name]
    rounds = 25
    tries = getattr(chapter, name)(loss, first + each * rounds, seed, 5)
    assert tries.shape == (first + each * rounds, 5)
    # The package draws its first at random too, and then puts the start in the first one's place.
    run = trainer(max_iter=rounds, tol=None, seed=seed).minimize(objective, start=tries[0])
    best = np.minimum.accumulate(loss(tries))
    counts = run.history.evaluations.astype(int)
    if name == "random_search":  # here the start is one more try, and equals the first draw
        counts[1:] -= 1
    np.testing.assert_allclose(best[counts - 1], run.history.loss, rtol=1e-9)
    winner = tries[: counts[-1]][loss(tries[: counts[-1]]).argmin()]
    np.testing.assert_allclose(winner, run.weights, rtol=1e-7)


def test_evolution_without_adapting_keeps_its_step(chapter):
    flat = np.ones  # every place is as good, so the parents stay and children differ by the step
    tries = chapter.evolution(lambda W: flat(len(W)), 2010, 0, 2, step=0.01, adapt=False)
    parents = tries[:10]
    nearest = np.abs(tries[10:, :1] - parents[:, 0]).min(axis=1)
    assert 0.003 < np.median(nearest) < 0.01


def test_gradient_descent_is_the_packages_step_for_step(chapter, five):
    objective, _, gradient = five
    start = np.array([3.0, -2.0, 0.5, 1.0, -4.0])
    path = chapter.descend(gradient, start, 0.7, 60)
    run = GradientDescent(learning_rate=0.7, max_iter=60, tol=None).minimize(objective, start)
    np.testing.assert_allclose(path, run.history.weights, rtol=1e-10)


def test_the_safe_rate_is_the_packages_default(chapter, penguins):
    assert chapter.safe_rate(chapter.X) == pytest.approx(1 / penguins.lipschitz(), rel=1e-12)


def test_the_losses_and_gradients_are_the_packages(chapter, penguins):
    places = np.random.default_rng(1).uniform(-10, 10, (50, 2))
    np.testing.assert_allclose(chapter.loss(places), [penguins.value(w) for w in places], rtol=1e-9)
    for w in places:
        np.testing.assert_allclose(chapter.gradient(w), penguins.gradient(w), atol=1e-12)
    w, nudge = np.array([2.5, 3.5]), 1e-6
    by_steps = [
        (chapter.rhythm_loss(w + nudge * one) - chapter.rhythm_loss(w - nudge * one)) / (2 * nudge)
        for one in np.eye(2)
    ]
    np.testing.assert_allclose(chapter.rhythm_gradient(w), by_steps, atol=1e-8)


def test_the_cross_is_the_minimum(chapter, penguins):
    exact = Newton(tol=1e-12).minimize(penguins).weights
    np.testing.assert_allclose(chapter.w_best, exact, atol=1e-7)
    assert chapter.lower < 1e-12
    places = np.random.default_rng(0).uniform(-10, 10, (5000, 2))
    assert (chapter.loss(places) > chapter.lowest).all()
    # The tangent planes that the certificate rests on.
    w = np.array([1.0, -2.0])
    plane = chapter.loss(w) + (places - w) @ chapter.gradient(w)
    assert (chapter.loss(places) >= plane - 1e-12).all()


def test_accuracy_gives_no_direction_where_the_loss_does(chapter):
    w = np.array([1.0, 1.5])
    scores = chapter.X @ w
    assert np.abs(scores).min() > 0.01  # no bird on the line, so the count is the same anywhere
    assert chapter.share_wrong(w) == chapter.share_wrong(np.array([1.0, 1.501]))
    assert chapter.gradient(w)[1] < -0.1


def test_boasting_costs_more_than_no_opinion(chapter):
    modest, boastful, blank = (chapter.loss(np.array(w)) for w in ([2, 5], [20, 50], [0, 0]))
    assert chapter.share_wrong(np.array([2.0, 5])) == chapter.share_wrong(np.array([20.0, 50]))
    assert modest < blank < boastful
    assert blank == pytest.approx(np.log(2))


def test_on_two_weights_the_crowds_are_cheapest_and_random_search_dearest(chapter):
    median = {name: np.median(costs) for name, costs in chapter.costs.items()}
    crowds = median["particle swarm"], median["evolution"]
    assert 2 * max(crowds) < median["gradient descent"] < median["random search"]
    assert all(len(costs) == 20 for costs in chapter.costs.values())


def test_with_more_weights_the_slope_pays(chapter):
    for p, costs in chapter.medians.items():
        random = np.array(costs["random search"])
        assert np.isinf(random).all() if p > 2 else np.isfinite(random).any()
        assert np.isfinite(costs["gradient descent"]).all()
        assert np.isfinite(costs["evolution"]).all()
    twenty = {name: np.median(costs) for name, costs in chapter.medians[20].items()}
    assert 5 * twenty["gradient descent"] < twenty["evolution"]
    assert 10 / 3 * twenty["gradient descent"] < min(twenty["evolution"], twenty["particle swarm"])
    assert np.isinf(chapter.medians[20]["particle swarm"]).sum() > 9 / 2


def test_the_tries_that_random_search_is_said_to_need_are_those_it_needs(chapter):
    """On two features the share of the box is counted, which knows nothing of ellipsoids."""
    X, y, w = chapter.problem(2)
    loss, _ = chapter.loss_and_gradient(X, y)
    places = np.random.default_rng(0).uniform(-10, 10, (200_000, 2))
    share = np.mean(loss(places) <= loss(w) + 0.01)
    assert chapter.expected_tries(X, y, w, 0.01) == pytest.approx(1 / share, rel=0.15)


def test_gradient_of_the_made_problems_vanishes_at_their_best_weights(chapter):
    for p in chapter.SIZES:
        X, y, w = chapter.problem(p)
        assert np.abs(chapter.loss_and_gradient(X, y)[1](w)).max() < 1e-6
        assert np.abs(w).max() < 10


def test_swarms_that_keep_little_speed_gather_before_they_arrive(chapter):
    stuck = 0
    for seed in range(9):
        run = chapter.swarm(chapter.loss_10, 4000, seed, 10, keep=0.4)
        above = chapter.loss_10(run).min() - chapter.loss_10(chapter.w_10)
        inside = np.abs(run[-20:]).max() < 9.99
        stuck += above > 0.01 and inside and run[-20:].std(axis=0).max() < 0.001
    assert stuck == chapter.stuck > 9 / 2
    failed = (chapter.ends_of_swarms[0.729] > 0.01).sum()
    assert failed == chapter.wall < chapter.stuck


def test_a_step_of_evolution_that_adapts_gets_below_a_large_and_a_small_one(chapter):
    def end(step, adapt):
        runs = [chapter.loss(chapter.evolution(chapter.loss, 1000, seed, 2, step, adapt)).min()
                for seed in range(15)]  # fmt: skip
        return np.median(runs) - chapter.lowest

    assert 1000 * end(1.0, True) < min(end(5.0, False), end(0.01, False))


def test_the_limit_of_the_rate_is_where_it_is_said_to_be(chapter):
    limit = 2 / chapter.curvature[1]
    for rate, settles in ((0.95 * limit, True), (1.05 * limit, False), (15, False), (50, False)):
        path = chapter.descend(chapter.gradient, [0, 0], rate, 2000)
        last = chapter.loss(path[-50:]) - chapter.lowest
        assert (last.max() < 1e-6) == settles, rate
        assert np.abs(path).max() < 10 * rate  # bounces, and is not driven to infinity


def test_units_change_the_steps_and_nothing_else(chapter):
    steps = chapter.steps
    assert steps["grams"] > 100 * steps["kilograms"]
    assert steps["each in standard deviations"] < steps["kilograms"] / 2
    for name, scaled in chapter.scales.items():
        factor = scaled[0] / chapter.X[0]
        loss, _ = chapter.loss_and_gradient(scaled, chapter.y)
        assert loss(chapter.w_best / factor) == pytest.approx(chapter.lowest, rel=1e-12), name


def test_gradient_descent_ends_at_the_bottom_of_shallow_valleys(chapter):
    found = chapter.found
    assert found["gradient descent"] < 10 < found["random search"]
    assert min(found["particle swarm"], found["evolution"]) > 25
    nudges = 0.05 * np.array([[np.cos(a), np.sin(a)] for a in np.linspace(0, 2 * np.pi, 24)])
    shallow = bottoms = 0
    for w in chapter.ends:
        if chapter.rhythm_loss(w) < chapter.floor + 0.01:
            continue
        shallow += 1
        bottoms += bool((chapter.rhythm_loss(w + nudges) > chapter.rhythm_loss(w)).all())
    assert shallow > 20
    assert bottoms > 0.8 * shallow
    places = np.random.default_rng(2).uniform(-10, 10, (100_000, 2))
    assert chapter.rhythm_loss(places).min() > chapter.floor - 1e-6
    w = np.array([2.0, 3.0])
    assert chapter.rhythm_loss(w) == pytest.approx(chapter.rhythm_loss(-w), rel=1e-12)


def test_the_bias_changes_little_and_the_weights_are_those_of_chapter_1(chapter):
    assert chapter.w == pytest.approx([2, 5], abs=0.3)
    assert 0 < chapter.lowest - chapter.with_bias < 0.01
