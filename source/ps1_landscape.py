# %% [markdown]
# # Assignment 1: The landscape
#
# Training a neural network means walking downhill in a landscape that nobody has ever seen. In this assignment you
# write the walker, gradient descent, and then the instruments that show what the landscape around it looks like:
# slopes, curvatures, chords, and slices through the loss of a network.
#
# **You will be able to**
#
# - run gradient descent, and say for which step sizes it converges;
# - check gradients and Hessians by finite differences, and choose their step;
# - write the loss of softmax regression and its gradient so that no logit is too large for them;
# - prove that a function is not convex, and say what a failed search proves;
# - tell minima, maxima and saddles apart, and estimate how rare minima are among random matrices;
# - draw fair slices through the loss of a network;
# - tell from recorded runs what is wrong with an optimizer.
#
# **Time**: about three hours. Read lecture 1 first.

# %% [markdown]
# ## How to work
#
# Fill in one function at a time: replace the line that raises `NotImplementedError` and run the cell. Above each
# check stands what the grader looks at, with inputs of its own; the check below it tries a few small examples and
# says in words what is right and what is not. So a function has to do what its docstring says, for all inputs.
# What you have not filled in yet stays grey, and *Run All* always goes to the end. The code of a picture is folded into
# the grey line above it: click that line to read it.
#
# Three habits count in every function: arguments keep their values, nothing is remembered between calls, and results
# have the promised shape. Any style of writing is welcome: loops, arrays, lists. Print whatever helps you; it never
# costs points.

# %%
import numpy as np

from checks import check, show_diagnosis
from checks.digits import split_digits
from lectures.viz import button, choice, contours, draw_bars, draw_contours, draw_curves, draw_paths, explore
from lectures.viz import log_slider, plain, slider

ASSIGNMENT = "ps1_landscape"

# %% [markdown]
# ## 1. Downhill, step by step
#
# The gradient $\nabla L(\theta)$ points in the direction in which the loss grows fastest. So go a little way in the
# opposite direction, and ask again:
#
# $$\theta \leftarrow \theta - \alpha\,\nabla L(\theta).$$
#
# That is all there is to gradient descent. A step is $\alpha$ times as long as the gradient: long where the landscape
# is steep, short where it is flat. Return every point on the way, including the start, so that you can draw the path
# afterwards.

# %% role="function" name="gradient_descent"

# %% role="test" name="gradient_descent"

# %% [markdown]
# The bowl below has curvatures 1 and $\kappa$, and your function takes 40 steps in it.
#
# <details><summary><b>Predict, then look.</b> For κ = 10, at which step size do the steps begin to grow instead of
# shrinking, and along which axis?</summary>
#
# In a direction of curvature λ each step multiplies the distance to the minimum by 1 − αλ. As soon as α > 2/λ, the
# magnitude of this factor is above 1. The steepest direction decides: here α = 0.2, along θ₂. Meanwhile θ₁ still creeps
# along, since its factor is 1 − α.
#
# </details>

# %% role="demo"
explore(
    lambda alpha, kappa: np.asarray(
        gradient_descent(lambda t: np.array([1.0, kappa]) * t, np.array([-2.0, 0.7]), alpha, 40)
    ),
    lambda pen, path: draw_paths(pen, {"gradient descent": path}),
    background=lambda kappa: contours(
        lambda t: 0.5 * (t[0] ** 2 + kappa * t[1] ** 2), (-2.5, 2.5), (-1.5, 1.5), minimum=(0, 0)
    ),
    background_on=("kappa",),
    about="The path of your gradient descent in a bowl with curvatures 1 and κ, seen from above.",
    describe=lambda path: f"After 40 steps the distance to the minimum is {np.linalg.norm(path[-1]):.2g}.",
    alpha=slider(0.05, 0.01, 0.5, "step size α", step=0.01),
    kappa=choice(10, [1, 4, 10, 40], "condition κ"),
)

# %% [markdown]
# ## 2. A slope from heights alone
#
# Gradients that are derived by hand are often wrong, and quietly so: descent with a wrong gradient may still go down.
# The loss itself is easier to trust, and it can be used to check the gradient. Take a small step $h$ to either side of
# $\theta$ along one axis, and compare the heights:
#
# $$\frac{\partial L}{\partial\theta_i} \;\approx\; \frac{L(\theta + h\,e_i) - L(\theta - h\,e_i)}{2h}.$$
#
# The difference is *central*: the errors of order $h$ on the two sides cancel, and an error of order $h^2$ is left.
# Starting at $\theta$ itself and looking to one side only would save calls, but leave the error of order $h$.

