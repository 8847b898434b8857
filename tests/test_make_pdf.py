"""The pages of the site put together for printing, from small pages made here."""

from __future__ import annotations

import re
from collections import Counter

import make_pdf
import pytest
from bs4 import BeautifulSoup
from make_pdf import Book, anchor, count_pages, link_pdf, pages_in_order

PAGE = """<!doctype html><html><head><link rel="stylesheet" href="{up}_static/look.css?v=1"></head>
<body><nav><a href="x.html">elsewhere</a></nav><article class="bd-article">
<section id="start"><h1>{title}<a class="headerlink" href="#start">#</a></h1>{text}</section>
</article><footer><div class="bd-footer-content__inner container"></div></footer></body></html>"""

CHAPTER = """
<p><a href="../book/welcome.html">welcome</a> <a href="#start">here</a>
<a href="../book/welcome.html#start">its start</a> <a href="../data.csv">a file</a>
<a href="https://example.org/a?b=1&amp;c=2">a site</a>
<a href="https://example.org/">https://example.org/</a></p>
<figure class="lab" data-lab="one"><form class="lab-controls"><label for="s">λ</label>
<input id="s" type="range"><button type="reset">Reset</button></form>
<div class="lab-picture"><svg viewBox="0 0 9 9"><defs><clipPath id="cut"></clipPath></defs>
<g clip-path="url(#cut)" style="fill: url(#cut)"><use xlink:href="#cut"></use></g></svg></div>
<p class="lab-still">λ: 5</p><p class="lab-said" role="status"></p>
<script type="text/plain">0\n\nframe</script></figure>
<img src="../_images/a.png" alt="A drawing.">
<details class="hide above-input"><summary>Show the code</summary><pre>code</pre></details>
<details><summary>Show solution 1.1</summary><p>The answer.</p></details>
<details><summary>Why so?</summary><p>Because.</p></details>
"""


@pytest.fixture
def book(tmp_path):
    for name, title, text, up in [
        (
            "book/welcome",
            "The course",
            "<p>Go to <a href='../chapters/one.html'>one</a>.</p>",
            "../",
        ),
        ("chapters/one", "1. One", CHAPTER, "../"),
    ]:
        path = tmp_path / "html" / f"{name}.html"
        path.parent.mkdir(parents=True)
        path.write_text(PAGE.format(title=title, text=text, up=up), encoding="utf-8")
    return Book(tmp_path / "html", ["book/welcome", "chapters/one"], tmp_path / "pdf" / "book.html")


@pytest.fixture
def soup(book):
    return BeautifulSoup(book.html({anchor("chapters/one"): 7}), "html.parser")


def test_the_order_is_that_of_the_table_of_contents():
    toc = {
        "root": "book/welcome",
        "parts": [
            {"caption": "Before", "chapters": [{"file": "book/use"}]},
            {"chapters": [{"file": "one", "sections": [{"file": "one-more"}]}, {"file": "two"}]},
        ],
    }
    assert pages_in_order(toc) == ["book/welcome", "book/use", "one", "one-more", "two"]


def test_every_id_is_unique_and_every_link_within_has_its_end(soup):
    ids = Counter(one["id"] for one in soup.select("[id]"))
    assert [name for name, count in ids.items() if count > 1] == []
    ends = [link["href"] for link in soup.select("a[href]") if link["href"].startswith("#")]
    assert len(ends) >= 8
    assert [end for end in ends if end[1:] not in ids] == []


def test_what_a_drawing_refers_to_is_found_under_its_new_name(soup):
    (cut,) = (one["id"] for one in soup.select("svg [id]"))
    assert cut != "cut"
    group = soup.select_one("svg g")
    assert group["clip-path"] == f"url(#{cut})"
    assert group["style"] == f"fill: url(#{cut})"
    assert soup.select_one("use")["xlink:href"] == f"#{cut}"


def test_links_lead_into_the_book_and_other_addresses_are_printed(soup):
    links = {link.get_text(): link["href"] for link in soup.select(".bd-article p a")}
    assert links["welcome"] == f"#{anchor('book/welcome')}"
    assert links["its start"] == f"#{anchor('book/welcome', 'start')}"
    assert links["here"] == f"#{anchor('chapters/one', 'start')}"
    assert links["one"] == f"#{anchor('chapters/one')}"
    # A file of the site is no part of the book.
    assert "a file" not in links
    assert "a file" in soup.get_text()
    printed = [one.get_text() for one in soup.select(".address")]
    assert printed == [" (https://example.org/a?b=1&c=2)"]


def test_a_lab_is_its_first_picture_and_its_settings_without_controls(soup):
    lab = soup.select_one("figure.lab")
    assert lab.select_one("svg") is not None
    assert lab.select_one(".lab-still").get_text() == "λ: 5"
    assert soup.select("form, input, button, script, nav, summary, details, .headerlink") == []
    assert "frame" not in lab.get_text()


def test_code_is_unfolded_and_solutions_stand_at_the_end(soup):
    chapter = soup.find(id=anchor("chapters/one"))
    assert chapter.find("pre").get_text() == "code"
    assert "The answer." not in chapter.get_text()
    link = chapter.find("a", string=re.compile("Solution 1.1"))
    solution = soup.find(id=link["href"][1:])
    assert solution.get_text() == "Solution 1.1"
    assert solution.find_parent("section")["id"] == "solutions"
    assert solution.find_next("p").get_text() == "The answer."
    # A fold that is neither keeps its own words.
    assert chapter.find("p", string="Why so?") is not None


def test_styles_and_images_are_found_from_where_the_sheet_lies(book, soup):
    assert [one["href"] for one in soup.select("link")] == ["../html/_static/look.css"]
    assert soup.select_one("img")["src"] == "../html/_images/a.png"
    assert (book.site.parent / "pdf" / "../html/chapters/one.html").resolve().exists()


def test_the_contents_name_each_part_and_its_page(soup):
    entries = [(item.a.get_text(), item.span.get_text()) for item in soup.select("#contents li")]
    assert entries == [("Welcome", ""), ("1. One", "7"), ("Solutions", "")]


def test_pages_are_counted_without_their_tree():
    assert count_pages(b"<</Type /Pages /Count 2>> <</Type /Page\n>> <</Type /Page>>") == 2


def test_the_link_is_put_below_every_page_once(book):
    (book.site / "404.html").write_text("<p>Not here.</p>", encoding="utf-8")
    for _ in range(2):
        link_pdf(book.site, 31, 940_000)
    for name in ("book/welcome.html", "chapters/one.html"):
        page = BeautifulSoup((book.site / name).read_text(encoding="utf-8"), "html.parser")
        (link,) = page.select("footer a")
        assert link["href"] == f"../{make_pdf.NAME}"
        assert "31 pages, 0.9 MB" in link.parent.get_text()
    assert (book.site / "404.html").read_text(encoding="utf-8") == "<p>Not here.</p>"


def test_a_page_that_is_not_built_is_named(tmp_path):
    (tmp_path / "one.html").write_text("<p>Nothing.</p>", encoding="utf-8")
    with pytest.raises(ValueError, match=r"one\.html has no article"):
        Book(tmp_path, ["one"], tmp_path / "book.html")
