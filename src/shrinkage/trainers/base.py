"""What all trainers share: the loop around their steps, the stopping rules, and the record."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from shrinkage.messages import ConvergenceWarning, SeparableDataWarning
from shrinkage.objective import Objective
from shrinkage.parameters import Parameters
from shrinkage.separation import loss_can_fall_forever
from shrinkage.validation import check_count, check_number, check_vector

__all__ = ["History", "Step", "Trainer", "TrainingResult"]

_DIVERGED = (
    "It diverged: in iteration {} the weights or the loss stopped being finite numbers. Use a "
    "smaller learning_rate, or standardized features."
)


class Step(NamedTuple):
    """Where a trainer stands: its weights, and what is known about them at no extra cost."""

    theta: np.ndarray
    cost: float = 1.0
    """Evaluations since the step before. Passing once over all rows, for a loss, a gradient or a
    Hessian or for loss and gradient together, is one."""
    loss: float | None = None
    """Mean loss at `theta`, if the trainer knows it."""
    stationarity: float | None = None
    """The trainer's own measure of how far it is from a minimum, if it has one."""


@dataclass
class History:
    """What training passed through, one entry for each recorded iteration, the start included.

    Attributes
    ----------
    iterations : ndarray of int
        Numbers of the recorded iterations; 0 is the start.
    evaluations : ndarray of float
        Evaluations used up to there: passes over the training rows.
    loss, penalty, objective : ndarray of float
        Mean loss, penalty, and their sum.
    weights : ndarray of shape (records, size)
        All weights and biases.
    """

    iterations: np.ndarray
    evaluations: np.ndarray
    loss: np.ndarray
    penalty: np.ndarray
    weights: np.ndarray = field(repr=False)

    @property
    def objective(self) -> np.ndarray:
        """Mean loss + penalty at each record: shape (records,)."""
        return self.loss + self.penalty

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.iterations)


@dataclass
class TrainingResult:
    """What training returns, whichever trainer it was.

    Attributes
    ----------
    weights : ndarray of shape (size,)
        The weights and biases it ended with.
    converged : bool
        Whether they satisfy the conditions of a minimum to within the trainer's `tol`
        (`Objective.stationarity`).
    message : str
        Why training stopped.
    n_iter : int
        Iterations done.
    n_evaluations : float
        Evaluations used: passes over the training rows. What only the record or the final verdict
        needs is not counted.
    stationarity : float
        How far the weights are from satisfying the conditions of a minimum.
    history : History
        What it passed through.
    """

    weights: np.ndarray = field(repr=False)
    converged: bool
    message: str
    n_iter: int
    n_evaluations: float
    stationarity: float
    history: History = field(repr=False)


class _Recorder:
    """Collects the records of a history."""

    def __init__(self, objective: Objective) -> None:
        self.objective = objective
        self.rows: list[tuple[int, float, float, float]] = []
        self.weights: list[np.ndarray] = []

    def loss_of(self, step: Step) -> float:
        return self.objective.loss_value(step.theta) if step.loss is None else step.loss

    def add(self, iteration: int, evaluations: float, step: Step) -> None:
        loss = self.loss_of(step)
        penalty = self.objective.penalty_value(step.theta)
        self.rows.append((iteration, evaluations, loss, penalty))
        self.weights.append(np.array(step.theta))

    def history(self) -> History:
        iterations, evaluations, losses, penalties = zip(*self.rows, strict=True)
        return History(
            iterations=np.array(iterations),
            evaluations=np.array(evaluations),
            loss=np.array(losses),
            penalty=np.array(penalties),
            weights=np.array(self.weights),
        )


