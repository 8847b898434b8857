"""Let a page paint early: one style sheet before the first paint, and all scripts after it.

A browser paints nothing until the style sheets of a page's head and the scripts among them are
there, and each of them is a journey to the server. The theme and its extensions link a dozen
small ones. After the build:

- style sheets are put together in one, in the order in which pages link them, with what they
  import. All pages link the same one, so that it is loaded once. A large one that only some pages
  link stays by itself;
- every script file is deferred: they run in the order in which they stand, once the page is read;
- scripts are not asked for ahead of what is painted.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

STATIC = "_static"
# Larger ones that not every page links would cost the others too much. In bytes.
LARGE = 12_000

SHEET = re.compile(
    r'[ \t]*<link\b(?=[^>]*\brel="stylesheet")(?![^>]*\bmedia=)'
    r'[^>]*\bhref="(?![a-z]+:|//)(?P<address>[^"?]+)[^"]*"[^>]*>\n?'
)
SCRIPT = re.compile(r'<script\b(?![^>]*\b(?:defer|async)\b)(?![^>]*\btype="module")(?=[^>]*\bsrc=)')
AHEAD = re.compile(r'[ \t]*<link\b(?=[^>]*\brel="preload")(?=[^>]*\bas="script")[^>]*>\n?')
IMPORT = re.compile(r"""@import\s+(?:url\()?["']([^"']+)["']\)?\s*;""")
CHARSET = re.compile(r"""@charset\s+["'][^"']*["']\s*;\s*""")
ADDRESS = re.compile(r"""url\(\s*(["']?)(?!data:|#|[a-z]+:|/)([^"')]+)\1\s*\)""")


def with_deferred_scripts(page: str) -> str:
    """Return a page's HTML with its script files deferred, and none asked for ahead."""
    return AHEAD.sub("", SCRIPT.sub("<script defer", page))


def sheets_of(page: str, folder: str) -> list[str]:
    """Return the site's style sheets that a page in a folder links, by their paths in the site."""
    return [
        posixpath.normpath(posixpath.join(folder, found["address"]))
        for found in SHEET.finditer(page)
    ]


def common_order(orders: list[list[str]]) -> list[str]:
    """Return one order of all names that keeps each of several orders.

    Raises
    ------
    ExtensionError
        If two orders contradict each other.
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for order in orders:
        for before, name in zip([None, *order], order, strict=False):
            sorter.add(name, *([before] if before else []))
    try:
        return list(sorter.static_order())
    except CycleError as error:
        raise ExtensionError(f"Pages link style sheets in different orders: {error}") from error


def groups_of(orders: list[list[str]], sizes: dict[str, int]) -> list[list[str]]:
    """Split the style sheets of all pages into those that are put together.

    Parameters
    ----------
    orders : list of list of str
        For each page, the style sheets it links, in order.
    sizes : dict
        From a style sheet to its size in bytes.

    Returns
    -------
    list of list of str
        In order; a large sheet that not all pages link is alone.
    """
    groups: list[list[str]] = [[]]
    for name in common_order(orders):
        if sizes[name] > LARGE and not all(name in order for order in orders):
            groups += [[name], []]
        else:
            groups[-1].append(name)
    return [group for group in groups if group]


def whole_sheet(site: Path, name: str) -> tuple[str, set[str]]:
    """Return a style sheet with what it imports, and the names of all that is in it.

    Addresses in it are changed to what they are as seen from `_static`.
    """
    folder = posixpath.dirname(name)
    css, used = "", {name}

    def moved(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, found[2]))
        return f'url("{posixpath.relpath(target, STATIC)}")'

    pieces = IMPORT.split(CHARSET.sub("", (site / name).read_text(encoding="utf-8")))
    for place, piece in enumerate(pieces):
        if place % 2:
            inner, inside = whole_sheet(site, posixpath.normpath(posixpath.join(folder, piece)))
            css, used = css + inner, used | inside
        else:
            css += ADDRESS.sub(moved, piece)
    return css, used


def write_groups(site: Path, groups: list[list[str]]) -> dict[str, str]:
    """Write each group as one file; return from a style sheet to the address that it has then."""
    addresses = {}
    parts = [[whole_sheet(site, name) for name in group] for group in groups]
    for used in {name for group in parts for _, names in group for name in names}:
        (site / used).unlink()
    for number, (group, texts) in enumerate(zip(groups, parts, strict=True)):
        css = '@charset "UTF-8";\n' + "\n".join(text for text, _ in texts)
        name = f"{STATIC}/site{number or ''}.css"
        (site / name).write_text(css, encoding="utf-8")
        # With another content it has another address, so that no browser keeps an old one.
        mark = hashlib.sha256(css.encode()).hexdigest()[:8]
        addresses |= dict.fromkeys(group, f"{name}?v={mark}")
    return addresses


def with_sheets(page: str, folder: str, addresses: dict[str, str]) -> str:
    """Return a page's HTML with links to where its style sheets are now, each once."""
    wanted = dict.fromkeys(addresses[name] for name in sheets_of(page, folder))
    links = "".join(
        f'    <link rel="stylesheet" href="{posixpath.relpath(address, folder or ".")}" />\n'
        for address in wanted
    )
    first = SHEET.search(page)
    if first is None:
        return page
    return page[: first.start()] + links + SHEET.sub("", page[first.start() :])


def paint_early(app: Sphinx, exception: Exception | None) -> None:
    """Rewrite the pages of the built site, and put its style sheets together."""
    if exception is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    pages = {
        path: path.read_text(encoding="utf-8")
        for path in sorted(site.rglob("*.html"))
        if site / STATIC not in path.parents
    }
    folders = {path: path.parent.relative_to(site).as_posix() for path in pages}
    orders = [order for path in pages if (order := sheets_of(pages[path], folders[path]))]
    sizes = {name: (site / name).stat().st_size for order in orders for name in order}
    addresses = write_groups(site, groups_of(orders, sizes))
    for path, page in pages.items():
        page = with_sheets(with_deferred_scripts(page), folders[path], addresses)
        path.write_text(page, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    # After what leaves out unused rules, before the policy on what pages hold.
    app.connect("build-finished", paint_early, priority=750)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
