"""Public cases of `optimal_gradient_descent`: two bowls."""

from checks.support import assert_close, pair


def test_curvatures_one_and_three(student):
    """Curvatures from 1 to 3: the step size, and the factor per step."""
    step_size, factor = pair(student.optimal_gradient_descent(1.0, 3.0), "alpha", "rate")
    assert_close(step_size, 0.5, "alpha", at="for curvatures from 1 to 3")
    assert_close(factor, 0.5, "the rate (the factor of the distance)", at="for curvatures from 1 to 3")


def test_round_bowl(student):
    """On a round bowl one step is enough."""
    step_size, factor = pair(student.optimal_gradient_descent(4.0, 4.0), "alpha", "rate")
    assert_close(step_size, 0.25, "alpha", at="where both curvatures are 4")
    assert_close(factor, 0.0, "the rate", at="where both curvatures are 4")
