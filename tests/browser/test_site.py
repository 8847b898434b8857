"""The built site as readers get it: quiet, self-contained, accessible, and fit for a phone."""

from __future__ import annotations

import pytest
from built_site import SIZES, violations


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(site_pages, page_without_policy, size, scheme):
    page = page_without_policy
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}
    for address in site_pages:
        page.goto(address)
        assert page.evaluate("document.documentElement.dataset.theme") in (scheme, None)
        # What is folded away counts as well.
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        found[address.split("/", 3)[3]] = violations(page)
    assert {address: lines for address, lines in found.items() if lines} == {}


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(site_pages, page, width):
    page.set_viewport_size({"width": width, "height": 844})
    wide = []
    for address in site_pages:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    assert wide == []


def test_the_first_address_leads_to_the_welcome_page(site, page):
    page.goto(f"{site}/")
    page.wait_for_url("**/book/welcome.html")


def test_a_formula_wider_than_a_phone_scrolls_from_its_first_sign(site, page):
    page.set_viewport_size({"width": 320, "height": 844})
    page.goto(f"{site}/book/notation.html")
    places = page.evaluate(
        """() => [...document.querySelectorAll("div.math")].map(one => ({
            wide: one.scrollWidth > one.clientWidth,
            left: one.querySelector(".katex-html").getBoundingClientRect().left,
        }))"""
    )
    assert any(place["wide"] for place in places)
    assert [place for place in places if place["left"] < 0] == []


def test_every_icon_on_a_page_is_drawn(site_pages, page):
    for address in site_pages:
        page.goto(address)
        undrawn = page.evaluate(
            """() => [...document.querySelectorAll('[class*="fa-"]')].filter(one =>
                !getComputedStyle(one).maskImage.startsWith("url(")).map(one => one.className)"""
        )
        assert undrawn == [], address


def test_formulas_are_drawn_in_katex_own_fonts(site, page):
    page.goto(f"{site}/chapters/01-weights.html")
    assert page.locator(".katex").count() > 10
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('16px KaTeX_Main')")
    raw = page.evaluate(
        r"""() => [...document.querySelectorAll(".bd-article :is(p, li, td)")].map(one => {
            const copy = one.cloneNode(true);
            copy.querySelectorAll(".katex, code, pre").forEach(part => part.remove());
            return copy.textContent;
        }).filter(text => /[$].+[$]|\\\\[a-z]+/.test(text))"""
    )
    assert raw == []


def test_solutions_are_folded_and_open_without_scripts(site, browser):
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto(f"{site}/chapters/01-weights.html")
    solution = still.locator("details", has_text="Solution 1.1").first
    assert not solution.locator("pre").is_visible()
    solution.locator("summary").click()
    assert solution.locator("pre").is_visible()
    context.close()


def test_the_search_finds_a_chapter(site, page):
    page.goto(f"{site}/search.html?q=bias")
    page.locator("#search-results a", has_text="Weights").first.wait_for(timeout=10_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_drawings_follow_the_theme(site, page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/chapters/01-weights.html")
    for kind in ("figure.drawing", "figure.lab"):
        color = page.locator(f"{kind} svg text").first.evaluate(
            "one => getComputedStyle(one).fill.match(/\\d+/g).slice(0, 3).map(Number)"
        )
        assert (sum(color) / 3 > 150) == (scheme == "dark"), (kind, color)
        ground = page.locator(f".text_html:has({kind})").first.evaluate(
            "one => getComputedStyle(one).backgroundColor"
        )
        assert ground == "rgba(0, 0, 0, 0)", (kind, ground)


def test_figures_fit_a_phone(site, page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/chapters/01-weights.html")
    cut = page.evaluate(
        """() => [...document.querySelectorAll("figure :is(svg, form)")]
            .filter(one => one.getBoundingClientRect().right > innerWidth)
            .map(one => one.outerHTML.slice(0, 99))"""
    )
    assert cut == []
