# %% [markdown]
# # 1 · The landscape
#
# Training a model is a walk downhill in the dark: at every step you can feel the slope under your feet, and nothing
# else. Take such a walk first; the formulas come later.

# %%
import numpy as np

from lectures.landscape.experiments.numbers import convexity, critical, descent, networks
from lectures.landscape import data, words as say
from lectures.landscape.drawing import critical as draw_critical, descent as draw_descent
from lectures.landscape.drawing import networks as draw_networks, surfaces as draw_landscape
from lectures.viz import ask, button, choice, explore, guesses, int_slider, log_slider, plain, point, slider, yours

# %% [markdown]
# ### Play: a walk in the hills
#
# A hilly loss, seen from above: dark is low, bright is high. From the circle a walker goes straight down the slope,
# feels for the slope again, and so on, sixty times; the arrow shows which way it sets off. Once you have said where
# it ends, drag the circle to other places, and let the walker take larger steps.

# %%
explore(
    lambda start, alpha: data.Walk(path := descent.walk_on_hills(start, alpha), descent.hills(path.T)),
    draw_landscape.draw_walk,
    background=draw_landscape.walk_background(descent.hills),
    panels={"ncols": 2, "width_ratios": [1.25, 1]},
    size=(640, 350),
    about="Left: a hilly loss from above, with the path of a walker that always goes straight down. "
    "Right: the height of the walker against the step.",
    describe=say.walk,
    ask=ask.place(
        "Where does the walker end?",
        start=(1.5, 1.5),
        right=lambda data: tuple(data.path[-1]),
        why="In the nearest pit, near (3.1, 0.0), at a height of {{walk_loss:.2f}}: the shallowest of {{pits}} pits. The "
        "deepest one reaches −{{depth:.2f}}. Large steps change the way: from (1.4, 0.3), α = 0.3 leads into the deepest pit, "
        "but α = 0.9 leaps over it, to the pit near (1.0, 2.6). With α = 1.5 the walker never comes to rest.",
    ),
    start=point(2.6, 1.5, "start of the walk"),
    alpha=slider(0.1, 0.1, 1.5, "step size α", step=0.1),
)

# %% tags=["claims"]
holds("In the nearest pit, near (3.1, 0.0)")
path = demo.line(as_="gradient descent", marker="o")
assert path.shape[1] == 61, "sixty steps"
assert np.abs(path[:, -1] - [3.1, 0.0]).max() < 0.06 and np.hypot(*(np.array(demo.right) - path[:, -1])) < 1e-5
pits = descent.pits_of_hills()
assert np.linalg.norm(pits - path[:, -1], axis=1).argmin() == len(pits) - 1, "the shallowest of them"
assert demo.inside(path) == 1 and demo.axes().equal
demo.set(start=(1.4, 0.3), alpha=0.3)
assert np.linalg.norm(demo.line(as_="gradient descent", marker="o")[:, -1] - pits[0]) < 0.05, "the deepest pit"
demo.set(alpha=0.9)
assert np.linalg.norm(demo.line(as_="gradient descent", marker="o")[:, -1] - [1.0, 2.6]) < 0.05
holds("With α = 1.5 the walker never comes to rest")
x, y = demo.set(alpha=1.5).line(as_="gradient descent", marker="o")
assert np.hypot(x[-1] - x[-2], y[-1] - y[-2]) > 0.3
assert not demo.before_asking.lines(as_="gradient descent")

# %% [markdown]
# ## Objectives
#
# After this lecture you can
#
# - read the loss of a model as a landscape over its parameters, and say what one point of it means;
# - tell from a gradient which directions lead down, which is the steepest, and why that depends on how you
#   measure length;
# - say for which step sizes gradient descent converges on a bowl, and why the steepest way is seldom the best;
# - prove that softmax regression is convex and that a network is not, and say what convexity promises;
# - say what plateaus and saddles cost, and compare two methods fairly;
# - tell minima, maxima and saddles apart by eigenvalues;
# - *(optional)* look at slices through the loss of a network with the right amount of distrust, and say how rare minima
#   are, and under which assumptions.
#
# **Time:** about 60 minutes for the core: reading, and 2½ minutes for each picture that moves. Sections 5, 6
# and 9 are *optional* and take about 20 minutes more. You need derivatives, vectors and eigenvalues.

# %% [markdown]
# ## 1 · A loss is a landscape
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
# > **Sum or mean?** You will read both. It matters: a sum over the data has a gradient $N$ times as long, so the same
# > step size α makes steps that are $N$ times as long. In this course a loss is always a mean.

# %% [markdown]
# ### Play: every place is a model
#
# The landscape of sixteen students, seen from above; the star is its lowest point. Drag the circle to another place.
# The blue arrow shows which way the loss falls fastest, and the right panel shows what the model at this place says
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

# %% tags=["claims"]
holds("Left of θ₁ = 0 the curve falls with x")
holds("Far to the right it becomes a sharp step")
assert "loss 0.693" in demo.says and demo.axes(0).equal
assert np.ptp(demo.line(panel=1, colour="blue")[1]) < 1e-9 and demo.points(panel=1).shape[1] == 16
assert (np.diff(demo.set(theta=(-1, 0)).line(panel=1, colour="blue")[1]) < 0).all()
x, p = demo.set(theta=(5, 0)).line(panel=1, colour="blue")
assert p[x < -0.6].max() < 0.05 and p[x > 0.6].min() > 0.95
far = float(demo.says.split("loss ")[1][:5])
demo.set(theta=tuple(descent.exam_best()))
assert "loss 0.458" in demo.says and far > 0.69 and "slope 0.000" in demo.says
assert demo.hidden(demo.points(panel=1), panel=1) == 0

# %% [markdown]
# ### Play: a slice through a real network
#
# A network has thousands of parameters, and nobody sees in thousands of dimensions. What we can do is cut: walk along
# a straight line and write down the loss. Here is a network with 1,210 parameters that reads 400 handwritten digits;
# it comes back in later lectures. The line goes through its weights before training (t = 0) and after it (t = 1). The
# stars mark both. Afterwards, try lines in random directions through the trained weights.

# %%
explore(
    lambda along, again: data.Slice(along, *descent.digits_slice(along, again)),
    draw_landscape.draw_slice,
    background=plain((-1, 3), (0, 5), "t", "loss on 400 digits", legend={"the loss along the line": 0}),
    about="The loss of a network for handwritten digits along a straight line through its weights.",
    describe=say.slice_of,
    size=(640, 320),
    ask=ask.curve(
        "Sketch the loss on the straight line from start to end. Does it climb over a ridge?",
        x=[0, 0.25, 0.5, 0.75, 1],
        start=2.3,
        right=lambda data: np.interp([0, 0.25, 0.5, 0.75, 1], data.t, data.losses),
        why="It just falls: there is no ridge. Goodfellow, Vinyals and Saxe (2015) saw the same in many networks.",
    ),
    along=choice("way", {"from start to end": "way", "a random direction": "random"}, "line"),
    again=button("Another random direction"),
)

# %% tags=["claims"]
holds("It just falls: there is no ridge.")
t, loss = demo.line(as_=0, width=2)
between = (t > -1e-9) & (t < 1 + 1e-9)
assert (np.diff(loss[between]) < 0).all() and not demo.before_asking.lines(as_=0)
assert np.allclose(demo.points(marker="*")[0], [0, 1])
holds("Left of the start is a hump, higher than the start itself")
assert loss[t < -0.05].max() > loss[t.searchsorted(-1e-9)] + 0.3 and loss[0] < loss.max() - 0.2
holds("the lowest point lies beyond the end, at t = 1.4")
assert abs(t[loss.argmin()] - 1.4) < 0.01
holds("In random directions the trained weights always lie at the bottom of a valley")
ends = []
for _ in range(12):
    t, loss = demo.set(along="random").press("again").line(as_=0, width=2)
    assert abs(t[loss.argmin()] - 1) < 0.15
    ends.append(loss[-1])
assert max(ends) > 2 * min(ends), "steeper in some directions than in others"

