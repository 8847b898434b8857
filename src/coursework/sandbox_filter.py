"""The system calls that students' code has no use for, as a program for the kernel.

Most of them get memory that belongs to no process, and that no limit on processes counts. A
program is what `seccomp(2)` takes: a sequence of `struct sock_filter` (linux/filter.h), with the
numbers of linux/audit.h and of the kernel's tables of system calls.
"""

from __future__ import annotations

import platform
import struct

__all__ = ["filter_program"]

LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
AT_LEAST = 0x35  # BPF_JMP | BPF_JGE | BPF_K
RETURN = 0x06  # BPF_RET | BPF_K
ALLOW = 0x7FFF0000  # SECCOMP_RET_ALLOW
REFUSE = 0x00050000 | 1  # SECCOMP_RET_ERRNO, EPERM
NUMBER, ARCHITECTURE = 0, 4  # where they stand in struct seccomp_data
OTHER_TABLE = 0x40000000  # the x32 calls on x86-64, which no program of ours makes

# shmget, msgget, semget, memfd_create, memfd_secret: memory that is no process's.
# ptrace, process_vm_readv and _writev, perf_event_open, bpf, userfaultfd, io_uring_setup,
# add_key, request_key, keyctl, unshare, setns, mount: ways to reach further.
REFUSED = {
    "x86_64": (
        0xC000003E,
        [29, 68, 64, 319, 447, 101, 310, 311, 298, 321, 323, 425, 248, 249, 250, 272, 308, 165],
    ),
    "aarch64": (
        0xC00000B7,
        [194, 186, 190, 279, 447, 117, 270, 271, 241, 280, 282, 425, 217, 218, 219, 97, 268, 40],
    ),
}


def filter_program(machine: str | None = None) -> bytes | None:
    """Return the program; None for a machine whose system calls we have no table of.

    Parameters
    ----------
    machine : str, optional
        As `platform.machine` names it; if not given, this one.
    """
    known = REFUSED.get(machine or platform.machine())
    if known is None:
        return None
    architecture, numbers = known
    steps = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, REFUSE),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, len(numbers) + 1, 0, OTHER_TABLE),
        *((EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]
    return b"".join(struct.pack("<HBBI", *step) for step in steps)
