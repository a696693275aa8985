"""Hidden cases of nonconvex_witness."""

import numpy as np
import pytest

from autograder.cases.ps1_landscape.losses import symmetric
from checks.support import as_array, assert_unchanged, callback, fail, pair

SHAPE = 7  # of the points, but for their size: so it is no luck which mistakes show


def _check_witness(value, f, points, at):
    """Fail unless `value` is a pair of rows of `points` whose midpoint lies above the chord."""
    if value is None:
        fail(f"there is a witness {at}, but the function returned None")
    ends = []
    for end, name in zip(pair(value, "a", "b"), "ab", strict=True):
        ends.append(as_array(end, points.shape[1:], name))
        if not np.any(np.all(ends[-1] == points, axis=1)):
            fail(f"{name} should be one of the rows of points {at}")
    excess = f((ends[0] + ends[1]) / 2) - (f(ends[0]) + f(ends[1])) / 2
    if not excess > 1e-9:
        fail(f"the midpoint of a and b does not lie above their chord {at}")


def _times(factor, f):
    return lambda t: factor * f(t)


def _check_none(value, at):
    if value is not None:
        fail(f"no pair of points is a witness {at}, so the function should return None")


@pytest.mark.points(3)
def test_found(student, rng):
    """A pair of the given points whose midpoint lies above the chord, for functions that are not convex."""
    fixed = np.random.default_rng(SHAPE)
    H = symmetric(fixed, [-1.0, 2.0, 3.0])
    functions = {
        "of a saddle": (lambda t: t @ H @ t, 3),
        "of x·y": (lambda t: t[0] * t[1], 2),
        "of a dome": (lambda t: 5 - 3 * t @ t, 1),
        "of a slope that flattens out": (lambda t: -np.exp(-t[0]), 1),
    }
    for name, (f, n) in functions.items():
        points = rng.uniform(0.9, 1.1) * np.concatenate(
            [fixed.normal(size=(8, n)), _along(H, n)]
        )  # the last two are a witness
        value = student.nonconvex_witness(callback(f, theta=(n,)), points)
        _check_witness(value, f, points, f"in points around the middle {name}")


def _along(H, n):
    if n == 3:
        direction = np.linalg.eigh(H)[1][:, 0]
    else:
        direction = np.array([1.0, -1.0])[:n]
    return np.stack([-2 * direction, 2.5 * direction])


@pytest.mark.points(2)
def test_convex(student, rng):
    """None for convex functions, and a pair for the same functions turned upside down."""
    fixed = np.random.default_rng(SHAPE)
    H, rows = symmetric(fixed, [0.0, 1.0, 4.0]), fixed.normal(size=(5, 3))
    functions = {
        "of a bowl": lambda t: t @ H @ t,
        "of a largest slope": lambda t: np.max(rows @ t),
        "of a log-sum-exp": lambda t: np.logaddexp.reduce(rows @ t),
    }
    # Upside down, the last two rows are a witness of each: their midpoint is 0, where the dome is highest
    # or the largest slope changes.
    points = rng.uniform(0.9, 1.1) * np.concatenate([fixed.normal(size=(7, 3)) * 2, 5 * rows[:1], -5 * rows[:1]])
    for name, f in functions.items():
        _check_none(student.nonconvex_witness(callback(f, theta=(3,)), points), f"in points {name}")
        dome = _times(-1, f)
        value = student.nonconvex_witness(callback(dome, theta=(3,)), points)
        _check_witness(value, dome, points, f"in points {name} turned upside down")


@pytest.mark.points(2)
def test_margin(student, rng):
    """The margin of 10⁻⁹: rounding and smaller bumps are no witness, larger ones are."""
    slope, points = rng.normal(size=4) * 100, rng.normal(size=(30, 4))
    value = student.nonconvex_witness(callback(lambda t: slope @ t + 0.1, theta=(4,)), points)
    _check_none(value, "on an affine function, which is convex")
    ends = np.array([[-1.0], [1.0]]) + rng.normal()
    middle = ends.mean()
    for height, at in ((3e-10, "for a bump of 3·10⁻¹⁰"), (4e-9, "for a bump of 4·10⁻⁹")):
        f = _times(-height, lambda t: (t[0] - middle) ** 2)
        value = student.nonconvex_witness(callback(f, theta=(1,)), ends)
        _check_none(value, at) if height < 1e-9 else _check_witness(value, f, ends, at)


def _bowl_with_bump(centre):
    """A bowl with a bump so narrow that of a handful of points only the two around it notice."""
    return lambda t: t @ t + 50 * np.exp(-1e7 * np.sum((t - centre) ** 2))


@pytest.mark.points(2)
def test_every_pair_counts(student, rng):
    """A witness is found when only a single pair of the points is one, wherever it stands."""
    for i, j in ((0, 6), (2, 5), (1, 4)):
        points = rng.normal(size=(7, 3))
        f = _bowl_with_bump((points[i] + points[j]) / 2)
        value = student.nonconvex_witness(callback(f, theta=(3,)), points)
        _check_witness(value, f, points, "where only one pair is a witness")


@pytest.mark.points(1)
def test_edges(student, rng):
    """A single point holds no witness, two can, and points stays as it was."""
    f = lambda t: -t @ t  # noqa: E731
    points = rng.uniform(0.9, 1.1) * np.array([[1.0, -2.0], [3.0, 2.5]])
    _check_none(student.nonconvex_witness(callback(f, theta=(2,)), points[:1]), "in a single point")
    value = student.nonconvex_witness(callback(f, theta=(2,)), points)
    assert_unchanged(student)
    _check_witness(value, f, points, "in two points of a dome")
