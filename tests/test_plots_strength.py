"""The axis along which λ runs."""

from __future__ import annotations

import pytest

from shrinkage.plots import new_figure, scale_lams


def labels(axes):
    return [label.get_text() for label in axes.get_xticklabels()]


def test_each_power_of_ten_in_the_range_is_labeled_in_plain_numbers():
    _, axes = new_figure()
    scale_lams(axes, 0.001, 1000)
    assert axes.get_xscale() == "log"
    assert labels(axes) == ["0.001", "0.01", "0.1", "1", "10", "100", "1000"]
    assert axes.get_xticks().tolist() == pytest.approx([1e-3, 0.01, 0.1, 1, 10, 100, 1000])
    assert "λ" in axes.get_xlabel()


def test_ends_that_are_no_powers_of_ten_are_inside_the_axis_and_get_no_label():
    _, axes = new_figure()
    scale_lams(axes, 0.03, 300)
    assert labels(axes) == ["0.1", "1", "10", "100"]
    low, high = axes.get_xlim()
    assert 0.01 < low < 0.03
    assert 300 < high < 1000


@pytest.mark.parametrize(("first", "last"), [(0, 1), (-1, 1), (1, 1), (10, 1)])
def test_a_range_that_is_empty_or_not_above_0_is_refused(first, last):
    _, axes = new_figure()
    with pytest.raises(ValueError, match=r"first|last"):
        scale_lams(axes, first, last)
