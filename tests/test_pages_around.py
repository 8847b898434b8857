"""What the pages around the chapters say of code is what the code does."""

from __future__ import annotations

import html
import re
from pathlib import Path

import numpy as np
import pytest
import sklearn.linear_model

import shrinkage
from shrinkage.check import check
from shrinkage.datasets import load_breast_cancer, load_prostate

BOOK = Path(__file__).parents[1] / "book"


def translations() -> list[tuple[str, str]]:
    """Return each line of the table "One λ, many names": our code, and scikit-learn's."""
    section = (BOOK / "notation.md").read_text(encoding="utf-8").split("## One λ, many names")[1]
    return re.findall(r"^\| `(.+?)` \| `(.+?)` \|$", section, re.MULTILINE)


def test_the_table_of_translations_is_found():
    assert len(translations()) == 6


@pytest.mark.parametrize(("ours", "theirs"), translations(), ids=lambda code: code)
def test_a_translation_of_lambda_gives_the_same_weights_and_bias(ours, theirs):
    data = load_breast_cancer() if "Logistic" in ours else load_prostate()
    X = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0)
    names = {"lam": 0.05, "alpha": 0.3, "n": len(X)}
    mine = eval(ours, vars(shrinkage) | names).fit(X, data.y)
    other = eval(theirs, vars(sklearn.linear_model) | names)
    other.set_params(tol=1e-8, max_iter=100_000).fit(X, data.y)
    np.testing.assert_allclose(other.coef_, mine.coef_, rtol=0, atol=1e-5)
    np.testing.assert_allclose(other.intercept_, mine.intercept_, rtol=0, atol=1e-5)


def test_the_three_answers_shown_are_those_a_check_gives():
    page = (BOOK / "how-to-use.md").read_text(encoding="utf-8")
    answers = [
        ...,
        lambda X, w, b: X @ w + b,
        lambda X, w, b: 1 / (1 + np.exp(-(X @ w + b))),
    ]
    for answer in answers:
        shown = check("1.1", answer)._repr_html_().replace(' role="status"', "")
        assert html.unescape(shown) in page
