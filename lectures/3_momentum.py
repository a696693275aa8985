# %% [markdown]
# # 3 · Momentum
#
# The next cell loads the experiments of this lecture: short functions built on the very updates that you will write
# in the assignment.

# %%
import numpy as np

from lectures.momentum.experiments import bowls, cycles, limits, networks
from lectures.viz import ask, choice, explore, guesses, int_slider, log_slider, point, slider, yours
from lectures.momentum import data, words as say
from lectures.momentum.drawing import bowls as draw_bowls, limits as draw_limits, maps as draw_maps

# %% [markdown]
# ## First, play: beat gradient descent
#
# Two methods roll down the same long valley, seen from above; the minimum is in the middle. Blue is gradient
# descent, with the best step size it can have in this valley. Red is momentum, and it is yours: choose its step
# size α, and how much of its motion it keeps from one step to the next, μ. Drag the ring to start somewhere else.
# Can you get nearer to the middle in 60 steps than blue?
#
# <details><summary><b>Predict, then look.</b> Keep a lot: push μ up to 0.98 and leave α alone. Is more momentum
# always better?</summary>
#
# No. With μ = 0.98 the ball keeps so much of its motion that it is still swinging to and fro after 60 steps, and
# blue is nearer. With α = 2.9 and μ = 0.5 red wins by a wide margin. This lecture is about where such a pair comes
# from.
#
# </details>

# %%
explore(
    bowls.against_the_tuned,
    draw_bowls.draw_bowl_paths,
    background=draw_bowls.bowl_background(),
    about="Contour lines of a bowl seen from above, with a path of gradient descent at its best step size and one "
    "of momentum.",
    size=(640, 380),
    describe=say.race,
    kappa=log_slider(30, 3, 300, "stretch κ", notches=20),
    alpha=slider(0.3, 0.1, 3.9, "step size α", step=0.1),
    mu=slider(0.5, 0, 0.98, "momentum μ", step=0.02),
    start=point(-2.5, 0.5, "start"),
)

# %% tags=["claims"]
holds("it is still swinging to and fro after 60 steps, and blue is nearer")
assert demo.axes().equal
red = demo.set(mu=0.98).line(as_="momentum", width=2)
blue = demo.line(as_="gradient descent", width=2)
assert np.hypot(*red[:, -1]) > 2 * np.hypot(*blue[:, -1]) and "Gradient descent is nearer" in demo.says
assert (np.diff(np.sign(red[0, 20:])) != 0).any()
holds("With α = 2.9 and μ = 0.5 red wins by a wide margin")
demo.set(alpha=2.9, mu=0.5)
red = demo.line(as_="momentum", width=2)
assert np.hypot(*red[:, -1]) < 1e-3 * np.hypot(*blue[:, -1]) and "Momentum is nearer" in demo.says
assert demo.inside(blue) == 1 and demo.hidden(blue) == 0

# %% [markdown]
# ## Objectives
#
# After this lecture you can
#
# - say why a velocity cancels what alternates and adds up what agrees, and by how much;
# - write the update in three ways, and say when they part;
# - predict from one number, the condition number κ, how many steps momentum saves: √κ in place of κ;
# - read the map of momentum: where the error slides, swings, flips and diverges;
# - read a step size for a network off that map, and recognise the edge of stability;
# - say what is guaranteed for Nesterov's method, and what is not for the heavy ball.
#
# **Time:** about 53 minutes for sections 1 to 7, and about 12 more for the two *optional* sections. You need
# lecture 1 (gradient descent, eigenvalues of the Hessian).

# %% [markdown]
# ## 1 · Keep what agrees, cancel what does not
#
# ### Idea
#
# Gradient descent forgets. At every step it looks at the present gradient only. In a long valley that is a waste:
# the gradient across the valley points left, then right, then left; its part along the valley points the same way
# every time. If we *remember* successive gradients and add them up, the parts that disagree cancel, and the part
# that agrees grows.
#
# Call the memory the **velocity**. With a momentum $\mu$ between 0 and 1,
#
# $$\text{velocity} \leftarrow g + \mu\,\text{velocity}, \qquad \theta \leftarrow \theta - \alpha\,\text{velocity}.$$
#
# ### By hand
#
# Take $\mu = 0.9$. If the gradient is always 1, the velocity goes $1,\; 1.9,\; 2.71,\; 3.44, \dots$ and approaches
# $1 + \mu + \mu^2 + \dots = 1/(1-\mu)$ = {{terminal[0.9]:.0f}}. If the gradient alternates $1, -1, 1, -1, \dots$,
# the size of the velocity approaches $1 - \mu + \mu^2 - \dots = 1/(1+\mu)$ = {{alternating[0.9]:.2f}}. What agrees
# is multiplied by ten; what alternates is nearly halved.

# %% [markdown]
# ### Play: the parts of a gradient
#
# Gradient descent walks down a tilted bowl with a step size that is rather too large. The blue arrow is the step it
# wants to take. The red arrow is what a velocity with μ = 0.5 makes of the same gradients. On the right both are
# split along the two axes of the bowl. At k = 0 there is nothing to remember yet, and red equals blue.

# %%
run = bowls.successive_gradients()
explore(
    lambda k: data.Successive(k, *run, bowls.AXES),
    draw_bowls.draw_successive,
    background=draw_bowls.successive_background(bowls.TILTED),
    panels={"ncols": 2, "width_ratios": [1.2, 1]},
    size=(640, 340),
    about="Left: a path of gradient descent that zigzags across a tilted bowl, with arrows for the next step and "
    "the velocity. Right: both, split along the flat and the steep axis of the bowl.",
    describe=say.successive,
    ask=ask.pick(
        "Move k up to 12. Which red bar will grow taller than its blue one?",
        ["the one on the flat axis", "the one on the steep axis", "both", "neither"],
        right="the one on the flat axis",
        why="On the flat axis all gradients agree, and red outgrows blue. On the steep axis both bars change sign "
        "at every step, and red stays the shorter one.",
        at={"k": 12},
    ),
    k=int_slider(0, 0, 12, "step k"),
)

# %% tags=["claims"]
holds("At k = 0 there is nothing to remember yet, and red equals blue")
blue, red = (demo.bars(colour=colour, panel=1).top for colour in ("blue", "red"))
assert np.array_equal(blue, red)
holds("On the flat axis all gradients agree, and red outgrows blue")
holds("On the steep axis both bars change sign at every step, and red stays the shorter one")
assert demo.right == "the one on the flat axis"
for k in range(1, 13):
    before = blue, red
    demo.set(k=k)
    blue, red = (demo.bars(colour=colour, panel=1).top for colour in ("blue", "red"))
    assert blue[0] > 0 and red[0] > 1.2 * blue[0]
    assert blue[1] * before[0][1] < 0 and red[1] * before[1][1] < 0 and abs(red[1]) < abs(blue[1])
    bars = [demo.bars(colour=colour, panel=1) for colour in ("blue", "red")]
    assert all(demo.inside([b.x, b.top], 1) == 1 and demo.hidden([b.x, b.top], 1) == 0 for b in bars)
assert demo.axes(0).equal and demo.axes(1).legend == {"−gradient": "blue", "−velocity": "vermilion"}
assert len(demo.arrows(colour="blue").x) == len(demo.arrows(colour="red").x) == 1

