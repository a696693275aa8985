"""The gradebook gets whole results, and what people entered stays."""

import sqlite3
import stat
from datetime import datetime, timedelta

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.descent import ASSIGNMENTS
from autograder.errors import CourseError
from autograder.records.course_folder import open_folder
from autograder.records.gradebook_reader import GradebookReader
from autograder.records.gradebook_writer import GradebookWriter
from autograder.records.result_recorder import ResultRecorder
from tools.demo import DUE

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
NAMES = ("momentum", "ps3_momentum", "ada")


def points_of(recorder):
    return {
        name: cell["points"]
        for name, cell in recorder.gradebook.handed_out["momentum"].items()
        if cell["points"] is not None
    }


@pytest.fixture
def recorder(course):
    with ResultRecorder(course, MOMENTUM, "bubblewrap") as made:
        made.points = points_of(made)
        yield made


@pytest.fixture
def gradebook(course):
    with Gradebook(course.db_url, course.course_id) as opened:
        yield opened


@pytest.fixture
def file(made_result):
    def put(recorder, submission, share=1.0, **kwargs):
        data = submission.files[MOMENTUM.notebook]
        recorder.record(recorder.entry(submission), made_result(recorder.points, data, share, **kwargs))

    return put


def test_the_points_of_an_assignment_are_a_hundred(recorder):
    assert sum(recorder.points.values()) == 100
    assert recorder.points["explain"] == 10


def test_a_result_stands_in_nbgraders_gradebook(recorder, submission, gradebook, file):
    file(recorder, submission())
    found = gradebook.find_submission(MOMENTUM.name, "ada")
    assert found.score == 90
    assert found.max_score == 100
    assert found.needs_manual_grade
    grade = gradebook.find_grade("test_momentum", *NAMES)
    assert (grade.auto_score, grade.manual_score, grade.needs_manual_grade) == (
        recorder.points["test_momentum"], None, False)  # fmt: skip
    assert gradebook.find_grade("explain", *NAMES).auto_score is None


def test_an_answer_left_as_it_was_is_a_zero_that_nobody_has_to_read(recorder, submission, gradebook, file):
    file(recorder, submission("quin"))
    grade = gradebook.find_grade("explain", "momentum", "ps3_momentum", "quin")
    assert (grade.auto_score, grade.needs_manual_grade) == (0.0, False)
    comment = gradebook.find_comment("momentum_step", "momentum", "ps3_momentum", "quin")
    assert comment.comment == "No response."


def test_nothing_handed_in_is_a_zero_everywhere(recorder, submission, gradebook, file):
    missing = submission("yara", problem="momentum.ipynb is missing")
    recorder.record(recorder.entry(missing), recorder.nothing_handed_in(missing))
    found = gradebook.find_submission(MOMENTUM.name, "yara")
    assert (found.score, found.needs_manual_grade) == (0.0, False)


def test_grading_again_never_touches_what_people_entered(recorder, submission, gradebook, file):
    file(recorder, submission(), share=0.5)
    notebook = gradebook.find_submission_notebook(*NAMES)
    notebook.flagged = True
    for name in ("explain", "test_momentum"):
        grade = gradebook.find_grade(name, *NAMES)
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 7.5, 1.25, False
    gradebook.find_comment("momentum", *NAMES).manual_comment = "Nicely done."
    gradebook.grant_extension(MOMENTUM.name, "ada", hours=3)
    gradebook.db.commit()

    file(recorder, submission(), share=1.0)
    gradebook.db.expire_all()
    for name in ("explain", "test_momentum"):
        grade = gradebook.find_grade(name, *NAMES)
        assert (grade.manual_score, grade.extra_credit, grade.score) == (7.5, 1.25, 8.75)
    assert gradebook.find_grade("test_momentum", *NAMES).auto_score == recorder.points["test_momentum"]
    assert gradebook.find_comment("momentum", *NAMES).comment == "Nicely done."
    assert gradebook.find_submission(MOMENTUM.name, "ada").extension == timedelta(hours=3)
    assert gradebook.find_submission_notebook(*NAMES).flagged


def test_a_hand_given_score_needs_another_look_only_after_a_change(recorder, submission, gradebook, file):
    file(recorder, submission())
    for name in ("explain", "test_momentum", "test_diagnosis"):
        grade = gradebook.find_grade(name, *NAMES)
        grade.manual_score, grade.needs_manual_grade = 5.0, False
    gradebook.db.commit()

    file(recorder, submission())
    gradebook.db.expire_all()
    assert not gradebook.find_grade("explain", *NAMES).needs_manual_grade

    notebook = nbformat.reads(submission().files[MOMENTUM.notebook].decode(), as_version=4)
    next(c for c in notebook.cells if c.metadata.nbgrader.grade_id == "explain").source = "Something else."
    file(recorder, submission(data=nbformat.writes(notebook).encode()))
    gradebook.db.expire_all()
    assert gradebook.find_grade("explain", *NAMES).needs_manual_grade
    assert gradebook.find_grade("explain", *NAMES).score == 5.0


