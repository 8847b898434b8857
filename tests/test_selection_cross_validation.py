"""Cross-validation: what each fold says, what follows from it, and that no test row leaks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import sklearn.linear_model as sk
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from shrinkage import (
    L1,
    L2,
    CoordinateDescent,
    ElasticNet,
    LinearRegression,
    LogisticRegression,
    NoPenalty,
    SoftmaxRegression,
)
from shrinkage.datasets import (
    load_breast_cancer,
    load_diabetes,
    load_penguins,
    load_prostate,
    load_tecator,
    make_classification,
    make_regression,
)
from shrinkage.penalties import Penalty
from shrinkage.selection import Standardizer, cross_validate, k_folds

LAMS = np.array([20.0, 5.0, 1.0, 0.2, 0.01])


@pytest.fixture(scope="module")
def diabetes():
    # 440 rows make five folds of one size, so that n·λ is the same number in each.
    return load_diabetes().rows(slice(0, 440))


@pytest.fixture(scope="module")
def regression():
    return make_regression(60, 6, useful=2, noise=2.0, seed=1)


@pytest.fixture(scope="module")
def classification():
    return make_classification(90, 5, useful=2, steepness=2.0, seed=1)


def by_grid_search(estimator, name, values, data, folds, scoring):
    search = GridSearchCV(
        make_pipeline(StandardScaler(), estimator),
        {f"{type(estimator).__name__.lower()}__{name}": list(values)},
        scoring=scoring,
        cv=folds,
        refit=False,
    ).fit(data.X, data.y)
    return np.column_stack(
        [search.cv_results_[f"split{k}_test_score"] for k in range(len(folds))]
    ), int(search.best_index_)


@pytest.mark.parametrize(
    ("penalty", "estimator", "name", "per_lam"),
    [
        (L1(1), sk.Lasso(tol=1e-10, max_iter=10**6), "alpha", 1.0),
        (L2(1), sk.Ridge(), "alpha", 352.0),
        (ElasticNet(1, 0.3), sk.ElasticNet(l1_ratio=0.3, tol=1e-10, max_iter=10**6), "alpha", 1.0),
    ],
)
def test_linear_folds_agree_with_scikit_learn(diabetes, penalty, estimator, name, per_lam):
    folds = k_folds(440, 5, seed=3)
    cv = cross_validate(
        LinearRegression(penalty=penalty), diabetes.X, diabetes.y, LAMS, folds=folds
    )
    theirs, best = by_grid_search(
        estimator, name, per_lam * LAMS, diabetes, folds, "neg_mean_squared_error"
    )
    assert cv.values == pytest.approx(-theirs, rel=1e-6)
    assert cv.best_index == best
    theirs, _ = by_grid_search(estimator, name, per_lam * LAMS, diabetes, folds, "r2")
    assert cv.by("R2").values == pytest.approx(theirs, abs=1e-6)


def test_logistic_folds_agree_with_scikit_learn():
    penguins = load_penguins().rows(slice(0, 330)).select(["bill length", "bill depth"])
    lams = np.array([1.0, 0.1, 0.01, 0.001])
    folds = k_folds(330, 5, labels=penguins.y, seed=0)
    cv = cross_validate(LogisticRegression(penalty=L2(1)), penguins.X, penguins.y, lams, seed=0)
    assert all((ours.test == fold.test).all() for ours, fold in zip(cv.folds, folds, strict=True))
    estimator = sk.LogisticRegression(tol=1e-10, max_iter=10_000)
    values = 1 / (264 * lams)
    theirs, best = by_grid_search(estimator, "C", values, penguins, folds, "neg_log_loss")
    assert cv.measure == "log-loss"
    assert cv.values == pytest.approx(-theirs, rel=1e-6)
    assert cv.best_index == best
    theirs, _ = by_grid_search(estimator, "C", values, penguins, folds, "accuracy")
    assert cv.by("accuracy").values == pytest.approx(theirs, abs=1e-12)


def test_without_standardizing_it_agrees_with_lasso_cv(diabetes):
    X, y = Standardizer().fit_transform(diabetes.X), diabetes.y
    folds = k_folds(440, 5, seed=1)
    cv = cross_validate(LinearRegression(penalty=L1(1)), X, y, LAMS, folds=folds, standardize=False)
    theirs = sk.LassoCV(alphas=LAMS, cv=folds, tol=1e-10, max_iter=10**6).fit(X, y)
    assert cv.values == pytest.approx(theirs.mse_path_, rel=1e-6)
    assert cv.best_lam == theirs.alpha_
    assert cv.coefs[cv.best_index] == pytest.approx(theirs.coef_, rel=1e-5, abs=1e-5)
    assert cv.fitted.standardizer is None


def test_mean_and_standard_error_over_the_folds(regression):
    cv = cross_validate(LinearRegression(penalty=L1(1)), regression.X, regression.y, n_folds=4)
    assert cv.values.shape == (50, 4)
    row = cv.values[17].tolist()
    mean = sum(row) / 4
    assert cv.mean[17] == pytest.approx(mean, rel=1e-12)
    spread = np.sqrt(sum((value - mean) ** 2 for value in row) / 3)
    assert cv.standard_error[17] == pytest.approx(spread / np.sqrt(4), rel=1e-12)


def with_values(cv, name, lams, per_fold):
    """Return the cross-validation as if the folds had said this (m, n_folds)."""
    return replace(
        cv, lams=np.array(lams, float), values_of={name: np.array(per_fold)}, measure=name
    )


def test_the_chosen_lams_follow_from_the_folds(regression):
    cv = cross_validate(
        LinearRegression(penalty=L1(1)), regression.X, regression.y, [4.0, 2.0, 1.0], n_folds=2
    )
    # Means 5.4, 5.1, 5.0; the standard error of the last is 0.2.
    losses = [[5.4, 5.4], [5.1, 5.1], [4.8, 5.2]]
    made = with_values(cv, "mean squared error", [4, 2, 1], losses)
    assert (made.best_lam, made.best_index) == (1.0, 2)
    assert (made.one_se_lam, made.one_se_index) == (2.0, 1)
    # As scores, to be made large, the first is the best and has no spread.
    made = with_values(cv, "R2", [4, 2, 1], losses)
    assert (made.best_lam, made.one_se_lam) == (4.0, 4.0)
    # Equal means: the largest λ is the best one.
    made = with_values(cv, "mean squared error", [1, 4, 2], [[5.0, 5.0]] * 3)
    assert (made.best_lam, made.best_index) == (4.0, 1)


def test_scores_are_made_large_and_losses_small(classification):
    cv = cross_validate(LogisticRegression(penalty=L1(1)), classification.X, classification.y)
    assert cv.mean[cv.best_index] == cv.mean.min()
    accuracy = cv.by("accuracy")
    assert accuracy.mean[accuracy.best_index] == accuracy.mean.max()
    assert accuracy.one_se_lam >= accuracy.best_lam
    at = accuracy.one_se_index
    reach = accuracy.mean.max() - accuracy.standard_error[accuracy.best_index]
    assert accuracy.mean[at] >= reach
    assert (accuracy.mean[accuracy.lams > accuracy.one_se_lam] < reach).all()


def test_the_measure_asked_for_decides(classification):
    cv = cross_validate(
        LogisticRegression(penalty=L1(1)), classification.X, classification.y, measure="accuracy"
    )
    assert cv.measure == "accuracy"
    assert cv.by("log-loss").measure == "log-loss"
    assert cv.by("log-loss").best_lam != cv.best_lam


@pytest.mark.parametrize("number", range(3))
def test_test_rows_of_a_linear_fold_change_nothing_that_is_fitted(regression, number):
    folds = k_folds(60, 3)
    model = LinearRegression(penalty=ElasticNet(1, 0.5))
    lams = [1.0, 0.1]
    clean = cross_validate(model, regression.X, regression.y, lams, folds=folds)
    X, y = regression.X.copy(), regression.y.copy()
    X[folds[number].test] *= 1e6
    y[folds[number].test] = -1e6
    poisoned = cross_validate(model, X, y, lams, folds=folds)
    same = [(poisoned.fold_coefs[k] == clean.fold_coefs[k]).all() for k in range(3)]
    assert same == [k == number for k in range(3)]


@pytest.mark.parametrize("number", range(3))
def test_test_rows_of_a_logistic_fold_change_nothing_that_is_fitted(classification, number):
    folds = k_folds(90, 3, labels=classification.y)
    model = LogisticRegression(penalty=L1(1))
    lams = [0.1, 0.01]
    clean = cross_validate(model, classification.X, classification.y, lams, folds=folds)
    X, y = classification.X.copy(), classification.y.copy()
    X[folds[number].test] *= 1e6
    y[folds[number].test] = 1 - y[folds[number].test]
    poisoned = cross_validate(model, X, y, lams, folds=folds)
    assert (poisoned.fold_coefs[number] == clean.fold_coefs[number]).all()


def test_the_grid_is_the_same_in_all_folds_and_starts_where_all_weights_are_0(regression):
    for alpha, ratio in ((1.0, 1e-6), (0.5, 1e-8), (0.1, 1e-8)):
        cv = cross_validate(
            LinearRegression(penalty=ElasticNet(1, alpha)), regression.X, regression.y, n_folds=3
        )
        assert cv.fold_coefs.shape == (3, 50, 6)
        assert cv.n_nonzero[0] == 0 or np.abs(cv.coefs[0]).max() < 1e-12
        assert 1 <= cv.n_nonzero[1] <= 2
        assert np.diff(np.log(cv.lams)) == pytest.approx(np.log(ratio) / 49)


def test_the_grid_of_logistic_regression_starts_where_all_weights_are_0(classification):
    for model in (
        LogisticRegression(penalty=L1(1)),
        LogisticRegression(penalty=L1(1), fit_intercept=False),
    ):
        cv = cross_validate(model, classification.X, classification.y, n_folds=3, n_lams=20)
        assert np.abs(cv.coefs[0]).max() < 1e-12
        assert cv.n_nonzero[1] > 0


def test_the_grid_of_l2_goes_from_next_to_nothing_to_next_to_no_penalty(regression):
    cv = cross_validate(LinearRegression(penalty=L2(1)), regression.X, regression.y)
    Z = Standardizer().fit_transform(regression.X)
    free = LinearRegression().fit(Z, regression.y).coef_
    sizes = np.linalg.norm(cv.coefs, axis=1) / np.linalg.norm(free)
    assert 0.001 < sizes[0] < 0.011
    assert sizes[-1] == pytest.approx(1, abs=1e-8)
    assert (np.diff(sizes) > 0).all()


def test_the_default_grid_reaches_the_small_lam_that_spectra_need():
    tecator = load_tecator()
    every_fourth = tecator.X[:, ::4]
    cv = cross_validate(
        LinearRegression(penalty=L2(1)), every_fourth, tecator.y, n_folds=2, n_lams=25
    )
    assert not cv.search_ended_too_soon
    assert 1e-9 < cv.best_lam < 1e-6


def test_a_search_that_ended_too_soon_is_told(regression):
    def search(lams, y=regression.y):
        return cross_validate(LinearRegression(penalty=L1(1)), regression.X, y, lams)

    # The lowest loss is near λ = 0.06, and all weights are 0 from 1.9 on.
    large, small = search([2.0, 1.0, 0.5]), search([0.03, 0.01, 0.001])
    assert (large.search_ended_too_soon, large.best_lam) == (True, 0.5)
    assert (small.search_ended_too_soon, small.best_lam) == (True, 0.03)
    assert "one further on may be better" in repr(large)
    assert "one further on may be better" in repr(small)
    for lams in ([1.0, 0.06, 0.001], [0.06], [1.0, 0.5, 0.0]):
        assert not search(lams).search_ended_too_soon
        assert "further" not in repr(search(lams))
    # At the large end nothing is left where all weights are 0.
    noise = np.random.default_rng(3).standard_normal(60)
    null = search([2.0, 0.05, 0.01], noise)
    assert (null.best_lam, null.n_nonzero[0]) == (2.0, 0)
    assert not null.search_ended_too_soon
    # At either end the last step may gain too little to matter.
    assert not search([0.031, 0.03, 0.02]).search_ended_too_soon
    assert not search([0.0501, 0.05, 0.0499]).search_ended_too_soon


def test_the_fit_to_all_rows_is_that_of_the_model_on_standardized_features(classification):
    X, y = classification.X, classification.y
    words = np.array(["no", "yes"])[y]
    cv = cross_validate(LogisticRegression(penalty=L1(1)), X, words, [0.05, 0.01])
    scaler = Standardizer().fit(X)
    model = LogisticRegression(penalty=L1(0.01)).fit(scaler.transform(X), y)
    # The path is certified to a gap of 1e-10, which leaves the weights about its square root.
    assert cv.coefs[1] == pytest.approx(model.coef_[0], abs=1e-6)
    assert cv.intercepts[1] == pytest.approx(model.intercept_[0], abs=1e-6)
    assert cv.n_nonzero[1] == np.count_nonzero(model.coef_)
    expected = model.decision_function(scaler.transform(X[:7]))
    assert cv.fitted.outputs(X[:7])[1] == pytest.approx(expected, abs=1e-6)


def test_the_order_of_the_lams_is_kept_and_does_not_matter(regression):
    model = LinearRegression(penalty=L1(1))
    down = cross_validate(model, regression.X, regression.y, [1.0, 0.3, 0.1])
    up = cross_validate(model, regression.X, regression.y, [0.1, 0.3, 1.0])
    assert up.lams.tolist() == [0.1, 0.3, 1.0]
    assert up.values == pytest.approx(down.values[::-1], rel=1e-12)
    assert (up.best_lam, up.one_se_lam) == (down.best_lam, down.one_se_lam)


def test_the_seed_decides_the_folds(regression):
    def values(seed):
        model = LinearRegression(penalty=L2(1))
        return cross_validate(model, regression.X, regression.y, [0.1], seed=seed).values

    assert (values(1) == values(1)).all()
    assert (values(1) != values(2)).any()


def test_the_model_is_left_as_it_was_and_its_settings_are_used(regression):
    model = LinearRegression(penalty=L1(7.0), fit_intercept=False, trainer=CoordinateDescent())
    cv = cross_validate(model, regression.X + 3, regression.y, [0.2, 0.1], standardize=False)
    assert model.penalty == L1(7.0)
    assert not hasattr(model, "coef_")
    assert (cv.intercepts == 0).all()
    exact = LinearRegression(penalty=L1(0.1), fit_intercept=False)
    exact.fit(regression.X + 3, regression.y)
    assert cv.coefs[1] == pytest.approx(exact.coef_, abs=1e-4)
    assert (cv.coefs[1] != exact.coef_).any()


def test_leaving_one_row_out_works_but_has_no_r2(regression):
    X, y = regression.X[:12], regression.y[:12]
    cv = cross_validate(LinearRegression(penalty=L2(1)), X, y, [1.0, 0.1], n_folds=12)
    assert cv.values.shape == (2, 12)
    with pytest.raises(ValueError, match="R2 is not defined for a fold whose targets are all alik"):
        cv.by("R2")


def test_a_constant_feature_gets_no_weight_and_no_nan(regression):
    X = np.column_stack([regression.X, np.full(60, 3.0)])
    cv = cross_validate(LinearRegression(penalty=L2(1)), X, regression.y, [0.1, 0.01])
    assert (cv.coefs[:, -1] == 0).all()
    assert np.isfinite(cv.values).all()


def test_the_summary_names_both_choices():
    prostate = load_prostate()
    cv = cross_validate(
        LinearRegression(penalty=L1(1)), prostate.X, prostate.y, [0.4, 0.2, 0.1, 0.01], n_folds=10
    )
    text = repr(cv)
    assert "10-fold cross-validation of 4 λ from 0.4 to 0.01, by mean squared error" in text
    assert f"best:               λ = {cv.best_lam:g}: {cv.mean.min():.4g} ±" in text
    assert f"one standard error: λ = {cv.one_se_lam:g}" in text
    assert f"{cv.n_nonzero[cv.one_se_index]} of 8 weights are not 0" in text


def test_separable_classes_are_tried_without_a_warning(recwarn):
    cancer = load_breast_cancer()
    rows = slice(0, 150)
    cross_validate(LogisticRegression(penalty=L2(1)), cancer.X[rows], cancer.y[rows], n_lams=12)
    assert not recwarn.list


class Cubes(Penalty):
    """A penalty of the reader's own, with a λ but not made of Σ|w| and ½Σw²."""

    def __init__(self, lam):
        self.lam = lam


