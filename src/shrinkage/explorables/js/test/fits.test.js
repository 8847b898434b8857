import assert from "node:assert/strict";
import test from "node:test";

import {
  L1, L2, LogLoss, Matrix, Objective, SquaredError, eigen, fitPolynomial, gradientDescent, judge,
  lamGrid, lamMax, lassoPath, leastSquares, logSteps, lossAlong, makeClassification,
  makePolynomial, makeRegression, newton, polynomialAt, ridgePath, splitRows, standardize,
} from "../core/index.js";

const overlapping = () => makeClassification(60, 3, { useful: 2, seed: 1 });

test("ten times larger weights claim more certainty and are right just as often", () => {
  const { X, y } = overlapping();
  const objective = new Objective(X, y, LogLoss);
  const { theta } = newton(objective);
  const larger = theta.map((one) => 10 * one);
  const [one, ten] = [theta, larger].map((weights) => judge(objective.outputs(weights), y));
  assert.equal(one.accuracy, ten.accuracy);
  assert.ok(ten.confidence > one.confidence);
  assert.ok(objective.value(larger) > objective.value(theta));
});

test("an exact fit is found from far away too, and its gradient vanishes", () => {
  const { X, y } = overlapping();
  const objective = new Objective(X, y, LogLoss, new L2(0.01));
  const { theta } = newton(objective);
  for (const start of [[30, -30, 5, 40], [-1e3, 1e3, 0, 0]]) {
    const far = newton(objective, { start });
    assert.ok(far.converged && far.stationarity < 1e-12);
    far.theta.forEach((one, j) => assert.ok(Math.abs(one - theta[j]) < 1e-10));
  }
});

test("features beyond all measure end the search, not the program", () => {
  const { X, y } = overlapping();
  const huge = new Matrix(X.n, X.p, X.values.map((one) => 1e200 * one));
  assert.equal(newton(new Objective(huge, y, LogLoss)).converged, false);
  assert.equal(newton(new Objective(huge, y, SquaredError)).converged, false);
});

test("Newton's method refuses L1", () => {
  const { X, y } = overlapping();
  assert.throws(() => newton(new Objective(X, y, LogLoss, new L1(0.1))), /second derivatives/);
});

test("steps are recorded from 0 to the last, closely at first", () => {
  const steps = logSteps(1000);
  assert.deepEqual(steps.slice(0, 6), [0, 1, 2, 3, 4, 5]);
  assert.equal(steps.at(-1), 1000);
  assert.ok(steps.every((one, k) => k === 0 || one > steps[k - 1]));
  assert.deepEqual(logSteps(1), [0, 1]);
});

test("gradient descent at the default rate never goes uphill and ends at the minimum", () => {
  const { X, y } = overlapping();
  for (const [loss, penalty] of [[LogLoss, new L2(0.05)], [SquaredError, new L2(0.05)]]) {
    const objective = new Objective(X, y, loss, penalty);
    const { weights } = gradientDescent(objective, { steps: logSteps(3000) });
    const values = weights.map((theta) => objective.value(theta));
    assert.ok(values.every((one, k) => k === 0 || one <= values[k - 1] * (1 + 1e-15)));
    const { theta } = newton(objective);
    weights.at(-1).forEach((one, j) => assert.ok(Math.abs(one - theta[j]) < 1e-9));
  }
});

test("a learning rate that is none is refused, by name", () => {
  const { X, y } = overlapping();
  const objective = new Objective(X, y, LogLoss);
  assert.throws(
    () => gradientDescent(objective, { steps: [0, 1], learningRate: 0 }),
    /learningRate must be finite and > 0, got 0/,
  );
});

test("a polynomial of degree 11 passes through 12 points", () => {
  const { x, y } = makePolynomial(12, { noise: 0.3, seed: 1 });
  const at = polynomialAt(fitPolynomial(x, y, 11), x);
  at.forEach((one, i) => assert.ok(Math.abs(one - y[i]) < 1e-10));
});

test("least squares leave residuals that no feature can explain", () => {
  const { X, y } = makeRegression(30, 6, { seed: 4 });
  for (const lam of [0, 0.2]) {
    const objective = new Objective(X, y, SquaredError, new L2(lam));
    assert.ok(objective.stationarity(leastSquares(X, y, lam)) < 1e-14);
  }
});

test("eigenvectors are orthonormal and put the matrix together again", () => {
  const Q = makeRegression(20, 7, { seed: 2, correlation: 0.9 }).X.gram();
  const { values, vectors } = eigen(Q);
  for (let i = 0; i < 7; i++) {
    for (let j = 0; j < 7; j++) {
      let [product, entry] = [0, 0];
      for (let k = 0; k < 7; k++) {
        product += vectors.values[i * 7 + k] * vectors.values[j * 7 + k];
        entry += values[k] * vectors.values[k * 7 + i] * vectors.values[k * 7 + j];
      }
      assert.ok(Math.abs(product - (i === j ? 1 : 0)) < 1e-14);
      assert.ok(Math.abs(entry - Q.values[i * 7 + j]) < 1e-12);
    }
  }
});

