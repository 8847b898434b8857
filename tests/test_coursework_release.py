"""What students get holds no solution, and is what nbgrader makes of the same source."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from coursework_class import ASSIGNMENTS, ps0, source

from coursework.assignment import load_assignment
from coursework.folders import Folders
from coursework.gradebook import Student
from coursework.refusal import RefusedError
from coursework.release import leaks, release_notebook, student_version, write_personal_data

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    [*(ROOT / "assignments").glob("*/*.ipynb"), *ASSIGNMENTS.glob("*/*.ipynb")],
    key=lambda path: path.stem,
)
SOURCES = [path for path in SOURCES if path.stem == path.parent.name]


def write_source(tmp_path, notebook) -> Path:
    path = tmp_path / "ps0.ipynb"
    path.write_text(nbformat.writes(notebook))
    return path


def cell(notebook, grade_id):
    (found,) = [one for one in notebook.cells if one.metadata.nbgrader.grade_id == grade_id]
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_nbgrader_releases_the_same_cells(path, tmp_path):
    name = path.stem
    folder = tmp_path / "course" / "source" / name
    folder.mkdir(parents=True)
    (folder / path.name).write_bytes(path.read_bytes())
    # nbgrader calls a program that is installed with it.
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", name,
         f"--CourseDirectory.root={tmp_path / 'course'}"],
        cwd=tmp_path, env={**os.environ, "PATH": places},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    theirs = nbformat.read(tmp_path / "course" / "release" / name / path.name, as_version=4)
    assignment = load_assignment(name, path.parents[1])
    ours = nbformat.read(release_notebook(assignment, path, Folders(tmp_path)), as_version=4)
    assert [one.source for one in ours.cells] == [one.source for one in theirs.cells]
    assert [one.metadata for one in ours.cells] == [one.metadata for one in theirs.cells]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_release_holds_no_marker_no_solution_and_no_output(path, tmp_path):
    assignment = load_assignment(path.stem, path.parents[1])
    written = release_notebook(assignment, path, Folders(tmp_path))
    text = written.read_text(encoding="utf-8")
    for marker in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME"):
        assert marker in path.read_text(encoding="utf-8") or "MARK" in marker
        assert marker not in text
    made = nbformat.reads(text, as_version=4)
    assert all(not one.outputs for one in made.cells if one.cell_type == "code")
    assert all(one.execution_count is None for one in made.cells if one.cell_type == "code")
    assert {one.name for one in written.parent.iterdir()} == {written.name}


def test_the_students_notebook_has_stubs_checksums_and_a_kernel(tmp_path):
    source_with_more = source()
    source_with_more.metadata["kernelspec"]["name"] = "my-private-kernel"
    source_with_more.metadata["author"] = "the teacher"
    made = student_version(source_with_more)
    assert cell(made, "mean-result").source == "# YOUR CODE HERE\nraise NotImplementedError()"
    assert cell(made, "why-zero").source == "YOUR ANSWER HERE"
    assert "def soft_threshold" in cell(made, "soft-threshold").source
    assert cell(made, "mean-result-test").source == "assert np.shape(mean_result) == ()"
    assert cell(made, "mean-result-test").metadata.editable is False
    assert made.metadata == {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"
        },
        "language_info": {"name": "python"},
    }  # fmt: skip
    assert all("checksum" in one.metadata.nbgrader for one in made.cells)


def unmarked_copy(notebook):
    notebook.cells[1].source += "\n    mean_result  = result.mean()"


def lower_case_marker(notebook):
    notebook.cells[1].source += "\n### begin solution\nx = 12345\n### end solution"


def hidden_test_elsewhere(notebook):
    notebook.cells[0].source += "\n\n    assert np.isclose(mean_result, sum(result) / len(result))"


def marker_in_metadata(notebook):
    notebook.cells[1].metadata["note"] = "### BEGIN HIDDEN TESTS"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (unmarked_copy, "mean_result = result.mean()"),
        (lower_case_marker, "marker 'begin solution'"),
        (hidden_test_elsewhere, "assert np.isclose"),
        (marker_in_metadata, "marker 'BEGIN HIDDEN TEST'"),
    ],
)
def test_a_source_that_would_give_its_solution_away_is_not_released(tmp_path, spoil, said):
    notebook = source()
    spoil(notebook)
    folders = Folders(tmp_path / "work")
    with pytest.raises(RefusedError, match="students would see") as refused:
        release_notebook(ps0(), write_source(tmp_path, notebook), folders)
    assert said in str(refused.value)
    assert not folders.release("ps0").exists()


def test_imports_and_headers_may_stand_in_a_solution_and_outside():
    notebook = source()
    cell(
        notebook, "mean-result"
    ).source = (
        "### BEGIN SOLUTION\nimport numpy as np\nmean_result = np.mean(result)\n### END SOLUTION"
    )
    assert leaks(notebook, student_version(notebook)) == []


def test_outputs_of_the_source_do_not_get_out(tmp_path):
    notebook = source()
    solution = cell(notebook, "mean-result")
    solution.outputs = [nbformat.v4.new_output("stream", text="the answer is 65.4321")]
    solution.execution_count = 3
    written = release_notebook(ps0(), write_source(tmp_path, notebook), Folders(tmp_path / "w"))
    assert "65.4321" not in written.read_text()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda one: one.cells.pop(), "no cell has the grade_id why-zero"),
        (lambda one: one.cells[3].update(source="### BEGIN SOLUTION\nx = 1"), "no end solution"),
        (lambda one: one.cells[4].metadata.nbgrader.pop("points"), "points"),
        (lambda one: one.cells[4].metadata.nbgrader.update(grade_id="mean-result"), "Duplicate"),
    ],
    ids=["question missing", "not closed", "no points", "id twice"],
)
def test_a_source_that_is_wrong_is_refused_with_the_reason(tmp_path, spoil, said):
    notebook = source()
    spoil(notebook)
    with pytest.raises(RefusedError) as refused:
        release_notebook(ps0(), write_source(tmp_path, notebook), Folders(tmp_path / "work"))
    assert said in str(refused.value)


def test_a_source_that_is_no_notebook_is_refused(tmp_path):
    path = tmp_path / "ps0.ipynb"
    path.write_text("<html>")
    with pytest.raises(RefusedError, match="is not a notebook"):
        release_notebook(ps0(), path, Folders(tmp_path / "work"))


def test_each_student_gets_the_data_that_the_key_computes_with(tmp_path):
    folders = Folders(tmp_path)
    students = [Student("Ada@uni.edu", "Ada"), Student("../grace", "Grace"), Student("=1+1", "F")]
    everyone = write_personal_data(ps0(), students, folders)
    contents = set()
    for student in students:
        path = folders.personal("ps0", student.id) / "ps0_data.csv"
        assert path.parent.parent == everyone == tmp_path / "ps0" / "personal"
        text, columns = ps0().data_for(folders.salt(), student.id)
        assert path.read_bytes().decode() == text
        read = np.loadtxt(path, delimiter=",", skiprows=1)
        np.testing.assert_array_equal(read, np.column_stack([*columns.values()]))
        contents.add(text)
    assert len(contents) == 3
    listed = (tmp_path / "ps0" / "personal.csv").read_text(encoding="utf-8-sig").splitlines()
    assert listed[1] == "Ada@uni.edu,Ada,ada%40uni.edu/ps0_data.csv"
    assert listed[3].startswith("'=1+1,F,")


def test_a_new_student_changes_nobodys_data(tmp_path):
    folders = Folders(tmp_path)
    write_personal_data(ps0(), [Student("ada")], folders)
    before = (folders.personal("ps0", "ada") / "ps0_data.csv").read_bytes()
    write_personal_data(ps0(), [Student("grace"), Student("ADA ")], folders)
    assert (folders.personal("ps0", "ada") / "ps0_data.csv").read_bytes() == before


def test_a_release_is_json_that_nbformat_finds_valid(tmp_path):
    path = ASSIGNMENTS / "ps0" / "ps0.ipynb"
    written = release_notebook(ps0(), path, Folders(tmp_path))
    nbformat.validate(json.loads(written.read_text()))
