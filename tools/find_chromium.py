"""Find a Chromium to drive: for the tests in a browser, and to print the book."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_chromium(playwright: Playwright) -> str | None:
    """Return the path of a Chromium: one that is named or installed, or Playwright's own."""
    named = os.environ.get("COURSE_CHROMIUM")
    if named:
        return named
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    own = Path(playwright.chromium.executable_path)
    if not own.exists():
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"],
            check=False,
            capture_output=True,
        )
    return str(own) if own.exists() else None


def start_chromium(playwright: Playwright, path: str) -> Browser:
    """Start it; it asks no server by itself."""
    # Root, in a container, has no sandbox of Chromium's; pages here are our own.
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    options = ["--disable-background-networking", "--disable-component-update"]
    options += ["--no-sandbox"] if root else []
    return playwright.chromium.launch(executable_path=path, args=options)
