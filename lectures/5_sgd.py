# %% [markdown]
# # 5 · Stochastic gradient descent and learning rates
#
# Below, four small networks learn to read handwriting while you watch. They start alike and see the same 1,285
# images. One of them looks at all the images before every step; the other three look at 32. Play first; the
# explanations come after.

# %%
import numpy as np

from lectures.sgd.experiments import batches, clinic, comparison, firststeps, noise, orders, regimes, schedules
from lectures.sgd.experiments import tuning, wells
from lectures.viz import ask, choice, explore, guesses, int_slider, log_slider, point, slider, toggle, yours
from lectures.sgd import data, words as say
from lectures.sgd.drawing import choices as choosing, noise as drawing, rates as stepping

# %% [markdown]
# ### Play: learning to read
#
# Four trainings from the same start: gradient descent on all images, and SGD, momentum (0.9) and Adam on
# *minibatches* of 32. The step sizes were picked by hand. On the right are eight of the harder validation
# images, with what each network reads.

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
    ask=ask.pick(
        "An epoch is one pass through the images. Which reads more of the eight: SGD after three epochs, or "
        "gradient descent after ten?",
        ["SGD after three", "gradient descent after ten", "both read the same number"],
        right="SGD after three",
        why="SGD reads {{race_right[sgd_3]}} after three epochs, gradient descent {{race_right[descent_10]}} after ten. "
        "It has taken ten steps; SGD has taken 410.",
        at={"epoch": 10},
    ),
    epoch=int_slider(0, 0, 10, "epoch"),
)

# %% tags=["claims"]
holds("It has taken ten steps; SGD has taken 410")


def right_in(row):
    return 8 - sum("×" in words for words in demo.texts(1)[8 * row : 8 * row + 8])


demo.set(epoch=10)
descent = right_in(0)
assert demo.line(as_="gradient descent")[1][-1] > demo.line(as_="sgd")[1][-1] > demo.line(as_="momentum")[1][-1]
assert demo.line(as_="momentum")[1][-1] > demo.line(as_="adam")[1][-1]
demo.set(epoch=3)
assert right_in(1) > descent
assert len(demo.set(epoch=0).lines(0)[0][0]) == 1  # the first state shows no training yet

# %% [markdown]
# After ten epochs gradient descent is wrong in {{race_error[gradient descent]:.0%}} of all validation images,
# SGD in {{race_error[sgd]:.1%}}, momentum in {{race_error[momentum]:.1%}} and Adam in {{race_error[adam]:.1%}}.
#
# ## Objectives
#
# After this lecture you can
#
# - say what a minibatch gradient costs, why it is right on average, and how far it scatters;
# - deal minibatches from a shuffled data set, and say what goes wrong when nobody shuffles;
# - tell from a curve whether a learning rate is too low, good, high or too high, and compute the noise floor;
# - choose a schedule of learning rates, and say what decay, warm-up and clipping are each good for;
# - compare methods fairly: the same budget, the same bar, the same seeds, and an error bar;
# - find out what is wrong with a training that raises no error.
#
# **Time:** about 55 minutes for the core, and 15 more for the sections marked
# *optional*. You need lectures 1 and 3, and Adam from lecture 4. The data are real: {{N}} training images of
# handwritten digits, and one network with 1,210 parameters. It is trained while you read; nothing is a
# recording. Every picture can be moved with the mouse, or with Tab and the arrow keys.

# %% [markdown]
# ## 1 · Why look at all the data?
#
# ### Idea
#
# The loss is a mean over $N$ examples, and so is its gradient:
#
# $$\nabla L(\theta) = \frac1N \sum_{i=1}^{N} \nabla \ell_i(\theta).$$
#
# A step of gradient descent goes through all of them. For the ImageNet contest (ILSVRC) that means 1.2 million
# pictures for *one* step. But to estimate the average height of a nation, nobody measures everybody. Take a
# **minibatch** of $B$ examples at random, and use the mean of their gradients. It costs $B/N$ of the price, and
# it is **unbiased**: on average it is the full gradient. What it adds is noise. If the batch is drawn without
# replacement, its variance is
#
# $$\frac{S}{B}\Big(1-\frac BN\Big), \qquad S = \frac{1}{N-1}\sum_i \lVert \nabla\ell_i - \nabla L\rVert^2 .$$
#
# ### By hand
#
# Four examples have the gradients 1, 3, 5 and 7. Their mean is 4, and $S = (9+1+1+9)/3 = 20/3$. There are six
# batches of two, with means 2, 3, 4, 4, 5 and 6. The mean of these is 4 again: unbiased. Their variance is
# $(4+1+0+0+1+4)/6 = 5/3$, and the law says $\frac{20/3}{2}\big(1-\frac24\big) = 5/3$.

# %% [markdown]
# ### Play: a cloud of gradients
#
# A fresh network sees the training digits. Its gradient has 1,210 components; the picture shows two directions:
# along the full gradient (the arrow), and the one at right angles to it along which the examples disagree most.
# Each dot is the gradient of one minibatch.

# %%
explore(
    lambda B: noise.cloud_view(int(B)),
    drawing.draw_cloud,
    background=drawing.cloud_background(),
    panels=2,
    size=(640, 340),
    about="Left: 200 minibatch gradients as a cloud of dots around the arrow of the full gradient. "
    "Right: the variance of minibatch gradients against the batch size, measured and by the law, on log axes.",
    describe=say.cloud,
    ask=ask.number(
        "From B = 1 to B = 16 a step costs 16 times as much. How many times narrower does the cloud become?",
        right=np.sqrt(noise.all_scatters()[1][0] / noise.all_scatters()[1][4]),
        unit="times",
        low=1,
        high=100,
        log=True,
        why="About {{narrower:.1f}} times: the variance falls like 1/B, so the width falls like 1/√B. Sixteen times the "
        "price for a quarter of the width is a bad bargain, and the reason why small batches are used at all.",
        at={"B": 16},
    ),
    B=log_slider(1, 1, 1024, "batch size B", notches=10, form="{:.0f}"),
)

# %% tags=["claims"]
holds("the variance falls like 1/B, so the width falls like 1/√B")
holds("Each dot is the gradient of one minibatch")
widths = {}
for size in (1, 16):
    x, y = demo.set(B=size).points(colour="light blue")
    assert len(x) == 200
    widths[size] = np.sqrt(x.var() + y.var())
assert 3.4 < widths[1] / widths[16] < 4.6
law = demo.line(1, colour="blue", width=1.8)
assert 15.5 < law[1][0] / law[1][4] < 16.5
seen = demo.points(1, colour="red")
assert np.allclose(seen[1], law[1], rtol=0.1)
assert demo.before_asking.lines(1, colour="blue") == [] and demo.inside(law, 1) == 1
assert demo.axes(0).equal

# %% [markdown]
# At B = N the variance would be zero: that is the factor 1 − B/N. For B = 32 the variance of the two components
# shown measures {{variance:.4f}} over 4,000 batches; the law gives {{law:.4f}}. The average of the 4,000
# gradients misses the full one by {{mean_error:.1%}}.
#
# > **A sum or a mean?** You will often see the loss written as a sum, and a little later as a mean. The two
# > differ by the factor N in the gradient, and so in the step size that works. This course always takes the
# > mean: then α means the same for every batch size.
#
# ### Where it fails
#
# Near a minimum the gradient itself is small, and noise is all that is left. A step is then mostly random.
# Section 4 shows what becomes of it.

