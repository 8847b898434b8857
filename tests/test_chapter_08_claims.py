"""What chapter 8 says is so: recomputed by other means, its figures and its quiz included."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from notebooks import folded_solutions, read_cells, run_with_figures, text_of
from sklearn.linear_model import ElasticNet as TheirElasticNet
from sklearn.linear_model import LogisticRegression as TheirLogisticRegression

from shrinkage import L1, ElasticNet, LinearRegression, elastic_net_path, lasso_path, ridge_path
from shrinkage.check.chapter_08 import EXERCISES
from shrinkage.check.chapter_08_tecator import CLOSE, CLOSER, DROPPED, SHORT, STEADY
from shrinkage.datasets import load_breast_cancer, load_diabetes, load_tecator, make_twins
from shrinkage.plots import DescribedFigure
from shrinkage.selection import bootstrap

CHAPTER = Path(__file__).parents[1] / "chapters" / "08-correlated-features.ipynb"
CELLS = read_cells(CHAPTER)
TEXT = text_of(CHAPTER)


@pytest.fixture(scope="module")
def run():
    """The chapter's names after its last cell, and its figures."""
    names, figures = run_with_figures(CHAPTER)
    return SimpleNamespace(names=names, figures=figures)


@pytest.fixture(scope="module")
def chapter(run):
    return run.names


def standardized(X):
    return (X - X.mean(axis=0)) / X.std(axis=0)


def printed(part):
    """Return what the one cell whose code holds `part` printed or displayed."""
    (cell,) = [c for c in CELLS if c.cell_type == "code" and part in c.source]
    return "".join(
        output.get("text") or "".join(output.get("data", {}).get("text/markdown", ""))
        for output in cell.outputs
    )


def coordinate_descent(X, y, l1, l2=0.0, sweeps=50_000):
    """Both penalties with strengths of their own, one weight after another."""
    n, p = X.shape
    A, z, w = X.T @ X / n, X.T @ y / n, np.zeros(p)
    for _ in range(sweeps):
        before = w.copy()
        for j in range(p):
            left = z[j] - A[j] @ w + A[j, j] * w[j]
            w[j] = np.sign(left) * max(abs(left) - l1, 0) / (A[j, j] + l2)
        if np.abs(w - before).max() < 1e-13:
            break
    return w


# One is kept, one is dropped.


@pytest.fixture(scope="module")
def lumps():
    data = load_breast_cancer()
    return data.select(data.feature_names[:10])


def their_l1(X, y, lam):
    model = TheirLogisticRegression(
        C=1 / (lam * len(y)), l1_ratio=1, solver="saga", tol=1e-8, max_iter=20_000
    )
    return model.fit(standardized(X), y).coef_[0]


def test_on_all_lumps_the_perimeter_is_kept_and_the_radius_dropped(lumps):
    assert lumps.feature_names[0] == "mean radius"
    assert lumps.feature_names[2] == "mean perimeter"
    w = their_l1(lumps.X, lumps.y, 0.05)
    assert w[0] == 0 < w[2]
    assert np.corrcoef(lumps.X[:, 0], lumps.X[:, 2])[0, 1] == pytest.approx(0.998, abs=5e-4)


def test_which_twin_is_kept_differs_between_resamples(lumps, chapter):
    """The shares are recounted with another solver, on the first resamples."""
    kept = chapter.kept_in_resamples()
    for k in range(12):
        drawn = bootstrap(lumps.X, lumps.y, seed=k)
        w = their_l1(drawn.X, drawn.y, 0.05)
        clear = (np.abs(w) > 1e-3) | (w == 0)
        np.testing.assert_array_equal(kept[k][clear], (w != 0)[clear])
    only_radius, only_perimeter, both, neither = chapter.shares
    assert 0.3 < only_radius < 0.5
    assert 0.4 < only_perimeter < 0.55
    assert only_radius + only_perimeter + both + neither == pytest.approx(1)
    assert neither == 0
    # A clear answer at another λ, and not the same one.
    assert chapter.others[0.03][0] > 0.6 > 0.3 > chapter.others[0.03][1]
    assert chapter.others[0.1][1] > 0.8 > 0.2 > chapter.others[0.1][0]


