"""Each attack is graded in the middle of a class, in the real sandbox."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from classroom import (
    DATA,
    SALT,
    SOLVED,
    SUM,
    THRESHOLD,
    assignment,
    grade,
    notebook,
    survivors,
)

from coursework.answers import encode
from coursework.gradebook import Flag, Report
from coursework.sandbox import Limits, Sandbox
from coursework.sandbox_bubblewrap import Bubblewrap
from coursework.sandbox_none import NoWalls

SHORT = replace(assignment(), seconds=4, megabytes=400)
HONEST = {"ada": notebook(*SOLVED), "carl": notebook(DATA, SUM, THRESHOLD)}
FULL = 6  # points for what is computed

# Every open file of the process, save those that everyone knows.
ALL_FILES = "import os, json\nfiles = [int(f) for f in os.listdir('/proc/self/fd') if int(f) > 2]\n"
FORGE = (
    ALL_FILES
    + "def forge(data):\n"
    + "    for f in files:\n"
    + "        try:\n"
    + "            while data:\n"
    + "                data = data[os.write(f, data):]\n"
    + "        except OSError:\n"
    + "            pass\n"
    + "    os._exit(0)\n"
)
ALWAYS_EQUAL = """\
class Yes:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __call__(self, *given): return self
    def __getattr__(self, name): return self
    def __array__(self, *given, **more): raise KeyError
