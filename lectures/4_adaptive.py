# %% [markdown]
# # 4 · Adaptive methods
#
# Gradient descent has one step size for all parameters. The methods of this lecture give each parameter a
# step size of its own, made from the gradients that it has seen. Adam, the last of them, trains most of the
# networks you have heard of. Play first: the formulas come later.
#
# The next cell loads the experiments of this lecture. Each is a short function in
# `lectures/adaptive/experiments`, built on the same steps that you will write in the assignment.

# %%
import numpy as np

from lectures.adaptive.experiments import averages, comparison, coordinates, digits, race, scale
from lectures.viz import ask, choice, explore, guesses, int_slider, log_slider, point, slider, toggle, yours
from lectures.adaptive import data, words as say
from lectures.adaptive.drawing import coordinates as turning, digits as network, methods as drawing

# %% [markdown]
# ## Play: turn the valley
#
# A long valley, its lowest point at the star, and three runners who start at the dot. Each has the step size
# that brings it to the star soonest *while the valley lies straight*, the best of twenty. Then turn the valley,
# and the start with it.

# %%
explore(
    coordinates.valley_view,
    drawing.draw_valley,
    background=drawing.valley_background(),
    size=(640, 420),
    about="Contour lines of a long valley that can be turned, and the paths of gradient descent, AdaGrad and Adam to its lowest point.",
    describe=say.valley,
    ask=ask.pick(
        "AdaGrad is by far the fastest here. Turn the valley by 45°: who will be first then?",
        ["AdaGrad", "gradient descent", "Adam"],
        right="gradient descent",
        at={"degrees": 45},
        why="Gradient descent needs {{valley[45][gradient descent]:.0f}} steps whatever the angle. AdaGrad goes from "
        "{{valley[0][adagrad]:.0f}} steps to {{valley[45][adagrad]:.0f}}, and Adam from {{valley[0][adam]:.0f}} to "
        "{{valley[45][adam]:.0f}}. Why they care about the angle is the subject of section 6.",
    ),
    degrees=int_slider(0, 0, 90, "turned by, in degrees", step=5),
)

# %% tags=["claims"]
holds("AdaGrad is by far the fastest here")
holds("Gradient descent needs 39 steps whatever the angle")
ends = {}
for angle in demo.notches("degrees"):
    demo.set(degrees=angle)
    ends[angle] = {name: coordinates.steps_to_arrive(path) for name, path in demo.demo.data().paths.items()}
    assert ends[angle]["gradient descent"] == 39
    blue = demo.line(as_="gradient descent")
    for name in ("gradient descent", "adagrad", "adam"):
        assert demo.inside(demo.line(as_=name)) == 1 and demo.hidden(demo.line(as_=name)) == 0
    assert "gradient descent 39" in demo.says
assert ends[0]["adagrad"] < ends[0]["gradient descent"] / 10 and ends[0]["adagrad"] < ends[0]["adam"] / 10
assert min(ends[45], key=ends[45].get) == demo.right == "gradient descent"
assert demo.axes().equal

# %% [markdown]
# ## Objectives
#
# After this lecture you can
#
# - say what the sign of a slope tells you, and why its size does not say how far to go;
# - write RMSProp, AdaGrad and Adam, and say what each remembers of the gradients;
# - predict the length of a step: the first, the thousandth, and the one after a jump;
# - explain Adam's correction, its ε and its default values;
# - say what these methods cost (the choice of axes), and why weight decay has to be decoupled.
#
# **Time:** about 58 minutes for the core, and 15 more for section 9, which is optional; the two functions that you
# complete on the way come on top. You need lecture 1 (gradient descent) and lecture 3 (momentum).

# %% [markdown]
# ## 1 · Which way, but not how far (8 min)
#
# ### Idea
#
# A gradient says two things about each parameter: which way is down (its **sign**) and how steep it is here
# (its **size**). Gradient descent uses the size as if it told how far to go. It does not. A long way from the
# minimum a squared loss is enormously steep; on a plateau, just as far away, it is nearly flat.
#
# > You will often read that the gradient of $\lVert f_\theta(x) - y\rVert^2$ is $(f-y)^T\,\frac{df}{d\theta}$. A
# > factor 2 is missing there, and written as a column, the shape of θ, it is $2\,J^T(f-y)$, where $J$ is the
# > Jacobian of $f$. The message stands: the gradient grows with the error $f - y$ *and* with $J$.
#
# ### By hand
#
# Take one number θ, the model $f = e^\theta$, and the target $y = 1$. The loss is $(e^\theta - 1)^2$, its slope
# $2\,e^\theta(e^\theta - 1)$, and the minimum is at $\theta = 0$. At $\theta = 2.5$ the slope is
# {{slope[far]:.0f}}. At $\theta = -4$ it is −{{slope[left]:.3f}}. Both signs are right; the sizes differ by a
# factor of {{slope[ratio]:.0f}}.

# %% [markdown]
# ### Play: a far start
#
# Gradient descent (blue) with a step size of your choice, and sign descent (crosses), which moves by 0.07 at every
# step whatever the slope is. The triangle marks the start. From θ = 0.5 the step size α = 0.3 serves gradient
# descent well: it arrives within {{far_steps[near]}} steps.

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
    ask=ask.pick(
        "Keep α = 0.3 and start from θ = 2.5 instead. What will gradient descent do?",
        ["arrive within 80 steps", "swing around the minimum", "leave for good with its first step"],
        right="leave for good with its first step",
        at={"start": 2.5},
        why="The first step throws it far to the left, where the loss is flat, and it stays there. Even α = 0.1 throws it "
        "to θ = −{{thrown_to:.1f}}. With α = 0.01 it arrives after {{far_steps[safe]}} steps from 2.5, but needs "
        "{{far_steps[left]}} from −4. Sign descent gets there from everywhere, and then hops back and forth.",
    ),
    start=slider(0.5, -5, 3, "start θ", step=0.5),
    alpha=log_slider(0.3, 1e-4, 1, "step size α", notches=24),
)

# %% tags=["claims"]
holds("it arrives within 5 steps")
assert abs(demo.line(1, as_="gradient descent", width=2)[1, 5]) <= 0.01
holds("The first step throws it far to the left, where the loss is flat, and it stays there")
blue = demo.set(start=2.5, alpha=0.3).line(1, as_="gradient descent", width=2)[1]
assert blue[1] < -6 and np.ptp(blue[1:]) < 1e-6
assert "← gradient descent has left" in demo.texts()
holds("Even α = 0.1 throws it to θ = −24.7")
assert abs(demo.set(alpha=0.1).line(1, as_="gradient descent", width=2)[1, 1] + 24.7) < 0.05
holds("Sign descent gets there from everywhere, and then hops back and forth")
for theta in set(demo.notches("start")) - {0}:
    signs = demo.set(start=theta, alpha=0.01).line(1, as_="sign", width=2)[1]
    assert max(abs(signs[-2:])) < 0.0701 and abs(abs(signs[-1] - signs[-2]) - 0.07) < 1e-6
blue = demo.set(start=-4, alpha=0.01).line(1, as_="gradient descent", width=2)[1]
assert blue[-1] < -3.5  # far from there after the 80 steps shown
assert abs(demo.set(start=2.5, alpha=0.01).line(1, as_="gradient descent", width=2)[1, -1]) < 0.2

# %% [markdown]
# ### Play: the gradients of a real network
#
# Four layers of tanh units and a softmax learn to read handwritten digits from minibatches of 50 images. The
# first weights have the usual size (one over the root of the number of inputs), times a factor of your choice.

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
    ask=ask.number(
        "Take the largest gradient and the smallest, over all layers and all 400 steps. How many times larger is it?",
        right=lambda shown: shown.norms.max() / shown.norms.min(), unit="times", low=1, high=10000, log=True,
        at={"factor": 1},
        why="Most of this is time: the last layer's gradient alone shrinks "
        "{{layers_fall:.0f}} times while the network learns. Between layers the factor is {{layers_start:.1f}} at the "
        "start and about {{layers_between:.0f}} later on.",
    ),
    factor=log_slider(1, 0.5, 2, "first weights times", notches=12),
)  # fmt: skip

