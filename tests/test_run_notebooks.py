"""Notebooks are committed in one form: text outputs, numbered cells, no pictures, no widgets."""

from __future__ import annotations

import nbformat
import pytest
import run_notebooks
from install_cell import install_cell, with_install_cell
from nbclient.exceptions import CellExecutionError
from notebooks import CHAPTERS

CODE = """
import ipywidgets
from IPython.display import display
from matplotlib.figure import Figure
display(Figure(figsize=(1, 1)))
display(ipywidgets.IntSlider())
print("printed")
6 * 7
"""


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_chapters_are_committed_in_the_normal_form(chapter):
    text = chapter.read_text(encoding="utf-8")
    # With the cell that installs the package if _config.yml names the repository, else without.
    notebook = with_install_cell(nbformat.reads(text, as_version=4), install_cell())
    assert run_notebooks.write(run_notebooks.normalize(notebook)) == text


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_cell_of_prose_has_a_stored_output_to_compare_with(chapter):
    for cell in nbformat.read(chapter, as_version=4).cells:
        if cell.cell_type == "code" and ("print(" in cell.source or "Markdown(" in cell.source):
            assert cell.outputs or "def " in cell.source, cell.source


def test_running_keeps_text_and_drops_pictures_and_widgets(tmp_path):
    path = tmp_path / "small.ipynb"
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# Small"),
            nbformat.v4.new_code_cell(CODE, metadata={"tags": ["hide-input"], "collapsed": True}),
            nbformat.v4.new_code_cell("x = 1"),
        ]
    )
    nbformat.write(notebook, path)
    text = run_notebooks.run(path)
    done = nbformat.reads(text, as_version=4)
    _, shown, silent = done.cells
    assert [shown.execution_count, silent.execution_count] == [1, 2]
    assert shown.metadata == {"jupyter": {"source_hidden": True}, "tags": ["hide-input"]}
    assert [output.output_type for output in shown.outputs][-2:] == ["stream", "execute_result"]
    assert shown.outputs[-1].data["text/plain"] == "42"
    kinds = {kind for output in shown.outputs for kind in output.get("data", {})}
    assert kinds == {"text/plain"}
    assert set(done.metadata) == {"kernelspec", "language_info"}
    path.write_text(text, encoding="utf-8")
    assert run_notebooks.run(path).count("IntSlider") == text.count("IntSlider")


def test_a_notebook_that_raises_is_not_rewritten(tmp_path, monkeypatch):
    path = tmp_path / "broken.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")]), path)
    before = path.read_text(encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["run_notebooks.py", str(tmp_path)])
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        run_notebooks.main()
    assert path.read_text(encoding="utf-8") == before


def test_a_folder_without_notebooks_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["run_notebooks.py", str(tmp_path)])
    assert run_notebooks.main() == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_text_that_the_kernel_cut_is_joined():
    cell = nbformat.v4.new_code_cell("print(1)")
    cell.outputs = [
        nbformat.v4.new_output("stream", name=name, text=text)
        for name, text in (("stdout", "a\n"), ("stdout", "b\n"), ("stderr", "c\n"))
    ]
    notebook = run_notebooks.normalize(nbformat.v4.new_notebook(cells=[cell]))
    assert [one.text for one in notebook.cells[0].outputs] == ["a\nb\n", "c\n"]
