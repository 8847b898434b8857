"""Data to learn from: small real data sets with their provenance, and seeded synthetic ones."""

from shrinkage.datasets.classification import (
    load_breast_cancer,
    load_digits,
    load_iris,
    load_penguins,
)
from shrinkage.datasets.dataset import Dataset
from shrinkage.datasets.features import (
    add_shuffled_copies,
    polynomial_features,
    squares_and_products,
)
from shrinkage.datasets.regression import load_diabetes, load_prostate, load_tecator
from shrinkage.datasets.synthetic import (
    make_classification,
    make_polynomial,
    make_regression,
    make_twins,
)

__all__ = [
    "Dataset",
    "add_shuffled_copies",
    "load_breast_cancer",
    "load_diabetes",
    "load_digits",
    "load_iris",
    "load_penguins",
    "load_prostate",
    "load_tecator",
    "make_classification",
    "make_polynomial",
    "make_regression",
    "make_twins",
    "polynomial_features",
    "squares_and_products",
]
