"""A mistake costs once: what is built on an earlier function is graded with ours where the student's is wrong."""

import json

import pytest

from autograder.descent import ASSIGNMENTS, COURSE, ROOT
from autograder.grading.grader import Grader
from tools.example_class import right_answers

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
MOMENTUM = ASSIGNMENTS["ps3_momentum"]
WRONG_STEP = """def momentum_step(theta, g, velocity, alpha, mu):
    velocity = g - mu * velocity
    return theta - alpha * velocity, velocity
"""
BUILT_ON_IT = """def follow(grad, theta, velocity, alpha, mu):
    return momentum_step(theta, grad(theta), velocity, alpha=alpha, mu=mu)

def momentum(grad, theta0, alpha, mu, steps):
    path, velocity = [theta0], 0 * theta0
    for _ in range(steps):
        theta, velocity = follow(grad, path[-1], velocity, alpha, mu)
        path.append(theta)
    return np.array(path)
"""


@pytest.fixture(scope="module")
def grader():
    with Grader(COURSE) as warm:
        yield warm


@pytest.fixture
def points(grader):
    """Return a function that grades answers: points of the first two questions, and the notes."""
    notebook = json.loads((ROOT / "assignments" / MOMENTUM.name / MOMENTUM.notebook).read_text())

    def of(step, momentum):
        answers = {**right_answers(MOMENTUM), "momentum_step": step, "momentum": momentum}
        for cell in notebook["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id")
            cell["source"] = answers.get(name, cell["source"])
        result = grader.grade_notebook(json.dumps(notebook).encode(), MOMENTUM, seed=3)
        scores = {cell.grade_id: cell.score for cell in result.cells}
        return scores["test_momentum_step"], scores["test_momentum"], result.notes

    return of


def test_what_is_built_on_a_wrong_function_keeps_its_points(points):
    step, momentum, notes = points(WRONG_STEP, BUILT_ON_IT)
    assert step < 12 and momentum == 12
    assert notes[0] == ("momentum was graded with our momentum_step in place of yours, whose mistake costs only once")


def test_what_is_not_filled_in_does_not_take_what_needs_it_along(points):
    stub = "def momentum_step(theta, g, velocity, alpha, mu):\n    raise NotImplementedError"
    assert points(stub, BUILT_ON_IT)[:2] == (0, 12)


def test_a_mistake_of_its_own_costs(points):
    wrong = BUILT_ON_IT.replace("return np.array(path)", "return np.array(path[1:])")
    step, momentum, notes = points(WRONG_STEP, wrong)
    assert step < 12 and momentum < 12
    right_step, same_momentum, _ = points(right_answers(MOMENTUM)["momentum_step"], wrong)
    assert right_step == 12 and momentum == same_momentum


def test_where_nothing_earlier_is_used_nothing_stands_in(points):
    wrong = "def momentum(grad, theta0, alpha, mu, steps):\n    return np.array([theta0] * (steps + 1))"
    assert not any(note.startswith("momentum was") for note in points(WRONG_STEP, wrong)[2])


def test_what_is_right_with_ours_in_place_is_not_replaced_itself(grader):
    """accelerated_gradient is built on nesterov_step, and that on the step that is wrong."""
    notebook = json.loads(MOMENTUM.source_notebook.read_text())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "momentum_step":
            cell["source"] = WRONG_STEP
    result = grader.grade_notebook(json.dumps(notebook).encode(), MOMENTUM, seed=3)
    lost = {cell.grade_id for cell in result.cells if cell.score < cell.max_score}
    assert lost == {"test_momentum_step"}
    assert any(note.startswith("accelerated_gradient was graded with our momentum_step in") for note in result.notes)


WRONG_NESTEROV = """def nesterov_step(grad, theta, velocity, alpha, mu):
    return momentum_step(theta, grad(theta), velocity, alpha, mu)
"""


BY_POSITION = "nesterov_step(grad, trajectory[k].copy(), velocity, 1 / L, mu)"
BY_NAME = "nesterov_step(grad=grad, theta=trajectory[k], velocity=velocity, alpha=1 / L, mu=mu)"


@pytest.mark.parametrize("call", [BY_POSITION, BY_NAME], ids=["position", "name"])
def test_ours_is_given_the_function_that_the_students_code_was_given(grader, call):
    """accelerated_gradient hands its gradient on to nesterov_step."""
    right = right_answers(MOMENTUM)["accelerated_gradient"]
    assert BY_POSITION in right
    answers = {"nesterov_step": WRONG_NESTEROV, "accelerated_gradient": right.replace(BY_POSITION, call)}
    notebook = json.loads(MOMENTUM.source_notebook.read_text())
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = answers.get(name, cell["source"])
    result = grader.grade_notebook(json.dumps(notebook).encode(), MOMENTUM, seed=3)
    lost = {cell.grade_id for cell in result.cells if cell.score < cell.max_score}
    assert lost == {"test_nesterov_step"}
