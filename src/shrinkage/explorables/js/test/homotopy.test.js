import assert from "node:assert/strict";
import test from "node:test";

import { followLasso, weightsAlong } from "../core/homotopy.js";
import { Matrix, lassoPath, lamGrid, makeRegression } from "../core/index.js";
import { columnStatistics } from "../core/linear_algebra.js";

function quadratic(X, y) {
  const { n, p } = X;
  const { mean } = columnStatistics(X);
  const centered = new Matrix(n, p, X.values.map((one, at) => one - mean[at % p]));
  const Q = centered.gram();
  for (let at = 0; at < Q.values.length; at++) Q.values[at] /= n;
  return { Q, c: centered.transposedTimes(y.map((one) => one / n)) };
}

test("the lines give the weights of the active-set method, with the same zeros", () => {
  let knots = 0;
  for (const [p, correlation, seed] of [[1, 0, 0], [6, 0.5, 1], [30, 0.5, 4], [30, 0.95, 2]]) {
    const weights = [3, 2.4, 1.8, 1.2, -1.5, 0.7].slice(0, p);
    const { X, y } = makeRegression(40, p, { weights, noise: 2, correlation, seed });
    const { Q, c } = quadratic(X, y);
    const lams = lamGrid(20, 1e-5, 60);
    const lines = followLasso(Q, c, 1e-6);
    knots += lines.lams.length;
    const found = weightsAlong(lines, lams, p);
    const wanted = lassoPath(X, y, lams).coefs;
    found.values.forEach((one, at) => {
      assert.ok(Math.abs(one - wanted.values[at]) < 1e-10);
      assert.equal(one === 0, wanted.values[at] === 0);
    });
  }
  // Some features come, go, and come back.
  assert.ok(knots > 67);
});

test("orthogonal features come one by one, where λ is their slope", () => {
  const Q = Matrix.fromRows([[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
  const lines = followLasso(Q, [1, -3, 0.25], 1e-6);
  assert.deepEqual([lines.lams, lines.features], [[3, 1, 0.25], [1, 0, 2]]);
  assert.deepEqual(weightsAlong(lines, [4, 2, 0.5], 3).toRows(), [
    [0, 0, 0], [0, -1, 0], [0.5, -2.5, 0],
  ]);
});

test("features that depend on each other are refused", () => {
  const Q = Matrix.fromRows([[1, 1], [1, 1]]);
  assert.throws(() => followLasso(Q, [2, 1.9999], 1e-6), /Q must be positive definite/);
});
