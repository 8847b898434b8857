"""Feedback pages: one file each, nothing of anybody else, no hidden test, everything escaped."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup
from coursework_class import (
    EVIL,
    FORMULA,
    STUDENTS,
    graded_class,
    mark_all_written,
    marks,
    ps0,
    source,
)

from coursework.feedback import NOTICES, write_feedback
from coursework.gradebook import Flag, Gradebook, Report

GOOD = {Flag.GRADED, Flag.NOT_ON_ROSTER}


@pytest.fixture
def pages(tmp_path):
    """What writes the class's feedback and returns each page's text by student, and yours."""
    folders = graded_class(tmp_path / "work")

    def write():
        with Gradebook(folders.gradebook) as gradebook:
            rows = write_feedback(ps0(), gradebook, folders)
        texts = {
            one.id: folders.feedback("ps0", one.id).read_text(encoding="utf-8") for one in STUDENTS
        }
        return texts, folders.overview("ps0").read_text(encoding="utf-8"), rows

    write.folders = folders
    return write


def shown(page: str) -> str:
    return " ".join(BeautifulSoup(page, "html.parser").main.get_text(" ").split())


class Tags(HTMLParser):
    """Collects every element and attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag, attributes):
        self.found |= {tag, *(f"{tag}[{name}]" for name, _ in attributes)}


def test_a_page_says_what_each_question_earned_and_why(pages):
    mark_all_written(pages.folders, 2, "Say why.\nBriefly.")
    grace = shown(pages()[0]["grace"])
    assert "Feedback for Hopper, Grace ( grace ) 5.5 of 9 points" in grace
    assert "Question 1. The mean 1 of 2 points Not yet." in grace
    assert "Question 2. A threshold 2.5 of 4 points" in grace
    assert "Question 3. Why zero? 2 of 3 points Your answer =HYPERLINK(1)" in grace
    assert "Comment Say why. Briefly." in grace
    assert "1 point: Says that small weights become exactly 0." in grace


def test_what_is_not_marked_yet_is_said(pages):
    ada = shown(pages()[0]["ada@uni.edu"])
    assert "6 of 9 points so far 3 points are not marked yet." in ada
    assert "Question 3. Why zero? not marked yet, of 3 points" in ada


def test_a_question_left_out_earns_nothing_and_waits_for_nobody(pages):
    emmy = shown(pages()[0]["emmy"])
    assert "0 of 9 points Nothing was handed in." in emmy
    assert "Question 3. Why zero? 0 of 3 points Your answer There is none." in emmy


def test_a_notebook_that_was_stopped_is_explained(pages):
    assert "took too long" in shown(pages()[0][FORMULA])


@pytest.mark.parametrize(
    "flag", [one for one in Flag if one.name not in ("GRADED", "NOT_ON_ROSTER")]
)
def test_every_flag_has_words_for_the_student_without_the_teachers_detail(pages, flag):
    with Gradebook(pages.folders.gradebook) as gradebook:
        gradebook.record("ps0", "emmy", Report(flag, "Traceback: /secret/path", marks=marks(0, 0)))
    emmy = pages()[0]["emmy"]
    assert NOTICES[flag] in shown(emmy)
    assert "secret" not in emmy


def test_nothing_from_a_student_becomes_markup(pages):
    texts, overview, _ = pages()
    allowed = {
        "html", "html[lang]", "head", "meta", "meta[charset]", "meta[http-equiv]", "meta[content]",
        "meta[name]", "title", "style", "body", "main", "main[class]", "h1", "h2", "h2[id]", "h3",
        "p", "p[class]", "bdi", "bdi[class]", "div", "div[class]", "div[dir]", "p[dir]", "section",
        "section[class]", "section[aria-labelledby]", "span", "span[class]", "strong", "ul", "li",
        "div[role]", "div[aria-labelledby]", "div[tabindex]", "table", "caption", "caption[id]",
        "thead", "tbody", "tr", "th", "th[scope]", "th[class]", "td", "td[class]", "a", "a[href]",
    }  # fmt: skip
    for page in [*texts.values(), overview]:
        tags = Tags()
        tags.feed(page)
        assert tags.found <= allowed
        assert "<script" not in page
    assert "Not yet. " + EVIL in BeautifulSoup(texts["grace"], "html.parser").get_text()
    assert f"Bobby {EVIL} Tables" in BeautifulSoup(overview, "html.parser").get_text()


def test_no_control_character_gets_into_a_page(pages):
    texts, overview, _ = pages()
    for page in [*texts.values(), overview]:
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", page)
    assert "�[31m" in texts["grace"]


def test_a_page_asks_nothing_of_anybody_and_runs_nothing(pages):
    for page in pages()[0].values():
        assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
        assert not re.search(r"(src|href|url)\s*[=(]\s*[\"']?(https?:)?//", page.split("<main")[0])


def test_nobody_else_is_on_a_page(pages):
    texts = pages()[0]
    for student, page in texts.items():
        for other in STUDENTS:
            if other.id != student:
                assert other.id not in page
                assert other.name not in shown(page)


def test_no_hidden_test_and_no_solution_is_on_a_page(pages):
    hidden = {
        line.strip()
        for cell in source().cells
        for part in re.findall(r"BEGIN .*?\n(.*?)### END", cell.source, re.DOTALL)
        for line in part.splitlines()
        if line.strip()
    }
    assert len(hidden) >= 5
    texts = pages()[0]
    mark_all_written(pages.folders)
    for page in [*texts.values(), *pages()[0].values()]:
        for line in hidden:
            assert line not in BeautifulSoup(page, "html.parser").get_text()


def test_the_overview_lists_everyone_with_what_to_look_at(pages):
    _, overview, rows = pages()
    read = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in BeautifulSoup(overview, "html.parser").tbody.find_all("tr")
    ]
    assert read == [
        ["ada@uni.edu Ada Lovelace", "6", "Question 3. Why zero?", ""],
        ["grace Hopper, Grace", "3.5", "Question 3. Why zero?", ""],
        [f"{FORMULA} Bobby {EVIL} Tables", "0", "Question 3. Why zero?", "timed out (after 8 s)"],
        ["emmy Emmy Noether", "0", "", "missing: nothing was handed in"],
    ]
    assert [row.remark for row in rows] == [row[3] for row in read]


def test_the_overviews_links_lead_to_the_pages_and_it_is_not_among_them(pages):
    from urllib.parse import unquote

    _, overview, _ = pages()
    folder = pages.folders.overview("ps0").parent
    links = [one["href"] for one in BeautifulSoup(overview, "html.parser").find_all("a")]
    assert {(folder / unquote(one)).resolve() for one in links} == set(
        (folder / "feedback").iterdir()
    )
    assert len(links) == 4


def test_who_is_enrolled_and_not_graded_has_no_page(pages):
    with Gradebook(pages.folders.gradebook) as gradebook:
        gradebook.enroll("ps0", [*STUDENTS, type(STUDENTS[0])("new", "New")])
    _, overview, rows = pages()
    assert rows[-1].remark == "not graded yet"
    assert "not graded yet" in overview
    assert not pages.folders.feedback("ps0", "new").exists()
