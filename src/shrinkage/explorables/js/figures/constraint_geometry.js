/* Constraint geometry: where the contours of a loss first touch a diamond, and a circle.

   Both panels have the same contours, around the same center c; what is at the end of a long axis
   turns and stretches them. In the background stand all the centers for which a weight of the
   solution is exactly 0: regions for L1, two lines for L2. */

import {
  curvature, minimizePenalized, minimizeWithin, zeros,
} from "../core/constraint_geometry.js";
import { area, zeroLine, zeroRegions } from "../core/zero_regions.js";
import { whenTyped } from "../ui/controls.js";
import { make, set, setText, shape, through } from "../ui/elements.js";
import { words } from "../ui/numbers.js";
import { nearest } from "../ui/state.js";

export const name = "constraint-geometry";

const EDGE = 2; // of the centers that can be chosen
const VIEW = 2.3;
const MOST = 2.2; // budget
const STRONGEST = 1000;

const number = (min, max, start, step, label) =>
  ({ kind: "number", min, max, start, step, label });

export const state = {
  c1: number(-EDGE, EDGE, 1.2, 0.05, "Center c: w₁"),
  c2: number(-EDGE, EDGE, 1.1, 0.05, "w₂"),
  angle: number(-90, 90, -60, 1, "Angle of the contours, in degrees"),
  stretch: number(1, 6, 2.5, 0.1, "Stretch of the contours"),
  given: { kind: "choice", options: ["budget", "penalty"], start: "budget", label: "Held fixed" },
  budget_l1: number(0, MOST, 1, 0.05, "Budget t of L1"),
  budget_l2: number(0, MOST, 1, 0.05, "Budget t of L2"),
  lam_l1: number(0, STRONGEST, 0.5, 0.05, "Penalty λ of L1 (far left: none)"),
  lam_l2: number(0, STRONGEST, 0.5, 0.05, "Penalty λ of L2 (far left: none)"),
};

export const heights = { wide: 864, narrow: 1352 };
export const stage = { wide: 380, narrow: 586 };

const KINDS = ["l1", "l2"];
const curvatureOf = ({ angle, stretch }) => curvature((angle * Math.PI) / 180, stretch);
const strengthOf = (values, kind) => (values.given === "budget"
  ? { budget: values[`budget_${kind}`] } : { lam: values[`lam_${kind}`] });

function solution(values, kind) {
  const A = curvatureOf(values);
  const center = [values.c1, values.c2];
  const { budget, lam } = strengthOf(values, kind);
  const found = budget === undefined
    ? minimizePenalized(A, center, kind, lam) : minimizeWithin(A, center, kind, budget);
  return {
    w: found.w,
    budget: found.budget,
    // No λ is large enough for L2's weights to be 0.
    lam: Number.isFinite(found.lam) ? found.lam : null,
    loss: found.loss,
    zeros: zeros(found.w),
  };
}

export function solve(values) {
  const regions = zeroRegions(curvatureOf(values), strengthOf(values, "l1"), EDGE);
  const all = regions.reduce((sum, { points }) => sum + area(points), 0);
  return {
    l1: solution(values, "l1"),
    l2: solution(values, "l2"),
    // Of all centers that can be chosen, how many lead L1 to a weight of 0.
    share_l1: all / (2 * EDGE) ** 2,
    share_l2: values.given === "budget" && values.budget_l2 === 0 ? 1 : 0,
  };
}

const ZERO = { 1: "w₁", 2: "w₂" };
const NAMES = { 1: "w₁ = 0", 2: "w₂ = 0", 3: "both 0" };

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

const inWords = value => (value === 0 ? "exactly 0" : words(value));
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
  frame.addControl(make("div", { class: "explorable-row" },
    ...["c1", "c2"].map(key => numberField(frame, key))));
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
  frame.slider({ key: "angle", say: angle => `${words(angle)} degrees` });
  frame.slider({ key: "stretch" });

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
        left, top: 36 + n * 294, width: width - left - 8, height: 212,
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

