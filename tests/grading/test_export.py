"""Grades on their way out: tables for Canvas, Moodle and spreadsheets, and the reasons for one grade."""

import csv
import json

import pytest
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.descent import ASSIGNMENTS
from autograder.records.course_folder import open_folder

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
pytestmark = pytest.mark.sandbox


@pytest.fixture
def graded(folder, hand_in, command, monkeypatch):
    """A graded class of three; ada's and quin's written answers were read, jun's was not."""
    hand_in("ada", "jun", "quin")
    rows = ["id,first_name,last_name,email,lms_user_id", "ada,Ada,Lovelace,ada@x.org,1001", "quin,=cmd|' /C x'!A0,Q,,"]
    (folder / "students.csv").write_text("\n".join(rows) + "\n")
    assert command(folder, "autograder", "grade", MOMENTUM.name).returncode == 0
    course = open_folder(folder)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for student in ("ada", "quin"):
            grade = gradebook.find_grade("explain", "momentum", MOMENTUM.name, student)
            grade.manual_score, grade.needs_manual_grade = 7.5, False
        gradebook.db.commit()
    monkeypatch.chdir(folder)
    return folder


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_canvas(graded, capsys):
    assert main(["export", MOMENTUM.name, "--for", "canvas", "--column", "Momentum (123)"]) == 0
    rows = table(graded / "reports" / "ps3_momentum-canvas.csv")
    assert list(rows[0]) == ["Student", "ID", "SIS Login ID", "Section", "Momentum (123)"]
    assert rows[0] == {
        "Student": "Lovelace, Ada", "ID": "1001", "SIS Login ID": "ada", "Section": "", "Momentum (123)": "97.5",
    }  # fmt: skip
    assert len(rows) == 2
    said = capsys.readouterr()
    assert "2 students" in said.out and "still to be read: jun" in said.err and "no lms_user_id for quin" in said.err


def test_moodle_and_unread_answers(graded, capsys):
    assert main(["export", MOMENTUM.name, "--for", "moodle", "--unread", "--to", "out.csv"]) == 0
    rows = {row["Username"]: row for row in table(graded / "out.csv")}
    assert (rows["ada"]["Identifier"], rows["ada"]["Grade"], rows["ada"]["Maximum grade"]) == (
        "Participant 1001", "97.5", "100",
    )  # fmt: skip
    assert rows["quin"]["Full name"].startswith("'=cmd")  # no spreadsheet takes it for a formula
    assert set(rows) == {"ada", "jun", "quin"}


def test_a_table_with_every_question(graded):
    assert main(["export", MOMENTUM.name]) == 0
    rows = {row["id"]: row for row in table(graded / "reports" / "ps3_momentum-csv.csv")}
    assert float(rows["ada"]["momentum_step"]) > 0 and rows["ada"]["explain"] == "7.5"
    assert rows["jun"]["unread"] == "yes" and rows["jun"]["explain"] == ""
    questions = [name for name in rows["ada"] if name in (*MOMENTUM.functions, "diagnosis", "explain")]
    assert float(rows["ada"]["score"]) == sum(float(rows["ada"][name]) for name in questions)
    assert float(rows["quin"]["score"]) == sum(float(rows["quin"][name] or 0) for name in questions)


def test_why_a_grade_is_what_it_is(graded, capsys, examples, command):
    assert main(["why", "quin", MOMENTUM.name]) == 0
    said = capsys.readouterr().out
    assert "quin:" in said and "by hand         7.5" in said and "momentum_step" in said and "inputs' seed" in said
    (graded / "submitted" / "quin" / MOMENTUM.name / MOMENTUM.notebook).write_bytes(examples["ada"].data)
    assert main(["why", "quin", MOMENTUM.name]) == 0
    assert "to be graded    the notebook" in capsys.readouterr().out
    command(graded, "autograder", "grade", MOMENTUM.name)
    assert main(["why", "quin", MOMENTUM.name, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["grade"]["automatic"] == 90 and len(found["before"]) == 1 and found["to_be_graded_again"] == ""
    assert main(["why", "nobody", MOMENTUM.name]) == 2
    assert "nobody has no grade" in capsys.readouterr().err


def test_the_report_says_who_needs_a_human_who_is_missing_and_who_made_what(graded, command, hand_in, capsys):
    hand_in("omar")
    with (graded / "students.csv").open("a") as file:
        file.write("omar,Omar,Khayyam,,\njun,,,,\nbo,Bo,Diddley,,\n")
    broken = graded / "submitted" / "xin" / MOMENTUM.name
    broken.mkdir(parents=True)
    (broken / MOMENTUM.notebook).write_bytes(b"not JSON")
    command(graded, "autograder", "grade", MOMENTUM.name)
    assert main(["report", MOMENTUM.name]) == 0
    page = (graded / "reports" / "ps3_momentum.html").read_text()
    human = page[page.index('id="human"') : page.index('id="scores"')]
    assert "xin" in human and "Nothing came from 1 of the list" in human and "bo" in human
    assert "Not on the list of students: xin." in human
    assert "Omar Khayyam" in page and "until then\nonly the points of the tests are told" in page
    mistakes = page[page.index('id="misconceptions"') : page.index('id="grades"')]
    assert "omar" in mistakes
    capsys.readouterr()
    assert main(["report", MOMENTUM.name, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["handed_in_nothing"] == ["bo"] and list(found["needs_human"]) == ["xin"]
    assert any("omar" in mistake["students"] for mistake in found["mistakes"])
    shares = [case["passed"] for case in found["cases"]]
    assert len(shares) > 30 and all(0 <= share <= 1 for share in shares)
    apart = [case["discrimination"] for case in found["cases"] if case["discrimination"] is not None]
    assert apart and all(-1.001 <= value <= 1.001 for value in apart)
