"""Run notebooks and write down what they print, in the form that is committed.

    python tools/run_notebooks.py chapters             run and rewrite each notebook of a folder
    python tools/run_notebooks.py --check chapters     say which are not in that form (runs none)

Committed are all text outputs, which the tests compare. Left out are pictures (they are drawn
anew wherever the notebook is read), the state of widgets (it holds whole scripts), and whatever
differs from one run or machine to the next. Cells are numbered from 1 on, never cleared: a cell
without a number would not be compared. Where `_config.yml` names the repository, the first cell
is the one that install_cell.py makes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import nbformat
from install_cell import install_cell, with_install_cell
from nbclient import NotebookClient
from nbformat import NotebookNode

VIEWS = "application/vnd.jupyter.widget-"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def keep(kind: str) -> bool:
    """Tell whether an output's representation is committed, by its MIME type."""
    return not kind.startswith(("image/", VIEWS))


def joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return outputs with printed text in one piece: where a kernel cuts it is chance."""
    whole: list[NotebookNode] = []
    for output in outputs:
        before = whole[-1] if whole else None
        if before and output.output_type == "stream" and output.get("name") == before.get("name"):
            before.text += output.text
        else:
            whole.append(output)
    return whole


def normalize(notebook: NotebookNode) -> NotebookNode:
    """Bring a notebook into the form that is committed, in place."""
    notebook.metadata = NotebookNode(kernelspec=KERNEL, language_info={"name": "python"})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    number = 0
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in ("cellView", "tags") if cell.metadata.get(key)}
        cell.metadata = NotebookNode(kept)
        if {"hide-input", "remove-cell"} & set(kept.get("tags", [])):
            # Code that is folded on the page, or not on it, is folded in JupyterLab too.
            cell.metadata["jupyter"] = {"source_hidden": True}
        cell.pop("attachments", None)
        if cell.cell_type != "code":
            continue
        number += 1
        cell.execution_count = number
        cell.outputs = joined(cell.outputs)
        for output in cell.outputs:
            if "data" in output:
                output.data = {kind: data for kind, data in output.data.items() if keep(kind)}
                output.metadata = {}
            if output.output_type == "execute_result":
                output.execution_count = number
    return notebook


def write(notebook: NotebookNode) -> str:
    """Return a notebook as text."""
    return nbformat.writes(notebook, ensure_ascii=False) + "\n"


def run(path: Path, first: NotebookNode | None = None) -> str:
    """Run a notebook, with this first cell or none, and return it as it is to be committed."""
    notebook = with_install_cell(nbformat.read(path, as_version=4), first)
    NotebookClient(
        notebook, timeout=180, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    ).execute()
    return write(normalize(notebook))


def main() -> int:
    """Run or check all notebooks below the folders given."""
    parser = argparse.ArgumentParser(description="Run notebooks, or check their committed form.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--check", action="store_true", help="only say which are in another form")
    options = parser.parse_args()
    paths = [path for folder in options.folders for path in sorted(folder.glob("*.ipynb"))]
    if not paths:
        print(f"No notebooks in {', '.join(map(str, options.folders))}.", file=sys.stderr)
        return 2
    first = install_cell()
    different = 0
    for path in paths:
        before = path.read_text(encoding="utf-8")
        if options.check:
            notebook = with_install_cell(nbformat.reads(before, as_version=4), first)
            after = write(normalize(notebook))
        else:
            after = run(path, first)
            path.write_text(after, encoding="utf-8")
        different += after != before
        print(f"{path}: {'changed' if after != before else 'unchanged'}")
    return int(options.check and different > 0)


if __name__ == "__main__":
    sys.exit(main())
