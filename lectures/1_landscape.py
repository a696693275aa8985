# %% [markdown]
# # 1 · The landscape
#
# ## Objectives
#
# After this lecture you can
#
# - read the loss of a model as a landscape over its parameters, and say what one point of it means;
# - tell from a gradient which directions lead down, which is the steepest, and why that depends on how you
#   measure length;
# - say for which step sizes gradient descent converges on a bowl, and why the steepest way is seldom the best;
# - prove that a function is not convex, and say what convexity promises and what it does not;
# - look at slices through the loss of a network with the right amount of distrust;
# - tell minima, maxima and saddles apart by eigenvalues, and say how rare minima are, and under which assumptions.
#
# **Time:** about 60 minutes. You need derivatives, vectors and eigenvalues. Every picture below can be moved:
# with the mouse, or with Tab and the arrow keys.

# %% [markdown]
# The next cell loads the experiments of this lecture. Each is a short function in
# `lectures/landscape/experiments/`, built on the same functions that you will write in the assignment.

# %%
import numpy as np

from checks.digits import split_digits
from lectures.landscape.experiments.numbers import convexity, critical, descent, networks
from lectures.landscape import data, words as say
from lectures.landscape.drawing import critical as draw_critical, descent as draw_descent
from lectures.landscape.drawing import networks as draw_networks, surfaces as draw_landscape
from lectures.viz import button, choice, explore, int_slider, log_slider, plain, point, slider

# %% [markdown]
# ## 1 · A loss is a landscape (8 min)
#
# ### Idea
#
# A model with parameters $\theta$ gives a probability $p_\theta(y \mid x)$ to every answer. It is good if it
# finds the answers in the data probable. So training looks for
#
# $$\theta^* = \arg\min_\theta L(\theta), \qquad L(\theta) = -\frac1N \sum_{i=1}^N \log p_\theta(y_i \mid x_i),$$
#
# the **mean negative log-likelihood**. Think of $\theta$ as a place on a map and of $L(\theta)$ as its
# height. Every place is one model. Training is a walk downhill.
#
# ### By hand
#
# Two students: $x = -1$ failed, $x = 1$ passed. The model says $p(\text{passed}) = \sigma(\theta_1 x +
# \theta_2)$ with $\sigma(z) = 1/(1 + e^{-z})$. At $\theta = (0, 0)$ it says ½ to both, and the loss is $-\ln ½
# = 0.693$. At $\theta = (1, 0)$ it gives $\sigma(1) = 0.731$ to what really happened, both times, and the loss
# falls to $-\ln 0.731 = 0.313$.
#
# > **The slides say** first that the loss is a sum over the data, later that it is a mean. **In fact** it
# > matters: a sum has an $N$ times longer gradient, so the same step size α makes steps that are $N$ times as
# > long. In this course a loss is always a mean.

# %% [markdown]
# The landscape of sixteen students, as a surface: high where θ₁ is negative, with one broad valley.

# %%
explore(
    lambda: None,
    lambda pen, data: None,
    background=draw_landscape.surface_background(descent.exam_loss, (-2, 5), (-3, 3)),
    panels={"subplot_kw": {"projection": "3d"}},
    size=(640, 320),
    about="The loss of the exam model as a surface over θ₁ and θ₂: high where θ₁ is negative, with one broad valley.",
)

# %% [markdown]
# ### Play: every place is a model
#
# The same landscape seen from above; the star is its lowest point. Drag the circle to another place. The blue
# arrow shows which way the loss falls fastest, and the right panel shows what the model at this place says
# about the sixteen students.
#
# <details><summary><b>Predict, then look.</b> Where on the map do the models live that say "the more you study,
# the worse"? And what happens to the curve as you walk from (0, 0) far to the right?</summary>
#
# Left of θ₁ = 0 the curve falls with x. Far to the right it becomes a sharp step: very sure of itself, and
# severely punished for the few students on the wrong side. The best model, at ({{exam_best[0]:.2f}},
# {{exam_best[1]:.2f}}), stays in between: its loss is {{exam_lowest:.3f}}, that of (0, 0) is
# {{exam_start:.3f}}.
#
# </details>

# %%
explore(
    lambda theta: data.Exam(
        np.array(theta),
        descent.exam_loss(theta),
        -descent.exam_gradient(np.array(theta)),
        descent.HOURS,
        descent.PASSED,
    ),
    draw_landscape.draw_exam,
    background=draw_landscape.exam_background(descent.exam_loss, descent.exam_best()),
    panels=2,
    size=(640, 340),
    about="Left: contour lines of the loss over θ₁ and θ₂ with the chosen place and an arrow that points downhill. "
    "Right: the students as dots at 0 (failed) and 1 (passed), and the model's probability as a curve.",
    describe=say.exam,
    theta=point(0, 0, "θ₁ and θ₂"),
)

