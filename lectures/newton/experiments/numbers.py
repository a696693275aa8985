"""The numbers that lecture 2 states in prose."""

import functools

import numpy as np

from lectures.newton.experiments import convergence, costs, landscapes, models, network, products, quasi, repairs
from lectures.viz.numbers import number


@functools.cache
def stated_numbers():
    """Return every number that the lecture states in prose.

    What hangs on the last bits, and so on the machine, is stated as a power of ten that it stays below.
    """
    found = {**_of_models(), **_of_convergence(), **_of_repairs(), **_of_costs(), **_of_the_network()}
    said = {name: found[name] for name in ("one_step", "apart_newton", "hilbert_solve", "solve_operations")}
    said |= {f"heron{k}": found["heron"][k] for k in (3, 4)}
    return {**found, "said": {name: number(value, 2 if value > 1 else 1) for name, value in said.items()}}


def _of_models():
    rng = np.random.default_rng(1)
    _, steps = models.one_step(10.0, (-10.0, 1.0))
    apart = models.difference_between_coordinates(rng)
    found, residuals = models.solve_or_invert(12)
    return {
        "best_descent_step": list(steps["gradient descent"][1]),
        "one_step": ceiling(models.one_step_from_anywhere(rng).max(), 1e-13),
        "apart_newton": ceiling(apart["newton"], 1e-13),
        "apart_descent": apart["gradient descent"],
        "remainder_slopes": list(models.remainders_and_slopes(0).slopes),
        "hilbert_solve": ceiling(residuals["solve"], 1e-14),
        "hilbert_inverse": 10.0 ** np.floor(np.log10(residuals["inverse"])),
        "uphill": models.glued_model(0.6).landing[0],
    }


def _of_convergence():
    (errors, kappa), threshold = convergence.logistic_errors(1.0), convergence.divergence_threshold()
    return {
        "heron": list(convergence.errors_on_line("θ³/3 − 2θ (minimum √2)", 1.0)),
        "heron_ratio": 1 / (2 * np.sqrt(2)),
        "orders": list(convergence.orders(errors["newton"])),
        "ratio": convergence.ratios(errors["newton"])[-1],
        "steps_alike": convergence.steps_needed(1.0),
        "steps_unequal": convergence.steps_needed(4.0),
        "kappa": {1: kappa, 4: convergence.logistic_errors(4.0)[1]},
        "threshold": threshold,
    }


def _of_repairs():
    lams = np.linalg.eigvalsh(landscapes.four_pits.hess(repairs.DAMPED_START))
    return {
        "waves": {mend: repairs.walk_on_waves(mend, 10.0)[-1] for mend in repairs.MENDS},
        "waves_curvature": landscapes.growing_waves.hess(repairs.walk_on_waves("Newton", 10.0)[-1]),
        "shares": {method: repairs.shares(method) for method in repairs.METHODS},
        "borders": {method: repairs.borders(method) for method in repairs.METHODS},
        "saddle_end": list(repairs.path_among_pits("newton", repairs.DAMPED_START)[-1]),
        "searched": {
            c: (len(errors) - 1, calls) for c in repairs.SHARES for errors, calls in [repairs.searched_run(1.5, c)]
        },
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
        "solve_times": {name: costs.in_time(work[10**6]["solve (n³)"] / rate) for name, rate in costs.RATES.items()},
        "largest": costs.largest_hessian(),
        "gradient_time": costs.in_time(work[10**6]["gradient (N n)"] / costs.RATE),
        "groups": {groups: products.products_needed(products.spectrum(groups)) for groups in (2, 4, 8)},
    }


def _of_the_network():
    first, last = (network.curvature_at(stage).values for stage in (0, network.STAGES - 1))
    late = network.STAGES - 1
    steps = {products: network.step_on_network(products, late) for products in (2, 20)}
    return {
        "top": [first[0], last[0]],
        "lowest": [first[-1], last[-1]],
        "network_loss": steps[2].losses[0],
        "network_step": {products: step.taken[1] for products, step in steps.items()},
        "network_size": steps[20].taken[0],
        "network_products": steps[20].products,
        "network_descent": steps[2].descent,
        "race": quasi.race_numbers(),
        "gauss": [10 ** quasi.race_numbers()[end][quasi.GAUSS] for end in ("lowest", "highest")],
    }


def ceiling(value, least):
    """Return the smallest power of ten that is not below a value, or `least` where that is larger."""
    return max(least, 10.0 ** np.ceil(np.log10(max(value, least))))
