"""The pictures of a lab: whole, small, and readable on any page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from labs import drawn, example_labs, two_classes, two_maps
from matplotlib.figure import Figure

from shrinkage.explore.picture import take_picture
from shrinkage.explore.svg import svg_lines


def line(top=1.0, color="black"):
    figure = Figure(figsize=(3, 2))
    figure.subplots().plot([0, 1], [0, top], color=color)
    figure.alt_text = f"A line up to {top:g}."
    return figure


def test_drawing_with_pyplot_leaves_open_figures_as_they_were():
    mine = plt.figure()
    mine.add_subplot()
    picture = take_picture(lambda: plt.plot([0, 1]), {}, "x")
    assert plt.get_fignums() == [mine.number]
    assert plt.gcf() is mine
    assert not mine.axes[0].lines
    assert "<path" in picture.html
    plt.close(mine)


def test_a_function_that_raises_leaves_no_figure_open():
    def draw():
        plt.plot([0, 1])
        raise KeyError("w")

    with pytest.raises(KeyError):
        take_picture(draw, {}, "x")
    assert plt.get_fignums() == []


def test_printed_and_returned_text_is_shown_and_is_its_own_alternative():
    def draw():
        print("two < three")
        return "and more"

    picture = take_picture(draw, {}, "x")
    assert picture.alt == "two < three\nand more"
    assert '<pre class="lab-text">two &lt; three</pre>' in picture.lines


def test_several_figures_share_one_text_alternative_and_no_ids():
    picture = take_picture(two_maps, {}, "x")
    assert picture.html.count("<svg") == 2
    assert picture.html.count('role="img"') == 1
    assert "loss + penalty under L1 with λ = 0.1. shrunk under L1" in picture.alt
    ids = re.findall(r' id="([^"]+)"', picture.html)
    assert len(ids) == len(set(ids)) > 1


def test_alt_can_be_a_function_of_the_settings():
    picture = take_picture(line, {"top": 2.0}, "x", alt=lambda top: f"Up to <{top}>.")
    assert picture.alt == "Up to <2.0>."
    assert 'aria-label="Up to &lt;2.0&gt;."' in picture.html


def test_every_reference_in_a_picture_leads_somewhere():
    # Clip paths and markers: what they name must have survived, under the same name.
    html = take_picture(two_classes, {}, "x").html
    wanted = set(re.findall(r"url\(#([^)]+)\)", html)) | set(re.findall(r'href="#([^"]+)"', html))
    assert any(f'<clipPath id="{one}"' in html for one in wanted)
    assert wanted == set(re.findall(r' id="([^"]+)"', html))


def test_text_is_text_in_the_fonts_of_the_page():
    figure = Figure(figsize=(3, 2))
    figure.text(0.1, 0.5, "weights & λ", weight="bold")
    text = next(one for one in svg_lines(figure, "x") if one.startswith("<text"))
    assert text.endswith(">weights &amp; λ</text>")
    assert "DejaVu" not in text
    assert "font-weight: 700" in text


def test_black_white_and_gray_follow_the_theme_and_colors_stay():
    figure = Figure(figsize=(3, 2))
    axes = figure.subplots()
    for color in ("black", "white", "#333333", "#1f7ac3"):
        axes.plot([0, 1], [0, 1], color=color)
    svg = "\n".join(svg_lines(figure, "x"))
    assert "#000000" not in svg
    assert "stroke: currentColor" in svg
    assert "stroke: var(--lab-paper, #fff)" in svg
    assert "color-mix(in srgb, currentColor 80%, var(--lab-paper, #fff))" in svg
    assert "stroke: #1f7ac3" in svg


def test_the_smallest_text_is_never_shown_below_nine_and_a_half_pixels():
    figure = Figure(figsize=(5, 2))
    figure.text(0, 0, "small", fontsize=8)
    figure.text(0, 0.5, "large", fontsize=12)
    assert "min-width: 428px" in svg_lines(figure, "x")[0]


def points_of(path: str) -> np.ndarray:
    """Return the corners of a path written as `M x y l dx dy …`, absolute."""
    numbers = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", path)]
    return np.cumsum(np.reshape(numbers, (-1, 2)), axis=0)


def test_a_shortened_curve_stays_where_it_was():
    t = np.linspace(0, 2 * np.pi, 400)
    x, y = np.cos(t) * 0.9, np.sin(3 * t) * 0.9
    figure = Figure(figsize=(3, 2))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(-1, 1), ylim=(-1, 1))
    axes.axis("off")
    axes.plot(x, y)
    path = next(one for one in svg_lines(figure, "x") if "fill: none" in one and "M" in one)
    corners = points_of(re.search(r'd="([^"]+)"', path)[1])
    assert len(corners) < 200
    true = np.column_stack([(x + 1) / 2 * 216, (1 - y) / 2 * 144])
    a, b = corners[:-1], corners[1:]
    along = np.einsum("pij,ij->pi", true[:, np.newaxis] - a, b - a) / ((b - a) ** 2).sum(1)
    nearest = a + np.clip(along, 0, 1)[..., np.newaxis] * (b - a)
    distance = np.linalg.norm(true[:, np.newaxis] - nearest, axis=2).min(1)
    assert distance.max() < 0.3


def test_coordinates_have_one_decimal():
    for found in re.findall(r' d="(M[^"]*)"', take_picture(two_maps, {}, "x").html):
        assert not re.search(r"\.\d{2}", found)


def test_an_image_keeps_its_scale():
    figure = Figure(figsize=(3, 2))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.imshow(np.eye(7), interpolation="none", aspect="auto")
    image = next(one for one in svg_lines(figure, "x") if "<image" in one)
    scale = re.search(r"matrix\((\S+) 0 0 ", image)[1]
    width = int(re.search(r'width="(\d+)"', image)[1])
    assert float(scale) * width == pytest.approx(216, abs=0.05)


def test_every_picture_is_well_formed():
    for lab in example_labs():
        ElementTree.fromstring(f"<div>{lab.drive().html}</div>")


def test_drawn_leaves_out_nothing_but_the_alternative():
    picture = take_picture(line, {}, "x")
    assert len(drawn(picture)) == len(picture.lines) - 1
