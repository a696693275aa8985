"""The drawings of lecture 3 on the map of αλ and μ: one direction, the digits network, cycles; and the edge of stability."""

import numpy as np

from lectures.momentum.data import Cycling, Edge, OneDirection, OnMap

from lectures.viz import style
from lectures.viz.backgrounds import plain
from lectures.viz.pen import Pen


DOT = "#1a1a1a"  # on the map, which looks the same in both themes


def map_panel(steps, mus, radius, title="factor per step", xlabel="αλ"):
    """Return a panel with the factor per step (len(mus), len(steps)) and the names of the regimes written in."""

    def panel(axes):
        shades = axes.pcolormesh(steps, mus, np.minimum(radius, 1), cmap="viridis", vmin=0, vmax=1, shading="nearest")
        axes.contourf(steps, mus, radius, [1, 100], colors=style.colour("faint"))
        reach = np.linspace(0, 4, 401)
        axes.plot(reach, (1 - np.sqrt(reach)) ** 2, color="white", linestyle="--")
        axes.plot([2, 4], [0, 1], color=style.colour("ink"), linewidth=1.2)
        axes.text(1.45, 0.55, "swings", color="white", fontsize=10, ha="center")
        for words, place, there, colour in (
            ("slides", (0.12, 0.15), (0.5, 0.3), "white"),
            ("flips", (2.15, 0.15), (2.75, 0.27), style.colour("ink")),
        ):
            arrow = {"arrowstyle": "-", "color": colour, "linewidth": 0.8}
            axes.annotate(words, place, there, color=colour, fontsize=9, arrowprops=arrow)
        axes.text(0.78 * steps[-1], 0.1, "diverges", ha="center", color=style.colour("ink"), fontsize=9)
        axes.set(xlim=(0, steps[-1]), ylim=(0, 1), xlabel=xlabel, ylabel="momentum μ", title=title)
        axes.figure.colorbar(shades, ax=axes, fraction=0.05, pad=0.02)

    return panel


def phase_background(steps, mus, radius):
    """Return the two panels under `draw_phase`: the phase diagram, and axes for the path."""
    return [map_panel(steps, mus, radius), plain((0, 60), (-1.6, 1.6), "step", "error", title="the error")]


def draw_phase(pen: Pen, data: OneDirection) -> None:
    """Draw the error of one direction against the step."""
    pen[1].line(np.arange(len(data.path)), data.path, as_="momentum", marker=True, size=4)


def network_background(steps, mus, radius):
    """Return the two panels under `draw_network`: the map for curvatures of the network, and axes for its loss."""
    right = plain(
        (0, 60), (1e-4, 300), "step", "training loss", title="the digits network", logy=True,
        yticks=[0.0001, 0.001, 0.01, 0.1, 1, 10, 100], yticklabels=["0.0001", "0.001", "0.01", "0.1", "1", "10", "100"],
    )  # fmt: skip
    return [map_panel(steps, mus, radius, xlabel="α times curvature"), right]


def draw_network(pen: Pen, data: OnMap) -> None:
    """Draw the network's curvatures on the map, how far the largest moves, and the training loss."""
    scaled = data.alpha * data.lams
    pen.points(scaled[1:], np.full(len(scaled) - 1, data.mu), colour=DOT, marker="o", size=5)
    pen.points(scaled[0], data.mu, colour=DOT, marker="D", size=8)
    beside = data.mu + (0.05 if data.mu < 0.5 else -0.05)
    pen.revealed.arrows(scaled[0], beside, data.scaled_end - scaled[0], 0, colour="vermilion", width=3, head=11)
    losses = np.clip(np.nan_to_num(data.losses, nan=1e6, posinf=1e6), 1e-6, 1e6)
    pen[1].revealed.line(np.arange(len(losses)), losses, as_="momentum", width=2.5)


def edge_background(steps):
    """Return the two panels under `draw_edge`."""
    looks = {
        "shuffled labels": style.Look("vermilion"),
        "true labels": style.Look("blue"),
        "2(1 + μ)/α": style.Look("ink", "dashed"),
    }

    def left(axes):
        plain((0, steps), (0, 14), "step", "largest curvature", title="sharpness")(axes)
        style.legend(axes, looks, loc="upper right")

    return [left, plain((0, steps), (0, 3), "step", "loss on shuffled labels", title="training loss")]


def draw_edge(pen: Pen, data: Edge) -> None:
    """Draw the edge, and the sharpness of the network on both kinds of labels, and the loss."""
    pen.line([0, data.steps[-1]], [data.edge, data.edge], colour="ink", dash="dashed")
    pen.revealed.line(data.true_steps, data.true_sharpness, colour="blue", marker="o", size=4)
    pen.revealed.line(data.steps, data.sharpness, colour="vermilion", marker="s", size=4)
    pen[1].revealed.line(data.steps, data.losses, colour="vermilion", width=2.5)


def cycles_background(kappa, scaled, mus, rates, cycling, tuned, free):
    """Return the two panels under `draw_cycles`.

    Parameters
    ----------
    kappa : float
    scaled, mus : ndarray of shape (S,) and (M,)
        Of the map.
    rates, cycling : ndarray of shape (M, S)
        The factor per step on bowls, and whether there is a loss with a cycle.
    tuned, free : pair of float
        αλ_max and μ that are best on bowls, and best among those without a cycle.
    """

    def left(axes):
        axes.pcolormesh(scaled, mus, np.minimum(rates, 1), cmap="viridis", vmin=0, vmax=1, shading="nearest")
        axes.contourf(scaled, mus, np.where(rates < 1, cycling, 0), [0.5, 2], colors="white", alpha=0.8)
        axes.contourf(scaled, mus, rates, [1, 100], colors=style.colour("faint"))
        axes.plot(*tuned, "*", color=style.colour("vermilion"), markersize=13, markeredgecolor="black")
        axes.plot(*free, "D", color=style.colour("sky"), markersize=7, markeredgecolor="black")
        axes.text(3.1, 0.1, "diverges", ha="center", color=style.colour("ink"), fontsize=9)
        axes.set(
            xlim=(0, 4), ylim=(0, 1), xlabel="αλₘₐₓ", ylabel="momentum μ", title=f"κ = {kappa}; white: it can cycle"
        )

    return [left, plain((-1.7, 1.7), (-1.7, 1.7), "θ₁", "θ₂", title="the ball on that loss", aspect="equal")]


def draw_cycles(pen: Pen, data: Cycling) -> None:
    """Draw the path of the ball, its last places, and the polygon to which its loss pulls."""
    right = pen[1]
    if data.corners:
        right.fill(*np.vstack([data.polygon, data.polygon[:1]]).T, colour="blue", opacity=0.3)
    right.line(*data.path.T, colour="vermilion", width=1.2, opacity=0.7)
    right.points(*data.path[-12:].T, colour="vermilion", marker="s", size=7)
    right.points(0, 0, colour="ink", marker="*", size=11)
