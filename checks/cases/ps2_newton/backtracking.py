"""Public cases of `backtracking`: one parabola, on which every trial can be checked by hand."""

import numpy as np

from checks.support import assert_close, assert_raises, assert_unchanged, callback

START, SLOPE = np.array([1.0]), np.array([2.0])


def _parabola():
    """Return θ² with a limit on the calls, so that an endless search ends."""
    return callback(lambda point: float(point[0] ** 2), 2000, theta=(1,))


def test_first_trial(student):
    """A first step that is good enough is kept."""
    size = student.backtracking(_parabola(), START, SLOPE, np.array([-1.0]))
    assert_close(size, 1.0, "the step size", at="on θ² from 1 with delta = -1")
    size = student.backtracking(_parabola(), START, SLOPE, np.array([-1.0]), alpha=0.75)
    assert_close(size, 0.75, "the step size", at="on θ² from 1 with delta = -1 and alpha = 0.75")


def test_shortened(student):
    """A step that is too long is shortened until the loss falls enough."""
    # Along delta = −8 a step a leads to (1 − 8a)²: 49 at a = 1, 9 at ½, 1 at ¼ (no fall), 0 at ⅛.
    size = student.backtracking(_parabola(), START, SLOPE, np.array([-8.0]))
    assert_close(size, 0.125, "the step size", at="on θ² from 1 with delta = -8")
    assert_unchanged(student)


def test_own_numbers(student):
    """The numbers alpha, c and shrink are those of the call."""
    # (1 − 3a)² ≤ 1 − 6·c·a holds for a ≤ ⅔·(1 − c): at c = 0.7 the first of 2, 0.8, 0.32, 0.128 that fits.
    size = student.backtracking(_parabola(), START, SLOPE, np.array([-3.0]), alpha=2.0, c=0.7, shrink=0.4)
    at = "on θ² from 1 with delta = -3, alpha = 2, c = 0.7, shrink = 0.4"
    assert_close(size, 0.128, "the step size", at=at)


def test_loss_without_a_value(student):
    """Where the loss is nan or infinite, the search goes on."""
    for words, hole in (("nan", np.nan), ("infinite", np.inf), ("minus infinity", -np.inf)):
        wall = callback(lambda point, hole=hole: hole if point[0] < -1 else float(point[0] ** 2), theta=(1,))
        size = student.backtracking(wall, START, SLOPE, np.array([-3.0]))
        assert_close(size, 0.5, "the step size", at=f"with delta = -3, where the loss is {words} below -1")


def test_uphill(student):
    """A direction that goes uphill is refused."""
    assert_raises(
        lambda: student.backtracking(_parabola(), START, SLOPE, np.array([1.0])),
        "ValueError",
        "for g = 2 and delta = +1",
    )
