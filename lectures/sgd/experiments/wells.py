"""A loss with two valleys, where a small step size ends in the worse one."""

import numpy as np

from solutions.landscape import gradient_descent

START = 1.6


def double_well(x):
    """Return the loss ¼ x⁴ − ½ x² + 0.3 x."""
    return x**4 / 4 - x**2 / 2 + 0.3 * x


def double_well_slope(x):
    """Return its slope x³ − x + 0.3."""
    return x**3 - x + 0.3


def valleys():
    """Return the places of the worse and of the better minimum, and of the ridge between them."""
    better, ridge, worse = np.sort(np.roots([1, 0, -1, 0.3]).real)
    return worse, better, ridge


def roll(alpha, start=START, steps=60):
    """Return the path (steps + 1,) of gradient descent; what leaves the picture is cut at ±100."""
    with np.errstate(over="ignore", invalid="ignore"):
        path = gradient_descent(double_well_slope, np.array([start], float), alpha, steps)[:, 0]
    return np.clip(np.nan_to_num(path, nan=100.0), -100, 100)


def fate(path):
    """Return in a word what a path does: better, worse, cycles, diverges, or still moving."""
    worse, better, _ = valleys()
    if abs(path[-1]) > 3:
        return "diverges"
    if abs(path[-1] - path[-2]) < 1e-6:
        return (
            "better" if abs(path[-1] - better) < 1e-3 else "worse" if abs(path[-1] - worse) < 1e-3 else "still moving"
        )
    crossings = np.diff(np.sign(np.diff(path[-20:]))) != 0
    return "cycles" if crossings.sum() > 4 and np.ptp(path[-20:]) > 1e-2 else "still moving"


def share_in_the_better_valley(alpha, starts, steps=400):
    """Return the share of starts from which gradient descent ends in the better valley."""
    better = valleys()[1]
    with np.errstate(over="ignore", invalid="ignore"):
        ends = gradient_descent(double_well_slope, np.asarray(starts, float), alpha, steps)[-1]
    return float(np.mean(np.abs(ends - better) < 1e-3))
