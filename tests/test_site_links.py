"""Every link and every file that a page of the built site names is there, anchors included."""

from __future__ import annotations

import posixpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from built_site import SITE

ATTRIBUTES = ("href", "src", "action", "xlink:href", "poster", "data")


class Page:
    """What a page names, and the places in it that can be named."""

    def __init__(self, path: Path) -> None:
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        elements = soup.find_all(True)
        self.places = {str(one["id"]) for one in elements if one.get("id")}
        self.places |= {str(one["name"]) for one in soup.select("a[name]")}
        self.links = [
            str(one[name]) for one in elements for name in ATTRIBUTES if one.get(name) is not None
        ]


def broken_links(site: Path) -> list[str]:
    """Return each link to a file or a place that is not in the site, after its page's name."""
    pages = {
        path.relative_to(site).as_posix(): Page(path)
        for path in sorted(site.rglob("*.html"))
        if path.relative_to(site).parts[0] != "_static"
    }
    return [
        f"{name}: {link}"
        for name, page in pages.items()
        for link in page.links
        if not leads_somewhere(site, pages, name, link)
    ]


def leads_somewhere(site: Path, pages: dict[str, Page], name: str, link: str) -> bool:
    """Say whether a link on a page leads out of the site, or to what is in it."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True
    target = name
    if parts.path:
        # The site may be published below any folder, so a path from the root is lost as well.
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
        if parts.path.startswith("/") or target.startswith("..") or not (site / target).is_file():
            return False
    place = unquote(parts.fragment)
    return not place or (target in pages and place in pages[target].places)


def test_every_link_inside_the_site_leads_somewhere():
    assert (SITE / "index.html").exists(), "Build the site first, with `make book`."
    assert broken_links(SITE) == []


def test_the_pages_have_links_to_follow():
    links = Page(SITE / "book/welcome.html").links
    assert "../chapters/01-weights.html" in links
    assert any(link.startswith("#") for link in links)


@pytest.mark.parametrize(
    "link",
    [
        "there.html",
        "sub/there.html",
        "../one.html",
        "/two.html",
        "two.html#nowhere",
        "#here",
        "two%20.html",
        "sub/",
        "two.html?q=1#nowhere",
        "picture.png#place",
    ],
)
def test_a_broken_link_is_found(tmp_path, link):
    good = '<a id="top" href="two.html#über uns">x</a><a href="#top">x</a>'
    (tmp_path / "one.html").write_text(f'{good}<a href="{link}">x</a>', encoding="utf-8")
    other = '<h1 id="über uns">x</h1><img src="picture.png?v=1"><a href="one.html">x</a>'
    (tmp_path / "two.html").write_text(
        f'{other}<a href="#%C3%BCber%20uns">x</a><a href="https://example.org/x#y">x</a>',
        encoding="utf-8",
    )
    (tmp_path / "picture.png").touch()
    (tmp_path / "sub").mkdir()
    assert broken_links(tmp_path) == [f"one.html: {link}"]
