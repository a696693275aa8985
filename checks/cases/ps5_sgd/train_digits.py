"""Public case of `train_digits`: one whole training, and what it reads on images that it was not trained on."""

import numpy as np

from checks.digits import split_digits
from checks.support import as_array, assert_own_randomness, assert_unchanged, fail


def test_reading(student):
    """The network, made by chance from rng alone, reads validation images: at 90 % half of the points, at 95 % all."""
    digits = split_digits()
    network = student.train_digits(*digits[:4], np.random.default_rng(11))
    assert_unchanged(student)
    assert_own_randomness(student)
    if not isinstance(network, dict) or {"W1", "b1", "W2", "b2"} - set(network):
        fail("train_digits should return a dict with W1, b1, W2 and b2")
    first = as_array(network["W1"], (64, None), "W1")
    units = first.shape[1]
    second = as_array(network["W2"], (units, 10), "W2")
    shift, bias = as_array(network["b1"], (units,), "b1"), as_array(network["b2"], (10,), "b2")

    def share(images, labels):
        with np.errstate(all="ignore"):
            heights = np.tanh(images @ first + shift) @ second + bias
        return float(np.mean(heights.argmax(axis=1) == labels))

    # The test images stay unseen here: whoever looks at them at every try chooses by them.
    seen, unseen = share(digits.X_train, digits.y_train), share(digits.X_val, digits.y_val)
    if unseen < 0.95:
        hint = "" if seen < 0.97 else ": it knows the training images well, so it learns them by heart"
        fail(f"{unseen:.1%} of the validation images are read rightly, and {seen:.1%} of the training images{hint}")