"""


@dataclass(frozen=True)
class Attack:
    """What is done, and what comes of it: the flag, and the points of what is computed."""

    name: str
    cells: tuple[str, ...]
    flag: Flag
    points: float
    detail: str = ""


def after_the_work(name: str, code: str, flag: Flag, points: float, detail: str = "") -> Attack:
    """Return an attack that comes after right answers to everything."""
    return Attack(name, (*SOLVED, code), flag, points, detail)


ATTACKS = [
    after_the_work("endless loop", "while True: pass", Flag.TIMED_OUT, 0),
    after_the_work(
        "endless loop that catches all",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        Flag.TIMED_OUT,
        0,
    ),
    after_the_work(
        "endless sleep that ignores signals",
        "import signal, time\n"
        "for one in range(1, 65):\n"
        "    try: signal.signal(one, signal.SIG_IGN)\n"
        "    except (OSError, ValueError): pass\n"
        "while True: time.sleep(1)",
        Flag.TIMED_OUT,
        0,
    ),
    Attack(
        "endless function",
        (DATA, "mean_result = result.mean()\ndef soft_threshold(*given):\n    while True: pass"),
        Flag.TIMED_OUT,
        0,
    ),
    after_the_work("sys.exit", "import sys; sys.exit(0)", Flag.GRADED, FULL, "SystemExit"),
    after_the_work("os._exit", "import os; os._exit(0)", Flag.STOPPED_EARLY, 0),
    after_the_work(
        "kills itself", "import os; os.kill(os.getpid(), 9)", Flag.STOPPED_EARLY, 0, "signal 9"
    ),
    after_the_work("input()", "input('a password? ')", Flag.GRADED, FULL, "EOFError"),
    after_the_work(
        "memory flood",
        "kept = []\nwhile True:\n    try: kept.append(np.ones(4_000_000))\n"
        "    except MemoryError: pass",
        Flag.OUT_OF_MEMORY,
        0,
    ),
    after_the_work(
        "memory flood in several processes",
        "import os, time\n"
        "for _ in range(5):\n"
        "    if os.fork() == 0:\n"
        "        kept = np.ones(20_000_000); time.sleep(60)\n"
        "time.sleep(60)",
        Flag.OUT_OF_MEMORY,
        0,
    ),
    after_the_work(
        "memory that is no process's",
        "import ctypes, os\n"
        "c = ctypes.CDLL(None, use_errno=True)\n"
        "got = c.memfd_create(b'x', 0), c.shmget(0, 10**8, 0o1600)\n"
        "raise RuntimeError(f'{got} {ctypes.get_errno()}')",
        Flag.GRADED,
        FULL,
        "(-1, -1) 1",
    ),
    after_the_work(
        "fork bomb",
        "import os\nwhile True:\n    try: os.fork()\n    except BaseException: pass",
        Flag.TOO_MANY_PROCESSES,
        0,
    ),
    after_the_work(
        "thread flood",
        "import threading, time\n"
        "for _ in range(500): threading.Thread(target=time.sleep, args=(60,)).start()",
        Flag.GRADED,
        FULL,
        "can't start new thread",
    ),
    after_the_work(
        "leaves processes behind",
        "import subprocess, sys\n"
        "for _ in range(3):\n"
        "    subprocess.Popen([sys.executable, '-c', 'import os, time; os.fork(); os.setsid(); "
        "time.sleep(600)'], start_new_session=True)",
        Flag.GRADED,
        FULL,
    ),
    after_the_work(
        "disk flood",
        "for n in range(100):\n"
        "    with open(f'flood{n}', 'wb') as file: file.write(b'x' * 50_000_000)",
        Flag.GRADED,
        FULL,
        "No space left",
    ),
    after_the_work("output flood", "while True: print('x' * 10_000)", Flag.TOO_MUCH_OUTPUT, 0),
    after_the_work(
        "raises its own limits",
        "import resource\nresource.setrlimit(resource.RLIMIT_NPROC, (10**6, 10**6))",
        Flag.GRADED,
        FULL,
        "ValueError",
    ),
    after_the_work("closes every file", "import os; os.closerange(0, 256)", Flag.STOPPED_EARLY, 0),
    Attack(
        "forged marks",
        (
            FORGE + "forge(json.dumps({'errors': [], 'answers': [{'points': 2, 'status': 'RIGHT'},"
            " {'points': 4, 'status': 'RIGHT'}]}).encode())",
        ),
        Flag.BAD_ANSWERS,
        0,
    ),
    Attack(
        "forged pickle",
        (FORGE + "forge(b'\\x80\\x04\\x95' + b'cos\\nsystem\\n(S\"touch /tmp/owned\"\\ntR.')",),
        Flag.BAD_ANSWERS,
        0,
    ),
    Attack(
        "forged object array",
        (
            FORGE + "forge(json.dumps({'errors': [], 'answers': 2 * [{'value': {'t': 'array', "
            "'kind': 'O', 'shape': [1], 'v': 'AAAAAAAAAAA='}}]}).encode())",
        ),
        Flag.BAD_ANSWERS,
        0,
    ),
    Attack("forged deep nesting", (FORGE + "forge(b'[' * 1_000_000)",), Flag.BAD_ANSWERS, 0),
    Attack(
        "forged flood",
        (FORGE + "forge(b' ' * 40_000_000)",),
        Flag.BAD_ANSWERS,
        0,
        "more than 16 MB",
    ),
    Attack(
        "huge array for an answer",
        (DATA, "mean_result = np.broadcast_to(1.0, (10**6, 10**6))", THRESHOLD),
        Flag.GRADED,
        4,
    ),
    Attack(
        "huge and nested lists for answers",
        (
            DATA,
            "mean_result = []\nfor _ in range(10_000): mean_result = [mean_result]",
            "def soft_threshold(w, strength): return [0.0] * 10_000_000",
        ),
        Flag.GRADED,
        0,
    ),
    Attack(
        "patched NumPy",
        (
            DATA,
            "for name in ('allclose', 'isclose', 'array_equal', 'array_equiv'):\n"
            "    setattr(np, name, lambda *given, **more: True)\n"
            "np.testing.assert_allclose = lambda *given, **more: None\n"
            "np.abs = np.sign = lambda *given, **more: np.zeros(1)",
            "mean_result = 0.0\ndef soft_threshold(w, strength): return w",
        ),
        Flag.GRADED,
        0,
    ),
    Attack(
        "NumPy patched where answers pass through",
        (*SOLVED, "np.asarray = lambda *given, **more: Ellipsis"),
        Flag.GRADED,
        0,
    ),
    Attack(
        "IPython transformers",
        (
            "shell = get_ipython()\n"
            "shell.input_transformers_cleanup.append(lambda lines: ['assert True\\n'])\n"
            "shell.events.register('pre_run_cell', lambda info: 1 / 0)",
            *SOLVED,
        ),
        Flag.GRADED,
        0,
    ),
    Attack(
        "IPython's run_cell replaced",
        ("get_ipython().__class__.run_cell = lambda *given, **more: 1 / 0", *SOLVED),
        Flag.GRADED,
        FULL,
    ),
    Attack(
        "overwritten checks",
        (
            "from shrinkage.check import exercise, verdict\n"
            "right = lambda self, answer: verdict.Verdict(verdict.Status.RIGHT, 'Yes.')\n"
            "for one in (exercise.Exercise, exercise.ValueExercise, exercise.FunctionExercise):\n"
            "    one.check = one._judge = right\n"
            "mean_result = 0.0\ndef soft_threshold(w, strength): return w",
        ),
        Flag.GRADED,
        0,
    ),
    Attack(
        "overwritten runner",
        (
            "import sys\n"
            "for name in ('coursework.runner', 'coursework.answers', 'json'):\n"
            "    module = sys.modules[name]\n"
            "    for one in ('encode', 'decode', 'dumps', '_encode', '_ask', '_call'):\n"
            "        if hasattr(module, one): setattr(module, one, lambda *given: {'right': True})",
            *SOLVED,
        ),
        Flag.BAD_ANSWERS,
        0,
    ),
    Attack(
        "equal to everything",
        (ALWAYS_EQUAL + "mean_result = Yes()\ndef soft_threshold(w, strength): return Yes()",),
        Flag.GRADED,
        0,
    ),
    Attack(
        "a float that is equal to everything",
        (
            "class Yes(float):\n"
            "    __eq__ = __le__ = __ge__ = lambda self, other: True\n"
            "    __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0\n"
            "mean_result = Yes(1)\ndef soft_threshold(w, strength): return [Yes(1)] * len(w)",
        ),
        Flag.GRADED,
        0,
    ),
    Attack(
        "text that is not Unicode",
        (
            DATA,
            "mean_result = '\\ud800\\x00<script>alert(1)</script>'",
            "def soft_threshold(w, strength):\n    raise type('=1+1', (Exception,), {})('\\udfff')",
        ),
        Flag.GRADED,
        0,
    ),
    after_the_work(
        "the parent through /proc",
        "import os, signal\n"
        "for process in [int(one) for one in os.listdir('/proc') if one.isdigit()]:\n"
        "    for place in ('mem', 'environ', 'maps', 'root', 'cwd', 'fd'):\n"
        "        try:\n"
        "            path = f'/proc/{process}/{place}'\n"
        "            os.listdir(path) if place in ('root', 'fd') else open(path, 'rb').read(9999)\n"
        "        except OSError: pass\n"
        "    if process != os.getpid():\n"
        "        for one in (signal.SIGTERM, signal.SIGKILL):\n"
        "            try: os.kill(process, one)\n"
        "            except OSError: pass\n"
        "try: os.kill(-1, 0)\n"
        "except OSError: pass",
        Flag.GRADED,
        FULL,
    ),
]


def others(reports: dict[str, Report]) -> dict[str, Report]:
    return {student: reports[student] for student in HONEST}


@pytest.fixture(scope="module")
def undisturbed(
    bubblewrap: Bubblewrap, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Report]:
    """The class without an attacker."""
    reports = grade(tmp_path_factory.mktemp("class"), HONEST, bubblewrap, given=SHORT, jobs=2)
    assert [report.points for report in reports.values()] == [FULL, 5]
    return reports


def attacked(
    folder: Path, code: tuple[str, ...], sandbox: Sandbox, given: dict[str, Report]
) -> Report:
    """Grade a class with an attacker in the middle; the rest of it must be as without."""
    submissions = {"ada": HONEST["ada"], "eve": notebook(*code), "carl": HONEST["carl"]}
    reports = grade(folder, submissions, sandbox, given=SHORT, jobs=2)
    assert others(reports) == given
    assert survivors(sandbox.token) == []
    return reports["eve"]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name.replace(" ", "-"))
def test_attack(
    attack: Attack, bubblewrap: Bubblewrap, undisturbed: dict[str, Report], tmp_path: Path
) -> None:
    report = attacked(tmp_path, attack.cells, bubblewrap, undisturbed)
    assert (report.flag, report.points) == (attack.flag, attack.points), report
    assert attack.detail in report.detail
    assert report.written == {"why-zero": "Because the slope does not fade."}


def test_the_search_for_survivors_finds_a_process_that_runs() -> None:
    sandbox = NoWalls()
    seen: list[list[str]] = []
    request = {"cells": ["import time; time.sleep(3)"], "files": {}, "questions": []}
    run = threading.Thread(
        target=sandbox.run, args=(request, Limits(SHORT.seconds, SHORT.megabytes))
    )
    run.start()
    while run.is_alive() and not seen:
        seen += [found] if (found := survivors(sandbox.token)) else []
    run.join()
    assert seen
    assert survivors(sandbox.token) == []


def test_keys_gradebook_salt_and_other_submissions_are_out_of_sight(
    bubblewrap: Bubblewrap, undisturbed: dict[str, Report], tmp_path: Path
) -> None:
    secrets = {
        "key": Path(__file__).parent / "assignments/ps0/key.py",
        "gradebook": tmp_path / "gradebook.sqlite",
        "salt": tmp_path / "salt.txt",
        "other": tmp_path / "submissions/ada/ps0.ipynb",
        "grader": Path(__file__).parents[1] / "src/coursework/gradebook.py",
    }
    secrets["salt"].write_text(SALT)
    look = (
        "import os, sqlite3\n"
        f"places = {[str(one) for one in secrets.values()]!r}\n"
        "ways = ('', '/proc/1/root', '/proc/self/cwd/../../..')\n"
        "seen = [one for one in places if any(os.path.exists(way + one) for way in ways)]\n"
        "names = {'key.py', 'gradebook.sqlite', 'gradebook.py', 'assignment.py', 'shadow'}\n"
        "for folder, _, files in os.walk('/'):\n"
        "    if not folder.startswith(('/proc', '/usr')):\n"
        "        seen += [os.path.join(folder, one) for one in names & set(files)\n"
        "                 if 'site-packages' not in folder]\n"
        "raise RuntimeError(f'seen: {seen}')"
    )
    report = attacked(tmp_path, (*SOLVED, look), bubblewrap, undisturbed)
    assert (report.flag, report.points) == (Flag.GRADED, FULL)
    assert "RuntimeError: seen: []" in report.detail

    control = look.replace("os.walk('/')", "()")
    found = grade(tmp_path / "control", {"eve": notebook(control)}, NoWalls(), given=SHORT)["eve"]
    assert str(secrets["key"]) in found.detail


def test_a_rewritten_gradebook_is_not_the_gradebook(
    bubblewrap: Bubblewrap, undisturbed: dict[str, Report], tmp_path: Path
) -> None:
    rewrite = (
        "import os, sqlite3\n"
        f"place = {str(tmp_path / 'gradebook.sqlite')!r}\n"
        "try: os.makedirs(os.path.dirname(place), exist_ok=True)\n"
        "except OSError: pass\n"
        "book = sqlite3.connect(place)\n"
        "book.execute('UPDATE mark SET points = 100')\n"
        "book.commit()"
    )
    report = attacked(tmp_path, (*SOLVED, rewrite), bubblewrap, undisturbed)
    assert (report.flag, report.points) == (Flag.GRADED, FULL)
    assert "OperationalError" in report.detail


@pytest.fixture
def server() -> Iterator[tuple[int, list[object]]]:
    """A server on this machine, and the calls that it got."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen() -> None:
            while True:
                try:
                    calls.append(listening.accept())
                except OSError:
                    return

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield listening.getsockname()[1], calls
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_there_is_no_network(
    bubblewrap: Bubblewrap,
    undisturbed: dict[str, Report],
    server: tuple[int, list[object]],
    tmp_path: Path,
) -> None:
    port, calls = server
    call = (
        "import os, socket\n"
        "reached = []\n"
        f"for place in (('127.0.0.1', {port}), ('192.0.2.1', 80)):\n"
        "    try: socket.create_connection(place, timeout=1); reached.append(place)\n"
        "    except OSError: pass\n"
        'raise RuntimeError(f\'{reached} {sorted(os.listdir("/sys/class/net")) '
        'if os.path.exists("/sys/class/net") else None}\')'
    )
    report = attacked(tmp_path, (*SOLVED, call), bubblewrap, undisturbed)
    assert (report.flag, report.points) == (Flag.GRADED, FULL)
    assert "RuntimeError: [] None" in report.detail
    assert calls == []

    grade(tmp_path / "control", {"eve": notebook(call)}, NoWalls(), given=SHORT)
    assert len(calls) == 1