# %% role="function" name="numerical_gradient"

# %% role="test" name="numerical_gradient"

# %% [markdown]
# How small should $h$ be? Below, your function differentiates the sine, whose slope is known, with 53 values of $h$
# from 1 down to $10^{-13}$.
#
# <details><summary><b>Predict, then look.</b> From h = 10⁻² to 10⁻⁴ the error falls ten thousandfold.
# Does it go on like that?</summary>
#
# No. The two heights are rounded to about 16 digits, and their difference is divided by 2h: this error grows like
# 10⁻¹⁶/h as h shrinks. It meets the falling error h² near h = 10⁻⁵, which is why that is the default.
#
# </details>

# %% role="demo"
sizes = np.geomspace(1e-13, 1, 53)
explore(
    lambda theta: np.array(
        [numerical_gradient(lambda t: np.sin(t[0]), np.array([theta]), h)[0] for h in sizes]
    ) - np.cos(theta),
    lambda pen, errors: draw_curves(pen, {0: (sizes, np.abs(errors))}, floor=1e-14),
    background=plain((1e-13, 1), (1e-14, 1), "step h", "error of the slope", logx=True, logy=True),
    about="The error of your numerical gradient of the sine against the step h, both on log axes: a valley.",
    describe=lambda errors: "The smallest error is {:.0e}, at h = {:.0e}.".format(
        np.abs(errors).min(), sizes[np.abs(errors).argmin()]),
    theta=slider(1.0, 0.25, 3, "place θ", step=0.25),
)

# %% [markdown]
# ## 3. Curvature from slopes
#
# The Hessian holds the second derivatives: entry $i, j$ says how slope $i$ changes along axis $j$. So it
# is a difference again, this time of gradients:
#
# $$\text{column } j \;\approx\; \frac{\nabla L(\theta + h\,e_j) - \nabla L(\theta - h\,e_j)}{2h}.$$
#
# In exact arithmetic the matrix is symmetric. With rounding errors it is not quite symmetric, and code that relies on
# symmetry (for eigenvalues, say) deserves better than *not quite*. Make it symmetric to the last bit.

# %% role="function" name="numerical_hessian"

# %% role="test" name="numerical_hessian"

# %% [markdown]
# ## 4. A real loss
#
# Softmax regression sorts inputs $x$ into $m$ classes. It scores the classes with the logits $x^\top W$ and
# turns scores into probabilities:
#
# $$P_{ic} = \frac{\exp z_{ic}}{\sum_j \exp z_{ij}}, \quad Z = XW, \qquad
# L(W) = -\frac1N \sum_{i=1}^N \log P_{i,y_i}.$$
#
# The loss is the **mean** negative log-likelihood of the labels. Derive its gradient with respect to $W$ on paper:
# start with the derivative of $\log P_{i,y_i}$ with respect to one logit $z_{ic}$, and treat the cases $c = y_i$ and
# $c \ne y_i$ separately. Your function from section 2 can check the result.
#
# Then make it safe. The exponential of 1000 is too large for a float, and the logarithm of a probability that was
# rounded to zero is $-\infty$. Neither number is needed: think about which constant may be subtracted from the logits
# of a row, and how to write $\log P$ without $P$.

# %% role="function" name="softmax_nll"

# %% role="test" name="softmax_nll"

# %% [markdown]
# Together, two of your functions read handwriting. Below, your gradient descent trains your softmax regression for 60
# steps on 400 images of handwritten digits; 256 other images show whether it has learnt anything.
#
# <details><summary><b>Predict, then look.</b> This loss is convex. Does that mean that every step size
# leads down?</summary>
#
# No. Convexity rules out other valleys, but not steps that are too long for the curvature: here, from α = 2.5 on, some
# of the steps lead uphill.
#
# </details>

