// Training by following the gradient; as `shrinkage.trainers.GradientDescent`.

import { checkCount, checkNumber } from "./validation.js";

/**
 * What training passed through.
 *
 * @typedef {object} History
 * @property {number[]} steps - numbers of the recorded steps; 0 is the start
 * @property {Float64Array[]} weights - w₁ … w_p and the bias, at each
 * @property {Float64Array} loss - the mean training loss at each
 * @property {Float64Array} norm - ‖w‖₂ at each, without the bias
 * @property {number} learningRate - the length of a step per unit of gradient
 */

/**
 * Returns the steps to record: 0, 1, 2 … at first, then equally spaced on a log scale.
 *
 * @param {number} last - the last step, at least 1
 * @param {number} [perDecade] - about how many between 10 and 100, say
 * @returns {number[]} whole numbers, each larger than the one before
 * @throws {TypeError|RangeError} if `last` is no whole number above 0
 */
export function logSteps(last, perDecade = 40) {
  checkCount("last", last);
  const steps = [0];
  for (let k = 0; ; k++) {
    const step = Math.min(last, Math.round(10 ** (k / perDecade)));
    if (step > steps[steps.length - 1]) steps.push(step);
    if (step === last) return steps;
  }
}

/**
 * Steps against the gradient of loss + penalty, again and again, on all rows.
 *
 * @param {import("./objective.js").Objective} objective
 * @param {{steps: number[], learningRate?: number, start?: ArrayLike<number>}} options - `steps`:
 *   which to record, as of `logSteps`; the last one ends the training. The learning rate is by
 *   default one over a bound on the curvature, as in Python; training starts from zeros.
 * @returns {History} weights and losses that are not finite where the learning rate is too large
 * @throws {TypeError|RangeError} if an argument is not as stated
 */
export function gradientDescent(objective, options) {
  const { X, y, loss, penalty, size } = objective;
  const rate = options.learningRate ?? 1 / (objective.lipschitz() + penalty.l2 || 1);
  checkNumber("learningRate", rate, { minimum: 0, exclusive: true });
  const theta = Float64Array.from(options.start ?? objective.start());
  const { l1, l2 } = penalty;
  const z = new Float64Array(X.n);
  const dz = new Float64Array(X.n);
  const gradient = new Float64Array(size);
  const history = { steps: options.steps, weights: [], loss: [], norm: [], learningRate: rate };
  let step = 0;
  for (const recorded of options.steps) {
    checkCount("each step", recorded, { minimum: step });
    for (; step < recorded; step++) {
      loss.gradient(objective.outputs(theta, z), y, dz);
      objective.pullBack(dz, gradient);
      for (let j = 0; j < X.p; j++) {
        theta[j] -= rate * (gradient[j] + l1 * Math.sign(theta[j]) + l2 * theta[j]);
      }
      theta[X.p] -= rate * gradient[X.p];
    }
    history.weights.push(theta.slice());
    history.loss.push(loss.value(objective.outputs(theta, z), y));
    let squares = 0;
    for (let j = 0; j < X.p; j++) squares += theta[j] * theta[j];
    history.norm.push(Math.sqrt(squares));
  }
  history.loss = Float64Array.from(history.loss);
  history.norm = Float64Array.from(history.norm);
  return history;
}

/**
 * @param {History} history
 * @param {import("./objective.js").Objective} objective - of other rows, say a validation set
 * @returns {Float64Array} the mean loss on its rows at each recorded step
 */
export function lossAlong(history, objective) {
  return Float64Array.from(history.weights, (theta) => objective.lossValue(theta));
}