# %% [markdown]
# ### Play: how much is remembered
#
# Now the gradient is 1 at every step (blue). The velocity (red) climbs towards its **terminal velocity**, the
# dotted line.
#
# <details><summary><b>Predict, then look.</b> Set μ = 0.99. Does the velocity reach its terminal value within 100
# steps?</summary>
#
# No. The dotted line now stands at 1/(1 − 0.99) = {{terminal[0.99]:.0f}}, and after 100 steps the velocity has
# covered {{after_hundred:.0f}} % of the way. A memory that multiplies the step by a hundred is also about a hundred
# steps long: slow to start, and slow to forget.
#
# </details>

# %%
explore(
    lambda mu: (bowls.velocity_on_a_slope(mu), 1 / (1 - mu)),
    lambda pen, shown: draw_bowls.draw_velocity(pen, *shown),
    background=draw_bowls.velocity_background(100),
    about="The velocity under a gradient that is always 1, against the step; a dotted line marks the terminal "
    "velocity.",
    describe=lambda shown: say.velocity(shown[0]),
    mu=slider(0.9, 0, 0.99, "momentum μ", step=0.03),
)

# %% tags=["claims"]
holds("No. The dotted line now stands at 1/(1 − 0.99)")
demo.set(mu=0.99)
red, dotted = demo.line(as_="momentum", width=2), demo.line(colour="grey", dash="dotted")
assert np.allclose(dotted[1], 100) and red[0, -1] == 100
holds("after 100 steps the velocity has covered")
assert 60 < red[1, -1] < 66
for mu in demo.notches("mu"):
    demo.set(mu=mu)
    red, dotted = demo.line(as_="momentum", width=2), demo.line(colour="grey", dash="dotted")
    assert demo.inside(red) == 1 and demo.hidden(red) == 0 and (red[1] <= dotted[1, 0] * (1 + 1e-6)).all()
assert set(demo.axes().legend) == {"velocity", "gradient", "terminal velocity 1/(1 − μ)"}

# %% [markdown]
# > **A sum, not an average.** You will often read that momentum averages the gradients. The weights $1, \mu, \mu^2,
# > \dots$ do not add up to one but to $1/(1-\mu)$. So μ also sets the length of the step: going from μ = 0.9 to
# > μ = 0.99 at the same α makes the step ten times longer in the long run. That is why comparing momentum with gradient
# > descent at the same α proves nothing: a longer step alone may be what helped. In this lecture each method gets
# > its own best α, or the text says what it gets.
#
# ### Where it fails
#
# A velocity cannot turn at once. When the path reaches the minimum, the velocity still points along the way it
# came, and carries the path past it. The next sections are about how much of this you can afford.

# %% [markdown]
# ## 2 · The update, and three ways to write it
#
# ### Play: make it remember
#
# The cell below is the update, and it is yours to change. It runs, but it is not right yet: its velocity is only
# the present gradient, so this is plain gradient descent. Let the velocity remember, run the cell (Shift+Enter),
# and the picture redraws. The dashed path is the one you are after.
#
# <details><summary><b>Predict, then look.</b> Your path and the dashed one part after the first step. Where do they
# go if you set μ = 0, and where does the dashed one go at μ = 0.92?</summary>
#
# At μ = 0 the two are the same, whatever the velocity remembers. At μ = 0.92 the dashed path shoots past the
# minimum by more than a third of the way that it came, and comes back in wide arcs.
#
# </details>


# %% tags=["open"]
@yours("ps3_momentum")
def momentum_step(theta, g, velocity, alpha, mu):
    """So far this is plain gradient descent: let the velocity remember."""
    velocity = g
    return theta - alpha * velocity, velocity


# %%
explore(
    lambda alpha, mu: bowls.own_momentum(yours.momentum_step, alpha, mu),
    draw_bowls.draw_own,
    background=draw_bowls.own_background(),
    about="A bowl seen from above, with the path of your own update and, dashed, the path of the right one.",
    size=(640, 390),
    describe=say.own,
    follows=["momentum_step"],
    alpha=slider(0.05, 0.01, 0.3, "step size α", step=0.01),
    mu=slider(0.8, 0, 0.96, "momentum μ", step=0.04),
)

# %% tags=["claims"]
holds("this is plain gradient descent")
right, own = demo.line(colour="grey", dash="dashed"), demo.line(as_="your own", width=2)
assert (
    demo.axes().equal and np.allclose(own[:, 1], [-2.2 * 0.95, 1.2 * 0.5]) and np.array_equal(right[:, :2], own[:, :2])
)
holds("part after the first step")
assert "From step 2 on your path differs" in demo.says
assert np.linalg.norm(right[:, 2] - right[:, 1]) > np.linalg.norm(own[:, 2] - own[:, 1])
holds("At μ = 0.92 the dashed path shoots past the minimum by more than a third of the way that it came")
right = demo.set(mu=0.92).line(colour="grey", dash="dashed")
assert right[0].max() > 2.2 / 3 and right[0, -1] < 0.5 * right[0].max() and demo.inside(right) == 1
holds("At μ = 0 the two are the same")
demo.set(mu=0)
right, own = demo.line(colour="grey", dash="dashed"), demo.line(as_="your own", width=2)
assert demo.apart(right, own) < 0.5 and "Your path is the right one" in demo.says

# %% [markdown]
# ### By hand
#
# Three ways to write it are in use. With $g = \nabla L(\theta)$:
#
# | with $w$ for the velocity | velocity | step |
# | --- | --- | --- |
# | a sum, α outside (ours; PyTorch) | $w \leftarrow g + \mu w$ | $\theta \leftarrow \theta - \alpha w$ |
# | α inside (Polyak 1964; Sutskever 2013) | $w \leftarrow \mu w - \alpha g$ | $\theta \leftarrow \theta + w$ |
# | an average | $w \leftarrow \mu w + (1-\mu)\,g$ | $\theta \leftarrow \theta - \frac{\alpha}{1-\mu}\,w$ |
#
# Take two steps with the gradients 1 and 1, α = 0.1, μ = 0.9. The first row moves θ by −0.1 and then by −0.1
# · 1.9 = −0.19. The second has velocities −0.1 and −0.09 − 0.1 = −0.19. The third has 0.1 and 0.19, times 0.1/0.1. All
# three agree. While α is constant they differ by at most {{same:.0e}}, which is rounding.
#
# ### Play: when they part
#
# After 20 steps the step size is divided by a number of your choice, as a learning-rate schedule would do. At first
# the number is 1, and the three are one.

# %%
explore(
    bowls.conventions,
    draw_bowls.draw_conventions,
    background=draw_bowls.conventions_background(),
    about="The distance to the minimum against the step, for three ways to write momentum. After 20 steps the step "
    "size falls.",
    describe=say.conventions,
    ask=ask.pick(
        "Divide α by 10 at step 20. Which of the three will go on with its old stride for a while?",
        ["the sum, α outside", "α inside", "the average", "none: they stay the same"],
        right="α inside",
        why="Its velocity was built with the old, larger α and has to be forgotten first; the other two see the "
        "smaller α at once. Divided by ten, the paths part by up to {{different:.2f}}. A schedule tuned in one "
        "library need not suit another.",
        at={"drop": 10},
    ),
    drop=log_slider(1, 1, 100, "α is divided by", notches=40),
)

