"""The drawings of lecture 1 on matplotlib's Agg, also at the ends of what they may be given."""

from typing import get_type_hints

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from lectures.landscape import words as say
from lectures.landscape.data import Beside, Chord, Goe
from lectures.landscape.drawing import critical as draw_critical
from lectures.landscape.drawing import descent as draw_descent
from lectures.landscape.drawing import networks as draw_networks
from lectures.landscape.drawing import surfaces as draw_landscape
from lectures.landscape.experiments import descent
from lectures.viz import Pen, style
from lectures.viz.backgrounds import apply, plain

BOTH = ("gradient descent", "momentum")
PATHS = {name: np.stack([np.ones(5), np.geomspace(1e-3, 1, 5)], 1) for name in BOTH}
COUNTS = {"gradient descent": np.inf, "momentum": 4}
CURVES = {"gradient descent": np.array([9, np.inf]), "momentum": np.array([12, 4.0])}
POINT = {
    "kept": (),
    "loss": 5.75,
    "index": 2,
    "lams": np.r_[np.full(2, -3.0), np.zeros(4), np.ones(14)],
    "verdict": "saddle",
}
RULERS = dict.fromkeys(("Euclidean", "max"), (np.ones((2, 5)), np.ones(2)))
WILD = np.array([[0.1, 1e9], [np.inf, 1e-30]])
WALK = np.array([[0, 1.0], [1, 0], [np.inf, 1e200]])


def square(points):
    return points[0] ** 2 + points[1] ** 2


DEMOS = {
    "walk": (
        draw_landscape.walk_background(square),
        draw_landscape.draw_walk,
        (WALK, np.array([1, 1, np.inf])),
        say.walk,
    ),
    "beside": (
        draw_landscape.beside_background(square, 30),
        draw_landscape.draw_beside,
        (WALK, np.ones((3, 2)), np.array([1, 1, np.inf]), np.ones(3)),
        say.beside,
    ),
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
        draw_landscape.cosines_background(),
        draw_landscape.draw_cosines,
        (7, np.array([-1, 0.2, 1]), 0.3, np.array([[2, 1000], [0.6, 0.02]])),
        say.cosines,
    ),
    "slopes": (
        draw_landscape.slopes_background(square, lambda t: 2 * t),
        draw_landscape.draw_slopes,
        (np.zeros(2), np.array([0, -3.0]), np.array([-3, 3.0]), [np.ones(2), np.ones(2)]),
        say.slopes,
    ),
    "norms": (
        draw_landscape.norms_background(np.array([2, 1]), dict.fromkeys(("Euclidean", "max"), np.ones((2, 5)))),
        draw_landscape.draw_norms,
        (np.array([2, 1]), 90.0, "max", np.array([0.0, 1.0]), -1.0, RULERS),
        say.norms,
    ),
    "descent": (
        draw_descent.descent_background(),
        draw_descent.draw_descent,
        (np.array([1, 9.0]), 0.1, np.array([[1, 1], [1e200, np.inf]]), np.array([5, np.inf]), np.ones(2), np.ones(2)),
        say.descent,
    ),
    "angle": (
        draw_descent.angle_background([1, 10]),
        draw_descent.draw_angle,
        (45.0, 10, np.array([0.7, 0.2]), 0.57, np.array([[0, 45], [1, 0.57]])),
        say.angle,
    ),
    "chord": (
        draw_descent.chord_background(),
        draw_descent.draw_chord,
        (np.cos, np.array([1, 0, -1.0]), np.array([0.5, 0.5, 0.5]), np.cos([1, 0, -1.0])),
        say.chord,
    ),
    "spread": (
        draw_descent.spread_background(np.ones((3, 3)), np.arange(3)),
        draw_descent.draw_spread,
        (np.zeros(2), np.array([1, 0, 0.0]), np.array([-9, 0, 9.0]), np.zeros(3), 0.0),
        say.spread,
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
        draw_networks.surfaces_background(("a, b", "c", "d")),
        draw_networks.draw_surfaces,
        (0.5, [WILD, WILD, WILD]),
        say.surfaces,
    ),
    "dragon": (
        draw_networks.dragon_background((2, 4), 3),
        draw_networks.draw_dragon,
        (4, np.array([0.1, 0.2, 1]), np.array([[2, 4], [0.4, 0.4], [0.1, 0.2], [0.3, 0.01]])),
        say.dragon,
    ),
    "plateau": (
        draw_critical.plateau_background(10),
        draw_critical.draw_plateau,
        (0.1, 10, PATHS, COUNTS, CURVES, np.array([0.1, 1])),
        say.plateau,
    ),
    "saddle": (
        draw_critical.saddle_background(10),
        draw_critical.draw_saddle,
        (6, PATHS, dict.fromkeys(BOTH, 4), {name: [9, 30] for name in BOTH}),
        say.saddle,
    ),
    "turned": (
        draw_critical.turned_background(),
        draw_critical.draw_turned,
        (square, np.diag([2.0, 0]), "inconclusive", "minimum"),
        say.turned,
    ),
    "goe": (
        draw_critical.goe_background(),
        draw_critical.draw_goe,
        (2, np.array([[1, 2.0], [-1, 1]]), np.array([0.5, 0.146])),
        say.goe,
    ),
    "autoencoder": (
        draw_critical.autoencoder_background(),
        draw_critical.draw_autoencoder,
        (1, [POINT]),
        say.autoencoder,
    ),
}


