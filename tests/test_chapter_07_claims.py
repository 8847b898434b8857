"""What chapter 7 says is so: recomputed by other means, its figures' axes and its quiz included."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from notebooks import folded_solutions, read_cells, run_with_figures, text_of
from reference_cases import table_3_3

from shrinkage import lasso_path, logistic_path, ridge_path
from shrinkage.check.chapter_07 import EXERCISES
from shrinkage.datasets import load_breast_cancer, load_diabetes, load_prostate
from shrinkage.explorables import ConstraintGeometry, ShrinkagePaths
from shrinkage.plots import DescribedFigure, budget_border

CHAPTER = Path(__file__).parents[1] / "chapters" / "07-corners-and-paths.ipynb"
CELLS = read_cells(CHAPTER)
TEXT = text_of(CHAPTER)


@pytest.fixture(scope="module")
def run():
    """The chapter's names after its last cell, and its figures by their titles."""
    names, figures = run_with_figures(CHAPTER)
    by_title = {figure.axes[0].get_title(loc="left"): figure for figure in figures}
    return SimpleNamespace(names=names, figures=by_title)


@pytest.fixture(scope="module")
def chapter(run):
    return run.names


def scaled(data, names=None):
    data = data if names is None else data.select(list(names))
    return (data.X - data.X.mean(axis=0)) / data.X.std(axis=0), data.y - data.y.mean()


def coordinate_descent(X, y, lam, sweeps=20_000):
    """The lasso, found without any path: one weight after another, until nothing moves."""
    n, p = X.shape
    A, z, w = X.T @ X / n, X.T @ y / n, np.zeros(p)
    for _ in range(sweeps):
        before = w.copy()
        for j in range(p):
            left = z[j] - A[j] @ w + A[j, j] * w[j]
            w[j] = np.sign(left) * max(abs(left) - lam, 0) / A[j, j]
        if np.abs(w - before).max() < 1e-14:
            break
    return w


def normal_ridge(X, y, lam):
    n, p = X.shape
    return np.linalg.solve(X.T @ X / n + lam * np.eye(p), X.T @ y / n)


# The rule that fails, and what replaces it.


def test_the_prediction_states_the_least_squares_weights_and_l1_keeps_svi(chapter):
    X, y = scaled(load_prostate(), ["lcavol", "svi"])
    np.testing.assert_allclose(chapter.X, X, atol=1e-12)
    free = np.linalg.lstsq(X, y, rcond=None)[0]
    assert free.round(2).tolist() == [0.69, 0.28]
    w = coordinate_descent(X, y, 0.35)
    assert free[1] < 0.35 < w[1] + 0.35
    assert w[1] > 0.04
    np.testing.assert_allclose(chapter.lasso(0.35), w, atol=1e-10)


@pytest.mark.parametrize("lam", [0.0, 0.05, 0.35, 0.42, 0.43, 0.5, 0.8, 0.9])
def test_svi_is_0_just_where_no_more_than_lambda_is_left_for_it(chapter, lam):
    w = coordinate_descent(chapter.X, chapter.y, lam)
    left = chapter.z[1] - chapter.r * w[0]
    assert (w[1] == 0) == (abs(left) <= lam)
    np.testing.assert_allclose(chapter.lasso(lam), w, atol=1e-10)
    if w[0] > 0 and w[1] == 0:  # at the corner, the weight at work is pulled by λ
        assert chapter.z[0] - w[0] == pytest.approx(lam)


def test_a_corner_holds_as_long_as_neither_side_is_better(chapter):
    for t in np.linspace(0.05, 0.9, 18):
        corner = np.array([t, 0.0])
        stays = abs(chapter.z[1] - chapter.r * t) <= chapter.z[0] - t
        nearby = [chapter.loss(corner + 1e-5 * np.array([-1, side])) for side in (1, -1)]
        assert stays == (min(nearby) >= chapter.loss(corner))
        assert stays == (chapter.within(t)[1] == 0)


# Price and budget.


