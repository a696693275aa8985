# %% [markdown]
# # 2 · Newton's method
#
# The next cell loads the experiments of this lecture: short functions built on the very functions that you will write
# in the assignment.

# %%
import numpy as np

from lectures.newton.experiments import convergence, costs, landscapes, models, network, products, quasi, repairs
from lectures.viz import ask, choice, contours, explore, guesses, int_slider, log_slider, point, slider, yours
from lectures.newton import data, words as say
from lectures.newton.drawing import costs as pricing, models as drawing, network as networking, repairs as repairing

# %% [markdown]
# ## First, play: whose pit is it?
#
# Four pits, seen from above; triangles mark their bottoms. Every point of the map is coloured by the place where a
# method ends up that starts there: four colours for the four pits, grey for the passes (saddles) between them, red for
# the hilltop in the middle. You see the map of gradient descent, and one of its paths. Make your guess first; then drag
# the start anywhere, and compare the three maps.

# %%
METHODS = {"gradient descent": "gradient descent", "Newton's method": "newton", "saddle-free Newton": "saddle-free"}
explore(
    repairs.path_and_end,
    repairing.draw_path_among_pits,
    background=lambda method: repairing.basins_background(repairs.basins(method), landscapes.critical_points()),
    background_on=("method",),
    panels={"ncols": 2, "width_ratios": [1.7, 1]},
    about="Left: a map that colours each start by where the method ends, with a path from one start. Right: the loss "
    "along that path.",
    describe=say.path_among_pits,
    ask=ask.place(
        "Newton's method is the most famous rival of gradient descent. Drag the ring to where it ends from the same "
        "start.",
        right=lambda shown: shown.path[-1],
        start=(3.5, -3.5),
        why="It walks to a pass between two pits and stops there. Over the whole map, "
        "{{shares[newton][minimum]:.0%}} of its "
        "starts end in a pit, {{shares[newton][saddle]:.0%}} on a pass and {{shares[newton][maximum]:.0%}} on the "
        "hilltop.",
        at={"method": "newton"},
    ),
    method=choice("gradient descent", METHODS, "method"),
    start=point(-1.2, 2.2, "start"),
)

# %% tags=["claims"]
holds("You see the map of gradient descent, and one of its paths")
assert "a minimum" in demo.says and demo.axes(0).equal
holds("It walks to a pass between two pits and stops there")
demo.set(method="newton")
path = demo.line(width=2)
assert "a saddle" in demo.says and np.allclose(path[:, -1], demo.right, atol=1e-3) and demo.inside(path) == 1
assert np.abs(landscapes.critical_points()[4:8] - path[:, -1]).max(axis=1).min() < 1e-4
assert set(demo.axes(1).legend) == {"minima ▾", "saddles ×", "maximum ▴"}
holds("grey for the passes (saddles) between them, red for the hilltop in the middle")
found = repairs.basins("newton")
assert np.isclose(np.mean((found >= 0) & (found < 4)), repairs.shares("newton")["minimum"]) and (found == 8).any()

# %% [markdown]
# ## Objectives
#
# After this lecture you can
#
# - say why the steepest direction is not the best one, and which direction is;
# - write down the quadratic model of a loss, and step to its flat point by *solving*, not inverting;
# - recognise quadratic convergence in a row of errors, and name the cases where it does not come;
# - repair what goes wrong far from a minimum: |H|, damping, backtracking;
# - count what a step costs in memory and time, and take Newton's step without ever forming a Hessian.
#
# **Time:** about 60 minutes for sections 1 to 7, and about 19 more for the three *optional* sections. You need
# lecture 1 (gradient descent, eigenvalues of the Hessian).

# %% [markdown]
# ## 1 · A better direction
#
# ### Idea
#
# Stand on the side of a long valley. The steepest way down leads across the valley. The minimum lies *along* it.
# Lecture 1 measured the angle between the two, and it can come close to 90°. No step size mends a wrong direction.
#
# What would a good direction need to know? How the slope *changes*. Where the slope changes fast, the bottom is near;
# where it changes slowly, the bottom is far. So divide the slope by its rate of change. With the gradient $g$ and the
# Hessian $H$, the matrix of all second derivatives, that is **Newton's step**:
#
# $$\delta \;\text{ with }\; H\,\delta = -g, \qquad \theta \leftarrow \theta + \delta.$$
#
# ### By hand
#
# Take $L = \tfrac12(\tfrac1{10}\theta_1^2 + \theta_2^2)$ and stand at $(-10, 1)$. The gradient is $(-1, 1)$. Steepest
# descent walks along $(1, -1)$, at 45°, and even with the best step size there is, $g^\top g / g^\top H g = 2/1.1$, it
# lands at ({{best_descent_step[0]:.2f}}, {{best_descent_step[1]:.2f}}). Newton divides each part of the gradient by its
# own curvature: $\delta = (1/0.1,\; -1/1) = (10, -1)$. It lands on $(0, 0)$.

# %% [markdown]
# ### Play: one step each
#
# One step of each method, and gradient descent even gets the best step size along its direction. Stretch the bowl, drag
# the start.
#
# <details><summary><b>Predict, then look.</b> Is there a start from which one step of gradient descent is as good as
# Newton's?</summary>
#
# Yes: on the two axes of the bowl the gradient points at the minimum, and if κ = 1, when the bowl is round, it does so
# everywhere. Newton's step hits the minimum from *anywhere*, for any κ. In 300 random bowls with n = 10, κ = 100 and
# random starts it left less than {{said[one_step]}} of the distance, and that is rounding.
#
# </details>

# %%
explore(
    models.one_step,
    drawing.draw_bowl_steps,
    background=drawing.bowl_background(),
    about="Contour lines of a bowl seen from above, with one step of gradient descent and one of Newton's method.",
    describe=say.one_step,
    kappa=log_slider(20, 1, 200, "condition number κ"),
    start=point(-2.5, 0.6, "start"),
)

# %% tags=["claims"]
assert demo.axes().equal


def left(name):
    return np.hypot(*demo.line(as_=name, width=2)[:, -1])


assert left("gradient descent") > 1
holds("on the two axes of the bowl the gradient points at the minimum")
for start in ((-2.5, 0.0), (0.0, 1.4)):
    demo.set(start=start)
    assert left("gradient descent") < 1e-6
holds("if κ = 1, when the bowl is round, it does so everywhere")
for start in ((-2.5, 0.6), (1.0, -1.5)):
    demo.set(kappa=1, start=start)
    assert left("gradient descent") < 1e-6
holds("Newton's step hits the minimum from anywhere, for any κ")
for kappa in demo.notches("kappa"):
    demo.set(kappa=kappa, start=(2.9, -1.1))
    steps = demo.line(as_="newton", width=2)
    assert left("newton") < 1e-6 and demo.inside(steps) == 1 and demo.hidden(steps) == 0

# %% [markdown]
# ### Play: your step, in other coordinates
#
# Measure one length in metres and another in millimetres: the landscape is stretched, and the methods see different
# numbers. Below, one loss (convex, but not quadratic) is minimised in coordinates φ with θ = Aφ, where A stretches a
# slanted direction by s and shrinks the one across it by 1/s. On the right the paths are carried back to θ.
#
# The cell is yours to change. It runs, but it only divides the whole gradient by the largest curvature. Make it
# Newton's step: which equation must δ satisfy? NumPy has a function that solves linear systems. Run the cell with
# Shift+Enter, and the picture follows. The dashed path is where you should end up.
#
# <details><summary><b>Predict, then look.</b> Move s. Which paths on the right change?</summary>
#
# All but the dashed one. In φ the gradient is $A^\top g$ and the Hessian $A^\top H A$, so Newton's step is
# $-(A^\top H A)^{-1}A^\top g = -A^{-1}H^{-1}g$: the old step, carried over. In 50 random stretches its path moved by
# less than {{said[apart_newton]}}, gradient descent's by up to {{apart_descent:.2f}}. Once your step is right, it stays
# put too.
#
# </details>


# %% tags=["open"]
@yours("ps2_newton")
def newton_step(g, H):
    """So far the whole step is divided by one number: let every direction have its own curvature."""
    return -g / np.abs(np.linalg.eigvalsh(H)).max()


# %%
valley, window, levels = landscapes.cosh_valley.f, ((-2.6, 2.6), (-1.9, 1.9)), 2 + 0.1 * 3.0 ** np.arange(4)
lines = drawing.level_lines(valley, *window, levels)
explore(
    lambda s: data.TwoCoordinates(lines, *models.own_in_other_coordinates(yours.newton_step, s)),
    drawing.draw_two_coordinates,
    background=drawing.coordinates_background(valley, *window, levels),
    panels=2,
    about="Left: contour lines of a loss and three paths in stretched coordinates φ. Right: the same paths carried "
    "back to θ.",
    describe=say.two_coordinates,
    follows=["newton_step"],
    s=log_slider(1.2, 0.7, 1.43, "stretch s", notches=16),
)

# %% tags=["claims"]
holds("It runs, but it only divides the whole gradient by the largest curvature")
holds("All but the dashed one")
assert demo.axes(0).equal and demo.axes(1).equal


