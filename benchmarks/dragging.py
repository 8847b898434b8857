"""Measures how fast the explorables answer a drag, beside a slider of ipywidgets in JupyterLab.

    PYTHONPATH=tools python benchmarks/dragging.py                       all of them, and JupyterLab
    PYTHONPATH=tools python benchmarks/dragging.py --only one-weight     one explorable
    PYTHONPATH=tools python benchmarks/dragging.py --moves 200           more moves of each control

Each is dragged by its handles and its sliders on a page of its own. Then JupyterLab is started with
a notebook whose one cell is ipywidgets' `interact` with a Matplotlib figure, and its slider is
moved by keys. It needs a Chromium. What is found is printed as it goes, the table in the end; the
table is written to `_build/bench/dragging.md` too.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import numpy as np
from find_chromium import find_chromium, start_chromium
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from start_jupyterlab import PATIENCE, READY, RUN_ALL, started_jupyterlab

import shrinkage.explorables
import shrinkage.explore
from shrinkage.explorables import ALL, Explorable

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "_build" / "bench"
MEASURE = Path(__file__).with_name("dragging_times.js")
STATIC = Path(shrinkage.explorables.__file__).parent / "static"
LAB_STATIC = Path(shrinkage.explore.__file__).parent / "static"
SIZES = ("explorables.js", "explorables.css", "jupyter.js")
SIZE = {"width": 1280, "height": 900}
# As wide as a column of the book at that size.
PAGE = """<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8">
<title>{title}</title><style>main {{ width: 800px; margin: auto; }}</style>
<link rel="stylesheet" href="lab.css"><link rel="stylesheet" href="explorables.css">
<script src="explorables.js" defer></script></head><body><main>{figure}</main></body></html>"""
# The plainest of figures; one with more in it would be slower.
CELL = """\
%matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact

x = np.linspace(0, 5, 100)

@interact(lam=(0.0, 4.0, 0.05))
def draw(lam=1.0):
    plt.plot(x, np.exp(-lam * x))
    plt.show()"""

MOVES = 60
WARM_UP = 20  # moves that are not counted: the browser compiles what is used often
AROUND = 200  # px, around where a handle is at first
IN_VAIN = 8  # moves, for each that is counted, until a control is given up
SLOWER = 4
RATES = (1, SLOWER)
TARGETS = {1: 8.0, SLOWER: 16.0}  # ms of work
CONDITIONS = f"""\
Chromium {{version}}, headless, {SIZE["width"]} × {SIZE["height"]} pixels, drawn by the processor, \
on this machine
({{cores}} cores; load {{load}}, the measuring included). {{moves}} moves of each control that \
change
something, forth and back between its ends, one at a time. Medians, and in parentheses the 95th
percentile, in ms; at full speed, and with the processor slowed {SLOWER} times by DevTools.

- *Work*: what the page's main thread does for one move: the handlers of the pointer's event or of
  the input's, and the frame from its first callback to the end of its task (solving, drawing,
  style, layout, paint; a message posted in the callback tells the end). Pixels are made of that
  on other threads. Target for the median: {TARGETS[1]:g} ms, slowed {TARGETS[SLOWER]:g} ms.
- *Whole*: from the time stamp of the event to the same end. That holds the wait for the next frame
  of the display, up to 16.7 ms.

Of each explorable, the handle and the slider with the most work. In JupyterLab the slider is moved
by keys, each once the picture has answered the one before; *whole* is from the key's time stamp
until the frame with the new picture. The kernel isn't slowed."""


@dataclass
class Times:
    """Milliseconds of the moves of one control, at each speed."""

    name: str
    is_slider: bool
    work: dict[int, list[float]] = field(default_factory=dict)
    whole: dict[int, list[float]] = field(default_factory=dict)

    def cells(self) -> str:
        """Return the cells of a table's row."""
        return " | ".join(
            in_words(times[rate]) for times in (self.work, self.whole) for rate in RATES
        )

    def above(self) -> list[str]:
        """Return in words where the work is above its target."""
        return [
            f"{self.name}: {in_words(self.work[rate])}" + ("" if rate == 1 else ", slowed")
            for rate in RATES
            if np.median(self.work[rate]) > TARGETS[rate]
        ]


