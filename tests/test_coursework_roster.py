"""Rosters and sheets: what spreadsheets write is read, what is wrong is named with its line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coursework.folders import LONGEST, Folders, folder_of, student_of
from coursework.gradebook import comparable
from coursework.refusal import RefusedError
from coursework.roster import read_roster
from coursework.sheet import Sheet, guarded, unguarded

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def roster(tmp_path, content: str | bytes):
    path = tmp_path / "roster.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_roster(path)


def test_a_roster_is_read_with_its_platforms_numbers(tmp_path):
    ada, grace = roster(tmp_path, 'id,name,canvas_id\nada, Ada ,7\n grace ,"Hopper, Grace",\n')
    assert (ada.id, ada.name, ada.canvas_id, ada.line) == ("ada", "Ada", "7", 2)
    assert (grace.id, grace.name, grace.canvas_id) == ("grace", "Hopper, Grace", "")


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffid;name\r\nada;Ada\r\n\r\n;\r\n",
        "\n\nID\tName\nada\tAda\n",
        "name,extra,id\nAda,x,ada\n,,\n\n",
        "id,name\rada,Ada\r",
    ],
    ids=["mark, semicolons and blank rows", "tabs and blank lines above", "order", "old line ends"],
)
def test_what_spreadsheets_write_is_read(tmp_path, content):
    (ada,) = roster(tmp_path, content)
    assert (ada.id, ada.name) == ("ada", "Ada")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("id,name\n", "lists nobody"),
        ("student,name\na,b\n", "has no column id. Its columns: student, name."),
        ("id,name,ID\na,b,c\n", "has two columns called id"),
        ("id,name\na,A\n\n A ,B\n", "line 4: the id A is that of line 2"),
        ("id,name\nstraße,A\nSTRASSE,B\n", "line 3: the id STRASSE is that of line 2"),
        ("id,name,email\na,A,x@y\nb,B,X@Y\n", "line 3: the email X@Y is that of line 2"),
        ("id,name\n,Nobody\n", "line 2: the id is missing (Nobody)"),
        ('id,name\n"two\nlines",A\n', "line 2: the id holds a character"),
        (f"id,name\n{'x' * 200},A\n", "is too long"),
        ('id,name\na,"open\n', "line 2: a quotation mark is not closed"),
        ('id,name\na,"A"b\n', "line 2: a quotation mark is not closed, or something follows"),
        (b"id,name\na,Ren\xe9e\n", "line 2: this is not UTF-8 text"),
        (b"PK\x03\x04\x00\x00", "is not a CSV file"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, content, said):
    with pytest.raises(RefusedError) as refused:
        roster(tmp_path, content)
    assert said in str(refused.value)


def test_every_wrong_line_is_named_at_once(tmp_path):
    with pytest.raises(RefusedError) as refused:
        roster(tmp_path, "id,name\na,A\na,B\n,C\n")
    assert "line 3" in str(refused.value)
    assert "line 4" in str(refused.value)


def test_there_is_no_such_file(tmp_path):
    with pytest.raises(RefusedError, match="cannot be read: No such file"):
        read_roster(tmp_path / "none.csv")


@given(st.lists(st.lists(TEXT, min_size=2, max_size=4), min_size=1, max_size=4))
def test_fields_are_those_that_csv_reads_and_are_written_back_unchanged(tmp_path_factory, rows):
    text = io.StringIO()
    csv.writer(text).writerows([["first", "second"], *rows])
    path = tmp_path_factory.mktemp("sheet") / "s.csv"
    content = text.getvalue().replace("\0", "").encode()
    path.write_bytes(content)
    sheet = Sheet.read(path)
    # A line with nothing in it is a row without fields to csv, and one empty field here.
    wanted = [row or [""] for row in csv.reader(io.StringIO(content.decode(), newline=""))]
    assert [row.values for row in sheet.rows] == wanted
    sheet.write(path)
    assert path.read_bytes() == content


@given(TEXT)
@example("=1")
@example(" \n=1")
@example("'=1")
def test_no_text_is_a_formula_once_guarded_and_all_come_back(text):
    assert not guarded(text).lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(text)) == text or text.startswith("'")


IDS = st.text(max_size=8) | st.sampled_from(
    ["..", ".", "", "../x", "a/b", "a\\b", "~", "con", "CON.txt", "-rf", "a.", "%2E.", "A@b", "a b"]
)


@given(IDS, IDS)
def test_different_students_have_different_folders_within_the_parent(one, other):
    names = folder_of(one), folder_of(other)
    assert (names[0].casefold() == names[1].casefold()) == (comparable(one) == comparable(other))
    assert "/" not in names[0]
    assert "\\" not in names[0]
    assert not names[0].startswith((".", "-", "~"))
    assert names[0].isascii()
    assert student_of(names[0]) == comparable(one)


@pytest.mark.parametrize("name", ["con", "NUL", "com1.x", "aux"])
def test_no_folder_is_a_device_of_windows(name):
    assert folder_of(name).split(".")[0] not in ("con", "nul", "com1", "aux")


def test_the_salt_is_made_once_for_its_owner_only(tmp_path):
    folders = Folders(tmp_path / "work")
    with pytest.raises(RefusedError, match="made by the first release"):
        folders.salt()
    made = folders.salt(make=True)
    assert len(made) == 32
    assert folders.salt(make=True) == folders.salt() == made
    assert folders.salt_file.stat().st_mode & 0o777 == 0o600
    assert Folders(tmp_path / "other").salt(make=True) != made


def test_the_overlays_salt_is_taken_before_the_work_folders(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "salt.txt").write_text(" secret \n")
    folders = Folders(tmp_path / "work", tmp_path / "mine")
    assert folders.salt(make=True) == "secret"
    assert not (tmp_path / "work").exists()


def test_an_empty_salt_is_refused(tmp_path):
    (tmp_path / "salt.txt").write_text("\n")
    with pytest.raises(RefusedError, match="is empty"):
        Folders(tmp_path).salt()


def test_the_longest_folder_fits_a_file_system():
    assert LONGEST + len(".html.12345678") < 255
