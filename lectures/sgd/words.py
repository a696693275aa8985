"""What is to be seen in the demos of lecture 5, in a sentence each."""

import numpy as np


def cloud(data):
    """Say how far the cloud scatters."""
    size, points, variance = data
    along, across = np.round(points.mean(axis=0), 2) + 0.0  # no minus zero
    return f"B = {size}: their mean is ({along:.2f}, {across:.2f}), their variance by the law {variance:.2g}."


def deck(data):
    """Say which share of the rows was used."""
    drawn, dealt = data
    return (
        f"After {int(dealt.sum())} draws: with replacement {np.count_nonzero(drawn)} rows were used, one of them {int(drawn.max())} times; "
        f"from the deck {np.count_nonzero(dealt)}."
    )


def orders(data):
    """Say how the four orders end."""
    curves, answers = data
    ends = ", ".join(f"{name} {size(curve[-1])}" for name, curve in curves.items())
    return f"Last loss: {ends}. Not shuffled, it reads a 9 in {100 * answers['not shuffled'][9]:.0f} % of the images."


def size(loss):
    """Write a loss; what is no number any more as words."""
    return f"{loss:.2g}" if np.isfinite(loss) and loss < 1e6 else "beyond all bounds"


def memory(data):
    """Say how much slower scattered rows are."""
    ratios = data[1] / data[0]
    return f"Here and now scattered rows take {ratios[0]:.1f} times as long where rows are shortest, {ratios[-1]:.1f} times where longest."


def race(data):
    """Say the losses and how many of the shown images are read right."""
    epoch, curves, reads, labels = data
    words = [
        f"{name} {size(curve[epoch])} ({np.sum(read == labels)})"
        for (name, curve), read in zip(curves.items(), reads, strict=True)
    ]
    return f"After {epoch} epochs, loss and images read right of {len(labels)}: {', '.join(words)}."


def rate(data):
    """Say where a step size ends, and what to call it."""
    alpha, curve = data
    end = curve[-1]
    word = "too high: worse than guessing" if end > np.log(10) else "too low: not there yet" if alpha < 0.25 else "good"
    if word == "good" and end > 0.05:
        word = "high: fast at first, then held up" if alpha > 1 else "a little low"
    return f"α = {alpha:.3g} ends at a loss of {size(end)}: {word}."


def floor(data):
    """Say the height of the floor."""
    alpha, batch_size, _, height = data
    return f"α = {alpha:.3g}, B = {batch_size}: θ settles with variance {height:.3g}, so it is typically {np.sqrt(height):.2g} off."


def wells(fate):
    """Return the sentence-maker of the double well, from the function that names a path's fate."""

    def sentence(data):
        loss, start, path = data
        word = fate(path)
        if word == "diverges":
            return f"From x = {start:.2f} the path leaves the picture: it diverges."
        where = {
            "better": "ends in the better valley",
            "worse": "ends in the worse valley",
            "cycles": "jumps to and fro for ever",
        }.get(word, "is still on its way")
        return f"From x = {start:.2f} it {where}: x = {path[-1]:.3f}, loss {loss(path[-1]):.3f}."

    return sentence


def schedule(data):
    """Say what the schedule earns."""
    alphas, losses = data
    yours, constant = (size(loss[-20:].mean()) for loss in losses)
    return f"Loss over the last 20 steps: {yours} (constant: {constant}). The last step size is {alphas[0][-1]:.2g}."


def tuned(data):
    """Say the best step sizes."""
    entries, measure = data
    words = ", ".join(
        f"{name} {values.mean(axis=0)[best]:.3f} ± {values[:, best].std(ddof=1):.3f} at α = {alphas[best]:.2g}"
        for name, (alphas, values, best) in entries.items()
    )
    return f"{measure.capitalize()} at the stars: {words}."


def grid(data):
    """Say the losses of the chosen cell, and which cell is the best."""
    _, best, cell, training, validation, alphas, batches = data
    at, star = (f"B = {batches[batch]}, α = {alphas[rate]:.2g}" for batch, rate in (cell, best))
    return f"{at}: training loss {size(training[-1])}, validation loss {size(validation[-1])}. Star: {star}."


def patient(signs):
    """Return the sentence-maker of the clinic, from what each disease would show."""

    def sentence(data):
        diagnosis, truth = data[0]
        if diagnosis not in signs:
            return "Look at both panels, change the instrument, then choose a diagnosis."
        return f"Right: {truth}." if diagnosis == truth else f"No: then {signs[diagnosis]}."

    return sentence
