# %% [markdown]
# # 3 · Momentum
#
# ## Objectives
#
# After this lecture you can
#
# - say why a velocity cancels what alternates and adds up what agrees, and by how much;
# - write the update in three ways, and tell when they part;
# - predict from one number, the condition number κ, how many steps momentum saves: √κ in place of κ;
# - read the phase diagram of momentum: where it slides, swings, flips and diverges;
# - say what is guaranteed for Nesterov's method, and what is not for the heavy ball.
#
# **Time:** about 55 minutes. You need lecture 1 (gradient descent, eigenvalues of the Hessian). Every picture
# below can be moved: with the mouse, or with Tab and the arrow keys.

# %% [markdown]
# The next cell loads the experiments of this lecture. Each is a short function in
# `lectures/momentum/experiments`, built on the same update that you will write in the assignment.

# %%
import numpy as np

from lectures.momentum.experiments import bowls, limits
from lectures.viz import choice, contours, draw_paths, explore, int_slider, log_slider, plain, point, slider
from lectures.momentum import data, words as say
from lectures.momentum.drawing import paths as drawing

# %% [markdown]
# ## 1 · Keep what agrees, cancel what does not (10 min)
#
# ### Idea
#
# Gradient descent forgets. At every step it looks at the present gradient only. In a long valley that is a
# waste: the gradient across the valley points left, then right, then left; its part along the valley points
# the same way every time. If we *remember* successive gradients and add them up, the parts that disagree
# cancel, and the part that agrees grows.
#
# Call the memory the **velocity**. With a momentum $\mu$ between 0 and 1,
#
# $$\text{velocity} \leftarrow g + \mu\,\text{velocity}, \qquad \theta \leftarrow \theta - \alpha\,\text{velocity}.$$
#
# ### By hand
#
# Take $\mu = 0.9$. If the gradient is always 1, the velocity goes $1,\; 1.9,\; 2.71,\; 3.44, \dots$ and ends
# at $1 + \mu + \mu^2 + \dots = 1/(1-\mu)$ = {{terminal[0.9]:.0f}}. If the gradient alternates $1, -1, 1, -1,
# \dots$ the velocity ends at the size $1 - \mu + \mu^2 - \dots = 1/(1+\mu)$ = {{alternating[0.9]:.2f}}. What
# agrees is multiplied by ten, what alternates is halved.

# %% [markdown]
# ### Play: the parts of a gradient
#
# Gradient descent walks down a tilted bowl with a step size that is rather too large. The blue arrow is the
# step it wants to take. The orange arrow is what a velocity with μ = 0.8 makes of the same gradients. On the
# right both are split along the two axes of the bowl.
#
# <details><summary><b>Predict, then look.</b> Move k from 0 to 6. Which of the four bars change sign at every
# step, and which orange bar becomes larger than its blue one?</summary>
#
# Both bars of the steep axis change sign at every step. The velocity's bar on the flat axis outgrows the
# gradient's: there all the gradients agree.
#
# </details>

# %%
run = bowls.successive_gradients()
explore(
    lambda k: data.Successive(k, *run, bowls.AXES),
    drawing.draw_successive,
    background=drawing.successive_background(bowls.TILTED),
    panels={"ncols": 2, "width_ratios": [1.3, 1]},
    size=(640, 340),
    about="Left: a path of gradient descent that zigzags across a tilted bowl, with arrows for the next step and the velocity. "
    "Right: both, split along the flat and the steep axis of the bowl.",
    describe=say.successive,
    k=int_slider(3, 0, 12, "step k"),
)

# %% tags=["claims"]
holds("there all the gradients agree")
for k in range(7):
    demo.set(k=k)
    flat, steep = demo.bars(colour="blue", panel=1).top
    assert flat > 0, "all the gradients agree along the flat axis"
assert demo.axes(0).equal and demo.axes(1).legend["−velocity"] == "vermilion"
assert demo.hidden(demo.line(as_="gradient descent")) == 0

