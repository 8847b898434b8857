"""The buttons that lead to the repository, on a small book that has one: quiet and usable."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator

import pytest
from built_site import SIZES, violations
from small_book import build

PAGES = ("chapters/small.html", "book/status.html")
MENUS = ".article-header-buttons [data-bs-toggle=dropdown]"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Iterator[str]:
    """The address at which the book is served, without a slash at its end."""
    folder = tmp_path_factory.mktemp("with-repository")
    done = build(folder, repository="https://github.com/someone/a-course", pages=("book/status",))
    assert done.returncode == 0, done.stdout + done.stderr
    handler = functools.partial(Quiet, directory=str(folder / "_build" / "html"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_with_each_menu_open(place, page_without_policy, size, scheme):
    page = page_without_policy
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for name in PAGES:
        page.goto(f"{place}/{name}")
        for menu in page.locator(MENUS).all():
            menu.click()
            page.locator(".dropdown-menu.show").wait_for()
            assert violations(page) == [], name


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_header_and_its_menus_fit_the_page(place, page, width):
    page.set_viewport_size({"width": width, "height": 844})
    for name in PAGES:
        page.goto(f"{place}/{name}")
        boxes = [one.bounding_box() for one in page.locator(".article-header-buttons > *").all()]
        boxes = [box for box in boxes if box]
        assert len({round(box["y"] + box["height"] / 2) for box in boxes}) == 1, name
        for menu in page.locator(MENUS).all():
            menu.click()
            boxes.append(page.locator(".dropdown-menu.show").bounding_box())
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes), name
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_menu_opens_and_leads_on_from_the_keyboard(place, page):
    page.goto(f"{place}/chapters/small.html")
    page.get_by_role("button", name="Run this chapter online").press("Enter")
    page.keyboard.press("ArrowDown")
    focused = "document.activeElement.textContent.trim()"
    assert page.evaluate(focused) == "Google Colab"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "Binder"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.ariaLabel") == "Run this chapter online"


def test_each_icon_is_drawn(place, page):
    for name in PAGES:
        page.goto(f"{place}/{name}")
        icons = page.locator(".article-header-buttons [class*='fa-']")
        drawn = icons.evaluate_all(
            "all => all.map(one => getComputedStyle(one).maskImage.startsWith('url('))"
        )
        assert len(drawn) >= 8
        assert all(drawn), name
