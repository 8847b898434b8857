"""The learning platform's own sheet is filled in, and nothing else in it changes."""

from __future__ import annotations

import csv
import json

import pytest
from coursework_class import EVIL, FORMULA, STUDENTS, graded_class, mark_all_written, ps0

from coursework.export import fill, platform_of, write_gradescope
from coursework.gradebook import Flag, Gradebook, Report
from coursework.refusal import RefusedError
from coursework.roster import Enrolled
from coursework.sheet import Sheet

# As Canvas exports it: two rows above the students, quotes, a read-only column, the test student.
CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,A very short assignment (77),"
    "Other (78),Final Score\r\n"
    ",,,,,Manual Posting,,(read only)\r\n"
    '    Points Possible,,,,,9,"1,000",100\r\n'
    '"Lovelace, Ada",101,u1,ada@uni.edu,"A ""B""",1,00.50,80.5\r\n'
    '"Hopper, Grace",102,GRACE,login2,S1,,"70,5",\r\n'
    '"Tables, Bobby",103,u3,login3,S1 ,7,,=SUM(A1)\r\n'
    '"Noether, Emmy",104,u4,emmy,S1,4.25,,\r\n'
    '"Student, Test",999,,abc,S1,,,\r\n'
)
MOODLE = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    'Participant 501,Ada Lovelace,ada@uni.edu,Submitted,,9.00,Yes,"Monday, 1 June",-,\n'
    "Participant 502,Grace Hopper,other@uni.edu,Submitted,,9.00,Yes,-,-,old\n"
    "Participant 503,Bobby,bobby@uni.edu,Submitted,,9.00,Yes,-,-,\n"
    "Participant 504,Emmy Noether,emmy@uni.edu,No submission,,9.00,Yes,-,-,\n"
)
CLASS = [
    Enrolled(one.id, one.name, str(101 + place), str(501 + place), f"{place}@x")
    for place, one in enumerate(STUDENTS)
]


@pytest.fixture
def folders(tmp_path):
    made = graded_class(tmp_path / "work")
    mark_all_written(made)
    return made


@pytest.fixture
def filled(folders, tmp_path):
    """What fills a sheet's text and returns the new text and the remarks."""

    def run(text: str, students=CLASS, **options):
        path = tmp_path / "sheet.csv"
        path.write_bytes(text.encode())
        sheet = Sheet.read(path)
        with Gradebook(folders.gradebook) as gradebook:
            done = fill(sheet, ps0(), gradebook, students, **options)
        sheet.write(tmp_path / "out.csv")
        assert path.read_bytes() == text.encode()
        return (tmp_path / "out.csv").read_bytes().decode(), done

    return run


def test_canvas_only_the_assignments_cells_change(filled):
    text, done = filled(CANVAS)
    wanted = (
        CANVAS.replace('"A ""B""",1,', '"A ""B""",9,')
        .replace('login2,S1,,"70,5"', 'login2,S1,6.5,"70,5"')
        .replace("login3,S1 ,7,", "login3,S1 ,3,")
    )
    assert text == wanted
    assert done.rows == 3


def test_who_handed_in_nothing_is_left_and_every_flag_is_listed(filled):
    _, done = filled(CANVAS)
    assert done.remarks == [
        f"{FORMULA}: timed out (after 8 s)",
        "emmy: missing: nothing was handed in; cell left",
    ]


def test_moodle_is_filled_with_points_and_on_request_comments(filled):
    text, done = filled(MOODLE, comments=True)
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["Grade"] for row in rows] == ["9", "6.5", "3", ""]
    assert rows[1]["Feedback comments"] == (
        "Question 1. The mean: 1 of 2; Question 2. A threshold: 2.5 of 4; "
        "Question 3. Why zero?: 3 of 3"
    )
    assert rows[3]["Feedback comments"] == ""
    text, _ = filled(MOODLE)
    assert ",9.00,Yes,-,-,old\n" in text
    assert done.rows == 3


def test_moodle_in_a_language_with_decimal_commas_gets_them(filled):
    text, _ = filled(MOODLE.replace(",9.00,", ',"9,00",'))
    assert 'Submitted,"6,5","9,00",Yes' in text


def test_moodles_locked_grades_are_left_and_listed(filled):
    text, done = filled(MOODLE.replace("9.00,Yes,-,-,old", "9.00,No,-,-,old"))
    assert "Submitted,,9.00,No,-,-,old" in text
    assert "grace: Moodle says that the grade can't be changed" in done.remarks


def test_students_are_found_by_id_alone_where_the_sheet_has_it(filled):
    students = [Enrolled(one.id, one.name) for one in STUDENTS]
    text, _ = filled(CANVAS.replace("login3", f'"{FORMULA}"'), students)
    assert "Tables, Bobby" in text
    assert "S1 ,3," in text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("103,u3", "888,u3", f"{FORMULA} has no row"),
        ("103,u3", "102,u3", "grace has several rows: lines 5, 6"),
    ],
)
def test_missing_or_doubled_rows_are_refused_unless_told(filled, old, new, said):
    text = CANVAS.replace(old, new)
    with pytest.raises(RefusedError, match="missing or doubled") as refused:
        filled(text)
    assert said in str(refused.value)
    written, done = filled(text, anyway=True)
    assert said in done.remarks
    assert '"A ""B""",9,' in written