def paths():
    right = demo.line(colour="grey", dash="dashed", panel=1)
    return [right, *(demo.line(as_=name, panel=1) for name in ("gradient descent", "your own"))]


demo.set(s=demo.notches("s")[0])
first = paths()
demo.set(s=demo.notches("s")[-1])
right, descent, own = (demo.apart(before, now, panel=1) for before, now in zip(first, paths(), strict=True))
assert right < 0.1 and descent > 10 and own > 10
for s in demo.notches("s"):
    demo.set(s=s)
    assert all(demo.hidden(path, panel=1) == 0 for path in paths()) and demo.inside(paths()[0], panel=1) == 1
    assert np.hypot(*paths()[0][:, -1]) < 1e-4 < np.hypot(*paths()[2][:, -1])

# %% [markdown]
# ### Where it fails
#
# A bowl is a lucky case: its Hessian is the same everywhere. On other losses the step is only as good as the picture of
# the loss that it is built on. That picture is the subject of the next section.

# %% [markdown]
# ## 2 · The quadratic model
#
# ### Idea
#
# Near a point $\theta_0$ every smooth loss looks like a quadratic one. In one dimension Taylor's formula says
#
# $$L(\theta) \approx L(\theta_0) + L'(\theta_0)\,(\theta-\theta_0) + \tfrac12 L''(\theta_0)\,(\theta-\theta_0)^2,$$
#
# the parabola that shares value, slope and bend with the curve. In $n$ dimensions, with the displacement
# $\delta = \theta - \theta_0$,
#
# $$m(\delta) = L(\theta_0) + g^\top\delta + \tfrac12\,\delta^\top H\,\delta, \qquad
# g = \Big(\frac{\partial L}{\partial\theta_1}, \dots, \frac{\partial L}{\partial\theta_n}\Big)^{\!\top}, \qquad
# H_{ij} = \frac{\partial^2 L}{\partial\theta_i\,\partial\theta_j}.$$
#
# Mind the transpose: the linear term $g^\top\delta$ is one number. You will often read $\nabla_\theta
# L(\theta_0)(\theta-\theta_0)$ without it, which is a product of two columns and has no meaning.
#
# ### By hand
#
# $L(\theta) = \theta^4$ at $\theta_0 = 1$: value 1, slope 4, bend 12. So $m(\delta) = 1 + 4\delta + 6\delta^2$. At
# $\delta = 0.1$ the model says 1.46, and $1.1^4 = 1.4641$: off by 0.0041. At $\delta = 0.2$ it is off by
# 2.0736 − 2.04 = 0.0336, eight times as much. Doubling the distance costs $2^3$.

# %% [markdown]
# ### Play: a parabola glued to the curve
#
# After your guess, the parabola touches the curve at the black dot. A triangle marks its flat point: pointing down for
# a minimum of the parabola, up for a maximum. The cross below or above it is where Newton's step lands on the curve.
# Then slide θ₀ through all hills and pits: wherever the curve bends down, the parabola opens downwards; where the curve
# is almost straight, the flat point is far outside the picture.

# %%
explore(
    models.glued_model,
    drawing.draw_model,
    background=drawing.model_background(lambda x: models.wavy(x)[0], (-5, 5), (-1.5, 4)),
    about="A wavy loss of one variable, and the parabola that shares value, slope and bend with it at θ₀.",
    describe=say.model,
    ask=ask.place(
        "From the black dot the curve falls to the left. Drag the ring to where Newton's step lands.",
        right=lambda shown: (shown.landing[0], shown.loss(shown.landing[0])),
        start=(-3.0, 2.5),
        within=0.05,
        why="It climbs to θ = {{uphill:.2f}}, to the right. Here the curve bends down, so the flat point of the "
        "parabola is its top, and dividing by a negative curvature turns the step uphill.",
    ),
    theta0=slider(0.6, -4, 4, "point θ₀", step=0.2),
)

# %% tags=["claims"]
holds("From the black dot the curve falls to the left")
assert not demo.before_asking.points(marker="x").size and not demo.before_asking.lines(width=3)
dot, landing = demo.points(colour="ink")[:, 0], demo.points(marker="x")[:, 0]
assert models.wavy(0.6)[1] > 0 and np.isclose(dot[0], 0.6)
holds("Here the curve bends down, so the flat point of the parabola is its top")
assert landing[0] > dot[0] and landing[1] > dot[1] and np.allclose(landing, demo.right, atol=1e-3)
assert demo.points(marker="^").shape == (2, 1) and "opens down" in demo.says
holds("wherever the curve bends down, the parabola opens downwards")
far = []
for theta0 in demo.notches("theta0"):
    demo.set(theta0=theta0)
    _, values = demo.line(width=3)
    middle = len(values) // 2
    assert (values[0] + values[-1] - 2 * values[middle] > 0) == (models.wavy(theta0)[2] > 0)
    far += [abs(models.wavy(theta0)[2])] if "outside the picture" in demo.says else []
holds("where the curve is almost straight, the flat point is far outside the picture")
assert far and min(abs(models.wavy(t)[2]) for t in demo.notches("theta0")) in far

# %% [markdown]
# ### Play: the model from above
#
# The landscape with the four pits (thin lines), and the model at the point that you drag (dashed pink lines). The arrow
# is Newton's step; it leads to the flat point of the model. Near a pit the dashed lines are ellipses, and the arrow
# ends close to the bottom. In the very middle they are ellipses again, but around a *maximum*: there both eigenvalues
# are negative.

# %%
explore(
    models.model_among_pits,
    drawing.draw_model_seen_from_above,
    background=contours(landscapes.four_pits.f, (-5, 5), (-5, 5), 7, aspect="equal"),
    size=(640, 480),
    about="Contour lines of a loss with four pits, those of its quadratic model at one point, and Newton's step from "
    "there.",
    describe=say.model_seen_from_above,
    ask=ask.pick(
        "The point will move from its pit to a place between two pits, the start of the first picture. What do the "
        "dashed ellipses become?",
        ["larger ellipses", "hyperbolas", "parallel straight lines"],
        right="hyperbolas",
        why="One eigenvalue of H is negative there, so the model is a saddle without any minimum, and the arrow "
        "leads to the centre of the saddle. That is how Newton's method came to the pass.",
        at={"place": (-1.2, 2.2)},
    ),
    place=point(2.6, 2.4, "point θ₀"),
)

# %% tags=["claims"]
holds("Near a pit the dashed lines are ellipses, and the arrow ends close to the bottom")
assert demo.axes().equal and "a minimum" in demo.says and demo.points(marker="v").shape == (2, 1)
assert np.hypot(*(demo.points(marker="v")[:, 0] - [3, 2])) < 0.3
holds("One eigenvalue of H is negative there, so the model is a saddle without any minimum")
demo.set(place=(-1.2, 2.2))
arrow = demo.arrows()
assert "a saddle" in demo.says and demo.points(marker="x").shape == (2, 1)
assert np.hypot(arrow.x + arrow.dx - 0.09, arrow.y + arrow.dy - 2.88) < 1.5
lines_ = demo.line(colour="pink", dash="dashed").T
assert np.isnan(lines_).any()
holds("In the very middle they are ellipses again, but around a maximum")
demo.set(place=(-0.3, -0.9))
assert "a maximum" in demo.says and demo.points(marker="^").shape == (2, 1)

# %% [markdown]
# ### Where it fails
#
# The model is local. Its error grows with the *cube* of the distance, and nothing in $g$ and $H$ says how large the
# factor of that cube is. A step that leaves the neighbourhood is a guess.
#
# ## 3 · Set the derivative to zero, and solve
#
# ### Idea
#
# The model is simple enough to be minimised with pencil and paper. Write it out in coordinates,
#
# $$m(\delta) = L_0 + \sum_i g_i\,\delta_i + \tfrac12\sum_{i,j} H_{ij}\,\delta_i\,\delta_j,$$
#
# and differentiate with respect to $\delta_k$. The linear term gives $g_k$. In the double sum $\delta_k$ appears once
# as $\delta_i$ and once as $\delta_j$; since $H$ is symmetric both give the same, and the ½ cancels:
#
# $$\frac{\partial m}{\partial\delta_k} = g_k + \sum_j H_{kj}\,\delta_j, \qquad\text{so}\qquad \nabla m(\delta) = g +
# H\delta.$$
#
# Set it to zero: $H\delta = -g$. If all eigenvalues of $H$ are positive, the model is a bowl, and this is its only
# minimum.
#
# > **One step, not the answer.** You will often read $\theta^* \leftarrow \theta_0 - H^{-1}g$. But that is the
# > minimiser of the *model*, so it is one *step*, to $\theta_1$. It is $\theta^*$ only if the loss is a convex
# > quadratic. Otherwise, take gradient and Hessian at the new place and step again.
#
# ### By hand
#
# $g = (1, 1)$, $H = \begin{pmatrix}2&1\\1&3\end{pmatrix}$. Two equations: $2\delta_1 + \delta_2 = -1$ and
# $\delta_1 + 3\delta_2 = -1$. Three times the first minus the second: $5\delta_1 = -2$. So $\delta = (-0.4, -0.2)$. No
# inverse was needed, and none is needed in a program: solving one system is less work than inverting, and leaves a
# smaller residual (section 8).
#
# ### Where it fails
#
# If $H$ has a negative eigenvalue, $H\delta = -g$ still has a solution, but it is no minimum. If $H$ is singular there
# is none, or there are too many. Section 5 repairs both.

