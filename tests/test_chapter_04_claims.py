"""What chapter 4 says is so, computed again in other ways."""

from __future__ import annotations

import warnings
from math import comb
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from notebooks import printed, run_chapter
from scipy.optimize import linprog
from sklearn.svm import SVC

from shrinkage import (
    GradientDescent,
    LinearEquation,
    LinearRegression,
    LogisticRegression,
    LogLoss,
    Objective,
    SquaredError,
)
from shrinkage.check.chapter_04 import EXERCISES
from shrinkage.datasets import load_breast_cancer, load_diabetes, load_tecator
from shrinkage.explorables import PolynomialDegree
from shrinkage.messages import ConvergenceWarning, SeparableDataWarning
from shrinkage.selection import random_splits

CHAPTERS = Path(__file__).parents[1] / "chapters"
CHAPTER = CHAPTERS / "04-large-weights.ipynb"


@pytest.fixture(scope="module")
def chapter():
    return run_chapter(CHAPTER)


def root_mean_square(errors):
    return float(np.sqrt(np.mean(np.square(errors))))


def standard(X, train):
    return (X - X[train].mean(axis=0)) / X[train].std(axis=0)


def least_squares(X, y, train, test):
    """Size, training error and test error of the smallest least-squares weights, by NumPy."""
    A = standard(X, train)
    b = y[train].mean()
    w = np.linalg.lstsq(A[train], y[train] - b, rcond=1e-12)[0]
    errors = A @ w + b - y
    return SimpleNamespace(
        w=w,
        size=float(np.sqrt(w @ w)),
        training=root_mean_square(errors[train]),
        test=root_mean_square(errors[test]),
    )


# Time


def test_the_first_model_is_that_of_chapter_3(chapter):
    before = run_chapter(CHAPTERS / "03-over-fitting.ipynb")
    for seed in (0, 1):
        mine, theirs = (
            chapter.split(40, chapter.products, seed),
            before.split(40, before.products, seed),
        )
        for one, other in zip(mine, theirs, strict=True):
            np.testing.assert_allclose(one, other)
    assert f"{before.sizes[5]:.0f}" == "23"
    assert f"{before.sizes[-1]:.0f}" == "293"


@pytest.mark.parametrize("widen", ["products", "measurements"])
def test_the_jump_to_a_step_lands_where_the_packages_walk_does(chapter, widen):
    X, _, y, _ = chapter.split(40, getattr(chapter, widen))
    objective = Objective(X, y, LinearEquation(X.shape[1]), SquaredError())
    start = np.append(np.zeros(X.shape[1]), y.mean())
    rate = 1 / np.linalg.eigvalsh(X.T @ X / len(y))[-1]
    trainer = GradientDescent(learning_rate=rate, max_iter=2000, tol=None)
    walked = trainer.minimize(objective, start).history.weights[:, :-1]
    steps = np.array([0, 1, 5, 300, 2000])
    np.testing.assert_allclose(chapter.descend_to(steps, X, y), walked[steps], atol=1e-7)


def test_the_size_rises_with_every_step_also_where_no_harm_is_done(chapter):
    for rows, widen in ((40, chapter.products), (342, chapter.measurements)):
        X_train, _, y_train, _ = chapter.split(rows, widen)
        sizes = chapter.size(chapter.descend_to(np.arange(1, 3001), X_train, y_train))
        assert (np.diff(sizes) > 0).all()
    sizes, errors = chapter.grown[342]
    later = chapter.STEPS >= 100
    assert sizes[-1] > 1.5 * sizes[later][0]
    assert np.ptp(errors[later]) < 0.1


def test_terms_cancel_on_training_rows_and_not_on_test_rows(chapter):
    X_train, X_test, y_train, _ = chapter.split(40, chapter.products)
    w = chapter.descend_to([10_000], X_train, y_train)[0]
    known, new = X_train @ w, X_test @ w
    assert np.abs(X_train * w).sum(axis=1).mean() == pytest.approx(
        np.abs(X_test * w).sum(axis=1).mean(), rel=0.05
    )
    assert np.abs(new).mean() > 2.5 * np.abs(known).mean()
    assert known.std() == pytest.approx(y_train.std(), rel=0.02)


