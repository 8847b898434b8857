"""Labs: figures with controls that are live in a notebook and stay alive on the published page.

A lab is a function that draws, handed to `explore` with its controls:

    def draw(lam=0.1, kind="L1"):
        figure, axes = plt.subplots()
        ...
        return describe(figure, f"At λ = {lam:g}, {n} of the weights are zero.")

    explore(draw, lam=LogSlider(0.01, 1), kind=["L1", "L2"])

In a notebook it redraws for any value. When the site is built (the environment variable
`SHRINKAGE_BUILD_LABS` is 1) every picture is drawn into the page, where `static/lab.js` swaps
them; at most 60 pictures and 60 kB gzipped a lab. Elsewhere its HTML is a fixed sentence.
"""

from shrinkage.explore.controls import Checkbox, Menu
from shrinkage.explore.lab import Lab, explore
from shrinkage.explore.sliders import LogSlider, Slider

__all__ = ["Checkbox", "Lab", "LogSlider", "Menu", "Slider", "explore"]
