# %% [markdown]
# # Assignment 3: Momentum
#
# Gradient descent forgets: each step knows the slope under its feet and nothing else. In this assignment you give it a
# memory, and then find out, with a small matrix, how much that memory is worth.
#
# **You will be able to**
#
# - write momentum and Nesterov's method as pure steps, and run them;
# - run a method with a guarantee, and see the guarantee hold;
# - predict from curvature, step size and momentum how fast a run converges, or that it diverges;
# - choose the best step size and momentum for a quadratic loss;
# - tell from recorded runs what is wrong with an optimizer.
#
# **Time**: about two and a half hours. Read lecture 3 first.

# %% [markdown]
# ## How to work
#
# Fill in one function at a time: replace the line that raises `NotImplementedError` and run the cell. Above each
# check stands what the grader looks at, with inputs of its own; the check below it tries a few small examples and
# says in words what is right and what is not. So a function has to do what its docstring says, for all inputs.
# What you have not filled in yet stays grey, and *Run All* always goes to the end. The code of a picture is folded into
# the grey line above it: click that line to read it.
#
# Three habits count in every function: arguments keep their values, nothing is remembered between calls, and
# results have the promised shape. Any style of writing is welcome: loops, arrays, lists. Print whatever helps
# you; it never costs points.

# %%
import numpy as np

from checks import check, show_diagnosis
from lectures.viz import contours, draw_curves, draw_path, explore, log_slider, plain, slider

ASSIGNMENT = "ps3_momentum"

# %% [markdown]
# ## 1. A step with a memory
#
# In a narrow valley the gradient points mostly across the valley, first one way, then the other. In a sum of recent
# gradients, whatever disagrees cancels and whatever agrees adds up. This sum is the **velocity** $w$, in which older
# gradients count less and less:
#
# $$w \leftarrow g + \mu\, w, \qquad \theta \leftarrow \theta - \alpha\, w.$$
#
# The momentum $\mu$ says how much of the old velocity survives a step. The second formula uses the *new*
# velocity. If the gradient stays the same, the velocity grows towards $g\,(1 + \mu + \mu^2 + \dots) =
# g/(1-\mu)$.

# %% role="function" name="momentum_step"

# %% role="test" name="momentum_step"

# %% [markdown]
# ## 2. The whole path
#
# A run is many steps, each from where the last one ended, with the velocity that it left behind. At the start nothing
# moves: the velocity is zero. Return all points, not just the last one: then you can draw the path and see what the
# method does.

# %% role="function" name="momentum"

# %% role="test" name="momentum"

# %% [markdown]
# <details><summary><b>Predict, then look.</b> Below is your own function on a stretched bowl. The step size
# stays where it is, and μ goes from 0.9 to 0. Which direction gets slower?</summary>
#
# The flat one, along the valley: there all gradients agree, and the velocity had added up the equivalent of ten of
# them. Across the valley they disagree and cancel, with or without momentum.
#
# </details>

# %% role="demo"
bowl = np.array([1.0, 12.0])
explore(
    lambda alpha, mu: momentum(lambda theta: bowl * theta, np.array([-2.0, 1.0]), alpha, mu, 60),
    draw_path,
    background=contours(lambda t: 0.5 * (bowl @ t**2), (-2.5, 2.5), (-1.6, 1.6), minimum=(0, 0)),
    about="The path of your momentum on a stretched bowl, seen from above; the star is the minimum.",
    describe=lambda path: f"After 60 steps the distance to the minimum is {np.linalg.norm(path[-1]):.2g}.",
    alpha=log_slider(0.02, 1e-3, 0.4, "step size α"),
    mu=slider(0.9, 0, 0.99, "momentum μ"),
)

# %% [markdown]
# Turn the step size up until the path explodes, once with μ = 0 and once with μ = 0.9. Which of the two tolerates
# longer steps? Remember your two limits: section 6 explains them.

# %% [markdown]
# ## 3. Look first, then leap
#
# In the next step the old velocity will carry $\theta$ on, whatever the gradient says. So why ask for the gradient
# here, and not where we are about to be? Nesterov's step takes it at the **look-ahead point**:
#
# $$g = \nabla L(\theta - \alpha\mu\, w), \quad
# w \leftarrow g + \mu\, w, \quad \theta \leftarrow \theta - \alpha\, w.$$
#
# If the old velocity is about to overshoot, this gradient already points back.

# %% role="function" name="nesterov_step"

# %% role="test" name="nesterov_step"

# %% [markdown]
# ## 4. A method with a guarantee
#
# Nobody tells us the best momentum. Nesterov's way out: start with none and let it grow as the steps go on.
# With the step size $1/L$, where $L$ bounds the curvature, every convex loss $f$ (the letter $L$ is taken
# here) satisfies
#
# $$f(\theta_k) - f^* \;\le\; \frac{2 L\,\lVert\theta_0 - \theta^*\rVert^2}{(k+1)^2}.$$
#
# Gradient descent promises only $1/k$, and no method that sees only gradients can promise more than a constant times
# $1/k^2$. Your function may use any sequence of momenta that keeps the promise; the docstring names two.