def test_the_size_is_the_steepest_slope_of_the_prediction():
    rng = np.random.default_rng(0)
    w = rng.normal(size=64)
    steps = rng.normal(size=(2000, 64))
    steps /= np.linalg.norm(steps, axis=1, keepdims=True)
    assert (np.abs(steps @ w) <= np.linalg.norm(w)).all()
    assert w @ (w / np.linalg.norm(w)) == pytest.approx(np.linalg.norm(w))


# Number of features


def test_size_and_test_error_peak_together_at_as_many_constants_as_rows(chapter):
    size, training, test = chapter.by_count.T
    peak = chapter.COUNTS.index(39)
    assert size.argmax() == test.argmax() == peak
    assert (np.diff(size[: peak + 1]) > 0).all()
    assert (np.diff(size[peak:]) < 0).all()
    assert (training[:peak] > 1).all()
    assert (training[peak:] < 1e-6).all()
    assert test[-1] < test[peak] / 3
    assert np.corrcoef(np.log(size[6:]), np.log(test[6:]))[0, 1] > 0.9


def test_what_is_fitted_at_each_number_of_features_is_the_smallest_that_fits(chapter):
    A, _, y_A, _ = chapter.split(40, chapter.products, 0)
    order = np.random.default_rng(0).permutation(64)
    for place, p in enumerate(chapter.COUNTS):
        w = np.linalg.pinv(A[:, order[:p]], rcond=1e-10) @ (y_A - y_A.mean())
        assert np.linalg.norm(w) == pytest.approx(chapter.found[0][place][0], rel=1e-5)


# Degree


def test_the_largest_weight_grows_with_the_degree_by_another_way_to_fit():
    figure = PolynomialDegree()
    x, y = figure.x, figure.y
    assert len(x) == 12
    assert np.abs(x).max() <= 1
    assert -1.4 < y.min() < -1.2
    assert 1 < y.max() < 1.2
    largest = []
    for degree in range(1, 12):
        powers = np.polynomial.Polynomial.fit(x, y, degree, domain=[-1, 1], window=[-1, 1])
        largest.append(float(np.abs(powers.convert().coef[1:]).max()))
    for degree, one in zip(range(1, 12), largest, strict=True):
        if degree % 2:
            assert f"degree {degree:2}: largest weight {one:8,.1f}," in printed(CHAPTER)
    assert largest[0] < 1 < 10_000 < largest[-1]
    figure.lam = 0.001
    tame = figure.results()
    assert tame["fit"]["largest"] < 3
    assert all(weight != 0 for weight in tame["fit"]["weights"])
    assert tame["fit"]["test_error"] < tame["plain"]["test_error"] / 1000


# Separable data


def can_be_separated(X, y):
    """Whether some weights and a bias put every row on its side, by linear programming."""
    A = np.column_stack([X, np.ones(len(X))]) * np.where(y == 1, -1, 1)[:, np.newaxis]
    found = linprog(np.zeros(A.shape[1]), A, -np.ones(len(X)), bounds=(None, None))
    return found.status == 0


def test_the_training_lumps_are_separable_and_so_are_all(chapter):
    data = load_breast_cancer()
    assert can_be_separated(chapter.lumps(100)[0], chapter.lumps(100)[2])
    assert can_be_separated(standard(data.X, np.arange(569)), data.y)


def test_the_package_says_so_and_has_not_converged(chapter):
    X, _, y, _ = chapter.lumps(100)
    with pytest.warns(SeparableDataWarning):
        model = LogisticRegression().fit(X, y)
    assert not model.converged_
    assert model.score(X, y) == 1
    assert "SeparableDataWarning" in printed(CHAPTER)
    assert f"the package: size {np.linalg.norm(model.coef_):.0f}, wrong" in printed(CHAPTER)
    assert round(float(np.linalg.norm(model.coef_))) == 313  # question 2


