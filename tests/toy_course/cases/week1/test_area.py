"""Hidden cases of `area`."""

import pytest

from checks.support import assert_close


@pytest.mark.points(4)
def test_of_a_rectangle(student, reference, rng):
    """The area of a rectangle of any size."""
    width, height = rng.uniform(1, 5, size=2).tolist()
    assert_close(student.area(width, height), reference.area(width, height), "the area")


@pytest.mark.points(2)
def test_of_a_line(student):
    """A rectangle without height has no area."""
    assert_close(student.area(3.0, 0.0), 0.0, "the area")
