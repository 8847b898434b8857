"""What holds for every path of linear regression, on data that hypothesis chooses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shrinkage.paths import elastic_net_path, lasso_path, ridge_path

pytestmark = pytest.mark.filterwarnings("error")

ALPHAS = st.sampled_from([1.0, 0.9, 0.5, 0.1, 0.0])
MIXED = st.sampled_from([0.9, 0.5, 0.1])
FEW = settings(max_examples=40, deadline=None)


@st.composite
def data(draw, max_rows=9, max_columns=6):
    """Small data with ties, constant and repeated columns, in steps of 1/4."""
    n = draw(st.integers(1, max_rows))
    p = draw(st.integers(1, max_columns))
    quarters = st.integers(-8, 8).map(lambda k: k / 4)
    rows = st.lists(quarters, min_size=p, max_size=p)
    X = np.array(draw(st.lists(rows, min_size=n, max_size=n)))
    if draw(st.booleans()):
        X[:, draw(st.integers(0, p - 1))] = X[:, draw(st.integers(0, p - 1))]
    y = np.array(draw(st.lists(quarters, min_size=n, max_size=n)))
    return X, y


@st.composite
def smooth_data(draw):
    """Data from a normal distribution, whose solutions are unique."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, p = draw(st.integers(3, 12)), draw(st.integers(1, 8))
    X = random.normal(size=(n, p)) @ (np.eye(p) + 0.5 * random.normal(size=(p, p)))
    return X, X @ random.normal(size=p) + random.normal(size=n)


def parts(path, X, y, alpha):
    """Return the loss and the penalty without λ at each λ."""
    loss = ((y - path.outputs(X)) ** 2).mean(axis=1) / 2
    w = path.coefs
    return loss, alpha * np.abs(w).sum(axis=1) + (1 - alpha) / 2 * (w**2).sum(axis=1)


def slopes(X, y, path):
    residuals = y - path.outputs(X)
    return residuals @ (X - X.mean(axis=0)) / len(y)


@FEW
@given(data(), ALPHAS)
def test_the_optimality_conditions_hold_at_every_lam(sample, alpha):
    X, y = sample
    path = elastic_net_path(X, y, alpha=alpha, n_lams=15)
    assert path.converged
    nu, mu = path.lams[:, None] * alpha, path.lams[:, None] * (1 - alpha)
    g = slopes(X, y, path) - mu * path.coefs
    assert (np.abs(g) <= nu + 1e-10).all()
    assert np.abs(np.where(path.active, g - nu * np.sign(path.coefs), 0.0)).max() <= 1e-10
    assert np.abs((y - path.outputs(X)).mean(axis=1)).max() <= 1e-12


@FEW
@given(data(), ALPHAS)
def test_no_other_weights_have_a_smaller_objective(sample, alpha):
    X, y = sample
    path = elastic_net_path(X, y, alpha=alpha, n_lams=6)
    loss, penalty = parts(path, X, y, alpha)
    objective = loss + path.lams * penalty
    # Each point of the path is a rival of all the others, and so is a step away from each.
    for lam, best in zip(path.lams, objective, strict=True):
        assert (loss + lam * penalty >= best - 1e-12).all()
    rivals = path.coefs + np.random.default_rng(0).normal(scale=0.1, size=path.coefs.shape)
    outputs = rivals @ X.T + (y.mean() - rivals @ X.mean(axis=0))[:, None]
    loss = ((y - outputs) ** 2).mean(axis=1) / 2
    penalty = alpha * np.abs(rivals).sum(axis=1) + (1 - alpha) / 2 * (rivals**2).sum(axis=1)
    assert (loss + path.lams * penalty >= objective - 1e-12).all()


@FEW
@given(data(), ALPHAS)
def test_with_less_penalty_the_loss_falls_and_the_weights_grow(sample, alpha):
    X, y = sample
    path = elastic_net_path(X, y, alpha=alpha, n_lams=30)
    loss, penalty = parts(path, X, y, alpha)
    assert (np.diff(loss) <= 1e-12).all()
    assert (np.diff(penalty) >= -1e-12 * (1 + penalty[:-1])).all()
    # The least objective is a concave function of λ.
    objective = loss + path.lams * penalty
    slope = np.diff(objective) / np.diff(path.lams)
    assert (np.diff(slope) >= -1e-9 * (1 + np.abs(slope[1:]))).all()


@FEW
@given(smooth_data(), st.sampled_from([4.0, 0.125, -1.0, -3.0]), ALPHAS)
def test_the_unit_of_the_target(sample, factor, alpha):
    X, y = sample
    path = elastic_net_path(X, y, alpha=alpha, n_lams=8, ratio=1e-2)
    # The L1 strength has the unit of y, the L2 strength has none of it.
    l1, l2 = path.lams * alpha * abs(factor), path.lams * (1 - alpha)
    for lam, one, two, w in zip(path.lams, l1, l2, path.coefs, strict=True):
        scaled = elastic_net_path(X, factor * y, [one + two], alpha=one / (one + two))
        assert scaled.coefs[0] == pytest.approx(factor * w, abs=1e-9 * abs(factor)), lam


@FEW
@given(smooth_data(), st.sampled_from([4.0, 0.125, -1.0, 3.0]), ALPHAS)
def test_the_unit_of_the_features(sample, factor, alpha):
    X, y = sample
    path = elastic_net_path(X, y, alpha=alpha, n_lams=8, ratio=1e-2)
    l1, l2 = path.lams * alpha * abs(factor), path.lams * (1 - alpha) * factor**2
    for one, two, w in zip(l1, l2, path.coefs, strict=True):
        scaled = elastic_net_path(factor * X, y, [one + two], alpha=one / (one + two))
        assert scaled.coefs[0] * factor == pytest.approx(w, abs=1e-9)


