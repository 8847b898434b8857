// The objective: a mean loss plus a penalty, as one function of the weights; as
// `shrinkage.objective`, for the linear equation z = Xw + b.

import { Matrix, eigen, largest } from "./linear_algebra.js";
import { NoPenalty } from "./penalties.js";
import { checkVector } from "./validation.js";

/**
 * What training minimizes: mean loss on the data + penalty of the weights, never of the bias.
 *
 * All weights and the bias come as one array `theta`: w₁ … w_p, then b.
 */
export class Objective {
  /**
   * @param {Matrix} X - features, n × p
   * @param {ArrayLike<number>} y - n targets (0 or 1 for `LogLoss`)
   * @param {object} loss - `SquaredError` or `LogLoss`
   * @param {object} [penalty] - such as `new L2(0.1)`; none by default
   * @throws {TypeError|RangeError} if y does not hold n finite numbers
   */
  constructor(X, y, loss, penalty = new NoPenalty()) {
    this.X = X;
    this.y = Float64Array.from(checkVector("y", y, X.n));
    this.loss = loss;
    this.penalty = penalty;
    /** Weights and bias: p + 1. */
    this.size = X.p + 1;
  }

  /** @returns {Float64Array} zeros: the linear models start from no opinion */
  start() {
    return new Float64Array(this.size);
  }

  /**
   * @param {ArrayLike<number>} theta
   * @param {Float64Array} [out] - n numbers to write to
   * @returns {Float64Array} Xw + b for each row
   */
  outputs(theta, out = new Float64Array(this.X.n)) {
    this.X.times(theta, out);
    const bias = theta[this.X.p];
    for (let i = 0; i < out.length; i++) out[i] += bias;
    return out;
  }

  /** @returns {number} the mean loss at theta */
  lossValue(theta) {
    return this.loss.value(this.outputs(theta), this.y);
  }

  /** @returns {number} the penalty at theta, of the weights only */
  penaltyValue(theta) {
    return this.penalty.value(theta.slice(0, this.X.p));
  }

  /** @returns {number} mean loss + penalty at theta */
  value(theta) {
    return this.lossValue(theta) + this.penaltyValue(theta);
  }

  /** @returns {Float64Array} the gradient of the mean loss, p + 1 numbers */
  lossGradient(theta) {
    return this.pullBack(this.loss.gradient(this.outputs(theta), this.y));
  }

  /** @returns {Float64Array} Xᵀdz and the sum of dz: p + 1 numbers, into `out` if given */
  pullBack(dz, out = new Float64Array(this.size)) {
    const { p } = this.X;
    this.X.transposedTimes(dz, out.subarray(0, p));
    let sum = 0;
    for (let i = 0; i < dz.length; i++) sum += dz[i];
    out[p] = sum;
    return out;
  }

  /** @returns {Float64Array} the (sub)gradient of mean loss + penalty, p + 1 numbers */
  gradient(theta) {
    const out = this.lossGradient(theta);
    const more = this.penalty.gradient(theta.slice(0, this.X.p));
    for (let j = 0; j < more.length; j++) out[j] += more[j];
    return out;
  }

  /** @returns {Matrix} second derivatives of the mean loss, (p + 1) × (p + 1) */
  hessian(theta) {
    return this.design().gram(this.loss.curvature(this.outputs(theta), this.y));
  }

  /** @returns {Matrix} X with a column of ones for the bias, n × (p + 1) */
  design() {
    const { n, p, values } = this.X;
    const A = new Matrix(n, p + 1);
    for (let i = 0; i < n; i++) {
      A.values.set(values.subarray(i * p, (i + 1) * p), i * (p + 1));
      A.values[i * (p + 1) + p] = 1;
    }
    return A;
  }

  /**
   * @returns {number} how far theta is from the conditions of a minimum: the largest change that
   *   one proximal gradient step of size 1 would make to any weight; 0 at a minimum
   */
  stationarity(theta) {
    if (this.penalty.smooth) return largest(this.gradient(theta));
    const { p } = this.X;
    const gradient = this.lossGradient(theta);
    const ahead = Float64Array.from({ length: p }, (_, j) => theta[j] - gradient[j]);
    const moved = this.penalty.prox(ahead);
    return Math.max(largest(moved.map((one, j) => theta[j] - one)), Math.abs(gradient[p]));
  }

  /**
   * @returns {number} a bound on the curvature of the mean loss: that of the loss times the
   *   largest eigenvalue of AᵀA/n, with A the features and a column of ones
   */
  lipschitz() {
    const { values } = eigen(this.design().gram());
    return (this.loss.curvatureBound * Math.max(...values)) / this.X.n;
  }
}
