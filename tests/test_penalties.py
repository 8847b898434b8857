"""The penalties: values, gradients, proximal operators, sums, and what they refuse."""

from __future__ import annotations

import re
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from shrinkage import L1, L2, ElasticNet, NoPenalty, Penalty, SumOfPenalties, soft_threshold

strengths = st.floats(0.0, 5.0)
shares = st.floats(0.0, 1.0)
steps = st.floats(0.01, 10.0)
weights = st.lists(st.floats(-10.0, 10.0), min_size=1, max_size=6).map(np.array)
away_from_zero = st.lists(
    st.builds(lambda size, sign: size * sign, st.floats(0.05, 10.0), st.sampled_from([-1.0, 1.0])),
    min_size=1,
    max_size=6,
).map(np.array)

named = st.one_of(
    st.builds(NoPenalty),
    st.builds(L1, strengths),
    st.builds(L2, strengths),
    st.builds(ElasticNet, strengths, shares),
)
penalties = st.one_of(named, st.builds(lambda first, second: first + second, named, named))


class FourthPowers(Penalty):
    """A penalty of a learner's own: Σw⁴, with no prox."""

    @property
    def smooth(self):
        return True

    def value(self, w):
        return float(np.sum(np.asarray(w) ** 4))

    def gradient(self, w):
        return 4.0 * np.asarray(w) ** 3


class WeightedSquares(Penalty):
    """A penalty with an array for an argument."""

    def __init__(self, lams):
        self.lams = lams


@pytest.mark.parametrize(
    ("penalty", "expected"),
    [
        (NoPenalty(), 0.0),
        (L1(0.5), 0.5 * (3 + 4 + 0 + 0.5)),
        (L2(0.5), 0.5 * 0.5 * (9 + 16 + 0 + 0.25)),
        (ElasticNet(2.0, alpha=0.25), 2.0 * (0.25 * 7.5 + 0.75 * 0.5 * 25.25)),
        (ElasticNet(2.0), 2.0 * (0.5 * 7.5 + 0.5 * 0.5 * 25.25)),
        (L1(0.1) + L2(0.2), 0.1 * 7.5 + 0.2 * 0.5 * 25.25),
    ],
)
def test_value_is_the_formula_for_weights_of_any_shape(penalty, expected):
    w = np.array([3.0, -4.0, 0.0, 0.5])
    assert penalty.value(w) == pytest.approx(expected, rel=1e-14, abs=0)
    assert penalty.value(w.reshape(2, 2)) == penalty.value(w) == penalty.value(list(w))
    assert type(penalty.value(w)) is float


