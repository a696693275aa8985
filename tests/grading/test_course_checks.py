"""`autograder doctor` in a course's folder."""

import json

import pytest

from autograder.cli import main
from autograder.doctor import BROKEN, LIMITED, WORKS
from autograder.records.course_checks import examine_course
from autograder.records.course_folder import open_folder


def found(folder):
    return {finding.name: finding for finding in examine_course(open_folder(folder))}


def set_up(folder, line):
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(f"{line}\n")


def test_a_course_that_works(folder):
    (folder / "students.csv").write_text("id\nada\nbo\n")
    states = {name: finding.state for name, finding in found(folder).items()}
    assert states == dict.fromkeys(["settings", "gradebook", "students", "folders", "exchange"], WORKS)
    assert found(folder)["students"].says == "2 on the list."
    assert "ps3_momentum" in found(folder)["gradebook"].says


def test_what_is_wrong_is_said_with_what_to_do(folder, tmp_path):
    (folder / "students.csv").write_text("name\nada\n")
    set_up(folder, f"c.Exchange.root = {str(tmp_path / 'exchange')!r}")
    said = found(folder)
    assert said["students"].state == BROKEN and "no column called id" in said["students"].says
    assert said["exchange"].state == BROKEN and f"mkdir -p {tmp_path / 'exchange'}" in said["exchange"].says
    (tmp_path / "exchange").mkdir(mode=0o755)
    assert found(folder)["exchange"].state == LIMITED
    (tmp_path / "exchange").chmod(0o777)
    assert found(folder)["exchange"].state == WORKS
    set_up(folder, "c.CourseDirectory.db_url = 'sqlite:////nowhere/gradebook.db'")
    assert found(folder)["gradebook"].state == BROKEN and "db_url" in found(folder)["gradebook"].says


@pytest.mark.sandbox
def test_the_command_tells_both_the_machine_and_the_folder(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    assert main(["doctor", "--json"]) == 0
    names = [finding["name"] for finding in json.loads(capsys.readouterr().out)["findings"]]
    assert {"sandbox", "gradebook", "exchange"} <= set(names)
