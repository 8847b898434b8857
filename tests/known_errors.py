"""Finding the errors that published lessons on regularization are known to hold.

Each detector takes what a chapter says, draws or fits, and returns the places where it errs. It
knows no chapter. `watch` runs one and keeps what it drew and fitted on the way.
"""

from __future__ import annotations

import ast
import contextlib
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat
import numpy as np
from matplotlib.axes import Axes
from notebooks import folded_solutions, read_cells

import shrinkage
from shrinkage import L1, L2, LinearRegression, LogisticRegression
from shrinkage.explore import Lab
from shrinkage.plots import DescribedFigure

PATHS = ("lasso_path", "ridge_path", "elastic_net_path")
NAMES = {
    "L1": re.compile(r"\b(l1|lasso)\b", re.IGNORECASE),
    "L2": re.compile(r"\b(l2|ridge)\b", re.IGNORECASE),
}


@dataclass
class Watched:
    """What a chapter drew and fitted."""

    figures: list[DescribedFigure] = field(default_factory=list)
    labs: list[Lab] = field(default_factory=list)
    origins: dict[float, set[str]] = field(default_factory=dict)  # a weight's size: L1, L2
    lams: list[float] = field(default_factory=list)
    paths: list[tuple[Callable[..., Any], Any, Any, dict[str, Any]]] = field(default_factory=list)
    zeros_of_l2: list[str] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)  # what each printed solution hands in

    def note_weights(self, method: str, coefs: Any) -> None:
        """Remember where each weight comes from; two fits never share one to the last digit."""
        for value in np.abs(np.ravel(coefs)).tolist():
            if value:
                self.origins.setdefault(value, set()).add(method)

    def note_zeros_of_l2(self, X: Any, lams: Any, coefs: Any) -> None:
        """Remember exact zeros under L2, except those of columns that never change."""
        alive = np.ptp(np.asarray(X, dtype=float), axis=0) > 0
        for lam, w in zip(np.ravel(lams), np.atleast_2d(coefs), strict=True):
            if lam > 0 and np.any(w[alive] == 0) and w.any():
                self.zeros_of_l2.append(f"λ = {lam:g}")


def method_of_path(name: str, options: dict[str, Any]) -> str:
    """Return a path's penalty; at its ends, the elastic net is one of the two."""
    if name == "elastic_net_path":
        return {1.0: "L1", 0.0: "L2"}.get(options.get("alpha", 0.5), "both")
    return {"lasso_path": "L1", "ridge_path": "L2"}[name]


def method_of(penalty: Any) -> str | None:
    return {L1: "L1", L2: "L2"}.get(type(penalty))


@contextlib.contextmanager
def recording() -> Iterator[Watched]:
    """Keep figures, labs, paths and fits that are made meanwhile."""
    watched = Watched()
    patches = contextlib.ExitStack()
    make_figure, make_lab = DescribedFigure.__init__, Lab.__init__

    def figure_made(figure: DescribedFigure, *args: Any, **options: Any) -> None:
        make_figure(figure, *args, **options)
        watched.figures.append(figure)

    def lab_made(lab: Lab, *args: Any, **options: Any) -> None:
        make_lab(lab, *args, **options)
        watched.labs.append(lab)

    def watch_path(name: str) -> Callable[..., Any]:
        make = getattr(shrinkage, name)

        def path_made(X: Any, y: Any, lams: Any = None, **options: Any) -> Any:
            path = make(X, y, lams, **options)
            watched.paths.append((make, X, y, options))
            watched.note_weights(method_of_path(name, options), path.coefs)
            knots = getattr(path, "knots", None) or ()
            watched.lams += [*np.ravel(path.lams), *(knot.lam for knot in knots)]
            if method_of_path(name, options) == "L2":
                watched.note_zeros_of_l2(X, path.lams, path.coefs)
            return path

        return path_made

    def watch_fit(model: type) -> Callable[..., Any]:
        fit = model.fit

        def fitted(self: Any, X: Any, *args: Any, **options: Any) -> Any:
            fit(self, X, *args, **options)
            method = method_of(self.penalty)
            if method:
                watched.note_weights(method, self.coef_)
                watched.lams.append(self.penalty.lam)
            if method == "L2":
                watched.note_zeros_of_l2(X, self.penalty.lam, np.ravel(self.coef_))
            return self

        return fitted

    with patches:
        patches.enter_context(mock.patch.object(DescribedFigure, "__init__", figure_made))
        patches.enter_context(mock.patch.object(Lab, "__init__", lab_made))
        for name in PATHS:
            patches.enter_context(mock.patch.object(shrinkage, name, watch_path(name)))
        for model in (LinearRegression, LogisticRegression):
            patches.enter_context(mock.patch.object(model, "fit", watch_fit(model)))
        yield watched


