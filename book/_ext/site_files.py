"""Write the files of the site that are no pages of the book: index.html, 404.html, sitemap.xml.

`html: baseurl:` in `_config.yml`, or the environment variable COURSE_BASE_URL, is the address at
which the site is published. With it, the sitemap's addresses are full, as search engines want
them, each page names its own (Sphinx writes that link), and 404.html leads back without a script.
A site that has a host for itself gets a robots.txt too; nobody reads one in a folder below it.
While there is no address, those of the sitemap are relative.
"""

from __future__ import annotations

import base64
import html
import os
import re
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from sphinx.application import Sphinx
from sphinx.errors import ConfigError

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


def set_address(app: Sphinx, config: Any) -> None:
    """Take the site's address from the environment, where it is given there, and check it.

    Raises
    ------
    ConfigError
        If it is no address of the web.
    """
    address = os.environ.get("COURSE_BASE_URL") or config.html_baseurl
    if address and not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", address):
        raise ConfigError(
            f"The site's address (COURSE_BASE_URL, or html: baseurl: in _config.yml) is "
            f"{address!r}. Give one like https://example.org/course/, or none."
        )
    config.html_baseurl = f"{address.rstrip('/')}/" if address else ""


def sitemap(pages: list[str], address: str) -> str:
    """Return a sitemap (sitemaps.org) of some pages, named by their paths below an address."""
    if address:
        address = f"{address.rstrip('/')}/"
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
    """Write the files."""
    if exception is not None or app.builder.format != "html":
        return
    root, address = Path(app.outdir), app.config.html_baseurl
    words = {
        "title": html.escape(app.config.html_title),
        "start": f"{app.config.master_doc}.html",
        "icon": icon_in_page(app),
    }
    if app.config.master_doc != "index":
        (root / "index.html").write_text(INDEX.substitute(words), encoding="utf-8")
    not_found = Template((HERE / "not_found.html").read_text(encoding="utf-8"))
    words["start"] = html.escape(address + words["start"])
    (root / "404.html").write_text(not_found.substitute(words), encoding="utf-8")
    listed = [
        f"{name}.html"
        for name in [app.config.master_doc, *sorted(app.env.found_docs - {app.config.master_doc})]
        if name not in UNLISTED
    ]
    (root / "sitemap.xml").write_text(sitemap(listed, address), encoding="utf-8")
    if address and urlsplit(address).path == "/":
        robots = f"User-agent: *\nAllow: /\nSitemap: {address}sitemap.xml\n"
        (root / "robots.txt").write_text(robots, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("config-inited", set_address)
    # After sphinx-external-toc, whose index.html has no title and no language.
    app.connect("build-finished", write_site_files, priority=600)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
