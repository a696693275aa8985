"""The drawings of lecture 3 on matplotlib's Agg, also with numbers that have left all bounds."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from lectures.momentum import data
from lectures.momentum import words as say
from lectures.momentum.drawing import bowls, limits, maps
from lectures.viz import Pen, style
from lectures.viz.backgrounds import apply

LINE = np.array([1.0, np.inf, np.nan, -1e300])
PATH = np.stack([LINE, LINE[::-1]], axis=1)
BOTH = {"gradient descent": PATH, "momentum": PATH}
CURVES = {"gradient descent": np.array([1.0, 0.5, 0.2, 0.1]), "momentum": np.array([1.0, 2, 1e-12, 0])}
GAPS = {"gradient descent": np.ones(4), "nesterov": np.ones(4), "bound": np.ones(4)}
GRID = np.linspace(0.1, 1.2, 30).reshape(5, 6)
STEPS, MUS = np.linspace(0.1, 4, 6), np.linspace(0, 0.99, 5)
OWN = data.OwnPath(np.full((4, 2), np.nan), np.zeros((4, 2)))

DEMOS = {
    "race": (bowls.bowl_background(), bowls.draw_bowl_paths, data.BowlPaths(np.array([0.1, 1]), BOTH), say.race),
    "parts": (
        bowls.successive_background(np.eye(2)), bowls.draw_successive,
        data.Successive(1, np.ones((3, 2)), np.ones((3, 2)), np.ones((3, 2)), np.eye(2)), say.successive,
    ),
    "velocity": (
        bowls.velocity_background(100), lambda pen, shown: bowls.draw_velocity(pen, shown, 2.0),
        np.array([0, 1, 1.5]), say.velocity,
    ),
    "own": (bowls.own_background(), bowls.draw_own, OWN, say.own),
    "tuned": (
        bowls.distances_background(3), bowls.draw_distances,
        data.Tuned(100, CURVES, {"gradient descent": 0.9, "momentum": 0.5}), say.iterations,
    ),
    "conventions": (
        bowls.conventions_background(), bowls.draw_conventions,
        dict.fromkeys(("sum", "inside", "average"), np.ones((8, 2))), say.conventions,
    ),
    "components": (
        bowls.components_background(np.array([0.1, 1])), bowls.draw_components,
        data.Components(np.array([0.1, 1]), np.array([1e300, -1e-300])), say.components,
    ),
    "phase": (
        maps.phase_background(STEPS, MUS, GRID), maps.draw_phase, data.OneDirection(LINE, "swings", 0.9), say.phase,
    ),
    "network": (
        maps.network_background(STEPS, MUS, GRID), maps.draw_network,
        data.OnMap(1.0, 0.9, np.array([2.7, 1.0]), LINE, np.nan), say.network,
    ),
    "edge": (
        maps.edge_background(60), maps.draw_edge,
        data.Edge(0.5, 0.9, np.arange(4), np.ones(4), np.ones(4), np.arange(2), np.ones(2)), say.edge,
    ),
    "cycles": (
        maps.cycles_background(10, STEPS, MUS, GRID, GRID > 0.7, (2, 0.3), (1, 0.4)), maps.draw_cycles,
        data.Cycling(PATH, np.eye(3)[:, :2], 3, 0.9), say.cycles,
    ),
    "bowl without a cycle": (
        maps.cycles_background(10, STEPS, MUS, GRID, GRID > 0.7, (2, 0.3), (1, 0.4)), maps.draw_cycles,
        data.Cycling(PATH, np.zeros((0, 2)), 0, 1.2), say.cycles,
    ),
    "chain": (
        limits.chain_background(GAPS, np.ones(9)), limits.draw_chain,
        data.Chain(1, dict.fromkeys(("gradient descent", "nesterov"), np.ones((4, 9))), GAPS, np.ones(9)), say.chain,
    ),
    "kinks": (
        limits.kinks_background(np.square), limits.draw_kinks,
        data.OnCurve(np.square, {"gradient descent": np.ones(20), "momentum": np.ones(20)}), say.kinks,
    ),
    "plateau": (
        limits.plateau_background(lambda t: t[0] ** 2 + t[1] ** 2, 9), limits.draw_plateau,
        data.Fair({"gradient descent": 1, "momentum": 0.1}, BOTH, {"gradient descent": None, "momentum": 0},
                  {"gradient descent": 1, "momentum": None}), say.fair("there"),
    ),
    "saddle": (
        limits.saddle_background(9), limits.draw_saddle,
        data.Fair({"gradient descent": 1, "momentum": 0.1}, BOTH, {"gradient descent": None, "momentum": 0},
                  {"gradient descent": None, "momentum": None}), say.fair("there"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", DEMOS)
def test_drawing_draws_within_its_limits(name, theme):
    background, draw, shown, say_it = DEMOS[name]
    with style.theme(theme):
        figure = Figure(figsize=(6.4, 4), layout="constrained")
        FigureCanvasAgg(figure)
        axes = list(np.ravel(figure.subplots(ncols=1 if callable(background) else len(background), squeeze=False)))
        apply(background, axes)
        figure.canvas.draw()
        limits_of, empty = [(a.get_xlim(), a.get_ylim()) for a in axes], np.asarray(figure.canvas.buffer_rgba()).copy()
        pen = Pen()
        draw(pen, shown)
        pen.onto(axes)
        figure.canvas.draw()
    assert limits_of == [(a.get_xlim(), a.get_ylim()) for a in axes]
    assert (np.asarray(figure.canvas.buffer_rgba()) != empty).any()
    assert 0 < len(say_it(shown)) <= 200


def test_what_leaves_all_bounds_is_said_in_words():
    assert say.size(np.nan) == say.size(1e7) == "beyond all bounds"
    assert say.size(93.4) == "93" and say.size(0.0001) == "0.0001"
    assert "leaves all bounds" in say.own(OWN) and "From step 0" in say.own(OWN)
