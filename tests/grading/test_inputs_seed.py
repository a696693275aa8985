"""Equal code is tried on equal inputs, and no other."""

import json

import pytest

from autograder.descent import ASSIGNMENTS, COURSE
from autograder.grading.grader import Grader
from autograder.grading.inputs_seed import bare, inputs_seed
from autograder.handin.instructor import NotebookCell
from autograder.variants import variants_of
from tools.variant_source import source_of

CODE = 'def f(x):\n    return "#" + x\n'
SAME = [
    "# mine\n" + CODE,
    CODE + "\n\n# the end",
    'def f(x):  # of x\n\n    return "#" + x   \n',
]
OTHER = ['def f(x):\n    return "#2" + x\n', "def f(y):\n    return y\n", CODE + "f(1)", 'def f(x):\n    """#"""\n']


def cells(*sources):
    return [NotebookCell("code", source, f"c{i}", "", "extra", None) for i, source in enumerate(sources)]


@pytest.mark.parametrize("source", SAME)
def test_comments_and_blanks_change_nothing(source):
    assert inputs_seed(1, cells(source)) == inputs_seed(1, cells(CODE))


@pytest.mark.parametrize("source", OTHER)
def test_other_code_gets_other_inputs(source):
    assert inputs_seed(1, cells(source)) != inputs_seed(1, cells(CODE))
    assert inputs_seed(2, cells(source)) != inputs_seed(1, cells(source))


def test_a_text_without_its_end_takes_no_other_line_along():
    assert bare("a = 'x # y\nb = 1  # z") == "a = 'x # y\nb = 1"
    assert bare('"""a # b\nc # d"""\n"') == '"""a # b\nc # d"""\n"'


@pytest.mark.sandbox
def test_students_who_differ_in_a_comment_earn_the_same():
    """The mistake passes one of the cases for some inputs only."""
    assignment = ASSIGNMENTS["ps3_momentum"]
    wrong = next(v for v in variants_of(assignment)["accelerated_gradient"] if v.name == "step_is_L")
    notebook = json.loads(assignment.source_notebook.read_text())
    own = next(
        c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == "accelerated_gradient"
    )
    found = set()
    with Grader(COURSE) as grader:
        for name in ("", "# Ana", "# Ben", "# Cem", "# Dua", "# Eva"):
            own["source"] = f"{name}\n{source_of(wrong)}"
            result = grader.grade_notebook(json.dumps(notebook).encode(), assignment, seed=5)
            cell = next(cell for cell in result.cells if cell.grade_id == "test_accelerated_gradient")
            found.add((cell.score, tuple(test.message for test in cell.tests)))
    assert len(found) == 1 and next(iter(found))[0] < 12
