"""Say what the site was built with, and how its chapters ran.

`{chapter-runs}` becomes a table of the notebooks that the build ran: how long each took, when,
and whether it came to its end. `{built-with}` becomes the date, and a table of versions.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

PACKAGES = {
    "shrinkage": "shrinkage",
    "NumPy": "numpy",
    "Matplotlib": "matplotlib",
    "ipywidgets": "ipywidgets",
    "JupyterLab": "jupyterlab",
    "Jupyter Book": "jupyter-book",
    "MyST-NB": "myst-nb",
    "Sphinx": "sphinx",
    "sphinx-book-theme": "sphinx-book-theme",
}


class ToFill(nodes.General, nodes.Element):
    """A place to be filled once all notebooks have run, by what the directive there is called."""


class StatusDirective(SphinxDirective):
    """Keep a place, and remember the page."""

    def run(self) -> list[nodes.Node]:
        """Return the place."""
        self.env.metadata[self.env.docname]["build_status"] = True
        return [ToFill(name=self.name)]


def moment(seconds: float) -> str:
    """Return a moment in words, given in seconds since 1970.

    Examples
    --------
    >>> moment(0)
    '1 January 1970, 00:00 UTC'
    """
    then = datetime.fromtimestamp(seconds, UTC)
    return f"{then.day} {then:%B %Y, %H:%M} UTC"


def now() -> float:
    """Return the time of the build; SOURCE_DATE_EPOCH sets it for builds that must be alike."""
    return float(os.environ.get("SOURCE_DATE_EPOCH") or datetime.now(UTC).timestamp())


def table(headings: list[str], rows: Iterable[list[str | nodes.Node]]) -> nodes.table:
    """Return a table of words and nodes."""
    group = nodes.tgroup(cols=len(headings))
    group += [nodes.colspec(colwidth=1) for _ in headings]
    head, body = nodes.thead(), nodes.tbody()
    for part, lines in ((head, [headings]), (body, rows)):
        for line in lines:
            row = nodes.row()
            for one in line:
                inside = nodes.Text(one) if isinstance(one, str) else one
                row += nodes.entry("", nodes.paragraph("", "", inside))
            part += row
    group += [head, body]
    return nodes.table("", group, classes=["colwidths-auto"])


def result(run: dict[str, Any]) -> str:
    """Return in words how a notebook ran, from what MyST-NB noted."""
    return "ran to its end" if run["succeeded"] else f"stopped by {run['error'] or 'an error'}"


def chapter_runs(app: Sphinx, page: str) -> nodes.Node:
    """Return the table of the notebooks that were run."""
    rows: list[list[str | nodes.Node]] = []
    for name, noted in sorted(getattr(app.env, "nb_metadata", {}).items()):
        run = noted.get("exec_data")
        if not run:
            continue
        address = app.builder.get_relative_uri(page, name)
        title = app.env.titles[name].astext()
        chapter = nodes.reference("", title, internal=True, refuri=address)
        # A number and its unit stay on one line.
        seconds = (
            "not noted" if run["runtime"] is None else f"{run['runtime']:.1f}\N{NO-BREAK SPACE}s"
        )
        rows.append([chapter, seconds, moment(run["mtime"]), result(run)])
    if not rows:
        return nodes.paragraph("", "No chapter was run when this page was built.")
    return table(["Chapter", "Time", "Finished", "Result"], rows)


def built_with() -> list[nodes.Node]:
    """Return the date of the build, and the table of versions."""
    system = f"{platform.system()} ({platform.machine()})"
    said = f"Built on {moment(now())}, with Python {platform.python_version()} on {system}."
    rows = [[name, version(package)] for name, package in PACKAGES.items()]
    return [nodes.paragraph("", said), table(["Package", "Version"], rows)]


class FillPlaces(SphinxPostTransform):
    """Fill the places of a page."""

    # Before Sphinx resolves what is left to resolve.
    default_priority = 8

    def run(self, **kwargs: Any) -> None:
        """Go through one document."""
        for place in list(self.document.findall(ToFill)):
            if place["name"] == "chapter-runs":
                place.replace_self(chapter_runs(self.app, self.env.docname))
            else:
                place.replace_self(built_with())


def always_written(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name the pages to write anew in every build, also where nothing in them has changed."""
    return [name for name, metadata in env.metadata.items() if metadata.get("build_status")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_directive("chapter-runs", StatusDirective)
    app.add_directive("built-with", StatusDirective)
    app.add_post_transform(FillPlaces)
    app.connect("env-updated", always_written)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