def shown(draw, parts):
    """Return what a drawing takes: the named tuple that it asks for, of these parts."""
    kind = get_type_hints(draw).get("data", object)
    return kind(*parts) if hasattr(kind, "_fields") else parts


def panels_of(background):
    columns = len(background) if isinstance(background, list) else 1
    figure = Figure(figsize=(6.4, 3.4), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, list(np.ravel(figure.subplots(ncols=columns, squeeze=False)))


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


def test_a_chord_is_filled_only_where_the_curve_is_above_it():
    x = np.array([-1, 0, 1.0])
    for f, expected in ((np.cos, True), (np.cosh, False)):
        pen = Pen()
        draw_descent.draw_chord(pen, Chord(f, x, np.full(3, f(1.0)), f(x)))
        assert any(mark["kind"] == "fill" for mark in pen.marks) == expected


def test_only_minima_are_stars_among_random_matrices():
    pen = Pen()
    draw_critical.draw_goe(pen, Goe(2, np.array([[1, 2.0], [-1, 1], [-2, -1]]), np.array([0.5, 0.146])))
    stars = [data for mark, data in zip(pen.marks, pen.data, strict=True) if mark.get("marker") == "*"]
    assert [data.tolist() for data in stars] == [[1, 1, 1, 2]]


def test_log_loss_keeps_to_the_colours():
    heights = draw_networks.log_loss(WILD)
    assert heights.min() == draw_networks.LOW and heights.max() < draw_networks.HIGH
    assert heights[0, 0] == pytest.approx(-1)


def test_what_is_asked_is_not_drawn_before():
    """The marks that would give an answer away are flagged."""
    for name, panel, kind in (("walk", 0, "line"), ("goe", 1, "line"), ("plateau", 1, "line"), ("dragon", 1, "line")):
        _, draw, parts, _ = DEMOS[name]
        pen = Pen()
        draw(pen, shown(draw, parts))
        marks = [mark for mark in pen.marks if (mark["panel"], mark["kind"]) == (panel, kind) and mark["width"]]
        assert marks and all(mark.get("revealed") for mark in marks), name


def test_a_step_that_explodes_is_said_and_has_no_mark():
    _, draw, parts, describe = DEMOS["plateau"]
    pen, data = Pen(), shown(draw, parts)
    draw(pen, data)
    sizes = [mark["size"] for mark in pen.marks if mark["panel"] == 1 and not mark["width"]]
    assert len(sizes) == 1 and "gradient descent explodes across" in describe(data)


def test_the_readers_own_loop_is_followed():
    """The picture of one's own loop shows it as soon as it is right."""
    descent_of_theirs = descent.walk_on_hills((-2.2, 1.5), 0.2, 30)
    losses = descent.hills(descent_of_theirs.T)
    pen = Pen()
    draw_landscape.draw_beside(pen, Beside(descent_of_theirs, descent_of_theirs, losses, losses))
    right, own, *_ = (data for mark, data in zip(pen.marks, pen.data, strict=True) if mark["panel"] == 0)
    assert (right == own).all()
