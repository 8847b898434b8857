// The state in a page's address: ?one-weight.z=2&one-weight.lam=0.5#one-weight

import { difference, read, write } from "./state.js";

/** Tell whether the address speaks of a figure: by a value, or by leading to it. */
export function isNamed(id, address = location) {
  if (address.hash === `#${id}`) return true;
  return [...new URLSearchParams(address.search).keys()].some(key => key.startsWith(`${id}.`));
}

/** Return the values that the address gives a figure; what cannot be read is left out. */
export function fromAddress(id, spec, address = location) {
  const given = new URLSearchParams(address.search);
  const values = {};
  for (const [key, one] of Object.entries(spec)) {
    const text = given.get(`${id}.${key}`);
    const value = text === null ? undefined : read(one, text);
    if (value !== undefined) values[key] = value;
  }
  return values;
}

/** Return the address that leads to a figure in some state; other figures' values stay. */
export function addressOf(id, spec, values, first, address = location) {
  const url = new URL(address.href);
  for (const key of [...url.searchParams.keys()]) {
    if (key.startsWith(`${id}.`)) url.searchParams.delete(key);
  }
  for (const [key, value] of Object.entries(difference(values, first))) {
    url.searchParams.set(`${id}.${key}`, write(spec[key], value));
  }
  url.hash = id;
  return url.href;
}