def test_budget_and_price_give_the_same_weights_when_the_budget_binds(chapter):
    for t in (0.1, 0.3, 0.45, 0.7, 0.95):
        around = budget_border(t, 1.0, points=40_001)
        off = around - chapter.free
        by_hand = around[np.argmin(np.sum(off @ chapter.A * off, axis=1))]
        np.testing.assert_allclose(chapter.within(t), by_hand, atol=2e-4)
        lam = chapter.find_lam(chapter.t_of, t)
        np.testing.assert_allclose(chapter.lasso(lam), chapter.within(t), atol=1e-8)


def test_for_l2_they_do_as_well(chapter):
    for lam in (0.1, 1.0, 10.0):
        w = normal_ridge(chapter.X, chapter.y, lam)
        around = budget_border(float(np.linalg.norm(w)), 2.0, points=40_001)
        off = around - chapter.free
        best = around[np.argmin(np.sum(off @ chapter.A * off, axis=1))]
        np.testing.assert_allclose(best, w, atol=2e-4)


def test_above_the_least_squares_size_each_budget_gives_least_squares(chapter):
    whole = np.abs(chapter.free).sum()
    assert round(whole, 2) == 0.97  # question 2
    for t in (1.0001 * whole, 1.0, 2.0):
        np.testing.assert_array_equal(chapter.within(t), chapter.free)
    assert (chapter.within(0.99 * whole) != chapter.free).all()
    for lam in (chapter.strongest * 1.0001, 5.0):
        assert (chapter.lasso(lam) == 0).all()


def test_a_loss_that_is_not_convex_has_budgets_without_a_price(chapter):
    def bent(w):
        return 1 - np.exp(-((w - 3) ** 2))

    grid = np.linspace(0, 4, 8001)
    best = [grid[np.argmin(bent(grid) + lam * grid)] for lam in np.geomspace(1e-4, 10, 3000)]
    inside = [w for w in best if 0.01 < w < 0.99 * chapter.reached[chapter.reached > 0].min()]
    assert inside == []
    assert grid[:2001][np.argmin(bent(grid[:2001]))] == 1.0  # within t = 1, the best weight is 1


def test_the_same_lambda_on_other_rows_is_another_budget(chapter):
    sizes = np.abs(chapter.halves).sum(axis=1)
    assert sizes.max() > 1.5 * sizes.min()
    data = load_prostate()
    rows = np.random.default_rng(3).permutation(97)[:48]
    X, y = scaled(data.rows(rows), ["lcavol", "svi"])
    np.testing.assert_allclose(chapter.halves[3], coordinate_descent(X, y, 0.35), atol=1e-9)


# The lab, and the explorables.


def test_the_three_views_agree_at_every_setting(chapter):
    for lam in np.linspace(0, 0.9, 19):
        figure = chapter.three_views(lam)
        w = coordinate_descent(chapter.X, chapter.y, lam)
        threshold, corner, path, _ = figure.axes
        dots = [
            line.get_xydata()
            for axes in (threshold, corner, path)
            for line in axes.lines
            if line.get_marker() == "o"
        ]
        left = chapter.z[1] - chapter.r * w[0]
        np.testing.assert_allclose(dots[0], [[left, w[1]]], atol=1e-9)
        np.testing.assert_allclose(dots[1], [w], atol=1e-9)
        np.testing.assert_allclose(dots[2], [[lam, w[0]], [lam, w[1]]], atol=1e-9)
        assert path.get_xlabel() == "strength λ"
        np.testing.assert_allclose(path.lines[0].get_xdata(), chapter.GRID)


def test_the_slider_spans_no_penalty_to_all_weights_0(chapter):
    assert (chapter.lasso(0.0) != 0).all()
    assert (chapter.lasso(0.9) == 0).all()
    assert chapter.knot == pytest.approx(0.4245, abs=1e-4)
    assert (chapter.lasso(chapter.knot * 1.001)[1], chapter.lasso(0.5)[1]) == (0, 0)
    assert chapter.lasso(chapter.knot * 0.999)[1] > 0


