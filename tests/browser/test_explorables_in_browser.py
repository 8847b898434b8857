"""Explorables in a browser: moved by keyboard, mouse and finger, linked to, guessed, and still."""

from __future__ import annotations

import functools
import http.server
import io
import math
import re
import shutil
import threading
from pathlib import Path
from typing import NamedTuple

import pytest
from built_site import SIZES, violations
from figure_scripts import differences, plain_results, scripts_specs
from PIL import Image
from playwright.sync_api import ElementHandle, expect

import shrinkage.explorables
import shrinkage.explore
from shrinkage.explorables import ALL, ConstraintGeometry

FILES = [
    (shrinkage.explore, "lab.css"),
    (shrinkage.explore, "slider.css"),
    (shrinkage.explorables, "explorables.css"),
    (shrinkage.explorables, "explorables.js"),
]
each = pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.name)

PAGE = """<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8">
<title>Explorables</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="lab.css"><link rel="stylesheet" href="explorables.css">
<script src="explorables.js" defer></script>
</head><body><main><h1>Explorables</h1><p style="height: {gap}px">Above.</p>{figures}
<p>Below.</p></main></body></html>"""
# The theme that the book's own style sheets give a page.
DARKEN = """() => {
    document.documentElement.dataset.theme = "dark";
    document.body.style.cssText = "background: #121316; color: #dfe2e6";
}"""
WATCH_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(one => one.value)))
        .observe({ type: "layout-shift", buffered: true });
