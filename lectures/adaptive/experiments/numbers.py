"""The numbers that lecture 4 states in prose."""

import functools

import numpy as np

from lectures.adaptive.experiments.comparison import (
    ALPHAS,
    POWERS,
    convex_gaps,
    convex_runs,
    network_losses,
    mean_regrets,
    nearest,
    sparse_runs,
)
from lectures.adaptive.experiments.coordinates import (
    ANGLES,
    decayed,
    straight_alphas,
    turned_distances,
    turned_paths,
    valley_view,
    with_epsilon,
)
from lectures.adaptive.experiments.averages import (
    adam_on_a_slope,
    after_a_jump,
    cheated,
    half_life,
    noisy_slope,
    on_a_slope,
)
from lectures.adaptive.experiments.digits import (
    BETA1S,
    BETA2S,
    edge_limit,
    edge_runs,
    groups,
    ink,
    memories,
    moved,
    pixel_runs,
)
from lectures.adaptive.experiments.race import METHODS, START, race
from lectures.adaptive.experiments.scale import (
    SCALES,
    growth_slope,
    layer_norms,
    sign_is_wrong,
    sign_points_away,
    steps_from,
)

SEEDS = (0, 1, 2)
RACED = ("stretched bowl", "turned bowl", "saddle")


@functools.cache
def stated_numbers():
    """Return every number that the lecture states in prose."""
    return {**_sizes(), **_lengths(), **_comparisons(), **_networks(), **_coordinates(), **_races(), **_digits()}


def _sizes():
    _, norms, losses = layer_norms(np.random.default_rng(0))
    middle = len(SCALES) // 2  # the usual size of the first weights
    return {
        "slope": {
            "far": growth_slope(2.5),
            "left": -growth_slope(-4.0),
            "ratio": growth_slope(2.5) / -growth_slope(-4.0),
        },
        "far_steps": {"safe": steps_from(2.5, 0.01), "left": steps_from(-4.0, 0.01), "near": steps_from(0.5, 0.3)},
        "thrown_to": -(2.5 - 0.1 * growth_slope(2.5)),
        "layers_spread": norms[:, :, middle].max() / norms[:, :, middle].min(),
        "layers_fall": norms[0, -1, middle] / norms[-1, -1, middle],
        "layers_start": norms[0, :, middle].max() / norms[0, :, middle].min(),
        "layers_between": np.median(norms[:, :, middle].max(axis=1) / norms[:, :, middle].min(axis=1)),
        "sign_away": dict(zip(("each", "any"), sign_points_away(), strict=True)),
        "sign_wrong": sign_is_wrong(3.0),
    }


def _lengths():
    slope = on_a_slope(0.99)
    bare = adam_on_a_slope(0.9, 0.999)["not corrected"]
    up, down = (after_a_jump(jump, 0.9).lengths["rmsprop"] for jump in (1000.0, 1e-3))
    return {
        "first_rmsprop": slope["rmsprop"][0],
        "after_1000": {name: lengths[-1] for name, lengths in slope.items()},
        "half_life": {beta: half_life(float(beta)) for beta in ("0.9", "0.99", "0.999")},
        "jump_up": up[80],
        "jump_over": int(np.argmax(up[80:] < 1.1)),
        "jump_down": int(np.argmax(down[80:] > 0.5)),
        "first_bare": bare[0],
        "largest_bare": bare.max(),
        "largest_at": int(bare.argmax()) + 1,
        "cheated": cheated(0.1)[-1],
        "cured": -cheated(0.99)[-1],
        "noisy": {sigma: noisy_slope(float(sigma), np.random.default_rng(0))[2] for sigma in ("1", "3")},
    }


def _comparisons():
    runs = {}
    for method in ("adagrad", "rmsprop"):
        paths, _, X, y, _ = convex_runs(method, np.random.default_rng(0))
        runs[method] = convex_gaps(paths, X, y)[1][-1]
    powers = POWERS.tolist()
    regret, bound, other = mean_regrets()
    regret, bound, other = regret[:, nearest(0.25)], bound[:, nearest(0.25)], other[:, nearest(0.25)]
    _, errors, chosen = sparse_runs(np.random.default_rng(0))
    return {
        "floor": {power: runs["rmsprop"][powers.index(power)] for power in (-7, -6, -5, -4, -3)},
        "adagrad_gap": {power: runs["adagrad"][powers.index(power)] for power in (-4, -3, -2, -1)},
        "best_gap": {method: gaps.min() for method, gaps in runs.items()},
        "regret": regret[-1],
        "regret_bound": bound[-1],
        "regret_rmsprop": other[-1],
        "regret_times": {"adagrad": regret[999] / regret[99], "rmsprop": other[999] / other[99]},
        "sparse": {name: np.sqrt((rows[-1] ** 2).mean()) for name, rows in errors.items()},
        "sparse_rare": {name: rows[-1][-1] for name, rows in errors.items()},
        "sparse_alpha": chosen,
    }


