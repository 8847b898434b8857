"""Paths of linear regression: right on real data, as other solvers have them, honest at edges."""

from __future__ import annotations

import numpy as np
import pytest
from reference_cases import solutions, standardized
from sklearn.linear_model import Ridge, enet_path, lars_path
from sklearn.linear_model import lasso_path as sklearn_lasso_path

import shrinkage.paths.between
import shrinkage.paths.elastic_net
import shrinkage.paths.fallback
import shrinkage.paths.lasso
import shrinkage.paths.supports
from shrinkage import L1, L2, ConvergenceWarning, ElasticNet, LinearRegression
from shrinkage.datasets import (
    load_breast_cancer,
    load_diabetes,
    load_prostate,
    load_tecator,
    make_regression,
)
from shrinkage.paths import elastic_net_path, lasso_path, ridge_path
from shrinkage.paths.between import solve_elastic_net
from shrinkage.paths.homotopy import LassoLines, follow_lasso
from shrinkage.paths.problem import LinearProblem
from shrinkage.paths.spectrum import ridge_by_singular_values
from shrinkage.paths.supports import follow_elastic_net

pytestmark = pytest.mark.filterwarnings("error")

DATA = {
    "prostate": load_prostate,
    "diabetes": load_diabetes,
    "breast_cancer": load_breast_cancer,
    "tecator": load_tecator,
    "1000x12": lambda: make_regression(1000, 12, seed=7),
    "2000x200": lambda: make_regression(2000, 200, seed=7),
}
EACH_DATA_SET = pytest.mark.parametrize("name", DATA)
PATHS = {
    "lasso": lambda X, y, lams=None, **more: lasso_path(X, y, lams, **more),
    "elastic net": lambda X, y, lams=None, **more: elastic_net_path(X, y, lams, **more),
    "mostly L1": lambda X, y, lams=None, **more: elastic_net_path(X, y, lams, alpha=0.95, **more),
    "mostly L2": lambda X, y, lams=None, **more: elastic_net_path(X, y, lams, alpha=0.05, **more),
    "ridge": lambda X, y, lams=None, **more: ridge_path(X, y, lams, **more),
}
ALPHAS = {"lasso": 1.0, "elastic net": 0.5, "mostly L1": 0.95, "mostly L2": 0.05, "ridge": 0.0}
EACH_PATH = pytest.mark.parametrize("kind", PATHS)


def data_of(name, standardize=True):
    data = DATA[name]()
    X, y = np.array(data.X), np.array(data.y, dtype=float)
    return (X - X.mean(axis=0)) / X.std(axis=0) if standardize else X, y


def small(seed=0, n=40, p=6):
    """Return correlated features and a target."""
    random = np.random.default_rng(seed)
    X = random.normal(size=(n, p)) @ (np.eye(p) + 0.4 * random.normal(size=(p, p)))
    return X, X @ random.normal(size=p) + random.normal(size=n) + 3.0


def violation(X, y, coef, intercept, lam, alpha):
    """Return how far weights are from the conditions of a minimum, over the largest slope at 0.

    Written down anew, in extended precision.
    """
    X, y = np.asarray(X, np.longdouble), np.asarray(y, np.longdouble)
    residuals = y - X @ coef - intercept
    g = (X - X.mean(axis=0)).T @ residuals / len(y) - lam * (1 - alpha) * coef
    missing = np.where(
        coef == 0, np.maximum(np.abs(g) - lam * alpha, 0.0), g - lam * alpha * np.sign(coef)
    )
    scale = np.abs((X - X.mean(axis=0)).T @ (y - y.mean()) / len(y)).max()
    return float(max(np.abs(missing).max(), abs(residuals.mean())) / scale)


@pytest.fixture
def no_fallback(monkeypatch):
    """The first method must do: nothing is solved again."""

    def needed(*arguments):
        raise AssertionError("the fallback was needed")

    monkeypatch.setattr(shrinkage.paths.fallback, "_attempts", needed)


# Accuracy, on the data and at the tolerance that were asked for


@EACH_PATH
@EACH_DATA_SET
@pytest.mark.parametrize("standardize", [True, False], ids=["standardized", "as measured"])
@pytest.mark.usefixtures("no_fallback")
def test_every_gap_is_below_1e_10_on_the_default_grid(kind, name, standardize):
    X, y = data_of(name, standardize)
    path = PATHS[kind](X, y)
    assert len(path.lams) == 100
    assert path.gaps.max() <= 1e-10
    assert path.converged