# %% tags=["claims"]
holds("Most of this is time")
layers = np.array([line[1] for line in demo.lines(0)])
assert len(layers) == 5 and abs(layers.max() / layers.min() - 208) < 1 and abs(demo.right - 208) < 1
assert not demo.before_asking.lines(0)
holds("the last layer's gradient alone shrinks 25 times while the network learns")
assert abs(layers[-1, 0] / layers[-1, -1] - 25) < 0.5
between = layers.max(axis=0) / layers.min(axis=0)
holds("Between layers the factor is 1.5 at the start and about 5 later on")
assert abs(between[0] - 1.5) < 0.05 and 4 < np.median(between[1:]) < 6
assert all(demo.inside(line, panel) == 1 for panel in (0, 1) for line in demo.lines(panel))
assert demo.line(1)[1, -1] < 0.3 * demo.line(1)[1, 0]

# %% [markdown]
# ### Where it fails
#
# So divide the size away: **sign descent**, $\theta \leftarrow \theta - \alpha\,\mathrm{sign}(g)$. Every
# parameter moves by α, whatever its slope. Three things are wrong with it.
#
# - It cannot take small steps, so it never settles: it hops around the minimum by α.
# - "Down" does not mean "towards the minimum". On a bowl with curvatures 1 and 10, turned by 45°, each sign points
#   away from the minimum in {{sign_away[each]:.0%}} of all directions, and in {{sign_away[any]:.0%}} one of the two does.
# - A slope that wavers, $+1, -1, +1, \dots$, moves it as far as a slope that is sure of itself. If the slope is 1
#   under noise of standard deviation 3, the sign is wrong {{sign_wrong:.0%}} of the time.
#
# Dividing by a *memory* of the size, rather than by the size of this very moment, helps with the first point: a little in
# section 2, altogether in section 3. It does nothing for the last one, since the remembered size of $+1, -1, \dots$ is 1
# as well. Averaging the gradients themselves does: that is what Adam adds, in section 4. The middle point comes back in
# section 6.

# %% [markdown]
# ## 2 · RMSProp: divide by the running size (5 min)
#
# ### Idea
#
# Keep a running average $s$ of the squared gradient, one for each parameter, and divide by its root:
#
# $$s \leftarrow \beta s + (1-\beta)\,g^2, \qquad \theta \leftarrow \theta - \alpha\,\frac{g}{\sqrt s + \varepsilon}.$$
#
# Squares, fractions and roots are taken entry by entry. The weight of an old square halves every
# $\ln 2/(-\ln\beta)$ steps: {{half_life[0.9]:.1f}} for β = 0.9, {{half_life[0.99]:.0f}} for β = 0.99.
#
# Note two things. $s$ is the mean of $g^2$, not a variance: nothing is subtracted. And without the small number ε a
# parameter whose gradient has always been zero would get 0/0, which is not a number.
#
# ### By hand
#
# $s$ starts at zero, and the gradient is 7. After the first step $s = (1-\beta)\cdot 49$, so the step is
# $7\alpha/(7\sqrt{1-\beta}) = \alpha/\sqrt{1-\beta}$. The 7 has gone. For β = 0.99 that is
# {{first_rmsprop:.0f}} α, a long first step. For β = 0 the memory is gone too: it is sign descent.

# %% [markdown]
# ### Play: the size changes
#
# For 80 steps the gradient is 1. Then it jumps to a value of your choice and stays there. The next cell is yours: an
# RMSProp that has no memory yet, and so takes steps of α, always. Answer first; then give it its memory, run the
# cell again (Shift+Enter), and see whether your line falls onto the pink one.


