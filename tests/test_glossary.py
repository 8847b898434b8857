"""The glossary and the misconceptions: each leads to what explains it, and no chapter is left out.

Most of it is read from the pages' sources. What a link leads to is read from the built site.
"""

from __future__ import annotations

import functools
import posixpath
import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup
from built_site import ROOT, SITE
from small_book import build

GLOSSARY = (ROOT / "book" / "glossary.md").read_text(encoding="utf-8")
MISCONCEPTIONS = (ROOT / "book" / "misconceptions.md").read_text(encoding="utf-8")
FEWEST = 4

SEE = re.compile(r"See \{term\}`([^`<]+)`\.")
LINK = re.compile(r"\[\]\(([^)#]+)#[^)]+\)")
FROM_CHAPTER = re.compile(
    r"(?:Ended in c|C)hapter (\d+): \[\]\(\.\./chapters/([^)#]+)\.ipynb#[^)]+\)"
)
LABEL = re.compile(r"\(([a-z0-9-]+)\)=\n### “(.+)”\n")


@dataclass
class Entry:
    """A term or a belief, and what is said of it; `group` is the heading that it stands below."""

    group: str
    name: str
    text: str
    label: str = ""


def terms_of(page: str) -> list[Entry]:
    """Return the terms of a glossary, in their order."""
    return [
        Entry(letter, *entry.split("\n", 1))
        for letter, block in re.findall(
            r"^## ([^\n]+)\n\n:::\{glossary\}\n(.*?)^:::$", page, re.MULTILINE | re.DOTALL
        )
        for entry in re.split(r"\n\n(?=\S)", block.strip())
    ]


def beliefs_of(page: str) -> list[Entry]:
    """Return the misconceptions of a page, in their order."""
    found = []
    for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        group, text = part.split("\n", 1)
        pieces = LABEL.split(text)[1:]
        found += [
            Entry(group, name, words.strip(), label)
            for label, name, words in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
        ]
    return found


TERMS, BELIEFS = terms_of(GLOSSARY), beliefs_of(MISCONCEPTIONS)
EXPLAINED = [term for term in TERMS if not SEE.search(term.text)]
OTHER_NAMES = [term for term in TERMS if SEE.search(term.text)]


def chapters() -> dict[str, str]:
    """Return the title of each chapter that is in the book, by its file's name, in their order."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [one["file"] for part in toc["parts"] for one in part["chapters"]]
    names = [Path(file).name for file in files if file.startswith("chapters/")]
    return {name: title_of(ROOT / "chapters" / f"{name}.ipynb") for name in names}


def title_of(notebook: Path) -> str:
    for cell in nbformat.read(notebook, as_version=4).cells:
        if found := re.match(r"# (.+)", cell.source):
            return found[1]
    raise ValueError(f"{notebook} has no title")


def left_out(entries: list[Entry], names: list[str], page: str) -> list[str]:
    """Return, for each chapter that gives a page too few entries, what is missing."""
    given = Counter(file for entry in entries for _, file in FROM_CHAPTER.findall(entry.text)[:1])
    return [
        f"{name} gives {page} {given[name]} entries, and each finished chapter gives at least "
        f'{FEWEST}. CONTRIBUTING.md, "Glossary and misconceptions", says how to write one.'
        for name in names
        if given[name] < FEWEST
    ]


def in_order(name: str) -> str:
    """Return what a term is sorted by: its letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def test_no_chapter_is_left_out_of_the_glossary():
    assert left_out(EXPLAINED, list(chapters()), "book/glossary.md") == []


def test_no_chapter_is_left_out_of_the_misconceptions():
    assert left_out(BELIEFS, list(chapters()), "book/misconceptions.md") == []


@pytest.mark.parametrize(
    ("entries", "lead"),
    [
        (EXPLAINED, "Chapter 9: [](../chapters/09-a-new-one.ipynb#somewhere)"),
        (BELIEFS, "Ended in chapter 9: [](../chapters/09-a-new-one.ipynb#somewhere)"),
    ],
    ids=["terms", "beliefs"],
)
def test_a_chapter_with_too_few_entries_is_named(entries, lead):
    names = ["09-a-new-one"]
    (said,) = left_out(entries, names, "the page")
    assert said.startswith("09-a-new-one gives the page 0 entries, and each finished chapter gives")
    more = [Entry("", str(n), lead) for n in range(FEWEST)]
    (said,) = left_out(entries + more[1:], names, "the page")
    assert f"gives the page {FEWEST - 1} entries" in said
    assert left_out(entries + more, names, "the page") == []


def test_every_entry_of_the_sources_was_read():
    assert len(TERMS) == len(re.findall(r"^(?!:::)\S.*\n  \S", GLOSSARY, re.MULTILINE)) > 60
    assert len(BELIEFS) == len(re.findall(r"^### ", MISCONCEPTIONS, re.MULTILINE)) > 30


def test_terms_are_sorted_each_below_its_letter():
    names = [in_order(term.name) for term in TERMS]
    assert names == sorted(names)
    assert [t.name for t in TERMS if in_order(t.name)[0].upper() != t.group] == []


