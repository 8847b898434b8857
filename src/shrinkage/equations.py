"""The equations of the models: from weights and features to outputs, and back again.

An equation holds no weights. It takes all weights and biases of a model as one flat vector,
called `theta` here (θ), so that every trainer can train every model. `outputs` runs the equation
forward; `pull_back` carries a derivative with respect to the outputs back to the weights (for a
network: backpropagation).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from shrinkage.validation import check_choice, check_count, check_flag

__all__ = ["Equation", "LinearEquation", "NetworkEquation"]


class Equation:
    """Base of the equations: what a trainer may ask of a model.

    Attributes
    ----------
    n_features : int
        How many columns of X it is for, p.
    n_outputs : int
        How many outputs it gives for each row, K.
    size : int
        How many weights and biases there are in all.
    is_bias : ndarray of bool, shape (size,)
        Which entries of `theta` are biases.
    """

    n_features: int
    n_outputs: int
    size: int
    is_bias: np.ndarray

    def outputs(self, theta: np.ndarray, X: np.ndarray) -> np.ndarray:
        """Return the outputs z for the rows of `X`: shape (n,), or (n, K) for K outputs."""
        raise TypeError(f"{type(self).__name__} does not say what its outputs are.")

    def pull_back(self, theta: np.ndarray, X: np.ndarray, dz: np.ndarray) -> np.ndarray:
        """Return the derivative with respect to `theta` (shape (size,)) given that for z."""
        raise TypeError(f"{type(self).__name__} does not say how to pull a derivative back.")

    def start(self, seed: int | None = 0) -> np.ndarray:
        """Return the weights to start training from, shape (size,)."""
        raise TypeError(f"{type(self).__name__} does not say where to start.")


class LinearEquation(Equation):
    """z = Xw + b, for one output or several.

    Parameters
    ----------
    n_features : int
        Columns of X, p.
    n_outputs : int
        Outputs, K.
    intercept : bool
        Whether there is a bias b for each output.

    Notes
    -----
    `theta` holds w_1 … w_p, then b. With K > 1 outputs it holds the matrix W of shape (p, K)
    row by row, then the K biases.

    Examples
    --------
    >>> equation = LinearEquation(n_features=2)
    >>> equation.outputs(np.array([2.0, -1.0, 0.5]), np.array([[1.0, 1.0], [3.0, 0.0]])).tolist()
    [1.5, 6.5]
    """

    def __init__(self, n_features: int, n_outputs: int = 1, intercept: bool = True) -> None:
        self.n_features = check_count("n_features", n_features)
        self.n_outputs = check_count("n_outputs", n_outputs)
        self.intercept = check_flag("intercept", intercept)
        self.n_slopes = self.n_features * self.n_outputs
        self.size = self.n_slopes + (self.n_outputs if intercept else 0)
        self.is_bias = np.arange(self.size) >= self.n_slopes

    def unpack(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Split `theta` into weights, shape (p,) or (p, K), and biases, shape (1,) or (K,)."""
        weights = theta[: self.n_slopes]
        biases = theta[self.n_slopes :] if self.intercept else np.zeros(self.n_outputs)
        if self.n_outputs > 1:
            weights = weights.reshape(self.n_features, self.n_outputs)
        return weights, biases

    def outputs(self, theta: np.ndarray, X: np.ndarray) -> np.ndarray:
        """Return Xw + b: shape (n,), or (n, K) for K > 1 outputs."""
        weights, biases = self.unpack(theta)
        return X @ weights + (biases if self.n_outputs > 1 else biases[0])

    def pull_back(self, theta: np.ndarray, X: np.ndarray, dz: np.ndarray) -> np.ndarray:
        """Return Xᵀdz and the sums of dz over the rows, flat, shape (size,)."""
        slopes = (X.T @ dz).ravel()
        if not self.intercept:
            return slopes
        return np.concatenate([slopes, np.atleast_1d(dz.sum(axis=0))])

    def design(self, X: np.ndarray) -> np.ndarray:
        """Return X with a column of ones for the bias, if there is one: shape (n, p or p + 1)."""
        return np.column_stack([X, np.ones(len(X))]) if self.intercept else X

    def start(self, seed: int | None = 0) -> np.ndarray:
        """Return zeros, shape (size,): a linear model has no opinion yet. The seed is not used."""
        return np.zeros(self.size)


