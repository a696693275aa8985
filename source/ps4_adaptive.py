# %% [markdown]
# # Assignment 4: Adaptive methods
#
# The sign of a slope says which way to go. Its size says much less: it changes by orders of magnitude from
# one parameter to the next, and from the start of a run to its end. In this assignment you build the
# methods that measure the size and divide it away, up to Adam and AdamW, which train most networks of
# today.
#
# **You will be able to**
#
# - write sign descent, AdaGrad, RMSProp, Adam and AdamW as pure steps, and run them;
# - say what each of them remembers of the gradients, and how long a step is because of it;
# - explain why Adam corrects its averages, and what happens to the early steps if it does not;
# - say what these methods pay for it: they depend on the choice of coordinates;
# - tell from recorded runs what is wrong with an optimizer.
#
# **Time**: about two and a half hours. Lecture 4 is what you need to have read.

# %% [markdown]
# ## How to work
#
# Fill in one function at a time: delete the line that raises `NotImplementedError`, write your own, and run
# the cell. The cell below it runs a few checks and says in words what is right and what is not. A grader
# looks later at the same functions with numbers of its own, so a function has to do what its docstring
# says, for all inputs.
#
# Everything here works **coordinate by coordinate**: $g^2$, $\sqrt s$ and the fractions are meant for each
# entry of a vector. A method's memory, its *state*, goes in as an argument and comes back as a result:
# nothing else is remembered between calls, and no argument is changed in place. Any style of writing is
# welcome, and printing never costs points.

# %%
from itertools import accumulate

import numpy as np

from checks import check, show_diagnosis
from lectures.viz import choice, contours, draw_curves, draw_paths, explore, log_slider, plain, slider, toggle

ASSIGNMENT = "ps4_adaptive"

# %% [markdown]
# ## 1. Only the sign
#
# Suppose we trust the direction of each slope and nothing else. Then every coordinate should move equally
# far, against its slope:
#
# $$\theta \leftarrow \theta - \alpha\,\mathrm{sign}(g).$$
#
# A coordinate whose slope is exactly zero has no reason to move, so it stays. This is the yardstick for
# what follows: all the methods below are sign descent with some way of telling a steady slope from a
# wavering one.

# %% role="function" name="sign_step"

# %% role="test" name="sign_step"

# %% [markdown]
# ## 2. AdaGrad: forget nothing
#
# Sign descent never slows down: near a minimum it hops to and fro by $\alpha$ for ever. AdaGrad divides
# each slope by a size that it learns on the way, the root of the sum of *all* squared slopes that this
# coordinate has seen:
#
# $$s \leftarrow s + g^2, \qquad \theta \leftarrow \theta - \alpha\,\frac{g}{\sqrt s + \varepsilon}.$$
#
# The first step is $\alpha$ long in every coordinate. Under a constant slope step number $k$ is
# $\alpha/\sqrt k$ long: the method brakes by itself. The small $\varepsilon$ is there for coordinates that
# never had a slope.

# %% role="function" name="adagrad_step"

# %% role="test" name="adagrad_step"

# %% [markdown]
# ## 3. RMSProp: forget the old
#
# A sum only grows. If the slopes were huge at the start, AdaGrad crawls for the rest of the run. RMSProp
# keeps a **running average** of the squares instead, in which old ones fade by the factor $\beta$ with
# every step:
#
# $$s \leftarrow \beta s + (1-\beta)\,g^2, \qquad
# \theta \leftarrow \theta - \alpha\,\frac{g}{\sqrt s + \varepsilon}.$$
#
# *Predict first*: $s$ starts at zero, and the slope is 7 in the first step. How long is the step for
# $\beta = 0.99$? And what is the method called when $\beta = 0$?

# %% role="function" name="rmsprop_step"

# %% role="test" name="rmsprop_step"

# %% [markdown]
# **Your three methods on a stretched bowl.** `accumulate` applies a step again and again and keeps all
# states. Which of the paths changes when the bowl is turned by 45°, so that no axis runs along the valley
# any more? Gradient descent would not even notice the turn: think about why, then tick the box.

