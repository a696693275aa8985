"""The built wheel works by itself: no checkout is on the path of the environment that it is installed in."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from autograder.descent import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from this checkout."""
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = place.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The scripts of an environment with the wheel in it, and the libraries of this one behind it."""
    place = tmp_path_factory.mktemp("environment") / "env"
    venv.create(place, with_pip=True)
    scripts = place / "bin"
    command = [scripts / "python", "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel]
    subprocess.run(command, check=True, capture_output=True)
    (site,) = place.glob("lib/python*/site-packages")
    # A .pth file's own .pth files are not read, so the checkout stays out although it is installed there.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return scripts


@pytest.fixture(scope="module")
def run(installed, tmp_path_factory):
    """Return a function that runs a command of that environment far away from the checkout."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def command(program, *arguments, folder=elsewhere):
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        environment["PATH"] = os.pathsep.join([str(installed), sysconfig.get_path("scripts"), os.environ["PATH"]])
        arguments = [str(argument) for argument in arguments]
        return subprocess.run(
            [str(installed / program), *arguments], cwd=folder, env=environment, capture_output=True, text=True
        )

    return command


@pytest.fixture(scope="module")
def class_folder(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("class") / "momentum-2026"
    made = run("autograder", "init", folder, "ps3_momentum")
    assert made.returncode == 0, made.stderr
    return folder


def test_the_wheel_takes_two_names_and_none_of_a_general_kind(wheel):
    with zipfile.ZipFile(wheel) as packed:
        names = {name.split("/")[0] for name in packed.namelist()}
    assert {name for name in names if not name.endswith(".dist-info")} == {
        "autograder", "descent_course", "descent_course.pth",
    }  # fmt: skip


def test_nothing_comes_from_the_checkout(run):
    code = "import autograder, checks, solutions, lectures.viz as v\n"
    code += "print(*(module.__file__ for module in (autograder, checks, solutions, v)))"
    for place in run("python", "-c", code).stdout.split():
        assert not Path(place).is_relative_to(ROOT), place


def test_a_notebook_is_checked(run, class_folder):
    solved = class_folder / "source" / "ps3_momentum" / "momentum.ipynb"
    found = run("autograder", "check", solved, "--json")
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["score"] == 90


def test_a_class_is_graded_reported_and_fed_back(run, class_folder):
    source = (class_folder / "source" / "ps3_momentum" / "momentum.ipynb").read_text()
    for student in ("ada", "ben"):
        place = class_folder / "submitted" / student / "ps3_momentum"
        place.mkdir(parents=True)
        wrong = source.replace("velocity = g + mu * velocity", "velocity = g")
        (place / "momentum.ipynb").write_text(source if student == "ada" else wrong)
    graded = run("autograder", "grade", "ps3_momentum", folder=class_folder)
    assert graded.returncode == 0, graded.stderr
    assert "2 graded now" in graded.stdout
    assert run("autograder", "report", "ps3_momentum", folder=class_folder).returncode == 0
    assert "velocity is not carried over" in (class_folder / "reports" / "ps3_momentum.html").read_text()
    fed_back = run("python", "-m", "nbgrader", "generate_feedback", "ps3_momentum", folder=class_folder)
    assert fed_back.returncode == 0, fed_back.stderr
    assert len(list((class_folder / "feedback").rglob("*.html"))) == 2
    again = run("python", "-m", "nbgrader", "autograde", "ps3_momentum", "--force", folder=class_folder)
    assert again.returncode == 0, again.stderr


def test_the_cases_are_audited(run, class_folder):
    audited = run("autograder", "audit", "ps3_momentum", folder=class_folder)
    assert audited.returncode == 0, audited.stdout + audited.stderr


def test_a_kernel_finds_what_notebooks_import(run, class_folder):
    released = class_folder / "assignments" / "ps3_momentum" / "momentum.ipynb"
    assert "from checks import" in released.read_text()
    assert run("python", "-c", "from checks import check; from lectures.viz import explore").returncode == 0