@EACH_PATH
@pytest.mark.parametrize("name", ["prostate", "diabetes", "breast_cancer", "tecator"])
def test_the_optimality_conditions_hold_on_real_data(kind, name):
    X, y = data_of(name)
    path = PATHS[kind](X, y)
    for i in range(0, 100, 11):
        off = violation(X, y, path.coefs[i], path.intercepts[i], path.lams[i], ALPHAS[kind])
        assert off <= (1e-12 if name != "tecator" else 1e-11)


@pytest.mark.parametrize(
    "solution", [one for one in solutions() if one.data_set == "prostate"], ids=str
)
def test_paths_pass_through_the_minimisers_of_50_digit_arithmetic(solution):
    X, y = standardized("prostate")
    path = elastic_net_path(X, y, [solution.lam], alpha=solution.alpha)
    assert np.abs(path.coefs[0] - solution.coef[0]).max() <= 1e-14
    assert abs(path.intercepts[0] - solution.intercept[0]) <= 1e-14
    assert (path.active[0] == (solution.coef[0] != 0)).all()


@pytest.mark.parametrize("name", [name for name in DATA if name != "tecator"])
@pytest.mark.parametrize("standardize", [True, False], ids=["standardized", "as measured"])
def test_knots_are_those_of_scikit_learn(name, standardize):
    X, y = data_of(name, standardize)
    path = lasso_path(X, y, knots=True)
    theirs, _, _ = lars_path(X - X.mean(axis=0), y - y.mean(), method="lasso")
    theirs = theirs[theirs > path.lams.min()]
    ours = np.array([knot.lam for knot in path.knots])
    assert len(ours) == len(theirs)
    assert np.abs(ours / theirs - 1).max() <= 1e-11


def test_knots_are_those_of_scikit_learn_on_nearly_collinear_features():
    X, y = data_of("tecator")
    path = lasso_path(X, y, knots=True)
    theirs, _, _ = lars_path(X - X.mean(axis=0), y - y.mean(), method="lasso", alpha_min=0.005)
    theirs = theirs[theirs > path.lams.min()]
    ours = np.array([knot.lam for knot in path.knots])
    assert len(ours) == len(theirs) > 60
    assert np.abs(ours - theirs).max() <= 1e-10 * ours[0]


def test_a_knot_is_where_its_feature_comes_or_goes():
    X, y = data_of("diabetes", standardize=False)
    knots = lasso_path(X, y, knots=True, ratio=1e-4).knots
    assert {knot.enters for knot in knots} == {True, False}
    for knot in knots:
        around = lasso_path(X, y, knot.lam * np.array([1 + 1e-6, 1.0, 1 - 1e-6]))
        above, here, below = around.active[:, knot.feature]
        assert (above, here, below) == (not knot.enters, False, knot.enters)


def test_a_weight_that_changes_its_sign_leaves_and_comes_back():
    X, y = data_of("diabetes")
    # Feature 6 (HDL) has a negative weight early on and a positive one at the end of the path.
    path = lasso_path(X, y, n_lams=400, ratio=1e-4, knots=True)
    assert path.coefs[:, 6].min() < 0 < path.coefs[:, 6].max()
    assert [knot.enters for knot in path.knots if knot.feature == 6] == [True, False, True]
    assert path.converged
    net = elastic_net_path(X, y, alpha=0.99, n_lams=400, ratio=1e-4)
    assert net.coefs[:, 6].min() < 0 < net.coefs[:, 6].max()
    assert net.converged


# The same as other solvers


@pytest.mark.parametrize("name", ["prostate", "diabetes", "1000x12"])
def test_the_lasso_is_that_of_scikit_learn(name):
    X, y = data_of(name)
    path = lasso_path(X, y, n_lams=20)
    _, theirs, _ = sklearn_lasso_path(
        X, y - y.mean(), alphas=path.lams, tol=1e-13, max_iter=100_000
    )
    assert np.abs(path.coefs - theirs.T).max() <= 1e-6 * np.abs(theirs).max()


