// Seeded synthetic data whose truth is known; number for number those of
// `shrinkage.explorables.datasets`. (Not those of `shrinkage.datasets`, which draws from NumPy.)
//
// Features, truth and noise have streams of random numbers of their own, and features are drawn
// column by column. So more noise is the same noise, enlarged, and one more feature leaves the
// noise and the features before it as they are: the data follow a slider smoothly.

import { Matrix } from "./linear_algebra.js";
import { sigmoid } from "./losses.js";
import { Random } from "./random.js";
import { checkCount, checkNumber, checkVector } from "./validation.js";

const [FEATURES, TRUTH, NOISE, SHARED] = [1, 2, 3, 4];

function features(n, p, { correlation = 0, seed = 0 }) {
  checkCount("n", n);
  checkCount("p", p);
  checkNumber("correlation", correlation, { minimum: 0, maximum: 0.999999 });
  const X = new Matrix(n, p);
  const random = new Random(seed, FEATURES);
  const shared = new Random(seed, SHARED).normals(n);
  const [own, common] = [Math.sqrt(1 - correlation), Math.sqrt(correlation)];
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++) X.values[i * p + j] = own * random.normal() + common * shared[i];
  }
  return X;
}

function truth(p, { weights, useful = Math.max(1, Math.floor(p / 5)), seed = 0 }) {
  const w = new Float64Array(p);
  if (weights) {
    if (weights.length > p) {
      throw new RangeError(`weights must hold at most p = ${p} numbers, got ${weights.length}.`);
    }
    w.set(checkVector("weights", weights));
  } else {
    w.set(new Random(seed, TRUTH).normals(checkCount("useful", useful, { maximum: p })));
  }
  return w;
}

/**
 * Returns a linear problem: y = Xw + noise, with w zero but for some features.
 *
 * @param {number} n - rows
 * @param {number} p - features, of mean 0 and variance 1 (in the population)
 * @param {object} [options]
 * @param {ArrayLike<number>} [options.weights] - true weights of the first features
 * @param {number} [options.useful] - without `weights`: how many of the first features have a true
 *   weight other than 0 (standard normal); a fifth of them by default
 * @param {number} [options.noise] - its standard deviation, at least 0; 1 by default
 * @param {number} [options.correlation] - between each two features, from 0 to 0.999999
 * @param {number} [options.seed] - of all that is random, 0 by default
 * @returns {{X: Matrix, y: Float64Array, weights: Float64Array}}
 * @throws {TypeError|RangeError} if an argument is not as stated
 */
export function makeRegression(n, p, options = {}) {
  const { noise = 1, seed = 0 } = options;
  checkNumber("noise", noise, { minimum: 0 });
  const X = features(n, p, options);
  const weights = truth(p, options);
  const random = new Random(seed, NOISE);
  const y = X.times(weights);
  for (let i = 0; i < n; i++) y[i] += noise * random.normal();
  return { X, y, weights };
}

/**
 * Returns a two-class problem: y is 1 with probability sigmoid(Xw), else 0.
 *
 * @param {number} n - rows
 * @param {number} p - features
 * @param {object} [options] - weights, useful, correlation and seed as in `makeRegression`
 * @param {number} [options.steepness] - without `weights`: the length of the true weight vector,
 *   above 0; 2 by default
 * @returns {{X: Matrix, y: Float64Array, weights: Float64Array}} with labels 0 and 1 (all alike, if
 *   chance will have it so)
 * @throws {TypeError|RangeError} if an argument is not as stated
 */
export function makeClassification(n, p, options = {}) {
  const { steepness = 2, seed = 0 } = options;
  checkNumber("steepness", steepness, { minimum: 0, exclusive: true });
  const X = features(n, p, options);
  const weights = truth(p, options);
  if (!options.weights) {
    const length = Math.hypot(...weights);
    weights.forEach((one, j) => (weights[j] = (steepness * one) / length));
  }
  const random = new Random(seed, NOISE);
  const y = X.times(weights).map((z) => (random.uniform() < sigmoid(z) ? 1 : 0));
  return { X, y, weights };
}

/**
 * Returns points of a sine wave with noise, from −1 to 1.
 *
 * @param {number} [n] - at least 2
 * @param {object} [options]
 * @param {number} [options.noise] - its standard deviation, at least 0; 0.3 by default
 * @param {boolean} [options.equallySpaced] - whether x runs evenly from −1 to 1 (by default), or is
 *   drawn uniformly between them and sorted
 * @param {number} [options.seed] - of the noise and of places that are drawn, 0 by default
 * @returns {{x: Float64Array, y: Float64Array}} y = sin(πx) + noise
 * @throws {TypeError|RangeError} if an argument is not as stated
 */
export function makePolynomial(n = 12, { noise = 0.3, equallySpaced = true, seed = 0 } = {}) {
  checkCount("n", n, { minimum: 2 });
  checkNumber("noise", noise, { minimum: 0 });
  const x = equallySpaced
    ? Float64Array.from({ length: n }, (_, i) => (2 * i) / (n - 1) - 1)
    : new Random(seed, FEATURES).uniforms(n).map((one) => 2 * one - 1).sort();
  const random = new Random(seed, NOISE);
  return { x, y: x.map((one) => Math.sin(Math.PI * one) + noise * random.normal()) };
}

/**
 * Splits rows into those to train on and those after them.
 *
 * @param {{X: Matrix, y: Float64Array}} data
 * @param {number} rows - how many come first
 * @returns {{X: Matrix, y: Float64Array}[]} two: the first `rows` rows, and the others
 * @throws {TypeError|RangeError} if there are not more rows than that
 */
export function splitRows({ X, y }, rows) {
  checkCount("rows", rows, { maximum: X.n - 1 });
  const part = (from, to) => ({
    X: new Matrix(to - from, X.p, X.values.slice(from * X.p, to * X.p)),
    y: y.slice(from, to),
  });
  return [part(0, rows), part(rows, X.n)];
}
