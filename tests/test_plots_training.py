"""The figures of training: levels, tries, paths and spreads are drawn where they are."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_hex

from shrinkage.plots import (
    BLUE,
    GRAY,
    ORANGE,
    draw_loss_map,
    draw_path,
    draw_spread,
    draw_tries,
    new_figure,
)


def bowl(W):
    return np.sum(np.square(W - [1.0, -2.0]), axis=-1)


def test_each_line_of_the_map_has_its_loss_and_the_cross_is_at_the_minimum():
    _, axes = new_figure()
    draw_loss_map(axes, bowl, [1, 4, 16], lowest=[1.0, -2.0], points=201)
    (lines,) = axes.collections
    for level, path in zip((1, 4, 16), lines.get_paths(), strict=True):
        np.testing.assert_allclose(bowl(path.vertices), level, atol=0.05 * level)
    (cross,) = axes.lines
    assert cross.get_xydata().tolist() == [[1.0, -2.0]]
    assert axes.get_xlim() == axes.get_ylim() == (-10, 10)
    assert [text.get_text() for text in axes.texts] == ["1", "16"]


def test_the_map_reaches_as_far_as_it_is_told():
    _, axes = new_figure()
    draw_loss_map(axes, bowl, [1], across=(0, 3), up=(-5, 0))
    assert (axes.get_xlim(), axes.get_ylim()) == ((0, 3), (-5, 0))
    assert not axes.lines


def test_the_tint_covers_what_lies_below_its_level():
    _, axes = new_figure()
    draw_loss_map(axes, bowl, [16], tinted=[1, 4], points=201)
    deep, light = axes.collections[0].get_paths()
    assert bowl(deep.vertices).max() == pytest.approx(1, abs=0.05)
    assert bowl(light.vertices).max() == pytest.approx(4, abs=0.05)


def test_levels_must_rise():
    with pytest.raises(ValueError, match="levels must rise"):
        draw_loss_map(new_figure()[1], bowl, [4, 1])


def test_tries_are_drawn_by_when_they_were_made():
    _, axes = new_figure()
    tries = np.arange(10.0).reshape(5, 2)
    draw_tries(axes, tries, latest=2, best=1)
    before, now, best = axes.lines
    assert before.get_xydata().tolist() == tries[:3].tolist()
    assert now.get_xydata().tolist() == tries[3:].tolist()
    assert best.get_xydata().tolist() == [tries[1].tolist()]
    assert [to_hex(line.get_color()) for line in axes.lines] == [GRAY, ORANGE, BLUE]


def test_without_latest_tries_all_are_gray():
    _, axes = new_figure()
    draw_tries(axes, np.ones((3, 2)))
    assert [len(line.get_xydata()) for line in axes.lines] == [3, 0]


@pytest.mark.parametrize(("dots", "marker"), [(True, "."), (False, "None")])
def test_a_path_ends_in_a_large_dot(dots, marker):
    _, axes = new_figure()
    draw_path(axes, [[0, 0], [1, 2], [3, 1]], dots=dots)
    line, end = axes.lines
    assert line.get_xydata().tolist() == [[0, 0], [1, 2], [3, 1]]
    assert line.get_marker() == marker
    assert end.get_xydata().tolist() == [[3, 1]]


def test_a_spread_has_its_median_and_infinite_numbers_stand_apart():
    _, axes = new_figure()
    draw_spread(axes, 2.0, [1, 5, np.inf, 3, 4], color=BLUE, beyond=9)
    finite, beyond, bar = axes.lines
    assert finite.get_xdata().tolist() == [1, 5, 3, 4]
    assert beyond.get_xdata().tolist() == [9]
    assert beyond.get_fillstyle() == "none"
    assert bar.get_xdata().tolist() == [4, 4]
    assert abs(np.concatenate([finite.get_ydata(), beyond.get_ydata()]) - 2).max() < 0.2


def test_a_median_beyond_all_bounds_stands_at_the_edge():
    _, axes = new_figure()
    draw_spread(axes, 0.0, [1, np.inf, np.inf], color=BLUE, beyond=9)
    assert axes.lines[-1].get_xdata().tolist() == [9, 9]


def test_bad_input_is_named():
    axes = new_figure()[1]
    with pytest.raises(ValueError, match="beyond must say"):
        draw_spread(axes, 0.0, [1, np.inf], color=BLUE)
    for draw, name in ((draw_tries, "tries"), (draw_path, "path")):
        with pytest.raises(ValueError, match=f"{name} must have 2 columns"):
            draw(axes, np.ones((2, 3)))
