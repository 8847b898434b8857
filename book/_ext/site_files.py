"""Write the files of the site that are no pages of the book: index.html, 404.html, sitemap.xml.

`html: baseurl:` in `_config.yml` is the address at which the site is published. While there is
none, the sitemap's addresses are relative to it; search engines want them in full.
"""

from __future__ import annotations

import base64
import html
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from sphinx.application import Sphinx

HERE = Path(__file__).parent
INDEX = Template("""\
<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="refresh" content="0; url=$start" />
    <title>$title</title>
    <link rel="icon" href="_static/favicon.svg" />
  </head>
  <body>
    <p><a href="$start">$title</a></p>
  </body>
</html>
""")
# Pages that search engines should not list.
UNLISTED = ("search", "genindex", "404", "index")


def sitemap(pages: list[str], address: str) -> str:
    """Return a sitemap (sitemaps.org) of some pages, named by their paths below an address."""
    if address and not address.endswith("/"):
        address += "/"
    lines = [f"  <url><loc>{escape(address + quote(page))}</loc></url>\n" for page in pages]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{''.join(lines)}</urlset>\n"
    )


def icon_in_page(app: Sphinx) -> str:
    """Return the site's icon as an address that holds the drawing itself."""
    drawing = (Path(app.confdir) / app.config.html_favicon).read_bytes()
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing).decode()}"


def write_site_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the three files."""
    if exception is not None or app.builder.format != "html":
        return
    root = Path(app.outdir)
    words = {
        "title": html.escape(app.config.html_title),
        "start": f"{app.config.master_doc}.html",
        "icon": icon_in_page(app),
    }
    if app.config.master_doc != "index":
        (root / "index.html").write_text(INDEX.substitute(words), encoding="utf-8")
    not_found = Template((HERE / "not_found.html").read_text(encoding="utf-8"))
    (root / "404.html").write_text(not_found.substitute(words), encoding="utf-8")
    listed = [
        f"{name}.html"
        for name in [app.config.master_doc, *sorted(app.env.found_docs - {app.config.master_doc})]
        if name not in UNLISTED
    ]
    address = app.config.html_baseurl
    (root / "sitemap.xml").write_text(sitemap(listed, address), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    # After sphinx-external-toc, whose index.html has no title and no language.
    app.connect("build-finished", write_site_files, priority=600)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