# %% [markdown]
# ## 2 · A deck of cards
#
# ### Idea
#
# How should we draw? One way is to pick $B$ rows at random for each step, again and again: *with replacement*.
# Another is to treat the data as a deck of cards: shuffle, deal hands of $B$ cards until the deck is used up,
# and shuffle again. One pass through the deck is an **epoch**.
#
# ### By hand
#
# With replacement, one draw misses a given row with probability $1 - 1/N$, and $N$ draws miss it with
# probability $(1-1/N)^N \approx 1/e$. So an "epoch" of $N$ draws sees only $1 - 1/e$ of the rows:
# {{seen[1285]:.1%}} for our digits. The deck shows every row once.

# %% [markdown]
# ### Play: which rows have been used
#
# Each square is one of 100 rows; its colour says how often it was used.

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
    ask=ask.number(
        "100 rows, 100 draws with replacement. How many rows will not have been used?",
        right=lambda shown: np.count_nonzero(shown.drawn == 0),
        unit="rows",
        low=0,
        high=100,
        why="On average 100/e ≈ 37 are still missing after 100 draws, and 100/e² ≈ 13 or 14 after 200.",
        at={"draws": 100},
    ),
    draws=int_slider(0, 0, 200, "draws", step=5),
)

# %% tags=["claims"]
holds("On average 100/e ≈ 37 are still missing after 100 draws, and 100/e² ≈ 13 or 14 after 200")
holds("others have been used five times or more")
for draws, missing in ((100, 37), (200, 13.5)):
    demo.set(draws=draws)
    used = int(demo.texts(0)[0].split(":")[1].split("of")[0])
    assert abs(100 - used - missing) <= 7
    assert demo.texts(1)[0] == "used so far: 100 of 100"
assert int(demo.says.split("one of them ")[1].split()[0]) >= 5
assert demo.set(draws=0).points(0).size == 0

# %% [markdown]
# The deck has used every row once, and then every row twice; meanwhile, with replacement, some are still
# waiting and others have been used five times or more.

# %% [markdown]
# ### Yours: deal the minibatches
#
# Data often come sorted: all zeros first, then all ones, and so on. The function below deals consecutive
# blocks of such a file. It runs, and something is missing. Run the next two cells, then change the function and
# run it again: the line below it says what is still different, and the picture follows.
#
# <details><summary><b>Predict, then look.</b> Trained on such blocks with α = 1, what will the network answer?</summary>
#
# It sees the nines last and forgets the rest while it does. With α = 1 it answers nine to every image.
#
# </details>


# %% tags=["open"]
@yours("ps5_sgd")
def minibatches(X, y, batch_size, rng):
    "Consecutive blocks of the rows as they lie there: is that a good order?"
    order = np.arange(len(X))
    cuts = order[batch_size::batch_size]
    for block in np.split(order, cuts):
        yield X[block], y[block]


# %%
explore(
    lambda alpha: orders.own_deal(yours.minibatches, alpha),
    stepping.draw_own_deal,
    background=stepping.own_deal_background(12),
    panels=2,
    size=(640, 340),
    about="Left: training loss against the epoch with your minibatches of the sorted digits, and dashed with shuffled ones. "
    "Right: how often your network answers each digit.",
    describe=say.own_deal,
    follows=["minibatches"],
    alpha=choice(1.0, [0.25, 1.0], "step size α"),
)

# %% tags=["claims"]
holds("With α = 1 it answers nine to every image")
holds("α = 0.25 softens the damage")
demo.set(alpha=1.0)
own, right = demo.line(as_="your own"), demo.line(colour="grey")
assert own[1][-1] > 100 * right[1][-1]
assert demo.bars(1).top[9] == 1
demo.set(alpha=0.25)
assert demo.line(as_="your own")[1][-1] < own[1][-1] / 5 and demo.bars(1).top[9] < 0.5
assert demo.line(as_="your own")[1][-1] > 5 * demo.line(colour="grey")[1][-1]

# %% [markdown]
# A smaller step forgets more slowly: α = 0.25 softens the damage, and does not cure it.
#
# You will often read "shuffle once, in advance". That works; a fresh shuffle before every epoch is the usual
# default. For strongly convex losses random reshuffling is provably faster than drawing with replacement
# (Gürbüzbalaban, Ozdaglar and Parrilo 2021). Section 10 compares all four orders.
#
# ### Where it fails
#
# Shuffling breaks up what belongs together. All frames of a film, and all visits of a patient, must be on the
# same side of the split into training and test, and a sequence must not be torn apart. Our own digits break
# the rule: thirteen people wrote them, and each wrote into all three parts. So our test error says how well
# the network reads more digits by *these* thirteen, and it would be higher for a stranger.
#
# ## 3 · Any optimizer can use it
#
# ### Idea
#
# Nothing in momentum or Adam asks where the gradient came from. So take their steps with the minibatch gradient
# $g_{\mathcal B}$ in place of $g$:
#
# $$\text{velocity} \leftarrow g_{\mathcal B} + \mu\,\text{velocity}, \qquad \theta \leftarrow \theta - \alpha_k\,\text{velocity}.$$
#
# That is all that the networks of the first picture did.
#
# ### By hand
#
# {{N}} images in minibatches of 32 make 40 full batches and one of 5: 41 steps an epoch. Gradient descent takes
# *one* step for the same work. In ten epochs that is 410 steps against 10.
#
# ### Where it fails
#
# Step for step, the full gradient is usually the better one: on a convex loss, at the same α, it is never worse
# on average. What counts is the work, though, and the work is examples. And on a machine that handles 32 images
# as fast as one, a batch of one is a waste too. On losses that are not convex even the first sentence can
# fail: section 5 shows noise that helps.

# %% [markdown]
# ## 4 · Learning rates, and the noise floor
#
# ### Idea
#
# For one network on one data set, four things can happen. **Too low**: the loss falls smoothly and is not there
# yet. **Good**: as low as it gets in the time there is. **High**: fast at first, then it stops at some level.
# **Too high**: it jumps about, at values far worse than guessing (ten digits: $\ln 10$ = {{guessing:.2f}}).
#
# To see all four, there must be noise that no network can learn away. So a tenth of the training labels are
# wrong here, and the batches are small: B = 4.

# %% [markdown]
# ### Play: too low, good, high, too high
#
# The four are α = 1/256, 1/16, 1/2 and 2. Coloured lines are means over three seeds. The thin black lines are
# the three seeds at the α of the slider. Both axes are logarithmic: 12 epochs have {{rate_steps:,}} steps.

# %%
explore(
    regimes.regime_view,
    stepping.with_all_ends(regimes.RATES, regimes.last_losses()),
    background=stepping.regimes_background(regimes.RATES, regimes.last_losses(), regimes.marks(), np.log(10)),
    panels=2,
    about="Left: training loss against the step for four step sizes, on log axes, with three seeds of the chosen one in thin black. "
    "Right: the loss over the last two epochs against the step size.",
    describe=say.regime,
    ask=ask.pick(
        "α = 1/2 is eight times as large as α = 1/16. Which of the two has the lower loss after 100 steps, and which in the end?",
        ["1/2 at both times", "1/16 at both times", "1/2 first, then 1/16", "1/16 first, then 1/2"],
        right="1/2 first, then 1/16",
        why="After 100 steps α = 1/2 is at {{early[high]:.2f}} and 1/16 at {{early[good]:.2f}}. Over the last two epochs it is "
        "{{rate_end[high]:.2f}} against {{rate_end[good]:.2f}}: the large step was faster, and then it stopped.",
        at={"alpha": 0.5},
    ),
    alpha=log_slider(1 / 256, regimes.RATES[0], regimes.RATES[-1], "step size α", notches=10, form="{:.9g}"),
)

