"""The numbers that lecture 3 states in prose."""

import functools

import numpy as np

from lectures.momentum.experiments.bowls import conventions, rate, tuned_iterations, velocity_on_a_slope
from lectures.momentum.experiments.limits import heavy_ball_on_kinks, steps_to_escape, steps_to_leave, worst_chain
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
        "best_mu": {kappa: optimal_momentum(1.0, kappa)[1] for kappa in kappas},
        "best_descent_alpha": optimal_gradient_descent(0.01, 1.0)[0],
        "saddle_factor": rate(-0.2, 0.9),
        "best_alpha_scaled": optimal_momentum(0.01, 1.0)[0],
        "same": max(np.abs(equal["sum"] - equal[name]).max() for name in ("inside", "average")),
        "different": np.abs(cut["sum"] - cut["inside"]).max(),
        "terminal": {mu: velocity_on_a_slope(float(mu), 3000)[-1] for mu in ("0.5", "0.9", "0.99")},
        "alternating": {mu: abs(velocity_on_a_slope(-float(mu), 3000)[-1]) for mu in ("0.5", "0.9", "0.99")},
        "chain_nesterov": gaps["nesterov"][100],
        "chain_descent": gaps["gradient descent"][100],
        "chain_bound": gaps["bound"][100],
        "cycle": dict(zip("abc", sorted(cycle[-3:]), strict=True)),
        "leave": {mu: steps_to_leave(0.1, float(mu)) for mu in ("0", "0.5", "0.9", "0.99")},
        "escape": {exponent: steps_to_escape(10.0**-exponent, 0.0) for exponent in (2, 6, 12)},
        "escape_momentum": {exponent: steps_to_escape(10.0**-exponent, 0.9) for exponent in (2, 6, 12)},
    }
