"""Pairs of weights: a pair with a zero is marked as one, and the lines hold what they say."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage.plots import describe, draw_twins, new_figure

PAIRS = np.array([[2.0, 0.0], [1.2, 0.7], [0.0, 1.5], [9.0, -9.0]])


def lines(total=2.0):
    _, axes = new_figure()
    draw_twins(axes, PAIRS, total=total)
    by_mark = {line.get_marker(): line.get_xydata() for line in axes.lines if line.get_marker()}
    by_style = {line.get_linestyle(): line.get_xydata() for line in axes.lines}
    return axes, by_mark, by_style


def test_a_pair_with_an_exact_zero_is_a_triangle_and_any_other_a_dot():
    _, marks, _ = lines()
    assert marks["^"].tolist() == [[2.0, 0.0], [0.0, 1.5]]
    assert marks["o"].tolist()[0] == [1.2, 0.7]


def test_a_pair_beyond_the_limits_is_on_the_border():
    axes, marks, _ = lines()
    low, high = axes.get_xlim()
    assert marks["o"].tolist()[1] == [high, low]
    assert axes.get_ylim() == (low, high)
    assert low < 0 < 2 < high


def test_the_dashed_line_holds_equal_pairs_and_the_dotted_one_pairs_that_add_up():
    _, _, styles = lines(total=3.0)
    assert (styles["--"][:, 0] == styles["--"][:, 1]).all()
    np.testing.assert_allclose(styles[":"].sum(axis=1), 3.0)


@pytest.mark.parametrize("pairs", [[[1.0, 1.0]], [[2.0, 0.0]]], ids=["none is 0", "all have a 0"])
def test_a_figure_with_one_kind_of_pair_keeps_its_size(pairs):
    figure, panels = new_figure(1, 2)
    for axes in panels:
        draw_twins(axes, pairs, total=2)
    describe(figure, "Pairs of weights.").drawing()
    assert all(axes.get_position().width > 0.3 for axes in panels)


@pytest.mark.parametrize(
    ("weights", "total", "named"),
    [
        ([[1.0, 2.0, 3.0]], 2, "two columns"),
        ([1.0, 2.0], 2, "weights"),
        ([[1.0, np.nan]], 2, "weights"),
        ([[1.0, 2.0]], 0, "total"),
    ],
)
def test_bad_input_is_refused_by_name(weights, total, named):
    _, axes = new_figure()
    with pytest.raises(ValueError, match=named):
        draw_twins(axes, weights, total=total)
