"""`autograder init`, and a course that is none of ours from there to its report."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.errors import WrongUsage
from autograder.records.course_folder import open_folder
from autograder.records.student_list import read_students

TESTS = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


def run(folder, module, *arguments):
    """Run a command in a folder, with the toy course on Python's path."""
    path = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def toy_class(tmp_path_factory):
    """The folder of a class of the toy course: ada is right, ben confuses area and perimeter, cem hands in one half."""
    place = tmp_path_factory.mktemp("toy")
    (place / "list.csv").write_text("id,first_name\nada,Ada\nben,Ben\ncem,Cem\n")
    folder = place / "class"
    arguments = [folder, "--course", "toy_course:COURSE", "--students", place / "list.csv"]
    made = run(place, "autograder", "init", *arguments)
    assert made.returncode == 0, made.stderr
    answers = {"ada": {}, "ben": {"area": "def area(width, height):\n    return 2 * (width + height)"}, "cem": {}}
    for student, own in answers.items():
        target = folder / "submitted" / student / "week1"
        target.mkdir(parents=True)
        for path in sorted((folder / "source" / "week1").glob("*.ipynb")):
            if (student, path.name) != ("cem", "rain.ipynb"):
                notebook = json.loads(path.read_text())
                for cell in notebook["cells"]:
                    name = cell["metadata"]["nbgrader"]["grade_id"]
                    cell["source"] = {"why": "Numbers commute.", **own}.get(name, cell["source"])
                (target / path.name).write_text(json.dumps(notebook))
        (target / "rain.csv").write_text("the student's copy")
    return folder


@pytest.fixture(scope="module")
def graded(toy_class):
    done = run(toy_class, "autograder", "grade", "week1", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    return toy_class, done.stdout


def scores(folder):
    course = open_folder(folder)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        return {row.student_id: (row.score, row.max_score) for row in gradebook.assignment_submissions("week1")}


def test_a_released_notebook_holds_no_answer_and_no_hidden_test(toy_class):
    released = toy_class / "assignments" / "week1"
    text = "".join(path.read_text() for path in released.glob("*.ipynb"))
    assert "return width * height" not in text and "other.csv" not in text
    assert "january" in (released / "rain.csv").read_text() and (released / "data" / "note.txt").exists()


def test_the_list_of_students_is_in_the_gradebook(toy_class):
    course = open_folder(toy_class)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        assert [(s.id, s.first_name) for s in gradebook.students] == [("ada", "Ada"), ("ben", "Ben"), ("cem", "Cem")]


@pytest.mark.sandbox
def test_every_notebook_of_a_submission_is_in_the_gradebook(graded):
    folder, said = graded
    assert scores(folder) == {"ada": (11, 13), "ben": (5, 13), "cem": (6, 13)}
    assert "A human should look at 1:" in said and "rain.ipynb was not handed in" in said
    for student, names in (("ada", {"shapes.ipynb", "rain.ipynb"}), ("cem", {"shapes.ipynb", "rain.ipynb"})):
        assert {path.name for path in (folder / "autograded" / student / "week1").glob("*")} == names


@pytest.mark.sandbox
def test_a_second_run_does_nothing_again(graded):
    folder, _ = graded
    assert "0 graded now, 3 were graded before" in run(folder, "autograder", "grade", "week1", "--jobs", "1").stdout


@pytest.mark.sandbox
def test_nbgraders_own_commands_come_to_the_same(graded):
    folder, _ = graded
    before = scores(folder)
    done = run(folder, "nbgrader", "autograde", "week1", "--force", "--student", "ben")
    assert done.returncode == 0, done.stderr
    assert scores(folder) == before


@pytest.mark.sandbox
def test_the_report_and_the_feedback_name_the_mistake(graded):
    folder, _ = graded
    done = run(folder, "autograder", "report", "week1")
    assert done.returncode == 0, done.stderr
    report = (folder / "reports" / "week1.html").read_text()
    assert "This is the length around the rectangle." in report and "check_mean" in report
    done = run(folder, "nbgrader", "generate_feedback", "week1")
    assert done.returncode == 0, done.stderr
    pages = {path.stem: path.read_text() for path in (folder / "feedback" / "ben" / "week1").glob("*.html")}
    assert "This is the length around the rectangle." in pages["shapes"]
    assert "Judged in the student&#39;s own process" in pages["rain"] or "own process" in pages["rain"]


@pytest.mark.sandbox
def test_it_is_audited_in_its_folder(toy_class):
    done = run(toy_class, "autograder", "audit")
    assert done.returncode == 0, done.stderr
    assert "| week1 | area | 1 of 1 | 1 of 1 |" in done.stdout


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    done = run(tmp_path.parent, "autograder", "init", tmp_path)
    assert done.returncode == 2
    assert done.stderr == f"autograder: {tmp_path} is there already and is not empty: name a new folder\n"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_list_without_ids_is_refused_before_anything_is_made(tmp_path):
    (tmp_path / "list.csv").write_text("name,email\nAda,a@b.c\n")
    with pytest.raises(WrongUsage, match="no column called id: it has name, email"):
        read_students(tmp_path / "list.csv")


def test_a_course_that_does_not_exist_is_said(tmp_path):
    done = run(tmp_path, "autograder", "init", "new", "--course", "nowhere:COURSE")
    assert done.returncode == 1 and "there is no course at 'nowhere:COURSE'" in done.stderr
    assert not (tmp_path / "new").exists()


def test_an_assignment_that_only_the_folder_has_is_an_assignment(tmp_path):
    done = run(tmp_path, "autograder", "init", "class", "week1", "--course", "toy_course:COURSE")
    assert done.returncode == 0, done.stderr
    extra = tmp_path / "class" / "source" / "extra"
    extra.mkdir()
    (extra / "rain.ipynb").write_bytes((TESTS / "toy_course" / "source" / "week1" / "rain.ipynb").read_bytes())
    course = open_folder(tmp_path / "class")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TESTS))
        assert set(course.course.assignments) == {"week1", "extra"}
        assert course.course.assignment("extra").cases is None
        assert course.course.assignment("week1").notebooks[0].is_relative_to(tmp_path)


