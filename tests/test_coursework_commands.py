"""The command line, from release to export, as a teacher types it."""

from __future__ import annotations

import csv
import subprocess
import sys
import zipfile

import click
import nbformat
import pytest
from click.testing import CliRunner
from coursework_class import ASSIGNMENTS, FORMULA, ROSTER, graded_class, mark_all_written

import coursework.sandbox
from coursework.commands import main
from coursework.gradebook import Flag, Gradebook, Report
from coursework.sandbox import NoSandbox

COMMANDS = ["collect", "export", "feedback", "grade", "mark", "release"]
SOLVED = {
    "mean-result": "mean_result = result.mean()",
    "soft-threshold": "def soft_threshold(w, strength):\n"
    "    return np.sign(w) * np.maximum(np.abs(w) - strength, 0)",
    "why-zero": "Because the slope never fades.",
}


@pytest.fixture
def teacher(tmp_path, monkeypatch):
    """What types a command in a folder with a roster, and returns the exit status and output."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")

    def types(line: str, assignments=ASSIGNMENTS) -> tuple[int, str]:
        words = ["--assignments", str(assignments), *line.split()]
        done = CliRunner().invoke(main, words, prog_name="coursework")
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output

    return types


@pytest.fixture
def graded(teacher, tmp_path):
    """The same, with a class that was graded and marked."""
    mark_all_written(graded_class(tmp_path / "coursework"))
    return teacher


def answered(release, **answers: str) -> str:
    """Return the released notebook with these answers, others as in the solution."""
    notebook = nbformat.read(release, as_version=4)
    given = SOLVED | {name.replace("_", "-"): text for name, text in answers.items()}
    for cell in notebook.cells:
        cell.source = given.get(cell.metadata.nbgrader.grade_id, cell.source)
    return nbformat.writes(notebook)


def test_a_week_from_release_to_export(teacher, tmp_path, bubblewrap):
    status, said = teacher("release ps0 --roster roster.csv")
    assert (status, said.count("4 data files")) == (0, 1)
    release = tmp_path / "coursework" / "ps0" / "release" / "ps0.ipynb"
    with zipfile.ZipFile(tmp_path / "canvas.zip", "w") as archive:
        archive.writestr("lovelaceada_101_1_ps0.ipynb", answered(release))
        part = answered(release, mean_result="mean_result = result.sum()", why_zero="=1+1")
        archive.writestr("hoppergrace_LATE_102_2_ps0-1.ipynb", part)
        archive.writestr("tables_103_3_ps0.ipynb", release.read_text())
    status, said = teacher("collect ps0 canvas.zip --from canvas --roster roster.csv")
    assert status == 1
    assert said.startswith("3 notebooks")
    assert "grace: late" in said
    assert "no notebook from 1: emmy." in said

    status, said = teacher("grade ps0 --roster roster.csv --jobs 2")
    assert status == 1
    assert "Sandbox: bubblewrap" in said
    assert "4 students, 3 graded without a remark" in said
    assert "2 written answers to mark" in said
    assert "emmy: missing: nothing was handed in" in said
    assert (
        "3 graded without a remark, 4 of them earlier"
        in teacher("grade ps0 --roster roster.csv")[1]
    )

    assert teacher("mark ps0 --write marks.csv")[0] == 0
    with open("marks.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["student"], row["answer"]) for row in rows] == [
        ("ada@uni.edu", SOLVED["why-zero"]),
        ("grace", "'=1+1"),
    ]
    (tmp_path / "filled.csv").write_text(
        "student,question,points,comment\nada@uni.edu,why-zero,3,Yes\ngrace,why-zero,1,Why?\n"
    )
    assert teacher("mark ps0 filled.csv") == (0, "2 marks were taken.\n")

    status, said = teacher("feedback ps0")
    assert status == 1
    assert said.startswith("4 pages")
    page = (tmp_path / "coursework" / "ps0" / "feedback" / "grace.html").read_text()
    assert "6 of 9 points" in page
    assert "This is the sum of the results" in page

    (tmp_path / "canvas.csv").write_text(
        "Student,ID,SIS Login ID,A very short assignment (77)\n    Points Possible,,,9\n"
        "A,101,a,\nG,102,g,\nB,103,b,\nE,104,e,\n"
    )
    status, said = teacher("export ps0 --fill canvas.csv --roster roster.csv")
    assert status == 1
    assert "3 rows were filled in: canvas-filled.csv" in said
    assert (tmp_path / "canvas-filled.csv").read_text().splitlines()[2:] == [
        "A,101,a,9",
        "G,102,g,6",
        "B,103,b,0",
        "E,104,e,",
    ]
    # The release as it is earns nothing, and the roster's odd id is a student like any other.
    with Gradebook(tmp_path / "coursework" / "gradebook.sqlite") as gradebook:
        assert [one.points for one in gradebook.report("ps0", FORMULA).marks] == [0, 0]


def test_all_is_well_where_everybody_is_graded_and_marked(graded, tmp_path):
    with Gradebook(tmp_path / "coursework" / "gradebook.sqlite") as gradebook:
        gradebook.enroll("ps0", gradebook.students("ps0")[:2])
        gradebook._file.execute("DELETE FROM submission WHERE flag <> 'GRADED'")
        gradebook._file.commit()
    assert graded("feedback ps0")[0] == 0
    (tmp_path / "s.csv").write_text(
        "Identifier,Grade,Email address\nParticipant 1,,ada@uni.edu\nParticipant 2,,grace\n"
    )
    assert graded("export ps0 --fill s.csv") == (0, "2 rows were filled in: s-filled.csv\n")
    assert (tmp_path / "s-filled.csv").read_text().splitlines()[1] == "Participant 1,9,ada@uni.edu"


def test_the_help_lists_every_command_and_every_option_is_explained():
    status = CliRunner().invoke(main, ["--help"])
    assert status.exit_code == 0
    for said in ("Exit status", "roster.csv", "canvas_id", "salt.txt", *COMMANDS):
        assert said in status.output
    assert sorted(main.commands) == COMMANDS
    for command in [main, *main.commands.values()]:
        help_said = command.get_help(click.Context(command, info_name=command.name))
        assert len(command.help.split()) > 25
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.opts[0] in help_said
                assert option.help
                assert len(option.help) > 20
        # Ends of a line that click would cut off with dots.
        assert "..." not in help_said.replace("[ARGS]...", "")


def test_python_m_coursework_runs():
    done = subprocess.run(
        [sys.executable, "-m", "coursework", "--help"], check=True, capture_output=True, text=True
    )
    assert done.stdout.startswith("Usage: coursework [OPTIONS] COMMAND")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("release ps9", "Assignments in"),
        ("release ../ps0", "Assignments in"),
        ("release ps0 --roster none.csv", "'none.csv' does not exist"),
        ("collect ps0 roster.csv --from canvas --roster roster.csv", "is not a zip archive"),
        ("collect ps0 roster.csv --from blackboard --roster roster.csv", "'canvas', 'moodle'"),
        ("collect ps0 roster.csv --from canvas", "Missing option '--roster'"),
        ("grade ps0 --roster roster.csv", "Collect first"),
        ("grade ps0 . --roster roster.csv", "made by the first release"),
        ("grade ps0 . --roster roster.csv --jobs 0", "0 is not in the range"),
        ("mark ps0", "Give either a filled-in SHEET, or --write"),
        ("mark ps0 --write m.csv", "nothing was graded in this --work folder"),
        ("feedback ps0", "nothing was graded in this --work folder"),
        ("export ps0 --fill roster.csv", "nothing was graded in this --work folder"),
        ("--overlay none release ps0", "'none' does not exist"),
    ],
)
def test_what_is_refused_ends_with_2_and_one_clear_sentence(teacher, tmp_path, line, said):
    status, output = teacher(line)
    assert status == 2
    assert said in output
    assert "Traceback" not in output
    assert {one.name for one in tmp_path.iterdir()} == {"roster.csv"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("mark ps0 --write roster.csv", "is there already"),
        ("mark ps0 roster.csv", "has no column student"),
        ("export ps0 --fill roster.csv", "is neither a gradebook that Canvas exported"),
        ("export ps0 --fill none.csv", "none.csv cannot be read"),
    ],
)
def test_so_it_is_once_there_are_marks(graded, line, said):
    status, output = graded(line)
    assert status == 2
    assert said in output


@pytest.mark.parametrize("line", ["mark ps0 --write m.csv", "feedback ps0"])
def test_a_gradebook_in_which_nothing_of_the_assignment_is_graded_is_refused(
    teacher, tmp_path, line
):
    (tmp_path / "coursework").mkdir()
    with Gradebook(tmp_path / "coursework" / "gradebook.sqlite"):
        status, output = teacher(line)
    assert status == 2
    assert "Nothing of ps0 is graded yet; see grade." in output


def test_grading_is_refused_without_a_sandbox(teacher, tmp_path, monkeypatch):
    def none(trust: bool = False):
        raise NoSandbox("There is no sandbox here. Install bubblewrap.")

    monkeypatch.setattr(coursework.sandbox, "find_sandbox", none)
    (tmp_path / "coursework").mkdir()
    (tmp_path / "coursework" / "salt.txt").write_text("s")
    status, said = teacher("grade ps0 . --roster roster.csv")
    assert status == 2
    assert "Error: There is no sandbox here. Install bubblewrap." in said
    assert not (tmp_path / "coursework" / "gradebook.sqlite").exists()


def test_a_bad_roster_stops_a_release_before_anything_is_written(teacher, tmp_path):
    (tmp_path / "roster.csv").write_text("id,name\na,A\na,B\n")
    status, said = teacher("release ps0 --roster roster.csv")
    assert status == 2
    assert "line 3: the id a is that of line 2, too." in said
    assert not (tmp_path / "coursework").exists()


def test_an_overlay_replaces_notebook_key_and_salt(teacher, tmp_path):
    mine = tmp_path / "mine" / "ps0"
    mine.mkdir(parents=True)
    (mine.parent / "salt.txt").write_text("my own")
    key = (ASSIGNMENTS / "ps0" / "key.py").read_text()
    (mine / "key.py").write_text(key.replace("ps0_data.csv", "my_data.csv"))
    source = (ASSIGNMENTS / "ps0" / "ps0.ipynb").read_text()
    (mine / "ps0.ipynb").write_text(source.replace("# A very short assignment", "# Mine"))
    assert teacher("--overlay mine release ps0 --roster roster.csv")[0] == 0
    made = tmp_path / "coursework" / "ps0"
    assert "# Mine" in (made / "release" / "ps0.ipynb").read_text()
    assert [one.name for one in (made / "personal" / "grace").iterdir()] == ["my_data.csv"]
    assert not (tmp_path / "coursework" / "salt.txt").exists()


def test_a_gradebook_that_is_none_and_a_folder_for_a_file_are_refused(graded, tmp_path):
    (tmp_path / "marks").mkdir()
    status, said = graded("export ps0 --fill marks")
    assert (status, said) == (2, "Error: marks cannot be read: Is a directory.\n")
    (tmp_path / "coursework" / "ps0").write_text("in the way")
    status, said = graded("feedback ps0")
    assert status == 2
    assert said.startswith("Error: coursework/ps0")
    for one in (tmp_path / "coursework").glob("gradebook*"):
        one.write_bytes(b"this is not a database, and long enough to be taken for one" * 9)
    status, said = graded("feedback ps0")
    assert status == 2
    assert "The gradebook cannot be used" in said


def test_what_a_terminal_would_obey_is_not_printed(graded, tmp_path):
    with Gradebook(tmp_path / "coursework" / "gradebook.sqlite") as gradebook:
        gradebook.record("ps0", "x\x1b[2J", Report(Flag.UNREADABLE, "\x1b]0;evil\x07"))
    _, said = graded("feedback ps0")
    assert "\x1b" not in said
    assert "\x07" not in said
    assert "x�[2j: unreadable" in said
