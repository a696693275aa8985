"""What goes wrong in one step: the model, Newton's step and the saddle-free step."""

import numpy as np

from autograder.variants import wrong
from solutions import newton as ref

# --- quadratic_model


@wrong(
    "quadratic_model",
    "The term of second order lacks its factor ½.",
    "Differentiate your model twice with respect to delta: does H come out, or a multiple of it?",
)
def half_missing(f0, g, H, delta):
    return float(f0 + g @ delta + delta @ H @ delta)


@wrong(
    "quadratic_model",
    "The factor ½ stands before the slope as well.",
    "For a loss that is a plane the model must be exact: is yours?",
)
def half_on_both(f0, g, H, delta):
    return float(f0 + 0.5 * (g @ delta + delta @ H @ delta))


@wrong(
    "quadratic_model",
    "The loss at the point of expansion, f0, is left out.",
    "What should the model predict for delta = 0?",
)
def constant_missing(f0, g, H, delta):
    return float(g @ delta + 0.5 * delta @ H @ delta)


@wrong(
    "quadratic_model",
    "The model stops at the slope: the curvature H has no influence.",
    "Which term makes the model bend?",
)
def first_order_only(f0, g, H, delta):
    return float(f0 + g @ delta)


@wrong(
    "quadratic_model",
    "The slope enters with a minus sign.",
    "The model describes the loss, not a step: if you walk along +g, does the loss rise or fall?",
)
def slope_subtracted(f0, g, H, delta):
    return float(f0 - g @ delta + 0.5 * delta @ H @ delta)


@wrong(
    "quadratic_model",
    "Only the diagonal of H is used.",
    "Two coordinates that move together also bend the loss together: which entries of H say so?",
)
def model_with_diagonal(f0, g, H, delta):
    return float(f0 + g @ delta + 0.5 * np.sum(np.diag(H) * delta**2))


@wrong(
    "quadratic_model",
    "H and delta are multiplied entry by entry instead of as matrix and vector.",
    "H * delta scales the columns of H. Which operator makes the matrix product?",
)
def product_by_entries(f0, g, H, delta):
    return float(f0 + g @ delta + 0.5 * np.sum(H * delta**2))


@wrong(
    "quadratic_model",
    "The model is not summed over the coordinates: it returns an array.",
    "A loss is one number for all coordinates together: which products should be inner products?",
)
def model_not_summed(f0, g, H, delta):
    return f0 + g * delta + 0.5 * delta * (H @ delta)


@wrong(
    "quadratic_model",
    "The curvature is measured along the gradient instead of along delta.",
    "In which direction does the model move away from the point?",
)
def curvature_along_gradient(f0, g, H, delta):
    return float(f0 + g @ delta + 0.5 * g @ H @ g)


# --- newton_step


@wrong(
    "newton_step",
    "The minus sign is missing: the step goes away from the critical point.",
    "On a bowl, compare the direction of your step with −g.",
)
def minus_missing(g, H):
    return np.linalg.solve(H, g)


@wrong(
    "newton_step",
    "The gradient is divided by the diagonal of H only.",
    "Try an H with large entries off the diagonal: does H @ delta give −g?",
)
def diagonal_only(g, H):
    return -g / np.diag(H)


@wrong(
    "newton_step",
    "1/H is the reciprocal of each entry, which is not the inverse of the matrix.",
    "Multiply your 1/H by H: does the identity come out? You do not need the inverse to solve a system.",
)
def entrywise_reciprocal(g, H):
    return -(1 / H) @ g


@wrong(
    "newton_step",
    "The Hessian is not used: the step is that of gradient descent.",
    "Which equation ties delta, H and g together?",
)
def gradient_only(g, H):
    return -g


@wrong(
    "newton_step",
    "The gradient is multiplied by H instead of H⁻¹.",
    "Where the curvature is large, should the step be longer or shorter?",
)
def multiplied_by_hessian(g, H):
    return -H @ g


@wrong(
    "newton_step",
    "A least-squares solution hides that H is singular.",
    "What should happen when the equation has no solution, or many? See the docstring under Raises.",
)
def singular_hidden(g, H):
    return -np.linalg.pinv(H) @ g


@wrong(
    "newton_step",
    "Negative curvature is counted as positive, which is the saddle-free step.",
    "Put delta back into H @ delta: does it give −g when H has a negative eigenvalue?",
)
def magnitudes_of_curvature(g, H):
    lams, vectors = np.linalg.eigh(H)
    if np.any(lams == 0):
        raise np.linalg.LinAlgError("Singular matrix")
    return -vectors @ (vectors.T @ g / np.abs(lams))


@wrong(
    "newton_step",
    "Something is added to the diagonal of H: the step is damped.",
    "Damping comes later in this assignment. Is H @ delta exactly −g?",
)
def damped(g, H):
    return np.linalg.solve(H + 1e-3 * np.eye(len(g)), -g)


