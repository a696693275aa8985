"""Puts a result in its places: the ledger first, then the gradebook, then the autograded notebooks.

Each step may be done again with the same end, so that a run that was killed between two of them goes on.
"""

from dataclasses import dataclass

from nbformat import NotebookNode

from autograder.course import Assignment
from autograder.grading.result import Result, nothing_to_grade
from autograder.handin.submission import Submission
from autograder.records.autograded import answers_in, autograded_notebook, write_autograded
from autograder.records.course_folder import CourseFolder
from autograder.records.gradebook_writer import GradebookWriter
from autograder.records.grader_hash import grader_hash, submission_key
from autograder.records.ledger import Ledger


@dataclass(frozen=True)
class Entry:
    """A submission on its way through the grader.

    Attributes
    ----------
    submission : Submission
    key : str
        Hash of all that its verdict depends on.
    seed : int
        Decides its random inputs.
    """

    submission: Submission
    key: str
    seed: int


class ResultRecorder:
    """The places where results of one assignment go.

    Parameters
    ----------
    folder : CourseFolder
    assignment : Assignment
    sandbox : str
        As in `Result`.

    Notes
    -----
    Use it as a context manager.
    """

    def __init__(self, folder: CourseFolder, assignment: Assignment, sandbox: str):
        self.folder, self.assignment, self.sandbox = folder, assignment, sandbox
        self.grader = grader_hash(folder.course, assignment)
        self.ledger = Ledger(folder.state, folder.directory.groupshared)
        self.gradebook = GradebookWriter(folder, assignment)
        self._secret = folder.seed() or str(self.ledger.secret())

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.gradebook.__exit__(*exception)
        self.ledger.__exit__(*exception)

    def entry(self, submission: Submission) -> Entry:
        """Return what identifies a submission's verdict."""
        files = submission.files or {"": f"nothing: {'; '.join(submission.needs_human)}".encode()}
        return Entry(submission, *submission_key(files, self.grader, self.assignment.name, self.sandbox, self._secret))

    def recorded(self, entry: Entry) -> tuple[int, Result] | None:
        """Return ``(number, Result)`` if the ledger has this verdict, else None."""
        found = self.ledger.find(self.assignment.name, entry.submission.student, entry.key)
        return found and (found[0], Result.from_json(found[1]))

    def nothing_handed_in(self, submission: Submission) -> Result:
        """Return the result of a submission without a notebook: zero, and why."""
        return nothing_to_grade(self.assignment, self.sandbox, "; ".join(submission.needs_human))

    def notebooks(self, submission: Submission, result: Result) -> dict[str, NotebookNode]:
        """Return the autograded notebooks of a result, by name."""
        known = self.gradebook.handed_out
        return {name: autograded_notebook(name, result, known[name], submission.notes) for name in known}

    def record(self, entry: Entry, result: Result, text: str | None = None) -> None:
        """Record a new result (`text` is its JSON, where that is there already) and write it everywhere."""
        self.apply(entry, self._add(entry, text or result.to_json()), result)

    def save(self, entry: Entry, result: Result, notebooks: dict[str, NotebookNode]) -> None:
        """Record a new result and write it into the gradebook; nbgrader itself writes the notebooks."""
        number = self._add(entry, result.to_json())
        self.gradebook.write(entry.submission, notebooks, result)
        self._mark(entry, number)

    def _add(self, entry, text):
        return self.ledger.add(self.assignment.name, entry.submission.student, entry.key, text)

    def _mark(self, entry, number):
        submission = entry.submission
        self.ledger.mark_applied(self.assignment.name, submission.student, number, submission.timestamp)

    def apply(self, entry: Entry, number: int, result: Result) -> None:
        """Write a recorded result into the gradebook and the autograded notebooks."""
        submission = entry.submission
        place = self.folder.path("autograded", submission.student, self.assignment.name)
        notebooks = self.notebooks(submission, result)
        previous = {name: answers_in(place / f"{name}.ipynb") for name in notebooks}
        self.gradebook.write(submission, notebooks, result, previous)
        write_autograded(place, notebooks, submission, self.folder.directory.groupshared)
        self._mark(entry, number)

    def is_applied(self, entry: Entry, number: int) -> bool:
        """Whether a recorded result stands everywhere where it should."""
        submission = entry.submission
        place = self.folder.path("autograded", submission.student, self.assignment.name)
        return self.ledger.is_applied(self.assignment.name, submission.student, number, submission.timestamp) and all(
            (place / name).is_file() for name in self.assignment.file_names
        )
