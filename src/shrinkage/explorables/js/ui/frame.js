/* The frame around every figure. A figure module (js/figures/NAME.js) looks like this:

     export const name = "one-weight";
     export const state = { … };                      see ui/state.js
     export const heights = { wide: 560, narrow: 900, narrowest: 950 };   px of all that is
                                                      mounted, reserved before; see style/room.css
     export const stage = { wide: 380, narrow: 640 };    px of the picture alone
     export const prediction = { … };                 see ui/prediction.js; may be left out
     export function solve(state) → results           no DOM; numbers, lists, texts, null
     export function mount(frame, model) → { draw() } builds once; draw() after each change

   What `mount` gets to work with:

     frame.size      { width, height, wide } of the picture in px; wide from 600 px of width on
     frame.stage     the <svg>; its unit is a px
     frame.secret    true while the guess hides the answer
     frame.guess     { proposed, propose(value) } for guesses made in the picture
     frame.panel({ … })                               see ui/panel.js
     frame.handle({ … })                              see ui/handle.js; on top of all panels
     frame.slider({ key, label, log, stops, say })    see ui/controls.js for these four
     frame.choice({ key, label, labels }), frame.flag({ key, label })
     frame.button({ label, press })
     frame.label(class, anchor)                       a text in the drawing, with a halo
     frame.summary(text)                              the sentence below, said once the reader rests
     model.state, model.set(patch), model.result()    see ui/model.js

   The room from top to bottom: the question, the picture, the controls in the order in which they
   were asked for, the summary, the toolbar.
*/

import { button, choice, flag, slider } from "./controls.js";
import { make, set, setText, shape } from "./elements.js";
import { handle } from "./handle.js";
import { panel } from "./panel.js";
import { prediction } from "./prediction.js";
import { toolbar } from "./toolbar.js";

const WIDE = 600;
const REST = 700; // ms without a change, after which the summary is said and the address written
let mounts = 0;

/**
 * Build a figure inside an element.
 *
 * options.id     goes into the ids and names of controls
 * options.kept   { guess, state } of an earlier visit; options.keep(one) keeps it
 * options.link   () → the address of what is seen; options.rested() is called when the reader rests
 * Returns a function that takes it all away again.
 */
export function buildFrame(root, figure, model, options) {
  const { id, kept, keep = () => {}, link, rested = () => {} } = options;
  const before = []; // what is drawn along with the figure
  let [planned, resting, summary, touched, built] = [0, 0, "", false, undefined];

  const svg = shape("svg", {
    class: "explorable-stage", role: "group", "aria-label": options.title,
  });
  const handles = shape("g");
  const controls = make("div", { class: "explorable-controls" });
  const said = make("p", { class: "explorable-said", role: "status" });
  const sentence = make("p", { class: "explorable-summary" });

  const frame = {
    id,
    uid: `${id}-${mounts += 1}`,
    figure,
    model,
    spec: figure.state,
    size: {},
    stage: svg,
    handles,
    grips: [],
    secret: false,
    onDraw: one => before.push(one),
    addControl(node) {
      controls.append(node);
      return node;
    },
    pointOf(event) {
      const { left, top } = svg.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    },
    label(className = "", anchor = "start", into = svg) {
      const text = shape("text", { class: `explorable-label ${className}`, "text-anchor": anchor });
      into.append(text);
      return text;
    },
    summary(text) { summary = text; },
    panel: given => panel(frame, given),
    handle: given => handle(frame, given),
    slider: given => slider(frame, given),
    choice: given => choice(frame, given),
    flag: given => flag(frame, given),
    button: given => button(frame, given),
  };

  function measure() {
    const width = Math.floor(root.clientWidth);
    const wide = width >= WIDE;
    const height = figure.stage[wide ? "wide" : "narrow"];
    if (!width || (width === frame.size.width && height === frame.size.height)) return;
    frame.size = { width, height, wide };
    set(svg, { width, height });
    root.classList.toggle("wide", wide);
  }

  function draw() {
    cancelAnimationFrame(planned);
    planned = 0;
    if (!frame.size.width) return;
    frame.secret = frame.guess?.secret ?? false;
    const whole = root.closest(".explorable");
    if (whole) set(whole, { "data-secret": frame.secret });
    for (const one of before) one();
    built.draw();
    setText(sentence, summary);
  }

  function plan() {
    planned ||= requestAnimationFrame(draw);
  }

  function changed() {
    plan();
    if (!touched) return;
    clearTimeout(resting);
    resting = setTimeout(rest, REST);
  }

  function rest() {
    if (planned) draw();
    said.textContent = summary;
    rested();
  }

  const tell = text => { said.textContent = text; };
  const touch = () => { touched = true; };
  for (const event of ["input", "pointerdown", "keydown", "click"]) {
    root.addEventListener(event, touch, { capture: true });
  }

  if (figure.prediction) {
    frame.guess = prediction(frame, { kept, keep, redraw: plan });
    root.append(frame.guess.node);
  }
  root.append(svg, controls, sentence, toolbar(frame, { link, tell }), said);
  // Reserved for the tallest picture that this figure makes at any width.
  measure();
  built = figure.mount(frame, model);
  svg.append(handles);
  draw();
  const stop = model.subscribe(changed);
  const sizes = new ResizeObserver(() => {
    measure();
    plan();
  });
  sizes.observe(root);

  return () => {
    sizes.disconnect();
    stop();
    cancelAnimationFrame(planned);
    clearTimeout(resting);
    built.close?.();
    root.replaceChildren();
  };
}
