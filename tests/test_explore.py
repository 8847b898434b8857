"""Labs: live in a notebook, and what the page gets of them."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from labs import example_labs, two_classes
from matplotlib.figure import Figure

from shrinkage.explore import Checkbox, Lab, Menu, Slider, explore
from shrinkage.explore import publishing as publishing_module


def line(top=1.0, color="black"):
    figure = Figure(figsize=(3, 2))
    figure.subplots().plot([0, 1], [0, top], color=color)
    figure.alt_text = f"A line up to {top:g}."
    return figure


@pytest.fixture
def building(monkeypatch):
    """Labs made now are made for the site."""
    monkeypatch.setenv("SHRINKAGE_BUILD_LABS", "1")


def html_of(lab: Lab) -> str:
    return lab._repr_mimebundle_()["text/html"]


def stored_frames(html: str) -> list[list[str]]:
    """Return the lines of each frame, read as lab.js reads them."""
    store = re.search(r'<script type="text/plain">(.*?)</script>', html, re.DOTALL)[1]
    places, table = (part.split("\n") for part in store.split("\n\n"))
    frames = []
    for runs in places:
        frame = []
        for run in runs.split():
            start, _, end = run.partition("-")
            frame += table[int(start) : int(end or start) + 1]
        frames.append(frame)
    return frames


# The live lab


def test_the_live_lab_redraws_for_any_value_also_between_those_drawn():
    lab = explore(line, top=Slider(0.0, 1.0, 0.5))
    first = lab.widget.children[-1].value
    slider = lab.widget.children[0]
    slider.value = 0.73
    assert "up to 0.73" in lab.widget.children[-1].value != first
    slider.value = 1.0
    assert lab.widget.children[-1].value == first


def test_an_error_is_shown_in_the_lab_and_raised_by_drive():
    def draw(n=1):
        return line(1 / n)

    lab = explore(draw, n=(0, 2))
    lab.widget.children[0].value = 0
    shown = lab.widget.children[-1].value
    assert "ZeroDivisionError" in shown
    assert "return line(1 / n)" in shown
    assert "take_picture" not in shown
    with pytest.raises(ZeroDivisionError):
        lab.drive(n=0)
    assert "up to 0.5" in lab.drive(n=2).alt
    assert "ZeroDivisionError" not in lab.widget.children[-1].value


def test_an_error_at_the_start_is_an_error_of_the_cell():
    def draw(n=0):
        return line(1 / n)

    with pytest.raises(ZeroDivisionError):
        explore(draw, n=(0, 2))


def test_drive_refuses_an_unknown_control():
    with pytest.raises(TypeError, match="no control lam; it has top"):
        explore(line, top=(0, 1)).drive(lam=1)


def test_a_menu_hands_over_the_very_object():
    class Penalty:
        def __eq__(self, other):
            raise ValueError("not to be compared")

        __hash__ = None

    options = {"mine": Penalty(), "yours": Penalty()}
    seen = []

    def draw(penalty):
        seen.append(penalty)
        return line()

    explore(draw, penalty=options).drive(penalty=options["yours"])
    assert [penalty is options["yours"] for penalty in seen] == [False, True]


def test_the_live_lab_holds_no_output_widget():
    lab = explore(line, top=(0, 1), color=["black", "red"], caption="A line.")
    assert [type(child).__name__ for child in lab.widget.children] == [
        "IntSlider",
        "Dropdown",
        "HTML",
        "HTML",
    ]


# What is committed, and what is published


def test_two_labs_have_no_id_in_common(building):
    first, second = (
        set(re.findall(r' id="([^"]+)"', html_of(explore(line, name=name, top=(0, 1)))))
        for name in ("one", "two")
    )
    assert first
    assert not first & second


def test_without_the_build_the_html_is_a_fixed_sentence():
    lab = explore(line, top=Slider(0.0, 1.0), color=["black", "red"], caption="A line.")
    assert html_of(lab) == (
        "<p>Interactive lab <em>line</em>. Controls: top (0 to 1); color (black, red). "
        "Run the cell to use it here, or open the chapter on the course's site.</p>"
    )
    lab.drive(top=0.5)
    assert "0.5" not in html_of(lab)


def test_the_bundle_holds_a_live_view_too():
    bundle = explore(line, top=(0, 1))._repr_mimebundle_()
    assert set(bundle) == {
        "application/vnd.jupyter.widget-view+json",
        "text/html",
        "text/plain",
    }
    assert bundle["text/plain"] == "Lab(line)"


def test_only_the_value_1_builds(monkeypatch):
    monkeypatch.setenv("SHRINKAGE_BUILD_LABS", "0")
    assert "<figure" not in html_of(explore(line, top=(0, 1)))


def test_published_frames_are_the_pictures_in_the_order_of_the_controls(building):
    lab = explore(line, top=Slider([1, 2, 3]), color=["black", "red"])
    frames = stored_frames(html_of(lab))
    wanted = [lab.draw(top=top, color=color) for top in (1, 2, 3) for color in ("black", "red")]
    assert frames == [list(picture.lines) for picture in wanted]


def test_the_picture_of_the_start_stands_open_on_the_page(building):
    html = html_of(explore(line, top=Slider([0, 1, 2]), color=["red", "black"]))
    open_part = html.split("<script")[0]
    assert "A line up to 1." in open_part
    assert "currentColor" in open_part
    assert "top: 1, color: black" in open_part


def test_lines_that_frames_share_are_stored_once(building):
    html = html_of(example_labs()[0])
    table = html.split("\n\n")[1].split("\n")
    assert len(table) == len(set(table))
    frames = stored_frames(html)
    assert len(frames) == 42
    assert len(table) < 0.25 * sum(map(len, frames))
    together = "\n".join("\n".join(frame) for frame in frames)
    assert len(gzip.compress(html.encode())) < 20_000 < len(together) / 20


def test_inputs_are_native_labeled_and_stand_at_the_start(building):
    lab = explore(
        two_classes,
        size=Slider([0.3, 1, 3], label="size of w"),
        angle=Slider([0, 45], unit="°"),
        points=Checkbox(label="points"),
    )
    html = html_of(lab)
    labels = dict(re.findall(r'<label for="([^"]+)">([^<]+)</label>', html))
    assert labels == {
        "lab-two-classes-size": "size of w",
        "lab-two-classes-angle": "angle",
        "lab-two-classes-points": "points",
    }
    slider = re.search(r'<input type="range" id="lab-two-classes-angle"[^>]*>', html)[0]
    assert 'data-stride="2" min="0" max="1" value="1" aria-valuetext="45°"' in slider
    assert json.loads(re.search(r"data-words='([^']+)'", slider)[1]) == ["0°", "45°"]
    assert '<input type="checkbox" id="lab-two-classes-points" data-stride="1" checked>' in html


def test_a_menu_of_objects_that_cannot_be_compared_is_published(building):
    class Penalty:
        __hash__ = None

        def __eq__(self, other):
            raise ValueError("not to be compared")

    second = Penalty()
    options = Menu({"mine": Penalty(), "yours": second}, value=second)
    html = html_of(explore(lambda kind: line(), name="menu", kind=options))
    assert "<option>mine</option><option selected>yours</option>" in html


def test_two_builds_in_two_processes_agree():
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from labs import example_labs\n"
        "for lab in example_labs(): print(lab._repr_mimebundle_()['text/html'])"
    )

    def build(seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parent)],
            env={**os.environ, "SHRINKAGE_BUILD_LABS": "1", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    first = build("1")
    assert first.count("<figure") == 2
    assert first == build("2")


def test_too_many_frames_are_refused_before_any_is_drawn(building):
    calls = []

    def draw(n=0, m=0):
        calls.append(n)
        return line()

    with pytest.raises(ValueError, match=r"Lab draw has 11 \(n\) × 6 \(m\) = 66 frames.* 60"):
        explore(draw, n=(0, 10), m=(0, 5))
    assert len(calls) == 1


def test_too_heavy_a_lab_is_refused_by_weight(building):
    def draw(seed=0):
        figure = Figure()
        noise = np.random.default_rng(seed).normal(size=(4000, 2))
        figure.subplots().plot(*noise.T, ".")
        figure.alt_text = "Noise."
        return figure

    message = r"Lab draw weighs \d+\.\d kB gzipped in 5 frames; the page takes at most 60 kB"
    with pytest.raises(ValueError, match=message):
        explore(draw, seed=(0, 4))


def test_the_limits_are_those_of_the_site():
    assert (publishing_module.MOST_FRAMES, publishing_module.MOST_KILOBYTES) == (60, 60)


def test_a_picture_without_alt_text_is_refused_in_the_build_only(monkeypatch):
    def draw(lam=0):
        plt.plot([0, lam])

    explore(draw, lam=(0, 2))
    monkeypatch.setenv("SHRINKAGE_BUILD_LABS", "1")
    with pytest.raises(ValueError, match=r"Lab draw: the picture at λ = 0 has no text alternative"):
        explore(draw, lam=(0, 2))
    explore(draw, lam=(0, 2), alt="A line.")


def test_what_a_reader_reads_is_escaped(building):
    lab = explore(
        lambda kind: line(),
        name="escapes",
        kind=Menu({"</script><b>": 1, 'a "b" & c': 2}, label="<i>"),
        caption="1 < 2",
    )
    html = html_of(lab)
    assert html.count("</script>") == 1
    assert "<b>" not in html
    assert "<i>" not in html
    assert "1 &lt; 2" in html


def test_the_script_is_small_and_needs_nothing():
    script = Path(publishing_module.__file__).parent / "static" / "lab.js"
    assert len(script.read_bytes()) < 3000
    assert "import " not in script.read_text()
    assert "http" not in script.read_text()


def test_nothing_heavy_is_imported():
    program = (
        "import shrinkage.explore, sys; "
        "print([one for one in ('scipy', 'sklearn', 'pandas') if one in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
