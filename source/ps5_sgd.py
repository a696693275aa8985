# %% [markdown]
# # Assignment 5: Stochastic gradient descent and learning rates
#
# So far every step looked at all the data. Here a step looks at a handful of rows, pays a handful's price,
# and accepts a gradient that is only right on average. You build the whole machine, from the shuffle to the
# schedule, and at the end it reads real handwriting.
#
# **You will be able to**
#
# - deal minibatches, and measure how noisy their gradients are;
# - run SGD with momentum under any schedule of step sizes;
# - write the three usual schedules, and say what each is for;
# - choose a learning rate by validation, without being fooled by a run that blew up;
# - train a network on handwritten digits, and tell from recorded runs what is wrong with a training.
#
# **Time**: about three and a half hours. Read lecture 5 first.

# %% [markdown]
# ## How to work
#
# Fill in one function at a time: replace the line that raises `NotImplementedError` and run the cell. Above each
# check stands what the grader looks at, with inputs of its own; the check below it tries a few small examples and
# says in words what is right and what is not. So a function has to do what its docstring says, for all inputs.
# What you have not filled in yet stays grey, and *Run All* always goes to the end. The code of a picture is folded into
# the grey line above it: click that line to read it.
#
# Arguments keep their values, and nothing is remembered between calls. **All chance comes from the argument
# `rng`**: no seeds of your own, and nothing from NumPy's global state, which `np.random.seed`,
# `np.random.permutation` and the like use and change. Which methods of `rng` you call, and in which order, is up
# to you: what chance does is judged by its laws, never by one stream of random numbers. Print whatever helps
# you: it never costs points.

# %%
import math

import numpy as np
from checks import check, show_diagnosis
from checks.digits import split_digits
from lectures.network.training import train_network
from lectures.viz import choice, contours, explore, int_slider, log_slider, plain, slider

ASSIGNMENT = "ps5_sgd"

# %% [markdown]
# ## 1. Dealing the cards
#
# An **epoch** is one pass over the data. Shuffle the rows like a deck of cards, then deal them out in hands
# of $B$ cards. Every card is dealt once. The last hand may be smaller, and is played all the same: cards that are
# left out are data that this epoch does not learn from.
#
# A row of `X` and its entry of `y` are one card. *Think first*: what would a network learn from cards whose
# picture and value were shuffled apart?

# %% role="function" name="minibatches"

# %% role="test" name="minibatches"

# %% [markdown]
# ## 2. How noisy is a handful?
#
# The gradient $g_{\mathcal B}$ over a random batch is an unbiased estimate of the gradient $g$ over all $N$
# rows: its mean over all possible batches is $g$. Its **total variance**, the sum of the variances of all
# coordinates, says how far off it typically is. If $S$ is the total variance for single rows, then for batches drawn
# without replacement
#
# $$\mathbb E\,\lVert g_{\mathcal B} - g\rVert^2 \;=\; \frac{S}{B}\Bigl(1 - \frac BN\Bigr)
# \qquad\text{with } S = \frac{1}{N-1}\sum_{i=1}^N \lVert g_i - g\rVert^2 .$$
#
# Four times as many rows halve the typical error: a poor bargain, and the reason why small batches are good. Measure
# it. All gradients are taken at the same point: nothing is trained yet.

# %% role="function" name="gradient_noise"

# %% role="test" name="gradient_noise"

# %% [markdown]
# **See it.** 64 rows of a least-squares problem with two parameters, and the law above at one point. Your
# function measures what the law promises; with few draws the measurement is itself noisy.
#
# <details><summary><b>Predict, then look.</b> What is the noise of a batch of all 64 rows, and how many draws
# show it?</summary>
#
# Zero, and one draw is enough: without replacement there is only one such batch.
#
# </details>

# %%
data = np.random.default_rng(5)
X = data.normal(size=(64, 2)) * [1.0, 2.0]
y = X @ [1.0, -0.5] + data.normal(size=64)
here = np.array([1.5, 0.5])
rows_gradients = (X @ here - y)[:, None] * X
S = rows_gradients.var(axis=0, ddof=1).sum()

