"""Wrong answers that students may well write, formulated by themselves, and what they are told."""

from __future__ import annotations

import numpy as np
import pytest
from exercises import assert_told

from shrinkage import L1, LinearRegression, soft_threshold


def logistic(z):
    return 1 / (1 + np.exp(-z))


def typical(X, y, w, b):
    return np.sqrt(np.mean((X @ w + b - y) ** 2))


def slopes(X, y, w, b):
    return X.T @ (X @ w + b - y) / len(y)


def ridge(X, y, lam):
    n, p = X.shape
    C = X - X.mean(axis=0)
    return np.linalg.solve(C.T @ C / n + lam * np.eye(p), C.T @ (y - y.mean()) / n)


def lasso(X, y, lam):
    return LinearRegression(penalty=L1(lam)).fit(X, y)


def shuffled(y, seed):
    return np.random.default_rng(seed).permutation(len(y))


def on_scale(train, test, X, y):
    Z = (X - X[train].mean(axis=0)) / X[train].std(axis=0)
    return Z[train], Z[test], y[train], y[test]


WRONG = [
    (
        "1.1",
        lambda X, w, b: logistic(np.sum(X * w) + b),
        "This adds up the scores of all birds, and is one probability",
    ),
    (
        "1.1",
        lambda X, w, b: logistic(X * w + b),
        "Each weight times its measurement is still by itself here",
    ),
    ("1.1", lambda X, w, b: logistic(w @ X + b), "shapes don't go together"),
    ("1.1", lambda X, w, b: np.tanh(X @ w + b), "This is tanh, which goes from −1 to 1"),
    (
        "1.1",
        lambda X, w, b: np.exp(X @ w + b) / (1 + np.exp(-(X @ w + b))),
        "The numerator is eᶻ, and should be 1",
    ),
    ("1.1", lambda X, w, b: logistic(X[0] @ w + b), "This is the first bird alone"),
    ("1.3", lambda m, w, b: -b / w[0], "This is the depth for a bird of typical mass"),
    (
        "1.3",
        lambda m, w, b: -(w[0] * m + b) / w[0],
        "The mass is multiplied by w[0], the weight of the depth",
    ),
    (
        "1.3",
        lambda m, w, b: -(w[1] * m + b) / np.linalg.norm(w),
        "This divides by the size of w, as for a distance from the li",
    ),
    ("1.3", lambda m, w, b: 17 - (w[1] * m + b) / w[0], "17 mm are added"),
    ("1.3", lambda m, w, b: -(w[1] * (m - 4.2) + b) / w[0], "4.2 kg are subtracted from the mass"),
    ("2.1", lambda p, y: -np.mean(np.log(p[y == 1])), "The mean goes over the males alone"),
    (
        "2.1",
        lambda p, y: -np.mean(y * np.log(p) + (1 - y) * (1 - np.log(p))),
        "1 − log(p) is not log(1 − p)",
    ),
    (
        "2.1",
        lambda p, y: -np.median(np.log(np.where(y == 1, p, 1 - p))),
        "This is the median over the birds",
    ),
    (
        "2.2",
        lambda X, y, w, b: np.append(
            X.T @ (logistic(X @ w + b) - y) / len(y), b * np.mean(logistic(X @ w + b) - y)
        ),
        "The bias's slope is multiplied by b",
    ),
    (
        "2.2",
        lambda X, y, w, b: np.append(
            X.T @ (logistic(X @ w + b) - y) / X.shape[1], np.mean(logistic(X @ w + b) - y)
        ),
        "The weights' slopes are divided by the number of features",
    ),
    (
        "2.2",
        lambda X, y, w, b: np.append(
            X.mean(axis=0) * np.mean(logistic(X @ w + b) - y), np.mean(logistic(X @ w + b) - y)
        ),
        "The means are taken too early",
    ),
    (
        "2.2",
        lambda X, y, w, b: (
            X.T @ (logistic(X @ w + b) - y) / len(y),
            np.mean(logistic(X @ w + b) - y),
        ),
        "Make one vector",
    ),
    (
        "2.2",
        lambda X, y, w, b: np.append(
            w * (X.T @ (logistic(X @ w + b) - y)) / len(y), np.mean(logistic(X @ w + b) - y)
        ),
        "The slopes are multiplied by the weights",
    ),
    (
        "2.2",
        lambda X, y, w, b: np.append(
            X.T @ np.abs(logistic(X @ w + b) - y) / len(y), np.mean(np.abs(logistic(X @ w + b) - y))
        ),
        "The errors have lost their sign",
    ),
    ("2.3", [0.5, 0.25, 77.9], "share_left is in percent"),
    ("2.3", [0.25, 0.125, (1 - 0.00125) ** 100], "Both rates are halved"),
    (
        "3.1",
        lambda X, y, n, seed: (lambda o: on_scale(o[:n], o[n + 1 :], X, y))(shuffled(y, seed)),
        "1 row is in neither part",
    ),
    (
        "3.1",
        lambda X, y, n, seed: (lambda o: (*on_scale(o[:n], o[n:], X, y)[:2], y[:n], y[n:]))(
            shuffled(y, seed)
        ),
        "Features and targets no longer belong together",
    ),
    (
        "3.2",
        lambda A, B, c, d, w, b: abs(typical(B, d, w, b) - typical(A, c, w, b)),
        "The sign of the gap is lost",
    ),
    (
        "3.2",
        lambda A, B, c, d, w, b: (typical(B, d, w, b) - typical(A, c, w, b)) / typical(A, c, w, b),
        "The gap is divided by the error on the training rows",
    ),
    (
        "3.2",
        lambda A, B, c, d, w, b: np.mean(B @ w + b - d) - np.mean(A @ w + b - c),
        "These are mean errors with their signs, and those above and",
    ),
    (
        "3.2",
        lambda A, B, c, d, w, b: np.std(B @ w + b - d) - np.std(A @ w + b - c),
        "These are standard deviations of the errors",
    ),
    (
        "3.3",
        lambda s, t, h: (
            s[np.flatnonzero(np.diff(h) > 0)[0] + 1] if (np.diff(h) > 0).any() else s[-1]
        ),
        "This is the step after the first rise",
    ),
    ("3.3", lambda s, t, h: s[np.argmax(h - t)], "This is where the gap is largest"),
    ("3.3", lambda s, t, h: np.argmin(h) + 1, "This is a place in the list, counted from 1"),
    ("3.3", lambda s, t, h: s[max(np.argmin(h) - 1, 0)], "This is the step before the best one"),
    ("3.3", lambda s, t, h: (s[np.argmin(h)], h.min()), "This is the step with its error"),
    (
        "3.3",
        lambda s, t, h: s[np.argmin(np.diff(h)) + 1],
        "This is where the held-back error falls the most",
    ),
    (
        "4.1",
        lambda X, y, w, b: max(
            0, np.min(np.where(y == 1, X @ w + b, -(X @ w + b))) / np.linalg.norm(w)
        ),
        "Below 0 it is cut off at 0",
    ),
    (
        "5.1",
        lambda x, y, lam: x @ y / (len(x) - 1) / (x @ x / (len(x) - 1) + lam),
        "The means are taken with n − 1",
    ),
    (
        "5.1",
        lambda x, y, lam: np.mean(x) * np.mean(y) / (np.mean(x**2) + lam),
        "This multiplies the two means, and both are 0",
    ),
    ("5.1", lambda x, y, lam: x @ y / (np.linalg.norm(x) + lam), "Below stands the length of x"),
    (
        "5.1",
        lambda x, y, lam: np.mean(x / x.std() * y) / (1 + lam),
        "The feature was put in standard deviations, and this is the",
    ),
    (
        "5.1",
        lambda x, y, lam: np.mean(x * y) / np.mean(x**2) + lam,
        "λ is added to the weight, in the end",
    ),
    (
        "5.1",
        lambda x, y, lam: np.mean(x * y) / (np.mean(x**2) * lam),
        "λ is multiplied with the mean of x²",
    ),
    (
        "5.2",
        lambda X, y, w, b, lam: np.append(
            (1 + lam) * X.T @ (X @ w + b - y) / len(y), np.mean(X @ w + b - y)
        ),
        "The slopes of the loss are multiplied by 1 + λ",
    ),
    (
        "5.2",
        lambda X, y, w, b, lam: np.append(
            X.T @ (X @ w + b - y) / len(y) + lam * np.linalg.norm(w), np.mean(X @ w + b - y)
        ),
        "λ times the size of w is added to each slope",
    ),
    (
        "5.3",
        lambda X, y, lam: (lambda w: np.append(w, y[0] - X[0] @ w))(ridge(X, y, lam)),
        "fitted to the first row",
    ),
    (
        "5.3",
        lambda X, y, lam: (lambda w: np.append(w, y.mean() - X.mean(0) @ w))(
            ridge(X, y, lam * X.shape[1])
        ),
        "λ is multiplied by the number of features",
    ),
    (
        "5.3",
        lambda X, y, lam: (lambda w: np.append(w, np.median(y) - X.mean(0) @ w))(ridge(X, y, lam)),
        "takes the median of y",
    ),
    (
        "5.3",
        lambda X, y, lam: (lambda M: np.append(M.coef_, M.intercept_))(
            LinearRegression(penalty=L1(lam)).fit(X, y)
        ),
        "These are the weights of L1",
    ),
    (
        "5.3",
        lambda X, y, lam: (lambda w: (w, y.mean() - X.mean(0) @ w))(ridge(X, y, lam)),
        "Make one vector",
    ),
    (
        "6.1",
        lambda z, lam: z * (np.abs(z) > lam) - lam,
        "λ is subtracted from everything in the end, from the zeros a",
    ),
    (
        "6.1",
        lambda z, lam: max(0, 1 - lam) * z,
        "This multiplies by 1 − λ, so each weight loses the same shar",
    ),
    ("6.1", lambda z, lam: z - lam if z > lam else z + lam if z < -lam else 0, "np.where chooses"),
    (
        "6.2",
        lambda X, y: np.abs(X.T @ ((y - y.mean()) / y.std())).max() / len(y),
        "y is divided by its standard deviation here",
    ),
    (
        "6.2",
        lambda X, y: np.abs(X.T @ (y - y.mean())).max() / (len(y) - 1),
        "This divides by n − 1",
    ),
    (
        "6.2",
        lambda X, y: np.linalg.norm(X.T @ (y - y.mean()) / len(y)),
        "This is the length of all slopes together",
    ),
    (
        "6.2",
        lambda X, y: np.abs(X.T @ (y - y.mean())).max() / X.shape[1],
        "This divides by the number of columns",
    ),
    (
        "6.2",
        lambda X, y: -(X.T @ (y - y.mean()) / len(y)).min(),
        "This is the largest slope with its sign turned",
    ),
    ("6.2", lambda X, y: np.abs(X * (y - y.mean())).max(), "shapes don't go together"),
    (
        "6.2",
        lambda X, y: np.abs(X * (y - y.mean())[:, None]).max(),
        "This is the largest product of a single row",
    ),
    (
        "6.3",
        lambda X, y, w, b, lam, r: soft_threshold(w - r * slopes(X, y, w, b), r),
        "The threshold is the rate alone",
    ),
    (
        "6.3",
        lambda X, y, w, b, lam, r: soft_threshold(w - r * slopes(X, y, w, y.mean()), r * lam),
        "The mean of y is taken for the bias",
    ),
    (
        "6.3",
        lambda X, y, w, b, lam, r: soft_threshold(w - r * slopes(X, y, w, b), lam / r),
        "The threshold is λ divided by the rate",
    ),
    (
        "6.3",
        lambda X, y, w, b, lam, r: (soft_threshold(w - r * slopes(X, y, w, b), r * lam), b),
        "Make one vector",
    ),
    (
        "6.3",
        lambda X, y, w, b, lam, r: soft_threshold(w - r * slopes(X, y, w, b) / len(y), r * lam),
        "The slopes are divided by n twice.",
    ),
    (
        "6.3",
        lambda X, y, w, b, lam, r: soft_threshold(
            w - r * len(y) * slopes(X, y, w, b), r * lam * len(y)
        ),
        "Slopes and threshold are both n times too large",
    ),
    (
        "6.3",
        lambda X, y, w, b, lam, r: soft_threshold(-r * slopes(X, y, w, b), r * lam),
        "The step starts from 0",
    ),
    (
        "6.3",
        lambda X, y, w, b, lam, r: (lambda v: v - r * lam * np.sign(v))(w - r * slopes(X, y, w, b)),
        "Nothing stops at 0",
    ),
    (
        "7.1",
        lambda X, y, lam: (
            np.mean((lasso(X, y, lam).predict(X) - y) ** 2) / 2
            + lam * np.abs(lasso(X, y, lam).coef_).sum()
        ),
        "This is the objective, loss + λ · t",
    ),
    (
        "7.1",
        lambda X, y, lam: (
            np.abs(lasso(X, y, lam).coef_).sum() / np.abs(LinearRegression().fit(X, y).coef_).sum()
        ),
        "This is the share of what least squares uses",
    ),
    (
        "7.1",
        lambda X, y, lam: np.abs(LinearRegression().fit(X, y).coef_).sum() - lam,
        "λ is subtracted from what least squares uses",
    ),
    (
        "7.1",
        lambda X, y, lam: abs(lasso(X, y, lam).coef_.sum()),
        "The sum is taken first and the absolute value then, so weigh",
    ),
    (
        "7.1",
        lambda X, y, lam: np.abs(lasso(X, (y - y.mean()) / y.std(), lam).coef_).sum(),
        "The target was put in standard deviations",
    ),
    (
        "7.1",
        lambda X, y, lam: np.sum(lasso(X, y, lam).coef_ ** 2) / 2,
        "This is half the sum of squares, the penalty of L2",
    ),
    ("7.2", lambda z1, z2, r: z1 - z2, "This is z1 − z2, and leaves out the correlation"),
    ("7.2", lambda z1, z2, r: z1 - abs(z2), "This is z1 − |z2|, and leaves out the correlation"),
    (
        "7.2",
        lambda z1, z2, r: (z2 - r * z1) / (1 - r) if z2 > 0 else -(z2 - r * z1) / (1 + r),
        "The sign of z2 decides here",
    ),
    (
        "7.2",
        lambda z1, z2, r: (z2 - r * z1) / (1 - r) if r > 0 else -(z2 - r * z1) / (1 + r),
        "The sign of r decides here",
    ),
    (
        "7.2",
        lambda z1, z2, r: (
            z1 - ((z2 - r * z1) / (1 - r) if z2 > r * z1 else -(z2 - r * z1) / (1 + r))
        ),
        "This is the weight that the first has there, z1 − λ",
    ),
    (
        "7.2",
        lambda z1, z2, r: min((z2 - r * z1) / (1 - r), -(z2 - r * z1) / (1 + r)),
        "This is the smaller of the two candidates",
    ),
    ("7.2", lambda z1, z2, r: abs(z2 - r * z1) / (1 - abs(r)), "The sign of r is dropped"),
    (
        "7.2",
        lambda z1, z2, r: [(z2 - r * z1) / (1 - r), -(z2 - r * z1) / (1 + r)],
        "These are both candidates",
    ),
    ("7.3", lambda k: [k[0][1]], "This is the feature with the largest λ alone, the last to le"),
    ("7.3", lambda k: [(lam, f) for lam, f, _ in k[::-1]], "These are pairs of a λ and a feature"),
    (
        "7.3",
        lambda k: [
            f
            for f in list(dict.fromkeys((f for _, f, _ in k)))[::-1]
            if f not in {g for _, g, e in k if not e}
        ],
        "Features that leave once on the way down are missing",
    ),
]


@pytest.mark.parametrize(
    ("name", "wrong", "said"), WRONG, ids=[f"{name}: {said[:40]}" for name, _, said in WRONG]
)
def test_a_plausible_wrong_answer_is_told_what_is_wrong(name, wrong, said):
    assert_told(name, wrong, said)
