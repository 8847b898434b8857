"""Each chapter has the parts that the course promises, and its printed solutions are right."""

from __future__ import annotations

import ast
import re
import warnings
from pathlib import Path

import pytest
from notebooks import CHAPTERS, folded_solutions, read_cells, text_of

import shrinkage.check
from shrinkage.check import Status, Verdict
from shrinkage.messages import ConvergenceWarning, PenaltyMismatchWarning

EACH_CHAPTER = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)


def test_there_are_chapters():
    assert CHAPTERS


class Exercises:
    """Runs a chapter and hands each exercise's check its printed solution."""

    def __init__(self, chapter: Path) -> None:
        self.chapter = chapter
        self.solutions = folded_solutions(chapter)
        self.as_committed: dict[str, Verdict] = {}
        self.as_solved: dict[str, Verdict] = {}
        self.compared: dict[str, list[str]] = {}
        names: dict[str, object] = {"__name__": "__main__"}
        for cell in read_cells(chapter):
            if cell.cell_type == "code":
                self._run(cell.source, names)

    def _run(self, source: str, names: dict[str, object]) -> None:
        body = ast.parse(source).body
        last = body[-1] if body else None
        name = exercise_named(last) if isinstance(last, ast.Expr) else None
        exec(compile(source, "chapter", "exec"), names)
        if isinstance(last, ast.Expr) and called(last.value) == "compare_prediction":
            guess, _, options = last.value.args
            code = compile(ast.Expression(options), "options", "eval")
            self.compared[ast.unparse(guess)] = list(eval(code, names))
        if name is None or not isinstance(last, ast.Expr):
            return
        call = compile(ast.Expression(last.value), "check", "eval")
        self.as_committed[name] = eval(call, names)
        before = dict(names)
        exec(compile(self.solutions[name], f"solution {name}", "exec"), names)
        self.as_solved[name] = eval(call, names)
        # The chapter must run on without the solutions: what follows may not lean on them.
        names.clear()
        names.update(before)


def called(call: ast.expr) -> str | None:
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
        return call.func.id
    return None


def exercise_named(last: ast.Expr) -> str | None:
    return ast.literal_eval(last.value.args[0]) if called(last.value) == "check" else None


@pytest.fixture(scope="module", params=CHAPTERS, ids=lambda path: path.stem)
def exercises(request: pytest.FixtureRequest) -> Exercises:
    with warnings.catch_warnings():
        # A chapter may show a warning of the package on purpose; its committed output holds it.
        for kind in (ConvergenceWarning, PenaltyMismatchWarning):
            warnings.simplefilter("ignore", kind)
        return Exercises(request.param)


def test_a_chapter_has_three_exercises_or_more(exercises):
    assert len(exercises.as_committed) >= 3


def test_the_committed_notebook_holds_no_answers(exercises):
    assert {name: v.status for name, v in exercises.as_committed.items()} == dict.fromkeys(
        exercises.as_committed, Status.NOT_ATTEMPTED
    )


def test_each_printed_solution_satisfies_its_check(exercises):
    wrong = {name: repr(v) for name, v in exercises.as_solved.items() if not v.right}
    assert wrong == {}


def test_each_exercise_of_the_package_is_in_the_chapter(exercises):
    number = next(iter(exercises.as_committed)).split(".")[0]
    module = __import__(f"shrinkage.check.chapter_{int(number):02d}", fromlist=["EXERCISES"])
    assert set(module.EXERCISES) == set(exercises.as_committed) == set(exercises.solutions)


def predictions(chapter: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Return, by its variable, what each prediction offers on the page, and in its cell."""
    found = {}
    cells = read_cells(chapter)
    for place, cell in enumerate(cells):
        if cell.cell_type == "markdown" and "**Predict.**" in cell.source:
            listed = re.findall(r"^- (.*)$", cell.source.split("**Predict.**")[1], re.MULTILINE)
            variable, comment = cells[place + 1].source.split(" = ...   # ")
            found[variable] = (listed, re.findall(r'"(.*?)"', comment))
    return found


def test_a_prediction_offers_the_same_on_the_page_in_its_cell_and_where_it_is_compared(exercises):
    offered = predictions(exercises.chapter)
    assert set(offered) == set(exercises.compared)
    for variable, (on_page, in_cell) in offered.items():
        assert on_page == in_cell, variable
        assert sorted(on_page) == sorted(exercises.compared[variable]), variable


def quiz_of(chapter: Path) -> list[tuple[list[str], list[str]]]:
    """Return each question's options, and its answers."""
    text = text_of(chapter).split("\n## Quiz\n")[1].split("\n## ")[0]
    questions = re.split(r"^\*\*Question \d+\.\*\*", text, flags=re.MULTILINE)[1:]
    lists = [re.findall(r"^\d\. (.*)$", one, re.MULTILINE) for one in questions]
    return [(both[: len(both) // 2], both[len(both) // 2 :]) for both in lists]


@EACH_CHAPTER
def test_a_chapter_has_a_quiz_of_four_to_six_questions(chapter):
    assert 4 <= len(quiz_of(chapter)) <= 6


@EACH_CHAPTER
def test_neither_place_nor_length_gives_the_right_option_away(chapter):
    places, longest = [], 0
    questions = quiz_of(chapter)
    for options, answers in questions:
        right = [n for n, answer in enumerate(answers) if answer.startswith("**Right.**")]
        places += right
        longest += max(options, key=len) in [options[n] for n in right]
    assert max(map(places.count, places)) <= len(places) / 2
    assert longest <= len(questions) / 2


@EACH_CHAPTER
def test_a_chapter_opens_and_closes_as_promised(chapter):
    text = text_of(chapter)
    for part in ("you can**", "**You need**", "**It takes**", "**Predict.**"):
        assert part in text, f"{chapter.name} lacks {part}"
    assert re.search(r"^# \d+\. ", text)
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings[-1] == "Take away"
    closing = text.split("## Take away")[1]
    for part in ("> ", "**What is not true in general**", "**Sources**"):
        assert part in closing, f"{chapter.name}'s closing lacks {part}"


@EACH_CHAPTER
def test_cells_are_short_enough_to_read(chapter):
    long = [
        (place, len(cell.source.splitlines()))
        for place, cell in enumerate(read_cells(chapter))
        if cell.cell_type == "code" and len(cell.source.splitlines()) > 35
    ]
    assert long == []


@EACH_CHAPTER
def test_code_fits_the_width_of_a_page(chapter):
    wide = [
        line
        for cell in read_cells(chapter)
        if cell.cell_type == "code" and "remove-cell" not in cell.metadata.get("tags", [])
        for line in cell.source.splitlines()
        if len(line) > 78
    ]
    assert wide == []


@EACH_CHAPTER
def test_spelling_is_american(chapter):
    british = re.findall(
        r"\b\w*(?:isation|ise[ds]?\b(?<!rise)(?<!rises)|colour|behaviour|centre|neighbour|grey)\w*",
        text_of(chapter),
    )
    allowed = re.compile(
        r"(?i)(noise|otherwise|precise|exercise|likewise|surprise|raise|wise|rise)"
    )
    assert [word for word in british if not allowed.search(word)] == []


def test_the_check_module_is_importable_without_a_chapter_number():
    assert shrinkage.check.find_exercise("1.1").to_do
