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

import { axisBottom, axisLeft } from "d3-axis";
import { scaleLinear, scaleLog } from "d3-scale";
import { select } from "d3-selection";

import { set, setText, shape } from "./elements.js";
import { words } from "./numbers.js";

const scaleFor = ({ domain, log }) => (log ? scaleLog() : scaleLinear()).domain(domain);
let count = 0;

/** Build a panel; see the top of this file. */
export function panel(frame, { x, y, title, grid = true }) {
  const clip = `${frame.uid}-clip-${count += 1}`;
  const clipped = shape("rect");
  const lines = shape("g", { class: "explorable-grid" });
  const [under, marks] = [1, 2].map(() => shape("g", { "clip-path": `url(#${clip})` }));
  const over = shape("g");
  const [xAxis, yAxis] = [1, 2].map(() => shape("g", { class: "explorable-axis" }));
  const [xLabel, yLabel] = [1, 2].map(() => shape("text", { class: "explorable-axis-label" }));
  const heading = shape("text", { class: "explorable-title" }, title ?? "");
  const curtain = shape("g", { class: "explorable-curtain" });
  frame.stage.append(shape("g", {},
    shape("clipPath", { id: clip }, clipped),
    lines, under, xAxis, yAxis, xLabel, yLabel, heading, marks, over, curtain));

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

  function drawAxes(names = ["x", "y"]) {
    const { left, top, width, height } = box;
    const [right, bottom] = [left + width, top + height];
    scales.x.range([left, right]);
    scales.y.range([bottom, top]);
    set(clipped, { x: left, y: top, width, height });
    const [xs, ys] = [ticksOf(scales.x, x), ticksOf(scales.y, y)];
    const axes = [
      ["x", xAxis, axisBottom(scales.x), xs, x, `translate(0,${bottom})`],
      ["y", yAxis, axisLeft(scales.y), ys, y, `translate(${left},0)`],
    ];
    for (const [name, group, axis, ticks, one, move] of axes) {
      if (!names.includes(name)) continue;
      axis.tickValues(ticks).tickFormat(one.format ?? (value => words(value)))
        .tickSize(0).tickPadding(one.padding ?? 7);
      select(group).attr("transform", move).call(axis);
      // d3 sets these as attributes of its own liking; the style sheet decides.
      for (const own of ["fill", "font-size", "font-family"]) group.removeAttribute(own);
    }
    const pathOf = [
      ...(grid ? ys.map(one => `M${left} ${scales.y(one)}H${right}`) : []),
      ...(grid ? xs.map(one => `M${scales.x(one)} ${top}V${bottom}`) : []),
    ].join("");
    lines.replaceChildren(shape("path", { d: pathOf }));
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
