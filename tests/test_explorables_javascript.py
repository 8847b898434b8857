"""The tests of the explorables' JavaScript are run along with all others."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "book" / "_ext"))

from offline_site import node_program

ROOT = Path(__file__).parents[1]


def test_the_javascript_passes_its_own_tests():
    # As `npm test` would, with the Node that the book is built with.
    command = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["scripts"]["test"]
    program, *arguments = command.split()
    assert program == "node"
    files = sorted(path for one in arguments[1:] for path in ROOT.glob(one))
    assert len(files) >= 2
    done = subprocess.run(
        [node_program(), arguments[0], *files], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
