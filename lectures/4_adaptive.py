# %% [markdown]
# # 4 · Adaptive methods
#
# ## Objectives
#
# After this lecture you can
#
# - say why the sign of a slope can be trusted and its size cannot;
# - write RMSProp, AdaGrad and Adam, and say what each remembers of the gradients;
# - predict the length of a step: the first, the thousandth, and the one after a jump;
# - explain Adam's correction, its ε and its default values;
# - say what these methods cost (the choice of axes), and why weight decay has to be decoupled.
#
# **Time:** about 55 minutes. You need lecture 1 (gradient descent) and lecture 3 (momentum). Every picture
# below can be moved: with the mouse, or with Tab and the arrow keys.

# %% [markdown]
# The next cell loads the experiments of this lecture. Each is a short function in
# `lectures/adaptive/experiments`, built on the same steps that you will write in the assignment.

# %%
import numpy as np

from lectures.adaptive.experiments import comparison, coordinates, averages, race, scale
from lectures.viz import choice, explore, int_slider, log_slider, point, slider, toggle
from lectures.adaptive import data, words as say
from lectures.adaptive.drawing import coordinates as turning, methods as drawing

# %% [markdown]
# ## 1 · The sign is right, the size is not (8 min)
#
# ### Idea
#
# A gradient says two things about each parameter: which way is down (its **sign**) and how steep it is there
# (its **size**). Gradient descent uses the size as if it told how far to go. It does not. A long way from the
# minimum a squared loss is enormously steep; on a plateau, just as far away, it is nearly flat.
#
# > **The slides say** that the gradient of $\lVert f_\theta(x) - y\rVert^2$ is
# > $(f-y)^T\,\frac{df}{d\theta}$. **In fact** a factor 2 is missing, and as a column, the shape of θ, it is
# > $2\,J^T(f-y)$, where $J$ is the Jacobian of $f$. The message stands: the gradient grows with the error
# > $f - y$ *and* with $J$.
#
# ### By hand
#
# Take one number, the model $f = e^\theta$, and the target $y = 1$. The loss is $(e^\theta - 1)^2$, its slope
# $2\,e^\theta(e^\theta - 1)$, and the minimum is at $\theta = 0$. At $\theta = 2.5$ the slope is
# {{slope[far]:.0f}}. At $\theta = -4$ it is −{{slope[left]:.3f}}. Both signs are right; the sizes differ by a
# factor of {{slope[ratio]:.0f}}.

# %% [markdown]
# ### Play: a far start
#
# Gradient descent (circles) with a step size of your choice, and sign descent (crosses), which moves by 0.07
# at every step whatever the slope is. The star is the start.
#
# <details><summary><b>Predict, then look.</b> Find an α that brings gradient descent to 0 within 80 steps
# from θ = 0.5. Does the same α work from θ = 2.5, and from θ = −4?</summary>
#
# No. From 0.5, α = 0.3 needs {{far_steps[near]}} steps. From 2.5, already α = 0.1 throws it to θ =
# −{{thrown_to:.1f}}, where the loss is flat, and it stays there for good. With α = 0.01 it arrives after
# {{far_steps[safe]}} steps from 2.5, but needs {{far_steps[left]}} from −4. Sign descent gets there from
# everywhere, and then hops to and fro.
#
# </details>

# %%
explore(
    lambda start, alpha: data.FarStart(scale.growth_loss, scale.far_start(start, alpha)),
    drawing.draw_far,
    background=drawing.far_background(scale.growth_loss),
    panels=2,
    size=(640, 340),
    about="Left: a loss that is steep on the right and flat on the left, with the places of gradient descent and sign descent. "
    "Right: both paths against the step.",
    describe=say.far,
    start=slider(2.5, -5, 3, "start θ", step=0.5),
    alpha=log_slider(0.01, 1e-4, 1, "step size α", notches=24),
)

# %% [markdown]
# ### Play: the gradients of a real network
#
# Five layers of tanh units learn to read handwritten digits with gradient descent. The first weights have the
# usual size (one over the root of the number of inputs), times a factor of your choice.
#
# <details><summary><b>Predict, then look.</b> With the usual size, how much do the sizes of the gradients
# differ, over all layers and over the 400 steps: by a factor of 2, 20 or 200?</summary>
#
# By about {{layers_spread:.0f}}. The last layer's gradient alone shrinks {{layers_fall:.0f}} times while the
# network learns. One α for all of them, from the first step to the last, is a poor compromise.
#
# </details>

