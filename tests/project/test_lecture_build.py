"""What the build makes of a lecture's source: folded code, one word on how to play, no claims."""

import pytest

from autograder.descent import ASSIGNMENTS
from tools.lecture import HOW_TO_PLAY, files_behind_remarks, is_claims, lecture_notebook, lecture_template
from tools.text import ROOT, read_text

LECTURES = [assignment.lecture for assignment in ASSIGNMENTS.values()]


@pytest.mark.parametrize("name", LECTURES)
def test_all_code_is_folded_but_the_readers_own(name):
    cells = [cell for cell in lecture_template(name).cells if cell.cell_type == "code"]
    written = [cell for cell in read_text(ROOT / "lectures" / f"{name}.py").cells if cell.cell_type == "code"]
    assert len(cells) == sum(not is_claims(cell) for cell in written)
    for cell in cells:
        is_open = "open" in cell.metadata.get("tags", [])
        assert cell.metadata.get("jupyter", {}) == ({} if is_open else {"source_hidden": True})
        assert is_open == cell.source.startswith(("@yours(", "def "))  # a function is the reader's to change


@pytest.mark.parametrize("name", LECTURES)
def test_how_to_play_is_said_once_before_the_first_code(name):
    notebook = lecture_notebook(name)
    said = [number for number, cell in enumerate(notebook.cells) if HOW_TO_PLAY.strip() in cell.source]
    kinds = [cell.cell_type for cell in notebook.cells]
    assert said == [kinds.index("code") - 1]


def test_what_is_said_of_the_readers_updates_belongs_to_a_lectures_inputs():
    found = files_behind_remarks('@yours("ps3_momentum")\ndef momentum_step(): ...\n')
    checks = ROOT / "checks"
    assert {checks / "data" / "ps3_momentum_mistakes.json", checks / "cases" / "ps3_momentum" / "momentum.py"} < found
    assert all(path.exists() for path in found) and files_behind_remarks("explore()") == set()
