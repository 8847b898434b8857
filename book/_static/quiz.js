/* Makes quizzes and predictions answer. Without this script, both are text with a fold. What a
   reader chose stays in this browser, and where it keeps nothing, until the page is left. */
(() => {
  "use strict";

  const PLACE = `quiz ${location.pathname}`;
  let kept = {};
  try {
    kept = Object.assign({}, JSON.parse(localStorage.getItem(PLACE)));
  } catch { /* No storage, or not ours. */ }

  const keep = (name, value) => {
    kept[name] = value;
    try {
      localStorage.setItem(PLACE, JSON.stringify(kept));
    } catch { /* Then it lasts as long as the page. */ }
  };

  const make = (tag, attributes = {}, ...inside) => {
    const one = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
    one.append(...inside);
    return one;
  };

  // Turns a list into radios or checkboxes.
  const choices = (list, type, name, numbered) => [...list.children].map((item, n) => {
    const text = make("span", {}, ...(item.firstElementChild || item).childNodes);
    if (numbered) text.prepend(`${n + 1}. `);
    const input = make("input", { type, name, value: n, autocomplete: "off" });
    return make("label", { class: "quiz-option" }, input, text);
  });

  const form = (legend, labels, word) => {
    const button = make("button", {}, word);
    const said = make("div", { role: "status", "aria-live": "polite", class: "quiz-status" });
    const group = make("fieldset", {}, legend, ...labels);
    const inputs = labels.map(label => label.firstChild);
    return { form: make("form", { class: "quiz-form" }, group, button, said), group, inputs,
      button, said };
  };

  const onSubmit = (one, act) => one.addEventListener("submit", event => {
    event.preventDefault();
    act();
  });

  // What is on the page is redrawn one by one: a status that is written again is read aloud again.
  const draws = [];
  let score = () => {};

  const boxes = [...document.querySelectorAll(".quiz-question")];
  const keys = boxes.map(box => box.dataset.key);
  const forms = boxes.map((box, n) => {
    const { key } = box.dataset;
    const right = box.dataset.right.split(" ").map(place => place - 1);
    const several = right.length > 1;
    const [asked, list, fold] = box.children;
    const answers = fold.querySelector("ol").children;
    asked.firstElementChild.remove();
    const count = make("span", { class: "quiz-count" }, `Question ${n + 1} of ${boxes.length}`);
    const legend = make("legend", {}, count, " ", ...asked.childNodes);
    const labels = choices(list, several ? "checkbox" : "radio", key, true);
    const { form: whole, inputs, said } = form(legend, labels, "Check");
    asked.remove();
    list.replaceWith(whole);

    const answer = place => {
      const good = right.includes(place);
      const one = make("div", { class: good ? "quiz-right" : "quiz-wrong" });
      one.append(...answers[place].cloneNode(true).childNodes);
      if (several) one.firstElementChild.prepend(`Option ${place + 1}: `);
      return one;
    };
    const verdict = chosen => {
      const missing = right.filter(place => !chosen.includes(place)).length;
      const wrong = chosen.some(place => !right.includes(place));
      if (!wrong && !missing) return several ? "You found all." : "";
      if (!several) return "Try again: choose another option.";
      return `${wrong ? "Not all of these. " : ""}${missing ? `Still to find: ${missing}. ` : ""}` +
        "Try again.";
    };
    const draw = () => {
      const { chosen = [], done = false } = kept[key] || {};
      inputs.forEach((input, place) => { input.checked = chosen.includes(place); });
      said.replaceChildren(...chosen.map(answer));
      if (chosen.length) said.append(verdict(chosen));
      fold.hidden = !done;
    };
    whole.addEventListener("change", () => said.replaceChildren());
    onSubmit(whole, () => {
      const chosen = inputs.filter(input => input.checked).map(input => +input.value);
      if (!chosen.length) return said.replaceChildren("Choose an option first.");
      const found = String(chosen) === String(right);
      const { first = found, done = false } = kept[key] || {};
      keep(key, { chosen, first, done: done || found });
      draw();
      score();
    });
    draws.push(draw);
    return whole;
  });

  const guesses = [...document.querySelectorAll(".prediction")].map(box => {
    const { key, answer, reveal } = box.dataset;
    const shown = document.getElementById(reveal).querySelector(".check");
    // A status would say the answer aloud as soon as the guess is committed.
    shown.removeAttribute("role");
    const compared = make("div");
    shown.after(compared);
    const list = box.lastElementChild;
    const options = [...list.children].map(item => item.textContent.trim());
    const legend = make("legend", {}, make("span", { class: "quiz-count" }, "Your prediction"));
    const { form: whole, group, inputs, button, said } =
      form(legend, choices(list, "radio", key), "Commit");
    list.replaceWith(whole);

    const guess = () => (options.includes(kept[key]) ? kept[key] : null);
    onSubmit(whole, () => {
      const place = inputs.findIndex(input => input.checked);
      if (place < 0) return said.replaceChildren("Choose one first.");
      keep(key, guess() ? null : options[place]);
      draw();
      score();
    });
    const draw = () => {
      const mine = guess();
      const hit = mine === answer;
      inputs.forEach((input, place) => { input.checked = options[place] === mine; });
      group.disabled = mine !== null;
      button.textContent = mine ? "Predict again" : "Commit";
      said.replaceChildren(mine ? `You predicted “${mine}”. The answer comes further down.` : "");
      shown.hidden = mine !== null;
      compared.className = mine ? `check quiz-${hit ? "right" : "wrong"}` : "";
      compared.replaceChildren(...mine ? [
        make("strong", {}, hit ? "As you predicted." : "A surprise."),
        hit ? ` The answer is “${answer}”.` : ` You predicted “${mine}”; the answer is “${answer}”.`,
      ] : []);
    };
    draws.push(draw);
    return () => guess() && guess() === answer;
  });

  if (boxes.length) {
    const words = make("span");
    const again = make("button", { type: "button" }, "Start over");
    again.addEventListener("click", () => {
      Object.keys(kept).forEach(name => keep(name, null));
      draws.forEach(draw => draw());
      score();
      forms[0].querySelector("input").focus();
    });
    boxes[boxes.length - 1].after(make("div", { class: "quiz-score" }, words, again));
    score = () => {
      const tried = keys.map(key => kept[key]).filter(Boolean);
      const total = boxes.length;
      words.textContent = `${tried.filter(one => one.first).length} of ${total} right at the ` +
        `first try; ${tried.length} of ${total} answered.` + (guesses.length
        ? ` Predictions that came true: ${guesses.filter(hit => hit()).length} of ${guesses.length}.`
        : "");
    };
  }
  draws.forEach(draw => draw());
  score();
})();