# %%
steps, norms, losses = scale.layer_norms(np.random.default_rng(0))
explore(
    lambda factor: data.Layers(steps, norms[:, :, scale.nearest_scale(factor)], losses[:, scale.nearest_scale(factor)]),
    drawing.draw_layers,
    background=drawing.layers_background(layers=5, last=400),
    panels=2,
    size=(640, 340),
    about="Left: the size of the gradient of each of five layers against the step, on a log axis. Right: the training loss.",
    describe=say.layers,
    factor=log_slider(1, 0.5, 2, "first weights times", notches=12),
)

# %% [markdown]
# ### Where it fails
#
# So divide the size away: **sign descent**, $\theta \leftarrow \theta - \alpha\,\mathrm{sign}(g)$. Every
# parameter moves by α, whatever its slope. But a method that cannot take small steps never settles: it hops
# around the minimum by α. And a slope that wavers, $+1, -1, +1, \dots$, moves it as far as a slope that is
# sure of itself. What we want is a *memory* of the size, to divide by.

# %% [markdown]
# ## 2 · RMSProp: divide by the running size (6 min)
#
# ### Idea
#
# Keep a running average $s$ of the squared gradient, for each parameter its own, and divide by its root:
#
# $$s \leftarrow \beta s + (1-\beta)\,g^2, \qquad \theta \leftarrow \theta - \alpha\,\frac{g}{\sqrt s + \varepsilon}.$$
#
# Squares, fractions and roots are meant entry by entry. An old square counts half after
# $\ln 2/(-\ln\beta)$ steps: {{half_life[0.9]:.1f}} for β = 0.9, {{half_life[0.99]:.0f}} for β = 0.99.
#
# > **The slides say** that $s$ is roughly the squared length of each dimension, and divide by $\sqrt{s_k}$.
# > **In fact** $s$ is the uncentred second moment: the mean of $g^2$, not a variance. And without ε a
# > parameter whose gradient has always been zero gets 0/0, which is not a number.
#
# ### By hand
#
# $s$ starts at zero, and the gradient is 7. After the first step $s = (1-\beta)\cdot 49$, so the step is
# $7\alpha/(7\sqrt{1-\beta}) = \alpha/\sqrt{1-\beta}$. The 7 has gone. For β = 0.99 that is
# {{first_rmsprop:.0f}} α, a long first step. For β = 0 the memory is gone too: it is sign descent.

# %% [markdown]
# ### Play: the size changes
#
# For 80 steps the gradient is 1. Then it jumps to a value of your choice, and stays there.
#
# <details><summary><b>Predict, then look.</b> Jump by 1000 with β = 0.9. How long is RMSProp's step right
# after the jump: α, 3 α or 1000 α? And which jump takes longer to get over: up or down?</summary>
#
# {{jump_up:.2f}} α: no jump can make a step longer than $\alpha/\sqrt{1-\beta}$. Up is forgiven within some
# twenty steps. Down takes longer: until the old squares are forgotten the steps are far too short; for a
# thousandth it takes {{jump_down}} steps to get back to half of α. AdaGrad, which page 3 introduces, does not
# get over a fall at all.
#
# </details>

# %%
explore(
    averages.after_a_jump,
    drawing.draw_jump,
    background=drawing.jump_background(200),
    panels=2,
    size=(640, 340),
    about="Left: the size of a gradient that jumps after 80 steps, on a log axis. Right: the lengths of the steps of RMSProp and AdaGrad.",
    describe=say.jump,
    jump=log_slider(1000, 1e-3, 1e3, "jump to", notches=12, form="{:.4g}"),
    beta=choice(0.9, [0.9, 0.99], "memory β"),
)

# %% [markdown]
# ### Where it fails
#
# A short memory follows every change of size, so its steps stay about α long. With a constant α it ends as
# sign descent does: it hops to and fro around the minimum, α long, for ever. The other extreme is never to
# forget.

