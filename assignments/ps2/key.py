"""The key of problem set 2: both penalties, their steps, a path, and twins.

Each student has 100 flats: the first 60 to train on. Area and rooms nearly repeat each other, three
more columns have to do with the rent, five do not. Data sets are drawn until L1 drops exactly one
of the twins where the last question looks, and no weight is so close to entering or leaving that a
solver's last digits would decide.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from coursework.assignment import Assignment, Columns, PartlyRight, Question, WrittenQuestion
from shrinkage import lasso_path
from shrinkage.check.exercise import Exercise, FunctionExercise, Mistake, ValueExercise

ROWS, TRAINING = 100, 60
# (name, mean, standard deviation, what a standard deviation adds to the rent)
AREA = ("area_m2", 80.0, 16.0, 90.0)
ROOMS = ("rooms", 4.2, 0.8, 90.0)
OTHERS = (
    ("distance_km", 7.0, 1.4, -110.0),
    ("year_built", 1980.0, 15.0, 70.0),
    ("sun_hours", 6.0, 1.2, 40.0),
)
USELESS = 5
RENT, NOISE, RELATED = 1500.0, 120.0, 0.97
SHARES = (0.5, 0.1, 0.01)  # of λ_max
# Of a data set: the twins' correlation in training, the condition number of the features'
# correlations, and how far every weight is from entering or leaving at the three λ.
TWINS = (0.94, 0.99)
CONDITION = (40.0, 500.0)
CLEAR = 2e-3


def draw(rng: np.random.Generator) -> dict[str, Any]:
    """Return the columns of one student's flats, `rent` last."""
    while True:
        Z = rng.normal(size=(ROWS, 2 + len(OTHERS) + USELESS))
        Z[:, 1] = RELATED * Z[:, 0] + np.sqrt(1 - RELATED**2) * Z[:, 1]
        known = (AREA, ROOMS, *OTHERS)
        columns = {
            name: np.round(mean + spread * Z[:, j], 2)
            for j, (name, mean, spread, _) in enumerate(known)
        }
        for j in range(USELESS):
            columns[f"code_{j + 1}"] = np.round(Z[:, len(known) + j], 3)
        rent = RENT + Z[:, : len(known)] @ [weight for *_, weight in known]
        columns["rent"] = np.round(rent + NOISE * rng.normal(size=ROWS), 1)
        if _fair(columns):
            return columns


def _fair(columns: Columns) -> bool:
    Z, y = training(columns)
    related = Z.T @ Z / len(y)
    values = np.linalg.eigvalsh(related)
    if not TWINS[0] <= related[0, 1] <= TWINS[1]:
        return False
    if not CONDITION[0] <= values[-1] / values[0] <= CONDITION[1]:
        return False
    lams = lam_max(Z, y) * np.array(SHARES)
    coefs = lasso_path(Z, y, lams).coefs
    if np.count_nonzero(coefs[0, :2]) != 1:
        return False
    for lam, w in zip(lams, coefs, strict=True):
        pull = np.abs(Z.T @ (y - Z @ w)) / len(y) / lam
        if (pull[w == 0] > 1 - CLEAR).any():
            return False
        if (np.abs(w[w != 0]) < CLEAR * np.abs(w).max()).any():
            return False
    return True


def training(columns: Columns) -> tuple[np.ndarray, np.ndarray]:
    """Return the 60 training rows, standardized, and their rents from the mean."""
    names = [name for name in columns if name != "rent"]
    X = np.column_stack([columns[name] for name in names])[:TRAINING]
    y = np.asarray(columns["rent"])[:TRAINING]
    return (X - X.mean(axis=0)) / X.std(axis=0), y - y.mean()


def penalty(w: np.ndarray, lam: float, alpha: float) -> float:
    """Return λ times the mixture of both penalties."""
    return lam * (alpha * np.abs(w).sum() + (1 - alpha) / 2 * (w @ w))


def prox(w: np.ndarray, step: float, lam: float, alpha: float) -> np.ndarray:
    """Return the proximal step of the mixture: threshold, then shrink."""
    return _soft(w, step * lam * alpha) / (1 + step * lam * (1 - alpha))


def _soft(w: np.ndarray, strength: float) -> np.ndarray:
    return np.sign(w) * np.maximum(np.abs(w) - strength, 0)