# %% tags=["open"]
@yours("ps4_adaptive")
def rmsprop_step(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    "So far s forgets everything but the present gradient."
    size = np.abs(g) + eps
    return theta - alpha * g / size, g**2


# %%
explore(
    lambda jump, beta: averages.after_a_jump(jump, beta, own=yours.rmsprop_step),
    drawing.draw_jump,
    background=drawing.jump_background(240),
    panels=2,
    size=(640, 340),
    about="Left: the size of a gradient that jumps after 80 steps, on a log axis. Right: the lengths of the steps of "
    "RMSProp, AdaGrad and your own method.",
    describe=say.jump,
    follows=["rmsprop_step"],
    ask=ask.number(
        "The gradient jumps from 1 to 1000, and β = 0.9. How long is RMSProp's step right after the jump?",
        right=lambda shown: shown.lengths["rmsprop"][80], unit="α", low=0.001, high=1000, log=True,
        at={"jump": 1000, "beta": 0.9},
        why="No jump can make a step longer than α/√(1 − β), here {{jump_up:.2f}} α. A jump up is forgiven within "
        "{{jump_over}} steps. A jump down takes longer, since the steps stay far too short until the old squares are "
        "forgotten: after a fall to a thousandth it takes {{jump_down}} steps to get back to half of α. AdaGrad, the "
        "subject of section 3, does not get over a fall at all.",
    ),
    jump=log_slider(1000, 1e-3, 1e3, "jump to", notches=12, form="{:.4g}"),
    beta=choice(0.9, [0.9, 0.99], "memory β"),
)  # fmt: skip

# %% tags=["claims"]
holds("No jump can make a step longer than α/√(1 − β), here 3.16 α")
pink = demo.set(jump=1000, beta=0.9).line(1, as_="rmsprop")
assert abs(pink[1, pink[0] == 80][0] - 3.16) < 0.005 and abs(demo.right - 3.16) < 0.005
assert len(demo.before_asking.lines(1)) == 1  # the reader's own only
for beta in demo.notches("beta"):
    for jump in demo.notches("jump"):
        values = demo.set(jump=jump, beta=beta).line(1, as_="rmsprop")[1]
        assert values.max() <= 1 / np.sqrt(1 - beta) + 1e-6
        assert demo.inside(demo.line(1, as_="rmsprop"), 1) == 1 and demo.hidden(demo.line(1, as_="rmsprop"), 1) == 0
holds("A jump up is forgiven within 16 steps")
pink = demo.set(jump=1000, beta=0.9).line(1, as_="rmsprop")
assert (pink[1, pink[0] > 80 + 16] < 1.1).all()
holds("after a fall to a thousandth it takes 120 steps to get back to half of α")
pink = demo.set(jump=0.001).line(1, as_="rmsprop")
assert (pink[1, (pink[0] > 80) & (pink[0] < 200)] < 0.5).all() and (pink[1, pink[0] > 202] > 0.5).all()
holds("does not get over a fall at all")
assert demo.line(1, as_="adagrad")[1, -1] < 2e-4
holds("and so takes steps of α, always")
assert np.allclose(demo.line(1, as_="your own")[1], 1, atol=1e-4)

# %% [markdown]
# ### Where it fails
#
# A short memory follows every change of size, so its steps stay about α long. With a constant α it ends as sign
# descent does: hopping around the minimum, α long, forever. The other extreme is never to forget.

# %% [markdown]
# ## 3 · AdaGrad: forget nothing (12 min)
#
# ### Idea
#
# Divide by the root of the *sum* of all squares so far:
#
# $$s \leftarrow s + g^2, \qquad \theta \leftarrow \theta - \alpha\,\frac{g}{\sqrt s + \varepsilon}.$$
#
# You will sometimes find RMSProp's average printed under AdaGrad's name. Only the sum belongs there.
#
# ### By hand
#
# Under a constant gradient the sum after $k$ steps is $k g^2$, so step $k$ is $\alpha/\sqrt k$ long: α,
# 0.71 α, 0.58 α, … The thousandth step is {{after_1000[adagrad]:.4f}} α. RMSProp's is
# {{after_1000[rmsprop]:.2f}} α. AdaGrad brakes by itself; RMSProp does not.

# %% [markdown]
# ### Play: a guarantee, and what it is worth
#
# For *convex* losses AdaGrad has a theorem (Duchi, Hazan and Singer 2011). Let every step see a convex loss
# $\ell_k$ of its own, such as the loss of one example. The **regret** is how much more the run has paid than the
# best fixed θ* would have. With $D$ the largest distance $\lVert\theta_k-\theta^*\rVert_\infty$,
#
# $$\sum_k \ell_k(\theta_k) - \ell_k(\theta^*) \;\le\; \Big(\frac{D^2}{2\alpha} + \alpha\Big)\sum_i \sqrt{\textstyle\sum_k g_{k,i}^2}.$$
#
# As long as $D$ and the gradients stay bounded, the right side grows like $\sqrt k$ at most, so the regret *per
# step* goes to zero, with no schedule and no knowledge of how long the run will be. RMSProp with a constant α has no
# such theorem. Below, both see one row of a small regression at a time (mean of $|x_i^T\theta - y_i|$, 12 runs).
#
# <details><summary><b>Predict, then look.</b> Raise RMSProp's α until it is the same as AdaGrad's, 0.25. What will its
# line on the right do?</summary>
#
# It levels off: every step costs it the same, and its regret in all grows nearly as fast as the number of steps,
# {{regret_times[rmsprop]:.1f}}-fold from step 100 to step 1000. AdaGrad's grows {{regret_times[adagrad]:.1f}}-fold.
# After 1000 steps AdaGrad has paid {{regret:.0f}}, RMSProp {{regret_rmsprop:.0f}}. The theorem would have allowed
# AdaGrad {{regret_bound:.0f}}: a guarantee is not a forecast. With a very small α neither gets far in 1000 steps.
#
# </details>

# %%
explore(
    comparison.regret_at,
    drawing.draw_regret,
    background=drawing.regret_background(),
    panels=2,
    size=(640, 340),
    about="The regret of AdaGrad and RMSProp on a convex problem against the step, and the bound for AdaGrad: left in "
    "all, right divided by the number of steps. All axes are logarithmic.",
    describe=say.regret,
    adagrad=log_slider(0.25, 2.0**-5, 2, "α of AdaGrad", notches=6),
    rmsprop=log_slider(2.0**-5, 2.0**-7, 1, "α of RMSProp", notches=7),
)

# %% tags=["claims"]
holds("AdaGrad has paid 51, RMSProp 392")
demo.set(adagrad=0.25, rmsprop=0.25)
orange, pink, bound = (demo.line(as_=name) for name in ("adagrad", "rmsprop", "bound"))
assert round(orange[1, -1]) == 51 and round(pink[1, -1]) == 392 and round(bound[1, -1]) == 1380
holds("It levels off: every step costs it the same")
late = demo.line(1, as_="rmsprop")[1, demo.line(1, as_="rmsprop")[0] > 100]
assert late.max() < 1.25 * late.min()
assert demo.line(1, as_="adagrad")[1, -1] < demo.line(1, as_="adagrad")[1, demo.line(1, as_="adagrad")[0] > 100][0] / 4
holds("the right side grows like")
for alpha in demo.notches("adagrad"):
    orange, bound = demo.set(adagrad=alpha).line(as_="adagrad"), demo.line(as_="bound")
    assert (orange[1] < bound[1]).all()
    rise = np.polyfit(np.log(bound[0, -10:]), np.log(bound[1, -10:]), 1)[0]
    assert 0.4 < rise < 0.6
    for panel in (0, 1):
        for name in ("adagrad", "rmsprop", "bound"):
            line = demo.line(panel, as_=name)
            assert demo.inside(line, panel) == 1 and demo.hidden(line, panel) == 0
holds("With a very small α neither gets far in 1000 steps")
demo.set(adagrad=demo.notches("adagrad")[0], rmsprop=demo.notches("rmsprop")[0])
assert demo.line(as_="adagrad")[1, -1] > 300 and demo.line(as_="rmsprop")[1, -1] > 250

# %% [markdown]
# ### Play: a convex loss and a deep network
#
# On the left the same convex loss: how far above its minimum are we? On the right four layers of tanh units and a
# softmax on 500 digits. Both methods run with thirteen step sizes; at first you see the best for each.

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
    ask=ask.pick(
        "Each method has the α that is best for it on the network after 800 steps. Which will be lower there, in the end?",
        ["AdaGrad, clearly", "RMSProp, clearly", "hardly any difference"],
        right="RMSProp, clearly",
        why="After 100 steps they are close: {{net[adagrad][100]:.2f}} for AdaGrad, {{net[rmsprop][100]:.2f}} for RMSProp "
        "(each at the α that is best then, mean of three seeds). After 800 it is {{net[adagrad][800]:.1g}} against "
        "{{net[rmsprop][800]:.1g}}: AdaGrad's steps have become too short. On the convex loss AdaGrad goes on falling, "
        "while RMSProp, given a larger α, stays on its floor.",
    ),
    adagrad=log_slider(0.125, 2.0**-11, 2, "α of AdaGrad", notches=12),
    rmsprop=log_slider(2.0**-7, 2.0**-11, 2, "α of RMSProp", notches=12),
)  # fmt: skip

# %% tags=["claims"]
holds("AdaGrad's steps have become too short")
orange, pink = (np.concatenate([line[1] for line in demo.lines(1, as_=name)]) for name in ("adagrad", "rmsprop"))
assert pink[-1] < orange[-1] / 3  # a third at most, at the α that is best for each
assert orange[3] < 1.5 * pink[3] or pink[3] < 1.5 * orange[3]
assert all(len(line[0]) == 3 for line in demo.before_asking.lines(1))
holds("while RMSProp, given a larger α, stays on its floor")
demo.set(rmsprop=0.125)
pink = demo.lines(0, as_="rmsprop")[1]
late = pink[1, pink[0] > 300]
assert late.min() > 0.1 and late.max() < 2 * late.min()
orange = demo.lines(0, as_="adagrad")[1]
assert orange[1, -1] < orange[1, orange[0] > 240][0] / 2
assert demo.inside(pink, 0) == demo.inside(orange, 0) == 1

# %% [markdown]
# > **What this does not show.** "RMSProp is much better for deep learning" comes out here late in the run, and for the
# > *training* loss only. This is a small network on 500 images; it says nothing about images that were not trained
# > on, which are the subject of lecture 5. And long runs with large steps are chaotic: on another machine they may end
# > with other digits.
#
# ### Play: rare features
#
# AdaGrad was made with this in mind. Ten features are present in one example out of 2, out of 3, and so on, down to one
# out of 200. A logistic regression sees one example at a time. Both methods have the α, of the same nine, that leaves
# the smallest error at the end.
#
# <details><summary><b>Predict, then look.</b> After 3000 examples the rarest feature has been seen about 15 times.
# Which method knows its weight better, and why?</summary>
#
# AdaGrad: its error is {{sparse_rare[adagrad]:.2f}} against {{sparse_rare[gradient descent]:.2f}}. Its sum of squares is
# small for a rare feature, so each of the few visits is a long step. One α for all must be small enough for the
# common features. Over all ten weights the error is {{sparse[adagrad]:.2f}} against {{sparse[gradient descent]:.2f}}.
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
    examples=int_slider(200, 0, 3000, "examples seen", step=100),
)

