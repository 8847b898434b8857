"""Archives of Canvas and Moodle, honest and not, become a folder for each student."""

from __future__ import annotations

import zipfile

import pytest
from coursework_class import ROSTER

from coursework import collect as module
from coursework.collect import CANVAS, Collected, collect
from coursework.folders import Folders
from coursework.refusal import RefusedError
from coursework.roster import Enrolled, read_roster

NOTEBOOK = '{"cells": []}'


@pytest.fixture
def unpack(tmp_path):
    """What collects an archive of these files; each a name and a content, in this order."""

    def run(files, platform="canvas", roster=ROSTER, name="ps0") -> tuple[Collected, Folders]:
        (tmp_path / "roster.csv").write_text(roster)
        with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in files:
                archive.writestr(path, content)
        folders = Folders(tmp_path / "work")
        students = read_roster(tmp_path / "roster.csv")
        return collect(name, tmp_path / "a.zip", platform, students, folders), folders

    return run


def submitted(folders: Folders) -> dict[str, str]:
    """Return what is to be graded: each folder's name and its notebook."""
    found = {}
    for folder in folders.submissions("ps0").iterdir():
        (only,) = folder.iterdir()
        assert only.name == "ps0.ipynb"
        found[folder.name] = only.read_text()
    return found


def test_canvas_files_are_found_by_their_number(unpack):
    found, folders = unpack(
        [("someoneelse_101_9001_ps0.ipynb", "A"), ("x_LATE_102_9002_ps0-2.ipynb", "G")]
    )
    assert submitted(folders) == {"ada%40uni.edu": "A", "grace": "G"}
    assert [(one.student, one.late) for one in found.notebooks] == [
        ("ada@uni.edu", False),
        ("grace", True),
    ]
    assert "grace: late." in found.remarks
    assert any(one.startswith("no notebook from 2: ") for one in found.remarks)
    listed = folders.collected("ps0").read_text(encoding="utf-8-sig").splitlines()
    assert listed == [
        "student,file,late,graded",
        "ada@uni.edu,ps0.ipynb,,yes",
        "grace,ps0-2.ipynb,late,yes",
    ]


NAMES_ONLY = 'id,name\nada,Ada King Lovelace\ngrace,"Hopper, Grace"\nada2,Ada Byron\n'


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("kinglovelaceada", "ada"),
        ("lovelaceadaking", "ada"),
        ("hoppergrace", "grace"),
        ("byronada", "ada2"),
    ],
)
def test_without_numbers_canvas_files_are_found_by_the_name(unpack, name, student):
    found, _ = unpack([(f"{name}_1_2_ps0.ipynb", NOTEBOOK)], roster=NAMES_ONLY)
    assert found.notebooks[0].student == student


def test_a_name_that_two_students_have_is_nobodys(unpack):
    roster = "id,name\na1,Ada Byron\na2,Ada Byron\n"
    found, folders = unpack([("byronada_1_2_ps0.ipynb", "x")], roster=roster)
    assert found.notebooks[0].student == ""
    assert submitted(folders) == {"not-on-roster%201%20byronada": "x"}
    assert "two of this name" in found.remarks[0]


def test_a_student_whose_number_is_known_is_not_taken_for_another_of_the_name(unpack):
    roster = "id,name,canvas_id\nada,Ada Byron,7\n"
    found, _ = unpack([("byronada_8_2_ps0.ipynb", NOTEBOOK)], roster=roster)
    assert found.notebooks[0].student == ""


@pytest.mark.parametrize(
    "path",
    [
        "Ada Lovelace_501_assignsubmission_file_/ps0.ipynb",
        "Ada Lovelace_501_assignsubmission_file/ps0.ipynb",
        "Ada Lovelace_501_assignsubmission_file_/my work/ps0.ipynb",
        "Ada Lovelace_501_assignsubmission_file_ps0.ipynb",
        "PS0-123/Ada Lovelace_501_assignsubmission_file_/ps0.ipynb",
        "Renamed_501_assignsubmission_file_\\ps0.ipynb",
    ],
)
def test_moodle_files_are_found_in_folders_and_without(unpack, path):
    found, folders = unpack([(path, "A")], "moodle")
    assert submitted(folders) == {"ada%40uni.edu": "A"}
    assert found.notebooks[0].student == "ada@uni.edu"


