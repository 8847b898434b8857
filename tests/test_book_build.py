"""The book's build stops at what no reader should meet. Each case builds a small book for real."""

from __future__ import annotations

import pytest
from small_book import build

LAB = """
from shrinkage.explore import explore
from shrinkage.plots import describe, new_figure


def draw(n=1):
    figure, axes = new_figure(height=2)
    axes.plot([0, {height}])
    return describe(figure, f"A line up to {{n}}.")


explore(draw, n=(1, 2))
"""
FIGURE = """
from shrinkage.plots import describe, new_figure

figure, axes = new_figure(height=2)
axes.plot([0, 1])
{end}
"""


def test_a_sound_book_is_built_with_its_labs_and_figures_in_the_page(tmp_path):
    done = build(tmp_path, "A formula: $w_1 x_1$.", LAB.format(height="n"))
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "_build/html/chapters/small.html").read_text(encoding="utf-8")
    assert '<figure class="lab" data-lab="draw"' in page
    assert page.count('class="katex"') == 1
    assert "<script type" in page
    assert "widget-state" not in page
    assert "widget-view" not in page


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("Text.", "1 / 0", "ZeroDivisionError"),
        ("See [there](nowhere.md).", "1 + 1", "nowhere"),
        (r"A formula: $\nonsense{1}$.", "1 + 1", "a formula that KaTeX could not read"),
        ("Text.", LAB.format(height="1 / (n - 2)"), "ZeroDivisionError"),
        ("Text.", FIGURE.format(end="figure"), "no alt text"),
        (
            "Text.",
            "import matplotlib.pyplot as plt\nplt.plot([0, 1]);",
            "alt text",
        ),
    ],
    ids=["error", "lost link", "formula", "lab's end", "figure", "pyplot figure"],
)
def test_the_build_fails(tmp_path, text, code, message):
    done = build(tmp_path, text, code)
    assert done.returncode != 0
    assert message in done.stdout + done.stderr
