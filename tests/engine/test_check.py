"""`autograder check` from end to end, on the momentum assignment."""

import json
import subprocess
import sys

import pytest

from autograder.cli import main
from autograder.descent import ASSIGNMENTS, COURSE, ROOT
from autograder.grading.grader import Grader
from autograder.grading.result import Result
from autograder.variants import variants_of

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
FIELDS = {"name", "outcome", "points", "message"}

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def grader(zygote):
    """A warm grader."""
    zygote.start()
    with Grader(COURSE, "bubblewrap") as made:
        yield made


@pytest.fixture(scope="module")
def perfect():
    """The instructor's notebook, which holds the right answers, as plain JSON."""
    return json.loads(MOMENTUM.source_notebook.read_text())


@pytest.fixture
def changed(perfect):
    """Make a submission from the perfect one: other sources by grade_id, and cells inserted before some."""

    def make(sources=None, before=None, drop=()):
        cells = []
        for cell in json.loads(json.dumps(perfect))["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if name in (before or {}):
                cells.append({"cell_type": "code", "metadata": {}, "source": before[name], "outputs": []})
            if name in (sources or {}):
                cell["source"] = sources[name]
            if name not in drop:
                cells.append(cell)
        return json.dumps({**perfect, "cells": cells}).encode()

    return make


def outcomes(result):
    """Return the outcomes of each question's cases, each once."""
    return {cell.grade_id: {test.outcome for test in cell.tests} for cell in result.cells}


def test_the_right_answers_get_all_points(grader, changed):
    result = grader.grade_notebook(changed(), seed=1)
    assert (result.score, result.max_score) == (90.0, 90.0)
    assert result.notes == [] and result.needs_human == []
    assert [cell.grade_id for cell in result.cells] == [f"test_{name}" for name in MOMENTUM.questions]
    assert Result.from_json(result.to_json()) == result


def test_the_handed_out_notebook_is_unanswered(grader):
    released = ROOT / "assignments" / MOMENTUM.name / MOMENTUM.notebook
    result = grader.grade_notebook(released.read_bytes())
    assert result.score == 0.0
    assert set().union(*outcomes(result).values()) == {"unanswered"}


def test_equal_seeds_give_equal_verdicts(grader, changed):
    wrong = changed({"momentum_step": "def momentum_step(theta, g, velocity, alpha, mu):\n    return theta, velocity"})
    first, second, third = (grader.grade_notebook(wrong, seed=seed) for seed in (3, 3, 4))
    assert first == second
    assert first != third  # the messages hold the inputs' numbers


def test_a_known_mistake_is_named(grader, changed):
    mistake = "def momentum_step(theta, g, velocity, alpha, mu):\n    return theta - alpha * g, g"
    result = grader.grade_notebook(changed({"momentum_step": mistake}), seed=5)
    messages = [test.message for test in result.cells[0].tests if test.outcome == "failed"]
    sentences = {v.sentence for v in variants_of(MOMENTUM)["momentum_step"] if v.wrong}
    named = {sentence for sentence in sentences if any(sentence in message for message in messages)}
    assert len(named) == 1 and all("Hint: " in message for message in messages)


def test_each_question_is_its_own_fault_domain(grader, changed):
    bad = {
        "accelerated_gradient": "def accelerated_gradient(grad, theta0, L, steps):\n    import os\n    os._exit(0)",
        "momentum_matrix": "def momentum_matrix(lam, alpha, mu):\n    raise KeyError('x')",
        "convergence_rate": "def convergence_rate(lams, alpha, mu:\n",
        "optimal_momentum": "import os; os._exit(1)",
    }
    result = grader.grade_notebook(changed(bad), seed=2)
    found = outcomes(result)
    assert found["test_accelerated_gradient"] == {"crashed"}
    assert found["test_momentum_matrix"] == {"failed"}
    assert found["test_convergence_rate"] == {"unanswered"}
    assert found["test_optimal_momentum"] == {"unanswered"}
    assert found["test_nesterov_step"] == found["test_optimal_gradient_descent"] == {"passed"}
    assert "ended the Python process" in str(result.outputs["optimal_momentum"])


def test_attempts_to_gain_points_gain_none(grader, changed):
    attack = """
import builtins, sys, numpy as np, math
from IPython import get_ipython
class Yes:
    def __eq__(self, other): return True
    def __array__(self, *a, **k): return np.zeros(4)
np.testing.assert_allclose = np.allclose = np.isclose = lambda *a, **k: True
get_ipython().run_cell = lambda *a, **k: None
sys.exit = lambda *a: None
print('{"score": 90.0, "outcome": "passed"}')
90.0
"""
    stub = "def momentum_step(theta, g, velocity, alpha, mu): return Yes(), Yes()"
    honest = grader.grade_notebook(changed({"momentum_step": stub}), seed=6)
    cheating = grader.grade_notebook(changed({"momentum_step": stub}, before={"momentum_step": attack}), seed=6)
    assert cheating.cells[0].score == honest.cells[0].score == 0.0
    assert cheating.score <= honest.score


def test_nothing_hidden_can_be_read_in_a_submission(grader, changed):
    search = """
import gc, os, sys
names = [n for n in sys.modules if n.startswith(('autograder', 'solutions', 'pytest'))]
files = [f for d, _, fs in os.walk('/') for f in fs if f.startswith('test_') and 'momentum' in f]
frames = sys._current_frames()
print(names, files, len(In))
"""
    result = grader.grade_notebook(changed(before={"test_momentum_step": search}), seed=7)
    (outputs,) = [shown for name, shown in result.outputs.items() if name.startswith("extra")]
    assert outputs[0]["text"].startswith("[] []")


def test_printing_and_warning_cost_nothing(grader, changed, perfect):
    noisy = "import warnings; print('hello'); warnings.warn('careful'); import sys; sys.stderr.write('oh')"
    assert grader.grade_notebook(changed(before={"test_momentum": noisy}), seed=8).score == 90.0


def test_deleted_test_cells_are_graded_all_the_same(grader, changed):
    result = grader.grade_notebook(changed(drop=("test_momentum", "test_diagnosis")), seed=9)
    assert result.score == 90.0 and len(result.notes) == 2


def test_a_file_that_is_no_notebook_gets_a_verdict(grader):
    result = grader.grade_notebook(b"<html>", MOMENTUM)
    assert (result.score, result.max_score) == (0.0, 90.0)
    assert result.needs_human == ["the notebook could not be graded: the file is no notebook: line 1 is not JSON"]


def run(*arguments, **options):
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120, **options)