def test_terms_and_beliefs_are_unique():
    for names in (
        [term.name.casefold() for term in TERMS],
        [belief.name.casefold() for belief in BELIEFS],
        [belief.label for belief in BELIEFS],
    ):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_a_term_is_explained_in_a_sentence_or_a_few_and_then_links_once():
    for term in EXPLAINED:
        explanation, link = (part.strip() for part in term.text.split("\n\n"))
        assert explanation.endswith((".", ".)")), term.name
        assert len(explanation) < 420, term.name
        assert re.fullmatch(
            FROM_CHAPTER.pattern + r"|Notation: \[\]\(notation\.md#[^)]+\)"
            r"|Welcome: \[\]\(welcome\.md#[^)]+\)",
            link,
        ), f"{term.name}: {link}"


def test_an_other_name_leads_to_a_term_that_mentions_it():
    explained = {term.name: term.text for term in EXPLAINED}
    for other in OTHER_NAMES:
        target = SEE.fullmatch(other.text.strip())[1]
        assert target in explained, other.name
        assert other.name in explained[target], f"{target} does not mention {other.name}"


def test_a_link_names_the_chapter_that_it_leads_to():
    for entry in [*EXPLAINED, *BELIEFS]:
        for number, file in FROM_CHAPTER.findall(entry.text):
            assert int(number) == int(file[:2]), entry.name


def test_beliefs_stand_below_their_chapter_in_the_order_of_the_book():
    groups = list(dict.fromkeys(belief.group for belief in BELIEFS))
    titles = {name: "Chapter {}: {}".format(*t.split(". ")) for name, t in chapters().items()}
    assert groups == list(titles.values())
    for belief in BELIEFS:
        ended = FROM_CHAPTER.findall(belief.text)
        assert ended, f"“{belief.name}” does not say where it is ended"
        assert titles[ended[0][1]] == belief.group, belief.name


def test_a_belief_is_answered_in_a_few_sentences_and_then_ended():
    for belief in BELIEFS:
        answer, ended = belief.text.split("\n\n")
        assert 100 < len(answer) < 520, belief.name
        assert ended.startswith("Ended in chapter "), belief.name


@functools.cache
def page_of(path: str) -> BeautifulSoup:
    assert (SITE / "index.html").exists(), "Build the site first, with `make book`."
    return BeautifulSoup((SITE / path).read_text(encoding="utf-8"), "html.parser")


def section_at(start: str, link: str) -> str:
    """Return the text of the section that a link on a page leads to."""
    path, anchor = link.split("#")
    page = page_of(posixpath.normpath(posixpath.join(posixpath.dirname(start), path)))
    section = page.select_one(f'section[id="{anchor}"]')
    assert section is not None, f"{link} leads to no section"
    # Code writes random_search.
    return " ".join(section.get_text().replace("_", " ").split())


def test_each_term_of_the_built_glossary_leads_to_a_section_that_uses_it():
    start, built = "book/glossary.html", []
    for term in page_of(start).select("dl.glossary > dt"):
        name = term.find(string=True).strip()
        built.append(name)
        link = term.find_next_sibling("dd").select("a")[-1]
        assert link.get_text().strip(), name
        if not link["href"].startswith("#"):
            text = section_at(start, link["href"]).casefold()
            ways = re.split(r" \(|\)", name.casefold().replace("_", " "))
            assert any(way and way in text for way in ways), f"{name}: not in {link['href']}"
    assert built == [term.name for term in TERMS]


def test_each_belief_of_the_built_page_has_its_label_for_an_anchor_and_leads_to_a_section():
    start = "book/misconceptions.html"
    for belief in BELIEFS:
        section = page_of(start).select_one(f'section[id="{belief.label}"]')
        assert section is not None, belief.label
        assert section.select_one("h3 > a.headerlink")["href"] == f"#{belief.label}"
        links = [one["href"] for one in section.select("p a") if "#" in one["href"]]
        assert links
        assert all(section_at(start, link) for link in links)


def test_the_list_on_top_names_each_belief_once():
    listed = page_of("book/misconceptions.html").select("nav.beliefs li li a")
    assert [(one["href"], one.get_text()) for one in listed] == [
        (f"#{belief.label}", f"“{belief.name}”".replace("'", "’")) for belief in BELIEFS
    ]


@pytest.mark.parametrize(
    ("link", "works"), [("small.ipynb#right-for-how-many", True), ("small.ipynb#no", False)]
)
def test_a_heading_that_does_not_exist_stops_the_build(tmp_path, link, works):
    done: subprocess.CompletedProcess = build(
        tmp_path, f"(always)=\n## Right for how many?\n\nSee []({link})."
    )
    assert (done.returncode == 0) == works, done.stdout + done.stderr
    page = (tmp_path / "_build/html/chapters/small.html").read_text(encoding="utf-8")
    assert '<section id="always">' in page
    assert '<span id="right-for-how-many"></span>' in page
    assert 'href="#always"' in page
    assert works == ('href="#right-for-how-many"' in page)
    assert works or "no" in done.stdout + done.stderr
