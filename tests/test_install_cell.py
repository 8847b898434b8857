"""The first cell of a chapter installs the package where it is missing, and only there."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from install_cell import IDENTITY, install_cell, with_install_cell
from nbformat import NotebookNode
from run_notebooks import normalize, write

ROOT = Path(__file__).parents[1]


@pytest.fixture
def cell(tmp_path) -> NotebookNode:
    """The cell of a course whose repository is known."""
    config = tmp_path / "_config.yml"
    config.write_text("repository:\n  url: https://example.org/o/n/\n  branch: v2.0\n")
    return install_cell(config)


@pytest.fixture
def commands(monkeypatch) -> list[list[str]]:
    """What the cell has run, without running it."""
    run: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", lambda command, check: run.append(command))
    return run


def test_it_does_nothing_where_the_package_is_there(cell, commands, capsys):
    exec(cell.source, {})
    assert commands == []
    assert capsys.readouterr().out == ""


def test_it_installs_the_version_of_the_site_where_the_package_is_missing(
    cell, commands, monkeypatch
):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    exec(cell.source, {})
    package = "shrinkage @ git+https://example.org/o/n@v2.0"
    assert commands == [[sys.executable, "-m", "pip", "install", "--quiet", package]]


def test_it_is_hidden_in_the_book_and_folded_in_jupyterlab_and_colab(cell):
    # Running a notebook writes the times into each cell.
    cell.metadata["execution"] = {"iopub.status.busy": "2026-01-01T00:00:00Z"}
    notebook = normalize(nbformat.v4.new_notebook(cells=[cell]))
    assert notebook.cells[0].metadata == {
        "cellView": "form",
        "jupyter": {"source_hidden": True},
        "tags": ["remove-cell"],
    }
    assert notebook.cells[0].execution_count == 1


def test_a_notebook_follows_the_setting(cell):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# Title"), nbformat.v4.new_code_cell("1 + 1")]
    )
    without = write(normalize(notebook))
    with_one = write(normalize(with_install_cell(notebook, cell)))
    assert [one.get("id") for one in notebook.cells].count(IDENTITY) == 1
    assert notebook.cells[0].id == IDENTITY
    assert write(normalize(with_install_cell(notebook, cell))) == with_one
    assert write(normalize(with_install_cell(notebook, None))) == without


@pytest.mark.parametrize("settings", ["title: x\n", "repository:\n", "repository:\n  url: ''\n"])
def test_without_an_address_there_is_no_cell(tmp_path, settings):
    (tmp_path / "_config.yml").write_text(settings)
    assert install_cell(tmp_path / "_config.yml") is None


def test_binder_installs_what_a_learner_installs_in_a_python_that_is_new_enough():
    lines = (ROOT / "binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    files = [line.split() for line in lines if line and not line.startswith("#")]
    assert files == [["-r", "../requirements.txt"], ["-c", "../constraints.txt"]]
    assert all((ROOT / "binder" / name).exists() for _, name in files)
    assert "-e ." in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    runtime = (ROOT / "binder" / "runtime.txt").read_text(encoding="utf-8")
    assert runtime == "python-3.11\n"
