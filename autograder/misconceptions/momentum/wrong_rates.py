"""Known mistakes in the matrix of a step and in the rate that follows from it."""

import numpy as np

from autograder.variants import wrong
from solutions.momentum import convergence_rate, momentum_matrix

# --- momentum_matrix --------------------------------------------------------------------------------------


def matrix_mistake(name, sentence, hint, matrix):
    """Register a wrong matrix, given as a function of (lam, alpha, mu)."""
    matrix.__name__ = name
    wrong("momentum_matrix", sentence, hint)(matrix)


matrix_mistake(
    "transposed",
    "The matrix is transposed.",
    "It multiplies a column from the left: each row gives one of the new values.",
    lambda lam, alpha, mu: momentum_matrix(lam, alpha, mu).T,
)
matrix_mistake(
    "order_turned_round",
    "The order is turned round: θ − θ* comes first, then the velocity.",
    "The docstring says in which order velocity and θ − θ* stand.",
    lambda lam, alpha, mu: momentum_matrix(lam, alpha, mu)[::-1, ::-1].copy(),
)
matrix_mistake(
    "old_velocity",
    "θ − θ* moves by the old velocity.",
    "θ moves by the new velocity: put the first line of the update into the second.",
    lambda lam, alpha, mu: np.array([[mu, lam], [-alpha, 1.0]]),
)
matrix_mistake(
    "momentum_missing_below",
    "In the second row mu is missing: the old velocity reaches θ with weight alpha·mu.",
    "Write the new velocity out before you put it into the step.",
    lambda lam, alpha, mu: np.array([[mu, lam], [-alpha, 1 - alpha * lam]]),
)
matrix_mistake(
    "uphill",
    "The second row has the wrong signs: θ moves uphill.",
    "θ ← θ − alpha·velocity: which sign does alpha have in each entry?",
    lambda lam, alpha, mu: np.array([[mu, lam], [alpha * mu, 1 + alpha * lam]]),
)
matrix_mistake(
    "step_size_inside",
    "The step size is inside the velocity.",
    "The velocity adds up gradients only: which entries may have alpha in them?",
    lambda lam, alpha, mu: np.array([[mu, alpha * lam], [-mu, 1 - alpha * lam]]),
)
matrix_mistake(
    "averaged",
    "The gradient enters the velocity with weight 1 − mu: that is an average, and here a sum is wanted.",
    "What is the new velocity if the old one is zero?",
    lambda lam, alpha, mu: np.array([[mu, (1 - mu) * lam], [-alpha * mu, 1 - alpha * (1 - mu) * lam]]),
)
matrix_mistake(
    "identity_missing",
    "The lower right entry lacks its 1: θ − θ* itself is lost in the step.",
    "Set alpha = 0: then θ should stay where it is.",
    lambda lam, alpha, mu: np.array([[mu, lam], [-alpha * mu, -alpha * lam]]),
)
matrix_mistake(
    "without_momentum",
    "There is no momentum in the matrix.",
    "The old velocity should reach both the new velocity and the new θ.",
    lambda lam, alpha, mu: np.array([[0.0, lam], [0.0, 1 - alpha * lam]]),
)

# --- convergence_rate -------------------------------------------------------------------------------------


def eigenvalues(lams, alpha, mu):
    """Return the eigenvalues for all curvatures, (n, 2)."""
    return np.array([np.linalg.eigvals(momentum_matrix(lam, alpha, mu)) for lam in lams])


def rate_mistake(name, sentence, hint, rate):
    """Register a wrong rate, given as a function of (lams, alpha, mu)."""
    rate.__name__ = name
    wrong("convergence_rate", sentence, hint)(rate)


rate_mistake(
    "real_parts",
    "The real parts of the eigenvalues are used, not their magnitudes.",
    "How fast does a complex number shrink when it is multiplied by itself again and again?",
    lambda lams, alpha, mu: float(np.abs(eigenvalues(lams, alpha, mu).real).max()),
)
rate_mistake(
    "without_magnitude",
    "A negative eigenvalue counts by its sign, where its magnitude matters.",
    "How far does θ get with a factor of −2 per step?",
    lambda lams, alpha, mu: float(np.abs(np.max(eigenvalues(lams, alpha, mu).astype(complex)))),
)
rate_mistake(
    "fastest_direction",
    "The fastest direction is taken, but the slowest one decides.",
    "Which of several shrinking parts is left in the end?",
    lambda lams, alpha, mu: min(convergence_rate([lam], alpha, mu) for lam in lams),
)
rate_mistake(
    "first_direction",
    "Only the first curvature of the list counts.",
    "Does your function look at all of lams?",
    lambda lams, alpha, mu: convergence_rate(lams[:1], alpha, mu),
)
rate_mistake(
    "last_direction",
    "Only the last curvature of the list counts.",
    "Is the result kept inside the loop, or overwritten?",
    lambda lams, alpha, mu: convergence_rate(lams[-1:], alpha, mu),
)
rate_mistake(
    "steepest_direction",
    "Only the largest curvature counts.",
    "Which direction is slow when the step size is small?",
    lambda lams, alpha, mu: convergence_rate([max(lams)], alpha, mu),
)
rate_mistake(
    "average_direction",
    "The rates of the directions are averaged.",
    "Which of several shrinking parts is left in the end?",
    lambda lams, alpha, mu: float(np.mean([convergence_rate([lam], alpha, mu) for lam in lams])),
)
rate_mistake(
    "matrix_norm",
    "The norm of the matrix is used, not its spectral radius.",
    "The norm bounds one step; what decides over many?",
    lambda lams, alpha, mu: float(max(np.linalg.norm(momentum_matrix(lam, alpha, mu), 2) for lam in lams)),
)
rate_mistake(
    "always_complex",
    "The rate is √mu whatever the curvatures: that holds only where the eigenvalues are complex.",
    "What happens with a step size that is far too large?",
    lambda lams, alpha, mu: float(np.sqrt(mu)),
)
rate_mistake(
    "gradient_descent_rate",
    "The momentum has no influence: this is the rate of gradient descent.",
    "Where does mu enter?",
    lambda lams, alpha, mu: float(np.abs(1 - alpha * np.asarray(lams)).max()),
)
rate_mistake(
    "never_above_one",
    "The rate is cut at 1, so divergence does not show.",
    "What does a rate of 2 say?",
    lambda lams, alpha, mu: min(1.0, convergence_rate(lams, alpha, mu)),
)
rate_mistake(
    "squared",
    "The rate is squared: that is the factor of the loss, not of the distance.",
    "Is a magnitude a square, or the root of one?",
    lambda lams, alpha, mu: convergence_rate(lams, alpha, mu) ** 2,
)
