"""What goes wrong in filter_normalize."""

import numpy as np

from autograder.variants import wrong
from solutions.landscape import filter_normalize


def _each(matrix, bias, direction, weights):
    """Return the list in which `matrix(D, W)` replaces the matrices and `bias(d, w)` the biases."""
    return [matrix(D, W) if D.ndim == 2 else bias(D, W) for D, W in zip(direction, weights, strict=True)]


def _zero(d, w):
    return np.zeros_like(d)


def _columns(D, W):
    return filter_normalize([D], [W])[0]


def _ratio(D, W, norm, axis):
    with np.errstate(all="ignore"):
        ratio = norm(W, axis) / norm(D, axis)
    return np.nan_to_num(ratio, nan=0.0, posinf=0.0)


def _euclid(A, axis):
    return np.sqrt((A**2).sum(axis=axis, keepdims=True))


@wrong(
    "filter_normalize",
    "The rows are rescaled, not the columns.",
    "In an array of shape (fan_in, fan_out), where are the weights that lead into one unit?",
)
def rows_rescaled(direction, weights):
    return _each(lambda D, W: D * _ratio(D, W, _euclid, 1), _zero, direction, weights)


@wrong(
    "filter_normalize",
    "The whole matrix is rescaled by one number, not each column by its own.",
    "How many norms does a matrix with five columns need?",
)
def whole_layer_rescaled(direction, weights):
    return _each(lambda D, W: D * _ratio(D, W, _euclid, None), _zero, direction, weights)


@wrong(
    "filter_normalize",
    "All arrays are rescaled by one number for the whole network.",
    "How many norms does a matrix with five columns need?",
)
def whole_network_rescaled(direction, weights):
    size = [np.sqrt(sum((A**2).sum() for A in arrays)) for arrays in (weights, direction)]
    return _each(lambda D, W: D * size[0] / (size[1] or 1), _zero, direction, weights)


@wrong(
    "filter_normalize",
    "Every single entry is rescaled to the size of its weight.",
    "What is left of the direction of a column if each entry gets a given magnitude?",
)
def single_entries_rescaled(direction, weights):
    return _each(lambda D, W: np.sign(D) * np.abs(W), _zero, direction, weights)


@wrong(
    "filter_normalize",
    "The columns get length one: the length of the weights' columns is left out.",
    "How long should a column be in the end, and where does W enter?",
)
def unit_columns(direction, weights):
    return _each(lambda D, W: _columns(D, np.ones_like(W)) / np.sqrt(len(W)), _zero, direction, weights)


@wrong(
    "filter_normalize",
    "The columns are multiplied by the length of the weights' columns, without dividing by their own.",
    "How long should a column be in the end? Does its own length still matter?",
)
def own_length_not_divided(direction, weights):
    return _each(lambda D, W: D * _euclid(W, 0), _zero, direction, weights)


@wrong(
    "filter_normalize",
    "The ratio of the lengths is upside down.",
    "If the direction is made twice as long, should the result change?",
)
def ratio_upside_down(direction, weights):
    return _each(lambda D, W: D * _ratio(W, D, _euclid, 0), _zero, direction, weights)


@wrong(
    "filter_normalize",
    "The squared lengths are used: the root is missing.",
    "What is the Euclidean norm of the column (3, 4)?",
)
def squared_lengths(direction, weights):
    return _each(lambda D, W: D * _ratio(D, W, _euclid, 0) ** 2, _zero, direction, weights)


@wrong(
    "filter_normalize",
    "The largest entry of a column is taken for its length.",
    "What is the Euclidean norm of the column (3, 4)?",
)
def largest_entry(direction, weights):
    return _each(
        lambda D, W: D * _ratio(D, W, lambda A, axis: np.abs(A).max(axis=axis, keepdims=True), 0),
        _zero, direction, weights,
    )  # fmt: skip


@wrong(
    "filter_normalize",
    "The sum of the magnitudes is taken for the length of a column.",
    "What is the Euclidean norm of the column (3, 4)?",
)
def sum_of_magnitudes(direction, weights):
    return _each(
        lambda D, W: D * _ratio(D, W, lambda A, axis: np.abs(A).sum(axis=axis, keepdims=True), 0),
        _zero, direction, weights,
    )  # fmt: skip


@wrong(
    "filter_normalize",
    "The biases are left as they are.",
    "What should become of the one-dimensional arrays?",
)
def biases_kept(direction, weights):
    return _each(_columns, lambda d, w: d.copy(), direction, weights)


@wrong(
    "filter_normalize",
    "The biases are rescaled like a column.",
    "What should become of the one-dimensional arrays?",
)
def biases_rescaled(direction, weights):
    return _each(_columns, lambda d, w: d * np.linalg.norm(w) / np.linalg.norm(d), direction, weights)


@wrong(
    "filter_normalize",
    "The biases are missing in the list.",
    "The result is added to the weights array by array: how many arrays must it have?",
)
def biases_left_out(direction, weights):
    return [D for D in filter_normalize(direction, weights) if D.ndim == 2]


@wrong(
    "filter_normalize",
    "Matrices come first in the list, then the biases.",
    "The result is added to the weights array by array: in which order must it be?",
)
def order_lost(direction, weights):
    return sorted(filter_normalize(direction, weights), key=lambda D: -D.ndim)


@wrong(
    "filter_normalize",
    "A zero column is divided by its length, which is zero.",
    "What is 0/0 for NumPy, and what should become of a zero column?",
)
def zero_over_zero(direction, weights):
    with np.errstate(all="ignore"):
        return _each(lambda D, W: D / _euclid(D, 0) * _euclid(W, 0), _zero, direction, weights)


@wrong(
    "filter_normalize",
    "The number that is added to avoid a division by zero is so large that it changes the result.",
    "Which columns need help at all? The others should get their exact length.",
)
def coarse_safety(direction, weights):
    return _each(lambda D, W: D * _euclid(W, 0) / (_euclid(D, 0) + 1e-3), _zero, direction, weights)


@wrong(
    "filter_normalize",
    "The given direction is changed in place.",
    "Does D *= … change only your variable, or also the array that the caller holds?",
)
def direction_changed_in_place(direction, weights):
    result = filter_normalize(direction, weights)
    for D, new in zip(direction, result, strict=True):
        D[...] = new
    return direction


@wrong(
    "filter_normalize",
    "The weights are rescaled, not the direction.",
    "Which of the two lists should keep its entries' ratios, and which one only lends its lengths?",
)
def roles_swapped(direction, weights):
    return filter_normalize(weights, direction)


@wrong(
    "filter_normalize",
    "All arrays are joined into one long array.",
    "In which shapes does the caller need the result, to add it to the weights?",
)
def joined(direction, weights):
    return np.concatenate([D.ravel() for D in filter_normalize(direction, weights)])
