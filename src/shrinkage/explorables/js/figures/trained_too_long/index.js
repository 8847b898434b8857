/* Trained too long: the time along gradient descent, and when new rows begin to suffer from it.

   At the left the losses along the training, and the size of the weights below on the same time;
   at the right the weights at the time that the reader chooses, beside the true ones. Moving the
   time is also how the guess is made: where would you stop? */

import { set, shape, through } from "../../ui/elements.js";
import { words } from "../../ui/numbers.js";
import { TIMES, lossPanel, sizePanel, stepAt, time, weightPanel } from "./picture.js";
import { LAST, SIZE, STOPS, placeOf, solve, trainingOf } from "./solve.js";

export { solve };

export const name = "trained-too-long";

const CLOSE = 0.1; // above the least loss on new rows, as a share of it, a stop is good

export const state = {
  step: { kind: "integer", min: 0, max: LAST, start: LAST, label: "Training steps" },
  shrink: { kind: "number", min: 0.01, max: 1, start: 1, label: "Then multiply w and b by" },
  rows: { kind: "choice", options: ["40", "400"], start: "40", label: "Rows to train on" },
  seed: { kind: "integer", min: 0, max: 9999, start: 0, label: "Seed" },
};

export const heights = { wide: 770, narrow: 1166, narrowest: 1186 };
export const stage = { wide: 400, narrow: 576 };

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
