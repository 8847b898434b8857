/* Degree and weight size: polynomials with the same terms, with and without a penalty.

   At the left the points and both fits; at the right how large each weight is, and both errors. */

import { makePolynomial } from "../core/datasets.js";
import { fitPolynomial, polynomialAt } from "../core/polynomial.js";
import { Random } from "../core/random.js";
import { whenTyped } from "../ui/controls.js";
import { make, set, setText, shape, through } from "../ui/elements.js";
import { words } from "../ui/numbers.js";
import { nearest } from "../ui/state.js";

export const name = "polynomial-degree";

// Scattered, and nowhere so close together that a fit would be lost in rounding errors.
const PLACES = [-0.98, -0.71, -0.51, -0.19, -0.06, 0.06, 0.14, 0.26, 0.41, 0.51, 0.66, 0.94];
const NOISE = 0.3;
const NOISE_STREAM = 3; // as in core/datasets.js
const LIMIT = 2.2; // of the points' heights
const MOST = 11; // terms: as many weights and a bias pass through 12 points
const TAME = 1e-3;
// Unseen by every fit; its seed is none that a reader can set.
const TEST = makePolynomial(201, { noise: NOISE, seed: 10000 });

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

export const heights = { wide: 790, narrow: 1289 };
export const stage = { wide: 400, narrow: 690 };

const within = value => Math.min(LIMIT, Math.max(-LIMIT, value));

function drawn(seed) {
  const random = new Random(seed, NOISE_STREAM);
  return PLACES.map(x => Math.sin(Math.PI * x) + NOISE * random.normal());
}

const heightsOf = ({ moves, seed }) => drawn(seed).map((one, n) => within(one + moves[n]));

function meanSquare(theta, x, y) {
  const sum = polynomialAt(theta, x).reduce((total, one, n) => total + (one - y[n]) ** 2, 0);
  return sum / x.length;
}

/* Polynomials of degree 0, 1, … that are orthonormal at the places, there and at the test points,
   by the recurrence of Stieltjes: the fits of all degrees are sums of them. Gautschi (2004),
   "Orthogonal Polynomials", section 2.2. */
const ORTHONORMAL = orthonormal(MOST);

function orthonormal(count) {
  const dot = (one, other) => one.reduce((sum, value, n) => sum + value * other[n], 0);
  const xs = [PLACES, [...TEST.x]];
  const found = [];
  let now = xs.map(part => part.map(() => 1));
  while (found.length < count) {
    const length = Math.sqrt(dot(now[0], now[0]));
    now = now.map(part => part.map(value => value / length));
    found.push({ places: now[0], test: now[1] });
    let next = now.map((part, m) => part.map((value, n) => value * xs[m][n]));
    // Against all of them, twice: rounding errors would grow otherwise.
    for (const one of [...found, ...found]) {
      const share = dot(next[0], one.places);
      next = next.map((part, m) => {
        const other = m ? one.test : one.places;
        return part.map((value, n) => value - share * other[n]);
      });
    }
    now = next;
  }
  return found;
}

/* The least test error of a fit without a penalty and with fewer than all terms. */
function bestOfFewer(y) {
  const rest = Float64Array.from(TEST.y);
  let best = Infinity;
  ORTHONORMAL.forEach(({ places, test }, degree) => {
    const share = places.reduce((sum, value, n) => sum + value * y[n], 0);
    let total = 0;
    for (let n = 0; n < rest.length; n++) {
      rest[n] -= share * test[n];
      total += rest[n] * rest[n];
    }
    if (degree > 0) best = Math.min(best, total / rest.length);
  });
  return best;
}

const largest = weights => Math.max(...weights.map(Math.abs));

function fitted(y, degree, lam) {
  const theta = fitPolynomial(PLACES, y, degree, lam);
  const weights = [...theta.subarray(0, degree)];
  return {
    weights,
    bias: theta[degree],
    largest: largest(weights),
    train_error: meanSquare(theta, PLACES, y),
    test_error: meanSquare(theta, TEST.x, TEST.y),
  };
}

export function solve({ degree, lam, moves, seed }) {
  const y = heightsOf({ moves, seed });
  const plain = fitted(y, degree, 0);
  const all = degree === MOST ? plain : fitted(y, MOST, 0);
  const fit = lam === 0 ? plain : fitted(y, degree, lam);
  const tame = degree === MOST && lam === TAME ? fit : fitted(y, MOST, TAME);
  return {
    y,
    fit,
    plain,
    // All 11 terms: without a penalty, with λ = 0.001, and beside both the best of fewer terms.
    all_largest: all.largest,
    all_error: all.test_error,
    tame_largest: tame.largest,
    tame_error: tame.test_error,
    fewer_error: bestOfFewer(y),
  };
}

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

const STEPS = Array.from({ length: 301 }, (_, n) => (n - 150) / 150);
const [EDGE, CEILING] = [1.05, 2.4];
const SIZES = [1e-2, 1e7];
const ERRORS = [1e-3, 1e8];
const RAISED = { 1e4: "10⁴", 1e6: "10⁶" };
const power = value => RAISED[value] ?? words(value);
/* Two digits that matter, as a number that may be large is read. */
function few(value) {
  const short = +value.toPrecision(2);
  return short >= 1000 && short < 1e6 ? short.toLocaleString("en") : words(short, 2);
}
const strength = lam => (lam === 0 ? "no penalty" : `λ = ${words(lam)}`);

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
      scale: () => ({ invert: py => within(fits.y.invert(py)) - drawn(model.state.seed)[n] }),
    },
    say: () => `y is ${words(model.result().y[n], 2)}`,
  }));
  handles.forEach(({ node }, n) => {
    for (const event of ["focus", "pointerdown"]) {
      node.addEventListener(event, () => {
        last = n;
        field.show();
      });
    }
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
      fits.place({ ...row, top: 76, height: 220 });
      sizes.panel.place({ ...row, top: 376, height: 136 });
      errors.place({ ...row, top: 576, height: 72 });
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

/* The points, the truth and both fits. */
function fitPanel(frame) {
  const panel = frame.panel({
    x: { domain: [-EDGE, EDGE], ticks: [-1, -0.5, 0, 0.5, 1], label: "x" },
    y: { domain: [-CEILING, CEILING], ticks: [-2, -1, 0, 1, 2] },
    title: "The fit",
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
function sizePanel(frame) {
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
function errorPanel(frame) {
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
function legend(frame) {
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