# %% role="demo"
sizes = np.array([1, 2, 4, 8, 16, 32, 48, 63])
explore(
    lambda draws, seed: [
        gradient_noise(
            lambda at, rows, labels: rows.T @ (rows @ at - labels) / len(labels),
            here, X, y, int(size), draws, np.random.default_rng(seed),
        )[1]
        for size in sizes
    ],
    lambda pen, measured: (
        pen.line(sizes, S / sizes * (1 - sizes / 64), colour="grey", dash="dashed"),
        pen.points(sizes, measured, colour="vermilion", marker="s"),
    ),
    background=plain((0.8, 80), (1e-3, 100), "batch size B", "total variance", logx=True, logy=True),
    about="Total variance of minibatch gradients by batch size: measured (squares) and by the law (dashes).",
    describe=lambda measured: f"For B = 16: measured {measured[4]:.3g}, by the law {S / 16 * 0.75:.3g}.",
    draws=choice(20, [2, 5, 20, 100, 400], "draws"),
    seed=int_slider(0, 0, 4, "seed"),
)

# %% [markdown]
# ## 3. The method
#
# Stochastic gradient descent with momentum takes one step per minibatch:
#
# $$w \leftarrow g_{\mathcal B} + \mu\, w, \qquad \theta \leftarrow \theta - \alpha_k\, w, \qquad
# k \leftarrow k+1 .$$
#
# Three things go wrong in practice without any error message: the velocity $w$ is reset at every epoch, the counter
# $k$ counts epochs instead of minibatches, or all epochs use the same shuffle. For each line of your function, ask
# which loop it belongs in.
#
# `alpha` may be a number, or a schedule: a function of $k$. (`callable(alpha)` tells which.)

# %% role="function" name="sgd"

# %% role="test" name="sgd"

# %% [markdown]
# **See it.** The same 64 rows, from the same start. The path shows where each epoch ends.
#
# <details><summary><b>Predict, then look.</b> The path ends in a cloud around the minimum. Which of these
# make the cloud smaller: a smaller α, larger batches, less momentum, more epochs?</summary>
#
# The first three. More epochs only add points to the cloud: with a constant step size SGD stops converging at
# a **noise floor**.
#
# </details>

# %% role="demo"
best = np.linalg.lstsq(X, y, rcond=None)[0]
explore(
    lambda alpha, batch_size, mu: sgd(
        lambda at, rows, labels: rows.T @ (rows @ at - labels) / len(labels),
        np.array([-1.5, 1.5]), X, y, alpha, batch_size, 60, np.random.default_rng(1), mu=mu,
    ),
    lambda pen, path: (pen.path(path, as_="sgd"), pen.points(*path[-1], colour="ink")),
    background=contours(
        lambda at: 0.5 * np.mean((X @ at - y[:, None]) ** 2, axis=0), (-2, 3), (-2, 2), minimum=best
    ),
    about="The ends of 60 epochs of SGD, over the contour lines of the loss; a star marks the minimum.",
    describe=lambda path: "The typical distance to the minimum over the last 30 epochs is "
    f"{np.sqrt(np.mean(np.sum((path[-30:] - best) ** 2, axis=1))):.2g}.",
    alpha=log_slider(0.1, 0.001, 0.3, "step size α"),
    batch_size=choice(4, [1, 2, 4, 8, 16, 32, 64], "batch size B"),
    mu=slider(0.0, 0.0, 0.95, "momentum μ", step=0.05),
)

# %% [markdown]
# ## 4. Down the stairs
#
# A large step size is fast and ends in a noisy cloud; a small one is slow and ends in a quiet one. A **schedule** has
# both, one after the other. The oldest is a staircase: keep the step size for a while, then multiply it by a factor,
# and so on. AlexNet was trained this way, with a factor of $1/10$.
#
# $$\alpha_k = \alpha_0 \cdot d^{\,\lfloor k/e \rfloor}$$

# %% role="function" name="step_decay"

# %% role="test" name="step_decay"

# %% [markdown]
# ## 5. Slower and slower
#
# How fast should the step sizes fall if SGD is to converge to the minimum itself? Robbins and Monro's answer: their sum
# must be infinite, or you may never arrive; the sum of their squares must be finite, or the noise never dies out.
# Step sizes that fall like $1/k$ meet both conditions:
#
# $$\alpha_k = \frac{\alpha_0}{1 + r k}$$

# %% role="function" name="inverse_time_decay"

# %% role="test" name="inverse_time_decay"

# %% [markdown]
# ## 6. A soft start and a soft landing
#
# Today's usual schedule knows its length in advance. During a short **warm-up** of $w$ steps it rises to $\alpha_0$,
# because the first gradients of a fresh network are large and wild. Then half a cosine falls to zero at step $T$:
# slowly at first, while there is still a long way to go, and slowly again at the end.
#
# $$\alpha_k = \begin{cases} \alpha_0\,(k+1)/w & k < w \\[2pt]
# \tfrac12\,\alpha_0 \bigl(1 + \cos \pi\tfrac{k-w}{T-w}\bigr) & w \le k < T \\[2pt] 0 & k \ge T \end{cases}$$
#
# *Think first*: why $k+1$ and not $k$ in the warm-up? What would the first minibatch teach otherwise?

