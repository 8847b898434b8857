"""The models inside scikit-learn: its own checks of an estimator, and its tools around ours."""

from __future__ import annotations

import inspect
import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone, is_classifier, is_regressor
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.ensemble import BaggingRegressor, VotingClassifier
from sklearn.exceptions import NotFittedError
from sklearn.feature_selection import SelectFromModel
from sklearn.model_selection import (
    GridSearchCV,
    KFold,
    StratifiedKFold,
    cross_val_predict,
    cross_val_score,
    learning_curve,
    validation_curve,
)
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.utils.estimator_checks import (
    check_dataframe_column_names_consistency,
    estimator_checks_generator,
)
from sklearn.utils.validation import check_is_fitted

from shrinkage import (
    L1,
    L2,
    ConvergenceWarning,
    ElasticNet,
    LinearRegression,
    LogisticRegression,
    NeuralNetwork,
    Newton,
    ProximalGradient,
    SeparableDataWarning,
    SoftmaxRegression,
)

pytestmark = pytest.mark.filterwarnings("error")
MODELS = [LinearRegression, LogisticRegression, SoftmaxRegression, NeuralNetwork]
EACH_MODEL = pytest.mark.parametrize("model", MODELS)
EACH_CLASSIFIER = pytest.mark.parametrize("model", MODELS[1:])

LINEAR_MODELS = [
    model(penalty)
    for model in (LinearRegression, LogisticRegression, SoftmaxRegression)
    for penalty in (None, L1(0.01), L2(0.1))
]
OTHERS = [
    LinearRegression(ElasticNet(0.05, 0.5)),
    SoftmaxRegression(L1(0.01) + L2(0.01)),
    LogisticRegression(L1(0.01), fit_intercept=False, penalize_bias=True),
    LinearRegression(L2(0.1), trainer=Newton()),
    NeuralNetwork(),
    NeuralNetwork((4,), "relu", L1(0.001), ProximalGradient(accelerated=True, max_iter=100)),
]


def checks(estimators):
    """Return scikit-learn's checks of each estimator, each a test."""
    found = []
    for estimator in estimators:
        with warnings.catch_warnings():
            # By design: the package does not import scikit-learn. A test below asserts it.
            warnings.filterwarnings("ignore", message=".* does not inherit from `sklearn.base.Base")
            for one, check in estimator_checks_generator(estimator, legacy=True):
                name = check.func.__name__
                # It checks array types other than NumPy's, which no model here says it takes, and
                # would skip itself.
                if name != "check_array_api_input":
                    found.append(pytest.param(one, check, id=f"{one!r}-{name}"))
    return found


ALL_CHECKS = checks([*LINEAR_MODELS, *OTHERS])


@pytest.mark.parametrize(("estimator", "check"), ALL_CHECKS)
def test_the_checks_of_scikit_learn_pass(estimator, check):
    network = isinstance(estimator, NeuralNetwork)
    with warnings.catch_warnings():
        # The data of most checks are blobs far apart, on which no best weights exist without a
        # penalty; and a network may need more iterations than it has. Both are warned of, rightly.
        if network or (estimator.penalty is None and is_classifier(estimator)):
            warnings.simplefilter("ignore", SeparableDataWarning)
        if network:
            warnings.simplefilter("ignore", ConvergenceWarning)
        check(estimator)


def test_each_model_is_checked_in_full():
    names = [param.id.rpartition("-")[2] for param in ALL_CHECKS]
    for name in ("check_n_features_in", "check_complex_data", "check_fit_idempotent"):
        assert names.count(name) == len(LINEAR_MODELS) + len(OTHERS)
    regressors = sum(is_regressor(one) for one in (*LINEAR_MODELS, *OTHERS))
    assert names.count("check_regressors_no_decision_function") == regressors == 5
    assert names.count("check_classifiers_regression_target") == 10


def test_models_have_no_base_in_scikit_learn():
    for model in MODELS:
        modules = {base.__module__.partition(".")[0] for base in inspect.getmro(model)}
        assert modules == {"shrinkage", "builtins"}


# --- What scikit-learn takes them for -----------------------------------------------------------


def test_scikit_learn_knows_classifiers_from_regressors():
    for model in MODELS:
        assert is_regressor(model()) is (model is LinearRegression)
        assert is_classifier(model()) is (model is not LinearRegression)


