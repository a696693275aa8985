"""Hidden cases of `train_digits`: accuracy on held-back digits.

The images are split in one fixed way, so that an accuracy does not hang on the luck of the draw; the classes
are named anew in each run, so that only what was learnt from these labels counts.
"""

import numpy as np
import pytest

from checks.digits import load_digits
from checks.support import as_array, assert_own_randomness, assert_unchanged, fail


def held_back_accuracy(student, rng):
    X, y = load_digits()
    y = rng.permutation(10)[y]
    turn = np.arange(len(y)) % 9
    training, validation, held_back = (turn > 0) & (turn < 6), turn == 6, (turn == 0) | (turn > 6)
    params = student.train_digits(
        X[training],
        y[training],
        X[validation],
        y[validation],
        np.random.default_rng(int(rng.integers(2**32))),
    )
    scores = outputs(params, X[held_back])
    if not np.all(np.isfinite(scores)):
        fail("the network's outputs on the held-back digits are not finite: the training blew up")
    return np.mean(np.argmax(scores, axis=1) == y[held_back])


def outputs(params, X):
    if not isinstance(params, dict):
        fail(f"train_digits should return a dict of parameters, got a {type(params).__name__}")
    for name in ("W1", "b1", "W2", "b2"):
        if name not in params:
            fail(f"the parameters have no entry {name!r}")
    W1 = as_array(params["W1"], (64, None), "W1")
    h = W1.shape[1]
    if h > 10_000:
        fail(f"a network of {h} hidden units is too large to be tried on the held-back digits")
    b1, W2 = as_array(params["b1"], (h,), "b1"), as_array(params["W2"], (h, 10), "W2")
    with np.errstate(all="ignore"):
        return np.tanh(X @ W1 + b1) @ W2 + as_array(params["b2"], (10,), "b2")


@pytest.mark.points(4)
@pytest.mark.deadline(30)
def test_ninety_percent(student, rng):
    """At least 90 % of the held-back digits are read rightly."""
    accuracy = held_back_accuracy(student, rng)
    if accuracy < 0.90:
        fail(f"of the held-back digits {accuracy:.1%} are read rightly: half of the points need 90 %")


@pytest.mark.points(4)
@pytest.mark.deadline(30)
def test_ninety_five_percent(student, rng):
    """At least 95 % are read rightly, the given images are not changed, and all chance comes from rng."""
    accuracy = held_back_accuracy(student, rng)
    assert_unchanged(student)
    assert_own_randomness(student)
    if accuracy < 0.95:
        fail(f"of the held-back digits {accuracy:.1%} are read rightly: all points need 95 %")
