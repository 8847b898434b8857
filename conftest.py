"""What holds for all tests: repeatable random cases, and no skips where none are allowed."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import settings

# The same cases on every run: a failure can be repeated. (Timing says little on a busy machine.)
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Turn a skip into a failure where COURSE_FORBID_SKIPS is set, as `.ci/run` does."""
    report = yield
    if report.skipped and os.environ.get("COURSE_FORBID_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here, and this was: {report.longrepr}"
    return report
