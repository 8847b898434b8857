"""Whole regularization paths, fast, each point with the proof that it is right."""

from shrinkage.paths.elastic_net import elastic_net_path
from shrinkage.paths.lasso import lasso_path
from shrinkage.paths.logistic import logistic_path
from shrinkage.paths.result import Knot, RegularizationPath
from shrinkage.paths.ridge import ridge_path

__all__ = [
    "Knot",
    "RegularizationPath",
    "elastic_net_path",
    "lasso_path",
    "logistic_path",
    "ridge_path",
]
