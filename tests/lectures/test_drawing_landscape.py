"""The drawings of lecture 1 on matplotlib's Agg, also at the ends of what they may be given."""

from typing import get_type_hints

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from lectures.landscape import words as say
from lectures.landscape.data import Chord, Goe
from lectures.landscape.drawing import critical as draw_critical
from lectures.landscape.drawing import descent as draw_descent
from lectures.landscape.drawing import networks as draw_networks
from lectures.landscape.drawing import surfaces as draw_landscape
from lectures.viz import Pen, style
from lectures.viz.backgrounds import apply, plain

BOTH = {"gradient descent": [9, 30], "momentum": [4, 12]}
PATHS = {name: np.stack([np.ones(5), np.geomspace(1e-3, 1, 5)], 1) for name in BOTH}
COUNTS = dict.fromkeys(BOTH, 4)
POINT = {
    "kept": (),
    "loss": 5.75,
    "index": 2,
    "lams": np.r_[np.full(2, -3.0), np.zeros(4), np.ones(14)],
    "verdict": "saddle",
}
WILD = np.array([[0.1, 1e9], [np.inf, 1e-30]])


def square(points):
    return points[0] ** 2 + points[1] ** 2


DEMOS = {
    "exam": (
        draw_landscape.exam_background(square, (0, 0)),
        draw_landscape.draw_exam,
        (np.array([0.3, 1]), 0.7, np.array([0.1, 0]), np.array([-1, 1]), np.array([0, 1])),
        say.exam,
    ),
    "slice": (
        plain((-1, 3), (0, 5)),
        draw_landscape.draw_slice,
        ("way", np.array([0, 1, 2.0]), np.array([2, 1, 1e9])),
        say.slice_of,
    ),
    "cosines": (
        draw_landscape.cosines_background(lambda n: 1 / n),
        draw_landscape.draw_cosines,
        (7, np.array([-1, 0.2, 1]), 0.3),
        say.cosines,
    ),
    "slopes": (
        draw_landscape.slopes_background(square, lambda t: 2 * t),
        draw_landscape.draw_slopes,
        (np.zeros(2), np.array([0, -3.0]), np.array([-3, 3.0]), [np.ones(2), np.ones(2)]),
        say.slopes,
    ),
    "norms": (
        draw_landscape.norms_background(
            np.array([2, 1]), lambda a, norm: np.array([np.cos(a), np.sin(a)]), lambda g, norm: -g / 3
        ),
        draw_landscape.draw_norms,
        (90.0, "max", np.array([0.0, 1.0]), -1.0),
        say.norms,
    ),
    "descent": (
        draw_descent.descent_background(),
        draw_descent.draw_descent,
        (np.array([1, 9.0]), np.array([[1, 1], [1e200, np.inf]]), np.array([5, np.inf])),
        say.descent,
    ),
    "angle": (
        draw_descent.angle_background({1: np.ones(3), 10: np.array([1, 0.57, 1])}, np.array([0, 45, 90])),
        draw_descent.draw_angle,
        (45.0, 10, np.array([0.7, 0.2]), 0.57),
        say.angle,
    ),
    "chord": (
        plain((-3, 3), (-2, 4)),
        draw_descent.draw_chord,
        (np.cos, np.array([1, 0, -1.0]), np.array([0.5, 0.5, 0.5]), np.cos([1, 0, -1.0])),
        say.chord,
    ),
    "curvatures": (
        draw_descent.curvatures_background((2, 3)),
        draw_descent.draw_curvatures,
        (np.array([1, 0.0]), np.array([1, 0, -2.0])),
        say.curvatures,
    ),
    "tuned": (
        draw_descent.tuned_background(),
        draw_descent.draw_tuned,
        (3.0, np.ones((4, 2)), np.geomspace(1, 1e-6, 7)),
        say.tuned,
    ),
    "surfaces": (
        draw_networks.surfaces_background(),
        draw_networks.draw_surfaces,
        (20, 0.5, (WILD, WILD)),
        say.surfaces,
    ),
    "dragon": (
        draw_networks.dragon_background({2: np.ones(3), 4: np.array([0.1, 0.2, 1])}),
        draw_networks.draw_dragon,
        (4, np.array([0.1, 0.2, 1])),
        say.dragon,
    ),
    "plateau": (
        draw_critical.plateau_background(np.sin, [0.01, 1], BOTH),
        draw_critical.draw_plateau,
        (0.1, np.sin, {name: np.ones(9) for name in BOTH}, COUNTS),
        say.plateau,
    ),
    "saddle": (
        draw_critical.saddle_background([1, 12], BOTH),
        draw_critical.draw_saddle,
        (6, PATHS, COUNTS),
        say.saddle,
    ),
    "turned": (draw_critical.turned_background(), draw_critical.draw_turned, (square, "minimum", 1.0), say.turned),
    "goe": (
        draw_critical.goe_background(lambda n: 0.1**n),
        draw_critical.draw_goe,
        (2, np.array([[1, 2.0], [-1, 1]]), 0.146),
        say.goe,
    ),
    "autoencoder": (
        draw_critical.autoencoder_background([POINT]),
        draw_critical.draw_autoencoder,
        POINT,
        say.autoencoder,
    ),
}


