"""Say whether a tag is the version that the files name: pyproject.toml and CITATION.cff.

python tools/check_release.py v0.1.0
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def named_versions(root: Path = ROOT) -> dict[str, str]:
    """Return the version that each file names."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (root / "CITATION.cff").read_text(encoding="utf-8")
    cited = re.search(r"^version: *[\"']?([^\"'\s]+)", citation, re.MULTILINE)
    return {"pyproject.toml": project["version"], "CITATION.cff": cited[1] if cited else "none"}


def differences(tag: str, root: Path = ROOT) -> list[str]:
    """Return a line for each file that names another version than the tag."""
    return [
        f"The tag is {tag}, and {name} names version {version}."
        for name, version in named_versions(root).items()
        if tag != f"v{version}"
    ]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give one tag: python tools/check_release.py v0.1.0")
    found = differences(sys.argv[1])
    sys.exit("\n".join(found) if found else 0)
