"""Sections 1 to 3 and 8: Newton's step on bowls and in other coordinates, the quadratic model, and how to solve for its minimum."""

import functools

import numpy as np

from lectures.newton.data import FromAbove, OneStep, Parabola, Remainders, Solutions

from lectures.newton.experiments.landscapes import cosh_valley, four_pits
from lectures.newton.experiments.logistic import examples, ridge_logistic
from solutions.landscape import gradient_descent
from solutions.newton import newton, newton_step, quadratic_model


def one_step(kappa, start):
    """Take one step of each method on the bowl with curvatures 1/κ and 1.

    Gradient descent gets the best step size there is along its direction, gᵀg / gᵀHg.

    Returns
    -------
    lams : ndarray of shape (2,)
    steps : dict of str to ndarray of shape (2, 2)
        Where each method starts and where it lands.
    """
    lams, theta = np.array([1 / kappa, 1.0]), np.array(start, float)
    g = lams * theta
    steepness = g @ (lams * g)
    alpha = g @ g / steepness if steepness > 0 else 0.0
    steps = {
        "gradient descent": np.array([theta, theta - alpha * g]),
        "newton": np.array([theta, theta + newton_step(g, np.diag(lams))]),
    }
    return OneStep(lams, steps)


def one_step_from_anywhere(rng, draws=300, n=10, kappa=100.0):
    """Return ‖θ − θ*‖/‖θ₀ − θ*‖ after one Newton step on random bowls from random starts, (draws,)."""
    left = np.empty(draws)
    for i in range(draws):
        turn, _ = np.linalg.qr(rng.normal(size=(n, n)))
        H = (turn * np.geomspace(1, kappa, n)) @ turn.T
        error = rng.normal(size=n)
        left[i] = np.linalg.norm(error + newton_step(H @ error, H)) / np.linalg.norm(error)
    return left


def stretch_matrix(stretch, turn=0.5):
    """Return A = R diag(s, 1/s) Rᵀ: it stretches one slanted direction and shrinks the other."""
    R = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return R @ np.diag([stretch, 1 / stretch]) @ R.T


def paths_in_other_coordinates(A, steps=8, alpha=0.12, start=(-2.1, 1.2)):
    """Minimise one loss in the coordinates φ with θ = Aφ.

    Returns
    -------
    there : dict of str to ndarray of shape (steps + 1, 2)
        The paths of φ.
    back : dict of str to ndarray of shape (steps + 1, 2)
        The same paths as θ = Aφ.
    """
    loss, first = cosh_valley, np.linalg.solve(A, np.array(start))

    def grad(phi):
        return A.T @ loss.grad(A @ phi)

    def hess(phi):
        return A.T @ loss.hess(A @ phi) @ A

    there = {
        "gradient descent": gradient_descent(grad, first, alpha, steps),
        "newton": newton(grad, hess, first, steps),
    }
    return there, {name: path @ A.T for name, path in there.items()}


def own_in_other_coordinates(step, s, steps=8):
    """Walk by any step (g, H) -> delta in stretched coordinates, beside the methods of `paths_in_other_coordinates`.

    Returns
    -------
    A : ndarray of shape (2, 2)
    there, back : dict of str to ndarray of shape (steps + 1, 2)
        As `paths_in_other_coordinates`, with ``"your own"`` too.
    """
    A = stretch_matrix(s)
    there, _ = paths_in_other_coordinates(A, steps)
    path = [there["newton"][0]]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            here = A @ path[-1]
            path.append(path[-1] + np.asarray(step(A.T @ cosh_valley.grad(here), A.T @ cosh_valley.hess(here) @ A)))
    there["your own"] = np.array(path)
    return A, there, {name: walked @ A.T for name, walked in there.items()}


def difference_between_coordinates(rng, draws=50):
    """Return for each method how far its path in random coordinates is at most from the plain one."""
    _, plain = paths_in_other_coordinates(np.eye(2))
    worst = dict.fromkeys(plain, 0.0)
    for _ in range(draws):
        A = stretch_matrix(rng.uniform(0.7, 1.4), rng.uniform(0, np.pi))
        _, back = paths_in_other_coordinates(A)
        for name, path in back.items():
            worst[name] = max(worst[name], float(np.abs(path - plain[name]).max()))
    return worst


def wavy(theta):
    """Return a loss of one variable with several hills, its slope and its curvature."""
    return (
        0.1 * theta**2 + 0.6 * np.sin(1.5 * theta),
        0.2 * theta + 0.9 * np.cos(1.5 * theta),
        0.2 - 1.35 * np.sin(1.5 * theta),
    )


