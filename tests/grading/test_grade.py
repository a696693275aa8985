"""``autograder grade`` and ``autograder report`` as people call them."""

import re
import shutil

import pytest
from nbgrader.api import Gradebook

from autograder.descent import ASSIGNMENTS
from autograder.records.course_folder import open_folder
from autograder.records.result_recorder import ResultRecorder

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
pytestmark = pytest.mark.sandbox


def line_of(process):
    """Return the one line that a failed command says."""
    assert "Traceback" not in process.stderr
    (line,) = process.stderr.strip().splitlines()
    return line


def test_started_again_it_does_only_what_is_left(folder, hand_in, command, contents):
    hand_in("ada", "jun")
    first = command(folder, "autograder", "grade", MOMENTUM.name)
    assert (first.returncode, first.stderr) == (0, "")
    assert "2 graded now, 0 were graded before" in first.stdout
    before = contents(folder)
    hand_in("quin")
    second = command(folder, "autograder", "grade", MOMENTUM.name)
    assert "3 submissions: 1 graded now, 2 were graded before" in second.stdout
    assert [row for row in contents(folder) if row[0] != "quin"] == before
    third = command(folder, "autograder", "grade", MOMENTUM.name, "--student", "ada", "--force")
    assert "1 submission: 1 graded now" in third.stdout
    assert contents(folder) == contents(folder)


def test_a_new_submission_is_graded_again(folder, hand_in, command, examples):
    hand_in("jun")
    command(folder, "autograder", "grade", MOMENTUM.name)
    place = folder / "submitted" / "jun" / MOMENTUM.name / MOMENTUM.notebook
    place.write_bytes(examples["ada"].data)
    again = command(folder, "autograder", "grade", MOMENTUM.name)
    assert "1 graded now" in again.stdout
    course = open_folder(folder)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        assert gradebook.find_submission(MOMENTUM.name, "jun").score == 90


def test_what_was_deleted_from_the_course_comes_back_without_grading(folder, hand_in, command, contents):
    hand_in("ada")
    command(folder, "autograder", "grade", MOMENTUM.name)
    before = contents(folder)
    (folder / "autograded" / "ada" / MOMENTUM.name / MOMENTUM.notebook).unlink()
    again = command(folder, "autograder", "grade", MOMENTUM.name)
    assert "0 graded now, 1 were graded before" in again.stdout
    assert (folder / "autograded" / "ada" / MOMENTUM.name / MOMENTUM.notebook).exists()
    assert contents(folder) == before


def test_without_a_sandbox_every_summary_says_so(folder, hand_in, command):
    hand_in("ada")
    process = command(folder, "autograder", "grade", MOMENTUM.name, "--sandbox", "none")
    assert process.returncode == 0
    assert "WITHOUT a sandbox" in process.stdout
    command(folder, "autograder", "report", MOMENTUM.name)
    page = (folder / "reports" / f"{MOMENTUM.name}.html").read_text()
    assert "1 of them were graded without a sandbox" in " ".join(page.split())


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["grade", "ps9_magic"], 2, "there is no assignment 'ps9_magic'"),
        (["grade", "ps3_momentum", "--jobs", "0"], 2, "--jobs should be at least 1, got 0"),
        (
            ["grade", "ps3_momentum", "--student", "nobody"],
            2,
            "nobody has handed in nothing for ps3_momentum",
        ),
        (["grade", "ps3_momentum"], 1, "nobody has handed in ps3_momentum yet"),
        (["grade", "ps1_landscape"], 1, "nobody has handed in ps1_landscape yet"),
        (["report", "ps3_momentum"], 1, "nothing of ps3_momentum is graded yet"),
        (["report", "ps1_landscape"], 1, "run `nbgrader generate_assignment ps1_landscape` first"),
    ],
)
def test_wrong_use_gets_one_line(course, command, arguments, status, sentence):
    process = command(course.root, "autograder", *arguments)
    assert process.returncode == status
    assert sentence in line_of(process)


@pytest.mark.parametrize("name", ["grade", "report"])
def test_a_folder_that_is_no_course_gets_one_line(tmp_path, command, name):
    process = command(tmp_path, "autograder", name, MOMENTUM.name)
    assert process.returncode == 2
    assert "not an nbgrader course" in line_of(process)


def test_a_course_without_submissions_gets_one_line(folder, command):
    process = command(folder, "autograder", "grade", MOMENTUM.name)
    assert process.returncode == 1
    assert "there is no folder submitted" in line_of(process)


def test_a_scheduler_that_is_not_there_gets_one_line(folder, hand_in, command):
    hand_in("ada")
    process = command(folder, "autograder", "grade", MOMENTUM.name, "--scheduler", "tcp://127.0.0.1:9")
    assert process.returncode == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in process.stderr.splitlines()[-1]
    assert "Traceback" not in process.stderr


def test_a_place_that_cannot_be_written_gets_one_line(folder, hand_in, command):
    hand_in("ada")
    (folder / "autograded").write_text("a file in the folder's place")
    process = command(folder, "autograder", "grade", MOMENTUM.name)
    assert process.returncode == 1
    assert re.search(r"autograded/ada/ps3_momentum/\S+ cannot be written: Not a directory", line_of(process))


def test_the_instructors_seed_decides_the_inputs(folder, hand_in, command):
    hand_in("ada")
    assert command(folder, "autograder", "grade", MOMENTUM.name).returncode == 0
    settings = folder / "nbgrader_config.py"
    text = settings.read_text()
    for seed, sentence in [("1", "1 graded now"), ("2", "1 graded now"), ("1", "0 graded now, 1 were graded before")]:
        settings.write_text(f"{text}\nc.Autograder.seed = {seed}\n")
        assert sentence in command(folder, "autograder", "grade", MOMENTUM.name).stdout
    settings.write_text(f"{text}\nc.Autograder.seed = 'lucky'\n")
    process = command(folder, "autograder", "grade", MOMENTUM.name)
    assert process.returncode == 1
    assert "c.Autograder.seed in nbgrader_config.py should be a whole number, 0 or more, got 'lucky'" in line_of(
        process
    )


def test_equal_seeds_give_equal_inputs_in_any_course(folder, submission):
    with (folder / "nbgrader_config.py").open("a") as settings:
        settings.write("\nc.Descent.seed = 1\n")  # its name in version 0.1
    twin = shutil.copytree(folder, folder.parent / "twin")
    entries = []
    for place in (folder, twin):
        with ResultRecorder(open_folder(place), MOMENTUM, "none") as filing:
            entries.append(filing.entry(submission("ada")))
    assert entries[0] == entries[1]