@pytest.mark.parametrize("name", ["Ada King Lovelace", "Group 1-Ada King Lovelace"])
def test_without_numbers_moodle_files_are_found_by_the_full_name(unpack, name):
    path = f"{name}_5_assignsubmission_file_/ps0.ipynb"
    found, _ = unpack([(path, NOTEBOOK)], "moodle", roster=NAMES_ONLY)
    assert found.notebooks[0].student == "ada"


def test_of_several_notebooks_the_last_named_like_the_assignment_is_taken(unpack):
    found, folders = unpack(
        [
            ("a_101_9003_ps0-1.ipynb", "second"),
            ("a_101_9001_ps0.ipynb", "first"),
            ("a_101_9009_scratch.ipynb", "scratch"),
            ("a_102_9005_my answer.ipynb", "older"),
            ("a_102_9006_final.ipynb", "newer"),
        ]
    )
    assert submitted(folders) == {"ada%40uni.edu": "second", "grace": "newer"}
    assert "ada@uni.edu: 3 notebooks; taken: ps0-1.ipynb." in found.remarks
    kept = {one.read_text() for one in folders.other_files("ps0", "ada@uni.edu").iterdir()}
    assert kept == {"first", "scratch"}


def test_what_is_no_notebook_is_kept_and_said(unpack):
    found, folders = unpack([("a_101_9_essay.pdf", "PDF"), ("a_102_8_ps0.ipynb", NOTEBOOK)])
    assert "ada@uni.edu: not a notebook, kept beside: essay.pdf." in found.remarks
    assert "ada@uni.edu: handed in no notebook." in found.remarks
    (kept,) = folders.other_files("ps0", "ada@uni.edu").iterdir()
    assert (kept.read_text(), kept.suffix) == ("PDF", ".pdf")
    assert list(submitted(folders)) == ["grace"]


def test_collecting_again_adds_and_replaces(unpack):
    unpack([("a_101_1_ps0.ipynb", "old"), ("a_102_2_ps0.ipynb", "stays")])
    _, folders = unpack([("a_101_5_ps0-1.ipynb", "new"), ("a_104_6_ps0.ipynb", "late comer")])
    assert submitted(folders) == {
        "ada%40uni.edu": "new",
        "grace": "stays",
        "emmy": "late comer",
    }


