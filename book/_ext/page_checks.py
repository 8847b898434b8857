"""Fail the build where a page holds what no reader should meet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import SphinxError

# What must not stand in a page, and what to say of it.
FAULTS = {
    "a traceback": re.compile(r"Traceback \(most recent call last\)"),
    "a formula that KaTeX could not read": re.compile(r"katex-error|#cc0000"),
    "a widget that needs a kernel": re.compile(r"widget-(?:view|state)\+json"),
    "something from another server": re.compile(
        r"""<(?:script|img|iframe|source|audio|video)\b[^>]*\bsrc=["']?(?:https?:)?//[^\s>"']+"""
        r"""|<link\b(?![^>]*rel=["']?(?:canonical|license|author|me)\b)[^>]*"""
        r"""\bhref=["']?(?:https?:)?//[^\s>"']+""",
        re.IGNORECASE,
    ),
    "an output image without alt text": re.compile(
        r"""<div class="[^"]*\bcell_output\b(?:(?!</div>).)*?"""
        r"""<img\b(?![^>]*\balt=["'][^"'\s][^"']*["'])[^>]*>""",
        re.DOTALL,
    ),
    "an output image whose alt text is its file name": re.compile(
        r"""<img\b[^>]*\balt=["'](?:\.\./)*_images/[^>]*>"""
    ),
    "a drawing without alt text": re.compile(
        r"""class="lab-frame"(?![^>]*aria-label="[^"]+")"""
        r"""(?![^>]*aria-label='[^']+')"""
    ),
}


def faults_in(page: str) -> list[str]:
    """Return what is wrong with a page's HTML, each with the place where it stands."""
    found = []
    for name, pattern in FAULTS.items():
        match = pattern.search(page)
        if match:
            found.append(f"{name}: …{match[0][-160:]!r}")
    return found


def check_pages(app: Sphinx, exception: Exception | None) -> None:
    """Look through all built pages."""
    if exception is not None or app.builder.format != "html":
        return
    faults = [
        f"{page.relative_to(app.outdir)} holds {fault}"
        for page in sorted(Path(app.outdir).rglob("*.html"))
        for fault in faults_in(page.read_text(encoding="utf-8"))
    ]
    if faults:
        raise SphinxError("Pages that must not be published:\n" + "\n".join(faults))


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    # After everything that rewrites pages.
    app.connect("build-finished", check_pages, priority=999)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
