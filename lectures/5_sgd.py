# %% [markdown]
# # 5 · Stochastic gradient descent and learning rates
#
# ## Objectives
#
# After this lecture you can
#
# - say what a minibatch gradient costs, why it is right on average, and how far it scatters;
# - deal minibatches from a shuffled data set, and say what goes wrong when nobody shuffles;
# - recognise from a curve whether a learning rate is too low, good, high or too high, and compute the noise
#   floor;
# - choose a schedule of learning rates, and say what warm-up and decay are each good for;
# - tune fairly: on validation, reported on test, and without falling for a lucky run;
# - find out what is wrong with a training that raises no error.
#
# **Time:** about 60 minutes. You need lectures 1 and 3, and Adam from lecture 4. The data are real: 1,797
# handwritten digits. Every picture below can be moved: with the mouse, or with Tab and the arrow keys.

# %% [markdown]
# The next cell loads the experiments of this lecture. They are short functions in `lectures/sgd/experiments`,
# built on the same update that you will write in the assignment. The networks of this lecture are trained
# while you read: nothing is a recording.

# %%
import numpy as np

from lectures.sgd.experiments import clinic, comparison, noise, orders, schedules, tuning, wells
from lectures.viz import choice, explore, int_slider, log_slider, point, slider, toggle
from lectures.sgd import data, words as say
from lectures.sgd.drawing import choices as choosing, noise as drawing

# %% [markdown]
# ## 1 · Why look at all the data? (8 min)
#
# ### Idea
#
# The loss is a mean over $N$ examples, and so is its gradient:
#
# $$\nabla L(\theta) = \frac1N \sum_{i=1}^{N} \nabla \ell_i(\theta).$$
#
# A step of gradient descent passes through all of them. For the ImageNet contest (ILSVRC) that is 1.2 million
# pictures for *one* step. But who wants to know the average height of a nation does not measure everybody.
# Take a **minibatch** of $B$ examples at random, and use the mean of their gradients. It costs $B/N$ of the
# price, and it is **unbiased**: on average it is the full gradient. What it has beside is noise. If the batch
# is drawn without replacement, its variance is
#
# $$\frac{S}{B}\Big(1-\frac BN\Big), \qquad S = \frac{1}{N-1}\sum_i \lVert \nabla\ell_i - \nabla L\rVert^2 .$$
#
# ### By hand
#
# Four examples with the gradients 1, 3, 5, 7. Their mean is 4, and $S = (9+1+1+9)/3 = 20/3$. There are six
# batches of two: 2, 3, 4, 4, 5, 6 are their means. The mean of these is 4 again: unbiased. Their variance is
# $(4+1+0+0+1+4)/6 = 5/3$, and the law says $\frac{20/3}{2}\big(1-\frac24\big) = 5/3$.

# %% [markdown]
# ### Play: a cloud of gradients
#
# A fresh network sees the {{N}} training digits. Its gradient has 1,210 numbers; the picture shows two of its
# directions: along the full gradient (the arrow), and at right angles to it, where the examples disagree
# most. Each dot is the gradient of one minibatch.
#
# <details><summary><b>Predict, then look.</b> From B = 1 to B = 16: how much narrower does the cloud become,
# and how many times more does a step cost?</summary>
#
# Sixteen times the price for a quarter of the width: the variance falls like 1/B, so the width falls like
# 1/√B. That is a bad bargain, and the reason why small batches are used at all. At B = N the variance would
# be zero: 1 − B/N. For B = 32 the squares measure {{variance:.4f}} over 4000 batches; the law says
# {{law:.4f}}. The average of the 4000 gradients misses the full one by {{mean_error:.1%}}.
#
# </details>

# %%
measured, law = noise.all_scatters()
explore(
    lambda B: data.Cloud(int(B), noise.cloud(int(B), 200, np.random.default_rng(1)), law[noise.SIZES.index(int(B))]),
    drawing.draw_cloud,
    background=drawing.cloud_background(noise.SIZES, measured, law),
    panels=2,
    size=(640, 340),
    about="Left: 200 minibatch gradients as a cloud of dots around the arrow of the full gradient. "
    "Right: the variance of minibatch gradients against the batch size, measured and by the law, on log axes.",
    describe=say.cloud,
    B=log_slider(4, 1, 1024, "batch size B", notches=10, form="{:.0f}"),
)

