/* Brings figures to life on a static page: <figure class="explorable" data-explorable="NAME">.

   A figure is mounted when it nears the view, or at once if the address speaks of it. Its element
   then has data-ready="true" and a property `explorable`: { get(), set(patch), result(), model }.
*/

import { figures } from "../figures/index.js";
import { addressOf, fromAddress, isNamed } from "../ui/address.js";
import { make } from "../ui/elements.js";
import { buildFrame } from "../ui/frame.js";
import { openModel, pageHost } from "../ui/model.js";
import { acceptable, starts } from "../ui/state.js";
import { keep, recall } from "../ui/storage.js";

const NEAR = "300px";

function written(element) {
  try {
    return JSON.parse(element.dataset.state || "{}");
  } catch {
    return {};
  }
}

function mount(element) {
  const figure = figures[element.dataset.explorable];
  if (!figure || element.explorable) return;
  const { id } = element;
  const spec = figure.state;
  const first = { ...starts(spec), ...acceptable(spec, written(element)) };
  const kept = recall(id);
  const values = { ...first, ...fromAddress(id, spec), prediction: kept?.guess ?? "" };
  const model = openModel(figure, pageHost(values), first);
  const root = make("div", { class: "explorable-live" });
  element.querySelector(".explorable-room").prepend(root);
  const link = () => addressOf(id, spec, model.state, first);
  const unmount = buildFrame(root, figure, model, {
    id,
    title: element.dataset.title,
    kept,
    keep: one => keep(id, one),
    link,
    rested() {
      try {
        history.replaceState(history.state, "", link());
      } catch { /* A page from a folder may not rewrite its address. */ }
    },
  });
  element.explorable = {
    model,
    get: () => ({ ...model.state, prediction: model.guess }),
    set: patch => model.set(patch),
    result: () => model.result(),
    unmount,
  };
  element.dataset.ready = "true";
}

function start() {
  const watch = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watch.unobserve(target);
      mount(target);
    }
  }, { rootMargin: NEAR });
  for (const element of document.querySelectorAll("figure.explorable")) {
    if (isNamed(element.id)) mount(element);
    else watch.observe(element);
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
