"""Puts a result in its places: the ledger first, then the gradebook, then the autograded notebook.

Each step may be done again with the same end, so that a run that was killed between two of them goes on.
"""

from dataclasses import dataclass

from autograder.errors import BadSubmission
from autograder.grading.result import Cell, Result
from autograder.handin.rebuild import rebuild
from autograder.handin.submission import Submission
from autograder.records.autograded import answers_in, autograded_notebook, write_autograded
from autograder.records.gradebook_writer import GradebookWriter
from autograder.records.grader_hash import submission_key
from autograder.records.ledger import Ledger

EMPTY = b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}'


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


class Filing:
    """The places where results of one assignment go.

    Parameters
    ----------
    course : CourseFolder
    assignment : Assignment
    sandbox : str
        As in `Result`.

    Notes
    -----
    Use it as a context manager.
    """

    def __init__(self, course, assignment, sandbox):
        self.course, self.assignment, self.sandbox = course, assignment, sandbox
        self.ledger = Ledger(course.state)
        self.gradebook = GradebookWriter(course, assignment)
        self.known = self.gradebook.source_cells()
        self._secret = course.seed() or self.ledger.secret()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.gradebook.__exit__(*exception)
        self.ledger.__exit__(*exception)

    def entry(self, submission):
        """Return what identifies a submission's verdict."""
        data = submission.data
        if data is None:
            data = f"nothing: {submission.problem}".encode()
        return Entry(submission, *submission_key(data, self.assignment.name, self.sandbox, self._secret))

    def recorded(self, entry):
        """Return ``(number, Result)`` if the ledger has this verdict, else None."""
        found = self.ledger.find(self.assignment.name, entry.submission.student, entry.key)
        return found and (found[0], Result.from_json(found[1]))

    def nothing_handed_in(self, submission):
        """Return the result of a submission without a notebook: zero, and why."""
        cells = [
            Cell(f"test_{question}", 0.0, self.known[f"test_{question}"]["points"], [])
            for question in self.assignment.questions
        ]
        maximum = sum(cell.max_score for cell in cells)
        return Result(
            self.assignment.name,
            0.0,
            maximum,
            self.sandbox,
            cells,
            {},
            [submission.problem],
            [submission.problem],
        )

    def notebook(self, submission, result):
        """Return the autograded notebook of a result."""
        try:
            cells = rebuild(submission.data or EMPTY, self.assignment).cells
        except BadSubmission:
            cells = rebuild(EMPTY, self.assignment).cells
        return autograded_notebook(cells, result, self.known, submission.notes)

    def file(self, entry, result, text=None):
        """Record a new result (`text` is its JSON, where that is there already) and write it everywhere."""
        self.apply(entry, self._record(entry, text or result.to_json()), result)

    def save(self, entry, result, notebook):
        """Record a new result and write it into the gradebook; nbgrader itself writes the notebook."""
        number = self._record(entry, result.to_json())
        self.gradebook.write(entry.submission, notebook, result)
        self._mark(entry, number)

    def _record(self, entry, text):
        return self.ledger.add(self.assignment.name, entry.submission.student, entry.key, text)

    def _mark(self, entry, number):
        submission = entry.submission
        self.ledger.mark_applied(self.assignment.name, submission.student, number, submission.timestamp)

    def apply(self, entry, number, result):
        """Write a recorded result into the gradebook and the autograded notebook."""
        submission = entry.submission
        folder = self.course.path("autograded", submission.student, self.assignment.name)
        notebook = self.notebook(submission, result)
        self.gradebook.write(submission, notebook, result, answers_in(folder / self.assignment.notebook))
        mode = 0o664 if self.course.directory.groupshared else 0o444
        write_autograded(folder, self.assignment.notebook, notebook, submission.timestamp, mode)
        self._mark(entry, number)

    def is_applied(self, entry, number):
        """Whether a recorded result stands everywhere where it should."""
        submission = entry.submission
        folder = self.course.path("autograded", submission.student, self.assignment.name)
        return (
            self.ledger.is_applied(self.assignment.name, submission.student, number, submission.timestamp)
            and (folder / self.assignment.notebook).is_file()
        )
