"""The glossary and the misconceptions under a thumb, and found by who looks for them."""

from __future__ import annotations

import pytest
from built_site import SIZES

# Whether the middle of an element's top edge is what one sees there: nothing lies above it.
IN_SIGHT = """one => {
    const box = one.getBoundingClientRect();
    const seen = document.elementFromPoint(box.left + 2, box.top + 2);
    return box.top >= 0 && box.bottom <= innerHeight && (one === seen || one.contains(seen));
}"""


@pytest.fixture(autouse=True)
def at_once(page):
    """Go to a place on a page at once, without gliding there."""
    page.emulate_media(reduced_motion="reduce")


@pytest.fixture
def phone(page):
    width, height = SIZES["phone"]
    page.set_viewport_size({"width": width, "height": height})
    return page


def test_a_letter_is_large_enough_for_a_thumb_and_leads_to_its_terms(site, phone):
    phone.goto(f"{site}/book/glossary.html")
    letters = phone.locator("nav.letters a")
    assert letters.count() > 15
    for letter in letters.all():
        box = letter.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    letters.get_by_text("V", exact=True).click()
    phone.wait_for_url("**/glossary.html#v")
    assert phone.locator("section#v h2").evaluate(IN_SIGHT)


def test_on_a_phone_a_term_s_text_has_the_whole_width(site, phone):
    phone.goto(f"{site}/book/glossary.html")
    term, text = (phone.locator(f"dl.glossary {one}").first.bounding_box() for one in ("dt", "dd"))
    assert text["x"] == term["x"]
    assert text["width"] > 0.85 * SIZES["phone"][0]


@pytest.mark.parametrize("size", SIZES)
def test_a_link_to_a_belief_opens_the_page_there(site, page, size):
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site}/book/misconceptions.html#larger-rate-faster")
    assert page.locator("section#larger-rate-faster h3").evaluate(IN_SIGHT)


def test_who_searches_for_the_field_s_word_finds_ours(site, page):
    page.goto(f"{site}/search.html?q=intercept")
    page.locator("#search-results a", has_text="Glossary").first.click(timeout=10_000)
    page.wait_for_url("**/glossary.html*#term-intercept")
    entry = page.locator("dt#term-intercept + dd")
    assert entry.is_visible()
    entry.get_by_role("link", name="bias").click()
    page.wait_for_url("**/glossary.html*#term-bias")
    assert page.locator("dt#term-bias").evaluate(IN_SIGHT)
