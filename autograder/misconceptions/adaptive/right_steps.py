"""Right variants of sign descent, AdaGrad, RMSProp and the corrected average, in other styles."""

import math

import numpy as np

from autograder.variants import right


@right("sign_step")
def sign_by_comparison(theta, g, alpha):
    return theta - alpha * ((g > 0).astype(float) - (g < 0).astype(float))


@right("sign_step")
def sign_with_masks(theta, g, alpha):
    moved = theta.copy()
    moved[g > 0] -= alpha
    moved[g < 0] += alpha
    return moved


@right("sign_step")
def sign_coordinate_by_coordinate(theta, g, alpha):
    moved = []
    for value, slope in zip(theta, g, strict=True):
        if slope > 0:
            moved.append(value - alpha)
        elif slope < 0:
            moved.append(value + alpha)
        else:
            moved.append(value)
    return moved


@right("sign_step")
def sign_by_safe_division(theta, g, alpha):
    magnitude = np.where(g == 0, 1.0, np.abs(g))
    return np.add(theta, -alpha * (g / magnitude))


@right("adagrad_step")
def adagrad_with_ufuncs(theta, g, s, alpha=0.01, eps=1e-8, verbose=False):
    total = np.add(s, np.multiply(g, g))
    return [np.subtract(theta, alpha * np.divide(g, np.add(np.sqrt(total), eps))), total]


@right("adagrad_step")
def adagrad_coordinate_by_coordinate(theta, g, s, alpha=0.01, eps=1e-8):
    theta, s = list(theta), list(s)
    for i, slope in enumerate(g):
        s[i] += slope * slope
        theta[i] -= alpha / (math.sqrt(s[i]) + eps) * slope
    return theta, s


@right("adagrad_step")
def adagrad_on_own_copies(theta, g, s, alpha=0.01, eps=1e-8):
    theta, s = theta.copy(), s.copy()
    s += np.square(g)
    theta -= (alpha / (s**0.5 + eps)) * g
    return theta, s


@right("adagrad_step")
def adagrad_by_matrix(theta, g, s, alpha=0.01, eps=1e-8):
    total = s + np.diag(np.outer(g, g))
    return theta + np.diag(1 / (np.sqrt(total) + eps)) @ (-alpha * g), total


@right("rmsprop_step")
def rmsprop_by_difference(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = s + (1 - beta) * (g * g - s)
    return theta - alpha * g / (s**0.5 + eps), s


@right("rmsprop_step")
def rmsprop_coordinate_by_coordinate(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    new = [beta * old + (1 - beta) * slope**2 for old, slope in zip(s, g, strict=True)]
    moved = [t - alpha * d / (math.sqrt(x) + eps) for t, d, x in zip(theta, g, new, strict=True)]
    return moved, new


@right("rmsprop_step")
def rmsprop_by_average(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = np.average(np.stack([s, np.square(g)]), axis=0, weights=[beta, 1 - beta])
    return (theta - np.multiply(alpha / (np.sqrt(s) + eps), g), s)


@right("rmsprop_step")
def rmsprop_on_own_copies(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    theta, s = np.array(theta), np.array(s)
    s *= beta
    s += (1 - beta) * np.abs(g) ** 2
    theta += -alpha * (g / (np.sqrt(s) + eps))
    return [theta, s]


@right("bias_corrected_average")
def average_by_weights(values, beta):
    K = len(values)
    rows = []
    for k in range(1, K + 1):
        weights = beta ** np.arange(k - 1, -1, -1.0)
        rows.append(np.tensordot(weights / weights.sum(), values[:k], axes=1))
    return np.array(rows)


@right("bias_corrected_average")
def average_by_running_power(values, beta):
    average, power = 0.0, 1.0
    result = np.empty(values.shape, dtype=float)
    for i in range(values.shape[0]):
        average = average + (1 - beta) * (values[i] - average)
        power *= beta
        result[i] = average / (1 - power)
    return result


@right("bias_corrected_average")
def average_of_corrected(values, beta):
    corrected, rows = np.zeros_like(values[0]), []
    for k in range(len(values)):
        corrected = corrected + (1 - beta) / (1 - beta ** (k + 1)) * (values[k] - corrected)
        rows.append(corrected)
    return np.stack(rows)


@right("bias_corrected_average")
def average_by_matrix(values, beta):
    K = len(values)
    age = np.subtract.outer(np.arange(K), np.arange(K))
    weights = np.where(age >= 0, (1 - beta) * beta ** np.abs(age).astype(float), 0.0)
    averages = weights @ values.reshape(K, -1)
    return (averages / weights.sum(axis=1, keepdims=True)).reshape(values.shape)


@right("bias_corrected_average")
def average_as_a_list(values, beta):
    total, weight, rows = 0 * values[0], 0.0, []
    for value in values:
        total, weight = beta * total + value, beta * weight + 1
        rows.append(total / weight)
    return rows
