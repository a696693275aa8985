"""Public cases of `step_decay`."""

from checks.support import assert_close


def test_three_stairs(student):
    """Stairs of two steps, each half as high as the last."""
    for k, wanted in enumerate([0.4, 0.4, 0.2, 0.2, 0.1]):
        assert_close(student.step_decay(k, 0.4, 0.5, 2), wanted, "alpha", at=f"at k = {k} (every = 2)")


def test_a_tenth(student):
    """Falls to a tenth after 30 steps and again after 60."""
    for k, wanted in {29: 1.0, 30: 0.1, 59: 0.1, 60: 0.01}.items():
        assert_close(student.step_decay(k, 1.0, 0.1, 30), wanted, "alpha", at=f"at k = {k} (every = 30)")
