"""Checks of an exercise without points: Adam in other units of the loss and of the parameters."""

from checks.support import assert_close, pair


def ask(student, *units):
    """Return alpha and eps in new units."""
    return pair(student.settings_in_new_units(0.25, 1e-3, *units), "alpha", "eps")


def test_unit_of_the_loss(student):
    """Another unit of the loss."""
    assert_close(ask(student, 8.0, 1.0), [0.25, 8e-3], "(alpha, eps)", at="for loss_unit = 8")


def test_unit_of_the_parameters(student):
    """Another unit of the parameters."""
    assert_close(ask(student, 1.0, 4.0), [1.0, 2.5e-4], "(alpha, eps)", at="for theta_unit = 4")


def test_both(student):
    """Both at once."""
    assert_close(ask(student, 2.0, 0.5), [0.125, 4e-3], "(alpha, eps)", at="for loss_unit = 2 and theta_unit = ½")
