"""What the build looks for in finished pages."""

from __future__ import annotations

import pytest
from page_checks import faults_in

OUTPUT = '<div class="cell_output docutils container">{}</div>'


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<pre>Traceback (most recent call last):</pre>", "a traceback"),
        ('<span class="katex-error">\\x</span>', "formula"),
        ('<span style="color:#cc0000">\\x</span>', "formula"),
        ('<script type="application/vnd.jupyter.widget-view+json">{}</script>', "kernel"),
        ('<script src="https://example.org/a.js"></script>', "another server"),
        ("<img alt='A curve rises.' src=//example.org/a.png>", "another server"),
        ('<link rel="stylesheet" href="https://example.org/a.css">', "another server"),
        (OUTPUT.format('<img src="../_images/a.png">'), "without alt text"),
        (OUTPUT.format('<img alt="" src="../_images/a.png">'), "without alt text"),
        ('<img src="../_images/a.png" alt="../_images/a.png">', "file name"),
        ('<div class="lab-frame" role="img"></div>', "a drawing without alt text"),
    ],
)
def test_a_fault_is_found(page, fault):
    assert any(fault in found for found in faults_in(f"<html><body>{page}</body></html>"))


def test_a_sound_page_has_no_fault():
    page = (
        '<link rel="canonical" href="https://example.org/">'
        '<script src="../_static/lab.js"></script>'
        '<a href="https://example.org/">elsewhere</a>'
        + OUTPUT.format('<img src="../_images/a.png" alt="A curve rises.">')
        + '<div class="lab-frame" role="img" aria-label=\'A line, and "more".\'></div>'
    )
    assert faults_in(page) == []
