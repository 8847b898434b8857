"""The sandbox's own rules: what is found, what is refused, what the limits and flags are."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from coursework.answers import decode, read_json
from coursework.gradebook import Flag
from coursework.sandbox import START, Ended, Limits, NoSandbox, Sandbox, find_sandbox, mounts
from coursework.sandbox_bubblewrap import Bubblewrap
from coursework.sandbox_container import IMAGE, Container, run_command
from coursework.sandbox_filter import ALLOW, REFUSE, REFUSED, filter_program
from coursework.sandbox_watch import watched_run

LIMITS = Limits(seconds=10, megabytes=400)


def ask(sandbox: Sandbox, *cells: str) -> object:
    """Return what the name `answer` holds when the cells have run."""
    request = {"cells": cells, "files": {}, "questions": [{"name": "answer", "calls": None}]}
    ended = sandbox.run(request, LIMITS)
    assert ended.flag is Flag.GRADED, ended
    return decode(read_json(ended.answers)["answers"][0]["value"])


def test_the_runner_runs_nothing_when_the_grader_is_gone(tmp_path: Path) -> None:
    request = {
        "cells": ["open('ran', 'w')"], "files": {}, "questions": [], "limits": {}
    }  # fmt: skip
    for reader_is_there in (True, False):
        read, write = os.pipe()
        if not reader_is_there:
            os.close(read)
        subprocess.run(
            [sys.executable, "-c", START, os.pathsep.join(sys.path[:1])],
            input=json.dumps(request).encode(),
            stdout=write,
            env={**os.environ, "HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
            check=False,
        )
        os.close(write)
        assert (tmp_path / "ran").exists() == reader_is_there
        (tmp_path / "ran").unlink(missing_ok=True)


def test_bubblewrap_is_what_is_found_where_it_works(bubblewrap: Bubblewrap) -> None:
    found = find_sandbox()
    assert found.name == bubblewrap.name
    assert found.warning == ""


def test_without_a_sandbox_grading_is_refused_and_it_is_said_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoSandbox) as refused:
        find_sandbox()
    said = str(refused.value)
    for words in ("there is no bwrap", "there is no docker", "there is no podman"):
        assert words in said
    assert "apt install bubblewrap" in said
    assert "--trust-submissions" in said


def test_a_bubblewrap_that_does_not_work_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert Bubblewrap().try_out() == "bwrap: No permissions to create new namespace"


def test_trust_runs_without_a_sandbox_and_warns() -> None:
    sandbox = find_sandbox(trust=True)
    assert sandbox.name == "none"
    assert "runs as you" in sandbox.warning
    assert ask(sandbox, "answer = 2 * 3") == 6


def test_the_inside_sees_the_runner_and_the_course_only() -> None:
    assert {outside.name for outside, _ in mounts()} == {
        "__init__.py",
        "runner.py",
        "answers.py",
        "shrinkage",
    }


def test_inside_nobody_is_root_and_nothing_can_be_gained(bubblewrap: Bubblewrap) -> None:
    answer = ask(
        bubblewrap,
        "import os\n"
        "status = dict(line.split(':', 1) for line in open('/proc/self/status'))\n"
        "names = ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb')\n"
        "answer = [os.getuid(), sum(int(status[one], 16) for one in names),\n"
        "          int(status['NoNewPrivs']), int(status['Seccomp'])]",
    )
    assert isinstance(answer, list)
    assert answer[0] != 0
    assert answer[1:] == [0, 1, 2]


def test_only_the_home_and_tmp_can_be_written_to(bubblewrap: Bubblewrap) -> None:
    answer = ask(
        bubblewrap,
        "import os, sys\n"
        "answer = []\n"
        "for folder in ('/', '/usr', '/course', '/course/lib', '/dev', '/etc', sys.prefix, '.', "
        "'/tmp', '/dev/shm'):\n"
        "    try:\n"
        "        open(os.path.join(folder, 'new'), 'w').write('x'); answer.append(folder)\n"
        "    except OSError: pass",
    )
    assert answer == [".", "/tmp", "/dev/shm"]


def test_without_root_the_root_folder_is_read_only_by_its_mount(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Root's sandbox gives the student's code another number, which owns no folder.
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    flags = " ".join(Bubblewrap()._flags(LIMITS, []))
    for flag in ("--unshare-user", "--remount-ro /dev ", "--remount-ro / "):
        assert flag in flags
    assert "--cap-add" not in flags


def test_the_processes_of_others_are_out_of_sight(bubblewrap: Bubblewrap) -> None:
    code = "import os\nanswer = [int(one) for one in os.listdir('/proc') if one.isdigit()]"
    seen = ask(bubblewrap, code)
    assert isinstance(seen, list)
    assert len(seen) <= 3
    assert os.getpid() not in seen or max(seen) < 10


def test_the_same_sums_come_out_each_time(bubblewrap: Bubblewrap) -> None:
    code = (
        "import numpy as np, os\nrng = np.random.default_rng(0)\n"
        "answer = [float(np.linalg.solve(rng.normal(size=(90, 90)), rng.normal(size=90)).sum()), "
        "os.environ['OPENBLAS_NUM_THREADS']]"
    )
    assert ask(bubblewrap, code) == ask(bubblewrap, code)


def ended(code: str, **limits: float) -> Ended:
    command = ["/bin/sh", "-c", code]
    return watched_run(command, b"request", Limits(**limits), {"PATH": os.defpath})  # type: ignore[arg-type]


def test_a_command_gets_the_request_and_its_answer_is_read() -> None:
    assert ended("cat") == Ended(Flag.GRADED, b"request")
    assert ended("cat; echo said >&2").output == "said\n"


def test_how_a_command_ended_is_told() -> None:
    assert ended("echo why >&2; exit 3").detail == "ended with exit status 3; why"
    assert ended("kill -9 $$").detail == "ended by signal 9"
    assert ended("true").flag is Flag.STOPPED_EARLY


def test_time_by_the_clock_and_time_of_the_processor_are_both_limited() -> None:
    assert ended("sleep 60", seconds=-1.2).flag is Flag.TIMED_OUT
    assert ended("while :; do :; done", seconds=0.5).flag is Flag.TIMED_OUT


def test_a_child_that_keeps_the_pipes_open_is_not_waited_for() -> None:
    assert ended("cat; sleep 60 &", seconds=30) == Ended(Flag.GRADED, b"request")


@pytest.mark.parametrize("machine", REFUSED)
def test_the_filter_refuses_the_calls_in_its_table_and_no_others(machine: str) -> None:
    architecture, refused = REFUSED[machine]
    program = filter_program(machine)
    assert program is not None

    def decide(arch: int, number: int) -> int:
        """Run the program as the kernel does."""
        at, loaded = 0, 0
        while True:
            code, yes, no, k = struct.unpack_from("<HBBI", program, 8 * at)
            at += 1
            if code == 0x20:
                loaded = {0: number, 4: arch}[k]
            elif code == 0x06:
                return int(k)
            else:
                at += yes if (loaded == k if code == 0x15 else loaded >= k) else no

    assert [one for one in range(600) if decide(architecture, one) != ALLOW] == sorted(refused)
    assert decide(architecture + 1, 0) == REFUSE
    assert decide(architecture, 0x40000000) == REFUSE


def test_a_machine_without_a_table_has_no_filter() -> None:
    assert filter_program("riscv64") is None


def test_a_container_is_shut_in_by_its_flags() -> None:
    command = run_command("/usr/bin/docker", "c1", LIMITS, "a-token")
    flags = " ".join(command)
    for flag in (
        "--network none",
        "--read-only",
        "--cap-drop ALL",
        "--security-opt no-new-privileges",
        "--user 65534:65534",
        "--pids-limit 32",
        "--memory 400m --memory-swap 400m",
        "--rm",
    ):
        assert flag in flags
    volumes = [command[n + 1] for n, one in enumerate(command) if one == "--volume"]
    assert len(volumes) == len(mounts())
    assert all(one.endswith(":ro") for one in volumes)
    assert command[command.index(IMAGE) :][:3] == [IMAGE, "python", "-I"]


DOCKER = """#!/bin/sh
echo "$@" >> {log}
[ "$1" = run ] || exit 0
{body}
"""


def fake_docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> Path:
    """Put a program in place of docker that logs how it is called."""
    log, program = tmp_path / "log", tmp_path / "docker"
    program.write_text(DOCKER.format(log=log, body=body))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return log


def test_a_container_is_removed_after_its_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = fake_docker(tmp_path, monkeypatch, """cat >/dev/null; echo '{"v": "6"}'""")
    assert Container("docker").try_out() == ""
    started, removed = log.read_text().splitlines()
    name = started.split("--name ")[1].split()[0]
    assert removed == f"rm --force {name}"


def test_a_container_that_the_kernel_killed_was_out_of_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_docker(tmp_path, monkeypatch, "exit 137")
    request = {"cells": [], "files": {}, "questions": []}
    assert Container("docker").run(request, LIMITS).flag is Flag.OUT_OF_MEMORY


def test_a_docker_without_its_service_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "echo 'Cannot connect to the Docker daemon' >&2; exit 1"
    fake_docker(tmp_path, monkeypatch, body)
    assert Container("docker").try_out() == "Cannot connect to the Docker daemon"
