"""Print how exact the default solvers are, against figures from outside this project.

    python tools/report_accuracy.py

The first table: for each model, the worst deviation from minimisers that were computed in
50-digit arithmetic (`tests/reference/solutions.json`). The second: four columns of Table 3.3 of
"The Elements of Statistical Learning", ours beside what is printed there. The tests
`tests/test_reference_solutions.py` and `tests/test_esl_table_3_3.py` assert the same figures.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from reference_cases import (
    MODELS,
    RECIPES,
    deviation_of,
    published_column,
    read_reference,
    solutions,
    table_3_3,
)


def deviations() -> list[str]:
    """Return the lines of the table of deviations: a row for each model and penalty."""
    lines = [
        f"{'model':<20} {'data':<14} {'penalty':<12} {'problems':>8}"
        f" {'weights':>9} {'bias':>9} {'objective':>9} {'wrong zeros':>11}"
    ]
    for data_set, (_, model) in MODELS.items():
        kinds: dict[str, list] = {}
        for one in solutions():
            if one.data_set == data_set:
                kind = "none" if one.penalty is None else type(one.penalty).__name__
                kinds.setdefault(kind, []).append(deviation_of(one))
        for kind, found in kinds.items():
            lines.append(
                f"{model.__name__:<20} {data_set:<14} {kind:<12} {len(found):>8}"
                f" {max(one.coef for one in found):>9.1e}"
                f" {max(one.intercept for one in found):>9.1e}"
                f" {max(one.objective for one in found):>9.1e}"
                f" {sum(one.zeros_differ for one in found):>11}"
            )
    return lines


def textbook_columns() -> list[str]:
    """Return the lines of Table 3.3: each column from our models, then as it is printed."""
    names = ["intercept", *read_reference("esl_table_3_3")["feature_names"]]
    names += ["test error", "std error"]
    columns = [figures for name in RECIPES
               for figures in (table_3_3(name).figures, published_column(name))]  # fmt: skip
    lines = [
        " " * 12 + "".join(f"{name:>20}" for name in RECIPES),
        " " * 12 + "".join(f"{'ours':>11}{'book':>9}" for _ in RECIPES),
    ]
    for row, figures in zip(names, np.array(columns).T, strict=True):
        pairs = figures.round(3).reshape(-1, 2) + 0.0  # no -0.000
        lines.append(f"{row:<12}" + "".join(f"{ours:>11.3f}{book:>9.3f}" for ours, book in pairs))
    return lines


if __name__ == "__main__":
    print("Largest deviation from the 50-digit minimisers\n")
    print("\n".join(deviations()))
    print('\nTable 3.3 of "The Elements of Statistical Learning"\n')
    print("\n".join(textbook_columns()))
