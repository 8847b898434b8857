// Regularization paths: the best weights for each of a row of λ; as `shrinkage.paths`. Features are
// taken as they are: standardize them first if the penalty shall treat them alike.

import { minimizeQuadratic } from "./active_set.js";
import { Matrix, columnStatistics, dot, eigen, largest } from "./linear_algebra.js";
import { checkCount, checkNumber, checkVector } from "./validation.js";

/**
 * A regularization path.
 *
 * @typedef {object} Path
 * @property {Float64Array} lams - λ, in the order they were asked for (m numbers)
 * @property {Matrix} coefs - the weights for each λ, m × p; zeros are exact under L1
 * @property {Float64Array} intercepts - the bias for each λ (m numbers)
 */

/**
 * Returns each feature with mean 0 and standard deviation 1 (of all n rows, ddof 0).
 *
 * @param {Matrix} X - n × p
 * @returns {{X: Matrix, mean: Float64Array, scale: Float64Array, apply: (X: Matrix) => Matrix}}
 *   `apply` does to other rows what was done to these. A constant feature becomes 0.
 */
export function standardize(X) {
  const { p } = X;
  const { mean, spread } = columnStatistics(X);
  const scale = spread.map((one) => one || 1);
  const apply = (other) => {
    const out = new Matrix(other.n, p, other.values.slice());
    for (let at = 0; at < out.values.length; at++) {
      const j = at % p;
      out.values[at] = spread[j] ? (out.values[at] - mean[j]) / scale[j] : 0;
    }
    return out;
  };
  return { X: apply(X), mean, scale, apply };
}

/**
 * @param {number} high - the first λ, above 0
 * @param {number} ratio - the last λ over the first, above 0
 * @param {number} count - how many, at least 2
 * @returns {Float64Array} λ equally spaced on a log scale, from large to small
 * @throws {TypeError|RangeError} if an argument is not as stated
 */
export function lamGrid(high, ratio, count) {
  checkNumber("high", high, { minimum: 0, exclusive: true });
  checkNumber("ratio", ratio, { minimum: 0, exclusive: true });
  checkCount("count", count, { minimum: 2 });
  return Float64Array.from({ length: count }, (_, k) => high * ratio ** (k / (count - 1)));
}

// ½·mean squared error as a quadratic ½wᵀQw − cᵀw: the best bias centers X and y.
function problemOf(X, y, lams) {
  checkVector("y", y, X.n);
  for (let k = 0; k < lams.length; k++) checkNumber(`lams[${k}]`, lams[k], { minimum: 0 });
  const { n, p } = X;
  const { mean: center, spread } = columnStatistics(X);
  const level = y.reduce((sum, one) => sum + one, 0) / n;
  const Z = new Matrix(n, p, X.values.slice());
  for (let at = 0; at < Z.values.length; at++) {
    Z.values[at] = spread[at % p] ? Z.values[at] - center[at % p] : 0;
  }
  const Q = Z.gram();
  for (let at = 0; at < Q.values.length; at++) Q.values[at] /= n;
  const c = Z.transposedTimes(Float64Array.from(y, (one) => (one - level) / n));
  return { Q, c, center, level };
}

function pathOf({ center, level }, lams, coefs) {
  const { n, p, values } = coefs;
  const intercepts = Float64Array.from(
    { length: n },
    (_, k) => level - dot(center, values.subarray(k * p, (k + 1) * p)),
  );
  return { lams: Float64Array.from(lams), coefs, intercepts };
}

/**
 * Returns the smallest λ for which all lasso weights are 0: max |xⱼᵀ(y − ȳ)|/n.
 *
 * @param {Matrix} X - n × p
 * @param {ArrayLike<number>} y - n targets
 * @returns {number}
 */
export function lamMax(X, y) {
  return largest(problemOf(X, y, []).c);
}

/**
 * Returns the weights that minimize 1/(2n)‖y − Xw − b‖² + λ‖w‖₁ for each λ.
 *
 * An active set for each λ, starting from the solution for the next larger one.
 *
 * @param {Matrix} X - n × p
 * @param {ArrayLike<number>} y - n targets
 * @param {ArrayLike<number>} lams - λ, at least 0, in any order
 * @returns {Path}
 * @throws {TypeError|RangeError} if y or the λ are not as stated
 */
export function lassoPath(X, y, lams) {
  const problem = problemOf(X, y, lams);
  const { Q, c } = problem;
  const coefs = new Matrix(lams.length, X.p);
  const order = Array.from(lams, (_, k) => k).sort((k, l) => lams[l] - lams[k]);
  let w = new Float64Array(X.p);
  for (const k of order) {
    w = minimizeQuadratic(Q, c, new Float64Array(X.p).fill(lams[k]), w);
    coefs.values.set(w, k * X.p);
  }
  return pathOf(problem, lams, coefs);
}

/**
 * Returns the weights that minimize 1/(2n)‖y − Xw − b‖² + ½λ‖w‖² for each λ.
 *
 * One eigendecomposition serves all λ: Hastie, Tibshirani and Friedman (2009), "The Elements of
 * Statistical Learning", 2nd edition, section 3.4.1. At λ = 0 the smallest weights that fit best.
 *
 * @param {Matrix} X - n × p
 * @param {ArrayLike<number>} y - n targets
 * @param {ArrayLike<number>} lams - λ, at least 0, in any order
 * @returns {Path}
 * @throws {TypeError|RangeError} if y or the λ are not as stated
 */
export function ridgePath(X, y, lams) {
  const problem = problemOf(X, y, lams);
  const { values, vectors } = eigen(problem.Q);
  const along = vectors.times(problem.c);
  const coefs = new Matrix(lams.length, X.p);
  // A direction in which the rows do not differ has no part in c but for rounding errors.
  const least = X.p * Number.EPSILON * largest(values);
  for (let k = 0; k < lams.length; k++) {
    const shares = along.map((one, j) => (values[j] > least ? one / (values[j] + lams[k]) : 0));
    vectors.transposedTimes(shares, coefs.values.subarray(k * X.p, (k + 1) * X.p));
  }
  return pathOf(problem, lams, coefs);
}

/**
 * Returns the mean squared error of predictions for each λ.
 *
 * @param {Path} path
 * @param {Matrix} X - n × p, rows the path was made from, or others
 * @param {ArrayLike<number>} y - n targets
 * @returns {Float64Array} m numbers, in units of y squared: (y − Xw − b)² on average, without a ½
 */
export function pathErrors(path, X, y) {
  checkVector("y", y, X.n);
  const { n: m, p, values } = path.coefs;
  const out = new Float64Array(m);
  const predicted = new Float64Array(X.n);
  for (let k = 0; k < m; k++) {
    X.times(values.subarray(k * p, (k + 1) * p), predicted);
    for (let i = 0; i < X.n; i++) out[k] += (predicted[i] + path.intercepts[k] - y[i]) ** 2 / X.n;
  }
  return out;
}
