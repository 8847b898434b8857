"""Feedback as a student opens it, and the teacher's overview: a file, on any screen."""

from __future__ import annotations

import pytest
from built_site import SIZES, violations
from coursework_class import EVIL, graded_class, mark_all_written, ps0

from coursework.feedback import write_feedback
from coursework.gradebook import Gradebook


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The pages of a class: a right one, one with markup, one that is not marked, the overview."""
    folders = graded_class(tmp_path_factory.mktemp("class") / "work")
    with Gradebook(folders.gradebook) as gradebook:
        write_feedback(ps0(), gradebook, folders)
        unmarked = folders.feedback("ps0", "ada@uni.edu").read_text(encoding="utf-8")
        mark_all_written(folders, 2, f"{EVIL} " + "long" * 60)
        write_feedback(ps0(), gradebook, folders)
    path = folders.work / "unmarked.html"
    path.write_text(unmarked, encoding="utf-8")
    return {
        "right": folders.feedback("ps0", "ada@uni.edu"),
        "markup": folders.feedback("ps0", "grace"),
        "missing": folders.feedback("ps0", "emmy"),
        "unmarked": path,
        "overview": folders.overview("ps0"),
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["right", "markup", "missing", "unmarked", "overview"])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_screen(
    page_without_policy, written, name, size, scheme
):
    page = page_without_policy
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    page.goto(written[name].as_uri())
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 29)"
    assert dark == (scheme == "dark")


def test_what_students_wrote_is_shown_and_never_run(page, written):
    # Under the page's own policy; whatever asks for anything or opens a box fails this test.
    page.on("dialog", lambda box: pytest.fail(f"a box opened: {box.message}"))
    page.goto(written["markup"].as_uri())
    assert EVIL in page.locator(".answer").inner_text()
    assert page.locator("script, img, iframe").count() == 0


def test_the_overview_leads_to_each_page(page, written):
    page.goto(written["overview"].as_uri())
    page.get_by_role("link", name="ada@uni.edu").click()
    assert "Ada Lovelace" in page.locator("main").inner_text()
