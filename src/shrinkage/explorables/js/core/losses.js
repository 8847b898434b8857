// Losses: how far the outputs of a model are from the targets, on average over the rows; as
// `shrinkage.losses`. z is the output of the model's equation, before the logistic function.
// `gradient` and `curvature` are derivatives of the mean with respect to z: they carry the 1/n.

/**
 * @param {number} z - log-odds
 * @returns {number} 1/(1 + e^−z), from 0 to 1, without overflow
 */
export function sigmoid(z) {
  const e = Math.exp(-Math.abs(z)); // at most 1, so that nothing overflows
  return (z >= 0 ? 1 : e) / (1 + e);
}

/** ½·mean of (z − y)², the loss of linear regression. */
export const SquaredError = {
  /** Whether each row has a side of z = 0 where it is classified rightly. */
  hasSides: false,
  /** No row's second derivative exceeds it (before the factor 1/n). */
  curvatureBound: 1,

  /**
   * @param {ArrayLike<number>} z - outputs, n of them
   * @param {ArrayLike<number>} y - targets, n of them
   * @returns {number} in units of y squared
   */
  value(z, y) {
    let sum = 0;
    for (let i = 0; i < z.length; i++) sum += (z[i] - y[i]) * (z[i] - y[i]);
    return (0.5 * sum) / z.length;
  },

  /** Writes (z − y)/n into `out` (n numbers; a new array if not given) and returns it. */
  gradient(z, y, out = new Float64Array(z.length)) {
    for (let i = 0; i < z.length; i++) out[i] = (z[i] - y[i]) / z.length;
    return out;
  },

  /** Writes 1/n for each row into `out` and returns it. */
  curvature(z, y, out = new Float64Array(z.length)) {
    return out.fill(1 / z.length);
  },
};

/** Mean of log(1 + e^z) − y·z, the loss of logistic regression, for y of 0 or 1. */
export const LogLoss = {
  /** Whether each row has a side of z = 0 where it is classified rightly. */
  hasSides: true,
  /** No row's second derivative exceeds it (before the factor 1/n). */
  curvatureBound: 0.25,

  /**
   * @param {ArrayLike<number>} z - scores (log-odds), n of them
   * @param {ArrayLike<number>} y - labels, 0 or 1
   * @returns {number} mean of −log of the probability given to what happened
   */
  value(z, y) {
    let sum = 0;
    for (let i = 0; i < z.length; i++) {
      // log(1 + e^−m) with the margin m = ±z: no digits are lost where z is large.
      const m = y[i] === 1 ? z[i] : -z[i];
      sum += Math.max(0, -m) + Math.log1p(Math.exp(-Math.abs(m)));
    }
    return sum / z.length;
  },

  /** Writes (p − y)/n into `out` (n numbers; a new array if not given) and returns it. */
  gradient(z, y, out = new Float64Array(z.length)) {
    const n = z.length;
    for (let i = 0; i < n; i++) {
      // 1 − p is computed as the sigmoid of −z: p − 1 would lose digits near 1.
      const share = sigmoid(y[i] === 1 ? -z[i] : z[i]) / n;
      out[i] = y[i] === 1 ? -share : share;
    }
    return out;
  },

  /** Writes p(1 − p)/n into `out` and returns it. */
  curvature(z, y, out = new Float64Array(z.length)) {
    for (let i = 0; i < z.length; i++) out[i] = (sigmoid(z[i]) * sigmoid(-z[i])) / z.length;
    return out;
  },
};

/**
 * What a classifier does, for labels of 0 and 1.
 *
 * @param {ArrayLike<number>} z - scores (log-odds), n of them
 * @param {ArrayLike<number>} y - labels
 * @returns {{accuracy: number, confidence: number}} the share of rows on their side of z = 0 (a
 *   score of exactly 0 counts as class 0), and the mean probability that the model gives to the
 *   class it names, 0.5 to 1: the certainty it claims
 */
export function judge(z, y) {
  let right = 0;
  let claimed = 0;
  for (let i = 0; i < z.length; i++) {
    if (z[i] > 0 === (y[i] === 1)) right += 1;
    claimed += 1 / (1 + Math.exp(-Math.abs(z[i])));
  }
  return { accuracy: right / z.length, confidence: claimed / z.length };
}
