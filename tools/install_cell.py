"""The first cell of each chapter, which installs the package where a notebook runs alone.

In Colab the notebook is opened without the rest of the repository. So while `_config.yml` names
the repository's address, each chapter starts with a cell that installs the package from there if
Python does not find it. Where it does (in this folder, on Binder) the cell does nothing and prints
nothing. The book does not show it, and JupyterLab and Colab fold it. While no address is set there
is no such cell. `make notebooks` brings the chapters in line with the setting.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
import yaml
from nbformat import NotebookNode

CONFIG = Path(__file__).resolve().parents[1] / "_config.yml"
IDENTITY = "install"
SOURCE = """\
# @title Install the course's package where it is missing
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("shrinkage") is None:
    package = (
        "shrinkage @ "
        "git+{url}"
        "@{branch}"
    )
    pip = [sys.executable, "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, package], check=True)
    importlib.invalidate_caches()"""


def install_cell(config: Path = CONFIG) -> NotebookNode | None:
    """Return the cell, or None while the settings name no repository."""
    settings = yaml.safe_load(config.read_text(encoding="utf-8")).get("repository") or {}
    if not settings.get("url"):
        return None
    url, branch = settings["url"].rstrip("/"), settings.get("branch") or "main"
    cell = nbformat.v4.new_code_cell(
        SOURCE.format(url=url, branch=branch),
        # Folded in Colab, folded in JupyterLab, and not in the book at all.
        metadata={
            "cellView": "form",
            "jupyter": {"source_hidden": True},
            "tags": ["remove-cell"],
        },
    )
    cell["id"] = IDENTITY
    return cell


def with_install_cell(notebook: NotebookNode, cell: NotebookNode | None) -> NotebookNode:
    """Put the cell, or none, at the start of a notebook, in place of the one that was there."""
    others = [one for one in notebook.cells if one.get("id") != IDENTITY]
    notebook.cells = [*([cell] if cell else []), *others]
    return notebook
