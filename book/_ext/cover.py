"""The cover: a live lab, and for each chapter on the map how long it takes.

`{cover-lab}` draws L1 beside L2 on ten weights, under one slider, into the page that names it.
On the welcome page every link to a chapter in a list gets the minutes that the chapter itself
states, in its line "**It takes** about 25 minutes to read, and 20 more for the exercises."
"""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any

import numpy as np
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from shrinkage import lasso_path, ridge_path
from shrinkage.datasets import load_diabetes
from shrinkage.explore import Slider, explore
from shrinkage.plots import BLUE, GRAY, ORANGE, describe, new_figure

LAMS = tuple(float(f"{lam:.2g}") for lam in np.geomspace(0.2, 50, 25))
NAMES = {
    "bmi": "body mass index",
    "bp": "blood pressure",
    "tc": "cholesterol",
    "ldl": "LDL",
    "hdl": "HDL",
    "tch": "total / HDL",
    "ltg": "triglycerides",
    "glu": "glucose",
}
STATED = re.compile(
    r"\*\*It takes\*\* about (\d+) minutes to read, and (\d+) more for the exercises"
)
CHAPTERS = "chapters/"


def cover_lab() -> Any:
    """Return the lab: ten weights of one model, held back by L1 and by L2."""
    data = load_diabetes()
    X = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0)
    names = [NAMES.get(name, name) for name in data.feature_names]
    free = lasso_path(X, data.y, [0.0]).coefs[0]
    paths = {
        "L1": (lasso_path(X, data.y, LAMS).coefs, BLUE),
        "L2": (ridge_path(X, data.y, LAMS).coefs, ORANGE),
    }
    places = np.arange(len(names))[::-1]

    def one_slider(lam: float = LAMS[14]) -> Any:
        figure, panels = new_figure(1, 2, height=3.2, sharey=True)
        zeros = {}
        for axes, (name, (weights, color)) in zip(panels, paths.items(), strict=True):
            now = weights[LAMS.index(lam)]
            gone = now == 0
            zeros[name] = int(gone.sum())
            axes.barh(places, free, height=0.72, color=GRAY, alpha=0.22)
            axes.barh(places, now, height=0.4, color=color)
            axes.plot(now[gone], places[gone], "o", color=color, fillstyle="none", markersize=6)
            axes.axvline(0, color="black", linewidth=0.8)
            axes.set(xlim=(-42, 42), xticks=[-30, 0, 30], xlabel="weight")
            axes.grid(False, axis="y")
            axes.set_title(f"{name}: {zeros[name] or 'none'} at exactly 0")
        panels[0].set_yticks(places, names)
        panels[1].tick_params(left=False)
        return describe(
            figure,
            f"Ten weights at λ = {lam:g}. With L1, {zeros['L1'] or 'none'} of them "
            f"{'is' if zeros['L1'] == 1 else 'are'} exactly 0. With L2, "
            f"{zeros['L2'] or 'none'} {'is' if zeros['L2'] == 1 else 'are'}: the largest is "
            f"{np.abs(paths['L2'][0][LAMS.index(lam)]).max():.1f}, and without a penalty "
            f"{np.abs(free).max():.1f}.",
        )

    return explore(
        one_slider,
        name="cover",
        caption=(
            "The weights of one model of how diabetes progresses: without a penalty (gray), with "
            "L1 and with L2. Raise λ, and L1 sets one weight after another to exactly 0 (a ring). "
            "L2 makes them small, and none of them 0. (The same λ means something else to each: "
            "compare what happens, not where.)"
        ),
        lam=Slider(LAMS, label="λ, the strength of the penalty"),
    )


class CoverLab(SphinxDirective):
    """`{cover-lab}`: the lab, in the page's HTML."""

    def run(self) -> list[nodes.Node]:
        """Draw it."""
        html = cover_lab()._repr_mimebundle_()["text/html"]
        return [nodes.raw("", html, format="html")]


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
    app.add_directive("cover-lab", CoverLab)
    app.add_js_file("progress.js", loading_method="defer")
    app.connect("doctree-resolved", state_minutes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
