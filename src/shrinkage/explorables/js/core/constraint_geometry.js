// Two weights: the loss ½(w − c)ᵀA(w − c), elliptic contours around c, minimized under a penalty
// λ‖w‖₁ or λ·½‖w‖₂², or within a budget ‖w‖₁ ≤ t or ‖w‖₂ ≤ t. All in closed form or to the last
// bits, with exact zeros. A is given as [a₁₁, a₁₂, a₂₂].

import { softThreshold } from "./penalties.js";
import { checkNumber } from "./validation.js";

/**
 * @param {number} angle - of the contours' long axis with the w₁ axis, in radians
 * @param {number} stretch - long axis over short axis, at least 1
 * @returns {number[]} A with determinant 1, so that contours keep their area
 * @throws {TypeError|RangeError} if an argument is not as stated
 */
export function curvature(angle, stretch) {
  checkNumber("angle", angle);
  checkNumber("stretch", stretch, { minimum: 1 });
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [along, across] = [1 / stretch, stretch];
  return [along * c * c + across * s * s, (along - across) * c * s, along * s * s + across * c * c];
}

/** @returns {number} ½(w − c)ᵀA(w − c) */
export function quadraticLoss(A, center, w) {
  const [x, y] = [w[0] - center[0], w[1] - center[1]];
  return 0.5 * (A[0] * x * x + 2 * A[1] * x * y + A[2] * y * y);
}

// A(c − w): minus the gradient of the loss.
function pull(A, center, w) {
  const [x, y] = [center[0] - w[0], center[1] - w[1]];
  return [A[0] * x + A[1] * y, A[1] * x + A[2] * y];
}

function norm(kind, w) {
  return kind === "l1" ? Math.abs(w[0]) + Math.abs(w[1]) : Math.hypot(w[0], w[1]);
}

function checkKind(kind) {
  if (kind !== "l1" && kind !== "l2") {
    throw new RangeError(`kind must be "l1" or "l2", got ${String(kind)}.`);
  }
}

/**
 * Returns the weights with the smallest loss + penalty.
 *
 * @param {number[]} A - curvature
 * @param {number[]} center - c, the least-squares weights
 * @param {"l1"|"l2"} kind - the penalty: λ‖w‖₁ or λ·½‖w‖₂²
 * @param {number} lam - λ, at least 0
 * @returns {{w: number[], lam: number, budget: number, loss: number}} `budget`: ‖w‖₁ or ‖w‖₂, the
 *   t whose constrained problem has the same solution
 * @throws {TypeError|RangeError} if an argument is not as stated
 */
export function minimizePenalized(A, center, kind, lam) {
  checkKind(kind);
  checkNumber("lam", lam, { minimum: 0 });
  const w = kind === "l1" ? lasso(A, center, lam) : ridge(A, center, lam);
  return { w, lam, budget: norm(kind, w), loss: quadraticLoss(A, center, w) };
}

function ridge(A, center, lam) {
  if (lam === 0) return [center[0], center[1]];
  const [x, y] = pull(A, center, [0, 0]);
  const [a, d] = [A[0] + lam, A[2] + lam];
  const determinant = a * d - A[1] * A[1];
  return [(d * x - A[1] * y) / determinant + 0, (a * y - A[1] * x) / determinant + 0];
}

function lasso(A, center, lam) {
  if (lam === 0) return [center[0], center[1]];
  const [x, y] = pull(A, center, [0, 0]);
  // With the other weight at 0 this one is a soft threshold; it stays so where the other's slope
  // is at most λ.
  const first = softThreshold(x, lam) / A[0];
  if (Math.abs(y - A[1] * first) <= lam) return [first, 0];
  const second = softThreshold(y, lam) / A[2];
  if (Math.abs(x - A[1] * second) <= lam) return [0, second];
  // Neither is 0: where the signs are those of the solution, |w| is linear.
  const determinant = A[0] * A[2] - A[1] * A[1];
  let best = [first, 0];
  let least = Infinity;
  for (const s of [1, -1]) {
    for (const r of [1, -1]) {
      const w = [
        center[0] - (lam * (A[2] * s - A[1] * r)) / determinant,
        center[1] - (lam * (A[0] * r - A[1] * s)) / determinant,
      ];
      if (w[0] * s < 0 || w[1] * r < 0) continue;
      const value = quadraticLoss(A, center, w) + lam * norm("l1", w);
      if (value < least) [best, least] = [w, value];
    }
  }
  return best;
}

/**
 * Returns the weights with the smallest loss within a budget.
 *
 * @param {number[]} A - curvature
 * @param {number[]} center - c, the least-squares weights
 * @param {"l1"|"l2"} kind - ‖w‖₁ ≤ t (a diamond) or ‖w‖₂ ≤ t (a circle)
 * @param {number} budget - t, at least 0
 * @returns {{w: number[], lam: number, budget: number, loss: number}} `lam`: the λ whose penalised
 *   problem has the same solution; 0 where the budget does not bind. (At t = 0 it is the smallest
 *   such λ for L1, and Infinity for L2, unless c is 0.)
 * @throws {TypeError|RangeError} if an argument is not as stated
 */
