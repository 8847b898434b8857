"""Explorables as widgets in JupyterLab: the kernel and the picture follow each other.

One server on this machine, one notebook, one kernel. Each figure is shown three times: two objects,
and the first of them once more.
"""

from __future__ import annotations

import json
import re
import time

import nbformat
import pytest
from figure_scripts import ends
from start_jupyterlab import PATIENCE, READY, RUN_ALL, started_jupyterlab

from shrinkage.explorables import ALL

each = pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.name)

# JupyterLab tells of its own plugins that they were slow to start.
# And that the kernel is gone, when it is restarted.
NOISE = (
    r"Plugin \S+ is taking too long to activate\."
    r"|Plugin \S+ \(with \d+ dependants\) took [\d.]+ms to activate\."
    r"|Connection lost, reconnecting in \d+ seconds\."
)
RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()"
ACTIVATE = "n => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = n; }"
CLEAR = "() => window.jupyterapp.commands.execute('notebook:clear-cell-output')"
EXECUTE = """async code => {
    const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
    const future = kernel.requestExecute({ code });
    let said = "";
    future.onIOPub = ({ header, content }) => {
        if (header.msg_type === "stream") said += content.text;
        if (header.msg_type === "error") said += `${content.ename}: ${content.evalue}`;
    };
    await future.done;
    return said;
}"""


def write_notebook(path):
    """Write a notebook with two cells for each figure."""
    cells = ["import json\nfrom shrinkage.explorables import *\nall = {}"]
    for cls in ALL:
        cells += [
            f'one, two = all["{cls.name}"] = {cls.__name__}(), {cls.__name__}()\ndisplay(one, two)',
            f'all["{cls.name}"][0]',
        ]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def server(browser, tmp_path_factory):
    """The address of a JupyterLab with that notebook."""
    with started_jupyterlab(tmp_path_factory.mktemp("jupyterlab")) as (address, root):
        write_notebook(root / "figures.ipynb")
        yield address


def until(read, wanted) -> None:
    """Read again and again, until it is what is wanted, for the machine may be busy."""
    end = time.monotonic() + PATIENCE
    while (found := read()) != wanted and time.monotonic() < end:
        time.sleep(0.05)
    assert found == wanted


class Notebook:
    """The notebook in JupyterLab, and the kernel behind it."""

    def __init__(self, page) -> None:
        self.page = page

    def run(self, code: str) -> str:
        """Run code in the kernel and return what it prints."""
        return self.page.evaluate(EXECUTE, code)

    def run_all(self) -> None:
        """Run all cells once the kernel is ready, and wait for all figures."""
        self.page.wait_for_function(READY)
        self.page.evaluate(RUN_ALL)
        try:
            until(self.figures().count, 3 * len(ALL))
        except AssertionError:
            pytest.fail("\n".join(self.page.locator(".jp-OutputArea").all_inner_texts()))

    def figures(self, name: str = ""):
        """Return where figures are mounted: all, or those of one kind, in their order."""
        kind = f'[data-explorable="{name}"]' if name else ""
        return self.page.locator(f'.jp-Notebook figure.explorable{kind}[data-ready="true"]')


class Shown:
    """A figure where it is shown, and the object in Python behind it."""

    def __init__(self, notebook: Notebook, cls, place: int) -> None:
        self.notebook = notebook
        self.object = f'all["{cls.name}"][{place % 2}]'
        self.whole = notebook.figures(cls.name).nth(place)

    @property
    def state(self) -> dict:
        """What the picture shows, once it is drawn."""
        return self.whole.evaluate(
            """one => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
                () => done(one.explorable.get()))))"""
        )

    @property
    def python(self) -> dict:
        """What the object knows."""
        code = "print(json.dumps({{**{0}.state, 'prediction': {0}.prediction}}))"
        return json.loads(self.notebook.run(code.format(self.object)))

    @property
    def drawing(self) -> str:
        """What is drawn, without ids, which each place has of its own."""
        assert self.state
        return re.sub(r"\bid=\S+|url\(.*?\)", "", self.stage.inner_html())

    @property
    def stage(self):
        return self.whole.locator(".explorable-stage")

    def set(self, **values) -> None:
        """Set traits in Python."""
        for key, value in values.items():
            assert self.notebook.run(f"{self.object}.{key} = {value!r}") == ""

    def guess(self, value: str | None) -> None:
        """Commit a guess as a reader does: one of the options, or in the picture."""
        if value is None:
            self.whole.locator("svg [role=slider]").first.press("ArrowRight")
        else:
            self.whole.locator(f".explorable-guess input[value={value}]").check()
        self.whole.get_by_role("button", name="Commit").press("Enter")


@pytest.fixture(scope="module")
def notebook(server, open_watched):
    """A notebook whose cells have been run."""
    with open_watched(noise=NOISE) as page:
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(f"{server}lab/tree/figures.ipynb?reset")
        notebook = Notebook(page)
        notebook.run_all()
        yield notebook


@pytest.fixture
def three(notebook, cls):
    """The three places where a figure is shown: one, two, and one again; all at the start."""
    back = f'for w in all["{cls.name}"]:\n    w.reset()\n    w.prediction = ""'
    assert notebook.run(back) == ""
    places = [Shown(notebook, cls, place) for place in range(3)]
    for figure in places:
        until(lambda figure=figure: figure.state, {**cls().state, "prediction": ""})
        button = figure.whole.get_by_role("button", name="Show me", exact=True)
        if button.count() and button.is_visible():
            button.press("Enter")
    return places


