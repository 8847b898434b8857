// Checks of what a caller gives: each error names the argument, what it was, what is accepted.

/**
 * Returns `value` if it is one finite number within its limits.
 *
 * @param {string} name - what the caller calls the argument
 * @param {number} value
 * @param {{minimum?: number, maximum?: number, exclusive?: boolean}} [limits] - both allowed;
 *   `exclusive` refuses `minimum` itself
 * @returns {number}
 * @throws {TypeError} if it is no number
 * @throws {RangeError} if it is not finite or outside the limits
 */
export function checkNumber(name, value, limits = {}) {
  const { minimum = -Infinity, maximum = Infinity, exclusive = false } = limits;
  if (typeof value !== "number") {
    throw new TypeError(`${name} must be a number, got ${String(value)} (${typeof value}).`);
  }
  const high = value <= maximum;
  if (!Number.isFinite(value) || !high || !(exclusive ? value > minimum : value >= minimum)) {
    const accepted = ["finite"];
    if (minimum > -Infinity) accepted.push(`${exclusive ? ">" : ">="} ${minimum}`);
    if (maximum < Infinity) accepted.push(`<= ${maximum}`);
    throw new RangeError(`${name} must be ${accepted.join(" and ")}, got ${value}.`);
  }
  return value;
}

/**
 * Returns `value` if it is a whole number within its limits.
 *
 * @param {string} name
 * @param {number} value
 * @param {{minimum?: number, maximum?: number}} [limits] - at least 1 by default
 * @returns {number}
 * @throws {TypeError} if it is no whole number
 * @throws {RangeError} if it is outside the limits
 */
export function checkCount(name, value, { minimum = 1, maximum = Number.MAX_SAFE_INTEGER } = {}) {
  if (!Number.isInteger(value)) {
    throw new TypeError(`${name} must be a whole number, got ${String(value)}.`);
  }
  return checkNumber(name, value, { minimum, maximum });
}

/**
 * Returns `values` if they are finite numbers, as many as are wanted.
 *
 * @param {string} name
 * @param {ArrayLike<number>} values
 * @param {number} [length] - how many there must be; any number of them if not given
 * @returns {ArrayLike<number>}
 * @throws {TypeError} if they are not numbers
 * @throws {RangeError} if one is not finite, or there are too few or too many
 */
export function checkVector(name, values, length = values.length) {
  if (values.length !== length) {
    throw new RangeError(`${name} must hold ${length} numbers, got ${values.length}.`);
  }
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(values[i])) checkNumber(`${name}[${i}]`, values[i]);
  }
  return values;
}