# %% tags=["claims"]
holds("AdaGrad: its error is 0.64 against 0.91")
assert demo.axes().legend == {"gradient descent": "blue", "AdaGrad": "orange"}
blue, orange = demo.set(examples=3000).bars(colour="blue"), demo.bars(colour="orange")
assert abs(orange.top[-1] - 0.64) < 0.005 and abs(blue.top[-1] - 0.91) < 0.005
holds("Over all ten weights the error is 0.35 against 0.51")
assert abs(np.sqrt(np.mean(orange.top**2)) - 0.35) < 0.005 and abs(np.sqrt(np.mean(blue.top**2)) - 0.51) < 0.006
for examples in demo.notches("examples"):
    demo.set(examples=examples)
    for colour in ("blue", "orange"):
        bars = demo.bars(colour=colour)
        assert demo.inside(np.array([bars.x, bars.top])) == 1 and demo.hidden(np.array([bars.x, bars.top])) == 0

# %% [markdown]
# ### Where it fails
#
# AdaGrad has to find the minimum before its steps are used up. If the gradients are huge at the start (section 1), the
# sum keeps them forever, and the rest of the run pays for it.

# %% [markdown]
# ## 4 · Adam, and why its averages are corrected (8 min)
#
# ### Idea
#
# Momentum above the line, RMSProp below it: average the gradients, average their squares, divide.
#
# $$m \leftarrow \beta_1 m + (1-\beta_1)\,g, \qquad v \leftarrow \beta_2 v + (1-\beta_2)\,g^2,$$
#
# $$\hat m = \frac{m}{1-\beta_1^k}, \qquad \hat v = \frac{v}{1-\beta_2^k}, \qquad \theta \leftarrow \theta -
# \alpha\,\frac{\hat m}{\sqrt{\hat v} + \varepsilon}, \qquad k = 1, 2, \dots$$
#
# Why the hats? Both averages start at zero. After $k$ gradients their weights add up to only $1-\beta^k$, so the
# averages are too small. Dividing by that sum makes them honest. ($k$ has to start at 1: at $k = 0$ we would divide by
# zero.)
#
# ### By hand
#
# Gradient $g$, first step, β₁ = 0.9, β₂ = 0.999. Without the hats $m = 0.1\,g$ and $\sqrt v = \sqrt{0.001}\,|g|$: the
# step is $0.1/\sqrt{0.001}$ = {{first_bare:.2f}} α. With them $\hat m = g$, $\hat v = g^2$: the step is α.

# %% [markdown]
# ### Play: with and without the hats
#
# The gradient is the same at every step, and Adam's memories are the usual ones: $m$ remembers about ten steps,
# $v$ about a thousand. The cell below is an Adam that has only its upper half: averaged gradients, not corrected and
# not divided by anything. Answer first. Then complete it, and watch your line climb onto the green one.


# %% tags=["open"]
@yours("ps4_adaptive")
def adam_step(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    "So far nothing is divided by the size, and nobody wears a hat."
    m = m + (1 - beta1) * (g - m)
    return theta - alpha * m, m, v


# %%
explore(
    lambda gradients, squares: averages.adam_on_a_slope(1 - 1 / gradients, 1 - 1 / squares, own=yours.adam_step),
    drawing.draw_corrected,
    background=drawing.corrected_background(),
    size=(640, 340),
    about="The length of Adam's step under a constant gradient against the step, with and without the correction, and "
    "that of your own Adam, on a log axis.",
    describe=say.corrected,
    follows=["adam_step"],
    ask=ask.curve(
        "Without the hats the first step is {{first_bare:.2f}} α long. Sketch the lengths of the steps that follow.",
        x=[1, 12, 30, 60, 100], start=1.0,
        right=lambda lengths: lengths["not corrected"][np.array([1, 12, 30, 60, 100]) - 1],
        at={"gradients": 10, "squares": 1000},
        why="They grow first: the longest is {{largest_bare:.2f}} α, at k = {{largest_at}}. m fills up within some ten "
        "steps, v needs a thousand. So the hats enlarge both averages, but v, which stands below the line, by more: "
        "the early steps become shorter. Now give both the memory 10: without the hats the steps are too short at first.",
    ),
    gradients=log_slider(10, 1, 100, "memory of g, 1/(1 − β₁)", notches=20),
    squares=log_slider(1000, 1, 10000, "memory of g², 1/(1 − β₂)", notches=40, form="{:.4g}"),
)  # fmt: skip

# %% tags=["claims"]
holds("the longest is 6.57 α, at k = 12")
bare, green = demo.line(colour="light blue"), demo.line(as_="adam")
assert abs(bare[1].max() - 6.57) < 0.005 and bare[0, bare[1].argmax()] == 12 and abs(bare[1, 0] - 3.16) < 0.005
assert np.allclose(green[1], 1) and not demo.before_asking.lines()
holds("Now give both the memory 10: without the hats the steps are too short at first")
bare = demo.set(gradients=10, squares=10).line(colour="light blue")
assert bare[1, 0] < 0.4 and (np.diff(bare[1]) >= -1e-6).all() and bare[1].max() <= 1 + 1e-6
holds("an Adam that has only its upper half")
assert abs(demo.line(as_="your own")[1, 0] - 0.1) < 1e-6
for gradients in (1, 10, 100):
    for squares in (1, 10, 1000, 10000):
        demo.set(gradients=gradients, squares=squares)
        assert all(demo.hidden(line) == 0 and demo.inside(line) == 1 for line in demo.lines())

# %% [markdown]
# ### Play: sure and unsure slopes
#
# A true slope of 1 under noise, such as minibatches bring. Adam has run long enough for both averages to settle
# (here β₂ = 0.99).

# %%
explore(
    lambda sigma: averages.noisy_slope(sigma, np.random.default_rng(0)),
    drawing.draw_noisy,
    background=drawing.noisy_background(60),
    panels=2,
    size=(640, 340),
    about="Left: noisy gradients around 1 against the step. Right: the steps that Adam takes, and their mean.",
    describe=say.noisy,
    ask=ask.number(
        "Raise the standard deviation of the noise to σ = 3. How long will Adam's mean step be?",
        right=lambda shown: shown.mean, unit="α", low=0, high=4,
        at={"sigma": 3},
        why="m̂ averages to 1 and v̂ to 1 + σ², so the mean step is about α/√(1 + σ²). "
        "Where a slope is sure the step is α, as for its sign; where it wavers Adam is careful (Balles and Hennig 2018). This is what averaging the gradients adds to dividing by their size.",
    ),
    sigma=slider(1, 0, 4, "noise σ", step=0.25),
)  # fmt: skip

# %% tags=["claims"]
holds("so the mean step is about α/√(1 + σ²)")
assert abs(demo.set(sigma=3).line(1, colour="grey")[1, 0] - 0.31) < 0.005
holds("Where a slope is sure the step is α, as for its sign")
assert np.allclose(demo.set(sigma=0).line(1, as_="adam")[1], 1, atol=1e-6)
means = [demo.set(sigma=sigma).line(1, colour="grey")[1, 0] for sigma in demo.notches("sigma")]
assert (np.diff(means) < 0).all() and np.allclose(
    means, 1 / np.sqrt(1 + np.array(demo.notches("sigma")) ** 2), atol=0.02
)
for sigma in demo.notches("sigma"):
    line = demo.set(sigma=sigma).line(1, as_="adam")
    assert demo.inside(line, 1) == 1 and demo.inside(demo.line(0, colour="ink")) > 0.95

# %% [markdown]
# ### Where it fails
#
# Rare, large gradients may carry much of the truth, and dividing by $\sqrt{\hat v}$ plays them down. On the slopes
# 3, −1, −1, 3, −1, −1, … for $x$ between −1 and 1 the mean slope is positive, so $x = -1$ is best. With β₁ = 0,
# β₂ = 0.1 and the step sizes $0.1/\sqrt k$ Adam goes to $x$ = {{cheated:.2f}}, the *worst* place. A longer memory helps
# here: with β₂ = 0.99 it ends at −{{cured:.2f}}. But for any fixed β₁ < √β₂ there is a convex problem that fools Adam
# (Reddi, Kale and Kumar 2018).

# %% [markdown]
# ## 5 · Good defaults, and what ε does (8 min)
#
# ### Idea
#
# Kingma and Ba recommend α = 0.001, β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸. How can *any* fixed numbers be good for all
# losses? Because a step of about α does not depend on the unit of the loss. Multiply the loss by 100: gradient descent
# takes steps a hundred times longer, Adam the same as before. Its α is measured in units of θ, and the weights of
# different networks are of similar size.
#
# ### By hand
#
# Measure the loss in another unit, that is, multiply it by $c$: $m$ becomes $c\,m$ and $\sqrt v$ becomes $c\sqrt v$. In
# $\hat m/(\sqrt{\hat v} + \varepsilon)$ the factor cancels, as long as ε is small beside $\sqrt{\hat v}$. So ε *is* a
# unit: gradients well above it are divided by their own size; gradients well below it are divided by ε, all alike.

# %% [markdown]
# ### Play: the unit of the loss
#
# The network of section 3, trained with thirteen step sizes by three methods. The loss is multiplied by 1 or by 100
# for training; the picture always shows it in the old unit.

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
    ask=ask.pick(
        "Multiply the loss by 100. Which curves will move?",
        ["all three, to the left", "gradient descent and momentum, to the left", "Adam, to the right", "none"],
        right="gradient descent and momentum, to the left",
        at={"times": 100},
        why="The curves of gradient descent and momentum move by a factor of about 100: the best α shrinks by as much as the "
        "gradient grows. Adam's curve stays where it is, apart from large α, where the runs are chaotic.",
    ),
    step=int_slider(800, 50, 800, "after step", step=50),
    times=choice(1, [1, 100], "loss times"),
)  # fmt: skip

