"""Fixtures for attacks: one warm grader and one arena for all of them."""

import os

import pytest

from autograder.descent import COURSE
from autograder.grading.grader import Grader
from tools import leaks

from .arena import MOMENTUM, Arena


@pytest.fixture(scope="session")
def grader():
    """A warm grader, the same for all attacks, as in a class."""
    with Grader(COURSE, "bubblewrap") as made:
        made.zygote.start()
        with pytest.MonkeyPatch.context() as patch:  # attacks that never end are given less time than students
            patch.setattr("autograder.limits.CALL_SECONDS", 1.0)
            made.runner(MOMENTUM)
        yield made


@pytest.fixture(scope="session")
def zygote(grader):
    """The grader's: workers of the tests' own stand beside those of the attacks."""
    return grader.zygote


@pytest.fixture(scope="session")
def secrets():
    """What must not leak: the momentum assignment's reference and cases."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leaks, "ASSIGNMENTS", {MOMENTUM.name: MOMENTUM})
        return leaks.Secrets()


@pytest.fixture(scope="session")
def arena(grader, secrets, tmp_path_factory):
    """Where attacks are tried, with the files of a class beside it."""
    course = tmp_path_factory.mktemp("class")
    for place in ("gradebook.db", "submitted/other/momentum.ipynb", "source/momentum.ipynb", "results.json"):
        path = course / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("theirs")
    return Arena(grader, course, secrets)


@pytest.fixture(autouse=True)
def short_deadlines(monkeypatch):
    """Cells that never end are given less time than students' are."""
    monkeypatch.setattr("autograder.limits.CELL_SECONDS", 2)


@pytest.fixture
def shown_by():
    """Return a function that gives the texts of all outputs of the cells that the student added."""

    def texts(result):
        found = []
        for name, outputs in result.outputs.items():
            if name.startswith("extra"):
                for output in outputs:
                    found += [output.get("text", ""), "\n".join(output.get("traceback", []))]
                    found.append(output.get("data", {}).get("text/plain", ""))
        return "\n".join(text for text in found if text)

    return texts


@pytest.fixture
def outcomes():
    """Return a function that gives the set of outcomes of a question's cases."""
    return lambda result, name: {
        test.outcome for cell in result.cells if cell.grade_id == f"test_{name}" for test in cell.tests
    }


@pytest.fixture
def machine():
    """Skip a test whose numbers of system calls are those of x86-64 only."""
    if os.uname().machine != "x86_64":
        pytest.skip("the numbers of system calls in this test are those of x86-64")
