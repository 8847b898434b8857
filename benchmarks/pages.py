"""Measures how fast pages of the book open on a phone with a poor connection.

    PYTHONPATH=tools python benchmarks/pages.py            five visits of each page
    PYTHONPATH=tools python benchmarks/pages.py --runs 1   one visit, to look at the details

Beside them a stock Jupyter Book page, built from the same chapter in the same run (see
`stock_book.py`). It needs the site in `_build/html` and a Chromium. The tables go to the screen and
to `_build/bench/pages.md`.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from counting_server import CountingServer
from find_chromium import find_chromium, start_chromium
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from stock_book import build_stock_book

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
OUT = ROOT / "_build" / "bench"
MEASURE = Path(__file__).with_name("opening_pages.js")

# Lighthouse's slow 4G: https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md
DOWN = 1_600_000  # bits per second
UP = 750_000
LATENCY = 150  # milliseconds
SLOWER = 4  # times, the processor
PHONE = {"width": 390, "height": 844}
CONTROL = "figure.lab form :is(input, select), .explorable-controls input[type=range]"
PATIENCE = 120.0  # seconds for a page to open, on a busy machine

CHAPTER = "chapters/01-weights.html"
FIGURE = re.compile('<figure class="(?:lab|explorable)"')
TIMED = ("book/welcome.html", CHAPTER, "book/notation.html", "book/how-to-use.html")
TARGETS = "Targets: largest paint ≤ 2.5 s, shift ≤ 0.02, first working control ≤ 3 s."
CONDITIONS = f"""\
Chromium {{version}}, headless, {PHONE["width"]} × {PHONE["height"]} pixels; slow 4G
({DOWN / 1e6:g} Mbit/s down, {UP / 1e3:g} kbit/s up, {LATENCY} ms), the processor slowed \
{SLOWER} times; nothing in the cache.
Both are DevTools' throttling: the latency is added to each request, and opening a connection costs
nothing. Files come gzipped over HTTP/1.1 from this machine, for the stock page also those that it
asks two CDNs for (scripts packed with Brotli, as CDNs do), which favors it: no other name is looked
up, no other connection secured. The stock page of the cover has no explorable, as these are ours.
Medians of {{runs}} visits, with the least and the most.

Largest paint: the last largest contentful paint that Chromium reports. Shift: the sum of all layout
shifts while the page opens, and with those in the 2 s after scrolling to the first lab (or to the
end). First working control: from the start of the visit until a key, pressed again and again on
the page's first control, has changed the picture on the screen (visits of their own, as a key ends
the search for the largest paint). A stock page's control is a widget, which comes and never works,
as no kernel is there. Requests and kB: all that is sent before the page is scrolled."""


@dataclass
class Visits:
    """What was measured at some visits of one page: seconds, shifts, requests, kilobytes."""

    name: str
    paint: list[float] = field(default_factory=list)
    shift: list[float] = field(default_factory=list)
    shift_scrolled: list[float] = field(default_factory=list)
    control: list[float] = field(default_factory=list)
    widget: list[float] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)
    kilobytes: list[float] = field(default_factory=list)
    details: set[str] = field(default_factory=set)

    def row(self) -> str:
        """Return a table's row."""
        control = spread(self.control, 2) if self.control else "no control"
        if self.widget:
            control = f"never (there after {spread(self.widget, 2)})"
        return (
            f"| {self.name} | {spread(self.paint, 2)} | {spread(self.shift, 3)} "
            f"| {spread(self.shift_scrolled, 3)} | {control} "
            f"| {median(self.requests):.0f} | {median(self.kilobytes):.0f} |"
        )


def spread(values: Sequence[float], digits: int) -> str:
    """Return the median of some values, and in parentheses the least and the most.

    >>> spread([1.0, 3.0, 2.0], 1)
    '2.0 (1.0–3.0)'
    """
    least, middle, most = (f"{f(values):.{digits}f}" for f in (min, median, max))
    return middle if least == most else f"{middle} ({least}–{most})"


def slow_page(context: BrowserContext) -> Page:
    """Return a page with the connection and the processor of a cheap phone."""
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": DOWN / 8,
            "uploadThroughput": UP / 8,
        },
    )
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(path=MEASURE)
    return page


def settle(page: Page) -> None:
    """Wait until nothing is loaded for half a second, and fonts are there."""
    page.wait_for_load_state("networkidle", timeout=1e3 * PATIENCE)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(500)