# %% [markdown]
# ## 4 · Digits that double
#
# ### Idea
#
# Close to a minimum the model is very good, and so is its flat point. If $e_k$ is the distance to the minimum after $k$
# steps, the cube that the model leaves out makes
#
# $$e_{k+1} \approx C\, e_k^2.$$
#
# An error of $10^{-3}$ becomes about $10^{-6}$, then $10^{-12}$: the number of correct digits *doubles*. This is
# **quadratic convergence**. Gradient descent has $e_{k+1} \approx C e_k$ with $C < 1$, **linear** convergence: every
# step adds the same number of digits.
#
# From three errors in a row the order $p$ in $e_{k+1} \approx Ce_k^p$ can be read off:
# $p \approx \log(e_{k+1}/e_k) \,/ \log(e_k/e_{k-1})$.
#
# ### By hand
#
# Minimise $\theta^3/3 - 2\theta$ for $\theta > 0$. Slope $\theta^2 - 2$, bend $2\theta$, so Newton's method is
# $\theta \leftarrow \theta - (\theta^2-2)/(2\theta) = \tfrac12(\theta + 2/\theta)$: Heron's way to take the square root
# of 2, known for two thousand years. From 1: 1.5, 1.416667, 1.414216. The errors are {{heron[0]:.2f}},
# {{heron[1]:.3f}}, {{heron[2]:.4f}}, {{said[heron3]}}, {{said[heron4]}}. And $e_{k+1}/e_k^2$ tends to $1/(2\sqrt2)$ =
# {{heron_ratio:.2f}}.

# %% [markdown]
# ### Play: logistic regression
#
# 200 examples, three parameters, a little weight decay. Both methods start at zero, and gradient descent has the step
# size that is best near the minimum. On this log axis it is a straight line. Sketch Newton's curve; then measure the
# features in unequal units (1, u and u² times as large). That stretches the loss: gradient descent's line becomes flat,
# and Newton's method hardly notices. At u = 1 gradient descent needs {{steps_alike[gradient descent]}} steps to come
# within 10⁻⁶, Newton's method {{steps_alike[newton]}}; at u = 4 they need {{steps_unequal[gradient descent]}} and
# {{steps_unequal[newton]}}.

# %%
explore(
    convergence.logistic_convergence,
    drawing.draw_convergence,
    background=drawing.convergence_background(),
    panels=2,
    about="Left: the distance to the minimum of a logistic loss against the step, for gradient descent and Newton. "
    "Right: each error of Newton's over the square of the one before.",
    describe=say.convergence,
    ask=ask.curve(
        "Sketch the errors of Newton's method: drag the points.",
        x=range(7),
        start=1.0,
        right=lambda shown: shown.errors["newton"][:7],
        why="It bends down faster and faster, until rounding stops it. The estimated orders are {{orders[0]:.2f}}, "
        "{{orders[1]:.2f}}, {{orders[2]:.2f}}, {{orders[3]:.2f}}: they tend to 2, and the ratio on the right to a "
        "constant, about {{ratio:.2f}}.",
    ),
    unequal=slider(1, 1, 6, "unequal units u", step=0.25),
)

# %% tags=["claims"]
assert not demo.before_asking.lines(as_="newton") and demo.before_asking.lines(as_="gradient descent")
holds("It bends down faster and faster, until rounding stops it")
k, errors = demo.line(as_="newton")
drops = np.diff(np.log10(errors[:8]))
assert (np.diff(drops[:6]) < 0).all() and errors[8] < 1e-14 and "1.37, 1.90, 1.98, 2.00" in demo.says
ratios = demo.line(as_="newton", panel=1)
assert abs(ratios[1, -1] - ratios[1, -2]) < 0.02 and demo.inside(ratios, panel=1) == 1
holds("On this log axis it is a straight line")
descent = demo.line(as_="gradient descent")
slopes = np.diff(np.log(descent[1, 6:17]))
assert np.ptp(slopes) < 0.1 * abs(slopes.mean())
holds("gradient descent's line becomes flat, and Newton's method hardly notices")
demo.set(unequal=4)
flat = demo.line(as_="gradient descent")
assert flat[1, 16] > 1 > 1e-3 > descent[1, 16] and demo.line(as_="newton")[1, 5] < 1e-10
assert demo.hidden(demo.line(as_="newton")) == 0 and demo.hidden(flat) == 0 and demo.axes().ylog

# %% [markdown]
# ### Play: when the digits do not double
#
# Newton's method on three losses of one variable. The slider says how far from the minimum it starts. After your guess,
# first go back to 0.8 and look at the three shapes. θ⁴ has no curvature at its minimum: θ shrinks by 2/3 in every step,
# a straight line, order 1. ln cosh θ is symmetric, so the cubic term that the model leaves out vanishes at the minimum:
# order 3.

# %%
explore(
    convergence.three_losses,
    drawing.draw_digits,
    background=drawing.digits_background(convergence.CURVES),
    about="Errors of Newton's method on three losses of one variable against the step, on a log axis.",
    describe=say.digits,
    ask=ask.pick(
        "Which of the three losses throws Newton's method out if it starts at a distance of 1.3?",
        list(convergence.CURVES),
        right="ln cosh θ (no third derivative there)",
        why="Beyond {{threshold:.4f}} this loss, a convex one, throws Newton's method from side to side, farther and "
        "farther. Far out ln cosh is almost straight, so the curvature is tiny and the step is huge.",
        at={"distance": 1.3},
    ),
    distance=slider(0.8, 0.1, 1.3, "distance of the start", step=0.05),
)

# %% tags=["claims"]
assert demo.before_asking.lines(as_=0) and not demo.before_asking.lines(as_=1) and not demo.before_asking.lines(as_=2)
holds("θ shrinks by 2/3 in every step, a straight line, order 1")
_, flat = demo.line(as_=1)
assert np.allclose(flat[1:] / flat[:-1], 2 / 3, rtol=1e-4)
holds("the cubic term that the model leaves out vanishes at the minimum: order 3")
assert "ln cosh θ 3.0" in demo.says and "θ⁴ 1.00" in demo.says
lasts = [demo.line(as_=i) for i in range(3)]
assert all(demo.hidden(line) == 0 for line in lasts)
holds("throws Newton's method from side to side, farther and farther")
demo.set(distance=1.1)
lost = demo.line(as_=2)[1]
assert (np.diff(lost[np.isfinite(lost)]) > 0).all()
demo.set(distance=1.05)
assert demo.line(as_=2)[1, -1] < 1e-3
demo.set(distance=1.3)
assert np.nanmax(demo.line(as_=2)[1]) > 1e3 and all(demo.line(as_=i)[1, -1] < 0.2 for i in (0, 1))

# %% [markdown]
# > **What is promised.** If the minimum has positive curvature in every direction, and the start is *close enough*,
# > convergence is quadratic (Nocedal and Wright 2006, theorem 3.5). Convexity alone does not make the full step safe,
# > as ln cosh shows. And "quadratic" describes how fast the errors shrink; it does not say how many steps you need.
#
# ### Where it fails
#
# "Close enough" is the catch. Nobody starts a network close to a minimum.

# %% [markdown]
# ## 5 · Where it goes wrong, and what repairs it
#
# ### Idea
#
# Newton's method looks for a point with $g = 0$, and takes what comes: minimum, saddle or maximum. Far from all of them
# its steps can be huge. Three repairs, alone or together:
#
# 1. **|H|**: give every eigenvalue of $H$ its magnitude. Along $q_i$ with curvature $\lambda_i$ the step becomes
#    $-(q_i^\top g)/|\lambda_i|$: always downhill. This is *saddle-free* Newton (Dauphin et al. 2014).
# 2. **Damping**: add $d\,I$. The step becomes $-(|H| + dI)^{-1}g$: shorter, and for large $d$ it turns into a small
# step of    gradient descent, $-g/d$ (Levenberg 1944, Marquardt 1963).
# 3. **Backtracking**: try the full step; while the loss does not fall enough, halve it (Armijo 1966).
#
# ### By hand
#
# $f = x\cos(0.15\pi x)$ at $x = 10$. The slope is $1.5\pi = 4.71$, so downhill is to the left, and the bend is
# $0.3\pi = 0.942$. The step is $-4.71/0.942 = -5$, exactly. At $x = 5$ the slope is −2.37, but the bend is only 0.119:
# a step of +20. After that it settles at {{waves[Newton]:.2f}}, where the bend is {{waves_curvature:.1f}}. We asked for
# a minimum and got a *maximum*.

