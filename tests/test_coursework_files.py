"""Every kind of file that is handed in gets a row, a flag, and the points that it earns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from classroom import DATA, MEAN, SOLVED, THRESHOLD, assignment, grade, hand_in, notebook, points

from coursework.gradebook import Flag
from coursework.sandbox_bubblewrap import Bubblewrap

SOURCE = Path(__file__).parent / "assignments/ps0/ps0.ipynb"
pytestmark = pytest.mark.filterwarnings("ignore:Cell is missing an id")
FULL = {"mean-result": 2, "soft-threshold": 4}


def changed(**changes: Any) -> bytes:
    return json.dumps({**json.loads(notebook(*SOLVED)), **changes}).encode()


def old(version: int) -> bytes:
    """Return the solved notebook in an older version of the format."""
    new = nbformat.reads(notebook(*SOLVED), as_version=4)
    return nbformat.writes(nbformat.convert(new, version), version=version).encode()


def without_metadata() -> bytes:
    read = json.loads(SOURCE.read_bytes())
    cells = [{**cell, "metadata": {}} for cell in read["cells"]]
    return json.dumps({**read, "metadata": {}, "cells": cells}).encode()


WEB_PAGE = b"<!DOCTYPE html>\n<html><title>Log in</title><body>Please log in</body></html>"
UNREADABLE = {
    "empty": (b"", "it is empty"),
    "blank": (b" \n\n", "it is empty"),
    "login-page": (WEB_PAGE, "a web page, such as a login page"),
    "truncated": (notebook(*SOLVED)[:-200], "breaks off"),
    "not-json": (b"x = 1\nprint(x)\n", "not a notebook's text"),
    "binary": (b"PK\x03\x04\x81\x8d\x8f" * 50, "another file renamed"),
    "a-list": (b"[1, 2, 3]", "JSON, but not a notebook"),
    "no-cells": (b'{"nbformat": 4, "nbformat_minor": 5}', "JSON, but not a notebook"),
    "cells-that-are-none": (changed(cells=[1, None, "x"]), "JSON, but not a notebook"),
    "a-source-that-is-none": (
        changed(cells=[{"cell_type": "code", "source": 5, "metadata": {}}]),
        "JSON, but not a notebook",
    ),
    "nested-too-deeply": (b'{"cells": ' + b"[" * 100_000, "nested too deeply"),
    "too-large": (notebook("x = 1", "#" * 5_000_000), "larger than 5 MB"),
    "millions-of-cells": (
        b'{"nbformat": 4, "cells": [' + b"{}," * 1_600_000 + b"{}]}",
        "2000 cells",
    ),
    "too-many-cells": (notebook(*["x"] * 2001), "more than 2000 cells"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_is_not_a_notebook_is_said_to_be_what_it_is(
    kind: str, bubblewrap: Bubblewrap, tmp_path: Path
) -> None:
    data, said = UNREADABLE[kind]
    report = grade(tmp_path, {"ada": data}, bubblewrap)["ada"]
    assert report.flag is Flag.UNREADABLE
    assert said in report.detail
    assert points(report) == {"mean-result": 0, "soft-threshold": 0}
    assert said in report.marks[0].message


# nbformat alone takes minutes for this.
MANY_OUTPUTS = notebook(*SOLVED).replace(
    b'"outputs": []', b'"outputs": [' + b"{}," * 1_000_000 + b"{}]", 1
)
READABLE = {
    "version-3": old(3),
    "newer-minor-version": changed(nbformat_minor=99),
    "no-kernel": changed(metadata={}),
    "wrong-kernel": changed(metadata={"kernelspec": {"name": "ir", "display_name": "R"}}),
    "byte-order-mark": b"\xef\xbb\xbf" + notebook(*SOLVED),
    "utf-16": notebook(*SOLVED).decode().encode("utf-16"),
    "the-source-itself": SOURCE.read_bytes(),
    "metadata-stripped": without_metadata(),
    "cells-duplicated": notebook(*SOLVED, *SOLVED),
    "broken-cells-between": notebook("(", DATA, "1/0", MEAN, "def (", THRESHOLD, "%no_magic"),
    "a-million-outputs": MANY_OUTPUTS,
    "no-outputs-and-no-metadata": changed(
        cells=[{"cell_type": "code", "source": one.splitlines(True)} for one in SOLVED]
    ),
}


@pytest.mark.parametrize("kind", READABLE)
def test_a_notebook_as_they_come_scores_in_full(
    kind: str, bubblewrap: Bubblewrap, tmp_path: Path
) -> None:
    report = grade(tmp_path, {"ada": READABLE[kind]}, bubblewrap)["ada"]
    assert report.flag is Flag.GRADED
    assert points(report) == FULL


def test_metadata_stripped_by_an_editor_loses_no_written_answer(
    bubblewrap: Bubblewrap, tmp_path: Path
) -> None:
    given = {"ada": SOURCE.read_bytes(), "carl": without_metadata()}
    reports = grade(tmp_path, given, bubblewrap, jobs=2)
    assert reports["ada"].written["why-zero"] != ""
    assert reports["ada"].written == reports["carl"].written


def test_a_deleted_cell_costs_its_own_question_only(bubblewrap: Bubblewrap, tmp_path: Path) -> None:
    report = grade(tmp_path, {"ada": notebook(DATA, THRESHOLD)}, bubblewrap)["ada"]
    assert report.flag is Flag.GRADED
    assert points(report) == {"mean-result": 0, "soft-threshold": 4}
    assert "defines no mean_result" in report.marks[0].message


def test_the_error_of_a_cell_is_told_where_its_name_is_missing(
    bubblewrap: Bubblewrap, tmp_path: Path
) -> None:
    code = (DATA, "mean_result = resutl.mean()", THRESHOLD)
    report = grade(tmp_path, {"ada": notebook(*code)}, bubblewrap)["ada"]
    assert points(report) == {"mean-result": 0, "soft-threshold": 4}
    assert "NameError: name 'resutl' is not defined" in report.marks[0].message
    assert report.detail == "code cell 2: NameError: name 'resutl' is not defined"


def test_an_answer_edited_in_a_later_cell_is_the_answer(
    bubblewrap: Bubblewrap, tmp_path: Path
) -> None:
    code = (*SOLVED, "mean_result = 0.0")
    report = grade(tmp_path, {"ada": notebook(*code)}, bubblewrap)["ada"]
    assert points(report) == {"mean-result": 0, "soft-threshold": 4}


def test_who_handed_nothing_in_has_a_row_with_0_points(
    bubblewrap: Bubblewrap, tmp_path: Path
) -> None:
    reports = grade(tmp_path, {"ada": notebook(*SOLVED)}, bubblewrap, roster=["ada", "carl"])
    assert reports["carl"].flag is Flag.MISSING
    assert points(reports["carl"]) == {"mean-result": 0, "soft-threshold": 0, "why-zero": 0}


def test_who_is_not_on_the_roster_is_graded_and_flagged(
    bubblewrap: Bubblewrap, tmp_path: Path
) -> None:
    given = {"ada": notebook(*SOLVED), "Eve@Uni.edu": notebook(*SOLVED)}
    reports = grade(tmp_path, given, bubblewrap, roster=["ada"])
    assert reports["eve@uni.edu"].flag is Flag.NOT_ON_ROSTER
    assert points(reports["eve@uni.edu"]) == FULL


def test_a_renamed_notebook_is_found_and_two_folders_are_not_guessed_at(
    bubblewrap: Bubblewrap, tmp_path: Path
) -> None:
    handed_in = hand_in(tmp_path, {"ada": notebook(*SOLVED)})
    (handed_in / "ada" / "ps0.ipynb").rename(handed_in / "ada" / "final (2).ipynb")
    (handed_in / "Carl").mkdir()
    (handed_in / "carl").mkdir()
    reports = grade(tmp_path, {}, bubblewrap, roster=["ada", "carl"])
    assert points(reports["ada"]) == FULL
    assert reports["carl"].flag is Flag.UNREADABLE
    assert "several folders" in reports["carl"].detail


def test_the_unanswered_assignment_earns_nothing(bubblewrap: Bubblewrap, tmp_path: Path) -> None:
    blank = notebook(DATA, "mean_result = ...", "def soft_threshold(w, strength):\n    ...")
    report = grade(tmp_path, {"ada": blank}, bubblewrap)["ada"]
    assert report.points == 0
    assert assignment().points == 9