# %% [markdown]
# Three things in this picture deserve a second look. Left of the start is a hump, higher than the start itself
# ({{slice_hump:.2f}} at t = −{{slice_hump_at:.1f}} against {{slice_start:.2f}}): going backwards makes the weights
# worse than random ones. Further left the loss falls again. A tanh network computes the same when the weights into
# *and* out of its hidden units change sign, so far to the left there begins a mirror image of the valley. And the
# lowest point lies beyond the end, at t = {{slice_lowest_at:.1f}}: after 300 steps training had not finished, and
# larger weights are more sure of themselves. In random directions the trained weights always lie at the bottom of a
# valley, steeper in some directions than in others: among so many dimensions, a random one hardly ever leads further
# down.
#
# ### Where it fails
#
# A slice shows what lies on it and nothing else. That one line has no ridge does not mean that there are none,
# nor that training walked along it (it did not). Section 5 comes back to this.

# %% [markdown]
# ## 2 · Which way is down?
#
# ### Idea
#
# A recipe in two steps: find a direction $v$ in which the loss falls, then go, $\theta \leftarrow \theta +
# \alpha v$. For a small step everything depends on one number, the slope along $v$:
#
# $$L(\theta + \alpha v) \approx L(\theta) + \alpha\, g^\top v, \qquad
# g = \nabla L(\theta) = \Big(\frac{\partial L}{\partial \theta_1}, \dots, \frac{\partial L}{\partial \theta_n}\Big)^{\!\top}.$$
#
# The gradient holds one slope for each dimension. Any $v$ with $g^\top v < 0$ leads down. In each dimension, going
# against the slope does.
#
# ### By hand
#
# Let $g = (3, -4)$. East, $v = (1, 0)$, has slope 3: up. North, $(0, 1)$, has slope −4: down. Among all $v$ of
# length one, none is better than $-g/\lVert g\rVert = (-0.6, 0.8)$, with slope $-\lVert g\rVert = -5$. That is
# the Cauchy–Schwarz inequality.

# %% [markdown]
# ### Play: one slope per dimension
#
# The hills again. The grey arrows show $-g$ everywhere. Drag the circle: the blue arrow is $-g$ there, and the red
# and the pink one are its parts. The two panels on the right are cuts along each axis, with the slope as a dashed
# line.
#
# <details><summary><b>Predict, then look.</b> Find a place where one part of the arrow vanishes but the other
# does not. What does its cut look like there?</summary>
#
# In that cut you stand at the bottom of a dip or on the top of a bump: the dashed line is level. At (−2.2, 0), for
# example, nothing is left of the pink arrow, yet the loss still falls to the right. Only where both lines are level
# is the gradient zero.
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

# %% tags=["claims"]
holds("the dashed line is level")
holds("nothing is left of the pink arrow, yet the loss still falls to the right")
assert demo.axes(0).equal
for place in ((-2.2, 1.5), (1.0, -0.4)):
    demo.set(theta=place)
    whole, red, pink = demo.arrows(colour="blue"), demo.arrows(colour="red"), demo.arrows(colour="pink")
    assert np.isclose(whole.dx, red.dx) and np.isclose(whole.dy, pink.dy), "its parts"
demo.set(theta=(-2.2, 0))
assert abs(demo.arrows(colour="pink").dy[0]) < 1e-9 and demo.arrows(colour="red").dx[0] > 0.3
assert np.ptp(demo.line(panel=2, colour="pink")[1]) < 1e-6 < np.ptp(demo.line(panel=1, colour="red")[1])
assert "the loss falls right." in demo.says

# %% [markdown]
# ### Play: why not just guess?
#
# Without any gradient one can try random directions. We drew {{tried}} and took a tiny step along each: {{fell}} of
# them went down, and the sign of $g^\top v$ predicted correctly all {{agree}} times whether they would. So about half
# of all directions are fine! That was in two dimensions. Now raise their number.

# %%
means = np.array([(n, descent.mean_cosine(n)) for n in np.unique(np.geomspace(2, 1000, 30).astype(int))]).T
explore(
    lambda n: data.Cosines(int(n), descent.cosines(int(n)), descent.mean_cosine(int(n)), means),
    draw_landscape.draw_cosines,
    background=draw_landscape.cosines_background(),
    panels=2,
    size=(640, 330),
    about="Left: a histogram of the cosines between 1000 random directions and −g; it narrows around zero as n grows. "
    "Right: the mean size of the cosine against n, on log axes.",
    describe=say.cosines,
    ask=ask.number(
        "In 1000 dimensions, how many of 1000 random directions descend?",
        right=lambda data: int((data.cosines > 0).sum()),
        low=0,
        high=1000,
        unit="directions",
        at={"n": 1000},
        why="Still about half of them: {{descending[1000]}}. But nearly all are almost at a right angle to −g: the mean |cosine| is "
        "about √(2/(πn)), {{mean_cosine[10]:.2f}} for n = 10 and {{mean_cosine[1000]:.3f}} for n = 1000.",
    ),
    n=log_slider(2, 2, 1000, "dimensions n", notches=20, form="{:.0f}"),
)

# %% tags=["claims"]
holds("Still about half of them")
holds("nearly all are almost at a right angle to −g")
assert abs(demo.right - 500) < 50
for n in (2, 1000):
    demo.set(n=n)
    down = demo.bars(colour="green")
    assert abs(down.top.sum() - 500) < 50 and (down.x > 0).all() and (demo.bars(colour="red").x < 0).all()
near = down.x < 0.12
assert down.top[near].sum() > 0.99 * down.top.sum() and down.top.max() < demo.axes(0).ylim[1]
assert demo.hidden(np.array([down.x, down.top])) == 0
assert abs(demo.points(panel=1, colour="ink")[1] - 0.025) < 5e-4
assert 10 in demo.notches("n") or any(abs(n - 10) < 1.5 for n in demo.notches("n"))
assert not demo.before_asking.lines(panel=1, colour="blue", width=2)

# %% [markdown]
# Random search starves. On a round bowl, 200 random lines, each followed forwards or backwards exactly as far as is
# best, leave {{searched[100]:.0%}} of the loss in 100 dimensions and {{searched[1000]:.0%}} in 1000. The gradient
# needs one step.
#
# ### Play: steepest, but by which ruler?
#
# "The best step of length one" depends on what length is. The solid blue circle holds all steps of *Euclidean*
# length one. The dashed red square holds those whose largest entry is one (*max norm*). The gradient is (2, 1).

# %%
rulers = descent.rulers(g := np.array([2.0, 1.0]))
explore(
    lambda degrees, norm: data.Norms(
        g, degrees, norm, edge := descent.ball_edge(np.radians(degrees), norm), float(-g @ edge), rulers
    ),
    draw_landscape.draw_norms,
    background=draw_landscape.norms_background(g, {norm: ball for norm, (ball, _) in descent.rulers(g, 361).items()}),
    panels=2,
    size=(640, 340),
    about="Left: a plane loss with gradient (2, 1), the circle and the square of steps of length one, and a step. "
    "Right: what a step gains against its direction, for both rulers.",
    describe=say.norms,
    ask=ask.place(
        "Which step on the square gains most? Drag the ring there.",
        start=(0, 1),
        right=(-1, -1),
        at={"norm": "max", "degrees": 225},
        why="The corner (−1, −1) = −sign(g), at 225°, which gains 2 + 1 = 3. On the circle it is −g, at about 207°, and gains √5 ≈ "
        "2.24. So “steepest descent” means −g only by the Euclidean ruler. Lecture 4 meets the other one again.",
    ),
    degrees=slider(90, 0, 360, "direction in degrees", step=9),
    norm=choice("Euclidean", ["Euclidean", "max"], "norm"),
)

# %% tags=["claims"]
holds("The corner (−1, −1) = −sign(g), at 225°, which gains 2 + 1 = 3")
holds("at about 207°, and gains √5 ≈ 2.24")
for norm, degrees, gain, colour in (("max", 225, 3, "red"), ("Euclidean", 207, 5**0.5, "blue")):
    demo.set(norm=norm, degrees=degrees)
    angles, gains = demo.line(panel=1, colour=colour)
    assert abs(demo.points(panel=1, colour="ink")[1] - gain) < 0.01
    assert gains.max() < gain + 0.01 and abs(angles[gains.argmax()] - degrees) < 1e-3
    tip = demo.arrows(colour="ink")
    assert np.hypot(tip.dx - demo.points(colour=colour)[0], tip.dy - demo.points(colour=colour)[1]) < 0.01
assert not len(demo.before_asking.lines(panel=1, colour="blue")) and demo.axes(0).equal
assert demo.axes(1).legend == {"Euclidean norm": "blue", "max norm": "vermilion"}

