"""Run a command within limits that are watched from outside, and end all that it started."""

from __future__ import annotations

import os
import selectors
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO

import psutil

from coursework.gradebook import Flag
from coursework.sandbox import MEGABYTE, Ended, Limits

__all__ = ["watched_run"]

LOOK = 0.05  # seconds between two looks at time, memory and processes
SHOWN = 4000  # bytes of the output that are kept
CHUNK = 65536
SOON = 0.002  # seconds between two looks at what was killed
FOR_THE_END = 10.0  # seconds that killed processes get to be gone


def watched_run(
    command: Sequence[str],
    request: bytes,
    limits: Limits,
    environment: Mapping[str, str],
    keep: Sequence[int] = (),
    end: Callable[[], object] = lambda: None,
) -> Ended:
    """Run a command to its end, or to the first limit that it exceeds.

    Parameters
    ----------
    command : sequence of str
    request : bytes
        Its standard input.
    limits : Limits
    environment : mapping of str to str
        All of its environment.
    keep : sequence of int
        Open files that it inherits.
    end : callable
        Called after a command that had to be killed, to end what it left elsewhere.

    Returns
    -------
    Ended
        Its standard output as the answers; its standard error as the output.
    """
    with tempfile.TemporaryFile() as given:
        given.write(request)
        given.seek(0)
        process = subprocess.Popen(
            command,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
            pass_fds=tuple(keep),
            start_new_session=True,
        )
    watch = _Watch(process, limits)
    try:
        return watch.until_it_ends()
    finally:
        watch.kill()
        end()


class _Watch:
    """One look after another at a process and at all that came from it."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        self.process = process
        self.limits = limits
        self.root = psutil.Process(process.pid)
        self.seen: dict[int, psutil.Process] = {}
        self.started = time.monotonic()
        self.answers = bytearray()
        self.output = bytearray()
        self.printed = 0

    def until_it_ends(self) -> Ended:
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        with selectors.DefaultSelector() as pipes:
            for pipe in (self.process.stdout, self.process.stderr):
                os.set_blocking(pipe.fileno(), False)
                pipes.register(pipe, selectors.EVENT_READ)
            look = self.started
            while pipes.get_map():
                ended = self.process.poll() is not None
                ready = pipes.select(0 if ended else LOOK)
                flag = self._read(pipes, ready)
                now = time.monotonic()
                if flag is None and not ended and now >= look:
                    flag = self._look(now)
                    look = time.monotonic() + LOOK
                if flag is Flag.BAD_ANSWERS:
                    return self._ended(flag, f"more than {self.limits.answers // MEGABYTE} MB")
                if flag is not None:
                    return self._ended(flag, "")
                if ended and not ready:
                    break  # what it left running may keep a pipe open
        return self._by_itself()

    def _read(
        self, pipes: selectors.BaseSelector, ready: Sequence[tuple[selectors.SelectorKey, int]]
    ) -> Flag | None:
        for key, _ in ready:
            pipe: IO[bytes] = key.fileobj  # type: ignore[assignment]
            data = os.read(pipe.fileno(), CHUNK)
            if not data:
                pipes.unregister(pipe)
            elif pipe is self.process.stdout:
                self.answers += data
            else:
                self.printed += len(data)
                self.output += data[: max(SHOWN - len(self.output), 0)]
        if self.printed > self.limits.output:
            return Flag.TOO_MUCH_OUTPUT
        return Flag.BAD_ANSWERS if len(self.answers) > self.limits.answers else None

    def _look(self, now: float) -> Flag | None:
        if now - self.started > self.limits.by_the_clock:
            return Flag.TIMED_OUT
        processes = self._tree()
        if len(processes) > self.limits.processes:
            return Flag.TOO_MANY_PROCESSES
        memory, seconds = 0, 0.0
        for one in processes:
            try:
                with one.oneshot():
                    memory += one.memory_info().rss
                    seconds += sum(one.cpu_times()[:4])
            except psutil.Error:  # it has ended since
                continue
        most = self.limits.megabytes * MEGABYTE
        # Processes that share memory, as those made by fork do, have been counted with all of it
        # each; what is exact takes longer to find out.
        if memory > most and sum(map(_memory, processes)) > most:
            return Flag.OUT_OF_MEMORY
        return Flag.TIMED_OUT if seconds > self.limits.seconds else None

    def _tree(self) -> list[psutil.Process]:
        try:
            tree = [self.root, *self.root.children(recursive=True)]
        except psutil.Error:
            return []
        self.seen.update((one.pid, one) for one in tree)
        return tree

    def _by_itself(self) -> Ended:
        status = self.process.wait()
        if status == 0 and self.answers:
            return self._ended(Flag.GRADED, "")
        # Bubblewrap and the shells say 128 + the signal's number.
        signal = -status if status < 0 else status - 128 if status > 128 else 0
        how = f"ended by signal {signal}" if signal else f"ended with exit status {status}"
        said = self.output.decode("utf-8", "replace").strip().splitlines()
        return self._ended(Flag.STOPPED_EARLY, f"{how}; {said[-1][:200]}" if said else how)

    def _ended(self, flag: Flag, detail: str) -> Ended:
        return Ended(flag, bytes(self.answers), self.output.decode("utf-8", "replace"), detail)

    def kill(self) -> None:
        """End everything, and wait until it is gone."""
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()
        for one in [*self._tree(), *self.seen.values()]:
            try:
                one.kill()  # psutil knows a process number that was given to another
            except psutil.Error:
                continue
        self.process.kill()
        self.process.wait()
        until = time.monotonic() + FOR_THE_END
        while left := sum(_runs(one) for one in self.seen.values()):
            if time.monotonic() > until:
                raise RuntimeError(f"{left} processes of a submission cannot be ended")
            time.sleep(SOON)


def _runs(process: psutil.Process) -> bool:
    """Tell whether a process is more than an entry that its parent has not taken note of yet."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _memory(process: psutil.Process) -> int:
    """Return the bytes that a process takes, its share of what it shares with others."""
    try:
        try:
            whole = process.memory_full_info()
            return int(getattr(whole, "pss", whole.rss))
        except psutil.AccessDenied:
            return int(process.memory_info().rss)
    except psutil.Error:  # it has ended since
        return 0
