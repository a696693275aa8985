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
    best = descent.exam_best()
    agree, falls = descent.which_descend()
    return {
        "exam_start": float(descent.exam_loss(np.zeros(2))),
        "exam_best": list(best),
        "exam_lowest": float(descent.exam_loss(best)),
        "exam_gradient": list(descent.exam_gradient(np.zeros(2))),
        "agree": int((agree == falls).sum()),
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
    return {
        "smallest_exponent": int(np.ceil(np.log10(max(-lams.min(), 1e-13)))),
        "zeros": int((np.abs(lams) < 1e-12).sum(axis=1).min()),
        "network_negative": int((of_network < -1e-6).sum()),
        "network_tried": len(of_network),
        "separable_loss": {k: losses[k // 10] for k in (10, 100, 1000, 10_000)},
        "separable_norm": {k: norms[k // 10] for k in (10, 100, 1000, 10_000)},
    }


def _of_networks():
    losses = {width: networks.final_losses(width) for width in networks.WIDTHS}
    spread = {width: found.std() for width, found in losses.items()}
    windows = {d: {s: networks.windows(d, s) for s in (True, False)} for d in networks.DEPTHS}
    highest = {d: {s: [float(grid.max()) for grid in found[s]] for s in found} for d, found in windows.items()}
    bent = {d: {s: [networks.bent_down(grid) for grid in found[s]] for s in found} for d, found in windows.items()}
    return {
        "mean_loss": {width: found.mean() for width, found in losses.items()},
        "spread": spread,
        "widest": max(spread, key=spread.get),
        "best_loss": {width: found[0] for width, found in losses.items()},
        "worst_loss": {width: found[-1] for width, found in losses.items()},
        "highest_skips": {d: two_digits(max(found[True])) for d, found in highest.items()},
        "lowest_plain": {d: two_digits(min(found[False])) for d, found in highest.items()},
        "highest_plain": {d: two_digits(max(found[False])) for d, found in highest.items()},
        "bent_least": min(min(found[True]) for found in bent.values()),
        "bent_most": max(max(found[True]) for found in bent.values()),
        "bent_6": {"skips": float(np.mean(bent[6][True])), "plain": float(np.mean(bent[6][False]))},
        "bent_40": {"skips": float(np.mean(bent[40][True])), "plain": float(np.mean(bent[40][False]))},
        "deep_loss": {
            "skips": np.ceil(1000 * networks.trained(40, True)[1].max()) / 1000,
            "plain": networks.trained(40, False)[1].min(),
        },
    }


def two_digits(number):
    """Return a number rounded to two digits: what hangs on 300 steps of training is not known better elsewhere."""
    return float(f"{number:.1e}")


def _of_critical_points():
    points = critical.autoencoder_points()
    index, loss = [point["index"] for point in points], [point["loss"] for point in points]
    return {
        "leave": {alpha: critical.steps_to_leave(float(alpha)) for alpha in ("0.01", "0.1", "1.0")},
        "leave_momentum": {alpha: critical.steps_to_leave(float(alpha), 0.9) for alpha in ("0.01", "0.1", "1.0")},
        "plateau_slope": float(np.tanh(4) / np.cosh(4)),
        "escape": {exponent: critical.steps_to_escape(10.0**-exponent) for exponent in (2, 6, 12)},
        "escape_momentum": critical.steps_to_escape(1e-6, 0.9),
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
