"""The one writer of nbgrader's gradebook: a submission's result goes in whole, or not at all.

What people entered (manual scores, extra credit, comments, flags, extensions) is read and never written.
"""

from datetime import datetime, timedelta

from nbformat import NotebookNode
from nbgrader.api import (
    Comment,
    Grade,
    GradeCell,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import compute_checksum
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value
from traitlets import TraitError

from autograder import limits
from autograder.course import Assignment
from autograder.errors import CourseError, WrongUsage
from autograder.grading.result import Result
from autograder.handin.submission import Submission
from autograder.records.course_folder import CourseFolder
from autograder.records.gradebook_reader import GradebookReader, given_points


class GradebookWriter(GradebookReader):
    """Writes results of one assignment into the gradebook; parameters as for `GradebookReader`."""

    def __init__(self, folder: CourseFolder, assignment: Assignment, patience: float = limits.GRADEBOOK_SECONDS):
        super().__init__(folder, assignment, patience)
        self._late = _late_plugin(folder)
        self.handed_out = self.source_cells()

    def write(
        self,
        submission: Submission,
        notebooks: dict[str, NotebookNode],
        result: Result,
        previous: dict[str, dict[str, str]] | None = None,
    ) -> None:
        """Write one result in a single transaction.

        Parameters
        ----------
        submission : Submission
            Whose it is and when it was handed in.
        notebooks : dict of str to NotebookNode
            The autograded notebooks by name; their cells tell which answers were left as they were handed out.
        result : Result
            What each test cell earned.
        previous : dict of str to dict, optional
            The answers that graders saw so far, by notebook and `grade_id`: a hand-given score needs another look only
            where the answer, or the score that we gave, has changed.
        """
        self._patiently(lambda: self._write(submission, notebooks, result, previous or {}))

    def _write(self, submission, notebooks, result, previous):
        with self._transaction() as session:
            row = self._submission(session, submission)
            for notebook in self._notebooks(session):
                name = notebook.name
                verdicts = {cell.grade_id: cell for cell in result.cells if cell.notebook == name}
                inner = self._notebook_row(session, row, notebook)
                self._fill(inner, self.handed_out[name], answers_of(notebooks[name]), verdicts, previous.get(name, {}))
                self._set_penalty(inner)

    def _fill(self, row, handed_out, answers, verdicts, previous):
        """Write the grades and comments of one notebook."""
        answered = {comment.cell.name for comment in row.comments}
        blank = {
            name
            for name in answered
            if not handed_out[name]["task"]
            and (
                not (source_in(answers, name) or "").strip()
                or compute_checksum(answers[name]) == handed_out[name]["checksum"]
            )
        }
        for grade in row.grades:
            name, before = grade.cell.name, grade.auto_score
            grade.auto_score = self._auto_score(grade.cell, verdicts.get(name), answered, blank)
            if grade.manual_score is None:
                grade.needs_manual_grade = grade.auto_score is None
            elif grade.auto_score != before or previous.get(name) != source_in(answers, name):
                grade.needs_manual_grade = True
        for comment in row.comments:
            comment.auto_comment = "No response." if comment.cell.name in blank else None

    def _auto_score(self, known, verdict, answered, blank):
        """Return what we give for a cell; None where a person has to read the answer."""
        if verdict is None and known.name in answered:
            return 0.0 if known.name in blank else None
        points = verdict.max_score if verdict else 0.0
        if points != known.max_score:
            name = self.assignment.name
            raise CourseError(
                f"{known.name} is worth {known.max_score:g} points in the gradebook and {points:g} in the "
                f"instructor's notebook: run `nbgrader generate_assignment {name} --force`, and hand it out again"
            )
        return verdict.score

    def _submission(self, session, submission):
        """Return the row of a student's submission, made if need be."""
        if session.get(Student, submission.student) is None:
            session.add(Student(id=submission.student))
            session.flush()
        assignment = self._notebooks(session)[0].assignment_id
        found = session.query(SubmittedAssignment).filter_by(assignment_id=assignment, student_id=submission.student)
        row = found.one_or_none()
        if row is None:
            row = SubmittedAssignment(assignment_id=assignment, student_id=submission.student)
            session.add(row)
        row.timestamp = submission.timestamp
        return row

    def _notebook_row(self, session, row, notebook):
        """Return the row of a submitted notebook with all its grades and comments, made if need be."""
        # Read at once, so that the session knows each cell when a grade or a comment asks for it.
        grade_cells, solution_cells, task_cells = (
            session.query(kind).filter_by(notebook_id=notebook.id).all() for kind in (GradeCell, SolutionCell, TaskCell)
        )
        grade_cells, solution_cells = [*grade_cells, *task_cells], [*solution_cells, *task_cells]
        inner = None
        if row.id is not None:
            found = session.query(SubmittedNotebook).filter_by(notebook_id=notebook.id, assignment_id=row.id)
            inner = found.one_or_none()
        if inner is None:
            inner = SubmittedNotebook(notebook_id=notebook.id, assignment=row)
            session.add(inner)
        else:
            for kind, cells, name in ((Grade, grade_cells, "grades"), (Comment, solution_cells, "comments")):
                # Asked for by cell, too, which the tables have an index for: the time must not grow with the class.
                here = (kind.notebook_id == inner.id, kind.cell_id.in_([cell.id for cell in cells]))
                set_committed_value(inner, name, session.query(kind).filter(*here).all())
        for kind, cells, present in (
            (Grade, grade_cells, {grade.cell_id for grade in inner.grades}),
            (Comment, solution_cells, {comment.cell_id for comment in inner.comments}),
        ):
            session.add_all(kind(cell=cell, notebook=inner) for cell in cells if cell.id not in present)
        session.flush()
        return inner

    def extend(self, student: str, seconds: int) -> datetime:
        """Give a student more time than the others, counted from the due date; return until when.

        Zero takes an extension back. Points by hand and all other grades stay as they are.

        Raises
        ------
        WrongUsage
            Where the student is unknown, or the assignment has no due date.
        """
        return self._patiently(lambda: self._extend(student, seconds))

    def _extend(self, student, seconds):
        with self._transaction() as session:
            if session.get(Student, student) is None:
                raise WrongUsage(f"there is no student {student!r} in the gradebook")
            due = self._notebooks(session)[0].assignment.duedate
            if due is None:
                name = self.assignment.name
                raise WrongUsage(
                    f"{name} has no due date: set it with "
                    f"`nbgrader db assignment add {name} --duedate='2026-12-31 18:00 UTC'`"
                )
            assignment = self._notebooks(session)[0].assignment_id
            found = session.query(SubmittedAssignment).filter_by(assignment_id=assignment, student_id=student)
            row = found.one_or_none()
            if row is None:
                row = SubmittedAssignment(assignment_id=assignment, student_id=student)
                session.add(row)
            row.extension = timedelta(seconds=seconds) if seconds else None
            return due + timedelta(seconds=seconds)

    def settle_penalties(self) -> int:
        """Bring all late penalties up to date; return how many submissions lose more or fewer points than before.

        A due date, an extension, a policy or points by hand may have changed since a submission was graded.
        """
        return self._patiently(self._settle_penalties)

    def _settle_penalties(self):
        with self._transaction() as session:
            notebooks = self._notebooks(session)
            rows = (
                session.query(SubmittedAssignment)
                .filter_by(assignment_id=notebooks[0].assignment_id)
                .options(selectinload(SubmittedAssignment.notebooks).selectinload(SubmittedNotebook.grades))
            )
            return sum(self._settle(row) for row in rows)

    def _settle(self, submitted):
        """Whether the penalties of a submission are others than before."""
        if submitted.total_seconds_late <= 0 and not any(row.late_submission_penalty for row in submitted.notebooks):
            return False
        before = [row.late_submission_penalty or 0.0 for row in submitted.notebooks]
        for row in submitted.notebooks:
            self._set_penalty(row)
        return any(
            abs(old - (row.late_submission_penalty or 0.0)) > 1e-9
            for old, row in zip(before, submitted.notebooks, strict=True)
        )

    def _set_penalty(self, row):
        """Take off what the course's plugin asks for a late submission, as nbgrader does."""
        row.late_submission_penalty = None
        late = row.assignment.total_seconds_late
        if late <= 0:
            return
        score = sum(map(given_points, row.grades))
        penalty = self._late.late_submission_penalty(row.assignment.student_id, score, late)
        if penalty is not None:
            row.late_submission_penalty = min(max(penalty, 0), score)


def _late_plugin(folder):
    """Return the course's plugin for late penalties: nbgrader's own, or one that its config names."""
    named = folder.config.AssignLatePenalties.get("plugin_class")
    try:
        late = AssignLatePenalties(config=folder.config)
        late.init_plugin()
    except (TraitError, ImportError) as error:
        raise CourseError(
            f"c.AssignLatePenalties.plugin_class in nbgrader_config.py names {named!r}, which cannot be imported: "
            f"it should be a module and a class in it, such as late.SubMarks for a file {folder.root / 'late.py'}"
        ) from error
    return late.plugin_inst


def answers_of(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """Return the cells in which students answer, by `grade_id`."""
    marked = ((cell.metadata.get("nbgrader", {}), cell) for cell in notebook.cells)
    return {mark["grade_id"]: cell for mark, cell in marked if mark.get("solution")}


def source_in(answers: dict[str, NotebookNode], name: str) -> str | None:
    """Return the text of an answer, or None if there is none."""
    return answers[name].source if name in answers else None
