# %% [markdown]
# # Assignment 4: Adaptive methods
#
# The sign of a slope says which way to go. Its size says much less: it changes by orders of magnitude from
# one parameter to the next, and from the start of a run to its end. In this assignment you derive and build
# the methods that measure the size and divide it away, up to Adam and AdamW, which train most neural networks
# today. At the end your own optimizers train a network.
#
# **You will be able to**
#
# - write sign descent, AdaGrad, RMSProp, Adam and AdamW as pure steps, and run them;
# - derive how long a step is from what the method remembers;
# - explain why Adam corrects its averages, and predict what a change of units does to a run;
# - say what these methods pay for it: they depend on the choice of coordinates;
# - tell from recorded runs what is wrong with an optimizer.
#
# **Time**: about two hours. Read lecture 4 first.

# %% [markdown]
# ## How to work
#
# Fill in one function at a time: replace the line that raises `NotImplementedError` and run the cell. Above
# each check stands what the grader looks at, with inputs of its own; the check below it tries a few small
# examples and says in words what is right and what is not. So a function has to do what its docstring says, for
# all inputs. What you have not filled in yet stays grey, and *Run All* always goes to the end. The code of a picture
# is folded into the grey line above it: click that line to read it.
#
# The docstrings say what a method does, not how to write it down: take a pencil. The exercises marked
# **On paper** earn no points, but each has a check, and each holds the idea behind one of the methods.
#
# Everything here works **coordinate by coordinate**: squares, roots and fractions are meant for each entry of a
# vector. A method's memory, its *state*, goes in as an argument and comes back as a result: nothing else is
# remembered between calls, and no argument is changed in place. Any style of writing is welcome, and printing
# never costs points.

# %%
from itertools import accumulate

import numpy as np

from checks import check, show_diagnosis
from lectures.network.training import train_network
from lectures.viz import choice, contours, draw_curves, draw_paths, explore, log_slider, plain, slider, toggle

ASSIGNMENT = "ps4_adaptive"

# %% [markdown]
# ## 1. Only the sign
#
# Suppose we trust the direction of each slope and nothing else. Then every coordinate should move equally far,
# by $\alpha$, against its slope, and a coordinate whose slope is exactly zero has no reason to move.
#
# This is the yardstick for what follows. Under a slope that stays the same, the methods below take steps that
# you can compare with $\alpha$. They differ in what they make of a slope that *changes*.

# %% role="function" name="sign_step"

# %% role="test" name="sign_step"

# %% [markdown]
# ## 2. AdaGrad: forget nothing
#
# Sign descent never slows down: near a minimum it hops back and forth by $\alpha$ for ever. AdaGrad divides each
# slope by a size that it learns on the way: the root of the sum $s$ of the squares of *all* slopes that this
# coordinate has had, the present one included. A small $\varepsilon$ is added to the root, for coordinates that
# never had a slope.
#
# Before you write it, find out what it does. How long is step number $k$ if the slope is the same in all of
# them? Does its size matter?

# %% role="function" name="adagrad_step"

# %% role="test" name="adagrad_step"

# %% [markdown]
# ## 3. RMSProp: forget the old
#
# A sum only grows. If the slopes were huge at the start, AdaGrad crawls for the rest of the run. RMSProp keeps
# a **running average** of the squares instead: with every step the old squares fade by the factor $\beta$, and
# the new one enters with the weight that makes this an average: under a slope that never changes, $s$ must approach the
# square of that slope. Which weight is that?
#
# <details><summary><b>Predict, then look.</b> The average starts at zero, and the slope is 7 in the first step.
# How long is that step for β = 0.99? And which method is left when β = 0?</summary>
#
# Ten times α, whatever the slope: after one value the average holds a hundredth of its square, whose root is a
# tenth of the slope. With β = 0 the average is the square itself, and the method is sign descent (up to ε).
#
# </details>

# %% role="function" name="rmsprop_step"

# %% role="test" name="rmsprop_step"

# %% [markdown]
# **On paper.** The slope of a coordinate is the same in every step, and not zero. How long is step number $k$ of
# AdaGrad, and of RMSProp, in units of $\alpha$? Work out what $s$ holds after $k$ steps, and ignore $\varepsilon$.

# %% role="open"
def lengths_under_a_constant_slope(k, beta):
    """Return the lengths of step k = 1, 2, … of AdaGrad and of RMSProp, divided by alpha: a pair of numbers."""
    raise NotImplementedError