def _networks():
    """Return mean losses over seeds at the best α, after 100 and 800 steps, and that α."""
    best, alpha = {}, {}
    for method in ("adagrad", "rmsprop", "adam"):
        losses = np.mean([network_losses(method, seed) for seed in SEEDS], axis=0)
        best[method] = {100: losses[2].min(), 800: losses[-1].min()}
        alpha[method] = ALPHAS[losses[-1].argmin()]
    units = {
        name: {times: ALPHAS[np.nanargmin(network_losses(name, 0, float(times))[-1])] for times in (1, 100)}
        for name in ("adam", "momentum")
    }
    ends = {name: network_losses(name, 0)[-1] for name in ("adam", "momentum")}
    default = np.mean([network_losses("adam", seed, alphas=(0.001,))[-1, 0] for seed in SEEDS])
    return {
        "net": best,
        "net_alpha": alpha,
        "net_default": default,
        "units_alpha": units,
        "good_alphas": {name: int((end < 0.05).sum()) for name, end in ends.items()},
    }


def scientific(value, digits=0):
    """Write a number as a power of ten for prose, such as 2·10⁻⁵."""
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    return f"{mantissa}·10{str(int(exponent)).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def _coordinates():
    straight, turned = turned_paths(0), turned_paths(45)
    gaps = {name: np.abs(straight[name] - turned[name]).max() for name in straight}
    far = turned_paths(0, kappa=1000.0)["adagrad"]
    steps, left = decayed(2.5, np.random.default_rng(0))
    ends = {eps: with_epsilon(float(eps))[0] for eps in ("1e-12", "1e-8", "1")}
    distances = turned_distances()["adagrad"]
    numbers = {
        "turned_same": max(gaps["gradient descent"], gaps["momentum"]),
        "turned_adagrad": {angle: np.linalg.norm(turned_paths(angle)["adagrad"][-1]) for angle in (0, 45)},
        "any_kappa": np.linalg.norm(far[-1]),
    }
    written = {
        "straight": scientific(numbers["turned_adagrad"][0], 1),
        "any_kappa": scientific(numbers["any_kappa"], 1),
    }
    valley = {angle: valley_view(angle).needed for angle in (0, 45)}
    return {
        **numbers,
        "valley": valley,
        "valley_alpha": straight_alphas(),
        "written": written,
        "worst": {"angle": int(ANGLES[distances.argmax()]), "distance": distances.max()},
        "eps_gap": {eps: np.abs(paths["adam"] - paths["momentum"]).max() for eps, paths in ends.items()},
        "decay_wanted": (1 - 0.002 * 2.5) ** int(steps[-1]),
        "decay_left": {"adamw": left["adamw"][-1].mean(), "small": left["adam"][-1][0], "large": left["adam"][-1][-1]},
    }


def _races():
    """Return after how many steps the loss is below 0.01, by measure, landscape and method."""
    return {
        "race": {
            measure: {name: race(name, START, list(METHODS), measure=measure)[3] for name in RACED}
            for measure in ("stays", "touches")
        }
    }


def _digits():
    """Return what comes out on the digits network: rare pixels, memories, and the edge of stability."""
    paths, alphas, losses = pixel_runs()
    inked = ink()
    rare = (inked > 0) & (inked < 0.01)
    far = {name: moved(path) for name, path in paths.items()}
    watched = {name: [groups(name, seed) for seed in SEEDS] for name in paths}
    grids = np.array([memories(lambda share: None, seed) for seed in SEEDS]).min(axis=-1)
    mean = grids.mean(axis=0)
    table = {
        f"{beta1:g}": {f"{beta2:g}": mean[i, j] for j, beta2 in enumerate(BETA2S)} for i, beta1 in enumerate(BETA1S)
    }
    runs = edge_runs()
    late = {
        share: {f"{beta1:g}": run.sharpness[:, -8:].mean() for (beta1, wrong), run in runs.items() if wrong == key}
        for share, key in (("none", 0.0), ("half", 0.5))
    }
    return {
        "pixels": {
            "rare": int(rare.sum()),
            "never": int((inked == 0).sum()),
            "moved": {name: values[rare].mean() / values.mean() for name, values in far.items()},
            "alpha": alphas,
            "loss": losses,
        },
        "groups": {
            "between": {
                name: np.median([run.moved.max(axis=1) / run.moved.min(axis=1) for run in runs])
                for name, runs in watched.items()
            },
            "last": np.mean([run.moved[-5:] for run in watched["adam"]]),
        },
        "betas": table,
        "betas_spread": (grids.max(axis=0) / grids.min(axis=0)).max(),
        "edge": late,
        "edge_limit": {f"{beta1:g}": edge_limit(beta1) for beta1 in (0.0, 0.5, 0.9)},
    }
