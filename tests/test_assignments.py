"""Every assignment: its notebook, its key and the data of its students fit each other."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from problem_sets import NAMES, ROOT, SALT, STUDENTS, assignment, graded, source

from coursework.assignment import PartlyRight, WrittenQuestion
from coursework.gradebook import Flag
from coursework.release import leaks, student_version
from shrinkage.check.exercise import FunctionExercise
from shrinkage.check.verdict import Status

each = pytest.mark.parametrize("name", NAMES)


def test_there_are_assignments():
    assert NAMES


@each
def test_the_notebook_asks_what_the_key_marks(name):
    cells = {}
    for cell in source(name).cells:
        told = cell.metadata.nbgrader
        assert told.grade_id not in cells
        cells[told.grade_id] = (cell, told)
    for question in assignment(name).questions:
        written = isinstance(question, WrittenQuestion)
        cell, told = cells[question.id]
        assert told.solution
        assert cell.cell_type == ("markdown" if written else "code")
        graded_cell = told if written else cells[f"{question.id}-test"][1]
        assert graded_cell.grade
        assert graded_cell.points == question.points
        heading = cells[f"{question.id}-text"][0].source.splitlines()[0]
        assert heading == f"## {question.title} ({question.points:g} points)"
        if not written:
            assert f"`{question.name}" in cells[f"{question.id}-text"][0].source
    marked = [told for _, told in cells.values() if told.grade]
    assert len(marked) == len(assignment(name).questions)
    for question in assignment(name).written:
        assert sum(points for points, _ in question.rubric) == question.points


@each
def test_the_data_beside_the_notebook_belong_to_nobody(name):
    text, _ = assignment(name).data_for("", "")
    assert (ROOT / name / assignment(name).data_file).read_text(encoding="utf-8") == text


@each
def test_the_solution_earns_all_and_the_release_nothing(name, tmp_path, bubblewrap):
    whole = source(name)
    release = student_version(copy.deepcopy(whole))
    assert leaks(whole, release) == []
    found = graded(name, tmp_path, {"solved@uni.edu": whole, "blank@uni.edu": release}, bubblewrap)
    solved, blank = found.values()
    computed = assignment(name).computed
    assert (solved.flag, solved.points) == (Flag.GRADED, sum(one.points for one in computed))
    assert all(mark.message.startswith("Right.") for mark in solved.marks)
    assert [
        mark.points for mark in blank.marks if mark.question in {one.id for one in computed}
    ] == [0.0] * len(computed)
    assert not any(mark.message.startswith("Right.") for mark in blank.marks)
    [text] = [solved.written[one.id] for one in assignment(name).written]
    assert len(text.split()) > 100
    assert [blank.written[one.id] for one in assignment(name).written] == [""]


@each
def test_each_known_mistake_is_told_and_earns_its_share(name):
    for student in STUDENTS[:3]:
        _, columns = assignment(name).data_for(SALT, student)
        for question in assignment(name).computed:
            exercise = question.exercise(columns)
            function = isinstance(exercise, FunctionExercise)
            solution = exercise.solution if function else exercise.solution()
            assert exercise.check(solution).status is Status.RIGHT
            assert question.score(solution, columns).points == question.points
            assert len(exercise.mistakes) >= 3
            seen = [] if function else [solution]
            for mistake in exercise.mistakes:
                answer = mistake.answer if function else mistake.answer()
                if any(np.array_equal(answer, other) for other in seen):
                    continue  # two mistakes may lead to the same step by chance
                if not function:
                    seen.append(answer)
                assert exercise.check(answer).message == mistake.diagnosis, question.id
                share = mistake.share if isinstance(mistake, PartlyRight) else 0
                assert question.score(answer, columns).points == pytest.approx(
                    share * question.points
                )
                assert 0 <= share < 1


@each
def test_no_two_students_have_the_same_data_or_the_same_numbers(name):
    one = assignment(name)
    columns = [one.data_for(SALT, student)[1] for student in STUDENTS]
    assert len({one.data_for(SALT, student)[0] for student in STUDENTS}) == len(STUDENTS)
    assert one.data_for(SALT, f" {STUDENTS[0].upper()} ")[0] == one.data_for(SALT, STUDENTS[0])[0]
    assert one.data_for("another", STUDENTS[0])[0] != one.data_for(SALT, STUDENTS[0])[0]
    unlike = 0
    for question in one.computed:
        if question.calls(columns[0]) is None:
            numbers = {
                tuple(np.ravel(np.asarray(question.exercise(data).solution(), dtype=float)))
                for data in columns
            }
            # A whole number, such as a step, may be that of another student by chance.
            assert len(numbers) > 1
            unlike += len(numbers) == len(columns)
    assert unlike