# %% [markdown]
# ## 3 · AdaGrad: forget nothing (11 min)
#
# ### Idea
#
# Divide by the root of the *sum* of all squares so far:
#
# $$s \leftarrow s + g^2, \qquad \theta \leftarrow \theta - \alpha\,\frac{g}{\sqrt s + \varepsilon}.$$
#
# > **The slides** print RMSProp's average under AdaGrad's sum, and no ε. Only the sum belongs here.
#
# ### By hand
#
# Under a constant gradient the sum after $k$ steps is $k g^2$, so step $k$ is $\alpha/\sqrt k$ long: α,
# 0.71 α, 0.58 α, … The thousandth step is {{after_1000[adagrad]:.4f}} α. RMSProp's is
# {{after_1000[rmsprop]:.2f}} α. AdaGrad brakes by itself.

# %% [markdown]
# ### Play: who brakes?
#
# A gradient that never changes, both axes logarithmic. The slider gives RMSProp's memory in steps,
# $1/(1-\beta)$: 10 means β = 0.9, 1 means β = 0.
#
# <details><summary><b>Predict, then look.</b> Give it a long memory. What does RMSProp's line become, and which
# line does it look like?</summary>
#
# It starts at $\alpha/\sqrt{1-\beta}$ and falls like AdaGrad's, as $1/\sqrt k$, for about $1/(1-\beta)$
# steps. Then its memory is full, and it levels off at α. AdaGrad's memory is never full.
#
# </details>

# %%
explore(
    lambda memory: averages.on_a_slope(1 - 1 / memory),
    drawing.draw_slope,
    background=drawing.slope_background(),
    size=(640, 340),
    about="The lengths of the steps of AdaGrad and RMSProp under a constant gradient, against the step, both axes logarithmic.",
    describe=say.slope,
    memory=log_slider(10, 1, 1000, "memory 1/(1 − β)", notches=30),
)

# %% [markdown]
# ### Look: a guarantee
#
# For *convex* losses AdaGrad has a theorem (Duchi, Hazan and Singer 2011). Let every step see a convex loss
# $\ell_k$ of its own, such as the loss of one example. The **regret** is what the run has paid more than the
# best fixed θ*. With $D$ the largest distance $\lVert\theta_k-\theta^*\rVert_\infty$,
#
# $$\sum_k \ell_k(\theta_k) - \ell_k(\theta^*) \;\le\; \Big(\frac{D^2}{2\alpha} + \alpha\Big)\sum_i \sqrt{\textstyle\sum_k g_{k,i}^2}.$$
#
# The right side grows like $\sqrt k$, so per step the regret goes to zero, with *no schedule and no knowledge
# of how long the run will be*. In the convex problem below (α = 0.25, 1000 steps) the regret is
# {{regret:.0f}}; the bound allows {{regret_bound:.0f}}.
#
# RMSProp with a constant α has no such theorem. It ends at a floor, and the floor grows with α: after 1000
# steps the loss is {{floor[-6]:.3f}}, {{floor[-5]:.3f}} and {{floor[-4]:.3f}} above its minimum for α =
# 1/64, 1/32 and 1/16.

# %% [markdown]
# ### Play: a convex loss and a deep network
#
# On the left the mean of $|x_i^T\theta - y_i|$, one example a step, averaged over 12 runs. On the right five
# layers of tanh units on the digits. The button trains all again from other first weights.
#
# <details><summary><b>Predict, then look.</b> Give each method the α that is best for it. Which one is lower
# in the end on the left, and which on the right?</summary>
#
# Left: they come near each other ({{best_gap[adagrad]:.3f}} and {{best_gap[rmsprop]:.3f}} above the
# minimum), but with a larger α RMSProp stays on its floor, and AdaGrad goes on falling. Right, over three
# seeds at the best α: after 100 steps {{net[adagrad][100]:.2f}} (AdaGrad) and {{net[rmsprop][100]:.2f}}
# (RMSProp), not far apart. After 800 steps {{net[adagrad][800]:.1g}} and less than 0.001: AdaGrad's steps have
# become too short.
#
# </details>