@pytest.mark.parametrize("alpha", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("name", ["prostate", "diabetes", "1000x12", "2000x200"])
def test_the_elastic_net_is_that_of_scikit_learn(name, alpha):
    X, y = data_of(name)
    path = elastic_net_path(X, y, alpha=alpha, n_lams=20)
    _, theirs, _ = enet_path(
        X, y - y.mean(), l1_ratio=alpha, alphas=path.lams, tol=1e-13, max_iter=100_000
    )
    assert np.abs(path.coefs - theirs.T).max() <= 1e-6 * np.abs(theirs).max()


@pytest.mark.parametrize("name", ["prostate", "breast_cancer", "1000x12"])
def test_ridge_is_that_of_scikit_learn(name):
    X, y = data_of(name)
    path = ridge_path(X, y, n_lams=12)
    for lam, coef, intercept in zip(path.lams, path.coefs, path.intercepts, strict=True):
        theirs = Ridge(alpha=len(y) * lam, solver="svd").fit(X, y)
        assert np.abs(coef - theirs.coef_).max() <= 1e-10 * np.abs(path.coefs).max()
        assert intercept == pytest.approx(theirs.intercept_, rel=1e-12)


@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize(
    ("alpha", "penalty"), [(1.0, L1), (0.0, L2), (0.3, lambda lam: ElasticNet(lam, 0.3))]
)
def test_a_path_is_a_row_of_exact_fits(alpha, penalty, fit_intercept):
    X, y = small(3)
    path = elastic_net_path(X, y, [3.0, 0.5, 0.05], alpha=alpha, fit_intercept=fit_intercept)
    for lam, coef, intercept in zip(path.lams, path.coefs, path.intercepts, strict=True):
        model = LinearRegression(penalty=penalty(lam), fit_intercept=fit_intercept).fit(X, y)
        assert np.abs(coef - model.coef_).max() <= 1e-12
        assert intercept == pytest.approx(model.intercept_, abs=1e-12)


def test_alpha_1_is_the_lasso_and_alpha_0_is_ridge_grids_included():
    X, y = data_of("prostate")
    for alpha, other in ((1.0, lasso_path), (0.0, ridge_path)):
        net, path = elastic_net_path(X, y, alpha=alpha), other(X, y)
        assert np.array_equal(net.lams, path.lams)
        assert np.array_equal(net.coefs, path.coefs)
        assert np.array_equal(net.gaps, path.gaps)


# Grids, order, and what a path returns


def test_the_default_grid_starts_where_the_first_weight_is_about_to_leave_0():
    X, y = small(1)
    top = np.abs((X - X.mean(axis=0)).T @ (y - y.mean())).max() / len(y)
    for alpha, path in ((1.0, lasso_path(X, y)), (0.25, elastic_net_path(X, y, alpha=0.25))):
        assert path.lams[0] == pytest.approx(top / alpha, rel=1e-14)
        assert path.lams[-1] == pytest.approx(1e-3 * top / alpha, rel=1e-12)
        assert np.ptp(np.diff(np.log(path.lams))) < 1e-12
        assert path.n_active[:2].tolist() == [0, 1]
    assert lasso_path(X[:5], y[:5]).lams[-1] / lasso_path(X[:5], y[:5]).lams[0] == pytest.approx(
        1e-2
    )
    assert len(lasso_path(X, y, n_lams=7, ratio=0.5).lams) == 7
    assert lasso_path(X, y, n_lams=7, ratio=0.5).lams[-1] == pytest.approx(top / 2)


def test_the_default_ridge_grid_goes_from_hardly_fitted_to_hardly_shrunk():
    X, y = small(1)
    d = np.linalg.eigvalsh(np.cov(X.T, bias=True))
    lams = ridge_path(X, y).lams
    assert lams[0] == pytest.approx(100 * d[-1])
    assert lams[-1] == pytest.approx(d[0] / 100)
    # It has the unit of X squared and does not care for that of y.
    assert ridge_path(10 * X, 7 * y).lams == pytest.approx(100 * lams)
    lams = ridge_path(*data_of("tecator")).lams
    assert lams[-1] / lams[0] == pytest.approx(1e-12)


@EACH_PATH
@pytest.mark.usefixtures("no_fallback")
def test_lams_are_honoured_in_the_order_given(kind):
    X, y = small(2)
    lams = [0.3, 2.0, 0.05, 0.3, 1e3, 0.01]
    path = PATHS[kind](X, y, lams)
    assert path.lams.tolist() == lams
    for i, lam in enumerate(lams):
        alone = PATHS[kind](X, y, [lam])
        assert np.abs(path.coefs[i] - alone.coefs[0]).max() <= 1e-12
    assert np.array_equal(path.coefs[0], path.coefs[3])


def test_a_path_returns_weights_biases_gaps_and_supports():
    X, y = small(4)
    path = lasso_path(X, y, [1.0, 0.1])
    assert path.coefs.shape == path.active.shape == (2, 6)
    assert path.intercepts.shape == path.gaps.shape == path.n_active.shape == (2,)
    assert np.array_equal(path.active, path.coefs != 0)
    assert path.knots is None
    assert path.null_objective == pytest.approx(y.var() / 2)
    assert path.outputs(X[:3]) == pytest.approx(path.coefs @ X[:3].T + path.intercepts[:, None])
    with pytest.raises(ValueError, match="X has 5 features, but RegularizationPath is expecting 6"):
        path.outputs(X[:, :5])


def test_without_a_bias_it_is_0():
    X, y = small(5)
    for path_of in PATHS.values():
        path = path_of(X, y, [0.1], fit_intercept=False)
        assert path.intercepts.tolist() == [0.0]
        assert path.converged
        assert np.abs(path.coefs - path_of(X, y, [0.1]).coefs).max() > 0.01


# Data of all shapes


@EACH_PATH
@pytest.mark.parametrize(("n", "p"), [(8, 10), (12, 60), (6, 200)])
@pytest.mark.usefixtures("no_fallback")
def test_more_columns_than_rows(kind, n, p):
    random = np.random.default_rng(n)
    X = random.normal(size=(n, p))
    y = X[:, :3].sum(axis=1) + 0.1 * random.normal(size=n)
    path = PATHS[kind](X, y)
    assert path.converged
    for i in range(0, 100, 9):
        off = violation(X, y, path.coefs[i], path.intercepts[i], path.lams[i], ALPHAS[kind])
        assert off <= 1e-13
    if kind == "lasso":
        assert path.n_active.max() <= n - 1


@EACH_PATH
def test_constant_columns_get_no_weight(kind):
    X, y = small(6)
    constant = [np.full(40, 0.1), np.zeros(40), np.full(40, 1e9 / 3)]
    path, without = PATHS[kind](np.column_stack([X, *constant]), y), PATHS[kind](X, y)
    assert path.converged
    assert not path.active[:, 6:].any()
    assert np.abs(path.coefs[:, :6] - without.coefs).max() <= 1e-12
    assert path.intercepts == pytest.approx(without.intercepts, abs=1e-12)


def test_a_constant_column_is_a_feature_where_there_is_no_bias():
    X, y = small(6)
    with_ones = np.column_stack([X, np.ones(40)])
    path = ridge_path(with_ones, y, [0.0], fit_intercept=False)
    assert path.coefs[0, -1] == pytest.approx(ridge_path(X, y, [0.0]).intercepts[0])


@EACH_PATH
def test_repeated_columns_predict_what_one_of_them_does(kind):
    X, y = small(7)
    twins = np.column_stack([X, X[:, :2], -X[:, 2]])
    lams = np.array([2.0, 0.3, 0.02])
    path = PATHS[kind](twins, y, lams)
    assert path.converged
    # Twins share a weight: the penalty Σ|w| of it stays, that of ½Σw² is halved.
    merged = path.coefs[:, :6] + np.pad(path.coefs[:, 6:8], ((0, 0), (0, 4)))
    merged[:, 2] -= path.coefs[:, 8]
    if kind == "lasso":
        assert np.abs(merged - lasso_path(X, y, lams).coefs).max() <= 1e-12
    else:
        assert path.coefs[:, :2] == pytest.approx(path.coefs[:, 6:8], abs=1e-11)
        assert path.coefs[:, 2] == pytest.approx(-path.coefs[:, 8], abs=1e-11)


@pytest.mark.parametrize("noise", [1e-4, 1e-6, 1e-7, 3e-8, 1e-8, 1e-9, 1e-11, 1e-13])
@EACH_PATH
def test_nearly_repeated_columns(kind, noise):
    random = np.random.default_rng(2)
    X = random.normal(size=(50, 8))
    y = 2 * X[:, 0] + random.normal(size=50)
    almost = X[:, :3] + noise * random.normal(size=(50, 3))
    assert PATHS[kind](np.column_stack([X, almost]), y).converged


@EACH_PATH
@pytest.mark.parametrize("degree", [5, 10, 20])
def test_powers_of_one_feature(kind, degree):
    t = np.linspace(0, 1, 30)
    y = np.sin(6 * t) + 0.1 * np.random.default_rng(0).normal(size=30)
    assert PATHS[kind](np.vander(t, degree + 1)[:, :-1], y).converged


@EACH_PATH
def test_one_row_and_two_rows(kind):
    one = PATHS[kind]([[1.0, 2.0]], [5.0])
    assert not one.coefs.any()
    assert one.intercepts.tolist() == [5.0] * 100
    assert one.gaps.tolist() == [0.0] * 100
    two = PATHS[kind]([[0.0, 1.0], [2.0, 0.0]], [0.0, 4.0], [1e-9])
    assert two.converged
    assert two.outputs([[0.0, 1.0], [2.0, 0.0]])[0] == pytest.approx([0.0, 4.0], abs=1e-7)


@pytest.mark.parametrize("lam", [0.0, 0.5, 10.0])
def test_one_feature_has_a_formula(lam):
    X, y = small(8, p=1)
    c = float(np.cov(X[:, 0], y, bias=True)[0, 1])
    d = float(X.var())
    expected = {
        "lasso": np.sign(c) * max(abs(c) - lam, 0) / d,
        "elastic net": np.sign(c) * max(abs(c) - lam / 2, 0) / (d + lam / 2),
        "ridge": c / (d + lam),
    }
    for kind, w in expected.items():
        assert PATHS[kind](X, y, [lam]).coefs[0, 0] == pytest.approx(w, abs=1e-14)


@EACH_PATH
def test_a_constant_target_needs_no_weights(kind):
    X, _ = small(9)
    path = PATHS[kind](X, np.full(40, 0.1))
    assert not path.coefs.any()
    assert path.intercepts == pytest.approx(np.full(100, 0.1), rel=1e-15)
    assert path.gaps.tolist() == [0.0] * 100


@EACH_PATH
def test_a_target_that_no_feature_explains(kind):
    X = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]]) * 0.1
    y = np.array([1.0, -1.0, -1.0, 1.0]) * 0.3 + 0.7
    path = PATHS[kind](X, y)
    assert path.converged
    assert np.abs(path.coefs).max() <= 1e-12


