"""Reading the chapters: their cells, and the solutions that fold away in their text."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from types import SimpleNamespace

import nbformat

CHAPTERS = sorted((Path(__file__).parents[1] / "chapters").glob("*.ipynb"))

_SOLUTION = re.compile(
    r"<details>\s*<summary>[^<]*?(\d+\.\d+)</summary>\s*```python\n(.*?)```.*?</details>", re.DOTALL
)


def read_cells(chapter: Path) -> list[nbformat.NotebookNode]:
    """Return a chapter's cells."""
    return nbformat.read(chapter, as_version=4).cells


def folded_solutions(chapter: Path) -> dict[str, str]:
    """Return the code of each solution by its exercise's name."""
    return {
        name: code
        for cell in read_cells(chapter)
        if cell.cell_type == "markdown"
        for name, code in _SOLUTION.findall(cell.source)
    }


def run_chapter(path: Path) -> SimpleNamespace:
    """Run a chapter's code from top to bottom, and return what it names; a warning is an error."""
    names: dict[str, object] = {"__name__": "__main__"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for cell in read_cells(path):
            if cell.cell_type == "code":
                exec(compile(cell.source, "chapter", "exec"), names)
    return SimpleNamespace(**names)
