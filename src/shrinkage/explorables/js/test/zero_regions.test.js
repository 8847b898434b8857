import assert from "node:assert/strict";
import test from "node:test";

import {
  Random, curvature, minimizePenalized, minimizeWithin, zeros,
} from "../core/index.js";
import { area, cut, zeroLine, zeroRegions } from "../core/zero_regions.js";
import { converted, solve, state } from "../figures/constraint_geometry/index.js";

// Whether a point is inside a convex polygon; undefined if it is almost on its border.
function inside(points, [x, y]) {
  const sides = points.map(([px, py], n) => {
    const [qx, qy] = points[(n + 1) % points.length];
    return ((qx - px) * (y - py) - (qy - py) * (x - px)) / Math.hypot(qx - px, qy - py);
  });
  if (Math.min(...sides.map(Math.abs)) < 1e-9) return undefined;
  return points.length > 2 && (Math.min(...sides) > 0 || Math.max(...sides) < 0);
}

const strengths = [{ budget: 0.3 }, { budget: 1 }, { budget: 2.2 }, { lam: 0.1 }, { lam: 1.3 }];

function* centers() {
  const random = new Random(8);
  for (const [angle, stretch] of [[0, 1], [0.4, 2], [-1, 6], [Math.PI / 2, 3]]) {
    for (let k = 0; k < 200; k++) {
      const center = [4 * random.uniform() - 2, 4 * random.uniform() - 2];
      yield { A: curvature(angle, stretch), center };
    }
  }
}

test("a center is in a region exactly if L1 sets the region’s weight to 0", () => {
  let found = 0;
  for (const { A, center } of centers()) {
    for (const strength of strengths) {
      const { w } = strength.lam === undefined
        ? minimizeWithin(A, center, "l1", strength.budget)
        : minimizePenalized(A, center, "l1", strength.lam);
      const told = zeroRegions(A, strength, 2)
        .filter(({ points }) => inside(points, center)).map(({ zero }) => zero);
      assert.deepEqual(told, zeros(w) ? [zeros(w)] : []);
      found += told.length;
    }
  }
  assert.ok(found > 500);
});

test("on its lines L2 sets a weight to 0, and a step aside it does not", () => {
  for (const { A } of centers()) {
    for (const strength of strengths) {
      const solution = center => (strength.lam === undefined
        ? minimizeWithin(A, center, "l2", strength.budget)
        : minimizePenalized(A, center, "l2", strength.lam)).w;
      for (const axis of [0, 1]) {
        const line = zeroLine(A, strength, axis);
        line.slice(1).forEach((to, n) => {
          const center = [0, 1].map(k => line[n][k] + 0.001 * (to[k] - line[n][k]));
          const aside = [...center];
          aside[1 - axis] += 0.1;
          assert.ok(Math.abs(solution(center)[1 - axis]) < 1e-9 * Math.hypot(...center));
          assert.ok(Math.abs(solution(aside)[1 - axis]) > 1e-6);
        });
      }
    }
  }
});

test("a polygon is cut to the square, and one outside vanishes", () => {
  assert.equal(area(cut([[-9, -9], [9, -9], [9, 9], [-9, 9]], 2)), 16);
  assert.equal(area(cut([[0, 0], [9, 0], [9, 9], [0, 9]], 2)), 4);
  assert.deepEqual(cut([[5, 5], [6, 5], [5, 6]], 2), []);
});

test("changing from budgets to penalties and back moves no solution", () => {
  const starts = Object.fromEntries(Object.entries(state).map(([key, one]) => [key, one.start]));
  const random = new Random(2);
  for (let k = 0; k < 100; k++) {
    const before = {
      ...starts, c1: 4 * random.uniform() - 2, c2: 4 * random.uniform() - 2,
      angle: 180 * random.uniform() - 90, stretch: 1 + 5 * random.uniform(),
      budget_l1: 0.05 + 2 * random.uniform(), budget_l2: 0.05 + 2 * random.uniform(),
    };
    let values = before;
    for (const given of ["penalty", "budget"]) {
      const now = values;
      values = {
        ...now, ...converted({ state: now, result: () => solve(now) }, given), given,
      };
      for (const kind of ["l1", "l2"]) {
        solve(values)[kind].w.forEach((one, n) =>
          assert.ok(Math.abs(one - solve(before)[kind].w[n]) < 1e-9));
      }
    }
  }
});
