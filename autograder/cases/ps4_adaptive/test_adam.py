"""Hidden cases of adam."""

import numpy as np
import pytest

from autograder.domains.adaptive import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import as_array, assert_close, assert_trajectory, assert_unchanged, callback

SETTINGS = {"alpha": 0.06, "beta1": 0.7, "beta2": 0.9, "eps": 1e-8}


def bowl(rng, n=3):
    """Return the gradient of a steep, stretched bowl with a random centre; eps plays no part in it."""
    curvatures, centre = np.geomspace(5e6, 1e4, n), rng.normal(size=n)
    return callback(lambda theta: curvatures * (theta - centre), theta=(n,))


@pytest.mark.points(4)
def test_path_in_a_bowl(student, reference, rng):
    """The path in a stretched bowl, with other settings than the defaults."""
    grad, theta0 = bowl(rng), 3 * rng.normal(size=3)
    trajectory = student.adam(grad, theta0, 25, **SETTINGS)
    assert_trajectory(trajectory, reference.adam(grad, theta0, 25, **SETTINGS), "the path in a bowl")


@pytest.mark.points(2)
def test_starting_point_counts(student, rng):
    """The path has steps + 1 rows, starts at theta0, and is theta0 alone when no step is taken."""
    theta0 = rng.normal(size=3)
    path = as_array(student.adam(bowl(rng), theta0, 4), (5, 3), "the path of 4 steps")
    assert_close(path[0], theta0, "row 0 of the path")
    assert_close(student.adam(bowl(rng), theta0, 0), theta0[None], "the path of no step")


@pytest.mark.points(3)
def test_path_with_a_flat_direction(student, reference, rng):
    """A direction without slope stays where it is, and eps holds back one whose slopes are tiny."""
    wave = rng.uniform(1, 2)
    grad = callback(lambda theta: np.sin(wave * theta) * [1, 1e-6, 0], theta=(3,))
    theta0, settings = rng.uniform(0.5, 1, size=3), {**SETTINGS, "eps": 1e-6}
    expected = reference.adam(grad, theta0, 12, **settings)
    assert_trajectory(student.adam(grad, theta0, 12, **settings), expected, "the path with a flat direction")


@pytest.mark.points(2)
def test_defaults(student, reference, rng):
    """alpha, beta1, beta2 and eps have the defaults of the signature."""
    curvatures, theta0 = np.array([1.0, 1e-8]), rng.normal(size=2)
    grad = callback(lambda theta: curvatures * theta + [0.1 * np.cos(2000 * theta[0]), 0], theta=(2,))
    expected = reference.adam(grad, theta0, 15)
    assert_trajectory(student.adam(grad, theta0, 15), expected, "the path with the defaults")


@pytest.mark.points(2)
def test_nothing_is_changed_or_remembered(student, reference, rng):
    """theta0 keeps its value, and a second run starts anew."""
    for run in ("first", "second"):
        grad, theta0 = bowl(rng, n=1), rng.normal(size=1)
        trajectory = student.adam(grad, theta0, 5, **SETTINGS)
        assert_unchanged(student)
        assert_trajectory(trajectory, reference.adam(grad, theta0, 5, **SETTINGS), f"the path of a {run} run")


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student, reference, DOMAINS, "adam", rng, ("the path",), path=True, n=(1, 2, 3, 9), steps=(0, 1, 2, 110)
    )
