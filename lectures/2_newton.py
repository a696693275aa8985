# %% [markdown]
# # 2 · Newton's method
#
# ## Objectives
#
# After this lecture you can
#
# - say why the steepest direction is not the best one, and which direction is;
# - write down the quadratic model of a loss, and step to its flat point by *solving*, not inverting;
# - read quadratic convergence off a row of errors, and name the cases where it does not come;
# - mend what goes wrong far from a minimum: |H|, damping, backtracking;
# - count what a step costs in memory and time, and take Newton's step without ever forming a Hessian.
#
# **Time:** about 60 minutes. You need lecture 1 (gradient descent, eigenvalues of the Hessian). Every picture
# below can be moved: with the mouse, or with Tab and the arrow keys.

# %% [markdown]
# The next cell loads the experiments of this lecture. Each is a short function in
# `lectures/newton/experiments/`, built on the same functions that you will write in the assignment.

# %%
import numpy as np

from lectures.newton.experiments.numbers import convergence, costs, landscapes, models, products, repairs
from lectures.viz import choice, contours, explore, int_slider, log_slider, point, slider
from lectures.newton import data, words as say
from lectures.newton.drawing import costs as pricing, models as drawing, repairs as repairing

# %% [markdown]
# ## 1 · A better direction (8 min)
#
# ### Idea
#
# Stand on the side of a long valley. The steepest way down leads across the valley. The minimum lies *along*
# it. Lecture 1 measured the angle between the two, and it can come close to 90°. No step size mends a wrong
# direction.
#
# What would a good direction need to know? How the slope *changes*. Where the slope changes fast, the bottom
# is near; where it changes slowly, the bottom is far. So divide the slope by its rate of change. With the
# gradient $g$ and the Hessian $H$, the matrix of all second derivatives, that is **Newton's step**:
#
# $$\delta \;\text{ with }\; H\,\delta = -g, \qquad \theta \leftarrow \theta + \delta.$$
#
# ### By hand
#
# Take $L = \tfrac12(\tfrac1{10}\theta_1^2 + \theta_2^2)$ and stand at $(-10, 1)$. The gradient is
# $(-1, 1)$. Steepest descent walks along $(1, -1)$, at 45°, and even with the best step size there is,
# $g^\top g / g^\top H g = 2/1.1$, it lands at ({{best_descent_step[0]:.2f}}, {{best_descent_step[1]:.2f}}).
# Newton divides each part of the gradient by its own curvature: $\delta = (1/0.1,\; -1/1) = (10, -1)$. It
# lands on $(0, 0)$.

# %% [markdown]
# ### Play: one step each
#
# One step of each method, and gradient descent even gets the best step size along its direction. Stretch the
# bowl, drag the start.
#
# <details><summary><b>Predict, then look.</b> Is there a start from which one step of gradient descent is as
# good as Newton's?</summary>
#
# On the two axes of the bowl: there the gradient points at the minimum. And everywhere if κ = 1, when the
# bowl is round. Newton's step hits the minimum from *anywhere*, for any κ. For 300 random bowls with n = 10,
# κ = 100 and random starts, what was left of the distance was below {{one_step:.0e}}: rounding.
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

# %% [markdown]
# ### Play: the same loss in other coordinates
#
# Measure one length in metres and another in millimetres: the landscape is stretched, and gradient descent
# takes another path. Below, one loss (convex, not quadratic) is minimised in coordinates φ with θ = Aφ, where
# A stretches one slanted direction by s and shrinks the other by 1/s. On the right the paths are carried back.
#
# <details><summary><b>Predict, then look.</b> Move s. Which of the two paths on the right stays exactly where
# it is?</summary>
#
# Newton's. In φ the gradient is $A^\top g$ and the Hessian $A^\top H A$, so the step is
# $-(A^\top H A)^{-1}A^\top g = -A^{-1}H^{-1}g$: the old step, carried over. Over 50 random stretches its path
# moved by less than {{apart_newton:.0e}}, gradient descent's by up to {{apart_descent:.2f}}.
#
# </details>

# %%
loss, window, levels = landscapes.cosh_valley.f, ((-2.6, 2.6), (-1.9, 1.9)), 2 + 0.1 * 3.0 ** np.arange(4)
lines = drawing.level_lines(loss, *window, levels)
explore(
    lambda s: data.TwoCoordinates(lines, A := models.stretch_matrix(s), *models.paths_in_other_coordinates(A)),
    drawing.draw_two_coordinates,
    background=drawing.coordinates_background(loss, *window, levels),
    panels=2,
    about="Left: contour lines of a loss and two paths in stretched coordinates φ. Right: the same paths carried back to θ.",
    describe=say.two_coordinates,
    s=log_slider(1.2, 0.7, 1.43, "stretch s", notches=16),
)