# %% [markdown]
# > **The slides say** the loss is a sum, and a few pages later that it is a mean. **In fact** the two differ
# > by the factor N in the gradient, and so in the step size that works. This course always takes the mean.
# > Then α means the same for every batch size. (And ImageNet is from 2009, the contest ILSVRC from 2010; the
# > 1.2 million pictures are the contest's training set.)
#
# ### Where it fails
#
# Once the gradient itself is small, near a minimum, the noise is all that is left. Then a step is mostly
# random. Page 4 shows what becomes of it.

# %% [markdown]
# ## 2 · A deck of cards (10 min)
#
# ### Idea
#
# How to draw? One way is to pick $B$ rows at random for each step, again and again: *with replacement*.
# Another is to treat the data as a deck of cards: shuffle, deal hands of $B$ cards until the deck is used up,
# and start over. One pass through the deck is an **epoch**.
#
# ### By hand
#
# With replacement, a given row is missed by one draw with probability $1 - 1/N$, by $N$ draws with
# $(1-1/N)^N \approx 1/e$. So in an "epoch" of $N$ draws only $1 - 1/e$ = {{seen[1285]:.1%}} of the rows are
# seen. The deck shows every row once. For $N = 100$ the exact number is {{seen[100]:.1%}}.

# %% [markdown]
# ### Play: which rows have been used
#
# Each square is one of 100 rows; its colour tells how often it was used.
#
# <details><summary><b>Predict, then look.</b> Go to 100 draws. How many rows has the left side not used yet?
# Go to 200: has it caught up?</summary>
#
# On average 100/e ≈ 37 are still missing at 100 draws, and 100/e² ≈ 13 or 14 at 200. Meanwhile others were
# used five times and more. The deck has used all rows once, and then all of them twice.
#
# </details>

# %%
drawn, dealt = orders.times_seen(200, np.random.default_rng(3))
explore(
    lambda draws: data.Deck(drawn[draws], dealt[draws]),
    drawing.draw_deck,
    background=drawing.deck_background(),
    panels=2,
    size=(640, 370),
    about="Two fields of 100 squares, one for each row of the data. Colours tell how often a row was used: "
    "left when rows are drawn with replacement, right when they are dealt from a shuffled deck.",
    describe=say.deck,
    draws=int_slider(100, 0, 200, "draws", step=5),
)

# %% [markdown]
# And the order of the deck? Data often come sorted: all zeros first, then all ones. The next network is
# trained on such a file in four ways. *Shuffled once* means before the first epoch; *reshuffled* means before
# every epoch.
#
# <details><summary><b>Predict, then look.</b> Which of the four orders fails? And what will that network
# answer, whatever it is shown?</summary>
#
# The one that is not shuffled: at α = 0.25 its loss ends at {{order[not shuffled]:.2f}}. The other
# three hardly differ: {{order[reshuffled]:.3f}} reshuffled, {{order[shuffled once]:.3f}} shuffled once,
# {{order[with replacement]:.3f}} with replacement. It saw the nines last, and forgot the rest while it
# did. At α = 2 it reads a 9 in *every* image. A smaller α softens the damage, since it forgets more slowly.
#
# </details>

# %%
losses, answers = orders.four_orders()
rates = list(orders.ORDER_ALPHAS)
explore(
    lambda alpha: data.Orders(
        {order: curves[..., rates.index(alpha)] for order, curves in losses.items()},
        {order: shares[rates.index(alpha)] for order, shares in answers.items()},
    ),
    drawing.draw_orders,
    background=drawing.orders_background(12),
    panels=2,
    about="Left: training loss against the epoch for four orders of the same digits. "
    "Right: how often the trained network answers each digit, for two of the orders.",
    describe=say.orders,
    alpha=log_slider(0.25, rates[0], rates[-1], "step size α", notches=7, form="{:.6g}"),
)

# %% [markdown]
# > **The slides say** shuffle once, in advance. **In fact** that works, as you see. The usual default is to
# > reshuffle before every epoch (for strongly convex losses random reshuffling is provably faster than
# > drawing with replacement: Gürbüzbalaban, Ozdaglar and Parrilo 2021).
#
# Why not simply draw, if it makes so little difference? Memory. A processor fetches neighbouring bytes
# together. Rows that are scattered have to be fetched one by one.
#
# <details><summary><b>Predict, then look.</b> The picture is measured on this machine when the cell runs; the
# button measures again. Does it matter more for short rows (64 bytes: one small image) or for long ones
# (4,096 bytes)?</summary>
#
# For short rows. A long row is a run of neighbours in itself. How large the gap is depends on the machine,
# and on what else it does just now.
#
# </details>

