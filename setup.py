"""Bundles the interactive figures whenever the package is built or installed from its sources."""

from __future__ import annotations

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(Path(__file__).resolve().parent / "tools"))

import build_explorables


class BuildWithFigures(build_py):
    """Makes the bundles first. Where that can't be done, the package is installed without."""

    def run(self) -> None:
        """Build."""
        try:
            build_explorables.build()
        except build_explorables.CannotBuildError as error:
            print(
                f"WARNING: the interactive figures are not built: {error}\n"
                "The package works without them and shows stills in their place. Later, "
                "`npm ci && npm run build` in this folder adds them.",
                file=sys.stderr,
                flush=True,
            )
        # What there is to install is looked up anew: the bundles were not there before.
        self.__dict__.pop("data_files", None)
        super().run()


setup(cmdclass={"build_py": BuildWithFigures})
