"""Each chapter has the parts that the course promises, and its printed solutions are right."""

from __future__ import annotations

import ast
import re
import warnings
from pathlib import Path

import pytest
from notebooks import CHAPTERS, folded_solutions, read_cells

import shrinkage.check
from shrinkage.check import Status, Verdict

EACH_CHAPTER = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)


def markdown(chapter: Path) -> str:
    return "\n\n".join(c.source for c in read_cells(chapter) if c.cell_type == "markdown")


def test_there_are_chapters():
    assert CHAPTERS


class Exercises:
    """Runs a chapter and hands each exercise's check its printed solution."""

    def __init__(self, chapter: Path) -> None:
        self.solutions = folded_solutions(chapter)
        self.as_committed: dict[str, Verdict] = {}
        self.as_solved: dict[str, Verdict] = {}
        names: dict[str, object] = {"__name__": "__main__"}
        for cell in read_cells(chapter):
            if cell.cell_type == "code":
                self._run(cell.source, names)

    def _run(self, source: str, names: dict[str, object]) -> None:
        body = ast.parse(source).body
        last = body[-1] if body else None
        name = exercise_named(last) if isinstance(last, ast.Expr) else None
        exec(compile(source, "chapter", "exec"), names)
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


def exercise_named(last: ast.Expr) -> str | None:
    call = last.value
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "check":
        return ast.literal_eval(call.args[0])
    return None


@pytest.fixture(scope="module", params=CHAPTERS, ids=lambda path: path.stem)
def exercises(request: pytest.FixtureRequest) -> Exercises:
    with warnings.catch_warnings():
        # A chapter may show a warning on purpose; its committed output holds it.
        warnings.simplefilter("ignore")
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


@EACH_CHAPTER
def test_a_chapter_opens_and_closes_as_promised(chapter):
    text = markdown(chapter)
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
        if cell.cell_type == "code"
        for line in cell.source.splitlines()
        if len(line) > 78
    ]
    assert wide == []


@EACH_CHAPTER
def test_spelling_is_american(chapter):
    british = re.findall(
        r"\b\w*(?:isation|ise[ds]?\b(?<!rise)(?<!rises)|colour|behaviour|centre|neighbour|grey)\w*",
        markdown(chapter),
    )
    allowed = re.compile(
        r"(?i)(noise|otherwise|precise|exercise|likewise|surprise|raise|wise|rise)"
    )
    assert [word for word in british if not allowed.search(word)] == []


def test_the_check_module_is_importable_without_a_chapter_number():
    assert shrinkage.check.find_exercise("1.1").to_do
