"""The exercises of chapter 7, Corners and paths."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from shrinkage.check.answers import in_words, read_numbers
from shrinkage.check.exercise import Exercise, FunctionExercise, Mistake, OpenExercise
from shrinkage.datasets import load_diabetes, load_prostate
from shrinkage.models import LinearRegression
from shrinkage.paths import lasso_path
from shrinkage.penalties import L1, L2, soft_threshold
from shrinkage.selection import Standardizer

__all__ = ["EXERCISES", "MEASUREMENTS", "share_left"]


# 7.1: the budget that a price leads to.


def _made(seed: int, rows: int, p: int, lam: float) -> tuple[Any, ...]:
    rng = np.random.default_rng(seed)
    X = (rng.normal(size=(rows, p)) * rng.uniform(0.5, 3, p) + rng.uniform(-4, 4, p)).round(1)
    X[:, 1] = (X[:, 0] + X[:, 1]).round(1)
    y = (7 + X @ rng.uniform(-3, 3, p) + rng.normal(size=rows)).round(1)
    return X, y, lam


def _lasso(X: np.ndarray, y: np.ndarray, lam: float) -> LinearRegression:
    return LinearRegression(penalty=L1(lam)).fit(X, y)


def _weights(X: np.ndarray, y: np.ndarray, lam: float) -> np.ndarray:
    weights: np.ndarray = _lasso(X, y, lam).coef_
    return weights


def _free(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    weights: np.ndarray = LinearRegression().fit(X, y).coef_
    return weights


def _ridge(X: np.ndarray, y: np.ndarray, lam: float) -> np.ndarray:
    weights: np.ndarray = LinearRegression(penalty=L2(lam)).fit(X, y).coef_
    return weights


def _sum(w: np.ndarray) -> float:
    return float(np.abs(w).sum())


def _objective(X: np.ndarray, y: np.ndarray, lam: float) -> float:
    model = _lasso(X, y, lam)
    return float(np.mean((model.predict(X) - y) ** 2)) / 2 + lam * _sum(model.coef_)


def _of_lasso(size: Callable[[np.ndarray], Any]) -> Callable[..., Any]:
    return lambda X, y, lam: size(_weights(X, y, lam))


_BUDGET = FunctionExercise(
    to_do="Complete the function: fit with L1(lam), then sum the sizes of the weights.",
    praise="This t, as a budget, leads to the very same weights, on these rows.",
    solution=lambda X, y, lam: _sum(_weights(X, y, lam)),
    cases=[_made(0, 12, 2, 0.5), _made(1, 15, 3, 1.0), _made(2, 20, 3, 0.2)],
    mistakes=[
        Mistake("These are the weights. t is their size, the sum of |w|.", _of_lasso(lambda w: w)),
        Mistake("Take the absolute values first: a negative weight has its price, too.",
                _of_lasso(np.sum)),
        Mistake("This is the length √(Σw²) of the weights, the size that L2 limits. A diamond "
                "limits Σ|w|.", _of_lasso(np.linalg.norm)),
        Mistake("This is Σw². A diamond limits Σ|w|.", _of_lasso(lambda w: np.sum(w**2))),
        Mistake("This is the largest |w|. t is the sum of all.",
                _of_lasso(lambda w: np.abs(w).max())),
        Mistake("This counts the weights that are not 0. t is the sum of their sizes.",
                _of_lasso(np.count_nonzero)),
        Mistake("This is the mean of |w|. t is the sum.", _of_lasso(lambda w: np.abs(w).mean())),
        Mistake("This is λ · t, what the penalty adds to the loss. The budget is t alone.",
                lambda X, y, lam: lam * _sum(_weights(X, y, lam))),
        Mistake("The bias is in your sum. It has no price, so it uses up no budget.",
                lambda X, y, lam: (
                    _sum(_weights(X, y, lam)) + abs(float(_lasso(X, y, lam).intercept_)))),
        Mistake("This is what least squares uses. The penalty is missing: "
                "LinearRegression(penalty=L1(lam)).", lambda X, y, lam: _sum(_free(X, y))),
        Mistake("These are the weights of L2. The budget of a diamond belongs to L1.",
                lambda X, y, lam: _sum(_ridge(X, y, lam))),
        Mistake("This is the length of the weights of L2. Here it is L1, and Σ|w|.",
                lambda X, y, lam: np.linalg.norm(_ridge(X, y, lam))),
        Mistake("This is the soft threshold of the least-squares weights. These features are "
                "correlated, and then L1 gives something else.",
                lambda X, y, lam: _sum(soft_threshold(_free(X, y), lam))),
        Mistake("The λ is too large by the factor n. Our loss is a mean over the rows, so the "
                "penalty is not multiplied by their number.",
                lambda X, y, lam: _sum(_weights(X, y, lam * len(y)))),
        Mistake("The λ is too small by the factor n. The penalty is not a mean over the rows.",
                lambda X, y, lam: _sum(_weights(X, y, lam / len(y)))),
        Mistake("The λ is too large by the factor 2. Our loss has a ½ in it.",
                lambda X, y, lam: _sum(_weights(X, y, 2 * lam))),
        Mistake("The λ is too small by the factor 2. L1 = Σ|w| has no ½ in front.",
                lambda X, y, lam: _sum(_weights(X, y, lam / 2))),
        Mistake("The features were standardized. The exercise takes them as they are.",
                lambda X, y, lam: _sum(_weights(Standardizer().fit_transform(X), y, lam))),
        Mistake("There is no bias in your model, but these targets do not have mean 0. Leave "
                "fit_intercept as it is.", lambda X, y, lam: _sum(
                    LinearRegression(penalty=L1(lam), fit_intercept=False).fit(X, y).coef_)),
        Mistake("This is the share of what least squares uses. The budget is Σ|w| itself.",
                lambda X, y, lam: _sum(_weights(X, y, lam)) / _sum(_free(X, y))),
        Mistake("λ is subtracted from what least squares uses. A price is paid for each unit; fit "
                "with L1(lam), and see how much is left.",
                lambda X, y, lam: _sum(_free(X, y)) - lam),
        Mistake("The sum is taken first and the absolute value then, so weights of different signs"
                " cancel. Swap the two.",
                _of_lasso(lambda w: abs(float(w.sum())))),
        Mistake("This is half the sum of squares, the penalty of L2. A diamond limits Σ|w|.",
                _of_lasso(lambda w: np.sum(w**2) / 2)),
        Mistake("The target was put in standard deviations. It stays as it is.",
                lambda X, y, lam: _sum(_weights(X, (y - y.mean()) / y.std(), lam))),
        Mistake("This is the objective, loss + λ · t. The budget is t alone.",
                _objective),
    ],
)  # fmt: skip


# 7.2: the λ at which the second of two weights comes in.


def _second_in(z1: float, z2: float, r: float) -> float:
    apart = z2 - r * z1
    return apart / (1 - r) if apart > 0 else -apart / (1 + r)


_SECOND_IN = FunctionExercise(
    to_do="Complete the function: at which λ is what is left for the second, z2 − r(z1 − λ), as "
    "large as λ or as low as −λ?",
    praise="And the lasso's own path has its knot there.",
    solution=_second_in,
    cases=[(0.8, 0.6, 0.5), (0.9, -0.3, 0.4), (1.0, 0.2, 0.6), (0.7, 0.4, -0.3), (1.0, -0.6, -0.2)],
    mistakes=[
        Mistake("This is |z2|, where the second would come in by itself. The first feature is in "
                "the model already, and has taken a part of its work.",
                lambda z1, z2, r: abs(z2)),
        Mistake("This is z1, where the first comes in.", lambda z1, z2, r: z1),
        Mistake("This is what is left for the second when the first has its full weight z1. At the "
                "λ we look for, the first has only z1 − λ.", lambda z1, z2, r: abs(z2 - r * z1)),
        Mistake("This is z2 − r·z1, what is left when the first has its full weight z1. At the λ "
                "we look for, the first has only z1 − λ.", lambda z1, z2, r: z2 - r * z1),
        Mistake("This is right where the second comes in with a positive weight. Where it comes in "
                "with a negative one, what is left is −λ, not λ.",
                lambda z1, z2, r: (z2 - r * z1) / (1 - r)),
        Mistake("This is right where the second comes in with a negative weight. Where it comes in "
                "with a positive one, what is left is λ, not −λ.",
                lambda z1, z2, r: -(z2 - r * z1) / (1 + r)),
        Mistake("The size of z2 − r·z1 is not enough: its sign decides between 1 − r and 1 + r.",
                lambda z1, z2, r: abs(z2 - r * z1) / (1 - r)),
        Mistake("The size of z2 − r·z1 is not enough: its sign decides between 1 + r and 1 − r.",
                lambda z1, z2, r: abs(z2 - r * z1) / (1 + r)),
        Mistake("The two cases are swapped: with z2 − r·z1 above 0 what is left is λ, so the "
                "denominator is 1 − r.", lambda z1, z2, r: (
                    (z2 - r * z1) / (1 + r) if z2 > r * z1 else -(z2 - r * z1) / (1 - r))),
        Mistake("This is the second's least-squares weight, in size. Soft thresholding it is the "
                "rule that failed.", lambda z1, z2, r: abs(z2 - r * z1) / (1 - r**2)),
        Mistake("This is the second's least-squares weight. Soft thresholding it is the rule that "
                "failed.", lambda z1, z2, r: (z2 - r * z1) / (1 - r**2)),
        Mistake("The sign is missing in the second case: λ is never negative.",
                lambda z1, z2, r: (
                    (z2 - r * z1) / (1 - r) if z2 > r * z1 else (z2 - r * z1) / (1 + r))),
        Mistake("This is z1 − z2, and leaves out the correlation. What is left for the second "
                "depends on r.",
                lambda z1, z2, r: z1 - z2),
        Mistake("This is z1 − |z2|, and leaves out the correlation. What is left for the second "
                "depends on r.",
                lambda z1, z2, r: z1 - abs(z2)),
        Mistake("The sign of z2 decides here. It is the sign of z2 − r·z1 that does: the first has"
                " taken its part.",
                lambda z1, z2, r: (
                    (z2 - r * z1) / (1 - r) if z2 > 0 else -(z2 - r * z1) / (1 + r))),
        Mistake("The sign of r decides here. It is the sign of z2 − r·z1 that does.",
                lambda z1, z2, r: (
                    (z2 - r * z1) / (1 - r) if r > 0 else -(z2 - r * z1) / (1 + r))),
        Mistake("This is the weight that the first has there, z1 − λ. The λ is asked for.",
                lambda z1, z2, r: z1 - _second_in(z1, z2, r)),
        Mistake("This is the smaller of the two candidates. One of them is below 0, and no λ is.",
                lambda z1, z2, r: min((z2 - r * z1) / (1 - r), -(z2 - r * z1) / (1 + r))),
        Mistake("The sign of r is dropped. The denominator is 1 − r or 1 + r with r as it is, and "
                "the sign of z2 − r·z1 decides which.",
                lambda z1, z2, r: abs(z2 - r * z1) / (1 - abs(r))),
        Mistake("These are both candidates. Only one of them is above 0: return that one.",
                lambda z1, z2, r: [(z2 - r * z1) / (1 - r), -(z2 - r * z1) / (1 + r)]),
    ],
)  # fmt: skip


# 7.3: who leaves when, read from a path.


def _rounded_knots(X: np.ndarray, y: np.ndarray, lowest: float) -> list[tuple[float, int, bool]]:
    knots = lasso_path(X, y, [lowest], knots=True).knots or ()
    return [(float(f"{knot.lam:.4g}"), knot.feature, knot.enters) for knot in knots]


def _standardized(data: Any) -> tuple[np.ndarray, np.ndarray]:
    return Standardizer().fit_transform(data.X), data.y - data.y.mean()


_KNOTS = [
    (_rounded_knots(*_standardized(load_diabetes()), 0.001),),
    ([(9.0, 2, True), (7.5, 0, True), (6.0, 2, False), (4.0, 1, True), (2.5, 0, False),
      (2.0, 2, True), (0.5, 0, True)],),
    (_rounded_knots(*_standardized(load_prostate()), 0.001),),
]  # fmt: skip


def _leaving(knots: Sequence[tuple[float, int, bool]]) -> list[int]:
    highest = _extreme(knots, max)
    return sorted(highest, key=highest.__getitem__)


def _extreme(
    knots: Sequence[tuple[float, int, bool]], choose: Callable[[float, float], float]
) -> dict[int, float]:
    found: dict[int, float] = {}
    for lam, feature, _ in knots:
        found[feature] = choose(lam, found.get(feature, lam))
    return found


def _by_lowest(knots: Sequence[tuple[float, int, bool]]) -> list[int]:
    lowest = _extreme(knots, min)
    return sorted(lowest, key=lowest.__getitem__)


_LEAVING = FunctionExercise(
    to_do="Complete the function: for each feature, find the largest λ at which it has a knot; "
    "then sort.",
    praise="For a feature that comes back, only its last leave counts.",
    solution=_leaving,
    cases=_KNOTS,
    mistakes=[
        Mistake("This is the order in which they come in, while λ falls. Let λ grow.",
                lambda knots: _leaving(knots)[::-1]),
        Mistake("This goes by the first time that each leaves. A feature can come back; find where "
                "it leaves for good.", _by_lowest),
        Mistake("This goes by the first time that each leaves, and from large λ to small.",
                lambda knots: _by_lowest(knots)[::-1]),
        Mistake("Some features are in your list more than once. Each leaves for good only once.",
                lambda knots: [feature for _, feature, _ in knots][::-1]),
        Mistake("This is the feature of every knot, as listed. Each once, from small λ to large.",
                lambda knots: [feature for _, feature, _ in knots]),
        Mistake("Here some features are twice: each row with enters=True was taken. A feature that "
                "came back has two of them; the one with the larger λ counts.",
                lambda knots: [feature for _, feature, enters in knots if enters][::-1]),
        Mistake("These are the features with a knot where enters is False, on the way down. They "
                "came back; all others leave, too, when λ grows.",
                lambda knots: [feature for _, feature, enters in knots if not enters]),
        Mistake("These are the λ. Which feature leaves at each?",
                lambda knots: sorted(_extreme(knots, max).values())),
        Mistake("This is sorted by the features' numbers. Sort by λ.",
                lambda knots: sorted(_extreme(knots, max))),
        Mistake("Features that leave once on the way down are missing. They came back, and when λ "
                "grows they leave for good like all others.",
                lambda knots: [one for one in _leaving(knots)
                               if one not in {j for _, j, enters in knots if not enters}]),
        Mistake("These are pairs of a λ and a feature. The features alone are asked for, each "
                "once.",
                lambda knots: [(lam, feature) for lam, feature, _ in knots][::-1]),
        Mistake("This is the feature with the largest λ alone, the last to leave. All are asked "
                "for, in order.",
                lambda knots: [_leaving(knots)[-1]]),
    ],
)  # fmt: skip


# 7.4 (open): a strong penalty without a zero, and a weak one with one.

MEASUREMENTS = load_prostate().feature_names
STRONG, WEAK = 0.2, 0.8


def share_left(pair: Sequence[str], lam: float) -> tuple[float, int]:
    """Return what L1 leaves of two prostate measurements, all 97 men, standardized.

    Parameters
    ----------
    pair : sequence of str
        Two names of measurements.
    lam : float
        λ, at least 0.

    Returns
    -------
    share : float
        Σ|w| over its value for least squares.
    zeros : int
        How many of the two weights are exactly 0.
    """
    X, y = _standardized(load_prostate().select(list(pair)))
    w = lasso_path(X, y, [lam]).coefs[0]
    return _sum(w) / _sum(_free(X, y)), int(np.sum(w == 0))


def _pair_objection(name: str, pair: Any) -> str | None:
    if (
        isinstance(pair, str)
        or not isinstance(pair, Sequence)
        or not all(isinstance(one, str) for one in pair)
    ):
        return f"{name} is a list of two names, such as ['lcavol', 'svi']."
    unknown = [one for one in pair if one not in MEASUREMENTS]
    if unknown:
        return f"{unknown[0]!r} is none of the measurements: {', '.join(MEASUREMENTS)}."
    if len(pair) != 2 or pair[0] == pair[1]:
        return f"{name} holds two measurements, and they must differ; got {list(pair)}."
    return None


def _two_pairs_objection(answer: Any) -> str | None:
    try:
        both, lam_both, single, lam_single = answer
    except (TypeError, ValueError):
        return "Hand in four things: [both, lam_both, single, lam_single]."
    told = []
    for name, pair, lam in (("both", both, lam_both), ("single", single, lam_single)):
        objection = _pair_objection(name, pair)
        if objection:
            return objection
        strength = float(read_numbers(lam, ()))
        if strength < 0:
            return f"lam_{name} is a strength, 0 or more; this is {in_words(lam)}."
        told.append((name, strength, *share_left(pair, strength)))
    for name, lam, share, zeros in told:
        gone = {0: "neither weight is 0", 1: "one weight is 0", 2: "both weights are 0"}[zeros]
        said = f"{name}: at λ = {lam:.4g}, {share:.1%} of Σ|w| is left, and {gone}."
        if name == "both" and zeros:
            return f"{said} Keep both: take a smaller λ, or a pair whose second comes in sooner."
        if name == "both" and share > STRONG:
            return f"{said} At most 20% is asked for: take a larger λ."
        if name == "single" and zeros != 1:
            how = "smaller" if zeros else "larger"
            return f"{said} Exactly one is to be 0: take a {how} λ, or another pair."
        if name == "single" and share < WEAK:
            return (
                f"{said} At least 80% is asked for: take a smaller λ, or a pair of which one "
                "feature leaves hardly anything for the other."
            )
    return None


_TWO_PAIRS = OpenExercise(
    to_do="Choose two pairs of measurements and a λ for each, then run this cell again.",
    praise="So neither is a zero a sign of a strong penalty, nor does a strong one have to give "
    "one.",
    objection=_two_pairs_objection,
)


EXERCISES: dict[str, Exercise] = {
    "7.1": _BUDGET,
    "7.2": _SECOND_IN,
    "7.3": _LEAVING,
    "7.4": _TWO_PAIRS,
}