# %% tags=["claims"]
outside, inside, average = (demo.line(**look) for look in ({"colour": "red"}, {"colour": "blue"}, {"colour": "ink"}))
holds("At first the number is 1, and the three are one")
assert demo.apart(outside, inside) < 0.5 and demo.apart(outside[:, ::4], average) < 0.5
holds("the other two see the smaller α at once")
demo.set(drop=10)
outside, inside, average = (demo.line(**look) for look in ({"colour": "red"}, {"colour": "blue"}, {"colour": "ink"}))
assert demo.apart(outside[:, ::4], average) < 0.5 and demo.apart(outside[:, :21], inside[:, :21]) < 0.5
assert demo.apart(outside, inside) > 20 and demo.right == "α inside"
assert abs(np.diff(inside[1, 20:24])).max() > 3 * abs(np.diff(outside[1, 20:24])).max()
assert max(demo.hidden(line) for line in (outside, inside, average)) == 0

# %% [markdown]
# ### Where it fails
#
# None of the three is wrong, but a step size means something different in each. When you read "α = 0.1, μ = 0.9",
# ask which one is meant. In the assignment it is the first row.

# %% [markdown]
# ## 3 · √κ in place of κ
#
# ### Idea
#
# On a quadratic bowl each eigen-direction of the Hessian lives a life of its own: along curvature λ the gradient is
# λ times the error. Gradient descent multiplies that error by $1 - \alpha\lambda$ at every step. One α has to serve
# all curvatures from $\lambda_{\min}$ to $\lambda_{\max}$. The best compromise leaves both ends with a factor of
# size $(\kappa-1)/(\kappa+1)$, where $\kappa = \lambda_{\max}/\lambda_{\min}$. Momentum, with its best α and μ,
# reaches
#
# $$\frac{\sqrt\kappa-1}{\sqrt\kappa+1}\quad\text{at}\quad \alpha = \Big(\frac{2}{\sqrt{\lambda_{\min}}+\sqrt{\lambda_{\max}}}\Big)^{2},\qquad
# \mu = \Big(\frac{\sqrt\kappa-1}{\sqrt\kappa+1}\Big)^{2}.$$
#
# ### By hand
#
# Take κ = 100. For gradient descent the factor is 99/101 = {{descent_rate[100]:.3f}} a step. To shrink the distance
# to a millionth, $0.980^k = 10^{-6}$ asks for k = {{descent_steps[100]}} steps. For momentum √κ = 10, so the factor
# is 9/11 = {{momentum_rate[100]:.3f}}.

# %% [markdown]
# ### Play: the error, direction by direction
#
# The bars show how much of the error is left along nine directions, with curvatures from 0.01 to 1, on a log axis.
# Blue is on the side of the start, red on the other side of the minimum. The picture starts with the best α of
# gradient descent and no momentum.

# %%
named = {
    f"descent's best: α = {bowls.pairs()['descent'][0]:.2f}, μ = 0": "descent",
    f"momentum's best: α = {bowls.pairs()['momentum'][0]:.2f}, μ = {bowls.pairs()['momentum'][1]:.2f}": "momentum",
    f"the usual μ: α = {bowls.pairs()['usual'][0]:.2f}, μ = 0.9": "usual",
}
explore(
    lambda pair, steps: bowls.error_components(bowls.pairs()[pair], steps),
    draw_bowls.draw_components,
    background=draw_bowls.components_background(np.geomspace(0.01, 1, 9)),
    about="Bars on a log axis: the error that is left along nine directions, from the flattest to the steepest.",
    describe=say.components,
    ask=ask.pick(
        "With the best α of gradient descent: which bars will still be tall after 100 steps?",
        ["those of small curvature", "those of large curvature", "both ends", "those in the middle"],
        right="both ends",
        why="The largest curvature flips from side to side and the smallest creeps, each with a factor of size "
        "{{descent_rate[100]:.3f}} a step; what lies between is gone sooner. With momentum's best pair all bars "
        "are gone together, below a millionth.",
        at={"steps": 100},
    ),
    pair=choice("descent", named, "α and μ"),
    steps=int_slider(0, 0, 120, "steps"),
)


# %% tags=["claims"]
def heights():
    bars = [demo.bars(colour=colour) for colour in ("blue", "red")]
    return np.concatenate([b.top for b in bars])[np.argsort(np.concatenate([b.x for b in bars]))]


assert np.allclose(heights(), 1)
holds("The largest curvature flips from side to side and the smallest creeps")
sides = []
for steps in (96, 97, 98, 99, 100):
    demo.set(steps=steps)
    sides.append(8 in demo.bars(colour="blue").x)
    assert 0 in demo.bars(colour="blue").x
assert sides == [True, False, True, False, True]
top = heights()
assert top[0] > 0.1 and top[-1] > 0.1 and (top[1:-1] < 0.03).all() and demo.right == "both ends"
holds("With momentum's best pair all bars are gone together")
demo.set(pair="momentum")
assert heights().max() < 1e-6
assert "α = 3.31, μ = 0.67" in demo.demo.controls["pair"].options[1][0]
assert demo.axes().ylog and demo.axes().legend == {"same side as the start": "blue", "other side": "vermilion"}

# %% [markdown]
# ### Play: both at their best
#
# Each method has its best parameters for a bowl as stretched as you like. The distance is on a log axis, where a
# constant factor per step is a straight line; the dotted lines show the two rates alone.

# %%
explore(
    lambda kappa: bowls.tuned_distances(kappa, 700),
    draw_bowls.draw_distances,
    background=draw_bowls.distances_background(700),
    about="The distance to the minimum on a log axis against the step for gradient descent and momentum, each with "
    "its best parameters; dotted lines show the rates alone.",
    describe=say.iterations,
    ask=ask.number(
        "At κ = 100 gradient descent needs {{descent_steps[100]}} steps to a millionth of the distance. How many "
        "will momentum need?",
        right=bowls.tuned_iterations(100)["momentum"],
        unit="steps",
        low=1,
        high=1000,
        log=True,
        why="The rate alone promises {{line_steps[100]}}; the rest is the hump at the start. At κ = 1000 it is "
        "{{momentum_steps[1000]}} against {{descent_steps[1000]}}: ten times κ costs descent ten times the steps, "
        "momentum about √10 times.",
        at={"kappa": 100},
    ),
    kappa=log_slider(100, 10, 1000, "condition number κ", notches=40),
)


# %% tags=["claims"]
def reaches(line, millionth=1e-6):
    return np.interp(-np.log(millionth), -np.log(line[1]), line[0])


assert demo.right == 93 and not demo.before_asking.lines(as_="momentum", width=2.5)
red, blue = demo.line(as_="momentum", width=2.5), demo.line(as_="gradient descent", width=2.5)
holds("The rate alone promises")
assert 90 < reaches(red) < 94 and 688 < reaches(blue) < 694
dotted = demo.line(colour="red", dash="dotted")
assert (red[1, 2:] > np.exp(np.interp(red[0, 2:], dotted[0], np.log(dotted[1]))))[red[1, 2:] > 1e-8].all()
holds("where a constant factor per step is a straight line")
assert demo.axes().ylog and not demo.axes().xlog
assert np.allclose(np.diff(np.log(blue[1])) / np.diff(blue[0]), np.log(99 / 101), atol=2e-4)
holds("At κ = 1000 it is")
demo.set(kappa=1000)
assert 310 < reaches(demo.line(as_="momentum", width=2.5)) < 320
assert demo.line(as_="gradient descent", width=2.5)[1, -1] > 0.2

