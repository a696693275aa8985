"""Wrong variants of the bias-corrected average."""

import numpy as np

from autograder.variants import wrong
from solutions.adaptive import bias_corrected_average as reference


def _average(values, beta, correction, start=None):
    """Return running averages, each divided by ``correction(k)``."""
    average = np.zeros(values.shape[1:]) if start is None else start
    rows = []
    for k, value in enumerate(values, start=1):
        average = beta * average + (1 - beta) * value
        rows.append(average / correction(k))
    return np.array(rows)


@wrong(
    "bias_corrected_average",
    "The averages are not corrected for their start at zero.",
    "What is the average of one value, before any other came?",
)
def average_uncorrected(values, beta):
    return _average(values, beta, lambda k: 1)


@wrong(
    "bias_corrected_average",
    "Every row is divided by 1 − beta: the power k is missing.",
    "The correction should fade out as more values come: what in it depends on k?",
)
def average_power_missing(values, beta):
    return _average(values, beta, lambda k: 1 - beta)


@wrong(
    "bias_corrected_average",
    "k starts one too late: the first row is divided by 1 − beta².",
    "How many values went into the first row?",
)
def average_k_too_high(values, beta):
    return _average(values, beta, lambda k: 1 - beta ** (k + 1))


@wrong(
    "bias_corrected_average",
    "k starts at 0, so the first row is divided by zero.",
    "What is beta⁰, and what is left of the divisor?",
)
def average_k_from_zero(values, beta):
    return _average(values, beta, lambda k: np.float64(1 - beta ** (k - 1)))


@wrong(
    "bias_corrected_average",
    "The divisor is 1 − beta·k, with a product in place of the power.",
    "The weights that are missing shrink by the factor beta each step: is that a product or a power?",
)
def average_product_for_power(values, beta):
    return _average(values, beta, lambda k: 1 - beta * k)


@wrong(
    "bias_corrected_average",
    "The corrected average is carried into the next step, so it is corrected again and again.",
    "Which of the two goes on to the next step: the average, or its corrected copy?",
)
def average_carries_corrected(values, beta):
    average, rows = np.zeros(values.shape[1:]), []
    for k, value in enumerate(values, start=1):
        average = (beta * average + (1 - beta) * value) / (1 - beta**k)
        rows.append(average)
    return np.array(rows)


@wrong(
    "bias_corrected_average",
    "The two weights are swapped: the new value has weight beta.",
    "With beta = 0.9, should the past count nine parts in ten, or one?",
)
def average_weights_swapped(values, beta):
    average, rows = np.zeros(values.shape[1:]), []
    for k, value in enumerate(values, start=1):
        average = (1 - beta) * average + beta * value
        rows.append(average / (1 - beta**k))
    return np.array(rows)


@wrong(
    "bias_corrected_average",
    "The average starts at the first value, which then counts for too much.",
    "At what does the task start the average?",
)
def average_starts_at_first_value(values, beta):
    return _average(values, beta, lambda k: 1, start=values[0].astype(float))


@wrong(
    "bias_corrected_average",
    "This is the plain mean of the values so far: old ones never fade.",
    "Where does beta enter?",
)
def average_plain_mean(values, beta):
    counts = np.arange(1, len(values) + 1).reshape(-1, *[1] * (values.ndim - 1))
    return np.cumsum(values, axis=0) / counts


@wrong(
    "bias_corrected_average",
    "The new value has weight one: the weights no longer add up to one after the correction.",
    "By what is each new value multiplied before it enters the average?",
)
def average_weight_one(values, beta):
    return _average(values, beta, lambda k: (1 - beta**k) * (1 - beta))


@wrong(
    "bias_corrected_average",
    "Only the last average is returned, not one for each step.",
    "How many rows should the result have, if K values go in?",
)
def average_last_only(values, beta):
    return reference(values, beta)[-1]


@wrong(
    "bias_corrected_average",
    "A row of zeros stands before the averages: there should be as many rows as values.",
    "Which value does the first row belong to?",
)
def average_with_start_row(values, beta):
    return np.concatenate([np.zeros((1, *values.shape[1:])), reference(values, beta)])


@wrong(
    "bias_corrected_average",
    "All rows are one and the same array, changed again and again.",
    "If an array is changed in place after it was stored, what does the list hold?",
)
def average_same_array(values, beta):
    average, corrected, rows = np.zeros(values.shape[1:]), np.zeros(values.shape[1:]), []
    for k, value in enumerate(values, start=1):
        average = beta * average + (1 - beta) * value
        corrected[...] = average / (1 - beta**k)
        rows.append(corrected)
    return np.array(rows)


@wrong(
    "bias_corrected_average",
    "The averages run over all coordinates together: a vector became a number.",
    "What shape has the average of vectors?",
)
def average_over_coordinates(values, beta):
    return reference(values.reshape(len(values), -1).mean(axis=1), beta)


@wrong(
    "bias_corrected_average",
    "The averages are written over the values, so the caller's own array changes.",
    "Which array do you assign to?",
)
def average_in_place(values, beta):
    values[...] = reference(values, beta)
    return values


@wrong(
    "bias_corrected_average",
    "The argument beta is not used: 0.9 stands in the code.",
    "Do your averages change when the caller passes another beta?",
)
def average_beta_hard_coded(values, beta):
    return reference(values, 0.9)