@settings(deadline=None, max_examples=60)
@given(penalty=penalties, w=away_from_zero)
def test_gradient_is_the_slope_of_the_value_away_from_zero(penalty, w):
    h = 1e-4
    slopes = [
        (penalty.value(w + h * axis) - penalty.value(w - h * axis)) / (2 * h)
        for axis in np.eye(len(w))
    ]
    np.testing.assert_allclose(penalty.gradient(w), slopes, rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("penalty", [L1(2.0), ElasticNet(2.0, 0.5), L1(1.0) + L2(3.0)])
def test_gradient_at_a_corner_is_the_subgradient_nearest_to_zero(penalty):
    assert penalty.gradient([0.0, -0.0]).tolist() == [0.0, 0.0]


@settings(deadline=None, max_examples=100)
@given(penalty=penalties, z=st.floats(-10.0, 10.0), step=steps)
def test_prox_minimizes_half_the_square_plus_step_times_the_penalty(penalty, z, step):
    def cost(w):
        return 0.5 * (w - z) ** 2 + step * penalty.value([w])

    w = penalty.prox([z], step)[0]
    rounding = 1e-12 * (1.0 + cost(z) + cost(0.0))
    for rival in np.concatenate([np.linspace(-11.0, 11.0, 301), w + np.linspace(-1e-3, 1e-3, 41)]):
        assert cost(w) <= cost(rival) + rounding
    reference = minimize_scalar(
        cost, bounds=(-11.0, 11.0), method="bounded", options={"xatol": 1e-9}
    )
    assert w == pytest.approx(reference.x, abs=1e-5)


@settings(deadline=None, max_examples=100)
@given(lam=strengths, alpha=shares, z=st.floats(-10.0, 10.0), step=steps)
def test_prox_satisfies_the_conditions_of_a_minimum(lam, alpha, z, step):
    w = ElasticNet(lam, alpha).prox([z], step)[0]
    if w == 0:
        assert abs(z) <= step * lam * alpha * (1 + 1e-14)
    else:
        slope = w - z + step * (lam * alpha * np.sign(w) + lam * (1 - alpha) * w)
        assert abs(slope) <= 1e-13 * (1 + abs(z))


@settings(deadline=None, max_examples=60)
@given(first=penalties, second=penalties, w=weights, step=steps)
def test_a_sum_adds_values_gradients_and_strengths(first, second, w, step):
    both = first + second
    assert both.value(w) == pytest.approx(first.value(w) + second.value(w), rel=1e-13)
    np.testing.assert_allclose(both.gradient(w), first.gradient(w) + second.gradient(w), rtol=1e-12)
    assert both.l1 == pytest.approx(first.l1 + second.l1, rel=1e-14)
    assert both.l2 == pytest.approx(first.l2 + second.l2, rel=1e-14)
    assert both.smooth == (first.smooth and second.smooth)


def test_the_prox_of_a_sum_is_that_of_the_sum_not_of_a_term():
    z = np.array([3.0, -0.3, -2.0])
    both = L1(0.5) + L2(1.0) + L1(0.5)
    np.testing.assert_allclose(both.prox(z, 1.0), [1.0, 0.0, -0.5], rtol=1e-15)
    np.testing.assert_allclose((L1(1.0) + L2(1.0)).prox(z, 0.5), [2.5 / 1.5, 0.0, -1.0], rtol=1e-15)


def test_the_prox_of_a_sum_keeps_the_digits_of_a_weak_term():
    long_step = 1e10
    shrunk = (L1(1.0) + L2(1e-10)).prox([3e10], long_step)
    assert shrunk[0] == pytest.approx(1e10, rel=1e-15)


def test_sums_of_sums_are_flat_and_keep_their_order():
    total = (L1(0.1) + L2(0.2)) + (L1(0.3) + NoPenalty())
    assert total.terms == (L1(0.1), L2(0.2), L1(0.3), NoPenalty())
    assert repr(L1(0.1) + L2(0.2)) == "SumOfPenalties(terms=(L1(lam=0.1), L2(lam=0.2)))"


@pytest.mark.parametrize("other", [1.0, None, "L1", [L1(0.1)]])
def test_only_penalties_can_be_added(other):
    with pytest.raises(TypeError):
        L1(0.1) + other
    with pytest.raises(TypeError):
        other + L1(0.1)


@pytest.mark.parametrize("terms", [[L1(0.1), 0.2], ["L1"], (L2(0.1), None)])
def test_each_term_of_a_sum_must_be_a_penalty(terms):
    with pytest.raises(TypeError, match=r"Each term must be a penalty such as L1\(0.1\), got"):
        SumOfPenalties(terms)


@pytest.mark.parametrize("terms", [L1(0.1), None, 3])
def test_the_terms_of_a_sum_must_be_a_list(terms):
    with pytest.raises(TypeError, match="terms must be a list or tuple of penalties, got"):
        SumOfPenalties(terms)


def test_an_empty_sum_is_no_penalty():
    nothing = SumOfPenalties([])
    assert nothing.value([3.0]) == 0.0
    assert nothing.gradient([3.0]).tolist() == [0.0]
    assert nothing.prox([3.0]).tolist() == [3.0]
    assert nothing.smooth


@settings(deadline=None, max_examples=60)
@given(lam=strengths, w=weights, step=steps)
def test_elastic_net_ends_at_l1_and_l2(lam, w, step):
    for alpha, end in ((1.0, L1(lam)), (0.0, L2(lam))):
        mixed = ElasticNet(lam, alpha)
        assert mixed.value(w) == end.value(w)
        assert mixed.gradient(w).tolist() == end.gradient(w).tolist()
        assert mixed.prox(w, step).tolist() == end.prox(w, step).tolist()
        assert (mixed.l1, mixed.l2, mixed.smooth) == (end.l1, end.l2, end.smooth)


@settings(deadline=None, max_examples=40)
@given(w=weights, step=steps)
def test_no_strength_means_no_penalty(w, step):
    for nothing in (NoPenalty(), L1(0.0), L2(0), ElasticNet(0.0, 0.3), L1(0) + L2(0)):
        assert nothing.value(w) == 0.0
        assert nothing.gradient(w).tolist() == [0.0] * len(w)
        assert nothing.prox(w, step).tolist() == w.tolist()
        assert nothing.smooth


@settings(deadline=None, max_examples=60)
@given(lam=st.floats(0.0, 1e6), z=away_from_zero, step=steps)
def test_l2_shrinks_every_weight_and_never_to_zero(lam, z, step):
    shrunk = L2(lam).prox(z, step)
    assert (shrunk != 0).all()
    assert (np.sign(shrunk) == np.sign(z)).all()
    assert (np.abs(shrunk) <= np.abs(z)).all()
    np.testing.assert_allclose(shrunk / z, 1.0 / (1.0 + step * lam), rtol=1e-14)


def test_l1_takes_equal_steps_to_zero_where_l2_takes_equal_shares():
    one, two = np.array([1.0]), np.array([1.0])
    for _ in range(50):
        one, two = L1(0.125).prox(one), L2(0.125).prox(two)
    assert one[0] == 0.0
    assert two[0] == pytest.approx(1.125**-50, rel=1e-12)


@settings(deadline=None, max_examples=60)
@given(lam=strengths, alpha=shares, w=weights, factor=st.floats(0.1, 10.0), step=steps)
def test_how_penalties_scale(lam, alpha, w, factor, step):
    assert L1(lam).value(-factor * w) == pytest.approx(
        factor * L1(lam).value(w), rel=1e-12, abs=1e-300
    )
    assert L2(lam).value(-factor * w) == pytest.approx(
        factor**2 * L2(lam).value(w), rel=1e-12, abs=1e-300
    )
    mixed = ElasticNet(lam, alpha)
    stronger = ElasticNet(factor * lam, alpha)
    assert stronger.value(w) == pytest.approx(factor * mixed.value(w), rel=1e-12, abs=1e-300)
    np.testing.assert_allclose(stronger.prox(w, step), mixed.prox(w, factor * step), atol=1e-13)
    np.testing.assert_allclose(
        L1(lam).prox(factor * w, factor * step), factor * L1(lam).prox(w, step), atol=1e-12
    )


@pytest.mark.parametrize(
    "penalty", [L1(1.0), ElasticNet(4.0, 0.5), L1(1.0) + L2(1.0), L1(0.5) + L1(0.5)]
)
def test_zeros_are_exact_and_have_no_minus_sign(penalty):
    zeros = penalty.prox([-1.0, -0.5, -1e-300, -0.0, 0.0, 0.5, 1.0])
    assert zeros.tolist() == [0.0] * 7
    assert not np.signbit(zeros).any()
    assert not np.signbit(L2(1.0).prox([-0.0])).any()


def test_soft_threshold_moves_towards_zero_and_stops_there():
    z = [-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0]
    assert soft_threshold(z, 1.0).tolist() == [-2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0]
    assert not np.signbit(soft_threshold(z, 1.0)[1:6]).any()
    assert soft_threshold(z, 0.0).tolist() == z
    assert soft_threshold([-3.0, 3.0, 3.0], [1.0, 2.0, 5.0]).tolist() == [-2.0, 1.0, 0.0]
    assert soft_threshold([[2.0], [-2.0]], 0.5).tolist() == [[1.5], [-1.5]]


@pytest.mark.parametrize("threshold", [-0.1, [1.0, -1.0], -np.inf])
def test_soft_threshold_refuses_a_threshold_below_zero(threshold):
    with pytest.raises(ValueError, match="threshold must be >= 0, got"):
        soft_threshold([1.0, 2.0], threshold)


def test_a_huge_weight_overflows_only_where_its_square_counts():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert NoPenalty().value([1e200, -1e200]) == 0.0
        assert L1(2.0).value([1e200, -1e200]) == 4e200
        assert (L1(2.0) + NoPenalty()).value([1e200]) == 2e200


@pytest.mark.parametrize("penalty", [NoPenalty(), L1(1.0), L2(1.0), L1(0.5) + L2(0.5)])
def test_arguments_are_left_as_they_are_and_shapes_kept(penalty):
    w = np.array([[3.0, -0.25], [0.0, -4.0]])
    before = w.copy()
    for returned in (penalty.gradient(w), penalty.prox(w, 0.7)):
        assert returned.shape == w.shape
        returned[...] = 99.0
        assert (w == before).all()


def test_penalties_are_equal_by_class_and_arguments():
    assert L1(0.1) == L1(0.1)
    assert L1(0.1) != L1(0.2)
    assert L1(0.1) != L2(0.1)
    assert L1(0.1) != ElasticNet(0.1, 1.0)
    assert ElasticNet(0.1, 0.3) != ElasticNet(0.1, 0.4)
    assert NoPenalty() == NoPenalty()
    assert L1(0.1) + L2(0.2) == SumOfPenalties([L1(0.1), L2(0.2)])
    assert L1(0.1) + L2(0.2) != L1(0.1) + L2(0.3)
    assert L1(0.1) + L2(0.2) != L1(0.1) + L2(0.2) + NoPenalty()
    assert L1(0.1) != 0.1
    with pytest.raises(TypeError, match="unhashable"):
        hash(L1(0.1))


def test_penalties_with_arrays_for_arguments_can_be_compared():
    assert WeightedSquares(np.array([1.0, 2.0])) == WeightedSquares(np.array([1.0, 2.0]))
    assert WeightedSquares(np.array([1.0, 2.0])) != WeightedSquares(np.array([1.0, 3.0]))


def test_parameters_can_be_read_and_set():
    assert NoPenalty().get_params() == {}
    assert L1(0.3).get_params() == {"lam": 0.3}
    assert ElasticNet(0.3).get_params() == {"lam": 0.3, "alpha": 0.5}
    mixed = ElasticNet(0.3, alpha=0.5)
    assert mixed.set_params(lam=1.0, alpha=0.25) is mixed
    assert (mixed.l1, mixed.l2) == (0.25, 0.75)
    both = L1(0.1) + L2(0.2)
    assert both.get_params() == {"terms": (L1(0.1), L2(0.2))}
    both.set_params(terms=[L1(1.0), L1(2.0)])
    assert both.terms == (L1(1.0), L1(2.0))
    assert both.l1 == 3.0


@pytest.mark.parametrize(
    ("penalty", "bad", "error"),
    [
        (L1(0.5), {"lam": -1.0}, ValueError),
        (L2(0.5), {"lam": "strong"}, TypeError),
        (ElasticNet(0.5, 0.5), {"lam": 0.1, "alpha": 2.0}, ValueError),
        (L1(0.5) + L2(0.5), {"terms": [1.0]}, TypeError),
        (L1(0.5), {"alpha": 0.5}, ValueError),
        (NoPenalty(), {"lam": 0.5}, ValueError),
    ],
)
def test_setting_a_bad_parameter_is_refused_and_changes_nothing(penalty, bad, error):
    before = penalty.get_params()
    with pytest.raises(error):
        penalty.set_params(**bad)
    assert penalty.get_params() == before


MAKERS = [
    pytest.param(L1, "lam", ">= 0", id="L1-lam"),
    pytest.param(L2, "lam", ">= 0", id="L2-lam"),
    pytest.param(ElasticNet, "lam", ">= 0", id="ElasticNet-lam"),
    pytest.param(lambda x: ElasticNet(0.1, x), "alpha", ">= 0 and <= 1", id="ElasticNet-alpha"),
]


@pytest.mark.parametrize(("make", "name", "limits"), MAKERS)
@pytest.mark.parametrize("bad", [-1, -1e-9, np.nan, np.inf, -np.inf, np.float64("nan")])
def test_a_number_out_of_range_is_named_with_what_is_accepted(make, name, limits, bad):
    message = f"{name} must be finite and {limits}, got {bad!r}."
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        make(bad)


@pytest.mark.parametrize("bad", [1.0000001, 2])
def test_alpha_above_one_is_refused(bad):
    with pytest.raises(ValueError, match=f"alpha must be finite and >= 0 and <= 1, got {bad}"):
        ElasticNet(0.1, bad)


@pytest.mark.parametrize(("make", "name", "limits"), MAKERS)
@pytest.mark.parametrize("bad", ["0.1", None, True, np.True_, [0.1], np.array([0.1]), 1j])
def test_what_is_no_number_is_named(make, name, limits, bad):
    with pytest.raises(TypeError, match=f"^{name} must be a real number, got ") as caught:
        make(bad)
    assert type(bad).__name__ in str(caught.value)


@pytest.mark.parametrize("lam", [1, np.int64(1), np.float32(1.0), np.array(1.0)])
def test_any_real_number_is_accepted(lam):
    assert L1(lam).value([2.0]) == 2.0


@pytest.mark.parametrize("penalty", [NoPenalty(), L1(0.1), L2(0.1), L1(0.1) + L2(0.1)])
@pytest.mark.parametrize("step", [0.0, -1.0, np.nan, np.inf])
def test_prox_refuses_a_step_that_is_not_above_zero(penalty, step):
    with pytest.raises(ValueError, match="step must be finite and > 0, got"):
        penalty.prox([1.0], step)


def test_a_penalty_of_ones_own_adds_up_but_has_no_prox_in_a_sum():
    both = L1(0.5) + FourthPowers()
    assert both.value([2.0]) == 17.0
    assert both.gradient([2.0]).tolist() == [32.5]
    assert both.l1 is None
    assert both.l2 is None
    assert not both.smooth
    assert (L2(0.5) + FourthPowers()).smooth
    with pytest.raises(TypeError, match=r"FourthPowers\(\) in it has no prox.*GradientDescent"):
        both.prox([2.0])


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (lambda penalty: penalty.value([1.0]), "value"),
        (lambda penalty: penalty.gradient([1.0]), "gradient"),
        (lambda penalty: penalty.prox([1.0]), "proximal operator"),
    ],
)
def test_what_a_penalty_of_ones_own_lacks_is_named(call, what):
    with pytest.raises(TypeError, match=f"WeightedSquares does not say what its {what} is"):
        call(WeightedSquares(1.0))
