"""The drawings of lecture 5, third part: step sizes from too low to too high, valleys, stairs, batches."""

import numpy as np

from lectures.sgd.data import Differences, NoiseScale, OwnDeal, Regimes, Stairs, ToTarget, Treated, Valleys

from lectures.viz import style
from lectures.viz.backgrounds import plain
from lectures.viz.draw import draw_pieces
from lectures.viz.pen import Pen

REGIMES = {
    "too low": style.Look("blue", "dotted", "o"),
    "good": style.Look("green", "solid", "^"),
    "high": style.Look("orange", "dashdot", "D"),
    "too high": style.Look("vermilion", "dashed", "s"),
}
TREATMENTS = {
    "neither": style.Look("grey", "dotted", "o"),
    "warm-up": style.Look("blue", "dashed", "^"),
    "clipping": style.Look("vermilion", "solid", "s"),
}
STAIRS = {
    "in stairs": style.Look("vermilion", "solid", "s"),
    "the first step size throughout": style.Look("grey", "dashed", "o"),
    "an eighth of it throughout": style.Look("blue", "dotted", "^"),
}


def draw_own_deal(pen: Pen, data: OwnDeal) -> None:
    """Draw the loss with the reader's minibatches, dashed that with shuffled ones, and what the network answers."""
    pen.line(np.arange(len(data.right)), data.right, "grey", "dashed", width=2)
    pen.line(np.arange(len(data.own)), np.minimum(data.own, 1e6), as_="your own", marker=True, size=6)
    pen[1].bars(np.arange(10), data.answers, colour="ink", width=0.7)


def own_deal_background(epochs):
    """Return the two panels under `draw_own_deal`."""
    looks = {"your minibatches": "your own", "shuffled": style.Look("grey", "dashed")}
    left = plain((0, epochs), (0.02, 5e3), "epoch", "training loss", "the loss", logy=True, legend=looks, legend_loc="upper right")  # fmt: skip
    right = plain(
        (-0.6, 9.6), (0, 1.05), "digit", "share of the answers", "what your network answers", xticks=range(10)
    )
    return [left, right]


def draw_regimes(pen: Pen, data: Regimes) -> None:
    """Draw the loss under four step sizes on a logarithmic axis, and how the one that is looked at goes and ends."""
    for name, curve in data.named.items():
        mine = pen if name == "good" else pen.revealed
        mine.line(data.steps, curve, as_=REGIMES[name])
        mine.line(data.steps[::3], curve[::3], as_=REGIMES[name], marker=True, width=0, size=7)
    pen[1].revealed.points(data.alpha, data.end, "ink", "*", 16)
    draw_pieces(pen.revealed, [np.column_stack([data.steps, run]) for run in data.seeds], colour="ink", width=0.8, opacity=0.55)  # fmt: skip


def regimes_background(alphas, ends, steps, last):
    """Return the two panels under `draw_regimes`, the second one empty: `draw_ends` fills it."""
    left = plain(
        (steps[0], steps[-1] * 1.05), (0.15, 60), "step", "training loss", "four step sizes", logx=True, logy=True,
        legend=REGIMES, legend_loc="lower left",
    )  # fmt: skip
    right = plain((alphas[0] / 1.3, alphas[-1] * 1.3), (0.15, 60), "step size α", "", "over the last two epochs", logx=True, logy=True)  # fmt: skip

    def guessing(axes):
        right(axes)
        axes.axhline(last, linestyle=":", color=style.colour("ink"), linewidth=1)
        axes.text(alphas[0], last * 1.08, "guessing", fontsize=9, color=style.colour("ink"))

    return [left, guessing]


def with_all_ends(alphas, ends):
    """Return `draw_regimes` with the ends of all step sizes as a grey line on the second panel."""

    def draw(pen: Pen, data: Regimes) -> None:
        pen[1].revealed.line(alphas, ends, "grey", marker="o", width=1, size=5)
        draw_regimes(pen, data)

    return draw