@each
def test_what_is_set_in_python_reaches_the_picture_and_no_other(cls, three):
    one, two, again = three
    start, drawn = two.state, one.drawing
    assert two.drawing == again.drawing == drawn
    for key, spec in cls.spec().items():
        value = next(end for end in ends(spec) if end != spec["start"])
        one.set(**{key: value})
        for figure in (one, again):
            until(lambda figure=figure: figure.state, {**start, key: value})
        # Some values have a say in the picture only along with others.
        if cls(**{key: value}).results() != cls().results():
            until(lambda: one.drawing != drawn, True)
        until(lambda: again.drawing == one.drawing, True)
        assert two.state == start
        assert two.drawing == drawn
        one.set(**{key: spec["start"]})
        until(lambda: one.state, start)
        until(lambda: one.drawing == drawn, True)


@each
def test_what_is_moved_by_keyboard_reaches_python(cls, three):
    one, two, again = three
    start = two.python
    handles = one.whole.locator("svg [role=slider]").all()
    sliders = one.whole.locator("input[type=range]").all()
    assert handles or sliders
    for control in [*handles, *sliders]:
        control.focus()
        now = start
        # JupyterLab has uses of its own for most of these.
        for key in ("Home", "PageUp", "ArrowUp", "ArrowRight", "End", "PageDown", "ArrowDown"):
            before = now
            one.notebook.page.keyboard.press(key)
            now, focused = control.evaluate(
                """one => [one.closest("figure.explorable").explorable.get(),
                    document.activeElement === one || document.activeElement.outerHTML]"""
            )
            assert focused is True, (key, control)
            assert key == "Home" or now != before, (key, control, now)
        until(lambda: one.python, one.state)
        assert one.python != start
        until(lambda: again.state, one.state)
        assert two.python == two.state == start
        one.whole.get_by_role("button", name="Reset").press("Enter")
        until(lambda: one.python, start)


@each
def test_a_typed_number_reaches_python(cls, three):
    one, two, _ = three
    start = two.python
    for field in one.whole.locator("input[type=number]").all():
        low, high = field.get_attribute("min"), field.get_attribute("max")
        # In JupyterLab's command mode letters and digits do other things.
        field.press("ControlOrMeta+a")
        field.press_sequentially(high if field.input_value() != high else low)
        field.press("Enter")
        until(lambda: one.python != start, True)
        until(lambda: one.python, one.state)
        one.whole.get_by_role("button", name="Reset").press("Enter")
        until(lambda: one.python, start)


@each
def test_a_guess_reaches_python_and_back(cls, three):
    one, two, again = three
    if cls.guesses == ():
        return
    one.guess(cls.guesses[-1] if cls.guesses else None)
    last = one.state["prediction"]
    assert last == cls.guesses[-1] if cls.guesses else last
    first = cls.guesses[0] if cls.guesses else last
    until(lambda: one.python["prediction"], last)
    assert two.python["prediction"] == ""
    until(lambda: again.state["prediction"], last)
    verdicts = [figure.whole.locator(".explorable-verdict") for figure in (one, two, again)]
    until(lambda: [bool(one.text_content()) for one in verdicts], [True, False, True])
    two.set(prediction=first)
    until(lambda: [bool(one.text_content()) for one in verdicts], [True, True, True])
    assert two.whole.get_attribute("data-secret") == "false"
    assert one.python["prediction"] == last
    one.whole.get_by_role("button", name="Predict again").press("Enter")
    until(lambda: one.python["prediction"], "")


def test_no_id_is_given_twice(notebook):
    twice = notebook.figures().evaluate_all(
        """all => {
            const ids = all.flatMap(one => [...one.querySelectorAll("[id]")].map(one => one.id));
            const names = all.map(one => new Set(
                [...one.querySelectorAll("[type=radio]")].map(one => one.name)));
            const shared = names.flatMap((one, n) => names.slice(n + 1).flatMap(
                other => [...one].filter(name => other.has(name))));
            return [...ids.filter((id, n) => ids.indexOf(id) !== n), ...shared];
        }"""
    )
    assert twice == []


def test_what_is_taken_away_stops_listening_and_a_restart_brings_all_back(notebook):
    page = notebook.page
    for number, cls in enumerate(ALL):
        one, _, again = (Shown(notebook, cls, place) for place in range(3))
        gone = again.whole.evaluate_handle("one => one.explorable.model")
        start = gone.evaluate("one => one.state")
        page.evaluate(ACTIVATE, 2 + 2 * number)
        page.evaluate(CLEAR)
        until(notebook.figures(cls.name).count, 2)
        key, spec = next(iter(cls.spec().items()))
        value = next(end for end in ends(spec) if end != start[key])
        one.set(**{key: value})
        until(lambda one=one, key=key: one.state[key], value)
        assert gone.evaluate("one => one.state") == start
        # Closed from Python, it is gone where it is shown; the other stays.
        assert notebook.run(f"{one.object}.close()") == ""
        until(notebook.figures(cls.name).count, 1)
    page.evaluate(RESTART)
    notebook.run_all()
    for cls in ALL:
        one, two, _ = (Shown(notebook, cls, place) for place in range(3))
        assert one.python == two.python == one.state == {**cls().state, "prediction": ""}
        key, spec = next(iter(cls.spec().items()))
        value = next(end for end in ends(spec) if end != spec["start"])
        two.set(**{key: value})
        until(lambda two=two, key=key: two.state[key], value)
        assert one.state[key] == spec["start"]
