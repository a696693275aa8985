"""Controls of a demo: ipywidgets with readable names and values, all usable by keyboard."""

from typing import Any
from dataclasses import dataclass, field

import ipywidgets
import numpy as np
import traitlets
from ipywidgets import Layout

from lectures.viz.numbers import number

_WIDE = {"width": "310px"}


def slider(
    value: float,
    low: float,
    high: float,
    label: str,
    notches: int = 60,
    step: float | None = None,
    form: str = "",
) -> Any:
    """Return a slider over evenly spaced numbers.

    Parameters
    ----------
    value, low, high : float
        Where it starts, and its ends. The start is always one of its values.
    label : str
        Its name in words, such as ``"momentum μ"``.
    notches : int
        About how many values it has; with `step` these are low, low + step, …
    form : str
        How a value is written, such as ``"{:.1f}"``; with three digits where it is left out. The value is what is
        written.
    """
    count = round((high - low) / step) if step else notches
    return _notched(value, np.linspace(low, high, count + 1), label, form)


def log_slider(value: float, low: float, high: float, label: str, notches: int = 60, form: str = "") -> Any:
    """Return a slider whose values have equal ratios; otherwise as `slider`."""
    return _notched(value, np.geomspace(low, high, notches + 1), label, form)


def int_slider(value: int, low: int, high: int, label: str, step: int = 1) -> Any:
    """Return a slider over whole numbers."""
    values = sorted({*range(low, high + 1, step), value})
    return _selection_slider(value, [(number(v, 12), v) for v in values], label)


def choice(value: Any, options: Any, label: str) -> Any:
    """Return a drop-down list; `options` is a list of words, or a dict from words to values."""
    options = list(options.items()) if isinstance(options, dict) else [(str(o), o) for o in options]
    return ipywidgets.Dropdown(options=options, value=value, description=label, layout=_WIDE, style=_style())


def toggle(value: bool, label: str) -> Any:
    """Return a box to tick: True or False."""
    return ipywidgets.Checkbox(value=value, description=label, indent=False, layout=Layout(width="auto"))


class Press(ipywidgets.Button):
    """A button whose value is how often it was pressed."""

    value = traitlets.Int(0)

    def __init__(self, **traits):
        super().__init__(**traits)
        self.on_click(lambda _: self.set_trait("value", self.value + 1))


def button(label: str) -> Any:
    """Return a button; its value counts how often it was pressed (a seed for something new)."""
    return Press(description=label, layout=Layout(width="auto"))


@dataclass
class Point:
    """A point on the picture that is dragged, clicked to another place, or moved with the arrow keys.

    Its value is the tuple (x, y). `free` may be ``"x"`` or ``"y"``: then only that coordinate
    follows the reader.
    """

    x: float
    y: float
    label: str
    panel: int = 0
    free: str = "xy"
    value: tuple = field(init=False)

    def __post_init__(self):
        self.value = (float(self.x), float(self.y))


def point(x: float, y: float, label: str, panel: int = 0, free: str = "xy") -> Point:
    """Return a `Point` that starts at (x, y) on a panel."""
    return Point(x, y, label, panel, free)


def choose(control: Any, value: Any) -> None:
    """Set a control as a reader would; a slider takes its nearest value."""
    if isinstance(control, ipywidgets.SelectionSlider):
        values = [entry for _, entry in control.options]
        control.index = int(np.argmin([abs(entry - value) for entry in values]))
    else:
        control.value = value


def count(control: Any) -> int | None:
    """Return how many values a control has, or None where they cannot be counted."""
    if isinstance(control, ipywidgets.SelectionSlider | ipywidgets.Dropdown):
        return len(control.options)
    return 2 if isinstance(control, ipywidgets.Checkbox) else None


def value_at(control: Any, notch: int) -> Any:
    """Return the value of a countable control at a notch."""
    return bool(notch) if isinstance(control, ipywidgets.Checkbox) else control.options[notch][1]


def _notched(value, values, label, form):
    written = dict(_written(v, form) for v in (*values, value))
    start, text = _written(value, form)
    if abs(start - value) > 1e-12 * abs(value):
        del written[start]
        start = float(value)
        written[start] = text  # the start keeps its exact value
    return _selection_slider(start, [(written[v], v) for v in sorted(written)], label)


def _written(value, form):
    """Return the number that is written for a value, and how."""
    if form:
        return float(form.format(value)), form.format(value)
    return float(f"{value:.3g}"), number(value)


def _selection_slider(value, options, label):
    return ipywidgets.SelectionSlider(
        options=options, value=value, description=label, layout=_WIDE, style=_style(), continuous_update=True
    )


def _style():
    return {"description_width": "initial"}
