"""A picture is painted twice, by matplotlib where it stands still and by the browser where it moves: alike."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

from lectures.viz import Pen, plain, style
from lectures.viz.backgrounds import Layout, describe_panel
from lectures.viz.picture import BROWSER, joined

pytestmark = [pytest.mark.browser]
SIZE = (320, 240)
NEAR = 3  # pixels: two painters round, and their letters are not the same
PAINT = """async ([code, scene]) => {
    const url = URL.createObjectURL(new Blob([code + "\\nexport { paint, unpack };"], { type: "text/javascript" }));
    const { paint, unpack } = await import(url);
    const canvas = Object.assign(document.createElement("canvas"), { width: scene.size[0], height: scene.size[1] });
    const context = canvas.getContext("2d");
    context.fillStyle = scene.look.paper;
    context.fillRect(0, 0, ...scene.size);
    const values = Float32Array.from(scene.values.map((value) => value ?? NaN));
    paint(context, scene.size, scene.panels, unpack(scene.styles, scene.frame, values), scene.look);
    return canvas.toDataURL("image/png").split(",")[1];
}"""


def line(pen):
    pen.line([0, 3, 6, 10], [1, 8, 2, 9], "blue", "solid", width=3)


def dashed_line(pen):
    pen.line([0, 10], [2, 7], "vermilion", "dashed", width=3)


def broken_line(pen):
    pen.line([0, 2, 4, 6, 8], [5, 5, np.nan, 5, 5], "green", "solid", width=3)


def points(pen):
    pen.points([2, 5, 8], [2, 5, 8], "purple", "o", size=12)


def squares(pen):
    pen.points([2, 5, 8], [8, 5, 2], "blue", "s", size=12)


def bars(pen):
    pen.bars([2, 5, 8], [3, 9, 6], width=1.5, colour="orange")


def hanging_bars(pen):
    pen.bars([3, 7], [2, 5], width=1.5, colour="sky", base=8)


def arrows(pen):
    pen.arrows([1, 8], [1, 9], [7, 3], [6, 4], "green")


def fill(pen):
    pen.fill([1, 9, 5], [1, 2, 9], "blue", opacity=0.5)


def words(pen):
    pen.text(5, 5, "a word", "ink", align="center", size=18, bold=True)


def note(pen):
    pen.note("a note", size=18, bold=True)


def heat(pen):
    pen.heat([[0.0, 0.3, 0.6], [1.0, np.nan, 0.8]], (0, 10, 0, 10))


SCENES = [
    line, dashed_line, broken_line, points, squares, bars, hanging_bars, arrows, fill, words, note, heat,
]  # fmt: skip


def by_matplotlib(pen, axes, figure):
    """Return the pixels (height, width, 3) that matplotlib makes of the marks alone."""
    figure.set_layout_engine("none")  # the panels stay where they are without their labels, too
    pen.onto(axes)
    for ax in axes:
        ax.set_axis_off()
    figure.patch.set_facecolor("white")
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba(), float)[:, :, :3]


def by_browser(page, pen, panels):
    """Return the pixels (height, width, 3) that the browser makes of them."""
    values = [float(v) if np.isfinite(v) else None for v in pen.buffer()]
    look = {**style.both_themes()["light"], "paper": "#ffffff"}
    scene = {
        "size": SIZE, "panels": panels, "styles": [pen.marks], "frame": [0, 0, pen.words, ""],
        "values": values, "look": look,
    }  # fmt: skip
    code = joined(BROWSER).replace("export default", "const widget =")
    data = page.evaluate(PAINT, [code, json.loads(json.dumps(scene))])
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"), float)


def painted(pixels):
    """Return where something is painted on the white paper."""
    return np.abs(pixels - 255).max(axis=2) > 60


def ink(pixels, mask):
    """Return the colour of what is painted: that of the tenth of its pixels that are the least like paper."""
    found = pixels[mask]
    strength = np.abs(found - 255).sum(axis=1)
    return np.median(found[strength >= np.quantile(strength, 0.9)], axis=0)


def share_near(mask, other):
    """Return the share of a mask's pixels that have one of the other mask within NEAR pixels."""
    grown = np.zeros_like(other)
    rows, columns = np.nonzero(other)
    for dy in range(-NEAR, NEAR + 1):
        for dx in range(-NEAR, NEAR + 1):
            ys, xs = np.clip(rows + dy, 0, mask.shape[0] - 1), np.clip(columns + dx, 0, mask.shape[1] - 1)
            grown[ys, xs] = True
    return grown[mask].mean()


@pytest.fixture
def both(page):
    """Return a function that paints a scene twice."""

    def paint(scene, logarithmic=False):
        with style.theme("light"):
            figure, axes = Layout(SIZE).figure(1)
            plain((0, 10), (0.5 if logarithmic else 0, 10), grid=False, logy=logarithmic)(axes[0])
            figure.canvas.draw()
            pen = Pen()
            scene(pen)
            panels = [describe_panel(ax) for ax in axes]
            still = by_matplotlib(pen, axes, figure)
        return still, by_browser(page, pen, panels)

    return paint


@pytest.mark.parametrize("logarithmic", [False, True], ids=["linear", "logarithmic"])
@pytest.mark.parametrize("scene", SCENES)
def test_both_painters_put_a_mark_in_the_same_place_and_colour(both, scene, logarithmic):
    still, moving = both(scene, logarithmic)
    here, there = painted(still), painted(moving)
    assert here.sum() > 50 and there.sum() > 50, "a painter leaves this kind of mark out"
    shares = share_near(here, there), share_near(there, here)
    assert min(shares) > 0.97, f"painted elsewhere: {shares}"
    assert 0.6 < here.sum() / there.sum() < 1.6
    assert np.abs(ink(still, here) - ink(moving, there)).max() < 40


def test_a_mark_that_one_painter_shifts_is_noticed(both):
    still, moving = both(line)
    shifted = np.roll(moving, 12, axis=1)
    assert share_near(painted(still), painted(shifted)) < 0.9


def test_every_kind_of_mark_is_compared():
    pen = Pen()
    for scene in SCENES:
        scene(pen)
    assert {mark["kind"] for mark in pen.marks} == {"line", "bars", "arrows", "fill", "text", "heat"}