def test_question_3_states_the_share_and_its_error_as_they_were_printed(chapter):
    share = chapter.shares[1]
    error = np.sqrt(share * (1 - share) / chapter.TIMES)
    assert f"kept alone in {share:.0%} ± {error:.0%} of {chapter.TIMES} resamples" in TEXT
    assert f"only perimeter  {share:.0%} ± {error:.0%}" in printed("FATES = ")
    assert error / np.sqrt(share * (1 - share) / 20_000) == pytest.approx(10)


def test_without_either_twin_nothing_is_lost_and_without_all_three_something_is(chapter):
    none, radius, perimeter, both, three = chapter.tested.mean(axis=0)
    assert abs(radius - none) < 0.001 > abs(perimeter - none)
    assert 0.001 < both - none < 0.004
    assert three - none > 0.012
    gained = chapter.worse[:, 4]
    assert gained.mean() > 2 * gained.std(ddof=1)
    # The area steps in: with both twins gone it is kept, with them it hardly is.
    lumps = load_breast_cancer()
    lumps = lumps.select(lumps.feature_names[:10])
    rest = np.delete(lumps.X, [0, 2], axis=1)
    came_in = [chapter.weights_at(*bootstrap(rest, lumps.y, seed=k)[:2])[1] != 0 for k in range(30)]
    assert np.mean(came_in) > 0.95
    assert chapter.kept_in_resamples()[:30, 3].mean() < 0.1


# Exact twins.


def test_three_solvers_give_three_answers_with_one_objective(chapter):
    X, y, lam = chapter.twice, chapter.y, 5
    (first, second, shared) = chapter.solved.values()
    np.testing.assert_array_equal(X[:, 0], X[:, 1])
    assert abs(second[0]) < 1e-9 < 1 < first[0]
    assert abs(first[1]) < 1e-9 < 1 < second[1]
    assert shared[0] == pytest.approx(shared[1], rel=1e-9)
    alone = coordinate_descent(X[:, [0, 2]], y, lam)
    for w in (first, second, shared):
        assert w[:2].sum() == pytest.approx(alone[0])
        assert w[2] == pytest.approx(alone[1])
        g = X.T @ (y - X @ w) / len(y)  # all three meet the conditions of a minimum
        np.testing.assert_allclose(g, lam, rtol=1e-9)


def test_only_weights_without_opposite_signs_have_the_least_objective(chapter):
    w = chapter.solved["all at once"]
    least = chapter.lasso_objective(w, 5)
    s = w[:2].sum()
    for part in (0, 0.2, 1):
        assert chapter.lasso_objective([part * s, (1 - part) * s, w[2]], 5) == pytest.approx(least)
    for part in (-0.1, 1.1):
        assert chapter.lasso_objective([part * s, (1 - part) * s, w[2]], 5) > least + 1


def test_near_twins_have_one_best_pair_as_a_rule():
    data = make_twins(50, correlation=0.999, seed=1)
    Z, y = standardized(data.X), data.y - data.y.mean()
    ends = [coordinate_descent(Z[:, order], y, 0.1)[order] for order in ([0, 1], [1, 0])]
    np.testing.assert_allclose(ends[0], ends[1], atol=1e-6)


@pytest.mark.parametrize("copies", [1, 2, 4])
def test_l2_shares_equally_and_gives_copies_a_discount_and_l1_gives_none(chapter, copies):
    X, y = chapter.X, chapter.y
    many = X[:, [2] * copies + [3]]
    n, p = many.shape
    ridge = np.linalg.solve(many.T @ many / n + np.eye(p), many.T @ y / n)
    np.testing.assert_allclose(ridge[:-1], ridge[0])
    one = coordinate_descent(X[:, [2, 3]], y, 1)
    l1 = LinearRegression(penalty=L1(1)).fit(many, y).coef_
    assert l1[:-1].sum() == pytest.approx(one[0])
    line = next(
        row for row in printed("copies of bmi").splitlines() if row.split()[0] == str(copies)
    )
    shown = [float(v) for v in line.split()[1:]]
    np.testing.assert_allclose(
        shown, [one[0], one[1], ridge[0], ridge[:-1].sum(), ridge[-1]], atol=0.006
    )
    # For one feature alone: z/(1 + λ/k) in all.
    alone = X[:, [2] * copies]
    w = ridge_path(alone, y, [3.0]).coefs[0]
    assert w.sum() == pytest.approx(np.mean(X[:, 2] * y) / (1 + 3 / copies))


