"""Reading and setting an object's constructor arguments by name, as scikit-learn expects."""

from __future__ import annotations

import inspect
from typing import Any, Self

import numpy as np

__all__ = ["Parameters"]


class Parameters:
    """Base of everything that is configured by its constructor: penalties, trainers, models.

    A subclass stores each argument of its `__init__` under the argument's own name. That is
    enough for `get_params`, `set_params`, a readable `repr` and comparison by value.

    Examples
    --------
    >>> from shrinkage import ElasticNet
    >>> ElasticNet(0.1, alpha=0.5).get_params()
    {'lam': 0.1, 'alpha': 0.5}
    """

    @classmethod
    def _parameter_names(cls) -> list[str]:
        signature = inspect.signature(cls)
        return [name for name in signature.parameters if name != "self"]

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the constructor arguments by name.

        Parameters
        ----------
        deep : bool
            Also return the arguments of nested objects, as `penalty__lam`.

        Returns
        -------
        dict
            Names and values.
        """
        params: dict[str, Any] = {}
        for name in self._parameter_names():
            value = getattr(self, name)
            params[name] = value
            if deep and isinstance(value, Parameters):
                params.update({f"{name}__{key}": v for key, v in value.get_params().items()})
        return params

    def set_params(self, **params: Any) -> Self:
        """Set constructor arguments by name; `penalty__lam=0.1` reaches into `penalty`.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            If a name is not an argument of this object.
        """
        nested: dict[str, dict[str, Any]] = {}
        accepted = self._parameter_names()
        new = {name: getattr(self, name) for name in accepted}
        for key, value in params.items():
            name, _, rest = key.partition("__")
            if name not in new:
                raise ValueError(
                    f"Invalid parameter {name!r} for {type(self).__name__}. "
                    f"Accepted are: {', '.join(accepted) or 'none'}."
                )
            if rest:
                nested.setdefault(name, {})[rest] = value
            else:
                new[name] = value
        for name, inner in nested.items():
            if not hasattr(new[name], "set_params"):
                raise ValueError(
                    f"{name}={new[name]!r} has no parameters to set ({', '.join(inner)} given); "
                    f"give {type(self).__name__} an object for {name} first."
                )
            new[name].set_params(**inner)
        if not params:
            return self
        if not hasattr(self, "fit"):
            # Built anew, so that the constructor's checks apply. (A model checks when it is
            # fitted, as scikit-learn asks, and keeps what an earlier fit has learned.)
            new = type(self)(**new).get_params(deep=False)
        for name, value in new.items():
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        """Show the class and those arguments that differ from their defaults."""
        shown = []
        for name, parameter in inspect.signature(type(self)).parameters.items():
            value = getattr(self, name)
            if parameter.default is inspect.Parameter.empty or not same(value, parameter.default):
                shown.append(f"{name}={value!r}")
        return f"{type(self).__name__}({', '.join(shown)})"


def same(first: Any, second: Any) -> bool:
    """Tell whether two argument values are equal, also where they are arrays."""
    if isinstance(first, np.ndarray) or isinstance(second, np.ndarray):
        return np.array_equal(first, second)
    return bool(first is second or (type(first) is type(second) and first == second))