# %% [markdown]
# ### Where it fails
#
# The slope speaks about *small* steps. It does not say how small is small enough; the curvature does, and section 3 is
# about that.

# %% [markdown]
# ## 3 · Gradient descent, drawn
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
# they are 0.81 and −0.9: the path jumps from side to side, and still shrinks. With α = 0.21 the second is −1.1: it
# grows by 10 % a step, and no start is close enough to save it.

# %% [markdown]
# ### Play: the walker on a bowl
#
# Three things are yours: the step size α, the condition number κ (the ratio of the curvatures), and the start,
# which you can drag. The dot on the right is the loss after 60 steps with this α.

# %%
alphas = np.round(np.arange(0.005, 0.2401, 0.005), 3)
sketched = [0.02, 0.06, 0.1, 0.14, 0.18, 0.205]
explore(
    lambda alpha, kappa, start: data.Descent(
        *(bowl := descent.bowl_path(kappa, alpha, start))[:1],
        alpha,
        bowl[1],
        descent.bowl_loss(*bowl),
        alphas,
        descent.loss_after(kappa, alphas, start),
    ),
    draw_descent.draw_descent,
    background=draw_descent.descent_background(),
    panels={"ncols": 3, "width_ratios": [1.4, 0.8, 1.3]},
    size=(640, 310),
    about="Left: contour lines of a bowl and a path of gradient descent. Middle: the loss against the step, on a log axis. "
    "Right: the loss after 60 steps against the step size.",
    describe=say.descent,
    ask=ask.curve(
        "For κ = 10, sketch the loss after 60 steps against α. Does it fall all the way until it explodes?",
        x=sketched,
        start=1.0,
        panel=2,
        at={"alpha": 0.18},
        right=lambda data: np.maximum(descent.loss_after(10, sketched, data.path[0]), 1e-11),
        why="It falls until α = 0.18 and then rises again: now the steep direction dies slowly, jumping from side to side. Above "
        "0.2 = 2/κ it explodes. The best α makes both directions shrink equally: 2/(1 + κ), about 0.18.",
    ),  # fmt: skip
    alpha=slider(0.05, 0.005, 0.24, "step size α", step=0.005),
    kappa=log_slider(10, 1, 30, "condition number κ", notches=40),
    start=point(-2.4, 1.2, "start"),
)

# %% tags=["claims"]
holds("It falls until α = 0.18 and then rises again")
holds("Above 0.2 = 2/κ it explodes")
alphas_drawn, ends = demo.line(panel=2, colour="blue")
best = alphas_drawn[ends.argmin()]
assert abs(best - 0.18) < 0.006 and (np.diff(ends[(alphas_drawn > 0.02) & (alphas_drawn <= best)]) < 0).all()
assert (np.diff(ends[(alphas_drawn >= best) & (alphas_drawn <= 0.21)]) > 0).all()
first = demo.line(panel=1, as_="gradient descent", width=2)[1][0]
for alpha, explodes in ((0.02, False), (0.18, False), (0.19, False), (0.21, True), (0.24, True)):
    demo.set(alpha=alpha)
    assert (demo.points(panel=2, colour="ink")[1] > first).all() == explodes
    path = demo.line(as_="gradient descent", marker="o")
    jumps = np.sign(path[1, 1:7]) != np.sign(path[1, :6])
    assert jumps.all() == (alpha > 0.1), "jumping from side to side"
demo.set(alpha=0.1)
assert abs(demo.line(as_="gradient descent", marker="o")[1, 1]) < 1e-6, "the steep direction is done at once"
assert demo.axes(0).equal and not demo.before_asking.lines(panel=2, colour="blue", width=2)

# %% [markdown]
# ### Yours: the loop
#
# The cell below is yours. It holds the loop of gradient descent, and it is not right yet. Change it, run the cell
# (Shift + Enter), and look at the picture: your path is drawn with stars, and the right one dashed beside it.
#
# <details><summary><b>Predict, then look.</b> What does a path look like if the walker feels for the slope only once?</summary>
#
# It is a straight line, with steps of equal length: out of the valley on the other side, and on and on. The right
# path bends, and its steps become shorter as the slope does.
#
# </details>


# %% tags=["open"]
@yours("ps1_landscape")
def gradient_descent(grad, theta0, alpha, steps):
    "So far the walker feels for the slope only once: let it do so at every step."
    g = grad(theta0)
    return np.array([theta0 - k * alpha * g for k in range(steps + 1)])


# %%
explore(
    lambda start, alpha: data.Beside(
        own := np.asarray(yours.gradient_descent(descent.hills_gradient, np.array(start), alpha, 30), float),
        right := descent.walk_on_hills(start, alpha, 30),
        descent.hills(own.T),
        descent.hills(right.T),
    ),
    draw_landscape.draw_beside,
    background=draw_landscape.beside_background(descent.hills, 30),
    panels={"ncols": 2, "width_ratios": [1.25, 1]},
    size=(640, 350),
    about="Left: the hilly loss from above, with the path of your gradient descent and, dashed, the right one. "
    "Right: the height of both against the step.",
    describe=say.beside,
    follows=["gradient_descent"],
    start=point(-2.2, 1.5, "start of the walk"),
    alpha=slider(0.2, 0.05, 1, "step size α", step=0.05),
)

# %% tags=["claims"]
holds("your path is drawn with stars, and the right one dashed beside it")
holds("It is a straight line, with steps of equal length")
own, right = demo.line(as_="your own", marker="*"), demo.line(colour="grey", dash="dashed")
assert own.shape == right.shape == (2, 31) and demo.apart(own[:, :2], right[:, :2]) < 1
assert np.hypot(*(own[:, -1] - right[:, -1])) > 1, "it is not right yet"
steps = np.diff(own, axis=1)
assert np.allclose(steps, steps[:, :1], atol=1e-5), "the slope is asked for once"
lengths = np.hypot(*np.diff(right, axis=1))
assert lengths[-1] < 0.1 * lengths[0] and demo.line(panel=1, as_="your own")[1].argmin() < 20, "out of the valley again"
assert demo.axes(1).legend == {"yours": "ink", "as it should be": "grey"}

# %% [markdown]
# ### Play: the steepest way is not the best way
#
# Why does it zigzag on a bowl? Because $-g$ stands at a right angle to the contour line, and the minimum lies
# elsewhere. By hand, for κ = 10 at θ = (1, ½): $g = (1, 5)$, the way home is $(-1, -½)$, and the cosine between
# $-g$ and the way home is $3.5/(\sqrt{26}\,\sqrt{1.25})$ = {{cosine_by_hand:.3f}}. Move along one contour line.
#
# <details><summary><b>Predict, then look.</b> At which places does −g aim exactly at the minimum, whatever κ
# is? For κ = 100, how bad can it get?</summary>
#
# On the two axes of the ellipse it aims perfectly. In between the cosine falls to 2√κ/(1 + κ), halfway at 45°:
# {{least_cosine[10]:.3f}} for κ = 10, an angle of {{angle[10]:.0f}}°, and {{least_cosine[100]:.3f}} for κ = 100,
# an angle of {{angle[100]:.0f}}°. The walker goes almost sideways.
#
# </details>

# %%
turns, kappas = np.linspace(0, 90, 61), [1, 3, 10, 100]
aims = {k: descent.angle_to_optimum(descent.on_ellipse(np.radians(turns), k), k) for k in kappas}
explore(
    lambda degrees, kappa: data.Angle(
        degrees,
        kappa,
        place := descent.on_ellipse(np.radians(degrees), kappa),
        descent.angle_to_optimum(place, kappa),
        np.array([turns, aims[kappa]])[:, turns <= degrees],
    ),
    draw_descent.draw_angle,
    background=draw_descent.angle_background(kappas),
    panels=2,
    size=(640, 330),
    about="Left: contour lines of four bowls and, from a place on one of them, two arrows: −g and the way to the minimum. "
    "Right: the cosine of the angle between them at the places passed so far.",
    describe=say.angle,
    degrees=slider(0, 0, 90, "place in degrees", step=7.5),
    kappa=choice(10, kappas, "condition number κ"),
)