# %% tags=["claims"]
holds("the large step was faster, and then it stopped")
holds("it falls smoothly and is not there yet")
lines = {name: demo.line(as_=look, width=2) for name, look in stepping.REGIMES.items()}
at = {k: int(np.flatnonzero(lines["good"][0] == k)[0]) for k in (100, int(lines["good"][0][-1]))}
loss = {name: line[1] for name, line in lines.items()}
assert loss["high"][at[100]] < loss["good"][at[100]] - 0.1 < loss["too low"][at[100]]
assert (loss["high"][-4:].mean() > loss["good"][-4:].mean() + 0.1) and (
    loss["too low"][-4:].mean() > loss["high"][-4:].mean()
)
assert (np.diff(loss["too low"]) < 0.005).all()  # smoothly
assert loss["too high"][5:].min() > 3 * np.log(10)
ends = demo.line(1, colour="grey", width=1)
best = ends[0][ends[1].argmin()]
assert 1 / 16 <= best <= 1 / 8
assert ends[1][list(ends[0]).index(2)] > 10 * np.log(10)
for alpha in (1 / 256, 1 / 16, 1 / 2, 2):
    demo.set(alpha=alpha)
    assert len(demo.lines(0, colour="ink")) == 1
assert all(demo.inside(line) == 1 and demo.hidden(line) < 0.05 for line in lines.values())
assert demo.before_asking.lines(0, colour="orange") == [] and demo.before_asking.lines(1) == []

# %% [markdown]
# Read the four again. At 1/256 it falls smoothly and is not there yet. At 1/16 it is near the best of all
# ({{rate_best:.3g}} is lowest, by a little). At 1/2 it is ahead at first, and ends at {{rate_end[high]:.2f}},
# where the spikes are: the three seeds differ, and one bad minibatch can undo an epoch. At 2 it is
# far worse than guessing.
#
# ### By hand
#
# Why does a high rate stop at a level? Take the simplest bowl, ½λθ², and a gradient with independent noise of
# variance $s^2$: $\theta \leftarrow \theta - \alpha(\lambda\theta + \text{noise})$. The variance $v$ of θ then
# goes $v \leftarrow (1-\alpha\lambda)^2 v + \alpha^2 s^2$. It stays where it is at
#
# $$v = \frac{\alpha s^2}{\lambda\,(2-\alpha\lambda)} .$$
#
# With λ = s = 1: for α = 0.5 that is 0.5/1.5 = {{floor[0.5]:.3f}}, for α = 0.1 it is {{floor[0.1]:.4f}}, for
# α = 0.02 {{floor[0.02]:.4f}}. A thousand simulated runs give {{measured[0.5]:.3f}}, {{measured[0.1]:.4f}} and
# {{measured[0.02]:.4f}}. This is the **noise floor**. A constant step size gets there, and no further.

# %% [markdown]
# ### Play: the noise floor
#
# Three runs on this bowl, from θ = 4; the band is one standard deviation wide to each side.

# %%
explore(
    noise.floor_view,
    drawing.draw_floor,
    background=drawing.floor_background(noise.FLOOR_ALPHAS, noise.FLOOR_SIZES, 150),
    panels=2,
    about="Left: three noisy paths that fall towards zero and then stay in a band around it. "
    "Right: the variance in the end against the step size for three batch sizes, by the formula and measured.",
    describe=say.floor,
    ask=ask.place(
        "At α = 0.1 and B = 1 the variance settles at 0.05. Drag the ring up or down to where it settles at α = 0.01.",
        right=lambda shown: (0.01, shown.floor),
        start=(0.01, 0.5),
        panel=1,
        free="y",
        why="At {{floor[0.01]:.4f}}, about a tenth: the floor is nearly α s²/(2λ). But the start is forgotten ten times more "
        "slowly: after 150 steps the runs are still on their way.",
        at={"alpha": 0.01},
    ),
    alpha=log_slider(0.1, 0.01, 1, "step size α", notches=40),
    B=choice(1, noise.FLOOR_SIZES, "batch size B"),
)

# %% tags=["claims"]
holds("after 150 steps the runs are still on their way")
holds("a batch four times as large lowers it four times")
stars = {}
for alpha in (0.1, 0.01):
    for B in (1, 4):
        demo.set(alpha=alpha, B=B)
        stars[alpha, B] = demo.points(1, colour="ink")[1][0]
        band = demo.fills()[0][1].max()
        ends = np.array(
            [line[1][-1] for colour in ("blue", "green", "light blue") for line in demo.lines(0, colour=colour)]
        )
        if B == 1:
            assert (np.abs(ends) < 4 * band).all() if alpha == 0.1 else (ends > 4 * band).all()
assert 9 < stars[0.1, 1] / stars[0.01, 1] < 12 and np.isclose(stars[0.1, 1] / stars[0.1, 4], 4)
assert demo.before_asking.lines(1, width=1.4) == []

# %% [markdown]
# For independent batches s² is one over B, so a batch four times as large lowers it four times, and costs four
# times the examples. A smaller α costs time.
#
# > **What this does not show.** The formula is for *independent* noise. Minibatches from a deck are not
# > independent: over a whole epoch their errors cancel. On this bowl with 64 rows in batches of 4, dealt anew
# > every epoch, the variance after whole epochs is {{dealt:.1f}} times below the formula at α = 0.1, and the
# > gap grows as α falls. One more reason for the deck.
#
# ### Where it fails
#
# On a network the curvature differs from direction to direction and changes on the way. There is no formula for
# its best α; there are only the signs that you have just seen.

# %% [markdown]
# ## 5 · A low rate can end in a worse place
#
# ### Idea
#
# One might think that a small step size is slow but safe. Yet it ends in whichever valley the start happens to
# lie. A large, noisy step cannot come to rest in a **narrow** valley and leaves it; a wide one holds it. If the
# narrow valley is the worse one, that helps. Is it?
#
# ### By hand
#
# A valley of curvature $c$ cannot hold a step size above $2/c$ (lecture 1). In the loss below, with the wide
# valley as the lower one, the wide valley has curvature {{valley[wide][wide]:.1f}} and the narrow one
# {{valley[wide][narrow]:.0f}}. So the narrow one lets go somewhere above α = {{valley[wide][limit]:.2f}} (a little
# above it the path still bounces about inside), and the wide one not before {{valley[wide][wide limit]:.1f}}.

# %% [markdown]
# ### Play: a wide valley and a narrow one
#
# Two hundred runs of noisy gradient descent start evenly between −2.5 and 2.5, and take 400 steps.
# You choose which valley is lower: the wide one on the left, or the narrow one on the right.

# %%
explore(
    wells.valleys_view,
    stepping.draw_valleys,
    background=lambda lower: stepping.valleys_background(
        wells.loss, lower, {"narrow": 2 / wells.curvature(wells.places(lower)[1], lower)}
    ),
    background_on=("lower",),
    panels=2,
    about="Left: a loss with a wide valley and a narrow one, and where 200 noisy runs end. "
    "Right: the share of runs that end in the lower valley against the step size.",
    describe=say.valleys,
    ask=ask.pick(
        "The narrow valley is now the lower one, and α = 0.316. Where do most runs end?",
        ["in the narrow valley, which is lower", "in the wide valley, which is higher", "about half in each"],
        right="in the wide valley, which is higher",
        why="{{valley[narrow][share][0.316]:.0%}} end in the lower valley. At α = 0.01 it is {{valley[narrow][share][0.01]:.0%}}. "
        "A large step chooses the wide valley, not the better one.",
        at={"alpha": 0.3162, "lower": "the narrow one"},
    ),
    alpha=log_slider(0.01, 0.01, 1, "step size α", notches=8, form="{:.4g}"),
    lower=choice("the narrow one", list(wells.DEPTHS), "lower is"),
)

