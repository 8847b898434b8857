"""Load a lab's pictures as the lab nears the view, not with the page.

A lab's drawings for all settings weigh more than the text around it. After the build they move to
a script of their own below `_static/labs`, which `late_frames.js` asks for in time; the picture of
the start stays in the page. They are a script, as a folder opened from disk gives nothing else.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import posixpath
import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

# In bytes, gzipped. A journey of its own is not worth less.
SMALL = 2000
STORE = re.compile(
    r'(?P<figure><figure class="lab" data-lab="(?P<name>[a-z0-9-]+)">.*?)'
    r'<script type="text/plain">(?P<frames>.*?)</script>',
    re.DOTALL,
)


def without_frames(page: str, name: str) -> tuple[str, dict[str, str]]:
    """Take the frames of all labs out of a page.

    Parameters
    ----------
    page : str
        Its HTML.
    name : str
        Its path in the site, such as `chapters/01-weights.html`.

    Returns
    -------
    page : str
        The HTML, which says of each lab where its frames are.
    files : dict
        From the path of each new file to its text.
    """
    files: dict[str, str] = {}

    def move(found: re.Match[str]) -> str:
        frames = found["frames"]
        if len(gzip.compress(frames.encode(), mtime=0)) <= SMALL:
            return found[0]
        stem = name.removesuffix(".html").replace("/", "-")
        path = f"_static/labs/{stem}-{found['name']}.js"
        # With other pictures it has another address, so that no browser keeps old ones.
        mark = hashlib.sha256(frames.encode()).hexdigest()[:8]
        address = f"{posixpath.relpath(path, posixpath.dirname(name) or '.')}?v={mark}"
        files[path] = f"labFrames({json.dumps(address)}, {json.dumps(frames)});\n"
        return f'{found["figure"]}<script type="text/plain" data-src="{address}"></script>'

    return STORE.sub(move, page), files


def move_frames(app: Sphinx, exception: Exception | None) -> None:
    """Do it in every page of the site."""
    if exception is not None or app.builder.format != "html":
        return
    root = Path(app.outdir)
    for path in sorted(root.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        lean, files = without_frames(page, path.relative_to(root).as_posix())
        for name, text in files.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        if files:
            path.write_text(lean, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_js_file("late_frames.js", loading_method="defer")
    # After unused style rules are found, which drawings of all settings have a say in, and before
    # the policy on what pages hold.
    app.connect("build-finished", move_frames, priority=720)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