# %%
explore(
    lambda times: data.Access(*times),
    drawing.draw_memory,
    background=drawing.memory_background(orders.ROW_BYTES),
    about="Bars on a log axis: how many nanoseconds it takes to fetch a kilobyte of training rows, consecutive and scattered, "
    "for rows of four lengths, measured on this machine.",
    describe=say.memory,
    prepare=lambda progress, run: orders.time_access(np.random.default_rng(run), progress),
    prepare_label="Measure again",
)

# %% [markdown]
# ### Where it fails
#
# Shuffling breaks what belongs together. Of a film or of a patient's visits, all parts must be on the same
# side of the split into training and test, and sequences must not be torn apart.

# %% [markdown]
# ## 3 · Any optimizer can use it (6 min)
#
# ### Idea
#
# Nothing in momentum or Adam asks where the gradient came from. So take their steps, with the minibatch
# gradient $g_{\mathcal B}$ in place of $g$:
#
# $$\text{velocity} \leftarrow g_{\mathcal B} + \mu\,\text{velocity}, \qquad \theta \leftarrow \theta - \alpha_k\,\text{velocity}.$$
#
# ### By hand
#
# {{N}} images in minibatches of 32 make 40 full batches and one of 5, so 41 steps an epoch. Gradient descent
# takes *one* step for the same work. In ten epochs that is 410 steps against 10.

# %% [markdown]
# ### Play: learning to read
#
# Four trainings from the same start: full gradients, SGD, momentum (0.9) and Adam, the last three with
# minibatches of 32. On the right are eight of the harder validation images, and what each network reads.
#
# <details><summary><b>Predict, then look.</b> Which reads more of the eight: SGD after three epochs, or
# gradient descent after ten?</summary>
#
# SGD: {{race_right[sgd_3]}} after three, against {{race_right[descent_10]}}. In ten epochs gradient descent is
# still wrong in {{race_error[gradient descent]:.0%}} of all validation images. SGD is wrong in
# {{race_error[sgd]:.1%}}, momentum in {{race_error[momentum]:.1%}}, Adam in {{race_error[adam]:.1%}}.
#
# </details>

# %%
curves, reads, images, labels = comparison.race_view(comparison.race_on_digits(np.random.default_rng(0)))
explore(
    lambda epoch: data.DigitsRace(epoch, curves, reads[:, epoch], labels),
    choosing.draw_race,
    background=choosing.race_background(curves, images),
    panels={"ncols": 2, "width_ratios": [1, 1.45]},
    size=(640, 340),
    about="Left: training loss against the epoch for gradient descent, SGD, momentum and Adam. "
    "Right: eight handwritten digits and what the four networks read in them.",
    describe=say.race,
    epoch=int_slider(2, 0, 10, "epoch"),
)

# %% [markdown]
# ### Where it fails
#
# Counted in steps, full gradients are never worse: one of their steps is better than one of SGD's. What
# counts is the work, and the work is examples. On a machine that handles 32 images as fast as one, a batch of
# one is a waste too.

# %% [markdown]
# ## 4 · Learning rates, and the noise floor (10 min)
#
# ### Idea
#
# For one network on one data set, four things can happen. **Too low**: the loss falls smoothly and is not
# there yet. **Good**: as fast as it goes. **High**: fast at first, then it stops at some level. **Too high**:
# it jumps about, at values that are worse than guessing (ten digits: $\ln 10$ = {{guessing:.2f}}).
#
# <details><summary><b>Predict, then look.</b> Raise α from the left to the right. Does the last loss get
# better and better until it suddenly gets bad, or is there a gentle valley?</summary>
#
# Nearly the former. From α = 0.0625 to 1 it falls from {{rate_loss[0.0625]:.2f}} to {{rate_loss[1]:.3f}}. The
# best is at {{rate_best:.2g}}; at 2 it is more than five times as high, and at 4 it is far worse than guessing. The
# best rate lives next to the cliff. So half of the best is a wiser choice than the double.
#
# </details>

