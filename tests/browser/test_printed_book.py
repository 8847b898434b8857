"""The site's pages, printed to a PDF for real."""

from __future__ import annotations

from built_site import SITE
from make_pdf import Book, anchor, count_pages, print_book


def test_pages_of_the_site_become_one_pdf_with_page_numbers_in_its_contents(
    site, browser, tmp_path
):
    sheet = tmp_path / "book.html"
    book = Book(SITE, ["book/welcome", "book/notation"], sheet)
    pdf = print_book(browser, book, sheet)
    assert pdf.startswith(b"%PDF")
    assert b"/Outlines" in pdf
    printed = sheet.read_text(encoding="utf-8")
    page = int(printed.split(f'<a href="#{anchor("book/notation")}">Notation</a><span>')[1][0])
    assert 4 <= page < count_pages(pdf) <= 12


def test_on_paper_every_heading_shows_and_nothing_is_cut(site, page, tmp_path):
    sheet = tmp_path / "book.html"
    names = ["book/welcome", "chapters/01-weights"]
    sheet.write_text(Book(SITE, names, sheet).html(), encoding="utf-8")
    page.emulate_media(media="print")
    # The width of an A4 page within its margins.
    page.set_viewport_size({"width": 627, "height": 900})
    page.goto(sheet.as_uri())
    assert page.locator("h1").count() == 4
    for heading in page.locator("h1").all():
        assert heading.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 627
    cut = page.evaluate(
        """() => [...document.querySelectorAll("pre, table, svg, div.math")]
            .filter(one => one.getBoundingClientRect().right > innerWidth
                || one.scrollWidth > one.clientWidth + 1 && one.matches("pre"))
            .map(one => one.outerHTML.slice(0, 99))"""
    )
    assert cut == []
    assert page.locator("figure.lab .lab-still").first.is_visible()