def test_the_graders_environment_is_out_of_sight(
    bubblewrap: Bubblewrap, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("A_TOKEN_OF_THE_TEACHER", "wx-17-zz")
    look = (
        "import glob, os\n"
        "seen = []\n"
        "for place in glob.glob('/proc/[0-9]*/environ'):\n"
        "    try: seen.append(open(place, 'rb').read())\n"
        "    except OSError: pass\n"
        "raise RuntimeError(f'{len(seen) > 0} {any(b\"wx-17-zz\" in one for one in seen)}')"
    )
    report = grade(tmp_path, {"eve": notebook(look)}, bubblewrap)["eve"]
    assert "RuntimeError: True False" in report.detail
    control = grade(tmp_path / "control", {"eve": notebook(look)}, NoWalls())["eve"]
    assert "RuntimeError: True True" in control.detail


def test_a_name_and_an_answer_with_markup_are_kept_as_they_are(
    bubblewrap: Bubblewrap, tmp_path: Path
) -> None:
    eve = '=HYPERLINK("//x")<script>../../eve'
    text = "<img src=x onerror=alert(1)> =1+1 \x00"
    report = grade(tmp_path, {eve: notebook(*SOLVED, written=text)}, bubblewrap)[eve]
    assert (report.flag, report.points) == (Flag.GRADED, FULL)
    assert report.written["why-zero"] == "<img src=x onerror=alert(1)> =1+1 \ufffd"
    # Nothing was written outside the folder of the class.
    assert sorted(one.name for one in tmp_path.iterdir() if "sqlite-" not in one.name) == [
        "gradebook.sqlite",
        "submissions",
    ]


def test_someone_elses_values_are_wrong(bubblewrap: Bubblewrap, tmp_path: Path) -> None:
    _, columns = assignment().data_for(SALT, "ada")
    copied = notebook(DATA, f"mean_result = {columns['result'].mean()!r}", THRESHOLD)
    reports = grade(tmp_path, {"ada": copied, "eve": copied}, bubblewrap)
    assert [report.points for report in reports.values()] == [FULL, 4]
    assert [report.flag for report in reports.values()] == [Flag.GRADED, Flag.GRADED]


def test_a_forgery_in_the_right_form_earns_what_its_values_earn(
    bubblewrap: Bubblewrap, tmp_path: Path
) -> None:
    forged = {"errors": [], "answers": [{"value": encode(1.0)}, {"value": encode(1.0)}]}
    code = FORGE + f"forge(json.dumps({forged!r}).encode())"
    report = grade(tmp_path, {"eve": notebook(code)}, bubblewrap)["eve"]
    assert (report.flag, report.points) == (Flag.GRADED, 0)
