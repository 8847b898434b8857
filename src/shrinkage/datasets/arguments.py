"""Checks of what describes a synthetic problem, for all that draw one.

`shrinkage.datasets` draws with NumPy, `shrinkage.explorables.datasets` as the figures' scripts do.
"""

from __future__ import annotations

from typing import Any

from shrinkage.validation import check_count, check_flag, check_number

__all__ = ["check_design", "check_useful", "check_wave"]


def check_design(n: Any, p: Any, correlation: Any, *, fewest: int) -> tuple[int, int, float]:
    """Return how many rows and features, and the correlation between each two features.

    Parameters
    ----------
    n, p, correlation : object
        What was given.
    fewest : int
        Rows that there must be.

    Raises
    ------
    TypeError, ValueError
        If n or p is no such count, or the correlation is outside 0 to 0.999999.
    """
    return (
        check_count("n", n, minimum=fewest),
        check_count("p", p),
        check_number("correlation", correlation, minimum=0.0, maximum=0.999999),
    )


def check_useful(useful: Any, p: int) -> int:
    """Return how many of p features matter: as many as asked, or a fifth of them, at least one.

    Raises
    ------
    TypeError, ValueError
        If it is no count from 1 to p.
    """
    if useful is None:
        return max(1, p // 5)
    count = check_count("useful", useful)
    if count > p:
        raise ValueError(f"useful must be at most p = {p}, got {count}.")
    return count


def check_wave(n: Any, noise: Any, equally_spaced: Any) -> tuple[int, float, bool]:
    """Return how many points of a wave, their noise, and whether they are equally spaced.

    Raises
    ------
    TypeError, ValueError
        If n is no count of at least 2, noise is negative, or the last is not True or False.
    """
    return (
        check_count("n", n, minimum=2),
        check_number("noise", noise, minimum=0.0),
        check_flag("equally_spaced", equally_spaced),
    )
