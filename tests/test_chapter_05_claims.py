"""What chapter 5 says is so: its code is the package's, its sentences match what it computes."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from notebooks import folded_solutions, printed, read_cells, run_chapter, text_of
from sklearn.linear_model import Ridge

from shrinkage import L2, LinearRegression, LogisticRegression, SeparableDataWarning
from shrinkage.check.chapter_05_prostate import prostate_errors
from shrinkage.datasets import load_breast_cancer, load_diabetes, squares_and_products
from shrinkage.selection import random_splits

CHAPTER = Path(__file__).parents[1] / "chapters" / "05-l2.ipynb"


@pytest.fixture(scope="module")
def chapter():
    return run_chapter(CHAPTER)


def forty(seed):
    """40 patients to train on and the 402 others, from the first principles of NumPy."""
    data = load_diabetes()
    train, test = random_splits(442, 1, test_size=402, seed=seed)[0]
    X = (data.X - data.X[train].mean(axis=0)) / data.X[train].std(axis=0)
    X = squares_and_products(data.with_features(X, data.feature_names)).X
    X = (X - X[train].mean(axis=0)) / X[train].std(axis=0)
    return SimpleNamespace(A=X[train], B=X[test], t=data.y[train], u=data.y[test])


@pytest.fixture(scope="module")
def first():
    return forty(0)


def root(values):
    return np.sqrt(np.mean(values**2))


def by_scikit_learn(A, t, lam):
    """The weights of ½ · mean square + λ · ½Σw², by another's program."""
    model = Ridge(alpha=len(t) * lam, solver="svd", tol=1e-12).fit(A, t)
    return model.coef_, model.intercept_


def test_the_first_model_matches_its_rows_and_is_three_times_as_bad_as_the_mean(chapter, first):
    w = np.linalg.pinv(first.A) @ (first.t - first.t.mean())
    np.testing.assert_allclose(chapter.least_squares.coef_, w, atol=1e-8)
    assert root(first.A @ w + first.t.mean() - first.t) < 1e-8
    off, plain = root(first.B @ w + first.t.mean() - first.u), root(first.t.mean() - first.u)
    assert (round(off), round(plain)) == (239, 79)  # what the first prediction says
    assert off == pytest.approx(3 * plain, rel=0.05)
    assert round(np.linalg.norm(w)) == 305


def test_a_strength_of_1_cures_it_in_thirty_draws_of_thirty(chapter):
    wins, beats = 0, 0
    for seed in range(30):
        parts = forty(seed)
        w, b = by_scikit_learn(parts.A, parts.t, 1.0)
        free = np.linalg.pinv(parts.A) @ (parts.t - parts.t.mean())
        with_l2 = root(parts.B @ w + b - parts.u)
        wins += with_l2 < root(parts.B @ free + parts.t.mean() - parts.u)
        beats += with_l2 < root(parts.t.mean() - parts.u)
    assert (chapter.wins, chapter.beats) == (wins, beats)
    assert wins == 30
    assert beats >= 28
    assert chapter.new < chapter.plain < chapter.old


def test_every_ridge_of_the_chapter_is_ridge_and_has_the_course_s_lambda(chapter, first):
    for lam in (0.01, 1.0, 30.0):
        w, b = by_scikit_learn(first.A, first.t, lam)
        mine, bias = chapter.ridge(first.A, first.t, lam)
        np.testing.assert_allclose(mine, w, atol=1e-8)
        assert bias == pytest.approx(b)
    assert (
        np.abs(
            chapter.descend(first.A, first.t, 1, 200) - by_scikit_learn(first.A, first.t, 1)[0]
        ).max()
        < 1e-5
    )
    assert "alpha=1" in text_of(CHAPTER)
    w, _ = by_scikit_learn(first.A, first.t, 1 / 40)
    np.testing.assert_allclose(Ridge(alpha=1).fit(first.A, first.t).coef_, w)


