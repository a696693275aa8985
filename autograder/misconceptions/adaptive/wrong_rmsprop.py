"""Wrong variants of RMSProp."""

import numpy as np

from autograder.variants import wrong


@wrong(
    "rmsprop_step",
    "The two weights are swapped: the new square has weight beta.",
    "With beta = 0.9, should the old average count nine parts in ten, or one?",
)
def rmsprop_weights_swapped(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = (1 - beta) * s + beta * g**2
    return theta - alpha * g / (np.sqrt(s) + eps), s


@wrong(
    "rmsprop_step",
    "s is a sum with fading, not an average: the new square has weight one.",
    "What do the two weights of an average add up to?",
)
def rmsprop_weight_one(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = beta * s + g**2
    return theta - alpha * g / (np.sqrt(s) + eps), s


@wrong(
    "rmsprop_step",
    "This is AdaGrad: the squares are summed and never fade.",
    "Where does beta enter?",
)
def rmsprop_never_forgets(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = s + g**2
    return theta - alpha * g / (np.sqrt(s) + eps), s


@wrong(
    "rmsprop_step",
    "The step divides by the old s, from before this gradient.",
    "In the very first step s was zero: what does the step divide by?",
)
def rmsprop_uses_old_average(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    return theta - alpha * g / (np.sqrt(s) + eps), beta * s + (1 - beta) * g**2


@wrong(
    "rmsprop_step",
    "s averages the gradients, not their squares.",
    "A gradient that flips its sign averages to nothing, but is it small?",
)
def rmsprop_averages_gradients(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = beta * s + (1 - beta) * g
    return theta - alpha * g / (np.sqrt(np.abs(s)) + eps), s


@wrong(
    "rmsprop_step",
    "s averages magnitudes |g|, not squares.",
    "Compare the units of √s with the units of g: does their ratio have none?",
)
def rmsprop_averages_magnitudes(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = beta * s + (1 - beta) * np.abs(g)
    return theta - alpha * g / (np.sqrt(s) + eps), s


@wrong(
    "rmsprop_step",
    "The step divides by s without the square root.",
    "If the loss is multiplied by 1000, should the step become 1000 times shorter?",
)
def rmsprop_without_root(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = beta * s + (1 - beta) * g**2
    return theta - alpha * g / (s + eps), s


@wrong("rmsprop_step", "eps stands inside the root.", "Is eps added to the square or to its root?")
def rmsprop_eps_inside(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = beta * s + (1 - beta) * g**2
    return theta - alpha * g / np.sqrt(s + eps), s


@wrong(
    "rmsprop_step",
    "eps is left out, so a coordinate that never had a slope gives 0/0.",
    "What do you divide by where all gradients were zero?",
)
def rmsprop_without_eps(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = beta * s + (1 - beta) * g**2
    return theta - alpha * g / np.sqrt(s), s


@wrong(
    "rmsprop_step",
    "s is made larger before the division, as if to correct its start at zero, which belongs to Adam.",
    "How long is RMSProp's first step, by its own formula?",
)
def rmsprop_corrected(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    new = beta * s + (1 - beta) * g**2
    return theta - alpha * g / (np.sqrt(new / (1 - beta)) + eps), new


@wrong(
    "rmsprop_step",
    "One number is used for all coordinates: the squares are averaged over the vector.",
    "How many entries should s have?",
)
def rmsprop_one_scale_for_all(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = beta * s + (1 - beta) * np.mean(g**2)
    return theta - alpha * g / (np.sqrt(s) + eps), s


@wrong(
    "rmsprop_step",
    "The argument beta is not used: 0.9 stands in the code.",
    "Does your s change when the caller passes another beta?",
)
def rmsprop_beta_hard_coded(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = 0.9 * s + 0.1 * g**2
    return theta - alpha * g / (np.sqrt(s) + eps), s


@wrong(
    "rmsprop_step",
    "The default of beta is not that of the signature.",
    "Compare your first line with the task's.",
)
def rmsprop_other_default(theta, g, s, alpha=0.01, beta=0.99, eps=1e-8):
    s = beta * s + (1 - beta) * g**2
    return theta - alpha * g / (np.sqrt(s) + eps), s


@wrong(
    "rmsprop_step",
    "theta is changed in place, so the caller's own array moves with it.",
    "What is the difference between `theta -= …` and `theta = theta - …` for an array?",
)
def rmsprop_in_place(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = beta * s + (1 - beta) * g**2
    theta -= alpha * g / (np.sqrt(s) + eps)
    return theta, s


@wrong("rmsprop_step", "The results come in the wrong order.", "Which of the two does the task name first?")
def rmsprop_results_swapped(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = beta * s + (1 - beta) * g**2
    return s, theta - alpha * g / (np.sqrt(s) + eps)
