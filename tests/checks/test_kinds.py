"""What kind of difference it is: said where it is so, and nothing where no simple law holds."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from checks.kinds import kind_of_path, kind_of_values
from checks.support import CaseFailure, assert_close, assert_trajectory

RIGHT = np.array([[1.5, -0.25, 3.125], [0.75, 2.0, -1.0], [0.5, -4.0, 0.3]])
PATH = np.array([[2.0, 1.0], [1.5, 0.0], [0.5, -0.5], [0.25, 0.75], [0.125, 0.25]])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (-RIGHT, "The step has the opposite sign."),
        (2 * RIGHT, "The step is 2 times what it should be in every entry."),
        (-RIGHT / 3, "The step is -0.3333 times what it should be in every entry."),
        (0 * RIGHT, "The step is zero."),
        (RIGHT.T, "The step is transposed."),
        (RIGHT[::-1], "The step is in the reverse order."),
        (np.roll(RIGHT, 1, axis=0), "The step is shifted by one place."),
        (RIGHT[[1, 0, 2]], "The step holds the right numbers in another order."),
        (np.abs(RIGHT), "The step has the right sizes, and some wrong signs."),
        (np.round(RIGHT, 1), "The step is rounded to 1 decimal place."),
        (RIGHT + 0.5, "The step is too large by the same 0.5 in every entry."),
        (RIGHT**2 + RIGHT, ""),
        (RIGHT * np.array([1, 2, 3]), ""),
    ],
    ids=range(13),
)
def test_what_follows_a_law_is_said(wrong, words):
    kind = kind_of_values(wrong, RIGHT, "the step")
    assert (kind.sentence if kind else "") == words


def test_of_a_single_number_only_a_simple_factor_is_believed():
    assert kind_of_values(np.array(6.0), np.array(3.0), "the loss").sentence == "The loss is 2 times what it should be."
    assert kind_of_values(np.array(-3.0), np.array(3.0), "the loss").sentence == "The loss has the opposite sign."
    assert kind_of_values(np.array(3.3), np.array(3.0), "the loss") is None
    assert kind_of_values(np.array(9.0), np.array(0.0), "the loss") is None


@given(hnp.arrays("f8", (3, 3), elements=st.floats(-1e3, 1e3)), hnp.arrays("f8", (3, 3), elements=st.floats(-1e3, 1e3)))
def test_a_factor_that_is_said_is_there(wrong, right):
    assume(not np.allclose(wrong, right))
    kind = kind_of_values(wrong, right, "it")
    if kind and "times what it should be" in kind.sentence:
        factor = float(kind.sentence.split("is ")[1].split(" times")[0])
        np.testing.assert_allclose(wrong, factor * right, rtol=1e-2, atol=1e-9 * np.abs(wrong).max())


LATE = np.vstack([PATH[:1], PATH[:-1]])
STOPPED = np.vstack([PATH[:3], PATH[2:3], PATH[2:3]])
HALF = np.vstack([PATH[:2], PATH[1] + 0.5 * (PATH[2] - PATH[1]), PATH[3:] + 0.1])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (LATE, "The path is right, but comes one step late."),
        (np.vstack([PATH[:1], PATH[2:], [[9.0, 9.0]]]), "The path is one step ahead."),
        (STOPPED, "The path stands still at step 3, and stays there."),
        (HALF, "Step 2 is 0.5 times what it should be in every entry."),
        (2 * PATH[0] - PATH, "The first step has the opposite sign."),
        (PATH + np.arange(5)[:, None] ** 2 * [0.1, 0.3], ""),
        (PATH + 1, ""),
    ],
    ids=range(7),
)
def test_where_a_path_leaves_is_looked_at(wrong, words):
    kind = kind_of_path(wrong, PATH, "the path")
    assert (kind.sentence if kind else "") == words


def test_a_case_that_fails_carries_it():
    with pytest.raises(CaseFailure) as caught:
        assert_close(-RIGHT, RIGHT, "the matrix")
    assert caught.value.mistake.in_words().startswith("The matrix has the opposite sign. Hint: ")
    with pytest.raises(CaseFailure) as caught:
        assert_trajectory(STOPPED, PATH, "the path")
    assert caught.value.mistake.sentence == "The path stands still at step 3, and stays there."
