"""Public cases of `optimal_momentum`: two bowls."""

from checks.support import assert_close, pair


def test_curvatures_one_and_nine(student):
    """Curvatures from 1 to 9: step size, momentum, and the factor per step."""
    step_size, inertia, factor = pair(student.optimal_momentum(1.0, 9.0), "alpha", "mu", "rate")
    at = "for curvatures from 1 to 9"
    assert_close(step_size, 0.25, "alpha", at=at)
    assert_close(inertia, 0.25, "mu", at=at)
    assert_close(factor, 0.5, "the rate (the factor of the distance)", at=at)


def test_round_bowl(student):
    """On a round bowl the best momentum is none."""
    step_size, inertia, factor = pair(student.optimal_momentum(4.0, 4.0), "alpha", "mu", "rate")
    assert_close(step_size, 0.25, "alpha", at="where both curvatures are 4")
    assert_close([inertia, factor], [0.0, 0.0], "(mu, rate)", at="where both curvatures are 4")