# %% role="function" name="accelerated_gradient"

# %% role="test" name="accelerated_gradient"

# %% [markdown]
# <details><summary><b>Predict, then look.</b> Below, your accelerated method meets your momentum with a constant μ, on
# a bowl with curvatures from 1/10,000 to 1. Is there a μ that is better all the way?</summary>
#
# No: a small μ is left behind where the bowl is flat, and a μ near 1 swings for a long time before it settles. A
# momentum that grows is small while that helps, and large once it has to be.
#
# </details>

# %% role="demo"
lams, k = np.geomspace(1e-4, 1, 20), np.arange(0, 301, 5)
explore(
    lambda mu: {
        "nesterov": accelerated_gradient(lambda theta: lams * theta, np.ones(20), 1.0, 300),
        "momentum": momentum(lambda theta: lams * theta, np.ones(20), 1.0, mu, 300),
    },
    lambda pen, paths: draw_curves(
        pen,
        {name: (k, 0.5 * np.square(path)[k] @ lams) for name, path in paths.items()}
        | {"bound": (k, 40 / (k + 1) ** 2)},
    ),
    background=plain(
        (0, 300), (1e-5, 50), "step k", "loss", logy=True, legend=["nesterov", "momentum", "bound"]
    ),
    about="Loss of your accelerated gradient and of your momentum against the step, and the bound.",
    describe=lambda paths: "Loss after 300 steps: "
    + ", ".join(f"{name} {0.5 * np.square(path[-1]) @ lams:.2g}" for name, path in paths.items()) + ".",
    mu=slider(0.9, 0, 0.99, "momentum μ", notches=33),
)

# %% [markdown]
# ## 5. One matrix tells it all
#
# Near a minimum a loss looks like a quadratic bowl. Along an eigenvector of its Hessian, with eigenvalue
# $\lambda$, the gradient is just $\lambda x$, where $x = \theta - \theta^*$ is the distance from the
# minimum. Then one step of momentum maps the pair $(w, x)$ linearly:
#
# $$\begin{pmatrix} w \\ x \end{pmatrix}_{\!k+1} = M \begin{pmatrix} w \\ x \end{pmatrix}_{\!k}.$$
#
# Put $g = \lambda x$ into the update, and the new $w$ into the step: then you can read off the four entries of $M$.

# %% role="function" name="momentum_matrix"

# %% role="test" name="momentum_matrix"

# %% [markdown]
# ## 6. How fast, or not at all
#
# Many steps are many products: $M^k$. Its size goes like $\rho^k$, where the **spectral radius** $\rho$ is the largest
# magnitude of an eigenvalue of $M$. A bowl has several curvatures, and in the end the slowest of its directions is what
# is left. So the rate of the whole run is the largest $\rho$ of all.
#
# *Predict first*: what happens to the rate when $\mu$ grows from 0 towards 1 and everything else stays the same? The
# picture below your function shows it.

# %% role="function" name="convergence_rate"

# %% role="test" name="convergence_rate"

# %% [markdown]
# Now compare with your prediction: the rate on a bowl with curvatures 1 and 10, for all μ at once. To the
# right of the kink all eigenvalues are complex, and the curve is $\sqrt\mu$. Too much momentum is as slow
# as too little.

# %% role="demo"
mus = np.linspace(0, 0.99, 100)
explore(
    lambda alpha: np.array([convergence_rate(np.array([1.0, 10.0]), alpha, mu) for mu in mus]),
    lambda pen, rates: pen.line(mus, rates, as_="momentum"),
    background=plain((0, 1), (0.4, 1.2), "momentum μ", "rate (factor per step)", legend=["momentum"]),
    about="The rate of momentum on a bowl with curvatures 1 and 10, as a curve over the momentum.",
    describe=lambda rates: f"The best rate is {rates.min():.3f}, at μ = {mus[rates.argmin()]:.2f}"
    + (": it diverges for small μ." if rates[0] > 1 else "."),
    alpha=log_slider(0.1, 0.01, 0.38, "step size α", notches=40),
)

# %% [markdown]
# Find the lowest point of all with the slider, and write down its α and μ: in section 8 you will compute them.

# %% [markdown]
# ## 7. The best that gradient descent can do
#
# Let all curvatures lie between $\lambda_{\min}$ and $\lambda_{\max}$. Gradient descent multiplies the
# distance in a direction by $1 - \alpha\lambda$. A longer step helps the flat directions and hurts the steep ones. The
# best step size makes both ends of the spectrum equally slow, with opposite signs. Solve for it with paper and pencil,
# then write the function.

# %% role="function" name="optimal_gradient_descent"

