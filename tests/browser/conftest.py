"""A Chromium that reaches this machine only, and the built site, served as readers get it."""

from __future__ import annotations

import contextlib
import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from built_site import SITE
from find_chromium import find_chromium, start_chromium
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

# What is on another server. As a regular expression it is looked at by the browser's driver, and
# no request that stays here waits for this process.
ELSEWHERE = re.compile(r"^(?!file:|data:|blob:|about:|http://127\.0\.0\.1:)")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium, started once."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            pytest.skip(
                "NO BROWSER TEST IS RUN: there is no Chromium, and none could be downloaded. "
                "Install one (Debian: apt install chromium), or name it in COURSE_CHROMIUM."
            )
        yield start_chromium(playwright, path)


class Watch:
    """Refuses what a page asks of other servers, and writes down whatever goes wrong.

    `noise` matches warnings that say nothing against the page.
    """

    def __init__(self, context: BrowserContext, noise: str | None = None) -> None:
        self.problems: list[str] = []
        self.noise = noise
        context.route(ELSEWHERE, self._refuse)
        context.on("page", self._follow)

    def _refuse(self, route: Route) -> None:
        self.problems.append(f"asks another server: {route.request.url}")
        route.abort()

    def _follow(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("console", lambda said: self._console(said.type, said.text))
        page.on("response", lambda answer: self._answered(answer.status, answer.url))

    def _console(self, kind: str, text: str) -> None:
        if kind == "warning" and self.noise and re.fullmatch(self.noise, text):
            return
        if kind in ("error", "warning"):
            self.problems.append(f"console {kind}: {text}")

    def _answered(self, status: int, url: str) -> None:
        if status >= 400:
            self.problems.append(f"{status} for {url}")


@contextlib.contextmanager
def watched_page(browser: Browser, noise: str | None = None, **options: Any) -> Iterator[Page]:
    """Open a fresh page at 1280 × 900; in the end, see that nothing went wrong on it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
    watch = Watch(context, noise)
    yield context.new_page()
    context.close()
    assert watch.problems == []


@pytest.fixture(scope="session")
def open_watched(browser: Browser) -> Callable[..., contextlib.AbstractContextManager[Page]]:
    """What opens such a page, for a whole module; see `watched_page`."""
    return functools.partial(watched_page, browser)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page at 1280 × 900. Once the test is done, nothing may have gone wrong on it."""
    with watched_page(browser) as page:
        yield page


@pytest.fixture
def page_without_policy(browser: Browser) -> Iterator[Page]:
    """The like, for tools that write styles into the page, which the site's policy forbids."""
    with watched_page(browser, bypass_csp=True) as page:
        yield page


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the built site, without a slash at its end."""
    if not (SITE / "index.html").exists():
        pytest.fail("The site is not built yet: `make book` does it, and so does `make test`.")
    handler = functools.partial(QuietHandler, directory=str(SITE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture(scope="session")
def site_pages(site: str) -> list[str]:
    """The address of every page of the site, but for index.html, which leads on at once."""
    pages = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
    return [
        f"{site}/{page}"
        for page in pages
        if not page.startswith("_static/") and page != "index.html"
    ]