# %% [markdown]
# ### Play: hills and pits
#
# The example from above. The arcs are the first five hops, and the numbers count the steps. On the right, the distance
# to the place where the path ends, on a log axis. Choose a repair, and the start.
#
# <details><summary><b>Predict, then look.</b> Start at 10. Where does each of the three repairs end: in the nearest
# minimum? And does each of them still double its digits?</summary>
#
# All three end in a minimum, but not in the same one: |H| alone at {{waves[|H|]:.2f}}, since it still takes the huge
# step from
# 5. With damping, and with backtracking, it is the near one at {{waves[|H| + backtracking]:.2f}}. Only damping costs
# the doubling: on the right its errors fall along a straight line, to a seventh in every step, where the other curves
# plunge.
#
# </details>

# %%
explore(
    repairs.walk_and_end,
    repairing.draw_waves,
    background=repairing.waves_background(landscapes.growing_waves.f, *landscapes.critical_points_of_waves()),
    panels={"ncols": 2, "width_ratios": [1.5, 1]},
    about="Left: the curve x cos(0.15πx), with hills and pits, and the first hops of a path on it. Right: the "
    "distance to the path's end against the step, on a log axis.",
    describe=say.waves,
    start=int_slider(10, 3, 24, "start θ₀"),
    method=choice("Newton", repairs.MENDS, "method"),
)

# %% tags=["claims"]
holds("We asked for a minimum and got a maximum")
assert "26.83, a maximum" in demo.says and demo.texts()[:3] == ["0", "1", "2"]
arcs = demo.line(colour="purple", width=1.5)
assert demo.hidden(arcs[:, ~np.isnan(arcs[0])]) == 0
minima, _ = landscapes.critical_points_of_waves()
holds("All three end in a minimum, but not in the same one: |H| alone at")
ends = {}
for method in repairs.MENDS[1:]:
    demo.set(method=method)
    assert "a minimum" in demo.says
    ends[method] = demo.points(marker="*")[0, 0]
    arcs = demo.line(colour="purple", width=1.5)
    assert demo.inside(arcs[:, ~np.isnan(arcs[0])]) == 1 and demo.hidden(arcs[:, ~np.isnan(arcs[0])]) == 0
near = minima[np.abs(minima - 10).argmin()]
assert abs(ends["|H|"] - near) > 10
holds("With damping, and with backtracking, it is the near one at")
assert all(abs(ends[method] - near) < 1e-3 for method in repairs.MENDS[2:])
holds("on the right its errors fall along a straight line, to a seventh in every step, where the other curves plunge")
errors = {method: demo.set(method=method).line(as_="newton", panel=1)[1] for method in repairs.MENDS[1:]}
damped = errors["|H| + damping 0.3"]
assert np.allclose(damped[4:14] / damped[3:13], 1 / 7, atol=0.01)
for method in ("|H|", "|H| + backtracking"):
    e = errors[method]
    k = int(np.argmax(e < 1e-10))
    assert 0 < k < 10 and e[k] < 1e-2 * e[k - 1] ** 1.5 / e[k - 1]
assert demo.axes(1).ylog and demo.axes(1).ylabel == "distance to the end point"

# %% [markdown]
# ### Play: how much damping?
#
# Start between two pits, where one curvature is negative ({{damping_eigenvalues[0]:.1f}}) and one positive
# ({{damping_eigenvalues[1]:.1f}}). The pink arrow is $-(H + dI)^{-1}g$, the orange one $-(|H| + dI)^{-1}g$. After your
# guess, step from 16 to 18.

# %%
explore(
    repairs.damped_steps,
    repairing.draw_damping,
    background=repairing.damping_background(landscapes.four_pits.f, (-5, 2), (0, 5)),
    about="Contour lines between two pits, with a damped step of Newton's, one with |H|, and the direction −g.",
    describe=say.damping,
    ask=ask.pick(
        "What happens to the pink arrow as d grows past {{damping_crossing:.1f}}?",
        [
            "it shrinks smoothly",
            "it shoots off to one side and comes back from the other",
            "it turns smoothly towards −g",
        ],
        right="it shoots off to one side and comes back from the other",
        why="At that value H + dI is singular: one eigenvalue passes through zero. Below it, damping makes the step "
        "longer "
        "and leaves it pointing to the wrong side. Above it, both arrows turn towards −g and shrink. The orange one "
        "never jumps.",
        at={"d": 16},
    ),
    d=int_slider(0, 0, 100, "damping d", step=2),
)

# %% tags=["claims"]
holds("it shoots off to one side and comes back from the other")
assert demo.axes().equal and demo.axes().legend["−(H + dI)⁻¹g"] == "purple"


def arrow(colour):
    return np.array([demo.arrows(colour=colour).dx[0], demo.arrows(colour=colour).dy[0]])


before, after = (arrow("pink") if demo.set(d=d) else None for d in (16, 18))
assert np.hypot(*before) > 5 and np.hypot(*after) > 0.5 and before @ after < 0
holds("Below it, damping makes the step longer and leaves it pointing to the wrong side")
lengths = [np.hypot(*arrow("pink")) for d in range(0, 17, 2) if demo.set(d=d)]
assert (np.diff(lengths) > 0).all()
holds("both arrows turn towards −g and shrink")
downhill = np.diff(demo.line(colour="grey", dash="dotted"), axis=1)[:, 0]


def cosine(v):
    return v @ downhill / np.hypot(*v) / np.hypot(*downhill)


high = {c: [arrow(c) for d in range(18, 101, 2) if demo.set(d=d)] for c in ("pink", "orange")}
for steps in high.values():
    assert (np.diff([np.hypot(*v) for v in steps]) < 0).all() and (np.diff([cosine(v) for v in steps]) > -1e-9).all()
assert cosine(high["pink"][-1]) > 0.97 and cosine(high["orange"][-1]) > 0.97
holds("The orange one never jumps")
smooth = [arrow("orange") for d in demo.notches("d") if demo.set(d=d)]
assert max(np.hypot(*step) for step in np.diff(smooth, axis=0)) < 0.3

# %% [markdown]
# ### Play: turn it downhill
#
# Your second update: the saddle-free step. So far it divides the whole gradient by one number. Use the eigenvectors:
# split the gradient along them (`np.linalg.eigh` finds them), divide each part as repair 1 says, and put the parts
# together again. The dashed path is where you should end up; d is the damping.
#
# <details><summary><b>Predict, then look.</b> The start lies beside a pass. How many steps does the dashed path need to
# a pit, and what does a larger d change?</summary>
#
# With d = 1 it is within 0.1 of the bottom after 7 steps. A larger d shortens every step: with d = 64 it takes 22. Your
# first version needs 27 even at d = 1: its steps are as short as the steepest direction demands, so it crawls out of
# the pass.
#
# </details>


# %% tags=["open"]
@yours("ps2_newton")
def saddle_free_step(g, H, damping=0.0):
    """So far the whole step is divided by one number: treat each eigenvector's part by itself."""
    return -g / (np.abs(np.linalg.eigvalsh(H)).max() + damping)


# %%
explore(
    lambda d, start: repairs.own_among_pits(yours.saddle_free_step, start, d),
    repairing.draw_own_among_pits,
    background=repairing.own_background(landscapes.four_pits.f, landscapes.critical_points()),
    size=(640, 480),
    about="Contour lines of a loss with four pits, with the path of your own step and, dashed, that of the right one.",
    describe=say.own_among_pits,
    follows=["saddle_free_step"],
    d=log_slider(1, 1, 64, "damping d", notches=12),
    start=point(3.4, 0.2, "start"),
)

# %% tags=["claims"]
bottom = landscapes.critical_points()[:4]


def steps_to_the_bottom(path):
    nearest = bottom[np.hypot(*(bottom - path[:, -1]).T).argmin()]
    return int(np.argmax(np.hypot(*(path.T - nearest).T) < 0.1))


def right():
    return demo.line(colour="grey", dash="dashed")


def own():
    return demo.line(as_="your own")


assert demo.axes().equal and demo.hidden(own()) == 0 and demo.hidden(right()) == 0 and demo.apart(own(), right()) > 20
holds("With d = 1 it is within 0.1 of the bottom after 7 steps")
assert steps_to_the_bottom(right()) == 7
needed = [steps_to_the_bottom(right()) for d in demo.notches("d")[3:] if demo.set(d=d)]
holds("Your first version needs 27 even at d = 1")
assert demo.set(d=1) and steps_to_the_bottom(own()) == 27
holds("with d = 64 it takes 22")
assert demo.set(d=64) and steps_to_the_bottom(right()) == 22 == max(needed)

# %% [markdown]
# ### Play: look before you leap
#
# Newton's step on ln cosh θ, from a start where the full step is too long. On the left, the loss along the first step.
# **Armijo's condition** asks that the loss lies under the dashed line: it must keep a share c of the fall that the
# slope promises. On the right, after your guess, the errors of the whole run.

