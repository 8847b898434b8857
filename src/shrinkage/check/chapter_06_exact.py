"""Exercises whose zeros have to be zeros."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shrinkage.check.exercise import FunctionExercise

__all__ = ["ExactZeros"]


@dataclass(frozen=True, kw_only=True)
class ExactZeros(FunctionExercise):
    """A function whose result must be 0 just where the solution's is: nearly 0 is not enough."""

    def _all_agree(self, given: Sequence[np.ndarray], wanted: Sequence[np.ndarray]) -> bool:
        return super()._all_agree(given, wanted) and all(
            np.array_equal(one == 0, other == 0) for one, other in zip(given, wanted, strict=True)
        )

    def _diagnosis(self, given: list[np.ndarray], wanted: list[np.ndarray], name: str) -> str:
        if super()._all_agree(given, wanted):
            nearly = next(
                float(small)
                for one, other in zip(given, wanted, strict=True)
                for small, right in zip(one.ravel(), other.ravel(), strict=True)
                if (small == 0) != (right == 0)
            )
            return (
                f"All numbers are right to six digits, but where 0 is due there is {nearly:.3g}. "
                "Small is not zero: let the threshold write a 0."
            )
        return super()._diagnosis(given, wanted, name)
