"""The instructor's notebooks: the cells into which a submission's answers are put, and their points."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from autograder.course import Assignment
from autograder.errors import BadSubmission, CourseError
from autograder.handin.notebook_file import FileCell, read_cells

SHOWN_ONLY = "show_diagnosis("  # how a cell begins that draws a figure which costs more than all the rest


@dataclass(frozen=True)
class NotebookCell:
    """One cell of the notebook that is graded.

    Attributes
    ----------
    cell_type : str
        ``"code"`` or ``"markdown"``.
    source : str
    id : str
        Unique in the notebook.
    grade_id : str or None
        None for a cell that the student added.
    role : str
        ``"answer"``, ``"test"``, ``"task"`` (read by a human, with no cell of its own for the answer), ``"demo"`` (only
        shows something, and is not run), ``"course"`` (locked) or ``"extra"`` (added by the student).
    points : float or None
        What the notebook says that a human or the grader may give for it.
    outputs : list
        What it showed when it ran, sanitised, as nbformat outputs.
    """

    cell_type: str
    source: str
    id: str
    grade_id: str | None
    role: str
    points: float | None = None
    outputs: list = field(default_factory=list, compare=False)


def instructor_cells(notebook: Path | bytes) -> list[NotebookCell]:
    """Return the cells with a `grade_id` of an instructor's notebook, given as its path or its bytes."""
    if isinstance(notebook, bytes):
        return _parse(notebook)
    try:
        status = notebook.stat()
        return _read(notebook, status.st_mtime_ns, status.st_size)
    except OSError as error:
        raise CourseError(f"the instructor's notebook {notebook} cannot be read: {error.strerror}") from error
    except BadSubmission as error:
        raise CourseError(f"the instructor's notebook {notebook} cannot be read: {error}") from error


def check_cells(assignment: Assignment) -> list[tuple[str, str, float]]:
    """Return the cells that are graded automatically, in their order.

    Each is given as its notebook's name, its `grade_id`, and the points that the notebook has for it.
    """
    return [
        (path.stem, cell.grade_id, cell.points or 0.0)
        for path in assignment.notebooks
        for cell in instructor_cells(path)
        if cell.role == "test" and cell.grade_id
    ]


def all_grade_ids(assignment: Assignment) -> set[str]:
    """Return the names of all marked cells of an assignment's notebooks."""
    return {cell.grade_id for path in assignment.notebooks for cell in instructor_cells(path) if cell.grade_id}


@lru_cache(maxsize=64)
def _read(path, changed, size):
    return _parse(path.read_bytes())


def _parse(data):
    return [
        NotebookCell(cell.cell_type, cell.source, cell.id or cell.grade_id, cell.grade_id, _role(cell), _points(cell))
        for cell in read_cells(data)
        if cell.grade_id is not None
    ]


def _role(cell: FileCell) -> str:
    if cell.mark.get("solution"):
        return "answer"
    if cell.mark.get("task") or (cell.mark.get("grade") and cell.cell_type != "code"):
        return "task"
    if cell.mark.get("grade"):
        return "test"
    return "demo" if "demo" in cell.tags or cell.source.startswith(SHOWN_ONLY) else "course"


def _points(cell: FileCell) -> float | None:
    points = cell.mark.get("points")
    return float(points) if cell.mark.get("grade") and isinstance(points, (int, float)) else None
