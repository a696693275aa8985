"""Hidden cases of `convergence_rate`.

The rates are closed forms or built from chosen eigenvalues: roots p, q of z² − (1 + mu − alpha·lam) z + mu
have p·q = mu and p + q = 1 + mu − alpha·lam.
"""

import numpy as np
import pytest

from autograder.domains.momentum import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close


def compare(student, lams, alpha, mu, rate, words):
    """Compare the student's rate with the right one, to the six digits that double roots allow."""
    got = student.convergence_rate(np.array(lams, dtype=float), alpha, mu)
    assert_close(got, rate, "the rate", rtol=1e-6, atol=1e-6, at=words)


def curvature_with_roots(p, q, alpha):
    """Return (lam, mu) so that the matrix of a step has the real eigenvalues p and q."""
    return (1 + p * q - p - q) / alpha, p * q


@pytest.mark.points(2)
def test_complex_eigenvalues(student, rng):
    """Where all eigenvalues are complex the rate depends on the momentum alone."""
    mu, alpha = rng.uniform(0.5, 0.9), rng.uniform(0.1, 0.5)
    lams = rng.uniform(0.5, 1.5, size=5) / alpha  # inside ((1 − √mu)², (1 + √mu)²)/alpha
    compare(student, lams, alpha, mu, np.sqrt(mu), "where all eigenvalues are complex")


@pytest.mark.points(2)
def test_real_eigenvalues(student, rng):
    """Where the eigenvalues are real the larger magnitude of the two counts, whatever its sign."""
    alpha, sizes = rng.uniform(0.1, 0.5), (rng.uniform(0.7, 0.95), rng.uniform(0.2, 0.5))
    for sign, words in ((1, "for positive eigenvalues"), (-1, "for negative eigenvalues")):
        lam, mu = curvature_with_roots(sign * sizes[0], sign * sizes[1], alpha)
        compare(student, [lam], alpha, mu, sizes[0], words)


@pytest.mark.points(2)
def test_slowest_direction_decides(student, rng):
    """The slowest of all directions decides, wherever it stands among the curvatures."""
    alpha, slow = rng.uniform(0.1, 0.5), rng.uniform(0.93, 0.98)
    lam, mu = curvature_with_roots(slow, 0.7, alpha)
    others = list(rng.uniform(0.5, 1.5, size=4) / alpha)
    for place in (0, 2, 4):
        lams = others[:place] + [lam] + others[place:]
        compare(student, lams, alpha, mu, slow, f"where the slowest direction is number {place + 1} of 5")


@pytest.mark.points(2)
def test_divergence(student, rng):
    """Where the steps diverge the rate is above one, also on ground that curves down."""
    alpha, fast = rng.uniform(0.1, 0.5), rng.uniform(1.2, 3.0)
    too_steep, mu = curvature_with_roots(-fast, -0.3 / fast, alpha)
    compare(student, [0.5 / alpha, too_steep], alpha, mu, fast, "for a step size that is too large")
    downward, mu = curvature_with_roots(fast, 0.3 / fast, alpha)
    compare(student, [0.5 / alpha, downward], alpha, mu, fast, "where one curvature is negative")


@pytest.mark.points(1)
def test_special_rates(student, rng):
    """Gradient descent as a special case, flat ground, and a double eigenvalue."""
    lams, alpha = rng.uniform(0.5, 4.0, size=6), rng.uniform(0.1, 0.45)
    compare(student, lams, alpha, 0.0, np.max(np.abs(1 - alpha * lams)), "for mu = 0")
    compare(student, [0.0, 2.0], 0.2, 0.7, 1.0, "where one direction is flat")
    root = rng.uniform(0.3, 0.9)
    lam, mu = curvature_with_roots(root, root, alpha)
    compare(student, [lam], alpha, mu, root, "where both eigenvalues are the same")


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "convergence_rate", rng, ("the rate",), mixed=False)