# %% [markdown]
# ### Play: a slice through a real network
#
# A network has thousands of parameters, and nobody sees in thousands of dimensions. What we can do is cut: walk
# along a straight line and write down the loss. Here is a network with 1,210 parameters that reads 400
# handwritten digits. The line goes through its weights before and after training, or in a random direction
# through the trained weights. Both lines use the same unit: the length of the way that training went.
#
# <details><summary><b>Predict, then look.</b> On the straight line from start to end, does the loss have to
# climb over a ridge? And what do you expect in a random direction?</summary>
#
# Here it just falls: no ridge. Goodfellow, Vinyals and Saxe (2015) saw the same in many networks. In a random
# direction the trained weights lie in a valley, and all random valleys look alike. Press the button: among
# so many dimensions, a random one hardly ever is a special one.
#
# </details>

# %%
digits = split_digits()
network = descent.digits_network(digits.X_train[:400] / 16, digits.y_train[:400])
explore(
    lambda along, again: data.Slice(along, *descent.digits_slice(network, along, again)),
    draw_landscape.draw_slice,
    background=plain((-1, 3), (0, 5), "t", "loss on 400 digits", legend={"the loss along the line": 0}),
    about="The loss of a network for handwritten digits along a straight line through its weights.",
    describe=say.slice_of,
    size=(640, 320),
    along=choice("way", {"from start to end": "way", "a random direction": "random"}, "line"),
    again=button("Another random direction"),
)

# %% [markdown]
# ### Where it fails
#
# A slice shows what lies on it and nothing else. That one line has no ridge does not mean that there are none,
# nor that training walked along it (it did not). Page 5 comes back to this.

# %% [markdown]
# ## 2 · Which way is down? (9 min)
#
# ### Idea
#
# A recipe in two steps: find a direction $v$ in which the loss falls, then go, $\theta \leftarrow \theta +
# \alpha v$. For a small step everything hangs on one number, the slope along $v$:
#
# $$L(\theta + \alpha v) \approx L(\theta) + \alpha\, g^\top v, \qquad
# g = \nabla L(\theta) = \Big(\frac{\partial L}{\partial \theta_1}, \dots, \frac{\partial L}{\partial \theta_n}\Big)^{\!\top}.$$
#
# The gradient holds one slope for each dimension, *starting with the first* (a slide leaves that one out). Any
# $v$ with $g^\top v < 0$ leads down. In each dimension, going against the slope does.
#
# ### By hand
#
# Let $g = (3, -4)$. East, $v = (1, 0)$, has slope 3: up. North, $(0, 1)$, has slope −4: down. Among all $v$ of
# length one, none is better than $-g/\lVert g\rVert = (-0.6, 0.8)$, with slope $-\lVert g\rVert = -5$. That is
# the Cauchy–Schwarz inequality.

# %% [markdown]
# ### Play: one slope per dimension
#
# A hilly loss. The grey field shows $-g$ everywhere. Drag the circle: the blue arrow is $-g$ there, and the
# other two are its parts. The two panels on the right are cuts along each axis, with the slope as a dashed
# line.
#
# <details><summary><b>Predict, then look.</b> Find a place where one part of the arrow vanishes but the other
# does not. What does its cut look like there?</summary>
#
# In that cut you stand at the bottom of a dip or on the top of a bump: the dashed line is level. The loss can
# still be lowered, along the other axis. Only where both are level the gradient is zero.
#
# </details>

# %%
places = np.linspace(-3, 3, 61)
explore(
    lambda theta: data.Slopes(
        np.array(theta),
        descent.hills_gradient(theta),
        places,
        [descent.hills((places, theta[1])), descent.hills((theta[0], places))],
    ),
    draw_landscape.draw_slopes,
    background=draw_landscape.slopes_background(descent.hills, descent.hills_gradient),
    panels={"ncols": 3, "width_ratios": [1.9, 1, 1]},
    size=(640, 320),
    about="Left: a hilly loss from above, with arrows downhill everywhere and a chosen place. "
    "Middle and right: the loss along θ₁ and along θ₂ through that place, with tangents.",
    describe=say.slopes,
    theta=point(-2.2, 1.5, "place"),
)

# %% [markdown]
# ### Play: why not just guess?
#
# Without any gradient one can try random directions. In a test with 1000 of them, the sign of $g^\top v$
# foretold in {{agree}} cases whether a small step would go down, and {{fell}} of them did. So about half of all
# directions are fine! Now raise the number of dimensions.
#
# <details><summary><b>Predict, then look.</b> In 1000 dimensions, does a smaller share of the directions
# descend? And how well does a typical one aim at −g?</summary>
#
# Still half of them: {{descending[1000]}} of 1000. But nearly all are close to a right angle with −g. The mean
# size of the cosine is about √(2/(πn)): {{mean_cosine[10]:.2f}} for n = 10, {{mean_cosine[1000]:.3f}} for
# n = 1000, {{mean_cosine[1000000]:.4f}} for a million. Random search starves. On a round bowl, 200 random
# directions, each used as well as possible, leave {{searched[100]:.0%}} of the loss in 100 dimensions and
# {{searched[1000]:.0%}} in 1000. The gradient needs one step.
#
# </details>

# %%
explore(
    lambda n: data.Cosines(int(n), descent.cosines(int(n)), descent.mean_cosine(int(n))),
    draw_landscape.draw_cosines,
    background=draw_landscape.cosines_background(descent.mean_cosine),
    panels=2,
    size=(640, 330),
    about="Left: a histogram of the cosines between 1000 random directions and −g; it narrows around zero as n grows. "
    "Right: the mean size of the cosine against n, on log axes.",
    describe=say.cosines,
    n=log_slider(2, 2, 1000, "dimensions n", notches=20, form="{:.0f}"),
)

