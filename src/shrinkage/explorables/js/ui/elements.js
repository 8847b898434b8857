// Making elements: of the page, and of a drawing.

const DRAWING = "http://www.w3.org/2000/svg";

function filled(element, attributes, inside) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...inside);
  return element;
}

/** Return an element of HTML. An attribute that is false or null is left out. */
export function make(tag, attributes = {}, ...inside) {
  return filled(document.createElement(tag), attributes, inside);
}

/** Return an element of SVG. */
export function shape(tag, attributes = {}, ...inside) {
  return filled(document.createElementNS(DRAWING, tag), attributes, inside);
}

/** Set attributes of an element; numbers are rounded to a hundredth of a pixel. */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = String(typeof value === "number" ? Math.round(value * 100) / 100 : value);
    // A browser lays out again what is written again, the same or not.
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
  return element;
}

/** Return the path (the `d` of an SVG path) of straight lines through some [x, y] in pixels. */
export function through(points) {
  return points
    .map(([x, y], n) => `${n ? "L" : "M"}${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100}`)
    .join("");
}