# %% [markdown]
# ### Where it fails
#
# A bowl is a lucky case: its Hessian is the same everywhere. On other losses the step is only as good as the
# picture of the loss that it is built on. That picture is the subject of the next page.

# %% [markdown]
# ## 2 · The quadratic model (8 min)
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
# > **The slides** write $\nabla_\theta L(\theta_0)(\theta-\theta_0)$, the product of two columns, and start
# > the gradient at another derivative. **In fact** the linear term is the *scalar* $\nabla L(\theta_0)^\top
# > (\theta-\theta_0)$, and the gradient's first entry is $\partial L/\partial\theta_1$.
#
# ### By hand
#
# $L(\theta) = \theta^4$ at $\theta_0 = 1$: value 1, slope 4, bend 12. So $m(\delta) = 1 + 4\delta +
# 6\delta^2$. At $\delta = 0.1$ the model says 1.46, and $1.1^4 = 1.4641$: off by 0.0041. At $\delta = 0.2$ it
# is off by 2.0736 − 2.04 = 0.0336, eight times as much. Doubling the distance costs $2^3$.

# %% [markdown]
# ### Play: a parabola glued to the curve
#
# The parabola touches the curve at the black dot. A triangle marks its flat point: pointing down for a
# minimum of the parabola, up for a maximum. The cross below or above it is where Newton's step lands.
#
# <details><summary><b>Predict, then look.</b> Slide θ₀ through all hills and pits. Where does the parabola
# open downwards, and where does the step then lead?</summary>
#
# Wherever the curve bends down, around each hill. There the flat point is the *top* of the parabola, and the
# step leads uphill. Where the curve is almost straight, the flat point is far outside the picture.
#
# </details>

# %%
explore(
    models.glued_model,
    drawing.draw_model,
    background=drawing.model_background(lambda x: models.wavy(x)[0], (-5, 5), (-1.5, 4)),
    about="A wavy loss of one variable, and the parabola that shares value, slope and bend with it at θ₀.",
    describe=say.model,
    theta0=slider(-1.8, -4, 4, "point θ₀", step=0.2),
)

# %% [markdown]
# ### Play: how wrong is it?
#
# Now in three dimensions: the mean loss of a logistic regression with 200 examples. Walk a distance h from
# θ₀ in a direction of your choice, and compare the loss with its models: the constant, the plane, the
# quadratic. Both axes are logarithmic, so a power $h^p$ is a straight line of slope $p$.
#
# <details><summary><b>Predict, then look.</b> Which slopes do the three lines have? Do they depend on the
# direction?</summary>
#
# About 1, 2 and 3; measured in the first direction: {{remainder_slopes[0]:.1f}}, {{remainder_slopes[1]:.1f}}
# and {{remainder_slopes[2]:.1f}}. The first term that is *left out* sets the slope. The direction moves the
# lines up and down. Only where that term happens to vanish is a line steeper.
#
# </details>

# %%
explore(
    models.remainders_and_slopes,
    drawing.draw_remainders,
    background=drawing.remainders_background(),
    about="The error of three Taylor models of a logistic loss against the distance, on log-log axes.",
    describe=say.remainders,
    degrees=slider(0, 0, 180, "direction, in degrees", step=5),
)

# %% [markdown]
# ### Play: the model from above
#
# A landscape of two parameters with four pits (thin lines), and the model at the point that you drag (dashed
# lines). The arrow is Newton's step; it leads to the flat point of the model.
#
# <details><summary><b>Predict, then look.</b> Drag the point from a pit towards the middle. The dashed lines
# are ellipses at first. What do they become, and why?</summary>
#
# Hyperbolas, as soon as one eigenvalue of H is negative. Then the model is a saddle, with no minimum at all,
# and the arrow leads to the saddle's centre. In the very middle both are negative: ellipses again, around a
# *maximum*.
#
# </details>

# %%
explore(
    models.model_among_pits,
    drawing.draw_model_seen_from_above,
    background=contours(landscapes.four_pits.f, (-5, 5), (-5, 5), 7, aspect="equal"),
    size=(640, 480),
    about="Contour lines of a loss with four pits, those of its quadratic model at one point, and Newton's step from there.",
    describe=say.model_seen_from_above,
    place=point(-1.2, 2.2, "point θ₀"),
)

