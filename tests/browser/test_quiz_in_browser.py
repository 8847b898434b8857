"""Quizzes and predictions in a browser: by keyboard, kept, said aloud, and without scripts."""

from __future__ import annotations

import pytest
from built_site import SITE, SIZES, violations

from shrinkage.check import compare_prediction

CHAPTER = "chapters/01-weights.html"


@pytest.fixture
def chapter(page, site):
    page.goto(f"{site}/{CHAPTER}")
    return page


def right_places(question) -> list[int]:
    return [int(place) - 1 for place in question.get_attribute("data-right").split()]


def wrong_place(question) -> int:
    count = question.locator("input").count()
    return next(n for n in range(count) if n not in right_places(question))


def check_by_keyboard(question, places: list[int]) -> None:
    """Choose options and check them without a pointer."""
    inputs = question.locator("input")
    if inputs.first.get_attribute("type") == "checkbox":
        for place in range(inputs.count()):
            if inputs.nth(place).is_checked() != (place in places):
                inputs.nth(place).press("Space")
    else:
        inputs.first.press("Space")
        for place in range(places[0]):
            inputs.nth(place).press("ArrowDown")
        assert inputs.nth(places[0]).is_checked()
    question.page.keyboard.press("Tab")
    while question.page.evaluate("document.activeElement.type") == "checkbox":
        question.page.keyboard.press("Tab")
    assert question.page.evaluate("document.activeElement.textContent") == "Check"
    question.page.keyboard.press("Enter")


def reasons(question) -> list[str]:
    """Return the answers as they stand in the fold."""
    return [one.strip() for one in question.locator("details li").all_text_contents()]


def said(question):
    region = question.get_by_role("status")
    assert region.get_attribute("aria-live") == "polite"
    return region


def test_each_option_of_each_question_is_answered_with_its_own_reason(chapter):
    questions = chapter.locator(".quiz-question").all()
    assert 4 <= len(questions) <= 6
    for n, question in enumerate(questions, start=1):
        group = question.get_by_role("group")
        assert f"Question {n} of {len(questions)}" in group.locator("legend").inner_text()
        for place, reason in enumerate(reasons(question)):
            check_by_keyboard(question, [place])
            text = said(question).inner_text()
            assert reason[:40] in said(question).text_content()
            if [place] == right_places(question):
                assert text.startswith("Right.")
            else:
                assert text.startswith("Right." if place in right_places(question) else "No.") or (
                    text.startswith(f"Option {place + 1}:")
                )
                assert "Try again" in text
    score = chapter.locator(".quiz-score")
    assert f"{len(questions)} of {len(questions)} answered" in score.inner_text()


def test_checking_without_a_choice_asks_for_one_and_counts_as_no_try(chapter):
    question = chapter.locator(".quiz-question").first
    question.get_by_role("button", name="Check").press("Enter")
    assert said(question).inner_text() == "Choose an option first."
    assert "; 0 of" in chapter.locator(".quiz-score").inner_text()


def test_a_question_with_several_right_options_wants_them_all(chapter):
    question = chapter.locator(".quiz-question:has([type=checkbox])").first
    right = right_places(question)
    check_by_keyboard(question, right[:1])
    assert "Still to find: 1" in said(question).inner_text()
    check_by_keyboard(question, [*right, wrong_place(question)])
    assert "Not all of these." in said(question).inner_text()
    assert not question.locator("details").is_visible()
    check_by_keyboard(question, right)
    assert "You found all." in said(question).inner_text()
    assert question.locator("details").is_visible()


def test_only_the_first_try_scores_and_the_answers_open_once_it_is_right(chapter):
    first, second = chapter.locator(".quiz-question").all()[:2]
    check_by_keyboard(first, [wrong_place(first)])
    assert not first.locator("details").is_visible()
    check_by_keyboard(first, right_places(first))
    assert first.locator("details").is_visible()
    check_by_keyboard(second, right_places(second))
    assert chapter.locator(".quiz-score").inner_text().startswith("1 of 6 right at the first try")