def shown(draw, parts):
    """Return what a drawing takes: the named tuple that it asks for, of these parts."""
    kind = get_type_hints(draw).get("data", object)
    return kind(*parts) if hasattr(kind, "_fields") else parts


def panels_of(background, projection=None):
    columns = len(background) if isinstance(background, list) else 1
    figure = Figure(figsize=(6.4, 3.4), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, list(np.ravel(figure.subplots(ncols=columns, squeeze=False, subplot_kw={"projection": projection})))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", DEMOS)
def test_demo_is_drawn_within_its_limits_and_said(name, theme):
    background, draw, parts, describe = DEMOS[name]
    data = shown(draw, parts)
    with style.theme(theme):
        figure, axes = panels_of(background)
        apply(background, axes)
        limits = [(panel.get_xlim(), panel.get_ylim()) for panel in axes]
        pen = Pen()
        draw(pen, data)
        pen.onto(axes)
        figure.canvas.draw()
    assert pen.marks and {mark["panel"] for mark in pen.marks} <= set(range(len(axes)))
    assert limits == [(panel.get_xlim(), panel.get_ylim()) for panel in axes]
    said = describe(data)
    assert said.endswith(".") and len(said) <= 160, said
    assert "array(" not in said and "np." not in said


@pytest.mark.parametrize(
    "background",
    [
        draw_landscape.surface_background(square, (-1, 1), (-1, 1)),
        draw_networks.hills_background(("a", "b"), [np.ones((4, 4)), np.full((4, 4), np.inf)]),
    ],
)
def test_surfaces_are_drawn(background):
    figure, axes = panels_of(background, "3d")
    apply(background, axes)
    figure.canvas.draw()
    assert all(panel.collections for panel in axes)


def test_a_chord_is_filled_only_where_the_curve_is_above_it():
    x = np.array([-1, 0, 1.0])
    for f, expected in ((np.cos, True), (np.cosh, False)):
        pen = Pen()
        draw_descent.draw_chord(pen, Chord(f, x, np.full(3, f(1.0)), f(x)))
        assert any(mark["kind"] == "fill" for mark in pen.marks) == expected


def test_only_minima_are_stars_among_random_matrices():
    pen = Pen()
    draw_critical.draw_goe(pen, Goe(2, np.array([[1, 2.0], [-1, 1], [-2, -1]]), 0.146))
    stars = [data for mark, data in zip(pen.marks, pen.data, strict=True) if mark.get("marker") == "*"]
    assert [data.tolist() for data in stars] == [[1, 1, 1, 2]]


def test_log_loss_keeps_to_the_colours():
    heights = draw_networks.log_loss(WILD)
    assert heights.min() == draw_networks.LOW and heights.max() < draw_networks.HIGH
    assert heights[0, 0] == pytest.approx(-1)
