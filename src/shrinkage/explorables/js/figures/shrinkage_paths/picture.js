// The parts of the picture. Color says which penalty; features have letters.

import { disc, set, setText, shape, tenths, through } from "../../ui/elements.js";
import { LAMS, NAMES, NOTHING } from "./solve.js";

const TITLES = { l1: "L1 (lasso)", l2: "L2 (ridge)" };
const DECADES = [0.01, 0.1, 1, 10, 100];
const DOMAIN = [0.01, 100];
const LETTER = 13; // px that a letter needs, in a row or a column
const DROP = 4.5; // px from the middle of a letter down to its foot

/* Move places apart until each has its room, and keep them between two ends. */
export function spread(places, gap, low, high) {
  const order = places.map((_, n) => n).sort((a, b) => places[a] - places[b]);
  const found = [...places];
  let edge = low;
  for (const n of order) {
    found[n] = Math.max(found[n], edge);
    edge = found[n] + gap;
  }
  edge = high;
  for (const n of order.reverse()) {
    found[n] = Math.min(found[n], edge);
    edge = found[n] - gap;
  }
  return found;
}

/* Drawing axes takes a while: they move in steps, not with every pixel of a drag. */
function put(panel, domain) {
  const now = panel.y.domain();
  if (domain.some((one, n) => one !== now[n])) panel.domain({ y: domain });
}

/* The letters of the useful features as one text, which a browser lays out in the time of one;
   each is put in a place of its own. */
function lettering(kind) {
  const text = shape("text", { class: `letter ${kind}`, "text-anchor": "middle" }, NAMES.join(""));
  return {
    text,
    /* To half of a pixel; a letter that has no place is put out of sight. */
    place(places) {
      const along = axis => places.map(place => (place ? Math.round(2 * place[axis]) / 2 : -99));
      set(text, { x: along(0).join(" "), y: along(1).join(" ") });
    },
  };
}

/** Return the next number upwards with one digit and perhaps a half. */
function roundUp(value) {
  const step = 10 ** Math.floor(Math.log10(value)) / 2;
  return Math.ceil(value / step) * step;
}

/* Where each λ of the grid stands. */
const acrossOf = ({ x }) => Array.from(LAMS, lam => x(lam));

/* The weights along λ under one penalty; those of the useful features are named at the left. */
export function pathPanel(frame, kind) {
  const panel = frame.panel({
    x: { domain: DOMAIN, log: true, ticks: DECADES, format: () => "" },
    y: { domain: [-1, 1], ticks: 4, padding: 22 },
    title: TITLES[kind],
  });
  panel.heading.classList.add(kind);
  const zero = panel.path("zero", panel.under);
  const useless = panel.path("useless");
  const useful = panel.path(`useful ${kind}`);
  const names = lettering(`explorable-label ${kind}`);
  panel.over.append(names.text);
  const dots = shape("path", { class: `point ${kind}` });
  panel.over.append(dots);

  /* Of a lasso path no more than up to where it has become 0. */
  function curve({ exits, [kind]: { rows } }, j, across) {
    const { x, y } = panel;
    const [top, slope] = [y(0), y(1) - y(0)];
    const end = kind === "l1" ? exits[j] : Infinity;
    // Thin lines, and those without corners, look the same with half of the points, and are drawn
    // in half of the time.
    const step = kind === "l1" && j < NAMES.length ? 1 : 2;
    let d = "";
    for (let k = LAMS.length - 1; k >= 0 && LAMS[k] < end; k -= step) {
      d += `${d ? "L" : "M"}${tenths(across[k])} ${tenths(top + slope * rows[k][j])}`;
    }
    if (!d || end > DOMAIN[1]) return d;
    // On its last way to 0 a weight is a straight line in λ, which bends on a log scale.
    const last = LAMS.find(lam => lam < end);
    for (const share of [1 / 3, 2 / 3, 1]) {
      const height = slope * (1 - share) * rows[LAMS.indexOf(last)][j];
      d += `L${tenths(x(last + share * (end - last)))} ${tenths(top + height)}`;
    }
    return d;
  }

  return {
    panel,
    drawPaths(paths) {
      const domain = [Math.floor, Math.ceil].map((end, n) => 2 * end(0.525 * paths.ends[n]));
      put(panel, domain);
      const { box, y } = panel;
      set(panel.heading, { y: box.top - (frame.size.wide ? 10 : 28) });
      set(zero, { d: through([[box.left, y(0)], [box.left + box.width, y(0)]]) });
      const across = acrossOf(panel);
      const curves = Array.from({ length: paths.p }, (_, j) => curve(paths, j, across));
      set(useful, { d: curves.slice(0, NAMES.length).join("") });
      set(useless, { d: curves.slice(NAMES.length).join("") });
      const first = paths[kind].rows.at(-1);
      const places = spread(
        NAMES.map((_, j) => y(first[j])), LETTER, box.top + 5, box.top + box.height - 5);
      names.place(places.map(place => [box.left - 11, place + DROP]));
    },
    draw(lam, weights) {
      const { x, y } = panel;
      set(dots, { d: NAMES.map((_, j) => disc(x(lam), y(weights[j]), 4.5)).join("") });
    },
  };
}

