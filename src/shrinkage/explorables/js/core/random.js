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
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987,
    13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665,
  ],
  [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597,
    5394.196021424751, 687.1870074920579, 42.31333070160091, 1.0,
  ],
];
const TAIL = [
  [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506,
    1.2704582524523684, 3.6478483247632045, 5.769497221460691, 4.630337846156546,
    1.4234371107496835,
  ],
  [
    1.0507500716444169e-09, 0.0005475938084995345, 0.015198666563616457,
    0.14810397642748008, 0.6897673349851, 1.6763848301838038, 2.053191626637759,
    1.0,
  ],
];
const FAR_TAIL = [
  [
    2.0103343992922881e-07, 2.7115555687434876e-05, 0.0012426609473880784,
    0.026532189526576124, 0.29656057182850487, 1.7848265399172913, 5.463784911164114,
    6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-07, 1.8463183175100548e-05,
    0.0007868691311456133, 0.014875361290850615, 0.1369298809227358,
    0.599832206555888, 1.0,
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
