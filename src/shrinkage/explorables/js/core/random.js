// Seeded random numbers, bit for bit those of `shrinkage.explorables.random`.
//
// The generator is Chris Doty-Humphrey's sfc32 (PractRand, public domain), seeded as PractRand's
// `sfc32::seed(Uint64)` does: a = 0, b = seed, c = stream, counter = 1, 12 numbers discarded.
//
// Normal numbers are quantiles of uniform ones (Wichura 1988, algorithm AS 241, Applied Statistics
// 37(3)). Only + − × ÷ and the square root are used, which IEEE 754 rounds in one way: `Math.log`
// may differ in its last bit from one engine to the next, so the logarithm is our own.

import { checkCount } from "./validation.js";

// AS 241: numerators and denominators, highest power first.
const CENTER = [
  [
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
  ],
  [
    5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0,
  ],
];
const TAIL = [
  [
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
    1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959,
    1.42343711074968357734,
  ],
  [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
    0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187,
    1.0,
  ],
];
const FAR_TAIL = [
  [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
    0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699,
    6.6579046435011037772,
  ],
  [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
    7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
    0.59983220655588793769, 1.0,
  ],
];
const LOG_2 = 0.6931471805599453;

function polynomial(coefficients, r) {
  let sum = coefficients[0];
  for (let k = 1; k < coefficients.length; k++) sum = sum * r + coefficients[k];
  return sum;
}

// log x for 0 < x < 1: halvings counted, the rest by the series of log((1 + t)/(1 − t)).
function logarithm(x) {
  let halvings = 0;
  while (x < 0.70710678) {
    x *= 2;
    halvings += 1;
  }
  const t = (x - 1) / (x + 1);
  const square = t * t;
  let sum = 0;
  for (let k = 27; k > 0; k -= 2) sum = sum * square + 1 / k;
  return 2 * t * sum - halvings * LOG_2;
}

/**
 * Returns the standard normal quantile of a probability.
 *
 * @param {number} probability - more than 0, less than 1
 * @returns {number} the x that a standard normal number stays below with that probability
 */
export function normalQuantile(probability) {
  const q = probability - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (polynomial(CENTER[0], r) * q) / polynomial(CENTER[1], r);
  }
  const r = Math.sqrt(-logarithm(q < 0 ? probability : 1 - probability));
  const [above, below] = r <= 5 ? TAIL : FAR_TAIL;
  const s = r <= 5 ? r - 1.6 : r - 5;
  const x = polynomial(above, s) / polynomial(below, s);
  return q < 0 ? -x : x;
}

/** Random numbers that depend on the seed alone: the same in every browser and in Python. */
export class Random {
  /**
   * @param {number} seed - a whole number from 0 to 2³² − 1
   * @param {number} [stream] - likewise; the streams of one seed have nothing to do with each other
   * @throws {TypeError|RangeError} if one of them is not
   */
  constructor(seed, stream = 0) {
    const limits = { minimum: 0, maximum: 2 ** 32 - 1 };
    this.a = 0;
    this.b = checkCount("seed", seed, limits) | 0;
    this.c = checkCount("stream", stream, limits) | 0;
    this.counter = 1;
    for (let k = 0; k < 12; k++) this.bits();
  }

  /** @returns {number} 32 random bits: a whole number from 0 to 2³² − 1 */
  bits() {
    const out = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + out) | 0;
    return out >>> 0;
  }

  /** @returns {number} a number in [0, 1), one of 2⁵³ equally spaced ones */
  uniform() {
    const high = this.bits() >>> 5;
    const low = this.bits() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** @returns {number} a number from the standard normal distribution */
  normal() {
    const high = this.bits() >>> 5;
    const low = this.bits() >>> 6;
    // Half a step up, and 52 bits of them, so that neither 0 nor 1 comes up.
    return normalQuantile((high * 33554432 + (low >>> 1) + 0.5) / 4503599627370496);
  }

  /**
   * @param {number} n - at least 1
   * @returns {number} a whole number from 0 to n − 1
   */
  below(n) {
    return Math.floor(this.uniform() * n);
  }

  /**
   * @param {number} n - how many
   * @returns {Float64Array} numbers in [0, 1)
   */
  uniforms(n) {
    return Float64Array.from({ length: n }, () => this.uniform());
  }

  /**
   * @param {number} n - how many
   * @returns {Float64Array} numbers from the standard normal distribution
   */
  normals(n) {
    return Float64Array.from({ length: n }, () => this.normal());
  }

  /**
   * @param {number} n
   * @returns {Int32Array} 0 … n − 1 in random order (Fisher and Yates, from the last place down)
   */
  permutation(n) {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let last = n - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [order[last], order[other]] = [order[other], order[last]];
    }
    return order;
  }
}
