"""The figure of two errors along a training."""

from __future__ import annotations

import pytest

from shrinkage.plots import BLUE, ORANGE, draw_curves, new_figure

STEPS, TRAINING, TEST = [1, 10, 100], [9.0, 4.0, 1.0], [9.5, 7.0, 8.0]


def lines_of(axes):
    return {line.get_label(): line for line in axes.lines}


def test_each_error_is_drawn_in_its_color_and_kind_of_line():
    _, axes = new_figure()
    draw_curves(axes, STEPS, TRAINING, TEST)
    lines = lines_of(axes)
    assert lines["training rows"].get_ydata().tolist() == TRAINING
    assert lines["test rows"].get_ydata().tolist() == TEST
    assert (lines["training rows"].get_color(), lines["test rows"].get_color()) == (BLUE, ORANGE)
    assert (lines["training rows"].get_linestyle(), lines["test rows"].get_linestyle()) == (
        "--",
        "-",
    )
    assert axes.get_xscale() == "log"
    assert [label.get_text() for label in axes.get_xticklabels()] == ["1", "10", "100"]


def test_the_dot_is_where_the_test_error_is_least():
    _, axes = new_figure()
    draw_curves(axes, STEPS, TRAINING, TEST)
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [dot.get_xydata().tolist() for dot in dots] == [[[10.0, 7.0]]]


def test_the_plain_mean_is_a_level_line_where_it_is_given():
    _, axes = new_figure()
    draw_curves(axes, STEPS, TRAINING, TEST)
    assert "plain mean, test rows" not in lines_of(axes)
    draw_curves(axes, STEPS, TRAINING, TEST, plain=12)
    assert set(lines_of(axes)["plain mean, test rows"].get_ydata()) == {12.0}


def test_what_can_not_be_drawn_is_said():
    _, axes = new_figure()
    with pytest.raises(ValueError, match="steps must start at 1"):
        draw_curves(axes, [0, 10, 100], TRAINING, TEST)
    with pytest.raises(ValueError, match="as many rows"):
        draw_curves(axes, STEPS, TRAINING, TEST[:2])
