"""Run All never stops: whatever a student has written or not yet, each cell below it runs."""

import itertools

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.validator import Validator

from autograder.descent import ASSIGNMENTS
from tools.text import ROOT

from ..unfinished import WAYS, code_cells, unfinished

pytestmark = pytest.mark.slow


def grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def error_of(cell):
    return next((output for output in cell.outputs if output.output_type == "error"), None)


@pytest.mark.kernel
@pytest.mark.parametrize(("name", "way"), [*itertools.product(ASSIGNMENTS, WAYS)])
def test_a_notebook_runs_to_its_end_and_each_trouble_leaves_one_line(name, way):
    notebook = unfinished(name, way)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT)}}).execute()
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    wrong_grammar = [cell for cell in cells if "(*args, **kwargs)\n" in cell.source]
    for cell in cells:
        error = error_of(cell)
        if error and cell not in wrong_grammar:
            assert grade_id(cell).startswith(("test_", "try-")), error
            (line,) = error.traceback
            assert "\n" not in line and line.startswith(("Not there yet: ", "NotImplementedError: "))
        assert not any(output.get("name") == "stderr" for output in cell.outputs), cell.outputs
    assert {bool(error_of(cell)) for cell in cells if grade_id(cell) == "test_diagnosis"} == {True}
    missed = sum(bool(error_of(cell)) for cell in cells if grade_id(cell).startswith("test_"))
    assert missed == {"empty": len(ASSIGNMENTS[name].functions) + 1}.get(way, missed) and missed > 1


@pytest.mark.kernel
def test_validate_names_all_that_is_not_there_yet(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    nbformat.write(unfinished("ps4_adaptive", "half done"), tmp_path / "adaptive.ipynb")
    told = Validator().validate(str(tmp_path / "adaptive.ipynb"))
    functions = ASSIGNMENTS["ps4_adaptive"].functions
    waiting = [f'check("{each}")' for each in (*functions[1::2], "diagnosis")]
    found = {cell["source"]: cell["error"] for cell in told["failed"]}
    assert set(waiting) <= set(found) and set(told) == {"failed"}
    assert "rmsprop_step is not filled in yet" in found['check("bias_corrected_average")'] or all(
        f"{each} is not filled in yet" in found[f'check("{each}")'] for each in functions[1::2]
    )
    assert "run A has no label yet" in found['check("diagnosis")']
