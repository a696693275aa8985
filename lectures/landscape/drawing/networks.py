"""The drawings of lecture 1 on surfaces of networks, and on how good networks become."""

import numpy as np

from lectures.landscape.data import Dragon, Surfaces
from matplotlib import colormaps
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import plain
from lectures.viz.draw import draw_levels

LOW, HIGH = -4.0, 7.5  # of log₁₀ loss
MEAN, SPREAD = style.Look("vermilion", "dashed", "o"), style.Look("green", "dashdot", "s")


def log_loss(grid):
    """Return log₁₀ of losses within the range of the colours."""
    return np.log10(np.clip(grid, 10**LOW, 10 ** (HIGH - 0.01)))


def draw_surfaces(pen: Pen, data: Surfaces) -> None:
    """Draw planes of losses in colours, with a contour line at each power of ten."""
    for panel, grid in enumerate(data.planes):
        heights, places = log_loss(grid), np.linspace(-1, 1, len(grid))
        pen[panel].heat(heights, (-1, 1, -1, 1), LOW, HIGH)
        draw_levels(pen[panel], places, places, heights, np.arange(np.ceil(LOW), HIGH), colour="#ffffff", opacity=0.45)
        pen[panel].points(0, 0, "#ffffff", "+", 12)


def surfaces_background(names):
    """Return the panels under `draw_surfaces`, with one scale of colours; their titles are `names`."""

    def panel(title, with_scale):
        def background(axes):
            plain((-1, 1), (-1, 1), "direction 1", "direction 2" if title == names[0] else "", grid=False, aspect="equal",
                  xticks=[-1, 0, 1], yticks=[-1, 0, 1])(axes)  # fmt: skip
            axes.set_title(title.replace(", ", ",\n"), fontsize=9)
            axes.set_xticklabels(["", "", ""])
            axes.set_yticklabels(["", "", ""])
            if with_scale:
                scale = ScalarMappable(Normalize(LOW, HIGH), colormaps["viridis"])
                bar = axes.figure.colorbar(scale, ax=axes, label="loss", fraction=0.06, pad=0.04)
                bar.set_ticks([-4, -2, 0, 2, 4, 6], labels=["0.0001", "0.01", "1", "100", "10,000", "1,000,000"])

        return background

    return [panel(name, name == names[-1]) for name in names]


def draw_dragon(pen: Pen, data: Dragon) -> None:
    """Draw the final losses of all seeds of one width, and later the mean and the spread at all widths."""
    pen.points(np.arange(1, len(data.losses) + 1), data.losses, "blue", "o", 4)
    pen.line([0, len(data.losses) + 1], [data.losses.mean()] * 2, colour="vermilion", dash="dashed")
    widths, means, spreads, errors = data.summary
    shown = pen[1].revealed
    shown.line(widths, means, as_=MEAN, marker=True)
    shown.line(widths, spreads, as_=SPREAD, marker=True)
    gap = np.full(len(widths), np.nan)
    bars = np.stack([spreads - 2 * errors, spreads + 2 * errors, gap], axis=1)
    shown.line(np.repeat(widths, 3), np.maximum(bars, 1e-4).ravel(), colour="green", width=2)
    here = list(widths).index(data.width)
    pen[1].points([data.width], [means[here]], "vermilion", "o", 13)
    pen[1].points([data.width], [spreads[here]], "green", "s", 12)


def dragon_background(widths, count):
    """Return the two panels under `draw_dragon`, for so many networks of each width."""
    powers = {"logy": True, "yticks": [1e-4, 1e-3, 1e-2, 0.1, 1]}
    words = ["0.0001", "0.001", "0.01", "0.1", "1"]

    def left(axes):
        plain((0, count + 1), (1e-4, 1), "network, from the best to the worst", "final loss", title=f"{count} networks of one width",
              legend={"their mean": style.Look("vermilion", "dashed")}, legend_loc="lower right", **powers)(axes)  # fmt: skip
        axes.set_yticklabels(words)
        axes.minorticks_off()

    def right(axes):
        looks = {"mean": MEAN, "spread ± 2 standard errors": SPREAD}
        plain(
            (1.7, 38),
            (1e-4, 1),
            "width",
            "",
            title="all widths",
            logx=True,
            legend=looks,
            legend_loc="lower left",
            **powers,
        )(axes)
        axes.set_xticks(widths, [str(width) for width in widths])
        axes.set_yticklabels(words)
        axes.minorticks_off()

    return [left, right]
