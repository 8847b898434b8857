/* One weight: why L1 makes exact zeros and L2 does not.

   At the left the objective of a single weight under each penalty, one above the other on the same
   axis; at the right what comes out, w, for every least-squares weight z that goes in. */

import { bestWeight, oneWeightObjective } from "../core/one_weight.js";
import { L1, L2 } from "../core/penalties.js";
import { set, setText, shape, through } from "../ui/elements.js";
import { words } from "../ui/numbers.js";

export const name = "one-weight";

export const state = {
  z: { kind: "number", min: -3, max: 3, start: 1, step: 0.05, label: "Least-squares weight z" },
  lam: { kind: "number", min: 0, max: 4, start: 1.2, step: 0.05, label: "Penalty strength λ" },
};

export const heights = { wide: 702, narrow: 1133, narrowest: 1190 };
export const stage = { wide: 400, narrow: 624 };

const KINDS = { l1: L1, l2: L2 };
const EDGE = 3.4; // of both axes of weights
const CEILING = 5; // just above ½·3², the highest that a minimum can be

export function solve({ z, lam }) {
  const [one, two] = [new L1(lam), new L2(lam)];
  const [l1, l2] = [bestWeight(z, one), bestWeight(z, two)];
  return {
    l1,
    l2,
    l1_objective: oneWeightObjective(l1, z, one).objective,
    l2_objective: oneWeightObjective(l2, z, two).objective,
    // The λ from which on each weight is exactly 0; null where no λ is large enough.
    l1_zero_from: Math.abs(z),
    l2_zero_from: z === 0 ? 0 : null,
  };
}

export const prediction = {
  ask: "Raise λ slowly from 0. Which weight reaches exactly 0 first?",
  options: {
    "l1-then-l2": "L1’s, then L2’s",
    "l2-first": "L2’s",
    both: "Both at once",
    "l1-only": "L1’s, and L2’s never",
  },
  answer(_, { l1_zero_from: one, l2_zero_from: two }) {
    if (two === null) return "l1-only";
    if (one === two) return "both";
    return one < two ? "l1-then-l2" : "l2-first";
  },
  why({ z }, { l1_zero_from: from }) {
    if (z === 0) return "With z = 0 both are 0 from the start; move z and try again.";
    return `L1’s is 0 from λ = |z| = ${words(from)} on; L2 divides by 1 + λ, and no division ` +
      "ends at 0.";
  },
};

/* Points of a curve over weights. L1's kink at 0 is one of them. */
const WEIGHTS = Array.from({ length: 137 }, (_, n) => Math.round((n - 68) * 5) / 100);

const inWords = value => (value === 0 ? "exactly 0" : words(value));

export function mount(frame, model) {
  const rows = Object.keys(KINDS).map(kind => objectivePanel(frame, kind));
  const map = mapPanel(frame);
  const key = legend(frame);
  const handle = frame.handle({
    label: state.z.label,
    letter: "z",
    x: { key: "z", scale: () => rows[1].panel.x },
    say: ({ z }) => `z is ${words(z)}`,
  });
  frame.slider({ key: "lam" });
  frame.slider({ key: "z" });

  let laid;
  function layOut() {
    const { width, wide } = frame.size;
    const left = 30;
    if (wide) {
      const across = Math.round((width - left) * 0.53);
      const row = { left, width: across, height: 137 };
      rows[0].panel.place({ ...row, top: 54 });
      rows[1].panel.place({ ...row, top: 222 });
      const side = width - left - across - 62;
      map.panel.place({
        left: left + across + 58, top: 54, width: side, height: 305,
      });
    } else {
      const row = { left, width: width - left - 8, height: 120 };
      rows[0].panel.place({ ...row, top: 54 });
      rows[1].panel.place({ ...row, top: 202 });
      map.panel.place({ left, top: 394, width: width - left - 8, height: 188 });
    }
    key.place(left, 14, wide);
  }

  function draw() {
    if (laid !== frame.size) {
      laid = frame.size;
      layOut();
    }
    const { z, lam } = model.state;
    const result = model.result();
    for (const row of rows) row.draw(z, new KINDS[row.kind](lam), result[row.kind]);
    map.draw(z, lam, result, frame.secret);
    const { box, x } = rows[1].panel;
    handle.place(x(z), box.top + box.height);
    frame.summary(
      `At z = ${words(z)} and λ = ${words(lam)}, L1’s weight is ${inWords(result.l1)} and ` +
      `L2’s is ${inWords(result.l2)}.`);
  }
  return { draw };
}

/* A disc for L1, a square for L2. */
const mark = (kind, where = "") => (kind === "l1"
  ? shape("circle", { class: `point l1 ${where}`, r: 6 })
  : shape("rect", { class: `point l2 ${where}`, x: -5.5, y: -5.5, width: 11, height: 11 }));