# %% role="demo"
digits = split_digits()
X, y, X_val = digits.X_train[:400] / 16, digits.y_train[:400], digits.X_val / 16
explore(
    lambda alpha: np.asarray(gradient_descent(
        lambda t: np.ravel(softmax_nll(t.reshape(64, 10), X, y)[1]), np.zeros(640), alpha, 60)
    ).reshape(-1, 64, 10),
    lambda pen, path: draw_curves(pen, {"gradient descent": [softmax_nll(W, X, y)[0] for W in path]}),
    background=plain((0, 60), (0.02, 20), "step", "loss on the 400 images", logy=True),
    about="The loss of your softmax regression on handwritten digits against the steps of gradient descent.",
    describe=lambda path: "After {} steps {:.0%} of 256 new digits are read rightly.".format(
        len(path) - 1, np.mean(np.argmax(X_val @ path[-1], axis=1) == digits.y_val)),
    alpha=log_slider(0.1, 0.01, 10, "step size α"),
    sweep=False,
)

# %% [markdown]
# ## 5. Convex or not?
#
# A function is convex if its graph lies on or below every chord. For the midpoint this says
#
# $$f\!\left(\tfrac{a+b}{2}\right) \le \frac{f(a)+f(b)}{2} \quad\text{for all } a, b.$$
#
# One pair that breaks the rule settles the matter: it is a *witness* that anybody can check. Without a
# witness nothing is settled, since other points might hold one. Search all pairs of the given points. Leave a margin
# of $10^{-9}$: on a plane both sides are equal, and rounding alone could lift the left one.

# %% role="function" name="nonconvex_witness"

# %% role="test" name="nonconvex_witness"

# %% [markdown]
# Your search at work on $f(x) = \tfrac12 x^2 + a\cos 3x$, with 11 points on the axis to choose from.
#
# <details><summary><b>Predict, then look.</b> From which value of a on is the function not convex, and from which value
# on does the search notice?</summary>
#
# The second derivative 1 − 9a cos 3x stays above zero up to a = 1/9 = 0.111. Just above that the dent is so narrow that
# it gets lost between the points: at a = 0.12 the search finds nothing, and at a = 0.14 it finds a witness.
#
# </details>

# %% role="demo"
points, xs = np.linspace(-2.5, 2.5, 11)[:, None], np.linspace(-2.5, 2.5, 81)
explore(
    lambda a: (a, nonconvex_witness(lambda t: 0.5 * t[0] ** 2 + a * np.cos(3 * t[0]), points)),
    lambda pen, found: draw_curves(pen, {
        look: (np.ravel(x), 0.5 * np.ravel(x) ** 2 + found[0] * np.cos(3 * np.ravel(x)))
        for look, x in [(0, xs), (1, found[1])] if x is not None
    }),
    background=plain((-2.7, 2.7), (-1.2, 4.5), "x", "f(x)", legend={"the function": 0, "your witness": 1}),
    about="The function as a curve, and the chord between the two points of your witness if there is one.",
    describe=lambda found: f"a = {found[0]:.3g}: " + (
        "no witness among these points." if found[1] is None
        else "the curve rises above the chord from {:.1f} to {:.1f}.".format(*np.ravel(found[1]))),
    a=slider(0.06, 0, 1, "waves a", step=0.02),
)

# %% [markdown]
# ## 6. Minimum, maximum, saddle
#
# Where the gradient is zero the curvatures decide, and the curvatures are the **eigenvalues** of the
# Hessian: all positive at a minimum, all negative at a maximum, of both signs at a saddle. The diagonal
# entries are only the curvatures along the axes, and a saddle may well bend upwards along every axis.
#
# An eigenvalue of zero leaves the matter open, unless two others have already made the point a saddle: nothing in a
# third direction can undo that. And a computed zero is rarely exact, so a tolerance says what counts as zero.

# %% role="function" name="classify_critical_point"

# %% role="test" name="classify_critical_point"

# %% [markdown]
# The loss $\tfrac12(x^2 + 2sxy + y^2)$ bends upwards along both axes for every $s$. Your two functions
# look at its Hessian at the origin.
#
# <details><summary><b>Predict, then look.</b> At which s does the origin stop being a minimum, and what is it exactly
# there?</summary>
#
# The Hessian has ones on the diagonal and s beside it: its eigenvalues are 1 + s and 1 − s. At |s| = 1
# one of them is zero (a trough: inconclusive), beyond that it is negative, and the origin is a saddle.
#
# </details>

