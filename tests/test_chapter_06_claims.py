"""What chapter 6 says is so: its code is the package's, its sentences match what it computes."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from notebooks import folded_solutions, printed, read_cells, run_chapter, text_of
from sklearn.linear_model import Lasso, Ridge

from shrinkage import (
    L1,
    L2,
    GradientDescent,
    LinearEquation,
    LinearRegression,
    LogisticRegression,
    Objective,
    PenaltyMismatchWarning,
    ProximalGradient,
    SquaredError,
)
from shrinkage.check.chapter_06_bets import bet_errors
from shrinkage.datasets import add_shuffled_copies, load_diabetes
from shrinkage.selection import random_splits

CHAPTER = Path(__file__).parents[1] / "chapters" / "06-l1.ipynb"


@pytest.fixture(scope="module")
def chapter():
    return run_chapter(CHAPTER)


def drawn(seed):
    """150, 100 and 192 patients with ten real columns and thirty shuffled, by NumPy alone."""
    data = load_diabetes()
    rng = np.random.default_rng(seed)
    copies = [rng.permuted(data.X, axis=0) for _ in range(3)]
    X, y = np.hstack([data.X, *copies]), data.y
    rest, test = random_splits(442, 1, test_size=192, seed=seed)[0]
    train, val = random_splits(250, 1, test_size=100, seed=1000 + seed)[0]
    train, val = rest[train], rest[val]
    X = (X - X[train].mean(axis=0)) / X[train].std(axis=0)
    return SimpleNamespace(
        train=(X[train], y[train]), val=(X[val], y[val]), test=(X[test], y[test])
    )


def root(values):
    return np.sqrt(np.mean(values**2))


def by_another(kind, rows, lam):
    """The weights of this course's objective, by another's program."""
    X, y = rows
    model = (
        Lasso(alpha=lam, tol=1e-12, max_iter=1_000_000)
        if kind == "L1"
        else Ridge(alpha=len(y) * lam, solver="svd")
    )
    return model.fit(X, y).coef_


def error(rows, w, b):
    return root(rows[0] @ w + b - rows[1])


def least_squares(rows, kept):
    X, y = rows
    w = np.zeros(X.shape[1])
    w[kept] = np.linalg.lstsq(X[:, kept], y - y.mean(), rcond=None)[0]
    return w


@pytest.fixture(scope="module")
def first():
    return drawn(0)


# Thirty columns that know nothing


@pytest.mark.parametrize("seed", [0, 7])
def test_a_draw_has_ten_real_columns_and_thirty_shuffled_and_no_row_twice(chapter, seed):
    expected = drawn(seed)
    for part, name in zip(chapter.draw(seed), ("train", "val", "test"), strict=True):
        np.testing.assert_allclose(part[0], getattr(expected, name)[0], atol=1e-9)
        np.testing.assert_array_equal(part[1], getattr(expected, name)[1])
    wide = add_shuffled_copies(load_diabetes(), 3, seed=seed).X
    for j in range(10, 40):
        assert sorted(wide[:, j]) == sorted(load_diabetes().X[:, j % 10])
        assert not np.array_equal(wide[:, j], load_diabetes().X[:, j % 10])
    assert [len(part[1]) for part in chapter.draw(seed)] == [150, 100, 192]


@pytest.mark.parametrize("seed", [0, 3, 11])
def test_the_errors_before_l1_are_those_of_others_programs(chapter, seed):
    parts = drawn(seed)
    b = parts.train[1].mean()
    weights = [by_another("L2", parts.train, lam) for lam in chapter.L2_LAMS]
    best = np.argmin([error(parts.val, w, b) for w in weights])
    found = (
        error(parts.test, least_squares(parts.train, np.arange(40)), b),
        error(parts.test, weights[best], b),
        error(parts.test, least_squares(parts.train, np.arange(10)), b),
    )
    np.testing.assert_allclose(chapter.before[seed], found, rtol=1e-6)
    assert np.sum(weights[best] == 0) == 0
    assert 0 < best < len(weights) - 1


def test_l2_wins_back_a_part_of_what_useless_columns_cost_and_drops_none(chapter):
    free, l2, ten = chapter.before.mean(axis=0)
    assert ten < l2 < free
    assert "0 of 40 weights are 0" in printed(CHAPTER)
    assert 0.8 < chapter.shuffled / chapter.real < 1.1
    assert np.mean(chapter.before[:, 2] < chapter.before[:, 1]) > 0.9


# One weight


@pytest.mark.parametrize("z", [-3.0, -1.0, -0.2, 0.0, 0.7, 2.0, 4.0])
@pytest.mark.parametrize("lam", [0.0, 0.5, 1.0, 5.0])
def test_the_three_cases_are_where_loss_plus_penalty_is_lowest(z, lam):
    w = np.linspace(-6, 6, 120_001)
    lowest = w[np.argmin((w - z) ** 2 / 2 + lam * np.abs(w))]
    case = z - lam if z > lam else z + lam if z < -lam else 0.0
    assert lowest == pytest.approx(case, abs=1e-4)
    assert L1(lam).prox([z])[0] == pytest.approx(case)


def test_l2_takes_more_off_just_where_z_is_above_1_plus_lambda():
    for lam in (0.2, 1.0, 3.0):
        for z in np.linspace(0.05, 8, 60):
            off_l1, off_l2 = z - L1(lam).prox([z])[0], z - L2(lam).prox([z])[0]
            assert (off_l2 > off_l1 + 1e-12) == (z > 1 + lam + 1e-12)
        same = L1(lam).prox([1 + lam])[0], L2(lam).prox([1 + lam])[0]
        assert same[0] == pytest.approx(same[1])  # question 2 below the figure


def test_the_subgradients_at_the_kink_are_the_slopes_of_lines_below_it():
    w = np.linspace(-5, 5, 101)
    for s in np.linspace(-1.5, 1.5, 31):
        assert bool((s * w <= np.abs(w) + 1e-12).all()) == (abs(s) <= 1 + 1e-12)


def test_body_mass_alone_is_thresholded(chapter, first):
    X, y = first.train
    z = np.mean(X[:, 2] * (y - y.mean()))
    assert z == pytest.approx(chapter.z)
    for lam in (1.0, 10.0, 46.0):
        assert by_another("L1", (X[:, [2]], y), lam)[0] == pytest.approx(z - lam)
    assert printed(CHAPTER).count(", exactly 0") == 2  # λ = 47 and 1000, and z is 46.67
    assert 46 < z < 47


# The lasso from scratch


@pytest.mark.parametrize("lam", [1.0, 5.0, 10.0, 20.0])
def test_the_lasso_from_scratch_is_that_of_another_program_zeros_and_all(chapter, first, lam):
    w, b = chapter.lasso(*first.train, lam)
    other = by_another("L1", first.train, lam)
    np.testing.assert_allclose(w, other, atol=1e-6)
    np.testing.assert_array_equal(w == 0, other == 0)
    assert b == pytest.approx(first.train[1].mean())


def test_the_conditions_hold_at_the_lasso_and_at_no_other_weights(chapter, first):
    X, y = first.train
    w, b = chapter.lasso(X, y, 5)

    def violation(v):
        slopes = X.T @ (X @ v + b - y) / len(y)
        kept = v != 0
        return max(
            np.abs(slopes[kept] + 5 * np.sign(v[kept])).max(),
            np.maximum(np.abs(slopes[~kept]) - 5, 0).max(),
        )

    assert violation(w) < 1e-9
    dropped = w.copy()
    dropped[np.flatnonzero(w)[0]] = 0
    for wrong in (1.01 * w, dropped, chapter.lasso(X, y, 4.9)[0]):
        assert violation(wrong) > 1e-3


def test_above_lam_max_all_is_0_and_just_below_one_feature_is_in(chapter, first):
    X, y = first.train
    lam_max = max(abs(np.mean(column * (y - y.mean()))) for column in X.T)
    assert chapter.lam_max == pytest.approx(lam_max)
    assert not by_another("L1", first.train, 1.001 * lam_max).any()
    kept = np.flatnonzero(by_another("L1", first.train, 0.999 * lam_max))
    assert kept.tolist() == [2]
    assert load_diabetes().feature_names[2] == "bmi"
    assert chapter.L1_LAMS[0] > lam_max  # the search starts where nothing is left


def test_in_other_units_lam_max_is_another(first):
    names = {"np": np}
    exec(folded_solutions(CHAPTER)["6.2"], names)
    X, y = first.train
    assert names["lam_max_of"](1000 * X, y) == pytest.approx(1000 * names["lam_max_of"](X, y))
    assert names["lam_max_of"](X + 3, y + 50) == pytest.approx(names["lam_max_of"](X, y))


# Which features does it keep?


@pytest.mark.parametrize("seed", [0, 5, 42])
def test_what_l1_keeps_and_predicts_is_what_another_program_finds(chapter, seed):
    parts = drawn(seed)
    b = parts.train[1].mean()
    weights = np.array([by_another("L1", parts.train, lam) for lam in chapter.L1_LAMS])
    squares = (weights @ parts.val[0].T + b - parts.val[1]) ** 2
    judged = squares.mean(axis=1)
    best = judged.argmin()
    bar = judged[best] + squares[best].std(ddof=1) / np.sqrt(100)
    careful = np.flatnonzero(judged <= bar)[0]  # the grid falls, so the first is the largest
    for k, place in enumerate((best, careful)):
        w = weights[place]
        assert chapter.lams[seed, k] == pytest.approx(chapter.L1_LAMS[place])
        np.testing.assert_allclose(chapter.W[seed, k], w, atol=1e-5)
        assert chapter.n_real[seed, k] == np.sum(w[:10] != 0)
        assert chapter.n_useless[seed, k] == np.sum(w[10:] != 0)
        assert chapter.errors[seed, k] == pytest.approx(error(parts.test, w, b), abs=1e-5)
        refitted = least_squares(parts.train, np.flatnonzero(w))
        assert chapter.refits[seed, k] == pytest.approx(error(parts.test, refitted, b))


def test_test_rows_choose_nothing(chapter):
    """With other test rows, the same λs and the same weights."""
    names = chapter.study.__globals__
    before, draw = chapter.study(1), chapter.draw
    try:
        names["draw"] = lambda seed: [*draw(seed)[:2], (np.zeros((3, 40)), np.zeros(3))]
        after = chapter.study(1)
    finally:
        names["draw"] = draw
    for one, other in zip(before, after, strict=True):
        assert one[0] == other[0]
        np.testing.assert_array_equal(one[1], other[1])
        assert one[2] != other[2]


def test_the_prediction_has_one_right_answer_and_the_sentences_hold(chapter):
    useless, real = chapter.n_useless[:, 0], chapter.n_real[:, 0]
    assert round(useless.mean()) == 8
    assert useless.sum() > real.sum()  # "more than half" of what is kept
    assert (useless.min(), useless.max()) == (0, 24)  # question 3
    assert "went from 0 to 24" in text_of(CHAPTER)
    assert np.mean(chapter.errors[:, 0] < chapter.before[:, 1]) > 0.9


def test_the_best_lambda_is_inside_the_grid_in_nearly_all_draws(chapter):
    ends = np.isin(chapter.lams[:, 0], chapter.L1_LAMS[[0, -1]])
    assert ends.sum() == 0


def test_five_folds_keep_about_five_of_thirty(chapter):
    assert 3.5 < np.mean(chapter.folds) < 7.5
    assert len(chapter.folds) == 20


def test_chance_slopes_have_the_spread_that_the_rule_gives(chapter):
    spread = np.sqrt(np.mean(chapter.by_chance**2))
    assert spread == pytest.approx(np.mean(chapter.predicted), rel=0.05)
    rng = np.random.default_rng(0)  # and for columns that are drawn, not shuffled
    y = rng.normal(size=150) * 54
    z = rng.normal(size=(5000, 150)) @ (y - y.mean()) / 150
    assert z.std() == pytest.approx(y.std() / np.sqrt(150), rel=0.03)


def test_the_share_kept_is_that_of_chance_slopes_above_lambda(chapter):
    above = np.mean(chapter.by_chance > chapter.lams[:, [0]])
    assert above == pytest.approx(chapter.n_useless[:, 0].mean() / 30, abs=0.03)
    assert np.mean(chapter.clean > chapter.lams[:, 0]) > 0.95


def test_from_the_clean_lambda_on_no_useless_column_is_kept(chapter):
    for seed in (0, 9):
        parts = drawn(seed)
        at = chapter.L1_LAMS.tolist().index(chapter.clean[seed])
        assert not by_another("L1", parts.train, chapter.L1_LAMS[at])[10:].any()
        assert by_another("L1", parts.train, chapter.L1_LAMS[at + 1])[10:].any()


def test_a_larger_lambda_selects_better_and_predicts_worse_for_it_shrinks(chapter):
    (few, many), (ten,) = chapter.errors.mean(axis=0), [chapter.before[:, 2].mean()]
    assert many - few > 2
    assert chapter.n_useless[:, 1].mean() < 0.5
    assert np.mean(chapter.n_useless[:, 1] == 0) > 0.8  # "mostly did here"
    assert chapter.W[:, 1, 2].mean() < chapter.W[:, 0, 2].mean()
    assert chapter.refits[:, 1].mean() - ten < 1.5  # "close to" the ten real columns
    assert chapter.refits[:, 1].mean() < few + 0.3  # "no worse than L1 at its best"
    assert chapter.refits[:, 0].mean() - few > 2  # the small λ's list, refitted: the error rises
    assert (chapter.lams[:, 1] >= chapter.lams[:, 0]).all()


def test_kept_useless_weights_are_tiny(chapter):
    real, useless = np.abs(chapter.W[:, 0, :10]), np.abs(chapter.W[:, 0, 10:])
    assert useless[useless > 0].mean() < 0.25 * real[real > 0].mean()


def test_a_dropped_feature_is_not_useless(chapter):
    names = load_diabetes().feature_names
    tch, bp = names.index("tch"), names.index("bp")
    kept = np.mean(chapter.W[:, 0] != 0, axis=0)
    assert kept[tch] <= kept[10:].mean()
    assert chapter.alone[tch] > 0.9 * chapter.alone[bp]
    assert chapter.alone[tch] > chapter.alone[10:].max() * 4
    X = load_diabetes().X
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    others = np.delete(X, tch, axis=1)
    left = X[:, tch] - others @ np.linalg.lstsq(others, X[:, tch], rcond=None)[0]
    assert left.var() < 0.2  # "It says much the same as other columns do"


# The lab


def test_the_lab_shows_the_penalty_it_names_and_lambda_on_the_axis_of_lambda(chapter):
    for kind in ("L1", "L2"):
        for number in range(3):
            parts = drawn(number)
            figure = chapter.turn_lam(5.0, kind, number)
            top, bottom = figure.axes
            expected = by_another(kind, parts.train, 5.0)
            shown = np.concatenate([line.get_ydata() for line in top.lines[:2]])
            np.testing.assert_allclose(shown, expected, atol=1e-5)
            assert top.get_title(loc="left").startswith(f"{kind} keeps")
            assert bottom.get_xlabel() == "strength λ"
            lams, judged = bottom.lines[0].get_data()
            np.testing.assert_allclose(lams, np.geomspace(100, 0.1, 31))
            w = by_another(kind, parts.train, lams[10])
            assert judged[10] == pytest.approx(error(parts.val, w, parts.train[1].mean()), abs=1e-5)
            low, high = top.get_ylim()
            assert low < expected.min()
            assert expected.max() < high


def test_the_lab_goes_from_weak_to_strong(chapter):
    assert "lam=LogSlider(0.1, 100," in text_of(CHAPTER, "code")
    for number in range(3):
        parts = drawn(number)
        free = least_squares(parts.train, np.arange(40))
        for kind in ("L1", "L2"):
            weak, strong = (by_another(kind, parts.train, lam) for lam in (0.1, 100))
            assert np.linalg.norm(strong) < 0.05 * np.linalg.norm(free)
            assert np.sum(weak != 0) >= 36
        assert not by_another("L1", parts.train, 100).any()
        assert (by_another("L2", parts.train, 100) != 0).all()
        low, high = chapter.turn_lam(0.1, "L1", number).axes[0].get_ylim()
        weakest = by_another("L1", parts.train, 0.1)  # the largest weights still fit the frame
        assert low < weakest.min()
        assert weakest.max() < high


def test_in_the_lab_a_real_column_leaves_before_the_last_shuffled_one(chapter):
    lams = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
    for number in range(3):
        kept = np.array([by_another("L1", drawn(number).train, lam) != 0 for lam in lams])
        first_real = (~kept[:, :10]).any(axis=1).argmax()
        last_shuffled = (~kept[:, 10:]).all(axis=1).argmax()
        assert first_real < last_shuffled


def test_no_figure_shows_a_test_error_against_lambda_and_no_lambdas_are_averaged():
    for cell in read_cells(CHAPTER):
        if cell.cell_type != "code" or "new_figure" not in cell.source:
            continue
        assert not re.search(r"\btest\b", cell.source.replace("test_", ""))
    code = text_of(CHAPTER, "code")
    assert not re.search(r"(mean\((lams|clean)|(lams|clean)(\[.*?\])?\.mean)", code)


# A zero, or just small?


def test_l2_prints_zeros_that_are_none_but_for_dead_pixels(chapter):
    X, t, dead = chapter.pixels, chapter.labels, chapter.dead
    np.testing.assert_array_equal(dead, (X == 0).all(axis=0))
    assert 5 < dead.sum() < 20
    for lam in (0.02, 10, 1000, 1e6):
        w = LogisticRegression(penalty=L2(lam)).fit(X, t).coef_[0]
        np.testing.assert_array_equal(w == 0, dead)
        if lam >= 1000:
            assert (np.round(w, 2) == 0).all()
    for lam in (0.02, 0.001):
        w = LogisticRegression(penalty=L1(lam)).fit(X, t).coef_[0]
        assert (w[dead] == 0).all()
        assert np.sum(w == 0) > dead.sum()


def test_the_loss_does_not_care_for_the_weight_of_a_dead_pixel(chapter):
    X, t, dead = chapter.pixels, chapter.labels, chapter.dead
    for b in (0.0, 1.3):
        slopes = X.T @ (1 / (1 + np.exp(-(X[:, 20] + b))) - t) / len(t)
        assert (slopes[dead] == 0).all()


# Gradient descent at the kink


@pytest.fixture(scope="module")
def problem(first):
    X, y = first.train
    rate = 1 / np.linalg.eigvalsh(X.T @ X / 150)[-1]
    objective = Objective(X, y, LinearEquation(40), SquaredError(), L1(5))
    return SimpleNamespace(objective=objective, rate=rate, best=by_another("L1", (X, y), 5))


def test_the_subgradient_method_is_the_packages_gradient_descent_step_for_step(chapter, problem):
    start = np.append(np.zeros(40), chapter.b)
    trainer = GradientDescent(learning_rate=problem.rate, max_iter=200, tol=None)
    with pytest.warns(PenaltyMismatchWarning):
        weights = trainer.minimize(problem.objective, start).history.weights
    np.testing.assert_allclose(weights[1:201, :40], chapter.fixed_rate[:200], atol=1e-7)


def test_no_step_of_it_gives_a_zero_and_it_stays_away(chapter, problem):
    for path in (chapter.fixed_rate, chapter.closing):
        assert np.sum(path == 0) == 0
    late = np.abs(chapter.fixed_rate[-500:] - problem.best).max(axis=1)
    assert late.min() > 0.5
    zeros = problem.best == 0
    crossed = np.sign(chapter.fixed_rate[-500:, zeros])
    assert (np.abs(crossed.sum(axis=0)) < 500).all()  # each of them hops across 0


def test_smaller_steps_make_smaller_hops_and_a_shrinking_rate_closes_in(chapter, problem):
    zeros = problem.best == 0
    small = chapter.subgradient_method(lambda k: chapter.rate / 10)
    hop = np.abs(chapter.fixed_rate[-500:, zeros]).mean()
    assert np.abs(small[-500:, zeros]).mean() < 0.2 * hop
    assert np.sum(small == 0) == 0
    off = [np.abs(chapter.closing[k] - problem.best).max() for k in (99, 999, 9999)]
    assert off == sorted(off, reverse=True)
    assert 0.001 < off[-1] < 0.1


def test_the_proximal_step_lands_where_the_package_and_the_minimum_are(chapter, problem):
    np.testing.assert_allclose(chapter.landing[-1], problem.best, atol=1e-6)
    for k in (20, 100, 10_000):
        np.testing.assert_array_equal(chapter.landing[k - 1] == 0, problem.best == 0)
    assert np.sum(problem.best == 0) == 26
    trainer = ProximalGradient(learning_rate=problem.rate, max_iter=20_000)
    model = LinearRegression(penalty=L1(5), trainer=trainer)
    model.fit(problem.objective.X, problem.objective.y)
    np.testing.assert_array_equal(model.coef_ == 0, problem.best == 0)


def test_a_proximal_step_of_rate_1_on_one_column_is_the_soft_threshold():
    names = {"np": np, "soft_threshold": lambda z, t: L1(t).prox(z) if t else np.asarray(z)}
    exec(folded_solutions(CHAPTER)["6.3"], names)
    x = np.array([-1.0, 1.0, -1.0, 1.0])
    y = np.array([-3.0, 1.0, -2.0, 4.0])
    z = np.mean(x * y)
    for lam in (0.5, 3.0):
        stepped = names["step"](x[:, np.newaxis], y, np.array([7.0]), y.mean(), lam, 1.0)
        assert stepped == pytest.approx(L1(lam).prox([z]))


# Where L1 gains, and where it does not


@pytest.mark.parametrize("seed", [0, 4])
def test_the_ten_columns_are_judged_as_another_program_does(chapter, seed):
    data = load_diabetes()
    rest, test = random_splits(442, 1, test_size=92, seed=seed)[0]
    train, val = random_splits(350, 1, test_size=100, seed=1000 + seed)[0]
    train, val = rest[train], rest[val]
    X, y = (data.X - data.X[train].mean(axis=0)) / data.X[train].std(axis=0), data.y
    b, rows = y[train].mean(), (X[train], y[train])
    errors = [error((X[test], y[test]), least_squares(rows, np.arange(10)), b)]
    for kind, lams in (("L1", chapter.L1_LAMS), ("L2", chapter.L2_LAMS)):
        weights = [by_another(kind, rows, lam) for lam in lams]
        best = np.argmin([error((X[val], y[val]), w, b) for w in weights])
        errors.append(error((X[test], y[test]), weights[best], b))
    np.testing.assert_allclose(chapter.ten[seed], errors, atol=1e-5)


def test_on_ten_columns_nothing_is_gained_and_the_bars_are_what_they_say(chapter):
    gain = chapter.ten[:, 1] - chapter.ten[:, 0]
    corrected = gain.std(ddof=1) * np.sqrt(1 / 50 + 92 / 350)
    assert abs(gain.mean()) < 0.5 * corrected
    assert f"corrected standard error {corrected:.2f}" in printed(CHAPTER)
    versus = chapter.errors[:, 0] - chapter.before[:, 1]
    assert chapter.off == pytest.approx(versus.std(ddof=1) * np.sqrt(1 / 100 + 192 / 250))
    assert 1 < -versus.mean() / chapter.off < 2  # ahead, and "only" so many standard errors


def test_on_made_data_each_penalty_wins_its_bet_by_many_standard_errors(chapter):
    for useful, sign in ((5, 1), (100, -1)):
        found = np.array([chapter.made(useful, seed) for seed in range(100, 112)])
        ahead = sign * (found[:, 1] - found[:, 0])
        assert ahead.mean() > 5 * ahead.std(ddof=1) / np.sqrt(len(ahead))
        assert (found > 1).all()  # nobody beats the noise


def test_the_solution_of_the_open_exercise_and_its_further_step_do_what_is_said():
    names = {}
    exec(folded_solutions(CHAPTER)["6.4"], names)
    l1, l2 = bet_errors(*names["l1_wins"])
    assert l1 < 0.9 * l2
    l1, l2 = bet_errors(*names["l2_wins"])
    assert l2 < 0.9 * l1
    l1, l2 = bet_errors(200, 10, 2)
    assert l1 == pytest.approx(l2, rel=0.02)


# The quiz


def test_the_numbers_of_the_quiz():
    assert L1(1).prox([-3])[0] == -2
    assert L2(1).prox([-3])[0] == -1.5
    assert (L1(1).prox([10])[0], L2(1).prox([10])[0]) == (9, 5)
    quiz = text_of(CHAPTER).split("## Quiz")[1].split("## Take away")[0]
    assert "z = -3" in quiz
    assert "L1 leaves 9 and L2 leaves 5" in quiz


def test_of_two_hundred_weak_features_l2_predicts_better_than_l1():
    """Question 6: 80 rows, 300 features, 200 of which matter a little."""
    ahead = []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        X = rng.normal(size=(660, 300))
        w = np.where(np.arange(300) < 200, rng.choice([-1, 1], 300) * 3 / np.sqrt(200), 0)
        y = X @ w + rng.normal(size=660)
        best = []
        for kind, lams in (("L1", np.geomspace(2, 0.05, 12)), ("L2", np.geomspace(100, 0.01, 20))):
            weights = [by_another_loosely(kind, X[:80], y[:80], lam) for lam in lams]
            judged = [root(X[80:160] @ v + c - y[80:160]) for v, c in weights]
            v, c = weights[int(np.argmin(judged))]
            best.append(root(X[160:] @ v + c - y[160:]))
        ahead.append(best[0] - best[1])
    assert np.mean(ahead) > 0
    assert np.sum(np.array(ahead) > 0) >= 5


def by_another_loosely(kind, X, y, lam):
    model = (
        Lasso(alpha=lam, max_iter=20_000, tol=1e-5) if kind == "L1" else Ridge(alpha=len(y) * lam)
    )
    model.fit(X, y)
    return model.coef_, model.intercept_
