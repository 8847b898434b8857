"""The exercises of chapter 6, L1. Each of the larger ones has a module of its own."""

from __future__ import annotations

import numpy as np

from shrinkage.check.chapter_06_bets import BETS
from shrinkage.check.chapter_06_exact import ExactZeros
from shrinkage.check.chapter_06_lam_max import LAM_MAX
from shrinkage.check.chapter_06_step import STEP
from shrinkage.check.exercise import Exercise, Mistake
from shrinkage.penalties import soft_threshold

__all__ = ["EXERCISES"]


# 6.1: the soft threshold of an array.


def _shrink(z: np.ndarray, lam: float) -> np.ndarray:
    return soft_threshold(z, lam)


def _with_side_of_lam(z: np.ndarray, lam: float) -> np.ndarray:
    return np.where(z > lam, z - lam, np.where(z < lam, z + lam, 0.0))


_SHRINK = ExactZeros(
    to_do="Complete the function: what is the size of each weight afterwards, and its sign?",
    praise="Every weight gives up λ or all that it has, and what is 0 is exactly 0.",
    solution=_shrink,
    cases=[
        (np.array([3.0, -3.0, 0.5, -0.5, 0.0, 1.0]), 1.0),
        (np.array([-4.0, 2.5, 0.2, 7.0]), 2.0),
        (np.array([0.3, -0.7, 1.9]), 0.4),
        (np.array([1.5, -2.5]), 0.0),
    ],
    mistakes=[
        Mistake(
            "You thresholded hard: what is larger than λ stays as it is. L1 takes λ off those as "
            "well.",
            lambda z, lam: np.where(np.abs(z) > lam, z, 0.0),
        ),
        Mistake(
            "Weights smaller than λ stay as they are, and should become 0: they can give up all "
            "that they have.",
            lambda z, lam: np.where(np.abs(z) > lam, soft_threshold(z, lam), z),
        ),
        Mistake(
            "You forgot the sign: these are the sizes. A negative weight stays negative.",
            lambda z, lam: np.maximum(np.abs(z) - lam, 0.0),
        ),
        Mistake(
            "Negative weights all become 0. They move toward 0 too, by λ, from below.",
            lambda z, lam: np.maximum(z - lam, 0.0),
        ),
        Mistake(
            "Nothing stops at 0: a weight smaller than λ comes out on the other side. That is a "
            "step of the subgradient method.",
            lambda z, lam: z - lam * np.sign(z),
        ),
        Mistake(
            "λ is subtracted from negative weights too, which moves them away from 0. There, add "
            "it.",
            lambda z, lam: np.where(np.abs(z) > lam, z - lam, 0.0),
        ),
        Mistake(
            "λ is subtracted from all weights, whatever their sign. Toward 0 is up for a negative "
            "one, and nothing may go past 0.",
            lambda z, lam: z - lam,
        ),
        Mistake(
            "The weights move away from 0: λ is added to their size instead of taken off.",
            lambda z, lam: np.sign(z) * (np.abs(z) + lam),
        ),
        Mistake(
            "The case z < −λ lost its minus: a weight between −λ and λ becomes 0.",
            _with_side_of_lam,
        ),
        Mistake(
            "This is what the threshold takes off. What is left, z minus this, is asked for.",
            lambda z, lam: np.clip(z, -lam, lam),
        ),
        Mistake(
            "That is z/(1 + λ), what L2 makes of a weight. L1 subtracts, and stops at 0.",
            lambda z, lam: z / (1 + lam),
        ),
        Mistake(
            "λ is halved. The loss has a ½, and its slope is w − z; the slope of λ|w| is λ.",
            lambda z, lam: soft_threshold(z, lam / 2),
        ),
        Mistake(
            "λ is doubled. The loss is ½(w − z)², with a ½, so the threshold is λ itself.",
            lambda z, lam: soft_threshold(z, 2 * lam),
        ),
        Mistake(
            "This is a share of z: the size is divided by z somewhere. Take λ off the size, then "
            "multiply by the sign.",
            lambda z, lam: np.maximum(1 - lam / np.maximum(np.abs(z), 1e-300), 0.0),
        ),
        Mistake(
            "λ is subtracted from everything in the end, from the zeros and from negative weights "
            "too. Take it off the size, and only of those above λ.",
            lambda z, lam: z * (np.abs(z) > lam) - lam,
        ),
        Mistake(
            "This multiplies by 1 − λ, so each weight loses the same share. Under L1 each loses "
            "the same amount.",
            lambda z, lam: z * max(1 - lam, 0),
        ),
    ],
)


EXERCISES: dict[str, Exercise] = {
    "6.1": _SHRINK,
    "6.2": LAM_MAX,
    "6.3": STEP,
    "6.4": BETS,
}