OUTSIDE = [
    "../../evil_101_9_ps0.ipynb",
    "/etc/evil_101_9_ps0.ipynb",
    "a_101_9_../../../evil.ipynb",
    "..\\..\\evil_101_9_ps0.ipynb",
    "C:\\evil_101_9_..\\ps0.ipynb",
    "a_101_9_\x1b[2Jps0.ipynb",
    "a_999_9_" + "x" * 300 + ".ipynb",
    "..%2f..%2f_999_9_..%2fps0.pdf",
    "a_101_9_.bashrc",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_name_leads_out_of_the_students_folder(unpack, tmp_path, path):
    (tmp_path / "work").mkdir()
    before = {one for one in tmp_path.rglob("*") if one.is_file()}
    found, _ = unpack([(path, "evil"), ("a_102_8_ps0.ipynb", NOTEBOOK)])
    inside = (tmp_path / "work" / "ps0" / "submissions", tmp_path / "work" / "ps0" / "other-files")
    new = {one for one in tmp_path.rglob("*") if one.is_file()} - before
    new -= {tmp_path / "a.zip", tmp_path / "roster.csv", tmp_path / "work/ps0/collected.csv"}
    assert new
    for one in new:
        assert one.resolve() == one
        assert any(one.is_relative_to(folder) for folder in inside)
        assert not one.name.startswith(".")
    assert all(one.isprintable() for one in found.remarks)


@pytest.mark.parametrize("path", OUTSIDE)
def test_moodles_neither(unpack, tmp_path, path):
    bad = f"../../X_501_assignsubmission_file_/{path}"
    unpack([(bad, "evil")], "moodle")
    written = {one for one in tmp_path.rglob("*") if one.is_file() and one.read_bytes() == b"evil"}
    assert len(written) == 1
    assert all(one.is_relative_to(tmp_path / "work" / "ps0") for one in written)


def test_a_bomb_is_cut_and_said(unpack, monkeypatch):
    monkeypatch.setattr(module, "LARGEST_FILE", 2 * 1024**2)
    found, folders = unpack([("a_101_9_ps0.ipynb", b"\0" * 10**8)])
    assert folders.submissions("ps0").joinpath("ada%40uni.edu", "ps0.ipynb").stat().st_size == (
        2 * 1024**2 + 1
    )
    assert any("larger than 2 MB" in one for one in found.remarks)


def test_an_archive_that_is_too_large_in_all_is_refused(unpack, monkeypatch):
    monkeypatch.setattr(module, "LARGEST_ALL", 1000)
    with pytest.raises(RefusedError, match="which no class hands in"):
        unpack([(f"a_{n}_9_ps0.ipynb", b"x" * 600) for n in (101, 102)])


def test_too_many_files_are_refused(unpack, monkeypatch):
    monkeypatch.setattr(module, "MOST_FILES", 2)
    with pytest.raises(RefusedError, match="holds 3 files; 2 are read"):
        unpack([(f"a_101_{n}_ps0.ipynb", "") for n in range(3)])


def test_a_damaged_file_is_said_and_the_others_are_read(unpack, tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a_101_9_ps0.ipynb", "DAMAGED-CONTENT")
        archive.writestr("a_102_9_ps0.ipynb", NOTEBOOK)
    content = (tmp_path / "a.zip").read_bytes().replace(b"DAMAGED", b"dAMAGED", 1)
    (tmp_path / "a.zip").write_bytes(content)
    folders = Folders(tmp_path / "work")
    found = collect(
        "ps0", tmp_path / "a.zip", "canvas", read_roster(tmp_path / "roster.csv"), folders
    )
    assert any("cannot be unpacked (Bad CRC-32" in one for one in found.remarks)
    # An empty file is flagged as unreadable; no file would be as missing.
    assert submitted(folders) == {"ada%40uni.edu": "", "grace": NOTEBOOK}
    assert not list(folders.submissions("ps0").rglob(".*"))


def test_what_is_no_archive_or_of_another_platform_is_refused(unpack, tmp_path):
    with pytest.raises(RefusedError, match="Is it from another platform"):
        unpack([("a_101_9_ps0.ipynb", NOTEBOOK)], "moodle")
    with pytest.raises(RefusedError, match="Is it from another platform"):
        unpack([("Ada_501_assignsubmission_file_/ps0.ipynb", NOTEBOOK)], "canvas")
    assert not (tmp_path / "work").exists()
    (tmp_path / "a.html").write_text("<html>please log in</html>")
    with pytest.raises(RefusedError, match="is not a zip archive"):
        collect("ps0", tmp_path / "a.html", "canvas", [Enrolled("a")], Folders(tmp_path / "work"))


def test_canvas_names_may_hold_underscores_and_numbers():
    read = CANVAS.fullmatch("d_artagnan_LATE_12_345_my_1_2_ps0.ipynb")
    assert read is not None
    assert (read["name"], read["late"], read["id"], read["number"], read["file"]) == (
        "d_artagnan",
        "LATE",
        "12",
        "345",
        "my_1_2_ps0.ipynb",
    )


def test_macs_own_files_are_passed_over(unpack):
    found, _ = unpack(
        [("__MACOSX/._a_101_9_ps0.ipynb", "x"), (".DS_Store", "x"), ("a_101_9_ps0.ipynb", "y")]
    )
    assert len(found.notebooks) == 1
    assert not any("MACOSX" in one or "DS_Store" in one for one in found.remarks)