# %% [markdown]
# ### Where it fails
#
# The model is local. Its error grows with the *cube* of the distance, and nothing in $g$ and $H$ says how
# large that cube's factor is. A step that leaves the neighbourhood is a guess.

# %% [markdown]
# ## 3 · Set the derivative to zero, and solve (7 min)
#
# ### Idea
#
# The model is simple enough to be minimised with pencil and paper. Write it out in coordinates,
#
# $$m(\delta) = L_0 + \sum_i g_i\,\delta_i + \tfrac12\sum_{i,j} H_{ij}\,\delta_i\,\delta_j,$$
#
# and differentiate by $\delta_k$. The linear term gives $g_k$. In the double sum $\delta_k$ stands once as
# $\delta_i$ and once as $\delta_j$; since $H$ is symmetric both give the same, and the ½ cancels:
#
# $$\frac{\partial m}{\partial\delta_k} = g_k + \sum_j H_{kj}\,\delta_j, \qquad\text{so}\qquad \nabla m(\delta) = g + H\delta.$$
#
# Set it to zero: $H\delta = -g$. If all eigenvalues of $H$ are positive, the model is a bowl, and this is its
# only minimum.
#
# > **The slides say** $\theta^* \leftarrow \theta_0 - H^{-1}g$. **In fact** that is the minimiser of the
# > *model*, so it is one *step*: $\theta_1$. It is $\theta^*$ only if the loss is a convex quadratic. For
# > other losses, take gradient and Hessian at the new place and step again.
#
# ### By hand
#
# $g = (1, 1)$, $H = \begin{pmatrix}2&1\\1&3\end{pmatrix}$. Two equations: $2\delta_1 + \delta_2 = -1$ and
# $\delta_1 + 3\delta_2 = -1$. Three times the first minus the second: $5\delta_1 = -2$. So $\delta =
# (-0.4, -0.2)$. No inverse was needed.

# %% [markdown]
# ### Play: solve, never invert
#
# $\delta = -H^{-1}g$ is how it is *written*. Computed, it should be `solve(H, -g)`, not `inv(H) @ -g`. Both
# are right on paper. The Hilbert matrix, with entries $1/(i+j-1)$, is a nearly singular Hessian that shows
# the difference: here the right step has all entries one.
#
# <details><summary><b>Predict, then look.</b> Raise n to 12. How large is the residual ‖Hδ + g‖ of either
# way?</summary>
#
# Solving leaves less than {{hilbert_solve:.0e}}, the inverse more than {{hilbert_inverse:.1f}}. Inverting
# solves n systems in place of one, so it is also slower, and the errors of all of them enter.
#
# </details>

# %%
sizes = np.arange(2, 13)
found = {int(n): models.solve_or_invert(n) for n in sizes}
residuals = {way: [found[n][1][way] for n in found] for way in ("solve", "inverse")}
explore(
    lambda n: data.Solutions(n, *found[n]),
    drawing.draw_solutions,
    background=drawing.solutions_background(sizes, residuals),
    panels=2,
    about="Left: the entries of Newton's step for a Hilbert matrix, solved and by the inverse. Right: their residuals against the size n.",
    describe=say.solutions,
    n=int_slider(12, 2, 12, "size n"),
)

# %% [markdown]
# > **What this does not show.** A small residual is not a right answer. At n = 12 the solved step, too, has
# > entries that are visibly not one: the matrix is so nearly singular that very different steps lead to
# > almost the same $H\delta$. But all of them come within rounding of the model's minimum, and that is what
# > is asked of a step. For well-conditioned matrices both ways are accurate (Druinsky and Toledo 2012), and
# > only the time speaks against the inverse.
#
# ### Where it fails
#
# If $H$ has a negative eigenvalue, $H\delta = -g$ still has a solution, but it is no minimum. If $H$ is
# singular there is none, or there are too many. Page 5 mends both.

