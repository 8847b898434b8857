"""The controls of a lab: their settings, their words, where they start, what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from labs import two_classes, two_maps
from matplotlib.figure import Figure

from shrinkage.explore import Checkbox, LogSlider, Menu, Slider, explore
from shrinkage.explore.abbreviations import as_control
from shrinkage.explore.controls import Control


def line(top=1.0, color="black"):
    figure = Figure(figsize=(3, 2))
    figure.subplots().plot([0, 1], [0, top], color=color)
    figure.alt_text = f"A line up to {top:g}."
    return figure


@pytest.mark.parametrize(
    ("given", "kind", "values"),
    [
        (True, "checkbox", (False, True)),
        (["L1", "L2"], "menu", ("L1", "L2")),
        ({"none": 0.0, "some": 0.1}, "menu", (0.0, 0.1)),
        ((0, 10, 5), "slider", (0, 5, 10)),
        ((0, 3), "slider", (0, 1, 2, 3)),
        ((0.0, 1.0), "slider", tuple(n / 10 for n in range(11))),
        (range(2, 8, 3), "slider", (2, 5)),
        (np.array([0.1, 1.0]), "slider", (0.1, 1.0)),
        (LogSlider(0.01, 1), "slider", (0.01, 0.03, 0.1, 0.3, 1.0)),
    ],
)
def test_short_forms_become_controls(given, kind, values):
    control = as_control("x", given)
    assert (control.kind, control.values) == (kind, values)


@pytest.mark.parametrize("given", ["L1", 3, None, (1, 2, 3, 4), ("a", "b"), {1, 2}])
def test_what_is_no_control_is_refused_by_name(given):
    with pytest.raises(TypeError, match=r"control for lam of .*LogSlider"):
        as_control("lam", given)


def test_even_steps_are_the_numbers_a_reader_would_type():
    assert Slider(-0.3, 0.3, 0.1).values == (-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3)
    assert str(Slider(-1.0, 1.0, 0.5).values[2]) == "0.0"


def test_a_log_slider_keeps_its_ends_and_rounds_between():
    assert LogSlider(0.002, 0.5).values == (0.002, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5)
    assert LogSlider(1, 10, per_decade=3).values == (1, 2, 5, 10)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Slider(1, 0), ValueError, "must rise"),
        (lambda: Slider(0, 1, 0.3), ValueError, "do not meet 1"),
        (lambda: Slider(0, 1, -1), ValueError, "step must be above 0"),
        (lambda: Slider(0, float("inf")), ValueError, "must be finite"),
        (lambda: Slider(0, "1"), TypeError, "must be a number, got '1'"),
        (lambda: Slider(3), TypeError, r"Slider\(first, last, step\)"),
        (lambda: Slider([1]), ValueError, "at least two"),
        (lambda: Slider([0, 2, 1]), ValueError, "must rise"),
        (lambda: Slider([0, 1], step=1), TypeError, "no last number"),
        (lambda: Slider([0.1, 0.11], format=".1f"), ValueError, "Two settings read '0.1'"),
        (lambda: LogSlider(0, 1), ValueError, "0 < first < last"),
        (lambda: LogSlider(0.1, 1, per_decade=4), ValueError, "per_decade must be 1, 2 or 3"),
        (lambda: Menu("L1"), TypeError, "several options"),
        (lambda: Menu(["L1"]), ValueError, "at least two options"),
        (lambda: Menu(["a", "a"]), ValueError, "Two options of a menu read 'a'"),
        (lambda: Menu({"": 1, "b": 2}), ValueError, "has no words"),
        (lambda: Checkbox("yes"), TypeError, "True or False, got 'yes'"),
    ],
)
def test_bad_controls_say_what_is_wrong(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_words_are_those_a_reader_expects():
    assert Slider(-1, 1).words(-1) == "−1"
    assert Slider(0, 90, 45, unit="°").words(45) == "45°"
    assert Slider(0, 2, unit="cm").words(2) == "2 cm"
    assert Slider(0.0, 1.0, 0.5, format=".2f").words(0.5) == "0.50"
    assert Slider(1, 3, format=lambda n: "★" * n).words(3) == "★★★"
    assert Menu([two_maps, two_classes]).words(two_maps) == "two_maps"
    assert Menu([("none", None), ("some", 1)]).words(None) == "none"


# Where a lab starts, and what it refuses


def test_a_control_starts_at_its_value_else_the_default_else_the_middle():
    assert explore(line, top=Slider([1, 2, 3], value=3)).settings() == {"top": 3.0}
    assert explore(line, top=(0.0, 1.0)).settings() == {"top": 1.0}
    assert explore(lambda top: line(top), name="a", top=(1, 5)).settings() == {"top": 3}


def test_the_default_comes_first_even_if_it_is_none():
    lab = explore(lambda best=None: line(), name="a", best=Menu({"some": 1, "none": None}))
    assert lab.settings() == {"best": None}


def test_one_control_can_serve_two_labs():
    shared = Slider(1, 3)
    first = explore(lambda top=3: line(top), name="a", top=shared)
    second = explore(lambda top=2: line(top), name="b", top=shared)
    assert (first.settings(), second.settings()) == ({"top": 3}, {"top": 2})


@pytest.mark.parametrize(
    ("function", "options", "error", "message"),
    [
        (line, {}, TypeError, "at least one control"),
        (line, {"bottom": (0, 1)}, TypeError, "no argument 'bottom'; its arguments are top, color"),
        (line, {"top": (5, 9)}, ValueError, r"cannot start at 1.0 \(the function's default\)"),
        (line, {"top": Slider(1, 3, value=7)}, ValueError, "cannot start at 7"),
        (lambda top, n: line(), {"top": (0, 1), "name": "x"}, TypeError, "needs n"),
        (lambda top: line(), {"top": (0, 1)}, ValueError, "small letters"),
        (line, {"top": (0, 1), "name": "Two W"}, ValueError, "got 'Two W'"),
        ("line", {"top": (0, 1)}, TypeError, "needs a function"),
        (lambda top: 3, {"top": (0, 1), "name": "x"}, TypeError, "drew nothing"),
    ],
)
def test_explore_refuses_what_cannot_work(function, options, error, message):
    with pytest.raises(error, match=message):
        explore(function, **options)


def test_a_control_without_words_or_a_widget_of_its_own_can_t_be_made():
    class Dial(Control):
        def words(self, value):
            return "a place on the dial"

    with pytest.raises(TypeError, match=r"abstract class Dial .*widget"):
        Dial((1, 2), 1, None)