def test_what_is_left_for_svi_grows_with_lambda_while_lcavol_shrinks(chapter):
    found = [chapter.lasso(lam)[0] for lam in np.linspace(0, 0.84, 30)]
    assert (np.diff(found) < 0).all()
    assert (np.diff(chapter.z[1] - chapter.r * np.array(found)) > 0).all()


@pytest.mark.parametrize("q", [0.5, 1, 1.5, 2, 4])
def test_a_shape_gives_a_zero_if_it_has_a_point_on_the_axis(chapter, q):
    title = chapter.shape(q, 0.4).axes[0].get_title(loc="left")
    assert title.endswith(", 0.000)") == (q <= 1)
    for t in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        title = chapter.shape(q, t).axes[0].get_title(loc="left")
        assert q in (0.5, 1) or not title.endswith(", 0.000)")
        assert q != 0.5 or title == f"q = 0.5: w = ({t:.3f}, 0.000)"  # never in, up to 0.6
    if q == 1:
        assert not title.endswith(", 0.000)")


def test_at_q_4_the_weights_are_closer_than_without_a_budget(chapter):
    for t in (0.1, 0.4, 0.6):
        border = budget_border(t, 4, 36_001)
        off = border - chapter.free
        w = border[np.argmin(np.sum(off @ chapter.A * off, axis=1))]
        assert abs(w[0] - w[1]) < abs(chapter.free[0] - chapter.free[1])


def test_below_q_1_there_can_be_two_minima(chapter):
    border = budget_border(0.4, 0.5, 7201)[:-1]
    off = border - chapter.free
    loss = np.sum(off @ chapter.A * off, axis=1)
    lowest = (loss < np.roll(loss, 1)) & (loss < np.roll(loss, -1))
    assert lowest.sum() > 1
    one = budget_border(0.4, 1.0, 7201)[:-1] - chapter.free
    loss = np.sum(one @ chapter.A * one, axis=1)
    assert ((loss < np.roll(loss, 1)) & (loss < np.roll(loss, -1))).sum() == 1


def test_the_explorables_ask_what_the_text_says_they_ask():
    geometry, paths = ConstraintGeometry(), ShrinkagePaths()
    assert geometry.guesses == ("corner", "edge", "inside")
    assert 0 in geometry.l1
    assert 0 not in geometry.l2
    assert ConstraintGeometry(c1=1.0, c2=0.0, stretch=1.0).l2[1] == 0
    assert paths.guesses == ("A", "B", "C", "D", "E", "F")
    assert paths.results()["first"] in paths.guesses
    weakest = paths.least_squares[:6]
    orthogonal = ShrinkagePaths(features="orthogonal", lam=0.5)
    taken = np.abs(orthogonal.least_squares) - np.abs(orthogonal.coef_l1)
    np.testing.assert_allclose(taken[orthogonal.coef_l1 != 0], 0.5)
    strong = ShrinkagePaths(lam=0.5).coef_l2[:6]
    assert weakest.shape == strong.shape
    grew = [
        np.abs(ShrinkagePaths(lam=b).coef_l2) > np.abs(ShrinkagePaths(lam=a).coef_l2) + 1e-9
        for a, b in ((0.01, 0.1), (0.1, 0.5))
    ]
    assert np.any(grew)


# When L1 gives no zero.


def test_the_shares_without_a_zero_are_those_of_a_solver_without_paths(chapter):
    rng, found = np.random.default_rng(1), np.zeros(5)
    for _ in range(60):
        X, y = chapter.problem(3, rng)
        np.testing.assert_allclose(X.std(axis=0), 1)
        lam_max = np.abs(X.T @ y).max() / 60
        for k, share in enumerate(chapter.SHARES):
            found[k] += (coordinate_descent(X, y, share * lam_max) != 0).all()
    np.testing.assert_array_equal(found / 60, chapter.count(lasso_path, 3, draws=60))


def test_with_two_weights_and_a_weak_penalty_no_zero_is_usual_and_with_eight_rare(chapter):
    assert (chapter.counted[2][[3, 4]] > 0.7).all()
    assert (chapter.counted[8] < 0.06).all()
    for p in (2, 3, 5, 8):
        assert (np.diff(chapter.counted[p]) >= 0).all()  # weaker and weaker
    assert (chapter.ridge_counted == 1).all()


