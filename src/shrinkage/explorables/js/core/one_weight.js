// One weight: ½(w − z)² + penalty(w), with z the least-squares weight.

/**
 * @param {number} z - the weight without a penalty
 * @param {{prox: Function}} penalty - such as `new L1(0.5)`
 * @returns {number} the w that minimizes ½(w − z)² + penalty(w): soft threshold, scaling, or both
 */
export function bestWeight(z, penalty) {
  return penalty.prox([z])[0];
}

/**
 * @param {number} w
 * @param {number} z - the weight without a penalty
 * @param {{value: Function}} penalty
 * @returns {{loss: number, penalty: number, objective: number}} ½(w − z)², penalty(w), their sum
 */
export function oneWeightObjective(w, z, penalty) {
  const loss = 0.5 * (w - z) * (w - z);
  const size = penalty.value([w]);
  return { loss, penalty: size, objective: loss + size };
}
