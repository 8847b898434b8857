"""The key of problem set 1: weights, training and over-fitting.

Each student has 120 deliveries: the first 40 to train on, the other 80 held out. Three columns
have to do with being late, nine do not. Data sets are drawn until over-fitting is plain to see and
neither a matter of the first steps nor of the last ones.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from coursework.assignment import Assignment, Columns, PartlyRight, Question, WrittenQuestion
from shrinkage.check.exercise import Exercise, FunctionExercise, Mistake, ValueExercise

ROWS, TRAINING = 120, 40
STEPS, RATE = 2000, 0.1
SHOWN = (0, 10, 100, 1000, 2000)
# (name, unit, mean, standard deviation, true weight of a standard deviation)
MATTER = (
    ("distance_km", 12.0, 3.0, 1.2),
    ("rain_mm", 6.0, 1.4, 0.9),
    ("riders", 9.0, 2.0, -0.9),
)
USELESS = 9
# Of a data set: the best step, how much higher the held-out loss ends, and the share of late ones.
BEST_STEP = (20, 600)
RISE = (1.15, 4.0)
LATE = (0.3, 0.7)


def draw(rng: np.random.Generator) -> dict[str, Any]:
    """Return the columns of one student's deliveries, `late` last."""
    while True:
        Z = rng.normal(size=(ROWS, len(MATTER) + USELESS))
        score = Z[:, : len(MATTER)] @ [weight for *_, weight in MATTER]
        late = (rng.random(ROWS) < probability(score[:, None], np.ones(1), 0.0)).astype(float)
        columns = {
            name: np.round(mean + spread * Z[:, j], 2)
            for j, (name, mean, spread, _) in enumerate(MATTER)
        }
        for j in range(USELESS):
            columns[f"sensor_{j + 1}"] = np.round(Z[:, len(MATTER) + j], 3)
        columns["late"] = late
        if _fair(columns):
            return columns


def _fair(columns: Columns) -> bool:
    share = columns["late"][:TRAINING].mean()
    if not LATE[0] <= share <= LATE[1]:
        return False
    held_out = course(columns)[0][:, 1]
    best = int(held_out.argmin())
    return (
        BEST_STEP[0] <= best <= BEST_STEP[1] and RISE[0] <= held_out[-1] / held_out.min() <= RISE[1]
    )


def table(columns: Columns) -> tuple[np.ndarray, np.ndarray]:
    """Return features (n × p) and labels (n)."""
    names = [name for name in columns if name != "late"]
    return np.column_stack([columns[name] for name in names]), np.asarray(columns["late"])


