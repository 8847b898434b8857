"""What one setting each adds to the site: the repository's buttons, and full addresses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from repository import Repository, read_repository
from small_book import build
from sphinx.errors import ConfigError

REPOSITORY = "https://github.com/someone/a-course"
BASE = "https://example.org"


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    """A small book that knows its repository and its address."""
    folder = tmp_path_factory.mktemp("published")
    text = 'Text on "this" & that.'
    done = build(folder, text, repository=REPOSITORY, base_url=BASE, pages=("book/status",))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "_build" / "html"


@pytest.fixture(scope="module")
def unpublished(tmp_path_factory) -> Path:
    """The same without either."""
    folder = tmp_path_factory.mktemp("unpublished")
    done = build(folder, pages=("book/status",))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "_build" / "html"


def soup(site: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((site / page).read_text(encoding="utf-8"), "html.parser")


def buttons(site: Path, page: str) -> dict[str, str]:
    """Return the addresses of the links in a page's header, by their words."""
    links = soup(site, page).select(".article-header-buttons a[href]")
    return {link.get_text().strip(): link["href"] for link in links}


def test_a_chapter_leads_to_its_notebook_in_the_repository(published):
    found = buttons(published, "chapters/small.html")
    path = "chapters/small.ipynb"
    assert found.pop(".ipynb") == f"../_sources/{path}"
    report = urlsplit(found.pop("Report a mistake"))
    assert found == {
        "Google Colab": (
            f"https://colab.research.google.com/github/someone/a-course/blob/main/{path}"
        ),
        "Binder": f"https://mybinder.org/v2/gh/someone/a-course/main?urlpath=lab/tree/{path}",
        "Edit this page": f"{REPOSITORY}/edit/main/{path}",
    }
    assert f"{report.scheme}://{report.netloc}{report.path}" == f"{REPOSITORY}/issues/new"
    asked = parse_qs(report.query)
    assert asked["title"] == ["A small chapter: "]
    assert asked["body"][0].startswith(f"Page: {path}\n")


def test_other_pages_are_edited_and_reported_but_not_run(published):
    for page in ("book/welcome", "book/status"):
        found = buttons(published, f"{page}.html")
        assert set(found) == {".md", "Edit this page", "Report a mistake"}
        assert found["Edit this page"] == f"{REPOSITORY}/edit/main/{page}.md"
    for page in ("search.html", "genindex.html"):
        assert buttons(published, page) == {}


def test_without_an_address_nothing_leads_to_a_repository(unpublished):
    assert set(buttons(unpublished, "chapters/small.html")) == {".ipynb"}
    for path in unpublished.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        for word in ("github.com", "colab", "mybinder", "Report a mistake", "launch-buttons"):
            assert word not in page, path


def test_the_notebook_installs_the_package_and_the_page_does_not_show_it(published, unpublished):
    page = (published / "chapters/small.html").read_text(encoding="utf-8")
    assert "find_spec" not in page
    assert "<h1>A small chapter" in page
    for site, starts in ((published, "# @title Install"), (unpublished, "# A small chapter")):
        notebook = json.loads((site / "_sources/chapters/small.ipynb").read_text(encoding="utf-8"))
        assert "".join(notebook["cells"][0]["source"]).startswith(starts)


def test_each_page_names_its_own_address_once_the_site_has_one(published, unpublished):
    for page in ("book/welcome.html", "chapters/small.html"):
        assert soup(published, page).select_one("link[rel=canonical]")["href"] == f"{BASE}/{page}"
        assert soup(unpublished, page).select_one("link[rel=canonical]") is None


def test_the_sitemap_and_robots_txt_name_the_site_once_it_has_an_address(published, unpublished):
    sitemap = (published / "sitemap.xml").read_text(encoding="utf-8")
    pages = ("book/welcome", "book/status", "chapters/small")
    listed = re.findall("<loc>(.*?)</loc>", sitemap)
    assert listed == [f"{BASE}/{one}.html" for one in pages]
    assert f"Sitemap: {BASE}/sitemap.xml\n" in (published / "robots.txt").read_text()
    assert "<loc>book/welcome.html</loc>" in (unpublished / "sitemap.xml").read_text()
    assert not (unpublished / "robots.txt").exists()


def test_a_lost_reader_needs_no_script_once_the_site_has_an_address(published):
    start = soup(published, "404.html").select_one("#start")["href"]
    assert start == f"{BASE}/book/welcome.html"


def test_a_branch_may_have_slashes():
    repository = Repository("o", "n", "term/fall 26")
    assert "/blob/term/fall%2026/a.ipynb" in repository.colab("a.ipynb")
    assert "/gh/o/n/term%2Ffall%2026?" in repository.binder("a.ipynb")
    assert "/edit/term/fall%2026/a.ipynb" in repository.edit("a.ipynb")


@pytest.mark.parametrize("end", ["", "/", ".git"])
def test_an_address_is_read_however_it_ends(end):
    read = read_repository({"repository_url": f"https://github.com/o/n.x{end}"})
    assert read == Repository("o", "n.x", "main")


@pytest.mark.parametrize(
    "url",
    ["github.com/o/n", "https://github.com/o", "https://gitlab.com/o/n", "git@github.com:o/n"],
)
def test_an_address_that_leads_nowhere_is_refused(url):
    with pytest.raises(ConfigError, match="Give https://github"):
        read_repository({"repository_url": url})


def test_the_build_refuses_a_base_url_that_is_none(tmp_path):
    done = build(tmp_path, base_url="example.org/course")
    assert done.returncode != 0
    assert "'example.org/course'. Give one like" in done.stdout + done.stderr