def draw_stairs(pen: Pen, data: Stairs) -> None:
    """Draw a measure while the step size falls in stairs, beside two constant ones; the first stair stands before all."""
    before = data.epochs <= 6.01
    pen.line(data.epochs[before], data.stairs[before], as_=STAIRS["in stairs"], width=2.5)
    drawn = list(zip(STAIRS.items(), (data.stairs, data.high, data.low), strict=True))
    for (name, look), curve in drawn[::-1]:  # the stairs on top
        pen.revealed.line(data.epochs, curve, as_=look, marker=True, size=5, width=2.5 if name == "in stairs" else 1.5)


def stairs_background(measure, epochs, drops):
    """Return the axes under `draw_stairs`."""
    limits, ticks = {
        "training loss": ((0.45, 2.6), (0.5, 0.6, 0.8, 1, 1.5, 2)),
        "validation loss": ((0.1, 2.6), (0.1, 0.2, 0.5, 1, 2)),
        "validation error": ((0.02, 1), (0.02, 0.05, 0.1, 0.2, 0.5, 1)),
    }[measure]
    written = [f"{100 * tick:g} %" if measure == "validation error" else f"{tick:g}" for tick in ticks]
    axis = plain((0, epochs), limits, "epoch", measure, "the step size falls to an eighth at the dotted lines", logy=True,
                 legend=STAIRS, legend_loc="upper right")  # fmt: skip

    def background(axes):
        axis(axes)
        axes.minorticks_off()
        axes.set_yticks(ticks, written)
        for drop in drops:
            axes.axvline(drop, linestyle=":", color=style.colour("ink"), linewidth=1)

    return background


def draw_valleys(pen: Pen, data: Valleys) -> None:
    """Draw where the runs end in the loss, and the share in the lower valley for all step sizes."""
    pen.revealed.points(data.ends, data.losses, "vermilion", "o", 6, 0.45)
    pen[1].revealed.line(data.alphas, data.shares, "blue", marker="o")
    pen[1].revealed.points(data.alpha, data.share, "ink", "*", 16)


def valleys_background(loss, lower, limits):
    """Return the two panels under `draw_valleys`; `limits` are the largest α that each valley can hold."""

    def left(axes):
        x = np.linspace(-3.2, 3.2, 400)
        plain((-3.2, 3.2), (-1.1, 0.7), "x", "loss", "where 200 runs end")(axes)
        axes.plot(x, loss(x, lower), color=style.colour("ink"), linewidth=1.4)

    def right(axes):
        title = "share in the lower valley"
        plain((0.008, 1.25), (-0.05, 1.05), "step size α", "", title, logx=True)(axes)
        axes.axvline(limits["narrow"], linestyle=":", color=style.colour("ink"), linewidth=1)
        axes.text(
            limits["narrow"] * 1.08, 0.5, "2 / curvature\nof the narrow\nvalley", fontsize=9, color=style.colour("ink")
        )

    return [left, right]


def draw_scale(pen: Pen, data: NoiseScale) -> None:
    """Draw noise and signal along a training, and their ratio: geometric means of three seeds, each seed thin."""
    epochs = np.arange(data.noise.shape[1])
    for values, colour, dash in ((data.noise, "vermilion", "dashed"), (data.signal, "blue", "solid")):
        pen.revealed.line(epochs, np.exp(np.log(values).mean(axis=0)), colour, dash, width=2.5)
        draw_pieces(
            pen.revealed, [np.column_stack([epochs, run]) for run in values], colour=colour, width=0.8, opacity=0.6
        )
    ratio = data.noise / data.signal
    pen[1].line(epochs[:1], ratio[:, :1].mean(axis=0), "ink", marker="o", width=0, size=8)
    pen[1].revealed.line(epochs, np.exp(np.log(ratio).mean(axis=0)), "ink", width=2.5)
    draw_pieces(
        pen[1].revealed, [np.column_stack([epochs, run]) for run in ratio], colour="ink", width=0.8, opacity=0.6
    )


def scale_background(epochs):
    """Return the two panels under `draw_scale`."""
    looks = {"noise: S": style.Look("vermilion", "dashed"), "signal: ‖∇L‖²": style.Look("blue")}
    left = plain((0, epochs), (1e-4, 3e2), "epoch", "squared size", "one image: noise and signal", logy=True, legend=looks, legend_loc="lower left")  # fmt: skip
    return [
        left,
        plain((0, epochs), (5, 2e4), "epoch", "images in a batch", "where noise = signal", logy=True),
    ]