# %%
explore(
    repairs.search_and_curve,
    repairing.draw_search,
    background=repairing.search_background(),
    panels=2,
    about="Left: the loss along Newton's step against the step size, the line that Armijo's condition draws, and the "
    "sizes that were tried. Right: the errors of the whole run.",
    describe=say.search,
    ask=ask.pick(
        "With which of these shares will the whole run, from θ₀ = 1.5, take longest to come within 10⁻⁵?",
        ["c = 0.0001", "c = 0.3", "c = 0.6"],
        right="c = 0.6",
        why="Its first step is shorter, and even a lucky one. But close to the minimum a full Newton step gains only "
        "half of what the slope promises, so with c above ½ it is refused for ever: {{searched[0.6][0]}} steps and "
        "{{searched[0.6][1]}} losses, against {{searched[0.0001][0]}} and {{searched[0.0001][1]}} with c = 10⁻⁴.",
        at={"c": 0.6},
    ),
    start=slider(1.5, 0.9, 1.9, "start θ₀", step=0.1),
    c=choice(1e-4, repairs.SHARES, "share c"),
)

# %% tags=["claims"]
assert not demo.before_asking.lines(panel=1)
assert demo.points(marker="*")[0, 0] == 0.5 and demo.points(marker="x").shape == (2, 1)
small = demo.line(as_="newton", panel=1)[1]
holds("Its first step is shorter, and even a lucky one")
demo.set(c=0.6)
large = demo.line(as_="newton", panel=1)[1]
assert demo.points(marker="*")[0, 0] == 0.25 and large[1] < small[1]
holds("so with c above ½ it is refused for ever")
assert np.allclose(large[3:] / large[2:-1], 0.5, atol=0.03) and len(large) > 2 * len(small)
assert len(demo.set(c=0.3).line(as_="newton", panel=1)[1]) < len(small)
holds("They differ little as long as they stay below ½")
for start in demo.notches("start"):
    runs = {c: len(demo.set(c=c, start=start).line(as_="newton", panel=1)[1]) - 1 for c in repairs.SHARES}
    assert max(runs[1e-4], runs[0.1], runs[0.3]) <= 7 < 13 < min(runs[0.6], runs[0.9])
    loss = demo.line(colour="blue")
    assert demo.inside(loss) == 1 and demo.hidden(loss) == 0

# %% [markdown]
# So which c? They differ little as long as they stay below ½. The usual choice is 10⁻⁴: it only forbids steps that gain
# next to nothing.
#
# ### Back to the first picture
#
# Look at the three maps again. Gradient descent ($\alpha$ = 0.005) draws the simplest borders:
# {{borders[gradient descent]:.1%}} of neighbouring starts end in different places. Newton's borders are frayed
# ({{borders[newton]:.1%}}): near a place where $H$ is singular the step is enormous, and a tiny change of the start
# sends it elsewhere. Saddle-free Newton ($d$ = 1) finds a pit from {{shares[saddle-free][minimum]:.0%}} of the starts,
# but not always the nearest, and its borders are frayed too ({{borders[saddle-free]:.1%}}).
#
# > **What this does not show.** Two parameters, one landscape, exact Hessians. Newton's method *can* prefer saddles,
# > and |H| cures it here. How often large networks meet saddles, and whether they matter there, are questions for
# > lectures 1 and 3. And |H| needs all eigenvectors of $H$: that is more work than solving.
#
# ### Where it fails
#
# Each repair has its price. Damping slows the end of the path: it must go to zero near the minimum if the digits are to
# double. Backtracking needs a direction that leads downhill, which plain Newton need not give. And nothing makes a
# local method find the *lowest* pit.

# %% [markdown]
# ## 6 · The price
#
# ### Idea
#
# If Newton's method is so good, why is no network trained with it? Count, for $n$ parameters and a loss that is the
# *mean* over $N$ examples:
#
# | part of a step | memory | operations |
# | --- | --- | --- |
# | move θ | $n$ | $O(n)$ |
# | the gradient | $n$ | $O(Nn)$ |
# | the Hessian | $n^2$ | $O(Nn^2)$ |
# | solve $H\delta = -g$ | $n^2$ | $O(n^3)$, about $n^3/3$ by Cholesky's method |
#
# You will often read that gradient descent takes $O(n)$ a step. That is the price of *moving* θ. The gradient comes on
# top, $O(Nn)$, or $O(Bn)$ for a minibatch of $B$ examples. The comparison still holds: whatever the gradient costs, the
# Hessian costs about $n$ times as much.
#
# ### By hand
#
# A million parameters is a small network. Its Hessian has $10^{12}$ entries of 8 bytes: {{hessian_bytes[1000000]}}.
# That alone settles the matter for most machines. Time depends on yours: solving takes $10^{18}/3$ =
# {{said[solve_operations]}} operations, {{solve_time}} on one core that does $10^{10}$ a second, and still
# {{solve_times[10¹⁴ (an accelerator)]}} at $10^{14}$ a second, for *one* step.

# %% [markdown]
# ### Play: the calculator
#
# Counted for a mean over N = 1000 examples; the dashed line marks a memory of 16 GB. Below n = 3N, that is 3000,
# computing the Hessian costs more than solving; above, solving costs more. A faster machine moves all lines down, and
# the memory not at all. The button times a product, a solution and an inverse on *your* machine and adds what it finds
# as small marks.

# %%
counts = np.geomspace(1e2, 1e9, 2)
explore(
    lambda measured, n, rate: data.Costs(
        *costs.at(n, rate), measured, (counts, [count / rate for count in costs.operations(counts).values()])
    ),
    pricing.draw_costs,
    background=pricing.costs_background(costs.MEMORY),
    prepare=lambda progress, run: costs.measure(progress) if run else None,
    prepare_label="Measure on this machine",
    panels={"ncols": 2, "width_ratios": [2, 1]},
    about="Left: seconds for the parts of a step against the number of parameters, on log-log axes. Right: memory "
    "for θ and for the Hessian.",
    describe=say.costs,
    ask=ask.number(
        "How many parameters may a model have for its Hessian to fit into 16 GB?",
        right=costs.largest_hessian(),
        unit="parameters",
        low=100,
        high=1e9,
        log=True,
        within=2,
        why="16 GB hold 2·10⁹ numbers of 8 bytes, and the square root of that is about {{largest:,.0f}}. Double the "
        "memory, and n grows by a factor of √2 only.",
        at={"n": 32000},
    ),
    n=log_slider(1e6, 1e2, 1e9, "parameters n", notches=42, form="{:.2g}"),
    rate=choice(1e10, costs.RATES, "operations a second"),
)


# %% tags=["claims"]
def top():
    return demo.bars(panel=1, colour="purple").top[0]


assert np.isclose(top(), 8e12) and "8 TB" in demo.says and "1.06 years" in demo.says
holds("16 GB hold 2·10⁹ numbers of 8 bytes, and the square root of that is about")
demo.set(n=32000)
assert top() < 16e9
demo.set(n=46000)
assert top() > 16e9
holds("Below n = 3N, that is 3000, computing the Hessian costs more than solving; above, solving costs more")


def at(colour):
    return demo.points(colour=colour)[1, 0]


for n in demo.notches("n"):
    demo.set(n=n)
    assert (at("orange") > at("pink")) == (n < 3000) and at("light blue") < at("blue") < at("orange")
    assert demo.inside(demo.points()) == 1
holds("A faster machine moves all lines down, and the memory not at all")
demo.set(n=1e6)
slow, bars = [at(c) for c in ("light blue", "blue", "orange", "pink")], top()
demo.set(rate=1e14)
assert np.allclose(slow, [1e4 * at(c) for c in ("light blue", "blue", "orange", "pink")]) and top() == bars
assert "55.6 minutes" in demo.says
holds("small pink diamonds for solving, red squares for the inverse, blue dots for one product")
demo.press("prepare")
solved, inverse, product = (
    demo.points(size=6, colour=c, marker=m) for c, m in (("pink", "D"), ("red", "s"), ("blue", "o"))
)
assert solved.shape == inverse.shape == product.shape == (2, 5)
assert (product[1, 1:] < inverse[1, 1:]).all()

# %% [markdown]
# After a press of the button the small marks show your machine: small pink diamonds for solving, red squares for the
# inverse, blue dots for one product $Hv$. The squares should lie above the diamonds, and the dots far below.
#
# ### Where it fails
#
# Counting operations is not measuring. Small matrices are bound by memory and by the call itself, so their marks stray
# from a straight line.

# %% [markdown]
# ## 7 · Newton without a Hessian
#
# ### Idea
#
# So is Newton's method an ideal to aspire to, and no more? Not quite. Some ways to solve $H\delta = -g$ never look at
# the entries of $H$. They only ask for *products* $Hv$. And a product is the change of the gradient along $v$:
#
# $$Hv \approx \frac{\nabla L(\theta + hv) - \nabla L(\theta - hv)}{2h}.$$
#
# Two gradients, $O(n)$ memory. (There are exact products, too, at about the same price: Pearlmutter 1994.)
#
# ### By hand
#
# **Conjugate gradients** (CG) solve $Ax = b$ from products. Take $A = \mathrm{diag}(1, 2)$, $b = (1, 1)$, $x = 0$. The
# residual is $r = (1,1)$, and so is the first direction $p$. Then $Ap = (1, 2)$, and the best step along $p$ is $r^\top
# r/p^\top Ap = 2/3$, to $x = (\tfrac23, \tfrac23)$. The residual is now $(\tfrac13, -\tfrac13)$. Made conjugate to the
# old direction it becomes $p = (\tfrac49, -\tfrac29)$; the best step along it is $\tfrac34$, to $x = (1, \tfrac12)$:
# exact, after two products for two unknowns.