# %% tags=["claims"]
holds("The curves of gradient descent and momentum move by a factor of about 100")
holds("Adam's curve stays where it is, apart from large α, where the runs are chaotic")
first = {name: demo.line(as_=name) for name in ("gradient descent", "momentum", "adam")}
then = {name: demo.set(times=100).line(as_=name) for name in first}
for name in ("gradient descent", "momentum"):
    reached = [line[0, line[1] < 1].max() for line in (first[name], then[name])]  # the largest α that still learns
    assert 30 < reached[0] / reached[1] < 300
small = first["adam"][0] <= 2.0**-7
assert demo.apart(first["adam"][:, small], then["adam"][:, small]) < 3
assert demo.apart(first["momentum"][:, :6], then["momentum"][:, :6]) > 30

# %% [markdown]
# ### Play: from Adam to momentum
#
# A bowl with curvatures 0.001 and 0.01, so that gradients are about a thousandth. As ε grows, α grows with it, to keep
# the paths comparable. The red path is momentum with averaged, corrected gradients.
#
# <details><summary><b>Predict, then look.</b> Move ε from 10⁻¹² up to 1. From which value on does anything change, and
# which method is left at the end?</summary>
#
# Nothing happens until ε reaches the size of the gradients, about 10⁻³. Then the two coordinates get the same step
# size, and at ε = 1 Adam is momentum with averaged (and corrected) gradients: the largest distance between the two paths
# is {{eps_gap[1]:.2f}}, where it was {{eps_gap[1e-8]:.1f}}.
#
# </details>

# %%
explore(
    coordinates.with_epsilon,
    turning.draw_epsilon,
    background=turning.epsilon_background(coordinates.SLOPES),
    panels={"ncols": 2, "width_ratios": [1.9, 1]},
    size=(640, 340),
    about="Left: contour lines of a bowl with a path of Adam and one of momentum. Right: the step size that each coordinate gets.",
    describe=say.epsilon,
    eps=log_slider(1e-8, 1e-12, 1, "ε", notches=24),
)

# %% tags=["claims"]
holds("Nothing happens until ε reaches the size of the gradients, about 10⁻³")
start = demo.set(eps=1e-12).line(as_="adam", width=2)
assert demo.apart(start, demo.set(eps=1e-5).line(as_="adam", width=2)) < 3
assert demo.apart(start, demo.set(eps=1e-3).line(as_="adam", width=2)) > 10
holds("Then the two coordinates get the same step size")
tops = [demo.set(eps=eps).bars(1).top for eps in (1e-12, 1)]
assert tops[0].max() / tops[0].min() > 5 and tops[1].max() / tops[1].min() < 1.02
holds("the largest distance between the two paths is 0.01, where it was 1.6")
gap = np.abs(demo.set(eps=1).line(as_="adam", width=2) - demo.line(as_="momentum", width=2)).max()
assert abs(gap - 0.01) < 0.005 and demo.axes().equal
gap = np.abs(demo.set(eps=1e-8).line(as_="adam", width=2) - demo.line(as_="momentum", width=2)).max()
assert abs(gap - 1.6) < 0.05

# %% [markdown]
# > **What this does not show.** That the default α is the *best*. On our small network α = 0.001 is safe and slow:
# > after 800 steps the loss is {{net_default:.2f}}; with α = {{net_alpha[adam]:.3g}} it is {{net[adam][800]:.1g}} (mean of
# > three seeds). Nor is the range of good step sizes wider than momentum's here: of thirteen,
# > {{good_alphas[adam]}} bring Adam below 0.05 and {{good_alphas[momentum]}} momentum. It merely stands in the same place
# > for every unit of the loss.
#
# ### Where it fails
#
# Where gradients really are tiny ε = 10⁻⁸ is no longer small: for instance with a loss that was multiplied by 10⁻⁶.
# Then Adam silently becomes momentum with a very small step.

# %% [markdown]
# ## 6 · The price: coordinates matter (5 min)
#
# ### Idea
#
# Back to the first picture. Dividing *each parameter* by its own size makes the parameters' axes special. Gradient
# descent knows no axes: turn the whole landscape, and its path turns with it. The path of an adaptive method does not.
#
# ### By hand
#
# Take a bowl with curvatures 1 and κ along the axes: the gradient's entries are $\theta_1$ and $\kappa\theta_2$. AdaGrad
# divides by sizes that hold the same 1 and κ: they cancel. So its path is the same for *every* κ: after 60 steps the
# distance is {{written[straight]}} for κ = 10, and {{written[any_kappa]}} for κ = 1000. Now turn the bowl by 45°. Both
# entries of the gradient are mixtures, equally large, and dividing by their sizes changes next to nothing: the valley is
# as narrow as before.

# %% [markdown]
# ### Play: turn the axes
#
# This time we sit in the bowl (κ = 10) and turn the axes of the parameters, the two arrows in the corner. Steps, starts
# and step sizes stay the same. The step sizes are not tuned: compare each method with itself at other angles, not with
# the others.

# %%
explore(
    coordinates.turned_view,
    turning.draw_turned,
    background=turning.turned_background(coordinates.KAPPA),
    panels=2,
    size=(640, 380),
    about="Left: a bowl with paths of gradient descent, AdaGrad and Adam, and arrows for the axes of the parameters. "
    "Right: the distance to the minimum after 60 steps against the angle, for five methods.",
    describe=say.turned,
    ask=ask.place(
        "At which angle does AdaGrad end farthest from the minimum? Move the ring on the right there.",
        start=(75, 0.01), panel=1, free="x",
        right=lambda shown: (shown.angles[shown.curves["adagrad"].argmax()], shown.curves["adagrad"].max()),
        why="At {{worst[angle]}}° the distance is {{worst[distance]:.3f}}, after {{written[straight]}} at 0° and "
        "{{turned_adagrad[45]:.3f}} at 45°. Gradient descent and momentum are level: their paths stay the same up to rounding "
        "errors. At 90° the axes fit again. The dip near 63° is luck: around that angle AdaGrad's last point crosses "
        "from one side of the minimum to the other.",
    ),
    degrees=int_slider(0, 0, 90, "turned by, in degrees", step=3),
)  # fmt: skip

