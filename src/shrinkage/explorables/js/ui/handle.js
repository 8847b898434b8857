/* A point to drag in the picture, by mouse, finger or keyboard.

     const handle = frame.handle({
       label: "Least-squares weight z",
       x: { key: "z", scale: () => panel.x },      // and/or y; a part of a list: { key, index }
                                                   // limit: value => what of it counts
       say: state => `z is ${words(state.z)}`,     // the value in words, for screen readers
       letter: "z",                                // drawn in the disc, if given
     });
     handle.place(x, y);                           // in draw(): where it is now, in pixels

   `drag(point, state)` may take the place of x and y: it gets pixels and returns a patch; then
   `keys(dx, dy, state)` has to tell what one step of the arrows does (dx, dy: -1, 0 or 1, ten
   times that with Shift or Page Up and Down), and `ends: [low, high]` are patches for Home and End.
   With `drag` and one of x and y (its scale may be left out), the handle stands for that one value,
   which `drag` works out; `keys` may then be left out.
*/

import { set, shape } from "./elements.js";
import { nearest } from "./state.js";

const REACH = 22.01; // half of the 44 pixels that a finger needs, and rounding

const ARROWS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
  PageUp: [10, 10], PageDown: [-10, -10],
};

/** Build a handle; see the top of this file. */
export function handle(frame, { label, x, y, say, letter, drag, keys, ends, into, form = "disc" }) {
  const both = Boolean(x && y) || Boolean(drag && !x && !y);
  const knob = form === "diamond"
    ? shape("path", { class: "explorable-knob", d: "M0 -12L12 0L0 12L-12 0Z" })
    : shape("circle", { class: "explorable-knob", r: letter ? 11 : 8 });
  const node = shape("g", {
    class: "explorable-handle", role: "slider", tabindex: 0, "aria-label": label,
    "aria-roledescription": both ? "point to move in two directions" : null,
  }, shape("circle", { class: "explorable-reach", r: REACH }), knob);
  if (letter) node.append(shape("text", { class: "explorable-letter", dy: "0.34em" }, letter));
  (into ?? frame.handles).append(node);

  const axes = { x, y };
  const specOf = axis => frame.spec[axis.key];
  const valueOf = axis => {
    const value = frame.model.state[axis.key];
    return axis.index === undefined ? value : value[axis.index];
  };
  function patchOf(axis, value, patch) {
    const fit = nearest(specOf(axis), axis.limit?.(value) ?? value, true);
    if (axis.index === undefined) patch[axis.key] = fit;
    else {
      patch[axis.key] = [...(patch[axis.key] ?? frame.model.state[axis.key])];
      patch[axis.key][axis.index] = fit;
    }
  }
  function moveTo(point) {
    if (drag) return frame.model.set(drag(point, frame.model.state));
    const patch = {};
    for (const [name, axis] of Object.entries(axes)) {
      if (axis) patchOf(axis, axis.scale().invert(point[name]), patch);
    }
    frame.model.set(patch);
  }
  function step(dx, dy) {
    if (keys) return frame.model.set(keys(dx, dy, frame.model.state));
    const patch = {};
    // With one direction only, both pairs of arrows move along it.
    const steps = x && y ? { x: dx, y: dy } : { x: dx || dy, y: dy || dx };
    for (const [name, axis] of Object.entries(axes)) {
      if (axis && steps[name]) {
        const { step: size = 1 } = specOf(axis);
        patchOf(axis, valueOf(axis) + steps[name] * size, patch);
      }
    }
    frame.model.set(patch);
  }
  function toEnd(end) {
    if (ends) return frame.model.set(ends[end === "min" ? 0 : 1]);
    const patch = {};
    for (const axis of [x, y]) if (axis) patchOf(axis, specOf(axis)[end], patch);
    frame.model.set(patch);
  }

  node.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Home" || event.key === "End") toEnd(event.key === "Home" ? "min" : "max");
    else if (event.key in ARROWS) {
      let [dx, dy] = ARROWS[event.key];
      if (event.key.startsWith("Page") && both) dx = 0;
      const times = event.shiftKey ? 10 : 1;
      step(dx * times, dy * times);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  let grip; // from the pointer to the middle of the handle, while it is held
  const place = { x: 0, y: 0 };
  const mine = {
    distance: at => (node.getAttribute("visibility") === "hidden"
      ? Infinity : Math.hypot(place.x - at.x, place.y - at.y)),
    hold(at, pointer) {
      if (grip) return;
      node.setPointerCapture(pointer);
      node.focus({ preventScroll: true });
      node.classList.add("held");
      grip = { x: place.x - at.x, y: place.y - at.y, pointer };
    },
  };
  frame.grips.push(mine);
  node.addEventListener("pointerdown", event => {
    if (event.button !== 0) return;
    const at = frame.pointOf(event);
    // What a finger reaches may overlap: it means the handle whose middle is nearest.
    const nearer = (near, other) => (other.distance(at) < near.distance(at) ? other : near);
    frame.grips.reduce(nearer, mine).hold(at, event.pointerId);
    event.preventDefault();
  });
  node.addEventListener("pointermove", event => {
    if (grip?.pointer !== event.pointerId) return;
    const at = frame.pointOf(event);
    moveTo({ x: at.x + grip.x, y: at.y + grip.y });
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    node.addEventListener(end, () => {
      grip = undefined;
      node.classList.remove("held");
    });
  }

  const main = x ?? y;
  frame.onDraw(() => {
    if (main) {
      const one = specOf(main);
      set(node, { "aria-valuemin": String(one.min), "aria-valuemax": String(one.max) });
    }
    set(node, {
      // As it is, not rounded to pixels.
      "aria-valuenow": String(main ? valueOf(main) : 0),
      "aria-valuetext": say(frame.model.state),
    });
  });
  return {
    node,
    /** Put the handle at a place, in pixels of the stage. */
    place(px, py) {
      [place.x, place.y] = [px, py];
      set(node, { transform: `translate(${px.toFixed(2)},${py.toFixed(2)})` });
    },
  };
}
