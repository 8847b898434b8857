"""The default solvers against minimisers that were computed in 50-digit arithmetic."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest
from reference_cases import (
    MODELS,
    deviation_of,
    fitted,
    read_reference,
    solutions,
    standardized,
)

pytestmark = pytest.mark.filterwarnings("error")
EACH_SOLUTION = pytest.mark.parametrize("solution", solutions(), ids=str)


@pytest.mark.parametrize("data_set", MODELS)
def test_the_data_are_those_of_the_reference(data_set):
    X, y = standardized(data_set)
    known = read_reference("solutions")["datasets"][data_set]["fingerprint"]
    np.testing.assert_allclose(X[0], known["X_row0"], rtol=0, atol=1e-13)
    assert np.abs(X).sum() == pytest.approx(known["sum_abs_X"], rel=1e-13)
    assert y.sum() == pytest.approx(known["sum_y"], rel=1e-13)


def test_every_penalty_of_every_model_is_among_the_solutions():
    kinds = {(one.data_set, type(one.penalty).__name__) for one in solutions()}
    penalties = ("L1", "L2", "ElasticNet")
    assert kinds == {(d, p) for d in MODELS for p in penalties} | {("prostate", "NoneType")}
    assert len(solutions()) == 24 + 15 + 15 + 1


@EACH_SOLUTION
def test_weights_and_bias_are_those_of_the_reference(solution):
    deviation = deviation_of(solution)
    assert deviation.coef <= 1e-10
    assert deviation.intercept <= 1e-10


@EACH_SOLUTION
def test_weights_are_exactly_zero_where_and_only_where_the_reference_says_so(solution):
    assert deviation_of(solution).zeros_differ == 0


@EACH_SOLUTION
def test_the_objective_is_that_of_the_reference(solution):
    assert deviation_of(solution).objective <= 1e-13


@EACH_SOLUTION
def test_the_training_tells_the_objective_of_the_reference_and_that_it_converged(solution):
    training = fitted(solution).training_
    assert training.converged
    assert training.history.objective[-1] == pytest.approx(solution.objective, rel=1e-13)


def test_the_report_tells_the_worst_deviation_of_each_model(capsys):
    tool = Path(__file__).parents[1] / "tools" / "report_accuracy.py"
    runpy.run_path(str(tool), run_name="__main__")
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    for data_set, (_, model) in MODELS.items():
        told = [row for row in rows if row[:2] == [model.__name__, data_set]]
        worst = max(deviation_of(one).coef for one in solutions() if one.data_set == data_set)
        assert max(float(row[4]) for row in told) == pytest.approx(worst, rel=0.1)
    (svi,) = [row for row in rows if row[:1] == ["svi"]]
    assert svi[1:] == ["0.305", "0.305", "0.000", "0.000", "0.227", "0.227", "0.094", "0.094"]