# %% tags=["claims"]
holds("At 33° the distance is 0.129")
orange = demo.line(1, colour="orange", dash="dashdot", width=2)
assert orange[0, orange[1].argmax()] == 33 and abs(orange[1].max() - 0.129) < 0.0005 and demo.right[0] == 33
assert not demo.before_asking.lines(1, colour="orange")
holds("Gradient descent and momentum are level")
for name in ("gradient descent", "momentum"):
    assert np.ptp(demo.line(1, as_=name, width=2)[1]) < 1e-7
for name in ("adagrad", "rmsprop", "adam"):
    assert demo.line(1, as_=name, width=2)[1].max() > 2 * demo.line(1, as_=name, width=2)[1, 0]
    assert abs(demo.line(1, as_=name, width=2)[1, -1] / demo.line(1, as_=name, width=2)[1, 0] - 1) < 1e-3
holds("AdaGrad's last point crosses from one side of the minimum to the other")
last = {angle: demo.set(degrees=angle).line(as_="adagrad")[0, -1] for angle in (60, 63, 66)}
assert last[60] > 0 > last[66] and abs(last[63]) < 0.01
blue = [demo.set(degrees=angle).line(as_="gradient descent") for angle in (0, 45)]
assert demo.apart(*blue) < 0.01 and demo.axes().equal

# %% [markdown]
# ### Where it fails
#
# So "one step size for each parameter" is not "one for each curvature". It helps when badly scaled directions lie along
# the axes: rare features, pixels that are hardly ever inked, biases beside weights. In networks many do (section 9
# measures it). When the trouble lies across the axes, only methods that know the mixtures help (lecture 2).

# %% [markdown]
# ## 7 · Weight decay, decoupled (4 min)
#
# ### Idea
#
# To keep weights small we can add $\tfrac{\lambda}{2}\lVert\theta\rVert^2$ to the loss: a **penalty**, whose gradient is
# $\lambda\theta$. For gradient descent that is the same as shrinking θ by the factor $1-\alpha\lambda$ at every step. For
# Adam it is not: the penalty's gradient goes through $m$ and is divided by $\sqrt{\hat v}$ with the rest. **AdamW**
# takes it out:
#
# $$\theta \leftarrow \theta - \alpha\,\frac{\hat m}{\sqrt{\hat v}+\varepsilon} - \alpha\lambda\,\theta,$$
#
# with $m$ and $v$ made of the loss's gradient alone (Loshchilov and Hutter 2019).
#
# ### By hand
#
# Weights of size 1, α = 0.002, λ = 2.5, so αλ = 0.005. After 400 steps of AdamW 0.995⁴⁰⁰ = {{decay_wanted:.3f}} of each
# is left. With the penalty, a weight whose gradients have the size 100 feels $\lambda\theta/100$ and moves by
# 0.002 · 2.5/100 per step at most: hardly at all.

# %% [markdown]
# ### Play: who decays?
#
# Nine weights whose gradients are pure noise of different sizes: they should only decay. Means over 60 runs.
#
# <details><summary><b>Predict, then look.</b> Let both run for 400 steps. In which of the nine weights will the two
# methods differ most?</summary>
#
# In those with large gradients. There the penalty has done next to nothing ({{decay_left[large]:.2f}} is left, against
# {{decay_left[adamw]:.2f}}). So with the penalty it is just the weights with the largest gradients that escape. Those with
# tiny gradients feel only the penalty. Its gradient shrinks along with the weight, but $v$ still remembers the larger
# values, so the steps are shorter than α, and {{decay_left[small]:.2f}} is left.
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
    steps=int_slider(20, 0, 400, "steps", step=10),
)

# %% tags=["claims"]
holds("In those with large gradients")
green, sky = demo.set(steps=400).bars(colour="green"), demo.bars(colour="light blue")
apart = np.abs(green.top - sky.top)
assert apart.argmax() == 8 and abs(green.top[8] - 0.98) < 0.005
holds("against 0.13")
assert np.allclose(sky.top, 0.1347, atol=1e-4)
holds("and 0.36 is left")
assert abs(green.top[0] - 0.36) < 0.005 and green.top[0] > 1 - 400 * 0.002
assert (np.diff(green.top[2:]) > 0).all()
for steps_done in demo.notches("steps"):
    for colour in ("green", "light blue"):
        bars = demo.set(steps=steps_done).bars(colour=colour)
        assert demo.inside(np.array([bars.x, bars.top])) == 1 and demo.hidden(np.array([bars.x, bars.top])) == 0

# %% [markdown]
# ### Where it fails
#
# AdamW decays all weights alike; whether that is *good* for what the network predicts is another question, to be settled
# on validation data. And λ means something else in each method and library: here, as in PyTorch, α multiplies it, so a
# schedule for α also schedules the decay.

# %% [markdown]
# ## 8 · The race (5 min)
#
# ### Idea
#
# Which method is best? It depends on the landscape, on the start, on how well each α was tuned, and on *what you count*.
# Here every runner gets the best of the same twenty step sizes for this very start, which is more than anybody has in
# practice. A runner has arrived when its loss **stays** below 0.01 for the rest of the 100 steps, or, if you choose so,
# when it **touches** 0.01 for the first time. Each α is chosen for the measure that is reported.
#
# One of the runners is yours: a function of θ, the gradient, a memory (`None` at first), the step number k and α, which
# returns the new θ and the new memory. The one below divides by the *length* of the whole gradient. Change it, run the
# cell, and tick *your own* in the demo.


# %% tags=["open"]
def entrant(theta, g, memory, k, alpha):
    "So far it divides by the length of the whole gradient, and remembers nothing."
    return theta - alpha * g / (np.linalg.norm(g) + 1e-12), memory


# %%
explore(
    lambda landscape, measure, shown, start, **ticked: race.race_view(
        landscape, measure, shown, start, ticked, lambda *state: entrant(*state)
    ),
    turning.draw_race,
    background=lambda landscape: turning.race_background(race.LANDSCAPES[landscape], race.WINDOW, 100),
    background_on=("landscape",),
    panels={"ncols": 2, "width_ratios": [1.1, 1]},
    about="Left: contour lines of a landscape with the paths of the chosen optimizers. Right: their loss above the minimum against the step.",
    describe=say.race,
    ask=ask.pick(
        "The stretched bowl, turned by 45°: whose loss will be the first to stay below 0.01?",
        ["AdaGrad", "gradient descent", "Adam"],
        right="gradient descent",
        at={"landscape": "turned bowl"},
        why="Gradient descent needs {{race[stays][turned bowl][gradient descent]:.0f}} steps, Adam "
        "{{race[stays][turned bowl][adam]:.0f}} and AdaGrad {{race[stays][turned bowl][adagrad]:.0f}}. On the straight bowl "
        "AdaGrad needs {{race[stays][stretched bowl][adagrad]:.0f}}. Count the first touch instead, and Adam wins on the turned bowl.",
    ),
    landscape=choice("stretched bowl", list(race.LANDSCAPES), "landscape"),
    measure=choice("stays", ["stays", "touches"], "arrived when the loss"),
    shown=int_slider(100, 0, 100, "steps shown", step=5),
    start=point(*race.START, "start"),
    **{name: toggle(name in say.FIRST, say.NAMES.get(name, name)) for name in [*race.METHODS, "your own"]},
)  # fmt: skip

# %% tags=["claims"]
holds("On the straight bowl AdaGrad needs 4")
assert "AdaGrad 4" in demo.says and demo.axes(0).equal
holds("Gradient descent needs 42 steps, Adam 57 and AdaGrad 62")
demo.set(landscape="turned bowl")
arrived = {}
for name in ("gradient descent", "adam", "adagrad"):
    loss = demo.line(1, as_=name, width=2)[1]
    arrived[name] = int(np.nonzero(loss >= 0.01)[0][-1]) + 1
