"""The browser's modules under Node: how marks are placed and painted."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from lectures.viz import Pen, style
from lectures.viz.picture import BROWSER, MODULES, Picture, joined

HERE = Path(__file__).parent
NODE = shutil.which("node")
PANEL = {"box": [0.1, 0.1, 0.8, 0.8], "x": [0, 10], "y": [0, 10], "logx": False, "logy": False}
pytestmark = pytest.mark.skipif(NODE is None and not os.environ.get("DESCENT_NO_SKIP"), reason="node is not installed")


def paint(pen, tmp_path, panels=(PANEL,), probe=(), theme="light"):
    values = [float(v) if np.isfinite(v) else None for v in pen.buffer()]
    scene = {
        "size": [100, 100], "panels": list(panels), "styles": [pen.marks], "frame": [0, 0, pen.words, ""],
        "values": values, "look": style.both_themes()[theme], "probe": list(probe),
    }  # fmt: skip
    done = subprocess.run(
        [NODE, HERE / "paint.mjs"], input=json.dumps({"scene": scene, "folder": BROWSER.as_uri()}),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def named(result, *names):
    return [call for call in result["calls"] if call[0] in names]


def test_data_go_to_their_place(tmp_path):
    pen = Pen()
    pen.line([0, 5, 10], [0, 5, 10], "green", "dashed")
    result = paint(pen, tmp_path)
    corners = [call[1:3] for call in named(result, "moveTo", "lineTo")]
    assert np.allclose(corners, [[10, 90], [50, 50], [90, 10]])
    (stroke,) = named(result, "stroke")
    assert stroke[-1]["strokeStyle"] == style.OKABE_ITO["green"] and stroke[-1]["lineWidth"] == 2
    assert named(result, "setLineDash")[0][1] == [6, 3]
    assert named(result, "rect")[0][1:5] == [10, 10, 80, 80] and named(result, "clip")


def test_missing_values_break_a_line(tmp_path):
    pen = Pen()
    pen.line([0, 1, 2, 3, 4], [1, 2, np.nan, 3, 4])
    result = paint(pen, tmp_path)
    assert len(named(result, "moveTo")) == 2 and len(named(result, "lineTo")) == 2


@pytest.mark.parametrize("marker", ["o", "s", "^", "v", "D", "*", "x", "+"])
def test_every_marker_is_a_shape_around_its_point(tmp_path, marker):
    pen = Pen()
    pen.points(5, 5, "blue", marker, size=10)
    result = paint(pen, tmp_path)
    outline = np.array([call[1:3] for call in named(result, "lineTo")])
    assert len(outline) >= 6 and len(named(result, "fill")) == 1
    assert np.allclose(outline.mean(axis=0), 50, atol=0.6) and 4 < np.abs(outline - 50).max() < 9


def test_log_axes_there_and_back(tmp_path):
    panel = {**PANEL, "y": [1e-4, 1], "logy": True}
    result = paint(Pen(), tmp_path, [panel], probe=[[2.5, 1e-2], [10, 1e-4]])
    assert np.allclose(result["back"], [[2.5, 1e-2, 30, 50], [10, 1e-4, 90, 90]])


def test_bars_heat_and_fill_are_rectangles_in_place(tmp_path):
    pen = Pen()
    pen.bars([5], [10], width=2, colour="purple")
    pen.heat([[0.0, 1.0], [np.nan, 0.5]], (0, 10, 0, 10))
    result = paint(pen, tmp_path)
    bar, *cells = named(result, "fillRect")
    assert np.allclose(bar[1:5], [42, 10, 16, 80]) and bar[-1]["fillStyle"] == style.OKABE_ITO["purple"]
    assert [cell[1:5] for cell in cells] == [[10, 50, 40, 40], [50, 50, 40, 40], [50, 10, 40, 40]]
    assert cells[0][-1]["fillStyle"] == "#440154" and cells[1][-1]["fillStyle"] == "#fde725"


def test_arrows_end_where_they_point_and_short_ones_vanish(tmp_path):
    pen = Pen()
    pen.arrows([0, 5], [0, 5], [10, 0], [0, 0])
    result = paint(pen, tmp_path)
    assert len(named(result, "fill")) == 1
    assert [90, 90] in [[round(v, 6) for v in call[1:3]] for call in named(result, "moveTo")]


def test_words_take_the_themes_colours(tmp_path):
    pen = Pen()
    pen.text(5, 5, "first")
    pen.note("second", 0, 1)
    for theme in ("light", "dark"):
        first, second = named(paint(pen, tmp_path, theme=theme), "fillText")
        assert first[1:4] == ["first", 50, 50] and second[1:4] == ["second", 10, 10]
        assert first[-1]["fillStyle"] == style.THEMES[theme]["ink"]


def test_marks_of_a_second_panel_stay_there(tmp_path):
    pen = Pen()
    pen[1].line([0, 10], [0, 10])
    second = {**PANEL, "box": [0.5, 0, 0.5, 1]}
    result = paint(pen, tmp_path, [PANEL, second])
    assert named(result, "rect")[0][1:5] == [50, 0, 50, 100]


def test_the_modules_are_joined_whole_and_in_order(tmp_path):
    """What a widget gets is one module: nothing is imported, and it exports what a widget needs."""
    text = joined(BROWSER)
    assert "import " not in text.replace("// ", "") and text.count("export ") == 1
    (tmp_path / "joined.mjs").write_text(text)
    code = f"const m = await import({(tmp_path / 'joined.mjs').as_uri()!r});"
    code += "console.log(Object.keys(m), Object.keys(m.default))"
    done = subprocess.run([NODE, "--input-type=module", "-e", code], capture_output=True, text=True)
    assert done.stdout == "[ 'default' ] [ 'initialize', 'render' ]\n", done.stderr


def test_every_module_of_the_folder_is_joined():
    assert {path.name for path in BROWSER.glob("*.js")} == {*MODULES, "guesses.js", "start.js"}  # widgets of their own


def test_all_pictures_of_a_notebook_share_one_program(wire):
    first, second = Picture(), Picture()
    assert first.program is second.program and first.program.text == joined(BROWSER)
    assert len(first._esm) < 1500 < len(first.program.text)
    first.program.close()
    assert Picture().program.comm is not None


def test_the_program_is_loaded_once_and_draws_each_picture():
    code = f"""
    const start = (await import({(BROWSER / "start.js").as_uri()!r})).default;
    const text = "globalThis.times = (globalThis.times ?? 0) + 1; export default {{ render: (c) => c.name }}";
    const blobs = [];
    URL.createObjectURL = (blob) => {{
        blobs.push(blob);
        return "data:text/javascript," + encodeURIComponent(text);
    }};
    URL.revokeObjectURL = () => {{}};
    const program = {{ get: (name) => name === "text" && text }};
    const manager = {{ get_model: async (id) => id === "7" && program }};
    const model = () => ({{ get: () => "IPY_MODEL_7", widget_manager: manager }});
    const drawn = await Promise.all(["a", "b"].map((name) => start.render({{ name, model: model() }})));
    console.log(drawn.join(), globalThis.times, blobs.length, await blobs[0].text() === text);
    """
    done = subprocess.run([NODE, "--input-type=module", "-e", code], capture_output=True, text=True)
    assert done.stdout == "a,b 1 1 true\n", done.stderr
