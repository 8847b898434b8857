/* Shrinkage paths: what λ does to many weights at once.

   One above the other, on one axis of λ that grows to the right: the weights under L2, the weights
   under L1 with a lane that says where each feature leaves, and the errors of both. One line
   through them all is λ. */

import { set, shape, through } from "../../ui/elements.js";
import { words } from "../../ui/numbers.js";
import { curtain, errorPanel, lane, pathPanel, roll } from "./picture.js";
import { NAMES, pathsOf, solve } from "./solve.js";

export { solve };

export const name = "shrinkage-paths";

export const state = {
  lam: { kind: "number", min: 0.01, max: 100, start: 0.2, label: "Penalty strength λ" },
  noise: { kind: "number", min: 0, max: 6, start: 2, step: 0.1, label: "Noise σ" },
  useless: {
    kind: "integer", min: 0, max: 24, start: 14, label: "Useless features",
  },
  features: {
    kind: "choice", options: ["correlated", "orthogonal"], start: "correlated", label: "Features",
  },
  seed: { kind: "integer", min: 0, max: 9999, start: 4, label: "Seed" },
};

export const heights = { wide: 893, narrow: 1246, narrowest: 1346 };
export const stage = { wide: 500, narrow: 570 };

/* The useful features from the smallest least-squares weight up. */
const bySize = ({ least_squares: w }) =>
  NAMES.map((_, j) => j).sort((j, k) => Math.abs(w[j]) - Math.abs(w[k]));

export const prediction = {
  ask: "As λ grows, which of the useful features A to F does L1 drop first?",
  options: Object.fromEntries(NAMES.map(one => [one, one])),
  answer: (_, { first }) => first,
  why({ features }, result) {
    const { first, exits } = result;
    const j = NAMES.indexOf(first);
    const least = bySize(result)[0];
    const leaves = `${first} leaves at λ = ${words(exits[j])}`;
    if (features === "orthogonal") {
      return `${leaves}, its least-squares size: L1 takes λ off each here, so the smallest goes ` +
        "first.";
    }
    if (least === j) {
      return `${leaves}, and is the smallest without a penalty. No rule for correlated features: ` +
        "try other seeds.";
    }
    return `${leaves}, before the smaller ${NAMES[least]}. It counts what other features can ` +
      "take over.";
  },
};

export function mount(frame, model) {
  const line = shape("path", { class: "ghost-line" });
  frame.stage.append(line);
  const panels = { l2: pathPanel(frame, "l2"), l1: pathPanel(frame, "l1") };
  const rolls = { l2: roll(frame, "l2"), l1: roll(frame, "l1") };
  const exits = lane(frame);
  const errors = errorPanel(frame);
  const cover = curtain(frame);
  const scale = () => Object.assign(value => errors.panel.x(value), {
    invert: px => +errors.panel.x.invert(px).toPrecision(3),
  });
  const handle = frame.handle({
    label: state.lam.label,
    letter: "λ",
    x: { key: "lam", scale },
    keys: (dx, dy, { lam }) => {
      const next = +(lam * 10 ** ((dx || dy) / 50)).toPrecision(3);
      return { lam: Math.min(state.lam.max, Math.max(state.lam.min, next)) };
    },
    say: ({ lam }) => `λ is ${words(lam)}`,
  });
  frame.slider({ key: "lam", log: true });
  frame.slider({ key: "noise" });
  frame.slider({ key: "useless" });
  frame.choice({ key: "features" });

  frame.stage.addEventListener("click", ({ clientX, clientY }) => {
    const { x, y } = frame.pointOf({ clientX, clientY });
    const { left, width, top, height } = errors.panel.box;
    if (x < left || x > left + width || y < panels.l2.panel.box.top || y > top + height) return;
    model.set({ lam: scale().invert(x) });
  });

  let [laid, drawn] = [];
  function layOut() {
    const { width, height, wide } = frame.size;
    const left = 46;
    const box = { left, width: width - left - 16 };
    const [above, tall] = wide ? [26, 116] : [44, 116];
    panels.l2.panel.place({ ...box, top: above, height: tall });
    const second = above + tall + (wide ? 32 : 50);
    panels.l1.panel.place({ ...box, top: second, height: tall });
    exits.place(box, second + tall);
    const third = second + tall + (wide ? 54 : 74);
    errors.panel.place({ ...box, top: third, height: height - 46 - third });
    rolls.l2.place(box, above, wide);
    rolls.l1.place(box, second, wide);
  }

  function draw() {
    const resized = laid !== frame.size;
    if (resized) {
      laid = frame.size;
      layOut();
    }
    const { state: now } = model;
    const result = model.result();
    const paths = pathsOf(now);
    if (resized || drawn !== paths) {
      drawn = paths;
      for (const one of Object.values(panels)) one.drawPaths(paths);
      exits.draw(paths, panels.l1.panel.x);
      errors.drawPaths(paths, result);
    }
    const from = result.exits[NAMES.indexOf(result.first)] / 2;
    const hidden = frame.secret && now.lam >= from;
    for (const kind of ["l1", "l2"]) {
      panels[kind].draw(now.lam, result[kind].weights);
      rolls[kind].draw(result[kind], kind === "l1" && hidden);
    }
    errors.draw(now.lam, result);
    exits.hide(frame.secret);
    cover.draw(panels.l1.panel, frame.secret ? from : null);
    const { box, x } = errors.panel;
    const [at, bottom] = [Math.round(2 * x(now.lam)) / 2, box.top + box.height];
    set(line, { d: through([[at, panels.l2.panel.box.top], [at, bottom]]) });
    handle.place(at, bottom);
    frame.summary(summaryOf(now, result, frame.secret));
  }
  return { draw };
}

const percent = share => `${Math.round(100 * share)}%`.replace("-", "−");

/* What is left of the useful weights under L2: the least, the most, and whose they are. */
export function sharesOf({ least_squares: full, l2 }) {
  const shares = NAMES.map((one, j) => [l2.weights[j] / full[j], one]).sort(([a], [b]) => a - b);
  return { least: shares[0], most: shares.at(-1) };
}

function summaryOf({ lam, features }, result, secret) {
  const { l1, l2 } = result;
  const all = l2.weights.length;
  const { least, most } = sharesOf(result);
  const left = features === "orthogonal"
    ? `L2 leaves ${percent(1 / (1 + lam))} of every weight`
    : least[0] < 0
      ? `L2 has turned the sign of ${least[1]}’s weight and leaves ${percent(most[0])} of ` +
        `${most[1]}’s`
      : `L2 leaves ${percent(least[0])} of ${least[1]}’s weight and ${percent(most[0])} of ` +
        `${most[1]}’s`;
  const useful = l1.weights.slice(0, NAMES.length).filter(one => one !== 0).length;
  const kept = l1.alive === 0 ? `L1 keeps none of ${all} features`
    : `L1 keeps ${l1.alive} of ${all} features${secret ? "" : `, ${useful} of them useful`}`;
  return `At λ = ${words(lam)}, ${left}. ${kept}. Error on new rows: L2 ${l2.fresh.toFixed(2)}, ` +
    `L1 ${l1.fresh.toFixed(2)}.`;
}
