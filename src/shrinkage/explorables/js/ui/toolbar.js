// Below the picture: back to the start, another draw, and a link to what is seen.

import { whenTyped } from "./controls.js";
import { make } from "./elements.js";
import { nearest } from "./state.js";

/** Build the toolbar. `link()` returns the address to copy; without it there is no such button. */
export function toolbar(frame, { link, tell }) {
  const bar = make("div", { class: "explorable-row explorable-toolbar" });
  const reset = make("button", { type: "button", class: "quiet" }, "Reset");
  reset.addEventListener("click", () => frame.model.reset());
  bar.append(reset);
  if (frame.spec.seed) bar.append(...seed(frame));
  if (link) {
    const copy = make("button", { type: "button", class: "quiet" }, "Copy link");
    copy.addEventListener("click", async () => {
      const address = link();
      const done = await navigator.clipboard?.writeText(address).then(() => true, () => false);
      tell(done ? "The link is copied." : `The link is in the address bar: ${address}`);
      copy.textContent = done ? "Copied" : "In the address bar";
      setTimeout(() => { copy.textContent = "Copy link"; }, 2000);
    });
    bar.append(copy);
  }
  return bar;
}

/* The seed is shown, can be typed, and goes on by one: the draw can be repeated by anyone. A figure
   may say by `newDraw` what the button is called, and what else a new seed sets. */
function seed(frame) {
  const one = frame.spec.seed;
  const { label = "New draw", also = {} } = frame.figure.newDraw ?? {};
  const put = value => frame.model.set({ ...also, seed: value });
  const field = make("input", {
    type: "number", class: "explorable-number", min: one.min, max: one.max, step: 1,
    autocomplete: "off",
  });
  whenTyped(field, () => {
    if (field.value !== "") put(nearest(one, +field.value));
    field.value = frame.model.state.seed;
  });
  frame.onDraw(() => { field.value = frame.model.state.seed; });
  const next = make("button", { type: "button", class: "quiet" }, label);
  next.addEventListener("click", () => {
    const { seed: now } = frame.model.state;
    put(now >= one.max ? one.min : now + 1);
  });
  return [make("label", { class: "explorable-seed" }, one.label ?? "Seed", field), next];
}