@wrong(
    "newton_step",
    "An indefinite H is refused, although the equation has a solution.",
    "Cholesky's factorisation needs positive curvature everywhere: which solver does not?",
)
def indefinite_refused(g, H):
    np.linalg.cholesky(H)
    return np.linalg.solve(H, -g)


@wrong(
    "newton_step",
    "The gradient that the caller passed is negated in place.",
    "g *= −1 changes the array of the caller: which expression makes a new one?",
)
def gradient_negated_in_place(g, H):
    g *= -1
    return np.linalg.solve(H, g)


# --- saddle_free_step


@wrong(
    "saddle_free_step",
    "The sign of the curvature is kept: this is Newton's step, which runs into saddles.",
    "Along a direction of negative curvature, does your step go downhill?",
)
def signs_kept(g, H, damping=0.0):
    return np.linalg.solve(H + damping * np.eye(len(g)), -g)


@wrong(
    "saddle_free_step",
    "The magnitudes are taken of the entries of H, not of its eigenvalues.",
    "|H| is about curvatures, and the curvatures of H are its eigenvalues, not its entries.",
)
def magnitudes_of_entries(g, H, damping=0.0):
    return np.linalg.solve(np.abs(H) + damping * np.eye(len(g)), -g)


def _with(curvatures):
    """Return a saddle-free step that divides by `curvatures(lams, damping)`."""

    def step(g, H, damping=0.0):
        lams, vectors = np.linalg.eigh(H)
        return -vectors @ (vectors.T @ g / curvatures(lams, damping))

    return step


@wrong(
    "saddle_free_step",
    "The damping is added before the magnitude is taken.",
    "What becomes of an eigenvalue of −1 when the damping is 1?",
)
def damping_before_magnitude(g, H, damping=0.0):
    return _with(lambda lams, d: np.abs(lams + d))(g, H, damping)


@wrong(
    "saddle_free_step",
    "The damping has no influence.",
    "Ask for a very large damping: how short should the step become?",
)
def damping_ignored(g, H, damping=0.0):
    return _with(lambda lams, d: np.abs(lams))(g, H, damping)


@wrong(
    "saddle_free_step",
    "The damping is subtracted, which makes the step longer instead of shorter.",
    "Should more damping make the step more careful or bolder?",
)
def damping_subtracted(g, H, damping=0.0):
    return _with(lambda lams, d: np.abs(lams) - d)(g, H, damping)


@wrong(
    "saddle_free_step",
    "The damping is used as the smallest curvature instead of being added to each.",
    "In the formula, is damping·I added to |H|, or compared with it?",
)
def damping_as_floor(g, H, damping=0.0):
    return _with(lambda lams, d: np.maximum(np.abs(lams), d))(g, H, damping)


@wrong(
    "saddle_free_step",
    "Negative eigenvalues are replaced by a small positive number instead of their magnitudes.",
    "How long is the step along a direction of strong negative curvature, and how long should it be?",
)
def negative_clipped(g, H, damping=0.0):
    return _with(lambda lams, d: np.maximum(lams, 1e-3) + d)(g, H, damping)


@wrong(
    "saddle_free_step",
    "Directions of negative curvature are left out of the step.",
    "They are the way out of the saddle: what should the step along them be?",
)
def negative_dropped(g, H, damping=0.0):
    return _with(lambda lams, d: np.where(lams > 0, np.abs(lams) + d, np.inf))(g, H, damping)


@wrong(
    "saddle_free_step",
    "The minus sign is missing: the step goes uphill.",
    "What is the sign of g @ delta for your step?",
)
def goes_uphill(g, H, damping=0.0):
    return -ref.saddle_free_step(g, H, damping)


@wrong(
    "saddle_free_step",
    "The eigenvectors are used as rows, but eigh returns them as columns.",
    "Rebuild H from its eigenvalues and eigenvectors: which of the two factors is transposed?",
)
def eigenvectors_as_rows(g, H, damping=0.0):
    lams, vectors = np.linalg.eigh(H)
    return -vectors.T @ (vectors @ g / (np.abs(lams) + damping))


@wrong(
    "saddle_free_step",
    "The diagonal of the caller's H is changed in place.",
    "H[i, i] += … and H += … change the array of the caller: build a new matrix.",
)
def hessian_changed_in_place(g, H, damping=0.0):
    result = ref.saddle_free_step(g, H, damping)
    H += damping * np.eye(len(g))
    return result


@wrong(
    "saddle_free_step",
    "Only the diagonal of H is used.",
    "The directions of the curvatures are the eigenvectors of H, not the coordinate axes.",
)
def magnitudes_of_diagonal(g, H, damping=0.0):
    return -g / (np.abs(np.diag(H)) + damping)