def test_a_row_that_names_two_students_is_refused_even_then(filled):
    with pytest.raises(RefusedError, match="is not clear") as refused:
        filled(CANVAS.replace("102,GRACE", "102,emmy"), anyway=True)
    assert "line 5: its columns name different students: emmy, grace" in str(refused.value)


def test_a_row_of_nobody_on_the_roster_is_left_and_listed(filled):
    extra = f'"{EVIL}, X",555,u5,login5,S1,8,,\r\n'
    text, done = filled(CANVAS + extra)
    assert text.endswith(extra)
    assert f"line 9 ({EVIL}, X) is of nobody on the roster; left" in done.remarks


def test_unmarked_answers_are_refused_unless_told(filled, folders):
    with Gradebook(folders.gradebook) as gradebook:
        gradebook._file.execute("DELETE FROM mark WHERE by_hand AND student = 'grace'")
        gradebook._file.commit()
    with pytest.raises(RefusedError, match="not marked yet") as refused:
        filled(CANVAS)
    assert "grace: Question 3. Why zero?" in str(refused.value)
    text, done = filled(CANVAS, partial=True)
    assert "login2,S1,3.5," in text
    assert "grace: Question 3. Why zero?: not marked yet" in done.remarks


def test_points_are_scaled_only_if_told(filled):
    text = CANVAS.replace(",,,,,9,", ",,,,,100,")
    written, done = filled(text)
    assert "login2,S1,6.5," in written
    assert any("maximum is 100, and the assignment has 9 points" in one for one in done.remarks)
    written, done = filled(text, scale=True)
    assert "login2,S1,72.22," in written
    assert not any("maximum" in one for one in done.remarks)


@pytest.mark.parametrize("maximum", ["", '"1,000"', "1.000"])
def test_a_maximum_that_cannot_be_read_is_said_and_nothing_scaled(filled, maximum):
    written, done = filled(CANVAS.replace(",,,,,9,", f",,,,,{maximum},"), scale=True)
    assert "login2,S1,6.5," in written
    assert any("maximum cannot be read" in one for one in done.remarks)
    # Without a maximum and not told to scale, there is nothing to say.
    _, done = filled(CANVAS.replace(",,,,,9,", f",,,,,{maximum},"))
    assert any("maximum cannot be read" in one for one in done.remarks) == bool(maximum)


def test_the_points_possible_are_found_in_any_language(filled):
    text = CANVAS.replace("    Points Possible,,,,,9,", "    Mögliche Punkte,,,,,90,")
    written, done = filled(text.replace("Manual Posting", "Manuell"), scale=True)
    assert "login2,S1,65," in written
    assert len(done.remarks) == 2


def test_the_column_can_be_named_and_is_never_guessed(filled):
    renamed = CANVAS.replace("A very short assignment (77)", "Homework (77)")
    with pytest.raises(RefusedError, match=r"--column; there are: Homework \(77\), Other \(78\)"):
        filled(renamed)
    text, _ = filled(renamed, column="homework (77)")
    assert "login2,S1,6.5," in text
    text, _ = filled(CANVAS.replace("A very short assignment", "PS0"))
    assert "login2,S1,6.5," in text
    with pytest.raises(RefusedError, match="no column Homework"):
        filled(CANVAS, column="Homework")


def test_a_sheet_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("a,b\n")
    with pytest.raises(RefusedError, match="Its columns: a, b"):
        platform_of(Sheet.read(path))


def test_what_is_written_is_no_formula(filled, monkeypatch):
    monkeypatch.setattr("coursework.export._comment", lambda *_: "=HYPERLINK(1)")
    text, _ = filled(MOODLE, comments=True)
    assert [row["Feedback comments"][:3] for row in csv.DictReader(text.splitlines())] == [
        "'=H",
        "'=H",
        "'=H",
        "",
    ]


def test_an_abandoned_submission_is_not_given_zero(filled, folders):
    with Gradebook(folders.gradebook) as gradebook:
        gradebook.record("ps0", "grace", Report(Flag.ABANDONED, "the grader failed"))
    text, done = filled(CANVAS)
    assert 'login2,S1,,"70,5"' in text
    assert any(one.startswith("grace: not graded: the grader failed") for one in done.remarks)


def test_gradescope_has_a_result_for_each_submission(folders):
    with Gradebook(folders.gradebook) as gradebook:
        done = write_gradescope(ps0(), gradebook, folders)
    assert done.rows == 3
    result = json.loads(folders.gradescope("ps0", "grace").read_text())
    assert result["score"] == 6.5
    assert [(one["score"], one["max_score"]) for one in result["tests"]] == [
        (1, 2),
        (2.5, 4),
        (3, 3),
    ]
    assert {one["output_format"] for one in result["tests"]} == {"text"}
    assert not folders.gradescope("ps0", "emmy").exists()