# %% role="demo"
bowl, turn = np.diag([1.0, 25.0]), np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2)
bowls = {False: bowl, True: turn @ bowl @ turn.T}
starts = {False: np.array([-2.37, 0.83]), True: turn @ [-2.37, 0.83]}
looks = ["sign", "adagrad", "rmsprop"]
explore(
    lambda alpha, beta, turned: {
        "sign": np.array([*accumulate(
            range(60), lambda at, k: sign_step(at, bowls[turned] @ at, alpha), initial=starts[turned])]),
        "adagrad": np.array([theta for theta, s in accumulate(
            range(60), lambda at, k: adagrad_step(at[0], bowls[turned] @ at[0], at[1], alpha),
            initial=(starts[turned], np.zeros(2)))]),
        "rmsprop": np.array([theta for theta, s in accumulate(
            range(60), lambda at, k: rmsprop_step(at[0], bowls[turned] @ at[0], at[1], alpha, beta),
            initial=(starts[turned], np.zeros(2)))]),
    },
    draw_paths,
    background=lambda turned: contours(
        lambda t: np.sum(t * (bowls[turned] @ t), axis=0), (-3, 3), (-2.4, 2.4), minimum=(0, 0),
        legend=looks), background_on=("turned",),
    about="Paths of sign descent, AdaGrad and RMSProp on a stretched bowl, seen from above.",
    describe=lambda paths: "Distance to the minimum after 60 steps: " + ", ".join(
        f"{name} {np.linalg.norm(path[-1]):.2g}" for name, path in paths.items()) + ".",
    alpha=log_slider(0.1, 0.01, 1, "step size α"), beta=slider(0.9, 0, 0.99, "memory β"),
    turned=toggle(False, "turn the bowl by 45°"))

# %% [markdown]
# ## 4. An average that starts honestly
#
# A running average that starts at zero is too small at first: after one value $x$ it holds $(1-\beta)\,x$.
# After $k$ values the weights that it has given out sum to $1 - \beta^k$ only. So divide by that sum. For
# the running average $a_k$ of the values $x_1, \dots, x_k$,
#
# $$a_0 = 0, \qquad a_k = \beta\,a_{k-1} + (1-\beta)\,x_k, \qquad \hat a_k = \frac{a_k}{1-\beta^k}.$$
#
# Note that $a_k$, not $\hat a_k$, goes on into the next step. The function takes all values at once and
# returns $\hat a_1, \dots, \hat a_K$: it is for looking at averages, before you build them into an
# optimizer.

# %% role="function" name="bias_corrected_average"

# %% role="test" name="bias_corrected_average"

# %% [markdown]
# **Your average of noisy values.** The values scatter around 1. *Predict first*: for $\beta = 0.99$, about
# how many values does it take until the uncorrected average comes near 1? And the corrected one?

# %% role="demo"
values, k = np.random.default_rng(4).normal(1, 0.4, size=80), np.arange(1, 81)
explore(
    lambda beta: {
        2: (k, values),
        1: (k, np.asarray(bias_corrected_average(values, beta)) * (1 - beta**k)),
        0: (k, bias_corrected_average(values, beta)),
    },
    draw_curves,
    background=plain((0, 81), (-0.2, 2.2), "value number k", "value",
                     legend={"your corrected average": 0, "the same, uncorrected": 1, "values": 2}),
    about="Noisy values around one, their running average, and the average corrected for its start at zero.",
    describe=lambda curves: (
        f"After 10 values the average is {curves[1][1][9]:.2f}, corrected {curves[0][1][9]:.2f}."),
    beta=slider(0.9, 0, 0.99, "memory β", step=0.045),
)