/* Which features are alive: a letter for each useful one, a mark for each useless one. */
export function roll(frame, kind) {
  const letters = NAMES.map(one => shape("text", {
    class: `letter ${kind}`, "text-anchor": "middle",
  }, one));
  const marks = ["alive", "gone"].map(one => shape("path", { class: `mark ${one}` }));
  const group = shape("g", { class: "roll" }, ...letters, ...marks);
  const count = frame.label("muted", "end");
  frame.stage.append(group);
  let row = { start: 0, y: 0, room: 0 };

  return {
    place({ left, width }, top, wide) {
      // Where there is no room beside the title, the roll stands below it.
      const start = wide ? left + 92 : left - 5;
      row = { start, y: top - 10, room: left + width - start - (wide ? 100 : 0) };
      letters.forEach((one, j) => set(one, { x: start + 6 + j * LETTER, y: row.y }));
      set(count, { x: left + width, y: wide ? top - 10 : top - 28 });
    },
    draw({ weights, alive }, hidden) {
      set(group, { visibility: hidden ? "hidden" : "visible" });
      const gone = weights.map(w => Math.abs(w) <= NOTHING);
      letters.forEach((one, j) => one.classList.toggle("gone", gone[j]));
      const useless = weights.length - NAMES.length;
      const before = NAMES.length * LETTER;
      const pitch = Math.min(9, (row.room - before - 6) / Math.max(1, useless));
      const radius = Math.min(3, pitch / 2 - 0.7);
      marks.forEach((mark, n) => set(mark, {
        d: gone.slice(NAMES.length).map((one, j) => (one === (n === 1)
          ? disc(row.start + before + 8 + j * pitch, row.y - 4.5, radius) : "")).join(""),
      }));
      setText(count, `${alive} of ${weights.length} alive`);
    },
  };
}

/* Below the lasso's weights: the λ at which each feature leaves. */
export function lane(frame) {
  const group = shape("g");
  const title = frame.label("muted", "end", group);
  setText(title, "gone");
  const ticks = shape("path", { class: "useless" });
  const marks = shape("path", { class: "exit l1" });
  const letters = lettering("l1");
  group.append(ticks, marks, letters.text);
  frame.stage.append(group);
  let [box, top] = [{ left: 0, width: 0 }, 0];
  return {
    place(next, y) {
      [box, top] = [next, y];
      set(title, { x: box.left - 6, y: top + 19 });
    },
    draw({ exits, p }, x) {
      const inside = exits.map(lam => lam >= DOMAIN[0]);
      const places = exits.slice(0, NAMES.length).map(lam => x(Math.max(lam, DOMAIN[0])));
      const apart = spread(places, LETTER, box.left + 6, box.left + box.width - 6);
      letters.place(apart.map((place, j) => (inside[j] ? [place, top + 20] : null)));
      const tick = (j, size) => (inside[j] ? `M${tenths(x(exits[j]))} ${top}v${size}` : "");
      set(marks, { d: NAMES.map((_, j) => tick(j, 7)).join("") });
      set(ticks, {
        d: Array.from({ length: p - NAMES.length }, (_, j) => tick(NAMES.length + j, 5)).join(""),
      });
    },
    hide(hidden) { set(group, { visibility: hidden ? "hidden" : "visible" }); },
  };
}

