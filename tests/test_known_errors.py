"""The errors of published lessons that course.md's readers know: none is in any chapter.

For each error there is a detector in known_errors.py, a test that every chapter passes it, and a
small bad example that it must find. Chapters are found by themselves, later ones too.
"""

from __future__ import annotations

import ast
import copy
import inspect
import re
import sys
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from exercises import every_exercise
from known_errors import (
    MIXING,
    OPENED,
    RIDGE_SELECTS,
    SUBGRADIENT_ZEROS,
    Watched,
    assertions,
    averaged_lams,
    averages_in_words,
    drawn_methods,
    is_lam,
    lines_against_lam,
    mislabeled_methods,
    mismatched_pairs,
    not_lams,
    recording,
    sample,
    short_sliders,
    silent_alphas,
    test_rows_in_cells_against_lam,
    tests_against_lam,
    untranslated_alphas,
    watch,
    wrongly_asserted,
)
from notebooks import CHAPTERS, folded_solutions, read_cells

import shrinkage
from shrinkage import L1, GradientDescent, LinearRegression, ProximalGradient
from shrinkage.check import FunctionExercise, OpenExercise, check, find_exercise
from shrinkage.datasets import add_shuffled_copies, load_diabetes
from shrinkage.explore import LogSlider, Slider, explore
from shrinkage.plots import new_figure
from shrinkage.selection import Standardizer

EACH_CHAPTER = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)


@cache
def watched_in(chapter: Path) -> Watched:
    return watch(chapter)


def code_of(chapter: Path) -> list[str]:
    return [cell.source for cell in read_cells(chapter) if cell.cell_type == "code"]


def prose_of(chapter: Path) -> str:
    return "\n\n".join(c.source for c in read_cells(chapter) if c.cell_type == "markdown")


@pytest.fixture(scope="module")
def patients():
    data = add_shuffled_copies(load_diabetes(), 1, seed=0)
    return Standardizer().fit_transform(data.X), data.y


# 1. A panel titled ridge that called the lasso.


@EACH_CHAPTER
def test_what_is_named_after_a_penalty_is_of_that_penalty(chapter):
    seen = watched_in(chapter)
    assert [one for figure in seen.figures for one in mislabeled_methods(figure, seen)] == []
    assert [one for source in code_of(chapter) for one in mismatched_pairs(source)] == []


def test_weights_under_each_name_are_found_in_the_chapters_and_told_apart():
    """The test above would pass where nothing is recognized; here it is seen to recognize."""
    recognized = [
        (said, origin)
        for chapter in CHAPTERS
        for figure in watched_in(chapter).figures
        for axes in figure.axes
        for said, origin in drawn_methods(axes, watched_in(chapter))
        if origin
    ]
    for method in ("L1", "L2"):
        assert sum(one == (method, {method}) for one in recognized) >= 10


@pytest.mark.parametrize(
    ("title", "label", "drawn"),
    [
        ("Ridge: all bend", "", "lasso_path"),
        ("Two penalties", "L2", "lasso_path"),
        ("Lasso: one by one", "", "ridge_path"),
    ],
)
def test_a_panel_with_the_other_penalty_is_found(patients, title, label, drawn):
    for name, found in ((drawn, 1), ({"lasso_path", "ridge_path"} - {drawn}, 0)):
        with recording() as seen:
            make = getattr(shrinkage, name if isinstance(name, str) else name.pop())
            path = make(*patients, [0.1, 1.0, 10.0])
            figure, axes = new_figure()
            axes.plot(path.lams, path.coefs[:, 2], label=label)
            axes.set_title(title)
        assert len(mislabeled_methods(figure, seen)) == found


def test_a_name_beside_the_other_penalty_is_found():
    assert mismatched_pairs('kinds = {"ridge": lasso_path, "lasso": lasso_path}') == [
        "'ridge': lasso_path"
    ]
    assert mismatched_pairs('for name, one in (("L2", L1(1)), ("ridge", L2(1))): pass') == [
        "'L2': L1(1)"
    ]


