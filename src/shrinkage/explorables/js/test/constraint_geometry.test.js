import assert from "node:assert/strict";
import test from "node:test";

import {
  Random, curvature, minimizePenalized, minimizeWithin, quadraticLoss, zeroMap, zeros,
} from "../core/index.js";

const near = (got, wanted, tol = 1e-9) =>
  assert.ok(Math.abs(got - wanted) <= tol * Math.max(1, Math.abs(wanted)), `${got} for ${wanted}`);

const norm = (kind, [x, y]) => (kind === "l1" ? Math.abs(x) + Math.abs(y) : Math.hypot(x, y));

function* problems() {
  const random = new Random(3);
  for (let k = 0; k < 200; k++) {
    const A = curvature(random.uniform() * Math.PI, 1 + 9 * random.uniform());
    yield { A, center: [4 * random.uniform() - 2, 4 * random.uniform() - 2], random };
  }
}

test("contours have the angle and the stretch that were asked for", () => {
  const A = curvature(0.5, 4);
  const along = quadraticLoss(A, [0, 0], [4 * Math.cos(0.5), 4 * Math.sin(0.5)]);
  const across = quadraticLoss(A, [0, 0], [-Math.sin(0.5), Math.cos(0.5)]);
  near(along, across);
  near(A[0] * A[2] - A[1] * A[1], 1);
});

test("no point within the budget has a smaller loss", () => {
  for (const { A, center, random } of problems()) {
    for (const kind of ["l1", "l2"]) {
      const { w, loss } = minimizeWithin(A, center, kind, 0.8);
      assert.ok(norm(kind, w) <= 0.8 * (1 + 1e-12));
      for (let k = 0; k < 20; k++) {
        const other = [random.normal(), random.normal()];
        const scale = Math.min(1, 0.8 / norm(kind, other));
        assert.ok(quadraticLoss(A, center, other.map((one) => one * scale)) >= loss - 1e-12);
        // And near by, pulled back into the budget.
        const close = w.map((one) => one + 1e-4 * random.normal());
        const pulled = Math.min(1, 0.8 / norm(kind, close));
        assert.ok(quadraticLoss(A, center, close.map((one) => one * pulled)) >= loss - 1e-12);
      }
    }
  }
});

test("λ and the budget belong to each other, both ways", () => {
  for (const { A, center } of problems()) {
    for (const kind of ["l1", "l2"]) {
      const penalized = minimizePenalized(A, center, kind, 0.4);
      const within = minimizeWithin(A, center, kind, penalized.budget);
      within.w.forEach((one, j) => near(one, penalized.w[j]));
      if (penalized.budget > 0) near(within.lam, 0.4, 1e-8);
      const back = minimizePenalized(A, center, kind, minimizeWithin(A, center, kind, 0.5).lam);
      near(back.budget, Math.min(0.5, norm(kind, center)));
    }
  }
});

test("extremes of budget and strength give numbers, and zeros where they must", () => {
  const A = curvature(0.3, 1000);
  for (const kind of ["l1", "l2"]) {
    for (const center of [[0, 0], [1, 0], [-3, 3], [1e-9, 2]]) {
      assert.deepEqual(minimizeWithin(A, center, kind, 0).w, [0, 0]);
      assert.deepEqual(minimizeWithin(A, center, kind, 100).w, center);
      assert.equal(minimizeWithin(A, center, kind, 100).lam, 0);
      assert.deepEqual(minimizePenalized(A, center, kind, 0).w, center);
      for (const size of [1e-12, 1e-3, 1, 1e12]) {
        const { w, lam, loss } = minimizeWithin(A, center, kind, size);
        assert.ok([...w, lam, loss].every(Number.isFinite));
        assert.ok(minimizePenalized(A, center, kind, size).w.every(Number.isFinite));
      }
    }
  }
  assert.deepEqual(minimizePenalized(A, [2, 1], "l1", 1e9).w, [0, 0]);
  assert.ok(minimizePenalized(A, [2, 1], "l2", 1e9).w.every((one) => one !== 0));
});

test("the map of centers tells of each what its solution tells", () => {
  const A = curvature(0.7, 3);
  const xs = Float64Array.from({ length: 41 }, (_, k) => (k - 20) / 8);
  const ys = xs.slice(5, 33);
  for (const kind of ["l1", "l2"]) {
    const maps = [
      [zeroMap(A, kind, { lam: 0.6 }, xs, ys), (c) => minimizePenalized(A, c, kind, 0.6).w],
      [zeroMap(A, kind, { budget: 0.9 }, xs, ys), (c) => minimizeWithin(A, c, kind, 0.9).w],
      [zeroMap(A, kind, { budget: 0 }, xs, ys), () => [0, 0]],
    ];
    for (const [map, solution] of maps) {
      ys.forEach((y, i) => xs.forEach((x, j) => {
        assert.equal(map[i * xs.length + j], zeros(solution([x, y])));
      }));
    }
  }
  const found = new Set(zeroMap(A, "l1", { lam: 0.6 }, xs, ys));
  assert.deepEqual([...found].sort(), [0, 1, 2, 3]);
});

test("what is no kind, no stretch, no budget is refused, by name", () => {
  const [A, center] = [[1, 0, 1], [1, 1]];
  assert.throws(() => minimizeWithin(A, center, "l3", 1), /kind must be "l1" or "l2", got l3/);
  assert.throws(() => minimizeWithin(A, center, "l1", -1), /budget must be .* got -1/);
  assert.throws(() => minimizePenalized(A, center, "l2", NaN), /lam must be .* got NaN/);
  assert.throws(() => curvature(0, 0.5), /stretch must be finite and >= 1, got 0.5/);
});
