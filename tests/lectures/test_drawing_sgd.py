"""The drawings of lecture 5 on matplotlib's Agg, also with losses that are no numbers any more."""

from typing import get_type_hints

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from lectures.sgd import words as say_sgd
from lectures.sgd.drawing import choices as choosing
from lectures.sgd.drawing import noise as drawing
from lectures.sgd.drawing import rates as stepping
from lectures.sgd.experiments import wells
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
        drawing.cloud_background(), drawing.draw_cloud,
        (2, np.ones((5, 2)), np.ones(2), np.array([1, 2]), np.array([3.0, 1.5]), np.array([3.0, 1.4])), say_sgd.cloud,
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
    "floor": (
        drawing.floor_background(ALPHAS, [1, 4], 3), drawing.draw_floor,
        (0.1, 4, np.ones((4, 3)), 0.2, ALPHAS, np.ones((2, 9)), np.ones((2, 9))), say_sgd.floor,
    ),
    "own deal": (
        stepping.own_deal_background(3), stepping.draw_own_deal, (WILD, WILD, np.full(10, 0.1)), say_sgd.own_deal,
    ),
    "regimes": (
        stepping.regimes_background(ALPHAS, WILD, np.array([10, 100, 200, 300]), 2.3), stepping.draw_regimes,
        (np.array([10, 100, 200, 300]), curves(stepping.REGIMES, WILD), 0.1, np.array([WILD, WILD]), 0.7),
        say_sgd.regime,
    ),
    "stairs": (
        stepping.stairs_background("training loss", 3, (1, 2)), stepping.draw_stairs,
        (np.arange(4.0), WILD, WILD, WILD, 0.5, "training loss"), say_sgd.stairs,
    ),
    "valleys": (
        stepping.valleys_background(wells.loss, "the wide one", {"narrow": 0.1}), stepping.draw_valleys,
        ("the wide one", 0.1, np.array([-1.0, np.nan]), np.array([0.1, np.nan]), ALPHAS, np.ones(9), 1.0),
        say_sgd.valleys,
    ),
    "scale": (
        stepping.scale_background(3), stepping.draw_scale, ("cosine", np.ones((2, 4)), np.full((2, 4), 0.1)),
        say_sgd.scale,
    ),
    "target": (
        stepping.target_background([4, 16]), stepping.draw_target,
        (4, np.array([4, 16]), np.ones(2), np.full((2, 3), 100.0), np.full((2, 3), 0.03), 1285), say_sgd.target,
    ),
    "treated": (
        stepping.treated_background(ALPHAS), stepping.draw_treated,
        ("sgd", ALPHAS, curves(stepping.TREATMENTS, np.array([np.ones(9), np.full(9, np.nan)]))), say_sgd.treated,
    ),
    "differences": (
        stepping.differences_background("test error", {"a": 0, "b": 0}), stepping.draw_differences,
        ("test error", {"a": (-0.01, 0.001), "b": (0.0, 0.01)}), say_sgd.differences,
    ),
    "schedule": (
        choosing.schedule_background(10), choosing.draw_schedule,
        (np.full((3, 10), 0.1), np.array([np.ones(11), np.full(11, np.nan), WILD[[0] * 11]])), say_sgd.schedule,
    ),
    "tuned": (
        choosing.tuned_background("test error"), choosing.draw_tuned,
        (curves(choosing.METHODS, (ALPHAS, np.array([np.ones(9), np.full(9, np.nan)]), 4)), "test error", 0.2),
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