def glued_model(theta0, reach=1.6, points=33):
    """Return what there is to know about the parabola that touches `wavy` at θ₀.

    Returns
    -------
    theta0 : float
    loss : callable
    places, values : ndarray of shape (points,)
        The parabola near θ₀.
    landing : tuple or None
        Newton's landing place, the parabola's value there, and whether that is a minimum of the parabola;
        None where it is more than 5 from zero.
    bend : float
        L''(θ₀).
    """
    f0, slope, bend = wavy(theta0)
    g, H = np.array([slope]), np.array([[bend]])
    delta = np.linspace(-reach, reach, points)
    values = np.array([quadratic_model(f0, g, H, np.array([d])) for d in delta])
    step, landing = newton_step(g, H), None
    if abs(theta0 + step[0]) <= 5:
        landing = (theta0 + step[0], quadratic_model(f0, g, H, step), bend > 0)
    return Parabola(theta0, lambda x: wavy(x)[0], theta0 + delta, values, landing, bend)


def model_among_pits(place):
    """Return θ₀, Newton's step there and the Hessian, on `four_pits`."""
    theta = np.array(place, float)
    H = four_pits.hess(theta)
    return FromAbove(theta, newton_step(four_pits.grad(theta), H), H)


@functools.cache
def small_problem(seed=2):
    """Return a logistic loss with N = 200 examples and n = 3 parameters."""
    return ridge_logistic(*examples(200, 3, np.random.default_rng(seed)), ridge=0.01)


def remainders(distances, turn=0.0):
    """Compare the loss at a distance with its Taylor models of order 0, 1 and 2.

    Parameters
    ----------
    distances : ndarray of shape (K,)
    turn : float
        Which direction to walk in, an angle.

    Returns
    -------
    ndarray of shape (3, K)
        |L(θ₀ + hv) − model|, a row for each order.
    """
    loss, theta0 = small_problem(), np.array([0.5, -0.4, 0.8])
    direction = np.array([np.cos(turn), np.sin(turn), 0.5])
    direction /= np.linalg.norm(direction)
    f0, g, H, none = loss.f(theta0), loss.grad(theta0), loss.hess(theta0), np.zeros((3, 3))
    errors = np.empty((3, len(distances)))
    for k, h in enumerate(distances):
        delta, there = h * direction, loss.f(theta0 + h * direction)
        models = [f0, quadratic_model(f0, g, none, delta), quadratic_model(f0, g, H, delta)]
        errors[:, k] = np.abs(there - np.array(models))
    return errors


def remainders_and_slopes(degrees):
    """Return distances, `remainders` at a direction in degrees, and their `slopes` up to a distance of 0.1."""
    distances = np.geomspace(1e-3, 1, 13)
    errors = remainders(distances, np.radians(degrees))
    near = distances < 0.101
    return Remainders(distances, errors, slopes(distances[near], errors[:, near]))


def slopes(distances, errors):
    """Return the slope of each row of errors against the distances on log-log axes, by least squares."""
    x = np.log(distances) - np.log(distances).mean()
    return np.log(errors) @ x / (x @ x)


def hilbert(n):
    """Return the n × n matrix with entries 1/(i + j − 1): positive definite, and nearly singular."""
    i = np.arange(1, n + 1)
    return 1.0 / (i[:, None] + i - 1)


@functools.cache
def _residuals(most):
    found = [solve_or_invert(n)[1] for n in range(2, most + 1)]
    return {way: np.array([residuals[way] for residuals in found]) for way in found[0]}


def solutions_of_size(n, most=12):
    """Return what `solve_or_invert` finds, and the residuals of all sizes from 2 to `most`."""
    return Solutions(n, *solve_or_invert(n), np.arange(2, most + 1), _residuals(most))


def solve_or_invert(n):
    """Find Newton's step on the bowl with the Hilbert matrix as Hessian; the right answer is all ones.

    Returns
    -------
    steps : dict of str to ndarray of shape (n,)
    residuals : dict of str to float
        ‖H δ + g‖ for each.
    """
    H = hilbert(n)
    g = -H @ np.ones(n)
    steps = {"solve": newton_step(g, H), "inverse": -np.linalg.inv(H) @ g}
    return steps, {name: float(np.linalg.norm(H @ delta + g)) for name, delta in steps.items()}
