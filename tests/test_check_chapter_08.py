"""Chapter 8's exercises: what learners hand in, and what they are told."""

from __future__ import annotations

import numpy as np
import pytest
from exercises import assert_told
from sklearn.linear_model import ElasticNet as TheirElasticNet
from sklearn.linear_model import Lasso
from sklearn.preprocessing import StandardScaler

from shrinkage import L1, ElasticNet, LinearRegression
from shrinkage.check import check
from shrinkage.check.chapter_08 import EXERCISES
from shrinkage.check.chapter_08_tecator import judge_spectrum
from shrinkage.datasets import load_tecator
from shrinkage.selection import Standardizer, bootstrap, train_test_split

# 8.1


def in_place(w, i, j, sign, part):
    """Changes what it is given, which must not change the next case."""
    total = w[i] + w[j] / sign
    w[i] = total * part
    w[j] = (total - w[i]) * sign
    return w


def as_a_list(w, i, j, sign, part):
    total = w[i] + sign * w[j]
    new = {i: part * total, j: sign * (total - part * total)}
    return [new.get(k, one) for k, one in enumerate(w)]


@pytest.mark.parametrize("right", [in_place, as_a_list])
def test_weights_shared_out_are_right_however_it_is_written(right):
    assert check("8.1", right).right


def test_what_counts_as_right_is_another_minimum_of_the_lasso():
    """Scores and Σ|w| stay, for copies and for columns turned around."""
    rng = np.random.default_rng(0)
    for w, i, j, sign, part in EXERCISES["8.1"].cases:
        X = rng.normal(size=(20, len(w)))
        X[:, j] = sign * X[:, i]
        assert w[i] * sign * w[j] >= 0  # a pair that is at a minimum
        new = EXERCISES["8.1"].solution(w, i, j, sign, part)
        np.testing.assert_allclose(X @ new, X @ w)
        assert np.abs(new).sum() == pytest.approx(np.abs(w).sum())
        others = np.setdiff1d(np.arange(len(w)), [i, j])
        np.testing.assert_array_equal(new[others], w[others])


def pair(rule):
    def answer(w, i, j, sign, part):
        new = list(w)
        new[i], new[j] = rule(w[i], w[j], sign, part)
        return new

    return answer


SHARED = {
    "The sign is missing": pair(lambda a, b, s, p: (p * (a + b), (a + b) - p * (a + b))),
    "new weight lacks the sign": pair(lambda a, b, s, p: (p * (a + s * b), (1 - p) * (a + s * b))),
    "were added without the sign": pair(lambda a, b, s, p: (p * (a + b), s * (1 - p) * (a + b))),
    "not the old weight of i alone": pair(lambda a, b, s, p: (p * a, s * (a - p * a))),
    "First add them up": pair(lambda a, b, s, p: (p * a, b - p * b)),
    "The shares are swapped": pair(lambda a, b, s, p: ((1 - p) * (a + s * b), p * (s * a + b))),
    "kept its old weight": pair(lambda a, b, s, p: (p * (a + s * b), b)),
    "Both got `part`": pair(lambda a, b, s, p: (p * (a + s * b), p * (s * a + b))),
    "shares equally, as L2 would": pair(lambda a, b, s, p: ((a + s * b) / 2, (s * a + b) / 2)),
    "|w[i]| + |w[j]|": pair(
        lambda a, b, s, p: (p * (abs(a) + abs(b)), s * (1 - p) * (abs(a) + abs(b)))
    ),
    "the mean of the two": pair(
        lambda a, b, s, p: (p * np.mean([a, s * b]), s * (1 - p) * np.mean([a, s * b]))
    ),
    "The squares of the two shares": pair(
        lambda a, b, s, p: (p**0.5 * (a + s * b), s * (1 - p) ** 0.5 * (a + s * b))
    ),
    "Return all weights": lambda w, i, j, s, p: (
        p * (w[i] + s * w[j]),
        s * (1 - p) * (w[i] + s * w[j]),
    ),
    "The other weights became 0": lambda w, i, j, s, p: [
        p * (w[i] + s * w[j]) if k == i else s * (1 - p) * (w[i] + s * w[j]) if k == j else 0
        for k in range(len(w))
    ],
    "as they were given": lambda w, i, j, s, p: w,
    "returned nothing": lambda w, i, j, s, p: w.fill(0),
    "raised": lambda w, i, j, s, p: w[i, j],
}