# %% [markdown]
# ### Play: how far to look
#
# The relative error of a Hessian-vector product on a logistic loss with 20 parameters, against the distance h. The cell
# holds the formula above. It is right on paper, and has a flaw that shows when $v$ is long or short. Repair it, so that
# your curve lies on the dashed one for every length.
#
# <details><summary><b>Predict, then look.</b> Why is there a best h? And where does your curve move when v becomes
# longer?</summary>
#
# With too large an h the curvature changes on the way: an error of order h². With too small an h the two gradients
# agree in almost all their digits, and what is left is rounding, of order 10⁻¹⁶/h. The best is in between, near 10⁻⁵.
# Your curve moves left as v grows, because the formula looks at the distance h‖v‖, and an h that was good becomes
# useless.
#
# </details>


# %% tags=["open"]
@yours("ps2_newton")
def hessian_vector_product(grad, theta, v, h=1e-5):
    """Right on paper: but how far from theta does it look when v is long?"""
    return (grad(theta + h * v) - grad(theta - h * v)) / (2 * h)


# %%
probes = np.geomspace(1e-11, 1e-1, 31)
explore(
    lambda length: data.ProductErrors(probes, products.product_errors(yours.hessian_vector_product, length, probes)),
    pricing.draw_product_errors,
    background=pricing.products_background(),
    about="The relative error of your own Hessian-vector product against the distance h and, dashed, that of the "
    "right one.",
    describe=say.product_errors,
    follows=["hessian_vector_product"],
    length=log_slider(1, 1e-4, 1e4, "length ‖v‖", notches=32),
)

# %% tags=["claims"]
right, own = demo.line(colour="grey", dash="dashed"), demo.line(as_="your own", width=2)
assert demo.apart(right, own) < 3
holds("The best is in between, near 10⁻⁵")


def best(line):
    return line[0, line[1].argmin()]


assert 1e-6 < best(right) < 1e-4
holds("With too large an h the curvature changes on the way: an error of order h²")
assert abs(np.polyfit(*np.log(right[:, -6:-2]), 1)[0] - 2) < 0.2
holds("what is left is rounding, of order 10⁻¹⁶/h")
assert abs(np.polyfit(*np.log(right[:, :12]), 1)[0] + 1) < 0.2
holds("Your curve moves left as v grows")
where = [best(demo.set(length=length).line(as_="your own", width=2)) for length in (0.01, 1, 100)]
assert where[0] > 10 * where[1] > 100 * where[2]
for length in (1e-4, 1e4):
    demo.set(length=length)
    assert abs(np.log10(best(demo.line(colour="grey", dash="dashed")) / best(right))) <= 1
    at = int(np.abs(np.log10(probes) + 5).argmin())
    assert demo.line(as_="your own", width=2)[1, at] > 100 * demo.line(colour="grey", dash="dashed")[1, at]
    assert demo.hidden(demo.line(colour="grey", dash="dashed")) == 0

# %% [markdown]
# ### Play: how many products?
#
# After $k$ products CG has multiplied the error along each eigenvector by $p(\lambda)$, for a polynomial $p$ of degree
# $k$ with $p(0) = 1$, the best one there is. Here are 40 unknowns whose eigenvalues, from 1 to 100, lie in a few
# groups.

# %%
explore(
    products.conjugate_gradients_at_work,
    pricing.draw_polynomial,
    background=pricing.polynomial_background(10),
    panels=2,
    about="Left: what conjugate gradients leave of the error, as a polynomial over the eigenvalue, with the "
    "eigenvalues as dots. Right: the relative residual against the number of products.",
    describe=say.polynomial,
    ask=ask.number(
        "The 40 eigenvalues lie in 4 groups. After how many products is the answer exact?",
        right=products.products_needed(products.spectrum(4)),
        unit="products",
        low=1,
        high=40,
        within=0.01,
        why="A polynomial of degree 4 can be zero at all four values at once, so {{groups[4]}} products are enough. "
        "With 8 groups it takes {{groups[8]}}.",
        at={"k": 4},
    ),
    k=int_slider(0, 0, 10, "products k"),
    groups=choice(4, [2, 4, 8, 40], "groups of eigenvalues"),
)

# %% tags=["claims"]
assert not demo.before_asking.lines(panel=1, as_="newton") and np.allclose(demo.line(as_="newton")[1], 1)
holds("A polynomial of degree 4 can be zero at all four values at once")
for groups in (2, 4, 8):
    residuals = demo.set(groups=groups, k=groups).line(panel=1, as_="newton", width=2)[1]
    assert residuals[groups] < 1e-9 < residuals[groups - 1] and np.abs(demo.points()[1]).max() < 1e-6
holds("With 40 different values there is no such moment: the residual falls little by little")
residuals = demo.set(groups=40, k=10).line(panel=1, as_="newton", width=2)[1]
assert (residuals[1:] / residuals[:-1] > 0.7).all() and (np.diff(residuals[1:]) < 0).all() and 0.1 < residuals[10] < 0.5
assert len(np.unique(demo.points()[0])) == 40

# %% [markdown]
# With 40 different values there is no such moment: the residual falls little by little, the faster the smaller κ is.
# The number of products grows at most like $\sqrt\kappa$, as for momentum (lecture 3), but no eigenvalue has to be
# known.
#
# ### Play: twenty thousand parameters
#
# Both parts together: **Newton-CG**. The loss is a logistic regression over 2000 made-up texts with a vocabulary of n =
# 20,000 words, a few of them frequent and most rare. Its Hessian would fill {{hessian_bytes[20000]}}. A vector takes
# {{vector_bytes[20000]}}, and a few vectors are all that is kept. The horizontal axis counts what costs: gradients.
# Gradient descent gets the best of four step sizes, each run to the end.

# %%
explore(
    lambda curves, budget: data.Gaps(budget, curves),
    pricing.draw_gaps,
    background=pricing.gaps_background(),
    prepare=lambda progress, run: products.run_large(progress),
    about="The loss above its minimum against the number of gradients, for gradient descent and Newton-CG with n = "
    "20,000.",
    describe=say.gaps,
    ask=ask.pick(
        "How closely should each Newton step be solved, to be lowest after 66 gradients?",
        ["1 product a step", "5 products a step", "as many as it takes"],
        right="5 products a step",
        why="Stopping early pays. Solved closely, most products are wasted on a model that the next step throws "
        "away. With 1, each "
        "step is steepest descent, and the curvature is hardly used. Gradient descent at its best step size is in "
        "between: it needs about 400 gradients for what 5 products a step reach with 66.",
        at={"budget": 5},
    ),
    budget=choice(1, products.BUDGETS, "products in a step"),
)

# %% tags=["claims"]
assert not demo.before_asking.lines(as_="newton")
curve = {budget: demo.set(budget=budget).line(as_="newton", width=2) for budget in products.BUDGETS}
descent = demo.line(as_="gradient descent", width=2)
at_66 = {budget: np.interp(66, line[0], np.log10(line[1])) for budget, line in curve.items()}
holds("Solved closely, most products are wasted on a model that the next step throws away")
assert min(at_66, key=at_66.get) == 5 and at_66[products.CLOSELY] > at_66[5] + 3
holds("With 1, each step is steepest descent, and the curvature is hardly used")
assert curve[1][1, -1] > 0.1
holds("it needs about 400 gradients for what 5 products a step reach with 66")
assert curve[5][0, -1] == 66 and 0.3 < descent[1, -1] / curve[5][1, -1] < 3 and descent[0, -1] == 400
holds("With 10 products a step, the six steps end deeper")
assert curve[10][1, -1] < 1e-3 * curve[5][1, -1]
for budget in products.BUDGETS:
    demo.set(budget=budget)
    assert demo.inside(demo.line(as_="newton", width=2)) == 1 and demo.hidden(demo.line(as_="newton", width=2)) == 0

# %% [markdown]
# With 10 products a step, the six steps end deeper, but for twice the price. Good programs start loosely and solve more
# closely as they near the minimum (Dembo, Eisenstat and Steihaug 1982).
#
# > **What this does not show.** The loss is convex, its gradients are exact, and the full step happens to be safe here.
# > For a network CG meets negative curvature and has to stop there, a minibatch makes $Hv$ noisy, and a line search or
# > damping is needed on top. That is *Hessian-free* optimisation (Martens 2010), and section 9 tries it.
#
# ### Where it fails
#
# A step now costs many gradients. When the data are many and redundant, that price buys more as many small steps of a
# simple method (lecture 5). So the course goes on with methods that use gradients only, and borrow from Newton what
# they can: momentum (lecture 3) some of its speed, adaptive methods (lecture 4) a scale for each parameter.