# %% [markdown]
# ## 4 · Digits that double (8 min)
#
# ### Idea
#
# Close to a minimum the model is very good, and so is its flat point. If $e_k$ is the distance to the minimum
# after $k$ steps, the cube that the model leaves out makes
#
# $$e_{k+1} \approx C\, e_k^2.$$
#
# An error of $10^{-3}$ becomes about $10^{-6}$, then $10^{-12}$: the number of correct digits *doubles*. This is
# **quadratic convergence**. Gradient descent has $e_{k+1} \approx C e_k$ with $C < 1$, **linear** convergence:
# the same number of digits is added in every step.
#
# From three errors in a row the order $p$ in $e_{k+1} \approx Ce_k^p$ can be read off:
# $p \approx \log(e_{k+1}/e_k) \,/ \log(e_k/e_{k-1})$.
#
# ### By hand
#
# Minimise $\theta^3/3 - 2\theta$ for $\theta > 0$. Slope $\theta^2 - 2$, bend $2\theta$, so Newton's method is
# $\theta \leftarrow \theta - (\theta^2-2)/(2\theta) = \tfrac12(\theta + 2/\theta)$: Heron's way to take the
# square root of 2, known for two thousand years. From 1: 1.5, 1.416667, 1.414216. The errors are
# {{heron[0]:.2f}}, {{heron[1]:.3f}}, {{heron[2]:.4f}}, {{heron[3]:.0e}}, {{heron[4]:.0e}}. And $e_{k+1}/e_k^2$
# tends to $1/(2\sqrt2)$ = {{heron_ratio:.2f}}.

# %% [markdown]
# ### Play: logistic regression
#
# 200 examples, three parameters, a little weight decay (the ridge). Both methods start at zero, and gradient
# descent has the step size that is best near the minimum.
#
# <details><summary><b>Predict, then look.</b> On this log axis gradient descent is a straight line. What does
# Newton's curve look like?</summary>
#
# It bends down faster and faster, until rounding stops it. At a ridge of 0.01 the estimated orders are
# {{orders[0]:.2f}}, {{orders[1]:.2f}}, {{orders[2]:.2f}}, {{orders[3]:.2f}}: they tend to 2. The ratio on the
# right becomes constant, about {{ratio:.2f}}. To reach 10⁻⁶ takes {{steps_to[newton]}} steps, against
# {{steps_to[gradient descent]}}.
#
# </details>

# %%
explore(
    convergence.logistic_convergence,
    drawing.draw_convergence,
    background=drawing.convergence_background(),
    panels=2,
    about="Left: the distance to the minimum of a logistic loss against the step, for gradient descent and Newton. "
    "Right: each error of Newton's over the square of the one before.",
    describe=say.convergence,
    ridge=log_slider(0.01, 1e-3, 1, "ridge", notches=24, form="{:.2g}"),
)

# %% [markdown]
# ### Play: when the digits do not double
#
# Newton's method on three losses of one variable. The slider says how far from the minimum it starts.
#
# <details><summary><b>Predict, then look.</b> One of the three converges faster than quadratically, one only
# linearly. Which? And one is lost if it starts too far out. Which, and from where?</summary>
#
# θ⁴ has no curvature at its minimum: θ shrinks by 2/3 in every step, order 1. ln cosh θ is symmetric, so the
# cubic term that the model leaves out vanishes at the minimum: order 3. But from beyond {{threshold:.4f}} the
# same ln cosh θ, a *convex* loss, throws Newton's method from side to side, farther and farther.
#
# </details>

# %%
explore(
    convergence.three_losses,
    drawing.draw_digits,
    background=drawing.digits_background(convergence.CURVES),
    about="Errors of Newton's method on three losses of one variable against the step, on a log axis.",
    describe=say.digits,
    distance=slider(0.8, 0.1, 1.3, "distance of the start", step=0.05),
)

# %% [markdown]
# > **Convergence is not a duty.** The theorem says: if the minimum has positive curvature in every direction,
# > and the start is *close enough*, the convergence is quadratic (Nocedal and Wright 2006, theorem 3.5).
# > Convexity alone does not make the full step safe, as ln cosh shows. And beware of the word: quadratic
# > convergence is a law of the errors, not of the number of steps, and has nothing "linear" about it.
#
# ### Where it fails
#
# "Close enough" is the catch. Nobody starts a network close to a minimum.

# %% [markdown]
# ## 5 · Where it goes wrong, and what mends it (13 min)
#
# ### Idea
#
# Newton's method looks for a point with $g = 0$, and takes what comes: minimum, saddle or maximum. Far from
# all of them its steps can be huge. Three repairs, alone or together:
#
# 1. **|H|**: give every eigenvalue of $H$ its magnitude. Along $q_i$ with curvature $\lambda_i$ the step
#    becomes $-(q_i^\top g)/|\lambda_i|$: downhill, always. This is *saddle-free* Newton (Dauphin et al. 2014).
# 2. **Damping**: add $d\,I$. The step becomes $-(|H| + dI)^{-1}g$: shorter, and for large $d$ it turns into a
#    small step of gradient descent, $-g/d$ (Levenberg 1944, Marquardt 1963).
# 3. **Backtracking**: try the full step; while the loss does not fall enough, halve it (Armijo 1966).
#
# ### By hand
#
# $f = x\cos(0.15\pi x)$ at $x = 10$. The slope is $1.5\pi = 4.71$, so downhill is to the left, and the bend
# is $0.3\pi = 0.942$. The step is $-4.71/0.942 = -5$, exactly. At $x = 5$ the slope is −2.37, but the bend is
# only 0.119: a step of +20. After that it settles at {{waves[Newton]:.2f}}, where the bend is
# {{waves_curvature:.1f}}. We asked for a minimum and got a *maximum*.