# %%
explore(
    comparison.at_alphas,
    drawing.draw_comparison,
    background=drawing.comparison_background(),
    prepare=comparison.compare,
    prepare_label="Other first weights",
    panels=2,
    size=(640, 340),
    about="The loss against the step for AdaGrad and RMSProp: left on a convex problem, right on a deep network.",
    describe=say.comparison,
    adagrad=log_slider(0.125, 2.0**-11, 2, "α of AdaGrad", notches=12),
    rmsprop=log_slider(2.0**-8, 2.0**-11, 2, "α of RMSProp", notches=12),
)

# %% [markdown]
# > **What this does not show.** "RMSProp tends to be much better for deep learning" comes out here late in
# > the run and for the *training* loss only. This is a small network on 500 images. It says nothing about
# > images that were not trained on; lecture 5 looks at those.
# > And long runs with large steps are chaotic: on another machine they may end with other digits.
#
# ### Play: rare features
#
# AdaGrad was made with this in mind. Ten features are there in one example of 2, of 3, … of 200. A logistic
# regression sees one example at a time. Both methods have the α that is best for them at the end.
#
# <details><summary><b>Predict, then look.</b> After 3000 examples the rarest feature has been seen 15 times.
# Which method knows its weight better, and why?</summary>
#
# AdaGrad: error {{sparse_rare[adagrad]:.2f}} against {{sparse_rare[gradient descent]:.2f}}. Its sum of
# squares is small for a rare feature, so that each of the few visits is a long step. One α for all must be
# small enough for the common features. Over all ten weights: {{sparse[adagrad]:.2f}} against
# {{sparse[gradient descent]:.2f}}.
#
# </details>

