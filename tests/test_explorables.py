"""The explorables in Python: what they refuse, what they write, and that their scripts agree."""

from __future__ import annotations

import gzip
import json
import math
import re
import subprocess

import numpy as np
import pytest
from bs4 import BeautifulSoup
from figure_scripts import (
    FOLDER,
    ROOT,
    differences,
    ends,
    found_classes,
    plain_results,
    scripts_results,
    scripts_specs,
    states,
)

from shrinkage.explorables import ALL, Explorable, OneWeight
from shrinkage.explorables.traits import Choice, Flag, Integer, Number, NumberList

MOST_BYTES = 80_000  # gzipped, for all scripts of the site

each = pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.name)


def test_every_figure_is_entered():
    assert set(ALL) == found_classes()
    assert {cls.name for cls in ALL} == set(scripts_specs())


@each
def test_the_script_states_what_the_class_states(cls):
    script = scripts_specs()[cls.name]
    told = {
        key: {name: one[name] for name in ("kind", "start", "min", "max", "options") if name in one}
        for key, one in script["state"].items()
    }
    assert told == cls.spec()
    assert script["heights"] == cls.heights
    guesses = script["guesses"]
    assert (None if guesses is None else tuple(guesses)) == cls.guesses


@each
def test_the_script_finds_what_the_class_finds(cls):
    tried = states(cls)
    found = scripts_results([(cls, state) for state in tried])
    for state, script in zip(tried, found, strict=True):
        assert differences(plain_results(cls(**state)), script) == [], state


def bad_values(spec):
    kind = spec["kind"]
    yield from [None, math.nan, {}, "nonsense", [math.nan]]
    if kind in ("number", "integer"):
        yield from [
            math.inf,
            -math.inf,
            True,
            "1",
            spec["min"] - 1,
            spec["max"] + 1,
            [1.0],
            10**400,
        ]
    if kind == "integer":
        yield from [spec["start"] + 0.5, np.float64(spec["start"])]
    if kind == "list":
        start = spec["start"]
        yield from [[], start[1:], [*start, start[0]], [math.inf, *start[1:]], str(start)]
        yield [spec["max"] + 1, *start[1:]]
    if kind == "flag":
        yield from [0, 1, "true"]
    if kind == "choice":
        yield from [spec["options"][0] + " ", 0, True]


@each
def test_what_cannot_be_set_is_refused_in_words_and_changes_nothing(cls):
    for key, spec in cls.spec().items():
        for value in bad_values(spec):
            w = cls()
            with pytest.raises((TypeError, ValueError), match=rf"^{key}"):
                setattr(w, key, value)
            assert w.state == cls().state
            with pytest.raises((TypeError, ValueError), match=rf"^{key}"):
                cls(**{key: value})


@each
def test_what_can_be_set_comes_back(cls):
    for state in states(cls, several=3):
        w = cls(**state)
        assert w.state == state
        w.reset()
        assert w.state == cls().state


def test_kinds_not_in_use_yet_refuse_as_well():
    kinds = [
        Number(0.5, 0, 1, help=""),
        Integer(3, 0, 9, help=""),
        Choice(["L1", "L2"], start="L1", help=""),
        Flag(True, help=""),
        NumberList([0.0, 1.0], -1, 1, help=""),
    ]
    for kind in kinds:
        assert kind.checked("it", kind.start) == kind.start
        for end in ends(kind.spec):
            assert kind.checked("it", end) == end
        for value in bad_values(kind.spec):
            with pytest.raises((TypeError, ValueError), match=r"^it"):
                kind.checked("it", value)
    assert NumberList([0, 1], -1, 1, help="").checked("it", np.array([0.5, -0.5])) == [0.5, -0.5]
    assert Integer(3, 0, 9, help="").checked("it", np.int64(4)) == 4


def test_a_list_of_one_figure_is_not_that_of_another():
    class Points(Explorable):
        name = "points"
        points = NumberList([0.0, 1.0], -1, 1, help="")

    one, other = Points(), Points()
    one.points[0] = 0.5
    assert other.points == Points().points == [0.0, 1.0]
    one.points = [0.25, 0.25]
    one.reset()
    assert one.points == [0.0, 1.0]


def test_a_message_says_what_is_accepted():
    with pytest.raises(ValueError, match=r"lam must be finite and >= 0 and <= 4, got -1\."):
        OneWeight(lam=-1)
    with pytest.raises(TypeError, match="no value 'lamda'; it has lam, z, prediction"):
        OneWeight(lamda=1)


