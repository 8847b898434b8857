"""The standardizer: one scale, learned from the training rows alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.preprocessing import StandardScaler

from shrinkage.selection import Standardizer

matrices = arrays(
    float, st.tuples(st.integers(2, 12), st.integers(1, 4)), elements=st.integers(-50, 50)
)


@settings(deadline=None, max_examples=60)
@given(matrices)
def test_it_agrees_with_scikit_learn(X):
    ours, theirs = Standardizer().fit(X), StandardScaler().fit(X)
    assert ours.mean_ == pytest.approx(theirs.mean_, abs=1e-12)
    assert ours.scale_ == pytest.approx(theirs.scale_, rel=1e-12)
    assert ours.transform(X) == pytest.approx(theirs.transform(X), abs=1e-12)


def test_the_deviation_is_that_of_ddof_0():
    assert Standardizer().fit([[0.0], [2.0], [4.0]]).scale_ == pytest.approx([np.sqrt(8 / 3)])


def test_test_rows_are_put_on_the_scale_of_the_training_rows():
    scaler = Standardizer().fit([[0.0], [2.0]])
    assert scaler.transform([[1.0], [7.0]]).tolist() == [[0.0], [6.0]]
    assert scaler.mean_.tolist() == [1.0]


@pytest.mark.parametrize("constant", [0.0, 0.1, 7.0, 1e12, -1e-9, 1 / 3])
def test_a_constant_column_becomes_0_without_a_warning(constant, recwarn):
    X = np.column_stack([np.full(7, constant), np.arange(7.0)])
    scaler = Standardizer().fit(X)
    assert scaler.transform(X)[:, 0].tolist() == [0.0] * 7
    assert scaler.scale_[0] == 1.0
    # A value it has never seen tells nothing either.
    assert scaler.transform([[constant + 5.0, 1.0]])[0, 0] == 0.0
    assert not recwarn.list


def test_a_column_of_tiny_values_is_not_taken_for_a_constant():
    Z = Standardizer().fit_transform(np.array([[1e-9], [2e-9], [3e-9]]))
    assert Z.std() == pytest.approx(1.0)


def test_the_data_are_left_as_they_were():
    X = np.array([[1.0], [2.0], [4.0]])
    Standardizer().fit_transform(X)
    assert X.ravel().tolist() == [1.0, 2.0, 4.0]


def test_it_needs_to_be_fitted_and_wants_as_many_columns():
    with pytest.raises(AttributeError, match="not fitted yet"):
        Standardizer().transform([[1.0]])
    with pytest.raises(ValueError, match="X has 1 features, but Standardizer is expecting 2"):
        Standardizer().fit([[1.0, 2.0], [3.0, 5.0]]).transform([[1.0]])
    with pytest.raises(ValueError, match="X holds NaN"):
        Standardizer().fit([[np.nan]])
    with pytest.raises(ValueError, match="Expected 2D array for X"):
        Standardizer().fit([1.0, 2.0])
