"""Builds a book of one chapter with this repository's settings and extensions."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
TOC = "format: jb-book\nroot: book/welcome\nchapters:\n  - file: chapters/small\n"


def build(folder: Path, text: str = "Text.", code: str = "1 + 1") -> subprocess.CompletedProcess:
    """Build a book of one chapter with this repository's settings and extensions."""
    shutil.copy(ROOT / "_config.yml", folder)
    (folder / "_toc.yml").write_text(TOC, encoding="utf-8")
    for name in ("_ext", "_static"):
        shutil.copytree(ROOT / "book" / name, folder / "book" / name)
    (folder / "book" / "welcome.md").write_text("# Welcome\n", encoding="utf-8")
    (folder / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    cells = [
        nbformat.v4.new_markdown_cell(f"# A small chapter\n\n{text}"),
        nbformat.v4.new_code_cell(code.strip()),
    ]
    (folder / "chapters").mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "chapters" / "small.ipynb")
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", ".", "--all", "-W", "--keep-going"]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
