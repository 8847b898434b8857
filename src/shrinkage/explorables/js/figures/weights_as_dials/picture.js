// The parts of the picture, and how its numbers are written.

import { rectangle, set, setText, shape, tenths, through } from "../../ui/elements.js";
import { words } from "../../ui/numbers.js";
import { nearest } from "../../ui/state.js";
import { BINS, penguins } from "./solve.js";

const data = penguins();

export const percent = share => `${(100 * share).toFixed(1)}%`;

const signed = value => (value < 0 ? `− ${words(-value)}` : `+ ${words(value)}`);
const equation = ({ size, w1, w2, b }, wide) => {
  const inside = `${words(w1)}·depth ${signed(w2)}·mass ${signed(b)}`;
  return `${wide ? "score z" : "z"} = ${size === 1 ? inside : `${words(size)} · (${inside})`}`;
};

const MIDDLE = [0.3, 0.3]; // of the view, in mm and kg from typical
const ACROSS = 9.8; // mm
const SHADES = [0.1, 0.25, 0.5, 0.75, 0.9].map(p => Math.log(p / (1 - p)));
const FAR = 4000; // px, outside any view

const bounded = value => Math.max(-FAR, Math.min(FAR, value));

/* The part of the line p + t·d that is inside a box, as [from, to]; from > to if none is. */
function inside([px, py], [dx, dy], { left, top, width, height }) {
  let [from, to] = [-Infinity, Infinity];
  for (const [at, step, low, high] of [
    [px, dx, left, left + width], [py, dy, top, top + height],
  ]) {
    if (Math.abs(step) < 1e-9) {
      if (at < low || at > high) return [1, -1];
      continue;
    }
    const ends = [(low - at) / step, (high - at) / step];
    from = Math.max(from, Math.min(...ends));
    to = Math.min(to, Math.max(...ends));
  }
  return [from, to];
}

