"""Write the data that the explorables carry, from the package's own.

    python tools/write_explorables_data.py

The result, js/data/penguins.js, is committed; a test compares it with what this writes.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from shrinkage.datasets import load_penguins

FILE = Path(__file__).parents[1] / "src/shrinkage/explorables/js/data/penguins.js"
HEAD = """\
// Made by tools/write_explorables_data.py from shrinkage.datasets.load_penguins(): for each bird
// the bill depth in mm, f or m for its sex, and the body mass in kg, in the order of the package.
// Measured by Gorman, Williams and Fraser (2014), PLoS ONE 9(3), e90081; CC0.

export const birds = `
"""


def penguins_script() -> str:
    """Return the text of the module."""
    data = load_penguins().select(["bill depth", "body mass"])
    birds = [
        f"{depth}{'fm'[sex]}{mass}"
        for (depth, mass), sex in zip(data.X.tolist(), data.y.tolist(), strict=True)
    ]
    return HEAD + textwrap.fill(" ".join(birds), 99, break_on_hyphens=False) + "`;\n"


if __name__ == "__main__":
    FILE.write_text(penguins_script(), encoding="utf-8")
