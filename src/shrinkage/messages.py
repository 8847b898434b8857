"""The warnings that training can give, each a class of its own so that it can be caught."""

from __future__ import annotations

__all__ = ["ConvergenceWarning", "PenaltyMismatchWarning", "SeparableDataWarning"]


class ConvergenceWarning(UserWarning):
    """Training stopped before it reached the minimum it was asked for."""


class SeparableDataWarning(ConvergenceWarning):
    """The training rows can be classified without an error, so no finite weights are best."""


class PenaltyMismatchWarning(UserWarning):
    """The trainer runs with this penalty, but will not give what the penalty is chosen for."""
