"""What `pip install shrinkage[coursework]` gives a teacher, who has no clone of the course."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NEEDED = ["LICENSE", "MANIFEST.in", "README.md", "pyproject.toml", "setup.py"]
NEEDED += ["package.json", "package-lock.json"]

FEEDBACK = """
import sys
from pathlib import Path
installed, work = sys.argv[1:]
sys.path.insert(0, installed)
from coursework import feedback
from coursework.folders import Folders
from coursework.gradebook import Flag, Gradebook, Report, Student
from coursework.assignment import Assignment
assert feedback.__file__.startswith(installed)
folders = Folders(Path(work))
folders.gradebook.parent.mkdir()
with Gradebook(folders.gradebook) as gradebook:
    gradebook.enroll("ps", [Student("ada")])
    gradebook.record("ps", "ada", Report(Flag.MISSING))
    feedback.write_feedback(Assignment("ps", "A title", "d.csv", dict, []), gradebook, folders)
print(folders.feedback("ps", "ada").read_text(encoding="utf-8"))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The package, built where there is no npm, and unpacked."""
    folder = tmp_path_factory.mktemp("package")
    skip = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("src", "tools"):
        shutil.copytree(ROOT / name, folder / "sources" / name, ignore=skip)
    for name in NEEDED:
        shutil.copy(ROOT / name, folder / "sources")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "-q",
         "--disable-pip-version-check", "-w", folder],
        cwd=folder / "sources", env={**os.environ, "PATH": str(folder)}, check=True,
        capture_output=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as packed:
        packed.extractall(folder / "installed")
    return folder / "installed"


def test_the_wheel_has_the_command_its_pages_and_its_extra(wheel):
    (info,) = wheel.glob("*.dist-info")
    assert "coursework = coursework.commands:main" in (info / "entry_points.txt").read_text()
    metadata = (info / "METADATA").read_text(encoding="utf-8")
    for package in ("click", "nbgrader", "nbformat", "ipython", "jinja2"):
        assert re.search(rf"Requires-Dist: {package}>=[\d.]+; extra == .coursework.", metadata)
    sources = ROOT / "src" / "coursework"
    here = {path.relative_to(sources) for path in sources.rglob("*.*")}
    there = {path.relative_to(wheel / "coursework") for path in (wheel / "coursework").rglob("*.*")}
    assert there == {path for path in here if "__pycache__" not in path.parts}


def test_the_installed_package_writes_feedback(wheel, tmp_path):
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    page = subprocess.run(
        [sys.executable, "-c", FEEDBACK, str(wheel), str(tmp_path / "work")],
        cwd=tmp_path, env=environment, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert "<h1>A title</h1>" in page
    assert "prefers-color-scheme" in page


def test_no_key_and_no_solution_is_installed(wheel):
    assert not list(wheel.rglob("key.py"))
    assert not list(wheel.rglob("*.ipynb"))


def test_all_that_the_tool_imports_is_in_its_extra():
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = [*PROJECT["project"]["dependencies"], *extras["coursework"]]
    names = {re.split(r"[><=]", one)[0].lower().replace("-", "_") for one in wanted}
    # A part of Jinja2, which needs it.
    known = names | {"markupsafe", "coursework", "shrinkage"} | set(sys.stdlib_module_names)
    imported = set()
    for path in (ROOT / "src" / "coursework").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {one.name.split(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.split(".")[0])
    assert {one.lower() for one in imported} <= known
    assert "nbgrader" in imported


def test_the_tests_install_it_and_its_versions_are_pinned():
    extras = PROJECT["project"]["optional-dependencies"]
    assert "shrinkage[coursework]" in extras["test"]
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower()
    for one in extras["coursework"]:
        assert f"\n{re.split('[><=]', one)[0]}==" in pinned
