"""Problem set 2: students' data are equally hard, and usual mistakes are told in words."""

from __future__ import annotations

import copy
import runpy

import numpy as np
import pytest
from problem_sets import ROOT, SALT, STUDENTS, assignment, graded, source
from sklearn.linear_model import Lasso, Ridge

KEY = runpy.run_path(str(ROOT / "ps2" / "key.py"))

# (what is changed in the solved notebook, into what, the question, its points, what is said)
MISTAKES = {
    "hard threshold": (
        "left = np.sign(w) * np.maximum(np.abs(w) - step * lam * alpha, 0)",
        "left = np.where(np.abs(w) > step * lam * alpha, w, 0)",
        "prox",
        2.0,
        "hard threshold",
    ),
    "no n": (
        "X.T @ X / n + lam * np.eye(p), X.T @ y / n",
        "X.T @ X + lam * np.eye(p), X.T @ y",
        "ridge",
        3.0,
        "leave out the n",
    ),
    "a lambda of 0.1": (
        "lam, w = share * lam_max(Z, y)",
        "lam, w = share",
        "w-lasso",
        3.0,
        "These are the weights at λ = 0.1.",
    ),
    "zeros counted": (
        "[np.count_nonzero(lasso(share))",
        "[np.sum(lasso(share) == 0)",
        "kept",
        2.0,
        "These are the numbers of zeros",
    ),
}


def test_usual_mistakes_earn_a_part_and_are_told(tmp_path, bubblewrap):
    notebooks = {}
    for name, (old, new, *_) in MISTAKES.items():
        notebooks[f"{name}@uni.edu"] = copy.deepcopy(source("ps2"))
        changed = [one for one in notebooks[f"{name}@uni.edu"].cells if old in one.source]
        for cell in changed:
            cell.source = cell.source.replace(old, new)
        assert len(changed) == 1
    found = graded("ps2", tmp_path, notebooks, bubblewrap)
    for name, (_, _, question, points, words) in MISTAKES.items():
        marks = {mark.question: mark for mark in found[f"{name}@uni.edu"].marks}
        assert marks[question].points == pytest.approx(points)
        assert words in marks[question].message
        assert marks["penalty"].points == 4


def test_the_data_are_equally_hard():
    dropped = []
    for student in [f"{n}{one}" for one in STUDENTS for n in range(4)]:
        _, columns = assignment("ps2").data_for(SALT, student)
        Z, y = KEY["training"](columns)
        related = np.corrcoef(Z.T)
        assert KEY["TWINS"][0] <= related[0, 1] <= KEY["TWINS"][1]
        assert KEY["CONDITION"][0] <= np.linalg.cond(related) <= KEY["CONDITION"][1]
        counts = []
        for share in KEY["SHARES"]:
            lam = share * KEY["lam_max"](Z, y)
            other = Lasso(alpha=lam, fit_intercept=False, tol=1e-12, max_iter=100_000)
            w = other.fit(Z, y).coef_
            np.testing.assert_allclose(KEY["lasso"](columns, share), w, atol=1e-6 * np.abs(w).max())
            counts.append(np.count_nonzero(w))
            # No solver's last digits decide what is in.
            pull = np.abs(Z.T @ (y - Z @ w)) / len(y) / lam
            assert not np.any((w == 0) & (pull > 1 - 1e-3))
            assert not np.any((w != 0) & (np.abs(w) < 1e-3 * np.abs(w).max()))
            if share == KEY["SHARES"][0]:
                dropped.append(np.flatnonzero(w[:2] == 0).tolist())
        assert counts == sorted(counts)
        assert counts[0] < counts[-1]
    # One twin is dropped for everybody, and not the same one.
    assert {len(one) for one in dropped} == {1}
    assert {one[0] for one in dropped} == {0, 1}


def test_ridge_is_that_of_scikit_learn():
    _, columns = assignment("ps2").data_for(SALT, STUDENTS[0])
    Z, y = KEY["training"](columns)
    other = Ridge(alpha=0.7 * len(y), fit_intercept=False).fit(Z, y).coef_
    np.testing.assert_allclose(KEY["ridge"](Z, y, 0.7), other, rtol=1e-8)
