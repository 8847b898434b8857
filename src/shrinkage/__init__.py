"""Models, penalties and ways of training, to see what L1 and L2 regularization do.

An objective is a mean loss plus a penalty, and every trainer takes any objective.
"""

from shrinkage.equations import LinearEquation, NetworkEquation
from shrinkage.losses import (
    BrierScore,
    LogLoss,
    SoftmaxCrossEntropy,
    SquaredError,
    sigmoid,
    softmax,
)
from shrinkage.messages import ConvergenceWarning, PenaltyMismatchWarning, SeparableDataWarning
from shrinkage.models import (
    LinearRegression,
    LogisticRegression,
    NeuralNetwork,
    SoftmaxRegression,
)
from shrinkage.objective import Objective
from shrinkage.paths import elastic_net_path, lasso_path, logistic_path, ridge_path
from shrinkage.penalties import (
    L1,
    L2,
    ElasticNet,
    NoPenalty,
    Penalty,
    SumOfPenalties,
    soft_threshold,
)
from shrinkage.trainers import (
    CoordinateDescent,
    Evolution,
    GradientDescent,
    Newton,
    ParticleSwarm,
    ProximalGradient,
    RandomSearch,
    TrainingResult,
)

__all__ = [
    "L1",
    "L2",
    "BrierScore",
    "ConvergenceWarning",
    "CoordinateDescent",
    "ElasticNet",
    "Evolution",
    "GradientDescent",
    "LinearEquation",
    "LinearRegression",
    "LogLoss",
    "LogisticRegression",
    "NetworkEquation",
    "NeuralNetwork",
    "Newton",
    "NoPenalty",
    "Objective",
    "ParticleSwarm",
    "Penalty",
    "PenaltyMismatchWarning",
    "ProximalGradient",
    "RandomSearch",
    "SeparableDataWarning",
    "SoftmaxCrossEntropy",
    "SoftmaxRegression",
    "SquaredError",
    "SumOfPenalties",
    "TrainingResult",
    "elastic_net_path",
    "lasso_path",
    "logistic_path",
    "ridge_path",
    "sigmoid",
    "soft_threshold",
    "softmax",
]