def test_real_pairs_are_counted_by_coordinate_descent_alike(chapter):
    found = []
    for data in (load_prostate(), load_diabetes()):
        for pair in combinations(range(data.X.shape[1]), 2):
            X, y = scaled(data)
            X = X[:, list(pair)]
            lam_max = np.abs(X.T @ y).max() / len(y)
            found.append([(coordinate_descent(X, y, s * lam_max) != 0).all() for s in (0.5, 0.1)])
    assert len(found) == len(chapter.pairs) == 73
    np.testing.assert_allclose(np.mean(found, axis=0), chapter.kept[[1, 3]])


def test_l2_passes_0_at_one_lambda_and_stays_at_none(chapter):
    X, y = scaled(load_prostate(), ["lweight", "lbph"])
    assert X[:, 1] @ y > 0 > np.linalg.lstsq(X, y, rcond=None)[0][1]
    assert round(chapter.special, 4) == 0.0658  # question 4
    assert abs(normal_ridge(X, y, chapter.special)[1]) < 1e-12
    for factor in (0.9, 0.999, 1.001, 1.1):
        assert abs(normal_ridge(X, y, factor * chapter.special)[1]) > 1e-6
    lams = np.geomspace(1e-4, 1e4, 500)
    signs = np.sign([normal_ridge(X, y, lam)[1] for lam in lams])
    assert np.sum(np.diff(signs) != 0) == 1


def test_a_feature_uncorrelated_with_all_has_weight_0_with_and_without_a_penalty():
    X, y = scaled(load_prostate(), ["lcavol", "svi"])
    known = np.column_stack([X, y, np.ones(97)])
    extra = np.random.default_rng(0).normal(size=97)
    extra -= known @ np.linalg.lstsq(known, extra, rcond=None)[0]
    W = np.column_stack([X, extra])
    for lam in (0.0, 0.1, 1.0):
        assert abs(ridge_path(W, y, [lam]).coefs[0, 2]) < 1e-12


# Paths.


def test_a_plot_titled_ridge_holds_ridge_weights_and_one_titled_lasso_lasso_weights(run):
    (figure,) = [one for title, one in run.figures.items() if title.startswith("Ridge")]
    X, y = scaled(load_prostate())
    names = load_prostate().feature_names
    for axes, solve in zip(figure.axes, (normal_ridge, coordinate_descent), strict=True):
        title = axes.get_title(loc="left")
        assert title.split(":")[0] == {normal_ridge: "Ridge", coordinate_descent: "Lasso"}[solve]
        lines = {line.get_label(): line.get_xydata() for line in axes.lines}
        for k in (0, 90, 150, 220, 299):
            lam = lines["svi"][k, 0]
            w = solve(X, y, lam)
            np.testing.assert_allclose([lines[name][k, 1] for name in names], w, atol=1e-8)
    assert figure.axes[1].get_xlabel() == "strength λ, logarithmic scale"
    assert {axes.get_xscale() for axes in figure.axes} == {"log"}


def test_an_axis_labeled_lambda_holds_lambda_and_one_labeled_share_holds_the_share(run):
    figure = run.figures["The same path against λ …"]
    against_lam, against_share = figure.axes
    X, y = scaled(load_prostate())
    names = load_prostate().feature_names
    whole = np.abs(np.linalg.lstsq(X, y, rcond=None)[0]).sum()
    lines = {line.get_label(): line.get_xydata() for line in against_lam.lines}
    shares = {line.get_label(): line.get_xydata() for line in against_share.lines}
    assert against_lam.get_xlabel() == "strength λ"
    assert "share" in against_share.get_xlabel()
    for k in (0, 100, 400, 900):
        w = coordinate_descent(X, y, lines["age"][k, 0])
        np.testing.assert_allclose([lines[name][k, 1] for name in names], w, atol=1e-8)
        np.testing.assert_allclose([shares[name][k, 1] for name in names], w, atol=1e-8)
        assert shares["age"][k, 0] == pytest.approx(np.abs(w).sum() / whole, abs=1e-9)
    # At λ = 0 stands least squares, at the left; at a share of 0 nothing, at the left.
    assert lines["lcavol"][lines["lcavol"][:, 0] == 0][0, 1] > 0.6
    assert shares["lcavol"][shares["lcavol"][:, 0] == 0][0, 1] == 0


