"""Schedules of step sizes, and the loss that each earns on a noisy bowl that is steep at the start."""

import functools

import numpy as np

from lectures.sgd.data import Schedules
from solutions.sgd import cosine_decay, inverse_time_decay, step_decay

STEPS, RUNS = 400, 8
LAMS = np.geomspace(0.02, 1, 8)
NOISE = 0.3
KINDS = ["constant", "stairs", "1/k", "cosine"]
CONSTANTS = 0.4 * 2.0 ** np.arange(-4, 1.5, 0.5)


def schedule(kind, alpha0, pace, warmup=0.0, steps=STEPS):
    """Return the step sizes (steps,) of a schedule.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    pace : float
        When it falls, as a share of the run: stairs fall to a tenth every `pace`, 1/k has halved after `pace`, and
        the cosine is at zero after `pace`.
    warmup : float
        Share of the run for the linear rise before.
    """
    w, length = round(warmup * steps), max(round(pace * steps), 1)
    rise = [cosine_decay(k, alpha0, steps + w, w) for k in range(w)]
    fall = {
        "constant": lambda k: alpha0,
        "stairs": lambda k: step_decay(k, alpha0, 0.1, length),
        "1/k": lambda k: inverse_time_decay(k, alpha0, 1 / length),
        "cosine": lambda k: cosine_decay(k, alpha0, length),
    }[kind]
    return np.array(rise + [fall(k) for k in range(steps - w)])


@functools.cache
def noise_of(seed, steps=STEPS):
    """Return the noise of the gradients in all runs, the same for every schedule."""
    return NOISE * np.sqrt(LAMS) * np.random.default_rng(seed).normal(size=(steps, RUNS, 1, len(LAMS)))


def loss_under(*schedules, seed=0):
    """Return the losses (steps + 1,) of SGD under schedules, each the mean over some runs.

    The loss is the mean of λ(½ x² + ¼ x⁴) over some directions x, from x = 2 in each: there it is thirteen times
    as steep, in curvature, as at the minimum.
    """
    alphas = np.stack(schedules, axis=1)[:, :, None]
    x = np.full((RUNS, len(schedules), len(LAMS)), 2.0)
    places = [x]
    with np.errstate(over="ignore", invalid="ignore"):
        for alpha, noise in zip(alphas, noise_of(seed, len(alphas)), strict=True):
            x = x - alpha * (LAMS * (x + x * x * x) + noise)
            places.append(x)
        squares = np.array(places) ** 2
        return ((squares / 2 + squares**2 / 4) @ (LAMS / len(LAMS))).mean(axis=1).T


@functools.cache
def best_constant(warmup=0.1):
    """Return the constant step size of `CONSTANTS` with the lowest mean loss over the last 20 steps."""
    ends = loss_under(*(schedule("constant", alpha, 1.0, warmup) for alpha in CONSTANTS))[:, -20:].mean(axis=1)
    return float(CONSTANTS[np.nanargmin(ends)])


def schedules_view(kind, alpha0, pace, warmup):
    """Return a schedule, the constant step size α₀ with the same warm-up, and the best constant one; and their losses."""
    plans = (
        schedule(kind, alpha0, pace, warmup),
        schedule("constant", alpha0, pace, warmup),
        schedule("constant", best_constant(), pace, 0.1),
    )
    return Schedules(plans, loss_under(*plans))


def own_schedule_view(own, warmup):
    """Return step sizes and losses under a reader's ``own(k, alpha0, total, warmup)``, and under the right cosine."""
    rise = round(warmup * STEPS)
    plans = tuple(np.array([plan(k, 0.4, STEPS, rise) for k in range(STEPS)]) for plan in (own, cosine_decay))
    return Schedules(plans, loss_under(*plans))


def blown_up(alpha0=0.4, seeds=range(8)):
    """Return the mean loss after the first step without warm-up, and how many of all runs blow up."""
    plan = schedule("constant", alpha0, 1.0, 0.0)
    first, lost, runs = [], 0, 0
    for seed in seeds:
        with np.errstate(over="ignore", invalid="ignore"):
            x = np.full((RUNS, len(LAMS)), 2.0)
            for k, noise in enumerate(noise_of(seed, STEPS)[:, :, 0]):
                x = x - plan[k] * (LAMS * (x + x**3) + noise)
                if k == 0:
                    first.append(((x**2 / 2 + x**4 / 4) * LAMS).mean())
        lost, runs = lost + int((~np.isfinite(x)).any(axis=1).sum()), runs + RUNS
    return float(np.mean(first)), lost / runs
