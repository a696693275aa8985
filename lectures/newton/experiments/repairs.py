"""Section 5: where Newton's method goes wrong, and what mends it."""

import functools

import numpy as np

from lectures.newton.data import AmongPits, Damping, OwnAmongPits, Search, Waves

from lectures.newton.experiments.landscapes import critical_points, four_pits, growing_waves, log_cosh
from solutions.landscape import gradient_descent
from solutions.newton import backtracking, newton, newton_step, saddle_free_step

MENDS = ["Newton", "|H|", "|H| + damping 0.3", "|H| + backtracking"]
METHODS = ["gradient descent", "newton", "saddle-free"]
SHARES = [1e-4, 0.1, 0.3, 0.6, 0.9]  # c of Armijo's condition
ALPHA, DAMPING = 0.005, 1.0  # on `four_pits`
DAMPED_START = np.array([-1.2, 2.2])  # between two pits: one curvature is negative


def walk_on_waves(mend, start, steps=14):
    """Return the path (steps + 1,) of Newton's method on `growing_waves`, as it is or mended.

    Parameters
    ----------
    mend : str
        One of `MENDS`.
    """
    path = np.empty(steps + 1)
    path[0] = start
    for k in range(steps):
        theta = path[k : k + 1]
        g, H = growing_waves.grad(theta), np.diag(growing_waves.hess(theta))
        if mend == "Newton":
            delta = newton_step(g, H)
        else:
            delta = saddle_free_step(g, H, damping=0.3 if "damping" in mend else 0.0)
        size = 1.0
        if "backtracking" in mend and abs(g[0]) > 1e-9:
            size = backtracking(lambda t: float(growing_waves.f(t[0])), theta, g, delta)
        path[k + 1] = path[k] + size * delta[0]
    return path


def where_it_ends(place):
    """Return in words near what kind of point of `growing_waves` a place is."""
    if abs(growing_waves.grad(place)) > 1e-3:
        return "not at a critical point"
    return "a minimum" if growing_waves.hess(place) > 0 else "a maximum"


def walk_and_end(start, method):
    """Return the loss, the path of a method of `MENDS` on it, in words where it comes to, and the errors on the way."""
    path = walk_on_waves(method, start)
    end = walk_on_waves("Newton", path[-1], 6)[-1]  # where it is flat, to the last digit
    return Waves(growing_waves.f, path, where_it_ends(path[-1]), np.abs(path - end))


def damped_steps(d):
    """Return the start, where both damped steps land, −g, and the loss at start and landing places."""
    landing = {name: places[0] for name, places in landing_places(DAMPED_START, [d]).items()}
    losses = (four_pits.f(place) for place in (DAMPED_START, *landing.values()))
    return Damping(DAMPED_START, landing, -four_pits.grad(DAMPED_START), *losses)


def landing_places(theta, dampings):
    """Return where the steps of `four_pits` land for each damping d.

    Returns
    -------
    dict of str to ndarray of shape (len(dampings), 2)
        ``"newton"`` with H + dI, ``"saddle-free"`` with |H| + dI.
    """
    theta = np.asarray(theta, float)
    g, H = four_pits.grad(theta), four_pits.hess(theta)
    return {
        "newton": np.array([theta + newton_step(g, H + d * np.eye(2)) for d in dampings]),
        "saddle-free": np.array([theta + saddle_free_step(g, H, d) for d in dampings]),
    }


def search_and_curve(start, c):
    """Return step sizes and the loss there, what `search_along` returns, and what a whole `searched_run` makes."""
    along, delta = np.linspace(0, 1.1, 31), -np.tanh(start) / log_cosh.hess(start)
    return Search(along, log_cosh.f(start + along * delta), *search_along(start, c), *searched_run(start, c))


def searched_run(start, c, steps=20, enough=1e-5):
    """Run Newton's method with backtracking on ln cosh θ until |θ| is small enough.

    Returns
    -------
    errors : ndarray of shape (K,)
        |θ| after 0, 1, … steps, at most `steps`.
    losses : int
        How many losses were computed in the searches.
    """
    theta, calls = float(start), 0
    errors = [abs(theta)]
    while errors[-1] > enough and len(errors) <= steps:
        sizes, _, _ = search_along(theta, c)
        theta += sizes[-1] * float(newton_step(np.tanh([theta]), [[log_cosh.hess(theta)]])[0])
        errors.append(abs(theta))
        calls += len(sizes) + 1
    return np.array(errors), calls