@pytest.mark.parametrize("said", SHARED)
def test_weights_shared_out_wrongly_are_told_what_is_wrong(said):
    assert_told("8.1", SHARED[said], said)


# 8.2


def fit(X, y, lam):
    return LinearRegression(penalty=L1(lam)).fit(X, y).coef_


def by_hand(X, y, lam, times, rows_of=None, scale=True, kept=lambda w: w != 0, strength=1.0):
    """Resampling written out, with a place for each slip."""
    found = []
    for k in range(times):
        rows = bootstrap(X, y, seed=k).rows if rows_of is None else rows_of(X, y, k)
        Z = X[rows]
        if scale:
            Z = (Z - Z.mean(axis=0)) / Z.std(axis=0)
        found.append(kept(fit(Z, y[rows], strength * lam)))
    return np.mean(found, axis=0)


def theirs(X, y, lam, times):
    shares = np.zeros(X.shape[1])
    for k in range(times):
        drawn = bootstrap(X, y, seed=k)
        Z = StandardScaler().fit_transform(drawn.X)
        model = Lasso(alpha=lam, tol=1e-12, max_iter=100_000).fit(Z, drawn.y)
        shares += (model.coef_ != 0) / times
    return shares


def with_a_safe_tolerance(X, y, lam, times):
    return by_hand(X, y, lam, times, kept=lambda w: np.abs(w) > 1e-9)


@pytest.mark.parametrize("right", [by_hand, theirs, with_a_safe_tolerance])
def test_kept_shares_are_right_however_they_are_found(right):
    assert check("8.2", right).right


def slip(**options):
    return lambda X, y, lam, times: by_hand(X, y, lam, times, **options)


def scaled_first(X, y, lam, times):
    return by_hand((X - X.mean(axis=0)) / X.std(axis=0), y, lam, times, scale=False)


def shuffled(X, y, k):
    return np.random.default_rng(k).permutation(len(y))


KEPT = {
    "standardized on all rows, before": scaled_first,
    "were not standardized": slip(scale=False),
    "drawn without replacement": slip(rows_of=shuffled),
    "the seed has to change": slip(rows_of=lambda X, y, k: bootstrap(X, y).rows),
    "The seeds run from 1": slip(rows_of=lambda X, y, k: bootstrap(X, y, seed=k + 1).rows),
    "A resample keeps its repeats": slip(
        rows_of=lambda X, y, k: sorted(set(bootstrap(X, y, seed=k).rows.tolist()))
    ),
    "the rows that were left out": slip(rows_of=lambda X, y, k: bootstrap(X, y, seed=k).left_out),
    "These are counts": lambda X, y, lam, times: times * by_hand(X, y, lam, times),
    "divided by the number of features": lambda X, y, lam, times: (
        times * by_hand(X, y, lam, times) / X.shape[1]
    ),
    "how often each feature is *dropped*": lambda X, y, lam, times: 1 - by_hand(X, y, lam, times),
    "These are percentages": lambda X, y, lam, times: 100 * by_hand(X, y, lam, times),
    "Only positive weights": slip(kept=lambda w: w > 0),
    "Weights below 0.1": slip(kept=lambda w: abs(w) >= 0.1),
    "Weights below 0.01": slip(kept=lambda w: abs(w) >= 0.01),
    "Rounded weights": slip(kept=lambda w: np.round(w, 1) != 0),
    "These are mean weights": slip(kept=lambda w: w),
    "These are mean sizes": slip(kept=np.abs),
    "one number for all features": lambda *given: np.mean(by_hand(*given)),
    "too large by the factor n": lambda X, y, lam, times: by_hand(X, y, len(y) * lam, times),
    "too small by the factor n": lambda X, y, lam, times: by_hand(X, y, lam / len(y), times),
    "too large by the factor 2": slip(strength=2),
    "too small by the factor 2": slip(strength=0.5),
    "raised": lambda X, y, lam, times: bootstrap(X, y, seed=0).coefs,
}


@pytest.mark.parametrize("said", KEPT)
def test_a_wrong_share_is_told_what_is_wrong(said):
    assert_told("8.2", KEPT[said], said)