def test_with_a_penalty_200_steps_do_where_10000_did_not(chapter, first):
    smallest = np.linalg.pinv(first.A) @ (first.t - first.t.mean())
    assert np.abs(chapter.descend(first.A, first.t, 0, 10_000) - smallest).max() > 1


def test_one_step_is_a_decay_and_a_step_down_the_loss(chapter, first):
    c = np.linalg.eigvalsh(first.A.T @ first.A / 40)[-1]
    lam, rate = 2.0, 1 / (c + 2.0)
    w = chapter.descend(first.A, first.t, lam, 3)
    slopes = first.A.T @ (first.A @ w + first.t.mean() - first.t) / 40
    np.testing.assert_allclose(
        chapter.descend(first.A, first.t, lam, 4), (1 - rate * lam) * w - rate * slopes
    )


@pytest.mark.parametrize("lam", [1 / 3, 1.0, 3.0, 9.0])
def test_the_sum_of_two_parabolas_is_lowest_at_z_over_1_plus_lambda(lam):
    w = np.linspace(-2, 6, 80_001)
    best = w[np.argmin((w - 4) ** 2 / 2 + lam * w**2 / 2)]
    assert best == pytest.approx(4 / (1 + lam), abs=1e-4)


def test_one_standardized_feature_gives_that_parabola_up_to_a_constant(first):
    x, t = first.A[:, 2], first.t - first.t.mean()
    z = np.mean(x * t)
    w = np.linspace(-30, 60, 7)
    loss = np.mean((np.outer(w, x) - t) ** 2, axis=1) / 2
    np.testing.assert_allclose(np.ptp(loss - (w - z) ** 2 / 2), 0, atol=1e-8)


def test_in_grams_the_same_lambda_is_a_million_times_weaker():
    names = {"np": np}
    exec(folded_solutions(CHAPTER)["5.1"], names)
    x, y = np.array([-1.0, 0.5, 0.5]), np.array([-2.0, 2.0, 0.0])
    in_grams = names["one_weight"](1000 * x, y, 1e6 * 0.3)
    assert in_grams * 1000 == pytest.approx(names["one_weight"](x, y, 0.3))


def test_each_line_of_the_table_of_conventions_has_its_minimum_at_the_same_weights(chapter, first):
    """Each objective is written down as its line says, and its slope is felt for."""
    n, lam = 40, 0.7
    w = by_scikit_learn(first.A, first.t, lam)[0]

    def squares(v):
        return np.sum((first.A @ v + first.t.mean() - first.t) ** 2)

    objectives = {
        "this course": lambda v: squares(v) / (2 * n) + lam * v @ v / 2,
        "no halves": lambda v: squares(v) / n + lam * v @ v,
        "½ for the loss only": lambda v: squares(v) / (2 * n) + (lam / 2) * v @ v,
        "½ for the penalty only": lambda v: squares(v) / n + (2 * lam) * v @ v / 2,
        "sums": lambda v: squares(v) + (n * lam) * v @ v,
    }
    assert list(objectives) == list(chapter.forms)
    at_1 = by_scikit_learn(first.A, first.t, 1.0)[0]
    for number, penalty_number in chapter.forms.values():
        np.testing.assert_allclose(chapter.minimize(number, penalty_number), at_1, atol=1e-8)
    for objective in objectives.values():
        for j in (0, 20, 63):
            h = 1e-3 * np.eye(64)[j]
            slope = (objective(w + h) - objective(w - h)) / 2e-3
            assert abs(slope) < 1e-6 * objective(w)
    table = re.findall(r"^\| .*\| (.*) \|$", text_of(CHAPTER), re.MULTILINE)
    assert [line for line in table if "λ" in line or "lambda" in line][1:] == [
        "λ",
        "$\\lambda' = \\lambda$",
        "$\\lambda' = \\lambda/2$",
        "$\\lambda' = 2\\lambda$",
        "$\\lambda' = n\\lambda$",
    ]
    assert printed(CHAPTER).count("same weights, True") == 6
    assert "same weights, False" not in printed(CHAPTER)


