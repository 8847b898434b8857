"""No sandbox at all: for a teacher who vouches for every submission, and says so."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import coursework
from coursework.sandbox import START, Ended, Limits, Sandbox
from coursework.sandbox_environment import environment, font_list
from coursework.sandbox_watch import watched_run

__all__ = ["NoWalls"]


class NoWalls(Sandbox):
    """Runs each submission as a plain process of the person who grades."""

    name = "none"
    warning = (
        "--trust-submissions: the students' code runs as you. It can read and change all that you "
        "can: your files, the keys, this gradebook, other students' marks; and it has your "
        "network. Only the limits on time, memory, processes and output hold."
    )

    def __init__(self) -> None:
        super().__init__()
        self._fonts = font_list()

    def _run(self, request: bytes, limits: Limits) -> Ended:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
            return watched_run(
                [
                    sys.executable,
                    "-I",
                    "-B",
                    "-c",
                    START,
                    str(Path(coursework.__file__).parents[1]),
                ],
                request,
                limits,
                {**os.environ, **environment(home, self._fonts, self.token)},
            )