# %% tags=["claims"]
holds("On the two axes of the ellipse it aims perfectly")
holds("halfway at 45°")
assert demo.axes(0).equal
for kappa, least in ((1, 1.0), (3, 0.866), (10, 0.575), (100, 0.198)):
    demo.set(kappa=kappa, degrees=90)
    degrees, cosine = demo.line(panel=1, colour="blue")
    assert np.allclose(cosine[[0, -1]], 1) and abs(cosine.min() - least) < 1e-3
    assert kappa == 1 or abs(degrees[cosine.argmin()] - 45) < 1e-6
    down, home = demo.arrows(colour="blue"), demo.arrows(colour="ink")
    assert np.allclose(down.dx, home.dx, atol=1e-6) and np.allclose(down.dy, home.dy, atol=1e-6)
demo.set(degrees=45)
down, home = demo.arrows(colour="blue"), demo.arrows(colour="ink")
assert "an angle of 79°" in demo.says and abs(down.dx * home.dx + down.dy * home.dy)[0] / 0.49 < 0.2
assert demo.set(degrees=0).line(panel=1, colour="blue").shape == (2, 1), "nothing is shown before it was passed"

# %% [markdown]
# ### Where it fails
#
# One α has to serve all directions: steep ones forbid large steps, flat ones beg for them. Newton's method
# (lecture 2) turns the step towards the minimum, momentum (lecture 3) calms the zigzag, adaptive methods
# (lecture 4) give every parameter a step size of its own.

# %% [markdown]
# ## 4 · Convex, and still not easy
#
# ### Idea
#
# A function is **convex** if the segment between any two points of its graph lies *on or above* the graph:
#
# $$f\big((1-t)\,a + t\,b\big) \le (1-t)\,f(a) + t\,f(b), \qquad 0 \le t \le 1.$$
#
# Then every local minimum is global: there are no wrong valleys. "On" matters: a straight line is convex too. Where
# the segment is strictly above between its ends, the function is *strictly* convex. For a smooth function the test is
# local: convex means that the Hessian has no negative eigenvalue anywhere.
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
# Yes: a chord from x = 1 to x = 3, where the side of the pit bends the other way. Across the pit, from −1 to 1,
# you find nothing. A search that fails proves nothing; one witness settles it.
#
# </details>

# %%
explore(
    lambda a, b, curve: data.Chord(f := convexity.CURVES[curve], *convexity.chord_gap(f, a[0], b[0])),
    draw_descent.draw_chord,
    background=draw_descent.chord_background(),
    about="A curve, and a chord between two points of it that can be dragged.",
    describe=say.chord,
    a=point(-2, 2, "one end of the chord", free="x"),
    b=point(1.5, 2, "other end of the chord", free="x"),
    curve=choice("a bowl, x²/3", list(convexity.CURVES), "f(x) is"),
)

# %% tags=["claims"]
holds("a chord from x = 1 to x = 3")
holds("Across the pit, from −1 to 1, you find nothing")
demo.set(curve="a pit, 2 − 2 sech x", a=(1, 1), b=(3, 1))
assert demo.fills(colour="red") and "not convex" in demo.says
demo.set(a=(-1, 1), b=(1, 1))
assert not demo.fills(colour="red") and demo.lines(colour="green", dash="dashed")
holds("Of the six functions, two are not convex")
red = set()
for curve in demo.notches("curve"):
    for a, b in ((-3, -1), (1, 3), (-0.6, 1.6)):
        demo.set(curve=curve, a=(a, 1), b=(b, 1))
        red |= {curve} if demo.fills(colour="red") else set()
    assert demo.inside(demo.line(colour="blue")) == 1 and demo.hidden(demo.line(colour="blue")) == 0
assert len(demo.notches("curve")) == 6 and sorted(name[:5] for name in red) == ["a pit", "waves"]

# %% [markdown]
# ### The loss of softmax regression is convex
#
# That is not obvious, and its proof has two lines. **Softmax regression** gives class $c$ the logit $z_c = w_c^\top
# x$ and the probability $p_c = e^{z_c} / \sum_j e^{z_j}$. The loss of an example with label $y$ is $-z_y + \log
# \sum_j e^{z_j}$. Change the weights along a direction, $w_c + t\,v_c$: the logits become $z_c + t\,a_c$ with $a_c =
# v_c^\top x$.
#
# 1. The term $-z_y$ is linear in $t$. The second derivative of $\log\sum_j e^{z_j + t a_j}$ at $t = 0$ is $\sum_c p_c a_c^2 -
#    \big(\sum_c p_c a_c\big)^2$: the **variance** of the numbers $a_c$ under the probabilities $p_c$.
# 2. So $v^\top H v = \frac1N \sum_i \operatorname{Var}_{p_i}(a_i)$, and a variance is never negative. ∎
#
# Written out, $H = \frac1N\sum_i \big(\operatorname{diag}(p_i) - p_i p_i^\top\big) \otimes x_i x_i^\top$. The labels
# do not enter.
#
# ### Play: a mean of variances
#
# Three clouds of points, three classes. Drag the circle to an example: the middle panel shows by how much its three
# logits change along a direction $v$, the size of each mark being the probability of that class; the grey band
# reaches one standard deviation to either side of the mean. The right panel shows the variances of all 60 examples,
# and $v^\top H v$ from the full 9 × 9 Hessian, dashed.
#
# <details><summary><b>Predict, then look.</b> Slide to 0: now v adds the same vector to the weights of all three classes. What
# happens to the curvature?</summary>
#
# All three logits change by the same amount, no probability moves, and all variances are zero: the loss is flat along
# v. So it is convex, but *not strictly*: with d inputs at least d eigenvalues of H are zero, here {{zeros}} of 9. At
# 1 the mean of the variances is {{spread_mean:.2f}}, and so is vᵀHv.
#
# </details>

# %%
weights, examples = convexity.fitted(), convexity.clouds()
explore(
    lambda x, difference: data.Spread(
        np.array(x),
        convexity.probabilities(weights, np.array([[*x, 1.0]]))[0],
        np.array([*x, 1.0]) @ (v := convexity.direction(difference)),
        np.sort(convexity.variances(weights, v, examples[0])),
        convexity.curvature_along(weights, v, examples[0]),
    ),
    draw_descent.draw_spread,
    background=draw_descent.spread_background(*examples),
    panels={"ncols": 3, "width_ratios": [1.5, 1, 1]},
    size=(640, 300),
    about="Left: three clouds of examples, and one that can be dragged. Middle: the change of its three logits, their mean and "
    "standard deviation. Right: the variance of the changes for all examples, and vᵀHv.",
    describe=say.spread,
    x=point(0.5, 1.0, "example x"),
    difference=slider(1, 0, 1, "how much v differs between classes", step=0.1),
)

# %% tags=["claims"]
holds("all variances are zero: the loss is flat along v")
bars, level = demo.bars(panel=2), demo.line(panel=2, dash="dashed")[1, 0]
assert len(bars.top) == 60 and (bars.top >= 0).all() and np.isclose(bars.top.mean(), level, rtol=1e-5)
assert abs(level - 1.72) < 0.005 and bars.top.max() < demo.axes(2).ylim[1]
assert "is 1.724; vᵀHv is 1.724" in demo.says
demo.set(x=(-3, 2))
assert demo.inside(demo.points(panel=1), panel=1) == 1
heights = demo.set(difference=0).points(panel=1)[1]
assert np.ptp(heights) < 1e-5, "all three logits change by the same amount"
assert demo.bars(panel=2).top.max() < 1e-9 and abs(demo.line(panel=2, dash="dashed")[1, 0]) < 1e-9
for difference in demo.notches("difference"):
    demo.set(difference=difference)
    assert (demo.bars(panel=2).top >= 0).all() and demo.inside(demo.points(panel=1), panel=1) == 1

# %% [markdown]
# ### Play: convex does not mean easy
#
# A bowl is as convex as can be. Here gradient descent runs on bowls with its *best* step size. For κ = 10 it needs
# {{descent_steps[10]}} steps until a millionth of the distance is left.

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
    ask=ask.number(
        "How many steps does it need for κ = 1000?",
        right=lambda data: len(data.distance) - 1,
        low=1,
        high=100_000,
        log=True,
        unit="steps",
        at={"kappa": 1000},
        why="{{descent_steps[1000]}}: a hundred times as many as for κ = 10. The factor per step is (κ − 1)/(κ + 1), which is "
        "{{descent_rate[10]:.3f}} for κ = 10 and {{descent_rate[1000]:.3f}} for κ = 1000.",
    ),
    kappa=log_slider(10, 10**0.25, 1000, "condition number κ", notches=22),
)

