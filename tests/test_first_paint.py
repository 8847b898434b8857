"""What stands in the way of a page's first paint is put together, or put off."""

from __future__ import annotations

from pathlib import Path

import pytest
from first_paint import (
    LARGE,
    common_order,
    groups_of,
    with_deferred_scripts,
    with_sheets,
    write_groups,
)
from sphinx.errors import ExtensionError


def test_script_files_are_deferred_and_other_scripts_left_as_they_are():
    inline = "<script>now()</script>"
    kept = (
        '<script defer="defer" src="a.js"></script><script async src="b.js"></script>'
        '<script type="module" src="c.js"></script>'
        '<link rel="preload" as="font" href="f.woff2" />'
    )
    ahead = '<link rel="preload" as="script" href="d.js" />\n'
    page = f'{ahead}{inline}<script src="d.js?v=1"></script>{kept}'
    assert with_deferred_scripts(page) == (f'{inline}<script defer src="d.js?v=1"></script>{kept}')


def test_every_page_s_order_of_style_sheets_is_kept():
    orders = [["a", "c", "e"], ["a", "b", "c", "d", "e"], ["b", "d"]]
    assert common_order(orders) == ["a", "b", "c", "d", "e"]
    with pytest.raises(ExtensionError, match="different orders"):
        common_order([["a", "b"], ["b", "a"]])


def test_a_large_style_sheet_that_some_pages_link_stays_alone():
    sizes = {"a": 2 * LARGE, "b": 100, "c": 2 * LARGE, "d": 100}
    orders = [["a", "b", "d"], ["a", "c", "d"]]
    assert groups_of(orders, sizes) == [["a", "b"], ["c"], ["d"]]
    assert groups_of(orders, sizes | {"c": LARGE}) == [["a", "b", "c", "d"]]


@pytest.fixture
def static(tmp_path) -> Path:
    """A site's static files: a sheet that imports another and one that names a font."""
    folder = tmp_path / "_static"
    (folder / "deep").mkdir(parents=True)
    (folder / "basic.css").write_text("p { background: url(file.png) }", encoding="utf-8")
    (folder / "deep" / "theme.css").write_text(
        '@charset "UTF-8";\n@import "../basic.css";\nq { color: red }', encoding="utf-8"
    )
    (folder / "deep" / "math.css").write_text(
        "i { src: url(fonts/i.woff2); mask: url(\"data:image/svg+xml,%3Csvg a='b'%3E\") }",
        encoding="utf-8",
    )
    return folder


def test_a_group_becomes_one_file_whose_addresses_lead_where_they_led(static):
    names = ["_static/deep/theme.css", "_static/deep/math.css"]
    addresses = write_groups(static.parent, [names])
    assert set(addresses) == set(names)
    (address,) = set(addresses.values())
    name, mark = address.split("?v=")
    css = (static.parent / name).read_text(encoding="utf-8")
    assert css.index("p {") < css.index("q {") < css.index("i {")
    assert "@import" not in css
    assert css.count("@charset") == 1
    assert 'url("file.png")' in css
    assert 'url("deep/fonts/i.woff2")' in css
    assert "url(\"data:image/svg+xml,%3Csvg a='b'%3E\")" in css
    assert sorted(path.name for path in static.rglob("*.css")) == ["site.css"]
    assert len(mark) == 8


def test_another_content_has_another_address(static):
    (static / "a.css").write_text("a {}", encoding="utf-8")
    first = write_groups(static.parent, [["_static/a.css"]])
    (static / "a.css").write_text("b {}", encoding="utf-8")
    assert write_groups(static.parent, [["_static/a.css"]]) != first


def test_a_page_links_each_file_once_where_its_first_style_sheet_was():
    page = (
        '<title>A</title>\n<link rel="stylesheet" href="../_static/a.css?v=1" />\n'
        '<link rel="icon" href="i.svg"/>\n<link href="../_static/b.css" rel="stylesheet" />\n'
        '<link rel="stylesheet" href="../_static/c.css"/>\n'
    )
    addresses = {
        "_static/a.css": "_static/site.css?v=1",
        "_static/b.css": "_static/site1.css?v=2",
        "_static/c.css": "_static/site1.css?v=2",
    }
    assert with_sheets(page, "book", addresses) == (
        "<title>A</title>\n"
        '    <link rel="stylesheet" href="../_static/site.css?v=1" />\n'
        '    <link rel="stylesheet" href="../_static/site1.css?v=2" />\n'
        '<link rel="icon" href="i.svg"/>\n'
    )
    assert with_sheets("<title>A</title>", "book", addresses) == "<title>A</title>"
