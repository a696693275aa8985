"""The one writer of nbgrader's gradebook: a submission's result goes in whole, or not at all.

What people entered (manual scores, extra credit, comments, flags, extensions) is read and never written.
"""

import time
from contextlib import contextmanager

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import compute_checksum
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from autograder.folder import CourseError

PATIENCE = 60.0  # seconds for a gradebook that another program keeps locked
MAX_STUDENT_ID = 128  # the width of nbgrader's column


class GradebookWriter:
    """Writes results of one assignment into the gradebook of a course.

    Parameters
    ----------
    course : CourseFolder
    assignment : Assignment
        It has to be in the gradebook: `nbgrader generate_assignment` puts it there.
    patience : float
        Seconds to wait for a locked database before CourseError is raised.

    Notes
    -----
    Use it as a context manager.
    """

    def __init__(self, course, assignment, patience=PATIENCE):
        self.course, self.assignment, self.patience = course, assignment, patience
        self._url = make_url(course.db_url)
        self._late = AssignLatePenalties(config=course.config)
        self._late.init_plugin()
        self._gradebook = self._patiently(lambda: Gradebook(course.db_url, course.course_id))

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._gradebook.close()

    def source_cells(self):
        """Return the assignment's cells as the gradebook knows them: a dict of plain dicts by `grade_id`.

        Raises CourseError if the assignment was not generated.
        """
        with self._transaction() as session:
            notebook = self._notebook(session)
            graded = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
            solutions = {cell.name for cell in notebook.solution_cells}
            return {
                cell.name: {
                    "cell_type": cell.cell_type, "source": cell.source or "", "locked": bool(cell.locked),
                    "checksum": cell.checksum, "points": graded.get(cell.name), "solution": cell.name in solutions,
                }
                for cell in notebook.source_cells
            }  # fmt: skip

    def submitted_students(self):
        """Return the students who have a submission of the assignment in the gradebook."""
        return self._patiently(self._submitted_students)

    def _submitted_students(self):
        with self._transaction() as session:
            query = session.query(SubmittedAssignment.student_id).join(Assignment)
            return {row[0] for row in query.filter(Assignment.name == self.assignment.name)}

    def write(self, submission, notebook, result, previous=None):
        """Write one result in a single transaction.

        Parameters
        ----------
        submission : Submission
            Whose it is and when it was handed in.
        notebook : NotebookNode
            The autograded notebook; its cells tell which answers were left as they were handed out.
        result : Result
            What each test cell earned.
        previous : dict of str to str, optional
            The answers that graders saw so far, by `grade_id`: a hand-given score needs another look only
            where the answer, or the score that we gave, has changed.
        """
        self._patiently(lambda: self._write(submission, notebook, result, previous or {}))

    def _write(self, submission, notebook, result, previous):
        answers = answers_of(notebook)
        cells = {cell.grade_id: cell for cell in result.cells}
        with self._transaction() as session:
            row = self._submission(session, submission)
            source = {cell.name: cell.checksum for cell in self._notebook(session).source_cells}
            blank = {name for name, cell in answers.items() if compute_checksum(cell) == source.get(name)}
            for grade in row.grades:
                name, before = grade.cell.name, grade.auto_score
                self._check_points(grade.cell, cells.get(name), name in answers)
                if name in cells:
                    grade.auto_score = cells[name].score
                else:
                    grade.auto_score = 0.0 if name in blank else None
                unchanged = grade.auto_score == before and previous.get(name) == answers.get(name, {}).get(
                    "source"
                )
                if grade.manual_score is None:
                    grade.needs_manual_grade = grade.auto_score is None
                elif not unchanged:
                    grade.needs_manual_grade = True
            for comment in row.comments:
                name = comment.cell.name
                comment.auto_comment = "No response." if name in blank else None
            self._set_penalty(row)

    def _submission(self, session, submission):
        """Return the row of the submitted notebook, made if it is not there, with all its grades and comments."""
        if session.get(Student, submission.student) is None:
            session.add(Student(id=submission.student))
            session.flush()
        notebook = self._notebook(session)
        found = session.query(SubmittedAssignment).filter_by(
            assignment_id=notebook.assignment_id, student_id=submission.student
        )
        row = found.one_or_none()
        if row is None:
            row = SubmittedAssignment(assignment_id=notebook.assignment_id, student_id=submission.student)
            session.add(row)
        row.timestamp = submission.timestamp
        session.flush()
        inner = next((n for n in row.notebooks if n.notebook_id == notebook.id), None)
        if inner is None:
            inner = SubmittedNotebook(notebook_id=notebook.id, assignment=row)
            session.add(inner)
        graded = {grade.cell_id for grade in inner.grades}
        commented = {comment.cell_id for comment in inner.comments}
        session.add_all(Grade(cell=c, notebook=inner) for c in notebook.grade_cells if c.id not in graded)
        session.add_all(
            Comment(cell=c, notebook=inner) for c in notebook.solution_cells if c.id not in commented
        )
        session.flush()
        return inner

    def _check_points(self, known, graded, is_answer):
        """Refuse to write points that the gradebook does not know: it stems from another version."""
        points = graded.max_score if graded else None
        if (points is None and not is_answer) or (points is not None and points != known.max_score):
            raise CourseError(
                f"{known.name} is worth {known.max_score:g} points in the gradebook and {points or 0:g} in the hidden "
                f"cases: run `nbgrader generate_assignment {self.assignment.name} --force`, and hand it out again"
            )

    def _set_penalty(self, row):
        """Take off what the course's plugin asks for a late submission, as nbgrader does."""
        row.late_submission_penalty = None
        late = row.assignment.total_seconds_late
        if late <= 0:
            return
        score = sum(_score(grade) for grade in row.grades)
        penalty = self._late.plugin_inst.late_submission_penalty(row.assignment.student_id, score, late)
        if penalty is not None:
            row.late_submission_penalty = min(max(penalty, 0), score)

    def _notebook(self, session):
        query = session.query(Notebook).join(Assignment)
        name = self.assignment.name
        found = query.filter(Assignment.name == name, Notebook.name == self.assignment.module).one_or_none()
        if found is None:
            raise CourseError(
                f"{name} is not in the gradebook: run `nbgrader generate_assignment {name}` first"
            )
        return found

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
            except SQLAlchemyError as error:
                if not _passes_by(error) or time.monotonic() + pause > deadline:
                    raise CourseError(
                        f"the gradebook {self._shown()} cannot be written: {_cause(error)}"
                    ) from error
            time.sleep(pause)
            pause = min(2 * pause, 2.0)

    def _shown(self):
        return self._url.database if self._url.drivername == "sqlite" else self._url.render_as_string()


def answers_of(notebook):
    """Return the cells in which students answer, by `grade_id`."""
    marked = ((cell.metadata.get("nbgrader", {}), cell) for cell in notebook.cells)
    return {mark["grade_id"]: cell for mark, cell in marked if mark.get("solution")}


def _score(grade):
    given = grade.manual_score if grade.manual_score is not None else grade.auto_score
    return (given or 0.0) + (grade.extra_credit or 0.0)


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