# %% role="demo"
explore(
    lambda s: (s, classify_critical_point(
        numerical_hessian(lambda t: np.array([t[0] + s * t[1], s * t[0] + t[1]]), np.zeros(2)))),
    lambda pen, seen: [
        draw_contours(
            pen, lambda t: 0.5 * (t[0] ** 2 + 2 * seen[0] * t[0] * t[1] + t[1] ** 2), (-2, 2), (-1.2, 1.2),
            levels=[-2, -1, -0.5, -0.2, 0, 0.2, 0.5, 1, 2, 4], log=False, cells=40),
        pen.note(f"your verdict: {seen[1]}", bold=True),
    ],
    background=plain((-2, 2), (-1.2, 1.2), "x", "y", grid=False),
    about="Contour lines of a loss around a critical point at the origin, and your verdict on it.",
    describe=lambda seen: f"Eigenvalues {1 - seen[0]:.2f} and {1 + seen[0]:.2f}: {seen[1]}.",
    s=slider(0.5, -2, 2, "coupling s", step=0.25),
    sweep=False,
)

# %% [markdown]
# ## 7. How rare are minima?
#
# A minimum in $n$ dimensions needs $n$ positive eigenvalues. If their signs were decided by the toss of a coin, that
# would happen with probability $2^{-n}$. But the eigenvalues of a random symmetric matrix are not independent: they
# repel each other. So draw matrices and count:
#
# $$H = \tfrac12\,(A + A^\top), \qquad A_{ij} \sim \mathcal N(0, 1) \text{ independent.}$$
#
# All randomness comes from the argument `rng`, and none from NumPy's global state (`np.random.randn`,
# `np.random.seed`), so that anyone who calls the function can repeat the experiment. This counts too.

# %% role="function" name="fraction_of_minima"

# %% role="test" name="fraction_of_minima"

# %% [markdown]
# Your shares for $n = 1, \dots, 5$, beside the probability that $n$ coins all show heads.
#
# <details><summary><b>Predict, then look.</b> Are minima rarer or more common than the coins say?</summary>
#
# Rarer: the exact values are 0.5, 0.146, 0.025, 0.0025, 0.00014, and coins give 0.5, 0.25, 0.125, 0.063, 0.031.
# Eigenvalues that repel each other hardly ever crowd together on one side of zero. With few draws the rarest minima do
# not turn up at all, and there is no bar.
#
# </details>

# %% role="demo"
explore(
    lambda draws, again: np.array(
        [fraction_of_minima(n, draws, np.random.default_rng([n, again])) for n in range(1, 6)]
    ),
    lambda pen, shares: draw_bars(
        pen, {"blue": np.maximum(shares, 1e-5), "orange": 0.5 ** np.arange(1, 6)}, base=1e-5),
    background=plain((-0.6, 4.6), (1e-5, 1), "size n of the matrix", "share", logy=True, xticks=range(5),
                     xticklabels=range(1, 6), title="Left bars: your minima. Right bars: coins."),
    about="For each size from 1 to 5 two bars on a log axis: the share of minima you found, and coins.",
    describe=lambda shares: "Your shares: " + ", ".join(f"{share:.2g}" for share in shares) + ".",
    draws=choice(2000, [200, 2000, 20000], "matrices"),
    again=button("Draw new ones"),
)

# %% [markdown]
# ## 8. A fair slice
#
# The loss of a network lives in as many dimensions as there are weights. To look at it, we walk along a
# random direction $d$ and draw $L(\theta + t\,d)$. But how long should $d$ be? A ReLU network computes the same
# function when the weights into a unit and its bias are multiplied by ten and the weights out of it are divided by ten,
# yet the same step $t\,d$ now disturbs the former ten times less and the latter ten times more. The picture would show
# the scale of the weights, not the landscape.
#
# *Filter normalisation* takes the scale out. Every column of a weight matrix holds the weights into one
# unit, its filter. Each filter of the direction is made as long as the network's own:
#
# $$d_{\cdot j} \leftarrow \frac{\lVert W_{\cdot j}\rVert}{\lVert d_{\cdot j}\rVert}\; d_{\cdot j}, \qquad
# \text{biases: } d \leftarrow 0.$$

# %% role="function" name="filter_normalize"

# %% role="test" name="filter_normalize"

# %% [markdown]
# A small ReLU network with 8 hidden units and no biases, cut along one random direction. The slider multiplies the
# first layer by $c$ and divides the second one by $c$: the network computes the same as before.
#
# <details><summary><b>Predict, then look.</b> Which of the two curves stays where it is?</summary>
#
# The normalised one: its direction shrinks and grows with the weights. The plain direction gives a new picture for
# every c, although the function that the network computes has not changed at all.
#
# </details>