# %% tags=["claims"]
holds("A large step chooses the wide valley, not the better one")
holds("the small step ends in the worse, narrow valley for a third of the starts")
shares = {}
for lower in wells.DEPTHS:
    for alpha in (0.01, 0.3162):
        x = demo.set(lower=lower, alpha=alpha).points(0, colour="red")[0]
        assert len(x) == 200
        left = np.mean(x < wells.places(lower)[2])
        shares[lower, alpha] = left if lower == "the wide one" else 1 - left
        assert np.isclose(demo.points(1, colour="ink")[1][0], shares[lower, alpha])
assert shares["the wide one", 0.01] < 0.7 and shares["the wide one", 0.3162] > 0.95
assert shares["the narrow one", 0.01] > 0.3 and shares["the narrow one", 0.3162] < 0.05
assert demo.before_asking.points(0).size == 0 and demo.before_asking.lines(1) == []

# %% [markdown]
# Now make the wide valley the lower one. There the small step ends in the worse, narrow valley for a third of
# the starts ({{valley[wide][share][0.01]:.0%}} reach the better one), and α = 0.316 brings
# {{valley[wide][share][0.316]:.0%}} of them into the better one.
#
# **And on the digits?** We trained eight networks with α = 1/8 and eight with α = 1 (SGD, B = 16, the same
# eight seeds) until the training loss was 0.1. The sharpness, the largest curvature of the loss, was
# {{digits_end[sharpness][low]:.2f}} with the small step and {{digits_end[sharpness][high]:.2f}} with the large
# one: large steps do end in wider valleys. The test error was {{digits_end[test error][low]:.1%}} and
# {{digits_end[test error][high]:.1%}}; the paired difference is {{digits_pair[test error][mean]:.1%}} with a
# standard error of {{digits_pair[test error][error]:.1%}}. Wider, yes; better, not that one could see.
#
# ### Where it fails
#
# That wide valleys are also *better*, for new data, is much debated (Hochreiter and Schmidhuber 1997; Keskar et
# al. 2017; against it Dinh et al. 2017). Neither experiment decides it.

# %% [markdown]
# ## 6 · Schedules
#
# ### Idea
#
# A large step is fast and noisy, a small one slow and quiet. So start large and end small. Three common ways:
#
# - **stairs**: divide α by ten from time to time. For AlexNet that was done by hand, three times, whenever
#   the validation error stopped falling (Krizhevsky, Sutskever and Hinton 2012);
# - **1/k**: $\alpha_k = \alpha_0/(1 + rk)$. Such steps add up to infinity, so they reach any place; their
#   squares do not, so the noise dies (Robbins and Monro 1951);
# - **cosine**: half a cosine from α₀ down to zero at a time that is known in advance (Loshchilov and Hutter
#   2017). Often a short linear **warm-up** comes before it.
#
# ### By hand
#
# Cosine with α₀ = 0.4 over 400 steps: a quarter of the way, at k = 100, it is 0.2 · (1 + cos 45°) = 0.341;
# halfway 0.2; at k = 300 0.059. Stairs every 120 steps: 0.4, 0.04, 0.004 and 0.0004. 1/k with r = 1/40: 0.2
# after 40 steps, 0.1 after 120, and still 0.036 at the end.

# %% [markdown]
# ### Play: the drop
#
# The digits of section 4 again, a tenth of the labels wrong, B = 4, mean of three seeds. After epochs 6 and 9
# the step size falls to an eighth. You see the run up to the first fall.

# %%
explore(
    regimes.stairs_view,
    stepping.draw_stairs,
    background=lambda measure: stepping.stairs_background(measure, regimes.EPOCHS, regimes.DROPS_AT),
    background_on=("measure",),
    size=(640, 380),
    about="Training or validation loss, or validation error, against the epoch while the step size falls in stairs, "
    "beside two constant step sizes; log axis.",
    describe=say.stairs,
    ask=ask.curve(
        "From epoch 6 on α is 1/16 in place of 1/2. Draw how the training loss goes on.",
        x=[6.5, 7, 8, 9, 10, 11, 12],
        start=0.8,
        right=lambda shown: np.interp([6.5, 7, 8, 9, 10, 11, 12], shown.epochs, shown.stairs),
        within=0.06,
        why="It drops within half an epoch, from {{drop[before]:.2f}} (mean over the epoch before) to {{drop[after]:.2f}}. The noise had held it up; "
        "with small steps the network falls to the bottom of the valley in which it already was.",
    ),
    alpha0=choice(0.5, {"1/4": 0.25, "1/2": 0.5}, "first α"),
    measure=choice("training loss", ["training loss", "validation loss", "validation error"], "shown"),
)

# %% tags=["claims"]
holds("It drops within half an epoch")
holds("lower than both constant step sizes")
for alpha0 in (0.25, 0.5):
    for measure in ("training loss", "validation error"):
        demo.set(alpha0=alpha0, measure=measure)
        epochs, fell = demo.line(colour="red", marker="s")
        high, low = demo.line(colour="grey", dash="dashed")[1], demo.line(colour="blue", dash="dotted")[1]
        assert fell[-4:].mean() < min(high[-4:].mean(), low[-4:].mean())
demo.set(alpha0=0.5, measure="training loss")
epochs, fell = demo.line(colour="red", marker="s")
before = fell[(epochs > 4.9) & (epochs < 6.1)].mean()
half, later = (fell[np.abs(epochs - at).argmin()] for at in (6.5, 8))
assert before - half > 3 * abs(half - later)
assert demo.before_asking.line(colour="red")[0].max() < 6.01

# %% [markdown]
# This is the drop in AlexNet's famous curve, on a small network. From α = 1/2 the stairs end with a validation
# error of {{drop_error[stairs]:.1%}}, lower than both constant step sizes: α = 1/2 throughout gives
# {{drop_error[high]:.1%}}, 1/16 throughout {{drop_error[low]:.1%}}.

# %% [markdown]
# ### Yours: a cosine with warm-up
#
# SGD runs on a noisy bowl with eight curvatures, steeper at the start than at the bottom. The function
# below keeps the step size constant. Let it rise to α₀ during the warm-up, then fall along half a cosine
# to zero at `total`.


# %% tags=["open"]
@yours("ps5_sgd")
def cosine_decay(k, alpha0, total, warmup=0):
    "Step k of total, counted from 0: so far the step size never changes."
    return alpha0


# %%
explore(
    lambda warmup: schedules.own_schedule_view(yours.cosine_decay, warmup),
    choosing.draw_own_schedule,
    background=choosing.schedule_background(schedules.STEPS, choosing.OWN),
    panels=2,
    size=(640, 340),
    about="Left: your step sizes against the step, and dashed those of a cosine with warm-up. Right: the loss of SGD under both.",
    describe=say.own_schedule,
    follows=["cosine_decay"],
    warmup=slider(0.1, 0, 0.4, "warm-up (share of run)", step=0.05),
)

# %% tags=["claims"]
holds("the function as it stands jumps out of range")
demo.set(warmup=0.1)
assert np.ptp(demo.line(0, colour="ink")[1]) == 0
right = demo.line(0, colour="grey")[1]
assert right[0] < right[10] and right[-1] < 0.01
assert not demo.line(1, colour="ink")[1][-1] < 10 and demo.line(1, colour="grey")[1][-1] < 0.001

# %% [markdown]
# At α₀ = 0.4 the function as it stands jumps out of range: without a warm-up this start is too steep for such a
# step. Section 12 looks at warm-up more closely.

# %% [markdown]
# ### Play: design a schedule
#
# The same bowl. Dashed: the constant step size α₀ with the same warm-up. Dotted: the best constant step size
# of eleven, {{best_constant:.1f}}.

