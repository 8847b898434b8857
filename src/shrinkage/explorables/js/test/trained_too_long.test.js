import assert from "node:assert/strict";
import test from "node:test";

import { prediction, solve, state } from "../figures/trained_too_long/index.js";
import { trainingOf } from "../figures/trained_too_long/solve.js";

const start = Object.fromEntries(Object.entries(state).map(([key, one]) => [key, one.start]));

test("a step between two stops is where the steps before it lead", () => {
  // 500 is no stop, and training that records it on the way is what it has to equal.
  const { at } = trainingOf(start);
  const [before, step, after] = [473, 500, 531].map(at);
  assert.ok(before.loss > step.loss && step.loss > after.loss);
  assert.ok(before.norm < step.norm && step.norm < after.norm);
});

test("no step is better than the best", () => {
  for (const draw of [{ rows: "40", seed: 0 }, { rows: "40", seed: 7 }, { rows: "400", seed: 3 }]) {
    const { at, best } = trainingOf(draw);
    for (let step = 0; step <= 1000; step += 1) {
      assert.ok(at(step).validation * (1 + 2e-9) >= at(best).validation);
    }
  }
});

test("a stop is scored by how far it is above the best, not by how many steps it is off", () => {
  const { at, best } = trainingOf(start);
  const over = step => at(step).validation / at(best).validation - 1;
  for (const step of [0, 1, 4, best, 20, 30, 100, 1000]) {
    assert.equal(prediction.right(String(step), start), over(step) <= 0.1);
    assert.match(prediction.why(start, solve(start), String(step)), new RegExp(`tep ${step}`));
  }
});

test("a guess that is none is scored as some step", () => {
  for (const guess of ["-5", "1e9", "zwei", "NaN", "3.7"]) {
    assert.doesNotMatch(prediction.why(start, solve(start), guess), /NaN|undefined|Infinity/);
    assert.equal(typeof prediction.right(guess, start), "boolean");
  }
});
