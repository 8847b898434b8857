"""Find the quiz and the predictions in a chapter's plain Markdown, and make them answer.

A quiz is the section "Quiz". Each question is a paragraph that starts with `**Question 1.**`, a
numbered list of options, and a fold with a numbered list of answers, one for each option and in
the same order. An answer starts with `**Right.**` or `**No.**` and gives the reason:

    **Question 1.** What is one and one?

    1. One.
    2. Two.

    <details>
    <summary>Show the answers</summary>

    1. **No.** That is one alone.
    2. **Right.** One, and one more.

    </details>

Several right answers make a question with checkboxes; it has to say "Choose all …".

A prediction is a paragraph that starts with `**Predict.**` and a list of options. Below it a cell
holds `guess_name = ...`, and further down another ends in `compare_prediction(guess_name, …)`.

So both read well wherever a notebook is shown, and on a page without scripts. This extension
checks them (each fault is a warning, which fails the build) and marks them; `quiz.js` does the
rest in the browser.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

QUESTION = re.compile(r"Question (\d+)\.")
GUESS = re.compile(r"^(guess_\w+) = \.\.\.", re.MULTILINE)
COMPARED = re.compile(r"compare_prediction\(\s*(\w+)")
ANSWER = re.compile(r"[Tt]he answer is “(.+?)”")
FEWEST = 2

logger = logging.getLogger(__name__)


class Marked(nodes.General, nodes.Element):
    """A part of a page that its script can find; `data` becomes its data attributes."""


class Fault(ValueError):
    """What is wrong with a quiz or a prediction, and the node where it is."""

    def __init__(self, message: str, place: nodes.Node) -> None:
        super().__init__(message)
        self.place = place


@dataclass(frozen=True)
class Question:
    """A question: its nodes in the document, its words, and the numbers of the right options."""

    parts: list[nodes.Node]
    options: list[str]
    right: list[int]

    @property
    def key(self) -> str:
        """A name under which answers are kept; with other words it is another question."""
        words = "\n".join([self.parts[0].astext(), *self.options])
        return hashlib.sha256(words.encode()).hexdigest()[:10]


def first_words(node: nodes.Node) -> str:
    """Return the bold words that a paragraph starts with, or nothing."""
    if not isinstance(node, nodes.paragraph):
        return ""
    # MyST starts such a paragraph with an empty text.
    first = next((part for part in node.children if part.astext()), None)
    return first.astext() if isinstance(first, nodes.strong) else ""


def is_raw(node: nodes.Node, start: str) -> bool:
    """Tell whether a node is HTML that starts so."""
    return isinstance(node, nodes.raw) and node.astext().lstrip().startswith(start)


def different(texts: list[str], what: str, place: nodes.Node) -> None:
    """Raise a fault if two of the texts are the same, but for case and spaces."""
    seen = [" ".join(text.split()).casefold() for text in texts]
    for text in seen:
        if seen.count(text) > 1:
            raise Fault(f"{what} has the option “{text}” twice.", place)


def read_quiz(section: nodes.section) -> list[Question]:
    """Return the questions of a section.

    Raises
    ------
    Fault
        If the section is not written as this module says.
    """
    parts = list(section.children[1:])
    starts = [n for n, part in enumerate(parts) if QUESTION.fullmatch(first_words(part))]
    if not starts:
        raise Fault("the quiz has no question: one starts with **Question 1.**", section)
    ends = [*starts[1:], len(parts)]
    return [
        read_question(parts[start:end], number)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    ]


def read_question(parts: list[nodes.Node], number: int) -> Question:
    """Return one question, from its paragraph to the end of its fold."""
    asked, name = parts[0], f"question {number} of the quiz"
    if first_words(asked) != f"Question {number}.":
        raise Fault(f"{name} is headed **{first_words(asked)}**.", asked)
    if len(parts) < 2 or not isinstance(parts[1], nodes.enumerated_list):
        raise Fault(f"{name} needs a numbered list of options right after its text.", asked)
    options = [item.astext() for item in parts[1].children]
    if len(options) < FEWEST:
        raise Fault(f"{name} needs two options or more.", asked)
    different(options, name, asked)
    fold = parts[2:]
    if not (
        len(fold) == 3
        and is_raw(fold[0], "<details>")
        and isinstance(fold[1], nodes.enumerated_list)
        and is_raw(fold[2], "</details>")
    ):
        raise Fault(
            f"{name} must end in a fold, <details>, that holds a numbered list of answers and "
            "nothing else.",
            asked,
        )
    answers = fold[1].children
    if len(answers) != len(options):
        raise Fault(f"{name} has {len(options)} options but {len(answers)} answers.", asked)
    right = []
    for place, answer in enumerate(answers, start=1):
        verdict = first_words(answer.children[0]) if answer.children else ""
        if verdict not in ("Right.", "No."):
            raise Fault(f"{name}: answer {place} must start with **Right.** or **No.**", asked)
        if answer.astext().strip() == verdict:
            raise Fault(f"{name}: answer {place} gives no reason.", asked)
        if verdict == "Right.":
            right.append(place)
    if not right:
        raise Fault(f"{name} has no right answer.", asked)
    if len(right) > 1 and "Choose all" not in asked.astext():
        raise Fault(f"{name} has several right answers, so it must say “Choose all …”.", asked)
    return Question(parts, options, right)


@dataclass(frozen=True)
class Prediction:
    """A prediction: its nodes, its options, the variable, the cell that reveals, the answer."""

    parts: list[nodes.Node]
    options: list[str]
    variable: str
    reveal: nodes.Element
    answer: str


def read_predictions(document: nodes.document) -> Iterator[Prediction]:
    """Yield the predictions of a document.

    Raises
    ------
    Fault
        If one is not written as this module says.
    """
    cells = [one for one in document.findall(nodes.container) if "cell" in one["classes"]]
    # A page without cells may speak of predictions.
    for asked in list(document.findall(nodes.paragraph)) if cells else ():
        if first_words(asked) != "Predict.":
            continue
        choices = asked.next_node(descend=False, siblings=True)
        if not isinstance(choices, nodes.bullet_list):
            raise Fault("a prediction needs a list of options right after **Predict.**", asked)
        options = [item.astext() for item in choices.children]
        different(options, "a prediction", asked)
        cell = choices.next_node(descend=False, siblings=True)
        guess = GUESS.search(cell.astext()) if cell in cells else None
        if guess is None:
            raise Fault("a prediction needs a cell `guess_… = ...` right below.", asked)
        reveals = [one for one in cells if guess[1] in COMPARED.findall(one.astext())]
        if len(reveals) != 1:
            raise Fault(
                f"{guess[1]} must be compared once, by compare_prediction; "
                f"it is {len(reveals)} times.",
                asked,
            )
        outcome = ANSWER.search(html.unescape(reveals[0].astext()))
        if outcome is None or outcome[1] not in options:
            found = outcome and outcome[1]
            raise Fault(f"{guess[1]}'s answer is {found!r}, none of {options}.", asked)
        yield Prediction([asked, choices], options, guess[1], reveals[0], outcome[1])


def mark(parts: list[nodes.Node], kind: str, **data: str) -> None:
    """Put neighbors in a document into one marked part."""
    marked = Marked(classes=[kind], data=data)
    parts[0].parent.insert(parts[0].parent.index(parts[0]), marked)
    for part in parts:
        part.parent.remove(part)
        marked += part


class MarkQuizzes(SphinxPostTransform):
    """Check and mark what answers on a page."""

    # After MyST-NB has chosen what is shown of each output.
    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through one document; a fault is a warning."""
        try:
            for section in list(self.document.findall(nodes.section)):
                if section.children[0].astext() == "Quiz":
                    for question in read_quiz(section):
                        right = " ".join(map(str, question.right))
                        mark(question.parts, "quiz-question", key=question.key, right=right)
            for one in list(read_predictions(self.document)):
                place = "reveal-" + one.variable.replace("_", "-")
                one.reveal["ids"].append(place)
                mark(one.parts, "prediction", key=one.variable, answer=one.answer, reveal=place)
        except Fault as fault:
            logger.warning("%s", fault, location=fault.place, type="quiz")


def open_part(translator: Any, node: Marked) -> None:
    """Write the start of a marked part."""
    data = {f"data-{name}": value for name, value in node["data"].items()}
    translator.body.append(translator.starttag(node, "div", **data))


def close_part(translator: Any, node: Marked) -> None:
    """Write the end of a marked part."""
    translator.body.append("</div>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_node(Marked, html=(open_part, close_part))
    app.add_post_transform(MarkQuizzes)
    app.add_css_file("quiz.css")
    app.add_js_file("quiz.js", loading_method="defer")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
