"""What is left out of the built site, and what is not."""

from __future__ import annotations

import pytest
from lean_pages import (
    names_in,
    remove_unnamed,
    without_unused_links,
    without_unused_rules,
    words_of,
)

HEAD = (
    '<link rel="stylesheet" href="../_static/{sheet}?v=1" />'
    '<script src="../_static/{script}?v=1"></script>'
)


@pytest.mark.parametrize(
    ("sheet", "script", "body"),
    [
        ("togglebutton.css", "togglebutton.js", '<div class="admonition dropdown note">'),
        ("togglebutton.css", "togglebutton.js", '<div class="toggle docutils">'),
        ("sphinx-design.min.css", "design-tabs.js", '<div class="sd-tab-set docutils">'),
        ("copybutton.css", "copybutton.js", '<div class="highlight"><pre>'),
        ("copybutton.css", "clipboard.min.js", "<div class='cell highlight'>"),
        ("mystnb.0a1b.css", "lab.js", '<div class="cell docutils container">'),
        ("katex.min.css", "lab.js", '<span class="math">'),
    ],
)
def test_a_script_and_a_sheet_stay_where_they_serve_and_go_where_they_don_t(sheet, script, body):
    head = HEAD.format(sheet=sheet, script=script)
    assert without_unused_links(head + body) == head + body
    left = without_unused_links(head + '<div class="dropdown toggle-menu celled highlighted">')
    assert sheet not in left
    assert (script in left) == (script == "lab.js")


def test_settings_go_with_their_script():
    settings = "<script>let toggleHintShow = 'Click';</script><script>mine()</script>"
    script = '<script src="_static/togglebutton.js?v=1"></script>'
    toggle = '<div class="toggle">'
    assert without_unused_links(script + settings) == "<script>mine()</script>"
    assert without_unused_links(script + settings + toggle) == script + settings + toggle


CSS = """
@charset "UTF-8";
:root { --ground: #fff }
p, .here, .gone, .here .gone, #there > .here { color: red }
.gone:hover, #gone { color: red }
.here:not(.gone), :is(.gone, .here) p { color: blue }
a[href=".gone"]::before { content: ".gone{}" }
@media print { .gone { color: red } .here { width: 1.5rem; margin: .5em } }
@media (min-width: 9em) { .gone { color: red } }
@supports (display: grid) { @media print { .made-by-script { color: #abc } } }
@keyframes gone { from { opacity: 0 } }
@font-face { font-family: Here; src: url(here.woff2) }
@font-face { font-family: "Gone"; src: url(gone.woff2) }
.here { font-family: Here, serif }
.gone { font-family: Gone }
"""

LEFT = """
@charset "UTF-8";
:root{--ground: #fff}
p,.here,#there > .here{color: red}
.here:not(.gone),:is(.gone, .here) p{color: blue}
a[href=".gone"]::before{content: ".gone{}"}
@media print {.here{width: 1.5rem; margin: .5em}}
@supports (display: grid) {@media print {.made-by-script{color: #abc}}}
@keyframes gone { from { opacity: 0 } }
@font-face { font-family: Here; src: url(here.woff2) }
.here{font-family: Here, serif}
"""


def test_rules_for_what_is_in_no_page_go_and_no_others():
    left = without_unused_rules(CSS, {"here", "there", "made-by-script"})
    assert left.split() == LEFT.split()


def test_names_are_taken_from_pages_drawings_and_scripts():
    page = '<p class=\'a b-c\'><i id="d"><script type="text/plain"><g class="e"></g></script>'
    assert names_in([page]) == {"a", "b-c", "d", "e"}
    assert {"lab-live", "add"} <= words_of(['one.classList.add("lab-live");'])


def test_files_that_nothing_names_are_removed_with_their_folders(tmp_path):
    for name in ("used.js", "own.js", "left/over.js", "left/here.css", "empty/deep/gone.po"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    remove_unnamed(
        [tmp_path], {tmp_path / "own.js"}, '<a href="x/used.js?v=1"> "here.css" un-over.js'
    )
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert left == {"used.js", "own.js", "left", "left/here.css"}