# %% role="function" name="cosine_decay"

# %% role="test" name="cosine_decay"

# %% [markdown]
# **See it.** Design a schedule of 800 steps, and watch the loss that it earns. The problem is the one above,
# in batches of 4 rows: 16 steps an epoch, 50 epochs. The loss is shown above its minimum.
#
# <details><summary><b>Predict, then look.</b> All four schedules start from 0.1. Which one ends lowest, which one
# highest, and how sure can you be after one run?</summary>
#
# The constant step size stays on its noise floor, above all others in nearly every run. The cosine ends lowest in about
# three runs of four. Between the staircase and 1/k chance decides: out of a hundred shuffles the staircase ends lower
# in about one third. On its last stair the steps are so short that 200 of them do not always reach the quiet cloud
# that such steps would allow: small is not enough, it has to come in time. Change the shuffle and look again.
#
# </details>

# %%
schedules = {
    "constant": lambda k, alpha0: alpha0,
    "stairs": lambda k, alpha0: step_decay(k, alpha0, 0.1, 300),
    "1/k": lambda k, alpha0: inverse_time_decay(k, alpha0, 0.01),
    "cosine": lambda k, alpha0: cosine_decay(k, alpha0, 800, warmup=80),
}

# %% role="demo"
explore(
    lambda kind, alpha0, shuffle: (
        [schedules[kind](k, alpha0) for k in range(800)],
        sgd(
            lambda at, rows, labels: rows.T @ (rows @ at - labels) / len(labels), np.array([-1.5, 1.5]),
            X, y, lambda k: schedules[kind](int(k), alpha0), 4, 50, np.random.default_rng(shuffle),
        ),
    ),
    lambda pen, run: (
        pen.line(np.arange(800), run[0], colour="vermilion"),
        pen[1].line(np.arange(51), np.mean((X @ (run[1] - best).T) ** 2, axis=0) / 2, colour="blue"),
    ),
    background=[
        plain((0, 800), (0, 0.32), "step k", "step size α"),
        plain((0, 50), (1e-8, 10), "epoch", "loss above the minimum", logy=True),
    ],
    about="Left the step sizes of a schedule, right the loss of SGD under it after each epoch.",
    describe=lambda run: f"Last step size {run[0][-1]:.2g}; distance from the minimum at the end "
    f"{np.linalg.norm(run[1][-1] - best):.2g}.",
    panels=2, kind=choice("cosine", list(schedules), "schedule"),
    alpha0=log_slider(0.1, 0.003, 0.3, "first step size α₀"), shuffle=int_slider(0, 0, 9, "shuffle"),
)

# %% [markdown]
# ## 7. A network and its gradient
#
# Now something to train. One hidden layer of $\tanh$, then softmax:
#
# $$h = \tanh(X W_1 + b_1), \qquad z = h W_2 + b_2, \qquad p = \operatorname{softmax}(z), \qquad
# L = -\frac1N \sum_i \log p_{i, y_i} .$$
#
# Go backwards through it with paper and pencil, one line at a time, and write the shape of everything beside it. Two
# facts help: the slope of $L$ at the logits $z$ is $(p - \text{one-hot}(y))/N$, and $\tanh' = 1 - \tanh^2$. A product
# $A B$ passes a slope $G$ back to $A$ as $G B^\top$ and to $B$ as $A^\top G$; a bias was added to every row, so it
# collects the slopes of all rows.
#
# The checks compare with differences of your own loss: get the loss right first.

# %% role="function" name="mlp_loss"

# %% role="test" name="mlp_loss"

# %% [markdown]
# ## 8. Which learning rate?
#
# There is no formula for the best step size of a network. Try several, a factor of 3 or so apart, and keep the one
# whose run ends with the lowest **validation** loss. Some runs will blow up and return `nan` or infinity. *Think
# first*: what is `nan < 1.0` in Python, and what is `1.0 < nan`? What does `min` make of that?

# %% role="function" name="best_learning_rate"

# %% role="test" name="best_learning_rate"

