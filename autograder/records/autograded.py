"""The autograded notebook: what formgrader shows, and what the feedback page is made from.

The cells come from the rebuilt submission, their marks from the gradebook, their outputs from the Result;
nothing else of what the student sent is in it.
"""

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograder.errors import CourseError
from autograder.grading.result import GRADER, Result
from autograder.handin.submission import TIMESTAMP
from autograder.pages.render import cases_table, shown_test, summary

META = "autograder"  # our part of a notebook's, a cell's or an output's metadata
OLD_META = "descent"  # what version 0.1 called it
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def autograded_notebook(name: str, result: Result, known: dict[str, dict], notes: Iterable[str] = ()) -> NotebookNode:
    """Return a notebook of a graded submission.

    Parameters
    ----------
    name : str
        The notebook's, without suffix.
    result : Result
    known : dict
        The gradebook's cells of that notebook, as `GradebookReader.source_cells` gives them.
    notes : iterable of str
        What else there is to say about the submission.
    """
    graded = {cell.grade_id: cell for cell in result.cells if cell.notebook == name}
    notebook = blank_notebook()
    notebook.cells = [_cell(cell, graded, known) for cell in result.notebooks.get(name, ())]
    notebook.metadata[META] = {"notes": [*notes, *result.notes], "sandbox": result.sandbox}
    return notebook


def our_part(metadata: dict) -> dict:
    """Return what we wrote into a notebook's or a cell's metadata; empty where we did not."""
    return metadata.get(META) or metadata.get(OLD_META) or {}


def blank_notebook() -> NotebookNode:
    """Return a notebook without cells."""
    return new_notebook(metadata={"kernelspec": dict(KERNEL)})


def _cell(cell, graded, known):
    made = {"cell_type": cell.cell_type, "id": cell.id, "metadata": {}, "source": cell.source}
    if cell.grade_id in known:
        made["metadata"]["nbgrader"] = _mark(cell.grade_id, known[cell.grade_id])
    if cell.cell_type == "code":
        made |= {"execution_count": None, "outputs": cell.outputs}
    if cell.grade_id in graded:
        verdict = graded[cell.grade_id]
        tests = [{k: v for k, v in vars(test).items() if k != "picture"} for test in verdict.tests]
        made["metadata"][META] = {"tests": tests}
        made["outputs"] = _verdict_outputs(verdict, tests)
    return nbformat.from_dict(made)


def _mark(grade_id, known):
    mark = {
        "grade": known["points"] is not None,
        "grade_id": grade_id,
        "locked": known["locked"],
        "schema_version": 3,
        "solution": known["solution"],
        "task": known["task"],
        "cell_type": known["cell_type"],
        "checksum": known["checksum"],
    }
    if known["points"] is not None:
        mark["points"] = known["points"]
    return mark


def _verdict_outputs(verdict, tests):
    """Return a test cell's outputs: the score as nbgrader itself would read it, and the table of cases."""
    data = {
        "text/plain": repr(float(verdict.score)),
        "text/html": cases_table([shown_test(test) for test in tests], summary(tests), _remark(verdict)),
    }
    pictures = [
        {"output_type": "display_data", "data": {"image/png": test.picture}, "metadata": {META: test.name}}
        for test in verdict.tests
        if test.picture
    ]
    return [{"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}, *pictures]


def _remark(verdict):
    return "" if verdict.judged_in == GRADER else f"Judged in {verdict.judged_in}: its code could reach this test."


def answers_in(path: Path) -> dict[str, str]:
    """Return the answers in an autograded notebook by `grade_id`; none if there is no such file."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
    except (OSError, ValueError, KeyError):
        return {}
    marked = ((cell["metadata"].get("nbgrader", {}), cell["source"]) for cell in cells)
    return {mark["grade_id"]: "".join(source) for mark, source in marked if mark.get("solution")}


def write_autograded(
    folder: Path, notebooks: dict[str, NotebookNode], timestamp: datetime | None, mode: int = 0o444
) -> None:
    """Write the notebooks and the time of submission, each whole or not at all.

    Parameters
    ----------
    folder : Path
        The student's folder of the assignment in ``autograded``.
    notebooks : dict of str to NotebookNode
        By name, without suffix.
    timestamp : datetime or None
    mode : int
        The files' permissions; nbgrader's are read-only.
    """
    write_timestamp(folder, timestamp, mode)
    for name, notebook in notebooks.items():
        replace_file(folder / f"{name}.ipynb", json.dumps(notebook, ensure_ascii=False), mode)


def write_timestamp(folder: Path, timestamp: datetime | None, mode: int = 0o444) -> None:
    """Write the time of submission beside the notebook, as nbgrader does."""
    if timestamp is not None:
        replace_file(folder / TIMESTAMP, f"{timestamp:%Y-%m-%d %H:%M:%S.%f} UTC\n", mode)
        return
    try:
        (folder / TIMESTAMP).unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_write(folder / TIMESTAMP, error) from error


def replace_file(path: Path, text: str, mode: int) -> None:
    """Put a file in place at once; what a kill leaves behind is used up by the next write."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        with open(temporary, "x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path, error):
    return CourseError(f"{path} cannot be written: {error.strerror}")