# %% [markdown]
# ### Play: steepest, but by which ruler?
#
# "The best step of length one" depends on what length is. The solid circle holds all steps of *Euclidean*
# length one. The dashed square holds those whose largest entry is one (*max norm*). Turn the step.
#
# <details><summary><b>Predict, then look.</b> The gradient is (2, 1). Which direction gains most on the circle,
# and which one on the square?</summary>
#
# On the circle −g, at 207° (the best gain is √5 ≈ 2.24). On the square the corner (−1, −1) = −sign(g), at
# 225° (the gain is 2 + 1 = 3). So "steepest descent" means −g only by the Euclidean ruler. Lecture 4 meets the
# other one again.
#
# </details>

# %%
g = np.array([2.0, 1.0])
explore(
    lambda degrees, norm: data.Norms(
        degrees, norm, edge := descent.ball_edge(np.radians(degrees), norm), float(-g @ edge)
    ),
    draw_landscape.draw_norms,
    background=draw_landscape.norms_background(g, descent.ball_edge, descent.steepest),
    panels=2,
    size=(640, 340),
    about="Left: a plane loss with gradient (2, 1), the circle and the square of steps of length one, and a step. "
    "Right: what a step gains against its direction, for both rulers.",
    describe=say.norms,
    degrees=slider(90, 0, 360, "direction in degrees", step=9),
    norm=choice("Euclidean", ["Euclidean", "max"], "norm"),
)

# %% [markdown]
# ### Where it fails
#
# The slope speaks about *small* steps. How small is small enough, the gradient does not say: that is written in
# the curvature, and page 3 is about it.

# %% [markdown]
# ## 3 · Gradient descent, drawn (8 min)
#
# ### Idea
#
# Take the steepest direction, take a step, ask again:
#
# $$\theta \leftarrow \theta - \alpha\, \nabla L(\theta).$$
#
# On a bowl $\frac12(\lambda_1\theta_1^2 + \lambda_2\theta_2^2)$ the slope in each direction is $\lambda_i\theta_i$,
# so every step multiplies $\theta_i$ by $1 - \alpha\lambda_i$. This shrinks as long as $|1 - \alpha\lambda_i| <
# 1$, that is
#
# $$0 < \alpha < \frac{2}{\lambda_{\max}}.$$
#
# ### By hand
#
# Curvatures 1 and 10. With α = 0.1 the factors are 0.9 and 0: the steep direction is done at once. With α = 0.19
# they are 0.81 and −0.9: it jumps from side to side, and still shrinks. With α = 0.21 the second is −1.1: it
# grows by 10 % a step, and no start is close enough to save it.

# %% [markdown]
# ### Play: the walker
#
# Three things are yours: the step size α, the condition number κ (the ratio of the curvatures), and the start,
# which you can drag.
#
# <details><summary><b>Predict, then look.</b> With κ = 10, raise α from 0.02 to 0.25. Does the loss at the end
# fall all the way until it explodes?</summary>
#
# No. It falls at first, since the flat direction moves faster. Just below α = 0.2 it rises again, since now the
# steep direction dies slowly, jumping from side to side. Above 0.2 = 2/κ it explodes. The best lies where both
# shrink equally: α = 2/(1 + κ) ≈ 0.18.
#
# </details>

# %%
explore(
    lambda alpha, kappa, start: data.Descent(
        *(bowl := descent.bowl_path(kappa, alpha, start)), descent.bowl_loss(*bowl)
    ),
    draw_descent.draw_descent,
    background=draw_descent.descent_background(),
    panels={"ncols": 2, "width_ratios": [1.3, 1]},
    size=(640, 340),
    about="Left: contour lines of a bowl and a path of gradient descent. Right: the loss against the step, on a log axis.",
    describe=say.descent,
    alpha=log_slider(0.05, 0.01, 1, "step size α"),
    kappa=log_slider(10, 1, 100, "condition number κ", notches=40),
    start=point(-2.4, 1.2, "start"),
)

# %% [markdown]
# ### Play: the steepest way is not the best way
#
# Why does it zigzag at all? Because $-g$ stands at a right angle to the contour line, and the minimum lies
# elsewhere. By hand, for κ = 10 at θ = (1, ½): $g = (1, 5)$, the way home is $(-1, -½)$, and the cosine between
# $-g$ and the way home is $3.5/(\sqrt{26}\,\sqrt{1.25})$ = {{cosine_by_hand:.3f}}. Move along one contour line.
#
# <details><summary><b>Predict, then look.</b> At which places does −g aim exactly at the minimum, whatever κ
# is? For κ = 100, how bad can it get?</summary>
#
# On the two axes of the ellipse it aims perfectly. In between the cosine falls to 2√κ/(1 + κ):
# {{least_cosine[10]:.3f}} for κ = 10, an angle of {{angle[10]:.0f}}°, and {{least_cosine[100]:.3f}} for κ = 100,
# an angle of {{angle[100]:.0f}}°. The walker goes almost sideways.
#
# </details>