def test_no_strength_makes_a_weight_0_and_none_is_reached_at_the_end(first):
    for lam in np.geomspace(1e-6, 1e6, 61):
        w = by_scikit_learn(first.A, first.t, lam)[0]
        assert np.sum(w == 0) == 0
    large = [np.linalg.norm(by_scikit_learn(first.A, first.t, lam)[0]) for lam in (1e3, 1e4)]
    assert large[1] == pytest.approx(large[0] / 10, rel=0.02)
    table = [line.split() for line in printed(CHAPTER).split("spread\n")[1].splitlines()[:9]]
    assert [line[2] for line in table] == ["0"] * 9
    assert [float(line[4]) for line in table] == sorted(
        (float(line[4]) for line in table), reverse=True
    )
    assert float(table[-1][4]) < 0.001  # "The predictions lose their spread"


def test_a_small_strength_leads_to_the_smallest_of_all_perfect_fits(chapter, first):
    np.testing.assert_allclose(
        chapter.smallest,
        np.linalg.lstsq(first.A, first.t - first.t.mean(), rcond=None)[0],
        atol=1e-8,
    )
    w = by_scikit_learn(first.A, first.t, 1e-8)[0]
    assert np.linalg.norm(w - chapter.smallest) < 0.005


def test_the_size_falls_at_every_step_and_single_weights_do_not(chapter, first):
    lams = np.geomspace(1e-6, 1000, 61)
    paths = np.array([by_scikit_learn(first.A, first.t, lam)[0] for lam in lams])
    assert (np.diff(np.linalg.norm(paths, axis=1)) < 0).all()
    assert (np.diff(np.abs(paths), axis=0) > 0).any(axis=0).sum() > 20
    at_1 = by_scikit_learn(first.A, first.t, 1.0)[0]
    assert chapter.larger == np.sum(np.abs(at_1) > np.abs(paths[0])) > 0
    assert chapter.turn > 10
    errors = [root(first.A @ w + first.t.mean() - first.t) for w in paths]
    assert (np.diff(errors) > 0).all()  # question 5


def test_on_uncorrelated_features_each_weight_is_shrunk_alike():
    Q = np.linalg.qr(np.random.default_rng(0).normal(size=(30, 4)))[0] * np.sqrt(30)
    Q -= Q.mean(axis=0)
    Q = np.linalg.qr(Q)[0] * np.sqrt(30)
    y = np.random.default_rng(1).normal(size=30)
    free, held = LinearRegression().fit(Q, y), LinearRegression(penalty=L2(2)).fit(Q, y)
    np.testing.assert_allclose(held.coef_, free.coef_ / 3)


def test_each_direction_keeps_the_share_that_its_curvature_says(chapter, first):
    _, d, Vt = np.linalg.svd(first.A, full_matrices=False)
    d, Vt = d[:39], Vt[:39]
    w, free = by_scikit_learn(first.A, first.t, 1.0)[0], chapter.smallest
    np.testing.assert_allclose((Vt @ w) / (Vt @ free), d**2 / (d**2 + 40 * 1.0), rtol=1e-6)
    np.testing.assert_allclose(np.sort(chapter.c), np.sort(d**2 / 40))
    share = np.sum((Vt[-13:] @ free) ** 2) / np.sum(free**2)
    assert chapter.flat == pytest.approx(share)
    assert share > 0.9
    # "a curve much like that of λ = 1"
    five = 1 - (1 - chapter.c / chapter.c[-1]) ** 5
    assert np.abs(five - chapter.c / (chapter.c + 1)).max() < 0.25
    other = np.abs(chapter.c / (chapter.c + 0.01) - chapter.c / (chapter.c + 1)).max()
    assert other > 0.5


