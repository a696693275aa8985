"""The numbers that lecture 3 states in prose."""

import functools

import numpy as np

from lectures.momentum.experiments.bowls import (
    conventions,
    pairs,
    tuned_distances,
    tuned_iterations,
    velocity_on_a_slope,
)
from lectures.momentum.experiments.cycles import cycle_numbers
from lectures.momentum.experiments.limits import fair_numbers, heavy_ball_on_kinks, worst_chain
from lectures.momentum.experiments.networks import edge_numbers, map_numbers
from solutions.momentum import optimal_gradient_descent, optimal_momentum


@functools.cache
def stated_numbers():
    """Return every number that the lecture states in prose."""
    kappas = (10, 100, 1000)
    counts = {kappa: tuned_iterations(kappa) for kappa in kappas}
    equal, cut = conventions(), conventions(drop=10)
    gaps = worst_chain()[1]
    cycle = heavy_ball_on_kinks(3.3, 3000)["momentum"]
    return {
        "descent_steps": {kappa: counts[kappa]["gradient descent"] for kappa in kappas},
        "momentum_steps": {kappa: counts[kappa]["momentum"] for kappa in kappas},
        "descent_rate": {kappa: optimal_gradient_descent(1.0, kappa)[1] for kappa in kappas},
        "momentum_rate": {kappa: optimal_momentum(1.0, kappa)[2] for kappa in kappas},
        "line_steps": {kappa: int(np.ceil(np.log(1e-6) / np.log(optimal_momentum(1.0, kappa)[2]))) for kappa in kappas},
        "same": max(np.abs(equal["sum"] - equal[name]).max() for name in ("inside", "average")),
        "different": np.abs(cut["sum"] - cut["inside"]).max(),
        "terminal": {mu: velocity_on_a_slope(float(mu), 3000)[-1] for mu in ("0.5", "0.9", "0.99")},
        "after_hundred": 100 * velocity_on_a_slope(0.99, 100)[-1] / 100,
        "alternating": {mu: abs(velocity_on_a_slope(-float(mu), 3000)[-1]) for mu in ("0.5", "0.9", "0.99")},
        "chain_nesterov": gaps["nesterov"][100],
        "chain_descent": gaps["gradient descent"][100],
        "chain_bound": gaps["bound"][100],
        "cycle": dict(zip("abc", np.abs(sorted(cycle[-3:])), strict=True)),
        **map_numbers(),
        **edge_numbers(),
        **cycle_numbers(),
        **fair_numbers(),
    }
