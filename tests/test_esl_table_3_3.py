"""Table 3.3 of "The Elements of Statistical Learning", to the three decimals that are printed.

The printed column of the best subset, and the standard errors of ridge and lasso, were recalled
and not read when the reference was made; its recipes give exactly these values.
"""

from __future__ import annotations

import numpy as np
import pytest
from reference_cases import RECIPES, published_column, read_reference, table_3_3

from shrinkage import L2, LinearRegression
from shrinkage.datasets import load_prostate

pytestmark = pytest.mark.filterwarnings("error")
REFERENCE = read_reference("esl_table_3_3")
EACH_COLUMN = pytest.mark.parametrize("name", RECIPES)


def train_and_test_rows():
    prostate = load_prostate()
    Z = (prostate.X - prostate.X.mean(axis=0)) / prostate.X.std(axis=0, ddof=1)
    train = prostate.column("train").astype(bool)
    return Z[train], prostate.y[train], Z[~train], prostate.y[~train]


def test_every_column_of_the_reference_has_a_recipe():
    assert set(RECIPES) == set(REFERENCE["columns"])


def test_predictors_and_the_split_into_training_and_test_rows_are_those_of_the_book():
    prostate = load_prostate()
    assert list(prostate.feature_names) == REFERENCE["feature_names"]
    test = ~prostate.column("train").astype(bool)
    assert (np.flatnonzero(test) + 1).tolist() == REFERENCE["test_rows_1based"]


@EACH_COLUMN
def test_the_printed_column_comes_out(name):
    np.testing.assert_array_equal(table_3_3(name).figures.round(3), published_column(name))


@EACH_COLUMN
def test_the_column_agrees_with_the_reference_beyond_what_is_printed(name):
    known, column = REFERENCE["columns"][name], table_3_3(name)
    figures = [known["intercept"], *known["coef"], known["test_error"], known["test_std_error"]]
    np.testing.assert_allclose(column.figures, figures, rtol=0, atol=1e-9)


@pytest.mark.parametrize("name", ["best_subset", "lasso"])
def test_predictors_that_are_left_out_have_a_weight_of_exactly_zero(name):
    known = np.array(REFERENCE["columns"][name]["coef"])
    np.testing.assert_array_equal(table_3_3(name).coef == 0, known == 0)


def test_ridge_has_the_five_degrees_of_freedom_that_the_book_chose():
    Z, y, _, _ = train_and_test_rows()
    lam = REFERENCE["columns"]["ridge"]["lambda_course"]
    ridge = LinearRegression(penalty=L2(lam), fit_intercept=False)
    # The trace of the matrix that turns targets into predictions, one unit target at a time.
    trace = sum(ridge.fit(Z, unit).predict(Z[[i]])[0] for i, unit in enumerate(np.eye(len(y))))
    assert trace == pytest.approx(5.0, abs=1e-6)


def test_lasso_has_the_share_of_the_least_squares_weights_that_the_book_chose():
    Z, y, _, _ = train_and_test_rows()
    scale = Z.std(axis=0, ddof=1)
    lasso, least_squares = table_3_3("lasso").coef, LinearRegression().fit(Z, y).coef_
    share = np.abs(lasso * scale).sum() / np.abs(least_squares * scale).sum()
    assert share == pytest.approx(REFERENCE["columns"]["lasso"]["s_train_units"], abs=1e-6)


def test_ridge_with_a_free_bias_gives_another_column():
    Z, y, Z_test, y_test = train_and_test_rows()
    known = REFERENCE["ridge_textbook_recipe"]
    model = LinearRegression(penalty=L2(known["lambda_course"])).fit(Z, y)
    np.testing.assert_allclose(model.coef_, known["coef"], rtol=0, atol=1e-9)
    assert model.intercept_ == pytest.approx(known["intercept"], abs=1e-9)
    error = np.mean((y_test - model.predict(Z_test)) ** 2)
    assert error == pytest.approx(known["test_error"], abs=1e-9)
    assert (model.coef_.round(3) != published_column("ridge")[1:-2]).any()
