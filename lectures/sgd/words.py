"""What is to be seen in the demos of lecture 5, in a sentence each."""

import numpy as np

from lectures.sgd.data import (
    Access,
    AtRate,
    Cloud,
    Deck,
    DigitsRace,
    Floor,
    GridView,
    Orders,
    Patient,
    Roll,
    Schedules,
    TunedView,
)


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
    return f"{loss:.2g}" if np.isfinite(loss) and loss < 1e6 else "beyond all bounds"


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
        f"{name} {size(curve[data.epoch])} ({np.sum(read == data.labels)})"
        for (name, curve), read in zip(data.curves.items(), data.reads, strict=True)
    ]
    return f"After {data.epoch} epochs, loss and images read right of {len(data.labels)}: {', '.join(words)}."


def rate(data: AtRate) -> str:
    """Say where a step size ends, and what to call it."""
    end = data.curve[-1]
    word = (
        "too high: worse than guessing"
        if end > np.log(10)
        else "too low: not there yet"
        if data.alpha < 0.25
        else "good"
    )
    if word == "good" and end > 0.05:
        word = "high: fast at first, then held up" if data.alpha > 1 else "a little low"
    return f"α = {data.alpha:.3g} ends at a loss of {size(end)}: {word}."


def floor(data: Floor) -> str:
    """Say the height of the floor."""
    return f"α = {data.alpha:.3g}, B = {data.size}: θ settles with variance {data.floor:.3g}, so it is typically {np.sqrt(data.floor):.2g} off."


def wells(fate):
    """Return the sentence-maker of the double well, from the function that names a path's fate."""

    def sentence(data: Roll) -> str:
        word = fate(data.path)
        if word == "diverges":
            return f"From x = {data.start:.2f} the path leaves the picture: it diverges."
        where = {
            "better": "ends in the better valley",
            "worse": "ends in the worse valley",
            "cycles": "jumps to and fro for ever",
        }.get(word, "is still on its way")
        return f"From x = {data.start:.2f} it {where}: x = {data.path[-1]:.3f}, loss {data.loss(data.path[-1]):.3f}."

    return sentence


def schedule(data: Schedules) -> str:
    """Say what the schedule earns."""
    yours, constant = (size(loss[-20:].mean()) for loss in data.losses)
    return (
        f"Loss over the last 20 steps: {yours} (constant: {constant}). The last step size is {data.alphas[0][-1]:.2g}."
    )


def tuned(data: TunedView) -> str:
    """Say the best step sizes."""
    words = ", ".join(
        f"{name} {values.mean(axis=0)[best]:.3f} ± {values[:, best].std(ddof=1):.3f} at α = {alphas[best]:.2g}"
        for name, (alphas, values, best) in data.entries.items()
    )
    return f"{data.measure.capitalize()} at the stars: {words}."


def grid(data: GridView) -> str:
    """Say the losses of the chosen cell, and which cell is the best."""
    at, star = (f"B = {data.batches[batch]}, α = {data.alphas[rate]:.2g}" for batch, rate in (data.cell, data.best))
    return f"{at}: training loss {size(data.training[-1])}, validation loss {size(data.validation[-1])}. Star: {star}."


def patient(signs):
    """Return the sentence-maker of the clinic, from what each disease would show."""

    def sentence(data: Patient) -> str:
        if data.diagnosis not in signs:
            return "Look at both panels, change the instrument, then choose a diagnosis."
        return f"Right: {data.truth}." if data.diagnosis == data.truth else f"No: then {signs[data.diagnosis]}."

    return sentence
