import assert from "node:assert/strict";
import test from "node:test";

import {
  ElasticNet, L1, L2, bestWeight, oneWeightObjective, softThreshold,
} from "../core/index.js";

test("the best weight has an objective below all near it", () => {
  for (const z of [-3, -0.4, 0, 0.2, 1.7]) {
    for (const penalty of [new L1(0.5), new L2(0.5), new ElasticNet(0.8, 0.3), new L1(0)]) {
      const w = bestWeight(z, penalty);
      const { objective } = oneWeightObjective(w, z, penalty);
      for (const move of [-1e-3, 1e-3]) {
        assert.ok(oneWeightObjective(w + move, z, penalty).objective > objective);
      }
    }
  }
});

test("a weight at 0 is 0 and not −0, and one that is no number stays none", () => {
  assert.ok(Object.is(softThreshold(-0.5, 1), 0));
  assert.ok(Object.is(softThreshold(-0, 0), 0));
  assert.ok(Object.is(bestWeight(-0.5, new ElasticNet(1, 0.9)), 0));
  assert.ok(Number.isNaN(softThreshold(NaN, 1)));
});

test("a strength that is none is refused, by name", () => {
  assert.throws(() => new L1(-0.1), /lam must be finite and >= 0, got -0.1/);
  assert.throws(() => new L2(NaN), /lam must be finite and >= 0, got NaN/);
  assert.throws(() => new L2("1"), /lam must be a number, got 1 \(string\)/);
  assert.throws(() => new ElasticNet(1, 1.5), /alpha must be finite and >= 0 and <= 1, got 1.5/);
  assert.throws(() => softThreshold(1, -1), /threshold must be >= 0, got -1/);
  assert.throws(() => new L1(1).prox([1], 0), /step must be finite and > 0, got 0/);
});
