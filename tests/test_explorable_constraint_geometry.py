"""Constraint geometry: what its texts claim, and how its question is scored."""

from __future__ import annotations

import json

import numpy as np
import pytest
from figure_scripts import ask_node

from shrinkage.explorables import ConstraintGeometry

ASK = """
import {{ figures }} from {index};
const {{ solve, prediction }} = figures["constraint-geometry"];
console.log(JSON.stringify(JSON.parse(process.argv[1]).map(state => {{
  const result = solve(state);
  const answer = prediction.answer(state, result);
  return [answer, prediction.why(state, result, answer)];
}})));
"""


def asked(*figures: ConstraintGeometry) -> list[list[str]]:
    return ask_node(ASK, json.dumps([w.state for w in figures]))


def test_at_the_start_l1_drops_a_weight_that_is_far_from_0_and_l2_does_not():
    w = ConstraintGeometry()
    assert min(w.c1, w.c2) > 1
    assert w.l1 == (pytest.approx(1.0), 0.0)
    assert min(w.l2) > 0.5
    assert np.hypot(*w.l2) == pytest.approx(1.0)


def test_l1_gives_no_zero_for_many_centers_and_l2_for_almost_all():
    share = ConstraintGeometry().results()["share_l1"]
    rng = np.random.default_rng(0)
    drawn = [ConstraintGeometry(c1=a, c2=b) for a, b in rng.uniform(-2, 2, (200, 2))]
    counted = np.mean([0.0 in w.l1 for w in drawn])
    assert counted == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / 200))
    assert 0.3 < share < 0.5
    assert not any(0.0 in w.l2 for w in drawn)


def test_however_strong_its_penalty_l2_s_weights_are_small_and_not_0():
    w = ConstraintGeometry(given="penalty", lam_l1=1000.0, lam_l2=1000.0)
    assert w.l1 == (0.0, 0.0)
    assert 0 < min(w.l2) < max(w.l2) < 0.01


def test_a_weight_of_l2_may_cross_0_at_one_strength():
    seconds = [
        ConstraintGeometry(
            given="penalty", c1=1.2, c2=0.2, angle=-45.0, stretch=6.0, lam_l2=lam
        ).l2[1]
        for lam in (0.0, 0.3, 1.0, 5.0)
    ]
    firsts = [
        ConstraintGeometry(
            given="penalty", c1=1.2, c2=-0.2, angle=-45.0, stretch=6.0, lam_l2=lam
        ).l2[1]
        for lam in (0.0, 0.3, 1.0, 5.0)
    ]
    assert min(seconds) > 0
    assert min(firsts) < 0 < max(firsts)


@pytest.mark.parametrize("kind", ["l1", "l2"])
def test_each_budget_belongs_to_a_penalty_that_leads_to_the_same_weights(kind):
    for budget in (0.1, 0.7, 1.5):
        one = ConstraintGeometry(**{f"budget_{kind}": budget})
        lam = one.results()[kind]["lam"]
        other = ConstraintGeometry(given="penalty", **{f"lam_{kind}": lam})
        np.testing.assert_allclose(getattr(other, kind), getattr(one, kind), atol=1e-12)
        assert other.results()[kind]["budget"] == pytest.approx(budget)


def test_extremes_of_budget_give_weights():
    for kind in ("l1", "l2"):
        none = ConstraintGeometry(**{f"budget_{kind}": 0.0})
        assert getattr(none, kind) == (0.0, 0.0)
        wide = ConstraintGeometry(c1=0.5, c2=0.3, **{f"budget_{kind}": 2.2})
        assert getattr(wide, kind) == (0.5, 0.3)
        assert wide.results()[kind]["lam"] == 0.0
    found = ConstraintGeometry(budget_l1=0.0, budget_l2=0.0).results()
    assert found["share_l1"] == pytest.approx(1.0)
    assert found["share_l2"] == 1
    assert found["l2"]["lam"] is None


def test_the_answer_is_where_l1_s_solution_is():
    corner, edge, inside, nothing, line = asked(
        ConstraintGeometry(),
        ConstraintGeometry(c1=1.0, c2=1.0, angle=45.0),
        ConstraintGeometry(c1=0.3, c2=0.3),
        ConstraintGeometry(given="penalty", lam_l1=1000.0),
        ConstraintGeometry(c1=1.5, c2=0.0, angle=0.0),
    )
    assert corner[0] == "corner"
    assert (
        f"w₂ is exactly 0. A circle has none: L2’s w₂ is {ConstraintGeometry().l2[1]:.3f}"
        in (corner[1])
    )
    assert edge == ["edge", "The contours touch a side between two corners: L1 gives no zero here."]
    assert inside[0] == "inside"
    assert nothing == ["corner", "Nothing is left of the diamond, and both weights are 0."]
    assert line[0] == "corner"
    assert "is 0 as well: c is on a line" in line[1]
