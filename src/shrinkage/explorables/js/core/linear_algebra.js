// Small dense matrices, row by row in one Float64Array, and the decompositions the solvers need.

import { checkCount, checkVector } from "./validation.js";

/** A matrix of n rows and p columns; entry (i, j) is `values[i * p + j]`. */
export class Matrix {
  /**
   * @param {number} n - rows
   * @param {number} p - columns
   * @param {Float64Array} [values] - n·p numbers, taken as they are; zeros if not given
   */
  constructor(n, p, values = new Float64Array(n * p)) {
    this.n = n;
    this.p = p;
    this.values = values;
  }

  /**
   * @param {ArrayLike<ArrayLike<number>>} rows - at least one, all of one length
   * @returns {Matrix}
   * @throws {TypeError|RangeError} if a number is not finite or the rows differ in length
   */
  static fromRows(rows) {
    const n = checkCount("the number of rows", rows.length);
    const p = rows[0].length;
    const matrix = new Matrix(n, p);
    for (let i = 0; i < n; i++) matrix.values.set(checkVector(`row ${i}`, rows[i], p), i * p);
    return matrix;
  }

  /** @returns {number[][]} the rows as plain arrays */
  toRows() {
    return Array.from({ length: this.n }, (_, i) =>
      Array.from(this.values.subarray(i * this.p, (i + 1) * this.p)),
    );
  }

  /**
   * @param {ArrayLike<number>} v - p numbers
   * @param {Float64Array} [out] - n numbers to write to
   * @returns {Float64Array} the product with v
   */
  times(v, out = new Float64Array(this.n)) {
    const { n, p, values } = this;
    for (let i = 0, at = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < p; j++) sum += values[at++] * v[j];
      out[i] = sum;
    }
    return out;
  }

  /**
   * @param {ArrayLike<number>} v - n numbers
   * @param {Float64Array} [out] - p numbers to write to
   * @returns {Float64Array} the product of the transposed matrix with v
   */
  transposedTimes(v, out = new Float64Array(this.p)) {
    const { n, p, values } = this;
    out.fill(0);
    for (let i = 0, at = 0; i < n; i++) {
      const size = v[i];
      for (let j = 0; j < p; j++) out[j] += values[at++] * size;
    }
    return out;
  }

  /**
   * @param {ArrayLike<number>} [weights] - of the rows, n numbers; 1 each if not given
   * @returns {Matrix} XᵀDX with D the weights, p × p
   */
  gram(weights) {
    const { n, p, values } = this;
    const out = new Matrix(p, p);
    const G = out.values;
    for (let i = 0; i < n; i++) {
      const row = values.subarray(i * p, (i + 1) * p);
      for (let j = 0; j < p; j++) {
        const size = weights ? weights[i] * row[j] : row[j];
        for (let k = 0; k <= j; k++) G[j * p + k] += size * row[k];
      }
    }
    for (let j = 0; j < p; j++) {
      for (let k = 0; k < j; k++) G[k * p + j] = G[j * p + k];
    }
    return out;
  }
}

/**
 * @param {Matrix} X - n × p
 * @returns {{mean: Float64Array, spread: Float64Array}} of each column: its mean, and the root mean
 *   square of what is left without it (the standard deviation, ddof 0), 0 if it is constant
 */
export function columnStatistics({ n, p, values }) {
  const mean = new Float64Array(p);
  const spread = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    let [sum, squares, size] = [0, 0, 0];
    for (let at = j; at < n * p; at += p) {
      sum += values[at];
      size = Math.max(size, Math.abs(values[at]));
    }
    mean[j] = sum / n;
    for (let at = j; at < n * p; at += p) squares += (values[at] - mean[j]) ** 2;
    spread[j] = Math.sqrt(squares / n);
    // What centering leaves of a constant column is rounding error: it counts as 0.
    if (spread[j] <= 1e-12 * size) spread[j] = 0;
  }
  return { mean, spread };
}

