"""The Matplotlib figures that chapters share: one palette, and alt text that goes with each."""

from shrinkage.plots.classification import (
    draw_boundary,
    draw_classes,
    draw_probability,
)
from shrinkage.plots.curves import draw_curves
from shrinkage.plots.figure import DescribedFigure, describe, new_figure
from shrinkage.plots.geometry import budget_border, draw_budget, draw_contours
from shrinkage.plots.palette import BLUE, COLORS, GRAY, GREEN, MARKERS, ORANGE, PURPLE
from shrinkage.plots.strength import scale_lams
from shrinkage.plots.training import draw_loss_map, draw_path, draw_spread, draw_tries
from shrinkage.plots.twins import draw_twins
from shrinkage.plots.weight_paths import draw_weight_path

__all__ = [
    "BLUE",
    "COLORS",
    "GRAY",
    "GREEN",
    "MARKERS",
    "ORANGE",
    "PURPLE",
    "DescribedFigure",
    "budget_border",
    "describe",
    "draw_boundary",
    "draw_budget",
    "draw_classes",
    "draw_contours",
    "draw_curves",
    "draw_loss_map",
    "draw_path",
    "draw_probability",
    "draw_spread",
    "draw_tries",
    "draw_twins",
    "draw_weight_path",
    "new_figure",
    "scale_lams",
]