def search_along(start, c):
    """Try shorter and shorter Newton steps on ln cosh until Armijo's condition holds.

    Returns
    -------
    sizes, values : ndarray of shape (T,)
        The step sizes that were tried, the last one accepted, and the loss there.
    line : ndarray of shape (2,)
        The most that the condition allows, at the step sizes 0 and 1.
    """
    theta = np.array([float(start)])
    g, delta = np.tanh(theta), newton_step(np.tanh(theta), np.diag(log_cosh.hess(theta)))
    sizes = []

    def f(there):
        return float(log_cosh.f(there[0]))

    def watched(there):
        sizes.append(float((there[0] - theta[0]) / delta[0]))
        return f(there)

    backtracking(watched, theta, g, delta, c=c)
    sizes = np.array(sizes[1:])  # the first call is the loss at θ itself
    values = np.array([f(theta + a * delta) for a in sizes])
    return sizes, values, f(theta) + c * np.array([0.0, 1.0]) * float(g @ delta)


def path_among_pits(method, start, steps=40):
    """Return the path (steps + 1, 2) of one of `METHODS` on `four_pits`."""
    start = np.array(start, float)
    if method == "gradient descent":
        return gradient_descent(four_pits.grad, start, ALPHA, steps)
    if method == "newton":
        return newton(four_pits.grad, four_pits.hess, start, steps)
    path = [start]
    for _ in range(steps):
        path.append(path[-1] + saddle_free_step(four_pits.grad(path[-1]), four_pits.hess(path[-1]), DAMPING))
    return np.array(path)


def own_among_pits(step, start, d, steps=40):
    """Walk on `four_pits` by any step (g, H, damping) -> delta, and by the right one; end and loss of the first.

    Returns
    -------
    OwnAmongPits
    """

    def walk(take):
        path = [np.array(start, float)]
        with np.errstate(over="ignore", invalid="ignore"):
            for _ in range(steps):
                path.append(path[-1] + np.asarray(take(four_pits.grad(path[-1]), four_pits.hess(path[-1]), d)))
        return np.array(path)

    own = walk(step)
    return OwnAmongPits(own, walk(saddle_free_step), _kind_of(own[-1]))


def _kind_of(place):
    """Return in words near what kind of critical point of `four_pits` a place is."""
    distance = np.linalg.norm(critical_points() - place, axis=1)
    kind = ["a minimum"] * 4 + ["a saddle"] * 4 + ["the maximum"]
    return kind[distance.argmin()] if distance.min() < 0.05 else "not yet at a critical point"


def path_and_end(method, start):
    """Return a path among the pits, the loss along it, and in words where it comes to."""
    path = path_among_pits(method, start)
    return AmongPits(path, four_pits.f(path.T), _kind_of(path[-1]))


def ends(method, starts):
    """Run one of `METHODS` from many starts at once, and return where it ends.

    Parameters
    ----------
    starts : ndarray of shape (2, P)

    Returns
    -------
    ndarray of shape (P,)
        Which of `critical_points` it is, or −1 for none.
    """
    theta = starts.copy()
    for _ in range(800 if method == "gradient descent" else 60):
        g = four_pits.grad(theta)
        if method == "gradient descent":
            theta = theta - ALPHA * g
            continue
        H = np.moveaxis(four_pits.hess(theta), -1, 0)
        if method == "saddle-free":
            lams, vectors = np.linalg.eigh(H)
            H = np.einsum("pij,pj,pkj->pik", vectors, np.abs(lams) + DAMPING, vectors)
        theta = theta - np.linalg.solve(H, g.T[..., None])[..., 0].T
    distance = np.linalg.norm(theta[:, None] - critical_points().T[..., None], axis=0)
    return np.where(distance.min(axis=0) < 1e-2, distance.argmin(axis=0), -1)


@functools.cache
def basins(method, cells=150, reach=5.0):
    """Return a map (cells, cells) of where each start of a square ends, row 0 at the bottom; see `ends`."""
    x = (np.arange(cells) + 0.5) / cells * 2 * reach - reach
    starts = np.stack(np.meshgrid(x, x)).reshape(2, -1)
    return ends(method, starts).reshape(cells, cells)


def shares(method):
    """Return the shares of starts that end in a minimum, a saddle, the maximum, and nowhere."""
    found = basins(method)
    kinds = {"minimum": (0, 4), "saddle": (4, 8), "maximum": (8, 9), "none": (-1, 0)}
    return {kind: float(((found >= low) & (found < high)).mean()) for kind, (low, high) in kinds.items()}


def borders(method):
    """Return the share of neighbouring cells of `basins` that end in different places."""
    found = basins(method)
    across, up = found[:, 1:] != found[:, :-1], found[1:] != found[:-1]
    return float((across.mean() + up.mean()) / 2)