"""
HAS_FOCUS = "one => one === document.activeElement"
# All that is seen of a figure and can be asked of it, once what was asked for is drawn: with what
# is broken in it, and with the picture but for its handles, which say their values themselves.
LOOK = r"""whole => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
    const { prediction, ...state } = whole.explorable.get();
    const stage = whole.querySelector(".explorable-stage");
    const plain = stage.cloneNode(true);
    plain.querySelectorAll(".explorable-handle").forEach(one => one.remove());
    const spoken = [...whole.querySelectorAll("[aria-valuetext]")].map(
        one => one.getAttribute("aria-valuetext"));
    const all = [stage.innerHTML, whole.querySelector(".explorable-live").innerText, ...spoken];
    done({
        state,
        result: whole.explorable.result(),
        picture: plain.innerHTML,
        broken: all.flatMap(
            one => one.match(/.{0,60}(NaN|Infinity|undefined|null|\[object).{0,20}/g) ?? []),
        unsaid: spoken.filter(one => one === "").length,
    });
})))"""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a folder with a page for each explorable, and one of them all, far down."""
    folder = tmp_path_factory.mktemp("explorables")
    for package, name in FILES:
        shutil.copy(Path(package.__file__).parent / "static" / name, folder)
    figures = {cls.name: cls().html() for cls in ALL}
    for name, figure in figures.items():
        page = PAGE.format(gap=0, figures=figure)
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    two = [cls(id=f"{cls.name}-again").html() for cls in ALL]
    page = PAGE.format(gap=3000, figures="".join([*figures.values(), *two]))
    (folder / "all.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def examples(folder):
    """The address of that folder on a server."""
    handler = functools.partial(QuietHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


class Look(NamedTuple):
    """What is seen of a figure at one moment."""

    state: dict
    result: dict
    picture: str
    broken: list[str]
    unsaid: int

    def faults(self, cls, when: str) -> list[str]:
        """Return what is wrong with it."""
        found = [f"{when}: {line}" for line in self.broken]
        found += [f"{when}: a value is not said"] * self.unsaid
        wanted = plain_results(cls(**self.state))
        return found + [f"{when}: {line}" for line in differences(wanted, self.result)]


class Figure:
    """A mounted figure, as a reader meets it."""

    def __init__(self, page, name: str) -> None:
        self.page = page
        self.whole = page.locator(f"#{name}")
        # Those that have been looked for.
        self.buttons: dict[str, ElementHandle] = {}
        expect(self.whole).to_have_attribute("data-ready", "true")
        self.settle()

    def settle(self) -> None:
        """Wait until what was asked for is drawn."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() =>"
                           " requestAnimationFrame(done)))")  # fmt: skip

    def look(self) -> Look:
        """Return what is seen, once it is drawn."""
        return Look(**self.whole.evaluate(LOOK))

    @property
    def state(self) -> dict:
        state = self.whole.evaluate("one => one.explorable.get()")
        state.pop("prediction")
        return state

    @property
    def picture(self) -> str:
        return self.look().picture

    @property
    def handles(self) -> list:
        return self.whole.locator("svg [role=slider]").all()

    @property
    def sliders(self) -> list:
        return self.whole.locator("input[type=range]").all()

    def press(self, name: str) -> None:
        """Press a button by keyboard, and wait until what it does is drawn."""
        self.start_press(name)
        self.settle()

    def start_press(self, name: str) -> None:
        """Press a button by keyboard."""
        if name not in self.buttons:
            button = self.whole.get_by_role("button", name=name, exact=True)
            self.buttons[name] = button.element_handle()
        self.buttons[name].press("Enter")

    def stir(self) -> None:
        """Move the first control to an end where it is not yet."""
        control, before = [*self.sliders, *self.handles][0], self.state
        for key in ("End", "Home"):
            control.press(key)
            if self.state != before:
                return

    def reveal(self) -> None:
        """Let the answer be shown, if there is a question."""
        button = self.whole.get_by_role("button", name="Show me", exact=True)
        if button.count() and button.is_visible():
            button.press("Enter")
            self.settle()

    def faults(self, cls, when: str) -> list[str]:
        """Return what is wrong with what is shown now."""
        return self.look().faults(cls, when)


@pytest.fixture
def open_figure(page, examples):
    """Open a figure's page, with what the address should say of it."""

    def open_it(cls, address: str = "", size: str = "desktop") -> Figure:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{examples}/{cls.name}.html{address or f'#{cls.name}'}")
        return Figure(page, cls.name)

    return open_it


@each
@pytest.mark.parametrize("size", SIZES)
def test_every_handle_and_slider_goes_to_both_its_ends_by_keyboard(open_figure, cls, size):
    figure = open_figure(cls, size=size)
    figure.reveal()
    start = figure.look()
    assert start.state == cls().state
    found = start.faults(cls, "at the start")
    tried = 0
    press = figure.page.keyboard.press
    for control in [*figure.handles, *figure.sliders]:
        name = control.evaluate(
            "one => one.getAttribute('aria-label') || one.labels[0].textContent"
        )
        assert name.strip()
        for key in ("Home", "End"):
            tried += 1
            control.focus()
            press(key)
            seen = figure.look()
            if (seen.picture == start.picture) != (seen.state == start.state):
                found.append(f"{name}: the picture does not follow {key}")
            found += seen.faults(cls, f"{name} after {key}")
            figure.start_press("Reset")
            seen = figure.look()
            if seen.picture != start.picture or seen.state != start.state:
                found.append(f"{name}: Reset does not undo {key}")
        control.focus()
        press("End")
        for key in ("PageDown", "ArrowLeft", "ArrowDown"):
            before = figure.state
            press(key)
            if figure.state == before:
                found.append(f"{name}: {key} moves nothing")
        figure.start_press("Reset")
    assert tried >= 2
    assert found == []


@each
def test_every_other_control_changes_the_picture(open_figure, cls):
    figure = open_figure(cls)
    figure.reveal()
    start = figure.picture
    found = []
    controls = figure.whole.locator(".explorable-controls").locator(
        "input[type=radio]:not(:checked), input[type=checkbox], button"
    )
    for control in controls.all():
        control.press("Space")
        if figure.picture == start:
            found.append(control.evaluate("one => one.outerHTML"))
        found += figure.faults(cls, "after a press")
        figure.press("Reset")
        assert figure.picture == start
    fields = figure.whole.locator("input[type=number]")
    for field in fields.all():
        for text in (field.get_attribute("min"), field.get_attribute("max")):
            field.fill(text)
            field.press("Enter")
            figure.settle()
            found += figure.faults(cls, f"after typing {text}")
            assert float(field.input_value()) == float(text)
        # Beyond the limit it is the limit, and nothing at all is what it was.
        field.fill("1e9")
        field.press("Enter")
        assert float(field.input_value()) == float(field.get_attribute("max"))
        field.fill("")
        field.press("Enter")
        field.blur()
        assert float(field.input_value()) == float(field.get_attribute("max"))
    assert found == []


def middle(handle) -> tuple[float, float]:
    box = handle.locator(".explorable-knob").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def way_of(handle, figure) -> tuple[float, float]:
    """Return where to drag a handle, in pixels: towards the middle of the picture."""
    box = figure.whole.locator(".explorable-stage").bounding_box()
    x, y = middle(handle)
    return (
        40 if x < box["x"] + box["width"] / 2 else -40,
        30 if y < box["y"] + box["height"] / 2 else -30,
    )


@each
def test_every_handle_follows_the_mouse(open_figure, cls):
    figure = open_figure(cls)
    figure.reveal()
    for handle in figure.handles:
        handle.scroll_into_view_if_needed()
        before, (x, y), (dx, dy) = figure.state, middle(handle), way_of(handle, figure)
        figure.page.mouse.move(x, y)
        figure.page.mouse.down()
        figure.page.mouse.move(x + dx / 2, y + dy / 2)
        figure.page.mouse.move(x + dx, y + dy)
        assert handle.evaluate(HAS_FOCUS)
        held = figure.look()
        assert held.state != before
        assert held.faults(cls, "while dragged") == []
        # Far outside, it stays at its end.
        figure.page.mouse.move(x + 50 * dx, y + 50 * dy)
        outside = figure.look()
        assert outside.faults(cls, "dragged outside") == []
        figure.page.mouse.up()
        figure.page.mouse.move(x, y)
        assert figure.look() == outside
        figure.start_press("Reset")


@each
def test_a_handle_dragged_far_outside_stays_at_its_end_and_comes_back_at_once(open_figure, cls):
    figure = open_figure(cls)
    figure.reveal()
    mouse, start = figure.page.mouse, figure.state
    for handle in figure.handles:
        name, ends = handle.get_attribute("aria-label"), []
        for sign, back in ((1, ("ArrowLeft", "ArrowUp")), (-1, ("ArrowRight", "ArrowDown"))):
            handle.scroll_into_view_if_needed()
            mouse.move(*middle(handle))
            mouse.down()
            # In one leap, so that it has been nowhere between.
            mouse.move(sign * 40_000, sign * 40_000)
            end = figure.look()
            mouse.move(sign * 80_000, sign * 80_000)
            assert figure.look() == end, name
            assert end.faults(cls, name) == []
            box = figure.whole.locator(".explorable-stage").bounding_box()
            x, y = middle(handle)
            assert box["x"] <= x <= box["x"] + box["width"], name
            assert box["y"] <= y <= box["y"] + box["height"], name
            mouse.up()
            ends.append(end.state)
            pictures = []
            for key in back:
                figure.page.keyboard.press(key)
                pictures.append(figure.picture)
            assert set(pictures) != {end.picture}, name
            figure.press("Reset")
        assert any(end != start for end in ends), name


@each
def test_what_is_only_looked_at_costs_the_pointer_nothing(open_figure, cls):
    # A browser that asks whether the pointer is on a dashed line works on every dash, seen or not.
    figure = open_figure(cls)
    figure.reveal()
    found = figure.whole.locator(".explorable-stage").evaluate("""stage => {
        const shapes = [...stage.querySelectorAll("path, rect, circle")];
        const shown = shapes.filter(one => !one.closest(".explorable-handle, .target"));
        const taking = shown.filter(one => getComputedStyle(one).pointerEvents !== "none");
        const dashed = shown.filter(one => getComputedStyle(one).strokeDasharray !== "none");
        const long = dashed.filter(one => one.getTotalLength() > 10 * stage.clientWidth);
        return [...taking, ...long].map(one => one.outerHTML);
    }""")
    assert found == []


@each
def test_every_handle_follows_a_finger_and_elsewhere_the_page_scrolls(browser, examples, cls):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{examples}/{cls.name}.html#{cls.name}")
    figure = Figure(page, cls.name)
    figure.reveal()
    touch = context.new_cdp_session(page)

    def swipe(x, y, dx, dy):
        def send(kind, *points):
            touch.send("Input.dispatchTouchEvent", {
                "type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})  # fmt: skip

        send("touchStart", (x, y))
        for part in range(1, 6):
            send("touchMove", (x + dx * part / 5, y + dy * part / 5))
        send("touchEnd")

    # A browser scrolls with a finger, or leaves all of it to a handle; sliders lie along.
    touched = "one => getComputedStyle(one).touchAction"
    assert {one.evaluate(touched) for one in figure.handles} == {"none"}
    assert {one.evaluate(touched) for one in figure.sliders} == {"pan-y"}
    assert figure.whole.locator(".explorable-stage").evaluate(touched) == "auto"
    for handle in figure.handles:
        handle.scroll_into_view_if_needed()
        figure.settle()
        before, scrolled = figure.state, page.evaluate("scrollY")
        swipe(*middle(handle), *way_of(handle, figure))
        # Fingers reach far; of several handles it is the one in their middle.
        assert handle.evaluate(HAS_FOCUS), handle.get_attribute("aria-label")
        seen = figure.look()
        assert seen.state != before
        assert page.evaluate("scrollY") == scrolled
        assert seen.faults(cls, "after a touch") == []
        figure.start_press("Reset")
    page.evaluate("scrollTo(0, 0)")
    state, stage = figure.state, figure.whole.locator(".explorable-stage")
    box = stage.bounding_box()
    swipe(box["x"] + 4, box["y"] + 40, 0, -300)
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") > 50
    assert figure.state == state
    context.close()


def address_of(state: dict, id: str) -> str:
    def text(value):
        if isinstance(value, list):
            return ",".join(map(str, value))
        return str(value).lower() if isinstance(value, bool) else str(value)

    return "?" + "&".join(f"{id}.{key}={text(value)}" for key, value in state.items()) + f"#{id}"


def moved_state(cls) -> dict:
    """Return a state in which everything differs from the start."""
    found = {}
    for key, one in cls.spec().items():
        if one["kind"] in ("number", "integer"):
            found[key] = one["max"] if one["start"] != one["max"] else one["min"]
        elif one["kind"] == "list":
            found[key] = [one["max"], *one["start"][1:-1], one["min"]]
        elif one["kind"] == "flag":
            found[key] = not one["start"]
        else:
            found[key] = next(option for option in one["options"] if option != one["start"])
    return found


@each
def test_a_link_brings_the_state_back(open_figure, cls):
    wanted = moved_state(cls)
    figure = open_figure(cls, address_of(wanted, cls.name))
    assert figure.state == wanted
    figure.press("Reset")
    assert figure.state == cls().state


@each
def test_what_an_address_gets_wrong_is_ignored_one_by_one(page, examples, folder, cls):
    good = moved_state(cls)
    kept = next(iter(good))
    # A figure for each wrong value, all on one page.
    wrong = ("NaN", "", "Infinity", "1e999", "zwei", "99999999", "1,2", "%00", "__proto__")
    figures = {f"wrong-{n}": bad for n, bad in enumerate(wrong)}
    figure = '<figure class="explorable" id="{}" data-explorable="{}"><div class="explorable-room">'
    body = "".join(figure.format(id, cls.name) + "</div></figure>" for id in figures)
    address = "".join(
        address_of({**dict.fromkeys(good, bad), kept: good[kept]}, id).removesuffix(f"#{id}")
        + f"&{id}.nothing=1&{id}=1"
        for id, bad in figures.items()
    )
    (folder / "wrong.html").write_text(PAGE.format(gap=0, figures=body), encoding="utf-8")
    page.goto(f"{examples}/wrong.html?{address.replace('?', '&')}")
    for id, bad in figures.items():
        assert Figure(page, id).state == {**cls().state, kept: good[kept]}, bad


@each
def test_the_address_follows_once_the_reader_rests_and_keeps_what_is_not_ours(open_figure, cls):
    figure = open_figure(cls, f"?mine=1&other.z=2#{cls.name}")
    figure.stir()
    moved = figure.state
    figure.page.wait_for_function("location.search.includes('mine=1&other.z=2&')", timeout=10_000)
    address = figure.page.url
    assert address.endswith(f"#{cls.name}")
    figure.page.goto("about:blank")
    figure.page.goto(address)
    assert Figure(figure.page, cls.name).state == moved
    # Only what differs from the start is in it.
    changed = [key for key, value in moved.items() if value != cls().state[key]]
    assert re.findall(rf"{cls.name}\.(\w+)=", address) == changed


@each
def test_the_summary_is_said_once_the_reader_rests(open_figure, cls):
    figure = open_figure(cls)
    said = figure.whole.locator(".explorable-said")
    assert said.text_content() == ""
    figure.stir()
    summary = figure.whole.locator(".explorable-summary")
    expect(said).to_have_text(re.compile(r".{20,}"), timeout=10_000)
    assert said.text_content() == summary.text_content()


@each
def test_it_works_from_a_folder(page, folder, cls):
    address = address_of(moved_state(cls), cls.name)
    page.goto((folder / f"{cls.name}.html").as_uri() + address)
    figure = Figure(page, cls.name)
    assert figure.state == moved_state(cls)
    figure.press("Reset")
    # At rest the address is written as well, which a browser may refuse here.
    expect(figure.whole.locator(".explorable-said")).to_have_text(
        re.compile(r".{20,}"), timeout=10_000
    )
    assert figure.state == cls().state


@each
def test_a_guess_is_kept_and_scored_and_can_be_made_again(open_figure, cls):
    if cls.guesses == ():
        return
    figure = open_figure(cls)
    options = scripts_specs()[cls.name]["guesses"]
    commit = figure.whole.get_by_role("button", name="Commit")
    verdict = figure.whole.locator(".explorable-verdict")
    commit.press("Enter")
    assert verdict.text_content() != ""
    assert figure.whole.get_attribute("data-secret") == "true"
    verdicts = []
    for guess in options or [None]:
        if guess is None:
            figure.handles[0].press("ArrowRight")
        else:
            figure.whole.locator(f".explorable-guess input[value={guess}]").check()
        assert figure.whole.get_attribute("data-secret") == "true"
        hidden = figure.picture
        commit.press("Enter")
        figure.settle()
        assert figure.whole.get_attribute("data-secret") == "false"
        assert figure.picture != hidden
        text = verdict.text_content()
        assert len(text) > 30
        verdicts.append(text.split(".")[0])
        figure.page.reload()
        figure = Figure(figure.page, cls.name)
        verdict = figure.whole.locator(".explorable-verdict")
        commit = figure.whole.get_by_role("button", name="Commit")
        assert verdict.text_content() == text
        assert figure.whole.evaluate("one => one.explorable.get().prediction") == (
            guess or figure.whole.evaluate("one => one.explorable.model.guess")
        )
        # Reset brings the start back, and keeps the guess.
        figure.press("Reset")
        assert verdict.text_content() == text
        figure.press("Predict again")
        assert figure.whole.get_attribute("data-secret") == "true"
        assert verdict.text_content() == ""
    if options:
        assert sorted(set(verdicts)) == ["Not so", "Right"]
        assert verdicts.count("Right") == 1


# What would give the answer away: parts of the picture, and words anywhere.
HIDDEN = {
    "weights-as-dials": ([".bar.boast"], r"is right 89\.\d%|297 right|36 wrong|right for"),
    "trained-too-long": (
        [".curve.validation", ".point.validation", "text.validation", ".stop-line.best"],
        r"best: step|on new rows: loss",
    ),
    "polynomial-degree": (
        ["[clip-path] .sum.l2", "circle.point.l2", ".weight.l2", "text.value.l2"],
        r"test error 0\.\d+; without",
    ),
    "constraint-geometry": (
        ["circle.point.l1", ".touching.l1", "text.value.l1", ".region"],
        r"w = \(1, exactly 0\)|L1’s weights are|L1 gives a zero for \d",
    ),
    "shrinkage-paths": ([".exit.l1"], r"of them useful"),
    "one-weight": (
        ["rect.mapped.l2", "circle.mapped.l1", ".explorable-stage > g:nth-of-type(3) .sum.l1"],
        r"0 up to \|z\|",
    ),
}
# Which of some parts are seen: drawn, visible, and not behind a curtain.
SEEN = """(whole, parts) => parts.filter(part => [...whole.querySelectorAll(part)].some(one => {
    const { width, height, left, top } = one.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const covered = [...whole.querySelectorAll(".explorable-curtain rect")].some(rect => {
        const box = rect.getBoundingClientRect();
        return getComputedStyle(rect).visibility === "visible" &&
            x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    });
    const drawn = one.localName === "rect" ? width * height > 0 : width + height > 0;
    return drawn && !covered && getComputedStyle(one).visibility === "visible";
}))"""
# The words that are seen or said.
WORDS = """whole => [...whole.querySelectorAll(
    ".explorable-live :is(svg text, .explorable-summary, .explorable-said)")]
    .filter(one => getComputedStyle(one).visibility === "visible")
    .map(one => one.textContent).join(" | ")"""


@each
def test_nothing_gives_the_answer_away_before_a_guess(open_figure, cls):
    if cls.guesses == ():
        return
    figure = open_figure(cls)
    parts, words = HIDDEN[cls.name]
    conclusion = figure.whole.locator("figcaption")
    secret = figure.whole.evaluate(WORDS)
    assert figure.whole.evaluate(SEEN, parts) == []
    assert not re.search(words, secret)
    assert not conclusion.is_visible()
    figure.press("Show me")
    assert figure.whole.evaluate(SEEN, parts) == parts
    assert re.search(words, figure.whole.evaluate(WORDS))
    assert conclusion.is_visible()
    figure.press("Hide the answer")
    assert figure.whole.evaluate(SEEN, parts) == []
    assert figure.whole.evaluate(WORDS) == secret
    assert not conclusion.is_visible()


@each
@pytest.mark.parametrize(
    "storage", ["throw new Error('refused')", "return '{half'", "return '[5]'", "return 'null'"]
)
def test_it_works_where_nothing_can_be_kept(page, examples, cls, storage):
    page.add_init_script(
        f"Storage.prototype.getItem = () => {{ {storage} }};"
        "Storage.prototype.setItem = () => { throw new Error('full'); };"
    )
    page.goto(f"{examples}/{cls.name}.html#{cls.name}")
    figure = Figure(page, cls.name)
    if cls.guesses:
        figure.whole.locator(".explorable-guess input").first.check()
        figure.press("Commit")
        assert figure.whole.get_attribute("data-secret") == "false"


@each
def test_a_figure_is_mounted_when_it_nears_the_view_and_nothing_moves(page, examples, cls):
    page.add_init_script(WATCH_SHIFTS)
    page.goto(f"{examples}/all.html")
    whole = page.locator(f"#{cls.name}-again")
    page.wait_for_timeout(200)
    assert whole.get_attribute("data-ready") is None
    above = page.locator("p", has_text="Below.").evaluate("one => one.offsetTop")
    whole.evaluate("one => one.scrollIntoView()")
    figure = Figure(page, f"{cls.name}-again")
    figure.reveal()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(200)
    assert page.locator("p", has_text="Below.").evaluate("one => one.offsetTop") == above
    assert page.evaluate("window.shifts") == []
    assert (
        page.locator("[id]").evaluate_all(
            "all => all.length - new Set(all.map(one => one.id)).size"
        )
        == 0
    )


@each
def test_a_figure_that_the_address_names_is_mounted_at_once(page, examples, cls):
    id = f"{cls.name}-again"
    key, value = next(iter(moved_state(cls).items()))
    page.goto(f"{examples}/all.html" + address_of({key: value}, id).split("#")[0])
    figure = Figure(page, id)
    assert figure.state == {**cls().state, key: value}


@each
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_its_room_and_the_page_does_not_scroll_sideways(page, examples, cls, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{examples}/{cls.name}.html#{cls.name}")
    figure = Figure(page, cls.name)
    kind = {320: "narrowest", 390: "narrow", 1280: "wide"}[width]
    room = cls.heights[kind]
    live = figure.whole.locator(".explorable-live")
    assert live.bounding_box()["height"] == room
    taken = live.evaluate(
        """one => {
            one.style.minHeight = "0";
            const { height } = one.getBoundingClientRect();
            one.style.minHeight = "";
            return height;
        }"""
    )
    # Fonts differ: a little more room than it needs here, and not much.
    assert room - 90 <= taken <= room
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for guess in cls.guesses or ():
        figure.whole.locator(f".explorable-guess input[value={guess}]").check()
        figure.press("Commit")
        assert live.bounding_box()["height"] == room
        figure.press("Predict again")


@each
def test_a_phone_shows_the_picture_and_what_moves_it_at_once(page, examples, cls):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{examples}/{cls.name}.html#{cls.name}")
    figure = Figure(page, cls.name)
    picture = figure.whole.locator(".explorable-stage").bounding_box()
    slider = figure.sliders[0].bounding_box()
    # A browser's own bars take some 100 pixels of the phone.
    assert slider["y"] + slider["height"] - picture["y"] <= 744


@each
def test_nothing_drawn_is_cut_or_too_small_to_read(page, examples, cls):
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{examples}/{cls.name}.html#{cls.name}")
        figure = Figure(page, cls.name)
        figure.reveal()
        outside = figure.whole.evaluate(
            """whole => {
                const stage = whole.querySelector(".explorable-stage").getBoundingClientRect();
                return [...whole.querySelectorAll(".explorable-stage text")].filter(one => {
                    const box = one.getBoundingClientRect();
                    return one.textContent && (box.left < stage.left - 1 ||
                        box.right > stage.right + 1 || box.bottom > stage.bottom + 1);
                }).map(one => one.textContent);
            }"""
        )
        assert outside == [], width
        sizes = figure.whole.locator("svg.explorable-stage text").evaluate_all(
            "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert min(sizes) >= 11


@each
@pytest.mark.parametrize("size", SIZES)
def test_what_can_be_touched_is_large_enough(open_figure, cls, size):
    figure = open_figure(cls, size=size)
    parts = figure.whole.locator(
        ".explorable-live :is(button, input:not([type=radio], [type=checkbox]), "
        ".explorable-reach, label:has([type=radio], [type=checkbox])), summary"
    )
    small = [
        (one.evaluate("one => one.outerHTML.slice(0, 90)"), box)
        for one in parts.all()
        if (box := one.bounding_box()) and (box["height"] < 44 or box["width"] < 44)
    ]
    assert small == []


@each
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(open_figure, cls, size, scheme):
    figure = open_figure(cls, size=size)
    if scheme == "dark":
        figure.page.evaluate(DARKEN)
    assert violations(figure.page) == []
    figure.reveal()
    figure.whole.locator("details").evaluate("one => { one.open = true; }")
    assert violations(figure.page) == []
    if cls.guesses:
        figure.whole.locator(".explorable-guess input").first.check()
        figure.press("Commit")
        assert violations(figure.page) == []


@each
def test_handles_are_named_sliders_whose_value_is_said_in_words(open_figure, cls):
    figure = open_figure(cls)
    for handle in figure.handles:
        assert handle.get_attribute("aria-label")
        assert handle.get_attribute("aria-valuetext")
        handle.focus()
        outline = handle.locator(".explorable-knob").evaluate("one => getComputedStyle(one).stroke")
        figure.page.keyboard.press("Tab")
        figure.page.keyboard.press("Shift+Tab")
        shown = handle.locator(".explorable-knob").evaluate("one => getComputedStyle(one).stroke")
        figure.whole.locator("button").last.focus()
        plain = handle.locator(".explorable-knob").evaluate("one => getComputedStyle(one).stroke")
        assert shown != plain, outline


@each
def test_without_scripts_the_still_and_all_words_are_there(browser, examples, cls):
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto(f"{examples}/{cls.name}.html")
    whole = still.locator(f"#{cls.name}")
    assert whole.get_by_role("img").is_visible()
    assert whole.locator("figcaption").is_visible()
    assert not whole.locator("dd").first.is_visible()
    whole.locator("summary").click()
    assert whole.locator("dd").last.is_visible()
    box, below = whole.get_by_role("img").bounding_box(), whole.locator("figcaption").bounding_box()
    assert box["y"] + box["height"] <= below["y"] + 1
    context.close()


@each
def test_paper_shows_the_still(open_figure, cls):
    figure = open_figure(cls)
    figure.stir()
    assert not figure.whole.locator(".explorable-still").is_visible()
    figure.page.emulate_media(media="print")
    assert figure.whole.locator(".explorable-still svg").is_visible()
    assert figure.whole.locator("figcaption").is_visible()
    assert not figure.whole.locator(".explorable-live").is_visible()
    figure.page.emulate_media(media="screen")
    assert figure.whole.locator(".explorable-live").is_visible()


@each
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_high_contrast_sliders_are_seen_and_words_stand_on_the_readers_ground(
    open_figure, cls, scheme
):
    figure = open_figure(cls)
    figure.page.emulate_media(forced_colors="active", color_scheme=scheme)
    figure.reveal()
    for slider in figure.sliders:
        with Image.open(io.BytesIO(slider.screenshot())) as seen:
            assert len(seen.getcolors(maxcolors=100_000)) > 1
    ground = figure.page.evaluate(
        """() => {
            document.body.style.background = "Canvas";
            return getComputedStyle(document.body).backgroundColor;
        }"""
    )
    halos = figure.whole.locator(".explorable-label").evaluate_all(
        "all => [...new Set(all.map(one => getComputedStyle(one).stroke))]"
    )
    assert set(halos) <= {ground}


@each
def test_nothing_is_animated(open_figure, cls):
    figure = open_figure(cls)
    figure.page.emulate_media(reduced_motion="reduce")
    figure.stir()
    figure.settle()
    assert figure.page.evaluate("document.getAnimations().length") == 0


def drag(handle, dx: float, dy: float) -> tuple[float, float]:
    """Drag a handle some pixels and let it go; return where it should be then."""
    mouse, (x, y) = handle.page.mouse, middle(handle)
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + dx, y + dy, steps=4)
    mouse.up()
    return x + dx, y + dy


@pytest.mark.parametrize("kind", ["L1", "L2"])
def test_contours_are_turned_and_stretched_by_the_end_of_their_axis(open_figure, kind):
    figure = open_figure(ConstraintGeometry)
    figure.reveal()
    handle, center = (
        figure.whole.get_by_role("slider", name=f"{what} of the contours, beside {kind}")
        for what in ("Shape", "Center c")
    )
    assert "turned by −60 degrees, 2.5 times" in handle.get_attribute("aria-valuetext")
    figure.whole.evaluate("one => one.explorable.set({ c1: 0.2, c2: 0.2 })")
    figure.settle()
    # All around the center, nearer and further away: it is where it was put, and so is the axis.
    for way in ((-40, 20), (-10, 60), (90, 40), (60, -50), (-50, -80)):
        wanted = drag(handle, *way)
        figure.settle()
        x, y = middle(handle)
        assert abs(x - wanted[0]) + abs(y - wanted[1]) < 4, way
        cx, cy = middle(center)
        turned = math.degrees(math.atan2(cy - y, x - cx))
        assert (turned - figure.state["angle"] + 1) % 180 <= 2, way
    # Where the axis has no room it is shown cut, and gives no leap when it is held.
    figure.whole.evaluate("one => one.explorable.set({ c1: 2, c2: 2, angle: -45, stretch: 6 })")
    figure.settle()
    (x, y), (cx, cy) = middle(handle), middle(center)
    drag(handle, (x - cx) / 30, (y - cy) / 30)
    assert 5.5 <= figure.state["stretch"] <= 6
    drag(handle, (cx - x) / 10, (cy - y) / 10)
    assert 4.5 < figure.state["stretch"] < 5.3


@pytest.mark.parametrize("size", SIZES)
def test_no_name_of_a_region_stands_under_the_center_or_the_solution(open_figure, size):
    states = [
        {"given": "penalty", "lam_l1": 1000.0},
        {"c1": -2.0, "c2": 0.1, "angle": 0.0, "stretch": 1.0},
        {"budget_l1": 0.0},
    ]
    for state in states:
        figure = open_figure(ConstraintGeometry, address_of(state, ConstraintGeometry.name), size)
        figure.reveal()
        stage = figure.whole.locator(".explorable-stage")
        names = stage.locator("text.muted", has_text=re.compile("^(both|w.) (= )?0$")).all()
        handle = figure.whole.get_by_role("slider", name="Center c of the contours, beside L1")
        marks = [stage.locator("circle.point.l1"), handle.locator(".explorable-knob")]
        boxes = [one.bounding_box() for one in names[:5] if one.text_content()]
        assert boxes
        for mark in (one.bounding_box() for one in marks):
            for box in boxes:
                apart = any(
                    box[low] + box[along] <= mark[low] or mark[low] + mark[along] <= box[low]
                    for low, along in (("x", "width"), ("y", "height"))
                )
                assert apart, (state, box, mark)
