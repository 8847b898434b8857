"""What the published page shows of a lab: its controls, and a picture for every setting.

The page has no kernel. So every picture is drawn when the page is built, and `static/lab.js`
swaps them. They lie in a `<script type="text/plain">`, which a browser neither runs nor shows:
a table of all lines that occur, each once, and for every picture the places of its lines in
that table. Two pictures that differ in one curve share all their other lines.
"""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from shrinkage.explore.controls import Control
from shrinkage.explore.picture import Picture

__all__ = ["MOST_FRAMES", "MOST_KILOBYTES", "placeholder", "published"]

MOST_FRAMES = 60
MOST_KILOBYTES = 60


def placeholder(name: str, controls: Mapping[str, Control]) -> str:
    """Return the HTML that stands for a lab where neither a kernel nor the page draws it.

    It is the same at any time and in any place, so that it can be committed and compared.
    """
    offers = "; ".join(f"{control.label} ({_offer(control)})" for control in controls.values())
    return (
        f"<p>Interactive lab <em>{escape(name)}</em>. Controls: {escape(offers)}. "
        "Run the cell to use it here, or open the chapter on the course's site.</p>"
    )


def _offer(control: Control) -> str:
    words = [control.words(value) for value in control.values]
    if control.kind == "slider":
        return f"{words[0]} to {words[-1]}"
    return ", ".join(words) if control.kind == "menu" else "on or off"


def published(
    name: str,
    controls: Mapping[str, Control],
    take: Callable[..., Picture],
    caption: str | None = None,
) -> str:
    """Return a lab as a `<figure>` that works without a kernel.

    Parameters
    ----------
    name : str
        Goes into `data-lab` and into the ids of the controls.
    controls : mapping
        From the argument's name to its control.
    take : callable
        Draws the picture of a setting.
    caption : str
        The text below, in plain text.

    Raises
    ------
    ValueError
        If the lab has more than `MOST_FRAMES` pictures, or is heavier than `MOST_KILOBYTES`
        when gzipped, or a picture has no text alternative.
    """
    _check_count(name, controls)
    pictures = []
    for values in itertools.product(*(control.values for control in controls.values())):
        picture = take(**dict(zip(controls, values, strict=True)))
        if not picture.alt.strip():
            settings = ", ".join(
                f"{control.label} = {control.words(value)}"
                for control, value in zip(controls.values(), values, strict=True)
            )
            raise ValueError(
                f"Lab {name}: the picture at {settings} has no text alternative. Say in a sentence "
                "what it shows: shrinkage.plots.describe(figure, text), or explore(…, alt=…)."
            )
        pictures.append(picture)
    first = 0
    for control in controls.values():
        first = first * len(control.values) + control.start_place
    page = _figure(name, controls, pictures, first, caption)
    _check_weight(name, page, len(pictures))
    return page


def _check_count(name: str, controls: Mapping[str, Control]) -> None:
    count = 1
    for control in controls.values():
        count *= len(control.values)
    if count > MOST_FRAMES:
        sizes = " × ".join(
            f"{len(control.values)} ({control.label})" for control in controls.values()
        )
        raise ValueError(
            f"Lab {name} has {sizes} = {count} frames; the page takes at most {MOST_FRAMES}. "
            "Give a control fewer values."
        )


def _check_weight(name: str, page: str, count: int) -> None:
    kilobytes = len(gzip.compress(page.encode(), mtime=0)) / 1000
    if kilobytes > MOST_KILOBYTES:
        raise ValueError(
            f"Lab {name} weighs {kilobytes:.1f} kB gzipped in {count} frames; the page takes at "
            f"most {MOST_KILOBYTES} kB. Draw fewer points or contour levels, keep axes and data "
            "the same in all frames, or give a control fewer values."
        )


def _figure(
    name: str,
    controls: Mapping[str, Control],
    pictures: Sequence[Picture],
    first: int,
    caption: str | None,
) -> str:
    inputs = []
    stride = len(pictures)
    for key, control in controls.items():
        stride //= len(control.values)
        inputs.append(_control(f"lab-{name}-{key}", control, stride))
    state = ", ".join(
        f"{control.label}: {control.words(control.start)}" for control in controls.values()
    )
    title = escape(caption) if caption else ""
    return "\n".join(
        [
            f'<figure class="lab" data-lab={quoteattr(name)}>',
            # Autocomplete off: after a reload Firefox would restore the controls alone.
            '<form class="lab-controls" autocomplete="off">',
            *inputs,
            '<button type="reset">Reset</button>',
            "</form>",
            '<div class="lab-picture" role="group" aria-label="Picture">',
            pictures[first].html,
            "</div>",
            f'<p class="lab-still">{escape(state)}</p>',
            '<p class="lab-said" role="status"></p>',
            *([f"<figcaption>{title}</figcaption>"] if title else []),
            f'<script type="text/plain">{_stored([one.lines for one in pictures], first)}</script>',
            "</figure>",
        ]
    )


def _control(identity: str, control: Control, stride: int) -> str:
    """Return a control as a native input; one setting further is `stride` frames further."""
    words = [control.words(value) for value in control.values]
    place = control.start_place
    chosen = escape(words[place])
    label = f'<label for="{identity}">{escape(control.label or "")}</label>'
    if control.kind == "checkbox":
        checked = " checked" if place else ""
        box = f'<input type="checkbox" id="{identity}" data-stride="{stride}"{checked}>'
        inner = box + label
    elif control.kind == "menu":
        options = "".join(
            f"<option{' selected' if n == place else ''}>{escape(word)}</option>"
            for n, word in enumerate(words)
        )
        inner = f'{label}<select id="{identity}" data-stride="{stride}">{options}</select>'
    else:
        # The slider itself speaks its value (aria-valuetext); the output is for the eye, and
        # as a live region it would say everything twice.
        inner = (
            f'{label}<input type="range" id="{identity}" data-stride="{stride}" min="0" '
            f'max="{len(words) - 1}" '
            f'value="{place}" aria-valuetext={quoteattr(words[place])} '
            f"data-words={quoteattr(json.dumps(words, ensure_ascii=False))}>"
            f'<output for="{identity}" aria-live="off">{chosen}</output>'
        )
    return f'<div class="lab-control lab-{control.kind}">{inner}</div>'


def _stored(frames: Sequence[Sequence[str]], first: int) -> str:
    """Return all frames as one text: a line of places for each, an empty line, the table.

    Places are runs: `0-40 58 42-90`. The frame that also stands open on the page comes first
    in the table, close behind it, where gzip finds it again and stores it for next to nothing.
    """
    table: dict[str, int] = {}
    for line in itertools.chain(frames[first], *frames):
        table.setdefault(line, len(table))
    places = [_runs([table[line] for line in frame]) for frame in frames]
    return "\n".join([*places, "", *table])


def _runs(places: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return " ".join(f"{start}-{end}" if end > start else str(start) for start, end in runs)