# %% [markdown]
# ### Play: how much is remembered
#
# Now the gradient is 1 at every step (blue line). The velocity climbs to its **terminal velocity**.
#
# <details><summary><b>Predict, then look.</b> With μ = 0.99, how large does the velocity become, and about
# how many steps does it need to get most of the way?</summary>
#
# It ends at 1/(1 − 0.99) = {{terminal[0.99]:.0f}}, and after about as many steps it has covered 63 % of the
# way. A memory that multiplies the step by a hundred is also a hundred steps long: it is slow to start, and
# slow to forget.
#
# </details>

# %%
explore(
    bowls.velocity_on_a_slope,
    drawing.draw_velocity,
    background=plain((0, 100), (0.8, 120), "step", "velocity", logy=True, legend=["momentum"], legend_loc="upper left"),
    about="The velocity under a gradient that is always 1, against the step; a dotted line marks its last value.",
    describe=say.velocity,
    mu=slider(0.9, 0, 0.99, "momentum μ", step=0.03),
)

# %% [markdown]
# > **A sum, not an average.** One often reads that momentum averages the gradients. The weights $1, \mu,
# > \mu^2, \dots$ do not add up to one but to $1/(1-\mu)$. So μ also sets the length of the step: going from μ
# > = 0.9 to μ = 0.99 at the same α makes the step ten times longer. And mind the letters: on some slides
# > $g_k$ is first the gradient and then the velocity. Here $g$ is always the gradient.
#
# ### Where it fails
#
# A velocity cannot turn at once. When the path reaches the minimum, the velocity still points along the way
# it came, and carries the path past it. The next pages are about how much of this one can afford.

# %% [markdown]
# ## 2 · The update, and three ways to write it (9 min)
#
# ### Idea
#
# On a bowl with curvatures $1/\kappa$ and 1 the picture below runs both methods with the *same* step size.
# Three things are yours to choose: how stretched the bowl is, α, and μ. Drag the start, too.
#
# <details><summary><b>Predict, then look.</b> Gradient descent diverges here as soon as α > 2. With μ = 0.9,
# up to which α does momentum still converge?</summary>
#
# Up to 2(1 + μ) = 3.8. The velocity makes it *more* patient with large steps, because it cancels part of
# every overshoot. Page 4 shows why.
#
# </details>

# %%
explore(
    bowls.two_paths,
    drawing.draw_bowl_paths,
    background=drawing.bowl_background(),
    about="Contour lines of a bowl seen from above, with a path of gradient descent and one of momentum from the same start.",
    describe=lambda shown: say.distances_now(shown.paths),
    kappa=log_slider(30, 1, 200, "condition number κ"),
    alpha=log_slider(0.5, 0.02, 4, "step size α"),
    mu=slider(0.85, 0, 0.99, "momentum μ"),
    start=point(-2.5, 1.0, "start"),
)

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
# Two steps with the gradients 1 and 1, α = 0.1, μ = 0.9: the first row moves θ by −0.1 and then by −0.1 · 1.9
# = −0.19. The second has velocities −0.1 and −0.09 − 0.1 = −0.19. The third has 0.1 and 0.19, times 0.1/0.1.
# All the same. While α is constant the three paths differ by at most {{same:.0e}}: rounding.
#
# ### Play: when they part
#
# After 20 steps the step size is divided by a number of your choice, as a learning-rate schedule would do.
#
# <details><summary><b>Predict, then look.</b> Two of the three see the smaller α at once. Which one goes on
# with its old stride for a while?</summary>
#
# The one with α *inside*: its velocity was built with the old, larger α and has to be forgotten first.
# Divided by ten, the paths part by up to {{different:.2f}}. So a schedule that was tuned in one library need
# not suit another.
#
# </details>

# %%
explore(
    bowls.conventions,
    drawing.draw_conventions,
    background=drawing.conventions_background(),
    about="The distance to the minimum against the step, for three ways to write momentum. After 20 steps the step size falls.",
    describe=say.conventions,
    drop=log_slider(10, 1, 100, "α is divided by", notches=40),
)

