"""What is to be seen in the demos of lecture 4, in a sentence each."""

import numpy as np

from lectures.adaptive.data import (
    Betas,
    Edge,
    FarStart,
    Groups,
    Jump,
    LargeEpsilon,
    Layers,
    NoisySlope,
    Pixels,
    Race,
    Regret,
    Turned,
    Units,
    Valley,
)

from lectures.viz.numbers import number

NAMES = {"sign": "sign descent", "adagrad": "AdaGrad", "rmsprop": "RMSProp", "adam": "Adam", "adamw": "AdamW"}

FIRST = ("gradient descent", "adagrad", "adam")  # who runs in the race at first


def named(values, digits=2):
    """Write methods and their values as a list in words."""
    return ", ".join(f"{NAMES.get(name, name)} {number(value, digits)}" for name, value in values.items())


def steps_in_words(needed):
    """Write how many steps runners need, as a list in words."""
    return ", ".join(
        f"{NAMES.get(name, name)} {f'{steps:.0f}' if np.isfinite(steps) else 'never'}" for name, steps in needed.items()
    )


def valley(data: Valley) -> str:
    """Say how many steps three runners need."""
    return (
        f"The valley is turned by {data.degrees:g}°. Steps until the distance to the star stays below 0.1: "
        f"{steps_in_words(data.needed)}."
    )


def far(data: FarStart) -> str:
    """Say where two paths end."""
    ends = {name: path[-1] for name, path in data.paths.items()}
    return f"θ after {len(data.paths['sign']) - 1} steps: {named(ends, 3)}. The minimum is at 0."


def layers(data: Layers) -> str:
    """Say how the gradient's size differs between layers, and how it changes."""
    across = data.norms[0].max() / data.norms[0].min()
    return (
        f"At the start the largest layer's gradient is {number(across)} times the smallest's; over the run sizes "
        f"differ by a factor {number(data.norms.max() / data.norms.min())}. Last loss: {number(data.losses[-1], 2)}."
    )


def jump(data: Jump) -> str:
    """Say the lengths of the steps before and after the jump."""
    parts = [
        f"{'yours' if name == 'your own' else NAMES[name]} {number(moved[79], 2)}, {number(moved[80], 2)}, {number(moved[-1], 2)}"
        for name, moved in data.lengths.items()
    ]
    return f"The gradient goes from 1 to {number(data.sizes[-1])}. Steps before, after, and at the end, in α: {'; '.join(parts)}."


def regret(data: Regret) -> str:
    """Say what the runs have paid, and what was allowed."""
    paid = {name: round(values[-1]) for name, values in data.paid.items()}
    return (
        f"Regret after {len(data.bound)} steps: {named(paid, 6)}. "
        f"The theorem allows AdaGrad {number(round(data.bound[-1]), 6)}."
    )


def comparison(curves):
    """Say where the runs end."""
    ends = {loss: {name: values[-1] for name, (_, values) in runs.items()} for loss, runs in curves.items()}
    return f"At the end: convex, {named(ends['convex'])} above the minimum; deep network, {named(ends['network'])}."


def sparse(errors):
    """Say the errors of the most frequent and the rarest feature."""
    often, rare = ({name: rows[k] for name, rows in errors.items()} for k in (0, -1))
    return f"Error of the commonest feature: {named(often)}. Of the rarest: {named(rare)}."


def corrected(lengths):
    """Say the first and the longest step without correction."""
    bare = lengths["not corrected"]
    longest = int(np.argmax(bare))
    mine = f" Yours begins with {number(lengths['your own'][0])} α." if "your own" in lengths else ""
    return (
        f"With the hats the first step is {number(lengths['adam'][0])} α. Without them it is {number(bare[0])} α, "
        f"and the longest of 100 is {number(bare[longest])} α at k = {longest + 1}.{mine}"
    )


def noisy(data: NoisySlope) -> str:
    """Say the mean step."""
    return f"The gradients scatter by {number(data.gradients.std(), 2)} around 1; the mean step is {number(data.mean, 2)} α."


def epsilon(data: LargeEpsilon) -> str:
    """Say how near Adam's path is to momentum's."""
    apart = np.abs(data.paths["adam"] - data.paths["momentum"]).max()
    return f"Largest distance between the paths: {number(apart, 2)}. The step sizes differ by a factor {number(data.rates.max() / data.rates.min())}."


def units(data: Units) -> str:
    """Say which step sizes are best."""
    best = {name: np.nanargmin(values) for name, values in data.curves.items()}
    parts = [
        f"{NAMES.get(name, name)} {number(data.alphas[k], 2)} (loss {number(data.curves[name][k], 2)})"
        for name, k in best.items()
    ]
    return f"Best step size: {', '.join(parts)}."


def turned(data: Turned) -> str:
    """Say the distances at the present angle."""
    return f"Turned by {data.degrees:g}°. Distance after 60 steps: {named(data.distances)}."


def decay(left):
    """Say what is left of the weights with the smallest and the largest gradients."""
    return (
        f"Left of a weight with small gradients: {named({name: rows[0] for name, rows in left.items()})}; "
        f"with large ones: {named({name: rows[-1] for name, rows in left.items()})}."
    )


def race(data: Race) -> str:
    """Say how many steps each runner needs until it has arrived."""
    if not data.gaps:
        return "Nobody runs: tick a box."
    arrived = "stays" if data.measure == "stays" else "is for the first time"
    return f"Steps until the loss {arrived} below {data.level:g}: {steps_in_words(data.needed)}."


def pixels(data: Pixels) -> str:
    """Say how far the weights of rare pixels went, beside the others."""
    rare = (data.ink > 0) & (data.ink < 0.01)
    return (
        f"Epoch {data.epoch} of {NAMES.get(data.method, data.method)}: the weights of the rarest pixels went "
        f"{number(data.moved[rare].mean(), 2)} times as far as the mean."
    )


def groups(data: Groups) -> str:
    """Say how long the first and the last steps are, and how far groups differ."""
    apart = np.median(data.moved.max(axis=1) / data.moved.min(axis=1))
    return (
        f"{NAMES.get(data.method, 'Gradient descent')}: the first step is {number(data.moved[0].mean(), 2)} α on average over "
        f"the groups, the last ones {number(data.moved[-5:].mean(), 2)} α. Between groups: a factor of {number(apart, 2)}."
    )


def betas(data: Betas) -> str:
    """Say the best losses of the chosen memories and of the default ones."""
    return (
        f"With the best α the loss is {number(data.best[data.chosen], 2)} for your memories "
        f"and {number(data.best[data.usual], 2)} for the default ones."
    )


def edge(data: Edge) -> str:
    """Say where the sharpness ends, and where the limit is."""
    late = data.sharpness[:, -8:].mean()
    return (
        f"Over the last 200 steps α times the curvature is {number(late)} on average; the limit is {number(data.limit)}. "
        f"Last loss: {number(data.losses[:, -1].mean(), 2)}."
    )
