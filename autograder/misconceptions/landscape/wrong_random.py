"""What goes wrong in fraction_of_minima."""

import numpy as np

from autograder.variants import wrong
from solutions.landscape import fraction_of_minima


def _share(H, positive=None):
    """Return the share of matrices that a test, right or wrong, takes for Hessians of minima."""
    positive = positive or (lambda H: np.linalg.eigvalsh(H)[:, 0] > 0)
    return float(np.mean(positive(H)))


def _goe(n, draws, rng):
    A = rng.standard_normal((draws, n, n))
    return (A + A.transpose(0, 2, 1)) / 2


@wrong(
    "fraction_of_minima",
    "The upper half is mirrored, so all entries have the same variance: that is another kind of matrix.",
    "Which variance has (A[0, 1] + A[1, 0])/2, and which one A[0, 0]?",
)
def upper_half_mirrored(n, draws, rng):
    upper = np.triu(rng.standard_normal((draws, n, n)))
    return _share(upper + np.triu(upper, 1).transpose(0, 2, 1))


@wrong(
    "fraction_of_minima",
    "A triangle is added to its own transpose, which makes the diagonal too large.",
    "Which entries of A does (A + Aᵀ)/2 use?",
)
def triangle_plus_transpose(n, draws, rng):
    upper = np.triu(rng.standard_normal((draws, n, n)))
    return _share((upper + upper.transpose(0, 2, 1)) / 2)


@wrong(
    "fraction_of_minima",
    "The matrices are not made symmetric.",
    "A Hessian is symmetric. What does (A + Aᵀ)/2 do to A?",
)
def not_symmetric(n, draws, rng):
    lams = np.linalg.eigvals(rng.standard_normal((draws, n, n)))
    return float(np.mean(lams.real.min(axis=1) > 0))


@wrong(
    "fraction_of_minima",
    "The entries are uniform between 0 and 1, not standard normal.",
    "Can an entry of A be negative?",
)
def uniform_positive(n, draws, rng):
    A = rng.random((draws, n, n))
    return _share((A + A.transpose(0, 2, 1)) / 2)


@wrong(
    "fraction_of_minima",
    "The entries are uniform, not standard normal.",
    "Which method of rng draws from the normal distribution?",
)
def uniform_symmetric(n, draws, rng):
    A = rng.uniform(-1, 1, (draws, n, n))
    return _share((A + A.transpose(0, 2, 1)) / 2)


@wrong(
    "fraction_of_minima",
    "The matrices are A Aᵀ, which have no negative eigenvalues at all.",
    "Is the product of a matrix and its transpose ever indefinite?",
)
def gram_matrices(n, draws, rng):
    A = rng.standard_normal((draws, n, n))
    return _share(A @ A.transpose(0, 2, 1))


@wrong(
    "fraction_of_minima",
    "The diagonal entries are taken for the eigenvalues.",
    "Does a positive diagonal make a minimum?",
)
def diagonal_positive(n, draws, rng):
    return _share(_goe(n, draws, rng), lambda H: np.all(np.einsum("kii->ki", H) > 0, axis=1))


@wrong(
    "fraction_of_minima",
    "A positive trace is taken for a minimum.",
    "Can the sum of the eigenvalues be positive while one of them is negative?",
)
def trace_positive(n, draws, rng):
    return _share(_goe(n, draws, rng), lambda H: np.trace(H, axis1=1, axis2=2) > 0)


@wrong(
    "fraction_of_minima",
    "A positive determinant is taken for a minimum.",
    "Two negative eigenvalues: which sign has their product?",
)
def determinant_positive(n, draws, rng):
    return _share(_goe(n, draws, rng), lambda H: np.linalg.det(H) > 0)


@wrong(
    "fraction_of_minima",
    "One positive eigenvalue is enough to be counted, but all have to be positive.",
    "Is a matrix with the eigenvalues −1 and 2 the Hessian of a minimum?",
)
def any_positive(n, draws, rng):
    return _share(_goe(n, draws, rng), lambda H: np.linalg.eigvalsh(H)[:, -1] > 0)


@wrong(
    "fraction_of_minima",
    "The result is the share of positive eigenvalues, not of matrices.",
    "What is counted: eigenvalues, or matrices all of whose eigenvalues are positive?",
)
def share_of_eigenvalues(n, draws, rng):
    return float(np.mean(np.linalg.eigvalsh(_goe(n, draws, rng)) > 0))


@wrong(
    "fraction_of_minima",
    "Minima and maxima are both counted.",
    "Which sign have the eigenvalues at a minimum?",
)
def all_of_one_sign(n, draws, rng):
    lams = np.linalg.eigvalsh(_goe(n, draws, rng))
    return float(np.mean((lams[:, 0] > 0) | (lams[:, -1] < 0)))


@wrong(
    "fraction_of_minima",
    "The number of minima is returned, not their share.",
    "Between which two numbers does a share lie?",
)
def count_returned(n, draws, rng):
    return fraction_of_minima(n, draws, rng) * draws


@wrong(
    "fraction_of_minima",
    "The number of minima is divided by draws − 1, not by draws.",
    "If all draws were minima, what should the share be?",
)
def divided_by_one_less(n, draws, rng):
    return fraction_of_minima(n, draws, rng) * draws / max(draws - 1, 1)


@wrong(
    "fraction_of_minima",
    "A generator is made inside the function, so every call gives the same share.",
    "Which argument is the source of all randomness?",
)
def own_generator(n, draws, rng):
    return fraction_of_minima(n, draws, np.random.default_rng(0))


@wrong(
    "fraction_of_minima",
    "NumPy's global generator is used, so equal arguments do not give equal results.",
    "Which argument is the source of all randomness?",
)
def global_draws(n, draws, rng):
    A = np.random.randn(draws, n, n)  # noqa: NPY002
    return _share((A + A.transpose(0, 2, 1)) / 2)


@wrong(
    "fraction_of_minima",
    "NumPy's global generator gets a seed, which resets it for everybody else too.",
    "What is left to be seeded when all numbers come from rng?",
)
def global_seed(n, draws, rng):
    np.random.seed(1)  # noqa: NPY002
    return fraction_of_minima(n, draws, rng)


@wrong(
    "fraction_of_minima",
    "NumPy's global generator is seeded from rng, and the numbers are drawn there.",
    "Which methods does rng itself have?",
)
def global_seed_from_rng(n, draws, rng):
    np.random.seed(rng.integers(2**31))  # noqa: NPY002
    return global_draws(n, draws, rng)


@wrong(
    "fraction_of_minima",
    "The number of draws is a fixed number in the code.",
    "With draws = 1, which two shares are possible?",
)
def draws_fixed(n, draws, rng):
    return fraction_of_minima(n, 1000, rng)


@wrong(
    "fraction_of_minima",
    "The share is a constant, not an experiment.",
    "What should change from one generator to the next?",
)
def exact_probability(n, draws, rng):
    return {1: 0.5, 2: (2 - 2**0.5) / 4, 3: (np.pi - 8**0.5) / (4 * np.pi)}.get(n, 0.0)
