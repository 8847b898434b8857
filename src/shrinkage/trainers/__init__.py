"""The ways of training. Each takes any objective it can serve and returns the same result."""

from shrinkage.trainers.base import History, Step, Trainer, TrainingResult
from shrinkage.trainers.coordinate import CoordinateDescent
from shrinkage.trainers.gradient import GradientDescent, ProximalGradient
from shrinkage.trainers.newton import Newton
from shrinkage.trainers.search import Evolution, ParticleSwarm, RandomSearch

__all__ = [
    "CoordinateDescent",
    "Evolution",
    "GradientDescent",
    "History",
    "Newton",
    "ParticleSwarm",
    "ProximalGradient",
    "RandomSearch",
    "Step",
    "Trainer",
    "TrainingResult",
]
