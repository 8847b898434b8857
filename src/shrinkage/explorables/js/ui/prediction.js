/* A guess before the answer. A figure module states the question:

     export const prediction = {
       ask: "Which weight reaches exactly 0 first?",
       options: { l1: "L1’s", l2: "L2’s" },       // what is kept, and what the reader sees
       answer: (state, result) => "l1",
       why: (state, result, guess) => "…",        // one sentence, said once the guess is committed
     };

   Where the guess is made in the picture, `options` is left out; the figure calls
   `frame.guess.propose(value, words)` as the reader points, and states

       hint: "Click where the solution lands.",
       right: (guess, state, result) => true,

   `frame.secret` is true until the reader commits a guess or asks to be shown: what would give
   the answer away is covered meanwhile (panel.cover), or drawn without it.
*/

import { make, setText } from "./elements.js";
import { difference } from "./state.js";

/** Build the question above the picture; return { node, secret, propose, show }. */
export function prediction(frame, { kept, keep, redraw }) {
  const spec = frame.figure.prediction;
  const { model } = frame;
  let [shown, proposed] = [false, kept?.guess ?? ""];
  // The state that the question was about when it was answered.
  let about = kept?.state;

  const legend = make("legend", {}, spec.ask);
  const form = make("form", { class: "explorable-guess", autocomplete: "off" });
  const group = make("fieldset", {}, legend);
  const inputs = Object.entries(spec.options ?? {}).map(([value, text]) => {
    const input = make("input", { type: "radio", name: `${frame.id}-guess`, value });
    input.addEventListener("change", () => {
      proposed = value;
      redraw();
    });
    group.append(make("label", {}, input, make("span", {}, text)));
    return input;
  });
  const hint = make("p", { class: "explorable-hint" });
  if (spec.hint) group.append(hint);
  const commit = make("button", { type: "submit" }, "Commit");
  const showMe = make("button", { type: "button", class: "quiet" }, "Show me");
  const again = make("button", { type: "button", class: "quiet" }, "Predict again");
  const verdict = make("p", { class: "explorable-verdict", role: "status" });
  form.append(group, make("div", { class: "explorable-row" }, verdict, commit, showMe, again));

  const words = guess => spec.options?.[guess] ?? spec.words?.(guess) ?? guess;

  function outcome() {
    const state = about ? { ...model.starts, ...about } : model.state;
    const result = about ? frame.figure.solve(state) : model.result();
    const { guess } = model;
    const right = spec.options
      ? guess === spec.answer(state, result) : spec.right(guess, state, result);
    return `${right ? "Right." : "Not so."} ${spec.why(state, result, guess)}`;
  }

  function draw() {
    const committed = model.guess !== "";
    const current = committed ? model.guess : proposed;
    for (const input of inputs) {
      input.checked = input.value === current;
      input.disabled = committed;
    }
    if (spec.hint) {
      setText(hint, current ? `Your guess: ${words(current)}` : spec.hint);
    }
    form.classList.toggle("committed", committed);
    const hidden = [[commit, committed], [showMe, committed || shown],
      [again, !committed && !shown]];
    for (const [one, hide] of hidden) if (one.hidden !== hide) one.hidden = hide;
    setText(again, committed ? "Predict again" : "Hide the answer");
    setText(verdict, committed ? outcome() : "");
  }

  form.addEventListener("submit", event => {
    event.preventDefault();
    if (!proposed) {
      verdict.textContent = spec.options ? "Choose an answer first." : spec.hint;
      return;
    }
    about = difference(model.state, model.starts);
    keep({ guess: proposed, state: about });
    model.guess = proposed;
    // The button that had the focus is gone.
    again.focus({ preventScroll: true });
  });
  showMe.addEventListener("click", () => {
    shown = true;
    redraw();
    again.focus({ preventScroll: true });
  });
  again.addEventListener("click", () => {
    [shown, proposed, about] = [false, "", undefined];
    keep(undefined);
    model.guess = "";
    redraw();
    (inputs[0] ?? showMe).focus({ preventScroll: true });
  });
  frame.onDraw(draw);

  return {
    node: form,
    get secret() { return model.guess === "" && !shown; },
    get proposed() { return model.guess || proposed; },
    propose(value) {
      if (model.guess) return;
      proposed = value;
      redraw();
    },
  };
}
