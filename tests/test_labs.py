"""Every control of every lab of every chapter changes its picture, at each of its ends."""

from __future__ import annotations

import matplotlib.pyplot as plt
import nbformat
import pytest
from labs import example_labs, idle_controls, labs_of
from notebooks import CHAPTERS

from shrinkage.explore import Slider, explore


@pytest.fixture(scope="module", params=CHAPTERS, ids=lambda path: path.stem)
def chapter_labs(request):
    return labs_of(request.param)


def test_a_chapter_has_labs_and_each_has_its_own_name(chapter_labs):
    names = [lab.name for lab in chapter_labs]
    assert names
    assert len(set(names)) == len(names)


def test_every_control_changes_the_picture(chapter_labs):
    assert [move for lab in chapter_labs for move in idle_controls(lab)] == []


def test_every_picture_has_a_text_alternative(chapter_labs):
    for lab in chapter_labs:
        for key, control in lab.controls.items():
            for end in control.ends():
                assert lab.drive(**{key: end}).alt, f"{lab.name} at {key} = {end}"


def test_the_examples_pass():
    assert [move for lab in example_labs() for move in idle_controls(lab)] == []


def test_a_control_that_does_nothing_is_found():
    def flat(lam=0.0, end=1.0):
        plt.plot([0, end], [0, 1])
        plt.xlim(0, 3)

    lab = explore(flat, lam=(0.0, 1.0, 0.5), end=(1.0, 3.0, 1.0))
    assert idle_controls(lab) == ["flat: lam = 1".replace("lam", "λ")]


def test_a_change_of_the_alt_text_alone_does_not_count():
    lab = explore(
        lambda lam: plt.plot([0, 1]),
        name="still",
        lam=Slider([0, 1]),
        alt=lambda lam: f"λ is {lam}.",
    )
    assert idle_controls(lab) == ["still: λ = 1"]


def test_an_error_at_one_end_is_raised():
    def draw(n=1):
        plt.plot([0, 1 / n])

    with pytest.raises(ZeroDivisionError):
        idle_controls(explore(draw, n=(0, 2)))


def test_labs_are_found_wherever_a_notebook_makes_them(tmp_path):
    sources = [
        "import matplotlib.pyplot as plt\nfrom shrinkage.explore import explore, Slider",
        "def line(top): plt.plot([0, top])",
        "explore(line, top=(1, 3))",
        "several = [explore(line, top=(1, 3), name=f'line-{n}') for n in range(2)]",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    nbformat.write(notebook, tmp_path / "small.ipynb")
    found = labs_of(tmp_path / "small.ipynb")
    assert [lab.name for lab in found] == ["line", "line-0", "line-1"]