def ridge(X: np.ndarray, y: np.ndarray, lam: float) -> np.ndarray:
    """Return the weights that make ½ MSE + ½ λ Σw² least."""
    n, p = X.shape
    return np.linalg.solve(X.T @ X / n + lam * np.eye(p), X.T @ y / n)


def lam_max(X: np.ndarray, y: np.ndarray) -> float:
    """Return the least λ at which all of the lasso's weights are 0."""
    return float(np.abs(X.T @ y).max() / len(y))


def lasso(columns: Columns, share: float) -> np.ndarray:
    """Return the lasso's weights at a share of λ_max."""
    Z, y = training(columns)
    return lasso_path(Z, y, [share * lam_max(Z, y)]).coefs[0]


def ask_penalty(columns: Columns) -> Exercise:
    """Return question 1."""
    w = np.array([1.5, -2.0, 0.0, 0.5])
    cases = [(w, 0.7, 0.3), (w, 2.0, 1.0), (-w[:3], 0.4, 0.0)]
    return FunctionExercise(
        to_do="Write penalty(w, lam, alpha).",
        praise="With alpha = 1 it is L1, with alpha = 0 it is L2, and in between a mixture.",
        solution=penalty,
        cases=cases,
        mistakes=[
            PartlyRight(
                "The ½ of the squares is missing: L2 is half the sum of squares.",
                lambda w, lam, alpha: lam * (alpha * np.abs(w).sum() + (1 - alpha) * (w @ w)),
                share=3 / 4,
            ),
            PartlyRight(
                "The shares are exchanged: alpha is the share of L1.",
                lambda w, lam, alpha: penalty(w, lam, 1 - alpha),
                share=1 / 2,
            ),
            PartlyRight(
                "λ multiplies only the first of the two: it belongs to both.",
                lambda w, lam, alpha: lam * alpha * np.abs(w).sum() + (1 - alpha) / 2 * (w @ w),
                share=1 / 2,
            ),
            PartlyRight("λ is missing.", lambda w, lam, alpha: penalty(w, 1.0, alpha), share=1 / 2),
            PartlyRight(
                "The squares are under a root: L2 is ½ Σw², not the length of w.",
                lambda w, lam, alpha: (
                    lam * (alpha * np.abs(w).sum() + (1 - alpha) / 2 * np.sqrt(w @ w))
                ),
                share=1 / 2,
            ),
            Mistake(
                "These are means over the weights: a penalty is a sum.",
                lambda w, lam, alpha: penalty(w, lam, alpha) / len(w),
            ),
        ],
    )


def ask_prox(columns: Columns) -> Exercise:
    """Return question 2."""
    w = np.array([3.0, -0.9, 0.05, 0.0, -2.2])
    cases = [(w, 0.5, 0.8, 0.25), (w, 0.5, 2.0, 1.0), (w, 2.0, 0.7, 0.0), (w, 0.3, 1.5, 0.6)]

    def hard(w: np.ndarray, step: float, lam: float, alpha: float) -> np.ndarray:
        kept = np.where(np.abs(w) > step * lam * alpha, w, 0.0)
        return kept / (1 + step * lam * (1 - alpha))

    def across(w: np.ndarray, step: float, lam: float, alpha: float) -> np.ndarray:
        moved = w - step * lam * alpha * np.sign(w)
        return moved / (1 + step * lam * (1 - alpha))

    return FunctionExercise(
        to_do="Write prox(w, step, lam, alpha): threshold first, then divide.",
        praise="L1's part makes exact zeros, L2's part shrinks what is left, and neither waits for "
        "a slope that does not exist at 0.",
        solution=prox,
        cases=cases,
        mistakes=[
            PartlyRight(
                "The step is missing: what counts is step · λ, in both parts.",
                lambda w, step, lam, alpha: prox(w, 1.0, lam, alpha),
                share=3 / 5,
            ),
            PartlyRight(
                "The threshold is right. The divisor lacks the step: 1 + step · λ · (1 − α).",
                lambda w, step, lam, alpha: _soft(w, step * lam * alpha) / (1 + lam * (1 - alpha)),
                share=4 / 5,
            ),
            PartlyRight(
                "The order is turned round: the threshold comes before the division.",
                lambda w, step, lam, alpha: _soft(
                    w / (1 + step * lam * (1 - alpha)), step * lam * alpha
                ),
                share=3 / 5,
            ),
            PartlyRight(
                "The shares are exchanged: alpha belongs to the threshold.",
                lambda w, step, lam, alpha: prox(w, step, lam, 1 - alpha),
                share=3 / 5,
            ),
            PartlyRight(
                "Small weights become 0, but the large ones lose nothing: that is the hard "
                "threshold, not the soft one.",
                hard,
                share=2 / 5,
            ),
            PartlyRight(
                "Weights near 0 change their sign: this is a step down the slope. The proximal "
                "step stops at 0.",
                across,
                share=2 / 5,
            ),
            PartlyRight(
                "L2's part is a step down its slope, w · (1 − step·λ·(1 − α)). The proximal step "
                "divides.",
                lambda w, step, lam, alpha: (
                    _soft(w, step * lam * alpha) * (1 - step * lam * (1 - alpha))
                ),
                share=3 / 5,
            ),
        ],
    )