# %%
explore(
    schedules.schedules_view,
    choosing.draw_schedule,
    background=choosing.schedule_background(schedules.STEPS),
    panels=2,
    about="Left: the step sizes of a schedule against the step, beside two constant ones. "
    "Right: the loss of SGD under the three, on a log axis.",
    describe=say.schedule,
    ask=ask.curve(
        "A cosine falls from α₀ = 0.4 at step 40 (after the warm-up) to zero at step 440. Draw its step sizes.",
        x=[40, 100, 160, 220, 280, 340, 400],
        start=0.4,
        right=lambda shown: np.interp(
            [40, 100, 160, 220, 280, 340, 399], np.arange(len(shown.alphas[0])), shown.alphas[0]
        ),
        within=0.07,
        why="It stays high for long, falls fastest in the middle and lands softly: its loss ends at {{earned[cosine]:.5f}}, that of the best "
        "constant step size at {{earned[best]:.5f}}.",
        at={"kind": "cosine"},
    ),
    kind=choice("cosine", schedules.KINDS, "schedule"),
    alpha0=log_slider(0.4, 0.02, 0.8, "first step size α₀", notches=40),
    pace=slider(1, 0.05, 1, "falls within (share of run)", step=0.05),
    warmup=slider(0.1, 0, 0.4, "warm-up (share of run)", step=0.05),
)

# %% tags=["claims"]
holds("It stays high for long, falls fastest in the middle and lands softly")
holds("A cosine that ends after 0.3 of the run stops too soon")


def ends(**values):
    demo.set(**values)
    looks = choosing.SCHEDULE.values()
    return [demo.line(1, as_=look)[1][-5:].mean() for look in looks]


yours_end, constant, best = ends(kind="cosine", pace=1, alpha0=0.4, warmup=0.1)
x, y = demo.line(0, as_=choosing.SCHEDULE["your schedule"])
falls = -np.diff(y)
middle = np.abs(x[:-1] - 240) < 30
assert falls[middle].min() > 2 * falls[(x[:-1] > 40) & (x[:-1] < 70)].max()
assert yours_end < best / 3 and best < constant / 2
soon = ends(pace=0.3)[0]
assert 0.7 < soon / best < 1.4 and soon > 3 * yours_end
stairs = ends(kind="stairs", pace=0.3)[0]
slow = ends(kind="1/k", pace=0.1)[0]
assert yours_end < stairs < slow < best
assert demo.before_asking.lines(0, as_=choosing.SCHEDULE["your schedule"]) == []

# %% [markdown]
# With α₀ = 0.4 and a warm-up of 0.1, each at a pace that suits it: the constant step ends at its noise floor,
# {{earned[constant]:.4f}}, and the best constant step at {{earned[best]:.4f}}. 1/k (pace 0.1) ends at
# {{earned[1/k]:.5f}}, stairs (0.3) at {{earned[stairs]:.5f}}, the cosine over the whole run at
# {{earned[cosine]:.5f}}. A cosine that ends after 0.3 of the run stops too soon: {{earned[too_soon]:.5f}}, no
# better than the best constant step.
#
# ### Where it fails
#
# A schedule has to know how long the run is. Whoever trains on after a cosine has ended trains with a step of
# zero. And the noise of this bowl does not depend on θ; that of a network shrinks as it learns to fit its data,
# so there is less to gain, as the next section shows.

# %% [markdown]
# ## 7 · SGD with momentum, or Adam?
#
# ### Idea
#
# Opinions are strong. A fair comparison gives each method the *same* chance: as many step sizes, as many
# epochs, the same seeds, chosen by the same rule, and counted as good by the same bar. Here each method gets
# nine step sizes, a factor of two apart, and {{seeds}} seeds: {{runs[tuned]}} runs of 12 epochs, once with a
# constant step size and once with a cosine.
#
# ### By hand
#
# One test image of 256 is 1/256 = 0.4 % of error. If a network errs in 3 %, chance alone spreads that by
# $\sqrt{0.03 \cdot 0.97/256}$ = 1.1 %. Two methods that see the same images share much of that chance; so
# subtract seed by seed, and only then take the mean: a *paired* difference.

# %% [markdown]
# ### Play: the comparison
#
# The stars are the step sizes with the lowest mean *validation* loss. Thin lines span the seeds. The dotted
# line is a common bar: 0.2.
#
# <details><summary><b>Predict, then look.</b> With a cosine, which of the three gets below the bar at the most of
# its nine step sizes?</summary>
#
# Adam reaches it with the most step sizes, momentum with one fewer, plain SGD with the fewest.
#
# </details>

# %%
explore(
    comparison.tuned_view,
    choosing.draw_tuned,
    background=choosing.tuned_background,
    background_on=("measure",),
    about="A measure of success against the step size on log axes, for SGD, momentum and Adam, "
    "with the range over the seeds and a star at each chosen step size.",
    describe=say.tuned,
    prepare=lambda progress, run: (
        comparison.tune([seed + 8 * run for seed in comparison.SEEDS], progress) if run else comparison.tuned()
    ),
    prepare_label="Train again with other seeds",
    decay=toggle(True, "the step size falls along a cosine"),
    measure=choice("validation loss", ["training loss", "validation loss", "validation error", "test error"], "shown"),
)

# %% tags=["claims"]
holds("Adam reaches it with the most step sizes")
demo.set(decay=True, measure="validation loss")
below = {name: int((demo.line(as_=name, width=2)[1] <= 0.2).sum()) for name in ("sgd", "momentum", "adam")}
assert below["sgd"] < below["momentum"] < below["adam"]
stars = demo.points(colour="ink")
lowest = {name: demo.line(as_=name, width=2)[1].min() for name in below}
assert lowest["adam"] < lowest["momentum"] < lowest["sgd"] and np.allclose(sorted(stars[1]), sorted(lowest.values()))

# %% [markdown]
# With decay, at the step size that validation chose:
#
# | method | α | validation loss | test error | step sizes at 0.2 or below | at 0.15 or below |
# | --- | --- | --- | --- | --- | --- |
# | SGD | {{tuned[cosine][sgd][alpha]:.3g}} | {{tuned[cosine][sgd][loss]:.3f}} | {{tuned[cosine][sgd][test]:.1%}} ± {{tuned[cosine][sgd][spread]:.1%}} | {{tuned[cosine][sgd][good 0.2]}} of 9 | {{tuned[cosine][sgd][good 0.15]}} |
# | momentum 0.9 | {{tuned[cosine][momentum][alpha]:.3g}} | {{tuned[cosine][momentum][loss]:.3f}} | {{tuned[cosine][momentum][test]:.1%}} ± {{tuned[cosine][momentum][spread]:.1%}} | {{tuned[cosine][momentum][good 0.2]}} of 9 | {{tuned[cosine][momentum][good 0.15]}} |
# | Adam | {{tuned[cosine][adam][alpha]:.3g}} | {{tuned[cosine][adam][loss]:.3f}} | {{tuned[cosine][adam][test]:.1%}} ± {{tuned[cosine][adam][spread]:.1%}} | {{tuned[cosine][adam][good 0.2]}} of 9 | {{tuned[cosine][adam][good 0.15]}} |
#
# At the common bar Adam reaches it with the most step sizes. Measured against 1.5 times *its own* best, though,
# Adam has {{tuned[cosine][adam][good own]}} good step sizes and momentum {{tuned[cosine][momentum][good own]}}:
# such a count punishes a method for having a low best. Watch for that when you read comparisons.

# %% [markdown]
# ### Play: are these differences real?
#
# Each row is a difference of runs with the same seed: first what decay changes for each method, then one method
# minus another, with decay. Bars reach two standard errors to each side.

