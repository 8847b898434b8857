// Controls below a picture: native inputs, so that keyboards and screen readers know them.

import { make } from "./elements.js";
import { tidy, words } from "./numbers.js";
import { nearest } from "./state.js";

const LOG_STEPS = 200;

/* Between a number and the place of a slider's thumb; on a log scale every place is the same
   factor away from the next; along given stops, every place is one of them. */
function scaleOf(one, log, stops) {
  if (stops) {
    const nearestOf = value => stops.reduce((found, stop, place) =>
      (Math.abs(stop - value) < Math.abs(stops[found] - value) ? place : found), 0);
    return {
      min: 0, max: stops.length - 1, step: 1, place: nearestOf, value: place => stops[place],
    };
  }
  if (!log) {
    const { min, max, step = 1 } = one;
    return { min, max, step, place: value => value, value: place => place };
  }
  const [low, high] = [Math.log(one.min), Math.log(one.max)];
  return {
    min: 0,
    max: LOG_STEPS,
    step: 1,
    place: value => ((Math.log(value) - low) / (high - low)) * LOG_STEPS,
    value: place => +Math.exp(low + (place / LOG_STEPS) * (high - low)).toPrecision(3),
  };
}

/** Call `take` when a number has been typed into a field. */
export function whenTyped(field, take) {
  field.addEventListener("change", take);
  // JupyterLab keeps browsers from taking Enter as the end of typing.
  field.addEventListener("keydown", event => { if (event.key === "Enter") take(); });
}

/**
 * A slider with a field for typing the number. `say(value)` gives the value in words; `stops` are
 * the values that the thumb can take, rising, where neither equal steps nor a log scale will do.
 */
export function slider(frame, { key, label, log = false, stops, say = words }) {
  const one = frame.spec[key];
  const scale = scaleOf(one, log, stops);
  const id = `${frame.id}-${key}`;
  const range = make("input", {
    type: "range", id, min: scale.min, max: scale.max, step: scale.step, autocomplete: "off",
  });
  const name = label ?? one.label;
  const field = make("input", {
    type: "number", class: "explorable-number", min: one.min, max: one.max, step: "any",
    "aria-label": `${name}, as a number`, autocomplete: "off",
  });
  const put = value => frame.model.set({ [key]: nearest(one, value) });
  range.addEventListener("input", () => put(scale.value(+range.value)));
  whenTyped(field, () => {
    if (field.value !== "") put(+field.value);
    show();
  });

  function show() {
    const value = frame.model.state[key];
    range.value = scale.place(value);
    range.setAttribute("aria-valuetext", say(value));
    // What the reader is typing stays.
    if (document.activeElement !== field || +field.value !== value) {
      field.value = tidy(+value.toPrecision(6));
    }
  }
  frame.onDraw(show);
  return frame.addControl(make("div", { class: "explorable-slider" },
    make("label", { for: id }, name), range, field));
}

/** One of a few options, side by side. `labels` may give other words for them. */
export function choice(frame, { key, label, labels = {} }) {
  const one = frame.spec[key];
  const group = make("fieldset", { class: "explorable-choice" },
    make("legend", {}, label ?? one.label));
  const inputs = one.options.map(option => {
    const input = make("input", {
      type: "radio", name: `${frame.id}-${key}`, value: option, autocomplete: "off",
    });
    input.addEventListener("change", () => frame.model.set({ [key]: option }));
    group.append(make("label", {}, input, make("span", {}, labels[option] ?? option)));
    return input;
  });
  frame.onDraw(() => {
    for (const input of inputs) input.checked = input.value === frame.model.state[key];
  });
  return frame.addControl(group);
}

/** Something that is on or off. */
export function flag(frame, { key, label }) {
  const input = make("input", { type: "checkbox", autocomplete: "off" });
  input.addEventListener("change", () => frame.model.set({ [key]: input.checked }));
  frame.onDraw(() => { input.checked = frame.model.state[key]; });
  return frame.addControl(make("label", { class: "explorable-flag" }, input,
    make("span", {}, label ?? frame.spec[key].label)));
}

/** A button among the controls. */
export function button(frame, { label, press }) {
  const one = make("button", { type: "button" }, label);
  one.addEventListener("click", press);
  return frame.addControl(one);
}
