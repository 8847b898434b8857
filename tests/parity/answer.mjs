// Answers the questions of test_explorables_parity.py: a list of {name, ...arguments} comes in as
// JSON, the list of answers goes out. All mathematics is in js/core; here it is only called.

import { readFileSync } from "node:fs";

import * as core from "../../src/shrinkage/explorables/js/core/index.js";

const { Matrix } = core;
const losses = { log: core.LogLoss, squared: core.SquaredError };

const penaltyOf = ([kind, ...strengths]) => new core[kind](...strengths);

function objectiveOf({ X, y, loss, penalty = ["NoPenalty"] }) {
  return new core.Objective(Matrix.fromRows(X), y, losses[loss], penaltyOf(penalty));
}

const pathOf = ({ X, y, lams, other }, solve) => {
  const path = solve(Matrix.fromRows(X), y, lams);
  const errors = other && core.pathErrors(path, Matrix.fromRows(other.X), other.y);
  return { coefs: path.coefs.toRows(), intercepts: path.intercepts, errors };
};

const answers = {
  penalty({ penalty, w, step }) {
    const one = penaltyOf(penalty);
    return { value: one.value(w), gradient: one.gradient(w), prox: one.prox(w, step) };
  },
  one_weight({ z, penalty }) {
    const w = core.bestWeight(z, penaltyOf(penalty));
    return { w, ...core.oneWeightObjective(w, z, penaltyOf(penalty)) };
  },
  sigmoid: ({ z }) => z.map(core.sigmoid),
  loss({ loss, z, y }) {
    const one = losses[loss];
    return { value: one.value(z, y), gradient: one.gradient(z, y), curvature: one.curvature(z, y) };
  },
  judge: ({ z, y }) => core.judge(z, y),
  objective({ theta, ...problem }) {
    const objective = objectiveOf(problem);
    return {
      outputs: objective.outputs(theta),
      loss: objective.lossValue(theta),
      penalty: objective.penaltyValue(theta),
      value: objective.value(theta),
      gradient: objective.gradient(theta),
      hessian: objective.hessian(theta).toRows(),
      stationarity: objective.stationarity(theta),
      lipschitz: objective.lipschitz(),
    };
  },
  newton: (problem) => core.newton(objectiveOf(problem)),
  least_squares({ X, y, lam }) {
    return core.leastSquares(Matrix.fromRows(X), Float64Array.from(y), lam);
  },
  polynomial({ x, y, degree, lam, at }) {
    const theta = core.fitPolynomial(x, y, degree, lam);
    return { theta, at: core.polynomialAt(theta, at) };
  },
  descent({ steps, rate, other, ...problem }) {
    const history = core.gradientDescent(objectiveOf(problem), { steps, learningRate: rate });
    const objective = objectiveOf({ ...problem, ...other });
    return { ...history, other: core.lossAlong(history, objective) };
  },
  log_steps: ({ last, perDecade }) => core.logSteps(last, perDecade),
  curvature: ({ angle, stretch }) => core.curvature(angle, stretch),
  penalized: ({ A, center, kind, lam }) => core.minimizePenalized(A, center, kind, lam),
  within: ({ A, center, kind, budget }) => core.minimizeWithin(A, center, kind, budget),
  zero_map: ({ A, kind, strength, xs, ys }) => core.zeroMap(A, kind, strength, xs, ys),
  lasso_path: (problem) => pathOf(problem, core.lassoPath),
  ridge_path: (problem) => pathOf(problem, core.ridgePath),
  lam_max: ({ X, y }) => core.lamMax(Matrix.fromRows(X), y),
  standardize({ X, other }) {
    const done = core.standardize(Matrix.fromRows(X));
    return { X: done.X.toRows(), other: done.apply(Matrix.fromRows(other)).toRows() };
  },
  quadratic: ({ Q, c, a, start }) => core.minimizeQuadratic(Matrix.fromRows(Q), c, a, start),
  random({ seed, stream, n }) {
    const fresh = () => new core.Random(seed, stream);
    const bits = fresh();
    return {
      bits: Array.from({ length: n }, () => bits.bits()),
      uniforms: fresh().uniforms(n),
      normals: fresh().normals(n),
      permutation: fresh().permutation(n),
    };
  },
  quantile: ({ probability }) => probability.map(core.normalQuantile),
  regression({ n, p, options }) {
    const data = core.makeRegression(n, p, options);
    return { ...data, X: data.X.toRows() };
  },
  classification({ n, p, options }) {
    const data = core.makeClassification(n, p, options);
    return { ...data, X: data.X.toRows() };
  },
  sine: ({ n, options }) => core.makePolynomial(n, options),
};

// Typed arrays as lists; JSON itself knows no Infinity and no NaN.
function plain(key, value) {
  if (ArrayBuffer.isView(value)) return Array.from(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return value;
}

const questions = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(questions.map(({ name, ...rest }) => answers[name](rest)), plain));