/* The errors of both penalties, on the rows trained on and on new ones. */
export function errorPanel(frame) {
  const panel = frame.panel({
    x: { domain: DOMAIN, log: true, ticks: DECADES, label: "λ (log)", padding: 14 },
    y: { domain: [0, 1], ticks: 3, padding: 7 },
    title: "Mean squared error",
  });
  const key = shape("g", { class: "explorable-key" },
    shape("path", { class: "fresh", d: "M0 -4h24", fill: "none" }),
    shape("text", { x: 30, y: 0 }, "new rows"),
    shape("path", { class: "training", d: "M112 -4h24", fill: "none" }),
    shape("text", { x: 142, y: 0 }, "training rows"));
  panel.over.append(key);
  const kinds = ["l2", "l1"];
  const curves = kinds.map(kind => ({
    training: panel.path(`training ${kind}`), fresh: panel.path(`fresh ${kind}`),
  }));
  const bests = kinds.map(kind => shape("path", {
    class: `best ${kind}`, d: "M-4 -4L4 4M-4 4L4 -4",
  }));
  const points = {
    l2: shape("rect", { class: "point l2", x: -5, y: -5, width: 10, height: 10 }),
    l1: shape("circle", { class: "point l1", r: 5.5 }),
  };
  panel.marks.append(...bests);
  panel.over.append(points.l2, points.l1);
  // L2's have no corners and look the same with half of the points; both ends are among them.
  const all = Array.from(LAMS.keys());
  const places = { l1: all, l2: all.filter(k => k % 2 === 0) };
  const told = ["muted", ...kinds].map(kind => shape("tspan", { class: kind }));
  const best = frame.label("", "start", panel.over);
  best.append(...told);

  return {
    panel,
    drawPaths(paths, result) {
      const low = Math.max(paths.l1.fresh.at(-1), paths.l2.fresh.at(-1));
      const high = Math.max(...paths.l1.fresh);
      put(panel, [0, roundUp(1.3 * low + 0.12 * high)]);
      const { box, x, y } = panel;
      const [ceiling, across] = [box.top - 50, acrossOf(panel)];
      const { wide } = frame.size;
      set(key, { transform: `translate(${box.left + (wide ? 190 : 0)},${box.top - 10})` });
      set(panel.heading, { y: box.top - (wide ? 10 : 28) });
      kinds.forEach((kind, n) => {
        for (const which of ["training", "fresh"]) {
          const values = paths[kind][which];
          const points = places[kind].map(k => [across[k], Math.max(y(values[k]), ceiling)]);
          set(curves[n][which], { d: through(points) });
        }
        const { best_lam: lam, best_fresh: error } = result[kind];
        set(bests[n], { transform: `translate(${x(lam)},${y(error)})` });
        setText(told[n + 1], `${n ? ", " : ""}${kind.toUpperCase()} ${error.toFixed(2)}`);
      });
      setText(told[0], wide ? "× best on new rows: " : "× best: ");
      set(best, { x: box.left, y: box.top + box.height + 39 });
    },
    draw(lam, result) {
      const { box, x, y } = panel;
      for (const kind of kinds) {
        const place = y(result[kind].fresh);
        set(points[kind], { visibility: place < box.top ? "hidden" : "visible" });
        set(points[kind], { transform: `translate(${x(lam)},${Math.max(place, -50)})` });
      }
    },
  };
}

/* What is hidden of the lasso's paths until there is a guess: all from some λ on. */
export function curtain(frame) {
  const rect = shape("rect");
  const said = ["Where features leave", "opens with your guess."];
  const rows = said.map(text => shape("text", {}, text));
  const group = shape("g", { class: "explorable-curtain" }, rect, ...rows);
  frame.stage.append(group);
  return {
    draw({ box, x }, from) {
      set(group, { visibility: from === null ? "hidden" : "visible" });
      if (from === null) return;
      const right = box.left + box.width;
      // Never so little that the words have no room.
      const left = Math.max(box.left, Math.min(x(Math.max(from, DOMAIN[0])), right - 150));
      set(rect, { x: left, y: box.top, width: right - left, height: box.height });
      rows.forEach((text, n) => set(text, {
        x: (left + right) / 2, y: box.top + box.height / 2 + (n - 0.5) * 19,
      }));
    },
  };
}