# %%
explore(
    lambda measure: comparison.differences(comparison.tuned(), measure),
    stepping.draw_differences,
    background=lambda measure: stepping.differences_background(
        measure, comparison.differences(comparison.tuned(), measure).pairs
    ),
    background_on=("measure",),
    size=(640, 330),
    about="Six paired differences with bars of two standard errors: what decay changes for SGD, momentum and Adam, "
    "and the three methods against each other.",
    describe=say.differences,
    ask=ask.pick(
        "Decay is often said to be needed for SGD and momentum, and not for Adam. For which of the three does it clearly lower the "
        "validation loss here?",
        ["for none", "for SGD only", "for SGD and momentum", "for all three"],
        right="for SGD only",
        why="For SGD it is lower by {{pair[validation loss][SGD decay][size]:.3f}} ± {{pair[validation loss][SGD decay][error]:.3f}} (one standard error). "
        "For momentum and for Adam the bars touch zero.",
    ),
    measure=choice("validation loss", ["validation loss", "test error"], "difference in"),
)

# %% tags=["claims"]
holds("For momentum and for Adam the bars touch zero")
holds("on the test images no bar between two methods is clear of zero")


def clear_of_zero():
    rows = {}
    for colour in ("red", "grey"):
        for x, y in demo.lines(colour=colour, width=3):
            rows[int(-y[0])] = x.max() < 0 or x.min() > 0
    return [bool(rows[i]) for i in range(6)]


demo.set(measure="validation loss")
assert clear_of_zero() == [True, False, False, True, True, True]
demo.set(measure="test error")
assert clear_of_zero()[3:] == [False] * 3 and clear_of_zero()[0]
assert demo.before_asking.lines() == []

# %% [markdown]
# The sentences that these runs allow: on these digits, with this network and this budget, **Adam has the lowest
# validation loss and the widest choice of step sizes; on the test images no bar between two methods is clear of
# zero.** Decay helps SGD. For momentum it shows on the test images only
# ({{pair[test error][momentum decay][size]:.2%}} lower, {{pair[test error][momentum decay][by]:.1f}} standard errors),
# and for Adam not at all.
#
# > **You will often read** that decay is not needed with Adam. In these 12 epochs that is so. As a general rule
# > it is too strong: by the argument of section 4 a constant step size keeps the path of Adam, too, from coming
# > to rest, and the longer the run, the more that counts.
#
# ### Where it fails
#
# > **What this does not show.** Anything about large networks. There, too, the answer turns with the budget for
# > tuning: Wilson et al. (2017) found SGD ahead; Choi et al. (2019) found that Adam, when *all* its parameters
# > are tuned, is never behind.

# %% [markdown]
# ## 8 · Tuning
#
# ### Idea
#
# Batch size, step size, momentum, Adam's β's: none of them is trained, and all have to be chosen. By which
# loss?
#
# - *By the training loss*, since they are parameters of the optimization, and that is what is optimized.
# - *By the validation loss*, since we want to read new digits, and noise and early stopping also
#   regularise, which only validation sees.
#
# You will hear both. The safe rule: **choose on validation, report on test, once.** Whatever was used to choose
# is no longer an honest judge.
#
# ### By hand
#
# Six batch sizes, nine step sizes, five settings of the memory: {{runs[all]}} trainings. That is not much, and
# yet each further parameter with nine values would multiply it by nine.

# %% [markdown]
# ### Play: the map of {{runs[all]}} trainings
#
# Each cell is one training of 8 epochs. Click on one, or move the circle with the arrow keys, to see its
# curves. The middle step size (1 on the axis) differs from setting to setting: the larger the momentum, the
# smaller it is.
#
# <details><summary><b>Predict, then look.</b> As the batch grows from 16 to 512, which way does the valley of
# good step sizes move?</summary>
#
# To the right: larger batches allow, and need, larger steps, since fewer of them are taken (8 epochs are 648
# steps at B = 16 and 24 at B = 512).
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
    prepare=lambda progress, run: tuning.grid(np.random.default_rng(run), progress) if run else tuning.tuning_grid(),
    prepare_label="Train again from another start",
    setting=choice("SGD, μ = 0.9", list(tuning.SETTINGS), "memory"),
    by=choice("validation", ["training", "validation"], "judged by the loss in"),
    cell=point(4, 1, "step size and batch size"),
)

# %% tags=["claims"]
holds("To the right: larger batches allow, and need, larger steps")
holds("with few steps a long memory does not get going, and no memory does no better")
lowest = {}
for setting in tuning.SETTINGS:
    shades = demo.set(setting=setting, by="training").heats()[0]
    columns = shades.argmin(axis=1)
    if setting in ("SGD, μ = 0.9", "SGD, μ = 0.99"):
        assert columns[-1] > columns[0]
    lowest[setting] = shades.min(axis=1)
assert lowest["SGD, μ = 0.9"][-1] < min(lowest["SGD, μ = 0"][-1], lowest["SGD, μ = 0.99"][-1])

# %% [markdown]
# Look at μ = 0.99 and at μ = 0 with B = 512, judged in training. A memory of a hundred steps hardly starts in
# 24: the best of the nine step sizes gives {{large[SGD, μ = 0.99][512]:.2f}}; without memory it is
# {{large[SGD, μ = 0][512]:.2f}}, and with μ = 0.9 {{large[SGD, μ = 0.9][512]:.2f}}. So with few steps a long memory does not
# get going, and no memory does no better. (For B = 512 the best step size of some settings stands at the edge
# of the grid; a wider grid might find a better one.)
#
# > **The winner was lucky.** The lowest validation loss of all {{runs[all]}} is {{luck[first]:.3f}}
# > ({{luck[setting]}}, B = {{luck[batch]}}, α = {{luck[alpha]:.2g}}). It stands at the edge of a cliff: at
# > twice that α the loss is more than 1. Trained again from eight other starts, the same cell gives
# > {{luck[again]:.3f}} on average, and {{luck[worst]:.2f}} in the worst case. Whoever picks the best of many
# > noisy runs picks luck as well. So the winner's validation loss must not be reported, and a cell among good
# > neighbours is worth more than a lonely star.
#
# ### Where it fails
#
# A grid wastes runs when some of its axes hardly matter; random choices use the same budget better (Bergstra
# and Bengio 2012). And the rule "twice the batch, twice the step" holds only as long as the noise, not the
# curvature, limits the step (Goyal et al. 2017; Shallue et al. 2019): section 11.

# %% [markdown]
# ## 9 · The clinic
#
# ### Idea
#
# A broken training raises no error. It learns a little less well, or nothing at all. Look at what it logs, and
# ask three things. *Does it move at all?* (step size, length of the gradient). *Is what it prints what I want?*
# (printed against validation loss). *What does it answer?* (one digit for everything?)
#
# ### By hand
#
# Guessing among ten digits costs $-\ln\frac1{10}$ = {{guessing:.3f}} for each. A loss that stays near there has
# learned nothing. One far above is worse than ignorance: it is sure and wrong. And a printed loss of
# {{few_printed:.3f}} beside a validation loss of {{few_validation:.2f}} has learned something by heart.

# %% [markdown]
# ### Play: eight patients
#
# All were meant to be one and the same training: momentum 0.9, minibatches of 32, a cosine from α = 0.0625. One
# of the eight is well; the other seven have one bug each. In grey: the healthy run.
#
# <details><summary><b>Predict, then look.</b> Two of the eight have losses that are wild and far above guessing.
# Which instrument tells them apart?</summary>
#
# The step size. One of them has a step size 30 times too large. The other's is as it should be, so something
# else must be wrong: the order in which it sees the data.
#
# </details>

