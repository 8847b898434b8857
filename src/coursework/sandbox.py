"""Where students' code runs: apart from everything, within limits, one process tree at a time.

`find_sandbox` looks for what the machine has, and tries it out. Every kind runs the same program,
`coursework.runner`, which gets a request on its standard input and answers on its standard output.
"""

from __future__ import annotations

import json
import secrets
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import coursework
import shrinkage
from coursework.gradebook import Flag

__all__ = ["LIBRARY", "Ended", "Limits", "NoSandbox", "Sandbox", "find_sandbox", "mounts"]

LIBRARY = "/course/lib"  # inside: our own modules, and no others than the runner needs
HOME = "/home/student"  # inside: the only place to write to
START = "import sys; sys.path.insert(0, sys.argv[1]); from coursework.runner import main; main()"
MEGABYTE = 2**20


class NoSandbox(Exception):
    """There is nothing on this machine to run students' code in; says how to get it."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Parameters
    ----------
    seconds : float
        Of processor time, of all its processes together. It may take twice as long by the clock,
        since the machine may be busy.
    megabytes : int
        Of memory, of all its processes together.
    processes : int
    disk, output, answers : int
        Bytes that it may keep in files, print, and answer.
    """

    seconds: float = 60.0
    megabytes: int = 2048
    processes: int = 32
    disk: int = 256 * MEGABYTE
    output: int = 4 * MEGABYTE
    answers: int = 16 * MEGABYTE

    @property
    def by_the_clock(self) -> float:
        """Seconds by the clock, with a few to start in."""
        return 2 * self.seconds + 3


@dataclass(frozen=True)
class Ended:
    """How a run ended.

    Parameters
    ----------
    flag : Flag
        `Flag.GRADED` if it ended by itself in good order.
    answers : bytes
        What the runner wrote; not to be trusted.
    output : str
        The beginning of what the student's code printed.
    detail : str
        What the teacher may want to know beyond the flag.
    """

    flag: Flag
    answers: bytes = b""
    output: str = ""
    detail: str = ""


class Sandbox(ABC):
    """A way to run students' code.

    Every process that it starts has `token` in its environment or its command.
    """

    name: str
    warning: str = ""

    def __init__(self) -> None:
        self.token = secrets.token_hex(8)

    def run(self, request: dict[str, Any], limits: Limits) -> Ended:
        """Run one request for `coursework.runner` to its end; when it returns, nothing is left.

        Parameters
        ----------
        request : dict
            `cells`, `files` and `questions`, as the runner reads them.
        limits : Limits
        """
        settings = {
            "limits": {
                # The outer watch is what counts. These are for what happens between two looks:
                # they are on each process, and addresses are cheaper than memory.
                "CPU": int(limits.seconds) + 5,
                "AS": (limits.megabytes + 1536) * MEGABYTE,
                "NPROC": 2 * limits.processes,
                "FSIZE": limits.disk,
                "NOFILE": 256,
                "CORE": 0,
            }
        }
        return self._run(json.dumps({**request, **settings}).encode("utf-8"), limits)

    @abstractmethod
    def _run(self, request: bytes, limits: Limits) -> Ended: ...

    def try_out(self) -> str:
        """Run a tiny notebook; return "" if that works, else what is wrong."""
        request = {
            "cells": ["six = 2 * 3"],
            "files": {},
            "questions": [{"name": "six", "calls": None}],
        }
        try:
            ended = self.run(request, Limits(seconds=20, megabytes=512))
        except OSError as error:
            return str(error)
        if ended.flag is Flag.GRADED and b'"6"' in ended.answers:
            return ""
        lines = (ended.output or ended.detail or ended.flag.value).strip().splitlines()
        return lines[-1] if lines else "no answer"


def mounts() -> list[tuple[Path, str]]:
    """Return the files of ours that the inside sees, and where it sees them.

    The runner and what it imports; the course's own package; nothing else of this one.
    """
    ours, course = Path(coursework.__file__).parent, Path(shrinkage.__file__).parent
    return [
        *(
            (ours / name, f"{LIBRARY}/coursework/{name}")
            for name in ("__init__.py", "runner.py", "answers.py")
        ),
        (course, f"{LIBRARY}/shrinkage"),
    ]


def find_sandbox(trust: bool = False) -> Sandbox:
    """Return a sandbox that works on this machine.

    Parameters
    ----------
    trust : bool
        Do without one: the teacher vouches for the submissions.

    Raises
    ------
    NoSandbox
        If none works; the message says what was tried and how to get one.
    """
    from coursework.sandbox_bubblewrap import Bubblewrap
    from coursework.sandbox_container import Container
    from coursework.sandbox_none import NoWalls

    if trust:
        return NoWalls()
    tried = []
    for sandbox in (Bubblewrap(), Container("docker"), Container("podman")):
        wrong = sandbox.try_out()
        if not wrong:
            return sandbox
        tried.append(f"{sandbox.name}: {wrong}")
    raise NoSandbox(
        "Grading runs students' code, and this machine has nothing to shut it in "
        f"({'; '.join(tried)}). On Linux, install bubblewrap (Debian and Ubuntu: "
        "sudo apt install bubblewrap). Elsewhere, install Docker or Podman and build the image "
        "that assignments/Containerfile describes. If you vouch for every submission, "
        "--trust-submissions runs them as they are."
    )
