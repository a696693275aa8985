"""`autograder new` writes a pair that builds, grades and passes the tests as it is."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from autograder.authoring.new_pair import write_pair
from autograder.errors import CourseError, WrongUsage
from tools.text import ROOT

PAIR = "ps6_decay"
PLACEHOLDER = re.compile("@[A-Z]+@")
TESTS = [
    "tests/solutions/test_decay.py",
    "tests/project/test_build_is_fresh.py",
    "tests/project/test_imports.py",
    "tests/project/test_leaks.py",
    "tests/grading/test_variants.py",
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of this checkout, with a new pair in it."""
    copy = tmp_path_factory.mktemp("checkout") / "descent"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def run(checkout):
    """Return a function that runs a command in the copy, which is first on Python's path."""

    def command(*arguments):
        environment = {**os.environ, "PYTHONPATH": str(checkout)}
        return subprocess.run(
            [sys.executable, *arguments], cwd=checkout, env=environment, capture_output=True, text=True
        )

    return command


@pytest.fixture(scope="module")
def written(run, checkout):
    made = run("-m", "autograder", "new", "decay")
    assert made.returncode == 0, made.stderr
    built = run("-m", "tools.build", PAIR, "6_decay")
    assert built.returncode == 0, built.stderr
    return made.stdout


@pytest.mark.slow
@pytest.mark.kernel
@pytest.mark.sandbox
def test_a_new_pair_builds_grades_and_passes_the_tests_as_it_is(run, checkout, written):
    graded = run("-m", "autograder", "check", f"source/{PAIR}/decay.ipynb", "--json")
    assert graded.returncode == 0, graded.stderr
    assert json.loads(graded.stdout)["score"] == 90
    audited = run("-m", "autograder", "audit", PAIR)
    assert audited.returncode == 0, audited.stdout
    assert f"| {PAIR} | halve | 2 of 2 | 1 of 1 |" in audited.stdout
    tested = run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "decay", *TESTS)
    assert tested.returncode == 0, tested.stdout
    lecture = (checkout / "lectures" / "6_decay.ipynb").read_text()
    assert "After 10 steps the distance is" in lecture and "Traceback" not in lecture


@pytest.mark.slow
@pytest.mark.kernel
def test_a_new_pair_is_written_in_at_most_twelve_files(written):
    assert 1 < written.count("\n  ") <= 12


def test_the_readme_names_the_new_pair_below_the_others(tmp_path):
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "build.py").touch()
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "ps9_old.py").touch()
    (tmp_path / "README.md").write_text("| 9 | `a` | `b` | c |\n\nText.\n")
    files = write_pair(tmp_path, "new_one")
    assert tmp_path / "solutions" / "new_one.py" in files
    rows = (tmp_path / "README.md").read_text().splitlines()
    assert rows[1] == "| 10 | `lectures/10_new_one.ipynb` | `assignments/ps10_new_one` | New one |"
    assert not [path for path in files if PLACEHOLDER.search(path.as_posix() + path.read_text())]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("Decay", "cannot name a module"), ("class", "cannot name a module"), ("momentum", "is there already")],
)
def test_a_name_that_cannot_be_one_is_refused_and_nothing_is_written(name, sentence):
    before = sorted((ROOT / "source").iterdir())
    with pytest.raises(WrongUsage, match=sentence):
        write_pair(ROOT, name)
    assert sorted((ROOT / "source").iterdir()) == before


def test_outside_a_checkout_it_says_what_to_do(tmp_path):
    with pytest.raises(CourseError, match="clone the repository"):
        write_pair(tmp_path, "decay")
