"""nbgrader's gradebook in PostgreSQL: a real server, many writers."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

from autograder.descent import ASSIGNMENTS
from autograder.errors import CourseError
from autograder.records.course_folder import open_folder
from autograder.records.gradebook_reader import GradebookReader
from autograder.records.result_recorder import ResultRecorder

from ..machine import postgres_program

MOMENTUM = ASSIGNMENTS["ps3_momentum"]


@pytest.fixture(scope="module")
def postgres():
    """Address of a server that listens on a socket in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="descent-pg-"))
    as_user = []
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]

    def run(*command):
        subprocess.run([*as_user, *command], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    data = folder / "data"
    run(postgres_program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    run(postgres_program("pg_ctl"), "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://postgres@/{{}}?host={folder}"
    finally:
        run(postgres_program("pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture
def course_in_postgres(folder, postgres, command, request):
    """The course with its gradebook in a database of its own."""
    name = f"course_{abs(hash(request.node.name)) % 10**8}"
    with psycopg.connect(postgres.format("postgres").replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    with open(folder / "nbgrader_config.py", "a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {postgres.format(name)!r}\n")
    process = command(folder, "nbgrader", "generate_assignment", MOMENTUM.name, "--force")
    assert process.returncode == 0, process.stderr
    return folder


@pytest.mark.sandbox
def test_grading_feedback_and_report_work_on_it(course_in_postgres, hand_in, command):
    hand_in("ada", "jun", "quin")
    for arguments in (
        ("autograder", "grade", MOMENTUM.name),
        ("nbgrader", "generate_feedback", MOMENTUM.name),
        ("autograder", "report", MOMENTUM.name),
    ):
        process = command(course_in_postgres, *arguments)
        assert process.returncode == 0, process.stderr
    with GradebookReader(open_folder(course_in_postgres), MOMENTUM) as reader:
        assert [(grade["student"], grade["score"]) for grade in reader.grades()] == [
            ("ada", 90), ("jun", 87), ("quin", 0)]  # fmt: skip


def test_what_people_entered_stays(course_in_postgres, made_result, submission, examples):
    course = open_folder(course_in_postgres)
    with ResultRecorder(course, MOMENTUM, "bubblewrap") as recorder:
        points = {
            name: cell["points"] for name, cell in recorder.gradebook.handed_out["momentum"].items() if cell["points"]
        }
        recorder.record(recorder.entry(submission()), made_result(points, examples["ada"].data, 0.5))
        gradebook = recorder.gradebook._gradebook
        gradebook.find_grade("explain", "momentum", MOMENTUM.name, "ada").manual_score = 7.0
        gradebook.db.commit()
        recorder.record(recorder.entry(submission()), made_result(points, examples["ada"].data, 1.0))
    with GradebookReader(course, MOMENTUM) as reader:
        (grade,) = reader.grades()
    assert (grade["score"], grade["by_hand"]) == (97, 7)


def test_a_server_that_is_not_there_is_said_without_the_password(folder):
    with open(folder / "nbgrader_config.py", "a") as config:
        config.write("\nc.CourseDirectory.db_url = 'postgresql+psycopg://me:hush@127.0.0.1:9/x'\n")
    with pytest.raises(CourseError, match="cannot be used") as caught:
        GradebookReader(open_folder(folder), MOMENTUM, patience=0)
    assert "hush" not in str(caught.value)
