/* Constraint geometry: where the contours of a loss first touch a diamond, and a circle.

   Both panels have the same contours, around the same center c; what is at the end of a long axis
   turns and stretches them. In the background stand all the centers for which a weight of the
   solution is exactly 0: regions for L1, two lines for L2. */

import { whenTyped } from "../../ui/controls.js";
import { make, set } from "../../ui/elements.js";
import { words } from "../../ui/numbers.js";
import { nearest } from "../../ui/state.js";
import { hatching, inWords, shapeHandle, side, weightPanel } from "./picture.js";
import { EDGE, solve } from "./solve.js";

export { solve };

export const name = "constraint-geometry";

const MOST = 2.2; // budget
const STRONGEST = 1000;

const number = (min, max, start, step, label) =>
  ({ kind: "number", min, max, start, step, label });

export const state = {
  c1: number(-EDGE, EDGE, 1.2, 0.05, "Center c: w₁"),
  c2: number(-EDGE, EDGE, 1.1, 0.05, "Center c: w₂"),
  angle: number(-90, 90, -60, 1, "Contour angle (°)"),
  stretch: number(1, 6, 2.5, 0.1, "Contour stretch"),
  given: { kind: "choice", options: ["budget", "penalty"], start: "budget", label: "Held fixed" },
  budget_l1: number(0, MOST, 1, 0.05, "Budget t of L1"),
  budget_l2: number(0, MOST, 1, 0.05, "Budget t of L2"),
  lam_l1: number(0, STRONGEST, 0.5, 0.05, "Penalty λ of L1 (far left: none)"),
  lam_l2: number(0, STRONGEST, 0.5, 0.05, "Penalty λ of L2 (far left: none)"),
};

export const heights = { wide: 796, narrow: 1206, narrowest: 1300 };
export const stage = { wide: 380, narrow: 538 };

const KINDS = ["l1", "l2"];
const ZERO = { 1: "w₁", 2: "w₂" };

export const prediction = {
  ask: "Where on the diamond does L1’s solution land? Choose, or click there.",
  options: { corner: "At a corner", edge: "On an edge", inside: "Inside" },
  answer(_, { l1 }) {
    if (l1.lam === 0) return "inside";
    return l1.zeros ? "corner" : "edge";
  },
  why(values, { l1, l2 }) {
    if (l1.lam === 0) return "c lies within the budget, so nothing keeps the weights from it.";
    if (l1.zeros === 3) return "Nothing is left of the diamond, and both weights are 0.";
    if (!l1.zeros) return "The contours touch a side between two corners: L1 gives no zero here.";
    const other = l2.zeros ? "is 0 as well: c is on a line for which it is" :
      `is ${words(l2.w[l1.zeros - 1])}`;
    return `At the corner ${ZERO[l1.zeros]} is exactly 0. A circle has none: L2’s ` +
      `${ZERO[l1.zeros]} ${other}.`;
  },
};

const percent = share => {
  const value = 100 * share;
  if (value > 0 && value < 1) return "less than 1%";
  return value < 100 && value > 99 ? "more than 99%" : `${Math.round(value)}%`;
};

/* What to set when the reader changes to the other way of holding the weights back, so that both
   solutions stay where they are. */
export function converted(model, option) {
  if (option === model.state.given) return {};
  const result = model.result();
  return Object.fromEntries(KINDS.map(kind => {
    const key = option === "budget" ? `budget_${kind}` : `lam_${kind}`;
    const value = option === "budget" ? result[kind].budget : result[kind].lam ?? Infinity;
    return [key, nearest(state[key], value)];
  }));
}

