// The labs of `shrinkage.explore`: swaps the stored pictures as the reader moves the controls.
(function () {
  "use strict";

  // Makes one element like another. What is the same in both stays, which halves the time.
  function update(old, fresh) {
    if (old.isEqualNode(fresh)) return;
    const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
    if (old.nodeName !== fresh.nodeName || !after.length ||
        [...old.attributes].some((one) => !fresh.hasAttribute(one.name))) {
      return old.replaceWith(fresh);
    }
    for (const one of fresh.attributes) old.setAttribute(one.name, one.value);
    if (before.length !== after.length) old.replaceChildren(...after);
    else before.forEach((one, n) => update(one, after[n]));
  }

  function place(input) {
    if (input.type === "checkbox") return +input.checked;
    return input.options ? input.selectedIndex : +input.value;
  }

  function start(lab) {
    const [form, view, said, store] =
      ["form", ".lab-picture", ".lab-said", "script"].map((one) => lab.querySelector(one));
    const inputs = [...form.querySelectorAll("input, select")];
    const [places, table] = store.textContent.split("\n\n").map((part) => part.split("\n"));
    const setting = () => inputs.reduce((sum, one) => sum + place(one) * one.dataset.stride, 0);
    const first = setting();
    let timer;

    function show(frame) {
      const fresh = view.cloneNode();
      fresh.innerHTML = places[frame].split(" ").map((run) => {
        const [from, to = from] = run.split("-");
        return table.slice(+from, +to + 1).join("\n");
      }).join("\n");
      update(view, fresh);
    }

    function say() {
      said.textContent = [...view.querySelectorAll("[role=img], .lab-text")]
        .map((one) => one.getAttribute("aria-label") || one.textContent).join(" ");
    }

    function moved() {
      for (const one of inputs.filter((input) => input.dataset.words)) {
        const text = JSON.parse(one.dataset.words)[one.value];
        one.setAttribute("aria-valuetext", text);
        one.nextElementSibling.textContent = text;
      }
      show(setting());
      // Said once the reader rests, not at every step of a drag.
      clearTimeout(timer);
      timer = setTimeout(say, 600);
    }

    form.addEventListener("input", moved);
    form.addEventListener("reset", () => setTimeout(moved));
    form.addEventListener("submit", (event) => event.preventDefault());
    matchMedia("print").addEventListener("change", (event) =>
      show(event.matches ? first : setting()));
    // A picture wider than the page is scrolled, by keyboard too.
    new ResizeObserver(() => {
      if (view.scrollWidth > view.clientWidth) view.tabIndex = 0;
      else view.removeAttribute("tabindex");
    }).observe(view);
  }

  const all = () => document.querySelectorAll("figure.lab").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
})();
