"""The tests of the explorables' JavaScript are run along with all others."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

from offline_site import node_program

ROOT = Path(__file__).parents[1]


def test_the_javascript_passes_its_own_tests():
    # As `npm test` would, with the Node that the book is built with.
    command = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["scripts"]["test"]
    program, flag, pattern = shlex.split(command)
    assert (program, flag) == ("node", "--test")
    files = sorted(ROOT.glob(pattern))
    assert len(files) >= 4
    done = subprocess.run(
        [node_program(), flag, *files], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_scripts_in_this_folder_are_not_all_taken_for_modules():
    # The server of the formulas, a script in .venv that is no module, asks this file what it is.
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert package.get("type", "commonjs") == "commonjs"