# %%
by_rate = comparison.loss_by_rate()
explore(
    lambda alpha: data.AtRate(alpha, by_rate[:, np.abs(np.log(comparison.RATES / alpha)).argmin()]),
    drawing.draw_rate,
    background=drawing.rate_background(comparison.RATES, by_rate),
    panels=2,
    about="Left: training loss against the epoch at one step size, with those of all others in grey. "
    "Right: the loss after the last epoch against the step size, on log axes.",
    describe=say.rate,
    alpha=log_slider(
        0.0625,
        comparison.RATES[0],
        comparison.RATES[-1],
        "step size α",
        notches=len(comparison.RATES) - 1,
        form="{:.6g}",
    ),
)

# %% [markdown]
# ### By hand
#
# Why does a high rate stop at a level? Take the simplest bowl, ½λθ², and a gradient with independent noise of
# variance $s^2$: $\theta \leftarrow \theta - \alpha(\lambda\theta + \text{noise})$. The variance $v$ of θ
# then goes $v \leftarrow (1-\alpha\lambda)^2 v + \alpha^2 s^2$. It stays as it is at
#
# $$v = \frac{\alpha s^2}{\lambda\,(2-\alpha\lambda)} .$$
#
# With λ = s = 1: for α = 0.5 that is 0.5/1.5 = {{floor[0.5]:.3f}}, for α = 0.1 it is {{floor[0.1]:.4f}}, for
# α = 0.02 {{floor[0.02]:.4f}}. A thousand simulated runs give {{measured[0.5]:.3f}}, {{measured[0.1]:.4f}}
# and {{measured[0.02]:.4f}}. This is the **noise floor**. A constant step size gets there, and no further.

# %% [markdown]
# ### Play: the noise floor
#
# <details><summary><b>Predict, then look.</b> You want the floor four times lower. By what must you divide α,
# or multiply B?</summary>
#
# Both by about four: the floor is about α s²/(2λ), and s² is one over B. A smaller α costs time: the start is
# forgotten more slowly. A larger B costs examples.
#
# </details>

# %%
alphas, sizes = np.geomspace(0.01, 1.6, 25), [1, 4, 16]
floors = [[noise.noise_floor(alpha, s2=1 / size) for alpha in alphas] for size in sizes]
seen = [[noise.measured_floor(alpha, np.random.default_rng(0), 1 / size) for alpha in alphas] for size in sizes]
explore(
    lambda alpha, B: data.Floor(
        alpha,
        B,
        noise.noisy_descent(alpha, np.random.default_rng(2), 1 / B, steps=150),
        noise.noise_floor(alpha, s2=1 / B),
    ),
    drawing.draw_floor,
    background=drawing.floor_background(alphas, sizes, floors, np.array(seen), 150),
    panels=2,
    about="Left: three noisy paths that fall towards zero and then stay in a band around it. "
    "Right: the variance in the end against the step size for three batch sizes, by the formula and measured.",
    describe=say.floor,
    alpha=log_slider(0.1, 0.01, 1.6, "step size α", notches=40),
    B=choice(1, sizes, "batch size B"),
)

# %% [markdown]
# > **What this does not show.** The formula is for *independent* noise. Minibatches from a deck are not
# > independent: over a whole epoch their errors cancel. On this bowl with 64 rows in batches of 4, dealt anew
# > every epoch, the variance after whole epochs is {{dealt:.1f}} times below the formula at α = 0.1, and the
# > gap grows as α falls. One more reason for the deck.
#
# ### Where it fails
#
# On a network the curvature differs from direction to direction and changes on the way. There is no formula
# for its best α; there are only the signs that you have just seen.

# %% [markdown]
# ## 5 · A low rate can end in a worse place (5 min)
#
# ### Idea
#
# One might think that a small step size is slow but safe. Yet it also follows *every* dent of the landscape.
# A larger one cannot settle in a narrow valley, and steps over it.
#
# ### By hand
#
# The loss $\frac14x^4 - \frac12x^2 + 0.3x$ has a valley on the right, with loss {{well_worse:.4f}}, and a
# better one on the left, with {{well_better:.3f}}. The slope at x = 1.6 is 4.096 − 1.6 + 0.3 = 2.796. With α
# = 0.2 the first step leads to 1.04, still on the right slope of the right valley. With α = 0.5 it leads to
# 0.20: past that valley and past the ridge.

# %% [markdown]
# ### Play: two valleys
#
# Move α, and drag the start along the curve.
#
# <details><summary><b>Predict, then look.</b> From x = 1.6: what do α = 0.05, 0.2, 0.5, 0.8, 1.0 and 1.2
# do?</summary>
#
# 0.05 and 0.2 end at a loss of {{well_ends[0.05]:.4f}}, 0.5 ends at {{well_ends[0.5]:.3f}}. At 0.8 and 1.0 the
# path jumps to and fro for ever, and at 1.2 it flies away.
#
# </details>