# %% [markdown]
# ### Play: hills and pits
#
# The example from above. Choose a repair, and the start.
#
# <details><summary><b>Predict, then look.</b> Start at 10. Where does each of the three repairs end? Do they
# find the nearest minimum?</summary>
#
# All end in a minimum, but not in the same one: |H| alone at {{waves[|H|]:.2f}}, for it still takes the huge
# step from 5. With damping, and with backtracking, it is the near one at {{waves[|H| + backtracking]:.2f}}. Look
# at the damped path near its end: the digits no longer double.
#
# </details>

# %%
explore(
    repairs.walk_and_end,
    repairing.draw_waves,
    background=repairing.waves_background(landscapes.growing_waves.f, *landscapes.critical_points_of_waves()),
    panels=2,
    about="Left: the curve x cos(0.15πx), with hills and pits, and a path on it. Right: the path against the step.",
    describe=say.waves,
    start=int_slider(10, 3, 24, "start θ₀"),
    method=choice("Newton", repairs.MENDS, "method"),
)

# %% [markdown]
# ### Play: how much damping?
#
# Between two pits, where one curvature is negative ({{damping_eigenvalues[0]:.1f}}) and one positive
# ({{damping_eigenvalues[1]:.1f}}). Purple: where $-(H + dI)^{-1}g$ lands. Orange: $-(|H| + dI)^{-1}g$.
#
# <details><summary><b>Predict, then look.</b> What happens to the purple arrow when d passes
# {{damping_crossing:.1f}}?</summary>
#
# It shoots off to one side and comes back from the other. There $H + dI$ is singular: one eigenvalue passes
# through zero. Below that, damping makes the step *longer* and leaves it pointing to the wrong side. Above,
# both arrows turn towards −g and shrink. The orange one never jumps.
#
# </details>

# %%
tracks = repairs.landing_places(repairs.DAMPED_START, np.geomspace(0.1, 1000, 160))
explore(
    repairs.damped_steps,
    repairing.draw_damping,
    background=repairing.damping_background(landscapes.four_pits.f, (-5, 2), (0.5, 5), tracks),
    about="Contour lines between two pits. Lines show where a damped step lands for all dampings, arrows for the present one.",
    describe=say.damping,
    d=log_slider(1, 0.1, 1000, "damping d", notches=48),
)

# %% [markdown]
# ### Play: look before you leap
#
# Newton's step on ln cosh θ, from a start where the full step is too long. The curve shows the loss along the
# step. **Armijo's condition** asks that the loss lies under the dashed line: a share c of the fall that the
# slope promises.
#
# <details><summary><b>Predict, then look.</b> With c near 0 any fall will do. What does a large c change?</summary>
#
# The line becomes steeper, and fewer step sizes pass: shorter steps are taken. With c close to 1 only tiny
# steps pass, for the curve bends away from its tangent at once. So c is chosen small, 10⁻⁴ say: it only
# forbids steps that gain next to nothing.
#
# </details>

# %%
explore(
    repairs.search_and_curve,
    repairing.draw_search,
    background=repairing.search_background(),
    about="The loss along Newton's step against the step size, the line that Armijo's condition draws, and the sizes that were tried.",
    describe=say.search,
    start=slider(1.5, 0.9, 1.9, "start θ₀", step=0.1),
    c=choice(1e-4, [1e-4, 0.1, 0.3, 0.6, 0.9], "share c"),
)