class Trainer(Parameters):
    """Base of all trainers. A subclass says in `steps` how one set of weights follows another.

    Parameters
    ----------
    max_iter : int
        Iterations at most.
    max_evaluations : float, optional
        No iteration begins once so many evaluations (passes over the rows) are used.
    tol : float or None
        Training stops, converged, once `Objective.stationarity` is at most `tol` (a search, which
        uses no gradient, is judged at its end). None asks for no such test: all iterations are
        done, and the result does not claim to have converged.
    record_every : int
        Every how many iterations the history is kept. The start and the end always are.
    """

    max_iter: int
    max_evaluations: float | None
    tol: float | None
    record_every: int

    def steps(self, objective: Objective, theta: np.ndarray) -> Iterator[Step]:
        """Yield where training stands: first at `theta` (size,), then after each iteration."""
        raise TypeError(f"{type(self).__name__} does not say what its steps are.")

    def check(self, objective: Objective) -> None:
        """Raise a `ValueError` if this trainer can't serve the objective, or warn of a misfit."""

    def _check_arguments(self) -> None:
        check_count("max_iter", self.max_iter)
        check_count("record_every", self.record_every)
        if self.tol is not None:
            check_number("tol", self.tol, minimum=0.0)
        if self.max_evaluations is not None:
            check_number("max_evaluations", self.max_evaluations, minimum=0.0, exclusive=True)

    def minimize(self, objective: Objective, start: np.ndarray | None = None) -> TrainingResult:
        """Train: look for the weights with the smallest objective.

        Parameters
        ----------
        objective : Objective
            Loss + penalty.
        start : array_like of shape (size,), optional
            The weights to start from; `objective.start()` by default.

        Returns
        -------
        TrainingResult

        Raises
        ------
        TypeError, ValueError
            If an argument is out of range, or the trainer can't serve this objective.

        Warns
        -----
        ConvergenceWarning
            If it stopped before `tol` was reached (`SeparableDataWarning` if there is nothing to
            reach).
        """
        self._check_arguments()
        if not isinstance(objective, Objective):
            raise TypeError(f"objective must be an Objective, got {objective!r}.")
        self.check(objective)
        theta = objective.start() if start is None else check_vector("start", start)
        if theta.shape != (objective.size,):
            raise ValueError(
                f"start must hold {objective.size} values, one for each weight and bias, "
                f"got {theta.size}."
            )
        # A learning rate that is too large overflows; that is told below, in words.
        with np.errstate(over="ignore", invalid="ignore"):
            result = self._run(objective, theta)
        _warn_unless_converged(objective, result, type(self).__name__, self.tol)
        return result

    def _run(self, objective: Objective, theta: np.ndarray) -> TrainingResult:
        recorder = _Recorder(objective)
        evaluations = 0.0
        converged = False
        message = "It can get no further: rounding errors hide any decrease."
        done, last = 0, Step(theta)
        sound = done, last  # as they were when the loss was last known
        for iteration, step in enumerate(self.steps(objective, theta)):
            evaluations += step.cost
            to_record = iteration % self.record_every == 0
            if to_record:
                step = step._replace(loss=recorder.loss_of(step))
            if not _is_finite(step):
                message = _DIVERGED.format(iteration)
                break
            done, last = iteration, step
            if step.loss is not None:
                sound = done, last
            said = step.stationarity
            if self.tol is not None and said is not None and said <= self.tol:
                # The trainer's own measure may be of a moment before: make sure.
                evaluations += 1.0
                converged = objective.stationarity(step.theta) <= self.tol
            if to_record:
                recorder.add(iteration, evaluations, step)
            if converged:
                message = f"It converged: stationarity is at most tol={self.tol:g}."
                break
            if iteration >= self.max_iter:
                message = f"It stopped after max_iter={self.max_iter} iterations."
                break
            if self.max_evaluations is not None and evaluations >= self.max_evaluations:
                message = f"It used its max_evaluations={self.max_evaluations:g} evaluations."
                break
        last = last._replace(loss=recorder.loss_of(last))
        if not _is_finite(last):  # within a pass of mini-batches nobody looked at the loss
            message = _DIVERGED.format(done)
            done, last = sound
        if not recorder.rows or recorder.rows[-1][0] != done:
            recorder.add(done, evaluations, last)
        stationarity = objective.stationarity(last.theta)
        converged = self.tol is not None and stationarity <= self.tol
        if loss_can_fall_forever(objective, last.theta):
            converged = False
            message = (
                "The training rows can be separated: there are weights that classify all of them "
                "rightly, and larger ones always have a smaller loss, so no best weights exist. "
                f"{message} Add a penalty, such as L2(0.001), to have a minimum."
            )
        return TrainingResult(
            weights=np.array(last.theta),
            converged=converged,
            message=message,
            n_iter=done,
            n_evaluations=evaluations,
            stationarity=stationarity,
            history=recorder.history(),
        )


def _is_finite(step: Step) -> bool:
    loss_is_finite = step.loss is None or np.isfinite(step.loss)
    return bool(loss_is_finite and np.isfinite(step.theta).all())


def _warn_unless_converged(
    objective: Objective, result: TrainingResult, name: str, tol: float | None
) -> None:
    if result.converged:
        return
    if loss_can_fall_forever(objective, result.weights):
        warnings.warn(f"{name}: {result.message}", SeparableDataWarning, stacklevel=3)
    elif tol is not None:
        warnings.warn(
            f"{name} did not converge (stationarity {result.stationarity:.2g}, asked for "
            f"tol={tol:g}). {result.message}",
            ConvergenceWarning,
            stacklevel=3,
        )
