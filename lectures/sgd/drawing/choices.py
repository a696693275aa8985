"""The drawings of lecture 5, second half: the race on the digits, schedules, comparisons, tuning, and broken runs."""

import numpy as np

from lectures.sgd.data import DigitsRace, GridView, Patient, Schedules, TunedView
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import plain
from lectures.viz.draw import draw_curves, draw_pieces

METHODS = ("sgd", "momentum", "adam")
NAMES = {"sgd": "SGD", "adam": "Adam"}
LOW, HIGH = np.log10(0.05), np.log10(5)


def draw_race(pen: Pen, data: DigitsRace) -> None:
    """Draw the loss of four methods up to an epoch, and what each then reads in some images."""
    draw_curves(pen, {name: curve[: data.epoch + 1] for name, curve in data.curves.items()}, marker=True)
    for row, digits in enumerate(data.reads):
        for place, (digit, right) in enumerate(zip(digits, data.labels, strict=True)):
            wrong = digit != right
            pen[1].text(
                place,
                3 - row,
                f"{digit}×" if wrong else f"{digit}",
                "vermilion" if wrong else "ink",
                "center",
                15,
                not wrong,
            )


def race_background(curves, images):
    """Return the two panels under `draw_race`."""

    def right(axes):
        plain((-0.6, len(images) - 0.4), (-0.6, 5.1), title="what they read (×: wrong)", grid=False, xticks=[])(axes)
        for place, image in enumerate(images):
            axes.imshow(
                image, extent=(place - 0.44, place + 0.44, 3.9, 4.9), cmap="Greys", aspect="auto", vmin=0, vmax=1
            )
        axes.set(
            xlim=(-0.6, len(images) - 0.4),
            ylim=(-0.6, 5.1),
            yticks=[3, 2, 1, 0],
            yticklabels=[NAMES.get(name, name).replace(" ", "\n") for name in curves],
        )
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)

    epochs = len(next(iter(curves.values()))) - 1
    return [
        plain(
            (0, epochs),
            (5e-4, 4),
            "epoch",
            "training loss",
            "the loss",
            logy=True,
            legend={NAMES.get(name, name): name for name in curves},
            legend_loc="lower left",
            xticks=range(0, epochs + 1, 2),
        ),
        right,
    ]


SCHEDULE = {
    "your schedule": style.Look("vermilion"),
    "constant α₀": style.Look("grey", "dashed"),
    "best constant": style.Look("blue", "dotted"),
}
OWN = {"yours": style.Look("ink"), "the cosine with warm-up": style.Look("grey", "dashed")}


def draw_schedule(pen: Pen, data: Schedules) -> None:
    """Draw a schedule and the loss that it earns, beside two constant step sizes."""
    _draw_schedules(pen, data, SCHEDULE.values(), hidden=True)


def draw_own_schedule(pen: Pen, data: Schedules) -> None:
    """Draw the reader's schedule and the right one, dashed, and the losses."""
    _draw_schedules(pen, data, OWN.values())


def _draw_schedules(pen, data, looks, hidden=False):
    steps = np.arange(0, len(data.losses[0]), 4)
    for panel, curves in ((pen, data.alphas), (pen[1], np.minimum(data.losses, 1e6))):
        for number, (curve, look) in reversed([*enumerate(zip(curves, looks, strict=True))]):
            shown = steps[steps < len(curve)]
            mine = panel.revealed if hidden and number == 0 else panel
            mine.line(shown, curve[shown], as_=look, width=2.5 if number == 0 else 1.8)


def schedule_background(steps, looks=SCHEDULE):
    """Return the two panels under `draw_schedule`; step sizes stand on a linear axis."""
    left = plain((0, steps), (0, 0.9), "step k", "step size α", "the schedule", legend=looks, legend_loc="upper right")
    return [left, plain((0, steps), (1e-4, 30), "step k", "loss", "the loss that it earns", logy=True)]


def draw_tuned(pen: Pen, data: TunedView) -> None:
    """Draw a measure against the step size for three methods, the spread over seeds, and the chosen step sizes."""
    entries = data.entries
    for name in METHODS:
        alphas, values, best = entries[name]
        values = np.clip(np.nan_to_num(values, nan=1e3), 1e-4, 1e3)
        draw_pieces(pen, [np.array([[a, low], [a, high]]) for a, low, high in zip(alphas, values.min(0), values.max(0), strict=True)],
                    colour=style.look(name).colour, width=1.2)  # fmt: skip
        pen.line(alphas, values.mean(axis=0), as_=name, marker=True, size=6)
        pen.points(alphas[best], values.mean(axis=0)[best], "ink", "*", 17)
    if data.measure == "validation loss":
        pen.line([7e-4, 11], [data.bar] * 2, "ink", "dotted", width=1)