def test_with_four_copies_the_better_feature_has_the_smaller_weights(chapter):
    X, y = chapter.X, chapter.y
    w = ridge_path(X[:, [2] * 4 + [3]], y, [1]).coefs[0]
    assert w[0] < w[-1]
    alone = [np.corrcoef(X[:, j], y)[0, 1] for j in (2, 3)]
    assert alone[0] > alone[1]
    assert (
        coordinate_descent(X[:, [2, 3]], y, 0)[0] > 1.5 * coordinate_descent(X[:, [2, 3]], y, 0)[1]
    )


# Nearly twins.


def test_the_sum_is_well_determined_and_the_difference_is_not(chapter):
    free = chapter.fit_twins(0.99, 0, 1)
    l1, l2 = chapter.fit_twins(0.99, 0.3, 1), chapter.fit_twins(0.99, 0.3, 0)
    for k in (0, 7, 29):
        Z, target, _, _ = chapter.draw(0.99, k)
        np.testing.assert_allclose(free[k, :2], np.linalg.lstsq(Z, target, rcond=None)[0])
        np.testing.assert_allclose(l1[k, :2], coordinate_descent(Z, target, 0.3), atol=1e-6)
        n = len(Z)
        ridge = np.linalg.solve(Z.T @ Z / n + 0.3 * np.eye(2), Z.T @ target / n)
        np.testing.assert_allclose(l2[k, :2], ridge)
    spread = {name: (np.std(W[:, 0] - W[:, 1], ddof=1), np.std(W[:, 0] + W[:, 1], ddof=1))
              for name, W in (("none", free), ("l1", l1), ("l2", l2))}  # fmt: skip
    assert spread["none"][0] > 1 > 3 * spread["none"][1]  # more than either true weight
    assert spread["l2"][0] < 0.1  # all but removed
    assert spread["none"][0] > spread["l1"][0] > 0.4 * spread["none"][0]  # much is left
    # The wild weights predict as well as the tame ones.
    assert free[:, 2].mean() < min(l1[:, 2].mean(), l2[:, 2].mean()) < 1.1 * free[:, 2].mean()


def test_curvatures_of_twins_are_1_plus_and_minus_their_correlation(chapter):
    Z, _, _, _ = chapter.draw(0.99, 0)
    r = Z[:, 0] @ Z[:, 1] / len(Z)
    A = Z.T @ Z / len(Z)
    np.testing.assert_allclose(A @ [1, 1], (1 + r) * np.ones(2))
    np.testing.assert_allclose(A @ [1, -1], (1 - r) * np.array([1, -1]))


def test_least_squares_predicts_the_same_from_mean_and_difference_which_are_uncorrelated(chapter):
    Z, target, Z_new, _ = chapter.draw(0.999, 3)
    mix = np.array([[0.5, 1.0], [0.5, -1.0]])
    w, v = (np.linalg.lstsq(F, target, rcond=None)[0] for F in (Z, Z @ mix))
    np.testing.assert_allclose(Z_new @ w, Z_new @ mix @ v, atol=1e-9)
    assert abs(np.corrcoef((Z @ mix).T)[0, 1]) < 1e-12


def test_the_panels_titled_l1_and_l2_hold_weights_of_l1_and_l2(run, chapter):
    figure = next(f for f in run.figures if f.axes[0].get_title(loc="left").startswith("L1 drops"))
    for axes, alpha in zip(figure.axes, (1, 0), strict=True):
        W = chapter.fit_twins(0.99, 0.3, alpha)[:, :2]
        name, drops, *_ = axes.get_title(loc="left").split(" drops ")[0], axes.get_title(loc="left")
        assert name == {1: "L1", 0: "L2"}[alpha]
        dropped = (W == 0).any(axis=1)
        assert f"drops {dropped.sum()} of 30" in drops
        marks = {line.get_marker(): line.get_xydata() for line in axes.lines}
        for mark, which in (("^", dropped), ("o", ~dropped)):
            drawn = marks.get(mark, np.empty((0, 2)))
            np.testing.assert_allclose(drawn, W[which], atol=1e-12)
    assert chapter.gone["L2"] == 0 < chapter.gone["L1"]


