"""No test is skipped where COURSE_FORBID_SKIPS is set, as `.ci/run` does; each has one core."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

# As many tests run at a time as there are cores. With more threads than that, the small matrices of
# the course take several times as long: OpenBLAS waits, busily, for a thread that has no core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Turn a skip into a failure."""
    report = yield
    if report.skipped and os.environ.get("COURSE_FORBID_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here, and this was: {report.longrepr}"
    return report
