"""Contours of a loss of two weights, and the budgets that they touch."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage.plots import BLUE, ORANGE, budget_border, draw_budget, draw_contours, new_figure

A, CENTER = np.array([[1.0, 0.5], [0.5, 1.0]]), np.array([0.7, 0.3])


@pytest.mark.parametrize("q", [0.5, 1.0, 1.5, 2.0, 4.0])
def test_each_point_of_a_border_uses_up_the_budget(q):
    border = budget_border(0.4, q, points=73)
    np.testing.assert_allclose((np.abs(border) ** q).sum(axis=1) ** (1 / q), 0.4)
    np.testing.assert_array_equal(border[[0, 18, 36, 54, 72]].round(12) + 0.0, 0.4 * np.array(
        [[1, 0], [0, 1], [-1, 0], [0, -1], [1, 0]]))  # fmt: skip


def test_a_diamond_is_straight_and_a_circle_is_round():
    diamond, circle = budget_border(2.0, 1.0), budget_border(2.0, 2.0)
    np.testing.assert_allclose(np.abs(diamond).sum(axis=1), 2.0)
    np.testing.assert_allclose(np.linalg.norm(circle, axis=1), 2.0)


def test_a_budget_is_drawn_as_its_border_in_its_color():
    _, axes = new_figure()
    draw_budget(axes, 0.4, q=2, color=ORANGE)
    draw_budget(axes, 0.4)
    circle, diamond = axes.lines
    np.testing.assert_array_equal(circle.get_xydata(), budget_border(0.4, 2))
    np.testing.assert_array_equal(diamond.get_xydata(), budget_border(0.4, 1))
    assert (circle.get_color(), diamond.get_color()) == (ORANGE, BLUE)


def test_a_contour_has_the_loss_it_was_asked_for_all_around():
    _, axes = new_figure()
    draw_contours(axes, A, CENTER, [0.01, 0.05], through=0.2)
    for line, loss in zip(axes.lines, [0.01, 0.05, 0.2], strict=False):
        off = line.get_xydata() - CENTER
        np.testing.assert_allclose(np.sum(off @ A * off, axis=1) / 2, loss)
    assert axes.lines[2].get_color() == "black"
    assert axes.lines[3].get_xydata().tolist() == [CENTER.tolist()]
    assert axes.get_aspect() == 1.0


def test_no_contour_goes_through_the_center():
    _, axes = new_figure()
    draw_contours(axes, A, CENTER, [0.01])
    assert sum(len(line.get_xydata()) > 100 for line in axes.lines) == 1


def test_what_can_not_be_drawn_is_said():
    _, axes = new_figure()
    with pytest.raises(ValueError, match="symmetric and positive definite"):
        draw_contours(axes, [[1, 2], [2, 1]], CENTER, [0.1])
    with pytest.raises(ValueError, match="symmetric and positive definite"):
        draw_contours(axes, [[1, 0.5], [0.2, 1]], CENTER, [0.1])
    with pytest.raises(ValueError, match="must be 2 × 2"):
        draw_contours(axes, np.eye(3), CENTER, [0.1])
    with pytest.raises(ValueError, match="t must be"):
        draw_budget(axes, -1)
    with pytest.raises(ValueError, match="q must be"):
        budget_border(1, 0)
