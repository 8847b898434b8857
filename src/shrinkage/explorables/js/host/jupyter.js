/* The same figures as widgets, in JupyterLab and every other host of anywidget. The kernel keeps
   the state; each place where a widget is shown is a mount of its own. */

import { figures } from "../figures/index.js";
import { make } from "../ui/elements.js";
import { buildFrame } from "../ui/frame.js";
import { openModel } from "../ui/model.js";

/* Each widget loads this module anew, so the page counts the views, not the module. */
const VIEWS = Symbol.for("shrinkage.explorables.views");

function texts({ caption, parts }) {
  const list = parts.map(([title, text]) => [make("dt", {}, title), make("dd", {}, text)]).flat();
  return [
    make("figcaption", {}, caption),
    make("details", { class: "explorable-texts" },
      make("summary", {}, "What to try, and what it shows"), make("dl", {}, ...list)),
  ];
}

function render({ model: host, el }) {
  const figure = figures[host.get("_figure")];
  if (!figure) {
    el.append(`The figure ${host.get("_figure")} is not in this bundle: run \`npm run build\`.`);
    return undefined;
  }
  const words = host.get("_texts");
  window[VIEWS] = (window[VIEWS] ?? 0) + 1;
  const id = `${host.get("_id")}-view-${window[VIEWS]}`;
  const root = make("div", { class: "explorable-live" });
  const whole = make("figure", {
    class: "explorable", "data-explorable": figure.name,
    style: Object.entries(figure.heights).map(([width, px]) => `--${width}: ${px}px`).join("; "),
  }, make("style", {}, EXPLORABLE_CSS),
  make("div", { class: "explorable-room" }, root), ...texts(words));
  // JupyterLab has uses of its own for keys (the arrows choose a cell, x cuts it), unless what has
  // the focus says that it wants them itself.
  whole.addEventListener("focusin", ({ target }) => {
    target.setAttribute("data-lm-suppress-shortcuts", "true");
  });
  el.append(whole);

  const model = openModel(figure, host);
  const unmount = buildFrame(root, figure, model, { id, title: words.title });
  whole.explorable = {
    model,
    get: () => ({ ...model.state, prediction: model.guess }),
    set: patch => model.set(patch),
    result: () => model.result(),
  };
  whole.dataset.ready = "true";
  return () => {
    unmount();
    model.close();
    whole.remove();
  };
}

export default { render };
