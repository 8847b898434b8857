"""Marks by hand: all of a sheet or nothing of it, and never lost to grading again."""

from __future__ import annotations

import csv

import pytest
from coursework_class import EVIL, FORMULA, STUDENTS, graded_class, marks, ps0

from coursework.gradebook import Flag, Gradebook, Report, Student
from coursework.mark import everyone, read_marks, unmarked, write_sheet
from coursework.refusal import RefusedError


@pytest.fixture
def gradebook(tmp_path):
    with Gradebook(graded_class(tmp_path / "work").gradebook) as opened:
        yield opened


def sheet(tmp_path, rows: str):
    path = tmp_path / "marks.csv"
    path.write_text(rows, encoding="utf-8")
    return path


def taken(gradebook, tmp_path, rows: str):
    marks, empty = read_marks(ps0(), gradebook, sheet(tmp_path, rows))
    gradebook.mark_by_hand("ps0", marks)
    return marks, empty


def test_the_sheet_has_every_answer_with_its_rubric_and_no_formula(gradebook, tmp_path):
    path = tmp_path / "m.csv"
    assert write_sheet(ps0(), gradebook, path) == (3, 3)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    assert [row["student"] for row in rows] == ["ada@uni.edu", "grace", f"'{FORMULA}"]
    assert rows[1]["answer"].startswith("'=HYPERLINK")
    assert EVIL in rows[1]["answer"]
    assert rows[2]["answer"] == "'=1+1"
    assert rows[0]["rubric"].splitlines()[0] == "1: Says that small weights become exactly 0."
    assert {(row["points"], row["of"]) for row in rows} == {("", "3")}


def test_the_sheet_filled_in_is_taken_also_from_a_spreadsheet_with_semicolons(gradebook, tmp_path):
    path = tmp_path / "m.csv"
    write_sheet(ps0(), gradebook, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    for row, points in zip(rows[1:], ["3", "1,5", ""], strict=True):
        row[5], row[7] = points, "'-> why?"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    found, empty = read_marks(ps0(), gradebook, path)
    assert [(student, mark.points, mark.by_hand) for student, _, mark in found] == [
        ("ada@uni.edu", 3.0, True),
        ("grace", 1.5, True),
    ]
    assert found[0][2].message == "'-> why?".replace("'-", "-")
    assert empty == 1


def test_a_mark_by_hand_is_counted_and_outlives_grading_again(gradebook, tmp_path):
    taken(gradebook, tmp_path, "student,question,points,comment\nADA@uni.edu ,why-zero,2,Good\n")
    taken(gradebook, tmp_path, "student,question,points\ngrace,soft-threshold,4\n")
    again = Report(Flag.GRADED, marks=marks(0, 0), written={"why-zero": "x"})
    for student in ("ada@uni.edu", "grace"):
        gradebook.record("ps0", student, again)
    ada = gradebook.report("ps0", "ada@uni.edu")
    assert [(one.question, one.points) for one in ada.marks] == [
        ("mean-result", 0),
        ("soft-threshold", 0),
        ("why-zero", 2),
    ]
    assert gradebook.report("ps0", "grace").points == 4


def test_a_formula_for_an_id_is_marked_as_the_sheet_writes_it(gradebook, tmp_path):
    found, _ = taken(gradebook, tmp_path, f'student,question,points\n"\'{FORMULA}",why-zero,1\n')
    assert found[0][0] == FORMULA


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("nobody,why-zero,1", "line 3: there is no student 'nobody'"),
        ("grace,why,1", "line 3: there is no question 'why'; there are mean-result, soft-thr"),
        ("grace,why-zero,3.5", "line 3: points must be from 0 to 3, and this is 3.5"),
        ("grace,why-zero,-1", "line 3: points must be from 0 to 3, and this is -1"),
        ("grace,why-zero,nan", "line 3: points must be from 0 to 3, and this is nan"),
        ("grace,why-zero,full", "line 3: points must be a number, and this is 'full'"),
        ("Ada@UNI.edu,why-zero,1", "line 3: Ada@UNI.edu has points for why-zero in line 2, too"),
    ],
)
def test_one_wrong_line_and_no_mark_is_taken(gradebook, tmp_path, row, said):
    rows = f"student,question,points\nada@uni.edu,why-zero,1\n{row}\n"
    with pytest.raises(RefusedError, match="no mark was taken") as refused:
        taken(gradebook, tmp_path, rows)
    assert said in str(refused.value)
    assert len(gradebook.report("ps0", "ada@uni.edu").marks) == 2


def test_every_wrong_line_is_named(gradebook, tmp_path):
    with pytest.raises(RefusedError) as refused:
        taken(gradebook, tmp_path, "student,question,points\n\na,b,1\ngrace,why-zero,9\n")
    assert [one.split(":")[0] for one in refused.value.problems] == ["line 3", "line 4"]


def test_a_sheet_without_the_columns_is_refused(gradebook, tmp_path):
    with pytest.raises(RefusedError, match="no column points"):
        taken(gradebook, tmp_path, "student,question\n")


def test_what_is_unmarked_is_what_was_answered_and_has_no_mark(gradebook, tmp_path):
    assert [one.id for one in unmarked(gradebook, ps0(), "grace")] == ["why-zero"]
    assert unmarked(gradebook, ps0(), "emmy") == []
    taken(gradebook, tmp_path, "student,question,points\ngrace,why-zero,0\n")
    assert unmarked(gradebook, ps0(), "grace") == []


def test_who_is_not_on_the_roster_can_be_marked_as_well(gradebook, tmp_path):
    report = Report(Flag.NOT_ON_ROSTER, marks=marks(2, 4), written={"why-zero": "x"})
    gradebook.record("ps0", "stranger", report)
    assert everyone(gradebook, "ps0") == [*STUDENTS, Student("stranger")]
    found, _ = taken(gradebook, tmp_path, "student,question,points\nstranger,why-zero,1\n")
    assert found[0][0] == "stranger"
