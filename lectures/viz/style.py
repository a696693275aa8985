"""One look for all pictures: Okabe–Ito colours, dashes, markers, and a matplotlib style for two themes."""

from typing import Any
from collections.abc import Iterator
from matplotlib.artist import Artist
from matplotlib.axes import Axes
import contextlib
import contextvars
from dataclasses import dataclass

import matplotlib
import numpy as np
from cycler import cycler
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

# Okabe & Ito (2008), "Color universal design": told apart with every kind of colour vision.
OKABE_ITO = {
    "blue": "#0072B2",
    "vermilion": "#D55E00",
    "green": "#009E73",
    "purple": "#CC79A7",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "yellow": "#F0E442",
}
# What must stand out against the page has one value for each theme.
THEMES = {
    "light": {"ink": "#1a1a1a", "grey": "#707070", "faint": "#c4c4c4", "paper": "#ffffff"},
    "dark": {"ink": "#ebebeb", "grey": "#a0a0a0", "faint": "#4a4a4a", "paper": "#111111"},
}
COLOURS = (*OKABE_ITO, *THEMES["light"])
DASHES = {"solid": (), "dashed": (6, 3), "dotted": (1.5, 2.5), "dashdot": (7, 3, 1.5, 3)}
PIXEL = 0.72  # one pixel of the page in points, as pictures are drawn at 100 dots an inch
_theme = contextvars.ContextVar("theme", default="light")


@dataclass(frozen=True)
class Look:
    """How a series looks: a colour, and for readers who do not see it a dash and a marker."""

    colour: str = "blue"
    dash: str = "solid"
    marker: str = ""


# A method looks the same in every lecture.
LOOKS = {
    "gradient descent": Look("blue", "solid", "o"),
    "momentum": Look("vermilion", "dashed", "s"),
    "nesterov": Look("green", "dashdot", "^"),
    "newton": Look("purple", "solid", "D"),
    "saddle-free": Look("orange", "dashed", "v"),
    "sign": Look("ink", "dotted", "x"),
    "adagrad": Look("orange", "dashdot", "v"),
    "rmsprop": Look("purple", "dashed", "D"),
    "adam": Look("green", "solid", "^"),
    "adamw": Look("sky", "dashed", "*"),
    "sgd": Look("sky", "solid", "x"),
    "bound": Look("grey", "dotted", ""),
    "your own": Look("ink", "solid", "*"),
}
# Series without a method's name, in this order.
SERIES = [
    Look("blue", "solid", "o"),
    Look("vermilion", "dashed", "s"),
    Look("green", "dashdot", "^"),
    Look("purple", "dotted", "D"),
    Look("orange", "solid", "v"),
    Look("sky", "dashed", "x"),
]


def look(which: Any) -> Look:
    """Return a `Look` from itself, a method's name, or a number (the n-th series)."""
    if isinstance(which, Look):
        return which
    return SERIES[which % len(SERIES)] if isinstance(which, int) else LOOKS[which]


def colour(name: str) -> str:
    """Return the hexadecimal colour of a name in the present theme; other colours pass through."""
    return {**OKABE_ITO, **THEMES[_theme.get()]}.get(name, name)


def is_dark() -> bool:
    """Whether the present theme is the dark one."""
    return _theme.get() == "dark"


def both_themes() -> dict[str, dict]:
    """Return for each theme all colours by name, and the dashes, as the browser needs them."""
    return {name: {**OKABE_ITO, **own, "dashes": DASHES} for name, own in THEMES.items()}


def pairs() -> np.ndarray:
    """Return all colours by name in the light and the dark theme, opaque: uint8 of shape (colours, 8)."""
    both = [[({**OKABE_ITO, **own}[name] + "ff") for own in THEMES.values()] for name in COLOURS]
    return np.array([list(bytes.fromhex("".join(two).replace("#", ""))) for two in both], np.uint8)


def linestyle(dash: str) -> Any:
    """Return matplotlib's line style for a dash's name."""
    return (0, tuple(PIXEL * length for length in DASHES[dash])) if DASHES[dash] else "-"


@contextlib.contextmanager
def theme(name: str) -> Iterator[None]:
    """Draw within this block for the ``"light"`` or the ``"dark"`` theme."""
    token = _theme.set(name)
    try:
        with matplotlib.rc_context(rc()):
            yield
    finally:
        _theme.reset(token)


def rc() -> Any:
    """Return matplotlib's settings for the present theme."""
    ink, grey, faint = colour("ink"), colour("grey"), colour("faint")
    return {
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "savefig.facecolor": "none",
        "font.family": "DejaVu Sans",
        "font.size": 10.5,
        "axes.titlesize": 11,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelsize": 10.5,
        "text.color": ink,
        "axes.labelcolor": ink,
        "axes.titlecolor": ink,
        "axes.edgecolor": grey,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": False,
        "grid.color": faint,
        "grid.linewidth": 0.6,
        "xtick.color": grey,
        "ytick.color": grey,
        "xtick.labelcolor": ink,
        "ytick.labelcolor": ink,
        "xtick.labelsize": 9.5,
        "ytick.labelsize": 9.5,
        "legend.frameon": False,
        "legend.fontsize": 9.5,
        "legend.labelcolor": ink,
        "lines.linewidth": 2 * PIXEL,
        "lines.scale_dashes": False,
        "image.cmap": "viridis",
        "axes.prop_cycle": cycler(color=[colour(entry.colour) for entry in SERIES]),
    }


def legend(axes: Axes, entries: Any, **where: Any) -> Any:
    """Add a legend whose samples show colour, dash and marker; for bars and areas, a patch of their colour.

    Parameters
    ----------
    axes : matplotlib Axes
    entries : list or dict
        Names of looks, or a dict from the words to show to a look (a `Look`, a method's name or a number) or, for bars
        and areas, to the name of a colour.
    **where
        For ``Axes.legend``, such as ``loc="upper right"``.
    """
    entries = entries if isinstance(entries, dict) else {name: name for name in entries}
    handles: list[Artist] = []
    for words, which in entries.items():
        if which in COLOURS:
            handles.append(Patch(facecolor=colour(which), label=words))
            continue
        shown = look(which)
        line = Line2D([], [], color=colour(shown.colour), marker=shown.marker, markersize=5, label=words)
        line.set(linestyle=linestyle(shown.dash), linewidth=2 * PIXEL)
        handles.append(line)
    return axes.legend(handles=handles, handlelength=3.2, **where)