# %% [markdown]
# ### Where it fails
#
# None of the three is wrong, but a step size means something else in each. When you read "α = 0.1, μ = 0.9",
# ask which one is meant. In the assignment it is the first row.

# %% [markdown]
# ## 3 · √κ in place of κ (10 min)
#
# ### Idea
#
# On a quadratic bowl each eigen-direction of the Hessian lives a life of its own: along curvature λ the
# gradient is λ times the error. Gradient descent multiplies that error by $1 - \alpha\lambda$ at every step.
# One α has to serve all curvatures from $\lambda_{\min}$ to $\lambda_{\max}$. The best compromise leaves both
# ends with the factor $(\kappa-1)/(\kappa+1)$, with $\kappa = \lambda_{\max}/\lambda_{\min}$. Momentum, with
# its best α and μ, reaches
#
# $$\frac{\sqrt\kappa-1}{\sqrt\kappa+1}\quad\text{at}\quad \alpha = \Big(\frac{2}{\sqrt{\lambda_{\min}}+\sqrt{\lambda_{\max}}}\Big)^{2},\qquad
# \mu = \Big(\frac{\sqrt\kappa-1}{\sqrt\kappa+1}\Big)^{2}.$$
#
# ### By hand
#
# Take κ = 100. Gradient descent: 99/101 = {{descent_rate[100]:.3f}} a step. Momentum: √κ = 10, so 9/11 =
# {{momentum_rate[100]:.3f}}. To shrink the distance to a millionth, $0.980^k = 10^{-6}$ asks for
# {{descent_steps[100]}} steps. Momentum needs {{momentum_steps[100]}}.

# %% [markdown]
# ### Play: the error, direction by direction
#
# The bars show how much of the error is left along nine directions, with curvatures from 0.01 to 1. Blue is
# on the side of the start, orange on the other side of the minimum.
#
# <details><summary><b>Predict, then look.</b> It begins with μ = 0 and the best α of gradient descent,
# {{best_descent_alpha:.2f}}. Which bars are still tall after 100 steps: those of small or of large
# curvature?</summary>
#
# Both ends. The largest curvature flips from side to side and the smallest creeps, each with the factor
# {{descent_rate[100]:.3f}}; what lies between is gone sooner. Now set α = {{best_alpha_scaled:.1f}} and μ
# near {{best_mu[100]:.2f}}, the best pair: all bars fall together.
#
# </details>

# %%
explore(
    bowls.error_components,
    drawing.draw_components,
    background=drawing.components_background(np.geomspace(0.01, 1, 9)),
    about="Bars on a log axis: the error that is left along nine directions, from the flattest to the steepest.",
    describe=say.components,
    steps=int_slider(100, 0, 200, "steps", step=4),
    alpha=slider(1.98, 0.1, 3.9, "step size α", step=0.1),
    mu=slider(0, 0, 0.98, "momentum μ", step=0.02),
)

# %% [markdown]
# ### Play: both at their best
#
# Both methods with their best parameters, for a bowl as stretched as you like. Both axes are logarithmic.
#
# <details><summary><b>Predict, then look.</b> From κ = 100 to κ = 1000 gradient descent needs ten times as
# many steps. How many times as many does momentum need?</summary>
#
# About √10 ≈ 3.2 times: {{momentum_steps[100]}} become {{momentum_steps[1000]}}, while {{descent_steps[100]}}
# become {{descent_steps[1000]}}. At κ = 10 it is {{momentum_steps[10]}} against {{descent_steps[10]}}.
#
# </details>

# %%
explore(
    lambda kappa: bowls.tuned_distances(kappa, 10_000),
    drawing.draw_distances,
    background=drawing.distances_background(),
    about="The distance to the minimum against the step for gradient descent and momentum, each with its best parameters.",
    describe=say.iterations,
    kappa=log_slider(100, 2, 1000, "condition number κ", notches=36),
)

