"""A quiz or a prediction is found in plain Markdown, and what is wrong with it is said."""

from __future__ import annotations

import nbformat
import numpy as np
import pytest
import quiz
from docutils import nodes
from docutils.core import publish_doctree
from myst_parser.docutils_ import Parser
from notebooks import CHAPTERS
from small_book import build

from shrinkage.datasets import load_penguins

QUIZ = """# A chapter

## Quiz

A few questions.

**Question 1.** What is $1 + 1$?

1. One.
2. Two.

<details>
<summary>Show the answers</summary>

1. **No.** That is one *alone*.
2. **Right.** One, and one more.

</details>

**Question 2.** Which are even? Choose all that are.

1. Two.
2. Three.
3. Four.

<details>
<summary>Show the answers</summary>

1. **Right.** It is 2 · 1.
2. **No.** It leaves a rest of 1.
3. **Right.** It is 2 · 2.

</details>

## Take away
"""


def parse(text: str) -> nodes.document:
    settings = {"myst_enable_extensions": ["dollarmath"], "doctitle_xform": False}
    return publish_doctree(text, parser=Parser(), settings_overrides=settings)


def read(text: str) -> list:
    sections = parse(text).findall(nodes.section)
    return quiz.read_quiz(next(one for one in sections if one.children[0].astext() == "Quiz"))


def test_a_quiz_is_read_from_plain_markdown():
    questions = read(QUIZ)
    assert [one.options for one in questions] == [["One.", "Two."], ["Two.", "Three.", "Four."]]
    assert [one.right for one in questions] == [[2], [1, 3]]


def test_a_question_with_other_words_is_another_one():
    keys = [one.key for one in read(QUIZ)]
    changed = [one.key for one in read(QUIZ.replace("2. Two.", "2. 2."))]
    assert changed[0] != keys[0]
    assert changed[1] == keys[1]
    assert len(set(keys)) == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("**Question", "**Frage", "the quiz has no question"),
        ("**Question 2", "**Question 3", "question 2 of the quiz is headed **Question 3.**"),
        ("**Right.** One, and", "**No.** One, and", "question 1 of the quiz has no right answer"),
        (
            "2. **Right.** One, and one more.\n",
            "",
            "question 1 of the quiz has 2 options but",
        ),
        (
            "2. **No.** It leaves a rest of 1.",
            "2. **No.**",
            "question 2 of the quiz: answer 2",
        ),
        ("**No.** It leaves", "It leaves", "question 2 of the quiz: answer 2 must start with"),
        ("2. Three.", "2.  two.", "question 2 of the quiz has the option “two.” twice"),
        ("1. One.\n2. Two.", "1. Two.", "question 1 of the quiz needs two options or more"),
        ("1. One.\n2. Two.", "- One.\n- Two.", "question 1 of the quiz needs a numbered list"),
        ("Choose all that are.", "", "question 2 of the quiz has several right answers"),
        ("</details>\n\n## Take", "## Take", "question 2 of the quiz must end in a fold"),
        ("</details>\n\n**Q", "</details>\n\nMore.\n\n**Q", "question 1 of the quiz must end in"),
    ],
)
def test_a_fault_in_a_quiz_is_said_with_its_question(old, new, message):
    assert old in QUIZ
    with pytest.raises(quiz.Fault) as found:
        read(QUIZ.replace(old, new))
    assert str(found.value).startswith(message)


GUESSED = """# A chapter

**Predict.** Does it rise?

- it rises
- it falls

```{code} python
guess_it = ...   # "it rises" or "it falls"
```

```{code} python
compare_prediction(guess_it, "it falls", ["it rises", "it falls"])
The answer is “it falls”.
```
"""


def predictions(text: str) -> list:
    document = parse(text)
    # As MyST-NB does, put each cell into a container.
    for block in list(document.findall(nodes.literal_block)):
        cell = nodes.container(classes=["cell"])
        block.replace_self(cell)
        cell += block
    return list(quiz.read_predictions(document))


def test_a_prediction_is_read_with_the_cell_that_reveals_it():
    (found,) = predictions(GUESSED)
    assert found.options == ["it rises", "it falls"]
    assert (found.variable, found.answer) == ("guess_it", "it falls")
    assert "compare_prediction" in found.reveal.astext()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("- it rises\n- it falls\n", "", "a prediction needs a list of options right after"),
        ("- it rises", "- it falls", "a prediction has the option “it falls” twice"),
        ("guess_it = ...", "guess_it = 1", "a prediction needs a cell `guess_… = ...`"),
        ("prediction(guess_it", "prediction(guess_that", "guess_it must be compared once"),
        ("is “it falls”", "is “it stays”", "guess_it's answer is 'it stays', none of"),
        ("The answer is “it falls”.\n", "", "guess_it's answer is None, none of"),
    ],
)
def test_a_fault_in_a_prediction_is_said(old, new, message):
    assert old in GUESSED
    with pytest.raises(quiz.Fault) as found:
        predictions(GUESSED.replace(old, new))
    assert str(found.value).startswith(message)


def test_a_page_without_cells_may_speak_of_predictions():
    assert list(quiz.read_predictions(parse("# How to\n\n**Predict.** Say it first."))) == []


def test_a_sound_quiz_is_marked_in_the_page(tmp_path):
    done = build(tmp_path, QUIZ.split("\n", 2)[2])
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "_build/html/chapters/small.html").read_text(encoding="utf-8")
    assert page.count('class="quiz-question"') == 2
    assert 'data-right="1 3"' in page
    assert page.count("<summary>Show the answers</summary>") == 2


def test_a_fault_in_a_quiz_stops_the_build_and_names_the_place(tmp_path):
    done = build(tmp_path, QUIZ.split("\n", 2)[2].replace("**Right.** One", "**No.** One"))
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert "question 1 of the quiz has no right answer" in said
    assert "small.ipynb:1000" in said


def test_the_numbers_in_the_quiz_of_chapter_1_follow_from_the_chapter():
    cells = nbformat.read(CHAPTERS[0], as_version=4).cells
    said = "\n".join(c.source for c in cells if c.source.startswith("**Question "))
    penguins = load_penguins().select(["bill depth", "body mass"])
    X, y = penguins.X - [17.0, 4.2], penguins.y
    w, b = np.array([2.0, 5.0]), -0.2
    z = X @ w + b
    p = 1 / (1 + np.exp(-np.array([2.0, 4.0, 0.5])))
    wrong = (z > 0) != y
    sure = [np.sum(wrong & (1 / (1 + np.exp(-np.abs(k * z))) > 0.99)) for k in (1, 10)]
    claims = [np.mean(1 / (1 + np.exp(-np.abs(k * z)))) for k in (1, 10)]
    for words in (
        f"these two are {p[0]:.3f} and {p[1]:.3f}",
        f"about {np.exp(2):.1f} times the first's",
        f"from one half it is {p[2] - 0.5:.2f}",
        f"about {np.exp(w[1] * 0.1):.2f} times the odds",
        f"it is {w[1] / w[0]:.1f} with kilograms and {w[1] / 1000 / w[0]:.4f} with grams",
        f"falls from {z[0]:.2f} to −{-(z[0] - 1.8):.2f}",
        f"{1 - wrong.mean():.1%} before and after",
        f"more than 99% for {sure[1]} of its errors; before, it did for {sure[0]}.",
        f"from {claims[0]:.1%} to {claims[1]:.1%}",
        f"the same {wrong.sum()} birds",
    ):
        assert words in said
