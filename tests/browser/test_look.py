"""The design of the pages, the cover's figure, and the progress that only the browser keeps."""

from __future__ import annotations

import re

import pytest
from built_site import SITE, SIZES
from playwright.sync_api import expect

from shrinkage.plots import COLORS

# The longest line of each paragraph, counted in characters by where they stand.
LONGEST_LINES = """() => [...document.querySelectorAll(".bd-article :is(p, li, blockquote)")]
    .filter(one => !one.querySelector("p, .katex, code") && !one.closest("figure, table, summary")
        && one.getClientRects().length)
    .map(one => {
        const lines = {};
        const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const range = document.createRange();
            for (let n = 0; n < walker.currentNode.length; n += 1) {
                range.setStart(walker.currentNode, n);
                range.setEnd(walker.currentNode, n + 1);
                const box = range.getBoundingClientRect();
                if (box.width) lines[Math.round(box.bottom)] =
                    (lines[Math.round(box.bottom)] || 0) + 1;
            }
        }
        return Math.max(0, ...Object.values(lines));
    })"""
STAGE = "one => one.querySelector('.explorable-stage').innerHTML"
SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const one of list.getEntries()) sum += one.value;
    }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 300);
})"""


def luminance(color: tuple[int, ...]) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (
        one / 255 for one in color)]  # fmt: skip
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def computed(page, selector: str, name: str) -> tuple[int, ...]:
    style = page.locator(selector).first.evaluate(
        "(one, name) => getComputedStyle(one).getPropertyValue(name)", name
    )
    return tuple(int(part) for part in re.findall(r"\d+", style)[:3])


def rest(page) -> None:
    """Stay where the page is for as long as a passage needs to count as read."""
    page.wait_for_timeout(1200)


def test_lines_hold_a_measure_that_can_be_read(site, page):
    longest = []
    for name in ("book/welcome", "book/how-to-use", "chapters/01-weights"):
        page.goto(f"{site}/{name}.html")
        longest += page.evaluate(LONGEST_LINES)
    full = [count for count in longest if count > 55]
    assert len(full) > 30
    assert max(full) <= 75
    assert sum(full) / len(full) >= 60


@pytest.mark.parametrize("width", [1280])
def test_a_line_of_78_characters_of_code_fits(site, page, width):
    page.goto(f"{site}/chapters/01-weights.html")
    room, letter = page.locator("div.cell_input pre").first.evaluate(
        """one => {
            const style = getComputedStyle(one);
            const probe = document.createElement("span");
            probe.textContent = "0".repeat(100);
            one.append(probe);
            const letter = probe.getBoundingClientRect().width / 100;
            probe.remove();
            return [one.clientWidth - parseFloat(style.paddingLeft)
                - parseFloat(style.paddingRight), letter];
        }"""
    )
    assert room / letter >= 78


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_palette_shows_on_the_page_and_links_can_be_read(site, page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/book/welcome.html")
    paper = computed(page, "body", "background-color")
    assert (sum(paper) < 100) == (scheme == "dark")
    for color in COLORS:
        channels = tuple(int(color[place : place + 2], 16) for place in (1, 3, 5))
        assert contrast(channels, paper) >= 3, color
    link = computed(page, ".bd-article li a", "color")
    assert contrast(link, paper) >= 4.5
    button = ".bd-article .start a"
    assert (
        contrast(computed(page, button, "color"), computed(page, button, "background-color")) >= 4.5
    )
    for selector in (".bd-article .minutes", ".bd-article figcaption", ".bd-article p > strong"):
        assert contrast(computed(page, selector, "color"), paper) >= 4.5, selector


@pytest.mark.parametrize("size", SIZES)
def test_headings_step_down_and_none_is_heavy(site, page, size):
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site}/chapters/01-weights.html")
    sizes = []
    for level in ("h1", "h2", "h3", "p"):
        style = page.locator(f".bd-article {level}").first
        sizes.append(style.evaluate("one => parseFloat(getComputedStyle(one).fontSize)"))
        if level != "p":
            weight = style.evaluate("one => Number(getComputedStyle(one).fontWeight)")
            assert weight <= 500
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] <= (30 if size == "phone" else 38)


def test_the_cover_has_a_figure_that_asks_and_answers(site, page):
    page.goto(f"{site}/book/welcome.html")
    figure = page.locator("figure.explorable").first
    assert figure.bounding_box()["y"] < 450
    expect(figure).to_have_attribute("data-ready", "true")
    slider = figure.locator("input[type=range]").first
    pictures = {figure.evaluate(STAGE)}
    for key in ("Home", "End"):
        slider.press(key)
        page.wait_for_timeout(100)
        pictures.add(figure.evaluate(STAGE))
    assert len(pictures) == 3
    summary = figure.locator(".explorable-summary")
    assert "L1 keeps none of 20 features" in summary.text_content()
    # What is guessed is answered.
    figure.locator(".explorable-guess input").first.check()
    figure.get_by_role("button", name="Commit").click()
    expect(figure.locator(".explorable-verdict")).to_have_text(re.compile(r"^(Right|Not so)\. .+"))
    expect(figure.locator("figcaption")).to_be_visible()


def test_the_way_into_the_course_is_a_button(site, page):
    page.goto(f"{site}/book/welcome.html")
    start = page.get_by_role("link", name="Start with chapter 1, Weights")
    assert start.bounding_box()["height"] >= 44
    start.click()
    page.wait_for_url("**/chapters/01-weights.html")


def test_the_map_gives_the_minutes_that_the_chapter_states(site, page):
    page.goto(f"{site}/book/welcome.html")
    minutes = page.locator(".bd-article li", has_text="Weights").first.locator(".minutes")
    shown = minutes.text_content()
    page.goto(f"{site}/chapters/01-weights.html")
    stated = page.locator("p", has_text="It takes").first.text_content()
    reading, exercises = re.search(r"about (\d+) minutes to read, and (\d+) more", stated).groups()
    assert shown == f"{reading} minutes, exercises {exercises}"


def test_progress_is_kept_and_shown_where_chapters_are_named(site, page):
    chapter, welcome = f"{site}/chapters/01-weights.html", f"{site}/book/welcome.html"
    page.goto(welcome)
    assert page.locator(".progress-note").count() == 0
    page.goto(chapter)
    half = "scrollTo({top: document.documentElement.scrollHeight / 2, behavior: 'instant'})"
    page.evaluate(half)
    rest(page)
    page.goto(welcome)
    told = page.locator(".bd-article .minutes .progress-note").text_content()
    share = int(re.fullmatch(r"(\d+)% read", told)[1])
    assert 40 < share < 65
    # The sidebar's link says so in its name.
    page.get_by_role("link", name=re.compile(rf"^1\. Weights\s+{share}% read$")).wait_for()
    page.reload()
    assert page.locator(".bd-article .minutes .progress-note").text_content() == told
    page.goto(chapter)
    page.evaluate("scrollTo({top: document.documentElement.scrollHeight, behavior: 'instant'})")
    rest(page)
    page.get_by_role("link", name=re.compile(r"^1\. Weights\s+read$")).wait_for()
    # Going back up takes nothing away.
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    rest(page)
    page.goto(welcome)
    assert page.locator(".bd-article .minutes .progress-note").text_content() == "read"


def test_the_ways_on_and_back_have_room_on_a_phone(site_pages, page):
    page.set_viewport_size({"width": 390, "height": 844})
    squeezed = []
    for address in site_pages:
        page.goto(address)
        squeezed += page.evaluate("""() => [...document.querySelectorAll(".prev-next-area a")]
            .filter(one => one.scrollWidth > one.clientWidth
                || one.querySelector("i").clientWidth < one.querySelector("i").clientHeight - 1)
            .map(one => `${location.pathname}: ${one.textContent}`)""")
    assert squeezed == []


def test_what_flies_past_is_not_read(site, page):
    page.goto(f"{site}/chapters/01-weights.html")
    page.evaluate("scrollTo({top: document.documentElement.scrollHeight, behavior: 'instant'})")
    page.wait_for_timeout(100)
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    rest(page)
    assert int(page.evaluate("localStorage.getItem('read:01-weights')")) < 20


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_progress_moves_nothing_on_the_page(site, page, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{site}/book/welcome.html")
    places = """() => [...document.querySelectorAll(".bd-article *, .bd-sidebar-primary li")]
        .filter(one => !one.matches(".progress-note, .progress-note *"))
        .map(one => one.getBoundingClientRect()).map(box => [box.top, box.left, box.height])"""
    before = page.evaluate(places)
    page.evaluate("localStorage.setItem('read:01-weights', '95')")
    page.reload()
    assert page.locator(".minutes .progress-note").text_content() == "95% read"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(places) == before
    assert page.evaluate(SHIFTS) < 0.001


def test_progress_works_from_a_file(site, page):
    page.goto((SITE / "chapters" / "01-weights.html").as_uri())
    rest(page)
    page.locator(".bd-sidenav .progress-note").wait_for(state="attached")


def test_without_storage_the_page_is_whole_and_tells_nothing(site, page):
    page.add_init_script(
        # The theme itself keeps its mode without asking whether it may.
        """const {setItem} = Storage.prototype;
        Storage.prototype.setItem = function (key, value) {
            if (key.startsWith("read:")) throw Error("no room");
            setItem.call(this, key, value);
        };"""
    )
    page.goto(f"{site}/chapters/01-weights.html")
    rest(page)
    assert page.locator(".progress-note").count() == 0
    # The page fixture asserts that no error was raised.


def test_the_keyboard_s_place_is_seen_wherever_it_stands(site, page):
    for name in ("book/welcome", "chapters/01-weights", "search"):
        page.goto(f"{site}/{name}.html")
        rings = []
        for _ in range(30):
            page.keyboard.press("Tab")
            # At rest: some buttons change slowly.
            rings.append(
                page.evaluate(
                    """() => {
                        const one = document.activeElement;
                        one.getAnimations({subtree: true}).forEach(move => move.finish());
                        const ring = getComputedStyle(one.closest(".quiz-option") || one);
                        const what = one.outerHTML.slice(0, 90);
                        return [what, ring.outlineStyle, parseFloat(ring.outlineWidth)];
                    }"""
                )
            )
        # After the last stop the browser itself has the focus.
        rings = [ring for ring in rings if not ring[0].startswith("<body")]
        assert [ring for ring in rings if ring[1] != "solid" or ring[2] < 2] == [], name
        assert len({what for what, *_ in rings}) > 8


def test_the_skip_link_leads_past_the_contents(site, page):
    page.goto(f"{site}/chapters/01-weights.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main-content")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#main-content') !== null")
