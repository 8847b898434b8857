"""The gallery in a browser: its figures come to life when they are near, and links set them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from built_site import SITE, SIZES
from playwright.sync_api import expect

from shrinkage.explorables import ALL

GALLERY = "book/explorables.html"
AT_ONCE = "one => one.scrollIntoView({behavior: 'instant'})"


def links() -> list[tuple[str, str]]:
    """Return the address and the figure of each link to a state, on the page as it is built."""
    soup = BeautifulSoup((SITE / GALLERY).read_text(encoding="utf-8"), "html.parser")
    return [(one["href"], one["href"].split("#")[1]) for one in soup.select(".explorable-starts a")]


@pytest.mark.parametrize("size", SIZES)
def test_figures_come_to_life_one_after_the_other_and_nothing_moves(site, page, size):
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site}/{GALLERY}")
    figures = page.locator("figure.explorable")
    assert figures.count() == len(ALL)
    # Those far below wait.
    assert figures.last.get_attribute("data-ready") is None
    places = figures.evaluate_all("all => all.map(one => one.offsetTop)")
    for figure in figures.all():
        figure.evaluate(AT_ONCE)
        expect(figure).to_have_attribute("data-ready", "true")
    assert figures.evaluate_all("all => all.map(one => one.offsetTop)") == places
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_a_figure_has_the_width_of_the_text_and_no_more_height_than_it_needs(site, page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/{GALLERY}")
    text = page.locator("article p").first.bounding_box()
    for figure in page.locator("figure.explorable").all():
        figure.evaluate(AT_ONCE)
        expect(figure).to_have_attribute("data-ready", "true")
        live = figure.locator(".explorable-live")
        room = live.bounding_box()
        assert (room["x"], room["width"]) == (text["x"], text["width"])
        below = figure.locator(".explorable-toolbar").bounding_box()
        assert room["y"] + room["height"] - below["y"] - below["height"] <= 110


def test_nothing_else_on_a_page_has_the_name_that_leads_to_a_figure():
    found = 0
    for path in sorted(SITE.rglob("*.html")):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for figure in soup.select("figure.explorable"):
            found += 1
            # A heading makes a name of its words: give the figure another, by `id="…"`.
            named = soup.find_all(id=figure["id"])
            assert named == [figure], f"{path.name}: {figure['id']}"
    assert found > 2 * len(ALL)


def test_every_link_opens_its_figure_in_its_state(site, page):
    page.goto(f"{site}/{GALLERY}")
    found = links()
    assert len(found) >= 2 * len(ALL)
    for address, name in found:
        page.locator(f'.explorable-starts a[href="{address}"]').click()
        page.wait_for_url(f"**/{GALLERY}{address}")
        figure = page.locator(f"#{name}")
        expect(figure).to_have_attribute("data-ready", "true")
        expect(figure).to_be_in_viewport()
        state = figure.evaluate("one => one.explorable.get()")
        starts = figure.evaluate("one => one.explorable.model.starts")
        given = dict(one.split("=") for one in address.split("#")[0].lstrip("?").split("&"))
        assert {f"{name}.{key}" for key in starts if state[key] != starts[key]} == set(given)
        figure.get_by_role("button", name="Reset").click()
        assert {
            key: figure.evaluate("one => one.explorable.get()")[key] for key in starts
        } == starts


def test_copy_link_gives_an_address_that_brings_the_state_back(site, browser):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}/{GALLERY}")
    figure = page.locator("figure.explorable").first
    figure.evaluate(AT_ONCE)
    expect(figure).to_have_attribute("data-ready", "true")
    figure.locator("input[type=range]").first.press("End")
    figure.get_by_role("button", name="Copy link").click()
    expect(figure.get_by_role("button", name="Copied")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    state = figure.evaluate("one => one.explorable.get()")
    context.close()
    other = browser.new_context()
    page = other.new_page()
    page.goto(address)
    figure = page.locator("figure.explorable").first
    expect(figure).to_have_attribute("data-ready", "true")
    assert figure.evaluate("one => one.explorable.get()") == state
    other.close()