# %% tags=["claims"]
holds("6908: a hundred times as many as for κ = 10")
assert "after 69 steps" in demo.says and demo.right == 6908
for kappa, steps in ((10, 69), (100, 691), (1000, 6908)):
    step, distance = demo.set(kappa=kappa).line(panel=1, as_="gradient descent")
    assert step[-1] == steps and distance[-1] <= 1e-6 and f"after {steps} steps" in demo.says
    assert demo.inside(np.array([step, distance]), panel=1) == 1 and demo.inside(demo.line(as_="gradient descent")) == 1
assert demo.axes(0).equal and demo.axes(1).xlog and demo.axes(1).ylog

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
# ## 5 · The surface of a network (optional)
#
# ### Idea
#
# Hidden units are enough to lose convexity. At 1000 random places the smallest eigenvalue of softmax regression's
# Hessian stays above $-10^{ {{smallest_exponent:.0f}} }$, which is rounding. The left panel shows one such Hessian,
# and the right panel that of a network with three hidden units on the same kind of data.

# %%
explore(
    lambda scale, again: convexity.curvatures(scale, again),
    draw_descent.draw_curvatures,
    background=draw_descent.curvatures_background((9, convexity.flat_network()[2])),
    panels=2,
    size=(640, 330),
    about="Bars for the eigenvalues of two Hessians, sorted: of softmax regression on the left, of a small network on the right.",
    describe=say.curvatures,
    ask=ask.number(
        "At how many of {{network_tried}} random places does the network's Hessian have a negative eigenvalue?",
        right=int((convexity.network_curvatures() < -1e-6).sum()),
        low=0,
        high=200,
        unit="places",
        why="At {{network_negative}} of {{network_tried}}: convexity is lost everywhere you look.",
    ),
    scale=log_slider(1, 0.1, 10, "size of the weights", notches=30),
    again=button("Other random weights"),
)

# %% tags=["claims"]
holds("convexity is lost everywhere you look")
assert demo.right == 200
for _ in range(6):
    demo.press("again")
    assert len(demo.bars(panel=0, colour="blue").x) + len(demo.bars(panel=0, colour="red").x) == 9
    assert demo.bars(panel=0).top.min() > -1e-9, "rounding"
    lowest = demo.bars(panel=1, colour="red").top.min()
    assert lowest < -0.005
    assert np.abs(demo.bars(panel=1).top).max() <= demo.axes(1).ylim[1]
assert not len(demo.before_asking.bars(panel=1).x)

# %% [markdown]
# What does such a loss look like? Two random directions span a plane through the trained weights, and the loss on
# that plane is a picture. But how long is a direction? A network of rectified units computes the same if the weights
# into a unit are multiplied by ten and those out of it divided by ten, so plain directions mostly show the scale of
# the weights. Li and others (2018) rescale each direction filter by filter: every column of a weight matrix gets a
# random partner *of its own length*. Then one unit of the window means "a change as large as the weights themselves".
#
# Here are networks of 20 layers of 16 rectified units, all trained by Adam on two spirals, 600 steps with the same
# step size. Without skips, a layer is $\text{relu}(hW + b)$. With skips it adds its input: $h + s\,\text{relu}(hW +
# b)$. The usual comparison, *no skips* against $s = 1/\sqrt{20}$, changes two things at once. A third kind, $s = 1$,
# tells them apart.
#
# ### By hand
#
# At a right angle, adding a vector of the same length makes each filter √2 times as long. Through 20 layers without
# skips that is $\sqrt2^{\,20} = 2^{10}$: a thousand. With skips and $s = 1/\sqrt{20}$ most of the signal passes by: a
# layer changes it by a share of about $1/\sqrt{20}$.
#
# ### Play: three kinds of networks
#
# The colours are the loss, on a scale of powers of ten, the same in all panels; a white line stands at each power of
# ten. The cross in the middle is the trained network. A press of the button takes the next of four networks and new
# directions.

# %%
explore(
    lambda found, zoom: data.Surfaces(zoom, found[zoom]),
    draw_networks.draw_surfaces,
    background=draw_networks.surfaces_background(networks.TITLES),
    panels=3,
    size=(640, 270),
    about="The loss of three networks of 20 layers on a plane through their weights, in colours with contour lines: with scaled "
    "skips on the left, with full skips in the middle, without skips on the right.",
    describe=say.surfaces,
    prepare=networks.surfaces,
    prepare_label="Next networks, new directions",
    ask=ask.pick(
        "Zoom out from ±0.125 to ±1. In which windows does the loss climb above 10,000?",
        [
            "only without skips",
            "without skips, and with skips whose layers count in full",
            "in none: skips or not, trained networks are alike",
        ],
        right="without skips, and with skips whose layers count in full",
        at={"zoom": 1},
        why="A skip alone does not do it. With layers × 1 the window reaches {{highest_least[unscaled]:,.0f}} at least, without skips "
        "{{highest_least[plain]:,.0f}}; with layers × 1/√20 at most {{highest_most[scaled]:,.0f}}. What keeps the landscape low is that each layer "
        "adds little to what passes by.",
    ),
    zoom=choice(0.125, {"±0.125": 0.125, "±0.25": 0.25, "±0.5": 0.5, "±1": 1.0}, "window"),
)

# %% tags=["claims"]
holds("A skip alone does not do it")
holds("What keeps the landscape low is that each layer adds little to what passes by")
for _ in range(4):
    demo.set(zoom=1.0)
    highest = [draw_networks.LOW + demo.heats(i)[0].max() * (draw_networks.HIGH - draw_networks.LOW) for i in range(3)]
    assert highest[0] < 3 and highest[1] > 4.5 and highest[2] > 4.5
    assert "Highest loss" in demo.says and all(heat.shape == (33, 33) for i in range(3) for heat in demo.heats(i))
    demo.set(zoom=0.125)
    assert all(demo.heats(i)[0].max() * 11.5 < 8 for i in range(3)), "nowhere above 10,000 before it is zoomed out"
    demo.press("prepare")
assert all(demo.axes(panel).equal for panel in range(3)) and [
    demo.axes(i).title.replace("\n", " ") for i in range(3)
] == list(networks.TITLES)

# %% [markdown]
# Over four networks of each kind, in the window ±1. The last column is a test of the answer: full skips, but the
# training *starts* with layers that are $1/\sqrt{20}$ as strong.
#
# | | layers × 1/√20 | layers × 1 | no skips | layers × 1, small start |
# | --- | --- | --- | --- | --- |
# | training loss at the end | at most {{trained_most[scaled]:.3f}} | {{trained_least[unscaled]:.2f}}–{{trained_most[unscaled]:.2f}} | at most {{trained_most[plain]:.3f}} | at most {{trained_most[small start]:.3f}} |
# | highest loss in the window | {{highest_least[scaled]:,.0f}}–{{highest_most[scaled]:,.0f}} | {{highest_least[unscaled]:,.0f}}–{{highest_most[unscaled]:,.0f}} | {{highest_least[plain]:,.0f}}–{{highest_most[plain]:,.0f}} | {{highest_least[small start]:,.0f}}–{{highest_most[small start]:,.0f}} |
# | cells that bend down in some direction | {{bent_least[scaled]:.0%}}–{{bent_most[scaled]:.0%}} | {{bent_least[unscaled]:.0%}}–{{bent_most[unscaled]:.0%}} | {{bent_least[plain]:.0%}}–{{bent_most[plain]:.0%}} | {{bent_least[small start]:.0%}}–{{bent_most[small start]:.0%}} |
#
# So neither the skip nor the factor in the formula matters by itself. Where every layer adds little, be it by a
# factor or by small weights, the landscape around the trained network is low.
#
# > **What this does not show.** It does not show "chaotic without skips, convex with them": with scaled skips, too, a
# > quarter of the cells or more bend down in some direction of the plane, and the ranges in the last row overlap. Nor
# > does it show that networks without skips cannot be trained: at 20 layers all four of them are. And a plane is two
# > dimensions out of thousands, through networks far smaller than those of the paper.
#
# ### Where it fails
#
# A valley that is not in the plane is not in the picture. Use such slices to compare networks under the same
# rules, never to say "this is what the loss looks like".