# 2. An axis labeled λ that showed a norm.


@EACH_CHAPTER
def test_an_axis_labeled_lambda_holds_the_lambdas_that_were_used(chapter):
    seen = watched_in(chapter)
    assert [one for figure in seen.figures for one in not_lams(figure, seen)] == []


def test_lines_against_lambda_are_found_in_the_chapters():
    lines = [
        line
        for chapter in CHAPTERS
        for figure in watched_in(chapter).figures
        for _, line in lines_against_lam(figure)
    ]
    assert len(lines) >= 50


def test_a_norm_on_an_axis_labeled_lambda_is_found(patients):
    with recording() as seen:
        path = shrinkage.lasso_path(*patients, [0.1, 1.0, 10.0])
        figure, (right, wrong) = new_figure(1, 2)
        right.plot(path.lams, path.coefs[:, 2])
        wrong.plot(np.abs(path.coefs).sum(axis=1), path.coefs[:, 2], label="bmi")
        for axes in (right, wrong):
            axes.set_xlabel("strength λ")
        wrong.set_title("Path")
    assert not_lams(figure, seen) == ["“Path”: bmi"]


# 3. `alpha` silently taken for λ.


@EACH_CHAPTER
def test_no_call_takes_alpha_for_lambda_and_no_text_leaves_it_untranslated(chapter):
    code = "\n".join(code_of(chapter))
    assert silent_alphas(code) == []
    assert untranslated_alphas(prose_of(chapter), mixes=bool(MIXING.search(code))) == []


def test_an_alpha_taken_for_lambda_is_found():
    assert silent_alphas("Ridge(alpha=lam).fit(X, y)") == ["Ridge(alpha=lam)"]
    assert silent_alphas("Lasso(alpha=0.1)") == ["Lasso(alpha=0.1)"]
    assert silent_alphas("LogisticRegression(C=lam)") == ["LogisticRegression(C=lam)"]
    assert silent_alphas("Ridge(alpha=len(y) * lam)\naxes.plot(x, y, alpha=0.2)") == []
    mixing = "elastic_net_path(X, y, lams, alpha=0.5)\ntwins(alpha=1)\n"
    assert silent_alphas(mixing) == []
    assert silent_alphas(f"{mixing}twins(alpha=lam)") == ["twins(alpha=lam)"]
    assert silent_alphas(f"{mixing}Ridge(alpha=1)") == ["Ridge(alpha=1)"]
    assert untranslated_alphas("Ridge's `alpha` is 1.\n\nalpha is 0.5.", mixes=True) == [
        "Ridge's `alpha` is 1."
    ]
    assert untranslated_alphas("Set `alpha` to 1.\n\nIts alpha is nλ.") == ["Set `alpha` to 1."]


# 4. Test error plotted against λ before any validation.


@EACH_CHAPTER
def test_no_test_error_is_drawn_against_lambda(chapter):
    """A cell may do so only once λ was chosen by other rows, and then says so in a comment."""
    seen = watched_in(chapter)
    drawn = [one for figure in seen.figures for one in tests_against_lam(figure)]
    opened = sum(OPENED in source for source in code_of(chapter))
    assert drawn == [] or opened
    assert [one for s in code_of(chapter) for one in test_rows_in_cells_against_lam(s)] == []


def test_a_test_error_against_lambda_is_found():
    figure, axes = new_figure()
    axes.plot([0.1, 1.0], [60.0, 55.0], label="test rows")
    axes.set_xlabel("strength λ")
    axes.set_title("How to choose λ")
    assert tests_against_lam(figure) == ["How to choose λ: test rows"]
    axes.lines[0].set_label("validation rows")
    assert tests_against_lam(figure) == []
    source = "figure, axes = new_figure()\naxes.plot(lams, error(X_test, y_test))\n"
    source += "scale_lams(axes, 0.1, 10)"
    assert test_rows_in_cells_against_lam(source) == ["X_test", "y_test"]
    assert test_rows_in_cells_against_lam(f"{OPENED}\n{source}") == []


