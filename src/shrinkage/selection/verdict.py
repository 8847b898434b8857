"""What a comparison of penalties found, and what it allows to be said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import fill
from typing import NamedTuple

import numpy as np

from shrinkage.selection.fits import NEXT_TO_NONE, LinearModel
from shrinkage.selection.measures import MEASURES
from shrinkage.selection.splits import Split
from shrinkage.selection.standard_errors import corrected_standard_error, standard_error
from shrinkage.validation import check_choice

__all__ = ["NONE", "PenaltyComparison", "PenaltySummary"]

NONE = "none"


class PenaltySummary(NamedTuple):
    """One line of the comparison."""

    name: str
    """The penalty, or "none"."""
    mean: float
    """Mean score over the splits."""
    naive_error: float
    """Its standard error as if splits were independent: too small, as they share rows."""
    difference: float
    """How much better than "none", paired by split: above 0 is better, whatever the measure."""
    corrected_error: float
    """Standard error of `difference`, corrected for shared rows (Nadeau and Bengio)."""
    n_nonzero: float
    """Mean number of weights that are not 0."""
    lam: float
    """Geometric mean of the λ that were chosen (nan for "none")."""


@dataclass(frozen=True, repr=False)
class PenaltyComparison:
    """How no penalty and each penalty did on the test parts of the same splits.

    Arrays have a row for each split and a column for each of `names`.

    Attributes
    ----------
    names : tuple of str
        "none" and the penalties.
    scores_of : dict of str to ndarray of shape (n_splits, len(names))
        Each measure on the test rows.
    measure : str
        The one that `scores`, `summary`, `verdict` and so on are about.
    lams : ndarray of shape (n_splits, len(names))
        The λ chosen inside each training part; nan for "none".
    ended_too_soon : ndarray of bool of shape (n_splits, len(names))
        Where the best λ was the last one tried, and one further on may be better.
    coefs : ndarray of shape (n_splits, len(names), p)
        The weights that were judged, per standard deviation of each feature in the training part
        (per unit, where features were not standardized).
    splits : tuple of Split
        Row numbers `(train, test)`.
    n_without_minimum : int
        In how many splits "none" had no minimum (separable classes); L2 with λ = 1e-6 stood for
        it there.
    errors_apart : float
        How many corrected standard errors make a difference count.
    model : LinearRegression or LogisticRegression
        The model as it was given.
    """

    names: tuple[str, ...]
    scores_of: dict[str, np.ndarray]
    measure: str
    lams: np.ndarray
    ended_too_soon: np.ndarray
    coefs: np.ndarray
    splits: tuple[Split, ...]
    n_without_minimum: int
    errors_apart: float
    model: LinearModel

    @property
    def scores(self) -> np.ndarray:
        """The measure on the test rows: shape (n_splits, len(names))."""
        return self.scores_of[self.measure]

    @property
    def summary(self) -> tuple[PenaltySummary, ...]:
        """One line for each of `names`."""
        lines = []
        for column, name in enumerate(self.names):
            difference, error = self.difference(name, NONE)
            scores, lams = self.scores[:, column], self.lams[:, column]
            with np.errstate(divide="ignore"):
                lam = float(np.exp(np.mean(np.log(lams))))
            lines.append(
                PenaltySummary(
                    name=name,
                    mean=float(scores.mean()),
                    naive_error=standard_error(scores),
                    difference=difference,
                    corrected_error=error,
                    n_nonzero=float(np.count_nonzero(self.coefs[:, column], axis=1).mean()),
                    lam=lam,
                )
            )
        return tuple(lines)

    def difference(self, name: str, other: str = NONE) -> tuple[float, float]:
        """Return by how much one is better than another, and the corrected standard error of that.

        Parameters
        ----------
        name, other : str
            Two of `names`.

        Returns
        -------
        difference : float
            Mean over the splits of the paired difference, in units of the measure; above 0 where
            `name` is better, also where a lower measure is better.
        error : float
            Its standard error, corrected for the rows that splits share.

        Raises
        ------
        ValueError
            If a name is not one of `names`.
        """
        columns = [
            self.names.index(check_choice(argument, value, self.names))
            for argument, value in (("name", name), ("other", other))
        ]
        first, second = self.scores[:, columns].T
        differences = first - second if MEASURES[self.measure].higher_is_better else second - first
        # Splits of k folds may differ by a row in size.
        n_train = sum(len(split.train) for split in self.splits)
        n_test = sum(len(split.test) for split in self.splits)
        return float(differences.mean()), corrected_standard_error(differences, n_train, n_test)

    @property
    def winners(self) -> tuple[str, ...]:
        """The penalties that beat "none", best first, without those that the best one beats.

        To beat is to be better by more than `errors_apart` corrected standard errors.
        """
        ahead = [name for name in self.names if self._beats(name, NONE)]
        ranked = sorted(ahead, key=lambda name: self.difference(name)[0], reverse=True)
        return tuple(name for name in ranked if not self._beats(ranked[0], name))

    @property
    def verdict(self) -> str:
        """The winners, as in "L1 or elastic net"; "neither" if no penalty beats "none"."""
        return " or ".join(self.winners) or "neither"

    def by(self, measure: str) -> PenaltyComparison:
        """Return the same comparison, judged by another measure.

        Raises
        ------
        ValueError
            If there is no such measure for this model, or (R2) it is not defined because all
            targets of a test part are alike.
        """
        check_choice("measure", measure, tuple(self.scores_of))
        if np.isnan(self.scores_of[measure]).any():
            raise ValueError(
                f"{measure} is not defined for a test part whose targets are all alike."
            )
        return replace(self, measure=measure)

    def _beats(self, name: str, other: str) -> bool:
        difference, error = self.difference(name, other)
        return difference > self.errors_apart * error

    def __repr__(self) -> str:
        n_train, n_test = (len(rows) for rows in self.splits[0])
        better = "higher" if MEASURES[self.measure].higher_is_better else "lower"
        largest = max(abs(line.mean) for line in self.summary) or 1.0
        power = int(np.floor(np.log10(largest)))
        digits = max(3 - power, 0) if power > 0 else max(2 - power, 3)
        width = max(len(name) for name in self.names)
        lines = [
            f"{type(self.model).__name__}, {len(self.splits)} splits: {n_train} rows train, "
            f"{n_test} test; λ chosen inside the training rows.",
            f'Mean {self.measure} ({better} is better), and gain on "none" (above 0 is better).',
            "",
            f"{'':{width}}  {'mean ± naive s.e.':>20}  {'gain ± corrected s.e.':>23}"
            f"  {'not 0':>7}  {'λ':>7}",
        ]
        for line in self.summary:
            mean = f"{line.mean:.{digits}f} ± {line.naive_error:.{digits}f}"
            gain, lam = "", ""
            if line.name != NONE:
                # Adding 0.0 turns a -0.0 that rounding leaves behind into a plain 0.0.
                rounded = round(line.difference, digits) + 0.0
                gain = f"{rounded:+.{digits}f} ± {line.corrected_error:.{digits}f}"
                lam = f"{line.lam:.2g}"
            lines.append(
                f"{line.name:{width}}  {mean:>20}  {gain:>23}  {line.n_nonzero:>7.1f}  {lam:>7}"
            )
        lines.append("")
        if self.n_without_minimum:
            lines.append(
                f"In {self.n_without_minimum} of the splits the training rows are separable, so "
                f'"none" has no minimum: L2 with λ = {NEXT_TO_NONE:g} stands for it.'
            )
        for name, count in zip(self.names, self.ended_too_soon.sum(axis=0), strict=True):
            if count:
                lines.append(
                    f"In {count} of the splits the best λ for {name} was the last one tried: one "
                    "further on may be better."
                )
        lines.append(f"Verdict: {self.verdict}. {self._reason()}")
        return "\n".join(fill(line, 88) for line in lines)

    def _reason(self) -> str:
        apart = f"{self.errors_apart:g} corrected standard errors"
        if not self.winners:
            return (
                f'No gain on "none" exceeds {apart}. That does not prove that there is none; it '
                "makes no case for a penalty."
            )
        reason = f'The gain on "none" exceeds {apart}'
        if len(self.winners) > 1:
            reason += "; between these, the difference from the best one does not"
        best = self.winners[0]
        for name in self.names:
            if name in (*self.winners, NONE):
                continue
            if self._beats(best, name):
                reason += f"; {name} is beaten by {best}"
            else:
                reason += f"; {name} cannot be told from {best}, but its gain is less certain"
        return f"{reason}."
