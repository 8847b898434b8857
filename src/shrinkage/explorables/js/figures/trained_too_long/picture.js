// The parts of the picture, and the scale of the time that two of them share.

import { rectangle, set, setText, shape, tenths, through } from "../../ui/elements.js";
import { words } from "../../ui/numbers.js";
import { FEATURES, LAST, SIZE, STOPS, TRUTH } from "./solve.js";

/* Step 0 has a place on a log scale, too, as the axis is that of 1 + step. */
export const time = step => Math.log10(1 + step);
export const stepAt = value => Math.round(10 ** value - 1);
export const TIMES = [0, 1, 3, 10, 30, 100, 300, 1000];

/* Both losses along the time; that on new rows once the guess is made. */
export function lossPanel(frame, x) {
  const panel = frame.panel({ x, y: { domain: [0, 1], ticks: 5 }, title: "Mean log-loss" });
  const curves = {
    training: panel.path("curve training"), validation: panel.path("curve validation"),
  };
  const dots = {
    training: shape("circle", { class: "point training", r: 5 }),
    validation: shape("rect", {
      class: "point validation", x: -5, y: -5, width: 10, height: 10,
    }),
  };
  const names = Object.fromEntries(Object.keys(curves).map(one => {
    const label = frame.label(one, "start", panel.over);
    setText(label, one === "training" ? "training rows" : "new rows");
    return [one, label];
  }));
  const ways = { training: panel.path("way training"), validation: panel.path("way validation") };
  const marks = { best: marker("best"), mine: marker("mine") };
  panel.over.append(...Object.values(dots));

  function marker(kind) {
    const line = panel.path(`stop-line ${kind}`, panel.under);
    const label = frame.label(`stop ${kind}`, "start", panel.over);
    return {
      draw(step, text, row, leftwards) {
        const { box } = panel;
        const visible = step !== undefined;
        for (const one of [line, label]) {
          set(one, { visibility: visible ? "visible" : "hidden" });
        }
        if (!visible) return;
        const px = panel.x(time(step));
        set(line, { d: through([[px, box.top], [px, box.top + box.height]]) });
        const late = px > box.left + (leftwards ? 100 : 0.6 * box.width);
        setText(label, text);
        set(label, {
          x: px + (late ? -6 : 6), y: box.top + 14 + 18 * row,
          "text-anchor": late ? "end" : "start",
        });
      },
    };
  }

  return {
    panel,
    draw({ step }, training, result, fresh, secret, mine) {
      const { at, best } = training;
      const [loss, validation] = [one => at(one).loss, one => at(one).validation];
      // The axis must not tell how high the hidden curve goes.
      const { x, y, box } = panel;
      if (fresh) {
        panel.domain({
          y: [0, secret ? loss(0) * 1.15 : Math.max(loss(0), ...STOPS.map(validation)) * 1.08],
        });
        const curve = of => through(STOPS.map(one => [x(time(one)), y(of(one))]));
        set(curves.training, { d: curve(loss) });
        if (!secret) set(curves.validation, { d: curve(validation) });
      }
      for (const one of [curves.validation, dots.validation, names.validation]) {
        set(one, { visibility: secret ? "hidden" : "visible" });
      }
      const px = x(time(step));
      set(dots.training, { transform: `translate(${px},${y(result.training)})` });
      if (!secret) {
        set(dots.validation, { transform: `translate(${px},${y(result.validation)})` });
      }
      // From the curves to where shrinking leads.
      const way = (from, to) => through([[px, y(from)], [px, y(to)]]);
      set(ways.training, { d: way(loss(step), result.training) });
      set(ways.validation, { d: secret ? "" : way(validation(step), result.validation) });
      // Each name beside its own curve, where the other is not.
      const right = box.left + box.width;
      const apart = secret ? loss(LAST) < 0.5 * loss(10) : validation(300) > 1.5 * loss(300);
      set(names.training, {
        x: right - 12, y: apart ? y(loss(90)) - 9 : y(loss(300)) + 20, "text-anchor": "end",
      });
      set(names.validation, {
        x: apart ? x(time(170)) - 12 : right - 12,
        y: apart ? y(validation(170)) - 4 : y(validation(300)) - 14,
        "text-anchor": "end",
      });
      marks.best.draw(secret ? undefined : best, `best: step ${best}`, 0);
      marks.mine.draw(secret ? undefined : mine, `your stop: ${mine}`, 1, mine < best);
    },
  };
}

