"""A Matplotlib figure as a short, quiet SVG: one element on a line, and colors of the page.

Matplotlib's own SVG of a scatter with a boundary is some 40 kB. Here coordinates are rounded
to a tenth of a point, nearly straight runs of a curve lose their inner points, and ids, fonts
and groups that nothing needs are dropped. Text stays text. Black, white and the grays between
become the page's text and background color, so that a figure is read in a dark theme as well.
"""

from __future__ import annotations

import io
import re
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

__all__ = ["SETTINGS", "svg_lines"]

# Matplotlib's settings while a lab's figure is made and written. Faces are left empty, so that
# the page's own background shows through.
SETTINGS: Any = {
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "figure.dpi": 100,
    "svg.fonttype": "none",
    "svg.image_inline": True,
}

_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")
_REFERENCE = re.compile(r"url\(#([^)]+)\)|^#(.+)$")
_COLOR = re.compile(r"#([0-9a-f]{6})\b")
_FONT_SIZE = re.compile(r"font-size: ([\d.]+)px")
_FAMILY = re.compile(r"; font-family: ('[^']*')[^;]*")
_HOLLOW = ("defs", "g")
# The smallest text, in pixels of the screen, and the largest scale, in pixels for a point. A
# figure of 5.2 inches with text of 10 points just fits a phone of 390 pixels.
_SMALLEST_TEXT, _LARGEST_SCALE = 9.5, 1.6
# In points. The border of a filled area is drawn by both its neighbors, and often: it is rougher.
_CURVE_TOLERANCE, _AREA_TOLERANCE = 0.1, 0.2


def svg_lines(figure: Figure, salt: str) -> list[str]:
    """Return a figure as the lines of an `<svg>` that can stand in a page.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    salt : str
        What tells this figure's ids from those of the page's other figures. The same figure
        with the same salt gives the same lines, at any time and in any process.

    Examples
    --------
    >>> figure = Figure(figsize=(1, 1))
    >>> _ = figure.text(0.5, 0.5, "λ < 1")
    >>> svg_lines(figure, "example")[-2]
    '<text style="font-size: 10px; text-anchor: start" x="36" y="36">λ &lt; 1</text>'
    """
    buffer = io.StringIO()
    canvas = figure.canvas
    with mpl.rc_context({**SETTINGS, "svg.hashsalt": salt}):
        # Not `savefig`: it draws everything twice.
        writer: Any = FigureCanvasSVG(figure)
        writer.print_svg(buffer, metadata=_NO_METADATA)
    figure.set_canvas(canvas)
    root = ElementTree.fromstring(buffer.getvalue().encode())
    width, height = (float(number) for number in root.attrib["viewBox"].split()[2:])
    return [_opening(width, height, _smallest_text(root)), *_inner_lines(root), "</svg>"]


def _opening(width: float, height: float, smallest_text: float) -> str:
    narrowest = round(width * _SMALLEST_TEXT / smallest_text)
    return (
        f'<svg viewBox="0 0 {width:.6g} {height:.6g}" fill="currentColor" aria-hidden="true" '
        'stroke-linejoin="round" font-family="var(--lab-font, sans-serif)" '
        f'style="flex: 1 1 {narrowest}px; min-width: {narrowest}px; '
        f'max-width: {round(width * _LARGEST_SCALE)}px; height: auto">'
    )


def _smallest_text(root: ElementTree.Element) -> float:
    """Return the size of the smallest text, in points; sub- and superscripts do not count."""
    styles = [text.get("style", "") for text in root.iter() if _tag(text) == "text"]
    sizes = [float(found[1]) for style in styles if (found := _FONT_SIZE.search(style))]
    return min(sizes, default=12.0)


def _inner_lines(root: ElementTree.Element) -> list[str]:
    wanted = {
        match[1] or match[2]
        for element in root.iter()
        for value in element.attrib.values()
        for match in _REFERENCE.finditer(value)
    }
    _shorten(root, wanted, digits=1)
    return [line for child in root for line in _element_lines(child)]


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _shorten(element: ElementTree.Element, wanted: set[str], digits: int) -> None:
    """Rewrite what is below an element in place: its numbers, colors, ids and groups."""
    children: list[ElementTree.Element] = []
    for child in list(element):
        tag = _tag(child)
        if tag in ("metadata", "style"):
            continue
        if child.get("id") not in wanted:
            child.attrib.pop("id", None)
        # What `defs` hold is drawn many times over and tiny: a marker of three points' radius.
        _shorten(child, wanted, digits=2 if tag == "defs" else digits)
        if tag in _HOLLOW and not len(child):
            continue
        before = children[-1] if children else None
        if tag == "g" and not child.attrib:
            children.extend(child)
        elif tag in _HOLLOW and before is not None and _same_group(before, child):
            before.extend(child)
        else:
            child.attrib = _short_attributes(child.attrib, digits)
            children.append(child)
    element[:] = children


def _same_group(first: ElementTree.Element, second: ElementTree.Element) -> bool:
    # The second is not rewritten yet, but of all a group can carry only numbers would change.
    return _tag(first) == _tag(second) and first.attrib == second.attrib


