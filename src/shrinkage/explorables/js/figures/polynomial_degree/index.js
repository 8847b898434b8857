/* Degree and weight size: polynomials with the same terms, with and without a penalty.

   At the left the points and both fits; at the right how large each weight is, and both errors. */

import { whenTyped } from "../../ui/controls.js";
import { make, setText } from "../../ui/elements.js";
import { words } from "../../ui/numbers.js";
import { nearest } from "../../ui/state.js";
import { errorPanel, few, fitPanel, legend, sizePanel } from "./picture.js";
import { LIMIT, MOST, PLACES, TAME, drawn, solve, within } from "./solve.js";

export { solve };

export const name = "polynomial-degree";

export const state = {
  degree: { kind: "integer", min: 1, max: MOST, start: MOST, label: "Degree: number of terms" },
  lam: {
    kind: "number", min: 0, max: 10, start: TAME, label: "Penalty strength λ (far left: none)",
  },
  moves: {
    kind: "list", min: -4.4, max: 4.4, start: PLACES.map(() => 0), step: 0.05,
    label: "How far each point is moved",
  },
  seed: { kind: "integer", min: 0, max: 9999, start: 4, label: "Seed" },
};

export const newDraw = { label: "New points", also: { moves: state.moves.start } };

export const heights = { wide: 770, narrow: 1307, narrowest: 1318 };
export const stage = { wide: 400, narrow: 664 };

export const prediction = {
  ask: "Can degree 11 be tamed without removing a term?",
  options: {
    terms: "No",
    penalty: "With a penalty",
    points: "Only with more points",
  },
  // As good, or nearly, as without terms; a test set that is read off to choose the best number of
  // terms flatters that side.
  answer: (_, { all_error: all, tame_error: tame, fewer_error: fewer }) =>
    (tame <= all && tame <= 2 * fewer ? "penalty" : "terms"),
  why(values, result, guess) {
    const { tame_error: tame, fewer_error: fewer, all_error: all } = result;
    if (this.answer(values, result) === "terms") {
      return `With these points fewer terms reach a test error of ${few(fewer)}, and all 11 with ` +
        `λ = ${TAME} only ${few(tame)}. Reset, and try again.`;
    }
    const kept = guess === "points" ? "these 12 points" : "all 11 terms";
    return `λ = ${TAME} keeps ${kept}, and the test error falls from ${few(all)} to ${few(tame)}.`;
  },
};

export function mount(frame, model) {
  const fits = fitPanel(frame);
  const sizes = sizePanel(frame);
  const errors = errorPanel(frame);
  const key = legend(frame);
  let last = 3; // the point that the field for typing is about
  const handles = PLACES.map((x, n) => frame.handle({
    label: `Point ${n + 1} of ${PLACES.length}, at x = ${words(x)}`,
    y: {
      key: "moves",
      index: n,
      scale: () => ({ invert: py => fits.y.invert(py) - drawn(model.state.seed)[n] }),
      // Beyond the picture's edge no step may be in vain.
      limit(move) {
        const at = drawn(model.state.seed)[n];
        return within(at + move) - at;
      },
    },
    say: () => `y is ${words(model.result().y[n], 2)}`,
  }));
  handles.forEach(({ node }, n) => {
    node.addEventListener("focus", () => {
      last = n;
      field.show();
    });
  });
  frame.slider({
    key: "lam", log: true, least: 1e-8, say: lam => (lam === 0 ? "no penalty" : words(lam)),
  });
  frame.slider({ key: "degree" });
  const field = heightField(frame, model, () => last);

  let laid;
  function layOut() {
    const { width, wide } = frame.size;
    const left = 34;
    if (wide) {
      const across = Math.round((width - left) * 0.56);
      const side = { left: left + across + 62, width: width - left - across - 62 - 10 };
      fits.place({ left, top: 58, width: across, height: 300 });
      sizes.panel.place({ ...side, top: 58, height: 158 });
      errors.place({ ...side, top: 286, height: 72 });
    } else {
      const row = { left, width: width - left - 8 };
      fits.place({ ...row, top: 72, height: 216 });
      sizes.panel.place({ ...row, top: 356, height: 130 });
      errors.place({ ...row, top: 552, height: 72 });
    }
    key.place(left, 14, wide);
  }

  function draw() {
    if (laid !== frame.size) {
      laid = frame.size;
      layOut();
    }
    const { degree, lam } = model.state;
    const result = model.result();
    const { fit, plain } = result;
    fits.draw(result, frame.secret);
    sizes.draw(fit.weights, plain.weights, frame.secret);
    errors.draw(fit, plain, lam, frame.secret);
    key.draw(lam, frame.secret);
    PLACES.forEach((x, n) => handles[n].place(fits.x(x), fits.y(result.y[n])));
    field.show();
    const terms = degree === 1 ? "one term" : `${degree} terms`;
    const one = ({ largest: size, test_error: error }) =>
      `the largest weight is ${few(size)} and the test error ${few(error)}`;
    const compared = frame.secret
      ? "the fit with the penalty opens with your guess"
      : `without a penalty they are ${few(plain.largest)} and ${few(plain.test_error)}`;
    frame.summary(frame.secret || lam === 0
      ? `With ${terms} and no penalty ${one(plain)}${frame.secret ? `; ${compared}` : ""}.`
      : `With ${terms} and λ = ${words(lam)} ${one(fit)}; ${compared}.`);
  }
  return { draw };
}

/* A height to type, for the point that was moved last. */
function heightField(frame, model, which) {
  const field = make("input", {
    type: "number", class: "explorable-number", min: -LIMIT, max: LIMIT, step: "any",
    autocomplete: "off",
  });
  const text = make("span");
  whenTyped(field, () => {
    if (field.value !== "") {
      const wanted = within(+field.value);
      const moves = [...model.state.moves];
      const { seed } = model.state;
      moves[which()] = nearest(state.moves, wanted - drawn(seed)[which()]);
      model.set({ moves });
    }
    show();
  });
  function show() {
    setText(text, `Height of point ${which() + 1}`);
    const value = model.result().y[which()];
    if (document.activeElement !== field || +field.value !== value) {
      field.value = +value.toPrecision(4);
    }
  }
  frame.addControl(make("label", { class: "explorable-seed" }, text, field));
  return { show };
}