function path(correlation) {
  const { X: raw, y } = makeRegression(60, 30, { weights: [3, -2, 1], correlation, seed: 3 });
  const { X } = standardize(raw);
  const lams = lamGrid(lamMax(X, y) * 1.1, 1e-4, 80);
  return { X, y, lams };
}

test("every point of a lasso path satisfies the conditions of a minimum", () => {
  for (const correlation of [0, 0.95]) {
    const { X, y, lams } = path(correlation);
    const { coefs, intercepts } = lassoPath(X, y, lams);
    lams.forEach((lam, k) => {
      const theta = [...coefs.values.subarray(k * 30, (k + 1) * 30), intercepts[k]];
      assert.ok(new Objective(X, y, SquaredError, new L1(lam)).stationarity(theta) < 1e-11);
    });
    const alive = coefs.toRows().map((row) => row.filter((one) => one !== 0).length);
    assert.equal(alive[0], 0);
    assert.ok(alive.at(-1) > 20);
  }
});

test("every point of a ridge path satisfies the conditions of a minimum, and none is 0", () => {
  const { X, y, lams } = path(0.95);
  const { coefs, intercepts } = ridgePath(X, y, lams);
  lams.forEach((lam, k) => {
    const theta = [...coefs.values.subarray(k * 30, (k + 1) * 30), intercepts[k]];
    assert.ok(new Objective(X, y, SquaredError, new L2(lam)).stationarity(theta) < 1e-11);
  });
  assert.ok(coefs.values.every((one) => one !== 0));
});

test("a λ below 0 is refused, by name and place", () => {
  const { X, y } = path(0);
  assert.throws(() => lassoPath(X, y, [1, -1]), /lams\[1\] must be finite and >= 0, got -1/);
  assert.throws(() => ridgePath(X, y.slice(1), [1]), /y must hold 60 numbers, got 59/);
});

test("one more feature, or more noise, leaves the rest of the data as it was", () => {
  const few = makeRegression(20, 4, { weights: [1, 2], noise: 0, seed: 6 });
  const more = makeRegression(20, 5, { weights: [1, 2], noise: 0, seed: 6 });
  few.X.toRows().forEach((row, i) => assert.deepEqual(more.X.toRows()[i].slice(0, 4), row));
  assert.deepEqual(few.y, more.y);
  const [half, whole] = [0.5, 1].map((noise) =>
    makeRegression(20, 4, { weights: [1, 2], noise, seed: 6 }).y.map((one, i) => one - few.y[i]),
  );
  whole.forEach((one, i) => assert.ok(Math.abs(one - 2 * half[i]) < 1e-14));
});

test("rows are split in their order, and too few are refused", () => {
  const [first, others] = splitRows({ X: Matrix.fromRows([[1], [2], [3]]), y: [4, 5, 6] }, 2);
  assert.deepEqual([first.X.toRows(), first.y], [[[1], [2]], [4, 5]]);
  assert.deepEqual([others.X.toRows(), others.y], [[[3]], [6]]);
  assert.throws(() => splitRows(first, 2), /rows must be finite and >= 1 and <= 1, got 2/);
});

test("with 40 rows and 20 features, validation is best within ten steps and then far worse", () => {
  const data = makeClassification(240, 20, { useful: 2, steepness: 3, seed: 11 });
  const [training, validation] = splitRows(data, 40);
  const objective = new Objective(training.X, training.y, LogLoss);
  const history = gradientDescent(objective, { steps: logSteps(1000) });
  const loss = lossAlong(history, new Objective(validation.X, validation.y, LogLoss));
  const best = loss.indexOf(Math.min(...loss));
  assert.equal(history.steps[best], 8);
  assert.ok(loss.at(-1) > 6 * loss[best] && loss[0] > 1.5 * loss[best]);
  assert.ok(history.loss.at(-1) < 0.05 && history.norm.at(-1) > 15);
});

test("12 points and degree 11: weights near 100,000, and near 2 with λ = 0.001", () => {
  const { x, y } = makePolynomial(12, { noise: 0.2, equallySpaced: false, seed: 9 });
  const most = (lam) => Math.max(...fitPolynomial(x, y, 11, lam).subarray(0, 11).map(Math.abs));
  assert.ok(most(0) > 9e4 && most(0) < 1.1e5);
  assert.ok(most(1e-3) > 2 && most(1e-3) < 3);
});
