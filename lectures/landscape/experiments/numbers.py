"""The numbers that lecture 1 states in prose."""

import functools

import numpy as np

from lectures.landscape.experiments import convexity, critical, descent, networks
from solutions.momentum import optimal_gradient_descent


@functools.cache
def stated_numbers():
    """Return every number that the lecture states in prose."""
    return {**_of_descent(), **_of_convexity(), **_of_networks(), **_of_critical_points()}


def _of_descent():
    kappas, start = (10, 100, 1000), np.array([1.0, 0.5])
    pits, walked = descent.pits_of_hills(), descent.walk_on_hills((2.6, 1.5), 0.1)[-1]
    t, along = descent.digits_slice("way")
    before = t < 0
    best = descent.exam_best()
    agree, falls = descent.which_descend()
    return {
        "exam_start": float(descent.exam_loss(np.zeros(2))),
        "exam_best": list(best),
        "exam_lowest": float(descent.exam_loss(best)),
        "exam_gradient": list(descent.exam_gradient(np.zeros(2))),
        "pits": len(pits),
        "depth": -float(descent.hills(pits[0])),
        "walk_end": list(walked),
        "walk_loss": float(descent.hills(walked)),
        "slice_start": float(along[np.isclose(t, 0)][0]),
        "slice_end": float(along[np.isclose(t, 1)][0]),
        "slice_lowest": float(along.min()),
        "slice_lowest_at": float(t[along.argmin()]),
        "slice_hump": float(along[before].max()),
        "slice_hump_at": abs(float(t[before][along[before].argmax()])),
        "slice_mirror": float(along[0]),
        "agree": int((agree == falls).sum()),
        "tried": len(agree),
        "fell": int(agree.sum()),
        "descending": {n: int((descent.cosines(n) > 0).sum()) for n in (2, 10, 100, 1000)},
        "mean_cosine": {n: descent.mean_cosine(n) for n in (2, 10, 100, 1000, 1_000_000)},
        "searched": {n: descent.random_search(n)[-1] for n in (10, 100, 1000)},
        "cosine_by_hand": float(descent.angle_to_optimum(start, 10.0)),
        "least_cosine": {k: float(descent.angle_to_optimum(_worst_place(k), float(k))) for k in (10, 100)},
        "angle": {k: float(np.degrees(np.arccos(2 * np.sqrt(k) / (1 + k)))) for k in (10, 100)},
        "descent_steps": {k: len(descent.tuned_descent(k)) - 1 for k in kappas},
        "descent_rate": {k: optimal_gradient_descent(1.0, float(k))[1] for k in kappas},
    }


def _worst_place(kappa):
    """Return the place on a contour line where the gradient points away from the minimum the most."""
    return descent.on_ellipse(np.pi / 4, float(kappa))


def _of_convexity():
    lams, of_network = convexity.softmax_curvatures(), convexity.network_curvatures()
    losses, norms = convexity.separable_run()
    X, W, V = convexity.clouds()[0], convexity.fitted(), convexity.direction(1.0)
    return {
        "spread_mean": float(convexity.variances(W, V, X).mean()),
        "smallest_exponent": int(np.ceil(np.log10(max(-lams.min(), 1e-13)))),
        "zeros": int((np.abs(lams) < 1e-12).sum(axis=1).min()),
        "network_negative": int((of_network < -1e-6).sum()),
        "network_tried": len(of_network),
        "separable_loss": {k: losses[k // 10] for k in (10, 100, 1000, 10_000)},
        "separable_norm": {k: norms[k // 10] for k in (10, 100, 1000, 10_000)},
    }


def _of_networks():
    found = networks.all_losses()
    widths, means, spreads, errors = networks.summary(found)
    windows = {name: networks.windows(name) for name in networks.SKIPS}
    highest = {name: [float(grid.max()) for grid in grids] for name, grids in windows.items()}
    bent = {name: [networks.bent_down(grid) for grid in grids] for name, grids in windows.items()}
    trained = {name: networks.trained(name)[1] for name in networks.SKIPS}
    by_width = [int(width) for width in widths]
    return {
        "mean_loss": dict(zip(by_width, means, strict=True)),
        "spread": dict(zip(by_width, spreads, strict=True)),
        "spread_error": dict(zip(by_width, errors, strict=True)),
        "error_least": float((errors / spreads).min()),
        "error_most": float((errors / spreads).max()),
        "best_loss": {width: losses[0] for width, losses in found.items()},
        "worst_loss": {width: losses[-1] for width, losses in found.items()},
        "highest_least": {name: two_digits(min(values)) for name, values in highest.items()},
        "highest_most": {name: two_digits(max(values)) for name, values in highest.items()},
        "bent_least": {name: min(values) for name, values in bent.items()},
        "bent_most": {name: max(values) for name, values in bent.items()},
        "trained_most": {name: float(np.ceil(1000 * losses.max()) / 1000) for name, losses in trained.items()},
        "trained_least": {name: float(losses.min()) for name, losses in trained.items()},
    }


def two_digits(number):
    """Return a number rounded to two digits: what hangs on 300 steps of training is not known better elsewhere."""
    return float(f"{number:.1e}")


def _of_critical_points():
    points = critical.autoencoder_points()
    walled = critical.leaving_curves(10)
    index, loss = [point["index"] for point in points], [point["loss"] for point in points]
    return {
        "leave": {step: critical.steps_to_leave(float(step)) for step in ("0.01", "0.1", "1.0")},
        "leave_momentum": {step: critical.steps_to_leave(float(step), 0.9) for step in ("0.01", "0.1", "1.0")},
        "plateau_slope": float(np.tanh(4) / np.cosh(4)),
        "fastest": {name: int(counts.min()) for name, counts in walled.items()},
        "fastest_at": {name: float(critical.EFFECTIVE[counts.argmin()]) for name, counts in walled.items()},
        "escape": {exponent: critical.escaping(exponent)[1]["gradient descent"] for exponent in (2, 6, 12)},
        "escape_momentum": {exponent: critical.escaping(exponent)[1]["momentum"] for exponent in (2, 6, 12)},
        "escape_limit": critical.escaping(6, critical.RULES[1])[1],
        "escape_same_alpha": critical.steps_to_escape(1e-6, 0.9, 0.09, critical.STEEP),
        "coins": 0.5**5,
        "exact": {n: critical.exact_share(n) for n in range(1, 9)},
        "simulated": {n: critical.simulated_share(n) for n in range(1, 5)},
        "not_goe": critical.unit_variance_share(),
        "points": len(points),
        "loss_low": loss[0],
        "loss_high": loss[-1],
        "index_high": index[-1],
        "correlation": float(np.corrcoef(index, loss)[0, 1]),
        "minima": sum(k == 0 for k in index),
        "flat_directions": int((np.abs(points[0]["lams"]) < 1e-6).sum()),
    }
