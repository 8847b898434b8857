"""The cover's lab shows what its caption says, and the map's minutes are those chapters state."""

from __future__ import annotations

import gzip
import importlib.util
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from sklearn.linear_model import Lasso
from sphinx.errors import ExtensionError

from shrinkage.datasets import load_diabetes

_path = Path(__file__).parents[1] / "book" / "_ext" / "cover.py"
_spec = importlib.util.spec_from_file_location("cover", _path)
cover = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(cover)

COUNTS = re.compile(
    r"at λ = ([\d.]+)\. With L1, (\w+) of them (?:is|are) exactly 0\. With L2, (\w+) (?:is|are):"
)


@pytest.fixture(scope="module")
def page():
    """Return the lab's HTML as the site's build draws it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHRINKAGE_BUILD_LABS", "1")
        return cover.cover_lab()._repr_mimebundle_()["text/html"]


@pytest.fixture(scope="module")
def said(page):
    """Return what the lab says at each λ: how many weights are 0 with L1, and with L2."""
    found = {float(lam): (l1, l2) for lam, l1, l2 in COUNTS.findall(page)}
    assert sorted(found) == list(cover.LAMS)
    return [tuple(0 if one == "none" else int(one) for one in found[lam]) for lam in cover.LAMS]


def test_l1_zeros_only_become_more_and_l2_has_none(said):
    l1 = [count for count, _ in said]
    assert l1 == sorted(l1)
    assert (l1[0], l1[-1]) == (0, 10)
    assert len(set(l1)) >= 6
    assert [count for _, count in said if count] == []


def test_the_zeros_are_those_another_solver_finds(said):
    data = load_diabetes()
    X = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0)
    for place in (0, 8, 14, 20, 24):
        theirs = Lasso(alpha=cover.LAMS[place], tol=1e-10, max_iter=100_000).fit(X, data.y)
        assert said[place][0] == np.sum(theirs.coef_ == 0), cover.LAMS[place]


def test_the_start_shows_the_point_before_anything_is_moved(page):
    l1, l2 = COUNTS.search(page.partition("<script")[0]).groups()[1:]
    assert 3 <= int(l1) <= 7
    assert l2 == "none"


def test_the_cover_weighs_little(page):
    assert len(gzip.compress(page.encode())) <= 25_000
    assert 20 <= len(cover.LAMS) <= 30


def chapter(folder: Path, text: str) -> Path:
    path = folder / "one.ipynb"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    nbformat.write(notebook, path)
    return path


def test_the_minutes_are_those_that_the_chapter_states(tmp_path):
    text = "**It takes** about 35 minutes to read, and 15 more for the exercises."
    assert cover.stated_minutes(chapter(tmp_path, text)) == (35, 15)


def test_a_chapter_without_its_minutes_is_named(tmp_path):
    with pytest.raises(ExtensionError, match=r"one\.ipynb does not say how long it takes"):
        cover.stated_minutes(chapter(tmp_path, "It takes a while."))
