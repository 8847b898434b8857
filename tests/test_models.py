"""The linear models: what they predict, what their arguments do, what a fit leaves behind."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import accuracy_score, r2_score

from shrinkage import (
    L1,
    L2,
    ConvergenceWarning,
    CoordinateDescent,
    ElasticNet,
    Evolution,
    GradientDescent,
    LinearRegression,
    LogisticRegression,
    Newton,
    ParticleSwarm,
    PenaltyMismatchWarning,
    ProximalGradient,
    RandomSearch,
    SoftmaxRegression,
)

pytestmark = pytest.mark.filterwarnings("error")
MODELS = [LinearRegression, LogisticRegression, SoftmaxRegression]
CLASSIFIERS = [LogisticRegression, SoftmaxRegression]
EACH_MODEL = pytest.mark.parametrize("model", MODELS)
EACH_CLASSIFIER = pytest.mark.parametrize("model", CLASSIFIERS)


def data(model, n=80, p=4, seed=0):
    """Return overlapping data for a model: numbers, two classes or three."""
    random = np.random.default_rng(seed)
    X = random.normal(size=(n, p)) * [1.0, 2.0, 0.5, 1.5][:p] + [0.0, 1.0, -1.0, 3.0][:p]
    scores = X @ random.normal(size=(p, 3))
    if model is LinearRegression:
        return X, scores[:, 0] + 2.0 + random.normal(size=n)
    classes = 2 if model is LogisticRegression else 3
    noisy = scores[:, :classes] + 2.0 * random.gumbel(size=(n, classes))
    return X, noisy.argmax(axis=1)


# --- Predictions --------------------------------------------------------------------------------


def test_linear_regression_predicts_the_weighted_sum_plus_bias():
    X, y = data(LinearRegression)
    model = LinearRegression(L1(0.1)).fit(X, y)
    assert model.coef_.shape == (4,)
    assert isinstance(model.intercept_, float)
    expected = [sum(w * x for w, x in zip(model.coef_, row, strict=True)) for row in X]
    np.testing.assert_allclose(model.predict(X), np.array(expected) + model.intercept_, rtol=1e-12)


def test_the_score_of_linear_regression_is_r_squared():
    X, y = data(LinearRegression)
    model = LinearRegression(L2(0.5)).fit(X[:40], y[:40])
    for rows in (slice(0, 40), slice(40, 80)):
        expected = r2_score(y[rows], model.predict(X[rows]))
        assert model.score(X[rows], y[rows]) == pytest.approx(expected, rel=1e-12)
    assert model.score(X, y[::-1]) < 0.2


def test_the_score_on_a_constant_target_is_one_only_for_exact_predictions():
    model = LinearRegression().fit([[0.0], [1.0]], [2.0, 2.0])
    assert model.score([[0.0], [5.0]], [2.0, 2.0]) == 1.0
    assert model.score([[0.0], [5.0]], [3.0, 3.0]) == 0.0


def test_logistic_probabilities_are_the_logistic_function_of_the_log_odds():
    X, y = data(LogisticRegression)
    model = LogisticRegression(L2(0.01)).fit(X, y)
    assert (model.coef_.shape, model.intercept_.shape) == ((1, 4), (1,))
    z = X @ model.coef_[0] + model.intercept_[0]
    np.testing.assert_allclose(model.decision_function(X), z, rtol=1e-12)
    np.testing.assert_allclose(model.predict_proba(X)[:, 1], 1 / (1 + np.exp(-z)), rtol=1e-12)
    np.testing.assert_allclose(model.predict_proba(X).sum(axis=1), 1.0, rtol=1e-15)
    np.testing.assert_array_equal(model.predict(X), (z > 0).astype(int))


def test_the_class_changes_where_the_probability_is_one_half():
    model = LogisticRegression(L2(0.1)).fit([[-2.0], [-1.0], [1.0], [3.0]], ["a", "a", "b", "b"])
    boundary = -model.intercept_[0] / model.coef_[0, 0]
    around = [[boundary - 1e-9], [boundary + 1e-9]]
    assert model.predict(around).tolist() == ["a", "b"]
    np.testing.assert_allclose(model.predict_proba(around), 0.5, atol=1e-8)


def test_softmax_probabilities_are_proportional_to_the_exponentials_of_the_scores():
    X, y = data(SoftmaxRegression)
    model = SoftmaxRegression(L2(0.01)).fit(X, y)
    assert (model.coef_.shape, model.intercept_.shape) == ((3, 4), (3,))
    z = X @ model.coef_.T + model.intercept_
    np.testing.assert_allclose(model.decision_function(X), z, rtol=1e-12)
    expected = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.predict_proba(X), expected, rtol=1e-12)
    np.testing.assert_array_equal(model.predict(X), z.argmax(axis=1))


def test_softmax_with_two_classes_gives_one_score_as_scikit_learn_expects():
    X, y = data(LogisticRegression)
    model = SoftmaxRegression(L2(0.01)).fit(X, y)
    score = model.decision_function(X)
    assert score.shape == (80,)
    np.testing.assert_allclose(model.predict_proba(X)[:, 1], 1 / (1 + np.exp(-score)), rtol=1e-12)
    np.testing.assert_array_equal(model.predict(X), (score > 0).astype(int))


@EACH_CLASSIFIER
def test_probabilities_far_from_the_boundary_do_not_overflow(model):
    fit = model(L2(1e-4)).fit([[-1.0], [1.0]], [0, 1])
    far = fit.predict_proba([[-1e6], [1e6]])
    np.testing.assert_array_equal(far, [[1.0, 0.0], [0.0, 1.0]])


@EACH_CLASSIFIER
def test_the_score_of_a_classifier_is_its_accuracy(model):
    X, y = data(model)
    fit = model(L2(0.01)).fit(X[:40], y[:40])
    expected = accuracy_score(y[40:], fit.predict(X[40:]))
    assert 0 < expected < 1
    assert fit.score(X[40:], y[40:]) == pytest.approx(expected)


@EACH_CLASSIFIER
@pytest.mark.parametrize(
    "names",
    [
        np.array(["ham", "eggs", "spam"]),
        np.array(["ham", "eggs", "spam"], dtype=object),
        np.array([30, -10, 20]),
        np.array([3.0, 1.0, 2.0]),
    ],
    ids=["text", "objects", "whole numbers", "floats"],
)
def test_labels_of_any_kind_come_back_as_they_were_given(model, names):
    X, y = data(model)
    known = names[: y.max() + 1]
    fit = model(L2(0.01)).fit(X, known[y])
    np.testing.assert_array_equal(fit.classes_, sorted(known))
    assert fit.classes_.dtype == known.dtype
    assert set(fit.predict(X)) <= set(known)
    assert fit.score(X, known[y]) > 0.6
    # Columns of the probabilities, and rows of the weights, are in the order of `classes_`.
    plain = model(L2(0.01)).fit(X, y)
    order = np.argsort(known)
    np.testing.assert_allclose(
        fit.predict_proba(X), plain.predict_proba(X)[:, order], rtol=0, atol=1e-10
    )


def test_booleans_are_labels():
    X, y = data(LogisticRegression)
    fit = LogisticRegression(L2(0.01)).fit(X, y == 1)
    assert fit.predict(X).dtype == bool
    np.testing.assert_array_equal(fit.coef_, LogisticRegression(L2(0.01)).fit(X, y).coef_)


def test_class_one_of_logistic_regression_is_the_second_label_in_order():
    X = [[-2.0], [-1.0], [1.0], [2.0]]
    assert LogisticRegression(L2(0.1)).fit(X, ["a", "a", "b", "b"]).coef_[0, 0] > 0
    assert LogisticRegression(L2(0.1)).fit(X, ["b", "b", "a", "a"]).coef_[0, 0] < 0


# --- Arguments ----------------------------------------------------------------------------------


def test_without_a_bias_the_bias_is_zero_and_the_weights_are_others():
    for model in MODELS:
        X, y = data(model)
        with_bias, without = model(L2(0.1)).fit(X, y), model(L2(0.1), fit_intercept=False).fit(X, y)
        np.testing.assert_array_equal(without.intercept_, 0.0)
        assert np.shape(without.intercept_) == np.shape(with_bias.intercept_)
        assert np.abs(without.coef_ - with_bias.coef_).max() > 0.01


def test_a_penalised_bias_is_shrunk_by_the_formula():
    X, y = [[-1.0], [1.0]], [1.0, 3.0]  # w = 1 and b = 2 fit exactly
    free = LinearRegression(L2(1.0)).fit(X, y)
    assert (free.coef_[0], free.intercept_) == pytest.approx((0.5, 2.0))
    ridge = LinearRegression(L2(1.0), penalize_bias=True).fit(X, y)
    assert (ridge.coef_[0], ridge.intercept_) == pytest.approx((0.5, 1.0))
    lasso = LinearRegression(L1(0.75), penalize_bias=True).fit(X, y)
    assert (lasso.coef_[0], lasso.intercept_) == pytest.approx((0.25, 1.25))
    strong = LinearRegression(L1(2.5), penalize_bias=True).fit(X, y)
    assert (strong.coef_[0], strong.intercept_) == (0.0, 0.0)


@EACH_MODEL
@pytest.mark.parametrize("penalty", [L1(0.02), L2(0.05), ElasticNet(0.05, 0.3)], ids=repr)
def test_a_penalised_bias_is_the_weight_of_a_column_of_ones(model, penalty):
    X, y = data(model)
    bias = model(penalty, penalize_bias=True).fit(X, y)
    ones = model(penalty, fit_intercept=False).fit(np.column_stack([X, np.ones(len(X))]), y)
    np.testing.assert_allclose(bias.coef_, ones.coef_[..., :-1], rtol=0, atol=1e-10)
    np.testing.assert_allclose(bias.intercept_, ones.coef_[..., -1], rtol=0, atol=1e-10)
    free = model(penalty).fit(X, y)
    assert np.abs(free.coef_ - bias.coef_).max() > 1e-4


@EACH_MODEL
def test_the_penalty_of_the_history_counts_the_bias_only_if_asked_to(model):
    X, y = data(model)
    for penalize_bias in (False, True):
        fit = model(L1(0.02), penalize_bias=penalize_bias).fit(X, y)
        total = np.abs(fit.coef_).sum() + penalize_bias * np.abs(fit.intercept_).sum()
        assert fit.training_.history.penalty[-1] == pytest.approx(0.02 * total, rel=1e-12)


def test_the_biases_of_softmax_add_up_to_zero_unless_they_are_penalised():
    X, y = data(SoftmaxRegression)
    for trainer in (None, Newton()):
        assert abs(SoftmaxRegression(L2(0.1), trainer).fit(X, y).intercept_.sum()) < 1e-12
    # With L1 on them their sum is not free: it is cheapest to give only one class a bias.
    fit = SoftmaxRegression(L1(0.01), penalize_bias=True).fit(X, y)
    assert np.count_nonzero(fit.intercept_) == 1
    assert abs(fit.intercept_.sum()) > 0.1


GRADIENT_TRAINERS = [
    (GradientDescent(max_iter=20_000), L2(0.05)),
    (GradientDescent(momentum=0.9), L2(0.05)),
    (ProximalGradient(), L1(0.02)),
    (ProximalGradient(accelerated=True), L1(0.02)),
    (ProximalGradient(accelerated=True), ElasticNet(0.05, 0.5)),
    (CoordinateDescent(), L1(0.02)),
    (CoordinateDescent(), ElasticNet(0.05, 0.5)),
    (Newton(), L2(0.05)),
    (Newton(), None),
]


@EACH_MODEL
@pytest.mark.parametrize(("trainer", "penalty"), GRADIENT_TRAINERS, ids=repr)
def test_every_trainer_finds_the_solution_of_the_default_solver(model, trainer, penalty):
    X, y = data(model)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    exact, trained = model(penalty).fit(X, y), model(penalty, trainer).fit(X, y)
    assert trained.converged_
    np.testing.assert_allclose(trained.coef_, exact.coef_, rtol=0, atol=2e-4)
    np.testing.assert_allclose(trained.intercept_, exact.intercept_, rtol=0, atol=2e-4)
    if not isinstance(trainer, GradientDescent):
        np.testing.assert_array_equal(trained.coef_ == 0, exact.coef_ == 0)


@pytest.mark.parametrize(
    "trainer",
    [
        ParticleSwarm(max_iter=300, tol=None),
        Evolution(max_iter=300, tol=None),
        RandomSearch(bound=3.0, max_iter=5_000, tol=None),
    ],
    ids=lambda trainer: type(trainer).__name__,
)
@pytest.mark.parametrize("model", [LinearRegression, LogisticRegression])
def test_every_search_comes_near_the_solution_of_the_default_solver(model, trainer):
    X, y = data(model, p=1)
    exact, found = model(L2(0.1)).fit(X, y), model(L2(0.1), trainer).fit(X, y)
    best = exact.training_.history.objective[-1]
    assert best - 1e-12 <= found.training_.history.objective[-1] < best + 0.01
    assert not found.converged_  # it was not asked to look


def test_gradient_descent_on_l1_warns_and_leaves_no_exact_zeros():
    X, y = data(LinearRegression)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    exact = LinearRegression(L1(0.5)).fit(X, y)
    assert np.count_nonzero(exact.coef_) < 4
    with (
        pytest.warns(PenaltyMismatchWarning, match="without becoming exactly 0"),
        pytest.warns(ConvergenceWarning, match="did not converge"),
    ):
        model = LinearRegression(L1(0.5), GradientDescent(max_iter=500)).fit(X, y)
    assert np.count_nonzero(model.coef_) == 4
    np.testing.assert_allclose(model.coef_, exact.coef_, atol=0.6)
    assert not model.converged_


# --- What a fit leaves behind -------------------------------------------------------------------


@EACH_MODEL
def test_convergence_and_iterations_are_those_of_the_training(model):
    X, y = data(model)
    with pytest.warns(ConvergenceWarning, match=r"max_iter=3\b"):
        short = model(L2(0.1), ProximalGradient(max_iter=3)).fit(X, y)
    assert (short.converged_, short.n_iter_) == (False, 3)
    assert short.training_.history.iterations.tolist() == [0, 1, 2, 3]
    exact = model(L2(0.1)).fit(X, y)
    assert exact.converged_
    assert exact.n_iter_ == exact.training_.n_iter >= 1
    assert exact.training_.history.objective[-1] < short.training_.history.objective[-1]


@EACH_MODEL
def test_the_history_holds_the_weights_of_the_model(model):
    X, y = data(model)
    fit = model(L2(0.1)).fit(X, y)
    last = fit.training_.history.weights[-1]
    np.testing.assert_array_equal(last[: fit.coef_.size], fit.coef_.T.ravel())
    np.testing.assert_allclose(last[fit.coef_.size :], np.atleast_1d(fit.intercept_), atol=1e-14)


@EACH_MODEL
def test_fitting_again_starts_from_nothing(model):
    X, y = data(model)
    once = model(L1(0.02)).fit(X, y)
    again = model(L1(0.02)).fit(X[:, :2], y[::-1]).fit(X, y)
    np.testing.assert_array_equal(again.coef_, once.coef_)
    assert again.n_features_in_ == 4
    assert len(again.training_.history) == len(once.training_.history)


@EACH_CLASSIFIER
def test_fitting_again_forgets_the_classes(model):
    X, y = data(LogisticRegression)
    fit = model(L2(0.1)).fit(X, np.where(y == 1, "yes", "no"))
    fit.fit(X, y + 5)
    assert fit.classes_.tolist() == [5, 6]
    assert set(fit.predict(X)) <= {5, 6}


@EACH_MODEL
def test_fitting_again_forgets_the_names_of_the_features(model):
    X, y = data(model)
    frame = pd.DataFrame(X, columns=list("abcd"))
    fit = model(L2(0.1)).fit(frame, y)
    assert fit.feature_names_in_.tolist() == ["a", "b", "c", "d"]
    fit.fit(X, y)
    assert not hasattr(fit, "feature_names_in_")


@EACH_MODEL
def test_a_fit_that_fails_leaves_an_unfitted_model(model):
    X, y = data(model)
    fit = model(L2(0.1)).fit(X, y)
    for bad_X, bad_y in ((X[:, :2], y[:-1]), (X * np.nan, y), (X, [None] * len(y))):
        fit.fit(X, y)
        with pytest.raises(ValueError, match=r"X|y"):
            fit.fit(bad_X, bad_y)
        assert not {"coef_", "intercept_", "classes_", "training_"} & set(vars(fit))
        with pytest.raises(AttributeError, match="is not fitted yet"):
            fit.predict(X)


@EACH_MODEL
def test_a_fit_changes_neither_the_data_nor_the_arguments(model):
    X, y = data(model)
    X_before, y_before = X.copy(), y.copy()
    fit = model(ElasticNet(0.1, 0.5), ProximalGradient(accelerated=True))
    before = repr(fit)
    fit.fit(X, y)
    np.testing.assert_array_equal(X, X_before)
    np.testing.assert_array_equal(y, y_before)
    assert repr(fit) == before


@EACH_MODEL
def test_changing_the_data_after_the_fit_changes_no_prediction(model):
    X, y = data(model)
    fresh = X.copy()
    fit = model(L2(0.1)).fit(X, y)
    before = fit.predict(fresh)
    X *= 100.0
    np.testing.assert_array_equal(fit.predict(fresh), before)


@EACH_MODEL
def test_lists_frames_and_other_number_types_are_taken(model):
    X, y = data(model)
    X = np.round(X * 8) / 8  # exact in 32 bits too
    expected = model(L2(0.1)).fit(X, y).coef_
    for same in (X.tolist(), pd.DataFrame(X), X.astype(np.float32), np.asfortranarray(X)):
        np.testing.assert_allclose(model(L2(0.1)).fit(same, y).coef_, expected, atol=1e-12)
    whole = np.round(X).astype(int)
    np.testing.assert_array_equal(
        model(L2(0.1)).fit(whole, y).coef_, model(L2(0.1)).fit(whole.astype(float), y).coef_
    )


@EACH_MODEL
def test_the_order_of_the_rows_does_not_matter(model):
    X, y = data(model)
    order = np.random.default_rng(1).permutation(len(y))
    np.testing.assert_allclose(
        model(L1(0.02)).fit(X[order], y[order]).coef_, model(L1(0.02)).fit(X, y).coef_, atol=1e-12
    )


@EACH_MODEL
def test_rows_that_come_twice_change_nothing(model):
    X, y = data(model)
    twice = model(ElasticNet(0.05, 0.5)).fit(np.vstack([X, X]), np.concatenate([y, y]))
    once = model(ElasticNet(0.05, 0.5)).fit(X, y)
    np.testing.assert_allclose(twice.coef_, once.coef_, rtol=0, atol=1e-12)


# --- The interface ------------------------------------------------------------------------------


@EACH_MODEL
def test_defaults_are_no_penalty_the_exact_solver_and_a_free_bias(model):
    assert model().get_params() == {
        "penalty": None,
        "trainer": None,
        "fit_intercept": True,
        "penalize_bias": False,
    }


def test_repr_shows_what_differs_from_the_defaults():
    assert repr(LinearRegression()) == "LinearRegression()"
    model = LogisticRegression(L1(0.1), trainer=ProximalGradient(accelerated=True))
    expected = "LogisticRegression(penalty=L1(lam=0.1), trainer=ProximalGradient(accelerated=True))"
    assert repr(model) == expected
    assert repr(SoftmaxRegression(fit_intercept=False)) == "SoftmaxRegression(fit_intercept=False)"


@EACH_MODEL
def test_nested_parameters_are_read_and_set_by_name(model):
    fit = model(ElasticNet(0.1, 0.5), CoordinateDescent())
    assert fit.get_params()["penalty__alpha"] == 0.5
    assert "penalty__alpha" not in fit.get_params(deep=False)
    assert fit.set_params(penalty__lam=0.2, trainer__max_iter=7, fit_intercept=False) is fit
    assert fit.penalty == ElasticNet(0.2, 0.5)
    assert (fit.trainer.max_iter, fit.fit_intercept) == (7, False)
    fit.set_params(penalty__lam=0.3, penalty=L1(0.1))
    assert fit.penalty == L1(0.3)


@EACH_MODEL
def test_a_parameter_that_was_set_is_used_by_the_next_fit(model):
    X, y = data(model)
    fit = model(L2(0.1)).fit(X, y)
    before = fit.coef_.copy()
    fit.set_params(penalty__lam=10.0)
    np.testing.assert_array_equal(fit.coef_, before)
    np.testing.assert_array_equal(fit.fit(X, y).coef_, model(L2(10.0)).fit(X, y).coef_)


def test_nothing_heavier_than_numpy_is_loaded_by_a_fit():
    program = (
        "import sys; from shrinkage import LogisticRegression, L1; "
        "model = LogisticRegression(L1(0.1)); "
        "model.fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1]).predict([[1.0]]); "
        "print([name for name in ('sklearn', 'scipy', 'pandas') if name in sys.modules])\n"
        "try: LogisticRegression().predict([[1.0]])\n"
        "except AttributeError as error: print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.splitlines() == [
        "[]",
        "AttributeError This LogisticRegression instance is not fitted yet. Call 'fit' with "
        "training data before using it.",
    ]
