"""Wrong variants of AdamW's step."""

import numpy as np

from autograder.variants import wrong
from solutions.adaptive import adam_step
from solutions.adaptive import adamw_step as reference


@wrong(
    "adamw_step",
    "The decay is added to the gradient: this is Adam with an L2 penalty.",
    "Should m and v know about the decay?",
)
def decay_in_gradient(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    return adam_step(theta, g + weight_decay * theta, m, v, k, alpha, beta1, beta2, eps)


@wrong("adamw_step", "The decay is missing: this is Adam.", "What happens to theta where all slopes are zero?")
def decay_missing(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    return adam_step(theta, g, m, v, k, alpha, beta1, beta2, eps)


@wrong(
    "adamw_step",
    "The decay is not multiplied by alpha.",
    "How strong should the decay be when alpha is halved?",
)
def decay_without_alpha(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    moved, m, v = adam_step(theta, g, m, v, k, alpha, beta1, beta2, eps)
    return moved - weight_decay * theta, m, v


@wrong(
    "adamw_step",
    "The decay is multiplied by alpha twice.",
    "How many times does alpha stand before weight_decay?",
)
def decay_with_alpha_squared(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    moved, m, v = adam_step(theta, g, m, v, k, alpha, beta1, beta2, eps)
    return moved - alpha**2 * weight_decay * theta, m, v


@wrong(
    "adamw_step",
    "The decay is taken from the theta that Adam's step has moved already.",
    "Which theta stands in the decay term: the one that came in, or the one after the step?",
)
def decay_after_step(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    moved, m, v = adam_step(theta, g, m, v, k, alpha, beta1, beta2, eps)
    return moved * (1 - alpha * weight_decay), m, v


@wrong("adamw_step", "The decay makes theta larger.", "Which sign pulls a positive and a negative theta to zero?")
def decay_grows(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    return reference(theta, g, m, v, k, alpha, beta1, beta2, eps, -weight_decay)


@wrong(
    "adamw_step",
    "The decay is the same for every size of theta: it follows the sign of theta only.",
    "By what is weight_decay multiplied: theta, or its sign?",
)
def decay_of_the_sign(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    moved, m, v = adam_step(theta, g, m, v, k, alpha, beta1, beta2, eps)
    return moved - alpha * weight_decay * np.sign(theta), m, v


@wrong(
    "adamw_step",
    "The decay is divided by √v̂ + eps like the gradient, so it differs from coordinate to coordinate.",
    "Without a slope, should a large and a small theta shrink by the same factor?",
)
def decay_is_scaled(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    moved, m, v = adam_step(theta, g, m, v, k, alpha, beta1, beta2, eps)
    return moved - alpha * weight_decay * theta / (np.sqrt(v / (1 - beta2**k)) + eps), m, v


@wrong(
    "adamw_step",
    "The decay enters m, though not v.",
    "Should m know about the decay?",
)
def decay_in_m(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    _, _, v = adam_step(theta, g, m, v, k, alpha, beta1, beta2, eps)
    m = beta1 * m + (1 - beta1) * (g + weight_decay * theta)
    return theta - alpha * (m / (1 - beta1**k)) / (np.sqrt(v / (1 - beta2**k)) + eps), m, v


@wrong(
    "adamw_step",
    "The argument weight_decay is not used: 0.01 stands in the code.",
    "Does your step change when the caller passes another weight_decay?",
)
def decay_hard_coded(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    return reference(theta, g, m, v, k, alpha, beta1, beta2, eps, 0.01)


@wrong(
    "adamw_step",
    "alpha, beta1, beta2 and eps are not passed on to Adam's step.",
    "With which settings does Adam's part run, if the caller asks for others?",
)
def settings_not_passed_on(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    moved, m, v = adam_step(theta, g, m, v, k)
    return moved - alpha * weight_decay * theta, m, v


@wrong(
    "adamw_step",
    "The default of weight_decay is not that of the signature.",
    "Compare your first line with the task's.",
)
def decay_other_default(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    return reference(theta, g, m, v, k, alpha, beta1, beta2, eps, weight_decay)


@wrong(
    "adamw_step",
    "m and v are not corrected for their start at zero.",
    "Which two lines of Adam's step are missing?",
)
def uncorrected_with_decay(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    _, m, v = adam_step(theta, g, m, v, k, alpha, beta1, beta2, eps)
    return theta - alpha * m / (np.sqrt(v) + eps) - alpha * weight_decay * theta, m, v


@wrong(
    "adamw_step",
    "The corrected m and v are returned, so the next step starts from the wrong averages.",
    "Which m and v should the next step go on with?",
)
def corrected_with_decay(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    moved, m, v = reference(theta, g, m, v, k, alpha, beta1, beta2, eps, weight_decay)
    return moved, m / (1 - beta1**k), v / (1 - beta2**k)


@wrong(
    "adamw_step",
    "theta is changed in place, so the caller's own array shrinks.",
    "What is the difference between `theta *= …` and `theta = theta * …` for an array?",
)
def decay_in_place(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta *= 1 - alpha * weight_decay
    return adam_step(theta, g, m, v, k, alpha, beta1, beta2, eps)
