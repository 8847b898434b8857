// The penguins, and what a logistic model with given weights makes of them; no DOM.

import { Matrix } from "../../core/linear_algebra.js";
import { LogLoss, judge, sigmoid } from "../../core/losses.js";
import { Objective } from "../../core/objective.js";
import { newton } from "../../core/solvers.js";
import { birds } from "../../data/penguins.js";

const TYPICAL = [17, 4.2]; // mm, kg
const SURE = 0.99;
export const BINS = 10; // of the certainty, from one half to 1

/* Bill depth and body mass from typical, and 1 for male. */
const data = (() => {
  const rows = [...birds.matchAll(/([\d.]+)([fm])([\d.]+)/g)];
  const x1 = Float64Array.from(rows, ([, depth]) => depth - TYPICAL[0]);
  const x2 = Float64Array.from(rows, ([, , , mass]) => mass - TYPICAL[1]);
  return { n: rows.length, x1, x2, y: Float64Array.from(rows, ([, , sex]) => +(sex === "m")) };
})();

let fitted;

/** Return the birds as the model sees them: { x1, x2, y } and how many there are, n. */
export const penguins = () => data;

/** Return what training finds: { w1, w2, b, loss }. */
export function fit() {
  if (!fitted) {
    const X = new Matrix(data.n, 2);
    for (let i = 0; i < data.n; i++) X.values.set([data.x1[i], data.x2[i]], 2 * i);
    const objective = new Objective(X, data.y, LogLoss);
    const [w1, w2, b] = newton(objective).theta;
    fitted = { w1, w2, b, loss: objective.lossValue([w1, w2, b]) };
  }
  return fitted;
}

/* The size is multiplied in last: no rounding can move a score across 0. */
const scores = ({ size, w1, w2, b }) =>
  data.x1.map((one, i) => size * (w1 * one + w2 * data.x2[i] + b));

export function solve(given) {
  const z = scores(given);
  const { accuracy, confidence } = judge(z, data.y);
  const [right, wrong] = [0, 1].map(() => new Array(BINS).fill(0));
  let sureAndWrong = 0;
  for (let i = 0; i < data.n; i++) {
    const certainty = sigmoid(Math.abs(z[i]));
    const bin = Math.min(BINS - 1, Math.floor((certainty - 0.5) * 2 * BINS));
    const isRight = z[i] > 0 === (data.y[i] === 1);
    (isRight ? right : wrong)[bin] += 1;
    if (!isRight && certainty > SURE) sureAndWrong += 1;
  }
  const best = fit();
  return {
    accuracy,
    claims: confidence,
    loss: LogLoss.value(z, data.y),
    norm: given.size * Math.hypot(given.w1, given.w2),
    right,
    wrong,
    sure_and_wrong: sureAndWrong,
    fit: [best.w1, best.w2, best.b],
    least_loss: best.loss,
  };
}
