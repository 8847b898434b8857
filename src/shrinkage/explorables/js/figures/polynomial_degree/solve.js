// Polynomials through twelve points, with and without a penalty; no DOM.

import { makePolynomial } from "../../core/datasets.js";
import { fitPolynomial, polynomialAt } from "../../core/polynomial.js";
import { Random } from "../../core/random.js";

// Scattered, and nowhere so close together that a fit would be lost in rounding errors.
export const PLACES = [-0.98, -0.71, -0.51, -0.19, -0.06, 0.06, 0.14, 0.26, 0.41, 0.51, 0.66, 0.94];
export const NOISE = 0.3;
const NOISE_STREAM = 3; // as in core/datasets.js
export const LIMIT = 2.2; // of the points' heights
export const MOST = 11; // terms: as many weights and a bias pass through 12 points
export const TAME = 1e-3;
// Unseen by every fit; its seed is none that a reader can set.
const TEST = makePolynomial(201, { noise: NOISE, seed: 10000 });

export const within = value => Math.min(LIMIT, Math.max(-LIMIT, value));

export function drawn(seed) {
  const random = new Random(seed, NOISE_STREAM);
  return PLACES.map(x => Math.sin(Math.PI * x) + NOISE * random.normal());
}

const heightsOf = ({ moves, seed }) => drawn(seed).map((one, n) => within(one + moves[n]));

function meanSquare(theta, x, y) {
  const sum = polynomialAt(theta, x).reduce((total, one, n) => total + (one - y[n]) ** 2, 0);
  return sum / x.length;
}

/* Polynomials of degree 0, 1, … that are orthonormal at the places, there and at the test points,
   by the recurrence of Stieltjes: the fits of all degrees are sums of them. Gautschi (2004),
   "Orthogonal Polynomials", section 2.2. */
const ORTHONORMAL = orthonormal(MOST);

function orthonormal(count) {
  const dot = (one, other) => one.reduce((sum, value, n) => sum + value * other[n], 0);
  const xs = [PLACES, [...TEST.x]];
  const found = [];
  let now = xs.map(part => part.map(() => 1));
  while (found.length < count) {
    const length = Math.sqrt(dot(now[0], now[0]));
    now = now.map(part => part.map(value => value / length));
    found.push({ places: now[0], test: now[1] });
    let next = now.map((part, m) => part.map((value, n) => value * xs[m][n]));
    // Against all of them, twice: rounding errors would grow otherwise.
    for (const one of [...found, ...found]) {
      const share = dot(next[0], one.places);
      next = next.map((part, m) => {
        const other = m ? one.test : one.places;
        return part.map((value, n) => value - share * other[n]);
      });
    }
    now = next;
  }
  return found;
}

/* The least test error of a fit without a penalty and with fewer than all terms. */
function bestOfFewer(y) {
  const rest = Float64Array.from(TEST.y);
  let best = Infinity;
  ORTHONORMAL.forEach(({ places, test }, degree) => {
    const share = places.reduce((sum, value, n) => sum + value * y[n], 0);
    let total = 0;
    for (let n = 0; n < rest.length; n++) {
      rest[n] -= share * test[n];
      total += rest[n] * rest[n];
    }
    if (degree > 0) best = Math.min(best, total / rest.length);
  });
  return best;
}

const largest = weights => Math.max(...weights.map(Math.abs));

function fitted(y, degree, lam) {
  const theta = fitPolynomial(PLACES, y, degree, lam);
  const weights = [...theta.subarray(0, degree)];
  return {
    weights,
    bias: theta[degree],
    largest: largest(weights),
    train_error: meanSquare(theta, PLACES, y),
    test_error: meanSquare(theta, TEST.x, TEST.y),
  };
}

export function solve({ degree, lam, moves, seed }) {
  const y = heightsOf({ moves, seed });
  const plain = fitted(y, degree, 0);
  const all = degree === MOST ? plain : fitted(y, MOST, 0);
  const fit = lam === 0 ? plain : fitted(y, degree, lam);
  const tame = degree === MOST && lam === TAME ? fit : fitted(y, MOST, TAME);
  return {
    y,
    fit,
    plain,
    // All 11 terms: without a penalty, with λ = 0.001, and beside both the best of fewer terms.
    all_largest: all.largest,
    all_error: all.test_error,
    tame_largest: tame.largest,
    tame_error: tame.test_error,
    fewer_error: bestOfFewer(y),
  };
}
