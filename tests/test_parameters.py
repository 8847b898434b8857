"""Reading, setting and showing constructor arguments, as scikit-learn expects."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from sklearn.base import clone

import shrinkage
from shrinkage import (
    L1,
    L2,
    CoordinateDescent,
    ElasticNet,
    GradientDescent,
    LogisticRegression,
    NoPenalty,
    ProximalGradient,
)
from shrinkage.parameters import Parameters, same


class Grid(Parameters):
    """Something with an array, a flag and a nested object for arguments."""

    def __init__(self, values=(1, 2), fast=False, penalty=None):
        self.values = values
        self.fast = fast
        self.penalty = penalty


CONFIGURED = [
    NoPenalty(),
    L1(0.5),
    ElasticNet(0.5, alpha=0.25),
    L1(0.1) + L2(0.2),
    GradientDescent(momentum=0.9, batch_size=4, seed=3),
    ProximalGradient(accelerated=True),
    CoordinateDescent(max_iter=7),
    LogisticRegression(penalty=L1(0.1), trainer=GradientDescent()),
    Grid(),
]


@pytest.mark.parametrize("thing", CONFIGURED, ids=repr)
def test_what_was_read_builds_the_same_again(thing):
    again = type(thing)(**thing.get_params(deep=False))
    assert again.get_params(deep=False) == thing.get_params(deep=False)
    assert repr(again) == repr(thing)


@pytest.mark.parametrize("thing", CONFIGURED, ids=repr)
def test_scikit_learn_can_clone_it(thing):
    cloned = clone(thing)
    assert cloned is not thing
    assert repr(cloned) == repr(thing)


@pytest.mark.parametrize("name", shrinkage.__all__)
def test_every_argument_is_kept_under_its_own_name(name):
    kind = getattr(shrinkage, name)
    if not (inspect.isclass(kind) and issubclass(kind, Parameters)):
        return
    required = {"lam": 0.5, "terms": (L1(0.1),)}
    needed = {
        name: required[name]
        for name, parameter in inspect.signature(kind).parameters.items()
        if parameter.default is inspect.Parameter.empty
    }
    params = kind(**needed).get_params(deep=False)
    for key, parameter in inspect.signature(kind).parameters.items():
        assert params[key] is needed.get(key, parameter.default)


def test_nested_arguments_are_read_only_if_asked_for():
    model = LogisticRegression(penalty=ElasticNet(0.1, alpha=0.2))
    deep, flat = model.get_params(), model.get_params(deep=False)
    assert deep["penalty__lam"] == 0.1
    assert deep["penalty__alpha"] == 0.2
    assert deep["penalty"] is flat["penalty"] is model.penalty
    assert not [name for name in flat if "__" in name]


def test_nested_arguments_can_be_set():
    model = LogisticRegression(penalty=L1(0.1), trainer=GradientDescent())
    model.set_params(penalty__lam=0.7, trainer__momentum=0.5, fit_intercept=False)
    assert model.penalty == L1(0.7)
    assert model.trainer.momentum == 0.5
    assert model.fit_intercept is False


def test_a_new_object_can_be_set_together_with_its_arguments():
    model = LogisticRegression(penalty=L1(0.1))
    model.set_params(penalty__alpha=0.7, penalty=ElasticNet(0.2))
    assert model.penalty == ElasticNet(0.2, alpha=0.7)


def test_setting_nothing_changes_nothing():
    model = LogisticRegression(penalty=L1(0.1))
    assert model.set_params() is model
    assert model.penalty == L1(0.1)


def test_unknown_names_are_refused_with_a_list_of_those_accepted():
    with pytest.raises(ValueError, match=r"Invalid parameter 'lamb' for L1. Accepted are: lam\."):
        L1(0.1).set_params(lamb=0.2)
    with pytest.raises(ValueError, match=r"'lam' for NoPenalty. Accepted are: none\."):
        NoPenalty().set_params(lam=0.2)
    model = LogisticRegression(penalty=L1(0.1))
    with pytest.raises(ValueError, match="Invalid parameter 'pen' for LogisticRegression"):
        model.set_params(pen__lam=0.2)
    with pytest.raises(ValueError, match="Invalid parameter 'alpha' for L1"):
        model.set_params(penalty__alpha=0.2)
    with pytest.raises(ValueError, match="Invalid parameter 'pen' for LogisticRegression"):
        model.set_params(penalty__lam=0.5, pen=0.2)
    assert model.penalty == L1(0.1)


def test_arguments_of_what_is_not_there_are_refused():
    message = (
        r"penalty=None has no parameters to set \(lam given\); give LogisticRegression an object"
    )
    with pytest.raises(ValueError, match=message):
        LogisticRegression().set_params(penalty__lam=0.1)


def test_what_has_no_fit_is_checked_when_it_is_set():
    penalty = ElasticNet(0.1, alpha=0.2)
    with pytest.raises(ValueError, match="lam must be finite and >= 0"):
        penalty.set_params(alpha=0.9, lam=-1)
    assert penalty == ElasticNet(0.1, alpha=0.2)


def test_only_arguments_that_differ_from_their_defaults_are_shown():
    assert repr(GradientDescent()) == "GradientDescent()"
    assert repr(GradientDescent(learning_rate=0.5, seed=0)) == "GradientDescent(learning_rate=0.5)"
    assert repr(L1(0.5)) == "L1(lam=0.5)"
    assert repr(LogisticRegression(L1(0.5))) == "LogisticRegression(penalty=L1(lam=0.5))"
    assert repr(Grid(values=np.array([1, 3]))) == "Grid(values=array([1, 3]))"
    assert repr(Grid(fast=0)) == "Grid(fast=0)"


def test_sameness_of_argument_values():
    assert same(None, None)
    assert same(0.5, 0.5)
    assert same(L1(0.1), L1(0.1))
    assert same(np.array([1.0, 2.0]), np.array([1.0, 2.0]))
    assert not same(np.array([1.0, 2.0]), np.array([1.0, 3.0]))
    assert not same(np.array([1.0]), None)
    assert not same(1, True)
    assert not same(L1(0.1), L2(0.1))