class NetworkEquation(Equation):
    """A feed-forward neural network: layers of linear equations with a bend between them.

    Parameters
    ----------
    n_features : int
        Inputs, p.
    hidden : sequence of int
        Units of each hidden layer.
    n_outputs : int
        Outputs, K (1 gives z of shape (n,)).
    activation : {"tanh", "relu"}
        The bend, applied to each hidden unit.

    References
    ----------
    Rumelhart, Hinton and Williams (1986), "Learning representations by back-propagating errors",
    Nature 323; starting weights as Glorot and Bengio (2010) for tanh, He et al. (2015) for ReLU.

    Examples
    --------
    >>> NetworkEquation(n_features=2, hidden=(3,), n_outputs=1).size
    13
    """

    def __init__(
        self,
        n_features: int,
        hidden: Sequence[int] = (8,),
        n_outputs: int = 1,
        activation: str = "tanh",
    ) -> None:
        self.activation = check_choice("activation", activation, ("tanh", "relu"))
        if not isinstance(hidden, Iterable):
            raise TypeError(
                f"hidden must list the units of each hidden layer, such as (8,), got {hidden!r}."
            )
        widths = [check_count("each number of hidden units", units) for units in hidden]
        self.n_features = check_count("n_features", n_features)
        self.n_outputs = check_count("n_outputs", n_outputs)
        self.sizes = [self.n_features, *widths, self.n_outputs]
        self._slices: list[tuple[slice, slice, tuple[int, int]]] = []
        at = 0
        for rows, columns in zip(self.sizes[:-1], self.sizes[1:], strict=True):
            weights = slice(at, at + rows * columns)
            biases = slice(weights.stop, weights.stop + columns)
            self._slices.append((weights, biases, (rows, columns)))
            at = biases.stop
        self.size = at
        self.is_bias = np.zeros(at, dtype=bool)
        for _, biases, _ in self._slices:
            self.is_bias[biases] = True

    def unpack(self, theta: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return the weights (inputs, units) and biases (units,) of each layer, as views."""
        return [(theta[w].reshape(shape), theta[b]) for w, b, shape in self._slices]

    def _bend(self, a: np.ndarray) -> np.ndarray:
        return np.tanh(a) if self.activation == "tanh" else np.maximum(a, 0.0)

    def _layers(self, theta: np.ndarray, X: np.ndarray) -> list[np.ndarray]:
        """Return what comes out of the input, of each hidden layer, and of the last layer."""
        values = [X]
        layers = self.unpack(theta)
        for number, (weights, biases) in enumerate(layers):
            a = values[-1] @ weights + biases
            values.append(a if number == len(layers) - 1 else self._bend(a))
        return values

    def outputs(self, theta: np.ndarray, X: np.ndarray) -> np.ndarray:
        """Return the outputs of the last layer: shape (n,), or (n, K) for K > 1 outputs."""
        z = self._layers(theta, X)[-1]
        return z if self.n_outputs > 1 else z[:, 0]

    def pull_back(self, theta: np.ndarray, X: np.ndarray, dz: np.ndarray) -> np.ndarray:
        """Return the derivative with respect to `theta`, shape (size,), from the last layer on."""
        values = self._layers(theta, X)
        layers = self.unpack(theta)
        gradient = np.empty(self.size)
        d = dz if self.n_outputs > 1 else dz[:, None]
        for number in reversed(range(len(layers))):
            w, b, _ = self._slices[number]
            gradient[w] = (values[number].T @ d).ravel()
            gradient[b] = d.sum(axis=0)
            if number:
                out = values[number]
                bend_slope = 1.0 - out**2 if self.activation == "tanh" else (out > 0)
                d = (d @ layers[number][0].T) * bend_slope
        return gradient

    def start(self, seed: int | None = 0) -> np.ndarray:
        """Return random weights, so that hidden units differ, and biases of 0: shape (size,)."""
        random = np.random.default_rng(seed)
        theta = np.zeros(self.size)
        for w, _, (rows, columns) in self._slices:
            variance = 2.0 / rows if self.activation == "relu" else 2.0 / (rows + columns)
            theta[w] = random.normal(0.0, np.sqrt(variance), rows * columns)
        return theta
