"""Builds one assignment: text source → instructor's notebook → (nbgrader) student's notebook."""

import contextlib
import io
import json
import logging
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config

from autograder.course import question_of
from autograder.descent import ASSIGNMENTS, EXPLAIN_POINTS, Pair
from autograder.grading.case_runner import CaseRunner
from autograder.records.tables_version import ask_for_tables_version_here
from tools.stubs import diagnosis_cell, function_cell, right_labels, without_stub
from tools.text import KERNEL, ROOT, digest, name_cells, read_text, to_bytes

ASSIGNMENT_IS = "ASSIGNMENT = "  # in the cell after which the panel with the progress stands
MAY_RAISE = ("function", "test", "diagnosis", "demo", "open", "try")  # cells that depend on what a student has written
GOES_ON = "raises-exception"  # a notebook that runs from top to bottom goes on below a cell with this tag


def build_assignment(name: str) -> dict[Path, bytes]:
    """Build an assignment's files.

    Returns
    -------
    dict of Path to bytes
        The instructor's notebook and the student's.
    """
    assignment = ASSIGNMENTS[name]
    made = instructor_notebook(assignment)
    notebook = to_bytes(made)
    return {
        assignment.source_notebook: notebook,
        ROOT / "checks" / "data" / f"{name}_points.json": points_of(made),
        ROOT / "assignments" / name / assignment.notebook: release(assignment, notebook),
    }


def instructor_notebook(assignment: Pair) -> NotebookNode:
    """Return the instructor's notebook, with stubs cut from the reference and points from the hidden cases."""
    notebook = read_text(ROOT / "source" / f"{assignment.name}.py")
    module_source = (ROOT / "solutions" / f"{assignment.module}.py").read_text()
    cells = []
    with CaseRunner(assignment) as runner:
        for cell in notebook.cells:
            role, subject = cell.metadata.pop("role", None), cell.metadata.pop("name", None)
            cell.metadata = nbformat.from_dict({})
            if role == "function":
                cell.source = function_cell(module_source, subject)
                mark(cell, subject, solution=True)
            elif role == "diagnosis":
                cell.source = diagnosis_cell(right_labels(assignment.name))
                mark(cell, "diagnosis", solution=True)
            elif role == "test":
                points = float(cell.metadata.pop("points", runner.max_score(subject)))
                cells.append(coverage_cell(subject, points, runner.titles(subject)))
                cell.source = f'check("{subject}")'
                mark(cell, f"test_{subject}", grade=True, points=points)
            elif role == "open":
                pass  # an exercise without points: the student's, and of no interest to the grader
            elif role == "try":
                cell.source = f'check("{subject}")'
                mark(cell, f"try-{subject}")
            elif role == "explain":
                mark(cell, "explain", solution=True, grade=True, points=float(EXPLAIN_POINTS))
            else:
                mark(cell, f"{cell.cell_type}-{digest(cell.source)[:8]}")
            tags = (["demo"] if role == "demo" else []) + ([GOES_ON] if role in MAY_RAISE else [])
            if tags:
                cell.metadata["tags"] = tags
            if role == "demo":
                cell.metadata["jupyter"] = {"source_hidden": True}
            cells.append(cell)
            if cell.cell_type == "code" and ASSIGNMENT_IS in cell.source:
                cells.append(progress_cell())
    notebook.cells = cells
    return name_cells(notebook)


def progress_cell() -> NotebookNode:
    """Return the cell that shows how far each question has come."""
    cell = nbformat.v4.new_code_cell("check()")
    mark(cell, "progress")
    cell.metadata |= {"tags": ["demo", GOES_ON], "jupyter": {"source_hidden": True}}
    return cell


def points_of(notebook: NotebookNode) -> bytes:
    """Return what each question of a notebook is worth, as JSON."""
    marks = (cell.metadata.get("nbgrader", {}) for cell in notebook.cells)
    points = {question_of(entry["grade_id"]): entry["points"] for entry in marks if "points" in entry}
    return (json.dumps(points, indent=1) + "\n").encode()


def mark(
    cell: NotebookNode, grade_id: str, solution: bool = False, grade: bool = False, points: float | None = None
) -> None:
    """Give a cell nbgrader's metadata; what is neither solution nor grade is locked text or code."""
    entry = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        entry["points"] = points
    cell.metadata["nbgrader"] = entry


def coverage_cell(subject: str, points: float, titles: list[str]) -> NotebookNode:
    """Return the text that says in words what the hidden cases of a question cover."""
    listed = "\n".join(f"- {title}" for title in titles)
    cell = nbformat.v4.new_markdown_cell(
        f"**Check `{subject}`** ({points:g} points). What the grader looks at:\n\n{listed}"
    )
    mark(cell, f"about-{subject}")
    return cell


def release(assignment: Pair, notebook: bytes) -> bytes:
    """Return the student's notebook as nbgrader's generate_assignment makes it."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    ask_for_tables_version_here()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "source", assignment.name, assignment.notebook)
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook)
        config = Config()
        config.CourseDirectory.root = folder
        config.CourseDirectory.db_url = f"sqlite:///{folder}/gradebook.db"
        config.CourseDirectory.assignment_id = assignment.name
        directory = CourseDirectory(config=config)
        converter = GenerateAssignment(coursedir=directory, config=config)
        converter.log = logging.getLogger("tools.assignment")
        with contextlib.redirect_stderr(io.StringIO()):
            converter.start()
        released = json.loads(Path(folder, "release", assignment.name, assignment.notebook).read_text())
    released["metadata"] = KERNEL
    return to_bytes(_with_an_empty_form(released))


def _with_an_empty_form(released):
    """Take nbgrader's stub out of the diagnosis: a form in which nothing is filled in is no error."""
    from nbgrader.utils import compute_checksum

    for cell in released["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "diagnosis":
            source = without_stub("".join(cell["source"]))
            cell["source"] = source.splitlines(keepends=True)
            as_node = nbformat.from_dict({**cell, "source": source})
            cell["metadata"]["nbgrader"]["checksum"] = compute_checksum(as_node)
    return released
