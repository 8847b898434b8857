"""How a page opens, as far as it can be said without a clock: what it waits for, and what moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from built_site import SITE, SIZES
from counting_server import CountingServer

MOST_SHIFT = 0.02
MOST_BLOCKING = 2  # files that a page waits for before it paints

# Sums all layout shifts, with what moved.
WRITE_SHIFTS = """
    window.shift = 0;
    window.moved = [];
    new PerformanceObserver(list => {
        for (const one of list.getEntries()) {
            window.shift += one.value;
            for (const source of one.sources) {
                const node = source.node || {};
                window.moved.push(`${one.value.toFixed(4)} ${node.outerHTML || node.textContent}`
                    .slice(0, 120));
            }
        }
    }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def slow_server(site) -> Iterator[CountingServer]:
    """The site; its scripts and fonts come when they are let go."""
    server = CountingServer(SITE, held=(".js", ".woff2"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def names(site) -> list[str]:
    """The paths of all pages but index.html, which leads on at once."""
    found = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
    return [name for name in found if name != "index.html"]


def open_slowly(page, server: CountingServer, name: str) -> None:
    """Open a page whose scripts and fonts come right after its first paint."""
    page.add_init_script(WRITE_SHIFTS)
    server.released.clear()
    page.goto(f"{server.address}/{name}", wait_until="commit")
    page.evaluate(
        """() => new Promise(resolve => {
            new PerformanceObserver(resolve).observe({ type: "paint", buffered: true });
        }).then(() => true)"""
    )
    server.released.set()
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(200)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_moves_while_a_page_opens_and_is_scrolled(browser, slow_server, names, size):
    width, height = SIZES[size]
    shifts = {}
    for name in names:
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        open_slowly(page, slow_server, name)
        page.evaluate(
            """() => (document.querySelector("figure.lab") || document.body.lastElementChild)
                .scrollIntoView({behavior: "instant"})"""
        )
        page.wait_for_timeout(400)
        shift, moved = page.evaluate("[window.shift, window.moved]")
        if shift > MOST_SHIFT:
            shifts[name] = (shift, moved)
        context.close()
    assert shifts == {}


def test_the_measure_of_shifts_sees_one(browser, tmp_path):
    page = f'<p style="height: 200px">High.</p><p>{"Below.<br>" * 40}</p>'
    page += '<script defer src="late.js"></script>'
    (tmp_path / "page.html").write_text(f"<title>Page</title>{page}", encoding="utf-8")
    script = 'document.querySelector("p").style.height = "400px";'
    (tmp_path / "late.js").write_text(script, encoding="utf-8")
    server = CountingServer(tmp_path, held=(".js",))
    context = browser.new_context()
    page = context.new_page()
    open_slowly(page, server, "page.html")
    assert page.evaluate("window.shift") > MOST_SHIFT
    context.close()
    server.stop()


def test_a_page_waits_for_one_style_sheet_and_for_no_script(page, site, names):
    for name in names:
        page.goto(f"{site}/{name}")
        blocking = page.evaluate(
            """() => performance.getEntriesByType("resource")
                .filter(one => one.renderBlockingStatus === "blocking")
                .map(one => new URL(one.name).pathname)"""
        )
        assert len(blocking) <= MOST_BLOCKING, (name, blocking)
        assert all(one.endswith(".css") for one in blocking), (name, blocking)
        scripts = page.locator("script[src]:not([defer], [async])").count()
        assert scripts == 0, name
        imported = page.evaluate(
            """() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
                .filter(rule => rule instanceof CSSImportRule).map(rule => rule.href)"""
        )
        assert imported == [], name


def test_no_page_waits_for_a_style_sheet_of_which_it_needs_nothing(page, site, names):
    for name in names:
        page.goto(f"{site}/{name}")
        used = page.evaluate(
            r"""() => Object.fromEntries([...document.styleSheets].filter(one => one.href).map(
                sheet => [new URL(sheet.href).pathname, [...sheet.cssRules].filter(rule => {
                    try { return document.querySelector(rule.selectorText) !== null; }
                    catch { return false; }
                }).length]))"""
        )
        assert all(used.values()), (name, used)
