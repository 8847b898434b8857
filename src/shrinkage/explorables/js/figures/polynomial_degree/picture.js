// The parts of the picture, and how its numbers are written.

import { polynomialAt } from "../../core/polynomial.js";
import { set, setText, shape, through } from "../../ui/elements.js";
import { words } from "../../ui/numbers.js";
import { MOST, NOISE } from "./solve.js";

const STEPS = Array.from({ length: 301 }, (_, n) => (n - 150) / 150);
const [EDGE, CEILING] = [1.05, 2.4];
const SIZES = [1e-2, 1e7];
const ERRORS = [1e-3, 1e8];
const RAISED = { 1e4: "10⁴", 1e6: "10⁶" };
const power = value => RAISED[value] ?? words(value);
/* Two digits that matter, as a number that may be large is read. */
export function few(value) {
  const short = +value.toPrecision(2);
  return short >= 1000 && short < 1e6 ? short.toLocaleString("en") : words(short, 2);
}
const strength = lam => (lam === 0 ? "no penalty" : `λ = ${words(lam)}`);

/* The points, the truth and both fits. */
export function fitPanel(frame) {
  const panel = frame.panel({
    x: { domain: [-EDGE, EDGE], ticks: [-1, -0.5, 0, 0.5, 1], label: "x" },
    y: { domain: [-CEILING, CEILING], ticks: [-2, -1, 0, 1, 2] },
    title: "The fit (drag its points)",
  });
  const truth = panel.path("truth");
  const plain = panel.path("plain");
  const fit = panel.path("sum l2");
  const curve = ({ weights, bias }) => {
    const { x, y, box } = panel;
    const values = polynomialAt([...weights, bias], STEPS);
    // Far outside the panel a curve is cut, not left to grow.
    const [low, high] = [box.top - 300, box.top + box.height + 300];
    return through(STEPS.map((one, n) => [x(one), Math.min(high, Math.max(low, y(values[n])))]));
  };
  return {
    get x() { return panel.x; },
    get y() { return panel.y; },
    place(box) {
      panel.place(box);
      set(truth, {
        d: through(STEPS.map(one => [panel.x(one), panel.y(Math.sin(Math.PI * one))])),
      });
    },
    draw(result, secret) {
      set(plain, { d: curve(result.plain) });
      set(fit, { d: secret ? "" : curve(result.fit) });
    },
  };
}

/* The size of each weight on a log scale; which way a triangle points tells its sign. */
export function sizePanel(frame) {
  const panel = frame.panel({
    x: {
      domain: [0.4, MOST + 0.6], ticks: Array.from({ length: MOST }, (_, n) => n + 1),
      label: "power of x",
    },
    y: { domain: SIZES, log: true, ticks: [0.01, 1, 100, 1e4, 1e6], format: power },
    title: "Weight sizes",
  });
  const signs = frame.label("muted", "end", panel.over);
  setText(signs, "▲ +   ▽ −");
  const series = ["plain", "l2"].map(kind => ({
    line: panel.path(`thread ${kind}`, panel.under),
    value: frame.label(`value ${kind}`, "middle", panel.over),
    marks: ["positive", "negative"].map(sign => {
      const path = shape("path", { class: `weight ${kind} ${sign}` });
      panel.over.append(path);
      return path;
    }),
  }));
  // The largest one says its size.
  const tell = (value, weights, at) => {
    const sizes = weights.map(Math.abs);
    const place = at[sizes.indexOf(Math.max(...sizes))] ?? [0, 0];
    setText(value, weights.length ? few(Math.max(...sizes)) : "");
    const { left, width } = panel.box;
    const half = 4 * value.textContent.length + 2;
    const px = Math.min(left + width - half, Math.max(left + half, place[0]));
    const py = place[1] - 10;
    set(value, { x: px, y: py });
    return [px, py, half];
  };
  const draw = ({ line, marks, value }, weights) => {
    const { x, y } = panel;
    const at = weights.map((w, n) =>
      [x(n + 1), y(Math.min(SIZES[1], Math.max(SIZES[0], Math.abs(w))))]);
    set(line, { d: through(at) });
    // Each points up or down.
    const triangle = ([left, top], up) =>
      `M${(left - 5).toFixed(2)} ${(top + 4 * up).toFixed(2)}l5 ${-9 * up}l5 ${9 * up}z`;
    [1, -1].forEach((up, n) => set(marks[n], {
      d: at.map((one, j) => (weights[j] >= 0 === up > 0 ? triangle(one, up) : "")).join(""),
    }));
    return tell(value, weights, at);
  };
  return {
    panel,
    draw(fit, plain, secret) {
      const { left, top, width } = panel.box;
      set(signs, { x: left + width, y: top - 10 });
      const [gray, other] = [draw(series[0], plain), draw(series[1], secret ? [] : fit)];
      const apart = Math.abs(gray[1] - other[1]) > 15 ||
        Math.abs(gray[0] - other[0]) > gray[2] + other[2];
      set(series[0].value, { visibility: secret || apart ? "visible" : "hidden" });
    },
  };
}

