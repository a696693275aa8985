"""The sandbox never turns off by itself: where the course's settings cannot be had, nbgrader and formgrader stop.

Each world is one in which nbgrader, left alone, would run students' code as the instructor and end with status 0.
"""

import json
import os
import subprocess
import sys
import sysconfig
import venv

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.descent import ASSIGNMENTS, ROOT
from autograder.errors import CourseError
from autograder.records.config_files import GUARD, guarded, read_config
from autograder.records.course_folder import CONFIG

from .formgrader_server import running_server

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
pytestmark = pytest.mark.sandbox
OLD_START = (
    "from autograder.hooks.settings import configure\n\nc = get_config()\nconfigure(c)\n"  # as `init` wrote it once
)
BREAKS = {
    "import": "import no_such_module\n" + OLD_START,
    "after-configure": OLD_START + "c.Autograder.seed = 1 / 0\n",
    "syntax": OLD_START + "c.Autograder.seed = = 3\n",
    "a-name": "c.CourseDirectory.course_id = course\n" + OLD_START,
}
LINE = {"import": 1, "after-configure": 5, "syntax": 5, "a-name": 1}


@pytest.fixture
def hostile(folder):
    """Return a course's folder in which eve's code would leave a file beside her submission, and that file."""
    mark = folder / "ran-in-the-open"
    notebook = nbformat.read(folder / "assignments" / MOMENTUM.name / MOMENTUM.notebook, 4)
    notebook.cells.insert(1, nbformat.v4.new_code_cell(f"open({str(mark)!r}, 'w').close()"))
    place = folder / "submitted" / "eve" / MOMENTUM.name
    place.mkdir(parents=True)
    nbformat.write(notebook, place / MOMENTUM.notebook)
    return folder, mark


@pytest.fixture(scope="session")
def bare(tmp_path_factory):
    """A Python with nbgrader and without our package."""
    home = tmp_path_factory.mktemp("bare")
    venv.create(home, with_pip=False, symlinks=True)
    (site,) = home.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")  # whose own .pth files are not read
    return home / "bin" / "python"


