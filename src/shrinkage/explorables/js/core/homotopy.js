// The lasso's whole path at once, from knot to knot; as `shrinkage.paths.homotopy`.
//
//     minimize over w:   ½ wᵀQw − cᵀw + λ‖w‖₁        for every λ from max|cⱼ| down
//
// Between two knots weights and slopes are straight lines in λ. The next knot is where the first
// line meets its limit: an active weight 0, another slope ±λ. There one feature comes or goes.

import { Matrix, cholesky, choleskySolve, largest } from "./linear_algebra.js";

/**
 * The lines from knot to knot.
 *
 * @typedef {object} LassoLines
 * @property {number[]} lams - λ of the knots, from large to small
 * @property {number[]} features - which feature comes or goes at each knot
 * @property {Float64Array[]} atZero - the weights from a knot down to the next are
 *   `atZero[k] − λ·slopes[k]` (p numbers each)
 * @property {Float64Array[]} slopes
 */

/**
 * Follows the lasso's path down to `lamMin`.
 *
 * Osborne, Presnell and Turlach (2000), "A new approach to variable selection in least squares
 * problems", IMA Journal of Numerical Analysis 20(3).
 *
 * @param {Matrix} Q - p × p, symmetric, positive definite
 * @param {ArrayLike<number>} c - p numbers
 * @param {number} lamMin - where to stop, above 0
 * @returns {LassoLines}
 * @throws {RangeError} if Q is not positive definite (as far as rounding lets it be seen)
 */
export function followLasso(Q, c, lamMin) {
  const p = c.length;
  const lines = { lams: [], features: [], atZero: [], slopes: [] };
  const signs = new Float64Array(p);
  const active = [];
  const solveActive = activeSolver(Q, c, active, signs);
  let lam = largest(c);
  let [C, S] = [new Float64Array(p), new Float64Array(p)];
  for (let round = 0; round < 20 * p + 100; round++) {
    let [met, feature, comes] = [0, -1, true];
    for (let j = 0; j < p; j++) {
      let at = 0;
      if (signs[j]) {
        // A weight that has the same sign at λ = 0 as now never meets 0.
        if (Math.sign(C[j]) !== signs[j]) at = C[j] / S[j];
      } else {
        let [G, H] = [c[j], 0];
        for (const i of active) {
          G -= Q.values[j * p + i] * C[i];
          H += Q.values[j * p + i] * S[i];
        }
        const side = Math.sign(G);
        at = (side * G) / (1 - side * H);
      }
      if (at > met) [met, feature, comes] = [at, j, !signs[j]];
    }
    if (!(met > lamMin)) return lines;
    let kept = active.length;
    if (comes) {
      const slope = active.reduce(
        (sum, i) => sum - Q.values[feature * p + i] * (C[i] - met * S[i]), c[feature]);
      signs[feature] = Math.sign(slope);
      active.push(feature);
    } else {
      kept = active.indexOf(feature);
      active.splice(kept, 1);
      signs[feature] = 0;
    }
    // Rounding may put a meeting at the same λ a little higher.
    lam = Math.min(met, lam);
    [C, S] = solveActive(kept);
    lines.lams.push(lam);
    lines.features.push(feature);
    lines.atZero.push(C);
    lines.slopes.push(S);
  }
  return lines;
}

// With Q of the active features, C = Q⁻¹c and S = Q⁻¹·signs. Of the triangle that solves this, the
// rows of the features that stayed in front (`kept`) are still good.
function activeSolver(Q, c, active, signs) {
  const p = c.length;
  const L = new Float64Array(p * p);
  const part = new Float64Array(p);
  return (kept) => {
    const m = active.length;
    for (let i = kept; i < m; i++) {
      for (let j = 0; j <= i; j++) L[i * p + j] = Q.values[active[i] * p + active[j]];
    }
    if (!cholesky(L, m, 1e-12, p, kept)) throw new RangeError("Q must be positive definite.");
    return [c, signs].map((right) => {
      for (let i = 0; i < m; i++) part[i] = right[active[i]];
      choleskySolve(L, m, part, p);
      const whole = new Float64Array(p);
      for (let i = 0; i < m; i++) whole[active[i]] = part[i];
      return whole;
    });
  };
}

/**
 * @param {LassoLines} lines
 * @param {ArrayLike<number>} lams - λ, at least the `lamMin` that was followed to, in any order
 * @param {number} p - the number of features
 * @returns {Matrix} the weights for each λ, m × p; zeros are exact
 */
export function weightsAlong(lines, lams, p) {
  const weights = new Matrix(lams.length, p);
  for (let k = 0; k < lams.length; k++) {
    let segment = -1;
    while (segment + 1 < lines.lams.length && lines.lams[segment + 1] > lams[k]) segment += 1;
    if (segment < 0) continue;
    const [C, S] = [lines.atZero[segment], lines.slopes[segment]];
    for (let j = 0; j < p; j++) weights.values[k * p + j] = C[j] - lams[k] * S[j];
  }
  return weights;
}