# %% [markdown]
# ## 9. Reading digits
#
# Put it all together. The data are real: 1,797 digits, written by 13 people, as images of 8 × 8 pixels between 0 and
# 16 (E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0). You get 1,000 images or more to
# train on, some to choose with, and are judged on others that you never see: **90 % right earns half of the points,
# 95 % all of them**. You have 30 seconds; two are plenty. The check reads the validation images. The test images wait
# for the picture at the end: if you look at them after every attempt, you end up choosing by them.
#
# One rule is broken here, and you should know it: the same 13 people wrote all parts. Your network has met every hand
# that it is tested on, so its score says nothing about how well it reads a stranger's. For that, whole writers would
# have to be kept apart, and the data do not say who wrote which image.
#
# A plan that works: pixels divided by 16; some 50 to 150 hidden units; weights that start random and small
# (*why must the hidden units not all start alike?*); batches of about 32; momentum 0.9; a schedule that ends near zero;
# three learning rates to choose from. `sgd` moves *one vector* of parameters, and `mlp_loss` wants a dict: either
# translate with `np.concatenate`, `ravel` and `reshape`, or write the loop over `minibatches` yourself.
#
# > **Mind the scale.** Your parameters are used on the original pixels. If you trained on `X / 16`, then
# > $\tfrac{X}{16} W_1 = X \tfrac{W_1}{16}$: what has to be returned in place of $W_1$?

# %% role="function" name="train_digits"

# %% role="test" name="train_digits"

# %% [markdown]
# **See it.** Train, then look through test images, which the network has never seen. The bars are its ten logits: the
# highest is its answer. Where it is wrong, would you have been right?

# %% role="demo"
digits = split_digits()
explore(
    lambda net, image: (
        digits.X_test[image],
        np.tanh(digits.X_test[image] @ net["W1"] + net["b1"]) @ net["W2"] + net["b2"],
        digits.y_test[image],
    ),
    lambda pen, shown: (
        pen.heat(shown[0].reshape(8, 8)[::-1], (0, 8, 0, 8), 0, 16, colours="Greys"),
        pen[1].bars(np.arange(10), shown[1] - np.max(shown[1]), base=-20, colour="blue"),
        pen[1].points(shown[2], 0.5, colour="vermilion", marker="v"),
    ),
    background=[
        plain((0, 8), (0, 8), title="image", grid=False, aspect="equal", xticks=[], yticks=[]),
        plain((-0.6, 9.6), (-20, 1), "digit (triangle: right)", "logit below the highest", xticks=range(10)),
    ],
    about="Left a test image, right the logits that the network gives to the ten digits.",
    describe=lambda shown: f"This is a {shown[2]}; the network reads a {np.argmax(shown[1])}.",
    prepare=lambda progress, run: train_digits(*digits[:4], np.random.default_rng(run)),
    prepare_label="Train", eager=False, panels=2, image=int_slider(0, 0, 120, "test image"),
)

# %% [markdown]
# **Any optimizer can use it.** Your `minibatches`, your `mlp_loss` and your schedule do not care which method takes the
# step. Put one into the cell below: call your `momentum_step` of assignment 3 or your `adam_step` of assignment 4 there
# (copy it into a cell above), or invent one. It gets the parameters as one vector, the gradient, what it remembers (a
# vector of zeros at first) and the number $k = 1, 2, \dots$ of the step. Adam remembers two vectors: set `STATES = 2`,
# take `m, v` in place of `state`, and return `theta, m, v`. This earns no points.

# %% role="open"
STATES = 1


def my_step(theta, g, state, k):
    "So far this is plain SGD under your cosine, and the state is not used."
    return theta - cosine_decay(k - 1, 0.5, 410) * g, state

# %% [markdown]
# Ten epochs on the network of the lectures, with 16 hidden units: your step beside SGD and SGD with momentum, under the
# same schedule. As long as your step is plain SGD, its line lies on that of SGD. Train again for other starts and
# shuffles: is your lead larger than their differences?

