"""No test is skipped where COURSE_FORBID_SKIPS is set, as `.ci/run` does."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Turn a skip into a failure."""
    report = yield
    if report.skipped and os.environ.get("COURSE_FORBID_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here, and this was: {report.longrepr}"
    return report