def in_words(values: Sequence[float]) -> str:
    """Return the median and the 95th percentile.

    >>> in_words([1.0, 2.0, 3.0])
    '2.0 (2.9)'
    """
    middle, high = np.percentile(values, [50, 95])
    return f"{middle:.1f} ({high:.1f})"


def controls(page: Page) -> Iterator[tuple[Times, Locator]]:
    """Find each handle and slider; of several that are alike but for numbers, the first."""
    seen = set()
    for control in page.locator("svg [role=slider], input[type=range]").all():
        if not control.is_visible():
            continue
        name = control.evaluate("one => one.getAttribute('aria-label') || one.labels[0].innerText")
        is_slider = control.evaluate("one => one.localName === 'input'")
        alike = (is_slider, re.sub(r"[\d.−-]+", "", name))
        if alike not in seen:
            seen.add(alike)
            yield Times(name, is_slider), control


def way_of(control: Locator) -> list[tuple[float, float]]:
    """Return where to drag a control, again and again; first where it is."""
    if control.evaluate("one => one.localName === 'input'"):
        box = control.bounding_box()
        share, places = control.evaluate(
            "({ value, min, max, step }) => [(value - min) / (max - min), (max - min) / step]"
        )
        left, room, y = box["x"] + 22, box["width"] - 44, box["y"] + box["height"] / 2
        there = np.linspace(0.0, 1.0, min(30, round(places) + 1))
        return [(left + part * room, y) for part in (share, *there, *there[::-1])]
    knob = control.locator(".explorable-knob").bounding_box()
    x, y = knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2
    round_it = np.linspace(0.0, 2.0 * np.pi, 60, endpoint=False)
    return [(x, y), *((x + AROUND * np.cos(one), y + AROUND * np.sin(one)) for one in round_it)]


def drag(page: Page, control: Locator, moves: int) -> tuple[list[float], list[float]]:
    """Drag a control until it was moved so often; return the times of work, and whole ones."""
    control.scroll_into_view_if_needed()
    start, *way = way_of(control)
    page.mouse.move(*start)
    page.mouse.down()
    answers: list[dict] = []
    for tried, place in enumerate(itertools.cycle(way)):
        if len(answers) >= moves:
            break
        if tried > IN_VAIN * moves:
            raise RuntimeError(f"A control can't be dragged: {control}")
        page.evaluate("() => { window.answers.length = 0; }")
        page.mouse.move(*place)
        page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        answers += page.evaluate("window.answers.filter(one => one.changed)")
    page.mouse.up()
    page.get_by_role("button", name="Reset").click()
    return [one["work"] for one in answers], [one["whole"] for one in answers]


def time_explorable(
    browser: Browser, folder: Path, cls: type[Explorable], moves: int
) -> list[Times]:
    """Return the times of one explorable's controls."""
    path = folder / f"{cls.name}.html"
    path.write_text(PAGE.format(title=cls.title, figure=cls().html()), encoding="utf-8")
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    page.add_init_script(path=MEASURE)
    page.goto(f"{path.as_uri()}#{cls.name}")
    page.wait_for_selector('[data-ready="true"]')
    show = page.get_by_role("button", name="Show me", exact=True)
    if show.count():
        show.click()
    devtools = context.new_cdp_session(page)
    found = []
    for times, control in controls(page):
        drag(page, control, WARM_UP)
        for rate in RATES:
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            times.work[rate], times.whole[rate] = drag(page, control, moves)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        found.append(times)
    context.close()
    return found


def costliest(found: list[Times]) -> list[Times]:
    """Return the handle and the slider with the most work."""
    by_work = sorted(found, key=lambda one: -np.median(one.work[SLOWER]))
    kinds = [[one for one in by_work if one.is_slider is kind] for kind in (False, True)]
    return [kind[0] for kind in kinds if kind]


PRESSED = """() => new Promise((done, fail) => {
    const picture = () => document.querySelector(".jp-OutputArea-output img");
    const before = picture().src;
    let pressed = 0;
    window.addEventListener("keydown", event => { pressed = event.timeStamp; },
        { capture: true, once: true });
    const watch = new MutationObserver(() => {
        const now = picture();
        if (!now || now.src === before) return;
        watch.disconnect();
        now.decode().then(() => requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => done(performance.now() - pressed);
            port2.postMessage(null);
        }));
    });
    watch.observe(document.body, { subtree: true, childList: true, attributes: true,
        attributeFilter: ["src"] });
    setTimeout(() => fail(new Error("no new picture")), 30000);
})"""


