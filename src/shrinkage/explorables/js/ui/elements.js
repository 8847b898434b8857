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

// To write a number takes a browser several times as long as to look it up.
const written = [];

/** Return a number of pixels as text, rounded to a tenth. */
export function tenths(pixels) {
  const count = Math.round(10 * pixels);
  if (!(count >= 0 && count < 20_000)) return String(count / 10);
  return (written[count] ??= String(count / 10));
}

/** Return the path (the `d` of an SVG path) of straight lines through some [x, y] in pixels. */
export function through(points) {
  let path = "";
  for (const [x, y] of points) path += `${path ? "L" : "M"}${tenths(x)} ${tenths(y)}`;
  return path;
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
