"""The policy written into each page: which inline scripts and styles it allows."""

from __future__ import annotations

import base64
import hashlib

from content_policy import policy_for, with_policy
from site_files import sitemap

PAGE = (
    '<head><meta charset="utf-8" /><script>run()</script><style>p { top: 0 }</style></head>'
    '<script src="a.js"></script><script type="application/json">{}</script>'
    '<script type="text/plain">x <style>g { top: 1 }</style></script>'
    '<button onclick="window.print()">'
)


def source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def rules(page: str) -> dict[str, list[str]]:
    return {rule.split()[0]: rule.split()[1:] for rule in policy_for(page).split("; ")}


def test_inline_scripts_are_allowed_by_their_hash_and_data_is_not():
    assert rules(PAGE)["script-src"] == ["'self'", source("run()")]


def test_styles_are_allowed_by_their_hash_also_in_drawings_that_wait():
    wanted = sorted([source("p { top: 0 }"), source("g { top: 1 }")])
    assert rules(PAGE)["style-src-elem"] == ["'self'", *wanted]


def test_a_page_gets_its_policy_once_and_no_handler_stays():
    page = with_policy(PAGE)
    assert page.startswith('<head><meta charset="utf-8" />\n    <meta http-equiv="Content-Sec')
    assert "onclick" not in page
    assert with_policy(page) == page


def test_a_sitemap_holds_full_addresses_where_the_site_s_is_known():
    for address in ("https://example.org/book", "https://example.org/book/"):
        text = sitemap(["a & b.html"], address)
        assert "<loc>https://example.org/book/a%20%26%20b.html</loc>" in text
