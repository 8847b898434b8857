"""The page on the build tells what was run, how long it took, and with which versions."""

from __future__ import annotations

import platform
import re
import time
from importlib.metadata import version

import pytest
from bs4 import BeautifulSoup
from build_status import moment, now, result
from built_site import SITE
from notebooks import CHAPTERS, read_cells

MOMENT = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d UTC")


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    """The page of the built site."""
    return BeautifulSoup((SITE / "book/status.html").read_text(encoding="utf-8"), "html.parser")


def rows(page: BeautifulSoup, section: str) -> list[list]:
    """Return the cells of the table in a section."""
    return [row.find_all("td") for row in page.select(f"section#{section} tbody tr")]


def test_each_chapter_is_listed_with_its_title_and_how_it_ran(page):
    found = rows(page, "the-chapters")
    titles = [read_cells(chapter)[0].source.splitlines()[0][2:] for chapter in CHAPTERS]
    assert [row[0].get_text() for row in found] == titles
    for (chapter, seconds, when, how), source in zip(found, CHAPTERS, strict=True):
        assert chapter.a["href"] == f"../chapters/{source.stem}.html"
        assert 0 < float(seconds.get_text().removesuffix("\N{NO-BREAK SPACE}s")) < 180
        assert MOMENT.fullmatch(when.get_text())
        assert how.get_text() == "ran to its end"


def test_the_versions_are_those_that_are_installed(page):
    found = {row[0].get_text(): row[1].get_text() for row in rows(page, "built-with")}
    for name in ("shrinkage", "NumPy", "Matplotlib", "Sphinx"):
        assert found[name] == version(name)
    said = page.select_one("section#built-with > p").get_text()
    assert MOMENT.search(said)
    assert f"with Python {platform.python_version()} on" in said


def test_it_is_reached_from_the_page_on_how_to_use_the_course():
    page = BeautifulSoup((SITE / "book/how-to-use.html").read_text(encoding="utf-8"), "html.parser")
    assert page.select_one('article a[href^="status.html"]')


def test_a_moment_is_given_in_universal_time(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        assert moment(1_767_225_599) == "31 December 2025, 23:59 UTC"
    time.tzset()


def test_the_date_can_be_set(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert moment(now()) == "2 January 1970, 00:00 UTC"


def test_a_chapter_that_stopped_is_not_said_to_have_run():
    assert result({"succeeded": False, "error": "NameError"}) == "stopped by NameError"
    assert result({"succeeded": False, "error": None}) == "stopped by an error"
