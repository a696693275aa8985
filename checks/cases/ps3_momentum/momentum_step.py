"""Public cases of `momentum_step`: numbers that can be worked out by hand."""

import numpy as np

from checks.support import assert_close, assert_unchanged, pair


def test_from_rest(student):
    """From rest, the step is one of plain gradient descent."""
    start, slope = np.array([1.0, -2.0, 0.0]), np.array([0.5, 4.0, -1.0])
    moved, speed = pair(student.momentum_step(start, slope, np.zeros(3), 0.1, 0.9), "theta", "velocity")
    assert_close(speed, [0.5, 4.0, -1.0], "the new velocity", at="after a first step with g = [0.5, 4, -1]")
    assert_close(moved, [0.95, -2.4, 0.1], "the new theta", at="after a first step from [1, -2, 0] with alpha = 0.1")


def test_moving(student):
    """A velocity that is not zero enters the new one, and the new one moves theta."""
    moved, speed = pair(
        student.momentum_step(
            np.array([2.0, 0.0, 1.0]), np.array([1.0, -1.0, 0.0]), np.array([10.0, 20.0, 4.0]), 0.5, 0.25
        ),
        "theta",
        "velocity",
    )
    at = "for g = [1, -1, 0], velocity = [10, 20, 4], mu = 0.25"
    assert_close(speed, [3.5, 4.0, 1.0], "the new velocity", at=at)
    assert_close(moved, [0.25, -2.0, 0.5], "the new theta", at=f"{at}, alpha = 0.5, theta = [2, 0, 1]")


def test_arguments(student):
    """The arguments keep their values."""
    student.momentum_step(np.ones(3), np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.0, -0.5]), 0.2, 0.5)
    assert_unchanged(student)


def test_no_memory(student):
    """The same question twice gets the same answer."""
    question = (np.array([3.0]), np.array([-1.0]), np.array([2.0]), 0.5, 0.5)
    for turn in ("first", "second"):
        moved, speed = pair(student.momentum_step(*question), "theta", "velocity")
        assert_close(
            speed,
            [0.0],
            f"the velocity from the {turn} of two equal calls",
            at="(g = −1, velocity = 2, mu = ½)",
        )
        assert_close(moved, [3.0], f"theta from the {turn} of two equal calls", at="(its new velocity is zero)")
