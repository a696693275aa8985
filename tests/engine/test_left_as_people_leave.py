"""Right answers in notebooks as editors and habits leave them keep their marks, and wrong ones win nothing by it.

What defines a function in the student's own kernel defines it here. Each change below is made to a notebook of
`ps3_momentum` in which every answer is right.
"""

import json

import pytest

from autograder.descent import ASSIGNMENTS, COURSE, ROOT
from autograder.grading.grader import Grader
from tools.example_class import right_answers

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
MOMENTUM = ASSIGNMENTS["ps3_momentum"]
STUDENTS = ROOT / "assignments" / MOMENTUM.name / MOMENTUM.notebook
FULL = 90


@pytest.fixture(scope="module")
def grader():
    with Grader(COURSE) as warm:
        yield warm


@pytest.fixture(scope="module")
def grade(grader):
    return lambda notebook: grader.grade_notebook(json.dumps(notebook).encode(), MOMENTUM, seed=5)


@pytest.fixture
def notebook():
    """A student's notebook with all answers, right ones."""
    made = json.loads((STUDENTS).read_text())
    answers = right_answers(MOMENTUM)
    for cell in made["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell["source"] = answers[name]
    return made


def cell_of(notebook, name):
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name)


def above(line):
    """Return a change that writes a line above the function `momentum`, in its cell."""

    def change(notebook):
        cell = cell_of(notebook, "momentum")
        cell["source"] = f"{line}\n{cell['source']}"

    return change


def split(name, where):
    """Return a change that splits a cell in two with the same id, at the line that begins with `where`."""

    def change(notebook):
        cells, cell = notebook["cells"], cell_of(notebook, name)
        head, tail = HELPERS[name], cell["source"]
        cells.insert(cells.index(cell), {**json.loads(json.dumps(cell)), "source": head})
        cell["source"] = where(tail)

    return change


FOLLOW = """def follow(grad, theta, velocity, alpha, mu):
    return momentum_step(theta, grad(theta), velocity, alpha, mu)
"""
HELPERS = {"momentum_step": "# a comment\nimport math", "momentum": FOLLOW}


def uses_helper(source):
    return """def momentum(grad, theta0, alpha, mu, steps):
    path, velocity = [theta0], 0 * theta0
    for _ in range(steps):
        theta, velocity = follow(grad, path[-1], velocity, alpha, mu)
        path.append(theta)
    return np.array(path)
"""


def stub_above(notebook):
    cells, cell = notebook["cells"], cell_of(notebook, "nesterov_step")
    stub = "def nesterov_step(grad, theta, velocity, alpha, mu):\n    raise NotImplementedError"
    cells.insert(cells.index(cell), {**json.loads(json.dumps(cell)), "source": stub})


def set_up_changed(notebook):
    first = next(c for c in notebook["cells"] if c["cell_type"] == "code")
    first["source"] = "".join(first["source"]) + "\nimport math"
    cell = cell_of(notebook, "optimal_gradient_descent")
    cell["source"] = """def optimal_gradient_descent(lam_min, lam_max):
    return 2 / math.fsum([lam_min, lam_max]), (lam_max - lam_min) / (lam_max + lam_min)
"""


def renamed(notebook):
    cell_of(notebook, "momentum_step")["source"] = """def momentum_step(w, dw, v, lr, beta):
    v = dw + beta * v
    return w - lr * v, v
"""


def extra_cells(source, count):
    def change(notebook):
        notebook["cells"] += [
            {"cell_type": "code", "id": f"x{i}", "metadata": {}, "source": source.format(i), "outputs": [],
             "execution_count": None} for i in range(count)
        ]  # fmt: skip

    return change


def without_metadata(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {}


def large_outputs(notebook):
    output = {"output_type": "stream", "name": "stdout", "text": "0.25, [1] " * 6_000_000}
    cell_of(notebook, "momentum")["outputs"] = [output]


def answer_below_check(notebook):
    cells, cell = notebook["cells"], cell_of(notebook, "momentum")
    below = {**json.loads(json.dumps(cell)), "id": "below", "metadata": {}}
    cells.insert(cells.index(cell_of(notebook, "test_momentum")) + 1, below)
    cell["source"] = "def momentum(grad, theta0, alpha, mu, steps):\n    raise NotImplementedError"


def wrapped_in(magic):
    def change(notebook):
        cell = cell_of(notebook, "momentum")
        cell["source"] = f"{magic}\n1 / 0\n{cell['source']}" if "time" in magic else f"{magic}\n{cell['source']}"

    return change


LINES = [
    "!ls", "files = !ls", "%pip install torch", "!pip install torch", "from google.colab import drive",
    "%matplotlib widget", "%matplotlib qt", "import pandas as pd", "import numba", "from utils import *",
    "n = int(input('steps? '))", "%load_ext autoreload", "%load_ext tensorboard", "%tensorflow_version 2.x",
    "%autoreload 2", "get_ipython().system('nvidia-smi')", "x = undefined_yesterday", "data = open('data.csv').read()",
    "plt.style.use('seaborn-v0_8-nothing')", "raise SystemExit", "import torch; torch.manual_seed(0)",
]  # fmt: skip
CHANGES = {
    "split: an import above": split("momentum_step", lambda source: source),
    "split: a helper above": split("momentum", uses_helper),
    "the stub copied above": stub_above,
    "the set-up cell changed": set_up_changed,
    "the parameters renamed": renamed,
    "5,000 cells of comments": extra_cells("# {}", 5000),
    "2,500 small cells": extra_cells("x = {}", 2500),
    "no metadata": without_metadata,
    "60 MB of outputs": large_outputs,
    "an answer below its check": answer_below_check,
    "%%time": wrapped_in("%%time"),
    "%%capture": wrapped_in("%%capture"),
    "an unknown magic": wrapped_in("%%skip_if_slow"),
    **{line: above(line) for line in LINES},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_right_answers_keep_their_marks(notebook, grade, change):
    change(notebook)
    result = grade(notebook)
    lost = [(test.name, test.message) for cell in result.cells for test in cell.tests if test.outcome != "passed"]
    assert result.score == FULL, (lost, result.notes)


@pytest.mark.parametrize("line", ["!ls", "import pandas as pd", "n = int(input('steps? '))"])
def test_the_student_is_told_which_line_was_skipped(notebook, grade, line):
    above(line)(notebook)
    result = grade(notebook)
    (note,) = [note for note in result.notes if "was skipped" in note]
    assert note.startswith(f"in the cell momentum, line 1 was skipped and the rest was run: {line} (")
    (cell,) = [c for c in result.notebooks["momentum"] if c.grade_id == "momentum"]
    assert "Line 1 was skipped and the rest was run" in cell.outputs[-1]["text"]


def test_no_rule_lets_a_wrong_answer_gain(notebook, grade):
    """The function that the kernel has last counts, and a copied test cell tests nothing."""
    wrong = "def momentum_step(theta, g, velocity, alpha, mu):\n    return theta - alpha * g, velocity"
    cells, cell = notebook["cells"], cell_of(notebook, "momentum_step")
    before = grade({**notebook, "cells": [{**c, "source": wrong} if c is cell else c for c in cells]})
    cells.insert(cells.index(cell) + 1, {**json.loads(json.dumps(cell)), "source": wrong})
    cells.insert(0, {**json.loads(json.dumps(cell_of(notebook, "test_momentum_step"))), "source": "check = print"})
    after = grade(notebook)
    assert after.score == before.score < FULL
    assert [(c.grade_id, c.score) for c in after.cells] == [(c.grade_id, c.score) for c in before.cells]
