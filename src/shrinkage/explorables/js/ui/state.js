/* What a reader can set, as a figure module states it:

     export const state = {
       lam:    { kind: "number", min: 0, max: 4, start: 1.2, step: 0.05, label: "λ" },
       kind:   { kind: "choice", options: ["L1", "L2"], start: "L1", label: "Penalty" },
       grid:   { kind: "flag", start: true, label: "Show the grid" },
       seed:   { kind: "integer", min: 0, max: 9999, start: 1, label: "Seed" },
       points: { kind: "list", min: -1, max: 1, start: [0.2, -0.4], step: 0.01, label: "Points" },
     };

   `step` is how far a handle or slider moves at a time; a typed value may lie between. A list
   keeps its length. The class in Python has the same keys, bounds and starts (a test compares).
*/

import { tidy } from "./numbers.js";

const inside = (one, value) =>
  typeof value === "number" && Number.isFinite(value) && value >= one.min && value <= one.max;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const toNumber = text => (NUMBER.test(text) ? +text : undefined);

const KINDS = {
  number: { accepts: inside, read: toNumber, write: String },
  integer: {
    accepts: (one, value) => Number.isInteger(value) && inside(one, value),
    read: toNumber,
    write: String,
  },
  choice: {
    accepts: (one, value) => one.options.includes(value), read: text => text, write: String,
  },
  flag: {
    accepts: (one, value) => typeof value === "boolean",
    read: text => ({ true: true, false: false })[text],
    write: String,
  },
  list: {
    accepts: (one, value) => Array.isArray(value) && value.length === one.start.length &&
      value.every(part => inside(one, part)),
    read: text => text.split(",").map(toNumber),
    write: value => value.join(","),
  },
};

/** Tell whether a value is one that the reader could have set. */
export const accepts = (one, value) => KINDS[one.kind].accepts(one, value);

/** Return the value that a text in an address stands for, or undefined. */
export function read(one, text) {
  const value = KINDS[one.kind].read(text);
  return accepts(one, value) ? value : undefined;
}

/** Return a value as text for an address. */
export const write = (one, value) => KINDS[one.kind].write(value);

/** Return the nearest number that can be set, on the steps if `stepped`. */
export function nearest(one, value, stepped = false) {
  let number = value;
  const step = one.kind === "integer" ? one.step ?? 1 : one.step;
  if (stepped && step) number = Math.round(number / step) * step;
  if (one.kind === "integer") number = Math.round(number);
  return tidy(Math.min(one.max, Math.max(one.min, number)));
}

/** Tell whether two values are the same. */
export const same = (a, b) => a === b || (
  Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, n) => one === b[n])
);

/** Return the values that a figure starts with. */
export const starts = spec =>
  Object.fromEntries(Object.entries(spec).map(([key, one]) => [key, one.start]));

/** Return what of some values is known and can be set. */
export function acceptable(spec, values) {
  const known = Object.entries(values || {}).filter(
    ([key, value]) => Object.hasOwn(spec, key) && accepts(spec[key], value));
  return Object.fromEntries(known);
}

/** Return what of some values differs from others. */
export const difference = (values, others) => Object.fromEntries(
  Object.entries(values).filter(([key, value]) => !same(value, others[key])));
