"""Public cases of `inverse_time_decay`."""

from checks.support import assert_close


def test_halved(student):
    """The full step size at first, and half of it when rate·k is 1."""
    for k, wanted in {0: 0.6, 5: 0.3, 10: 0.2, 45: 0.06}.items():
        assert_close(student.inverse_time_decay(k, 0.6, 0.2), wanted, "alpha", at=f"at k = {k}, rate = 0.2")


def test_no_fall(student):
    """With rate zero the step size stays."""
    assert_close(student.inverse_time_decay(1000, 0.25, 0.0), 0.25, "alpha", at="at k = 1000, rate = 0")