def test_the_other_questions_stay_as_they_are_when_one_is_checked(chapter):
    first, second, third = chapter.locator(".quiz-question").all()[:3]
    check_by_keyboard(first, [0])
    second.locator("input").nth(1).press("Space")
    chapter.evaluate(
        """() => {
            window.heard = [];
            new MutationObserver(found => found.forEach(one => heard.push(one.target)))
                .observe(document.querySelector(".quiz-status"), {childList: true});
            const first = document.querySelector(".quiz-question .quiz-status");
            new MutationObserver(found => heard.push(first)).observe(first, {childList: true});
        }"""
    )
    check_by_keyboard(third, [0])
    assert second.locator("input").nth(1).is_checked()
    assert chapter.evaluate("heard.length") == 0


def test_answers_and_score_are_there_after_a_reload_until_start_over(chapter):
    first, second = chapter.locator(".quiz-question").all()[:2]
    check_by_keyboard(first, [wrong_place(first)])
    check_by_keyboard(second, right_places(second))
    score = chapter.locator(".quiz-score span").inner_text()
    assert score.startswith("1 of 6 right at the first try; 2 of 6 answered.")
    chapter.reload()
    assert chapter.locator(".quiz-score span").inner_text() == score
    assert first.locator("input").nth(wrong_place(first)).is_checked()
    assert said(first).inner_text().startswith("No.")
    assert second.locator("details").is_visible()
    chapter.get_by_role("button", name="Start over").press("Enter")
    for _ in range(2):
        assert "; 0 of 6 answered." in chapter.locator(".quiz-score").inner_text()
        assert chapter.locator(".quiz-question input:checked").count() == 0
        assert said(first).inner_text() == ""
        assert not second.locator("details").is_visible()
        chapter.reload()


# The theme keeps its own things there, and does not take it so well.
REFUSES = """for (const name of ["getItem", "setItem"]) {
    const before = Storage.prototype[name];
    Storage.prototype[name] = function (key, ...rest) {
        if (key.startsWith("quiz ")) throw new Error("refused");
        return before.call(this, key, ...rest);
    };
}"""


@pytest.mark.parametrize(
    "storage",
    [
        REFUSES,
        REFUSES.replace('"getItem", ', ""),
        "localStorage.setItem(`quiz ${location.pathname}`, '{half')",
        "localStorage.setItem(`quiz ${location.pathname}`, '5')",
    ],
    ids=["no storage", "full", "broken", "another thing"],
)
def test_it_works_where_nothing_can_be_kept(page, site, storage):
    page.add_init_script(storage)
    page.goto(f"{site}/{CHAPTER}")
    for question in page.locator(".quiz-question").all():
        check_by_keyboard(question, right_places(question))
    assert page.locator(".quiz-score").inner_text().startswith("6 of 6 right at the first try")


def test_a_prediction_is_kept_and_compared_in_the_words_of_the_notebook(chapter):
    for box in chapter.locator(".prediction").all():
        reveal = chapter.locator("#" + box.get_attribute("data-reveal"))
        answer = box.get_attribute("data-answer")
        options = [one.strip() for one in box.locator("label").all_text_contents()]
        for place, option in enumerate(options):
            assert "What did you predict?" in reveal.locator(".cell_output").inner_text()
            inputs = box.locator("input")
            inputs.first.press("Space")
            for step in range(place):
                inputs.nth(step).press("ArrowDown")
            assert "What did you predict?" in reveal.locator(".cell_output").inner_text()
            inputs.nth(place).press("Enter")
            for _ in range(2):
                verdict = repr(compare_prediction(option, answer, options)).split(maxsplit=1)[1]
                assert reveal.locator(".cell_output").inner_text().strip() == verdict
                assert f"You predicted “{option}”" in box.get_by_role("status").inner_text()
                assert inputs.nth(place).is_checked()
                assert inputs.nth(place).is_disabled()
                chapter.reload()
            box.get_by_role("button", name="Predict again").press("Enter")


