"""The objective: a mean loss plus a penalty, as one function of the weights."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from shrinkage.equations import Equation, LinearEquation
from shrinkage.losses import Loss
from shrinkage.penalties import NoPenalty, Penalty
from shrinkage.validation import check_flag, check_matrix, check_same_length

__all__ = ["Objective"]


class Objective:
    """What training minimizes: mean loss on the data + penalty of the weights.

    Parameters
    ----------
    X : array_like of shape (n, p)
        Features, one row an example.
    y : array_like of shape (n,)
        Targets: numbers for squared error, 0 or 1 for log-loss and Brier score, 0 … K−1 for
        softmax cross-entropy.
    equation : Equation
        The model's equation.
    loss : Loss
        What is averaged over the rows.
    penalty : Penalty, optional
        What is added; none by default.
    penalize_bias : bool
        Whether biases are penalised too. They are not by default: a bias only moves all
        predictions up or down, and its size says nothing about over-fitting.

    Raises
    ------
    TypeError, ValueError
        If the data are not finite numbers of matching shapes, the targets are not such as the
        loss is for, or an argument is of another kind.

    Examples
    --------
    >>> from shrinkage import L2, LinearEquation, Objective, SquaredError
    >>> objective = Objective([[1.0], [2.0]], [2.0, 4.0], LinearEquation(1), SquaredError(), L2(1))
    >>> theta = np.array([2.0, 0.0])  # w = 2, b = 0
    >>> objective.loss_value(theta), objective.penalty_value(theta), objective.value(theta)
    (0.0, 2.0, 2.0)
    """

    def __init__(
        self,
        X: np.ndarray,
        y: np.ndarray,
        equation: Equation,
        loss: Loss,
        penalty: Penalty | None = None,
        penalize_bias: bool = False,
    ) -> None:
        penalty = NoPenalty() if penalty is None else penalty
        for name, value, kind in (
            ("equation", equation, Equation),
            ("loss", loss, Loss),
            ("penalty", penalty, Penalty),
        ):
            if not isinstance(value, kind):
                raise TypeError(f"{name} must be a {kind.__name__} object, got {value!r}.")
        self.X = check_matrix("X", X)
        if self.X.shape[1] != equation.n_features:
            raise ValueError(
                f"X has {self.X.shape[1]} columns, but the equation has "
                f"n_features={equation.n_features}."
            )
        self.y = loss.check_targets(y, equation.n_outputs)
        check_same_length(X=self.X, y=self.y)
        self.equation = equation
        self.loss = loss
        self.penalty = penalty
        self.penalize_bias = check_flag("penalize_bias", penalize_bias)
        everything = np.ones(equation.size, dtype=bool)
        self.penalized = everything if penalize_bias else ~equation.is_bias

    @property
    def size(self) -> int:
        """How many weights and biases there are."""
        return self.equation.size

    def start(self, seed: int | None = 0) -> np.ndarray:
        """Return the weights to start training from, shape (size,)."""
        return self.equation.start(seed)

    def loss_value(self, theta: np.ndarray) -> float:
        """Return the mean loss at `theta` (size,)."""
        return self.loss.value(self.equation.outputs(theta, self.X), self.y)

    def penalty_value(self, theta: np.ndarray) -> float:
        """Return the penalty at `theta` (size,), of the penalised entries only."""
        return self.penalty.value(theta[self.penalized])

    def value(self, theta: np.ndarray) -> float:
        """Return mean loss + penalty at `theta` (size,)."""
        return self.loss_value(theta) + self.penalty_value(theta)

    def loss_and_gradient(self, theta: np.ndarray) -> tuple[float, np.ndarray]:
        """Return the mean loss and its gradient, shape (size,), from one pass over the data."""
        z = self.equation.outputs(theta, self.X)
        dz = self.loss.gradient(z, self.y)
        return self.loss.value(z, self.y), self.equation.pull_back(theta, self.X, dz)

    def loss_gradient(self, theta: np.ndarray) -> np.ndarray:
        """Return the gradient of the mean loss, shape (size,)."""
        return self.loss_and_gradient(theta)[1]

    def penalty_gradient(self, theta: np.ndarray) -> np.ndarray:
        """Return the (sub)gradient of the penalty, shape (size,); 0 for entries not penalised."""
        gradient = np.zeros(len(theta))  # floats, also where `theta` holds ints
        gradient[self.penalized] = self.penalty.gradient(theta[self.penalized])
        return gradient

    def gradient(self, theta: np.ndarray) -> np.ndarray:
        """Return the (sub)gradient of mean loss + penalty, shape (size,)."""
        return self.loss_gradient(theta) + self.penalty_gradient(theta)

    def prox(self, theta: np.ndarray, step: float) -> np.ndarray:
        """Apply the penalty's proximal operator to the penalised entries, shape (size,)."""
        out = np.array(theta, dtype=float)
        out[self.penalized] = self.penalty.prox(out[self.penalized], step)
        return out

    def stationarity(self, theta: np.ndarray, loss_gradient: np.ndarray | None = None) -> float:
        """Return how far `theta` is from satisfying the conditions of a minimum; 0 if it does.

        It is the largest change that one proximal gradient step of size 1 would make to any
        weight. For a penalty with a gradient it vanishes exactly where the whole gradient does;
        for L1 it also understands corners, where a weight of 0 is best.

        Parameters
        ----------
        theta : ndarray of shape (size,)
            The weights.
        loss_gradient : ndarray of shape (size,), optional
            The gradient of the loss there, if it is known already.
        """
        gradient = self.loss_gradient(theta) if loss_gradient is None else loss_gradient
        if self.penalty.smooth:
            return float(np.abs(gradient + self.penalty_gradient(theta)).max())
        return float(np.abs(theta - self.prox(theta - gradient, 1.0)).max())

    @cached_property
    def _design(self) -> np.ndarray:
        return self.linear_equation("A Hessian").design(self.X)

    def linear_equation(self, needed_by: str) -> LinearEquation:
        """Return the equation if it is linear.

        Raises
        ------
        ValueError
            If it is a network's; the message starts with what needs a linear one.
        """
        if not isinstance(self.equation, LinearEquation):
            raise ValueError(
                f"{needed_by} needs a linear equation (linear, logistic or softmax regression), "
                f"got a {type(self.equation).__name__}. For a neural network use GradientDescent, "
                "ProximalGradient, ParticleSwarm, Evolution or RandomSearch."
            )
        return self.equation

    def hessian(self, theta: np.ndarray) -> np.ndarray:
        """Return the second derivatives of the mean loss, shape (size, size).

        Raises
        ------
        ValueError
            If the equation is not linear.
        """
        equation = self.linear_equation("The Hessian")
        A = self._design
        curvature = self.loss.curvature(equation.outputs(theta, self.X), self.y)
        if curvature.ndim == 1:
            return A.T @ (curvature[:, None] * A)
        columns = [[A.T @ (curvature[:, [i], j] * A) for j in range(equation.n_outputs)]
                   for i in range(equation.n_outputs)]  # fmt: skip
        # [class, class, column, column] to the layout of theta: column first, then class.
        return np.array(columns).transpose(2, 0, 3, 1).reshape(self.size, self.size)

    def lipschitz(self) -> float | None:
        """Return a bound on the curvature of the mean loss, None if there is no simple one.

        For a linear equation it is the loss's bound times the largest eigenvalue of AᵀA/n, with A
        the features and a column of ones. Gradient steps of one over it never overshoot.
        """
        if not isinstance(self.equation, LinearEquation):
            return None
        A = self._design
        smaller = A.T @ A if A.shape[0] >= A.shape[1] else A @ A.T
        return self.loss.spectral_bound * float(np.linalg.eigvalsh(smaller)[-1]) / len(A)

    def batch(self, rows: np.ndarray) -> Objective:
        """Return the same objective on some rows only: their numbers (m,), or a mask (n,)."""
        batch = object.__new__(Objective)
        # Not the constructor: the rows have been checked already, and mini-batches are many.
        batch.__dict__.update(
            X=self.X[rows],
            y=self.y[rows],
            equation=self.equation,
            loss=self.loss,
            penalty=self.penalty,
            penalize_bias=self.penalize_bias,
            penalized=self.penalized,
        )
        return batch