def ask_ridge(columns: Columns) -> Exercise:
    """Return question 3."""
    Z, y = training(columns)
    cases = [(Z, y, 0.5), (Z[:20, :4], y[:20], 3.0)]

    def solved(change: Callable[[int, int, float], np.ndarray]) -> Callable[..., np.ndarray]:
        def answer(X: np.ndarray, y: np.ndarray, lam: float) -> np.ndarray:
            n, p = X.shape
            return np.linalg.solve(X.T @ X / n + change(n, p, lam), X.T @ y / n)

        return answer

    return FunctionExercise(
        to_do="Write ridge(X, y, lam) by solving p equations.",
        praise="λ on the diagonal is all that it takes, and the equations can be solved even where "
        "the features are not independent.",
        solution=ridge,
        cases=cases,
        mistakes=[
            PartlyRight(
                "λ is as in the sum of squares, not as in the mean: with the loss ½ MSE, λ stands "
                "beside XᵀX / n. (Many programs leave out the n. That is another λ.)",
                solved(lambda n, p, lam: lam / n * np.eye(p)),
                share=3 / 4,
            ),
            PartlyRight(
                "λ is twice what it should be: the penalty is ½ λ Σw².",
                solved(lambda n, p, lam: 2 * lam * np.eye(p)),
                share=3 / 4,
            ),
            PartlyRight(
                "λ is half of what it should be: the loss is ½ MSE.",
                solved(lambda n, p, lam: lam / 2 * np.eye(p)),
                share=3 / 4,
            ),
            Mistake(
                "These are the least-squares weights: λ has no say in them.",
                solved(lambda n, p, lam: 0.0 * np.eye(p)),
            ),
            PartlyRight(
                "λ was added to all entries of the matrix: it belongs on the diagonal.",
                solved(lambda n, p, lam: lam * np.ones((p, p))),
                share=1 / 2,
            ),
        ],
    )


def ask_lam_max(columns: Columns) -> Exercise:
    """Return question 4."""
    Z, y = training(columns)
    far = int(np.argmin(Z.T @ y))
    turned = Z * np.where(np.arange(Z.shape[1]) == far, 1, -np.sign(Z.T @ y))
    return FunctionExercise(
        to_do="Write lam_max(X, y).",
        praise="From this λ on, no feature pulls hard enough to leave 0.",
        solution=lam_max,
        # In the second, the hardest pull is to the negative side.
        cases=[(Z, y), (turned, y), (Z[:15, :3], y[:15])],
        mistakes=[
            PartlyRight(
                "A factor n is too much: the loss is a mean.",
                lambda X, y: lam_max(X, y) * len(y),
                share=2 / 3,
            ),
            PartlyRight(
                "A factor 2 is too much: the loss is half the mean squared error.",
                lambda X, y: 2 * lam_max(X, y),
                share=2 / 3,
            ),
            PartlyRight(
                "A feature may pull to either side: take the largest of the absolute values.",
                lambda X, y: float((X.T @ y).max() / len(y)),
                share=1 / 2,
            ),
            Mistake(
                "This is the place of the feature that pulls hardest. How hard does it pull?",
                lambda X, y: float(np.abs(X.T @ y).argmax()),
            ),
        ],
    )