def test_a_penalized_bias_follows_a_shift_by_half_and_predicts_worse_than_the_mean(first):
    Z = np.column_stack([first.A, np.ones(40)])
    A = Z.T @ Z / 40 + np.eye(65)
    before, after = np.linalg.solve(A, Z.T @ np.column_stack([first.t, first.t + 100]) / 40).T
    assert after[-1] - before[-1] == pytest.approx(50)
    assert before[-1] == pytest.approx(first.t.mean() / 2)
    np.testing.assert_allclose(before[:-1], by_scikit_learn(first.A, first.t, 1)[0], atol=1e-8)
    assert root(first.B @ before[:-1] + before[-1] - first.u) > root(first.t.mean() - first.u)
    free = LinearRegression(penalty=L2(1)).fit(first.A, first.t + 100)
    np.testing.assert_allclose(free.coef_, by_scikit_learn(first.A, first.t, 1)[0], atol=1e-8)


def test_three_models_agree_better_with_a_penalty(chapter):
    pool = chapter.split(120, chapter.products, 0)
    sets = np.random.default_rng(0).permutation(120).reshape(3, 40)
    apart = {}
    for lam in (0.01, 1.0, 100.0):
        fits = [by_scikit_learn(pool[0][s], pool[2][s], lam) for s in sets]
        said = np.array([pool[1] @ w + b for w, b in fits])
        apart[lam] = np.median(said.max(axis=0) - said.min(axis=0))
        assert f"predictions {apart[lam]:.0f} points apart or more" in printed(CHAPTER)
    assert apart[1.0] < 214 / 4
    means = [pool[2][s].mean() for s in sets]
    assert apart[100.0] == pytest.approx(np.ptp(means), rel=0.15)  # what is left there


def test_the_two_parts_add_up_exactly(chapter):
    said = chapter.batches[0]
    center = said.mean(axis=0)
    off = np.mean((said - chapter.truth[chapter.asked]) ** 2, axis=0)
    parts = (center - chapter.truth[chapter.asked]) ** 2 + said.var(axis=0)
    np.testing.assert_allclose(off, parts)


def test_the_two_parts_are_those_that_a_formula_gives_for_other_draws(chapter):
    """Ridge predictions are linear in the targets, so the noise can be averaged out exactly."""
    rng = np.random.default_rng(77)
    lams = (0.1, 1.0, 10.0)
    centers, noise = {lam: [] for lam in lams}, {lam: [] for lam in lams}
    for _ in range(400):
        rows = rng.permutation(chapter.pool)[:40]
        Z = chapter.Z[rows] - chapter.Z[rows].mean(axis=0)
        new = chapter.Z[chapter.asked] - chapter.Z[rows].mean(axis=0)
        for lam in lams:
            S = new @ np.linalg.solve(Z.T @ Z / 40 + lam * np.eye(64), Z.T / 40)
            S = S @ (np.eye(40) - 1 / 40) + 1 / 40
            centers[lam].append(S @ chapter.truth[rows])
            noise[lam].append(chapter.sigma**2 * np.sum(S**2, axis=1))
    for lam in lams:
        k = int(np.argmin(np.abs(np.log(chapter.STRENGTHS / lam))))
        assert chapter.STRENGTHS[k] == pytest.approx(lam, rel=1e-6)
        where = np.array(centers[lam])
        variance = (where.var(axis=0, ddof=1) + np.mean(noise[lam], axis=0)).mean()
        systematic = np.mean((where.mean(axis=0) - chapter.truth[chapter.asked]) ** 2)
        # Within four of the standard errors that the chapter states: they are honest, too.
        assert chapter.both[1, k] == pytest.approx(variance, abs=4 * chapter.errors[1, k])
        assert chapter.both[0, k] == pytest.approx(systematic, abs=4 * chapter.errors[0, k])


