"""Duality gaps of linear paths against exact rational arithmetic: true, and never too small."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shrinkage import ElasticNet, LinearRegression
from shrinkage.datasets import load_prostate, load_tecator
from shrinkage.paths import elastic_net_path, lasso_path, ridge_path
from shrinkage.paths.certificates import _relative_gaps, linear_gaps
from shrinkage.paths.problem import LinearProblem, center_columns

pytestmark = pytest.mark.filterwarnings("error")

EACH_ALPHA = pytest.mark.parametrize("alpha", [1.0, 0.75, 0.25, 0.0])
WITH_AND_WITHOUT_BIAS = pytest.mark.parametrize("fit_intercept", [True, False])


class Exact:
    """A linear problem in rational numbers: floats are rational, and nothing is rounded."""

    def __init__(self, X, y, fit_intercept=True):
        rows = [[Fraction(float(value)) for value in row] for row in X]
        targets = [Fraction(float(value)) for value in y]
        self.n, self.p = len(rows), len(rows[0])
        self.x_mean = [Fraction(0)] * self.p
        self.y_mean = Fraction(0)
        if fit_intercept:
            self.x_mean = [sum(row[j] for row in rows) / self.n for j in range(self.p)]
            self.y_mean = sum(targets) / self.n
        self.fit_intercept = fit_intercept
        self.X = [[row[j] - self.x_mean[j] for j in range(self.p)] for row in rows]
        self.y = [target - self.y_mean for target in targets]
        self.null = sum(value**2 for value in self.y) / (2 * self.n)

    def residuals(self, w):
        """y − Xw, both centered."""
        w = [Fraction(float(value)) for value in w]
        return [
            y - sum(x * weight for x, weight in zip(row, w, strict=True) if weight)
            for row, y in zip(self.X, self.y, strict=True)
        ]

    def slopes(self, residuals):
        return [
            sum(row[j] * r for row, r in zip(self.X, residuals, strict=True)) / self.n
            for j in range(self.p)
        ]

    def offset(self, w, b):
        """The mean of the residuals that a rounded bias leaves."""
        if not self.fit_intercept:
            return Fraction(float(b))
        fitted = sum(m * Fraction(float(value)) for m, value in zip(self.x_mean, w, strict=True))
        return self.y_mean - fitted - Fraction(float(b))

    def objective(self, w, b, lam, alpha):
        w_exact = [Fraction(float(value)) for value in w]
        lam, alpha = Fraction(float(lam)), Fraction(float(alpha))
        loss = sum(r**2 for r in self.residuals(w)) / (2 * self.n) + self.offset(w, b) ** 2 / 2
        size = sum(abs(weight) for weight in w_exact)
        return loss + lam * (alpha * size + (1 - alpha) / 2 * sum(weight**2 for weight in w_exact))

    def dual(self, theta, lam, alpha):
        """The dual objective, as it is defined: no weights have a smaller objective than this."""
        nu, mu = Fraction(float(lam)) * Fraction(float(alpha)), Fraction(0)
        mu = Fraction(float(lam)) - nu
        value = sum(y**2 - (y - t) ** 2 for y, t in zip(self.y, theta, strict=True))
        value /= 2 * self.n
        for g in self.slopes(theta):
            over = max(abs(g) - nu, Fraction(0))
            if mu == 0:
                assert over == 0, "no point of the dual"
            else:
                value -= over**2 / (2 * mu)
        return value

    def gap(self, w, b, lam, alpha):
        """Primal minus dual objective, over the objective of the intercept-only model."""
        theta = self.residuals(w)
        if alpha == 1.0:
            top = max(abs(g) for g in self.slopes(theta))
            if top > Fraction(float(lam)):
                theta = [t * Fraction(float(lam)) / top for t in theta]
        gap = self.objective(w, b, lam, alpha) - self.dual(theta, lam, alpha)
        return gap / self.null


def problem(seed=0, n=12, p=3, offset=0.0):
    random = np.random.default_rng(seed)
    X = random.normal(size=(n, p)) + offset
    return X, X @ random.normal(size=p) + random.normal(size=n) - 5.0


def resolution(linear, w, alpha, lam):
    """What rounding may add to a gap, as the module states it, with room for a factor of 2."""
    n, p = linear.X.shape
    unit = 2.0**-53 * (min(n, 500) + p + 20)
    y_size = sqrt(2 * linear.null_objective)
    q = float(np.abs(w) @ linear.sizes) / y_size
    means = (abs(linear.y_mean) + np.abs(w) @ np.abs(linear.x_mean)) / y_size
    bias = (1.1e-9 * (1 + q) + 8 * 2.0**-53 * means) ** 2
    if alpha == 1.0:
        return 8 * unit * q * (1 + q) + bias
    slack = linear.sizes * unit * y_size * (1 + q)
    return 2 * float(slack @ slack) / (2 * lam * (1 - alpha) * linear.null_objective) + bias


# The gap is the true one, and not smaller


@EACH_ALPHA
@WITH_AND_WITHOUT_BIAS
@pytest.mark.parametrize("lam", [0.5, 0.015625])
def test_the_gap_of_any_weights_is_the_difference_of_primal_and_dual(alpha, fit_intercept, lam):
    X, y = problem()
    linear, exact = LinearProblem.of(X, y, fit_intercept), Exact(X, y, fit_intercept)
    best = elastic_net_path(X, y, [lam], alpha=alpha, fit_intercept=fit_intercept).coefs[0]
    for size in (0.0, 1e-12, 1e-9, 1e-6, 1e-3, 1.0):
        w = best + size * np.array([1.0, -2.0, 0.5])
        expected = float(exact.gap(w, linear.intercepts(w[None])[0], lam, alpha))
        reported = linear_gaps(linear, w[None], np.array([lam]), alpha)[0]
        # A gap of weights that are off by ε is off by ε times what the slopes are off by, too.
        allowed = resolution(linear, w, alpha, lam) + 1e-6 * expected
        assert expected * (1 - 1e-12) <= reported <= expected + allowed
        fine = linear_gaps(linear, w[None], np.array([lam]), alpha, tol=0.0)[0]
        assert expected * (1 - 1e-12) <= fine <= reported


@EACH_ALPHA
def test_extended_precision_makes_the_resolution_finer(alpha):
    X, y = problem(1)
    path = elastic_net_path(X, y, [0.125], alpha=alpha)
    linear, exact = LinearProblem.of(X, y, True), Exact(X, y)
    expected = float(exact.gap(path.coefs[0], path.intercepts[0], 0.125, alpha))
    coarse = linear_gaps(linear, path.coefs, path.lams, alpha)[0]
    fine = linear_gaps(linear, path.coefs, path.lams, alpha, tol=0.0)[0]
    assert expected <= fine <= expected + 0.01 * (coarse - expected)


@EACH_ALPHA
@pytest.mark.parametrize("size", [1e-3, 0.1])
def test_the_gap_holds_for_the_worst_slopes_within_their_bounds(alpha, size):
    X, y = problem(8)
    linear, exact = LinearProblem.of(X, y, True), Exact(X, y)
    lams = np.array([0.25])
    w = elastic_net_path(X, y, lams, alpha=alpha).coefs
    expected = float(exact.gap(w[0], linear.intercepts(w)[0], 0.25, alpha))
    slopes = linear.slopes(w)
    for signs in product([1.0, -1.0], repeat=3):
        # Slopes that are off by as much as they may be must not make the gap smaller.
        off = slopes._replace(g=slopes.g + size * linear.sizes * signs, slack=slopes.slack + size)
        assert _relative_gaps(linear, w, lams, alpha, off)[0] >= expected
        for share in (0.9, 0.5, 0.1):
            within = slopes._replace(g=slopes.g + share * size * linear.sizes * signs)
            true = _relative_gaps(linear, w, lams, alpha, within)[0]
            sure = _relative_gaps(linear, w, lams, alpha, slopes._replace(slack=np.array([size])))
            assert sure[0] >= true * (1 - 1e-12)


@EACH_ALPHA
@pytest.mark.parametrize("offset", [1e3, 1e6, 1e9, 1e11])
def test_rounding_the_bias_is_part_of_the_gap(alpha, offset):
    X, y = problem(2, offset=offset)
    path = elastic_net_path(X, y, [0.5, 0.0625], alpha=alpha, tol=1e-3)
    exact = Exact(X, y)
    offsets = []
    for w, b, lam, gap in zip(path.coefs, path.intercepts, path.lams, path.gaps, strict=True):
        expected = exact.gap(w, b, lam, alpha)
        assert expected <= gap <= 1e-15 * (offset / 1e6 + 1) ** 2 + 1e-12
        offsets.append(float(exact.offset(w, b) ** 2 / (2 * exact.null)))
    if offset == 1e11:
        # There the bias is what limits the accuracy.
        assert max(offsets) > 1e-13


@pytest.mark.parametrize("path_of", [lasso_path, elastic_net_path, ridge_path])
def test_a_whole_path_on_real_data_is_what_it_claims(path_of):
    data = load_prostate()
    X, y = data.X[:30, :4], data.y[:30]
    alpha = {lasso_path: 1.0, elastic_net_path: 0.5, ridge_path: 0.0}[path_of]
    path, exact = path_of(X, y, n_lams=8), Exact(X, y)
    for w, b, lam, gap in zip(path.coefs, path.intercepts, path.lams, path.gaps, strict=True):
        assert float(exact.gap(w, b, lam, alpha)) <= gap <= 1e-10


def test_the_gap_on_nearly_collinear_features_is_not_below_that_of_extended_precision():
    data = load_tecator()
    long = np.longdouble
    X = data.X.astype(long) - data.X.astype(long).mean(axis=0)
    y = data.y.astype(long) - data.y.astype(long).mean()
    path = lasso_path(data.X, data.y)
    for w, lam, gap in zip(path.coefs, path.lams, path.gaps, strict=True):
        r = y - X @ w
        g = X.T @ r / len(y)
        s = min(long(1), lam / np.abs(g).max())
        true = (1 - s) ** 2 * (r @ r) / (2 * len(y)) + (lam * np.abs(w) - s * g * w).sum()
        assert true / path.null_objective <= gap <= 1e-10


# What a gap says


@EACH_ALPHA
@given(seed=st.integers(0, 10_000), other=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_no_weights_are_better_by_more_than_the_gap(alpha, seed, other):
    X, y = problem(seed, n=6, p=3)
    exact, linear = Exact(X, y), LinearProblem.of(X, y, True)
    random = np.random.default_rng(other)
    w, lam = random.normal(size=3), 2.0 ** random.integers(-6, 2)
    gap = linear_gaps(linear, w[None], np.array([lam]), alpha)[0]
    model = LinearRegression(penalty=ElasticNet(lam, alpha)).fit(X, y)
    here = exact.objective(w, linear.intercepts(w[None])[0], lam, alpha)
    there = exact.objective(model.coef_, model.intercept_, lam, alpha)
    assert (here - there) / exact.null <= gap
    assert gap >= 0


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_without_a_penalty_the_gap_is_what_least_squares_would_gain(seed):
    X, y = problem(seed, n=7, p=3)
    exact, linear = Exact(X, y), LinearProblem.of(X, y, True)
    best = ridge_path(X, y, [0.0])
    assert best.gaps[0] <= 1e-11
    w = np.random.default_rng(seed + 1).normal(size=3)
    gap = linear_gaps(linear, w[None], np.zeros(1), 1.0)[0]
    gain = exact.objective(w, linear.intercepts(w[None])[0], 0.0, 1.0) - exact.objective(
        best.coefs[0], best.intercepts[0], 0.0, 1.0
    )
    assert gain / exact.null <= gap
    assert gap == pytest.approx(float(gain / exact.null), rel=1e-9, abs=1e-9)


def test_without_a_penalty_dependent_features_are_no_obstacle():
    X, y = problem(3)
    twins = np.column_stack([X, X[:, 0], X[:, 1] - X[:, 2]])
    path = ridge_path(twins, y, [0.0])
    assert path.gaps[0] <= 1e-12
    linear = LinearProblem.of(twins, y, True)
    w = path.coefs[0] + np.array([1.0, 2.0, -2.0, -1.0, -2.0])  # the same predictions
    assert linear_gaps(linear, w[None], np.zeros(1), 1.0)[0] <= 1e-12


def test_the_gap_falls_with_the_square_of_the_error_where_there_is_l2():
    X, y = problem(4)
    linear = LinearProblem.of(X, y, True)
    best = ridge_path(X, y, [0.5]).coefs[0]
    gaps = [
        linear_gaps(linear, (best + size)[None], np.array([0.5]), 0.0)[0] for size in (1e-2, 1e-4)
    ]
    assert gaps[0] / gaps[1] == pytest.approx(1e4, rel=1e-4)


def test_weights_that_are_no_numbers_prove_nothing():
    X, y = problem(5)
    linear = LinearProblem.of(X, y, True)
    for alpha in (1.0, 0.5, 0.0):
        gap = linear_gaps(linear, np.full((1, 3), np.nan), np.array([0.5]), alpha, tol=1e-10)[0]
        assert not gap <= 1e-10


def test_a_constant_target_leaves_nothing_to_measure_by():
    X, _ = problem(6)
    linear = LinearProblem.of(X, np.full(12, 0.3), True)
    gaps = linear_gaps(linear, np.array([[0.0] * 3, [1.0, 0.0, 0.0]]), np.array([0.5, 0.5]), 1.0)
    assert gaps.tolist() == [0.0, np.inf]


@EACH_ALPHA
def test_the_gap_does_not_depend_on_units(alpha):
    X, y = problem(7)
    w, lam = np.array([0.3, 0.0, -0.2]), 0.25
    linear = LinearProblem.of(X, y, True)
    gap = linear_gaps(linear, w[None], np.array([lam]), alpha)[0]
    for x_unit, y_unit in ((2.0**20, 2.0**20), (2.0**-30, 2.0**-30), (4.0, 0.5), (0.25, 8.0)):
        # In these units the L1 strength is λα·x·y and the L2 strength λ(1 − α)·x².
        l1, l2 = lam * alpha * x_unit * y_unit, lam * (1 - alpha) * x_unit**2
        scaled = linear_gaps(
            LinearProblem.of(X * x_unit, y * y_unit, True),
            w[None] * y_unit / x_unit,
            np.array([l1 + l2]),
            l1 / (l1 + l2),
        )[0]
        assert scaled == pytest.approx(gap, rel=1e-9)


# The slopes, and the bounds of what they are off by


@WITH_AND_WITHOUT_BIAS
@pytest.mark.parametrize(("n", "p", "offset"), [(12, 3, 0), (9, 4, 1e4), (9, 4, 1e9), (3, 7, 10)])
def test_slopes_are_off_by_no_more_than_they_say(n, p, offset, fit_intercept):
    random = np.random.default_rng(n)
    X, y = random.normal(size=(n, p)) + offset, random.normal(size=n) + offset
    linear, exact = LinearProblem.of(X, y, fit_intercept), Exact(X, y, fit_intercept)
    coefs = random.normal(size=(4, p)) * [[0.0], [1.0], [1e3], [1e-3]]
    off = []
    for slopes in (linear.slopes(coefs), linear.fine_slopes(coefs)):
        worst = 0.0
        for i, (w, b) in enumerate(zip(coefs, linear.intercepts(coefs), strict=True)):
            residuals = exact.residuals(w)
            for j, g in enumerate(exact.slopes(residuals)):
                error = abs(float(Fraction(*slopes.g[i, j].as_integer_ratio()) - g))
                assert error <= slopes.slack[i] * linear.sizes[j] * (1 + 1e-9)
                worst = max(worst, error)
            assert slopes.squares[i] >= float(sum(r**2 for r in residuals) / n) * (1 - 1e-15)
            if fit_intercept:
                assert slopes.offset[i] >= abs(float(exact.offset(w, b)))
        off.append(worst)
    assert off[1] < 0.01 * off[0]


def test_many_rows_are_summed_in_blocks_and_many_columns_without_their_products():
    random = np.random.default_rng(0)
    X, y = random.normal(size=(1203, 3)), random.normal(size=1203)
    tall = LinearProblem.of(X, y, True)
    assert np.abs(tall.Q - np.cov(X.T, bias=True)).max() <= 1e-15
    assert np.abs(tall.c - (X - X.mean(axis=0)).T @ y / 1203).max() <= 1e-15
    wide = LinearProblem.of(random.normal(size=(5, 20)), random.normal(size=5), True)
    coefs = random.normal(size=(3, 20))
    g = wide.slopes(coefs).g
    assert "Q" not in vars(wide)
    assert g == pytest.approx(wide.c - coefs @ wide.Q, abs=1e-13)
    assert wide.row_of_Q(3) == pytest.approx(wide.Q[3], abs=1e-15)
    assert tall.row_of_Q(1).tolist() == tall.Q[1].tolist()


def test_columns_are_centered_to_the_last_digit():
    random = np.random.default_rng(1)
    X = random.normal(loc=[0.0, 1e6, 1e10, -1e9], size=(50, 4))
    centered, mean = center_columns(X)
    for j in range(4):
        exact = [Fraction(float(value)) for value in X[:, j]]
        center = sum(exact) / 50
        assert abs(float(Fraction(float(mean[j])) - center)) <= 2.0**-52 * abs(float(center)) + 1e-9
        errors = [
            float(Fraction(float(value)) - (x - center))
            for value, x in zip(centered[:, j], exact, strict=True)
        ]
        assert np.ptp(errors) <= 1e-15
        assert abs(centered[:, j].mean()) <= 1e-9


def test_columns_that_vary_in_their_last_digits_only_count_as_constant():
    spread = np.random.default_rng(2).normal(size=40)
    X = np.column_stack([np.full(40, 0.1), 1e9 + 1e-5 * spread, 1e9 + 1e-1 * spread, spread])
    centered, mean = center_columns(X)
    assert not centered[:, :2].any()
    assert (np.ptp(centered[:, 2:], axis=0) > [0.1, 1.0]).all()
    assert mean[:2] == pytest.approx([0.1, 1e9], rel=1e-15)
