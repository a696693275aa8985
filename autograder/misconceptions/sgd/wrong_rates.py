"""Wrong variants of `best_learning_rate`."""

import math

import numpy as np

from autograder.variants import wrong


def finite_pairs(train, rates):
    pairs = [(float(train(rate)), rate) for rate in rates]
    found = [(loss, rate) for loss, rate in pairs if math.isfinite(loss)]
    if not found:
        raise ValueError("no run ended with a finite loss")
    return found


@wrong("best_learning_rate", "The rate of the highest loss is chosen.", "Is a large validation loss good?")
def highest_loss(train, rates):
    return max(finite_pairs(train, rates))[1]


@wrong(
    "best_learning_rate",
    "The loss is returned and not its rate.",
    "Which of the two do you want to use later?",
)
def loss_returned(train, rates):
    return min(finite_pairs(train, rates))[0]


@wrong(
    "best_learning_rate",
    "The position in the list is returned, not the rate.",
    "argmin counts; what does it count?",
)
def position_returned(train, rates):
    losses = [train(rate) for rate in rates]
    return float(losses.index(min(finite_pairs(train, rates))[0]))


@wrong(
    "best_learning_rate",
    "A run that ended in nan can win: every comparison with nan is false.",
    "What is min([nan, 1.0])? Take out the losses that are not finite first.",
)
def nan_wins(train, rates):
    finite_pairs(train, rates)
    return min(((train(rate), rate) for rate in rates), key=lambda found: found[0])[1]


@wrong(
    "best_learning_rate",
    "np.argmin takes a nan for the lowest loss.",
    "What does np.argmin([1.0, nan]) give?",
)
def argmin_takes_nan(train, rates):
    finite_pairs(train, rates)
    return rates[int(np.argmin([train(rate) for rate in rates]))]


@wrong("best_learning_rate", "A loss of minus infinity is taken for the best.", "A finite loss is asked for.")
def minus_infinity_wins(train, rates):
    finite_pairs(train, rates)
    losses = [loss if not math.isnan(loss := train(rate)) else math.inf for rate in rates]
    return rates[int(np.argmin(losses))]


@wrong(
    "best_learning_rate",
    "There is no error where no run ended with a finite loss.",
    "What is the best of nothing? The caller has to hear that all runs blew up.",
)
def no_error(train, rates):
    losses = [loss if math.isfinite(loss := train(rate)) else math.inf for rate in rates]
    return rates[int(np.argmin(losses))]


@wrong("best_learning_rate", "None is returned where a ValueError should be raised.", "raise, not return.")
def none_returned(train, rates):
    try:
        return min(finite_pairs(train, rates))[1]
    except ValueError:
        return None


@wrong(
    "best_learning_rate",
    "The search starts from a fixed large loss, so greater ones are never chosen.",
    "How large can a loss be? Begin with infinity, or with the first finite loss.",
)
def fixed_large_loss(train, rates):
    finite_pairs(train, rates)
    best, chosen = 1e10, rates[0]
    for rate in rates:
        loss = train(rate)
        if math.isfinite(loss) and loss < best:
            best, chosen = loss, rate
    return chosen


@wrong(
    "best_learning_rate",
    "The search stops at the first loss that is higher than the one before.",
    "Losses need not fall and then rise: look at all candidates.",
)
def stops_at_the_first_rise(train, rates):
    found = finite_pairs(train, rates)
    for (loss, rate), (after, _) in zip(found, found[1:], strict=False):
        if after > loss:
            return rate
    return found[-1][1]


@wrong(
    "best_learning_rate",
    "The largest rate that did not blow up is chosen.",
    "The loss decides, not the rate.",
)
def largest_stable_rate(train, rates):
    return max(rate for _, rate in finite_pairs(train, rates))


@wrong("best_learning_rate", "The size of the loss is compared, not the loss.", "Is −3 lower than −1?")
def absolute_loss(train, rates):
    return min(finite_pairs(train, rates), key=lambda found: abs(found[0]))[1]


@wrong("best_learning_rate", "The given list is sorted in place.", "Sort a copy, if you need it sorted.")
def sorts_the_list(train, rates):
    chosen = min(finite_pairs(train, rates))[1]
    rates.sort(reverse=True)
    return chosen