# %%
explore(
    lambda alpha, start: data.Roll(wells.double_well, start[0], wells.roll(alpha, start[0])),
    drawing.draw_wells,
    background=drawing.wells_background(wells.double_well, 60),
    panels=2,
    about="Left: a loss with two valleys, the left one deeper, and the places that gradient descent visits. "
    "Right: the same places against the step.",
    describe=say.wells(wells.fate),
    alpha=slider(0.2, 0.05, 1.3, "step size α", step=0.05),
    start=point(wells.START, 0.6, "start x", free="x"),
)

# %% [markdown]
# > **What this does not show.** It is one loss, made for the purpose. A larger step can throw you out of the
# > better valley as well. Over all starts between −2 and 2, α = 0.2 ends in the better valley from
# > {{well_share[0.2]:.0%}} and α = 0.5 from {{well_share[0.5]:.0%}} of them: a little luck, no law.
#
# ### Where it fails
#
# That valleys which survive large steps are also *better*, say for new data, is a much debated idea
# (Hochreiter and Schmidhuber 1997; Keskar et al. 2017; against it Dinh et al. 2017). Nothing here decides it.

# %% [markdown]
# ## 6 · Schedules (8 min)
#
# ### Idea
#
# A large step is fast and noisy, a small one slow and quiet. So start large, end small. Four usual ways:
#
# - **stairs**: divide α by ten from time to time. AlexNet did so by hand, three times, whenever the
#   validation error stopped falling (Krizhevsky, Sutskever and Hinton 2012);
# - **1/k**: $\alpha_k = \alpha_0/(1 + rk)$. Such steps add up to infinity, so they reach any place; their
#   squares do not, so the noise dies (Robbins and Monro 1951);
# - **cosine**: half a cosine from α₀ to zero at a time that is known in advance (Loshchilov and Hutter 2017);
# - **warm-up** before any of them: rise from nearly zero in the first steps, where the gradients of a fresh
#   network are wild (Goyal et al. 2017).
#
# ### By hand
#
# Cosine with α₀ = 0.4 over 400 steps: a quarter on, at k = 100, it is 0.2 · (1 + cos 45°) = 0.341; halfway
# 0.2; at k = 300 0.059. Stairs every 120 steps: 0.4, 0.04, 0.004 and 0.0004. 1/k with r = 1/40: 0.2 after 40
# steps, 0.1 after 120, still 0.036 at the end.

# %% [markdown]
# ### Play: design a schedule
#
# SGD runs on a noisy bowl with eight curvatures that is much steeper at the start than at the bottom. The
# loss is recomputed whenever you move something. In grey: a constant step size with the same warm-up.
#
# <details><summary><b>Predict, then look.</b> First set the warm-up to zero. What happens at α₀ = 0.4? With
# the warm-up back at 0.1, which of the four ends lowest?</summary>
#
# Without warm-up the first step leaps out of the bowl, and the run is lost. With it, the constant step ends
# at its noise floor, {{earned[constant]:.4f}}. Each with a pace that suits it: 1/k {{earned[1/k]:.5f}}, stairs
# {{earned[stairs]:.5f}}, cosine over the whole run {{earned[cosine]:.5f}}. A cosine that ends after 0.3 of
# the run stops too soon: {{earned[too_soon]:.4f}}. That is more than three times as high.
#
# </details>

# %%
explore(
    lambda kind, alpha0, pace, warmup: data.Schedules(
        plans := (schedules.schedule(kind, alpha0, pace, warmup), schedules.schedule("constant", alpha0, pace, warmup)),
        schedules.loss_under(*plans),
    ),
    choosing.draw_schedule,
    background=choosing.schedule_background(schedules.STEPS),
    panels=2,
    about="Left: the step sizes of a schedule against the step, on a log axis, beside a constant one. "
    "Right: the loss of SGD under both.",
    describe=say.schedule,
    kind=choice("cosine", schedules.KINDS, "schedule"),
    alpha0=log_slider(0.4, 0.02, 1.6, "first step size α₀", notches=40),
    pace=slider(0.3, 0.05, 1, "falls within (share of run)", step=0.05),
    warmup=slider(0.1, 0, 0.4, "warm-up (share of run)", step=0.05),
)