# %% [markdown]
# ## 8 · *Optional:* two closer looks at the step
#
# ### Play: how wrong is the model?
#
# The mean loss of a logistic regression with 200 examples and three parameters. Walk a distance h from θ₀ in a
# direction of your choice, and compare the loss with its models: the constant, the plane, the quadratic. Both axes are
# logarithmic, so a power $h^p$ is a straight line of slope $p$.

# %%
explore(
    models.remainders_and_slopes,
    drawing.draw_remainders,
    background=drawing.remainders_background(),
    about="The error of three Taylor models of a logistic loss against the distance, on log-log axes.",
    describe=say.remainders,
    ask=ask.number(
        "The error of the constant has slope 1. Which slope has the error of the quadratic model?",
        right=lambda shown: shown.slopes[2],
        low=0,
        high=6,
        within=0.05,
        why="The first term that is left out sets the slope. Measured here: {{remainder_slopes[0]:.2f}}, "
        "{{remainder_slopes[1]:.2f}} and {{remainder_slopes[2]:.2f}}. The direction moves the lines up and down; "
        "only near a direction in which that term vanishes are the slopes a little off.",
    ),
    degrees=slider(0, 0, 180, "direction, in degrees", step=5),
)


# %% tags=["claims"]
def slope(line):
    return np.polyfit(*np.log(line[:, :9]), 1)[0]


holds("The first term that is left out sets the slope")
assert len(demo.before_asking.lines()) == 1
first = [demo.line(as_=look) for look in drawing.ORDERS.values()]
assert np.allclose([slope(line) for line in first], [1, 2, 3], atol=0.1)
assert "Slopes up to h = 0.1: 1.03, 2.00, 3.00" in demo.says and all(demo.hidden(line) == 0 for line in first)
holds("The direction moves the lines up and down")
demo.set(degrees=90)
assert demo.apart(first[2], demo.line(as_=list(drawing.ORDERS.values())[2])) > 5
holds("only near a direction in which that term vanishes are the slopes a little off")
slopes_ = np.array(
    [
        [slope(demo.line(as_=look)) for look in drawing.ORDERS.values()]
        for d in demo.notches("degrees")
        if demo.set(degrees=d)
    ]
)
assert (np.abs(slopes_ - [1, 2, 3]) < 0.4).all() and (np.abs(np.median(slopes_, axis=0) - [1, 2, 3]) < 0.05).all()

# %% [markdown]
# ### Play: solve, never invert
#
# $\delta = -H^{-1}g$ is how the step is *written*. In a program, solve the system; do not compute the inverse and
# multiply. Both are right on paper. The Hilbert matrix, with entries $1/(i+j-1)$, is a nearly singular Hessian that
# shows the difference: here the right step has all entries one.

# %%
explore(
    models.solutions_of_size,
    drawing.draw_solutions,
    background=drawing.solutions_background(12),
    panels=2,
    about="Left: the entries of Newton's step for a Hilbert matrix, solved and by the inverse. Right: their "
    "residuals against the size n.",
    describe=say.solutions,
    ask=ask.number(
        "At n = 12 the solved step leaves a residual below {{said[hilbert_solve]}}. How much does the inverse leave?",
        right=lambda shown: shown.residuals["inverse"],
        low=1e-17,
        high=10,
        log=True,
        within=10,
        why="More than {{hilbert_inverse:.1f}}. Inverting solves n systems in place of one, so it is slower too, and "
        "the errors of all of them enter.",
        at={"n": 12},
    ),
    n=int_slider(3, 2, 12, "size n"),
)

# %% tags=["claims"]
assert not demo.before_asking.lines(panel=1, width=2)
blue, red = demo.line(colour="blue"), demo.line(colour="red")
assert np.allclose(blue[1], 1) and np.allclose(red[1], 1)
holds("At n = 12 the solved step leaves a residual below")
demo.set(n=12)
solved, inverse = (demo.line(panel=1, width=2, colour=colour) for colour in ("blue", "red"))
assert solved[1, -1] < 1e-14 and (solved[1] < 1e-14).all()
holds("More than")
assert 0.01 < inverse[1, -1] < 2 and (inverse[1, 2:] > solved[1, 2:]).all()
holds("the solved step, too, has entries")
blue, red = demo.line(colour="blue"), demo.line(colour="red")
assert np.abs(blue[1] - 1).max() > 0.1 and demo.inside(blue) == 1
assert demo.hidden(solved, panel=1) == demo.hidden(inverse, panel=1) == 0

# %% [markdown]
# > **What this does not show.** A small residual is not a right answer. At n = 12 the solved step, too, has entries
# > that are visibly not one: very different steps lead to almost the same $H\delta$. But all of them come within
# > rounding of the model's minimum, and that is what is asked of a step. Nor is the inverse's *answer* always worse: if
# > it is computed with care, it is about as accurate as a solved one, even for ill-conditioned matrices (Druinsky and
# > Toledo 2012). What it gives up is the small residual, the one thing that a step needs.

# %% [markdown]
# ## 9 · *Optional:* the curvature of a real network
#
# ### Idea
#
# The network of lecture 1 reads handwritten digits with 1,210 parameters. Its Hessian has 1,464,100 entries, but we
# need not form it: **Lanczos' method** is to eigenvalues what CG is to linear systems. From a few dozen products $Hv$
# it finds both ends of the spectrum, the largest eigenvalues first. Here it gets 200 products, enough to settle all
# thirty that you see.

# %% [markdown]
# ### Play: the spectrum while it learns
#
# Gradient descent on all training digits. The bars show sizes, on a log axis. At the start the 20 largest eigenvalues
# run up to {{top[0]:.2f}}; the 10 lowest, all below zero, are drawn after your guess. The slider looks at the network
# every 50 steps.

# %%
explore(
    network.curvature_at,
    networking.draw_spectrum,
    background=networking.spectrum_background(),
    about="Bars: the sizes of the twenty largest and the ten lowest eigenvalues of the digits network's Hessian, at "
    "one stage of training.",
    describe=say.spectrum,
    ask=ask.pick(
        "At the start the lowest eigenvalue is {{lowest[0]:.2f}}. What becomes of it in 400 steps of gradient descent?",
        ["it becomes positive", "it rises to just below zero", "it falls further"],
        right="it rises to just below zero",
        why="It rises to {{lowest[1]:.4f}}, while the largest one falls from {{top[0]:.2f}} to {{top[1]:.2f}}. Some "
        "negative curvature is left at every stage: the network is no convex problem, even where it fits its data "
        "well.",
        at={"stage": 8},
    ),
    stage=int_slider(0, 0, 8, "stage"),
)

# %% tags=["claims"]
assert not demo.before_asking.bars(colour="red").x.size and demo.before_asking.bars(colour="blue").x.size == 20
ends = []
for stage in demo.notches("stage"):
    demo.set(stage=stage)
    blue, red = demo.bars(colour="blue"), demo.bars(colour="red")
    for bars in (blue, red):
        assert demo.inside([bars.x, bars.top]) == 1 and demo.hidden([bars.x, bars.top]) == 0
    assert len(blue.x) == 20 and len(red.x) == 10 and f"After {50 * stage} steps" in demo.says
    ends.append((blue.top[0], red.top[-1]))
holds("Some negative curvature is left at every stage")
assert ends[0][1] > 0.5 and 0.003 < ends[-1][1] < 0.01 and demo.axes().ylog
holds("while the largest one falls from")
assert ends[0][0] > 2 and ends[-1][0] < 1.5

# %% [markdown]
# ### Play: a Newton-CG step on the network
#
# The same nine stages. CG solves $H\delta = -g$ with at most so many products, and stops where it meets negative
# curvature. The pink curve is the loss along $\delta$, the dashed one what the quadratic model promises, the dotted
# line the best that a single step along $-g$ could reach, whatever its length. Backtracking takes the star.
#
# <details><summary><b>Predict, then look.</b> At stage 8, will 20 products make a better step than 2?</summary>
#
# No. Two products bring the loss from {{network_loss:.3f}} to {{network_step[2]:.3f}}, well below the
# {{network_descent:.3f}} of the best step along −g. With 20 the model even promises a loss below zero, along directions
# of tiny curvature, and the step leaves the place where it is true: the full step is a disaster, and backtracking saves
# a size of only {{network_size:.2f}}. CG did not even use them all: after {{network_products}} it met negative
# curvature.
#
# </details>

# %%
explore(
    network.step_on_network,
    networking.draw_network_step,
    background=networking.network_step_background(),
    about="The digits network's loss along a Newton-CG step, the quadratic model's promise, and the best along −g.",
    describe=say.network_step,
    products=choice(1, [1, 2, 3, 5, 10, 20], "products, at most"),
    stage=int_slider(8, 0, 8, "stage"),
)

# %% tags=["claims"]
holds("Two products bring the loss from")


def star():
    return demo.points(marker="*")[:, 0]


def best():
    return demo.line(colour="blue", dash="dotted")[1, 0]