def handed_in(cell: str, solution: str, names: dict[str, Any]) -> Any:
    """Run an exercise's solution, and return what its cell then hands to the check."""
    exec(compile(solution, "solution", "exec"), names)
    call = ast.parse(cell).body[-1].value.args[1]  # type: ignore[attr-defined]
    return eval(compile(ast.Expression(call), "answer", "eval"), names)


def watch(chapter: Path) -> Watched:
    """Run a chapter and its solutions, move each lab to its ends, and return what was seen."""
    solutions = folded_solutions(chapter)
    names: dict[str, Any] = {"__name__": "__main__"}
    with warnings.catch_warnings(), recording() as watched:
        warnings.simplefilter("ignore")
        for cell in read_cells(chapter):
            if cell.cell_type == "code":
                exec(compile(cell.source, "chapter", "exec"), names)
                for name in re.findall(r'^check\("(\d+\.\d+)"', cell.source, re.MULTILINE):
                    watched.answers[name] = handed_in(cell.source, solutions[name], dict(names))
        for lab in watched.labs:
            start = lab.settings()
            for key, control in lab.controls.items():
                for end in control.ends():
                    lab.drive(**{key: end})
                lab.drive(**{key: start[key]})
            strengths = (one.values for key, one in lab.controls.items() if is_lam(key, one))
            watched.lams += [float(one) for values in strengths for one in values]
    return watched


# A panel titled ridge that called the lasso


def named_method(*texts: str) -> str | None:
    """Return the one method that texts name; None if they name none, or both."""
    found = {name for name, words in NAMES.items() if any(words.search(text) for text in texts)}
    return found.pop() if len(found) == 1 else None


def drawn_methods(axes: Axes, watched: Watched) -> list[tuple[str, set[str] | None]]:
    """Return, for each line or marker that is said to be of one method, where its values are from.

    None stands for values that no recorded fit has.
    """
    found = []
    for line in axes.lines:
        said = named_method(str(line.get_label())) or named_method(axes.get_title(loc="left"))
        values = [abs(float(y)) for y in np.ravel(line.get_ydata()) if y]
        if said is None or len(set(values)) < 2:
            continue
        origins = [watched.origins.get(value) for value in values]
        known = [one for one in origins if one is not None]
        found.append((said, set.union(*known) if len(known) == len(origins) else None))
    return found


def mislabeled_methods(figure: DescribedFigure, watched: Watched) -> list[str]:
    """Return what is said to be of one penalty and holds another's weights."""
    return [
        f"“{axes.get_title(loc='left')}” says {said} and holds weights of {', '.join(origin)}"
        for axes in figure.axes
        for said, origin in drawn_methods(axes, watched)
        if origin is not None and said not in origin
    ]