# %%
seen, errors, _ = comparison.sparse_runs(np.random.default_rng(0))
explore(
    lambda examples: {name: rows[examples // 100] for name, rows in errors.items()},
    drawing.draw_sparse,
    background=drawing.sparse_background(comparison.FEATURES),
    size=(640, 340),
    about="Bars: the error of the weight of each of ten features, from the commonest to the rarest, for gradient descent and AdaGrad.",
    describe=say.sparse,
    examples=int_slider(3000, 0, 3000, "examples seen", step=100),
)

# %% [markdown]
# ### Where it fails
#
# AdaGrad needs to find the minimum before its steps are used up. If the gradients are huge at the start (page
# 1), the sum keeps them for ever, and the rest of the run pays for it.

# %% [markdown]
# ## 4 · Adam, and why its averages are corrected (8 min)
#
# ### Idea
#
# Momentum on top, RMSProp below: average the gradients, average their squares, divide.
#
# $$m \leftarrow \beta_1 m + (1-\beta_1)\,g, \qquad v \leftarrow \beta_2 v + (1-\beta_2)\,g^2,$$
#
# $$\hat m = \frac{m}{1-\beta_1^k}, \qquad \hat v = \frac{v}{1-\beta_2^k}, \qquad \theta \leftarrow \theta -
# \alpha\,\frac{\hat m}{\sqrt{\hat v} + \varepsilon}, \qquad k = 1, 2, \dots$$
#
# Why the hats? Both averages start at zero. After $k$ gradients their weights add up to $1-\beta^k$ only, so
# the averages are too small. Dividing by that sum makes them honest. ($k$ has to start at 1: at $k = 0$ one
# would divide by zero.)
#
# ### By hand
#
# Gradient $g$, first step, β₁ = 0.9, β₂ = 0.999. Without the correction $m = 0.1\,g$ and $\sqrt v =
# \sqrt{0.001}\,|g|$: the step is $0.1/\sqrt{0.001}$ = {{first_bare:.2f}} α. With it $\hat m = g$, $\hat v =
# g^2$: the step is α.

# %% [markdown]
# > **The slides say** that the early averages are small and the correction "blows them up a bit". **In
# > fact** it enlarges both averages, but $v$ more than $m$. In the step the larger one stands below, so the
# > early *steps* get shorter.
#
# ### Play: with and without
#
# The lengths of Adam's steps under a constant gradient. The sliders give both memories in steps: 10 means β
# = 0.9, 1000 means β = 0.999.
#
# <details><summary><b>Predict, then look.</b> Without the correction the first step is {{first_bare:.2f}} α. Is it the
# longest?</summary>
#
# No. $m$ fills up within some ten steps, $v$ needs a thousand. The longest is {{largest_bare:.2f}} α, at k =
# {{largest_at}}. Now give both the memory 10: without the correction the steps are too *short* at first.
#
# </details>

# %%
explore(
    lambda gradients, squares: averages.adam_on_a_slope(1 - 1 / gradients, 1 - 1 / squares),
    drawing.draw_corrected,
    background=drawing.corrected_background(),
    size=(640, 340),
    about="The length of Adam's step under a constant gradient against the step, with and without the correction, on a log axis.",
    describe=say.corrected,
    gradients=log_slider(10, 1, 100, "1/(1 − β₁)", notches=20),
    squares=log_slider(1000, 1, 10000, "1/(1 − β₂)", notches=40, form="{:.4g}"),
)

# %% [markdown]
# ### Play: sure and unsure slopes
#
# A true slope of 1 under noise, as minibatches give it. Adam has run long enough for both averages to settle
# (here β₂ = 0.99).
#
# <details><summary><b>Predict, then look.</b> The noise has the standard deviation σ = 3. How long is Adam's
# mean step: longer than α, α, or a third of α?</summary>
#
# About a third: {{noisy[3]:.2f}} α. $\hat m$ averages to 1, and $\sqrt{\hat v}$ to $\sqrt{1+\sigma^2}$, so
# the mean step is $\alpha/\sqrt{1+\sigma^2}$. Where a slope is sure, the step is α, as for its sign; where
# it wavers, Adam is careful (Balles and Hennig 2018).
#
# </details>

# %%
explore(
    lambda sigma: averages.noisy_slope(sigma, np.random.default_rng(0)),
    drawing.draw_noisy,
    background=drawing.noisy_background(60),
    panels=2,
    size=(640, 340),
    about="Left: noisy gradients around 1 against the step. Right: the steps that Adam takes, and their mean.",
    describe=say.noisy,
    sigma=slider(1, 0, 4, "noise σ", step=0.25),
)

# %% [markdown]
# ### Where it fails
#
# Rare, large gradients carry much of the truth, and dividing by $\sqrt{\hat v}$ plays them down. On the
# slopes 3, −1, −1, 3, −1, −1, … for $x$ between −1 and 1 the mean slope is positive, so $x = -1$ is best.
# With β₁ = 0, β₂ = 0.1 and the step sizes $0.1/\sqrt k$ Adam goes to $x$ = {{cheated:.2f}}, the *worst*
# place. A longer memory helps here: with β₂ = 0.99 it ends at −{{cured:.2f}}. But for all fixed β₁ < √β₂
# there is a convex problem that fools it (Reddi, Kale and Kumar 2018).

# %% [markdown]
# ## 5 · Good defaults, and what ε does (7 min)
#
# ### Idea
#
# Kingma and Ba recommend α = 0.001, β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸. How can *any* fixed numbers be good for
# all losses? Because a step of about α does not depend on the unit of the loss. Multiply the loss by 100:
# gradient descent takes steps a hundred times longer, Adam the same as before. Its α is measured in units
# of θ, and weights of networks are alike.
#
# ### By hand
#
# Loss in other units, factor $c$: $m$ becomes $c\,m$ and $\sqrt v$ becomes $c\sqrt v$. In $\hat
# m/(\sqrt{\hat v} + \varepsilon)$ the factor cancels, as long as ε is small beside $\sqrt{\hat v}$. So ε
# *is* a unit: gradients well above it are divided by their own size; gradients well below it are divided by
# ε, all alike.

# %% [markdown]
# ### Play: the unit of the loss
#
# The network of page 3, trained with thirteen step sizes by three methods. The loss is multiplied by 1 or by
# 100; the picture shows it in the old unit.
#
# <details><summary><b>Predict, then look.</b> Which curves move when the loss is multiplied by 100, which way,
# and how far?</summary>
#
# Those of gradient descent and momentum, to the left by a factor of 100: as far as the gradient grows, the best
# α shrinks. Adam's curve stays (apart from large α, where the runs are chaotic).
#
# </details>

# %%
explore(
    lambda runs, step, times: data.Units(
        comparison.ALPHAS, {name: losses[step // 50] for name, losses in runs[times].items()}
    ),
    turning.draw_units,
    background=turning.units_background(comparison.ALPHAS),
    prepare=comparison.units_of,
    prepare_label="Other first weights",
    size=(640, 340),
    about="The training loss of a deep network against the step size for gradient descent, momentum and Adam, both axes logarithmic.",
    describe=say.units,
    step=int_slider(800, 50, 800, "after step", step=50),
    times=choice(1, [1, 100], "loss times"),
)

# %% [markdown]
# ### Play: from Adam to momentum
#
# A bowl with curvatures 0.001 and 0.01, so that gradients are about a thousandth. As ε grows, α grows with
# it, to keep the paths comparable.
#
# <details><summary><b>Predict, then look.</b> Move ε from 10⁻¹² to 1. From where on does anything change,
# and which method is left at the end?</summary>
#
# Nothing happens until ε reaches the size of the gradients, about 10⁻³. Then the two coordinates get the
# same step size, and at ε = 1 Adam is momentum with averaged (and corrected) gradients: the paths differ by
# {{eps_gap[1]:.2f}}, where they differed by {{eps_gap[1e-8]:.1f}}.
#
# </details>

# %%
explore(
    coordinates.with_epsilon,
    turning.draw_epsilon,
    background=turning.epsilon_background(coordinates.SLOPES),
    panels={"ncols": 2, "width_ratios": [1.6, 1]},
    size=(640, 340),
    about="Left: contour lines of a bowl with a path of Adam and one of momentum. Right: the step size that each coordinate gets.",
    describe=say.epsilon,
    eps=log_slider(1e-8, 1e-12, 1, "ε", notches=24),
)

# %% [markdown]
# > **What this does not show.** That the default α is the *best*. On our small network α = 0.001 is safe
# > and slow: after 800 steps the loss is {{net_default:.2f}}, with α = {{net_alpha[adam]:.3g}} it is
# > {{net[adam][800]:.1g}} (three seeds). Nor is the range of good step sizes wider than that of momentum
# > here: of thirteen, {{good_alphas[adam]}} bring Adam below 0.05 and {{good_alphas[momentum]}} momentum.
# > It merely stands in the same place for every unit of the loss.
#
# ### Where it fails
#
# Where gradients really are tiny, ε = 10⁻⁸ is not small any more, for instance with a loss that was
# multiplied by 10⁻⁶. Then Adam silently becomes momentum with a very small step.

# %% [markdown]
# ## 6 · The price: coordinates matter (5 min)
#
# ### Idea
#
# Dividing *each parameter* by its own size means that the parameters' axes are special. Gradient descent
# knows no axes: turn the whole landscape, and its path turns with it. The path of an adaptive method does
# not.
#
# ### By hand
#
# A bowl with curvatures 1 and κ along the axes: the gradient's entries are $\theta_1$ and $\kappa\theta_2$.
# AdaGrad divides by sizes that hold the same 1 and κ: they cancel. So its path is the same for *every* κ:
# after 60 steps the distance is {{written[straight]}} for κ = 10, and {{written[any_kappa]}} for κ = 1000.
# Now turn by 45°. Both gradients are mixtures, equally large, and dividing by their sizes changes next to
# nothing: the valley is as narrow as before.

# %% [markdown]
# ### Play: turn the axes
#
# We stand on the bowl (κ = 10) and turn the axes of the parameters θ, the arrows in the corner. Steps,
# starts and step sizes stay the same.
#
# <details><summary><b>Predict, then look.</b> Which of the five lines on the right are level? And at which
# angle is AdaGrad at its worst?</summary>
#
# Gradient descent and momentum: their paths stay the same up to rounding errors. AdaGrad's distance goes
# from {{written[straight]}} to {{turned_adagrad[45]:.3f}} at 45°, and is worst at {{worst[angle]}}°,
# {{worst[distance]:.3f}}. At 90° the axes fit again. RMSProp and Adam swing, so their last distances jump
# about with the angle.
#
# </details>

# %%
angles = np.arange(0, 91, 3)
explore(
    coordinates.turned_view,
    turning.draw_turned,
    background=turning.turned_background(coordinates.KAPPA, angles, coordinates.turned_distances(angles)),
    panels=2,
    size=(640, 380),
    about="Left: a bowl with paths of gradient descent, AdaGrad and Adam, and arrows for the axes of the parameters. "
    "Right: the distance to the minimum after 60 steps against the angle, for five methods.",
    describe=say.turned,
    degrees=int_slider(0, 0, 90, "turned by, in degrees", step=3),
)

# %% [markdown]
# ### Where it fails
#
# So "one step size for each parameter" is not "one for each curvature". It helps when badly scaled
# directions lie along the axes: layers of different size, rare features, biases beside weights. In networks
# many do. When the trouble lies across the axes, only methods that know the mixtures help (lecture 2).

# %% [markdown]
# ## 7 · Weight decay, decoupled (5 min)
#
# ### Idea
#
# To keep weights small one adds $\tfrac{\lambda}{2}\lVert\theta\rVert^2$ to the loss: a **penalty**, whose
# gradient is $\lambda\theta$. For gradient descent that is the same as shrinking θ by the factor
# $1-\alpha\lambda$ at every step. For Adam it is not: the penalty's gradient goes through $m$ and is
# divided by $\sqrt{\hat v}$ with the rest. **AdamW** takes it out:
#
# $$\theta \leftarrow \theta - \alpha\,\frac{\hat m}{\sqrt{\hat v}+\varepsilon} - \alpha\lambda\,\theta,$$
#
# with $m$ and $v$ made of the loss's gradient alone (Loshchilov and Hutter 2019).
#
# ### By hand
#
# Weights of size 1, α = 0.002, λ = 2.5, so αλ = 0.005. After 400 steps of AdamW 0.995⁴⁰⁰ =
# {{decay_wanted:.3f}} is left of each. With the penalty, a weight whose gradients have the size 100 feels
# $\lambda\theta/100$ and moves by 0.002 · 2.5/100 per step at most: hardly at all.

# %% [markdown]
# ### Play: who decays?
#
# Nine weights whose gradients are pure noise of different sizes: they should only decay. Means over 60 runs.
#
# <details><summary><b>Predict, then look.</b> In which of the nine weights do the two methods differ most?</summary>
#
# In those with large gradients. There the penalty has done next to nothing ({{decay_left[large]:.2f}} is
# left, against {{decay_left[adamw]:.2f}}). So with the penalty it is just the weights with the largest
# gradients that escape. Those with tiny gradients feel only the penalty, as sign descent would: nearly α
# per step, which leaves {{decay_left[small]:.2f}}.
#
# </details>

# %%
_, left = coordinates.decayed(2.5, np.random.default_rng(0))
explore(
    lambda steps: {name: rows[steps // 10] for name, rows in left.items()},
    turning.draw_decay,
    background=turning.decay_background(coordinates.NOISES),
    size=(640, 340),
    about="Bars: how much is left of nine weights whose gradients have different sizes, for Adam with a penalty and for AdamW.",
    describe=say.decay,
    steps=int_slider(400, 0, 400, "steps", step=10),
)

# %% [markdown]
# ### Where it fails
#
# AdamW decays all weights alike; whether that is *good* for what the network predicts is another question,
# to be settled on validation data. And λ means something else in each method and library: here, as in
# PyTorch, α multiplies it, so that a schedule for α also schedules the decay.

# %% [markdown]
# ## 8 · The race (5 min)
#
# ### Idea
#
# Which method is best? It depends on the landscape, on the start, and on how well each α was tuned. Here
# each runner gets the best of 17 step sizes for this very start (your own: of 9), which is more than
# anybody has in practice.
#
# One of the runners is yours: a function of θ, the gradient, a memory (`None` at first), the step number k
# and α, which returns the new θ and the new memory. The one below divides by the *length* of the whole
# gradient. Change it and run the cell again; `race.METHODS` shows how the others are written.
#
# <details><summary><b>Predict, then look.</b> Which method wins on the stretched bowl? Does it win on the turned
# one as well? And who is the first to leave the saddle?</summary>
#
# Steps until the loss is below 0.01. Stretched bowl: AdaGrad {{race[stays][stretched bowl][adagrad]:.0f}}, since the
# axes fit (page 6), Adam {{race[stays][stretched bowl][adam]:.0f}}. Turned: AdaGrad {{race[stays][turned bowl][adagrad]:.0f}},
# Adam {{race[stays][turned bowl][adam]:.0f}}. From the saddle plain gradient descent comes first,
# {{race[stays][saddle][gradient descent]:.0f}} steps against Adam's {{race[stays][saddle][adam]:.0f}}: with a well-tuned α, who
# needs more? No method wins everywhere.
#
# </details>

# %%
entrant = {"your own": lambda theta, g, memory, k, alpha: (theta - alpha * g / (np.linalg.norm(g) + 1e-12), memory)}
explore(
    lambda landscape, shown, start, **ticked: data.Race(
        shown,
        *race.race(landscape, start, [name for name, on in ticked.items() if on], entrant["your own"]),
    ),
    turning.draw_race,
    background=lambda landscape: turning.race_background(race.LANDSCAPES[landscape], race.WINDOW, 100),
    background_on=("landscape",),
    panels=2,
    about="Left: contour lines of a landscape with the paths of the chosen optimizers. Right: their loss above the minimum against the step.",
    describe=say.race,
    landscape=choice("stretched bowl", list(race.LANDSCAPES), "landscape"),
    shown=int_slider(100, 0, 100, "steps shown", step=5),
    start=point(*race.START, "start"),
    **{name: toggle(name != "rmsprop", say.NAMES.get(name, name)) for name in [*race.METHODS, "your own"]},
)

# %% [markdown]
# ### Where it fails
#
# > **What this does not show.** Two parameters, exact gradients, a hundred steps, and a step size tuned for
# > each start: a race on a map, not a comparison for networks. That needs noise, a budget for tuning that
# > is the same for all, several seeds and held-back data. Lecture 5 does it on the digits.

# %% [markdown]
# ## Recap
#
# - The sign of a gradient is right; its size changes by orders of magnitude between places, layers and times.
# - RMSProp divides by a running size: steps of about α, the first of α/√(1 − β). With β = 0 it is sign
#   descent.
# - AdaGrad divides by all it has seen: step k is α/√k under a constant gradient. Good for convex losses and
#   rare features; too short in the long run of a deep network.
# - Adam averages above and below the line. The correction enlarges the averages and shortens the early steps.
# - Defaults can exist because α does not depend on the unit of the loss; ε is the unit below which Adam turns
#   into momentum.
# - The price: turned axes change everything but gradient descent and momentum.
# - Decay belongs into the step (AdamW), not into the loss, when one divides by the size.
#
# **Next:** `assignments/ps4_adaptive`, where you write all of this yourself. Then lecture 5: minibatches, and
# step sizes that change with time.

# %% [markdown]
# ## Sources
#
# - M. Riedmiller and H. Braun (1993), *A direct adaptive method for faster backpropagation learning: the
#   RPROP algorithm*: only the sign counts.
# - J. Bernstein, Y.-X. Wang, K. Azizzadenesheli and A. Anandkumar (2018), *signSGD: Compressed optimisation
#   for non-convex problems*: sign descent.
# - T. Tieleman and G. Hinton (2012), *Neural Networks for Machine Learning*, lecture 6.5: RMSProp.
# - J. Duchi, E. Hazan and Y. Singer (2011), *Adaptive subgradient methods for online learning and stochastic
#   optimization*: AdaGrad, its regret bound, and rare features.
# - D. P. Kingma and J. Ba (2015), *Adam: A method for stochastic optimization*: Adam, its correction and its
#   defaults.
# - L. Balles and P. Hennig (2018), *Dissecting Adam: The sign, magnitude and variance of stochastic
#   gradients*: the step under noise.
# - S. J. Reddi, S. Kale and S. Kumar (2018), *On the convergence of Adam and beyond*: the example on page 4.
# - I. Loshchilov and F. Hutter (2019), *Decoupled weight decay regularization*: AdamW.
# - E. Alpaydin and C. Kaynak (1998), *Optical recognition of handwritten digits*, UCI Machine Learning
#   Repository: the images.
# - UC Berkeley, CS W182/282A, lecture *Optimization*: the order of ideas.
