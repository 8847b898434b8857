"""Explorables in Markdown pages: the directive, the gallery, and the links to states."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from explorables import address_of, class_of, html_of, read_state
from sphinx.errors import ExtensionError

from shrinkage.explorables import (
    ALL,
    OneWeight,
    ShrinkagePaths,
    TrainedTooLong,
    WeightsAsDials,
)
from shrinkage.explorables.traits import Flag, NumberList

BOOK = Path(__file__).parents[1] / "book"
FIGURE = re.compile(r"^```\{explorable\} (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
GALLERY = (BOOK / "explorables.md").read_text(encoding="utf-8")


def test_the_gallery_has_every_explorable_in_the_order_of_the_catalogue():
    assert [name for name, _ in FIGURE.findall(GALLERY)] == [cls.name for cls in ALL]


def test_each_stands_below_a_misconception_and_has_a_link_to_a_state_or_two():
    sections = re.split(r"^## ", GALLERY, flags=re.MULTILINE)[1:]
    found = [one for one in sections if FIGURE.search(one)]
    assert len(found) == len(ALL)
    for section in found:
        assert re.match(r"“[^”]+”\n\n\S.+\n", section), section[:60]
        name, content = FIGURE.search(section).groups()
        lines = [line for line in content.splitlines() if line and not line.startswith(":")]
        assert len(lines) >= 2
        starts = class_of(name)().state
        for line in lines:
            state = read_state(class_of(name), line.partition(":")[0])
            assert state
            assert all(starts[key] != value for key, value in state.items()), line


def test_a_figure_is_written_with_its_state_and_its_links():
    html = html_of("one-weight", "mine", "z=2, lam=0.5", ["z=-1, lam=3: a < b", ""])
    soup = BeautifulSoup(html, "html.parser")
    figure = soup.find("figure")
    assert str(figure) == str(
        BeautifulSoup(OneWeight(id="mine", z=2.0, lam=0.5).html(), "html.parser").find("figure")
    )
    (link,) = soup.select("ul.explorable-starts a")
    assert link.text == "a < b"
    parts = urlsplit(link["href"])
    assert parse_qs(parts.query) == {"mine.z": ["-1"], "mine.lam": ["3"]}
    assert parts.fragment == "mine"


def test_values_are_written_as_scripts_read_them():
    assert address_of("a", {}) == "#a"
    values = {"x": 0.25, "n": 3, "on": True, "at": [1.0, -0.5], "of": "two words"}
    assert address_of("a", values) == "?a.x=0.25&a.n=3&a.on=true&a.at=1,-0.5&a.of=two+words#a"


def test_values_of_every_kind_are_read():
    class Every(OneWeight):
        name = "every"
        on = Flag(False, help="")
        at = NumberList([0.0, 0.0], -1, 1, help="")

    assert read_state(Every, "on=true, at=0.5 -1, z=-2") == {
        "on": True,
        "at": [0.5, -1.0],
        "z": -2.0,
    }


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("no-such", {}, "There is no explorable 'no-such'. There are: "),
        ("one-weight", {"state": "y=1"}, "one-weight has no value 'y'; it has "),
        ("one-weight", {"state": "z=one"}, "one-weight: z can't be 'one'."),
        ("one-weight", {"state": "z=9"}, "one-weight: z must be finite and >= -3 and <= 3, got 9"),
        ("one-weight", {"state": "z"}, "one-weight: write name=value, not 'z'."),
        ("one-weight", {"lines": ["z=2"]}, "write 'name=value: what is seen', not 'z=2'."),
        ("one-weight", {"lines": ["z=5: far"]}, "one-weight: z must be finite"),
        ("shrinkage-paths", {"state": "features=odd"}, "shrinkage-paths: features must be "),
    ],
)
def test_what_a_figure_does_not_have_stops_the_build(name, options, says):
    with pytest.raises(ExtensionError, match=re.escape(says)):
        html_of(name, **options)


def test_what_the_gallery_says_of_its_states_is_so():
    assert TrainedTooLong().best_step == 9
    weak, strong = WeightsAsDials(size=0.1), WeightsAsDials()
    assert weak.accuracy == strong.accuracy
    assert weak.claims < 0.65
    bare = ShrinkagePaths(lam=8.0, noise=0.0)
    assert bare.alive == 0
    orthogonal = ShrinkagePaths(lam=1.0, features="orthogonal").results()
    left, full = orthogonal["l2"]["weights"], orthogonal["least_squares"]
    shares = [a / b for a, b in zip(left, full, strict=True)]
    assert max(shares) == pytest.approx(min(shares))
    large = OneWeight(z=3.0, lam=0.5)
    assert large.l2 < large.l1
    assert OneWeight(z=0.5, lam=0.5).l1 == 0 < OneWeight(z=0.5, lam=0.49).l1


def test_the_three_lines_for_a_notebook_run():
    (code,) = re.findall(r"```python\n(.*?)```", GALLERY, re.DOTALL)
    names: dict = {}
    exec(code, names)
    figure = names["figure"]
    assert len([line for line in code.splitlines() if line]) == 3
    figure.lam = 1.0
    assert figure.coef_l1.shape == (20,)
