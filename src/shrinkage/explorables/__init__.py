"""The interactive figures: hand-made, alive on a page and in a notebook.

    from shrinkage.explorables import OneWeight
    w = OneWeight(z=2.0)
    w                 # as a cell's last line: the live figure
    w.lam = 0.5       # moves its slider
    w.l1              # what follows

Their scripts are in `js/`; `npm run build` bundles them into `static/`.
"""

from shrinkage.explorables.constraint_geometry import ConstraintGeometry
from shrinkage.explorables.explorable import Explorable
from shrinkage.explorables.one_weight import OneWeight
from shrinkage.explorables.polynomial_degree import PolynomialDegree
from shrinkage.explorables.shrinkage_paths import ShrinkagePaths
from shrinkage.explorables.trained_too_long import TrainedTooLong
from shrinkage.explorables.weights_as_dials import WeightsAsDials

# Every figure, in the order of the catalogue.
ALL: tuple[type[Explorable], ...] = (
    WeightsAsDials,
    TrainedTooLong,
    PolynomialDegree,
    ConstraintGeometry,
    ShrinkagePaths,
    OneWeight,
)

__all__ = [
    "ALL",
    "ConstraintGeometry",
    "Explorable",
    "OneWeight",
    "PolynomialDegree",
    "ShrinkagePaths",
    "TrainedTooLong",
    "WeightsAsDials",
]
