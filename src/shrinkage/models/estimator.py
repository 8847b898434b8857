"""What the models share: scikit-learn's interface, the checks of X, and the fit itself."""

from __future__ import annotations

import sys
import warnings
from typing import Any, ClassVar

import numpy as np

from shrinkage.equations import Equation, LinearEquation
from shrinkage.losses import Loss
from shrinkage.objective import Objective
from shrinkage.parameters import Parameters
from shrinkage.penalties import Penalty
from shrinkage.solvers import solve
from shrinkage.trainers.base import Trainer, TrainingResult
from shrinkage.validation import check_features, check_flag, check_matrix

__all__ = ["Estimator", "LinearEstimator"]


class Estimator(Parameters):
    """Base of the models, with the interface that scikit-learn's tools expect.

    scikit-learn is not imported, unless it is loaded already or itself calls in here.
    """

    _estimator_type: ClassVar[str]
    n_features_in_: int
    training_: TrainingResult

    penalty: Penalty | None
    trainer: Trainer | None
    penalize_bias: bool

    def __sklearn_tags__(self) -> Any:
        """Describe this model to scikit-learn, which is what calls this."""
        from sklearn.utils import ClassifierTags, RegressorTags, Tags, TargetTags

        classifier = self._estimator_type == "classifier"
        return Tags(
            estimator_type=self._estimator_type,
            target_tags=TargetTags(required=True),
            classifier_tags=ClassifierTags(multi_class=self._multi_class) if classifier else None,
            regressor_tags=None if classifier else RegressorTags(),
        )

    _multi_class: ClassVar[bool] = True

    def __sklearn_is_fitted__(self) -> bool:
        """Tell scikit-learn whether `fit` has been called."""
        return hasattr(self, "training_")

    def _check_fitted(self) -> None:
        if self.__sklearn_is_fitted__():
            return
        message = (
            f"This {type(self).__name__} instance is not fitted yet. Call 'fit' with training "
            "data before using it."
        )
        # Where scikit-learn is loaded, its tools wait for its own kind of error.
        if "sklearn" in sys.modules:
            from sklearn.exceptions import NotFittedError

            raise NotFittedError(message)
        raise AttributeError(message)

    def _check_configuration(self) -> None:
        if self.penalty is not None and not isinstance(self.penalty, Penalty):
            raise TypeError(
                f"penalty must be a penalty such as L1(0.1) or L2(0.1), or None; "
                f"got {self.penalty!r}."
            )
        if self.trainer is not None and not isinstance(self.trainer, Trainer):
            raise TypeError(
                f"trainer must be a trainer such as GradientDescent(), or None for the default; "
                f"got {self.trainer!r}."
            )
        check_flag("penalize_bias", self.penalize_bias)

    def _learn_features(self, X: Any) -> np.ndarray:
        """Check the training features and remember their number, and names if there are any."""
        self._forget()
        names = _column_names(X)
        matrix = check_matrix("X", X)
        self.n_features_in_ = matrix.shape[1]
        if names is not None:
            self.feature_names_in_ = names
        return matrix

    def _forget(self) -> None:
        """Drop what an earlier fit has learned: one that fails must not leave half of each."""
        for name in [one for one in vars(self) if one.endswith("_")]:
            delattr(self, name)

    def _check_features(self, X: Any) -> np.ndarray:
        """Check features to predict for against those of the fit."""
        self._check_fitted()
        self._compare_names(_column_names(X))
        return check_features(X, self.n_features_in_, type(self).__name__)

    def _compare_names(self, given: np.ndarray | None) -> None:
        known = getattr(self, "feature_names_in_", None)
        name = type(self).__name__
        if known is None and given is None:
            return
        if known is None:
            warnings.warn(
                f"X has feature names, but {name} was fitted without feature names", stacklevel=4
            )
        elif given is None:
            warnings.warn(
                f"X does not have valid feature names, but {name} was fitted with feature names",
                stacklevel=4,
            )
        elif list(known) != list(given):
            lines = ["The feature names should match those that were passed during fit."]
            unseen = [column for column in given if column not in known]
            missing = [column for column in known if column not in given]
            if unseen:
                lines += ["Feature names unseen at fit time:", *(f"- {one}" for one in unseen)]
            if missing:
                lines += ["Feature names seen at fit time, yet now missing:"]
                lines += [f"- {one}" for one in missing]
            if not unseen and not missing:
                lines += ["Feature names must be in the same order as they were in fit."]
            raise ValueError("\n".join(lines) + "\n")

    def _train(self, objective: Objective, trainer: Trainer | None, start: np.ndarray) -> None:
        if trainer is None:
            self.training_ = solve(objective)
        else:
            self.training_ = trainer.minimize(objective, start)

    @property
    def converged_(self) -> bool:
        """Whether training reached the minimum; see `training_.message` for what happened."""
        self._check_fitted()
        return self.training_.converged

    @property
    def n_iter_(self) -> int:
        """Iterations of the training."""
        self._check_fitted()
        return max(self.training_.n_iter, 1)


class LinearEstimator(Estimator):
    """A model with a linear equation: what the three of them share.

    Parameters
    ----------
    penalty : Penalty, optional
        What is added to the mean loss.
    trainer : Trainer, optional
        How the weights are found; by default an exact solver.
    fit_intercept : bool
        Whether the equation has a bias.
    penalize_bias : bool
        Whether the penalty counts the bias too.
    """

    loss: ClassVar[Loss]
    coef_: np.ndarray
    intercept_: Any

    def __init__(
        self,
        penalty: Penalty | None = None,
        trainer: Trainer | None = None,
        fit_intercept: bool = True,
        penalize_bias: bool = False,
    ) -> None:
        self.penalty = penalty
        self.trainer = trainer
        self.fit_intercept = fit_intercept
        self.penalize_bias = penalize_bias

    def _fit_equation(self, X: np.ndarray, y: np.ndarray, n_outputs: int = 1) -> None:
        self._check_configuration()
        equation = LinearEquation(
            X.shape[1], n_outputs, check_flag("fit_intercept", self.fit_intercept)
        )
        objective = Objective(X, y, equation, self.loss, self.penalty, self.penalize_bias)
        self._train(objective, self.trainer, equation.start())
        self._equation: Equation = equation
        weights, biases = equation.unpack(self.training_.weights)
        self._keep(weights, biases)

    def _keep(self, weights: np.ndarray, biases: np.ndarray) -> None:
        self.coef_ = weights
        self.intercept_ = float(biases[0])

    def _outputs(self, X: Any) -> np.ndarray:
        matrix = self._check_features(X)
        return matrix @ self.coef_.T + self.intercept_


def _column_names(X: Any) -> np.ndarray | None:
    """Return the column names of a data frame if all are text, else None."""
    columns = getattr(X, "columns", None)
    if columns is None:
        return None
    names = list(columns)
    texts = [isinstance(name, str) for name in names]
    if all(texts) and names:
        return np.asarray(names, dtype=object)
    if any(texts):
        raise TypeError(
            "Feature names are only supported if all input features have string names, but your "
            "input has other names too. Convert them: X.columns = X.columns.astype(str)."
        )
    return None