# %% [markdown]
# > **Like Newton, and for free?** What momentum brings is √κ in place of κ: on a bowl with κ = 10⁴ that is a
# > hundred times fewer steps. It does *not* bring what makes Newton special: the curvature of each direction.
# > Newton needs one step on any bowl; momentum still slows down as κ grows, and it knows nothing of a
# > direction beyond what its one α and one μ say about all of them.
#
# ### Where it fails
#
# The best α and μ need $\lambda_{\min}$ and $\lambda_{\max}$, and who knows those of a network? In practice μ
# = 0.9 is tried first. And the rate is that of a *quadratic*: it says what happens in the long run near a
# minimum, for exact gradients (at first the distance may even rise, as the last picture shows). With
# minibatch noise the velocity adds up the noise as well (lecture 5).

# %% [markdown]
# ## 4 · The phase diagram (7 min)
#
# ### Idea
#
# Along one direction with error $x = \theta - \theta^*$ a step of momentum is linear:
#
# $$\begin{pmatrix}\text{velocity}\\ x\end{pmatrix} \leftarrow \begin{pmatrix}\mu & \lambda\\ -\alpha\mu & 1-\alpha\lambda\end{pmatrix}
# \begin{pmatrix}\text{velocity}\\ x\end{pmatrix}.$$
#
# Its eigenvalues $z$ solve $z^2 - (1+\mu-\alpha\lambda)\,z + \mu = 0$. The larger of their magnitudes is the
# factor per step. It depends on two numbers only, μ and the product αλ. So one map holds everything.
#
# ### By hand
#
# - The product of the two eigenvalues is μ. When they are complex they have the same magnitude, so it is
#   $\sqrt\mu$, whatever αλ is.
# - They are complex when $(1+\mu-\alpha\lambda)^2 < 4\mu$. On the border the two are equal. For a given αλ <
#   1 that is the best μ: $\mu = (1-\sqrt{\alpha\lambda})^2$, the white dashed ridge.
# - At αλ = 2(1 + μ) one eigenvalue is −1. Momentum is stable for $0 < \alpha\lambda < 2(1+\mu)$ (and 0 ≤ μ <
#   1).
#
# For αλ = 0.25 the ridge is at μ = (1 − ½)² = 0.25, and the factor there is √0.25 = ½.

# %% [markdown]
# ### Play: click on the map
#
# Click on the map, drag the circle, or move it with the arrow keys. On the right is the error along one
# direction for that αλ and μ.
#
# <details><summary><b>Predict, then look.</b> Stay at αλ = 0.5 and raise μ from 0 to 1. Does the error fall
# faster and faster?</summary>
#
# No. It falls faster up to the ridge, at μ = 0.09, and slower from there on. Above the ridge the path swings,
# and its factor √μ grows with μ: too much memory is as bad as too little.
#
# </details>

# %%
steps, mus = np.linspace(0.02, 4, 100), np.linspace(0, 0.99, 80)
explore(
    lambda place: data.OneDirection(bowls.one_direction(*place), bowls.kind_of_motion(*place), bowls.rate(*place)),
    drawing.draw_phase,
    background=drawing.phase_background(steps, mus, bowls.phase_diagram(steps, mus)),
    panels={"ncols": 2, "width_ratios": [1.1, 1]},
    about="Left: a map of the factor per step over αλ and μ, dark where the error falls fast. Right: the error against the step.",
    describe=say.phase,
    place=point(0.5, 0.8, "αλ and μ"),
)

# %% [markdown]
# ### Where it fails
#
# A network has many curvatures at once. They share α and μ, so they stand side by side on one horizontal line
# of the map, and the slowest decides. The best α and μ of page 3 place the two ends of that line on the two
# ridges, where the factor is √μ for both and for everything between.