def test_the_data_of_the_exercise_hold_twins_on_other_scales_and_chance():
    for X, y, lam, times in EXERCISES["8.2"].cases:
        assert np.corrcoef(X.T)[0, 1] > 0.9
        assert X.std(axis=0).max() > 5 * X.std(axis=0).min()
        shares = EXERCISES["8.2"].solution(X, y, lam, times)
        assert np.sum((shares > 0) & (shares < 1)) >= 2


# 8.3


def right_step(X, y, w, b, lam, alpha, rate):
    moved = w - rate * np.mean(X * (X @ w + b - y)[:, None], axis=0)
    return ElasticNet(lam, alpha).prox(moved, rate)


def one_by_one(X, y, w, b, lam, alpha, rate):
    result = []
    for j in range(len(w)):
        v = w[j] - rate * np.dot(X[:, j], X @ w + b - y) / len(y)
        gone = rate * lam * alpha
        v = 0 if abs(v) <= gone else v - gone if v > 0 else v + gone
        result.append(v / (1 + rate * lam - rate * lam * alpha))
    return result


@pytest.mark.parametrize("right", [right_step, one_by_one])
def test_the_step_is_right_however_it_is_written(right):
    assert check("8.3", right).right


def test_repeated_it_ends_where_another_package_does():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(40, 4))
    y = X @ [2.0, -1.0, 0.05, 0.0] + rng.normal(size=40) + 3
    X -= X.mean(axis=0)
    model = TheirElasticNet(alpha=0.3, l1_ratio=0.7, tol=1e-12, max_iter=10_000).fit(X, y)
    w = np.zeros(4)
    for _ in range(3000):
        w = EXERCISES["8.3"].solution(X, y, w, y.mean(), 0.3, 0.7, 0.3)
    np.testing.assert_allclose(w, model.coef_, atol=1e-8)
    assert (w == 0).any()
    np.testing.assert_array_equal(w == 0, model.coef_ == 0)


def down(X, y, w, b, rate=1.0):
    return rate * X.T @ (X @ w + b - y) / len(X)


def soft(v, t):
    return v - np.clip(v, -t, t)


def after(make):
    return lambda X, y, w, b, lam, alpha, rate: make(w - down(X, y, w, b, rate), lam, alpha, rate)


def net(v, threshold, more):
    return soft(v, threshold) / (1 + more)


STEPS = {
    "alpha weights the wrong part": after(lambda v, m, a, t: net(v, t * m * (1 - a), t * m * a)),
    "lam and alpha are swapped": after(lambda v, m, a, t: net(v, t * m * a, t * a * (1 - m))),
    "both penalties at full strength": after(lambda v, m, a, t: net(v, t * m, t * m)),
    "L1 has only the share α": after(lambda v, m, a, t: net(v, t * m, t * m * (1 - a))),
    "L2 has only the share 1 − α": after(lambda v, m, a, t: net(v, t * m * a, t * m)),
    "What L1 has, L2 has not": after(lambda v, m, a, t: net(v, t * m * a, t * m * a)),
    "A ½ is missing": after(lambda v, m, a, t: net(v, t * m * a, 2 * t * m * (1 - a))),
    "The ½ is in the divisor": after(lambda v, m, a, t: net(v, t * m * a, t * m * (1 - a) / 2)),
    "comes before the threshold": after(
        lambda v, m, a, t: soft(v / (1 + t * m * (1 - a)), t * m * a)
    ),
    "the soft threshold alone": after(lambda v, m, a, t: soft(v, t * m * a)),
    "the division alone": after(lambda v, m, a, t: v / (1 + t * m * (1 - a))),
    "down the loss alone": after(lambda v, m, a, t: v),
    "which is a gradient step of L2": after(
        lambda v, m, a, t: soft(v, t * m * a) * (1 - t * m * (1 - a))
    ),
    "makes weights larger": after(lambda v, m, a, t: soft(v, t * m * a) * (1 + t * m * (1 - a))),
    "missing from the threshold": after(lambda v, m, a, t: net(v, m * a, t * m * (1 - a))),
    "missing from the divisor": after(lambda v, m, a, t: net(v, t * m * a, m * (1 - a))),
    "missing from threshold and divisor": after(lambda v, m, a, t: net(v, m * a, m * (1 - a))),
    "L2's slope went into the step": lambda X, y, w, b, m, a, t: soft(
        w - down(X, y, w, b, t) - t * m * (1 - a) * w, t * m * a
    ),
    "the subgradient step": lambda X, y, w, b, m, a, t: (
        w - down(X, y, w, b, t) - t * ElasticNet(m, a).gradient(w)
    ),
    "missing from the step down": lambda X, y, w, b, m, a, t: net(
        w - down(X, y, w, b), t * m * a, t * m * (1 - a)
    ),
    "A factor n is missing": lambda X, y, w, b, m, a, t: net(
        w - down(X, y, w, b, t * len(y)), t * m * a, t * m * (1 - a)
    ),
    "The slopes are doubled": lambda X, y, w, b, m, a, t: net(
        w - down(X, y, w, b, 2 * t), t * m * a, t * m * (1 - a)
    ),
    "goes *up* the loss": lambda X, y, w, b, m, a, t: net(
        w + down(X, y, w, b, t), t * m * a, t * m * (1 - a)
    ),
    "The bias is missing": lambda X, y, w, b, m, a, t: right_step(X, y, w, 0, m, a, t),
    "λ is divided by n": lambda X, y, w, b, m, a, t: right_step(X, y, w, b, m / len(X), a, t),
    "lacks the old ones": lambda X, y, w, b, m, a, t: right_step(X, y, w, b, m, a, t) - w,
    "Small is not zero": lambda *given: np.asarray(right_step(*given)) + 1e-9,
}


