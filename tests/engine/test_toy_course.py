"""The engine grades a course that it does not know: several notebooks, data files, ordinary test cells."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.sandbox
RAIN = """def mean_of_file(name):
    values = [float(line.split(",")[1]) for line in open(name).read().split()[1:]]
    return sum(values) / len(values)
"""


@pytest.fixture(scope="module", autouse=True)
def on_the_path():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TESTS))
        yield


@pytest.fixture(scope="module")
def toy(on_the_path):
    import toy_course

    return toy_course


@pytest.fixture(scope="module")
def grader(toy, zygote):
    from autograder.grading.grader import Grader

    with Grader(toy.COURSE, "bubblewrap") as made:
        yield made


@pytest.fixture
def handed_in(toy):
    """Return a function that makes a submission: the instructor's notebooks with other answers."""

    def make(**answers):
        files = {}
        for path in toy.WEEK1.notebooks:
            notebook = json.loads(path.read_text())
            for cell in notebook["cells"]:
                cell["source"] = answers.get(cell["metadata"]["nbgrader"]["grade_id"], cell["source"])
            files[path.name] = json.dumps(notebook).encode()
        return files

    return make


def points(result):
    return {cell.grade_id: cell.score for cell in result.cells}


def test_right_answers_in_both_notebooks_get_all_points(grader, toy, handed_in):
    result = grader.grade(handed_in(why="Numbers commute.", mean_of_file=RAIN), toy.WEEK1, seed=1)
    assert points(result) == {"test_area": 6, "check_mean": 3, "partly": 2}
    assert (result.score, result.max_score, result.needs_human) == (11, 11, [])
    assert {cell.grade_id: cell.notebook for cell in result.cells}["partly"] == "rain"


def test_an_ordinary_test_cell_is_marked_as_judged_beside_the_students_code(grader, toy, handed_in):
    result = grader.grade(handed_in(), toy.WEEK1, seed=1)
    where = {cell.grade_id: cell.judged_in for cell in result.cells}
    own = "the student's own process"
    assert where == {"test_area": "the grader", "check_mean": own, "partly": own}


def test_a_hidden_assert_that_fails_costs_the_cell_and_says_its_sentence(grader, toy, handed_in):
    result = grader.grade(handed_in(mean_of_file="def mean_of_file(name):\n    return 55.0\n"), toy.WEEK1, seed=1)
    (test,) = next(cell for cell in result.cells if cell.grade_id == "check_mean").tests
    assert (test.outcome, test.points, test.message) == ("failed", 0, "another file has another mean")


def test_a_number_at_the_end_of_a_test_cell_is_partial_credit(grader, toy, handed_in):
    result = grader.grade(handed_in(mean_of_file="def mean_of_file(name):\n    return 55\n"), toy.WEEK1, seed=1)
    assert points(result)["partly"] == 1


@pytest.mark.parametrize("value", ["float('nan')", "-1", "7", "float('inf')"])
def test_a_number_that_is_no_score_earns_nothing(grader, toy, handed_in, value):
    # Of the numbers of the cell's last line only: what shows tracebacks would go round for ever.
    liar = f"""import builtins
honest = builtins.sum
builtins.sum = lambda values, *start: {value} if str(values) == "[True, True]" else honest(values, *start)
"""
    result = grader.grade(handed_in(mean_of_file=RAIN + liar), toy.WEEK1, seed=1)
    assert points(result) == {"test_area": 6, "check_mean": 3, "partly": 0}


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("raise NotImplementedError", "unanswered"),
        ("1 / 0", "failed"),
        ("import os; os._exit(0)", "crashed"),
        ("import sys; print('careful', file=sys.stderr); return 55.0", "failed"),
    ],
)
def test_what_happens_in_a_test_cell_has_an_outcome(grader, toy, handed_in, body, outcome):
    source = f"def mean_of_file(name):\n    {body}\n"
    result = grader.grade(handed_in(mean_of_file=source), toy.WEEK1, seed=1)
    (test,) = next(cell for cell in result.cells if cell.grade_id == "check_mean").tests
    assert test.outcome == outcome
    assert points(result)["test_area"] == 6


def test_a_known_mistake_is_named(grader, toy, handed_in):
    source = "def area(width, height):\n    return width + height + width + height\n"
    result = grader.grade(handed_in(area=source), toy.WEEK1, seed=1)
    messages = " ".join(test.message for cell in result.cells for test in cell.tests)
    assert "This is the length around the rectangle. Hint: An area has the unit of a length squared." in messages


def test_data_files_can_be_read_and_not_changed(grader, toy, handed_in):
    look = """import os
print(open('rain.csv').read().split()[0], open('data/note.txt').read().strip())
for name in ('rain.csv', 'data/note.txt'):
    try:
        open(name, 'a').write('x')
        print('written')
    except OSError as error:
        print(type(error).__name__, error.strerror)
"""
    result = grader.grade(handed_in(mean_of_file=look + RAIN), toy.WEEK1, seed=1)
    (output,) = result.outputs["mean-of-file"]
    assert output["text"].startswith("month,mm the station on the hill\n")
    assert "written" not in output["text"] and output["text"].count("Error") == 2
    assert result.score == 11


def test_a_notebook_that_is_missing_costs_its_own_points_only(grader, toy, handed_in):
    files = handed_in()
    del files["rain.ipynb"]
    result = grader.grade(files, toy.WEEK1, seed=1)
    assert points(result) == {"test_area": 6, "check_mean": 0, "partly": 0}
    assert result.needs_human == ["rain: the notebook could not be graded: rain.ipynb was not handed in"]


def test_one_notebook_is_checked_by_itself(grader, handed_in):
    result = grader.grade_notebook(handed_in()["rain.ipynb"], seed=1)
    assert (result.assignment, result.score, result.max_score) == ("week1", 5, 5)


def test_the_sandbox_shows_nothing_of_the_course_but_its_data(grader, toy, handed_in):
    look = """import os
found = [f for folder in ('/course', '/packages') for root, _, files in os.walk(folder) for f in files]
print([f for f in found if f in ('toy_course', 'test_area.py', 'areas.py', 'shapes.ipynb', 'rain.csv')])
"""
    result = grader.grade(handed_in(mean_of_file=look + RAIN), toy.WEEK1, seed=1)
    assert result.outputs["mean-of-file"][0]["text"] == "['rain.csv']\n"


def test_its_mistakes_are_audited(toy):
    from autograder.audit import audit

    (count,) = audit(toy.WEEK1)
    assert (count.wrong, count.killed, count.right, count.accepted, count.problems) == (1, 1, 1, 1, [])


def test_the_engine_does_not_have_to_know_descent(toy):
    """The grader's rooms import neither the course nor its parts."""
    code = (
        "import sys, toy_course\nfrom autograder.grading.grader import Grader\n"
        "Grader(toy_course.COURSE, 'none').runner(toy_course.WEEK1)\n"
        "content = ('autograder.descent', 'autograder.misconceptions', 'solutions', 'lectures')\n"
        "print([name for name in sys.modules if name.startswith(content)])"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=TESTS, capture_output=True, text=True)
    assert ended.stdout == "[]\n", ended.stderr