# %% [markdown]
# ### Where it fails
#
# A schedule has to know how long the run is. Who trains on after a cosine has ended trains with nothing. And
# the noise of this bowl does not depend on θ; that of a network shrinks as it learns to fit its data, so the
# gain from decay is smaller there, as the next page shows.

# %% [markdown]
# ## 7 · SGD with momentum, or Adam? (6 min)
#
# ### Idea
#
# There are strong opinions. To compare fairly both need the *same* chance to be tuned: as many step sizes, as
# many epochs, several seeds, chosen by the same rule. Here each method gets nine step sizes, a factor of two
# apart, and five seeds: {{runs[tuned]}} runs of 12 epochs, once with a constant step size and once with a
# cosine.
#
# ### By hand
#
# One test image of 256 is 1/256 = 0.4 % of error. If a network errs in 3 %, chance alone spreads that by
# $\sqrt{0.03 \cdot 0.97/256}$ = 1.1 %. Remember this when you compare.

# %% [markdown]
# ### Play: the comparison
#
# The stars are the step sizes with the lowest mean *validation* loss. Thin lines span the five seeds.
#
# <details><summary><b>Predict, then look.</b> The slides repeat that decay is often not needed with Adam.
# Tick and untick the box: is that so here? And which method wins on the test images?</summary>
#
# Adam's best validation loss falls from {{tuned[constant][adam][loss]:.3f}} to
# {{tuned[cosine][adam][loss]:.3f}} with decay, momentum's from {{tuned[constant][momentum][loss]:.3f}} to
# {{tuned[cosine][momentum][loss]:.3f}}: a little for Adam, hardly anything for momentum.
# On the test images, with decay: momentum errs in
# {{tuned[cosine][momentum][test]:.1%}} ± {{tuned[cosine][momentum][spread]:.1%}}, Adam in
# {{tuned[cosine][adam][test]:.1%}} ± {{tuned[cosine][adam][spread]:.1%}}. They cannot be told apart.
#
# </details>

# %%
explore(
    lambda found, decay, measure: comparison.tuned_view(found, decay, measure),
    choosing.draw_tuned,
    background=choosing.tuned_background,
    background_on=("measure",),
    about="A measure of success against the step size on log axes, for SGD, momentum and Adam, "
    "with the spread over five seeds and a star at each chosen step size.",
    describe=say.tuned,
    prepare=lambda progress, run: comparison.tune([seed + 5 * run for seed in comparison.SEEDS], progress),
    prepare_label="Train again with other seeds",
    decay=toggle(True, "the step size falls along a cosine"),
    measure=choice("validation loss", ["training loss", "validation loss", "validation error", "test error"], "shown"),
)

# %% [markdown]
# The table of these runs, with the step size that validation chose:
#
# | with decay | α | validation loss | test error | good step sizes |
# | --- | --- | --- | --- | --- |
# | SGD | {{tuned[cosine][sgd][alpha]:.3g}} | {{tuned[cosine][sgd][loss]:.3f}} | {{tuned[cosine][sgd][test]:.1%}} ± {{tuned[cosine][sgd][spread]:.1%}} | {{tuned[cosine][sgd][good]}} of 9 |
# | momentum 0.9 | {{tuned[cosine][momentum][alpha]:.3g}} | {{tuned[cosine][momentum][loss]:.3f}} | {{tuned[cosine][momentum][test]:.1%}} ± {{tuned[cosine][momentum][spread]:.1%}} | {{tuned[cosine][momentum][good]}} of 9 |
# | Adam | {{tuned[cosine][adam][alpha]:.3g}} | {{tuned[cosine][adam][loss]:.3f}} | {{tuned[cosine][adam][test]:.1%}} ± {{tuned[cosine][adam][spread]:.1%}} | {{tuned[cosine][adam][good]}} of 9 |
#
# *Good* are those with at most 1.5 times the best validation loss. The sentence that this table allows: on
# these digits, with this network and this budget, **Adam has the lowest validation loss; on the test images
# the three do not differ by more than the spread of the seeds; Adam is not easier to tune than momentum
# here.**
#
# > **The slides say** decay is often not needed with Adam. **In fact** that is too strong. Adam with a
# > constant step size has a noise floor of its own, and there are convex problems on which it does not
# > converge at all, not even with decay (Reddi, Kale and Kumar 2018).
#
# ### Where it fails
#
# > **What this does not show.** Anything about large networks. There, too, the answer turns with the budget
# > for tuning: Wilson et al. (2017) found SGD ahead; Choi et al. (2019) found that Adam, when *all* its
# > parameters are tuned, is never behind.

