"""Degree and weight size: what its texts claim, and how its question is scored."""

from __future__ import annotations

import json

import numpy as np
import pytest
from figure_scripts import ask_node

from shrinkage.explorables import PolynomialDegree
from shrinkage.explorables.polynomial_degree import LIMIT, MOST, NOISE, TAME

ASK = """
import {{ figures }} from {index};
const {{ solve, prediction }} = figures["polynomial-degree"];
console.log(JSON.stringify(JSON.parse(process.argv[1]).map(state => {{
  const result = solve(state);
  const said = Object.keys(prediction.options).map(guess => prediction.why(state, result, guess));
  return {{ answer: prediction.answer(state, result), said }};
}})));
"""


def asked(*figures: PolynomialDegree) -> list[dict]:
    return ask_node(ASK, json.dumps([w.state for w in figures]))


def test_the_caption_s_numbers_are_those_of_the_start():
    found = PolynomialDegree().results()
    assert "grow to 84,000" in PolynomialDegree.caption
    assert round(found["plain"]["largest"], -3) == 84_000
    assert "no weight is above 2.1" in PolynomialDegree.caption
    assert 2.05 < found["fit"]["largest"] < 2.1


def test_a_penalty_tames_all_terms_and_removes_none():
    found = PolynomialDegree().results()
    assert len(found["fit"]["weights"]) == len(found["plain"]["weights"]) == MOST
    assert min(map(abs, found["fit"]["weights"])) > 0.01
    assert found["plain"]["train_error"] < 1e-15
    assert found["plain"]["test_error"] > 1e4
    assert found["fit"]["test_error"] < 2 * NOISE**2


def test_degree_3_does_better_as_the_texts_admit():
    assert "degree 3 without a penalty does better" in PolynomialDegree.parts[2][1]
    three = PolynomialDegree(degree=3, lam=0.0).results()["fit"]["test_error"]
    assert three < PolynomialDegree().results()["fit"]["test_error"]


@pytest.mark.parametrize("place", [5, 6])
def test_one_point_dragged_up_moves_one_curve_s_weights_a_lot_and_the_other_s_little(place):
    moves = [0.0] * 12
    moves[place] = 1.0
    before, after = PolynomialDegree().results(), PolynomialDegree(moves=moves).results()

    def largest_change(fit):
        return np.abs(np.subtract(after[fit]["weights"], before[fit]["weights"])).max()

    assert PolynomialDegree().x[place] == pytest.approx(0.1, abs=0.05)
    assert largest_change("plain") > 90_000
    assert largest_change("fit") < 1


def test_points_stay_in_the_picture():
    for move in (-4.4, 4.4):
        assert (PolynomialDegree(moves=[move] * 12, seed=3).y == np.sign(move) * LIMIT).all()


def test_a_new_draw_is_another_noise_of_the_same_wave():
    heights = np.array([PolynomialDegree(seed=seed).y for seed in range(200)])
    truth = np.sin(np.pi * PolynomialDegree().x)
    assert np.abs(heights.mean(axis=0) - truth).max() < 4 * NOISE / np.sqrt(200)
    assert 0.9 * NOISE < (heights - truth).std() < 1.1 * NOISE


def test_the_answer_is_read_off_the_fits():
    answers = [one["answer"] for one in asked(*(PolynomialDegree(seed=s) for s in range(100)))]
    assert answers.count("penalty") >= 98
    # Where another wave makes small weights a bad fit, it is not.
    w = PolynomialDegree(seed=4)
    rough = [3.0 if place % 2 else -3.0 for place in range(12)]
    strange = PolynomialDegree(moves=rough)
    [one, other] = asked(w, strange)
    assert one["answer"] == "penalty"
    for figure, answer in ((w, one), (strange, other)):
        found = figure.results()
        tame = found["tame_error"] <= min(found["all_error"], 2 * found["fewer_error"])
        assert answer["answer"] == ("penalty" if tame else "terms")


def test_each_guess_is_answered_with_what_the_fits_say():
    [one] = asked(PolynomialDegree())
    found = PolynomialDegree().results()
    for text in one["said"]:
        assert f"λ = {TAME}" in text
        assert f"{round(found['all_error'], -3):,.0f} to {found['tame_error']:.2f}" in text
    terms, penalty, points = one["said"]
    assert terms == penalty
    assert "keeps these 12 points" in points