@pytest.mark.parametrize("id", ["", "One", "a b", "-a", 'a"', None.__class__, 3])
def test_a_name_that_no_address_could_hold_is_refused(id):
    with pytest.raises(ValueError, match=r"^id must be made of"):
        OneWeight(id=id)


@each
def test_a_prediction_is_one_that_can_be_made(cls):
    w = cls()
    assert w.prediction == ""
    for guess in cls.guesses or ():
        w.prediction = guess
        assert cls(prediction=guess).prediction == guess
    for bad in (None, 1, *(() if cls.guesses is None else ("nonsense",))):
        with pytest.raises(ValueError, match=r"^prediction must be"):
            w.prediction = bad


@each
def test_the_page_has_the_figure_its_state_its_words_and_its_room(cls):
    spec = cls.spec()
    changed = {key: ends(one)[-1] for key, one in spec.items()}
    changed = {key: value for key, value in changed.items() if value != spec[key]["start"]}
    for w, id, state in ((cls(), cls.name, {}), (cls(id="second", **changed), "second", changed)):
        page = BeautifulSoup(w.html(), "html.parser")
        figure = page.find("figure", class_="explorable")
        assert figure["id"] == id
        assert figure["data-explorable"] == cls.name
        assert json.loads(figure["data-state"]) == state
        wide, narrow, narrowest = (cls.heights[one] for one in ("wide", "narrow", "narrowest"))
        assert figure["style"] == (
            f"--wide: {wide}px; --narrow: {narrow}px; --narrowest: {narrowest}px"
        )
        assert figure.find("figcaption").text == cls.caption
        assert [one.text for one in figure.find_all("dt")] == [title for title, _ in cls.parts]
        drawing = figure.find(role="img")
        assert len(drawing["aria-label"]) > 40
        assert drawing.find("svg") is not None
        assert not re.search(r"\b(NaN|nan|Infinity|inf|undefined|None)\b", w.html())


@each
def test_three_kinds_of_words_go_with_each_figure(cls):
    headings = [heading for heading, _ in cls.parts]
    assert headings == ["What to try", "What it shows", "What it does not show"]
    assert cls.title
    assert cls.caption.endswith(".")


@each
def test_the_still_is_drawn_at_every_extreme(cls):
    for state in states(cls, several=0):
        still = cls(**state).still()
        assert still.alt_text
        assert "nan" not in still.drawing().lower()


@each
def test_a_notebook_holds_the_same_text_each_time(cls, monkeypatch):
    monkeypatch.delenv("SHRINKAGE_BUILD_LABS", raising=False)
    shown = [cls()._repr_mimebundle_()[0] for _ in range(2)]
    for data in shown:
        data.pop("application/vnd.jupyter.widget-view+json")
    assert shown[0] == shown[1]
    assert cls.title in shown[0]["text/html"]
    assert "0x" not in shown[0]["text/plain"]
    assert len(shown[0]["text/html"]) < 400


def test_the_site_gets_the_figure_itself(monkeypatch):
    monkeypatch.setenv("SHRINKAGE_BUILD_LABS", "1")
    w = OneWeight(z=2.0)
    assert w._repr_mimebundle_()[0]["text/html"] == w.html()


def test_without_a_bundle_a_notebook_shows_the_still_and_says_how_to_build(monkeypatch):
    monkeypatch.delenv("SHRINKAGE_BUILD_LABS", raising=False)
    w = OneWeight()
    monkeypatch.setattr(w, "_esm", "")
    data, _ = w._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/html"}
    assert "npm run build" in data["text/html"]
    assert 'role="img"' in data["text/html"]


def test_what_follows_is_read_only_and_follows():
    w = OneWeight(z=2.0, lam=0.5)
    assert (w.l1, w.l2) == (1.5, pytest.approx(4 / 3))
    w.lam = 2.5
    assert w.l1 == 0.0
    with pytest.raises(AttributeError):
        w.l1 = 1.0


def test_the_scripts_are_in_good_style():
    done = subprocess.run(["npm", "run", "--silent", "lint"], cwd=ROOT, capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_shipped_was_made_from_these_sources():
    import build_explorables

    assert build_explorables.is_built(), "`npm run build`, or `make ready`, bundles the figures."
    for name in ("explorables.js", "jupyter.js"):
        script = (FOLDER / "static" / name).read_bytes()
        assert len(gzip.compress(script)) <= MOST_BYTES
        # The licenses of what is bundled come along: d3's says so.
        assert b"Mike Bostock" in script
        assert b"this permission notice appear in all copies" in script
