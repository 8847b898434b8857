"""One palette for figures, labs and pages.

The colors can be told apart with each of the common color-vision deficiencies, and each has a
contrast of at least 3:1 on white and on the dark pages' background (#121212). They are adapted
from the palette of Okabe and Ito (2008), Color Universal Design, which is somewhat too light for
white paper. Color is never the only cue: `MARKERS` goes with `COLORS`, place by place.
"""

__all__ = ["BLUE", "COLORS", "GRAY", "GREEN", "MARKERS", "ORANGE", "PURPLE"]

BLUE = "#1f7ac3"
ORANGE = "#d1620f"
GREEN = "#12906a"
PURPLE = "#b563a0"
GRAY = "#7a7a7a"

COLORS = (BLUE, ORANGE, GREEN, PURPLE, GRAY)
MARKERS = ("o", "^", "s", "D", "v")
