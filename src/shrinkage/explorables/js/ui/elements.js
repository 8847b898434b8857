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

// A browser lays out, or announces, again what is written again, the same or not; so the two below
// write only what is new.

/** Set attributes of an element; numbers are rounded to a hundredth of a pixel. */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = String(typeof value === "number" ? Math.round(value * 100) / 100 : value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
  return element;
}

/** Set the text of an element. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Return the path (the `d` of an SVG path) of straight lines through some [x, y] in pixels. */
export function through(points) {
  return points
    .map(([x, y], n) => `${n ? "L" : "M"}${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100}`)
    .join("");
}

// One path of many shapes costs a browser less than many elements.

/** Return the path of an upright rectangle. */
export function rectangle(left, top, width, height) {
  const [x, y, w, h] = [left, top, width, height].map(one => Math.round(one * 100) / 100);
  return `M${x} ${y}h${w}v${h}h${-w}z`;
}

/** Return the path of a disc. */
export function disc(x, y, radius) {
  const [left, middle] = [x - radius, y].map(one => Math.round(one * 100) / 100);
  return `M${left} ${middle}a${radius} ${radius} 0 1 0 ${2 * radius} 0` +
    `a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
}