# %% role="try" name="lengths_under_a_constant_slope"

# %% [markdown]
# **Your three methods on a stretched bowl.** `accumulate` applies a step again and again and keeps all states.
#
# <details><summary><b>Predict, then look.</b> Which of the three paths change when the bowl is turned by 45°, so
# that no axis runs along the valley any more? What would gradient descent do?</summary>
#
# All three. Each divides every coordinate by a size of its own, and after the turn both coordinates see the same
# mixture of steep and flat: there is nothing left to tell apart. The path of gradient descent would just be
# turned along with the bowl, since its step is the gradient itself, whatever the axes are called.
#
# </details>

# %% role="demo"
bowl, turn = np.diag([1.0, 25.0]), np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2)
bowls = {False: bowl, True: turn @ bowl @ turn.T}
starts = {False: np.array([-2.37, 0.83]), True: turn @ [-2.37, 0.83]}
looks = ["sign", "adagrad", "rmsprop"]
explore(
    lambda alpha, beta, turned: {
        "sign": np.array([*accumulate(
            range(60), lambda at, k: sign_step(at, bowls[turned] @ at, alpha), initial=starts[turned])]),
        "adagrad": np.array([theta for theta, s in accumulate(
            range(60), lambda at, k: adagrad_step(at[0], bowls[turned] @ at[0], at[1], alpha),
            initial=(starts[turned], np.zeros(2)))]),
        "rmsprop": np.array([theta for theta, s in accumulate(
            range(60), lambda at, k: rmsprop_step(at[0], bowls[turned] @ at[0], at[1], alpha, beta),
            initial=(starts[turned], np.zeros(2)))]),
    },
    draw_paths,
    background=lambda turned: contours(
        lambda t: np.sum(t * (bowls[turned] @ t), axis=0), (-3, 3), (-2.4, 2.4), minimum=(0, 0),
        legend=looks), background_on=("turned",),
    about="Paths of sign descent, AdaGrad and RMSProp on a stretched bowl, seen from above.",
    describe=lambda paths: "Distance to the minimum after 60 steps: " + ", ".join(
        f"{name} {np.linalg.norm(path[-1]):.2g}" for name, path in paths.items()) + ".",
    alpha=log_slider(0.1, 0.01, 1, "step size α"), beta=slider(0.9, 0, 0.99, "memory β"),
    turned=toggle(False, "turn the bowl by 45°"))

# %% [markdown]
# ## 4. An average that starts honestly
#
# A running average that starts at zero is too small at first. How much too small? For values
# $x_1, x_2, \dots$ it goes
#
# $$a_0 = 0, \qquad a_k = \beta\,a_{k-1} + (1-\beta)\,x_k .$$
#
# **On paper.** Unroll this. With which weight does each of $x_1, \dots, x_K$ stand in $a_K$?

# %% role="open"
def average_weights(K, beta):
    """Return the weights of x_1, …, x_K in the running average a_K, the oldest first: an array (K,)."""
    raise NotImplementedError

# %% role="try" name="average_weights"

# %% [markdown]
# The weights of an honest average sum to one. What is the sum of yours? Divide by it, and equal values have that
# value as their average, from the first step on. The next function does this for all steps at once: it is for
# looking at averages, before you build them into an optimizer.

# %% role="function" name="bias_corrected_average"

# %% role="test" name="bias_corrected_average"

# %% [markdown]
# **Your average of noisy values.** The values scatter around 1.
#
# <details><summary><b>Predict, then look.</b> For β = 0.99, about how many values does it take until the
# uncorrected average comes near 1? And the corrected one?</summary>
#
# After k values the uncorrected average is near 1 − 0.99ᵏ: 0.55 at the end of the picture, and within a tenth of
# 1 only after 230 values. The corrected one is around 1 from the first value on, at first as noisy as the values
# themselves: the correction removes the bias, not the noise.
#
# </details>

# %% role="demo"
values, k = np.random.default_rng(4).normal(1, 0.4, size=80), np.arange(1, 81)
explore(
    lambda beta: {
        2: (k, values),
        1: (k, np.asarray(bias_corrected_average(values, beta)) * (1 - beta**k)),
        0: (k, bias_corrected_average(values, beta)),
    },
    draw_curves,
    background=plain((0, 81), (-0.2, 2.2), "value number k", "value",
                     legend={"your corrected average": 0, "the same, uncorrected": 1, "values": 2}),
    about="Noisy values around one, their running average, and the average corrected for its start at zero.",
    describe=lambda curves: (
        f"After 10 values the average is {curves[1][1][9]:.2f}, corrected {curves[0][1][9]:.2f}."),
    beta=slider(0.9, 0, 0.99, "memory β", step=0.045),
)