@pytest.mark.sandbox
def test_the_courses_own_notebooks_decide_what_is_asked_and_what_it_is_worth(tmp_path):
    """A question is dropped, another is worth twice as much, a third is the instructor's own."""
    made = run(tmp_path, "autograder", "init", "class", "--course", "toy_course:COURSE")
    assert made.returncode == 0, made.stderr
    folder = tmp_path / "class"
    shapes, rain = (folder / "source" / "week1" / name for name in ("shapes.ipynb", "rain.ipynb"))
    notebook = json.loads(shapes.read_text())
    cells = {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in notebook["cells"]}
    cells["test_area"]["metadata"]["nbgrader"]["points"] = 12
    own = json.loads(json.dumps(cells["test_area"]))
    own["metadata"]["nbgrader"] |= {"grade_id": "symmetric", "points": 1}
    own |= {"id": "symmetric", "source": "assert area(2, 5) == area(5, 2)"}
    written = json.loads(json.dumps(cells["why"]))
    written["metadata"]["nbgrader"] |= {"grade_id": "when"}
    written["id"] = "when"
    shapes.write_text(json.dumps({**notebook, "cells": [*notebook["cells"], own, written]}))
    notebook = json.loads(rain.read_text())
    kept = [cell for cell in notebook["cells"] if cell["metadata"]["nbgrader"]["grade_id"] != "partly"]
    rain.write_text(json.dumps({**notebook, "cells": kept}))
    again = run(folder, "nbgrader", "generate_assignment", "week1", "--force")
    assert again.returncode == 0, again.stderr
    place = folder / "submitted" / "ada" / "week1"
    place.mkdir(parents=True)
    for path in (shapes, rain):
        text = path.read_text().replace("return width * height", "return width * height if height else None")
        (place / path.name).write_text(text.replace("Why does the order", "Because the order"))
    graded = run(folder, "autograder", "grade", "week1", "--jobs", "1")
    assert graded.returncode == 0, graded.stderr
    course = open_folder(folder)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        grades = {g.name: g for n in gradebook.find_submission("week1", "ada").notebooks for g in n.grades}
    assert {name: grade.auto_score for name, grade in grades.items()} == {
        "test_area": 8, "symmetric": 1, "why": None, "when": None, "check_mean": 3,
    }  # fmt: skip
    assert [grades[name].needs_manual_grade for name in ("why", "when")] == [True, True]
    shown = json.loads((folder / "autograded" / "ada" / "week1" / "shapes.ipynb").read_text())
    assert shown["cells"][-1]["source"].startswith("Because the order")