@EACH_PATH
def test_huge_offsets_cost_what_they_must(kind):
    X, y = small(10)
    near = PATHS[kind](X, y)
    far = PATHS[kind](X + 2.0**30, y - 2.0**20, near.lams)
    assert far.converged
    # The data themselves are rounded to multiples of 2**-22.
    assert np.abs(far.coefs - near.coefs).max() <= 1e-5 * np.abs(near.coefs).max()


@EACH_PATH
def test_columns_in_units_of_a_millionth_and_a_million(kind):
    X, y = small(11)
    unit = np.array([1e6, 1e-6, 1.0, 1e6, 1e-6, 1.0])
    path = PATHS[kind](X * unit, y)
    assert path.converged
    assert (np.abs(path.coefs) * unit).max() > 0.1


def test_the_limit_of_no_penalty_is_least_squares():
    X, y = data_of("diabetes")
    A = np.column_stack([X, np.ones(len(y))])
    expected = np.linalg.lstsq(A, y, rcond=None)[0]
    for path_of in PATHS.values():
        path = path_of(X, y, [0.0])
        assert path.converged
        assert path.coefs[0] == pytest.approx(expected[:-1], rel=1e-10)
        assert path.intercepts[0] == pytest.approx(expected[-1], rel=1e-12)


def test_no_penalty_with_more_columns_than_rows_fits_perfectly():
    random = np.random.default_rng(3)
    X, y = random.normal(size=(8, 20)), random.normal(size=8)
    lasso, ridge = lasso_path(X, y, [0.0]), ridge_path(X, y, [0.0])
    for path in (lasso, ridge):
        assert path.converged
        assert path.outputs(X)[0] == pytest.approx(y, abs=1e-13)
    # Of all perfect fits ridge ends at the smallest Σw², the lasso at the smallest Σ|w|.
    expected = np.linalg.pinv(X - X.mean(axis=0)) @ (y - y.mean())
    assert ridge.coefs[0] == pytest.approx(expected, abs=1e-12)
    assert np.abs(lasso.coefs).sum() < 0.9 * np.abs(ridge.coefs).sum()
    assert lasso.n_active[0] == 7