# %% [markdown]
# > **Why {{momentum_steps[100]}}, and not {{line_steps[100]}}?** At the best pair both ends of the spectrum have
# > a *double* root: their errors fall like $k\rho^k$, not like $\rho^k$. The factor k is the hump at the start, and
# > it keeps the curve above its dotted line for ever. The line has the right slope, and promises too much.
#
# > **Like Newton, and for free?** What momentum brings is √κ in place of κ: on a bowl with κ = 10⁴ that is about a
# > hundred times fewer steps. It does *not* bring what makes Newton special, the curvature of each direction.
# > Newton needs one step on any bowl; momentum still slows down as κ grows, with one α and one μ for all
# > directions.
#
# ### Where it fails
#
# The best α and μ need $\lambda_{\min}$ and $\lambda_{\max}$, and nobody knows those of a network in advance. In
# practice μ = 0.9 is tried first. And the rate is that of a *quadratic*, with exact gradients, in the long run.
# With minibatch noise the velocity adds up the noise as well (lecture 5).

# %% [markdown]
# ## 4 · The map of momentum
#
# ### Idea
#
# Along one direction with error $x = \theta - \theta^*$ a step of momentum is linear:
#
# $$\begin{pmatrix}\text{velocity}\\ x\end{pmatrix} \leftarrow \begin{pmatrix}\mu & \lambda\\ -\alpha\mu & 1-\alpha\lambda\end{pmatrix}
# \begin{pmatrix}\text{velocity}\\ x\end{pmatrix}.$$
#
# Its eigenvalues $z$ solve $z^2 - (1+\mu-\alpha\lambda)\,z + \mu = 0$. The larger of their magnitudes is the factor
# per step. It depends on two numbers only, μ and the product αλ. So one map holds everything.
#
# ### By hand
#
# - The product of the two eigenvalues is μ. When they are complex they have the same magnitude, so it is
#   $\sqrt\mu$, whatever αλ is: the error **swings**.
# - They are complex when $(1+\mu-\alpha\lambda)^2 < 4\mu$. On the border, the white dashed ridge $\mu =
#   (1-\sqrt{\alpha\lambda})^2$, the two are equal. For a given αλ below 4 that is the best μ. Below the ridge they
#   are real: to the left the error **slides** in from one side, to the right it **flips** at every step.
# - At αλ = 2(1 + μ) one eigenvalue is −1, and beyond it the error **diverges**. Momentum is stable for $0 <
#   \alpha\lambda < 2(1+\mu)$: it tolerates larger steps than gradient descent.
#
# For αλ = 0.25 the ridge is at μ = (1 − ½)² = 0.25, and the factor there is √0.25 = ½.

# %% [markdown]
# ### Play: click on the map
#
# Click on the map, drag the ring, or move it with the arrow keys. On the right is the error along one direction for
# that αλ and μ. Visit all four regimes.
#
# <details><summary><b>Predict, then look.</b> Stay at αλ = 0.5 and raise μ from 0 to 1. Does the error fall faster
# and faster?</summary>
#
# No. It falls faster up to the ridge, at μ = 0.09, and slower from there on. Above the ridge the path swings, and
# its factor √μ grows with μ: too much memory is as bad as too little.
#
# </details>

# %%
steps, mus = np.linspace(0.02, 4, 100), np.linspace(0, 1, 81)
explore(
    lambda place: data.OneDirection(bowls.one_direction(*place), bowls.kind_of_motion(*place), bowls.rate(*place)),
    draw_maps.draw_phase,
    background=draw_maps.phase_background(steps, mus, bowls.phase_diagram(steps, mus)),
    panels={"ncols": 2, "width_ratios": [1.2, 1]},
    about="Left: a map of the factor per step over αλ and μ, dark where the error falls fast; the regimes slides, "
    "swings, flips and diverges are named. Right: the error against the step.",
    describe=say.phase,
    place=point(0.5, 0.8, "αλ and μ"),
)


# %% tags=["claims"]
def slowest(path):
    return np.flatnonzero(np.abs(path[1]) > 1e-3).max()


holds("It falls faster up to the ridge, at μ = 0.09, and slower from there on")
last = [
    slowest(demo.set(place=(0.5, mu)).line(as_="momentum", marker="s", panel=1))
    for mu in (0, 0.04, 0.086, 0.3, 0.6, 0.8)
]
assert last[0] > last[1] > last[2] < last[3] < last[4] < last[5]
holds("Above the ridge the path swings")
for place, kind in (((0.5, 0.6), "swings"), ((0.1, 0.1), "slides"), ((2.1, 0.12), "flips"), ((3.5, 0.2), "diverges")):
    path = demo.set(place=place).line(as_="momentum", marker="s", panel=1)[1]
    assert kind in demo.says
    flips = (path[1:13] * path[:12] < 0).sum()
    assert {"slides": flips == 0, "flips": flips >= 11, "swings": 0 < flips < 11, "diverges": abs(path[12]) > 2}[kind]

# %% [markdown]
# A network has many curvatures at once. They share α and μ, so they stand side by side on one horizontal line of
# the map. On a bowl the slowest direction decides how fast it goes, and the largest curvature whether it is stable
# at all. The best α and μ of section 3 place the two ends of the line on the two ridges, where the factor is √μ for
# both and for everything between.
#
# ### Play: read a step size off the map, and try it
#
# This is the digits network of lecture 1: 1,210 parameters, trained on the same {{map_samples}} digits at every
# step. Lanczos (lecture 2) finds its largest curvature at the start: λₘₐₓ = {{map_lam:.2f}}. The black diamond
# stands at α times that curvature, the dots at α times the next eleven. Where you drag the diamond decides α and μ;
# the network is then trained with them for 60 steps.

# %%
wide = np.linspace(0.04, 8, 100)
explore(
    lambda place: networks.on_the_map(*place),
    draw_maps.draw_network,
    background=draw_maps.network_background(wide, mus, bowls.phase_diagram(wide, mus)),
    panels={"ncols": 2, "width_ratios": [1.2, 1]},
    about="Left: the map, with the largest curvatures of the digits network as dots on one line, times the step "
    "size. Right: the training loss of the network with that step size and momentum.",
    describe=say.network,
    ask=ask.pick(
        "The diamond is at αλₘₐₓ = 4.4 and μ = 0.9, outside the limit 2(1 + μ) = 3.8. What will the network do?",
        ["it diverges: the loss explodes", "it stands still", "it learns all the same"],
        right="it learns all the same",
        why="The red arrow shows why: as the network learns its λₘₐₓ shrinks, and the diamond's place on the map "
        "moves back inside. Further out, at αλₘₐₓ = 6, the loss does explode. The map is exact on a bowl, and a "
        "good first guess here.",
    ),
    place=point(4.4, 0.9, "αλₘₐₓ and μ"),
)