# %% [markdown]
# ### Play: whose pit is it?
#
# The landscape with four pits again. Each point is coloured by where a method ends that starts there: four
# colours for the four minima, grey for the saddles, red for the maximum. Click for a path.
#
# <details><summary><b>Predict, then look.</b> Which method paints grey and red? And which map has the simplest
# borders?</summary>
#
# Only Newton's method: {{shares[newton][minimum]:.0%}} of its starts end in a minimum,
# {{shares[newton][saddle]:.0%}} in a saddle, {{shares[newton][maximum]:.0%}} on the hill. Its borders are
# frayed: near a place where H is singular the step is enormous, and a tiny change of the start sends it
# elsewhere. Gradient descent has the simplest borders. Saddle-free Newton finds a minimum from
# {{shares[saddle-free][minimum]:.0%}} of the starts, if not always the nearest.
#
# </details>

# %%
explore(
    repairs.path_and_end,
    repairing.draw_path_among_pits,
    background=lambda method: repairing.basins_background(repairs.basins(method), landscapes.critical_points()),
    background_on=("method",),
    panels={"ncols": 2, "width_ratios": [1.7, 1]},
    about="Left: a map that colours each start by where the method ends, with a path from one start. Right: the loss along that path.",
    describe=say.path_among_pits,
    method=choice("newton", repairs.METHODS, "method"),
    start=point(-1.2, 2.2, "start"),
)

# %% [markdown]
# > **What this does not show.** Two parameters, one landscape, exact Hessians. It shows that Newton's method
# > *can* prefer saddles, and that |H| cures it here. How often large networks meet saddles, and whether they
# > matter there, are questions of their own (lectures 1 and 3). And |H| needs all eigenvectors of $H$: that is
# > more work than solving.
#
# ### Where it fails
#
# Each repair has its price. Damping slows the end of the path: it must go to zero near the minimum if the
# digits are to double. Backtracking needs a direction that leads downhill; plain Newton need not give one. And
# nothing makes a local method find the *lowest* pit.

# %% [markdown]
# ## 6 · The price (6 min)
#
# ### Idea
#
# If Newton's method is so good, why is no network trained with it? Count, for $n$ parameters and a loss that is
# the *mean* over $N$ examples:
#
# | part of a step | memory | operations |
# | --- | --- | --- |
# | move θ | $n$ | $O(n)$ |
# | the gradient | $n$ | $O(Nn)$ |
# | the Hessian | $n^2$ | $O(Nn^2)$ |
# | solve $H\delta = -g$ | $n^2$ | $O(n^3)$, about $n^3/3$ by Cholesky's method |
#
# > **The slides say** gradient descent takes $O(n)$ a step. **In fact** that is the price of *moving* θ. The
# > gradient comes on top, $O(Nn)$, or $O(Bn)$ for a minibatch of $B$ examples. The comparison still holds:
# > whatever the gradient costs, the Hessian costs about $n$ times as much.
#
# ### By hand
#
# A million parameters is a small network. Its Hessian has $10^{12}$ entries of 8 bytes:
# {{hessian_bytes[1000000]}}. Solving takes $10^{18}/3$ = {{solve_operations:.1e}} operations. At $10^{10}$ a
# second that is {{solve_time}}, for *one* step. The gradient over 1000 examples takes {{gradient_time}}.

# %% [markdown]
# ### Play: the calculator
#
# Counted for a mean over N = 1000 examples, on a machine that does 10¹⁰ operations a second. The button times
# a product, a solution and an inverse on *your* machine and adds what it finds as small marks.
#
# <details><summary><b>Predict, then look.</b> Up to which n does the Hessian fit into 16 GB? From which n on
# does solving cost more than computing the Hessian?</summary>
#
# 16 GB hold $2\cdot10^9$ numbers, so n ≈ 45,000. And $n^3/3$ passes $Nn^2$ at n = 3N: 3000 here. Below that,
# the Hessian itself is the dearer part.
#
# </details>

# %%
counts = np.geomspace(1e2, 1e9, 8)
seconds = [count / costs.RATE for count in costs.operations(counts).values()]
explore(
    lambda measured, n: data.Costs(*costs.at(n), measured),
    pricing.draw_costs,
    background=pricing.costs_background(counts, seconds),
    prepare=lambda progress, run: costs.measure(progress) if run else None,
    prepare_label="Measure on this machine",
    panels={"ncols": 2, "width_ratios": [2, 1]},
    about="Left: seconds for the parts of a step against the number of parameters, on log-log axes. Right: memory for θ and for the Hessian.",
    describe=say.costs,
    n=log_slider(1e6, 1e2, 1e9, "parameters n", notches=42, form="{:.2g}"),
)