def test_every_figure_of_the_chapter_labels_its_axes_and_carries_a_text(run):
    assert len(run.figures) == 3
    for figure in run.figures:
        assert isinstance(figure, DescribedFigure)
        assert figure.alt_text
        assert all(axes.get_xlabel() for axes in figure.axes)
        assert figure.axes[0].get_ylabel()


# tch and hdl.


def test_tch_goes_because_hdl_is_there(chapter):
    names = list(load_diabetes().feature_names)
    X = standardized(load_diabetes().X)
    hdl, tch = names.index("hdl"), names.index("tch")
    assert X[:, hdl] @ X[:, tch] < 0
    for k in (0, 50, 199):
        drawn = bootstrap(load_diabetes().X, load_diabetes().y, seed=k)
        w = coordinate_descent(standardized(drawn.X), drawn.y - drawn.y.mean(), 2)
        np.testing.assert_array_equal(chapter.kept[2][k], w != 0)
    assert chapter.kept[2][:, tch].mean() < 0.25
    assert chapter.without["tch"] > 0.95
    only_hdl, only_tch, _, _ = chapter.twin_shares(chapter.kept[2], hdl, tch)
    assert only_hdl > 50 * only_tch  # not a coin, and `hdl` "nearly always"
    assert chapter.high - chapter.low < 0.2
    assert len(chapter.folds) == 4


def test_between_tc_and_ldl_it_is_a_coin_at_4_and_not_at_2(chapter):
    names = list(load_diabetes().feature_names)
    pair = names.index("tc"), names.index("ldl")
    one, other, _, _ = chapter.twin_shares(chapter.kept[4], *pair)
    error = np.sqrt((one + other) / 200)
    assert abs(one - other) < error
    one, other, _, _ = chapter.twin_shares(chapter.kept[2], *pair)
    assert one > 2 * other


# Both penalties at once.


@pytest.mark.parametrize("z", [-3.0, -0.6, 0.0, 0.4, 0.6, 2.0, 10.0])
@pytest.mark.parametrize(("lam", "alpha"), [(1, 0.5), (2, 0.25), (0.3, 1), (0.3, 0)])
def test_the_formula_for_one_weight_is_the_lowest_point_of_the_objective(z, lam, alpha):
    formula = np.sign(z) * max(abs(z) - lam * alpha, 0) / (1 + lam * (1 - alpha))
    axis = formula + np.linspace(-2, 2, 400_001)
    objective = (axis - z) ** 2 / 2 + lam * (alpha * np.abs(axis) + (1 - alpha) / 2 * axis**2)
    assert axis[objective.argmin()] == pytest.approx(formula, abs=2e-5)
    assert ElasticNet(lam, alpha).prox([z])[0] == pytest.approx(formula)


def test_question_4_states_the_formula_and_its_slips():
    lam, alpha, z = 2, 0.25, 2
    assert (z - lam * alpha) / (1 + lam * (1 - alpha)) == pytest.approx(0.6)
    assert (z - lam * (1 - alpha)) / (1 + lam * alpha) == pytest.approx(0.33, abs=0.005)
    assert (z - lam * alpha) / (1 + 2 * lam * (1 - alpha)) == pytest.approx(0.375)
    assert max(z - lam, 0) == 0


def test_the_translation_for_scikit_learn_gives_the_same_weights(chapter):
    said = re.search(r"ElasticNet\(alpha=(.*?), l1_ratio=(.*?)\)", printed("in scikit-learn"))
    strength, share = float(said[1]), float(said[2])
    model = TheirElasticNet(alpha=strength, l1_ratio=share, tol=1e-12, max_iter=100_000)
    model.fit(chapter.X, chapter.y)
    np.testing.assert_allclose(model.coef_, chapter.other.coef_, atol=1e-6)
    swapped = TheirElasticNet(alpha=share, l1_ratio=strength, tol=1e-12, max_iter=100_000)
    swapped.fit(chapter.X, chapter.y)  # without a warning: another model
    assert np.abs(swapped.coef_ - chapter.other.coef_).max() > 1


