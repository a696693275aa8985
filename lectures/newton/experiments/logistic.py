"""Logistic regression with a little weight decay: the convex loss that the experiments of lecture 2 minimise."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Loss(NamedTuple):
    """A loss of n parameters with its first two derivatives."""

    f: Callable
    grad: Callable
    hess: Callable | None


def ridge_logistic(X, y, ridge):
    """Return the mean logistic loss plus ½ ridge ‖θ‖².

    Parameters
    ----------
    X : ndarray of shape (N, n)
    y : ndarray of shape (N,)
        Labels −1 and 1.
    ridge : float

    Returns
    -------
    Loss
    """

    def f(theta):
        return float(np.logaddexp(0, -y * (X @ theta)).mean() + 0.5 * ridge * theta @ theta)

    def grad(theta):
        return X.T @ (-y * probability(-y * (X @ theta))) / len(y) + ridge * theta

    def hess(theta):
        p = probability(X @ theta)
        return (X.T * (p * (1 - p))) @ X / len(y) + ridge * np.eye(X.shape[1])

    return Loss(f, grad, hess)


def probability(z):
    """Return 1/(1 + exp(−z)) without overflow."""
    return 0.5 * (1 + np.tanh(z / 2))


def examples(N, n, rng, scale=1.0):
    """Draw N examples of n features, labelled −1 or 1 by a noisy linear rule.

    Returns
    -------
    X : ndarray of shape (N, n)
    y : ndarray of shape (N,)
    """
    X = scale * rng.normal(size=(N, n))
    rule = rng.normal(size=n)
    chance = probability(X @ rule / (scale * np.sqrt(n)) * 2)
    return X, np.where(rng.random(N) < chance, 1.0, -1.0)


def bag_of_words(n, texts, length, ridge, rng):
    """Return a logistic loss over texts of a vocabulary of n words, a few of which are frequent and most rare.

    A text is the list of its words, and its features are their counts. Only words that occur are touched, so
    that a gradient costs O(texts · length + n).

    Returns
    -------
    loss : Loss
        Without a Hessian: it would have n² entries.
    steepest : float
        An upper bound of the curvature, reached at θ = 0.
    """
    often = 1.0 / (np.arange(n) + 20)
    words = rng.choice(n, size=(texts, length), p=often / often.sum())
    score = rng.normal(size=n)[words].sum(axis=1) / np.sqrt(length)
    y = np.where(rng.random(texts) < probability(2 * score), 1.0, -1.0)

    def add_up(weights):
        return np.bincount(words.ravel(), np.repeat(weights, length), n)

    def f(theta):
        margin = y * theta[words].sum(axis=1)
        return float(np.logaddexp(0, -margin).mean() + 0.5 * ridge * theta @ theta)

    def grad(theta):
        return add_up(-y * probability(-y * theta[words].sum(axis=1)) / texts) + ridge * theta

    v = rng.random(n)
    for _ in range(30):  # the power method: the curvature is at most that of a probability of one half
        v = add_up((v / np.linalg.norm(v))[words].sum(axis=1) / (4 * texts))
    return Loss(f, grad, None), float(np.linalg.norm(v) + ridge)
