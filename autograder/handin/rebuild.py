"""From a submitted file to the cells that are graded: only sources are taken from it.

They go, by `grade_id`, into the instructor's notebook. What defines a function in the student's own kernel has to
define it here, so all else that is code keeps its place behind the cell of the course that it follows: cells that the
student added, copies of a cell, what was written into a locked one. Nothing else of the file survives.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.course import Assignment
from autograder.errors import BadSubmission
from autograder.handin.cell_code import answers_in, does_something, is_only_a_stub, is_prose
from autograder.handin.instructor import NotebookCell, instructor_cells
from autograder.handin.notebook_file import FileCell, read_cells

HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS.*?END HIDDEN TESTS[^\n]*\n?", re.DOTALL | re.MULTILINE)
UNWRITTEN = ("", "YOUR ANSWER HERE")  # a written answer as it was handed out


@dataclass(frozen=True)
class Rebuilt:
    """The notebook that is graded, in `notes` what was put right in it, and in `needs_human` what nobody can decide."""

    cells: list[NotebookCell]
    notes: list[str]
    needs_human: list[str] = field(default_factory=list)


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
    rebuilt = _Rebuilding(course)
    for cell in read_cells(data):
        rebuilt.take(cell)
    return rebuilt.result()


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


class _Rebuilding:
    """Sorts the cells of a file into the instructor's notebook."""

    def __init__(self, course: list[NotebookCell]):
        self.course = course
        self.known = {cell.grade_id: cell for cell in course}
        self.texts = {cell.source.strip() for cell in course if cell.cell_type != "code"}
        self.found: dict[str, FileCell] = {}
        self.copies: dict[str, int] = defaultdict(int)
        self.extras: dict[str | None, list[NotebookCell]] = defaultdict(list)
        self.words: dict[str | None, list[str]] = defaultdict(list)  # that the student wrote outside the answers
        self.place: str | None = None  # the cell of the course that was met last
        self.order: list[str] = []
        self.count = 0
        self.notes: list[str] = []
        self.needs_human: list[str] = []

    def take(self, cell: FileCell) -> None:
        """Put the next cell of the file where it belongs."""
        name = cell.grade_id
        if name is None or name not in self.known:
            self._keep(cell)
        elif name in self.found:
            self.copies[name] += 1
            self._copy(cell, self.known[name])
        else:
            self.found[name] = cell
            self.place = name
            self.order.append(name)
            self._changed(cell, self.known[name])

    def result(self) -> Rebuilt:
        for name, number in self.copies.items():
            self.notes.append(f"the cell {name} is there {_times(number + 1)}: all of them count, in their order")
        positions = [list(self.known).index(name) for name in self.order]
        if positions != sorted(positions):
            self.notes.append("cells of the course were moved: they were put back in their order")
        cells = list(self.extras[None])
        for cell in self.course:
            cells.append(self._filled(cell))
            cells += self.extras[cell.grade_id]
        if self._has_no_answer():
            self.needs_human.append("no cell for an answer is in the notebook: is it that of another assignment?")
        return Rebuilt(cells, self.notes, self.needs_human)

    def _has_no_answer(self):
        """Whether neither a cell for an answer in code is there, nor one that defines what is asked for."""
        asked = {name for name, cell in self.known.items() if cell.role == "answer" and cell.cell_type == "code"}
        extras = (cell.source for cells in self.extras.values() for cell in cells)
        return bool(asked) and not asked & self.found.keys() and not any(asked & set(answers_in(s)) for s in extras)

    def _keep(self, cell):
        """Keep a cell behind the cell of the course that was met last, or before the test that needs it."""
        place = self._place_of(cell.source) if cell.cell_type == "code" else self.place
        if cell.cell_type != "code":
            if cell.source.strip() not in self.texts and not cell.mark.get("locked"):
                self.words[place].append(cell.source)
        elif does_something(cell.source):
            self.count += 1
            self.extras[place].append(NotebookCell("code", cell.source, f"extra-{self.count}", None, "extra"))
        elif cell.source.strip():
            self.words[place].append(cell.source)

    def _place_of(self, source):
        """Return the cell of the course behind which a cell of code goes.

        One that answers a question goes before the question's test, if the answer's own cell is not filled in.
        """
        names = list(self.known)
        here = names.index(self.place) if self.place in self.known else -1
        for name in answers_in(source):
            test = f"test_{name}"
            late = test in self.known and names.index(test) <= here
            if late and not (name in self.found and name in answers_in(self.found[name].source)):
                self.notes.append(f"an answer to {name} was found below its check")
                return names[names.index(test) - 1]
        return self.place

    def _copy(self, cell, original):
        """Keep what a second cell with the name of a first one has to add."""
        if original.role == "answer":
            if not is_only_a_stub(cell.source, cell.grade_id):
                self._keep(cell)
        elif cell.source.strip() != HIDDEN.sub("", original.source).strip():
            self._keep(cell)

    def _changed(self, cell, original):
        """Keep what a student wrote into a locked cell of code: it runs after the cell as it was."""
        if original.role == "answer" or original.cell_type != "code":
            return
        if cell.source.strip() == HIDDEN.sub("", original.source).strip():
            return
        if cell.cell_type == "code" and does_something(cell.source):
            self.notes.append(f"the locked cell {cell.grade_id} was changed: it runs as it was, and then as it is now")
        else:
            self.notes.append(f"the locked cell {cell.grade_id} was changed: the original was used")
        self._keep(cell)

    def _filled(self, cell):
        """Return a cell of the course with the student's answer, if it is one for answers."""
        name, submitted = cell.grade_id, self.found.get(cell.grade_id)
        if cell.role == "answer" and cell.cell_type != "code":
            return replace(cell, source=self._written(cell, submitted))
        if submitted is None:
            if cell.role in ("answer", "test"):
                put_back = ": it was put back" if cell.role == "test" else ""
                self.notes.append(f"the cell {name} was deleted{put_back}")
            return _emptied(cell)
        if cell.role != "answer":
            return cell
        if submitted.cell_type != "code":
            self.needs_human.append(f"the cell {name} is no cell of code any more: what is in it was not run")
            return _emptied(cell)
        return replace(cell, source=submitted.source)

    def _written(self, cell, submitted):
        """Return a written answer: what is in its cell; what stands beside it, where that is as it was handed out."""
        answer = submitted.source if submitted else ""
        places = self._beside(cell)
        if answer.strip() not in UNWRITTEN:
            copies = self.words[cell.grade_id] if self.copies[cell.grade_id] else []
            return "\n\n".join([answer, *filter(str.strip, copies)])
        beside = [text for place in places for text in self.words[place] if text.strip() not in UNWRITTEN]
        beside = beside or [c.source for c in self.extras[places[-1]] if is_prose(c.source)]
        if beside:
            self.notes.append(f"the answer to {cell.grade_id} was found beside its cell")
            return "\n\n".join(beside)
        if submitted is None:
            self.notes.append(f"the cell {cell.grade_id} was deleted")
        return answer

    def _beside(self, cell):
        """Return the cells of the course behind which the answer that belongs into a cell may stand."""
        names = list(self.known)
        at = names.index(cell.grade_id)
        met = [None, *(name for name in names[:at] if name in self.found)][-1]
        return [met, cell.grade_id] if cell.grade_id in self.found else [met]


def _times(number):
    return {2: "twice"}.get(number, f"{number} times")


def _emptied(cell):
    return replace(cell, source="") if cell.role == "answer" else cell