@pytest.mark.parametrize("said", STEPS)
def test_a_wrong_step_is_told_what_is_wrong(said):
    assert_told("8.3", STEPS[said], said)


# 8.4


@pytest.mark.parametrize(
    "right",
    [
        [(0.001, 1), (0.001, 0.5)],
        ((np.float64(0.002), 1.0), np.array([0.001, 0.7])),
    ],
)
def test_two_penalties_that_do_what_is_asked_are_right(right):
    assert check("8.4", right).right


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([(0.001, 0.5), (0.001, 0.5)], "short: with λ = 0.001 and α = 0.5"),
        ([(0.001, 0.5), (0.001, 0.5)], "At most 12 channels"),
        ([(0.1, 1), (0.001, 0.5)], "The error may be at most 3.3"),
        ([(0.001, 1), (0.001, 1)], "A correlation of 0.95 or more"),
        ([(0.001, 1), (0.001, 0)], "At least 10 channels are to be dropped"),
        ([(0.001, 1), (0.1, 0.9)], "The error may be at most 3.25"),
        ([(0.5, 7), (0.001, 0.5)], "Are the two swapped?"),
        ([(7, 7), (0.001, 0.5)], "alpha is L1's share, from 0 to 1; this is 7."),
        ([(0.0, 0.5), (0.001, 0.5)], "Take one of 1e-06 or more"),
        ([(-1, 0.5), (0.001, 0.5)], "lam is -1"),
        ([(100, 1), (0.001, 0.5)], "0.0 channels are kept"),
        ([0.001, (0.001, 0.5)], "short is two numbers"),
        ([(0.001, 1), "ab"], "Numbers are asked for"),
        ([(0.001, 1)], "Hand in two penalties"),
    ],
)
def test_two_penalties_that_do_not_are_told_what_they_give_or_what_is_asked_for(wrong, said):
    assert_told("8.4", wrong, said)


def test_what_is_said_of_a_penalty_is_what_it_does():
    data, W, errors = load_tecator(), [], []
    for seed in range(5):
        Z, Z_judge, y, y_judge = train_test_split(data.X, data.y, test_size=65, seed=seed)
        scale = Standardizer().fit(Z)
        model = LinearRegression(penalty=ElasticNet(0.01, 0.9)).fit(scale.transform(Z), y)
        W.append(model.coef_)
        errors.append(np.sqrt(np.mean((model.predict(scale.transform(Z_judge)) - y_judge) ** 2)))
    said = judge_spectrum(0.01, 0.9)
    assert said.error == pytest.approx(np.mean(errors), rel=1e-3)
    assert said.kept == pytest.approx(np.mean(np.count_nonzero(W, axis=1)), abs=1)
    R = np.corrcoef(W)
    assert said.alike == pytest.approx((R.sum() - 5) / 20, abs=1e-2)
