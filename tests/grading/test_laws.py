"""A mistake that nobody knows is named by the law that it breaks, and never by one that it keeps."""

import numpy as np
import pytest

from autograder.audit import SEED, score_variant
from autograder.descent import ASSIGNMENTS
from autograder.grading.case_runner import CaseRunner
from autograder.grading.laws import broken_law
from checks.calls import Call
from checks.local import LocalStudent
from solutions import adaptive, landscape, momentum

THETA, G, V = np.array([1.0, -2.0]), np.array([0.5, 4.0]), np.array([3.0, 1.0])


def law_broken_by(function, reference, *args, **kwargs):
    name = "under_test"
    student = LocalStudent({name: function})
    result = getattr(student, name)(*args, **kwargs)
    module = type("Module", (), {name: staticmethod(reference)})
    found = broken_law(Call(name, list(args), kwargs, result), student, module)
    return found.sentence if found else ""


@pytest.mark.parametrize(
    ("function", "reference", "args", "words"),
    [
        (lambda t, g, a: t - np.sign(g), adaptive.sign_step, (THETA, G, 0.3), "the same whatever alpha is"),
        (lambda t, g, a: t - a * g, adaptive.sign_step, (THETA, G, 0.3), "changes with g, and should not"),
        (
            lambda d, a, m: np.array([[m, d], [0.0, 1.0]]),
            momentum.momentum_matrix,
            (2.0, 0.1, 0.5),
            "whatever alpha is",
        ),
        (lambda x: x**2 + 1, lambda x: x**2, (3.0,), "When x doubles, what comes back should be four times as large"),
        (lambda x, y: x + y, lambda x, y: x / y, (3.0, 2.0), "When x doubles, what comes back should double too"),
        (lambda t, g, a: t - 2 * a * np.sign(g), adaptive.sign_step, (THETA, G, 0.3), ""),
        (lambda a, b: (a, 2 * b), lambda a, b: (a, b), (0.0, np.zeros(2)), ""),
        (lambda k, a: a, lambda k, a: a * k, (3, "label"), ""),
    ],
    ids=range(8),
)
def test_a_broken_law_is_said(function, reference, args, words):
    said = law_broken_by(function, reference, *args)
    assert words in said and bool(said) == bool(words)


def test_a_function_that_raises_or_gives_nonsense_breaks_no_law():
    assert law_broken_by(lambda x: "text", lambda x: 2 * x, 3.0) == "What comes back is the same whatever x is."
    assert law_broken_by(lambda x: 1 / (x - 6), lambda x: 2 * x, 3.0) == ""


def test_hidden_cases_say_it_once():
    def ignores_mu(theta, g, velocity, alpha, mu):
        return theta - alpha * (g + 0.55 * velocity), g + 0.55 * velocity

    with CaseRunner(ASSIGNMENTS["ps3_momentum"], pictures=False) as runner:
        tests = score_variant(runner, "momentum_step", ignores_mu, SEED)
    said = [test.message for test in tests if "whatever mu is" in test.message]
    assert len(said) == 1 and said[0].endswith("Hint: Where does mu stand in the formula of the docstring?")


def test_right_answers_break_none():
    for reference, args in (
        (momentum.momentum_step, (THETA, G, V, 0.1, 0.9)),
        (adaptive.sign_step, (THETA, G, 0.3)),
        (landscape.classify_critical_point, (np.diag([1.0, 2.0]),)),
    ):
        assert law_broken_by(reference, reference, *args) == ""
