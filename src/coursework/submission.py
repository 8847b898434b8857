"""Reading what a student handed in: a notebook as old, bare or broken as notebooks come."""

from __future__ import annotations

import json
import logging
import os
import stat
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from coursework.assignment import WrittenQuestion

__all__ = ["Cell", "Submission", "UnreadableError", "find_notebook", "read_submission"]

LARGEST = 5_000_000  # bytes
CELLS = 2000
SHEETS = 50  # of version 3 and older, which had several
KEPT = ("cell_type", "source", "input", "language")  # of a cell, in any version
TEXT = 20_000  # characters of a written answer
# What stands in a release for the text to be written; nbgrader's own text_stub.
PLACEHOLDER = "YOUR ANSWER HERE"

# A notebook that breaks its own schema is read all the same: no line on each of its faults.
logging.getLogger("nbformat").setLevel(logging.CRITICAL)
logging.getLogger("traitlets").setLevel(logging.CRITICAL)
warnings.filterwarnings("ignore", module="nbformat")


class UnreadableError(Exception):
    """It is not a notebook; says what it is instead."""


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook.

    Parameters
    ----------
    kind : str
        "code", "markdown" or "raw".
    source : str
    grade_id : str
        From nbgrader's metadata; "" if it has none.
    """

    kind: str
    source: str
    grade_id: str = ""


@dataclass(frozen=True)
class Submission:
    """A notebook that can be read.

    Parameters
    ----------
    data : bytes
        The file.
    cells : sequence of Cell
    """

    data: bytes
    cells: Sequence[Cell] = field(repr=False)

    @property
    def code(self) -> list[str]:
        """The code cells' sources, from top to bottom."""
        return [cell.source for cell in self.cells if cell.kind == "code"]

    def written(self, question: WrittenQuestion) -> str:
        """Return the text for a written question; "" if there is none.

        It is what stands in the cells with the question's `grade_id`. Where a student's editor
        has stripped the metadata, it is what stands between the heading that holds the question's
        title and the next heading of that level or a higher one.
        """
        found = [cell.source for cell in self.cells if cell.grade_id == question.id]
        texts = [_without_placeholder(text) for text in found or self._below(question.title)]
        # A duplicated cell counts once.
        return "\n\n".join(dict.fromkeys(text for text in texts if text))[:TEXT]

    def _below(self, title: str) -> list[str]:
        below, texts = 0, []
        for cell in self.cells:
            level, heading = _heading(cell)
            if level and title.strip().casefold() in heading.casefold():
                below = level
            elif 0 < level <= below:
                below = 0
            elif below and cell.kind in ("markdown", "raw"):
                texts.append(cell.source)
        return texts


def _heading(cell: Cell) -> tuple[int, str]:
    """Return the level and the text of the heading that a cell starts with; 0 if with none."""
    first = cell.source.lstrip().split("\n", 1)[0]
    return (len(first) - len(first.lstrip("#")) if cell.kind == "markdown" else 0), first


def _without_placeholder(text: str) -> str:
    return text.replace(PLACEHOLDER, "").strip()


def find_notebook(folder: Path, name: str) -> Path | None:
    """Return a student's notebook; None if nothing was handed in.

    Parameters
    ----------
    folder : Path
        The student's folder.
    name : str
        Of the assignment. A notebook of another name will do if it is the only one.

    Raises
    ------
    UnreadableError
        If there are files, but it cannot be told which of them is the notebook.
    """
    if not folder.is_dir():
        return None
    files = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    notebooks = [path for path in files if path.suffix.lower() == ".ipynb"]
    named = [path for path in notebooks if path.stem.casefold() == name.casefold()]
    if len(named) == 1:
        return named[0]
    if len(notebooks) == 1:
        return notebooks[0]
    if notebooks:
        raise UnreadableError(
            f"there are several notebooks ({', '.join(path.name for path in notebooks)}), "
            f"and not one that is called {name}.ipynb"
        )
    if files:
        raise UnreadableError(
            f"there is no notebook, only {', '.join(p.name for p in files)[:200]}"
        )
    return None


