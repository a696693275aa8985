"""Public cases of `convergence_rate`: roots that can be worked out by hand."""

import numpy as np

from checks.support import assert_close


def expect(student, curvatures, alpha, mu, rate, note):
    """Compare one rate; `note` says why it is what it is."""
    got = student.convergence_rate(np.array(curvatures), alpha, mu)
    at = f"for lams = {curvatures}, alpha = {alpha}, mu = {mu} ({note})"
    assert_close(got, rate, "the rate", rtol=1e-6, atol=1e-6, at=at)


def test_no_momentum(student):
    """Without momentum the slowest factor |1 − alpha·lam| decides, wherever it stands in the list."""
    expect(student, [5.0, 1.0, 12.0], 0.1, 0.0, 0.9, "the factors are 0.5, 0.9 and 0.2 in size")


def test_complex_pair(student):
    """A complex pair of eigenvalues has the magnitude √mu."""
    expect(student, [1.0], 1.0, 0.25, 0.5, "the eigenvalues are complex")


def test_real_pair(student):
    """Of two real eigenvalues the larger counts."""
    expect(student, [0.2], 0.5, 0.4, 0.8, "the eigenvalues are 0.8 and 0.5")


def test_divergence(student):
    """A rate above 1 says that the steps diverge."""
    expect(student, [1.0, 7.5], 0.5, 0.5, 2.0, "the eigenvalues for lam = 7.5 are −2 and −0.25")