# %% [markdown]
# ## 5. Adam: two averages
#
# RMSProp has no way of telling a steady slope from a wavering one: under slopes of $+1, -1, +1, \dots$ it goes
# back and forth by $\alpha$ for ever, because all it divides by is a size. Adam averages what stands *above* the
# fraction line too. It keeps a running average $m$ of the slopes, with the memory $\beta_1$, and one, $v$, of their
# squares, with $\beta_2$. Both are corrected for their start at zero before they are used, by what you found in
# section 4; what goes on into the next step is the uncorrected ones.
#
# Where slopes keep their sign, the upper average is about as large as the root of the lower one, and a step is
# about $\alpha$ long. Where they waver, it is small, and so is the step. The function is called with the number
# $k = 1, 2, \dots$ of the step.

# %% role="function" name="adam_step"

# %% role="test" name="adam_step"

# %% [markdown]
# ## 6. A whole run
#
# Start with both averages at zero and the first step with $k = 1$, then step by step. Ask `grad` for the
# slope where you are now. Return the whole path, `theta0` included. You may call your own `adam_step`; a mistake
# in it then shows here as well, so mend it there first.

# %% role="function" name="adam"

# %% role="test" name="adam"

# %% [markdown]
# **Your Adam in a bent valley.** The floor of the valley is nearly flat and its walls are steep. Find a step size
# that gets to the star.
#
# <details><summary><b>Predict, then look.</b> Move ε from 10⁻⁸ up to 10,000, and α with it, up to 100. Which method
# is Adam then?</summary>
#
# The root of the corrected v starts at about 110 here. Once ε is far larger, the divisor is ε and nothing that was
# measured: what is left is gradient descent with momentum, along the averaged slopes, with the step size α/ε.
#
# </details>

# %% role="demo"
explore(
    lambda alpha, beta1, beta2, eps: adam(
        lambda t: np.array([2 * (t[0] - 1) - 40 * t[0] * (t[1] - t[0] ** 2), 20 * (t[1] - t[0] ** 2)]),
        np.array([-1.5, 0.5]), 150, alpha, beta1, beta2, eps),
    lambda pen, path: draw_paths(pen, {"adam": np.asarray(path)}),
    background=contours(lambda t: (1 - t[0]) ** 2 + 10 * (t[1] - t[0] ** 2) ** 2, (-2, 2), (-1, 3),
                        minimum=(1, 1), legend=["adam"]),
    about="The path of Adam in a bent valley, seen from above; the minimum is at (1, 1).",
    describe=lambda path: f"The distance to the minimum after 150 steps: {np.linalg.norm(path[-1] - 1):.2g}",
    alpha=log_slider(0.02, 0.001, 100, "step size α"),
    beta1=slider(0.9, 0, 0.99, "memory of slopes β₁"),
    beta2=choice(0.999, [0.0, 0.9, 0.99, 0.999, 0.9999], "memory of squares β₂"),
    eps=log_slider(1e-8, 1e-12, 1e4, "ε", form="{:.0e}"),
)

# %% [markdown]
# **On paper.** You change the unit of the loss, so that all its values are `loss_unit` times as large, and the unit of
# the parameters: what was $\theta$ is now `theta_unit` $\cdot\,\theta$. What happens to the slopes? With which step
# size and which $\varepsilon$ does Adam take the same path as before, in the new units?

# %% role="open"
def settings_in_new_units(alpha, eps, loss_unit, theta_unit):
    """Return (alpha, eps) for the new units, so that Adam goes the way that it went with the given ones."""
    raise NotImplementedError

# %% role="try" name="settings_in_new_units"

# %% [markdown]
# ## 7. AdamW: decay apart from the step
#
# Networks are often trained with a pull of all weights towards zero. Add the penalty
# $\tfrac{\lambda}{2}\lVert\theta\rVert^2$ to the loss, and the gradient becomes $g + \lambda\theta$; but then Adam
# divides the pull by a size too, like everything else, and weights with large slopes are hardly pulled at all.
#
# AdamW leaves $g$ alone. Beside the step of Adam, each parameter loses a fixed share of itself: in a step of plain
# gradient descent the penalty would take away $\alpha\lambda\,\theta$, and this is what AdamW takes away,
# undivided. Both terms use the $\theta$ from before the step; $\lambda$ is the argument `weight_decay`.