DATA = np.arange(12.0).reshape(6, 2) ** 2, np.array([1.0, 0.0, 2.0, 5.0, 3.0, 4.0])
LASSO = LinearRegression(penalty=L1(1))
LOGISTIC = LogisticRegression(penalty=L1(1))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: cross_validate(LASSO, *DATA, n_folds=7), ValueError, "number of rows, 6; got 7"),
        (lambda: cross_validate(LASSO, *DATA, n_folds=1), ValueError, "n_folds must be at least 2"),
        (lambda: cross_validate(LASSO, *DATA, [-1.0]), ValueError, "lams must be at least 0"),
        (lambda: cross_validate(LASSO, *DATA, [np.nan]), ValueError, "lams holds NaN"),
        (lambda: cross_validate(LASSO, *DATA, []), ValueError, "lams is empty"),
        (lambda: cross_validate(LASSO, *DATA, n_lams=0), ValueError, "n_lams must be at least 1"),
        (lambda: cross_validate(LASSO, DATA[0], DATA[1][:5]), ValueError, "X has 6 rows, y has 5"),
        (
            lambda: cross_validate(LASSO, *DATA, measure="accuracy"),
            ValueError,
            "measure must be one of 'mean squared error', 'R2'; got 'accuracy'",
        ),
        (lambda: cross_validate(LASSO, *DATA, standardize=1), TypeError, "standardize must be"),
        (
            lambda: cross_validate(LinearRegression(), *DATA),
            TypeError,
            "must be one with a λ to choose, such as L1.* got None",
        ),
        (
            lambda: cross_validate(LinearRegression(penalty=NoPenalty()), *DATA),
            TypeError,
            "λ to choose",
        ),
        (
            lambda: cross_validate(LinearRegression(penalty=L1(1) + L2(1)), *DATA),
            TypeError,
            "λ to choose",
        ),
        (
            lambda: cross_validate(LinearRegression(penalty=Cubes(1)), *DATA),
            ValueError,
            "No grid of λ is known for Cubes.* give lams",
        ),
        (
            lambda: cross_validate(SoftmaxRegression(penalty=L1(1)), *DATA),
            TypeError,
            "model must be a LinearRegression",
        ),
        (
            lambda: cross_validate(LinearRegression, *DATA),
            TypeError,
            "model must be a LinearRegression",
        ),
        (
            lambda: cross_validate(LOGISTIC, DATA[0], [0, 0, 0, 0, 1, 1], n_folds=3),
            ValueError,
            "class 1 has 2, got 3 folds",
        ),
        (
            lambda: cross_validate(
                LOGISTIC,
                DATA[0],
                [0, 0, 0, 1, 1, 1],
                folds=[([0, 1, 3], [2]), ([0, 1, 2], [3, 4])],
            ),
            ValueError,
            "training part of pair 1 of folds holds only one class",
        ),
        (
            lambda: cross_validate(LOGISTIC, DATA[0], [0, 1, 2, 0, 1, 2]),
            ValueError,
            "y must hold two classes for LogisticRegression, got 3",
        ),
        (lambda: cross_validate(LOGISTIC, DATA[0], [1] * 6), ValueError, "only one class"),
        (lambda: cross_validate(LOGISTIC, *DATA[:1], [0.5] * 6), ValueError, "label"),
        (
            lambda: cross_validate(LASSO, *DATA, folds=[([0, 1], [1, 2])] * 2),
            ValueError,
            "row 1 is in both parts",
        ),
        (
            lambda: cross_validate(LASSO, *DATA, [1.0], n_folds=2).fitted.outputs([[1.0]]),
            ValueError,
            "X has 1 features, but FittedPath is expecting 2",
        ),
        (
            lambda: cross_validate(
                LASSO, *DATA, [1.0], n_folds=2, standardize=False
            ).fitted.outputs([[np.nan, 1.0]]),
            ValueError,
            "X holds NaN",
        ),
        (
            lambda: cross_validate(LASSO, *DATA, [1.0], n_folds=2).by("log-loss"),
            ValueError,
            "measure must be one of",
        ),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
