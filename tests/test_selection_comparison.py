"""None, L1, L2, elastic net: the comparison is honest, and so is what is said of it."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest

from shrinkage import L1, L2, ElasticNet, LinearRegression, LogisticRegression, NoPenalty
from shrinkage.datasets import (
    load_breast_cancer,
    load_diabetes,
    make_classification,
    make_regression,
)
from shrinkage.selection import Split, Standardizer, choose_penalty, k_folds, random_splits

PAIR = {"L1": L1(1), "L2": L2(1)}


@pytest.fixture(scope="module")
def regression():
    return make_regression(60, 8, useful=2, noise=1.5, seed=3)


@pytest.fixture(scope="module")
def classification():
    return make_classification(90, 5, useful=2, steepness=2.0, seed=1)


@pytest.fixture(scope="module")
def comparison(regression):
    return choose_penalty(
        LinearRegression(), regression.X, regression.y, n_splits=5, n_lams=15, n_folds=3
    )


def made(scores, *, measure="R2", names=("none", "L1", "L2"), n_train=75, n_test=25, lams=None):
    """Return a comparison as if the splits (rows) had given these scores (columns)."""
    scores = np.array(scores, float)
    small = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [1.0, 1.0]])[: len(names)]
    split = Split(np.arange(n_train), np.arange(n_train, n_train + n_test))
    base = choose_penalty(
        LinearRegression(),
        np.arange(8.0)[:, None],
        np.arange(8.0) ** 2,
        n_splits=2,
        n_folds=2,
        lams=[0.1],
        penalties=PAIR,
    )
    return replace(
        base,
        names=names,
        scores_of={measure: scores},
        measure=measure,
        lams=np.full(scores.shape, 0.1) if lams is None else np.array(lams, float),
        ended_too_soon=np.zeros(scores.shape, dtype=bool),
        coefs=np.repeat(small[None], len(scores), axis=0),
        splits=(split,) * len(scores),
    )


def test_nothing_is_chosen_or_fitted_on_test_rows_of_a_regression(regression):
    splits = random_splits(60, 3, seed=5)
    X, y = regression.X.copy(), regression.y.copy()
    X[splits[1].test] *= 1e5
    y[splits[1].test] *= -1e5
    settings = {"splits": splits, "n_folds": 3, "n_lams": 8}
    clean = choose_penalty(LinearRegression(), regression.X, regression.y, **settings)
    poisoned = choose_penalty(LinearRegression(), X, y, **settings)
    assert np.array_equal(clean.lams[1], poisoned.lams[1], equal_nan=True)
    assert (clean.coefs[1] == poisoned.coefs[1]).all()
    assert (clean.scores[1] != poisoned.scores[1]).all()
    # Rows that test in one split train in others, and there they do change what is fitted.
    assert not (clean.coefs[0] == poisoned.coefs[0]).all()


def test_nothing_is_chosen_or_fitted_on_test_rows_of_a_classification(classification):
    splits = random_splits(90, 2, labels=classification.y, seed=5)
    X, y = classification.X.copy(), classification.y.copy()
    X[splits[0].test] *= 1e5
    y[splits[0].test] = 1 - y[splits[0].test]
    settings = {"splits": splits, "n_folds": 3, "n_lams": 6}
    clean = choose_penalty(LogisticRegression(), classification.X, classification.y, **settings)
    poisoned = choose_penalty(LogisticRegression(), X, y, **settings)
    assert np.array_equal(clean.lams[0], poisoned.lams[0], equal_nan=True)
    assert (clean.coefs[0] == poisoned.coefs[0]).all()
    assert (clean.scores[0] != poisoned.scores[0]).any()


def test_with_one_lam_the_scores_are_those_of_fits_by_hand(regression):
    X, y = regression.X, regression.y
    splits = random_splits(60, 3, test_size=20, seed=8)
    result = choose_penalty(LinearRegression(), X, y, splits=splits, lams=[0.3], n_folds=2)
    penalties = [None, L1(0.3), L2(0.3), ElasticNet(0.3, 0.5)]
    for number, (train, test) in enumerate(splits):
        scaler = Standardizer().fit(X[train])
        for column, penalty in enumerate(penalties):
            model = LinearRegression(penalty=penalty).fit(scaler.transform(X[train]), y[train])
            score = model.score(scaler.transform(X[test]), y[test])
            assert result.scores[number, column] == pytest.approx(score, abs=1e-10)
            assert result.coefs[number, column] == pytest.approx(model.coef_, abs=1e-10)
            error = np.mean((model.predict(scaler.transform(X[test])) - y[test]) ** 2)
            by_error = result.by("mean squared error").scores[number, column]
            assert by_error == pytest.approx(error, rel=1e-10)
    assert np.isnan(result.lams[:, 0]).all()
    assert (result.lams[:, 1:] == 0.3).all()


def test_with_one_lam_the_classifiers_are_those_of_fits_by_hand(classification):
    X, y = classification.X, classification.y
    splits = random_splits(90, 2, labels=y, seed=8)
    result = choose_penalty(
        LogisticRegression(), X, y, splits=splits, lams=[0.05], n_folds=2, standardize=False
    )
    for number, (train, test) in enumerate(splits):
        for column, penalty in enumerate([None, L1(0.05), L2(0.05), ElasticNet(0.05, 0.5)]):
            model = LogisticRegression(penalty=penalty).fit(X[train], y[train])
            accuracy = model.score(X[test], y[test])
            assert result.scores[number, column] == pytest.approx(accuracy, abs=1e-12)
            sure = model.predict_proba(X[test])[np.arange(len(test)), y[test]]
            loss = result.by("log-loss").scores[number, column]
            assert loss == pytest.approx(-np.log(sure).mean(), rel=1e-6)
    assert result.n_without_minimum == 0


def test_each_penalty_gets_the_lam_of_its_own_cross_validation(comparison):
    _, l1, l2, net = comparison.lams.T
    assert len({*l1, *l2, *net}) > 3
    zeros = (comparison.coefs == 0).mean(axis=(0, 2))
    assert zeros[1] > 0.1
    assert zeros[0] == zeros[2] == 0


def test_the_one_standard_error_rule_takes_larger_lams(regression, comparison):
    simpler = choose_penalty(
        LinearRegression(),
        regression.X,
        regression.y,
        n_splits=5,
        n_lams=15,
        n_folds=3,
        rule="one standard error",
    )
    assert (simpler.lams[:, 1:] >= comparison.lams[:, 1:]).all()
    assert (simpler.lams[:, 1:] > comparison.lams[:, 1:]).any()
    assert (simpler.scores[:, 0] == comparison.scores[:, 0]).all()


def test_the_paired_difference_and_its_corrected_error_are_the_formulas():
    result = made([[0.50, 0.56, 0.4], [0.60, 0.62, 0.4], [0.55, 0.65, 0.4], [0.45, 0.51, 0.4]])
    difference, error = result.difference("L1")
    # Gains of .06, .02, .10, .06: mean .06, squared distances .0032.
    assert difference == pytest.approx(0.06)
    assert error == pytest.approx(np.sqrt((1 / 4 + 25 / 75) * 0.0032 / 3))
    assert result.difference("none", "L1") == pytest.approx((-difference, error))
    assert result.difference("L2", "L1")[0] == pytest.approx(0.4 - 0.585)
    line = result.summary[1]
    assert (line.name, line.difference, line.corrected_error) == ("L1", difference, error)
    assert line.mean == pytest.approx(0.585)
    # Scores .56, .62, .65, .51 around .585: squared distances .0117.
    assert line.naive_error == pytest.approx(np.sqrt(0.0117 / 3 / 4))
    assert line.n_nonzero == 1.0


def test_a_lower_loss_is_a_gain_and_a_higher_score_is(comparison):
    loss = made([[3.0, 2.0, 4.0], [5.0, 3.0, 6.0]], measure="mean squared error")
    assert loss.difference("L1")[0] == pytest.approx(1.5)
    assert loss.difference("L2")[0] == pytest.approx(-1.0)
    assert made([[3.0, 2.0, 4.0], [5.0, 3.0, 6.0]]).difference("L1")[0] == pytest.approx(-1.5)


def test_folds_of_unequal_size_count_all_their_rows():
    result = made([[0.5, 0.6, 0.5], [0.5, 0.8, 0.5]])
    uneven = (Split(np.arange(6), np.arange(6, 10)), Split(np.arange(7), np.arange(7, 10)))
    error = replace(result, splits=uneven).difference("L1")[1]
    assert error == pytest.approx(np.sqrt((1 / 2 + 7 / 13) * 0.02))


def test_the_lams_are_averaged_on_the_log_scale():
    result = made([[0.5, 0.5, 0.5]] * 3, lams=[[np.nan, 0.01, 0.0], [np.nan, 1, 1], [np.nan, 1, 1]])
    assert result.summary[1].lam == pytest.approx(0.01 ** (1 / 3))
    assert result.summary[2].lam == 0.0
    assert np.isnan(result.summary[0].lam)


STEADY = np.array([0.0, 0.02, -0.02, 0.01, -0.01])


@pytest.mark.parametrize(
    ("gains", "wobbles", "winners"),
    [
        # Clear gains: both; one of them; none of them.
        ((0.30, 0.29), (1, -1), ("L1", "L2")),
        ((0.29, 0.30), (1, -1), ("L2", "L1")),
        ((0.30, 0.01), (1, 1), ("L1",)),
        ((0.01, 0.01), (1, 1), ()),
        # Both beat "none", and one clearly beats the other.
        ((0.30, 0.20), (1, 1.1), ("L1",)),
        # Worse than none by a lot is no finding for a penalty.
        ((-0.3, -0.2), (1, 1), ()),
        # A larger but less certain gain does not win.
        ((0.10, 0.11), (1, 30), ("L1",)),
        # No difference at all.
        ((0.0, 0.0), (0, 0), ()),
    ],
)
def test_the_winners_beat_none_and_are_not_beaten_by_the_best(gains, wobbles, winners):
    scores = np.column_stack(
        [np.full(5, 0.5), *(0.5 + g + k * STEADY for g, k in zip(gains, wobbles, strict=True))]
    )
    result = made(scores)
    assert result.winners == winners
    assert result.verdict == (" or ".join(winners) or "neither")


def test_the_limit_is_two_corrected_standard_errors_unless_another_is_asked_for():
    gains = np.array([0.0, 1.0, 2.0, 3.0])
    error = np.sqrt((1 / 4 + 25 / 75) * 5 / 3)
    assert gains.mean() == pytest.approx(1.52 * error, rel=1e-2)
    result = made(np.column_stack([np.zeros(4), gains, np.zeros(4)]))
    assert result.verdict == "neither"
    assert replace(result, errors_apart=1.5).verdict == "L1"
    assert replace(result, errors_apart=1.6).verdict == "neither"
    # The naive error of the gain would have been small enough.
    assert gains.mean() > 2 * gains.std(ddof=1) / 2


def test_l1_wins_where_few_of_many_features_matter():
    sparse = make_regression(80, 40, useful=2, noise=1.0, seed=0)
    result = choose_penalty(
        LinearRegression(), sparse.X, sparse.y, penalties=PAIR, n_splits=8, n_lams=15
    )
    assert result.verdict == "L1"
    assert result.summary[1].mean > 0.3
    assert result.summary[1].n_nonzero < 10


def test_neither_helps_on_diabetes_with_350_rows():
    diabetes = load_diabetes()
    result = choose_penalty(
        LinearRegression(), diabetes.X, diabetes.y, test_size=92, n_splits=10, n_lams=12
    )
    assert result.names == ("none", "L1", "L2", "elastic net")
    assert {len(split.train) for split in result.splits} == {350}
    assert result.verdict == "neither"
    assert result.winners == ()
    # The reference measured .485 / .482 / .483 / .484, each with a naive error of .008, over more
    # splits; these ten have one of .02.
    for line in result.summary:
        assert abs(line.mean - 0.484) < 0.04
    assert max(abs(line.difference) for line in result.summary) < 0.01


def test_separable_classes_have_no_unpenalised_minimum_and_it_says_so():
    cancer = load_breast_cancer()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = choose_penalty(
            LogisticRegression(),
            cancer.X,
            cancer.y,
            test_size=169,
            n_splits=4,
            lams=[0.03, 0.003, 0.0003],
            n_folds=3,
        )
    assert result.n_without_minimum == 4
    assert "In 4 of the splits the training rows are separable" in repr(result)
    assert "L2 with λ = 1e-06 stands for it" in repr(result).replace("\n", " ")
    train = result.splits[0].train
    Z = Standardizer().fit_transform(cancer.X[train])
    stand_in = LogisticRegression(penalty=L2(1e-6)).fit(Z, cancer.y[train])
    assert result.coefs[0, 0] == pytest.approx(stand_in.coef_[0], rel=1e-6)
    # By log-loss every penalty helps a lot.
    assert set(result.by("log-loss").winners) == {"L1", "L2", "elastic net"}
    assert np.abs(result.coefs[:, 0]).max() > 5 * np.abs(result.coefs[:, 2]).max()


def test_it_is_repeated_exactly_by_its_seed(regression, comparison):
    def run(seed):
        return choose_penalty(
            LinearRegression(),
            regression.X,
            regression.y,
            n_splits=5,
            n_lams=15,
            n_folds=3,
            seed=seed,
        )

    again, other = run(0), run(1)
    assert (again.scores == comparison.scores).all()
    assert repr(again) == repr(comparison)
    assert (other.scores != comparison.scores).any()


def test_the_seed_decides_the_inner_folds_too(regression):
    splits = k_folds(60, 4, seed=0)

    def lams(seed):
        return choose_penalty(
            LinearRegression(),
            regression.X,
            regression.y,
            penalties=PAIR,
            splits=splits,
            n_lams=15,
            n_folds=3,
            seed=seed,
        ).lams[:, 1:]

    assert (lams(0) != lams(1)).any()


def test_other_penalties_and_splits_can_be_compared(regression):
    splits = k_folds(60, 4, seed=0)
    result = choose_penalty(
        LinearRegression(),
        regression.X,
        regression.y,
        penalties={"mostly L1": ElasticNet(5, 0.9)},
        splits=splits,
        lams=[0.5, 0.05],
        n_folds=3,
    )
    assert result.names == ("none", "mostly L1")
    assert result.scores.shape == (4, 2)
    assert all((a.test == b.test).all() for a, b in zip(result.splits, splits, strict=True))


def test_the_models_own_penalty_is_not_used_and_left_alone(regression):
    model = LinearRegression(penalty=L2(1000.0))
    settings = {"n_splits": 2, "n_folds": 2, "lams": [0.1]}
    with_own = choose_penalty(model, regression.X, regression.y, **settings)
    without = choose_penalty(LinearRegression(), regression.X, regression.y, **settings)
    assert (with_own.scores == without.scores).all()
    assert model.penalty == L2(1000.0)


def test_the_table_rounds_and_explains():
    scores = np.column_stack([np.full(5, 0.5), 0.4999999 + 1e-9 * STEADY, 0.8 + STEADY])
    text = repr(made(scores))
    assert "LinearRegression, 5 splits: 75 rows train, 25 test" in text
    assert "Mean R2 (higher is better)" in text
    none, l1, l2 = (line for line in text.splitlines() if line.startswith(("none", "L1", "L2")))
    assert none.split() == ["none", "0.500", "±", "0.000", "0.0"]
    assert l1.split() == ["L1", "0.500", "±", "0.000", "+0.000", "±", "0.000", "1.0", "0.1"]
    assert l2.split()[1:7] == ["0.800", "±", "0.007", "+0.300", "±", "0.012"]
    assert "Verdict: L2." in text
    assert max(map(len, text.splitlines())) <= 88


def test_large_values_are_printed_with_few_decimals_and_small_ones_with_more():
    squares = made([[3000.0, 2990.0, 3001.5], [3100.0, 3090.0, 3105.0]], measure="R2")
    assert "3050 ± 50" in repr(squares)
    small = made([[0.03, 0.04, 0.05], [0.031, 0.041, 0.052]], measure="mean squared error")
    assert "0.0305 ± 0.0005" in repr(small)
    assert "lower is better" in repr(small)


def test_the_text_says_what_the_verdict_does_not_prove():
    nothing = made(np.column_stack([0.5 + STEADY, 0.5 - STEADY, 0.5 + 2 * STEADY]))
    assert "Verdict: neither." in repr(nothing)
    assert "does not prove" in repr(nothing).replace("\n", " ")

    def said(gain_1, gain_2, wobble_2):
        columns = [np.full(5, 0.5), 0.5 + gain_1 + STEADY, 0.5 + gain_2 + wobble_2 * STEADY]
        return repr(made(np.column_stack(columns))).replace("\n", " ")

    assert "L2 is beaten by L1" in said(0.3, 0.2, 1)
    assert "L2 cannot be told from L1, but its gain is less certain" in said(0.1, 0.11, 30)
    assert "between these, the difference from the best one does not" in said(0.30, 0.29, -1)


def test_a_search_that_ended_too_soon_is_told(regression):
    result = choose_penalty(
        LinearRegression(),
        regression.X,
        regression.y,
        penalties=PAIR,
        n_splits=3,
        n_folds=3,
        lams=[1.0, 0.5],
    )
    assert result.ended_too_soon.tolist() == [[False, True, True]] * 3
    assert "In 3 of the splits the best λ for L1 was the last one tried" in repr(result)
    assert "the last one tried" not in repr(made([[0.5, 0.6, 0.5], [0.5, 0.8, 0.5]]))


X, Y = np.arange(24.0).reshape(12, 2) ** 2, np.arange(12.0) ** 1.5
LABELS = np.array([0, 1] * 6)
LINEAR = LinearRegression()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: choose_penalty("lasso", X, Y), TypeError, "model must be a LinearRegression"),
        (lambda: choose_penalty(LINEAR, X, Y[:5]), ValueError, "X has 12 rows, y has 5 rows"),
        (lambda: choose_penalty(LINEAR, X, Y, n_splits=1), ValueError, "n_splits must be at least"),
        (lambda: choose_penalty(LINEAR, X, Y, test_size=12), ValueError, "test_size must be"),
        (lambda: choose_penalty(LINEAR, X, Y, n_folds=10), ValueError, "n_folds must be at most"),
        (lambda: choose_penalty(LINEAR, X, Y, seed=-1), ValueError, "seed must be at least 0"),
        (
            lambda: choose_penalty(LINEAR, X, Y, rule="one se"),
            ValueError,
            "rule must be one of 'best', 'one standard error'; got 'one se'",
        ),
        (
            lambda: choose_penalty(LINEAR, X, Y, measure="log-loss"),
            ValueError,
            "measure must be one of",
        ),
        (lambda: choose_penalty(LINEAR, X, Y, errors_apart=-1), ValueError, "errors_apart must be"),
        (lambda: choose_penalty(LINEAR, X, Y, standardize=None), TypeError, "standardize must be"),
        (lambda: choose_penalty(LINEAR, X, Y, penalties={}), TypeError, "penalties must be a dict"),
        (lambda: choose_penalty(LINEAR, X, Y, penalties=[L1(1)]), TypeError, "must be a dict"),
        (
            lambda: choose_penalty(LINEAR, X, Y, penalties={"none": L1(1)}),
            ValueError,
            'text other than "none"',
        ),
        (lambda: choose_penalty(LINEAR, X, Y, penalties={1: L1(1)}), ValueError, "got 1"),
        (
            lambda: choose_penalty(LINEAR, X, Y, penalties={"nil": NoPenalty()}),
            TypeError,
            r"penalties\['nil'\] must be one with a λ to choose",
        ),
        (
            lambda: choose_penalty(LINEAR, X, Y, splits=[([0, 1], [1])] * 2),
            ValueError,
            "splits lets a row train and test: row 1",
        ),
        (
            lambda: choose_penalty(
                LogisticRegression(), X, LABELS, splits=[([0, 2], [1]), ([0, 1], [2])]
            ),
            ValueError,
            "training part of pair 0 of splits holds only one class",
        ),
        (
            lambda: choose_penalty(LINEAR, X, Y, n_splits=2, n_folds=2, test_size=1, lams=[1.0]),
            ValueError,
            "R2 is not defined for a test part whose targets are all alike",
        ),
        (
            lambda: made([[0.5, 0.6, 0.5], [0.5, 0.8, 0.5]]).difference("ridge"),
            ValueError,
            "name must be one of 'none', 'L1', 'L2'; got 'ridge'",
        ),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_one_test_row_is_enough_where_the_measure_is_defined():
    result = choose_penalty(
        LINEAR, X, Y, n_splits=2, n_folds=2, test_size=1, lams=[1.0], measure="mean squared error"
    )
    assert np.isfinite(result.scores).all()
