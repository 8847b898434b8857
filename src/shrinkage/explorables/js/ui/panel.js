/* A rectangle of the stage with axes.

     const panel = frame.panel({
       x: { domain: [-3, 3], label: "weight w", ticks: 5 },
       y: { domain: [0, 5], log: false, ticks: 3, format: words },
       title: "L1",
     });
     panel.place({ left, top, width, height })   // of the inside, without the room for the axes
     panel.x(1.5), panel.y(2), panel.x.invert(px)   // d3 scales, in pixels of the stage
     panel.domain({ y: [0, 10] })                // new limits
     panel.under / panel.marks / panel.over      // groups to draw in: below the marks; clipped at
                                                 // the inside; and on top, not clipped
     panel.path("curve", points)                 // once: a path; later: set(path, { d: … })
     panel.cover(text)                           // hides the inside behind words; cover(null) shows

   Leave 34 px below for a labelled x axis, 40 px at the left for a y axis, 26 px above for a title.
*/

import { scaleLinear, scaleLog } from "d3-scale";

import { set, setText, shape } from "./elements.js";
import { words } from "./numbers.js";

const scaleFor = ({ domain, log }) => (log ? scaleLog() : scaleLinear()).domain(domain);
let count = 0;

/** Build a panel; see the top of this file. */
export function panel(frame, { x, y, title, grid = true }) {
  const clip = `${frame.uid}-clip-${count += 1}`;
  const clipped = shape("rect");
  const [gridLines, axisLines] = ["grid", "axis-lines"].map(name =>
    shape("path", { class: `explorable-${name}` }));
  const [under, marks] = [1, 2].map(() => shape("g", { "clip-path": `url(#${clip})` }));
  const over = shape("g");
  const [xAxis, yAxis] = [1, 2].map(() => shape("g", { class: "explorable-axis" }));
  const [xLabel, yLabel] = [1, 2].map(() => shape("text", { class: "explorable-axis-label" }));
  const heading = shape("text", { class: "explorable-title" }, title ?? "");
  const curtain = shape("g", { class: "explorable-curtain" });
  frame.stage.append(shape("g", {},
    shape("clipPath", { id: clip }, clipped),
    gridLines, under, axisLines, xAxis, yAxis, xLabel, yLabel, heading, marks, over, curtain));

  const scales = { x: scaleFor(x), y: scaleFor(y) };
  let box = { left: 0, top: 0, width: 100, height: 100 };

  function ticksOf(scale, axis) {
    if (Array.isArray(axis.ticks)) {
      const [low, high] = scale.domain();
      return axis.ticks.filter(one => one >= Math.min(low, high) && one <= Math.max(low, high));
    }
    if (axis.ticks === 0) return [];
    const all = scale.ticks(axis.ticks ?? 5);
    if (!axis.log) return all;
    // A power of ten each, and where they would crowd, every second or third of them.
    const powers = all.filter(one => Math.abs(Math.log10(one) % 1) < 1e-9);
    const every = Math.ceil(powers.length / (axis.ticks ?? 5));
    return powers.filter((_, n) => n % every === 0);
  }

  /* The numbers along an axis. d3-axis would draw them with three elements each, and new ones
     whenever the limits move, which a browser takes longer to lay out than all the rest. */
  function write(axis, ticks, { format = words }, placeOf) {
    while (axis.childElementCount > ticks.length) axis.lastChild.remove();
    while (axis.childElementCount < ticks.length) axis.append(shape("text"));
    ticks.forEach((value, n) => {
      const text = axis.children[n];
      set(text, placeOf(value));
      setText(text, format(value));
    });
  }

  function drawAxes(names = ["x", "y"]) {
    const { left, top, width, height } = box;
    const [right, bottom] = [left + width, top + height];
    scales.x.range([left, right]);
    scales.y.range([bottom, top]);
    set(clipped, { x: left, y: top, width, height });
    const [xs, ys] = [ticksOf(scales.x, x), ticksOf(scales.y, y)];
    if (names.includes("x")) {
      write(xAxis, xs, x, value => ({
        x: scales.x(value), y: bottom + (x.padding ?? 7), dy: "0.71em", "text-anchor": "middle",
      }));
    }
    if (names.includes("y")) {
      write(yAxis, ys, y, value => ({
        x: left - (y.padding ?? 7), y: scales.y(value), dy: "0.32em", "text-anchor": "end",
      }));
    }
    const pathOf = [
      ...(grid ? ys.map(one => `M${left} ${scales.y(one)}H${right}`) : []),
      ...(grid ? xs.map(one => `M${scales.x(one)} ${top}V${bottom}`) : []),
    ].join("");
    set(gridLines, { d: pathOf });
    // On the middle of a pixel, where a line of one pixel is sharp.
    set(axisLines, { d: `M${left + 0.5} ${top}V${bottom + 0.5}H${right}` });
    setText(xLabel, x.label ?? "");
    set(xLabel, { x: right, y: bottom + (x.padding ?? 7) + 25, "text-anchor": "end" });
    setText(yLabel, y.label ?? "");
    set(yLabel, { x: left - 30, y: top - 9, "text-anchor": "start" });
    set(heading, { x: left, y: top - 10 });
  }

  return {
    get x() { return scales.x; },
    get y() { return scales.y; },
    get box() { return box; },
    under,
    marks,
    over,
    heading,
    place(next) {
      box = next;
      drawAxes();
    },
    domain(limits) {
      for (const [name, domain] of Object.entries(limits)) scales[name].domain(domain);
      drawAxes(Object.keys(limits));
    },
    path(className, into = marks) {
      const path = shape("path", { class: className, fill: "none" });
      into.append(path);
      return path;
    },
    cover(text) {
      if (!text) return curtain.replaceChildren();
      const rows = [].concat(text);
      const { left, top, width, height } = box;
      curtain.replaceChildren(
        shape("rect", { x: left, y: top, width, height }),
        ...rows.map((row, n) => shape("text", {
          x: left + width / 2, y: top + height / 2 + (n - (rows.length - 1) / 2) * 19,
        }, row)));
    },
  };
}
