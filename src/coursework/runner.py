"""The program inside the sandbox: runs a notebook's cells, then writes out what is asked for.

It reads one request from standard input and writes one answer to what was standard output when
it started; whatever the student's code prints goes to standard error. It runs beside the
student's code and is therefore trusted with nothing: the students' marks, the solutions, and the
tests are elsewhere, and what it writes is read by `coursework.answers.decode`.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coursework.answers import decode, encode

__all__ = ["main"]

ERRORS = 50  # kept, at most
MESSAGE = 500  # characters of an error's message


def main() -> None:
    """Run one request and end this process."""
    request = json.loads(sys.stdin.buffer.read())
    answers = os.fdopen(os.dup(1), "wb")
    if _nobody_reads(answers.fileno()):
        os._exit(1)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    _limit(request["limits"])
    home = Path(os.environ["HOME"])
    os.chdir(home)
    for name, text in request["files"].items():
        (home / name).write_text(text, encoding="utf-8")
    _bring_fonts()
    # Taken before a student's code can replace them.
    write, end = json.dumps, os._exit
    names, errors = _run(request["cells"])
    done = {
        "errors": errors,
        "answers": [_ask(names, asked["name"], asked["calls"]) for asked in request["questions"]],
    }
    answers.write(write(done).encode("utf-8"))
    answers.flush()
    # Not sys.exit: neither a thread nor anything registered with atexit is waited for.
    end(0)


def _nobody_reads(pipe: int) -> bool:
    """Tell whether the grader is gone.

    Once this program runs, a grader that is killed takes it along. In the moment before, while
    the sandbox is being set up, it may not.
    """
    if not hasattr(select, "poll"):  # Windows
        return False
    poll = select.poll()
    poll.register(pipe, select.POLLOUT)
    return any(event & select.POLLERR for _, event in poll.poll(0))


def _limit(limits: dict[str, int]) -> None:
    """Set limits that the student's code cannot lift; what the system doesn't know is left out."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, most in limits.items():
        try:
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
        except (AttributeError, ValueError, OSError):
            continue


def _bring_fonts() -> None:
    """Spare matplotlib the seconds that it takes to find the fonts of a machine."""
    known, here = os.environ.get("COURSEWORK_FONTS"), os.environ.get("MPLCONFIGDIR")
    if known and here and Path(known).is_file():
        Path(here).mkdir(parents=True, exist_ok=True)
        shutil.copy(known, here)


def _run(cells: list[str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Run the cells from top to bottom; one that fails does not keep the next from running."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Shell(InteractiveShell):
        def enable_gui(self, gui: str | None = None) -> None:
            """Do nothing: there is no screen."""

        def ask_exit(self) -> None:
            """Do nothing: `exit` in a notebook must not keep the next cell from running."""

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.xmode = "Minimal"
    shell = Shell.instance(config=config)
    # The loop's own tools, bound before a student's code can replace them.
    run: Callable[..., Any] = shell.run_cell
    names: dict[str, Any] = shell.user_ns
    errors: list[dict[str, Any]] = []
    for number, source in enumerate(cells, 1):
        try:
            result = run(source, store_history=False)
            error = result.error_before_exec or result.error_in_exec
        except BaseException as raised:  # a broken input transformer, a replaced display hook
            error = raised
        if error is not None and len(errors) < ERRORS:
            errors.append({"cell": number, **_described(error)})
    return names, errors


def _described(error: BaseException) -> dict[str, str]:
    try:
        text = str(error)
    except BaseException:  # a student's __str__
        text = ""
    return {"kind": type(error).__name__[:100], "text": text[:MESSAGE]}


def _ask(names: dict[str, Any], name: str, calls: list[Any] | None) -> dict[str, Any]:
    """Return one answer: a value, or what a function gives for each of the calls."""
    if name not in names:
        return {"missing": True}
    value = names[name]
    if calls is None or not callable(value):
        return {"value": encode(value)}
    return {
        "name": str(getattr(value, "__name__", name))[:100],
        "calls": [_call(value, call) for call in calls],
    }


def _call(function: Callable[..., Any], call: Any) -> dict[str, Any]:
    arguments = decode(call)  # a copy for each call
    try:
        result = {"value": encode(function(*arguments))}
    except BaseException as error:  # SystemExit as well
        result = {"error": _described(error)}
    return {**result, "mutated": encode(arguments) != call}


if __name__ == "__main__":
    main()
