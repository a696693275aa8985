"""The drawings of lecture 1, pages 5 and 6: surfaces of networks, and how good networks become."""

import numpy as np

from lectures.landscape.data import Dragon, Surfaces
from matplotlib import colormaps
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import plain

LOW, HIGH = -5.0, 8.0  # of log₁₀ loss


def log_loss(grid):
    """Return log₁₀ of losses within the range of the colours."""
    return np.log10(np.clip(grid, 10**LOW, 10 ** (HIGH - 0.01)))


def draw_surfaces(pen: Pen, data: Surfaces) -> None:
    """Draw two planes of losses in colours."""
    for panel, grid in enumerate(data.planes):
        pen[panel].heat(log_loss(grid), (-1, 1, -1, 1), LOW, HIGH)
        pen[panel].points(0, 0, "ink", "+", 12)
        pen[panel].text(0.04, 0.94, f"up to {grid.max():.0e}", inside=True, bold=True)


def surfaces_background():
    """Return the two panels under `draw_surfaces`, with one scale of colours."""

    def panel(title, with_scale):
        def background(axes):
            plain((-1, 1), (-1, 1), "direction 1", "direction 2" if not with_scale else "", title=title, grid=False, aspect="equal",
                  xticks=[-1, 0, 1], yticks=[-1, 0, 1])(axes)  # fmt: skip
            if with_scale:
                scale = ScalarMappable(Normalize(LOW, HIGH), colormaps["viridis"])
                axes.figure.colorbar(scale, ax=axes, label="log₁₀ loss", fraction=0.05, pad=0.03)

        return background

    return [panel("with skips", False), panel("without", True)]


def draw_dragon(pen: Pen, data: Dragon) -> None:
    """Draw the final losses of all seeds of one width, and mark the width among all."""
    pen.points(np.arange(1, len(data.losses) + 1), data.losses, "blue", "o", 7)
    pen.line([0, len(data.losses) + 1], [data.losses.mean()] * 2, colour="vermilion", dash="dashed")
    pen[1].points(data.width, data.losses.mean(), "ink", "o", 11)
    pen[1].points(data.width, data.losses.std(), "ink", "s", 10)


MEAN, SPREAD = style.Look("vermilion", "dashed", "o"), style.Look("green", "dashdot", "s")


def dragon_background(all_losses):
    """Return the two panels under `draw_dragon`, from a dict of widths to losses."""
    left = plain((0, 41), (1e-4, 1), "seed, from the best to the worst", "final loss", title="40 networks", logy=True,
                 legend={"their mean": style.Look("vermilion", "dashed")}, legend_loc="lower right")  # fmt: skip

    def right(axes):
        widths = list(all_losses)
        plain((1.7, 38), (1e-4, 1), "width", "", title="all widths", logx=True, logy=True)(axes)
        axes.set_xticks(widths[::2], [str(width) for width in widths[::2]])
        axes.minorticks_off()
        for look, values in (
            (MEAN, [x.mean() for x in all_losses.values()]),
            (SPREAD, [x.std() for x in all_losses.values()]),
        ):
            axes.plot(
                widths,
                values,
                color=style.colour(look.colour),
                linestyle=style.linestyle(look.dash),
                marker=look.marker,
                markersize=4,
            )
        style.legend(axes, {"mean": MEAN, "spread": SPREAD}, loc="lower left")

    return [left, right]


def hills_background(names, grids):
    """Return still pictures of several grids of losses as surfaces in three dimensions."""

    def one(name, grid):
        def background(axes):
            places = np.linspace(-1, 1, len(grid))
            X, Y = np.meshgrid(places, places)
            heights = log_loss(grid)
            shades = colormaps["viridis"]((heights - LOW) / (HIGH - LOW))
            axes.plot_surface(
                X, Y, heights, facecolors=shades, rstride=1, cstride=1, linewidth=0, shade=False, antialiased=False
            )
            axes.set(zlim=(LOW, HIGH), title=name, xlabel="t₁", ylabel="t₂", zticks=[-4, 0, 4, 8])
            for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
                axis.pane.set_alpha(0)

        return background

    return [one(name, grid) for name, grid in zip(names, grids, strict=True)]