# %% [markdown]
# ## 6 · The dragon of local optima (optional)
#
# ### Idea
#
# If a loss has many valleys, descent may end in a poor one. For a long time this dragon was the main reason to
# distrust networks. It shrinks as networks grow: large ones seem to have many minima of about the same depth
# (Choromanska and others 2015). Let us count. For each width, 200 networks with one hidden layer learn two
# spirals. They differ in nothing but the random start.
#
# ### By hand
#
# If a fraction $q$ of all starts ends badly, the best of 200 is bad only if all are: with probability $q^{200}$,
# which is next to nothing even for $q = 0.9$. So do not look at the best. Look at the *mean*, and at the *spread*,
# the standard deviation over starts. With 200 starts its standard error is {{error_least:.0%}} to {{error_most:.0%}}
# of it; the bars in the picture reach two standard errors to either side.

# %% [markdown]
# ### Play: two hundred starts
#
# The mean loss falls as networks grow; the two marks on the right are the mean and the spread at the chosen width.

# %%
explore(
    lambda found, width: data.Dragon(width, found[width], networks.summary(found)),
    draw_networks.draw_dragon,
    background=draw_networks.dragon_background(networks.WIDTHS, 200),
    panels=2,
    size=(640, 340),
    about="Left: the final losses of 200 networks of one width, sorted, and their mean. "
    "Right: the mean and the spread over the starts against the width, with error bars.",
    describe=say.dragon,
    prepare=networks.all_losses,
    prepare_label="Train them again",
    ask=ask.pick(
        "At which width do the losses of different starts differ most?",
        ["at 2, the smallest", "somewhere in between", "at 32, the largest"],
        right="somewhere in between",
        why="Somewhere between 3 and 6: the spread is {{spread[3]:.3f}}, {{spread[4]:.3f}} and {{spread[6]:.3f}} at widths 3, 4 and 6, against "
        "{{spread[2]:.3f}} at 2 and {{spread[8]:.3f}} at 8. Which of 4 and 6 comes first, 200 starts do not tell. In between, luck decides: at "
        "width 8 the best network ends at {{best_loss[8]:.3f}} and the worst at {{worst_loss[8]:.2f}}. Wide ones all do well.",
    ),
    width=choice(2, list(networks.WIDTHS), "width"),
)

# %% tags=["claims"]
holds("Somewhere between 3 and 6")
means, (widths, spread) = demo.line(panel=1, as_=draw_networks.MEAN)[1], demo.line(panel=1, as_=draw_networks.SPREAD)
assert list(widths) == [2, 3, 4, 6, 8, 16, 32] and spread.argmax() in (1, 2, 3) and (np.diff(means) < 0).all()
bars = demo.line(panel=1, colour="green", dash="solid", marker="")[1].reshape(-1, 3)[:, :2]
assert (bars[:, 0] < spread).all() and (spread < bars[:, 1]).all()
assert bars[0, 1] < spread[2] and bars[4, 1] < spread[2], "2 and 8 are lower by more than their error bars"
holds("Which of 4 and 6 comes first, 200 starts do not tell.")
assert bars[2, 1] > bars[3, 0] and bars[3, 1] > bars[2, 0]
holds("at width 8 the best network ends at 0.001 and the worst at 0.32")
losses = demo.set(width=8).points(colour="blue")[1]
assert len(losses) == 200 and abs(losses[0] - 0.001) < 6e-4 and abs(losses[-1] - 0.32) < 0.01
assert demo.set(width=32).points(colour="blue")[1].max() < 0.01, "wide ones all do well"
assert all(demo.inside(demo.set(width=w).points(colour="blue")) == 1 for w in demo.notches("width"))
assert not demo.before_asking.lines(panel=1, as_=draw_networks.SPREAD)

# %% [markdown]
# > **What this does not show.** "Local optima are hardly worse than global ones" is a statement about large
# > random models under assumptions, and a small experiment like this one agrees with it; neither is a proof for
# > your network. A loss that ends high may also be a plateau, or simply not be done after 800 steps. And where
# > the spread peaks depends on how hard the data are: on spirals with fewer turns it peaks at width 3.
#
# ### Where it fails
#
# A small training loss is not yet a good model: new data decide that (lecture 5).

# %% [markdown]
# ## 7 · Plateaus and saddles
#
# ### Idea
#
# Two more monsters. On a **plateau** the slope is tiny, so the steps are tiny. At a **saddle** the slope is zero
# although the loss falls away on two sides. Which of them holds a walker for long?
#
# And does **momentum** help? It remembers its last steps: with $\mu = 0.9$ a slope that stays the same is added up,
# one step after the other, to $1/(1 - \mu) = 10$ times the step (lecture 3). Comparing it with descent *at the same
# α* is therefore unfair: its steps become ten times as long. Compare the two at the same **effective step**
# $\alpha/(1-\mu)$, or give each its best step.
#
# ### By hand
#
# *Plateau.* The loss $-\text{sech}(x)$ has at $x = 4$ the slope {{plateau_slope:.4f}}. With α = 0.01 the first
# step of descent is 0.0004 long.
#
# *Saddle.* On $f = 10x^2 - y^2$ with α = 0.09, each step of descent multiplies $x$ by −0.8 and $y$ by 1.18. From $y_0 =
# 10^{-6}$ it reaches 1 when $1.18^k = 10^6$, so $k = 6\ln 10/\ln 1.18$, rounded up: {{escape[6]}} steps.

# %% [markdown]
# ### Play: off the plateau
#
# Both methods walk from x = 4 to x = 1 with the same effective step, descent in the upper half of the picture and
# momentum in the lower. If across the plateau the loss is flat, it takes descent {{leave[0.1]}} steps at 0.1 and
# {{leave[1.0]}} at 1; momentum, which has to get going first, {{leave_momentum[0.1]}} and {{leave_momentum[1.0]}}.
# Ten times smaller steps cost ten times as many: a tiny learning rate is not a safe learning rate.

# %%
curves = {across: critical.leaving_curves(across) for across in critical.ACROSS.values()}
explore(
    lambda effective, across: data.Plateau(
        effective, across, *critical.leaving(effective, across), curves[across], critical.EFFECTIVE
    ),
    draw_critical.draw_plateau,
    background=draw_critical.plateau_background,
    background_on=("across",),
    panels={"ncols": 2, "width_ratios": [1.2, 1]},
    size=(640, 340),
    about="Left: contour lines of a loss with a plateau, and the paths of gradient descent and momentum from x = 4 to x = 1. "
    "Right: the number of steps of both against the effective step, on log axes.",
    describe=say.plateau,
    ask=ask.pick(
        "Now let the loss bend steeply across the plateau, with curvature 10. Each method may take its best step: which one is "
        "off the plateau first?",
        ["gradient descent, by a few steps", "both at about the same time", "momentum, several times as fast"],
        right="momentum, several times as fast",
        at={"across": 10, "effective": 3.16},
        why="Momentum: {{fastest[momentum]}} steps against {{fastest[gradient descent]}}. On the plateau itself momentum is only a longer "
        "step with a slow start. But descent explodes across the plateau when its step reaches 2/10 = 0.2; momentum stays stable up to "
        "an effective step of 3.8.",
    ),
    effective=log_slider(0.1, 0.01, 10**0.6, "effective step", notches=26),
    across=choice(0, critical.ACROSS, "across the plateau"),
)

# %% tags=["claims"]
holds("Momentum: 22 steps against 170")
DESCENT, MOMENTUM = "gradient descent", "momentum"
for effective, counts in ((0.1, (267, 295)), (1, (28, 46))):
    demo.set(effective=effective)
    for method, count in zip((DESCENT, MOMENTUM), counts, strict=True):
        assert f"{method} leaves after {count} steps" in demo.says
        assert demo.line(as_=method)[0, -1] <= 1 and demo.inside(demo.line(as_=method)) > 0.95
