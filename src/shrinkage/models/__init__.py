"""The models: each an equation with a loss, fitted to data by a trainer."""

from shrinkage.models.linear import LinearRegression
from shrinkage.models.logistic import LogisticRegression, SoftmaxRegression
from shrinkage.models.network import NeuralNetwork

__all__ = ["LinearRegression", "LogisticRegression", "NeuralNetwork", "SoftmaxRegression"]
