// The labs of `shrinkage.explore`: swaps the stored pictures as the reader moves the controls.
(function () {
  "use strict";

  // Makes one element like another. What is the same stays: half the time.
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
    const inputs = [...form.querySelectorAll("[data-stride]")];
    const setting = () => inputs.reduce((sum, one) => sum + place(one) * one.dataset.stride, 0);
    const first = setting();
    let timer, stored;

    function show(frame) {
      if (!store.textContent) return;
      stored ??= store.textContent.split("\n\n").map((part) => part.split("\n"));
      const [places, table] = stored;
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
      for (const one of form.querySelectorAll("[data-words]")) {
        const text = JSON.parse(one.dataset.words)[one.value];
        one.setAttribute("aria-valuetext", text);
        one.nextElementSibling.textContent = text;
      }
      show(setting());
      // Said once the reader rests.
      clearTimeout(timer);
      timer = setTimeout(say, 600);
    }

    form.addEventListener("input", moved);
    store.addEventListener("load", () => setting() !== first && moved());
    form.addEventListener("reset", () => setTimeout(moved));
    form.addEventListener("submit", (event) => event.preventDefault());
    matchMedia("print").addEventListener("change", (event) =>
      show(event.matches ? first : setting()));
    // A wide picture is scrolled, by keyboard too.
    new ResizeObserver(() => {
      if (view.scrollWidth > view.clientWidth) view.tabIndex = 0;
      else view.removeAttribute("tabindex");
    }).observe(view);
  }

  document.addEventListener("DOMContentLoaded", () =>
    document.querySelectorAll("figure.lab").forEach(start));
})();
