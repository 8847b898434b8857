"""Docker or Podman: for machines without bubblewrap, such as a Mac or a PC with Windows.

The image holds Python and the packages; `assignments/Containerfile` describes it. The flags are
those of docker-run(1), which podman-run(1) takes as well.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from dataclasses import replace

from coursework.gradebook import Flag
from coursework.sandbox import HOME, LIBRARY, START, Ended, Limits, Sandbox, mounts
from coursework.sandbox_environment import environment
from coursework.sandbox_watch import watched_run

__all__ = ["IMAGE", "Container", "run_command"]

IMAGE = "coursework-sandbox"
NOBODY = "65534:65534"
KILLED = 137  # 128 + SIGKILL, which is what the kernel sends for want of memory


class Container(Sandbox):
    """Runs each submission in a container of its own.

    Parameters
    ----------
    program : str
        "docker" or "podman".
    """

    def __init__(self, program: str) -> None:
        super().__init__()
        self.name = program

    def _run(self, request: bytes, limits: Limits) -> Ended:
        program = shutil.which(self.name)
        if program is None:
            raise OSError(f"there is no {self.name}")
        container = f"coursework-{secrets.token_hex(8)}"
        ended = watched_run(
            run_command(program, container, limits, self.token),
            request,
            # What is watched from here is the client. Memory, processes and processor time are
            # held by the container's own limits and by the runner's.
            limits,
            {**os.environ},
            end=lambda: subprocess.run(
                [program, "rm", "--force", container], capture_output=True, check=False
            ),
        )
        if ended.flag is Flag.STOPPED_EARLY and str(KILLED - 128) in ended.detail:
            return replace(ended, flag=Flag.OUT_OF_MEMORY)
        return ended


def run_command(program: str, container: str, limits: Limits, token: str) -> list[str]:
    """Return the command that starts a container; its flags are what shuts students' code in.

    Parameters
    ----------
    program : str
        The path of docker or podman.
    container : str
        Its name.
    limits : Limits
    token : str
        Of the sandbox.
    """
    memory = f"{limits.megabytes}m"
    command = [program, "run", "--rm", "--interactive", "--name", container]
    command += ["--network", "none", "--read-only", "--cap-drop", "ALL"]
    command += ["--security-opt", "no-new-privileges", "--user", NOBODY]
    # As much swap as memory is none: the second number is the sum.
    command += ["--memory", memory, "--memory-swap", memory, "--cpus", "1"]
    command += ["--pids-limit", str(limits.processes)]
    command += ["--tmpfs", f"{HOME}:rw,mode=1777,size={limits.disk}"]
    command += ["--tmpfs", f"/tmp:rw,mode=1777,size={limits.disk}", "--workdir", HOME]
    for ours, inside in mounts():
        command += ["--volume", f"{ours}:{inside}:ro"]
    variables = environment(HOME, "", token)
    del variables["PATH"]  # the image knows where its Python is
    for pair in variables.items():
        command += ["--env", "=".join(pair)]
    image = os.environ.get("COURSEWORK_IMAGE", IMAGE)
    return [*command, image, "python", "-I", "-B", "-c", START, LIBRARY]