def tuned_background(measure):
    """Return the axes under `draw_tuned`."""
    limits = {"training loss": (3e-3, 20), "validation loss": (0.04, 20)}.get(measure, (0.01, 2))
    return plain(
        (7e-4, 11),
        limits,
        "step size α",
        f"{measure} after 12 epochs",
        logx=True,
        logy=True,
        legend={"SGD": "sgd", "momentum": "momentum", "Adam": "adam"},
        legend_loc="upper left",
    )


def draw_grid(pen: Pen, data: GridView) -> None:
    """Draw the last losses over step and batch size as colours, and the curves of the chosen cell."""
    shape = data.last.shape
    shades = np.log10(np.clip(np.nan_to_num(data.last, nan=1e3), 1e-3, 1e3))
    pen.heat(shades, (-0.5, shape[1] - 0.5, -0.5, shape[0] - 0.5), LOW, HIGH, "viridis_r")
    pen.points(data.best[1], data.best[0], "#000000", "*", 18)
    pen.handle(0, data.cell[1], data.cell[0])
    for curve, entry in zip((data.training, data.validation), style.SERIES, strict=False):
        pen[1].line(np.arange(len(curve)), np.minimum(curve, 1e3), as_=entry, marker=True, size=6)


def grid_background(batches, spread, epochs):
    """Return the two panels under `draw_grid`."""

    def left(axes):
        places, labels = range(0, len(spread), 2), [f"{v:g}" if v >= 1 else f"1/{1 / v:g}" for v in spread[::2]]
        plain(
            (-0.5, len(spread) - 0.5), (-0.5, len(batches) - 0.5), "step size α / the middle one", "batch size B",
            "last loss (star: the lowest)", grid=False, xticks=places, xticklabels=labels, yticks=range(len(batches)), yticklabels=batches,
        )(axes)  # fmt: skip
        shades = axes.figure.colorbar(
            ScalarMappable(Normalize(LOW, HIGH), "viridis_r"),
            ax=axes,
            fraction=0.05,
            pad=0.02,
            ticks=np.log10([0.05, 0.2, 1, 5]),
        )
        shades.ax.set_yticklabels(["0.05", "0.2", "1", "5"])

    looks = {"training": style.SERIES[0], "validation": style.SERIES[1]}
    return [
        left,
        plain(
            (0, epochs),
            (0.01, 100),
            "epoch",
            "loss",
            "the circled run",
            logy=True,
            legend=looks,
            legend_loc="upper right",
        ),
    ]


def draw_patient(pen: Pen, data: Patient) -> None:
    """Draw the losses of a broken run and what one instrument shows; in grey the healthy run."""
    epochs = np.arange(len(data.run["printed"]))
    pen.line(epochs, data.healthy["validation"], "grey", "solid", width=1.5)
    for name, entry, size in zip(("printed", "validation"), style.SERIES, (10, 5), strict=False):
        pen.line(epochs, data.run[name], as_=entry, marker=True, size=size)
    pen[1].line(epochs, data.healthy[data.instrument], "grey", "solid", width=1.5)
    pen[1].line(epochs, data.run[data.instrument], "green", "solid", "^", 2, 7)


def patient_background(instrument, epochs):
    """Return the two panels under `draw_patient`."""
    looks = {
        "printed while training": style.SERIES[0],
        "validation": style.SERIES[1],
        "validation, healthy": style.Look("grey"),
    }
    limits = {"step size": (1e-7, 1e3), "length of the gradient": (1e-3, 100)}.get(instrument, (0, 1.4))
    right = {instrument: style.Look("green", "solid", "^"), "of the healthy run": style.Look("grey")}
    axis = {"xticks": range(0, epochs + 1, 5), "legend_loc": "upper right"}
    return [
        plain((0, epochs), (5e-3, 5e3), "epoch", "loss", "the losses", logy=True, legend=looks, **axis),
        plain((0, epochs), limits, "epoch", "", "the instrument", logy=limits[0] > 0, legend=right, **axis),
    ]