def draw_target(pen: Pen, data: ToTarget) -> None:
    """Draw steps and epochs to the target, and the test error there, against the batch size."""
    epochs = data.steps * data.sizes[:, None] / data.examples
    for values, entry in zip((data.steps, epochs), style.SERIES, strict=False):
        pen.revealed.line(data.sizes, values.mean(axis=1), as_=entry, marker=True, size=7)
        draw_pieces(pen.revealed, [np.array([[s, low], [s, high]]) for s, low, high in
                    zip(data.sizes, values.min(1), values.max(1), strict=True)], colour=entry.colour, width=1.2)  # fmt: skip
    pen.line(data.sizes[:1], data.steps.mean(axis=1)[:1], as_=0, marker=True, width=0, size=8)
    pen[1].revealed.line(data.sizes, 100 * data.errors.mean(axis=1), as_=3, marker=True, size=7)
    draw_pieces(pen[1].revealed, [np.array([[s, low], [s, high]]) for s, low, high in
                zip(data.sizes, 100 * data.errors.min(1), 100 * data.errors.max(1), strict=True)], colour="purple", width=1.2)  # fmt: skip
    at = int(np.flatnonzero(data.sizes == data.size)[0])
    pen.revealed.points(data.size, data.steps.mean(axis=1)[at], "ink", "*", 15)


def target_background(sizes):
    """Return the two panels under `draw_target`."""
    axis = {"logx": True, "xticks": sizes, "xticklabels": [str(size) for size in sizes]}
    looks = {"steps": style.SERIES[0], "epochs": style.SERIES[1]}
    limits = (sizes[0] / 1.5, sizes[-1] * 1.5)
    left = plain(limits, (0.7, 3e3), "batch size B", "", "until the training loss is 0.1", logy=True, legend=looks, legend_loc="lower right", **axis)  # fmt: skip
    return [left, plain(limits, (0, 8), "batch size B", "test error in %", "and the test error there", **axis)]


def draw_treated(pen: Pen, data: Treated) -> None:
    """Draw the loss against the step size with warm-up, with clipping, and with neither; the seeds' range at each."""
    for name, losses in data.losses.items():
        losses = np.clip(np.nan_to_num(losses, nan=1e3), 1e-4, 1e3)
        pen.revealed.line(data.alphas, losses.mean(axis=0), as_=TREATMENTS[name], marker=True, size=7)
        draw_pieces(pen.revealed, [np.array([[a, low], [a, high]]) for a, low, high in
                    zip(data.alphas, losses.min(0), losses.max(0), strict=True)], colour=TREATMENTS[name].colour, width=1.2)  # fmt: skip


def treated_background(alphas):
    """Return the axes under `draw_treated`."""
    return plain(
        (alphas[0] / 1.3, alphas[-1] * 1.3), (0.06, 10), "step size α", "validation loss after 8 epochs", logx=True, logy=True,
        legend=TREATMENTS, legend_loc="upper left", xticks=alphas, xticklabels=[fraction(a) for a in alphas],
    )  # fmt: skip


def fraction(alpha):
    """Write a power of two as a person would: 1/8, 4."""
    return f"{alpha:g}" if alpha >= 1 else f"1/{1 / alpha:g}"


def draw_differences(pen: Pen, data: Differences) -> None:
    """Draw each mean difference as a point and two standard errors to both sides."""
    for row, (mean, error) in enumerate(data.pairs.values()):
        clear = abs(mean) > 2 * error
        pen.revealed.line([mean - 2 * error, mean + 2 * error], [-row, -row], "vermilion" if clear else "grey", width=3)
        pen.revealed.points(mean, -row, "vermilion" if clear else "grey", "D" if clear else "o", 9)


def differences_background(measure, pairs):
    """Return the axes under `draw_differences`."""
    reach = {"validation loss": 0.08, "test error": 0.03}[measure]
    axis = plain((-reach, reach), (-len(pairs) + 0.4, 0.6), f"difference in {measure} (left: lower)", "", "pairs of runs with the same seed",
                 yticks=[-row for row in range(len(pairs))], yticklabels=list(pairs))  # fmt: skip

    def background(axes):
        axis(axes)
        axes.axvline(0, color=style.colour("ink"), linewidth=1)

    return background