def test_cross_validation_of_a_classifier_keeps_the_shares_of_the_classes():
    # Rows sorted by class: folds that are not stratified would hold one class only.
    X, y = np.arange(20.0)[:, None] % 7, np.repeat([0, 1], 10)
    assert len(cross_val_score(LogisticRegression(L2(0.1)), X, y, cv=2, error_score="raise")) == 2
    with pytest.raises(ValueError, match="only one class"):
        cross_val_score(LogisticRegression(L2(0.1)), X, y, cv=KFold(2), error_score="raise")


@EACH_MODEL
def test_predicting_before_the_fit_raises_the_error_of_scikit_learn(model):
    with pytest.raises(NotFittedError, match=rf"This {model.__name__} instance is not fitted yet"):
        model().predict([[1.0]])
    with pytest.raises(NotFittedError):
        check_is_fitted(model())
    check_is_fitted(model(penalty=L2(0.1)).fit([[0.0], [1.0], [2.0]], [0, 1, 0]))


# --- Clones -------------------------------------------------------------------------------------


@EACH_MODEL
def test_a_clone_has_equal_arguments_that_are_its_own(model):
    original = model(penalty=L1(0.1) + L2(0.2), trainer=ProximalGradient(max_iter=7))
    copy = clone(original)
    assert copy is not original
    assert repr(copy) == repr(original)
    assert copy.penalty == original.penalty
    assert copy.penalty is not original.penalty
    assert copy.trainer is not original.trainer
    copy.set_params(trainer__max_iter=8)
    assert original.trainer.max_iter == 7


@EACH_MODEL
def test_a_clone_has_learned_nothing(model):
    fitted = model(penalty=L2(0.1)).fit([[0.0], [1.0], [2.0]], [0, 1, 0])
    assert not hasattr(clone(fitted), "training_")


