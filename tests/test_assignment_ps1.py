"""Problem set 1: students' data are equally hard, and usual mistakes are told in words."""

from __future__ import annotations

import copy
import runpy

import numpy as np
import pytest
from problem_sets import ROOT, SALT, STUDENTS, assignment, graded, source

from shrinkage import LogisticRegression
from shrinkage.losses import LogLoss
from shrinkage.trainers import GradientDescent

KEY = runpy.run_path(str(ROOT / "ps1" / "key.py"))


def with_change(old: str, new: str):
    """Return the solved notebook with one piece of code changed."""
    notebook = copy.deepcopy(source("ps1"))
    changed = [cell for cell in notebook.cells if old in cell.source and cell.cell_type == "code"]
    for cell in changed:
        cell.source = cell.source.replace(old, new)
    assert changed
    return notebook


MISTAKES = {
    "new rows by themselves": (
        "(X_new - X_train.mean(axis=0)) / X_train.std(axis=0)",
        "(X_new - X_new.mean(axis=0)) / X_new.std(axis=0)",
        "standardize",
        1.0,
        "by their own mean and standard deviation",
    ),
    "a sum for a mean": (
        "np.append(X.T @ error, error.sum()) / len(y)",
        "np.append(X.T @ error, error.sum())",
        "gradient",
        3.0,
        "These are sums over the rows",
    ),
    "the training rows choose": (
        "np.argmin(history[:, 1])",
        "np.argmin(history[:, 0])",
        "best-step",
        0.0,
        "Ask the held-out rows",
    ),
    "the bias counts": (
        "sizes = np.linalg.norm(weights[[best_step, 2000]], axis=1)",
        "sizes = np.hypot(np.linalg.norm(weights[[best_step, 2000]], axis=1),"
        " [biases[best_step], biases[2000]])",
        "sizes",
        2.0,
        "The bias is in it",
    ),
}


def test_usual_mistakes_earn_a_part_and_are_told(tmp_path, bubblewrap):
    notebooks = {}
    for name, (old, new, *_) in MISTAKES.items():
        notebook = with_change(old, new)
        for cell in notebook.cells:
            cell.source = cell.source.replace(
                "    weights.append(w)\n", "    weights.append(w)\n    biases.append(b)\n"
            ).replace("history, weights = [], []", "history, weights, biases = [], [], []")
        notebooks[f"{name}@uni.edu"] = notebook
    found = graded("ps1", tmp_path, notebooks, bubblewrap)
    for name, (_, _, question, points, words) in MISTAKES.items():
        marks = {mark.question: mark for mark in found[f"{name}@uni.edu"].marks}
        assert marks[question].points == pytest.approx(points)
        assert words in marks[question].message
        # What was right before the mistake stays right, and what follows from it is no new one.
        assert marks["probability"].points == 3
        others = [
            mark.points / mark.possible for mark in marks.values() if mark.question != question
        ]
        assert min(others) >= 0.9


def test_the_data_are_equally_hard():
    lowest, highest = KEY["BEST_STEP"]
    for student in [f"{n}{one}" for one in STUDENTS for n in range(3)]:
        _, columns = assignment("ps1").data_for(SALT, student)
        losses, parameters = KEY["course"](columns)
        best = losses[:, 1].argmin()
        assert lowest <= best <= highest
        assert KEY["RISE"][0] <= losses[-1, 1] / losses[best, 1] <= KEY["RISE"][1]
        assert KEY["LATE"][0] <= columns["late"][:40].mean() <= KEY["LATE"][1]
        # Nothing overflows for those who write the formulas as they stand.
        X, _ = KEY["table"](columns)
        Z = KEY["standardize"](X[:40], X)
        assert np.abs(Z @ parameters[-1, :-1] + parameters[-1, -1]).max() < 36


def test_the_key_trains_as_the_courses_package_does():
    _, columns = assignment("ps1").data_for(SALT, STUDENTS[0])
    X, y = KEY["table"](columns)
    Z = KEY["standardize"](X[:40], X)
    losses, parameters = KEY["course"](columns)
    model = LogisticRegression(
        trainer=GradientDescent(learning_rate=KEY["RATE"], max_iter=KEY["STEPS"])
    )
    with pytest.warns():
        model.fit(Z[:40], y[:40])
    np.testing.assert_allclose(model.coef_[0], parameters[-1, :-1], rtol=1e-9)
    np.testing.assert_allclose(model.intercept_, parameters[-1, -1], rtol=1e-9)
    scores = Z[40:] @ parameters[-1, :-1] + parameters[-1, -1]
    assert losses[-1, 1] == pytest.approx(LogLoss().value(scores, y[40:]))