# %%
turns, kappas = np.linspace(0, 90, 91), [1, 3, 10, 100]
aims = {k: descent.angle_to_optimum(descent.on_ellipse(np.radians(turns), k), k) for k in kappas}
explore(
    lambda degrees, kappa: data.Angle(
        degrees,
        kappa,
        place := descent.on_ellipse(np.radians(degrees), kappa),
        descent.angle_to_optimum(place, kappa),
    ),
    draw_descent.draw_angle,
    background=draw_descent.angle_background(aims, turns),
    panels=2,
    size=(640, 330),
    about="Left: contour lines of four bowls and, from a place on one of them, two arrows: −g and the way to the minimum. "
    "Right: the cosine of the angle between them against the place on the line.",
    describe=say.angle,
    degrees=slider(45, 0, 90, "place in degrees", step=7.5),
    kappa=choice(10, kappas, "condition number κ"),
)

# %% [markdown]
# ### Where it fails
#
# One α has to serve all directions: steep ones forbid large steps, flat ones beg for them. Newton's method
# (lecture 2) turns the step towards the minimum, momentum (lecture 3) calms the zigzag, adaptive methods
# (lecture 4) give every parameter a step size of its own.

# %% [markdown]
# ## 4 · Convex, and still not easy (10 min)
#
# ### Idea
#
# A function is **convex** if the segment between any two points of its graph lies *on or above* the graph:
#
# $$f\big((1-t)\,a + t\,b\big) \le (1-t)\,f(a) + t\,f(b), \qquad 0 \le t \le 1.$$
#
# Then every local minimum is global: no wrong valley exists. For a smooth function the test is local: convex
# means that the Hessian has no negative eigenvalue anywhere.
#
# > **The slides say** that the segment lies "above" the graph. **In fact** it may lie *on* it: a straight line
# > is convex too. Where the segment is strictly above between its ends, the function is *strictly* convex.
#
# ### By hand
#
# For $f(x) = x^2$ and the midpoint: $\frac{a^2 + b^2}{2} - \big(\frac{a+b}{2}\big)^2 = \frac{(a-b)^2}{4} \ge 0$.
# So the chord's middle is never below the curve. One pair $a, b$ for which it is would prove the opposite.

# %% [markdown]
# ### Play: drag the chord
#
# Drag the two ends along the curve. Where the curve rises above the chord, the picture turns red.
#
# <details><summary><b>Predict, then look.</b> Of the six functions, two are not convex. Can you find a chord
# that proves it for "a pit", with both ends on the same side of it?</summary>
#
# Yes: a chord from x = 1 to x = 3, where the sides of the pit bend the other way. Across the pit, from −1 to 1,
# you find nothing. That a search fails proves nothing; one witness settles it.
#
# </details>

# %%
explore(
    lambda a, b, curve: data.Chord(f := convexity.CURVES[curve], *convexity.chord_gap(f, a[0], b[0])),
    draw_descent.draw_chord,
    background=plain(
        (-3, 3), (-1.6, 4), "x", "f(x)", legend={"the function": 0, "a chord": 1}, legend_loc="upper center"
    ),
    about="A curve, and a chord between two points of it that can be dragged.",
    describe=say.chord,
    a=point(-2, 2, "one end of the chord", free="x"),
    b=point(1.5, 2, "other end of the chord", free="x"),
    curve=choice("waves, x²/4 + sin 3x", list(convexity.CURVES), "f(x) is"),
)

# %% [markdown]
# Is our own loss convex? For softmax regression (logistic regression with several classes) it is, and that
# is not obvious. Its Hessian is a mean of (Kronecker) products of two matrices that have no negative eigenvalue. At 1000
# random θ the smallest eigenvalue stays above $-10^{ {{smallest_exponent:.0f}} }$, which is rounding. But it is *not strictly*
# convex: adding the same vector to the weights of all classes changes no probability. So with $d$ inputs at
# least $d$ eigenvalues are zero, here {{zeros}} of 9.
#
# <details><summary><b>Predict, then look.</b> The second panel shows a network with three hidden units, on the
# same kind of data. At how many of {{network_tried}} random places has its Hessian a negative eigenvalue?</summary>
#
# At {{network_negative}} of {{network_tried}}. Hidden units are enough to lose convexity, everywhere you look.
#
# </details>

# %%
explore(
    lambda scale, again: convexity.curvatures(scale, again),
    draw_descent.draw_curvatures,
    background=draw_descent.curvatures_background((9, convexity.flat_network()[2])),
    panels=2,
    size=(640, 330),
    about="Bars for the eigenvalues of two Hessians, sorted: of softmax regression on the left, of a small network on the right.",
    describe=say.curvatures,
    scale=log_slider(1, 0.1, 10, "size of the weights", notches=30),
    again=button("Other random weights"),
)

# %% [markdown]
# ### Play: convex does not mean easy
#
# A bowl is as convex as can be. Here gradient descent runs on bowls with its *best* step size.
#
# <details><summary><b>Predict, then look.</b> For κ = 10 it needs {{descent_steps[10]}} steps to a millionth of
# the distance. How many for κ = 1000?</summary>
#
# {{descent_steps[1000]}}: a hundred times as many. The factor per step is (κ − 1)/(κ + 1), which is
# {{descent_rate[10]:.3f}} for κ = 10 and {{descent_rate[1000]:.3f}} for κ = 1000.
#
# </details>

