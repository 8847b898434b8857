/* Trained too long: the time along gradient descent, and when new rows begin to suffer from it.

   At the left the losses along the training, and the size of the weights below on the same time;
   at the right the weights at the time that the reader chooses, beside the true ones. Moving the
   time is also how the guess is made: where would you stop? */

import { makeClassification, splitRows } from "../core/datasets.js";
import { LogLoss, judge } from "../core/losses.js";
import { Objective } from "../core/objective.js";
import { gradientDescent, logSteps } from "../core/trainers.js";
import { rectangle, set, setText, shape, through } from "../ui/elements.js";
import { words } from "../ui/numbers.js";

export const name = "trained-too-long";

const LAST = 1000;
const TRUTH = [2, -1.5, 1]; // of the first features; all others do nothing
const SIZE = Math.hypot(...TRUTH);
const FEATURES = 20;
const NEW_ROWS = 1000;
const LEARNING_RATE = 1;
const CLOSE = 0.1; // above the least loss on new rows, as a share of it, a stop is good

export const state = {
  step: { kind: "integer", min: 0, max: LAST, start: LAST, label: "Training steps" },
  shrink: { kind: "number", min: 0.01, max: 1, start: 1, label: "Then multiply w and b by" },
  rows: { kind: "choice", options: ["40", "400"], start: "40", label: "Rows to train on" },
  seed: { kind: "integer", min: 0, max: 9999, start: 0, label: "Seed" },
};

export const heights = { wide: 770, narrow: 1166, narrowest: 1186 };
export const stage = { wide: 400, narrow: 576 };

/* Every step at first, then each about 6% more than the one before: the places of the time. */
const STOPS = logSteps(LAST);
const placeOf = step => STOPS.findLastIndex(stop => stop <= step);

const trainings = new Map(); // of the last few draws

/**
 * Train once, and return what can be asked of each step: { at(step), best }, with `at` giving
 * { weights, norm, loss, validation }, the last of them on new rows; accuracy(step) there; and
 * shrunk(step, size), both losses with all weights multiplied by that.
 */
export function trainingOf({ rows, seed }) {
  const key = `${rows} ${seed}`;
  if (!trainings.has(key)) {
    if (trainings.size >= 6) trainings.delete(trainings.keys().next().value);
    trainings.set(key, train(Number(rows), seed));
  }
  return trainings.get(key);
}

function train(rows, seed) {
  const all = makeClassification(rows + NEW_ROWS, FEATURES, { weights: TRUTH, seed });
  const [known, unseen] = splitRows(all, rows);
  const objective = new Objective(known.X, known.y, LogLoss);
  const onNew = new Objective(unseen.X, unseen.y, LogLoss);
  const descend = (steps, start) =>
    gradientDescent(objective, { steps, start, learningRate: LEARNING_RATE });
  const stops = descend(STOPS);
  const found = new Map();
  const entry = ({ weights, norm, loss }, n) => ({
    weights: weights[n].subarray(0, FEATURES),
    theta: weights[n],
    norm: norm[n],
    loss: loss[n],
    validation: onNew.lossValue(weights[n]),
  });
  // Between two stops, the steps are taken again.
  const at = step => {
    if (!found.has(step)) {
      const place = placeOf(step);
      found.set(step, STOPS[place] === step
        ? entry(stops, place) : entry(descend([step - STOPS[place]], stops.weights[place]), 0));
    }
    return found.get(step);
  };
  const accuracy = step => judge(onNew.outputs(at(step).theta), unseen.y).accuracy;
  // Bias and all: no answer changes, only how sure it is.
  const shrunk = (step, size) => {
    const theta = at(step).theta.map(one => size * one);
    return { loss: objective.lossValue(theta), validation: onNew.lossValue(theta) };
  };
  return { at, accuracy, shrunk, best: bestStep(step => at(step).validation) };
}

/* The step with the least loss on new rows. Where training has come to rest, rounding alone would
   choose one; so it is the first step that is at most a billionth above the least. */
function bestStep(validation) {
  const least = steps => steps.reduce(
    (found, step) => (validation(step) < validation(found) ? step : found), steps[0]);
  const between = place => {
    const [from, to] = [place - 1, place + 1].map(
      one => STOPS[Math.min(STOPS.length - 1, Math.max(0, one))]);
    return Array.from({ length: to - from + 1 }, (_, n) => from + n);
  };
  const place = STOPS.indexOf(least(STOPS));
  const isLeast = step => validation(step) <= limit;
  const limit = (1 + 1e-9) * validation(least(between(place)));
  const first = STOPS.findIndex(isLeast);
  return between(first < 0 ? place : first).find(isLeast);
}

export function solve({ step, shrink, ...draw }) {
  const { at, accuracy, shrunk, best } = trainingOf(draw);
  const [now, losses] = [at(step), shrunk(step, shrink)];
  return {
    training: losses.loss,
    validation: losses.validation,
    accuracy: accuracy(step),
    norm: shrink * now.norm,
    weights: Array.from(now.weights, one => shrink * one),
    best_step: best,
    best_validation: at(best).validation,
    best_accuracy: accuracy(best),
    last_ratio: at(LAST).validation / at(best).validation,
  };
}

const percent = share => `${(100 * share).toFixed(1)}%`;
const steps = count => `step ${count}`;
const bounded = guess => Math.min(LAST, Math.max(0, Math.round(Number(guess)) || 0));

