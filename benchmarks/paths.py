"""Times whole regularization paths beside their peers, each at a stated accuracy.

    python benchmarks/paths.py                 every row, with one thread and with two
    python benchmarks/paths.py --threads 1     with one thread only
    python benchmarks/paths.py --only lasso    rows whose name begins so

A peer is timed at the loosest of its tolerances whose worst relative duality gap is at most ten
times ours (or as near as it comes), and at its default. Peers and ours take turns in one process,
and the median counts. The table goes to the screen and to `_build/bench/paths.md`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from peers import glmnet_seconds, peers_of
from problems import Problem, course_problems, relative_gaps

from shrinkage.paths import (
    RegularizationPath,
    elastic_net_path,
    lasso_path,
    logistic_path,
    ridge_path,
)

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "_build" / "bench"
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
PATIENCE = 5.0  # seconds after which a peer is not tried at a tighter tolerance still


@dataclass(frozen=True)
class Row:
    """A kind of path."""

    name: str
    kind: str
    alpha: float

    def grid(self, problem: Problem) -> np.ndarray:
        """Return 100 λ, from where the path begins down."""
        target = problem.y if self.kind == "linear" else problem.labels - problem.labels.mean()
        # Without L1 no λ makes all weights 0; glmnet starts where α = 0.001 would.
        top = np.abs(problem.X.T @ target).max() / len(target) / max(self.alpha, 1e-3)
        return np.geomspace(top, top * (1e-3 if self.alpha else 1e-6), 100)

    def ours(self, problem: Problem, lams: np.ndarray) -> RegularizationPath:
        """Return the package's path."""
        if self.kind == "logistic":
            return logistic_path(problem.X, problem.labels, lams, alpha=self.alpha)
        if self.alpha == 1.0:
            return lasso_path(problem.X, problem.y, lams)
        if self.alpha == 0.0:
            return ridge_path(problem.X, problem.y, lams)
        return elastic_net_path(problem.X, problem.y, lams, alpha=self.alpha)

    def gap(self, problem: Problem, lams: np.ndarray, coefs: np.ndarray) -> float:
        """Return the worst relative gap of weights; below 1e-15 rounding decides."""
        gaps = relative_gaps(problem, self.kind, self.alpha, lams, coefs)
        return max(float(gaps.max()), 1e-15)


ROWS = (
    Row("lasso", "linear", 1.0),
    Row("elastic net, α = ½", "linear", 0.5),
    Row("ridge", "linear", 0.0),
    Row("logistic, L1", "logistic", 1.0),
    Row("logistic, elastic net α = ½", "logistic", 0.5),
    Row("logistic, L2", "logistic", 0.0),
)


@dataclass
class Contender:
    """One solver at one tolerance, with what was measured of it."""

    name: str
    accuracy: str
    gap: float
    solve: Callable[[], object] | None
    seconds: list[float] = field(default_factory=list)

    def take_turn(self) -> None:
        """Time it a few times, or once where it takes long. (glmnet was timed inside R.)"""
        if self.solve is None or (self.seconds and median(self.seconds) > 2.0):
            return
        start = time.perf_counter()
        self.solve()
        once = time.perf_counter() - start
        self.seconds.append(once)
        if once > 0.5:
            return
        many = max(1, round(0.05 / max(once, 1e-6)))
        for _ in range(3):
            start = time.perf_counter()
            for _ in range(many):
                self.solve()
            self.seconds.append((time.perf_counter() - start) / many)


def contenders(row: Row, problem: Problem, lams: np.ndarray, our_gap: float) -> list[Contender]:
    """Return each peer at our accuracy, or as near as it comes, and at its default."""
    found = []
    for peer in peers_of(row.kind, row.alpha):
        tried: list[Contender] = []
        for tol in peer.tolerances:
            start = time.perf_counter()
            if peer.solve is None:
                seconds, coefs = glmnet_seconds(problem, row.kind, row.alpha, lams, tol, rounds=5)
            else:
                seconds, coefs = [], peer.solve(problem, lams, tol)
            took = median(seconds) if seconds else time.perf_counter() - start
            solve = peer.solve and partial(peer.solve, problem, lams, tol)
            gap = row.gap(problem, lams, coefs)
            tried.append(Contender(peer.name, f"{tol:.0e}", gap, solve, seconds))
            if gap <= 10 * our_gap or took > PATIENCE:
                break
        best = min(tried, key=lambda one: one.gap)
        words = "equal accuracy" if best.gap <= 10 * our_gap else "its best"
        if len(peer.tolerances) == 1:
            best.accuracy = f"{words}, none to set"
        elif best is tried[0]:
            best.accuracy = f"{words}, default {best.accuracy}"
        else:
            best.accuracy = f"{words}, {best.accuracy}"
            tried[0].accuracy = f"default, {tried[0].accuracy}"
        found += [best] if best is tried[0] else [best, tried[0]]
    return found


def compare(row: Row) -> list[str]:
    """Time one kind of path on every problem; return the lines of its table."""
    lines = [
        f"### {row.name}",
        "",
        "| problem | solver | accuracy, tolerance | worst gap | ms | times ours |",
        "|---|---|---|---|---|---|",
    ]
    for problem in course_problems():
        lams = row.grid(problem)
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a path that misses its gap must not be timed
            path = row.ours(problem, lams)
        us = Contender(
            "**ours**",
            f"{path.tol:.0e}",
            row.gap(problem, lams, path.coefs),
            partial(row.ours, problem, lams),
        )
        everyone = [us, *contenders(row, problem, lams, us.gap)]
        for _ in range(5):
            for one in everyone:
                one.take_turn()
        for one in everyone:
            took = median(one.seconds)
            lines.append(
                f"| {problem.title if one is us else ''} | {one.name} | {one.accuracy} "
                f"| {one.gap:.0e} | {1e3 * took:.2f} | {took / median(us.seconds):.2g} |"
            )
            print(lines[-1], flush=True)
    return [*lines, ""]


def main() -> None:
    """Run the rows asked for, in a process of its own for each number of threads."""
    parser = argparse.ArgumentParser(description="Time regularization paths beside their peers.")
    parser.add_argument("--threads", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--only", default="", help="rows whose name begins so")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    if options.worker:
        lines = []
        for row in ROWS:
            if row.name.startswith(options.only):
                print(f"\n{row.name}", flush=True)
                lines += compare(row)
        (OUT / f"paths-{options.threads[0]}.md").write_text("\n".join(lines), encoding="utf-8")
        return
    tables = ["# Paths of 100 λ: median milliseconds, and ratios to ours in the same run", ""]
    for threads in options.threads:
        print(f"\nWith {threads} thread(s)", flush=True)
        command = [sys.executable, __file__, "--worker", "--threads", str(threads)]
        environment = {**os.environ, **dict.fromkeys(THREADS, str(threads))}
        subprocess.run([*command, "--only", options.only], check=True, env=environment)
        part = OUT / f"paths-{threads}.md"
        tables += [f"## With {threads} thread(s)", "", part.read_text(encoding="utf-8")]
        part.unlink()
    (OUT / "paths.md").write_text("\n".join(tables), encoding="utf-8")
    print(f"\nWritten: {(OUT / 'paths.md').relative_to(ROOT)}")


if __name__ == "__main__":
    main()
