"""No rule of the theme's that applies to a page was left out of the style sheets shipped."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

KATEX = Path(__file__).parents[2] / "node_modules" / "katex" / "dist" / "katex.min.css"
# Jupyter Book, the theme below its theme, what shows cells, and formulas.
ORIGINALS = {
    "pydata_sphinx_theme": "theme/pydata_sphinx_theme/static/styles/pydata-sphinx-theme.css",
    "sphinx_book_theme": "theme/sphinx_book_theme/static/styles/sphinx-book-theme.css",
    "myst_nb": "static/mystnb.css",
}

# The selectors of a style sheet that match an element now, or would in some state of a pointer.
# Font Awesome's are left out: the site draws its icons itself.
MATCHING = r"""
    (function () {
        const split = text => {
            const parts = [""];
            let depth = 0;
            for (const sign of text) {
                depth += "([".includes(sign) - ")]".includes(sign);
                if (sign === "," && depth === 0) parts.push("");
                else parts[parts.length - 1] += sign;
            }
            return parts.map(part => part.trim());
        };
        const states = new RegExp("::?(?:before|after|hover|focus|focus-visible|focus-within|" +
            "active|visited|placeholder|marker|backdrop|selection|file-selector-button|" +
            "-[\\w-]+)(?![\\w-])", "g");
        window.matching = rules => [...rules].flatMap(rule => [
            ...(rule.selectorText ? split(rule.selectorText) : []).filter(selector => {
                if (/\.fa[a-z0-9-]*/.test(selector)) return false;
                // The colors of cells are of no use on a page without cells.
                if (/^:is\(html, body\)/.test(selector) && !document.querySelector(".cell"))
                    return false;
                const plain = selector.replace(states, "").trim() || "*";
                try { return document.querySelector(plain) !== null; } catch { return false; }
            }),
            ...window.matching(rule.cssRules || []),
        ]);
        window.dropped = originals => {
            const shipped = new Set([...document.styleSheets].flatMap(sheet =>
                window.matching(sheet.cssRules)));
            return originals.flatMap(css => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(css);
                return window.matching(sheet.cssRules).filter(one => !shipped.has(one));
            });
        };
    })();
"""


@pytest.fixture(scope="module")
def originals() -> list[str]:
    """The style sheets as their authors ship them."""
    paths = [files(package).joinpath(path) for package, path in ORIGINALS.items()]
    return [path.read_text(encoding="utf-8") for path in [*paths, KATEX]]


def open_all(page) -> None:
    """Open what waits for the reader: menus, folded parts, hints, the search."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for toggle in page.locator("[data-bs-toggle=dropdown]:visible").all():
        toggle.click()
    for hinted in page.locator("[data-bs-toggle=tooltip]:visible").all()[:2]:
        hinted.hover()
        page.locator(".tooltip.show").first.wait_for()


@pytest.mark.parametrize("width", [390, 1280])
def test_every_rule_that_applies_is_shipped(site, site_pages, page, originals, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.add_init_script(MATCHING)
    lost = {}
    for address in [*site_pages, f"{site}/search.html?q=weights"]:
        page.goto(address)
        if address.endswith("/404.html"):
            continue  # It has a style of its own.
        page.evaluate("document.fonts.ready")
        open_all(page)
        lost[address] = page.evaluate("originals => window.dropped(originals)", originals)
        if width < 992:
            page.locator(".primary-toggle:visible").first.click()
            page.locator("#pst-primary-sidebar-modal[open]").wait_for()
        else:
            page.keyboard.press("Control+k")
        lost[address] += page.evaluate("originals => window.dropped(originals)", originals)
    assert {address: rules for address, rules in lost.items() if rules} == {}