# %% role="demo"
explore(
    lambda runs: runs,
    lambda pen, runs: [(
        pen.line(np.arange(11), 100 * run.errors, as_=name),
        pen[1].line(np.arange(11), run.losses, as_=name),
    ) for name, run in runs.items()],
    background=[
        plain((0, 10), (1, 100), "epoch", "validation digits read wrongly, %", logy=True, legend_loc="lower left",
              legend={"SGD": "sgd", "SGD with momentum": "momentum", "your step": "your own"}),
        plain((0, 10), (0.003, 10), "epoch", "training loss", logy=True),
    ],
    about="Three trainings of one network: left the errors on validation digits, right the training loss, by epoch.",
    describe=lambda runs: "Read wrongly at the end: " + ", ".join(
        f"{name} {100 * run.errors[-1]:.1f} %" for name, run in runs.items()) + ".",
    prepare=lambda progress, run: {
        name: (progress(share), train_network(step, states, 10, run, mlp_loss, minibatches))[1]
        for share, name, step, states in (
            (0.0, "sgd", lambda theta, g, k: theta - cosine_decay(k - 1, 0.5, 410) * g, 0),
            (0.3, "momentum", lambda theta, g, w, k: (
                theta - cosine_decay(k - 1, 0.1, 410) * (g + 0.9 * w), g + 0.9 * w), 1),
            (0.6, "your own", my_step, STATES),
        )},
    prepare_label="Train", eager=False, panels=2,
)

# %% [markdown]
# ## 10. The clinic
#
# Five trainings were meant to be the same: one network, the digits, SGD with momentum and a staircase schedule. Four of
# them have a bug, and none of them raised an error. The picture shows the loss on all training images after each epoch;
# the table has numbers that a careful person would have logged.

# %%
show_diagnosis(ASSIGNMENT)

# %% [markdown]
# For each label ask what it would do to the curve *and* to each number of the table. What is the loss of a network
# that guesses among ten digits? Where would the step size stand after the last step? Then give each run its label
# from the list. The words count, capital letters and blanks do not.

# %% role="diagnosis"

# %% role="test" name="diagnosis"

# %% [markdown]
# ## 11. In your own words
#
# A friend trains a network with SGD at a constant step size of 0.1 and batches of 32. The training loss falls
# fast for ten epochs and then hovers at the same level, up and down a little, for fifty more. *"It has found
# its local minimum,"* she says, and starts again with a step size of 0.001 from the beginning. She means to
# keep whichever of the two networks reads more of her test images.
#
# Answer her in ten lines or so (10 points, read by a person). What is a likelier reason for the hovering, and how could
# she check it? If her batches are drawn independently, what would a ten times smaller step size do to the level, and
# what would batches ten times larger? Measure it with your `sgd` on the 64 rows of section 3, whose batches are dealt:
# why does the level after whole epochs fall by much more there? What should she do instead of starting again, and why
# is that better than a small step size from the beginning? And what is wrong with the way she means to choose?

# %% [markdown] role="explain"
# The loss hovers at the noise floor: with a constant step size the minibatch noise keeps pushing the parameters about,
# and the pull to the minimum and the noise are in balance. For one direction of curvature λ and gradient variance s²
# the variance of the parameter settles at α s²/(λ(2 − αλ)): about proportional to α, and s² to 1/B. She can check by
# lowering the step size now, without starting again: if the loss drops at once, it was no minimum; or by looking at
# the gradient over all data, which would be small at a minimum. With batches drawn independently, a tenth of α or ten
# times B lowers the floor to about a tenth. With a deck that is dealt anew in every epoch, each row is used once, so
# the errors of an epoch's batches cancel up to what θ has moved meanwhile: on the 64 rows, after whole epochs, α = 0.01
# instead of 0.1 lowers the floor some 400-fold, and B = 32 instead of 4 some 170-fold (drawn independently: 12-fold and
# 16-fold). She should go on from here with a schedule that falls (stairs, cosine): the large steps have already come
# the long way, for which 0.001 would need about a hundred times as many steps; and a small rate from the beginning may
# also end in a worse valley. Choosing by the test images makes the test part of the training: she should choose on
# validation images and report the test once.
#
# === BEGIN MARK SCHEME ===
#
# - 3 points: the noise floor: a constant step size balances progress and minibatch noise (2), and a check that would
#   tell it from a minimum, such as lowering the step size on the spot, larger batches, or the full gradient (1).
# - 2 points: drawn independently, a ten times smaller step size and ten times larger batches each lower the floor (the
#   variance or the loss above the minimum) about tenfold (1); dealt, it falls by much more, with a measured factor well
#   above ten and the reason: each row comes once an epoch, so the errors cancel (1). Any measured numbers of that kind
#   are right: 400-fold and 170-fold are those of α 0.1 → 0.01 and B 4 → 32.
# - 3 points: let the step size fall from here, by any schedule (1); large steps first cover the distance, small ones
#   then lower the floor (1); starting small needs far more steps, or can end in a worse minimum (1).
# - 2 points: test images must not choose: the chosen network's test score is then too good (1); choose on validation
#   data, use the test once at the end (1).
#
# === END MARK SCHEME ===