/* The size of the weights along the same time, and the true one. */
export function sizePanel(frame, x) {
  const panel = frame.panel({
    x, y: { domain: [0, 10], ticks: 3 }, title: "Size of the weights, ‖w‖",
  });
  const truth = panel.path("none", panel.under);
  const curve = panel.path("curve size");
  const dot = shape("circle", { class: "point", r: 5 });
  const label = frame.label("muted", "start", panel.over);
  panel.over.append(dot);
  setText(label, "true weights");
  return {
    panel,
    draw({ step }, { at }, result, fresh) {
      const norm = one => at(one).norm;
      const { x: across, y, box } = panel;
      if (fresh) {
        panel.domain({ y: [0, Math.max(SIZE, norm(LAST)) * 1.12] });
        set(curve, { d: through(STOPS.map(one => [across(time(one)), y(norm(one))])) });
      }
      set(truth, { d: through([[box.left, y(SIZE)], [box.left + box.width, y(SIZE)]]) });
      set(label, { x: box.left + 6, y: y(SIZE) + (y(SIZE) - box.top > 26 ? -6 : 15) });
      set(dot, { transform: `translate(${across(time(step))},${y(result.norm)})` });
    },
  };
}

/* The weights at the time, one bar each; a tick where the true weight is. */
export function weightPanel(frame) {
  const panel = frame.panel({
    x: { domain: [-4, 4], ticks: 5, label: "weight" }, y: { domain: [0, 1], ticks: 0 },
    title: " ",
  });
  const zero = panel.path("zero", panel.under);
  const bars = ["real", "idle"].map(kind => {
    const path = shape("path", { class: `weight ${kind}` });
    panel.marks.append(path);
    return path;
  });
  const ticks = panel.path("truth");
  const names = [0, 1].map(() => frame.label("muted", "end", panel.over));
  setText(names[0], "3 that matter");
  setText(names[1], "17 that do not");
  const GAP = 18; // px above each of the two kinds, for its name
  let widest;

  return {
    place: box => panel.place(box),
    draw({ step, shrink }, { at }, { weights }) {
      const { box } = panel;
      const largest = Math.max(...TRUTH.map(Math.abs),
        ...at(LAST).weights.map(Math.abs)) * 1.05;
      if (largest !== widest) {
        widest = largest;
        panel.domain({ x: [-widest, widest] });
      }
      setText(panel.heading, `Weights at step ${step}` +
        (shrink === 1 ? "" : `, × ${words(shrink)}`));
      const { x } = panel;
      const row = (box.height - 2 * GAP) / (FEATURES + 0.5);
      const top = j => box.top + (j < TRUTH.length ? 1 : 2) * GAP + j * row;
      const all = weights.map((w, j) => rectangle(x(0), top(j) + 1, x(w) - x(0), row - 2));
      set(bars[0], { d: all.slice(0, TRUTH.length).join("") });
      set(bars[1], { d: all.slice(TRUTH.length).join("") });
      set(ticks, {
        d: TRUTH.map((w, j) =>
          `M${tenths(x(w))} ${tenths(top(j) - 1)}v${tenths(row + 2)}`).join(""),
      });
      set(zero, { d: through([[x(0), box.top], [x(0), box.top + box.height]]) });
      names.forEach((label, n) => set(label, {
        x: box.left + box.width, y: top(n ? TRUTH.length : 0) - 5,
      }));
    },
  };
}
