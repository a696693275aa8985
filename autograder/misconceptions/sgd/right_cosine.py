"""Right variants of `cosine_decay`, in other styles."""

import math

import numpy as np

from autograder.variants import right


@right("cosine_decay")
def squared_cosine(k, alpha0, total, warmup=0):
    if k < warmup:
        return (1 + k) * (alpha0 / warmup)
    done = min(1.0, (k - warmup) / (total - warmup))
    return alpha0 * math.cos(done * math.pi / 2) ** 2


@right("cosine_decay")
def by_where(k, alpha0, total, warmup=0):
    rising = alpha0 * (k + 1) / max(warmup, 1)
    falling = alpha0 / 2 + alpha0 / 2 * np.cos(np.pi * np.clip((k - warmup) / (total - warmup), 0, 1))
    return np.where(k < warmup, rising, falling)


@right("cosine_decay")
def from_a_table(k, alpha0, total, warmup=0):
    table = [alpha0 * i / warmup for i in range(1, warmup + 1)]
    table += list(alpha0 * (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, total - warmup, endpoint=False))))
    return table[k] if k < len(table) else 0


@right("cosine_decay")
def by_sine(k, alpha0, total, warmup=0):
    if k >= total:
        return 0
    if k >= warmup:
        return alpha0 * (1 - math.sin(math.pi / 2 * (k - warmup) / (total - warmup)) ** 2)
    return alpha0 - alpha0 * (warmup - k - 1) / warmup