/* The birds, the boundary, the shades of probability, and w and b to drag. */
export function fieldPanel(frame) {
  const panel = frame.panel({
    x: {
      domain: [-4.6, 5.2], ticks: [-4, -2, 0, 2, 4], label: "bill depth, mm from 17", padding: 7,
    },
    y: { domain: [-2.3, 2.9], ticks: [-4, -3, -2, -1, 0, 1, 2, 3, 4] },
    title: " ",
    grid: false,
  });
  const upright = frame.label("muted", "start", panel.over);
  const scale = shape("g", {},
    ...["light", "mid", "deep"].map((one, n) =>
      shape("path", { class: `shade swatch ${one}`, d: `M${-138 + 15 * n} -12h15v14h-15z` })),
    shape("text", { x: -86, class: "muted" }, "≥ 50, 75, 90%"),
    shape("text", { x: -144, class: "muted", "text-anchor": "end" }, "sure"));
  panel.over.append(scale);
  const turned = shape("g");
  const sides = ["female", "female", "female", "male", "male", "male"];
  const depths = ["deep", "mid", "light", "light", "mid", "deep"];
  const shades = sides.map((sex, n) => shape("rect", { class: `shade ${sex} ${depths[n]}` }));
  turned.append(...shades);
  panel.under.append(turned);
  const flocks = ["female", "male"].map(sex => panel.path(`bird ${sex}`));
  const wrong = panel.path("ring");
  const line = panel.path("boundary");
  const arrow = panel.path("arrow");
  const says = ["male", "female"].map(sex => {
    const text = frame.label(`says ${sex}`, "start", panel.over);
    setText(text, `says ${sex}`);
    return text;
  });

  let at, unit, reach, ringed;
  const toData = ({ x, y }) => [panel.x.invert(x), panel.y.invert(y)];
  const stepped = (key, value) => nearest(frame.spec[key], value, true);
  const bias = frame.handle({
    label: "Boundary: the bias b",
    letter: "b",
    x: { key: "b" },
    drag(point, { w1, w2 }) {
      const [x, y] = toData(point);
      return w1 || w2 ? { b: stepped("b", -(w1 * x + w2 * y)) } : {};
    },
    say: ({ b }) => `b is ${words(b)}`,
  });
  const tip = frame.handle({
    label: "Tip of the arrow w",
    letter: "w",
    drag({ x, y }) {
      const [ox, oy] = [panel.x(0), panel.y(0)];
      return { w1: stepped("w1", (x - ox) / reach), w2: stepped("w2", (oy - y) / reach) };
    },
    keys: (dx, dy, { w1, w2 }) => ({
      w1: stepped("w1", w1 + dx * frame.spec.w1.step),
      w2: stepped("w2", w2 + dy * frame.spec.w2.step),
    }),
    // To no opinion, and to the longest arrow.
    ends: [{ w1: 0, w2: 0 }, { w1: frame.spec.w1.max, w2: frame.spec.w2.max }],
    say: ({ w1, w2 }) => `w is ${words(w1)} across and ${words(w2)} up`,
  });

  function place(box) {
    panel.place(box);
    unit = box.width / ACROSS;
    const half = [box.width, box.height].map(one => one / 2 / unit);
    panel.domain({
      x: [MIDDLE[0] - half[0], MIDDLE[0] + half[0]], y: [MIDDLE[1] - half[1], MIDDLE[1] + half[1]],
    });
    reach = box.height / 16; // px of the arrow for a weight of 1
    at = Array.from(data.x1, (one, i) => [panel.x(one), panel.y(data.x2[i])]);
    const round = ([x, y]) => `${tenths(x)} ${tenths(y)}`;
    const marks = [
      at.filter((_, i) => !data.y[i])
        .map(([x, y]) => `M${round([x - 3, y])}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`),
      at.filter((_, i) => data.y[i]).map(([x, y]) => `M${round([x, y - 4])}l3.6 6.4h-7.2z`),
    ];
    flocks.forEach((path, n) => set(path, { d: marks[n].join("") }));
    setText(upright, box.width > 290 ? "mass, kg from 4.2" : "mass, kg");
    set(upright, { x: box.left, y: box.top - 9 });
    set(scale, { transform: `translate(${box.left + box.width - 3},${box.top - 9})` });
  }

  function draw(now) {
    const { size, w1, w2, b } = now;
    const { box } = panel;
    setText(panel.heading, equation(now, frame.size.wide));
    set(panel.heading, { x: frame.size.wide ? box.left : 2, y: 14 });
    const length = Math.hypot(w1, w2);
    const [ox, oy] = [panel.x(0), panel.y(0)];
    // A unit step in the direction of w on the screen, and how far along it the scores are.
    const [nx, ny] = length ? [w1 / length, -w2 / length] : [1, 0];
    const distance = score => {
      if (length) return bounded(((score / size - b) / length) * unit);
      return score < size * b ? -FAR : FAR;
    };
    const cuts = [-FAR, ...SHADES.map(distance), FAR];
    set(turned, { transform: `translate(${ox.toFixed(2)},${oy.toFixed(2)}) ` +
      `rotate(${((Math.atan2(ny, nx) * 180) / Math.PI).toFixed(3)})` });
    shades.forEach((one, n) => set(one, {
      x: cuts[n], y: -FAR, width: Math.max(0, cuts[n + 1] - cuts[n]), height: 2 * FAR,
    }));
    const away = distance(0);
    const [fx, fy] = [ox + nx * away, oy + ny * away];
    const along = ny <= 0 ? [-ny, nx] : [ny, -nx]; // to the right
    set(line, {
      d: length ? through([-1, 1].map(side =>
        [fx + side * 2 * FAR * along[0], fy + side * 2 * FAR * along[1]])) : "",
    });
    // The size changes no answer, and so no ring.
    if (ringed?.at !== at || ringed.w1 !== w1 || ringed.w2 !== w2 || ringed.b !== b) {
      ringed = { at, w1, w2, b };
      set(wrong, {
        d: at.filter((_, i) =>
          w1 * data.x1[i] + w2 * data.x2[i] + b > 0 !== (data.y[i] === 1))
          .map(([x, y]) => `M${tenths(x - 5.5)} ${tenths(y)}a5.5 5.5 0 1 0 11 0` +
            "a5.5 5.5 0 1 0 -11 0").join(""),
      });
    }

    const end = [ox + w1 * reach, oy - w2 * reach];
    set(arrow, { d: through([[ox, oy], end]) });
    tip.place(...end);
    const inset = {
      left: box.left + 14, top: box.top + 14, width: box.width - 28, height: box.height - 28,
    };
    const [from, to] = inside([fx, fy], along, inset);
    const wanted = 0.36 * box.width;
    if (length && from <= to) {
      const t = Math.max(from, Math.min(to, wanted));
      bias.place(fx + t * along[0], fy + t * along[1]);
    } else {
      bias.place(
        Math.max(inset.left, Math.min(inset.left + inset.width, fx)),
        Math.max(inset.top, Math.min(inset.top + inset.height, fy)));
    }
    placeSides(now);
  }

  /* In the corner where the score is highest stands what it says there, and where it is lowest. */
  function placeSides({ w1, w2, b }) {
    const { box } = panel;
    const corners = [0, 1].flatMap(right => [0, 1].map(low => {
      const [x, y] = [box.left + right * box.width, box.top + low * box.height];
      return { right, low, score: w1 * panel.x.invert(x) + w2 * panel.y.invert(y) + b };
    })).sort((one, other) => other.score - one.score);
    [corners[0], corners[3]].forEach(({ right, low, score }, n) => {
      const sign = n ? score <= 0 : score > 0;
      set(says[n], {
        x: box.left + (right ? box.width - 7 : 7), y: box.top + (low ? box.height - 9 : 17),
        "text-anchor": right ? "end" : "start", visibility: sign ? "visible" : "hidden",
      });
    });
  }

  return { place, draw };
}