# %% [markdown]
# ## 5 · Nesterov: look ahead, and get a guarantee (8 min)
#
# ### Idea
#
# The old velocity will carry us from θ to $\theta - \alpha\mu\,\text{velocity}$ anyway. So take the gradient
# *there*, where we are about to be, and not where we are:
#
# $$g = \nabla L(\theta - \alpha\mu\,\text{velocity}), \qquad \text{velocity} \leftarrow g + \mu\,\text{velocity},
# \qquad \theta \leftarrow \theta - \alpha\,\text{velocity}.$$
#
# If the velocity is about to overshoot, the gradient ahead already points back, and brakes in time.
#
# ### By hand
#
# Loss ½θ², so the gradient is θ. Let θ = 0.1, velocity = 2, α = 0.1, μ = 0.9. Momentum: the gradient at θ is
# 0.1, the velocity becomes 0.1 + 1.8 = 1.9, and θ = −0.09. Nesterov: it looks at 0.1 − 0.18 = −0.08, where
# the gradient is −0.08. The velocity becomes 1.72, and θ = −0.072: a smaller overshoot, and a smaller
# velocity to go on with.

# %% [markdown]
# ### Play: braking in time
#
# Both on the same bowl (κ = 10), with the same α and μ.
#
# <details><summary><b>Predict, then look.</b> Raise μ to 0.95. Which of the two paths swings less, and in
# which direction is the difference largest?</summary>
#
# Nesterov's. The brake is αλ times the velocity: strong along the steep direction θ₂, weak along the flat
# one.
#
# </details>

# %%
explore(
    lambda mu: bowls.look_ahead(0.05, mu, steps=40),
    draw_paths,
    background=contours(
        lambda t: 0.5 * (t[0] ** 2 + 10 * t[1] ** 2), (-2.5, 2.5), (-1.5, 1.5), legend=["momentum", "nesterov"]
    ),
    about="A path of momentum and one of Nesterov's momentum on a bowl, seen from above.",
    describe=say.distances_now,
    mu=slider(0.9, 0, 0.98, "momentum μ", step=0.02),
)

# %% [markdown]
# The guarantee. Let the loss be convex and smooth: its gradient changes by at most L times the distance. With
# step 1/L and a momentum that grows with k, Nesterov (1983) proved
#
# $$f(\theta_k) - f^* \;\le\; \frac{2L\,\lVert\theta_0-\theta^*\rVert^2}{(k+1)^2},$$
#
# where gradient descent has a bound that falls as $1/k$ only. No strong convexity is asked for, and no method
# that adds up gradients can do better than this by more than a constant factor (Nesterov 2004, theorem
# 2.1.7). The loss that proves it is a chain of springs that is pulled at one end: every step can pass the
# news on by one link only.
#
# <details><summary><b>Predict, then look.</b> The chain has 201 links. After k = 50 steps, where on the chain
# is θ still exactly zero?</summary>
#
# From link 51 on, for *both* methods: a gradient only sees the neighbours. But Nesterov's has moved the links
# that it has reached much further.
#
# </details>

# %%
paths, gaps, optimum = limits.worst_chain()
explore(
    lambda k: data.Chain(k, paths, gaps, optimum),
    drawing.draw_chain,
    background=drawing.chain_background(gaps, optimum),
    panels=2,
    about="Left: the values of θ along the chain for gradient descent and Nesterov's method, and the minimiser. "
    "Right: the gap to the minimum against the step for both, and Nesterov's bound.",
    describe=say.chain,
    k=int_slider(50, 0, 200, "step k", step=5),
)

# %% [markdown]
# At k = 100 Nesterov's gap is {{chain_nesterov:.4f}}, against the bound {{chain_bound:.4f}} and gradient
# descent's {{chain_descent:.4f}}.
#
# ### Where it fails
#
# The bound is for exact gradients and convex losses. It says nothing about networks. Nor is the method a
# descent method: its loss may rise on the way. And there are several valid sequences of momenta (ours is (k −
# 1)/(k + 2)); they differ by a per cent or two here.