def test_every_figure_of_the_chapter_labels_its_axes_and_carries_a_text(run):
    assert len(run.figures) == 3
    for figure in run.figures.values():
        assert isinstance(figure, DescribedFigure)
        assert figure.alt_text
        assert figure.axes[-1].get_xlabel()
        assert all(axes.get_ylabel() for axes in figure.axes)


def test_lcp_leaves_first_although_three_have_smaller_least_squares_weights(chapter):
    X, y = scaled(load_prostate())
    names = load_prostate().feature_names
    free = np.linalg.lstsq(X, y, rcond=None)[0]
    knots = sorted(chapter.lasso8.knots)
    assert [names[knot.feature] for knot in knots][:2] == ["lcp", "gleason"]
    assert names[knots[-1].feature] == "lcavol"
    assert len(knots) == 8  # on these data nobody comes back
    assert chapter.smaller == [
        name for name, w in zip(names, free, strict=True) if abs(w) < abs(free[5])
    ]
    assert len(chapter.smaller) == 3
    assert abs(free[names.index("gleason")]) < 0.25 * abs(free[5])  # question 5
    for knot in knots:
        assert coordinate_descent(X, y, knot.lam * 1.002)[knot.feature] == 0
        assert coordinate_descent(X, y, knot.lam * 0.998)[knot.feature] != 0


def test_between_knots_lasso_runs_straight_and_ridge_does_not(chapter):
    X, y = scaled(load_prostate())
    inside = np.linspace(*sorted(knot.lam for knot in chapter.lasso8.knots)[4:6], 7)
    assert chapter.ends[0] == inside[0]
    W = np.array([coordinate_descent(X, y, lam) for lam in inside])
    np.testing.assert_allclose(np.diff(W, 2, axis=0), 0, atol=1e-9)
    R = np.array([normal_ridge(X, y, lam) for lam in inside])
    assert np.abs(np.diff(R, 2, axis=0)).max() > 1e-4


def test_the_logistic_lasso_path_bends_between_knots():
    data = load_breast_cancer()
    X = ((data.X - data.X.mean(axis=0)) / data.X.std(axis=0))[:, :3]
    lam_max = np.abs(X.T @ (data.y - data.y.mean())).max() / len(X)
    ends = np.array([0.2, 0.25, 0.3]) * lam_max
    one, middle, two = logistic_path(X, data.y, ends).coefs
    assert ((one != 0) == (two != 0)).all()
    assert np.abs(middle - (one + two) / 2).max() > 1e-4


def test_hdl_leaves_and_comes_back_with_another_sign(chapter):
    X, y = scaled(load_diabetes())
    hdl = load_diabetes().feature_names.index("hdl")
    assert len(chapter.knots) == 12
    assert (round(chapter.back, 3), round(chapter.out, 3)) == (0.062, 0.104)  # question 5
    w = [coordinate_descent(X, y, lam)[hdl] for lam in (0.03, 0.062 + 0.005, 0.1, 0.11, 5.0)]
    assert [np.sign(one) for one in w] == [1, 0, 0, -1, -1]
    assert [k.feature for k in chapter.knots if k.enters].index(hdl) == 3  # comes in fourth