def test_variance_falls_and_systematic_error_rises_with_lambda(chapter):
    systematic, variance = chapter.both[:, ::-1]  # from weak to strong
    weak = chapter.STRENGTHS[::-1] < 50
    assert (np.diff(variance[weak]) < 0).all()
    assert (np.diff(systematic) > 0).all()
    assert variance[0] > 6000  # the figure's alt text
    assert systematic[0] < 100
    assert systematic[-1] > 3500
    total = systematic + variance
    best = total.argmin()
    assert 0.5 < chapter.STRENGTHS[::-1][best] < 2
    assert total[best] < total[0] / 5
    spread = np.var(chapter.truth[chapter.pool]) + chapter.sigma**2
    assert variance[-1] == pytest.approx(spread / 40, rel=0.2)  # the mean of 40 patients
    # Error bars: the standard error over ten batches is small beside what is claimed.
    assert (chapter.errors[1] < 0.1 * chapter.both[1]).all()


def test_the_truth_is_that_of_least_squares_and_the_noise_that_of_its_leftovers(chapter):
    data = load_diabetes()
    A = np.column_stack([data.X, np.ones(442)])
    fitted = A @ np.linalg.lstsq(A, data.y, rcond=None)[0]
    np.testing.assert_allclose(chapter.truth, fitted, atol=1e-6)
    assert chapter.sigma == pytest.approx(np.sqrt(np.sum((data.y - fitted) ** 2) / 431))
    assert np.intersect1d(chapter.asked, chapter.pool).size == 0


def test_the_three_patients_are_pulled_to_the_mean(chapter):
    low, middle, high = chapter.places
    truth = chapter.truth[chapter.asked]
    for patient, sign in ((low, 1), (high, -1)):
        pulled = sign * (chapter.center[:, patient] - truth[patient])  # from strong to weak
        assert pulled[4] > 80
        assert pulled[4] > pulled[12] > pulled[20]
    assert np.abs(chapter.center[[4, 12, 20], middle] - truth[middle]).max() < 20
    mean = truth.mean()
    assert np.abs(chapter.center[4] - mean).max() < 25


def test_lambda_is_chosen_without_the_test_rows(chapter):
    """Change the test rows, features and targets, and the same λ is chosen."""
    names = chapter.choose.__globals__
    X, y = names["X"], names["y"]
    _, rest = random_splits(442, 1, test_size=402, seed=3)[0]
    _, test = random_splits(402, 1, test_size=362, seed=1003)[0]
    before = chapter.choose(3)
    try:
        names["X"], names["y"] = X.copy(), y.copy()
        names["X"][rest[test]] *= 3
        names["y"][rest[test]] = 0
        after = chapter.choose(3)
    finally:
        names["X"], names["y"] = X, y
    assert before[3] == after[3] == before[1].argmin()
    np.testing.assert_array_equal(before[1], after[1])
    assert not np.allclose(before[4], after[4])


def test_no_figure_shows_a_test_error_against_lambda():
    for cell in read_cells(CHAPTER):
        if cell.cell_type == "code" and "scale_lams(axes" in cell.source:
            assert "test rows" not in cell.source
            assert "X_test" not in cell.source
            assert "y_test" not in cell.source


def test_choosing_beats_no_penalty_and_the_mean_and_costs_little(chapter):
    tested, cost = [], []
    for seed in range(30):
        parts = forty(seed)
        val, test = random_splits(402, 1, test_size=362, seed=1000 + seed)[0]
        fits = [by_scikit_learn(parts.A, parts.t, lam) for lam in chapter.GRID]
        off = np.array([parts.B @ w + b - parts.u for w, b in fits])
        judged = np.sqrt(np.mean(off[:, val] ** 2, axis=1))
        on_test = np.sqrt(np.mean(off[:, test] ** 2, axis=1))
        assert chapter.chosen_lams[seed] == pytest.approx(chapter.GRID[judged.argmin()])
        tested.append(on_test[judged.argmin()])
        cost.append(tested[-1] - on_test.min())
    np.testing.assert_allclose(chapter.tested[:, 0], tested, atol=1e-6)
    assert np.mean(cost) < 2  # "It matters little"
    assert (chapter.tested[:, 0] < chapter.tested[:, 1]).all()
    assert chapter.tested[:, 0].mean() < chapter.tested[:, 2].mean() - 8
    assert chapter.gap > 0  # the validation error of the chosen λ is too good
    assert chapter.middle == np.median(chapter.chosen_lams)
    assert chapter.high / chapter.low > 30
    assert chapter.safe >= 25
    assert chapter.chosen_lams.mean() > 1.5 * chapter.middle  # pulled up by the largest


