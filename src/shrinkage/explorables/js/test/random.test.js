import assert from "node:assert/strict";
import test from "node:test";

import { Random } from "../core/index.js";

test("the stream is sfc32's, as published for PractRand's seeds 0, 1", () => {
  const first = (seed) => {
    const random = new Random(seed);
    return Array.from({ length: 4 }, () => random.bits());
  };
  assert.deepEqual(first(0), [1363572419, 145230303, 808754475, 4216505632]);
  assert.deepEqual(first(1), [2012149540, 1872316204, 1707632675, 1779833415]);
});

test("normal numbers have mean 0, deviation 1 and the tails they should", () => {
  const n = 20000;
  const values = new Random(5).normals(n);
  const mean = values.reduce((sum, one) => sum + one) / n;
  const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / n;
  // Four standard errors.
  assert.ok(Math.abs(mean) < 4 / Math.sqrt(n));
  assert.ok(Math.abs(variance - 1) < 4 * Math.sqrt(2 / n));
  const beyond = values.filter((one) => Math.abs(one) > 1.959963984540054).length / n;
  assert.ok(Math.abs(beyond - 0.05) < 4 * Math.sqrt((0.05 * 0.95) / n));
});

test("a permutation holds each place once, and each place comes first equally often", () => {
  const random = new Random(9);
  const first = [0, 0, 0, 0, 0];
  for (let k = 0; k < 5000; k++) {
    const order = random.permutation(5);
    assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4]);
    first[order[0]] += 1;
  }
  for (const count of first) assert.ok(Math.abs(count - 1000) < 4 * Math.sqrt(5000 * 0.2 * 0.8));
});

test("a seed that is no 32-bit number is refused, by name", () => {
  assert.throws(() => new Random(-1), /seed must be finite and >= 0.*got -1/);
  assert.throws(() => new Random(2 ** 32), /seed must be .*<= 4294967295, got 4294967296/);
  assert.throws(() => new Random(0.5), /seed must be a whole number, got 0.5/);
  assert.throws(() => new Random(1, "2"), /stream must be a whole number, got 2/);
});
