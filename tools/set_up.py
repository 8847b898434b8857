"""Make this folder ready: `.venv`, what the pages take from npm, and the interactive figures.

    python3 tools/set_up.py           what a learner and the book need
    python3 tools/set_up.py --test    and what the tests need
    python3 tools/set_up.py --pdf     and what printing the book needs
    python3 tools/set_up.py --coursework
                                      and what releasing and grading assignments needs

It needs Python 3.11 or later and nothing else. What is up to date is left alone. Packages are
installed in the versions of `constraints.txt`, which the tests run with; the front-end parts in
those of `package-lock.json`. Where COURSE_NEWEST is set, packages are installed in the newest
versions that `requirements.txt` and `pyproject.toml` allow, and `constraints.txt` is not read: the
weekly run tests with these.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import build_explorables

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)


def fingerprint(*names: str) -> str:
    """Return a hash of these files' content, and of the Python that reads them."""
    content = b"".join((ROOT / name).read_bytes() for name in names)
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def once(stamp: Path, mark: str, *commands: list[str | Path]) -> None:
    """Run the commands unless they have been run for this mark already."""
    if stamp.exists() and stamp.read_text(encoding="utf-8") == mark:
        return
    # npm is a program beside the environment's Python where the machine has none of its own.
    path = os.pathsep.join([str(PROGRAMS), os.environ.get("PATH", "")])
    for command in commands:
        print("+", *command, flush=True)
        try:
            subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PATH": path})
        except (subprocess.CalledProcessError, FileNotFoundError) as error:
            sys.exit(f"This failed: {' '.join(map(str, command))}\n{error}")
    stamp.write_text(mark, encoding="utf-8")


def pip_install() -> list[str | Path]:
    """Return the start of a command that installs packages."""
    versions = ["--upgrade", "--upgrade-strategy", "eager"]
    if not os.environ.get("COURSE_NEWEST"):
        versions = ["-c", "constraints.txt"]
    return [PYTHON, "-m", "pip", "install", "--quiet", *versions]


def make_environment() -> None:
    """Create `.venv` if it is not there or is broken."""
    if PYTHON.exists() and (VENV / "pyvenv.cfg").exists():
        return
    try:
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    except subprocess.CalledProcessError:
        sys.exit(
            "This Python cannot make a virtual environment. On Debian and Ubuntu, "
            "`sudo apt install python3-venv` adds what is missing; then run this again."
        )


def set_up(extras: list[str]) -> None:
    """Bring `.venv` and `node_modules` up to date."""
    make_environment()
    pip = pip_install()
    mark = fingerprint("requirements.txt", "constraints.txt", "pyproject.toml")
    mark += " newest" if os.environ.get("COURSE_NEWEST") else ""
    once(VENV / "installed", mark, [*pip, "-r", "requirements.txt"])
    for extra in extras:
        once(VENV / f"installed-{extra}", mark, [*pip, "-e", f".[{extra}]"])
    node_modules = ROOT / "node_modules"
    npm = "npm.cmd" if os.name == "nt" else "npm"
    node_modules.mkdir(exist_ok=True)
    mark = fingerprint("package.json", "package-lock.json")
    # npm ci empties the folder, so the stamp is written into it afterwards.
    once(node_modules / ".installed", mark, [npm, "ci", "--no-audit", "--no-fund"])
    os.environ["PATH"] = os.pathsep.join([str(PROGRAMS), os.environ.get("PATH", "")])
    try:
        build_explorables.build()
    except build_explorables.CannotBuildError as error:
        sys.exit(f"The interactive figures could not be built: {error}")


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit(
            f"Python {OLDEST[0]}.{OLDEST[1]} or later is needed, and this is "
            f"{sys.version.split()[0]}. With another one installed: make PYTHON=python3.12 …"
        )
    parser = argparse.ArgumentParser(description="Make this folder ready to build and test.")
    parser.add_argument("--test", action="store_true", help="install what the tests need as well")
    parser.add_argument("--pdf", action="store_true", help="install what printing the book needs")
    parser.add_argument(
        "--coursework", action="store_true", help="install what grading assignments needs as well"
    )
    given = parser.parse_args()
    set_up([extra for extra in ("test", "pdf", "coursework") if getattr(given, extra)])
