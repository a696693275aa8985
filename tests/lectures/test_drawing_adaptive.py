"""The drawings of lecture 4 on matplotlib's Agg, also with paths and losses that are no numbers any more."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from lectures.adaptive import data
from lectures.adaptive import words as say
from lectures.adaptive.drawing import coordinates as turning
from lectures.adaptive.drawing import digits as network
from lectures.adaptive.drawing import methods as drawing
from lectures.adaptive.experiments.race import LANDSCAPES
from lectures.viz import Pen, style
from lectures.viz.backgrounds import apply

WILD = np.array([2.3, np.inf, np.nan, 1e300])
STEPS = np.arange(4)
ALPHAS = np.geomspace(0.01, 1, 4)
PATH = np.array([[1.0, 1.0], [np.nan, 2.0], [1e300, -1e300], [0.5, np.inf]])
LONG = np.tile(WILD, 300)
RUNNERS = ("gradient descent", "adagrad", "adam")
ALL = ("gradient descent", "momentum", "adagrad", "rmsprop", "adam")
BOWL = LANDSCAPES["stretched bowl"]


def each(names, values):
    return dict.fromkeys(names, values)


DEMOS = {
    "valley": (
        drawing.valley_background(), drawing.draw_valley,
        data.Valley(45, np.diag([1.0, 9.0]), each(RUNNERS, np.resize(PATH, (81, 2))), {"adam": np.inf}),
        say.valley,
    ),
    "far": (
        drawing.far_background(np.abs), drawing.draw_far,
        data.FarStart(np.abs, each(("gradient descent", "sign"), np.array([1.0, -80, np.nan]))), say.far,
    ),
    "layers": (
        drawing.layers_background(5, 3), drawing.draw_layers,
        data.Layers(STEPS, np.tile(WILD[:, None], 5), WILD), say.layers,
    ),
    "jump": (
        drawing.jump_background(240), drawing.draw_jump,
        data.Jump(np.ones(240), {**each(("rmsprop", "adagrad"), np.ones(240)), "your own": LONG[:240]}, 0.9), say.jump,
    ),
    "regret": (
        drawing.regret_background(), drawing.draw_regret,
        data.Regret(each(("adagrad", "rmsprop"), np.arange(1000.0) - 3), np.arange(1000.0)), say.regret,
    ),
    "comparison": (
        drawing.comparison_background(), drawing.draw_comparison,
        each(("convex", "network"), each(("adagrad", "rmsprop"), (STEPS, WILD))), say.comparison,
    ),
    "sparse": (
        drawing.sparse_background(ALPHAS), drawing.draw_sparse,
        each(("gradient descent", "adagrad"), np.ones(4)), say.sparse,
    ),
    "corrected": (
        drawing.corrected_background(), drawing.draw_corrected,
        each(("adam", "not corrected", "your own"), LONG[:100]), say.corrected,
    ),
    "noisy": (drawing.noisy_background(4), drawing.draw_noisy, data.NoisySlope(WILD, WILD, np.nan), say.noisy),
    "units": (
        turning.units_background(ALPHAS), turning.draw_units,
        data.Units(ALPHAS, each(("gradient descent", "momentum", "adam"), WILD)), say.units,
    ),
    "epsilon": (
        turning.epsilon_background(np.ones(2)), turning.draw_epsilon,
        data.LargeEpsilon(each(("adam", "momentum"), PATH), np.array([1.0, 10.0])), say.epsilon,
    ),
    "turned": (
        turning.turned_background(10.0), turning.draw_turned,
        data.Turned(30, np.eye(2), each(ALL, np.resize(PATH, (61, 2))), each(ALL, 0.1), STEPS, each(ALL, WILD)),
        say.turned,
    ),
    "decay": (turning.decay_background(ALPHAS), turning.draw_decay, each(("adam", "adamw"), np.ones(4)), say.decay),
    "race": (
        turning.race_background(BOWL, ((-2, 2), (-2, 2)), 3), turning.draw_race,
        data.Race(3, each(ALL, PATH), each(ALL, WILD), each(ALL, 0.1), each(ALL, np.inf)), say.race,
    ),
    "pixels": (
        network.pixels_background(), network.draw_pixels,
        data.Pixels("adam", 3, np.full((8, 8), 0.005), np.full((8, 8), np.nan)), say.pixels,
    ),
    "groups": (
        network.groups_background(3), network.draw_groups,
        data.Groups("adam", STEPS, np.tile(WILD[:, None], 4), np.tile(WILD[:, None], 4)), say.groups,
    ),
    "betas": (
        network.betas_background((0.0, 0.9), (0.9, 0.99), ALPHAS), network.draw_betas,
        data.Betas(np.array([[1.0, 0.1], [np.nan, 0.1]]), (0, 1), (1, 1), ALPHAS, np.tile(WILD, (2, 2, 1))), say.betas,
    ),
    "edge": (
        network.edge_background(3), network.draw_edge,
        data.Edge(0.9, STEPS, np.tile(WILD, (3, 1)), np.tile(WILD, (3, 1)), 38.0), say.edge,
    ),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:(All-NaN|invalid value|overflow)")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", DEMOS)
def test_drawing_draws_within_its_limits(name, theme):
    background, draw, parts, tell = DEMOS[name]
    with style.theme(theme):
        figure = Figure(figsize=(6.4, 4), layout="constrained")
        FigureCanvasAgg(figure)
        axes = list(np.ravel(figure.subplots(ncols=1 if callable(background) else len(background), squeeze=False)))
        apply(background, axes)
        figure.canvas.draw()
        limits, empty = [(a.get_xlim(), a.get_ylim()) for a in axes], np.asarray(figure.canvas.buffer_rgba()).copy()
        pen = Pen()
        draw(pen, parts)
        pen.onto(axes)
        figure.canvas.draw()
    assert limits == [(a.get_xlim(), a.get_ylim()) for a in axes]
    assert (np.asarray(figure.canvas.buffer_rgba()) != empty).any()
    assert 0 < len(tell(parts)) <= 200


def test_a_race_without_runners_says_so():
    assert say.race(data.Race(0, {}, {}, {}, {})) == "Nobody runs: tick a box."
    assert say.race(DEMOS["race"][2]).count("never") == 5


@pytest.mark.parametrize("name", ["valley", "epsilon", "turned", "race", "pixels"])
def test_pictures_about_directions_have_equal_scales(name):
    background = DEMOS[name][0]
    figure = Figure(figsize=(6.4, 4))
    axes = list(np.ravel(figure.subplots(ncols=1 if callable(background) else len(background), squeeze=False)))
    apply(background, axes)
    assert axes[0].get_aspect() == 1
