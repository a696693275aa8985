"""What is to be seen in the demos of lecture 5, in a sentence each."""

import numpy as np

from lectures.sgd.data import (
    Access,
    Cloud,
    Deck,
    Differences,
    DigitsRace,
    Floor,
    GridView,
    NoiseScale,
    Orders,
    OwnDeal,
    Patient,
    Regimes,
    Schedules,
    Stairs,
    ToTarget,
    Treated,
    TunedView,
    Valleys,
)
from lectures.viz import number

NAMES = {"sgd": "SGD", "adam": "Adam"}


def cloud(data: Cloud) -> str:
    """Say how far the cloud scatters."""
    along, across = np.round(data.points.mean(axis=0), 2) + 0.0  # no minus zero
    return f"B = {data.size}: their mean is ({along:.2f}, {across:.2f}), their variance by the law {data.variance:.2g}."


def deck(data: Deck) -> str:
    """Say which share of the rows was used."""
    return (
        f"After {int(data.dealt.sum())} draws: with replacement {np.count_nonzero(data.drawn)} rows were used, one of them {int(data.drawn.max())} times; "
        f"from the deck {np.count_nonzero(data.dealt)}."
    )


def orders(data: Orders) -> str:
    """Say how the four orders end."""
    ends = ", ".join(f"{name} {size(curve[-1])}" for name, curve in data.curves.items())
    return (
        f"Last loss: {ends}. Not shuffled, it reads a 9 in {100 * data.answers['not shuffled'][9]:.0f} % of the images."
    )


def size(loss):
    """Write a loss; what is no number any more as words."""
    return number(loss, 2) if np.isfinite(loss) and loss < 1e6 else "beyond all bounds"


def memory(data: Access) -> str:
    """Say how much slower scattered rows are."""
    ratios = data.scattered / data.consecutive
    return (
        f"Here and now scattered rows take {ratios[0]:.1f} times as long where rows are shortest, "
        f"{ratios[-1]:.1f} times where longest."
    )


def race(data: DigitsRace) -> str:
    """Say the losses and how many of the shown images are read right."""
    words = [
        f"{NAMES.get(name, name)} {size(curve[data.epoch])} ({np.sum(read == data.labels)})"
        for (name, curve), read in zip(data.curves.items(), data.reads, strict=True)
    ]
    return f"After {data.epoch} epochs, loss and images read right of {len(data.labels)}: {', '.join(words)}."


def own_deal(data: OwnDeal) -> str:
    """Say how the reader's minibatches do."""
    digit = int(data.answers.argmax())
    return (
        f"Last loss {size(data.own[-1])}; shuffled {size(data.right[-1])}. "
        f"Its commonest answer is {digit}, to {100 * data.answers[digit]:.0f} % of the images."
    )


def regime(data: Regimes) -> str:
    """Say where a step size ends."""
    early = data.seeds.mean(axis=0)[np.searchsorted(data.steps, 100)]
    return f"α = {number(data.alpha)} (thin black, three seeds): loss {size(early)} after 100 steps, {size(data.end)} over the last two epochs."


def stairs(data: Stairs) -> str:
    """Say what the drop does."""
    before, after = (data.stairs[np.abs(data.epochs - at).argmin()] for at in (6, 6.5))
    ends = (data.stairs[-4:].mean(), data.high[-4:].mean(), data.low[-4:].mean())
    words = ", ".join(size(end) for end in ends)
    return f"{data.measure.capitalize()} at epoch 6: {size(before)}, at 6.5: {size(after)}. In the end (stairs, first, an eighth): {words}."


def scale(data: NoiseScale) -> str:
    """Say at which batch size noise and signal are equal."""
    ratio = np.exp(np.log(data.noise / data.signal).mean(axis=0))
    return f"Noise and signal are equal at a batch of {number(ratio[0], 2)} images at the start, and of {number(ratio[-1], 2)} at the end."


def target(data: ToTarget) -> str:
    """Say what a batch size needs."""
    at = int(np.flatnonzero(data.sizes == data.size)[0])
    steps = data.steps[at].mean()
    return (
        f"B = {data.size}, α = {data.alphas[at]:g}: {number(steps)} steps, {number(steps * data.size / data.examples, 2)} epochs; "
        f"test error {100 * data.errors[at].mean():.1f} %."
    )


def treated(data: Treated) -> str:
    """Say the lowest losses, and how many step sizes are good."""
    words = "; ".join(
        f"{name} {losses.mean(axis=0).min():.3f}, {int((losses.mean(axis=0) <= 0.2).sum())}"
        for name, losses in data.losses.items()
    )
    return f"Lowest mean loss, and how many of {len(data.alphas)} step sizes reach 0.2: {words}."


def differences(data: Differences) -> str:
    """Say which differences are clear."""
    clear = [name for name, (mean, error) in data.pairs.items() if abs(mean) > 2 * error]
    named = ", ".join(clear) or "none"
    return f"More than two standard errors from zero (red diamonds): {named}."


def floor(data: Floor) -> str:
    """Say the height of the floor."""
    return f"α = {number(data.alpha)}, B = {data.size}: θ settles with variance {number(data.floor)}, typically {number(np.sqrt(data.floor), 2)} off."


def valleys(data: Valleys) -> str:
    """Say how many runs end in the lower valley."""
    return f"α = {number(data.alpha)}; {data.lower} is lower: {100 * data.share:.0f} % of the 200 runs end in it."


def schedule(data: Schedules) -> str:
    """Say what the schedule earns."""
    yours, constant, best = (size(loss[-20:].mean()) for loss in data.losses)
    return f"Loss over the last 20 steps: {yours}; constant α₀ {constant}; best constant {best}."


def own_schedule(data: Schedules) -> str:
    """Say what the reader's schedule earns."""
    yours, right = (size(loss[-20:].mean()) for loss in data.losses)
    return f"Loss over the last 20 steps: {yours} with yours, {right} with the cosine."


def tuned(data: TunedView) -> str:
    """Say the best step sizes."""
    words = ", ".join(
        f"{NAMES.get(name, name)} {values.mean(axis=0)[best]:.3f} ± {values[:, best].std(ddof=1):.3f} at α = {number(alphas[best])}"
        for name, (alphas, values, best) in data.entries.items()
    )
    return f"{data.measure.capitalize()} at the stars: {words}."


def grid(data: GridView) -> str:
    """Say the losses of the chosen cell, and which cell is the best."""
    at, star = (f"B = {data.batches[batch]}, α = {number(data.alphas[rate])}" for batch, rate in (data.cell, data.best))
    return f"{at}: training loss {size(data.training[-1])}, validation loss {size(data.validation[-1])}. Star: {star}."


def patient(signs):
    """Return the sentence-maker of the clinic, from what each disease would show."""

    def sentence(data: Patient) -> str:
        if data.diagnosis not in signs:
            return "Look at both panels, change the instrument, then choose a diagnosis."
        return f"Right: {data.truth}." if data.diagnosis == data.truth else f"No: then {signs[data.diagnosis]}."

    return sentence