# %% [markdown]
# ## 8 · Tuning (8 min)
#
# ### Idea
#
# Batch size, step size, momentum, Adam's β's: none of them is trained, all have to be chosen. By which loss?
#
# - *By the training loss*, since they are parameters of the optimization, and that is what is optimized.
# - *By the validation loss*, since we want to read new digits; and since noise and early stopping also
#   regularise, which only validation sees.
#
# Both are heard. The safe rule: **choose on validation, report on test, once.** Whatever was used to choose is
# no longer an honest judge.
#
# ### By hand
#
# Six batch sizes, nine step sizes, five settings of the memory: {{runs[all]}} trainings. It is not much, and
# yet each further parameter with nine values would multiply it by nine.

# %% [markdown]
# ### Play: the map of {{runs[all]}} trainings
#
# Each cell is one training of 8 epochs. Click on one, or move the circle with the arrow keys, to see its
# curves. The middle step size (1 on the axis) differs from setting to setting: the larger the momentum, the
# smaller it is.
#
# <details><summary><b>Predict, then look.</b> As the batch grows from 16 to 512, which way does the valley of
# good step sizes move? And what does μ = 0.99 do with large batches?</summary>
#
# To the right: larger batches allow, and need, larger steps, since fewer of them are taken (8 epochs are 648
# steps at B = 16 and 24 at B = 512). μ = 0.99 remembers a hundred steps. A run of 24 steps is over before it
# has got going, so there it does worst. "0.99 is good", say the slides: for long runs.
#
# </details>

# %%
explore(
    lambda losses, setting, by, cell: tuning.grid_view(losses, setting, by, cell),
    choosing.draw_grid,
    background=choosing.grid_background(tuning.BATCHES, comparison.SPREAD, 8),
    panels={"ncols": 2, "width_ratios": [1.25, 1]},
    about="Left: a map of the last loss over step size and batch size, a star on the lowest. "
    "Right: training and validation loss against the epoch for the circled cell.",
    describe=say.grid,
    prepare=lambda progress, run: tuning.grid(np.random.default_rng(run), progress),
    prepare_label="Train again from another start",
    setting=choice("SGD, μ = 0.9", list(tuning.SETTINGS), "memory"),
    by=choice("validation", ["training", "validation"], "judged by the loss in"),
    cell=point(4, 1, "step size and batch size"),
)

# %% [markdown]
# > **The winner was lucky.** The lowest validation loss of all {{runs[all]}} is {{luck[first]:.3f}}
# > ({{luck[setting]}}, B = {{luck[batch]}}, α = {{luck[alpha]:.2g}}). It stands at the cliff: at the double of
# > that α the loss is more than 1. Trained again from eight other starts, the same cell has
# > {{luck[again]:.3f}} on average, and {{luck[worst]:.2f}} in the worst case. Whoever picks the best of many noisy
# > runs picks luck as well. So the winner's validation loss must not be reported; and a cell amid good neighbours
# > is worth more than a lonely star.
#
# ### Where it fails
#
# A grid wastes runs when some of its axes hardly matter; random choices use the same budget better (Bergstra
# and Bengio 2012). And the rule "twice the batch, twice the step" holds only as long as the noise, not the
# curvature, limits the step (Goyal et al. 2017; Shallue et al. 2019).

# %% [markdown]
# ## 9 · The clinic (6 min)
#
# ### Idea
#
# A broken training raises no error. It learns a little worse, or nothing. Look at what it logs, and ask three
# things. *Does it move at all?* (step size, length of the gradient). *Is what it prints what I want?* (printed
# against validation loss). *What does it answer?* (one digit for everything?)
#
# ### By hand
#
# Whoever guesses among ten digits pays $-\ln\frac1{10}$ = {{guessing:.3f}} for each. A loss that stays near
# there has learned nothing. One far above is worse than ignorance: it is sure and wrong. And a printed loss of
# {{few_printed:.3f}} beside a validation loss of {{few_validation:.2f}} has learned something by heart.

