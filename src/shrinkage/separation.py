"""Recognizing data on which an unpenalised classifier has no best weights.

If some weights classify every training row rightly, then twice these weights give each row a
still smaller log-loss, and so on: the loss falls towards its lower limit for ever, and no finite
weights reach it. Albert and Anderson (1984), "On the existence of maximum likelihood estimates in
logistic regression models", Biometrika 71(1), call such data completely separated (every row
strictly on its side), or quasi-completely (some rows lie on the boundary).
"""

from __future__ import annotations

import numpy as np

from shrinkage.equations import LinearEquation
from shrinkage.objective import Objective

__all__ = ["loss_can_fall_forever"]


def loss_can_fall_forever(objective: Objective, theta: np.ndarray) -> bool:
    """Tell whether the weights `theta` prove that the objective has no minimum.

    Two proofs are looked for. Complete separation: `theta` itself puts every row on its side.
    Quasi-complete separation (linear equations): a Newton step from `theta` still changes the
    outputs by much, and moves no row towards the wrong side, so following it for ever lowers the
    loss for ever. That nothing is found proves nothing.

    Parameters
    ----------
    objective : Objective
        Only a log-loss or softmax cross-entropy without a penalty can fall for ever.
    theta : ndarray of shape (size,)
        Weights at which training has ended.

    Returns
    -------
    bool
    """
    if objective.penalty.l1 != 0 or objective.penalty.l2 != 0:
        return False
    margins = objective.loss.margins(objective.equation.outputs(theta, objective.X), objective.y)
    if margins is None:
        return False
    if margins.min() > 0:
        return True
    if not isinstance(objective.equation, LinearEquation):
        return False
    hessian = objective.hessian(theta)
    direction = np.linalg.lstsq(hessian, -objective.loss_gradient(theta), rcond=None)[0]
    moved = objective.loss.margins(objective.equation.outputs(direction, objective.X), objective.y)
    # Near a minimum a Newton step is tiny. Where the loss falls for ever, each step adds about 1
    # to the margins that grow and, up to rounding, nothing to the others.
    return moved is not None and bool(moved.max() > 0.5 and moved.min() > -1e-6 * moved.max())