def ask_lasso(columns: Columns) -> Exercise:
    """Return question 5."""
    Z, y = training(columns)
    n = len(y)

    def least_squares_on_kept() -> np.ndarray:
        w = lasso(columns, 0.1)
        kept = np.flatnonzero(w)
        w[kept] = np.linalg.lstsq(Z[:, kept], y, rcond=None)[0]
        return w

    return ValueExercise(
        to_do="Set w_lasso to the lasso's ten weights at λ = 0.1 · λ_max.",
        praise="Your own steps land where the solvers of the course do, exact zeros included.",
        solution=lambda: lasso(columns, 0.1),
        mistakes=[
            PartlyRight(
                "These are the weights at λ = 0.1. A tenth of λ_max is asked for.",
                lambda: lasso_path(Z, y, [0.1]).coefs[0],
                share=1 / 2,
            ),
            PartlyRight(
                "These are ridge's weights at that λ: none of them is 0.",
                lambda: ridge(Z, y, 0.1 * lam_max(Z, y)),
                share=1 / 6,
            ),
            PartlyRight(
                "λ is n times too small: the slope of the loss has to be a mean over the rows, "
                "as λ_max is.",
                lambda: lasso_path(Z, y, [0.1 * lam_max(Z, y) / n]).coefs[0],
                share=1 / 2,
            ),
            PartlyRight(
                "The right features are kept, and then fitted by least squares: the lasso's own "
                "weights are smaller.",
                least_squares_on_kept,
                share=1 / 2,
            ),
            Mistake(
                "These are the least-squares weights: λ has no say in them.",
                lambda: np.linalg.lstsq(Z, y, rcond=None)[0],
            ),
        ],
        tolerance=1e-4,
    )


def ask_kept(columns: Columns) -> Exercise:
    """Return question 6."""

    def counted() -> np.ndarray:
        return np.array([np.count_nonzero(lasso(columns, share)) for share in SHARES])

    features = len(columns) - 1
    return ValueExercise(
        to_do="Set kept to three numbers: how many weights are not 0 at 0.5, 0.1 and 0.01 times "
        "λ_max.",
        praise="The list of kept features is an answer to λ as much as to the data.",
        solution=counted,
        mistakes=[
            PartlyRight(
                "These are the numbers of zeros: the kept ones are asked for.",
                lambda: features - counted(),
                share=2 / 3,
            ),
            PartlyRight(
                "The order is turned round: 0.5 · λ_max comes first.",
                lambda: counted()[::-1],
                share=2 / 3,
            ),
            Mistake(
                "All features are kept at each λ: so it is under L2, or where steps hover around "
                "0 and never land on it.",
                lambda: np.full(3, features),
            ),
        ],
        tolerance=1e-9,
    )


ASSIGNMENT = Assignment(
    name="ps2",
    title="Problem set 2. Two penalties",
    data_file="ps2_data.csv",
    draw=draw,
    questions=[
        Question("penalty", "Question 1. What weights cost", 4, "penalty", ask_penalty),
        Question("prox", "Question 2. A step that lands on 0", 5, "prox", ask_prox),
        Question("ridge", "Question 3. L2 in one go", 4, "ridge", ask_ridge),
        Question("lam-max", "Question 4. Where everything is 0", 3, "lam_max", ask_lam_max),
        Question("w-lasso", "Question 5. Train with L1", 6, "w_lasso", ask_lasso),
        Question("kept", "Question 6. Read a path", 3, "kept", ask_kept),
        WrittenQuestion(
            "twins",
            "Question 7. The twin that was dropped",
            5,
            [
                (
                    1,
                    "Says which twin L1 keeps at half of λ_max, with both weights, and what L2 "
                    "does with the two.",
                ),
                (
                    1,
                    "Says why L1 drops one: beside its twin it lowers the loss by too little to "
                    "pay for its weight.",
                ),
                (1, "Says why L2 shares: half and half costs less than all in one."),
                (
                    1,
                    "Says that the dropped twin is not useless, and that which one goes is near "
                    "chance.",
                ),
                (1, "Names a way to see that: resample the rows, or take the kept twin out."),
            ],
        ),
    ],
    seconds=60,
    megabytes=2048,
)
