"""NumPy's global random state is a fault of its own in every function that gets a generator."""

import ast
import inspect
from pathlib import Path

import numpy as np
import pytest

import autograder.worker.side_effects
import checks.global_random
from autograder.audit import SEED, score_variant
from autograder.descent import ASSIGNMENTS
from autograder.grading.case_runner import CaseRunner
from autograder.variants import variants_of
from checks.local import LocalStudent
from checks.public import run_public_cases

SENTENCE = "the function uses NumPy's global random numbers: draw from its argument rng alone, and set no seed"
WITH_A_GENERATOR = [
    (assignment, name)
    for assignment in ASSIGNMENTS.values()
    for name in assignment.functions
    if "rng" in inspect.signature(getattr(assignment.load_reference(), name)).parameters
]
KINDS = ("global_draws", "global_seed", "global_seed_from_rng")
EACH = [(assignment, name, kind) for assignment, name in WITH_A_GENERATOR for kind in KINDS]


def titled(value):
    return value if isinstance(value, str) else value.name


@pytest.fixture(scope="module")
def runners():
    made = {assignment.name: CaseRunner(assignment, pictures=False) for assignment, _ in WITH_A_GENERATOR}
    yield made
    for runner in made.values():
        runner.close()


def variant(assignment, name, kind):
    (found,) = [v for v in variants_of(assignment)[name] if v.name == kind]
    return found.call


@pytest.mark.parametrize(("assignment", "name", "kind"), EACH, ids=titled)
def test_hidden_cases_name_it_and_take_only_the_points_for_chance(runners, assignment, name, kind):
    tests = score_variant(runners[assignment.name], name, variant(assignment, name, kind), SEED)
    lost = [test for test in tests if test.outcome != "passed"]
    assert [test.message.startswith(SENTENCE) for test in lost] == [True]


@pytest.mark.parametrize(("assignment", "name", "kind"), EACH, ids=titled)
def test_public_cases_name_it(assignment, name, kind):
    namespace = {**vars(assignment.load_reference()), name: variant(assignment, name, kind)}
    rows = run_public_cases(assignment.name, name, namespace)
    assert [row.message.startswith(SENTENCE) for row in rows if not row.passed] == [True]


@pytest.mark.parametrize(("assignment", "name"), WITH_A_GENERATOR, ids=titled)
def test_a_generator_of_its_own_is_another_mistake(runners, assignment, name):
    """Whoever makes a fresh generator does not touch the global state, and is told something else."""
    reference = getattr(assignment.load_reference(), name)

    def unseeded(*args, **kwargs):
        fresh = [np.random.default_rng() if isinstance(a, np.random.Generator) else a for a in args]
        return reference(*fresh, **kwargs)

    tests = score_variant(runners[assignment.name], name, unseeded, SEED)
    assert not any(SENTENCE in test.message for test in tests)


FUNCTIONS = {
    "draws": lambda rng: np.random.rand(),  # noqa: NPY002
    "seeds": lambda rng: np.random.seed(4),  # noqa: NPY002
    "draws_later": lambda rng: (np.random.rand() for _ in range(3)),  # noqa: NPY002
    "changes_the_kind": lambda rng: np.random.set_state(np.random.RandomState(2).get_state()),  # noqa: NPY002
    "nothing": lambda rng: rng.normal(),
    "without": lambda: np.random.rand(),  # noqa: NPY002
}


@pytest.mark.parametrize("name", ["draws", "seeds", "draws_later", "changes_the_kind"])
def test_a_call_that_uses_the_global_state_is_noticed_each_time(name):
    student = LocalStudent(FUNCTIONS)
    for _ in range(2):
        getattr(student, name)(np.random.default_rng(1))
        assert student.last_global_random
    student.nothing(np.random.default_rng(1))
    assert not student.last_global_random


def test_checks_and_the_worker_watch_alike():
    """The watch stands twice, as neither place has the other's folder; nobody may change one alone."""

    def parts(module):
        tree = ast.parse(Path(module.__file__).read_text())
        return {
            n.name: ast.dump(n)
            for n in tree.body
            if getattr(n, "name", "") in ("GlobalRandomWatch", "_comparable_state")
        }

    ours = parts(checks.global_random)
    assert len(ours) == 2 and ours == parts(autograder.worker.side_effects)


def test_calls_without_a_generator_are_not_watched():
    student = LocalStudent(FUNCTIONS)
    student.without()
    assert not student.last_global_random


def test_a_check_leaves_the_kernels_random_numbers_as_they_were():
    np.random.seed(8)  # noqa: NPY002
    expected = np.random.rand(3)  # noqa: NPY002
    np.random.seed(8)  # noqa: NPY002
    LocalStudent(FUNCTIONS).nothing(np.random.default_rng(1))
    assert np.array_equal(np.random.rand(3), expected)  # noqa: NPY002
