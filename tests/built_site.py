"""Where the built site lies, the screens it is looked at on, and what axe says of a page."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build" / "html"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


def violations(page) -> list[str]:
    """Return what axe finds on a page, a line each with the first element it concerns."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    # Of what passes and of what axe can't tell, it need not write down every element.
    found = page.evaluate(
        "axe.run({ resultTypes: ['violations'] }).then(result => result.violations)"
    )
    return [
        f"{one['id']} ({len(one['nodes'])}): {one['help']}: {one['nodes'][0]['html'][:160]}"
        for one in found
    ]
