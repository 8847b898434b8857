"""Reading the chapters: their cells, what they print, and the solutions that fold away; and running
them."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat

from shrinkage.plots import DescribedFigure

CHAPTERS = sorted((Path(__file__).parents[1] / "chapters").glob("*.ipynb"))

_SOLUTION = re.compile(
    r"<details>\s*<summary>[^<]*?(\d+\.\d+)</summary>\s*```python\n(.*?)```.*?</details>", re.DOTALL
)


def read_cells(chapter: Path) -> list[nbformat.NotebookNode]:
    """Return a chapter's cells."""
    return nbformat.read(chapter, as_version=4).cells


def text_of(chapter: Path, kind: str = "markdown") -> str:
    """Return what stands in a chapter's cells of one kind, "markdown" or "code"."""
    return "\n\n".join(cell.source for cell in read_cells(chapter) if cell.cell_type == kind)


def printed(chapter: Path) -> str:
    """Return all that the committed chapter prints and displays."""
    parts = []
    for cell in read_cells(chapter):
        for output in cell.get("outputs", []):
            parts.append(output.get("text", ""))
            parts += [str(data) for data in output.get("data", {}).values()]
    return "\n".join(parts)


def folded_solutions(chapter: Path) -> dict[str, str]:
    """Return the code of each solution by its exercise's name."""
    return {
        name: code
        for cell in read_cells(chapter)
        if cell.cell_type == "markdown"
        for name, code in _SOLUTION.findall(cell.source)
    }


def run_chapter(chapter: Path) -> SimpleNamespace:
    """Run a chapter's code from top to bottom, and return what it names; a warning is an error."""
    return run_with_figures(chapter)[0]


def run_with_figures(chapter: Path) -> tuple[SimpleNamespace, list[DescribedFigure]]:
    """Run a chapter as `run_chapter` does; return also each figure that a cell calls `figure`."""
    names: dict[str, Any] = {"__name__": "__main__"}
    figures = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for cell in read_cells(chapter):
            if cell.cell_type != "code":
                continue
            before = names.get("figure")
            exec(compile(cell.source, "chapter", "exec"), names)
            if names.get("figure") is not before:
                figures.append(names["figure"])
    return SimpleNamespace(**names), figures
