// The parts of the picture: contours, what the weights may be, and the map of zeros behind both.

import { area, zeroLine, zeroRegions } from "../../core/zero_regions.js";
import { set, setText, shape, through } from "../../ui/elements.js";
import { words } from "../../ui/numbers.js";
import { nearest } from "../../ui/state.js";
import { EDGE, curvatureOf, strengthOf } from "./solve.js";

const VIEW = 2.3;
const RADII = [0.3, 0.6, 0.9, 1.2, 1.5];
const SHAPING = RADII[1]; // of the contour that is dragged
const ROUND = Array.from({ length: 96 }, (_, n) =>
  [Math.cos((n * Math.PI) / 48), Math.sin((n * Math.PI) / 48)]);
const NAMES = { 1: "w₁ = 0", 2: "w₂ = 0", 3: "both 0" };

export const inWords = value => (value === 0 ? "exactly 0" : words(value));

const pathIn = ({ x, y }, points) => through(points.map(([a, b]) => [x(a), y(b)]));

/* The side of the vertical axis where the budget's handle is: away from the center. */
export const side = ({ c1 }) => (c1 > 0 ? -1 : 1);

/* The end of the long axis of one contour: what is done to it is done to all. */
export function shapeHandle(frame, panel, kind) {
  const axis = panel.path("ghost-line");
  const { spec } = frame;
  const stepped = (angle, stretch) => ({
    angle: nearest(spec.angle, angle, true), stretch: nearest(spec.stretch, stretch, true),
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
      stepped(angle + dx * spec.angle.step, stretch + dy * spec.stretch.step),
    ends: ["min", "max"].map(end => stepped(spec.angle[end], spec.stretch[end])),
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
export function hatching(frame) {
  const lines = { 1: "M3 0V6", 2: "M0 3H6", 3: "M3 0V6M0 3H6" };
  frame.stage.append(shape("defs", {}, ...Object.entries(lines).map(([zero, d]) => shape(
    "pattern",
    { id: `${frame.uid}-zero-${zero}`, width: 6, height: 6, patternUnits: "userSpaceOnUse" },
    shape("path", { class: "hatch", d })))));
}

/* The contours, what the weights may be, and where both meet. */
export function weightPanel(frame, model, kind) {
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
      if (kind === "l1") {
        drawRegions(zeroRegions(A, strength, EDGE), secret, [[values.c1, values.c2], w]);
      } else drawLines(A, strength, values);
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

  /* `taken` are the places that a name would hide, or be hidden by. */
  function drawRegions(regions, secret, taken) {
    map.forEach((one, n) => {
      const { zero, points = [] } = secret ? {} : regions[n] ?? {};
      const size = points.length > 2 ? area(points) : 0;
      set(one, {
        d: size ? `${path(points)}Z` : "", fill: size ? `url(#${frame.uid}-zero-${zero})` : "none",
      });
      // A sliver has no room for its name.
      const [a, b] = size > 0.5 ? middle(points) : [0, 0];
      const [x, y] = [panel.x(a), panel.y(b) + 4];
      const free = taken.every(([c, d]) =>
        Math.abs(panel.x(c) - x) > 34 || Math.abs(panel.y(d) + 4 - y) > 18);
      setText(names[n], size > 0.5 ? NAMES[zero] : "");
      set(names[n], { x, y: free ? y : y + 28 });
    });
  }

  function drawLines(A, strength, values) {
    map.forEach((one, axis) => {
      const points = zeroLine(A, strength, axis);
      const last = [points.slice(-2), points.slice(0, 2).reverse()];
      // Not far beyond the panel: a browser works on every dash, seen or not.
      const [end, start] = last.map(pair => leaving(pair, 1.1 * panel.x.domain()[1]));
      set(one, { d: path([start, ...points.slice(1, -1), end]) });
      // Near the edge of the map, at the end that is farther from c.
      const ends = last.map(pair => leaving(pair, 0.9 * EDGE));
      const away = ([a, b]) => Math.hypot(a - values.c1, b - values.c2);
      const [a, b] = away(ends[0]) > away(ends[1]) ? ends[0] : ends[1];
      setText(names[axis], NAMES[2 - axis]);
      set(names[axis], { x: panel.x(a), y: panel.y(b) + 4 });
    });
  }
}

/* Where the way from one point to another leaves the square from −edge to edge. */
function leaving([from, to], edge) {
  const way = [0, 1].map(n => to[n] - from[n]);
  const reach = Math.min(...[0, 1].map(n => (way[n] === 0
    ? Infinity : (Math.sign(way[n]) * edge - from[n]) / way[n])));
  return [0, 1].map(n => from[n] + reach * way[n]);
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
