"""Right variants of `best_learning_rate`, in other styles."""

import math

import numpy as np

from autograder.variants import right


@right("best_learning_rate")
def loop_with_none(train, rates):
    best = chosen = None
    for rate in rates:
        loss = train(rate)
        if np.isfinite(loss) and (best is None or loss < best):
            best, chosen = loss, rate
    if chosen is None:
        raise ValueError
    return chosen


@right("best_learning_rate")
def arrays(train, rates):
    losses = np.array([train(rate) for rate in rates], dtype=float)
    losses[~np.isfinite(losses)] = np.nan
    return np.asarray(rates)[np.nanargmin(losses)]  # raises ValueError when all are nan


@right("best_learning_rate")
def sorted_dictionary(train, rates):
    losses = {rate: train(rate) for rate in rates}
    finite = sorted((r for r in losses if -math.inf < losses[r] < math.inf), key=losses.get)
    if len(finite) == 0:
        raise ValueError("all runs blew up")
    return finite[0]


@right("best_learning_rate")
def search_from_infinity(train, rates):
    best = (math.inf, None)
    for rate in sorted(rates, reverse=True):
        loss = train(float(rate))
        best = (loss, rate) if loss < best[0] and loss != -math.inf else best
    if best[1] is None:
        raise ValueError("nothing finite")
    return best[1]
