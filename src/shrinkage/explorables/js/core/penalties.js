// Penalties: functions of the weights that are added to the loss; as `shrinkage.penalties`.
//
// Each knows its value, its gradient, and its proximal operator:
//     prox(z, step) = the w that minimizes  ½‖w − z‖² + step · penalty(w)

import { checkNumber } from "./validation.js";

/**
 * Moves a value toward 0 by `threshold`, and stops at exactly 0.
 *
 * @param {number} z
 * @param {number} threshold - how far to move, at least 0
 * @returns {number} exactly 0 (never −0) where |z| ≤ threshold
 * @throws {RangeError} if the threshold is below 0
 */
export function softThreshold(z, threshold) {
  if (!(threshold >= 0)) throw new RangeError(`threshold must be >= 0, got ${threshold}.`);
  const left = Math.abs(z) - threshold;
  return left <= 0 ? 0 : Math.sign(z) * left;
}

/** A penalty l1·Σ|w| + l2·½Σw²: all that the course names, in one place. */
class AbsolutesAndSquares {
  constructor(l1, l2) {
    /** Strength of Σ|w|. */
    this.l1 = l1;
    /** Strength of ½Σw². */
    this.l2 = l2;
  }

  /** Whether it has a gradient everywhere: it does unless Σ|w| is in it. */
  get smooth() {
    return this.l1 === 0;
  }

  /**
   * @param {ArrayLike<number>} w - any number of weights
   * @returns {number} l1·Σ|w| + l2·½Σw², 0 or more
   */
  value(w) {
    // A part without strength is left out: 0 times the square of a huge weight would be NaN.
    let absolutes = 0;
    let squares = 0;
    for (let j = 0; j < w.length; j++) {
      if (this.l1) absolutes += Math.abs(w[j]);
      if (this.l2) squares += w[j] * w[j];
    }
    return this.l1 * absolutes + this.l2 * 0.5 * squares;
  }

  /**
   * @param {ArrayLike<number>} w
   * @returns {Float64Array} l1·sign(w) + l2·w; at w = 0 the sign counts as 0
   */
  gradient(w) {
    return Float64Array.from(w, (one) => this.l1 * Math.sign(one) + this.l2 * one);
  }

  /**
   * A soft threshold at step·l1 (the work of L1), then a division by 1 + step·l2 (of L2).
   *
   * @param {ArrayLike<number>} z - where to stay near
   * @param {number} [step] - how much the penalty counts, more than 0
   * @returns {Float64Array} the w that minimizes ½‖w − z‖² + step · penalty(w)
   * @throws {TypeError|RangeError} if the step is not
   */
  prox(z, step = 1) {
    checkNumber("step", step, { minimum: 0, exclusive: true });
    return Float64Array.from(
      z,
      (one) => softThreshold(one, step * this.l1) / (1 + step * this.l2),
    );
  }
}

const strength = (lam) => checkNumber("lam", lam, { minimum: 0 });

/** No penalty: 0 for all weights. */
export class NoPenalty extends AbsolutesAndSquares {
  constructor() {
    super(0, 0);
  }
}

/** λ·Σ|w|, the sum of absolute weights. Its proximal operator sets small weights to exactly 0. */
export class L1 extends AbsolutesAndSquares {
  /** @param {number} lam - λ, the strength, at least 0 */
  constructor(lam) {
    super(strength(lam), 0);
  }
}

/** λ·½Σw², half the sum of squared weights. Its proximal operator divides by 1 + λ. */
export class L2 extends AbsolutesAndSquares {
  /** @param {number} lam - λ, the strength, at least 0 */
  constructor(lam) {
    super(0, strength(lam));
  }
}

/** λ(α·Σ|w| + (1 − α)·½Σw²): both penalties at once, mixed by α. */
export class ElasticNet extends AbsolutesAndSquares {
  /**
   * @param {number} lam - λ, the strength, at least 0
   * @param {number} [alpha] - α, the share of L1, from 0 (L2 alone) to 1 (L1 alone)
   */
  constructor(lam, alpha = 0.5) {
    checkNumber("alpha", alpha, { minimum: 0, maximum: 1 });
    super(strength(lam) * alpha, lam * (1 - alpha));
  }
}