# %% tags=["claims"]
assert np.allclose(demo.points(marker="D").ravel(), (4.4, 0.9))
assert not demo.before_asking.lines(panel=1) and not len(demo.before_asking.arrows().x)
holds("as the network learns its λₘₐₓ shrinks, and the diamond's place on the map moves back inside")
assert demo.right == "it learns all the same"
loss, arrow = demo.line(as_="momentum", panel=1)[1], demo.arrows(colour="red")
assert loss[-1] < 0.05 * loss[0] and "outside" in demo.says
assert arrow.x[0] == np.float32(4.4) and arrow.x[0] + arrow.dx[0] < 3.8
assert (
    len(demo.points(colour="#1a1a1a", marker="o")[0]) == 11
    and (demo.points(colour="#1a1a1a", marker="o")[0] < 4.4).all()
)
holds("Further out, at αλₘₐₓ = 6, the loss does explode")
loss = demo.set(place=(6, 0.9)).line(as_="momentum", panel=1)[1]
assert loss[-1] > 5 * loss[0]
holds("each at half of its own limit, a comparison that favours neither")
descent = demo.set(place=(1, 0)).line(as_="momentum", panel=1)[1, -1]
momentum = demo.set(place=(1.9, 0.9)).line(as_="momentum", panel=1)[1, -1]
assert descent > 50 * momentum

# %% [markdown]
# Take each at half of its own limit, a comparison that favours neither. After 60 steps gradient descent (αλₘₐₓ = 1)
# has a loss of {{map_half_descent[low]:.2f}} to {{map_half_descent[high]:.2f}} over three random starts, momentum
# with μ = 0.9 (αλₘₐₓ = 1.9) one of {{map_half_momentum[low]:.4f}} to {{map_half_momentum[high]:.4f}}.
#
# ### Where it fails
#
# The limit is not a wall. Over three random starts, the largest step with which the network still learned was
# {{map_limit_low[0.0]}} to {{map_limit_high[0.0]}} times what the map allows at μ = 0, and {{map_limit_low[0.9]}}
# to {{map_limit_high[0.9]}} times at μ = 0.9. On these digits the curvature fell as the network learned. It need
# not.

# %% [markdown]
# ## 5 · The edge of stability
#
# ### Idea
#
# Turn the limit round: with a given α and μ, a bowl is stable while its largest curvature is below
# $2(1+\mu)/\alpha$. In a network the largest curvature, its **sharpness**, changes as it learns. Cohen et al.
# (2021) found that, when all data are used at every step, it typically climbs until it meets this limit and then
# hovers there: training goes on at the **edge of stability**.
#
# ### By hand
#
# With α = 0.5 the edge is at 2/0.5 = 4 for gradient descent, and at 2 · 1.9/0.5 = 7.6 with μ = 0.9.
#
# ### Play: does the sharpness stop at the edge?
#
# The digits of our network are too easy: it learns them before much can climb. So we deal the labels out at random,
# and the network has to learn {{edge_samples}} meaningless answers by heart, all of them in every step. The dashed
# line is the edge. The button trains from another random start, which takes a few seconds.

# %%
at = np.arange(0, networks.STEPS + 1, 100)
explore(
    networks.edge,
    draw_maps.draw_edge,
    background=draw_maps.edge_background(networks.STEPS),
    panels=2,
    about="Left: the sharpness of the digits network against the step, with shuffled and with true labels, and the "
    "edge 2(1 + μ)/α as a dashed line. Right: the training loss.",
    describe=say.edge,
    prepare=networks.prepare_edge,
    prepare_label="Another start",
    ask=ask.curve(
        "Sketch the sharpness with shuffled labels at α = 0.5 and μ = 0: does it pass the dashed edge, stop there, "
        "or stay below?",
        x=at,
        start=networks.edge(0, 0.5, 0.0).sharpness[0],
        right=lambda shown: np.interp(at, shown.steps, shown.sharpness),
        panel=0,
        why="It climbs to the edge and hovers at or a little above it, while the loss goes on falling, though no "
        "longer smoothly. With true labels it never gets there.",
    ),
    alpha=choice(0.5, list(networks.RATES), "step size α"),
    mu=choice(0.0, {f"{mu:g}": mu for mu in networks.MUS}, "momentum μ"),
)

# %% tags=["claims"]
holds("It climbs to the edge and hovers at or a little above it")
assert len(demo.before_asking.lines()) == 1
for alpha in (0.4, 0.5, 0.6):
    for mu in (0, 0.5, 0.9):
        demo.set(alpha=alpha, mu=mu)
        edge, red, blue = demo.line(dash="dashed"), demo.line(colour="red"), demo.line(colour="blue")
        assert np.allclose(edge[1], 2 * (1 + mu) / alpha) and demo.inside(red) == 1 and demo.hidden(red) < 0.1
        ratio = red[1] / edge[1, 0]
        assert ratio[0] < 0.85 and 1 < ratio.max() < 1.6
        first = np.flatnonzero(ratio >= 1)[0]
        assert 0.9 < np.median(ratio[first : first + 8]) < 1.4
        holds("With true labels it never gets there")
        assert (blue[1] < edge[1, 0]).all()
holds("while the loss goes on falling, though no longer smoothly")
loss = demo.set(alpha=0.6, mu=0).line(panel=1)[1]
assert loss[-1] < 0.85 * loss[0] and (np.diff(loss[10:]) > 0).any() and demo.axes(1).legend == {}

# %% [markdown]
# In {{edge_stayed}} of {{edge_runs}} runs (three step sizes, three momenta, three random starts) the sharpness met
# the edge. From there until 70 % of the loss was gone its median was {{edge_low[0.0]:.2f}} to
# {{edge_high[0.0]:.2f}} times 2/α without momentum, {{edge_low[0.5]:.2f}} to {{edge_high[0.5]:.2f}} times 2(1 +
# μ)/α with μ = 0.5, and {{edge_low[0.9]:.2f}} to {{edge_high[0.9]:.2f}} times with μ = 0.9.
#
# > **What this does not show.** With the true labels nothing of the kind happens here: the sharpness is never above
# > {{edge_true_share:.0f}} % of the edge, and falls as the network grows sure of itself. Cohen et al. saw it fall
# > late in training in other networks, too, with this kind of loss: where all answers are certain, the
# > cross-entropy is flat. And a small network on one data set is no proof; they show the climb for many.
#
# ### Where it fails
#
# On a bowl a step beyond the limit is the end. Here it is not: something in the landscape turns the path back each
# time. The map tells you where that starts, not how it ends.

# %% [markdown]
# ## 6 · Nesterov: look ahead, and get a guarantee
#
# ### Idea
#
# The old velocity will carry us from θ to $\theta - \alpha\mu\,\text{velocity}$ anyway. So take the
# gradient *there*, where we are about to be, and not where we are:
#
# $$g = \nabla L(\theta - \alpha\mu\,\text{velocity}), \qquad \text{velocity} \leftarrow g + \mu\,\text{velocity},
# \qquad \theta \leftarrow \theta - \alpha\,\text{velocity}.$$
#
# If the velocity is about to overshoot, the gradient ahead already points back, and brakes in time.
#
# ### By hand
#
# Loss ½θ², so the gradient is θ. Let θ = 0.1, velocity = 2, α = 0.1, μ = 0.9. Momentum: the gradient at θ is 0.1,
# the velocity becomes 0.1 + 1.8 = 1.9, and θ = −0.09. Nesterov: it looks at 0.1 − 0.18 = −0.08, where the gradient
# is −0.08. The velocity becomes 1.72, and θ = −0.072: a smaller overshoot, and a smaller velocity to go on with.

