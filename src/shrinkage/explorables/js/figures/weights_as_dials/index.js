/* Weights as dials: direction decides what a logistic model answers, size how sure it says it is.

   At the left the penguins of chapter 1 in millimeters and kilograms drawn equally long, so that
   the arrow w is at right angles to the boundary; at the right how sure the model is, whether
   rightly, and what the log-loss makes of it. */

import { make } from "../../ui/elements.js";
import { words } from "../../ui/numbers.js";
import { fieldPanel, legend, measureRows, percent, surenessPanel } from "./picture.js";
import { fit, penguins, solve } from "./solve.js";

export { fit, penguins, solve };

export const name = "weights-as-dials";

export const state = {
  size: { kind: "number", min: 0.01, max: 100, start: 10, label: "× size: all three together" },
  w1: { kind: "number", min: -8, max: 8, start: 2, step: 0.05, label: "w₁, per mm of depth" },
  w2: { kind: "number", min: -8, max: 8, start: 5, step: 0.05, label: "w₂, per kg of mass" },
  b: { kind: "number", min: -8, max: 8, start: -0.2, step: 0.05, label: "Bias b" },
};

export const heights = { wide: 742, narrow: 1249, narrowest: 1249 };
export const stage = { wide: 352, narrow: 596 };

export const prediction = {
  ask: "Multiply w and b by 10: what does the accuracy do?",
  options: { rises: "It rises", falls: "It falls", stays: "It stays" },
  answer(given) {
    const [one, ten] = [1, 10].map(size => solve({ ...given, size }).accuracy);
    return one === ten ? "stays" : one < ten ? "rises" : "falls";
  },
  why(given) {
    const [one, ten] = [1, 10].map(size => solve({ ...given, size }));
    return `No score crosses 0, so it is right for ${percent(one.accuracy)} as before. It claims ` +
      `${percent(ten.claims)} in place of ${percent(one.claims)}.`;
  },
};

export function mount(frame, model) {
  const field = fieldPanel(frame);
  const sureness = surenessPanel(frame);
  const measures = measureRows(frame);
  const key = legend(frame);
  const size = frame.slider({ key: "size", log: true, say: value => `times ${words(value)}` });
  frame.button({
    label: "Fit",
    press() {
      const { w1, w2, b } = fit();
      model.set({ w1, w2, b, size: 1 });
    },
  });
  size.classList.add("dials-size");
  frame.addControl(make("div", { class: "dials" },
    ...["w1", "w2", "b"].map(key => frame.slider({ key }))));

  let laid;
  function layOut() {
    const { width, wide } = frame.size;
    const left = 30;
    if (wide) {
      const across = width - left - 250;
      field.place({ left, top: 74, width: across, height: 238 });
      const side = left + across + 44;
      sureness.place({ left: side, top: 38, width: width - side - 20, height: 124 });
      measures.place(side, 232, width - side);
    } else {
      field.place({ left, top: 74, width: width - left - 6, height: 206 });
      sureness.place({ left, top: 346, width: width - left - 20, height: 100 });
      measures.place(left, 500, width - left - 6, 26);
    }
    key.place(left, 37);
  }

  function draw() {
    if (laid !== frame.size) {
      laid = frame.size;
      layOut();
    }
    const { state: now } = model;
    const result = model.result();
    field.draw(now);
    sureness.draw(result, frame.secret);
    measures.draw(result, frame.secret);
    const count = result.sure_and_wrong;
    const right = frame.secret ? "" : ` and is right for ${percent(result.accuracy)}`;
    frame.summary(`It claims ${percent(result.claims)}${right}; it is wrong and over 99% sure ` +
      `for ${count || "no"} bird${count === 1 ? "" : "s"}. Its log-loss is ` +
      `${words(result.loss)}; the least is ${words(result.least_loss)}.`);
  }
  return { draw };
}
