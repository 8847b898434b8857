/* The state of one mounted figure, whoever keeps it: a page, or a kernel behind JupyterLab.

   A figure module meets this:

     model.state        the present values, a plain frozen object
     model.set(patch)   sets some; what cannot be set is left as it is
     model.result()     solve(model.state), worked out once for each state
     model.starts       what Reset brings back
     model.reset()

   The frame also uses subscribe(), guess and close(). The keeper (`host`) speaks the part of
   anywidget's protocol that every host has: get, set, on, off, save_changes.
*/

import { acceptable, difference, starts } from "./state.js";

/** Return a keeper for pages, where nothing but the page knows the state. */
export function pageHost(values) {
  const kept = { ...values };
  const hearers = new Map();
  return {
    get: key => kept[key],
    set(key, value) {
      kept[key] = value;
      for (const hear of [...(hearers.get(`change:${key}`) || [])]) hear();
    },
    on(event, hear) {
      if (!hearers.has(event)) hearers.set(event, new Set());
      hearers.get(event).add(hear);
    },
    off: (event, hear) => hearers.get(event)?.delete(hear),
    save_changes() {},
  };
}

/** Return the model of a figure whose values a host keeps; `first` is what Reset brings back. */
export function openModel(figure, host, first = starts(figure.state)) {
  const keys = [...Object.keys(figure.state), "prediction"];
  const hearers = new Set();
  let state, guess, found, saving = 0, setting = false;
  // What is set and not yet told to the host, once for each picture of a drag. It stays here until
  // then: a kernel's answer to what it was told before would take its place at the host.
  let untold = {};

  function look() {
    const values = Object.fromEntries(Object.keys(first).map(key => [key, host.get(key)]));
    state = Object.freeze({ ...first, ...acceptable(figure.state, { ...values, ...untold }) });
    guess = (untold.prediction ?? host.get("prediction")) || "";
    found = undefined;
  }

  // A host may speak of a change that is none, and once for each key of a patch.
  function heard() {
    if (setting) return;
    const [before, guessed] = [state, guess];
    look();
    if (guess === guessed && !Object.keys(difference(state, before)).length) return;
    for (const hear of [...hearers]) hear();
  }

  function change(patch) {
    Object.assign(untold, patch);
    heard();
    saving ||= requestAnimationFrame(save);
  }

  function save() {
    cancelAnimationFrame(saving);
    saving = 0;
    setting = true;
    for (const [key, value] of Object.entries(untold)) host.set(key, value);
    setting = false;
    untold = {};
    host.save_changes();
    heard();
  }

  look();
  for (const key of keys) host.on(`change:${key}`, heard);

  return {
    starts: first,
    get state() { return state; },
    get guess() { return guess; },
    set guess(value) { if (value !== guess) change({ prediction: value }); },
    result: () => (found ??= figure.solve(state)),
    set(patch) {
      const changed = difference(acceptable(figure.state, patch), state);
      if (Object.keys(changed).length) change(changed);
    },
    reset() { this.set(first); },
    subscribe(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    close() {
      if (saving) save();
      for (const key of keys) host.off(`change:${key}`, heard);
      hearers.clear();
    },
  };
}
