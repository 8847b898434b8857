"""None, L1, L2 or elastic net? The comparison in which nothing is chosen on test rows.

In each of many splits, λ is chosen for each penalty by cross-validation inside the training part,
and the fit with that λ is then judged once, on the test part. Differences are paired (same split)
and their standard error is corrected for the rows that splits share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from shrinkage.models import LogisticRegression
from shrinkage.penalties import L1, L2, ElasticNet, Penalty
from shrinkage.selection.cross_validation import check_data, check_fold_classes, cross_validate
from shrinkage.selection.fits import (
    FittedPath,
    check_model,
    check_penalty,
    fit_rows_without_penalty,
    with_penalty,
)
from shrinkage.selection.measures import MEASURES, measures_of
from shrinkage.selection.splits import check_splits, k_folds, random_splits
from shrinkage.selection.verdict import NONE, PenaltyComparison
from shrinkage.validation import check_choice, check_count, check_flag, check_number

__all__ = ["choose_penalty"]


def choose_penalty(
    model: Any,
    X: Any,
    y: Any,
    *,
    penalties: Mapping[str, Penalty] | None = None,
    n_splits: int = 20,
    test_size: float = 0.25,
    splits: Sequence[tuple[Any, Any]] | None = None,
    n_folds: int = 5,
    lams: Any = None,
    n_lams: int = 50,
    rule: str = "best",
    standardize: bool = True,
    measure: str | None = None,
    errors_apart: float = 2.0,
    seed: int = 0,
) -> PenaltyComparison:
    """Compare no penalty, L1, L2 and elastic net on rows that took no part in any choice.

    In each split: choose λ for each penalty by cross-validation on the training part, fit the
    training part with it, and judge that fit once on the test part.

    Parameters
    ----------
    model : LinearRegression or LogisticRegression
        What to fit. Its own penalty is replaced by each of those compared.
    X : array_like of shape (n, p)
        Features.
    y : array_like of shape (n,)
        Targets, or labels of two classes.
    penalties : mapping of str to Penalty, optional
        What to compare with no penalty, by name; each λ is replaced by those tried. By default
        "L1", "L2", and "elastic net" with α = ½.
    n_splits : int
        How many random splits, 2 or more. (For logistic regression they are stratified.)
    test_size : float or int
        Share or number of the rows that test in each.
    splits : sequence of (train, test), optional
        Your own, as row numbers, instead of random ones: `k_folds(n, 10)`, say.
    n_folds : int
        Folds of the cross-validation inside a training part.
    lams : array_like of shape (m,), optional
        The λ to try for every penalty. By default a logarithmic grid that suits penalty and
        training part.
    n_lams : int
        How many λ the default grid has.
    rule : {"best", "one standard error"}
        Which λ of the cross-validation to take: the one with the lowest loss, or the largest one
        within a standard error of it.
    standardize : bool
        Whether features are standardized, always by training rows alone.
    measure : str, optional
        What is reported: "R2" (the default) or "mean squared error" for linear regression,
        "accuracy" (the default) or "log-loss" for logistic. All are computed; see
        `PenaltyComparison.by`. λ is always chosen by the loss.
    errors_apart : float
        How many corrected standard errors make a difference count.
    seed : int
        Of all splits and folds.

    Returns
    -------
    PenaltyComparison
        Scores for each split, a summary, and a verdict, which may be "neither".

    Raises
    ------
    TypeError, ValueError
        If the data or an argument are not as stated, or a part has too few rows (of a class).

    Notes
    -----
    Three penalties are compared, so chance has three tries: with two corrected standard errors a
    false alarm is rarer than one in twenty for each, not for all three. On separable classes
    unpenalised logistic regression has no minimum; L2 with λ = 1e-6 stands for it there.

    References
    ----------
    Nadeau and Bengio (2003), "Inference for the generalization error", Machine Learning 52,
    239-281. Varma and Simon (2006), "Bias in error estimation when using cross-validation for
    model selection", BMC Bioinformatics 7, 91.

    Examples
    --------
    >>> from shrinkage import LinearRegression
    >>> from shrinkage.datasets import load_prostate
    >>> prostate = load_prostate()
    >>> result = choose_penalty(LinearRegression(), prostate.X, prostate.y, n_splits=5, n_lams=10)
    >>> result.verdict
    'neither'
    """
    model = check_model(model, needs_lam=False)
    X, y = check_data(model, X, y)
    penalties = _check_penalties(penalties)
    check_choice("rule", rule, ("best", "one standard error"))
    check_flag("standardize", standardize)
    errors_apart = check_number("errors_apart", errors_apart, minimum=0.0)
    loss, score = measures_of(model)
    measure = check_choice("measure", score if measure is None else measure, (loss, score))
    stratify = isinstance(model, LogisticRegression)
    if splits is None:
        splits = random_splits(
            len(y),
            check_count("n_splits", n_splits, minimum=2),
            test_size=test_size,
            labels=y if stratify else None,
            seed=seed,
        )
    pairs = check_splits("splits", splits, len(y))
    check_fold_classes("splits", model, y, pairs)
    # Folds that have nothing to do with the draw of the splits.
    fold_seeds = np.random.default_rng([check_count("seed", seed, minimum=0), 1]).integers(
        2**31, size=len(pairs)
    )

    names = (NONE, *penalties)
    scores_of = {name: np.empty((len(pairs), len(names))) for name in (loss, score)}
    chosen: list[list[_Chosen]] = []
    for number, (train, test) in enumerate(pairs):
        # All penalties are tried on the same folds.
        folds = k_folds(
            len(train),
            n_folds,
            labels=y[train] if stratify else None,
            seed=int(fold_seeds[number]),
        )
        fits = [_Chosen(fit_rows_without_penalty(model, X[train], y[train], standardize), 0, False)]
        for penalty in penalties.values():
            tried = cross_validate(
                with_penalty(model, penalty),
                X[train],
                y[train],
                lams,
                folds=folds,
                n_lams=n_lams,
                standardize=standardize,
            )
            at = tried.best_index if rule == "best" else tried.one_se_index
            fits.append(_Chosen(tried.fitted, at, tried.search_ended_too_soon))
        chosen.append(fits)
        for column, (path, at, _) in enumerate(fits):
            outputs = path.outputs(X[test])[[at]]
            for name, values in scores_of.items():
                values[number, column] = MEASURES[name].of(outputs, y[test])[0]
    lams_chosen = np.array([[path.lams[at] for path, at, _ in fits] for fits in chosen])
    n_without_minimum = int(np.count_nonzero(lams_chosen[:, 0]))
    lams_chosen[:, 0] = np.nan
    result = PenaltyComparison(
        names=names,
        scores_of=scores_of,
        measure=loss,
        lams=lams_chosen,
        ended_too_soon=np.array([[fit.ended_too_soon for fit in fits] for fits in chosen]),
        coefs=np.array([[path.coefs[at] for path, at, _ in fits] for fits in chosen]),
        splits=tuple(pairs),
        n_without_minimum=n_without_minimum,
        errors_apart=errors_apart,
        model=model,
    )
    return result.by(measure)


class _Chosen(NamedTuple):
    """The fits for all λ, and which of them was chosen."""

    path: FittedPath
    at: int
    ended_too_soon: bool


def _check_penalties(penalties: Any) -> dict[str, Penalty]:
    if penalties is None:
        return {"L1": L1(1.0), "L2": L2(1.0), "elastic net": ElasticNet(1.0, 0.5)}
    if not isinstance(penalties, Mapping) or not penalties:
        raise TypeError(
            "penalties must be a dict of names and penalties such as "
            f'{{"L1": L1(1), "L2": L2(1)}}, with one at least; got {penalties!r}.'
        )
    for name, penalty in penalties.items():
        if not isinstance(name, str) or name == NONE:
            raise ValueError(
                f'Each name in penalties must be a text other than "{NONE}" (which is compared in '
                f"any case), got {name!r}."
            )
        check_penalty(f"penalties[{name!r}]", penalty)
    return dict(penalties)
