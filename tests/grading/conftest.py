"""A course with the momentum assignment released in it, and results made by hand."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from nbgrader.api import Gradebook

from autograder.descent import ASSIGNMENTS
from autograder.grading.result import Result, Test, TestCell
from autograder.handin.rebuild import rebuild
from autograder.handin.submission import Submission
from autograder.records.course_folder import open_folder
from tools.demo import make_course
from tools.example_class import example_class

MOMENTUM = ASSIGNMENTS["ps3_momentum"]


@pytest.fixture(scope="session")
def released(built_once):
    """A course as it is after `nbgrader generate_assignment`, to be copied."""
    return built_once("released", lambda place: make_course(place / "course", MOMENTUM)) / "course"


@pytest.fixture
def folder(released, tmp_path):
    """Folder of a course of one's own."""
    return shutil.copytree(released, tmp_path / "course")


@pytest.fixture
def course(folder):
    (folder / "submitted").mkdir()
    return open_folder(folder)


@pytest.fixture(scope="session")
def examples(released):
    """The example class, by student."""
    notebook = released / "assignments" / MOMENTUM.name / MOMENTUM.notebook
    return {example.student: example for example in example_class(MOMENTUM, notebook.read_bytes())}


@pytest.fixture
def hand_in(folder, examples):
    """Return a function that puts examples into ``submitted/``."""

    def put(*students):
        for student in students:
            place = folder / "submitted" / student / MOMENTUM.name
            place.mkdir(parents=True)
            (place / MOMENTUM.notebook).write_bytes(examples[student].data)

    return put


@pytest.fixture
def crowd(folder, examples):
    """Return a function that hands in the same right answers for many students, and returns their names."""

    def put(count):
        names = [f"student{number:02}" for number in range(count)]
        for name in names:
            place = folder / "submitted" / name / MOMENTUM.name
            place.mkdir(parents=True)
            (place / MOMENTUM.notebook).write_bytes(examples["ada"].data)
        return names

    return put


@pytest.fixture
def submission(examples):
    """Return a function that makes the Submission of an example, or of other bytes."""

    def make(student="ada", data=None, timestamp=None, problem=""):
        if problem:
            return Submission(student, {}, timestamp, (problem,))
        return Submission(student, {MOMENTUM.notebook: data or examples[student].data}, timestamp)

    return make


@pytest.fixture(scope="session")
def command():
    """Return a function that runs a module as a command in a course and returns the finished process."""

    def run(folder, module, *arguments, **environment):
        return subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments)],
            cwd=folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
        )

    return run


@pytest.fixture(scope="session")
def contents():
    """Return a function that lists all that the gradebook of a course knows of the momentum class."""

    def of(folder):
        course = open_folder(folder)
        with Gradebook(course.db_url, course.course_id) as gradebook:
            rows = []
            for submission in gradebook.assignment_submissions(MOMENTUM.name):
                (notebook,) = submission.notebooks
                rows.append((submission.student_id, submission.timestamp, notebook.late_submission_penalty))
                for g in notebook.grades:
                    rows.append((submission.student_id, g.name, g.auto_score, g.manual_score, g.needs_manual_grade))
                for c in notebook.comments:
                    rows.append((submission.student_id, c.name, c.auto_comment, c.manual_comment))
            return sorted(rows, key=repr)

    return of


@pytest.fixture(scope="session")
def made_result():
    return _made_result


def _made_result(points, data, share=1.0, outputs=None, notes=()):
    """Return a result in which every test cell earns the same share of its points.

    Parameters
    ----------
    points : dict of str to float
        Points of all graded cells, ``explain`` among them, which is left out.
    data : bytes
        The submitted notebook.
    outputs : dict of str to list, optional
        By cell id.
    """
    rebuilt = rebuild(data, MOMENTUM.source_notebook).cells
    notebooks = {"momentum": [replace(cell, outputs=(outputs or {}).get(cell.id, [])) for cell in rebuilt]}
    cells = []
    for name, full in points.items():
        if name != "explain":
            outcome = "passed" if share == 1 else "failed"
            test = Test("test_a_fact", outcome, share * full, full, "" if share == 1 else "it <b>differs</b>")
            cells.append(TestCell(name, share * full, full, [test], "momentum"))
    return Result.of(MOMENTUM.name, "bubblewrap", cells, notebooks, notes)
