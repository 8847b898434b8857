// Quadratics with absolute values, minimized exactly: the active-set method; as
// `shrinkage.active_set`.
//
//     minimize over x:   ½ xᵀQx − cᵀx + Σ aⱼ|xⱼ|
//
// While the signs of x are known, |x| is linear, and the minimum solves a linear system. So: guess
// which weights are not 0 and their signs, solve, drop weights that would change their sign, add
// weights whose 0 is not optimal, and repeat until nothing changes.

import { cholesky, choleskySolve, dot, largest } from "./linear_algebra.js";

/**
 * Returns the x that minimizes ½ xᵀQx − cᵀx + Σ aⱼ|xⱼ|.
 *
 * Lee, Battle, Raina and Ng (2007), "Efficient sparse coding algorithms", NIPS 19, algorithm 1;
 * here a step ends where the first weight reaches 0.
 *
 * @param {import("./linear_algebra.js").Matrix} Q - p × p, symmetric, positive semidefinite
 * @param {ArrayLike<number>} c - p numbers
 * @param {ArrayLike<number>} a - p strengths of |xⱼ|, at least 0; where 0, xⱼ is never held at 0
 * @param {ArrayLike<number>} [start] - a point near the solution saves rounds
 * @returns {Float64Array} p numbers, exactly 0 where 0 is optimal
 * @throws {RangeError} if Q, c or a holds NaN or infinity
 */
export function minimizeQuadratic(Q, c, a, start) {
  const p = c.length;
  for (const [name, values] of [["Q", Q.values], ["c", c], ["a", a]]) {
    if (!Number.isFinite(largest(values))) {
      throw new RangeError(`${name} must hold finite numbers only: it has NaN or infinity in it.`);
    }
  }
  const x = start ? Float64Array.from(start) : new Float64Array(p);
  const state = {
    Q, c, a, x,
    active: Uint8Array.from(x, (one, j) => (a[j] === 0 || one !== 0 ? 1 : 0)),
    signs: Float64Array.from(x, (one, j) => (a[j] === 0 ? 0 : Math.sign(one))),
    // Below this a gradient is rounding error.
    tiny: 1e-13 * Math.max(largest(c), largest(Q.values), 1e-200),
  };
  settle(state);
  let oneAtATime = false;
  for (let round = 0; round < 20 * p + 100; round++) {
    const slope = Q.times(x);
    let most = state.tiny;
    let entering = [];
    for (let j = 0; j < p; j++) {
      slope[j] -= c[j];
      const excess = Math.abs(slope[j]) - a[j];
      if (state.active[j] || !(excess > state.tiny)) continue;
      if (!oneAtATime) entering.push(j);
      else if (excess > most) [most, entering] = [excess, [j]];
    }
    if (!entering.length) break;
    const before = value(state);
    for (const j of entering) {
      state.active[j] = 1;
      state.signs[j] = -Math.sign(slope[j]);
    }
    settle(state);
    if (value(state) < before) oneAtATime = false;
    else if (oneAtATime) break; // what is left to gain is below rounding error
    else oneAtATime = true;
  }
  return x;
}

function value({ Q, c, a, x }) {
  const product = Q.times(x);
  let sum = 0;
  for (let j = 0; j < x.length; j++) {
    sum += x[j] * (0.5 * product[j] - c[j]) + a[j] * Math.abs(x[j]);
  }
  return sum;
}

// Moves x to the minimum over the active entries, dropping those that reach 0.
function settle(state) {
  const { Q, c, a, x, active, signs } = state;
  const p = x.length;
  // Each round but the last drops a weight.
  for (let round = 0; round <= p; round++) {
    const at = [];
    for (let j = 0; j < p; j++) if (active[j]) at.push(j);
    const m = at.length;
    if (!m) return;
    const part = new Float64Array(m * m);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) part[i * m + j] = Q.values[at[i] * p + at[j]];
    }
    const right = Float64Array.from(at, (j) => c[j] - a[j] * signs[j]);
    const here = Float64Array.from(at, (j) => x[j]);
    const target = solve(part, right, here, state.tiny);
    // Go towards the target until the first weight reaches 0, and drop it (or those) there.
    let length = Infinity;
    const lengths = at.map((j, i) => {
      if (signs[j] === 0 || target[i] * signs[j] > 0) return Infinity;
      const way = here[i] - target[i];
      // A weight that is at 0 and whose target is 0 as well has no way to go: it drops out.
      const one = way === 0 ? 0 : here[i] / way;
      length = Math.min(length, one);
      return one;
    });
    if (length === Infinity) {
      at.forEach((j, i) => (x[j] = target[i]));
      return;
    }
    at.forEach((j, i) => {
      x[j] = here[i] + length * (target[i] - here[i]);
      if (lengths[i] <= length) x[j] = active[j] = signs[j] = 0;
    });
  }
}

// Solves Qx = right, or where Q is (almost) singular, goes from `here` to near a solution. If there
// is none, the x returned lies far away down the slope; on the way there a weight reaches 0.
function solve(Q, right, here, tiny) {
  const m = right.length;
  const missing = (x) => {
    const out = right.slice();
    for (let i = 0; i < m; i++) out[i] -= dot(Q.subarray(i * m, (i + 1) * m), x);
    return out;
  };
  const L = Q.slice();
  if (cholesky(L, m, 1e-8)) {
    const x = choleskySolve(L, m, right.slice());
    const more = choleskySolve(L, m, missing(x));
    for (let i = 0; i < m; i++) x[i] += more[i];
    return x;
  }
  // Lifting the diagonal far above rounding error keeps the sign of every slope; repeating takes
  // the lift's own error away in all directions that are not flat.
  for (let lift = 1e-12; lift < 1; lift *= 100) {
    L.set(Q);
    for (let i = 0; i < m; i++) L[i * m + i] += lift * Math.max(Q[i * m + i], tiny);
    if (cholesky(L, m, 0)) break;
  }
  const x = here.slice();
  for (let round = 0, before = Infinity; round < 20; round++) {
    const residual = missing(x);
    const size = largest(residual);
    if (!(size < 0.5 * before)) break;
    before = size;
    const more = choleskySolve(L, m, residual);
    for (let i = 0; i < m; i++) x[i] += more[i];
  }
  return x;
}