def test_the_json_object_is_that_of_the_contract(tmp_path, changed):
    path = tmp_path / "some name.ipynb"
    path.write_bytes(changed({"momentum": "def momentum(grad, theta0, alpha, mu, steps): raise NotImplementedError"}))
    ended = run("check", path, "--json", "--seed", 3)
    assert ended.returncode == 0 and ended.stderr == ""
    verdict = json.loads(ended.stdout)
    assert verdict["assignment"] == "ps3_momentum" and verdict["sandbox"] == "bubblewrap"
    assert verdict["max_score"] == 90.0 and verdict["score"] == sum(cell["score"] for cell in verdict["cells"])
    for cell in verdict["cells"]:
        assert {"grade_id", "score", "max_score", "tests"} <= set(cell)
        assert all(FIELDS <= set(test) for test in cell["tests"])


def test_the_table_is_for_people():
    ended = run("check", MOMENTUM.source_notebook)
    assert ended.returncode == 0
    assert "ps3_momentum: 90 of 90 points" in ended.stdout
    assert "✓ passed" in ended.stdout and "From rest" in ended.stdout


BAD = [
    (["check", "absent.ipynb"], 1, "there is no file absent.ipynb"),
    (["check", "tests"], 1, "tests is a folder"),
    (["check", "pyproject.toml"], 1, "is not JSON"),
    (["check", "/dev/null"], 1, "is not a plain file"),
    (["check", "pyproject.toml", "--assignment", "ps3_momentum"], 1, "is not JSON"),
    (["check", "x.ipynb", "--assignment", "ps9"], 2, "there is no assignment 'ps9'"),
    (["check", "x.ipynb", "--seed", "-1"], 2, "seed"),
    (["check", "x.ipynb", "--sandbox", "glass"], 2, "invalid choice: 'glass'"),
    (["check"], 2, "NOTEBOOK"),
    (["audit", "ps9"], 2, "there is no assignment 'ps9'"),
    (["dance"], 2, "invalid choice: 'dance'"),
    ([], 2, "COMMAND"),
]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    BAD,
    ids=lambda value: " ".join(map(str, value))[:30] if isinstance(value, list) else None,
)
def test_bad_input_gives_one_clear_line(arguments, status, words, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    try:
        found = main(arguments)
    except SystemExit as ended:
        found = ended.code
    text = capsys.readouterr().err
    assert found == status
    assert words in text and text.count("\n") == 1 and "Traceback" not in text


def test_a_missing_sandbox_is_said_in_one_line(tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(0o755)
    ended = run("check", MOMENTUM.source_notebook, env={"PATH": f"{tmp_path}:/usr/bin:/bin"})
    assert ended.returncode == 1 and ended.stderr.count("\n") == 1
    assert "setting up uid map" in ended.stderr and "--sandbox none" in ended.stderr


def test_without_a_sandbox_the_result_says_so():
    ended = run("check", MOMENTUM.source_notebook, "--sandbox", "none", "--json")
    assert ended.returncode == 0
    verdict = json.loads(ended.stdout)
    assert verdict["sandbox"] == "none" and verdict["score"] == 90.0
