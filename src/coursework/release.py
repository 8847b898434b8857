"""What students get: the notebook without solutions and hidden tests, and each their own data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from coursework.assignment import Assignment, WrittenQuestion
from coursework.folders import Folders, written_whole
from coursework.gradebook import Student
from coursework.refusal import RefusedError
from coursework.sheet import Sheet

__all__ = ["leaks", "release_notebook", "student_version", "write_personal_data"]

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
MARKER = re.compile(r"(begin|end)\s+(solution|hidden\s+test|mark\s+scheme)", re.IGNORECASE)
REGION = re.compile(
    r"begin\s+(?:solution|hidden\s+tests?|mark\s+scheme)(.*?)end\s+(?:solution|hidden|mark)",
    re.IGNORECASE | re.DOTALL,
)
# Lines that may well stand in a solution and outside of it: short ones, imports, headers.
TELLING = 12
SAYS_NOTHING = re.compile(r"(import|from|def|class)\b")


def student_version(source: NotebookNode) -> NotebookNode:
    """Return what students get of a notebook in nbgrader's format.

    The steps are those of `nbgrader generate_assignment`, by nbgrader itself, but for those that
    need its database.

    Raises
    ------
    RefusedError
        If nbgrader finds something wrong with the notebook.
    """
    # Here, since it takes a second or two, which no other command needs.
    from nbgrader.preprocessors import (
        CheckCellMetadata,
        ClearHiddenTests,
        ClearMarkScheme,
        ClearOutput,
        ClearSolutions,
        ComputeChecksums,
        LockCells,
    )

    notebook = nbformat.from_dict(source)
    notebook.metadata = NotebookNode(
        kernelspec=NotebookNode(KERNEL), language_info=NotebookNode(name="python")
    )
    resources: dict[str, Any] = {"nbgrader": {}}
    steps = [
        LockCells,
        ClearSolutions,
        ClearOutput,
        CheckCellMetadata,
        ClearHiddenTests,
        ClearMarkScheme,
        ComputeChecksums,
        CheckCellMetadata,
    ]
    try:
        for step in steps:
            notebook, resources = step().preprocess(notebook, resources)
    except Exception as error:  # nbgrader raises RuntimeError, ValueError, ValidationError
        # What nbgrader raises says less than what it was raised from.
        reason = error.__context__ or error
        raise RefusedError(f"nbgrader cannot make a student version: {reason}") from error
    return notebook


def leaks(source: NotebookNode, release: NotebookNode) -> list[str]:
    """Return what of the solutions and hidden tests is in a release, a sentence each.

    Parameters
    ----------
    source, release : NotebookNode
        The teacher's notebook, and what was made of it.
    """
    text = nbformat.writes(release)
    found = [f"it holds the marker {match[0]!r}" for match in MARKER.finditer(text)]
    found += [
        f"cell {cell.get('id', place)} has an output"
        for place, cell in enumerate(release.cells)
        if cell.get("outputs") or cell.get("attachments")
    ]
    secret: set[str] = set()
    for cell in source.cells:
        inside = "\n".join(REGION.findall(cell.source))
        whole = cell.metadata.get("nbgrader", {}).get("solution") and not inside
        secret |= _lines(cell.source if whole else inside)
    for place, cell in enumerate(release.cells):
        found += [
            f"cell {cell.get('id', place)} holds the solution's line {line!r}"
            for line in sorted(secret & _lines(cell.source))
        ]
    return found


def _lines(text: str) -> set[str]:
    """Return the lines of a text that would give something away, however they are indented."""
    lines = (re.sub(r"\s+", " ", line).strip(" #") for line in text.splitlines())
    return {line for line in lines if len(line) >= TELLING and not SAYS_NOTHING.match(line)}


def release_notebook(assignment: Assignment, source: Path, folders: Folders) -> Path:
    """Write what every student gets, unless something of the solution would be in it.

    Returns
    -------
    Path
        The notebook.

    Raises
    ------
    RefusedError
        If the source is not as it has to be, or the release would give something away.
    """
    try:
        notebook = nbformat.read(source, as_version=4)
    except Exception as error:  # whatever a broken file makes nbformat raise
        raise RefusedError(f"{source} is not a notebook: {error}") from error
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    missing = [
        f"no cell has the grade_id {one.id} ({one.title})"
        for one in assignment.questions
        if isinstance(one, WrittenQuestion) and one.id not in ids
    ]
    if missing:
        raise RefusedError(f"{source} does not fit its key.py:", missing)
    made = student_version(notebook)
    found = leaks(notebook, made)
    if found:
        raise RefusedError(
            f"{source} was not released, because students would see its solution:", found
        )
    to = folders.release(assignment.name) / f"{assignment.name}.ipynb"
    with written_whole(to) as draft:
        draft.write_text(nbformat.writes(made) + "\n", encoding="utf-8")
    return to


def write_personal_data(
    assignment: Assignment, students: Sequence[Student], folders: Folders
) -> Path:
    """Write each student's data file, and a list of whose is where.

    Returns
    -------
    Path
        The folder with a folder for each student.
    """
    salt = folders.salt(make=True)
    rows = [["id", "name", "file"]]
    for student in students:
        text, _ = assignment.data_for(salt, student.id)
        to = folders.personal(assignment.name, student.id) / assignment.data_file
        with written_whole(to) as draft:
            draft.write_text(text, encoding="utf-8", newline="")
        rows.append([student.id, student.name, f"{to.parent.name}/{to.name}"])
    everyone = folders.personal(assignment.name)
    Sheet.write_new(everyone.parent / "personal.csv", rows)
    return everyone