def test_single_weights_grow_with_lambda_and_the_whole_never_does(chapter):
    X, y = scaled(load_diabetes())
    names = load_diabetes().feature_names
    lasso = np.abs([coordinate_descent(X, y, lam) for lam in (0.3, 0.6, 0.9, 2.0, 3.0, 4.0)])
    assert (np.diff(lasso[:, names.index("tch")]) > 1e-3).any() or (
        np.diff(lasso[:, names.index("hdl")]) > 1e-3
    ).any()
    assert (np.diff(lasso.sum(axis=1)) < 0).all()
    ridge = np.array([normal_ridge(X, y, lam) for lam in np.geomspace(1e-4, 1000, 400)])
    assert (np.diff(np.linalg.norm(ridge, axis=1)) < 0).all()
    grew = (np.diff(np.abs(ridge), axis=0) > 1e-7).any(axis=0)
    turned = (ridge > 1e-9).any(axis=0) & (ridge < -1e-9).any(axis=0)
    assert (grew.sum(), turned.sum()) == (8, 5)
    assert (chapter.grows(chapter.ridge_d).sum(), chapter.turns(chapter.ridge_d).sum()) == (8, 5)
    assert (chapter.grows(chapter.lasso_d).sum(), chapter.turns(chapter.lasso_d).sum()) == (3, 1)
    assert chapter.rises == 0
    age = names.index("age")
    assert chapter.most == age
    assert chapter.times[age] == pytest.approx(
        np.abs(ridge[:, age]).max() / abs(ridge[0, age]), rel=1e-3
    )


def test_with_uncorrelated_features_the_smallest_leaves_first_and_each_shrinks():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(50, 5))
    X = np.linalg.qr(X - X.mean(axis=0))[0] * np.sqrt(50)
    y = X @ np.array([2.0, -1.0, 0.5, 0.2, 3.0]) + 0.1 * rng.normal(size=50)
    y -= y.mean()
    path = lasso_path(X, y, np.linspace(0, 3, 50), knots=True)
    free = np.linalg.lstsq(X, y, rcond=None)[0]
    assert [k.feature for k in sorted(path.knots)] == np.argsort(np.abs(free)).tolist()
    assert (np.diff(np.abs(path.coefs), axis=0) <= 1e-12).all()
    np.testing.assert_allclose([k.lam for k in sorted(path.knots)], sorted(np.abs(free)))


# The textbook's table.


@pytest.mark.parametrize(("name", "column"), [("none", "ls"), ("ridge", "ridge"), ("lasso",) * 2])
def test_the_columns_are_those_of_the_reference(chapter, name, column):
    known = table_3_3(column)
    w, b = chapter.columns[name]
    np.testing.assert_allclose(w, known.coef, atol=2e-4)
    np.testing.assert_array_equal(np.round(w, 3), known.coef.round(3))
    assert round(b, 3) == round(known.intercept, 3)
    errors = chapter.squares[name]
    assert round(errors.mean(), 3) == round(known.test_error, 3)
    error = round(errors.std(ddof=1) / np.sqrt(30), 3)
    assert error == round(known.test_std_error, 3)
    (shown,) = [cell for cell in CELLS if '"its standard error"' in cell.source]
    printed = "".join(shown.outputs[0].data["text/markdown"])
    assert f"{known.test_error:.3f}" in printed
    assert f"{error:.3f}" in printed


def test_lasso_has_four_zeros_and_ridges_lcp_is_rounded(chapter):
    assert np.sum(chapter.columns["lasso"][0] == 0) == 4
    lcp = chapter.columns["ridge"][0][5]
    assert round(lcp, 3) == 0.0 != lcp


def test_no_difference_in_the_table_is_larger_than_its_standard_error(chapter):
    errors = {name: (chapter.y_test - chapter.Z_test @ w - b) ** 2
              for name, (w, b) in chapter.columns.items()}  # fmt: skip
    for one, other in combinations(errors, 2):
        difference = errors[one] - errors[other]
        paired = difference.std(ddof=1) / np.sqrt(30)
        assert abs(difference.mean()) < paired
        for name in (one, other):
            assert paired < 0.5 * errors[name].std(ddof=1) / np.sqrt(30)
            assert abs(difference.mean()) < 0.3 * errors[name].std(ddof=1) / np.sqrt(30)
        assert max(errors[one].mean(), errors[other].mean()) < 0.6 * chapter.plain
    lead = errors["none"] - errors["lasso"]
    error = lead.std(ddof=1) / np.sqrt(30)
    assert (round(lead.mean(), 3), round(error, 3)) == (0.043, 0.064)  # question 6
    assert (round(errors["none"].mean(), 3), round(errors["lasso"].mean(), 3)) == (0.521, 0.479)
    assert round(lead.mean() / errors["none"].mean(), 2) == 0.08
    assert round(lead.mean() - 2 * error, 2) <= -0.08
    assert round(lead.mean() + 2 * error, 2) >= 0.17


