"""The minutes on the cover's map are those that chapters state."""

from __future__ import annotations

from pathlib import Path

import cover
import nbformat
import pytest
from sphinx.errors import ExtensionError


def chapter(folder: Path, text: str) -> Path:
    path = folder / "one.ipynb"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    nbformat.write(notebook, path)
    return path


def test_the_minutes_are_those_that_the_chapter_states(tmp_path):
    text = "**It takes** about 35 minutes to read, and 15 more for the exercises."
    assert cover.stated_minutes(chapter(tmp_path, text)) == (35, 15)


def test_a_chapter_without_its_minutes_is_named(tmp_path):
    with pytest.raises(ExtensionError, match=r"one\.ipynb does not say how long it takes"):
        cover.stated_minutes(chapter(tmp_path, "It takes a while."))