def read_submission(path: Path) -> Submission:
    """Return what is in a notebook's file.

    Raises
    ------
    UnreadableError
        If it is not a notebook; the message says, in words for a teacher, what it is.
    """
    data = _bytes_of(path)
    text = _text_of(data)
    try:
        cells = [_cell(cell) for cell in _notebook(text)["cells"]]
    except UnreadableError:
        raise
    except RecursionError:
        raise UnreadableError("it is nested too deeply") from None
    except MemoryError:
        raise UnreadableError("it takes too much memory to read") from None
    except Exception as error:
        # nbformat lets through whatever its upgrades stumble on.
        raise UnreadableError(_what_is_wrong(text, error)) from None
    return Submission(data, cells)


def _notebook(text: str) -> Any:
    """Return a notebook in today's version, from one that holds no more than what is read.

    nbformat goes through every part of a notebook, some of them many times: minutes, for one that
    is made of a million empty outputs.
    """
    raw = nbformat.reader.parse_json(text)
    sheets = raw.get("worksheets", [raw])
    if sum(len(sheet["cells"]) for sheet in sheets[:SHEETS]) > CELLS or len(sheets) > SHEETS:
        raise UnreadableError(f"it has more than {CELLS} cells")
    lean = [{"cells": [_lean(cell) for cell in sheet["cells"]], "metadata": {}} for sheet in sheets]
    known = {"nbformat": raw.get("nbformat", 4), "nbformat_minor": 0, "metadata": {}}
    if "worksheets" in raw:
        return nbformat.reads(json.dumps({**known, "worksheets": lean}), as_version=4)
    return nbformat.reads(json.dumps({**known, **lean[0]}), as_version=4)


def _lean(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a cell without its outputs, attachments and all metadata but nbgrader's id."""
    lean: dict[str, Any] = {key: _joined(cell[key]) for key in KEPT if key in cell}
    if isinstance(cell.get("level"), int):
        lean["level"] = cell["level"]
    metadata = cell.get("metadata")
    marked = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = marked.get("grade_id") if isinstance(marked, dict) else None
    lean["metadata"] = {"nbgrader": {"grade_id": grade_id}} if isinstance(grade_id, str) else {}
    if lean["cell_type"] == "code":
        lean |= {"outputs": [], "execution_count": None}
    return lean


def _joined(source: Any) -> str:
    """Return a text that may be kept as a list of lines."""
    joined = "".join(source) if isinstance(source, list) else source
    if not isinstance(joined, str):
        raise TypeError("a text that is none")
    return joined


def _bytes_of(path: Path) -> bytes:
    try:
        # Neither a link, which may lead to the key, nor a pipe, which would never end.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError as error:
        raise UnreadableError(f"it cannot be opened: {error.strerror}") from None
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UnreadableError("it is not a plain file")
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UnreadableError(
            f"it is larger than {LARGEST // 1_000_000} MB; ask for it without its outputs"
        )
    if not data.strip():
        raise UnreadableError("it is empty")
    return data


def _text_of(data: bytes) -> str:
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("it is not text; was another file renamed?")


def _cell(cell: Any) -> Cell:
    kind = cell["cell_type"]
    if kind not in ("code", "markdown", "raw"):
        raise ValueError("a cell that is none")
    grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
    return Cell(kind, cell.get("source", ""), grade_id)


def _what_is_wrong(text: str, error: Exception) -> str:
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<")):
        return "it is a web page, such as a login page, and not a notebook"
    if isinstance(error, nbformat.reader.NotJSONError):
        if start.startswith("{"):
            return "its text breaks off or is damaged: it was perhaps not sent whole"
        return "it is not a notebook's text; was another file renamed?"
    return "it is JSON, but not a notebook"
