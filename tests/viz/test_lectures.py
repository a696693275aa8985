"""Every demo of every lecture, driven to the ends of its controls without a browser."""

import re

import jupytext
import pytest

from lectures.viz.controls import Point, Press, count
from tools.lecture import is_claims
from tools.text import ROOT

from ..lectures.lecture_source import ANSWER, run_lecture

LECTURES = sorted(path.stem for path in (ROOT / "lectures").glob("[0-9]*_*.py"))


def cells(name, kind, tag=None):
    """Return the sources of a lecture's cells of one kind; with a tag, of those alone that carry it."""
    notebook = jupytext.read(ROOT / "lectures" / f"{name}.py", fmt="py:percent")
    found = [cell for cell in notebook.cells if cell.cell_type == kind and not is_claims(cell)]
    return [cell.source for cell in found if tag is None or tag in cell.metadata.get("tags", [])]


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
    demos = run_lecture(name).demos
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


@pytest.mark.slow
@pytest.mark.parametrize("name", LECTURES)
def test_each_demo_that_can_be_moved_asks_first(name):
    shown = run_lecture(name).shown
    for one in shown:
        asks = getattr(one.demo.picture, "question", {}) or ANSWER.search(one.before)
        # What follows an update of the reader's own asks for that.
        assert asks or not one.demo.controls or one.demo.follows, one.demo.picture.about
    text = "\n".join(cells(name, "markdown"))
    assert text.count("<details>") == text.count("</details>")


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
    """Nothing but the updates that are the reader's own."""
    theirs = cells(name, "code", "open")
    for source in cells(name, "code"):
        most = 25 if source.startswith("@yours") else 50  # what is folded away may be longer
        assert len(source.splitlines()) <= most, source[:200]
        assert source in theirs or not re.search(r"^(def|class) ", source, re.M), source[:200]


@pytest.mark.parametrize("name", LECTURES)
def test_cells_of_one_kind_come_three_at_most_in_a_row(name):
    read = jupytext.read(ROOT / "lectures" / f"{name}.py", fmt="py:percent").cells
    kinds = "".join(cell.cell_type[0] for cell in read if not is_claims(cell))
    assert "cccc" not in kinds and "mmmm" not in kinds
