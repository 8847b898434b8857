// Controls below a picture: native inputs, so that keyboards and screen readers know them.

import { make, set } from "./elements.js";
import { tidy, words } from "./numbers.js";
import { nearest } from "./state.js";

const LOG_STEPS = 200;
const ZERO_STEPS = 12;

/* Between a number and the place of a slider's thumb; on a log scale every place is the same
   factor away from the next. If that scale is to hold a 0 as well, `least` is its smallest other
   number, and 0 has a place of its own, a little apart. Along given stops, every place is one of
   them. */
function scaleOf(one, { log, least, stops }) {
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
  const [low, high] = [Math.log(least ?? one.min), Math.log(one.max)];
  const apart = least === undefined ? 0 : ZERO_STEPS;
  return {
    min: -apart,
    max: LOG_STEPS,
    step: 1,
    place: value => (apart && value < least / 2
      ? -apart : Math.max(0, (Math.log(value) - low) / (high - low)) * LOG_STEPS),
    value(place, now, held) {
      // Dragged half of the way it is at 0; by keyboard one step leads there, and away.
      if (apart && place < 0 && (held ? place < -apart / 2 : now !== 0)) return 0;
      const along = Math.max(0, place) / LOG_STEPS;
      return +Math.exp(low + along * (high - low)).toPrecision(3);
    },
  };
}

/** Call `take` when a number has been typed into a field. */
export function whenTyped(field, take) {
  field.addEventListener("change", take);
  // JupyterLab keeps browsers from taking Enter as the end of typing.
  field.addEventListener("keydown", event => { if (event.key === "Enter") take(); });
}

/**
 * A slider with a field for typing the number. `say(value)` gives the value in words. On a log
 * scale whose minimum is 0, `least` says where the numbers above 0 begin; `stops` are the values
 * that the thumb can take, rising, where neither equal steps nor a log scale will do.
 */
export function slider(frame, { key, label, log = false, least, stops, say = words }) {
  const one = frame.spec[key];
  const scale = scaleOf(one, { log, least, stops });
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
  let held = false;
  range.addEventListener("pointerdown", () => { held = true; });
  for (const end of ["pointerup", "pointercancel"]) {
    range.addEventListener(end, () => { held = false; });
  }
  let shown; // what both controls say, unless the reader is moving or typing
  range.addEventListener("input", () => {
    put(scale.value(+range.value, frame.model.state[key], held));
    shown = undefined;
    show();
  });
  whenTyped(field, () => {
    if (field.value !== "") put(+field.value);
    shown = undefined;
    show();
  });

  function show() {
    const value = frame.model.state[key];
    if (value === shown) return;
    shown = value;
    range.value = scale.place(value);
    set(range, { "aria-valuetext": say(value) });
    // What the reader is typing stays.
    if (document.activeElement !== field || +field.value !== value) {
      field.value = tidy(+value.toPrecision(6));
    }
  }
  frame.onDraw(show);
  return frame.addControl(make("div", { class: "explorable-slider" },
    make("label", { for: id }, name), range, field));
}

/** One of a few options, side by side. `labels` may give other words for them, and `also(option)`
    a patch of other values that change with it. */
export function choice(frame, { key, label, labels = {}, also = () => ({}) }) {
  const one = frame.spec[key];
  const group = make("fieldset", { class: "explorable-choice" },
    make("legend", {}, label ?? one.label));
  const inputs = one.options.map(option => {
    const input = make("input", {
      type: "radio", name: `${frame.id}-${key}`, value: option, autocomplete: "off",
    });
    input.addEventListener("change", () => frame.model.set({ ...also(option), [key]: option }));
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
