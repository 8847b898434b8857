"""The page for addresses that are not in the book, the sitemap, and the icon."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from built_site import SITE

PREFIX = "/course"


class Host(http.server.SimpleHTTPRequestHandler):
    """Serves the site below a prefix, and its 404.html for whatever is not there, as hosts do."""

    def translate_path(self, path: str) -> str:
        if not path.startswith(f"{PREFIX}/"):
            return str(SITE / "not-there")
        return super().translate_path(path.removeprefix(PREFIX))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        body = (SITE / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def host(site) -> Iterator[str]:
    """The address of a host that publishes the site below a prefix."""
    handler = functools.partial(Host, directory=str(SITE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.mark.parametrize("path", ["lost.html", "chapters/lost.html", "a/b/c/lost/"])
def test_a_lost_reader_is_led_back_from_any_depth(host, browser, path):
    # Not the watched page: the browser writes each address that is not there to the console.
    context = browser.new_context()
    page = context.new_page()
    answer = page.goto(f"{host}{PREFIX}/{path}")
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "This page is not in the book"
    start = f"{PREFIX}/book/welcome.html"
    page.locator(f"a[href='{start}']").wait_for()
    assert page.locator("img").evaluate("one => one.naturalWidth") > 0
    page.locator("#start").click()
    page.wait_for_url(f"{host}{start}")
    context.close()


@pytest.mark.parametrize(("scheme", "ground"), [("light", 255), ("dark", 20)])
def test_the_lost_page_follows_the_theme(site, page, scheme, ground):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/404.html")
    page.locator("#start[href='/book/welcome.html']").wait_for()
    color = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert color.startswith(f"rgb({ground},")


def test_the_sitemap_lists_the_pages_of_the_book(site):
    tree = ElementTree.parse(SITE / "sitemap.xml")
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert tree.getroot().tag == f"{name}urlset"
    listed = [one.text for one in tree.iter(f"{name}loc")]
    pages = {
        path.relative_to(SITE).as_posix()
        for folder in ("book", "chapters")
        for path in (SITE / folder).rglob("*.html")
    }
    assert listed[0] == "book/welcome.html"
    assert sorted(listed) == sorted(pages)


def test_every_page_has_the_icon(site_pages, page):
    for address in site_pages:
        page.goto(address)
        icon = page.locator("link[rel=icon]").evaluate("one => one.href")
        width = page.evaluate(
            """icon => new Promise(done => {
                const image = new Image();
                image.onload = () => done(image.naturalWidth);
                image.onerror = () => done(0);
                image.src = icon;
            })""",
            icon,
        )
        assert width > 0, address