/* Loss, penalty and their sum under one penalty, and where the sum is least. */
function objectivePanel(frame, kind) {
  const last = kind === "l2";
  const panel = frame.panel({
    x: {
      domain: [-EDGE, EDGE], ticks: last ? [-3, -2, -1, 0, 1, 2, 3] : 0,
      label: last ? "weight w" : "", padding: 14,
    },
    y: { domain: [0, CEILING], ticks: [0, 2, 4] },
    title: kind === "l1" ? "L1: penalty λ|w|" : "L2: penalty λ·½w²",
  });
  panel.heading.classList.add(kind);
  const zero = panel.path("zero", panel.under);
  const from = panel.path("ghost-line", panel.under);
  const [loss, penalty, sum] = [
    panel.path("loss"), panel.path(`penalty ${kind}`), panel.path(`sum ${kind}`),
  ];
  const stem = panel.path(`stem ${kind}`);
  const dot = mark(kind);
  const value = frame.label(`value ${kind}`, "end", panel.over);
  panel.over.append(dot);

  return {
    kind,
    panel,
    draw(z, size, w) {
      const { box, x, y } = panel;
      const bottom = box.top + box.height;
      const at = oneWeightObjective;
      // Far above the panel a curve is cut, not left to grow.
      const curve = part => through(
        WEIGHTS.map(one => [x(one), Math.max(y(at(one, z, size)[part]), box.top - 400)]));
      set(loss, { d: curve("loss") });
      set(penalty, { d: curve("penalty") });
      set(sum, { d: curve("objective") });
      const [px, py] = [x(w), y(at(w, z, size).objective)];
      set(dot, { transform: `translate(${px.toFixed(2)},${py.toFixed(2)})` });
      set(stem, { d: through([[px, py], [px, bottom]]) });
      set(zero, { d: through([[x(0), box.top], [x(0), bottom]]) });
      set(from, { d: through([[x(z), box.top], [x(z), bottom]]) });
      setText(value, w === 0 ? "w = 0, exactly" : `w = ${words(w)}`);
      set(value, { x: box.left + box.width, y: box.top - 10 });
    },
  };
}

/* From z to w, for both penalties and for none. */
function mapPanel(frame) {
  const panel = frame.panel({
    x: { domain: [-EDGE, EDGE], ticks: [-3, -2, -1, 0, 1, 2, 3], label: "in: z", padding: 14 },
    y: { domain: [-EDGE, EDGE], ticks: [-3, -2, -1, 0, 1, 2, 3] },
    title: "What comes out, w",
  });
  const zero = panel.path("zero", panel.under);
  const none = panel.path("none", panel.under);
  const now = panel.path("ghost-line", panel.under);
  const lines = { l2: panel.path("sum l2"), l1: panel.path("sum l1") };
  const points = { l2: mark("l2", "mapped"), l1: mark("l1", "mapped") };
  const names = {
    l2: frame.label("l2", "start", panel.over),
    l1: frame.label("l1", "end", panel.over),
    none: frame.label("muted", "end", panel.over),
  };
  panel.over.append(...Object.values(points));

  return {
    panel,
    draw(z, lam, result, secret) {
      const { box, x, y } = panel;
      const bottom = box.top + box.height;
      set(zero, {
        d: through([[box.left, y(0)], [box.left + box.width, y(0)]]),
      });
      set(none, { d: through([[x(-EDGE), y(-EDGE)], [x(EDGE), y(EDGE)]]) });
      set(now, { d: through([[x(z), box.top], [x(z), bottom]]) });
      for (const [kind, line] of Object.entries(lines)) {
        const size = new KINDS[kind](lam);
        const bends = kind === "l1" ? [-EDGE, -lam, lam, EDGE] : [-EDGE, EDGE];
        set(line, {
          d: through(bends.filter(one => Math.abs(one) <= EDGE)
            .map(one => [x(one), y(bestWeight(one, size))])),
        });
        set(points[kind], { transform: `translate(${x(z)},${y(result[kind])})` });
      }
      set(panel.over, { visibility: secret ? "hidden" : "visible" });
      panel.cover(secret ? ["The maps from z to w", "open with your guess."] : null);
      setText(names.none, "no penalty");
      set(names.none, { x: x(2.15), y: y(2.55) });
      // Beside its own line, where the other is not: left of the middle, above and below.
      setText(names.l2, `L2: z / ${words(1 + lam)}`);
      set(names.l2, { x: x(-3.2), y: Math.min(y(-3.2 / (1 + lam)) - 12, y(0) - 24) });
      setText(names.l1, lam > 0 ? `L1: 0 up to |z| = ${words(lam)}` : "L1");
      set(names.l1, { x: box.left + box.width - 8, y: bottom - 12 });
    },
  };
}

/* Which line is which, once for both panels. */
function legend(frame) {
  const items = [["loss", 42], ["penalty", 66], ["sum", 38]].map(([kind, room]) => {
    const text = shape("text", { x: 28, dy: "0.34em" });
    const one = shape("g", {}, shape("path", { class: kind, d: "M0 0h22", fill: "none" }), text);
    frame.stage.append(one);
    return { one, room, kind, text };
  });
  return {
    place(left, top, wide) {
      let across = left;
      for (const { one, room, kind, text } of items) {
        const formula = wide && kind === "loss";
        setText(text, formula ? "loss ½(w − z)²" : kind);
        set(one, { transform: `translate(${across},${top})` });
        across += room + 44 + (formula ? 74 : 0);
      }
    },
  };
}