# %% [markdown]
# ## 5. Adam: two averages
#
# Adam divides too, and it also averages what stands above the fraction line: one running average $m$ of the
# slopes, which is momentum, and one, $v$, of their squares, which is RMSProp. Both are corrected before
# use:
#
# $$m \leftarrow \beta_1 m + (1-\beta_1)\,g, \qquad v \leftarrow \beta_2 v + (1-\beta_2)\,g^2,$$
#
# $$\hat m = \frac{m}{1-\beta_1^k}, \qquad \hat v = \frac{v}{1-\beta_2^k}, \qquad
# \theta \leftarrow \theta - \alpha\,\frac{\hat m}{\sqrt{\hat v} + \varepsilon}.$$
#
# Where slopes keep their sign, $\hat m$ is about as large as $\sqrt{\hat v}$, and a step is about $\alpha$
# long. Where they waver, $\hat m$ is small, and so is the step. The function is called with the number $k =
# 1, 2, \dots$ of the step.

# %% role="function" name="adam_step"

# %% role="test" name="adam_step"

# %% [markdown]
# ## 6. A whole run
#
# Start with both averages at zero and the first step with $k = 1$, then step by step. Ask `grad` for the
# slope where you are now. Return the whole path, `theta0` included. You may call your own `adam_step`; then a
# mistake in it shows here as well, so mend it there first.

# %% role="function" name="adam"

# %% role="test" name="adam"

# %% [markdown]
# **Your Adam in a bent valley.** The floor of the valley is nearly flat and its walls are steep. Find a
# step size that gets to the star. Then move $\varepsilon$ from $10^{-8}$ up to 100, and raise $\alpha$ with
# it: once $\varepsilon$ is far larger than $\sqrt{\hat v}$, Adam no longer divides by anything that it has
# measured. Which method is it then?

# %% role="demo"
explore(
    lambda alpha, beta1, beta2, eps: adam(
        lambda t: np.array([2 * (t[0] - 1) - 40 * t[0] * (t[1] - t[0] ** 2), 20 * (t[1] - t[0] ** 2)]),
        np.array([-1.5, 0.5]), 150, alpha, beta1, beta2, eps),
    lambda pen, path: draw_paths(pen, {"adam": np.asarray(path)}),
    background=contours(lambda t: (1 - t[0]) ** 2 + 10 * (t[1] - t[0] ** 2) ** 2, (-2, 2), (-1, 3),
                        minimum=(1, 1), legend=["adam"]),
    about="The path of Adam in a bent valley, seen from above; the minimum is at (1, 1).",
    describe=lambda path: f"The distance to the minimum after 150 steps: {np.linalg.norm(path[-1] - 1):.2g}",
    alpha=log_slider(0.02, 0.001, 1, "step size α"),
    beta1=slider(0.9, 0, 0.99, "memory of slopes β₁"),
    beta2=choice(0.999, [0.0, 0.9, 0.99, 0.999, 0.9999], "memory of squares β₂"),
    eps=log_slider(1e-8, 1e-12, 100, "ε", form="{:.0e}"),
)

# %% [markdown]
# ## 7. AdamW: decay beside the step
#
# Networks are often trained with a pull of all weights towards zero. Add the penalty
# $\tfrac{\lambda}{2}\lVert\theta\rVert^2$ to the loss and the gradient becomes $g + \lambda\theta$; but
# then Adam divides the pull by $\sqrt{\hat v}$ like all else, and weights with large slopes are hardly
# pulled at all. AdamW leaves $g$ alone and lets the weights decay on their own:
#
# $$\theta \leftarrow \theta - \alpha\,\frac{\hat m}{\sqrt{\hat v} + \varepsilon} - \alpha\lambda\,\theta.$$
#
# Both terms use the $\theta$ from before the step, and $\lambda$ is the argument `weight_decay`.

# %% role="function" name="adamw_step"

# %% role="test" name="adamw_step"

# %% [markdown]
# **Two ways to decay.** Two weights start at 1. Their slopes flip sign at every step, so they lead nowhere;
# those of weight 1 are a hundred times larger. *Predict first*: which weight shrinks under AdamW, and which
# under Adam with the penalty in the gradient?

