"""Hidden cases of backtracking."""

import numpy as np
import pytest

from autograder.cases.ps2_newton.losses import symmetric
from autograder.domains.newton import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_raises, assert_unchanged, callback

MOST = 5000  # trials: step sizes reach zero after at most 1100 halvings


def _bowl(rng, n=3):
    """Return f, theta, g of a bowl, and a direction downhill that is not −g."""
    H, theta = symmetric(rng, rng.uniform(0.5, 20, size=n)), rng.normal(size=n)
    g = H @ theta
    delta = -symmetric(rng, rng.uniform(0.3, 3, size=n)) @ g
    return callback(lambda t: float(t @ H @ t) / 2, MOST, theta=(n,)), theta, g, delta


@pytest.mark.points(2)
def test_good_first_step(student, rng):
    """A first step that is good enough is taken as it is."""
    for alpha in (1.0, rng.uniform(0.2, 0.9), rng.uniform(1.5, 4)):
        f, theta, g, delta = _bowl(rng)
        # Eigenvalues of H lie in 0.5…20, of the matrix in delta in 0.3…3: this length is always good enough.
        short = 0.0025 * np.linalg.norm(theta) / np.linalg.norm(delta) / alpha
        step = student.backtracking(f, theta, g, short * delta, alpha=alpha, c=0.1)
        assert_close(step, alpha, "the step size", at=f"for alpha = {alpha:.3g} and a short delta")


@pytest.mark.points(2)
def test_armijo(student, reference, rng):
    """The first step size that meets Armijo's condition, for several alpha, c and shrink."""
    for _ in range(25):
        f, theta, g, delta = _bowl(rng)
        keys = {
            "alpha": rng.uniform(2, 9),
            "c": float(rng.choice([1e-4, rng.uniform(0.3, 0.9)])),
            "shrink": rng.uniform(0.3, 0.9),
        }
        expected = reference.backtracking(f.function, theta, g, delta, **keys)
        at = "for " + ", ".join(f"{key} = {value:.3g}" for key, value in keys.items())
        assert_close(student.backtracking(f, theta, g, delta, **keys), expected, "the step size", at=at)


@pytest.mark.points(1)
def test_defaults(student, rng):
    """The default values of alpha, c and shrink."""
    # The share of the promised fall that f keeps is 0.8e-4 beyond 0.3, 1.2e-4 down to 0.15, and all below:
    # c = 1e-4 takes a quarter of the way, c = 1e-3 an eighth, c = 0 the whole. A plane takes alpha itself.
    s = rng.uniform(0.5, 2)

    def f(t):
        share = 0.8e-4 if t[0] > 0.3 else 1.2e-4 if t[0] > 0.15 else 1.0
        return -share * s * float(t[0])

    step = student.backtracking(callback(f, MOST, theta=(1,)), np.zeros(1), np.array([-s]), np.ones(1))
    assert_close(step, 0.25, "the step size", at="with the default alpha, c and shrink")
    plane = callback(lambda t: -s * float(t[0]), MOST, theta=(1,))
    step = student.backtracking(plane, np.zeros(1), np.array([-s]), np.ones(1))
    assert_close(step, 1.0, "the step size", at="on a plane, with the default alpha")


@pytest.mark.points(1)
@pytest.mark.parametrize("bad", ["nan", "inf", "-inf"])
def test_loss_not_finite(student, rng, bad):
    """A loss that is not finite never meets the condition."""
    edge = rng.uniform(0.27, 0.47)
    f = callback(lambda t: -float(t[0]) if t[0] < edge else float(bad), MOST, theta=(2,))
    step = student.backtracking(f, np.zeros(2), np.array([-1.0, 0.0]), np.array([1.0, 0.0]))
    assert_close(step, 0.25, "the step size", at=f"where the loss is {bad} beyond {edge:.3g}")


@pytest.mark.points(1)
def test_uphill(student, rng):
    """A direction that does not go downhill is refused with ValueError."""
    theta = np.array([rng.uniform(1, 3), 0.0])
    f = callback(lambda t: float(t @ t) / 2, MOST, theta=(2,))
    for direction, what in (([0.5, 1.0], "uphill"), ([0.0, -1.0], "along a level line")):
        assert_raises(
            lambda d=direction: student.backtracking(f, theta, theta, np.array(d), shrink=0.25),
            "ValueError",
            f"for a delta that goes {what}",
        )


@pytest.mark.points(1)
def test_calls_are_independent(student, reference, rng):
    """The arguments stay as they were, and every call starts again from alpha."""
    f, theta, g, delta = _bowl(rng)
    for scale, time in ((40.0, "in a first call"), (1e-3, "in a second call"), (40.0, "in a third call")):
        expected = reference.backtracking(f.function, theta, g, scale * delta, alpha=1.3)
        step = student.backtracking(f, theta, g, scale * delta, alpha=1.3)
        assert_unchanged(student)
        assert_close(step, expected, "the step size", at=time)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student,
        reference,
        DOMAINS,
        "backtracking",
        rng,
        ("the step size",),
        mixed=False,
        length=(1e-3, 1.0, 1e3, 1e18),
        shrink=(0.8, 0.1, 0.5),
    )
