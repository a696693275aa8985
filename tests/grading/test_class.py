"""The example class: 24 submissions, each graded to the point that was written down, through ``make demo``."""

import re
import subprocess
import sys

import pytest

from autograder.descent import ASSIGNMENTS
from autograder.grading.result import Result
from autograder.records.course_folder import open_folder
from autograder.records.gradebook_reader import GradebookReader
from autograder.records.ledger import Ledger
from tools.example_class import points_of, written_down

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


@pytest.fixture(scope="module")
def demo(built_once):
    place = built_once("demo", run_demo)
    return place / "course", (place / "printed").read_text()


def run_demo(place):
    command = [sys.executable, "-m", "tools.demo", "--folder", place / "course"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    (place / "printed").write_text(run.stdout)


def test_every_test_cell_earns_what_was_written_down(demo, examples):
    course = open_folder(demo[0])
    with GradebookReader(course, MOMENTUM) as reader:
        points = {name: cell["points"] for name, cell in reader.source_cells()["momentum"].items() if cell["points"]}
    with Ledger(course.state) as ledger:
        found = {student: Result.from_json(text) for student, text in ledger.latest(MOMENTUM.name)}
    assert set(found) == set(examples)
    assert len(found) == 24
    written = written_down(MOMENTUM)
    assert set(written) < set(found)
    for student, result in found.items():
        earned = {cell.grade_id: cell.score for cell in result.cells}
        assert earned == points_of(MOMENTUM, student, written, points), student
        assert result.sandbox == "bubblewrap"


def test_the_answers_that_cannot_run_fail_in_their_own_way(demo):
    with Ledger(demo[0] / ".autograder") as ledger:
        found = {student: Result.from_json(text) for student, text in ledger.latest(MOMENTUM.name)}

    def outcomes(student):
        cell = next(cell for cell in found[student].cells if cell.grade_id == "test_optimal_momentum")
        return {test.outcome for test in cell.tests}

    assert outcomes("rosa") == {"crashed"}
    assert outcomes("sven") == {"timeout"}
    assert outcomes("vera") == {"unanswered"}
    assert outcomes("udo") == {"passed"}
    assert any("test_optimal_momentum was deleted" in note for note in found["udo"].notes)


def test_who_needs_a_human_is_listed_with_the_reason(demo):
    _, printed = demo
    assert re.search(r"^xin +the notebook could not be graded: .*JSON", printed, re.MULTILINE)
    assert re.search(r"^yara +momentum.ipynb is missing; .*my work.ipynb", printed, re.MULTILINE)
    assert "A human should look at 2:" in printed


def test_feedback_and_report_are_where_the_demo_says(demo):
    folder, printed = demo
    for path in (
        folder / "reports" / "ps3_momentum.html",
        folder / "feedback" / "jun" / "ps3_momentum" / "momentum.html",
    ):
        assert str(path) in printed
        assert path.read_text().startswith("<!doctype html>")
    assert len(list((folder / "feedback").glob("*/ps3_momentum/momentum.html"))) == 24
    gus = (folder / "autograded" / "gus" / "ps3_momentum" / "timestamp.txt").read_text()
    assert gus.startswith("2026-03-04 12:00:00")
