"""From a submitted file to the cells that are graded: only sources are taken from it.

They go, by `grade_id`, into the instructor's notebook. Cells of code that the student added keep their
place after the cell of the course that they stand behind. Nothing else of the file survives.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import Assignment
from autograder.errors import BadSubmission
from autograder.handin.instructor import NotebookCell, instructor_cells
from autograder.handin.notebook_file import read_cells

HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS.*?END HIDDEN TESTS[^\n]*\n?", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Rebuilt:
    """The notebook that is graded, and in `notes` what was put right in it."""

    cells: list[NotebookCell]
    notes: list[str]


def rebuild(data: bytes | None, instructor: Path | bytes) -> Rebuilt:
    """Return the notebook to grade for a submitted file.

    Parameters
    ----------
    data : bytes or None
        The submitted file; None for one that was not handed in, whose answers are then empty.
    instructor : Path or bytes
        The instructor's notebook.

    Raises
    ------
    BadSubmission
        For a file that is no notebook; the text is one sentence for the student.
    """
    course = instructor_cells(instructor)
    if data is None:
        return Rebuilt([_emptied(cell) for cell in course], [])
    known = {cell.grade_id: cell for cell in course}
    notes: list[str] = []
    sources, extras = _sort(read_cells(data), known, notes)
    cells = list(extras[None])
    for cell in course:
        cells.append(_filled(cell, sources.get(cell.grade_id), notes))
        cells += extras[cell.grade_id]
    return Rebuilt(cells, notes)


def which_notebook(data: bytes, assignments: Mapping[str, Assignment]) -> tuple[Assignment, Path]:
    """Return the assignment, and its instructor's notebook, that most of a file's cells belong to.

    Raises
    ------
    BadSubmission
        Where none of its cells is one in which the course's students answer, or where two notebooks fit alike.
    """
    names = {cell.grade_id for cell in read_cells(data)}
    fits = []
    for assignment in assignments.values():
        for notebook in assignment.notebooks:
            if notebook.exists():
                own = {cell.grade_id for cell in instructor_cells(notebook) if cell.role in ("answer", "test")}
                fits.append((len(names & own), assignment, notebook))
    best = max((count for count, *_ in fits), default=0)
    found = [(assignment, notebook) for count, assignment, notebook in fits if count == best and count]
    if not found:
        raise BadSubmission("the notebook has no cell of an assignment of this course in it")
    if len(found) > 1:
        those = ", ".join(assignment.name for assignment, _ in found)
        raise BadSubmission(f"the notebook fits more than one assignment ({those}): name it with --assignment")
    return found[0]


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
            extras[place].append(NotebookCell("code", cell.source, f"extra-{number}", None, "extra"))
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
        return _emptied(cell)
    if cell.role == "answer":
        if cell.cell_type == "code" and submitted.cell_type != "code":
            notes.append(f"the cell {name} is no cell of code any more: what is in it does not count")
            return _emptied(cell)
        return replace(cell, source=submitted.source)
    if cell.cell_type == "code" and submitted.source.strip() != HIDDEN.sub("", cell.source).strip():
        notes.append(f"the locked cell {name} was changed: the original was used")
    return cell


def _emptied(cell):
    return replace(cell, source="") if cell.role == "answer" else cell
