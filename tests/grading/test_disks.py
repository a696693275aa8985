"""``autograder grade`` on a folder that cannot be written and on a disk that is full, both made with bubblewrap."""

import subprocess
import sys

import pytest

from autograder.descent import ASSIGNMENTS
from autograder.sandbox.bubblewrap import find_bubblewrap

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
GRADE = f"{sys.executable} -m autograder grade {MOMENTUM.name}"
pytestmark = pytest.mark.sandbox


def run_where(mounts, script):
    """Run a shell script on this machine's files with other mounts; return the finished process."""
    command = [str(find_bubblewrap()), "--dev-bind", "/", "/", *map(str, mounts), "--", "sh", "-c", script]
    return subprocess.run(command, capture_output=True, text=True)


def test_a_read_only_course_gets_one_line_and_changes_nothing(folder, hand_in, command):
    hand_in("ada")
    before = sorted(folder.rglob("*"))
    done = run_where(["--ro-bind", folder, folder], f"cd {folder} && {GRADE}")
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("autograder: ") and "Read-only file system" in line
    assert sorted(folder.rglob("*")) == before


def test_a_course_that_becomes_read_only_says_so_and_is_graded_later(folder, hand_in, command, contents):
    hand_in("ada")
    assert command(folder, "autograder", "grade", MOMENTUM.name).returncode == 0
    before = contents(folder)
    hand_in("jun")
    done = run_where(["--ro-bind", folder, folder], f"cd {folder} && {GRADE}")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert contents(folder) == before
    assert "1 graded now, 1 were graded before" in command(folder, "autograder", "grade", MOMENTUM.name).stdout


@pytest.mark.parametrize("spare_kb", [0, 60, 200])
def test_a_full_disk_is_said_and_with_room_again_the_run_goes_on(
    folder, hand_in, tmp_path, command, contents, spare_kb
):
    hand_in("ada", "jun", "quin")
    disk = tmp_path / "disk"
    disk.mkdir()
    script = f"""
        cp -r {folder} {disk}/course && cd {disk}/course || exit 90
        cat /dev/zero > ../ballast 2>/dev/null
        truncate -s -{spare_kb}K ../ballast
        {GRADE} >&2; echo "status $?"
        rm ../ballast
        {GRADE} >&2; echo "status $?"
        cp -r . {tmp_path}/saved
    """
    done = run_where(["--size", 40_000_000, "--tmpfs", disk, "--setenv", "TMPDIR", "/tmp"], script)
    assert done.stdout.split("\n")[:2] == ["status 1", "status 0"], done.stderr
    assert "Traceback" not in done.stderr
    assert "No space left on device" in done.stderr or "disk is full" in done.stderr
    assert command(folder, "autograder", "grade", MOMENTUM.name).returncode == 0
    assert contents(tmp_path / "saved") == contents(folder)
