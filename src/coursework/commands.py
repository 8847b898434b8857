"""The command line: what a teacher types, and what each command says that it did."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from coursework.assignment import Assignment
from coursework.course import Course
from coursework.gradebook import Flag, Gradebook, Student
from coursework.printable import printable
from coursework.refusal import RefusedError
from coursework.roster import COLUMNS, Enrolled, read_roster
from coursework.terminal import says_what_is_wrong, to_look_at

__all__ = ["main"]

FILE = click.Path(path_type=Path)
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

NAME = click.argument("name", metavar="NAME")
ROSTER = click.option(
    "--roster",
    required=True,
    type=EXISTING_FILE,
    metavar="FILE",
    help="Your class as a CSV file with the columns id and name; see coursework --help.",
)

HELP = f"""Release assignments, grade what students hand in, and return marks.

NAME is an assignment: the name of its folder, such as ps1. An assignment's week:

\b
  coursework release ps1 --roster roster.csv
  coursework collect ps1 submissions.zip --from canvas --roster roster.csv
  coursework grade ps1 --roster roster.csv
  coursework mark ps1 --write marks.csv         (fill in its column points)
  coursework mark ps1 marks.csv
  coursework feedback ps1
  coursework export ps1 --fill gradebook.csv

The roster is your class, a CSV file that a spreadsheet can write. Its columns:

\b
{chr(10).join(f"  {line}" for line in COLUMNS.splitlines())}

Students' code runs in a sandbox, without network, and sees neither keys nor marks. All that is
written goes into the --work folder; keep it to yourself: it holds marks and salt.txt, the secret
from which each student's data are drawn.