# %% role="demo"
slopes, rest = np.array([10.0, 0.1]), (np.ones(2), np.zeros(2), np.zeros(2))
looks = {"AdamW, weight 1": 0, "AdamW, weight 2": 1, "penalty, weight 1": 2, "penalty, weight 2": 3}
explore(
    lambda decay: np.hstack([
        [theta for theta, m, v in accumulate(range(1, 101), lambda at, k: adamw_step(
            at[0], (-1) ** k * slopes, at[1], at[2], k, 0.02, weight_decay=decay), initial=rest)],
        [theta for theta, m, v in accumulate(range(1, 101), lambda at, k: adam_step(
            at[0], (-1) ** k * slopes + decay * at[0], at[1], at[2], k, 0.02), initial=rest)],
    ]),
    lambda pen, weights: draw_curves(pen, dict(enumerate(weights.T))),
    background=plain((0, 100), (-0.1, 1.2), "step", "weight", legend=looks, legend_loc="lower left"),
    about="Two weights with useless slopes, under AdamW and under Adam with a penalty in the gradient.",
    describe=lambda weights: "After 100 steps: AdamW {:.2f}, {:.2f}; penalty {:.2f}, {:.2f}.".format(
        *weights[-1]),
    decay=slider(0.3, 0, 1, "weight decay λ", step=0.1),
)

# %% [markdown]
# ## 8. The clinic
#
# Six programs were meant to run Adam, on the same loss, from the same start, with the same settings. The
# picture shows their losses, the table how far they moved in some of their steps.

# %%
show_diagnosis(ASSIGNMENT)

# %% [markdown]
# Work out by hand how far each coordinate must move in the first two steps, for Adam itself and for Adam
# with each bug of the list. The run with the lowest loss need not be the healthy one. Then give each run
# its label from the list, and delete the two lines below the form. The words count, capital letters and blanks
# do not.

# %% role="diagnosis"

# %% role="test" name="diagnosis"

# %% [markdown]
# ## 9. In your own words
#
# A colleague deletes the two lines that correct $m$ and $v$: *"Without them the averages are only too small
# at first. So the first steps are a bit short, which is a free warm-up."*
#
# Correct her in ten lines or so (10 points, read by a person). Take a constant slope and the defaults
# $\beta_1 = 0.9$, $\beta_2 = 0.999$. How long is the first step without the corrections, in units of
# $\alpha$, and why? How does the length go on from there, and when does it come back near $\alpha$? For
# which settings would she have been right?

# %% [markdown] role="explain"
# Without the corrections the first step is $(1-\beta_1)/\sqrt{1-\beta_2} = 0.1/\sqrt{0.001} = 3.16$ times
# $\alpha$: too long, not too short. Both averages are too small, but $v$ stands below the fraction line and
# is much further from its goal: a thousandth of $g^2$, so its root is $0.032\,|g|$, while $m$ is $0.1\,g$
# already. Step $k$ is $(1-\beta_1^k)/\sqrt{1-\beta_2^k}$ times $\alpha$ long: $m$ fills up within some ten
# steps, $v$ needs about a thousand, so the length grows to $6.57\,\alpha$ at $k = 12$ and then falls
# slowly: $1.26\,\alpha$ at $k = 1000$. She would be right if $1-\beta_1 < \sqrt{1-\beta_2}$, for example
# with $\beta_1 = \beta_2 = 0.9$, where the first step is $0.32\,\alpha$.
#
# === BEGIN MARK SCHEME ===
#
# - 3 points: the first step is $0.1/\sqrt{0.001} \approx 3.2$ times $\alpha$ (2 for the ratio of the two
#   averages, 1 for the number); "longer, not shorter" alone earns 1.
# - 3 points: why: both averages are too small, but the root of $v$ stands below the line and lacks more
#   than $m$ does, since $\beta_2$ is much closer to 1.
# - 2 points: how it goes on: the length first grows, to about $6.6\,\alpha$ near $k = 12$ (1), then comes
#   back near $\alpha$ only after a thousand steps or more, the memory of $\beta_2$ (1).
# - 2 points: she is right where $1-\beta_1 < \sqrt{1-\beta_2}$, or an example of it with its number, such
#   as equal betas.
#
# === END MARK SCHEME ===