def mismatched_pairs(source: str) -> list[str]:
    """Return pairs of a name and a computation, as in ("ridge", lasso_path), that disagree."""

    def computes(node: ast.AST) -> set[str]:
        names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        return {"L1" for n in names if n in ("L1", "lasso_path")} | {
            "L2" for n in names if n in ("L2", "ridge_path")
        }

    pairs: list[tuple[ast.AST, ast.AST]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            pairs += [(k, v) for k, v in zip(node.keys, node.values, strict=True) if k is not None]
        if isinstance(node, ast.Tuple) and len(node.elts) >= 2:
            pairs += [(node.elts[0], one) for one in node.elts[1:]]
    return [
        f"{name.value!r}: {ast.unparse(value)}"
        for name, value in pairs
        if isinstance(name, ast.Constant) and isinstance(name.value, str)
        if (said := named_method(name.value)) and (found := computes(value)) and found != {said}
    ]


# An axis labeled λ that showed a norm


def lines_against_lam(figure: DescribedFigure) -> Iterator[tuple[Axes, Any]]:
    """Yield the lines whose x axis is said to hold λ."""
    for axes in figure.axes:
        if re.search(r"(^|\s)λ$", axes.get_xlabel()):
            for line in axes.lines:
                if line.get_transform() == axes.transData:
                    yield axes, line


def not_lams(figure: DescribedFigure, watched: Watched) -> list[str]:
    """Return lines against λ whose places are none of the λ that were used."""
    used = np.unique(np.array([*watched.lams, 0.0]))
    wrong = []
    for axes, line in lines_against_lam(figure):
        places = np.ravel(np.asarray(line.get_xdata(), dtype=float))
        nearest = used[np.clip(np.searchsorted(used, places), 1, len(used) - 1)]
        below = used[np.clip(np.searchsorted(used, places) - 1, 0, len(used) - 1)]
        off = np.minimum(np.abs(nearest - places), np.abs(below - places))
        if np.any(off > 1e-9 * np.abs(places) + 1e-12):
            wrong.append(f"“{axes.get_title(loc='left')}”: {line.get_label()}")
    return wrong


# `alpha` silently taken for λ

DRAWING = {"plot", "fill_between", "axvspan", "axhspan", "hist", "bar", "barh", "scatter"}
DRAWING |= {"contourf", "contour", "errorbar", "axhline", "axvline", "vlines", "hlines", "imshow"}
MIXING = re.compile(r"\b(elastic_net_path|logistic_path|ElasticNet)\b")
OTHERS = re.compile(
    r"\b(Ridge|Lasso|RidgeCV|LassoCV|SGD\w+|Ridge\w+|Lasso\w+|scikit-learn|glmnet)\b"
)


def silent_alphas(source: str) -> list[str]:
    """Return calls that hand λ, or a bare number, to a program's `alpha` or `C` as it is.

    Where the elastic net is used, alpha is its share of L1, and only λ or another program's
    model makes it suspicious.
    """
    mixes = bool(MIXING.search(source))
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
        if name in DRAWING:
            continue
        for word in node.keywords:
            if word.arg not in ("alpha", "C"):
                continue
            if any(isinstance(part, ast.BinOp) for part in ast.walk(word.value)):
                continue
            is_share = mixes and not OTHERS.fullmatch(name)
            if not is_share or re.search(r"\blams?\b", ast.unparse(word.value)):
                found.append(ast.unparse(node))
    return found


def untranslated_alphas(text: str, *, mixes: bool = False) -> list[str]:
    """Return paragraphs that speak of a program's `alpha` and not of λ.

    In a chapter on the elastic net, only those that name another program.
    """
    return [
        part
        for part in re.split(r"\n\s*\n", text)
        if re.search(r"\balpha\b", part.replace("\\alpha", ""))
        and "λ" not in part
        and (not mixes or OTHERS.search(part))
    ]


# Test error plotted against λ

OPENED = "# opened after λ was chosen"  # a cell that has chosen λ by other rows says so


def tests_against_lam(figure: DescribedFigure) -> list[str]:
    """Return lines against λ that are said to be of test rows."""
    return [
        f"{axes.get_title(loc='left')}: {line.get_label()}"
        for axes, line in lines_against_lam(figure)
        if re.search(r"\btest\b", f"{line.get_label()} {axes.get_ylabel()}", re.IGNORECASE)
    ]


def test_rows_in_cells_against_lam(source: str) -> list[str]:
    """Return a cell's names of test rows, if it draws against λ and does not say it may."""
    if OPENED in source or not re.search(r"scale_lams\(|λ\"\s*[,)]", source):
        return []
    if "new_figure" not in source and "axes" not in source:
        return []
    names = (one.id for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Name))
    return [name for name in names if re.fullmatch(r"\w+_test|test|tested", name)]


test_rows_in_cells_against_lam.__test__ = False  # type: ignore[attr-defined]
tests_against_lam.__test__ = False  # type: ignore[attr-defined]


# A slider that could not reach strong regularization


def is_lam(key: str, control: Any) -> bool:
    return key.startswith("lam") or "λ" in control.label


def short_sliders(lab: Lab, watched: Watched) -> list[str]:
    """Return the ends of λ at which a lab's penalty is not weak, or not strong.

    Weak: the predictions for the lab's own rows spread at least nine tenths as far as without a
    penalty. Strong: at most a tenth. A path that the lab computes is computed again for that.
    """
    short = []
    for key, control in lab.controls.items():
        if not is_lam(key, control):
            continue
        ends = [float(one) for one in control.ends()]
        weak, strong = min(ends), max(ends)
        kept: dict[float, list[float]] = {weak: [], strong: []}
        for settings in settings_of(lab, without=key):
            before = len(watched.paths)
            lab.draw(**settings, **{key: strong})
            for make, X, y, options in watched.paths[before:]:
                free = np.std(X @ make(X, y, [1e-6], **options).coefs[0])
                for lam, shares in kept.items():
                    shares.append(np.std(X @ make(X, y, [lam], **options).coefs[0]) / free)
        if not kept[weak]:
            short.append(f"{lab.name}: no path was computed, so nothing can be told")
        elif min(kept[weak]) < 0.9:
            short.append(f"{lab.name}: λ = {weak:g} leaves {min(kept[weak]):.0%}, not weak")
        if kept[strong] and max(kept[strong]) > 0.1:
            short.append(f"{lab.name}: λ = {strong:g} leaves {max(kept[strong]):.0%}, not strong")
    return short


def settings_of(lab: Lab, *, without: str) -> list[dict[str, Any]]:
    """Return the start and each end of the other controls."""
    start = {key: one.start for key, one in lab.controls.items() if key != without}
    moved = [
        {**start, key: end}
        for key, one in lab.controls.items()
        if key != without
        for end in one.ends()
    ]
    return [start, *moved]


