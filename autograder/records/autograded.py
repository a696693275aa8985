"""The autograded notebook: what formgrader shows, and what the feedback page is made from.

The cells come from the rebuilt submission, their marks from the gradebook, their outputs from the Result;
nothing else of what the student sent is in it.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograder.errors import CourseError
from autograder.grading.result import GRADER, Result
from autograder.handin.submission import SECRET, TIMESTAMP, Submission
from autograder.pages.render import cases_table, shown_test, summary

META = "autograder"  # our part of a notebook's, a cell's or an output's metadata
OLD_META = "descent"  # what version 0.1 called it
SHARED_FOLDER = 0o2775  # new files belong to the group
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
    folder: Path, notebooks: dict[str, NotebookNode], submission: Submission, shared: bool = False
) -> None:
    """Write the notebooks and what nbgrader keeps of a submission beside them, each whole or not at all.

    Parameters
    ----------
    folder : Path
        The student's folder of the assignment in ``autograded``.
    notebooks : dict of str to NotebookNode
        By name, without suffix.
    submission : Submission
    shared : bool
        Whether a group of people grades in this folder: nbgrader's ``groupshared``.
    """
    if shared:
        share(folder)
    write_beside(folder, submission, shared)
    for name, notebook in notebooks.items():
        replace_file(folder / f"{name}.ipynb", json.dumps(notebook, ensure_ascii=False), _mode(shared))


def write_beside(folder: Path, submission: Submission, shared: bool = False) -> None:
    """Write what nbgrader keeps beside a notebook: the time of submission, and what finds its feedback."""
    when = submission.timestamp
    for name, text in {
        TIMESTAMP: f"{when:%Y-%m-%d %H:%M:%S.%f} UTC\n" if when else "",
        SECRET: submission.secret,
    }.items():
        if text:
            replace_file(folder / name, text, _mode(shared))
            continue
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise _cannot_write(folder / name, error) from error


def share(folder: Path) -> None:
    """Make a student's folder of an assignment one that the group can write to, as nbgrader does."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for made in (folder.parent, folder):
            with suppress(PermissionError):  # somebody else of the group made it, and with these permissions
                made.chmod(SHARED_FOLDER)
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _mode(shared):
    return 0o664 if shared else 0o444  # nbgrader's own files are read-only


def replace_file(path: Path, content: str | bytes, mode: int) -> None:
    """Put a file in place at once; what a kill leaves behind is used up by the next write."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        with open(temporary, "xb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path, error):
    return CourseError(f"{path} cannot be written: {error.strerror}")