# The fallback


def nonsense(coefs):
    return np.random.default_rng(0).normal(size=coefs.shape)


@pytest.mark.parametrize("name", ["prostate", "tecator"])
def test_a_lasso_whose_homotopy_failed_is_solved_again(name, monkeypatch):
    X, y = data_of(name)
    lams = lasso_path(X, y).lams[::9]
    expected = lasso_path(X, y, lams)
    monkeypatch.setattr(LassoLines, "weights", lambda self, lams: nonsense(expected.coefs))
    path = lasso_path(X, y, lams)
    assert path.converged
    near = 1e-12 if name == "prostate" else 1e-4
    assert np.abs(path.coefs - expected.coefs).max() <= near * np.abs(expected.coefs).max()


def test_a_homotopy_that_gave_up_leaves_the_rest_to_the_fallback(monkeypatch):
    X, y = data_of("diabetes")
    expected = lasso_path(X, y)

    def half(row_of_Q, c, lam_min):
        lines = follow_lasso(row_of_Q, c, lam_min)
        return LassoLines(lines.knots[:6], lines.at_zero[:6], lines.slopes[:6], False)

    monkeypatch.setattr(shrinkage.paths.lasso, "follow_lasso", half)
    path = lasso_path(X, y)
    assert path.converged
    assert np.abs(path.coefs - expected.coefs).max() <= 1e-10 * np.abs(expected.coefs).max()
    with pytest.warns(ConvergenceWarning, match="knots may be incomplete or inexact from λ"):
        lasso_path(X, y, knots=True)


