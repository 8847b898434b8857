"""Let every page load from its own site only, and say so to the browser.

Each page carries a Content Security Policy. What stands in a page itself, the theme's few lines of
script and the styles inside drawings, is allowed by its hash, and nothing else of the kind is: a
script or style that is added to a page later does not run. Style attributes are allowed, as KaTeX
and drawings place every sign by them. `'self'` holds for a folder opened from disk too.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style[^>]*>(?P<text>.*?)</style>", re.DOTALL)
POLICY = re.compile(r'\s*<meta http-equiv="Content-Security-Policy"[^>]*>')
# Scripts of another type are data, which browsers don't run.
DATA = re.compile(r"""\bsrc=|\btype=["']?(?!text/javascript|module)[\w.+/-]+""")
# Handlers in attributes can't be allowed one by one; controls.js does what they did.
HANDLERS = {'onclick="window.print()"': 'data-does="print"'}


def hashes(texts: list[str]) -> str:
    """Return the sources that allow some inline texts, each with a blank before it."""
    found = sorted(
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in set(texts)
    )
    return "".join(f" 'sha256-{one}'" for one in found)


def policy_for(page: str) -> str:
    """Return the policy that lets a page do what it does today, and no more."""
    scripts = [one["text"] for one in SCRIPT.finditer(page) if not DATA.search(one["attributes"])]
    styles = [one["text"] for one in STYLE.finditer(page)]
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self'{hashes(scripts)}",
            # For browsers that don't tell elements from attributes; the next two lines overrule it.
            "style-src 'self' 'unsafe-inline'",
            f"style-src-elem 'self'{hashes(styles)}",
            "style-src-attr 'unsafe-inline'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        ]
    )


def with_policy(page: str) -> str:
    """Return a page's HTML with its policy, right after its encoding."""
    page = POLICY.sub("", page)
    for handler, mark in HANDLERS.items():
        page = page.replace(handler, mark)
    policy = html.escape(policy_for(page), quote=False)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}" />'
    return re.sub(r"<meta charset=[^>]*>", lambda found: f"{found[0]}\n    {meta}", page, count=1)


def add_policies(app: Sphinx, exception: Exception | None) -> None:
    """Write its policy into every page."""
    if exception is not None or app.builder.format != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        path.write_text(with_policy(page), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_js_file("controls.js", loading_method="defer")
    # After everything that changes pages.
    app.connect("build-finished", add_policies, priority=800)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