/* Training and test error of both fits, on a log scale. */
export function errorPanel(frame) {
  const panel = frame.panel({
    x: { domain: ERRORS, log: true, ticks: [0.01, 1, 100, 1e4, 1e6], format: power },
    y: { domain: [4, 0], ticks: 0 },
    title: "Mean squared error",
  });
  const noise = panel.path("noise", panel.under);
  const noiseName = frame.label("muted", "middle", panel.over);
  setText(noiseName, `noise: ${words(NOISE ** 2)}`);
  const rows = ["training", "test"].flatMap((kind, group) => ["plain", "l2"].map((one, n) => {
    const mark = one === "plain"
      ? shape("rect", { class: "point plain", x: -5, y: -5, width: 10, height: 10 })
      : shape("circle", { class: "point l2", r: 6 });
    panel.over.append(mark);
    return {
      kind,
      one,
      mark,
      at: 0.5 + 2 * group + n,
      value: frame.label(one, "start", panel.over),
    };
  }));
  return {
    place(box) {
      panel.place(box);
      const { x } = panel;
      set(noise, { d: through([[x(NOISE ** 2), box.top], [x(NOISE ** 2), box.top + box.height]]) });
      set(noiseName, { x: x(NOISE ** 2), y: box.top + box.height + 32 });
    },
    draw(fit, plain, lam, secret) {
      const { x, y, box } = panel;
      for (const { kind, one, mark, at, value } of rows) {
        const { train_error: trained, test_error: tested } = one === "plain" ? plain : fit;
        const error = kind === "test" ? tested : trained;
        const px = x(Math.min(ERRORS[1], Math.max(ERRORS[0], error)));
        set(mark, { transform: `translate(${px.toFixed(2)},${y(at).toFixed(2)})` });
        const end = px > box.left + box.width / 2;
        setText(value, `${kind} ${error < 1e-12 ? "0" : few(error)}`);
        set(value, {
          x: px + (end ? -11 : 11), y: y(at) + 4, "text-anchor": end ? "end" : "start",
        });
        for (const part of [mark, value]) {
          set(part, { visibility: one === "l2" && secret ? "hidden" : "visible" });
        }
      }
    },
  };
}

/* Which line is which, for all panels. */
export function legend(frame) {
  const items = ["sum l2", "plain", "truth"].map(kind => {
    const text = shape("text", { x: 30, dy: "0.34em" });
    const group = shape("g", {}, shape("path", { class: kind, d: "M0 0h22", fill: "none" }), text);
    frame.stage.append(group);
    return { group, text };
  });
  const [fit, plain, truth] = items.map(({ text }) => text);
  const ofPlain = items[1].group;
  setText(plain, "no penalty");
  setText(truth, "truth");
  return {
    draw(lam, secret) {
      setText(fit, secret ? "penalty: after your guess" : strength(lam));
      set(ofPlain, { visibility: secret || lam > 0 ? "visible" : "hidden" });
    },
    place(left, top, wide) {
      const at = wide ? [[0, 0], [216, 0], [336, 0]] : [[0, 0], [0, 24], [120, 24]];
      items.forEach(({ group }, n) => group.setAttribute(
        "transform", `translate(${left + at[n][0]},${top + at[n][1]})`));
    },
  };
}