def test_over_other_splits_a_penalty_gains_nothing_that_can_be_told_from_chance(chapter):
    gains = chapter.tested[:, [0]] - chapter.tested[:, 1:]
    error = gains.std(axis=0, ddof=1) * np.sqrt(1 / 30 + 30 / 67)
    assert (np.abs(gains.mean(axis=0)) < error).all()
    assert ((gains > 0).mean(axis=0) < 0.7).all()


def test_the_rows_that_test_have_no_say_in_lambda(chapter):
    """Change the test rows' targets, and each candidate that was chosen stays as it was."""
    names = chapter.try_split.__globals__
    kept = names["prostate"]
    test = chapter.train_test_split(np.arange(97)[:, None], kept.y, test_size=30, seed=2)[1]
    y = kept.y.copy()
    y[test[:, 0].astype(int)] += 1000.0
    seen = []
    real = names["cross_validate"]

    def watched(*given, **options):
        found = real(*given, **options)
        seen.append((found.best_lam, found.coefs.sum()))
        return found

    try:
        names["cross_validate"] = watched
        chapter.try_split(2)
        names["prostate"] = SimpleNamespace(X=kept.X, y=y)
        chapter.try_split(2)
    finally:
        names["prostate"], names["cross_validate"] = kept, real
    assert seen[:2] == seen[2:]


def test_the_chosen_lambda_depends_on_how_folds_are_dealt(chapter):
    for found in chapter.chosen.values():
        best, careful = found.T
        assert best.max() > 10 * best.min()
        assert careful.max() > 3 * careful.min()
        assert (careful >= best).all()
    assert chapter.low[0] == chapter.chosen["lasso"][:, 0].min() == pytest.approx(0.001)
    # The book's λ is one that the one-standard-error rule may choose.
    assert chapter.low[1] < chapter.lam_lasso < chapter.high[1]


# Exercises and quiz.


def test_each_exercise_asks_for_what_its_check_wants():
    """The text's own words, against the check's solution."""
    solutions = folded_solutions(CHAPTER)
    assert set(solutions) == set(EXERCISES)
    assert "for good" in TEXT
    assert EXERCISES["7.3"].solution([(3, 1, True), (2, 0, True), (1, 1, False)]) == [0, 1]
    assert "at most 20%" in TEXT
    assert "at least 80%" in TEXT
    from shrinkage.check import chapter_07

    assert (chapter_07.STRONG, chapter_07.WEAK) == (0.2, 0.8)
    assert EXERCISES["7.2"].solution(0.8, 0.6, 0.5) == pytest.approx(0.4)


def test_question_1_can_go_either_way():
    """Least-squares weights 0.5 and 0.2, λ = 0.3: dropped or kept, as the correlation is."""
    zeros = []
    for r in (0.0, 0.9, -0.5):
        root = np.linalg.cholesky([[1, r], [r, 1]]).T * np.sqrt(2)
        zeros.append(coordinate_descent(root, root @ np.array([0.5, 0.2]), 0.3)[1] == 0)
    assert set(zeros) == {np.True_, np.False_}


def test_go_further_a_diabetes_pair_keeps_both_weights_down_to_a_twentieth():
    X, y = scaled(load_diabetes())
    found = []
    for pair in combinations(range(10), 2):
        F = X[:, list(pair)]
        knots = lasso_path(F, y, [1e-6], knots=True).knots
        whole = np.abs(np.linalg.lstsq(F, y, rcond=None)[0]).sum()
        found.append(np.abs(coordinate_descent(F, y, knots[1].lam)).sum() / whole)
    assert min(found) < 0.05