# "Ridge selects fewer features", and "the subgradient method gives zeros"

NOT = re.compile(
    r"\b(not|no|none|never|nor|nothing|without|cannot|neither|hardly|seems?|only if|unless)\b"
    r"|n't\b",
    re.IGNORECASE,
)
RIDGE_SELECTS = re.compile(
    r"\b(ridge|L2)\b[^.;:?]*\b(selects?|sets? \w+ (?:weights? )?to (?:exactly )?(?:0|zero)|"
    r"exact zeros?|exactly (?:0|zero)|(?:prunes?|drops?|discards?|removes?|leaves? out)\b[^.;:?]*"
    r"\b(?:features?|columns?|weights?|variables?|channels?|inputs?|one|some))\b",
    re.IGNORECASE,
)
SUBGRADIENT_ZEROS = re.compile(
    r"\b(subgradient|gradient descent|fixed rate)\b[^.;:?]*"
    r"\b(gives?|finds?|reach(?:es)?|lands?|sets?|makes?)\b[^.;:?]*\b(zeros?|exactly 0|on 0)\b",
    re.IGNORECASE,
)


def assertions(chapter: Path) -> list[str]:
    """Return the sentences that a chapter asserts: text and outputs, but no wrong quiz option.

    Left out are the options of quizzes and predictions, the answers that begin with **No.**, and
    the list of what is not true.
    """
    parts = []
    for cell in read_cells(chapter):
        if cell.cell_type == "markdown":
            text = re.sub(r"^- \*That .*?\.\*", "", cell.source, flags=re.MULTILINE)
            text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
            parts += [
                line
                for line in text.splitlines()
                if not re.match(r"(\d\.|-) (?!\*\*Right)", line)
                or "**Right.**" in line
                or "- *" in line
            ]
        for output in cell.get("outputs", []):
            parts.append(str(output.get("data", {}).get("text/markdown", "")))
        if cell.cell_type == "code":
            parts += [
                ast.unparse(node.args[1])
                for node in ast.walk(ast.parse(cell.source))
                if isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "describe"
                and len(node.args) == 2
            ]
    return [
        sentence
        for part in parts
        for sentence in re.split(r"(?<=[.?!:;])\s+", part.replace("**", "").replace("*", ""))
    ]


def wrongly_asserted(sentences: list[str], claim: re.Pattern[str]) -> list[str]:
    """Return the sentences that make a claim, and neither deny nor question it."""
    return [
        one
        for one in sentences
        if claim.search(one) and not NOT.search(one) and not one.rstrip().endswith("?")
    ]


# The best λ, averaged arithmetically


def averaged_lams(source: str) -> list[str]:
    """Return means over λ that are not means of their logarithms.

    A name is taken for λ if it says so, or if it was assigned from something that does. A cell
    that shows such a mean as an error says "average their logarithms".
    """
    tree = ast.parse(source)
    says_lam = re.compile(r"(^|_)lams?($|_)|^STRENGTHS$|^best_lams?$", re.IGNORECASE)
    known: set[str] = set()

    def holds(node: ast.AST) -> bool:
        if isinstance(node, ast.Subscript):
            return holds(node.value)
        if isinstance(node, ast.Attribute):
            return bool(says_lam.search(node.attr))
        if isinstance(node, ast.Name):
            return node.id in known or bool(says_lam.search(node.id))
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            if name in ("array", "asarray", "sorted", "list", "concatenate"):
                return bool(node.args) and holds(node.args[0])
            return bool(says_lam.search(name))
        if isinstance(node, ast.ListComp | ast.GeneratorExp):
            return holds(node.elt)
        return isinstance(node, ast.List) and bool(node.elts) and all(map(holds, node.elts))

    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and holds(node.value):
            known |= {one.id for one in node.targets if isinstance(one, ast.Name)}
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
        if name not in ("mean", "average"):
            continue
        of = node.args[0] if node.args else getattr(node.func, "value", None)
        if of is not None and holds(of):
            found.append(ast.unparse(node))
    return [] if "average their logarithms" in source else found


def averages_in_words(sentences: list[str]) -> list[str]:
    """Return sentences that report a mean of λ."""
    claim = re.compile(r"\b(mean|average) (best |chosen )?(λ|lambda)\b", re.IGNORECASE)
    return [one for one in sentences if claim.search(one) and "logarithm" not in one]


def sample(*sources: str | tuple[str, str], folder: Path) -> Path:
    """Write a small notebook; a pair is a markdown cell."""
    new = nbformat.v4
    cells = [
        new.new_markdown_cell(one[1]) if isinstance(one, tuple) else new.new_code_cell(one)
        for one in sources
    ]
    path = folder / "sample.ipynb"
    nbformat.write(new.new_notebook(cells=cells), path)
    return path