# %% [markdown]
# ## 6 · Few guarantees for the heavy ball (5 min)
#
# ### Idea
#
# The heavy ball is said to come with few guarantees. That sentence needs its scope. On *quadratics* the heavy
# ball with the best α and μ is optimal (page 3). On other smooth and strongly convex losses those very
# parameters can fail: Lessard, Recht and Packard (2016) found a loss of one variable on which they run in
# circles for ever.
#
# ### By hand
#
# The curvature is 25, but 1 between x = 1 and x = 2. So $\lambda_{\min} = 1$, $\lambda_{\max} = 25$, √κ = 5,
# and the best parameters are μ = (4/6)² = 4/9 and α = (2/6)² = 1/9. Start at x = 3.3: the slope is 25 · 3.3 −
# 24 = 58.5, so the first step goes to 3.3 − 58.5/9 = −3.2. After a while the ball visits three places again
# and again: {{cycle[a]:.3f}}, {{cycle[b]:.3f}} and {{cycle[c]:.3f}} (exactly −2208/1225, 792/1225,
# 2592/1225).

# %% [markdown]
# ### Play: a convex loss that cannot be minimised
#
# <details><summary><b>Predict, then look.</b> The loss is strongly convex. Must momentum reach its minimum at
# 0 from every start, if only slowly?</summary>
#
# No. From starts between about 3.07 and 3.46 (and from a few other intervals) it never does. Gradient
# descent, on the right in blue, always does.
#
# </details>

# %%
explore(
    lambda start: data.OnCurve(limits.kinked, limits.heavy_ball_on_kinks(start, steps=40)),
    drawing.draw_kinks,
    background=drawing.kinks_background(limits.kinked),
    panels=2,
    about="Left: a convex loss whose curvature is small between x = 1 and x = 2, and the last places of momentum on it. "
    "Right: the paths of momentum and gradient descent against the step.",
    describe=say.kinks,
    start=slider(3.3, 0.1, 4, "start x", step=0.1),
)

# %% [markdown]
# > **What this does not show.** It does not show that momentum is unsafe. With a smaller α the heavy ball
# > converges on every smooth convex loss (Ghadimi, Feyzmahdavian and Johansson 2015), only without the √κ.
# > The parameters that are best on quadratics are the ones that may cycle elsewhere.
#
# ### Where it fails
#
# It fails where the curvature jumps: the ball is tuned for one pair of curvatures and meets them in the wrong
# order. The loss of a network with rectified linear units is made of such pieces.

# %% [markdown]
# ## 7 · Plateaus and saddles again (6 min)
#
# ### Idea
#
# Lecture 1 left two places where gradient descent waits. On a **plateau** the gradient is tiny but keeps its
# sign, so a velocity adds it up. Near a **saddle** the distance from the ridge grows by a constant factor per
# step, and momentum makes that factor larger.
#
# ### By hand
#
# On $f = x^2 - y^2$ with α = 0.1, gradient descent multiplies $y$ by 1 + 0.2 = 1.2 at every step. From $y_0 =
# 10^{-6}$ to 1 takes $6 \ln 10/\ln 1.2$, so {{escape[6]}} steps. With momentum the factor is the larger root
# of $z^2 - (1 + \mu + 0.2)\,z + \mu = 0$. For μ = 0.9 it is {{saddle_factor:.1f}}, and after the velocity has
# built up, {{escape_momentum[6]}} steps are enough.

# %% [markdown]
# ### Play: off the plateau
#
# The loss is −sech(x), and both start at x = 4, where it is almost flat.
#
# <details><summary><b>Predict, then look.</b> At α = 0.1 gradient descent needs {{leave[0]}} steps to come
# down to x = 1. How many does μ = 0.9 need: a tenth?</summary>
#
# Not quite: {{leave[0.9]}}. The velocity first has to build up. With μ = 0.99 it is {{leave[0.99]}}, and then
# the ball runs far up the other side.
#
# </details>

# %%
explore(
    lambda alpha, mu: data.OnCurve(
        limits.sech,
        {"gradient descent": limits.plateau(alpha, 0.0), "momentum": limits.plateau(alpha, mu)},
    ),
    drawing.draw_plateau,
    background=drawing.plateau_background(limits.sech, 300),
    panels=2,
    about="Left: the loss −sech(x), flat on both sides of a pit at 0, with the places of two paths. "
    "Right: both paths against the step.",
    describe=say.plateau,
    alpha=log_slider(0.1, 0.01, 1, "step size α"),
    mu=slider(0.9, 0, 0.99, "momentum μ", step=0.03),
)

