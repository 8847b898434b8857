// The labs of `shrinkage.explore`: swaps the stored pictures as the reader moves the controls.
(function () {
  "use strict";

  function start(lab) {
    const [form, view, said, store] =
      ["form", ".lab-picture", ".lab-said", "script"].map((one) => lab.querySelector(one));
    const inputs = [...form.querySelectorAll("input, select")];
    const [places, table] = store.textContent.split("\n\n").map((part) => part.split("\n"));
    let shown, timer;

    // The place of a control among its settings: as it stands, or as it stood at first.
    function place(input, first) {
      if (input.type === "range") return +(first ? input.defaultValue : input.value);
      if (input.type === "checkbox") return +(first ? input.defaultChecked : input.checked);
      return first ? [...input.options].findIndex((one) => one.defaultSelected) : input.selectedIndex;
    }

    function settings(input) {
      if (input.type === "checkbox") return 2;
      return input.options ? input.options.length : +input.max + 1;
    }

    function show(first) {
      const frame = inputs.reduce((sum, one) => sum * settings(one) + place(one, first), 0);
      if (frame === shown) return;
      shown = frame;
      view.innerHTML = places[frame].split(" ").map((run) => {
        const [from, to = from] = run.split("-");
        return table.slice(+from, +to + 1).join("\n");
      }).join("\n");
    }

    function words() {
      for (const one of inputs) {
        if (one.type !== "range") continue;
        const text = JSON.parse(one.dataset.words)[one.value];
        one.setAttribute("aria-valuetext", text);
        one.nextElementSibling.textContent = text;
      }
    }

    function moved() {
      words();
      show();
      // Said once the reader rests, not at every step of a drag.
      clearTimeout(timer);
      timer = setTimeout(() => {
        const image = view.querySelector("[role=img]");
        said.textContent = (image ? image.getAttribute("aria-label") + " " : "") +
          [...view.querySelectorAll(".lab-text")].map((one) => one.textContent).join(" ");
      }, 600);
    }

    form.addEventListener("input", moved);
    form.addEventListener("reset", () => setTimeout(moved));
    form.addEventListener("submit", (event) => event.preventDefault());
    matchMedia("print").addEventListener("change", (event) => show(event.matches));
    // A picture wider than the page is scrolled, by keyboard too.
    new ResizeObserver(() => {
      if (view.scrollWidth > view.clientWidth) view.tabIndex = 0;
      else view.removeAttribute("tabindex");
    }).observe(view);
    words();
    show();
  }

  const all = () => document.querySelectorAll("figure.lab").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
})();