@pytest.mark.parametrize("name", ["prostate", "tecator"])
def test_an_elastic_net_whose_path_failed_is_solved_again(name, monkeypatch):
    X, y = data_of(name)
    lams = elastic_net_path(X, y).lams[::9]
    expected = elastic_net_path(X, y, lams)

    def broken(Q, c, lams, alpha):
        return nonsense(follow_elastic_net(Q, c, lams, alpha))

    monkeypatch.setattr(shrinkage.paths.elastic_net, "solve_elastic_net", broken)
    path = elastic_net_path(X, y, lams)
    assert path.converged
    assert np.abs(path.coefs - expected.coefs).max() <= 1e-8 * np.abs(expected.coefs).max()


@pytest.mark.parametrize("kind", ["elastic net", "mostly L1", "mostly L2"])
@pytest.mark.usefixtures("no_fallback")
def test_the_safer_solver_takes_over_where_the_supports_do_not_settle(kind, monkeypatch):
    X, y = data_of("breast_cancer")
    expected = PATHS[kind](X, y)
    calls = []

    def counted(*arguments):
        calls.append(arguments)
        return minimize(*arguments)

    minimize = shrinkage.paths.supports.minimize_quadratic
    monkeypatch.setattr(shrinkage.paths.supports, "minimize_quadratic", counted)
    monkeypatch.setattr(shrinkage.paths.supports, "_TRIES", 0)
    path = PATHS[kind](X, y)
    assert calls
    assert path.converged
    assert np.abs(path.coefs - expected.coefs).max() <= 1e-11


@pytest.mark.parametrize("rounds", [8, 2, 0])
def test_between_known_lams_uncorrelated_features_are_solved_together(rounds, monkeypatch):
    data = make_regression(1500, 60, seed=3)
    problem = LinearProblem.of(data.X, data.y, True)
    lams = np.geomspace(0.9, 1e-3, 60) * problem.lam_max / 0.5
    expected = follow_elastic_net(problem.Q, problem.c, lams, 0.5)
    counts = []

    def counted(Q, c, lams, alpha):
        counts.append(len(lams))
        return follow_elastic_net(Q, c, lams, alpha)

    monkeypatch.setattr(shrinkage.paths.between, "follow_elastic_net", counted)
    monkeypatch.setattr(shrinkage.paths.between, "_ROUNDS", rounds)
    found = solve_elastic_net(problem.Q, problem.c, lams, 0.5)
    assert np.abs(found - expected).max() <= 1e-9
    assert ((found != 0) == (expected != 0)).all()
    # Every eighth and the last; what does not settle in a few rounds is solved one by one too.
    assert counts[0] == 9
    assert sum(counts) == {8: 9, 0: 60}.get(rounds, sum(counts))
    if rounds == 2:
        assert 9 < sum(counts) < 60
    for other in (data.X + data.X[:, :1], data.X * np.geomspace(1, 10, 60)):
        counts.clear()
        problem = LinearProblem.of(other, data.y, True)
        solve_elastic_net(problem.Q, problem.c, lams, 0.5)
        assert counts == [60]


