"""Print the built site to one PDF, `_build/html/shrinkage.pdf`, and link it from every page.

    python tools/make_pdf.py

The pages come in the order of the table of contents. Figures stand as they first appear, without
controls; code is unfolded, and the solutions come at the end. Links within the book lead to
their place in it, and the addresses of others are printed behind them.
"""

from __future__ import annotations

import os
import posixpath
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from bs4 import BeautifulSoup, Tag
from find_chromium import find_chromium, start_chromium
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
SHEET = ROOT / "_build" / "pdf" / "book.html"
NAME = "shrinkage.pdf"

# What paper can't use.
NOT_PRINTED = (
    "script, style, button, .lab-controls, .lab-said, .headerlink, .start, .progress-note, "
    ".explorable-starts, summary, nav"
)
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
STYLE = """
@page { size: A4; margin: 20mm 22mm 22mm; }
html, body { background: #fff; }
body { display: block; margin: 0; }
body, .bd-main, .bd-content, .bd-article-container { display: block !important; width: auto;
  max-width: none !important; height: auto !important; min-height: 0 !important;
  margin: 0 !important; padding: 0; }
.bd-main .bd-content .bd-article h1:first-of-type { display: block !important; }
.page { break-before: page; }
.bd-article { padding: 0 !important; }
.bd-article pre { font-size: 8.75pt !important; white-space: pre-wrap !important; }
.bd-article figure:is(.lab, .drawing, .explorable) { max-width: 125mm; break-inside: avoid; }
.bd-article .pst-scrollable-table-container { overflow: visible; }
.bd-article table { font-size: 8.5pt !important; }
.bd-article table code { white-space: normal; overflow-wrap: anywhere; }
.bd-article div.math, .bd-article div.math .katex-display { overflow: visible; }
.address { font-family: var(--book-sans); font-size: .78em; overflow-wrap: anywhere; }
#title-page h1 { margin-top: 60mm !important; }
#title-page h1 { font-size: 30pt !important; }
#contents ol { padding: 0; list-style: none; max-width: none; }
#contents li { display: flex; gap: 1em; justify-content: space-between; margin: .45em 0;
  border-bottom: 1px dotted #999; }
#contents a { text-decoration: none; }
"""
FOOTER = (
    '<div style="width: 100%; text-align: center; font: 9px sans-serif; color: #555">'
    '<span class="pageNumber"></span></div>'
)


def pages_in_order(toc: dict) -> list[str]:
    """Return the names of the pages that `_toc.yml` lists, in its order."""
    names = [toc["root"]]

    def walk(entries: Iterable[dict]) -> None:
        for entry in entries:
            if "file" in entry:
                names.append(entry["file"])
            for key in ("chapters", "sections"):
                walk(entry.get(key, []))

    walk(toc.get("parts", []))
    walk(toc.get("chapters", []))
    return names


def anchor(name: str, inner: str = "") -> str:
    """Return the id in the book of a page, or of a place in it."""
    page = "page-" + re.sub(r"[^A-Za-z0-9]+", "-", name)
    return f"{page}--{inner}" if inner else page


