"""Shows how long grading a class takes, with one worker and with two, beside nbgrader.

    python benchmarks/grading.py [--students 300] [--of-nbgrader 20]

Every student hands in the solved notebook of the tests' tiny assignment, each with data of their
own. nbgrader's `autograde` gets the same files (and one data file for all, as it has it). Writes
`_build/bench/grading.md`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from coursework.assignment import Assignment, load_assignment
from coursework.folders import folder_of
from coursework.grade import grade_assignment
from coursework.gradebook import Flag, Gradebook, Student
from coursework.sandbox import Sandbox, find_sandbox

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "_build" / "bench"
ASSIGNMENTS = ROOT / "tests" / "assignments"
NAME, SALT = "ps0", "of the benchmark"


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def hand_in(folder: Path, students: list[Student], notebook: bytes) -> Path:
    """Put everybody's notebook where grading looks for it; return the folder."""
    for student in students:
        place = folder / folder_of(student.id)
        place.mkdir(parents=True)
        (place / f"{NAME}.ipynb").write_bytes(notebook)
    return folder


def ours(assignment: Assignment, count: int, jobs: int, sandbox: Sandbox, notebook: bytes) -> float:
    """Return the seconds to grade a class; fails if anybody is not graded in full."""
    students = [Student(f"student{n}") for n in range(count)]
    full = sum(question.points for question in assignment.computed)
    with tempfile.TemporaryDirectory() as work:
        submissions = hand_in(Path(work, "submissions"), students, notebook)
        with Gradebook(Path(work, "gradebook.sqlite")) as book:
            took = seconds(
                lambda: grade_assignment(
                    assignment, submissions, students, book, salt=SALT, sandbox=sandbox, jobs=jobs
                )
            )
            reports = [book.report(NAME, student.id) for student in students]
    for report in reports:
        assert report is not None
        assert (report.flag, report.points) == (Flag.GRADED, full), report
    return took


def theirs(assignment: Assignment, count: int, notebook: bytes) -> float:
    """Return the seconds that `nbgrader autograde` takes for a class."""
    data, _ = assignment.data_for(SALT, "")
    with tempfile.TemporaryDirectory() as work:
        places = [Path(work, "source", NAME)]
        places += [Path(work, "submitted", f"student{n}", NAME) for n in range(count)]
        for place in places:
            place.mkdir(parents=True)
            (place / f"{NAME}.ipynb").write_bytes(notebook)
            (place / assignment.data_file).write_text(data, encoding="utf-8")
        nbgrader(work, "generate_assignment", NAME)
        took = seconds(lambda: nbgrader(work, "autograde", NAME))
        graded = list(Path(work, "autograded").glob(f"*/{NAME}/{NAME}.ipynb"))
        assert len(graded) == count, f"nbgrader graded {len(graded)} of {count}"
    return took


def nbgrader(course: str, *command: str) -> None:
    """Run nbgrader in a course's folder."""
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *command, f"--CourseDirectory.root={course}"],
        cwd=course,
        # nbgrader calls programs that are installed with it.
        env={
            **os.environ,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        },
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def table(rows: list[tuple[str, int, int, float]]) -> str:
    """Return the figures as Markdown."""
    lines = [
        "| Grading | Workers | Submissions | Seconds | Seconds each |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {what} | {jobs} | {count} | {took:.1f} | {took / count:.2f} |"
        for what, jobs, count, took in rows
    ]
    return "\n".join([*lines, ""])


def main() -> None:
    """Time both, and write the table."""
    given = argparse.ArgumentParser(description="Time the grading of a class.")
    given.add_argument("--students", type=int, default=300)
    given.add_argument("--of-nbgrader", type=int, default=20)
    wanted = given.parse_args()
    assignment = load_assignment(NAME, ASSIGNMENTS)
    notebook = (ASSIGNMENTS / NAME / f"{NAME}.ipynb").read_bytes()
    sandbox = find_sandbox()
    what = f"coursework, in {sandbox.name}"
    rows = [
        (what, jobs, wanted.students, ours(assignment, wanted.students, jobs, sandbox, notebook))
        for jobs in (1, 2)
    ]
    count = wanted.of_nbgrader
    rows.append(("nbgrader autograde", 1, count, theirs(assignment, count, notebook)))
    text = f"{os.cpu_count()} processors.\n\n{table(rows)}"
    print(text)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "grading.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