const pathIn = ({ x, y }, points) => through(points.map(([a, b]) => [x(a), y(b)]));

/* The side of the vertical axis where the budget's handle is: away from the center. */
const side = ({ c1 }) => (c1 > 0 ? -1 : 1);

/* The end of the long axis of one contour: what is done to it is done to all. */
function shapeHandle(frame, panel, kind) {
  const axis = panel.path("ghost-line");
  const stepped = (angle, stretch) => ({
    angle: nearest(state.angle, angle, true), stretch: nearest(state.stretch, stretch, true),
  });
  let pointed = [0, 0]; // where it was dragged, from the center
  let shown = 1; // how much of the axis has room in the panel
  const handle = frame.handle({
    label: `Shape of the contours, beside ${kind.toUpperCase()}`,
    letter: "↻",
    drag({ x, y }, { c1, c2 }) {
      const [across, up] = pointed = [panel.x.invert(x) - c1, panel.y.invert(y) - c2];
      if (across === 0 && up === 0) return {};
      // From −90 to 90, as both ends of an axis tell its angle.
      const turned = (Math.atan(up / across) * 180) / Math.PI;
      return stepped(turned, (Math.hypot(across, up) / shown / SHAPING) ** 2);
    },
    keys: (dx, dy, { angle, stretch }) =>
      stepped(angle + dx * state.angle.step, stretch + dy * state.stretch.step),
    ends: ["min", "max"].map(end => stepped(state.angle[end], state.stretch[end])),
    say: ({ angle, stretch }) =>
      `turned by ${words(angle)} degrees, ${words(stretch)} times as long as wide`,
  });
  return {
    draw({ c1, c2, angle, stretch }) {
      const turn = (angle * Math.PI) / 180;
      const way = [Math.cos(turn), Math.sin(turn)];
      const sideOf = ([a, b]) => (way[0] * a + way[1] * b < 0 ? -1 : 1);
      const limits = [panel.x.domain()[1], VIEW];
      const room = end => Math.min(...[c1, c2].map((one, n) =>
        (limits[n] - Math.sign(end * way[n]) * one) / Math.abs(way[n])));
      const length = SHAPING * Math.sqrt(stretch);
      // While it is dragged it stays with the pointer; else it keeps away from the solution.
      const held = handle.node.classList.contains("held");
      let end = sideOf(held ? pointed : [c1, c2]);
      if (!held && room(end) < length) end = -end;
      const seen = Math.min(length, room(end));
      if (!held) shown = seen / length;
      const tip = [c1 + end * seen * way[0], c2 + end * seen * way[1]];
      set(axis, { d: pathIn(panel, [[c1, c2], tip]) });
      handle.place(panel.x(tip[0]), panel.y(tip[1]));
    },
  };
}

/* Second cues of the regions: lines along the axis that the solution lies on. */
function hatching(frame) {
  const lines = { 1: "M3 0V6", 2: "M0 3H6", 3: "M3 0V6M0 3H6" };
  frame.stage.append(shape("defs", {}, ...Object.entries(lines).map(([zero, d]) => shape(
    "pattern",
    { id: `${frame.uid}-zero-${zero}`, width: 6, height: 6, patternUnits: "userSpaceOnUse" },
    shape("path", { class: "hatch", d })))));
}