# %% role="function" name="adamw_step"

# %% role="test" name="adamw_step"

# %% [markdown]
# **Two ways to decay.** Two weights start at 1. Their slopes flip sign at every step, so they lead nowhere; those
# of weight 1 are a hundred times larger.
#
# <details><summary><b>Predict, then look.</b> Which weight shrinks under AdamW, and which under Adam with the
# penalty in the gradient?</summary>
#
# Under AdamW both shrink alike, to 0.57 after 100 steps. Under the penalty weight 2 goes all the way to zero: its
# useless slopes are small, so that the pull is most of what Adam sees and is blown up to a sizeable part of α.
# The pull on weight 1 is divided by its large slopes: it has hardly moved, to 0.98.
#
# </details>

# %% role="demo"
slopes, rest = np.array([10.0, 0.1]), (np.ones(2), np.zeros(2), np.zeros(2))
looks = {"AdamW, weight 1": 0, "AdamW, weight 2": 1, "penalty, weight 1": 2, "penalty, weight 2": 3}
explore(
    lambda decay: np.hstack([
        [theta for theta, m, v in accumulate(range(1, 101), lambda at, k: adamw_step(
            at[0], (-1) ** k * slopes, at[1], at[2], k, 0.02, weight_decay=decay), initial=rest)],
        [theta for theta, m, v in accumulate(range(1, 101), lambda at, k: adam_step(
            at[0], (-1) ** k * slopes + decay * at[0], at[1], at[2], k, 0.02), initial=rest)],
    ]),
    lambda pen, weights: draw_curves(pen, dict(enumerate(weights.T))),
    background=plain((0, 100), (-0.1, 1.2), "step", "weight", legend=looks, legend_loc="lower left"),
    about="Two weights with useless slopes, under AdamW and under Adam with a penalty in the gradient.",
    describe=lambda weights: "After 100 steps: AdamW {:.2f}, {:.2f}; penalty {:.2f}, {:.2f}.".format(
        *weights[-1]),
    decay=slider(0.3, 0, 1, "weight decay λ", step=0.1),
)

# %% [markdown]
# ## 8. Your optimizers train a network
#
# Now the real thing: the network of the lectures, 64 pixels → 16 units → 10 digits, 1,210 parameters, eight epochs
# of minibatches. `train_network` calls your step for each batch, and keeps the state for it. Press *Train*: plain
# SGD and your three methods are trained with eight step sizes each, which takes some ten seconds.
#
# <details><summary><b>Predict, then look.</b> All three of yours divide the size of the slope away. Do they want
# the same step size?</summary>
#
# No. AdaGrad's sum grows all the time, so that its later steps are a fraction of α: it does best at 0.3, which is
# ten times too long for RMSProp and Adam. Theirs is between 0.01 and 0.03. SGD multiplies by the small slopes of this
# network, does best at 1, and at 3 it is lost. On the right each method has a valley: how wide is it?
#
# </details>

# %% role="demo"
rates = np.geomspace(1e-3, 10**0.5, 8)
looks = {"SGD": "sgd", "AdaGrad": "adagrad", "RMSProp": "rmsprop", "Adam": "adam"}
steps = {
    "sgd": lambda alpha: (lambda theta, g, k: theta - alpha * g, 0),
    "adagrad": lambda alpha: (lambda theta, g, s, k: adagrad_step(theta, g, s, alpha), 1),
    "rmsprop": lambda alpha: (lambda theta, g, s, k: rmsprop_step(theta, g, s, alpha), 1),
    "adam": lambda alpha: (lambda theta, g, m, v, k: adam_step(theta, g, m, v, k, alpha), 2),
}
explore(
    lambda runs, alpha: (runs, int(np.argmin(np.abs(np.log(rates / alpha))))),
    lambda pen, shown: [(
        pen.line(np.arange(9), [100 * e for e in runs[shown[1]].errors], as_=name),
        pen[1].line(rates, [run.losses[-1] for run in runs], as_=name),
        pen[1].points(rates[shown[1]], runs[shown[1]].losses[-1], colour="ink"),
    ) for name, runs in shown[0].items()],
    background=[
        plain((0, 8), (1, 100), "epoch", "new digits read wrongly, %", logy=True, legend=looks,
              legend_loc="lower left"),
        plain((8e-4, 4), (0.01, 100), "step size α", "training loss after 8 epochs", logx=True, logy=True),
    ],
    about="Left the errors of four trainings on new digits after each epoch, right their last losses by step size.",
    describe=lambda shown: f"α = {rates[shown[1]]:.2g}: wrong at the end are " + ", ".join(
        f"{name} {100 * runs[shown[1]].errors[-1]:.1f} %" for name, runs in shown[0].items()) + ".",
    prepare=lambda progress, run: {
        name: [(progress((8 * i + j) / 32), train_network(*steps[name](rate), epochs=8, seed=run))[1]
               for j, rate in enumerate(rates)] for i, name in enumerate(steps)},
    prepare_label="Train", eager=False, panels=2,
    alpha=choice(round(rates[3], 4), [round(rate, 4) for rate in rates], "step size α"),
)