# %% role="test" name="optimal_gradient_descent"

# %% [markdown]
# ## 8. The best that momentum can do
#
# The eigenvalues of $M$ solve $z^2 - (1 + \mu - \alpha\lambda)\,z + \mu = 0$. When they are complex their
# magnitude is $\sqrt\mu$, whatever the curvature. So a small $\mu$ is good, as long as no direction leaves the complex
# range. At the best choice both ends of the spectrum lie exactly on its border, where the two eigenvalues meet.
#
# Write down the equation of the border for $\lambda_{\min}$ and for $\lambda_{\max}$: two equations for $\alpha$ and
# $\mu$.

# %% role="function" name="optimal_momentum"

# %% role="test" name="optimal_momentum"

# %% [markdown]
# Both methods at their best, on a bowl with curvatures 1 and κ. Move κ to 100 and count: how many steps does each need
# to reach a distance of $10^{-6}$? The ratio grows like $\sqrt\kappa$.

# %% role="demo"
k = np.arange(0, 301, 5)
explore(
    lambda kappa: {
        name: momentum(lambda theta: np.array([1.0, kappa]) * theta, np.ones(2), alpha, mu, 300)
        for name, alpha, mu in (
            ("gradient descent", optimal_gradient_descent(1.0, kappa)[0], 0.0),
            ("momentum", *optimal_momentum(1.0, kappa)[:2]),
        )
    },
    lambda pen, paths: draw_curves(
        pen, {name: (k, np.linalg.norm(path, axis=1)[k]) for name, path in paths.items()}, floor=1e-12
    ),
    background=plain(
        (0, 300), (1e-9, 10), "step", "distance", logy=True, legend=["gradient descent", "momentum"]
    ),
    about="Distance to the minimum against the step: gradient descent and momentum with your constants.",
    describe=lambda paths: "Distance after 300 steps: "
    + ", ".join(f"{name} {np.linalg.norm(path[-1]):.1g}" for name, path in paths.items()) + ".",
    kappa=log_slider(30.0, 2, 1000, "condition number κ", notches=30),
)

# %% [markdown]
# ## 9. The clinic
#
# Five programs were meant to run momentum on the same loss, from the same start, with the same step size and momentum.
# The picture shows their losses; the table shows the lengths of some of their steps.

# %%
show_diagnosis(ASSIGNMENT)

# %% [markdown]
# Work out by hand how long the first step must be, and what share of it the second step inherits. Then give each run
# its label from the list. The words count, capital letters and blanks do not.

# %% role="diagnosis"

# %% role="test" name="diagnosis"

# %% [markdown]
# ## 10. In your own words
#
# A friend says: *"Momentum is nearly Newton's method, for free."* Her loss is a quadratic bowl with
# condition number $\kappa = 10{,}000$.
#
# Judge her claim in ten lines or so (10 points, read by a person). Say how many steps gradient descent, momentum and
# Newton's method need to shrink the distance by a factor of $10^6$, with the best step size and momentum (your
# functions can tell you), and where the square root of $\kappa$ comes from. Name one thing that Newton's method does
# and momentum cannot do, and one case outside quadratic bowls in which the promise of momentum fails or is unknown.

# %% [markdown] role="explain"
# Gradient descent shrinks the distance by $(\kappa-1)/(\kappa+1) = 0.9998$ a step: about 69,000 steps.
# Momentum shrinks it by $(\sqrt\kappa-1)/(\sqrt\kappa+1) = 0.980$: about 690 steps. Newton's method needs
# one. At the best choice both ends of the spectrum have a double root of magnitude $\sqrt\mu$;
# $\alpha\lambda_{\min} = (1-\sqrt\mu)^2$ and $\alpha\lambda_{\max} = (1+\sqrt\mu)^2$, so $\sqrt\kappa =
# (1+\sqrt\mu)/(1-\sqrt\mu)$. Momentum does not learn curvatures: it treats all directions with the same two
# numbers, and a change of coordinates changes its path. On other strongly convex losses these very numbers
# can make it cycle for ever.
#
# === BEGIN MARK SCHEME ===
#
# - 3 points: the three counts, right in size (69,000 / 690 / 1); momentum's may be higher by a small
#   factor, since the double root adds a factor that grows like k. One point each.
# - 3 points: the square root comes from the complex or double eigenvalues with magnitude √mu at both ends
#   of the spectrum (2 for the idea, 1 for the equations or a clear sketch of them).
# - 2 points: what Newton's method does and momentum cannot: it rescales each direction by its own
#   curvature, or does not change under linear changes of coordinates, or converges quadratically.
# - 2 points: a case in which the promise fails: the constants are optimal on quadratics only; on other
#   strongly convex losses heavy-ball momentum can cycle; on non-convex ones nothing is promised. Memory and
#   the need to know both ends of the spectrum also count as a limit (1 point).
#
# === END MARK SCHEME ===
