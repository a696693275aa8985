"""The steps of `nbgrader autograde` and of formgrader's Autograde button that are ours.

nbgrader goes through each submission twice: to clean it, and to run it. Here the first time only reads it,
and the second asks the grader for a verdict instead of running anything in a kernel.
"""

from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from traitlets import Enum

from autograder.classes.pool import warm_grader
from autograder.handin.submission import read_submission, read_timestamp
from autograder.records.autograded import blank_notebook, write_timestamp
from autograder.records.course_folder import CourseFolder, find_assignment
from autograder.records.record_result import Filing

EVERYTHING = ["*", ".*"]


class StrictDirectory(CourseDirectory):
    """Settings under which nbgrader copies no stray file of a submission and reads no time through a link.

    nbgrader itself follows links out of the submission's folder, and has no setting that forbids it.
    """

    @classmethod
    def like(cls, directory):
        """Return strict settings that are otherwise those of `directory`."""
        values = {name: getattr(directory, name) for name in directory.trait_names(config=True)}
        return cls(**{**values, "ignore": EVERYTHING})

    def get_existing_timestamp(self, dest_path):
        """Return the time in the folder's ``timestamp.txt``, or None."""
        return read_timestamp(Path(self.root), Path(dest_path))


class SubmissionExporter(NotebookExporter):
    """Reads submissions with our own reader instead of nbformat's."""

    export_from_notebook = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.parent.coursedir = StrictDirectory.like(self.parent.coursedir)
        self.submission = None

    @property
    def course(self):
        """The course that the converter works in."""
        directory = self.parent.coursedir
        root = Path(directory.root)
        return CourseFolder(root, directory.db_url, directory.course_id, self.parent.config, directory)

    def from_filename(self, filename, resources=None, **kwargs):
        """Read a submission the first time; go through the steps with it the second time."""
        info = resources["nbgrader"]
        if self.parent._sanitizing:
            assignment = find_assignment(info["assignment"])
            self.submission = read_submission(self.course, info["student"], assignment)
            return nbformat.writes(blank_notebook()), self._init_resources(resources)
        return self.from_notebook_node(blank_notebook(), resources=resources, **kwargs)


class GradeInSandbox(NbGraderPreprocessor):
    """Puts the verdict's notebook in the place of nbgrader's execution."""

    sandbox = Enum(["bubblewrap", "none"], "bubblewrap", help="Where students' code runs.").tag(config=True)

    def preprocess(self, nb, resources):
        """Return the autograded notebook; the verdict goes into the resources for `SaveResult`."""
        exporter = self.parent
        assignment = find_assignment(resources["nbgrader"]["assignment"])
        with Filing(exporter.course, assignment, self.sandbox) as filing:
            entry = filing.entry(exporter.submission)
            if exporter.submission.data is None:
                result = filing.nothing_handed_in(exporter.submission)
            else:
                data, grader = exporter.submission.data, warm_grader(self.sandbox)
                result = grader.grade(data, assignment.name, entry.seed)
            for sentence in (*result.needs_human, *exporter.submission.notes):
                self.log.warning("%s: %s", exporter.submission.student, sentence)
            resources["descent"] = {"entry": entry, "result": result}
            return filing.notebook(exporter.submission, result), resources


class SaveResult(NbGraderPreprocessor):
    """Writes the verdict into the gradebook, by the same writer as `autograder grade`."""

    def preprocess(self, nb, resources):
        """Return the notebook as it came."""
        course = self.parent.course
        assignment = find_assignment(resources["nbgrader"]["assignment"])
        entry, result = resources["descent"]["entry"], resources["descent"]["result"]
        with Filing(course, assignment, result.sandbox) as filing:
            filing.save(entry, result, nb)
        student = entry.submission.student
        write_timestamp(course.path("autograded", student, assignment.name), entry.submission.timestamp)
        return nb, resources


class ScoresAndComments(GetGrades):
    """nbgrader's step before feedback, which also tells a zero from an answer that nobody has read yet."""

    def _get_score(self, cell, resources):
        super()._get_score(cell, resources)
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        if grade.auto_score is None and grade.manual_score is None:
            cell.metadata.nbgrader["score"] = None
