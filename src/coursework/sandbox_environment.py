"""The environment variables that students' code gets, and the machine's list of fonts."""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["environment", "font_list"]


def environment(home: str, fonts: str, token: str) -> dict[str, str]:
    """Return all the environment variables that the inside has.

    Parameters
    ----------
    home : str
        The folder to write to.
    fonts : str
        Where the list of fonts is, or "".
    token : str
        By which the processes of a sandbox are known.
    """
    one_thread = ("OPENBLAS", "OMP", "MKL", "NUMEXPR")
    return {
        "HOME": home,
        "TMPDIR": home,
        "PATH": f"{Path(sys.prefix).resolve()}/bin:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "IPYTHONDIR": f"{home}/.ipython",
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": f"{home}/.matplotlib",
        "COURSEWORK_FONTS": fonts,
        "COURSEWORK_RUN": token,
        # Several submissions run at once; and the same sums in the same order each time.
        **{f"{library}_NUM_THREADS": "1" for library in one_thread},
    }


def font_list() -> str:
    """Return the file in which matplotlib keeps the machine's fonts; "" without matplotlib."""
    try:
        import matplotlib
        import matplotlib.font_manager
    except ImportError:
        return ""
    files = sorted(Path(matplotlib.get_cachedir()).glob("fontlist-*.json"))
    return str(files[-1]) if files else ""
