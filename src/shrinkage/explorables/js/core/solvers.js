// The exact solvers: as close to the minimum as rounding allows; as `shrinkage.solvers` for the
// problems that the explorables pose.

import {
  Matrix,
  cholesky,
  choleskySolve,
  columnStatistics,
  dot,
  largest,
  leastSquaresSolution,
} from "./linear_algebra.js";
import { checkNumber } from "./validation.js";

const FALLS_FOREVER_BELOW = 1e-6;
// Features far from 0 may leave a gradient as large as this from rounding alone.
const ROUNDING = 1e-9;

/**
 * Returns the minimum of ½·mean (Xw + b − y)² + λ·½Σw².
 *
 * By Householder reflections of centered and scaled features; rows that stand for the penalty keep
 * the condition number from being squared. Where the minimum is not unique (λ = 0 and dependent
 * features), the one with small weights, as the Python package.
 *
 * @param {Matrix} X - n × p
 * @param {ArrayLike<number>} y - n targets
 * @param {number} [lam] - λ, at least 0
 * @returns {Float64Array} w₁ … w_p, b
 * @throws {TypeError|RangeError} if λ is not
 */
export function leastSquares(X, y, lam = 0) {
  checkNumber("lam", lam, { minimum: 0 });
  const { n, p } = X;
  const { Z, center, scale } = scaledColumns(X, lam);
  const level = y.reduce((sum, one) => sum + one, 0) / n;
  const rows = new Matrix(n + (lam > 0 ? p : 0), p);
  const right = new Float64Array(rows.n);
  const share = Math.sqrt(n);
  for (let i = 0; i < n; i++) {
    right[i] = (y[i] - level) / share;
    for (let j = 0; j < p; j++) rows.values[i * p + j] = Z.values[i * p + j] / share;
  }
  if (lam > 0) for (let j = 0; j < p; j++) rows.values[(n + j) * p + j] = Math.sqrt(lam) / scale[j];
  const u = leastSquaresSolution(rows, right);
  const theta = new Float64Array(p + 1);
  for (let j = 0; j < p; j++) theta[j] = u[j] / scale[j];
  theta[p] = level - dot(center, theta.subarray(0, p));
  return theta;
}

// Centered features, each divided so that the curvature of loss and penalty along it is 1.
function scaledColumns(X, lam) {
  const { n, p, values } = X;
  const { mean: center, spread } = columnStatistics(X);
  const scale = spread.map((one) => Math.hypot(one, Math.sqrt(lam)) || 1);
  const Z = new Matrix(n, p);
  for (let at = 0; at < values.length; at++) {
    const j = at % p;
    Z.values[at] = spread[j] ? (values[at] - center[j]) / scale[j] : 0;
  }
  return { Z, center, scale };
}

/**
 * Returns the minimum of a smooth objective (L2 or no penalty) by Newton's method.
 *
 * Each step goes to the minimum of the parabola that fits best, and is halved until the objective
 * falls enough. Without a penalty, separable data have no minimum: it then stops once the loss, or
 * every entry of its gradient, is below 1e-6. Nocedal and Wright (2006), "Numerical Optimization",
 * algorithm 3.2.
 *
 * @param {import("./objective.js").Objective} objective
 * @param {{start?: ArrayLike<number>, maxSteps?: number, tol?: number}} [options] - zeros, 200
 *   steps and a gradient of at most 1e-12 by default
 * @returns {{theta: Float64Array, converged: boolean, separable: boolean, steps: number,
 *   stationarity: number}} `separable`: the rows can be separated and nothing penalizes
 *   the weights, so that larger ones always do better and no minimum exists
 * @throws {RangeError} if the penalty has no second derivatives
 */
export function newton(objective, options = {}) {
  const { start = objective.start(), maxSteps = 200, tol = 1e-12 } = options;
  if (!objective.penalty.smooth) {
    throw new RangeError("Newton's method needs second derivatives, which L1 does not have at 0.");
  }
  const p = objective.X.p;
  const { l2 } = objective.penalty;
  let theta = Float64Array.from(start);
  let value = objective.value(theta);
  let steps = 0;
  const end = (stationarity, separable = false) => {
    const converged = stationarity <= Math.max(tol, ROUNDING) && !separable;
    return { theta, converged, separable, steps, stationarity };
  };
  for (;;) {
    const gradient = objective.gradient(theta);
    const stationarity = largest(gradient);
    if (stationarity === 0 || steps >= maxSteps) return end(stationarity);
    const hessian = objective.hessian(theta);
    for (let j = 0; j < p; j++) hessian.values[j * objective.size + j] += l2;
    const direction = descent(hessian.values, gradient);
    const nearlyFlat = Math.min(value, stationarity) <= FALLS_FOREVER_BELOW;
    if (l2 === 0 && nearlyFlat && canFallForever(objective, theta, direction)) {
      return end(stationarity, true);
    }
    if (stationarity <= tol) return end(stationarity);
    // Close to the minimum, the fall that is asked for is smaller than rounding errors.
    const forgiven = 1e-15 * Math.abs(value);
    const enough = 1e-4 * dot(gradient, direction);
    let length = 1;
    let next = theta.map((one, j) => one + direction[j]);
    let nextValue = objective.value(next);
    while (!(nextValue <= value + length * enough + forgiven)) {
      length *= 0.5;
      if (length < 1e-10) return end(stationarity);
      next = theta.map((one, j) => one + length * direction[j]);
      nextValue = objective.value(next);
    }
    const moved = next.some((one, j) => one !== theta[j]);
    const better = nextValue < value || largest(objective.gradient(next)) < stationarity;
    if (!moved || !better) return end(stationarity);
    [theta, value] = [next, nextValue];
    steps += 1;
  }
}

// Whether theta, or the Newton step from there, proves that a log-loss has no minimum; as
// `shrinkage.separation`. Either every row is on its side, or the step still changes outputs by
// much and moves no row towards the wrong side, so that following it for ever lowers the loss.
function canFallForever(objective, theta, direction) {
  const { loss, y } = objective;
  if (!loss.hasSides) return false;
  const margins = (z) => z.map((one, i) => (y[i] === 1 ? one : -one));
  if (Math.min(...margins(objective.outputs(theta))) > 0) return true;
  const moved = margins(objective.outputs(direction));
  const most = Math.max(...moved);
  return most > 0.5 && Math.min(...moved) > -1e-6 * most;
}

// Solves Hessian · direction = −gradient, lifting the diagonal until it is positive definite.
function descent(hessian, gradient) {
  const m = gradient.length;
  const diagonal = Float64Array.from(gradient, (_, j) => hessian[j * m + j]);
  const least = 1e-12 * (largest(diagonal) || 1);
  for (let lift = 0; lift < 1e9; lift = Math.max(10 * lift, 1e-8)) {
    const lifted = hessian.slice();
    for (let j = 0; j < m; j++) lifted[j * m + j] += lift * Math.max(diagonal[j], least);
    // Smaller pivots could be rounding errors, and the direction would be one as well.
    if (cholesky(lifted, m, 1e-10)) {
      return choleskySolve(lifted, m, gradient.map((one) => -one));
    }
  }
  return gradient.map((one) => -one); // the Hessian has overflowed
}