/** @returns {number} Σ aᵢbᵢ */
export function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** @returns {number} the largest |aᵢ|, 0 if there is none; NaN if one is */
export function largest(a) {
  let size = 0;
  for (let i = 0; i < a.length; i++) {
    const one = Math.abs(a[i]);
    if (!(one <= size)) size = one;
  }
  return size;
}

/**
 * Writes A = LLᵀ into the lower half of A.
 *
 * @param {Float64Array} A - symmetric; its lower half is overwritten
 * @param {number} m - rows and columns
 * @param {number} floor - a pivot at most this share of its diagonal entry counts as none
 * @param {number} [stride] - numbers from one row of A to the next, at least m
 * @param {number} [done] - rows at the top that hold L already
 * @returns {boolean} false if A is not (clearly) positive definite
 */
export function cholesky(A, m, floor, stride = m, done = 0) {
  for (let j = done; j < m; j++) {
    const row = j * stride;
    const diagonal = A[row + j];
    for (let k = 0; k <= j; k++) {
      const other = k * stride;
      let sum = A[row + k];
      for (let l = 0; l < k; l++) sum -= A[row + l] * A[other + l];
      if (k < j) A[row + k] = sum / A[other + k];
      else if (sum > floor * diagonal) A[row + j] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Solves LLᵀx = b in place, with L as `cholesky` leaves it. */
export function choleskySolve(L, m, b, stride = m) {
  for (let j = 0; j < m; j++) {
    let sum = b[j];
    for (let k = 0; k < j; k++) sum -= L[j * stride + k] * b[k];
    b[j] = sum / L[j * stride + j];
  }
  for (let j = m - 1; j >= 0; j--) {
    let sum = b[j];
    for (let k = j + 1; k < m; k++) sum -= L[k * stride + j] * b[k];
    b[j] = sum / L[j * stride + j];
  }
  return b;
}

/**
 * Triangularizes A with Householder reflections, the longest remaining column first, and applies
 * them to b as well.
 *
 * Golub and Van Loan (2013), "Matrix Computations", 4th edition, algorithms 5.2.1 and 5.4.1.
 *
 * @param {Matrix} A - n × p; its upper triangle becomes R, for the columns in the order returned
 * @param {Float64Array} b - n numbers; become Qᵀb
 * @returns {{order: Int32Array, rank: number}} `rank` counts the diagonal entries of R that are
 *   more than rounding error
 */
export function householder(A, b) {
  const { n, p, values } = A;
  const order = Int32Array.from({ length: p }, (_, j) => j);
  const steps = Math.min(n, p);
  const sizeBelow = (j, from) => {
    let size = 0;
    for (let i = from; i < n; i++) size = Math.hypot(size, values[i * p + j]);
    return size;
  };
  let first = 0;
  for (let k = 0; k < steps; k++) {
    let best = k;
    let size = sizeBelow(k, k);
    for (let j = k + 1; j < p; j++) {
      const other = sizeBelow(j, k);
      if (other > size) [best, size] = [j, other];
    }
    if (k === 0) first = size;
    if (!(size > Number.EPSILON * Math.max(n, p) * first)) return { order, rank: k };
    if (best !== k) {
      [order[k], order[best]] = [order[best], order[k]];
      for (let i = 0; i < n; i++) {
        [values[i * p + k], values[i * p + best]] = [values[i * p + best], values[i * p + k]];
      }
    }
    const top = values[k * p + k];
    const diagonal = top > 0 ? -size : size;
    // The reflection is 1 − v vᵀ/(size·|v₀|), with v the column less its image.
    values[k * p + k] = top - diagonal;
    const scale = size * Math.abs(top - diagonal);
    const reflect = (target, column, stride) => {
      let sum = 0;
      for (let i = k; i < n; i++) sum += values[i * p + k] * target[i * stride + column];
      sum /= scale;
      for (let i = k; i < n; i++) target[i * stride + column] -= sum * values[i * p + k];
    };
    for (let j = k + 1; j < p; j++) reflect(values, j, p);
    reflect(b, 0, 1);
    values[k * p + k] = diagonal;
    for (let i = k + 1; i < n; i++) values[i * p + k] = 0;
  }
  return { order, rank: steps };
}

/**
 * Returns the x that minimizes ‖Ax − b‖, the shortest one if there are several.
 *
 * @param {Matrix} A - n × p; overwritten
 * @param {Float64Array} b - n numbers; overwritten
 * @returns {Float64Array} p numbers
 */
export function leastSquaresSolution(A, b) {
  const { p, values: R } = A;
  const { order, rank } = householder(A, b);
  const x = new Float64Array(p);
  if (rank === p) {
    for (let j = p - 1; j >= 0; j--) {
      let sum = b[j];
      for (let k = j + 1; k < p; k++) sum -= R[j * p + k] * x[order[k]];
      x[order[j]] = sum / R[j * p + j];
    }
    return x;
  }
  if (rank === 0) return x;
  // Rx = b has fewer rows than unknowns. Its shortest solution lies in the span of its rows:
  // x = Rᵀu with RRᵀu = b, by the triangle S of Rᵀ = QS, so that nothing is squared.
  const transposed = new Matrix(p, rank);
  for (let i = 0; i < rank; i++) {
    for (let j = i; j < p; j++) transposed.values[j * rank + i] = R[i * p + j];
  }
  const rows = new Matrix(p, rank, transposed.values.slice());
  const turned = householder(transposed, new Float64Array(p));
  const S = transposed.values;
  const u = new Float64Array(rank);
  for (let i = 0; i < rank; i++) u[i] = b[turned.order[i]];
  for (let i = 0; i < rank; i++) {
    for (let k = 0; k < i; k++) u[i] -= S[k * rank + i] * u[k];
    u[i] /= S[i * rank + i];
  }
  for (let i = rank - 1; i >= 0; i--) {
    for (let k = i + 1; k < rank; k++) u[i] -= S[i * rank + k] * u[k];
    u[i] /= S[i * rank + i];
  }
  const v = new Float64Array(rank);
  for (let i = 0; i < rank; i++) v[turned.order[i]] = u[i];
  const shortest = rows.times(v);
  for (let j = 0; j < p; j++) x[order[j]] = shortest[j];
  return x;
}

/**
 * Returns the eigenvalues and eigenvectors of a symmetric matrix (cyclic Jacobi rotations).
 *
 * Golub and Van Loan (2013), "Matrix Computations", 4th edition, section 8.5.
 *
 * @param {Matrix} symmetric - p × p
 * @returns {{values: Float64Array, vectors: Matrix}} in no order; row j of `vectors` belongs to
 *   eigenvalue j
 */
export function eigen(symmetric) {
  const p = symmetric.p;
  const A = symmetric.values.slice();
  const vectors = new Matrix(p, p);
  const V = vectors.values;
  for (let j = 0; j < p; j++) V[j * p + j] = 1;
  const rotateRows = (M, i, j, c, s) => {
    for (let k = 0, a = i * p, b = j * p; k < p; k++, a++, b++) {
      const [x, y] = [M[a], M[b]];
      M[a] = c * x - s * y;
      M[b] = s * x + c * y;
    }
  };
  for (let sweep = 0; sweep < 60; sweep++) {
    let rotated = false;
    for (let i = 0; i < p - 1; i++) {
      for (let j = i + 1; j < p; j++) {
        const off = A[i * p + j];
        const [here, there] = [A[i * p + i], A[j * p + j]];
        if (Math.abs(off) <= 1e-17 * Math.sqrt(Math.abs(here * there)) || off === 0) continue;
        if (Math.abs(off) <= 1e-18 * (Math.abs(here) + Math.abs(there))) continue;
        rotated = true;
        const theta = (there - here) / (2 * off);
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        rotateRows(A, i, j, c, s);
        for (let k = 0; k < p; k++) {
          const [x, y] = [A[k * p + i], A[k * p + j]];
          A[k * p + i] = c * x - s * y;
          A[k * p + j] = s * x + c * y;
        }
        A[i * p + j] = A[j * p + i] = 0;
        rotateRows(V, i, j, c, s);
      }
    }
    if (!rotated) break;
  }
  return { values: Float64Array.from({ length: p }, (_, j) => A[j * p + j]), vectors };
}