/* How sure the model is of its answers: right ones upwards, wrong ones downwards. */
export function surenessPanel(frame) {
  const panel = frame.panel({
    x: {
      domain: [0.5, 1], ticks: [0.5, 0.75, 1], format: one => `${100 * one}%`,
      label: "probability it gives to its answer", padding: 7,
    },
    y: { domain: [-70, 160], ticks: 0 },
    title: "How sure of its answers",
    grid: false,
  });
  const bars = ["right", "wrong"].map(kind => {
    const path = shape("path", { class: `bar ${kind}` });
    panel.marks.append(path);
    return path;
  });
  const zero = panel.path("zero");
  const names = ["right", "wrong"].map(() => frame.label("", "start", panel.over));

  return {
    place: box => panel.place(box),
    draw({ right, wrong }, secret) {
      const { box } = panel;
      const most = [160, 70].map((least, n) => Math.max(least, ...[right, wrong][n]) * 1.08);
      const scale = box.height / (most[0] + most[1]);
      const base = box.top + most[0] * scale;
      const step = box.width / BINS;
      [right, wrong].forEach((counts, n) => set(bars[n], {
        d: counts.map((count, bin) => rectangle(
          box.left + bin * step + 1, base, step - 2, (n ? 1 : -1) * count * scale)).join(""),
      }));
      set(zero, { d: through([[box.left, base], [box.left + box.width, base]]) });
      [right, wrong].forEach((counts, n) => {
        const total = counts.reduce((sum, one) => sum + one, 0);
        setText(names[n], `${secret ? "" : `${total} `}${n ? "wrong" : "right"}`);
        // Where no bars stand in the way.
        const crowded = counts[0] + counts[1] > counts[BINS - 2] + counts[BINS - 1];
        set(names[n], {
          x: crowded ? box.left + box.width - 6 : box.left + 6, y: n ? base + 17 : base - 24,
          "text-anchor": crowded ? "end" : "start",
        });
      });
    },
  };
}

const LOSS_END = 2;

/* What it claims above what it is right for; below, the log-loss and the least there is. */
export function measureRows(frame) {
  const group = shape("g");
  frame.stage.append(group);
  const rows = ["claims", "right", "loss"].map(kind => {
    const parts = {
      name: frame.label("", "start", group),
      track: shape("path", { class: "track", fill: "none" }),
      bar: shape("rect", { class: `bar ${kind}` }),
      value: frame.label("value", "end", group),
    };
    group.append(parts.track, parts.bar);
    return parts;
  });
  const [claims, right, loss] = rows;
  setText(claims.name, "claims");
  setText(right.name, "is right");
  setText(loss.name, "log-loss");
  const boast = shape("rect", { class: "bar boast" });
  group.append(boast);
  const least = shape("path", { class: "least", fill: "none" });
  const leastName = frame.label("muted", "start", group);
  group.append(least, leastName);
  let [from, room] = [0, 0];

  return {
    place(left, top, width, apart = 28) {
      from = left + 62;
      room = width - 62 - 56;
      rows.forEach((row, n) => {
        const y = top + n * apart + (n === 2 ? apart / 3 : 0);
        set(row.name, { x: left, y: y + 4.5 });
        set(row.track, { d: through([[from, y], [from + room, y]]) });
        set(row.bar, { x: from, y: y - 7, height: 14 });
        set(row.value, { x: left + width, y: y + 4.5 });
        row.y = y;
      });
      set(boast, { y: top - 7, height: 14 });
    },
    draw(result, secret) {
      set(claims.bar, { width: result.claims * room });
      setText(claims.value, percent(result.claims));
      // What it claims beyond what it is right for.
      const beyond = secret ? 0 : Math.max(0, result.claims - result.accuracy);
      set(boast, { x: from + (result.claims - beyond) * room, width: beyond * room });
      set(right.bar, { width: secret ? 0 : result.accuracy * room });
      setText(right.value, secret ? "?" : percent(result.accuracy));
      const share = one => Math.min(1, one / LOSS_END) * room;
      set(loss.bar, { width: share(result.loss) });
      setText(loss.value, words(result.loss) + (result.loss > LOSS_END ? " »" : ""));
      const x = from + share(result.least_loss);
      set(least, { d: through([[x, loss.y - 11], [x, loss.y + 11]]) });
      setText(leastName, `least: ${words(result.least_loss)}`);
      set(leastName, { x: x - 2, y: loss.y + 25 });
    },
  };
}

/* What the marks are. */
export function legend(frame) {
  const group = shape("g", { class: "explorable-key" });
  const items = [
    [shape("circle", { class: "bird female", r: 4 }), "female", 52],
    [shape("path", { class: "bird male", d: "M0 -5l4.4 8h-8.8z" }), "male", 36],
    [shape("circle", { class: "ring", r: 5.5, fill: "none" }), "wrong", 44],
  ];
  let across = 7;
  for (const [mark, text, room] of items) {
    set(mark, { transform: `translate(${across},0)` });
    group.append(mark);
    if (text) group.append(shape("text", { x: across + 12, dy: "0.34em" }, text));
    across += room + 28;
  }
  frame.stage.append(group);
  return { place: (x, y) => group.setAttribute("transform", `translate(${x},${y})`) };
}
