// Polynomials as linear regression on monomials x, x², … : the features of one number.

import { Matrix } from "./linear_algebra.js";
import { leastSquares } from "./solvers.js";
import { checkCount, checkVector } from "./validation.js";

/**
 * @param {ArrayLike<number>} x - n places
 * @param {number} degree - at least 1
 * @returns {Matrix} x, x², … x^degree for each place, n × degree
 * @throws {TypeError|RangeError} if a place is not finite or the degree no whole number above 0
 */
export function monomials(x, degree) {
  checkVector("x", x);
  checkCount("degree", degree);
  const out = new Matrix(x.length, degree);
  for (let i = 0; i < x.length; i++) {
    for (let j = 0, power = x[i]; j < degree; j++, power *= x[i]) {
      out.values[i * degree + j] = power;
    }
  }
  return out;
}

/**
 * Returns the polynomial that minimizes ½·mean squared error + λ·½Σw², the bias not penalised.
 *
 * @param {ArrayLike<number>} x - n places
 * @param {ArrayLike<number>} y - n values
 * @param {number} degree - at least 1
 * @param {number} [lam] - λ, at least 0
 * @returns {Float64Array} w₁ … w_degree (of x … x^degree), then the bias
 * @throws {TypeError|RangeError} if an argument is not as stated
 */
export function fitPolynomial(x, y, degree, lam = 0) {
  return leastSquares(monomials(x, degree), Float64Array.from(checkVector("y", y, x.length)), lam);
}

/**
 * @param {ArrayLike<number>} theta - w₁ … w_degree, b
 * @param {ArrayLike<number>} x - places
 * @returns {Float64Array} the polynomial's values there
 */
export function polynomialAt(theta, x) {
  const degree = theta.length - 1;
  return Float64Array.from(x, (one) => {
    let sum = 0;
    for (let j = degree - 1; j >= 0; j--) sum = (sum + theta[j]) * one;
    return sum + theta[degree];
  });
}