assert arrived == {"gradient descent": 42, "adam": 57, "adagrad": 62} and demo.right == "gradient descent"
assert demo.line(1, colour="grey")[1, 0] == np.float32(0.01)
holds("Count the first touch instead, and Adam wins on the turned bowl")
demo.set(measure="touches", momentum=True, rmsprop=True)
first = {name: int(np.argmax(demo.line(1, as_=name, width=2)[1] < 0.01)) for name in race.METHODS}
assert min(first, key=first.get) == "adam"
holds("from the saddle RMSProp's first touch comes after 5 steps, but it stays only from step 58 on")
demo.set(landscape="saddle")
assert int(np.argmax(demo.line(1, as_="rmsprop", width=2)[1] < 0.01)) == 5
loss = demo.set(measure="stays").line(1, as_="rmsprop", width=2)[1]
assert int(np.nonzero(loss >= 0.01)[0][-1]) + 1 == 58
assert "gradient descent 6" in demo.says
demo.set(**{"your own": True})
assert len(demo.lines(1, as_="your own", width=2)) == 1

# %% [markdown]
# No method wins everywhere, and the winner changes with the question: from the saddle RMSProp's first touch comes after
# {{race[touches][saddle][rmsprop]:.0f}} steps, but it stays only from step {{race[stays][saddle][rmsprop]:.0f}} on (with
# another α), since it hops; gradient descent stays after {{race[stays][saddle][gradient descent]:.0f}}. Before you say that
# a method is faster, say what you counted, and tune for that.
#
# ### Where it fails
#
# > **What this does not show.** Two parameters, exact gradients, a hundred steps, and a step size tuned for each start: a
# > race on a map, not a comparison for networks. That needs noise, the same budget of tuning for all, several seeds and
# > held-back data. Lecture 5 does it on the digits.

# %% [markdown]
# ## 9 · Optional: on the network of this course (15 min)
#
# Lectures 1 to 5 come back to one small network: 16 tanh units and a softmax, 1,210 parameters, handwritten digits. What do
# adaptive methods do for it?
#
# ### Play: how long are the steps really?
#
# The root mean square of the gradients (left) and of the steps (right) in the network's four groups of parameters.
# Minibatches of 32, eight epochs; each method has the best of eight step sizes. Adam's first step is α long, for every
# parameter that has a gradient at all.

# %%
explore(
    digits.groups,
    network.draw_groups,
    background=network.groups_background(330),
    panels=2,
    size=(640, 340),
    about="Left: the size of the gradients in the weights and biases of two layers, against the step. Right: the size of the "
    "steps that the method takes in each of them, in units of α.",
    describe=say.groups,
    ask=ask.pick(
        "After eight epochs, how long are Adam's steps?",
        ["still about α", "between a twentieth and a quarter of α", "less than a hundredth of α"],
        right="between a twentieth and a quarter of α",
        at={"method": "adam"},
        why="They fall to {{groups[last]:.2f}} α (mean of three seeds): as the slopes shrink, the noise of the minibatches takes "
        "over, and the averaged gradient becomes small beside √v̂ (section 4). So Adam slows down a little by itself. "
        "The four groups differ by a factor of {{groups[between][gradient descent]:.1f}} under gradient descent and "
        "{{groups[between][adam]:.1f}} under Adam, so layers are no great reason to use Adam here. Pixels are.",
    ),
    method=choice("adam", {"Adam": "adam", "gradient descent": "gradient descent"}, "method"),
)  # fmt: skip

# %% tags=["claims"]
holds("Adam's first step is α long, for every parameter that has a gradient at all")
moved = np.array([line[1] for line in demo.lines(1)])
assert (
    moved.shape[0] == 4
    and (moved[:, 0] > 0.85).all()
    and (moved[:, 0] <= 1.001).all()
    and not demo.before_asking.lines(1)
)
assert np.allclose(moved[1:, 0], 1, atol=1e-3)  # no bias, and no weight of layer 2, is without a gradient
holds("They fall to 0.13 α (mean of three seeds)")
assert (moved[:, -5:] > 0.05).all() and (moved[:, -5:].mean(axis=1) < 0.25).all()
assert abs(np.mean([digits.groups("adam", seed).moved[-5:] for seed in range(3)]) - 0.13) < 0.005
holds("The four groups differ by a factor of 2.3 under gradient descent and 1.7 under Adam")
apart = np.median(moved.max(axis=0) / moved.min(axis=0))
assert apart < 2
moved = np.array([line[1] for line in demo.set(method="gradient descent").lines(1)])
assert 2 < np.median(moved.max(axis=0) / moved.min(axis=0)) < 2.6
for panel in (0, 1):
    assert all(demo.inside(line, panel) == 1 and demo.hidden(line, panel) == 0 for line in demo.lines(panel))

# %% [markdown]
# ### Play: rare pixels
#
# On the left, how often each of the 64 pixels is inked. The {{pixels[rare]}} pixels with a red frame are inked in fewer
# than one image out of 100 ({{pixels[never]}} more never are). On the right, how far the weights of each pixel have moved
# since the start, compared with the mean over all pixels. The runs are the same as above.

# %%
explore(
    digits.pixels,
    network.draw_pixels,
    background=network.pixels_background(),
    panels=2,
    size=(640, 360),
    about="Two images of eight by eight pixels. Left: how often a pixel is inked. Right: how far the weights of this pixel have moved.",
    describe=say.pixels,
    ask=ask.pick(
        "After eight epochs of gradient descent, how far have the weights of the framed pixels moved, compared with the mean?",
        ["about as far", "a tenth as far", "a fiftieth as far"],
        right="a fiftieth as far",
        why="To be exact, {{pixels[moved][gradient descent]:.3f}} times as far: their gradients are nearly always zero. Under Adam they move "
        "{{pixels[moved][adam]:.2f}} times as far as the mean. Whether six rare pixels should count that much is another "
        "question: dividing by the size also lifts what is rare by accident.",
    ),
    epoch=int_slider(8, 0, 8, "epochs"),
    method=choice("gradient descent", {"gradient descent": "gradient descent", "Adam": "adam"}, "method"),
)  # fmt: skip

# %% tags=["claims"]
holds("To be exact, 0.022 times as far")
rare = (digits.ink() > 0) & (digits.ink() < 0.01)
assert rare.sum() == 6 and len(demo.lines(0, colour="red")) == len(demo.lines(1, colour="red")) == 6
shown = demo.heats(1)[0][::-1] * 2
assert abs(shown[rare].mean() - 0.022) < 0.0006 and not demo.before_asking.heats(1)[1:]
holds("Under Adam they move 1.35 times as far as the mean")
assert abs(demo.set(method="adam").heats(1)[0][::-1][rare].mean() * 2 - 1.35) < 0.005
assert demo.axes(0).equal and demo.axes(1).equal
corners = np.array([(x, y) for line in demo.lines(0, colour="red") for x, y in line.T]).T
assert demo.inside(corners) == 1

# %% [markdown]
# ### Play: are the usual memories the best?
#
# Adam with twenty pairs of memories, each with the best of six step sizes after four epochs of minibatches. Green frame:
# the default, β₁ = 0.9 and β₂ = 0.999. Dashed red frame: yours.

# %%
explore(
    digits.betas,
    network.draw_betas,
    background=network.betas_background(digits.BETA1S, digits.BETA2S, digits.BETA_ALPHAS),
    prepare=digits.memories,
    prepare_label="Other first weights",
    panels={"ncols": 2, "width_ratios": [1.3, 1]},
    size=(640, 340),
    about="Left: a table of the training loss of the digits network for twenty pairs of Adam's memories. Right: the loss against the "
    "step size for the default pair and for the chosen one.",
    describe=say.betas,
    ask=ask.pick(
        "One pair is far worse than all others. Which?",
        ["no memory of gradients: β₁ = 0", "long above, short below: β₁ = 0.99, β₂ = 0.5", "long everywhere: β₁ = 0.99, β₂ = 0.9999"],
        right="long above, short below: β₁ = 0.99, β₂ = 0.5",
        at={"beta1": 0.99, "beta2": 0.5},
        why="With β₁ = 0.99 and β₂ = 0.5 averaged gradients are divided by a size that has long changed. Over three seeds the loss of this pair is "
        "{{betas[0.99][0.5]:.2f}}; the default's is {{betas[0.9][0.999]:.3f}}, and the best pair's, β₁ = β₂ = 0.9, "
        "{{betas[0.9][0.9]:.3f}}. But other first weights change the loss of one and the same pair up to "
        "{{betas_spread:.1f}}-fold. So tune α, and leave the memories alone, as long as β₁ stays below √β₂.",
    ),
    beta1=choice(0.5, [float(b) for b in digits.BETA1S], "β₁"),
    beta2=choice(0.9, [float(b) for b in digits.BETA2S], "β₂"),
)  # fmt: skip