# %% [markdown]
# ### Play: braking in time
#
# This update is yours, too. So far it takes its gradient at θ, which makes it the momentum of section 2. Let it
# look ahead. The dashed path is Nesterov's, with the same α and μ.
#
# <details><summary><b>Predict, then look.</b> Raise μ to 0.95. Which of the two paths swings less, and in which
# direction is the difference largest?</summary>
#
# The dashed one swings less, most clearly along the steep direction θ₂. The brake is the change of the gradient
# over the look-ahead: αλμ times the velocity, ten times stronger along the steep direction than along the flat one.
#
# </details>


# %% tags=["open"]
@yours("ps3_momentum")
def nesterov_step(grad, theta, velocity, alpha, mu):
    """So far the gradient is taken at theta: let it look ahead."""
    g = grad(theta)
    velocity = g + mu * velocity
    return theta - alpha * velocity, velocity


# %%
explore(
    lambda mu: bowls.own_nesterov(yours.nesterov_step, 0.05, mu, steps=40),
    draw_bowls.draw_own,
    background=draw_bowls.own_background(),
    about="A bowl seen from above, with the path of your own update and, dashed, that of Nesterov's momentum.",
    size=(640, 390),
    describe=say.own,
    follows=["nesterov_step"],
    mu=slider(0.5, 0, 0.95, "momentum μ", step=0.05),
)

# %% tags=["claims"]
holds("The dashed one swings less, most clearly along the steep direction θ₂")
demo.set(mu=0.95)
dashed, own = demo.line(colour="grey", dash="dashed"), demo.line(as_="your own", width=2)
swing = [np.abs(line[:, 20:]).max(axis=1) for line in (dashed, own)]
assert swing[0][1] < 0.1 * swing[1][1] and 0.3 < swing[0][0] / swing[1][0] < 1 and demo.axes().equal
assert "From step 2 on your path differs" in demo.says

# %% [markdown]
# The guarantee. Let the loss be convex and smooth: its gradient changes by at most $\lambda_{\max}$ times the
# distance. With step $1/\lambda_{\max}$ and a momentum that grows with k, Nesterov (1983) proved
#
# $$L(\theta_k) - L^* \;\le\; \frac{2\lambda_{\max}\,\lVert\theta_0-\theta^*\rVert^2}{(k+1)^2},$$
#
# where gradient descent has a bound that falls as $1/k$ only. No strong convexity is asked for, and no method that
# adds up gradients can do better by more than a constant factor, as long as it has made at most (n − 1)/2 steps in
# n dimensions (Nesterov 2004, theorem 2.1.7). The loss that proves it is a chain of springs that is pulled at one
# end: every step can pass the news on by one link only.
#
# ### Play: news on a chain
#
# The chain has 201 links, so the theorem speaks of k up to 100. On the left, on a log axis, θ along the chain; on
# the right the gap to the smallest loss.

# %%
paths, gaps, optimum = limits.worst_chain()
explore(
    lambda k: data.Chain(k, paths, gaps, optimum),
    draw_limits.draw_chain,
    background=draw_limits.chain_background(gaps, optimum),
    panels=2,
    about="Left: the values of θ along the chain for gradient descent and Nesterov's method on a log axis, and the "
    "minimiser. Right: the gap to the minimum against the step for both, and Nesterov's bound.",
    describe=say.chain,
    ask=ask.place(
        "After k = 50 steps, what is the first link at which θ is still exactly zero, for both methods? Drag the "
        "ring there.",
        start=(120, 1e-3),
        right=lambda shown: (limits.first_untouched(shown.paths, shown.k), 1e-3),
        panel=0,
        free="x",
        why="A gradient only sees the neighbours, so no news passes the dotted line. But Nesterov's green curve "
        "has moved the links that it has reached much further.",
        at={"k": 50},
    ),
    k=int_slider(0, 0, 100, "step k", step=5),
)

# %% tags=["claims"]
holds("A gradient only sees the neighbours, so no news passes the dotted line")
assert demo.right[0] == 51 and not demo.before_asking.lines(as_="nesterov")
demo.set(k=50)
green, blue = demo.line(as_="nesterov"), demo.line(as_="gradient descent")
assert np.isclose(demo.line(colour="ink", dash="dotted")[0, 0], 50.5)
assert (green[1, 50:] <= 1.01e-7).all() and (blue[1, 50:] <= 1.01e-7).all()
holds("green curve has moved the links that it has reached much further")
assert (green[1, 3:36] > 1.01 * blue[1, 3:36]).all() and green[1, 15] > 3 * blue[1, 15] and demo.axes(0).ylog
assert max(demo.notches("k")) == 100

# %% [markdown]
# At k = 100 Nesterov's gap is {{chain_nesterov:.4f}}, against the bound {{chain_bound:.4f}} and gradient descent's
# {{chain_descent:.4f}}.
#
# ### Where it fails
#
# The bound is for exact gradients and convex losses. It says nothing about networks, and you will often read that
# plain momentum does as well there. Nor is it a descent method: the loss may rise on the way. And there are several
# valid sequences of momenta (ours is (k − 1)/(k + 2)).

# %% [markdown]
# ## 7 · Few guarantees for the heavy ball
#
# ### Idea
#
# You will often read that the heavy ball, momentum without the look-ahead, comes with few guarantees. That sentence
# needs its scope. On *quadratics*, with the best α and μ, its rate is the best that a method of this kind can have.
# On other smooth and strongly convex losses those very parameters can fail: Lessard, Recht and Packard (2016) found
# a loss of one variable on which the ball runs in circles for ever.
#
# ### By hand
#
# The curvature is 25, but 1 between x = 1 and x = 2. So $\lambda_{\min} = 1$, $\lambda_{\max} = 25$, √κ = 5, and
# the best parameters are μ = (4/6)² = 4/9 and α = (2/6)² = 1/9. Start at x = 3.3: the slope is 25 · 3.3 −
# 24 = 58.5, so the first step goes to 3.3 − 58.5/9 = −3.2.

# %% [markdown]
# ### Play: a convex loss that is not minimised
#
# On the left is the loss, with the last twelve places of momentum on it; on the right, its path (red) and that of
# gradient descent (blue), each with the parameters that are best for curvatures from 1 to 25. From x = 2 both find
# the minimum at 0.

# %%
explore(
    lambda start: data.OnCurve(limits.kinked, limits.heavy_ball_on_kinks(start, steps=60)),
    draw_limits.draw_kinks,
    background=draw_limits.kinks_background(limits.kinked),
    panels=2,
    about="Left: a convex loss whose curvature is small between x = 1 and x = 2, and the last places of momentum "
    "on it. Right: the paths of momentum and gradient descent against the step.",
    describe=say.kinks,
    ask=ask.pick(
        "The loss is strongly convex, its only minimum is at 0. Will momentum reach it from x = 3.3?",
        ["yes, as from x = 2", "yes, but more slowly", "no, never"],
        right="no, never",
        why="It visits three places again and again: −{{cycle[a]:.3f}}, {{cycle[b]:.3f}} and {{cycle[c]:.3f}} "
        "(exactly −2208/1225, 792/1225, 2592/1225), from starts between about 3.07 and 3.46 and from a few other "
        "intervals. Gradient descent always arrives.",
        at={"start": 3.3},
    ),
    start=slider(2, 0.1, 4, "start x", step=0.1),
)

