"""Late submissions: penalties follow due dates, extensions, policies and points by hand, at every run."""

from datetime import timedelta

import pytest
from nbgrader.api import Gradebook

from autograder.descent import ASSIGNMENTS
from autograder.hooks.late import LatePolicy
from autograder.records.course_folder import open_folder
from tools.demo import DUE

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
pytestmark = pytest.mark.sandbox
PLUGIN = """
from nbgrader.plugins import BasePlugin


class SubMarks(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 24 * total_seconds_late / 86400
"""


@pytest.fixture
def book(folder):
    """Return a function that opens the course's gradebook."""

    def opened():
        course = open_folder(folder)
        return Gradebook(course.db_url, course.course_id)

    return opened


@pytest.fixture
def late(folder, hand_in):
    """Ada handed in two days late, in a course with the plugin of nbgrader's documentation."""
    hand_in("ada")
    when = DUE + timedelta(days=2)
    (folder / "submitted" / "ada" / MOMENTUM.name / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC")
    (folder / "late.py").write_text(PLUGIN)
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write("c.AssignLatePenalties.plugin_class = 'late.SubMarks'\n")


def score(book):
    with book() as gradebook:
        submission = gradebook.find_submission(MOMENTUM.name, "ada")
        return submission.score - submission.late_submission_penalty


def grade(folder, command):
    process = command(folder, "autograder", "grade", MOMENTUM.name, PYTHONSAFEPATH="1")  # as the console script
    assert (process.returncode, process.stderr) == (0, "")
    return process.stdout


@pytest.mark.usefixtures("late")
def test_a_penalty_follows_an_extended_deadline(folder, command, book):
    grade(folder, command)
    assert score(book) == 90 - 48
    with book() as gradebook:
        gradebook.update_or_create_assignment(MOMENTUM.name, duedate=f"{DUE + timedelta(days=1):%Y-%m-%d %H:%M:%S} UTC")
    said = grade(folder, command)
    assert "0 graded now, 1 were graded before" in said
    assert "Late penalties were brought up to date: 1 submission changed." in said
    assert score(book) == 90 - 24
    assert "penalties" not in grade(folder, command)
    with book() as gradebook:  # of one student
        gradebook.grant_extension(MOMENTUM.name, "ada", days=3)
    command(folder, "autograder", "report", MOMENTUM.name)
    assert score(book) == 90


@pytest.mark.usefixtures("late")
def test_points_by_hand_are_lost_with_the_rest_where_late_is_zero(folder, command, book):
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(
            "c.AssignLatePenalties.plugin_class = 'nbgrader.plugins.latesubmission.LateSubmissionPlugin'\n"
            "c.LateSubmissionPlugin.penalty_method = 'zero'\n"
        )
    grade(folder, command)
    with book() as gradebook:
        gradebook.find_grade("explain", "momentum", MOMENTUM.name, "ada").manual_score = 8
        gradebook.db.commit()
    assert score(book) == 8  # until the next run, as the penalty was 90 of 90 then
    assert "1 submission changed" in grade(folder, command)
    assert score(book) == 0


@pytest.mark.usefixtures("late")
def test_a_plugin_that_is_not_there_gets_one_line(folder, command):
    (folder / "late.py").unlink()
    process = command(folder, "autograder", "grade", MOMENTUM.name, PYTHONSAFEPATH="1")
    assert process.returncode == 1 and "Traceback" not in process.stderr
    assert "names 'late.SubMarks', which cannot be imported" in process.stderr


def test_the_policy_takes_a_share_for_each_day_begun_up_to_a_cap():
    policy = LatePolicy(grace_hours=1, per_day=0.1, most=0.25)
    day = 86_400
    for late, points in ((60, None), (3600, None), (3601, 8), (day, 8), (day + 3601, 16), (9 * day, 20)):
        assert policy.late_submission_penalty("ada", 80, late) == (points and pytest.approx(points))


def test_a_policy_in_the_settings_and_more_time_for_one_student(folder, hand_in, command, book):
    hand_in("ada")
    when = DUE + timedelta(days=2)
    (folder / "submitted" / "ada" / MOMENTUM.name / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC")
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(
            "c.AssignLatePenalties.plugin_class = 'autograder.hooks.late.LatePolicy'\nc.LatePolicy.per_day = 0.25\n"
        )
    grade(folder, command)
    assert score(book) == 45
    more = command(folder, "autograder", "extend", MOMENTUM.name, "ada", "--days", "1")
    assert more.stdout == "ada has time for ps3_momentum until 2026-03-03 12:00 UTC.\n"
    assert score(book) == 67.5
    command(folder, "autograder", "extend", MOMENTUM.name, "ada", "--hours", "48")
    assert score(book) == 90
    nobody = command(folder, "autograder", "extend", MOMENTUM.name, "bo", "--days", "1")
    assert nobody.returncode == 2 and "there is no student 'bo'" in nobody.stderr
