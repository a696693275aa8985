"""Hidden cases of classify_critical_point."""

import numpy as np
import pytest

from autograder.cases.ps1_landscape.losses import symmetric
from autograder.domains.landscape import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_equal, assert_unchanged


def _check(student, H, kind, at, **tol):
    assert_equal(student.classify_critical_point(H, **tol), kind, "the kind", at=at)
    assert_unchanged(student)


@pytest.mark.points(2)
def test_definite(student, rng):
    """Minima and maxima, in any directions and in one to five dimensions."""
    for n in (1, 2, 3, 4, 5):
        lams = rng.uniform(0.5, 3, size=n)
        _check(student, symmetric(rng, lams), "minimum", f"for {n} positive eigenvalues")
        _check(student, symmetric(rng, -lams), "maximum", f"for {n} negative eigenvalues")


@pytest.mark.points(2)
def test_saddles(student, rng):
    """Saddles that the diagonal, the trace or the determinant would hide."""
    a, b = rng.uniform(1, 2), rng.uniform(3, 4)
    _check(student, np.array([[a, b], [b, a]]), "saddle", "for a positive diagonal")
    _check(student, np.array([[-a, b], [b, -a]]), "saddle", "for a negative diagonal")
    _check(student, np.array([[b, a], [a, b]]), "minimum", "for a positive diagonal")
    for lams in ([-1, -0.2, 3, 4], [-4, -3, 0.2, 1], [-1, 2, 3], [-3, -2, 1]):
        H = symmetric(rng, np.array(lams) * rng.uniform(0.9, 1.1, size=len(lams)))
        _check(student, H, "saddle", f"for {sum(x < 0 for x in lams)} negative eigenvalues of {len(lams)}")
    _check(student, symmetric(rng, [-1.0, -0.2, -3.0, -4.0]), "maximum", "for 4 negative eigenvalues of 4")


@pytest.mark.points(2)
def test_zero_eigenvalues(student, rng):
    """A zero eigenvalue leaves it open, unless the others have both signs."""
    low, high = -rng.uniform(1, 3), rng.uniform(1, 3)
    _check(student, symmetric(rng, [0, high, 2]), "inconclusive", "for a zero among positive eigenvalues")
    _check(student, symmetric(rng, [0, low, -2]), "inconclusive", "for a zero among negative eigenvalues")
    _check(student, symmetric(rng, [low, 0, high]), "saddle", "for a zero among eigenvalues of both signs")
    _check(student, np.diag([high, 0.0, 0.0, low]), "saddle", "for zeros among eigenvalues of both signs")
    _check(student, np.zeros((2, 2)), "inconclusive", "for the zero matrix")


@pytest.mark.points(3)
def test_tolerance(student, rng):
    """What counts as zero: the tolerance that is given, itself included, whatever the other eigenvalues."""
    big, c = rng.uniform(1, 2), rng.uniform(0.03, 0.06)
    _check(student, np.diag([big, 3e-9]), "inconclusive", "for an eigenvalue of 3·10⁻⁹, with tol left out")
    _check(student, np.diag([-big, 3e-9]), "inconclusive", "for an eigenvalue of 3·10⁻⁹, with tol left out")
    _check(student, np.diag([big, -4e-8]), "saddle", "for an eigenvalue of −4·10⁻⁸, with tol left out")
    _check(student, np.diag([-1e6 * big, -1e-4]), "maximum", "for eigenvalues of very different size")
    H = symmetric(rng, [c, big, 2])
    _check(student, H, "minimum", f"for an eigenvalue of {c:.3f} and tol = 0.02", tol=0.02)
    _check(student, H, "inconclusive", f"for an eigenvalue of {c:.3f} and tol = 0.1", tol=0.1)
    H = symmetric(rng, [-c, big])
    _check(student, H, "inconclusive", f"for an eigenvalue of −{c:.3f} and tol = 0.1", tol=0.1)
    _check(student, np.diag([-3e-8, -2e-8]), "maximum", "for small negative eigenvalues, with tol left out")
    for lam in (0.25, -0.25):
        at = f"for an eigenvalue of {lam} and tol = 0.25"
        _check(student, np.array([[lam]]), "inconclusive", at, tol=0.25)
        _check(student, np.diag([lam, -4 * lam]), "inconclusive", f"{at}, beside {-4 * lam:g}", tol=0.25)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "classify_critical_point", rng, ("the kind",))
