"""Paths of weights: an axis holds what its label says."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage import lasso_path, ridge_path
from shrinkage.datasets import load_prostate
from shrinkage.plots import draw_weight_path, new_figure
from shrinkage.selection import Standardizer

DATA = load_prostate()
NAMES = DATA.feature_names
X, Y = Standardizer().fit_transform(DATA.X), DATA.y - DATA.y.mean()
FREE = np.linalg.lstsq(X, Y, rcond=None)[0]
LAMS = np.geomspace(0.001, 1, 30)
LASSO, RIDGE = lasso_path(X, Y, LAMS, knots=True), ridge_path(X, Y, LAMS)


def drawn(path, **options):
    _, axes = new_figure()
    draw_weight_path(axes, path, NAMES, **options)
    return axes, {line.get_label(): line.get_xydata() for line in axes.lines}


@pytest.mark.parametrize("path", [LASSO, RIDGE], ids=["lasso", "ridge"])
@pytest.mark.parametrize(("against", "scale"), [("lam", "linear"), ("log", "log")])
def test_an_axis_labeled_lambda_holds_lambda(path, against, scale):
    axes, lines = drawn(path, against=against)
    assert axes.get_xlabel().startswith("strength λ")
    assert axes.get_xscale() == scale
    assert ("logarithmic" in axes.get_xlabel()) == (scale == "log")
    for j, name in enumerate(NAMES):
        np.testing.assert_array_equal(lines[name][:, 0], path.lams)
        np.testing.assert_array_equal(lines[name][:, 1], path.coefs[:, j])


def test_an_axis_labeled_share_holds_the_share_and_ends_at_one():
    axes, lines = drawn(LASSO, against="share", least_squares=FREE)
    assert axes.get_xlabel() == "Σ|w| as a share of least squares"
    shares = np.abs(LASSO.coefs).sum(axis=1) / np.abs(FREE).sum()
    np.testing.assert_allclose(lines["svi"][:, 0], shares)
    assert lines["svi"][LAMS.argmax()].tolist() == [0.0, 0.0]
    assert 0.95 < shares[LAMS.argmin()] < 1


def test_dots_are_knots_at_zero():
    axes, _ = drawn(LASSO)
    dots = [line.get_xydata() for line in axes.lines if line.get_marker() == "o"]
    found = np.concatenate(dots)
    assert sorted(found[:, 0]) == sorted(knot.lam for knot in LASSO.knots)
    assert set(found[:, 1]) == {0.0}
    assert all(line.get_marker() != "o" for line in drawn(RIDGE)[0].lines)
    shared, _ = drawn(LASSO, against="share", least_squares=FREE)
    assert all(line.get_marker() != "o" for line in shared.lines)


def test_names_stand_from_top_to_bottom_as_the_weights_do_at_the_weakest_lambda():
    axes, _ = drawn(LASSO)
    names = [text.get_text() for text in axes.legend().get_texts()]
    weakest = LASSO.coefs[LAMS.argmin()]
    assert names == [NAMES[j] for j in np.argsort(-weakest)]


def test_lines_of_one_color_differ_in_style():
    axes, _ = drawn(RIDGE)
    styles = [(line.get_color(), line.get_linestyle()) for line in axes.lines[: len(NAMES)]]
    assert len(set(styles)) == len(NAMES)


def test_what_can_not_be_drawn_is_said():
    _, axes = new_figure()
    with pytest.raises(ValueError, match="needs least_squares"):
        draw_weight_path(axes, LASSO, NAMES, against="share")
    with pytest.raises(ValueError, match="against"):
        draw_weight_path(axes, LASSO, NAMES, against="t")
    with pytest.raises(ValueError, match="names"):
        draw_weight_path(axes, LASSO, NAMES[:3])
