// The mathematics of the explorables: no DOM, no dependency, held equal to the Python package by
// tests/test_explorables_parity.py. Import from here, or from the module itself.
//
// Conventions. w weights, b bias, `lam` is λ. The objective is ½·mean squared error (or the mean
// log-loss) + λ·penalty, L1 = Σ|w|, L2 = ½Σw², the bias never penalised. `theta` is w₁ … w_p, then
// b. Data are a `Matrix` (rows in one Float64Array): Matrix.fromRows([[1, 2], [3, 4]]). Bad input
// gets a TypeError or RangeError that names the argument, what was given, what is accepted.
//
// One weight (½(w − z)² + penalty)
//     new L1(lam) | L2(lam) | ElasticNet(lam, alpha) | NoPenalty()
//         .value(w) .gradient(w) .prox(z, step = 1) .l1 .l2 .smooth         w, z: arrays
//     softThreshold(z, threshold) → number
//     bestWeight(z, penalty) → number
//     oneWeightObjective(w, z, penalty) → {loss, penalty, objective}
//
// Linear and logistic models
//     new Objective(X, y, SquaredError | LogLoss, penalty)
//         .value(theta) .lossValue(theta) .penaltyValue(theta) .gradient(theta) .hessian(theta)
//         .outputs(theta) (z = Xw + b for each row) .stationarity(theta) .lipschitz()
//     sigmoid(z) → number                       judge(z, y) → {accuracy, confidence}
//     newton(objective, {start}) → {theta, converged, separable, steps, stationarity}
//     leastSquares(X, y, lam) → theta           (ridge, λ ≥ 0, by Householder reflections)
//
// Training that goes on too long
//     logSteps(last, perDecade) → [0, 1, 2, …, last]
//     gradientDescent(objective, {steps, learningRate, start})
//         → {steps, weights: [theta, …], loss, norm, learningRate}
//     lossAlong(history, objectiveOfOtherRows) → loss at each recorded step
//
// Polynomials
//     fitPolynomial(x, y, degree, lam) → theta (of x, x², …, x^degree, then the bias)
//     polynomialAt(theta, x) → values           monomials(x, degree) → Matrix
//
// Two weights: ½(w − c)ᵀA(w − c), kind "l1" or "l2"
//     curvature(angle, stretch) → A = [a₁₁, a₁₂, a₂₂]
//     minimizePenalized(A, c, kind, lam) and minimizeWithin(A, c, kind, budget)
//         → {w, lam, budget, loss}: each gives the λ or the budget that belongs to the other
//     quadraticLoss(A, c, w) → number           zeros(w) → 0 none, 1 first, 2 second, 3 both
//     zeroMap(A, kind, {lam} | {budget}, xs, ys) → Uint8Array, row by row of ys
//
// Paths
//     standardize(X) → {X, mean, scale, apply(otherX)}
//     lamMax(X, y) → λ          lamGrid(high, ratio, count) → λ from large to small
//     lassoPath(X, y, lams) and ridgePath(X, y, lams) → {lams, coefs: Matrix m × p, intercepts}
//     pathErrors(path, X, y) → mean squared error at each λ
//
// Data and chance (the same in shrinkage.explorables.datasets and .random)
//     makeRegression(n, p, {weights, useful, noise, correlation, seed}) → {X, y, weights}
//     makeClassification(n, p, {weights, useful, steepness, correlation, seed}) → {X, y, weights}
//     makePolynomial(n, {noise, equallySpaced, seed}) → {x, y}
//     splitRows({X, y}, rows) → [{X, y} of the first rows, {X, y} of the others]
//     new Random(seed, stream) .uniform() .normal() .below(n) .uniforms(n) .normals(n)
//         .permutation(n) .bits()

export { minimizeQuadratic } from "./active_set.js";
export {
  curvature,
  minimizePenalized,
  minimizeWithin,
  quadraticLoss,
  zeroMap,
  zeros,
} from "./constraint_geometry.js";
export { makeClassification, makePolynomial, makeRegression, splitRows } from "./datasets.js";
export { Matrix, dot, eigen, leastSquaresSolution } from "./linear_algebra.js";
export { LogLoss, SquaredError, judge, sigmoid } from "./losses.js";
export { Objective } from "./objective.js";
export { bestWeight, oneWeightObjective } from "./one_weight.js";
export { lamGrid, lamMax, lassoPath, pathErrors, ridgePath, standardize } from "./paths.js";
export { ElasticNet, L1, L2, NoPenalty, softThreshold } from "./penalties.js";
export { fitPolynomial, monomials, polynomialAt } from "./polynomial.js";
export { Random, normalQuantile } from "./random.js";
export { leastSquares, newton } from "./solvers.js";
export { gradientDescent, logSteps, lossAlong } from "./trainers.js";
