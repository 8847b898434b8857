"""What a reader's browser has to load, counted by the server: bytes of each file, gzipped."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from built_site import SITE
from counting_server import CountingServer

FIRST_VISIT = 300_000
FURTHER_PAGE = 120_000
START = "book/welcome.html"


@pytest.fixture(scope="module")
def server(site) -> Iterator[CountingServer]:
    server = CountingServer(SITE)
    yield server
    server.stop()


def weigh(browser, server, *names: str) -> dict[str, int]:
    """Return what a fresh browser loads for the last of some pages read in turn."""
    # No request is routed through the test: that would switch the browser's cache off.
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    for name in names:
        server.forget()
        page.goto(f"{server.address}/{name}")
        if name == "index.html":
            page.wait_for_url(f"**/{START}")
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(50)
    context.close()
    return dict(server.sent)


def excess(name: str, sent: dict[str, int], budget: int) -> list[str]:
    """Say, where a page is heavier than the budget, by how much, and which files weigh most."""
    total = sum(sent.values())
    if total <= budget:
        return []
    heaviest = sorted(sent, key=sent.__getitem__, reverse=True)[:5]
    files = ", ".join(f"{file} {sent[file] / 1000:.0f} kB" for file in heaviest)
    return [f"{name} loads {total / 1000:.0f} kB of {budget // 1000} kB allowed: {files}"]


@pytest.fixture(scope="module")
def names(server) -> list[str]:
    """The paths of all pages, and of a search with results."""
    found = [path.relative_to(SITE).as_posix() for path in sorted(SITE.rglob("*.html"))]
    return [*found, "search.html?q=weights"]


@pytest.fixture(scope="module")
def first_visits(browser, server, names) -> dict[str, dict[str, int]]:
    """What each page loads in a browser that knows nothing of the site."""
    return {name: weigh(browser, server, name) for name in names}


def test_a_first_visit_to_any_page_loads_at_most_300_kb(first_visits):
    found = [
        line for name, sent in first_visits.items() for line in excess(name, sent, FIRST_VISIT)
    ]
    assert not found, "\n".join(found)


def test_a_further_page_loads_at_most_120_kb(browser, server, names):
    found = []
    for name in names:
        if name not in (START, "index.html"):
            sent = weigh(browser, server, START, name)
            assert "_static/site.css" not in sent, "the browser's cache is off"
            found += excess(name, sent, FURTHER_PAGE)
    assert not found, "\n".join(found)


def test_every_script_and_style_sheet_that_is_shipped_is_used_by_a_page(first_visits):
    asked = {file for sent in first_visits.values() for file in sent}
    shipped = {
        path.relative_to(SITE).as_posix()
        for path in SITE.rglob("*")
        if path.suffix in (".js", ".css", ".map", ".mo", ".po")
    }
    # A lab's pictures are asked for when the lab is near the view: those of the first pages' ends
    # are not.
    pages = "\n".join(path.read_text(encoding="utf-8") for path in SITE.rglob("*.html"))
    late = {f"_static/labs/{name}" for name in re.findall(r'data-src="[^"]*?([^/"?]+\.js)', pages)}
    assert shipped - asked - late == set()
    assert late <= shipped


def test_the_file_that_breaks_the_budget_is_named(browser, tmp_path):
    (tmp_path / "small.html").write_text("<title>Small</title>", encoding="utf-8")
    heavy = "<title>Heavy</title><script src='heavy.js'></script><script src='light.js'></script>"
    (tmp_path / "heavy.html").write_text(heavy, encoding="utf-8")
    digits = "".join(str(number**7) for number in range(30_000))
    (tmp_path / "heavy.js").write_text(f"/* {digits} */", encoding="utf-8")
    (tmp_path / "light.js").write_text("/* */", encoding="utf-8")
    server = CountingServer(tmp_path)
    first = weigh(browser, server, "heavy.html")
    again = weigh(browser, server, "heavy.html", "small.html", "heavy.html")
    server.stop()
    assert excess("small.html", {"small.html": 60}, 300_000) == []
    (line,) = excess("heavy.html", first, 120_000)
    assert line.startswith("heavy.html loads")
    assert "120 kB allowed: heavy.js" in line
    assert "heavy.js" not in again
