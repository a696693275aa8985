"""The drawings of lecture 5 on matplotlib's Agg, also with losses that are no numbers any more."""

from typing import get_type_hints

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from lectures.sgd import words as say_sgd
from lectures.sgd.data import AtRate
from lectures.sgd.drawing import choices as choosing
from lectures.sgd.drawing import noise as drawing
from lectures.viz import Pen, style
from lectures.viz.backgrounds import apply

WILD = np.array([2.3, np.inf, np.nan, 1e300])
ALPHAS = np.geomspace(0.01, 1, 9)
RACE = ("gradient descent", *choosing.METHODS)
RUN = {name: np.array([2.3, 1.0, 0.4, 0.2]) for name in ("printed", "validation", "step size")}


def curves(names, values):
    return dict.fromkeys(names, values)


DEMOS = {
    "cloud": (
        drawing.cloud_background([1, 2, 4], [3.0, 1.5, 0.7], [3.0, 1.4, 0.7]), drawing.draw_cloud,
        (2, np.ones((5, 2)), 1.4), say_sgd.cloud,
    ),
    "deck": (drawing.deck_background(), drawing.draw_deck, (np.arange(100) % 6, np.zeros(100)), say_sgd.deck),
    "orders": (
        drawing.orders_background(3), drawing.draw_orders,
        (curves(drawing.ORDERS, WILD), curves(drawing.ORDERS, np.full(10, 0.1))), say_sgd.orders,
    ),
    "memory": (
        drawing.memory_background((64, 256)), drawing.draw_memory,
        (np.array([50.0, 40]), np.array([300.0, 60])), say_sgd.memory,
    ),
    "race": (
        choosing.race_background(curves(RACE, WILD), np.zeros((2, 8, 8))), choosing.draw_race,
        (3, curves(RACE, WILD), np.array([[1, 2]] * 4), np.array([1, 3])), say_sgd.race,
    ),
    "rate": (drawing.rate_background(ALPHAS, np.ones((4, 9))), drawing.draw_rate, (0.1, WILD), say_sgd.rate),
    "floor": (
        drawing.floor_background(ALPHAS, [1, 4], np.ones((2, 9)), np.ones((2, 9)), 3), drawing.draw_floor,
        (0.1, 4, np.ones((4, 3)), 0.2), say_sgd.floor,
    ),
    "wells": (
        drawing.wells_background(np.square, 3), drawing.draw_wells, (np.square, 1.6, np.array([1.6, 0.2, -1, 100])),
        say_sgd.wells(lambda path: "diverges"),
    ),
    "schedule": (
        choosing.schedule_background(10), choosing.draw_schedule,
        (np.full((2, 10), 0.1), np.array([np.ones(11), np.full(11, np.nan)])), say_sgd.schedule,
    ),
    "tuned": (
        choosing.tuned_background("test error"), choosing.draw_tuned,
        (curves(choosing.METHODS, (ALPHAS, np.array([np.ones(9), np.full(9, np.nan)]), 4)), "test error"),
        say_sgd.tuned,
    ),
    "grid": (
        choosing.grid_background((16, 32), ALPHAS, 3), choosing.draw_grid,
        (np.vstack([np.ones(9), np.full(9, np.nan)]), (0, 1), (1, 2), WILD, WILD, ALPHAS, (16, 32)), say_sgd.grid,
    ),
    "patient": (
        choosing.patient_background("step size", 3), choosing.draw_patient, ("a", "b", "step size", RUN, RUN),
        say_sgd.patient({"a": "it would look like this"}),
    ),
}  # fmt: skip


def shown(draw, parts):
    """Return what a drawing takes: the named tuple that it asks for, of these parts."""
    kind = get_type_hints(draw).get("data", object)
    return kind(*parts) if hasattr(kind, "_fields") else parts


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", DEMOS)
def test_drawing_draws_within_its_limits(name, theme):
    background, draw, parts, say = DEMOS[name]
    data = shown(draw, parts)
    with style.theme(theme):
        figure = Figure(figsize=(6.4, 4), layout="constrained")
        FigureCanvasAgg(figure)
        axes = list(np.ravel(figure.subplots(ncols=1 if callable(background) else len(background), squeeze=False)))
        apply(background, axes)
        figure.canvas.draw()
        limits, empty = [(a.get_xlim(), a.get_ylim()) for a in axes], np.asarray(figure.canvas.buffer_rgba()).copy()
        pen = Pen()
        draw(pen, data)
        pen.onto(axes)
        figure.canvas.draw()
    assert limits == [(a.get_xlim(), a.get_ylim()) for a in axes]
    assert (np.asarray(figure.canvas.buffer_rgba()) != empty).any()
    assert 0 < len(say(data)) <= 200


def test_what_is_no_number_is_said_in_words():
    assert say_sgd.size(np.nan) == say_sgd.size(1e300) == "beyond all bounds"
    assert say_sgd.size(0.123) == "0.12"


def test_step_sizes_are_named_by_where_they_end():
    words = {0.01: (1.5, "too low"), 0.5: (0.02, "good"), 2.0: (0.3, "high"), 8.0: (50.0, "too high")}
    for alpha, (end, word) in words.items():
        assert word in say_sgd.rate(AtRate(alpha, np.array([2.3, end])))
