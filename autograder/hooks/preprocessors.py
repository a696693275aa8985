"""The steps of `nbgrader autograde` and of formgrader's Autograde button that are ours.

nbgrader goes through each submission twice: to clean it, and to run it. Here the first time only reads it,
and the second asks the grader for a verdict instead of running anything in a kernel.
"""

from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from traitlets import Enum

from autograder.classes.pool import warm_grader
from autograder.errors import CourseError
from autograder.grading.result import Result
from autograder.handin.submission import read_submission, read_timestamp
from autograder.records.autograded import blank_notebook, write_beside
from autograder.records.config_files import check_config, guard
from autograder.records.course_folder import CourseFolder
from autograder.records.result_recorder import Entry, ResultRecorder

EVERYTHING = ["*", ".*"]


def stop_without_settings(converter: Any, autograde_steps: list | None = None) -> None:
    """End one of nbgrader's steps with a sentence where the course's settings cannot be read.

    Parameters
    ----------
    converter : nbgrader BaseConverter
    autograde_steps : list, optional
        As in `check_config`.
    """
    root = Path(converter.coursedir.root)
    try:
        said = guard(root, check_config(root, autograde_steps))
    except CourseError as error:
        converter.log.error("%s", error)
        raise NbGraderException(str(error)) from None
    if said:
        converter.log.warning("%s", said)


class StrictDirectory(CourseDirectory):
    """Settings under which nbgrader copies no stray file of a submission and reads no time through a link.

    nbgrader itself follows links out of the submission's folder, and has no setting that forbids it.
    """

    @classmethod
    def like(cls, directory: CourseDirectory) -> "StrictDirectory":
        """Return strict settings that are otherwise those of `directory`."""
        values = {name: getattr(directory, name) for name in directory.trait_names(config=True)}
        return cls(**{**values, "ignore": EVERYTHING})

    def get_existing_timestamp(self, dest_path: str) -> datetime | None:
        """Return the time in the folder's ``timestamp.txt``, or None."""
        return read_timestamp(Path(self.root), Path(dest_path))


class Verdict(NamedTuple):
    """What one submission was given, on its way from the grader to the gradebook."""

    entry: Entry
    result: Result
    notebooks: dict[str, NotebookNode]


class SubmissionExporter(NotebookExporter):
    """Reads submissions with our own reader instead of nbformat's."""

    export_from_notebook = None  # type: ignore[assignment]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        stop_without_settings(self.parent, self.parent.autograde_preprocessors)
        self.parent.coursedir = StrictDirectory.like(self.parent.coursedir)
        self.submission = self.verdict = None

    @property
    def folder(self) -> CourseFolder:
        """The nbgrader course that the converter works in."""
        converter: Any = self.parent
        directory = converter.coursedir
        root = Path(directory.root)
        return CourseFolder(root, directory.db_url, directory.course_id, converter.config, directory)

    def from_filename(self, filename: str, resources: Any = None, **kwargs: Any) -> tuple[Any, dict]:
        """Read a submission the first time; go through the steps with it the second time."""
        info = resources["nbgrader"]
        converter: Any = self.parent
        if converter._sanitizing:
            folder, student, name = self.folder, info["student"], info["assignment"]
            place = folder.path("submitted", student, name)
            self.submission = read_submission(folder.root, place, student, folder.course.assignment(name))
            return nbformat.writes(blank_notebook()), self._init_resources(resources)
        return self.from_notebook_node(blank_notebook(), resources=resources, **kwargs)


class GradeInSandbox(NbGraderPreprocessor):
    """Puts the verdict's notebook in the place of nbgrader's execution."""

    sandbox = Enum(["bubblewrap", "none"], "bubblewrap", help="Where students' code runs.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Return the autograded notebook; the verdict goes into the resources for `SaveResult`."""
        folder, submission, info = self.parent.folder, self.parent.submission, resources["nbgrader"]
        assignment = folder.course.assignment(info["assignment"])
        with ResultRecorder(folder, assignment, self.sandbox) as recorder:
            entry = recorder.entry(submission)
            verdict = self.parent.verdict
            if verdict and verdict.entry.submission is submission:  # another notebook of the same submission
                result = verdict.result
            elif submission.files:
                grader = warm_grader(folder.place, self.sandbox)
                result = grader.grade(submission.files, assignment, entry.seed)
            else:
                result = recorder.nothing_handed_in(submission)
            for sentence in (*result.needs_human, *submission.needs_human, *submission.notes):
                self.log.warning("%s: %s", submission.student, sentence)
            notebooks = recorder.notebooks(submission, result)
        self.parent.verdict = Verdict(entry, result, notebooks)
        return notebooks[info["notebook"]], resources


class SaveResult(NbGraderPreprocessor):
    """Writes the verdict into the gradebook, by the same writer as `autograder grade`."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Return the notebook as it came."""
        folder, verdict = self.parent.folder, self.parent.verdict
        assignment = folder.course.assignment(resources["nbgrader"]["assignment"])
        with ResultRecorder(folder, assignment, verdict.result.sandbox) as recorder:
            recorder.save(verdict.entry, verdict.result, verdict.notebooks)
        submission = verdict.entry.submission
        place = folder.path("autograded", submission.student, assignment.name)
        write_beside(place, submission, folder.directory.groupshared)
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