export function minimizeWithin(A, center, kind, budget) {
  checkKind(kind);
  checkNumber("budget", budget, { minimum: 0 });
  let [w, lam] = [[center[0], center[1]], 0];
  if (norm(kind, center) > budget) {
    [w, lam] = kind === "l1" ? onDiamond(A, center, budget) : onCircle(A, center, budget);
  }
  return { w, lam, budget, loss: quadraticLoss(A, center, w) };
}

// Which weight is 0 at the best point of the diamond, as `zeros` tells: at a corner the pull along
// the corner's own axis is at least as strong as the pull across.
function corner(A, x, y, t) {
  for (const s of [t, -t]) {
    const sign = Math.sign(s);
    const [dx, dy] = [x - s, y - s];
    if (Math.abs(A[1] * dx + A[2] * y) <= sign * (A[0] * dx + A[1] * y)) return 2;
    if (Math.abs(A[0] * x + A[1] * dy) <= sign * (A[1] * x + A[2] * dy)) return 1;
  }
  return 0;
}

// At a corner, or on the best of the four sides: the loss is a parabola along each.
function onDiamond(A, center, t) {
  let best = [0, 0];
  const zero = t === 0 ? 3 : corner(A, center[0], center[1], t);
  let least = Infinity;
  for (const s of [1, -1]) {
    for (const r of [1, -1]) {
      // w = (s·t·u, r·t·(1 − u)) for u from 0 to 1.
      const slope = pull(A, center, [0, r * t]);
      const along = (s * slope[0] - r * slope[1]) / (t * (A[0] - 2 * s * r * A[1] + A[2]));
      const u = zero === 1 ? 0 : zero === 2 ? 1 : along;
      if (zero === 3 || !(u >= 0 && u <= 1)) continue;
      const w = [u === 0 ? 0 : s * t * u, u === 1 ? 0 : r * t * (1 - u)];
      const loss = quadraticLoss(A, center, w);
      if (loss < least) [best, least] = [w, loss];
    }
  }
  const slope = pull(A, center, best);
  return [best, Math.max(Math.abs(slope[0]), Math.abs(slope[1]))];
}

// λ from ‖w(λ)‖ = t, by Newton's method on 1/‖w(λ)‖, which is almost linear: Conn, Gould and Toint
// (2000), "Trust-Region Methods", section 7.3.
function onCircle(A, center, t) {
  if (t === 0) return [[0, 0], Infinity];
  let lam = 0;
  for (let k = 0; k < 100; k++) {
    const w = ridge(A, center, lam);
    const size = norm("l2", w);
    // The change of w with λ is −(A + λ)⁻¹w.
    const [a, d] = [A[0] + lam, A[2] + lam];
    const determinant = a * d - A[1] * A[1];
    const fall = (d * w[0] * w[0] - 2 * A[1] * w[0] * w[1] + a * w[1] * w[1]) / determinant;
    const next = lam + ((size - t) / t) * ((size * size) / fall);
    // From below it climbs to λ; where it stops climbing, it is there.
    if (!(next > lam)) break;
    lam = next;
  }
  const w = ridge(A, center, lam);
  const scale = t / norm("l2", w);
  return [[w[0] * scale, w[1] * scale], lam];
}

/**
 * Tells which weights are exactly 0.
 *
 * @param {ArrayLike<number>} w - two weights
 * @returns {number} 0 for neither, 1 for the first, 2 for the second, 3 for both
 */
export function zeros(w) {
  return (w[0] === 0 ? 1 : 0) + (w[1] === 0 ? 2 : 0);
}

/**
 * Tells for a grid of centers which weights of the solution are exactly 0.
 *
 * @param {number[]} A - curvature
 * @param {"l1"|"l2"} kind
 * @param {{lam?: number, budget?: number}} strength - one of the two: λ, or t
 * @param {ArrayLike<number>} xs - the centers' first coordinates
 * @param {ArrayLike<number>} ys - and second ones
 * @returns {Uint8Array} as `zeros`, row by row: entry (row of y) · xs.length + (column of x)
 */
export function zeroMap(A, kind, strength, xs, ys) {
  checkKind(kind);
  const out = new Uint8Array(xs.length * ys.length);
  const penalized = strength.lam !== undefined;
  const size = checkNumber(...(penalized ? ["lam", strength.lam] : ["budget", strength.budget]), {
    minimum: 0,
  });
  const center = [0, 0];
  for (let i = 0, at = 0; i < ys.length; i++) {
    center[1] = ys[i];
    for (let j = 0; j < xs.length; j++) {
      center[0] = xs[j];
      out[at++] = penalized
        ? zeros((kind === "l1" ? lasso : ridge)(A, center, size))
        : zerosWithin(A, center, kind, size);
    }
  }
  return out;
}

function zerosWithin(A, center, kind, budget) {
  if (norm(kind, center) <= budget) return zeros(center);
  if (budget === 0) return 3;
  if (kind === "l1") return corner(A, center[0], center[1], budget);
  // A circle has no corners: a weight is 0 where the center's is, and the axes do not mix them.
  return A[1] === 0 ? zeros(center) : 0;
}
