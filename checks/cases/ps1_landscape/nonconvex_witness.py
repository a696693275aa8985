"""Public cases of `nonconvex_witness`: four points in the plane, and a few on a line."""

import numpy as np

from checks.support import as_array, assert_unchanged, callback, fail, pair

SQUARE = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, -1.0], [-1.0, 1.0]])


def test_saddle(student):
    """On x·y, only the corners [1, −1] and [−1, 1] of a square are a witness."""
    found = student.nonconvex_witness(callback(lambda point: point[0] * point[1], theta=(2,)), SQUARE)
    assert_unchanged(student)
    if found is None:
        fail("x·y is 0 in the middle of [1, −1] and [−1, 1] and −1 at both: that is a witness, not None")
    ends = [as_array(end, (2,), name).tolist() for name, end in zip("ab", pair(found, "a", "b"), strict=True)]
    if sorted(ends) != [[-1.0, 1.0], [1.0, -1.0]]:
        fail(f"the only witness on x·y is [1, −1] with [−1, 1], got {ends[0]} with {ends[1]}")


def test_below_the_higher_end(student):
    """The chord decides, not the higher of its ends."""
    hill = callback(lambda point: -float((point[0] - 3) ** 2), theta=(1,))
    found = student.nonconvex_witness(hill, np.array([[0.0], [2.0]]))
    if found is None:
        fail("−(x − 3)² is −9 at 0, −4 at 1 and −1 at 2: 1 lies above the chord's −5, so 0 and 2 are a witness")
    ends = [as_array(end, (1,), name).tolist() for name, end in zip("ab", pair(found, "a", "b"), strict=True)]
    if sorted(ends) != [[0.0], [2.0]]:
        fail(f"of the points 0 and 2 the only pair is a witness, got {ends[0]} with {ends[1]}")


def test_bowl(student):
    """A bowl has no witness."""
    bowl = callback(lambda point: float(point @ point), theta=(2,))
    if student.nonconvex_witness(bowl, SQUARE) is not None:
        fail("x² + y² is convex: no pair is a witness, so the result should be None")


def test_plane(student):
    """A plane is convex too: its midpoints lie on the chords, up to rounding."""
    plane = callback(lambda point: float(0.1 * point[0] + 0.7 * point[1]), theta=(2,))
    found = student.nonconvex_witness(plane, SQUARE / 3)
    if found is not None:
        fail("a plane is convex: only more than 10⁻⁹ above the chord counts, so the result should be None")


def test_one_point(student):
    """A single point is no witness."""
    dome = callback(lambda point: -float(point[0] ** 2), theta=(1,))
    if student.nonconvex_witness(dome, np.array([[2.0]])) is not None:
        fail("one point alone has no chord: the result should be None")