# %%
explore(
    clinic.patient_view,
    choosing.draw_patient,
    background=lambda instrument: choosing.patient_background(instrument, 15),
    background_on=("instrument",),
    panels=2,
    about="Left: the loss that a broken training prints and its validation loss, against the epoch. "
    "Right: one of three instruments. In grey: a healthy run.",
    describe=say.patient(clinic.SIGNS),
    number=int_slider(1, 1, len(clinic.PATIENTS), "patient"),
    instrument=choice(clinic.INSTRUMENTS[0], clinic.INSTRUMENTS, "instrument"),
    diagnosis=choice("not yet", ["not yet", *clinic.SIGNS], "your diagnosis"),
)

# %% tags=["claims"]
holds("One of them has a step size 30 times too large. The other's is as it should be")
demo.set(instrument="step size")
wild = {}
for patient in range(1, 9):
    validation = demo.set(number=patient).line(0, colour="red")[1]
    if validation.max() > 10:  # wild, far above guessing
        mine, healthy = demo.line(1, colour="green")[1], demo.line(1, colour="grey")[1]
        wild[patient] = mine[0] / healthy[0]
assert sorted(round(ratio) for ratio in wild.values()) == [1, 30]

# %% [markdown]
# ### Where it fails
#
# A real patient may have two diseases, and some bugs cost only half a per cent. The surest test is small: can
# the network learn ten images by heart? If not, do not tune: look for the bug.

# %% [markdown]
# ## 10 · A closer look at orders (*optional*)
#
# ### Play: four orders
#
# The sorted file again, trained on in four ways. *Shuffled once* means before the first epoch; *reshuffled*
# means before every epoch.

# %%
losses, answers = orders.four_orders()
steps = list(orders.ORDER_ALPHAS)
explore(
    lambda alpha: data.Orders(
        {order: curves[..., steps.index(alpha)] for order, curves in losses.items()},
        {order: shares[steps.index(alpha)] for order, shares in answers.items()},
    ),
    drawing.draw_orders,
    background=drawing.orders_background(12),
    panels=2,
    about="Left: training loss against the epoch for four orders of the same digits. "
    "Right: how often the trained network answers each digit, for two of the orders.",
    describe=say.orders,
    ask=ask.pick(
        "At α = 1 one of the four orders fails. Do the other three differ much?",
        ["hardly", "drawing with replacement is far behind", "shuffling once is far behind"],
        right="hardly",
        why="At α = 1 they end at {{order[reshuffled][1]:.3f}} (reshuffled), {{order[shuffled once][1]:.3f}} (shuffled once) and "
        "{{order[with replacement][1]:.3f}} (with replacement). Not shuffled: {{order[not shuffled][1]:.0f}}.",
    ),
    alpha=log_slider(1, steps[0], steps[-1], "step size α", notches=7, form="{:.6g}"),
)

# %% tags=["claims"]
holds("(with replacement). Not shuffled:")
holds("At α = 2 even two of the others break down")
ends = {name: demo.set(alpha=1).line(as_=look)[1][-1] for name, look in drawing.ORDERS.items()}
assert max(ends[name] for name in orders.ORDERS[:3]) < 0.05 and ends["not shuffled"] > 5
assert demo.bars(1, colour="red").top[9] == 1
late = {name: demo.set(alpha=2).line(as_=look)[1][-1] for name, look in drawing.ORDERS.items()}
assert late["reshuffled"] > 0.4 and late["with replacement"] > 0.4 and late["shuffled once"] < 0.2
assert len(demo.before_asking.lines(0)) == 1

# %% [markdown]
# At α = 2 even two of the others break down: {{order[reshuffled][2]:.2f}} reshuffled and
# {{order[with replacement][2]:.2f}} with replacement. One seed each: nothing follows about which of the three is
# more robust.
#
# ### Play: what the memory of a computer likes
#
# A processor fetches neighbouring bytes together; scattered rows have to be fetched one by one. That counts
# where rows are read in a scattered order, by reshuffling as much as by drawing. So large data sets are
# shuffled on disk once, in large blocks, and then read consecutively.
#
# <details><summary><b>Predict, then look.</b> The picture is measured on this machine when the cell runs; the
# button measures again. Does scattering matter more for short rows (64 bytes: one small image) or for long
# ones (4,096 bytes)?</summary>
#
# For short rows, as a rule. A long row is a run of neighbours in itself. How large the gap is depends on the
# machine, and on what else it is doing at the moment; Python's own time for each minibatch is in all bars.
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

# %% tags=["claims"]
holds("For short rows, as a rule")
near, far = demo.bars(colour="blue"), demo.bars(colour="red")
assert (near.top > 0).all() and far.top[0] > near.top[0]  # how much differs from machine to machine

# %% [markdown]
# ## 11 · Which batch size? (*optional*)
#
# ### Idea
#
# The gradient of one image is noise of variance $S$ around a signal of squared length $\lVert\nabla L\rVert^2$.
# In a batch of $S/\lVert\nabla L\rVert^2$ images the two are equal: the **noise scale** (McCandlish et al.
# 2018). Much smaller batches are mostly noise; much larger ones buy little.

# %% [markdown]
# ### Play: the noise scale of the digits
#
# SGD with B = 32 and α = 1/4, constant or falling along a cosine. Thick lines are means over three seeds.

# %%
explore(
    batches.scale_view,
    stepping.draw_scale,
    background=stepping.scale_background(batches.SCALE_EPOCHS),
    panels=2,
    size=(640, 360),
    about="Left: noise and signal of the gradient of one image against the epoch. "
    "Right: the batch size at which the two are equal. Log axes.",
    describe=say.scale,
    ask=ask.number(
        "Before the first step, noise and signal are equal in a batch of {{scale[cosine][start]:.0f}} images. With the cosine, how many are needed after 12 epochs?",
        right=lambda shown: np.exp(np.log(shown.noise[:, -1] / shown.signal[:, -1]).mean()),
        unit="images",
        low=1,
        high=100000,
        log=True,
        within=2,
        why="About {{scale[cosine][end]:.0f}}: the signal nearly vanishes, the noise does not. With a constant step size the noise keeps the network "
        "away from the minimum, so the signal stays larger.",
    ),
    schedule=choice("cosine", batches.SCHEDULES, "step size"),
)

# %% tags=["claims"]
holds("the signal nearly vanishes, the noise does not")
signal = {}
for schedule in batches.SCHEDULES:
    demo.set(schedule=schedule)
    noise_line, signal_line = demo.line(0, colour="red", width=2.5)[1], demo.line(0, colour="blue", width=2.5)[1]
    signal[schedule] = signal_line[-1]
    ratio = demo.line(1, colour="ink", width=2.5)[1]
    assert ratio[-1] > 3 * ratio[0]
assert signal["constant"] > 3 * signal["cosine"]
demo.set(schedule="cosine")
assert signal["cosine"] < demo.line(0, colour="blue", width=2.5)[1][0] / 50
assert demo.line(0, colour="red", width=2.5)[1][-1] > demo.line(0, colour="red", width=2.5)[1][0] / 10
assert demo.before_asking.lines(0) == []

# %% [markdown]
# ### Play: steps to a fixed loss
#
# SGD until the training loss is 0.1. Each batch size has its own α, the best of three a factor of two apart
# (never one at the edge of the three). Vertical lines span three seeds.