def time_jupyterlab(browser: Browser, folder: Path, moves: int) -> dict[int, list[float]]:
    """Return milliseconds from a key to the new picture in JupyterLab, at each speed."""
    cell = nbformat.v4.new_code_cell(CELL)
    notebook = nbformat.v4.new_notebook(
        cells=[cell],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    found: dict[int, list[float]] = {}
    with started_jupyterlab(folder) as (address, root):
        nbformat.write(notebook, root / "slider.ipynb")
        context = browser.new_context(viewport=SIZE)
        page = context.new_page()
        page.set_default_timeout(1e3 * PATIENCE)
        page.goto(f"{address}lab/tree/slider.ipynb?reset")
        page.wait_for_function(READY)
        page.evaluate(RUN_ALL)
        page.locator(".jp-OutputArea-output img").first.wait_for()
        slider = page.locator(".jp-OutputArea-output [role=slider]").first
        devtools = context.new_cdp_session(page)
        for rate in RATES:
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            times = []
            for place in range(moves + 3):
                slider.focus()
                page.evaluate(f"() => {{ window.answer = ({PRESSED})(); }}")
                page.keyboard.press("ArrowRight" if place % 2 else "ArrowLeft")
                times.append(page.evaluate("window.answer"))
                page.wait_for_timeout(100)
            found[rate] = times[3:]
        context.close()
    return found


def weights() -> str:
    """Return in words how large what is bundled is."""
    found = []
    for name in SIZES:
        content = (STATIC / name).read_bytes()
        packed = len(gzip.compress(content))
        found.append(f"{name} {len(content) / 1e3:.1f} kB, gzipped {packed / 1e3:.1f} kB")
    return "; ".join(found)


def main(only: str | None, moves: int) -> None:
    """Measure, and write the table."""
    rows, high = [], []
    before = os.getloadavg()[0]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        chromium = find_chromium(playwright)
        if chromium is None:
            sys.exit(
                "There is no Chromium to measure in: install one, or name it in COURSE_CHROMIUM."
            )
        for sheet in ("lab.css", "slider.css"):
            shutil.copy(LAB_STATIC / sheet, folder)
        for bundle in ("explorables.css", "explorables.js"):
            shutil.copy(STATIC / bundle, folder)
        browser = start_chromium(playwright, chromium)
        for cls in ALL:
            if only in (None, cls.name):
                found = time_explorable(browser, folder, cls, moves)
                # Alone, all of it.
                for one in costliest(found) if only is None else found:
                    kind = "slider" if one.is_slider else "handle"
                    rows.append(f"| {cls.name} | {kind}: {one.name} | {one.cells()} |")
                print(*(f"{cls.name} | {one.name} | {one.cells()}" for one in found), sep="\n")
                high += [f"- {cls.name}, {line}" for one in found for line in one.above()]
        if only is None:
            times = time_jupyterlab(browser, folder / "jupyterlab", moves)
            cells = " | ".join(in_words(times[rate]) for rate in RATES)
            rows.append(f"| JupyterLab | `interact` with Matplotlib, by key | – | – | {cells} |")
            print(f"JupyterLab | {cells}")
        conditions = CONDITIONS.format(
            version=browser.version,
            cores=os.cpu_count(),
            load=f"{before:.1f} before and {os.getloadavg()[0]:.1f} after",
            moves=moves,
        )
    lines = [
        "# Dragging",
        "",
        conditions,
        "",
        f"| explorable | what is moved | work | work, slowed {SLOWER}× | whole "
        f"| whole, slowed {SLOWER}× |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
        "Controls above the target:" if high else "No control is above the target.",
        *(["", *high] if high else []),
        "",
        f"Sizes: {weights()}.",
    ]
    text = "\n".join(lines) + "\n"
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "dragging.md").write_text(text, encoding="utf-8")
    print(text)


def count(text: str) -> int:
    """Read how many moves are asked for."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"it has to be a whole number from 1 up, not {text!r}")
    return int(text)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure how fast explorables answer a drag.")
    parser.add_argument(
        "--only", choices=[cls.name for cls in ALL], help="one explorable, with all its controls"
    )
    parser.add_argument("--moves", type=count, default=MOVES, help="moves of each control")
    arguments = parser.parse_args()
    main(arguments.only, arguments.moves)