def test_committing_does_not_say_the_answer_aloud(chapter):
    box = chapter.locator(".prediction").first
    answer = box.get_attribute("data-answer")
    place = 0 if box.locator("label").first.text_content().strip() != answer else 1
    box.locator("input").nth(place).press("Space")
    box.get_by_role("button", name="Commit").press("Enter")
    heard = chapter.locator("[role=status], [role=alert], [aria-live]").all_text_contents()
    assert [one for one in heard if answer in one] == []


def test_predictions_that_came_true_are_counted(chapter):
    boxes = chapter.locator(".prediction").all()
    for n, box in enumerate(boxes):
        answer = box.get_attribute("data-answer")
        labels = [one.strip() for one in box.locator("label").all_text_contents()]
        place = labels.index(answer) if n == 0 else (labels.index(answer) + 1) % len(labels)
        box.locator("input").nth(place).press("Space")
        box.get_by_role("button", name="Commit").press("Enter")
    score = chapter.locator(".quiz-score").inner_text()
    assert f"Predictions that came true: 1 of {len(boxes)}." in score


def test_formulas_in_answers_are_drawn(chapter):
    question = chapter.locator(".quiz-question").first
    check_by_keyboard(question, right_places(question))
    formula = said(question).locator(".katex-html").first
    assert formula.is_visible()
    assert "KaTeX" in formula.evaluate("one => getComputedStyle(one).fontFamily")


def test_it_works_from_a_file(page):
    page.goto((SITE / CHAPTER).as_uri())
    question = page.locator(".quiz-question").first
    check_by_keyboard(question, right_places(question))
    assert said(question).inner_text().startswith("Right.")


def test_without_scripts_the_questions_are_text_and_their_answers_fold_out(site, browser):
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto(f"{site}/{CHAPTER}")
    for question in still.locator(".quiz-question").all():
        assert question.locator("> p").inner_text().startswith("Question ")
        assert question.locator("> ol > li").count() >= 2
        assert not question.locator("details li").first.is_visible()
        question.locator("summary").click()
        assert question.locator("details li").last.is_visible()
        assert question.locator("input, button").count() == 0
    assert still.locator(".prediction > ul > li").first.is_visible()
    assert still.locator(".quiz-score").count() == 0
    context.close()


def test_on_paper_the_answers_stand_below_each_question(chapter):
    question = chapter.locator(".quiz-question").first
    assert not question.locator("details").is_visible()
    chapter.emulate_media(media="print")
    assert question.locator("legend").is_visible()
    assert question.locator("details li").last.is_visible()
    assert question.locator("details li").last.bounding_box()["height"] > 0
    assert not question.get_by_role("button", name="Check").is_visible()
    assert not chapter.locator(".quiz-score").is_visible()


def test_options_and_buttons_are_large_enough_and_show_where_the_keyboard_is(chapter):
    chapter.set_viewport_size({"width": 390, "height": 844})
    parts = chapter.locator(".quiz-option, .quiz-form button, .quiz-score button").all()
    assert len(parts) > 20
    assert [
        one.bounding_box()["height"] for one in parts if one.bounding_box()["height"] < 44
    ] == []
    inner = chapter.locator(".quiz-option input").first
    inner.press("Space")
    label = chapter.locator(".quiz-option").first
    assert label.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    chapter.keyboard.press("Tab")
    button = chapter.locator(".quiz-form button").first
    assert button.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_once_all_is_answered(page_without_policy, site, size, scheme):
    chapter = page_without_policy
    width, height = SIZES[size]
    chapter.set_viewport_size({"width": width, "height": height})
    chapter.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    chapter.goto(f"{site}/{CHAPTER}")
    for place, question in enumerate(chapter.locator(".quiz-question").all()):
        good = right_places(question) if place % 2 else [wrong_place(question)]
        check_by_keyboard(question, good)
    for box in chapter.locator(".prediction").all():
        box.locator("input").first.press("Space")
        box.get_by_role("button", name="Commit").press("Enter")
    chapter.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert violations(chapter) == []
    assert chapter.evaluate("document.documentElement.scrollWidth") <= width
