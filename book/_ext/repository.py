"""Lead from each page to the repository: run it in Colab or Binder, edit it, report a mistake.

One setting holds the repository's address, in `_config.yml`:

    repository:
      url: https://github.com/OWNER/NAME
      branch: main

While `url` is empty there are none of these buttons. `branch` may also be a tag: the buttons of a
site for one term then lead to that term's version. Binder reads the folder `binder/`.

The theme has buttons of this kind and they are drawn by its template here. But its own ones would
show images, need an icon that this site does not carry, and name an issue after a file.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from sphinx.application import Sphinx
from sphinx.errors import ConfigError

ADDRESS = re.compile(r"https://github\.com/(?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?")
# What is asked of those who report a mistake; the page "How to use this course" asks for the same.
REPORT = """\
Page: {path}
Heading, and the sentence or the cell:

What you expected:

"""


@dataclass(frozen=True)
class Repository:
    """A repository on GitHub, and the addresses that belong to one of its files."""

    owner: str
    name: str
    branch: str

    @property
    def address(self) -> str:
        """The repository's own address."""
        return f"https://github.com/{self.owner}/{self.name}"

    def colab(self, path: str) -> str:
        """Return where Colab opens a notebook."""
        place = quote(f"{self.owner}/{self.name}/blob/{self.branch}/{path}")
        return f"https://colab.research.google.com/github/{place}"

    def binder(self, path: str) -> str:
        """Return where Binder opens a notebook in JupyterLab."""
        # A slash in a branch's name would end it.
        branch = quote(self.branch, safe="")
        place = f"{quote(self.owner)}/{quote(self.name)}/{branch}"
        return f"https://mybinder.org/v2/gh/{place}?urlpath=lab/tree/{quote(path)}"

    def edit(self, path: str) -> str:
        """Return where GitHub lets one edit a file and send the change."""
        return f"{self.address}/edit/{quote(self.branch)}/{quote(path)}"

    def report(self, path: str, title: str) -> str:
        """Return where GitHub opens a new issue on a page, with its title filled in."""
        words = {"title": f"{title}: ", "body": REPORT.format(path=path)}
        return f"{self.address}/issues/new?{urlencode(words, quote_via=quote)}"


def read_repository(options: dict[str, Any]) -> Repository | None:
    """Return the repository that the theme's options name, or None while they name none.

    Raises
    ------
    ConfigError
        If the address is none of GitHub's.
    """
    url = options.get("repository_url") or ""
    if not url:
        return None
    found = ADDRESS.fullmatch(url)
    if found is None:
        raise ConfigError(
            f"repository: url: in _config.yml is {url!r}. Give https://github.com/OWNER/NAME, "
            "or leave it empty."
        )
    return Repository(found["owner"], found["name"], options.get("repository_branch") or "main")


def link(url: str, text: str, icon: str, label: str) -> dict[str, str]:
    """Return a line of a menu, as the theme's template takes it."""
    # The template escapes nothing.
    return {
        "type": "link",
        "url": html.escape(url),
        "text": text,
        "icon": f"fas fa-{icon}",
        "label": label,
    }


def menus(repository: Repository, path: str, title: str) -> list[dict[str, Any]]:
    """Return the menus of a page, by its file's path in the repository and its title."""
    improve = {
        "type": "group",
        "tooltip": "Improve this page",
        "icon": "fas fa-pencil",
        "label": "source-buttons",
        "buttons": [
            link(repository.edit(path), "Edit this page", "pencil", "edit-button"),
            link(repository.report(path, title), "Report a mistake", "comment", "report-button"),
        ],
    }
    if not path.endswith(".ipynb"):
        return [improve]
    run = {
        "type": "group",
        "tooltip": "Run this chapter online",
        "icon": "fas fa-play",
        "label": "launch-buttons",
        "buttons": [
            link(repository.colab(path), "Google Colab", "up-right", "colab-button"),
            link(repository.binder(path), "Binder", "up-right", "binder-button"),
        ],
    }
    return [run, improve]


def add_menus(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Put the menus into the header of a page that has a source."""
    repository = read_repository(app.config.html_theme_options)
    if repository is None or pagename not in app.env.all_docs:
        return
    path = app.env.doc2path(pagename, base=False)
    title = app.env.titles[pagename].astext()
    context["header_buttons"].extend(menus(repository, path, title))


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("config-inited", lambda app, config: read_repository(config.html_theme_options))
    # After the theme has made its list of buttons.
    app.connect("html-page-context", add_menus, priority=510)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