def see_paint(browser: Browser, server: CountingServer, name: str, visits: Visits) -> None:
    """Visit a page once, touching nothing, then scroll."""
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    page = slow_page(context)
    elsewhere = []
    own = (server.address, "data:", "blob:")
    page.on("request", lambda one: one.url.startswith(own) or elsewhere.append(one.url))
    server.forget()
    page.goto(f"{server.address}/{name}", timeout=1e3 * PATIENCE)
    settle(page)
    widgets = page.locator(".jupyter-widgets").count()
    if widgets:
        page.wait_for_function("measured.widget !== null", timeout=1e3 * PATIENCE)
        settle(page)
    seen = page.evaluate("measured")
    visits.paint.append(seen["lcp"] / 1e3)
    visits.shift.append(seen["shift"])
    visits.requests.append(server.requests)
    visits.kilobytes.append(sum(server.sent.values()) / 1e3)
    if seen["widget"]:
        visits.widget.append(seen["widget"] / 1e3)
    page.evaluate(
        """() => {
            const lab = document.querySelector("figure:is(.lab, .explorable), .jupyter-widgets");
            (lab || document.querySelector("footer")).scrollIntoView({behavior: "instant"});
        }"""
    )
    page.wait_for_timeout(2000)
    seen = page.evaluate("measured")
    visits.shift_scrolled.append(seen["shift"])
    visits.details |= {f"largest: {seen['element']}", *seen["shifted"]}
    visits.details |= {f"not there: {one}" for one in server.missing}
    if elsewhere:
        raise RuntimeError(f"{name} asks other servers, so it can't be measured: {elsewhere}")
    context.close()


def see_control(browser: Browser, server: CountingServer, name: str, visits: Visits) -> None:
    """Visit a page once, go to its first control at once, and press keys there."""
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    page = slow_page(context)
    page.goto(f"{server.address}/{name}", wait_until="commit", timeout=1e3 * PATIENCE)
    end = time.monotonic() + PATIENCE
    for key in itertools.cycle(["ArrowRight", "ArrowLeft"]):
        there, changed = page.evaluate(
            """control => {
                const one = document.querySelector(control);
                one?.scrollIntoView({block: "center", behavior: "instant"});
                one?.focus({preventScroll: true});
                return [one !== null && document.activeElement === one, measured.changed];
            }""",
            CONTROL,
        )
        if changed is not None:
            visits.control.append(changed / 1e3)
            break
        if time.monotonic() > end:
            raise RuntimeError(f"No key changes the first picture of {name}.")
        if there:
            page.keyboard.press(key)
        page.wait_for_timeout(20)
    context.close()


def weigh(browser: Browser, server: CountingServer, name: str) -> tuple[int, float]:
    """Return the requests and kilobytes of a page, on a fast connection."""
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    page = context.new_page()
    server.forget()
    page.goto(f"{server.address}/{name}")
    settle(page)
    context.close()
    return server.requests, sum(server.sent.values()) / 1e3


def weights(browser: Browser, stock: CountingServer, ours: CountingServer) -> list[str]:
    """Return a table of each page that both books have."""
    lines = [
        "| page | stock: requests | kB | ours: requests | kB | share |",
        "|---|---|---|---|---|---|",
    ]
    for path in sorted(ours.folder.rglob("*.html")):
        name = path.relative_to(ours.folder).as_posix()
        if name == "index.html" or not (stock.folder / name).exists():
            continue
        before, after = weigh(browser, stock, name), weigh(browser, ours, name)
        lines.append(
            f"| {name} | {before[0]} | {before[1]:.0f} | {after[0]} | {after[1]:.0f} "
            f"| {after[1] / before[1]:.0%} |"
        )
    return lines


def main(runs: int) -> None:
    """Build the stock book, visit all pages and write the tables."""
    if not (SITE / "index.html").exists():
        sys.exit("The site is not built yet: `make book` does it, and so does `make bench`.")
    OUT.mkdir(parents=True, exist_ok=True)
    stock, ours = CountingServer(build_stock_book(OUT)), CountingServer(SITE)
    rows = [Visits(f"stock, {CHAPTER}"), *(Visits(f"ours, {name}") for name in TIMED)]
    with sync_playwright() as playwright:
        chromium = find_chromium(playwright)
        if chromium is None:
            sys.exit(
                "There is no Chromium to measure in: install one, or name it in COURSE_CHROMIUM."
            )
        browser = start_chromium(playwright, chromium)
        # Pages take turns, so that a busy moment of the machine meets them alike.
        for _ in range(runs):
            see_paint(browser, stock, CHAPTER, rows[0])
            for name, visits in zip(TIMED, rows[1:], strict=True):
                see_paint(browser, ours, name, visits)
                if FIGURE.search((SITE / name).read_text(encoding="utf-8")):
                    see_control(browser, ours, name, visits)
        table = weights(browser, stock, ours)
        conditions = CONDITIONS.format(version=browser.version, runs=runs)
    lines = [
        "# Opening a page",
        "",
        conditions,
        "",
        "| page | largest paint, s | shift | and after scrolling | first working control, s "
        "| requests | kB |",
        "|---|---|---|---|---|---|---|",
        *(visits.row() for visits in rows),
        "",
        TARGETS,
        "",
        "## Weight of each page, before it is scrolled",
        "",
        *table,
        "",
        "## What painted last, and what moved",
        "",
    ]
    for visits in rows:
        lines += [f"- {visits.name}", *(f"    - {one}" for one in sorted(visits.details))]
    text = "\n".join(lines) + "\n"
    (OUT / "pages.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure how fast pages open.")
    parser.add_argument("--runs", type=int, default=5, help="visits of each page")
    main(parser.parse_args().runs)
