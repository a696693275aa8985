"""What cases compare with, and how a student's calls are kept."""

import numpy as np
import pytest

import autograder.worker.encoding
import autograder.worker.limits
import autograder.worker.side_effects
import checks.local
from checks.comparison import same
from checks.known_mistakes import sample
from checks.local import LocalStudent
from checks.sentences import join_sentences, title_of
from checks.support import CaseFailure, StudentError, as_array, as_number, assert_unchanged

SAME = [
    ([1.0, 2.0], (1, 2)),
    ([1.0, 2.0], np.array([1.0, 2.0 + 1e-9])),
    ({"W": [1.0], "b": np.zeros(2)}, {"W": np.ones(1), "b": [0, 0]}),
    ([np.nan], [np.nan]),
    ("saddle", "saddle"),
    ([None, "a", 1.0], (None, "a", 1.0)),
    ([[1.0], [1.0, 2.0]], [[1.0], [1.0, 2.0]]),
    (None, None),
    ([{"shape": [], "sample": [0.5]}], [{"shape": [], "sample": [0.5]}]),
]
OTHER = [
    ([1.0, 2.0], [1.0, 2.0 + 1e-6]),
    ([1.0, 2.0], [[1.0, 2.0]]),
    ({"W": [1.0]}, {"W": [1.0], "b": [1.0]}),
    ({"W": [1.0]}, [1.0]),
    ([np.nan], [1.0]),
    ("saddle", "minimum"),
    ([None, 1.0], [0.0, 1.0]),
    (None, 0.0),
    ("1", 1),
    ([[1.0], [1.0, 2.0]], [[1.0], [1.0]]),
    ([{"sample": [0.5]}], [{"sample": [0.6]}]),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_values_that_hold_the_same_are_the_same(a, b):
    assert same(a, b) and same(b, a)


@pytest.mark.parametrize(("a", "b"), OTHER)
def test_values_that_differ_are_not_the_same(a, b):
    assert not same(a, b) and not same(b, a)


def test_tolerances_are_those_that_were_asked_for():
    assert same([1.0], [1.0005], rtol=1e-3) and not same([1.0], [1.01], rtol=1e-3)
    assert not same([0.0], [1e-10]) and same([0.0], [1e-10], atol=1e-9)


def test_a_sample_is_the_same_again_whatever_the_value_is_wrapped_in():
    path = np.random.default_rng(2).normal(size=(40, 3))
    assert same(sample(path), sample(path + 1e-13)) and not same(sample(path), sample(path + 1e-3))
    assert same(sample([np.inf, -0.0]), sample(np.array([np.inf, 0.0])))


def test_a_single_number_that_is_wanted_is_asked_for_in_good_english():
    with pytest.raises(CaseFailure, match=r"^the loss should be a single number, got shape \(2,\)$"):
        as_number([1.0, 2.0], "the loss")
    with pytest.raises(CaseFailure, match=r"^theta should have shape \(any, 3\), got a single number$"):
        as_array(1.0, (None, 3), "theta")


def test_sentences_are_joined_with_one_full_stop():
    assert join_sentences("one", "Two.") == join_sentences("one.", "Two.") == "one. Two."
    assert join_sentences("one?", "Two.") == "one? Two." and join_sentences("one", "") == "one"


def test_a_title_is_the_first_line_of_the_docstring():
    def test_something():
        """Three stairs.

        And more.
        """

    assert title_of(test_something) == "Three stairs" and title_of(len.__call__)


def change(theta, weights):
    theta[0] = 9.0
    weights["W"] = weights["W"].tolist()
    return theta


def test_a_kept_call_has_its_arguments_as_they_were_and_changes_are_named():
    student = LocalStudent({"change": change})
    student.change(np.ones(2), weights={"W": np.zeros(1)})
    (call,) = student.calls
    assert call.name == "change" and np.array_equal(call.args[0], np.ones(2))
    assert isinstance(call.kwargs["weights"]["W"], np.ndarray) and np.array_equal(call.result, [9.0, 1.0])
    assert student.last_mutated == ["theta", "weights"]


def test_a_call_that_raises_is_kept_without_a_result():
    student = LocalStudent({"fails": lambda: 1 / 0})
    with pytest.raises(StudentError):
        student.fails()
    assert [(call.name, call.result) for call in student.calls] == [("fails", None)]
    student.start_case(1.0)
    assert student.calls == []


def test_a_check_looks_as_far_as_the_grader_does():
    assert checks.local.MAX_ITEMS == autograder.worker.limits.MAX_ITEMS
    assert checks.local.HELD == autograder.worker.side_effects.HELD


class Numbered:
    """A class in the manner of a list, which a loop may leave before its length."""

    def __len__(self):
        return 5

    def __getitem__(self, number):
        if number == 3:
            raise IndexError(number)
        return number


@pytest.mark.parametrize(
    "make",
    [
        Numbered,
        lambda: iter([1, 2]),
        lambda: range(3),
        lambda: {2: 3},
        lambda: (1, 2),
        lambda: np.ones(2),
        lambda: "ab",
        lambda: 7,
        lambda: np.random.default_rng,
    ],
)
def test_a_check_takes_apart_what_the_grader_does(make):
    """What a loop takes from an object is written twice, since a class's folder has no grader, and the worker alone."""
    assert checks.local.PLAIN == autograder.worker.encoding.PLAIN
    here, there = checks.local.looped("f", value := make()), autograder.worker.encoding.looped(other := make())
    assert type(here) is type(there) and (here is value) == (there is other)
    assert not isinstance(here, list) or here == there


def test_a_case_fails_where_calls_share_an_array():
    buffer = np.zeros(2)

    def shared(x):
        buffer[:] = x
        return buffer

    student = LocalStudent({"shared": shared})
    student.shared(1.0)
    assert_unchanged(student)
    student.shared(2.0)
    with pytest.raises(CaseFailure, match="what an earlier call returned has changed: all calls write into the same"):
        assert_unchanged(student)
