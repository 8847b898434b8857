"""What chapter 3 says is so: its code is the package's, its sentences match what it computes."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from notebooks import folded_solutions, printed, run_chapter, text_of

from shrinkage import GradientDescent, LinearEquation, LinearRegression, Objective, SquaredError
from shrinkage.check.chapter_03_penguins import penguin_shares
from shrinkage.datasets import load_diabetes, load_penguins, squares_and_products
from shrinkage.selection import random_splits

CHAPTER = Path(__file__).parents[1] / "chapters" / "03-over-fitting.ipynb"


@pytest.fixture(scope="module")
def chapter():
    return run_chapter(CHAPTER)


@pytest.fixture(scope="module")
def first(chapter):
    """The first model, from the first principles of NumPy: the split, its training, its errors."""
    data = load_diabetes()
    train, test = random_splits(442, 1, test_size=402, seed=0)[0]
    X = (data.X - data.X[train].mean(axis=0)) / data.X[train].std(axis=0)
    X = squares_and_products(data.with_features(X, data.feature_names)).X
    X = (X - X[train].mean(axis=0)) / X[train].std(axis=0)
    objective = Objective(X[train], data.y[train], LinearEquation(64), SquaredError())
    start = np.append(np.zeros(64), data.y[train].mean())
    curvature = np.linalg.eigvalsh(X[train].T @ X[train] / 40)[-1]
    trainer = GradientDescent(learning_rate=1 / curvature, max_iter=10_000, tol=None)
    weights = trainer.minimize(objective, start).history.weights
    residuals = weights[:, :64] @ X.T + weights[:, 64:] - data.y
    known = np.sqrt(np.mean(residuals[:, train] ** 2, axis=1))
    new = np.sqrt(np.mean(residuals[:, test] ** 2, axis=1))
    return SimpleNamespace(X=X, train=train, test=test, weights=weights, known=known, new=new)


def test_the_64_features_are_the_packages(chapter):
    np.testing.assert_allclose(
        chapter.products(chapter.X), squares_and_products(chapter.diabetes).X
    )
    np.testing.assert_array_equal(chapter.squares(chapter.X), chapter.products(chapter.X)[:, :19])


def test_the_split_and_the_training_are_the_packages_step_for_step(chapter, first):
    X_train, X_test, y_train, y_test = chapter.split(40, chapter.products, 0)
    np.testing.assert_allclose(X_train, first.X[first.train], atol=1e-9)
    np.testing.assert_allclose(X_test, first.X[first.test], atol=1e-9)
    path, b = chapter.train(X_train, y_train)
    np.testing.assert_allclose(path, first.weights[:, :64], atol=1e-6)
    np.testing.assert_allclose(first.weights[:, 64], b, atol=1e-8)  # its slope stays 0
    np.testing.assert_allclose(chapter.typical_error(X_test, y_test, path, b), first.new, atol=1e-6)


def test_no_test_row_has_a_say_in_the_model(chapter):
    """Change the test rows, features and targets, and the training part stays as it was."""
    before = chapter.split(40, chapter.products, 3)
    _, test = random_splits(442, 1, test_size=402, seed=3)[0]
    kept = chapter.X, chapter.y
    names = chapter.split.__globals__
    try:
        X, y = kept[0].copy(), kept[1].copy()
        X[test] = 7 * X[test] - 3
        y[test] = 0
        names["X"], names["y"] = X, y
        after = chapter.split(40, chapter.products, 3)
    finally:
        names["X"], names["y"] = kept
    np.testing.assert_array_equal(before[0], after[0])
    np.testing.assert_array_equal(before[2], after[2])
    assert not np.allclose(before[1], after[1])


def test_trained_for_long_the_first_model_matches_its_rows_and_is_worse_than_the_mean(first):
    assert first.known[-1] < 1
    assert first.new[-1] > 2.5 * first.new[0]
    assert 78.5 < first.new[0] < 79.5  # the options say 79
    assert 225 < first.new[-1] < 235  # and "near 230"
    assert (np.diff(first.known) <= 1e-9).all()


def test_it_is_the_rule_over_thirty_draws_and_the_spread_is_a_standard_deviation(chapter):
    errors = chapter.errors
    assert errors.shape == (30, 3)
    assert (errors[:, 1] > errors[:, 2]).all()
    assert errors[:, 0].max() < 1e-6
    mean = errors[:, 1].sum() / 30
    spread = np.sqrt(np.sum((errors[:, 1] - mean) ** 2) / 29)
    assert (round(mean), round(spread)) == (204, 60)  # question 5
    assert f"test rows: {mean:.1f} ± {spread:.1f} points" in printed(CHAPTER)
    assert np.mean(np.abs(errors[:, 1] - mean) > spread) == pytest.approx(1 / 3, abs=0.12)


def test_the_package_takes_the_smallest_weights_that_match_as_gradient_descent_does(chapter, first):
    X, y = first.X[first.train], chapter.diabetes.y[first.train]
    model = LinearRegression().fit(X, y)
    smallest = np.linalg.pinv(X) @ (y - y.mean())
    np.testing.assert_allclose(model.coef_, smallest, atol=1e-8)
    # Gradient descent never leaves the span of the rows, where the smallest solution lies.
    last = first.weights[-1, :64]
    assert np.linalg.norm(last - X.T @ np.linalg.lstsq(X.T, last, rcond=None)[0]) < 1e-9
    distance = np.linalg.norm(first.weights[[100, 1000, -1], :64] - smallest, axis=1)
    assert (np.diff(distance) < 0).all()


def test_the_worst_place_is_at_as_many_rows_as_constants(chapter):
    wide, narrow = chapter.by_rows["64 features"], chapter.by_rows["10"]
    middle = dict(zip(chapter.ROWS, np.median(wide[..., 1], axis=1), strict=True))
    assert max(middle, key=middle.get) == 65
    assert middle[65] > 1000 > 5 * middle[20]
    beyond = [middle[rows] for rows in chapter.ROWS if rows >= 65]
    assert (np.diff(beyond) < 0).all()
    for rows, found in zip(chapter.ROWS, wide, strict=True):
        assert (found[:, 0].max() < 1e-5) == (rows <= 65)
    assert np.median(narrow[-1, :, 1]) < middle[400]
    gaps = np.median(narrow[..., 1] - narrow[..., 0], axis=1)
    assert gaps[-1] < 5 < 10 < gaps[0]


def test_the_test_error_turns_within_the_first_hundred_steps(chapter, first):
    best = first.new.argmin()
    assert best == chapter.best == 5
    assert first.new[best] < first.new[0] < first.new[1000] < first.new[-1]
    assert min(chapter.turns) >= 1
    assert max(chapter.turns) < 100
    assert first.new[best] == pytest.approx(67, abs=0.5)
    assert (np.diff(first.new[20:]) > 0).all()  # "beyond the first few, each step costs"


def test_each_direction_is_gone_by_the_share_that_its_curvature_says(chapter, first):
    X, y = first.X[first.train], chapter.diabetes.y[first.train]
    curvature, directions = np.linalg.eigh(X.T @ X / 40)
    curvature, directions = curvature[-39:], directions[:, -39:]
    assert len(chapter.curvature) == 39
    goal = directions.T @ np.linalg.pinv(X) @ (y - y.mean())
    rate = 1 / curvature[-1]
    for k in (5, 200):
        gone = directions.T @ first.weights[k, :64]
        np.testing.assert_allclose(gone, (1 - (1 - rate * curvature) ** k) * goal, atol=1e-6)
    # A flat direction takes large weights: those of the flattest third are the larger part.
    assert np.linalg.norm(goal[:13]) > 3 * np.linalg.norm(goal[-13:])


def test_three_models_from_three_samples_disagree(chapter):
    pool = chapter.split(120, chapter.products, 0)
    sets = np.random.default_rng(0).permutation(120).reshape(3, 40)
    assert np.intersect1d(sets[0], sets[1]).size == 0
    for model, one in zip(chapter.models, sets, strict=True):
        np.testing.assert_allclose(model.predict(pool[0][one]), pool[2][one], atol=1e-6)
    highest, lowest = chapter.predicted.max(axis=0), chapter.predicted.min(axis=0)
    assert round(float(np.median(highest - lowest))) == round(chapter.apart) == 214  # question 4
    assert chapter.calm_apart < chapter.apart / 5
    signs = np.sign(chapter.weights)
    assert (signs != 0).all()
    assert chapter.same == np.sum((signs[0] == signs[1]) & (signs[1] == signs[2])) < 32


def test_the_ten_weights_drawn_differ_in_sign_for_most_measurements(chapter):
    signs = np.sign(chapter.weights[:, :10])
    assert np.sum(np.abs(signs.sum(axis=0)) < 3) >= 5


def test_with_many_rows_and_few_features_the_two_errors_stay_together(chapter):
    for seed in range(4):
        X_train, X_test, y_train, y_test = chapter.split(342, lambda X: X, seed)
        path, b = chapter.train(X_train, y_train, 4000)
        new = chapter.typical_error(X_test, y_test, path, b)
        known = chapter.typical_error(X_train, y_train, path, b)
        assert new[-1] < 1.01 * new.min()
        assert abs(new[-1] - known[-1]) < 0.12 * known[-1]
        assert new[-1] < 0.85 * new[0]
    assert round(float(chapter.typical_error(*chapter_many(chapter)))) == 53


def chapter_many(chapter):
    X_train, _, y_train, _ = chapter.split(342, lambda X: X, 0)
    path, b = chapter.train(X_train, y_train)
    return X_train, y_train, path[-1], b


def test_the_rule_for_both_errors_holds_where_its_conditions_do():
    """Made data that fulfill the conditions: new targets for the same features."""
    rng = np.random.default_rng(5)
    n, p, sigma = 40, 10, 3.0
    X = rng.normal(size=(n, p))
    signal = X @ rng.normal(size=p) + 1
    A = np.column_stack([X, np.ones(n)])
    Y = signal[:, np.newaxis] + sigma * rng.normal(size=(n, 4000))
    fitted = A @ np.linalg.lstsq(A, Y, rcond=None)[0]
    again = signal[:, np.newaxis] + sigma * rng.normal(size=(n, 4000))
    share = (p + 1) / n
    assert np.mean((fitted - Y) ** 2) == pytest.approx(sigma**2 * (1 - share), rel=0.02)
    assert np.mean((fitted - again) ** 2) == pytest.approx(sigma**2 * (1 + share), rel=0.02)


def test_the_rule_comes_close_on_the_patients_and_new_features_cost_more(chapter):
    p, sigma = 10, chapter.sigma
    for n in (40, 100, 342):
        found = np.mean([chapter.both_errors(n, lambda X: X, s)[:2] for s in range(30)], axis=0)
        assert found[0] == pytest.approx(sigma * np.sqrt(1 - (p + 1) / n), rel=0.04)
        assert found[1] == pytest.approx(sigma * np.sqrt(1 + (p + 1) / n), rel=0.1)
    few = np.mean([chapter.both_errors(40, lambda X: X, s)[1] for s in range(30)])
    assert few > sigma * np.sqrt(1 + (p + 1) / 40)


def test_without_noise_64_features_do_no_harm_and_with_it_they_do(chapter):
    X_train, X_test, _, _ = chapter.split(80, chapter.products, 0)
    w = np.random.default_rng(9).normal(size=64)
    exact = LinearRegression().fit(X_train, X_train @ w)
    np.testing.assert_allclose(exact.predict(X_test), X_test @ w, atol=1e-6)
    noisy = LinearRegression().fit(X_train, X_train @ w + np.random.default_rng(1).normal(size=80))
    assert np.std(noisy.predict(X_test) - X_test @ w) > 2


def test_the_penguins_come_in_the_order_of_their_species_and_number_333():
    species = load_penguins().column("species")
    assert len(species) == 333
    assert np.sum(species[1:] != species[:-1]) == 2


def test_the_colleague_has_the_three_faults_that_the_solution_names(chapter):
    told = r"written this for the penguins:\n\n```python\n(.*?)```"
    code = re.search(told, text_of(CHAPTER), re.DOTALL)[1]
    names = {"np": np}
    exec(code, names)
    X, y = np.random.default_rng(0).normal(size=(333, 2)), np.arange(333.0)
    for n_train, shared in ((133, 0), (134, 1), (200, 67)):
        X_train, _, y_train, y_test = names["split_rows"](X, y, n_train, 0)
        assert np.intersect1d(y_train, y_test).size == shared
        assert y_train.tolist() == list(range(n_train))
    assert not np.allclose(X_train.mean(axis=0), 0)  # so the scale is that of all rows


def test_the_solution_for_the_penguins_does_what_is_said_of_it():
    names: dict[str, object] = {}
    exec(folded_solutions(CHAPTER)["3.4"], names)
    features, few, many = tuple(names["features"]), names["few"], names["many"]
    training, test = penguin_shares(features, True, few)
    assert training == 1.0
    assert 1 - test == pytest.approx(1 / 3, abs=0.03)
    training, test = penguin_shares(features, True, many)
    assert abs(training - test) <= 0.03
    assert squares_and_products(load_penguins().select(list(features))).X.shape[1] == 14
    # "Can you do it with body mass alone?"
    shares = [penguin_shares(("body mass",), False, rows) for rows in range(10, 41)]
    assert max(training - test for training, test in shares) < 0.15


def test_the_weights_grow_from_the_best_step_to_the_end(chapter, first):
    sizes = np.linalg.norm(first.weights[:, :64], axis=1)
    assert sizes[-1] > 10 * sizes[5]
    np.testing.assert_allclose(chapter.sizes, sizes, atol=1e-6)
