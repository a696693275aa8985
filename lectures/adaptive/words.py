"""What is to be seen in the demos of lecture 4, in a sentence each."""

import numpy as np

from lectures.adaptive.data import FarStart, Jump, LargeEpsilon, Layers, NoisySlope, Race, Turned, Units

NAMES = {"sign": "sign descent", "adagrad": "AdaGrad", "rmsprop": "RMSProp", "adam": "Adam", "adamw": "AdamW"}


def named(values, form="{:.2g}"):
    """Write methods and their values as a list in words."""
    return ", ".join(f"{NAMES.get(name, name)} {form.format(value)}" for name, value in values.items())


def far(data: FarStart) -> str:
    """Say where two paths end."""
    ends = {name: path[-1] for name, path in data.paths.items()}
    return f"θ after {len(data.paths['sign']) - 1} steps: {named(ends, '{:.3g}')}. The minimum is at 0."


def layers(data: Layers) -> str:
    """Say how the gradient's size differs between layers, and how it changes."""
    across = data.norms[0].max() / data.norms[0].min()
    return (
        f"At the start the largest layer's gradient is {across:.3g} times the smallest's; over the run sizes "
        f"differ by a factor {data.norms.max() / data.norms.min():.3g}. Last loss: {data.losses[-1]:.2g}."
    )


def jump(data: Jump) -> str:
    """Say the lengths of the steps before and after the jump."""
    parts = [
        f"{NAMES[name]} {moved[79]:.2g}, then {moved[80]:.2g}, at last {moved[-1]:.2g}"
        for name, moved in data.lengths.items()
    ]
    return f"The gradient goes from 1 to {data.sizes[-1]:.4g}. Steps before and after, in α: {'; '.join(parts)}."


def slope(lengths):
    """Say the first and the last step."""
    first, last = ({name: moved[k] for name, moved in lengths.items()} for k in (0, -1))
    return f"First step, in α: {named(first, '{:.3g}')}. Step 1000: {named(last, '{:.3g}')}."


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
    return (
        f"Corrected, the first step is {lengths['corrected'][0]:.3g} α. Not corrected it is {bare[0]:.3g} α, "
        f"and the longest of 100 is {bare[longest]:.3g} α at k = {longest + 1}."
    )


def noisy(data: NoisySlope) -> str:
    """Say the mean step."""
    return f"The gradients scatter by {data.gradients.std():.2g} around 1; the mean step is {data.mean:.2g} α."


def epsilon(data: LargeEpsilon) -> str:
    """Say how near Adam's path is to momentum's."""
    apart = np.abs(data.paths["adam"] - data.paths["momentum"]).max()
    return f"Largest distance between the paths: {apart:.2g}. The step sizes differ by a factor {data.rates.max() / data.rates.min():.3g}."


def units(data: Units) -> str:
    """Say which step sizes are best."""
    best = {name: np.nanargmin(values) for name, values in data.curves.items()}
    parts = [
        f"{NAMES.get(name, name)} {data.alphas[k]:.2g} (loss {data.curves[name][k]:.2g})" for name, k in best.items()
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
    """Say who is lowest, and with which step size."""
    if not data.gaps:
        return "Nobody runs: tick a box."
    now = {name: gap[data.shown] if np.isfinite(gap[data.shown]) else np.inf for name, gap in data.gaps.items()}
    first = min(now, key=now.get)
    return f"After {data.shown} steps {NAMES.get(first, first)} is lowest, {now[first]:.2g} above the minimum, with α = {data.alphas[first]:.2g}."
