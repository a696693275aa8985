"""From a submitted file to the cells that are graded: only sources are taken from it.

They go, by `grade_id`, into the instructor's notebook. Cells of code that the student added keep their
place after the cell of the course that they stand behind. Nothing else of the file survives.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from autograder.course import ASSIGNMENTS
from autograder.errors import BadSubmission
from autograder.handin.notebook_file import read_cells


@dataclass(frozen=True)
class Cell:
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
        ``"answer"``, ``"test"``, ``"demo"`` (only shows something, and is not run), ``"course"`` (locked) or
        ``"extra"`` (added by the student).
    """

    cell_type: str
    source: str
    id: str
    grade_id: str | None
    role: str


@dataclass(frozen=True)
class Rebuilt:
    """The notebook that is graded, and in `notes` what was put right in it."""

    cells: list[Cell]
    notes: list[str]


def rebuild(data, assignment, instructor=None):
    """Return the notebook to grade for a submission.

    Parameters
    ----------
    data : bytes
        The submitted file.
    assignment : Assignment
    instructor : bytes, optional
        The instructor's notebook; by default the assignment's own.

    Raises
    ------
    BadSubmission
        For a file that is no notebook; the text is one sentence for the student.
    """
    course = _course_cells(instructor if instructor is not None else assignment.source_notebook)
    known = {cell.grade_id: cell for cell in course}
    notes = []
    sources, extras = _sort(read_cells(data), known, notes)
    cells = list(extras[None])
    for cell in course:
        cells.append(_filled(cell, sources.get(cell.grade_id), notes))
        cells += extras[cell.grade_id]
    return Rebuilt(cells, notes)


def which_assignment(data):
    """Return the name of the assignment that a submission's cells belong to."""
    names = {cell.grade_id for cell in read_cells(data)}
    for name, assignment in ASSIGNMENTS.items():
        if names.intersection(assignment.functions):
            return name
    raise BadSubmission("the notebook has no cell of an assignment of this course in it")


def _sort(cells, known, notes):
    """Return the submitted cells by `grade_id`, and the student's own by the cell that stands before them."""
    found, extras = {}, defaultdict(list)
    place, order = None, []
    for cell in cells:
        name = cell.grade_id
        if name in found:
            notes.append(f"the cell {name} is there twice: the first one counts")
        elif name in known:
            found[name] = cell
            place = name
            order.append(name)
        elif cell.cell_type == "code" and cell.source.strip():
            number = sum(map(len, extras.values())) + 1
            extras[place].append(Cell("code", cell.source, f"extra-{number}", None, "extra"))
    positions = [list(known).index(name) for name in order]
    if positions != sorted(positions):
        notes.append("cells of the course were moved: they were put back in their order")
    return found, extras


def _filled(cell, submitted, notes):
    """Return a cell of the course with the student's answer, if it is one for answers."""
    name = cell.grade_id
    if submitted is None:
        if cell.role in ("answer", "test"):
            put_back = ": it was put back" if cell.role == "test" else ""
            notes.append(f"the cell {name} was deleted{put_back}")
        return cell if cell.role != "answer" else _with_source(cell, "")
    if cell.role == "answer":
        if cell.cell_type == "code" and submitted.cell_type != "code":
            notes.append(f"the cell {name} is no cell of code any more: what is in it does not count")
            return _with_source(cell, "")
        return _with_source(cell, submitted.source)
    if cell.cell_type == "code" and submitted.source.strip() != cell.source.strip():
        notes.append(f"the locked cell {name} was changed: the original was used")
    return cell


def _with_source(cell, source):
    return Cell(cell.cell_type, source, cell.id, cell.grade_id, cell.role)


def _course_cells(instructor):
    """Return the cells of an instructor's notebook, given as bytes or as a path."""
    if isinstance(instructor, bytes):
        return _parse_course(instructor)
    status = instructor.stat()
    return _read_course(instructor, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=len(ASSIGNMENTS))
def _read_course(path, changed, size):
    return _parse_course(path.read_bytes())


def _parse_course(data):
    return [
        Cell(cell.cell_type, cell.source, cell.id or cell.grade_id, cell.grade_id, _role(cell))
        for cell in read_cells(data)
        if cell.grade_id is not None
    ]


def _role(cell):
    if cell.mark.get("solution"):
        return "answer"
    if cell.mark.get("grade"):
        return "test"
    only_shows = cell.source.startswith("show_diagnosis(")  # a figure that costs more than all the rest
    return "demo" if only_shows or "demo" in cell.tags else "course"