# 5. A slider that could not reach strong regularization.


@EACH_CHAPTER
def test_each_slider_of_lambda_goes_from_weak_to_strong(chapter):
    seen = watched_in(chapter)
    assert [one for lab in seen.labs for one in short_sliders(lab, seen)] == []


def test_sliders_of_lambda_are_found_in_the_chapters():
    moved = [
        lab.name
        for chapter in CHAPTERS
        for lab in watched_in(chapter).labs
        if any(is_lam(key, control) for key, control in lab.controls.items())
    ]
    assert len(moved) >= 3


def test_a_slider_that_stays_weak_or_strong_is_found(patients):
    with recording() as seen:

        def weights(lam=1.0):
            figure, axes = new_figure()
            axes.plot(shrinkage.ridge_path(*patients, [lam]).coefs[0])
            figure.alt_text = "Weights."
            return figure

        weak = explore(weights, lam=Slider(0, 1, 0.5), name="weak")
        strong = explore(weights, lam=LogSlider(10, 10_000, value=100), name="strong")
        wide = explore(weights, lam=LogSlider(0.001, 1000), name="wide")
        assert [one.split(" leaves")[0] for one in short_sliders(weak, seen)] == ["weak: λ = 1"]
        assert [one.split(" leaves")[0] for one in short_sliders(strong, seen)] == [
            "strong: λ = 10"
        ]
        assert short_sliders(wide, seen) == []


# 6. "Ridge selects fewer features".


@EACH_CHAPTER
def test_nothing_says_that_l2_selects_and_no_l2_fit_does(chapter):
    assert wrongly_asserted(assertions(chapter), RIDGE_SELECTS) == []
    assert watched_in(chapter).zeros_of_l2 == []


def test_an_l2_that_selects_is_found_in_words_and_in_weights(tmp_path, patients):
    bad = "Compare the two. Ridge selects fewer features than least squares."
    good = "L2 does not drop a feature. Does ridge select? L1 drops features.\n\n- L2 drops one."
    chapter = sample(("text", f"{bad} {good}"), folder=tmp_path)
    assert wrongly_asserted(assertions(chapter), RIDGE_SELECTS) == [bad.split(". ")[1]]
    X, y = patients
    seen = Watched()
    seen.note_zeros_of_l2(X, [0.1, 1.0], shrinkage.ridge_path(X, y, [1.0, 0.1]).coefs)
    assert seen.zeros_of_l2 == []
    seen.note_zeros_of_l2(X, [5.0], shrinkage.lasso_path(X, y, [5.0]).coefs)
    assert seen.zeros_of_l2 == ["λ = 5"]


# 7. Best λs averaged arithmetically.


@EACH_CHAPTER
def test_no_lambdas_are_averaged_unless_their_logarithms_are(chapter):
    assert averaged_lams("\n".join(code_of(chapter))) == []
    assert averages_in_words(assertions(chapter)) == []


@pytest.mark.parametrize(
    "bad",
    [
        "best_lams.mean()",
        "np.mean([choose(seed).best_lam for seed in range(9)])",
        "found = np.array([one.lam for one in folds])\nprint(np.average(found))",
        "tried = [lams[best] for best in places]\nm = np.mean(tried)",
    ],
)
def test_an_average_of_lambdas_is_found(bad):
    assert len(averaged_lams(bad)) == 1
    assert averages_in_words(["The mean λ is 4.2."]) == ["The mean λ is 4.2."]


def test_means_of_logarithms_medians_and_means_of_other_things_pass():
    good = "np.exp(np.mean(np.log(lams)))\nnp.median(lams)\nerrors[lams > 1].mean()"
    assert averaged_lams(good) == []


