"""The experiments of lecture 4: dividing by the size of the gradient, what it brings and what it costs."""

from lectures.experiments.adaptive.comparison import (
    ALPHAS,
    FEATURES,
    POWERS,
    at_alphas,
    compare,
    convex_gaps,
    convex_runs,
    network_losses,
    regret_and_bound,
    sparse_runs,
    units_of,
)
from lectures.experiments.adaptive.coordinates import (
    KAPPA,
    NOISES,
    SLOPES,
    decayed,
    turned_bowl,
    turned_distances,
    turned_paths,
    turned_view,
    with_epsilon,
)
from lectures.experiments.adaptive.memory import (
    adam_lengths,
    adam_on_a_slope,
    after_a_jump,
    cheated,
    half_life,
    noisy_slope,
    on_a_slope,
)
from lectures.experiments.adaptive.numbers import NUMBERS
from lectures.experiments.adaptive.race import LANDSCAPES, METHODS, START, WINDOW, follow, race, steps_below, tuned
from lectures.experiments.adaptive.scale import (
    SCALES,
    far_start,
    growth_loss,
    growth_slope,
    layer_norms,
    nearest_scale,
    squared_loss_gradient,
    steps_from,
)

__all__ = [
    "ALPHAS", "FEATURES", "KAPPA", "LANDSCAPES", "METHODS", "NOISES", "NUMBERS", "POWERS", "SCALES", "SLOPES",
    "START", "WINDOW",
    "adam_lengths", "at_alphas", "cheated", "compare", "adam_on_a_slope", "after_a_jump", "convex_gaps", "convex_runs", "decayed", "far_start",
    "follow", "growth_loss", "growth_slope", "half_life", "layer_norms", "nearest_scale", "network_losses", "noisy_slope",
    "on_a_slope", "race", "regret_and_bound", "sparse_runs", "steps_below", "squared_loss_gradient", "steps_from", "tuned",
    "turned_bowl", "turned_distances", "turned_paths", "turned_view", "units_of", "with_epsilon",
]  # fmt: skip
