"""The cover: for each chapter on the map, how long it takes.

On the welcome page every link to a chapter in a list gets the minutes that the chapter itself
states, in its line "**It takes** about 25 minutes to read, and 20 more for the exercises."
"""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

STATED = re.compile(
    r"\*\*It takes\*\* about (\d+) minutes to read, and (\d+) more for the exercises"
)
CHAPTERS = "chapters/"


def stated_minutes(notebook: Path) -> tuple[int, int]:
    """Return the minutes that a chapter says it takes: to read, and for its exercises."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    found = STATED.search(text)
    if found is None:
        raise ExtensionError(
            f"{notebook.name} does not say how long it takes. Write: **It takes** about 25 "
            "minutes to read, and 20 more for the exercises."
        )
    return int(found[1]), int(found[2])


def state_minutes(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the minutes below each chapter in the welcome page's lists."""
    if docname != app.config.root_doc:
        return
    for item in list(doctree.findall(nodes.list_item)):
        link = next(iter(item.findall(nodes.reference)), None)
        if link is None or not link.get("internal") or not link.get("refuri"):
            continue
        target = posixpath.join(posixpath.dirname(docname), link["refuri"].partition("#")[0])
        name = posixpath.normpath(target).removesuffix(".html")
        if not name.startswith(CHAPTERS):
            continue
        reading, exercises = stated_minutes(Path(app.env.doc2path(name)))
        words = f"{reading} minutes, exercises {exercises}"
        # The space before it is for those who hear or copy the text.
        item[0] += [nodes.Text(" "), nodes.inline("", words, classes=["minutes"])]


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_js_file("progress.js", loading_method="defer")
    app.connect("doctree-resolved", state_minutes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