/* The contours, what the weights may be, and where both meet. */
function weightPanel(frame, model, kind) {
  const ticks = [-2, -1, 0, 1, 2];
  const panel = frame.panel({
    x: { domain: [-VIEW, VIEW], ticks, label: "w₁" },
    y: { domain: [-VIEW, VIEW], ticks, label: "w₂" },
    title: kind.toUpperCase(),
    grid: false,
  });
  panel.heading.classList.add(kind);
  const map = kind === "l1"
    ? Array.from({ length: 5 }, () => panel.path("region", panel.under))
    : [0, 1].map(() => panel.path("zero-line", panel.under));
  const axes = panel.path("zero", panel.under);
  const allowed = panel.path(`allowed ${kind}`);
  const mark = panel.path("proposed");
  const contours = shape("path", { class: "contour", fill: "none" });
  const touching = shape("path", { class: `touching ${kind}`, fill: "none" });
  // Around 0, 0 of a group of their own: where the center is, is told to the browser only once.
  const around = shape("g", {}, contours, touching);
  panel.marks.append(around);
  const names = Array.from({ length: map.length }, () =>
    frame.label("muted", "middle", panel.over));
  const dot = kind === "l1"
    ? shape("circle", { class: "point l1", r: 6.5 })
    : shape("rect", { class: "point l2", x: -6, y: -6, width: 12, height: 12 });
  const value = frame.label(`value ${kind}`, "end", panel.over);
  const counterpart = frame.label("muted", "start", panel.over);
  panel.over.append(dot);
  const targets = kind === "l1" ? guessTargets(frame, panel) : null;

  const path = points => pathIn(panel, points);
  const ellipses = (radii, stretch) => radii.map(radius => {
    const unit = radius * (panel.x(1) - panel.x(0));
    const [a, b] = [unit * Math.sqrt(stretch), unit / Math.sqrt(stretch)]
      .map(one => one.toFixed(2));
    return `M${-a} 0A${a} ${b} 0 1 0 ${a} 0A${a} ${b} 0 1 0 ${-a} 0`;
  }).join("");
  const shapeOf = t => `${path(kind === "l1"
    ? [[t, 0], [0, t], [-t, 0], [0, -t]] : ROUND.map(([p, q]) => [t * p, t * q]))}Z`;

  return {
    kind,
    panel,
    // As many pixels to a unit in both directions, in the middle of the room.
    place({ left, top, width, height }) {
      const wide = VIEW * (width / height);
      panel.domain({ x: [-wide, wide] });
      panel.place({ left, top, width, height });
      set(axes, {
        d: `${path([[-wide, 0], [wide, 0]])}${path([[0, -VIEW], [0, VIEW]])}`,
      });
      set(value, { x: left + width, y: top - 10 });
      set(counterpart, { x: left, y: top + height + 32 });
    },
    draw(values, { w, budget, lam, loss }, secret) {
      const A = curvatureOf(values);
      const strength = strengthOf(values, kind);
      if (kind === "l1") drawRegions(zeroRegions(A, strength, EDGE), secret);
      else drawLines(A, strength, values);
      set(allowed, { d: shapeOf(budget) });
      const center = [panel.x(values.c1), panel.y(values.c2)].map(one => one.toFixed(2));
      set(around, { transform: `translate(${center}) rotate(${-values.angle})` });
      set(contours, { d: ellipses(RADII, values.stretch) });
      set(touching, { d: ellipses([Math.sqrt(2 * loss)], values.stretch) });
      set(dot, { transform: `translate(${panel.x(w[0])},${panel.y(w[1])})` });
      for (const one of [dot, value, touching]) {
        set(one, { visibility: secret ? "hidden" : "visible" });
      }
      setText(value, `w = (${w.map(inWords).join(", ")})`);
      const [own, other] = [`t = ${words(budget)}`, lam === null ? "λ without end"
        : `λ = ${words(lam)}`];
      const held = values.given === "budget";
      setText(panel.heading, `${kind.toUpperCase()}, ${held ? own : other}`);
      setText(counterpart, secret ? "" : `the same as ${held ? other : own}`);
      targets?.draw(secret ? budget : null);
      set(mark, { d: secret ? proposedPath(frame.guess?.proposed, budget, path) : "" });
      set(mark, { class: `proposed ${frame.guess?.proposed || "none"}` });
    },
  };

  function drawRegions(regions, secret) {
    map.forEach((one, n) => {
      const { zero, points = [] } = secret ? {} : regions[n] ?? {};
      const size = points.length > 2 ? area(points) : 0;
      set(one, {
        d: size ? `${path(points)}Z` : "", fill: size ? `url(#${frame.uid}-zero-${zero})` : "none",
      });
      // A sliver has no room for its name.
      const [a, b] = size > 0.5 ? middle(points) : [0, 0];
      setText(names[n], size > 0.5 ? NAMES[zero] : "");
      set(names[n], { x: panel.x(a), y: panel.y(b) + 4 });
    });
  }

  function drawLines(A, strength, values) {
    map.forEach((one, axis) => {
      const points = zeroLine(A, strength, axis);
      set(one, { d: path(points) });
      // Near the edge of the map, at the end that is farther from c.
      const ends = [points.slice(-2), points.slice(0, 2).reverse()].map(([from, to]) => {
        const way = [0, 1].map(n => to[n] - from[n]);
        const reach = Math.min(...[0, 1].map(n => (way[n] === 0
          ? Infinity : (Math.sign(way[n]) * EDGE * 0.9 - from[n]) / way[n])));
        return [0, 1].map(n => from[n] + reach * way[n]);
      });
      const away = ([a, b]) => Math.hypot(a - values.c1, b - values.c2);
      const [a, b] = away(ends[0]) > away(ends[1]) ? ends[0] : ends[1];
      setText(names[axis], NAMES[2 - axis]);
      set(names[axis], { x: panel.x(a), y: panel.y(b) + 4 });
    });
  }
}