def test_larger_weights_always_have_a_smaller_training_loss_and_the_test_loss_turns(chapter):
    X_train, X_test, y_train, y_test = chapter.lumps(100)
    w, b, _ = chapter.fit(X_train, y_train)
    losses = {}
    for name, X, y in (("training", X_train, y_train), ("test", X_test, y_test)):
        z = (X @ w + b) * np.where(y == 1, 1, -1) / np.linalg.norm(w)
        losses[name] = [float(np.mean(np.log1p(np.exp(-f * z)))) for f in (1, 4, 16, 64, 256)]
    assert (np.diff(losses["training"]) < 0).all()
    assert losses["training"][-1] < 1e-4
    assert np.argmin(losses["test"]) == 2
    assert losses["test"][-1] > np.log(2)
    np.testing.assert_allclose(chapter.stretched, losses["training"])


def test_with_a_row_on_its_wrong_side_the_loss_turns(chapter):
    """As in chapter 2, where ten times the weights had a larger loss."""
    z = np.append(np.linspace(0.2, 3, 50), -0.1)  # for what happened
    losses = [np.mean(np.log1p(np.exp(-f * z))) for f in (1, 10, 1000)]
    assert losses[1] < losses[0] < losses[2]


@pytest.fixture(scope="module")
def trained(chapter):
    """The training on 100 lumps, by the package's trainer."""
    X, X_test, y, y_test = chapter.lumps(100)
    A = np.column_stack([X, np.ones(100)])
    objective = Objective(X, y, LinearEquation(30), LogLoss())
    rate = 4 / np.linalg.eigvalsh(A.T @ A / 100)[-1]
    trainer = GradientDescent(learning_rate=rate, max_iter=2000, tol=None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        path = trainer.minimize(objective, np.zeros(31)).history.weights
    return SimpleNamespace(X=X, y=y, X_test=X_test, y_test=y_test, path=path)


def test_the_training_is_the_packages_step_for_step(chapter, trained):
    for place, step in enumerate(chapter.MARKS):
        if step <= 2000:
            np.testing.assert_allclose(chapter.path[place], trained.path[step], atol=1e-9)


def test_the_size_grows_like_the_logarithm_and_the_loss_falls_like_one_over_the_steps(chapter):
    at = dict(zip(chapter.MARKS, chapter.size(chapter.W), strict=True))
    gains = [at[10 * k] - at[k] for k in (1000, 2000, 5000, 10_000)]
    assert max(gains) < 1.25 * min(gains)
    training = dict(zip(chapter.MARKS, chapter.losses[0], strict=True))
    for k in (2000, 10_000):
        assert training[k] / training[10 * k] == pytest.approx(10, rel=0.2)
    margin = 1 / np.linalg.norm(widest(chapter))
    assert gains[-1] == pytest.approx(np.log(10) / margin, rel=0.1)


def widest(chapter):
    """The weights of the widest margin (which is 1 in scores), by a support vector machine."""
    X, _, y, _ = chapter.lumps(100)
    return SVC(kernel="linear", C=1e8).fit(X, y).coef_[0]


def test_the_direction_of_gradient_descent_settles_near_the_widest_margin(chapter):
    at = dict(zip(chapter.MARKS, chapter.W, strict=True))
    turned = [chapter.angle(at[k], at[10 * k]) for k in (100, 1000, 10_000)]
    assert turned == sorted(turned, reverse=True)
    assert turned == pytest.approx(chapter.turned)
    goal = widest(chapter)
    left = [chapter.angle(at[k], goal) for k in (100, 1000, 10_000, 100_000)]
    assert left == sorted(left, reverse=True)
    assert left[-1] < 10
    assert chapter.angle(chapter.fit(*chapter.lumps(100)[::2])[0], goal) > 45


def test_on_test_rows_certainty_is_most_of_the_price(chapter):
    test = np.array(chapter.losses[1])
    assert chapter.MARKS[test.argmin()] == chapter.MARKS[chapter.low] == 100
    assert 5 * test.min() < test[-1] < np.log(2)
    z, y = chapter.scores[1][-1], chapter.lumps(100)[3]
    best = min(chapter.log_loss(f * z, y) for f in np.geomspace(0.01, 1, 300))
    assert best == pytest.approx(chapter.back[chapter.best], rel=1e-3)
    assert test[-1] - best > 4 * (best - test.min())
    wrong = [np.mean((z > 0) != y) for z in chapter.scores[1]]
    assert wrong[-1] < 0.1  # "right for more than nine of ten new lumps"
    assert round(float(chapter.size(chapter.W[-1]))) == 17  # question 2


def test_the_directions_of_the_lab_separate_and_their_test_losses_turn_at_modest_sizes(chapter):
    for (z, y), (z_test, y_test) in chapter.DIRECTIONS.values():
        assert np.min(np.where(y == 1, z, -z)) > 0
        losses = [chapter.log_loss(f * z_test, y_test) for f in chapter.LENGTHS]
        assert 1 < chapter.LENGTHS[np.argmin(losses)] < 8


def test_coin_tosses_are_separable_as_often_as_cover_says(chapter):
    """Twenty draws for each number of rows, checked by linear programming."""
    data = load_breast_cancer()
    X = standard(data.X, np.arange(569))
    rng = np.random.default_rng(1)
    for rows in (31, 62, 124):
        expected = sum(comb(rows - 1, k) for k in range(31)) / 2 ** (rows - 1)
        found = 0
        for _ in range(20):
            some = rng.choice(569, rows, replace=False)
            coin = rng.integers(2, size=rows)
            separable = can_be_separated(X[some], coin)
            found += separable
            assert (len(chapter.fit(X[some], coin)[2]) > 0) == separable
        assert abs(found / 20 - expected) <= 0.35
        assert (found == 20) == (rows == 31)
        assert (found == 0) == (rows == 124)


# Units


def test_other_units_change_the_size_and_no_prediction(chapter):
    data = load_diabetes()
    train, test = random_splits(442, 1, test_size=100, seed=0)[0]
    factor = np.ones(10)
    factor[[0, 3]] = 1 / 100, 1 / 1000
    assert data.feature_names[0] == "age"
    assert data.units[0] == "years"
    assert data.feature_names[3] == "bp"
    assert data.units[3] == "mmHg"
    np.testing.assert_array_equal(chapter.units["in other units"], factor)
    models = [
        LinearRegression().fit(X[train], data.y[train])
        for X in (data.X, data.X * factor, standard(data.X, train))
    ]
    sizes = [round(float(np.linalg.norm(model.coef_))) for model in models]
    assert sizes == [75, 1053, 71]
    predictions = [
        model.predict(X[test])
        for model, X in zip(models, (data.X, data.X * factor, standard(data.X, train)), strict=True)
    ]
    np.testing.assert_allclose(predictions[1], predictions[0], atol=1e-8)
    np.testing.assert_allclose(predictions[2], predictions[0], atol=1e-8)
    assert f"{models[0].coef_[3]:.2f}" == "1.05"  # question 3
    relative = EXERCISES["4.3"].solution
    y = data.y[train]
    both = [
        relative(data.X[train], y, models[0].coef_),
        relative((data.X * factor)[train], y, models[1].coef_),
    ]
    assert both[0] == pytest.approx(both[1])
    assert both[0] == pytest.approx(np.linalg.norm(models[2].coef_) / y.std())


# Features that move together


def test_five_channels_have_large_weights_and_do_not_over_fit(chapter):
    data = load_tecator()
    errors = []
    for seed in range(20):
        train, test = random_splits(215, 1, test_size=43, seed=seed)[0]
        found = least_squares(data.X[:, ::20], data.y, train, test)
        assert found.size > 10 * data.y[train].std()
        assert found.test < 0.35 * data.y[test].std()
        assert (found.w > 0).any()
        assert (found.w < 0).any()
        # No earlier stop would have been better, or by next to nothing.
        parts = chapter.meat(5, 172, seed)
        path = chapter.descend_to(chapter.WALK, parts[0], parts[2])
        along = chapter.typical_error(parts[1], parts[3], path, parts[2].mean())
        assert along[-1] < 1.05 * along.min()
        assert along[-1] == pytest.approx(found.test, rel=1e-3)
        errors.append((found.training, found.test))
    training, test_error = np.mean(errors, axis=0)
    assert test_error < 1.1 * training
    assert test_error == pytest.approx(chapter.error)
    assert np.std(errors, axis=0, ddof=1)[1] == pytest.approx(chapter.spread)
    train, test = random_splits(215, 1, test_size=43, seed=0)[0]
    found = least_squares(data.X[:, ::20], data.y, train, test)
    assert round(found.size / data.y[train].std()) == 11  # question 5
    A = standard(data.X[:, ::20], train)
    assert np.corrcoef(A[train].T).min() > 0.96
    terms = [np.abs(A[part] * found.w).sum(axis=1).mean() for part in (train, test)]
    sums = [np.abs(A[part] @ found.w).mean() for part in (train, test)]
    assert min(np.array(terms) / np.array(sums)) > 20


def test_the_lab_of_the_channels_shows_what_is_said_of_it(chapter):
    found = {
        (channels, rows): np.mean(
            [chapter.size_and_errors(*chapter.meat(channels, rows, seed)) for seed in (0, 1)],
            axis=0,
        )
        for channels, rows in ((1, 172), (5, 172), (50, 172), (20, 60))
    }
    spread = load_tecator().y.std()
    one, five, many, few_rows = found.values()
    assert one[0] < spread
    assert one[2] > 0.7 * spread
    assert five[0] > 8 * spread
    assert five[2] < 0.35 * spread
    assert many[0] > 100 * five[0]
    assert many[2] < 1.2 * five[2]
    assert five[0] < few_rows[0] < many[0]
    assert few_rows[2] > 1.4 * many[2]


def test_two_kinds_of_cholesterol_move_together_and_their_weights_apart(chapter):
    X_train, X_test, y_train, _ = chapter.split(342, chapter.measurements)
    tc, ldl = (load_diabetes().feature_names.index(name) for name in ("tc", "ldl"))
    assert np.corrcoef(X_train.T)[tc, ldl] > 0.85
    early, late = chapter.descend_to([100, 100_000], X_train, y_train)
    assert late[tc] < early[tc] - 15
    assert late[ldl] > early[ldl] + 15
    change = np.abs(X_test @ (late - early))
    assert np.median(change) < 5
    others = np.delete(np.abs(late - early), [tc, ldl])
    assert others.max() < min(abs(late[tc] - early[tc]), abs(late[ldl] - early[ldl]))


# Small and harmful


def test_the_model_with_the_smaller_weights_over_fits(chapter):
    (size, training, test), (size_10, training_10, test_10) = chapter.opening.values()
    assert (round(size), round(size_10)) == (49, 71)  # the chapter's first lines
    assert training < 1e-6 < training_10
    assert test > test_10 + 15
    data = load_diabetes()
    largest = []
    for seed in range(3):
        strangers = np.random.default_rng(seed).permuted(np.tile(data.X, 100), axis=0)
        train, rest = random_splits(442, 1, test_size=100, seed=seed)[0]
        wide = least_squares(np.hstack([data.X, strangers]), data.y, train, rest)
        ten = least_squares(data.X, data.y, train, rest)
        assert wide.size < ten.size
        assert wide.training < 1e-6
        assert wide.test > ten.test + 10
        largest.append((np.abs(wide.w).max(), np.abs(ten.w).max()))
    assert largest[0][0] < 12
    assert round(largest[0][1]) == 43


def test_the_last_figure_shows_what_its_text_says(chapter):
    ends = list(chapter.ends.values())
    turns = [share[-1] / share.min() for _, share in ends]
    assert turns[0] > 3
    assert turns[1] > 1.1
    assert turns[2] < 1.01
    assert turns[3] < 1.01
    reach = [ratio[-1] for ratio, _ in ends]
    assert reach[1] < reach[2] < reach[0] < reach[3]
    where = [ratio[share.argmin()] for ratio, share in ends[:2]]
    assert max(where) < 1
    assert reach[0] > 4  # question 1
    for ratio, _ in ends:
        assert (np.diff(ratio) > -1e-9).all()