def test_the_lumps_are_separable_and_their_weights_bounded_by_any_penalty(chapter):
    data = load_breast_cancer()
    X = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0)
    with pytest.warns(SeparableDataWarning):
        assert not LogisticRegression().fit(X, data.y).converged_
    train, val, test = chapter.lumps(0)
    assert [len(y) for _, y in (train, val, test)] == [300, 100, 169]
    with pytest.warns(SeparableDataWarning):
        model = LogisticRegression().fit(*train)
    scores = model.decision_function(train[0]) * np.where(train[1] == 1, 1, -1)
    assert scores.min() > 0  # so doubling them lowers each log-loss
    for lam in (1e-4, 0.01, 1, 100):
        model = LogisticRegression(penalty=L2(lam)).fit(*train)
        assert model.converged_
        assert np.linalg.norm(model.coef_) <= np.sqrt(2 * np.log(2) / lam)


def test_without_a_penalty_the_size_still_grows_and_with_one_it_has_settled(chapter):
    assert (np.diff(chapter.free[100:]) > 0).all()
    assert chapter.free[-1] - chapter.free[5000] > 0.5
    assert abs(chapter.held[-1] - chapter.held[5000]) < 1e-6
    train, _, _ = chapter.lumps(0)
    best = LogisticRegression(penalty=L2(0.01)).fit(*train)
    assert chapter.held[-1] == pytest.approx(np.linalg.norm(best.coef_), rel=1e-4)


def test_what_is_said_of_the_twenty_splits_of_the_lumps(chapter):
    assert len(chapter.chosen) == 20
    assert "the formula's weights, False" not in printed(CHAPTER)
    assert 0 < chapter.unlucky.sum() <= 5
    assert np.mean(chapter.fixed) < np.mean(chapter.tested_loss) < np.mean(chapter.weakest) / 2
    assert np.mean(np.array(chapter.tested_loss)[chapter.unlucky]) > 2 * np.mean(chapter.fixed)


def test_with_many_rows_and_few_features_there_is_hardly_anything_to_gain(chapter):
    data = load_diabetes()
    gains = []
    for seed in range(30):
        train, test = random_splits(442, 1, test_size=100, seed=seed)[0]
        X = (data.X - data.X[train].mean(axis=0)) / data.X[train].std(axis=0)
        row = []
        for lam in (0, *chapter.FEW):
            w, b = by_scikit_learn(X[train], data.y[train], lam)
            row.append(root(X[test] @ w + b - data.y[test]))
        gains.append(np.array(row[1:]) - row[0])
    np.testing.assert_allclose(chapter.gains, gains, atol=1e-6)
    mean, spread = np.mean(gains, axis=0), np.std(gains, axis=0, ddof=1)
    assert 0 < -mean.min() < 0.2
    assert -mean.min() < spread[mean.argmin()]
    assert mean[0] > 5  # "Strong penalties do harm"


def test_ten_features_do_as_much_as_l2_on_64_and_both_together_are_best(chapter):
    with_64 = chapter.tested[:, 0].mean()
    assert abs(chapter.ten_free - with_64) < 3
    assert chapter.ten < min(chapter.ten_free, with_64) - 2


