"""The numbers that lecture 2 states in prose."""

import functools

import numpy as np

from lectures.newton.experiments import convergence, costs, landscapes, models, products, repairs


@functools.cache
def stated_numbers():
    """Return every number that the lecture states in prose.

    What hangs on the last bits, and so on the machine, is stated as a power of ten that it stays below.
    """
    return {**_of_models(), **_of_convergence(), **_of_repairs(), **_of_costs()}


def _of_models():
    rng = np.random.default_rng(1)
    _, steps = models.one_step(10.0, (-10.0, 1.0))
    apart = models.difference_between_coordinates(rng)
    distances = np.geomspace(1e-3, 0.3, 24)
    residuals = models.solve_or_invert(12)[1]
    return {
        "best_descent_step": list(steps["gradient descent"][1]),
        "one_step": ceiling(models.one_step_from_anywhere(rng).max(), 1e-13),
        "apart_newton": ceiling(apart["newton"], 1e-13),
        "apart_descent": apart["gradient descent"],
        "remainder_slopes": list(models.slopes(distances, models.remainders(distances))),
        "hilbert_solve": ceiling(residuals["solve"], 1e-14),
        "hilbert_inverse": 10.0 ** np.floor(np.log10(residuals["inverse"])),
    }


def _of_convergence():
    errors, threshold = convergence.logistic_errors(0.01), convergence.divergence_threshold()
    return {
        "heron": list(convergence.errors_on_line("θ³/3 − 2θ (minimum √2)", 1.0)),
        "heron_ratio": 1 / (2 * np.sqrt(2)),
        "orders": list(convergence.orders(errors["newton"])),
        "ratio": convergence.ratios(errors["newton"])[-1],
        "steps_to": {name: int(np.argmax(e <= 1e-6)) for name, e in errors.items()},
        "threshold": threshold,
    }


def _of_repairs():
    lams = np.linalg.eigvalsh(landscapes.four_pits.hess(repairs.DAMPED_START))
    return {
        "waves": {mend: repairs.walk_on_waves(mend, 10.0)[-1] for mend in repairs.MENDS},
        "waves_curvature": landscapes.growing_waves.hess(repairs.walk_on_waves("Newton", 10.0)[-1]),
        "shares": {method: repairs.shares(method) for method in repairs.METHODS},
        "damping_eigenvalues": list(lams),
        "damping_crossing": -lams[0],
    }


def _of_costs():
    work = {n: costs.operations(n) for n in (10**3, 10**6)}
    return {
        "hessian_bytes": {n: costs.in_bytes(costs.hessian_bytes(n)) for n in (10**3, 10**4, 20_000, 10**6, 10**9)},
        "vector_bytes": {n: costs.in_bytes(8 * n) for n in (20_000, 10**6)},
        "solve_operations": work[10**6]["solve (n³)"],
        "solve_time": costs.in_time(work[10**6]["solve (n³)"] / costs.RATE),
        "gradient_time": costs.in_time(work[10**6]["gradient (N n)"] / costs.RATE),
        "groups": {groups: products.products_needed(products.spectrum(groups)) for groups in (2, 4, 8)},
    }


def ceiling(value, least):
    """Return the smallest power of ten that is not below a value, or `least` where that is larger."""
    return max(least, 10.0 ** np.ceil(np.log10(max(value, least))))