# %% [markdown]
# ### Play: off the saddle
#
# The path starts at x = 1, at a tiny distance from the ridge y = 0 that leads straight into the saddle.
#
# <details><summary><b>Predict, then look.</b> A start that is a million times nearer to the ridge (10⁻¹² in
# place of 10⁻⁶): a million times more steps?</summary>
#
# Only twice as many: {{escape[12]}} in place of {{escape[6]}}. The distance grows by a factor per step, so
# the delay grows with the *logarithm*. A strict saddle holds nobody for long.
#
# </details>

# %%
explore(
    lambda exponent, mu: limits.saddle(10.0**-exponent, mu, steps=160),
    drawing.draw_saddle,
    background=drawing.saddle_background(160),
    panels=2,
    about="Left: contour lines of a saddle and a path that nears it and leaves it. "
    "Right: the distance from the ridge against the step, on a log axis.",
    describe=say.saddle,
    exponent=int_slider(6, 1, 12, "start at 10 to the minus"),
    mu=choice(0.0, [0.0, 0.5, 0.9], "momentum μ"),
)

# %% [markdown]
# ### Where it fails
#
# A saddle whose downhill direction has *zero* curvature (a monkey saddle, a flat valley) is not left at a
# constant factor, with or without momentum. And exactly on the ridge neither method moves off it at all;
# noise does.
#
# > **What this does not show.** These are losses of one and two variables with exact gradients. That most
# > critical points of large networks are saddles of the harmless kind is a claim of its own, with assumptions
# > of its own (lecture 1).

# %% [markdown]
# ## Recap
#
# - The velocity is a sum of gradients with weights 1, μ, μ², …: what agrees grows by 1/(1 − μ), what
#   alternates shrinks to 1/(1 + μ).
# - Three ways to write it agree while α is constant, and part when it changes.
# - On quadratics, with the best α and μ: the factor is (√κ − 1)/(√κ + 1). That is √κ in place of κ, not
#   Newton.
# - Stable for 0 < αλ < 2(1 + μ); best on the ridge μ = (1 − √(αλ))²; above it the path swings with the factor
#   √μ.
# - Nesterov looks ahead, and for smooth convex losses has a bound that falls as 1/k². The heavy ball has
#   none: it can cycle.
# - Plateaus and strict saddles hold momentum for a shorter time.
#
# **Next:** `assignments/ps3_momentum`, where you write all of this yourself. Then lecture 4: a step size of
# its own for each parameter.

# %% [markdown]
# ## Sources
#
# - B. T. Polyak (1964), *Some methods of speeding up the convergence of iteration methods*: the heavy ball
#   and its rate on quadratics.
# - Y. Nesterov (1983), *A method for solving the convex programming problem with convergence rate O(1/k²)*:
#   the bound of page 5.
# - Y. Nesterov (2004), *Introductory Lectures on Convex Optimization*, section 2.1: the worst chain, and that
#   no first-order method does better.
# - A. Beck and M. Teboulle (2009), *A Fast Iterative Shrinkage-Thresholding Algorithm for Linear Inverse
#   Problems*: the bound with its constant.
# - I. Sutskever, J. Martens, G. Dahl and G. Hinton (2013), *On the importance of initialization and momentum
#   in deep learning*: Nesterov's method in the form of page 5; α inside the velocity.
# - E. Ghadimi, H. R. Feyzmahdavian and M. Johansson (2015), *Global convergence of the heavy-ball method for
#   convex optimization*.
# - L. Lessard, B. Recht and A. Packard (2016), *Analysis and Design of Optimization Algorithms via Integral
#   Quadratic Constraints*: the loss of page 6.
# - G. Goh (2017), *Why Momentum Really Works*, Distill: the view by eigen-directions and the phase diagram.
#   Our pictures are our own.
# - UC Berkeley, CS W182/282A, lecture *Optimization*: the order of ideas.