def test_the_lab_goes_from_hardly_any_penalty_to_the_plain_mean(chapter):
    """A slider that can't reach a strong penalty would hide half of what there is to see."""
    assert "lam=LogSlider(0.001, 1000," in text_of(CHAPTER, "code")
    assert "rows=Slider([40, 80, 160, 342]," in text_of(CHAPTER, "code")
    for rows in (40, 342):
        A, B, t = chapter.lab_rows(rows)
        weak, strong = (by_scikit_learn(A, t, lam)[0] for lam in (0.001, 1000))
        free = np.linalg.pinv(A) @ (t - t.mean())
        assert np.linalg.norm(weak) > 0.3 * np.linalg.norm(free)
        assert np.linalg.norm(strong) < 0.02 * np.linalg.norm(free)
        known, others = chapter.both_errors(A, B, t, strong)
        assert others == pytest.approx(chapter.both_errors(A, B, t, 0 * strong)[1], rel=0.02)
        assert known == pytest.approx(np.std(t), rel=0.02)


def test_in_the_lab_one_error_only_rises_and_the_best_lambda_falls_with_more_rows(chapter):
    best = {}
    for rows in (40, 80, 160, 342):
        A, B, t = chapter.lab_rows(rows)
        paths = np.array([by_scikit_learn(A, t, lam)[0] for lam in chapter.GRID])
        known, others = chapter.both_errors(A, B, t, paths)
        assert (np.diff(known) > 0).all()
        assert 0 < others.argmin() < len(chapter.GRID) - 1
        best[rows] = chapter.GRID[others.argmin()], others[0] - others.min()
    assert best[342][0] < best[40][0]
    assert best[342][1] < best[40][1] / 5


def test_some_strength_always_beats_none_for_the_right_equation_and_noise():
    """The expected squared distance to the true weights, by its formula, falls from λ = 0 on."""
    rng = np.random.default_rng(4)
    for _ in range(20):
        n, p, sigma = 30, 5, rng.uniform(0.1, 5)
        X, w = rng.normal(size=(n, p)), rng.normal(size=p) * rng.uniform(0.1, 20)
        X -= X.mean(axis=0)
        c, V = np.linalg.eigh(X.T @ X / n)
        alpha = V.T @ w

        def distance(lam, c=c, alpha=alpha, sigma=sigma, n=n):
            variance = sigma**2 / n * np.sum(c / (c + lam) ** 2)
            return variance + np.sum((lam * alpha / (c + lam)) ** 2)

        lam = 1e-6 * sigma**2 / (n * np.max(alpha**2))
        assert distance(lam) < distance(0)


def test_the_solution_for_the_prostate_data_does_what_is_said_of_it():
    names: dict[str, object] = {}
    exec(folded_solutions(CHAPTER)["5.4"], names)
    few, many, lam = names["few"], names["many"], names["lam"]
    without, with_l2 = prostate_errors(few, lam)
    assert with_l2 < 0.9 * without
    without, with_l2 = prostate_errors(many, lam)
    assert abs(with_l2 / without - 1) < 0.01
    # "find a λ that helps there and does harm with many"
    helped, free = prostate_errors(few, 0.5)[::-1]
    harmed, before = prostate_errors(many, 0.5)[::-1]
    assert helped < free
    assert harmed > before


def test_the_numbers_of_the_quiz():
    assert LinearRegression(penalty=L2(2), fit_intercept=False).fit(
        [[-1.0], [1.0]], [-6.0, 6.0]
    ).coef_.tolist() == pytest.approx([2.0])  # question 1
    A = np.random.default_rng(0).normal(size=(200, 3))
    t = A @ [1.0, 2.0, 3.0] + 1
    ours = LinearRegression(penalty=L2(0.5)).fit(A, t)
    np.testing.assert_allclose(ours.coef_, Ridge(alpha=100).fit(A, t).coef_)  # question 3
