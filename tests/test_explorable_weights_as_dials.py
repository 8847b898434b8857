"""Weights as dials: the birds that it carries, and what its words say."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from offline_site import node_program
from write_explorables_data import FILE, penguins_script

from shrinkage import LogisticRegression
from shrinkage.datasets import load_penguins
from shrinkage.explorables import WeightsAsDials

FIGURE = (
    Path(__file__).parents[1] / "src/shrinkage/explorables/js/figures/weights_as_dials/solve.js"
)


def test_the_script_carries_the_birds_of_the_package():
    assert FILE.read_text(encoding="utf-8") == penguins_script()
    script = (
        f"import {{ penguins }} from {json.dumps(FIGURE.as_uri())};"
        "const { x1, x2, y } = penguins();"
        "console.log(JSON.stringify([x1, x2, y].map(one => Array.from(one))));"
    )
    done = subprocess.run(
        [node_program(), "--input-type=module", "-e", script],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    x1, x2, y = json.loads(done.stdout)
    data = load_penguins().select(["bill depth", "body mass"])
    X = data.X - [17.0, 4.2]
    assert (x1, x2, y) == (X[:, 0].tolist(), X[:, 1].tolist(), data.y.tolist())


def test_accuracy_and_certainty_are_those_of_the_model_with_these_weights():
    w = WeightsAsDials(size=3.0, w1=1.5, w2=-2.0, b=0.7)
    data = load_penguins().select(["bill depth", "body mass"])
    X = data.X - [17.0, 4.2]
    model = LogisticRegression().fit(X, data.y)
    model.coef_, model.intercept_ = np.array([[4.5, -6.0]]), np.array([2.1])
    assert w.accuracy == pytest.approx(model.score(X, data.y), abs=1e-12)
    assert w.claims == pytest.approx(model.predict_proba(X).max(axis=1).mean(), abs=1e-12)
    own = model.predict_proba(X)[np.arange(333), data.y]
    assert w.loss == pytest.approx(-np.log(own).mean(), abs=1e-12)


def test_the_start_claims_99_percent_and_is_right_for_89():
    w = WeightsAsDials()
    assert (round(w.claims, 2), round(w.accuracy, 2)) == (0.99, 0.89)
    found = w.results()
    assert found["sure_and_wrong"] == 21
    assert sum(found["wrong"]) == 36
    assert sum(found["right"]) == 333 - 36


@pytest.mark.parametrize("direction", [{}, {"w1": -3.0, "b": 4.0}, {"w1": 0.0, "b": 0.0}])
def test_ten_times_the_constants_give_the_same_answers(direction):
    answers = [
        WeightsAsDials(size=size, **direction).scores > 0 for size in (0.01, 0.1, 1.0, 10.0, 100.0)
    ]
    for other in answers[1:]:
        assert (other == answers[0]).all()


def test_training_finds_a_size_that_claims_what_it_knows():
    w1, w2, b = WeightsAsDials().results()["fit"]
    fitted = WeightsAsDials(size=1.0, w1=w1, w2=w2, b=b)
    assert fitted.loss == pytest.approx(fitted.results()["least_loss"], abs=1e-9)
    assert abs(fitted.claims - fitted.accuracy) < 0.01
    # A tenth of the size is no better, and the log-loss grows without a bound.
    fitted.size = 0.1
    assert fitted.loss > 2 * fitted.results()["least_loss"]
    fitted.size = 100.0
    assert fitted.loss > 10.0


def test_scaling_the_weights_alone_moves_the_boundary():
    few, many = (WeightsAsDials(w1=w1, w2=w2, b=4.0) for w1, w2 in ((1, 2.5), (3, 7.5)))
    assert few.accuracy != many.accuracy
