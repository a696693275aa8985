"""Two assistants grade in one course folder."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.descent import ASSIGNMENTS
from tools.text import ROOT

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
pytestmark = pytest.mark.sandbox
GROUP, FIRST, SECOND = 45001, 45002, 45003


@pytest.fixture
def shared(folder):
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write("c.CourseDirectory.groupshared = True\n")
    return folder


def permissions(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_what_the_grader_makes_belongs_to_the_group(shared, hand_in, command):
    hand_in("ada")
    assert command(shared, "autograder", "grade", MOMENTUM.name).returncode == 0
    state, done = shared / ".autograder", shared / "autograded" / "ada" / MOMENTUM.name
    assert permissions(state) == 0o2770
    assert {permissions(path) for path in state.iterdir()} == {0o660}
    assert permissions(done) == permissions(done.parent) == 0o2775
    assert {permissions(path) for path in done.iterdir()} == {0o664}


def test_alone_it_is_the_owners(folder, hand_in, command):
    hand_in("ada")
    assert command(folder, "autograder", "grade", MOMENTUM.name).returncode == 0
    assert permissions(folder / ".autograder") == 0o700
    assert permissions(folder / ".autograder" / "lock") == 0o600


def other_peoples_python():
    """Return an interpreter of our version that everybody may start, and the folders with our packages."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (
        getattr(sys, "_base_executable", sys.executable),
        f"/usr/bin/{version}",
        f"/usr/local/bin/{version}",
    ):
        place = Path(python).resolve()
        if place.exists() and all(folder.stat().st_mode & 0o005 == 0o005 for folder in [place, *place.parents]):
            return str(place), os.pathsep.join(
                path for path in sys.path if "site-packages" in path or path == str(ROOT)
            )
    pytest.skip("no interpreter of this version that other people may start")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two other people")
def test_a_second_person_goes_on_where_the_first_stopped(shared, hand_in, tmp_path):
    for place in (tmp_path, *tmp_path.parents):
        if place.stat().st_uid == 0 and place.parts[:2] != ("/",) and len(place.parts) > 2:
            place.chmod(place.stat().st_mode | 0o755)
    hand_in("ada")
    subprocess.run(["chown", "-R", f"{FIRST}:{GROUP}", shared], check=True)
    subprocess.run(["chmod", "-R", "g+rwX", shared], check=True)
    subprocess.run(["find", shared, "-type", "d", "-exec", "chmod", "g+s", "{}", "+"], check=True)

    python, packages = other_peoples_python()

    def grade(person, *options):
        home = tmp_path / str(person)
        home.mkdir(exist_ok=True)
        os.chown(home, person, GROUP)
        as_person = ["setpriv", f"--reuid={person}", f"--regid={GROUP}", "--clear-groups"]
        return subprocess.run(
            [*as_person, python, "-m", "autograder", "grade", MOMENTUM.name, *options],
            cwd=shared,
            env={"HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": f"{ROOT}{os.pathsep}{packages}"},
            capture_output=True,
            text=True,
        )

    first = grade(FIRST)
    assert (first.returncode, first.stderr) == (0, ""), first.stdout
    again = grade(SECOND)
    assert (again.returncode, again.stderr) == (0, "") and "1 were graded before" in again.stdout
    anew = grade(SECOND, "--force")
    assert (anew.returncode, anew.stderr) == (0, "") and "1 graded now" in anew.stdout
