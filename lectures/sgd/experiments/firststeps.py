"""Warm-up and clipping on the digits: what they save, and what they do not."""

import functools

import numpy as np

from lectures.network.digits import METHODS, losses_and_errors, scaled_digits, train
from lectures.sgd.data import Treated
from lectures.sgd.experiments.comparison import steps_in
from solutions.sgd import cosine_decay

ALPHAS = {
    "sgd": 2.0 ** np.arange(-2, 4),
    "momentum": 2.0 ** np.arange(-5, 1),
    "adam": 2.0 ** np.arange(-7, -1),
}
TREATMENTS = ("neither", "warm-up", "clipping")
EPOCHS, SEEDS, WARM, CLIP = 8, (0, 1, 2, 3), 0.1, 1.0


def clipped(step, longest):
    """Return a step that shortens gradients (copies, n) to at most a length."""

    def clipped_step(theta, g, memory, k, alpha):
        lengths = np.linalg.norm(g, axis=1, keepdims=True)
        return step(theta, g * np.minimum(1, longest / np.maximum(lengths, 1e-300)), memory, k, alpha)

    return clipped_step


@functools.cache
def treated():
    """Return by method the validation losses (treatments, seeds, alphas) after 8 epochs, with a cosine decay."""
    digits, steps = scaled_digits(), steps_in(EPOCHS)
    cold, warm = (
        np.array([[cosine_decay(k, 1.0, steps, rise)] for k in range(steps)]) for rise in (0, round(WARM * steps))
    )
    found = {}
    for name, alphas in ALPHAS.items():
        rows = []
        for seed in SEEDS:
            both = train(
                METHODS[name], np.hstack([cold * alphas, warm * alphas]), np.random.default_rng(seed), epochs=EPOCHS
            )
            cut = train(clipped(METHODS[name], CLIP), cold * alphas, np.random.default_rng(seed), epochs=EPOCHS)
            losses = [losses_and_errors(path[-1], digits.X_val, digits.y_val)[0] for path in (both, cut)]
            rows.append(np.concatenate(losses).reshape(len(TREATMENTS), -1))
        found[name] = np.array(rows).transpose(1, 0, 2)
    return found


def treated_view(method):
    """Return the losses of a method under the three treatments."""
    return Treated(method, ALPHAS[method], dict(zip(TREATMENTS, treated()[method], strict=True)))