# %% tags=["claims"]
holds("With β₁ = 0.99 and β₂ = 0.5 averaged gradients are divided by a size that has long changed")
table = demo.heats(0)[0]
assert np.unravel_index(table.argmax(), table.shape) == (3, 0) and not demo.before_asking.heats(0)
seeds = np.array([digits.memories(lambda share: None, seed).min(axis=-1) for seed in range(3)]).mean(axis=0)
holds("leave the memories alone, as long as β₁ stays below √β₂")
long = [seeds[i, j] for i, b1 in enumerate(digits.BETA1S) for j, b2 in enumerate(digits.BETA2S) if b1 >= np.sqrt(b2)]
assert len(long) == 3 and min(long) > 1.3 * seeds[2, 3]
assert np.sort(table.ravel())[-2] < table.max() - 0.2  # on the scale of the colours
holds("and the best pair's, β₁ = β₂ = 0.9, 0.064")
assert np.unravel_index(seeds.argmin(), seeds.shape) == (2, 1) and abs(seeds.min() - 0.064) < 0.0006
demo.set(beta1=0.99, beta2=0.5)
assert demo.line(1, as_="momentum")[1].min() > 3 * demo.line(1, as_="adam")[1].min()
assert all(demo.inside(demo.line(1, as_=name), 1) > 0.8 for name in ("adam", "momentum"))

# %% [markdown]
# ### Play: at the edge of stability
#
# Gradient descent becomes unstable where the largest curvature passes 2/α (lectures 1 and 3). Adam divides by
# $\sqrt{\hat v}+\varepsilon$, so what counts for Adam is the curvature *after* that division: the largest eigenvalue of
# $P^{-1/2} H P^{-1/2}$ with $P = \mathrm{diag}(\sqrt{\hat v} + \varepsilon)$, the **preconditioned sharpness**. If $P$
# stood still, averaged gradients would become unstable where it passes
#
# $$\frac{2 + 2\beta_1}{(1-\beta_1)\,\alpha} = \frac{38}{\alpha} \text{ for } \beta_1 = 0.9.$$
#
# Cohen et al. (2022) found that networks trained with all images at once go to that edge and stay there. Here are three
# runs on 500 digits (α = 0.01, β₂ = 0.99). To keep the loss from running out, half of the labels are drawn at random at
# first: the network has much to memorise.

# %%
explore(
    lambda beta1, wrong: digits.edge_runs()[beta1, wrong],
    network.draw_edge,
    background=network.edge_background(500),
    panels=2,
    size=(640, 340),
    about="Left: the largest curvature as Adam sees it, times the step size, against the step for three runs, with the limit of stability. "
    "Right: their training loss.",
    describe=say.edge,
    ask=ask.pick(
        "Where will the curvature as Adam sees it, times α, go within 500 steps?",
        ["it stays far below the limit", "it rises to the limit and stays there", "it rises far beyond the limit, and the run is lost"],
        right="it rises to the limit and stays there",
        why="It rises to the limit within some 200 steps and stays near it, at {{edge[half][0.9]:.1f}} on average over the last 200, "
        "while the loss goes on falling. With β₁ = 0 it hovers around {{edge[half][0]:.1f}} (limit 2), with β₁ = 0.5 around "
        "{{edge[half][0.5]:.1f}} (limit 6). With the true labels it does not come out: the digits are learned before the "
        "curvature gets there, and it ends at {{edge[none][0.9]:.1f}}.",
    ),
    beta1=choice(0.9, list(digits.EDGE_BETA1S), "β₁"),
    wrong=choice(0.5, {"half of them": 0.5, "none": 0.0}, "labels drawn at random"),
)  # fmt: skip

# %% tags=["claims"]
holds("It rises to the limit within some 200 steps and stays near it, at 37.7 on average over the last 200")
runs = demo.lines(0, colour="green")
assert len(runs) == 3 and not demo.before_asking.lines(0, colour="green")
for run in runs:
    assert run[1, 0] < 10 and run[1, run[0] <= 250].max() > 33
    assert (run[1, run[0] > 300] > 0.75 * 38).all() and (run[1, run[0] > 300] < 1.25 * 38).all()
assert abs(np.mean([run[1, -8:] for run in runs]) - 37.7) < 0.05
assert demo.line(0, colour="grey")[1, 0] == 38
holds("while the loss goes on falling")
assert all(loss[1, -1] < 0.5 * loss[1, loss[0] == 250][0] for loss in demo.lines(1))
holds("With β₁ = 0 it hovers around 2.4 (limit 2), with β₁ = 0.5 around 6.4 (limit 6)")
for beta1, limit, mean in ((0.0, 2, 2.4), (0.5, 6, 6.4)):
    assert demo.set(beta1=beta1).line(0, colour="grey")[1, 0] == limit
    late = np.array([run[1, -8:] for run in demo.lines(0, colour="green")])
    assert abs(late.mean() - mean) < 0.1 and all(demo.inside(run) == 1 for run in demo.lines(0, colour="green"))
holds("it ends at 1.6")
late = [run[1, -8:] for run in demo.set(beta1=0.9, wrong=0.0).lines(0, colour="green")]
assert abs(np.mean(late) - 1.6) < 0.05

# %% [markdown]
# > **What this does not show.** That the edge is a good place to be, or that minibatches go there too. And with β₁ = 0 the
# > runs sit a little *above* the limit: $P$ does not stand still, it grows whenever the path swings.
#
# ## Recap
#
# - The sign of a gradient says which way is down for this parameter; its size, which changes by orders of magnitude between
#   places and times, does not say how far.
# - RMSProp divides by a running size: steps of about α, the first of α/√(1 − β). With β = 0 it is sign descent.
# - AdaGrad divides by all it has seen: step k is α/√k under a constant gradient. Good for convex losses and rare features;
#   too short in the long run of a deep network.
# - Adam averages above and below the line. The hats enlarge the averages and shorten the early steps; averaged gradients
#   make it careful where slopes waver.
# - Defaults can exist because α does not depend on the unit of the loss; ε is the unit below which Adam turns into momentum.
# - The price: turned axes change everything but gradient descent and momentum.
# - Decay belongs in the step (AdamW), not in the loss, when a method divides by the size.
# - Who is faster depends on what you count. Tune for what you report.

# %% [markdown]
# **Next:** `assignments/ps4_adaptive`, where you write all of this yourself. Then lecture 5: minibatches, and step sizes that
# change with time. Here is what you guessed today:

# %%
guesses()

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
# - S. J. Reddi, S. Kale and S. Kumar (2018), *On the convergence of Adam and beyond*: the example in section 4.
# - I. Loshchilov and F. Hutter (2019), *Decoupled weight decay regularization*: AdamW.
# - J. M. Cohen, B. Ghorbani, S. Krishnan and others (2022), *Adaptive gradient methods at the edge of stability*: the
#   preconditioned sharpness and its limit.
# - E. Alpaydin and C. Kaynak (1998), *Optical recognition of handwritten digits*, UCI Machine Learning
#   Repository: the images.
# - UC Berkeley, CS W182/282A, lecture *Optimization*: the order of ideas.