# %% role="demo"
rng, ts = np.random.default_rng(3), np.linspace(-1, 1, 41)
X_net = rng.normal(size=(60, 2))
y_net = (X_net[:, 0] * X_net[:, 1] > 0).astype(int)
first, second, ray1, ray2 = (rng.normal(size=shape) for shape in [(2, 8), (8, 2), (2, 8), (8, 2)])
explore(
    lambda c: {
        look: (ts, [
            softmax_nll(second / c + t * d2, np.maximum(X_net @ (first * c + t * d1), 0), y_net)[0]
            for t in ts
        ])
        for look, (d1, d2) in enumerate(
            [filter_normalize([ray1, ray2], [first * c, second / c]), (ray1, ray2)])
    },
    draw_curves,
    background=plain((-1, 1), (0, 8), "t", "loss at θ + t d", legend={"normalised": 0, "plain": 1},
                     legend_loc="upper center"),
    about="Two slices through the loss of one network: along a normalised direction, and a plain one.",
    describe=lambda curves: "The loss at t = 1: {:.2g} (normalised) and {:.2g} (plain).".format(
        curves[0][1][-1], curves[1][1][-1]),
    c=log_slider(1, 0.2, 5, "first layer × c", notches=30),
)

# %% [markdown]
# ## 9. The clinic
#
# Six programs were meant to run gradient descent on the same loss, from the same start, with the same step size. The
# picture shows their losses; the table shows where they stood after one and two steps.

# %%
show_diagnosis(ASSIGNMENT)

# %% [markdown]
# Work out by hand where the first two steps must lead, and where each mistake of the list would lead instead. More than
# one run ends with a growing loss: the first points tell them apart. Then give each run its label from the list. The
# words count, capital letters and blanks do not.

# %% role="diagnosis"

# %% role="test" name="diagnosis"

# %% [markdown]
# ## 10. In your own words
#
# A friend trains a network with a million weights. The loss has hardly moved for a thousand steps, and
# the gradient is small. *"Stuck in a local minimum,"* she says. *"No wonder: in a million dimensions they
# must be everywhere."*
#
# Answer her in ten lines or so (10 points, read by a person). What would have to be true of a local minimum, and how
# much of that has she seen? What do your shares of section 7 say about her second sentence, and why do they not prove
# that she is wrong? What else could hold the run up, and what would gradient descent do there in the long run? Name two
# things that she could measure or try in order to find out.

# %% [markdown] role="explain"
# A local minimum with non-zero curvatures needs a zero gradient and a Hessian with positive eigenvalues
# only. She has seen a small gradient, which is not zero, and no eigenvalue at all. Among random symmetric
# matrices the share with positive eigenvalues only is 0.5, 0.146, 0.025, 0.0025, 0.00014 for n = 1, ...,
# 5: it falls faster than halving each time, so a critical point of a million dimensions that was random
# in this sense would practically never be a minimum. But the Hessian of a network is not such a random
# matrix: it has structure, many eigenvalues near zero, and descent prefers places with few downward
# directions. The shares are a heuristic, not a proof. The run may be near a saddle or on a plateau. Near
# a saddle with a negative eigenvalue −λ the distance along that direction grows by 1 + αλ a step, so
# leaving takes a number of steps that grows only like the logarithm of one over the initial distance; on
# a plateau the steps are short because the slopes are, and the time is long if α is tiny. She could look
# for a negative eigenvalue of the Hessian (with Hessian-vector products, or exactly on a smaller
# network), follow the norm of the gradient for longer, restart from a slightly shifted point, or try a
# larger α or momentum.
#
# === BEGIN MARK SCHEME ===
#
# - 2 points: a minimum needs zero gradient (1) and no negative eigenvalue of the Hessian (1); a small
#   gradient alone does not show either. "All eigenvalues positive" earns the point.
# - 3 points: the shares fall fast, faster than 1/2 to the power n, with at least two numbers from section 7
#   (2); they are about random matrices, and a network's Hessian is not one of these: no proof (1).
# - 3 points: a saddle or a plateau as another cause (1); a strict saddle holds descent up for a time that
#   is only logarithmic in the distance from its stable directions, or: the distance grows geometrically
#   there (1); on a plateau steps are short since slopes are, and a larger step size or momentum helps
#   (1).
# - 2 points: two things to measure or try, one point each: smallest eigenvalue or a direction of negative
#   curvature, the gradient's norm over time, a small random shift, a larger step size, momentum, other
#   seeds.
#
# === END MARK SCHEME ===
