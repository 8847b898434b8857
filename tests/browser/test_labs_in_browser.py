"""Labs in a browser: every control, moved by keyboard to each of its ends, changes the picture."""

from __future__ import annotations

import io
import json
import shutil
import time
from pathlib import Path

import pytest
from labs import example_labs
from PIL import Image
from playwright.sync_api import expect

import shrinkage.explore
from shrinkage.explore import Slider, explore

STATIC = Path(shrinkage.explore.__file__).parent / "static"

# What a reader sees of a lab: the drawing and the printed lines, without the text alternative.
SHOWN = """lab => [...lab.querySelectorAll(".lab-picture svg, .lab-picture .lab-text")]
    .map(one => one.innerHTML).join("\\n")"""


def write_page(path: Path, labs: list[str]) -> str:
    """Write a page of labs with nothing but their own script and style; return its address."""
    for name in ("lab.js", "lab.css", "slider.css"):
        shutil.copy(STATIC / name, path.parent)
    path.write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Labs</title>'
        '<meta name="viewport" content="width=device-width">'
        '<link rel="stylesheet" href="lab.css"><script src="lab.js"></script></head>'
        f"<body><main><h1>Labs</h1>{''.join(labs)}</main></body></html>",
        encoding="utf-8",
    )
    return path.as_uri()


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """The address of a page that holds the example labs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHRINKAGE_BUILD_LABS", "1")
        labs = [lab._repr_mimebundle_()["text/html"] for lab in example_labs()]
    return write_page(tmp_path_factory.mktemp("labs") / "labs.html", labs)


@pytest.fixture
def example_page(page, examples):
    page.goto(examples)
    return page


def ends(control) -> list[tuple[str, str]]:
    """Return the keys that bring a focused control to each end, and the words it then shows."""
    kind = control.evaluate("one => one.type")
    if kind == "range":
        words = json.loads(control.get_attribute("data-words"))
        return [("Home", words[0]), ("End", words[-1])]
    if kind == "checkbox":
        return [("Space", "")]
    options = control.locator("option").all_text_contents()
    return [("Home", options[0]), ("End", options[-1])]


def words_of(control) -> str:
    kind = control.evaluate("one => one.type")
    if kind == "range":
        said = control.get_attribute("aria-valuetext")
        assert control.locator("xpath=following-sibling::output").text_content() == said
        return said
    return "" if kind == "checkbox" else control.locator("option:checked").text_content()


def comes_to_show(lab, picture: str) -> bool:
    """Tell whether the lab shows this picture soon; a busy machine may take a while."""
    patience = time.monotonic() + 10.0
    while lab.evaluate(SHOWN) != picture:
        if time.monotonic() > patience:
            return False
        lab.page.wait_for_timeout(20)
    return True


def await_frames(lab) -> None:
    """Wait for the pictures of a lab, which come as it nears the view."""
    lab.scroll_into_view_if_needed()
    expect(lab.locator("script")).not_to_be_empty(timeout=20_000)


def problems(lab) -> list[str]:
    """Drive one lab by keyboard; return what a reader would miss."""
    name = lab.get_attribute("data-lab")
    await_frames(lab)
    found = []
    start = lab.evaluate(SHOWN)
    if not start:
        return [f"{name} shows nothing"]
    controls = lab.locator("form input, form select").all()
    if not controls:
        found.append(f"{name} has no controls")
    for control in controls:
        label = control.evaluate("one => one.labels.length ? one.labels[0].textContent : ''")
        if not label.strip():
            found.append(f"{name} has a control without a name")
        place = control.evaluate("one => one.type === 'checkbox' ? one.checked : one.value")
        for key, words in ends(control):
            control.focus()
            control.press(key)
            now = control.evaluate("one => one.type === 'checkbox' ? one.checked : one.value")
            if words_of(control) != words:
                found.append(f"{name}: {label} does not say {words!r} after {key}")
            picture = lab.evaluate(SHOWN)
            if not picture or "NaN" in picture:
                found.append(f"{name}: nothing is drawn at {label} = {words}")
            if (picture == start) != (now == place):
                found.append(f"{name}: the picture does not follow {label} = {words}")
            lab.get_by_role("button", name="Reset").press("Enter")
            if not comes_to_show(lab, start):
                found.append(f"{name}: Reset does not undo {label} = {words}")
    return found


def test_every_lab_of_the_site_follows_its_controls(site_pages, page):
    driven = 0
    found: list[str] = []
    for address in site_pages:
        page.goto(address)
        for lab in page.locator("figure.lab").all():
            driven += 1
            found += problems(lab)
    assert driven > 0
    assert found == []


def test_the_examples_follow_their_controls(example_page):
    assert [
        found for lab in example_page.locator("figure.lab").all() for found in problems(lab)
    ] == []


def test_a_control_that_does_nothing_is_found(page, tmp_path, monkeypatch):
    monkeypatch.setenv("SHRINKAGE_BUILD_LABS", "1")
    lab = explore(lambda n: print("the same"), name="still", n=Slider([0, 1]))
    page.goto(write_page(tmp_path / "still.html", [lab._repr_mimebundle_()["text/html"]]))
    assert problems(page.locator("figure.lab")) == ["still: the picture does not follow n = 1"]


def test_the_drawing_of_a_frame_is_the_one_drawn_for_its_setting(example_page):
    # Frames are found by number: a slip in the order would show another setting's picture.
    example_page.get_by_label("size of w").press("End")
    example_page.get_by_label("direction").press("Home")
    example_page.get_by_role("checkbox", name="points").press("Space")
    image = example_page.locator("[data-lab=two-classes] [role=img]")
    assert "Weights of size 3 at -45°" in image.get_attribute("aria-label")
    assert example_page.locator("[data-lab=two-classes] use").count() < 30
    example_page.get_by_role("checkbox", name="points").press("Space")
    assert example_page.locator("[data-lab=two-classes] use").count() > 120


def test_going_to_and_fro_gives_the_stored_picture_exactly(example_page):
    # The script changes only what differs; nothing of an earlier picture may stay behind.
    wanted = example_page.evaluate(
        """() => [...document.querySelectorAll(".lab")].map(lab => {
            const [places, table] = lab.querySelector("script").textContent
                .split("\\n\\n").map(part => part.split("\\n"));
            return places.map(runs => {
                const view = document.createElement("div");
                view.innerHTML = runs.split(" ").flatMap(run => {
                    const [from, to = from] = run.split("-");
                    return table.slice(+from, +to + 1);
                }).join("\\n");
                return view.innerHTML;
            });
        })"""
    )
    shown = example_page.evaluate(
        """() => [...document.querySelectorAll(".lab")].map(lab => {
            const inputs = [...lab.querySelectorAll("form input, form select")];
            const count = lab.querySelector("script").textContent.split("\\n\\n")[0]
                .split("\\n").length;
            const pictures = [];
            for (const frame of Array.from({length: count}, (_, n) => (n * 11) % count)) {
                let rest = frame;
                for (const one of inputs) {
                    const place = Math.floor(rest / one.dataset.stride);
                    rest -= place * one.dataset.stride;
                    if (one.type === "checkbox") one.checked = place;
                    else if (one.options) one.selectedIndex = place;
                    else one.value = place;
                }
                inputs[0].dispatchEvent(new Event("input", {bubbles: true}));
                pictures[frame] = lab.querySelector(".lab-picture").innerHTML;
            }
            return pictures;
        })"""
    )
    assert [len(frames) for frames in wanted] == [42, 12]
    assert shown == wanted


def test_clipping_survives_the_swap(example_page):
    lab = example_page.locator("[data-lab=two-classes]")
    example_page.get_by_label("size of w").press("End")
    clipped = lab.locator("[clip-path]")
    assert clipped.count() > 0
    lost = lab.evaluate(
        """lab => [...lab.querySelectorAll("[clip-path]")].filter(one =>
            !lab.querySelector(one.getAttribute("clip-path").slice(4, -1)))"""
    )
    assert lost == []


def test_a_change_is_said_once_the_reader_rests(example_page):
    said = example_page.locator("[data-lab=two-classes] [role=status]")
    assert said.text_content() == ""
    slider = example_page.get_by_label("size of w")
    slider.press("End")
    expect(said).to_contain_text("Weights of size 3", timeout=10_000)


def test_enter_in_a_control_does_not_leave_the_page(example_page):
    address = example_page.url
    example_page.get_by_label("size of w").press("Enter")
    example_page.get_by_role("checkbox", name="points").press("Enter")
    example_page.wait_for_timeout(100)
    assert example_page.url == address


def test_handles_are_large_enough_for_a_finger(example_page):
    for one in example_page.locator(".lab-control, .lab button, .lab select").all():
        assert one.bounding_box()["height"] >= 44


def test_in_high_contrast_sliders_are_seen(example_page):
    example_page.emulate_media(forced_colors="active")
    sliders = example_page.locator(".lab input[type=range]").all()
    assert sliders
    for slider in sliders:
        with Image.open(io.BytesIO(slider.screenshot())) as seen:
            assert len(seen.getcolors(maxcolors=100_000)) > 1


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_text_stays_legible_and_the_page_does_not_scroll_sideways(example_page, width):
    example_page.set_viewport_size({"width": width, "height": 844})
    assert example_page.evaluate("document.documentElement.scrollWidth") <= width
    smallest = example_page.evaluate(
        """() => Math.min(...[...document.querySelectorAll(".lab svg")].map(svg =>
            10 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))"""
    )
    assert smallest >= 9.49


def test_two_figures_stand_abreast_or_one_below_the_other(example_page):
    def tops() -> list[float]:
        return [
            one.bounding_box()["y"] for one in example_page.locator("[data-lab=two-maps] svg").all()
        ]

    example_page.set_viewport_size({"width": 1280, "height": 844})
    first, second = tops()
    assert first == second
    example_page.set_viewport_size({"width": 390, "height": 844})
    first, second = tops()
    assert second > first + 200


def test_without_scripts_and_on_paper_the_first_picture_is_there(browser, examples):
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto(examples)
    lab = still.locator("[data-lab=two-classes]")
    assert lab.locator("svg").is_visible()
    assert not lab.locator("form").is_visible()
    assert lab.get_by_text("size of w: 1, direction: 45°, points: on").is_visible()
    context.close()


def test_paper_shows_the_first_picture_also_after_a_move(example_page):
    lab = example_page.locator("[data-lab=two-classes]")
    start = lab.evaluate(SHOWN)
    lab.get_by_label("size of w").press("End")
    moved = lab.evaluate(SHOWN)
    assert moved != start
    example_page.emulate_media(media="print")
    assert comes_to_show(lab, start)
    assert not lab.locator("form").is_visible()
    assert lab.locator(".lab-still").is_visible()
    example_page.emulate_media(media="screen")
    assert comes_to_show(lab, moved)