/* The places of the diamond that can be clicked to guess, while the answer is hidden. */
function guessTargets(frame, panel) {
  const kinds = { inside: "fill", edge: "stroke", corner: "fill" };
  const parts = Object.entries(kinds).map(([option, how]) => {
    const part = shape("path", {
      class: `target ${option}`, fill: how === "fill" ? "transparent" : "none",
      stroke: how === "stroke" ? "transparent" : "none", "stroke-width": 20,
    });
    part.addEventListener("click", () => frame.guess.propose(option));
    panel.over.append(part);
    return { option, part };
  });
  return {
    draw(budget) {
      const path = points => pathIn(panel, points);
      for (const { option, part } of parts) {
        set(part, { visibility: budget === null ? "hidden" : "visible" });
        if (budget === null) continue;
        set(part, { d: proposedPath(option, budget, path) });
      }
    },
  };
}

/* What of the diamond a guess is about: its corners, its sides, or the inside. */
function proposedPath(guess, t, path) {
  const corners = [[t, 0], [0, t], [-t, 0], [0, -t]];
  if (guess === "corner") {
    const r = 0.14;
    return corners.map(([a, b]) =>
      `${path(ROUND.map(([p, q]) => [a + r * p, b + r * q]))}Z`).join("");
  }
  if (guess === "edge") {
    return corners.map(([a, b], n) => {
      const [c, d] = corners[(n + 1) % 4];
      const part = share => [a + share * (c - a), b + share * (d - b)];
      return path([part(0.12), part(0.88)]);
    }).join("");
  }
  return guess === "inside" ? `${path(corners)}Z` : "";
}

const RADII = [0.3, 0.6, 0.9, 1.2, 1.5];
const SHAPING = RADII[1]; // of the contour that is dragged
const ROUND = Array.from({ length: 96 }, (_, n) =>
  [Math.cos((n * Math.PI) / 48), Math.sin((n * Math.PI) / 48)]);

/* The center of gravity of a convex polygon. */
function middle(points) {
  let [x, y, total] = [0, 0, 0];
  for (let n = 2; n < points.length; n++) {
    const corners = [points[0], points[n - 1], points[n]];
    const size = area(corners);
    x += (size * (corners[0][0] + corners[1][0] + corners[2][0])) / 3;
    y += (size * (corners[0][1] + corners[1][1] + corners[2][1])) / 3;
    total += size;
  }
  return [x / total, y / total];
}

/* A number to type. */
function numberField(frame, key) {
  const one = state[key];
  const field = make("input", {
    type: "number", class: "explorable-number", min: one.min, max: one.max, step: "any",
    autocomplete: "off",
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
  return make("label", { class: "explorable-seed" }, one.label, field);
}