# %%
explore(
    batches.target_view,
    stepping.draw_target,
    background=stepping.target_background(batches.SIZES),
    panels=2,
    size=(640, 360),
    about="Left: steps and epochs until the training loss is 0.1 against the batch size, on log axes. "
    "Right: the test error at that moment.",
    describe=say.target,
    ask=ask.number(
        "With B = 4 it takes {{target[4][steps]:.0f}} steps. How many with B = 64, sixteen times as large?",
        right=lambda shown: shown.steps[2].mean(),
        unit="steps",
        low=10,
        high=2000,
        log=True,
        within=1.5,
        why="{{target[64][steps]:.0f}}: {{fewer:.1f}} times fewer, not sixteen times. From B = 64 to 256 nothing more is saved, "
        "while the epochs go from {{target[64][epochs]:.0f}} to {{target[256][epochs]:.0f}}.",
        at={"batch": 64},
    ),
    batch=choice(4, batches.SIZES, "batch size B"),
)

# %% tags=["claims"]
holds("From B = 64 to 256 nothing more is saved")
holds("No trend is to be seen in the test error")
steps_line, epochs_line = demo.line(0, as_=0, width=2)[1], demo.line(0, as_=1, width=2)[1]
assert 2.5 < steps_line[0] / steps_line[1] < 4 and 4 < steps_line[0] / steps_line[2] < 8
holds("from 64 to 1024, sixteen times as large, it falls by less than half")
assert steps_line[4] > 0.5 * steps_line[2] and steps_line[3] > 0.9 * steps_line[2] and (np.diff(epochs_line) > 0).all()
errors = demo.line(1, as_=3, width=2)[1]
assert errors.max() - errors.min() < 1.5 and (np.diff(errors) < 0).any() and (np.diff(errors) > 0).any()
assert len(demo.before_asking.lines(0)) == 1

# %% [markdown]
# Small batches are cheap in examples, large ones in steps. From B = 4 to 16 the number of steps falls nearly as
# fast as the price of each rises; from 64 to 1024, sixteen times as large, it falls by less than half. Which is "safer"? The noise falls as B grows, but so does the number of
# steps in a given time, and the two must be told apart: here each run goes to the same loss. No trend is to be
# seen in the test error: all are between {{error_low:.1%}} and {{error_high:.1%}}, with three seeds. That noise
# regularises is often said (Keskar et al. 2017); this network does not show it.

# %% [markdown]
# ## 12 · Warm-up and clipping (*optional*)
#
# ### Idea
#
# Two remedies for the first steps. **Warm-up** starts with tiny steps (Goyal et al. 2017). **Clipping**
# shortens any gradient longer than a bound, here 1, to that length (Pascanu, Mikolov and Bengio 2013). On the
# noisy bowl of section 6 both matter for a plain reason: from x = 2 a step of α = 0.4 lands at about −2, on the
# opposite slope. The first step even lowers the loss, from {{blown[start]:.2f}} to {{blown[after]:.2f}}; then
# noise decides, and {{blown[lost]:.0%}} of the runs blow up. Does a network need the remedies?

# %% [markdown]
# ### Play: on the digits
#
# Eight epochs with a cosine; four seeds at each step size.

# %%
explore(
    firststeps.treated_view,
    stepping.draw_treated,
    background=lambda method: stepping.treated_background(firststeps.ALPHAS[method]),
    background_on=("method",),
    size=(640, 380),
    about="Validation loss against the step size with warm-up, with clipping, and with neither, on log axes.",
    describe=say.treated,
    ask=ask.pick(
        "SGD on the digits. Which remedy makes larger step sizes usable: warm-up over a tenth of the run, or clipping?",
        ["warm-up", "clipping", "both alike", "neither"],
        right="clipping",
        why="With clipping {{treated[sgd][clipping][good]}} of the six step sizes reach a loss of 0.2, with warm-up {{treated[sgd][warmup][good]}}, "
        "with neither {{treated[sgd][neither][good]}}. The warm-up ends, and the large steps come all the same.",
    ),
    method=choice("sgd", {"SGD": "sgd", "momentum": "momentum", "Adam": "adam"}, "method"),
)

# %% tags=["claims"]
holds("The warm-up ends, and the large steps come all the same")
holds("For momentum and Adam the best losses of the three differ little")
demo.set(method="sgd")
means = {name: demo.line(as_=look, width=2)[1] for name, look in stepping.TREATMENTS.items()}
good = {name: int((line <= 0.2).sum()) for name, line in means.items()}
assert good["clipping"] > good["warm-up"] > good["neither"] and means["clipping"].min() < means["neither"].min()
for method in ("momentum", "adam"):
    demo.set(method=method)
    lowest = [demo.line(as_=look, width=2)[1].min() for look in stepping.TREATMENTS.values()]
    assert max(lowest) < 1.12 * min(lowest)
assert demo.before_asking.lines() == []

# %% [markdown]
# For momentum and Adam the best losses of the three differ little: a network this shallow hardly needs either
# remedy. For SGD clipping also gives the lowest loss, {{treated[sgd][clipping][best]:.3f}} against
# {{treated[sgd][neither][best]:.3f}}; but it changes the method: clipped steps have a length of at most α, as
# those of lecture 4 nearly have.

# %% [markdown]
# ## Recap
#
# - A minibatch gradient is right on average; its variance is S/B·(1 − B/N). A cloud a quarter as wide costs
#   sixteen times as much.
# - Deal from a shuffled deck. With replacement an epoch sees {{seen[1285]:.1%}} of the rows; not shuffled,
#   and with a large step, the network answers what it saw last.
# - Any optimizer can use minibatch gradients.
# - Too low, good, high, too high: the high rate is faster at first, and stops on a noise floor,
#   α s²/(λ(2 − αλ)).
# - Large steps leave narrow valleys, whether these are better or worse.
# - A schedule starts large and ends small; when the step size falls, so does the loss, at once.
# - Compare on the same budget, at the same bar, seed by seed, with an error bar. Here Adam had the lowest
#   validation loss; on the test images no method was clearly ahead.
# - Choose on validation, report on test once, and distrust a lonely winner.
# - A broken run raises no error: log the step size, the gradient, the validation loss, the answers.
#
# **Next:** `assignments/ps5_sgd`, where you write all of this yourself and read real handwriting.

# %% [markdown]
# ### Your guesses

# %%
guesses()

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
# - J. Deng et al. (2009), *ImageNet: a large-scale hierarchical image database*; O. Russakovsky et al.
#   (2015), *ImageNet large scale visual recognition challenge*: the data, and the contest since 2010.
# - I. Loshchilov and F. Hutter (2017), *SGDR: stochastic gradient descent with warm restarts*: the cosine.
# - P. Goyal et al. (2017), *Accurate, large minibatch SGD*: warm-up, and scaling α with B. C. Shallue et al.
#   (2019), *Measuring the effects of data parallelism on neural network training*: where that ends.
# - D. Kingma and J. Ba (2015), *Adam: a method for stochastic optimization*.
# - A. Wilson et al. (2017), *The marginal value of adaptive gradient methods in machine learning*; D. Choi et
#   al. (2019), *On empirical comparisons of optimizers for deep learning*.
# - S. Hochreiter and J. Schmidhuber (1997), *Flat minima*; N. Keskar et al. (2017), *On large-batch training
#   for deep learning*; L. Dinh et al. (2017), *Sharp minima can generalize for deep nets*.
# - S. McCandlish, J. Kaplan, D. Amodei et al. (2018), *An empirical model of large-batch training*: the noise
#   scale.
# - R. Pascanu, T. Mikolov and Y. Bengio (2013), *On the difficulty of training recurrent neural networks*:
#   clipping.
# - J. Bergstra and Y. Bengio (2012), *Random search for hyper-parameter optimization*.
# - E. Alpaydin and C. Kaynak (1998), *Optical recognition of handwritten digits*, UCI Machine Learning
#   Repository, doi:10.24432/C50P49, CC BY 4.0: the digits.
# - UC Berkeley, CS W182/282A, lecture *Optimization*: the order of ideas.