# 8. A fixed-step subgradient method said to give zeros.


@EACH_CHAPTER
def test_nothing_says_that_a_subgradient_method_gives_zeros(chapter):
    assert wrongly_asserted(assertions(chapter), SUBGRADIENT_ZEROS) == []


def test_a_subgradient_method_said_to_give_zeros_is_found(tmp_path):
    bad = "With a fixed rate, the subgradient method gives zeros."
    good = "The subgradient method gives no zeros. A proximal step lands on 0."
    chapter = sample(("text", f"{bad} {good}"), folder=tmp_path)
    assert wrongly_asserted(assertions(chapter), SUBGRADIENT_ZEROS) == [bad]


def test_what_is_said_of_both_trainings_is_what_the_package_s_trainings_do(patients):
    zeros = {}
    for trainer in (GradientDescent(max_iter=3000, tol=None), ProximalGradient(max_iter=3000)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = LinearRegression(penalty=L1(5), trainer=trainer).fit(*patients)
        zeros[type(trainer)] = int(np.sum(model.coef_ == 0))
    assert zeros[GradientDescent] == 0
    assert zeros[ProximalGradient] >= 3


# 9. Exercise text asking for the opposite of its code.


def exercise_cells(chapter: Path) -> list[tuple[str, str, str]]:
    """Return each exercise's name, its text and its cell."""
    cells = read_cells(chapter)
    return [
        (found[1], cells[place - 1].source, cell.source)
        for place, cell in enumerate(cells)
        if cell.cell_type == "code"
        and (found := re.search(r'^check\("(\d+\.\d+)"', cell.source, re.MULTILINE))
    ]


def assigned(source: str) -> set[str]:
    """Return the names that a piece of code assigns or defines at its top."""
    names: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        for target in getattr(node, "targets", []):
            names |= {one.id for one in ast.walk(target) if isinstance(one, ast.Name)}
    return names


def names_handed_in(source: str) -> set[str]:
    call = ast.parse(source).body[-1]
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    return {one.id for one in ast.walk(call.value.args[1]) if isinstance(one, ast.Name)}


def arguments(source: str) -> dict[str, list[str]]:
    return {
        node.name: [one.arg for one in node.args.args]
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }


def disagreements(text: str, cell: str, solution: str, asked: list[str] | None) -> list[str]:
    """Return where an exercise's text, cell, printed solution and check differ in names."""
    found = []
    names = names_handed_in(cell)
    if not names <= assigned(cell):
        found.append(f"the check takes {names - assigned(cell)}, which the cell does not have")
    if not names <= assigned(solution):
        found.append(f"the solution does not set {names - assigned(solution)}")
    for function, wanted in arguments(cell).items():
        if arguments(solution).get(function) != wanted:
            found.append(f"{function} has other arguments in the solution")
        if asked is not None and len(asked) != len(wanted):
            found.append(f"{function} takes {len(wanted)} arguments, the check gives {len(asked)}")
        if f"`{function}`" not in text and f"{function}(" not in text:
            found.append(f"the text does not name {function}")
    return found


def parameters_of(exercise: FunctionExercise) -> list[inspect.Parameter]:
    every = inspect.signature(exercise.solution).parameters.values()
    return [one for one in every if one.kind is one.POSITIONAL_OR_KEYWORD]


@EACH_CHAPTER
def test_text_cell_solution_and_check_of_an_exercise_name_the_same(chapter):
    solutions = folded_solutions(chapter)
    found = {}
    for name, text, cell in exercise_cells(chapter):
        exercise = find_exercise(name)
        asked = (
            [one.name for one in parameters_of(exercise) if one.default is one.empty]
            if isinstance(exercise, FunctionExercise)
            else None
        )
        found[name] = disagreements(text, cell, solutions[name], asked)
    assert found == {name: [] for name in found}
    assert len(found) >= 3


def opposite(answer: Any) -> Any:
    """Return an answer turned around: its sign, or the order of its parts."""
    if callable(answer):
        return lambda *given: opposite(answer(*copy.deepcopy(given)))
    if isinstance(answer, list | tuple) and len(answer) > 1:
        return [*answer[::-1]]
    if isinstance(answer, np.ndarray) and answer.dtype == bool:
        return ~answer
    return -np.asarray(answer, dtype=float)


@EACH_CHAPTER
def test_a_check_takes_the_printed_solution_and_refuses_its_opposite(chapter):
    answers = watched_in(chapter).answers
    assert len(answers) >= 3
    for name, answer in answers.items():
        assert check(name, answer).right, name
        turned = opposite(answer)
        assert not check(name, turned).right, name


def limits(text: str) -> list[str]:
    """Return the numbers that a text asks for: "at least 88%", "from 12 to 87", "10 or more"."""
    text = re.sub(r"\*\*|\*|`[^`]*`", "", text)
    asked = r"(?:at least|at most|less than|more than|from|to|within|or|smaller than|only)"
    return [
        one.replace(",", "")
        for one in re.findall(rf"\b{asked} (\d[\d,]*(?:\.\d+)?)(?=%|[\s.,;)])", text)
    ]


def missing_limits(text: str, source: str) -> list[str]:
    """Return the limits of a text that a check's code does not hold."""
    written = re.findall(r"\b\d[\d_]*(?:\.\d+)?(?:e[-+]?\d+)?\b", source)
    held = {float(one.replace("_", "")) for one in written}
    return [
        one
        for one in limits(text)
        if not {float(one), round(float(one) / 100, 6), round(1 - float(one) / 100, 6),
                round(1 + float(one) / 100, 6)} & held
    ]  # fmt: skip


@EACH_CHAPTER
def test_the_limits_that_an_open_exercise_states_are_those_of_its_check(chapter):
    for name, text, _ in exercise_cells(chapter):
        if isinstance(find_exercise(name), OpenExercise):
            stem = f"shrinkage.check.chapter_{int(name.split('.')[0]):02d}"
            source = "\n".join(
                inspect.getsource(module)
                for path, module in sys.modules.items()
                if path.startswith(stem)
            )
            asked = text[text.index(f"Exercise {name}") :]
            assert missing_limits(asked, source) == [], name


def test_an_exercise_that_asks_for_the_opposite_is_found():
    cell = 'def gap(known, new):\n    return ...\n\n\ncheck("3.2", gap)'
    good = "def gap(known, new):\n    return new - known"
    assert disagreements("Complete `gap`.", cell, good, ["known", "new"]) == []
    assert disagreements("Complete `gap`.", cell, good.replace("known, new", "new, known"), None)
    assert disagreements("Complete `distance`.", cell, good, None)
    assert disagreements("Complete `gap`.", cell, "difference = 3", None)
    assert disagreements("Complete `gap`.", cell, good, ["known", "new", "b"])
    assert missing_limits("It must be right for at most 88%.", "_SHARE = 0.88") == []
    assert missing_limits("It must be right for at most 80%.", "_SHARE = 0.88") == ["80"]


def test_a_check_that_takes_the_opposite_would_be_found():
    """An exercise whose check does not care for the sign takes the opposite of its solution."""
    careless = FunctionExercise(
        to_do="Write it.",
        praise="Good.",
        solution=lambda x: np.abs(x - 3),
        cases=[(np.array([1.0, 5.0]),)],
    )
    assert careless.check(lambda x: np.abs(x - 3)).right
    assert not careless.check(opposite(lambda x: np.abs(x - 3))).right
    assert opposite([1, 2]) == [2, 1]
    assert opposite(lambda x: [x, 0])(4) == [0, 4]


def test_every_exercise_of_the_package_belongs_to_a_chapter_looked_at_here():
    here = {name for chapter in CHAPTERS for name, _, _ in exercise_cells(chapter)}
    assert here == set(every_exercise())
