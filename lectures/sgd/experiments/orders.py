"""In which order the rows come: drawn, dealt once, dealt anew, or not shuffled at all; and what memory says to it."""

import functools
import time

import numpy as np

from lectures.network.digits import (
    forward,
    loss_and_gradient,
    losses_and_errors,
    plain,
    random_start,
    scaled_digits,
    train,
)
from lectures.sgd.data import OwnDeal
from solutions.sgd import minibatches

ORDERS = ["reshuffled", "shuffled once", "with replacement", "not shuffled"]
ORDER_ALPHAS = 2.0 ** np.arange(-6, 2)
ROW_BYTES = (64, 256, 1024, 4096)


def times_seen(draws, rng, rows=100):
    """Return how often each of the rows was used after 0 … draws draws, in two ways.

    Returns
    -------
    with_replacement, dealt : ndarray of shape (draws + 1, rows)
        `dealt` goes through a shuffled deck, and shuffles anew when it is through.
    """
    epochs = -(-draws // rows)
    picks = rng.integers(rows, size=draws), np.concatenate([rng.permutation(rows) for _ in range(epochs)])[:draws]
    counts = [np.cumsum(np.eye(rows)[pick], axis=0) for pick in picks]
    with_replacement, dealt = (np.vstack([np.zeros(rows), count]) for count in counts)
    return with_replacement, dealt


def share_seen(rows):
    """Return the share of N rows that N draws with replacement are expected to hit: 1 − (1 − 1/N)^N."""
    return 1 - (1 - 1 / rows) ** rows


@functools.cache
def sorted_digits():
    """Return the training digits, all zeros first, then all ones, …"""
    digits = scaled_digits()
    by_digit = np.argsort(digits.y_train, kind="stable")
    return digits.X_train[by_digit], digits.y_train[by_digit]


@functools.cache
def four_orders(seed=0, epochs=12):
    """Train on digits that lie sorted by what they show, in four orders, at each of `ORDER_ALPHAS`.

    Returns
    -------
    losses : dict of str to ndarray of shape (epochs + 1, alphas)
        Loss on all training images after each epoch.
    answers : dict of str to ndarray of shape (alphas, 10)
        The share of validation images that the trained network reads as 0, 1, … 9.
    """
    digits, (X, y) = scaled_digits(), sorted_digits()
    losses, answers = {}, {}
    for order in ORDERS:
        path = train(plain, ORDER_ALPHAS, np.random.default_rng(seed), X, y, epochs=epochs, order=order)
        losses[order] = losses_and_errors(path, X, y)[0]
        read = forward(path[-1], digits.X_val)[1].argmax(axis=-1)
        answers[order] = np.array([np.bincount(row, minlength=10) / row.size for row in read])
    return losses, answers


def train_with(deal, alphas, seed=0, epochs=12):
    """Train on the sorted digits with minibatches from ``deal(X, y, batch_size, rng)``, called once an epoch.

    Returns
    -------
    path : ndarray of shape (epochs + 1, alphas, n)
    """
    rng, (X, y) = np.random.default_rng(seed), sorted_digits()
    alphas = np.asarray(alphas, float)
    theta = np.tile(random_start(rng), (len(alphas), 1))
    path = [theta]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(epochs):
            for X_b, y_b in deal(X, y, 32, rng):
                theta = plain(theta, loss_and_gradient(theta, X_b, y_b)[1], None, 0, alphas[:, None])[0]
            path.append(theta)
    return np.array(path)


def own_deal(deal, alpha):
    """Return the losses with a reader's minibatches and with the right ones, and what the reader's network answers."""
    own, right = train_with(deal, [alpha]), train_with(minibatches, [alpha])
    losses = [losses_and_errors(path, *sorted_digits())[0][:, 0] for path in (own, right)]
    read = forward(own[-1], scaled_digits().X_val)[1][0].argmax(axis=-1)
    return OwnDeal(*losses, np.bincount(read, minlength=10) / read.size)


def time_access(rng, progress=lambda share: None, megabytes=48, batch_size=64, repeats=3):
    """Measure how long one epoch of minibatches takes to be fetched from memory, on this machine.

    Both ways copy the rows of each minibatch into one block: as a slice of a file that was shuffled beforehand, or by
    their numbers in a shuffled order.

    Returns
    -------
    consecutive, scattered : ndarray of shape (4,)
        Nanoseconds for each kilobyte that is fetched, for rows of `ROW_BYTES`; the fastest of some repeats.
    """
    best = np.full((2, len(ROW_BYTES)), np.inf)
    for i, row_bytes in enumerate(ROW_BYTES):
        data = np.ones((megabytes * 2**20 // row_bytes, row_bytes // 4), np.float32)
        target = np.empty((batch_size, row_bytes // 4), np.float32)
        starts = range(0, len(data), batch_size)
        shuffled = rng.permutation(len(data)).reshape(-1, batch_size)
        ways = (
            lambda data=data, target=target, starts=starts: _slices(data, target, starts),
            lambda data=data, target=target, shuffled=shuffled: _picks(data, target, shuffled),
        )
        for j in range(repeats):
            for way, run in enumerate(ways):
                start = time.perf_counter()
                run()
                best[way, i] = min(best[way, i], time.perf_counter() - start)
            progress((i * repeats + j + 1) / (repeats * len(ROW_BYTES)))
    return tuple(best / (megabytes * 2**10) * 1e9)


def _slices(data, target, starts):
    for start in starts:
        target[:] = data[start : start + len(target)]


def _picks(data, target, batches):
    for rows in batches:
        np.take(data, rows, axis=0, out=target, mode="clip")