# %%
explore(
    lambda kappa: data.Tuned(
        kappa,
        descent.bowl_path(kappa, 2 / (1 + kappa), (1.0, 1.0), 24)[1],
        descent.tuned_descent(kappa),
    ),
    draw_descent.draw_tuned,
    background=draw_descent.tuned_background(),
    panels={"ncols": 2, "width_ratios": [1, 1.2]},
    size=(640, 340),
    about="Left: the first steps of gradient descent with its best step size on a bowl. "
    "Right: the distance to the minimum against the step until a millionth is left, on log axes.",
    describe=say.tuned,
    kappa=log_slider(10, 1.5, 1000, "condition number κ", notches=22),
)

# %% [markdown]
# ### Where it fails
#
# Convex does not even mean that there is a minimum. If lines separate the classes, larger weights are always
# better. On three separated clouds, gradient descent (α = 1) goes on for ever:
#
# | steps | 10 | 100 | 1000 | 10,000 |
# | --- | --- | --- | --- | --- |
# | loss | {{separable_loss[10]:.3f}} | {{separable_loss[100]:.3f}} | {{separable_loss[1000]:.4f}} | {{separable_loss[10000]:.4f}} |
# | length of the weights | {{separable_norm[10]:.1f}} | {{separable_norm[100]:.1f}} | {{separable_norm[1000]:.1f}} | {{separable_norm[10000]:.1f}} |
#
# The loss nears zero and never gets there; the weights grow without end (Soudry and others 2018).

# %% [markdown]
# ## 5 · The surface of a network (8 min)
#
# ### Idea
#
# Two random directions span a plane through the trained weights, and the loss on that plane is a picture. But
# how long is a direction? A network of rectified units computes the same if the weights into a unit are
# multiplied by ten and those out of it divided by ten, so plain directions show the scale of the weights. Li
# and others (2018) rescale each direction filter by filter: every column of a weight matrix gets a random
# partner *of its own length*. Then one unit of the window means "a change as large as the weights themselves".
#
# Here are networks of 16 rectified units a layer, trained by Adam to tell two spirals apart, 300 steps.
# *Plain*: a layer is $\text{relu}(hW + b)$. *With skips*: it adds its input, $h + \text{relu}(hW +
# b)/\sqrt{\text{depth}}$.
#
# ### By hand
#
# At a right angle, adding a vector of the same length makes each filter √2 times as long. Through 40 plain
# layers that is $\sqrt2^{\,40} = 2^{20}$: a million. With skips most of the signal passes by: a layer changes it
# by a share of about 1/√40. The first picture shows both for 20 layers, the height being log₁₀ of the loss.

# %%
explore(
    lambda: None,
    lambda pen, data: None,
    background=draw_networks.hills_background(
        ("20 layers with skips", "20 plain layers"),
        [
            networks.plane([w[1] for w in networks.trained(20, skips)[0]], skips, np.random.default_rng(4), 1.0, 21)
            for skips in (True, False)
        ],
    ),
    panels={"ncols": 2, "subplot_kw": {"projection": "3d"}},
    size=(640, 300),
    about="Two surfaces of log-losses over a plane through the weights. With skips a wide and smooth bowl; "
    "without them a narrow hole in a high and rugged plain.",
)

# %% [markdown]
# ### Play: zoom into the landscape
#
# The colours are log₁₀ of the loss, the same on both sides. The cross in the middle is the trained network. A
# new press of the button takes the next of three trained networks, and new directions.
#
# <details><summary><b>Predict, then look.</b> Take 40 layers. How high does the window reach with skips and
# without? And what do you see when you zoom in on the plain one?</summary>
#
# Over three networks each, the highest point of the window (two digits):
#
# | layers | with skips, at most | plain, at least |
# | --- | --- | --- |
# | 6 | {{highest_skips[6]:,.0f}} | {{lowest_plain[6]:,.0f}} |
# | 20 | {{highest_skips[20]:,.0f}} | {{lowest_plain[20]:,.0f}} |
# | 40 | {{highest_skips[40]:,.0f}} | {{lowest_plain[40]:,.0f}} |
#
# Zoomed in, the plain network of 40 layers sits on a flat plain at {{deep_loss[plain]:.3f}} = ln 2: it has
# learned nothing, and the plain tells it nothing. With skips the loss is below {{deep_loss[skips]:.3f}}.
#
# </details>

# %%
explore(
    lambda found, depth, zoom: data.Surfaces(depth, zoom, found[depth, zoom]),
    draw_networks.draw_surfaces,
    background=draw_networks.surfaces_background(),
    panels={"ncols": 2, "width_ratios": [1, 1]},
    size=(640, 350),
    about="The loss of two networks on a plane through their weights, in colours: with skips on the left, without on the right.",
    describe=say.surfaces,
    prepare=networks.surfaces,
    prepare_label="Next network, new directions",
    depth=choice(20, list(networks.DEPTHS), "layers"),
    zoom=log_slider(1, 0.125, 1, "window reaches to ±", notches=3),
)

