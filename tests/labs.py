"""Finding the labs of a notebook, driving them as a reader would, and two labs to try it on."""

from __future__ import annotations

import ast
from pathlib import Path
from unittest import mock

import numpy as np
from matplotlib.figure import Figure
from notebooks import read_cells

from shrinkage.explore import Lab, LogSlider, Slider, explore
from shrinkage.explore.picture import Picture


def labs_of(notebook: Path) -> list[Lab]:
    """Run a notebook's code and return every lab that it makes, shown or not."""
    found: list[Lab] = []
    make = Lab.__init__

    def note(lab: Lab, *args: object, **options: object) -> None:
        make(lab, *args, **options)
        found.append(lab)

    names: dict[str, object] = {"__name__": "__main__"}
    with mock.patch.object(Lab, "__init__", note):
        for cell in read_cells(notebook):
            if cell.cell_type == "code":
                exec(compile(ast.parse(cell.source), str(notebook), "exec"), names)
    return found


def drawn(picture: Picture) -> list[str]:
    """Return what a picture shows, without its text alternative."""
    return [line for line in picture.lines if 'role="img"' not in line]


def idle_controls(lab: Lab) -> list[str]:
    """Move each control to each end and back; return those moves that leave the picture as it is.

    Raises whatever the lab's function raises on the way.
    """
    idle = []
    start = lab.settings()
    before = drawn(lab.drive(**start))
    for key, control in lab.controls.items():
        for end in control.ends():
            if control.position(end) == control.position(start[key]):
                continue
            if drawn(lab.drive(**{key: end})) == before:
                idle.append(f"{lab.name}: {control.label} = {control.words(end)}")
            lab.drive(**{key: start[key]})
    return idle


def two_classes(size: float = 1.0, angle: float = 45.0, points: bool = True) -> Figure:
    """Draw two classes, and a logistic model's probabilities for weights of any size."""
    rng = np.random.default_rng(0)
    X = np.concatenate([rng.normal(-1, 1, (60, 2)), rng.normal(1, 1, (60, 2))])
    w = size * np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    grid = np.linspace(-4, 4, 30)
    scores = w[0] * grid + w[1] * grid[:, np.newaxis]
    figure = Figure(figsize=(4.8, 3.4), layout="constrained")
    axes = figure.subplots()
    axes.contourf(grid, grid, 1 / (1 + np.exp(-scores)), [0, 0.1, 0.5, 0.9, 1], alpha=0.4)
    if points:
        axes.scatter(X[:60, 0], X[:60, 1], marker="o", s=12, label="class 0")
        axes.scatter(X[60:, 0], X[60:, 1], marker="^", s=12, label="class 1")
        axes.legend()
    axes.set(xlabel="first feature", ylabel="second feature")
    right = np.mean((w @ X.T > 0) == (np.arange(120) >= 60))
    axes.set_title(f"{right:.0%} right")
    figure.alt_text = (
        f"Weights of size {size:g} at {angle:g}° class {right:.0%} of the points right."
    )
    return figure


def two_maps(lam: float = 0.1, kind: str = "L1") -> tuple[Figure, Figure]:
    """Draw two figures: a loss with a penalty, and what the penalty does to a weight."""
    w = np.linspace(-3, 3, 101)
    penalty = lam * (np.abs(w) if kind == "L1" else w**2 / 2)
    shrunk = np.sign(w) * np.maximum(np.abs(w) - lam, 0) if kind == "L1" else w / (1 + lam)
    figures = []
    for title, curve in (("loss + penalty", (w - 1) ** 2 / 2 + penalty), ("shrunk", shrunk)):
        figure = Figure(figsize=(3.4, 2.8), layout="constrained")
        axes = figure.subplots()
        axes.plot(w, curve, label=kind)
        axes.axvline(0, color="black", linewidth=0.8)
        axes.set_title(title)
        axes.legend()
        figure.alt_text = f"{title} under {kind} with λ = {lam:g}."
        figures.append(figure)
    return figures[0], figures[1]


def example_labs() -> list[Lab]:
    """Return a lab of 42 frames of one figure, and one of 12 frames of two figures."""
    return [
        explore(
            two_classes,
            size=Slider([0.3, 1, 3], label="size of w"),
            angle=Slider(-45, 135, 30, label="direction", unit="°"),
            points=True,
            caption="Larger weights make the same boundary sharper.",
        ),
        explore(two_maps, lam=LogSlider(0.01, 3), kind=["L1", "L2"]),
    ]