steps, slow = demo.line(panel=1, as_=DESCENT, width=2)
assert (demo.line(panel=1, as_=MOMENTUM, width=2)[1] > slow).all(), "only a longer step with a slow start"
demo.set(across=10)
counts = {method: demo.line(panel=1, as_=method, width=2)[1] for method in (DESCENT, MOMENTUM)}
assert np.nanmin(counts[DESCENT]) == 170 and np.nanmin(counts[MOMENTUM]) == 22
holds("descent explodes across the plateau when its step reaches 2/10 = 0.2")
holds("momentum stays stable up to an effective step of 3.8")
for method, limit in ((DESCENT, 0.2), (MOMENTUM, 3.8)):
    assert (np.isfinite(counts[method]) == (steps < limit - 1e-3)).all()
    beyond = min(e for e in demo.notches("effective") if e > limit)
    assert f"{method} explodes across" in demo.set(effective=beyond).says
assert demo.set(effective=3.16).axes(1).xlog and f"{MOMENTUM} leaves after 22 steps" in demo.says
assert not demo.before_asking.lines(panel=1, as_=MOMENTUM) and set(demo.axes(0).legend) == {DESCENT, MOMENTUM}

# %% [markdown]
# ### Play: off the saddle
#
# The walker comes down along a ridge, at a tiny distance $y_0$ from it, and slides off; momentum does the same on the
# other side. The slider says how tiny: at first $10^{-6}$, from where descent needs {{escape[6]}} steps.

# %%
held = {
    rule: {name: [critical.escaping(e, rule)[1][name] for e in range(1, 13)] for name in critical.METHODS}
    for rule in critical.RULES
}
explore(
    lambda exponent, rule: data.Saddle(exponent, *critical.escaping(exponent, rule), held[rule]),
    draw_critical.draw_saddle,
    background=draw_critical.saddle_background(critical.STEEP),
    panels=2,
    size=(640, 340),
    about="Left: contour lines of a saddle, with paths of gradient descent and momentum that come down the ridge and leave it. "
    "Right: the number of steps until they have left against the first distance from the ridge.",
    describe=say.saddle,
    ask=ask.number(
        "How many steps does descent need from 10⁻¹², a million times nearer to the ridge?",
        right=lambda data: data.counts["gradient descent"],
        low=1,
        high=100_000_000,
        log=True,
        unit="steps",
        at={"exponent": 12},
        why="Only twice as many, {{escape[12]}}. The distance grows by a factor at every step, so the delay is *logarithmic*: the curves "
        "are straight lines on this axis.",
    ),
    exponent=int_slider(6, 1, 12, "start at 10 to the minus"),
    rule=choice(critical.RULES[0], list(critical.RULES), "step sizes"),
)

# %% tags=["claims"]
holds("Only twice as many, 167")
assert "descent escapes after 84 steps" in demo.says and demo.right == 167
for rule in critical.RULES:
    demo.set(rule=rule)
    for method in critical.METHODS:
        distances, counts = demo.line(panel=1, as_=method, width=2)
        slopes = np.diff(counts)
        assert np.ptp(slopes[3:]) <= 1 and demo.axes(1).xlog, "straight lines on this axis"
        assert demo.inside(demo.line(panel=1, as_=method, width=2), panel=1) == 1
holds("At the same effective step descent is off first, 84 steps against 150.")
demo.set(rule=critical.RULES[0], exponent=6)
assert demo.says.endswith("descent escapes after 84 steps, momentum after 150.")
path = demo.line(as_="gradient descent", marker="o")
assert np.allclose(path[0, 1:9] / path[0, :8], -0.8, atol=1e-4) and np.allclose(
    path[1, 9] / path[1, 8], 1.18, atol=1e-4
)
holds("each near the limit at which the ridge would throw it off, momentum is: 26 against 80")
assert demo.set(rule=critical.RULES[1]).says.endswith("descent escapes after 80 steps, momentum after 26.")
assert demo.axes(0).equal and not demo.before_asking.lines(panel=1, as_="momentum", width=2)

# %% [markdown]
# Which method wins depends on how you compare. At the same effective step descent is off first, {{escape[6]}} steps
# against {{escape_momentum[6]}}. With steps as long as each can bear, each near the limit at which the ridge would
# throw it off, momentum is: {{escape_limit[momentum]}} against {{escape_limit[gradient descent]}}. At the same α =
# 0.09 momentum would need {{escape_same_alpha}}, and look better only because its steps are ten times as long. So the
# honest lesson of both pictures: **momentum is a longer step, and its gain is that the longer step need not be
# unstable in the steep directions.**
#
# ### Where it fails
#
# *Exactly* on the ridge gradient descent walks into the saddle and stays. If the step is below $1/L$, with $L$ the
# largest curvature, and every saddle bends down somewhere (a *strict* saddle), such starts have probability zero (Lee
# and others 2016), and any noise ends it. A saddle whose downhill curvature is zero holds much longer: there the
# distance does not grow by a factor.

# %% [markdown]
# ## 8 · Minimum, maximum or saddle?
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
# > **Not the diagonal.** You will sometimes read that a critical point is a minimum if all *diagonal entries* of H
# > are positive. The *eigenvalues* must be. This H has the diagonal 1, 1 and the eigenvalues 3 and −1: it bends
# > upwards along both axes, and still is a saddle.
#
# ### Yours: which kind is it?
#
# This function falls into that trap. Mend it, run the cell, and watch what it says in the picture.


# %% tags=["open"]
@yours("ps1_landscape")
def classify_critical_point(H, tol=1e-8):
    "So far this looks along the axes only, and it never says “inconclusive”."
    bends = np.diag(H)
    if (bends > tol).all():
        return "minimum"
    return "maximum" if (bends < -tol).all() else "saddle"


# %% [markdown]
# ### Play: turn a curvature through zero
#
# The loss has curvature 1 along one axis, and curvature c along the other, on which t is counted. Turn both axes,
# change c, and add something of higher order. The thick lines in the left panel are the eigenvectors of the Hessian:
# blue where the loss bends upwards, red where it bends downwards.
#
# <details><summary><b>Predict, then look.</b> Turn by 45° and set c = −0.5: what does the diagonal say? Then set c = 0. Which of the
# four functions have a minimum at the origin, and which can the Hessian tell apart?</summary>
#
# The diagonal is 0.25 and 0.25, although the loss falls along the red line. With c = 0: with + t⁴ it is a minimum and
# with − t⁴ a saddle. With + t³ it goes up on one side and down on the other. With nothing added it is a trough, a
# whole line of minima. The Hessian is the same for all four, so it cannot know: inconclusive.
#
# </details>

# %%
explore(
    lambda c, turn, higher: data.TurnedCurvature(
        *(found := critical.turned_curvature(c, higher, turn)), str(yours.classify_critical_point(found[1]))
    ),
    draw_critical.draw_turned,
    background=draw_critical.turned_background(),
    panels=2,
    size=(640, 340),
    about="Left: contour lines around a critical point at the origin, with the eigenvectors of its Hessian. "
    "Right: the loss along the eigenvector of the lowest curvature, what the Hessian says, and what your function says.",
    describe=say.turned,
    sweep=False,
    follows=["classify_critical_point"],
    c=slider(0.5, -1, 1, "curvature c", step=0.1),
    turn=slider(0, 0, 90, "axes turned by, in degrees", step=15),
    higher=choice("nothing else", list(critical.HIGHER), "added"),
)

# %% tags=["claims"]
holds("The diagonal is 0.25 and 0.25, although the loss falls along the red line")
demo.set(turn=45, c=-0.5)
assert (
    "Diagonal 0.25 and 0.25, eigenvalues −0.5 and 1" in demo.says and "says saddle, your function minimum" in demo.says
)
assert demo.line(panel=1, as_=0, width=2)[1].max() < 1e-9 and len(demo.lines(colour="red", dash="solid", width=3)) == 1
holds("with + t⁴ it is a minimum and with − t⁴ a saddle")
holds("The Hessian is the same for all four, so it cannot know: inconclusive")
for turn in (0, 45):
    shapes = {}
    for higher in demo.notches("higher"):
        demo.set(turn=turn, c=0, higher=higher)
        t, loss = demo.line(panel=1, as_=0, width=2)
        shapes[higher] = set(np.sign(loss[np.abs(t) > 0.2]).astype(int))
        assert "the Hessian says: inconclusive" in demo.texts(1)
    assert shapes == {"nothing else": {0}, "+ t⁴": {1}, "− t⁴": {-1}, "+ t³": {1, -1}} or turn
assert demo.axes(0).equal and demo.axes(0).legend == {
    "bends upwards": "blue",
    "bends downwards": "vermilion",
    "curvature zero": "ink",
}
demo.set(turn=0, c=0.5, higher="nothing else")
assert demo.texts(1) == ["the Hessian says: minimum", "your function says: minimum"]

