"""Grading a class: everyone has a row, nothing is done twice, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from classroom import (
    DATA,
    MEAN,
    SALT,
    SOLVED,
    SUM,
    THRESHOLD,
    assignment,
    grade,
    hand_in,
    notebook,
    points,
    survivors,
)

from coursework.assignment import Assignment
from coursework.grade import Outcome, grade_assignment
from coursework.gradebook import Flag, Gradebook, Mark, Report, Student
from coursework.sandbox import Ended, Limits, Sandbox
from coursework.sandbox_bubblewrap import Bubblewrap

CLASS = 300
# One in four of each; what each earns does not depend on whose data it is.
KINDS = (
    notebook(*SOLVED),
    notebook(DATA, SUM, THRESHOLD),
    notebook(DATA, MEAN, "1 / 0"),
    b"<html>Please log in</html>",
)


class Counting(Sandbox):
    """A sandbox that runs nothing, and counts what it is asked to run."""

    name = "counting"

    def __init__(self, fails: Callable[[str], bool] = lambda _: False) -> None:
        super().__init__()
        self.fails = fails
        self.ran = 0

    def _run(self, request: bytes, limits: Limits) -> Ended:
        self.ran += 1
        if self.fails(request.decode()):
            raise OSError("the disk is full")
        return Ended(Flag.TIMED_OUT)


def graded(
    folder: Path, sandbox: Sandbox, *, given: Assignment | None = None, **more: Any
) -> list[Outcome]:
    """Grade what has been handed in, as a run after the first would."""
    roster = [Student(one) for one in ("ada", "carl", "emmy")]
    with Gradebook(folder / "gradebook.sqlite") as book:
        return grade_assignment(
            given or assignment(),
            folder / "submissions",
            roster,
            book,
            salt=more.pop("salt", SALT),
            sandbox=sandbox,
            **more,
        )


def handed_in(folder: Path) -> Path:
    return hand_in(folder, {"ada": notebook(*SOLVED), "carl": notebook(DATA, SUM)})


def test_what_has_not_changed_is_not_graded_again(tmp_path: Path) -> None:
    handed_in(tmp_path)
    first, second = Counting(), Counting()
    before = graded(tmp_path, first)
    after = graded(tmp_path, second)
    assert (first.ran, second.ran) == (2, 0)
    assert [one.kept for one in before + after] == [False] * 3 + [True] * 3
    assert [list(one.report.marks) for one in after] == [one.report.marks for one in before]
    assert [one.report.flag for one in after] == [one.report.flag for one in before]


def test_what_has_changed_is_graded_again(tmp_path: Path) -> None:
    folder = handed_in(tmp_path)
    graded(tmp_path, Counting())

    (folder / "carl" / "ps0.ipynb").write_bytes(notebook(*SOLVED))
    one = Counting()
    assert [outcome.kept for outcome in graded(tmp_path, one)] == [True, False, True]
    assert one.ran == 1

    for changes in (
        {"given": replace(assignment(), fingerprint="another key")},
        {"salt": "another salt"},
        {"again": True},
    ):
        every = Counting()
        graded(tmp_path, every, **changes)
        assert every.ran == 2, changes


def test_an_error_of_the_grader_is_one_students_row_and_is_tried_again(tmp_path: Path) -> None:
    handed_in(tmp_path)
    ada, carl, emmy = graded(tmp_path, Counting(fails=lambda request: ".sum()" in request))
    assert (ada.report.flag, emmy.report.flag) == (Flag.TIMED_OUT, Flag.MISSING)
    assert carl.report.flag is Flag.ABANDONED
    assert carl.report.detail == "OSError: the disk is full"
    assert points(carl.report) == {"mean-result": 0, "soft-threshold": 0}

    once_more = Counting()
    assert [one.kept for one in graded(tmp_path, once_more)] == [True, False, True]
    assert once_more.ran == 1


def test_marks_given_by_hand_stay(tmp_path: Path) -> None:
    handed_in(tmp_path)
    graded(tmp_path, Counting())
    by_hand = Mark("why-zero", 2.5, 3, "Nearly.", by_hand=True)
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        book.mark_by_hand("ps0", [("ada", 2, by_hand)])
    graded(tmp_path, Counting(), again=True)
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        report = book.report("ps0", "ada")
    assert report is not None
    assert report.marks[-1] == by_hand


def test_progress_is_told_of_each_student_and_the_result_is_in_order(tmp_path: Path) -> None:
    handed_in(tmp_path)
    told: list[tuple[str, int, int]] = []
    outcomes = graded(
        tmp_path,
        Counting(),
        jobs=2,
        progress=lambda one, done, total: told.append((one.student.id, done, total)),
    )
    assert sorted(one for one, _, _ in told) == ["ada", "carl", "emmy"]
    assert [numbers for _, *numbers in told] == [[1, 3], [2, 3], [3, 3]]
    assert [one.student.id for one in outcomes] == ["ada", "carl", "emmy"]


def test_a_class_of_300_killed_half_way_and_started_again_has_the_marks_as_without(
    bubblewrap: Bubblewrap, tmp_path: Path
) -> None:
    without = list(
        grade(
            tmp_path / "x", {f"kind {n}": kind for n, kind in enumerate(KINDS)}, bubblewrap
        ).values()
    )
    class_ = {f"student {n}": KINDS[n % len(KINDS)] for n in range(CLASS)}
    hand_in(tmp_path, class_)
    command = [sys.executable, str(Path(__file__).with_name("grading_to_kill.py"))]
    command += [str(tmp_path), str(CLASS)]
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}

    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, **path}
    ) as first:
        assert first.stdout is not None
        token = first.stdout.readline().strip()
        for line in first.stdout:
            if int(line) == CLASS // 2:
                break
        first.kill()
    assert first.returncode == -9
    assert len(known(tmp_path)) in range(CLASS // 2, CLASS // 2 + 4)
    wait_until(lambda: survivors(token) == [])

    second = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **path}
    )
    assert second.stdout.splitlines()[-1] == str(CLASS)
    reports = known(tmp_path)
    assert list(reports) == list(class_)
    for number, report in enumerate(reports.values()):
        expected = without[number % len(KINDS)]
        assert (report.flag, report.marks) == (expected.flag, expected.marks)
        assert report.written == expected.written


def test_a_submission_does_not_outlive_the_grader(bubblewrap: Bubblewrap, tmp_path: Path) -> None:
    hand_in(tmp_path, {"student 0": notebook("import time; time.sleep(600)")})
    command = [sys.executable, str(Path(__file__).with_name("grading_to_kill.py"))]
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [*command, str(tmp_path), "1"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **path},
    ) as grader:
        assert grader.stdout is not None
        token = grader.stdout.readline().strip()
        wait_until(lambda: survivors(token) != [])
        grader.kill()
    wait_until(lambda: survivors(token) == [])


def wait_until(so: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not so():
        assert time.monotonic() < until
        time.sleep(0.05)


def known(folder: Path) -> dict[str, Report]:
    """Return the reports there are, in the roster's order."""
    with Gradebook(folder / "gradebook.sqlite") as book:
        reports = {one.id: book.report("ps0", one.id) for one in book.students("ps0")}
    return {student: report for student, report in reports.items() if report is not None}