Exit status: 0 all is well; 1 done, and something needs your eye; 2 refused: it says why.
"""


@click.group(help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--assignments",
    default="assignments",
    show_default=True,
    type=FILE,
    metavar="DIR",
    help="The folder with a folder for each assignment.",
)
@click.option(
    "--overlay",
    type=EXISTING_FOLDER,
    metavar="DIR",
    help="Your own questions and keys: DIR/NAME/NAME.ipynb, DIR/NAME/key.py and DIR/salt.txt "
    "take the place of those of the course, whose solutions are public.",
)
@click.option(
    "--work",
    default="coursework",
    show_default=True,
    type=FILE,
    metavar="DIR",
    help="The folder for all that is written: releases, submissions, marks, feedback.",
)
@click.pass_context
def main(context: click.Context, assignments: Path, overlay: Path | None, work: Path) -> None:
    """See HELP."""
    context.obj = Course(assignments, overlay, work)


@main.command(short_help="Write what students get: notebook and data.")
@NAME
@click.option(
    "--roster",
    type=EXISTING_FILE,
    metavar="FILE",
    help="Write a data file for each student on it as well.",
)
@click.pass_obj
@says_what_is_wrong
def release(course: Course, name: str, roster: Path | None) -> None:
    """Write what students get: the notebook without solutions, and each their own data.

    The notebook is the same for all. With --roster, a file with data is written for each student
    into NAME/personal/STUDENT/; send each student their own, together with the notebook.
    NAME/personal.csv lists which file is whose. A new student: add a line to the roster and
    release again; nobody's data change.
    """
    from coursework.release import release_notebook, write_personal_data

    assignment = course.assignment(name)
    students = read_roster(roster) if roster else []
    source = course.notebook(name)
    course.folders.salt(make=True)
    notebook = release_notebook(assignment, source, course.folders)
    click.echo(f"The notebook, for everyone: {notebook}")
    if students:
        folder = write_personal_data(assignment, students, course.folders)
        click.echo(
            f"{len(students)} data files, one for each student: {folder} "
            f"(whose is which: {folder.parent / 'personal.csv'})"
        )
    else:
        click.echo("No data files: students need them, so release with --roster, too.")
    click.echo(f"Keep {course.folders.salt_file}: without it nothing can be graded.")


@main.command(short_help="Unpack a download of Canvas or Moodle.")
@NAME
@click.argument("archive", metavar="ZIP", type=EXISTING_FILE)
@click.option(
    "--from",
    "platform",
    required=True,
    type=click.Choice(["canvas", "moodle"]),
    help="Where the archive is from: Canvas's “Download Submissions” or Moodle's “Download all "
    "submissions”.",
)
@ROSTER
@click.pass_obj
@says_what_is_wrong
def collect(course: Course, name: str, archive: Path, platform: str, roster: Path) -> None:
    """Unpack what the learning platform saved into a folder for each student.

    ZIP is the archive as the platform saved it. Whose a file is, is found by the roster's columns
    canvas_id or moodle_id, and without them by the name. Of several notebooks of one student the
    last is graded; other files are kept in NAME/other-files/. NAME/collected.csv lists all, and
    which were late. Collecting again adds what is new.
    """
    from coursework.collect import collect as unpack

    assignment = course.assignment(name)
    found = unpack(assignment.name, archive, platform, read_roster(roster), course.folders)
    click.echo(
        f"{len(found.notebooks)} notebooks: {course.folders.submissions(name)} "
        f"(all files: {course.folders.collected(name)})"
    )
    to_look_at(found.remarks)


@main.command(short_help="Run and mark what was handed in.")
@NAME
@click.argument("submissions", required=False, type=EXISTING_FOLDER)
@ROSTER
@click.option(
    "--jobs",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many notebooks to run at once: the number of processors, or fewer.",
)
@click.option("--again", is_flag=True, help="Grade also what has not changed since last time.")
@click.option(
    "--trust-submissions",
    is_flag=True,
    help="Run students' code WITHOUT a sandbox. It can then read and change whatever you can, "
    "marks included. For notebooks that you have read.",
)
@click.pass_obj
@says_what_is_wrong
def grade(
    course: Course,
    name: str,
    submissions: Path | None,
    roster: Path,
    jobs: int,
    again: bool,
    trust_submissions: bool,
) -> None:
    """Run each student's notebook in a sandbox and mark what it computes.

    SUBMISSIONS is a folder with a folder for each student, by default the one that collect
    wrote. Everybody on the roster gets a row in the gradebook, also who handed in nothing. It can
    be stopped at any time: started again, it goes on where it was. Marks that you gave by hand
    are never changed.
    """
    from coursework.grade import Outcome, grade_assignment
    from coursework.sandbox import NoSandbox, find_sandbox

    assignment = course.assignment(name)
    students: list[Enrolled] = read_roster(roster)
    folder = submissions or course.folders.submissions(name)
    if not folder.is_dir():
        raise RefusedError(
            f"There is no folder {folder}. Collect first, or name the folder with the submissions."
        )
    salt = course.folders.salt()
    try:
        sandbox = find_sandbox(trust=trust_submissions)
    except NoSandbox as error:
        raise RefusedError(str(error)) from error
    if sandbox.warning:
        click.secho(sandbox.warning, fg="yellow", err=True)
    click.echo(f"Sandbox: {sandbox.name}")
    course.folders.work.mkdir(parents=True, exist_ok=True)
    with Gradebook(course.folders.gradebook) as gradebook:
        with click.progressbar(
            length=len(students), label=f"Grading {name}", item_show_func=_who
        ) as bar:

            def progress(outcome: Outcome, done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos, outcome.student)

            outcomes = grade_assignment(
                assignment,
                folder,
                students,
                gradebook,
                salt=salt,
                sandbox=sandbox,
                jobs=jobs,
                again=again,
                progress=progress,
            )
        _say_graded(outcomes, assignment, gradebook)


def _who(student: Student | None) -> str:
    return "" if student is None else printable(student.id)[:30]


def _say_graded(outcomes: Sequence[Any], assignment: Assignment, gradebook: Gradebook) -> None:
    from coursework.feedback import remark
    from coursework.mark import everyone, unmarked

    kept = sum(outcome.kept for outcome in outcomes)
    well = [one for one in outcomes if one.report.flag is Flag.GRADED]
    again = f", {kept} of them earlier" if kept else ""
    click.echo(f"{len(outcomes)} students, {len(well)} graded without a remark{again}.")
    if well:
        mean = sum(one.report.points for one in well) / len(well)
        click.echo(f"Mean of these: {mean:.2f} of {assignment.points:g} points.")
    left = sum(
        len(unmarked(gradebook, assignment, one.id)) for one in everyone(gradebook, assignment.name)
    )
    if left:
        click.echo(
            f"{left} written answers to mark: coursework mark {assignment.name} --write marks.csv"
        )
    to_look_at(
        [
            f"{one.student.id}: {remark(one.report)}"
            for one in outcomes
            if one.report.flag is not Flag.GRADED
        ]
    )


@main.command(short_help="Give marks by hand, in a sheet.")
@NAME
@click.argument("sheet", required=False, type=EXISTING_FILE)
@click.option(
    "--write",
    "to",
    type=FILE,
    metavar="FILE",
    help="Write a sheet with every written answer and its rubric, to fill in.",
)
@click.pass_obj
@says_what_is_wrong
def mark(course: Course, name: str, sheet: Path | None, to: Path | None) -> None:
    """Give marks by hand: write a sheet with the written answers, and read it filled in.

    First `mark NAME --write marks.csv`; open it in a spreadsheet, fill in the columns points and
    comment, save it as CSV; then `mark NAME marks.csv`. Rows without points are left for later.
    One mistake, such as more points than there are, and no mark is taken: the message names each
    line. Any question can be marked so, also one that was computed: add a row with the columns
    student, question, points, comment.
    """
    from coursework.mark import read_marks, write_sheet

    if (sheet is None) == (to is None):
        raise click.UsageError("Give either a filled-in SHEET, or --write FILE.")
    assignment = course.assignment(name)
    with course.gradebook(assignment) as gradebook:
        if to is not None:
            if to.exists():
                raise RefusedError(f"{to} is there already; it may hold marks. Name a new file.")
            answers, left = write_sheet(assignment, gradebook, to)
            click.echo(f"{answers} answers, {left} of them without a mark: {to}")
            return
        assert sheet is not None
        marks, empty = read_marks(assignment, gradebook, sheet)
        gradebook.mark_by_hand(name, marks)
    click.echo(f"{len(marks)} marks were taken.")
    to_look_at([f"{empty} rows have no points yet"] if empty else [])


@main.command(short_help="Write a page for each student.")
@NAME
@click.pass_obj
@says_what_is_wrong
def feedback(course: Course, name: str) -> None:
    """Write a page for each student, and an overview for you.

    Each page is one file, NAME/feedback/STUDENT.html, that opens in any browser: the points of
    each question, what was right or wrong, the student's text and your comment. It shows no
    hidden test and nobody else. NAME/overview.html is yours: points, flags, what is unmarked.
    """
    from coursework.feedback import write_feedback

    assignment = course.assignment(name)
    with course.gradebook(assignment) as gradebook:
        rows = write_feedback(assignment, gradebook, course.folders)
    pages = [row for row in rows if row.page]
    click.echo(f"{len(pages)} pages: {course.folders.feedback(name, 'x').parent}")
    click.echo(f"The overview, for you only: {course.folders.overview(name)}")
    to_look_at(
        [f"{row.student.id}: {row.remark}" for row in rows if row.remark]
        + [f"{row.student.id}: {', '.join(row.waiting)}: not marked" for row in rows if row.waiting]
    )


@main.command(short_help="Fill in the sheet of Canvas or Moodle.")
@NAME
@click.option(
    "--fill",
    "to_fill",
    required=True,
    metavar="FILE",
    help="The CSV file that Canvas's gradebook or Moodle's grading worksheet exported; or the "
    "word gradescope, which writes a results.json for each submission.",
)
@click.option(
    "--out", type=FILE, metavar="FILE", help="Where to write; by default FILE-filled.csv."
)
@click.option(
    "--roster",
    type=EXISTING_FILE,
    metavar="FILE",
    help="Needed if the sheet knows students by the roster's canvas_id, moodle_id or email, not "
    "by id.",
)
@click.option("--column", metavar="TITLE", help="The column to fill, if it is not found.")
@click.option("--scale", is_flag=True, help="Turn points into the sheet's own maximum.")
@click.option("--partial", is_flag=True, help="Fill in although written answers are unmarked.")
@click.option("--anyway", is_flag=True, help="Fill in although rows are missing or doubled.")
@click.option(
    "--comments", is_flag=True, help="Write each question's points into Moodle's feedback column."
)
@click.pass_obj
@says_what_is_wrong
def export(
    course: Course,
    name: str,
    to_fill: str,
    out: Path | None,
    roster: Path | None,
    column: str | None,
    scale: bool,
    partial: bool,
    anyway: bool,
    comments: bool,
) -> None:
    """Fill in the sheet that Canvas or Moodle exported, ready to import there.

    Only the column of this assignment is filled in, in a copy; all else stays as it was. Who
    handed in nothing is left as they are in the sheet, and listed. Canvas: Grades → Export; if
    the column's title is not the assignment's, name it with --column. Moodle: the assignment's
    “Download grading worksheet”.
    """
    from coursework.export import fill, write_gradescope
    from coursework.sheet import Sheet

    assignment = course.assignment(name)
    with course.gradebook(assignment) as gradebook:
        if to_fill == "gradescope":
            filled = write_gradescope(assignment, gradebook, course.folders)
            folder = course.folders.gradescope(name, "x").parent.parent
            click.echo(f"{filled.rows} results: {folder}")
            to_look_at(filled.remarks)
            return
        path = Path(to_fill)
        if roster is not None:
            students = read_roster(roster)
        else:
            students = [Enrolled(one.id, one.name) for one in gradebook.students(name)]
        sheet = Sheet.read(path)
        to = out or path.with_name(f"{path.stem}-filled{path.suffix}")
        filled = fill(
            sheet,
            assignment,
            gradebook,
            students,
            column=column,
            scale=scale,
            anyway=anyway,
            partial=partial,
            comments=comments,
        )
        sheet.write(to)
    click.echo(f"{filled.rows} rows were filled in: {to}")
    to_look_at(filled.remarks)
