"""The losses: values, derivatives, bounds, margins, and that nothing overflows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, log_loss, mean_squared_error

from shrinkage import (
    BrierScore,
    LogLoss,
    SoftmaxCrossEntropy,
    SquaredError,
    sigmoid,
    softmax,
)
from shrinkage.losses import Loss

ONE_OUTPUT = [SquaredError(), LogLoss(), BrierScore()]
LOSSES = [*ONE_OUTPUT, SoftmaxCrossEntropy()]
EXTREME = [-1e8, -1e5, -1e3, 0.0, 1e3, 1e5, 1e8]


def by_name(loss):
    return type(loss).__name__


@st.composite
def outputs_and_targets(draw, loss, limit=4.0):
    n = draw(st.integers(1, 6))
    scores = st.floats(-limit, limit)
    if isinstance(loss, SoftmaxCrossEntropy):
        k = draw(st.integers(2, 4))
        z = draw(st.lists(scores, min_size=n * k, max_size=n * k))
        y = draw(st.lists(st.integers(0, k - 1), min_size=n, max_size=n))
        return np.array(z).reshape(n, k), np.array(y)
    z = draw(st.lists(scores, min_size=n, max_size=n))
    targets = scores if isinstance(loss, SquaredError) else st.sampled_from([0.0, 1.0])
    return np.array(z), np.array(draw(st.lists(targets, min_size=n, max_size=n)))


def slopes(f, z, h=1e-5):
    """Return the derivative of f (a number or an array) along each entry of z."""
    steps = h * np.eye(z.size).reshape(z.size, *z.shape)
    return np.array([(f(z + step) - f(z - step)) / (2 * h) for step in steps])


def test_squared_error_is_half_the_mean_square():
    z, y = np.array([1.0, -2.0, 0.5]), np.array([0.0, 1.0, 0.5])
    assert SquaredError().value(z, y) == pytest.approx((1 + 9 + 0) / 6, rel=1e-15)
    assert SquaredError().value(z, y) == pytest.approx(mean_squared_error(y, z) / 2, rel=1e-15)
    assert SquaredError().gradient(z, y) == pytest.approx([1 / 3, -1.0, 0.0], rel=1e-15)
    assert SquaredError().curvature(z, y).tolist() == [1 / 3] * 3


@settings(deadline=None, max_examples=40)
@given(data=outputs_and_targets(LogLoss()))
def test_log_loss_is_that_of_scikit_learn(data):
    z, y = data
    expected = log_loss(y, 1 / (1 + np.exp(-z)), labels=[0, 1])
    assert LogLoss().value(z, y) == pytest.approx(expected, rel=1e-12)


@settings(deadline=None, max_examples=40)
@given(data=outputs_and_targets(SoftmaxCrossEntropy()))
def test_softmax_cross_entropy_is_that_of_scikit_learn(data):
    z, y = data
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    expected = log_loss(y, p, labels=np.arange(z.shape[1]))
    assert SoftmaxCrossEntropy().value(z, y) == pytest.approx(expected, rel=1e-12)


@settings(deadline=None, max_examples=40)
@given(data=outputs_and_targets(BrierScore()))
def test_brier_score_is_that_of_scikit_learn(data):
    z, y = data
    expected = brier_score_loss(y, 1 / (1 + np.exp(-z)), labels=[0, 1], pos_label=1)
    assert BrierScore().value(z, y) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("loss", LOSSES, ids=by_name)
def test_gradient_is_the_slope_of_the_value(loss):
    @settings(deadline=None, max_examples=40)
    @given(data=outputs_and_targets(loss))
    def agree(data):
        z, y = data
        gradient = loss.gradient(z, y)
        assert gradient.shape == z.shape
        expected = slopes(lambda moved: loss.value(moved, y), z)
        np.testing.assert_allclose(gradient.ravel(), expected, rtol=1e-6, atol=1e-9)

    agree()


@pytest.mark.parametrize("loss", ONE_OUTPUT, ids=by_name)
def test_curvature_is_the_slope_of_the_gradient(loss):
    @settings(deadline=None, max_examples=40)
    @given(data=outputs_and_targets(loss))
    def agree(data):
        z, y = data
        curvature = loss.curvature(z, y)
        assert curvature.shape == z.shape
        expected = slopes(lambda moved: loss.gradient(moved, y), z)
        np.testing.assert_allclose(np.diag(curvature), expected, rtol=1e-6, atol=1e-9)

    agree()


@settings(deadline=None, max_examples=40)
@given(data=outputs_and_targets(SoftmaxCrossEntropy()))
def test_softmax_curvature_is_the_slope_of_the_gradient_row_by_row(data):
    z, y = data
    n, k = z.shape
    curvature = SoftmaxCrossEntropy().curvature(z, y)
    assert curvature.shape == (n, k, k)
    jacobian = slopes(lambda moved: SoftmaxCrossEntropy().gradient(moved, y), z)
    jacobian = jacobian.reshape(n, k, n, k)
    for row in range(n):
        np.testing.assert_allclose(curvature[row], jacobian[row, :, row], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("loss", LOSSES, ids=by_name)
def test_a_loss_is_a_mean_over_the_rows(loss):
    z = np.array([[0.3, -1.0, 0.2], [2.0, 0.1, -0.5]])
    y = np.array([0, 1])
    if loss in ONE_OUTPUT:
        z = z[:, 0]
    twice, doubled = np.concatenate([z, z]), np.concatenate([y, y])
    assert loss.value(twice, doubled) == pytest.approx(loss.value(z, y), rel=1e-14)
    np.testing.assert_allclose(2 * loss.gradient(twice, doubled)[:2], loss.gradient(z, y))
    np.testing.assert_allclose(2 * loss.curvature(twice, doubled)[:2], loss.curvature(z, y))


def test_extreme_scores_give_the_exact_log_loss_without_overflow():
    for z in EXTREME[:3] + EXTREME[4:]:
        right = 1.0 if z > 0 else 0.0
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            z = np.array([z])
            for loss, scores in (
                (LogLoss(), z),
                (SoftmaxCrossEntropy(), np.column_stack([0 * z, z])),
            ):
                good, bad = np.array([int(right)]), np.array([int(1 - right)])
                assert loss.value(scores, good) == 0.0
                assert loss.value(scores, bad) == abs(z[0])
                assert np.abs(loss.gradient(scores, good)).max() == 0.0
                assert np.abs(loss.gradient(scores, bad)).max() == 1.0
                assert np.abs(loss.curvature(scores, bad)).max() == 0.0
            assert BrierScore().value(z, good) == 0.0
            assert BrierScore().value(z, bad) == 1.0
            assert BrierScore().gradient(z, bad).tolist() == [0.0]
            assert BrierScore().curvature(z, bad).tolist() == [0.0]


def test_squared_error_of_extreme_outputs_is_finite():
    z = np.array(EXTREME)
    assert SquaredError().value(z, np.zeros(7)) == pytest.approx(np.sum(z**2) / 14, rel=1e-14)


def test_small_losses_keep_their_digits():
    z = np.array([40.0])
    tiny = math.exp(-40.0)
    two = np.array([[40.0, 0.0]])
    assert LogLoss().value(z, np.array([1.0])) == pytest.approx(tiny, rel=1e-12, abs=0)
    assert LogLoss().gradient(z, np.array([1.0]))[0] == pytest.approx(-tiny, rel=1e-12, abs=0)
    assert LogLoss().gradient(-z, np.array([0.0]))[0] == pytest.approx(tiny, rel=1e-12, abs=0)
    assert LogLoss().curvature(z, np.array([1.0]))[0] == pytest.approx(tiny, rel=1e-12, abs=0)
    assert BrierScore().value(z, np.array([1.0])) == pytest.approx(tiny**2, rel=1e-12, abs=0)
    gradient = SoftmaxCrossEntropy().gradient(two, np.array([0]))
    assert gradient[0] == pytest.approx([-tiny, tiny], rel=1e-12, abs=0)
    curvature = SoftmaxCrossEntropy().curvature(two, np.array([0]))
    assert np.diag(curvature[0]) == pytest.approx([tiny, tiny], rel=1e-12, abs=0)


def test_softmax_of_two_classes_is_the_logistic_loss_of_the_difference():
    z = np.array([[0.4, -1.1], [2.0, 3.0], [-0.5, 0.0]])
    y = np.array([0, 1, 1])
    difference = z[:, 1] - z[:, 0]
    two, one = SoftmaxCrossEntropy(), LogLoss()
    assert two.value(z, y) == pytest.approx(one.value(difference, y), rel=1e-14)
    np.testing.assert_allclose(two.gradient(z, y)[:, 1], one.gradient(difference, y), rtol=1e-13)
    np.testing.assert_allclose(two.gradient(z, y)[:, 0], -one.gradient(difference, y), rtol=1e-13)


@pytest.mark.parametrize("loss", LOSSES, ids=by_name)
def test_the_bounds_bound_the_curvature(loss):
    @settings(deadline=None, max_examples=60)
    @given(data=outputs_and_targets(loss, limit=20.0))
    def bounded(data):
        z, y = data
        curvature = loss.curvature(z, y) * len(y)
        if curvature.ndim == 1:
            curvature = curvature[:, None, None]
        along_one = np.abs(np.diagonal(curvature, axis1=1, axis2=2)).max()
        spectral = np.abs(np.linalg.eigvalsh(curvature)).max()
        assert along_one <= loss.curvature_bound * (1 + 1e-13)
        assert spectral <= loss.spectral_bound * (1 + 1e-13)

    bounded()


def test_the_bounds_are_close():
    z, zero = np.linspace(-10.0, 10.0, 20001), np.zeros(20001)
    for loss in ONE_OUTPUT:
        largest = np.abs(loss.curvature(z, zero)).max() * len(z)
        assert 0.999 * loss.curvature_bound < largest <= loss.curvature_bound
        assert loss.spectral_bound == loss.curvature_bound
    even = SoftmaxCrossEntropy().curvature(np.array([[0.0, 0.0, -50.0]]), np.array([0]))[0]
    assert even[0, 0] == pytest.approx(SoftmaxCrossEntropy.curvature_bound)
    assert np.linalg.eigvalsh(even)[-1] == pytest.approx(SoftmaxCrossEntropy.spectral_bound)


@pytest.mark.parametrize("loss", LOSSES, ids=by_name)
def test_convex_losses_and_only_they_never_curve_downwards(loss):
    scores = np.linspace(-6.0, 6.0, 25)
    z = np.column_stack([scores, 0 * scores, -scores]) if loss not in ONE_OUTPUT else scores
    lowest = 0.0
    for y in (np.zeros(25, dtype=int), np.ones(25, dtype=int)):
        curvature = loss.curvature(z, y)
        curvature = curvature[:, None, None] if curvature.ndim == 1 else curvature
        lowest = min(lowest, np.linalg.eigvalsh(curvature).min())
    assert (lowest > -1e-15) == loss.convex


def test_the_brier_score_is_flat_far_on_the_wrong_side():
    gradient = BrierScore().gradient(np.array([-1.0, -10.0]), np.array([1.0, 1.0]))
    assert abs(gradient[1]) < 1e-3 * abs(gradient[0])


def test_margins_tell_by_how_much_the_own_class_leads():
    z = np.array([2.0, -3.0, 0.5])
    assert LogLoss().margins(z, np.array([1, 1, 0])).tolist() == [2.0, -3.0, -0.5]
    scores = np.array([[3.0, 1.0, 2.0], [0.0, 5.0, -1.0], [1.0, 1.0, 0.0]])
    before = scores.copy()
    margins = SoftmaxCrossEntropy().margins(scores, np.array([0, 2, 1]))
    assert margins.tolist() == [1.0, -6.0, 0.0]
    assert (scores == before).all()
    assert SquaredError().margins(z, z) is None
    assert BrierScore().margins(z, np.array([1, 1, 0])) is None


def test_sigmoid_is_a_probability_everywhere():
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        p = sigmoid(np.array(EXTREME))
    assert p.tolist() == [0.0, 0.0, 0.0, 0.5, 1.0, 1.0, 1.0]
    z = np.linspace(-30.0, 30.0, 61)
    np.testing.assert_allclose(sigmoid(z), 1.0 / (1.0 + np.exp(-z)), rtol=1e-14)
    np.testing.assert_allclose(sigmoid(z) + sigmoid(-z), 1.0, rtol=1e-15)
    assert np.isnan(sigmoid(np.array([np.nan]))).all()
    assert sigmoid([[0.0]]).tolist() == [[0.5]]


def test_softmax_rows_are_probabilities_that_a_shift_leaves_alone():
    z = np.array([[1.0, 2.0, 4.0], [0.0, 0.0, 0.0]])
    np.testing.assert_allclose(
        softmax(z), np.exp(z) / np.exp(z).sum(axis=1, keepdims=True), rtol=1e-14
    )
    np.testing.assert_allclose(softmax(z + 1000.0), softmax(z), rtol=1e-12)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert softmax([[1e8, 0.0, -1e8]]).tolist() == [[1.0, 0.0, 0.0]]


@pytest.mark.parametrize("loss", [LogLoss(), BrierScore()], ids=by_name)
def test_labels_other_than_0_and_1_are_refused(loss):
    assert loss.check_targets([True, False]).tolist() == [1.0, 0.0]
    with pytest.raises(
        ValueError, match=f"y must hold 0 or 1 for {by_name(loss)}, got -1 in row 1"
    ):
        loss.check_targets([1, -1, 2])


def test_classes_that_have_no_output_are_refused():
    classes = SoftmaxCrossEntropy().check_targets([0.0, 2.0, 1.0], 3)
    assert classes.tolist() == [0, 2, 1]
    assert classes.dtype.kind == "i"
    for bad, shown in (([0, 3], "3 in row 1"), ([-1, 0], "-1 in row 0"), ([0, 1, 0.5], "0.5 in")):
        with pytest.raises(ValueError, match="whole numbers from 0 to 2 for Softmax.*got " + shown):
            SoftmaxCrossEntropy().check_targets(bad, 3)


@pytest.mark.parametrize("loss", ONE_OUTPUT, ids=by_name)
def test_an_equation_with_too_many_outputs_is_refused(loss):
    with pytest.raises(
        ValueError, match=f"{by_name(loss)} needs an equation with 1 output, got .*3"
    ):
        loss.check_targets([0, 1], 3)


def test_an_equation_with_too_few_outputs_is_refused():
    with pytest.raises(ValueError, match=r"SoftmaxCrossEntropy needs .* got one with 1.* LogLoss"):
        SoftmaxCrossEntropy().check_targets([0, 1], 1)


@pytest.mark.parametrize("loss", LOSSES, ids=by_name)
@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([0.0, np.nan], "y holds NaN at row 1"),
        (["no", "yes"], "y must hold numbers, got values such as 'no'"),
        ([[0], [1]], "y should be a 1d array"),
        ([], "y is empty"),
    ],
)
def test_targets_that_are_no_numbers_are_refused(loss, y, message):
    with pytest.raises(ValueError, match=message):
        loss.check_targets(y, 2 if loss not in ONE_OUTPUT else 1)


def test_what_a_loss_of_ones_own_lacks_is_named():
    class Mine(Loss):
        pass

    z = np.zeros(1)
    for method in ("value", "gradient", "curvature"):
        with pytest.raises(TypeError, match=f"Mine does not say what its {method} is"):
            getattr(Mine(), method)(z, z)
    assert Mine().margins(z, z) is None
    assert Mine().check_targets([0.5]).tolist() == [0.5]