def probability(X: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Return the logistic of X @ w + b, without an overflow."""
    return 0.5 * (1 + np.tanh((X @ w + b) / 2))


def standardize(X_train: np.ndarray, X_new: np.ndarray) -> np.ndarray:
    """Return X_new in units of the training rows."""
    return (X_new - X_train.mean(axis=0)) / X_train.std(axis=0)


def log_loss(y: np.ndarray, p: np.ndarray) -> np.floating:
    """Return the mean log-loss."""
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))


def gradient(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Return the slopes of the mean log-loss, the bias's last."""
    error = probability(X, w, b) - y
    return np.append(X.T @ error, error.sum()) / len(y)


def train(
    Z: np.ndarray, y: np.ndarray, Z_new: np.ndarray, y_new: np.ndarray, change: str = ""
) -> tuple[np.ndarray, np.ndarray]:
    """Return both losses after each step ((STEPS + 1) × 2), and the parameters.

    `change` makes a mistake: "no bias" leaves it at 0, "sum" forgets to divide the slopes by n.
    """
    parameters = np.zeros((STEPS + 1, Z.shape[1] + 1))
    losses = np.empty((STEPS + 1, 2))
    for step in range(STEPS + 1):
        w, b = parameters[step, :-1], parameters[step, -1]
        for which, (rows, labels) in enumerate(((Z, y), (Z_new, y_new))):
            score = rows @ w + b
            losses[step, which] = np.mean(np.logaddexp(0, np.where(labels == 1, -score, score)))
        if step < STEPS:
            slopes = gradient(Z, y, w, b)
            if change == "no bias":
                slopes[-1] = 0
            elif change == "sum":
                slopes = slopes * len(y)
            parameters[step + 1] = parameters[step] - RATE * slopes
    return losses, parameters


def _course(columns: Columns, change: str) -> tuple[np.ndarray, np.ndarray]:
    X, y = table(columns)
    Z = standardize(X if change == "all rows" else X[:TRAINING], X)
    if change == "new rows":
        Z[TRAINING:] = standardize(X[TRAINING:], X[TRAINING:])
    return train(Z[:TRAINING], y[:TRAINING], Z[TRAINING:], y[TRAINING:], change)


@lru_cache(maxsize=32)
def _kept(data: bytes, names: tuple[str, ...], change: str) -> tuple[np.ndarray, np.ndarray]:
    columns = dict(zip(names, np.frombuffer(data).reshape(len(names), -1), strict=True))
    return _course(columns, change)


def course(columns: Columns, change: str = "") -> tuple[np.ndarray, np.ndarray]:
    """Return what training on one student's data gives; the last few are kept.

    `change` makes a mistake: those of `train`, "all rows" standardizes by all of them, "new rows"
    standardizes the held-out rows by themselves.
    """
    data = np.array([columns[name] for name in columns], dtype=float).tobytes()
    return _kept(data, tuple(columns), change)


def carried_on(of: Callable[[np.ndarray, np.ndarray], Any], columns: Columns) -> list[Mistake]:
    """Return what earlier mistakes lead to: they are not to be paid for twice.

    `of` takes the losses and the parameters of a training, and returns the question's answer.
    """
    told = "This follows from question {}, and is right apart from that."
    return [
        PartlyRight(told.format(2), lambda: of(*course(columns, "new rows")), share=0.9),
        PartlyRight(told.format(2), lambda: of(*course(columns, "all rows")), share=0.9),
        PartlyRight(told.format(4), lambda: of(*course(columns, "sum")), share=0.9),
    ]


def _sample(columns: Columns) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a few standardized rows, their labels, and weights, to call functions with."""
    X, y = table(columns)
    Z = standardize(X[:TRAINING], X)[:10, :4]
    return Z, y[:10], np.array([0.8, -0.5, 0.3, 0.1])


def ask_probability(columns: Columns) -> Exercise:
    """Return question 1."""
    Z, _, w = _sample(columns)
    return FunctionExercise(
        to_do="Write probability(X, w, b): the logistic function of each row's score.",
        praise="A score of any size becomes a probability, and 0 becomes one half.",
        solution=probability,
        cases=[(Z, w, 0.4), (Z, -w, -1.5), (np.zeros((3, 2)), np.ones(2), 0.0)],
        mistakes=[
            PartlyRight(
                "These are the scores: put each through 1 / (1 + exp(−score)).",
                lambda X, w, b: X @ w + b,
                share=1 / 3,
            ),
            PartlyRight(
                "The bias is missing from the score.",
                lambda X, w, b: probability(X, w, 0.0),
                share=1 / 2,
            ),
            PartlyRight(
                "These are the probabilities of class 0: the sign of the score is turned round.",
                lambda X, w, b: 1 - probability(X, w, b),
                share=1 / 2,
            ),
            Mistake(
                "These are classes, 0 or 1. A probability says how sure the model is.",
                lambda X, w, b: (X @ w + b > 0).astype(float),
            ),
        ],
    )


def ask_standardize(columns: Columns) -> Exercise:
    """Return question 2."""
    X, _ = table(columns)
    return FunctionExercise(
        to_do="Write standardize(X_train, X_new).",
        praise="New rows are measured by the rows that were trained on, and by nothing else.",
        solution=standardize,
        cases=[(X[:TRAINING], X[TRAINING:]), (X[:TRAINING], X[:TRAINING])],
        mistakes=[
            PartlyRight(
                "The new rows are standardized by their own mean and standard deviation. Use those "
                "of the training rows: a model may not look at the rows it is judged by.",
                lambda old, new: standardize(new, new),
                share=1 / 3,
            ),
            PartlyRight(
                "Mean and standard deviation are those of all rows together. The held-out rows "
                "leak into the training this way: use the training rows alone.",
                lambda old, new: standardize(np.vstack([old, new]), new),
                share=1 / 3,
            ),
            PartlyRight(
                "The standard deviation divides by n − 1 here. The course divides by n, which is "
                "NumPy's own choice.",
                lambda old, new: (new - old.mean(axis=0)) / old.std(axis=0, ddof=1),
                share=2 / 3,
            ),
            PartlyRight(
                "The mean is taken off, and the division by the standard deviation is missing.",
                lambda old, new: new - old.mean(axis=0),
                share=1 / 3,
            ),
            Mistake(
                "One mean and one standard deviation were taken of the whole table: each column "
                "has its own (axis=0).",
                lambda old, new: (new - old.mean()) / old.std(),
            ),
        ],
    )


def ask_log_loss(columns: Columns) -> Exercise:
    """Return question 3."""
    Z, y, w = _sample(columns)
    cases = [(y, probability(Z, w, 0.2)), (np.array([1.0, 0.0, 1.0]), np.array([0.9, 0.8, 0.5]))]
    return FunctionExercise(
        to_do="Write log_loss(y, p): the mean of −log of what each row's true class was given.",
        praise="A confident mistake costs much, an honest doubt little.",
        solution=log_loss,
        cases=cases,
        mistakes=[
            PartlyRight(
                "This is the sum over the rows: take the mean.",
                lambda y, p: log_loss(y, p) * len(y),
                share=2 / 3,
            ),
            PartlyRight(
                "The sign is turned round: a loss is least when all is right, and never below 0.",
                lambda y, p: -log_loss(y, p),
                share=2 / 3,
            ),
            PartlyRight(
                "The logarithm is to base 2 or 10: the course uses the natural one, np.log.",
                lambda y, p: log_loss(y, p) / np.log(2),
                share=2 / 3,
            ),
            PartlyRight(
                "The logarithm is to base 2 or 10: the course uses the natural one, np.log.",
                lambda y, p: log_loss(y, p) / np.log(10),
                share=2 / 3,
            ),
            PartlyRight(
                "Rows of class 0 cost nothing here. They cost −log(1 − p).",
                lambda y, p: -np.mean(y * np.log(p)),
                share=1 / 3,
            ),
            Mistake(
                "This is the mean squared error of the probabilities, not the log-loss.",
                lambda y, p: np.mean((y - p) ** 2),
            ),
        ],
    )


def ask_gradient(columns: Columns) -> Exercise:
    """Return question 4."""
    Z, y, w = _sample(columns)

    def other(change: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
        return lambda X, y, w, b: change(gradient(X, y, w, b), X, y, w, b)

    def with_curve(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
        p = probability(X, w, b)
        error = (p - y) * p * (1 - p)
        return np.append(X.T @ error, error.sum()) / len(y)

    return FunctionExercise(
        to_do="Write gradient(X, y, w, b): one number for each weight, then one for the bias.",
        praise="Each weight is pulled by the errors of the rows in which its feature is large.",
        solution=gradient,
        cases=[(Z, y, w, 0.4), (Z, y, np.zeros(4), 0.0), (-Z, 1 - y, w, -1.0)],
        mistakes=[
            PartlyRight(
                "These are sums over the rows: divide by the number of rows, as the loss is a "
                "mean.",
                other(lambda g, X, y, w, b: g * len(y)),
                share=3 / 5,
            ),
            PartlyRight(
                "The sign is turned round: the error is p − y. A step against this gradient "
                "would climb.",
                other(lambda g, X, y, w, b: -g),
                share=3 / 5,
            ),
            PartlyRight(
                "The weights' slopes are right. The bias's is a sum here: it is the mean error.",
                other(lambda g, X, y, w, b: np.append(g[:-1], g[-1] * len(y))),
                share=4 / 5,
            ),
            PartlyRight(
                "The weights' slopes are right, and the bias's is missing.",
                other(lambda g, X, y, w, b: g[:-1]),
                share=3 / 5,
            ),
            PartlyRight(
                "The bias's slope comes first here: it is asked for last.",
                other(lambda g, X, y, w, b: np.roll(g, 1)),
                share=4 / 5,
            ),
            PartlyRight(
                "There is a factor 2 too much: it belongs to the squared error, not to the "
                "log-loss.",
                other(lambda g, X, y, w, b: 2 * g),
                share=3 / 5,
            ),
            PartlyRight(
                "There is a factor p·(1 − p) too much: it belongs to the squared error. For the "
                "log-loss it cancels.",
                with_curve,
                share=2 / 5,
            ),
        ],
    )


def ask_losses(columns: Columns) -> Exercise:
    """Return question 5."""

    def shown(losses: np.ndarray, _: Any = None) -> np.ndarray:
        return losses[list(SHOWN)]

    def shifted() -> np.ndarray:
        losses = course(columns)[0]
        return losses[[min(step + 1, STEPS) for step in SHOWN]]

    return ValueExercise(
        to_do="Set losses to five rows (steps 0, 10, 100, 1000, 2000) of two numbers: the log-loss "
        "on the training rows, then on the held-out rows.",
        praise="Training never stops to gain, and the rows that it has not seen pay for it.",
        solution=lambda: shown(course(columns)[0]),
        mistakes=[
            PartlyRight(
                "The two columns are exchanged: training rows first, held-out rows second.",
                lambda: shown(course(columns)[0])[:, ::-1],
                share=4 / 5,
            ),
            PartlyRight(
                "The bias stayed at 0: it is trained like the weights.",
                lambda: shown(course(columns, "no bias")[0]),
                share=2 / 5,
            ),
            PartlyRight(
                "Each loss is one step late: write it down before the step, so that the first row "
                "is that of weights of 0.",
                shifted,
                share=3 / 5,
            ),
            *carried_on(shown, columns),
        ],
        tolerance=1e-5,
    )


def ask_best_step(columns: Columns) -> Exercise:
    """Return question 6."""

    def best() -> int:
        return int(course(columns)[0][:, 1].argmin())

    return ValueExercise(
        to_do="Set best_step to the step, from 0 to 2000, after which the held-out loss is least.",
        praise="Here it would have paid to stop. Only the held-out rows could tell.",
        solution=best,
        mistakes=[
            Mistake(
                "This is where the training loss is least: always the last step. Ask the "
                "held-out rows.",
                lambda: STEPS,
            ),
            PartlyRight(
                "This is one too many: step 0 is the start, before any step.",
                lambda: best() + 1,
                share=2 / 3,
            ),
            PartlyRight(
                "This is one too few: step 0 is the start, before any step.",
                lambda: best() - 1,
                share=2 / 3,
            ),
            *carried_on(lambda losses, _: int(losses[:, 1].argmin()), columns),
        ],
        tolerance=1e-9,
    )


def ask_sizes(columns: Columns) -> Exercise:
    """Return question 7."""

    def sizes(
        losses: np.ndarray, parameters: np.ndarray, size: Callable[[np.ndarray], Any]
    ) -> np.ndarray:
        return np.array([size(parameters[step]) for step in (losses[:, 1].argmin(), STEPS)])

    def at_both(size: Callable[[np.ndarray], Any]) -> np.ndarray:
        return sizes(*course(columns), size)

    def length(one: np.ndarray) -> np.floating:
        return np.linalg.norm(one[:-1])

    return ValueExercise(
        to_do="Set sizes to two numbers: the length ‖w‖ of the weights at best_step, and at step "
        "2000.",
        praise="The weights went on growing, long after growing had stopped to help.",
        solution=lambda: at_both(length),
        mistakes=[
            PartlyRight(
                "The bias is in it: the size of a model's weights leaves it out.",
                lambda: at_both(np.linalg.norm),
                share=2 / 3,
            ),
            PartlyRight(
                "These are squared lengths: the root is missing.",
                lambda: at_both(lambda one: one[:-1] @ one[:-1]),
                share=2 / 3,
            ),
            PartlyRight(
                "These are sums of absolute weights: ‖w‖ is the root of the sum of squares.",
                lambda: at_both(lambda one: np.abs(one[:-1]).sum()),
                share=1 / 3,
            ),
            PartlyRight(
                "The two are exchanged: best_step first.",
                lambda: at_both(length)[::-1],
                share=2 / 3,
            ),
            *carried_on(lambda *found: sizes(*found, length), columns),
            PartlyRight(
                "This follows from question 6: the first number is the length at your best_step.",
                lambda: np.repeat(length(course(columns)[1][STEPS]), 2),
                share=0.9,
            ),
        ],
        tolerance=1e-5,
    )


ASSIGNMENT = Assignment(
    name="ps1",
    title="Problem set 1. Weights, training, over-fitting",
    data_file="ps1_data.csv",
    draw=draw,
    questions=[
        Question("probability", "Question 1. A probability", 3, "probability", ask_probability),
        Question("standardize", "Question 2. One unit for all", 3, "standardize", ask_standardize),
        Question("log-loss", "Question 3. Error as a number", 3, "log_loss", ask_log_loss),
        Question("gradient", "Question 4. Which way is down?", 5, "gradient", ask_gradient),
        Question("losses", "Question 5. Train, and watch", 5, "losses", ask_losses),
        Question("best-step", "Question 6. Where to stop", 3, "best_step", ask_best_step),
        Question("sizes", "Question 7. The fingerprint", 3, "sizes", ask_sizes),
        WrittenQuestion(
            "report",
            "Question 8. Report",
            5,
            [
                (1, "Says which loss kept falling and which turned, with the student's numbers."),
                (1, "Says why: 12 weights can fit what is chance in 40 rows."),
                (1, "Connects the size of the weights with claims that are too sure."),
                (
                    1,
                    "Says that best_step was chosen by the held-out rows, so that their loss "
                    "there flatters, and what would mend it (a third part of the rows).",
                ),
                (
                    1,
                    "Names one condition under which training on would have done no harm "
                    "(many more rows, fewer features).",
                ),
            ],
        ),
    ],
    seconds=60,
    megabytes=2048,
)
