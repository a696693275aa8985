"""What goes wrong in softmax_nll."""

import numpy as np

from autograder.variants import wrong
from solutions.landscape import softmax_nll


def _softmax(logits, axis=1):
    e = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def _from_probabilities(P, X, y):
    """Return loss and gradient as they follow from a table of probabilities, right or wrong."""
    rows = np.arange(len(y))
    residual = P.copy()
    residual[rows, y] -= 1
    return float(-np.log(P[rows, y]).mean()), X.T @ residual / len(y)


@wrong(
    "softmax_nll",
    "Loss and gradient are sums over the examples, not means.",
    "If every example appeared twice in X and y, what should the loss do?",
)
def sum_over_examples(W, X, y):
    loss, gradient = softmax_nll(W, X, y)
    return loss * len(y), gradient * len(y)


@wrong(
    "softmax_nll",
    "The loss is a mean, but the gradient is that of a sum.",
    "Does the factor in front of the sum survive the derivative?",
)
def gradient_of_the_sum(W, X, y):
    loss, gradient = softmax_nll(W, X, y)
    return loss, gradient * len(y)


@wrong(
    "softmax_nll",
    "The loss is divided by the number of examples times the number of classes.",
    "How many terms does the sum in the loss have?",
)
def mean_over_classes_too(W, X, y):
    loss, gradient = softmax_nll(W, X, y)
    return loss / W.shape[1], gradient / W.shape[1]


@wrong(
    "softmax_nll",
    "exp overflows where the logits are large.",
    "Which number can be subtracted from all logits of a row without changing any probability?",
)
def not_stabilised(W, X, y):
    with np.errstate(all="ignore"):
        e = np.exp(X @ W)
        return _from_probabilities(e / e.sum(axis=1, keepdims=True), X, y)


@wrong(
    "softmax_nll",
    "One number is subtracted from the logits of all rows, so a row of smaller logits underflows.",
    "Each row has probabilities of its own: whose largest logit matters to it?",
)
def one_shift_for_all_rows(W, X, y):
    with np.errstate(all="ignore"):
        logits = X @ W
        e = np.exp(logits - logits.max())
        return _from_probabilities(e / e.sum(axis=1, keepdims=True), X, y)


@wrong(
    "softmax_nll",
    "The probabilities are stable, but the logarithm is taken of one that was rounded to zero.",
    "Can log P be written without computing P first?",
)
def logarithm_of_zero(W, X, y):
    with np.errstate(all="ignore"):
        return _from_probabilities(_softmax(X @ W), X, y)


@wrong(
    "softmax_nll",
    "A small number is added inside the logarithm, which caps the loss of a bad prediction.",
    "The loss of a logit that lies 20,000 below the largest is 20,000. What does yours say?",
)
def small_number_in_the_logarithm(W, X, y):
    P = _softmax(X @ W)
    loss = -np.log(P[np.arange(len(y)), y] + 1e-12).mean()
    return float(loss), softmax_nll(W, X, y)[1]


@wrong(
    "softmax_nll",
    "Large logits are clipped, which changes the loss.",
    "Clipping hides the overflow and gives a wrong value. What can be subtracted instead?",
)
def logits_clipped(W, X, y):
    return _from_probabilities(_softmax(np.clip(X @ W, -300, 300)), X, y)


@wrong(
    "softmax_nll",
    "The probabilities are normalised over the examples, not over the classes.",
    "Which entries of the table of probabilities should add up to one: a row or a column?",
)
def normalised_over_examples(W, X, y):
    with np.errstate(all="ignore"):
        return _from_probabilities(_softmax(X @ W, axis=0), X, y)


@wrong(
    "softmax_nll",
    "The gradient has the wrong sign.",
    "Compare your gradient with a numerical one, entry by entry.",
)
def gradient_sign(W, X, y):
    loss, gradient = softmax_nll(W, X, y)
    return loss, -gradient


@wrong(
    "softmax_nll",
    "The loss is negative: the minus sign in front of the logarithm is missing.",
    "What sign has the logarithm of a probability?",
)
def loss_sign(W, X, y):
    loss, gradient = softmax_nll(W, X, y)
    return -loss, gradient


@wrong(
    "softmax_nll",
    "The gradient uses the probabilities without subtracting the labels.",
    "Where should the gradient be zero? Think of a prediction that is certain and right.",
)
def labels_not_subtracted(W, X, y):
    return softmax_nll(W, X, y)[0], X.T @ _softmax(X @ W) / len(y)


@wrong(
    "softmax_nll",
    "The gradient is transposed: it should have the shape of W.",
    "Which of the two axes of W belongs to the inputs?",
)
def gradient_transposed(W, X, y):
    loss, gradient = softmax_nll(W, X, y)
    return loss, gradient.T


@wrong(
    "softmax_nll",
    "The labels are taken as 1 to m, though they count from 0.",
    "Which column belongs to the label 0?",
)
def labels_from_one(W, X, y):
    return softmax_nll(W, X, y - 1)


@wrong(
    "softmax_nll",
    "The loss is taken of the most likely class, not of the class that the label names.",
    "Which probability should grow while the model learns?",
)
def most_likely_class(W, X, y):
    return softmax_nll(W, X, np.argmax(X @ W, axis=1))


@wrong(
    "softmax_nll",
    "The number of classes is read off the labels, so a class that does not occur gets lost.",
    "Which argument knows how many classes there are, even if the data show fewer?",
)
def classes_counted_from_labels(W, X, y):
    m = int(y.max()) + 1
    loss, gradient = softmax_nll(W[:, :m], X, y)
    return loss, gradient


@wrong(
    "softmax_nll",
    "The loss is the squared error of the probabilities, not the negative logarithm.",
    "What does the definition take of the probability of the right class?",
)
def squared_error(W, X, y):
    P = _softmax(X @ W)
    E = P - np.eye(W.shape[1])[y]
    G = 2 * P * (E - (E * P).sum(axis=1, keepdims=True))
    return float((E**2).sum(axis=1).mean()), X.T @ G / len(y)


@wrong(
    "softmax_nll",
    "The logarithm has base 2: the loss should be in nats.",
    "Which logarithm undoes exp?",
)
def bits(W, X, y):
    loss, gradient = softmax_nll(W, X, y)
    return loss / np.log(2), gradient / np.log(2)


@wrong(
    "softmax_nll",
    "The squared weights are added to the loss, though no penalty was asked for.",
    "The loss at W = 0 is right, and elsewhere too large. Which term depends on W alone?",
)
def penalty_added(W, X, y):
    loss, gradient = softmax_nll(W, X, y)
    return loss + 0.005 * float((W**2).sum()), gradient + 0.01 * W


@wrong(
    "softmax_nll",
    "Only the loss is returned.",
    "The function has two results: which one is missing?",
)
def loss_only(W, X, y):
    return softmax_nll(W, X, y)[0]


@wrong(
    "softmax_nll",
    "One of the arguments is changed in place.",
    "Do X −= … or W −= … change only your variable, or also the array that the caller holds?",
)
def inputs_changed_in_place(W, X, y):
    result = softmax_nll(W, X, y)
    X -= X.max(axis=1, keepdims=True)
    return result


_SUMS = {}


@wrong(
    "softmax_nll",
    "The gradient is added to that of the last call.",
    "Where does the array of the gradient start its life, and with which values?",
    memory=_SUMS,
)
def gradient_accumulates(W, X, y):
    loss, gradient = softmax_nll(W, X, y)
    _SUMS[W.shape] = _SUMS.get(W.shape, 0) + gradient
    return loss, _SUMS[W.shape].copy()
