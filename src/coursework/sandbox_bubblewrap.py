"""Bubblewrap: Linux namespaces, without a daemon and without an image.

https://github.com/containers/bubblewrap; the flags are those of bwrap(1), version 0.8.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import tempfile
from pathlib import Path

from coursework.sandbox import HOME, LIBRARY, MEGABYTE, START, Ended, Limits, Sandbox, mounts
from coursework.sandbox_environment import environment, font_list
from coursework.sandbox_filter import filter_program
from coursework.sandbox_watch import watched_run

__all__ = ["Bubblewrap"]

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
OF_ETC = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/fonts")
FONTS = "/course/fonts"  # inside: the folder with the list of fonts
SHARED = 16 * MEGABYTE  # of /dev/shm
# Of the numbers that no system gives to a person or a service (systemd's and subuid's are lower).
NOBODY = (1_000_000_000, 16_000_000)


class Bubblewrap(Sandbox):
    """Runs each submission in namespaces of its own: no network, and no files but the system's."""

    name = "bubblewrap"

    def __init__(self) -> None:
        super().__init__()
        self._fonts = font_list()
        self._fonts_inside = f"{FONTS}/{Path(self._fonts).name}" if self._fonts else ""

    def _run(self, request: bytes, limits: Limits) -> Ended:
        bwrap = shutil.which("bwrap")
        if bwrap is None:
            raise OSError("there is no bwrap")
        with tempfile.TemporaryFile() as program:
            keep = []
            filtered = filter_program()
            if filtered is not None:
                program.write(filtered)
                program.seek(0)
                keep = [program.fileno()]
            return watched_run(
                [bwrap, *self._flags(limits, keep), "--", *self._command()],
                request,
                limits,
                # What stands here can be read in /proc/1/environ inside.
                {"PATH": os.defpath},
                keep,
            )

    def _flags(self, limits: Limits, keep: list[int]) -> list[str]:
        flags = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
        flags += ["--unshare-cgroup-try", "--hostname", "sandbox"]
        flags += ["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"]
        if os.getuid() == 0:
            # The kernel's limit on processes does not bind root: see _command.
            flags += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
            flags += ["--cap-add", "CAP_SETPCAP"]
        else:
            flags += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
        flags += [part for number in keep for part in ("--seccomp", str(number))]
        flags += self._files(limits)
        inside = environment(HOME, self._fonts_inside, self.token)
        return flags + [part for pair in inside.items() for part in ("--setenv", *pair)]

    def _files(self, limits: Limits) -> list[str]:
        flags = []
        for place in map(Path, SYSTEM):
            if place.is_symlink():
                flags += ["--symlink", os.readlink(place), str(place)]
            elif place.is_dir():
                flags += ["--ro-bind", str(place), str(place)]
        for file in OF_ETC:
            flags += ["--ro-bind-try", file, file]
        flags += ["--proc", "/proc", "--dev", "/dev"]
        flags += ["--perms", "1777", "--size", str(SHARED), "--tmpfs", "/dev/shm"]
        flags += ["--remount-ro", "/dev"]
        flags += ["--perms", "1777", "--size", str(limits.disk), "--tmpfs", HOME]
        flags += ["--perms", "1777", "--size", str(limits.disk), "--tmpfs", "/tmp"]
        ours = mounts()
        if self._fonts:
            ours.append((Path(self._fonts), self._fonts_inside))
        for prefix in sorted({os.path.realpath(sys.prefix), os.path.realpath(sys.base_prefix)}):
            if not prefix.startswith("/usr"):
                ours.append((Path(prefix), prefix))
        # Bubblewrap makes the folders that lead to a place for their owner only.
        leading = {folder for _, inside in ours for folder in Path(inside).parents}
        for folder in sorted(leading, key=lambda one: len(one.parts))[1:]:
            flags += ["--perms", "0755", "--dir", str(folder)]
        for outside, inside in ours:
            flags += ["--ro-bind", str(outside), inside]
        # Last, when every place to put something has been made.
        return [*flags, "--remount-ro", "/", "--chdir", HOME]

    def _command(self) -> list[str]:
        python = Path(os.path.realpath(sys.prefix), "bin", "python")
        command = [str(python), "-I", "-B", "-c", START, LIBRARY]
        if os.getuid() != 0:
            return command
        somebody = NOBODY[0] + secrets.randbelow(NOBODY[1])
        return [
            "setpriv",
            f"--reuid={somebody}",
            f"--regid={somebody}",
            "--clear-groups",
            "--bounding-set=-all",
            "--inh-caps=-all",
            "--no-new-privs",
            "--",
            *command,
        ]