class Book:
    """The pages as one HTML document.

    Parameters
    ----------
    site : Path
        The built site.
    names : list of str
        The pages, such as "chapters/01-weights".
    sheet : Path
        Where the document will lie; images and styles are named from there.
    """

    def __init__(self, site: Path, names: list[str], sheet: Path) -> None:
        self.site = site
        self.names = names
        self.root = Path(os.path.relpath(site, sheet.parent)).as_posix()
        self.titles: dict[str, str] = {}
        self.solutions: list[tuple[str, list[str]]] = []
        self.styles: list[str] = []
        self.articles = {name: self._article(name) for name in names}

    def html(self, starts: dict[str, int] | None = None) -> str:
        """Return the document; with the page that each part starts on, the contents name it."""
        sections = [self._section(anchor(name), article) for name, article in self.articles.items()]
        if self.solutions:
            sections.append(self._section("solutions", self._all_solutions()))
        styles = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in self.styles)
        first = self.titles[self.names[0]]
        return (
            '<!doctype html><html lang="en" data-theme="light" data-mode="light"><head>'
            f'<meta charset="utf-8"><title>{first}</title>{styles}<style>{STYLE}</style></head>'
            '<body><div class="bd-main"><div class="bd-content"><div class="bd-article-container">'
            f'<section id="title-page" class="part bd-article"><h1>{first}</h1>'
            "<p>The shrinkage course</p><p>On the site and in a notebook every figure with a "
            "control can be moved. Here it stands as it first appears.</p></section>"
            f'<section id="contents" class="part page bd-article"><h2>Contents</h2>'
            f"<ol>{self._contents(starts or {})}</ol></section>{''.join(sections)}"
            "</div></div></div></body></html>"
        )

    def parts(self) -> list[str]:
        """Return the ids of what starts on a page of its own, in order."""
        own = [anchor(name) for name in self.names]
        return ["title-page", "contents", *own, *(["solutions"] if self.solutions else [])]

    def _section(self, identity: str, inner: str) -> str:
        return f'<section id="{identity}" class="part page bd-article">{inner}</section>'

    def _contents(self, starts: dict[str, int]) -> str:
        entries = [
            ("Welcome" if place == 0 else self.titles[name], anchor(name))
            for place, name in enumerate(self.names)
        ]
        entries += [("Solutions", "solutions")] if self.solutions else []
        return "".join(
            f'<li><a href="#{identity}">{title}</a><span>{starts.get(identity, "")}</span></li>'
            for title, identity in entries
        )

    def _all_solutions(self) -> str:
        found = "<h1>Solutions</h1>"
        for title, solutions in self.solutions:
            found += f"<h2>{title}</h2>{''.join(solutions)}"
        return found

    def _article(self, name: str) -> str:
        """Return a page's article, ready for its place in the book."""
        text = (self.site / f"{name}.html").read_text(encoding="utf-8")
        soup = BeautifulSoup(text, "html.parser")
        article = soup.select_one("article.bd-article")
        if article is None:
            raise ValueError(f"{name}.html has no article: is the site built?")
        for link in soup.select('link[rel~="stylesheet"]'):
            sheet = self._from_root(name, urlsplit(str(link["href"])).path)
            if sheet not in self.styles:
                self.styles.append(sheet)
        heading = article.select_one("h1")
        for mark in heading.select(".headerlink") if heading else []:
            mark.decompose()
        self.titles[name] = heading.get_text().strip() if heading else name
        self._name_places(name, article)
        self._lead_links(soup, name, article)
        self._unfold(soup, name, article)
        for unused in article.select(NOT_PRINTED):
            unused.decompose()
        for image in article.select("img[src]"):
            image["src"] = self._from_root(name, str(image["src"]))
        return article.decode_contents()

    def _from_root(self, name: str, address: str) -> str:
        if urlsplit(address).scheme:
            return address
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
        return f"{self.root}/{inside}"

    def _name_places(self, name: str, article: Tag) -> None:
        """Put the page into every id, and into whatever names one."""
        for one in article.find_all(True):
            if one.get("id"):
                one["id"] = anchor(name, str(one["id"]))
            for key, value in list(one.attrs.items()):
                if isinstance(value, str) and "url(#" in value:
                    one[key] = re.sub(
                        r"url\(#([^)]*)\)", lambda m: f"url(#{anchor(name, m[1])})", value
                    )
                elif key in REFERENCES:
                    words = value if isinstance(value, list) else str(value).split()
                    one[key] = " ".join(anchor(name, word) for word in words)
                elif key in ("href", "xlink:href") and one.name != "a" and value[:1] == "#":
                    one[key] = f"#{anchor(name, value[1:])}"

    def _lead_links(self, soup: BeautifulSoup, name: str, article: Tag) -> None:
        """Lead links to their place in the book, and print the addresses of others."""
        for link in article.select("a[href]"):
            href = str(link["href"])
            parts = urlsplit(href)
            if parts.scheme:
                if link.get_text().strip() != href and parts.scheme != "mailto":
                    address = soup.new_tag("span", attrs={"class": "address"})
                    address.string = f" ({href})"
                    link.insert_after(address)
                continue
            folder = posixpath.dirname(name)
            path = posixpath.normpath(posixpath.join(folder, parts.path)) if parts.path else name
            target = path.removesuffix(".html")
            if target in self.names:
                link["href"] = f"#{anchor(target, parts.fragment)}"
            else:
                link.unwrap()

    def _unfold(self, soup: BeautifulSoup, name: str, article: Tag) -> None:
        """Unfold code in its place, and move solutions to the end."""
        solutions = []
        for fold in article.select("details"):
            summary = fold.find("summary")
            title = summary.get_text(" ").strip() if summary else ""
            if "hide" in fold.get("class", []) or "solution" not in title.lower():
                if summary and "hide" not in fold.get("class", []):
                    summary.name = "p"
                fold.unwrap()
                continue
            title = re.sub(r"^Show (a )?", "", title)
            title = title[:1].upper() + title[1:]
            if summary:
                summary.decompose()
            identity = anchor(name, f"solution-{len(solutions) + 1}")
            solutions.append(f'<h3 id="{identity}">{title}</h3>{fold.decode_contents()}')
            where = soup.new_tag("p")
            link = soup.new_tag("a", href=f"#{identity}")
            link.string = f"{title}, at the end of the book"
            where.append(link)
            fold.replace_with(where)
        if solutions:
            self.solutions.append((self.titles[name], solutions))