export function mount(frame, model) {
  hatching(frame);
  const panels = KINDS.map(kind => weightPanel(frame, model, kind));
  const handles = panels.flatMap(({ panel, kind }) => [
    frame.handle({
      label: `Budget t of ${kind.toUpperCase()}`,
      letter: "t",
      x: {
        key: `budget_${kind}`,
        scale: () => ({ invert: px => side(model.state) * panel.x.invert(px) }),
      },
      say: values => `t is ${words(values[`budget_${kind}`])}`,
    }),
    shapeHandle(frame, panel, kind),
    // On top of the other, which may come close.
    frame.handle({
      label: `Center c of the contours, beside ${kind.toUpperCase()}`,
      letter: "c",
      x: { key: "c1", scale: () => panel.x },
      y: { key: "c2", scale: () => panel.y },
      say: ({ c1, c2 }) => `w₁ is ${words(c1)}, w₂ is ${words(c2)}`,
    }),
  ]);
  frame.choice({
    key: "given",
    labels: { budget: "budget t", penalty: "penalty λ" },
    also: option => converted(model, option),
  });
  // Budgets and penalties take turns in the same places.
  const slots = KINDS.map(kind => {
    const sliders = {
      budget: frame.slider({ key: `budget_${kind}` }),
      penalty: frame.slider({
        key: `lam_${kind}`, log: true, least: 0.01,
        say: lam => (lam === 0 ? "no penalty" : words(lam)),
      }),
    };
    sliders.penalty.remove();
    return { sliders, now: sliders.budget };
  });
  // What handles move can be typed.
  for (const [first, second, short] of [["c1", "c2", "w₂"], ["angle", "stretch", "stretch"]]) {
    frame.addControl(make("div", { class: "explorable-row geometry-fields" },
      numberField(frame, first), numberField(frame, second, short)));
  }

  let laid;
  function layOut() {
    const { width, wide } = frame.size;
    const left = 30;
    if (wide) {
      const size = Math.floor((width - left - 46 - 8) / 2);
      panels[0].place({ left, top: 34, width: size, height: Math.min(size, 300) });
      panels[1].place({
        left: left + size + 46, top: 34, width: size, height: Math.min(size, 300),
      });
    } else {
      panels.forEach((one, n) => one.place({
        left, top: 30 + n * 268, width: width - left - 8, height: 200,
      }));
    }
  }

  function draw() {
    if (laid !== frame.size) {
      laid = frame.size;
      layOut();
    }
    const values = model.state;
    const result = model.result();
    for (const slot of slots) {
      const wanted = slot.sliders[values.given];
      if (slot.now !== wanted) {
        slot.now.replaceWith(wanted);
        slot.now = wanted;
      }
    }
    panels.forEach((one, n) => {
      one.draw(values, result[one.kind], n === 0 && frame.secret);
      const [budget, shaping, center] = handles.slice(3 * n, 3 * n + 3);
      const { x, y } = one.panel;
      shaping.draw(values);
      center.place(x(values.c1), y(values.c2));
      budget.place(x(side(values) * values[`budget_${one.kind}`]), y(0));
      set(budget.node, { visibility: values.given === "budget" ? "visible" : "hidden" });
    });
    const pair = ({ w }) => `(${w.map(inWords).join(", ")})`;
    const { l1, l2, share_l1: share, share_l2: always } = result;
    frame.summary(frame.secret
      ? `L2’s weights are ${pair(l2)}. L1’s open with your guess, and with them the map of all ` +
        "centers for which L1 gives a zero."
      : `L1’s weights are ${pair(l1)}, L2’s ${pair(l2)}. L1 gives a zero for ${percent(share)} ` +
        "of the centers from −2 to 2, L2 " +
        `${always ? "for all: its budget is 0" : "only on two lines"}.`);
  }
  return { draw };
}

/* A number to type. `short` is what is seen of its name, after another. */
function numberField(frame, key, short) {
  const one = state[key];
  const field = make("input", {
    type: "number", class: "explorable-number", min: one.min, max: one.max, step: "any",
    "aria-label": short ? one.label : null, autocomplete: "off",
  });
  const show = () => {
    const value = frame.model.state[key];
    if (document.activeElement !== field || +field.value !== value) field.value = value;
  };
  whenTyped(field, () => {
    if (field.value !== "") frame.model.set({ [key]: nearest(one, +field.value) });
    show();
  });
  frame.onDraw(show);
  return make("label", { class: "explorable-seed" }, short ?? one.label, field);
}
