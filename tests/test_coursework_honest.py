"""Honest work, in the ways in which people write notebooks, scores in full."""

from __future__ import annotations

from pathlib import Path

import pytest
from classroom import DATA, MEAN, SOLVED, THRESHOLD, grade, notebook

from coursework.gradebook import Flag, Report
from coursework.sandbox_bubblewrap import Bubblewrap

CELLS: dict[str, tuple[str, ...]] = {
    "plain": SOLVED,
    "display-before-a-definition": (
        DATA,
        "display(result)\nfrom IPython.display import HTML, Markdown\n"
        "display(HTML('<b>x</b>'), Markdown('*x*'))\n" + MEAN,
        "display('about to define')\n" + THRESHOLD,
    ),
    "matplotlib-inline": (
        "%matplotlib inline",
        DATA,
        MEAN,
        "import matplotlib.pyplot as plt\n"
        "fig, ax = plt.subplots()\nax.plot(hours, result, 'o')\nplt.show()\n"
        "fig.savefig('plot.png')\n" + THRESHOLD,
    ),
    "timed": (DATA, "%%time\n" + MEAN, "%%time\n" + THRESHOLD, "%timeit -n1 -r1 sum(range(9))"),
    "shell-lines": (
        "!pip install numpy",
        "!ls\nfiles = !ls *.csv\nassert files == ['ps0_data.csv'], files",
        "%pip --version",
        *SOLVED,
        "!rm -rf *",
    ),
    "prints-and-warnings": (
        *SOLVED,
        "import sys, warnings\nprint('x' * 1000)\nprint('y', file=sys.stderr)\n"
        "warnings.warn('careful')\nresult",
    ),
    "own-files-and-folders": (
        "import os, tempfile\nfrom pathlib import Path\n"
        "os.makedirs('out'); Path('out/a.txt').write_text('a')\n"
        "tempfile.NamedTemporaryFile().write(b'x')\n"
        "Path('/tmp/b.txt').write_text('b'); Path.home().joinpath('c').write_text('c')",
        *SOLVED,
        "os.chdir('out')",
    ),
    "the-courses-package": (
        DATA,
        "from shrinkage import penalties\nimport shrinkage.plots",
        MEAN,
        THRESHOLD,
    ),
    "asserts-of-its-own": (*SOLVED, "assert mean_result > 0\nassert soft_threshold(2, 1) == 1"),
    "await-and-classes": (
        DATA,
        "import asyncio\nawait asyncio.sleep(0)\n" + MEAN,
        "class Shrink:\n    def __call__(self, w, strength):\n"
        "        return np.sign(w) * np.maximum(np.abs(w) - strength, 0)\n"
        "soft_threshold = Shrink()",
    ),
    "several-processes": (
        *SOLVED,
        "import os, subprocess, sys\n"
        "subprocess.run([sys.executable, '-c', 'print(1)'], check=True)",
    ),
    "processes-that-share-memory": (
        *SOLVED,
        "import multiprocessing\nlarge = np.ones(12_000_000)\n"
        "def work(n):\n    return float(large[n:].sum())\n"
        "with multiprocessing.get_context('fork').Pool(8) as pool: pool.map(work, range(40))",
    ),
    "slow-but-right": (
        DATA,
        MEAN,
        "import time\n"
        "def soft_threshold(w, strength):\n"
        "    until = time.process_time() + 0.7\n"
        "    while time.process_time() < until: pass\n"
        "    return np.array([np.sign(x) * max(abs(x) - strength, 0) for x in w])",
    ),
    "waits": (*SOLVED, "import time; time.sleep(6)"),
    "ends-with-exit": (*SOLVED, "exit()"),
    "logging-and-progress": (
        "import logging; logging.basicConfig(level=logging.DEBUG); logging.info('x')",
        *SOLVED,
        "import sys\nfor n in range(2000): print(f'\\r{n}', end='', flush=True)",
    ),
}


@pytest.fixture(scope="module")
def honest(bubblewrap: Bubblewrap, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    class_ = {name: notebook(*code) for name, code in CELLS.items()}
    return grade(tmp_path_factory.mktemp("honest"), class_, bubblewrap, jobs=2)


@pytest.mark.parametrize("name", CELLS)
def test_honest_work_scores_in_full(name: str, honest: dict[str, Report]) -> None:
    report = honest[name]
    assert (report.flag, report.points) == (Flag.GRADED, 6), report


def test_no_cell_of_honest_work_fails(honest: dict[str, Report]) -> None:
    assert {name: one.detail for name, one in honest.items() if one.detail} == {}


def test_a_run_leaves_nothing_for_the_next(bubblewrap: Bubblewrap, tmp_path: Path) -> None:
    leave = (
        "from pathlib import Path\nPath('/tmp/left').write_text('x'); Path('left').write_text('')"
    )
    look = "import os\nassert not os.path.exists('/tmp/left') and not os.path.exists('left')"
    class_ = {"ada": notebook(*SOLVED, leave), "carl": notebook(*SOLVED, look)}
    reports = grade(tmp_path, class_, bubblewrap)
    assert [one.detail for one in reports.values()] == ["", ""]
