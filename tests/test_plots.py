"""The shared figures: alt text travels with them, and what they draw is where it should be."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.colors import to_rgb

from shrinkage.plots import (
    COLORS,
    MARKERS,
    describe,
    draw_boundary,
    draw_classes,
    draw_probability,
    new_figure,
)


def plane():
    figure, axes = new_figure()
    axes.set(xlim=(-4, 6), ylim=(-2, 3))
    return figure, axes


def contrast(one, other):
    def luminance(color):
        channels = np.array(to_rgb(color))
        linear = np.where(
            channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
        )
        return linear @ [0.2126, 0.7152, 0.0722]

    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("color", COLORS)
@pytest.mark.parametrize("background", ["#ffffff", "#121212"])
def test_palette_is_visible_on_light_and_dark_pages(color, background):
    assert contrast(color, background) >= 3


def test_each_color_has_a_marker_of_its_own():
    assert len(set(COLORS)) == len(set(MARKERS)) == len(COLORS)


def test_the_shown_figure_carries_its_alt_text_and_is_not_kept():
    figure, _ = plane()
    describe(figure, "  Nothing\n is drawn. ")
    data, _ = InteractiveShell.instance().display_formatter.format(figure)
    assert data["text/plain"] == "Figure: Nothing is drawn."
    assert "image/png" in data
    assert plt.get_fignums() == []


def test_the_published_figure_is_a_drawing_that_follows_the_theme(monkeypatch):
    monkeypatch.setenv("SHRINKAGE_BUILD_LABS", "1")

    def page():
        figure, axes = plane()
        axes.set_title("Nothing yet")
        describe(figure, 'Axes, and "nothing" else.')
        return InteractiveShell.instance().display_formatter.format(figure)[0]["text/html"]

    assert "aria-label='Axes, and \"nothing\" else.'" in page()
    assert "currentColor" in page()
    assert ">Nothing yet</text>" in page()
    assert page() == page()


def test_publishing_a_figure_without_alt_text_is_refused(monkeypatch):
    monkeypatch.setenv("SHRINKAGE_BUILD_LABS", "1")
    with pytest.raises(ValueError, match="no alt text"):
        plane()[0]._repr_mimebundle_()


@pytest.mark.parametrize("text", ["", "   ", None])
def test_empty_alt_text_is_refused(text):
    with pytest.raises(ValueError, match="alt_text"):
        describe(plane()[0], text)


@pytest.mark.parametrize(
    ("w", "b"), [([2.0, 5.0], -0.2), ([0.0, 1.0], 0.5), ([3.0, 0.0], 1.0), ([-1e-3, 2e-3], 1.0)]
)
def test_boundary_lies_where_the_score_is_zero_and_spans_the_view(w, b):
    _, axes = plane()
    draw_boundary(axes, w, b)
    (line,) = axes.lines
    points = line.get_xydata()
    scores = points @ np.array(w) + b
    assert np.abs(scores).max() <= 1e-9 * max(1, np.abs(points).max() * np.abs(w).max())
    assert np.hypot(*(points[1] - points[0])) > 15
    assert axes.get_xlim() == (-4, 6)
    assert axes.get_ylim() == (-2, 3)


def test_probability_shades_change_where_the_probability_is_the_level():
    _, axes = plane()
    levels = (0.2, 0.8)
    draw_probability(axes, [2.0, 5.0], -0.2, levels=levels)
    (shades,) = axes.collections
    inner = shades.get_paths()[1].vertices
    on_border = inner[np.abs(inner[:, 0]).argsort()]
    scores = np.round(on_border @ [2.0, 5.0] - 0.2, 9)
    edges = np.log([0.2 / 0.8, 0.8 / 0.2])
    inside_view = [s for s in scores if abs(s) < 1.5]
    assert inside_view
    assert all(min(abs(s - edges)) < 1e-6 for s in inside_view)


@pytest.mark.parametrize("levels", [(0.5,), (0.9, 0.1), (0.0, 0.5), (0.2, 1.2)])
def test_levels_must_be_rising_probabilities(levels):
    with pytest.raises(ValueError, match="levels"):
        draw_probability(plane()[1], [1.0, 1.0], 0.0, levels=levels)


def test_every_row_is_drawn_in_its_class():
    _, axes = plane()
    X = np.array([[0.0, 1.0], [1.0, 2.0], [2.0, 0.0]])
    draw_classes(axes, X, [0, 1, 1], ["no", "yes"])
    assert [len(marks.get_offsets()) for marks in axes.collections] == [1, 2]
    assert axes.get_legend_handles_labels()[1] == ["no", "yes"]


def test_bad_input_is_named():
    _, axes = plane()
    with pytest.raises(ValueError, match="no boundary"):
        draw_boundary(axes, [0.0, 0.0], 1.0)
    with pytest.raises(ValueError, match="2 weights, got 3"):
        draw_boundary(axes, [1.0, 2.0, 3.0], 0.0)
    with pytest.raises(ValueError, match="2 columns"):
        draw_classes(axes, np.ones((3, 3)), [0, 1, 1], ["no", "yes"])
