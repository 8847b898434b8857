"""What is installed: the bundles of the interactive figures where npm can make them, or stills."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NEEDED = ["LICENSE", "MANIFEST.in", "README.md", "pyproject.toml", "setup.py"]
BUNDLES = {"explorables.css", "explorables.js", "jupyter.js", "built-from"}

# In an environment of its own, as a learner's: the package that was just built, and what it needs.
SHOW = """
import sys
sys.path.insert(0, sys.argv[1])
from shrinkage.explorables import ALL
for cls in ALL:
    assert cls.__module__ and sys.modules[cls.__module__].__file__.startswith(sys.argv[1])
    print(cls()._repr_mimebundle_()[0])
"""


@pytest.fixture
def sources(tmp_path):
    """A copy of what a fresh clone has and building needs; neither bundles nor node_modules."""
    copy = tmp_path / "sources"
    skip = shutil.ignore_patterns("static", "__pycache__", "*.egg-info")
    for name in ("src/shrinkage", "tools"):
        shutil.copytree(ROOT / name, copy / name, ignore=skip)
    static = Path("src", "shrinkage", "explore", "static")
    shutil.copytree(ROOT / static, copy / static)
    for name in [*NEEDED, "package.json", "package-lock.json"]:
        shutil.copy(ROOT / name, copy)
    return copy


def install(sources: Path, **environment: str) -> tuple[Path, str]:
    """Build the wheel, unpack it, and return where it is and what was said."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", ".", "-v", "--no-deps", "--no-build-isolation",
         "--disable-pip-version-check", "-w", "wheel"],
        cwd=sources, env={**os.environ, **environment}, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    installed = sources.parent / "installed"
    (wheel,) = (sources / "wheel").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(installed)
    return installed, done.stdout + done.stderr


def shown(installed: Path) -> str:
    """Return what a notebook gets of each figure of that package."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-c", SHOW, str(installed)],
        cwd=installed, env=environment, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip


def test_a_wheel_from_a_fresh_clone_holds_bundles_data_and_licenses_but_no_sources(sources):
    (sources / "node_modules").symlink_to(ROOT / "node_modules")
    installed, _ = install(sources)
    package = installed / "shrinkage"
    assert {path.name for path in (package / "explorables" / "static").iterdir()} == BUNDLES
    assert not (package / "explorables" / "js").exists()
    assert (package / "explore" / "static" / "lab.js").is_file()
    assert (package / "py.typed").is_file()
    data = ROOT / "src" / "shrinkage" / "datasets" / "data"
    assert {path.name for path in (package / "datasets" / "data").iterdir()} >= {
        path.name for path in data.iterdir() if path.suffix in (".csv", ".md", ".txt")
    }
    assert list(installed.glob("*.dist-info/licenses/LICENSE"))
    assert "application/vnd.jupyter.widget-view+json" in shown(installed)


@pytest.mark.parametrize("without", ["npm", "a registry"])
def test_without_npm_it_installs_and_shows_stills_that_say_so(sources, tmp_path, without):
    if without == "npm":
        environment = {"PATH": str(tmp_path)}
    else:
        closed = "http://127.0.0.1:9/"
        environment = {"npm_config_registry": closed, "npm_config_cache": str(tmp_path / "npm"),
                       "npm_config_fetch_retries": "0"}  # fmt: skip
    installed, said = install(sources, **environment)
    assert "WARNING: the interactive figures are not built" in said
    assert not (installed / "shrinkage" / "explorables" / "static").exists()
    bundle = shown(installed)
    assert "npm run build" in bundle
    assert 'role="img"' in bundle
    assert "application/vnd.jupyter.widget-view+json" not in bundle
