// What a reader guessed, kept in this browser; where it keeps nothing, as long as the page.

const place = () => `explorable ${location.pathname}`;

function all() {
  try {
    return Object.assign({}, JSON.parse(localStorage.getItem(place())));
  } catch {
    return {}; // No storage, or not ours.
  }
}

/** Return what was kept for a figure: { guess, state }, or nothing. */
export function recall(id) {
  const one = all()[id];
  return one && typeof one.guess === "string" ? one : undefined;
}

/** Keep something for a figure; undefined forgets it. */
export function keep(id, one) {
  try {
    localStorage.setItem(place(), JSON.stringify({ ...all(), [id]: one }));
  } catch { /* Then it lasts as long as the page. */ }
}