# %% [markdown]
# ## 9. The clinic
#
# Six programs were meant to run Adam on the same loss, from the same start, with the same settings. The picture shows
# their losses; the table shows how far they moved in some of their steps.

# %%
show_diagnosis(ASSIGNMENT)

# %% [markdown]
# Work out by hand how far each coordinate must move in the first two steps, for Adam itself and for Adam
# with each bug of the list. The run with the lowest loss need not be the healthy one. Then give each run
# its label from the list. The words count, capital letters and blanks do not.

# %% role="diagnosis"

# %% role="test" name="diagnosis"

# %% [markdown]
# ## 10. In your own words
#
# A parameter belongs to a rare feature: its slope has been zero for thousands of steps, then one batch has the
# feature, with slope $g$, and then the slope is zero again for a long time. A colleague says: *"Adam's steps are at
# most about $\alpha$ long. So a single batch cannot move that parameter far, and my warm-up has long been over."*
#
# Judge this in ten lines or so (10 points, read by a person), for the defaults $\beta_1 = 0.9$, $\beta_2 = 0.999$.
# How long is the step at that batch, in units of $\alpha$? Does the parameter stand still afterwards, while its slope
# is zero? How far does it move altogether, and does the size of $g$ matter? What would RMSProp with $\beta = 0.999$ do
# with the same slope, and AdaGrad if the feature has had nine equal slopes before? Name one change of the settings
# that makes her sentence come nearer to the truth, and what it costs.

# %% [markdown] role="explain"
# After the silence both averages are practically zero, and the corrections are over, since k is large. The slope
# makes $m = 0.1\,g$ and $v = 0.001\,g^2$: the step is $0.1/\sqrt{0.001} = 3.16$ times $\alpha$ long. Then the
# parameter goes on without any slope: $m$ fades by 0.9 a step, and $\sqrt v$ only by $\sqrt{0.999}$, so that each step
# is 0.900 times as long as the one before. Together this is $3.16/(1 - 0.9/\sqrt{0.999}) = 31.8\,\alpha$, most of it
# within some twenty steps. The size of $g$ cancels, unless $\sqrt{0.001}\,|g|$ is not far above $\varepsilon$. RMSProp
# moves once, by $1/\sqrt{0.001} = 31.6\,\alpha$; AdaGrad's tenth slope moves it by $\alpha/\sqrt{10} = 0.32\,\alpha$.
# So she is wrong by a factor of thirty. A shorter memory of squares helps: with $\beta_2 = 0.9$ too, the first step is
# $0.32\,\alpha$ and all of them are $6.2\,\alpha$, but v then follows the noise of a few batches. A larger
# $\varepsilon$ helps as well, and gives up that the unit of the loss does not matter.
#
# === BEGIN MARK SCHEME ===
#
# - 3 points: the step at the batch: $m = 0.1\,g$ and $v = 0.001\,g^2$ (1), so 3.2 times $\alpha$ (1); the corrections
#   play no part any more, since $k$ is large (1).
# - 3 points: it goes on moving while the slope is zero, because $m$ remembers (1); the steps fall geometrically, by
#   about 0.9 (1), to about $32\,\alpha$ together (1). "Some ten times the first step" earns the last point.
# - 1 point: the size of $g$ cancels, as long as $\varepsilon$ is small beside $\sqrt{0.001}\,|g|$.
# - 2 points: RMSProp about $32\,\alpha$ in one step and none after it (1); AdaGrad $\alpha/\sqrt{10}$ (1).
# - 1 point: a change with its price: a smaller $\beta_2$ (noisy v), a larger $\varepsilon$ (the scale matters again),
#   clipping the step (one more thing to tune), a smaller $\alpha$ (slower everywhere).
#
# === END MARK SCHEME ===
