"""The site from a server and as a folder opened from disk: alive, quiet, and shut to others."""

from __future__ import annotations

import re

import pytest
from built_site import SITE
from playwright.sync_api import expect

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')
CHAPTER = "chapters/01-weights.html"

# Writes down whatever the policy of a page keeps from it.
WRITE_VIOLATIONS = """
    window.kept = [];
    document.addEventListener("securitypolicyviolation", event => {
        window.kept.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
    });
    window.print = () => { window.printed = true; };
"""


@pytest.fixture(params=["server", "folder"])
def place(request, site) -> str:
    """The address of the site, without a slash at its end."""
    return site if request.param == "server" else SITE.as_uri()


@pytest.fixture(scope="module")
def names(site) -> list[str]:
    """The paths of all pages, but for index.html, which leads on at once."""
    found = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
    return [name for name in found if name != "index.html"]


def test_every_page_carries_the_policy_before_anything_is_loaded(site):
    for path in SITE.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        found = POLICY.findall(page)
        assert len(found) == 1, path
        before = page[: POLICY.search(page).start()]
        assert not re.search(r"<(?:script|style|link)\b", before), path
        rules = dict(rule.split(" ", 1) for rule in found[0].split("; "))
        assert rules["default-src"] == "'self'"
        assert rules["object-src"] == "'none'"
        assert rules["base-uri"] == rules["form-action"] == "'self'"
        assert rules["img-src"] == "'self' data:"
        for kind in ("script-src", "style-src-elem"):
            sources = [one for one in rules[kind].split() if not one.startswith("'sha256-")]
            assert sources == ["'self'"], (path, kind)


def test_no_page_asks_for_what_its_policy_forbids(place, names, page):
    page.add_init_script(WRITE_VIOLATIONS)
    for name in names:
        page.goto(f"{place}/{name}")
        # What waits for the reader: menus, hints, copying, printing, labs, the search.
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        for control in page.locator("figure.lab form :is(input, select)").all():
            control.press("End")
        for toggle in page.locator("[data-bs-toggle=dropdown]:visible").all():
            toggle.click()
            page.locator(".dropdown-menu.show").wait_for()
        if page.locator("[data-does=print]").count():
            page.locator("[data-does=print]").click()
            assert page.evaluate("window.printed")
        for hinted in page.query_selector_all("[data-bs-toggle=tooltip]"):
            # A hint can close the menu that the next one is in.
            if hinted.is_visible():
                hinted.hover()
        if page.locator("button.copybtn").count():
            page.locator("button.copybtn").first.evaluate("one => one.click()")
        assert page.evaluate("window.kept") == [], name


def test_the_first_address_leads_on(place, page):
    page.goto(f"{place}/index.html")
    page.wait_for_url("**/book/welcome.html")


def test_a_lab_is_alive(place, page):
    page.goto(f"{place}/{CHAPTER}")
    lab = page.locator("figure.lab").first
    lab.scroll_into_view_if_needed()
    expect(lab.locator("script")).not_to_be_empty(timeout=20_000)
    before = lab.locator(".lab-picture").inner_html()
    lab.locator("form :is(input, select)").first.press("End")
    assert lab.locator(".lab-picture").inner_html() != before


def test_formulas_have_their_fonts(place, page):
    page.goto(f"{place}/{CHAPTER}")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter(one => one.status === 'loaded').map(one => one.family)"
    )
    assert {"KaTeX_Main", "KaTeX_Math"} <= set(loaded)
    # A font that is asked for and not there is an error of the page.
    assert page.evaluate("[...document.fonts].filter(one => one.status === 'error').length") == 0


def test_the_search_finds_a_chapter_from_the_keyboard(place, page):
    page.goto(f"{place}/book/welcome.html")
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").fill("bias")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=bias")
    page.locator("#search-results a", has_text="Weights").first.wait_for(timeout=10_000)
    page.locator("#search-results a", has_text="Weights").first.click()
    page.wait_for_url("**/01-weights.html*")


def test_the_theme_is_switched_and_kept_on_the_next_page(place, page):
    page.emulate_media(color_scheme="light")
    page.goto(f"{place}/book/welcome.html")
    theme = "document.documentElement.dataset.theme"
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    for _ in range(3):
        page.locator(".theme-switch-button:visible").first.click()
        if page.evaluate(theme) == "dark":
            break
    assert page.evaluate(theme) == "dark"
    assert page.evaluate(ground) != light
    page.goto(f"{place}/{CHAPTER}")
    assert page.evaluate(theme) == "dark"


def test_the_policy_keeps_strangers_out(place, browser):
    # Not the watched page: what is kept out here is written to the console.
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WRITE_VIOLATIONS)
    page.goto(f"{place}/{CHAPTER}")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.stranger = true;";
            const image = document.createElement("img");
            image.src = "https://example.org/image.png";
            const style = document.createElement("style");
            style.textContent = "body { color: red }";
            document.body.append(script, image, style);
        }"""
    )
    page.wait_for_timeout(300)
    kept = sorted(one.split(":")[0] for one in page.evaluate("window.kept"))
    assert kept == ["img-src", "script-src-elem", "style-src-elem"]
    assert page.evaluate("window.stranger") is None
    context.close()
