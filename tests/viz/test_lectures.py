"""Every demo of every lecture, driven to the ends of its controls without a browser."""

import re
from itertools import pairwise

import jupytext
import pytest

from lectures.viz import Explorer
from lectures.viz.controls import Point, Press, count
from tools.text import ROOT

LECTURES = sorted(path.stem for path in (ROOT / "lectures").glob("[0-9]*_*.py"))


def cells(name, kind):
    return [
        c.source for c in jupytext.read(ROOT / "lectures" / f"{name}.py", fmt="py:percent").cells if c.cell_type == kind
    ]


def demos_of(name):
    """Run a lecture's cells and return its demos in their order."""
    namespace, demos = {"__name__": "__main__"}, []
    original = Explorer.__init__

    def recording(self, *values, **options):
        original(self, *values, **options)
        demos.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Explorer, "__init__", recording)
        for source in cells(name, "code"):
            exec(compile(source, name, "exec"), namespace)
    return demos


def ends(control):
    """Return the first and the last value of a control, as a reader can reach them."""
    if isinstance(control, Point):
        return [(control.x, control.y), (control.x + 0.1, control.y)]
    if isinstance(control, Press):
        return []
    if count(control) == 2 and not hasattr(control, "options"):
        return [False, True]
    return [value for _, value in (control.options[0], control.options[-1], control.options[len(control.options) // 2])]


@pytest.mark.slow
@pytest.mark.parametrize("name", LECTURES)
def test_demos_work_at_the_ends_of_their_controls(name):
    demos = demos_of(name)
    assert sum(bool(demo.controls or demo.prepare) for demo in demos) >= 8
    for number, demo in enumerate(demos, start=1):
        where = f"{name}, demo {number}"
        assert demo.picture.about, where
        assert demo.picture.still(), f"{where}: {demo.picture.message}"
        for control_name, control in demo.controls.items():
            for value in ends(control):
                demo.set(**{control_name: value})
                assert demo.picture.message == "", f"{where}, {control_name} = {value}: {demo.picture.message}"
                said = demo.picture.frames[demo.picture.row()][3]
                assert said and len(said) <= 200, f"{where} says {said!r}"


@pytest.mark.parametrize("name", LECTURES)
def test_each_demo_has_a_question_before_it(name):
    source = (ROOT / "lectures" / f"{name}.py").read_text()
    asked = [match.start() for match in re.finditer(r"<summary><b>Predict, then look\.</b>", source)]
    shown = [match.start() for match in re.finditer(r"^(?:\w+ = )?explore\((?!\s*lambda:)", source, re.M)]
    assert len(asked) >= 8 and source.count("<details>") == source.count("</details>")
    for previous, demo in pairwise([0, *shown]):  # a figure without controls (its compute is `lambda:`) needs none
        assert any(previous < question < demo for question in asked), source[demo : demo + 80]


@pytest.mark.parametrize("name", LECTURES)
def test_lecture_keeps_the_house(name):
    text = "\n".join(cells(name, "markdown"))
    headings = re.findall(r"^#+ (.*)$", text, re.M)
    for wanted in ("Objectives", "Idea", "By hand", "Where it fails", "Recap", "Sources"):
        assert wanted in headings, f"{name} has no section {wanted}"
    assert any(heading.startswith(("Play", "Look")) for heading in headings)
    assert "**Time:**" in text


@pytest.mark.parametrize("name", LECTURES)
def test_code_cells_are_short_and_define_nothing(name):
    for source in cells(name, "code"):
        assert len(source.splitlines()) <= 25, source[:200]
        assert not re.search(r"^(def|class) ", source, re.M), source[:200]


@pytest.mark.parametrize("name", LECTURES)
def test_cells_of_one_kind_come_three_at_most_in_a_row(name):
    kinds = "".join(
        cell.cell_type[0] for cell in jupytext.read(ROOT / "lectures" / f"{name}.py", fmt="py:percent").cells
    )
    assert "cccc" not in kinds and "mmmm" not in kinds
