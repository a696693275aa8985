"""What goes wrong in classify_critical_point."""

import numpy as np

from autograder.variants import wrong
from solutions.landscape import classify_critical_point


def _kind(values, tol):
    """Name the kind from numbers that stand in for the eigenvalues."""
    values = np.atleast_1d(values)
    if values.min() < -tol and values.max() > tol:
        return "saddle"
    if np.any(np.abs(values) <= tol):
        return "inconclusive"
    return "minimum" if values.min() > 0 else "maximum"


@wrong(
    "classify_critical_point",
    "The diagonal entries are taken for the eigenvalues.",
    "Which eigenvalues has [[1, 2], [2, 1]]? Its diagonal is positive.",
)
def signs_of_the_diagonal(H, tol=1e-8):
    return _kind(np.diag(H), tol)


@wrong(
    "classify_critical_point",
    "Only the trace is looked at: the sum of the eigenvalues, which hides their signs.",
    "Can −1 and 3 have the same sum as 1 and 1?",
)
def sign_of_the_trace(H, tol=1e-8):
    return _kind(np.trace(H), tol)


@wrong(
    "classify_critical_point",
    "The determinant is taken to settle the question, but two negative eigenvalues give a positive one too.",
    "What is the determinant of a diagonal matrix with the entries −1, −1, 2, 3?",
)
def sign_of_the_determinant(H, tol=1e-8):
    determinant = np.linalg.det(H)
    if abs(determinant) <= tol:
        return "inconclusive"
    if determinant < 0 and len(H) > 1:
        return "saddle"
    return "minimum" if np.trace(H) > 0 else "maximum"


@wrong(
    "classify_critical_point",
    "A zero eigenvalue is taken for a positive one.",
    "x⁴ and −x⁴ have the same Hessian at 0. What can it say about them?",
)
def zero_is_positive(H, tol=1e-8):
    lams = np.linalg.eigvalsh(H)
    return _kind(np.where(np.abs(lams) <= tol, 2 * tol + 1, lams), tol)


@wrong(
    "classify_critical_point",
    "There is no tolerance: an eigenvalue of the size of a rounding error decides.",
    "A computed zero is often 10⁻¹⁷. Which argument says what counts as zero?",
)
def no_tolerance(H, tol=1e-8):
    return _kind(np.linalg.eigvalsh(H), 0.0)


@wrong(
    "classify_critical_point",
    "The tolerance is a fixed number in the code: the argument tol is not used.",
    "Call the function with tol = 0.1 for an eigenvalue of 0.05.",
)
def tolerance_fixed(H, tol=1e-8):
    return _kind(np.linalg.eigvalsh(H), 1e-8)


@wrong(
    "classify_critical_point",
    "The tolerance is taken relative to the largest eigenvalue.",
    "Is an eigenvalue of 10⁻⁴ zero because another one is 10⁶? The tolerance is meant as it stands.",
)
def tolerance_relative(H, tol=1e-8):
    lams = np.linalg.eigvalsh(H)
    return _kind(lams, tol * np.abs(lams).max())


@wrong(
    "classify_critical_point",
    "An eigenvalue exactly as large as the tolerance is not taken for zero.",
    "Is the magnitude to be smaller than tol, or at most tol?",
)
def tolerance_excluded(H, tol=1e-8):
    lams = np.linalg.eigvalsh(H)
    return _kind(np.where(np.abs(lams) == tol, 2 * lams, lams), tol)


@wrong(
    "classify_critical_point",
    "When tol is left out, another tolerance than 10⁻⁸ is used.",
    "What is the default value of tol?",
)
def other_default_tolerance(H, tol=1e-6):
    return classify_critical_point(H, tol)


@wrong(
    "classify_critical_point",
    "A zero eigenvalue is asked for first, so a saddle with a flat direction counts as inconclusive.",
    "If one direction goes up and another one down, can a third one change that?",
)
def zero_before_saddle(H, tol=1e-8):
    lams = np.linalg.eigvalsh(H)
    return "inconclusive" if np.any(np.abs(lams) <= tol) else _kind(lams, tol)


@wrong(
    "classify_critical_point",
    "Minimum and maximum are mixed up.",
    "Does the loss grow or fall in a direction of positive curvature?",
)
def minimum_and_maximum_swapped(H, tol=1e-8):
    return classify_critical_point(-H, tol)


@wrong(
    "classify_critical_point",
    "Maxima are not told from saddles.",
    "What does it mean if all eigenvalues are negative?",
)
def no_maximum(H, tol=1e-8):
    kind = classify_critical_point(H, tol)
    return "saddle" if kind == "maximum" else kind


@wrong(
    "classify_critical_point",
    "Only the smallest eigenvalue is looked at.",
    "The smallest is negative: which two kinds are still possible?",
)
def smallest_eigenvalue_only(H, tol=1e-8):
    return _kind(np.linalg.eigvalsh(H)[0], tol)


@wrong(
    "classify_critical_point",
    "The magnitudes of the eigenvalues are used, so their signs are lost.",
    "Singular values and norms are never negative: can they tell a maximum?",
)
def singular_values(H, tol=1e-8):
    return _kind(np.linalg.svd(H, compute_uv=False), tol)


@wrong(
    "classify_critical_point",
    "The answer is written in another way than the text asks.",
    'The four answers are "minimum", "maximum", "saddle" and "inconclusive".',
)
def other_words(H, tol=1e-8):
    return classify_critical_point(H, tol).capitalize()


@wrong(
    "classify_critical_point",
    "H is changed in place.",
    "Does your function write into the matrix that the caller holds?",
)
def matrix_changed_in_place(H, tol=1e-8):
    kind = classify_critical_point(H, tol)
    H += np.eye(len(H))
    return kind
