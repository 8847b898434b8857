// One training by gradient descent, whose steps can be asked for one by one; no DOM.

import { makeClassification, splitRows } from "../../core/datasets.js";
import { LogLoss, judge } from "../../core/losses.js";
import { Objective } from "../../core/objective.js";
import { gradientDescent, logSteps } from "../../core/trainers.js";

export const LAST = 1000;
export const TRUTH = [2, -1.5, 1]; // of the first features; all others do nothing
export const SIZE = Math.hypot(...TRUTH);
export const FEATURES = 20;
const NEW_ROWS = 1000;
const LEARNING_RATE = 1;

/* Every step at first, then each about 6% more than the one before: the places of the time. */
export const STOPS = logSteps(LAST);
export const placeOf = step => STOPS.findLastIndex(stop => stop <= step);

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
