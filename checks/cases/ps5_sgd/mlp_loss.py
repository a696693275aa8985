"""Public cases of `mlp_loss`: a network of zeros, a small one with known numbers, slopes by differences."""

import numpy as np

from checks.support import as_array, as_number, assert_close, assert_unchanged, fail, pair


def small_network():
    """Two inputs, one hidden unit, two classes."""
    return {
        "W1": np.array([[1.0], [-0.5]]),
        "b1": np.array([0.25]),
        "W2": np.array([[2.0, 0.5]]),
        "b2": np.array([0.0, -0.5]),
    }


POINTS, CLASSES = np.array([[0.5, 1.0], [-1.0, 0.5], [0.25, -0.5]]), np.array([0, 1, 1])


def evaluate(student, network, points=POINTS, classes=CLASSES):
    """The loss, and the gradients as arrays of the right shapes."""
    value, slopes = pair(student.mlp_loss(network, points, classes), "loss", "gradients")
    if not isinstance(slopes, dict) or not set(network) <= set(slopes):
        fail("gradients should be a dict with the keys W1, b1, W2 and b2")
    arrays = {key: as_array(slopes[key], network[key].shape, f"the gradient of {key}") for key in network}
    return as_number(value, "the loss"), arrays


def test_network_of_zeros(student):
    """A network of zeros gives every class the same probability: the loss is ln 4 for four classes."""
    network = {"W1": np.zeros((3, 2)), "b1": np.zeros(2), "W2": np.zeros((2, 4)), "b2": np.zeros(4)}
    value, slopes = evaluate(student, network, np.ones((5, 3)), np.array([0, 0, 1, 1, 1]))
    assert_close(value, np.log(4), "the loss", at="of a network of zeros with four classes")
    at = "of a network of zeros, where classes 0 and 1 have 2/5 and 3/5 of the rows"
    assert_close(slopes["b2"], [-0.15, -0.35, 0.25, 0.25], "the gradient of b2", at=at)


def test_known_loss(student):
    """The loss of one hidden unit on one row, worked out by hand."""
    value, _ = evaluate(student, small_network(), POINTS[:1], CLASSES[:1])
    # hidden = tanh(0.25), logits = (2 hidden, hidden/2 − 1/2): the loss is ln(1 + exp(−1.5 hidden − 0.5)).
    assert_close(value, np.log1p(np.exp(-1.5 * np.tanh(0.25) - 0.5)), "the loss", at="of one row")


def test_slopes(student):
    """Each gradient is the slope of the loss: moving one parameter a little changes the loss by that much."""
    network = small_network()
    _, slopes = evaluate(student, network)
    assert_unchanged(student)
    for key in network:
        for where in np.ndindex(network[key].shape):
            heights = []
            for move in (1e-5, -1e-5):
                moved = {name: part.copy() for name, part in network.items()}
                moved[key][where] += move
                heights.append(evaluate(student, moved)[0])
            measured = (heights[0] - heights[1]) / 2e-5
            place = ", ".join(map(str, where))
            assert_close(slopes[key][where], measured, f"the gradient of {key}[{place}]", rtol=1e-6, atol=1e-8)


def test_large_logits(student):
    """Logits of ±2000, the same in both classes but for a difference of 3: the loss is known."""
    network = small_network() | {"W2": np.zeros((1, 2))}
    for height in (2000.0, -2000.0):
        network["b2"] = np.array([height, height - 3])
        value, slopes = evaluate(student, network, POINTS[:1], CLASSES[:1])
        at = f"for the logits {height:g} and {height - 3:g}, in the row of the first class"
        assert_close(value, np.log1p(np.exp(-3)), "the loss", at=at)
        share = 1 / (1 + np.exp(3))
        assert_close(slopes["b2"], [-share, share], "the gradient of b2", at=at)


def test_mean(student):
    """Rows that come twice change nothing: loss and gradients are means."""
    once = evaluate(student, small_network())
    twice = evaluate(student, small_network(), np.tile(POINTS, (2, 1)), np.tile(CLASSES, 2))
    assert_close(twice[0], once[0], "the loss", at="with every row twice")
    for key in once[1]:
        assert_close(twice[1][key], once[1][key], f"the gradient of {key}", at="with every row twice")