# %% tags=["claims"]
holds("From x = 2 both find the minimum at 0")
assert np.abs(demo.points()).max(initial=0) < 0.01 or np.abs(demo.points()[0]).max() < 0.01
assert all(abs(line[1, -1]) < 0.01 for line in demo.lines(panel=1))
holds("It visits three places again and again")
demo.set(start=3.3)
cycle = np.array([-2208, 792, 2592]) / 1225
assert all(np.abs(cycle - x).min() < 0.02 for x in demo.points()[0]) and demo.right == "no, never"
holds("Gradient descent always arrives")
for start in demo.notches("start"):
    demo.set(start=start)
    blue = demo.line(as_="gradient descent", panel=1)
    assert abs(blue[1, -1]) < 0.05 and demo.hidden(blue, 1) == 0
    assert ("come to rest" in demo.says) == (abs(demo.line(as_="momentum", panel=1)[1, -3:]).max() < 0.01)
    assert start not in (3.1, 3.2, 3.3, 3.4) or "last three places" in demo.says

# %% [markdown]
# > **What this does not show.** It does not show that momentum is unsafe. With a smaller α the heavy ball converges
# > on every smooth convex loss (Ghadimi, Feyzmahdavian and Johansson 2015), without the √κ. Whether some *other* α
# > and μ could have both, safety and the √κ, was an open question for a long time; section 8 has the answer.
#
# ### Where it fails
#
# It fails where the curvature jumps: the ball is tuned for one pair of curvatures and meets them in the wrong
# order. The loss of a network with rectified linear units is made of such pieces.

# %% [markdown]
# ## 8 · *Optional:* what no tuning can mend
#
# ### Idea
#
# Goujaud, Taylor and Dieuleveut (2025) proved that no choice of α and μ works: either the ball is no faster than
# gradient descent, up to a constant factor, even on bowls; or there is a smooth, strongly convex loss on which it
# never converges. Their losses send the ball round a regular polygon. Such a loss is easy to write down. Its
# gradient is
#
# $$\nabla L(\theta) = \lambda_{\min}\,\theta + (\lambda_{\max} - \lambda_{\min})\,P(\theta),$$
#
# where P projects θ onto a smaller polygon. A projection never stretches a distance, so all curvatures lie between
# $\lambda_{\min}$ and $\lambda_{\max}$. It remains to choose the polygon such that each step leads from corner to
# corner.
#
# ### By hand
#
# Going round three corners $1, w, w^2$ with $w = e^{2\pi i/3}$, the ball comes to 1 from $w^2$ and goes on to $w$.
# So α times the gradient at 1 must be $(1+\mu) - \mu w^2 - w$. The rest is a question of geometry: is the point
# that P would have to give really the nearest point of the polygon?

# %% [markdown]
# ### Play: where the ball can be sent round
#
# In the white part of the map there is such a loss, on which the ball goes round 2 to 25 corners. The red star is
# the pair that is best on bowls, the light blue diamond the best of all that are not white. Put the ring where you
# like: on the right the ball runs on the loss that was made for that place (or on a bowl, where there is none).
#
# <details><summary><b>Predict, then look.</b> Choose κ = 100. Is the pair that is best on bowls in the white
# part?</summary>
#
# Yes: with αλₘₐₓ = 3.31 and μ = 0.67 the ball visits three places for ever. At κ = 10 it is not, and no cycle was
# found for it.
#
# </details>

# %%
explore(
    lambda kappa, place: cycles.cycling(*place, kappa),
    draw_maps.draw_cycles,
    background=lambda kappa: draw_maps.cycles_background(kappa, *cycles.map_parts(kappa)),
    background_on=("kappa",),
    panels={"ncols": 2, "width_ratios": [1.1, 1]},
    about="Left: the map of αλₘₐₓ and μ; the part where a loss with a cycle was found is white. Right: the path of "
    "the heavy ball on the loss made for the chosen place, and the polygon to which that loss pulls.",
    describe=say.cycles,
    kappa=choice(10, [10, 25, 100, 1000], "condition number κ"),
    place=point(1.0, 0.5, "αλₘₐₓ and μ"),
)

# %% tags=["claims"]
holds("with αλₘₐₓ = 3.31 and μ = 0.67 the ball visits three places for ever")
assert demo.axes(1).equal
last = demo.set(kappa=100, place=(3.31, 0.67)).points(panel=1, marker="s")
assert "3 places for ever" in demo.says
assert len(np.unique(last.round(3), axis=1).T) == 3 and np.allclose(np.hypot(*last), 1, atol=1e-3)
holds("At κ = 10 it is not, and no cycle was found for it")
last = demo.set(kappa=10, place=(2.31, 0.27)).points(panel=1, marker="s")
assert "No loss with such a cycle was found" in demo.says and np.hypot(*last).max() < 1e-3
holds("(or on a bowl, where there is none)")
assert not demo.fills(panel=1) and demo.set(kappa=25, place=(2.78, 0.445)).fills(panel=1)

# %% [markdown]
# What is left outside the white part? To gain a factor of a million on bowls, the diamond needs (by the rate alone)
# {{cycle_free[25]}} steps at κ = 25, {{cycle_free[100]}} at κ = 100 and {{cycle_free[1000]}} at κ = 1000. From 100
# to 1000 that is almost ten times as many: it grows like κ, as for gradient descent ({{cycle_descent[25]}},
# {{cycle_descent[100]}}, {{cycle_descent[1000]}}), which needs five to eight times as many. The star's
# {{cycle_tuned[25]}}, {{cycle_tuned[100]}} and {{cycle_tuned[1000]}} grow like √κ.
#
# ### Where it fails
#
# This is a worst case. At κ = 100, with the best pair, {{cycle_standing}} of 100 random starts at rest ended on the
# cycle of a loss that was built for it; the losses that are trained in practice are not. What fails is the
# guarantee, not the practice.

# %% [markdown]
# ## 9 · *Optional:* plateaus and saddles again
#
# ### Idea
#
# Lecture 1 left two places where gradient descent waits: a **plateau**, where the gradient is tiny but keeps its
# sign, and the neighbourhood of a **saddle**. Does momentum help there? Compared at the same α it looks like a
# miracle. But its steps grow to be 1/(1 − μ) times as long, and gradient descent could take longer steps, too. So
# we compare by three rules:
#
# - the **same step size** α for both;
# - the **same long-run step**: descent gets α/(1 − μ);
# - **each at 90 % of its limit**: 2/λₘₐₓ for descent, 2(1 + μ)/λₘₐₓ for momentum.
#
# ### By hand
#
# On $L = x^2 - y^2$ gradient descent multiplies $y$ by 1 + 2α at every step. From $y_0 = 10^{-6}$ to 1 takes $6 \ln
# 10/ \ln(1 + 2\alpha)$ steps: {{saddle_descent[step]}} with α = 0.05, {{saddle_descent[stride]}} with ten times
# that.

# %% [markdown]
# ### Play: off the plateau, between steep walls
#
# The loss is −sech(x) + 5y²: almost flat along x where both start, steep along y. Momentum has μ = 0.9. The stars
# show when a path has come down to x = 1.