def _short_attributes(given: dict[str, str], digits: int) -> dict[str, str]:
    short = {}
    for qualified, value in given.items():
        name = qualified.rpartition("}")[2]
        if name == "d":
            line = "fill: none" in given.get("style", "")
            value = _short_path(value, digits, _CURVE_TOLERANCE if line else _AREA_TOLERANCE)
        elif name == "style":
            value = _FAMILY.sub(_family, _COLOR.sub(_page_color, value))
        elif name == "transform":
            if value.startswith("rotate(-0 "):
                continue
            # The scale of an image is multiplied by its pixels.
            value = _round_numbers(value, 4 if value.startswith(("matrix", "scale")) else digits)
        elif name in ("x", "y", "width", "height"):
            value = _round_numbers(value, digits)
        elif name == "href" and value.startswith("data:"):
            value = re.sub(r"\s", "", value)
        elif name == "fill":
            value = _COLOR.sub(_page_color, value)
        short[name] = value
    return short


def _family(found: re.Match[str]) -> str:
    """Leave the choice of a sans-serif font to the page; keep a serif or monospaced one."""
    if "Mono" in found[1]:
        return "; font-family: monospace"
    return "; font-family: serif" if "Serif" in found[1] else ""


def _page_color(found: re.Match[str]) -> str:
    """Return a gray as a mixture of the page's text and background, other colors as they are."""
    red, green, blue = (int(found[1][place : place + 2], 16) for place in (0, 2, 4))
    if not red == green == blue:
        return found[0]
    if red in (0, 255):
        return "var(--lab-paper, #fff)" if red else "currentColor"
    dark = round(100 * (1 - red / 255))
    return f"color-mix(in srgb, currentColor {dark}%, var(--lab-paper, #fff))"


def _round_numbers(text: str, digits: int) -> str:
    return _NUMBER.sub(lambda found: _short_number(float(found[0]), digits), text)


def _short_number(number: float, digits: int) -> str:
    text = f"{number:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text.startswith(("0.", "-0.")):
        text = text.replace("0.", ".", 1)
    return "0" if text == "-0" else text


def _short_path(path: str, digits: int, tolerance: float) -> str:
    words = path.split()
    if any(word in "CQHVA" for word in words):
        return " ".join(
            word if word.isalpha() else _short_number(float(word), digits) for word in words
        ).replace(" -", "-")
    parts = []
    for piece in " ".join(words).split("M")[1:]:
        closed = piece.endswith("z")
        numbers = np.array(piece.replace("L", " ").replace("z", " ").split(), dtype=float)
        points = numbers.reshape(-1, 2)
        if digits == 1:
            points = points[_bends(points, tolerance)]
        parts.append(_polyline(points, digits) + ("z" if closed else ""))
    return "".join(parts)


def _polyline(points: np.ndarray, digits: int) -> str:
    """Write one run of straight lines; all but its first point as steps, which are shorter."""
    whole = np.rint(points * 10**digits)
    start, steps = whole[0], np.diff(whole, axis=0)

    def pair(both: np.ndarray) -> str:
        return " ".join(_short_number(number / 10**digits, digits) for number in both)

    steps_text = " ".join(pair(step) for step in steps if step.any())
    # A minus sign parts two numbers as well as a space does.
    return f"M{pair(start)}{f'l{steps_text}' if steps_text else 'h0'}".replace(" -", "-")


def _bends(points: np.ndarray, tolerance: float) -> np.ndarray:
    """Mark the points that a line needs to stay where it is, to a tolerance in points.

    The method is that of Ramer (1972) and Douglas and Peucker (1973).
    """
    kept = np.zeros(len(points), dtype=bool)
    kept[[0, -1]] = True
    open_runs = [(0, len(points) - 1)]
    while open_runs:
        first, last = open_runs.pop()
        if last - first < 2:
            continue
        offsets = points[first + 1 : last] - points[first]
        chord = points[last] - points[first]
        length = float(np.hypot(*chord))
        if length:
            distances = np.abs(offsets[:, 0] * chord[1] - offsets[:, 1] * chord[0]) / length
            # Beyond the chord's ends the nearest point is an end: a curve may turn back.
            along = offsets @ chord / length
            beyond = np.maximum(np.maximum(-along, along - length), 0)
            distances = np.hypot(distances, beyond)
        else:
            distances = np.hypot(offsets[:, 0], offsets[:, 1])
        farthest = int(distances.argmax())
        if distances[farthest] > tolerance:
            middle = first + 1 + farthest
            kept[middle] = True
            open_runs += [(first, middle), (middle, last)]
    return kept


def _element_lines(element: ElementTree.Element) -> list[str]:
    tag = _tag(element)
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in element.attrib.items())
    text = escape((element.text or "").strip("\n"))
    if tag == "text":
        spans = "".join("".join(_element_lines(span)) for span in element)
        return [f"<text{attributes}>{text.strip() if spans else text}{spans}</text>"]
    if tag == "tspan":
        return [f"<tspan{attributes}>{text}</tspan>"]
    inner = [line for child in element for line in _element_lines(child)]
    if not inner:
        return [f"<{tag}{attributes}/>"]
    if len(inner) == 1:
        return [f"<{tag}{attributes}>{inner[0]}</{tag}>"]
    return [f"<{tag}{attributes}>", *inner, f"</{tag}>"]
