"""Shows how the cost of a path grows with rows, features and λ, and how much memory it takes.

    python benchmarks/growth.py

Writes `_build/bench/growth.png`, log-log plots, and the figures behind them, `growth.md`. Run it
with one thread (`make bench` does) to compare figures of different sizes.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from problems import Problem, synthetic

from shrinkage.paths import elastic_net_path, lasso_path, logistic_path, ridge_path
from shrinkage.plots import COLORS, MARKERS

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "_build" / "bench"

KINDS: dict[str, Callable[[Problem, int], object]] = {
    "lasso": lambda problem, m: lasso_path(problem.X, problem.y, n_lams=m),
    "elastic net": lambda problem, m: elastic_net_path(problem.X, problem.y, n_lams=m),
    "ridge": lambda problem, m: ridge_path(problem.X, problem.y, n_lams=m),
    "logistic L1": lambda problem, m: logistic_path(problem.X, problem.labels, n_lams=m),
}
# What grows, and the sizes n, p and number of λ on the way.
SWEEPS = {
    "rows n (20 features, 100 λ)": [
        (n, 20, 100) for n in (100, 300, 1000, 3000, 10_000, 30_000, 100_000)
    ],
    "features p (2000 rows, 100 λ)": [(2000, p, 100) for p in (10, 30, 100, 300, 1000)],
    "number of λ (1000 rows, 12 features)": [
        (1000, 12, m) for m in (3, 10, 30, 100, 300, 1000, 3000)
    ],
}


def cost(solve: Callable[[Problem, int], object], problem: Problem, m: int) -> tuple[float, float]:
    """Return median seconds of a path, and the most megabytes it held at one time."""
    tracemalloc.start()
    solve(problem, m)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    seconds = []
    begin = time.perf_counter()
    while len(seconds) < 3 or (len(seconds) < 30 and time.perf_counter() - begin < 0.5):
        start = time.perf_counter()
        solve(problem, m)
        seconds.append(time.perf_counter() - start)
        if seconds[-1] > 10.0:
            break
    return median(seconds), peak / 1e6


def main() -> None:
    """Measure all sweeps, draw them, and write the figures down."""
    OUT.mkdir(parents=True, exist_ok=True)
    figure = Figure(figsize=(12, 6.5), layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(2, len(SWEEPS), sharex="col")
    lines = [
        "# Growth of a path's cost",
        "",
        "Peak: megabytes beyond the data, by tracemalloc.",
        "",
    ]
    for column, (title, sizes) in enumerate(SWEEPS.items()):
        grows = next(place for place in range(3) if len({size[place] for size in sizes}) > 1)
        lines += [f"## {title}", "", "| size | path | ms | peak MB |", "|---|---|---|---|"]
        for (name, solve), color, marker in zip(KINDS.items(), COLORS, MARKERS, strict=False):
            measured = []
            for n, p, m in sizes:
                seconds, peak = cost(solve, synthetic(n, p), m)
                measured.append((1e3 * seconds, peak))
                lines.append(f"| {(n, p, m)[grows]} | {name} | {1e3 * seconds:.2f} | {peak:.1f} |")
                print(title, lines[-1], flush=True)
            at = [size[grows] for size in sizes]
            for panel, values in zip(panels[:, column], zip(*measured, strict=True), strict=True):
                panel.loglog(at, values, color=color, marker=marker, label=name)
                panel.grid(alpha=0.25)
        slope = np.array([size[grows] for size in sizes], dtype=float)
        reference = slope / slope[-1] * panels[0, column].get_ylim()[1]
        panels[0, column].loglog(slope, reference, ":", color="gray", label="in proportion")
        panels[0, column].set_title(title, loc="left", fontsize=10)
        panels[1, column].set_xlabel(title.split(" (")[0])
        lines.append("")
    panels[0, 0].set_ylabel("median milliseconds")
    panels[1, 0].set_ylabel("peak megabytes")
    panels[0, 0].legend(frameon=False, fontsize=8)
    figure.savefig(OUT / "growth.png", dpi=110)
    (OUT / "growth.md").write_text("\n".join(lines), encoding="utf-8")
    print(f"Written: {(OUT / 'growth.png').relative_to(ROOT)}, growth.md")


if __name__ == "__main__":
    main()