demo.set(products=2)
assert star()[0] == 1 and star()[1] < 0.5 * best() < 0.5 * demo.line(as_="newton")[1, 0]
holds("With 20 the model even promises a loss below zero")
assert demo.set(products=20).line(colour="grey", dash="dashed")[1].min() < 2e-4
demo.set(products=2)
holds("the full step is a disaster, and backtracking saves a size of only")
few = demo.line(colour="grey", dash="dashed")[1].min()
demo.set(products=20)
pink, promise = demo.line(as_="newton"), demo.line(colour="grey", dash="dashed")
assert promise[1].min() < few and pink[1, 10] > 100 * pink[1, 0] and star()[0] < 0.1
holds("it met negative curvature")
assert "negative curvature ended them" in demo.says
for stage in (0, 8):
    for products_ in demo.notches("products"):
        demo.set(stage=stage, products=products_)
        pink = demo.line(as_="newton")
        assert star()[1] < pink[1, 0] and demo.hidden(star()[:, None]) == 0 and demo.inside(pink) > 0.9

# %% [markdown]
# > **What this does not show.** One network, one start, all digits at once. More products would pay off if the step
# > were kept inside a region in which the model has proved right: that is the *trust region*, and it is how careful
# > programs do it.

# %% [markdown]
# ## 10 · *Optional:* curvature without second derivatives
#
# ### Idea
#
# Three families of methods use curvature and never ask for a Hessian.
#
# **Quasi-Newton.** Every step $s$ shows how the gradient changed, by $y$. On a quadratic $y = Hs$: a free product.
# **BFGS** keeps an $n \times n$ guess $B$ of $H^{-1}$ and changes it after each step as little as it can so that $By =
# s$. Its relative
# **L-BFGS** keeps no matrix but the last $m$ pairs $(s, y)$, and computes $-Bg$ from them in $4mn$ multiplications
# (Nocedal 1980). By hand, in one dimension: $s = 0.5$ changed the slope by $y = 2$, so $B = s/y = 0.25$, and the next
# step is a quarter of the slope. That is the secant method.
#
# **Gauss–Newton.** Let $J$ be the Jacobian of the network's outputs $z$, and $S$ the Hessian of the loss *with respect
# to* $z$. Then
#
# $$H = J^\top S J + \sum_i \frac{\partial L}{\partial z_i}\nabla^2 z_i.$$
#
# Drop the second part, the curvature of the network itself. What is left, $G = J^\top S J$, has no negative eigenvalue
# if the loss is convex in $z$, and near a good fit the dropped part is small, since $\partial L/\partial z$ is.
#
# **Natural gradient.** Measure the length of a step by how much it changes the *predicted probabilities*, and take the
# steepest direction in that measure: $-F^{-1}g$, with the Fisher information $F$ (Amari 1998). With softmax and
# log-likelihood $F$ *is* $G$: both are the mean of $J^\top(\mathrm{diag}\,p - pp^\top)J$. So one method has two names
# here, and like Newton's, its steps do not depend on linear changes of the parameters.

# %% [markdown]
# ### Play: four ways to spend 200 gradients
#
# The digits network from a random start, all training digits at once. The axis counts gradients; a product counts as
# two, and each loss that backtracking looks at as half of one. Every method is tuned on this budget: gradient descent
# gets the best of five step sizes, Newton-CG and Gauss–Newton the best of 3, 5, 10 and 20 products a step. L-BFGS has
# the m that you choose. The button draws another start.

# %%
explore(
    quasi.entrants,
    networking.draw_race,
    background=networking.race_background(quasi.BUDGET),
    prepare=quasi.run_race,
    prepare_label="Another start",
    about="The training loss of the digits network against the gradients spent, for four methods, on a log axis.",
    describe=say.race,
    ask=ask.pick(
        "Which method will have the lowest loss after 200 gradients?",
        ["gradient descent", "Newton-CG", "Gauss–Newton", "L-BFGS"],
        right="L-BFGS",
        why="By far. In all three starts that were tried, L-BFGS with m = 30 came below 10⁻¹⁵, Gauss–Newton "
        "came to {{gauss[0]:.3f}} at best, and Newton-CG to about where tuned gradient descent ends: it pays 21 "
        "gradients for a step with ten products, L-BFGS little more than one.",
    ),
    pairs=choice(10, list(quasi.PAIRS), "pairs m that L-BFGS remembers"),
)

# %% tags=["claims"]
assert not demo.before_asking.lines(as_=networking.RACERS["L-BFGS"])


def end(name):
    return demo.line(as_=networking.RACERS[name], width=2)[1, -1]


holds("By far. In all three starts that were tried, L-BFGS with m = 30 came below 10⁻¹⁵")
assert quasi.race_numbers()["highest"][quasi.LIMITED] < -15
holds("and Newton-CG to about where tuned gradient descent ends")
assert abs(np.log10(end("Newton-CG") / end("gradient descent"))) < 0.3 and end("Gauss–Newton") < end("Newton-CG")
holds("Even m = 1 beats the other three")
assert demo.set(pairs=1) and end("L-BFGS") < 0.1 * end("Gauss–Newton")
curves = [demo.line(as_=look, width=2) for name, look in networking.RACERS.items() if name != "L-BFGS"]
assert all(demo.inside(curve) == 1 and demo.hidden(curve) == 0 for curve in curves)

# %% [markdown]
# Even m = 1 beats the other three. Then why is L-BFGS not what networks are trained with? Because it needs the *same*
# loss at both ends of a step: on minibatches, $y$ is mostly the difference between two samples. With all 1,285 digits
# at once there is no noise, and it shines. The loss is also not the goal: it has no minimum here, it falls towards zero
# for ever, and what counts is the error on new digits (lecture 5).
#
# > **What this does not show.** One small network, whole-batch gradients, and costs counted rather than timed. With a
# > trust region or a well-chosen damping, Gauss–Newton does better than in this race.

# %% [markdown]
# ## Recap
#
# - Newton's step solves $H\delta = -g$: it leads to the flat point of the quadratic model, and does not depend on the
#   coordinates.
# - The model's error grows with the cube of the distance. It is one *step*, exact only on a quadratic.
# - Solve, never invert.
# - Close to a minimum with positive curvature the error is squared in each step. Far away nothing is promised.
# - Plain Newton is drawn to saddles and maxima. |H| turns the step downhill, damping shortens it, backtracking checks
#   it.
# - The Hessian costs $n^2$ memory and $Nn^2$ work, solving $n^3/3$. With products $Hv$ and conjugate gradients, $O(n)$
#   memory is enough.
#
# **Next:** `assignments/ps2_newton`, where you write all of this yourself. Then lecture 3: momentum, some of the
# benefits at almost no cost.

# %% [markdown]
# ### Your guesses

# %%
guesses()

# %% [markdown]
# ## Sources
#
# - J. Nocedal and S. Wright (2006), *Numerical Optimization*: the step and its local convergence (chapters 2 and 3),
#   quasi-Newton methods (chapters 6 and 7), Newton-CG (chapter 7).
# - S. Boyd and L. Vandenberghe (2004), *Convex Optimization*, section 9.5: independence of coordinates, damped Newton.
# - T. Heath (1921), *A History of Greek Mathematics*, volume 2: Heron's square root.
# - N. Higham (2002), *Accuracy and Stability of Numerical Algorithms*, chapter 14: why not to invert.
# - A. Druinsky and S. Toledo (2012), *How Accurate is inv(A)\*b?*: when the inverse does no harm.
# - D. Himmelblau (1972), *Applied Nonlinear Programming*: the landscape with four pits.
# - Y. Dauphin, R. Pascanu, C. Gulcehre, K. Cho, S. Ganguli and Y. Bengio (2014), *Identifying and attacking the saddle
#   point problem in high-dimensional non-convex optimization*: |H|.
# - K. Levenberg (1944), *A method for the solution of certain non-linear problems in least squares*, and D. Marquardt
#   (1963), *An algorithm for least-squares estimation of nonlinear parameters*: damping.
# - L. Armijo (1966), *Minimization of functions having Lipschitz continuous first partial derivatives*: backtracking.
# - B. Pearlmutter (1994), *Fast exact multiplication by the Hessian*.
# - M. Hestenes and E. Stiefel (1952), *Methods of conjugate gradients for solving linear systems*, and J. Shewchuk
#   (1994), *An introduction to the conjugate gradient method without the agonizing pain*.
# - R. Dembo, S. Eisenstat and T. Steihaug (1982), *Inexact Newton methods*.
# - C. Lanczos (1950), *An iteration method for the solution of the eigenvalue problem*.
# - J. Nocedal (1980), *Updating quasi-Newton matrices with limited storage*: L-BFGS.
# - N. Schraudolph (2002), *Fast curvature matrix-vector products for second-order gradient descent*: Gauss–Newton
#   products.
# - S. Amari (1998), *Natural gradient works efficiently in learning*.
# - J. Martens (2010), *Deep learning via Hessian-free optimization*, and (2020), *New insights and perspectives on the
#   natural gradient method*: why Fisher and Gauss–Newton agree.
# - UC Berkeley, CS W182/282A, lecture *Optimization*: the order of ideas.