# %% [markdown]
# After a press of the button the small marks show your machine: purple diamonds for solving, red squares for the
# inverse, blue dots for one product $Hv$. The diamonds rise about as steeply as the purple line, three decades
# in time for one in n. The squares lie above them, the dots far below.
#
# ### Where it fails
#
# Counting operations is not measuring. Your machine is faster or slower than 10¹⁰, and small matrices are
# bound by memory and by the call itself, so that their marks stray from a straight line.

# %% [markdown]
# ## 7 · Newton without a Hessian (10 min)
#
# ### Idea
#
# So is Newton's method an ideal to aspire to, and no more? Not quite. Some ways to solve $H\delta = -g$ never
# look at the entries of $H$. They only ask for *products* $Hv$. And a product is the change of the gradient
# along $v$:
#
# $$Hv = \lVert v\rVert\,Hu \approx \lVert v\rVert\;\frac{\nabla L(\theta + hu) - \nabla L(\theta - hu)}{2h},
# \qquad u = \frac{v}{\lVert v\rVert}.$$
#
# Two gradients, $O(n)$ memory. (There are exact products, too, at about the same price: Pearlmutter 1994.)
#
# ### By hand
#
# **Conjugate gradients** (CG) solve $Ax = b$ from products. Take $A = \mathrm{diag}(1, 2)$, $b = (1, 1)$,
# $x = 0$. The residual is $r = (1,1)$, and so is the first direction $p$. Then $Ap = (1, 2)$, and the best step
# along $p$ is $r^\top r/p^\top Ap = 2/3$, to $x = (\tfrac23, \tfrac23)$. The residual is now $(\tfrac13,
# -\tfrac13)$. Made conjugate to the old direction it becomes $p = (\tfrac49, -\tfrac29)$; the best step along
# it is $\tfrac34$, to $x = (1, \tfrac12)$: exact, after two products for two unknowns.

# %% [markdown]
# ### Play: how far to look
#
# The relative error of a Hessian-vector product on a logistic loss with 20 parameters, against the distance h.
# Red: the formula with $v$ itself. Blue: with the unit vector.
#
# <details><summary><b>Predict, then look.</b> Why is there a best h? And what happens to the red curve when v
# becomes longer?</summary>
#
# Too large an h, and the curvature changes on the way: an error of order h². Too small, and the two gradients
# agree in almost all their digits: what is left is rounding, of order 10⁻¹⁶/h. The best is in between, near
# 10⁻⁵. The red formula looks at distance h‖v‖, so its curve slides to the left as v grows, and a
# fixed h that was good becomes useless.
#
# </details>

# %%
probes = np.geomspace(1e-11, 1e-1, 31)
explore(
    lambda length: data.ProductErrors(probes, products.product_errors(length, probes)),
    pricing.draw_product_errors,
    background=pricing.products_background(),
    about="The relative error of a Hessian-vector product by differences against the distance h, for two formulas.",
    describe=say.product_errors,
    length=log_slider(100, 1e-4, 1e4, "length ‖v‖", notches=32),
)

# %% [markdown]
# ### Play: how many products?
#
# After $k$ products CG has multiplied the error along each eigenvector by $p(\lambda)$, for a polynomial $p$ of
# degree $k$ with $p(0) = 1$, the best one there is. Here are 40 unknowns whose eigenvalues, from 1 to 100, lie
# in a few groups.
#
# <details><summary><b>Predict, then look.</b> With 4 groups of eigenvalues, after how many products is the
# answer exact?</summary>
#
# After {{groups[4]}}: a polynomial of degree 4 can be zero at all four values at once. With 8 groups it takes
# {{groups[8]}}. With 40 different values the error falls step by step, the faster the smaller κ is: at least
# like momentum's $\sqrt\kappa$ (lecture 3), without having to know λ_min or λ_max.
#
# </details>

# %%
explore(
    products.conjugate_gradients_at_work,
    pricing.draw_polynomial,
    background=pricing.polynomial_background(10),
    panels=2,
    about="Left: what conjugate gradients leave of the error, as a polynomial over the eigenvalue, with the eigenvalues as dots. "
    "Right: the relative residual against the number of products.",
    describe=say.polynomial,
    k=int_slider(3, 0, 10, "products k"),
    groups=choice(4, [2, 4, 8, 40], "groups of eigenvalues"),
)

