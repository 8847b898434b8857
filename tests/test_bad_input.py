"""Bad input to the models: each error names the argument, what was given and what is accepted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import pytest
from scipy import sparse

from shrinkage import (
    L1,
    L2,
    CoordinateDescent,
    ElasticNet,
    GradientDescent,
    LinearRegression,
    LogisticRegression,
    NeuralNetwork,
    Newton,
    Penalty,
    ProximalGradient,
    SoftmaxRegression,
    SumOfPenalties,
)

pytestmark = pytest.mark.filterwarnings("error")

LINEAR = [LinearRegression, LogisticRegression, SoftmaxRegression]
CLASSIFIERS = [LogisticRegression, SoftmaxRegression, NeuralNetwork]
MODELS = [*LINEAR, NeuralNetwork]

X = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 1.0], [3.0, 3.0], [1.0, 2.0]])
NUMBERS = np.array([1.0, 2.0, 3.0, 5.0, 2.5])
LABELS = np.array([0, 1, 0, 1, 1])


class OnlyAValue(Penalty):
    """A penalty without a proximal operator, that the exact solver does not know either."""

    def value(self, w):
        return float(np.sum(np.abs(w) ** 3))


@dataclass(frozen=True)
class Bad:
    """One bad input: what is done, the error it raises, and what its message must tell."""

    name: str
    do: Callable[[], object]
    error: type[Exception]
    argument: str
    given: str
    accepted: str

    def message(self) -> str:
        """Return the message of the error that is raised."""
        with pytest.raises(self.error) as caught:
            self.do()
        assert caught.type is self.error or self.error is AttributeError
        return str(caught.value)


def changed(value, row=1, column=1):
    other = X.copy()
    other[row, column] = value
    return other


def target(model):
    return NUMBERS if model is LinearRegression else LABELS


FEATURES = {
    "NaN": (changed(np.nan), ValueError, "NaN at row 1, column 1", "must be a finite number"),
    "infinite": (changed(np.inf), ValueError, "infinity (inf) at row 1", "must be a finite number"),
    "missing": ([[1.0, None]] * 5, ValueError, "NaN at row 0, column 1", "must be a finite number"),
    "no rows": (X[:0], ValueError, "0 sample(s) (shape=(0, 2))", "a minimum of 1 is required"),
    "no columns": (X[:, :0], ValueError, "0 feature(s) (shape=(5, 0))", "a minimum of 1"),
    "one dimension": (X[:, 0], ValueError, "1D array of shape (5,)", "Expected 2D array"),
    "three dimensions": (X[None], ValueError, "3D array of shape (1, 5, 2)", "Expected 2D array"),
    "a number": (3.0, ValueError, "0D array of shape ()", "Expected 2D array"),
    "text": ([["a", "b"]] * 5, ValueError, "'a'", "must hold numbers"),
    "numbers and text": (
        np.array([[1.0, "x"]] * 5, object),
        ValueError,
        "'x'",
        "must hold numbers",
    ),
    "dates": (
        np.full((5, 1), "2020-01-01", "M8[D]"),
        ValueError,
        "datetime64",
        "must hold numbers",
    ),
    "complex": (X + 1j, ValueError, "complex numbers", "must hold real ones"),
    "sparse": (sparse.csr_matrix(X), TypeError, "sparse matrix (csr_matrix)", "X.toarray()"),
    "ragged": ([[1.0, 2.0], [3.0]], ValueError, "rows differ in length", "ragged"),
    "huge": ([[10**400]] * 5, ValueError, "too large", "must hold numbers"),
}
# For targets that are numbers, and for labels.
FINITE = ("every value must be a finite number", "every row needs a label")
REAL = ("must hold real ones", "must be whole numbers, text or booleans")
TARGETS = {
    "too few": (lambda y: y[:3], ValueError, "X has 5 rows, y has 3 rows", "as many rows as each"),
    "none": (lambda y: None, ValueError, "is None", "give a value for each row"),
    "NaN": (lambda y: [0, 1, np.nan, 1, 0], ValueError, "y holds NaN", FINITE),
    "infinite": (lambda y: [0, 1, np.inf, 1, 0], ValueError, "infinity (inf)", FINITE),
    "two columns": (lambda y: np.column_stack([y, y]), ValueError, "shape (5, 2)", "1d array"),
    "one row": (lambda y: y[None], ValueError, "shape (1, 5)", "1d array"),
    "complex": (lambda y: y + 1j, ValueError, "complex numbers", REAL),
    "sparse": (lambda y: sparse.csr_matrix(y), TypeError, "(csr_matrix)", "y.toarray().ravel()"),
    "ragged": (lambda y: [[1], [1, 2], [1], [1], [1]], ValueError, "differ in length", "ragged"),
}
STRENGTHS = {
    "negative": (-0.1, ValueError, "-0.1", "must be finite and >= 0"),
    "NaN": (np.nan, ValueError, "nan", "must be finite and >= 0"),
    "infinite": (np.inf, ValueError, "inf", "must be finite and >= 0"),
    "text": ("0.1", TypeError, "'0.1' (str)", "must be a real number"),
    "complex": (1j, TypeError, "1j (complex)", "must be a real number"),
    "a list": ([0.1, 0.2], TypeError, "[0.1, 0.2] (list)", "must be a real number"),
    "none": (None, TypeError, "None (NoneType)", "must be a real number"),
    "a flag": (True, TypeError, "True (bool)", "must be a real number"),
}
ALPHAS = {
    "negative": (-0.1, ValueError, "-0.1", ">= 0 and <= 1"),
    "above 1": (1.1, ValueError, "1.1", ">= 0 and <= 1"),
    "NaN": (np.nan, ValueError, "nan", ">= 0 and <= 1"),
    "text": ("half", TypeError, "'half' (str)", "must be a real number"),
}
FLAGS = {"text": ("yes", "'yes'"), "a number": (1, "1"), "none": (None, "None")}


def bad_penalties():
    for penalty in (L1, L2, ElasticNet):
        for name, (lam, error, given, accepted) in STRENGTHS.items():
            yield Bad(f"{penalty.__name__}: lam {name}", partial(penalty, lam), error,
                      "lam", given, accepted)  # fmt: skip
    for name, (alpha, error, given, accepted) in ALPHAS.items():
        yield Bad(f"ElasticNet: alpha {name}", partial(ElasticNet, 0.1, alpha), error,
                  "alpha", given, accepted)  # fmt: skip
    yield Bad("a sum with a number in it", partial(SumOfPenalties, [L1(0.1), 3]), TypeError,
              "term", "3", "must be a penalty such as L1(0.1)")  # fmt: skip


def bad_data(model):
    name_of = f"{model.__name__}: "
    y = target(model)
    for name, (bad_X, error, given, accepted) in FEATURES.items():
        yield Bad(f"{name_of}fit, X {name}", lambda bad=bad_X: model().fit(bad, y), error,
                  "X", given, accepted)  # fmt: skip
    for name, (make, error, given, accepted) in TARGETS.items():
        if isinstance(accepted, tuple):
            accepted = accepted[model is not LinearRegression]
        yield Bad(f"{name_of}fit, y {name}", lambda make=make: model().fit(X, make(y)), error,
                  "y", given, accepted)  # fmt: skip

    @cache
    def fitted():
        return model(penalty=L2(0.1)).fit(X, y)

    def ask_fitted(name, bad_X):
        return getattr(fitted(), name)(bad_X)

    asked = [name for name in ("predict", "predict_proba", "decision_function") if
             hasattr(model, name)]  # fmt: skip
    for ask in asked:
        for name, (bad_X, error, given, accepted) in FEATURES.items():
            yield Bad(f"{name_of}{ask}, X {name}", partial(ask_fitted, ask, bad_X), error,
                      "X", given, accepted)  # fmt: skip
        yield Bad(f"{name_of}{ask}, X with another number of features",
                  partial(ask_fitted, ask, np.ones((2, 3))), ValueError,
                  "X", "3 features", "expecting 2 features")  # fmt: skip
        yield Bad(f"{name_of}{ask} before fit", lambda ask=ask: getattr(model(), ask)(X),
                  AttributeError, model.__name__, "is not fitted yet", "Call 'fit'")  # fmt: skip
    for ask in ("converged_", "n_iter_"):
        yield Bad(f"{name_of}{ask} before fit", lambda ask=ask: getattr(model(), ask),
                  AttributeError, model.__name__, "is not fitted yet", "Call 'fit'")  # fmt: skip
    yield Bad(f"{name_of}score before fit", lambda: model().score(X, y), AttributeError,
              model.__name__, "is not fitted yet", "Call 'fit'")  # fmt: skip
    yield Bad(f"{name_of}score, y too short", lambda: fitted().score(X, y[:3]), ValueError,
              "y", "y has 3 rows", "as many rows as each other")  # fmt: skip
    yield Bad(f"{name_of}score, y none", lambda: fitted().score(X, None), ValueError,
              "y", "is None", "give a value for each row")  # fmt: skip


def bad_targets(model):
    name_of = f"{model.__name__}: "
    if model is LinearRegression:
        yield Bad(f"{name_of}fit, y text", lambda: model().fit(X, list("ababa")), ValueError,
                  "y", "'a'", "must hold numbers")  # fmt: skip
        yield Bad(f"{name_of}fit, y empty", lambda: model().fit(X, []), ValueError,
                  "y", "is empty", "at least one value")  # fmt: skip
        return
    cases = {
        "empty": ([], "y has 0 rows", "as many rows as each other"),
        "of one class": ([1] * 5, "only one class (1)", "at least two"),
        "continuous": (NUMBERS, "2.5", "labels (whole numbers, text or booleans)"),
        "missing": (["a", None, "b", "a", "b"], "None or NaN", "every row needs a label"),
        "mixed": (np.array(["a", 1, "b", 2, "a"], dtype=object), "text and numbers", "of one kind"),
    }
    if model is LogisticRegression:
        cases["of three classes"] = ([0, 1, 2, 0, 1], "3 classes", "Use SoftmaxRegression")
    for name, (y, given, accepted) in cases.items():
        yield Bad(f"{name_of}fit, y {name}", lambda y=y: model().fit(X, y), ValueError,
                  "y", given, accepted)  # fmt: skip
    for known, asked, told in ((LABELS, list("ababa"), ("'a'", "such as 0")),
                               (list("ababa"), LABELS, ("0", "such as 'a'"))):  # fmt: skip

        def score(known=known, asked=asked):
            return model(penalty=L2(0.1)).fit(X, known).score(X, asked)

        yield Bad(f"{name_of}score, y of another kind than {told[1]}", score, ValueError,
                  "y", *told)  # fmt: skip


def bad_arguments(model):
    name_of, y = f"{model.__name__}: ", target(model)

    def fit(**arguments):
        return lambda: model(**arguments).fit(X, y)

    for given in (0.1, "l1", L1):
        yield Bad(f"{name_of}penalty={given!r}", fit(penalty=given), TypeError,
                  "penalty", repr(given), "such as L1(0.1) or L2(0.1), or None")  # fmt: skip
    for given in ("newton", Newton, 3):
        yield Bad(f"{name_of}trainer={given!r}", fit(trainer=given), TypeError,
                  "trainer", repr(given), "such as GradientDescent(), or None")  # fmt: skip
    flags = ["penalize_bias"] if model is NeuralNetwork else ["fit_intercept", "penalize_bias"]
    for flag in flags:
        for value, given in FLAGS.values():
            yield Bad(f"{name_of}{flag}={value!r}", fit(**{flag: value}), TypeError,
                      flag, given, "must be True or False")  # fmt: skip
    yield Bad(f"{name_of}a trainer with a bad argument",
              fit(trainer=GradientDescent(learning_rate=-1.0)), ValueError,
              "learning_rate", "-1.0", "> 0")  # fmt: skip
    yield Bad(f"{name_of}set_params(strength=1)", lambda: model().set_params(strength=1),
              ValueError, "'strength'", model.__name__, "Accepted are")  # fmt: skip
    yield Bad(f"{name_of}set_params(penalty__lam=1) without a penalty",
              lambda: model().set_params(penalty__lam=1), ValueError,
              "penalty", "None", "an object for penalty first")  # fmt: skip
    yield Bad(f"{name_of}set_params(penalty__alpha=1) of an L1",
              lambda: model(penalty=L1(0.1)).set_params(penalty__alpha=1), ValueError,
              "'alpha'", "L1", "Accepted are: lam")  # fmt: skip
    yield Bad(f"{name_of}set_params(penalty__lam=-1)",
              lambda: model(penalty=L1(0.1)).set_params(penalty__lam=-1), ValueError,
              "lam", "-1", "must be finite and >= 0")  # fmt: skip
    # A trainer that can't serve the model or its penalty.
    if model is NeuralNetwork:
        for trainer in (Newton(), CoordinateDescent()):
            name = type(trainer).__name__
            yield Bad(f"{name_of}trainer={trainer!r}", fit(trainer=trainer, penalty=L2(0.1)),
                      ValueError, name, "NetworkEquation", "use GradientDescent")  # fmt: skip
    else:
        yield Bad(f"{name_of}Newton on L1", fit(trainer=Newton(), penalty=L1(0.1)), ValueError,
                  "Newton", "L1(lam=0.1)", "Use ProximalGradient or CoordinateDescent")  # fmt: skip
        yield Bad(f"{name_of}exact solver, other penalty", fit(penalty=OnlyAValue()), ValueError,
                  "exact solver", "OnlyAValue()", "Σ|w| and ½Σw² only")  # fmt: skip
    yield Bad(f"{name_of}ProximalGradient, penalty without a prox",
              fit(trainer=ProximalGradient(), penalty=OnlyAValue()), TypeError,
              "OnlyAValue", "does not say", "proximal operator")  # fmt: skip


def bad_networks():
    def fit(**arguments):
        return lambda: NeuralNetwork(**arguments).fit(X, LABELS)

    for hidden, error, given, accepted in (
        (8, TypeError, "8", "such as (8,)"),
        (None, TypeError, "None", "such as (8,)"),
        ("8", TypeError, "'8' (str)", "must be a whole number"),
        ((2.5,), TypeError, "2.5 (float)", "must be a whole number"),
        ((0,), ValueError, "0", "must be at least 1"),
        ((4, -1), ValueError, "-1", "must be at least 1"),
    ):
        yield Bad(f"NeuralNetwork: hidden={hidden!r}", fit(hidden=hidden), error,
                  "hidden", given, accepted)  # fmt: skip
    yield Bad("NeuralNetwork: activation='sigmoid'", fit(activation="sigmoid"), ValueError,
              "activation", "'sigmoid'", "one of 'tanh', 'relu'")  # fmt: skip
    for seed, error, given, accepted in (
        (-1, ValueError, "-1", "must be at least 0"),
        (1.5, TypeError, "1.5 (float)", "must be a whole number"),
        (None, TypeError, "None (NoneType)", "must be a whole number"),
    ):
        yield Bad(f"NeuralNetwork: seed={seed!r}", fit(seed=seed), error,
                  "seed", given, accepted)  # fmt: skip


TABLE = [
    *bad_penalties(),
    *[
        bad
        for model in MODELS
        for part in (bad_data, bad_targets, bad_arguments)
        for bad in part(model)
    ],
    *bad_networks(),
]


@pytest.mark.parametrize("bad", TABLE, ids=lambda bad: bad.name)
def test_the_message_names_the_argument_what_was_given_and_what_is_accepted(bad):
    message = bad.message()
    for words in (bad.argument, bad.given, bad.accepted):
        assert re.search(rf"(?<!\w){re.escape(words)}(?!\w)", message), (words, message)


def test_every_line_of_the_table_is_another():
    names = [bad.name for bad in TABLE]
    assert len(set(names)) == len(names) > 300


@pytest.mark.parametrize("bad", TABLE, ids=lambda bad: bad.name)
def test_messages_are_sentences_without_the_names_of_numpy_types(bad):
    message = bad.message()
    assert message.endswith((".", "\n"))
    assert "np." not in message
    assert "<class 'numpy" not in message


@pytest.mark.parametrize("model", MODELS)
def test_a_penalty_that_was_refused_is_left_as_it_was(model):
    fit = model(penalty=ElasticNet(0.1, 0.5))
    for params in ({"penalty__lam": -1}, {"penalty__alpha": 2}, {"nothing": 1}):
        with pytest.raises(ValueError, match=r"lam|alpha|nothing"):
            fit.set_params(**params)
        assert fit.penalty == ElasticNet(0.1, 0.5)