@pytest.mark.parametrize("p", [5, 20])
def test_a_singular_system_of_the_elastic_net_is_left_to_the_safer_solver(p):
    # All features are one; with so little L2 nothing tells how they share their weight.
    w = follow_elastic_net(np.ones((p, p)), np.full(p, 2.0), np.array([1.5, 0.5]), 1.0 - 2.0**-53)
    assert w.sum(axis=1) == pytest.approx([0.5, 1.5], rel=1e-12)
    assert (w >= 0).all()


def test_the_fallback_keeps_what_is_better(monkeypatch):
    X, y = small(15)
    expected = elastic_net_path(X, y, [0.5])
    monkeypatch.setattr(
        shrinkage.paths.fallback, "_attempts", lambda *arguments: [np.zeros(6), np.ones(6)]
    )
    with pytest.warns(ConvergenceWarning):
        path = elastic_net_path(X, y, [0.5], tol=1e-40)
    assert np.array_equal(path.coefs, expected.coefs)


@pytest.mark.parametrize("alpha", [1.0, 0.5, 0.0])
def test_refining_takes_back_small_errors_of_weights(alpha):
    X, y = small(16)
    problem = LinearProblem.of(X, y, True)
    best = elastic_net_path(X, y, [0.3], alpha=alpha).coefs[0]
    assert (best != 0).any()
    off = best * (1 + 1e-6 * np.arange(1, 7))
    refined = shrinkage.paths.fallback.refined(problem, off, 0.3, alpha)
    assert np.abs(refined - best).max() <= 1e-14 < 1e-7 < np.abs(off - best).max()
    assert violation(X, y, refined, problem.intercepts(refined[None])[0], 0.3, alpha) <= 1e-16


def test_refining_does_not_change_signs():
    X, y = small(16)
    problem = LinearProblem.of(X, y, True)
    best = lasso_path(X, y, [1.0]).coefs[0]
    wrong = np.where(best == 0, [0.1, -0.1, 0.1, -0.1, 0.1, -0.1], best)
    assert (wrong != best).any()
    refined = shrinkage.paths.fallback.refined(problem, wrong, 1.0, 1.0)
    assert (np.sign(refined) == np.sign(wrong)).all()


def test_refining_makes_nearly_collinear_paths_exact():
    X, y = data_of("tecator")
    assert lasso_path(X, y, tol=1e-13, n_lams=20).gaps.max() <= 1e-13


@pytest.mark.filterwarnings("error")
def test_without_a_penalty_ridge_on_more_columns_than_rows_is_quiet_and_smallest():
    for seed in range(20):
        rng = np.random.default_rng(seed)
        X, y = rng.normal(size=(12, 20)), rng.normal(size=12)
        path = ridge_path(X, y, [1.0, 0.0])
        smallest = np.linalg.pinv(X - X.mean(axis=0)) @ (y - y.mean())
        assert path.coefs[1] == pytest.approx(smallest, abs=1e-9)
        assert path.gaps.max() < 1e-10


def test_ridge_by_singular_values_is_ridge():
    X, y = small(17)
    problem = LinearProblem.of(X, y, True)
    lams = np.array([3.0, 0.1])
    found = ridge_by_singular_values(problem, lams)
    assert found == pytest.approx(ridge_path(X, y, lams).coefs, abs=1e-12)


def test_ridge_weights_that_eigenvalues_spoil_come_from_singular_values(monkeypatch):
    random = np.random.default_rng(4)
    X = random.normal(size=(7, 10)) * 10.0 ** np.array([0, 4, -4, 1, 0, -4, 0, 2, 2, 4])
    y = random.normal(size=7)
    path = ridge_path(X, y)
    assert path.converged
    U, S, Vt = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    factors = S[:6] / (S[:6] ** 2 + 7 * path.lams[-1])
    exact = (factors * (U.T @ (y - y.mean()))[:6]) @ Vt[:6]
    assert np.abs(path.coefs[-1] - exact).max() <= 1e-10 * np.abs(exact).max()
    monkeypatch.setattr(
        shrinkage.paths.fallback,
        "ridge_by_singular_values",
        lambda problem, lams: np.zeros((1, 10)),
    )
    with pytest.warns(ConvergenceWarning):
        ridge_path(X, y)