# %% [markdown]
# ### Play: twenty thousand parameters
#
# Both parts together: **Newton-CG**. The loss is a logistic regression over 2000 made-up texts with a vocabulary
# of n = 20,000 words, a few of them frequent and most rare. Its Hessian would fill {{hessian_bytes[20000]}}. A
# vector takes {{vector_bytes[20000]}}, and a few vectors are all that is kept. The horizontal axis counts what
# costs: gradients. Gradient descent steps by 1/L, with the L of this loss.
#
# <details><summary><b>Predict, then look.</b> Does it pay to solve each step closely, or to stop CG after a few
# products?</summary>
#
# Stopping early pays: with 5 products a step the curve falls fastest per gradient, though its six steps end
# less deep than those with 10. Solved closely, most products are wasted on a model that the next step throws
# away. With 1 each step is steepest descent, and the curvature is hardly used. Good programs start loosely and
# solve more closely as they near the minimum (Dembo, Eisenstat and Steihaug 1982).
#
# </details>

# %%
explore(
    lambda curves, budget: data.Gaps(budget, curves),
    pricing.draw_gaps,
    background=pricing.gaps_background(),
    prepare=lambda progress, run: products.run_large(progress),
    about="The loss above its minimum against the number of gradients, for gradient descent and Newton-CG with n = 20,000.",
    describe=say.gaps,
    budget=choice(10, products.BUDGETS, "products in a step"),
)

# %% [markdown]
# > **What this does not show.** The loss is convex, its gradients are exact, and the full step happens to be
# > safe here. For a network CG meets negative curvature and has to stop there, a minibatch makes $Hv$ noisy, and
# > a line search or damping is needed on top. That is *Hessian-free* optimisation (Martens 2010). It works; it is
# > rarely used, since cheaper methods get most of the benefit.
#
# ### Where it fails
#
# A step now costs many gradients. When the data are many and redundant, these buy more as many small steps of a
# simple method (lecture 5). So the course goes on with methods that use gradients only, and borrow from Newton
# what they can: momentum (lecture 3) a part of its speed, adaptive methods (lecture 4) a scale for each
# parameter.

# %% [markdown]
# ## Recap
#
# - Newton's step solves $H\delta = -g$: it leads to the flat point of the quadratic model, and does not depend on
#   the coordinates.
# - The model's error grows with the cube of the distance. It is one *step*, exact only on a quadratic.
# - Solve, never invert.
# - Close to a minimum with positive curvature the errors are squared in each step. Far away nothing is promised.
# - Plain Newton is drawn to saddles and maxima. |H| turns the step downhill, damping shortens it, backtracking
#   checks it.
# - The Hessian costs $n^2$ memory and $Nn^2$ work, solving $n^3/3$. With products $Hv$ and conjugate gradients,
#   $O(n)$ memory is enough.
#
# **Next:** `assignments/ps2_newton`, where you write all of this yourself. Then lecture 3: momentum, some of the
# benefits at almost no cost.

# %% [markdown]
# ## Sources
#
# - J. Nocedal and S. Wright (2006), *Numerical Optimization*: the step and its local convergence (chapters 2 and
#   3), Newton-CG (chapter 7).
# - S. Boyd and L. Vandenberghe (2004), *Convex Optimization*, section 9.5: independence of coordinates, damped
#   Newton.
# - T. Heath (1921), *A History of Greek Mathematics*, volume 2: Heron's square root.
# - N. Higham (2002), *Accuracy and Stability of Numerical Algorithms*, chapter 14: why not to invert.
# - A. Druinsky and S. Toledo (2012), *How Accurate is inv(A)\*b?*: when the inverse does no harm.
# - D. Himmelblau (1972), *Applied Nonlinear Programming*: the landscape with four pits.
# - Y. Dauphin, R. Pascanu, C. Gulcehre, K. Cho, S. Ganguli and Y. Bengio (2014), *Identifying and attacking the
#   saddle point problem in high-dimensional non-convex optimization*: |H|.
# - K. Levenberg (1944), *A method for the solution of certain non-linear problems in least squares*, and D.
#   Marquardt (1963), *An algorithm for least-squares estimation of nonlinear parameters*: damping.
# - L. Armijo (1966), *Minimization of functions having Lipschitz continuous first partial derivatives*:
#   backtracking.
# - B. Pearlmutter (1994), *Fast exact multiplication by the Hessian*.
# - M. Hestenes and E. Stiefel (1952), *Methods of conjugate gradients for solving linear systems*, and J. Shewchuk
#   (1994), *An introduction to the conjugate gradient method without the agonizing pain*.
# - R. Dembo, S. Eisenstat and T. Steihaug (1982), *Inexact Newton methods*.
# - J. Martens (2010), *Deep learning via Hessian-free optimization*.
# - UC Berkeley, CS W182/282A, lecture *Optimization*: the order of ideas.