# %% [markdown]
# ### Where it fails
#
# A small gradient does not tell a minimum from a saddle or a plateau; only curvature does. For a million
# parameters nobody can write the Hessian down. Lecture 2 shows how to get products with it instead.

# %% [markdown]
# ## 9 · How rare are minima? (optional)
#
# ### Idea
#
# How often are all $n$ eigenvalues positive? If their signs were tossed like coins, in $2^{-n}$ of all cases.
# Let us draw random symmetric matrices $H = \frac12(A + A^\top)$ with $A$ standard normal, the **Gaussian
# orthogonal ensemble**.
#
# ### Play: random matrices
#
# Each column of dots holds the eigenvalues of one matrix. The dotted line on the right is what coins say:
# {{coins:.3f}} at n = 5.

# %%
shares = np.array([critical.exact_share(n) for n in range(1, 9)])
explore(
    lambda n, again: data.Goe(n, critical.goe(n, 60, again), shares),
    draw_critical.draw_goe,
    background=draw_critical.goe_background(),
    panels=2,
    size=(640, 340),
    about="Left: the eigenvalues of 60 random matrices, one column each; those with positive ones only are stars. "
    "Right: the probability of that against the size of the matrix, on a log axis, and that of coins.",
    describe=say.goe,
    ask=ask.number(
        "At n = 5, with which probability are all eigenvalues positive?",
        right=float(shares[4]),
        low=1e-8,
        high=1,
        log=True,
        at={"n": 5},
        why="Far rarer than the coins say: exactly {{exact[1]:.1f}}, {{exact[2]:.4f}}, {{exact[3]:.4f}}, {{exact[4]:.5f}}, {{exact[5]:.5f}} and "
        "{{exact[6]:.7f}} for n = 1 to 6. The eigenvalues of a random matrix repel each other, so they hardly ever crowd on one side of zero.",
    ),
    n=int_slider(2, 1, 8, "size n"),
    again=button("Draw new matrices"),
)

# %% tags=["claims"]
holds("Far rarer than the coins say")
sizes, exact = demo.line(panel=1, colour="blue", width=2)
assert (exact[1:] < 0.5 ** sizes[1:] * 0.6).all() and np.isclose(exact[0], 0.5)
assert np.allclose(exact[:6], [0.5, 0.1464, 0.0249, 0.00246, 0.00014, 0.0000046], rtol=6e-3) and demo.right < 0.03 / 100
assert demo.inside(np.array([sizes, exact]), panel=1) == 1
for n in (2, 5):
    stars = demo.set(n=n).points(marker="*")
    assert (stars[1] > 0).all() and stars.shape[1] % n == 0 and demo.hidden(demo.points()) < 0.03
assert not demo.before_asking.lines(panel=1, colour="blue", width=2)

# %% [markdown]
# (100,000 draws give {{simulated[2]:.4f}} and {{simulated[3]:.4f}} at n = 2 and 3. With variance one in *all* entries
# it would be {{not_goe:.3f}} at n = 2: that is another ensemble.)
#
# ### Play: all critical points of a small network
#
# Are the Hessians of networks like that? One network can be solved completely: a linear autoencoder, which squeezes
# five inputs through two hidden units and unpacks them again (Baldi and Hornik 1989). At a critical point it keeps
# some of the five main directions of the data, at most two, and drops the others. The ring stands at one of its
# {{points}} critical points.

# %%
explore(
    lambda number: data.Autoencoder(number, critical.autoencoder_points()),
    draw_critical.draw_autoencoder,
    background=draw_critical.autoencoder_background(),
    panels=2,
    size=(640, 340),
    about="Left: critical points of a linear autoencoder by index and loss; the chosen one is ringed. "
    "Right: bars for the 20 eigenvalues of its Hessian.",
    describe=say.autoencoder,
    ask=ask.pick(
        "How many of the {{points}} critical points are minima, and where are those with many negative eigenvalues?",
        ["several; at low loss", "several; at high loss", "one; at low loss", "one; at high loss"],
        right="one; at high loss",
        why="Exactly {{minima}} is a minimum, the global one, at loss {{loss_low:.2f}}. All others are saddles, up to the origin with loss "
        "{{loss_high:.2f}} and index {{index_high}}. Index and loss rise together, with a correlation of {{correlation:.3f}}. Dauphin and others "
        "(2014) report the same of larger networks.",
    ),
    number=int_slider(8, 1, 16, "point, by loss"),
)

# %% tags=["claims"]
holds("Exactly 1 is a minimum, the global one, at loss 1.75")
holds("Index and loss rise together, with a correlation of 0.957")
index, loss = demo.points(colour="blue")
assert index.min() > 0 and demo.points(colour="green").shape == (2, 1) and len(index) == 15
assert demo.points(colour="green")[1, 0] == loss.min() - 0.25 or demo.points(colour="green")[1, 0] < loss.min()
both = np.concatenate([demo.points(colour="green"), demo.points(colour="blue")], axis=1)
assert abs(np.corrcoef(both)[0, 1] - 0.957) < 5e-4 and both[1].min() == 1.75 and demo.inside(both) == 1
for number in demo.notches("number"):
    demo.set(number=number)
    down = len(demo.bars(panel=1, colour="red").x)
    ring = demo.line(colour="ink", marker="")
    assert abs(ring[0].mean() - down) < 0.05 and np.abs(both[0] - down).min() < 0.01
    assert number == 1 or down > 0
assert down == 10 and abs(ring[1].mean() - 5.75) < 0.02 and demo.before_asking.points().shape == (2, 0)
holds("4 of its eigenvalues are zero")
demo.set(number=1)
assert demo.points(panel=1, colour="ink", marker="x").shape == (2, 4)

# %% [markdown]
# Look at the minimum again: {{flat_directions}} of its eigenvalues are zero, so the Hessian alone says
# "inconclusive". They belong to changes of basis in the hidden layer, which change nothing. Real networks are
# full of such flat directions.
#
# > **What this does not show.** A network's Hessian is *not* a random matrix, and a linear autoencoder is a
# > special network. "Most critical points are saddles" is a heuristic with good evidence, not a theorem about your
# > network. And where descent ends is another question: it is drawn to the few points that have few ways down.

# %% [markdown]
# ## Recap
#
# - A place in the landscape is a model; its height is the mean negative log-likelihood.
# - Half of all directions lead down, but in many dimensions nearly all of them hardly do. −g is the steepest by the
#   Euclidean ruler, −sign(g) by the max norm.
# - On a bowl gradient descent converges for 0 < α < 2/λ_max. The steepest way may miss the minimum by almost a
#   right angle: the cosine can be as small as 2√κ/(1 + κ).
# - Convex: chords lie on or above the graph. Softmax regression is convex, since vᵀHv is a mean of variances, but not
#   strictly; networks are not. Convex does not mean easy, nor that there is a minimum.
# - On a plateau, steps that are ten times smaller take ten times as many. A strict saddle delays only logarithmically.
#   Momentum is a longer step that need not be unstable in the steep directions.
# - Eigenvalues, not diagonal entries, tell minima from saddles.
# - *(Optional)* Layers that add little keep the loss low around a trained network. Bad local optima become rare as networks grow.
#   Random matrices hardly ever have only positive eigenvalues.
#
# **Next:** `assignments/ps1_landscape`, where you write these instruments yourself. Then lecture 2: a better
# direction than the steepest one.

# %%
guesses()

# %% [markdown]
# ## Sources
#
# - P. Baldi and K. Hornik (1989), *Neural networks and principal component analysis: learning from examples without
#   local minima*: the critical points of section 9.
# - S. Boyd and L. Vandenberghe (2004), *Convex Optimization*: chapter 3 for convexity, section 9.4 for steepest
#   descent in other norms.
# - J. Nocedal and S. Wright (2006), *Numerical Optimization*: chapters 2 and 3 for critical points, gradient descent
#   and its rate.
# - N. G. de Bruijn (1955), *On some multiple integrals involving determinants*; D. Dean and S. Majumdar (2006), *Large
#   deviations of extreme eigenvalues of random matrices*: the probabilities of section 9.
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
#   digits of section 1.
# - UC Berkeley, CS W182/282A, lecture *Optimization*: the order of ideas.