def bound(Z, y, i, j, l2, sign=1):
    rho = Z[:, i] @ Z[:, j] / len(y)
    return y.std() * np.sqrt(2 * max(1 - sign * rho, 0)) / l2


@pytest.mark.parametrize("alpha", [0.0, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("seed", range(6))
def test_the_bound_on_two_weights_holds_for_every_pair_and_either_sign(alpha, seed):
    """Zou and Hastie's Theorem 1, without its condition on the signs, and for ±x."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(30, 6))
    X[:, 1] = X[:, 0] + 0.1 * rng.normal(size=30)
    X[:, 3] = -X[:, 2] + 0.3 * rng.normal(size=30)
    Z = standardized(X)
    y = X @ rng.normal(size=6) + rng.normal(size=30)
    y -= y.mean()
    for lam in (0.01, 0.3, 3):
        l2 = lam * (1 - alpha)
        w = coordinate_descent(Z, y, lam * alpha, l2)
        for i in range(6):
            for j in range(i):
                assert abs(w[i] - w[j]) <= bound(Z, y, i, j, l2) + 1e-9
                assert abs(w[i] + w[j]) <= bound(Z, y, i, j, l2, sign=-1) + 1e-9


def test_each_step_of_the_proof_holds():
    rng = np.random.default_rng(3)
    Z = standardized(rng.normal(size=(40, 3)) + rng.normal(size=(40, 1)))
    y = Z @ [1.0, 0.5, -0.5] + rng.normal(size=40)
    y -= y.mean()
    for lam, alpha in ((0.2, 0.5), (1.0, 0.8)):
        w = coordinate_descent(Z, y, lam * alpha, lam * (1 - alpha))
        left = y - Z @ w
        g = Z.T @ left / 40
        thresholded = np.sign(g) * np.maximum(np.abs(g) - lam * alpha, 0)
        np.testing.assert_allclose(w, thresholded / (lam * (1 - alpha)), atol=1e-9)
        assert np.sqrt(np.mean(left**2)) <= y.std()
        rho = Z[:, 0] @ Z[:, 1] / 40
        assert np.mean((Z[:, 0] - Z[:, 1]) ** 2) == pytest.approx(2 * (1 - rho))
        assert abs(g[0] - g[1]) <= y.std() * np.sqrt(2 * (1 - rho))


def test_exact_twins_get_equal_weights_and_opposite_ones_opposite_weights(chapter):
    for lam, alpha in ((1, 0.9), (5, 0.5)):
        both = np.column_stack([chapter.twice, -chapter.twice[:, 2]])
        w = coordinate_descent(both, chapter.y, lam * alpha, lam * (1 - alpha))
        assert w[0] == pytest.approx(w[1], rel=1e-6)
        assert w[2] == pytest.approx(-w[3], rel=1e-6)
    # Without L2 nothing holds them together: the condition λ(1 − α) > 0 is needed.
    assert np.ptp(chapter.solved["one by one"][:2]) > 1


def test_the_printed_bounds_are_those_of_the_formula_and_hold():
    rows = [row.split() for row in printed("|w1 − w2|   bound").splitlines()[1:]]
    assert len(rows) == 6
    for _, _, apart, limit in rows:
        assert float(apart) <= float(limit)
    for weak, strong in pairwise(rows[::1]):
        if weak[0] == strong[0]:
            assert float(weak[3]) > float(strong[3])


def test_the_elastic_net_can_split_a_pair_with_a_high_correlation(chapter):
    assert len(chapter.pairs) == 6
    said = printed("one kept, one dropped in")
    for alpha in (1, 0.9, 0.5, 0.1):
        w = coordinate_descent(chapter.X, chapter.y, 8 * alpha, 8 * (1 - alpha))
        split = sum((w[i] == 0) != (w[j] == 0) for i, j in chapter.pairs)
        assert f"α = {alpha}: {split} of 6 pairs" in said
        assert (split > 0) == (alpha >= 0.9)
    R = np.corrcoef(chapter.X.T)
    assert all(abs(R[i, j]) > 0.5 for i, j in chapter.pairs)


def test_question_5_can_happen_with_a_correlation_of_090():
    """An elastic net that keeps one with a weight of 1.2 and drops the other."""
    rng = np.random.default_rng(0)
    Z = np.linalg.qr(standardized(rng.normal(size=(50, 3))))[0] * np.sqrt(50)
    Z -= Z.mean(axis=0)
    Z = np.linalg.qr(Z)[0] * np.sqrt(50)
    pair = np.column_stack([Z[:, 0], 0.9 * Z[:, 0] + np.sqrt(1 - 0.81) * Z[:, 1]])
    y = 2 * pair[:, 0] + Z[:, 2]
    found = coordinate_descent(pair, y, 0.5 * 0.95, 0.5 * 0.05)
    y = y * 1.2 / found[0]  # scale target and λ alike
    lam = 0.5 * 1.2 / found[0]
    w = coordinate_descent(pair, y, lam * 0.95, 0.5 * 0.05)
    assert w.round(9).tolist() == [1.2, 0]
    assert bound(pair, y, 0, 1, 0.5 * 0.05) >= 1.2


# The lab.


def test_in_the_lab_l1_begins_to_choose_and_a_tenth_of_l2_stops_it(chapter):
    def dropped(correlation, alpha, lam=0.3):
        return np.sum((chapter.fit_twins(correlation, lam, alpha)[:, :2] == 0).any(axis=1))

    assert dropped(0, 1) == 0
    assert dropped(0.99, 1) > 5
    assert dropped(0.999, 1) > 20
    assert dropped(0.999, 0.9) < 5
    apart = [
        np.abs(np.diff(chapter.fit_twins(0.99, lam, 0.9)[:, :2])).mean() for lam in (1, 0.3, 0.03)
    ]
    assert apart == sorted(apart)  # a small λ: the grouping fades


# A hundred channels.


@pytest.fixture(scope="module")
def spectra():
    data = load_tecator()
    return data, np.corrcoef(data.X.T)


def test_neighboring_channels_are_twins(spectra):
    _, R = spectra
    said = printed("correlation of neighbors")
    assert f"at least {np.diag(R, 1).min():.4f}" in said
    assert np.diag(R, 1).min() > 0.9998


def test_least_squares_ends_in_weights_of_tens_of_thousands(chapter):
    Z, fat, Z_test, fat_test = chapter.split(0)
    assert (len(fat), len(fat_test)) == (150, 65)
    A = np.column_stack([Z, np.ones(150)])
    free, residuals, rank, _ = np.linalg.lstsq(A, fat, rcond=None)
    assert rank == 101  # one least-squares solution
    assert np.abs(free[:-1]).max() > 10_000
    test = np.sqrt(np.mean((np.column_stack([Z_test, np.ones(65)]) @ free - fat_test) ** 2))
    train = np.sqrt(residuals[0] / 150)
    assert test > 5 * train
    assert test < 0.5 * np.sqrt(np.mean((fat_test - fat.mean()) ** 2))  # not useless
    assert f"{train:.2f} in training, {test:.2f} in testing" in printed("curvatures of the loss")


def test_no_test_row_has_a_say_in_lambda_or_alpha(chapter):
    names = chapter.judge.__globals__
    real, kept, seen = names["tune"], names["tecator"], []

    def watched(Z, fat, seed):
        found = real(Z, fat, seed)
        seen.append([(one.best_lam, one.mean.min()) for one in found.values()])
        return found

    rows = chapter.train_test_split(
        np.arange(215.0)[:, None], kept.y, test_size=65, seed=4
    ).X_test[:, 0].astype(int)  # fmt: skip
    y = kept.y.copy()
    y[rows] += 1000.0
    X = kept.X.copy()
    X[rows] *= 1.5
    try:
        names["tune"] = watched
        first = chapter.judge(4)
        names["tecator"] = SimpleNamespace(X=X, y=y)
        second = chapter.judge(4)
    finally:
        names["tune"], names["tecator"] = real, kept
    assert seen[0] == seen[1]
    assert first[2] == second[2]
    assert (second[0] > first[0]).all()


def test_no_best_lambda_is_at_an_end_of_its_grid(chapter):
    for seed in (0, 3, 8):
        for found in chapter.tune(*chapter.split(seed)[:2], seed).values():
            assert found.lams.min() < found.best_lam < found.lams.max()
            assert not found.search_ended_too_soon


def test_the_penalties_can_not_be_told_apart_on_the_meat(chapter):
    names = dict(zip(chapter.LABELS, chapter.errors.T, strict=True))
    error = np.sqrt(1 / 10 + 65 / 150)
    for name in ("α = 0.9", "α = 0.5", "L2", "α chosen too"):
        more = names[name] - names["L1"]
        assert abs(more.mean()) < error * more.std(ddof=1)
    (cell,) = [c for c in CELLS if "compare_prediction(guess_best" in c.source]
    assert "The answer is “none of them”" in str(cell.outputs)
    assert chapter.apart < 1
    more = names["no penalty"] - names["L1"]
    assert names["no penalty"].mean() > 1.7 * names["L1"].mean()
    assert 1.5 < more.mean() / (error * more.std(ddof=1)) < 2.5
    assert (more < 0).any()
    assert len(set(chapter.chosen)) >= 3
    # Question 6.
    assert round(names["L1"].mean(), 1) == 2.5
    assert 18 < chapter.channels[:, 0].mean() < 25
    assert chapter.channels[:, 1:].min() > 90


def test_the_chosen_alpha_is_that_with_the_least_cross_validated_error(chapter):
    tuned = chapter.tune(*chapter.split(2)[:2], 2)
    means = {alpha: found.mean.min() for alpha, found in tuned.items()}
    assert chapter.judged[2][2] == min(means, key=means.get)
    folds = [[fold.test.tolist() for fold in found.folds] for found in tuned.values()]
    assert all(one == folds[0] for one in folds)  # the same folds for each α


def test_the_list_is_unsteady_and_the_predictions_are_not(chapter):
    alike, errors, spreads = [], [], []
    for W, said in chapter.again:
        R = np.corrcoef(W)
        alike.append((R.sum() - len(R)) / (len(R) * (len(R) - 1)))
        errors.append(np.sqrt(np.mean((said - chapter.fat_test) ** 2, axis=1)).mean())
        spreads.append(said.std(axis=0, ddof=1).mean())
    _, l1, mixed, l2, strong = range(5)
    assert max(errors[l1], errors[mixed], errors[l2]) < 1.1 * min(
        errors[l1], errors[mixed], errors[l2]
    )
    assert alike[l1] < 0.65 < 0.9 < min(alike[mixed], alike[l2])
    assert max(spreads[l1 : l2 + 1]) < 1.5 * min(spreads[l1 : l2 + 1])
    assert max(alike) == alike[strong]
    assert max(errors) == errors[strong] > 1.2 * errors[l2]


def test_the_weights_of_a_resample_are_those_of_another_solver(chapter):
    drawn = bootstrap(chapter.Z, chapter.fat, seed=5)
    F = standardized(drawn.X)
    model = LinearRegression(penalty=ElasticNet(0.001, 0.9)).fit(F, drawn.y)
    W, _ = chapter.again[2]
    assert np.corrcoef(W[5], model.coef_)[0, 1] > 0.9999


def test_the_figure_of_channels_holds_the_shares_of_l1(run, chapter):
    figure = run.figures[-1]
    title = figure.axes[0].get_title(loc="left")
    kept = np.mean(chapter.again[0][0] != 0, axis=0)
    (bars,) = figure.axes[0].collections
    heights = [segment[1, 1] for segment in bars.get_segments()]
    np.testing.assert_allclose(heights, kept)
    assert title.startswith(f"{np.sum(kept >= 0.9)} channels are kept nearly always")
    between = np.sum((kept > 0.1) & (kept < 0.9))
    assert between > np.sum(kept >= 0.9)


def test_l1_is_surer_of_regions_than_of_channels(chapter):
    W, _ = chapter.again[0]
    groups = [np.mean((W[:, 5 * k : 5 * k + 5] != 0).any(axis=1)) for k in range(20)]
    np.testing.assert_allclose(chapter.fives, groups)
    sure = np.sum(np.array(groups) >= 0.9)
    assert sure >= chapter.always + 2


def test_a_penalty_that_forbids_differences_forbids_the_answer(chapter):
    """A strong penalty predicts worse, and fat is in what differs between neighbors."""
    Z, fat, Z_test, fat_test = chapter.split(0)
    strong, weak = (
        np.sqrt(np.mean((path.outputs(Z_test)[0] - fat_test) ** 2))
        for path in (ridge_path(Z, fat, [lam]) for lam in (1, chapter.tuned[0].best_lam))
    )
    assert strong > 3 * weak
    height = np.corrcoef(load_tecator().X.mean(axis=1), load_tecator().y)[0, 1]
    steps = np.diff(load_tecator().X, axis=1)
    best = max(abs(np.corrcoef(one, load_tecator().y)[0, 1]) for one in steps.T)
    assert best > abs(height) + 0.3


# Where the mixture gains.


def test_on_diabetes_nothing_is_gained(chapter):
    for line in chapter.compared.summary[1:]:
        assert abs(line.difference) < line.corrected_error


def test_on_made_groups_the_mixture_is_ahead_by_a_little_or_level_with_l1(chapter):
    for useful in (5, 1):
        found = np.array([chapter.groups(useful, seed) for seed in range(100, 140)])
        more = found[:, :2] - found[:, [2]]
        error = more.std(axis=0, ddof=1) / np.sqrt(len(found))
        if useful == 5:
            assert (more.mean(axis=0) > 2 * error).all()
            assert (more.mean(axis=0) < 0.2 * found[:, 2].mean()).all()
        else:
            assert abs(more[:, 0].mean()) < 0.1 * found[:, 2].mean()
            assert more[:, 1].mean() > 5 * error[1]


# What is not true in general.


def test_l2_shares_also_where_the_truth_is_2_and_0():
    shared = []
    for seed in range(20):
        data = make_twins(50, correlation=0.99, seed=seed)
        rng = np.random.default_rng(seed)
        y = 2 * data.X[:, 0] + rng.normal(size=50)
        shared.append(ridge_path(standardized(data.X), y, [0.3]).coefs[0])
    W = np.array(shared)
    assert np.abs(W[:, 0] - W[:, 1]).mean() < 0.2 * W.sum(axis=1).mean()


def test_a_penalty_that_is_strong_enough_makes_anything_steady(chapter):
    rng = np.random.default_rng(0)
    Z, noise = chapter.Z, rng.normal(size=150)
    W = [
        ridge_path(Z[rows], noise[rows], [100.0]).coefs[0]
        for rows in (bootstrap(Z, noise, seed=k).rows for k in range(10))
    ]
    path = elastic_net_path(Z, noise, [100.0], alpha=0.9)
    assert not path.coefs.any()  # nothing at all, each time
    assert np.std(W, axis=0).max() < 0.01


# Exercises.


def test_each_exercise_asks_for_what_its_check_wants():
    assert set(folded_solutions(CHAPTER)) == set(EXERCISES)
    assert (SHORT, CLOSE, STEADY, DROPPED, CLOSER) == (12, 3.3, 0.95, 10, 3.25)
    asked = TEXT.split("### Exercise 8.4")[1].split("###")[0]
    for number in ("12 channels", "3.3.", "0.95", "10 channels are dropped", "3.25"):
        assert number in asked
    w = EXERCISES["8.1"].solution(np.array([1.0, 3.0]), 0, 1, 1, 0.25)
    assert w.tolist() == [1.0, 3.0]


def test_the_solution_of_82_is_what_the_chapter_did_with_the_lumps_in_spirit():
    data = load_diabetes()
    shares = EXERCISES["8.2"].solution(data.X, data.y, 2, 30)
    kept = []
    for k in range(30):
        drawn = bootstrap(data.X, data.y, seed=k)
        kept.append(lasso_path(standardized(drawn.X), drawn.y, [2]).coefs[0] != 0)
    np.testing.assert_allclose(shares, np.mean(kept, axis=0))


# Known errors of published lessons.


def test_the_chapter_never_says_that_ridge_selects_and_translates_alpha_once():
    assert not re.search(
        r"(?i)(ridge|L2) (selects|drops|keeps fewer)", TEXT.replace("drops nothing", "")
    )
    assert TEXT.count("l1_ratio") == 1
    assert "`alpha` is the *strength*" in TEXT
