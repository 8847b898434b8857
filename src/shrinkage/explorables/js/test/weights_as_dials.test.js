import assert from "node:assert/strict";
import test from "node:test";

import { fit, penguins, prediction, solve, state } from "../figures/weights_as_dials/index.js";

const start = Object.fromEntries(Object.entries(state).map(([key, one]) => [key, one.start]));

test("the size never changes an answer, whatever the direction", () => {
  for (const given of [start, { ...start, w1: -3, b: 4 }, { ...start, w1: 0, w2: 0.05, b: 0 }]) {
    const wrong = size => solve({ ...given, size }).wrong.reduce((sum, one) => sum + one, 0);
    const counts = [0.01, 0.3, 1, 7, 100].map(wrong);
    assert.equal(new Set(counts).size, 1);
    assert.equal(prediction.answer(given), "stays");
  }
});

test("what it claims rises with the size, and the loss is least at the fitted one", () => {
  const { w1, w2, b, loss } = fit();
  const at = size => solve({ w1, w2, b, size });
  const claims = [0.01, 0.1, 1, 10, 100].map(size => at(size).claims);
  assert.ok(claims.every((one, n) => n === 0 || one > claims[n - 1]));
  for (const size of [0.1, 0.99, 1.01, 10]) assert.ok(at(size).loss > loss);
  for (const key of ["w1", "w2", "b"]) {
    for (const move of [-0.01, 0.01]) {
      const moved = { w1, w2, b, size: 1 };
      moved[key] += move;
      assert.ok(solve(moved).loss > loss);
    }
  }
});

test("each bird stands once among the right or the wrong answers", () => {
  for (const size of [0.01, 1, 100]) {
    const { right, wrong, accuracy } = solve({ ...start, size });
    const [rights, wrongs] = [right, wrong].map(all => all.reduce((sum, one) => sum + one, 0));
    assert.equal(rights + wrongs, penguins().n);
    assert.ok(Math.abs(rights / penguins().n - accuracy) < 1e-12);
  }
});

test("without an opinion nothing is wrong with the numbers", () => {
  const { accuracy, claims, loss, norm } = solve({ size: 100, w1: 0, w2: 0, b: 0 });
  assert.ok(Math.abs(loss - Math.log(2)) < 1e-12);
  assert.equal(claims, 0.5);
  assert.equal(norm, 0);
  assert.ok(accuracy > 0.4 && accuracy < 0.6); // It then says female to all.
});