# Warnings and errors


@EACH_PATH
def test_a_gap_that_is_not_reached_is_told_and_named(kind):
    X, y = small(13)
    with pytest.warns(ConvergenceWarning, match=r"above tol=1e-40 at λ = 2, 0\.3: ") as told:
        path = PATHS[kind](X, y, [2.0, 0.3], tol=1e-40)
    assert not path.converged
    assert path.gaps.max() <= 1e-12
    assert told[0].filename == __file__.replace(".pyc", ".py")


def test_the_warning_names_five_of_many():
    X, y = small(13)
    with pytest.warns(ConvergenceWarning, match=r"0\.1, 0\.09, 0\.08, 0\.07, 0\.06 and 2 more"):
        lasso_path(X, y, [0.1, 0.09, 0.08, 0.07, 0.06, 0.05, 0.04], tol=1e-40)


@EACH_PATH
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"lams": []}, "lams is empty"),
        ({"lams": [0.1, -0.2]}, r"lams must be at least 0, got -0\.2 at position 1"),
        ({"lams": [0.1, np.nan]}, "lams holds NaN at row 1"),
        ({"lams": [np.inf]}, r"lams holds infinity \(inf\) at row 0"),
        ({"lams": 0.1}, "lams should be a 1d array"),
        ({"lams": [["a"]]}, "lams must hold numbers"),
        ({"n_lams": 0}, "n_lams must be at least 1, got 0"),
        ({"ratio": 0.0}, r"ratio must be finite and > 0 and <= 1, got 0\.0"),
        ({"ratio": 2.0}, r"ratio must be finite and > 0 and <= 1, got 2\.0"),
        ({"tol": 0.0}, r"tol must be finite and > 0, got 0\.0"),
        ({"X": [[np.nan], [1.0]]}, "X holds NaN at row 0, column 0"),
        ({"y": [1.0, np.inf]}, r"y holds infinity \(inf\) at row 1"),
        ({"y": [1.0]}, "X has 2 rows, y has 1 rows"),
        ({"X": [1.0, 2.0]}, "Expected 2D array for X"),
        ({"y": [[1.0, 2.0], [3.0, 4.0]]}, "y should be a 1d array"),
        ({"X": [[1e200], [-1e200]]}, r"X holds numbers so large \(up to 1\.0e\+200\)"),
        ({"y": [1e200, -1e200]}, r"y holds numbers so large \(up to 1\.0e\+200\)"),
    ],
)
def test_bad_input_is_refused_by_name(kind, changes, message):
    arguments = {"X": [[0.0], [1.0]], "y": [0.0, 1.0]} | changes
    with pytest.raises(ValueError, match=message):
        PATHS[kind](**arguments)


@EACH_PATH
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"n_lams": 2.5}, "n_lams must be a whole number"),
        ({"ratio": "small"}, "ratio must be a real number"),
        ({"fit_intercept": 1}, "fit_intercept must be True or False"),
        ({"tol": None}, "tol must be a real number"),
    ],
)
def test_arguments_of_another_kind_are_refused_by_name(kind, changes, message):
    with pytest.raises(TypeError, match=message):
        PATHS[kind]([[0.0], [1.0]], [0.0, 1.0], **changes)


def test_alpha_and_knots_are_checked():
    with pytest.raises(ValueError, match=r"alpha must be finite and >= 0 and <= 1, got 1\.5"):
        elastic_net_path([[0.0], [1.0]], [0.0, 1.0], alpha=1.5)
    with pytest.raises(TypeError, match="knots must be True or False, got 'yes'"):
        lasso_path([[0.0], [1.0]], [0.0, 1.0], knots="yes")


@EACH_PATH
def test_what_is_given_is_left_as_it_was(kind):
    X, y = small(14)
    lams = np.array([0.5, 1.0])
    kept = X.copy(), y.copy(), lams.copy()
    PATHS[kind](X, y, lams)
    assert all(np.array_equal(a, b) for a, b in zip((X, y, lams), kept, strict=True))
