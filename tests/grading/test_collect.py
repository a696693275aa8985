"""What is read from submitted/ and what is left alone."""

import os
from datetime import datetime

import pytest

from autograder.descent import ASSIGNMENTS
from autograder.errors import WrongUsage
from autograder.handin import submission
from autograder.limits import NOTEBOOK_BYTES
from autograder.records.course_folder import open_folder

MOMENTUM = ASSIGNMENTS["ps3_momentum"]


@pytest.fixture
def course(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    (tmp_path / "submitted").mkdir()
    return open_folder(tmp_path)


def read_submission(course, student, assignment):
    place = course.path("submitted", student, assignment.name)
    return submission.read_submission(course.root, place, student, assignment)


@pytest.fixture
def folder(course):
    path = course.root / "submitted" / "ada" / "ps3_momentum"
    path.mkdir(parents=True)
    return path


def test_reads_the_notebook_and_its_time(course, folder):
    (folder / "momentum.ipynb").write_bytes(b"{}")
    (folder / "timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
    found = read_submission(course, "ada", MOMENTUM)
    assert (found.files, found.needs_human, found.notes) == ({"momentum.ipynb": b"{}"}, (), ())
    assert found.timestamp.isoformat() == "2026-03-01T12:00:00"


def test_a_missing_notebook_is_said_with_what_is_there(course, folder):
    (folder / "momentum (1).ipynb").write_text("{}")
    found = read_submission(course, "ada", MOMENTUM)
    assert found.files == {"momentum.ipynb": b"{}"} and found.needs_human == ()
    assert found.notes == ("graded as momentum.ipynb: momentum (1).ipynb",)
    (folder / "momentum-Copy1.ipynb").write_text("{}")
    found = read_submission(course, "ada", MOMENTUM)
    assert not found.files
    (why,) = found.needs_human
    assert (
        why == "momentum.ipynb is missing, and momentum (1).ipynb and momentum-Copy1.ipynb look like it: which is it?"
    )
    (folder / "momentum.ipynb").write_text("[]")  # the one of the right name is meant, whatever lies beside it
    found = read_submission(course, "ada", MOMENTUM)
    assert found.files == {"momentum.ipynb": b"[]"} and "momentum (1).ipynb" in found.notes[0]


def test_another_notebook_is_no_copy(course, folder):
    (folder / "my momentum notes.ipynb").write_text("{}")
    found = read_submission(course, "ada", MOMENTUM)
    assert not found.files and found.needs_human == ("momentum.ipynb is missing",)
    assert "my momentum notes.ipynb" in found.notes[0]


@pytest.mark.parametrize("text, kept", [("1f-B9x", "1f-B9x"), ("", ""), ("../../x", ""), ("é", ""), ("a" * 300, "")])
def test_the_exchanges_secret_is_kept_where_it_is_one(course, folder, text, kept):
    (folder / "momentum.ipynb").write_text("{}")
    (folder / "submission_secret.txt").write_text(text)
    found = read_submission(course, "ada", MOMENTUM)
    assert found.secret == kept and bool(found.notes) == bool(text and not kept)


@pytest.mark.parametrize("where", ["notebook", "folder", "student"])
def test_no_link_is_followed(course, tmp_path, where):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "momentum.ipynb").write_bytes(b"secret")
    student = course.root / "submitted" / "eve"
    if where == "student":
        (secret / "ps3_momentum").mkdir()
        (secret / "ps3_momentum" / "momentum.ipynb").write_bytes(b"secret")
        student.symlink_to(secret)
    elif where == "folder":
        student.mkdir()
        (student / "ps3_momentum").symlink_to(secret)
    else:
        (student / "ps3_momentum").mkdir(parents=True)
        (student / "ps3_momentum" / "momentum.ipynb").symlink_to(secret / "momentum.ipynb")
    found = read_submission(course, "eve", MOMENTUM)
    assert not found.files
    assert "is a link" in found.needs_human[0]


def test_a_linked_timestamp_is_not_read(course, folder, tmp_path):
    (tmp_path / "time").write_text("2020-01-01 00:00:00 UTC")
    (folder / "momentum.ipynb").write_bytes(b"{}")
    (folder / "timestamp.txt").symlink_to(tmp_path / "time")
    found = read_submission(course, "ada", MOMENTUM)
    assert found.timestamp is None
    assert any("timestamp.txt is a link" in note for note in found.notes)


def test_a_pipe_or_folder_in_the_notebooks_place_does_not_hang(course, folder):
    os.mkfifo(folder / "momentum.ipynb")
    assert read_submission(course, "ada", MOMENTUM).needs_human == ("momentum.ipynb is not a plain file",)
    (folder / "momentum.ipynb").unlink()
    (folder / "momentum.ipynb").mkdir()
    assert read_submission(course, "ada", MOMENTUM).needs_human == ("momentum.ipynb is not a plain file",)


def test_a_huge_file_is_refused_unread(course, folder):
    with open(folder / "momentum.ipynb", "wb") as file:
        file.truncate(NOTEBOOK_BYTES + 1)
    found = read_submission(course, "ada", MOMENTUM)
    assert not found.files
    assert "too large" in found.needs_human[0]


def test_strays_are_named_briefly_and_harmlessly(course, folder):
    (folder / "momentum.ipynb").write_bytes(b"{}")
    for i in range(9):
        (folder / f"a{i}\n<b>{'x' * 80}").write_text("")
    (folder / "numpy.py").symlink_to("/etc/passwd")
    (note,) = read_submission(course, "ada", MOMENTUM).notes
    assert "\n" not in note
    assert "and 5 more" in note
    assert len(note) < 500


@pytest.mark.parametrize(
    "text",
    ["2026-11-30 16:00:00.000000 UTC", "2026-11-30T16:00:00Z", "2026-11-30 18:00:00 +0200", "2026-11-30 16:00"],
)
def test_a_time_is_one_in_utc_whatever_its_zone(course, folder, text):
    (folder / "momentum.ipynb").write_bytes(b"{}")
    (folder / "timestamp.txt").write_text(text)
    found = read_submission(course, "ada", MOMENTUM)
    assert found.timestamp == datetime(2026, 11, 30, 16) and found.notes == ()


@pytest.mark.parametrize("text", [b"03/04/2026 10:00", b"yesterday-ish", b"\xff\xfe", b"9" * 150])
def test_a_time_that_cannot_be_read_counts_as_none(course, folder, text):
    (folder / "momentum.ipynb").write_bytes(b"{}")
    (folder / "timestamp.txt").write_bytes(text)
    found = read_submission(course, "ada", MOMENTUM)
    assert found.timestamp is None
    assert "timestamp.txt" in found.notes[0]


def test_students_are_listed_in_order(course):
    for student in ("zoë", "ada", "x y", "..name", ".ipynb_checkpoints"):
        (course.root / "submitted" / student / "ps3_momentum").mkdir(parents=True)
    (course.root / "submitted" / "other" / "ps1_landscape").mkdir(parents=True)
    assert course.students("ps3_momentum") == ["..name", "ada", "x y", "zoë"]


def test_a_folder_without_a_course_is_said(tmp_path):
    with pytest.raises(WrongUsage, match="not an nbgrader course"):
        open_folder(tmp_path)


def test_the_courses_own_settings_hold(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.submitted_directory = 'in'\nc.CourseDirectory.db_url = 'sqlite:///x.db'\n"
    )
    (tmp_path / "in" / "ada" / "ps3_momentum").mkdir(parents=True)
    course = open_folder(tmp_path)
    assert course.db_url == "sqlite:///x.db"
    assert course.students("ps3_momentum") == ["ada"]