# %% [markdown]
# > **What this does not show.** It does not show "chaotic without skips, convex with them". With skips, too,
# > {{bent_least:.0%}} to {{bent_most:.0%}} of the cells in these windows bend down in some direction. At 6 layers that
# > share does not tell the two kinds apart ({{bent_6[skips]:.0%}} with skips, {{bent_6[plain]:.0%}} without); at 40 it
# > does (about a quarter and about four fifths), but there the plain networks have not been trained at all.
# > What differs throughout is the *range* of the loss. Nor do skips do it alone: without the factor 1/√depth, networks
# > of 40 layers end far above ln 2 with them. One of our three plain networks of 20 layers stayed at ln 2 as well. And a
# > plane is two dimensions out of thousands, through networks far smaller than those of the paper.
#
# ### Where it fails
#
# A valley that is not in the plane is not in the picture. Use such slices to compare networks under the same
# rules, never to say "this is what the loss looks like".

# %% [markdown]
# ## 6 · The dragon of local optima (5 min)
#
# ### Idea
#
# If a loss has many valleys, descent may end in a poor one. For a long time this dragon was the main reason to
# distrust networks. It shrinks as networks grow: large ones seem to have many minima of about the same depth
# (Choromanska and others 2015). Let us count. For each width, 40 networks with one hidden layer learn two
# spirals. They differ in nothing but the random start.
#
# ### By hand
#
# If a fraction $q$ of all starts ended badly, the best of 40 would still be fine unless $q^{40}$ is large. So do
# not look at the best. Look at the *mean*, and at the *spread*, the standard deviation over seeds.

# %% [markdown]
# ### Play: forty seeds
#
# <details><summary><b>Predict, then look.</b> The mean falls as networks grow. Does the spread fall all the way
# as well, or is it largest somewhere in between?</summary>
#
# The mean falls from {{mean_loss[2]:.2f}} (width 2) to {{mean_loss[32]:.4f}} (width 32). The spread is largest at
# width {{widest}}, with {{spread[4]:.3f}} against {{spread[2]:.3f}} at width 2. The smallest networks are all
# about equally bad: they *cannot* do better. In between, luck decides: at width 8 the best ends at
# {{best_loss[8]:.3f}} and the worst at {{worst_loss[8]:.2f}}. Wide ones all do well.
#
# </details>

# %%
all_losses = {width: networks.final_losses(width) for width in networks.WIDTHS}
explore(
    lambda width: data.Dragon(int(width), all_losses[int(width)]),
    draw_networks.draw_dragon,
    background=draw_networks.dragon_background(all_losses),
    panels=2,
    size=(640, 340),
    about="Left: the final losses of 40 networks of one width, sorted, and their mean. "
    "Right: the mean and the spread over the seeds against the width.",
    describe=say.dragon,
    width=log_slider(4, 2, 32, "width", notches=8, form="{:.0f}"),
)

# %% [markdown]
# > **What this does not show.** "Local optima are hardly worse than global ones" is a statement about large
# > random models under assumptions, and a small experiment like this one agrees with it; neither is a proof for
# > your network. A loss that ends high may also be a plateau, or simply not be done after 800 steps. And where
# > the spread peaks depends on how hard the data are: on spirals with fewer turns it peaks at width 3.
#
# ### Where it fails
#
# A small training loss is not yet a good model: the next data decide that (lecture 5).

# %% [markdown]
# ## 7 · Plateaus and saddles (7 min)
#
# ### Idea
#
# Two more monsters. On a **plateau** the slope is tiny, so the steps are tiny. At a **saddle** the slope is zero
# although the loss falls away on two sides. Which of them holds a walker for long?
#
# ### By hand
#
# *Plateau.* The loss $-\text{sech}(x)$ has at $x = 4$ the slope {{plateau_slope:.4f}}. With α = 0.01 the first
# step is 0.0004 long.
#
# *Saddle.* On $f = x^2 - y^2$ with α = 0.1, each step multiplies $x$ by 0.8 and $y$ by 1.2. From $y_0 = 10^{-6}$
# it reaches 1 when $1.2^k = 10^6$, so $k = 6\ln 10/\ln 1.2$, rounded up: {{escape[6]}} steps.

# %% [markdown]
# ### Play: off the plateau
#
# <details><summary><b>Predict, then look.</b> To be safe from overshooting you divide α by ten. What does it
# cost on a plateau?</summary>
#
# Ten times the steps: {{leave[0.1]}} at α = 0.1, {{leave[0.01]}} at α = 0.01, while α = 1 needs {{leave[1.0]}}.
# A tiny learning rate is not a safe learning rate. Momentum (lecture 3), with μ = 0.9, needs
# {{leave_momentum[0.1]}} at α = 0.1: steps that agree add up.
#
# </details>

# %%
alphas = np.geomspace(0.01, 1, 21)
counts = {name: [critical.steps_to_leave(a, mu) for a in alphas] for name, mu in critical.METHODS.items()}
explore(
    lambda alpha: data.Plateau(alpha, critical.pit, *critical.leaving(alpha)),
    draw_critical.draw_plateau,
    background=draw_critical.plateau_background(critical.pit, alphas, counts),
    panels=2,
    size=(640, 330),
    about="Left: the loss −sech(x) with the places of gradient descent and momentum on their way from x = 4 to x = 1. "
    "Right: the number of steps of both against the step size, on log axes.",
    describe=say.plateau,
    alpha=log_slider(0.1, 0.01, 1, "step size α", notches=30),
)