@FEW
@given(data(), st.integers(-20, 20), ALPHAS)
def test_adding_constants_moves_only_the_bias(sample, constant, alpha):
    X, y = sample
    path = elastic_net_path(X, y, alpha=alpha, n_lams=10)
    shifted = elastic_net_path(X + constant, y - 3 * constant, path.lams, alpha=alpha)
    assert shifted.converged
    moved = path.intercepts - 3 * constant - constant * shifted.coefs.sum(axis=1)
    if alpha < 1:
        assert shifted.coefs == pytest.approx(path.coefs, abs=1e-9)
        assert shifted.intercepts == pytest.approx(moved, abs=1e-8)
    # Where the lasso's weights are not unique, its predictions are.
    there = shifted.outputs(X + constant) + 3 * constant
    assert there == pytest.approx(path.outputs(X), abs=1e-5)


@FEW
@given(smooth_data(), st.randoms(use_true_random=False), ALPHAS)
def test_the_order_of_columns_and_rows_does_not_matter(sample, shuffle, alpha):
    X, y = sample
    path = elastic_net_path(X, y, alpha=alpha, n_lams=10)
    columns, rows = list(range(X.shape[1])), list(range(len(y)))
    shuffle.shuffle(columns)
    shuffle.shuffle(rows)
    other = elastic_net_path(X[rows][:, columns], y[rows], path.lams, alpha=alpha)
    assert other.coefs == pytest.approx(path.coefs[:, columns], abs=1e-8)
    assert other.intercepts == pytest.approx(path.intercepts, abs=1e-8)


@FEW
@given(smooth_data(), ALPHAS)
def test_turning_a_column_round_turns_its_weight(sample, alpha):
    X, y = sample
    path = elastic_net_path(X, y, alpha=alpha, n_lams=10)
    turned = X.copy()
    turned[:, 0] *= -1
    other = elastic_net_path(turned, y, path.lams, alpha=alpha)
    assert other.coefs[:, 0] == pytest.approx(-path.coefs[:, 0], abs=1e-9)
    assert other.coefs[:, 1:] == pytest.approx(path.coefs[:, 1:], abs=1e-9)


@FEW
@given(smooth_data(), ALPHAS)
def test_repeating_all_rows_changes_nothing(sample, alpha):
    X, y = sample
    path = elastic_net_path(X, y, alpha=alpha, n_lams=10)
    twice = elastic_net_path(np.vstack([X, X]), np.concatenate([y, y]), path.lams, alpha=alpha)
    assert twice.coefs == pytest.approx(path.coefs, abs=1e-8)


@FEW
@given(smooth_data(), MIXED, st.permutations(range(12)))
def test_the_path_does_not_depend_on_which_lams_are_asked_for_in_which_order(sample, alpha, order):
    X, y = sample
    grid = elastic_net_path(X, y, alpha=alpha, n_lams=12)
    shuffled = elastic_net_path(X, y, grid.lams[order], alpha=alpha)
    some = elastic_net_path(X, y, grid.lams[order[:3]], alpha=alpha)
    assert shuffled.coefs == pytest.approx(grid.coefs[order], abs=1e-9)
    assert some.coefs == pytest.approx(grid.coefs[order[:3]], abs=1e-9)


@FEW
@given(smooth_data())
def test_between_two_knots_the_lasso_is_a_straight_line(sample):
    X, y = sample
    knots = lasso_path(X, y, knots=True, ratio=1e-3).knots
    lams = np.array([knot.lam for knot in knots])
    assert (np.diff(lams) <= 0).all()
    assume(len(lams) > 1)
    path = lasso_path(X, y, lams)
    # Where a feature comes or goes its weight is 0 exactly.
    assert not path.coefs[range(len(knots)), [knot.feature for knot in knots]].any()
    middle = lasso_path(X, y, (lams[1:] + lams[:-1]) / 2)
    assert middle.coefs == pytest.approx((path.coefs[1:] + path.coefs[:-1]) / 2, abs=1e-8)
    # The support changes at a knot by its feature, and nowhere else.
    supports = np.vstack([np.zeros((1, X.shape[1]), bool), middle.active])
    for before, after, knot in zip(supports[:-1], supports[1:], knots, strict=False):
        assert np.flatnonzero(before != after).tolist() == [knot.feature]
        assert after[knot.feature] == knot.enters


@FEW
@given(smooth_data(), MIXED)
def test_an_elastic_net_is_a_lasso_on_rows_added_for_its_l2(sample, alpha):
    X, y = sample
    n, p = X.shape
    lam = 0.3
    path = elastic_net_path(X, y, [lam], alpha=alpha)
    # Zou and Hastie (2005), lemma 1: √(nμ) times the unit matrix below X, and 0 below y.
    rows = np.vstack([X - X.mean(axis=0), np.sqrt(n * lam * (1 - alpha)) * np.eye(p)])
    targets = np.concatenate([y - y.mean(), np.zeros(p)])
    lasso = lasso_path(rows, targets, [lam * alpha * n / (n + p)], fit_intercept=False)
    assert lasso.coefs == pytest.approx(path.coefs, abs=1e-9)


@FEW
@given(data(), st.floats(1e-3, 1e3))
def test_ridge_solves_its_normal_equations(sample, lam):
    X, y = sample
    path = ridge_path(X, y, [lam])
    centered = X - X.mean(axis=0)
    expected = np.linalg.solve(
        centered.T @ centered / len(y) + lam * np.eye(X.shape[1]), centered.T @ y / len(y)
    )
    assert path.coefs[0] == pytest.approx(expected, abs=1e-10)