export const prediction = {
  ask: "Where would you stop, so that new rows fare best?",
  hint: "Drag ↔ to that step, or type it below, then commit.",
  words: guess => `step ${guess}`,
  right(guess, given) {
    const { at, best } = trainingOf(given);
    return at(bounded(guess)).validation <= (1 + CLOSE) * at(best).validation;
  },
  why(given, found, guess) {
    const { at, best } = trainingOf(given);
    const stop = bounded(guess);
    const [mine, least] = [stop, best].map(step => at(step).validation);
    if (stop === best) return `Step ${best} is the best of all: its loss is ${words(mine)}.`;
    const over = mine / least - 1;
    const above = over < 0.01 ? "less than 1% above"
      : over < 0.5 ? `${Math.round(100 * over)}% above` : `${(over + 1).toFixed(1)} times`;
    const score = `Step ${stop}: the loss on new rows is ${words(mine)}, ${above} the best ` +
      `(${words(least)}, step ${best}).`;
    if (over <= CLOSE) return score;
    return `${score} ${stop > best ? "From there the weights mostly grow."
      : "The weights are still too small."}`;
  },
};

/* Step 0 has a place on a log scale, too, as the axis is that of 1 + step. */
const time = step => Math.log10(1 + step);
const stepAt = value => Math.round(10 ** value - 1);
const TIMES = [0, 1, 3, 10, 30, 100, 300, 1000];

export function mount(frame, model) {
  const axis = { domain: [0, time(LAST)], ticks: TIMES.map(time) };
  const losses = lossPanel(frame, { ...axis, ticks: 0 });
  const sizes = sizePanel(frame, {
    ...axis, format: one => String(stepAt(one)), label: "training step", padding: 14,
  });
  const bars = weightPanel(frame);
  const now = shape("path", { class: "ghost-line", fill: "none" });
  frame.stage.append(now);
  const propose = step => frame.guess.propose(String(step));
  const handle = frame.handle({
    label: "Time: training steps",
    letter: "↔",
    x: { key: "step" },
    drag({ x }) {
      const raw = Math.min(time(LAST), Math.max(0, sizes.panel.x.invert(x)));
      const step = STOPS.reduce((near, one) =>
        (Math.abs(time(one) - raw) < Math.abs(time(near) - raw) ? one : near), 0);
      propose(step);
      return { step };
    },
    keys(dx, dy, { step }) {
      const move = dx || dy;
      // From between two stops, the first move is to one of them.
      const place = placeOf(step) + (move < 0 && !STOPS.includes(step) ? 1 : 0);
      const next = STOPS[Math.min(STOPS.length - 1, Math.max(0, place + move))];
      propose(next);
      return { step: next };
    },
    say: ({ step }) => steps(step),
  });
  frame.slider({ key: "step", stops: STOPS, say: steps });
  frame.slider({ key: "shrink", log: true, say: value => `times ${words(value)}` });
  frame.choice({ key: "rows" });

  let laid, last, drawn;
  function layOut() {
    const { width, wide } = frame.size;
    const left = 34;
    if (wide) {
      const across = Math.round((width - left) * 0.56);
      losses.panel.place({ left, top: 30, width: across, height: 196 });
      sizes.panel.place({ left, top: 268, width: across, height: 82 });
      const side = left + across + 46;
      bars.place({ left: side, top: 30, width: width - side - 8, height: 320 });
    } else {
      // Low enough for the losses to be seen while a finger is on the sliders below.
      losses.panel.place({ left, top: 30, width: width - left - 18, height: 164 });
      sizes.panel.place({ left, top: 232, width: width - left - 18, height: 56 });
      bars.place({ left, top: 358, width: width - left - 18, height: 178 });
    }
  }

  function draw() {
    const { state: at, guess } = model;
    if (last !== undefined && last !== at.step && frame.secret) propose(at.step);
    last = at.step;
    if (laid !== frame.size) {
      laid = frame.size;
      layOut();
    }
    const draws = trainingOf(at);
    const result = model.result();
    // Curves stay as they are while the time moves along them.
    const fresh = drawn?.draws !== draws || drawn.laid !== laid || drawn.secret !== frame.secret;
    drawn = { draws, laid, secret: frame.secret };
    losses.draw(at, draws, result, fresh, frame.secret, guess === "" ? undefined : bounded(guess));
    sizes.draw(at, draws, result, fresh);
    bars.draw(at, draws, result);
    const { box, x } = sizes.panel;
    const px = x(time(at.step));
    set(now, { d: through([[px, losses.panel.box.top], [px, box.top + box.height]]) });
    handle.place(px, box.top + box.height);
    const { training, validation, accuracy, norm } = result;
    const which = `Step ${at.step}${at.shrink === 1 ? "" : `, times ${words(at.shrink)}`}`;
    frame.summary(frame.secret
      ? `${which}: the training loss is ${words(training)}. ‖w‖ is ${words(norm)}; that of the ` +
        `true weights is ${words(SIZE)}.`
      : `${which}, on new rows: loss ${words(validation)}, ${percent(accuracy)} right. The best, ` +
        `step ${result.best_step}: ${words(result.best_validation)}, ` +
        `${percent(result.best_accuracy)} right.`);
  }
  return { draw };
}

/* Both losses along the time; that on new rows once the guess is made. */
function lossPanel(frame, x) {
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
function sizePanel(frame, x) {
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
function weightPanel(frame) {
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
          `M${x(w).toFixed(1)} ${(top(j) - 1).toFixed(1)}v${(row + 2).toFixed(1)}`).join(""),
      });
      set(zero, { d: through([[x(0), box.top], [x(0), box.top + box.height]]) });
      names.forEach((label, n) => set(label, {
        x: box.left + box.width, y: top(n ? TRUTH.length : 0) - 5,
      }));
    },
  };
}
