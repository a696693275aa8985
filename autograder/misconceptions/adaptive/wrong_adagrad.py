"""Wrong variants of sign descent and AdaGrad."""

import numpy as np

from autograder.variants import wrong


@wrong(
    "sign_step",
    "theta moves with the slope, uphill.",
    "A positive slope means that the loss grows to the right.",
)
def sign_uphill(theta, g, alpha):
    return theta + alpha * np.sign(g)


@wrong(
    "sign_step",
    "This is gradient descent: the size of the gradient still decides the length of the step.",
    "Which part of a slope is kept when only its direction counts?",
)
def sign_keeps_size(theta, g, alpha):
    return theta - alpha * g


@wrong(
    "sign_step",
    "The gradient is divided by its length as a vector, so coordinates with small slopes still move little.",
    "How far should each single coordinate move, whatever the others do?",
)
def sign_of_the_vector(theta, g, alpha):
    return theta - alpha * g / (np.linalg.norm(g) + 1e-300)


@wrong(
    "sign_step",
    "A coordinate whose slope is zero moves too.",
    "A test with two outcomes must put zero somewhere: what is the sign of zero?",
)
def sign_with_two_outcomes(theta, g, alpha):
    return theta - alpha * np.where(g >= 0, 1.0, -1.0)


@wrong(
    "sign_step",
    "The gradient is divided by its own magnitude, which is 0/0 where the slope is zero.",
    "What does g/|g| give where g is zero, and what should it be?",
)
def sign_by_division(theta, g, alpha):
    return theta - alpha * g / np.abs(g)


@wrong(
    "sign_step",
    "A small number is added to the magnitude, so a tiny slope makes a short step.",
    "Is there a way to find the sign that needs no division at all?",
)
def sign_softened(theta, g, alpha):
    return theta - alpha * g / (np.abs(g) + 1e-8)


@wrong("sign_step", "alpha plays no part in the step.", "How far does theta move when alpha is doubled?")
def sign_without_alpha(theta, g, alpha):
    return theta - 0.1 * np.sign(g)


@wrong("sign_step", "Only the move is returned, not the new theta.", "Where does the step start?")
def sign_move_only(theta, g, alpha):
    return -alpha * np.sign(g)


@wrong(
    "sign_step",
    "theta is changed in place, so the caller's own array moves with it.",
    "What is the difference between `theta -= …` and `theta = theta - …` for an array?",
)
def sign_in_place(theta, g, alpha):
    theta -= alpha * np.sign(g)
    return theta


@wrong(
    "adagrad_step",
    "The sum fades as in RMSProp: old squares are multiplied by a decay.",
    "Does AdaGrad ever forget a gradient?",
)
def adagrad_that_forgets(theta, g, s, alpha=0.01, eps=1e-8):
    s = 0.9 * s + 0.1 * g**2
    return theta - alpha * g / (np.sqrt(s) + eps), s


@wrong(
    "adagrad_step",
    "s adds up the gradients, not their squares.",
    "Gradients of both signs cancel in a sum: what is done to them first?",
)
def adagrad_sums_gradients(theta, g, s, alpha=0.01, eps=1e-8):
    s = s + g
    return theta - alpha * g / (np.sqrt(np.abs(s)) + eps), s


@wrong(
    "adagrad_step",
    "s adds up magnitudes |g|, not squares.",
    "Compare the units of √s with the units of g: does their ratio have none?",
)
def adagrad_sums_magnitudes(theta, g, s, alpha=0.01, eps=1e-8):
    s = s + np.abs(g)
    return theta - alpha * g / (np.sqrt(s) + eps), s


@wrong(
    "adagrad_step",
    "The step divides by s without the square root.",
    "If the loss is multiplied by 1000, should the step become 1000 times shorter?",
)
def adagrad_without_root(theta, g, s, alpha=0.01, eps=1e-8):
    s = s + g**2
    return theta - alpha * g / (s + eps), s


@wrong(
    "adagrad_step",
    "The step divides by the old s, from before this gradient.",
    "In the very first step s was zero: what does the step divide by?",
)
def adagrad_uses_old_sum(theta, g, s, alpha=0.01, eps=1e-8):
    return theta - alpha * g / (np.sqrt(s) + eps), s + g**2


@wrong(
    "adagrad_step",
    "eps stands inside the root.",
    "Is eps added to the square or to its root?",
)
def adagrad_eps_inside(theta, g, s, alpha=0.01, eps=1e-8):
    s = s + g**2
    return theta - alpha * g / np.sqrt(s + eps), s


@wrong(
    "adagrad_step",
    "eps is left out, so a coordinate that never had a slope gives 0/0.",
    "What do you divide by where all gradients were zero?",
)
def adagrad_without_eps(theta, g, s, alpha=0.01, eps=1e-8):
    s = s + g**2
    return theta - alpha * g / np.sqrt(s), s


@wrong(
    "adagrad_step",
    "One number is used for all coordinates: the squares are summed over the vector.",
    "How many entries should s have?",
)
def adagrad_one_sum_for_all(theta, g, s, alpha=0.01, eps=1e-8):
    s = s + np.sum(g**2)
    return theta - alpha * g / (np.sqrt(s) + eps), s


@wrong(
    "adagrad_step",
    "s is not carried over: each step knows only its own gradient.",
    "Where does the old s enter the new one?",
)
def adagrad_without_memory(theta, g, s, alpha=0.01, eps=1e-8):
    s = g**2
    return theta - alpha * g / (np.sqrt(s) + eps), s


@wrong("adagrad_step", "theta moves uphill.", "Look at the sign of the step.")
def adagrad_uphill(theta, g, s, alpha=0.01, eps=1e-8):
    s = s + g**2
    return theta + alpha * g / (np.sqrt(s) + eps), s


@wrong(
    "adagrad_step",
    "The arguments alpha and eps are not used.",
    "Does your step change when the caller passes another alpha or eps?",
)
def adagrad_hard_coded(theta, g, s, alpha=0.01, eps=1e-8):
    s = s + g**2
    return theta - 0.01 * g / (np.sqrt(s) + 1e-8), s


@wrong(
    "adagrad_step",
    "The default of eps is not that of the signature.",
    "Compare your first line with the task's.",
)
def adagrad_other_default(theta, g, s, alpha=0.01, eps=1e-7):
    s = s + g**2
    return theta - alpha * g / (np.sqrt(s) + eps), s


@wrong(
    "adagrad_step",
    "s is changed in place, so the caller's own array changes.",
    "What is the difference between `s += …` and `s = s + …` for an array?",
)
def adagrad_s_in_place(theta, g, s, alpha=0.01, eps=1e-8):
    s += g**2
    return theta - alpha * g / (np.sqrt(s) + eps), s


_KEPT = {}


@wrong(
    "adagrad_step",
    "The sum is kept in a variable outside the function, so a second run goes on with the first one's.",
    "Where should the state come from, if two runs take turns?",
    memory=_KEPT,
)
def adagrad_global_sum(theta, g, s, alpha=0.01, eps=1e-8):
    old = _KEPT["adagrad"] if np.shape(_KEPT.get("adagrad")) == g.shape and np.any(s) else s
    _KEPT["adagrad"] = old + g**2
    return theta - alpha * g / (np.sqrt(_KEPT["adagrad"]) + eps), _KEPT["adagrad"]