# %% [markdown]
# ### Play: eight patients
#
# All were meant to be one and the same training: momentum 0.9, minibatches of 32, a cosine from α = 0.0625.
# One of the eight is well, seven have a bug each. In grey: the healthy run.
#
# <details><summary><b>Predict, then look.</b> Two of the eight have losses that are wild and far above
# guessing. Which instrument tells them apart?</summary>
#
# The step size. One of them has a step size 30 times too large. The other's is as it should be, so something
# else must be wrong: the order in which it sees the data.
#
# </details>

# %%
explore(
    lambda patient, instrument, diagnosis: clinic.patient_view(patient, instrument, diagnosis),
    choosing.draw_patient,
    background=lambda instrument: choosing.patient_background(instrument, 15),
    background_on=("instrument",),
    panels=2,
    about="Left: the loss that a broken training prints and its validation loss, against the epoch. "
    "Right: one of three instruments. In grey: a healthy run.",
    describe=say.patient(clinic.SIGNS),
    patient=int_slider(1, 1, len(clinic.PATIENTS), "patient"),
    instrument=choice(clinic.INSTRUMENTS[0], clinic.INSTRUMENTS, "instrument"),
    diagnosis=choice("not yet", ["not yet", *clinic.SIGNS], "your diagnosis"),
)

# %% [markdown]
# ### Where it fails
#
# A real patient may have two diseases, and some bugs only cost half a per cent. The surest test is small: can
# the network learn ten images by heart? If not, do not tune: look for the bug.

# %% [markdown]
# ## Recap
#
# - A minibatch gradient is right on average; its variance is S/B·(1 − B/N). A cloud a quarter as wide costs
#   sixteen times as much.
# - Deal from a shuffled deck. With replacement an epoch sees {{seen[1285]:.1%}} of the rows; not shuffled, the
#   network answers what it saw last.
# - Any optimizer can use minibatch gradients.
# - A constant step size ends on a noise floor, α s²/(λ(2 − αλ)). The best rate lives next to the cliff.
# - A low rate is not always safe; a schedule starts large and ends small; warm-up saves the start.
# - Momentum or Adam: on the same budget they came out alike on the test images.
# - Choose on validation, report on test once, and distrust a lonely winner.
# - A broken run raises no error: log the step size, the gradient, the validation loss, the answers.
#
# **Next:** `assignments/ps5_sgd`, where you write all of this yourself and read real handwriting.

# %% [markdown]
# ## Sources
#
# - H. Robbins and S. Monro (1951), *A stochastic approximation method*: the method, and which steps converge.
# - W. G. Cochran (1977), *Sampling Techniques*, chapter 2: the variance of a sample without replacement.
# - L. Bottou (2012), *Stochastic gradient descent tricks*: shuffle; the noise floor; how to choose a rate.
# - M. Gürbüzbalaban, A. Ozdaglar and P. Parrilo (2021), *Why random reshuffling beats stochastic gradient
#   descent*.
# - A. Krizhevsky, I. Sutskever and G. Hinton (2012), *ImageNet classification with deep convolutional neural
#   networks*: the stairs.
# - J. Deng et al. (2009), *ImageNet: a large-scale hierarchical image database*; O. Russakovsky et al. (2015),
#   *ImageNet large scale visual recognition challenge*: the data, and the contest since 2010.
# - I. Loshchilov and F. Hutter (2017), *SGDR: stochastic gradient descent with warm restarts*: the cosine.
# - P. Goyal et al. (2017), *Accurate, large minibatch SGD*: warm-up, and scaling α with B. C. Shallue et al.
#   (2019), *Measuring the effects of data parallelism on neural network training*: where that ends.
# - D. Kingma and J. Ba (2015), *Adam: a method for stochastic optimization*. S. Reddi, S. Kale and S. Kumar
#   (2018), *On the convergence of Adam and beyond*.
# - A. Wilson et al. (2017), *The marginal value of adaptive gradient methods in machine learning*; D. Choi et
#   al. (2019), *On empirical comparisons of optimizers for deep learning*.
# - S. Hochreiter and J. Schmidhuber (1997), *Flat minima*; N. Keskar et al. (2017), *On large-batch training
#   for deep learning*; L. Dinh et al. (2017), *Sharp minima can generalize for deep nets*.
# - J. Bergstra and Y. Bengio (2012), *Random search for hyper-parameter optimization*.
# - E. Alpaydin and C. Kaynak (1998), *Optical recognition of handwritten digits*, UCI Machine Learning
#   Repository, doi:10.24432/C50P49, CC BY 4.0: the digits.
# - UC Berkeley, CS W182/282A, lecture *Optimization*: the order of ideas.
