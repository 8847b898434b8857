"""Shrinkage paths: what the figure says of ridge and lasso holds, by other ways of finding it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from figure_scripts import ask_node
from sklearn.linear_model import Lasso, Ridge

from shrinkage.explorables import ShrinkagePaths
from shrinkage.explorables.shrinkage_paths import LAMS, NAMES, WEIGHTS, _problem

STATES = [
    {},
    {"useless": 24, "noise": 6.0, "lam": 0.05, "seed": 11},
    {"useless": 3, "noise": 0.5, "lam": 1.5, "seed": 7},
    {"features": "orthogonal", "lam": 0.7},
]
each = pytest.mark.parametrize("state", STATES)

WHY = """
import {{ figures }} from {index};
const {{ solve, prediction, state }} = figures["shrinkage-paths"];
const starts = Object.fromEntries(Object.entries(state).map(([key, one]) => [key, one.start]));
const told = JSON.parse(process.argv[1]).map(patch => {{
    const now = {{ ...starts, ...patch }};
    const result = solve(now);
    return [prediction.answer(now, result), prediction.why(now, result, "A")];
}});
console.log(JSON.stringify(told));
"""


def rows(w: ShrinkagePaths) -> tuple[np.ndarray, np.ndarray]:
    problem = _problem(w.noise, w.useless, w.features, w.seed)
    return problem.X, problem.y


@each
def test_the_weights_are_those_another_solver_finds(state):
    w = ShrinkagePaths(**state)
    X, y = rows(w)
    lasso = Lasso(alpha=w.lam, tol=1e-12, max_iter=1_000_000).fit(X, y)
    np.testing.assert_allclose(w.coef_l1, lasso.coef_, atol=1e-6)
    assert w.alive == np.count_nonzero(lasso.coef_)
    ridge = Ridge(alpha=w.lam * len(y)).fit(X, y)
    np.testing.assert_allclose(w.coef_l2, ridge.coef_, atol=1e-9)


@each
def test_a_feature_is_gone_from_its_exit_on_and_there_just_below(state):
    w = ShrinkagePaths(**state)
    for j, lam in enumerate(w.exits):
        w.lam = lam * (1 - 1e-4)
        assert w.coef_l1[j] != 0
        for beyond in (1 + 1e-6, 1.1, 2.0):
            w.lam = min(lam * beyond, 100.0)
            assert w.coef_l1[j] == 0
    assert w.results()["first"] == NAMES[int(np.argmin(w.exits))]


@each
def test_the_error_on_new_rows_is_the_mean_over_many_of_them(state):
    w = ShrinkagePaths(**state)
    X, y = rows(w)
    rng = np.random.default_rng(1)
    n, p = 200_000, X.shape[1]
    shared = 0.0 if w.features == "orthogonal" else 0.5
    fresh = np.sqrt(1 - shared) * rng.normal(size=(n, p)) + np.sqrt(shared) * rng.normal(
        size=(n, 1)
    )
    target = fresh[:, :6] @ WEIGHTS + w.noise * rng.normal(size=n)
    for kind, coef in (("l1", w.coef_l1), ("l2", w.coef_l2)):
        bias = y.mean() - X.mean(axis=0) @ coef
        squares = (fresh @ coef + bias - target) ** 2
        told = w.results()[kind]
        margin = 5 * squares.std() / np.sqrt(n)
        assert told["fresh"] == pytest.approx(squares.mean(), abs=margin)
        assert told["training"] == pytest.approx(((X @ coef + bias - y) ** 2).mean())


def test_only_orthogonal_features_are_all_scaled_by_one_factor():
    for lam in (0.01, 0.4, 30.0):
        shares = ShrinkagePaths(features="orthogonal", lam=lam)
        np.testing.assert_allclose(shares.coef_l2 / shares.least_squares, 1 / (1 + lam), rtol=1e-9)
    shares = ShrinkagePaths(lam=1.0)
    left = (shares.coef_l2 / shares.least_squares)[:6]
    assert left.max() > 2 * left.min()


def test_with_orthogonal_features_l1_takes_lam_off_each_and_the_smallest_leaves_first():
    w = ShrinkagePaths(features="orthogonal", lam=0.8)
    full = w.least_squares
    thresholded = np.sign(full) * np.maximum(np.abs(full) - 0.8, 0.0)
    np.testing.assert_allclose(w.coef_l1, thresholded, atol=1e-12)
    np.testing.assert_allclose(w.exits, np.abs(full[:6]), rtol=1e-9)


def test_orthogonal_features_are_orthogonal_and_one_more_leaves_the_others():
    few, many = (rows(ShrinkagePaths(features="orthogonal", useless=k))[0] for k in (5, 6))
    np.testing.assert_allclose(many.T @ many / len(many), np.eye(12), atol=1e-12)
    np.testing.assert_allclose(many.mean(axis=0), 0, atol=1e-14)
    np.testing.assert_allclose(many[:, :11], few, atol=1e-12)


def test_the_start_shows_the_point():
    w = ShrinkagePaths()
    found = w.results()
    assert found["l2"]["alive"] == 20
    # Useless features have left, and no useful one has: where they leave is behind the curtain.
    assert found["l1"]["alive"] <= 13
    assert np.count_nonzero(w.coef_l1[:6]) == 6
    assert w.lam < min(found["exits"]) / 2
    # The one that leaves first is not the smallest: what most readers will have guessed.
    smallest = NAMES[int(np.argmin(np.abs(w.least_squares[:6])))]
    assert (found["first"], smallest) == ("E", "F")
    # Both have a best λ inside, and there L1 is better than L2, which beats least squares.
    for kind in ("l1", "l2"):
        assert LAMS[-1] < found[kind]["best_lam"] < LAMS[0]
    least_squares = ShrinkagePaths(lam=0.01).results()["l2"]["fresh"]
    assert found["l1"]["best_fresh"] < found["l2"]["best_fresh"] < least_squares


@pytest.mark.parametrize("state", [*STATES, {"seed": 9}, {"useless": 0, "noise": 0.0}])
def test_each_letter_of_the_still_stands_in_its_panel_and_apart(state):
    figure = ShrinkagePaths(**state).still()
    for axes in figure.axes[:2]:
        # As they are drawn, once all is.
        low, high = axes.get_ylim()
        heights = {one.get_text(): one.xy[1] for one in axes.texts}
        assert sorted(heights) == list(NAMES)
        assert all(low <= height <= high for height in heights.values())
        gaps = np.diff(sorted(heights.values()))
        assert gaps.min() > 0.08 * (high - low)


def test_without_useless_features_l2_can_be_as_good_as_l1():
    # "Which penalty predicts better now?" has no fixed answer.
    better = [
        w["l2"]["best_fresh"] < w["l1"]["best_fresh"]
        for w in (ShrinkagePaths(useless=0, noise=4.0, seed=seed).results() for seed in range(12))
    ]
    assert sum(better) >= 2


def test_a_weight_can_turn_its_sign_under_l2_and_grow():
    w = ShrinkagePaths(lam=10.0)
    assert w.coef_l2[4] * w.least_squares[4] < 0
    w = ShrinkagePaths(useless=24)
    assert np.max(w.coef_l2[:6] / w.least_squares[:6]) > 1


def test_each_answer_is_explained_by_what_is_so():
    states = [
        {},
        {"features": "orthogonal"},
        *({"seed": seed} for seed in range(12)),
        *({"features": "orthogonal", "seed": seed, "noise": 5} for seed in range(4)),
    ]
    kinds = set()
    for state, (answer, why) in zip(states, ask_node(WHY, json.dumps(states)), strict=True):
        w = ShrinkagePaths(**state)
        assert answer == w.results()["first"]
        smallest = NAMES[int(np.argmin(np.abs(w.least_squares[:6])))]
        assert why.startswith(f"{answer} leaves at λ = ")
        if "takes λ off each" in why:
            kinds.add("orthogonal")
            assert w.features == "orthogonal"
            assert answer == smallest
        elif "is the smallest" in why:
            kinds.add("smallest")
            assert answer == smallest
        else:
            kinds.add("another")
            assert f"before the smaller {smallest}." in why
            assert answer != smallest
    assert kinds == {"orthogonal", "smallest", "another"}


def test_rows_follow_the_controls_smoothly():
    X, y = rows(ShrinkagePaths(noise=2.0))
    more, target = rows(ShrinkagePaths(noise=2.0, useless=15))
    np.testing.assert_array_equal(more[:, :20], X)
    np.testing.assert_allclose(target, y, atol=1e-12)
    quiet = rows(ShrinkagePaths(noise=0.0))[1]
    louder = rows(ShrinkagePaths(noise=4.0))[1]
    np.testing.assert_allclose(louder - quiet, 2 * (y - quiet), atol=1e-12)
    np.testing.assert_allclose(quiet, X[:, :6] @ WEIGHTS, atol=1e-12)