# %% [markdown]
# ### Play: off the saddle
#
# The walker comes down along the ridge, at a tiny distance from it. The slider says how tiny.
#
# <details><summary><b>Predict, then look.</b> Start at 10⁻¹² instead of 10⁻⁶, a million times nearer to the
# ridge. How many more steps?</summary>
#
# Only twice as many: {{escape[2]}}, {{escape[6]}} and {{escape[12]}} steps from 10⁻², 10⁻⁶ and 10⁻¹². The
# distance grows by a factor, so the delay is *logarithmic*. Momentum needs {{escape_momentum}} from 10⁻⁶.
#
# </details>

# %%
exponents = range(1, 13)
held = {name: [critical.escaping(e)[1][name] for e in exponents] for name in critical.METHODS}
explore(
    lambda exponent: data.Saddle(exponent, *critical.escaping(exponent)),
    draw_critical.draw_saddle,
    background=draw_critical.saddle_background(exponents, held),
    panels=2,
    size=(640, 340),
    about="Left: contour lines of a saddle, with paths of gradient descent and momentum that come down the ridge and leave it. "
    "Right: the number of steps until they have left against the first distance from the ridge.",
    describe=say.saddle,
    exponent=int_slider(6, 1, 12, "start at 10 to the minus"),
)

# %% [markdown]
# ### Where it fails
#
# *Exactly* on the ridge gradient descent walks into the saddle and stays. Starts like that have probability zero
# (Lee and others 2016), and any noise ends it. A saddle whose downhill curvature is zero holds much longer: there
# the distance does not grow by a factor.

# %% [markdown]
# ## 8 · Minimum, maximum or saddle? (9 min)
#
# ### Idea
#
# Where the gradient is zero (a **critical point**) the curvatures decide. They are the *eigenvalues* of the
# Hessian $H_{ij} = \partial^2 L/\partial\theta_i\partial\theta_j$: all positive at a minimum, all negative at a
# maximum, of both signs at a saddle. If one is zero and the others agree, second derivatives do not decide.
# The number of negative ones is called the **index**.
#
# ### By hand
#
# Take $H = \begin{pmatrix}1&2\\2&1\end{pmatrix}$. Along $(1, 1)$ the curvature is 3, along $(1, -1)$ it is −1.
#
# > **The slides say** that a critical point is a minimum if all *diagonal entries* are positive. **In fact** the
# > *eigenvalues* must be. This H has the diagonal 1, 1 and the eigenvalues 3 and −1: it bends upwards along both
# > axes, and still is a saddle.

# %% [markdown]
# ### Play: turn a curvature through zero
#
# The loss is $\frac12(x^2 + c\,y^2)$, and what you add to it.
#
# <details><summary><b>Predict, then look.</b> Set c = 0. Which of the four functions have a minimum at the
# origin, and which of them does the Hessian know apart?</summary>
#
# With + y⁴ it is a minimum and with − y⁴ a saddle. With + y³ it goes up on one side and down on the other. With
# nothing added it is a trough, a whole line of minima. The Hessian is the same for all four, so it cannot know:
# inconclusive.
#
# </details>

# %%
explore(
    lambda c, higher: data.TurnedCurvature(*critical.turned_curvature(c, higher), c),
    draw_critical.draw_turned,
    background=draw_critical.turned_background(),
    panels=2,
    size=(640, 340),
    about="Left: contour lines around a critical point at the origin, and what its Hessian says. "
    "Right: the loss along the y axis.",
    describe=say.turned,
    sweep=False,
    c=slider(0.5, -1, 1, "curvature c", step=0.1),
    higher=choice("nothing else", list(critical.HIGHER), "added"),
)

# %% [markdown]
# How often are all $n$ eigenvalues positive? If their signs were tossed like coins, in $2^{-n}$ of all cases.
# Let us draw random symmetric matrices $H = \frac12(A + A^\top)$ with $A$ standard normal, the **Gaussian
# orthogonal ensemble**.
#
# <details><summary><b>Predict, then look.</b> Are minima more common or rarer than the coins say, and by how
# much at n = 5?</summary>
#
# Far rarer: exactly {{exact[1]:.1f}}, {{exact[2]:.4f}}, {{exact[3]:.4f}}, {{exact[4]:.5f}}, {{exact[5]:.5f}} and
# {{exact[6]:.7f}} for n = 1 to 6, where coins give 0.03 at n = 5. Eigenvalues of a random matrix repel each
# other, so they hardly ever crowd on one side of zero. (100,000 draws give {{simulated[2]:.4f}} and
# {{simulated[3]:.4f}} at n = 2 and 3. With variance one in *all* entries it would be {{not_goe:.3f}} at n = 2:
# that is another ensemble.)
#
# </details>

# %%
explore(
    lambda n, again: data.Goe(n, critical.goe(n, 60, again), critical.exact_share(n)),
    draw_critical.draw_goe,
    background=draw_critical.goe_background(critical.exact_share),
    panels=2,
    size=(640, 340),
    about="Left: the eigenvalues of 60 random matrices, one column each; those with positive ones only are stars. "
    "Right: the probability of that against the size of the matrix, on a log axis, and that of coins.",
    describe=say.goe,
    n=int_slider(3, 1, 8, "size n"),
    again=button("Draw new matrices"),
)

