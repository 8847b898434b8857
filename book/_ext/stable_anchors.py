"""Let a heading's own link name the label that stands before it.

A label in the source, `(larger-rate-faster)=`, makes an anchor that stays when the heading is
reworded. But the sign beside a heading, and lists of contents, link to the anchor that is made of
the heading's words. On our pages they link to the label, where there is one; the other works too.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform


class LabelsFirst(SphinxTransform):
    """Put a section's label before the anchor that is made of its heading."""

    # After labels have been handed to what follows them (260), before lists of contents (720).
    default_priority = 300

    def apply(self, **_: Any) -> None:
        """Look at all sections of a page."""
        for section in self.document.findall(nodes.section):
            heading, *labels = section["ids"]
            section["ids"] = [*labels, heading]


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_transform(LabelsFirst)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
