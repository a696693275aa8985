"""nbgrader's gradebook for reading, in SQLite or PostgreSQL, with patience for a locked one."""

import time
from contextlib import contextmanager
from typing import Any

from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import Gradebook, Notebook, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import or_
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import selectinload

from autograder import limits
from autograder.course import Assignment, question_of
from autograder.errors import CourseError
from autograder.records.course_folder import CourseFolder
from autograder.records.student_list import COLUMNS


class GradebookReader:
    """The gradebook's view of one assignment.

    Parameters
    ----------
    folder : CourseFolder
    assignment : Assignment
        It has to be in the gradebook: `nbgrader generate_assignment` puts it there.
    patience : float
        Seconds to wait for a locked database before CourseError is raised.

    Notes
    -----
    Use it as a context manager.
    """

    def __init__(self, folder: CourseFolder, assignment: Assignment, patience: float = limits.GRADEBOOK_SECONDS):
        self.folder, self.assignment, self.patience = folder, assignment, patience
        try:
            self._url = make_url(folder.db_url)
        except ArgumentError as error:
            raise CourseError("CourseDirectory.db_url in nbgrader_config.py is no database's address") from error
        self._gradebook = self._patiently(lambda: Gradebook(folder.db_url, folder.course_id))

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._gradebook.close()

    def source_cells(self) -> dict[str, dict[str, dict]]:
        """Return the assignment's cells as they were handed out: plain dicts by notebook and `grade_id`."""
        return self._patiently(self._source_cells)

    def _source_cells(self):
        with self._transaction() as session:
            return {notebook.name: _cells_of(notebook) for notebook in self._notebooks(session)}

    def named_students(self) -> list[dict[str, str]]:
        """Return the students about whom the gradebook knows more than an id, as `read_students` does."""
        return self._patiently(self._named_students)

    def _named_students(self):
        with self._transaction() as session:
            known = (Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
            rows = session.query(Student).filter(or_(*(column.isnot(None) for column in known)))
            return [{name: str(getattr(row, name) or "") for name in COLUMNS} for row in rows]

    def grades(self) -> list[dict]:
        """Return what each student has: a list of plain dicts in the students' order."""
        return self._patiently(self._grades)

    def _grades(self):
        with self._transaction() as session:
            notebooks = self._notebooks(session)
            cells = [cell for notebook in notebooks for cell in (*notebook.grade_cells, *notebook.task_cells)]
            maximum = sum(cell.max_score for cell in cells)
            written = {cell.id for cell in cells if cell.cell_type == "markdown"}
            names = {cell.id: question_of(cell.name) for cell in cells}
            rows = (
                session.query(SubmittedAssignment)
                .filter_by(assignment_id=notebooks[0].assignment_id)
                .options(selectinload(SubmittedAssignment.notebooks).selectinload(SubmittedNotebook.grades))
            )
            found = [_student_grade(row, written, maximum, names) for row in rows if row.notebooks]
        return sorted(found, key=lambda grade: grade["student"])

    def _notebooks(self, session):
        """Return the rows of the assignment's notebooks, in the assignment's order."""
        name = self.assignment.name
        rows = session.query(Notebook).join(AssignmentRow).filter(AssignmentRow.name == name)
        found = {row.name: row for row in rows}
        missing = [path.stem for path in self.assignment.notebooks if path.stem not in found]
        if missing:
            what = name if not found else f"the notebook {missing[0]} of {name}"
            raise CourseError(f"{what} is not in the gradebook: run `nbgrader generate_assignment {name}` first")
        return [found[path.stem] for path in self.assignment.notebooks]

    @contextmanager
    def _transaction(self):
        session = self._gradebook.db()
        try:
            yield session
            session.commit()
        finally:
            self._gradebook.db.remove()

    def _patiently(self, action):
        """Do `action` again while the database is locked, for a bounded time."""
        deadline, pause = time.monotonic() + self.patience, 0.05
        while True:
            try:
                return action()
            except (SQLAlchemyError, ImportError) as error:
                if not _passes_by(error) or time.monotonic() + pause > deadline:
                    sentence = f"the gradebook {self._shown()} cannot be used: {_cause(error)}"
                    raise CourseError(sentence) from error
            time.sleep(pause)
            pause = min(2 * pause, 2.0)

    def _shown(self):
        local = self._url.get_backend_name() == "sqlite"
        return self._url.database if local else self._url.render_as_string(hide_password=True)


def given_points(grade: Any) -> float:
    """Return what a grade is worth: a person's score before ours, and extra credit."""
    score = grade.manual_score if grade.manual_score is not None else grade.auto_score
    return (score or 0.0) + (grade.extra_credit or 0.0)


def _cells_of(notebook):
    graded = {cell.name: float(cell.max_score) for cell in (*notebook.grade_cells, *notebook.task_cells)}
    solutions = {cell.name for cell in notebook.solution_cells}
    tasks = {cell.name for cell in notebook.task_cells}
    return {
        cell.name: {
            "cell_type": cell.cell_type,
            "source": cell.source or "",
            "locked": bool(cell.locked),
            "checksum": cell.checksum,
            "points": graded.get(cell.name),
            "solution": cell.name in solutions,
            "task": cell.name in tasks,
        }
        for cell in notebook.source_cells
    }


def _student_grade(submitted, written, maximum, names):
    penalty = sum(row.late_submission_penalty or 0.0 for row in submitted.notebooks)
    grades = [grade for row in submitted.notebooks for grade in row.grades]
    by_hand = [given_points(g) for g in grades if g.cell_id in written and not _is_open(g)]
    remarks = []
    if submitted.total_seconds_late > 0:
        off = f", {penalty:g} points off" if penalty else ""
        remarks.append(f"{submitted.total_seconds_late / 3600:.1f} h late{off}")
    if any(g.manual_score is not None and g.cell_id not in written for g in grades):
        remarks.append("points of a test changed by hand")
    if any(g.extra_credit for g in grades):
        remarks.append("extra credit")
    if any(g.needs_manual_grade and not _is_open(g) for g in grades):
        remarks.append("changed since it was graded by hand")
    return {
        "student": submitted.student_id,
        "score": sum(map(given_points, grades)) - penalty,
        "max_score": float(maximum),
        "penalty": penalty,
        "questions": {names[g.cell_id]: None if _is_open(g) else given_points(g) for g in grades if g.cell_id in names},
        "automatic": sum(g.auto_score or 0.0 for g in grades if g.cell_id not in written),
        "by_hand": sum(by_hand) if len(by_hand) == len(written) else None,
        "remarks": remarks,
    }


def _is_open(grade):
    return grade.auto_score is None and grade.manual_score is None


def _passes_by(error):
    """Whether it may help to try again: a lock, a lost connection, another writer of the same row."""
    if isinstance(error, IntegrityError):
        return True
    return isinstance(error, DBAPIError) and (error.connection_invalidated or "locked" in str(error.orig))


def _cause(error):
    text = str(getattr(error, "orig", error)).strip().splitlines()[0]
    if "locked" in text:
        return "another program keeps it locked; try again when that is done"
    return text
