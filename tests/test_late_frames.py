"""A lab's pictures move to a script of their own."""

from __future__ import annotations

import json
import random

import pytest
from late_frames import without_frames


def figure(name: str, frames: str) -> str:
    return (
        f'<figure class="lab" data-lab="{name}"><form></form><svg></svg>'
        f'<script type="text/plain">{frames}</script></figure>'
    )


@pytest.fixture
def heavy() -> str:
    """Frames that gzip can't make small, with signs that a script's text has to escape."""
    draw = random.Random(0)
    return "0-1\n\n" + "".join(f'<path d="M{draw.random()}\\é"/>\n' for _ in range(300))


def test_heavy_frames_move_and_keep_every_sign(heavy):
    page, files = without_frames(figure("a-b", heavy) + "<p>After</p>", "chapters/01-weights.html")
    ((path, text),) = files.items()
    assert path == "_static/labs/chapters-01-weights-a-b.js"
    address, stored = json.loads(f"[{text.removeprefix('labFrames(').rstrip().rstrip(';')[:-1]}]")
    assert stored == heavy
    assert f'data-src="{address}"></script></figure><p>After</p>' in page
    assert address.startswith("../_static/labs/chapters-01-weights-a-b.js?v=")
    assert "<svg></svg>" in page
    assert "<path" not in page


def test_light_frames_stay():
    page = figure("small", "0\n\n<path/>")
    assert without_frames(page, "a.html") == (page, {})


def test_each_lab_of_a_page_has_a_file_of_its_own(heavy):
    labs = figure("one", heavy) + figure("small", "0\n\n<path/>") + figure("two", heavy + "x")
    page, files = without_frames(labs, "index.html")
    assert sorted(files) == ["_static/labs/index-one.js", "_static/labs/index-two.js"]
    assert page.count("data-src=") == 2
    assert page.count("<path/>") == 1


def test_other_pictures_have_another_address(heavy):
    before, _ = without_frames(figure("one", heavy), "a.html")
    after, _ = without_frames(figure("one", heavy + "<g/>"), "a.html")
    assert before != after
