// The paths of ridge and lasso on one small problem whose truth is known; no DOM.

import { makeRegression } from "../../core/datasets.js";
import { followLasso, weightsAlong } from "../../core/homotopy.js";
import { Matrix, columnStatistics, dot, eigen } from "../../core/linear_algebra.js";
import { lamGrid, pathErrors } from "../../core/paths.js";

export const NAMES = ["A", "B", "C", "D", "E", "F"];
const WEIGHTS = [3, 2.4, 1.8, 1.2, -1.5, 0.7];
const ROWS = 40;
const CORRELATION = 0.5;
/** From large to small, so that a path is followed as it is solved. */
export const LAMS = lamGrid(100, 1e-4, 61);
// Down to here it is asked where a feature leaves: at smaller λ the lasso is least squares.
const LOWEST = 1e-6;
// A weight nearer to 0 than this is 0 but for rounding errors.
export const NOTHING = 1e-9;

/* What the last few calls found is kept. */
function remembering(find, most) {
  const kept = new Map();
  return (...question) => {
    const asked = question.join();
    if (!kept.has(asked)) {
      if (kept.size === most) kept.delete(kept.keys().next().value);
      kept.set(asked, find(...question));
    }
    return kept.get(asked);
  };
}

// Columns of mean 0 and mean square 1 without a correlation left, each as near as can be to what
// the columns before it leave of the given one (Gram and Schmidt, twice for the rounding errors).
function orthogonal(X, mean) {
  const { n, p } = X;
  const columns = [];
  for (let j = 0; j < p; j++) {
    const one = Float64Array.from({ length: n }, (_, i) => X.values[i * p + j] - mean[j]);
    for (let pass = 0; pass < 2; pass++) {
      for (const other of columns) {
        const share = dot(one, other) / n;
        for (let i = 0; i < n; i++) one[i] -= share * other[i];
      }
    }
    const size = Math.sqrt(dot(one, one) / n);
    columns.push(one.map(value => value / size));
  }
  return new Matrix(n, p, Float64Array.from({ length: n * p }, (_, at) =>
    columns[at % p][Math.floor(at / p)]));
}

// All that does not depend on the noise; enough are kept for dragging the number of useless
// features from end to end and back.
const designOf = remembering((useless, features, seed) => {
  const p = WEIGHTS.length + useless;
  const correlation = features === "orthogonal" ? 0 : CORRELATION;
  const drawn = makeRegression(ROWS, p, { weights: WEIGHTS, noise: 1, correlation, seed });
  const signal = drawn.X.times(drawn.weights);
  const noise = drawn.y.map((one, i) => one - signal[i]);
  let { X } = drawn;
  if (features === "orthogonal") X = orthogonal(X, columnStatistics(X).mean);
  const { mean } = columnStatistics(X);
  const centered = new Matrix(ROWS, p, X.values.map((one, at) => one - mean[at % p]));
  const Q = centered.gram();
  for (let at = 0; at < Q.values.length; at++) Q.values[at] /= ROWS;
  return {
    p, X, mean, centered, Q, correlation, noise, weights: drawn.weights,
    signal: X.times(drawn.weights), directions: eigen(Q),
  };
}, 25);

/* Both paths, and their errors, on the grid of λ and anywhere else. */
const findPaths = remembering((noise, useless, features, seed) => {
  const design = designOf(useless, features, seed);
  const { p, Q, centered, mean } = design;
  const y = design.signal.map((one, i) => one + noise * design.noise[i]);
  const level = y.reduce((sum, one) => sum + one, 0) / ROWS;
  const c = centered.transposedTimes(y.map(one => (one - level) / ROWS));
  const lines = followLasso(Q, c, LOWEST);
  const { values, vectors } = design.directions;
  const along = vectors.times(c);

  const solvers = {
    l1: lams => weightsAlong(lines, lams, p),
    l2(lams) {
      const coefs = new Matrix(lams.length, p);
      const shares = new Float64Array(p);
      for (let k = 0; k < lams.length; k++) {
        for (let j = 0; j < p; j++) shares[j] = along[j] / (values[j] + lams[k]);
        vectors.transposedTimes(shares, coefs.values.subarray(k * p, (k + 1) * p));
      }
      return coefs;
    },
  };
  function at(kind, lams) {
    const coefs = solvers[kind](lams);
    const [rows, intercepts, fresh] = [[], [], []];
    for (let k = 0; k < lams.length; k++) {
      rows[k] = coefs.values.subarray(k * p, (k + 1) * p);
      intercepts[k] = level - dot(mean, rows[k]);
      fresh[k] = freshError(design, noise, rows[k], intercepts[k]);
    }
    return { rows, training: pathErrors({ lams, coefs, intercepts }, design.X, y), fresh };
  }

  const exits = new Array(p).fill(0);
  lines.features.forEach((j, k) => { exits[j] = Math.max(exits[j], lines.lams[k]); });
  const [l1, l2] = [at("l1", LAMS), at("l2", LAMS)];
  return { p, at, exits, l1, l2, ends: endsOf([...l1.rows, ...l2.rows]) };
}, 1);

export const pathsOf = ({ noise, useless, features, seed }) =>
  findPaths(noise, useless, features, seed);

function endsOf(rows) {
  let [low, high] = [0, 0];
  for (const row of rows) {
    for (const one of row) {
      if (one < low) low = one;
      else if (one > high) high = one;
    }
  }
  return [low, high];
}

/* The mean squared error on average over all rows that the problem could draw. */
function freshError({ weights, correlation }, noise, w, intercept) {
  let [squares, sum] = [0, 0];
  for (let j = 0; j < w.length; j++) {
    const off = w[j] - weights[j];
    squares += off * off;
    sum += off;
  }
  return noise ** 2 + intercept ** 2 + (1 - correlation) * squares + correlation * sum ** 2;
}

function smallest(values) {
  let place = 0;
  for (let k = 1; k < values.length; k++) if (values[k] < values[place]) place = k;
  return place;
}

/** Return what one penalty leaves at λ, and where it predicts best. */
function summaryOf(paths, kind, lam) {
  const here = paths.at(kind, [lam]);
  const weights = Array.from(here.rows[0]);
  const best = smallest(paths[kind].fresh);
  return {
    weights,
    alive: weights.filter(one => Math.abs(one) > NOTHING).length,
    training: here.training[0],
    fresh: here.fresh[0],
    best_lam: LAMS[best],
    best_fresh: paths[kind].fresh[best],
  };
}

export function solve(state) {
  const paths = pathsOf(state);
  const useful = paths.exits.slice(0, NAMES.length);
  return {
    least_squares: Array.from(paths.at("l2", [0]).rows[0]),
    l1: summaryOf(paths, "l1", state.lam),
    l2: summaryOf(paths, "l2", state.lam),
    // The λ from which on each useful weight is 0 under L1, and whose is first.
    exits: useful,
    first: NAMES[smallest(useful)],
  };
}