# %% [markdown]
# ### Play: all critical points of a small network
#
# Are the Hessians of networks like that? One network can be solved completely: a linear autoencoder, which
# squeezes five inputs through two hidden units and unpacks them again (Baldi and Hornik 1989). At a critical
# point it keeps some of the five main directions of the data, at most two, and drops the others.
#
# <details><summary><b>Predict, then look.</b> Walk through its {{points}} critical points. How many are minima,
# and where do you find the points with many negative eigenvalues: at low or at high loss?</summary>
#
# Exactly {{minima}} is a minimum, the global one, at loss {{loss_low:.2f}}. All others are saddles, up to the
# origin with loss {{loss_high:.2f}} and index {{index_high}}. Index and loss rise together, with a correlation of
# {{correlation:.3f}}. Dauphin and others (2014) report the same of larger networks.
#
# </details>

# %%
points = critical.autoencoder_points()
explore(
    lambda number: points[number - 1],
    draw_critical.draw_autoencoder,
    background=draw_critical.autoencoder_background(points),
    panels=2,
    size=(640, 340),
    about="Left: the critical points of a linear autoencoder by index and loss, rising together; the chosen one is ringed. "
    "Right: bars for the 20 eigenvalues of its Hessian.",
    describe=say.autoencoder,
    number=int_slider(1, 1, 16, "point, by loss"),
)

# %% [markdown]
# Look at the minimum again: {{flat_directions}} of its eigenvalues are zero, so the Hessian alone says
# "inconclusive". They belong to changes of basis in the hidden layer, which change nothing. Real networks are
# full of such flat directions.
#
# > **What this does not show.** A network's Hessian is *not* a random matrix, and a linear autoencoder is a
# > special network. "Most critical points are saddles" is a heuristic with good evidence, not a theorem about your
# > network. And what descent does is another question: it is drawn to the few points with few ways down.
#
# ### Where it fails
#
# A small gradient does not tell a minimum from a saddle or a plateau; only curvature does. For a million
# parameters nobody can write the Hessian down. Lecture 2 shows how to get products with it instead.

# %% [markdown]
# ## Recap
#
# - A place in the landscape is a model; its height is the mean negative log-likelihood.
# - Half of all directions lead down, but in many dimensions nearly all of them hardly do. −g is the steepest by the
#   Euclidean ruler, −sign(g) by the max norm.
# - On a bowl gradient descent converges for 0 < α < 2/λ_max. The steepest way may miss the minimum by almost a
#   right angle: the cosine can be as small as 2√κ/(1 + κ).
# - Convex: chords lie on or above the graph. Softmax regression is convex (not strictly), networks are not. Convex
#   does not mean easy, nor that there is a minimum.
# - Slices through networks show the range of the loss; with skips it stays small. Distrust the rest.
# - Bad local optima become rare as networks grow. Plateaus cost as many steps as α is small; strict saddles only a
#   logarithm.
# - Eigenvalues tell minima from saddles; random matrices hardly ever have positive ones only.
#
# **Next:** `assignments/ps1_landscape`, where you write these instruments yourself. Then lecture 2: a better
# direction than the steepest one.

# %% [markdown]
# ## Sources
#
# - P. Baldi and K. Hornik (1989), *Neural networks and principal component analysis: learning from examples without
#   local minima*: the critical points of page 8.
# - S. Boyd and L. Vandenberghe (2004), *Convex Optimization*: chapter 3 for convexity, section 9.4 for steepest
#   descent in other norms.
# - J. Nocedal and S. Wright (2006), *Numerical Optimization*: chapters 2 and 3 for critical points, gradient descent
#   and its rate.
# - N. G. de Bruijn (1955), *On some multiple integrals involving determinants*; D. Dean and S. Majumdar (2006), *Large
#   deviations of extreme eigenvalues of random matrices*: the probabilities of page 8.
# - Y. Dauphin and others (2014), *Identifying and attacking the saddle point problem in high-dimensional non-convex
#   optimization*: saddles, and the index that rises with the loss.
# - A. Choromanska, M. Henaff, M. Mathieu, G. Ben Arous and Y. LeCun (2015), *The loss surfaces of multilayer networks*.
# - I. Goodfellow, O. Vinyals and A. Saxe (2015), *Qualitatively characterizing neural network optimization problems*:
#   the loss along the line from start to end.
# - J. Lee, M. Simchowitz, M. Jordan and B. Recht (2016), *Gradient descent only converges to minimizers*.
# - H. Li, Z. Xu, G. Taylor, C. Studer and T. Goldstein (2018), *Visualizing the loss landscape of neural nets*: filter
#   normalisation, and networks with and without skips.
# - D. Soudry, E. Hoffer, M. Nacson, S. Gunasekar and N. Srebro (2018), *The implicit bias of gradient descent on
#   separable data*.
# - E. Alpaydin and C. Kaynak (1998), *Optical recognition of handwritten digits*, UCI Machine Learning Repository: the
#   digits of page 1.
# - UC Berkeley, CS W182/282A, lecture *Optimization*: the order of ideas.