def test_a_late_submission_keeps_its_time_and_gets_the_plugins_penalty(folder, submission, file):
    (folder / "submitted").mkdir()
    with open(folder / "nbgrader_config.py", "a") as config:
        config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    course = open_folder(folder)
    late = DUE + timedelta(hours=49)
    with ResultRecorder(course, MOMENTUM, "bubblewrap") as recorder:
        recorder.points = points_of(recorder)
        file(recorder, submission(timestamp=late))
        file(recorder, submission("ben", timestamp=DUE - timedelta(hours=1)))
    with GradebookReader(course, MOMENTUM) as reader:
        ada, ben = reader.grades()
    assert (ada["score"], ada["automatic"]) == (0.0, 90.0)
    assert ada["remarks"] == ["49.0 h late, 90 points off"]
    assert (ben["score"], ben["remarks"]) == (90.0, [])
    with Gradebook(course.db_url, course.course_id) as gradebook:
        assert gradebook.find_submission(MOMENTUM.name, "ada").timestamp == late
    written = folder / "autograded" / "ada" / MOMENTUM.name / "timestamp.txt"
    assert course.directory.get_existing_timestamp(str(written.parent)) == late


def test_the_autograded_notebook_is_whole_marked_and_read_only(recorder, submission, course, file):
    output = {"output_type": "stream", "name": "stdout", "text": "hello"}
    file(recorder, submission("fay"), share=0.5, outputs={"extra-1": [output]}, notes=["a note"])
    path = course.path("autograded", "fay", MOMENTUM.name) / MOMENTUM.notebook
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = {cell.id: cell for cell in notebook.cells}
    assert cells["extra-1"].outputs == [output]
    assert "def my_helper" in cells["extra-1"].source
    table = cells["test_momentum"].outputs[0]
    assert float(table["data"]["text/plain"]) == recorder.points["test_momentum"] / 2
    assert "it &lt;b&gt;differs&lt;/b&gt;" in table["data"]["text/html"]
    assert "SOLUTION" not in path.read_text()


def test_nbgrader_reads_the_same_scores_from_the_notebook(recorder, submission, course, file):
    from nbgrader.utils import determine_grade, is_grade

    file(recorder, submission(), share=0.25)
    path = course.path("autograded", "ada", MOMENTUM.name) / MOMENTUM.notebook
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if is_grade(cell)]
    scores = {cell.metadata.nbgrader.grade_id: determine_grade(cell)[0] for cell in cells}
    assert scores.pop("explain") is None
    assert scores == {name: full / 4 for name, full in recorder.points.items() if name != "explain"}


def test_points_of_another_version_are_refused(recorder, submission, gradebook, made_result, examples):
    wrong = {**recorder.points, "test_momentum": recorder.points["test_momentum"] + 1}
    with pytest.raises(CourseError, match="run `nbgrader generate_assignment ps3_momentum --force`"):
        recorder.record(recorder.entry(submission()), made_result(wrong, examples["ada"].data))
    assert gradebook.assignment_submissions(MOMENTUM.name) == []


def test_an_assignment_that_was_not_generated_is_said(course):
    with pytest.raises(CourseError, match="run `nbgrader generate_assignment ps1_landscape` first"):
        with GradebookReader(course, ASSIGNMENTS["ps1_landscape"]) as reader:
            reader.grades()


def test_a_locked_database_is_waited_for_and_then_said(course, recorder, submission, file):
    holder = sqlite3.connect(course.root / "gradebook.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(CourseError, match="keeps it locked; try again"):
            GradebookWriter(course, MOMENTUM, patience=0)
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    file(recorder, submission())


def test_a_failure_in_the_middle_writes_nothing(recorder, submission, gradebook, monkeypatch, file):
    file(recorder, submission(), share=0.5)

    def broken(row):
        raise CourseError("stop here")

    monkeypatch.setattr(recorder.gradebook, "_set_penalty", broken)
    with pytest.raises(CourseError, match="stop here"):
        file(recorder, submission(), share=1.0)
    gradebook.db.expire_all()
    assert gradebook.find_submission(MOMENTUM.name, "ada").score == 45


def test_a_damaged_address_is_said(course):
    from dataclasses import replace

    with pytest.raises(CourseError, match="is no database's address"):
        GradebookReader(replace(course, db_url="not an address"), MOMENTUM)
    with pytest.raises(CourseError, match="cannot be used"):
        GradebookReader(replace(course, db_url="sqlite:////nowhere/at/all.db"), MOMENTUM, patience=0)


def test_the_due_date_is_the_demos(gradebook):
    assert gradebook.find_assignment(MOMENTUM.name).duedate == datetime(2026, 3, 2, 12, 0) == DUE