def run(python, folder, *arguments, **environment):
    """Run a command as nobody's package but the interpreter's own; return the finished process."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [str(python), *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env={**kept, **environment}, capture_output=True, text=True)


def autograde(folder, python=sys.executable, *options, **environment):
    return run(python, folder, "-m", "nbgrader", "autograde", MOMENTUM.name, *options, **environment)


def ours():
    return {"PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize("kind", BREAKS)
def test_the_line_of_a_mistake_is_named(kind, tmp_path):
    (tmp_path / CONFIG).write_text(BREAKS[kind])
    with pytest.raises(CourseError, match=f"line {LINE[kind]} of {tmp_path / CONFIG} raises .*: put it right first"):
        read_config(tmp_path)


def test_a_module_beside_the_config_is_found_as_nbgrader_finds_it(tmp_path):
    (tmp_path / "of_this_course.py").write_text("ID = 'optim'")
    (tmp_path / CONFIG).write_text("from of_this_course import ID\nget_config().CourseDirectory.course_id = ID\n")
    before = sys.path[:]
    assert read_config(tmp_path).CourseDirectory.course_id == "optim"
    assert sys.path == before


@pytest.mark.parametrize("kind", ["import", "after-configure"])
def test_a_broken_config_stops_nbgrader_and_our_command(kind, hostile):
    folder, mark = hostile
    (folder / CONFIG).write_text(BREAKS[kind])
    for process in (
        autograde(folder, **ours()),
        run(sys.executable, folder, "-m", "autograder", "grade", MOMENTUM.name, **ours()),
    ):
        assert process.returncode == 1
        last = process.stderr.strip().splitlines()[-1]
        assert f"line {LINE[kind]} of {folder / CONFIG} raises " in last and "put it right first" in last
    assert process.stderr.count("\n") == 1 and process.stdout == ""
    assert not mark.exists() and not (folder / "autograded" / "eve").exists()
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        assert [s for s in gradebook.assignment_submissions(MOMENTUM.name) if s.score] == []


def test_feedback_is_not_made_without_the_settings_either(hostile):
    folder, mark = hostile
    assert autograde(folder, **ours()).returncode == 0
    (folder / CONFIG).write_text(BREAKS["after-configure"])
    process = run(sys.executable, folder, "-m", "nbgrader", "generate_feedback", MOMENTUM.name, **ours())
    assert process.returncode == 1 and f"line 5 of {folder / CONFIG}" in process.stderr.splitlines()[-1]
    assert not (folder / "feedback").exists() and not mark.exists()


def test_a_broken_guard_is_named_too(hostile):
    folder, _ = hostile
    (folder / GUARD).write_text('{\n"Autograde": }')
    process = run(sys.executable, folder, "-m", "autograder", "grade", MOMENTUM.name, **ours())
    assert process.returncode == 1 and process.stderr.count("\n") == 1
    assert f"line 2 of {folder / GUARD} raises JSONDecodeError" in process.stderr


def test_an_environment_without_our_package_stops_with_a_sentence(hostile, bare):
    folder, mark = hostile
    process = autograde(folder, bare)
    assert process.returncode == 1 and not mark.exists()
    assert process.stderr.splitlines()[-1].startswith(f"nbgrader stops: {bare} cannot import descent-course")


def test_it_stops_there_with_a_config_as_it_was_written_once_too(hostile, bare):
    folder, mark = hostile
    (folder / CONFIG).write_text(OLD_START)
    process = autograde(folder, bare)
    assert process.returncode == 1 and not mark.exists()
    assert "SubmissionExporter' could not be imported" in process.stderr.splitlines()[-1]


def test_another_package_of_our_name_stops_it(hostile, bare, tmp_path):
    folder, mark = hostile
    (tmp_path / "lib" / "autograder").mkdir(parents=True)
    (tmp_path / "lib" / "autograder" / "__init__.py").write_text("")
    process = autograde(folder, bare, PYTHONPATH=str(tmp_path / "lib"))
    assert process.returncode == 1 and not mark.exists()
    assert "cannot import descent-course (No module named 'autograder.hooks')" in process.stderr.splitlines()[-1]


@pytest.mark.parametrize("broken", ["there", "here"])
def test_a_config_in_jupyters_folders_that_names_the_course(broken, hostile, tmp_path):
    """As a Hub's service has it: the settings lie elsewhere, and name the course's folder."""
    folder, mark = hostile
    settings, elsewhere = tmp_path / "settings", tmp_path / "elsewhere"
    settings.mkdir(), elsewhere.mkdir()
    named = f"c.CourseDirectory.root = {str(folder)!r}\n"
    (settings / CONFIG).write_text(named + BREAKS["after-configure"] if broken == "there" else OLD_START + named)
    if broken == "here":
        (folder / CONFIG).write_text(BREAKS["after-configure"])
    for variable, place, options in (
        ("JUPYTER_CONFIG_PATH", elsewhere, ()),
        ("JUPYTER_CONFIG_DIR", folder, ()),
        ("JUPYTER_CONFIG_PATH", elsewhere, ("--course-dir", str(folder))),
    ):
        process = autograde(place, sys.executable, *options, **{variable: str(settings)}, **ours())
        assert process.returncode == 1 and not mark.exists(), process.stderr
    assert "raises ZeroDivisionError" in process.stderr.splitlines()[-1]


def test_settings_that_leave_out_our_grading_stop_it(hostile):
    folder, mark = hostile
    (folder / CONFIG).write_text("c = get_config()\nc.CourseDirectory.course_id = 'descent'\n")
    process = autograde(folder, **ours())
    assert process.returncode == 1 and not mark.exists()
    assert "call configure(c) of autograder.hooks.settings" in process.stderr.splitlines()[-1]


def test_a_course_of_before_gets_the_file_from_either_command(hostile):
    folder, mark = hostile
    (folder / CONFIG).write_text(OLD_START + "c.CourseDirectory.course_id = 'descent'\n")
    written = json.loads((folder / GUARD).read_text())
    (folder / GUARD).unlink()
    process = run(sys.executable, folder, "-m", "autograder", "grade", MOMENTUM.name, **ours())
    assert process.returncode == 0 and f"{folder / GUARD} is written" in process.stderr
    assert json.loads((folder / GUARD).read_text()) == written
    (folder / GUARD).write_text('{"Exchange": {"root": "/srv"}}')
    process = autograde(folder, sys.executable, "--force", **ours())
    assert process.returncode == 0 and f"{folder / GUARD} is written" in process.stderr
    assert json.loads((folder / GUARD).read_text()) == written | {"Exchange": {"root": "/srv"}}
    again = run(sys.executable, folder, "-m", "autograder", "grade", MOMENTUM.name, **ours())
    assert "is written" not in again.stderr and not mark.exists()


def test_the_checkouts_own_file_says_what_is_written():
    assert json.loads((ROOT / GUARD).read_text()) == guarded({})


def test_a_course_keeps_the_classes_that_it_names_itself(tmp_path):
    from traitlets.config import Config

    config = Config()
    config.GenerateFeedback.exporter_class = "mine.Feedback"
    assert guarded({}, config)["GenerateFeedback"] == {"exporter_class": "mine.Feedback"}
    assert guarded({"GenerateFeedback": {"force": True}}, config)["GenerateFeedback"]["force"] is True


@pytest.mark.parametrize("kind", ["import", "after-configure"])
def test_formgraders_button_stops_with_the_sentence(kind, hostile, tmp_path):
    folder, mark = hostile
    (folder / CONFIG).write_text(BREAKS[kind])
    evil = folder / "submitted" / "eve" / MOMENTUM.name
    (evil / CONFIG).write_text(f"open({str(mark)!r}, 'w').close()")
    with running_server(folder, tmp_path, **ours()) as server:
        status, answer = server.post(f"formgrader/api/submission/{MOMENTUM.name}/eve/autograde")
        assert status == 200 and json.loads(answer)["success"] is False
        assert f"line {LINE[kind]} of {folder / CONFIG} raises " in answer
        assert server.get(f"formgrader?path={evil}")[0] == 403
    assert not mark.exists()


def test_a_hubs_formgrader_stops_with_the_sentence(hostile, tmp_path):
    folder, mark = hostile
    settings = tmp_path / "settings"
    settings.mkdir()
    (settings / CONFIG).write_text(f"c.CourseDirectory.root = {str(folder)!r}\n{OLD_START}")
    (folder / CONFIG).write_text(BREAKS["after-configure"])
    with running_server(folder.parent, tmp_path, JUPYTER_CONFIG_PATH=str(settings), **ours()) as server:
        status, answer = server.post(f"formgrader/api/submission/{MOMENTUM.name}/eve/autograde")
        assert status == 200 and json.loads(answer)["success"] is False
        assert f"line 5 of {folder / CONFIG} raises ZeroDivisionError" in answer
    assert not mark.exists()


@pytest.mark.parametrize("old", [False, True])
def test_a_server_without_our_package_grades_nothing(old, hostile, bare, tmp_path):
    folder, mark = hostile
    if old:
        (folder / CONFIG).write_text(OLD_START)
    with running_server(folder, tmp_path, bare) as server:
        if old:  # nbgrader's extension does not load, and says which class it lacks
            assert server.post(f"formgrader/api/submission/{MOMENTUM.name}/eve/autograde")[0] in (404, 500)
            assert server.get("formgrader/manage_submissions")[0] in (404, 500)
        else:
            assert not server.is_up
            assert f"nbgrader stops: {bare} cannot import descent-course" in server.log
    assert not mark.exists()
