"""Nothing that gives an assignment away is published with the site."""

from __future__ import annotations

import html
import re

import nbformat
import pytest
from built_site import SITE
from problem_sets import NAMES, STUDENTS, assignment, source

PUBLISHED = {".html", ".ipynb", ".md", ".txt", ".js", ".json", ".py", ".csv", ".xml"}
MARKERS = ("### BEGIN SOLUTION", "### BEGIN HIDDEN TESTS")
SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)


def bare(text: str) -> str:
    """Return a text as it is read: no tags, no escapes, no differences in white space."""
    text = html.unescape(re.sub(r"<[^<>]*>", "", text))
    return " ".join(text.replace("\\n", " ").replace('\\"', '"').replace('",', "").split())


def secrets(name: str) -> list[str]:
    """Return each solution of two lines or more, model answers, and what the key says."""
    found = []
    for cell in source(name).cells:
        for solution in SOLUTION.findall(cell.source):
            lines = [line for line in solution.splitlines() if line.strip()]
            if cell.cell_type == "markdown":
                found += lines
            elif len(lines) > 1:
                found.append(solution)
    columns = assignment(name).data_for("", STUDENTS[0])[1]
    for question in assignment(name).computed:
        found += [mistake.diagnosis for mistake in question.exercise(columns).mistakes]
    return [bare(one) for one in found]


def given_away(text: str, kept: list[str]) -> list[str]:
    """Return the markers and secrets that stand in a published file."""
    read = bare(text)
    return [one for one in (*MARKERS, *kept) if one in text or one in read]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_below_the_site_gives_an_assignment_away(name):
    kept = secrets(name)
    assert len(kept) > 20
    files = [path for path in SITE.rglob("*") if path.suffix in PUBLISHED]
    assert SITE / "book" / "teaching.html" in files
    found = {
        str(path.relative_to(SITE)): what
        for path in files
        if (what := given_away(path.read_text(encoding="utf-8", errors="replace"), kept))
    }
    assert found == {}
    assert not [path for path in SITE.rglob("*") if path.name in (f"{name}.ipynb", "key.py")]


@pytest.mark.parametrize("name", NAMES)
def test_an_assignment_on_the_site_would_be_found(name):
    kept = secrets(name)
    assert set(MARKERS) < set(given_away(nbformat.writes(source(name)), kept))
    for text in kept:
        paragraph = html.escape(text).replace(" ", "</span> <span>")
        assert text in given_away(f"<p><span>{paragraph}</span></p>", kept)