def count_pages(pdf: bytes) -> int:
    """Return how many pages a PDF of Chromium's has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def show_only(page: Page, identity: str | None) -> None:
    """Show one part of the book, or all of it."""
    page.evaluate(
        """only => document.querySelectorAll(".part").forEach(one => {
            one.hidden = only !== null && one.id !== only;
            one.style.display = one.hidden ? "none" : "";
            // Alone, it would leave an empty page before itself.
            one.style.breakBefore = only === null ? "" : "auto";
        })""",
        identity,
    )


def print_page(page: Page) -> bytes:
    """Print what is shown."""
    return page.pdf(
        prefer_css_page_size=True,
        print_background=True,
        display_header_footer=True,
        header_template="<span></span>",
        footer_template=FOOTER,
        outline=True,
        tagged=True,
    )


def print_book(browser: Browser, book: Book, sheet: Path) -> bytes:
    """Print the book: each part alone first, to know its pages, and then the whole.

    Raises
    ------
    RuntimeError
        If the whole has not the pages of its parts: the contents would be wrong.
    """
    sheet.parent.mkdir(parents=True, exist_ok=True)
    page = browser.new_page()
    sheet.write_text(book.html(), encoding="utf-8")
    page.goto(sheet.as_uri())
    starts, next_page = {}, 1
    for part in book.parts():
        show_only(page, part)
        starts[part] = next_page
        next_page += count_pages(print_page(page))
    sheet.write_text(book.html(starts), encoding="utf-8")
    page.goto(sheet.as_uri())
    pdf = print_page(page)
    page.close()
    if count_pages(pdf) != next_page - 1:
        raise RuntimeError(
            f"The parts have {next_page - 1} pages, and the book has {count_pages(pdf)}."
        )
    return pdf


def link_pdf(site: Path, pages: int, size: int) -> None:
    """Put a link to the PDF below every page of the site."""
    words = f"This book as a PDF</a> ({pages} pages, {size / 1e6:.1f} MB)"
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r'<div class="footer-item pdf">.*?</div>\s*', "", text)
        start, end, rest = text.partition('<div class="bd-footer-content__inner container">')
        if end:
            address = posixpath.relpath(NAME, path.parent.relative_to(site).as_posix())
            item = f'<div class="footer-item pdf"><p><a href="{address}">{words}.</p></div>'
            path.write_text(f"{start}{end}\n{item}{rest}", encoding="utf-8")


if __name__ == "__main__":
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    if not (SITE / "index.html").exists():
        sys.exit("The site is not built yet: `make book` does it, and so does `make pdf`.")
    with sync_playwright() as playwright:
        chromium = find_chromium(playwright)
        if chromium is None:
            sys.exit(
                "There is no Chromium to print with, and none could be downloaded. Install one "
                "(Debian: apt install chromium), or name it in COURSE_CHROMIUM."
            )
        book = Book(SITE, pages_in_order(toc), SHEET)
        pdf = print_book(start_chromium(playwright, chromium), book, SHEET)
    (SITE / NAME).write_bytes(pdf)
    link_pdf(SITE, count_pages(pdf), len(pdf))
    print(f"{SITE / NAME}: {count_pages(pdf)} pages, {len(pdf) / 1e6:.1f} MB")
