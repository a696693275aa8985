"""Marks, backgrounds and small PNG files."""

import io

import matplotlib
import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from PIL import Image

from lectures.viz import (
    SERIES,
    Pen,
    colour,
    contours,
    draw_bars,
    draw_contours,
    draw_curves,
    draw_ellipses,
    draw_paths,
    plain,
    style,
)
from lectures.viz.backgrounds import Layout, draw_background, draw_still, on_grid
from lectures.viz.theme_png import quantise, two_palette_png

SQUARE = plain((0, 10), (0, 10), grid=False)


def pixels(pen, background=SQUARE, layout=None):
    png = draw_still(layout or Layout((300, 200)), background, pen)
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), int)


def has(picture, hexadecimal):
    wanted = [int(hexadecimal[i : i + 2], 16) for i in (1, 3, 5)]
    return (np.abs(picture - wanted).sum(axis=2) < 40).sum()


DRAWINGS = {
    "line": lambda pen: pen.line([1, 9], [1, 9], "vermilion", "dashed", width=4),
    "points": lambda pen: pen.points([2, 5], [2, 5], "vermilion", "D", 14),
    "bars": lambda pen: pen.bars([2, 5], [3, 8], colour="vermilion"),
    "arrows": lambda pen: pen.arrows(1, 1, 6, 6, colour="vermilion", width=4),
    "fill": lambda pen: pen.fill([1, 9, 9], [1, 1, 9], "vermilion", opacity=1),
    "text": lambda pen: pen.text(5, 5, "WORDS", "vermilion", size=40, bold=True),
    "note": lambda pen: pen.note("WORDS", 0.1, 0.5, colour="vermilion", size=40, bold=True),
    "handle": lambda pen: pen.handle(0, 5, 5),
    "heat": lambda pen: pen.heat([[0, 1], [np.nan, 0.5]], (0, 10, 0, 10)),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_mark_is_drawn(name):
    pen = Pen()
    DRAWINGS[name](pen)
    wanted = {"handle": "#1a1a1a", "heat": "#fde725"}.get(name, style.OKABE_ITO["vermilion"])
    assert has(pixels(pen), wanted) > has(pixels(Pen()), wanted) + 30


def test_heat_puts_row_0_at_the_bottom():
    pen = Pen()
    pen.heat([[1.0], [0.0]], (0, 10, 0, 10))
    picture = pixels(pen)
    yellow = np.argwhere(np.abs(picture - [253, 231, 37]).sum(axis=2) < 40)
    purple = np.argwhere(np.abs(picture - [68, 1, 84]).sum(axis=2) < 40)
    assert yellow[:, 0].mean() > purple[:, 0].mean() + 30


def test_marks_do_not_move_the_axes():
    pen = Pen()
    pen.line([-100, 100], [-100, 100])
    layout = Layout((300, 200))
    with style.theme("light"):
        _, axes = layout.figure(1)
        SQUARE(axes[0])
        pen.onto(axes)
        assert axes[0].get_xlim() == (0, 10) == axes[0].get_ylim()


def test_the_buffer_holds_each_mark_after_its_length():
    pen = Pen()
    pen.line([1, 2, 3], 5)
    pen[1].bars(1, 2)
    assert pen.buffer().dtype == np.float32
    assert pen.buffer().tolist() == [6, 1, 5, 2, 5, 3, 5, 3, 1, 0, 2]
    assert [mark["panel"] for mark in pen.marks] == [0, 1]
    assert Pen().buffer().size == 0


def test_huge_and_missing_numbers_are_no_error():
    pen = Pen()
    pen.line([0, 1, 2, 3], [1e300, np.nan, -np.inf, 4])
    assert not np.isfinite(pen.buffer()[2])
    pixels(pen)


def test_methods_can_be_told_apart_without_colour():
    for looks in (list(style.LOOKS.values()), SERIES):
        assert len({(look.dash, look.marker) for look in looks}) >= len(looks) - 4
    assert len({(look.dash, look.marker) for look in SERIES}) == len(SERIES)
    assert len(set(style.LOOKS.values())) == len(style.LOOKS)


def test_one_image_has_a_palette_for_each_theme():
    parts, panels = draw_background(
        Layout((300, 200), {"ncols": 2}), [plain((0, 1), (1, 10), "x", "y", logy=True), SQUARE]
    )
    shown = {}
    for theme in ("light", "dark"):
        image = Image.open(io.BytesIO(parts["head"] + parts[theme] + parts["tail"]))
        assert image.mode == "P" and image.size == (600, 400)
        shown[theme] = np.asarray(image.convert("RGBA"), int)
    assert (shown["light"][..., 3] == 0).mean() > 0.5 and (shown["light"][0, 0] == 0).all()
    ink = {theme: rgba[rgba[..., 3] > 200][:, :3].mean() for theme, rgba in shown.items()}
    assert ink["light"] < 140 < ink["dark"]
    assert panels[0]["logy"] and not panels[0]["logx"] and panels[0]["y"] == [1, 10]
    assert panels[0]["box"][0] < panels[1]["box"][0] < 1


def test_quantising_keeps_few_colours_and_stays_close():
    rng = np.random.default_rng(3)
    few = rng.integers(0, 255, (5, 8), dtype=np.uint8)
    few[:, [3, 7]] = 255
    chosen = few[rng.integers(0, 5, 400)]
    index, palette = quantise(chosen, 96)
    assert (palette[index] == chosen).all()
    ramp = np.repeat(np.linspace(0, 255, 600).astype(np.uint8)[:, None], 8, axis=1)
    ramp[:, [3, 7]] = 255
    index, palette = quantise(ramp, 64)
    assert len(palette) <= 64 and np.abs(palette[index].astype(int) - ramp).max() <= 16


def test_two_palettes_need_equal_sizes_only():
    light, dark = np.zeros((4, 6, 4), np.uint8), np.full((4, 6, 4), 255, np.uint8)
    light[..., 3] = 255
    parts = two_palette_png(light, dark)
    for theme, value in (("light", 0), ("dark", 255)):
        image = Image.open(io.BytesIO(parts["head"] + parts[theme] + parts["tail"])).convert("RGB")
        assert np.asarray(image).min() == np.asarray(image).max() == value


def test_themes_change_what_must_stand_out_and_nothing_else():
    with style.theme("dark"):
        assert colour("ink") == style.THEMES["dark"]["ink"] and style.is_dark()
        assert colour("blue") == style.OKABE_ITO["blue"]
    assert colour("ink") == style.THEMES["light"]["ink"] and not style.is_dark()


def test_losses_may_take_one_point_or_many():
    H = np.diag([1.0, 4.0])
    x, y = np.linspace(-1, 1, 5), np.linspace(-2, 2, 3)
    many = on_grid(lambda t: t[0] ** 2 + 4 * t[1] ** 2, x, y)
    one = on_grid(lambda t: t @ H @ t, x, y)
    assert many.shape == (3, 5) and np.allclose(many, one) and many[0, 0] == 17


def test_shared_drawings_draw():
    trajectory = np.array([[1.0, 1], [3, 4], [np.nan, 2], [8, 8]])
    for draw in (
        lambda pen: draw_paths(pen, {"momentum": trajectory, 0: trajectory + 1}),
        lambda pen: draw_curves(pen, {"adam": [1, 2, 3], "sgd": ([1, 5], [2, 0])}, floor=1),
        lambda pen: draw_bars(pen, {"blue": [1, 2], "green": [3, 4]}),
        lambda pen: draw_contours(pen, lambda t: (t[0] - 5) ** 2 + (t[1] - 5) ** 2, (0, 10), (0, 10)),
        lambda pen: draw_ellipses(pen, [[2.0, 1], [1, 3]], [1, 4], centre=(5, 5)),
    ):
        pen = Pen()
        draw(pen)
        assert pen.marks and (pixels(pen) != pixels(Pen())).sum() > 100


def test_ellipses_are_level_lines():
    H, pen = np.array([[2.0, 1], [1, 3]]), Pen()
    draw_ellipses(pen, H, [1.5], centre=(1, 2))
    points = pen.data[0].reshape(-1, 2)[:-1] - [1, 2]
    assert 0.5 * np.einsum("ki,ij,kj->k", points, H, points) == pytest.approx(np.full(len(points), 1.5), rel=1e-5)


def test_contours_background_draws_lines_and_star():
    background = contours(
        lambda t: t[0] ** 2 + t[1] ** 2, (-1, 1), (-1, 1), minimum=(0, 0), legend=["adam"], title="a bowl"
    )
    assert (pixels(Pen(), background) != pixels(Pen())).sum() > 1000


def test_the_styles_colours_stay_as_they_are_however_few_pixels_have_them():
    """A legend over many contour lines: its colours are rare, and must not turn into those of the lines."""

    def background(axes):
        contours(lambda t: t[0] ** 2 + 20 * np.sin(t[1]), (-3, 3), (-3, 3), levels=120)(axes)
        style.legend(axes, ["momentum", "adagrad", "rmsprop", "adamw"])

    parts, _ = draw_background(Layout((300, 200)), background)
    for theme in ("light", "dark"):
        picture = Image.open(io.BytesIO(parts["head"] + parts[theme] + parts["tail"])).convert("RGBA")
        found = {tuple(pixel) for pixel in np.asarray(picture).reshape(-1, 4).tolist()}
        with style.theme(theme):
            for name in ("vermilion", "orange", "purple", "sky", "ink"):
                wanted = tuple(bytes.fromhex(style.colour(name)[1:])) + (255,)
                assert wanted in found, (theme, name)


def test_a_palette_keeps_what_is_asked_and_stays_small():
    pixels = np.random.default_rng(0).integers(0, 256, (5000, 8)).astype(np.uint8)
    kept = np.array([[1, 2, 3, 255, 4, 5, 6, 255], [9, 9, 9, 255, 8, 8, 8, 255]], np.uint8)
    pixels[7] = kept[0]
    index, palette = quantise(pixels, 32, kept)
    assert len(palette) <= 32 and palette[index[7]].tolist() == kept[0].tolist()
    assert not (palette == kept[1]).all(axis=1).any()


def test_a_legend_shows_bars_as_patches_and_lines_as_lines():
    _, axes = Layout((300, 200)).figure(1)
    shown = style.legend(axes[0], {"the gradient": "blue", "momentum": "momentum"})
    bar, line = shown.legend_handles
    assert isinstance(bar, Patch) and matplotlib.colors.to_hex(bar.get_facecolor()) == style.OKABE_ITO["blue"].lower()
    assert isinstance(line, Line2D) and [text.get_text() for text in shown.get_texts()] == ["the gradient", "momentum"]
