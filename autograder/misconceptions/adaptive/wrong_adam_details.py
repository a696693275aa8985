"""Wrong variants of one step of Adam that show only in its details: eps, defaults, old state, purity."""

import numpy as np

from autograder.variants import wrong
from solutions.adaptive import adam_step as reference


@wrong("adam_step", "eps stands inside the root.", "Is eps added to v̂ or to its root?")
def adam_eps_inside(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = reference(theta, g, m, v, k, alpha, beta1, beta2, eps)
    return theta - alpha * (m / (1 - beta1**k)) / np.sqrt(v / (1 - beta2**k) + eps), m, v


@wrong(
    "adam_step",
    "eps is added to √v before the correction, the paper's shortened form, where it weighs more.",
    "Is eps compared with √v or with √v̂?",
)
def adam_eps_hat(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = reference(theta, g, m, v, k, alpha, beta1, beta2, eps)
    alpha_k = alpha * np.sqrt(1 - beta2**k) / (1 - beta1**k)
    return theta - alpha_k * m / (np.sqrt(v) + eps), m, v


@wrong(
    "adam_step",
    "eps is left out, so a coordinate that never had a slope gives 0/0.",
    "What do you divide by where all gradients were zero?",
)
def adam_without_eps(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference(theta, g, m, v, k, alpha, beta1, beta2, 0.0)


@wrong(
    "adam_step",
    "The argument eps is not used: 1e-8 stands in the code.",
    "Does your step change when the caller passes another eps?",
)
def adam_eps_hard_coded(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference(theta, g, m, v, k, alpha, beta1, beta2, 1e-8)


@wrong(
    "adam_step",
    "The arguments beta1 and beta2 are not used: their usual values stand in the code.",
    "Does your step change when the caller passes other betas?",
)
def adam_betas_hard_coded(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference(theta, g, m, v, k, alpha, 0.9, 0.999, eps)


@wrong(
    "adam_step",
    "The argument beta2 is not used: 0.999 stands in the code.",
    "Does your v change when the caller passes another beta2?",
)
def adam_beta2_hard_coded(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference(theta, g, m, v, k, alpha, beta1, 0.999, eps)


@wrong(
    "adam_step",
    "The default of eps is not that of the signature.",
    "Compare your first line with the task's.",
)
def adam_default_eps(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    return reference(theta, g, m, v, k, alpha, beta1, beta2, eps)


@wrong(
    "adam_step",
    "The default of beta2 is not that of the signature.",
    "Compare your first line with the task's.",
)
def adam_default_beta2(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.99, eps=1e-8):
    return reference(theta, g, m, v, k, alpha, beta1, beta2, eps)


@wrong(
    "adam_step",
    "The default of alpha is not that of the signature.",
    "Compare your first line with the task's.",
)
def adam_default_alpha(theta, g, m, v, k, alpha=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference(theta, g, m, v, k, alpha, beta1, beta2, eps)


@wrong(
    "adam_step",
    "theta moves by the old averages, from before this gradient.",
    "In the very first step m was zero: where would theta go?",
)
def adam_uses_old_averages(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    _, new_m, new_v = reference(theta, g, m, v, k, alpha, beta1, beta2, eps)
    return theta - alpha * (m / (1 - beta1**k)) / (np.sqrt(v / (1 - beta2**k)) + eps), new_m, new_v


@wrong(
    "adam_step",
    "The old m and v are returned, not the new ones.",
    "What does the next step go on with?",
)
def adam_returns_old_averages(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference(theta, g, m, v, k, alpha, beta1, beta2, eps)[0], m, v


@wrong(
    "adam_step",
    "v never falls: the larger of old and new is kept, which is the variant AMSGrad.",
    "Can an average become smaller?",
)
def adam_never_forgets(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, new = reference(theta, g, m, v, k, alpha, beta1, beta2, eps)
    v = np.maximum(v, new)
    return theta - alpha * (m / (1 - beta1**k)) / (np.sqrt(v / (1 - beta2**k)) + eps), m, v


@wrong(
    "adam_step",
    "The gradient of the next point is looked ahead to, which is the variant Nadam.",
    "Which gradients does m̂ average, and is this one counted twice?",
)
def adam_nesterov(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = reference(theta, g, m, v, k, alpha, beta1, beta2, eps)
    ahead = (beta1 * m + (1 - beta1) * g) / (1 - beta1**k)
    return theta - alpha * ahead / (np.sqrt(v / (1 - beta2**k)) + eps), m, v


@wrong(
    "adam_step",
    "theta is pulled towards zero as well: a decay that was not asked for.",
    "Where does theta stay, if all slopes are zero?",
)
def adam_decays(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    moved, m, v = reference(theta, g, m, v, k, alpha, beta1, beta2, eps)
    return moved - alpha * 0.01 * theta, m, v


@wrong(
    "adam_step",
    "m and v are changed in place, so the caller's own arrays change.",
    "What is the difference between `m *= …` and `m = m * …` for an array?",
)
def adam_in_place(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, m[...], v[...] = reference(theta, g, m.copy(), v.copy(), k, alpha, beta1, beta2, eps)
    return theta, m, v


@wrong(
    "adam_step",
    "The gradient is squared in place, so the caller's own array changes.",
    "What is the difference between `g *= g` and `g * g` for an array?",
)
def adam_gradient_in_place(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    answer = reference(theta, g.copy(), m, v, k, alpha, beta1, beta2, eps)
    g *= g
    return answer


_COUNT = {}


@wrong(
    "adam_step",
    "The steps are counted in a variable outside the function, so a second run goes on from the first one's.",
    "Where should the number of the step come from, if two runs take turns?",
    memory=_COUNT,
)
def adam_counts_itself(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    _COUNT["k"] = _COUNT.get("k", 0) + 1
    return reference(theta, g, m, v, _COUNT["k"], alpha, beta1, beta2, eps)


@wrong("adam_step", "The results come in the wrong order.", "Which of the three does the task name first?")
def adam_results_swapped(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, m, v = reference(theta, g, m, v, k, alpha, beta1, beta2, eps)
    return m, v, theta


@wrong("adam_step", "Only theta is returned: m and v are lost.", "What does the next step need, besides theta?")
def adam_theta_only(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference(theta, g, m, v, k, alpha, beta1, beta2, eps)[0]
