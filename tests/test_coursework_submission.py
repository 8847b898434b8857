"""Finding a student's notebook, and the texts in it."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from classroom import assignment, notebook

from coursework.submission import UnreadableError, find_notebook, read_submission

QUESTION = assignment().written[0]


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_bytes(notebook("x = 1"))


def test_the_notebook_of_the_assignments_name_is_taken(tmp_path: Path) -> None:
    put(tmp_path, "PS0.ipynb", "scratch.ipynb", ".ps0.ipynb")
    assert find_notebook(tmp_path, "ps0") == tmp_path / "PS0.ipynb"


def test_the_only_notebook_is_taken_whatever_its_name(tmp_path: Path) -> None:
    put(tmp_path, "Kopie von ps0 (1).ipynb")
    (tmp_path / "ps0_data.csv").write_text("a\n1\n")
    assert find_notebook(tmp_path, "ps0") == tmp_path / "Kopie von ps0 (1).ipynb"


def test_no_folder_and_an_empty_folder_are_nothing_handed_in(tmp_path: Path) -> None:
    assert find_notebook(tmp_path, "ps0") is None
    assert find_notebook(tmp_path / "none", "ps0") is None


def test_it_is_said_when_the_notebook_cannot_be_told(tmp_path: Path) -> None:
    (tmp_path / "ps0.pdf").write_bytes(b"%PDF")
    with pytest.raises(UnreadableError, match=r"no notebook, only ps0\.pdf"):
        find_notebook(tmp_path, "ps0")
    put(tmp_path, "a.ipynb", "b.ipynb")
    with pytest.raises(UnreadableError, match=r"several notebooks \(a\.ipynb, b\.ipynb\)"):
        find_notebook(tmp_path, "ps0")


def test_a_link_and_a_pipe_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "key.ipynb").write_bytes(notebook("solution = 1"))
    (tmp_path / "ps0.ipynb").symlink_to(tmp_path / "key.ipynb")
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read_submission(tmp_path / "ps0.ipynb")
    os.mkfifo(tmp_path / "pipe.ipynb")
    with pytest.raises(UnreadableError, match="not a plain file"):
        read_submission(tmp_path / "pipe.ipynb")


def written(tmp_path: Path, *cells: nbformat.NotebookNode) -> str:
    path = tmp_path / "ps0.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)
    return read_submission(path).written(QUESTION)


def text(source: str, grade_id: str = "") -> nbformat.NotebookNode:
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return nbformat.v4.new_markdown_cell(source, metadata=metadata)


def test_the_written_answer_is_the_cell_with_the_questions_id(tmp_path: Path) -> None:
    cells = [text("## Question 3. Why zero?"), text("note"), text("My reason.", "why-zero")]
    assert written(tmp_path, *cells) == "My reason."


def test_without_metadata_it_is_what_stands_below_the_heading(tmp_path: Path) -> None:
    cells = [
        text("before"),
        text("## Question 3. Why zero? (3 points)\n\nExplain."),
        text("### In short"),
        text("My reason."),
        nbformat.v4.new_code_cell("x = 1"),
        text("And more."),
        text("## The end"),
        text("after"),
    ]
    assert written(tmp_path, *cells) == "### In short\n\nMy reason.\n\nAnd more."


def test_a_duplicated_cell_counts_once_and_a_placeholder_not_at_all(tmp_path: Path) -> None:
    cells = [text("My reason.", "why-zero"), text("My reason.", "why-zero")]
    assert written(tmp_path, *cells) == "My reason."
    assert written(tmp_path, text("YOUR ANSWER HERE", "why-zero")) == ""
    assert written(tmp_path) == ""
