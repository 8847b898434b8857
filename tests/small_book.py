"""Builds a book of one chapter with this repository's settings and extensions."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import yaml
from install_cell import install_cell, with_install_cell

ROOT = Path(__file__).parents[1]
TOC = "format: jb-book\nroot: book/welcome\nchapters:\n  - file: chapters/small\n"


def build(
    folder: Path,
    text: str = "Text.",
    code: str = "1 + 1",
    *,
    repository: str = "",
    base_url: str = "",
    pages: tuple[str, ...] = (),
) -> subprocess.CompletedProcess:
    """Build a book of one chapter with this repository's settings and extensions.

    The chapter starts with the cell that installs the package if a repository's address is given.
    `pages` are copied from the book and come after the chapter.
    """
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    settings["repository"] = {"url": repository, "branch": "main"}
    config = folder / "_config.yml"
    config.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    toc = TOC + "".join(f"  - file: {page}\n" for page in pages)
    (folder / "_toc.yml").write_text(toc, encoding="utf-8")
    for name in ("_ext", "_static"):
        shutil.copytree(ROOT / "book" / name, folder / "book" / name)
    (folder / "book" / "welcome.md").write_text("# Welcome\n", encoding="utf-8")
    (folder / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    cells = [
        nbformat.v4.new_markdown_cell(f"# A small chapter\n\n{text}"),
        nbformat.v4.new_code_cell(code.strip()),
    ]
    (folder / "chapters").mkdir()
    notebook = with_install_cell(nbformat.v4.new_notebook(cells=cells), install_cell(config))
    nbformat.write(notebook, folder / "chapters" / "small.ipynb")
    for page in pages:
        shutil.copy(ROOT / f"{page}.md", folder / f"{page}.md")
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", ".", "--all", "-W", "--keep-going"]
    return subprocess.run(
        command,
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "COURSE_BASE_URL": base_url},
    )