# %%
explore(
    limits.plateau,
    draw_limits.draw_plateau,
    background=draw_limits.plateau_background(limits.walled_plateau, 320),
    panels=2,
    about="Left: contour lines of a loss that is flat along x and steep along y, with both paths. Right: x against "
    "the step.",
    describe=say.fair("Steps to x = 1"),
    ask=ask.pick(
        "With the same α momentum is there about six times sooner. Give descent the same long-run step instead, "
        "ten times its α: what will happen?",
        ["it is as fast as momentum", "it is faster than momentum", "it is thrown up the walls"],
        right="it is thrown up the walls",
        why="Along x alone the longer step would do. But along the steep y it lies beyond descent's limit, 2/10 = "
        "0.2, and within momentum's, 3.8/10 = 0.38. That is what momentum gains here: not a better direction, but "
        "a longer step that is still stable.",
        at={"rule": "same long-run step"},
    ),
    rule=choice("same step size", list(limits.RULES), "compared at"),
)

# %% tags=["claims"]
holds("With the same α momentum is there about six times sooner")
stars = {colour: demo.points(colour=colour, marker="*", panel=1) for colour in ("blue", "red")}
assert 5 < stars["blue"][0, 0] / stars["red"][0, 0] < 7 and demo.right == "it is thrown up the walls"
holds("Along x alone the longer step would do")
assert (
    "(α = 1) lost" in demo.set(rule="same long-run step").says
    and not demo.points(colour="blue", marker="*", panel=1).size
)
assert np.abs(demo.line(as_="gradient descent", marker="o")[1]).max() > 5
assert demo.points(colour="red", marker="*", panel=1).size
demo.set(rule="each at 90 % of its limit")
stars = {colour: demo.points(colour=colour, marker="*", panel=1) for colour in ("blue", "red")}
holds("Each at 90 % of its limit")
assert stars["blue"][0, 0] > 6 * stars["red"][0, 0] and demo.inside(stars["blue"], 1) == 1

# %% [markdown]
# Each at 90 % of its limit, descent needs {{plateau_descent[limit]}} steps and momentum
# {{plateau_momentum[limit]}}. Without the walls it would be the other way round: at the same long-run step plain
# descent is the faster one, since a velocity has to build up first. The saddle shows it.
#
# ### Play: off the saddle
#
# Both start at x = 1, one millionth away from the ridge y = 0 that leads straight into the saddle of x² − y². The
# stars show when |y| has reached 1.
#
# <details><summary><b>Predict, then look.</b> With the same α momentum is ahead. Who is ahead with the same
# long-run step, α/(1 − μ) for descent?</summary>
#
# Descent, clearly: {{saddle_descent[stride]}} steps against {{saddle_momentum[stride]}}. Here no steep direction
# forbids it the longer step. With each at 90 % of its limit momentum is ahead again, {{saddle_momentum[limit]}}
# against {{saddle_descent[limit]}}, and no miracle is left.
#
# </details>

# %%
explore(
    limits.saddle,
    draw_limits.draw_saddle,
    background=draw_limits.saddle_background(160),
    panels=2,
    about="Left: contour lines of a saddle and two paths that near it and leave it. Right: their distances from "
    "the ridge against the step, on a log axis.",
    describe=say.fair("Steps to |y| = 1"),
    rule=choice("same step size", list(limits.RULES), "compared at"),
    mu=choice(0.9, [0.5, 0.9], "momentum μ"),
)


# %% tags=["claims"]
def stars():
    return [demo.points(colour=colour, marker="*", panel=1)[0, 0] for colour in ("blue", "red")]


holds("With the same α momentum is ahead")
assert stars()[1] < stars()[0] and demo.axes(0).equal
holds("Descent, clearly")
demo.set(rule="same long-run step")
assert stars()[0] < 0.5 * stars()[1]
holds("With each at 90 % of its limit momentum is ahead again")
demo.set(rule="each at 90 % of its limit")
assert stars()[1] < stars()[0] < 2 * stars()[1]

# %% [markdown]
# ### Where it fails
#
# A saddle whose downhill direction has *zero* curvature (a monkey saddle, a flat valley) is not left at a constant
# factor, with or without momentum. And exactly on the ridge neither method moves off it at all; noise does. These
# are losses of two variables with exact gradients; what is known about the saddles of large networks is in
# lecture 1.

# %% [markdown]
# ## Recap
#
# - The velocity is a sum of gradients with weights 1, μ, μ², …: what agrees grows by up to 1/(1 − μ), what
#   alternates shrinks to 1/(1 + μ). So momentum also makes longer steps; a fair comparison takes that into account.
# - Three ways to write it agree while α is constant, and part when it changes.
# - On quadratics, with the best α and μ: the factor is (√κ − 1)/(√κ + 1). That is √κ in place of κ, not Newton.
# - Stable for 0 < αλ < 2(1 + μ); best on the ridge μ = (1 − √(αλ))²; above it the path swings with the factor √μ.
# - A network's sharpness may climb to this limit and stay there: the edge of stability.
# - Nesterov looks ahead, and for smooth convex losses has a bound that falls as 1/k². The heavy ball has none: it
#   can cycle, and no tuning has both the √κ and safety.
#
# Here are your guesses. Look again where you were furthest off.

# %%
guesses()

# %% [markdown]
# **Next:** `assignments/ps3_momentum`, where you write all of this yourself. Then lecture 4: a step size of its own
# for each parameter.
#
# ## Sources
#
# - B. T. Polyak (1964), *Some methods of speeding up the convergence of iteration methods*: the heavy ball and its
#   rate on quadratics.
# - Y. Nesterov (1983), *A method for solving the convex programming problem with convergence rate O(1/k²)*: the
#   bound of section 6.
# - Y. Nesterov (2004), *Introductory Lectures on Convex Optimization*, section 2.1: the worst chain, and that no
#   first-order method does better.
# - A. Beck and M. Teboulle (2009), *A Fast Iterative Shrinkage-Thresholding Algorithm for Linear Inverse Problems*:
#   the bound with its constant.
# - I. Sutskever, J. Martens, G. Dahl and G. Hinton (2013), *On the importance of initialization and momentum in
#   deep learning*: Nesterov's method in the form of section 6; α inside the velocity.
# - E. Ghadimi, H. R. Feyzmahdavian and M. Johansson (2015), *Global convergence of the heavy-ball method for convex
#   optimization*.
# - L. Lessard, B. Recht and A. Packard (2016), *Analysis and Design of Optimization Algorithms via Integral
#   Quadratic Constraints*: the loss of section 7.
# - G. Goh (2017), *Why Momentum Really Works*, Distill: the view by eigen-directions and the map. Our pictures are
#   our own.
# - J. Cohen, S. Kaur, Y. Li, J. Z. Kolter and A. Talwalkar (2021), *Gradient Descent on Neural Networks Typically
#   Occurs at the Edge of Stability*, arXiv 2103.00065: the experiment of section 5.
# - B. Goujaud, A. Taylor and A. Dieuleveut (2025), *Provable non-accelerations of the heavy-ball method*,
#   Mathematical Programming, arXiv 2307.11291: the cycles of section 8.
# - UC Berkeley, CS W182/282A, lecture *Optimization*: the order of ideas.