@EACH_MODEL
def test_a_fitted_model_survives_pickling(model):
    X, y = [[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1]
    fitted = model(penalty=L2(0.1)).fit(X, y)
    again = pickle.loads(pickle.dumps(fitted))
    np.testing.assert_array_equal(again.predict(X), fitted.predict(X))
    assert again.training_.message == fitted.training_.message


# --- Its tools around our models ----------------------------------------------------------------


def diabetes():
    X, y = load_diabetes(return_X_y=True, scaled=False)
    return X, y


def breast_cancer():
    X, y = load_breast_cancer(return_X_y=True)
    return X[::2], y[::2]


def test_a_pipeline_standardizes_then_fits():
    X, y = diabetes()
    pipeline = make_pipeline(StandardScaler(), LinearRegression(L1(1.0))).fit(X, y)
    by_hand = LinearRegression(L1(1.0)).fit((X - X.mean(axis=0)) / X.std(axis=0), y)
    np.testing.assert_allclose(pipeline[-1].coef_, by_hand.coef_, atol=1e-9)
    assert pipeline.score(X, y) == pytest.approx(by_hand.score((X - X.mean(0)) / X.std(0), y))


def test_a_grid_search_finds_the_strength_with_the_best_cross_validated_score():
    X, y = (values[:60] for values in diabetes())
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    lams = [0.01, 1.0, 8.0, 100.0]
    search = GridSearchCV(
        LinearRegression(L1(1.0)), {"penalty__lam": lams}, cv=KFold(5), error_score="raise"
    ).fit(X, y)
    by_hand = []
    for lam in lams:
        scores = []
        for fold in np.array_split(np.arange(len(y)), 5):
            rest = np.setdiff1d(np.arange(len(y)), fold)
            model = LinearRegression(L1(lam)).fit(X[rest], y[rest])
            scores.append(model.score(X[fold], y[fold]))
        by_hand.append(np.mean(scores))
    np.testing.assert_allclose(search.cv_results_["mean_test_score"], by_hand, rtol=1e-12)
    best = lams[int(np.argmax(by_hand))]
    assert best not in (lams[0], lams[-1])
    assert search.best_params_ == {"penalty__lam": best}
    assert search.best_estimator_.penalty == L1(best)
    np.testing.assert_array_equal(
        search.predict(X), LinearRegression(L1(best)).fit(X, y).predict(X)
    )


def test_a_grid_search_reaches_through_a_pipeline():
    X, y = breast_cancer()
    pipeline = Pipeline([("scale", StandardScaler()), ("model", LogisticRegression(L2(1.0)))])
    grid = {"model__penalty__lam": [1e-4, 1e-2, 1.0], "model__fit_intercept": [True, False]}
    search = GridSearchCV(pipeline, grid, cv=3, error_score="raise").fit(X, y)
    assert len(search.cv_results_["params"]) == 6
    assert len(set(search.cv_results_["mean_test_score"])) > 2
    assert search.best_score_ > 0.95
    lam = search.best_params_["model__penalty__lam"]
    assert search.best_estimator_["model"].penalty == L2(lam)


def test_a_grid_search_can_choose_the_penalty_itself():
    X, y = breast_cancer()
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    penalties = [L1(0.01), L2(0.01), ElasticNet(0.01, 0.5), L1(10.0)]
    search = GridSearchCV(
        LogisticRegression(), {"penalty": penalties}, cv=3, error_score="raise"
    ).fit(X, y)
    assert search.best_params_["penalty"] in penalties[:3]
    assert search.cv_results_["mean_test_score"][3] == pytest.approx(np.mean(y), abs=0.01)
    elastic = GridSearchCV(
        LogisticRegression(ElasticNet(0.01)),
        {"penalty__alpha": [0.1, 0.9], "penalty__lam": [0.01, 0.1]},
        cv=3,
        error_score="raise",
    ).fit(X, y)
    assert elastic.best_estimator_.penalty == ElasticNet(
        elastic.best_params_["penalty__lam"], elastic.best_params_["penalty__alpha"]
    )


def test_cross_val_score_is_the_score_on_the_rows_that_were_held_out():
    X, y = breast_cancer()
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    folds = list(StratifiedKFold(4).split(X, y))
    model = SoftmaxRegression(L1(0.01))
    scores = cross_val_score(model, X, y, cv=folds)
    by_hand = [clone(model).fit(X[a], y[a]).score(X[b], y[b]) for a, b in folds]
    np.testing.assert_array_equal(scores, by_hand)
    assert not hasattr(model, "coef_")


@EACH_CLASSIFIER
@pytest.mark.parametrize("scoring", ["accuracy", "roc_auc", "neg_log_loss", "neg_brier_score"])
def test_every_kind_of_score_can_be_cross_validated(model, scoring):
    X, y = breast_cancer()
    X = (X - X.mean(axis=0))[:, :3] / X.std(axis=0)[:3]
    scores = cross_val_score(
        model(penalty=L2(0.01)), X, y, cv=3, scoring=scoring, error_score="raise"
    )
    assert (scores > {"accuracy": 0.8, "roc_auc": 0.9}.get(scoring, -0.5)).all()


def test_further_tools_take_our_models():
    X, y = breast_cancer()
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    model = LogisticRegression(L1(0.02))
    chosen = SelectFromModel(model, threshold=1e-12).fit(X, y).get_support()
    np.testing.assert_array_equal(chosen, model.fit(X, y).coef_[0] != 0)
    probability = cross_val_predict(model, X, y, cv=3, method="predict_proba")
    assert probability.shape == (len(y), 2)
    votes = VotingClassifier([("a", model), ("b", SoftmaxRegression(L2(0.1)))], voting="soft")
    assert votes.fit(X, y).score(X, y) > 0.9
    one_against_rest = OneVsRestClassifier(LogisticRegression(L2(0.1))).fit(
        X[:, :4], y + 2 * (X[:, 1] > 1)
    )
    assert len(one_against_rest.estimators_) == 4
    bag = BaggingRegressor(LinearRegression(L2(0.1)), n_estimators=3, random_state=0)
    assert bag.fit(*diabetes()).score(*diabetes()) > 0.4
    train, _ = validation_curve(
        LinearRegression(L2(1.0)), *diabetes(), param_name="penalty__lam",
        param_range=[1e-3, 1e3], cv=3,
    )  # fmt: skip
    assert train[0].mean() > train[1].mean()
    sizes, *_ = learning_curve(LinearRegression(L2(1.0)), *diabetes(), cv=3, train_sizes=[50, 200])
    assert sizes.tolist() == [50, 200]


def test_a_failed_fit_inside_a_search_is_reported_as_such():
    X, y = diabetes()
    search = GridSearchCV(LinearRegression(), {"penalty": [0.1]}, cv=2, error_score="raise")
    with pytest.raises(TypeError, match="penalty must be a penalty such as"):
        search.fit(X, y)


def test_an_unpenalised_search_on_separable_folds_warns():
    X, y = breast_cancer()
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    with pytest.warns(SeparableDataWarning, match="can be separated"):
        cross_val_score(LogisticRegression(), X, y, cv=2)


# --- Data frames --------------------------------------------------------------------------------


@EACH_MODEL
def test_the_check_of_scikit_learn_for_names_passes(model):
    check_dataframe_column_names_consistency(model.__name__, model(penalty=L2(0.1)))


def frame():
    random = np.random.default_rng(0)
    table = pd.DataFrame(random.normal(size=(30, 3)), columns=["age", "height", "weight"])
    return table, (table["age"] + 0.5 * random.normal(size=30) > 0).map(
        {True: "ill", False: "well"}
    )


@EACH_CLASSIFIER
def test_a_frame_gives_the_fit_of_its_values_and_its_names(model):
    table, y = frame()
    fitted = model(penalty=L2(0.1)).fit(table, y)
    plain = model(penalty=L2(0.1)).fit(table.to_numpy(), y.to_numpy())
    np.testing.assert_array_equal(fitted.training_.weights, plain.training_.weights)
    assert fitted.feature_names_in_.tolist() == ["age", "height", "weight"]
    assert fitted.classes_.tolist() == ["ill", "well"]
    np.testing.assert_array_equal(fitted.predict(table), plain.predict(table.to_numpy()))


def test_a_frame_without_text_names_has_no_names():
    table, y = frame()
    fitted = LogisticRegression(L2(0.1)).fit(table.set_axis([1, 2, 3], axis=1), y)
    assert not hasattr(fitted, "feature_names_in_")


@EACH_CLASSIFIER
def test_other_names_than_those_of_the_fit_are_refused(model):
    table, y = frame()
    fitted = model(penalty=L2(0.1)).fit(table, y)
    for wrong, told in (
        (table.rename(columns={"age": "years"}), "unseen at fit time:\n- years\n.*missing:\n- age"),
        (table[["height", "age", "weight"]], "must be in the same order"),
        (table[["age", "height"]], "yet now missing:\n- weight"),
        (table.assign(extra=1.0), "unseen at fit time:\n- extra"),
    ):
        for ask in (fitted.predict, fitted.predict_proba, fitted.decision_function):
            with pytest.raises(ValueError, match=f"(?s)feature names should match.*{told}"):
                ask(wrong)


@EACH_CLASSIFIER
def test_names_on_one_side_only_are_warned_of(model):
    table, y = frame()
    named = model(penalty=L2(0.1)).fit(table, y)
    with pytest.warns(UserWarning, match="X does not have valid feature names, but .* was fitted"):
        named.predict(table.to_numpy())
    plain = model(penalty=L2(0.1)).fit(table.to_numpy(), y)
    with pytest.warns(UserWarning, match="X has feature names, but .* was fitted without"):
        plain.predict(table)


def test_names_of_mixed_kinds_are_refused():
    table, y = frame()
    with pytest.raises(TypeError, match="only supported if all input features have string names"):
        LogisticRegression().fit(table.set_axis(["age", 2, "weight"], axis=1), y)


def test_a_pipeline_that_hands_on_frames_keeps_the_names():
    table, y = frame()
    table["town"] = np.where(np.arange(30) % 3, "A", "B")
    prepare = ColumnTransformer(
        [("numbers", StandardScaler(), ["age", "height", "weight"]),
         ("words", OneHotEncoder(sparse_output=False), ["town"])],
        verbose_feature_names_out=False,
    ).set_output(transform="pandas")  # fmt: skip
    pipeline = make_pipeline(prepare, LogisticRegression(L1(0.05))).fit(table, y)
    names = pipeline[-1].feature_names_in_.tolist()
    assert names == ["age", "height", "weight", "town_A", "town_B"]
    strongest = names[int(np.abs(pipeline[-1].coef_[0]).argmax())]
    assert strongest == "age"
    assert pipeline.score(table, y) > 0.7
