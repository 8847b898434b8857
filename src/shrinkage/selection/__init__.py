"""Choosing a penalty and its λ by trial and error, done well: on rows that did not train.

Split off a test part and leave it alone; try λ by cross-validation on the rest; compare none, L1,
L2 and elastic net over many splits, with errors that say how much of a difference is chance.
"""

from shrinkage.selection.comparison import choose_penalty
from shrinkage.selection.cross_validation import CrossValidation, cross_validate
from shrinkage.selection.fits import FittedPath
from shrinkage.selection.splits import (
    Resample,
    Split,
    TrainTestSplit,
    bootstrap,
    k_folds,
    random_splits,
    train_test_split,
)
from shrinkage.selection.standard_errors import (
    corrected_standard_error,
    one_standard_error,
    standard_error,
)
from shrinkage.selection.standardizer import Standardizer
from shrinkage.selection.verdict import PenaltyComparison, PenaltySummary

__all__ = [
    "CrossValidation",
    "FittedPath",
    "PenaltyComparison",
    "PenaltySummary",
    "Resample",
    "Split",
    "Standardizer",
    "TrainTestSplit",
    "bootstrap",
    "choose_penalty",
    "corrected_standard_error",
    "cross_validate",
    "k_folds",
    "one_standard_error",
    "random_splits",
    "standard_error",
    "train_test_split",
]
